//! The elementary functions of complex numbers, by formulas that keep their accuracy near branch points and at the ends
//! of the range (Kahan, "Branch cuts for complex elementary functions"). It knows no Python.

use std::f64::consts::{E, FRAC_PI_2, LN_2, LN_10};

use super::special::{self, lookup};

#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Parts {
    pub re: f64,
    pub im: f64,
}

/// Why a function has no value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    Domain,
    Range,
}

pub type Outcome = Result<Parts, Fault>;

/// Above these, squares, sums and powers of e overflow.
const LARGE: f64 = f64::MAX / 4.0;

fn sqrt_large() -> f64 {
    LARGE.sqrt()
}

fn ln_large() -> f64 {
    LARGE.ln()
}

fn parts(re: f64, im: f64) -> Parts {
    Parts { re, im }
}

impl Parts {
    fn is_large(self) -> bool {
        self.re.abs() > LARGE || self.im.abs() > LARGE
    }

    /// ln |z / 2|, also of numbers whose absolute value overflows.
    fn ln_of_half(self) -> f64 {
        (self.re / 2.0).hypot(self.im / 2.0).ln()
    }

    /// i z.
    fn turned(self) -> Parts {
        parts(-self.im, self.re)
    }

    /// -i z.
    fn turned_back(self) -> Parts {
        parts(self.im, -self.re)
    }

    pub fn is_finite(self) -> bool {
        self.re.is_finite() && self.im.is_finite()
    }

    /// A result whose infinite parts are due to overflow.
    fn in_range(self) -> Outcome {
        if self.re.is_infinite() || self.im.is_infinite() { Err(Fault::Range) } else { Ok(self) }
    }
}

/// The inverse hyperbolic sine of the system's library.
fn asinh_real(x: f64) -> f64 {
    unsafe extern "C" {
        fn asinh(x: f64) -> f64;
    }
    // SAFETY: a pure function of the C library.
    unsafe { asinh(x) }
}

pub fn acos(z: Parts) -> Outcome {
    if let Some(value) = lookup(&special::ACOS, z) {
        return Ok(value);
    }
    if z.is_large() {
        let size = z.ln_of_half() + LN_2 * 2.0;
        let im = if z.re < 0.0 { -size.copysign(z.im) } else { size.copysign(-z.im) };
        return Ok(parts(z.im.abs().atan2(z.re), im));
    }
    let (a, b) = (root(parts(1.0 - z.re, -z.im)), root(parts(1.0 + z.re, z.im)));
    Ok(parts(2.0 * a.re.atan2(b.re), asinh_real(b.re * a.im - b.im * a.re)))
}

pub fn acosh(z: Parts) -> Outcome {
    if let Some(value) = lookup(&special::ACOSH, z) {
        return Ok(value);
    }
    if z.is_large() {
        return Ok(parts(z.ln_of_half() + LN_2 * 2.0, z.im.atan2(z.re)));
    }
    let (a, b) = (root(parts(z.re - 1.0, z.im)), root(parts(z.re + 1.0, z.im)));
    Ok(parts(asinh_real(a.re * b.re + a.im * b.im), 2.0 * a.im.atan2(b.re)))
}

pub fn asin(z: Parts) -> Outcome {
    Ok(asinh(z.turned())?.turned_back())
}

pub fn asinh(z: Parts) -> Outcome {
    if let Some(value) = lookup(&special::ASINH, z) {
        return Ok(value);
    }
    if z.is_large() {
        let size = z.ln_of_half() + LN_2 * 2.0;
        let re = if z.im >= 0.0 { size.copysign(z.re) } else { -size.copysign(-z.re) };
        return Ok(parts(re, z.im.atan2(z.re.abs())));
    }
    let (a, b) = (root(parts(1.0 + z.im, -z.re)), root(parts(1.0 - z.im, z.re)));
    Ok(parts(asinh_real(a.re * b.im - b.re * a.im), z.im.atan2(a.re * b.re - a.im * b.im)))
}

pub fn atan(z: Parts) -> Outcome {
    Ok(atanh(z.turned())?.turned_back())
}

