//! `cmath`: functions of complex numbers.

mod functions;
mod special;

use vm_core::native_modules::{ModuleDef, module};
use vm_core::natives::{Args, NativeDef, Tail, Then, tail};
use vm_core::objects::sequence::Tuple;
use vm_core::protocols::BinaryOp;
use vm_core::{Raised, Res, Thread, Value, sym};

use crate::math;
use crate::math::real::{self, domain_error, floats, range_error, unpack};
use functions::{Fault, Outcome, Parts};

pub static MODULE: ModuleDef =
    module("cmath").doc("Mathematical functions of complex numbers.").functions(&FUNCTIONS).init(|t, namespace| {
        math::add_constants(t, namespace)?;
        namespace.add(t, "infj", t.complex(0.0, f64::INFINITY))?;
        namespace.add(t, "nanj", t.complex(0.0, f64::NAN))
    });

/// A native of one complex argument; the function computes from the thread and the parts.
macro_rules! one {
    ($text:literal, $compute:expr) => {
        tail($text, |t, args| {
            static CONVERTED: Then = Then::new(|t, _, z| of_parts($compute, t, parts(t, z)).map(Tail::Value));
            complex_of(t, args.get(0))?.then(t, &CONVERTED, Value::NONE)
        })
        .function()
    };
}

/// Names the type of the closures in [`one`].
fn of_parts<'t>(compute: impl Fn(&'t Thread, Parts) -> Res<'t>, t: &'t Thread, z: Parts) -> Res<'t> {
    compute(t, z)
}

static FUNCTIONS: [NativeDef; 23] = [
    one!("acos(z, /)", |t, z| result(t, functions::acos(z))),
    one!("acosh(z, /)", |t, z| result(t, functions::acosh(z))),
    one!("asin(z, /)", |t, z| result(t, functions::asin(z))),
    one!("asinh(z, /)", |t, z| result(t, functions::asinh(z))),
    one!("atan(z, /)", |t, z| result(t, functions::atan(z))),
    one!("atanh(z, /)", |t, z| result(t, functions::atanh(z))),
    one!("cos(z, /)", |t, z| result(t, functions::cos(z))),
    one!("cosh(z, /)", |t, z| result(t, functions::cosh(z))),
    one!("exp(z, /)", |t, z| result(t, functions::exp(z))),
    one!("log10(z, /)", |t, z| result(t, functions::log10(z))),
    one!("sin(z, /)", |t, z| result(t, functions::sin(z))),
    one!("sinh(z, /)", |t, z| result(t, functions::sinh(z))),
    one!("sqrt(z, /)", |t, z| result(t, functions::sqrt(z))),
    one!("tan(z, /)", |t, z| result(t, functions::tan(z))),
    one!("tanh(z, /)", |t, z| result(t, functions::tanh(z))),
    one!("phase(z, /)", phase),
    one!("polar(z, /)", polar),
    one!("isfinite(z, /)", |_, z| Ok(Value::bool(z.is_finite()))),
    one!("isinf(z, /)", |_, z| Ok(Value::bool(z.re.is_infinite() || z.im.is_infinite()))),
    one!("isnan(z, /)", |_, z| Ok(Value::bool(z.re.is_nan() || z.im.is_nan()))),
    tail("log(z, base=e, /)", log).function(),
    tail("rect(r, phi, /)", rect).function(),
    tail("isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)", is_close).function(),
];

fn result(t: &Thread, outcome: Outcome) -> Res<'_> {
    match outcome {
        Ok(z) => Ok(t.complex(z.re, z.im)),
        Err(Fault::Domain) => Err(domain_error(t)),
        Err(Fault::Range) => Err(range_error(t)),
    }
}

/// The number as complex or float: through `__complex__`, else as a real number.
fn complex_of<'t>(t: &'t Thread, z: Value<'t>) -> Result<Tail<'t>, Raised> {
    static CHECK: Then = Then::new(|t, _, result| {
        if t.as_complex(result).is_some() {
            return Ok(Tail::Value(result));
        }
        let found = t.class_name(result);
        Err(t.type_error(format_args!("__complex__ returned non-complex (type {found})")))
    });
    if t.as_complex(z).is_some() {
        return Ok(Tail::Value(z));
    }
    if real::quick(z).is_some() {
        return t.float_of(z);
    }
    match t.call_special(z, sym::__complex__, &[]) {
        Some(call) => call?.then(t, &CHECK, Value::NONE),
        None => t.float_of(z),
    }
}

