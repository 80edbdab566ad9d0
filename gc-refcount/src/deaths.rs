//! What is due when objects die: weak slots are cleared, callbacks and finalisers are queued, destructors run.
//!
//! Finalisers come first, referrers before what they refer to; an object waits in the queue as if a root held it.

use std::collections::VecDeque;

use gc_api::poll::Reason as PollReason;
use gc_api::{Dead, ObjRef, Roots, Word};
use gc_parts::weak::{in_callback_order, weak_slot};

use crate::RefCount;
use crate::bits::{self, CALLBACK, DEAD, DESTRUCTIBLE, DRAINED, FINALISABLE, LISTED, NEW, QUEUED, WEAKLY};
#[cfg(test)]
use crate::bugs::Bug;
use crate::tables::Turn;

/// What this pause has found so far.
#[derive(Debug, Default)]
pub struct Deaths {
    /// Dead objects that weak slots may refer to, not cleared yet.
    weakly: Vec<ObjRef>,
    /// Finalisable objects without a count, with when they were registered.
    finalisable: Vec<(Turn, ObjRef)>,
    /// Living objects with a callback whose weak slot was cleared, when they were registered, and what it referred to.
    callbacks: Vec<(Turn, ObjRef, usize)>,
    /// Objects whose weak slot was cleared, and what it referred to, of which a trace is about to tell whether they live.
    undecided: Vec<(ObjRef, usize)>,
    /// Addresses of objects that entries of weak tables may refer to.
    for_tables: Vec<usize>,
    /// There are entries in weak tables.
    tables_in_use: bool,
}

impl Deaths {
    /// What waits for the end of the pause to become due.
    pub fn queued(&self) -> Vec<ObjRef> {
        let finalisable = self.finalisable.iter().map(|&(_, object)| object);
        finalisable.chain(self.callbacks.iter().map(|&(_, holder, _)| holder)).collect()
    }
}

impl RefCount {
    /// Once all survivors of the epoch are known: their weak slots are either registered or cleared, those of weak tables too.
    pub(crate) fn settle_new_weak_slots(&mut self, roots: &mut dyn Roots) {
        self.tables.get_mut().keep_survivors();
        for holder in self.take_new_holders() {
            // SAFETY: a survivor is whole.
            let Some(slot) = (unsafe { weak_slot(holder, self.types) }) else { continue };
            // SAFETY: as above.
            let Some(referent) = unsafe { slot.get() }.as_ref() else { continue };
            if bits::has(referent, NEW | DEAD) {
                // SAFETY: as above.
                unsafe { slot.set(Word::ZERO) };
                if self.counting.by_trace {
                    self.deaths.undecided.push((holder, referent.address()));
                } else {
                    self.queue_callback(holder, referent.address());
                }
            } else {
                self.tables.get_mut().add_holder(holder, referent);
            }
        }
        let tables_in_use = &mut self.deaths.tables_in_use;
        *tables_in_use = false;
        roots.weak_tables(&mut |slot| {
            // SAFETY: the virtual machine shows slots that exist.
            if let Some(referent) = unsafe { slot.get() }.as_ref() {
                if bits::has(referent, NEW) {
                    // SAFETY: as above.
                    unsafe { slot.set(Word::ZERO) };
                } else {
                    bits::set(referent, WEAKLY);
                    *tables_in_use = true;
                }
            }
        });
    }

    /// Once the trace has told.
    pub(crate) fn decide_callbacks(&mut self) {
        for (holder, referent) in core::mem::take(&mut self.deaths.undecided) {
            self.queue_callback(holder, referent);
        }
    }

    fn queue_callback(&mut self, holder: ObjRef, referent: usize) {
        if bits::has(holder, CALLBACK) {
            let turn = self.tables.get_mut().unlist_callback(holder);
            if !self.is_dead(holder) {
                bits::set(holder, QUEUED);
                if self.trace.is_marking() {
                    self.trace_lost_reference(holder);
                }
                self.deaths.callbacks.push((turn, holder, referent));
            }
        }
    }

    /// Dead, or about to be found so by the sweep.
    fn is_dead(&self, object: ObjRef) -> bool {
        bits::has(object, DEAD) || (self.trace.is_sweeping() && !self.is_marked(object))
    }

    /// A dead object: it goes on the dead list, and no weak slot answers with it from the end of this pause on.
    pub(crate) fn condemn(&mut self, object: ObjRef) {
        debug_assert!(!bits::has(object, DEAD | NEW));
        bits::set(object, DEAD);
        if bits::has(object, WEAKLY) {
            self.deaths.weakly.push(object);
        }
        self.dying.objects.push(object);
    }

    /// Clears the weak slots of what was condemned. Not at once, so that holders condemned together with their referents are known
    /// to be dead: they have no callbacks.
    pub(crate) fn clear_weak_slots(&mut self) {
        #[cfg(test)]
        if self.has_bug(Bug::WeakSlotsStay) {
            return self.deaths.weakly.clear();
        }
        while let Some(object) = self.deaths.weakly.pop() {
            bits::clear(object, WEAKLY);
            if self.deaths.tables_in_use {
                self.deaths.for_tables.push(object.address());
            }
            for holder in self.tables.get_mut().take_holders(object) {
                // SAFETY: a holder is taken from the table before it is freed.
                if let Some(slot) = unsafe { weak_slot(holder, self.types) } {
                    // SAFETY: as above.
                    unsafe { slot.set(Word::ZERO) };
                    self.queue_callback(holder, object.address());
                }
            }
        }
    }

    /// A finalisable object without a count waits to be handed out.
    pub(crate) fn queue_finaliser(&mut self, object: ObjRef) {
        let turn = self.tables.get_mut().unlist_finalisable(object);
        bits::set(object, QUEUED);
        if self.trace.is_marking() {
            self.trace_lost_reference(object);
        }
        self.deaths.finalisable.push((turn, object));
    }

