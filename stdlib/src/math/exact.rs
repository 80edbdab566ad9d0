//! Sums and products of floats without the rounding error: as a value and the error that the value leaves.

/// A value and what rounding took from it.
#[derive(Clone, Copy)]
pub struct Double {
    pub value: f64,
    pub error: f64,
}

/// `a + b` where `|a| >= |b|`.
#[inline]
pub fn add_smaller(a: f64, b: f64) -> Double {
    let value = a + b;
    Double { value, error: b - (value - a) }
}

/// `a + b`.
#[inline]
pub fn add(a: f64, b: f64) -> Double {
    let value = a + b;
    let b_part = value - a;
    Double { value, error: (a - (value - b_part)) + (b - b_part) }
}

/// `a * b`.
#[inline]
pub fn multiply(a: f64, b: f64) -> Double {
    let value = a * b;
    Double { value, error: a.mul_add(b, -value) }
}
