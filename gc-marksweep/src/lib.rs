//! A mark-sweep collector: segregated fit, lazy sweeping, nothing ever moves, no barrier.
//!
//! The simple reference point among the collectors. An object lives in a cell of its size class, or has blocks of
//! its own. A collection marks from the roots and counts what each block holds; blocks are swept when their class
//! needs cells, by reading mark bits only.
//!
//! This file: the collector's state and allocation. `collect`: what happens at a safepoint. `policy`: when.

mod collect;
mod policy;
mod verify;

use core::cell::{Cell, RefCell};
use core::ops::Range;
use core::ptr::NonNull;
use core::sync::atomic::Ordering;
use std::collections::VecDeque;

use gc_api::events::EventSink;
use gc_api::limits::default_limit;
use gc_api::poll::Reason;
use gc_api::{
    BarrierShape, BumpPath, Collector, ConfigError, Corruption, Dead, DebugKnobs, FastPaths, Header, HeapConfig,
    HeapStats, ObjRef, Outcome, PollWord, Roots, Scope, SlotRef, TypeId, TypeTable,
};
use gc_parts::cells::{Cells, Run, fill};
use gc_parts::classes::{CLASSES, MAX_CELL_BYTES, cell_bytes, class_of};
use gc_parts::immortal::Immortals;
use gc_parts::large::LargeObjects;
use gc_parts::parallel::processors;
use gc_parts::pause::Events;
use gc_parts::region::Region;

use crate::policy::Policy;

/// Header bit: [`Collector::next_dead`] is to hand the object out.
const FINALISABLE: u32 = 1;
/// Header bit: in the table of finalisable objects. Stays when the finaliser is cleared, until the next collection.
const LISTED: u32 = 4;
/// Header bit: a callback is due when the object's weak slot is cleared.
const WEAK_CALLBACK: u32 = 2;

/// What freed and fresh memory holds under the `poison` knob: as a word, a reference that no machine can follow.
const POISON: u64 = 0xdead_beef_dead_bee8;

/// See the module documentation.
pub struct MarkSweep {
    /// Where small objects come from, by class. First, and never moved once compiled code knows its address.
    runs: [Run; CLASSES],
    types: &'static TypeTable,
    poll: &'static PollWord,
    /// Bytes that may still be handed out before a collection is asked for.
    budget: Cell<isize>,
    external: Cell<isize>,
    /// All bytes handed out to runs and as large objects.
    handed_out: Cell<u64>,
    space: RefCell<Space>,
    tables: RefCell<Tables>,
    due: VecDeque<Dead>,
    /// Threads that mark, if the user chose.
    mark_threads: Option<usize>,
    /// Asked for once: the answer takes longer than a small collection.
    processors: usize,
    knobs: DebugKnobs,
    /// Safepoints reached, for the knobs.
    safepoints: u64,
    stats: HeapStats,
    events: Events,
}

/// Where objects lie.
struct Space {
    region: Region,
    cells: Cells,
    large: LargeObjects,
    immortals: Immortals,
    policy: Policy,
}

/// Objects something happens to when they die.
#[derive(Default)]
struct Tables {
    finalisable: Vec<ObjRef>,
    destructible: Vec<ObjRef>,
    /// Weak boxes with a callback, as registered.
    callbacks: Vec<ObjRef>,
}

impl Space {
    /// Bytes that count against the limit.
    fn used_bytes(&self, external: isize) -> usize {
        (self.region.used_bytes() - self.large.unused_bytes()).saturating_add_signed(external)
    }
}

impl MarkSweep {
    /// Writes the header of a new object.
    #[inline(always)]
    fn place(&self, memory: NonNull<u8>, ty: TypeId) -> NonNull<Header> {
        let header = memory.cast::<Header>();
        // SAFETY: the memory was just handed out, is aligned to words and has at least two of them.
        unsafe { header.write(Header::new(ty, 0)) };
        header
    }

    /// A cell from a new run: swept out of a block the class has, else from a fresh one.
    #[cold]
    #[inline(never)]
    fn refill(&self, class: usize) -> NonNull<u8> {
        let mut space = self.space.borrow_mut();
        let Space { region, cells, .. } = &mut *space;
        let (start, bytes) = match cells.next_run(class, region) {
            Some(run) => run,
            None => cells.fresh_run(class, region).unwrap_or_else(|| out_of_address_space()),
        };
        if self.knobs.poison {
            // SAFETY: the run is free.
            unsafe { fill(start, bytes, POISON) };
        }
        self.charge(bytes, &space);
        let run = &self.runs[class];
        run.set(start, bytes);
        match run.take(cell_bytes(class)) {
            Some(cell) => cell,
            None => unreachable!("a run has at least one cell"),
        }
    }

