//! Finalisable objects found dead: in which order they are handed out, and the queue they wait in.

use gc_api::{ObjRef, TypeTable};

use crate::marks::MarkBits;

enum Step {
    Enter(ObjRef),
    Leave(ObjRef),
}

/// Marks everything reachable from the unmarked objects among `registered`, and returns those that were unmarked:
/// referrers before what they refer to where there is no cycle, else as registered. Objects with a weak slot met on the
/// way are added to `weak_holders`.
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
