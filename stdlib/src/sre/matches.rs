//! `re.Match`.

use std::cell::Cell;

use gc_api::{Slot, layout};
use sre::Machine;
use text::{TextBuf, Units};
use vm_core::natives::{Args, GetSetDef, NativeDef, Tail, getter, leaf, member, tail};
use vm_core::objects::number::BigInt;
use vm_core::objects::sequence::Tuple;
use vm_core::objects::string::Str;
use vm_core::{Gc, Raised, Res, Thread, Value, cls, header};

use super::pattern::{Pattern, PatternObject};
use super::subject::Subject;
use super::{app, ids};

layout! {
    /// A match: the spans of all groups, the whole match first; [`UNSET`] where a group took no part.
    pub struct Match(ids::MATCH) {
        pattern: Ref,
        /// What was passed in.
        string: Ref,
        /// `regs`, made when asked for.
        regs: Ref,
        pos: Raw<usize>,
        endpos: Raw<usize>,
        /// The group closed last, or 0.
        last: Raw<usize>,
        length: Raw<usize>,
    } bytes(3) length
}

const UNSET: usize = usize::MAX;

/// A match read.
pub trait MatchObject<'t> {
    /// Including the whole match.
    fn groups(self) -> usize;
    /// The span of a group; `None` if it took no part.
    fn span(self, group: usize) -> Option<(usize, usize)>;
    fn subject(self, t: &'t Thread) -> Result<Subject<'t>, Raised>;
}

impl<'t> MatchObject<'t> for Gc<'t, Match> {
    fn groups(self) -> usize {
        self.extent() / 2
    }

    fn span(self, group: usize) -> Option<(usize, usize)> {
        let cells = self.cells::<usize>();
        match (cells[2 * group].get(), cells[2 * group + 1].get()) {
            (UNSET, _) | (_, UNSET) => None,
            span => Some(span),
        }
    }

    fn subject(self, t: &'t Thread) -> Result<Subject<'t>, Raised> {
        Subject::of(t, self.get(Match::string))
    }
}

/// The match a machine has found.
pub fn new<'t>(
    t: &'t Thread,
    pattern: Gc<'t, Pattern>,
    string: Value<'t>,
    range: (usize, usize),
    machine: &Machine,
) -> Result<Gc<'t, Match>, Raised> {
    let groups = pattern.program().groups() + 1;
    let found = t.new_variable(
        Match {
            header: header(),
            pattern: Slot::new(pattern.word()),
            string: Slot::new(string.word()),
            regs: Slot::default(),
            pos: Cell::new(range.0),
            endpos: Cell::new(range.1),
            last: Cell::new(machine.last_group().unwrap_or(0)),
            length: Cell::new(2 * groups),
        },
        2 * groups,
    )?;
    let cells = found.cells::<usize>();
    let spans = (0..groups - 1).map(|group| machine.group(group));
    for (i, span) in std::iter::once(Some(machine.span())).chain(spans).enumerate() {
        let (from, to) = span.unwrap_or((UNSET, UNSET));
        cells[2 * i].set(from);
        cells[2 * i + 1].set(to);
    }
    Ok(found)
}

pub static METHODS: [NativeDef; 12] = [
    tail("group(self, *args)", group).doc(
        "group([group1, ...]) -> str or tuple.\n    Return subgroup(s) of the match by indices or names.\n    For 0 returns the entire match.",
    ),
    tail("start(self, group=0, /)", |t, a| of_group(t, a, "start", |t, m, g| Ok(position(t, m.span(g).map(|s| s.0)))))
        .doc("Return index of the start of the substring matched by group."),
    tail("end(self, group=0, /)", |t, a| of_group(t, a, "end", |t, m, g| Ok(position(t, m.span(g).map(|s| s.1)))))
        .doc("Return index of the end of the substring matched by group."),
    tail("span(self, group=0, /)", |t, a| of_group(t, a, "span", |t, m, g| Ok(pair(t, m.span(g)))))
        .doc("For match object m, return the 2-tuple (m.start(group), m.end(group))."),
    tail("__getitem__(self, key, /)", |t, a| of_group(t, a, "group", slice_of)),
    leaf("groups(self, default=None)", groups)
        .doc("Return a tuple containing all the subgroups of the match, from 1.\n\n  default\n    Is used for groups that did not participate in the match."),
    leaf("groupdict(self, default=None)", groupdict)
        .doc("Return a dictionary containing all the named subgroups of the match, keyed by the subgroup name.\n\n  default\n    Is used for groups that did not participate in the match."),
    tail("expand(self, template)", super::template::expand_method)
        .doc("Return the string obtained by doing backslash substitution on the string template, as done by the sub() method."),
    leaf("__copy__(self, /)", |_, a| Ok(a.get(0))),
    leaf("__deepcopy__(self, memo, /)", |_, a| Ok(a.get(0))),
    leaf("__repr__(self, /)", repr),
    tail("__class_getitem__(cls, object, /)", super::generic_alias).class_method(),
];

pub static GETSETS: &[GetSetDef] = &[
    member("string", |_, this| Ok(this.expect::<Match>().get(Match::string))),
    member("re", |_, this| Ok(this.expect::<Match>().get(Match::pattern))),
    member("pos", |t, this| Ok(t.int(this.expect::<Match>().get(Match::pos) as i64))),
    member("endpos", |t, this| Ok(t.int(this.expect::<Match>().get(Match::endpos) as i64))),
    getter("lastindex", |t, this| match this.expect::<Match>().get(Match::last) {
        0 => Ok(Value::NONE),
        last => Ok(t.int(last as i64)),
    }),
    getter("lastgroup", lastgroup),
    getter("regs", regs),
];

