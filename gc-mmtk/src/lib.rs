//! A binding to MMTk, the memory management toolkit: its plans, each a collector of its own, under one contract.
//!
//! ```text
//!   lib (the contract) -- alloc ---------------------> the toolkit's allocators
//!     |                                                     | is it time?
//!   collect (safepoints) <--- poll word ---------------- sizing
//!     |  roots, tables                                      
//!   session ----> gate (the program parks) ----> the toolkit's threads: workers, objects, dead
//! ```
//!
//! *Between safepoints no collection happens*: the toolkit is asked for memory with permission to exceed the heap's size and none to wait. When its plan
//! wants a collection, `sizing` raises the poll word; at the safepoint the program's thread gathers its roots, parks, and a thread
//! of the toolkit collects. There is one MMTk in a process, for as long as the process lives (`instance`).
//!
//! What the toolkit does not do: give memory back to the system while the process lives, and overwrite memory it
//! frees (under the `poison` knob, what is evacuated is overwritten here). Where the system refuses it memory, the process ends.
//!
//! This file: the collector's state and the contract.

mod alloc;
mod binding;
mod bugs;
mod collect;
mod dead;
mod gate;
mod instance;
mod objects;
pub mod plans;
mod session;
mod sizing;
mod verify;
mod workers;

use core::cell::{Cell, RefCell};
use core::ops::Range;
use core::ptr::NonNull;
use std::collections::VecDeque;

use gc_api::events::EventSink;
use gc_api::limits::default_limit;
use gc_api::poll::Reason;
use gc_api::{
    BarrierShape, BumpPath, Collector, ConfigError, Corruption, Dead, DebugKnobs, FastPaths, Header, HeapConfig,
    HeapStats, ObjRef, Outcome, PollWord, Roots, Scope, SlotRef, TypeId, TypeTable,
};
use gc_parts::parallel::processors;
use gc_parts::pause::Events;
use mmtk::util::alloc::BumpPointer;

use crate::bugs::{Bug, seeded};
use crate::instance::Settings;
use crate::objects::{LogBits, bits, clear_bit, has_bit, set_bit};
use crate::plans::Plan;
use crate::session::Tables;

/// What a nursery has unless the user says: it fits a cache of the second level or a good part of the third.
const NURSERY_BYTES: usize = 4 << 20;
/// A nursery takes at most this part of the limit: what is in it counts twice, once for the room to copy it to.
const NURSERY_SHARE: usize = 8;
const LEAST_NURSERY_BYTES: usize = 64 << 10;

/// Threads save nothing on machines with fewer processors: each stage of a collection waits for all of them.
const FEWEST_PROCESSORS: usize = 4;
const MOST_THREADS: usize = 8;

/// See the module documentation.
pub struct Mmtk {
    /// Where small objects come from.
    run: NonNull<BumpPointer>,
    log_bits: LogBits,
    plan: &'static Plan,
    types: &'static TypeTable,
    poll: &'static PollWord,
    /// Bytes allocated, if the run of memory above were used up.
    allocated_at_end: Cell<u64>,
    /// Objects of more bytes go to the space of large objects.
    most_small_bytes: usize,
    external: Cell<isize>,
    /// Of that, what came since the size of the heap was last looked at.
    external_unchecked: Cell<usize>,
    /// Bytes of objects logged by the barrier since the last collection.
    logged_bytes: Cell<u64>,
    immortals: RefCell<Vec<u64>>,
    /// Bytes of immortal objects made since the last collection.
    new_immortal_bytes: Cell<u64>,
    tables: RefCell<Tables>,
    due: VecDeque<Dead>,
    /// Weak boxes whose callbacks are due if the next full collection finds them alive.
    provisional: Vec<ObjRef>,
    /// Something that is always alive, where the plan needs that.
    sentinel: Option<ObjRef>,
    /// The toolkit marks while the program runs.
    marking: bool,
    /// Bytes allocated when it began; none if it has not.
    allocated_at_mark: Option<u64>,
    knobs: DebugKnobs,
    /// Safepoints reached, for the knobs.
    safepoints: u64,
    stats: HeapStats,
    events: Events,
    root_words: Vec<u64>,
}

/// Threads for collections, unless the user says.
fn default_threads() -> usize {
    match processors() {
        0..FEWEST_PROCESSORS => 1,
        many => (many / 2).min(MOST_THREADS),
    }
}

/// Whether one of the toolkit's environment variables is set.
fn toolkit_says(name: &str) -> bool {
    std::env::var_os(name).is_some()
}

