//! A semispace collector: two halves, of which one holds the objects and the other waits to receive copies of those that live.
//!
//! The worked example of `docs/write-a-collector.md`: a whole collector, written to be read. Small objects are allocated by
//! moving a pointer and copied by Cheney's algorithm; large and immortal ones stay where they are and are marked.
//!
//! This file: the state, and what the mutator calls. `half`: one half. `collect`: what happens at a safepoint; `copy`: Cheney's
//! algorithm. `policy`: when. `verify`: is the heap whole. `bugs`: mistakes on purpose. What stands between `// [name]` and `// [end]` is
//! quoted by the document.

mod bugs;
mod collect;
mod copy;
mod half;
mod policy;
mod verify;

use core::cell::{Cell, RefCell};
use core::ops::Range;
use core::ptr::NonNull;
use core::sync::atomic::Ordering;
use std::collections::VecDeque;

use gc_api::events::{EventSink, Reason};
use gc_api::limits::default_limit;
use gc_api::poll::Reason as PollReason;
use gc_api::{
    BarrierShape, BumpPath, Collector, ConfigError, Corruption, Dead, DebugKnobs, FastPaths, Header, HeapConfig,
    HeapStats, ObjRef, Outcome, PollWord, Roots, SMALL_BYTES, Scope, SlotRef, TypeId, TypeTable,
};
use gc_parts::identity::Identities;
use gc_parts::immortal::Immortals;
use gc_parts::large::LargeObjects;
use gc_parts::pause::Events;
use gc_parts::region::Region;

use crate::half::Half;
use crate::policy::Policy;

/// Header bit: [`Collector::next_dead`] is to hand the object out.
const FINALISABLE: u32 = 1;
/// Header bit: in the table of finalisable objects, which it stays in until the next collection when its finaliser is cleared.
const LISTED: u32 = 2;
/// Header bit: in the table of weak callbacks.
const HAS_CALLBACK: u32 = 4;
/// Header bit: the object has been copied, and its second word says where to.
const FORWARDED: u32 = 8;

// [state]
/// See the module documentation.
pub struct SemiSpace {
    /// Where objects are allocated.
    to: Half,
    /// Empty, but for the time of a collection.
    from: Half,
    /// Objects that never move: the large and the immortal ones.
    fixed: RefCell<Fixed>,
    tables: RefCell<Tables>,
    /// Handed out by `next_dead`, first to last.
    due: VecDeque<Dead>,
    identities: Identities,
    /// Bytes owned outside the heap.
    external: Cell<isize>,
    policy: RefCell<Policy>,
    types: &'static TypeTable,
    poll: &'static PollWord,
    knobs: DebugKnobs,
    safepoints: u64,
    stats: HeapStats,
    events: Events,
}
// [end]

struct Fixed {
    region: Region,
    large: LargeObjects,
    immortals: Immortals,
    /// Bytes of all of them, the dead ones found by the last collection left out.
    bytes: usize,
}

impl Fixed {
    fn large(&mut self, bytes: usize) -> Option<NonNull<u8>> {
        self.large.alloc(bytes, &mut self.region)
    }

    fn immortal(&mut self, bytes: usize) -> Option<NonNull<u8>> {
        self.immortals.alloc(bytes, &mut self.region)
    }
}

/// Objects something happens to when they die, each in the order in which it was registered.
#[derive(Default)]
struct Tables {
    finalisable: Vec<ObjRef>,
    callbacks: Vec<ObjRef>,
    destructible: Vec<ObjRef>,
}

impl SemiSpace {
    // [refill]
    /// The end of a chunk: the only place where allocation has time to think.
    #[cold]
    #[inline(never)]
    fn refill(&self, bytes: usize) -> NonNull<u8> {
        let memory = if self.to.grow() { self.to.take(bytes) } else { None };
        self.consider_collection();
        memory.unwrap_or_else(|| out_of_memory())
    }

    /// Asks for a safepoint if it is time for one. Never collects: the mutator holds references.
    fn consider_collection(&self) {
        if self.policy.borrow().is_due(self.used_bytes()) {
            self.poll.raise(PollReason::Collect);
        }
    }
    // [end]

    /// Bytes in the sense of `policy`.
    fn used_bytes(&self) -> usize {
        let fixed = self.fixed.borrow();
        let fixed_bytes = fixed.region.used_bytes() - fixed.large.unused_bytes();
        (2 * self.to.used_bytes() + fixed_bytes).saturating_add_signed(self.external.get())
    }

