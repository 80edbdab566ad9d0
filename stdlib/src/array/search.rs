//! Searching arrays, and comparing them. Items are numbers or text: Python is needed only for what they are compared with.

use std::ops::ControlFlow;

use vm_core::natives::{Args, Tail};
use vm_core::objects::memory_items::Item;
use vm_core::protocols::{Compare, holds};
use vm_core::{Gc, Raised, Thread, Value};

use super::items::Kind;
use super::methods::{none, part};
use super::object::{self, ArrayObject};
use crate::convert;

/// Looks at each item in turn; `None` if one can only be compared by Python.
fn scan<'t, R>(
    t: &'t Thread,
    array: Gc<'t, ArrayObject>,
    range: std::ops::Range<usize>,
    value: Value<'t>,
    mut found: impl FnMut(usize) -> ControlFlow<R>,
) -> Result<Option<Option<R>>, Raised> {
    for index in range {
        match t.leaf_eq(object::item(t, array, index)?, value) {
            None => return Ok(None),
            Some(false) => {}
            Some(true) => {
                if let ControlFlow::Break(result) = found(index) {
                    return Ok(Some(Some(result)));
                }
            }
        }
    }
    Ok(Some(None))
}

/// The first place of the value in a range.
fn place<'t>(
    t: &'t Thread,
    array: Gc<'t, ArrayObject>,
    range: std::ops::Range<usize>,
    value: Value<'t>,
) -> Result<Option<Option<usize>>, Raised> {
    scan(t, array, range, value, ControlFlow::Break)
}

/// A bound of a search, clamped.
fn bound<'t>(t: &'t Thread, value: Option<Value<'t>>, default: usize, length: usize) -> Result<usize, Raised> {
    let Some(value) = value else { return Ok(default) };
    let index = convert::ssize(t, value)?;
    let index = if index < 0 { (index + length as i64).max(0) } else { index };
    Ok((index as usize).min(length))
}

pub fn index<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    if let Some(asking) = t.ask_args(args, (object::KEY, "index"), (&[], &[2, 3]))? {
        return Ok(asking);
    }
    let (array, value) = (args.this::<ArrayObject>(), args.get(1));
    let length = object::len(array);
    let (start, stop) = (bound(t, args.opt(2), 0, length)?, bound(t, args.opt(3), length, length)?);
    match place(t, array, start..stop, value)? {
        Some(Some(index)) => Ok(Tail::Value(t.int_usize(index))),
        Some(None) => Err(t.value_error("array.index(x): x not in array")),
        None => {
            let bounds = [t.int_usize(start), t.int_usize(stop)];
            Ok(Tail::call(part(t, "_index"), &[array.value(), value, bounds[0], bounds[1]]))
        }
    }
}

pub fn count<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let (array, value) = (args.this::<ArrayObject>(), args.get(1));
    let mut count = 0;
    let scanned = scan::<()>(t, array, 0..object::len(array), value, |_| {
        count += 1;
        ControlFlow::Continue(())
    })?;
    match scanned {
        Some(_) => Ok(Tail::Value(t.int_usize(count))),
        None => Ok(Tail::call(part(t, "_count"), &[array.value(), value])),
    }
}

pub fn contains<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let (array, value) = (args.this::<ArrayObject>(), args.get(1));
    match place(t, array, 0..object::len(array), value)? {
        Some(found) => Ok(Tail::Value(Value::bool(found.is_some()))),
        None => Ok(Tail::call(part(t, "_contains"), &[array.value(), value])),
    }
}

pub fn remove<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let (array, value) = (args.this::<ArrayObject>(), args.get(1));
    match place(t, array, 0..object::len(array), value)? {
        Some(Some(index)) => none(object::replace(t, array, index..index + 1, &[])),
        Some(None) => Err(t.value_error("array.remove(x): x not in array")),
        None => Ok(Tail::call(part(t, "_remove"), &[array.value(), value])),
    }
}

pub fn compare<'t>(t: &'t Thread, op: Compare, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let (a, Some(b)) = (args.this::<ArrayObject>(), args.get(1).cast::<ArrayObject>()) else {
        return Ok(Tail::Value(Value::NOT_IMPLEMENTED));
    };
    let equality = matches!(op, Compare::Eq | Compare::Ne);
    if equality && object::len(a) != object::len(b) {
        return Ok(Tail::Value(Value::bool(op == Compare::Ne)));
    }
    let (kind_a, kind_b) = (object::code(a).kind, object::code(b).kind);
    if equality && kind_a == kind_b && !matches!(kind_a, Kind::Number(Item::Float(_))) {
        let equal = object::to_vec(a) == object::to_vec(b);
        return Ok(Tail::Value(Value::bool(equal == (op == Compare::Eq))));
    }
    for index in 0..object::len(a).min(object::len(b)) {
        let (x, y) = (object::item(t, a, index)?, object::item(t, b, index)?);
        // A NaN differs from itself here, as the items are new each time.
        let nan = x.as_exact_float().is_some_and(f64::is_nan);
        if nan || t.leaf_eq(x, y) != Some(true) {
            return match op {
                Compare::Eq => Ok(Tail::Value(Value::FALSE)),
                Compare::Ne => Ok(Tail::Value(Value::TRUE)),
                _ => t.compare(op, x, y),
            };
        }
    }
    Ok(Tail::Value(Value::bool(holds(op, Some(object::len(a).cmp(&object::len(b)))))))
}
