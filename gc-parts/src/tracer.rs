//! Marking with an explicit stack: no structure of the program can overflow the native one.
//!
//! One tracer belongs to one thread; it can be drained, worked off in steps, or split between threads (`parallel`).

use core::ops::Range;
use core::ptr::NonNull;

use gc_api::{ObjRef, SlotRef, TypeTable, WORD_BYTES, Word};

use crate::marks::MarkBits;

/// Slots of an array scanned before what they led to is.
pub const ARRAY_CHUNK: usize = 1024;

/// A stack of fewer objects is not split.
const WORTH_SPLITTING: usize = 16;

/// Objects between prefetch and scan.
const PREFETCH_DISTANCE: usize = 16;

/// What is left to scan. `SHARED`: other threads mark in the same heap at the same time.
#[derive(Debug, Default)]
pub struct Tracer<const SHARED: bool = false> {
    stack: Vec<ObjRef>,
    arrays: Vec<ArrayPart>,
    /// Objects marked whose layout has a weak slot.
    pub weak_holders: Vec<ObjRef>,
}

/// Slots of a big array not scanned yet.
#[derive(Copy, Clone, Debug)]
struct ArrayPart {
    array: ObjRef,
    start: usize,
    end: usize,
}

/// First in, first out; a full one hands back its oldest when it takes another.
struct Queue {
    objects: [ObjRef; PREFETCH_DISTANCE],
    head: usize,
    length: usize,
}

impl Default for Queue {
    fn default() -> Queue {
        Queue { objects: [ObjRef::new(NonNull::dangling()); PREFETCH_DISTANCE], head: 0, length: 0 }
    }
}

impl Queue {
    #[inline(always)]
    fn push(&mut self, object: ObjRef) -> Option<ObjRef> {
        if self.length == PREFETCH_DISTANCE {
            let oldest = core::mem::replace(&mut self.objects[self.head], object);
            self.head = (self.head + 1) % PREFETCH_DISTANCE;
            return Some(oldest);
        }
        self.objects[(self.head + self.length) % PREFETCH_DISTANCE] = object;
        self.length += 1;
        None
    }

    #[inline(always)]
    fn pop(&mut self) -> Option<ObjRef> {
        if self.length == 0 {
            return None;
        }
        let oldest = self.objects[self.head];
        self.head = (self.head + 1) % PREFETCH_DISTANCE;
        self.length -= 1;
        Some(oldest)
    }
}