    /// Writes the header of a new object. No bit of the collector's half is set.
    #[inline(always)]
    fn place(&self, memory: NonNull<u8>, ty: TypeId) -> NonNull<Header> {
        let header = memory.cast::<Header>();
        // SAFETY: the memory was just handed out, is aligned to words and has at least two of them.
        unsafe { header.write(Header::new(ty, 0)) };
        header
    }

    /// Memory for an object that never moves.
    fn place_fixed(&self, memory: NonNull<u8>, ty: TypeId, bytes: usize) -> NonNull<Header> {
        self.fixed.borrow_mut().bytes += bytes;
        self.consider_collection();
        self.place(memory, ty)
    }

    /// Figures as of now. Garbage counts as alive until a collection finds it.
    fn current_stats(&self) -> HeapStats {
        let fixed = self.fixed.borrow();
        let live = (self.to.used_bytes() + fixed.bytes) as u64;
        HeapStats {
            live_bytes: live,
            allocated_bytes: self.stats.freed_bytes + live,
            peak_bytes: self.stats.peak_bytes.max(live),
            reserved_bytes: (self.to.held_bytes() + self.from.held_bytes() + fixed.region.reserved_bytes()) as u64,
            external_bytes: self.external.get().max(0) as u64,
            ..self.stats.clone()
        }
    }
}

/// The policy leaves room for every copy; this is a system that gives less than it promised, or a native step without bound.
#[cold]
fn out_of_memory() -> ! {
    eprintln!("tenure: fatal: no memory for the heap between two safepoints");
    std::process::abort()
}

/// Sets bits of the collector's half of the header; true if they were clear.
fn set_bits(object: ObjRef, bits: u32) -> bool {
    // SAFETY: callers hold a reference to a live object.
    unsafe { object.header() }.gc().fetch_or(bits, Ordering::Relaxed) & bits == 0
}

/// Clears bits; true if they were set.
fn clear_bits(object: ObjRef, bits: u32) -> bool {
    // SAFETY: as above.
    unsafe { object.header() }.gc().fetch_and(!bits, Ordering::Relaxed) & bits != 0
}

fn has_bits(object: ObjRef, bits: u32) -> bool {
    // SAFETY: as above.
    unsafe { object.header() }.gc().load(Ordering::Relaxed) & bits != 0
}

/// # Safety
/// `object` is unreachable, whole, and has not been destroyed.
unsafe fn destroy(object: ObjRef, types: &TypeTable) {
    // SAFETY: passed on.
    if let Some(destructor) = unsafe { types.of(object) }.destructor {
        // SAFETY: passed on.
        unsafe { destructor(object) };
    }
}

// SAFETY: tracing starts from all roots, immortal objects and the queue of dead objects; objects move in collections only, which
// update every slot they reach, every root and every weak slot.
unsafe impl Collector for SemiSpace {
    const NAME: &'static str = "semispace";
    const BARRIER: BarrierShape = BarrierShape::None;

    fn new(config: &HeapConfig, types: &'static TypeTable, poll: &'static PollWord) -> Result<SemiSpace, ConfigError> {
        config.without_nursery(Self::NAME)?;
        config.without_plans(Self::NAME)?;
        let limit = config.limit.unwrap_or_else(default_limit);
        // Between two safepoints allocation may go beyond the limit: there are more addresses than it needs.
        let addresses = limit.saturating_mul(2).clamp(1 << 30, 1 << 40);
        let (to, from) = (Half::new(addresses)?, Half::new(addresses)?);
        let region = Region::new(addresses)?;
        let policy = Policy::new(limit.min(to.address_space() / 2))?;
        if config.debug.every > 0 {
            poll.raise(PollReason::Collect);
        }
        Ok(SemiSpace {
            to,
            from,
            fixed: RefCell::new(Fixed {
                region,
                large: LargeObjects::default(),
                immortals: Immortals::default(),
                bytes: 0,
            }),
            tables: RefCell::default(),
            due: VecDeque::new(),
            identities: Identities::default(),
            external: Cell::new(0),
            policy: RefCell::new(policy),
            types,
            poll,
            knobs: config.debug.clone(),
            safepoints: 0,
            stats: HeapStats { moved_bytes: Some(0), ..HeapStats::default() },
            events: Events::default(),
        })
    }

    // [alloc]
    #[inline(always)]
    fn alloc(&self, ty: TypeId, bytes: usize) -> NonNull<Header> {
        let memory = match self.to.take(bytes) {
            Some(memory) => memory,
            None => self.refill(bytes),
        };
        self.place(memory, ty)
    }
    // [end]

