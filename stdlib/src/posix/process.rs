//! Processes, users and the system itself.

use std::ffi::CString;
use std::io::Error;

use vm_core::natives::{Args, NativeDef, Window, leaf, reentrant};
use vm_core::objects::os_error::system_message;
use vm_core::objects::sequence::{List, Tuple};
use vm_core::{Raised, Res, Thread, Value};

use super::descriptors::plain;
use super::identity;
use crate::convert::{c_int, fs_path, fs_text, ssize};
use crate::outcome::{done, number};
use crate::{descriptor, entropy};

/// A call without arguments that cannot fail.
macro_rules! asks {
    ($text:literal, $call:path) => {
        // SAFETY: takes nothing and cannot fail.
        leaf($text, |t, _| Ok(t.int(unsafe { $call() }.into()))).function()
    };
}

pub static FUNCTIONS: [NativeDef; 48] = [
    asks!("getpid()", libc::getpid),
    asks!("getppid()", libc::getppid),
    asks!("getuid()", libc::getuid),
    asks!("geteuid()", libc::geteuid),
    asks!("getgid()", libc::getgid),
    asks!("getegid()", libc::getegid),
    asks!("getpgrp()", libc::getpgrp),
    leaf("getpgid(pid)", |t, a| number(t, system!(libc::getpgid(c_int(t, a.get(0))?)).into())).function(),
    leaf("getsid(pid, /)", |t, a| number(t, system!(libc::getsid(c_int(t, a.get(0))?)).into())).function(),
    leaf("setsid()", |t, _| done(t, system!(libc::setsid()).min(0))).function(),
    leaf("setpgid(pid, pgrp, /)", |t, a| plain(t, a, |n| system!(libc::setpgid(n[0], n[1])))).function(),
    leaf("setuid(uid, /)", |t, a| identity::set(t, a, "uid", |n| system!(libc::setuid(n[0])))).function(),
    leaf("setgid(gid, /)", |t, a| identity::set(t, a, "gid", |n| system!(libc::setgid(n[0])))).function(),
    leaf("seteuid(euid, /)", |t, a| identity::set(t, a, "uid", |n| system!(libc::seteuid(n[0])))).function(),
    leaf("setegid(egid, /)", |t, a| identity::set(t, a, "gid", |n| system!(libc::setegid(n[0])))).function(),
    leaf("setreuid(ruid, euid, /)", |t, a| identity::set(t, a, "uid", |n| system!(libc::setreuid(n[0], n[1]))))
        .function(),
    leaf("setregid(rgid, egid, /)", |t, a| identity::set(t, a, "gid", |n| system!(libc::setregid(n[0], n[1]))))
        .function(),
    leaf("_setgroups(groups, /)", |t, a| {
        let mut groups = Vec::new();
        for group in a.get(0).expect::<List>().iter() {
            groups.push(identity::of(t, group, "gid")?);
        }
        // SAFETY: so many groups.
        done(t, unsafe { libc::setgroups(groups.len(), groups.as_ptr()) })
    })
    .function(),
    leaf("getgroups()", groups).function(),
    leaf("getpriority(which, who)", |t, a| {
        let (which, who) = (c_int(t, a.get(0))?, c_int(t, a.get(1))?);
        // SAFETY: no memory is involved; the result may be negative, so errno tells.
        unsafe {
            *libc::__errno_location() = 0;
            let found = libc::getpriority(which as _, who as _);
            if found == -1 && *libc::__errno_location() != 0 { number(t, -1) } else { Ok(t.int(found.into())) }
        }
    })
    .function(),
    leaf("setpriority(which, who, priority)", |t, a| {
        plain(t, a, |n| system!(libc::setpriority(n[0] as _, n[1] as _, n[2])))
    })
    .function(),
    leaf("nice(increment, /)", |t, a| {
        let increment = c_int(t, a.get(0))?;
        // SAFETY: no memory is involved; the result may be negative, so errno tells.
        unsafe {
            *libc::__errno_location() = 0;
            let found = libc::nice(increment);
            if found == -1 && *libc::__errno_location() != 0 { number(t, -1) } else { Ok(t.int(found.into())) }
        }
    })
    .function(),
    reentrant("kill(pid, signal, /)", |t, window| send(t, window, |to, signal| system!(libc::kill(to, signal))))
        .function(),
    reentrant("killpg(pgid, signal, /)", |t, window| send(t, window, |to, signal| system!(libc::killpg(to, signal))))
        .function(),
    leaf("pidfd_open(pid, flags=0)", |t, a| {
        let pid = c_int(t, a.get(0))?;
        let flags = a.opt(1).map_or(Ok(0), |flags| c_int(t, flags))?;
        // SAFETY: no memory is involved.
        number(t, unsafe { libc::syscall(libc::SYS_pidfd_open, pid, flags) })
    })
    .function(),
    leaf("sched_yield()", |t, _| done(t, system!(libc::sched_yield()))).function(),
    leaf("_affinity(pid, /)", affinity).function(),
    leaf("cpu_count()", |t, _| {
        // SAFETY: no memory is involved.
        match unsafe { libc::sysconf(libc::_SC_NPROCESSORS_ONLN) } {
            1.. => Ok(t.int(system!(libc::sysconf(libc::_SC_NPROCESSORS_ONLN)))),
            _ => Ok(Value::NONE),
        }
    })
    .function(),
    leaf("_sysconf(name, /)", |t, a| {
        let name = c_int(t, a.get(0))?;
        // SAFETY: no memory is involved; -1 may be an answer, so errno tells.
        unsafe {
            *libc::__errno_location() = 0;
            let found = libc::sysconf(name);
            if found == -1 && *libc::__errno_location() != 0 { number(t, -1) } else { Ok(t.int(found)) }
        }
    })
    .function(),
    leaf("getloadavg()", |t, _| {
        let mut loads = [0f64; 3];
        // SAFETY: room for three numbers.
        if unsafe { libc::getloadavg(loads.as_mut_ptr(), 3) } != 3 {
            return Err(t.raise(vm_core::cls::OSError, "Load averages are unobtainable"));
        }
        Ok(t.small_tuple(loads.map(|load| t.float(load))).value())
    })
    .function(),
    leaf("_times()", times).function(),
    leaf("_uname()", uname).function(),
    leaf("urandom(size, /)", urandom).function(),
    leaf("getrandom(size, flags=0)", |t, a| {
        let size = t.index_of(a.get(0))?;
        if size < 0 {
            return Err(t.os_error(&Error::from_raw_os_error(libc::EINVAL), None));
        }
        t.room_for(size as usize)?;
        let flags = a.opt(1).map_or(Ok(0), |flags| c_int(t, flags))?;
        let mut buffer = vec![0u8; size as usize];
        // SAFETY: the buffer has this length.
        let count = unsafe { libc::getrandom(buffer.as_mut_ptr().cast(), buffer.len(), flags as u32) };
        match usize::try_from(count) {
            Ok(count) => Ok(t.bytes(&buffer[..count])?.value()),
            Err(_) => number(t, -1),
        }
    })
    .function(),
    leaf("strerror(code, /)", strerror).function(),
    leaf("_exit(status)", exit).function(),
    // SAFETY: ends the process at once, as the program asks.
    leaf("abort()", |_, _| unsafe { libc::abort() }).function(),
    leaf("umask(mask, /)", umask).function(),
    leaf("putenv(name, value, /)", putenv).function(),
    leaf("unsetenv(name, /)", unsetenv).function(),
    leaf("getcwd()", getcwd).function(),
    leaf("getcwdb()", |t, _| {
        let folder = current_folder(t)?;
        Ok(t.bytes(&folder)?.value())
    })
    .function(),
    leaf("sync()", |_, _| {
        // SAFETY: takes nothing and cannot fail.
        unsafe { libc::sync() };
        Ok(Value::NONE)
    })
    .function(),
    reentrant("_fork()", |t, window| {
        // SAFETY: the child goes on with the only thread of the program.
        let child = t.forking(|| match unsafe { libc::fork() } {
            -1 => Err(Error::last_os_error()),
            child => Ok(child),
        });
        let child = child.map_err(|error| t.os_error(&error, None))?;
        t.set_window_result(window, t.int(child.into()));
        Ok(())
    })
    .function(),
    leaf("_exec(path, args, env, /)", exec).function(),
    reentrant("_wait(pid, options, /)", wait).function(),
    reentrant("_system(command, /)", system).function(),
    leaf("tcgetpgrp(fd, /)", |t, a| number(t, system!(libc::tcgetpgrp(c_int(t, a.get(0))?)).into())).function(),
];

