//! Size and slots of each layout in sixteen bytes, which is what copying an object reads of it.

use gc_api::{ObjRef, SlotRef, TypeId, TypeTable, Variable, WORD_BYTES};

/// See the module documentation.
#[derive(Copy, Clone, Debug)]
#[repr(C, align(16))]
pub struct Shape {
    /// Bit `n`: the word `n` of the object is a slot.
    mask: u64,
    fixed_bytes: u32,
    /// Offset of the length field; zero: there is no variable part.
    length: u16,
    /// The variable part has `length << shift` bytes.
    shift: u8,
    flags: u8,
}

/// The variable part consists of slots.
const SLOTS: u8 = 1;
/// There is a weak slot.
const WEAK: u8 = 2;
const KNOWN: u8 = 4;

impl Shape {
    const UNKNOWN: Shape = Shape { mask: 0, fixed_bytes: 0, length: 0, shift: 0, flags: 0 };

    /// Bytes the object has.
    ///
    /// # Safety
    /// `object` is whole and of this layout.
    #[inline(always)]
    pub unsafe fn bytes_of(self, object: ObjRef) -> usize {
        let fixed = self.fixed_bytes as usize;
        if self.length == 0 {
            return fixed;
        }
        // SAFETY: the layout has a length field there.
        let length = unsafe { self.length_of(object) };
        fixed + ((length << self.shift).next_multiple_of(WORD_BYTES))
    }

    /// # Safety
    /// `object` is whole and of this layout, which has a length field.
    #[inline(always)]
    unsafe fn length_of(self, object: ObjRef) -> usize {
        // SAFETY: passed on.
        unsafe { object.as_ptr().byte_add(self.length as usize).cast::<usize>().read() }
    }

    #[inline(always)]
    pub fn has_slots(self) -> bool {
        self.mask != 0 || self.flags & SLOTS != 0
    }

    #[inline(always)]
    pub fn has_weak_slot(self) -> bool {
        self.flags & WEAK != 0
    }

    /// Slots in the variable part: address of the first, and how many.
    ///
    /// # Safety
    /// `object` is whole and of this layout.
    #[inline(always)]
    pub unsafe fn array(self, object: ObjRef) -> (usize, usize) {
        // SAFETY: passed on; arrays have a length field.
        let count = if self.flags & SLOTS != 0 { unsafe { self.length_of(object) } } else { 0 };
        (object.address() + self.fixed_bytes as usize, count)
    }

    /// Calls `visit` with every slot.
    ///
    /// # Safety
    /// `object` is whole and of this layout.
    #[inline(always)]
    pub unsafe fn for_each_slot(self, object: ObjRef, mut visit: impl FnMut(SlotRef)) {
        let mut mask = self.mask;
        while mask != 0 {
            let word = mask.trailing_zeros() as usize;
            mask &= mask - 1;
            // SAFETY: the layout has a slot there.
            visit(unsafe { slot_at(object.address() + word * WORD_BYTES) });
        }
        if self.flags & SLOTS != 0 {
            // SAFETY: passed on.
            let (first, count) = unsafe { self.array(object) };
            for index in 0..count {
                // SAFETY: the array has that many slots.
                visit(unsafe { slot_at(first + index * WORD_BYTES) });
            }
        }
    }

    /// Calls `visit` with every slot of the fixed part that lies in a range of addresses.
    ///
    /// # Safety
    /// As for [`Shape::for_each_slot`].
    pub unsafe fn for_fixed_slots_in(
        self,
        object: ObjRef,
        addresses: &core::ops::Range<usize>,
        mut visit: impl FnMut(SlotRef),
    ) {
        let fixed = Shape { flags: self.flags & !SLOTS, ..self };
        // SAFETY: passed on.
        unsafe {
            fixed.for_each_slot(object, |slot| {
                if addresses.contains(&slot.address()) {
                    visit(slot);
                }
            });
        }
    }

    /// The slots of the array that lie in a range of addresses, by index.
    ///
    /// # Safety
    /// As for [`Shape::for_each_slot`].
    pub unsafe fn array_slots_in(self, object: ObjRef, addresses: &core::ops::Range<usize>) -> core::ops::Range<usize> {
        // SAFETY: passed on.
        let (first, count) = unsafe { self.array(object) };
        let index = |address: usize| (address.saturating_sub(first) / WORD_BYTES).min(count);
        index(addresses.start)..index(addresses.end)
    }
}

/// # Safety
/// There is a slot at this address.
#[inline(always)]
pub unsafe fn slot_at(address: usize) -> SlotRef {
    // SAFETY: slots do not lie at zero.
    SlotRef::new(unsafe { core::ptr::NonNull::new_unchecked(address as *mut gc_api::Slot) })
}

/// The shapes of all layouts, by id.
#[derive(Debug)]
pub struct Shapes(Box<[Shape]>);

impl Shapes {
    /// # Panics
    /// If the variable part of a layout does not start where its fixed part ends: a mistake in the program, found at its start.
    pub fn new(types: &TypeTable) -> Shapes {
        let mut shapes = Vec::new();
        for (id, info) in types.iter() {
            let index = id.0 as usize;
            if shapes.len() <= index {
                shapes.resize(index + 1, Shape::UNKNOWN);
            }
            let (length, base, shift, slots) = match info.variable {
                Variable::None => (0, info.fixed_bytes, 0, 0),
                Variable::Words { length, base } => (length, base.into(), 3, SLOTS),
                Variable::Bytes { length, base, shift } => (length, base.into(), shift, 0),
            };
            assert_eq!(base, info.fixed_bytes, "the variable part of {} starts where the fixed part ends", info.name);
            let weak = if info.weak.is_some() { WEAK } else { 0 };
            let flags = KNOWN | slots | weak;
            shapes[index] = Shape { mask: info.slots.mask(), fixed_bytes: info.fixed_bytes, length, shift, flags };
        }
        Shapes(shapes.into())
    }

    /// # Panics
    /// If no layout has this id: the header is corrupt.
    #[inline(always)]
    pub fn get(&self, id: TypeId) -> Shape {
        match self.0.get(id.0 as usize) {
            Some(&shape) if shape.flags & KNOWN != 0 => shape,
            _ => unknown(id),
        }
    }

    /// The shape of a whole object.
    ///
    /// # Safety
    /// `object` is alive, or whole.
    #[inline(always)]
    pub unsafe fn of(&self, object: ObjRef) -> Shape {
        // SAFETY: passed on.
        self.get(unsafe { object.header() }.type_id())
    }
}

#[cold]
fn unknown(id: TypeId) -> ! {
    panic!("corrupt heap: no layout has id {}", id.0)
}

const _: () = assert!(core::mem::size_of::<Shape>() == 16);
