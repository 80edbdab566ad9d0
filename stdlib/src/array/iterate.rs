//! The iterator over an array.

use std::cell::Cell;

use gc_api::{Slot, layout};
use vm_core::natives::{ClassDef, NativeDef, Tail, class, leaf, tail};
use vm_core::{Gc, Thread, Value, header};

use super::object::{self, ArrayObject};
use crate::{ids, imp};

layout! {
    pub struct ArrayIterator(object::ITERATOR) {
        /// Unset once exhausted.
        array: Ref,
        index: Raw<usize>,
    }
}

pub static ITERATOR: ClassDef = class(ids::ARRAY.class(1), "arrayiterator")
    .module("array")
    .layouts(&[object::ITERATOR])
    .step(|t, iterator, _| leaf_step(t, iterator.expect()))
    .methods(&METHODS);

static METHODS: [NativeDef; 4] = [
    leaf("__iter__(self, /)", |_, args| Ok(args.get(0))),
    leaf("__next__(self, /)", |t, args| step(t, args.this())),
    tail("__reduce__(self, /)", |t, args| {
        let iterator = args.this::<ArrayIterator>();
        let array = iterator.get(ArrayIterator::array).given().unwrap_or(Value::NONE);
        let index = t.int_usize(iterator.get(ArrayIterator::index));
        Ok(Tail::call(imp::part(t, "array", "_reduce_iterator"), &[array, index]))
    })
    .doc("Return state information for pickling."),
    tail("__setstate__(self, state, /)", |t, args| {
        let iterator = args.this::<ArrayIterator>();
        let index = t.index_of(args.get(1))?;
        if let Some(array) = iterator.get(ArrayIterator::array).cast::<ArrayObject>() {
            let index = usize::try_from(index).unwrap_or(0).min(object::len(array));
            iterator.set_raw(ArrayIterator::index, index);
        }
        Ok(Tail::Value(Value::NONE))
    })
    .doc("Set state information for unpickling."),
];

pub fn new<'t>(t: &'t Thread, array: Gc<'t, ArrayObject>) -> Value<'t> {
    t.new_object(ArrayIterator { header: header(), array: Slot::new(array.word()), index: Cell::new(0) }).value()
}

/// The next item, MISSING at the end.
fn step<'t>(t: &'t Thread, iterator: Gc<'t, ArrayIterator>) -> vm_core::Res<'t> {
    let Some(array) = iterator.get(ArrayIterator::array).cast::<ArrayObject>() else { return Ok(Value::MISSING) };
    let index = iterator.get(ArrayIterator::index);
    if index >= object::len(array) {
        iterator.set(t, ArrayIterator::array, Value::UNSET);
        return Ok(Value::MISSING);
    }
    let item = object::item(t, array, index)?;
    iterator.set_raw(ArrayIterator::index, index + 1);
    Ok(item)
}

/// As [`step`]; `None` if that fails, and `__next__` is to say so.
fn leaf_step<'t>(t: &'t Thread, iterator: Gc<'t, ArrayIterator>) -> Option<Value<'t>> {
    match step(t, iterator) {
        Ok(item) => Some(item),
        Err(raised) => {
            let _ = t.take_exception(raised);
            None
        }
    }
}
