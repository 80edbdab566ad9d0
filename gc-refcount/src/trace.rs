//! The backup trace: marking from the roots, a slice per epoch, over the heap as it was when the trace began.
//!
//! The coalescing log makes it cheap: what a slot held at that time is counted down before it can be forgotten, so marking
//! whatever loses a reference is all it takes to see the heap as it was (a snapshot at the beginning). What has
//! survived since is marked at birth. When marking is done, what is established and not marked is dead; a sweep over the table
//! of all objects condemns it slice by slice, and it is given up like all that is dead.

use gc_api::{Dead, ObjRef};
use gc_parts::finalise::{Reach, reach_in_order};

use crate::RefCount;
use crate::bits::{self, DEAD, FINALISABLE, LARGE, NEW, PROVED};
#[cfg(test)]
use crate::bugs::Bug;
use crate::policy::Slice;
use crate::shape::Shape;
use crate::slabs::slab_of;

/// Elements of an array scanned at a time.
const PIECE: usize = 1024;

#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
enum Phase {
    #[default]
    Idle,
    Marking,
    Sweeping,
}

/// The state of the trace. Objects in its lists may have been freed meanwhile.
#[derive(Debug, Default)]
pub struct Trace {
    phase: Phase,
    id: u32,
    small: Vec<ObjRef>,
    large: Vec<ObjRef>,
    arrays: Vec<(ObjRef, usize)>,
    /// The next slab to sweep.
    slab: usize,
    unswept_large: Vec<ObjRef>,
}

impl Trace {
    #[inline(always)]
    pub fn is_idle(&self) -> bool {
        self.phase == Phase::Idle
    }

    #[inline(always)]
    pub fn is_marking(&self) -> bool {
        self.phase == Phase::Marking
    }

    #[inline(always)]
    pub fn is_sweeping(&self) -> bool {
        self.phase == Phase::Sweeping
    }

    /// Names this trace's marks.
    #[inline(always)]
    pub fn id(&self) -> u32 {
        self.id
    }
}

impl RefCount {
    pub(crate) fn is_marked(&self, object: ObjRef) -> bool {
        self.space.borrow().is_marked(object, self.trace.id)
    }

    /// A weak slot answers: the snapshot may not have seen its referent.
    #[cold]
    pub(crate) fn load_weak_while_tracing(&self, referent: ObjRef) -> Option<ObjRef> {
        if bits::has(referent, NEW) || self.is_marked(referent) {
            return Some(referent);
        }
        if self.trace.is_sweeping() {
            return None;
        }
        self.reloaded.borrow_mut().push(referent);
        Some(referent)
    }

    /// Begins a trace, once an epoch's counting is done. One that is under way is forgotten.
    pub(crate) fn start_trace(&mut self) {
        let id = self.trace.id + 1;
        self.trace = Trace { phase: Phase::Marking, id, ..Trace::default() };
        self.reloaded.get_mut().clear();
        self.cycles.abandoned = 0;
        for object in core::mem::take(&mut self.counting.rooted) {
            self.trace_reach(object);
            self.counting.rooted.push(object);
        }
        for index in 0..self.due.len() {
            let (Dead::Finalise(object) | Dead::WeakCallback(object)) = self.due[index];
            self.trace_reach(object);
        }
        // What this very pause is about to queue.
        self.deaths.queued().into_iter().for_each(|object| self.trace_reach(object));
        let immortals: Vec<ObjRef> = self.space.get_mut().immortals.iter().collect();
        immortals.into_iter().for_each(|object| self.trace_reach(object));
    }

    /// What loses a reference was in the snapshot.
    #[inline(always)]
    pub(crate) fn trace_lost_reference(&mut self, object: ObjRef) {
        #[cfg(test)]
        if self.has_bug(Bug::NoSnapshot) {
            return;
        }
        self.trace_reach(object);
    }

    #[inline(always)]
    fn trace_reach(&mut self, object: ObjRef) {
        let bits = bits::load(object);
        if bits & (NEW | DEAD) == 0 && self.space.get_mut().mark(object, self.trace.id) {
            if bits & PROVED != 0 {
                bits::clear(object, PROVED);
            }
            // SAFETY: established objects are whole.
            if unsafe { Shape::of(object, self.types) }.is_leaf() {
                return;
            }
            if bits & LARGE != 0 { self.trace.large.push(object) } else { self.trace.small.push(object) }
        }
    }

    /// Marks until nothing is left or the slice is used up. What has died meanwhile is not scanned here. True if marking is done: the rest is dead, and to be swept.
    pub(crate) fn trace_some(&mut self, slice: &mut Slice) -> bool {
        for object in core::mem::take(self.reloaded.get_mut()) {
            self.trace_reach(object);
        }
        while !slice.is_over() {
            if let Some(object) = self.trace.small.pop() {
                if slab_of(object).holds(object.address()) && !bits::has(object, DEAD) {
                    self.trace_scan(object);
                }
                slice.spend(1);
            } else if let Some(object) = self.trace.large.pop() {
                if self.is_still_there(object) {
                    self.trace_scan(object);
                }
                slice.spend(1);
            } else if let Some((array, from)) = self.trace.arrays.pop() {
                // Last, so that what waits is what one piece of each refers to.
                if self.is_still_there(array) {
                    self.trace_piece(array, from);
                    slice.spend(PIECE / 8);
                }
            } else if self.dying.is_empty() || self.counting.by_trace {
                self.end_marking();
                return true;
            } else {
                // What died since the snapshot was in it, and what it refers to is marked as it is given up.
                self.give_up(slice);
            }
        }
        false
    }

