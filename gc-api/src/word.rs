//! The unit a collector sees: one 64-bit word, which is a reference or is not.
//!
//! This file knows the one rule a collector may rely on, and nothing of what the language does with the
//! other bit patterns.

use core::cell::Cell;
use core::fmt;
use core::ptr::NonNull;

use crate::header::Header;

/// Objects start on 8-byte boundaries, which leaves three low bits for the language.
pub const WORD_BYTES: usize = 8;

/// One 64-bit value. *It is a reference iff it is not zero and its low three bits are 000.*
#[derive(Copy, Clone, PartialEq, Eq, Hash, Default)]
#[repr(transparent)]
pub struct Word(u64);

impl Word {
    /// The unset word: no reference, and no value of the language either.
    pub const ZERO: Word = Word(0);

    #[inline(always)]
    pub const fn from_bits(bits: u64) -> Word {
        Word(bits)
    }

    #[inline(always)]
    pub const fn bits(self) -> u64 {
        self.0
    }

    #[inline(always)]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    #[inline(always)]
    pub const fn is_ref(self) -> bool {
        self.0 & 7 == 0 && self.0 != 0
    }

    /// The object this word refers to, if it is a reference.
    #[inline(always)]
    pub fn as_ref(self) -> Option<ObjRef> {
        if self.is_ref() { Some(ObjRef(NonNull::new(self.0 as *mut Header)?)) } else { None }
    }
}

impl fmt::Debug for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Word({:#x})", self.0)
    }
}

/// The address of an object's header. Not rooted: valid until the next safepoint.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
#[repr(transparent)]
pub struct ObjRef(NonNull<Header>);

impl ObjRef {
    #[inline(always)]
    pub const fn new(header: NonNull<Header>) -> ObjRef {
        ObjRef(header)
    }

    #[inline(always)]
    pub fn word(self) -> Word {
        Word(self.0.as_ptr() as u64)
    }

    #[inline(always)]
    pub fn address(self) -> usize {
        self.0.as_ptr() as usize
    }

    #[inline(always)]
    pub const fn as_ptr(self) -> *mut Header {
        self.0.as_ptr()
    }

    #[inline(always)]
    pub const fn as_non_null(self) -> NonNull<Header> {
        self.0
    }

    /// The header of the object.
    ///
    /// # Safety
    /// The object must be alive, which a reference obtained since the last safepoint is.
    #[inline(always)]
    pub unsafe fn header<'a>(self) -> &'a Header {
        // SAFETY: the caller promises a live object, and every object starts with its header.
        unsafe { self.0.as_ref() }
    }
}

/// A place in an object or a root table that holds a [`Word`].
///
/// Within objects it is written only through types that run the barrier first; this type itself runs none.
#[derive(Default)]
#[repr(transparent)]
pub struct Slot(Cell<Word>);

impl Slot {
    #[inline(always)]
    pub const fn new(word: Word) -> Slot {
        Slot(Cell::new(word))
    }

    #[inline(always)]
    pub fn get(&self) -> Word {
        self.0.get()
    }

    /// Writes without a barrier: for initialisation, for roots, and for collectors.
    #[inline(always)]
    pub fn set(&self, word: Word) {
        self.0.set(word);
    }
}

impl fmt::Debug for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

/// The address of a [`Slot`].
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
#[repr(transparent)]
pub struct SlotRef(NonNull<Slot>);

impl SlotRef {
    #[inline(always)]
    pub const fn new(slot: NonNull<Slot>) -> SlotRef {
        SlotRef(slot)
    }

    #[inline(always)]
    pub fn of(slot: &Slot) -> SlotRef {
        SlotRef(NonNull::from(slot))
    }

    #[inline(always)]
    pub fn address(self) -> usize {
        self.0.as_ptr() as usize
    }

    /// # Safety
    /// The slot must lie in a live object or root table.
    #[inline(always)]
    pub unsafe fn get(self) -> Word {
        // SAFETY: the caller promises that the slot exists.
        unsafe { self.0.as_ref() }.get()
    }

    /// # Safety
    /// As for [`SlotRef::get`]; the caller is a collector, or has run the barrier.
    #[inline(always)]
    pub unsafe fn set(self, word: Word) {
        // SAFETY: the caller promises that the slot exists.
        unsafe { self.0.as_ref() }.set(word);
    }
}
