//! Where objects lie, small, large and immortal ones alike: one place to establish, mark, free and enumerate them.

use core::ptr::NonNull;

use gc_api::{ObjRef, WORD_BYTES};
use gc_parts::cells::fill;
use gc_parts::system::Cushion;

use crate::bits::{self, LARGE};
use crate::large::{Immortals, Large, head_of};
use crate::slabs::{FreeCells, Slabs, slab_of};
use crate::storage::Arena;

/// All memory of a heap. Fields are dropped in this order: the arena last.
pub struct Space {
    pub slabs: Slabs,
    pub large: Large,
    pub immortals: Immortals,
    /// The system has refused memory since the last full collection.
    pub scarce: bool,
    cushion: Cushion,
    pub arena: Arena,
}

impl Space {
    pub fn new(arena: Arena) -> Space {
        let mut slabs = Slabs::new();
        slabs.fill_reserve(&arena);
        Space {
            slabs,
            large: Large::default(),
            immortals: Immortals::default(),
            scarce: false,
            cushion: Cushion::default(),
            arena,
        }
    }

    /// Bytes that count against the limit.
    pub fn used_bytes(&self, external: isize) -> usize {
        let bytes = self.slabs.used_bytes() + self.large.bytes() + self.immortals.bytes();
        bytes.saturating_add_signed(external)
    }

    /// Bytes held from the allocator.
    pub fn reserved_bytes(&self) -> usize {
        self.slabs.reserved_bytes() + self.large.bytes() + self.immortals.bytes()
    }

    /// Bytes of objects that have survived an epoch, and of all large ones.
    pub fn live_bytes(&self) -> usize {
        self.slabs.live_bytes() + self.large.bytes() + self.immortals.bytes()
    }

    pub fn live_objects(&self) -> usize {
        self.slabs.live_objects() + self.large.len() + self.immortals.iter().count()
    }

    pub fn next_run(&mut self, class: usize) -> Option<FreeCells> {
        let run = self.slabs.next_run(class, &self.arena)?;
        if run.scarce {
            self.note_refusal();
        }
        Some(run)
    }

    pub fn alloc_large(&mut self, bytes: usize) -> Option<NonNull<u8>> {
        let memory = self.large.alloc(bytes, &self.arena);
        if memory.is_none() {
            self.note_refusal();
        }
        memory
    }

    fn note_refusal(&mut self) {
        self.scarce = true;
        self.cushion.let_go();
    }

    pub fn alloc_immortal(&mut self, bytes: usize) -> Option<NonNull<u8>> {
        self.immortals.alloc(bytes, &self.arena)
    }

    /// A new object has survived.
    #[inline(always)]
    pub fn establish(&mut self, object: ObjRef) {
        if !bits::has(object, LARGE) {
            self.slabs.establish(object);
        }
    }

    /// Frees an established object, or a large one.
    #[inline(always)]
    pub fn free(&mut self, object: ObjRef) {
        if bits::has(object, LARGE) {
            self.large.free(object, &self.arena);
        } else {
            self.slabs.free(object);
        }
    }

    /// Marks in this trace; true if it was not marked.
    #[inline(always)]
    pub fn mark(&self, object: ObjRef, trace: u32) -> bool {
        if bits::has(object, LARGE) { head_of(object).mark(trace) } else { slab_of(object).mark(object, trace) }
    }

    #[inline(always)]
    pub fn is_marked(&self, object: ObjRef, trace: u32) -> bool {
        if bits::has(object, LARGE) {
            head_of(object).is_marked(trace)
        } else {
            slab_of(object).is_marked(object, trace)
        }
    }

    /// Whether an object with a head is at this address, which may be stale.
    pub fn has_large(&self, object: ObjRef) -> bool {
        self.large.holds(object.address()) || self.immortals.holds(object.address())
    }

    /// Every object that has survived an epoch: the table of all objects. Immortal ones are not among them.
    pub fn each_established(&self, mut visit: impl FnMut(ObjRef)) {
        for index in 0..self.slabs.len() {
            self.slabs.get(index).each_established(&mut visit);
        }
        self.large.iter().filter(|&object| !bits::has(object, bits::NEW)).for_each(visit);
    }
}

/// Overwrites all of an object but its header.
///
/// # Safety
/// The object has so many bytes, and nobody reads them any more.
pub unsafe fn poison_fields(object: ObjRef, bytes: usize, pattern: u64) {
    // SAFETY: passed on.
    unsafe { fill(object.as_non_null().add(1).cast(), bytes - WORD_BYTES, pattern) };
}
