//! The text a pattern is applied to: a str, bytes, or anything that lends bytes.

use sre::{Machine, Output, Program, Scan, Stop, Substitution, Template};
use text::Units;
use vm_core::{Gc, Raised, Res, Thread, Value};

use super::job::interruption;
use super::pattern::{Kind, Pattern};

/// A value and the units in it. Bytes of objects that can change have been copied into a bytes object first.
#[derive(Clone, Copy)]
pub struct Subject<'t> {
    /// An exact str or bytes object.
    pub value: Value<'t>,
    pub units: Units<'t>,
    pub is_bytes: bool,
}

impl<'t> Subject<'t> {
    /// The text of a str or bytes object.
    pub fn lent(t: &'t Thread, value: Value<'t>) -> Option<Subject<'t>> {
        if let Some(string) = t.as_str(value) {
            return Some(Subject { value: string.value(), units: string.units(), is_bytes: false });
        }
        let bytes = t.as_bytes(value)?;
        Some(Subject { value: bytes.value(), units: Units::Latin1(bytes.slice()), is_bytes: true })
    }

    /// The text in `value`; bytes of an object that can change are copied. `None` if there is none.
    pub fn of_buffer(t: &'t Thread, value: Value<'t>) -> Result<Option<Subject<'t>>, Raised> {
        if let Some(subject) = Subject::lent(t, value) {
            return Ok(Some(subject));
        }
        let Some(lent) = t.buffer_of(value) else { return Ok(None) };
        let bytes = t.bytes(&lent?.to_vec())?;
        Ok(Some(Subject { value: bytes.value(), units: Units::Latin1(bytes.slice()), is_bytes: true }))
    }

    pub fn of(t: &'t Thread, value: Value<'t>) -> Result<Subject<'t>, Raised> {
        Subject::of_buffer(t, value)?.ok_or_else(|| {
            let class = t.class_name(value);
            t.type_error(format_args!("expected string or bytes-like object, got '{class}'"))
        })
    }

    /// The same, refused if the pattern is of the other kind.
    pub fn for_pattern(t: &'t Thread, pattern: Gc<'t, Pattern>, value: Value<'t>) -> Result<Subject<'t>, Raised> {
        let subject = Subject::of(t, value)?;
        match (Kind::of(pattern), subject.is_bytes) {
            (Kind::Str, true) => Err(t.type_error("cannot use a string pattern on a bytes-like object")),
            (Kind::Bytes, false) => Err(t.type_error("cannot use a bytes pattern on a string-like object")),
            _ => Ok(subject),
        }
    }

    pub fn len(self) -> usize {
        self.units.len()
    }

    /// The part between two positions, as a new object unless it is all of it. A buffer may have become shorter since
    /// the positions were found.
    pub fn slice(self, t: &'t Thread, from: usize, to: usize) -> Res<'t> {
        let (from, to) = self.clamp((from, to));
        if from == 0 && to == self.len() {
            return Ok(self.value);
        }
        match self.units {
            Units::Latin1(units) if self.is_bytes => Ok(t.bytes(&units[from..to])?.value()),
            units => Ok(t.str_units(units.slice(from, to))?.value()),
        }
    }

    pub fn clamp(self, (from, to): (usize, usize)) -> (usize, usize) {
        (from.min(self.len()), to.min(self.len()))
    }

    pub fn slice_span(self, t: &'t Thread, span: Option<(usize, usize)>, missing: Value<'t>) -> Res<'t> {
        match span {
            Some((from, to)) => self.slice(t, from, to),
            None => Ok(missing),
        }
    }

    pub fn empty(self, t: &'t Thread) -> Res<'t> {
        if self.is_bytes { Ok(t.bytes(b"")?.value()) } else { Ok(t.str_units(Units::Latin1(b""))?.value()) }
    }

    /// Runs a scan to its next match.
    pub fn next(self, t: &Thread, scan: &mut Scan, program: &Program, end: usize) -> Result<bool, Stop> {
        let hook = &mut interruption(t);
        match self.units {
            Units::Latin1(units) => scan.next(program, &units[..end], hook),
            Units::Ucs2(units) => scan.next(program, &units[..end], hook),
            Units::Ucs4(units) => scan.next(program, &units[..end], hook),
        }
    }

    pub fn substitution(self, machine: Machine, template: &Template, limit: usize) -> Substitution {
        match self.units {
            Units::Latin1(_) => Substitution::new::<u8>(machine, template, limit),
            Units::Ucs2(_) => Substitution::new::<u16>(machine, template, limit),
            Units::Ucs4(_) => Substitution::new::<u32>(machine, template, limit),
        }
    }

    pub fn advance(
        self,
        t: &Thread,
        work: &mut Substitution,
        program: &Program,
        template: &Template,
        budget: usize,
    ) -> Result<bool, Stop> {
        let hook = &mut interruption(t);
        match self.units {
            Units::Latin1(units) => work.advance(program, units, template, budget, hook),
            Units::Ucs2(units) => work.advance(program, units, template, budget, hook),
            Units::Ucs4(units) => work.advance(program, units, template, budget, hook),
        }
    }

    /// What was put together, as an object of the subject's kind.
    pub fn object_of(self, t: &'t Thread, out: &Output) -> Res<'t> {
        match out {
            Output::One(units) if self.is_bytes => Ok(t.bytes(units)?.value()),
            Output::One(units) => Ok(t.str_units(Units::Latin1(units))?.value()),
            Output::Two(units) => Ok(t.str_units(Units::Ucs2(units))?.value()),
            Output::Four(units) => Ok(t.str_units(Units::Ucs4(units))?.value()),
        }
    }

    /// A template filled in with groups of this text.
    pub fn expand(self, t: &'t Thread, template: &Template, span: impl Fn(u32) -> Option<(usize, usize)>) -> Res<'t> {
        let span = |group| span(group).map(|span| self.clamp(span));
        let out = match self.units {
            Units::Latin1(units) => expanded(units, template, span),
            Units::Ucs2(units) => expanded(units, template, span),
            Units::Ucs4(units) => expanded(units, template, span),
        };
        self.object_of(t, &out)
    }
}

fn expanded<U: sre::Unit>(units: &[U], template: &Template, span: impl Fn(u32) -> Option<(usize, usize)>) -> Output {
    let mut out = Output::for_text::<U>(template);
    template.expand(units, span, &mut out);
    out
}
