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

/// See the module documentation.
///
/// # Safety
/// An implementation keeps every object reachable from the roots it is shown, keeps objects in place between
/// safepoints, and updates every root and slot that refers to an object it moves.
pub unsafe trait Collector: Sized {
    /// Name of the collector as the user writes it, e.g. `marksweep`.
    const NAME: &'static str;
    /// The strongest barrier this collector can need; what a run needs is in [`FastPaths`].
    const BARRIER: BarrierShape;

    fn new(config: &HeapConfig, types: &'static TypeTable, poll: &'static PollWord) -> Result<Self, ConfigError>;

    /// Memory for an object of `bytes` (a multiple of eight, at least 16, at most [`SMALL_BYTES`]) with its header written.
    /// The rest is zero iff [`FastPaths::zeroed`]. Cannot fail: over the limit it raises the poll word.
    fn alloc(&self, ty: TypeId, bytes: usize) -> NonNull<Header>;

    /// As [`Collector::alloc`] for any size; always zeroed. `None` if the limit leaves no room even now.
    fn alloc_large(&self, ty: TypeId, bytes: usize) -> Option<NonNull<Header>>;

    /// An object that never moves and never dies. Always zeroed.
    fn alloc_immortal(&self, ty: TypeId, bytes: usize) -> NonNull<Header>;

    /// Runs before a word is stored into `slot` of `object`.
    fn before_write(&self, object: ObjRef, slot: SlotRef);

    /// Runs before many words are stored into the variable part of `object`, at these indices.
    fn before_bulk_write(&self, object: ObjRef, slots: Range<usize>);

    /// The referent of a weak slot, kept alive until the next safepoint.
    fn load_weak(&self, slot: SlotRef) -> Option<ObjRef>;

    /// Unique and stable while the object lives.
    fn identity(&self, object: ObjRef) -> u64;

    /// Asks that the object be handed out by [`Collector::next_dead`] once when it is found unreachable.
    fn set_finaliser(&self, object: ObjRef);
    fn clear_finaliser(&self, object: ObjRef);

    /// Asks that the object (whose layout has a weak slot) be handed out when its slot has been cleared.
    fn set_weak_callback(&self, object: ObjRef);

    /// Asks that the destructor of the object's layout run when its memory is reclaimed. Whoever allocates an object
    /// whose layout has one calls this right after. Objects still alive when the heap is dropped are destroyed then.
    fn set_destructor(&self, object: ObjRef);

    /// Bytes now owned outside the heap by heap objects changed by `delta`.
    fn external(&self, delta: isize);

    /// What compiled code may inline in this run.
    fn fast_paths(&self) -> FastPaths;

    /// Called when the poll word asks for it; decides itself what, if anything, to collect.
    fn safepoint(&mut self, roots: &mut dyn Roots) -> Outcome;

    /// Collects now.
    fn collect(&mut self, scope: Scope, roots: &mut dyn Roots) -> Outcome;

    /// The next object whose finaliser or weak callback is due. The queue is itself a root.
    fn next_dead(&mut self) -> Option<Dead>;

    fn before_fork(&mut self);
    fn after_fork(&mut self);

    fn stats(&self) -> HeapStats;
    fn set_events(&mut self, sink: Box<dyn EventSink>);
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
    /// Live data exceeds the hard limit even after a full collection: the caller raises `MemoryError`.
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
