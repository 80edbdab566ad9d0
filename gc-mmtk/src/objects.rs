//! Objects as the toolkit sees them: where their slots are, how large they are, how they move.
//!
//! All metadata lies beside the heap, so the header stays the contract's; only the forwarding pointer of a dead copy overwrites it.
//! Beside rather than in the header because of the concurrent plan: it sets and clears the log bits of whole blocks at once, which it does
//! for side bits only.

use core::sync::atomic::{AtomicBool, AtomicPtr, AtomicU8, AtomicU64, Ordering};

use gc_api::{ObjRef, TypeId, TypeInfo, TypeTable, Word};
use mmtk::util::copy::{CopySemantics, GCWorkerCopyContext};
use mmtk::util::{Address, ObjectReference};
use mmtk::vm::slot::Slot;
use mmtk::vm::{
    ObjectModel, VMGlobalLogBitSpec, VMLocalForwardingBitsSpec, VMLocalForwardingPointerSpec,
    VMLocalLOSMarkNurserySpec, VMLocalMarkBitSpec,
};

use crate::binding::Binding;
use crate::workers;

/// What evacuated memory holds under the `poison` knob: as a word, a reference that no machine can follow.
const POISON: u64 = 0xdead_beef_dead_bee8;

/// Bits of the collector's half of the header.
pub mod bits {
    /// [`next_dead`](gc_api::Collector::next_dead) is to hand the object out.
    pub const FINALISABLE: u32 = 1;
    /// In the table of finalisable objects. Stays when the finaliser is cleared, until the next collection.
    pub const LISTED: u32 = 2;
    /// A callback is due when the object's weak slot is cleared.
    pub const WEAK_CALLBACK: u32 = 4;
    /// Never dies, never moves.
    pub const IMMORTAL: u32 = 8;
    /// In the space of large objects: never moves.
    pub const LARGE: u32 = 16;
}

/// Layout of the object that some plans need alive at all times; see [`Plan::needs_sentinel`](crate::plans::Plan::needs_sentinel).
pub const SENTINEL: TypeId = TypeId(u32::MAX);
static SENTINEL_INFO: TypeInfo = TypeInfo::fixed("Sentinel", 16, gc_api::SlotOffsets::NONE);

/// The layouts of the heap, for threads that have no other way to them.
static TYPES: AtomicPtr<TypeTable> = AtomicPtr::new(core::ptr::null_mut());

pub fn set_types(types: &'static TypeTable) {
    TYPES.store(core::ptr::from_ref(types).cast_mut(), Ordering::Release);
}

#[inline(always)]
pub fn types() -> &'static TypeTable {
    // SAFETY: set when the heap was made, before there were objects to ask about, and never to anything but a static table.
    unsafe { &*TYPES.load(Ordering::Relaxed) }
}

/// Whether evacuated memory is overwritten.
static POISONED: AtomicBool = AtomicBool::new(false);

pub fn set_poisoned(poisoned: bool) {
    POISONED.store(poisoned, Ordering::Relaxed);
}

/// The layout of a whole object.
///
/// # Safety
/// The header is intact: the object is not a dead copy.
#[inline(always)]
pub unsafe fn layout_of(object: ObjRef) -> &'static TypeInfo {
    // SAFETY: passed on.
    let id = unsafe { object.header() }.type_id();
    if id == SENTINEL { &SENTINEL_INFO } else { types().get(id) }
}

/// Bytes of a whole object.
///
/// # Safety
/// As for [`layout_of`].
#[inline(always)]
pub unsafe fn bytes_of(object: ObjRef) -> usize {
    // SAFETY: passed on.
    unsafe { layout_of(object).bytes_of(object) }
}

#[inline(always)]
pub fn reference(object: ObjRef) -> ObjectReference {
    // SAFETY: objects are aligned to words and not at address zero.
    unsafe { ObjectReference::from_raw_address_unchecked(Address::from_usize(object.address())) }
}

