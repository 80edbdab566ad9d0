//! The arguments a native sees.

use gc_api::{Layout, Slot};

use crate::thread::Thread;
use crate::value::{Gc, Raised, Value};

/// How a native that was called on the wrong object is left; the interpreter makes a TypeError of it.
pub(crate) struct WrongSelf(pub &'static str);

#[cold]
fn wrong_self(wanted: &'static str) -> ! {
    std::panic::resume_unwind(Box::new(WrongSelf(wanted)))
}

/// Bound arguments, one per parameter of the signature, in its order; those not given are unset.
#[derive(Copy, Clone)]
pub struct Args<'t> {
    slots: &'t [Slot],
}

impl<'t> Args<'t> {
    #[inline(always)]
    pub(crate) fn new(slots: &'t [Slot]) -> Args<'t> {
        Args { slots }
    }

    #[inline(always)]
    pub fn len(self) -> usize {
        self.slots.len()
    }

    pub fn is_empty(self) -> bool {
        self.slots.is_empty()
    }

    /// Argument `index`; unset if not given.
    #[inline(always)]
    pub fn get(self, index: usize) -> Value<'t> {
        match self.slots.get(index) {
            // SAFETY: the slots are part of the value stack, a root, and were filled since the last safepoint.
            Some(slot) => unsafe { Value::from_word(slot.get()) },
            None => Value::UNSET,
        }
    }

    /// Argument `index`, if it was given.
    #[inline(always)]
    pub fn opt(self, index: usize) -> Option<Value<'t>> {
        self.get(index).given()
    }

    /// Self of a method: the binder has checked its class. For a helper of a Python part it is whatever the program has
    /// called the part's method on: if that is something else, the native is left and TypeError raised.
    #[inline(always)]
    pub fn this<T: Layout>(self) -> Gc<'t, T> {
        match self.get(0).cast::<T>() {
            Some(this) => this,
            None => wrong_self(T::INFO.name),
        }
    }

    /// Argument `index` as an index-sized int (through ints, bools and int subclasses; `__index__` of others is the caller's business).
    pub fn index(self, t: &'t Thread, index: usize) -> Result<i64, Raised> {
        t.index_of(self.get(index))
    }

    pub fn iter(self) -> impl Iterator<Item = Value<'t>> {
        (0..self.len()).map(move |index| self.get(index))
    }
}
