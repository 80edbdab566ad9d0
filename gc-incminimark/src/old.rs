//! The old generation: where survivors lie, and what is allocated there directly. Nothing in it moves.
//!
//! It knows blocks, cells and marks; when it is marked and swept is decided elsewhere (`cycle`).

use core::ptr::NonNull;

use gc_api::{ConfigError, ObjRef};
use gc_parts::cards::Cards;
use gc_parts::cells::{Cells, Live, Run, fill};
use gc_parts::classes::{CLASSES, cell_bytes};
use gc_parts::immortal::Immortals;
use gc_parts::large::LargeObjects;
use gc_parts::marks::MarkBits;
use gc_parts::region::{BLOCK_BYTES, BlockKind, Incremental, Region};

use crate::bugs::{Bug, Bugs};
use crate::header::{self, YOUNG};

/// See the module documentation.
pub struct Old {
    pub region: Region,
    pub cells: Cells,
    pub runs: [Run; CLASSES],
    pub large: LargeObjects,
    pub immortals: Immortals,
    /// Alive at the end of the last sweep, and come since. Without immortal objects.
    pub alive: Live,
    /// The same, when the last sweep began.
    alive_at_sweep: Live,
}

/// What one slice of sweeping, or of what goes with it, deals with.
const BLOCKS_PER_SLICE: usize = 256;
const LARGE_PER_SLICE: usize = 64;
const TRIMMED_PER_SLICE: usize = 16;

impl Old {
    /// Room for a heap of up to `bytes`, or as much as the system grants.
    pub fn new(bytes: usize) -> Result<Old, ConfigError> {
        Ok(Old {
            region: Region::incremental(bytes)?,
            cells: Cells::default(),
            runs: core::array::from_fn(|_| Run::default()),
            large: LargeObjects::default(),
            immortals: Immortals::default(),
            alive: Live::default(),
            alive_at_sweep: Live::default(),
        })
    }

    fn incremental(&self) -> &Incremental {
        match &self.region.incremental {
            Some(incremental) => incremental,
            None => unreachable!("the region was made with it"),
        }
    }

    /// The marks being made.
    pub fn next_marks(&self) -> &MarkBits {
        &self.incremental().next_marks
    }

    pub fn cards(&self) -> &Cards {
        &self.incremental().cards
    }

    /// A cell of a class. Whoever takes it counts it in [`Old::alive`].
    #[inline(always)]
    pub fn cell(&mut self, class: usize) -> NonNull<u8> {
        match self.runs[class].take(cell_bytes(class)) {
            Some(cell) => cell,
            None => self.refill(class),
        }
    }

    /// A cell from a new run: swept out of a block the class has, else from a fresh one.
    #[cold]
    #[inline(never)]
    fn refill(&mut self, class: usize) -> NonNull<u8> {
        let (start, bytes) = match self.cells.next_run(class, &self.region) {
            Some(run) => run,
            None => self.cells.fresh_run(class, &mut self.region).unwrap_or_else(|| out_of_memory()),
        };
        self.runs[class].set(start, bytes);
        match self.runs[class].take(cell_bytes(class)) {
            Some(cell) => cell,
            None => unreachable!("a run has at least one cell"),
        }
    }

    /// A new large object, young for now. `None` if there is no room.
    pub fn young_large(&mut self, bytes: usize) -> Option<NonNull<u8>> {
        self.large.alloc_young(bytes, &mut self.region)
    }

    pub fn immortal(&mut self, bytes: usize) -> NonNull<u8> {
        self.immortals.alloc(bytes, &mut self.region).unwrap_or_else(|| out_of_memory())
    }

    /// Whether an address that is not in the nursery is that of a young large object.
    ///
    /// # Safety
    /// If there is an object, it is alive or whole.
    #[inline]
    pub unsafe fn is_young_large(&self, object: ObjRef) -> bool {
        let head = |block| self.region.kind_of(block) == BlockKind::LargeHead && self.is_start(block, object);
        // SAFETY: passed on; large objects start where their blocks do.
        self.region.block_of(object.address()).is_some_and(head) && unsafe { header::has(object, YOUNG) }
    }

    fn is_start(&self, block: usize, object: ObjRef) -> bool {
        self.region.start_of(block).as_ptr() as usize == object.address()
    }

    /// Bytes that count against the limit.
    pub fn used_bytes(&self) -> usize {
        self.region.used_bytes() - self.large.unused_bytes()
    }

    /// Bytes alive, immortal objects included; what has died since the last sweep counts as alive.
    pub fn live_bytes(&self) -> usize {
        self.alive.bytes + self.immortals.bytes()
    }

    /// The marking is complete: its marks take the place of those before, and nothing is swept yet.
    pub fn begin_sweep(&mut self, poison: Option<u64>, bugs: Bugs) {
        self.adopt_marks();
        if !bugs.has(Bug::RunsAreNotRetired) {
            self.runs.iter().for_each(Run::retire);
        }
        self.cells.begin_sweep();
        self.large.begin_sweep();
        self.alive_at_sweep = self.alive;
        if let Some(pattern) = poison {
            // SAFETY: marking is complete, and what is not marked is dead.
            unsafe { self.cells.poison_free_cells(&self.region, pattern) };
        }
    }

    fn adopt_marks(&mut self) {
        let Region { marks, incremental, .. } = &mut self.region;
        if let Some(incremental) = incremental {
            core::mem::swap(marks, &mut incremental.next_marks);
        }
    }

    /// Sweeps a little of the large objects. True if all are swept.
    pub fn sweep_large(&mut self) -> bool {
        self.large.sweep_some(LARGE_PER_SLICE, &mut self.region)
    }

    /// Sweeps a few blocks of cells. True if all are swept; what is alive is counted then.
    pub fn sweep_cells(&mut self, tiny: bool) -> bool {
        let done = self.cells.sweep_some(if tiny { 1 } else { BLOCKS_PER_SLICE }, &mut self.region);
        if done {
            let (cells, large) = (self.cells.counted(), self.large.counted());
            let come = |now: usize, before: usize| now - before;
            self.alive = Live {
                objects: cells.objects + large.objects + come(self.alive.objects, self.alive_at_sweep.objects),
                bytes: cells.bytes + large.bytes + come(self.alive.bytes, self.alive_at_sweep.bytes),
            };
        }
        done
    }

    /// Clears the marks made before last, in some blocks from this one on. Returns where to go on, if there is more.
    pub fn clear_old_marks(&mut self, from: usize) -> Option<usize> {
        let end = self.region.blocks().min(from + BLOCKS_PER_SLICE);
        if let Some(incremental) = &mut self.region.incremental {
            incremental.next_marks.clear(from, end - from);
        }
        (end < self.region.blocks()).then_some(end)
    }

    /// Gives some free memory back to the system, until `keep` bytes of it are left. True if that is done.
    pub fn trim(&mut self, keep: usize) -> bool {
        self.region.trim_some(keep / BLOCK_BYTES, TRIMMED_PER_SLICE)
    }

    /// Under the `poison` knob: overwrites blocks that are free.
    pub fn poison_free_blocks(&self, pattern: u64) {
        self.region.for_each_dirty_free_block(|block| {
            // SAFETY: the block is free.
            unsafe { fill(block, BLOCK_BYTES, pattern) };
        });
    }
}

/// The reservation is twice the limit, and a refusal of the system is noticed with a margin left: this is a single native step that
/// allocated without bound.
#[cold]
pub fn out_of_memory() -> ! {
    eprintln!("tenure: fatal: no memory for the heap between two safepoints");
    std::process::abort()
}
