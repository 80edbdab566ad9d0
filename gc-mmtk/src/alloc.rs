//! Allocation: inline from the toolkit's run of memory, through its allocators when that is used up.
//!
//! No allocation waits: the toolkit may exceed the heap's size, and `sizing` asks for a safepoint.

use core::ptr::NonNull;

use gc_api::{BumpPath, Header, ObjRef, TypeId};
use mmtk::util::Address;
use mmtk::util::alloc::AllocationOptions;
use mmtk::{AllocationSemantics, memory_manager};

use crate::objects::bits;
use crate::{Mmtk, gate, instance, objects, sizing};

/// Take what is needed, do not wait, and return if there is none.
const NEVER_WAIT: AllocationOptions =
    AllocationOptions { allow_overcommit: true, at_safepoint: false, allow_oom_call: false };

/// External bytes after which the size of the heap is looked at.
const EXTERNAL_GRAIN: usize = 256 << 10;

impl Mmtk {
    #[inline(always)]
    pub(crate) fn alloc_small(&self, ty: TypeId, bytes: usize) -> NonNull<Header> {
        let run = self.run.as_ptr();
        // SAFETY: the run belongs to the toolkit's mutator or to this heap; this thread alone uses it now.
        unsafe {
            let cursor = (*run).cursor.as_usize();
            // Addresses lie far below the end of the address space.
            let end = cursor.wrapping_add(bytes);
            if end > (*run).limit.as_usize() {
                return self.refill(ty, bytes);
            }
            (*run).cursor = Address::from_usize(end);
            let header = NonNull::new_unchecked(cursor as *mut Header);
            header.write(Header::new(ty, 0));
            header
        }
    }

    /// Through the toolkit's allocator, which takes another run.
    #[cold]
    #[inline(never)]
    fn refill(&self, ty: TypeId, bytes: usize) -> NonNull<Header> {
        match self.through_toolkit(ty, 0, bytes, AllocationSemantics::Default) {
            Some(header) => header,
            None => gate::fatal("no memory for the heap between two safepoints"),
        }
    }

    fn through_toolkit(
        &self,
        ty: TypeId,
        header_bits: u32,
        bytes: usize,
        semantics: AllocationSemantics,
    ) -> Option<NonNull<Header>> {
        let allocated = self.allocated();
        let mutator = instance::mutator();
        let address = memory_manager::alloc_with_options(mutator, bytes, 8, 0, semantics, NEVER_WAIT);
        self.allocated_at_end.set(allocated + self.rest_of_run());
        let header = NonNull::new(address.to_mut_ptr::<Header>())?;
        self.allocated_at_end.set(self.allocated_at_end.get() + bytes as u64);
        // SAFETY: fresh memory for an object.
        unsafe { header.write(Header::new(ty, header_bits)) };
        let object = objects::reference(ObjRef::new(header));
        memory_manager::post_alloc(mutator, object, bytes, semantics);
        Some(header)
    }

    pub(crate) fn alloc_any(&self, ty: TypeId, bytes: usize) -> Option<NonNull<Header>> {
        if bytes <= self.most_small_bytes {
            return self.through_toolkit(ty, 0, bytes, AllocationSemantics::Default);
        }
        let memory = if sizing::refuses(self.reserved_pages(), bytes) {
            None
        } else {
            self.through_toolkit(ty, bits::LARGE, bytes, AllocationSemantics::Los)
        };
        if memory.is_none() {
            // There may be room after a collection.
            sizing::want();
        }
        memory
    }

    pub(crate) fn alloc_for_ever(&self, ty: TypeId, bytes: usize) -> NonNull<Header> {
        match self.through_toolkit(ty, bits::IMMORTAL, bytes, AllocationSemantics::Immortal) {
            Some(header) => {
                self.new_immortal_bytes.set(self.new_immortal_bytes.get() + bytes as u64);
                self.immortals.borrow_mut().push(ObjRef::new(header).word().bits());
                header
            }
            None => gate::fatal("no memory for the heap between two safepoints"),
        }
    }

    /// How compiled code allocates.
    pub(crate) fn run_path(&self, bytes: usize) -> Option<BumpPath> {
        if self.plan.alloc_by_call || !(gc_api::MIN_OBJECT_BYTES..=gc_api::SMALL_BYTES).contains(&bytes) {
            return None;
        }
        let run = self.run.as_ptr();
        // SAFETY: only the addresses of the fields are taken.
        let (cursor, limit) = unsafe { (&raw mut (*run).cursor, &raw mut (*run).limit) };
        Some(BumpPath {
            cursor: NonNull::new(cursor.cast())?,
            limit: NonNull::new(limit.cast())?,
            step: bytes,
            merges: true,
        })
    }

    /// Bytes of the run that have not been handed out.
    pub(crate) fn rest_of_run(&self) -> u64 {
        // SAFETY: as in `alloc_small`.
        let run = unsafe { self.run.as_ref() };
        (run.limit.as_usize() - run.cursor.as_usize()) as u64
    }

    /// Bytes allocated since the heap was made.
    pub(crate) fn allocated(&self) -> u64 {
        self.allocated_at_end.get() - self.rest_of_run()
    }

    /// Pages that count against the limit.
    pub(crate) fn reserved_pages(&self) -> usize {
        instance::toolkit().get_plan().get_reserved_pages()
    }

    pub(crate) fn change_external(&self, delta: isize) {
        self.external.set(self.external.get() + delta);
        sizing::set_external(self.external.get().max(0) as usize);
        if delta > 0 {
            self.external_unchecked.set(self.external_unchecked.get().saturating_add(delta as usize));
            if self.external_unchecked.get() >= EXTERNAL_GRAIN {
                self.external_unchecked.set(0);
                if sizing::is_due(self.reserved_pages()) {
                    sizing::want();
                }
            }
        }
    }
}

const _: () = assert!(size_of::<Address>() == size_of::<*mut u8>());