fn groups<'t>(t: &'t Thread, _args: Args<'t>) -> Res<'t> {
    let mut found = [0; 1024];
    // SAFETY: room for so many groups.
    let count = unsafe { libc::getgroups(found.len() as i32, found.as_mut_ptr()) };
    let Ok(count) = usize::try_from(count) else { return number(t, -1) };
    let list = t.new_list();
    for group in &found[..count] {
        list.push(t, t.int((*group).into()))?;
    }
    Ok(list.value())
}

/// The processors a process may run on, as a list.
fn affinity<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let pid = c_int(t, args.get(0))?;
    // SAFETY: a set of zeros is valid; the call fills it.
    let (status, set) = unsafe {
        let mut set: libc::cpu_set_t = std::mem::zeroed();
        (libc::sched_getaffinity(pid, size_of::<libc::cpu_set_t>(), &mut set), set)
    };
    if status != 0 {
        return number(t, -1);
    }
    let list = t.new_list();
    for cpu in 0..libc::CPU_SETSIZE as usize {
        // SAFETY: within the set.
        if unsafe { libc::CPU_ISSET(cpu, &set) } {
            list.push(t, t.int_usize(cpu))?;
        }
    }
    Ok(list.value())
}

/// user, system, children's user and system, and a clock, in seconds.
fn times<'t>(t: &'t Thread, _args: Args<'t>) -> Res<'t> {
    // SAFETY: a struct of zeros is valid; the call fills it.
    let (clock, found, per_second) = unsafe {
        let mut found: libc::tms = std::mem::zeroed();
        (libc::times(&mut found), found, libc::sysconf(libc::_SC_CLK_TCK) as f64)
    };
    let ticks = [found.tms_utime, found.tms_stime, found.tms_cutime, found.tms_cstime, clock];
    Ok(t.small_tuple(ticks.map(|ticks| t.float(ticks as f64 / per_second))).value())
}

