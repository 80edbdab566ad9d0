//! `repr` of builtin values, containers included, where no Python is needed.

use text::TextBuf;

use crate::Thread;
use crate::layouts;
use crate::objects::bytes::Bytes;
use crate::objects::dict::Dict;
use crate::objects::range::Range;
use crate::objects::sequence::{List, Tuple};
use crate::objects::set::Set;
use crate::objects::slice::Slice;
use crate::objects::string::Str;
use crate::value::{Raised, Value};
use crate::vm::RootKey;

/// Deeper nesting is left to Python, which counts its depth.
const DEPTH: usize = 64;

/// `None`: Python is needed.
type Written = Option<Result<(), Raised>>;

impl Thread {
    /// Appends `repr(value)`. `path` holds the containers around it.
    pub(crate) fn leaf_repr_into<'t>(
        &'t self,
        value: Value<'t>,
        out: &mut TextBuf,
        path: &mut Vec<Value<'t>>,
    ) -> Written {
        if let Some(int) = value.as_small_int() {
            out.push_str(&int.to_string());
            return Some(Ok(()));
        }
        if let Some(string) = value.cast::<Str>() {
            out.push_units(text::repr::repr_str(string.units()).as_units());
            return Some(Ok(()));
        }
        if let Some(float) = value.as_exact_float() {
            out.push_str(&text::float_text::repr_float(float));
            return Some(Ok(()));
        }
        if let Some(text) = singleton_name(value) {
            out.push_str(text);
            return Some(Ok(()));
        }
        if let Some(bytes) = value.cast::<Bytes>() {
            out.push_units(text::repr::repr_bytes(bytes.slice(), "b").as_units());
            return Some(Ok(()));
        }
        self.leaf_repr_container(value, out, path)
    }

    fn leaf_repr_container<'t>(&'t self, value: Value<'t>, out: &mut TextBuf, path: &mut Vec<Value<'t>>) -> Written {
        if !is_container(value) || path.len() >= DEPTH {
            return None;
        }
        if path.contains(&value) || self.repr_is_running(value) {
            out.push_str(recursive_form(value));
            return Some(Ok(()));
        }
        path.push(value);
        let written = self.leaf_repr_items(value, out, path);
        path.pop();
        written
    }

    fn leaf_repr_items<'t>(&'t self, value: Value<'t>, out: &mut TextBuf, path: &mut Vec<Value<'t>>) -> Written {
        if let Some(list) = value.cast::<List>() {
            return self.write_items(("[", "]"), list.iter(), out, path);
        }
        if let Some(tuple) = value.cast::<Tuple>() {
            let close = if tuple.extent() == 1 { ",)" } else { ")" };
            return self.write_items(("(", close), (0..tuple.extent()).map(|n| tuple.at(n)), out, path);
        }
        if let Some(dict) = value.cast::<Dict>() {
            return self.write_pairs(dict, out, path);
        }
        if let Some(range) = value.cast::<Range>() {
            let (start, stop) = (range.get(Range::start), range.get(Range::stop));
            let step = range.get(Range::step);
            let parts = [start, stop, step];
            let count = if step.as_small_int() == Some(1) { 2 } else { 3 };
            return self.write_items(("range(", ")"), parts.into_iter().take(count), out, path);
        }
        if let Some(slice) = value.cast::<Slice>() {
            let parts = [slice.get(Slice::start), slice.get(Slice::stop), slice.get(Slice::step)];
            return self.write_items(("slice(", ")"), parts.into_iter(), out, path);
        }
        let set = value.cast::<Set>()?;
        match (set.is_empty(), set.is_frozen()) {
            (true, frozen) => {
                out.push_str(if frozen { "frozenset()" } else { "set()" });
                Some(Ok(()))
            }
            (false, true) => self.write_items(("frozenset({", "})"), set.iter(), out, path),
            (false, false) => self.write_items(("{", "}"), set.iter(), out, path),
        }
    }

    fn write_items<'t>(
        &'t self,
        (open, close): (&str, &str),
        items: impl Iterator<Item = Value<'t>>,
        out: &mut TextBuf,
        path: &mut Vec<Value<'t>>,
    ) -> Written {
        out.push_str(open);
        for (n, item) in items.enumerate() {
            if n > 0 {
                out.push_str(", ");
            }
            if let Err(raised) = self.leaf_repr_into(item, out, path)? {
                return Some(Err(raised));
            }
        }
        out.push_str(close);
        Some(Ok(()))
    }

    fn write_pairs<'t>(&'t self, dict: crate::Gc<'t, Dict>, out: &mut TextBuf, path: &mut Vec<Value<'t>>) -> Written {
        out.push_str("{");
        for (n, (key, value)) in dict.iter().enumerate() {
            if n > 0 {
                out.push_str(", ");
            }
            if let Err(raised) = self.leaf_repr_into(key, out, path)? {
                return Some(Err(raised));
            }
            out.push_str(": ");
            if let Err(raised) = self.leaf_repr_into(value, out, path)? {
                return Some(Err(raised));
            }
        }
        out.push_str("}");
        Some(Ok(()))
    }

    /// Is a `repr` of this object under way in Python?
    pub(crate) fn repr_is_running<'t>(&'t self, value: Value<'t>) -> bool {
        match self.fixed_root(RootKey::ReprRunning).cast::<List>() {
            Some(running) => running.iter().any(|entry| entry == value),
            None => false,
        }
    }

    /// Notes that a `repr` of this object begins; false if it is under way already.
    pub fn repr_enter<'t>(&'t self, value: Value<'t>) -> Result<bool, Raised> {
        if self.repr_is_running(value) {
            return Ok(false);
        }
        let running = match self.fixed_root(RootKey::ReprRunning).cast::<List>() {
            Some(running) => running,
            None => {
                let running = self.new_list();
                self.set_fixed_root(RootKey::ReprRunning, running.value());
                running
            }
        };
        running.push(self, value)?;
        Ok(true)
    }

    pub fn repr_leave<'t>(&'t self, value: Value<'t>) -> Result<(), Raised> {
        let Some(running) = self.fixed_root(RootKey::ReprRunning).cast::<List>() else { return Ok(()) };
        match running.iter().rposition(|entry| entry == value) {
            Some(index) => running.remove(self, index).map(|_| ()),
            None => Ok(()),
        }
    }
}

fn singleton_name(value: Value<'_>) -> Option<&'static str> {
    Some(match value {
        Value::NONE => "None",
        Value::TRUE => "True",
        Value::FALSE => "False",
        Value::ELLIPSIS => "Ellipsis",
        Value::NOT_IMPLEMENTED => "NotImplemented",
        _ => return None,
    })
}

/// A container of exactly a builtin class.
fn is_container(value: Value<'_>) -> bool {
    matches!(
        value.type_id(),
        Some(
            layouts::LIST
                | layouts::TUPLE
                | layouts::DICT
                | layouts::SET
                | layouts::FROZEN_SET
                | layouts::RANGE
                | layouts::SLICE
        )
    )
}

/// What stands for a container within itself.
pub(crate) fn recursive_form(value: Value<'_>) -> &'static str {
    match value.type_id() {
        Some(layouts::TUPLE) => "(...)",
        Some(layouts::DICT) => "{...}",
        Some(layouts::SET) => "set(...)",
        Some(layouts::FROZEN_SET) => "frozenset(...)",
        _ => "[...]",
    }
}
