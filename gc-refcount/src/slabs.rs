//! Small objects: cells of one size in slabs that come from jemalloc.
//!
//! A slab lies at a multiple of its size, so a cell leads to its slab's own data without a table. Beside the cells lie two
//! bitmaps: which are *established* (survived an epoch) and which the backup trace has marked. An allocator gets a [`Run`] of
//! adjacent cells that are not established, and bumps a pointer through it; what it made there and what no epoch has
//! established is free again when the epoch is over, without having been touched.

use core::cell::Cell;
use core::ptr::NonNull;

use gc_api::{Header, ObjRef, SMALL_BYTES};
use gc_parts::classes::{cell_bytes, class_of};

use crate::storage::Arena;

/// Size and alignment of a slab.
pub const SLAB_BYTES: usize = 32 << 10;

/// Classes of objects up to [`SMALL_BYTES`].
pub const SMALL_CLASSES: usize = {
    let mut class = 0;
    while (gc_parts::classes::CELL_BYTES[class] as usize) < SMALL_BYTES {
        class += 1;
    }
    class + 1
};

/// Words of a bitmap: enough for the smallest cells.
const BITMAP_WORDS: usize = SLAB_BYTES / 16 / 64;

/// Where the first cell lies.
const FIRST_CELL: usize = size_of::<Slab>().next_multiple_of(64);

/// A slab is worth allocating from when this part of its cells is free.
const WORTH_REUSE: usize = 8;

/// Where a slab is to be found.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
enum Place {
    /// In no list: nearly full.
    Idle,
    /// Runs were taken from it since the last epoch, or are being taken.
    InUse,
    /// Its class may take runs from it.
    Available,
    /// Empty, and any class's.
    Pooled,
}

/// What lies at the start of a slab.
#[repr(C)]
pub struct Slab {
    class: Cell<u8>,
    place: Cell<Place>,
    cells: Cell<u16>,
    /// Established cells.
    live: Cell<u16>,
    /// Where the slab is among all.
    index: Cell<u32>,
    /// The trace its marks are of.
    trace: Cell<u32>,
    /// 2^32 by the cell size, rounded up: a multiplication instead of a division.
    reciprocal: Cell<u32>,
    established: [Cell<u64>; BITMAP_WORDS],
    marked: [Cell<u64>; BITMAP_WORDS],
}

/// A slab that lives as long as it is in [`Slabs::all`].
pub type SlabRef = NonNull<Slab>;

/// The slab a small object lies in.
#[inline(always)]
pub fn slab_of<'a>(object: ObjRef) -> &'a Slab {
    let start = object.as_ptr().map_addr(|address| address & !(SLAB_BYTES - 1)).cast::<Slab>();
    // SAFETY: small objects lie in slabs, and a slab begins with its data.
    unsafe { &*start }
}

/// # Safety
/// The slab has not been given back.
#[inline(always)]
unsafe fn slab<'a>(slab: SlabRef) -> &'a Slab {
    // SAFETY: passed on.
    unsafe { slab.as_ref() }
}

impl Slab {
    fn assign(&self, class: usize) {
        let bytes = cell_bytes(class);
        self.class.set(class as u8);
        self.cells.set(((SLAB_BYTES - FIRST_CELL) / bytes) as u16);
        self.reciprocal.set((1u64 << 32).div_ceil(bytes as u64) as u32);
    }

    #[inline(always)]
    fn cell_bytes(&self) -> usize {
        cell_bytes(self.class.get() as usize)
    }

    /// Index of the cell an address lies in.
    #[inline(always)]
    fn cell_at(&self, address: usize) -> usize {
        let offset = (address & (SLAB_BYTES - 1)) - FIRST_CELL;
        ((offset as u64 * self.reciprocal.get() as u64) >> 32) as usize
    }

    #[inline(always)]
    fn address_of(&self, cell: usize) -> usize {
        core::ptr::from_ref(self).addr() + FIRST_CELL + cell * self.cell_bytes()
    }

