//! Finalisable objects found dead: in which order they are handed out, and the queue they wait in.

use gc_api::{ObjRef, TypeTable};

use crate::marks::MarkBits;

enum Step {
    Enter(ObjRef),
    Leave(ObjRef),
}

/// Marks everything reachable from the unmarked objects among `registered`, and returns those that were unmarked:
/// referrers before what they refer to, independent ones as registered; in a cycle, one registered last comes first. Objects with a
/// weak slot met on the way are added to `weak_holders`.
///
/// All of them are due at once: a long chain of finalisable objects does not take a collection per link.
///
/// # Safety
/// All objects in reach are whole; nothing else runs in the heap.
pub unsafe fn mark_dead_in_order(
    registered: &[ObjRef],
    types: &TypeTable,
    marks: &MarkBits,
    is_registered: impl Fn(ObjRef) -> bool,
    weak_holders: &mut Vec<ObjRef>,
) -> Vec<ObjRef> {
    let mut order = Vec::new();
    let mut steps = Vec::new();
    for &object in registered.iter().rev() {
        steps.push(Step::Enter(object));
        while let Some(step) = steps.pop() {
            match step {
                Step::Leave(object) => order.push(object),
                Step::Enter(object) => {
                    if !marks.mark(object) {
                        continue;
                    }
                    if is_registered(object) {
                        steps.push(Step::Leave(object));
                    }
                    // SAFETY: passed on.
                    let info = unsafe { types.of(object) };
                    if info.weak.is_some() {
                        weak_holders.push(object);
                    }
                    // SAFETY: passed on.
                    unsafe {
                        info.for_each_slot(object, |slot| {
                            if let Some(target) = slot.get().as_ref()
                                && !marks.is_marked(target)
                            {
                                steps.push(Step::Enter(target));
                            }
                        });
                    }
                }
            }
        }
    }
    order.reverse();
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Heap, Random, set};

    #[test]
    fn referrers_come_first_whatever_the_order_of_registration() {
        for seed in 1..50 {
            let mut random = Random(seed);
            let mut heap = Heap::new();
            // Each refers to two older ones, through an object that is not registered.
            let mut registered: Vec<ObjRef> = Vec::new();
            for index in 0..40 {
                let target = |random: &mut Random, all: &[ObjRef]| (index > 0).then(|| all[random.below(index)]);
                let (left, right) = (target(&mut random, &registered), target(&mut random, &registered));
                let between = heap.pair(left, right);
                let object = heap.pair(Some(between), None);
                registered.push(object);
            }
            for index in 0..registered.len() {
                registered.swap(index, random.below(40));
            }
            let all = registered.clone();
            let mut holders = Vec::new();
            // SAFETY: the heap is whole and stands still.
            let order = unsafe {
                mark_dead_in_order(
                    &registered,
                    &heap.types,
                    &heap.region.marks,
                    |object| all.contains(&object),
                    &mut holders,
                )
            };
            assert_eq!(order.len(), registered.len());
            for (position, &object) in order.iter().enumerate() {
                let reachable = heap.reachable(object);
                assert!(order[..position].iter().all(|earlier| !reachable.contains(earlier)), "seed {seed}");
            }
        }
    }

    #[test]
    fn a_long_chain_and_a_cycle_need_no_recursion() {
        let mut heap = Heap::new();
        let first = heap.pair(None, None);
        let mut last = first;
        for _ in 0..200_000 {
            last = heap.pair(Some(last), None);
        }
        set(first, 1, Some(last));
        let mut holders = Vec::new();
        // SAFETY: the heap is whole and stands still.
        let order =
            unsafe { mark_dead_in_order(&[first, last], &heap.types, &heap.region.marks, |_| true, &mut holders) };
        assert_eq!(order.len(), 200_001);
    }
}
