//! `time`: clocks, sleep, and the system's calendar. What arranges the calendar's numbers is in the Python part.

use std::ffi::{CStr, CString};

use vm_core::native_modules::{ModuleDef, module};
use vm_core::natives::{Args, NativeDef, Window, leaf, reentrant};
use vm_core::objects::number::IntRef;
use vm_core::objects::sequence::Tuple;
use vm_core::{Raised, Res, Thread, Value, cls};

use crate::convert;

pub static MODULE: ModuleDef = module("time")
    .doc("This module provides various functions to manipulate time values.")
    .functions(&FUNCTIONS)
    .init(|t, namespace| {
        for (name, id) in CLOCKS {
            namespace.add_int(t, name, i64::from(*id))?;
        }
        Ok(())
    });

const CLOCKS: &[(&str, libc::clockid_t)] = &[
    ("CLOCK_REALTIME", libc::CLOCK_REALTIME),
    ("CLOCK_MONOTONIC", libc::CLOCK_MONOTONIC),
    ("CLOCK_MONOTONIC_RAW", libc::CLOCK_MONOTONIC_RAW),
    ("CLOCK_PROCESS_CPUTIME_ID", libc::CLOCK_PROCESS_CPUTIME_ID),
    ("CLOCK_THREAD_CPUTIME_ID", libc::CLOCK_THREAD_CPUTIME_ID),
    ("CLOCK_BOOTTIME", libc::CLOCK_BOOTTIME),
    ("CLOCK_TAI", libc::CLOCK_TAI),
];

static FUNCTIONS: [NativeDef; 18] = [
    leaf("time()", |t, _| Ok(seconds(t, libc::CLOCK_REALTIME))).function(),
    leaf("time_ns()", |t, _| Ok(t.int(clock(libc::CLOCK_REALTIME)))).function(),
    leaf("perf_counter()", |t, _| Ok(seconds(t, libc::CLOCK_MONOTONIC))).function(),
    leaf("perf_counter_ns()", |t, _| Ok(t.int(clock(libc::CLOCK_MONOTONIC)))).function(),
    leaf("monotonic()", |t, _| Ok(seconds(t, libc::CLOCK_MONOTONIC))).function(),
    leaf("monotonic_ns()", |t, _| Ok(t.int(clock(libc::CLOCK_MONOTONIC)))).function(),
    leaf("process_time()", |t, _| Ok(seconds(t, libc::CLOCK_PROCESS_CPUTIME_ID))).function(),
    leaf("process_time_ns()", |t, _| Ok(t.int(clock(libc::CLOCK_PROCESS_CPUTIME_ID)))).function(),
    leaf("thread_time()", |t, _| Ok(seconds(t, libc::CLOCK_THREAD_CPUTIME_ID))).function(),
    leaf("thread_time_ns()", |t, _| Ok(t.int(clock(libc::CLOCK_THREAD_CPUTIME_ID)))).function(),
    leaf("clock_gettime_ns(clk_id, /)", |t, args| timespec(t, args, libc::clock_gettime)).function(),
    leaf("_clock_getres_ns(clk_id, /)", |t, args| timespec(t, args, libc::clock_getres)).function(),
    leaf("_clock_settime_ns(clk_id, time, /)", set_clock).function(),
    leaf("_breakdown(seconds, utc, /)", breakdown).function(),
    leaf("_seconds_of(fields, /)", seconds_of).function(),
    leaf("_format(format, fields, zone, offset, /)", format).function(),
    leaf("_zones()", zones).function(),
    reentrant("sleep(seconds, /)", sleep).function(),
];

fn seconds(t: &Thread, id: libc::clockid_t) -> Value<'_> {
    t.float(clock(id) as f64 / 1e9)
}

/// Nanoseconds.
fn clock(id: libc::clockid_t) -> i64 {
    let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: fills the struct; these clocks exist on every system this runs on.
    unsafe { libc::clock_gettime(id, &mut now) };
    nanoseconds(now)
}

fn nanoseconds(time: libc::timespec) -> i64 {
    time.tv_sec * 1_000_000_000 + time.tv_nsec
}

type ClockCall = unsafe extern "C" fn(libc::clockid_t, *mut libc::timespec) -> libc::c_int;

fn timespec<'t>(t: &'t Thread, args: Args<'t>, call: ClockCall) -> Res<'t> {
    let id = convert::c_int(t, args.get(0))?;
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: fills the struct, or fails.
    match unsafe { call(id, &mut time) } {
        0 => Ok(t.int(nanoseconds(time))),
        _ => Err(t.last_os_error()),
    }
}

fn set_clock<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let (id, time) = (convert::c_int(t, args.get(0))?, args.index(t, 1)?);
    let time = libc::timespec { tv_sec: time.div_euclid(1_000_000_000), tv_nsec: time.rem_euclid(1_000_000_000) };
    // SAFETY: a valid time.
    match unsafe { libc::clock_settime(id, &time) } {
        0 => Ok(Value::NONE),
        _ => Err(t.last_os_error()),
    }
}

