//! Deferred reference counting: heap references are counted, stack frames are not; cycles are found by trial deletion and, where
//! that gives up, by an incremental backup trace. Nothing ever moves.
//!
//! Between safepoints the mutator bumps through runs of free cells, and the barrier writes each changed object once into the
//! coalescing log. An *epoch* ends when enough was allocated or logged: what the roots and the logged slots hold is counted up,
//! what the logged slots held before is counted down, and what nobody holds is dead. A new object that nothing counted up is
//! free without having been looked at. What is old and dead is given up in slices, so no pause grows with what dies.
//!
//! From the bottom up: `bits` (the header's half), `storage` (jemalloc), `slabs`, `large`, `space` (where objects lie), `shape` and
//! `log` (what changed), `count` (an epoch's counting), `dying` (giving up the dead), `cycles` (trial deletion), `trace` (the
//! backup), `tables` and `deaths` (weak slots, finalisers, destructors), `pause` (all of it in order), `policy` (when),
//! `verify`. This file: the collector's state and the fast paths of the mutator.

mod bits;
#[cfg(test)]
mod bugs;
mod count;
mod cycles;
mod deaths;
mod dying;
mod large;
mod log;
mod pause;
mod policy;
mod shape;
mod slabs;
mod space;
mod storage;
mod tables;
mod trace;
mod verify;

use core::cell::{Cell, RefCell};
use core::ops::Range;
use core::ptr::NonNull;
use std::collections::VecDeque;

use gc_api::events::{EventSink, Reason};
use gc_api::limits::default_limit;
use gc_api::poll::Reason as PollReason;
use gc_api::{
    BarrierShape, BumpPath, Collector, ConfigError, Corruption, Dead, DebugKnobs, FastPaths, Header, HeapConfig,
    HeapStats, MIN_OBJECT_BYTES, ObjRef, Outcome, PollWord, Roots, SMALL_BYTES, Scope, SlotRef, TypeId, TypeTable,
};
use gc_parts::cells::{Run, fill};
use gc_parts::classes::cell_bytes;
use gc_parts::pause::Events;

use crate::bits::{CALLBACK, DESTRUCTIBLE, FINALISABLE, FRESH, IMMORTAL, LARGE, LOGGED};
use crate::count::Counting;
use crate::cycles::Cycles;
use crate::deaths::Deaths;
use crate::dying::Dying;
use crate::log::Log;
use crate::policy::{LOG_LIMIT, Policy};
use crate::slabs::{SMALL_CLASSES, small_class};
use crate::space::Space;
use crate::storage::Arena;
use crate::tables::Tables;
use crate::trace::Trace;

/// What freed and fresh memory holds under the `poison` knob: as a word, a reference that no machine can follow.
const POISON: u64 = 0xdead_beef_dead_bee8;

/// See the module documentation.
pub struct RefCount {
    /// Where small objects come from, by class. First, and never moved once compiled code knows its address.
    runs: [Run; SMALL_CLASSES],
    types: &'static TypeTable,
    poll: &'static PollWord,
    /// Bytes that may still be handed out before an epoch ends.
    budget: Cell<isize>,
    external: Cell<isize>,
    /// All bytes handed out to runs.
    small_out: Cell<u64>,
    /// As of the end of the last epoch.
    small_out_before: u64,
    /// All bytes handed out otherwise.
    other_out: Cell<u64>,
    /// Runs handed out since the last epoch, as addresses.
    handed: RefCell<Vec<Range<usize>>>,
    log: RefCell<Log>,
    space: RefCell<Space>,
    tables: RefCell<Tables>,
    /// What weak slots answered while the backup trace marks.
    reloaded: RefCell<Vec<ObjRef>>,
    counting: Counting,
    dying: Dying,
    cycles: Cycles,
    trace: Trace,
    deaths: Deaths,
    due: VecDeque<Dead>,
    policy: Policy,
    knobs: DebugKnobs,
    /// Safepoints reached, for the knobs.
    safepoints: u64,
    stats: HeapStats,
    /// Backup traces begun.
    traces: u64,
    events: Events,
    #[cfg(test)]
    bug: Option<bugs::Bug>,
}

impl RefCount {
    /// Writes the header of a new object.
    #[inline(always)]
    fn place(&self, memory: NonNull<u8>, ty: TypeId, bits: u32) -> NonNull<Header> {
        let header = memory.cast::<Header>();
        // SAFETY: the memory was just handed out, is aligned to words and has at least two of them.
        unsafe { header.write(Header::new(ty, bits)) };
        header
    }

