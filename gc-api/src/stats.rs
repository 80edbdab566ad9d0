//! Counters a collector keeps. A figure it cannot know is `None`.

/// Totals since the heap was made. Times are nanoseconds, sizes bytes.
#[derive(Clone, Debug, Default)]
pub struct HeapStats {
    pub allocated_bytes: u64,
    pub live_bytes: u64,
    pub peak_bytes: u64,
    pub reserved_bytes: u64,
    pub external_bytes: u64,
    pub minor_collections: u64,
    pub full_collections: u64,
    pub total_pause_ns: u64,
    pub max_pause_ns: u64,
    pub freed_bytes: u64,
    pub freed_objects: Option<u64>,
    pub moved_bytes: Option<u64>,
    /// Figures only this collector has, by name.
    pub own: Vec<(&'static str, Figure)>,
}

/// A figure and what it is of.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Figure {
    Bytes(u64),
    Count(u64),
}