    #[inline(always)]
    fn object(&self, cell: usize) -> ObjRef {
        let start = core::ptr::from_ref(self).cast::<u8>().cast_mut().with_addr(self.address_of(cell));
        // SAFETY: an address inside the slab.
        ObjRef::new(unsafe { NonNull::new_unchecked(start) }.cast::<Header>())
    }

    /// Whether an established object begins at an address of this slab.
    pub fn holds(&self, address: usize) -> bool {
        let offset = address & (SLAB_BYTES - 1);
        if offset < FIRST_CELL || self.place.get() == Place::Pooled {
            return false;
        }
        let cell = self.cell_at(address);
        cell < self.cells.get() as usize && self.address_of(cell) == address && bit(&self.established, cell)
    }

    /// Marks a cell in this trace; true if it was not marked.
    #[inline(always)]
    pub fn mark(&self, object: ObjRef, trace: u32) -> bool {
        if self.trace.get() != trace {
            self.trace.set(trace);
            self.marked.iter().for_each(|word| word.set(0));
        }
        let cell = self.cell_at(object.address());
        let word = &self.marked[cell / 64];
        let old = word.get();
        word.set(old | 1 << (cell % 64));
        old & 1 << (cell % 64) == 0
    }

    #[inline(always)]
    pub fn is_marked(&self, object: ObjRef, trace: u32) -> bool {
        self.trace.get() == trace && bit(&self.marked, self.cell_at(object.address()))
    }

    /// The next cells from `from` on that are not established, as a range.
    fn free_cells(&self, from: usize) -> Option<(usize, usize)> {
        let cells = self.cells.get() as usize;
        let start = next_bit(&self.established, from, cells, false);
        (start < cells).then(|| (start, next_bit(&self.established, start, cells, true)))
    }

    fn each(&self, words: impl Fn(usize) -> u64, mut visit: impl FnMut(ObjRef)) {
        for index in 0..(self.cells.get() as usize).div_ceil(64) {
            let mut word = words(index);
            while word != 0 {
                visit(self.object(index * 64 + word.trailing_zeros() as usize));
                word &= word - 1;
            }
        }
    }

    /// Every established object.
    pub fn each_established(&self, visit: impl FnMut(ObjRef)) {
        self.each(|index| self.established[index].get(), visit);
    }

    /// Every established object this trace has not marked.
    pub fn each_unmarked(&self, trace: u32, visit: impl FnMut(ObjRef)) {
        let marks = self.trace.get() == trace;
        self.each(|index| self.established[index].get() & !if marks { self.marked[index].get() } else { 0 }, visit);
    }
}

#[inline(always)]
fn bit(words: &[Cell<u64>; BITMAP_WORDS], index: usize) -> bool {
    words[index / 64].get() & 1 << (index % 64) != 0
}

/// The first bit from `from` on that is as asked for, or `end`.
fn next_bit(words: &[Cell<u64>; BITMAP_WORDS], from: usize, end: usize, set: bool) -> usize {
    let mut index = from;
    while index < end {
        let word = if set { words[index / 64].get() } else { !words[index / 64].get() } >> (index % 64);
        if word != 0 {
            return end.min(index + word.trailing_zeros() as usize);
        }
        index = (index / 64 + 1) * 64;
    }
    end
}

#[derive(Debug, Default)]
struct Class {
    /// The slab runs are taken from, and the first cell not looked at.
    current: Option<(SlabRef, usize)>,
    available: Vec<SlabRef>,
    /// Slabs runs were taken from since the last epoch.
    used: Vec<SlabRef>,
}

/// All slabs of a heap.
#[derive(Debug)]
pub struct Slabs {
    all: Vec<SlabRef>,
    classes: [Class; SMALL_CLASSES],
    pool: Vec<SlabRef>,
    /// Slabs for when the system refuses.
    reserve: Vec<NonNull<u8>>,
    /// Slabs that became empty in their class's list.
    emptied: usize,
    /// Bytes in established cells.
    live_bytes: usize,
    live_objects: usize,
}

/// Slabs kept for when the system refuses: what one native step may take until the next safepoint.
const RESERVE: usize = 32;

