//! What happens at a safepoint: the phases of a full collection, in order.

use core::sync::atomic::Ordering;
use gc_api::events::Reason;
use gc_api::poll::Reason as PollReason;
use gc_api::{Dead, HeapStats, Kind, ObjRef, Outcome, Roots};
use gc_parts::cells::{Live, fill};
use gc_parts::finalise::mark_dead_in_order;
use gc_parts::parallel;
use gc_parts::pause::{After, Pause};
use gc_parts::region::BLOCK_BYTES;
use gc_parts::tracer::Tracer;
use gc_parts::weak::{clear_if_dead, in_callback_order, weak_slot};

use crate::policy;
use crate::{FINALISABLE, LISTED, MarkSweep, POISON, Space, WEAK_CALLBACK};

impl MarkSweep {
    pub(crate) fn at_safepoint(&mut self, roots: &mut dyn Roots) -> Outcome {
        self.safepoints += 1;
        if self.knobs.every > 0 {
            self.poll.raise(PollReason::Collect);
        }
        if self.knobs.collects_at(self.safepoints) {
            return self.collect_full(Reason::Debug, roots);
        }
        let space = self.space.get_mut();
        let used = space.used_bytes(self.external.get());
        if space.region.is_scarce() {
            space.region.clear_scarce();
            space.policy.limit.tighten(used);
            self.collect_full(Reason::Limit, roots)
        } else if space.policy.limit.is_over(used) {
            self.collect_full(Reason::Limit, roots)
        } else if self.budget.get() < 0 {
            self.collect_full(Reason::Threshold, roots)
        } else {
            Outcome::Done
        }
    }

    pub(crate) fn collect_full(&mut self, reason: Reason, roots: &mut dyn Roots) -> Outcome {
        self.check("before", self.stats.full_collections + 1, roots);
        let before = self.current_stats().live_bytes;
        let mut pause = self.events.begin(Kind::Full, reason, before);

        self.retire_runs();
        self.forget_cleared_finalisers();
        self.space.get_mut().region.clear_marks();
        let mut tracer = Tracer::default();
        self.mark_roots(&mut tracer, roots);
        self.events.phase(&mut pause, "roots");
        self.mark_reachable(&mut tracer);
        self.events.phase(&mut pause, "mark");
        self.mark_finalisable(&mut tracer);
        self.events.phase(&mut pause, "finalisers");
        self.clear_weak_slots(&tracer.weak_holders, roots);
        self.events.phase(&mut pause, "weak");
        self.run_destructors();
        self.events.phase(&mut pause, "destructors");
        let live = self.sweep();
        let outcome = self.settle(live);
        self.events.phase(&mut pause, "sweep");

        self.count(pause, live);
        self.check("after", self.stats.full_collections, roots);
        if !self.due.is_empty() {
            self.poll.raise(PollReason::Finalise);
        }
        outcome
    }

    /// Cells not handed out are free again; their bytes were never allocated.
    fn retire_runs(&mut self) {
        let rest: usize = self.runs.iter().map(|run| run.rest()).sum();
        self.handed_out.set(self.handed_out.get() - rest as u64);
        self.runs.iter().for_each(|run| run.retire());
    }

    /// Objects whose finaliser was cleared leave the table and the queue.
    fn forget_cleared_finalisers(&mut self) {
        let mut table = core::mem::take(&mut self.tables.get_mut().finalisable);
        table.retain(|&object| self.has_header_bit(object, FINALISABLE) || !self.clear_header_bit(object, LISTED));
        self.tables.get_mut().finalisable = table;
        let mut due = core::mem::take(&mut self.due);
        due.retain(|&dead| match dead {
            Dead::Finalise(object) => self.has_header_bit(object, FINALISABLE),
            Dead::WeakCallback(_) => true,
        });
        self.due = due;
    }

    fn mark_roots(&mut self, tracer: &mut Tracer, roots: &mut dyn Roots) {
        let Space { region, immortals, .. } = self.space.get_mut();
        let marks = &region.marks;
        immortals.iter().for_each(|object| tracer.visit(object.word(), marks));
        for dead in &self.due {
            let (Dead::Finalise(object) | Dead::WeakCallback(object)) = *dead;
            tracer.visit(object.word(), marks);
        }
        // SAFETY: the virtual machine shows slots that exist.
        roots.all(&mut |slot| tracer.visit(unsafe { slot.get() }, marks));
    }

    fn mark_reachable(&mut self, tracer: &mut Tracer) {
        let threads = self.mark_threads.unwrap_or_else(|| policy::mark_threads(self.stats.live_bytes, self.processors));
        let marks = &self.space.get_mut().region.marks;
        // SAFETY: at a safepoint all reachable objects are whole and nothing else runs.
        unsafe {
            if threads > 1 {
                parallel::drain(tracer, threads, self.types, marks);
            } else if self.knobs.tiny_steps {
                while tracer.step(1, self.types, marks) {}
            } else {
                tracer.drain(self.types, marks);
            }
        }
    }

