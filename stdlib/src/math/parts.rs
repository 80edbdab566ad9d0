//! Rounding, and the parts floats are made of: exponent, fraction, neighbours.

use vm_core::natives::{Args, NativeDef, Tail, Then, tail};
use vm_core::objects::number::IntRef;
use vm_core::symbols::Sym;
use vm_core::{Raised, Res, Thread, Value, sym};

use super::real::{self, floats, quick, range_error, unpack};

pub static FUNCTIONS: [NativeDef; 7] = [
    tail("ceil(x, /)", |t, args| rounded(t, args.get(0), f64::ceil, sym::__ceil__, &CEIL)).function(),
    tail("floor(x, /)", |t, args| rounded(t, args.get(0), f64::floor, sym::__floor__, &FLOOR)).function(),
    tail("trunc(x, /)", truncated).function(),
    tail("frexp(x, /)", |t, args| t.float_of(args.get(0))?.then(t, &FREXP, Value::NONE)).function(),
    tail("modf(x, /)", |t, args| t.float_of(args.get(0))?.then(t, &MODF, Value::NONE)).function(),
    tail("ldexp(x, i, /)", ldexp).function(),
    tail("nextafter(x, y, /, *, steps=None)", next_after).function(),
];

static CEIL: Then = Then::new(|t, _, x| whole(t, real::made(t, x).ceil()).map(Tail::Value));
static FLOOR: Then = Then::new(|t, _, x| whole(t, real::made(t, x).floor()).map(Tail::Value));

/// The int of a float without fraction.
fn whole(t: &Thread, x: f64) -> Res<'_> {
    t.int_from(&text::float::to_int(x).map_err(|fault| t.raise_fault(fault))?)
}

fn rounded<'t>(
    t: &'t Thread,
    x: Value<'t>,
    round: fn(f64) -> f64,
    method: Sym,
    converted: &'static Then,
) -> Result<Tail<'t>, Raised> {
    if let Some(float) = x.as_exact_float() {
        return whole(t, round(float)).map(Tail::Value);
    }
    if x.is_small_int() {
        return Ok(Tail::Value(x));
    }
    match t.call_special(x, method, &[]) {
        Some(call) => call,
        None => t.float_of(x)?.then(t, converted, Value::NONE),
    }
}

fn truncated<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let x = args.get(0);
    if let Some(float) = x.as_exact_float() {
        return whole(t, float).map(Tail::Value);
    }
    match t.call_special(x, sym::__trunc__, &[]) {
        Some(call) => call,
        None => Err(t.type_error(format_args!("type {} doesn't define __trunc__ method", t.class_name(x)))),
    }
}

static FREXP: Then = Then::new(|t, _, x| {
    let (mantissa, exponent) = split(real::made(t, x));
    Ok(Tail::Value(t.small_tuple([t.float(mantissa), Value::small(exponent)]).value()))
});

/// `x` as mantissa, at least a half and less than one, times a power of two.
pub fn split(x: f64) -> (f64, i32) {
    if x == 0.0 || !x.is_finite() {
        return (x, 0);
    }
    const FRACTION: u64 = (1 << 52) - 1;
    const SIGN: u64 = 1 << 63;
    // A subnormal number first becomes normal.
    let (x, shifted) = if x.is_normal() { (x, 0) } else { (x * 2f64.powi(64), 64) };
    let bits = x.to_bits();
    let exponent = (bits >> 52 & 0x7FF) as i32 - 1022 - shifted;
    (f64::from_bits(bits & (SIGN | FRACTION) | 1022 << 52), exponent)
}

static MODF: Then = Then::new(|t, _, x| {
    let x = real::made(t, x);
    let (fraction, whole) = if x.is_infinite() { (0.0, x) } else { (x - x.trunc(), x.trunc()) };
    Ok(Tail::Value(t.small_tuple([t.float(fraction.copysign(x)), t.float(whole)]).value()))
});

