//! What replaces a match: `_sre.SRE_Template`, `Match.expand`, `Pattern.sub`.

use std::cell::Cell;

use gc_api::{ObjRef, Slot, layout};
use vm_core::natives::{Args, NativeDef, Tail, Then, leaf};
use vm_core::objects::number::IntRef;
use vm_core::objects::sequence::{List, Tuple};
use vm_core::{Gc, Raised, Res, Thread, Value, header};

use super::job::{self, Place};
use super::matches::{Match, MatchObject};
use super::pattern::{self, Pattern, PatternObject};
use super::subject::Subject;
use super::{app, ids};

layout! {
    /// Text and group numbers in turn.
    pub struct Template(ids::TEMPLATE) {
        /// Tuple: text, then number and text in turn.
        pieces: Ref,
        /// 0: str, 1: bytes, 2: mixed or neither.
        kind: Raw<u64>,
        /// Owned: the pieces, as far as they are of one kind.
        template: Raw<*const sre::Template>,
    } destructor drop_template
}

unsafe fn drop_template(object: ObjRef) {
    // SAFETY: the collector runs this once; the pointer came from Box::into_raw, or is null.
    unsafe {
        let template = (*object.as_ptr().cast::<Template>()).template.get();
        if !template.is_null() {
            drop(Box::from_raw(template.cast_mut()));
        }
    }
}

const STR: u64 = 0;
const BYTES: u64 = 1;
const MIXED: u64 = 2;

/// A template read.
pub trait TemplateObject<'t> {
    fn template(self) -> &'t sre::Template;
    /// All its text is of the kind of `subject`.
    fn fits(self, subject: Subject<'_>) -> bool;
}

impl<'t> TemplateObject<'t> for Gc<'t, Template> {
    fn template(self) -> &'t sre::Template {
        // SAFETY: set when the object was made, freed by its destructor only.
        unsafe { &*self.get(Template::template) }
    }

    fn fits(self, subject: Subject<'_>) -> bool {
        self.get(Template::kind) == if subject.is_bytes { BYTES } else { STR }
    }
}

/// `_sre.template`.
pub fn make<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let invalid = || t.type_error("invalid template");
    let Some(list) = args.get(1).cast::<List>() else {
        let class = t.class_name(args.get(1));
        return Err(t.type_error(format_args!("template() argument 2 must be list, not {class}")));
    };
    if list.len() % 2 == 0 {
        return Err(invalid());
    }
    let head = list.item(0);
    let mut kind = kind_of(t, head);
    let mut template = sre::Template::new(units_of(t, head));
    for i in (1..list.len()).step_by(2) {
        let Some(group) = t.as_int(list.item(i)) else {
            return Err(t.type_error("an integer is required"));
        };
        let IntRef::Small(group) = group else { return Err(invalid()) };
        let group = u32::try_from(group).map_err(|_| invalid())?;
        let piece = list.item(i + 1);
        if kind_of(t, piece) != kind {
            kind = MIXED;
        }
        template.push(group, units_of(t, piece));
    }
    let pieces = t.new_tuple(list.len())?;
    for i in 0..list.len() {
        pieces.put(t, i, list.item(i));
    }
    Ok(wrap(t, pieces, kind, template).value())
}

fn wrap<'t>(t: &'t Thread, pieces: Gc<'t, Tuple>, kind: u64, template: sre::Template) -> Gc<'t, Template> {
    let object = t.new_object(Template {
        header: header(),
        pieces: Slot::new(pieces.word()),
        kind: Cell::new(kind),
        template: Cell::new(Box::into_raw(Box::new(template))),
    });
    t.set_destructor(object);
    object
}

fn kind_of<'t>(t: &'t Thread, piece: Value<'t>) -> u64 {
    match Subject::lent(t, piece) {
        Some(subject) if subject.is_bytes => BYTES,
        Some(_) => STR,
        None => MIXED,
    }
}

fn units_of<'t>(t: &'t Thread, piece: Value<'t>) -> Vec<u32> {
    Subject::lent(t, piece).map(|subject| subject.units.iter().collect()).unwrap_or_default()
}

/// What the application level does with templates.
pub static HELPERS: [NativeDef; 1] =
    [leaf("template_pieces(template, /)", |_, a| Ok(a.this::<Template>().get(Template::pieces))).function()];

/// `Pattern.sub` and `subn`.
pub fn substitute<'t>(t: &'t Thread, args: Args<'t>, counted: bool) -> Result<Tail<'t>, Raised> {
    let (this, repl) = (args.this::<Pattern>(), args.get(1));
    let count = args.opt(3).unwrap_or(Value::small(0));
    let work = Work { pattern: this, string: args.get(2), count, counted };
    if pattern::limit(t, Some(count))?.is_none() {
        let args = t.tuple(&[this.value(), repl, work.string, count, Value::bool(counted)])?;
        return Ok(Tail::spread(app(t, "substitute_with_count"), args, Value::UNSET));
    }
    if t.is_callable(repl) {
        return work.piece_by_piece(t, repl, "call");
    }
    let text = Subject::of_buffer(t, repl)?;
    match text {
        Some(text) if !text.units.iter().any(|c| c == u32::from(b'\\')) => work.with_text(t, repl, text),
        _ => compile(t, this, repl, text.is_some())?.then(t, &WITH_TEMPLATE, work.pack(t)),
    }
}

