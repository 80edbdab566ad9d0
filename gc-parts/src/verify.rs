//! The walk of `verify`, the same for every collector: everything in reach of the roots, the queue of the dead and the immortals lies where its
//! collector may have put an object, has a known layout and room for its size, and no two objects overlap.
//!
//! What else must hold is the collector's own: its [`Rules`].

use core::ops::Range;
use std::collections::HashMap;

use gc_api::walk::AddressHash;
use gc_api::{Dead, MIN_OBJECT_BYTES, ObjRef, Roots, SlotRef, TypeInfo, TypeTable, Word};

use crate::classes::cell_bytes;
use crate::region::{BlockKind, Region};

/// What the walk asks of the collector. Objects it asks about are allocated, and of a known layout, but for [`Rules::room_at`].
pub trait Rules {
    /// How many bytes an object that starts at this place may have; or why none can, in words. Nothing is known of the place yet.
    fn room_at(&self, place: ObjRef) -> Result<usize, String>;

    /// The collector's invariants of one object.
    fn check_object(&self, object: ObjRef, info: &TypeInfo) -> Result<(), String> {
        let _ = (object, info);
        Ok(())
    }

    /// Those of an object and one that it refers to.
    fn check_edge(&self, edge: Edge) -> Result<(), String> {
        let _ = edge;
        Ok(())
    }

    /// Whether a weak slot may still lead to this object, since nobody gets it from there any more.
    fn is_gone(&self, referent: ObjRef) -> bool {
        let _ = referent;
        false
    }
}

/// A slot of an object, and where it leads.
#[derive(Copy, Clone, Debug)]
pub struct Edge {
    pub holder: ObjRef,
    pub slot: SlotRef,
    pub target: ObjRef,
    pub is_weak: bool,
}

/// Checks everything in reach. At a safepoint.
///
/// # Errors
/// What is wrong and where, as precisely as can be told.
pub fn walk<'a>(
    rules: &impl Rules,
    types: &TypeTable,
    due: impl IntoIterator<Item = &'a Dead>,
    immortals: impl IntoIterator<Item = ObjRef>,
    roots: &mut dyn Roots,
) -> Result<(), String> {
    let mut walk = Walk { rules, types, extents: PerObject::default(), left: Vec::new() };
    let mut result = Ok(());
    let mut check = |what: &str, word: Word, is_weak: bool| {
        if result.is_ok() {
            result = walk.reach(word, is_weak).map_err(|problem| format!("{what}: {problem}"));
        }
    };
    for &(Dead::Finalise(object) | Dead::WeakCallback(object)) in due {
        check("queue of dead objects", object.word(), false);
    }
    immortals.into_iter().for_each(|object| check("immortal objects", object.word(), false));
    // SAFETY: the virtual machine shows slots that exist.
    roots.stacks(&mut |slot| check("stack root", unsafe { slot.get() }, false));
    // SAFETY: as above.
    roots.tables(&mut |slot| check("root table", unsafe { slot.get() }, false));
    // SAFETY: as above.
    roots.weak_tables(&mut |slot| check("weak root table", unsafe { slot.get() }, true));
    result?;
    while let Some((object, info)) = walk.left.pop() {
        walk.check_slots(object, info)?;
    }
    Ok(())
}

struct Walk<'a, R> {
    rules: &'a R,
    types: &'a TypeTable,
    /// Of each word, which part of an object seen it is.
    extents: PerObject<Extent>,
    left: Vec<(ObjRef, &'static TypeInfo)>,
}

#[derive(Copy, Clone, PartialEq, Eq, Default)]
enum Extent {
    #[default]
    Outside,
    Start,
    Inside,
}

