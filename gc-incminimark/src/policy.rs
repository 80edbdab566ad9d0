//! When to mark the old generation, how much at a time, and when to give up.

use core::time::Duration;

use gc_api::ConfigError;
use gc_parts::cells::Live;
use gc_parts::classes::CLASSES;
use gc_parts::limit::HardLimit;
use gc_parts::region::BLOCK_BYTES;

/// The old generation may always grow by this much before it is marked again.
const LEAST_GROWTH: usize = 1 << 20;

/// It may grow by this part of what is alive.
const GROWTH: f64 = 0.2;

/// A marking should be over when this part of what is alive has been promoted meanwhile.
const MARKING_SHARE: usize = 8;

/// The least number of objects a step of marking scans: pushing the roots costs as much as some hundreds.
const LEAST_STEP: usize = 2000;

/// A step takes no longer than this, with the minor collection before it if there is one, unless the marking has fallen behind.
pub const STEP_TIME: Duration = Duration::from_micros(250);

/// The least a step has after a minor collection that took long.
pub const LEAST_STEP_TIME: Duration = Duration::from_micros(30);

/// How often a step that has fallen behind may double.
const MOST_DOUBLINGS: u32 = 8;

/// Each size class needs a block before it can serve anything.
const LEAST_LIMIT: usize = CLASSES * BLOCK_BYTES / MIB * MIB;
const MIB: usize = 1 << 20;

/// What a heap may use, and when it is collected.
#[derive(Debug)]
pub struct Policy {
    pub limit: HardLimit,
    /// With more bytes alive in the old generation, marking begins.
    threshold: usize,
}

impl Policy {
    pub fn new(limit: usize) -> Result<Policy, ConfigError> {
        let mut policy = Policy { limit: HardLimit::new(limit, LEAST_LIMIT)?, threshold: 0 };
        policy.next_threshold(0, 0);
        Ok(policy)
    }

    /// A cycle is over, or the heap is new: sets the threshold for the next one, and returns by how much the heap may grow until that is
    /// over. It begins earlier by what was promoted during the last one, `meanwhile`, but not in the first half of the growth.
    pub fn next_threshold(&mut self, live: usize, meanwhile: usize) -> usize {
        let wanted = ((live as f64 * GROWTH) as usize).max(LEAST_GROWTH);
        // Before the limit is in sight there should be time for a marking in steps.
        let room = self.limit.room(live) / 2;
        let growth = wanted.min(room.max(self.limit.reserve()));
        self.threshold = live + growth - meanwhile.min(growth / 2);
        growth
    }

    /// Is it time to mark?
    pub fn wants_marking(&self, live: usize) -> bool {
        live > self.threshold
    }
}

/// How a marking keeps pace with the program.
#[derive(Debug)]
pub struct Pace {
    alive: Live,
    /// Bytes that may be promoted until it is behind.
    allowance: usize,
    promoted: usize,
    /// Objects that should have been scanned by now, but were not.
    owed: usize,
    doublings: u32,
}

impl Pace {
    /// For a marking that begins when so much is alive.
    pub fn new(alive: Live) -> Pace {
        let allowance = (alive.bytes / MARKING_SHARE).max(LEAST_GROWTH / 2);
        Pace { alive, allowance, promoted: 0, owed: 0, doublings: 0 }
    }

    /// What the next step is to do, after a minor collection that promoted so many bytes and made so many scanned objects grey again, and
    /// has left so much time.
    pub fn step(&mut self, promoted: usize, regreyed: usize, time: Duration) -> Work {
        self.promoted += promoted;
        let share = self.alive.objects as u128 * promoted as u128 / self.allowance as u128;
        self.owed = self.owed.saturating_add(share as usize + regreyed).saturating_add(LEAST_STEP);
        if self.promoted > self.allowance || regreyed > LEAST_STEP << self.doublings {
            self.doublings = (self.doublings + 1).min(MOST_DOUBLINGS);
        }
        Work { objects: self.owed << self.doublings, time: time * (1 << self.doublings) }
    }

    /// How often the step has doubled because the marking has fallen behind.
    pub fn doublings(&self) -> u32 {
        self.doublings
    }

    /// A step has scanned so many objects.
    pub fn done(&mut self, scanned: usize) {
        self.owed = self.owed.saturating_sub(scanned);
    }
}

/// What a step is to do: it ends when either is used up.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Work {
    pub objects: usize,
    pub time: Duration,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(limit: usize) -> Policy {
        Policy::new(limit).unwrap()
    }

    #[test]
    fn the_threshold_follows_live_data_between_floor_and_limit() {
        let mut policy = policy(1000 * MIB);
        assert_eq!(policy.next_threshold(0, 0), LEAST_GROWTH);
        assert_eq!(policy.next_threshold(100 * MIB, 0), 20 * MIB);
        assert!(!policy.wants_marking(120 * MIB) && policy.wants_marking(121 * MIB));
        assert_eq!(policy.next_threshold(900 * MIB, 0), 50 * MIB, "half of what is left");
        assert_eq!(policy.next_threshold(1000 * MIB, 0), 4 * MIB, "the reserve");
    }

    #[test]
    fn a_cycle_begins_early_enough_to_end_before_the_heap_has_grown() {
        let mut policy = policy(1000 * MIB);
        assert_eq!(policy.next_threshold(100 * MIB, 3 * MIB), 20 * MIB);
        assert!(!policy.wants_marking(117 * MIB) && policy.wants_marking(118 * MIB));
        policy.next_threshold(100 * MIB, 50 * MIB);
        assert!(!policy.wants_marking(110 * MIB) && policy.wants_marking(111 * MIB), "not in the first half");
    }

    #[test]
    fn a_marking_that_keeps_pace_does_small_steps() {
        let mut pace = Pace::new(Live { objects: 1_000_000, bytes: 64 * MIB });
        let work = pace.step(MIB, 0, STEP_TIME);
        assert_eq!(work, Work { objects: 1_000_000 / 8 + LEAST_STEP, time: STEP_TIME });
        pace.done(work.objects);
        assert_eq!(pace.step(0, 0, STEP_TIME).objects, LEAST_STEP);
    }

    #[test]
    fn steps_double_while_promotion_or_regreying_outruns_marking() {
        let mut pace = Pace::new(Live { objects: 1000, bytes: 64 * MIB });
        assert_eq!(pace.step(17 * MIB, 0, STEP_TIME).time, 2 * STEP_TIME);
        assert_eq!(pace.step(0, 0, STEP_TIME).time, 4 * STEP_TIME);
        let mut pace = Pace::new(Live { objects: 1000, bytes: 64 * MIB });
        assert_eq!(pace.step(0, LEAST_STEP + 1, STEP_TIME).time, 2 * STEP_TIME);
        assert_eq!(pace.step(0, LEAST_STEP + 1, STEP_TIME).time, 2 * STEP_TIME, "the step has grown by as much");
    }
}
