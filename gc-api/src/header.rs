//! The first word of every object: its layout, and 32 bits that belong to the collector.

use core::sync::atomic::{AtomicU32, Ordering};

/// A layout: an index into the process's [`TypeTable`](crate::TypeTable). Not a class of the language.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(transparent)]
pub struct TypeId(pub u32);

/// Low half: [`TypeId`]. High half: the collector's own (mark, log, count, age, identity state).
#[derive(Debug)]
#[repr(C, align(8))]
pub struct Header {
    type_id: AtomicU32,
    gc: AtomicU32,
}

impl Header {
    #[inline(always)]
    pub const fn new(type_id: TypeId, gc: u32) -> Header {
        Header { type_id: AtomicU32::new(type_id.0), gc: AtomicU32::new(gc) }
    }

    #[inline(always)]
    pub fn type_id(&self) -> TypeId {
        TypeId(self.type_id.load(Ordering::Relaxed))
    }

    /// Changes the layout in place, as a storage strategy does. Both layouts must have the same size and extent.
    #[inline(always)]
    pub fn retag(&self, type_id: TypeId) {
        self.type_id.store(type_id.0, Ordering::Relaxed);
    }

    /// The collector's half.
    #[inline(always)]
    pub fn gc(&self) -> &AtomicU32 {
        &self.gc
    }
}