    /// Finalisable objects that are not reachable become due, and are kept with all they refer to.
    fn mark_finalisable(&mut self, tracer: &mut Tracer) {
        let marks = &self.space.get_mut().region.marks;
        let tables = self.tables.get_mut();
        let (alive, dead): (Vec<_>, Vec<_>) = tables.finalisable.iter().partition(|&&object| marks.is_marked(object));
        tables.finalisable = alive;
        // SAFETY: unreachable objects are whole until they are swept, which comes later.
        let may_be_dead = |object: ObjRef| unsafe { object.header() }.gc().load(Ordering::Relaxed) & FINALISABLE != 0;
        // SAFETY: as above, and nothing else runs.
        let order = unsafe { mark_dead_in_order(&dead, self.types, marks, may_be_dead, &mut tracer.weak_holders) };
        for object in order {
            self.clear_header_bit(object, LISTED);
            self.due.push_back(Dead::Finalise(object));
        }
    }

    fn clear_weak_slots(&mut self, holders: &[ObjRef], roots: &mut dyn Roots) {
        self.queue_callbacks();
        let marks = &self.space.get_mut().region.marks;
        for &holder in holders {
            // SAFETY: holders are marked, so alive; marking is complete.
            unsafe { weak_slot(holder, self.types).map(|slot| clear_if_dead(slot, marks)) };
        }
        roots.weak_tables(&mut |slot| {
            // SAFETY: the virtual machine shows slots that exist; marking is complete.
            unsafe { clear_if_dead(slot, marks) };
        });
    }

    /// Callbacks of live weak boxes whose referents are dead become due. Dead boxes have none.
    fn queue_callbacks(&mut self) {
        let marks = &self.space.get_mut().region.marks;
        let tables = self.tables.get_mut();
        let mut cleared = Vec::new();
        tables.callbacks.retain(|&holder| {
            if !marks.is_marked(holder) {
                return false;
            }
            // SAFETY: the holder is alive, and so is its slot.
            let referent = unsafe { weak_slot(holder, self.types).and_then(|slot| slot.get().as_ref()) };
            match referent {
                Some(referent) if !marks.is_marked(referent) => {
                    cleared.push((holder, referent.address()));
                    false
                }
                _ => true,
            }
        });
        for holder in in_callback_order(&cleared) {
            self.clear_header_bit(holder, WEAK_CALLBACK);
            self.due.push_back(Dead::WeakCallback(holder));
        }
    }

    fn run_destructors(&mut self) {
        let marks = &self.space.get_mut().region.marks;
        let tables = self.tables.get_mut();
        let (alive, dead): (Vec<_>, Vec<_>) = tables.destructible.iter().partition(|&&object| marks.is_marked(object));
        tables.destructible = alive;
        for object in dead {
            // SAFETY: it is dead, still whole, and no longer in the table.
            unsafe { self.destroy(object) };
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

    /// Frees empty blocks and large objects at once; the rest is swept when it is needed.
    fn sweep(&mut self) -> Live {
        let poison = self.knobs.poison;
        let Space { region, cells, large, immortals, .. } = self.space.get_mut();
        let small = cells.after_marking(region);
        let large = large.after_marking(region);
        if poison {
            // SAFETY: marking is complete, and what is not marked is dead.
            unsafe { cells.poison_free_cells(region, POISON) };
            region.for_each_dirty_free_block(|block| {
                // SAFETY: the block is free.
                unsafe { fill(block, BLOCK_BYTES, POISON) };
            });
        }
        Live {
            objects: small.objects + large.objects + immortals.iter().count(),
            bytes: small.bytes + large.bytes + immortals.bytes(),
        }
    }

    fn settle(&mut self, live: Live) -> Outcome {
        let external = self.external.get();
        let space = self.space.get_mut();
        let used = space.used_bytes(external);
        let live = live.bytes.saturating_add_signed(external);
        let over = space.policy.limit.settle(used, live);
        let budget = space.policy.budget(live);
        self.budget.set(budget as isize);
        space.region.trim(budget / BLOCK_BYTES);
        if over { Outcome::OverLimit } else { Outcome::Done }
    }

    fn count(&mut self, pause: Pause, live: Live) {
        self.stats.full_collections += 1;
        self.stats.live_bytes = live.bytes as u64;
        self.stats.allocated_bytes = self.handed_out.get();
        let after = After {
            live_bytes: live.bytes as u64,
            objects: Some(live.objects),
            reserved_bytes: self.space.get_mut().region.reserved_bytes(),
            ..After::default()
        };
        self.events.end(pause, after, &mut self.stats);
    }

    /// Figures as of now; what was allocated since the last collection counts as alive.
    pub(crate) fn current_stats(&self) -> HeapStats {
        let space = self.space.borrow();
        let rest: usize = self.runs.iter().map(|run| run.rest()).sum();
        let allocated = self.handed_out.get() - rest as u64;
        let live = self.stats.live_bytes + (allocated - self.stats.allocated_bytes);
        HeapStats {
            allocated_bytes: allocated,
            live_bytes: live,
            peak_bytes: self.stats.peak_bytes.max(live),
            reserved_bytes: space.region.reserved_bytes() as u64,
            external_bytes: self.external.get().max(0) as u64,
            ..self.stats.clone()
        }
    }

    /// Under the `verify` knob.
    ///
    /// # Panics
    /// If the heap is corrupt: the knob asks for it.
    fn check(&self, when: &str, number: u64, roots: &mut dyn Roots) {
        if self.knobs.verifies(number)
            && let Err(corruption) = self.verify_heap(roots)
        {
            panic!("{when} collection {number}: {corruption}");
        }
    }
}
