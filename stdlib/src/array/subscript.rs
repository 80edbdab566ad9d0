//! Subscripts of arrays.

use vm_core::natives::{Args, Tail, Then};
use vm_core::objects::sequence::Tuple;
use vm_core::objects::slice::{Slice, Span};
use vm_core::protocols::in_range;
use vm_core::{Gc, Raised, Thread, Value, cls};

use super::methods::none;
use super::object::{self, ArrayObject};

/// The key as an int or a slice of ints.
fn plain_key<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let key = args.get(1);
    if let Some(slice) = key.cast::<Slice>() {
        return t.plain_slice(slice);
    }
    if t.is_index(key) { t.index(key) } else { Err(t.type_error("array indices must be integers")) }
}

fn span_of<'t>(t: &'t Thread, array: Gc<'t, ArrayObject>, slice: Gc<'t, Slice>) -> Result<Span, Raised> {
    match slice.parts(t) {
        Some(parts) => Ok(parts?.over(object::len(array))),
        None => Err(t.type_error("slice indices must be integers or None or have an __index__ method")),
    }
}

/// The places of a slice of step 1.
fn range_of(span: Span) -> std::ops::Range<usize> {
    span.start as usize..span.stop.max(span.start) as usize
}

pub fn get<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static GET: Then = Then::new(|t, array, key| {
        let array = array.expect::<ArrayObject>();
        if let Some(slice) = key.cast::<Slice>() {
            return part(t, array, span_of(t, array, slice)?).map(Tail::Value);
        }
        match in_range(t.index_of(key)?, object::len(array)) {
            Some(index) => object::item(t, array, index).map(Tail::Value),
            None => Err(t.raise(cls::IndexError, "array index out of range")),
        }
    });
    if let Some(index) = args.get(1).as_small_int().and_then(|index| in_range(index, object::len(args.this()))) {
        return object::item(t, args.this(), index).map(Tail::Value);
    }
    plain_key(t, args)?.then(t, &GET, args.get(0))
}

fn part<'t>(t: &'t Thread, array: Gc<'t, ArrayObject>, span: Span) -> vm_core::Res<'t> {
    let (cells, size) = (object::bytes(array).contents(), object::code(array).size());
    let items = span.indices().flat_map(|index| &cells[index * size..(index + 1) * size]);
    object::of_bytes(t, object::code(array), &items.map(|cell| cell.get()).collect::<Vec<u8>>())
}

pub fn set<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static SET: Then = Then::new(|t, state, key| {
        let state = state.expect::<Tuple>();
        let (array, value) = (state.at(0).expect::<ArrayObject>(), state.at(1));
        if let Some(slice) = key.cast::<Slice>() {
            return none(assign(t, array, span_of(t, array, slice)?, value));
        }
        if in_range(t.index_of(key)?, object::len(array)).is_none() {
            return Err(out_of_range(t));
        }
        store(t, array, key, value)
    });
    let (array, key, value) = (args.this::<ArrayObject>(), args.get(1), args.get(2));
    if key.as_small_int().is_some_and(|index| in_range(index, object::len(array)).is_some()) {
        return store(t, array, key, value);
    }
    let state = t.small_tuple([array.value(), value]);
    plain_key(t, args)?.then(t, &SET, state.value())
}

/// Stores one item; to make a number of it may take Python, which may change the array.
fn store<'t>(t: &'t Thread, array: Gc<'t, ArrayObject>, key: Value<'t>, value: Value<'t>) -> Result<Tail<'t>, Raised> {
    static STORE: Then = Then::new(|t, state, value| {
        let state = state.expect::<Tuple>();
        put(t, state.at(0).expect(), state.at(1), value)
    });
    match object::code(array).plain(t, value)? {
        Tail::Value(plain) => put(t, array, key, plain),
        call => call.then(t, &STORE, t.small_tuple([array.value(), key]).value()),
    }
}

fn put<'t>(t: &'t Thread, array: Gc<'t, ArrayObject>, key: Value<'t>, value: Value<'t>) -> Result<Tail<'t>, Raised> {
    let (item, size) = (object::code(array).encode(t, value)?, object::code(array).size());
    let Some(index) = in_range(t.index_of(key)?, object::len(array)) else { return Err(out_of_range(t)) };
    let cells = &object::bytes(array).contents()[index * size..(index + 1) * size];
    for (cell, byte) in cells.iter().zip(item) {
        cell.set(byte);
    }
    none(Ok(()))
}

fn out_of_range(t: &Thread) -> Raised {
    t.raise(cls::IndexError, "array assignment index out of range")
}

fn assign<'t>(t: &'t Thread, array: Gc<'t, ArrayObject>, span: Span, value: Value<'t>) -> Result<(), Raised> {
    let Some(other) = value.cast::<ArrayObject>() else {
        let name = t.class_name(value);
        return Err(t.type_error(format_args!("can only assign array (not \"{name}\") to array slice")));
    };
    if object::code(other) != object::code(array) {
        return Err(t.type_error("bad argument type for built-in operation"));
    }
    let items = object::to_vec(other);
    if span.step == 1 {
        return object::replace(t, array, range_of(span), &items);
    }
    if items.is_empty() {
        return remove(t, array, span);
    }
    let (given, size) = (object::len(other), object::code(array).size());
    if given != span.count {
        return Err(t.value_error(format_args!(
            "attempt to assign array of size {given} to extended slice of size {}",
            span.count
        )));
    }
    for (index, item) in span.indices().zip(items.chunks(size)) {
        object::replace(t, array, index..index + 1, item)?;
    }
    Ok(())
}

/// Removes the items of a slice whose step is not 1.
fn remove<'t>(t: &'t Thread, array: Gc<'t, ArrayObject>, span: Span) -> Result<(), Raised> {
    let (items, size) = (object::to_vec(array), object::code(array).size());
    let mut doomed: Vec<usize> = span.indices().collect();
    doomed.sort_unstable();
    let mut doomed = doomed.into_iter().peekable();
    let kept = items.chunks(size).enumerate().filter(|(index, _)| doomed.next_if_eq(index).is_none());
    let kept: Vec<u8> = kept.flat_map(|(_, item)| item).copied().collect();
    object::replace(t, array, 0..object::len(array), &kept)
}

pub fn delete<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static DELETE: Then = Then::new(|t, array, key| {
        let array = array.expect::<ArrayObject>();
        if let Some(slice) = key.cast::<Slice>() {
            let span = span_of(t, array, slice)?;
            return none(match span.step {
                1 => object::replace(t, array, range_of(span), &[]),
                _ => remove(t, array, span),
            });
        }
        match in_range(t.index_of(key)?, object::len(array)) {
            Some(index) => none(object::replace(t, array, index..index + 1, &[])),
            None => Err(t.raise(cls::IndexError, "array assignment index out of range")),
        }
    });
    plain_key(t, args)?.then(t, &DELETE, args.get(0))
}
