//! When to collect, and when to say that memory is used up. Numbers only.
//!
//! Everything is counted in bytes *used*, in which a small object counts twice: there has to be room for its copy.

use gc_api::ConfigError;
use gc_parts::limit::HardLimit;

/// A heap may always grow by so much before it is collected: small heaps would be collected all the time.
const LEAST_GROWTH: usize = 8 << 20;

const LEAST_LIMIT: usize = 1 << 20;

pub struct Policy {
    pub limit: HardLimit,
    /// A heap that uses more is collected.
    trigger: usize,
}

impl Policy {
    pub fn new(limit: usize) -> Result<Policy, ConfigError> {
        Ok(Policy { limit: HardLimit::new(limit, LEAST_LIMIT)?, trigger: LEAST_GROWTH.min(limit) })
    }

    /// Whether a heap that uses so much is to be collected at the next safepoint.
    pub fn is_due(&self, used: usize) -> bool {
        used > self.trigger
    }

    /// A heap that uses anything is to be collected at the next safepoint.
    pub fn demand(&mut self) {
        self.trigger = 0;
    }

    /// After a collection that left so much: true if the heap is over its limit. Then a reserve is open in which to handle that.
    pub fn settle(&mut self, used: usize) -> bool {
        let over = self.limit.settle(used, used);
        // Twice as large as now, so that copying costs a constant per byte allocated.
        self.trigger = used + used.max(LEAST_GROWTH).min(self.limit.room(used));
        over
    }

    /// Bytes used at which the next collection is due.
    pub fn trigger(&self) -> usize {
        self.trigger
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIB: usize = 1 << 20;

    #[test]
    fn a_heap_doubles_up_to_its_limit() {
        let mut policy = Policy::new(100 * MIB).unwrap();
        assert!(!policy.is_due(8 * MIB) && policy.is_due(9 * MIB));
        assert!(!policy.settle(20 * MIB));
        assert!(!policy.is_due(40 * MIB) && policy.is_due(41 * MIB));
        assert!(!policy.settle(60 * MIB));
        assert!(policy.is_due(101 * MIB) && policy.limit.is_over(101 * MIB));
        assert!(Policy::new(1000).is_err());
    }

    #[test]
    fn over_the_limit_there_is_a_reserve() {
        let mut policy = Policy::new(64 * MIB).unwrap();
        assert!(policy.settle(63 * MIB));
        assert!(!policy.is_due(65 * MIB) && policy.is_due(67 * MIB));
        assert!(!policy.settle(10 * MIB));
    }
}