/// The strings of a list or tuple, for the system.
fn strings<'t>(t: &'t Thread, value: Value<'t>) -> Result<Vec<CString>, Raised> {
    let items: Vec<Value<'t>> = match value.cast::<List>() {
        Some(list) => list.iter().collect(),
        None => {
            let tuple = value.expect::<Tuple>();
            (0..tuple.extent()).map(|index| tuple.at(index)).collect()
        }
    };
    items.into_iter().map(|item| fs_path(t, item)).collect()
}

/// Returns only if the program cannot be run: the number of the error.
fn exec<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let path = fs_path(t, args.get(0))?;
    let arguments = strings(t, args.get(1))?;
    let environment = args.get(2).not_none().map(|env| strings(t, env)).transpose()?;
    let pointers = |all: &[CString]| -> Vec<*const libc::c_char> {
        all.iter().map(|one| one.as_ptr()).chain([std::ptr::null()]).collect()
    };
    let argv = pointers(&arguments);
    // SAFETY: NUL-terminated strings in arrays that end in null.
    unsafe {
        match &environment {
            Some(environment) => libc::execve(path.as_ptr(), argv.as_ptr(), pointers(environment).as_ptr()),
            None => libc::execv(path.as_ptr(), argv.as_ptr()),
        };
    }
    Ok(super::files::errno(t, -1))
}

