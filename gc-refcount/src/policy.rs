//! When an epoch ends, when a backup trace begins, how long a slice may take, and when to give up.

use std::time::{Duration, Instant};

use gc_api::ConfigError;
use gc_parts::limit::HardLimit;

use crate::slabs::{SLAB_BYTES, SMALL_CLASSES};

const MIB: usize = 1 << 20;

/// Bytes allocated in an epoch: at first, at least, and at most.
const FIRST_EPOCH: usize = MIB;
const LEAST_EPOCH: usize = MIB / 2;
const LONGEST_EPOCH: usize = 4 * MIB;

/// An epoch whose counting takes longer makes the next one shorter; one that takes much less makes it longer.
const COUNTING_TIME: Duration = Duration::from_micros(1500);

/// An epoch ends when the log has so many entries and references.
pub const LOG_LIMIT: usize = 64 << 10;

/// An epoch in which something was written ends after this time.
const LONGEST_TIME: Duration = Duration::from_millis(100);

/// What a pause may spend beside counting: on giving up the dead, on the backup trace.
const SLICE: Duration = Duration::from_micros(1200);

/// ... and on trials, which find little in most programs.
const TRIALS: Duration = Duration::from_micros(500);

/// With so many objects on the dead list, giving them up comes first.
const MANY_DYING: usize = 200_000;
const LONG_SLICE: Duration = Duration::from_micros(2500);

/// A trial that visits more objects, or slots of arrays, is abandoned.
pub const TRIAL_OBJECTS: usize = 2048;
pub const TRIAL_SLOTS: usize = 8 << 10;

/// Objects that deep trials may visit in an epoch.
pub const DEEP_OBJECTS: usize = 4096;

/// An object referred to so often is hardly part of a dead cycle, but a class, a module, a hub: a matter for the backup trace.
pub const HUB: u32 = 1000;

/// A backup trace begins when what has survived grew by this part of what the last trace left, and by this many bytes.
const TRACE_GROWTH: f64 = 0.5;
const LEAST_GROWTH: usize = 16 * MIB;

/// Where counts have stuck or trials were abandoned, less growth brings a trace.
const SUSPICIOUS: usize = 1000;

/// Each size class needs a slab before it can serve anything.
const LEAST_LIMIT: usize = (SMALL_CLASSES * SLAB_BYTES).next_multiple_of(MIB);

/// Work until a time or a number of steps is used up.
#[derive(Debug)]
pub struct Slice {
    end: Option<Instant>,
    steps: Option<usize>,
    since_look: usize,
    over: bool,
}

impl Slice {
    /// Steps between two looks at the clock.
    const LOOK: usize = 128;

    pub fn endless() -> Slice {
        Slice { end: None, steps: None, since_look: 0, over: false }
    }

    pub fn of_time(time: Duration) -> Slice {
        Slice { end: Some(Instant::now() + time), ..Slice::endless() }
    }

    /// For the knob `tiny_steps`.
    pub fn of_one_step() -> Slice {
        Slice::of_steps(1)
    }

    pub fn of_steps(steps: usize) -> Slice {
        Slice { steps: Some(steps), ..Slice::endless() }
    }

    #[inline(always)]
    pub fn is_over(&self) -> bool {
        self.over
    }

    #[inline(always)]
    pub fn spend(&mut self, steps: usize) {
        self.since_look += steps;
        if self.since_look >= Slice::LOOK || self.steps.is_some() {
            self.look();
        }
    }

    #[cold]
    fn look(&mut self) {
        if let Some(steps) = &mut self.steps {
            *steps = steps.saturating_sub(self.since_look);
            self.over = *steps == 0;
        }
        self.over |= self.end.is_some_and(|end| Instant::now() >= end);
        self.since_look = 0;
    }
}

/// What a heap may use, and how it does.
#[derive(Debug)]
pub struct Policy {
    pub limit: HardLimit,
    epoch_bytes: usize,
    epoch_start: Instant,
    /// What the last trace left alive.
    baseline: usize,
}

