//! Writing: a value becomes a document.
//!
//! As in `parse`, nesting is kept on an explicit stack, and what is open goes into a heap object while Python is called:
//! for `default`, for an encoder of strings that is not one of ours, and for the items of odd dicts.

use std::cmp::Ordering;

use ::text::{TextBuf, float_text};
use vm_core::natives::{Tail, Then};
use vm_core::objects::dict::Dict;
use vm_core::objects::function::NativeFunction;
use vm_core::objects::number::IntRef;
use vm_core::objects::sequence::{List, Tuple};
use vm_core::objects::string::Str;
use vm_core::{Gc, Raised, Thread, Value};

use super::encoder::Encoder;
use super::text as notation;
use super::{ENCODE, ENCODE_ASCII};
use crate::imp;

/// Nesting allowed.
const DEPTH: usize = 50_000;

/// What is being written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A list or tuple.
    Sequence,
    /// A dict, entry by entry.
    Dict,
    /// A dict, by a list of its items.
    Pairs,
    /// What `default` made of an object.
    Default,
}

const KINDS: [Kind; 4] = [Kind::Sequence, Kind::Dict, Kind::Pairs, Kind::Default];

/// A container that is not complete.
#[derive(Clone, Copy)]
struct Open<'t> {
    kind: Kind,
    container: Value<'t>,
    /// Where its items are.
    source: Value<'t>,
    /// Of the next item.
    at: usize,
    /// An item has been written.
    started: bool,
    /// Of the item being written, in a dict.
    key: Value<'t>,
}

/// What to do next.
pub(super) enum Next<'t> {
    Write(Value<'t>),
    /// The value before is written: on to what comes after it.
    Advance,
}

/// What the result of a call is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// To be written instead of the object held.
    Default,
    /// The text of a string.
    Text,
    /// The text of a key, whose value is held.
    KeyText,
    /// The items of the dict held.
    Items,
}

const WANTED: [Wanted; 4] = [Wanted::Default, Wanted::Text, Wanted::KeyText, Wanted::Items];

/// Why writing stopped.
enum Stop<'t> {
    Raised(Raised),
    Call { callee: Value<'t>, args: [Value<'t>; 2], count: usize, wanted: Wanted, held: Value<'t> },
}

impl From<Raised> for Stop<'_> {
    fn from(raised: Raised) -> Self {
        Stop::Raised(raised)
    }
}

/// A document being written.
pub(super) struct Writer<'t> {
    t: &'t Thread,
    encoder: Gc<'t, Encoder>,
    /// Text of earlier stretches, and of this one.
    chunks: Vec<Value<'t>>,
    out: TextBuf,
    open: Vec<Open<'t>>,
    /// Indentation of the whole, and of what is open within.
    start: usize,
    depth: usize,
    /// With escapes for all but ASCII; `None`: strings are given to Python.
    ascii: Option<bool>,
    /// An error now is about a key, not about an item.
    in_key: bool,
}

