//! The cycle of the old generation: idle, marking, sweeping, in steps of bounded time.
//!
//! Directly after a minor collection there is nothing young and nothing remembered: every object is white (not marked), grey (marked, to
//! be scanned) or black, and no black object refers to a white one, for whatever was written to since it was scanned has just been made
//! grey again. A cycle begins there, and a step of marking there looks at the roots, so when nothing grey is left then, marking is
//! complete; no last great step remains to be done. What is promoted while marking is white; while sweeping, it goes into swept or fresh
//! blocks, which the sweep does not look at.
//!
//! Further steps are made between minor collections, so that none takes long and the cycle is over before the heap has grown much. They
//! scan what is grey, and pass over what is young: whatever refers to it is a root or remembered, and seen again.

use core::time::Duration;

use gc_api::{Dead, Roots};
use gc_parts::parallel;
use gc_parts::system::processor_time;
use gc_parts::tracer::Tracer;

use crate::Incminimark;
use crate::bugs::Bug;
use crate::minor::Promoted;
use crate::policy::{LEAST_STEP_TIME, Pace, STEP_TIME, Work};
use gc_parts::pause::Pause;

/// Where the cycle is.
#[derive(Default)]
pub enum Phase {
    #[default]
    Idle,
    Marking(Marking),
    Sweeping(Sweeping),
}

pub struct Marking {
    pub tracer: Tracer,
    pace: Pace,
    /// Steps done.
    steps: u64,
    /// The last step has left nothing grey.
    drained: bool,
}

/// What of the sweep is being done.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Sweeping {
    Large,
    Cells,
    /// The marks by which the last sweep went are cleared for the next marking, from this block on.
    Marks(usize),
    /// Free memory goes back to the system, but for so many bytes.
    Trimming(usize),
}

/// The state of the cycle.
#[derive(Default)]
pub struct Cycle {
    pub phase: Phase,
    /// Bytes promoted since it began.
    promoted: usize,
}

impl Phase {
    pub fn is_idle(&self) -> bool {
        matches!(self, Phase::Idle)
    }

    /// Is there anything to do for a step between two minor collections?
    pub fn goes_on_meanwhile(&self) -> bool {
        match self {
            Phase::Idle => false,
            Phase::Marking(marking) => !marking.drained,
            Phase::Sweeping(_) => true,
        }
    }

    /// For messages.
    pub fn name(&self) -> &'static str {
        match self {
            Phase::Idle => "idle",
            Phase::Marking(_) => "marking",
            Phase::Sweeping(_) => "sweeping",
        }
    }
}

/// What a step may do until it ends.
#[derive(Debug)]
pub struct Budget {
    /// Objects to scan.
    objects: usize,
    /// By the time of the processor: a step that is interrupted has not done its work. `None`: as long as it takes.
    until: Option<Duration>,
    /// Slices of one object or block.
    tiny: bool,
}

/// Objects scanned between two looks at the clock.
const SLICE: usize = 256;

impl Budget {
    pub fn unlimited() -> Budget {
        Budget { objects: usize::MAX, until: None, tiny: false }
    }
    /// Under the `tiny_steps` knob.
    fn tiny(objects: usize) -> Budget {
        Budget { objects, until: None, tiny: true }
    }

    fn of(work: Work) -> Budget {
        Budget { objects: work.objects, until: Some(processor_time() + work.time), tiny: false }
    }

    fn slice(&self) -> usize {
        if self.until.is_some() { SLICE.min(self.objects) } else { self.objects }
    }

    /// After a slice of so many objects: may there be another?
    fn goes_on(&mut self, objects: usize) -> bool {
        self.objects = self.objects.saturating_sub(objects);
        self.objects > 0 && self.has_time()
    }

    fn has_time(&self) -> bool {
        !self.tiny && self.until.is_none_or(|until| processor_time() < until)
    }
}

impl Incminimark {
    /// A bounded part of the cycle, which begins if it is idle; right after a minor collection.
    pub(crate) fn step(&mut self, promoted: Promoted, pause: &mut Pause, roots: &mut dyn Roots) {
        if self.cycle.phase.is_idle() {
            self.begin_marking();
        }
        let bytes = promoted.copied.bytes + promoted.kept.bytes;
        self.cycle.promoted += bytes;
        let time = STEP_TIME.saturating_sub(pause.elapsed()).max(LEAST_STEP_TIME);
        match &mut self.cycle.phase {
            Phase::Marking(marking) => {
                // If nothing was left before the minor collection, this step can be the last, and takes the time it needs for that.
                let time = if marking.drained { STEP_TIME } else { time };
                let work = marking.pace.step(bytes, promoted.regreyed, time);
                let pace_of_tiny = 1 << marking.pace.doublings();
                let mut budget = if self.knobs.tiny_steps { Budget::tiny(pace_of_tiny) } else { Budget::of(work) };
                if self.mark(&mut budget, roots) {
                    self.events.phase(pause, "mark");
                    self.finish_marking(pause, roots);
                    self.sweep(&budget, pause);
                } else {
                    self.events.phase(pause, "mark");
                }
            }
            Phase::Sweeping(_) => {
                let work = Work { objects: usize::MAX, time };
                let budget = if self.knobs.tiny_steps { Budget::tiny(1) } else { Budget::of(work) };
                self.sweep(&budget, pause);
            }
            Phase::Idle => {}
        }
    }

