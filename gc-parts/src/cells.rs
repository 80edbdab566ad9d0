//! Blocks of equal cells, swept lazily: free cells are found from the mark bits when they are needed.
//!
//! What an allocator gets is a [`Run`] of adjacent free cells, through which it bumps a pointer. Sweeping a block
//! touches its mark bits only, never a dead object. It can be done at once, or a few blocks at a time between allocations.

use core::cell::Cell;
use core::ptr::NonNull;
use std::collections::{HashSet, VecDeque};

use gc_api::WORD_BYTES;

use crate::classes::{CLASSES, cell_bytes, cells_per_block};
use crate::marks::{count_marked, next_marked};
use crate::region::{BLOCK_BYTES, BlockKind, Region};

/// Adjacent free cells of one class, taken from the front. Its extent is a multiple of the cell size.
#[derive(Debug)]
#[repr(C)]
pub struct Run {
    cursor: Cell<*mut u8>,
    limit: Cell<*mut u8>,
}

impl Default for Run {
    fn default() -> Run {
        Run { cursor: Cell::new(core::ptr::null_mut()), limit: Cell::new(core::ptr::null_mut()) }
    }
}

impl Run {
    /// The next cell, which has `bytes`.
    #[inline(always)]
    pub fn take(&self, bytes: usize) -> Option<NonNull<u8>> {
        let cell = self.cursor.get();
        if cell == self.limit.get() {
            return None;
        }
        self.cursor.set(cell.wrapping_add(bytes));
        // SAFETY: a run with cells left has a cursor inside a block.
        Some(unsafe { NonNull::new_unchecked(cell) })
    }

    /// Replaces what is left by the run at `start`.
    pub fn set(&self, start: NonNull<u8>, bytes: usize) {
        self.cursor.set(start.as_ptr());
        self.limit.set(start.as_ptr().wrapping_add(bytes));
    }

    /// Bytes not taken yet.
    pub fn rest(&self) -> usize {
        self.limit.get() as usize - self.cursor.get() as usize
    }

    /// Whether an address lies in the part not taken yet.
    pub fn holds(&self, address: usize) -> bool {
        (self.cursor.get() as usize..self.limit.get() as usize).contains(&address)
    }

    /// Gives up the rest; the cells are found again by the next sweep.
    pub fn retire(&self) {
        self.cursor.set(core::ptr::null_mut());
        self.limit.set(core::ptr::null_mut());
    }

    /// Where compiled code finds cursor and limit.
    pub fn fields(&self) -> (NonNull<*mut u8>, NonNull<*mut u8>) {
        let fields = |cell: &Cell<*mut u8>| match NonNull::new(cell.as_ptr()) {
            Some(field) => field,
            None => unreachable!("the address of a field is not null"),
        };
        (fields(&self.cursor), fields(&self.limit))
    }
}

/// The blocks of one class.
#[derive(Debug, Default)]
struct Class {
    /// Blocks whose survivors of the last marking are counted, and those taken since.
    all: Vec<usize>,
    /// Blocks not counted yet; the next one last.
    pending: Vec<usize>,
    /// Counted blocks with free cells that nobody has looked for since the last marking; the next one first.
    unswept: VecDeque<usize>,
    /// The block being swept, and the first cell of it not looked at, in words.
    current: Option<(usize, usize)>,
}

/// What a sweep found alive.
#[derive(Copy, Clone, Default, Debug, PartialEq, Eq)]
pub struct Live {
    pub objects: usize,
    pub bytes: usize,
}

/// All blocks of cells of a heap.
#[derive(Debug)]
pub struct Cells {
    classes: [Class; CLASSES],
    /// Survivors of the last marking in the blocks counted so far.
    counted: Live,
}

impl Default for Cells {
    fn default() -> Cells {
        Cells { classes: core::array::from_fn(|_| Class::default()), counted: Live::default() }
    }
}

