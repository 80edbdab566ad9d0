//! `resource`: what a process may use, and has used.

use vm_core::native_modules::{ModuleDef, module};
use vm_core::natives::{Args, NativeDef, leaf};
use vm_core::{Res, Thread, cls};

use crate::constants::{self, Constants, constants};
use crate::convert::c_int;
use crate::outcome::{done, number};

pub static MODULE: ModuleDef = module("resource").functions(&FUNCTIONS).init(|t, namespace| {
    constants::add(t, namespace, CONSTANTS)?;
    namespace.add_int(t, "RLIMIT_OFILE", libc::RLIMIT_NOFILE.into())?;
    namespace.add_int(t, "RLIM_INFINITY", -1)?;
    namespace.add(t, "error", t.class(cls::OSError).value())
});

const CONSTANTS: Constants = constants! {
    RLIMIT_CPU RLIMIT_FSIZE RLIMIT_DATA RLIMIT_STACK RLIMIT_CORE RLIMIT_NOFILE RLIMIT_AS RLIMIT_RSS RLIMIT_NPROC
    RLIMIT_MEMLOCK RLIMIT_MSGQUEUE RLIMIT_NICE RLIMIT_RTPRIO RLIMIT_RTTIME RLIMIT_SIGPENDING RUSAGE_SELF RUSAGE_CHILDREN
    RUSAGE_THREAD
};

static FUNCTIONS: [NativeDef; 4] = [
    leaf("getpagesize()", |t, _| {
        // SAFETY: no memory is involved.
        Ok(t.int(unsafe { libc::sysconf(libc::_SC_PAGESIZE) }))
    })
    .function(),
    leaf("_usage(who, /)", usage).function(),
    leaf("_limit(pid, resource, /)", |t, a| {
        let (pid, resource) = (c_int(t, a.get(0))?, c_int(t, a.get(1))?);
        let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
        // SAFETY: the call fills the struct.
        if unsafe { libc::prlimit(pid, resource as u32, std::ptr::null(), &mut limit) } != 0 {
            return number(t, -1);
        }
        Ok(t.small_tuple([limit.rlim_cur, limit.rlim_max].map(|one| t.int(one as i64))).value())
    })
    .function(),
    leaf("_set_limit(pid, resource, soft, hard, /)", |t, a| {
        let (pid, resource) = (c_int(t, a.get(0))?, c_int(t, a.get(1))?);
        let limit = libc::rlimit { rlim_cur: t.index_of(a.get(2))? as u64, rlim_max: t.index_of(a.get(3))? as u64 };
        // SAFETY: the call reads the struct.
        done(t, unsafe { libc::prlimit(pid, resource as u32, &limit, std::ptr::null_mut()) })
    })
    .function(),
];

/// The sixteen numbers of a process's account, the first two as seconds.
fn usage<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let who = c_int(t, args.get(0))?;
    // SAFETY: a struct of zeros is valid; the call fills it.
    let (status, used) = unsafe {
        let mut used: libc::rusage = std::mem::zeroed();
        (libc::getrusage(who, &mut used), used)
    };
    if status != 0 {
        return Err(t.value_error("invalid who parameter"));
    }
    accounts(t, &used)
}

/// The fields of `resource.struct_rusage`.
pub fn accounts<'t>(t: &'t Thread, used: &libc::rusage) -> Res<'t> {
    let seconds = |time: libc::timeval| t.float(time.tv_sec as f64 + time.tv_usec as f64 * 1e-6);
    let mut all = vec![seconds(used.ru_utime), seconds(used.ru_stime)];
    let counts = [
        used.ru_maxrss,
        used.ru_ixrss,
        used.ru_idrss,
        used.ru_isrss,
        used.ru_minflt,
        used.ru_majflt,
        used.ru_nswap,
        used.ru_inblock,
        used.ru_oublock,
        used.ru_msgsnd,
        used.ru_msgrcv,
        used.ru_nsignals,
        used.ru_nvcsw,
        used.ru_nivcsw,
    ];
    all.extend(counts.map(|count| t.int(count)));
    Ok(t.tuple(&all)?.value())
}
