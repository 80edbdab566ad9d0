//! What a safepoint makes of the state of the heap, and collections that are asked for.

use gc_api::events::{Kind, Reason};
use gc_api::poll::Reason as PollReason;
use gc_api::{HeapStats, Outcome, Roots, Scope};
use gc_parts::pause::{After, Pause};

use crate::Incminimark;
use crate::cycle::Phase;
use crate::minor::{Deaths, Promoted};

impl Incminimark {
    pub(crate) fn at_safepoint(&mut self, roots: &mut dyn Roots) -> Outcome {
        self.safepoints += 1;
        if self.knobs.every > 0 {
            self.poll.raise(PollReason::Collect);
        }
        if self.is_refused_memory() || self.full_wanted.get() || self.policy.limit.is_over(self.used_bytes()) {
            return self.full(Reason::Limit, roots);
        }
        if self.knobs.collects_at(self.safepoints) {
            self.minor_and_step(true, Reason::Debug, roots);
        } else if self.nursery.is_full() || self.young_large.get() > self.most_young_large {
            self.minor_and_step(false, Reason::Threshold, roots);
        } else if self.step_due.get() || self.knobs.tiny_steps && !self.cycle.phase.is_idle() {
            self.step_between(roots);
        } else if self.wants_step() {
            // Bytes outside the heap bring this about.
            self.minor_and_step(true, Reason::Threshold, roots);
        }
        if self.is_refused_memory() || self.policy.limit.is_over(self.used_bytes()) {
            return self.full(Reason::Limit, roots);
        }
        Outcome::Done
    }

    /// The system has refused memory: what is used now is the limit from now on.
    fn is_refused_memory(&mut self) -> bool {
        let region = &mut self.old.get_mut().region;
        if self.nursery.is_scarce() {
            region.note_refusal();
        }
        let scarce = region.is_scarce();
        if scarce {
            region.clear_scarce();
            self.policy.limit.tighten(self.used_bytes());
        }
        scarce
    }

    pub(crate) fn collect_now(&mut self, scope: Scope, reason: Reason, roots: &mut dyn Roots) -> Outcome {
        match scope {
            Scope::Full => return self.full(reason, roots),
            Scope::Step => self.minor_and_step(true, reason, roots),
            Scope::Minor => {
                let mut pause = self.begin(Kind::Minor, reason, roots);
                let promoted = self.empty_nursery(Deaths::AreFoundHere, &mut pause, roots);
                self.end(pause, promoted, roots);
            }
        }
        Outcome::Done
    }

    /// A marking or sweep goes on, or is due.
    fn wants_step(&self) -> bool {
        let live = self.old.borrow().live_bytes().saturating_add_signed(self.external.get());
        !self.cycle.phase.is_idle() || self.policy.wants_marking(live)
    }

    /// A minor collection, and a step of the cycle if there is one to do, or if it is `forced`.
    fn minor_and_step(&mut self, forced: bool, reason: Reason, roots: &mut dyn Roots) {
        let with_step = forced || self.wants_step();
        let kind = if with_step { Kind::Step } else { Kind::Minor };
        let mut pause = self.begin(kind, reason, roots);
        let promoted = self.empty_nursery(Deaths::AreFoundHere, &mut pause, roots);
        if with_step {
            self.step(promoted, &mut pause, roots);
        }
        self.end(pause, promoted, roots);
    }

    /// A step of the cycle between two minor collections.
    pub(crate) fn step_between(&mut self, roots: &mut dyn Roots) {
        let mut pause = self.begin(Kind::Step, Reason::Threshold, roots);
        self.step_apart(&mut pause);
        self.end(pause, Promoted::default(), roots);
    }

    fn full(&mut self, reason: Reason, roots: &mut dyn Roots) -> Outcome {
        self.full_wanted.set(false);
        let mut pause = self.begin(Kind::Full, reason, roots);
        let promoted = self.empty_nursery(Deaths::AreLeftToMarking, &mut pause, roots);
        self.whole_cycle(&mut pause, roots);
        let used = self.used_bytes();
        let live = self.live_bytes().saturating_add_signed(self.external.get());
        let over = self.policy.limit.settle(used, live);
        self.end(pause, promoted, roots);
        if over { Outcome::OverLimit } else { Outcome::Done }
    }

    fn begin(&mut self, kind: Kind, reason: Reason, roots: &mut dyn Roots) -> Pause {
        self.check("before", self.stats.minor_collections + 1, roots);
        let live = self.live_bytes();
        self.events.begin(kind, reason, live as u64)
    }

    fn end(&mut self, pause: Pause, promoted: Promoted, roots: &mut dyn Roots) {
        let idle = self.cycle.phase.is_idle();
        self.step_due.set(false);
        if self.cycle.phase.goes_on_meanwhile() {
            self.nursery.pause_soon();
        }
        let live_bytes = self.live_bytes() as u64;
        let counted = idle && self.nursery.used_bytes() == 0;
        let old = self.old.get_mut();
        let after = After {
            live_bytes,
            // Known when everything has been counted.
            objects: counted.then(|| old.alive.objects + old.immortals.iter().count()),
            promoted_bytes: Some(promoted.copied.bytes + promoted.kept.bytes),
            moved_bytes: Some(promoted.copied.bytes),
            reserved_bytes: old.region.reserved_bytes() + self.nursery.reserved_bytes(),
        };
        self.events.end(pause, after, &mut self.stats);
        self.check("after", self.stats.minor_collections, roots);
    }

    /// Bytes that count against the limit.
    pub(crate) fn used_bytes(&self) -> usize {
        (self.old.borrow().used_bytes() + self.nursery.used_bytes()).saturating_add_signed(self.external.get())
    }

    /// What has died since it was last looked at counts as alive.
    fn live_bytes(&self) -> usize {
        self.old.borrow().live_bytes() + self.nursery.used_bytes() + self.young_large.get()
    }

    pub(crate) fn current_stats(&self) -> HeapStats {
        let live = self.live_bytes() as u64;
        HeapStats {
            allocated_bytes: self.nursery.allocated_bytes() + self.allocated_apart.get(),
            live_bytes: live,
            peak_bytes: self.stats.peak_bytes.max(live),
            reserved_bytes: (self.old.borrow().region.reserved_bytes() + self.nursery.reserved_bytes()) as u64,
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
            let phase = match &self.cycle.phase {
                Phase::Idle => "",
                other => other.name(),
            };
            panic!("{when} minor collection {number} {phase}: {corruption}");
        }
    }
}
