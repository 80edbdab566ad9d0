//! `fcntl`: control of descriptors.

use vm_core::native_modules::{ModuleDef, module};
use vm_core::natives::{NativeDef, Window, leaf, reentrant};
use vm_core::{Raised, Thread};

use crate::constants::{self, Constants, constants};
use crate::convert::c_int;
use crate::descriptor;
use crate::outcome::number;

pub static MODULE: ModuleDef = module("fcntl")
    .doc("This module performs file control and I/O control on file\ndescriptors.  It is an interface to the fcntl() and ioctl() Unix\nroutines.  File descriptors can be obtained with the fileno() method of\na file or socket object.")
    .functions(&FUNCTIONS)
    .init(|t, namespace| constants::add(t, namespace, CONSTANTS));

const CONSTANTS: Constants = constants! {
    LOCK_SH LOCK_EX LOCK_NB LOCK_UN F_DUPFD F_DUPFD_CLOEXEC F_GETFD F_SETFD F_GETFL F_SETFL F_GETLK F_SETLK F_SETLKW
    F_OFD_GETLK F_OFD_SETLK F_OFD_SETLKW F_GETOWN F_SETOWN F_RDLCK F_WRLCK F_UNLCK F_SETLEASE F_GETLEASE
    F_NOTIFY F_SETPIPE_SZ F_GETPIPE_SZ FICLONE FICLONERANGE FD_CLOEXEC F_ADD_SEALS F_GET_SEALS F_SEAL_SEAL
    F_SEAL_SHRINK F_SEAL_GROW F_SEAL_WRITE F_SEAL_FUTURE_WRITE
};

static FUNCTIONS: [NativeDef; 5] = [
    reentrant("_control(fd, command, number, /)", control).function(),
    leaf("_control_buffer(fd, command, buffer, /)", |t, a| {
        let (fd, command) = (c_int(t, a.get(0))?, c_int(t, a.get(1))?);
        let lent = t.writable_buffer(a.get(2), "fcntl", 3)?;
        let mut bytes = lent.to_vec();
        // SAFETY: the caller gives room for what the command writes, as in C; the buffer has at least 1024 bytes.
        let result = unsafe { libc::fcntl(fd, command, bytes.as_mut_ptr()) };
        lent.write(0, &bytes);
        number(t, result.into())
    })
    .function(),
    leaf("_device(fd, request, number, /)", |t, a| {
        let (fd, request) = (c_int(t, a.get(0))?, t.index_of(a.get(1))?);
        let argument = c_int(t, a.get(2))?;
        // SAFETY: the request takes a number, as the program says.
        number(t, unsafe { libc::ioctl(fd, request as libc::Ioctl, argument) }.into())
    })
    .function(),
    leaf("_device_buffer(fd, request, buffer, /)", |t, a| {
        let (fd, request) = (c_int(t, a.get(0))?, t.index_of(a.get(1))?);
        let lent = t.writable_buffer(a.get(2), "ioctl", 3)?;
        let mut bytes = lent.to_vec();
        let size = bytes.len();
        bytes.resize(size.max(1024), 0);
        // SAFETY: at least 1024 bytes of room for what the request writes.
        let result = unsafe { libc::ioctl(fd, request as libc::Ioctl, bytes.as_mut_ptr()) };
        lent.write(0, &bytes[..size]);
        number(t, result.into())
    })
    .function(),
    reentrant("_flock(fd, operation, /)", |t, window| {
        let (fd, operation) = (c_int(t, t.window_arg(window, 0))?, c_int(t, t.window_arg(window, 1))?);
        // SAFETY: no memory is involved.
        let done = descriptor::waiting(t, || unsafe { libc::flock(fd, operation) } as isize)?;
        done.map_err(|error| t.os_error(&error, None))?;
        t.set_window_result(window, vm_core::Value::NONE);
        Ok(())
    })
    .function(),
];

fn control(t: &mut Thread, window: Window) -> Result<(), Raised> {
    let (fd, command) = (c_int(t, t.window_arg(window, 0))?, c_int(t, t.window_arg(window, 1))?);
    let argument = c_int(t, t.window_arg(window, 2))?;
    // SAFETY: the command takes a number, as the program says.
    let found = descriptor::waiting(t, || unsafe { libc::fcntl(fd, command, argument) } as isize)?;
    let found = found.map_err(|error| t.os_error(&error, None))?;
    t.set_window_result(window, t.int_usize(found));
    Ok(())
}