fn settings(config: &HeapConfig, limit: usize) -> Result<Settings, ConfigError> {
    let plan = match &config.plan {
        Some(name) => plans::find(name)?,
        None => plans::DEFAULT,
    };
    let nursery = match config.nursery {
        Some(_) if !plan.nursery => {
            return Err(ConfigError(format!("the plan {} has no nursery", plan.name)));
        }
        Some(bytes) => Some(bytes.max(LEAST_NURSERY_BYTES)),
        None if !plan.nursery || toolkit_says("MMTK_NURSERY") => None,
        None => Some(NURSERY_BYTES.min(limit / NURSERY_SHARE).max(LEAST_NURSERY_BYTES)),
    };
    let threads = match config.mark_threads {
        Some(threads) => Some(threads.max(1)),
        None if toolkit_says("MMTK_THREADS") => None,
        None => Some(default_threads()),
    };
    Ok(Settings { plan, threads, nursery, move_all: config.debug.move_all })
}

impl Mmtk {
    /// Tells the toolkit that an object is about to be written.
    #[cold]
    #[inline(never)]
    fn log(&self, object: ObjRef, slot: usize) {
        // SAFETY: the caller holds a reference, so the object is alive.
        let bytes = unsafe { objects::bytes_of(object) };
        self.logged_bytes.set(self.logged_bytes.get() + bytes as u64);
        let barrier = &mut instance::mutator().barrier;
        barrier.object_reference_write_slow(objects::reference(object), objects::Place::at(slot), None);
    }

    /// # Safety
    /// `object` is unreachable, whole, and has not been destroyed.
    unsafe fn destroy(types: &TypeTable, object: ObjRef) {
        // SAFETY: passed on.
        if let Some(destructor) = unsafe { types.of(object) }.destructor {
            // SAFETY: passed on.
            unsafe { destructor(object) };
        }
    }
}

// SAFETY: collections start from all roots, immortal objects and the queue of dead objects, and happen only while the program is
// parked at a safepoint; what moves is updated in slots by the toolkit, in roots and tables by `collect` and `dead`.
unsafe impl Collector for Mmtk {
    const NAME: &'static str = "mmtk";
    const BARRIER: BarrierShape = BarrierShape::ObjectLogging;

    fn new(config: &HeapConfig, types: &'static TypeTable, poll: &'static PollWord) -> Result<Mmtk, ConfigError> {
        let limit = config.limit.unwrap_or_else(default_limit);
        let settings = settings(config, limit)?;
        let plan = settings.plan;
        sizing::set_up(limit, settings.nursery, poll)?;
        let left = instance::acquire(settings, limit)?;
        let sentinel = left.and_then(|left| collect::reclaim_all(plan, left.sentinel));
        objects::set_types(types);
        objects::set_poisoned(config.debug.poison);
        let constraints = instance::toolkit().get_plan().constraints();
        if config.debug.every > 0 {
            poll.raise(Reason::Collect);
        }
        let mut heap = Mmtk {
            run: instance::run(plan),
            log_bits: if constraints.barrier == mmtk::plan::BarrierSelector::NoBarrier {
                LogBits::NONE
            } else {
                LogBits::of_toolkit()
            },
            plan,
            types,
            poll,
            allocated_at_end: Cell::new(0),
            most_small_bytes: constraints.max_non_los_default_alloc_bytes,
            external: Cell::new(0),
            external_unchecked: Cell::new(0),
            logged_bytes: Cell::new(0),
            immortals: RefCell::default(),
            new_immortal_bytes: Cell::new(0),
            tables: RefCell::default(),
            due: VecDeque::new(),
            provisional: Vec::new(),
            sentinel,
            marking: false,
            allocated_at_mark: None,
            knobs: config.debug.clone(),
            safepoints: 0,
            stats: HeapStats { moved_bytes: plan.moves.then_some(0), ..HeapStats::default() },
            events: Events::default(),
            root_words: Vec::new(),
        };
        heap.allocated_at_end.set(heap.rest_of_run());
        if plan.needs_sentinel && heap.sentinel.is_none() {
            heap.sentinel = Some(ObjRef::new(heap.alloc(objects::SENTINEL, gc_api::MIN_OBJECT_BYTES)));
        }
        Ok(heap)
    }

    #[inline(always)]
    fn alloc(&self, ty: TypeId, bytes: usize) -> NonNull<Header> {
        debug_assert!(bytes.is_multiple_of(8) && (16..=gc_api::SMALL_BYTES).contains(&bytes));
        self.alloc_small(ty, bytes)
    }

    fn alloc_large(&self, ty: TypeId, bytes: usize) -> Option<NonNull<Header>> {
        self.alloc_any(ty, bytes)
    }

