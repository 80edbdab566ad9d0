//! Calls on descriptors. Those that may wait give way to signals and other threads.

use std::io::Error;

use vm_core::natives::{Args, NativeDef, Window, leaf, reentrant};
use vm_core::{Raised, Res, Thread, Value};

use super::identity;
use crate::convert::c_int;
use crate::descriptor;
use crate::outcome::{done, number};

pub static FUNCTIONS: [NativeDef; 30] = [
    leaf("close(fd)", |t, a| plain(t, a, |n| system!(libc::close(n[0])))).function(),
    leaf("closerange(fd_low, fd_high, /)", |t, a| {
        for fd in c_int(t, a.get(0))?.max(0)..c_int(t, a.get(1))? {
            // SAFETY: closing descriptors the program names; errors are ignored, as documented.
            unsafe { libc::close(fd) };
        }
        Ok(Value::NONE)
    })
    .function(),
    reentrant("read(fd, length, /)", read).function(),
    reentrant("pread(fd, length, offset, /)", read_at).function(),
    reentrant("readinto(fd, buffer, /)", read_into).function(),
    reentrant("write(fd, data, /)", |t, window| write(t, window, false)).function(),
    reentrant("pwrite(fd, buffer, offset, /)", |t, window| write(t, window, true)).function(),
    leaf("lseek(fd, position, whence, /)", lseek).function(),
    leaf("ftruncate(fd, length, /)", |t, a| {
        let length = t.index_of(a.get(1))?;
        // SAFETY: no memory is involved.
        done(t, unsafe { libc::ftruncate(c_int(t, a.get(0))?, length) })
    })
    .function(),
    leaf("isatty(fd, /)", isatty).function(),
    leaf("_fsync(fd)", |t, a| plain(t, a, |n| system!(libc::fsync(n[0])))).function(),
    leaf("_fdatasync(fd)", |t, a| plain(t, a, |n| system!(libc::fdatasync(n[0])))).function(),
    leaf("_fchdir(fd)", |t, a| plain(t, a, |n| system!(libc::fchdir(n[0])))).function(),
    leaf("fchmod(fd, mode)", |t, a| plain(t, a, |n| system!(libc::fchmod(n[0], n[1] as u32)))).function(),
    leaf("fchown(fd, uid, gid)", |t, a| {
        let (user, group) = (identity::of(t, a.get(1), "uid")?, identity::of(t, a.get(2), "gid")?);
        done(t, system!(libc::fchown(c_int(t, a.get(0))?, user, group)))
    })
    .function(),
    leaf("dup(fd, /)", dup).function(),
    leaf("dup2(fd, fd2, inheritable=True)", |t, a| {
        let (from, to) = (c_int(t, a.get(0))?, c_int(t, a.get(1))?);
        let inheritable = a.opt(2).is_none_or(|given| t.leaf_truth(given).unwrap_or(true));
        // SAFETY: no memory is involved.
        let status = unsafe {
            match inheritable || from == to {
                true => libc::dup2(from, to),
                false => libc::dup3(from, to, libc::O_CLOEXEC),
            }
        };
        number(t, status.into())
    })
    .function(),
    leaf("pipe()", |t, _| pipe(t, libc::O_CLOEXEC)).function(),
    leaf("pipe2(flags, /)", |t, a| pipe(t, c_int(t, a.get(0))?)).function(),
    leaf("openpty()", openpty).function(),
    leaf("get_inheritable(fd, /)", |t, a| flag(t, a, libc::F_GETFD, libc::FD_CLOEXEC).map(|set| Value::bool(!set)))
        .function(),
    leaf("set_inheritable(fd, inheritable, /)", |t, a| {
        let on = !t.leaf_truth(a.get(1)).unwrap_or(true);
        set_flag(t, a, (libc::F_GETFD, libc::F_SETFD), libc::FD_CLOEXEC, on)
    })
    .function(),
    leaf("get_blocking(fd, /)", |t, a| flag(t, a, libc::F_GETFL, libc::O_NONBLOCK).map(|set| Value::bool(!set)))
        .function(),
    leaf("set_blocking(fd, blocking, /)", |t, a| {
        let on = !t.leaf_truth(a.get(1)).unwrap_or(true);
        set_flag(t, a, (libc::F_GETFL, libc::F_SETFL), libc::O_NONBLOCK, on)
    })
    .function(),
    leaf("_terminal_size(fd)", terminal_size).function(),
    leaf("ttyname(fd, /)", |t, a| {
        let fd = c_int(t, a.get(0))?;
        let mut name = [0u8; 256];
        // SAFETY: a buffer of this length.
        match unsafe { libc::ttyname_r(fd, name.as_mut_ptr().cast(), name.len()) } {
            0 => crate::convert::fs_text(t, name.split(|byte| *byte == 0).next().unwrap_or(&[])),
            error => Err(t.os_error(&Error::from_raw_os_error(error), None)),
        }
    })
    .function(),
    leaf("lockf(fd, command, length, /)", |t, a| {
        let length = t.index_of(a.get(2))?;
        // SAFETY: no memory is involved.
        done(t, unsafe { libc::lockf(c_int(t, a.get(0))?, c_int(t, a.get(1))?, length) })
    })
    .function(),
    leaf("_sendfile(out_fd, in_fd, offset, count, /)", |t, a| {
        let (out, input) = (c_int(t, a.get(0))?, c_int(t, a.get(1))?);
        let count = t.index_of(a.get(3))?.max(0) as usize;
        let mut offset = a.get(2).not_none().map(|offset| t.index_of(offset)).transpose()?;
        let place = offset.as_mut().map_or(std::ptr::null_mut(), std::ptr::from_mut);
        // SAFETY: null, or an offset.
        number(t, unsafe { libc::sendfile(out, input, place, count) } as i64)
    })
    .function(),
    leaf("_copy_file_range(source, target, count, source_offset, target_offset, /)", |t, a| {
        let (source, target) = (c_int(t, a.get(0))?, c_int(t, a.get(1))?);
        let count = t.index_of(a.get(2))?.max(0) as usize;
        let offset = |index: usize| a.get(index).not_none().map(|offset| t.index_of(offset)).transpose();
        let (mut from, mut to) = (offset(3)?, offset(4)?);
        let from = from.as_mut().map_or(std::ptr::null_mut(), std::ptr::from_mut);
        let to = to.as_mut().map_or(std::ptr::null_mut(), std::ptr::from_mut);
        // SAFETY: null, or offsets.
        number(t, unsafe { libc::copy_file_range(source, from, target, to, count, 0) } as i64)
    })
    .function(),
    leaf("posix_fadvise(fd, offset, length, advice, /)", |t, a| {
        let (offset, length) = (t.index_of(a.get(1))?, t.index_of(a.get(2))?);
        // SAFETY: no memory is involved.
        match unsafe { libc::posix_fadvise(c_int(t, a.get(0))?, offset, length, c_int(t, a.get(3))?) } {
            0 => Ok(Value::NONE),
            error => Err(t.os_error(&Error::from_raw_os_error(error), None)),
        }
    })
    .function(),
];

