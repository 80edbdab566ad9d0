//! Objects something happens to when they die, as the mutator registers them, and the weak slots that lead to each object.

use std::collections::HashMap;

use gc_api::ObjRef;
use gc_api::walk::AddressHash;

use crate::bits::{self, CALLBACK, DEAD, LISTED, NEW, WEAKLY};

/// When something was registered; later is greater.
pub type Turn = u64;

type ByObject<T> = HashMap<ObjRef, T, AddressHash>;

/// What is new is in lists that go with the epoch, so that what dies young costs nothing here; what has survived is in maps.
#[derive(Debug, Default)]
pub struct Tables {
    turn: Turn,
    new_finalisable: Vec<(ObjRef, Turn)>,
    pub finalisable: ByObject<Turn>,
    new_callbacks: Vec<(ObjRef, Turn)>,
    callbacks: ByObject<Turn>,
    new_destructible: Vec<ObjRef>,
    /// Objects with a weak slot, by what the slot refers to.
    holders: ByObject<Vec<ObjRef>>,
}

impl Tables {
    fn next_turn(&mut self) -> Turn {
        self.turn += 1;
        self.turn
    }

    pub fn list_finalisable(&mut self, object: ObjRef) {
        if bits::set(object, LISTED) {
            let turn = self.next_turn();
            if bits::has(object, NEW) {
                self.new_finalisable.push((object, turn));
            } else {
                self.finalisable.insert(object, turn);
            }
        }
    }

    pub fn list_callback(&mut self, holder: ObjRef) {
        let turn = self.next_turn();
        if bits::has(holder, NEW) {
            self.new_callbacks.push((holder, turn));
        } else {
            self.callbacks.insert(holder, turn);
        }
    }

    /// An established object with a destructor is told by its header.
    pub fn list_destructible(&mut self, object: ObjRef) {
        if bits::has(object, NEW) {
            self.new_destructible.push(object);
        }
    }

    /// New finalisable objects, as registered.
    pub fn new_finalisable(&self) -> impl Iterator<Item = ObjRef> + '_ {
        self.new_finalisable.iter().map(|&(object, _)| object)
    }

    /// All survivors of the epoch are established: the lists of what was new become part of the maps.
    pub fn keep_survivors(&mut self) {
        let survived = |&(object, _): &(ObjRef, Turn)| !bits::has(object, NEW);
        self.finalisable.extend(self.new_finalisable.drain(..).filter(survived));
        self.callbacks.extend(self.new_callbacks.drain(..).filter(survived));
    }

    /// New objects with a destructor that nothing holds.
    pub fn dead_destructible(&mut self) -> Vec<ObjRef> {
        let mut all = core::mem::take(&mut self.new_destructible);
        all.retain(|&object| bits::has(object, NEW));
        all
    }

    /// Everything new with a destructor; for when the heap is dropped.
    pub fn take_new_destructible(&mut self) -> Vec<ObjRef> {
        core::mem::take(&mut self.new_destructible)
    }

    pub fn unlist_finalisable(&mut self, object: ObjRef) -> Turn {
        bits::clear(object, LISTED);
        self.finalisable.remove(&object).unwrap_or_default()
    }

    pub fn unlist_callback(&mut self, holder: ObjRef) -> Turn {
        bits::clear(holder, CALLBACK);
        self.callbacks.remove(&holder).unwrap_or_default()
    }

    /// The weak slot of `holder` refers to `referent`; both are established.
    pub fn add_holder(&mut self, holder: ObjRef, referent: ObjRef) {
        debug_assert!(!bits::has(referent, NEW | DEAD));
        bits::set(referent, WEAKLY);
        self.holders.entry(referent).or_default().push(holder);
    }

    pub fn remove_holder(&mut self, holder: ObjRef, referent: ObjRef) {
        if let Some(holders) = self.holders.get_mut(&referent) {
            holders.retain(|&other| other != holder);
            if holders.is_empty() {
                self.holders.remove(&referent);
            }
        }
    }

    /// The objects whose weak slots refer to this one, which dies.
    pub fn take_holders(&mut self, referent: ObjRef) -> Vec<ObjRef> {
        self.holders.remove(&referent).unwrap_or_default()
    }

    /// All weak slots that lead to established objects, for verification.
    pub fn holders(&self) -> impl Iterator<Item = (ObjRef, &[ObjRef])> + '_ {
        self.holders.iter().map(|(&referent, holders)| (referent, holders.as_slice()))
    }
}
