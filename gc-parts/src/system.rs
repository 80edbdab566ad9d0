//! Memory from the operating system: address space is reserved once, backed by pages as it is used, and the pages
//! go back when it is not.
//!
//! This is the only file that makes system calls about memory.

use core::ptr::NonNull;
use core::time::Duration;
use std::io;

/// A range of address space that stays where it is until dropped. Fresh pages of it read as zero.
#[derive(Debug)]
pub struct Reservation {
    start: NonNull<u8>,
    bytes: usize,
}

// SAFETY: a reservation is plain memory that it owns; nothing in it belongs to a thread.
unsafe impl Send for Reservation {}

impl Reservation {
    /// Reserves `bytes` at a multiple of `align` (a power of two, both multiples of the page size). No memory is used yet.
    pub fn new(bytes: usize, align: usize) -> io::Result<Reservation> {
        debug_assert!(align.is_power_of_two() && bytes.is_multiple_of(page_bytes()));
        let padded = bytes.checked_add(align).ok_or(io::ErrorKind::OutOfMemory)?;
        // SAFETY: an anonymous mapping at an address of the system's choice touches no existing memory.
        let raw = unsafe {
            libc::mmap(
                core::ptr::null_mut(),
                padded,
                libc::PROT_NONE,
                libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE,
                -1,
                0,
            )
        };
        if raw == libc::MAP_FAILED {
            return Err(io::Error::last_os_error());
        }
        let raw = raw.cast::<u8>();
        let before = raw.align_offset(align);
        let after = padded - before - bytes;
        // SAFETY: both ends lie inside the mapping just made and outside the part that is kept.
        let start = unsafe {
            if before > 0 {
                libc::munmap(raw.cast(), before);
            }
            let start = raw.add(before);
            if after > 0 {
                libc::munmap(start.add(bytes).cast(), after);
            }
            start
        };
        let start = NonNull::new(start).ok_or(io::ErrorKind::OutOfMemory)?;
        Ok(Reservation { start, bytes })
    }

    /// All of it usable at once.
    pub fn committed(bytes: usize) -> io::Result<Reservation> {
        let bytes = bytes.next_multiple_of(page_bytes());
        let memory = Reservation::new(bytes, page_bytes())?;
        memory.commit(0, bytes)?;
        Ok(memory)
    }

    /// Reserves `wanted` bytes, or as large a part of it as the system grants, halving down to `least`.
    pub fn up_to(wanted: usize, least: usize, align: usize) -> io::Result<Reservation> {
        let mut bytes = wanted;
        loop {
            match Reservation::new(bytes, align) {
                Ok(reservation) => return Ok(reservation),
                Err(error) if bytes / 2 < least => return Err(error),
                Err(_) => bytes = (bytes / 2).next_multiple_of(align),
            }
        }
    }

    #[inline(always)]
    pub fn start(&self) -> NonNull<u8> {
        self.start
    }

    #[inline(always)]
    pub fn address(&self) -> usize {
        self.start.as_ptr() as usize
    }

    #[inline(always)]
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    #[inline(always)]
    pub fn contains(&self, address: usize) -> bool {
        address.wrapping_sub(self.address()) < self.bytes
    }

    /// Makes a part usable. It stays usable; its pages appear when touched.
    pub fn commit(&self, offset: usize, bytes: usize) -> io::Result<()> {
        assert!(offset <= self.bytes && bytes <= self.bytes - offset);
        // SAFETY: the range lies in the reservation.
        let result = unsafe {
            libc::mprotect(self.start.as_ptr().add(offset).cast(), bytes, libc::PROT_READ | libc::PROT_WRITE)
        };
        if result == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
    }

    /// Asks for huge pages behind a part: fewer faults and fewer misses of the address cache, at the price of granularity.
    pub fn prefer_huge_pages(&self, offset: usize, bytes: usize) {
        assert!(offset <= self.bytes && bytes <= self.bytes - offset);
        // SAFETY: the range lies in the reservation; this is advice, and a system that does not take it says so in vain.
        unsafe { libc::madvise(self.start.as_ptr().add(offset).cast(), bytes, libc::MADV_HUGEPAGE) };
    }

