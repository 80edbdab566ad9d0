//! Memory from jemalloc: one arena per heap, sized allocation and sized frees, and its figures.
//!
//! This is the only file that knows the allocator. The arena goes with the heap, so nothing of a heap can outlive it; thread
//! caches are left out, since one thread at a time allocates and what is small comes from [`slabs`](crate::slabs).

use core::ffi::{c_int, c_void};
use core::ptr::NonNull;
use std::ffi::CString;

use gc_api::ConfigError;
use tikv_jemalloc_sys as jemalloc;

/// An arena of jemalloc's.
#[derive(Debug)]
pub struct Arena {
    index: u32,
}

/// What jemalloc says of an arena, in bytes.
#[derive(Copy, Clone, Debug, Default)]
pub struct Figures {
    /// In pages that hold something.
    pub active: u64,
    /// In pages that hold nothing and have not been given back.
    pub dirty: u64,
    /// In pages that stand behind the arena, its own data included.
    pub resident: u64,
    /// Of address space in use.
    pub mapped: u64,
    /// Of jemalloc's own data.
    pub metadata: u64,
}

impl Arena {
    pub fn new() -> Result<Arena, ConfigError> {
        match read::<u32>("arenas.create") {
            Some(index) => Ok(Arena { index }),
            None => Err(ConfigError("jemalloc has no arena for the heap".into())),
        }
    }

    fn flags(&self, align: usize) -> c_int {
        jemalloc::MALLOCX_ARENA(self.index as usize) | jemalloc::MALLOCX_TCACHE_NONE | jemalloc::MALLOCX_ALIGN(align)
    }

    /// Memory of `bytes` (above zero) at a multiple of `align`, a power of two. `None` if the system refuses.
    pub fn alloc(&self, bytes: usize, align: usize, zeroed: bool) -> Option<NonNull<u8>> {
        let zero = if zeroed { jemalloc::MALLOCX_ZERO } else { 0 };
        // SAFETY: the size is not zero, and the arena exists as long as `self`.
        NonNull::new(unsafe { jemalloc::mallocx(bytes, self.flags(align) | zero) }.cast())
    }

    /// Gives back what [`Arena::alloc`] of the same size and alignment gave.
    ///
    /// # Safety
    /// It has not been given back, and nobody uses it any more.
    pub unsafe fn free(&self, memory: NonNull<u8>, bytes: usize, align: usize) {
        // SAFETY: passed on.
        unsafe { jemalloc::sdallocx(memory.as_ptr().cast(), bytes, self.flags(align)) };
    }

    /// Gives free pages back to the system.
    pub fn purge(&self) {
        command(&format!("arena.{}.purge", self.index));
    }

    pub fn figures(&self) -> Figures {
        let mut epoch = 1u64;
        // SAFETY: `epoch` takes and gives a u64; writing it makes jemalloc bring its figures up to date.
        unsafe { control("epoch", core::ptr::null_mut(), 0, (&raw mut epoch).cast(), size_of::<u64>()) };
        let figure = |name: &str| read::<usize>(&format!("stats.arenas.{}.{name}", self.index)).unwrap_or(0) as u64;
        let page = gc_parts::system::page_bytes() as u64;
        Figures {
            active: figure("pactive") * page,
            dirty: (figure("pdirty") + figure("pmuzzy")) * page,
            resident: figure("resident"),
            mapped: figure("mapped"),
            metadata: figure("base") + figure("internal"),
        }
    }
}

impl Drop for Arena {
    fn drop(&mut self) {
        command(&format!("arena.{}.destroy", self.index));
    }
}

/// Reads a figure of type `T`, which is what jemalloc says the name has.
fn read<T: Default>(name: &str) -> Option<T> {
    let mut value = T::default();
    // SAFETY: jemalloc writes at most as many bytes as it is told there are, and refuses if the size is not the type's.
    let done = unsafe { control(name, (&raw mut value).cast(), size_of::<T>(), core::ptr::null_mut(), 0) };
    done.then_some(value)
}

/// Makes jemalloc do something. The names are known, so it does not refuse.
fn command(name: &str) {
    // SAFETY: no data goes either way.
    let done = unsafe { control(name, core::ptr::null_mut(), 0, core::ptr::null_mut(), 0) };
    debug_assert!(done, "jemalloc refuses {name}");
}

/// # Safety
/// `old` and `new` are null or have so many bytes, and suit the name.
unsafe fn control(name: &str, old: *mut c_void, mut old_bytes: usize, new: *mut c_void, new_bytes: usize) -> bool {
    let Ok(name) = CString::new(name) else { return false };
    let old_length = if old.is_null() { core::ptr::null_mut() } else { &raw mut old_bytes };
    // SAFETY: the name ends in zero; the rest is passed on.
    unsafe { jemalloc::mallctl(name.as_ptr(), old, old_length, new, new_bytes) == 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_comes_aligned_and_zeroed_and_is_counted() {
        let arena = Arena::new().unwrap();
        let before = arena.figures().active;
        let memory: Vec<_> = (0..100).map(|_| arena.alloc(1 << 15, 1 << 15, false).unwrap()).collect();
        assert!(memory.iter().all(|start| (start.as_ptr() as usize).is_multiple_of(1 << 15)));
        assert!(arena.figures().active - before >= 100 << 15);
        for start in memory {
            // SAFETY: just allocated, and given back once.
            unsafe {
                start.as_ptr().write_bytes(7, 1 << 15);
                arena.free(start, 1 << 15, 1 << 15);
            }
        }
        let zeroed = arena.alloc(100_000, 16, true).unwrap();
        // SAFETY: as above.
        unsafe {
            assert!(core::slice::from_raw_parts(zeroed.as_ptr(), 100_000).iter().all(|&byte| byte == 0));
            arena.free(zeroed, 100_000, 16);
        }
        arena.purge();
        assert_eq!(arena.figures().dirty, 0);
        assert!(arena.figures().active <= before + (1 << 15));
    }
}
