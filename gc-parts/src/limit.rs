//! The hard limit of a heap: when the program is out of memory, and what it may still use to say so.

use gc_api::ConfigError;

/// With less than this part of the limit left after a full collection, the program is out of memory: collecting
/// again and again for a few free cells would look like a hang.
const RESERVE_SHARE: usize = 32;
const MOST_RESERVE: usize = 4 << 20;

/// See the module documentation. Sizes are bytes; what counts as used is the collector's to say.
#[derive(Debug)]
pub struct HardLimit {
    bytes: usize,
    /// A little above `bytes` while the program handles a MemoryError.
    in_force: usize,
    /// A heap with a smaller limit could not serve anything.
    least: usize,
}

impl HardLimit {
    /// # Errors
    /// If the heap could not work with so little.
    pub fn new(bytes: usize, least: usize) -> Result<HardLimit, ConfigError> {
        if bytes < least {
            let mib = least.div_ceil(1 << 20);
            return Err(ConfigError(format!("a heap of {bytes} bytes is too small; the least is {mib}M")));
        }
        Ok(HardLimit { bytes, in_force: bytes, least })
    }

    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Bytes that may be added to so many before the limit in force is reached.
    pub fn room(&self, used: usize) -> usize {
        self.in_force.saturating_sub(used)
    }

    /// What a program that is out of memory may still use.
    pub fn reserve(&self) -> usize {
        (self.bytes / RESERVE_SHARE).min(MOST_RESERVE)
    }

    /// Whether a heap that uses this much must be collected in full.
    pub fn is_over(&self, used: usize) -> bool {
        used > self.in_force
    }

    /// Whether an object of this size must be refused now. One that could fit an empty heap is let in, even if it takes the heap over
    /// its limit: what is in its way may be garbage, which the next safepoint finds out. Until then it may be followed by a few
    /// more that belong to it.
    pub fn refuses(&self, used: usize, bytes: usize) -> bool {
        bytes > self.bytes || used > self.in_force + self.bytes / 2
    }

    /// The system has refused to give more: what is used now is the limit from now on.
    pub fn tighten(&mut self, used: usize) {
        self.bytes = self.bytes.min(used.max(self.least));
        self.in_force = self.bytes;
    }

    /// After a full collection: true if what is left does not fit the limit. The program gets a reserve then, in
    /// which to handle that; when it is used up, the answer comes again.
    pub fn settle(&mut self, used: usize, live: usize) -> bool {
        let reserve = self.reserve();
        let over = used > self.bytes || live > self.bytes - reserve;
        self.in_force = if over { used.max(self.bytes) + reserve } else { self.bytes };
        over
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIB: usize = 1 << 20;

    fn limit(bytes: usize) -> HardLimit {
        HardLimit::new(bytes, MIB).unwrap()
    }

    #[test]
    fn too_small_a_heap_is_refused() {
        let error = HardLimit::new(1000, MIB).unwrap_err();
        assert_eq!(error.0, "a heap of 1000 bytes is too small; the least is 1M");
        assert_eq!(limit(MIB).bytes(), MIB);
    }

    #[test]
    fn large_objects_wait_for_the_verdict_of_a_safepoint() {
        let limit = limit(64 * MIB);
        assert!(limit.refuses(0, 65 * MIB));
        assert!(!limit.refuses(60 * MIB, 40 * MIB));
        assert!(!limit.refuses(90 * MIB, MIB));
        assert!(limit.refuses(100 * MIB, MIB));
    }

    #[test]
    fn over_the_limit_leaves_a_reserve_and_ends_when_memory_is_freed() {
        let mut limit = limit(64 * MIB);
        assert!(!limit.settle(60 * MIB, 60 * MIB));
        assert!(limit.settle(65 * MIB, 60 * MIB));
        assert!(!limit.is_over(66 * MIB));
        assert!(limit.is_over(68 * MIB), "the reserve is a thirty-second part");
        assert!(limit.settle(64 * MIB, 63 * MIB), "next to nothing left");
        assert!(!limit.settle(20 * MIB, 18 * MIB));
        assert!(limit.is_over(65 * MIB));
    }

    #[test]
    fn a_system_that_refuses_sets_the_limit_but_leaves_the_least() {
        let mut limit = limit(64 * MIB);
        limit.tighten(20 * MIB);
        assert!(limit.is_over(21 * MIB) && limit.room(15 * MIB) == 5 * MIB);
        limit.tighten(1000);
        assert_eq!(limit.bytes(), MIB);
    }
}
