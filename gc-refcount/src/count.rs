//! The counting at the end of an epoch: roots, increments, decrements, the zero-count table.
//!
//! Counts are exact when it is over: each is the number of references in established objects, those of the dead list that have
//! not been given up yet included.

use gc_api::{ObjRef, Roots};

use crate::RefCount;
use crate::bits::{
    self, BUFFERED, DEAD, FINALISABLE, HELD, LOGGED, NEW, ONE, PROVED, QUEUED, ROOTED, ZERO, count, is_sticky,
};
#[cfg(test)]
use crate::bugs::Bug;
use crate::large::head_of;
use crate::log::{Part, each_in};
use crate::policy::HUB;
use crate::shape::Shape;

/// The state between two epochs.
#[derive(Debug, Default)]
pub struct Counting {
    /// Objects without a count that something holds. They have the flag [`ZERO`].
    pub zeros: Vec<ObjRef>,
    /// What the roots held when the last epoch ended. They have the flag [`ROOTED`].
    pub rooted: Vec<ObjRef>,
    /// New objects found alive whose references have not been counted yet.
    survivors: Vec<ObjRef>,
    /// Survivors with a weak slot.
    new_holders: Vec<ObjRef>,
    /// Nothing dies for want of a count: a trace is about to tell what is dead.
    pub by_trace: bool,
    /// A count has stuck.
    pub stuck: bool,
}

impl RefCount {
    /// What the roots hold is flagged, and new objects among it survive. What they held and do not any more may be part of
    /// a cycle: no decrement has told so.
    pub(crate) fn count_roots(&mut self, roots: &mut dyn Roots) {
        let before = core::mem::take(&mut self.counting.rooted);
        before.iter().for_each(|&object| _ = bits::clear(object, ROOTED));
        #[cfg(test)]
        if self.has_bug(Bug::NoStackRoots) {
            // SAFETY: the virtual machine shows slots that exist.
            roots.tables(&mut |slot| _ = unsafe { slot.get() }.as_ref().map(|object| self.root(object)));
            return;
        }
        roots.all(&mut |slot| {
            // SAFETY: the virtual machine shows slots that exist.
            if let Some(object) = unsafe { slot.get() }.as_ref() {
                self.root(object);
            }
        });
        for object in before {
            let bits = bits::load(object);
            if bits & (HELD | BUFFERED) == 0 && count(bits) > 0 && !is_sticky(bits) {
                self.suspect(object, bits);
            }
        }
    }

    fn root(&mut self, object: ObjRef) {
        if bits::set(object, ROOTED) {
            self.counting.rooted.push(object);
            self.keep(object);
        }
    }

    /// Something other than a counted reference holds the object: without a count it belongs in the zero-count table.
    fn keep(&mut self, object: ObjRef) {
        self.survive(object);
        if count(bits::load(object)) == 0 && bits::set(object, ZERO) {
            self.counting.zeros.push(object);
        }
    }

    /// A new object that something holds is established, and its references are to be counted.
    #[inline(always)]
    fn survive(&mut self, object: ObjRef) {
        let bits = bits::load(object);
        if bits & NEW != 0 {
            bits::store(object, bits & !(NEW | LOGGED));
            let space = self.space.get_mut();
            space.establish(object);
            if !self.trace.is_idle() {
                space.mark(object, self.trace.id());
            }
            self.counting.survivors.push(object);
        }
    }

    /// New finalisable objects do not die by being forgotten.
    pub(crate) fn keep_finalisable(&mut self) {
        let new: Vec<ObjRef> = self.tables.get_mut().new_finalisable().collect();
        new.into_iter().filter(|&object| bits::has(object, FINALISABLE)).for_each(|object| self.keep(object));
    }

    #[inline(always)]
    pub(crate) fn increment(&mut self, target: ObjRef) {
        let bits = bits::load(target);
        if is_sticky(bits) {
            return;
        }
        debug_assert!(bits & DEAD == 0, "a dead object is referred to");
        bits::store(target, bits + ONE);
        self.counting.stuck |= is_sticky(bits + ONE);
        if bits & NEW != 0 {
            self.survive(target);
        }
    }

    /// Counts up what the logged slots hold now, and all that survives with it. The barriers are armed again.
    pub(crate) fn count_up(&mut self) {
        self.count_survivors();
        let entries = core::mem::take(&mut self.log.get_mut().entries);
        for entry in &entries {
            let object = entry.object;
            // SAFETY: what was written to is whole.
            let shape = unsafe { Shape::of(object, self.types) };
            match entry.part {
                Part::All => _ = bits::clear(object, LOGGED),
                Part::Card(card) => head_of(object).forget_card(card),
            }
            // SAFETY: as above.
            unsafe { each_in(object, &shape, entry.part, |target| self.increment(target)) };
            self.count_survivors();
        }
        self.log.get_mut().entries = entries;
        self.log.get_mut().entries.clear();
    }

    fn count_survivors(&mut self) {
        while let Some(object) = self.counting.survivors.pop() {
            // SAFETY: whoever allocated the object has initialised it.
            let shape = unsafe { Shape::of(object, self.types) };
            if shape.weak {
                self.counting.new_holders.push(object);
            }
            #[cfg(test)]
            if self.has_bug(Bug::SurvivorsNotCounted) {
                continue;
            }
            // SAFETY: as above.
            unsafe { each_in(object, &shape, Part::All, |target| self.increment(target)) };
        }
    }

