//! Is the heap whole? Each reference leads to an object of the toolkit, and the barrier was told of every old object that refers
//! to a young one.
//!
//! The toolkit keeps no map of where objects start, so a reference to a freed object that has not been overwritten is found by what lies there, if
//! at all; right after a full collection, also by its lacking a mark.

use gc_api::{Corruption, ObjRef, Roots, TypeInfo, Word};
use gc_parts::verify::{self, Edge, Rules};
use mmtk::memory_manager;
use mmtk::plan::Plan;

use crate::binding::Binding;
use crate::objects::{bits, has_bit, reference, types};
use crate::{Mmtk, dead, instance};

/// What may be expected.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum When {
    Any,
    /// Nothing has been allocated since a full collection: what is reachable is marked.
    AfterFull,
}

struct Check<'a> {
    heap: &'a Mmtk,
    plan: &'static dyn Plan<VM = Binding>,
    when: When,
}

impl Mmtk {
    pub(crate) fn verify_heap(&self, roots: &mut dyn Roots, when: When) -> Result<(), Corruption> {
        let check = Check { heap: self, plan: instance::toolkit().get_plan(), when };
        let immortals = self.immortals.borrow();
        let immortals = immortals.iter().filter_map(|&bits| Word::from_bits(bits).as_ref());
        Ok(verify::walk(&check, types(), &self.due, immortals, roots)?)
    }
}

impl Rules for Check<'_> {
    fn room_at(&self, place: ObjRef) -> Result<usize, String> {
        let candidate = reference(place);
        let address = candidate.to_raw_address();
        let heap = memory_manager::starting_heap_address()..memory_manager::last_heap_address();
        if !heap.contains(&address) || !address.is_mapped() || !memory_manager::is_in_mmtk_spaces(candidate) {
            return Err(format!("reference {address} leads outside the heap"));
        }
        Ok(heap.end - address)
    }

    fn check_object(&self, object: ObjRef, info: &TypeInfo) -> Result<(), String> {
        let address = object.address();
        if self.when == When::AfterFull && self.heap.plan.collects && !has_survived(object) {
            return Err(format!("reference {address:#x} leads to an object that the last collection did not reach"));
        }
        // SAFETY: the object lies in mapped memory, and its layout is known.
        let bytes = unsafe { info.bytes_of(object) };
        if !(reference(object).to_raw_address() + (bytes - 1)).is_mapped() {
            return Err(format!("object {address:#x} says it has {bytes} bytes, which reach beyond the heap"));
        }
        Ok(())
    }

    fn check_edge(&self, Edge { holder, target, is_weak, .. }: Edge) -> Result<(), String> {
        let armed = || self.heap.plan.nursery && self.heap.log_bits.armed(holder);
        if !is_weak && self.is_young(target) && armed() {
            return Err(format!(
                "a write went round the barrier: it refers to the young object {:#x}",
                target.address()
            ));
        }
        Ok(())
    }
}

impl Check<'_> {
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
}

/// Whether the toolkit holds an object for alive.
fn has_survived(candidate: ObjRef) -> bool {
    // SAFETY: the object was checked.
    let immortal = unsafe { has_bit(candidate, bits::IMMORTAL) };
    immortal || reference(candidate).is_live()
}
