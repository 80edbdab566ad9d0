//! An incremental, generational collector: short pauses, and no work in proportion to what lives long.
//!
//! New objects lie in a nursery, through which allocation bumps a pointer. A minor collection copies what is in reach of it to the
//! old generation, once, and empties it. The old generation, cells of size classes and large objects with blocks of their own, is
//! marked and swept in steps, each right after a minor collection and bounded in time. One write barrier serves both: it notes the
//! object written to, or the card of a large array, once between two minor collections.
//!
//! This file: the collector's state, allocation and the barrier. `safepoint`: when something is collected. `minor`, `evacuate`: the nursery is emptied.
//! `cycle`, `finish`: the old generation is marked and swept. `nursery`, `old`: where objects lie. `policy`: how much, how long.

mod bugs;
mod cycle;
mod evacuate;
mod finish;
mod header;
mod minor;
mod nursery;
mod old;
#[cfg(test)]
mod phases;
mod policy;
mod remembered;
mod safepoint;
#[cfg(test)]
mod seeded;
mod shapes;
mod tables;
#[cfg(test)]
mod testing;
mod verify;

use core::cell::{Cell, RefCell};
use core::ops::Range;
use core::ptr::NonNull;
use std::collections::VecDeque;

use gc_api::events::EventSink;
use gc_api::events::Reason as EventReason;
use gc_api::limits::default_limit;
use gc_api::poll::Reason;
use gc_api::{
    BarrierShape, BumpPath, Collector, ConfigError, Corruption, Dead, DebugKnobs, FastPaths, Header, HeapConfig,
    HeapStats, ObjRef, Outcome, PollWord, Roots, Scope, SlotRef, TypeId, TypeTable, Variable, WORD_BYTES,
};
use gc_parts::classes::{MAX_CELL_BYTES, class_of};
use gc_parts::pause::Events;

use crate::bugs::{Bug, Bugs};
use crate::cycle::{Cycle, Phase};
use crate::evacuate::Places;
use crate::header::{ARMED, CARDS, FINALISABLE, LISTED, PLACE_RESERVED, WEAK_CALLBACK, YOUNG};
use crate::nursery::Nursery;
use crate::old::Old;
use crate::policy::Policy;
use crate::remembered::Remembered;
use crate::shapes::Shapes;
use crate::tables::Tables;

/// What freed and fresh memory holds under the `poison` knob: as a word, a reference that no machine can follow.
const POISON: u64 = 0xdead_beef_dead_bee8;

/// New large objects may take as much as the nursery, and at least this, before a minor collection sees which of them live.
const LEAST_YOUNG_LARGE: usize = 2 << 20;

/// Address space for what is allocated between two safepoints.
const LEAST_YOUNG_RANGE: usize = 64 << 20;
const MOST_YOUNG_RANGE: usize = 64 << 30;

/// See the module documentation.
#[repr(C)]
pub struct Incminimark {
    /// First, as its first fields are what allocation reads; never moved once compiled code knows their addresses.
    nursery: Nursery,
    remembered: Remembered,
    types: &'static TypeTable,
    shapes: Shapes,
    poll: &'static PollWord,
    old: RefCell<Old>,
    /// Of young objects whose identity somebody knows.
    places: RefCell<Places>,
    tables: RefCell<Tables>,
    /// Found dead, and to be handed out. Old.
    due: VecDeque<Dead>,
    cycle: Cycle,
    /// Allocation has come to a pause, at which the cycle is to go on.
    step_due: Cell<bool>,
    policy: Policy,
    external: Cell<isize>,
    /// Bytes of young large objects, and how many there may be.
    young_large: Cell<usize>,
    most_young_large: usize,
    /// Bytes ever allocated outside the nursery.
    allocated_apart: Cell<u64>,
    /// A large object was refused: the next safepoint is to see whether there is room.
    full_wanted: Cell<bool>,
    mark_threads: Option<usize>,
    knobs: DebugKnobs,
    poison: Option<u64>,
    /// Safepoints reached, for the knobs.
    safepoints: u64,
    stats: HeapStats,
    events: Events,
    bugs: Bugs,
}

