//! Descriptors without a name in the file system, and ways to move data between descriptors.

use std::io::Error;

use vm_core::natives::{NativeDef, Window, leaf, reentrant};
use vm_core::{Raised, Thread, Value};

use crate::convert::{c_int, fs_path, ssize};
use crate::descriptor;
use crate::outcome::{done, number};

pub static FUNCTIONS: [NativeDef; 8] = [
    leaf("_memfd_create(name, flags, /)", |t, a| {
        let name = fs_path(t, a.get(0))?;
        let flags = c_int(t, a.get(1))?;
        number(t, system!(libc::memfd_create(name.as_ptr(), flags as u32)).into())
    })
    .function(),
    leaf("_eventfd(initval, flags, /)", |t, a| {
        let (start, flags) = (ssize(t, a.get(0))?, c_int(t, a.get(1))?);
        number(t, system!(libc::eventfd(start as u32, flags)).into())
    })
    .function(),
    reentrant("eventfd_read(fd)", |t, window| {
        let fd = c_int(t, t.window_arg(window, 0))?;
        let mut count = 0u64;
        // SAFETY: the call fills the number.
        let read = descriptor::waiting(t, || unsafe { libc::eventfd_read(fd, &mut count) } as isize)?;
        read.map_err(|error| t.os_error(&error, None))?;
        t.set_window_result(window, t.int_u64(count));
        Ok(())
    })
    .function(),
    reentrant("_eventfd_write(fd, value, /)", |t, window| {
        let (fd, count) = (c_int(t, t.window_arg(window, 0))?, ssize(t, t.window_arg(window, 1))?);
        // SAFETY: no memory is involved.
        let written = descriptor::waiting(t, || unsafe { libc::eventfd_write(fd, count as u64) } as isize)?;
        written.map_err(|error| t.os_error(&error, None))?;
        t.set_window_result(window, Value::NONE);
        Ok(())
    })
    .function(),
    leaf("posix_fallocate(fd, offset, length, /)", |t, a| {
        let (fd, offset, length) = (c_int(t, a.get(0))?, ssize(t, a.get(1))?, ssize(t, a.get(2))?);
        match system!(libc::posix_fallocate(fd, offset, length)) {
            0 => done(t, 0),
            error => Err(t.os_error(&Error::from_raw_os_error(error), None)),
        }
    })
    .function(),
    reentrant("_read_flagged(fd, length, offset, flags, /)", |t, window| {
        let (fd, size, offset, flags) = flagged(t, window, ssize)?;
        let mut bytes = vec![0u8; (size.max(0) as usize).min(1 << 30)];
        let place = libc::iovec { iov_base: bytes.as_mut_ptr().cast(), iov_len: bytes.len() };
        // SAFETY: one stretch of this length.
        let count = descriptor::waiting(t, || unsafe { libc::preadv2(fd, &place, 1, offset, flags) })?;
        let count = count.map_err(|error| t.os_error(&error, None))?;
        t.set_window_result(window, t.bytes(&bytes[..count])?.value());
        Ok(())
    })
    .function(),
    reentrant("_write_flagged(fd, data, offset, flags, /)", |t, window| {
        let (fd, data, offset, flags) = flagged(t, window, |t, value| Ok(t.bytes_like(value)?.to_vec()))?;
        let place = libc::iovec { iov_base: data.as_ptr().cast_mut().cast(), iov_len: data.len() };
        // SAFETY: one stretch of this length, which the call reads.
        let count = descriptor::waiting(t, || unsafe { libc::pwritev2(fd, &place, 1, offset, flags) })?;
        let count = count.map_err(|error| t.os_error(&error, None))?;
        t.set_window_result(window, t.int_usize(count));
        Ok(())
    })
    .function(),
    reentrant("_splice(source, target, count, source_offset, target_offset, flags, /)", splice).function(),
];

/// A descriptor, what is moved, the offset and the flags.
fn flagged<T>(
    t: &Thread,
    window: Window,
    what: impl for<'t> FnOnce(&'t Thread, Value<'t>) -> Result<T, Raised>,
) -> Result<(i32, T, i64, i32), Raised> {
    let fd = c_int(t, t.window_arg(window, 0))?;
    let what = what(t, t.window_arg(window, 1))?;
    Ok((fd, what, ssize(t, t.window_arg(window, 2))?, c_int(t, t.window_arg(window, 3))?))
}

fn splice(t: &mut Thread, window: Window) -> Result<(), Raised> {
    let (source, target) = (c_int(t, t.window_arg(window, 0))?, c_int(t, t.window_arg(window, 1))?);
    let count = ssize(t, t.window_arg(window, 2))? as usize;
    let offset = |index| t.window_arg(window, index).not_none().map(|offset| ssize(t, offset)).transpose();
    let (mut from, mut to) = (offset(3)?, offset(4)?);
    let flags = c_int(t, t.window_arg(window, 5))? as u32;
    let moved = descriptor::waiting(t, || {
        let from = from.as_mut().map_or(std::ptr::null_mut(), std::ptr::from_mut);
        let to = to.as_mut().map_or(std::ptr::null_mut(), std::ptr::from_mut);
        // SAFETY: null, or offsets.
        unsafe { libc::splice(source, from, target, to, count, flags) }
    })?;
    let moved = moved.map_err(|error| t.os_error(&error, None))?;
    t.set_window_result(window, t.int_usize(moved));
    Ok(())
}
