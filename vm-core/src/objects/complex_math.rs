//! Products, quotients and powers of complex numbers, as the C standard's Annex G wants them: what is infinite stays so.

/// Real and imaginary part.
pub(crate) type Parts = (f64, f64);

/// Why a power has no value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum NoPower {
    /// Zero to a negative or complex power.
    Zero,
    Overflow,
}

fn is_infinite(z: Parts) -> bool {
    z.0.is_infinite() || z.1.is_infinite()
}

fn is_finite(z: Parts) -> bool {
    z.0.is_finite() && z.1.is_finite()
}

/// One where a part is infinite, zero elsewhere: the direction of an infinite number.
fn direction(z: Parts) -> Parts {
    let unit = |part: f64| f64::from(u8::from(part.is_infinite())).copysign(part);
    (unit(z.0), unit(z.1))
}

/// Parts that are not a number become zero.
fn without_nan(z: Parts) -> Parts {
    let known = |part: f64| if part.is_nan() { 0f64.copysign(part) } else { part };
    (known(z.0), known(z.1))
}

fn product(x: Parts, y: Parts) -> Parts {
    (x.0 * y.0 - x.1 * y.1, x.0 * y.1 + x.1 * y.0)
}

pub(crate) fn multiply(x: Parts, y: Parts) -> Parts {
    let plain = product(x, y);
    if plain.0.is_nan() && plain.1.is_nan() { recovered_product(x, y).unwrap_or(plain) } else { plain }
}

/// The product where an infinity was lost in `infinity - infinity` or `infinity * 0`.
#[cold]
fn recovered_product(x: Parts, y: Parts) -> Option<Parts> {
    let (mut x, mut y) = (x, y);
    let overflowed = [x.0 * y.0, x.1 * y.1, x.0 * y.1, x.1 * y.0].iter().any(|part| part.is_infinite());
    let mut infinite = false;
    if is_infinite(x) {
        (x, y, infinite) = (direction(x), without_nan(y), true);
    }
    if is_infinite(y) {
        (y, x, infinite) = (direction(y), without_nan(x), true);
    }
    if !infinite && overflowed {
        (x, y, infinite) = (without_nan(x), without_nan(y), true);
    }
    let (re, im) = product(x, y);
    infinite.then_some((f64::INFINITY * re, f64::INFINITY * im))
}

/// The quotient; the divisor is not zero.
pub(crate) fn divide(x: Parts, y: Parts) -> Parts {
    let plain = smith(x, y);
    if !(plain.0.is_nan() && plain.1.is_nan()) {
        return plain;
    }
    if is_infinite(x) && is_finite(y) {
        let u = direction(x);
        return (f64::INFINITY * (u.0 * y.0 + u.1 * y.1), f64::INFINITY * (u.1 * y.0 - u.0 * y.1));
    }
    if is_infinite(y) && is_finite(x) {
        let u = direction(y);
        return (0.0 * (x.0 * u.0 + x.1 * u.1), 0.0 * (x.1 * u.0 - x.0 * u.1));
    }
    plain
}

/// The quotient of a real number by a complex one, which is not zero: no part of the dividend is added as zero.
pub(crate) fn divide_real(x: f64, y: Parts) -> Parts {
    let plain = if y.0.abs() >= y.1.abs() {
        let ratio = y.1 / y.0;
        let scale = y.0 + y.1 * ratio;
        (x / scale, (-x * ratio) / scale)
    } else if y.1.abs() >= y.0.abs() {
        let ratio = y.0 / y.1;
        let scale = y.0 * ratio + y.1;
        ((x * ratio) / scale, -x / scale)
    } else {
        (f64::NAN, f64::NAN)
    };
    if plain.0.is_nan() && plain.1.is_nan() && x.is_finite() && is_infinite(y) {
        let u = direction(y);
        return (0.0 * (x * u.0), 0.0 * (-x * u.1));
    }
    plain
}

/// Smith's method: divides by the larger part first.
fn smith(x: Parts, y: Parts) -> Parts {
    if y.0.abs() >= y.1.abs() {
        let ratio = y.1 / y.0;
        let scale = y.0 + y.1 * ratio;
        ((x.0 + x.1 * ratio) / scale, (x.1 - x.0 * ratio) / scale)
    } else if y.1.abs() >= y.0.abs() {
        let ratio = y.0 / y.1;
        let scale = y.0 * ratio + y.1;
        ((x.0 * ratio + x.1) / scale, (x.1 * ratio - x.0) / scale)
    } else {
        (f64::NAN, f64::NAN)
    }
}

/// Exponents up to this size are multiplied out.
const MULTIPLIED_OUT: f64 = 100.0;

pub(crate) fn power(x: Parts, y: Parts) -> Result<Parts, NoPower> {
    let whole = y.1 == 0.0 && y.0.fract() == 0.0 && y.0.abs() <= MULTIPLIED_OUT;
    let power = if whole { whole_power(x, y.0 as i32)? } else { general_power(x, y)? };
    if is_infinite(power) { Err(NoPower::Overflow) } else { Ok(power) }
}

fn whole_power(base: Parts, exponent: i32) -> Result<Parts, NoPower> {
    let mut left = exponent.unsigned_abs();
    let (mut result, mut square) = ((1.0, 0.0), base);
    while left > 0 {
        if left & 1 == 1 {
            result = multiply(result, square);
        }
        square = multiply(square, square);
        left >>= 1;
    }
    match exponent < 0 {
        true if result == (0.0, 0.0) => Err(NoPower::Zero),
        true => Ok(divide((1.0, 0.0), result)),
        false => Ok(result),
    }
}

fn general_power(x: Parts, y: Parts) -> Result<Parts, NoPower> {
    if y == (0.0, 0.0) {
        return Ok((1.0, 0.0));
    }
    if x == (0.0, 0.0) {
        return if y.1 != 0.0 || y.0 < 0.0 { Err(NoPower::Zero) } else { Ok((0.0, 0.0)) };
    }
    let size = x.0.hypot(x.1);
    let angle = x.1.atan2(x.0);
    let mut length = size.powf(y.0);
    let mut phase = angle * y.0;
    if y.1 != 0.0 {
        length *= (-angle * y.1).exp();
        phase += y.1 * size.ln();
    }
    if phase.is_infinite() {
        // The sine and cosine of infinity are domain errors, which CPython words like this.
        return Err(NoPower::Zero);
    }
    Ok((length * phase.cos(), length * phase.sin()))
}
