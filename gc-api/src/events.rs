//! What happens in a heap, told as it happens. Sinks that write it down are in [`sinks`](crate::sinks).

use core::fmt;

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

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Reason::Threshold => "threshold",
            Reason::Limit => "limit",
            Reason::Explicit => "explicit",
            Reason::Debug => "debug",
        })
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Scope::Minor => "minor",
            Scope::Step => "step",
            Scope::Full => "full",
        })
    }
}

/// One event. Times are nanoseconds, sizes bytes. A figure the collector cannot know is `None`.
#[derive(Copy, Clone, PartialEq, Debug)]
pub enum Event {
    /// A pause begins.
    Start { scope: Scope, reason: Reason, bytes: usize },
    /// A part of the pause is over; parts follow each other between start and end. Names are lower-case words: `roots`,
    /// `mark`, `finalisers`, `weak`, `destructors`, `sweep`, `copy`, `verify`.
    Phase { scope: Scope, phase: &'static str, ns: u64 },
    /// The pause is over.
    End {
        scope: Scope,
        reason: Reason,
        pause_ns: u64,
        bytes_before: usize,
        bytes_after: usize,
        /// Objects alive.
        objects_after: Option<usize>,
        objects_freed: Option<usize>,
        /// Bytes that moved from the young to the old generation.
        bytes_promoted: Option<usize>,
        bytes_moved: Option<usize>,
        /// Bytes held from the system.
        reserved_bytes: usize,
    },
}

/// Receives events.
///
/// *Who implements it*: [`sinks`](crate::sinks), and the virtual machine for the language's own callbacks. *Who calls it*: the collector, in
/// the middle of a collection: a sink must not touch the heap.
pub trait EventSink {
    fn event(&mut self, event: &Event);
}
