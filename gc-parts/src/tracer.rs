//! Marking by one thread, with an explicit stack: no structure of the program can overflow the native one.

use core::ptr::NonNull;

use gc_api::{ObjRef, SlotRef, TypeInfo, TypeTable, Variable, WORD_BYTES, Word};

use crate::marks::MarkBits;

/// Slots of an array scanned before what they led to is.
pub const ARRAY_CHUNK: usize = 1024;

/// Objects between prefetch and scan.
const PREFETCH_DISTANCE: usize = 8;

/// What is left to scan.
#[derive(Debug, Default)]
pub struct Tracer {
    stack: Vec<ObjRef>,
    /// Big arrays and the first index not scanned.
    arrays: Vec<(ObjRef, usize)>,
    /// Objects marked whose layout has a weak slot.
    pub weak_holders: Vec<ObjRef>,
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

impl Tracer {
    /// Marks what a word refers to and remembers to scan it.
    #[inline(always)]
    pub fn visit(&mut self, word: Word, marks: &MarkBits) {
        if let Some(object) = word.as_ref()
            && marks.mark(object)
        {
            self.stack.push(object);
        }
    }

    /// Scans until nothing is left.
    ///
    /// # Safety
    /// Every object reached is alive and whole, and nothing else runs in the heap.
    pub unsafe fn drain(&mut self, types: &TypeTable, marks: &MarkBits) {
        // A queue between stack and scan gives the prefetch time to arrive.
        let mut queue = Queue::default();
        loop {
            while let Some(object) = self.stack.pop() {
                prefetch(object);
                if let Some(ready) = queue.push(object) {
                    // SAFETY: passed on.
                    unsafe { self.scan(ready, types, marks) };
                }
            }
            if let Some(ready) = queue.pop() {
                // SAFETY: passed on.
                unsafe { self.scan(ready, types, marks) };
            } else if let Some((array, start)) = self.arrays.pop() {
                // SAFETY: passed on.
                unsafe { self.scan_array(array, start, types, marks) };
            } else {
                return;
            }
        }
    }

    /// # Safety
    /// As for [`Tracer::drain`].
    #[inline(always)]
    unsafe fn scan(&mut self, object: ObjRef, types: &TypeTable, marks: &MarkBits) {
        // SAFETY: passed on.
        let info = unsafe { types.of(object) };
        if info.weak.is_some() {
            self.weak_holders.push(object);
        }
        for &offset in info.slots.as_slice() {
            // SAFETY: the offset lies in the object.
            self.visit(unsafe { word_at(object, offset as usize) }, marks);
        }
        if let Variable::Words { .. } = info.variable {
            // SAFETY: passed on.
            unsafe { self.scan_array(object, 0, types, marks) };
        }
    }

    /// Scans one chunk of an array from `start` on, and remembers the rest.
    ///
    /// # Safety
    /// As for [`Tracer::drain`]; the layout has word slots in its variable part.
    unsafe fn scan_array(&mut self, array: ObjRef, start: usize, types: &TypeTable, marks: &MarkBits) {
        // SAFETY: passed on.
        let (first, length) = unsafe { array_slots(types.of(array), array) };
        let end = length.min(start + ARRAY_CHUNK);
        if end < length {
            self.arrays.push((array, end));
        }
        for index in start..end {
            // SAFETY: below the array's length.
            self.visit(unsafe { word_at(array, first + index * WORD_BYTES) }, marks);
        }
    }
}

/// Offset of the first slot of the variable part of an object, and their number.
///
/// # Safety
/// `array` is alive and has this layout.
#[inline(always)]
pub unsafe fn array_slots(info: &TypeInfo, array: ObjRef) -> (usize, usize) {
    match info.variable {
        // SAFETY: passed on.
        Variable::Words { base, .. } => (base as usize, unsafe { info.length_of(array) }),
        _ => (0, 0),
    }
}

/// # Safety
/// `object` is alive and has a slot at `offset`.
#[inline(always)]
unsafe fn word_at(object: ObjRef, offset: usize) -> Word {
    // SAFETY: passed on.
    unsafe { SlotRef::new(object.as_non_null().byte_add(offset).cast()).get() }
}