    /// Gives the pages of a part back to the system. The part stays usable and reads as zero.
    ///
    /// # Safety
    /// Nothing that anybody still reads lies in it.
    pub unsafe fn release(&self, offset: usize, bytes: usize) {
        assert!(offset <= self.bytes && bytes <= self.bytes - offset);
        // SAFETY: the range lies in the reservation, and the caller has given it up.
        let result = unsafe { libc::madvise(self.start.as_ptr().add(offset).cast(), bytes, libc::MADV_DONTNEED) };
        assert!(result == 0, "madvise: {}", io::Error::last_os_error());
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        // SAFETY: the reservation owns exactly this mapping, and nobody may use it any more.
        unsafe { libc::munmap(self.start.as_ptr().cast(), self.bytes) };
    }
}

/// Memory that is held and not used until the system refuses more. Then it is left to the rest of the process: a `malloc` refused would end it.
#[derive(Debug)]
pub struct Cushion(Option<Reservation>);

impl Cushion {
    const BYTES: usize = 16 << 20;

    pub fn let_go(&mut self) {
        self.0 = None;
    }
}

impl Default for Cushion {
    /// Empty where the system refuses even that.
    fn default() -> Cushion {
        Cushion(Reservation::committed(Cushion::BYTES).ok())
    }
}

/// Bytes of data that the process has mapped, where the system says.
pub fn data_bytes() -> usize {
    const DATA: usize = 5;
    let figures = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages: Option<usize> = figures.split(' ').nth(DATA).and_then(|figure| figure.parse().ok());
    pages.unwrap_or(0) * page_bytes()
}

/// Whether the system would give so many bytes now.
pub fn would_grant(bytes: usize) -> bool {
    Reservation::committed(bytes).is_ok()
}

/// Size of a huge page.
pub const HUGE_PAGE_BYTES: usize = 2 << 20;

/// Size of a page.
pub fn page_bytes() -> usize {
    // SAFETY: sysconf has no preconditions.
    let bytes = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
    if bytes > 0 { bytes as usize } else { 4096 }
}

/// Time this thread has spent running. Unlike the clock on the wall it stands still while others have the processor.
pub fn processor_time() -> Duration {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the call writes to the structure it is given.
    let result = unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut time) };
    debug_assert_eq!(result, 0, "every thread has this clock");
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// Bytes of the largest cache that one processor has for itself, where the system says.
pub fn cache_bytes() -> Option<usize> {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    // SAFETY: sysconf has no preconditions.
    let bytes = unsafe { libc::sysconf(libc::_SC_LEVEL2_CACHE_SIZE) };
    #[cfg(not(all(target_os = "linux", target_env = "gnu")))]
    let bytes = 0;
    usize::try_from(bytes).ok().filter(|&bytes| bytes > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aligned_committed_released() {
        let align = 1 << 20;
        let reservation = Reservation::new(4 << 20, align).unwrap();
        assert_eq!(reservation.address() % align, 0);
        assert!(reservation.contains(reservation.address()));
        assert!(!reservation.contains(reservation.address() + reservation.bytes()));
        reservation.commit(1 << 20, 1 << 20).unwrap();
        // SAFETY: that part has just been made usable.
        unsafe {
            let at = reservation.start().as_ptr().add(1 << 20);
            assert_eq!(at.read(), 0);
            at.write(7);
            reservation.release(1 << 20, 1 << 20);
            assert_eq!(at.read(), 0);
        }
    }

    #[test]
    fn an_absurd_wish_is_halved() {
        let reservation = Reservation::up_to(1 << 50, 1 << 20, 1 << 16).unwrap();
        assert!(reservation.bytes() < 1 << 50);
    }
}