/// Empty slabs in lists of their classes before the lists are made anew.
const MOST_EMPTIED: usize = 64;

/// A run of free cells.
#[derive(Copy, Clone, Debug)]
pub struct FreeCells {
    pub start: NonNull<u8>,
    pub bytes: usize,
    /// The system has refused memory, and this is from the reserve.
    pub scarce: bool,
}

impl Slabs {
    pub fn new() -> Slabs {
        Slabs {
            all: Vec::new(),
            classes: core::array::from_fn(|_| Class::default()),
            pool: Vec::new(),
            reserve: Vec::new(),
            emptied: 0,
            live_bytes: 0,
            live_objects: 0,
        }
    }

    /// Bytes in slabs that are not empty and pooled.
    pub fn used_bytes(&self) -> usize {
        (self.all.len() - self.pool.len()) * SLAB_BYTES
    }

    pub fn reserved_bytes(&self) -> usize {
        (self.all.len() + self.reserve.len()) * SLAB_BYTES
    }

    pub fn live_bytes(&self) -> usize {
        self.live_bytes
    }

    pub fn live_objects(&self) -> usize {
        self.live_objects
    }

    /// The next run of free cells for a class; `None` if there is no memory.
    pub fn next_run(&mut self, class: usize, arena: &Arena) -> Option<FreeCells> {
        loop {
            if let Some((current, from)) = self.classes[class].current {
                // SAFETY: slabs in lists exist.
                let slab = unsafe { slab(current) };
                if let Some((start, end)) = slab.free_cells(from) {
                    self.classes[class].current = Some((current, end));
                    let bytes = (end - start) * cell_bytes(class);
                    return Some(FreeCells { start: slab.object(start).as_non_null().cast(), bytes, scarce: false });
                }
                self.classes[class].current = None;
            }
            let next = match self.classes[class].available.pop() {
                Some(next) => next,
                None => match self.empty_slab(arena) {
                    (Some(next), false) => next,
                    (Some(next), true) => {
                        self.take(next, class);
                        return self.next_run(class, arena).map(|run| FreeCells { scarce: true, ..run });
                    }
                    (None, _) => return None,
                },
            };
            self.take(next, class);
        }
    }

    fn take(&mut self, next: SlabRef, class: usize) {
        // SAFETY: slabs in lists exist.
        let slab = unsafe { slab(next) };
        if slab.live.get() == 0 {
            slab.assign(class);
        }
        slab.place.set(Place::InUse);
        self.classes[class].used.push(next);
        self.classes[class].current = Some((next, 0));
    }

    /// A slab for any class, and whether it is from the reserve.
    fn empty_slab(&mut self, arena: &Arena) -> (Option<SlabRef>, bool) {
        if let Some(pooled) = self.pool.pop() {
            return (Some(pooled), false);
        }
        let (memory, scarce) = match arena.alloc(SLAB_BYTES, SLAB_BYTES, false) {
            Some(memory) => (memory, false),
            None => match self.reserve.pop() {
                Some(memory) => (memory, true),
                None => return (None, true),
            },
        };
        let start = memory.cast::<Slab>();
        // SAFETY: the memory is the size of a slab and nobody else's.
        unsafe {
            start.write_bytes(0, 1);
            (&raw const (*start.as_ptr()).place).cast_mut().write(Cell::new(Place::Pooled));
            start.as_ref().index.set(self.all.len() as u32);
        }
        self.all.push(start);
        (Some(start), scarce)
    }

    /// Brings the reserve to its size, as far as the system lets it.
    pub fn fill_reserve(&mut self, arena: &Arena) {
        while self.reserve.len() < RESERVE {
            match arena.alloc(SLAB_BYTES, SLAB_BYTES, false) {
                Some(memory) => self.reserve.push(memory),
                None => return,
            }
        }
    }

    /// Makes a new object an established one.
    #[inline(always)]
    pub fn establish(&mut self, object: ObjRef) {
        let slab = slab_of(object);
        let cell = slab.cell_at(object.address());
        let word = &slab.established[cell / 64];
        word.set(word.get() | 1 << (cell % 64));
        slab.live.set(slab.live.get() + 1);
        self.live_bytes += slab.cell_bytes();
        self.live_objects += 1;
    }