/// Brings the cache line of an object closer.
#[inline(always)]
pub fn prefetch(object: ObjRef) {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: a prefetch of any address has no effect the program can see.
    unsafe {
        core::arch::x86_64::_mm_prefetch::<{ core::arch::x86_64::_MM_HINT_T0 }>(object.as_ptr().cast());
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = object;
}

impl<const SHARED: bool> Tracer<SHARED> {
    /// Marks what a word refers to and remembers to scan it. What lies elsewhere than these marks are for is passed over.
    #[inline(always)]
    pub fn visit(&mut self, word: Word, marks: &MarkBits) {
        if let Some(object) = word.as_ref()
            && marks.covers(object)
            && if SHARED { marks.mark_shared(object) } else { marks.mark(object) }
        {
            self.stack.push(object);
        }
    }

    /// Remembers to scan an object that is marked already: it has been written to since.
    pub fn grey(&mut self, object: ObjRef) {
        self.stack.push(object);
    }

    /// As [`Tracer::grey`], for some slots of an array.
    pub fn grey_slots(&mut self, array: ObjRef, slots: Range<usize>) {
        self.arrays.push(ArrayPart { array, start: slots.start, end: slots.end });
    }

    /// Of what is to be scanned, keeps what `keep` says.
    pub fn retain(&mut self, keep: impl Fn(ObjRef) -> bool) {
        self.stack.retain(|&object| keep(object));
        self.arrays.retain(|part| keep(part.array));
    }

    /// Marked objects that are to be scanned, some of them in part only.
    pub fn greys(&self) -> impl Iterator<Item = ObjRef> + '_ {
        self.stack.iter().copied().chain(self.arrays.iter().map(|part| part.array))
    }

    /// Scans until nothing is left.
    ///
    /// # Safety
    /// Every object reached is alive and whole, and nothing changes the heap meanwhile.
    pub unsafe fn drain(&mut self, types: &TypeTable, marks: &MarkBits) {
        // SAFETY: passed on.
        while unsafe { self.step(usize::MAX, types, marks) } {}
    }

    /// Scans about `budget` objects or chunks of arrays; true if something is left.
    ///
    /// # Safety
    /// As for [`Tracer::drain`].
    pub unsafe fn step(&mut self, budget: usize, types: &TypeTable, marks: &MarkBits) -> bool {
        // A queue between stack and scan gives the prefetch time to arrive.
        let mut queue = Queue::default();
        for _ in 0..budget {
            let ready = loop {
                match self.stack.pop() {
                    Some(object) => {
                        prefetch(object);
                        if let Some(ready) = queue.push(object) {
                            break Some(ready);
                        }
                    }
                    None => break queue.pop(),
                }
            };
            if let Some(object) = ready {
                // SAFETY: passed on.
                unsafe { self.scan(object, types, marks) };
            } else if let Some(part) = self.arrays.pop() {
                // SAFETY: passed on.
                unsafe { self.scan_part(part, types, marks) };
            } else {
                return false;
            }
        }
        while let Some(object) = queue.pop() {
            self.stack.push(object);
        }
        !self.is_done()
    }

    pub fn is_done(&self) -> bool {
        self.stack.is_empty() && self.arrays.is_empty()
    }

    /// Half of what is left, if there is enough to be worth another thread's while.
    pub fn split(&mut self) -> Option<Tracer<SHARED>> {
        let mut half = Tracer { stack: Vec::new(), arrays: Vec::new(), weak_holders: Vec::new() };
        if let Some(part) = self.arrays.iter_mut().find(|part| part.end - part.start >= 2 * ARRAY_CHUNK) {
            let middle = part.start.midpoint(part.end);
            half.arrays.push(ArrayPart { start: middle, ..*part });
            part.end = middle;
        } else if self.stack.len() >= WORTH_SPLITTING {
            // The older half: what was found first tends to lead to more.
            let newer = self.stack.split_off(self.stack.len() / 2);
            half.stack = core::mem::replace(&mut self.stack, newer);
        } else {
            return None;
        }
        Some(half)
    }

    /// Takes over what another tracer has left and found.
    pub fn absorb<const OTHER: bool>(&mut self, other: Tracer<OTHER>) {
        if self.stack.is_empty() {
            self.stack = other.stack;
        } else {
            self.stack.extend(other.stack);
        }
        self.arrays.extend(other.arrays);
        self.weak_holders.extend(other.weak_holders);
    }

    /// # Safety
    /// As for [`Tracer::drain`].
    #[inline(always)]
    unsafe fn scan(&mut self, object: ObjRef, types: &TypeTable, marks: &MarkBits) {
        // SAFETY: passed on.
        let trace = types.trace(unsafe { object.header() }.type_id());
        let mut mask = trace.mask;
        while mask != 0 {
            let word = mask.trailing_zeros() as usize;
            mask &= mask - 1;
            // SAFETY: the layout has a slot there.
            self.visit(unsafe { word_at(object, word * WORD_BYTES) }, marks);
        }
        if trace.weak {
            self.weak_holders.push(object);
        }
        if trace.array_length != 0 {
            // SAFETY: the layout has a length field there.
            let end = unsafe { word_at(object, trace.array_length as usize) }.bits() as usize;
            // SAFETY: passed on.
            unsafe { self.scan_array(ArrayPart { array: object, start: 0, end }, trace.array_base as usize, marks) };
        }
    }

    /// Scans part of an array, unless it has become one without slots since.
    ///
    /// # Safety
    /// As for [`Tracer::drain`].
    unsafe fn scan_part(&mut self, part: ArrayPart, types: &TypeTable, marks: &MarkBits) {
        // SAFETY: passed on.
        let trace = types.trace(unsafe { part.array.header() }.type_id());
        if trace.array_length != 0 {
            // SAFETY: passed on.
            unsafe { self.scan_array(part, trace.array_base as usize, marks) };
        }
    }

    /// Scans the first chunk, and remembers the rest.
    ///
    /// # Safety
    /// As for [`Tracer::drain`]; the slots of the array start at `base`.
    #[inline]
    unsafe fn scan_array(&mut self, part: ArrayPart, base: usize, marks: &MarkBits) {
        let ArrayPart { array, start, end } = part;
        let here = end.min(start + ARRAY_CHUNK);
        if here < end {
            self.arrays.push(ArrayPart { array, start: here, end });
        }
        for index in start..here {
            // SAFETY: below the array's length.
            self.visit(unsafe { word_at(array, base + index * WORD_BYTES) }, marks);
        }
    }
}

/// # Safety
/// `object` is alive and has a slot at `offset`.
#[inline(always)]
unsafe fn word_at(object: ObjRef, offset: usize) -> Word {
    // SAFETY: passed on.
    unsafe { SlotRef::new(object.as_non_null().byte_add(offset).cast()).get() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Heap, WeakBox};
    use gc_api::Layout;

    #[test]
    fn marks_exactly_what_is_reachable() {
        for seed in 1..20 {
            let heap = Heap::random(seed, 300);
            let from = heap.objects[1];
            let mut tracer: Tracer = Tracer::default();
            tracer.visit(from.word(), &heap.region.marks);
            // SAFETY: the heap is whole and stands still.
            unsafe { tracer.drain(&heap.types, &heap.region.marks) };
            assert_eq!(heap.marked(), heap.reachable(from), "seed {seed}");
        }
    }

    #[test]
    fn steps_of_any_size_and_halves_come_to_the_same() {
        for budget in [1, 2, 7, 100] {
            let heap = Heap::random(7, 500);
            let from = heap.objects[0];
            let mut tracer: Tracer = Tracer::default();
            tracer.visit(from.word(), &heap.region.marks);
            let mut steps = 0;
            // SAFETY: the heap is whole and stands still.
            while unsafe { tracer.step(budget, &heap.types, &heap.region.marks) } {
                steps += 1;
                if let Some(half) = tracer.split() {
                    tracer.absorb(half);
                }
            }
            assert!(tracer.is_done());
            assert!(steps >= heap.reachable(from).len() / budget / 2, "a step does about as much as it may");
            assert_eq!(heap.marked(), heap.reachable(from));
        }
    }

    #[test]
    fn weak_slots_are_noted_and_not_followed() {
        let mut heap = Heap::new();
        let target = heap.pair(None, None);
        let weak_box = heap.alloc(WeakBox::TYPE, 16);
        crate::testing::set(weak_box, 1, Some(target));
        let mut tracer: Tracer = Tracer::default();
        tracer.visit(weak_box.word(), &heap.region.marks);
        // SAFETY: the heap is whole and stands still.
        unsafe { tracer.drain(&heap.types, &heap.region.marks) };
        assert!(!heap.region.marks.is_marked(target));
        assert_eq!(tracer.weak_holders, [weak_box]);
    }
}
