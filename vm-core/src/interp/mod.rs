//! The interpreter.

use gc_api::Slot;

use crate::objects::function::{Code, Function};
use crate::objects::sequence::Array;
use crate::value::Gc;

/// The words a function's code refers to.
#[inline(always)]
pub(crate) fn refs_of(function: Gc<'_, Function>) -> *const Slot {
    let code = function.get(Function::code).expect::<Code>();
    code.get(Code::refs).expect::<Array>().words().as_ptr()
}