fn no_such_group(t: &Thread) -> Raised {
    t.raise(cls::IndexError, "no such group")
}

/// The group a key names, as far as that can be told without running Python; outer `None`: it cannot.
fn group_of<'t>(t: &'t Thread, this: Gc<'t, Match>, key: Value<'t>) -> Option<Result<usize, Raised>> {
    let number = if let Some(number) = key.as_small_int() {
        Some(number)
    } else if key.is_bool() {
        Some(key.is_true() as i64)
    } else if key.is::<BigInt>() {
        None
    } else if let Some(name) = key.cast::<Str>() {
        let index = this.get(Match::pattern).expect::<Pattern>().groupindex().get_str(t, name);
        index.and_then(Value::as_small_int)
    } else {
        return None;
    };
    let group = number.and_then(|n| usize::try_from(n).ok()).filter(|&n| n < this.groups());
    Some(group.ok_or_else(|| no_such_group(t)))
}

/// A method about one group, whose key may have to be asked for its number first.
fn of_group<'t>(
    t: &'t Thread,
    args: Args<'t>,
    name: &'static str,
    answer: impl Fn(&'t Thread, Gc<'t, Match>, usize) -> Res<'t>,
) -> Result<Tail<'t>, Raised> {
    let this = args.this::<Match>();
    let key = args.opt(1).unwrap_or(Value::small(0));
    match group_of(t, this, key) {
        Some(group) => answer(t, this, group?).map(Tail::Value),
        None => Ok(Tail::call(app(t, "by_number"), &[this.value(), t.intern_text(name).value(), key])),
    }
}

fn position(t: &Thread, position: Option<usize>) -> Value<'_> {
    t.int(position.map_or(-1, |p| p as i64))
}

fn pair<'t>(t: &'t Thread, span: Option<(usize, usize)>) -> Value<'t> {
    t.small_tuple([position(t, span.map(|s| s.0)), position(t, span.map(|s| s.1))]).value()
}

fn slice_of<'t>(t: &'t Thread, this: Gc<'t, Match>, group: usize) -> Res<'t> {
    this.subject(t)?.slice_span(t, this.span(group), Value::NONE)
}

fn group<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let this = args.this::<Match>();
    let keys = args.get(1).expect::<Tuple>();
    let mut found = Vec::with_capacity(keys.extent());
    for i in 0..keys.extent() {
        match group_of(t, this, keys.at(i)) {
            Some(group) => found.push(slice_of(t, this, group?)?),
            None => return Ok(Tail::call(app(t, "groups_by_number"), &[this.value(), keys.value()])),
        }
    }
    match found[..] {
        [] => slice_of(t, this, 0).map(Tail::Value),
        [one] => Ok(Tail::Value(one)),
        _ => Ok(Tail::Value(t.tuple(&found)?.value())),
    }
}

fn groups<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = args.this::<Match>();
    let default = args.opt(1).unwrap_or(Value::NONE);
    let subject = this.subject(t)?;
    let tuple = t.new_tuple(this.groups() - 1)?;
    for group in 1..this.groups() {
        tuple.put(t, group - 1, subject.slice_span(t, this.span(group), default)?);
    }
    Ok(tuple.value())
}

fn groupdict<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = args.this::<Match>();
    let default = args.opt(1).unwrap_or(Value::NONE);
    let subject = this.subject(t)?;
    let dict = t.new_dict();
    for (name, group) in this.get(Match::pattern).expect::<Pattern>().groupindex().iter() {
        let (Some(name), Some(group)) = (name.cast::<Str>(), group.as_small_int()) else { continue };
        let span = usize::try_from(group).ok().filter(|&g| g < this.groups()).and_then(|g| this.span(g));
        dict.set_str(t, name, subject.slice_span(t, span, default)?)?;
    }
    Ok(dict.value())
}

fn lastgroup<'t>(_: &'t Thread, this: Value<'t>) -> Res<'t> {
    let this = this.expect::<Match>();
    let names = this.get(Match::pattern).expect::<Pattern>().get(Pattern::indexgroup).expect::<Tuple>();
    match this.get(Match::last) {
        0 => Ok(Value::NONE),
        last if last < names.extent() => Ok(names.at(last)),
        _ => Ok(Value::NONE),
    }
}

fn regs<'t>(t: &'t Thread, this: Value<'t>) -> Res<'t> {
    let this = this.expect::<Match>();
    if let Some(regs) = this.get(Match::regs).given() {
        return Ok(regs);
    }
    let tuple = t.new_tuple(this.groups())?;
    for group in 0..this.groups() {
        tuple.put(t, group, pair(t, this.span(group)));
    }
    this.set(t, Match::regs, tuple.value());
    Ok(tuple.value())
}

fn repr<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = args.this::<Match>();
    let (from, to) = this.span(0).unwrap_or((0, 0));
    // the first fifty units of what `repr` makes of the whole
    let subject = this.subject(t)?;
    let (first, last) = subject.clamp((from, to));
    let shown = match subject.units.slice(first, last) {
        Units::Latin1(bytes) if subject.is_bytes => text::repr::repr_bytes(bytes, "b"),
        units => text::repr::repr_str(units),
    };
    let mut out = TextBuf::new();
    out.push_str(&format!("<re.Match object; span=({from}, {to}), match="));
    let shown = shown.as_units();
    out.push_units(shown.slice(0, shown.len().min(50)));
    out.push_str(">");
    Ok(t.str_units(out.as_units())?.value())
}