/// The parts of what [`complex_of`] gave.
fn parts(t: &Thread, z: Value<'_>) -> Parts {
    let (re, im) = t.as_complex(z).unwrap_or_else(|| (real::made(t, z), 0.0));
    Parts { re, im }
}

fn phase(t: &Thread, z: Parts) -> Res<'_> {
    let angle = z.im.atan2(z.re);
    // The C library reports what is too small, and CPython takes its word.
    if angle == 0.0 && z.im != 0.0 && z.re.is_finite() {
        return Err(range_error(t));
    }
    Ok(t.float(angle))
}

fn polar(t: &Thread, z: Parts) -> Res<'_> {
    let radius = z.re.hypot(z.im);
    if radius.is_infinite() && z.is_finite() {
        return Err(range_error(t));
    }
    Ok(t.small_tuple([t.float(radius), t.float(z.im.atan2(z.re))]).value())
}

fn rect<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static CONVERTED: Then = Then::new(|t, _, list| {
        let [radius, angle] = unpack(t, list);
        result(t, functions::rect(radius, angle)).map(Tail::Value)
    });
    floats(t, &[args.get(0), args.get(1)])?.then(t, &CONVERTED, Value::NONE)
}

fn log<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static LOG: Then = Then::new(|t, base, z| {
        static DIVIDE: Then = Then::new(|t, z, base| {
            let above = functions::log_with_pole(parts(t, z));
            let below = match functions::log(parts(t, base)) {
                Ok(below) if below.re != 0.0 || below.im != 0.0 => below,
                _ => return Err(domain_error(t)),
            };
            let (above, below) = (t.complex(above.re, above.im), t.complex(below.re, below.im));
            t.binary(BinaryOp::TrueDiv, above, below)
        });
        match base.not_none() {
            Some(base) => complex_of(t, base)?.then(t, &DIVIDE, z),
            None => result(t, functions::log(parts(t, z))).map(Tail::Value),
        }
    });
    complex_of(t, args.get(0))?.then(t, &LOG, args.opt(1).unwrap_or(Value::NONE))
}

fn is_close<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static TOLERANCES: Then = Then::new(|t, numbers, list| {
        let numbers = numbers.expect::<Tuple>();
        let (a, b) = (parts(t, numbers.at(0)), parts(t, numbers.at(1)));
        let [relative, absolute] = unpack(t, list);
        if relative < 0.0 || absolute < 0.0 {
            return Err(t.value_error("tolerances must be non-negative"));
        }
        Ok(Tail::Value(Value::bool(close(a, b, relative, absolute))))
    });
    static SECOND: Then = Then::new(|t, state, a| {
        static THIRD: Then = Then::new(|t, state, b| {
            let state = state.expect::<Tuple>();
            let numbers = t.small_tuple([state.at(0), b]);
            floats(t, &[state.at(1), state.at(2)])?.then(t, &TOLERANCES, numbers.value())
        });
        let state = state.expect::<Tuple>();
        let next = t.small_tuple([a, state.at(1), state.at(2)]);
        complex_of(t, state.at(0))?.then(t, &THIRD, next.value())
    });
    let relative = args.opt(2).unwrap_or_else(|| t.float(1e-9));
    let absolute = args.opt(3).unwrap_or_else(|| t.float(0.0));
    let state = t.small_tuple([args.get(1), relative, absolute]);
    complex_of(t, args.get(0))?.then(t, &SECOND, state.value())
}

/// As [`real::close`], by absolute values.
fn close(a: Parts, b: Parts, relative: f64, absolute: f64) -> bool {
    if a == b {
        return true;
    }
    if [a, b].iter().any(|z| z.re.is_infinite() || z.im.is_infinite()) {
        return false;
    }
    let difference = (a.re - b.re).hypot(a.im - b.im);
    let tolerance = |z: Parts| relative * z.re.hypot(z.im);
    difference <= tolerance(b) || difference <= tolerance(a) || difference <= absolute
}
