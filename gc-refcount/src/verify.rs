//! Is the heap whole? Everything reachable is allocated, and every count is the number of references that were counted.
//!
//! The second half is what makes a missing barrier visible at once: the current slots of what is not logged, the old ones of what
//! is, and those of the dead that have not been given up add up to the counts, exactly.

use std::collections::{HashMap, HashSet};

use gc_api::walk::AddressHash;
use gc_api::{Corruption, ObjRef, Roots, TypeInfo};
use gc_parts::verify::{self, PerObject, Rules};

use crate::RefCount;
use crate::bits::{self, BUFFERED, DEAD, DRAINED, GREY, HELD, LARGE, LOGGED, NEW, QUEUED, ZERO, count, is_sticky};
use crate::large::{CARD_SLOTS, head_of};
use crate::log::{Part, each_in, is_carded};
use crate::shape::Shape;
use crate::space::Space;

type Objects = HashSet<ObjRef, AddressHash>;

struct Check<'a> {
    heap: &'a RefCount,
    space: &'a Space,
    established: Vec<ObjRef>,
    /// Which objects are allocated, and not new.
    exists: PerObject<bool>,
}

impl RefCount {
    pub(crate) fn verify_heap(&self, roots: &mut dyn Roots) -> Result<(), Corruption> {
        let space = self.space.borrow();
        space.slabs.check()?;
        let mut established = Vec::new();
        space.each_established(|object| established.push(object));
        let mut exists = PerObject::default();
        established
            .iter()
            .copied()
            .chain(space.immortals.iter())
            .for_each(|object| *exists.of(object.address()) = true);
        let check = Check { heap: self, space: &space, established, exists };
        verify::walk(&check, self.types, &self.due, space.immortals.iter(), roots)?;
        check.check_tables()?;
        Ok(check.check_counts()?)
    }
}

impl Rules for Check<'_> {
    fn room_at(&self, place: ObjRef) -> Result<usize, String> {
        if !self.exists(place) && !self.is_new(place) {
            return Err(format!("reference {:#x} leads to nothing that is allocated", place.address()));
        }
        Ok(if bits::has(place, LARGE) { head_of(place).object_bytes() } else { gc_api::SMALL_BYTES })
    }

    fn check_object(&self, object: ObjRef, info: &TypeInfo) -> Result<(), String> {
        if bits::has(object, DEAD) || self.heap.is_swept_away(object) {
            return Err(format!("{} at {:#x} was found dead, and is reachable", info.name, object.address()));
        }
        Ok(())
    }

    /// What the sweep is about to find dead.
    fn is_gone(&self, referent: ObjRef) -> bool {
        self.exists(referent) && self.heap.is_swept_away(referent)
    }
}

impl Check<'_> {
    fn exists(&self, object: ObjRef) -> bool {
        self.exists.get(object.address())
    }

    /// Whether a new object may lie there: in what was handed out since the last epoch and not since retired.
    fn is_new(&self, object: ObjRef) -> bool {
        let address = object.address();
        let handed = self.heap.handed.borrow().iter().any(|run| run.contains(&address));
        let small = handed && !self.heap.runs.iter().any(|run| run.holds(address));
        small || self.space.large.holds(address)
    }

    fn layout(&self, object: ObjRef) -> Result<&'static TypeInfo, String> {
        // SAFETY: the object is allocated, so its header can be read.
        let id = unsafe { object.header() }.type_id();
        let unknown = || format!("object {:#x} has unknown layout {}", object.address(), id.0);
        self.heap.types.lookup(id).ok_or_else(unknown)
    }

    /// The collector's own lists.
    fn check_tables(&self) -> Result<(), String> {
        let counting = &self.heap.counting;
        let zeros: Objects = counting.zeros.iter().copied().collect();
        for &object in &self.established {
            let (bits, address) = (bits::load(object), object.address());
            if (bits & ZERO != 0) != zeros.contains(&object) {
                return Err(format!(
                    "object {address:#x} is in the zero-count table or not, and its header says otherwise"
                ));
            }
            if bits & NEW != 0 || bits & GREY != 0 {
                return Err(format!("object {address:#x} is established, and its header {bits:#x} says new or grey"));
            }
            if count(bits) == 0 && bits & (DEAD | ZERO | QUEUED) == 0 {
                return Err(format!("object {address:#x} has no count, and is in no table that would free it"));
            }
            if bits & (DRAINED | BUFFERED) == DRAINED {
                return Err(format!("object {address:#x} is dead and nothing is left of it, but it is not freed"));
            }
            if bits & DEAD != 0 && bits & HELD != 0 {
                return Err(format!("object {address:#x} is held, and was found dead"));
            }
        }
        for (what, list, flag) in
            [("zero-count table", &counting.zeros, ZERO), ("candidates", &self.heap.cycles.candidates, BUFFERED)]
        {
            if let Some(object) = list.iter().find(|object| !self.exists(**object) || !bits::has(**object, flag)) {
                return Err(format!("{what}: {:#x} is freed, or does not belong here", object.address()));
            }
        }
        for (referent, holders) in self.heap.tables.borrow().holders() {
            if let Some(object) = holders.iter().chain([&referent]).find(|object| !self.exists(**object)) {
                return Err(format!("table of weak slots: {:#x} is freed", object.address()));
            }
        }
        Ok(())
    }

    /// Adds all references that were counted up and compares.
    fn check_counts(&self) -> Result<(), String> {
        let mut counted = PerObject::<u32>::default();
        let mut freed = None;
        let mut add = |target: ObjRef| {
            *counted.of(target.address()) += 1;
            if !self.exists(target) {
                freed = Some(target);
            }
        };
        let partial: HashMap<ObjRef, usize, AddressHash> = self.heap.dying.arrays.iter().copied().collect();
        for object in self.established.iter().copied().chain(self.space.immortals.iter()) {
            let bits = bits::load(object);
            if bits & DRAINED != 0 {
                continue;
            }
            self.layout(object)?;
            // SAFETY: established objects are whole.
            let shape = unsafe { Shape::of(object, self.heap.types) };
            if let Some(&from) = partial.get(&object) {
                // SAFETY: as above.
                unsafe { shape.each_element(object, from..shape.length, &mut add) };
            } else if bits & LOGGED != 0 {
                // What it held when the epoch began is in the log.
            } else if is_carded(object) {
                for card in 0..=(shape.length.div_ceil(CARD_SLOTS) as u32) {
                    if !head_of(object).is_card_logged(card) {
                        // SAFETY: as above.
                        unsafe { each_in(object, &shape, Part::Card(card), &mut add) };
                    }
                }
            } else {
                // SAFETY: as above.
                unsafe { each_in(object, &shape, Part::All, &mut add) };
            }
        }
        self.heap.log.borrow().old.iter().for_each(|&target| add(target));
        if let Some(object) = freed {
            return Err(format!("a counted reference leads to {:#x}, which is freed", object.address()));
        }
        for &object in &self.established {
            let bits = bits::load(object);
            let expected = counted.get(object.address());
            if !is_sticky(bits) && count(bits) != expected && bits & DRAINED == 0 {
                let name = self.layout(object)?.name;
                let address = object.address();
                return Err(format!("{name} at {address:#x} has count {}, referred to {expected} times", count(bits)));
            }
        }
        Ok(())
    }
}