impl<R: Rules> Walk<'_, R> {
    /// Checks the object a word refers to, and remembers to check its slots.
    fn reach(&mut self, word: Word, is_weak: bool) -> Result<(), String> {
        let Some(object) = word.as_ref() else { return Ok(()) };
        if self.extents.get(object.address()) == Extent::Start || is_weak && self.rules.is_gone(object) {
            return Ok(());
        }
        let (info, bytes) = self.check_object(object)?;
        self.check_extent(object, bytes)?;
        self.left.push((object, info));
        Ok(())
    }

    /// Returns its layout and size.
    fn check_object(&self, object: ObjRef) -> Result<(&'static TypeInfo, usize), String> {
        let address = object.address();
        let room = self.rules.room_at(object)?;
        if room < MIN_OBJECT_BYTES {
            return Err(format!("reference {address:#x} leads behind the last object"));
        }
        // SAFETY: there is room for an object, so there is a header.
        let id = unsafe { object.header() }.type_id();
        let info = self.types.lookup(id).ok_or_else(|| format!("object {address:#x} has unknown layout {}", id.0))?;
        self.rules.check_object(object, info)?;
        // SAFETY: an object of a known layout.
        let bytes = unsafe { info.bytes_of(object) };
        if bytes > room {
            return Err(format!("{} at {address:#x} says it has {bytes} bytes, in room for {room}", info.name));
        }
        Ok((info, bytes))
    }

    fn check_extent(&mut self, object: ObjRef, bytes: usize) -> Result<(), String> {
        let start = object.address();
        if self.extents.get(start) == Extent::Inside {
            return Err(format!("reference {start:#x} leads into an object"));
        }
        *self.extents.of(start) = Extent::Start;
        let other = self.extents.replace(start + 8..start + bytes, Extent::Inside);
        match other {
            None => Ok(()),
            Some(other) => Err(format!("the object at {start:#x}, of {bytes} bytes, reaches into one at {other:#x}")),
        }
    }

    fn check_slots(&mut self, object: ObjRef, info: &TypeInfo) -> Result<(), String> {
        // SAFETY: the object was checked.
        let weak = unsafe { crate::weak::weak_slot(object, self.types) };
        let mut result = Ok(());
        let mut check = |slot: SlotRef, is_weak: bool| {
            if result.is_ok() {
                result = self.check_slot(object, slot, is_weak).map_err(|problem| {
                    let offset = slot.address() - object.address();
                    format!("{} at {:#x}, offset {offset}: {problem}", info.name, object.address())
                });
            }
        };
        // SAFETY: as above.
        unsafe { info.for_each_slot(object, |slot| check(slot, false)) };
        weak.into_iter().for_each(|slot| check(slot, true));
        result
    }

    fn check_slot(&mut self, holder: ObjRef, slot: SlotRef, is_weak: bool) -> Result<(), String> {
        // SAFETY: the slot lies in an object that was checked.
        let word = unsafe { slot.get() };
        self.reach(word, is_weak)?;
        match word.as_ref() {
            Some(target) => self.rules.check_edge(Edge { holder, slot, target, is_weak }),
            None => Ok(()),
        }
    }
}

/// Something for each object by its address, in tables by piece of the address space: the heap is large, and asked about often.
#[derive(Default)]
pub struct PerObject<T>(HashMap<usize, Vec<T>, AddressHash>);

/// Bytes of a piece.
const PIECE: usize = 32 << 10;

impl<T: Copy + Default> PerObject<T> {
    pub fn get(&self, address: usize) -> T {
        self.0.get(&(address / PIECE)).map(|table| table[address % PIECE / 8]).unwrap_or_default()
    }

    pub fn of(&mut self, address: usize) -> &mut T {
        &mut self.table(address)[address % PIECE / 8]
    }

    fn table(&mut self, address: usize) -> &mut Vec<T> {
        self.0.entry(address / PIECE).or_insert_with(|| vec![T::default(); PIECE / 8])
    }

    /// For each word in a range of addresses. Returns the first that had something already.
    fn replace(&mut self, words: Range<usize>, value: T) -> Option<usize>
    where
        T: PartialEq,
    {
        let mut start = words.start;
        while start < words.end {
            let end = words.end.min((start / PIECE + 1) * PIECE);
            let piece = &mut self.table(start)[start % PIECE / 8..][..(end - start) / 8];
            if let Some(taken) = piece.iter().position(|old| *old != T::default()) {
                return Some(start + taken * 8);
            }
            piece.fill(value);
            start = end;
        }
        None
    }
}

/// [`Rules::room_at`] in a region. `is_allocated` is told block, class and offset of what should be a cell.
///
/// # Errors
/// If no object can start there.
pub fn room_in(
    region: &Region,
    place: ObjRef,
    is_allocated: impl FnOnce(usize, usize, usize) -> bool,
) -> Result<usize, String> {
    let address = place.address();
    let Some(block) = region.block_of(address) else {
        return Err(format!("reference {address:#x} leads outside the heap"));
    };
    let offset = address - region.start_of(block).as_ptr() as usize;
    match region.kind_of(block) {
        BlockKind::Free => Err(format!("reference {address:#x} leads to a free block")),
        BlockKind::LargeHead if offset == 0 => Ok(region.bytes_of_large(block)),
        BlockKind::LargeHead | BlockKind::LargeTail => Err(format!("reference {address:#x} leads into a large object")),
        BlockKind::Immortal => Ok(usize::MAX),
        BlockKind::Cells(class) => {
            let bytes = cell_bytes(class.into());
            if is_allocated(block, class.into(), offset) {
                Ok(bytes)
            } else {
                Err(format!("reference {address:#x} leads to a free cell of {bytes} bytes"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_over_several_pieces_is_taken_once() {
        let mut taken = PerObject::<bool>::default();
        let start = 7 * PIECE - 64;
        assert_eq!(taken.replace(start..start + 2 * PIECE, true), None);
        assert!(taken.get(start) && taken.get(start + 2 * PIECE - 8));
        assert!(!taken.get(start - 8) && !taken.get(start + 2 * PIECE));
        assert_eq!(taken.replace(start - 16..start + 8, true), Some(start));
    }
}