impl Live {
    /// Counts the marked cells of a block; returns how many there are.
    fn count(&mut self, region: &Region, block: usize, class: usize) -> usize {
        let marked = count_marked(region.marks.of_block(block));
        self.objects += marked;
        self.bytes += marked * cell_bytes(class);
        marked
    }
}

impl Cells {
    /// The next run of free cells in the blocks the class already has.
    pub fn next_run(&mut self, class: usize, region: &Region) -> Option<(NonNull<u8>, usize)> {
        let words = cell_bytes(class) / WORD_BYTES;
        let end = cells_per_block(class) * words;
        loop {
            let (block, mut position) = self.block_to_sweep(class, region)?;
            let bits = region.marks.of_block(block);
            let class = &mut self.classes[class];
            while position < end {
                let live = next_marked(bits, position).min(end);
                if live > position {
                    class.current = Some((block, live));
                    // SAFETY: `position` lies inside the block.
                    let start = unsafe { region.start_of(block).add(position * WORD_BYTES) };
                    return Some((start, (live - position) * WORD_BYTES));
                }
                position += words;
            }
            class.current = None;
        }
    }

    /// The block to look for free cells in, and from which word on.
    fn block_to_sweep(&mut self, index: usize, region: &Region) -> Option<(usize, usize)> {
        let class = &mut self.classes[index];
        if let Some(current) = class.current {
            return Some(current);
        }
        if let Some(block) = class.unswept.pop_front() {
            return Some((block, 0));
        }
        while let Some(block) = class.pending.pop() {
            class.all.push(block);
            if self.counted.count(region, block, index) < cells_per_block(index) {
                return Some((block, 0));
            }
        }
        None
    }

    /// A fresh block for the class, as one run. `None` if the region has none.
    pub fn fresh_run(&mut self, class: usize, region: &mut Region) -> Option<(NonNull<u8>, usize)> {
        let run = region.take(1, BlockKind::Cells(class as u8))?;
        self.classes[class].all.push(run.first);
        Some((run.start, cells_per_block(class) * cell_bytes(class)))
    }

    /// After marking: frees the blocks where nothing is alive, and queues those with free cells for lazy sweeping.
    pub fn after_marking(&mut self, region: &mut Region) -> Live {
        self.begin_sweep();
        self.sweep_some(usize::MAX, region);
        self.counted
    }

    /// After marking: no block has been looked at. Runs taken before are to be retired.
    pub fn begin_sweep(&mut self) {
        self.counted = Live::default();
        for class in &mut self.classes {
            class.pending.append(&mut class.all);
            class.pending.sort_unstable_by(|a, b| b.cmp(a));
            class.unswept.clear();
            class.current = None;
        }
    }

    /// Does what [`Cells::after_marking`] does with so many more blocks. True if none is left.
    pub fn sweep_some(&mut self, mut blocks: usize, region: &mut Region) -> bool {
        for (index, class) in self.classes.iter_mut().enumerate() {
            while let Some(block) = class.pending.pop() {
                let marked = self.counted.count(region, block, index);
                if marked == 0 {
                    region.give_back(block, 1);
                } else {
                    class.all.push(block);
                    if marked < cells_per_block(index) {
                        class.unswept.push_back(block);
                    }
                }
                blocks -= 1;
                if blocks == 0 {
                    return self.is_swept();
                }
            }
        }
        true
    }

    fn is_swept(&self) -> bool {
        self.classes.iter().all(|class| class.pending.is_empty())
    }

    /// What the sweep has found alive so far.
    pub fn counted(&self) -> Live {
        self.counted
    }