    /// Frees the cell of an established object.
    #[inline(always)]
    pub fn free(&mut self, object: ObjRef) {
        let slab = slab_of(object);
        let cell = slab.cell_at(object.address());
        let word = &slab.established[cell / 64];
        word.set(word.get() & !(1 << (cell % 64)));
        let live = slab.live.get() - 1;
        slab.live.set(live);
        self.live_bytes -= slab.cell_bytes();
        self.live_objects -= 1;
        match slab.place.get() {
            Place::Idle => self.offer(slab),
            Place::Available if live == 0 => self.emptied += 1,
            _ => {}
        }
    }

    /// Puts a slab that is in no list into the one it belongs in.
    fn offer(&mut self, slab: &Slab) {
        let (live, cells) = (slab.live.get() as usize, slab.cells.get() as usize);
        let reference = SlabRef::from(slab);
        if live == 0 {
            slab.place.set(Place::Pooled);
            self.pool.push(reference);
        } else if cells - live >= (cells / WORTH_REUSE).max(1) {
            slab.place.set(Place::Available);
            self.classes[slab.class.get() as usize].available.push(reference);
        } else {
            slab.place.set(Place::Idle);
        }
    }

    /// At the end of an epoch, when all runs are retired: what was not established is free.
    pub fn after_epoch(&mut self) {
        for class in 0..SMALL_CLASSES {
            self.classes[class].current = None;
            for used in core::mem::take(&mut self.classes[class].used) {
                // SAFETY: slabs in lists exist.
                self.offer(unsafe { slab(used) });
            }
        }
        if self.emptied > MOST_EMPTIED {
            self.sort();
        }
    }

    /// Makes the lists anew, emptiest slabs last in line, so that they empty out. Not while runs are out.
    pub fn sort(&mut self) {
        self.emptied = 0;
        self.pool.clear();
        self.classes.iter_mut().for_each(|class| class.available.clear());
        for index in 0..self.all.len() {
            // SAFETY: slabs in lists exist.
            self.offer(unsafe { slab(self.all[index]) });
        }
    }

    /// Gives empty slabs beyond `keep` back, at most so many. True if any.
    pub fn trim(&mut self, keep: usize, most: usize, arena: &Arena) -> bool {
        let excess = self.pool.len().saturating_sub(keep).min(most);
        for empty in self.pool.drain(..excess) {
            // SAFETY: slabs in lists exist until here.
            let index = unsafe { slab(empty) }.index.get() as usize;
            self.all.swap_remove(index);
            if let Some(&moved) = self.all.get(index) {
                // SAFETY: as above.
                unsafe { slab(moved) }.index.set(index as u32);
            }
            // SAFETY: it is empty and in no list any more.
            unsafe { arena.free(empty.cast(), SLAB_BYTES, SLAB_BYTES) };
        }
        excess > 0
    }

    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// The slab with this index.
    pub fn get(&self, index: usize) -> &Slab {
        // SAFETY: slabs in lists exist.
        unsafe { slab(self.all[index]) }
    }

    /// Overwrites all cells that are not established. When all runs are retired.
    pub fn poison(&mut self, pattern: u64) {
        for index in 0..self.all.len() {
            let slab = self.get(index);
            let mut from = 0;
            while let Some((start, end)) = slab.free_cells(from) {
                let bytes = (end - start) * slab.cell_bytes();
                // SAFETY: free cells of this slab.
                unsafe { gc_parts::cells::fill(slab.object(start).as_non_null().cast(), bytes, pattern) };
                from = end;
            }
        }
    }

