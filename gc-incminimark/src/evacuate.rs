//! Copying: young objects in reach move to the old generation, once.
//!
//! An [`Evacuation`] is shown slots. One that refers to a young object gets it copied, with the new address left in the old place;
//! copies are scanned in turn, last one first, which lays an object near what refers to it. Large young objects stay where they are
//! and become old. It knows nothing of roots, barriers or phases.

use core::ops::Range;
use core::ptr::NonNull;
use std::collections::HashMap;

use gc_api::walk::AddressHash;
use gc_api::{Header, ObjRef, SlotRef, WORD_BYTES};
use gc_parts::cells::Live;
use gc_parts::classes::{cell_bytes, class_of};

use crate::header::{self, ARMED, REACHED, YOUNG, YoungHeader};
use crate::old::Old;
use crate::shapes::{Shape, Shapes, slot_at};

/// Places reserved in the old generation, by the addresses of the young objects they are for.
pub type Places = HashMap<usize, NonNull<u8>, AddressHash>;

/// See the module documentation.
pub struct Evacuation<'a> {
    young_start: usize,
    young_words: usize,
    /// Are there large young objects?
    large: bool,
    shapes: &'a Shapes,
    pub old: &'a mut Old,
    places: &'a mut Places,
    /// Old by now, and not scanned.
    left: Vec<ObjRef>,
    /// Old objects with a weak slot that may refer to a young one.
    pub weak_holders: Vec<ObjRef>,
    pub copied: Live,
}

