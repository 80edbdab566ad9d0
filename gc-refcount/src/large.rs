//! Objects with a head before them: large ones, each an allocation of jemalloc's, and immortal ones, laid one after the other.
//!
//! The head holds what a slab holds for small objects (size, mark), and for a big array which of its cards are logged.

use core::cell::Cell;
use core::ptr::NonNull;
use std::collections::HashSet;

use gc_api::walk::AddressHash;
use gc_api::{Header, ObjRef, WORD_BYTES};

use crate::storage::Arena;

/// Slots of an array that share a card.
pub const CARD_SLOTS: usize = 256;

/// Arrays of more slots are logged by card.
pub const CARD_LIMIT: usize = 1024;

/// Stands before the object.
#[repr(C, align(16))]
pub struct Head {
    /// Of head and object.
    bytes: usize,
    /// The trace that has marked it last.
    trace: Cell<u32>,
    /// Where it is among all; immortal objects are not.
    index: Cell<u32>,
    /// A byte per card, zero if it is not logged; null until the first is.
    cards: Cell<*mut u8>,
}

const HEAD_BYTES: usize = size_of::<Head>();

/// The head of an object that has one.
#[inline(always)]
pub fn head_of<'a>(object: ObjRef) -> &'a Head {
    // SAFETY: an object with the flag `LARGE` has a head before it, which lives as long.
    unsafe { object.as_non_null().cast::<Head>().sub(1).as_ref() }
}

impl Head {
    /// Marks in this trace; true if it was not marked.
    #[inline(always)]
    pub fn mark(&self, trace: u32) -> bool {
        self.trace.replace(trace) != trace
    }

    #[inline(always)]
    pub fn is_marked(&self, trace: u32) -> bool {
        self.trace.get() == trace
    }

    /// Bytes of the object, rounded up to what jemalloc was asked for.
    pub fn object_bytes(&self) -> usize {
        self.bytes - HEAD_BYTES
    }

    /// Cards of an array of this size; more than there are is harmless.
    fn cards(&self) -> usize {
        self.bytes / (CARD_SLOTS * WORD_BYTES) + 2
    }

    /// Notes that a card is logged; true if it was not.
    pub fn log_card(&self, card: u32) -> bool {
        if self.cards.get().is_null() {
            let cards: Box<[u8]> = vec![0; self.cards()].into();
            self.cards.set(Box::into_raw(cards).cast());
        }
        let card = self.card(card);
        // SAFETY: the card is one of the bytes just made, or made before.
        unsafe { card.replace(1) == 0 }
    }

    pub fn forget_card(&self, card: u32) {
        if !self.cards.get().is_null() {
            // SAFETY: the cards exist.
            unsafe { self.card(card).write(0) };
        }
    }

    pub fn is_card_logged(&self, card: u32) -> bool {
        // SAFETY: the cards exist where they are not null.
        !self.cards.get().is_null() && unsafe { self.card(card).read() != 0 }
    }

    fn card(&self, card: u32) -> *mut u8 {
        assert!((card as usize) < self.cards(), "a slot outside its object");
        self.cards.get().wrapping_add(card as usize)
    }

    /// # Safety
    /// Nobody uses the head any more.
    unsafe fn drop_cards(&self) {
        let cards = self.cards.replace(core::ptr::null_mut());
        if !cards.is_null() {
            // SAFETY: they were made from a box of this length.
            drop(unsafe { Box::from_raw(core::ptr::slice_from_raw_parts_mut(cards, self.cards())) });
        }
    }
}

/// Writes a head and returns where the object begins.
///
/// # Safety
/// `memory` has so many zeroed bytes, head included.
unsafe fn place(memory: NonNull<u8>, bytes: usize, index: u32) -> NonNull<u8> {
    let head = memory.cast::<Head>();
    let null = core::ptr::null_mut();
    // SAFETY: passed on.
    unsafe {
        head.write(Head { bytes, trace: Cell::new(0), index: Cell::new(index), cards: Cell::new(null) });
        head.add(1).cast()
    }
}

