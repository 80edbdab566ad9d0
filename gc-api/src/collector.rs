//! The trait between the virtual machine and a collector.
//!
//! > Allocation takes `&` and never collects. Collection takes `&mut` and happens only at safepoints.
//!
//! *Who implements it*: one type per collector crate. *Who calls it*: the virtual machine's heap, between
//! safepoints through `&self`, at safepoints through `&mut self`.

use core::fmt;
use core::ops::Range;
use core::ptr::NonNull;

use crate::config::{ConfigError, HeapConfig};
use crate::events::EventSink;
use crate::header::{Header, TypeId};
use crate::poll::PollWord;
use crate::roots::Roots;
use crate::stats::HeapStats;
use crate::types::TypeTable;
use crate::word::{ObjRef, SlotRef};

/// Up to this many bytes an allocation cannot fail; larger ones go through [`Collector::alloc_large`].
pub const SMALL_BYTES: usize = 2048;

/// See the module documentation. Each method says who calls it and when; *shared* methods may be called whenever the mutator
/// runs, *exclusive* ones at a safepoint only, where no reference is held outside the roots.
///
/// # Safety
/// An implementation keeps every object reachable from the roots it is shown, keeps objects in place between
/// safepoints, and updates every root and slot that refers to an object it moves.
pub unsafe trait Collector: Sized {
    /// Name of the collector as the user writes it, e.g. `marksweep`.
    const NAME: &'static str;

    /// The strongest barrier this collector can need; what a run needs is in [`FastPaths`]. Read by whoever writes fields: with
    /// [`BarrierShape::None`] the calls to the barrier vanish.
    const BARRIER: BarrierShape;

    /// Called once, before anything is allocated. `poll` belongs to the virtual machine: the collector only raises it, with
    /// [`Reason::Collect`](crate::poll::Reason::Collect) when it wants a safepoint and
    /// [`Reason::Finalise`](crate::poll::Reason::Finalise) when [`Collector::next_dead`] has something.
    fn new(config: &HeapConfig, types: &'static TypeTable, poll: &'static PollWord) -> Result<Self, ConfigError>;

    // ---- shared: the mutator. Never collects, never moves.

    /// Memory for an object of `bytes` (a multiple of eight, at least 16, at most [`SMALL_BYTES`]) with its header written.
    /// The rest is zero iff [`FastPaths::zeroed`]: whoever allocates writes every word before the next safepoint. Cannot fail: over the
    /// limit it raises the poll word.
    ///
    /// Called by the interpreter and natives for nearly every object, and by compiled code where [`Collector::bump_path`]
    /// does not apply or its run is used up.
    fn alloc(&self, ty: TypeId, bytes: usize) -> NonNull<Header>;

    /// As [`Collector::alloc`] for any size; always zeroed. `None` if the limit leaves no room even now: the poll word has been raised then,
    /// and who can reach a safepoint does so and tries once more before raising `MemoryError`.
    ///
    /// Called by opcodes and natives that can raise.
    fn alloc_large(&self, ty: TypeId, bytes: usize) -> Option<NonNull<Header>>;

    /// An object that never moves and never dies, and is a root itself. Always zeroed. Born remembered: its slots are written under the barrier
    /// like any other's.
    ///
    /// Called at start-up and for what lives as long as the process: builtin types, interned names.
    fn alloc_immortal(&self, ty: TypeId, bytes: usize) -> NonNull<Header>;

    /// Runs before a word is stored into `slot` of `object`, whatever the word. Not needed for the stores that initialise a new object
    /// before the next safepoint.
    ///
    /// Called by every typed store of a field.
    fn before_write(&self, object: ObjRef, slot: SlotRef);

    /// Runs before many words are stored into the variable part of `object`, at these indices.
    ///
    /// Called by copies, slices, resizes.
    fn before_bulk_write(&self, object: ObjRef, slots: Range<usize>);

    /// The referent of a weak slot (of an object, or one shown by [`Roots::weak_tables`]), kept alive until the next safepoint.
    /// `None` if the slot has been cleared, or is about to be.
    ///
    /// Called by every read of a weak slot: plain reads would let a concurrent or incremental marker miss the referent.
    fn load_weak(&self, slot: SlotRef) -> Option<ObjRef>;

    /// Unique among living objects, and stable while the object lives, also if it moves. The bits may be anything but zero.
    fn identity(&self, object: ObjRef) -> u64;

    /// Asks that the object be handed out by [`Collector::next_dead`] once when it is found unreachable. Asking twice is asking once;
    /// after it has been handed out, asking again registers it anew (the virtual machine keeps the language's once-only rule).
    fn set_finaliser(&self, object: ObjRef);

    /// Takes [`Collector::set_finaliser`] back, also while the object waits to be handed out.
    fn clear_finaliser(&self, object: ObjRef);

    /// Asks that the object (whose layout has a weak slot) be handed out when its slot has been cleared, if it is alive itself by then.
    fn set_weak_callback(&self, object: ObjRef);

