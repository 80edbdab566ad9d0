//! `re.Pattern`.

use std::cell::Cell;
use std::hash::{DefaultHasher, Hash, Hasher};

use gc_api::{ObjRef, Slot, layout};
use sre::{Mode, Program, Request, Scan, Stop};
use text::TextBuf;
use vm_core::natives::{Args, GetSetDef, NativeDef, Tail, getter, leaf, member, tail};
use vm_core::objects::bytes::Bytes;
use vm_core::objects::dict::Dict;
use vm_core::objects::number::IntRef;
use vm_core::objects::sequence::{List, Tuple};
use vm_core::objects::string::Str;
use vm_core::{Gc, Raised, Res, Thread, Value, cls, header};

use super::job::{self, Pieces, Place, State};
use super::subject::Subject;
use crate::convert;

use super::{app, ids, matches};

layout! {
    pub struct Pattern(ids::PATTERN) {
        /// As passed to `compile`.
        pattern: Ref,
        /// Group numbers by name, a dict.
        groupindex: Ref,
        /// Group names by number, a tuple.
        indexgroup: Ref,
        flags: Raw<i64>,
        kind: Raw<u64>,
        /// Owned.
        compiled: Raw<*const Compiled>,
    } destructor drop_compiled
}

unsafe fn drop_compiled(object: ObjRef) {
    // SAFETY: the collector runs this once; the pointer came from Box::into_raw, or is null.
    unsafe {
        let compiled = (*object.as_ptr().cast::<Pattern>()).compiled.get();
        if !compiled.is_null() {
            drop(Box::from_raw(compiled.cast_mut()));
        }
    }
}

/// The part of a pattern that lies outside the heap.
pub struct Compiled {
    program: Program,
    /// The words it was made of: what equality compares.
    code: Box<[u32]>,
}

/// What a pattern can be applied to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Str,
    Bytes,
    /// Made without a source.
    Either,
}

impl Kind {
    pub fn of(pattern: Gc<'_, Pattern>) -> Kind {
        [Kind::Str, Kind::Bytes, Kind::Either][pattern.get(Pattern::kind) as usize % 3]
    }
}

/// A pattern read.
pub trait PatternObject<'t> {
    fn compiled(self) -> &'t Compiled;
    fn program(self) -> &'t Program;
    fn groupindex(self) -> Gc<'t, Dict>;
}

impl<'t> PatternObject<'t> for Gc<'t, Pattern> {
    fn compiled(self) -> &'t Compiled {
        // SAFETY: set when the pattern was made, freed by its destructor only.
        unsafe { &*self.get(Pattern::compiled) }
    }

    fn program(self) -> &'t Program {
        &self.compiled().program
    }

    fn groupindex(self) -> Gc<'t, Dict> {
        self.get(Pattern::groupindex).expect::<Dict>()
    }
}

