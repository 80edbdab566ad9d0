//! Operators on numbers: which kind of arithmetic the operands call for. Subclasses decline in the `leaf_` forms.

use std::cmp::Ordering;

use crate::Thread;
use crate::objects::class::Boxed;
use crate::objects::number::IntRef;
use crate::protocols::{BinaryOp, UnaryOp};
use crate::value::{Raised, Res, Value};

impl Thread {
    /// An int from a wide one.
    pub(crate) fn int_i128(&self, value: i128) -> Res<'_> {
        let magnitude = value.unsigned_abs();
        self.int_limbs(value < 0, &[magnitude as u64, (magnitude >> 64) as u64])
    }

    /// The operator on exact numbers: ints, bools, floats and complex numbers.
    #[inline]
    pub fn leaf_arithmetic<'t>(&'t self, op: BinaryOp, a: Value<'t>, b: Value<'t>) -> Option<Res<'t>> {
        if let (Some(a), Some(b)) = (a.as_small_int(), b.as_small_int()) {
            return self.small_arithmetic(op, a, b);
        }
        if let (Some(a), Some(b)) = (a.as_exact_float(), b.as_exact_float()) {
            return self.float_binary(op, a, b);
        }
        self.mixed_arithmetic(op, a, b)
    }

    fn mixed_arithmetic<'t>(&'t self, op: BinaryOp, a: Value<'t>, b: Value<'t>) -> Option<Res<'t>> {
        if a.is::<Boxed>() || b.is::<Boxed>() {
            return None;
        }
        self.number_binary(op, a, b)
    }

    /// The operator on numbers, instances of subclasses included; `None` if it is not one of theirs.
    pub(crate) fn number_binary<'t>(&'t self, op: BinaryOp, a: Value<'t>, b: Value<'t>) -> Option<Res<'t>> {
        if let (Some(x), Some(y)) = (self.as_int(a), self.as_int(b)) {
            if let (true, BinaryOp::And | BinaryOp::Or | BinaryOp::Xor) = (a.is_bool() && b.is_bool(), op) {
                let (x, y) = (a.is_true(), b.is_true());
                return Some(Ok(Value::bool(match op {
                    BinaryOp::And => x & y,
                    BinaryOp::Or => x | y,
                    _ => x ^ y,
                })));
            }
            return self.int_binary(op, x, y);
        }
        if self.as_complex(a).is_some() || self.as_complex(b).is_some() {
            return self.complex_binary(op, a, b);
        }
        if self.as_float(a).is_none() && self.as_float(b).is_none() {
            return None;
        }
        let (x, y) = match (self.real_operand(a)?, self.real_operand(b)?) {
            (Ok(x), Ok(y)) => (x, y),
            (Err(raised), _) | (_, Err(raised)) => return Some(Err(raised)),
        };
        self.float_binary(op, x, y)
    }

    /// A real number as a float; `None` if it is none.
    pub(crate) fn real_operand<'t>(&'t self, value: Value<'t>) -> Option<Result<f64, Raised>> {
        if let Some(float) = self.as_float(value) {
            return Some(Ok(float));
        }
        Some(match self.as_int(value)? {
            IntRef::Small(small) => Ok(small as f64),
            IntRef::Big(big) => {
                text::int::limbs_to_f64(big.is_negative(), big.limbs()).map_err(|fault| self.raise_fault(fault))
            }
        })
    }

    #[inline]
    fn small_arithmetic(&self, op: BinaryOp, a: i64, b: i64) -> Option<Res<'_>> {
        // Immediate ints have 63 bits: sums and differences of two fit an i64.
        let value = match op {
            BinaryOp::Add => a + b,
            BinaryOp::Sub => a - b,
            BinaryOp::Mul => match a.checked_mul(b) {
                Some(product) => product,
                None => return Some(self.int_i128(i128::from(a) * i128::from(b))),
            },
            BinaryOp::And => a & b,
            BinaryOp::Or => a | b,
            BinaryOp::Xor => a ^ b,
            BinaryOp::FloorDiv if b != 0 => a.div_euclid(b) - i64::from(b < 0 && a.rem_euclid(b) != 0),
            BinaryOp::Mod if b != 0 => {
                let rest = a % b;
                if rest != 0 && (rest < 0) != (b < 0) { rest + b } else { rest }
            }
            BinaryOp::RShift if b >= 0 => a >> b.min(63),
            BinaryOp::LShift if (0..64).contains(&b) => return Some(self.int_i128(i128::from(a) << b)),
            _ => return self.int_binary(op, IntRef::Small(a), IntRef::Small(b)),
        };
        Some(Ok(self.int(value)))
    }

    /// The operator on an exact number.
    pub fn leaf_unary<'t>(&'t self, op: UnaryOp, value: Value<'t>) -> Option<Res<'t>> {
        // The inverse of a bool comes with a warning.
        if value.is::<Boxed>() || (value.is_bool() && op == UnaryOp::Invert) {
            None
        } else {
            self.number_unary(op, value)
        }
    }

    /// The operator on a number, instances of subclasses included; `None` if it is not one of theirs.
    pub(crate) fn number_unary<'t>(&'t self, op: UnaryOp, value: Value<'t>) -> Option<Res<'t>> {
        if let Some(float) = self.as_float(value) {
            return Some(Ok(self.float(match op {
                UnaryOp::Neg => -float,
                UnaryOp::Pos => float,
                UnaryOp::Abs => float.abs(),
                UnaryOp::Invert => return None,
            })));
        }
        if let Some(int) = self.as_int(value) {
            return Some(match op {
                UnaryOp::Neg => self.int_negate(int),
                UnaryOp::Abs if int.is_negative() => self.int_negate(int),
                UnaryOp::Pos | UnaryOp::Abs => Ok(self.int_exact(int)),
                UnaryOp::Invert => self.int_invert(int),
            });
        }
        let (real, imaginary) = self.as_complex(value)?;
        Some(match op {
            UnaryOp::Neg => Ok(self.complex(-real, -imaginary)),
            UnaryOp::Pos => Ok(self.complex(real, imaginary)),
            UnaryOp::Abs => self.complex_abs(real, imaginary),
            UnaryOp::Invert => return None,
        })
    }

    /// The order of two exact numbers; `Some(None)` if one is NaN.
    pub fn leaf_number_order<'t>(&'t self, a: Value<'t>, b: Value<'t>) -> Option<Option<Ordering>> {
        let int = |value: Value<'t>| if self.unbox(value).is_some() { None } else { self.as_int(value) };
        match (a.as_exact_float(), b.as_exact_float()) {
            (Some(a), Some(b)) => Some(a.partial_cmp(&b)),
            (None, None) => Some(Some(int_order(int(a)?, int(b)?))),
            (None, Some(b)) => Some(int_float_order(int(a)?, b)),
            (Some(a), None) => Some(int_float_order(int(b)?, a).map(Ordering::reverse)),
        }
    }
}

pub(crate) fn int_order(a: IntRef<'_>, b: IntRef<'_>) -> Ordering {
    match (a, b) {
        (IntRef::Small(a), IntRef::Small(b)) => a.cmp(&b),
        (IntRef::Small(_), IntRef::Big(b)) => {
            if b.is_negative() {
                Ordering::Greater
            } else {
                Ordering::Less
            }
        }
        (IntRef::Big(a), IntRef::Small(_)) => {
            if a.is_negative() {
                Ordering::Less
            } else {
                Ordering::Greater
            }
        }
        (IntRef::Big(a), IntRef::Big(b)) => match (a.is_negative(), b.is_negative()) {
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
            (negative, _) => {
                let (x, y) = (a.limbs(), b.limbs());
                let order = x.len().cmp(&y.len()).then_with(|| x.iter().rev().cmp(y.iter().rev()));
                if negative { order.reverse() } else { order }
            }
        },
    }
}

/// `None` within: the float is NaN.
pub(crate) fn int_float_order(int: IntRef<'_>, float: f64) -> Option<Ordering> {
    match int {
        IntRef::Small(small) => text::int::compare_with_float(small, float),
        IntRef::Big(_) => text::int::compare_big_with_float(&int.to_ibig(), float),
    }
}