/// (pid, status) of a child that ended.
fn wait(t: &mut Thread, window: Window) -> Result<(), Raised> {
    let (pid, options) = (c_int(t, t.window_arg(window, 0))?, c_int(t, t.window_arg(window, 1))?);
    let mut status = 0;
    // SAFETY: the call fills the status.
    let found = descriptor::waiting(t, || unsafe { libc::waitpid(pid, &mut status, options) } as isize)?;
    let found = found.map_err(|error| t.os_error(&error, None))?;
    t.set_window_result(window, t.small_tuple([t.int_usize(found), t.int(status.into())]).value());
    Ok(())
}

fn system(t: &mut Thread, window: Window) -> Result<(), Raised> {
    let command = fs_path(t, t.window_arg(window, 0))?;
    // SAFETY: a NUL-terminated command.
    let status = t.blocking(|| unsafe { libc::system(command.as_ptr()) });
    t.set_window_result(window, t.int(status.into()));
    Ok(())
}

fn current_folder(t: &Thread) -> Result<Vec<u8>, Raised> {
    use std::os::unix::ffi::OsStringExt as _;
    std::env::current_dir().map(|path| path.into_os_string().into_vec()).map_err(|error| t.os_error(&error, None))
}

fn getcwd<'t>(t: &'t Thread, _args: Args<'t>) -> Res<'t> {
    fs_text(t, &current_folder(t)?)
}

/// Sends a signal. If it was for this process, its handler has run on return.
fn send(t: &mut Thread, window: Window, call: fn(i32, i32) -> i32) -> Result<(), Raised> {
    let (to, signal) = (c_int(t, t.window_arg(window, 0))?, c_int(t, t.window_arg(window, 1))?);
    if call(to, signal) != 0 {
        return Err(t.last_os_error());
    }
    t.deliver_signals()?;
    t.set_window_result(window, Value::NONE);
    Ok(())
}

fn urandom<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let size = ssize(t, args.get(0))?;
    if size < 0 {
        return Err(t.value_error("negative argument not allowed"));
    }
    t.room_for(size as usize)?;
    let mut buffer = vec![0u8; size as usize];
    entropy::fill(t, &mut buffer)?;
    Ok(t.bytes(&buffer)?.value())
}

fn strerror<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    Ok(t.str(&system_message(c_int(t, args.get(0))?))?.value())
}

fn exit<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    // SAFETY: ends the process at once, as the program asks.
    unsafe { libc::_exit(c_int(t, args.get(0))?) }
}

fn umask<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let mask = c_int(t, args.get(0))?;
    // SAFETY: cannot fail.
    Ok(t.int(unsafe { libc::umask(mask as u32) }.into()))
}

fn putenv<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let (name, value) = (fs_path(t, args.get(0))?, fs_path(t, args.get(1))?);
    if name.as_bytes().contains(&b'=') {
        return Err(t.value_error("illegal environment variable name"));
    }
    // SAFETY: two NUL-terminated strings; there is one thread.
    match unsafe { libc::setenv(name.as_ptr(), value.as_ptr(), 1) } {
        0 => Ok(Value::NONE),
        _ => Err(t.last_os_error()),
    }
}

fn unsetenv<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let name = fs_path(t, args.get(0))?;
    // SAFETY: a NUL-terminated string; there is one thread.
    match unsafe { libc::unsetenv(name.as_ptr()) } {
        0 => Ok(Value::NONE),
        _ => Err(t.last_os_error()),
    }
}

fn uname<'t>(t: &'t Thread, _args: Args<'t>) -> Res<'t> {
    // SAFETY: a utsname of zeros is valid; the call fills it with NUL-terminated strings.
    let found = unsafe {
        let mut found: libc::utsname = std::mem::zeroed();
        if libc::uname(&mut found) != 0 {
            return Err(t.last_os_error());
        }
        found
    };
    let text = |field: &[libc::c_char]| {
        let bytes: Vec<u8> = field.iter().map(|&c| c as u8).take_while(|&c| c != 0).collect();
        fs_text(t, &bytes)
    };
    let parts = [&found.sysname, &found.nodename, &found.release, &found.version, &found.machine];
    let mut texts = [Value::NONE; 5];
    for (place, part) in texts.iter_mut().zip(parts) {
        *place = text(part)?;
    }
    Ok(t.small_tuple(texts).value())
}