    /// New objects with a weak slot that have survived, once all survivors are known.
    pub(crate) fn take_new_holders(&mut self) -> Vec<ObjRef> {
        core::mem::take(&mut self.counting.new_holders)
    }

    /// Counts down what the logged slots held when the epoch began.
    pub(crate) fn count_down(&mut self) {
        let old = core::mem::take(&mut self.log.get_mut().old);
        #[cfg(test)]
        if self.has_bug(Bug::NoDecrements) {
            return;
        }
        old.iter().for_each(|&target| self.decrement(target));
        self.log.get_mut().old = old;
        self.log.get_mut().old.clear();
    }

    /// A counted reference is gone.
    #[inline(always)]
    pub(crate) fn decrement(&mut self, target: ObjRef) {
        let bits = bits::load(target);
        if self.trace.is_marking() && bits & DEAD == 0 {
            self.trace_lost_reference(target);
        }
        if is_sticky(bits) {
            return;
        }
        debug_assert!(count(bits) > 0 && bits & NEW == 0, "a reference that was never counted is gone");
        let bits = bits::load(target) - ONE;
        bits::store(target, bits);
        if count(bits) == 0 {
            self.reached_zero(target, bits);
        } else if bits & (BUFFERED | DEAD) == 0 {
            self.suspect(target, bits);
        }
    }

    /// Zero and not held is dead.
    fn reached_zero(&mut self, object: ObjRef, bits: u32) {
        if bits & (DEAD | ZERO) != 0 {
            return;
        }
        if bits & HELD != 0 || self.counting.by_trace {
            bits::store(object, bits | ZERO);
            self.counting.zeros.push(object);
        } else {
            self.lose(object);
        }
    }

    fn lose(&mut self, object: ObjRef) {
        if bits::has(object, FINALISABLE) {
            self.queue_finaliser(object);
        } else {
            self.condemn(object);
        }
    }

    /// An object that lost a reference and has others left may be held by a cycle only.
    fn suspect(&mut self, object: ObjRef, bits: u32) {
        // SAFETY: an object that is counted is whole.
        if count(bits) < HUB && !unsafe { Shape::of(object, self.types) }.is_leaf() {
            bits::store(object, bits & !PROVED | BUFFERED);
            self.cycles.candidates.push(object);
        }
    }

    /// Looks at the zero-count table again: what is not held any more is dead.
    pub(crate) fn check_zeros(&mut self) {
        let zeros = core::mem::take(&mut self.counting.zeros);
        for object in zeros {
            let bits = bits::load(object);
            if count(bits) == 0 && self.is_held(bits) {
                self.counting.zeros.push(object);
            } else {
                bits::store(object, bits & !ZERO);
                if count(bits) == 0 && bits & DEAD == 0 {
                    self.lose(object);
                }
            }
        }
    }

    fn is_held(&self, bits: u32) -> bool {
        #[cfg(test)]
        if self.has_bug(Bug::ZeroTableIgnoresRoots) {
            return bits & QUEUED != 0;
        }
        bits & HELD != 0
    }

    /// After a trace: the table keeps what is alive and has no count.
    pub(crate) fn sort_zeros(&mut self) {
        self.counting.zeros.retain(|&object| {
            let bits = bits::load(object);
            let stays = count(bits) == 0 && bits & DEAD == 0;
            if !stays {
                bits::store(object, bits & !ZERO);
            }
            stays
        });
    }

    /// What was handed out of the queue is held by nobody the collector knows of.
    pub(crate) fn release_queued(&mut self, object: ObjRef) {
        let bits = bits::load(object) & !QUEUED;
        bits::store(object, bits);
        if count(bits) == 0 {
            if bits::set(object, ZERO) {
                self.counting.zeros.push(object);
            }
        } else if bits & BUFFERED == 0 && !is_sticky(bits) {
            self.suspect(object, bits);
        }
    }

    /// After a full collection, when every counted reference lies in a living object: counts that stuck are counted anew.
    pub(crate) fn recount_stuck(&mut self) {
        if !core::mem::take(&mut self.counting.stuck) {
            return;
        }
        let mut counts = std::collections::HashMap::new();
        let space = self.space.get_mut();
        space.each_established(|object| {
            if is_sticky(bits::load(object)) {
                counts.insert(object, 0u32);
            }
        });
        let types = self.types;
        let mut tally = |object: ObjRef| {
            // SAFETY: what is alive is whole.
            let shape = unsafe { Shape::of(object, types) };
            let see = |target: ObjRef| {
                if is_sticky(bits::load(target))
                    && let Some(count) = counts.get_mut(&target)
                {
                    *count += 1;
                }
            };
            // SAFETY: as above.
            unsafe { each_in(object, &shape, Part::All, see) };
        };
        space.each_established(&mut tally);
        space.immortals.iter().for_each(tally);
        for (object, references) in counts {
            let flags = bits::load(object) & (ONE - 1);
            let references = references.saturating_mul(ONE);
            if references / ONE < count(bits::STICKY) {
                bits::store(object, flags | references);
                if references == 0 && bits::set(object, ZERO) {
                    self.counting.zeros.push(object);
                }
            } else {
                self.counting.stuck = true;
            }
        }
    }
}
