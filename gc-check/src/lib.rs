//! A collector that exists to find mistakes of the machine above it: correct, slow, unforgiving.
//!
//! - Every object moves to a fresh address at every safepoint (in large heaps at some: `every=1` insists), and its old place is poisoned and not used again for long. A reference
//!   that was not in a root, or was held across a safepoint, leads to poison.
//! - Every word of every object is kept in a shadow. A slot that changed without the barrier is reported.
//! - Every reference met is looked up in the table of objects. One that leads elsewhere is reported with its place.
//!
//! Reports are panics: the machine cannot go on, and a test is to fail. Shares no code with the real collectors.

mod collect;
mod objects;

use core::cell::{Cell, RefCell};
use core::ops::Range;
use core::ptr::NonNull;
use std::collections::{HashSet, VecDeque};

use gc_api::events::{self, EventSink};
use gc_api::limits::default_limit;
use gc_api::poll::Reason;
use gc_api::walk::AddressHash;
use gc_api::{
    BarrierShape, Collector, ConfigError, Corruption, Dead, DebugKnobs, FastPaths, Header, HeapConfig, HeapStats,
    MIN_OBJECT_BYTES, ObjRef, Outcome, PollWord, Roots, Scope, SlotRef, TypeId, TypeTable, Variable, WORD_BYTES,
};

use crate::objects::{Objects, Record};

/// With fewer objects, a heap is collected at every safepoint.
const FEW: u64 = 2000;

/// With fewer, it is collected so often that this many objects are looked at for every allocation and safepoint;
/// with more, one.
const MANY: u64 = 200_000;
const EFFORT: u64 = 8;

/// See the module documentation.
pub struct Check {
    types: &'static TypeTable,
    poll: &'static PollWord,
    objects: RefCell<Objects>,
    /// Addresses of slots that may change until the next safepoint.
    announced: RefCell<HashSet<usize, AddressHash>>,
    due: VecDeque<Dead>,
    external: Cell<isize>,
    limit: usize,
    /// The limit in force: above [`Check::limit`] while the program handles a MemoryError.
    current_limit: usize,
    next_number: Cell<u64>,
    knobs: DebugKnobs,
    safepoints: u64,
    /// Objects allocated.
    made: Cell<u64>,
    /// Both, at the last collection.
    last_collection: (u64, u64),
    stats: HeapStats,
    allocated: Cell<u64>,
    events: Option<Box<dyn EventSink>>,
}

impl Check {
    fn place(&self, ty: TypeId, bytes: usize, zeroed: bool, immortal: bool) -> NonNull<Header> {
        let bytes = bytes.max(MIN_OBJECT_BYTES);
        self.allocated.set(self.allocated.get() + bytes as u64);
        self.made.set(self.made.get() + 1);
        self.poll.raise(Reason::Collect);
        let object = self.objects.borrow_mut().add(Record::new(bytes, immortal), zeroed);
        // SAFETY: new memory of at least two words.
        unsafe { object.as_non_null().write(Header::new(ty, 0)) };
        object.as_non_null()
    }

    /// Unless the user says how often, a heap is collected at every safepoint while it is small, and when much has
    /// happened for its size when it is large, which would take for ever otherwise.
    fn is_worth_it(&self) -> bool {
        let alive = self.objects.borrow().len() as u64;
        let happened = self.safepoints - self.last_collection.0 + self.made.get() - self.last_collection.1;
        happened * if alive < MANY { EFFORT } else { 1 } + FEW >= alive
    }

    fn used_bytes(&self) -> usize {
        self.objects.borrow().bytes().saturating_add_signed(self.external.get())
    }

    /// A number no other call has got.
    fn number(&self) -> u64 {
        let number = self.next_number.get();
        self.next_number.set(number + 8);
        number
    }

    fn with_record<R>(&self, object: ObjRef, what: &str, change: impl FnOnce(&mut Record) -> R) -> R {
        match self.objects.borrow_mut().get_mut(object) {
            Some(record) => change(record),
            None => panic!("{what}: {:#x} is not an object; it has moved or died", object.address()),
        }
    }
}

// SAFETY: objects move at safepoints only, everything reachable is kept, and all slots are updated.
unsafe impl Collector for Check {
    const NAME: &'static str = "check";
    const BARRIER: BarrierShape = BarrierShape::ObjectLogging;

    fn new(config: &HeapConfig, types: &'static TypeTable, poll: &'static PollWord) -> Result<Check, ConfigError> {
        config.without_nursery(Self::NAME)?;
        config.without_plans(Self::NAME)?;
        let limit = config.limit.unwrap_or_else(default_limit);
        poll.raise(Reason::Collect);
        Ok(Check {
            types,
            poll,
            objects: RefCell::default(),
            announced: RefCell::default(),
            due: VecDeque::new(),
            external: Cell::new(0),
            limit,
            current_limit: limit,
            next_number: Cell::new(8),
            knobs: config.debug.clone(),
            safepoints: 0,
            made: Cell::new(0),
            last_collection: (0, 0),
            stats: HeapStats { moved_bytes: Some(0), freed_objects: Some(0), ..HeapStats::default() },
            allocated: Cell::new(0),
            events: None,
        })
    }

    fn alloc(&self, ty: TypeId, bytes: usize) -> NonNull<Header> {
        assert!(
            bytes.is_multiple_of(WORD_BYTES) && (MIN_OBJECT_BYTES..=gc_api::SMALL_BYTES).contains(&bytes),
            "alloc of {bytes} bytes"
        );
        self.place(ty, bytes, false, false)
    }