    /// A cell from a new run.
    #[cold]
    #[inline(never)]
    fn refill(&self, class: usize) -> NonNull<u8> {
        let mut space = self.space.borrow_mut();
        let cells = space.next_run(class).unwrap_or_else(|| out_of_memory());
        if self.knobs.poison {
            // SAFETY: the run is free.
            unsafe { fill(cells.start, cells.bytes, POISON) };
        }
        let start = cells.start.addr().get();
        self.handed.borrow_mut().push(start..start + cells.bytes);
        self.small_out.set(self.small_out.get() + cells.bytes as u64);
        self.charge(cells.bytes, &space);
        let run = &self.runs[class];
        run.set(cells.start, cells.bytes);
        match run.take(cell_bytes(class)) {
            Some(cell) => cell,
            None => unreachable!("a run has at least one cell"),
        }
    }

    /// Counts bytes handed out, and asks for a safepoint when it is time.
    fn charge(&self, bytes: usize, space: &Space) {
        self.budget.set(self.budget.get().saturating_sub_unsigned(bytes));
        if self.budget.get() < 0 || space.scarce || self.policy.limit.is_over(space.used_bytes(self.external.get())) {
            self.poll.raise(PollReason::Collect);
        }
    }

    #[inline(always)]
    fn cell(&self, bytes: usize) -> NonNull<u8> {
        let class = small_class(bytes);
        match self.runs[class].take(cell_bytes(class)) {
            Some(cell) => cell,
            None => self.refill(class),
        }
    }

    #[cold]
    #[inline(never)]
    fn log_write(&self, object: ObjRef, slot: SlotRef) {
        #[cfg(test)]
        if self.has_bug(bugs::Bug::NoBarrier) {
            return;
        }
        let mut log = self.log.borrow_mut();
        log.write(object, slot, self.types);
        self.after_logging(&log);
    }

    #[cold]
    #[inline(never)]
    fn log_bulk_write(&self, object: ObjRef, elements: Range<usize>) {
        #[cfg(test)]
        if self.has_bug(bugs::Bug::NoBulkBarrier) {
            return;
        }
        #[cfg(test)]
        let elements =
            if self.has_bug(bugs::Bug::OnlyFirstCard) { elements.start..elements.start + 1 } else { elements };
        let mut log = self.log.borrow_mut();
        log.write_many(object, elements, self.types);
        self.after_logging(&log);
    }

    /// An epoch also ends when the log is long, or old.
    fn after_logging(&self, log: &Log) {
        if log.len() > LOG_LIMIT || (log.entries.len().is_multiple_of(256) && self.policy.is_epoch_old()) {
            self.budget.set(-1);
            self.poll.raise(PollReason::Collect);
        }
    }

    #[cfg(test)]
    fn has_bug(&self, bug: bugs::Bug) -> bool {
        self.bug == Some(bug)
    }
}

/// The reserve is used up: this is a single native step that allocated without bound on a system that refuses memory.
#[cold]
fn out_of_memory() -> ! {
    eprintln!("tenure: fatal: no memory for the heap between two safepoints");
    std::process::abort()
}

// SAFETY: nothing moves; what a root, a counted reference or the queue of dead objects holds is not freed.
unsafe impl Collector for RefCount {
    const NAME: &'static str = "refcount";
    const BARRIER: BarrierShape = BarrierShape::ObjectLogging;

    fn new(config: &HeapConfig, types: &'static TypeTable, poll: &'static PollWord) -> Result<RefCount, ConfigError> {
        config.without_nursery(Self::NAME)?;
        config.without_plans(Self::NAME)?;
        let policy = Policy::new(config.limit.unwrap_or_else(default_limit))?;
        if config.debug.every > 0 {
            poll.raise(PollReason::Collect);
        }
        Ok(RefCount {
            runs: core::array::from_fn(|_| Run::default()),
            types,
            poll,
            budget: Cell::new(policy.budget() as isize),
            external: Cell::new(0),
            small_out: Cell::new(0),
            small_out_before: 0,
            other_out: Cell::new(0),
            handed: RefCell::default(),
            log: RefCell::default(),
            space: RefCell::new(Space::new(Arena::new()?)),
            tables: RefCell::default(),
            reloaded: RefCell::default(),
            counting: Counting::default(),
            dying: Dying::default(),
            cycles: Cycles::default(),
            trace: Trace::default(),
            deaths: Deaths::default(),
            due: VecDeque::new(),
            policy,
            knobs: config.debug.clone(),
            safepoints: 0,
            stats: HeapStats::default(),
            traces: 0,
            events: Events::default(),
            #[cfg(test)]
            bug: bugs::chosen(),
        })
    }

    #[inline(always)]
    fn alloc(&self, ty: TypeId, bytes: usize) -> NonNull<Header> {
        debug_assert!(bytes.is_multiple_of(8) && (MIN_OBJECT_BYTES..=SMALL_BYTES).contains(&bytes));
        self.place(self.cell(bytes), ty, FRESH)
    }