/// A call on ints whose result says only whether it failed.
pub fn plain<'t>(t: &'t Thread, args: Args<'t>, call: fn([i32; 4]) -> i32) -> Res<'t> {
    let mut numbers = [0; 4];
    for (index, number) in numbers.iter_mut().enumerate().take(args.len()) {
        *number = if index == 0 { c_int(t, args.get(0))? } else { t.index_of(args.get(index))? as i32 };
    }
    done(t, call(numbers))
}

fn length(t: &Thread, window: Window) -> Result<usize, Raised> {
    let length = t.index_of(t.window_arg(window, 1))?;
    usize::try_from(length).map_err(|_| t.os_error(&Error::from_raw_os_error(libc::EINVAL), None))
}

fn read(t: &mut Thread, window: Window) -> Result<(), Raised> {
    let fd = c_int(t, t.window_arg(window, 0))?;
    let size = length(t, window)?;
    descriptor::read(t, fd, size, |t, found| {
        let bytes = found.map_err(|error| t.os_error(&error, None))?;
        t.set_window_result(window, t.bytes(bytes)?.value());
        Ok(())
    })
}

fn read_at(t: &mut Thread, window: Window) -> Result<(), Raised> {
    let fd = c_int(t, t.window_arg(window, 0))?;
    let (size, offset) = (length(t, window)?, t.index_of(t.window_arg(window, 2))?);
    let mut bytes = vec![0u8; size.min(1 << 30)];
    let (place, size) = (bytes.as_mut_ptr(), bytes.len());
    // SAFETY: the buffer has this length.
    let count = descriptor::waiting(t, || unsafe { libc::pread(fd, place.cast(), size, offset) })?;
    let count = count.map_err(|error| t.os_error(&error, None))?;
    t.set_window_result(window, t.bytes(&bytes[..count])?.value());
    Ok(())
}

