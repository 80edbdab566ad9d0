//! A heap of pairs and arrays for the unit tests of this crate, and a plain way to find what is reachable in it.

use std::collections::HashSet;

use gc_api::{Header, Layout, ObjRef, SlotRef, TypeId, TypeInfo, TypeTable, Word, layout};

use crate::cells::{Cells, Run};
use crate::classes::{CLASSES, MAX_CELL_BYTES, cell_bytes, class_of};
use crate::large::LargeObjects;
use crate::region::Region;

layout! {
    pub struct Pair(TypeId(1)) {
        left: Ref,
        right: Ref,
    }
}

layout! {
    pub struct Array(TypeId(2)) {
        length: Raw<usize>,
    }
    words length
}

layout! {
    pub struct WeakBox(TypeId(3)) {
        target: Weak,
    }
    weak target
}

pub struct Heap {
    pub region: Region,
    pub cells: Cells,
    pub large: LargeObjects,
    pub runs: [Run; CLASSES],
    pub types: TypeTable,
    pub objects: Vec<ObjRef>,
}

impl Heap {
    pub fn new() -> Heap {
        static TYPES: &[(TypeId, &TypeInfo)] =
            &[(Pair::TYPE, &Pair::INFO), (Array::TYPE, &Array::INFO), (WeakBox::TYPE, &WeakBox::INFO)];
        Heap {
            region: Region::new(256 << 20).unwrap(),
            cells: Cells::default(),
            large: LargeObjects::default(),
            runs: core::array::from_fn(|_| Run::default()),
            types: TypeTable::new(&[TYPES]),
            objects: Vec::new(),
        }
    }

    pub fn alloc(&mut self, ty: TypeId, bytes: usize) -> ObjRef {
        let memory = if bytes <= MAX_CELL_BYTES {
            let class = class_of(bytes);
            let run = &self.runs[class];
            run.take(cell_bytes(class)).unwrap_or_else(|| {
                let swept = self.cells.next_run(class, &self.region);
                let (start, bytes) = swept.unwrap_or_else(|| self.cells.fresh_run(class, &mut self.region).unwrap());
                run.set(start, bytes);
                run.take(cell_bytes(class)).unwrap()
            })
        } else {
            self.large.alloc(bytes, &mut self.region).unwrap()
        };
        // SAFETY: memory just handed out, of that many bytes.
        unsafe {
            memory.as_ptr().write_bytes(0, bytes);
            memory.cast::<Header>().write(Header::new(ty, 0));
        }
        let object = ObjRef::new(memory.cast());
        self.objects.push(object);
        object
    }

    pub fn pair(&mut self, left: Option<ObjRef>, right: Option<ObjRef>) -> ObjRef {
        let pair = self.alloc(Pair::TYPE, 24);
        set(pair, 1, left);
        set(pair, 2, right);
        pair
    }

    pub fn array(&mut self, length: usize) -> ObjRef {
        let array = self.alloc(Array::TYPE, Array::INFO.bytes_for(length));
        // SAFETY: the length field of a new array.
        unsafe { slot(array, 1).set(Word::from_bits(length as u64)) };
        array
    }

    /// Everything in reach of an object.
    pub fn reachable(&self, from: ObjRef) -> HashSet<ObjRef> {
        let mut seen = HashSet::from([from]);
        let mut left = vec![from];
        while let Some(object) = left.pop() {
            // SAFETY: the tests free nothing they still refer to.
            unsafe {
                self.types.of(object).for_each_slot(object, |slot| {
                    if let Some(target) = slot.get().as_ref()
                        && seen.insert(target)
                    {
                        left.push(target);
                    }
                });
            }
        }
        seen
    }

    pub fn marked(&self) -> HashSet<ObjRef> {
        self.objects.iter().copied().filter(|&object| self.region.marks.is_marked(object)).collect()
    }

    /// A random graph of pairs and arrays, one of them big, all by one seed; the first object is a big array.
    pub fn random(seed: u64, count: usize) -> Heap {
        let mut heap = Heap::new();
        let mut random = Random(seed);
        heap.array(20_000);
        for _ in 0..count {
            if random.below(20) == 0 {
                let length = random.below(3000);
                heap.array(length);
            } else {
                heap.pair(None, None);
            }
        }
        for index in 0..heap.objects.len() {
            let object = heap.objects[index];
            // SAFETY: the object is alive.
            let slots = match unsafe { object.header() }.type_id() {
                Pair::TYPE => 1..3,
                // SAFETY: as above.
                _ => 2..2 + unsafe { Array::INFO.length_of(object) },
            };
            for word in slots {
                if random.below(3) == 0 {
                    let target = heap.objects[random.below(heap.objects.len())];
                    set(object, word, Some(target));
                }
            }
        }
        heap
    }
}

pub fn slot(object: ObjRef, word: usize) -> SlotRef {
    // SAFETY: the tests name words of the object.
    SlotRef::new(unsafe { object.as_non_null().add(word) }.cast())
}

pub fn set(object: ObjRef, word: usize, target: Option<ObjRef>) {
    // SAFETY: the object is alive.
    unsafe { slot(object, word).set(target.map_or(Word::ZERO, ObjRef::word)) };
}

/// A small generator of numbers that look random (xorshift).
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % end
    }
}
