//! `_signal`: dispositions. The machine delivers signals at safepoints to the callables kept in a dict by number.

use vm_core::native_modules::{ModuleDef, module};
use vm_core::natives::{Args, NativeDef, Window, leaf, reentrant};
use vm_core::objects::sequence::List;
use vm_core::signals::{self, Disposition};
use vm_core::vm::RootKey;
use vm_core::{Raised, Res, Thread, Value};

use crate::convert;

pub static MODULE: ModuleDef = module("_signal").functions(&FUNCTIONS).init(|t, namespace| {
    let handlers = t.new_dict().value();
    t.set_fixed_root(RootKey::SignalHandlers, handlers);
    namespace.add(t, "_handlers", handlers)?;
    namespace.add_int(t, "NSIG", 65)?;
    for (name, number) in SIGNALS {
        namespace.add_int(t, name, i64::from(*number))?;
    }
    Ok(())
});

const SIGNALS: &[(&str, i32)] = &[
    ("SIGHUP", libc::SIGHUP),
    ("SIGINT", libc::SIGINT),
    ("SIGQUIT", libc::SIGQUIT),
    ("SIGILL", libc::SIGILL),
    ("SIGTRAP", libc::SIGTRAP),
    ("SIGABRT", libc::SIGABRT),
    ("SIGBUS", libc::SIGBUS),
    ("SIGFPE", libc::SIGFPE),
    ("SIGKILL", libc::SIGKILL),
    ("SIGUSR1", libc::SIGUSR1),
    ("SIGSEGV", libc::SIGSEGV),
    ("SIGUSR2", libc::SIGUSR2),
    ("SIGPIPE", libc::SIGPIPE),
    ("SIGALRM", libc::SIGALRM),
    ("SIGTERM", libc::SIGTERM),
    ("SIGCHLD", libc::SIGCHLD),
    ("SIGCONT", libc::SIGCONT),
    ("SIGSTOP", libc::SIGSTOP),
    ("SIGTSTP", libc::SIGTSTP),
    ("SIGTTIN", libc::SIGTTIN),
    ("SIGTTOU", libc::SIGTTOU),
    ("SIGURG", libc::SIGURG),
    ("SIGWINCH", libc::SIGWINCH),
    ("SIGIO", libc::SIGIO),
];

static FUNCTIONS: [NativeDef; 5] = [
    leaf("_set_told(fd, /)", |t, args| {
        let fd = convert::c_int(t, args.get(0))?;
        // SAFETY: a stat of zeros is valid, and the call fills it.
        let known = fd == -1 || unsafe { libc::fstat(fd, &mut std::mem::zeroed()) } == 0;
        if !known {
            return Err(t.last_os_error());
        }
        Ok(t.int(signals::set_told(fd).into()))
    })
    .function(),
    leaf("alarm(seconds, /)", |t, args| {
        let seconds = convert::c_int(t, args.get(0))?;
        // SAFETY: no memory is involved.
        Ok(t.int(unsafe { libc::alarm(seconds as u32) }.into()))
    })
    .function(),
    leaf("_pause_mask(how, mask, /)", mask).function(),
    leaf("_set_disposition(signalnum, disposition, /)", set_disposition).function(),
    reentrant("raise_signal(signalnum, /)", raise_signal).function(),
];

/// Changes which signals wait; those that waited before, as a list of numbers.
fn mask<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let how = convert::c_int(t, args.get(0))?;
    // SAFETY: a set of zeros is valid, and the calls fill and read sets.
    let (status, before) = unsafe {
        let (mut set, mut before): (libc::sigset_t, libc::sigset_t) = (std::mem::zeroed(), std::mem::zeroed());
        libc::sigemptyset(&mut set);
        for signal in args.get(1).expect::<List>().iter() {
            libc::sigaddset(&mut set, convert::c_int(t, signal)?);
        }
        (libc::pthread_sigmask(how, &set, &mut before), before)
    };
    if status != 0 {
        return Err(t.os_error(&std::io::Error::from_raw_os_error(status), None));
    }
    let list = t.new_list();
    for signal in 1..=64 {
        // SAFETY: reads the set.
        if unsafe { libc::sigismember(&before, signal) } == 1 {
            list.push(t, t.int(signal.into()))?;
        }
    }
    Ok(list.value())
}

fn number<'t>(t: &'t Thread, args: Args<'t>) -> Result<i32, Raised> {
    match args.index(t, 0)? {
        number @ 1..=64 => Ok(number as i32),
        _ => Err(t.value_error("signal number out of range")),
    }
}

/// 0: the system's default, 1: ignored, 2: delivered.
fn set_disposition<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let disposition = match args.index(t, 1)? {
        0 => Disposition::Default,
        1 => Disposition::Ignore,
        _ => Disposition::Deliver,
    };
    match signals::set_disposition(number(t, args)?, disposition) {
        Ok(()) => Ok(Value::NONE),
        Err(error) => Err(t.os_error(&error, None)),
    }
}

/// The handler has run when this returns.
fn raise_signal(t: &mut Thread, window: Window) -> Result<(), Raised> {
    let number = convert::c_int(t, t.window_arg(window, 0))?;
    // SAFETY: sends a signal to this process; handlers only note it.
    if unsafe { libc::raise(number) } != 0 {
        return Err(t.last_os_error());
    }
    t.deliver_signals()?;
    t.set_window_result(window, Value::NONE);
    Ok(())
}
