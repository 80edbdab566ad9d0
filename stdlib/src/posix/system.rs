//! What the system is asked and told about its configuration, about identities, scheduling and children.

use std::io::Error;

use vm_core::natives::{Args, NativeDef, Window, leaf, reentrant};
use vm_core::objects::sequence::List;
use vm_core::{Raised, Res, Thread, Value};

use super::descriptors::plain;
use super::identity;
use crate::convert::{c_int, fs_path, fs_text};
use crate::descriptor;
use crate::outcome::{done, number};

pub static FUNCTIONS: [NativeDef; 22] = [
    leaf("_confstr(name, /)", confstr).function(),
    leaf("_pathconf(path, name, /)", |t, a| {
        let name = c_int(t, a.get(1))?;
        if t.as_int(a.get(0)).is_some() {
            let fd = c_int(t, a.get(0))?;
            return limit(t, || system!(libc::fpathconf(fd, name)));
        }
        let path = fs_path(t, a.get(0))?;
        limit(t, || system!(libc::pathconf(path.as_ptr(), name)))
    })
    .function(),
    leaf("getresuid()", |t, _| {
        identities(t, |[real, effective, saved]| system!(libc::getresuid(real, effective, saved)))
    })
    .function(),
    leaf("getresgid()", |t, _| {
        identities(t, |[real, effective, saved]| system!(libc::getresgid(real, effective, saved)))
    })
    .function(),
    leaf("setresuid(ruid, euid, suid, /)", |t, a| {
        identity::set(t, a, "uid", |n| system!(libc::setresuid(n[0], n[1], n[2])))
    })
    .function(),
    leaf("setresgid(rgid, egid, sgid, /)", |t, a| {
        identity::set(t, a, "gid", |n| system!(libc::setresgid(n[0], n[1], n[2])))
    })
    .function(),
    leaf("setpgrp()", |t, _| done(t, system!(libc::setpgid(0, 0)))).function(),
    leaf("tcsetpgrp(fd, pgid, /)", |t, a| plain(t, a, |n| system!(libc::tcsetpgrp(n[0], n[1])))).function(),
    leaf("sched_get_priority_max(policy)", |t, a| {
        number(t, system!(libc::sched_get_priority_max(c_int(t, a.get(0))?)).into())
    })
    .function(),
    leaf("sched_get_priority_min(policy)", |t, a| {
        number(t, system!(libc::sched_get_priority_min(c_int(t, a.get(0))?)).into())
    })
    .function(),
    leaf("sched_getscheduler(pid, /)", |t, a| number(t, system!(libc::sched_getscheduler(c_int(t, a.get(0))?)).into()))
        .function(),
    leaf("_get_priority(pid, /)", |t, a| {
        let pid = c_int(t, a.get(0))?;
        let mut found = libc::sched_param { sched_priority: 0 };
        // SAFETY: the call fills the struct.
        let status = unsafe { libc::sched_getparam(pid, &mut found) };
        if status == 0 { Ok(t.int(found.sched_priority.into())) } else { number(t, -1) }
    })
    .function(),
    leaf("_set_priority(pid, priority, /)", |t, a| {
        let (pid, told) = (c_int(t, a.get(0))?, priority(t, a.get(1))?);
        done(t, system!(libc::sched_setparam(pid, &told)))
    })
    .function(),
    leaf("_set_scheduler(pid, policy, priority, /)", |t, a| {
        let (pid, policy, told) = (c_int(t, a.get(0))?, c_int(t, a.get(1))?, priority(t, a.get(2))?);
        // the kernel answers 0, other systems the policy before
        done(t, system!(libc::sched_setscheduler(pid, policy, &told)).min(0))
    })
    .function(),
    leaf("sched_rr_get_interval(pid, /)", |t, a| {
        let pid = c_int(t, a.get(0))?;
        let mut interval = libc::timespec { tv_sec: 0, tv_nsec: 0 };
        // SAFETY: the call fills the struct.
        match unsafe { libc::sched_rr_get_interval(pid, &mut interval) } {
            0 => Ok(t.float(interval.tv_sec as f64 + 1e-9 * interval.tv_nsec as f64)),
            _ => number(t, -1),
        }
    })
    .function(),
    leaf("_set_affinity(pid, cpus, /)", set_affinity).function(),
    reentrant("_wait4(pid, options, /)", wait_with_usage).function(),
    reentrant("_waitid(idtype, id, options, /)", wait_for_info).function(),
    leaf("initgroups(username, gid, /)", |t, a| {
        let (user, group) = (fs_path(t, a.get(0))?, identity::of(t, a.get(1), "gid")?);
        done(t, system!(libc::initgroups(user.as_ptr(), group)))
    })
    .function(),
    leaf("getgrouplist(user, group, /)", groups_of).function(),
    leaf("unshare(flags)", |t, a| plain(t, a, |n| system!(libc::unshare(n[0])))).function(),
    leaf("setns(fd, nstype=0)", |t, a| plain(t, a, |n| system!(libc::setns(n[0], n[1])))).function(),
];