pub fn atanh(z: Parts) -> Outcome {
    if let Some(value) = lookup(&special::ATANH, z) {
        return Ok(value);
    }
    if z.re.is_sign_negative() {
        let value = atanh(parts(-z.re, -z.im))?;
        return Ok(parts(-value.re, -value.im));
    }
    let size = z.im.abs();
    if z.re > sqrt_large() || size > sqrt_large() {
        let half = (z.re / 2.0).hypot(z.im / 2.0);
        return Ok(parts(z.re / 4.0 / half / half, -FRAC_PI_2.copysign(-z.im)));
    }
    if z.re == 1.0 && size < f64::MIN_POSITIVE.sqrt() {
        if size == 0.0 {
            return Err(Fault::Domain);
        }
        let re = -(size.sqrt() / size.hypot(2.0).sqrt()).ln();
        return Ok(parts(re, (2f64.atan2(-size) / 2.0).copysign(z.im)));
    }
    let from_one = 1.0 - z.re;
    let re = (4.0 * z.re / (from_one * from_one + size * size)).ln_1p() / 4.0;
    Ok(parts(re, -(-2.0 * z.im).atan2(from_one * (1.0 + z.re) - size * size) / 2.0))
}

pub fn cos(z: Parts) -> Outcome {
    cosh(z.turned())
}

/// Infinity in the direction of an angle.
fn infinite_at(angle: f64) -> Parts {
    parts(f64::INFINITY.copysign(angle.cos()), f64::INFINITY.copysign(angle.sin()))
}

/// Is `z` infinite on a line that is not the real axis?
fn is_infinite_ray(z: Parts) -> bool {
    z.re.is_infinite() && z.im.is_finite() && z.im != 0.0
}

pub fn cosh(z: Parts) -> Outcome {
    if is_infinite_ray(z) {
        let far = infinite_at(z.im);
        return Ok(if z.re > 0.0 { far } else { parts(far.re, -far.im) });
    }
    if let Some(value) = lookup(&special::COSH, z) {
        return if z.im.is_infinite() && !z.re.is_nan() { Err(Fault::Domain) } else { Ok(value) };
    }
    let value = if z.re.abs() > ln_large() {
        let less = z.re - 1f64.copysign(z.re);
        parts(z.im.cos() * less.cosh() * E, z.im.sin() * less.sinh() * E)
    } else {
        parts(z.im.cos() * z.re.cosh(), z.im.sin() * z.re.sinh())
    };
    value.in_range()
}

pub fn exp(z: Parts) -> Outcome {
    if is_infinite_ray(z) {
        return Ok(if z.re > 0.0 {
            infinite_at(z.im)
        } else {
            parts(0f64.copysign(z.im.cos()), 0f64.copysign(z.im.sin()))
        });
    }
    if let Some(value) = lookup(&special::EXP, z) {
        let undefined = z.im.is_infinite() && (z.re.is_finite() || z.re == f64::INFINITY);
        return if undefined { Err(Fault::Domain) } else { Ok(value) };
    }
    let value = if z.re > ln_large() {
        let size = (z.re - 1.0).exp();
        parts(size * z.im.cos() * E, size * z.im.sin() * E)
    } else {
        let size = z.re.exp();
        parts(size * z.im.cos(), size * z.im.sin())
    };
    value.in_range()
}

pub fn log(z: Parts) -> Outcome {
    ln_or_pole(z).ok_or(Fault::Domain)
}

/// The logarithm; minus infinity at zero.
pub fn log_with_pole(z: Parts) -> Parts {
    ln_or_pole(z).unwrap_or_else(|| parts(f64::NEG_INFINITY, z.im.atan2(z.re)))
}

fn ln_or_pole(z: Parts) -> Option<Parts> {
    if let Some(value) = lookup(&special::LOG, z) {
        return Some(value);
    }
    let (re, im) = (z.re.abs(), z.im.abs());
    let size = if z.is_large() {
        z.ln_of_half() + LN_2
    } else if re < f64::MIN_POSITIVE && im < f64::MIN_POSITIVE {
        if re == 0.0 && im == 0.0 {
            return None;
        }
        const BITS: i32 = f64::MANTISSA_DIGITS as i32;
        let up = 2f64.powi(BITS);
        (re * up).hypot(im * up).ln() - f64::from(BITS) * LN_2
    } else {
        let size = re.hypot(im);
        if (0.71..=1.73).contains(&size) {
            // Near one the logarithm would lose what rounding took.
            let (long, short) = (re.max(im), re.min(im));
            ((long - 1.0) * (long + 1.0) + short * short).ln_1p() / 2.0
        } else {
            size.ln()
        }
    };
    Some(parts(size, z.im.atan2(z.re)))
}

