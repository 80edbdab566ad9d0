//! One half of the heap: a range of addresses filled from the bottom up.
//!
//! It knows bytes, and nothing of objects.

use core::cell::Cell;
use core::ptr::NonNull;

use gc_api::{BumpPath, ConfigError};
use gc_parts::cells::fill;
use gc_parts::system::{Reservation, page_bytes};

/// How much is handed to the bump pointer at a time.
pub const CHUNK_BYTES: usize = 64 << 10;

pub struct Half {
    memory: Reservation,
    /// Where the next object begins.
    cursor: Cell<*mut u8>,
    /// Where the chunk in use ends. What lies beyond takes a call of [`Half::grow`].
    limit: Cell<*mut u8>,
    /// Bytes from the start that may be read and written.
    committed: Cell<usize>,
    /// Bytes from the start behind which the system keeps pages.
    touched: Cell<usize>,
}

impl Half {
    /// Addresses for up to `bytes`. No memory is used yet.
    pub fn new(bytes: usize) -> Result<Half, ConfigError> {
        let memory = Reservation::up_to(bytes.next_multiple_of(CHUNK_BYTES), 16 << 20, CHUNK_BYTES)
            .map_err(|error| ConfigError(format!("cannot reserve address space for the heap: {error}")))?;
        let start = Cell::new(memory.start().as_ptr());
        Ok(Half { cursor: start.clone(), limit: start, committed: Cell::new(0), touched: Cell::new(0), memory })
    }

    // [chunks]
    /// Room for an object; none in this chunk if it does not fit.
    #[inline(always)]
    pub fn take(&self, bytes: usize) -> Option<NonNull<u8>> {
        let start = self.cursor.get();
        if bytes > self.limit.get() as usize - start as usize {
            return None;
        }
        // SAFETY: the chunk goes on for that many bytes.
        self.cursor.set(unsafe { start.add(bytes) });
        NonNull::new(start)
    }

    /// Adds a chunk. False if the addresses or the memory of the system are used up.
    pub fn grow(&self) -> bool {
        let end = self.limit.get() as usize - self.memory.address() + CHUNK_BYTES;
        if end > self.memory.bytes() {
            return false;
        }
        if end > self.committed.get() {
            if self.memory.commit(self.committed.get(), end - self.committed.get()).is_err() {
                return false;
            }
            self.committed.set(end);
        }
        self.touched.set(self.touched.get().max(end));
        // SAFETY: the chunk lies in the reservation.
        self.limit.set(unsafe { self.limit.get().add(CHUNK_BYTES) });
        true
    }
    // [end]

    /// Forgets everything. Pages behind the first `keep` bytes go back to the system.
    pub fn clear(&mut self, keep: usize, poison: Option<u64>) {
        if let Some(pattern) = poison {
            // SAFETY: the caller is done with what lies here, and these bytes are committed.
            unsafe { fill(self.memory.start(), self.touched.get(), pattern) };
        }
        let keep = keep.next_multiple_of(page_bytes());
        if keep < self.touched.get() {
            // SAFETY: as above.
            unsafe { self.memory.release(keep, self.touched.get() - keep) };
            self.touched.set(keep);
        }
        self.cursor.set(self.memory.start().as_ptr());
        self.limit.set(self.memory.start().as_ptr());
    }

    /// True for every address of the half, used or not.
    #[inline(always)]
    pub fn contains(&self, address: usize) -> bool {
        self.memory.contains(address)
    }

    pub fn start(&self) -> NonNull<u8> {
        self.memory.start()
    }

    /// Where the last object ends.
    pub fn end(&self) -> usize {
        self.cursor.get() as usize
    }

    pub fn used_bytes(&self) -> usize {
        self.end() - self.memory.address()
    }

    /// Bytes held from the system.
    pub fn held_bytes(&self) -> usize {
        self.touched.get()
    }

    pub fn address_space(&self) -> usize {
        self.memory.bytes()
    }

    /// Allocation for compiled code.
    pub fn bump_path(&self, bytes: usize) -> BumpPath {
        let address = |cell: &Cell<*mut u8>| NonNull::from(cell).cast::<*mut u8>();
        BumpPath { cursor: address(&self.cursor), limit: address(&self.limit), step: bytes, merges: true }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_filled_chunk_by_chunk_and_cleared() {
        let mut half = Half::new(16 << 20).unwrap();
        assert_eq!(half.take(16), None);
        assert!(half.grow());
        let (first, second) = (half.take(48).unwrap(), half.take(CHUNK_BYTES - 48).unwrap());
        assert_eq!((first, second), (half.start(), unsafe_add(half.start(), 48)));
        assert_eq!(half.take(16), None);
        assert!(half.grow() && half.take(16).is_some());
        assert_eq!((half.used_bytes(), half.held_bytes()), (CHUNK_BYTES + 16, 2 * CHUNK_BYTES));
        half.clear(CHUNK_BYTES, Some(0xdead_beef_dead_bee8));
        assert_eq!((half.used_bytes(), half.held_bytes()), (0, CHUNK_BYTES));
        while half.grow() {}
        assert_eq!(half.held_bytes(), half.address_space());
    }

    fn unsafe_add(start: NonNull<u8>, bytes: usize) -> NonNull<u8> {
        // SAFETY: inside the half.
        unsafe { start.add(bytes) }
    }
}