fn ldexp<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static CONVERTED: Then = Then::new(|t, exponent, x| {
        let exponent = match t.as_int(exponent) {
            Some(IntRef::Small(small)) => small,
            Some(IntRef::Big(big)) if big.is_negative() => i64::MIN,
            Some(IntRef::Big(_)) => i64::MAX,
            None => return Err(t.type_error("Expected an int as second argument to ldexp.")),
        };
        scaled(t, real::made(t, x), exponent).map(Tail::Value)
    });
    t.float_of(args.get(0))?.then(t, &CONVERTED, args.get(1))
}

fn scaled(t: &Thread, x: f64, exponent: i64) -> Res<'_> {
    if x == 0.0 || !x.is_finite() {
        return Ok(t.float(x));
    }
    let value = ldexp_of(x, exponent.clamp(-10_000, 10_000) as i32);
    if value.is_infinite() {
        return Err(range_error(t));
    }
    Ok(t.float(value))
}

/// `x * 2**exponent`, rounded once.
pub fn ldexp_of(x: f64, exponent: i32) -> f64 {
    unsafe extern "C" {
        fn ldexp(x: f64, exponent: i32) -> f64;
    }
    // SAFETY: a pure function of the C library.
    unsafe { ldexp(x, exponent) }
}

fn next_after<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static CONVERTED: Then = Then::new(|t, steps, list| {
        static STEPS: Then = Then::new(|t, list, steps| step_by(t, list, steps).map(Tail::Value));
        match steps.not_none() {
            Some(steps) => t.index(steps)?.then(t, &STEPS, list),
            None => step_by(t, list, Value::small(1)).map(Tail::Value),
        }
    });
    let (x, y, steps) = (args.get(0), args.get(1), args.get(2).given().unwrap_or(Value::NONE));
    if let (Some(x), Some(y), None) = (quick(x), quick(y), steps.not_none()) {
        return Ok(Tail::Value(t.float(walked(x, y, 1))));
    }
    floats(t, &[x, y])?.then(t, &CONVERTED, steps)
}

fn step_by<'t>(t: &'t Thread, list: Value<'t>, steps: Value<'t>) -> Res<'t> {
    let [x, y] = unpack(t, list);
    let steps = match t.as_int(steps) {
        Some(IntRef::Small(small)) => u64::try_from(small).ok(),
        Some(IntRef::Big(big)) if big.is_negative() => None,
        Some(IntRef::Big(big)) => Some(if let [steps] = big.limbs() { *steps } else { u64::MAX }),
        None => None,
    };
    match steps {
        Some(steps) => Ok(t.float(walked(x, y, steps))),
        None => Err(t.value_error("steps must be a non-negative integer")),
    }
}

/// The float `steps` floats from `x` on the way to `y`, and no further.
fn walked(x: f64, y: f64, steps: u64) -> f64 {
    if x.is_nan() || y.is_nan() {
        return x + y;
    }
    if steps == 0 {
        return x;
    }
    let (from, to) = (position(x), position(y));
    if from == to {
        return y;
    }
    let distance = from.abs_diff(to);
    // A single step to zero keeps the sign of where it came from.
    if steps >= distance && steps > 1 {
        return y;
    }
    // The distance may exceed an i64, the positions do not.
    let reached = if from < to { from.wrapping_add_unsigned(steps) } else { from.wrapping_sub_unsigned(steps) };
    at_position(reached, x)
}

/// Floats in their order, numbered; both zeros are 0.
fn position(x: f64) -> i64 {
    let magnitude = (x.to_bits() & !(1 << 63)) as i64;
    if x.is_sign_negative() { -magnitude } else { magnitude }
}

/// The float at a position; zero is reached with the sign of `start`.
fn at_position(position: i64, start: f64) -> f64 {
    let magnitude = f64::from_bits(position.unsigned_abs());
    match position {
        0 => magnitude.copysign(start),
        _ if position < 0 => -magnitude,
        _ => magnitude,
    }
}