    /// Whether an object with a head, met earlier, has not died since, or another lies there.
    fn is_still_there(&mut self, object: ObjRef) -> bool {
        self.space.get_mut().has_large(object) && !bits::has(object, DEAD)
    }

    fn trace_scan(&mut self, object: ObjRef) {
        // SAFETY: established objects are whole.
        let shape = unsafe { Shape::of(object, self.types) };
        // SAFETY: as above.
        unsafe { shape.each_fixed(object, |target| self.trace_reach(target)) };
        if shape.length > PIECE {
            self.trace.arrays.push((object, 0));
        } else {
            // SAFETY: as above.
            unsafe { shape.each_element(object, 0..shape.length, |target| self.trace_reach(target)) };
        }
    }

    fn trace_piece(&mut self, array: ObjRef, from: usize) {
        // SAFETY: established objects are whole.
        let shape = unsafe { Shape::of(array, self.types) };
        let end = shape.length.min(from + PIECE);
        if end < shape.length {
            self.trace.arrays.push((array, end));
        }
        // SAFETY: as above; an array retagged to one without slots has an empty range.
        unsafe { shape.each_element(array, from..end, |target| self.trace_reach(target)) };
    }

    /// Finalisable objects that were not reached become due, and are kept with all they refer to. The sweep begins.
    fn end_marking(&mut self) {
        let mut unmarked: Vec<_> =
            self.tables.borrow().finalisable.iter().map(|(&object, &turn)| (turn, object)).collect();
        unmarked
            .retain(|&(_, object)| bits::load(object) & (FINALISABLE | DEAD) == FINALISABLE && !self.is_marked(object));
        unmarked.sort_unstable_by_key(|&(turn, _)| turn);
        let unmarked: Vec<ObjRef> = unmarked.into_iter().map(|(_, object)| object).collect();
        if !unmarked.is_empty() {
            let (space, id) = (self.space.borrow(), self.trace.id);
            let reach = Reach {
                enter: |object| !bits::has(object, NEW | DEAD) && space.mark(object, id),
                is_known: |object| bits::has(object, NEW | DEAD) || space.is_marked(object, id),
                may_be_dead: |object| bits::load(object) & (FINALISABLE | NEW | DEAD) == FINALISABLE,
            };
            // SAFETY: established objects are whole, and nothing else runs.
            let order = unsafe { reach_in_order(&unmarked, self.types, reach, &mut Vec::new()) };
            drop(space);
            self.queue_finalisers_in_order(order);
        }
        self.trace.phase = Phase::Sweeping;
        self.trace.slab = 0;
        let (space, id) = (self.space.borrow(), self.trace.id);
        self.trace.unswept_large = space
            .large
            .iter()
            .filter(|&object| !bits::has(object, NEW | DEAD) && !space.is_marked(object, id))
            .collect();
    }

    /// Forgets a trace that is under way.
    pub(crate) fn abandon_trace(&mut self) {
        self.trace.phase = Phase::Idle;
    }

    /// Condemns what is not marked until all slabs have been looked at or the slice is used up. True if the trace is over.
    pub(crate) fn sweep_some(&mut self, slice: &mut Slice) -> bool {
        let mut found = Vec::new();
        while !slice.is_over() {
            if let Some(object) = self.trace.unswept_large.pop() {
                if self.is_still_there(object) && !bits::has(object, NEW) && !self.is_marked(object) {
                    found.push(object);
                }
            } else if self.trace.slab < self.space.get_mut().slabs.len() {
                let slab = self.space.get_mut().slabs.get(self.trace.slab);
                slab.each_unmarked(self.trace.id, |object| {
                    if !bits::has(object, DEAD) {
                        found.push(object);
                    }
                });
                self.trace.slab += 1;
            } else {
                self.trace.phase = Phase::Idle;
                return true;
            }
            slice.spend(4 + found.len());
            self.cycles.found += found.len() as u64;
            found.drain(..).for_each(|object| self.condemn(object));
            // Holders that are not marked are dead as well, and the phase still says so.
            self.clear_weak_slots();
        }
        false
    }

    /// Slabs must stay while marks and lists refer to them.
    pub(crate) fn may_give_slabs_back(&self) -> bool {
        self.trace.is_idle()
    }

    /// How an object is told dead while a trace is under way, for verification.
    pub(crate) fn is_swept_away(&self, object: ObjRef) -> bool {
        self.trace.is_sweeping() && !bits::has(object, NEW) && !self.is_marked(object)
    }
}
