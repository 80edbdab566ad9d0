//! Calls on file descriptors that may wait: they give way to other threads, and to signals when interrupted.

use std::cell::RefCell;
use std::io::{Error, Result as IoResult};

use vm_core::{Raised, Thread};

/// Most bytes the system moves in one call.
const MOST: usize = 0x7fff_f000;

thread_local! {
    /// What reads land in before they are copied to the heap: too large to be made for each call.
    static LANDING: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Larger landing places are given back.
const KEPT: usize = 1 << 20;

/// Repeats a call while signals interrupt it; their handlers run in between, and what they raise ends it.
pub fn waiting(t: &mut Thread, mut call: impl FnMut() -> isize) -> Result<IoResult<usize>, Raised> {
    loop {
        if let Ok(count) = usize::try_from(t.blocking(&mut call)) {
            return Ok(Ok(count));
        }
        let error = Error::last_os_error();
        if error.raw_os_error() != Some(libc::EINTR) {
            return Ok(Err(error));
        }
        t.deliver_signals()?;
    }
}

/// Reads up to `size` bytes and shows them to `done`.
pub fn read<R>(
    t: &mut Thread,
    fd: i32,
    size: usize,
    done: impl FnOnce(&mut Thread, IoResult<&[u8]>) -> Result<R, Raised>,
) -> Result<R, Raised> {
    let mut landing = LANDING.take();
    let size = size.min(MOST);
    if landing.len() < size {
        landing.resize(size, 0);
    }
    let place = landing.as_mut_ptr();
    // SAFETY: the landing place has this length.
    let count = waiting(t, || unsafe { libc::read(fd, place.cast(), size) });
    let result = count.and_then(|count| done(t, count.map(|count| &landing[..count])));
    if landing.len() <= KEPT {
        LANDING.set(landing);
    }
    result
}

/// Reads to the end of the file. `None`: there is nothing yet, and the descriptor does not wait.
pub fn read_all(t: &mut Thread, fd: i32) -> Result<IoResult<Option<Vec<u8>>>, Raised> {
    let expected = rest_of_file(fd).map_or(8192, |rest| rest + 1);
    t.room_for(expected)?;
    let mut found = Vec::with_capacity(expected);
    loop {
        if found.len() == found.capacity() {
            t.room_for(2 * found.len())?;
            found.reserve(found.len().max(8192));
        }
        // A device that always has more interrupts no call.
        if t.is_signalled() {
            t.deliver_signals()?;
        }
        let spare = found.spare_capacity_mut();
        let (place, size) = (spare.as_mut_ptr(), spare.len().min(MOST));
        // SAFETY: the spare room has this size.
        match waiting(t, || unsafe { libc::read(fd, place.cast(), size) })? {
            Ok(0) => return Ok(Ok(Some(found))),
            // SAFETY: so many bytes of the spare room were written.
            Ok(count) => unsafe { found.set_len(found.len() + count) },
            Err(error) if error.raw_os_error() == Some(libc::EAGAIN) => {
                return Ok(Ok(if found.is_empty() { None } else { Some(found) }));
            }
            Err(error) => return Ok(Err(error)),
        }
    }
}

/// How much of a regular file lies behind the current position.
fn rest_of_file(fd: i32) -> Option<usize> {
    // SAFETY: a stat of zeros is valid, and the call fills it.
    let (status, stat) = unsafe {
        let mut stat: libc::stat = std::mem::zeroed();
        (libc::fstat(fd, &mut stat), stat)
    };
    if status != 0 || stat.st_size == 0 {
        return None;
    }
    // SAFETY: no memory is involved.
    let at = unsafe { libc::lseek(fd, 0, libc::SEEK_CUR) };
    usize::try_from(stat.st_size.checked_sub(at.max(0))?).ok().filter(|rest| *rest < 1 << 40)
}

/// Writes some of the bytes.
pub fn write(t: &mut Thread, fd: i32, bytes: &[u8]) -> Result<IoResult<usize>, Raised> {
    let size = bytes.len().min(MOST);
    // SAFETY: the bytes have this length.
    waiting(t, || unsafe { libc::write(fd, bytes.as_ptr().cast(), size) })
}
