//! Identities of objects that may move: a number given at the first question, kept in a table by address.
//!
//! A collector that never moves needs none of this: the address is the identity. One that does keeps a header bit for "has an
//! entry here", and tells the table what moved and what died.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use gc_api::ObjRef;
use gc_api::walk::AddressHash;

/// Numbers given so far. Numbers are never used again.
#[derive(Debug)]
pub struct Identities {
    by_address: RefCell<HashMap<usize, u64, AddressHash>>,
    next: Cell<u64>,
}

impl Default for Identities {
    fn default() -> Identities {
        Identities { by_address: RefCell::default(), next: Cell::new(Identities::STEP) }
    }
}

impl Identities {
    /// Distance between numbers: they look like addresses, as programs expect of `id()`, and hash alike.
    const STEP: u64 = 16;

    /// The number of an object; a new one at the first question.
    pub fn of(&self, object: ObjRef) -> u64 {
        self.of_maybe_new(object).0
    }

    /// As [`Identities::of`], and whether this was the first question.
    pub fn of_maybe_new(&self, object: ObjRef) -> (u64, bool) {
        match self.by_address.borrow_mut().entry(object.address()) {
            Entry::Occupied(known) => (*known.get(), false),
            Entry::Vacant(place) => {
                let number = self.next.get();
                self.next.set(number + Identities::STEP);
                (*place.insert(number), true)
            }
        }
    }

    /// After a collection: `new_place` says where each object is now, or `None` if it died.
    pub fn update(&mut self, mut new_place: impl FnMut(usize) -> Option<ObjRef>) {
        let table = self.by_address.get_mut();
        let old = core::mem::take(table);
        table.extend(old.into_iter().filter_map(|(address, number)| Some((new_place(address)?.address(), number))));
    }

    /// One object moved.
    pub fn moved(&mut self, from: usize, to: ObjRef) {
        let table = self.by_address.get_mut();
        if let Some(number) = table.remove(&from) {
            table.insert(to.address(), number);
        }
    }

    /// One object died.
    pub fn forget(&mut self, address: usize) {
        self.by_address.get_mut().remove(&address);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use core::ptr::NonNull;

    fn at(memory: &[u64; 8], word: usize) -> ObjRef {
        ObjRef::new(NonNull::from(&memory[word]).cast())
    }

    #[test]
    fn numbers_follow_objects_and_are_not_reused() {
        let memory = [0u64; 8];
        let mut identities = Identities::default();
        let (a, b) = (identities.of(at(&memory, 0)), identities.of(at(&memory, 2)));
        assert_ne!(a, b);
        assert_eq!(identities.of(at(&memory, 0)), a);
        // The second moves to where the first was, which died.
        identities.update(|address| (address == at(&memory, 2).address()).then(|| at(&memory, 0)));
        assert_eq!(identities.of(at(&memory, 0)), b);
        let c = identities.of(at(&memory, 2));
        assert!(c != a && c != b);
        identities.moved(at(&memory, 2).address(), at(&memory, 4));
        assert_eq!(identities.of(at(&memory, 4)), c);
        identities.forget(at(&memory, 4).address());
        assert!(identities.of(at(&memory, 4)) > c);
    }
}