/// The fields of `struct_time`, zone and offset included, of a number of seconds since 1970.
fn breakdown<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let when = match t.as_int(args.get(0)) {
        Some(IntRef::Small(when)) => when,
        _ => return Err(t.raise(cls::OverflowError, "timestamp out of range for platform time_t")),
    };
    // SAFETY: all bits zero is a valid `tm`; the calls fill it.
    let (broken, found) = unsafe {
        let mut broken: libc::tm = std::mem::zeroed();
        let call = if args.get(1).is_true() { libc::gmtime_r } else { libc::localtime_r };
        let found = !call(&when, &mut broken).is_null();
        (broken, found)
    };
    if !found {
        return Err(t.last_os_error());
    }
    let zone = match args.get(1).is_true() {
        true => t.str("UTC")?.value(),
        false => zone_name(t, &broken)?,
    };
    let number = |field: libc::c_int| t.int(i64::from(field));
    Ok(t.small_tuple([
        t.int(i64::from(broken.tm_year) + 1900),
        number(broken.tm_mon + 1),
        number(broken.tm_mday),
        number(broken.tm_hour),
        number(broken.tm_min),
        number(broken.tm_sec),
        number((broken.tm_wday + 6) % 7),
        number(broken.tm_yday + 1),
        number(broken.tm_isdst),
        zone,
        t.int(broken.tm_gmtoff),
    ])
    .value())
}

fn zone_name<'t>(t: &'t Thread, broken: &libc::tm) -> Res<'t> {
    if broken.tm_zone.is_null() {
        return Ok(t.str("")?.value());
    }
    // SAFETY: the system's own text, which ends with NUL.
    let name = unsafe { CStr::from_ptr(broken.tm_zone) };
    convert::fs_text(t, name.to_bytes())
}

/// `tm` from the nine fields of a `struct_time`, which the Python part has checked to be small ints.
fn broken_down<'t>(t: &'t Thread, fields: Value<'t>) -> Result<libc::tm, Raised> {
    let fields = fields.expect::<Tuple>();
    let mut numbers = [0; 9];
    for (index, number) in numbers.iter_mut().enumerate() {
        *number = convert::c_int(t, fields.at(index))?;
    }
    let [year, month, day, hour, minute, second, weekday, yearday, dst] = numbers;
    // SAFETY: all bits zero is a valid `tm`.
    let mut broken: libc::tm = unsafe { std::mem::zeroed() };
    broken.tm_year = year.wrapping_sub(1900);
    broken.tm_mon = month - 1;
    broken.tm_mday = day;
    broken.tm_hour = hour;
    broken.tm_min = minute;
    broken.tm_sec = second;
    broken.tm_wday = (weekday + 1) % 7;
    broken.tm_yday = yearday - 1;
    broken.tm_isdst = dst;
    Ok(broken)
}

/// `mktime`.
fn seconds_of<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let mut broken = broken_down(t, args.get(0))?;
    // The weekday is computed, so that it tells failure from the second before 1970.
    broken.tm_wday = -1;
    // SAFETY: reads and normalises the struct.
    let when = unsafe { libc::mktime(&mut broken) };
    if when == -1 && broken.tm_wday == -1 {
        return Err(t.raise(cls::OverflowError, "mktime argument out of range"));
    }
    Ok(t.float(when as f64))
}

/// `strftime` of text without NUL.
fn format<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let mut broken = broken_down(t, args.get(1))?;
    let zone = match args.get(2).not_none() {
        Some(zone) => convert::fs_path(t, zone)?,
        None => CString::default(),
    };
    if args.get(2).not_none().is_some() {
        broken.tm_zone = zone.as_ptr();
    }
    broken.tm_gmtoff = args.get(3).not_none().map_or(Ok(0), |offset| t.index_of(offset))?;
    let format = convert::fs_path(t, args.get(0))?;
    if format.is_empty() {
        return Ok(t.str("")?.value());
    }
    let mut buffer = vec![0u8; 1024.max(format.as_bytes().len() * 64)];
    // SAFETY: the buffer is as long as is said; the format ends with NUL.
    let length = unsafe { libc::strftime(buffer.as_mut_ptr().cast(), buffer.len(), format.as_ptr(), &broken) };
    convert::fs_text(t, &buffer[..length])
}

/// (name, offset) of the local zone in winter and summer of this year: what `tzname` and its like are made of.
fn zones<'t>(t: &'t Thread, _args: Args<'t>) -> Res<'t> {
    unsafe extern "C" {
        fn tzset();
    }
    // SAFETY: reads the environment; there is one thread.
    unsafe { tzset() };
    const YEAR: i64 = (365 * 24 + 6) * 3600;
    let start = clock(libc::CLOCK_REALTIME) / 1_000_000_000 / YEAR * YEAR;
    let mut found = Vec::new();
    for when in [start, start + YEAR / 2] {
        // SAFETY: fills the struct.
        let broken = unsafe {
            let mut broken: libc::tm = std::mem::zeroed();
            libc::localtime_r(&when, &mut broken);
            broken
        };
        found.push(t.small_tuple([zone_name(t, &broken)?, t.int(-broken.tm_gmtoff)]).value());
    }
    Ok(t.tuple(&found)?.value())
}

fn sleep(t: &mut Thread, window: Window) -> Result<(), Raised> {
    let value = t.window_arg(window, 0);
    let seconds = match t.as_float(value) {
        Some(seconds) => seconds,
        None if t.as_int(value).is_some() => t.index_of(value)? as f64,
        None => {
            let name = t.class_name(value);
            return Err(t.type_error(format_args!("'{name}' object cannot be interpreted as an integer or float")));
        }
    };
    if seconds.is_nan() {
        return Err(t.value_error("Invalid value NaN (not a number)"));
    }
    if seconds < 0.0 {
        return Err(t.value_error("sleep length must be non-negative"));
    }
    let too_large = || t.raise(cls::OverflowError, "timestamp out of range for C PyTime_t");
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
