//! What an object's layout says of its slots, with the length of this object.

use core::ops::Range;

use gc_api::{ObjRef, SlotRef, TypeTable, WORD_BYTES, Word};

/// The slots of one object.
#[derive(Copy, Clone, Debug)]
pub struct Shape {
    mask: u64,
    base: usize,
    /// Elements of its array of slots.
    pub length: usize,
    /// The layout has a weak slot.
    pub weak: bool,
}

impl Shape {
    /// # Safety
    /// `object` is whole, and of a layout in `types`.
    #[inline(always)]
    pub unsafe fn of(object: ObjRef, types: &TypeTable) -> Shape {
        // SAFETY: passed on.
        let trace = types.trace(unsafe { object.header() }.type_id());
        let length = match trace.array_length {
            0 => 0,
            // SAFETY: the layout has a length field there.
            offset => unsafe { word_at(object, offset as usize) }.bits() as usize,
        };
        Shape { mask: trace.mask, base: trace.array_base as usize, length, weak: trace.weak }
    }

    /// Whether objects of this shape refer to nothing, ever: the *green* ones, which cannot be part of a cycle.
    #[inline(always)]
    pub fn is_leaf(&self) -> bool {
        self.mask == 0 && self.base == 0
    }

    /// References in the fixed part.
    ///
    /// # Safety
    /// This is the shape of `object`, which is whole.
    #[inline(always)]
    pub unsafe fn each_fixed(&self, object: ObjRef, mut visit: impl FnMut(ObjRef)) {
        let mut mask = self.mask;
        while mask != 0 {
            let word = mask.trailing_zeros() as usize;
            mask &= mask - 1;
            // SAFETY: the layout has a slot there.
            if let Some(target) = unsafe { word_at(object, word * WORD_BYTES) }.as_ref() {
                visit(target);
            }
        }
    }

    /// References in a part of the array.
    ///
    /// # Safety
    /// As above, and the range lies in the array.
    #[inline(always)]
    pub unsafe fn each_element(&self, object: ObjRef, range: Range<usize>, mut visit: impl FnMut(ObjRef)) {
        for index in range {
            // SAFETY: below the array's length.
            if let Some(target) = unsafe { word_at(object, self.base + index * WORD_BYTES) }.as_ref() {
                visit(target);
            }
        }
    }

    /// Where in the array a slot lies; `None`: in the fixed part.
    pub fn index_of(&self, object: ObjRef, slot: SlotRef) -> Option<usize> {
        let offset = slot.address().checked_sub(object.address() + self.base)?;
        Some(offset / WORD_BYTES)
    }
}

/// # Safety
/// `object` is whole and has a word at `offset`.
#[inline(always)]
unsafe fn word_at(object: ObjRef, offset: usize) -> Word {
    // SAFETY: passed on.
    unsafe { SlotRef::new(object.as_non_null().byte_add(offset).cast()).get() }
}
