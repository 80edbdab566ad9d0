//! Is the heap whole? Follows everything in reach and checks that each reference leads to an object, and that no two objects overlap.

use std::collections::HashMap;

use gc_api::walk::AddressHash;
use gc_api::{Corruption, Dead, ObjRef, Roots, SlotRef, Word};
use gc_parts::region::BlockKind;
use gc_parts::weak::weak_slot;

use crate::{FORWARDED, SemiSpace, has_bits};

struct Walk<'a> {
    heap: &'a SemiSpace,
    /// Where each object met ends.
    ends: HashMap<usize, usize, AddressHash>,
    left: Vec<ObjRef>,
}

impl SemiSpace {
    pub(crate) fn verify_heap(&self, roots: &mut dyn Roots) -> Result<(), Corruption> {
        let mut walk = Walk { heap: self, ends: HashMap::default(), left: Vec::new() };
        walk.run(roots).map_err(|what| Corruption { what })
    }
}

impl Walk<'_> {
    fn run(&mut self, roots: &mut dyn Roots) -> Result<(), String> {
        let heap = self.heap;
        let mut result = heap.fixed.borrow().region.check();
        let mut check = |what: &str, word: Word| {
            if result.is_ok() {
                result = self.reach(word).map_err(|problem| format!("{what}: {problem}"));
            }
        };
        for dead in &heap.due {
            let (Dead::Finalise(object) | Dead::WeakCallback(object)) = *dead;
            check("queue of dead objects", object.word());
        }
        heap.fixed.borrow().immortals.iter().for_each(|object| check("immortal objects", object.word()));
        // SAFETY: the virtual machine shows slots that exist.
        roots.stacks(&mut |slot| check("stack root", unsafe { slot.get() }));
        // SAFETY: as above.
        roots.tables(&mut |slot| check("root table", unsafe { slot.get() }));
        // SAFETY: as above.
        roots.weak_tables(&mut |slot| check("weak root table", unsafe { slot.get() }));
        result?;
        while let Some(object) = self.left.pop() {
            self.check_slots(object)?;
        }
        let mut extents: Vec<_> = self.ends.iter().collect();
        extents.sort_unstable();
        let mut end_of_last = 0;
        for (&start, &end) in extents {
            if start < end_of_last {
                return Err(format!(
                    "a reference leads into an object: {start:#x} lies before {end_of_last:#x}, its end"
                ));
            }
            end_of_last = end;
        }
        Ok(())
    }

    fn reach(&mut self, word: Word) -> Result<(), String> {
        let Some(object) = word.as_ref() else { return Ok(()) };
        if !self.ends.contains_key(&object.address()) {
            let end = self.check_object(object)?;
            self.ends.insert(object.address(), end);
            self.left.push(object);
        }
        Ok(())
    }

    /// Returns where it ends.
    fn check_object(&self, object: ObjRef) -> Result<usize, String> {
        let SemiSpace { to, from, types, .. } = self.heap;
        let (start, region) = (object.address(), &self.heap.fixed.borrow().region);
        let room = match region.block_of(start) {
            _ if to.contains(start) => to.end().saturating_sub(start),
            _ if from.contains(start) => return Err(format!("reference {start:#x} leads to the empty half")),
            None => return Err(format!("reference {start:#x} leads outside the heap")),
            Some(block) => match region.kind_of(block) {
                BlockKind::Immortal => usize::MAX,
                BlockKind::LargeHead if region.start_of(block).as_ptr() as usize == start => {
                    region.bytes_of_large(block)
                }
                kind => {
                    return Err(format!("reference {start:#x} leads to no object, but to a block that is {kind:?}"));
                }
            },
        };
        if room < gc_api::MIN_OBJECT_BYTES {
            return Err(format!("reference {start:#x} leads behind the last object"));
        }
        // SAFETY: there is room for an object, so there is a header.
        let id = unsafe { object.header() }.type_id();
        let info = types.lookup(id).ok_or_else(|| format!("object {start:#x} has unknown layout {}", id.0))?;
        if has_bits(object, FORWARDED) {
            return Err(format!("{} at {start:#x} is an old place", info.name));
        }
        // SAFETY: an object of a known layout.
        let bytes = unsafe { info.bytes_of(object) };
        if bytes > room {
            return Err(format!("{} at {start:#x} says it has {bytes} bytes, in room for {room}", info.name));
        }
        Ok(start + bytes)
    }

    fn check_slots(&mut self, object: ObjRef) -> Result<(), String> {
        let types = self.heap.types;
        // SAFETY: the object was checked.
        let (info, weak) = unsafe { (types.of(object), weak_slot(object, types)) };
        let mut result = Ok(());
        let mut check = |slot: SlotRef| {
            if result.is_ok() {
                // SAFETY: a slot of an object that was checked.
                result = self.reach(unsafe { slot.get() }).map_err(|problem| {
                    let offset = slot.address() - object.address();
                    format!("{} at {:#x}, offset {offset}: {problem}", info.name, object.address())
                });
            }
        };
        // SAFETY: as above.
        unsafe { info.for_each_slot(object, &mut check) };
        weak.map(&mut check);
        result
    }
}