impl Policy {
    pub fn new(limit: usize) -> Result<Policy, ConfigError> {
        let limit = HardLimit::new(limit, LEAST_LIMIT)?;
        Ok(Policy { limit, epoch_bytes: FIRST_EPOCH, epoch_start: Instant::now(), baseline: 0 })
    }

    /// Bytes to be handed out in the epoch that begins. Of a small heap, a part.
    pub fn budget(&self) -> usize {
        self.epoch_bytes.min(self.limit.bytes() / 8)
    }

    /// An epoch has ended whose counting took so long, of the processor's time.
    pub fn begin_epoch(&mut self, counting: Duration) {
        if counting > COUNTING_TIME {
            self.epoch_bytes = (self.epoch_bytes / 2).max(LEAST_EPOCH);
        } else if counting < COUNTING_TIME / 4 {
            self.epoch_bytes = (self.epoch_bytes * 2).min(LONGEST_EPOCH);
        }
        self.epoch_start = Instant::now();
    }

    pub fn is_epoch_old(&self) -> bool {
        self.epoch_start.elapsed() > LONGEST_TIME
    }

    /// For giving up this many dead.
    pub fn slice(&self, dying: usize) -> Slice {
        Slice::of_time(if dying > MANY_DYING { LONG_SLICE } else { SLICE })
    }

    pub fn slice_of_trials(&self) -> Slice {
        Slice::of_time(TRIALS)
    }

    /// Whether a backup trace is due: so much has survived, so many trials were abandoned, a count has stuck.
    pub fn wants_trace(&self, live: usize, abandoned: usize, stuck: bool) -> bool {
        let growth = (self.baseline as f64 * TRACE_GROWTH) as usize;
        let growth = if stuck || abandoned > SUSPICIOUS { growth / 2 } else { growth };
        live > self.baseline + growth.max(LEAST_GROWTH)
    }

    pub fn end_trace(&mut self, live: usize) {
        self.baseline = live;
    }

    /// Empty slabs worth keeping: what two epochs take.
    pub fn slabs_to_keep(&self) -> usize {
        2 * self.budget() / SLAB_BYTES
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn epochs_follow_their_pauses() {
        let mut policy = Policy::new(1 << 30).unwrap();
        assert_eq!(policy.budget(), FIRST_EPOCH);
        policy.begin_epoch(COUNTING_TIME * 2);
        assert_eq!(policy.budget(), FIRST_EPOCH / 2);
        (0..9).for_each(|_| policy.begin_epoch(COUNTING_TIME * 2));
        assert_eq!(policy.budget(), LEAST_EPOCH);
        policy.begin_epoch(COUNTING_TIME / 2);
        assert_eq!(policy.budget(), LEAST_EPOCH);
        (0..9).for_each(|_| policy.begin_epoch(Duration::ZERO));
        assert_eq!(policy.budget(), LONGEST_EPOCH);
    }

    #[test]
    fn traces_follow_growth_and_suspicion() {
        let mut policy = Policy::new(1 << 30).unwrap();
        assert!(!policy.wants_trace(LEAST_GROWTH, 0, false));
        assert!(policy.wants_trace(LEAST_GROWTH + 1, 0, false));
        policy.end_trace(100 * MIB);
        assert!(!policy.wants_trace(149 * MIB, 0, false));
        assert!(policy.wants_trace(151 * MIB, 0, false));
        assert!(policy.wants_trace(126 * MIB, 0, true) && policy.wants_trace(126 * MIB, SUSPICIOUS + 1, false));
    }

    #[test]
    fn a_slice_ends_by_steps_or_time() {
        let mut slice = Slice::of_one_step();
        assert!(!slice.is_over());
        slice.spend(1);
        assert!(slice.is_over());
        let mut slice = Slice::of_time(Duration::from_millis(1));
        while !slice.is_over() {
            slice.spend(1);
        }
        let mut slice = Slice::endless();
        slice.spend(1 << 20);
        assert!(!slice.is_over());
    }
}
