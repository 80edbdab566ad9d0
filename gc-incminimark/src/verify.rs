//! Is the heap whole? Walks everything reachable and checks that each reference leads to an allocated object, that what refers to
//! young objects is remembered, and that no scanned object refers to one that is not marked.

use std::collections::HashSet;

use gc_api::walk::AddressHash;
use gc_api::{Corruption, Dead, ObjRef, Roots, SlotRef, TypeInfo, Word};
use gc_parts::cells::CellsSnapshot;
use gc_parts::classes::cell_bytes;
use gc_parts::region::BlockKind;

use crate::Incminimark;
use crate::cycle::Phase;
use crate::header::{self, ARMED, CARDS, YOUNG};
use crate::old::Old;

type Objects = HashSet<ObjRef, AddressHash>;

struct Walk<'a> {
    heap: &'a Incminimark,
    old: &'a Old,
    cells: CellsSnapshot,
    remembered: Objects,
    /// While marking: what is marked and to be scanned.
    grey: Option<Objects>,
    seen: Objects,
    left: Vec<ObjRef>,
}

impl Incminimark {
    pub(crate) fn verify_heap(&self, roots: &mut dyn Roots) -> Result<(), Corruption> {
        let old = self.old.borrow();
        old.region.check().map_err(corruption)?;
        old.cells.check(&old.region).map_err(corruption)?;
        let mut remembered = Objects::default();
        self.remembered.for_each(|object| {
            remembered.insert(object);
        });
        let grey = match &self.cycle.phase {
            Phase::Marking(marking) => Some(marking.tracer.greys().collect()),
            _ => None,
        };
        let mut walk = Walk {
            heap: self,
            old: &old,
            cells: old.cells.snapshot(),
            remembered,
            grey,
            seen: Objects::default(),
            left: Vec::new(),
        };
        let mut result = Ok(());
        let mut check = |what: &str, word: Word| {
            if result.is_ok() {
                result = walk.reach(word).map_err(|problem| corruption(format!("{what}: {problem}")));
            }
        };
        for dead in &self.due {
            let (Dead::Finalise(object) | Dead::WeakCallback(object)) = *dead;
            check("queue of dead objects", object.word());
        }
        old.immortals.iter().for_each(|object| check("immortal objects", object.word()));
        // SAFETY: the virtual machine shows slots that exist.
        roots.stacks(&mut |slot| check("stack root", unsafe { slot.get() }));
        // SAFETY: as above.
        roots.tables(&mut |slot| check("root table", unsafe { slot.get() }));
        // SAFETY: as above.
        roots.weak_tables(&mut |slot| check("weak root table", unsafe { slot.get() }));
        result?;
        while let Some(object) = walk.left.pop() {
            walk.check_slots(object)?;
        }
        Ok(())
    }
}