pub static METHODS: [NativeDef; 16] = [
    tail("match(self, /, string, pos=0, endpos=9223372036854775807)", |t, a| one(t, a, Mode::Match, "match"))
        .doc("Matches zero or more characters at the beginning of the string."),
    tail("fullmatch(self, /, string, pos=0, endpos=9223372036854775807)", |t, a| one(t, a, Mode::FullMatch, "fullmatch"))
        .doc("Matches against all of the string."),
    tail("search(self, /, string, pos=0, endpos=9223372036854775807)", |t, a| one(t, a, Mode::Search, "search"))
        .doc("Scan through string looking for a match, and return a corresponding match object instance.\n\nReturn None if no position in the string matches."),
    tail("findall(self, /, string, pos=0, endpos=9223372036854775807)", findall)
        .doc("Return a list of all non-overlapping matches of pattern in string."),
    tail("finditer(self, /, string, pos=0, endpos=9223372036854775807)", finditer)
        .doc("Return an iterator over all non-overlapping matches for the RE pattern in string.\n\nFor each match, the iterator returns a match object."),
    tail("scanner(self, /, string, pos=0, endpos=9223372036854775807)", scanner),
    tail("split(self, /, string, maxsplit=0)", split).doc("Split string by the occurrences of pattern."),
    tail("sub(self, /, repl, string, count=0)", |t, a| super::template::substitute(t, a, false))
        .doc("Return the string obtained by replacing the leftmost non-overlapping occurrences of pattern in string by the replacement repl."),
    tail("subn(self, /, repl, string, count=0)", |t, a| super::template::substitute(t, a, true))
        .doc("Return the tuple (new_string, number_of_subs_made) found by replacing the leftmost non-overlapping occurrences of pattern with the replacement repl."),
    leaf("__copy__(self, /)", |_, a| Ok(a.get(0))),
    leaf("__deepcopy__(self, memo, /)", |_, a| Ok(a.get(0))),
    leaf("__eq__(self, value, /)", |_, a| equal(a, true)),
    leaf("__ne__(self, value, /)", |_, a| equal(a, false)),
    leaf("__hash__(self, /)", hash),
    tail("__repr__(self, /)", repr),
    tail("__class_getitem__(cls, object, /)", super::generic_alias).class_method(),
];

pub static GETSETS: &[GetSetDef] = &[
    member("pattern", |_, this| Ok(this.expect::<Pattern>().get(Pattern::pattern))),
    member("flags", |t, this| Ok(t.int(this.expect::<Pattern>().get(Pattern::flags)))),
    member("groups", |t, this| Ok(t.int(this.expect::<Pattern>().program().groups() as i64))),
    getter("groupindex", |t, this| Ok(t.mapping_proxy(this.expect::<Pattern>().get(Pattern::groupindex)))),
];

/// `_sre.compile`.
pub fn compile<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let flags = i32::try_from(convert::ssize(t, args.get(1))?)
        .map_err(|_| t.raise(cls::OverflowError, "Python int too large to convert to C int"))?;
    let code = argument::<List>(t, args.get(2), "code", "list")?;
    let groups = convert::ssize(t, args.get(3))?;
    let groupindex = argument::<Dict>(t, args.get(4), "groupindex", "dict")?;
    let indexgroup = argument::<Tuple>(t, args.get(5), "indexgroup", "tuple")?;
    let mut words = Vec::with_capacity(code.len());
    for i in 0..code.len() {
        words.push(code_word(t, code.item(i))?);
    }
    let source = args.get(0);
    let kind = if source.is_none() {
        Kind::Either
    } else if Subject::of(t, source)?.is_bytes {
        Kind::Bytes
    } else {
        Kind::Str
    };
    let program = u32::try_from(groups).map_err(|_| sre::InvalidCode);
    let program = program.and_then(|groups| Program::compile(&words, groups, &super::CHARS));
    let program = program.map_err(|invalid| t.raise(cls::RuntimeError, invalid))?;
    let compiled = Box::new(Compiled { program, code: words.into() });
    let pattern = t.new_object(Pattern {
        header: header(),
        pattern: Slot::new(source.word()),
        groupindex: Slot::new(groupindex.word()),
        indexgroup: Slot::new(indexgroup.word()),
        flags: Cell::new(i64::from(flags)),
        kind: Cell::new(kind as u64),
        compiled: Cell::new(Box::into_raw(compiled)),
    });
    t.set_destructor(pattern);
    Ok(pattern.value())
}

fn argument<'t, T: gc_api::Layout>(
    t: &'t Thread,
    value: Value<'t>,
    name: &str,
    class: &str,
) -> Result<Gc<'t, T>, Raised> {
    value.cast::<T>().ok_or_else(|| {
        let found = t.class_name(value);
        t.type_error(format_args!("compile() argument '{name}' must be {class}, not {found}"))
    })
}