    /// Counts bytes handed out, and asks for a collection when it is time.
    fn charge(&self, bytes: usize, space: &Space) {
        self.handed_out.set(self.handed_out.get() + bytes as u64);
        self.budget.set(self.budget.get().saturating_sub_unsigned(bytes));
        let over = || space.policy.limit.is_over(space.used_bytes(self.external.get()));
        if self.budget.get() < 0 || over() || space.region.is_scarce() {
            self.poll.raise(Reason::Collect);
        }
    }

    #[inline(always)]
    fn cell(&self, bytes: usize) -> NonNull<u8> {
        let class = class_of(bytes);
        match self.runs[class].take(cell_bytes(class)) {
            Some(cell) => cell,
            None => self.refill(class),
        }
    }

    /// True if it was clear.
    fn set_header_bit(&self, object: ObjRef, bit: u32) -> bool {
        // SAFETY: the caller holds a reference, so the object is alive.
        unsafe { object.header() }.gc().fetch_or(bit, Ordering::Relaxed) & bit == 0
    }

    /// True if it was set.
    fn clear_header_bit(&self, object: ObjRef, bit: u32) -> bool {
        // SAFETY: the caller holds a reference, so the object is alive.
        unsafe { object.header() }.gc().fetch_and(!bit, Ordering::Relaxed) & bit != 0
    }

    fn has_header_bit(&self, object: ObjRef, bit: u32) -> bool {
        // SAFETY: the caller holds a reference, so the object is alive.
        unsafe { object.header() }.gc().load(Ordering::Relaxed) & bit != 0
    }
}

/// The reservation is twice the limit, and a refusal of the system is noticed with a margin left: this is a single native step that
/// allocated without bound.
#[cold]
fn out_of_address_space() -> ! {
    eprintln!("tenure: fatal: no memory for the heap between two safepoints");
    std::process::abort()
}

// SAFETY: nothing moves; marking starts from all roots, immortal objects and the queue of dead objects.
unsafe impl Collector for MarkSweep {
    const NAME: &'static str = "marksweep";
    const BARRIER: BarrierShape = BarrierShape::None;

    fn new(config: &HeapConfig, types: &'static TypeTable, poll: &'static PollWord) -> Result<MarkSweep, ConfigError> {
        config.without_nursery(Self::NAME)?;
        config.without_plans(Self::NAME)?;
        let limit = config.limit.unwrap_or_else(default_limit);
        let region = Region::new(limit.saturating_mul(4).clamp(4 << 30, 1 << 40))?;
        // Where the system grants little address space, what it grants is the limit.
        let policy = Policy::new(limit.min(region.address_space() / 2))?;
        let budget = policy.budget(0) as isize;
        if config.debug.every > 0 {
            poll.raise(Reason::Collect);
        }
        Ok(MarkSweep {
            runs: core::array::from_fn(|_| Run::default()),
            types,
            poll,
            budget: Cell::new(budget),
            external: Cell::new(0),
            handed_out: Cell::new(0),
            space: RefCell::new(Space {
                region,
                cells: Cells::default(),
                large: LargeObjects::default(),
                immortals: Immortals::default(),
                policy,
            }),
            tables: RefCell::default(),
            due: VecDeque::new(),
            processors: processors(),
            mark_threads: config.mark_threads.map(|threads| threads.max(1)),
            knobs: config.debug.clone(),
            safepoints: 0,
            stats: HeapStats::default(),
            events: Events::default(),
        })
    }

    #[inline(always)]
    fn alloc(&self, ty: TypeId, bytes: usize) -> NonNull<Header> {
        debug_assert!(bytes.is_multiple_of(8) && (16..=gc_api::SMALL_BYTES).contains(&bytes));
        self.place(self.cell(bytes), ty)
    }

