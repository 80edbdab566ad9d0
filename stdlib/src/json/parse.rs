//! The scanner: a document becomes values.
//!
//! Nesting is kept on an explicit stack. When a hook has to be called, what is open goes into a heap object, the
//! interpreter makes the call, and the parser goes on with its result.

use std::borrow::Cow;

use ::text::int::Literal;
use ::text::units::Unit;
use ::text::{Units, with_units};
use vm_core::natives::{Args, Tail, Then};
use vm_core::objects::dict::Dict;
use vm_core::objects::sequence::{List, Tuple};
use vm_core::objects::string::Str;
use vm_core::{Gc, Raised, Thread, Value, cls};

use super::text::{self as notation, Content, Flaw};
use super::{Scanner, fail};
use crate::imp;

/// Nesting allowed.
const DEPTH: usize = 50_000;
/// Values made between two safepoints.
const BUDGET: usize = 1 << 16;

/// An array or object that is not complete.
#[derive(Clone, Copy)]
struct Open<'t> {
    /// A list (of items, or of pairs for an `object_pairs_hook`) or a dict.
    container: Value<'t>,
    /// Of the value that comes next; None in an array.
    key: Value<'t>,
}

/// Why parsing stopped.
enum Stop<'t> {
    Raised(Raised),
    Flaw(Flaw),
    /// A value is missing here.
    NoValue(usize),
    /// A hook is to be called.
    Call(Value<'t>, Value<'t>),
    /// Time for a safepoint.
    Pause,
}

impl From<Raised> for Stop<'_> {
    fn from(raised: Raised) -> Self {
        Stop::Raised(raised)
    }
}

impl From<Flaw> for Stop<'_> {
    fn from(flaw: Flaw) -> Self {
        Stop::Flaw(flaw)
    }
}

/// What was read where a value begins.
enum Read<'t> {
    Value(Value<'t>),
    /// An array or object whose first item follows.
    Opened,
}

/// What every step of a run needs.
struct Parser<'t> {
    t: &'t Thread,
    scanner: Gc<'t, Scanner>,
    string: Gc<'t, Str>,
    at: usize,
    open: Vec<Open<'t>>,
    /// Keys by themselves: equal ones are one object.
    memo: Value<'t>,
    recent: [Option<Gc<'t, Str>>; RECENT],
    budget: usize,
    strict: bool,
}

/// Keys found again without a look into the memo.
const RECENT: usize = 64;

/// `scanner(string, idx)`.
pub fn call<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let Some(string) = t.as_str(args.get(1)) else {
        let class = t.class_name(args.get(1));
        return Err(t.type_error(format_args!("first argument must be a string, not {class}")));
    };
    let start = t.index_of(args.get(2))?;
    let Ok(start) = usize::try_from(start) else {
        return Err(t.value_error("idx cannot be negative"));
    };
    Parser::new(t, args.this(), string, start, Value::UNSET).go(None)
}

