//! Gamma and its logarithm, by Lanczos' approximation with the coefficients (n = 13, g = 6.0246...) that the Boost library
//! publishes; CPython uses the same.

use std::f64::consts::PI;

const G: f64 = 6.024_680_040_776_73;
const G_MINUS_HALF: f64 = 5.524_680_040_776_73;
const LN_PI: f64 = 1.144_729_885_849_400_174_143_427_351_353_058_711_647;

/// The rational function's numerator, constant term first.
const NUMERATOR: [f64; 13] = [
    23_531_376_880.410_76,
    42_919_803_642.649_1,
    35_711_959_237.355_67,
    17_921_034_426.037_21,
    6_039_542_586.352_028,
    1_439_720_407.311_721_6,
    248_874_557.862_054_17,
    31_426_415.585_400_194,
    2_876_370.628_935_372_5,
    186_056.265_395_223_48,
    8_071.672_002_365_816,
    210.824_277_751_579_36,
    2.506_628_274_631_000_2,
];

/// The denominator: the coefficients of x (x+1) ... (x+11).
const DENOMINATOR: [f64; 13] = [
    0.0,
    39_916_800.0,
    120_543_840.0,
    150_917_976.0,
    105_258_076.0,
    45_995_730.0,
    13_339_535.0,
    2_637_558.0,
    357_423.0,
    32_670.0,
    1_925.0,
    66.0,
    1.0,
];

/// (n-1)! for n from 1: the values gamma has exactly.
const FACTORIALS: [f64; 23] = {
    let mut table = [1.0; 23];
    let mut n = 1;
    while n < 23 {
        table[n] = table[n - 1] * n as f64;
        n += 1;
    }
    table
};

/// Why there is no value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoValue {
    /// The argument is a pole.
    Pole,
    Overflow,
}

/// Lanczos' sum at a positive `x`, evaluated in `x` or `1/x` so that nothing overflows.
fn lanczos_sum(x: f64) -> f64 {
    let (mut above, mut below) = (0.0, 0.0);
    if x < 5.0 {
        for (a, b) in NUMERATOR.iter().zip(&DENOMINATOR).rev() {
            above = above * x + a;
            below = below * x + b;
        }
    } else {
        for (a, b) in NUMERATOR.iter().zip(&DENOMINATOR) {
            above = above / x + a;
            below = below / x + b;
        }
    }
    above / below
}

/// sin(pi x), exact in its zeros and symmetric.
fn sin_pi(x: f64) -> f64 {
    let y = x.abs() % 2.0;
    let value = match (2.0 * y).round() as i32 {
        0 => (PI * y).sin(),
        1 => (PI * (y - 0.5)).cos(),
        // -sin(pi (y - 1)) would lose the sign of zero.
        2 => (PI * (1.0 - y)).sin(),
        3 => -(PI * (y - 1.5)).cos(),
        _ => (PI * (y - 2.0)).sin(),
    };
    1f64.copysign(x) * value
}

pub fn gamma(x: f64) -> Result<f64, NoValue> {
    if !x.is_finite() {
        return if x == f64::NEG_INFINITY { Err(NoValue::Pole) } else { Ok(x) };
    }
    if x == 0.0 {
        return Err(NoValue::Pole);
    }
    if x == x.floor() {
        if x < 0.0 {
            return Err(NoValue::Pole);
        }
        if x <= FACTORIALS.len() as f64 {
            return Ok(FACTORIALS[x as usize - 1]);
        }
    }
    let size = x.abs();
    if size < 1e-20 {
        let value = 1.0 / x;
        return if value.is_infinite() { Err(NoValue::Overflow) } else { Ok(value) };
    }
    if size > 200.0 {
        return if x < 0.0 { Ok(0.0 / sin_pi(x)) } else { Err(NoValue::Overflow) };
    }
    let value = gamma_of_moderate(x, size);
    if value.is_infinite() { Err(NoValue::Overflow) } else { Ok(value) }
}

fn gamma_of_moderate(x: f64, size: f64) -> f64 {
    let y = size + G_MINUS_HALF;
    // The error of the addition, which matters once raised to a power.
    let error = if size > G_MINUS_HALF { (y - size) - G_MINUS_HALF } else { (y - G_MINUS_HALF) - size };
    let error = error * G / y;
    if x < 0.0 {
        let mut value = -PI / sin_pi(size) / size * y.exp() / lanczos_sum(size);
        value -= error * value;
        if size < 140.0 {
            value / y.powf(size - 0.5)
        } else {
            let root = y.powf(size / 2.0 - 0.25);
            value / root / root
        }
    } else {
        let mut value = lanczos_sum(size) / y.exp();
        value += error * value;
        if size < 140.0 {
            value * y.powf(size - 0.5)
        } else {
            let root = y.powf(size / 2.0 - 0.25);
            value * root * root
        }
    }
}

pub fn ln_gamma(x: f64) -> Result<f64, NoValue> {
    if !x.is_finite() {
        return Ok(if x.is_nan() { x } else { f64::INFINITY });
    }
    if x == x.floor() && x <= 2.0 {
        return if x <= 0.0 { Err(NoValue::Pole) } else { Ok(0.0) };
    }
    let size = x.abs();
    if size < 1e-20 {
        return Ok(-size.ln());
    }
    let mut value = lanczos_sum(size).ln() - G;
    value += (size - 0.5) * ((size + G - 0.5).ln() - 1.0);
    if x < 0.0 {
        value = LN_PI - sin_pi(size).abs().ln() - size.ln() - value;
    }
    if value.is_infinite() { Err(NoValue::Overflow) } else { Ok(value) }
}
