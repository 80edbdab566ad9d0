//! What happens at a safepoint, in order: an epoch's end with its slices, or a full collection.

use gc_api::events::Reason;
use gc_api::poll::Reason as PollReason;
use gc_api::{Figure, HeapStats, Kind, Outcome, Roots};
use gc_parts::pause::{After, Pause};
use gc_parts::system::processor_time;

use crate::policy::Slice;
use crate::{POISON, RefCount};

/// In a heap under the knob `every`, one epoch of so many begins a backup trace.
const DEBUG_TRACE: u64 = 4;

/// Slabs given back after one epoch, at most.
const MOST_TRIMMED: usize = 64;

/// Dead objects that a full collection condemns before it frees them.
const FREED_AT_ONCE: usize = 1 << 15;

/// With so many bytes given back, jemalloc gives its free pages back too.
const WORTH_PURGING: usize = 4 << 20;

impl RefCount {
    pub(crate) fn at_safepoint(&mut self, roots: &mut dyn Roots) -> Outcome {
        self.safepoints += 1;
        if self.knobs.every > 0 {
            self.poll.raise(PollReason::Collect);
        }
        let external = self.external.get();
        let space = self.space.get_mut();
        let used = space.used_bytes(external);
        if core::mem::take(&mut space.scarce) {
            self.policy.limit.tighten(used);
            self.collect_all(Reason::Limit, roots)
        } else if self.policy.limit.is_over(used) {
            self.collect_all(Reason::Limit, roots)
        } else if self.knobs.collects_at(self.safepoints) {
            self.end_epoch(Reason::Debug, roots)
        } else if self.budget.get() < 0 {
            self.end_epoch(Reason::Threshold, roots)
        } else {
            Outcome::Done
        }
    }

    /// Ends an epoch, and does a slice of what takes longer.
    pub(crate) fn end_epoch(&mut self, reason: Reason, roots: &mut dyn Roots) -> Outcome {
        self.check("before", roots);
        let begun = processor_time();
        let mut pause = self.begin(Kind::Epoch, reason);
        self.count(roots, &mut pause);
        let counting = processor_time() - begun;
        let mut slice = self.slice();
        self.give_up(&mut slice);
        self.events.phase(&mut pause, "free");
        self.look_for_cycles(reason);
        pause.resume();
        self.publish_deaths(roots);
        self.settle_space();
        if self.may_give_slabs_back() {
            let space = self.space.get_mut();
            space.slabs.trim(self.policy.slabs_to_keep(), MOST_TRIMMED, &space.arena);
        }
        self.policy.begin_epoch(counting);
        self.budget.set(self.policy.budget() as isize);
        self.stats.minor_collections += 1;
        self.end(pause);
        self.check("after", roots);
        Outcome::Done
    }

    /// Everything unreachable goes.
    pub(crate) fn collect_all(&mut self, reason: Reason, roots: &mut dyn Roots) -> Outcome {
        self.check("before", roots);
        let mut pause = self.begin(Kind::Full, reason);
        self.abandon_trace();
        self.forget_cleared_finalisers();
        self.counting.by_trace = true;
        self.count(roots, &mut pause);
        self.start_trace();
        while !self.trace_some(&mut self.full_slice()) {}
        self.decide_callbacks();
        self.events.phase(&mut pause, "mark");
        self.counting.by_trace = false;
        self.free_unmarked(&mut pause);
        self.forget_candidates();
        self.recount_stuck();
        self.events.phase(&mut pause, "free");
        self.publish_deaths(roots);
        self.settle_space();
        let outcome = self.settle();
        self.stats.full_collections += 1;
        self.end(pause);
        self.check("after", roots);
        outcome
    }

    /// What a complete marking has not reached goes, part by part: a list of all the dead would be long.
    fn free_unmarked(&mut self, pause: &mut Pause) {
        let mut swept = false;
        while !swept {
            let mut slice = if self.knobs.tiny_steps { Slice::of_one_step() } else { Slice::of_steps(FREED_AT_ONCE) };
            swept = self.sweep_some(&mut slice);
            self.sort_zeros();
            self.events.phase(pause, "sweep");
            while !self.dying.is_empty() {
                self.give_up(&mut self.full_slice());
            }
            self.events.phase(pause, "free");
        }
    }

    fn count(&mut self, roots: &mut dyn Roots, pause: &mut Pause) {
        self.retire_runs();
        self.count_roots(roots);
        self.keep_finalisable();
        self.events.phase(pause, "roots");
        self.count_up();
        self.settle_new_weak_slots(roots);
        self.events.phase(pause, "increment");
        self.count_down();
        if !self.counting.by_trace {
            self.check_zeros();
            self.clear_weak_slots();
        }
        self.bury_new();
        self.events.phase(pause, "decrement");
    }

    /// A slice of the backup trace, if one is under way or due; else of trials, once the dead hold nothing any more.
    fn look_for_cycles(&mut self, reason: Reason) {
        let live = self.space.get_mut().live_bytes();
        let debug = reason == Reason::Debug && self.stats.minor_collections.is_multiple_of(DEBUG_TRACE);
        let due = self.policy.wants_trace(live, self.cycles.abandoned, self.counting.stuck) || debug;
        if !self.trace.is_idle() || due {
            let mut pause = self.begin(Kind::Trace, reason);
            self.trace_slice(&mut pause);
            self.end(pause);
        } else if self.dying.is_empty() && !self.cycles.candidates.is_empty() {
            let mut pause = self.begin(Kind::Cycles, reason);
            let mut slice = if self.knobs.tiny_steps { Slice::of_one_step() } else { self.policy.slice_of_trials() };
            self.try_candidates(&mut slice);
            self.events.phase(&mut pause, "cycles");
            self.end(pause);
        }
    }

