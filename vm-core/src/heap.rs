//! The one place that names the collector. The build script sees to it that there is exactly one.

use gc_api::{Collector as _, ConfigError, Header, HeapConfig, Layout, PollWord, SMALL_BYTES, TypeTable};
use std::ptr::NonNull;

#[cfg(feature = "gc-marksweep")]
pub type Collector = gc_marksweep::MarkSweep;

#[cfg(feature = "gc-mmtk")]
pub type Collector = gc_mmtk::Mmtk;

#[cfg(feature = "gc-refcount")]
pub type Collector = gc_refcount::RefCount;

#[cfg(feature = "gc-incminimark")]
pub type Collector = gc_incminimark::Incminimark;

#[cfg(feature = "gc-check")]
pub type Collector = gc_check::Check;

#[cfg(feature = "gc-semispace")]
pub type Collector = gc_semispace::SemiSpace;

/// Why the thread should stop at its next safepoint. One per process, as the machine is.
pub static POLL: PollWord = PollWord::new();

/// The collector with the machine's habits on top.
pub struct Heap {
    pub(crate) collector: Collector,
}

impl Heap {
    pub fn new(config: &HeapConfig, types: &'static TypeTable) -> Result<Heap, ConfigError> {
        Ok(Heap { collector: Collector::new(config, types, &POLL)? })
    }

    /// Memory for a fixed-size object: the header is written, the rest is not initialised.
    #[inline(always)]
    pub(crate) fn alloc_fixed<T: Layout>(&self) -> NonNull<Header> {
        const { assert!(T::INFO.fixed_bytes as usize <= SMALL_BYTES) };
        self.collector.alloc(T::TYPE, T::INFO.fixed_bytes as usize)
    }

    /// Memory for an object whose variable part has `length` elements. All bytes after the header may be anything
    /// if `true` is returned beside it, else they are zero.
    #[inline]
    pub(crate) fn alloc_variable<T: Layout>(&self, length: usize) -> Option<(NonNull<Header>, bool)> {
        let bytes = T::INFO.bytes_for(length);
        if bytes <= SMALL_BYTES {
            Some((self.collector.alloc(T::TYPE, bytes), true))
        } else {
            Some((self.collector.alloc_large(T::TYPE, bytes)?, false))
        }
    }
}

impl Heap {
    /// Memory for an object of `bytes`, of which only the header is written for small sizes.
    #[inline]
    pub(crate) fn alloc_bytes(&self, id: gc_api::TypeId, bytes: usize) -> Option<NonNull<Header>> {
        if bytes <= SMALL_BYTES { Some(self.collector.alloc(id, bytes)) } else { self.collector.alloc_large(id, bytes) }
    }

    pub(crate) fn alloc_immortal(&self, id: gc_api::TypeId, bytes: usize) -> NonNull<Header> {
        self.collector.alloc_immortal(id, bytes)
    }
}