    /// Overwrites every cell that is not marked. Right after [`Cells::after_marking`] or [`Cells::begin_sweep`] only.
    ///
    /// # Safety
    /// No unmarked cell is used any more.
    pub unsafe fn poison_free_cells(&self, region: &Region, pattern: u64) {
        for (index, class) in self.classes.iter().enumerate() {
            let words = cell_bytes(index) / WORD_BYTES;
            for &block in class.unswept.iter().chain(&class.pending) {
                let bits = region.marks.of_block(block);
                let mut position = 0;
                while position < cells_per_block(index) * words {
                    if next_marked(bits, position) != position {
                        // SAFETY: the cell lies in the block and is free.
                        unsafe { fill(region.start_of(block).add(position * WORD_BYTES), words * WORD_BYTES, pattern) };
                    }
                    position += words;
                }
            }
        }
    }

    /// Does each class own blocks of its kind, each once?
    pub fn check(&self, region: &Region) -> Result<(), String> {
        let mut seen = HashSet::new();
        for (index, class) in self.classes.iter().enumerate() {
            for &block in class.all.iter().chain(&class.pending) {
                if region.kind_of(block) != BlockKind::Cells(index as u8) || !seen.insert(block) {
                    return Err(format!(
                        "class {index} has block {block}, which is {:?}, or has it twice",
                        region.kind_of(block)
                    ));
                }
            }
            let own = |block: &usize| seen.contains(block) && region.kind_of(*block) == BlockKind::Cells(index as u8);
            let current = class.current.map(|(block, _)| block);
            if let Some(block) = class.unswept.iter().copied().chain(current).find(|block| !own(block)) {
                return Err(format!("class {index} is to sweep block {block}, which is not its own"));
            }
        }
        Ok(())
    }

    /// Which cells are allocated, for verification.
    pub fn snapshot(&self) -> CellsSnapshot {
        CellsSnapshot {
            unswept: self
                .classes
                .iter()
                .flat_map(|class| class.unswept.iter().chain(&class.pending).copied())
                .collect(),
            current: self.classes.iter().filter_map(|class| class.current).collect(),
        }
    }
}

/// Knows which cells outside the allocator's runs are allocated.
#[derive(Debug)]
pub struct CellsSnapshot {
    unswept: HashSet<usize>,
    current: Vec<(usize, usize)>,
}

impl CellsSnapshot {
    /// Whether the word at `offset` of `block` starts a cell of `class` that is not known to be free.
    pub fn is_allocated(&self, region: &Region, block: usize, class: usize, offset: usize) -> bool {
        let word = offset / WORD_BYTES;
        let marked = || next_marked(region.marks.of_block(block), word) == word;
        let swept_to = self.current.iter().find(|current| current.0 == block).map(|current| current.1);
        offset.is_multiple_of(cell_bytes(class))
            && offset / cell_bytes(class) < cells_per_block(class)
            && match swept_to {
                Some(position) => word < position || marked(),
                None => !self.unswept.contains(&block) || marked(),
            }
    }
}

/// Fills memory with a pattern.
///
/// # Safety
/// `bytes` bytes from `start`, a multiple of eight, may be written.
pub unsafe fn fill(start: NonNull<u8>, bytes: usize, pattern: u64) {
    // SAFETY: passed on; cells and blocks are aligned to words.
    unsafe { core::slice::from_raw_parts_mut(start.as_ptr().cast::<core::mem::MaybeUninit<u64>>(), bytes / 8) }
        .fill(core::mem::MaybeUninit::new(pattern));
}