    fn alloc_immortal(&self, ty: TypeId, bytes: usize) -> NonNull<Header> {
        self.alloc_for_ever(ty, bytes)
    }

    #[inline(always)]
    fn before_write(&self, object: ObjRef, slot: SlotRef) {
        if self.log_bits.armed(object) && !seeded(Bug::Barrier) {
            self.log(object, slot.address());
        }
    }

    #[inline(always)]
    fn before_bulk_write(&self, object: ObjRef, _slots: Range<usize>) {
        if self.log_bits.armed(object) && !seeded(Bug::BulkBarrier) {
            self.log(object, object.address());
        }
    }

    #[inline(always)]
    fn load_weak(&self, slot: SlotRef) -> Option<ObjRef> {
        // SAFETY: the caller holds a reference to the object the slot lies in.
        let referent = unsafe { slot.get() }.as_ref()?;
        if self.marking && !seeded(Bug::WeakLoads) {
            instance::mutator().barrier.load_weak_reference(objects::reference(referent));
        }
        Some(referent)
    }

    fn identity(&self, object: ObjRef) -> u64 {
        // SAFETY: the caller holds a reference, so the object is alive.
        if !self.plan.moves || unsafe { has_bit(object, bits::IMMORTAL | bits::LARGE) } {
            return object.address() as u64;
        }
        let mut tables = self.tables.borrow_mut();
        let (number, new) = tables.identities.of_maybe_new(object);
        if new {
            tables.identified.push(object);
        }
        number
    }

    fn set_finaliser(&self, object: ObjRef) {
        // SAFETY: the caller holds a reference, so the object is alive.
        unsafe {
            set_bit(object, bits::FINALISABLE);
            if set_bit(object, bits::LISTED) {
                self.tables.borrow_mut().finalisable.young.push(object);
            }
        }
    }

    /// The table drops the object at a later collection.
    fn clear_finaliser(&self, object: ObjRef) {
        // SAFETY: the caller holds a reference, so the object is alive.
        unsafe { clear_bit(object, bits::FINALISABLE) };
    }

    fn set_weak_callback(&self, object: ObjRef) {
        // SAFETY: the caller holds a reference, so the object is alive.
        if unsafe { set_bit(object, bits::WEAK_CALLBACK) } {
            self.tables.borrow_mut().callbacks.young.push(object);
        }
    }

    fn set_destructor(&self, object: ObjRef) {
        self.tables.borrow_mut().destructible.young.push(object);
    }

    fn external(&self, delta: isize) {
        self.change_external(delta);
    }

    fn fast_paths(&self) -> FastPaths {
        let barrier = if self.log_bits.is_used() { BarrierShape::ObjectLogging } else { BarrierShape::None };
        FastPaths { barrier, zeroed: true, new_header_bits: 0 }
    }

    fn bump_path(&self, bytes: usize) -> Option<BumpPath> {
        self.run_path(bytes)
    }

    fn safepoint(&mut self, roots: &mut dyn Roots) -> Outcome {
        self.at_safepoint(roots)
    }

    fn collect(&mut self, scope: Scope, roots: &mut dyn Roots) -> Outcome {
        self.collect_scope(scope, gc_api::events::Reason::Explicit, roots)
    }

    fn next_dead(&mut self) -> Option<Dead> {
        loop {
            match self.due.pop_front()? {
                // Its finaliser may have been cleared while it waited.
                // SAFETY: the queue is a root.
                Dead::Finalise(object) if !unsafe { clear_bit(object, bits::FINALISABLE) } => {}
                dead => return Some(dead),
            }
        }
    }

    fn has_dead(&self) -> bool {
        !self.due.is_empty()
    }

    fn before_fork(&mut self) {
        instance::before_fork();
    }

    fn after_fork(&mut self) {
        instance::after_fork();
    }

    fn plan(&self) -> Option<&'static str> {
        Some(self.plan.name)
    }

    fn stats(&self) -> HeapStats {
        self.current_stats()
    }

    fn set_events(&mut self, sink: Box<dyn EventSink>) {
        self.events.sink = Some(sink);
    }

    fn verify(&self, roots: &mut dyn Roots) -> Result<(), Corruption> {
        self.verify_heap(roots, verify::When::Any)
    }
}

impl Drop for Mmtk {
    fn drop(&mut self) {
        let tables = core::mem::take(self.tables.get_mut());
        for &object in tables.destructible.iter() {
            // SAFETY: the object has not been reclaimed, and nobody can use the heap any more.
            unsafe { Mmtk::destroy(self.types, object) };
        }
        instance::release(self.sentinel);
    }
}
