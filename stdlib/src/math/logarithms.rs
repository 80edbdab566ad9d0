//! Logarithms: of floats, and of ints of any size.

use vm_core::natives::{Args, NativeDef, Tail, Then, tail};
use vm_core::objects::number::IntRef;
use vm_core::{Raised, Res, Thread, Value, cls};

use super::parts::split;
use super::real::{self, unexpected};

macro_rules! logarithm {
    ($name:ident, $compute:expr) => {
        fn $name<'t>(t: &'t Thread, x: Value<'t>) -> Result<Tail<'t>, Raised> {
            static CONVERTED: Then = Then::new(|t, _, x| of_float(t, real::made(t, x), $compute).map(Tail::Value));
            logarithm_of(t, x, $compute, &CONVERTED)
        }
    };
}

logarithm!(natural, f64::ln);
logarithm!(binary, f64::log2);
logarithm!(decimal, f64::log10);

pub static FUNCTIONS: [NativeDef; 3] = [
    tail("log(x, base=math.e, /)", log).function(),
    tail("log10(x, /)", |t, args| decimal(t, args.get(0))).function(),
    tail("log2(x, /)", |t, args| binary(t, args.get(0))).function(),
];

fn log<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static THEN_BASE: Then = Then::new(|t, base, above| natural(t, base)?.then(t, &QUOTIENT, above));
    static QUOTIENT: Then = Then::new(|t, above, below| {
        let (above, below) = (real::made(t, above), real::made(t, below));
        if below == 0.0 {
            return Err(t.raise(cls::ZeroDivisionError, "division by zero"));
        }
        Ok(Tail::Value(t.float(above / below)))
    });
    let above = natural(t, args.get(0))?;
    match args.opt(1) {
        Some(base) => above.then(t, &THEN_BASE, base),
        None => Ok(above),
    }
}

#[inline(always)]
fn logarithm_of<'t>(
    t: &'t Thread,
    x: Value<'t>,
    logarithm: fn(f64) -> f64,
    converted: &'static Then,
) -> Result<Tail<'t>, Raised> {
    if let Some(float) = x.as_exact_float() {
        return of_float(t, float, logarithm).map(Tail::Value);
    }
    match t.as_int(x) {
        Some(int) => of_int(t, int, logarithm).map(Tail::Value),
        None => t.float_of(x)?.then(t, converted, Value::NONE),
    }
}

#[inline(always)]
fn of_float<'t>(t: &'t Thread, x: f64, logarithm: fn(f64) -> f64) -> Res<'t> {
    if x <= 0.0 {
        return Err(unexpected(t, "expected a positive input", x));
    }
    Ok(t.float(logarithm(x)))
}

fn of_int<'t>(t: &'t Thread, int: IntRef<'t>, logarithm: fn(f64) -> f64) -> Res<'t> {
    let value = match int {
        IntRef::Small(small) if small > 0 => logarithm(small as f64),
        IntRef::Big(big) if !big.is_negative() => match text::int::limbs_to_f64(false, big.limbs()) {
            Ok(float) => logarithm(float),
            Err(_) => {
                let (mantissa, exponent) = leading_part(big.limbs());
                logarithm(mantissa) + logarithm(2.0) * exponent
            }
        },
        _ => return Err(t.value_error("expected a positive input")),
    };
    Ok(t.float(value))
}

/// The number as `mantissa * 2**exponent`, the mantissa rounded correctly and at least a half.
fn leading_part(limbs: &[u64]) -> (f64, f64) {
    // Three limbs hold a float's precision; a bit stands for all below.
    let (below, top) = limbs.split_at(limbs.len().saturating_sub(3));
    let mut leading = top.to_vec();
    if let Some(lowest) = leading.first_mut() {
        *lowest |= u64::from(below.iter().any(|&limb| limb != 0));
    }
    let (mantissa, exponent) = split(text::int::limbs_to_f64(false, &leading).unwrap_or(f64::INFINITY));
    (mantissa, f64::from(exponent) + 64.0 * below.len() as f64)
}
