//! When to collect, and when to give up: how much may be allocated until the next collection.

use gc_api::ConfigError;
use gc_parts::classes::CLASSES;
use gc_parts::region::BLOCK_BYTES;

/// Bytes that may always be allocated between two collections.
const MIN_BUDGET: usize = 4 << 20;

/// Each size class needs a block before it can serve anything.
const LEAST_LIMIT: usize = CLASSES * BLOCK_BYTES / MIB * MIB;
const MIB: usize = 1 << 20;

/// The heap may grow by this part of what is alive before it is collected again.
const GROWTH: f64 = 0.5;

/// With less than this part of the limit left after a full collection, the program is out of memory: collecting
/// again and again for a few free cells would look like a hang.
const RESERVE_SHARE: usize = 32;

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
    limit: usize,
    /// The limit in force: a little above [`Policy::limit`] while the program handles a MemoryError.
    current_limit: usize,
}

impl Policy {
    pub fn new(limit: usize) -> Result<Policy, ConfigError> {
        if limit < LEAST_LIMIT {
            let message = format!("a heap of {limit} bytes is too small; the least is {}M", LEAST_LIMIT >> 20);
            return Err(ConfigError(message));
        }
        Ok(Policy { limit, current_limit: limit })
    }

    /// The system has refused to give more: what is used now is the limit from now on.
    pub fn tighten(&mut self, used: usize) {
        self.limit = self.limit.min(used.max(LEAST_LIMIT));
        self.current_limit = self.limit;
    }

    /// What a program that is out of memory may still use.
    fn reserve(&self) -> usize {
        (self.limit / RESERVE_SHARE).min(MIN_BUDGET)
    }

    /// Whether a heap that uses this much must be collected, whatever its budget.
    pub fn is_over(&self, used: usize) -> bool {
        used > self.current_limit
    }

    /// After a full collection: true if what is left does not fit the limit. The program gets a reserve then, in
    /// which to handle that; when it is used up, the answer comes again.
    pub fn settle(&mut self, used: usize, live: usize) -> bool {
        let reserve = self.reserve();
        let over = used > self.limit || live > self.limit - reserve;
        self.current_limit = if over { used.max(self.limit) + reserve } else { self.limit };
        over
    }

    /// Bytes that may be allocated until the next collection, given what is alive.
    pub fn budget(&self, live: usize) -> usize {
        let wanted = ((live as f64 * GROWTH) as usize).max(MIN_BUDGET);
        wanted.min(self.current_limit.saturating_sub(live)).max(self.reserve())
    }

    /// Whether an object of this size must be refused now. One that could fit an empty heap is let in, even if it takes the heap over
    /// its limit: what is in its way may be garbage, which the next safepoint finds out. Until then it may be followed by a few
    /// more that belong to it.
    pub fn refuses(&self, used: usize, bytes: usize) -> bool {
        bytes > self.limit || used > self.current_limit + self.limit / 2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(limit: usize) -> Policy {
        Policy::new(limit).unwrap()
    }

    #[test]
    fn too_small_a_heap_is_refused() {
        assert_eq!(Policy::new(1000).unwrap_err().0, "a heap of 1000 bytes is too small; the least is 1M");
        assert!(Policy::new(MIB).is_ok());
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
        assert_eq!(self::policy(MIB).budget(MIB), MIB / RESERVE_SHARE);
    }

    #[test]
    fn large_objects_wait_for_the_verdict_of_a_safepoint() {
        let policy = policy(64 * MIB);
        assert!(policy.refuses(0, 65 * MIB));
        assert!(!policy.refuses(60 * MIB, 40 * MIB));
        assert!(!policy.refuses(90 * MIB, MIB));
        assert!(policy.refuses(100 * MIB, MIB));
    }

    #[test]
    fn over_the_limit_leaves_a_reserve_and_ends_when_memory_is_freed() {
        let mut policy = policy(64 * MIB);
        assert!(!policy.settle(60 * MIB, 60 * MIB));
        assert!(policy.settle(65 * MIB, 60 * MIB));
        assert!(!policy.is_over(66 * MIB));
        assert!(policy.is_over(68 * MIB), "the reserve is a thirty-second part");
        assert!(policy.settle(64 * MIB, 63 * MIB), "next to nothing left");
        assert!(!policy.settle(20 * MIB, 18 * MIB));
        assert!(policy.is_over(65 * MIB));
    }
}
