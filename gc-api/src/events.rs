//! What happens in a heap, told as it happens. Sinks that write it down are in [`sinks`](crate::sinks).

use core::fmt;

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

/// What a collection, or a part of one, does; pauses are told apart by it, with the same names in every collector.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// The young generation only.
    Minor,
    /// A bounded part of an incremental collection.
    Step,
    /// Everything.
    Full,
    /// The end of an epoch of reference counting.
    Epoch,
    /// A search for dead cycles among counted objects.
    Cycles,
    /// A part of a trace behind reference counting.
    Trace,
}

impl Kind {
    pub const ALL: [Kind; 6] = [Kind::Minor, Kind::Step, Kind::Full, Kind::Epoch, Kind::Cycles, Kind::Trace];

    /// For a report: what there were so many of.
    pub fn plural(self) -> &'static str {
        match self {
            Kind::Minor => "minor collections",
            Kind::Step => "step collections",
            Kind::Full => "full collections",
            Kind::Epoch => "epochs",
            Kind::Cycles => "searches for cycles",
            Kind::Trace => "slices of the backup trace",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Kind::Minor => "minor",
            Kind::Step => "step",
            Kind::Full => "full",
            Kind::Epoch => "epoch",
            Kind::Cycles => "cycles",
            Kind::Trace => "trace",
        })
    }
}

/// One event. Times are nanoseconds, sizes bytes. A figure the collector cannot know is `None`.
#[derive(Copy, Clone, PartialEq, Debug)]
pub enum Event {
    /// A pause begins. Within it another pair of start and end may stand, for a part that is told apart: the outer one's
    /// time includes it.
    Start { kind: Kind, reason: Reason, bytes: usize },
    /// A part of the pause is over; parts follow each other between start and end. Names are lower-case words: `roots`,
    /// `mark`, `finalisers`, `weak`, `destructors`, `sweep`, `copy`, `verify`; of reference counting `increment`, `decrement`,
    /// `free`, `cycles`.
    Phase { kind: Kind, phase: &'static str, ns: u64 },
    /// The pause is over.
    End {
        kind: Kind,
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

impl Event {
    /// The figures of this event that are known, by name.
    pub fn figures(&self) -> impl Iterator<Item = (&'static str, u64)> {
        let figures = match *self {
            Event::Start { bytes, .. } => vec![("bytes", Some(bytes))],
            Event::Phase { ns, .. } => vec![("ns", Some(ns as usize))],
            Event::End {
                kind: _,
                reason: _,
                pause_ns,
                bytes_before,
                bytes_after,
                objects_after,
                objects_freed,
                bytes_promoted,
                bytes_moved,
                reserved_bytes,
            } => vec![
                ("pause_ns", Some(pause_ns as usize)),
                ("bytes_before", Some(bytes_before)),
                ("bytes_after", Some(bytes_after)),
                ("objects_after", objects_after),
                ("objects_freed", objects_freed),
                ("bytes_promoted", bytes_promoted),
                ("bytes_moved", bytes_moved),
                ("reserved_bytes", Some(reserved_bytes)),
            ],
        };
        figures.into_iter().filter_map(|(name, figure)| Some((name, figure? as u64)))
    }
}

/// Receives events.
///
/// *Who implements it*: [`sinks`](crate::sinks), and the virtual machine for the language's own callbacks. *Who calls it*: the collector, in
/// the middle of a collection: a sink must not touch the heap.
pub trait EventSink {
    fn event(&mut self, event: &Event);
}
