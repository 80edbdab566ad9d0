//! Small modules: what they hold natively is little, the rest is in their Python parts.

use compiler::serial;
use vm_core::native_modules::{ModuleDef, module};
use vm_core::natives::{Args, NativeDef, Window, leaf, reentrant};
use vm_core::objects::bytes::Bytes;
use vm_core::objects::function::Code;
use vm_core::{Raised, Res, Thread, cls};

pub static THREAD: ModuleDef = module("_thread");
pub static WARNINGS: ModuleDef = module("_warnings");

pub static ERRNO: ModuleDef = module("errno").init(|t, namespace| {
    let codes = t.new_dict();
    for (name, value) in ERRORS {
        let (name, value) = (t.intern_text(name), t.int(i64::from(*value)));
        namespace.set_str(t, name, value)?;
        if let Some(hash) = t.leaf_hash(value) {
            codes.insert_new(t, value, hash, name.value())?;
        }
    }
    namespace.add(t, "errorcode", codes.value())
});

macro_rules! errors {
    ($($name:ident)*) => { &[$((stringify!($name), libc::$name)),*] };
}

const ERRORS: &[(&str, i32)] = errors! {
    EPERM ENOENT ESRCH EINTR EIO ENXIO E2BIG ENOEXEC EBADF ECHILD EAGAIN ENOMEM EACCES EFAULT ENOTBLK EBUSY EEXIST EXDEV
    ENODEV ENOTDIR EISDIR EINVAL ENFILE EMFILE ENOTTY ETXTBSY EFBIG ENOSPC ESPIPE EROFS EMLINK EPIPE EDOM ERANGE EDEADLK
    ENAMETOOLONG ENOLCK ENOSYS ENOTEMPTY ELOOP ENOMSG EIDRM ENOSTR ENODATA ETIME EPROTO EBADMSG EOVERFLOW EILSEQ ENOTSOCK
    EDESTADDRREQ EMSGSIZE EPROTOTYPE ENOPROTOOPT EPROTONOSUPPORT EOPNOTSUPP EAFNOSUPPORT EADDRINUSE EADDRNOTAVAIL ENETDOWN
    ENETUNREACH ENETRESET ECONNABORTED ECONNRESET ENOBUFS EISCONN ENOTCONN ESHUTDOWN ETIMEDOUT ECONNREFUSED EHOSTDOWN
    EHOSTUNREACH EALREADY EINPROGRESS ESTALE EDQUOT ECANCELED
};

pub static TIME: ModuleDef = module("time").functions(&TIME_FUNCTIONS);

static TIME_FUNCTIONS: [NativeDef; 11] = [
    leaf("time()", |t, _| Ok(t.float(clock(libc::CLOCK_REALTIME) as f64 / 1e9))).function(),
    leaf("time_ns()", |t, _| Ok(t.int(clock(libc::CLOCK_REALTIME)))).function(),
    leaf("perf_counter()", |t, _| Ok(t.float(clock(libc::CLOCK_MONOTONIC) as f64 / 1e9))).function(),
    leaf("perf_counter_ns()", |t, _| Ok(t.int(clock(libc::CLOCK_MONOTONIC)))).function(),
    leaf("monotonic()", |t, _| Ok(t.float(clock(libc::CLOCK_MONOTONIC) as f64 / 1e9))).function(),
    leaf("monotonic_ns()", |t, _| Ok(t.int(clock(libc::CLOCK_MONOTONIC)))).function(),
    leaf("process_time()", |t, _| Ok(t.float(clock(libc::CLOCK_PROCESS_CPUTIME_ID) as f64 / 1e9))).function(),
    leaf("process_time_ns()", |t, _| Ok(t.int(clock(libc::CLOCK_PROCESS_CPUTIME_ID)))).function(),
    leaf("thread_time()", |t, _| Ok(t.float(clock(libc::CLOCK_THREAD_CPUTIME_ID) as f64 / 1e9))).function(),
    leaf("thread_time_ns()", |t, _| Ok(t.int(clock(libc::CLOCK_THREAD_CPUTIME_ID)))).function(),
    reentrant("sleep(seconds, /)", sleep).function(),
];

/// Nanoseconds.
fn clock(id: libc::clockid_t) -> i64 {
    let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: fills the struct; these clocks exist on every system this runs on.
    unsafe { libc::clock_gettime(id, &mut now) };
    now.tv_sec * 1_000_000_000 + now.tv_nsec
}

fn sleep(t: &mut Thread, window: Window) -> Result<(), Raised> {
    let value = t.window_arg(window, 0);
    let seconds = match t.as_float(value) {
        Some(seconds) => seconds,
        None => t.index_of(value)? as f64,
    };
    if seconds.is_nan() {
        return Err(t.value_error("Invalid value NaN (not a number)"));
    }
    if seconds < 0.0 {
        return Err(t.value_error("sleep length must be non-negative"));
    }
    let too_large = || t.raise(cls::OverflowError, "timestamp too large to convert to C PyTime_t");
    let end = clock(libc::CLOCK_MONOTONIC).checked_add((seconds * 1e9).ceil() as i64).filter(|&end| end < i64::MAX);
    let end = end.ok_or_else(too_large)?;
    sleep_until(t, end)
}

/// Signals that arrive meanwhile are handled; unless a handler raises, sleep goes on.
fn sleep_until(t: &mut Thread, end: i64) -> Result<(), Raised> {
    let end = libc::timespec { tv_sec: end / 1_000_000_000, tv_nsec: end % 1_000_000_000 };
    loop {
        // SAFETY: a valid time; what is left of it is not asked for.
        let outcome = t.blocking(|| unsafe {
            libc::clock_nanosleep(libc::CLOCK_MONOTONIC, libc::TIMER_ABSTIME, &end, std::ptr::null_mut())
        });
        match outcome {
            libc::EINTR => t.deliver_signals()?,
            _ => return Ok(()),
        }
    }
}

pub static MARSHAL: ModuleDef =
    module("marshal").functions(&MARSHAL_FUNCTIONS).init(|t, namespace| namespace.add_int(t, "version", 5));

static MARSHAL_FUNCTIONS: [NativeDef; 2] =
    [leaf("_dump_code(code, /)", dump_code).function(), leaf("_load_code(bytes, /)", load_code).function()];

fn dump_code<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let Some(code) = args.get(0).cast::<Code>() else { return Err(t.value_error("unmarshallable object")) };
    // SAFETY: a loaded code has a body, which lives as long as the code.
    let body = unsafe { &*code.get(Code::body) };
    Ok(t.bytes(&serial::write(&body.compiled))?.value())
}

fn load_code<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let Some(bytes) = args.get(0).cast::<Bytes>() else { return Err(t.type_error("a bytes-like object is required")) };
    match serial::read(bytes.slice()) {
        Ok(code) => Ok(t.load_code(code)?.value()),
        Err(error) => Err(t.value_error(format_args!("bad marshal data ({error})"))),
    }
}