    // [alloc_large]
    fn alloc_large(&self, ty: TypeId, bytes: usize) -> Option<NonNull<Header>> {
        if bytes <= SMALL_BYTES {
            let object = self.alloc(ty, bytes);
            // SAFETY: a new object of that many bytes; its header stays.
            unsafe { object.add(1).cast::<u8>().as_ptr().write_bytes(0, bytes - size_of::<Header>()) };
            return Some(object);
        }
        let refused = self.policy.borrow().limit.refuses(self.used_bytes(), bytes);
        let Some(memory) = (if refused { None } else { self.fixed.borrow_mut().large(bytes) }) else {
            self.policy.borrow_mut().demand();
            self.poll.raise(PollReason::Collect);
            return None;
        };
        Some(self.place_fixed(memory, ty, bytes))
    }
    // [end]

    fn alloc_immortal(&self, ty: TypeId, bytes: usize) -> NonNull<Header> {
        let memory = self.fixed.borrow_mut().immortal(bytes).unwrap_or_else(|| out_of_memory());
        self.place_fixed(memory, ty, bytes)
    }

    // [barrier]
    #[inline(always)]
    fn before_write(&self, _object: ObjRef, _slot: SlotRef) {}

    #[inline(always)]
    fn before_bulk_write(&self, _object: ObjRef, _slots: Range<usize>) {}

    #[inline(always)]
    fn load_weak(&self, slot: SlotRef) -> Option<ObjRef> {
        // SAFETY: the caller holds a reference to the object the slot lies in.
        unsafe { slot.get() }.as_ref()
    }
    // [end]

    // [identity]
    fn identity(&self, object: ObjRef) -> u64 {
        self.identities.of(object)
    }
    // [end]

    // [registrations]
    fn set_finaliser(&self, object: ObjRef) {
        set_bits(object, FINALISABLE);
        if set_bits(object, LISTED) {
            self.tables.borrow_mut().finalisable.push(object);
        }
    }

    fn clear_finaliser(&self, object: ObjRef) {
        clear_bits(object, FINALISABLE);
    }

    fn set_weak_callback(&self, object: ObjRef) {
        if set_bits(object, HAS_CALLBACK) {
            self.tables.borrow_mut().callbacks.push(object);
        }
    }

    fn set_destructor(&self, object: ObjRef) {
        self.tables.borrow_mut().destructible.push(object);
    }
    // [end]

    fn external(&self, delta: isize) {
        self.external.set(self.external.get() + delta);
        self.consider_collection();
    }

    // [fast_paths]
    fn fast_paths(&self) -> FastPaths {
        FastPaths { barrier: BarrierShape::None, zeroed: false, new_header_bits: 0 }
    }

    fn bump_path(&self, bytes: usize) -> Option<BumpPath> {
        (gc_api::MIN_OBJECT_BYTES..=SMALL_BYTES).contains(&bytes).then(|| self.to.bump_path(bytes))
    }
    // [end]

    // [safepoint]
    fn safepoint(&mut self, roots: &mut dyn Roots) -> Outcome {
        self.safepoints += 1;
        if self.knobs.every > 0 {
            self.poll.raise(PollReason::Collect);
        }
        let used = self.used_bytes();
        let policy = self.policy.get_mut();
        if self.knobs.collects_at(self.safepoints) {
            self.collect_now(Reason::Debug, roots)
        } else if policy.is_due(used) {
            let reason = if policy.limit.is_over(used) { Reason::Limit } else { Reason::Threshold };
            self.collect_now(reason, roots)
        } else {
            Outcome::Done
        }
    }

    fn collect(&mut self, _scope: Scope, roots: &mut dyn Roots) -> Outcome {
        self.collect_now(Reason::Explicit, roots)
    }
    // [end]

    // [next_dead]
    fn next_dead(&mut self) -> Option<Dead> {
        loop {
            match self.due.pop_front()? {
                // Its finaliser was cleared while it waited.
                Dead::Finalise(object) if !clear_bits(object, FINALISABLE) => {}
                dead => return Some(dead),
            }
        }
    }
    // [end]

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

impl Drop for SemiSpace {
    fn drop(&mut self) {
        for object in core::mem::take(&mut self.tables.get_mut().destructible) {
            // SAFETY: registered and alive, and nobody can use the heap any more.
            unsafe { destroy(object, self.types) };
        }
    }
}