fn code_word<'t>(t: &'t Thread, value: Value<'t>) -> Result<u32, Raised> {
    let overflow = |message: &str| t.raise(cls::OverflowError, message);
    let word = match t.as_int(value) {
        Some(IntRef::Small(word)) => word,
        Some(IntRef::Big(big)) if big.is_negative() => -1,
        Some(IntRef::Big(big)) if big.limbs().len() == 1 => i64::MAX,
        Some(IntRef::Big(_)) => return Err(overflow("Python int too large to convert to C unsigned long")),
        None => return Err(t.type_error("an integer is required")),
    };
    if word < 0 {
        return Err(overflow("can't convert negative value to unsigned int"));
    }
    u32::try_from(word).map_err(|_| overflow("regular expression code size limit exceeded"))
}

/// The positions `pos` and `endpos` mean in a text of this length; `None` if Python has to be asked for their values.
pub fn range<'t>(t: &'t Thread, args: Args<'t>, at: usize, len: usize) -> Result<Option<(usize, usize)>, Raised> {
    let mut range = [0, len];
    for (i, limit) in range.iter_mut().enumerate() {
        if let Some(value) = args.opt(at + i) {
            if t.as_int(value).is_none() && t.is_index(value) {
                return Ok(None);
            }
            *limit = convert::ssize(t, value)?.clamp(0, len as i64) as usize;
        }
    }
    Ok(Some((range[0], range[1])))
}

/// A method with a text and two positions, once they are known: `name` is called again with ints when they are not.
fn with_range<'t>(
    t: &'t Thread,
    args: Args<'t>,
    name: &'static str,
    run: impl FnOnce(Place<'t>) -> Result<Tail<'t>, Raised>,
) -> Result<Tail<'t>, Raised> {
    let this = args.this::<Pattern>();
    // positions are looked at before the text, as far as errors show it
    if range(t, args, 2, 0)?.is_none() {
        let given = |i, default| args.opt(i).unwrap_or_else(|| t.int(default));
        let function = app(t, "with_indices");
        let args =
            t.tuple(&[this.value(), t.intern_text(name).value(), args.get(1), given(2, 0), given(3, i64::MAX)])?;
        return Ok(Tail::spread(function, args, Value::UNSET));
    }
    let subject = Subject::for_pattern(t, this, args.get(1))?;
    match range(t, args, 2, subject.len())? {
        Some(range) => run(Place { pattern: this, string: args.get(1), subject, range }),
        None => Err(t.type_error("position is not an integer")),
    }
}

fn one<'t>(t: &'t Thread, args: Args<'t>, mode: Mode, name: &'static str) -> Result<Tail<'t>, Raised> {
    with_range(t, args, name, |place| {
        let mut scan = Scan::new(job::take_machine(), Request::new(mode, place.range.0));
        match place.subject.next(t, &mut scan, place.pattern.program(), place.range.1) {
            Ok(true) => {
                let found = matches::new(t, place.pattern, place.string, place.range, scan.machine());
                job::put_machine(scan.into_machine());
                Ok(Tail::Value(found?.value()))
            }
            Ok(false) => {
                job::put_machine(scan.into_machine());
                Ok(Tail::Value(Value::NONE))
            }
            Err(Stop::OutOfMemory) => Err(t.memory_error()),
            Err(Stop::Interrupted) => Ok(job::finish(t, job::new(t, place, State::First(scan)))),
        }
    })
}

fn findall<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    with_range(t, args, "findall", |place| job::collect(t, place, Pieces::Matches, usize::MAX))
}

fn split<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let this = args.this::<Pattern>();
    let Some(limit) = limit(t, args.opt(2))? else {
        return Ok(Tail::call(app(t, "split_with_count"), &[this.value(), args.get(1), args.get(2)]));
    };
    let subject = Subject::for_pattern(t, this, args.get(1))?;
    let place = Place { pattern: this, string: args.get(1), subject, range: (0, subject.len()) };
    job::collect(t, place, Pieces::Between, limit)
}

