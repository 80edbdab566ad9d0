//! Cheney's algorithm: the copies themselves are the list of what is left to do.
//!
//! Objects that are copied lie one after the other. Behind the scan pointer are those whose slots lead to new places, before it those whose
//! slots lead to old ones; when it reaches the end, everything in reach has been copied. No stack is needed, and no structure of
//! the program is too deep.

use core::cell::RefCell;
use core::ptr::NonNull;
use std::collections::HashSet;

use gc_api::walk::AddressHash;
use gc_api::{ObjRef, SlotRef, TypeTable, WORD_BYTES};
use gc_parts::finalise::{Reach, reach_in_order};
use gc_parts::marks::MarkBits;

use crate::bugs::{Bug, seeded};
use crate::half::Half;
use crate::{FINALISABLE, FORWARDED, has_bits, out_of_memory, set_bits};

pub struct Copying<'a> {
    from: &'a Half,
    to: &'a Half,
    /// Marks of the objects that do not move.
    marks: &'a MarkBits,
    types: &'a TypeTable,
    /// Objects before this one have been scanned.
    scan: NonNull<u8>,
    /// Marked, to be scanned.
    staying: Vec<ObjRef>,
    /// Objects met whose layout has a weak slot.
    pub weak_holders: Vec<ObjRef>,
    /// Objects met.
    pub objects: usize,
}

impl<'a> Copying<'a> {
    /// At a safepoint, from one half to the other, which is empty.
    pub fn new(from: &'a Half, to: &'a Half, marks: &'a MarkBits, types: &'a TypeTable) -> Copying<'a> {
        let scan = to.start();
        Copying { from, to, marks, types, scan, staying: Vec::new(), weak_holders: Vec::new(), objects: 0 }
    }

    // [reach]
    /// Where an object that is reachable lies from now on.
    pub fn reach(&mut self, object: ObjRef) -> ObjRef {
        if let Some(place) = self.place(object) {
            return place;
        }
        self.objects += 1;
        if self.from.contains(object.address()) {
            self.copy(object)
        } else {
            self.marks.mark(object);
            self.staying.push(object);
            object
        }
    }

    /// Where an object lies from now on, if it is known to be reachable.
    #[inline]
    pub fn place(&self, object: ObjRef) -> Option<ObjRef> {
        if self.from.contains(object.address()) {
            forwarded(object)
        } else if self.to.contains(object.address()) || self.marks.is_marked(object) {
            Some(object)
        } else {
            None
        }
    }

    fn copy(&mut self, object: ObjRef) -> ObjRef {
        // SAFETY: reachable objects are whole.
        let bytes = unsafe { self.types.of(object).bytes_of(object) };
        let place = self.to.take(bytes).or_else(|| if self.to.grow() { self.to.take(bytes) } else { None });
        let place = place.unwrap_or_else(|| out_of_memory());
        // SAFETY: two distinct places of that many bytes.
        unsafe { object.as_non_null().cast::<u8>().copy_to_nonoverlapping(place, bytes) };
        let copy = ObjRef::new(place.cast());
        if !seeded(Bug::NothingIsForwarded) {
            forward(object, copy);
        }
        copy
    }
    // [end]

    // [scan]
    /// Lets a slot lead to the new place of its referent.
    pub fn update(&mut self, slot: SlotRef) {
        // SAFETY: callers name slots of live objects and of roots.
        if let Some(object) = unsafe { slot.get() }.as_ref() {
            let place = self.reach(object);
            // SAFETY: as above.
            unsafe { slot.set(place.word()) };
        }
    }

    /// Copies everything in reach of what has been reached.
    pub fn scan_all(&mut self) {
        loop {
            while (self.scan.as_ptr() as usize) < self.to.end() {
                let bytes = self.scan_object(ObjRef::new(self.scan.cast()));
                // SAFETY: another copy begins here, or they end.
                self.scan = unsafe { self.scan.add(bytes) };
            }
            match self.staying.pop() {
                Some(_) if seeded(Bug::LargeObjectsAreNotScanned) => {}
                Some(object) => _ = self.scan_object(object),
                None => return,
            }
        }
    }

    /// Returns the object's size.
    fn scan_object(&mut self, object: ObjRef) -> usize {
        // SAFETY: reachable objects are whole, and so are their copies.
        let info = unsafe { self.types.of(object) };
        if info.weak.is_some() {
            self.weak_holders.push(object);
        }
        // SAFETY: as above.
        unsafe { info.for_each_slot(object, |slot| self.update(slot)) };
        // SAFETY: as above.
        unsafe { info.bytes_of(object) }
    }
    // [end]

    // [finalisers]
    /// Those of these objects that are not reachable, in the order in which to finalise them, with all in reach of them kept.
    /// Where the others lie now is left in the list.
    pub fn keep_dead(&mut self, registered: &mut Vec<ObjRef>) -> Vec<ObjRef> {
        let (alive, dead): (Vec<_>, Vec<_>) = registered.iter().partition(|&&object| self.place(object).is_some());
        *registered = alive.into_iter().filter_map(|object| self.place(object)).collect();
        let met = RefCell::new(HashSet::with_hasher(AddressHash));
        let reach = Reach {
            enter: |object: ObjRef| self.place(object).is_none() && met.borrow_mut().insert(object.address()),
            is_known: |object: ObjRef| self.place(object).is_some() || met.borrow().contains(&object.address()),
            may_be_dead: |object| has_bits(object, FINALISABLE),
        };
        // SAFETY: objects that were not copied are whole, and nothing else runs. Weak slots are met when the copies are scanned.
        let order = unsafe { reach_in_order(&dead, self.types, reach, &mut Vec::new()) };
        let order = order.into_iter().map(|object| self.reach(object)).collect();
        self.scan_all();
        order
    }
    // [end]
}

// [forwarding]
/// Where the copy of an object is, if there is one.
#[inline]
fn forwarded(object: ObjRef) -> Option<ObjRef> {
    // SAFETY: the memory of an old place stays until the collection is over.
    if has_bits(object, FORWARDED) { unsafe { second_word(object).get() }.as_ref() } else { None }
}

/// Leaves the address of the copy in the old place.
fn forward(object: ObjRef, copy: ObjRef) {
    set_bits(object, FORWARDED);
    // SAFETY: as above, and nobody reads the old fields any more.
    unsafe { second_word(object).set(copy.word()) };
}

/// Every object has one: the smallest has two words.
fn second_word(object: ObjRef) -> SlotRef {
    // SAFETY: in the object.
    SlotRef::new(unsafe { object.as_non_null().byte_add(WORD_BYTES) }.cast())
}
// [end]