/// All large objects of a heap.
#[derive(Debug, Default)]
pub struct Large {
    objects: Vec<ObjRef>,
    /// The same, to answer for addresses that may be stale.
    addresses: HashSet<usize, AddressHash>,
    /// Allocated since the last epoch.
    new: Vec<ObjRef>,
    bytes: usize,
}

impl Large {
    /// Zeroed memory for an object. `None` if the system has none.
    pub fn alloc(&mut self, bytes: usize, arena: &Arena) -> Option<NonNull<u8>> {
        let bytes = bytes.checked_add(HEAD_BYTES)?;
        let memory = arena.alloc(bytes, align_of::<Head>(), true)?;
        // SAFETY: just allocated.
        let start = unsafe { place(memory, bytes, self.objects.len() as u32) };
        let object = ObjRef::new(start.cast::<Header>());
        self.objects.push(object);
        self.addresses.insert(object.address());
        self.new.push(object);
        self.bytes += bytes;
        Some(start)
    }

    /// Gives an object back.
    pub fn free(&mut self, object: ObjRef, arena: &Arena) {
        let head = head_of(object);
        let (bytes, index) = (head.bytes, head.index.get() as usize);
        self.objects.swap_remove(index);
        if let Some(&moved) = self.objects.get(index) {
            head_of(moved).index.set(index as u32);
        }
        self.addresses.remove(&object.address());
        self.bytes -= bytes;
        // SAFETY: the object was in the list, from which it is gone now.
        unsafe {
            head.drop_cards();
            arena.free(object.as_non_null().cast::<Head>().sub(1).cast(), bytes, align_of::<Head>());
        }
    }

    /// Objects allocated since this was asked last.
    pub fn take_new(&mut self) -> Vec<ObjRef> {
        core::mem::take(&mut self.new)
    }

    pub fn holds(&self, address: usize) -> bool {
        self.addresses.contains(&address)
    }

    pub fn bytes(&self) -> usize {
        self.bytes
    }

    pub fn iter(&self) -> impl Iterator<Item = ObjRef> + '_ {
        self.objects.iter().copied()
    }

    pub fn len(&self) -> usize {
        self.objects.len()
    }
}

/// Bytes of a piece of memory that immortal objects share.
const PIECE_BYTES: usize = 64 << 10;

/// All immortal objects of a heap.
#[derive(Debug, Default)]
pub struct Immortals {
    objects: Vec<ObjRef>,
    addresses: HashSet<usize, AddressHash>,
    bytes: usize,
    /// What is left of the last piece.
    rest: Option<(NonNull<u8>, usize)>,
}

impl Immortals {
    /// Zeroed memory for an object. `None` if the system has none.
    pub fn alloc(&mut self, bytes: usize, arena: &Arena) -> Option<NonNull<u8>> {
        let bytes = (bytes + HEAD_BYTES).next_multiple_of(align_of::<Head>());
        let (memory, left) = match self.rest {
            Some((memory, left)) if left >= bytes => (memory, left),
            _ => {
                let piece = bytes.max(PIECE_BYTES);
                (arena.alloc(piece, align_of::<Head>(), true)?, piece)
            }
        };
        // SAFETY: `bytes` of what is left are taken.
        let start = unsafe {
            self.rest = Some((memory.add(bytes), left - bytes));
            place(memory, bytes, u32::MAX)
        };
        self.bytes += bytes;
        self.objects.push(ObjRef::new(start.cast::<Header>()));
        self.addresses.insert(start.addr().get());
        Some(start)
    }

    pub fn holds(&self, address: usize) -> bool {
        self.addresses.contains(&address)
    }

    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Every immortal object, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = ObjRef> + '_ {
        self.objects.iter().copied()
    }
}

impl Drop for Immortals {
    fn drop(&mut self) {
        // SAFETY: the heap is going, and nobody can use its objects any more.
        self.objects.iter().for_each(|&object| unsafe { head_of(object).drop_cards() });
    }
}

impl Drop for Large {
    fn drop(&mut self) {
        // SAFETY: as above; the memory itself goes with the arena.
        self.objects.iter().for_each(|&object| unsafe { head_of(object).drop_cards() });
    }
}