impl<'t> Parser<'t> {
    fn new(t: &'t Thread, scanner: Gc<'t, Scanner>, string: Gc<'t, Str>, at: usize, memo: Value<'t>) -> Parser<'t> {
        let strict = scanner.get(Scanner::strict) != 0;
        Parser { t, scanner, string, at, open: Vec::new(), memo, recent: [None; RECENT], budget: BUDGET, strict }
    }

    /// Runs to the end, or to the next call. `value` is one that has just been completed.
    fn go(mut self, value: Option<Value<'t>>) -> Result<Tail<'t>, Raised> {
        let result = with_units!(self.string.units(), |units| self.run(units, value));
        match result {
            Ok(value) => Ok(Tail::Value(self.t.small_tuple([value, self.t.int_usize(self.at)]).value())),
            Err(Stop::Raised(raised)) => Err(raised),
            Err(Stop::Flaw(flaw)) => fail(self.t, flaw, self.string.value()),
            Err(Stop::NoValue(at)) => Err(self.t.raise_with(cls::StopIteration, &[self.t.int_usize(at)])),
            Err(Stop::Call(hook, argument)) => {
                self.t.call(hook, &[argument])?.then(self.t, &GO_ON, self.pack()?.value())
            }
            Err(Stop::Pause) => {
                Tail::call(imp::part(self.t, "_json", "pause"), &[]).then(self.t, &AFTER_PAUSE, self.pack()?.value())
            }
        }
    }

    fn run<U: Unit>(&mut self, units: &[U], mut complete: Option<Value<'t>>) -> Result<Value<'t>, Stop<'t>> {
        loop {
            let value = match complete.take() {
                Some(value) => value,
                None if self.budget == 0 => return Err(Stop::Pause),
                None => match self.read(units)? {
                    Read::Value(value) => value,
                    Read::Opened => continue,
                },
            };
            let Some(&top) = self.open.last() else { return Ok(value) };
            self.add(top, value)?;
            complete = self.after_item(units, top)?;
        }
    }

    /// Reads what begins here: all of it, or up to its first item.
    fn read<U: Unit>(&mut self, units: &[U]) -> Result<Read<'t>, Stop<'t>> {
        let start = self.at;
        let Some(first) = units.get(start) else { return Err(Stop::NoValue(start)) };
        self.budget -= 1;
        let (value, word) = match char::from_u32(first.code()) {
            Some('"') => {
                self.at += 1;
                return self.string_value(units).map(Read::Value);
            }
            Some('[') => return self.open_array(units),
            Some('{') => return self.open_object(units),
            Some('n') => (Value::NONE, "null"),
            Some('t') => (Value::TRUE, "true"),
            Some('f') => (Value::FALSE, "false"),
            Some('N') => (Value::UNSET, "NaN"),
            Some('I') => (Value::UNSET, "Infinity"),
            Some('-') if notation::word(units, start, "-Infinity") => (Value::UNSET, "-Infinity"),
            _ => return self.number(units).map(Read::Value),
        };
        if !notation::word(units, start, word) {
            return Err(Stop::NoValue(start));
        }
        self.at = start + word.len();
        match value.given() {
            Some(value) => Ok(Read::Value(value)),
            None => {
                let hook = self.scanner.get(Scanner::parse_constant);
                Err(Stop::Call(hook, self.t.intern_text(word).value()))
            }
        }
    }

    fn string_value<U: Unit>(&mut self, units: &[U]) -> Result<Value<'t>, Stop<'t>> {
        let start = self.at;
        match notation::string(units, start, self.strict)? {
            Content::Plain { end } => {
                self.at = end + 1;
                Ok(self.t.str_units(U::units(&units[start..end]))?.value())
            }
            Content::Replaced { text, end } => {
                self.at = end + 1;
                Ok(self.t.str_units(text.as_units())?.value())
            }
        }
    }

    fn number<U: Unit>(&mut self, units: &[U]) -> Result<Value<'t>, Stop<'t>> {
        let start = self.at;
        let Some((end, is_int)) = notation::number(units, start) else { return Err(Stop::NoValue(start)) };
        self.at = end;
        let digits = &units[start..end];
        let (hook, default) = if is_int {
            (self.scanner.get(Scanner::parse_int), cls::int)
        } else {
            (self.scanner.get(Scanner::parse_float), cls::float)
        };
        if hook != self.t.class(default).value() {
            return Err(Stop::Call(hook, self.t.str_units(U::units(digits))?.value()));
        }
        if is_int { self.int(digits) } else { self.float(digits) }
    }

    fn int<U: Unit>(&self, digits: &[U]) -> Result<Value<'t>, Stop<'t>> {
        let t = self.t;
        if digits.len() <= 18 {
            let (negative, magnitude) = match digits {
                [sign, rest @ ..] if sign.code() == u32::from('-') => (true, rest),
                all => (false, all),
            };
            let value = magnitude.iter().fold(0, |value, digit| value * 10 + i64::from(digit.code() - 0x30));
            return Ok(t.int(if negative { -value } else { value }));
        }
        let limit = t.vm().int_max_str_digits.get();
        let int = ::text::int::parse_int(Literal::Str(U::units(digits)), 10, limit);
        Ok(t.int_from(&int.map_err(|fault| t.raise_fault(fault))?)?)
    }

    fn float<U: Unit>(&self, digits: &[U]) -> Result<Value<'t>, Stop<'t>> {
        let bytes = match U::as_bytes(digits) {
            Some(bytes) => Cow::Borrowed(bytes),
            None => Cow::Owned(digits.iter().map(|digit| digit.code() as u8).collect()),
        };
        // the grammar of JSON's numbers is part of Rust's
        match std::str::from_utf8(&bytes).ok().and_then(|text| text.parse().ok()) {
            Some(value) => Ok(self.t.float(value)),
            None => Err(Stop::NoValue(self.at)),
        }
    }

    fn push(&mut self, container: Value<'t>, key: Value<'t>, what: &str) -> Result<Read<'t>, Stop<'t>> {
        if self.open.len() >= DEPTH {
            let doing = format!(" while decoding a JSON {what} from a unicode string");
            return Err(self.t.recursion_error(&doing).into());
        }
        self.open.push(Open { container, key });
        Ok(Read::Opened)
    }

    fn open_array<U: Unit>(&mut self, units: &[U]) -> Result<Read<'t>, Stop<'t>> {
        let list = self.t.new_list().value();
        self.at = notation::skip_space(units, self.at + 1);
        if units.get(self.at).is_some_and(|unit| unit.code() == u32::from(']')) {
            self.at += 1;
            return Ok(Read::Value(list));
        }
        self.push(list, Value::NONE, "array")
    }

    fn open_object<U: Unit>(&mut self, units: &[U]) -> Result<Read<'t>, Stop<'t>> {
        let pairs = !self.scanner.get(Scanner::object_pairs_hook).is_none();
        let container = if pairs { self.t.new_list().value() } else { self.t.new_dict().value() };
        self.at = notation::skip_space(units, self.at + 1);
        if units.get(self.at).is_some_and(|unit| unit.code() == u32::from('}')) {
            self.at += 1;
            return self.hooked(container).map(Read::Value);
        }
        let key = self.key(units)?;
        self.push(container, key, "object")
    }

    /// An object that is complete, unless a hook wants it.
    fn hooked(&self, object: Value<'t>) -> Result<Value<'t>, Stop<'t>> {
        for hook in [Scanner::object_pairs_hook, Scanner::object_hook] {
            let hook = self.scanner.get(hook);
            if !hook.is_none() {
                return Err(Stop::Call(hook, object));
            }
        }
        Ok(object)
    }

    /// Reads a key and its colon, up to the value.
    fn key<U: Unit>(&mut self, units: &[U]) -> Result<Value<'t>, Stop<'t>> {
        if units.get(self.at).is_none_or(|unit| unit.code() != u32::from('"')) {
            return Err(wrong("Expecting property name enclosed in double quotes", self.at));
        }
        let start = self.at + 1;
        let key = match notation::string(units, start, self.strict)? {
            Content::Plain { end } => {
                self.at = end + 1;
                self.known_key(U::units(&units[start..end]))?
            }
            Content::Replaced { text, end } => {
                self.at = end + 1;
                self.known_key(text.as_units())?
            }
        };
        self.at = notation::skip_space(units, self.at);
        if units.get(self.at).is_none_or(|unit| unit.code() != u32::from(':')) {
            return Err(wrong("Expecting ':' delimiter", self.at));
        }
        self.at = notation::skip_space(units, self.at + 1);
        Ok(key.value())
    }

    fn known_key(&mut self, key: Units<'_>) -> Result<Gc<'t, Str>, Raised> {
        let mix = |mix: usize, code: u32| (mix ^ code as usize).wrapping_mul(0x9E37_79B1);
        let hash = key.iter().take(12).fold(key.len(), mix);
        let place = (hash >> 7) % RECENT;
        if let Some(recent) = self.recent[place]
            && recent.units() == key
        {
            return Ok(recent);
        }
        let fresh = self.t.str_units(key)?;
        if !self.memo.is_set() {
            self.memo = self.t.new_dict().value();
        }
        let memo = self.memo.expect::<Dict>();
        let key = match memo.get_str(self.t, fresh) {
            Some(known) => known.expect::<Str>(),
            None => {
                memo.set_str(self.t, fresh, fresh.value())?;
                fresh
            }
        };
        self.recent[place] = Some(key);
        Ok(key)
    }

    fn add(&self, top: Open<'t>, value: Value<'t>) -> Result<(), Raised> {
        if let Some(dict) = top.container.cast::<Dict>() {
            return dict.set_str(self.t, top.key.expect(), value);
        }
        let list = top.container.expect::<List>();
        if top.key.is_none() {
            list.push(self.t, value)
        } else {
            list.push(self.t, self.t.small_tuple([top.key, value]).value())
        }
    }

    /// Reads what follows an item: the next one's beginning, or the end of the container, which is then complete.
    fn after_item<U: Unit>(&mut self, units: &[U], top: Open<'t>) -> Result<Option<Value<'t>>, Stop<'t>> {
        let is_array = top.key.is_none();
        let close = u32::from(if is_array { ']' } else { '}' });
        self.at = notation::skip_space(units, self.at);
        let found = units.get(self.at).map(|unit| unit.code());
        if found == Some(close) {
            self.at += 1;
            self.open.pop();
            return if is_array { Ok(Some(top.container)) } else { self.hooked(top.container).map(Some) };
        }
        let comma = self.at;
        if found != Some(u32::from(',')) {
            return Err(wrong("Expecting ',' delimiter", comma));
        }
        self.at = notation::skip_space(units, comma + 1);
        if units.get(self.at).is_some_and(|unit| unit.code() == close) {
            return Err(match is_array {
                true => wrong("Illegal trailing comma before end of array", comma),
                false => wrong("Illegal trailing comma before end of object", comma),
            });
        }
        if !is_array {
            let key = self.key(units)?;
            if let Some(top) = self.open.last_mut() {
                top.key = key;
            }
        }
        Ok(None)
    }

    // Over a call

    fn pack(&self) -> Result<Gc<'t, Tuple>, Raised> {
        let t = self.t;
        let mut state = vec![self.scanner.value(), self.string.value(), t.int_usize(self.at)];
        state.push(self.memo.given().unwrap_or(Value::NONE));
        for open in &self.open {
            state.extend([open.container, open.key]);
        }
        t.tuple(&state)
    }

    fn unpack(t: &'t Thread, state: Value<'t>) -> Parser<'t> {
        let state = state.expect::<Tuple>();
        let at = state.at(2).as_small_int().unwrap_or(0) as usize;
        let memo = state.at(3).not_none().unwrap_or(Value::UNSET);
        let mut parser = Parser::new(t, state.at(0).expect(), state.at(1).expect(), at, memo);
        let opens = (4..state.extent()).step_by(2);
        parser.open.extend(opens.map(|place| Open { container: state.at(place), key: state.at(place + 1) }));
        parser
    }
}

