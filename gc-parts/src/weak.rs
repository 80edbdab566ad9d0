//! Weak slots after marking.

use std::collections::HashMap;

use gc_api::{ObjRef, SlotRef, TypeTable, Word};

use crate::marks::MarkBits;

/// The weak slot of an object, if its layout has one.
///
/// # Safety
/// `object` is alive.
pub unsafe fn weak_slot(object: ObjRef, types: &TypeTable) -> Option<SlotRef> {
    // SAFETY: passed on.
    let offset = unsafe { types.of(object) }.weak?;
    // SAFETY: the offset lies in the object.
    Some(SlotRef::new(unsafe { object.as_non_null().byte_add(offset as usize).cast() }))
}

/// Zeroes a slot whose referent is not marked; true if it did.
///
/// # Safety
/// The slot exists; marking is complete.
pub unsafe fn clear_if_dead(slot: SlotRef, marks: &MarkBits) -> bool {
    // SAFETY: passed on.
    match unsafe { slot.get() }.as_ref() {
        Some(referent) if !marks.is_marked(referent) => {
            // SAFETY: passed on.
            unsafe { slot.set(Word::ZERO) };
            true
        }
        _ => false,
    }
}

/// The order in which callbacks are due: those of one referent newest first, referents by the oldest callback they have.
///
/// `cleared` are weak boxes with the addresses of their referents, in the order in which they were registered.
pub fn in_callback_order(cleared: &[(ObjRef, usize)]) -> Vec<ObjRef> {
    let mut groups: Vec<Vec<ObjRef>> = Vec::new();
    let mut group_of = HashMap::new();
    for &(weak_box, referent) in cleared {
        let group = *group_of.entry(referent).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        groups[group].push(weak_box);
    }
    groups.into_iter().flat_map(|group| group.into_iter().rev()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Heap, WeakBox, set};
    use gc_api::Layout;

    #[test]
    fn only_slots_to_dead_objects_are_zeroed() {
        let mut heap = Heap::new();
        let target = heap.pair(None, None);
        let weak_box = heap.alloc(WeakBox::TYPE, 16);
        set(weak_box, 1, Some(target));
        // SAFETY: the objects are alive.
        unsafe {
            assert_eq!(weak_slot(target, &heap.types), None);
            let slot = weak_slot(weak_box, &heap.types).unwrap();
            heap.region.marks.mark(target);
            assert!(!clear_if_dead(slot, &heap.region.marks));
            assert_eq!(slot.get(), target.word());
            heap.region.marks.unmark(target);
            assert!(clear_if_dead(slot, &heap.region.marks));
            assert!(slot.get().is_zero());
            assert!(!clear_if_dead(slot, &heap.region.marks));
        }
    }
}
