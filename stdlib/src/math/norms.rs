//! Euclidean norms, accurate to the last bit in almost all cases.

use vm_core::natives::{Args, NativeDef, Tail, Then, tail};
use vm_core::objects::sequence::{List, Tuple};
use vm_core::{Raised, Thread, Value};

use super::exact::{add_smaller, multiply};
use super::parts::{ldexp_of, split};
use super::real::{floats, made, quick};
use crate::imp;

pub static FUNCTIONS: [NativeDef; 2] =
    [tail("hypot(*coordinates)", hypot).function(), tail("dist(p, q, /)", dist).function()];

fn hypot<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static CONVERTED: Then = Then::new(|t, _, list| {
        let mut coordinates: Vec<f64> = list.expect::<List>().iter().map(|x| made(t, x)).collect();
        Ok(Tail::Value(t.float(norm(&mut coordinates))))
    });
    let Some(coordinates) = args.get(0).cast::<Tuple>() else { return Ok(Tail::Value(t.float(0.0))) };
    if coordinates.extent() == 2
        && let (Some(x), Some(y)) = (quick(coordinates.at(0)), quick(coordinates.at(1)))
    {
        return Ok(Tail::Value(t.float(norm(&mut [x, y]))));
    }
    let coordinates: Vec<Value<'_>> = (0..coordinates.extent()).map(|index| coordinates.at(index)).collect();
    floats(t, &coordinates)?.then(t, &CONVERTED, Value::NONE)
}

fn dist<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static CONVERTED: Then = Then::new(|t, _, list| {
        let list = list.expect::<List>();
        let mut differences: Vec<f64> = (0..list.len() / 2)
            .map(|index| (made(t, list.item(2 * index)) - made(t, list.item(2 * index + 1))).abs())
            .collect();
        Ok(Tail::Value(t.float(norm(&mut differences))))
    });
    let (p, q) = (args.get(0), args.get(1));
    let (Some(p), Some(q)) = (p.cast::<Tuple>(), q.cast::<Tuple>()) else {
        return Ok(Tail::call(imp::part(t, "math", "_dist_of_iterables"), &[p, q]));
    };
    if p.extent() != q.extent() {
        return Err(t.value_error("both points must have the same number of dimensions"));
    }
    // The coordinates of both points alternate.
    let pairs: Vec<Value<'_>> = (0..p.extent()).flat_map(|index| [p.at(index), q.at(index)]).collect();
    floats(t, &pairs)?.then(t, &CONVERTED, Value::NONE)
}

/// The root of the sum of squares. The squares are added with their errors, and the root is corrected by a Newton step
/// on the remainder.
fn norm(values: &mut [f64]) -> f64 {
    let mut largest = 0f64;
    let mut unknown = false;
    for value in values.iter_mut() {
        *value = value.abs();
        unknown |= value.is_nan();
        largest = largest.max(*value);
    }
    if largest.is_infinite() {
        return largest;
    }
    if unknown {
        return f64::NAN;
    }
    if largest == 0.0 || values.len() == 1 {
        return largest;
    }
    let (_, exponent) = split(largest);
    if exponent < -1023 {
        // The factor would not be finite: bring subnormal numbers into the normal range first.
        values.iter_mut().for_each(|value| *value /= f64::MIN_POSITIVE);
        return f64::MIN_POSITIVE * norm(values);
    }
    let scale = ldexp_of(1.0, -exponent);
    scaled_norm(values.iter().map(|value| value * scale)) / scale
}

/// The norm of values below one.
fn scaled_norm(values: impl Iterator<Item = f64>) -> f64 {
    // The sum starts at one, so that each addend is smaller.
    let mut sum = 1.0;
    let (mut from_squares, mut from_sums) = (0.0, 0.0);
    let mut include = |a: f64, b: f64| {
        let square = multiply(a, b);
        let next = add_smaller(sum, square.value);
        sum = next.value;
        from_squares += square.error;
        from_sums += next.error;
        sum - 1.0 + (from_squares + from_sums)
    };
    let mut total = 0.0;
    for value in values {
        total = include(value, value);
    }
    let root = total.sqrt();
    let remainder = include(-root, root);
    root + remainder / (2.0 * root)
}
