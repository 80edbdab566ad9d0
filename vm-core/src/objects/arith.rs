//! Arithmetic of small ints and floats, for the operators' first try. What it does not cover declines.

use std::cmp::Ordering;

use crate::Thread;
use crate::cls;
use crate::objects::number::IntRef;
use crate::protocols::{BinaryOp, UnaryOp};
use crate::value::{Res, Value};

impl Thread {
    /// An int from a wide one.
    pub(crate) fn int_i128(&self, value: i128) -> Res<'_> {
        let magnitude = value.unsigned_abs();
        self.int_limbs(value < 0, &[magnitude as u64, (magnitude >> 64) as u64])
    }

    /// The operator on exact numbers of the machine's size.
    pub fn leaf_arithmetic<'t>(&'t self, op: BinaryOp, a: Value<'t>, b: Value<'t>) -> Option<Res<'t>> {
        if let (Some(a), Some(b)) = (a.as_small_int(), b.as_small_int()) {
            return self.small_arithmetic(op, a as i128, b as i128);
        }
        let (x, y) = (as_real(a)?, as_real(b)?);
        if !(a.as_exact_float().is_some() || b.as_exact_float().is_some()) {
            return None;
        }
        self.float_arithmetic(op, x, y)
    }

    fn small_arithmetic(&self, op: BinaryOp, a: i128, b: i128) -> Option<Res<'_>> {
        let zero = |message: &str| Some(Err(self.raise(cls::ZeroDivisionError, message)));
        let value = match op {
            BinaryOp::Add => a + b,
            BinaryOp::Sub => a - b,
            BinaryOp::Mul => a * b,
            BinaryOp::And => a & b,
            BinaryOp::Or => a | b,
            BinaryOp::Xor => a ^ b,
            BinaryOp::FloorDiv if b == 0 => return zero("integer division or modulo by zero"),
            BinaryOp::FloorDiv => a.div_euclid(b) - if b < 0 && a.rem_euclid(b) != 0 { 1 } else { 0 },
            BinaryOp::Mod if b == 0 => return zero("integer modulo by zero"),
            BinaryOp::Mod => ((a % b) + b) % b,
            BinaryOp::RShift if b >= 0 => a >> b.min(127),
            BinaryOp::LShift if (0..64).contains(&b) => a << b,
            BinaryOp::TrueDiv if b == 0 => return zero("division by zero"),
            BinaryOp::TrueDiv => {
                return match text::int::true_divide_small(a as i64, b as i64) {
                    Ok(quotient) => Some(Ok(self.float(quotient))),
                    Err(fault) => Some(Err(self.raise(cls::OverflowError, fault))),
                };
            }
            BinaryOp::Pow if (0..=u32::MAX as i128).contains(&b) => a.checked_pow(b as u32)?,
            _ => return None,
        };
        Some(self.int_i128(value))
    }

    fn float_arithmetic(&self, op: BinaryOp, a: f64, b: f64) -> Option<Res<'_>> {
        let zero = |message: &str| Some(Err(self.raise(cls::ZeroDivisionError, message)));
        let value = match op {
            BinaryOp::Add => a + b,
            BinaryOp::Sub => a - b,
            BinaryOp::Mul => a * b,
            BinaryOp::TrueDiv if b == 0.0 => return zero("division by zero"),
            BinaryOp::TrueDiv => a / b,
            _ => return None,
        };
        Some(Ok(self.float(value)))
    }

    /// The operator on a small int or a float.
    pub fn leaf_unary<'t>(&'t self, op: UnaryOp, value: Value<'t>) -> Option<Res<'t>> {
        let int = value.as_small_int().or_else(|| value.is_bool().then(|| value.is_true() as i64));
        if let Some(int) = int {
            let int = int as i128;
            return Some(self.int_i128(match op {
                UnaryOp::Neg => -int,
                UnaryOp::Pos => int,
                UnaryOp::Invert => !int,
                UnaryOp::Abs => int.abs(),
            }));
        }
        let float = value.as_exact_float()?;
        Some(Ok(self.float(match op {
            UnaryOp::Neg => -float,
            UnaryOp::Pos => float,
            UnaryOp::Abs => float.abs(),
            UnaryOp::Invert => return None,
        })))
    }

    /// The order of two exact numbers; `Some(None)` if one is NaN.
    pub fn leaf_number_order<'t>(&'t self, a: Value<'t>, b: Value<'t>) -> Option<Option<Ordering>> {
        let int = |value: Value<'t>| if self.unbox(value).is_some() { None } else { self.as_int(value) };
        match (a.as_exact_float(), b.as_exact_float()) {
            (Some(a), Some(b)) => Some(a.partial_cmp(&b)),
            (None, None) => Some(Some(int_order(int(a)?, int(b)?))),
            (None, Some(b)) => int_float_order(int(a)?, b),
            (Some(a), None) => Some(int_float_order(int(b)?, a)?.map(Ordering::reverse)),
        }
    }
}

fn as_real(value: Value<'_>) -> Option<f64> {
    match value.as_small_int() {
        Some(small) => Some(small as f64),
        None => value.as_exact_float(),
    }
}

fn int_order(a: IntRef<'_>, b: IntRef<'_>) -> Ordering {
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

fn int_float_order(int: IntRef<'_>, float: f64) -> Option<Option<Ordering>> {
    match int {
        IntRef::Small(small) => Some(text::int::compare_with_float(small, float)),
        IntRef::Big(_) => None,
    }
}
