//! Floats as numbers: conversion to integers and ratios, rounding.

use dashu_int::IBig;

use crate::fault::Fault;
use crate::int::Int;

/// Mantissa and exponent: `value == mantissa * 2**exponent` for a finite value.
fn parts(value: f64) -> (i64, i32) {
    let bits = value.to_bits();
    let field = (bits >> 52 & 0x7FF) as i32;
    let fraction = (bits & ((1 << 52) - 1)) as i64;
    let (mantissa, exponent) = if field == 0 { (fraction, -1074) } else { (fraction | 1 << 52, field - 1075) };
    (if value.is_sign_negative() { -mantissa } else { mantissa }, exponent)
}

/// The integer a finite, integral value is; `None` for others.
pub fn to_int_exact(value: f64) -> Option<Int> {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    if value.trunc() != value || value.is_infinite() {
        return None;
    }
    if (-LIMIT..LIMIT).contains(&value) {
        return Some(Int::Small(value as i64));
    }
    let (mantissa, exponent) = parts(value);
    Some(Int::from(IBig::from(mantissa) << exponent as usize))
}

/// `int(value)`: towards zero.
pub fn to_int(value: f64) -> Result<Int, Fault> {
    to_int_exact(value.trunc()).ok_or_else(|| {
        if value.is_nan() {
            Fault::value("cannot convert float NaN to integer")
        } else {
            Fault::overflow("cannot convert float infinity to integer")
        }
    })
}

/// `round(value)`: the nearest integer, ties to even.
pub fn round_to_int(value: f64) -> Result<Int, Fault> {
    if value.is_finite() { to_int(value.round_ties_even()) } else { to_int(value) }
}

/// `value.as_integer_ratio()`.
pub fn integer_ratio(value: f64) -> Result<(Int, Int), Fault> {
    if value.is_nan() {
        return Err(Fault::value("cannot convert NaN to integer ratio"));
    }
    if value.is_infinite() {
        return Err(Fault::overflow("cannot convert Infinity to integer ratio"));
    }
    if value == 0.0 {
        return Ok((Int::Small(0), Int::Small(1)));
    }
    let (mantissa, exponent) = parts(value);
    let twos = mantissa.trailing_zeros() as i32;
    let (mantissa, exponent) = (mantissa >> twos, exponent + twos);
    if exponent >= 0 {
        Ok((Int::from(IBig::from(mantissa) << exponent as usize), Int::Small(1)))
    } else {
        Ok((Int::Small(mantissa), Int::from(IBig::from(1) << (-exponent) as usize)))
    }
}

/// `round(value, digits)`: correctly rounded from the exact value, ties to even.
pub fn round_to_digits(value: f64, digits: i64) -> Result<f64, Fault> {
    // Beyond these the result is the value itself, or zero.
    const MAX_DIGITS: i64 = 323;
    const MIN_DIGITS: i64 = -308;
    if !value.is_finite() || value == 0.0 || digits > MAX_DIGITS {
        return Ok(value);
    }
    if digits < MIN_DIGITS {
        return Ok(0.0 * value);
    }
    let text = if digits >= 0 {
        format!("{value:.*}", digits as usize)
    } else {
        match round_before_point(value, digits) {
            Some(text) => text,
            None => return Ok(0.0 * value),
        }
    };
    let rounded: f64 = text.parse().map_err(|_| Fault::value("could not round the value"))?;
    if rounded.is_infinite() {
        return Err(Fault::overflow("rounded value too large to represent"));
    }
    Ok(rounded)
}

/// The value rounded to a multiple of a power of ten; `None` if that is zero.
fn round_before_point(value: f64, digits: i64) -> Option<String> {
    let text = format!("{value:e}");
    let exponent: i64 = text.split_once('e')?.1.parse().ok()?;
    let kept = exponent + 1 + digits;
    if kept > 0 {
        return Some(format!("{value:.*e}", (kept - 1) as usize));
    }
    // Only the digit before the first kept one decides, and a tie goes to zero.
    let place = format!("5e{exponent}");
    let half: f64 = place.parse().ok()?;
    (kept == 0 && value.abs() > half).then(|| {
        let sign = if value < 0.0 { "-" } else { "" };
        format!("{sign}1e{}", exponent + 1)
    })
}