impl Walk<'_> {
    /// Checks the object a word refers to, and remembers to check its slots.
    fn reach(&mut self, word: Word) -> Result<(), String> {
        let Some(object) = word.as_ref() else { return Ok(()) };
        if self.seen.insert(object) {
            self.check_object(object)?;
            self.left.push(object);
        }
        Ok(())
    }

    fn check_object(&self, object: ObjRef) -> Result<(), String> {
        let address = object.address();
        let room = if self.heap.nursery.contains(address) {
            self.room_in_nursery(address)
        } else {
            self.room_in_old(address)
        }?;
        let info = self.layout(object)?;
        // SAFETY: the object is allocated and its layout known.
        let bytes = unsafe { info.bytes_of(object) };
        if bytes > room {
            return Err(format!("{} at {address:#x} says it has {bytes} bytes, in room for {room}", info.name));
        }
        if self.is_old(object) {
            // SAFETY: the object is allocated.
            let armed = unsafe { header::has(object, ARMED) };
            let noted = self.remembered.contains(&object);
            if armed && noted && !self.has_cards(object) || !armed && !noted {
                let state = if armed {
                    "remembered, and the barrier is armed"
                } else {
                    "neither remembered nor is the barrier armed"
                };
                return Err(format!("old {} at {address:#x} is {state}", info.name));
            }
        }
        Ok(())
    }

    fn room_in_nursery(&self, address: usize) -> Result<usize, String> {
        let (start, _) = self.heap.nursery.range();
        let end = start + self.heap.nursery.used_bytes();
        if address >= end {
            return Err(format!("reference {address:#x} leads to free memory in the nursery"));
        }
        Ok(end - address)
    }

    fn room_in_old(&self, address: usize) -> Result<usize, String> {
        let region = &self.old.region;
        let Some(block) = region.block_of(address) else {
            return Err(format!("reference {address:#x} leads outside the heap"));
        };
        let offset = address - region.start_of(block).as_ptr() as usize;
        match region.kind_of(block) {
            BlockKind::Free => Err(format!("reference {address:#x} leads to a free block")),
            BlockKind::LargeTail => Err(format!("reference {address:#x} leads into a large object")),
            BlockKind::LargeHead if offset != 0 => Err(format!("reference {address:#x} leads into a large object")),
            BlockKind::LargeHead => Ok(region.bytes_of_large(block)),
            BlockKind::Immortal => Ok(usize::MAX),
            BlockKind::Cells(class) => {
                let class = class as usize;
                if !self.cells.is_allocated(region, block, class, offset) || self.old.runs[class].holds(address) {
                    return Err(format!("reference {address:#x} leads to a free cell of {} bytes", cell_bytes(class)));
                }
                Ok(cell_bytes(class))
            }
        }
    }

    fn layout(&self, object: ObjRef) -> Result<&'static TypeInfo, String> {
        // SAFETY: the object lies in the heap, so its header can be read.
        let id = unsafe { object.header() }.type_id();
        let unknown = || format!("object {:#x} has unknown layout {}", object.address(), id.0);
        self.heap.types.lookup(id).ok_or_else(unknown)
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

    fn check_slots(&mut self, object: ObjRef) -> Result<(), Corruption> {
        let info = self.layout(object).map_err(corruption)?;
        // SAFETY: the object was checked.
        let weak = unsafe { gc_parts::weak::weak_slot(object, self.heap.types) };
        let mut result = Ok(());
        let mut check = |slot: SlotRef, strong: bool| {
            if result.is_ok() {
                // SAFETY: the slot lies in an object that was checked.
                let word = unsafe { slot.get() };
                let checked = self.reach(word).and_then(|()| self.check_edge(object, slot, word, strong));
                result = checked.map_err(|problem| {
                    let offset = slot.address() - object.address();
                    corruption(format!("{} at {:#x}, offset {offset}: {problem}", info.name, object.address()))
                });
            }
        };
        // SAFETY: the object was checked.
        unsafe { info.for_each_slot(object, |slot| check(slot, true)) };
        if let Some(slot) = weak {
            check(slot, false);
        }
        result
    }

    /// The invariants between an object and what it refers to.
    fn check_edge(&self, object: ObjRef, slot: SlotRef, word: Word, strong: bool) -> Result<(), String> {
        let Some(target) = word.as_ref() else { return Ok(()) };
        if !self.is_old(object) || self.is_noted(object, slot) {
            return Ok(());
        }
        if !self.is_old(target) {
            return Err(format!("refers to the young object {:#x}, and is not remembered", target.address()));
        }
        let marks = self.old.next_marks();
        let black = self.grey.as_ref().is_some_and(|grey| marks.is_marked(object) && !grey.contains(&object));
        if strong && black && !marks.is_marked(target) {
            return Err(format!("was scanned, and refers to {:#x}, which is not marked", target.address()));
        }
        Ok(())
    }
}

fn corruption(what: String) -> Corruption {
    Corruption { what }
}
