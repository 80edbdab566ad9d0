//! What was written to since the last minor collection: old objects, and cards of large ones.
//!
//! The barrier is valueless: it notes the object whatever is stored, once between two minor collections. That is what lets the same
//! note serve both the nursery (the object may refer to young ones now) and the marking (a scanned object is to be scanned again).

use core::cell::RefCell;
use core::ops::Range;

use gc_api::ObjRef;
use gc_parts::cards::Cards;

use crate::header::{self, ARMED, DIRTY};

/// See the module documentation.
#[derive(Debug, Default)]
pub struct Remembered {
    objects: RefCell<Vec<ObjRef>>,
    /// Those with cards, of which some are dirty.
    carded: RefCell<Vec<ObjRef>>,
}

impl Remembered {
    /// Notes an object; the barrier is off for it from now on.
    #[inline]
    pub fn note(&self, object: ObjRef) {
        // SAFETY: the caller is about to write to it, so it is alive.
        unsafe { header::clear(object, ARMED) };
        self.objects.borrow_mut().push(object);
    }

    /// Notes a part of an object that has cards; the barrier stays armed.
    #[inline]
    pub fn note_part(&self, object: ObjRef, addresses: Range<usize>, cards: &Cards) {
        cards.mark(addresses);
        // SAFETY: as above.
        if unsafe { header::set(object, DIRTY) } {
            self.carded.borrow_mut().push(object);
        }
    }

    /// Takes all noted objects out: whole ones, and those with dirty cards.
    pub fn take(&mut self) -> (Vec<ObjRef>, Vec<ObjRef>) {
        (core::mem::take(self.objects.get_mut()), core::mem::take(self.carded.get_mut()))
    }

    /// Gives the emptied lists back, for their memory.
    pub fn reuse(&mut self, (mut objects, mut carded): (Vec<ObjRef>, Vec<ObjRef>)) {
        objects.clear();
        carded.clear();
        *self.objects.get_mut() = objects;
        *self.carded.get_mut() = carded;
    }

    /// For verification.
    pub fn for_each(&self, mut visit: impl FnMut(ObjRef)) {
        self.objects.borrow().iter().for_each(|&object| visit(object));
        self.carded.borrow().iter().for_each(|&object| visit(object));
    }
}