impl Incminimark {
    /// Writes the header of a new object.
    #[inline(always)]
    fn place(memory: NonNull<u8>, ty: TypeId, bits: u32) -> NonNull<Header> {
        let header = memory.cast::<Header>();
        // SAFETY: the memory was just handed out, is aligned to words and has at least two of them.
        unsafe { header.write(Header::new(ty, bits)) };
        header
    }

    /// The nursery is full: a minor collection is due, and until then allocation goes on behind it. Or it is time for a step of the cycle.
    #[cold]
    #[inline(never)]
    fn alloc_beyond(&self, ty: TypeId, bytes: usize) -> NonNull<Header> {
        self.poll.raise(Reason::Collect);
        if self.nursery.end_pause() {
            self.step_due.set(true);
            if let Some(memory) = self.nursery.alloc(bytes) {
                return Incminimark::place(memory, ty, 0);
            }
        }
        if !self.nursery.go_on(bytes) {
            old::out_of_memory();
        }
        match self.nursery.alloc(bytes) {
            Some(memory) => Incminimark::place(memory, ty, 0),
            None => unreachable!("the nursery has gone on by that many bytes"),
        }
    }

    /// The slow path of the barrier.
    #[cold]
    #[inline(never)]
    fn note_write(&self, object: ObjRef, slot: SlotRef) {
        // SAFETY: the caller is about to write to the object.
        if unsafe { header::has(object, CARDS) } {
            self.note_part(object, slot.address()..slot.address() + WORD_BYTES);
        } else {
            self.note(object);
        }
    }

    #[cold]
    #[inline(never)]
    fn note_bulk_write(&self, object: ObjRef, slots: Range<usize>) {
        // SAFETY: the caller is about to write to the object.
        if unsafe { header::has(object, CARDS) } {
            // SAFETY: as above.
            let base = match unsafe { self.types.of(object) }.variable {
                Variable::Words { base, .. } | Variable::Bytes { base, .. } => object.address() + base as usize,
                Variable::None => return,
            };
            self.note_part(object, base + slots.start * WORD_BYTES..base + slots.end * WORD_BYTES);
        } else {
            self.note(object);
        }
    }

    fn note(&self, object: ObjRef) {
        if !self.bugs.has(Bug::BarrierForgets) {
            self.remembered.note(object);
        }
    }

    fn note_part(&self, object: ObjRef, addresses: Range<usize>) {
        if !self.bugs.has(Bug::CardsAreForgotten) {
            self.remembered.note_part(object, addresses, self.old.borrow().cards());
        }
    }

    /// A young object whose identity is asked for gets its place in the old generation now: the identity of an object is the address it
    /// ends up at.
    #[cold]
    fn identity_of_young(&self, object: ObjRef) -> u64 {
        let mut places = self.places.borrow_mut();
        let place = *places.entry(object.address()).or_insert_with(|| {
            // SAFETY: the caller holds a reference, so the object is alive.
            let bytes = unsafe {
                header::set(object, PLACE_RESERVED);
                self.types.of(object).bytes_of(object)
            };
            self.old.borrow_mut().cell(class_of(bytes))
        });
        place.as_ptr() as u64
    }

    fn is_young(&self, object: ObjRef) -> bool {
        self.nursery.contains(object.address())
    }
}

/// Runs the destructor of an object.
///
/// # Safety
/// `object` is unreachable, whole, and has not been destroyed.
unsafe fn destroy(object: ObjRef, types: &TypeTable) {
    // SAFETY: passed on.
    if let Some(destructor) = unsafe { types.of(object) }.destructor {
        // SAFETY: passed on.
        unsafe { destructor(object) };
    }
}

// SAFETY: minor collections start from all roots and from everything written to since the last; marking starts from all roots, immortal objects and the queue
// of dead objects, and sees what is written to while it goes on. Objects move at safepoints only, and all that refers to them is updated.
unsafe impl Collector for Incminimark {
    const NAME: &'static str = "incminimark";
    const BARRIER: BarrierShape = BarrierShape::ObjectLogging;

