//! The nursery: one range of addresses through which allocation bumps a pointer, and which each minor collection empties.
//!
//! Nothing collects between two safepoints, so a nursery that is full goes on into the addresses behind it, chunk by chunk. All of it is
//! one reservation: whether an object is young is one comparison.

use core::cell::Cell;
use core::ptr::NonNull;

use gc_api::ConfigError;
use gc_parts::cells::fill;
use gc_parts::system::{Reservation, cache_bytes, page_bytes};

/// The least that makes sense: the collector works with any size, but each minor collection has a cost of its own.
const LEAST_BYTES: usize = 4 << 10;

/// By default a nursery has an eighth of the cache that belongs to the processor, within these bounds: it is written from end to end
/// between two minor collections, counts in the memory of the process however little lives, and takes time to copy if all of it does.
const DEFAULT_BYTES: core::ops::RangeInclusive<usize> = (256 << 10)..=(1 << 20);

/// Part of the nursery by which it goes on when it is full.
const CHUNK_SHARE: usize = 8;
const LEAST_CHUNK_BYTES: usize = 16 << 10;

/// Part of the nursery after which there is a pause, if there are to be any.
const PAUSE_SHARE: usize = 8;

/// What a system that refuses memory has granted in advance.
const MARGIN_BYTES: usize = 256 << 10;

/// See the module documentation. Cursor and limit come first: compiled code knows where they are.
#[derive(Debug)]
#[repr(C)]
pub struct Nursery {
    cursor: Cell<*mut u8>,
    /// Allocation above it takes the slow path.
    limit: Cell<*mut u8>,
    memory: Reservation,
    bytes: usize,
    /// Usable bytes from the start.
    committed: Cell<usize>,
    scarce: Cell<bool>,
    /// What new memory is filled with, under the `poison` knob.
    poison: Option<u64>,
    /// Bytes allocated before the last minor collection.
    emptied_bytes: Cell<u64>,
}

/// Size of the nursery: as the user says, or by the cache of the machine and the limit of the heap.
pub fn size(wanted: Option<usize>, heap_limit: usize) -> Result<usize, ConfigError> {
    let bytes = match wanted {
        Some(bytes) if bytes < LEAST_BYTES || bytes > heap_limit / 2 => {
            return Err(ConfigError(format!(
                "a nursery of {bytes} bytes does not do: it has at least {LEAST_BYTES}, and at most half the heap"
            )));
        }
        Some(bytes) => bytes,
        None => {
            let by_cache = cache_bytes().unwrap_or(0) / 8;
            by_cache.clamp(*DEFAULT_BYTES.start(), *DEFAULT_BYTES.end()).min(heap_limit / 16)
        }
    };
    Ok(bytes.next_multiple_of(page_bytes()))
}

impl Nursery {
    /// `bytes` is a multiple of the size of a page; `most` is what may be allocated between two safepoints.
    pub fn new(bytes: usize, most: usize, poison: Option<u64>) -> Result<Nursery, ConfigError> {
        let refuse =
            |error: std::io::Error| ConfigError(format!("cannot reserve address space for the nursery: {error}"));
        let page = page_bytes();
        let least = (bytes + 2 * MARGIN_BYTES).next_multiple_of(page);
        let most = most.max(least).next_multiple_of(page);
        let memory = Reservation::up_to(most, least, page).map_err(refuse)?;
        memory.commit(0, least).map_err(refuse)?;
        let start = memory.start();
        if let Some(pattern) = poison {
            // SAFETY: the memory has just been made usable.
            unsafe { fill(start, bytes, pattern) };
        }
        Ok(Nursery {
            cursor: Cell::new(start.as_ptr()),
            limit: Cell::new(start.as_ptr().wrapping_add(bytes)),
            memory,
            bytes,
            committed: Cell::new(least),
            scarce: Cell::new(false),
            poison,
            emptied_bytes: Cell::new(0),
        })
    }

    /// Memory for an object, if there is room below the limit.
    #[inline(always)]
    pub fn alloc(&self, bytes: usize) -> Option<NonNull<u8>> {
        let start = self.cursor.get();
        let end = start.wrapping_add(bytes);
        if end > self.limit.get() {
            return None;
        }
        self.cursor.set(end);
        // SAFETY: inside the reservation.
        Some(unsafe { NonNull::new_unchecked(start) })
    }

    /// Allocation is to take the slow path once when it has gone on by a part of the nursery.
    pub fn pause_soon(&self) {
        let end = self.end();
        if self.limit.get() <= end {
            self.limit.set(self.cursor.get().wrapping_add(self.bytes / PAUSE_SHARE).min(end));
        }
    }

    /// Allocation is at a pause: from here on it goes on as usual. False if that is not why it took the slow path.
    pub fn end_pause(&self) -> bool {
        let end = self.end();
        let pauses = self.limit.get() < end;
        if pauses {
            self.limit.set(end);
        }
        pauses
    }

    /// Where it is full.
    fn end(&self) -> *mut u8 {
        self.memory.start().as_ptr().wrapping_add(self.bytes)
    }