    fn trace_slice(&mut self, pause: &mut Pause) {
        if self.trace.is_idle() {
            self.start_trace();
            self.traces += 1;
        }
        self.drop_dead_candidates();
        let mut slice = self.slice();
        let marked = self.trace.is_sweeping() || self.trace_some(&mut slice);
        self.events.phase(pause, "mark");
        if marked {
            if self.sweep_some(&mut slice) {
                self.policy.end_trace(self.space.get_mut().live_bytes());
            }
            self.events.phase(pause, "sweep");
        }
    }

    fn slice(&self) -> Slice {
        if self.knobs.tiny_steps { Slice::of_one_step() } else { self.policy.slice(self.dying.objects.len()) }
    }

    fn full_slice(&self) -> Slice {
        if self.knobs.tiny_steps { Slice::of_one_step() } else { Slice::endless() }
    }

    /// Cells not handed out were never allocated.
    fn retire_runs(&mut self) {
        let rest: usize = self.runs.iter().map(|run| run.rest()).sum();
        self.small_out.set(self.small_out.get() - rest as u64);
        self.runs.iter().for_each(|run| run.retire());
    }

    /// What no survivor lies in is free again.
    fn settle_space(&mut self) {
        self.small_out_before = self.small_out.get();
        self.handed.get_mut().clear();
        let slabs = &mut self.space.get_mut().slabs;
        slabs.after_epoch();
        if self.knobs.poison {
            slabs.poison(POISON);
        }
    }

    /// After a full collection: memory goes back, and the limit has its say.
    fn settle(&mut self) -> Outcome {
        let external = self.external.get();
        let space = self.space.get_mut();
        space.scarce = false;
        let before = space.reserved_bytes();
        space.slabs.sort();
        space.slabs.trim(self.policy.slabs_to_keep(), usize::MAX, &space.arena);
        if before - space.reserved_bytes() > WORTH_PURGING {
            space.arena.purge();
        }
        space.slabs.fill_reserve(&space.arena);
        let live = space.live_bytes();
        let over = self.policy.limit.settle(space.used_bytes(external), live.saturating_add_signed(external));
        self.policy.end_trace(live);
        self.budget.set(self.policy.budget() as isize);
        if over { Outcome::OverLimit } else { Outcome::Done }
    }

    fn begin(&mut self, kind: Kind, reason: Reason) -> Pause {
        let live = self.current_stats().live_bytes;
        self.events.begin(kind, reason, live)
    }

    fn end(&mut self, pause: Pause) {
        let HeapStats { live_bytes, reserved_bytes, .. } = self.current_stats();
        let after = After {
            live_bytes,
            objects: Some(self.space.get_mut().live_objects()),
            reserved_bytes: reserved_bytes as usize,
            ..After::default()
        };
        self.events.end(pause, after, &mut self.stats);
    }

    /// Figures as of now; what was allocated since the last epoch counts as alive.
    pub(crate) fn current_stats(&self) -> HeapStats {
        let space = self.space.borrow();
        let rest: usize = self.runs.iter().map(|run| run.rest()).sum();
        let small = self.small_out.get() - rest as u64;
        let allocated = small + self.other_out.get();
        let live = space.live_bytes() as u64 + (small - self.small_out_before);
        HeapStats {
            allocated_bytes: allocated,
            live_bytes: live,
            peak_bytes: self.stats.peak_bytes.max(live),
            reserved_bytes: space.reserved_bytes() as u64,
            external_bytes: self.external.get().max(0) as u64,
            freed_bytes: allocated.saturating_sub(live),
            own: Vec::new(),
            ..self.stats.clone()
        }
    }

    /// The figures of all collectors, and those only this one has.
    pub(crate) fn all_stats(&self) -> HeapStats {
        let storage = self.space.borrow().arena.figures();
        let own = vec![
            ("backup traces", Figure::Count(self.traces)),
            ("found in cycles", Figure::Count(self.cycles.found)),
            ("dead in waiting", Figure::Count(self.dying.objects.len() as u64)),
            ("jemalloc active", Figure::Bytes(storage.active)),
            ("dirty", Figure::Bytes(storage.dirty)),
            ("resident", Figure::Bytes(storage.resident)),
            ("mapped", Figure::Bytes(storage.mapped)),
            ("metadata", Figure::Bytes(storage.metadata)),
        ];
        HeapStats { own, ..self.current_stats() }
    }

    /// Under the `verify` knob.
    ///
    /// # Panics
    /// If the heap is corrupt: the knob asks for it.
    fn check(&self, when: &str, roots: &mut dyn Roots) {
        let ended = self.stats.minor_collections + self.stats.full_collections;
        if self.knobs.verifies(ended + u64::from(when == "before"))
            && let Err(corruption) = self.verify_heap(roots)
        {
            panic!("{when} collection {ended}: {corruption}");
        }
    }
}