    fn new(
        config: &HeapConfig,
        types: &'static TypeTable,
        poll: &'static PollWord,
    ) -> Result<Incminimark, ConfigError> {
        config.without_plans(Self::NAME)?;
        let limit = config.limit.unwrap_or_else(default_limit);
        let old = Old::new(limit.saturating_mul(4).clamp(4 << 30, 1 << 40))?;
        // Where the system grants little address space, what it grants is the limit.
        let limit = limit.min(old.region.address_space() / 2);
        let policy = Policy::new(limit)?;
        let bytes = nursery::size(config.nursery, limit)?;
        let poison = config.debug.poison.then_some(POISON);
        let nursery = Nursery::new(bytes, limit.clamp(LEAST_YOUNG_RANGE, MOST_YOUNG_RANGE), poison)?;
        if config.debug.every > 0 {
            poll.raise(Reason::Collect);
        }
        Ok(Incminimark {
            nursery,
            remembered: Remembered::default(),
            types,
            shapes: Shapes::new(types),
            poll,
            old: RefCell::new(old),
            places: RefCell::default(),
            tables: RefCell::default(),
            due: VecDeque::new(),
            cycle: Cycle::default(),
            step_due: Cell::new(false),
            policy,
            external: Cell::new(0),
            young_large: Cell::new(0),
            most_young_large: bytes.max(LEAST_YOUNG_LARGE.min(limit / 8)),
            allocated_apart: Cell::new(0),
            full_wanted: Cell::new(false),
            mark_threads: config.mark_threads,
            knobs: config.debug.clone(),
            poison,
            safepoints: 0,
            stats: HeapStats { moved_bytes: Some(0), ..HeapStats::default() },
            events: Events::default(),
            bugs: Bugs::default(),
        })
    }

    #[inline(always)]
    fn alloc(&self, ty: TypeId, bytes: usize) -> NonNull<Header> {
        debug_assert!(bytes.is_multiple_of(8) && (16..=gc_api::SMALL_BYTES).contains(&bytes));
        match self.nursery.alloc(bytes) {
            Some(memory) => Incminimark::place(memory, ty, 0),
            None => self.alloc_beyond(ty, bytes),
        }
    }

    fn alloc_large(&self, ty: TypeId, bytes: usize) -> Option<NonNull<Header>> {
        if bytes <= MAX_CELL_BYTES {
            let bytes = bytes.max(gc_api::MIN_OBJECT_BYTES);
            let object = self.alloc_cleared(ty, bytes);
            return Some(object);
        }
        let used = self.used_bytes();
        let memory =
            if self.policy.limit.refuses(used, bytes) { None } else { self.old.borrow_mut().young_large(bytes) };
        let Some(memory) = memory else {
            // There may be room after a collection: the next safepoint is to make one.
            self.full_wanted.set(true);
            self.poll.raise(Reason::Collect);
            return None;
        };
        self.allocated_apart.set(self.allocated_apart.get() + bytes as u64);
        self.young_large.set(self.young_large.get() + bytes);
        if self.young_large.get() > self.most_young_large
            || self.policy.limit.is_over(used + bytes)
            || self.old.borrow().region.is_scarce()
        {
            self.poll.raise(Reason::Collect);
        }
        Some(Incminimark::place(memory, ty, YOUNG | CARDS))
    }

    fn alloc_immortal(&self, ty: TypeId, bytes: usize) -> NonNull<Header> {
        let mut old = self.old.borrow_mut();
        let memory = old.immortal(bytes);
        self.allocated_apart.set(self.allocated_apart.get() + bytes as u64);
        let header = Incminimark::place(memory, ty, if bytes > MAX_CELL_BYTES { CARDS } else { 0 });
        let object = ObjRef::new(header);
        if let Phase::Marking(_) = self.cycle.phase {
            // Marked, not scanned: it becomes grey because it is remembered.
            old.next_marks().mark(object);
        }
        if !self.bugs.has(Bug::ImmortalsAreBornForgotten) {
            self.remembered.note(object);
        }
        header
    }

    #[inline(always)]
    fn before_write(&self, object: ObjRef, slot: SlotRef) {
        // SAFETY: the caller is about to write to the object.
        if unsafe { header::has(object, ARMED) } {
            self.note_write(object, slot);
        }
    }