impl<'a> Evacuation<'a> {
    /// `young` is where the nursery starts, and the length of its range.
    pub fn new(young: (usize, usize), shapes: &'a Shapes, old: &'a mut Old, places: &'a mut Places) -> Evacuation<'a> {
        Evacuation {
            young_start: young.0,
            young_words: young.1 / WORD_BYTES,
            large: old.large.has_young(),
            shapes,
            old,
            places,
            left: Vec::new(),
            weak_holders: Vec::new(),
            copied: Live::default(),
        }
    }

    /// One comparison for both: a reference, and into the nursery. What is no reference has low bits, which become high ones.
    #[inline(always)]
    fn in_nursery(&self, bits: u64) -> bool {
        bits.wrapping_sub(self.young_start as u64).rotate_right(WORD_BYTES.trailing_zeros()) < self.young_words as u64
    }

    /// A slot of a root or of an object that is old by now: what it refers to becomes old too.
    ///
    /// # Safety
    /// The slot exists, and what it refers to is alive or whole.
    #[inline(always)]
    pub unsafe fn visit(&mut self, slot: SlotRef) {
        // SAFETY: passed on.
        let word = unsafe { slot.get() };
        if self.in_nursery(word.bits()) {
            if let Some(object) = word.as_ref() {
                // SAFETY: a reference into the nursery is to a young object.
                unsafe { slot.set(self.promote(object).word()) };
            }
        } else if self.large
            && let Some(object) = word.as_ref()
        {
            // SAFETY: passed on.
            unsafe { self.keep_large(object) };
        }
    }

    /// The old place of a young object of the nursery; it is copied there if it has not been.
    ///
    /// # Safety
    /// `object` lies in the nursery and is whole, or has been copied.
    #[inline(always)]
    unsafe fn promote(&mut self, object: ObjRef) -> ObjRef {
        // SAFETY: passed on.
        let header = unsafe { YoungHeader::of(object) };
        match header.forwarded() {
            Some(new) => new,
            // SAFETY: passed on.
            None => unsafe { self.copy(object, header) },
        }
    }

    /// # Safety
    /// `object` lies in the nursery, is whole and has not been copied; `header` is its header.
    #[inline]
    unsafe fn copy(&mut self, object: ObjRef, header: YoungHeader) -> ObjRef {
        let shape = self.shapes.get(header.type_id());
        // SAFETY: passed on.
        let bytes = unsafe { shape.bytes_of(object) };
        let class = class_of(bytes);
        let place = if header.place_reserved() { self.reserved_place(object, class) } else { self.old.cell(class) };
        self.copied.objects += 1;
        self.copied.bytes += cell_bytes(class);
        let new = ObjRef::new(place.cast::<Header>());
        // SAFETY: the cell has that many bytes, and was not part of anything.
        unsafe {
            copy_words(object.as_ptr().cast(), place.as_ptr().cast(), bytes / WORD_BYTES);
            place.cast::<u64>().write(header.promoted());
            header::forward(object, new);
        }
        if shape.has_slots() {
            self.left.push(new);
        }
        if shape.has_weak_slot() {
            self.weak_holders.push(new);
        }
        new
    }

    #[cold]
    fn reserved_place(&mut self, object: ObjRef, class: usize) -> NonNull<u8> {
        match self.places.remove(&object.address()) {
            Some(place) => place,
            None => self.old.cell(class),
        }
    }

    /// A large young object in reach becomes old where it is.
    ///
    /// # Safety
    /// `object` is alive or whole.
    unsafe fn keep_large(&mut self, object: ObjRef) {
        // SAFETY: passed on.
        unsafe {
            if self.old.is_young_large(object) {
                header::clear(object, YOUNG | REACHED);
                header::set(object, ARMED);
                self.left.push(object);
            }
        }
    }

    /// Where a young object is now, as far as it is known to survive. Old objects are where they were.
    ///
    /// # Safety
    /// `object` was young at the beginning of this collection and has not been overwritten, or is alive.
    pub unsafe fn survivor(&self, object: ObjRef) -> Option<ObjRef> {
        if self.in_nursery(object.word().bits()) {
            // SAFETY: passed on.
            unsafe { YoungHeader::of(object) }.forwarded()
        } else {
            // SAFETY: passed on.
            let dead = self.large && unsafe { self.old.is_young_large(object) };
            (!dead).then_some(object)
        }
    }

    /// Keeps a young object alive; where it is now.
    ///
    /// # Safety
    /// As for [`Evacuation::survivor`].
    pub unsafe fn keep(&mut self, object: ObjRef) -> ObjRef {
        if self.in_nursery(object.word().bits()) {
            // SAFETY: passed on.
            unsafe { self.promote(object) }
        } else {
            // SAFETY: passed on.
            unsafe { self.keep_large(object) };
            object
        }
    }

    /// Scans an old object that may refer to young ones.
    ///
    /// # Safety
    /// `object` is alive or whole, and so is all it refers to.
    #[inline(always)]
    pub unsafe fn scan(&mut self, object: ObjRef) -> Shape {
        // SAFETY: passed on.
        unsafe {
            let shape = self.shapes.of(object);
            shape.for_each_slot(object, |slot| self.visit(slot));
            shape
        }
    }

    /// Scans the slots of an old object that lie in this range. Returns those of its array among them, by index.
    ///
    /// # Safety
    /// As for [`Evacuation::scan`].
    pub unsafe fn scan_part(&mut self, object: ObjRef, addresses: &Range<usize>) -> Range<usize> {
        // SAFETY: passed on.
        unsafe {
            let shape = self.shapes.of(object);
            shape.for_fixed_slots_in(object, addresses, |slot| self.visit(slot));
            let slots = shape.array_slots_in(object, addresses);
            let first = shape.array(object).0;
            for index in slots.clone() {
                self.visit(slot_at(first + index * WORD_BYTES));
            }
            slots
        }
    }

    /// Bytes of an old object.
    ///
    /// # Safety
    /// `object` is alive or whole.
    pub unsafe fn bytes_of(&self, object: ObjRef) -> usize {
        // SAFETY: passed on.
        unsafe { self.shapes.of(object).bytes_of(object) }
    }

    /// Calls `visit` with the slots of the fixed part that lie in a range.
    ///
    /// # Safety
    /// As for [`Evacuation::bytes_of`].
    pub unsafe fn fixed_slots_in(&self, object: ObjRef, addresses: &Range<usize>, visit: impl FnMut(SlotRef)) {
        // SAFETY: passed on.
        unsafe { self.shapes.of(object).for_fixed_slots_in(object, addresses, visit) }
    }

    /// Scans what became old until nothing is left.
    ///
    /// # Safety
    /// All objects in reach are whole.
    pub unsafe fn drain(&mut self) {
        while let Some(object) = self.left.pop() {
            // SAFETY: passed on.
            unsafe { self.scan(object) };
        }
    }
}

/// Copies `words` words, of which there are at least two.
///
/// # Safety
/// Both places have that many, and do not overlap.
#[inline(always)]
unsafe fn copy_words(from: *const u64, to: *mut u64, words: usize) {
    /// From here on a call is worth it.
    const MANY: usize = 16;
    // SAFETY: passed on.
    unsafe {
        if words >= MANY {
            core::ptr::copy_nonoverlapping(from, to, words);
            return;
        }
        // Two at a time from the front, and the last two, which may overlap them: no remainder.
        let pair = |index: usize| {
            to.add(index).cast::<[u64; 2]>().write(from.add(index).cast::<[u64; 2]>().read());
        };
        let mut index = 0;
        while index + 2 <= words {
            pair(index);
            index += 2;
        }
        pair(words - 2);
    }
}