fn wrong<'t>(message: &'static str, at: usize) -> Stop<'t> {
    Stop::Flaw(Flaw { message, at: at as i64 })
}

static GO_ON: Then = Then::new(|t, state, value| Parser::unpack(t, state).go(Some(value)));
static AFTER_PAUSE: Then = Then::new(|t, state, _| Parser::unpack(t, state).go(None));

/// `scanstring(string, end, strict=True)`: (text, place after it).
pub fn scanstring<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let end = crate::convert::ssize(t, args.get(1))?;
    let strict = match args.opt(2) {
        Some(strict) => t.leaf_truth(strict).unwrap_or(true),
        None => true,
    };
    let Some(string) = t.as_str(args.get(0)) else {
        let class = t.class_name(args.get(0));
        return Err(t.type_error(format_args!("first argument must be a string, not {class}")));
    };
    let Some(start) = usize::try_from(end).ok().filter(|&start| start <= string.len()) else {
        return Err(t.value_error("end is out of bounds"));
    };
    match with_units!(string.units(), |units| scanned(t, units, start, strict)?) {
        Ok(pair) => Ok(Tail::Value(pair)),
        Err(flaw) => fail(t, flaw, string.value()),
    }
}

fn scanned<'t, U: Unit>(
    t: &'t Thread,
    units: &[U],
    start: usize,
    strict: bool,
) -> Result<Result<Value<'t>, Flaw>, Raised> {
    let (text, end) = match notation::string(units, start, strict) {
        Ok(Content::Plain { end }) => (t.str_units(U::units(&units[start..end]))?, end),
        Ok(Content::Replaced { text, end }) => (t.str_units(text.as_units())?, end),
        Err(flaw) => return Ok(Err(flaw)),
    };
    Ok(Ok(t.small_tuple([text.value(), t.int_usize(end + 1)]).value()))
}