    fn alloc_large(&self, ty: TypeId, bytes: usize) -> Option<NonNull<Header>> {
        if self.used_bytes().checked_add(bytes).is_none_or(|total| total > self.current_limit) {
            self.poll.raise(Reason::Collect);
            return None;
        }
        Some(self.place(ty, bytes, true, false))
    }

    fn alloc_immortal(&self, ty: TypeId, bytes: usize) -> NonNull<Header> {
        self.place(ty, bytes, true, true)
    }

    fn before_write(&self, object: ObjRef, slot: SlotRef) {
        let bytes = self.with_record(object, "write barrier", |record| record.bytes);
        let offset = slot.address().wrapping_sub(object.address());
        assert!(
            offset < bytes && offset >= WORD_BYTES,
            "write barrier: slot {:#x} is not in {:#x}",
            slot.address(),
            object.address()
        );
        self.announced.borrow_mut().insert(slot.address());
    }

    fn before_bulk_write(&self, object: ObjRef, slots: Range<usize>) {
        let bytes = self.with_record(object, "bulk write barrier", |record| record.bytes);
        // SAFETY: the object is in the table, so alive.
        let info = unsafe { self.types.of(object) };
        let (Variable::Words { base, .. } | Variable::Bytes { base, .. }) = info.variable else {
            panic!("bulk write barrier: {} has no variable part", info.name)
        };
        assert!(
            base as usize + slots.end * WORD_BYTES <= bytes,
            "bulk write barrier: slots {slots:?} reach beyond a {}",
            info.name
        );
        let address = |index: usize| object.address() + base as usize + index * WORD_BYTES;
        self.announced.borrow_mut().extend(slots.map(address));
    }

    fn load_weak(&self, slot: SlotRef) -> Option<ObjRef> {
        // SAFETY: the caller holds a reference to the object the slot lies in.
        unsafe { slot.get() }.as_ref()
    }

    fn identity(&self, object: ObjRef) -> u64 {
        let fresh = self.number();
        self.with_record(object, "identity", |record| *record.identity.get_or_insert(fresh))
    }

    fn set_finaliser(&self, object: ObjRef) {
        let number = self.number();
        self.with_record(object, "set_finaliser", |record| record.finaliser.get_or_insert(number).to_owned());
    }

    fn clear_finaliser(&self, object: ObjRef) {
        self.with_record(object, "clear_finaliser", |record| record.finaliser = None);
    }

    fn set_weak_callback(&self, object: ObjRef) {
        let number = self.number();
        self.with_record(object, "set_weak_callback", |record| {
            record.callback.set(record.callback.get().or(Some(number)))
        });
    }

    fn set_destructor(&self, object: ObjRef) {
        self.with_record(object, "set_destructor", |record| record.destructor = true);
    }

    fn external(&self, delta: isize) {
        self.external.set(self.external.get() + delta);
        self.poll.raise(Reason::Collect);
    }

    fn fast_paths(&self) -> FastPaths {
        FastPaths { barrier: BarrierShape::ObjectLogging, zeroed: false, new_header_bits: 0 }
    }

    fn safepoint(&mut self, roots: &mut dyn Roots) -> Outcome {
        self.safepoints += 1;
        self.poll.raise(Reason::Collect);
        let wanted = match self.knobs.every {
            0 => self.is_worth_it(),
            every => self.safepoints >= self.knobs.start && self.safepoints.is_multiple_of(every),
        };
        if wanted || self.used_bytes() > self.current_limit {
            self.collect_now(events::Reason::Debug, roots)
        } else {
            Outcome::Done
        }
    }

    fn collect(&mut self, _scope: Scope, roots: &mut dyn Roots) -> Outcome {
        self.collect_now(events::Reason::Explicit, roots)
    }

    fn next_dead(&mut self) -> Option<Dead> {
        loop {
            let dead = self.due.pop_front()?;
            let Dead::Finalise(object) = dead else { return Some(dead) };
            // It may have been cleared while it waited.
            if self.with_record(object, "queue of dead objects", |record| record.finaliser.take()).is_some() {
                return Some(dead);
            }
        }
    }

    fn has_dead(&self) -> bool {
        !self.due.is_empty()
    }

    fn before_fork(&mut self) {}

    fn after_fork(&mut self) {}

    fn stats(&self) -> HeapStats {
        let objects = self.objects.borrow();
        HeapStats {
            allocated_bytes: self.allocated.get(),
            live_bytes: objects.bytes() as u64,
            reserved_bytes: objects.bytes() as u64,
            peak_bytes: self.stats.peak_bytes.max(objects.bytes() as u64),
            external_bytes: self.external.get().max(0) as u64,
            ..self.stats.clone()
        }
    }

    fn set_events(&mut self, sink: Box<dyn EventSink>) {
        self.events = Some(sink);
    }

    fn verify(&self, roots: &mut dyn Roots) -> Result<(), Corruption> {
        self.check_barriers().and_then(|()| self.check_references(roots)).map_err(|what| Corruption { what })
    }
}

impl Drop for Check {
    fn drop(&mut self) {
        let resources: Vec<ObjRef> =
            self.objects.get_mut().iter().filter(|(_, record)| record.destructor).map(|(o, _)| o).collect();
        for object in resources {
            // SAFETY: not destroyed yet, and nobody can use the heap any more.
            unsafe { self.destroy(object) };
        }
    }
}
