//! Seeded bugs: each leaves out a step that matters. The tests show that the suite or `verify` reports every one.

use std::cell::Cell;

/// What is left out.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Bug {
    NoBarrier,
    NoBulkBarrier,
    NoStackRoots,
    SurvivorsNotCounted,
    NoDecrements,
    ZeroTableIgnoresRoots,
    WeakSlotsStay,
    MemoryStays,
    TrialsIgnoreRoots,
    TrialsKeepCounts,
    NoSnapshot,
}

thread_local! {
    static CHOSEN: Cell<Option<Bug>> = const { Cell::new(None) };
}

/// The bug of heaps that this thread makes.
pub fn chosen() -> Option<Bug> {
    CHOSEN.get()
}
