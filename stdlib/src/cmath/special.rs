//! Values of the functions where an argument has a part that is infinite or not a number, as Annex G of the C standard
//! gives them. Entries for finite arguments, and for infinite ones at which the caller computes, are never read.

use std::f64::consts::{FRAC_PI_2, FRAC_PI_4, PI};

use super::functions::Parts;

/// Rows by the real part, columns by the imaginary one, both in the order of [`kind`].
pub type Table = [[(f64, f64); 7]; 7];

/// Minus infinity, negative, minus zero, zero, positive, infinity, not a number.
fn kind(x: f64) -> usize {
    match x {
        _ if x.is_nan() => 6,
        f64::INFINITY => 5,
        f64::NEG_INFINITY => 0,
        _ if x == 0.0 => 2 + usize::from(x.is_sign_positive()),
        _ => 1 + 3 * usize::from(x > 0.0),
    }
}

/// The value at `z`, unless that is finite.
pub fn lookup(table: &Table, z: Parts) -> Option<Parts> {
    if z.re.is_finite() && z.im.is_finite() {
        return None;
    }
    let (re, im) = table[kind(z.re)][kind(z.im)];
    Some(Parts { re, im })
}

const I: f64 = f64::INFINITY;
const N: f64 = f64::NAN;
const P14: f64 = FRAC_PI_4;
const P12: f64 = FRAC_PI_2;
const P34: f64 = 0.75 * PI;
const P: f64 = PI;
/// Never read.
const U: (f64, f64) = (0.0, 0.0);
const NN: (f64, f64) = (N, N);

pub const ACOS: Table = [
    [(P34, I), (P, I), (P, I), (P, -I), (P, -I), (P34, -I), (N, I)],
    [(P12, I), U, U, U, U, (P12, -I), NN],
    [(P12, I), U, U, U, U, (P12, -I), (P12, N)],
    [(P12, I), U, U, U, U, (P12, -I), (P12, N)],
    [(P12, I), U, U, U, U, (P12, -I), NN],
    [(P14, I), (0.0, I), (0.0, I), (0.0, -I), (0.0, -I), (P14, -I), (N, I)],
    [(N, I), NN, NN, NN, NN, (N, -I), NN],
];

pub const ACOSH: Table = [
    [(I, -P34), (I, -P), (I, -P), (I, P), (I, P), (I, P34), (I, N)],
    [(I, -P12), U, U, U, U, (I, P12), NN],
    [(I, -P12), U, U, U, U, (I, P12), (N, P12)],
    [(I, -P12), U, U, U, U, (I, P12), (N, P12)],
    [(I, -P12), U, U, U, U, (I, P12), NN],
    [(I, -P14), (I, -0.0), (I, -0.0), (I, 0.0), (I, 0.0), (I, P14), (I, N)],
    [(I, N), NN, NN, NN, NN, (I, N), NN],
];

pub const ASINH: Table = [
    [(-I, -P14), (-I, -0.0), (-I, -0.0), (-I, 0.0), (-I, 0.0), (-I, P14), (-I, N)],
    [(-I, -P12), U, U, U, U, (-I, P12), NN],
    [(-I, -P12), U, U, U, U, (-I, P12), NN],
    [(I, -P12), U, U, U, U, (I, P12), NN],
    [(I, -P12), U, U, U, U, (I, P12), NN],
    [(I, -P14), (I, -0.0), (I, -0.0), (I, 0.0), (I, 0.0), (I, P14), (I, N)],
    [(I, N), NN, (N, -0.0), (N, 0.0), NN, (I, N), NN],
];

pub const ATANH: Table = [
    [(-0.0, -P12), (-0.0, -P12), (-0.0, -P12), (-0.0, P12), (-0.0, P12), (-0.0, P12), (-0.0, N)],
    [(-0.0, -P12), U, U, U, U, (-0.0, P12), NN],
    [(-0.0, -P12), U, U, U, U, (-0.0, P12), (-0.0, N)],
    [(0.0, -P12), U, U, U, U, (0.0, P12), (0.0, N)],
    [(0.0, -P12), U, U, U, U, (0.0, P12), NN],
    [(0.0, -P12), (0.0, -P12), (0.0, -P12), (0.0, P12), (0.0, P12), (0.0, P12), (0.0, N)],
    [(0.0, -P12), NN, NN, NN, NN, (0.0, P12), NN],
];

