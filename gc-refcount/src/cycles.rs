//! Cycles by trial deletion (Bacon and Rajan), on candidates: objects that lost a reference and have others left.
//!
//! A trial takes the references *inside* what a candidate reaches out of the counts (grey). What then has a count left, or is
//! held by a root, is alive with all it reaches (black); the rest is held by nothing but itself (white), and dies. Counts are
//! restored whatever the outcome, since the dead are given up like any others.
//!
//! A trial that reaches too much is abandoned. What a trial found alive, or too much to tell, is *proved*: later trials stop there and take
//! it for a holder from outside, until it loses a reference itself. So the work between two backup traces is bounded by the
//! heap, not by candidates times what they reach. The first candidates of each epoch, up to a number of objects, are tried *deep*, through
//! what was proved, so that a structure that was alive once is found when it dies; what is missed is left to the backup trace.

use std::cell::RefCell;
use std::collections::HashSet;

use gc_api::ObjRef;
use gc_parts::finalise::{Reach, reach_in_order};

use crate::RefCount;
use crate::bits::{self, BUFFERED, DEAD, DRAINED, FINALISABLE, GREY, HELD, NEW, ONE, PROVED, count, is_sticky};
#[cfg(test)]
use crate::bugs::Bug;
use crate::log::{Part, each_in};
use crate::policy::{DEEP_OBJECTS, Slice, TRIAL_OBJECTS, TRIAL_SLOTS};
use crate::shape::Shape;

/// Candidates, and the lists of the trial under way.
#[derive(Debug, Default)]
pub struct Cycles {
    /// Objects with the flag [`BUFFERED`]. Those that died meanwhile are freed when they are met here.
    pub candidates: Vec<ObjRef>,
    visited: Vec<ObjRef>,
    alive: Vec<ObjRef>,
    /// Trials that reached too much since the last trace.
    pub abandoned: usize,
    /// Objects found dead in cycles, ever.
    pub found: u64,
    /// Objects that deep trials may still visit in this epoch.
    deep: usize,
}

impl RefCount {
    /// Tries candidates until none is left or the slice is used up.
    pub(crate) fn try_candidates(&mut self, slice: &mut Slice) {
        self.cycles.deep = DEEP_OBJECTS;
        while !slice.is_over()
            && let Some(candidate) = self.cycles.candidates.pop()
        {
            slice.spend(1);
            let bits = bits::load(candidate);
            bits::store(candidate, bits & !BUFFERED);
            if bits & DRAINED != 0 {
                self.free(candidate);
            } else if bits & (DEAD | self.trial_held()) == 0 && count(bits) > 0 && !is_sticky(bits) {
                slice.spend(self.try_one(candidate));
            }
        }
    }

    /// Flags of what is held from outside, so that no trial goes there.
    fn trial_held(&self) -> u32 {
        #[cfg(test)]
        if self.has_bug(Bug::TrialsIgnoreRoots) {
            return 0;
        }
        HELD
    }

    /// After a trace that found all that is dead: there is nothing to try.
    pub(crate) fn forget_candidates(&mut self) {
        for candidate in core::mem::take(&mut self.cycles.candidates) {
            let bits = bits::load(candidate);
            bits::store(candidate, bits & !BUFFERED);
            if bits & DRAINED != 0 {
                self.free(candidate);
            }
        }
    }

    /// Frees the dead among the candidates, which wait for nothing else while a trace is under way.
    pub(crate) fn drop_dead_candidates(&mut self) {
        let mut candidates = core::mem::take(&mut self.cycles.candidates);
        candidates.retain(|&candidate| {
            let drained = bits::has(candidate, DRAINED);
            if drained {
                self.free(candidate);
            }
            !drained
        });
        self.cycles.candidates = candidates;
    }

    /// One trial. Returns how much work it was.
    fn try_one(&mut self, candidate: ObjRef) -> usize {
        let mut visited = core::mem::take(&mut self.cycles.visited);
        visited.push(candidate);
        bits::set(candidate, GREY);
        bits::clear(candidate, PROVED);
        let (scanned, slots) = self.take_out_inner_references(&mut visited);
        let told = scanned == visited.len();
        if told {
            self.prove_alive(&visited);
        } else {
            self.cycles.abandoned += 1;
            visited.iter().for_each(|&object| _ = bits::set(object, PROVED));
        }
        self.restore_counts(&visited[..scanned]);
        visited.iter().for_each(|&object| _ = bits::clear(object, GREY));
        let work = visited.len() + slots / 4;
        self.cycles.deep = self.cycles.deep.saturating_sub(work);
        if told {
            visited.retain(|&object| !bits::has(object, PROVED));
            self.end_cycle(&visited);
        }
        visited.clear();
        self.cycles.visited = visited;
        work
    }