    /// Finalisable objects of dead cycles, in the order to hand them out.
    pub(crate) fn queue_finalisers_in_order(&mut self, objects: Vec<ObjRef>) {
        for object in objects {
            self.tables.get_mut().unlist_finalisable(object);
            bits::set(object, QUEUED);
            self.due.push_back(Dead::Finalise(object));
        }
    }

    /// At the end of a pause: what it found becomes due, and entries of weak tables are cleared.
    pub(crate) fn publish_deaths(&mut self, roots: &mut dyn Roots) {
        self.clear_weak_slots();
        let mut finalisable = core::mem::take(&mut self.deaths.finalisable);
        finalisable.sort_unstable_by_key(|&(turn, _)| turn);
        self.due.extend(finalisable.into_iter().map(|(_, object)| Dead::Finalise(object)));
        let mut callbacks = core::mem::take(&mut self.deaths.callbacks);
        callbacks.sort_unstable_by_key(|&(turn, ..)| turn);
        let cleared: Vec<_> = callbacks.into_iter().map(|(_, holder, referent)| (holder, referent)).collect();
        self.due.extend(in_callback_order(&cleared).into_iter().map(Dead::WeakCallback));
        let mut gone = core::mem::take(&mut self.deaths.for_tables);
        if !gone.is_empty() {
            gone.sort_unstable();
            roots.weak_tables(&mut |slot| {
                // SAFETY: the virtual machine shows slots that exist.
                unsafe {
                    if slot.get().as_ref().is_some_and(|referent| gone.binary_search(&referent.address()).is_ok()) {
                        slot.set(Word::ZERO);
                    }
                }
            });
        }
        if !self.due.is_empty() {
            self.poll.raise(PollReason::Finalise);
        }
    }

    pub(crate) fn next_due(&mut self) -> Option<Dead> {
        loop {
            let dead = self.due.pop_front()?;
            let (Dead::Finalise(object) | Dead::WeakCallback(object)) = dead;
            // Its finaliser may have been cleared while it waited.
            let wanted = match dead {
                Dead::Finalise(_) => bits::clear(object, FINALISABLE),
                Dead::WeakCallback(_) => true,
            };
            if !self.due_again(object) {
                self.release_queued(object);
            }
            if wanted {
                return Some(dead);
            }
        }
    }

    /// Whether the object waits in the queue once more, for its callback beside its finaliser.
    fn due_again(&self, object: ObjRef) -> bool {
        // An object with a weak slot and a finaliser is rare, and so is a long queue with one in it.
        // SAFETY: what waits is whole.
        unsafe { weak_slot(object, self.types) }.is_some()
            && self.due.iter().any(|&(Dead::Finalise(other) | Dead::WeakCallback(other))| other == object)
    }

    /// What waits only because of a finaliser that was cleared since is let go.
    pub(crate) fn forget_cleared_finalisers(&mut self) {
        let cleared = |dead: &Dead| match *dead {
            Dead::Finalise(object) => !bits::has(object, FINALISABLE),
            Dead::WeakCallback(_) => false,
        };
        let (gone, left) = core::mem::take(&mut self.due).into_iter().partition(cleared);
        self.due = left;
        let gone: VecDeque<Dead> = gone;
        for dead in gone {
            let (Dead::Finalise(object) | Dead::WeakCallback(object)) = dead;
            if !self.due_again(object) {
                self.release_queued(object);
            }
        }
    }

    /// Last rites of an object whose memory is about to go.
    #[cold]
    pub(crate) fn bury(&mut self, object: ObjRef, flags: u32) {
        if flags & DESTRUCTIBLE != 0 {
            // SAFETY: it is dead, still whole, and on its way out of every table.
            unsafe { self.destroy(object) };
        }
        let tables = self.tables.get_mut();
        if flags & LISTED != 0 {
            tables.unlist_finalisable(object);
        }
        if flags & CALLBACK != 0 {
            tables.unlist_callback(object);
        }
        // SAFETY: dead objects are whole until they are freed.
        if let Some(slot) = unsafe { weak_slot(object, self.types) }
            // SAFETY: as above.
            && let Some(referent) = unsafe { slot.get() }.as_ref()
        {
            tables.remove_holder(object, referent);
        }
    }

    /// # Safety
    /// `object` is unreachable, whole, and has not been destroyed.
    pub(crate) unsafe fn destroy(&self, object: ObjRef) {
        // SAFETY: passed on.
        let info = unsafe { self.types.of(object) };
        if let Some(destructor) = info.destructor {
            // SAFETY: passed on.
            unsafe { destructor(object) };
        }
    }

    /// New objects that nothing held are gone: their destructors run, and large ones are freed.
    pub(crate) fn bury_new(&mut self) {
        for object in self.tables.get_mut().dead_destructible() {
            // SAFETY: nothing refers to it, and its memory has not been handed out again.
            unsafe { self.destroy(object) };
        }
        let space = self.space.get_mut();
        for object in space.large.take_new() {
            if bits::has(object, NEW) {
                space.free(object);
            }
        }
    }

    /// When the heap is dropped: every destructor that has not run does.
    pub(crate) fn destroy_all(&mut self) {
        let mut left = self.tables.get_mut().take_new_destructible();
        self.space.get_mut().each_established(|object| {
            let bits = bits::load(object);
            if bits & DESTRUCTIBLE != 0 && bits & DRAINED == 0 {
                left.push(object);
            }
        });
        for object in left {
            // SAFETY: nobody can use the heap any more, and an object is either new or established.
            unsafe { self.destroy(object) };
        }
    }
}