    fn alloc_large(&self, ty: TypeId, bytes: usize) -> Option<NonNull<Header>> {
        if bytes <= SMALL_BYTES {
            let cell = self.cell(bytes.max(MIN_OBJECT_BYTES));
            // SAFETY: the cell was just handed out and has at least `bytes`.
            unsafe { cell.as_ptr().write_bytes(0, bytes) };
            return Some(self.place(cell, ty, FRESH));
        }
        let mut space = self.space.borrow_mut();
        let refused = self.policy.limit.refuses(space.used_bytes(self.external.get()), bytes);
        let Some(memory) = (if refused { None } else { space.alloc_large(bytes) }) else {
            // There may be room after a collection: the next safepoint is to make one, whatever the budget.
            self.budget.set(-1);
            self.poll.raise(PollReason::Collect);
            return None;
        };
        self.other_out.set(self.other_out.get() + bytes as u64);
        self.charge(bytes, &space);
        Some(self.place(memory, ty, FRESH | LARGE))
    }

    fn alloc_immortal(&self, ty: TypeId, bytes: usize) -> NonNull<Header> {
        let mut space = self.space.borrow_mut();
        let memory = space.alloc_immortal(bytes).unwrap_or_else(|| out_of_memory());
        self.other_out.set(self.other_out.get() + bytes as u64);
        self.charge(bytes, &space);
        let header = self.place(memory, ty, IMMORTAL);
        // A trace under way must not take it for dead.
        space.mark(ObjRef::new(header), self.trace.id());
        header
    }

    #[inline(always)]
    fn before_write(&self, object: ObjRef, slot: SlotRef) {
        if !bits::has(object, LOGGED) {
            self.log_write(object, slot);
        }
    }

    #[inline(always)]
    fn before_bulk_write(&self, object: ObjRef, slots: Range<usize>) {
        if !bits::has(object, LOGGED) {
            self.log_bulk_write(object, slots);
        }
    }

    #[inline(always)]
    fn load_weak(&self, slot: SlotRef) -> Option<ObjRef> {
        // SAFETY: the caller holds a reference to the object the slot lies in.
        let referent = unsafe { slot.get() }.as_ref()?;
        if self.trace.is_idle() { Some(referent) } else { self.load_weak_while_tracing(referent) }
    }

    #[inline(always)]
    fn identity(&self, object: ObjRef) -> u64 {
        object.address() as u64
    }

    fn set_finaliser(&self, object: ObjRef) {
        bits::set(object, FINALISABLE);
        self.tables.borrow_mut().list_finalisable(object);
    }

    /// The table keeps the object until it dies or is registered again.
    fn clear_finaliser(&self, object: ObjRef) {
        bits::clear(object, FINALISABLE);
    }

    fn set_weak_callback(&self, object: ObjRef) {
        if bits::set(object, CALLBACK) {
            self.tables.borrow_mut().list_callback(object);
        }
    }

    fn set_destructor(&self, object: ObjRef) {
        if bits::set(object, DESTRUCTIBLE) {
            self.tables.borrow_mut().list_destructible(object);
        }
    }

    fn external(&self, delta: isize) {
        self.external.set(self.external.get() + delta);
        if delta > 0 {
            self.charge(delta.unsigned_abs(), &self.space.borrow());
        }
    }

    fn fast_paths(&self) -> FastPaths {
        FastPaths { barrier: BarrierShape::ObjectLogging, zeroed: false, new_header_bits: FRESH }
    }

    fn bump_path(&self, bytes: usize) -> Option<BumpPath> {
        if !(MIN_OBJECT_BYTES..=SMALL_BYTES).contains(&bytes) {
            return None;
        }
        let class = small_class(bytes);
        let (cursor, limit) = self.runs[class].fields();
        Some(BumpPath { cursor, limit, step: cell_bytes(class), merges: false })
    }

    fn safepoint(&mut self, roots: &mut dyn Roots) -> Outcome {
        self.at_safepoint(roots)
    }

    fn collect(&mut self, scope: Scope, roots: &mut dyn Roots) -> Outcome {
        match scope {
            Scope::Full => self.collect_all(Reason::Explicit, roots),
            Scope::Minor | Scope::Step => self.end_epoch(Reason::Explicit, roots),
        }
    }

    fn next_dead(&mut self) -> Option<Dead> {
        self.next_due()
    }

    fn has_dead(&self) -> bool {
        !self.due.is_empty()
    }

    /// jemalloc sees to its own locks.
    fn before_fork(&mut self) {}

    fn after_fork(&mut self) {}

    fn stats(&self) -> HeapStats {
        self.all_stats()
    }

    fn set_events(&mut self, sink: Box<dyn EventSink>) {
        self.events.sink = Some(sink);
    }

    fn verify(&self, roots: &mut dyn Roots) -> Result<(), Corruption> {
        self.verify_heap(roots)
    }
}

impl Drop for RefCount {
    fn drop(&mut self) {
        self.destroy_all();
    }
}
