//! When to collect, and when to give up: how much may be allocated until the next collection.

use gc_api::ConfigError;
use gc_parts::classes::CLASSES;
use gc_parts::limit::HardLimit;
use gc_parts::region::BLOCK_BYTES;

/// Bytes that may always be allocated between two collections.
const MIN_BUDGET: usize = 4 << 20;

/// Each size class needs a block before it can serve anything.
const LEAST_LIMIT: usize = CLASSES * BLOCK_BYTES / MIB * MIB;
const MIB: usize = 1 << 20;

/// The heap may grow by this part of what is alive before it is collected again.
const GROWTH: f64 = 0.5;

/// Below this, waking other threads costs more than it saves.
const WORTH_THREADS: u64 = 32 << 20;

/// Setting a mark bit that is shared costs as much as the rest of scanning a small object, so two threads save next to nothing.
const FEWEST_PROCESSORS: usize = 3;

/// More threads than this find memory too slow.
const MOST_THREADS: usize = 8;

/// Threads that mark a heap in which this much was alive, on a machine with so many processors.
pub fn mark_threads(live: u64, processors: usize) -> usize {
    match processors {
        0..FEWEST_PROCESSORS => 1,
        _ if live < WORTH_THREADS => 1,
        many => many.min(MOST_THREADS),
    }
}

/// What a heap may use.
#[derive(Debug)]
pub struct Policy {
    pub limit: HardLimit,
}

impl Policy {
    pub fn new(limit: usize) -> Result<Policy, ConfigError> {
        Ok(Policy { limit: HardLimit::new(limit, LEAST_LIMIT)? })
    }

    /// Bytes that may be allocated until the next collection, given what is alive.
    pub fn budget(&self, live: usize) -> usize {
        let wanted = ((live as f64 * GROWTH) as usize).max(MIN_BUDGET);
        wanted.min(self.limit.room(live)).max(self.limit.reserve())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(limit: usize) -> Policy {
        Policy::new(limit).unwrap()
    }

    #[test]
    fn threads_come_with_processors_and_work() {
        assert_eq!(mark_threads(1 << 30, 2), 1);
        assert_eq!(mark_threads(1 << 20, 16), 1);
        assert_eq!(mark_threads(1 << 30, 4), 4);
        assert_eq!(mark_threads(1 << 30, 64), MOST_THREADS);
    }

    #[test]
    fn budget_follows_live_data_between_floor_and_limit() {
        let policy = policy(1000 * MIB);
        assert_eq!(policy.budget(0), MIN_BUDGET);
        assert_eq!(policy.budget(1), MIN_BUDGET);
        assert_eq!(policy.budget(100 * MIB), 50 * MIB);
        assert_eq!(policy.budget(900 * MIB), 100 * MIB);
        assert_eq!(self::policy(MIB).budget(MIB), MIB / 32);
    }
}