impl<'t> Writer<'t> {
    pub(super) fn new(t: &'t Thread, encoder: Gc<'t, Encoder>, start: usize) -> Writer<'t> {
        let function = encoder.get(Encoder::encoder).cast::<NativeFunction>();
        // SAFETY: a native function refers to its declaration, which is a static.
        let text = function.map(|function| unsafe { (*function.get(NativeFunction::def)).text });
        let ascii = match text {
            Some(ENCODE_ASCII) => Some(true),
            Some(ENCODE) => Some(false),
            _ => None,
        };
        let out = TextBuf::with_capacity(64);
        Writer { t, encoder, chunks: Vec::new(), out, open: Vec::new(), start, depth: 0, ascii, in_key: false }
    }

    pub(super) fn go(mut self, next: Next<'t>) -> Result<Tail<'t>, Raised> {
        match self.run(next) {
            Ok(()) => self.finish(),
            Err(Stop::Raised(raised)) => self.failed(raised),
            Err(Stop::Call { callee, args, count, wanted, held }) => {
                let state = self.pack(wanted, held)?.value();
                match self.t.call(callee, &args[..count]) {
                    Ok(tail) => tail.then(self.t, &GO_ON, state),
                    Err(raised) => self.failed(raised),
                }
            }
        }
    }

    fn finish(mut self) -> Result<Tail<'t>, Raised> {
        let t = self.t;
        if !self.chunks.is_empty() {
            let last = std::mem::take(&mut self.out);
            for chunk in &self.chunks {
                self.out.push_units(chunk.expect::<Str>().units());
            }
            self.out.push_units(last.as_units());
        }
        let text = t.str_units(self.out.as_units())?.value();
        Ok(Tail::Value(t.small_tuple([text]).value()))
    }

    /// Lets Python add to the error where it happened.
    fn failed(self, raised: Raised) -> Result<Tail<'t>, Raised> {
        let t = self.t;
        let places = t.new_list();
        for (distance, open) in self.open.iter().rev().enumerate() {
            if distance == 0 && self.in_key {
                continue;
            }
            let (kind, item) = match open.kind {
                Kind::Sequence => ("item", t.int_usize(open.at - 1)),
                Kind::Dict | Kind::Pairs => ("item", open.key),
                Kind::Default => ("default", Value::NONE),
            };
            places.push(t, t.small_tuple([open.container, t.intern_text(kind).value(), item]).value())?;
        }
        if places.is_empty() {
            return Err(raised);
        }
        let exception = t.take_exception(raised);
        Ok(Tail::call(imp::part(t, "_json", "raise_with_notes"), &[exception, places.value()]))
    }

    fn run(&mut self, mut next: Next<'t>) -> Result<(), Stop<'t>> {
        loop {
            match next {
                Next::Write(value) => {
                    self.value(value)?;
                    next = Next::Advance;
                }
                Next::Advance => {
                    let Some(top) = self.open.last().copied() else { return Ok(()) };
                    next = match top.kind {
                        Kind::Sequence => self.next_item(top),
                        Kind::Dict | Kind::Pairs => self.next_entry(top)?,
                        Kind::Default => {
                            self.open.pop();
                            Next::Advance
                        }
                    };
                }
            }
        }
    }

    /// Writes a value, or the beginning of a container.
    fn value(&mut self, value: Value<'t>) -> Result<(), Stop<'t>> {
        let t = self.t;
        if let Some(string) = t.as_str(value) {
            return match self.ascii {
                Some(ascii) => {
                    notation::quote(&mut self.out, string.units(), ascii);
                    Ok(())
                }
                None => Err(self.call(self.encoder.get(Encoder::encoder), &[value], Wanted::Text, Value::NONE)),
            };
        }
        if let Some(word) = word_of(value) {
            self.out.push_latin1(word.as_bytes());
        } else if let Some(int) = t.as_int(value) {
            self.int(int)?;
        } else if let Some(float) = t.as_float(value) {
            self.float(float)?;
        } else if let Some(list) = value.cast::<List>() {
            self.open_sequence(value, value, list.len())?;
        } else if let Some(tuple) = t.as_tuple(value) {
            self.open_sequence(value, tuple.value(), tuple.extent())?;
        } else if let Some(dict) = value.cast::<Dict>() {
            self.open_dict(value, dict)?;
        } else {
            self.check_circle(value)?;
            return Err(self.call(self.encoder.get(Encoder::default), &[value], Wanted::Default, value));
        }
        Ok(())
    }

    fn call(&self, callee: Value<'t>, given: &[Value<'t>], wanted: Wanted, held: Value<'t>) -> Stop<'t> {
        let mut args = [Value::UNSET; 2];
        args[..given.len()].copy_from_slice(given);
        Stop::Call { callee, args, count: given.len(), wanted, held }
    }

    fn int(&mut self, int: IntRef<'t>) -> Result<(), Raised> {
        match int {
            IntRef::Small(small) => self.out.push_str(&small.to_string()),
            IntRef::Big(_) => self.out.push_units(self.t.int_text(int)?.expect::<Str>().units()),
        }
        Ok(())
    }

    fn float(&mut self, value: f64) -> Result<(), Raised> {
        let text = float_text::repr_float(value);
        if value.is_finite() {
            self.out.push_str(&text);
            return Ok(());
        }
        if self.encoder.get(Encoder::allow_nan) == 0 {
            return Err(self.t.value_error(format_args!("Out of range float values are not JSON compliant: {text}")));
        }
        self.out.push_str(match text.as_str() {
            "inf" => "Infinity",
            "-inf" => "-Infinity",
            _ => "NaN",
        });
        Ok(())
    }

    // Containers

    fn check_circle(&self, value: Value<'t>) -> Result<(), Raised> {
        if !self.encoder.get(Encoder::markers).is_none() && self.open.iter().any(|open| open.container == value) {
            return Err(self.t.value_error("Circular reference detected"));
        }
        Ok(())
    }

    fn push(&mut self, kind: Kind, container: Value<'t>, source: Value<'t>) -> Result<(), Raised> {
        let endless = kind == Kind::Default && self.defaults() >= self.t.recursion_limit();
        if endless || self.open.len() >= DEPTH {
            return Err(self.t.recursion_error(" while encoding a JSON object"));
        }
        self.open.push(Open { kind, container, source, at: 0, started: false, key: Value::NONE });
        if kind != Kind::Default {
            self.out.push_latin1(if kind == Kind::Sequence { b"[" } else { b"{" });
            self.depth += 1;
        }
        Ok(())
    }

    /// How many calls of `default` this one lies within; each would be a frame of CPython's.
    fn defaults(&self) -> usize {
        self.open.iter().filter(|open| open.kind == Kind::Default).count()
    }

    fn open_sequence(&mut self, value: Value<'t>, source: Value<'t>, length: usize) -> Result<(), Raised> {
        if length == 0 {
            self.out.push_latin1(b"[]");
            return Ok(());
        }
        self.check_circle(value)?;
        self.push(Kind::Sequence, value, source)
    }

    fn open_dict(&mut self, value: Value<'t>, dict: Gc<'t, Dict>) -> Result<(), Stop<'t>> {
        if dict.is_empty() {
            self.out.push_latin1(b"{}");
            return Ok(());
        }
        self.check_circle(value)?;
        let sort = self.encoder.get(Encoder::sort_keys) != 0;
        let exact = value.cast_exact::<Dict>().is_some();
        if exact && !sort {
            return Ok(self.push(Kind::Dict, value, value)?);
        }
        if exact && let Some(items) = self.sorted(dict)? {
            return Ok(self.push(Kind::Pairs, value, items.value())?);
        }
        let items_of = imp::part(self.t, "_json", "items_of");
        Err(self.call(items_of, &[value, Value::bool(sort)], Wanted::Items, value))
    }

    /// The items of a dict whose keys are all strings, by key.
    fn sorted(&self, dict: Gc<'t, Dict>) -> Result<Option<Gc<'t, List>>, Raised> {
        let t = self.t;
        let mut pairs = Vec::with_capacity(dict.len());
        for (key, value) in dict.iter() {
            let Some(key) = key.cast::<Str>() else { return Ok(None) };
            pairs.push((key, value));
        }
        let order = |a: &(Gc<'t, Str>, Value<'t>), b: &(Gc<'t, Str>, Value<'t>)| -> Ordering {
            a.0.units().compare(b.0.units())
        };
        pairs.sort_by(order);
        let items = t.new_list();
        for (key, value) in pairs {
            items.push(t, t.small_tuple([key.value(), value]).value())?;
        }
        Ok(Some(items))
    }

    /// Between items: the separator and the indentation of the next.
    fn separate(&mut self, started: bool) {
        if started {
            self.out.push_units(self.encoder.get(Encoder::item_separator).expect::<Str>().units());
        }
        self.new_line();
    }

    fn new_line(&mut self) {
        let Some(indent) = self.t.as_str(self.encoder.get(Encoder::indent)) else { return };
        self.out.push_latin1(b"\n");
        for _ in 0..self.start + self.depth {
            self.out.push_units(indent.units());
        }
    }

    fn close(&mut self, top: Open<'t>) -> Next<'t> {
        self.open.pop();
        self.depth -= 1;
        if top.started {
            self.new_line();
        }
        self.out.push_latin1(if top.kind == Kind::Sequence { b"]" } else { b"}" });
        Next::Advance
    }

    fn next_item(&mut self, top: Open<'t>) -> Next<'t> {
        let item = match top.source.cast::<List>() {
            Some(list) => (top.at < list.len()).then(|| list.item(top.at)),
            None => top.source.cast::<Tuple>().and_then(|tuple| (top.at < tuple.extent()).then(|| tuple.at(top.at))),
        };
        let Some(item) = item else { return self.close(top) };
        self.separate(top.started);
        if let Some(open) = self.open.last_mut() {
            open.at += 1;
            open.started = true;
        }
        Next::Write(item)
    }

    /// Writes the next key that can be written.
    fn next_entry(&mut self, top: Open<'t>) -> Result<Next<'t>, Stop<'t>> {
        let mut at = top.at;
        loop {
            let entry = match top.source.cast::<Dict>() {
                Some(dict) => {
                    while at < dict.filled() && dict.entry(at).is_none() {
                        at += 1;
                    }
                    dict.entry(at)
                }
                None => pair_at(self.t, top.source, at),
            };
            let Some((key, value)) = entry else { return Ok(self.close(top)) };
            at += 1;
            if let Some(open) = self.open.last_mut() {
                (open.at, open.key) = (at, key);
            }
            self.in_key = true;
            let mut text = TextBuf::new();
            if let Some(key) = self.key(key, &mut text)? {
                return self.entry(top.started, key, value);
            }
            self.in_key = false;
        }
    }

    /// The text of a key; `None`: the entry is skipped.
    fn key<'k>(&mut self, key: Value<'t>, room: &'k mut TextBuf) -> Result<Option<::text::Units<'k>>, Stop<'t>>
    where
        't: 'k,
    {
        let t = self.t;
        if let Some(string) = t.as_str(key) {
            return Ok(Some(string.units()));
        }
        if !key.is_none() && !key.is_bool() && t.as_int(key).is_none() && t.as_float(key).is_none() {
            if self.encoder.get(Encoder::skipkeys) != 0 {
                return Ok(None);
            }
            let class = t.class_name(key);
            let message = format_args!("keys must be str, int, float, bool or None, not {class}");
            return Err(t.type_error(message).into());
        }
        // written as a value would be, into the room
        std::mem::swap(&mut self.out, room);
        let written = self.value(key);
        std::mem::swap(&mut self.out, room);
        written?;
        Ok(Some(room.as_units()))
    }

    fn entry(&mut self, started: bool, key: ::text::Units<'_>, value: Value<'t>) -> Result<Next<'t>, Stop<'t>> {
        self.separate(started);
        if let Some(open) = self.open.last_mut() {
            open.started = true;
        }
        let Some(ascii) = self.ascii else {
            let key = self.t.str_units(key)?.value();
            return Err(self.call(self.encoder.get(Encoder::encoder), &[key], Wanted::KeyText, value));
        };
        notation::quote(&mut self.out, key, ascii);
        Ok(self.after_key(value))
    }

    fn after_key(&mut self, value: Value<'t>) -> Next<'t> {
        self.out.push_units(self.encoder.get(Encoder::key_separator).expect::<Str>().units());
        self.in_key = false;
        Next::Write(value)
    }

    // Over a call

    fn pack(&mut self, wanted: Wanted, held: Value<'t>) -> Result<Gc<'t, Tuple>, Raised> {
        let t = self.t;
        let out = std::mem::take(&mut self.out);
        if !out.is_empty() {
            self.chunks.push(t.str_units(out.as_units())?.value());
        }
        let number = |number: usize| t.int_usize(number);
        let chunks = t.tuple(&self.chunks)?.value();
        let mut state = vec![self.encoder.value(), chunks, number(self.start), number(wanted as usize), held];
        for open in &self.open {
            let kind = number(open.kind as usize);
            state.extend([kind, open.container, open.source, number(open.at), Value::bool(open.started), open.key]);
        }
        t.tuple(&state)
    }

    fn unpack(t: &'t Thread, state: Value<'t>) -> (Writer<'t>, Wanted, Value<'t>) {
        let state = state.expect::<Tuple>();
        let number = |at: usize| state.at(at).as_small_int().unwrap_or(0) as usize;
        let mut writer = Writer::new(t, state.at(0).expect(), number(2));
        let chunks = state.at(1).expect::<Tuple>();
        writer.chunks.extend((0..chunks.extent()).map(|at| chunks.at(at)));
        for at in (5..state.extent()).step_by(6) {
            let kind = KINDS[number(at) % KINDS.len()];
            writer.depth += usize::from(kind != Kind::Default);
            writer.open.push(Open {
                kind,
                container: state.at(at + 1),
                source: state.at(at + 2),
                at: number(at + 3),
                started: state.at(at + 4).is_true(),
                key: state.at(at + 5),
            });
        }
        let wanted = WANTED[number(3) % WANTED.len()];
        writer.in_key = wanted == Wanted::KeyText;
        (writer, wanted, state.at(4))
    }

    /// Takes the result of a call.
    fn take(&mut self, wanted: Wanted, held: Value<'t>, result: Value<'t>) -> Result<Next<'t>, Raised> {
        match wanted {
            Wanted::Default => {
                self.push(Kind::Default, held, Value::NONE)?;
                Ok(Next::Write(result))
            }
            Wanted::Items => {
                self.push(Kind::Pairs, held, result)?;
                Ok(Next::Advance)
            }
            Wanted::Text | Wanted::KeyText => {
                let Some(text) = self.t.as_str(result) else {
                    let class = self.t.class_name(result);
                    return Err(self.t.type_error(format_args!("encoder() must return a string, not {class}")));
                };
                self.out.push_units(text.units());
                Ok(if wanted == Wanted::Text { Next::Advance } else { self.after_key(held) })
            }
        }
    }
}

/// Pair number `at` of a list of items, as long as it is there.
fn pair_at<'t>(t: &'t Thread, items: Value<'t>, at: usize) -> Option<(Value<'t>, Value<'t>)> {
    let list = items.cast::<List>()?;
    let pair = t.as_tuple((at < list.len()).then(|| list.item(at))?)?;
    Some((pair.at(0), pair.at(1)))
}

/// The constants.
fn word_of(value: Value<'_>) -> Option<&'static str> {
    match value {
        Value::NONE => Some("null"),
        Value::TRUE => Some("true"),
        Value::FALSE => Some("false"),
        _ => None,
    }
}

static GO_ON: Then = Then::catching(
    |t, state, result| {
        let (mut writer, wanted, held) = Writer::unpack(t, state);
        match writer.take(wanted, held, result) {
            Ok(next) => writer.go(next),
            Err(raised) => writer.failed(raised),
        }
    },
    |t, state, raised| Writer::unpack(t, state).0.failed(raised),
);