#[inline(always)]
pub fn object(reference: ObjectReference) -> ObjRef {
    match Word::from_bits(reference.to_raw_address().as_usize() as u64).as_ref() {
        Some(object) => object,
        None => unreachable!("references of the toolkit are aligned and not zero"),
    }
}

/// The header bits of an object that is whole.
///
/// # Safety
/// As for [`layout_of`].
pub unsafe fn has_bit(object: ObjRef, bit: u32) -> bool {
    // SAFETY: passed on.
    unsafe { object.header() }.gc().load(Ordering::Relaxed) & bit != 0
}

/// Sets a header bit; true if it was clear.
///
/// # Safety
/// As for [`layout_of`].
pub unsafe fn set_bit(object: ObjRef, bit: u32) -> bool {
    // SAFETY: passed on.
    unsafe { object.header() }.gc().fetch_or(bit, Ordering::Relaxed) & bit == 0
}

/// Clears a header bit; true if it was set.
///
/// # Safety
/// As for [`layout_of`].
pub unsafe fn clear_bit(object: ObjRef, bit: u32) -> bool {
    // SAFETY: passed on.
    unsafe { object.header() }.gc().fetch_and(!bit, Ordering::Relaxed) & bit != 0
}

/// A slot of an object or of the gathered roots.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
#[repr(transparent)]
pub struct Place(*const AtomicU64);

// SAFETY: the toolkit's threads read and write slots atomically, at times when the contract gives them the heap.
unsafe impl Send for Place {}
// SAFETY: as above.
unsafe impl Sync for Place {}

impl Place {
    #[inline(always)]
    pub fn at(address: usize) -> Place {
        Place(address as *const AtomicU64)
    }
}

impl Slot for Place {
    #[inline(always)]
    fn load(&self) -> Option<ObjectReference> {
        // SAFETY: slots exist for as long as the toolkit looks at them.
        let word = Word::from_bits(unsafe { (*self.0).load(Ordering::Relaxed) });
        word.as_ref().map(reference)
    }

    #[inline(always)]
    fn store(&self, object: ObjectReference) {
        // SAFETY: as above.
        unsafe { (*self.0).store(object.to_raw_address().as_usize() as u64, Ordering::Relaxed) };
    }
}

impl ObjectModel<Binding> for Binding {
    const GLOBAL_LOG_BIT_SPEC: VMGlobalLogBitSpec = VMGlobalLogBitSpec::side_first();
    const LOCAL_FORWARDING_POINTER_SPEC: VMLocalForwardingPointerSpec = VMLocalForwardingPointerSpec::in_header(0);
    const LOCAL_FORWARDING_BITS_SPEC: VMLocalForwardingBitsSpec = VMLocalForwardingBitsSpec::side_first();
    const LOCAL_MARK_BIT_SPEC: VMLocalMarkBitSpec =
        VMLocalMarkBitSpec::side_after(Self::LOCAL_FORWARDING_BITS_SPEC.as_spec());
    const LOCAL_LOS_MARK_NURSERY_SPEC: VMLocalLOSMarkNurserySpec =
        VMLocalLOSMarkNurserySpec::side_after(Self::LOCAL_MARK_BIT_SPEC.as_spec());

    const UNIFIED_OBJECT_REFERENCE_ADDRESS: bool = true;
    const OBJECT_REF_OFFSET_LOWER_BOUND: isize = 0;
    // An object is as large after a move as before.
    const VM_WORST_CASE_COPY_EXPANSION: f64 = 1.0;

