//! Is the heap whole? Everything reachable is allocated, and every count is the number of references that were counted.
//!
//! The second half is what makes a missing barrier visible at once: the current slots of what is not logged, the old ones of what
//! is, and those of the dead that have not been given up add up to the counts, exactly.

use std::collections::{HashMap, HashSet};

use gc_api::walk::AddressHash;
use gc_api::{Corruption, Dead, ObjRef, Roots, SlotRef, TypeInfo, Word};

use crate::RefCount;
use crate::bits::{self, BUFFERED, DEAD, DRAINED, GREY, HELD, LARGE, LOGGED, NEW, QUEUED, ZERO, count, is_sticky};
use crate::large::{CARD_SLOTS, head_of};
use crate::log::{Part, each_in, is_carded};
use crate::shape::Shape;

type Objects = HashSet<ObjRef, AddressHash>;

struct Walk<'a> {
    heap: &'a RefCount,
    established: Vec<ObjRef>,
    immortal: Objects,
    /// What each object is, as far as it is allocated.
    known: PerObject<Known>,
    left: Vec<ObjRef>,
}

#[derive(Copy, Clone, Default)]
struct Known {
    established: bool,
    seen: bool,
    counted: u32,
}

/// Something for each object, in tables by piece of the address space: the heap is large, and asked about often.
#[derive(Default)]
struct PerObject<T>(HashMap<usize, Vec<T>, AddressHash>);

impl<T: Copy + Default> PerObject<T> {
    const PIECE: usize = 32 << 10;

    fn get(&self, object: ObjRef) -> T {
        let (piece, word) = (object.address() / Self::PIECE, object.address() % Self::PIECE / 8);
        self.0.get(&piece).map(|table| table[word]).unwrap_or_default()
    }

    fn of(&mut self, object: ObjRef) -> &mut T {
        let (piece, word) = (object.address() / Self::PIECE, object.address() % Self::PIECE / 8);
        &mut self.0.entry(piece).or_insert_with(|| vec![T::default(); Self::PIECE / 8])[word]
    }
}

impl RefCount {
    pub(crate) fn verify_heap(&self, roots: &mut dyn Roots) -> Result<(), Corruption> {
        self.verify_all(roots).map_err(|what| Corruption { what })
    }

    fn verify_all(&self, roots: &mut dyn Roots) -> Result<(), String> {
        let space = self.space.borrow();
        space.slabs.check()?;
        let mut established = Vec::new();
        let mut known = PerObject::<Known>::default();
        space.each_established(|object| {
            known.of(object).established = true;
            established.push(object);
        });
        let immortal = space.immortals.iter().collect();
        let mut walk = Walk { heap: self, established, immortal, known, left: Vec::new() };
        let mut result = Ok(());
        let mut check = |what: &str, word: Word| {
            if result.is_ok() {
                result = walk.reach(word).map_err(|problem| format!("{what}: {problem}"));
            }
        };
        for dead in &self.due {
            let (Dead::Finalise(object) | Dead::WeakCallback(object)) = *dead;
            check("queue of dead objects", object.word());
        }
        space.immortals.iter().for_each(|object| check("immortal objects", object.word()));
        // SAFETY: the virtual machine shows slots that exist.
        roots.stacks(&mut |slot| check("stack root", unsafe { slot.get() }));
        // SAFETY: as above.
        roots.tables(&mut |slot| check("root table", unsafe { slot.get() }));
        result?;
        let mut result = Ok(());
        // SAFETY: as above.
        roots.weak_tables(&mut |slot| {
            if result.is_ok() {
                result = walk.reach_weak(slot).map_err(|problem| format!("weak root table: {problem}"));
            }
        });
        result?;
        while let Some(object) = walk.left.pop() {
            walk.check_slots(object)?;
        }
        walk.check_tables()?;
        walk.check_counts()
    }
}

