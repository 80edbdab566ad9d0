//! What happens in a heap, told as it happens.

use crate::collector::Scope;

/// Why a collection started.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Reason {
    /// The collector's growth policy.
    Threshold,
    /// The hard limit came into sight.
    Limit,
    /// The program asked.
    Explicit,
    /// A debugging knob.
    Debug,
}

/// One event. Times are nanoseconds, sizes bytes.
#[derive(Copy, Clone, Debug)]
pub enum Event {
    Start {
        scope: Scope,
        reason: Reason,
        bytes: usize,
    },
    End {
        scope: Scope,
        pause_ns: u64,
        bytes_before: usize,
        bytes_after: usize,
        objects_freed: usize,
        bytes_moved: usize,
    },
}

/// Receives events at safepoints. Must not touch the heap.
pub trait EventSink {
    fn event(&mut self, event: &Event);
}