    /// Do the slabs' figures agree with their bitmaps, and the lists with the slabs?
    pub fn check(&self) -> Result<(), String> {
        let (mut bytes, mut objects) = (0, 0);
        for (index, &reference) in self.all.iter().enumerate() {
            // SAFETY: slabs in lists exist.
            let slab = unsafe { slab(reference) };
            let mut live = 0;
            slab.each_established(|_| live += 1);
            if live != slab.live.get() || slab.index.get() as usize != index {
                let address = reference.addr();
                return Err(format!("slab {index} at {address:#x} counts {} live cells of {live}", slab.live.get()));
            }
            bytes += live as usize * if live > 0 { slab.cell_bytes() } else { 0 };
            objects += live as usize;
        }
        if (bytes, objects) != (self.live_bytes, self.live_objects) {
            let (said, said_objects) = (self.live_bytes, self.live_objects);
            return Err(format!(
                "{objects} cells of {bytes} bytes are established, counted are {said_objects} of {said}"
            ));
        }
        Ok(())
    }
}

/// The class of cells for an object of `bytes`, at most [`SMALL_BYTES`].
#[inline(always)]
pub fn small_class(bytes: usize) -> usize {
    class_of(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn objects(run: FreeCells, class: usize) -> Vec<ObjRef> {
        // SAFETY: cells of the run.
        let at = |index: usize| ObjRef::new(unsafe { run.start.add(index * cell_bytes(class)) }.cast());
        (0..run.bytes / cell_bytes(class)).map(at).collect()
    }

    #[test]
    fn cells_are_found_from_their_addresses_in_every_class() {
        let arena = Arena::new().unwrap();
        let mut slabs = Slabs::new();
        for class in 0..SMALL_CLASSES {
            let run = slabs.next_run(class, &arena).unwrap();
            let cells = objects(run, class);
            assert!(cells.len() > 10 && SLAB_BYTES - run.bytes < SLAB_BYTES / 10, "class {class}");
            for (index, &cell) in cells.iter().enumerate() {
                assert_eq!(slab_of(cell).cell_at(cell.address()), index);
                assert!(!slab_of(cell).holds(cell.address()));
                slabs.establish(cell);
                assert!(slab_of(cell).holds(cell.address()) && !slab_of(cell).holds(cell.address() + 8));
            }
        }
        slabs.check().unwrap();
    }

    #[test]
    fn what_is_not_established_is_free_after_the_epoch() {
        let arena = Arena::new().unwrap();
        let mut slabs = Slabs::new();
        let class = small_class(48);
        let mut kept = HashSet::new();
        for round in 0..6 {
            for _ in 0..20 {
                for (index, object) in objects(slabs.next_run(class, &arena).unwrap(), class).into_iter().enumerate() {
                    assert!(!kept.contains(&object), "round {round}");
                    if index % 3 == 0 && round < 3 {
                        slabs.establish(object);
                        kept.insert(object);
                    }
                }
            }
            slabs.after_epoch();
            slabs.check().unwrap();
        }
        let mut met = HashSet::new();
        (0..slabs.len()).for_each(|index| slabs.get(index).each_established(|object| assert!(met.insert(object))));
        assert_eq!(met, kept);
        kept.iter().for_each(|&object| slabs.free(object));
        assert_eq!((slabs.live_bytes(), slabs.live_objects()), (0, 0));
        slabs.sort();
        assert_eq!(slabs.used_bytes(), 0);
        assert!(slabs.trim(2, usize::MAX, &arena));
        assert_eq!(slabs.len(), 2);
    }

    #[test]
    fn marks_of_an_older_trace_do_not_count() {
        let arena = Arena::new().unwrap();
        let mut slabs = Slabs::new();
        let cells = objects(slabs.next_run(0, &arena).unwrap(), 0);
        cells.iter().for_each(|&object| slabs.establish(object));
        let slab = slab_of(cells[0]);
        assert!(slab.mark(cells[5], 1) && !slab.mark(cells[5], 1) && slab.is_marked(cells[5], 1));
        let mut unmarked = 0;
        slab.each_unmarked(1, |_| unmarked += 1);
        assert_eq!(unmarked, cells.len() - 1);
        slab.each_unmarked(2, |_| unmarked += 1);
        assert_eq!(unmarked, 2 * cells.len() - 1);
        assert!(slab.mark(cells[6], 2) && !slab.is_marked(cells[5], 2));
    }
}