    /// A bounded part of the cycle, between two minor collections.
    pub(crate) fn step_apart(&mut self, pause: &mut Pause) {
        let work = Work { objects: usize::MAX, time: STEP_TIME };
        let mut budget = if self.knobs.tiny_steps { Budget::tiny(1) } else { Budget::of(work) };
        match &self.cycle.phase {
            Phase::Marking(_) => {
                self.scan_grey(&mut budget);
                self.events.phase(pause, "mark");
            }
            Phase::Sweeping(_) => self.sweep(&budget, pause),
            Phase::Idle => {}
        }
    }

    /// A whole cycle, from the beginning; right after a minor collection.
    pub(crate) fn whole_cycle(&mut self, pause: &mut Pause, roots: &mut dyn Roots) {
        self.finish_cycle(pause);
        self.begin_marking();
        self.mark(&mut Budget::unlimited(), roots);
        self.events.phase(pause, "mark");
        self.finish_marking(pause, roots);
        self.sweep(&Budget::unlimited(), pause);
    }

    /// Ends a cycle that goes on: a marking is given up, as it keeps what has died since it began; a sweep is completed.
    fn finish_cycle(&mut self, pause: &mut Pause) {
        match self.cycle.phase {
            Phase::Idle => {}
            Phase::Sweeping(_) => self.sweep(&Budget::unlimited(), pause),
            Phase::Marking(_) => {
                let mut from = Some(0);
                while let Some(block) = from {
                    from = self.old.get_mut().clear_old_marks(block);
                }
                self.cycle.phase = Phase::Idle;
            }
        }
    }

    fn begin_marking(&mut self) {
        self.cycle.promoted = 0;
        let old = self.old.get_mut();
        let mut tracer = Tracer::default();
        old.immortals.iter().for_each(|object| tracer.visit(object.word(), old.next_marks()));
        let pace = Pace::new(old.alive);
        self.cycle.phase = Phase::Marking(Marking { tracer, pace, steps: 0, drained: false });
    }

    /// Marks from the roots and from what is grey. True if nothing grey is left.
    fn mark(&mut self, budget: &mut Budget, roots: &mut dyn Roots) -> bool {
        let Phase::Marking(Marking { tracer, steps, .. }) = &mut self.cycle.phase else { return false };
        let marks = self.old.get_mut().next_marks();
        *steps += 1;
        if *steps == 1 || !self.bugs.has(Bug::RootsAreMarkedOnce) {
            for dead in &self.due {
                let (Dead::Finalise(object) | Dead::WeakCallback(object)) = *dead;
                tracer.visit(object.word(), marks);
            }
            // SAFETY: the virtual machine shows slots that exist.
            roots.all(&mut |slot| tracer.visit(unsafe { slot.get() }, marks));
        }
        if let (Some(threads), None) = (self.mark_threads, budget.until)
            && threads > 1
            && !budget.tiny
        {
            // SAFETY: at a safepoint all reachable objects are whole and nothing else runs.
            unsafe { parallel::drain(tracer, threads, self.types, marks) };
            return true;
        }
        self.scan_grey(budget)
    }

    /// Marks from what is grey. True if nothing grey is left.
    fn scan_grey(&mut self, budget: &mut Budget) -> bool {
        let Phase::Marking(Marking { tracer, pace, drained, .. }) = &mut self.cycle.phase else { return false };
        let marks = self.old.get_mut().next_marks();
        *drained = false;
        loop {
            let slice = budget.slice();
            // SAFETY: at a safepoint all reachable objects are whole and nothing else runs.
            if !unsafe { tracer.step(slice, self.types, marks) } {
                *drained = true;
                return true;
            }
            pace.done(slice);
            if !budget.goes_on(slice) {
                return false;
            }
        }
    }

    /// Goes on with the sweep; what the last marking found dead was seen to.
    fn sweep(&mut self, budget: &Budget, pause: &mut Pause) {
        while let Phase::Sweeping(part) = self.cycle.phase {
            let old = self.old.get_mut();
            let next = match part {
                Sweeping::Large if old.sweep_large() => Some(Sweeping::Cells),
                Sweeping::Cells if old.sweep_cells(budget.tiny) => Some(Sweeping::Marks(0)),
                Sweeping::Large | Sweeping::Cells => Some(part),
                Sweeping::Marks(from) => match old.clear_old_marks(from) {
                    Some(next) => Some(Sweeping::Marks(next)),
                    None => {
                        self.stats.full_collections += 1;
                        let live = old.live_bytes().saturating_add_signed(self.external.get());
                        Some(Sweeping::Trimming(self.policy.next_threshold(live, self.cycle.promoted)))
                    }
                },
                Sweeping::Trimming(keep) if old.trim(keep) => None,
                Sweeping::Trimming(_) => Some(part),
            };
            self.cycle.phase = next.map_or(Phase::Idle, Phase::Sweeping);
            if !budget.has_time() {
                break;
            }
        }
        if let Some(pattern) = self.poison {
            self.old.get_mut().poison_free_blocks(pattern);
        }
        self.events.phase(pause, "sweep");
    }
}