    #[inline]
    fn copy(
        from: ObjectReference,
        semantics: CopySemantics,
        context: &mut GCWorkerCopyContext<Binding>,
    ) -> ObjectReference {
        let old = object(from);
        // SAFETY: the object is being moved by this thread, which has not overwritten the header yet.
        let bytes = unsafe { bytes_of(old) };
        let to = context.alloc_copy(from, bytes, 8, 0, semantics);
        // SAFETY: the new place has that many bytes, and is not in use.
        unsafe {
            core::ptr::copy_nonoverlapping(from.to_raw_address().to_ptr::<u64>(), to.to_mut_ptr::<u64>(), bytes / 8);
        }
        workers::count_moved(bytes);
        if POISONED.load(Ordering::Relaxed) {
            for word in 1..bytes / 8 {
                // SAFETY: a word of the old copy, of which nothing but the header is read from here on.
                unsafe { from.to_raw_address().to_mut_ptr::<u64>().add(word).write(POISON) };
            }
        }
        // SAFETY: memory for objects is not at address zero.
        let new = unsafe { ObjectReference::from_raw_address_unchecked(to) };
        context.post_copy(new, bytes, semantics);
        new
    }

    fn copy_to(from: ObjectReference, to: ObjectReference, _region: Address) -> Address {
        let (start, target) = (from.to_raw_address(), to.to_raw_address());
        // SAFETY: a live object that slides down; the header is intact in plans that do that.
        let bytes = unsafe { bytes_of(object(from)) };
        if start != target {
            // SAFETY: the new place may overlap the old one.
            unsafe { core::ptr::copy(start.to_ptr::<u64>(), target.to_mut_ptr::<u64>(), bytes / 8) };
            workers::count_moved(bytes);
        }
        target + bytes
    }

    fn get_reference_when_copied_to(_from: ObjectReference, to: Address) -> ObjectReference {
        // SAFETY: memory for objects is not at address zero.
        unsafe { ObjectReference::from_raw_address_unchecked(to) }
    }

    fn get_current_size(reference: ObjectReference) -> usize {
        // SAFETY: the toolkit asks about whole objects.
        unsafe { bytes_of(object(reference)) }
    }

    fn get_size_when_copied(reference: ObjectReference) -> usize {
        Self::get_current_size(reference)
    }

    fn get_align_when_copied(_reference: ObjectReference) -> usize {
        8
    }

    fn get_align_offset_when_copied(_reference: ObjectReference) -> usize {
        0
    }

    fn get_type_descriptor(_reference: ObjectReference) -> &'static [i8] {
        &[]
    }

    #[inline(always)]
    fn ref_to_object_start(reference: ObjectReference) -> Address {
        reference.to_raw_address()
    }

    #[inline(always)]
    fn ref_to_header(reference: ObjectReference) -> Address {
        reference.to_raw_address()
    }

    fn dump_object(reference: ObjectReference) {
        // SAFETY: the toolkit asks about whole objects.
        let info = unsafe { layout_of(object(reference)) };
        eprintln!("{} at {reference}", info.name);
    }
}

/// The test bits of the write barrier: one per eight bytes of heap, set if the object that starts there must be logged.
#[derive(Copy, Clone, Debug)]
pub struct LogBits {
    /// Null where the plan has no barrier.
    base: *const u8,
}

impl LogBits {
    pub const NONE: LogBits = LogBits { base: core::ptr::null() };

    /// Those of the toolkit, once it has been set up.
    pub fn of_toolkit() -> LogBits {
        let spec = <Binding as ObjectModel<Binding>>::GLOBAL_LOG_BIT_SPEC;
        LogBits { base: spec.as_spec().extract_side_spec().get_starting_address().to_ptr() }
    }

    pub fn is_used(self) -> bool {
        !self.base.is_null()
    }

    /// Whether a write to this object must be announced.
    #[inline(always)]
    pub fn armed(self, object: ObjRef) -> bool {
        if self.base.is_null() {
            return false;
        }
        let address = object.address();
        // SAFETY: the toolkit maps the bits of all memory it hands out; its other threads touch them when the program stands still,
        // but for the concurrent plan's, which write bytes.
        let byte = unsafe { (*self.base.add(address >> 6).cast::<AtomicU8>()).load(Ordering::Relaxed) };
        byte >> (address >> 3 & 7) & 1 != 0
    }
}
