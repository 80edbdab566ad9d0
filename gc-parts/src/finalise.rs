//! Finalisable objects found dead: in which order they are handed out.

use std::collections::HashMap;

use gc_api::{ObjRef, TypeTable};

use crate::marks::MarkBits;

/// Marks everything reachable from `dead`, and returns `dead` in the order to finalise it; see [`reach_in_order`].
///
/// # Safety
/// None of `dead` is marked; all objects in reach are whole; nothing else runs in the heap.
pub unsafe fn mark_dead_in_order(
    dead: &[ObjRef],
    types: &TypeTable,
    marks: &MarkBits,
    may_be_dead: impl Fn(ObjRef) -> bool,
    weak_holders: &mut Vec<ObjRef>,
) -> Vec<ObjRef> {
    let reach = Reach { enter: |object| marks.mark(object), is_known: |object| marks.is_marked(object), may_be_dead };
    // SAFETY: passed on.
    unsafe { reach_in_order(dead, types, reach, weak_holders) }
}

/// How a walk over the dead tells what it has met.
pub struct Reach<E, K, M> {
    /// Notes an object; true if it was not noted before. False for what is alive anyway.
    pub enter: E,
    /// Whether an object is noted, or alive anyway.
    pub is_known: K,
    /// A quick test that is true for all of the dead, such as a header bit.
    pub may_be_dead: M,
}

/// Notes everything reachable from `dead`, and returns `dead` in the order to finalise it: referrers before what they refer to,
/// and otherwise, also within a cycle, as given. Objects with a weak slot met on the way are added to `weak_holders`.
///
/// All of them are due at once: a long chain of finalisable objects does not take a collection per link.
///
/// # Safety
/// None of `dead` is noted; all objects in reach are whole; nothing else runs in the heap.
pub unsafe fn reach_in_order(
    dead: &[ObjRef],
    types: &TypeTable,
    reach: Reach<impl Fn(ObjRef) -> bool, impl Fn(ObjRef) -> bool, impl Fn(ObjRef) -> bool>,
    weak_holders: &mut Vec<ObjRef>,
) -> Vec<ObjRef> {
    let Reach { enter, is_known, may_be_dead } = reach;
    let mut groups = Groups::new(dead);
    let mut steps = Vec::new();
    // The last one first, as the order of leaving is reversed at the end.
    for &object in dead.iter().rev() {
        steps.push(Step::Enter(object));
        while let Some(step) = steps.pop() {
            match step {
                Step::Leave(place) => groups.leave(place),
                Step::Enter(object) if enter(object) => {
                    if may_be_dead(object)
                        && let Some(place) = groups.enter(object)
                    {
                        steps.push(Step::Leave(place));
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
                                && (!is_known(target) || may_be_dead(target))
                            {
                                steps.push(Step::Enter(target));
                            }
                        });
                    }
                }
                Step::Enter(object) if may_be_dead(object) => groups.meet_again(object),
                Step::Enter(_) => {}
            }
        }
    }
    groups.in_order(dead)
}

enum Step {
    Enter(ObjRef),
    Leave(usize),
}

/// Gathers objects that refer to each other in a cycle, during a depth-first walk (the path-based algorithm for strongly
/// connected components, on finalisable objects only).
struct Groups {
    /// Place of each dead object in the list given.
    places: HashMap<ObjRef, usize>,
    /// Where each stands on the path; none before it is met and after its group is complete.
    on_path: Vec<Option<usize>>,
    /// Objects whose group is not complete, as met.
    path: Vec<usize>,
    /// Where on the path each possible group begins.
    beginnings: Vec<usize>,
    /// Complete groups, each before those that refer to it.
    complete: Vec<Vec<usize>>,
}

impl Groups {
    fn new(dead: &[ObjRef]) -> Groups {
        Groups {
            places: dead.iter().enumerate().map(|(place, &object)| (object, place)).collect(),
            on_path: vec![None; dead.len()],
            path: Vec::new(),
            beginnings: Vec::new(),
            complete: Vec::new(),
        }
    }

    /// The object's place, if it is among the dead.
    fn enter(&mut self, object: ObjRef) -> Option<usize> {
        let place = *self.places.get(&object)?;
        self.on_path[place] = Some(self.path.len());
        self.beginnings.push(self.path.len());
        self.path.push(place);
        Some(place)
    }

    /// A reference back to an object on the path: all since then are in its group.
    fn meet_again(&mut self, object: ObjRef) {
        if let Some(position) = self.places.get(&object).and_then(|&place| self.on_path[place]) {
            while self.beginnings.last().is_some_and(|&beginning| beginning > position) {
                self.beginnings.pop();
            }
        }
    }

    fn leave(&mut self, place: usize) {
        if self.on_path[place].is_some() && self.on_path[place] == self.beginnings.last().copied() {
            let beginning = self.beginnings.pop().unwrap_or_default();
            let mut group = self.path.split_off(beginning);
            group.iter().for_each(|&member| self.on_path[member] = None);
            group.sort_unstable();
            self.complete.push(group);
        }
    }

    fn in_order(self, dead: &[ObjRef]) -> Vec<ObjRef> {
        self.complete.iter().rev().flatten().map(|&place| dead[place]).collect()
    }
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
    fn a_cycle_and_independent_objects_keep_the_order_given() {
        let mut heap = Heap::new();
        let cycle: Vec<ObjRef> = (0..6).map(|_| heap.pair(None, None)).collect();
        for (from, to) in [(0, 3), (3, 1), (1, 5), (5, 2), (2, 4), (4, 0)] {
            let between = heap.pair(None, Some(cycle[to]));
            set(cycle[from], 1, Some(between));
        }
        let alone: Vec<ObjRef> = (0..3).map(|_| heap.pair(None, None)).collect();
        let below = heap.pair(None, None);
        set(cycle[5], 2, Some(below));
        let dead = [below, alone[0], cycle[0], cycle[1], alone[1], cycle[2], cycle[3], cycle[4], cycle[5], alone[2]];
        let mut holders = Vec::new();
        // SAFETY: the heap is whole and stands still.
        let order = unsafe {
            mark_dead_in_order(&dead, &heap.types, &heap.region.marks, |object| dead.contains(&object), &mut holders)
        };
        let position = |object: &ObjRef| order.iter().position(|other| other == object).unwrap();
        assert!(cycle.is_sorted_by_key(position) && alone.is_sorted_by_key(position));
        assert!(cycle.iter().all(|member| position(member) < position(&below)));
        assert_eq!(order.len(), dead.len());
    }

    #[test]
    fn a_long_chain_and_a_cycle_need_no_recursion() {
        let mut heap = Heap::new();
        let mut last = heap.pair(None, None);
        let mut chain = vec![last];
        for _ in 0..200_000 {
            last = heap.pair(Some(last), None);
            chain.push(last);
        }
        set(chain[0], 1, Some(last));
        let mut holders = Vec::new();
        // SAFETY: the heap is whole and stands still.
        let order = unsafe { mark_dead_in_order(&chain, &heap.types, &heap.region.marks, |_| true, &mut holders) };
        assert_eq!(order, chain);
    }
}
