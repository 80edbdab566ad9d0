//! The collector's half of the header, and what is left in a place an object has moved from.

use core::sync::atomic::Ordering;

use gc_api::{Header, ObjRef, TypeId};

/// The barrier is armed: the object is old, and not remembered since the last minor collection. One with cards stays armed.
pub const ARMED: u32 = 1;
/// The object is large: the barrier notes the cards written to.
pub const CARDS: u32 = 2;
/// In the list of objects with dirty cards.
pub const DIRTY: u32 = 4;
/// Young, although it lies in the old generation: new large objects.
pub const YOUNG: u32 = 8;
/// Young, and its place in the old generation is reserved: somebody knows it as the object's identity.
pub const PLACE_RESERVED: u32 = 16;
/// Found dead at a minor collection, but in reach of something to be finalised. During that collection only.
pub const REACHED: u32 = 32;
/// `next_dead` is to hand the object out.
pub const FINALISABLE: u32 = 64;
/// In a table of finalisable objects. Stays when the finaliser is cleared, until the next collection.
pub const LISTED: u32 = 128;
/// A callback is due when the object's weak slot is cleared.
pub const WEAK_CALLBACK: u32 = 256;

/// What an object keeps when it is copied.
const KEPT: u32 = FINALISABLE | LISTED | WEAK_CALLBACK;

/// Of the whole header: the object has moved, and the other bits are its address.
const FORWARDED: u64 = 1 << 63;

/// Does the object have one of these bits?
///
/// # Safety
/// `object` is alive, or whole.
#[inline(always)]
pub unsafe fn has(object: ObjRef, bits: u32) -> bool {
    // SAFETY: passed on.
    unsafe { object.header() }.gc().load(Ordering::Relaxed) & bits != 0
}

/// Sets bits; true if none of them was set. Not for several threads.
///
/// # Safety
/// As for [`has`].
#[inline(always)]
pub unsafe fn set(object: ObjRef, bits: u32) -> bool {
    // SAFETY: passed on.
    let gc = unsafe { object.header() }.gc();
    let old = gc.load(Ordering::Relaxed);
    gc.store(old | bits, Ordering::Relaxed);
    old & bits == 0
}

/// Clears bits; true if one of them was set. Not for several threads.
///
/// # Safety
/// As for [`has`].
#[inline(always)]
pub unsafe fn clear(object: ObjRef, bits: u32) -> bool {
    // SAFETY: passed on.
    let gc = unsafe { object.header() }.gc();
    let old = gc.load(Ordering::Relaxed);
    gc.store(old & !bits, Ordering::Relaxed);
    old & bits != 0
}

/// The header of a young object, or what its copy left there.
#[derive(Copy, Clone)]
pub struct YoungHeader(u64);

impl YoungHeader {
    /// # Safety
    /// `object` was allocated in the nursery since the last minor collection.
    #[inline(always)]
    pub unsafe fn of(object: ObjRef) -> YoungHeader {
        // SAFETY: the header is eight bytes, and nothing else runs.
        YoungHeader(unsafe { object.as_ptr().cast::<u64>().read() })
    }

    /// Where the object is now, if it has moved.
    #[inline(always)]
    pub fn forwarded(self) -> Option<ObjRef> {
        if self.0 & FORWARDED == 0 {
            return None;
        }
        let address = (self.0 & !FORWARDED) as *mut Header;
        // SAFETY: the address of an object, which is not null, was put there.
        Some(ObjRef::new(unsafe { core::ptr::NonNull::new_unchecked(address) }))
    }

    /// Of an object that has not moved.
    #[inline(always)]
    pub fn type_id(self) -> TypeId {
        TypeId(self.0 as u32)
    }

    #[inline(always)]
    pub fn place_reserved(self) -> bool {
        self.0 >> 32 & u64::from(PLACE_RESERVED) != 0
    }

    /// The header of the copy.
    #[inline(always)]
    pub fn promoted(self) -> u64 {
        self.0 & (u64::from(KEPT) << 32 | 0xffff_ffff) | u64::from(ARMED) << 32
    }
}

/// Leaves the new address in the old place.
///
/// # Safety
/// `from` is a young object that was copied to `to`.
#[inline(always)]
pub unsafe fn forward(from: ObjRef, to: ObjRef) {
    // SAFETY: nobody reads the old copy any more, but for this.
    unsafe { from.as_ptr().cast::<u64>().write(to.address() as u64 | FORWARDED) };
}
