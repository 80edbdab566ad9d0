//! Functions of one real number.

use std::sync::OnceLock;

use vm_core::natives::{NativeDef, Tail, Then, tail};
use vm_core::{Res, Thread, Value};

use super::gamma::{self, NoValue};
use super::real::{self, range_error, unexpected};

/// A native of one real argument; the expression computes from the thread and the float.
macro_rules! one {
    ($text:literal, $compute:expr) => {
        tail($text, |t, args| {
            static CONVERTED: Then = Then::new(|t, _, x| of_float($compute, t, real::made(t, x)).map(Tail::Value));
            let x = args.get(0);
            match real::quick(x) {
                Some(x) => of_float($compute, t, x).map(Tail::Value),
                None => t.float_of(x)?.then(t, &CONVERTED, Value::NONE),
            }
        })
        .function()
    };
}
/// Names the type of the closures in [`one`].
#[inline(always)]
fn of_float<'t>(compute: impl Fn(&'t Thread, f64) -> Res<'t>, t: &'t Thread, x: f64) -> Res<'t> {
    compute(t, x)
}

pub static FUNCTIONS: [NativeDef; 29] = [
    one!("acos(x, /)", |t, x| within(t, x, x.acos(), "expected a number in range from -1 up to 1")),
    one!("acosh(x, /)", |t, x| within(t, x, c::acosh(x), "expected argument value not less than 1")),
    one!("asin(x, /)", |t, x| within(t, x, x.asin(), "expected a number in range from -1 up to 1")),
    one!("asinh(x, /)", |t, x| Ok(t.float(c::asinh(x)))),
    one!("atan(x, /)", |t, x| Ok(t.float(x.atan()))),
    one!("atanh(x, /)", |t, x| within(t, x, c::atanh(x), "expected a number between -1 and 1")),
    one!("cbrt(x, /)", |t, x| Ok(t.float(cbrt(x)))),
    one!("cos(x, /)", |t, x| within(t, x, x.cos(), "expected a finite input")),
    one!("cosh(x, /)", |t, x| bounded(t, x, x.cosh())),
    one!("degrees(x, /)", |t, x| Ok(t.float(x * (180.0 / std::f64::consts::PI)))),
    one!("erf(x, /)", |t, x| Ok(t.float(c::erf(x)))),
    one!("erfc(x, /)", |t, x| Ok(t.float(c::erfc(x)))),
    one!("exp(x, /)", |t, x| bounded(t, x, x.exp())),
    one!("exp2(x, /)", |t, x| bounded(t, x, x.exp2())),
    one!("expm1(x, /)", |t, x| bounded(t, x, x.exp_m1())),
    one!("fabs(x, /)", |t, x| Ok(t.float(x.abs()))),
    one!("gamma(x, /)", |t, x| lanczos(t, x, gamma::gamma(x))),
    one!("isfinite(x, /)", |_, x| Ok(Value::bool(x.is_finite()))),
    one!("isinf(x, /)", |_, x| Ok(Value::bool(x.is_infinite()))),
    one!("isnan(x, /)", |_, x| Ok(Value::bool(x.is_nan()))),
    one!("lgamma(x, /)", |t, x| lanczos(t, x, gamma::ln_gamma(x))),
    one!("log1p(x, /)", |t, x| within(t, x, x.ln_1p(), "expected argument value > -1")),
    one!("radians(x, /)", |t, x| Ok(t.float(x * (std::f64::consts::PI / 180.0)))),
    one!("sin(x, /)", |t, x| within(t, x, x.sin(), "expected a finite input")),
    one!("sinh(x, /)", |t, x| bounded(t, x, x.sinh())),
    one!("sqrt(x, /)", |t, x| within(t, x, x.sqrt(), "expected a nonnegative input")),
    one!("tan(x, /)", |t, x| within(t, x, x.tan(), "expected a finite input")),
    one!("tanh(x, /)", |t, x| Ok(t.float(x.tanh()))),
    one!("ulp(x, /)", |t, x| Ok(t.float(ulp(x)))),
];

/// What the system's library has and Rust's names otherwise or computes itself.
mod c {
    macro_rules! bind {
        ($($name:ident)*) => {
            $(
                pub fn $name(x: f64) -> f64 {
                    unsafe extern "C" {
                        fn $name(x: f64) -> f64;
                    }
                    // SAFETY: a pure function of the C library.
                    unsafe { $name(x) }
                }
            )*
        };
    }
    bind! { acosh asinh atanh erf erfc }
}

/// The cube root of the system's library, whose last bit programs see. Rust's runtime has another one of the same name in
/// front of it.
fn cbrt(x: f64) -> f64 {
    static SYSTEM: OnceLock<Option<extern "C" fn(f64) -> f64>> = OnceLock::new();
    let system = SYSTEM.get_or_init(|| {
        // SAFETY: looks the symbol up in what is loaded; the C standard fixes its type.
        unsafe {
            let found = libc::dlsym(libc::RTLD_DEFAULT, c"cbrt".as_ptr());
            (!found.is_null()).then(|| std::mem::transmute::<*mut libc::c_void, extern "C" fn(f64) -> f64>(found))
        }
    });
    system.map_or_else(|| x.cbrt(), |cbrt| cbrt(x))
}

/// The value of a function that has none outside its domain: there the result is NaN or a pole.
#[inline(always)]
fn within<'t>(t: &'t Thread, x: f64, value: f64, expected: &str) -> Res<'t> {
    if value.is_finite() || is_limit(x, value) {
        return Ok(t.float(value));
    }
    Err(unexpected(t, expected, x))
}

/// Is what is not finite in `value` due to `x`?
#[cold]
fn is_limit(x: f64, value: f64) -> bool {
    x.is_nan() || (x.is_infinite() && value.is_infinite())
}

/// The value of a function that is defined everywhere and may be too large.
#[inline(always)]
fn bounded<'t>(t: &'t Thread, x: f64, value: f64) -> Res<'t> {
    if value.is_infinite() && x.is_finite() {
        return Err(range_error(t));
    }
    Ok(t.float(value))
}

fn lanczos<'t>(t: &'t Thread, x: f64, value: Result<f64, NoValue>) -> Res<'t> {
    match value {
        Ok(value) => Ok(t.float(value)),
        Err(NoValue::Pole) => Err(unexpected(t, "expected a noninteger or positive integer", x)),
        Err(NoValue::Overflow) => Err(range_error(t)),
    }
}

/// The distance to the next float further from zero.
fn ulp(x: f64) -> f64 {
    let x = x.abs();
    if !x.is_finite() {
        return x;
    }
    let above = x.next_up();
    if above.is_infinite() { x - x.next_down() } else { above - x }
}
