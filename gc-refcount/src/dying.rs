//! Giving up the dead, in slices: what a dead object referred to is counted down, and its memory goes.
//!
//! The list is explicit, so a structure of any depth dies without recursion; a big array is given up in pieces.

use gc_api::ObjRef;

use crate::RefCount;
use crate::bits::{self, BUFFERED, CALLBACK, DESTRUCTIBLE, DRAINED, LARGE, LISTED, WEAKLY};
#[cfg(test)]
use crate::bugs::Bug;
use crate::policy::Slice;
use crate::shape::Shape;
use crate::{POISON, space};

/// Elements of an array given up at a time.
const PIECE: usize = 1024;

/// The dead list.
#[derive(Debug, Default)]
pub struct Dying {
    pub objects: Vec<ObjRef>,
    /// Big arrays whose fixed part has been given up, and their elements below an index.
    pub arrays: Vec<(ObjRef, usize)>,
}

impl Dying {
    pub fn is_empty(&self) -> bool {
        self.objects.is_empty() && self.arrays.is_empty()
    }
}

impl RefCount {
    /// Gives up dead objects until none is left or the slice is used up.
    pub(crate) fn give_up(&mut self, slice: &mut Slice) {
        while !self.dying.is_empty() && !slice.is_over() {
            if let Some((array, from)) = self.dying.arrays.pop() {
                self.give_up_piece(array, from);
                slice.spend(PIECE / 8);
            } else if let Some(object) = self.dying.objects.pop() {
                slice.spend(1);
                self.give_up_one(object);
            }
        }
    }

    #[inline(always)]
    fn give_up_one(&mut self, object: ObjRef) {
        // SAFETY: dead objects are whole until they are freed.
        let shape = unsafe { Shape::of(object, self.types) };
        // SAFETY: as above.
        unsafe { shape.each_fixed(object, |target| self.decrement(target)) };
        if shape.length > PIECE {
            self.dying.arrays.push((object, 0));
        } else {
            // SAFETY: as above.
            unsafe { shape.each_element(object, 0..shape.length, |target| self.decrement(target)) };
            self.finish(object, shape.weak);
        }
    }

    fn give_up_piece(&mut self, array: ObjRef, from: usize) {
        // SAFETY: dead objects are whole until they are freed.
        let shape = unsafe { Shape::of(array, self.types) };
        let end = shape.length.min(from + PIECE);
        // Before the elements are counted down, as their deaths must not come between.
        if end < shape.length {
            self.dying.arrays.push((array, end));
        }
        // SAFETY: as above.
        unsafe { shape.each_element(array, from..end, |target| self.decrement(target)) };
        if end == shape.length {
            self.finish(array, shape.weak);
        }
    }

    /// Only the memory of the object is left.
    #[inline(always)]
    fn finish(&mut self, object: ObjRef, has_weak_slot: bool) {
        if bits::has(object, WEAKLY) {
            self.clear_weak_slots();
        }
        let flags = bits::load(object);
        if flags & (LISTED | CALLBACK | DESTRUCTIBLE) != 0 || has_weak_slot {
            self.bury(object, flags);
        }
        bits::store(object, flags | DRAINED);
        if flags & BUFFERED == 0 {
            self.free(object);
        }
    }

    /// Nothing leads to the object any more.
    #[inline(always)]
    pub(crate) fn free(&mut self, object: ObjRef) {
        #[cfg(test)]
        if self.has_bug(Bug::MemoryStays) {
            return;
        }
        if self.knobs.poison && !bits::has(object, LARGE) {
            self.poison(object);
        }
        self.space.get_mut().free(object);
    }

    #[cold]
    fn poison(&self, object: ObjRef) {
        // SAFETY: the header of what is about to be freed is whole.
        unsafe {
            let bytes = self.types.of(object).bytes_of(object);
            space::poison_fields(object, bytes, POISON);
        }
    }
}