    /// Whether a trial follows a reference to this object.
    #[inline(always)]
    fn joins(&self, target: ObjRef, bits: u32) -> bool {
        let proved = if self.cycles.deep > 0 { 0 } else { PROVED };
        bits & (proved | NEW | DEAD | self.trial_held()) == 0
            && !is_sticky(bits)
            // SAFETY: a referent is whole.
            && !unsafe { Shape::of(target, self.types) }.is_leaf()
    }

    /// Takes references inside what is visited out of the counts, visiting what they lead to. Returns how many objects were
    /// scanned, which is not all if there are too many, and how many slots they had.
    fn take_out_inner_references(&self, visited: &mut Vec<ObjRef>) -> (usize, usize) {
        let (mut scanned, mut slots) = (0, 0);
        while scanned < visited.len() {
            let object = visited[scanned];
            // SAFETY: what is reached from a living object is whole.
            let shape = unsafe { Shape::of(object, self.types) };
            slots += shape.length;
            if visited.len() > TRIAL_OBJECTS || slots > TRIAL_SLOTS {
                break;
            }
            let take_out = |target: ObjRef| {
                let bits = bits::load(target);
                if bits & GREY != 0 {
                    bits::store(target, bits - ONE);
                } else if self.joins(target, bits) {
                    bits::store(target, (bits - ONE) & !PROVED | GREY);
                    visited.push(target);
                }
            };
            // SAFETY: as above.
            unsafe { each_in(object, &shape, Part::All, take_out) };
            scanned += 1;
        }
        (scanned, slots)
    }

    /// What has a count left is referred to from outside: it is alive, with all that was visited from it.
    fn prove_alive(&mut self, visited: &[ObjRef]) {
        let mut alive = core::mem::take(&mut self.cycles.alive);
        for &object in visited {
            if count(bits::load(object)) > 0 && bits::set(object, PROVED) {
                alive.push(object);
            }
            while let Some(object) = alive.pop() {
                // SAFETY: as for the scan.
                let shape = unsafe { Shape::of(object, self.types) };
                let reach = |target: ObjRef| {
                    if bits::load(target) & (GREY | PROVED) == GREY {
                        bits::set(target, PROVED);
                        alive.push(target);
                    }
                };
                // SAFETY: as above.
                unsafe { each_in(object, &shape, Part::All, reach) };
            }
        }
        self.cycles.alive = alive;
    }

    fn restore_counts(&self, scanned: &[ObjRef]) {
        #[cfg(test)]
        if self.has_bug(Bug::TrialsKeepCounts) {
            return;
        }
        for &object in scanned {
            // SAFETY: as for the scan.
            let shape = unsafe { Shape::of(object, self.types) };
            let put_back = |target: ObjRef| {
                let bits = bits::load(target);
                if bits & GREY != 0 {
                    bits::store(target, bits + ONE);
                }
            };
            // SAFETY: as above.
            unsafe { each_in(object, &shape, Part::All, put_back) };
        }
    }

    /// These are held by nothing but each other. The finalisable ones are queued, and keep what they reach; the rest is dead.
    fn end_cycle(&mut self, white: &[ObjRef]) {
        let mut finalisable: Vec<ObjRef> =
            white.iter().copied().filter(|&object| bits::has(object, FINALISABLE)).collect();
        let mut kept = HashSet::new();
        if !finalisable.is_empty() {
            let turns = &self.tables.get_mut().finalisable;
            finalisable.sort_unstable_by_key(|object| turns.get(object));
            let order;
            (order, kept) = self.finalisers_within(&finalisable, white);
            self.queue_finalisers_in_order(order);
        }
        for &object in white.iter().filter(|object| !kept.contains(object)) {
            self.cycles.found += 1;
            self.condemn(object);
        }
        self.clear_weak_slots();
    }

    /// The order in which to finalise these, and all of `white` that they reach.
    fn finalisers_within(&self, finalisable: &[ObjRef], white: &[ObjRef]) -> (Vec<ObjRef>, HashSet<ObjRef>) {
        let white: HashSet<ObjRef> = white.iter().copied().collect();
        let kept = RefCell::new(HashSet::new());
        let reach = Reach {
            enter: |object| white.contains(&object) && kept.borrow_mut().insert(object),
            is_known: |object| !white.contains(&object) || kept.borrow().contains(&object),
            may_be_dead: |object| bits::has(object, FINALISABLE) && white.contains(&object),
        };
        // SAFETY: what is white is whole, and nothing else runs.
        let order = unsafe { reach_in_order(finalisable, self.types, reach, &mut Vec::new()) };
        (order, kept.into_inner())
    }
}
