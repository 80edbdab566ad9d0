//! Functions of two or three real numbers.

use vm_core::natives::{Args, NativeDef, Tail, Then, tail};
use vm_core::{Raised, Res, Thread, Value, cls};

use super::real::{self, domain_error, floats, quick, range_error, unpack};

/// A native of two real arguments.
macro_rules! two {
    ($text:literal, $compute:ident) => {
        tail($text, |t, args| {
            static CONVERTED: Then = Then::new(|t, _, list| {
                let [x, y] = unpack(t, list);
                $compute(t, x, y).map(Tail::Value)
            });
            let (x, y) = (args.get(0), args.get(1));
            match (quick(x), quick(y)) {
                (Some(x), Some(y)) => $compute(t, x, y).map(Tail::Value),
                _ => floats(t, &[x, y])?.then(t, &CONVERTED, Value::NONE),
            }
        })
        .function()
    };
}

pub static FUNCTIONS: [NativeDef; 7] = [
    two!("atan2(y, x, /)", atan2),
    two!("copysign(x, y, /)", copysign),
    two!("fmod(x, y, /)", fmod),
    two!("pow(x, y, /)", pow),
    two!("remainder(x, y, /)", remainder),
    tail("fma(x, y, z, /)", fma).function(),
    tail("isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)", is_close).function(),
];

fn atan2(t: &Thread, y: f64, x: f64) -> Res<'_> {
    Ok(t.float(y.atan2(x)))
}

fn copysign(t: &Thread, x: f64, y: f64) -> Res<'_> {
    Ok(t.float(x.copysign(y)))
}

fn fmod(t: &Thread, x: f64, y: f64) -> Res<'_> {
    let rest = x % y;
    if rest.is_nan() && !x.is_nan() && !y.is_nan() {
        return Err(domain_error(t));
    }
    Ok(t.float(rest))
}

fn pow(t: &Thread, x: f64, y: f64) -> Res<'_> {
    let power = x.powf(y);
    if !power.is_finite() && x.is_finite() && y.is_finite() {
        return Err(if power.is_nan() || x == 0.0 { domain_error(t) } else { range_error(t) });
    }
    Ok(t.float(power))
}

/// The rest of the division with the quotient rounded to the nearest, ties to even.
fn remainder(t: &Thread, x: f64, y: f64) -> Res<'_> {
    if x.is_nan() || y.is_nan() {
        return Ok(t.float(x + y));
    }
    if x.is_infinite() || y == 0.0 {
        return Err(domain_error(t));
    }
    if y.is_infinite() {
        return Ok(t.float(x));
    }
    let (size, y) = (x.abs(), y.abs());
    let rest = size % y;
    // What is left to the next multiple; exact where it decides.
    let missing = y - rest;
    let nearest = if rest < missing {
        rest
    } else if rest > missing {
        -missing
    } else {
        // In the middle: the quotient of `size - rest` is even if half of it is a multiple too.
        rest - 2.0 * ((0.5 * (size - rest)) % y)
    };
    Ok(t.float(1f64.copysign(x) * nearest))
}

fn fma<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static CONVERTED: Then = Then::new(|t, _, list| {
        let [x, y, z] = unpack(t, list);
        let sum = x.mul_add(y, z);
        if sum.is_finite() {
            return Ok(Tail::Value(t.float(sum)));
        }
        if sum.is_nan() && !x.is_nan() && !y.is_nan() && !z.is_nan() {
            return Err(t.value_error("invalid operation in fma"));
        }
        if sum.is_infinite() && x.is_finite() && y.is_finite() && z.is_finite() {
            return Err(t.raise(cls::OverflowError, "overflow in fma"));
        }
        Ok(Tail::Value(t.float(sum)))
    });
    floats(t, &[args.get(0), args.get(1), args.get(2)])?.then(t, &CONVERTED, Value::NONE)
}

fn is_close<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static CONVERTED: Then = Then::new(|t, _, list| {
        let [a, b, relative, absolute] = unpack(t, list);
        if relative < 0.0 || absolute < 0.0 {
            return Err(t.value_error("tolerances must be non-negative"));
        }
        Ok(Tail::Value(Value::bool(real::close(a, b, relative, absolute))))
    });
    let relative = args.opt(2).unwrap_or_else(|| t.float(1e-9));
    let absolute = args.opt(3).unwrap_or_else(|| t.float(0.0));
    floats(t, &[args.get(0), args.get(1), relative, absolute])?.then(t, &CONVERTED, Value::NONE)
}