const _: () = assert!(BLOCK_BYTES.is_multiple_of(WORD_BYTES));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Heap;

    #[test]
    fn a_run_is_taken_cell_by_cell() {
        let mut memory = [0u64; 6];
        let run = Run::default();
        assert_eq!(run.take(16), None);
        let start = NonNull::from(&mut memory).cast::<u8>();
        run.set(start, 48);
        assert_eq!(run.take(24), Some(start));
        assert_eq!(run.rest(), 24);
        assert!(!run.holds(start.as_ptr() as usize) && run.holds(start.as_ptr() as usize + 24));
        assert!(run.take(24).is_some());
        assert_eq!(run.take(24), None);
        run.set(start, 48);
        run.retire();
        assert_eq!((run.rest(), run.take(24)), (0, None));
    }

    /// Marks every third of many pairs and sweeps: the runs are exactly the cells that were not marked.
    #[test]
    fn sweeping_finds_exactly_the_free_cells() {
        let mut heap = Heap::new();
        for _ in 0..5000 {
            heap.pair(None, None);
        }
        heap.runs[1].retire();
        let marked: HashSet<usize> = heap.objects.iter().step_by(3).map(|object| object.address()).collect();
        for object in heap.objects.iter().step_by(3) {
            assert!(heap.region.marks.mark(*object) && !heap.region.marks.mark(*object));
        }
        let live = heap.cells.after_marking(&mut heap.region);
        assert_eq!(live, Live { objects: marked.len(), bytes: marked.len() * 24 });
        let mut free = HashSet::new();
        while let Some((start, bytes)) = heap.cells.next_run(1, &heap.region) {
            assert!(bytes > 0 && bytes % 24 == 0);
            for cell in (0..bytes).step_by(24) {
                assert!(free.insert(start.as_ptr() as usize + cell));
            }
        }
        assert!(free.is_disjoint(&marked));
        let blocks = 5000usize.div_ceil(cells_per_block(1));
        assert_eq!(free.len() + marked.len(), blocks * cells_per_block(1));
    }

    /// Cells are taken while the sweep goes on: none that is alive is handed out, and what is counted is what was marked.
    #[test]
    fn a_sweep_in_steps_goes_together_with_allocation() {
        for most in [1, 3, 100] {
            let mut heap = Heap::new();
            for _ in 0..20_000 {
                heap.pair(None, None);
            }
            let marked: HashSet<usize> = heap.objects.iter().skip(3000).step_by(2).map(|o| o.address()).collect();
            heap.objects.iter().filter(|o| marked.contains(&o.address())).for_each(|o| {
                heap.region.marks.mark(*o);
            });
            heap.runs[1].retire();
            heap.cells.begin_sweep();
            let mut new = HashSet::new();
            while !heap.cells.sweep_some(most, &mut heap.region) {
                for _ in 0..50 {
                    let pair = heap.pair(None, None);
                    assert!(!marked.contains(&pair.address()) && new.insert(pair));
                }
                heap.cells.check(&heap.region).unwrap();
            }
            assert_eq!(heap.cells.counted().objects, marked.len());
            heap.region.check().unwrap();
        }
    }

    #[test]
    fn blocks_without_survivors_are_given_back() {
        let mut heap = Heap::new();
        for _ in 0..5000 {
            heap.pair(None, None);
        }
        let survivor = heap.objects[4000];
        heap.region.marks.mark(survivor);
        heap.cells.after_marking(&mut heap.region);
        assert_eq!(heap.region.used_bytes(), BLOCK_BYTES);
        assert_eq!(heap.region.block_of(survivor.address()), Some(4000 / cells_per_block(1)));
    }

    #[test]
    fn a_snapshot_knows_free_cells_from_allocated_ones() {
        let mut heap = Heap::new();
        let (dead, live) = (heap.pair(None, None), heap.pair(None, None));
        heap.runs[1].retire();
        let offset = |object: gc_api::ObjRef, heap: &Heap| object.address() - heap.region.start_of(0).as_ptr() as usize;
        let is_allocated =
            |object, heap: &Heap| heap.cells.snapshot().is_allocated(&heap.region, 0, 1, offset(object, heap));
        assert!(is_allocated(dead, &heap));
        heap.region.marks.mark(live);
        heap.cells.after_marking(&mut heap.region);
        assert!(!is_allocated(dead, &heap) && is_allocated(live, &heap));
        let new = heap.pair(None, None);
        assert_eq!(new, dead);
        assert!(is_allocated(new, &heap) && is_allocated(live, &heap));
        assert!(!heap.cells.snapshot().is_allocated(&heap.region, 0, 1, 8), "inside a cell");
    }
}
