//! Is the heap whole? Walks everything reachable and checks that each reference leads to an allocated object.

use std::collections::HashSet;

use gc_api::{Corruption, Dead, ObjRef, Roots, SlotRef, TypeInfo, Word};
use gc_parts::cells::CellsSnapshot;
use gc_parts::classes::cell_bytes;
use gc_parts::region::{BlockKind, Region};

use crate::MarkSweep;

struct Walk<'a> {
    heap: &'a MarkSweep,
    region: &'a Region,
    cells: CellsSnapshot,
    seen: HashSet<ObjRef>,
    left: Vec<ObjRef>,
}

impl MarkSweep {
    pub(crate) fn verify_heap(&self, roots: &mut dyn Roots) -> Result<(), Corruption> {
        let space = self.space.borrow();
        space.region.check().map_err(corruption)?;
        space.cells.check(&space.region).map_err(corruption)?;
        let mut walk = Walk {
            heap: self,
            region: &space.region,
            cells: space.cells.snapshot(),
            seen: HashSet::new(),
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
        space.immortals.iter().for_each(|object| check("immortal objects", object.word()));
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
        let Some(block) = self.region.block_of(address) else {
            return Err(format!("reference {address:#x} leads outside the heap"));
        };
        let offset = address - self.region.start_of(block).as_ptr() as usize;
        let room = match self.region.kind_of(block) {
            BlockKind::Free => return Err(format!("reference {address:#x} leads to a free block")),
            BlockKind::LargeTail => return Err(format!("reference {address:#x} leads into a large object")),
            BlockKind::LargeHead if offset != 0 => {
                return Err(format!("reference {address:#x} leads into a large object"));
            }
            BlockKind::LargeHead => self.region.bytes_of_large(block),
            BlockKind::Immortal => usize::MAX,
            BlockKind::Cells(class) => {
                let class = class as usize;
                if !self.cells.is_allocated(self.region, block, class, offset) || self.heap.runs[class].holds(address) {
                    return Err(format!("reference {address:#x} leads to a free cell of {} bytes", cell_bytes(class)));
                }
                cell_bytes(class)
            }
        };
        let info = self.layout(object)?;
        // SAFETY: the object is allocated and its layout known.
        let bytes = unsafe { info.bytes_of(object) };
        if bytes > room {
            return Err(format!("{} at {address:#x} says it has {bytes} bytes, in room for {room}", info.name));
        }
        Ok(())
    }

    fn layout(&self, object: ObjRef) -> Result<&'static TypeInfo, String> {
        // SAFETY: the object lies in the heap, so its header can be read.
        let id = unsafe { object.header() }.type_id();
        let unknown = || format!("object {:#x} has unknown layout {}", object.address(), id.0);
        self.heap.types.lookup(id).ok_or_else(unknown)
    }

    fn check_slots(&mut self, object: ObjRef) -> Result<(), Corruption> {
        let info = self.layout(object).map_err(corruption)?;
        // SAFETY: the object was checked.
        let weak = unsafe { gc_parts::weak::weak_slot(object, self.heap.types) };
        let mut result = Ok(());
        let mut check = |slot: SlotRef| {
            if result.is_ok() {
                // SAFETY: the slot lies in an object that was checked.
                result = self.reach(unsafe { slot.get() }).map_err(|problem| {
                    let offset = slot.address() - object.address();
                    corruption(format!("{} at {:#x}, offset {offset}: {problem}", info.name, object.address()))
                });
            }
        };
        // SAFETY: the object was checked.
        unsafe { info.for_each_slot(object, &mut check) };
        weak.map(&mut check);
        result
    }
}

fn corruption(what: String) -> Corruption {
    Corruption { what }
}
