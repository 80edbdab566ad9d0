//! Random bytes of the system.

use vm_core::{Raised, Thread};

/// A request of up to so many bytes is neither interrupted nor cut short.
const WHOLE: usize = 256;

pub fn fill(t: &Thread, buffer: &mut [u8]) -> Result<(), Raised> {
    for chunk in buffer.chunks_mut(WHOLE) {
        // SAFETY: the chunk has this length.
        if unsafe { libc::getrandom(chunk.as_mut_ptr().cast(), chunk.len(), 0) } < 0 {
            return Err(t.last_os_error());
        }
    }
    Ok(())
}
