//! Items of exact lists and tuples by small int.

use compiler::bytecode::Ins;
use ops::Ops;

use super::Flow;
use crate::objects::sequence::{Array, List, Tuple};

#[inline(always)]
fn item<O: Ops>(o: O, object: O::Val, index: O::Int) -> Option<O::Val> {
    let index = o.int_raw(index);
    if let Some(list) = o.cast_exact::<List>(object) {
        // A negative index is a large unsigned one.
        if !o.branch(o.raw_lt(index, o.load_usize(list, List::length))) {
            return None;
        }
        // SAFETY: a list that is not empty has an array in `items`.
        let items = unsafe { o.assume::<Array>(o.load(list, List::items)) };
        return Some(o.item(items, index));
    }
    let tuple = o.cast_exact::<Tuple>(object)?;
    if !o.branch(o.raw_lt(index, o.load_usize(tuple, Tuple::length))) {
        return None;
    }
    Some(o.item(tuple, index))
}

#[inline(always)]
pub fn get_item<O: Ops>(o: O, i: Ins) -> Flow {
    let index = o.get(i.c());
    if !o.branch(o.is_int(index)) {
        return Flow::Slow;
    }
    let Some(found) = item(o, o.get(i.b()), o.untag(index)) else { return Flow::Slow };
    o.set(i.a(), found);
    Flow::Next
}

#[inline(always)]
pub fn get_item_i<O: Ops>(o: O, i: Ins) -> Flow {
    let Some(found) = item(o, o.get(i.b()), o.int(i.sc() as i64)) else { return Flow::Slow };
    o.set(i.a(), found);
    Flow::Next
}

#[inline(always)]
pub fn set_item<O: Ops>(o: O, i: Ins) -> Flow {
    let index = o.get(i.b());
    if !o.branch(o.is_int(index)) {
        return Flow::Slow;
    }
    let index = o.int_raw(o.untag(index));
    let Some(list) = o.cast_exact::<List>(o.get(i.a())) else { return Flow::Slow };
    if !o.branch(o.raw_lt(index, o.load_usize(list, List::length))) {
        return Flow::Slow;
    }
    // SAFETY: a list that is not empty has an array in `items`.
    let items = unsafe { o.assume::<Array>(o.load(list, List::items)) };
    o.set_item(items, index, o.get(i.c()));
    Flow::Next
}
