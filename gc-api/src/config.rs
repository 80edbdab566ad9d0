//! How a heap is set up: sizes, and the debugging knobs every collector honours.

use core::fmt;

/// Settings of one heap. Sizes are in bytes.
#[derive(Clone, Debug, Default)]
pub struct HeapConfig {
    /// Hard limit; `None`: what the machine has.
    pub limit: Option<usize>,
    /// Threads that mark; `None`: the collector chooses.
    pub mark_threads: Option<usize>,
    pub debug: DebugKnobs,
}

/// What `TENURE_GC_DEBUG` says, e.g. `every=1,poison,verify`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DebugKnobs {
    /// Collect at every k-th safepoint; 0: when the collector wants to.
    pub every: u64,
    /// With `every`: from the n-th safepoint on.
    pub start: u64,
    /// Overwrite freed and evacuated memory.
    pub poison: bool,
    /// Verify the heap before and after each collection.
    pub verify: bool,
    /// Move everything that can move at every collection.
    pub move_all: bool,
    /// Mark in steps of one object.
    pub tiny_steps: bool,
}

/// A setting the collector cannot honour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError(pub String);

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ConfigError {}