pub const COSH: Table = [
    [(I, N), U, (I, 0.0), (I, -0.0), U, (I, N), (I, N)],
    [NN, U, U, U, U, NN, NN],
    [(N, 0.0), U, U, U, U, (N, 0.0), (N, 0.0)],
    [(N, 0.0), U, U, U, U, (N, 0.0), (N, 0.0)],
    [NN, U, U, U, U, NN, NN],
    [(I, N), U, (I, -0.0), (I, 0.0), U, (I, N), (I, N)],
    [NN, NN, (N, 0.0), (N, 0.0), NN, NN, NN],
];

pub const EXP: Table = [
    [(0.0, 0.0), U, (0.0, -0.0), (0.0, 0.0), U, (0.0, 0.0), (0.0, 0.0)],
    [NN, U, U, U, U, NN, NN],
    [NN, U, U, U, U, NN, NN],
    [NN, U, U, U, U, NN, NN],
    [NN, U, U, U, U, NN, NN],
    [(I, N), U, (I, -0.0), (I, 0.0), U, (I, N), (I, N)],
    [NN, NN, (N, -0.0), (N, 0.0), NN, NN, NN],
];

pub const LOG: Table = [
    [(I, -P34), (I, -P), (I, -P), (I, P), (I, P), (I, P34), (I, N)],
    [(I, -P12), U, U, U, U, (I, P12), NN],
    [(I, -P12), U, U, U, U, (I, P12), NN],
    [(I, -P12), U, U, U, U, (I, P12), NN],
    [(I, -P12), U, U, U, U, (I, P12), NN],
    [(I, -P14), (I, -0.0), (I, -0.0), (I, 0.0), (I, 0.0), (I, P14), (I, N)],
    [(I, N), NN, NN, NN, NN, (I, N), NN],
];

pub const SINH: Table = [
    [(I, N), U, (-I, -0.0), (-I, 0.0), U, (I, N), (I, N)],
    [NN, U, U, U, U, NN, NN],
    [(0.0, N), U, U, U, U, (0.0, N), (0.0, N)],
    [(0.0, N), U, U, U, U, (0.0, N), (0.0, N)],
    [NN, U, U, U, U, NN, NN],
    [(I, N), U, (I, -0.0), (I, 0.0), U, (I, N), (I, N)],
    [NN, NN, (N, -0.0), (N, 0.0), NN, NN, NN],
];

pub const SQRT: Table = [
    [(I, -I), (0.0, -I), (0.0, -I), (0.0, I), (0.0, I), (I, I), (N, I)],
    [(I, -I), U, U, U, U, (I, I), NN],
    [(I, -I), U, U, U, U, (I, I), NN],
    [(I, -I), U, U, U, U, (I, I), NN],
    [(I, -I), U, U, U, U, (I, I), NN],
    [(I, -I), (I, -0.0), (I, -0.0), (I, 0.0), (I, 0.0), (I, I), (I, N)],
    [(I, -I), NN, NN, NN, NN, (I, I), NN],
];

pub const TANH: Table = [
    [(-1.0, 0.0), U, (-1.0, -0.0), (-1.0, 0.0), U, (-1.0, 0.0), (-1.0, 0.0)],
    [NN, U, U, U, U, NN, NN],
    [(-0.0, N), U, U, U, U, (-0.0, N), (-0.0, N)],
    [(0.0, N), U, U, U, U, (0.0, N), (0.0, N)],
    [NN, U, U, U, U, NN, NN],
    [(1.0, 0.0), U, (1.0, -0.0), (1.0, 0.0), U, (1.0, 0.0), (1.0, 0.0)],
    [NN, NN, (N, -0.0), (N, 0.0), NN, NN, NN],
];

/// By radius and angle.
pub const RECT: Table = [
    [(I, N), U, (-I, 0.0), (-I, -0.0), U, (I, N), (I, N)],
    [NN, U, U, U, U, NN, NN],
    [(0.0, 0.0), U, U, U, U, (0.0, 0.0), (0.0, 0.0)],
    [(0.0, 0.0), U, U, U, U, (0.0, 0.0), (0.0, 0.0)],
    [NN, U, U, U, U, NN, NN],
    [(I, N), U, (I, -0.0), (I, 0.0), U, (I, N), (I, N)],
    [NN, NN, (N, 0.0), (N, 0.0), NN, NN, NN],
];