    fn alloc_large(&self, ty: TypeId, bytes: usize) -> Option<NonNull<Header>> {
        let memory = if bytes <= MAX_CELL_BYTES {
            let cell = self.cell(bytes.max(gc_api::MIN_OBJECT_BYTES));
            // SAFETY: the cell was just handed out and has at least `bytes`.
            unsafe { cell.as_ptr().write_bytes(0, bytes) };
            cell
        } else {
            let mut space = self.space.borrow_mut();
            let refused = space.policy.limit.refuses(space.used_bytes(self.external.get()), bytes);
            let Space { region, large, .. } = &mut *space;
            let Some(memory) = (if refused { None } else { large.alloc(bytes, region) }) else {
                // There may be room after a collection: the next safepoint is to make one, whatever the budget.
                self.budget.set(-1);
                self.poll.raise(Reason::Collect);
                return None;
            };
            self.charge(bytes, &space);
            memory
        };
        Some(self.place(memory, ty))
    }

    fn alloc_immortal(&self, ty: TypeId, bytes: usize) -> NonNull<Header> {
        let mut space = self.space.borrow_mut();
        let Space { region, immortals, .. } = &mut *space;
        let memory = immortals.alloc(bytes, region).unwrap_or_else(|| out_of_address_space());
        self.charge(bytes, &space);
        self.place(memory, ty)
    }

    #[inline(always)]
    fn before_write(&self, _object: ObjRef, _slot: SlotRef) {}

    #[inline(always)]
    fn before_bulk_write(&self, _object: ObjRef, _slots: Range<usize>) {}

    #[inline(always)]
    fn load_weak(&self, slot: SlotRef) -> Option<ObjRef> {
        // SAFETY: the caller holds a reference to the object the slot lies in.
        unsafe { slot.get() }.as_ref()
    }

    #[inline(always)]
    fn identity(&self, object: ObjRef) -> u64 {
        object.address() as u64
    }

    fn set_finaliser(&self, object: ObjRef) {
        self.set_header_bit(object, FINALISABLE);
        if self.set_header_bit(object, LISTED) {
            self.tables.borrow_mut().finalisable.push(object);
        }
    }

    /// The table drops the object at the next collection.
    fn clear_finaliser(&self, object: ObjRef) {
        self.clear_header_bit(object, FINALISABLE);
    }

    fn set_weak_callback(&self, object: ObjRef) {
        if self.set_header_bit(object, WEAK_CALLBACK) {
            self.tables.borrow_mut().callbacks.push(object);
        }
    }

    fn set_destructor(&self, object: ObjRef) {
        self.tables.borrow_mut().destructible.push(object);
    }

    fn external(&self, delta: isize) {
        self.external.set(self.external.get() + delta);
        if delta > 0 {
            self.budget.set(self.budget.get().saturating_sub(delta));
            self.charge(0, &self.space.borrow());
        }
    }

    fn fast_paths(&self) -> FastPaths {
        FastPaths { barrier: BarrierShape::None, zeroed: false, new_header_bits: 0 }
    }

    fn bump_path(&self, bytes: usize) -> Option<BumpPath> {
        if !(gc_api::MIN_OBJECT_BYTES..=gc_api::SMALL_BYTES).contains(&bytes) {
            return None;
        }
        let class = class_of(bytes);
        let (cursor, limit) = self.runs[class].fields();
        Some(BumpPath { cursor, limit, step: cell_bytes(class), merges: false })
    }

    fn safepoint(&mut self, roots: &mut dyn Roots) -> Outcome {
        self.at_safepoint(roots)
    }

    fn collect(&mut self, _scope: Scope, roots: &mut dyn Roots) -> Outcome {
        self.collect_full(gc_api::events::Reason::Explicit, roots)
    }

    fn next_dead(&mut self) -> Option<Dead> {
        loop {
            match self.due.pop_front()? {
                // Its finaliser may have been cleared while it waited.
                Dead::Finalise(object) if !self.clear_header_bit(object, FINALISABLE) => {}
                dead => return Some(dead),
            }
        }
    }

    fn has_dead(&self) -> bool {
        !self.due.is_empty()
    }

    fn before_fork(&mut self) {}

    fn after_fork(&mut self) {}

    fn stats(&self) -> HeapStats {
        self.current_stats()
    }

    fn set_events(&mut self, sink: Box<dyn EventSink>) {
        self.events.sink = Some(sink);
    }

    fn verify(&self, roots: &mut dyn Roots) -> Result<(), Corruption> {
        self.verify_heap(roots)
    }
}

impl Drop for MarkSweep {
    fn drop(&mut self) {
        for object in core::mem::take(&mut self.tables.get_mut().destructible) {
            // SAFETY: the object has not been reclaimed, and nobody can use the heap any more.
            unsafe { self.destroy(object) };
        }
    }
}
