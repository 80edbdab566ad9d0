//! Is the heap whole? Each reference leads to what is allocated, what refers to young objects is remembered, and no scanned object refers
//! to one that is not marked.

use std::collections::HashSet;

use gc_api::walk::AddressHash;
use gc_api::{Corruption, ObjRef, Roots, SlotRef, TypeInfo};
use gc_parts::cells::CellsSnapshot;
use gc_parts::verify::{self, Edge, Rules, room_in};

use crate::Incminimark;
use crate::cycle::Phase;
use crate::header::{self, ARMED, CARDS, YOUNG};
use crate::old::Old;

type Objects = HashSet<ObjRef, AddressHash>;

struct Check<'a> {
    heap: &'a Incminimark,
    old: &'a Old,
    cells: CellsSnapshot,
    remembered: Objects,
    /// While marking: what is marked and to be scanned.
    grey: Option<Objects>,
}

impl Incminimark {
    pub(crate) fn verify_heap(&self, roots: &mut dyn Roots) -> Result<(), Corruption> {
        let old = self.old.borrow();
        old.region.check()?;
        old.cells.check(&old.region)?;
        let mut remembered = Objects::default();
        self.remembered.for_each(|object| {
            remembered.insert(object);
        });
        let grey = match &self.cycle.phase {
            Phase::Marking(marking) => Some(marking.tracer.greys().collect()),
            _ => None,
        };
        let check = Check { heap: self, old: &old, cells: old.cells.snapshot(), remembered, grey };
        Ok(verify::walk(&check, self.types, &self.due, old.immortals.iter(), roots)?)
    }
}

impl Rules for Check<'_> {
    fn room_at(&self, place: ObjRef) -> Result<usize, String> {
        let address = place.address();
        if self.heap.nursery.contains(address) {
            return self.room_in_nursery(address);
        }
        let region = &self.old.region;
        room_in(region, place, |block, class, offset| {
            self.cells.is_allocated(region, block, class, offset) && !self.old.runs[class].holds(address)
        })
    }

    fn check_object(&self, object: ObjRef, info: &TypeInfo) -> Result<(), String> {
        if !self.is_old(object) {
            return Ok(());
        }
        // SAFETY: the object is allocated.
        let armed = unsafe { header::has(object, ARMED) };
        let noted = self.remembered.contains(&object);
        let state = match (armed, noted) {
            (true, true) if !self.has_cards(object) => "remembered, and the barrier is armed",
            (false, false) => "neither remembered nor is the barrier armed",
            _ => return Ok(()),
        };
        Err(format!("old {} at {:#x} is {state}", info.name, object.address()))
    }

    fn check_edge(&self, Edge { holder, slot, target, is_weak }: Edge) -> Result<(), String> {
        if !self.is_old(holder) || self.is_noted(holder, slot) {
            return Ok(());
        }
        if !self.is_old(target) {
            return Err(format!("refers to the young object {:#x}, and is not remembered", target.address()));
        }
        let marks = self.old.next_marks();
        let black = self.grey.as_ref().is_some_and(|grey| marks.is_marked(holder) && !grey.contains(&holder));
        if !is_weak && black && !marks.is_marked(target) {
            return Err(format!("was scanned, and refers to {:#x}, which is not marked", target.address()));
        }
        Ok(())
    }
}

impl Check<'_> {
    fn room_in_nursery(&self, address: usize) -> Result<usize, String> {
        let (start, _) = self.heap.nursery.range();
        let end = start + self.heap.nursery.used_bytes();
        if address >= end {
            return Err(format!("reference {address:#x} leads to free memory in the nursery"));
        }
        Ok(end - address)
    }

    fn is_old(&self, object: ObjRef) -> bool {
        // SAFETY: callers have checked that the object is allocated.
        !self.heap.nursery.contains(object.address()) && !unsafe { header::has(object, YOUNG) }
    }

    fn has_cards(&self, object: ObjRef) -> bool {
        // SAFETY: as above.
        unsafe { header::has(object, CARDS) }
    }

    /// Was this slot of an old object noted by the barrier?
    fn is_noted(&self, object: ObjRef, slot: SlotRef) -> bool {
        self.remembered.contains(&object)
            // SAFETY: as above. One that is not armed was noted as a whole.
            && (!unsafe { header::has(object, ARMED) } || self.old.cards().is_marked(slot.address()))
    }
}