    /// Goes on behind the limit, so that `bytes` find room. False if the address space or the system's memory is used up.
    #[cold]
    pub fn go_on(&self, bytes: usize) -> bool {
        let chunk = (self.bytes / CHUNK_SHARE).max(LEAST_CHUNK_BYTES);
        let end = (self.used_bytes() + bytes + chunk).next_multiple_of(page_bytes());
        if end > self.memory.bytes() {
            return false;
        }
        let wanted = (end + MARGIN_BYTES).min(self.memory.bytes());
        let committed = self.committed.get();
        if wanted > committed {
            if self.memory.commit(committed, wanted - committed).is_ok() {
                self.committed.set(wanted);
            } else {
                self.scarce.set(true);
                if end > committed {
                    return false;
                }
            }
        }
        let old_limit = self.limit.replace(self.memory.start().as_ptr().wrapping_add(end));
        if let (Some(pattern), Some(start)) = (self.poison, NonNull::new(old_limit)) {
            // SAFETY: between the limits lies memory that is usable and not handed out.
            unsafe { fill(start, self.limit.get() as usize - old_limit as usize, pattern) };
        }
        true
    }

    /// Has it gone on beyond its size?
    pub fn is_full(&self) -> bool {
        self.limit.get() > self.end()
    }

    /// The system has refused memory, and only a margin is left.
    pub fn is_scarce(&self) -> bool {
        self.scarce.get()
    }

    /// After a minor collection: all of it is free.
    pub fn empty(&mut self) {
        let used = self.used_bytes();
        self.emptied_bytes.set(self.emptied_bytes.get() + used as u64);
        let start = self.memory.start();
        if let Some(pattern) = self.poison {
            // SAFETY: nothing that lives is left here.
            unsafe { fill(start, used, pattern) };
        }
        // What it went on by is kept up to half its size: a program that needs it once tends to need it again.
        let keep = (self.bytes + self.bytes / 2).next_multiple_of(page_bytes());
        if used > keep {
            // SAFETY: as above.
            unsafe { self.memory.release(keep, used.next_multiple_of(page_bytes()) - keep) };
        }
        self.cursor.set(start.as_ptr());
        self.limit.set(self.end());
        self.scarce.set(false);
    }

    /// Bytes of objects in it.
    pub fn used_bytes(&self) -> usize {
        self.cursor.get() as usize - self.memory.address()
    }

    /// Bytes of all objects that have ever been in it.
    pub fn allocated_bytes(&self) -> u64 {
        self.emptied_bytes.get() + self.used_bytes() as u64
    }

    /// Bytes that may hold pages of the system.
    pub fn reserved_bytes(&self) -> usize {
        self.bytes.max(self.used_bytes())
    }

    /// Start and length of the range in which everything is young.
    pub fn range(&self) -> (usize, usize) {
        (self.memory.address(), self.memory.bytes())
    }

    #[inline(always)]
    pub fn contains(&self, address: usize) -> bool {
        self.memory.contains(address)
    }

    /// Where compiled code finds cursor and limit.
    pub fn fields(&self) -> (NonNull<*mut u8>, NonNull<*mut u8>) {
        // SAFETY: the addresses of fields are not null.
        unsafe { (NonNull::new_unchecked(self.cursor.as_ptr()), NonNull::new_unchecked(self.limit.as_ptr())) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_nursery_goes_on_in_the_same_range_until_it_is_emptied() {
        let mut nursery = Nursery::new(8192, 1 << 20, Some(3)).unwrap();
        let first = nursery.alloc(8000).unwrap();
        assert!(nursery.alloc(200).is_none() && !nursery.is_full());
        assert!(nursery.go_on(200) && nursery.is_full());
        let second = nursery.alloc(200).unwrap();
        assert_eq!(second.as_ptr() as usize, first.as_ptr() as usize + 8000);
        // SAFETY: just allocated.
        assert_eq!(unsafe { second.cast::<u64>().read() }, 3);
        assert!(nursery.contains(second.as_ptr() as usize));
        assert!(!nursery.go_on(2 << 20), "more than is reserved");
        nursery.empty();
        assert_eq!((nursery.used_bytes(), nursery.allocated_bytes(), nursery.is_full()), (0, 8200, false));
        assert_eq!(nursery.alloc(16), Some(first));
    }

    #[test]
    fn a_pause_comes_after_a_part_and_does_not_make_the_nursery_full() {
        let nursery = Nursery::new(8192, 1 << 20, Some(3)).unwrap();
        nursery.alloc(512).unwrap();
        nursery.pause_soon();
        assert!(nursery.alloc(1024).is_some() && nursery.alloc(16).is_none() && !nursery.is_full());
        assert!(nursery.end_pause() && nursery.alloc(16).is_some());
        assert!(!nursery.end_pause(), "it is over");
        nursery.alloc(6000).unwrap();
        nursery.pause_soon();
        assert!(nursery.alloc(1000).is_none() && !nursery.end_pause(), "what is left is less than such a part");
        assert!(nursery.go_on(1000) && nursery.is_full());
        nursery.pause_soon();
        assert!(nursery.is_full() && !nursery.end_pause());
    }

    #[test]
    fn sizes() {
        assert!(size(Some(1000), 1 << 30).is_err() && size(Some(1 << 29), 1 << 29).is_err());
        assert_eq!(size(Some(5000), 1 << 30), Ok(8192));
        let by_default = size(None, 1 << 30).unwrap();
        assert!(DEFAULT_BYTES.contains(&by_default));
        assert_eq!(size(None, 1 << 20), Ok(64 << 10));
    }
}