impl Walk<'_> {
    /// Checks the object a word refers to, and remembers to check its slots.
    fn reach(&mut self, word: Word) -> Result<(), String> {
        let Some(object) = word.as_ref() else { return Ok(()) };
        if !core::mem::replace(&mut self.known.of(object).seen, true) {
            self.check_object(object)?;
            self.left.push(object);
        }
        Ok(())
    }

    fn check_object(&self, object: ObjRef) -> Result<(), String> {
        let address = object.address();
        if !self.exists(&object) && !self.is_new(object) {
            return Err(format!("reference {address:#x} leads to nothing that is allocated"));
        }
        let info = self.layout(object)?;
        // SAFETY: the object is allocated and its layout known.
        let bytes = unsafe { info.bytes_of(object) };
        let room = if bits::has(object, LARGE) { head_of(object).object_bytes() } else { gc_api::SMALL_BYTES };
        if bytes > room {
            return Err(format!("{} at {address:#x} says it has {bytes} bytes, in room for {room}", info.name));
        }
        if bits::has(object, DEAD) || self.heap.is_swept_away(object) {
            return Err(format!("{} at {address:#x} was found dead, and is reachable", info.name));
        }
        Ok(())
    }

    /// Whether a new object may lie there: in what was handed out since the last epoch and not since retired.
    fn is_new(&self, object: ObjRef) -> bool {
        let address = object.address();
        let space = self.heap.space.borrow();
        let handed = self.heap.handed.borrow().iter().any(|run| run.contains(&address));
        let small = handed && !self.heap.runs.iter().any(|run| run.holds(address));
        small || space.large.holds(address)
    }

    fn layout(&self, object: ObjRef) -> Result<&'static TypeInfo, String> {
        // SAFETY: the object is allocated, so its header can be read.
        let id = unsafe { object.header() }.type_id();
        let unknown = || format!("object {:#x} has unknown layout {}", object.address(), id.0);
        self.heap.types.lookup(id).ok_or_else(unknown)
    }

    fn check_slots(&mut self, object: ObjRef) -> Result<(), String> {
        let info = self.layout(object)?;
        // SAFETY: the object was checked.
        let weak = unsafe { gc_parts::weak::weak_slot(object, self.heap.types) };
        let mut result = Ok(());
        let mut check = |slot: SlotRef| {
            if result.is_ok() {
                // SAFETY: the slot lies in an object that was checked.
                result = self.reach(unsafe { slot.get() }).map_err(|problem| {
                    let offset = slot.address() - object.address();
                    format!("{} at {:#x}, offset {offset}: {problem}", info.name, object.address())
                });
            }
        };
        // SAFETY: the object was checked.
        unsafe { info.for_each_slot(object, &mut check) };
        result?;
        let Some(slot) = weak else { return Ok(()) };
        self.reach_weak(slot)
            .map_err(|problem| format!("{} at {:#x}, weak slot: {problem}", info.name, object.address()))
    }

    /// A weak slot may still lead to what the sweep is about to find dead; nobody gets that from it any more.
    fn reach_weak(&mut self, slot: SlotRef) -> Result<(), String> {
        // SAFETY: callers pass slots of objects that were checked, or of roots.
        let word = unsafe { slot.get() };
        match word.as_ref() {
            Some(referent) if self.known.get(referent).established && self.heap.is_swept_away(referent) => Ok(()),
            _ => self.reach(word),
        }
    }

    fn exists(&self, object: &ObjRef) -> bool {
        self.known.get(*object).established || self.immortal.contains(object)
    }

    /// The collector's own lists.
    fn check_tables(&self) -> Result<(), String> {
        let counting = &self.heap.counting;
        let zeros: Objects = counting.zeros.iter().copied().collect();
        for &object in &self.established {
            let (bits, address) = (bits::load(object), object.address());
            if (bits & ZERO != 0) != zeros.contains(&object) {
                return Err(format!(
                    "object {address:#x} is in the zero-count table or not, and its header says otherwise"
                ));
            }
            if bits & NEW != 0 || bits & GREY != 0 {
                return Err(format!("object {address:#x} is established, and its header {bits:#x} says new or grey"));
            }
            if count(bits) == 0 && bits & (DEAD | ZERO | QUEUED) == 0 {
                return Err(format!("object {address:#x} has no count, and is in no table that would free it"));
            }
            if bits & (DRAINED | BUFFERED) == DRAINED {
                return Err(format!("object {address:#x} is dead and nothing is left of it, but it is not freed"));
            }
            if bits & DEAD != 0 && bits & HELD != 0 {
                return Err(format!("object {address:#x} is held, and was found dead"));
            }
        }
        for (what, list, flag) in
            [("zero-count table", &counting.zeros, ZERO), ("candidates", &self.heap.cycles.candidates, BUFFERED)]
        {
            if let Some(object) = list.iter().find(|object| !self.exists(object) || !bits::has(**object, flag)) {
                return Err(format!("{what}: {:#x} is freed, or does not belong here", object.address()));
            }
        }
        for (referent, holders) in self.heap.tables.borrow().holders() {
            if let Some(object) = holders.iter().chain([&referent]).find(|object| !self.exists(object)) {
                return Err(format!("table of weak slots: {:#x} is freed", object.address()));
            }
        }
        Ok(())
    }

    /// Adds all references that were counted up and compares.
    fn check_counts(mut self) -> Result<(), String> {
        let mut known = core::mem::take(&mut self.known);
        let mut freed = None;
        let mut add = |target: ObjRef| {
            let known = known.of(target);
            known.counted += 1;
            if !known.established && !self.immortal.contains(&target) {
                freed = Some(target);
            }
        };
        let partial: HashMap<ObjRef, usize, AddressHash> = self.heap.dying.arrays.iter().copied().collect();
        for &object in self.established.iter().chain(&self.immortal) {
            let bits = bits::load(object);
            if bits & DRAINED != 0 {
                continue;
            }
            self.layout(object)?;
            // SAFETY: established objects are whole.
            let shape = unsafe { Shape::of(object, self.heap.types) };
            if let Some(&from) = partial.get(&object) {
                // SAFETY: as above.
                unsafe { shape.each_element(object, from..shape.length, &mut add) };
            } else if bits & LOGGED != 0 {
                // What it held when the epoch began is in the log.
            } else if is_carded(object) {
                for card in 0..=(shape.length.div_ceil(CARD_SLOTS) as u32) {
                    if !head_of(object).is_card_logged(card) {
                        // SAFETY: as above.
                        unsafe { each_in(object, &shape, Part::Card(card), &mut add) };
                    }
                }
            } else {
                // SAFETY: as above.
                unsafe { each_in(object, &shape, Part::All, &mut add) };
            }
        }
        self.heap.log.borrow().old.iter().for_each(|&target| add(target));
        if let Some(object) = freed {
            return Err(format!("a counted reference leads to {:#x}, which is freed", object.address()));
        }
        for &object in &self.established {
            let bits = bits::load(object);
            let expected = known.get(object).counted;
            if !is_sticky(bits) && count(bits) != expected && bits & DRAINED == 0 {
                let name = self.layout(object)?.name;
                let address = object.address();
                return Err(format!("{name} at {address:#x} has count {}, referred to {expected} times", count(bits)));
            }
        }
        Ok(())
    }
}