/// Has `re` make a template of a replacement.
fn compile<'t>(t: &'t Thread, pattern: Gc<'t, Pattern>, repl: Value<'t>, is_text: bool) -> Result<Tail<'t>, Raised> {
    Ok(Tail::call(app(t, "template_of"), &[pattern.value(), repl, Value::bool(is_text)]))
}

/// The arguments of a substitution, but for the replacement.
#[derive(Clone, Copy)]
struct Work<'t> {
    pattern: Gc<'t, Pattern>,
    string: Value<'t>,
    count: Value<'t>,
    counted: bool,
}

impl<'t> Work<'t> {
    fn pack(self, t: &'t Thread) -> Value<'t> {
        t.small_tuple([self.pattern.value(), self.string, self.count, Value::bool(self.counted)]).value()
    }

    fn unpack(state: Value<'t>) -> Work<'t> {
        let state = state.expect::<Tuple>();
        Work {
            pattern: state.at(0).expect::<Pattern>(),
            string: state.at(1),
            count: state.at(2),
            counted: state.at(3).is_true(),
        }
    }

    fn place(self, t: &'t Thread) -> Result<Place<'t>, Raised> {
        let subject = Subject::for_pattern(t, self.pattern, self.string)?;
        Ok(Place { pattern: self.pattern, string: self.string, subject, range: (0, subject.len()) })
    }

    /// The replacement is this text.
    fn with_text(self, t: &'t Thread, repl: Value<'t>, text: Subject<'t>) -> Result<Tail<'t>, Raised> {
        let place = self.place(t)?;
        if text.is_bytes != place.subject.is_bytes {
            return self.piece_by_piece(t, repl, "text");
        }
        let pieces = t.small_tuple([repl]);
        let kind = if text.is_bytes { BYTES } else { STR };
        let template = wrap(t, pieces, kind, sre::Template::new(text.units.iter()));
        self.with_template(t, place, template)
    }

    fn with_template(self, t: &'t Thread, place: Place<'t>, template: Gc<'t, Template>) -> Result<Tail<'t>, Raised> {
        let known = template.template().largest_group() as usize <= self.pattern.program().groups();
        if !template.fits(place.subject) || !known {
            return self.piece_by_piece(t, template.value(), "template");
        }
        let limit = pattern::limit(t, Some(self.count))?.unwrap_or(usize::MAX);
        job::replace(t, place, template, limit, self.counted)
    }

    /// The application level puts the pieces together.
    fn piece_by_piece(self, t: &'t Thread, repl: Value<'t>, what: &str) -> Result<Tail<'t>, Raised> {
        let place = self.place(t)?;
        let job = job::scanner(t, place);
        let args = [job.value(), repl, t.intern_text(what).value(), self.count, Value::bool(self.counted)];
        Ok(Tail::spread(app(t, "replace"), t.tuple(&args)?, Value::UNSET))
    }
}

static WITH_TEMPLATE: Then = Then::new(|t, state, made| {
    let work = Work::unpack(state);
    match made.cast::<Template>() {
        Some(template) if template.template().plain().is_some() => {
            let text = template.get(Template::pieces).expect::<Tuple>().at(0);
            match Subject::lent(t, text) {
                Some(units) => work.with_text(t, text, units),
                None => work.piece_by_piece(t, text, "text"),
            }
        }
        Some(template) => work.with_template(t, work.place(t)?, template),
        None => work.piece_by_piece(t, made, "text"),
    }
});

/// `Match.expand`.
pub fn expand_method<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let (this, repl) = (args.this::<Match>(), args.get(1));
    let is_text = Subject::of_buffer(t, repl)?.is_some();
    compile(t, this.get(Match::pattern).expect::<Pattern>(), repl, is_text)?.then(t, &EXPAND, this.value())
}

static EXPAND: Then = Then::new(|t, state, made| {
    let this = state.expect::<Match>();
    let Some(template) = made.cast::<Template>() else {
        return Ok(Tail::Value(made));
    };
    if template.template().plain().is_some() {
        return Ok(Tail::Value(template.get(Template::pieces).expect::<Tuple>().at(0)));
    }
    let subject = this.subject(t)?;
    if !template.fits(subject) || template.template().largest_group() as usize >= this.groups() {
        return Ok(Tail::call(app(t, "expand"), &[template.value(), this.value()]));
    }
    subject.expand(t, template.template(), |group| this.span(group as usize)).map(Tail::Value)
});
