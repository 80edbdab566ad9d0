//! `_signal`: dispositions. The machine delivers signals at safepoints to the callables kept in a dict by number.

use vm_core::native_modules::{ModuleDef, module};
use vm_core::natives::{Args, NativeDef, leaf};
use vm_core::signals::{self, Disposition};
use vm_core::vm::RootKey;
use vm_core::{Raised, Res, Thread, Value};

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

static FUNCTIONS: [NativeDef; 2] = [
    leaf("_set_disposition(signalnum, disposition, /)", set_disposition).function(),
    leaf("raise_signal(signalnum, /)", raise_signal).function(),
];

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

fn raise_signal<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    // SAFETY: sends a signal to this process; handlers only note it.
    if unsafe { libc::raise(number(t, args)?) } == 0 {
        return Ok(Value::NONE);
    }
    Err(t.os_error(&std::io::Error::last_os_error(), None))
}
