//! Arithmetic of floats.

use crate::Thread;
use crate::cls;
use crate::protocols::BinaryOp;
use crate::value::{Raised, Res, Value};

impl Thread {
    /// The operator on two floats; `None` if it is none of floats.
    #[inline]
    pub(crate) fn float_binary(&self, op: BinaryOp, a: f64, b: f64) -> Option<Res<'_>> {
        let value = match op {
            BinaryOp::Add => a + b,
            BinaryOp::Sub => a - b,
            BinaryOp::Mul => a * b,
            BinaryOp::TrueDiv | BinaryOp::FloorDiv | BinaryOp::Mod | BinaryOp::DivMod if b == 0.0 => {
                return Some(Err(self.zero_division()));
            }
            BinaryOp::TrueDiv => a / b,
            BinaryOp::FloorDiv => float_divmod(a, b).0,
            BinaryOp::Mod => float_divmod(a, b).1,
            BinaryOp::DivMod => {
                let (quotient, rest) = float_divmod(a, b);
                return Some(Ok(self.small_tuple([self.float(quotient), self.float(rest)]).value()));
            }
            BinaryOp::Pow => return Some(self.float_pow(a, b)),
            _ => return None,
        };
        Some(Ok(self.float(value)))
    }

    /// `a ** b`; complex for a negative base and a fraction.
    pub(crate) fn float_pow(&self, a: f64, b: f64) -> Res<'_> {
        if a == 0.0 && b < 0.0 && b.is_finite() {
            return Err(self.raise(cls::ZeroDivisionError, "zero to a negative power"));
        }
        if a < 0.0 && a.is_finite() && b.is_finite() && b.fract() != 0.0 {
            return self.complex_pow((a, 0.0), (b, 0.0));
        }
        let power = a.powf(b);
        if power.is_infinite() && a.is_finite() && b.is_finite() {
            return Err(self.range_error());
        }
        Ok(self.float(power))
    }

    /// The OverflowError of the C library's functions.
    #[cold]
    pub(crate) fn range_error(&self) -> Raised {
        match self.str("Numerical result out of range") {
            Ok(text) => self.raise_with(cls::OverflowError, &[Value::small(34), text.value()]),
            Err(raised) => raised,
        }
    }
}

/// Floor of the quotient, and the rest with the sign of the divisor (which is not zero).
pub(crate) fn float_divmod(a: f64, b: f64) -> (f64, f64) {
    let mut rest = a % b;
    let mut quotient = (a - rest) / b;
    if rest != 0.0 {
        if (b < 0.0) != (rest < 0.0) {
            rest += b;
            quotient -= 1.0;
        }
    } else {
        rest = 0f64.copysign(b);
    }
    if quotient == 0.0 {
        return (0f64.copysign(a / b), rest);
    }
    let floor = quotient.floor();
    (if quotient - floor > 0.5 { floor + 1.0 } else { floor }, rest)
}
