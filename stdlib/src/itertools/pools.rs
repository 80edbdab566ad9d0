//! What the combinatoric iterators share: tuples of items, and indices into them.

use vm_core::natives::{Tail, Then};
use vm_core::objects::sequence::{Array, List, Tuple};
use vm_core::{Gc, Raised, Thread, Value};

/// An array of numbers.
pub fn numbers<'t>(t: &'t Thread, values: impl ExactSizeIterator<Item = usize>) -> Result<Gc<'t, Array>, Raised> {
    let array = t.new_array(values.len())?;
    for (place, value) in values.enumerate() {
        array.put(t, place, t.int_usize(value));
    }
    Ok(array)
}

/// A number of an array.
pub fn number(array: Gc<'_, Array>, place: usize) -> usize {
    array.at(place).as_small_int().unwrap_or(0) as usize
}

/// Sets a number of an array.
pub fn set_number<'t>(t: &'t Thread, array: Gc<'t, Array>, place: usize, value: usize) {
    array.put(t, place, t.int_usize(value));
}

/// The items at these places.
pub fn chosen<'t>(t: &'t Thread, pool: Gc<'t, Tuple>, indices: Gc<'t, Array>, count: usize) -> Option<Value<'t>> {
    let tuple = t.new_tuple(count).ok()?;
    for place in 0..count {
        tuple.put(t, place, pool.at(number(indices, place)));
    }
    Some(tuple.value())
}

/// The tuples of several iterables: a list.
pub fn pools_of<'t>(t: &'t Thread, iterables: Gc<'t, Tuple>, done: Gc<'t, List>) -> Result<Tail<'t>, Raised> {
    static NEXT: Then = Then::new(|t, state, pool| {
        let state = state.expect::<Tuple>();
        let done = state.at(1).expect::<List>();
        done.push(t, pool)?;
        pools_of(t, state.at(0).expect(), done)
    });
    while done.len() < iterables.extent() {
        match t.tuple_of(iterables.at(done.len()))? {
            Tail::Value(pool) => done.push(t, pool)?,
            call => return call.then(t, &NEXT, t.small_tuple([iterables.value(), done.value()]).value()),
        }
    }
    Ok(Tail::Value(done.value()))
}
