//! A walk over everything reachable, the same for every collector: heap dumps, `get_objects`, `get_referrers`.
//!
//! It starts from the roots, so it sees no garbage, and it needs no collector. It runs at a safepoint, which the exclusive borrow of
//! the roots stands for; nothing may be allocated or written until it is over.

use std::collections::HashSet;
use std::hash::{BuildHasher, Hasher};

use crate::roots::Roots;
use crate::types::{TypeInfo, TypeTable};
use crate::word::{ObjRef, SlotRef, Word};

/// Calls `visit` once for every object in reach of the roots, with its layout.
///
/// # Safety
/// At a safepoint: every reachable object is alive and whole, as `types` describes it. `visit` reads only.
pub unsafe fn walk(roots: &mut dyn Roots, types: &TypeTable, visit: &mut dyn FnMut(ObjRef, &'static TypeInfo)) {
    let mut walk = Walk::default();
    // SAFETY: roots exist, and passed on.
    roots.all(&mut |slot| walk.reach(unsafe { slot.get() }));
    // SAFETY: passed on.
    unsafe { walk.run(types, visit) };
}

/// As [`walk`], from these words instead of the roots.
///
/// # Safety
/// As for [`walk`]; the words are current.
pub unsafe fn walk_from(words: &[Word], types: &TypeTable, visit: &mut dyn FnMut(ObjRef, &'static TypeInfo)) {
    let mut walk = Walk::default();
    words.iter().for_each(|&word| walk.reach(word));
    // SAFETY: passed on.
    unsafe { walk.run(types, visit) };
}

/// Calls `visit` with each object that `object` refers to strongly, as often as it does.
///
/// # Safety
/// `object` is alive and whole.
pub unsafe fn referents(object: ObjRef, types: &TypeTable, mut visit: impl FnMut(ObjRef)) {
    // SAFETY: passed on.
    unsafe {
        types.of(object).for_each_slot(object, |slot: SlotRef| {
            if let Some(target) = slot.get().as_ref() {
                visit(target);
            }
        });
    }
}

#[derive(Default)]
struct Walk {
    seen: HashSet<usize, AddressHash>,
    left: Vec<ObjRef>,
}

impl Walk {
    fn reach(&mut self, word: Word) {
        if let Some(object) = word.as_ref()
            && self.seen.insert(object.address())
        {
            self.left.push(object);
        }
    }

    /// # Safety
    /// As for [`walk`].
    unsafe fn run(&mut self, types: &TypeTable, visit: &mut dyn FnMut(ObjRef, &'static TypeInfo)) {
        while let Some(object) = self.left.pop() {
            // SAFETY: passed on.
            let info = unsafe { types.of(object) };
            visit(object, info);
            // SAFETY: passed on.
            unsafe { info.for_each_slot(object, |slot| self.reach(slot.get())) };
        }
    }
}

/// For maps keyed by addresses of objects: one multiplication spreads them, and nobody chooses them to collide.
#[derive(Copy, Clone, Default, Debug)]
pub struct AddressHash;

impl BuildHasher for AddressHash {
    type Hasher = AddressHasher;

    fn build_hasher(&self) -> AddressHasher {
        AddressHasher(0)
    }
}

/// See [`AddressHash`].
pub struct AddressHasher(u64);

impl Hasher for AddressHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.write_usize(byte.into()));
    }

    fn write_usize(&mut self, address: usize) {
        let product = (self.0 ^ address as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = product ^ (product >> 32);
    }
}
