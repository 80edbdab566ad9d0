//! `posix`: the system. Calls are here, by what they are about; the functions a program sees are in the module's Python
//! part where there are paths, defaults or results with names.

/// A system call that takes numbers and C strings.
macro_rules! system {
    ($($call:tt)*) => {{
        // SAFETY: strings end in NUL and outlive the call, which writes to no memory of this process.
        unsafe { $($call)* }
    }};
}

mod descriptors;
mod files;
mod identity;
mod process;
mod system;
mod transfer;

use vm_core::native_modules::{ModuleDef, module};
use vm_core::natives::{NativeDef, leaf, tail};
use vm_core::objects::dict::Dict;
use vm_core::{Gc, Raised, Thread, cls};

use crate::constants::{self, Constants, constants};
use crate::convert::fspath;

pub static MODULE: ModuleDef = module("posix").functions(&FUNCTIONS).init(init);

static FUNCTIONS: [NativeDef; 2] = [
    leaf("_create_environ()", |t, _| Ok(environ(t)?.value())).function(),
    tail("fspath(path)", |t, args| {
        if t.as_int(args.get(0)).is_some() {
            let name = t.class_name(args.get(0));
            return Err(t.type_error(format_args!("expected str, bytes or os.PathLike object, not {name}")));
        }
        fspath(t, args.get(0))
    })
    .function(),
];

fn init<'t>(t: &'t Thread, namespace: Gc<'t, Dict>) -> Result<(), Raised> {
    namespace.add(t, "environ", environ(t)?.value())?;
    namespace.add(t, "error", t.class(cls::OSError).value())?;
    let paths_and_processes = files::FUNCTIONS.iter().chain(&descriptors::FUNCTIONS).chain(&process::FUNCTIONS);
    for function in
        paths_and_processes.chain(&identity::FUNCTIONS).chain(&system::FUNCTIONS).chain(&transfer::FUNCTIONS)
    {
        namespace.add(t, function.name(), t.module_function(function, t.intern_text("posix").value()))?;
    }
    namespace.add_int(t, "_AT_FDCWD", libc::AT_FDCWD.into())?;
    constants::add(t, namespace, CONSTANTS)?;
    constants::add(t, namespace, UNNAMED)
}

/// The variables of the environment as it is now.
fn environ(t: &Thread) -> Result<Gc<'_, Dict>, Raised> {
    use std::os::unix::ffi::OsStrExt as _;
    let environ = t.new_dict();
    for (name, value) in std::env::vars_os() {
        let (name, value) = (t.bytes(name.as_bytes())?.value(), t.bytes(value.as_bytes())?.value());
        if let Some(hash) = t.leaf_hash(name) {
            environ.insert_new(t, name, hash, value)?;
        }
    }
    Ok(environ)
}

const CONSTANTS: Constants = constants! {
    O_RDONLY O_WRONLY O_RDWR O_APPEND O_CREAT O_EXCL O_TRUNC O_NONBLOCK O_CLOEXEC O_DIRECTORY O_NOFOLLOW O_SYNC O_NOCTTY O_NDELAY O_DSYNC O_RSYNC
    O_PATH O_TMPFILE O_ASYNC O_DIRECT O_LARGEFILE O_NOATIME F_OK R_OK W_OK X_OK PIDFD_NONBLOCK WNOHANG WUNTRACED WCONTINUED WEXITED WNOWAIT WSTOPPED
    P_ALL P_PID P_PGID PRIO_PROCESS PRIO_PGRP PRIO_USER F_LOCK F_TLOCK F_ULOCK F_TEST SEEK_DATA SEEK_HOLE
    POSIX_FADV_NORMAL POSIX_FADV_SEQUENTIAL POSIX_FADV_RANDOM POSIX_FADV_NOREUSE POSIX_FADV_WILLNEED POSIX_FADV_DONTNEED
    RTLD_LAZY RTLD_NOW RTLD_GLOBAL RTLD_LOCAL RTLD_NODELETE RTLD_NOLOAD RTLD_DEEPBIND
    SCHED_OTHER SCHED_BATCH SCHED_FIFO SCHED_IDLE SCHED_RR SCHED_DEADLINE SCHED_NORMAL SCHED_RESET_ON_FORK
    XATTR_CREATE XATTR_REPLACE O_ACCMODE O_FSYNC P_PIDFD
    CLD_CONTINUED CLD_DUMPED CLD_EXITED CLD_KILLED CLD_STOPPED CLD_TRAPPED
    CLONE_FILES CLONE_FS CLONE_NEWCGROUP CLONE_NEWIPC CLONE_NEWNET CLONE_NEWNS CLONE_NEWPID CLONE_NEWUSER CLONE_NEWUTS
    CLONE_SIGHAND CLONE_SYSVSEM CLONE_THREAD CLONE_VM
    EFD_CLOEXEC EFD_NONBLOCK EFD_SEMAPHORE MFD_ALLOW_SEALING MFD_CLOEXEC MFD_HUGETLB
    RWF_APPEND RWF_DSYNC RWF_HIPRI RWF_NOWAIT RWF_SYNC SPLICE_F_MORE SPLICE_F_MOVE SPLICE_F_NONBLOCK
    ST_APPEND ST_MANDLOCK ST_NOATIME ST_NODEV ST_NODIRATIME ST_NOEXEC ST_NOSUID ST_RDONLY ST_RELATIME ST_SYNCHRONOUS ST_WRITE
};

/// Those that `libc` has no names for, or others.
const UNNAMED: Constants = &[
    ("EX_OK", 0),
    ("EX_USAGE", 64),
    ("EX_DATAERR", 65),
    ("EX_NOINPUT", 66),
    ("EX_NOUSER", 67),
    ("EX_NOHOST", 68),
    ("EX_UNAVAILABLE", 69),
    ("EX_SOFTWARE", 70),
    ("EX_OSERR", 71),
    ("EX_OSFILE", 72),
    ("EX_CANTCREAT", 73),
    ("EX_IOERR", 74),
    ("EX_TEMPFAIL", 75),
    ("EX_PROTOCOL", 76),
    ("EX_NOPERM", 77),
    ("EX_CONFIG", 78),
    ("NGROUPS_MAX", 65536),
    ("TMP_MAX", 238_328),
    ("GRND_NONBLOCK", 1),
    ("GRND_RANDOM", 2),
    ("XATTR_SIZE_MAX", 65536),
];