fn read_into(t: &mut Thread, window: Window) -> Result<(), Raised> {
    let fd = c_int(t, t.window_arg(window, 0))?;
    let size = t.writable_buffer(t.window_arg(window, 1), "readinto", 2)?.len();
    descriptor::read(t, fd, size, |t, found| {
        let bytes = found.map_err(|error| t.os_error(&error, None))?;
        let buffer = t.writable_buffer(t.window_arg(window, 1), "readinto", 2)?;
        buffer.write(0, &bytes[..bytes.len().min(buffer.len())]);
        t.set_window_result(window, t.int_usize(bytes.len()));
        Ok(())
    })
}

fn write(t: &mut Thread, window: Window, at: bool) -> Result<(), Raised> {
    let fd = c_int(t, t.window_arg(window, 0))?;
    let data = t.bytes_like(t.window_arg(window, 1))?.to_vec();
    let count = if at {
        let offset = t.index_of(t.window_arg(window, 2))?;
        // SAFETY: the bytes have this length.
        descriptor::waiting(t, || unsafe { libc::pwrite(fd, data.as_ptr().cast(), data.len(), offset) })?
    } else {
        descriptor::write(t, fd, &data)?
    };
    let count = count.map_err(|error| t.os_error(&error, None))?;
    t.set_window_result(window, t.int_usize(count));
    Ok(())
}

fn lseek<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let (fd, position, whence) = (c_int(t, args.get(0))?, t.index_of(args.get(1))?, c_int(t, args.get(2))?);
    // SAFETY: no memory is involved.
    match unsafe { libc::lseek(fd, position, whence) } {
        -1 => Err(t.last_os_error()),
        position => Ok(t.int(position)),
    }
}

fn isatty<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let fd = c_int(t, args.get(0))?;
    // SAFETY: no memory is involved.
    Ok(Value::bool(unsafe { libc::isatty(fd) } == 1))
}

fn dup<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let fd = c_int(t, args.get(0))?;
    // SAFETY: no memory is involved.
    match unsafe { libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, 0) } {
        -1 => Err(t.last_os_error()),
        fd => Ok(t.int(fd.into())),
    }
}

fn pipe(t: &Thread, flags: i32) -> Res<'_> {
    let mut ends = [0; 2];
    // SAFETY: the array takes two descriptors.
    match unsafe { libc::pipe2(ends.as_mut_ptr(), flags) } {
        0 => Ok(t.small_tuple(ends.map(|end| t.int(end.into()))).value()),
        _ => Err(t.last_os_error()),
    }
}

fn openpty<'t>(t: &'t Thread, _args: Args<'t>) -> Res<'t> {
    let mut ends = [0; 2];
    // SAFETY: the calls take and give descriptors; the name lies in the library's own buffer until the next call.
    let ok = unsafe {
        ends[0] = libc::posix_openpt(libc::O_RDWR | libc::O_NOCTTY | libc::O_CLOEXEC);
        ends[0] >= 0 && libc::grantpt(ends[0]) == 0 && libc::unlockpt(ends[0]) == 0 && {
            let name = libc::ptsname(ends[0]);
            ends[1] = libc::open(name, libc::O_RDWR | libc::O_NOCTTY | libc::O_CLOEXEC);
            ends[1] >= 0
        }
    };
    if !ok {
        return Err(t.last_os_error());
    }
    Ok(t.small_tuple(ends.map(|end| t.int(end.into()))).value())
}

fn flag<'t>(t: &'t Thread, args: Args<'t>, get: i32, bit: i32) -> Result<bool, Raised> {
    let fd = c_int(t, args.get(0))?;
    // SAFETY: no memory is involved.
    match unsafe { libc::fcntl(fd, get) } {
        -1 => Err(t.last_os_error()),
        flags => Ok(flags & bit != 0),
    }
}

fn set_flag<'t>(t: &'t Thread, args: Args<'t>, (get, set): (i32, i32), bit: i32, on: bool) -> Res<'t> {
    let fd = c_int(t, args.get(0))?;
    // SAFETY: no memory is involved.
    let status = unsafe {
        match libc::fcntl(fd, get) {
            -1 => -1,
            flags => libc::fcntl(fd, set, if on { flags | bit } else { flags & !bit }),
        }
    };
    done(t, if status < 0 { -1 } else { 0 })
}

fn terminal_size<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let fd = c_int(t, args.get(0))?;
    // SAFETY: a winsize of zeros is valid; the call fills it.
    let (status, size) = unsafe {
        let mut size: libc::winsize = std::mem::zeroed();
        (libc::ioctl(fd, libc::TIOCGWINSZ, &mut size), size)
    };
    match status {
        0 => Ok(t.small_tuple([t.int(size.ws_col.into()), t.int(size.ws_row.into())]).value()),
        _ => Err(t.last_os_error()),
    }
}