    /// Asks that the destructor of the object's layout run when its memory is reclaimed. Whoever allocates an object
    /// whose layout has one calls this right after. Objects still alive when the heap is dropped are destroyed then.
    fn set_destructor(&self, object: ObjRef);

    /// Bytes now owned outside the heap by heap objects changed by `delta`. They count towards the next collection and towards the limit.
    fn external(&self, delta: isize);

    /// What compiled code may inline in this run. Constant once the collector is made.
    fn fast_paths(&self) -> FastPaths;

    /// How compiled code allocates objects of `bytes` without a call, if it can. The addresses hold for as long as the collector
    /// is neither dropped nor moved.
    fn bump_path(&self, bytes: usize) -> Option<BumpPath> {
        let _ = bytes;
        None
    }

    // ---- exclusive: collection.

    /// Called when the poll word asked for [`Reason::Collect`](crate::poll::Reason::Collect), after that reason has been taken; decides
    /// itself what, if anything, to collect.
    #[must_use = "over the limit, the caller raises MemoryError"]
    fn safepoint(&mut self, roots: &mut dyn Roots) -> Outcome;

    /// Collects now. After [`Scope::Full`] everything that was unreachable is gone: weak slots to it are zero, destructors have run, and
    /// what is finalisable is in the queue or kept alive by something that is.
    ///
    /// Called when the program asks, and before a `MemoryError` is raised for a large object.
    fn collect(&mut self, scope: Scope, roots: &mut dyn Roots) -> Outcome;

    /// The next object whose finaliser or weak callback is due. Of what one collection found: finalisers first, referrers before what
    /// they refer to, and otherwise as registered; then callbacks, those of one referent newest first, referents by their oldest callback. The queue is itself a root; what was
    /// handed out is the caller's to root.
    ///
    /// Called at a safepoint, one at a time, until it answers `None`; each may run code of the program before the next is asked for.
    fn next_dead(&mut self) -> Option<Dead>;

    /// Whether [`Collector::next_dead`] may have something to hand out.
    fn has_dead(&self) -> bool;

    /// Called right before `fork`: threads of the collector come to rest.
    fn before_fork(&mut self);

    /// Called right after `fork`, in the parent and in the child.
    fn after_fork(&mut self);

    // ---- observation.

    /// Which of its plans this heap runs, by the name the user writes; none where a collector has but one.
    fn plan(&self) -> Option<&'static str> {
        None
    }

    /// Figures as of now.
    fn stats(&self) -> HeapStats;

    /// Replaces the sink; see [`sinks::Tee`](crate::sinks::Tee) for several.
    fn set_events(&mut self, sink: Box<dyn EventSink>);

    /// Checks the whole reachable heap: every reference leads to an allocated object of a known layout, and the
    /// collector's own invariants hold. At a safepoint; as slow as it needs to be.
    fn verify(&self, roots: &mut dyn Roots) -> Result<(), Corruption>;
}

/// How much to collect.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Scope {
    /// The young generation, where there is one; else a full collection.
    Minor,
    /// One bounded step, where collection is incremental; else a full collection.
    Step,
    Full,
}

/// What a safepoint or collection left behind.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    Done,
    /// Live data exceeds the hard limit even after a full collection: the caller raises `MemoryError`. A reserve is open
    /// in which to handle it; when that is used up too, the answer comes again.
    OverLimit,
}

/// An object found dead, on its way out.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Dead {
    /// Its finaliser is due. It is whole, and may be resurrected.
    Finalise(ObjRef),
    /// A weak-reference object whose slot has been cleared and whose callback is due.
    WeakCallback(ObjRef),
}

/// The code shape of the write barrier.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum BarrierShape {
    None,
    /// Before the write: test one bit of the object; if it is armed, call the slow path with object and slot.
    ObjectLogging,
}

/// What compiled code may inline in this run.
#[derive(Copy, Clone, Debug)]
pub struct FastPaths {
    pub barrier: BarrierShape,
    /// [`Collector::alloc`] returns zeroed memory.
    pub zeroed: bool,
    /// The collector's half of the header of an object allocated through [`BumpPath`].
    pub new_header_bits: u32,
}

/// Allocation as two loads, a comparison and a store: the object lies at `*cursor`; if `*cursor + step` is above `*limit`,
/// call [`Collector::alloc`], else store it to `*cursor` and write the header.
#[derive(Copy, Clone, Debug)]
pub struct BumpPath {
    pub cursor: NonNull<*mut u8>,
    pub limit: NonNull<*mut u8>,
    /// How far the cursor moves: at least the size asked for.
    pub step: usize,
    /// All sizes share this cursor, so several allocations may be merged into one bump.
    pub merges: bool,
}

/// What [`Collector::verify`] found wrong.
#[derive(Clone, Debug)]
pub struct Corruption {
    pub what: String,
}

impl fmt::Display for Corruption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "corrupt heap: {}", self.what)
    }
}

impl std::error::Error for Corruption {}

impl From<String> for Corruption {
    fn from(what: String) -> Corruption {
        Corruption { what }
    }
}
