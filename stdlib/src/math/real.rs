//! Arguments that are real numbers, as floats: at once for floats and small ints, through `__float__` and `__index__`
//! for the rest. Also the errors of functions of them. It knows no particular function.

use vm_core::natives::{Tail, Then};
use vm_core::objects::sequence::{List, Tuple};
use vm_core::{Gc, Raised, Thread, Value, cls};

/// The float of an exact float or an immediate int.
#[inline(always)]
pub fn quick(value: Value<'_>) -> Option<f64> {
    match value.as_exact_float() {
        Some(float) => Some(float),
        None => value.as_small_int().map(|int| int as f64),
    }
}

/// The float in what [`Thread::float_of`] gave.
#[inline]
pub fn made(t: &Thread, value: Value<'_>) -> f64 {
    t.as_float(value).unwrap_or(f64::NAN)
}

/// The values as floats: a list of them.
pub fn floats<'t>(t: &'t Thread, values: &[Value<'t>]) -> Result<Tail<'t>, Raised> {
    convert_from(t, t.list(values)?, 0)
}

/// The floats of a list that [`floats`] made.
pub fn unpack<const N: usize>(t: &Thread, list: Value<'_>) -> [f64; N] {
    let list = list.expect::<List>();
    std::array::from_fn(|index| made(t, list.item(index)))
}

/// Converts the items from `start` on in place.
fn convert_from<'t>(t: &'t Thread, list: Gc<'t, List>, start: usize) -> Result<Tail<'t>, Raised> {
    static STORE: Then = Then::new(|t, state, float| {
        let state = state.expect::<Tuple>();
        let (list, index) = (state.at(0).expect::<List>(), state.at(1).as_small_int().unwrap_or(0) as usize);
        list.set_item(t, index, float);
        convert_from(t, list, index + 1)
    });
    for index in start..list.len() {
        match t.float_of(list.item(index))? {
            Tail::Value(float) => list.set_item(t, index, float),
            call => return call.then(t, &STORE, t.small_tuple([list.value(), t.int_usize(index)]).value()),
        }
    }
    Ok(Tail::Value(list.value()))
}

#[cold]
pub fn domain_error(t: &Thread) -> Raised {
    t.value_error("math domain error")
}

#[cold]
pub fn range_error(t: &Thread) -> Raised {
    t.raise(cls::OverflowError, "math range error")
}

/// Says what was expected, and what was given instead.
#[cold]
pub fn unexpected(t: &Thread, expected: &str, x: f64) -> Raised {
    t.value_error(format_args!("{expected}, got {}", text::float_text::repr_float(x)))
}

/// Do the two differ by no more than the larger tolerance? Infinities are close to themselves only.
pub fn close(a: f64, b: f64, relative: f64, absolute: f64) -> bool {
    if a == b {
        return true;
    }
    if a.is_infinite() || b.is_infinite() {
        return false;
    }
    let difference = (b - a).abs();
    difference <= (relative * b).abs() || difference <= (relative * a).abs() || difference <= absolute
}
