//! Is the heap whole? Walks everything reachable and checks that each reference leads to an object of the toolkit, and that the
//! barrier was told of every old object that refers to a young one.
//!
//! The toolkit keeps no map of where objects start, so a reference into the middle of an object or to a freed one that has not been overwritten is
//! found by what lies there, if at all; right after a full collection, also by its lacking a mark.

use std::collections::HashSet;

use gc_api::walk::AddressHash;
use gc_api::{Corruption, Dead, ObjRef, Roots, SlotRef, Word};
use mmtk::memory_manager;
use mmtk::plan::Plan;

use crate::binding::Binding;
use crate::objects::{SENTINEL, bits, bytes_of, has_bit, reference, types};
use crate::{Mmtk, dead, instance};

/// What may be expected.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum When {
    Any,
    /// Nothing has been allocated since a full collection: what is reachable is marked.
    AfterFull,
}

struct Walk<'a> {
    heap: &'a Mmtk,
    plan: &'static dyn Plan<VM = Binding>,
    when: When,
    seen: HashSet<ObjRef, AddressHash>,
    left: Vec<ObjRef>,
}

impl Mmtk {
    pub(crate) fn verify_heap(&self, roots: &mut dyn Roots, when: When) -> Result<(), Corruption> {
        let plan = instance::toolkit().get_plan();
        let mut walk = Walk { heap: self, plan, when, seen: HashSet::default(), left: Vec::new() };
        let mut result = Ok(());
        let mut check = |what: &str, word: Word| {
            if result.is_ok() {
                result = walk.reach(word).map_err(|problem| corruption(format!("{what}: {problem}")));
            }
        };
        for &(Dead::Finalise(object) | Dead::WeakCallback(object)) in &self.due {
            check("queue of dead objects", object.word());
        }
        self.immortals.borrow().iter().for_each(|&bits| check("immortal objects", Word::from_bits(bits)));
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
        let reference = reference(object);
        let start = memory_manager::starting_heap_address();
        let end = memory_manager::last_heap_address();
        let inside = (start..end).contains(&reference.to_raw_address());
        if !inside || !reference.to_raw_address().is_mapped() || !memory_manager::is_in_mmtk_spaces(reference) {
            return Err(format!("reference {address:#x} leads outside the heap"));
        }
        // SAFETY: the object lies in mapped memory of the heap, so its header can be read.
        let id = unsafe { object.header() }.type_id();
        if id != SENTINEL && types().lookup(id).is_none() {
            return Err(format!("object {address:#x} has unknown layout {}", id.0));
        }
        if self.when == When::AfterFull && self.heap.plan.collects && !has_survived(object) {
            return Err(format!("reference {address:#x} leads to an object that the last collection did not reach"));
        }
        // SAFETY: as above, and its layout is known.
        let bytes = unsafe { bytes_of(object) };
        if !(reference.to_raw_address() + bytes - 1usize).is_mapped() {
            return Err(format!("object {address:#x} says it has {bytes} bytes, which reach beyond the heap"));
        }
        Ok(())
    }

    /// Whether an object is in the part of the heap that a minor collection looks at.
    fn is_young(&self, object: ObjRef) -> bool {
        // SAFETY: the object was checked.
        if unsafe { has_bit(object, bits::IMMORTAL) } {
            return false;
        }
        // SAFETY: as above.
        if unsafe { has_bit(object, bits::LARGE) } {
            return dead::is_young_and_large(reference(object));
        }
        self.plan.generational().is_some_and(|plan| plan.is_object_in_nursery(reference(object)))
    }

    fn check_slots(&mut self, object: ObjRef) -> Result<(), Corruption> {
        // SAFETY: the object was checked.
        let info = unsafe { types().of(object) };
        // SAFETY: as above.
        let weak = unsafe { dead::weak_slot(object) };
        let armed = self.heap.plan.nursery && self.heap.log_bits.armed(object);
        let mut result = Ok(());
        let mut check = |slot: SlotRef, strong: bool| {
            if result.is_ok() {
                // SAFETY: the slot lies in an object that was checked.
                let word = unsafe { slot.get() };
                let found = self.reach(word).and_then(|()| match word.as_ref() {
                    Some(target) if strong && armed && self.is_young(target) => Err(format!(
                        "a write went round the barrier: it refers to the young object {:#x}",
                        target.address()
                    )),
                    _ => Ok(()),
                });
                result = found.map_err(|problem| {
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
}

/// Whether the toolkit holds an object for alive.
fn has_survived(candidate: ObjRef) -> bool {
    // SAFETY: the object was checked.
    let immortal = unsafe { has_bit(candidate, bits::IMMORTAL) };
    immortal || reference(candidate).is_live()
}

fn corruption(what: String) -> Corruption {
    Corruption { what }
}