/// How many matches a count allows: 0 means all, less than 0 none. `None` if Python has to be asked for its value.
pub fn limit<'t>(t: &'t Thread, count: Option<Value<'t>>) -> Result<Option<usize>, Raised> {
    let Some(count) = count else {
        return Ok(Some(usize::MAX));
    };
    if t.as_int(count).is_none() && t.is_index(count) {
        return Ok(None);
    }
    Ok(Some(match convert::ssize(t, count)? {
        0 => usize::MAX,
        count => usize::try_from(count).unwrap_or(0),
    }))
}

fn scanner<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    with_range(t, args, "scanner", |place| Ok(Tail::Value(job::scanner(t, place).value())))
}

fn finditer<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    with_range(t, args, "finditer", |place| Ok(Tail::Value(job::found(t, place))))
}

fn equal<'t>(args: Args<'t>, when: bool) -> Res<'t> {
    let this = args.this::<Pattern>();
    let Some(other) = args.get(1).cast::<Pattern>() else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let same = this == other
        || this.get(Pattern::flags) == other.get(Pattern::flags)
            && this.get(Pattern::kind) == other.get(Pattern::kind)
            && this.compiled().code == other.compiled().code
            && same_source(this.get(Pattern::pattern), other.get(Pattern::pattern));
    Ok(Value::bool(same == when))
}

fn same_source(a: Value<'_>, b: Value<'_>) -> bool {
    if let (Some(a), Some(b)) = (a.cast::<Str>(), b.cast::<Str>()) {
        return a.units() == b.units();
    }
    if let (Some(a), Some(b)) = (a.cast::<Bytes>(), b.cast::<Bytes>()) {
        return a.slice() == b.slice();
    }
    a == b
}

fn hash<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = args.this::<Pattern>();
    let mut hasher = DefaultHasher::new();
    this.compiled().code.hash(&mut hasher);
    (this.get(Pattern::flags), this.get(Pattern::kind)).hash(&mut hasher);
    Ok(t.int((hasher.finish() >> 2) as i64))
}

const FLAG_NAMES: [(i64, &str); 8] = [
    (2, "re.IGNORECASE"),
    (4, "re.LOCALE"),
    (8, "re.MULTILINE"),
    (16, "re.DOTALL"),
    (32, "re.UNICODE"),
    (64, "re.VERBOSE"),
    (128, "re.DEBUG"),
    (256, "re.ASCII"),
];
const UNICODE: i64 = 32;
/// LOCALE, UNICODE and ASCII: UNICODE alone goes without saying.
const ALPHABETS: i64 = 4 | 32 | 256;
/// So much of the source is shown.
const SHOWN: usize = 200;

fn repr<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let this = args.this::<Pattern>();
    let mut flags = this.get(Pattern::flags) & 0xffff_ffff;
    if Kind::of(this) == Kind::Str && flags & ALPHABETS == UNICODE {
        flags &= !UNICODE;
    }
    let mut names = Vec::new();
    for (flag, name) in FLAG_NAMES {
        if flags & flag != 0 {
            names.push(name.to_owned());
            flags &= !flag;
        }
    }
    if flags != 0 {
        names.push(format!("{flags:#x}"));
    }
    let tail = if names.is_empty() { ")".to_owned() } else { format!(", {})", names.join("|")) };
    let source = this.get(Pattern::pattern);
    let shown = if let Some(source) = source.cast::<Str>() {
        text::repr::repr_str(source.units())
    } else if let Some(source) = source.cast::<Bytes>() {
        text::repr::repr_bytes(source.slice(), "b")
    } else {
        return Ok(Tail::call(app(t, "show"), &[source, t.str(&tail)?.value()]));
    };
    let mut out = TextBuf::new();
    out.push_str("re.compile(");
    let shown = shown.as_units();
    out.push_units(shown.slice(0, shown.len().min(SHOWN)));
    out.push_str(&tail);
    Ok(Tail::Value(t.str_units(out.as_units())?.value()))
}