pub fn log10(z: Parts) -> Outcome {
    let value = log(z)?;
    Ok(parts(value.re / LN_10, value.im / LN_10))
}

pub fn sin(z: Parts) -> Outcome {
    Ok(sinh(z.turned())?.turned_back())
}

pub fn sinh(z: Parts) -> Outcome {
    if is_infinite_ray(z) {
        let far = infinite_at(z.im);
        return Ok(if z.re > 0.0 { far } else { parts(-far.re, far.im) });
    }
    if let Some(value) = lookup(&special::SINH, z) {
        return if z.im.is_infinite() && !z.re.is_nan() { Err(Fault::Domain) } else { Ok(value) };
    }
    let value = if z.re.abs() > ln_large() {
        let less = z.re - 1f64.copysign(z.re);
        parts(z.im.cos() * less.sinh() * E, z.im.sin() * less.cosh() * E)
    } else {
        parts(z.im.cos() * z.re.sinh(), z.im.sin() * z.re.cosh())
    };
    value.in_range()
}

pub fn sqrt(z: Parts) -> Outcome {
    Ok(root(z))
}

fn root(z: Parts) -> Parts {
    if let Some(value) = lookup(&special::SQRT, z) {
        return value;
    }
    if z.re == 0.0 && z.im == 0.0 {
        return parts(0.0, z.im);
    }
    let (re, im) = (z.re.abs(), z.im.abs());
    let size = if re < f64::MIN_POSITIVE && im < f64::MIN_POSITIVE {
        // Subnormal numbers are scaled up by an odd power of two, the root down by half of what makes it even.
        let re = re * 2f64.powi(53);
        (re + re.hypot(im * 2f64.powi(53))).sqrt() * 2f64.powi(-27)
    } else {
        let re = re / 8.0;
        2.0 * (re + re.hypot(im / 8.0)).sqrt()
    };
    let other = im / (2.0 * size);
    if z.re >= 0.0 { parts(size, other.copysign(z.im)) } else { parts(other, size.copysign(z.im)) }
}

pub fn tan(z: Parts) -> Outcome {
    Ok(tanh(z.turned())?.turned_back())
}

pub fn tanh(z: Parts) -> Outcome {
    if is_infinite_ray(z) {
        return Ok(parts(1f64.copysign(z.re), 0f64.copysign(2.0 * z.im.sin() * z.im.cos())));
    }
    if let Some(value) = lookup(&special::TANH, z) {
        return if z.im.is_infinite() && z.re.is_finite() { Err(Fault::Domain) } else { Ok(value) };
    }
    if z.re.abs() > ln_large() {
        return Ok(parts(1f64.copysign(z.re), 4.0 * z.im.sin() * z.im.cos() * (-2.0 * z.re.abs()).exp()));
    }
    let (tx, ty, cx) = (z.re.tanh(), z.im.tan(), 1.0 / z.re.cosh());
    let both = tx * ty;
    let below = 1.0 + both * both;
    Ok(parts(tx * (1.0 + ty * ty) / below, ((ty / below) * cx) * cx))
}

/// The number at this radius and angle.
pub fn rect(radius: f64, angle: f64) -> Outcome {
    let z = parts(radius, angle);
    if is_infinite_ray(z) {
        let far = infinite_at(angle);
        return Ok(if radius > 0.0 { far } else { parts(-far.re, -far.im) });
    }
    if let Some(value) = lookup(&special::RECT, z) {
        let undefined = angle.is_infinite() && radius != 0.0 && !radius.is_nan();
        return if undefined { Err(Fault::Domain) } else { Ok(value) };
    }
    if angle == 0.0 {
        // Keeps the sign of zero.
        return Ok(parts(radius, radius * angle));
    }
    Ok(parts(radius * angle.cos(), radius * angle.sin()))
}
