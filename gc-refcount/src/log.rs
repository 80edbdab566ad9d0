//! The coalescing log: what the barrier writes, once per object and epoch.
//!
//! An entry names an object (or a card of a big array) whose slots may have changed, and keeps the references they held when
//! the epoch began. However often a slot is written, the end of the epoch counts its last value up and its first one down.

use core::ops::Range;

use gc_api::{ObjRef, SlotRef, TypeTable, WORD_BYTES};

use crate::bits::{self, LARGE, LOGGED};
use crate::large::{CARD_LIMIT, CARD_SLOTS, head_of};
use crate::shape::Shape;

/// What an entry is about.
#[derive(Copy, Clone, Debug)]
pub struct Entry {
    pub object: ObjRef,
    pub part: Part,
}

/// Slots of an object that are logged together.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Part {
    All,
    /// The slots before a big array, as card 0, or a piece of the array.
    Card(u32),
}

/// Changed since the last epoch.
#[derive(Debug, Default)]
pub struct Log {
    pub entries: Vec<Entry>,
    /// References that the logged slots held.
    pub old: Vec<ObjRef>,
}

/// The card of an element.
fn card_of(index: usize) -> u32 {
    (index / CARD_SLOTS) as u32 + 1
}

impl Log {
    /// Entries and references.
    pub fn len(&self) -> usize {
        self.entries.len() + self.old.len()
    }

    /// Before `slot` of an armed object is written.
    pub fn write(&mut self, object: ObjRef, slot: SlotRef, types: &TypeTable) {
        // SAFETY: the mutator writes to objects that are whole.
        let shape = unsafe { Shape::of(object, types) };
        if is_carded(object) {
            let card = shape.index_of(object, slot).map_or(0, card_of);
            self.log_card(object, &shape, card);
        } else {
            self.log_all(object, &shape);
        }
    }

    /// Before these elements of an armed object are written.
    pub fn write_many(&mut self, object: ObjRef, elements: Range<usize>, types: &TypeTable) {
        // SAFETY: as above.
        let shape = unsafe { Shape::of(object, types) };
        if !is_carded(object) {
            self.log_all(object, &shape);
        } else if !elements.is_empty() {
            (card_of(elements.start)..=card_of(elements.end - 1)).for_each(|card| self.log_card(object, &shape, card));
        }
    }

    fn log_all(&mut self, object: ObjRef, shape: &Shape) {
        bits::set(object, LOGGED);
        self.entries.push(Entry { object, part: Part::All });
        // SAFETY: the shape is the object's, which is whole.
        unsafe { each_in(object, shape, Part::All, |target| self.old.push(target)) };
    }

    fn log_card(&mut self, object: ObjRef, shape: &Shape, card: u32) {
        if head_of(object).log_card(card) {
            let part = Part::Card(card);
            self.entries.push(Entry { object, part });
            // SAFETY: as above.
            unsafe { each_in(object, shape, part, |target| self.old.push(target)) };
        }
    }
}

/// Objects above the limit are logged by card; their barrier stays armed. Told by size, as an array may be retagged to a layout
/// without slots and back.
pub fn is_carded(object: ObjRef) -> bool {
    bits::has(object, LARGE) && head_of(object).object_bytes() > CARD_LIMIT * WORD_BYTES
}

/// References in a part of an object.
///
/// # Safety
/// The shape is the object's, which is whole.
#[inline]
pub unsafe fn each_in(object: ObjRef, shape: &Shape, part: Part, mut visit: impl FnMut(ObjRef)) {
    // SAFETY: passed on; the ranges lie in the array.
    unsafe {
        match part {
            Part::All => {
                shape.each_fixed(object, &mut visit);
                shape.each_element(object, 0..shape.length, &mut visit);
            }
            Part::Card(0) => shape.each_fixed(object, visit),
            Part::Card(card) => {
                let start = (card as usize - 1) * CARD_SLOTS;
                shape.each_element(object, start..shape.length.min(start + CARD_SLOTS), visit);
            }
        }
    }
}