/// None, if the configuration defines no value.
fn confstr<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let name = c_int(t, args.get(0))?;
    let mut value = vec![0u8; 4096];
    // SAFETY: a buffer of this length; errno tells an error from a name without a value.
    let length = unsafe {
        *libc::__errno_location() = 0;
        libc::confstr(name, value.as_mut_ptr().cast(), value.len())
    };
    match length {
        0 if Error::last_os_error().raw_os_error() != Some(0) => number(t, -1),
        0 => Ok(Value::NONE),
        _ => fs_text(t, &value[..(length - 1).min(value.len())]),
    }
}

/// A limit; -1 says that there is none, or that something went wrong, which errno tells.
fn limit(t: &Thread, ask: impl FnOnce() -> libc::c_long) -> Res<'_> {
    // SAFETY: writes this thread's error number.
    unsafe { *libc::__errno_location() = 0 };
    let found = ask();
    let failed = found == -1 && Error::last_os_error().raw_os_error() != Some(0);
    if failed { number(t, -1) } else { Ok(t.int(found)) }
}

/// The real, the effective and the saved identity.
fn identities(t: &Thread, ask: impl FnOnce([&mut u32; 3]) -> i32) -> Res<'_> {
    let [mut real, mut effective, mut saved] = [0; 3];
    if ask([&mut real, &mut effective, &mut saved]) != 0 {
        return number(t, -1);
    }
    Ok(t.small_tuple([real, effective, saved].map(|identity| t.int(identity.into()))).value())
}

fn priority<'t>(t: &'t Thread, value: Value<'t>) -> Result<libc::sched_param, Raised> {
    Ok(libc::sched_param { sched_priority: c_int(t, value)? })
}

/// Takes a list of processors, all of them at least 0.
fn set_affinity<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let pid = c_int(t, args.get(0))?;
    // SAFETY: a set of zeros is valid.
    let mut set: libc::cpu_set_t = unsafe { std::mem::zeroed() };
    for cpu in args.get(1).expect::<List>().iter() {
        let cpu = c_int(t, cpu)?;
        if cpu < libc::CPU_SETSIZE {
            // SAFETY: within the set.
            unsafe { libc::CPU_SET(cpu as usize, &mut set) };
        }
    }
    done(t, system!(libc::sched_setaffinity(pid, size_of::<libc::cpu_set_t>(), &set)))
}

/// A process, its status, and what it used, as `resource` has it.
fn wait_with_usage(t: &mut Thread, window: Window) -> Result<(), Raised> {
    let (pid, options) = (c_int(t, t.window_arg(window, 0))?, c_int(t, t.window_arg(window, 1))?);
    // SAFETY: a struct of zeros is valid; the call fills both.
    let (mut status, mut used) = (0, unsafe { std::mem::zeroed::<libc::rusage>() });
    // SAFETY: as above.
    let found = descriptor::waiting(t, || unsafe { libc::wait4(pid, &mut status, options, &mut used) } as isize)?;
    let found = found.map_err(|error| t.os_error(&error, None))?;
    let used = crate::resource::accounts(t, &used)?;
    t.set_window_result(window, t.small_tuple([t.int_usize(found), t.int(status.into()), used]).value());
    Ok(())
}

/// What a child reports of itself; None if no child has anything to say.
fn wait_for_info(t: &mut Thread, window: Window) -> Result<(), Raised> {
    let [kind, id, options] =
        [c_int(t, t.window_arg(window, 0))?, c_int(t, t.window_arg(window, 1))?, c_int(t, t.window_arg(window, 2))?];
    // SAFETY: a struct of zeros is valid; the call fills it.
    let mut info = unsafe { std::mem::zeroed::<libc::siginfo_t>() };
    // SAFETY: as above.
    let waited = descriptor::waiting(t, || unsafe {
        libc::waitid(kind as libc::idtype_t, id as libc::id_t, &mut info, options) as isize
    })?;
    waited.map_err(|error| t.os_error(&error, None))?;
    // SAFETY: what `waitid` fills in has these.
    let (pid, uid, status) = unsafe { (info.si_pid(), info.si_uid(), info.si_status()) };
    let fields = [pid.into(), i64::from(uid), info.si_signo.into(), status.into(), info.si_code.into()];
    let told = t.small_tuple(fields.map(|field| t.int(field))).value();
    t.set_window_result(window, if pid == 0 { Value::NONE } else { told });
    Ok(())
}

fn groups_of<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let (user, group) = (fs_path(t, args.get(0))?, identity::of(t, args.get(1), "gid")?);
    let mut groups = vec![0; 65536];
    let mut count = groups.len() as i32;
    // SAFETY: a NUL-terminated name, and room for so many groups.
    if unsafe { libc::getgrouplist(user.as_ptr(), group, groups.as_mut_ptr(), &mut count) } < 0 {
        return number(t, -1);
    }
    let groups: Vec<Value<'_>> = groups[..count as usize].iter().map(|group| t.int(i64::from(*group))).collect();
    Ok(t.list(&groups)?.value())
}