    #[inline(always)]
    fn before_bulk_write(&self, object: ObjRef, slots: Range<usize>) {
        // SAFETY: the caller is about to write to the object.
        if !slots.is_empty() && unsafe { header::has(object, ARMED) } {
            self.note_bulk_write(object, slots);
        }
    }

    /// Marking sees what is stored, so a referent that is read from a weak slot needs no note of its own: a root holds it in the next step.
    #[inline(always)]
    fn load_weak(&self, slot: SlotRef) -> Option<ObjRef> {
        // SAFETY: the caller holds a reference to the object the slot lies in.
        unsafe { slot.get() }.as_ref()
    }

    #[inline]
    fn identity(&self, object: ObjRef) -> u64 {
        if self.is_young(object) { self.identity_of_young(object) } else { object.address() as u64 }
    }

    fn set_finaliser(&self, object: ObjRef) {
        // SAFETY: the caller holds a reference, so the object is alive.
        unsafe {
            header::set(object, FINALISABLE);
            if header::set(object, LISTED) {
                self.tables.borrow_mut().finalisable.register(object);
            }
        }
    }

    /// The table drops the object at the next collection.
    fn clear_finaliser(&self, object: ObjRef) {
        // SAFETY: as above.
        unsafe { header::clear(object, FINALISABLE) };
    }

    fn set_weak_callback(&self, object: ObjRef) {
        // SAFETY: as above.
        if unsafe { header::set(object, WEAK_CALLBACK) } {
            self.tables.borrow_mut().callbacks.register(object);
        }
    }

    fn set_destructor(&self, object: ObjRef) {
        self.tables.borrow_mut().destructible.register(object);
    }

    fn external(&self, delta: isize) {
        self.external.set(self.external.get() + delta);
        if delta > 0 && (self.external_is_due() || self.policy.limit.is_over(self.used_bytes())) {
            self.poll.raise(Reason::Collect);
        }
    }

    fn fast_paths(&self) -> FastPaths {
        FastPaths { barrier: BarrierShape::ObjectLogging, zeroed: false, new_header_bits: 0 }
    }

    fn bump_path(&self, bytes: usize) -> Option<BumpPath> {
        if !(gc_api::MIN_OBJECT_BYTES..=gc_api::SMALL_BYTES).contains(&bytes) {
            return None;
        }
        let (cursor, limit) = self.nursery.fields();
        Some(BumpPath { cursor, limit, step: bytes, merges: true })
    }

    fn safepoint(&mut self, roots: &mut dyn Roots) -> Outcome {
        self.at_safepoint(roots)
    }

    fn collect(&mut self, scope: Scope, roots: &mut dyn Roots) -> Outcome {
        self.collect_now(scope, EventReason::Explicit, roots)
    }

    fn next_dead(&mut self) -> Option<Dead> {
        loop {
            match self.due.pop_front()? {
                // Its finaliser may have been cleared while it waited.
                // SAFETY: what is in the queue is alive.
                Dead::Finalise(object) if !unsafe { header::clear(object, FINALISABLE) } => {}
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

impl Incminimark {
    /// A young object of moderate size, zeroed.
    fn alloc_cleared(&self, ty: TypeId, bytes: usize) -> NonNull<Header> {
        let object = match self.nursery.alloc(bytes) {
            Some(memory) => Incminimark::place(memory, ty, 0),
            None => self.alloc_beyond(ty, bytes),
        };
        // SAFETY: the object was just allocated with so many bytes, and its header is written.
        unsafe { object.cast::<u8>().add(WORD_BYTES).as_ptr().write_bytes(0, bytes - WORD_BYTES) };
        object
    }

    /// Bytes outside the heap alone make marking due.
    fn external_is_due(&self) -> bool {
        let live = self.old.borrow().live_bytes().saturating_add_signed(self.external.get());
        self.cycle.phase.is_idle() && self.policy.wants_marking(live)
    }
}

impl Drop for Incminimark {
    fn drop(&mut self) {
        let table = core::mem::take(&mut self.tables.get_mut().destructible);
        for object in table.iter() {
            // SAFETY: the object has not been reclaimed, and nobody can use the heap any more.
            unsafe { destroy(object, self.types) };
        }
    }
}
