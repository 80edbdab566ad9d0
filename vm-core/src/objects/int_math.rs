//! Arithmetic of ints of any size. Addition, shifts, bits and products with short factors work on the limbs; long products,
//! quotients and powers go through `dashu-int`.

use dashu_int::ops::DivRem;
use dashu_int::{IBig, Sign, UBig};
use text::Int;

use super::magnitude::{self, Room};
use crate::Thread;
use crate::cls;
use crate::objects::number::IntRef;
use crate::protocols::BinaryOp;
use crate::value::{Raised, Res, Value};

/// Factors up to this many limbs are multiplied by the school method.
const SHORT: usize = 24;

/// Results beyond this many bits are refused before memory is asked for.
const MOST_BITS: u64 = 1 << 40;

/// A long product or power needs this many times the memory of its result while it is computed.
const WORKING: usize = 6;

/// Sign and magnitude of an int, the limbs without leading zeros.
#[derive(Copy, Clone)]
struct Parts<'a> {
    negative: bool,
    limbs: &'a [u64],
}

impl<'t> IntRef<'t> {
    fn parts<'a>(self, room: &'a mut [u64; 1]) -> Parts<'a>
    where
        't: 'a,
    {
        match self {
            IntRef::Small(small) => {
                room[0] = small.unsigned_abs();
                Parts { negative: small < 0, limbs: if small == 0 { &[] } else { &room[..] } }
            }
            IntRef::Big(big) => Parts { negative: big.is_negative(), limbs: big.limbs() },
        }
    }

    pub fn is_negative(self) -> bool {
        match self {
            IntRef::Small(small) => small < 0,
            IntRef::Big(big) => big.is_negative(),
        }
    }

    pub(crate) fn is_zero(self) -> bool {
        matches!(self, IntRef::Small(0))
    }

    pub(crate) fn is_odd(self) -> bool {
        match self {
            IntRef::Small(small) => small & 1 == 1,
            IntRef::Big(big) => big.limbs()[0] & 1 == 1,
        }
    }

    /// Number of bits of the magnitude.
    pub(crate) fn bit_length(self) -> u64 {
        let mut room = [0];
        let limbs = self.parts(&mut room).limbs;
        match limbs.last() {
            Some(top) => limbs.len() as u64 * 64 - u64::from(top.leading_zeros()),
            None => 0,
        }
    }

    /// Number of ones in the magnitude.
    pub(crate) fn bit_count(self) -> u64 {
        self.parts(&mut [0]).limbs.iter().map(|limb| u64::from(limb.count_ones())).sum()
    }

    pub fn to_ibig(self) -> IBig {
        let mut room = [0];
        let parts = self.parts(&mut room);
        let sign = if parts.negative { Sign::Negative } else { Sign::Positive };
        IBig::from_parts(sign, UBig::from_words(parts.limbs))
    }

    /// As the crate `text` takes it.
    pub(crate) fn to_int(self) -> Int {
        match self {
            IntRef::Small(small) => Int::Small(small),
            IntRef::Big(_) => Int::from(self.to_ibig()),
        }
    }
}

/// The limb at `index` of the two's complement of a number; `borrow` starts as true and is carried along.
fn complement_limb(parts: Parts<'_>, index: usize, borrow: &mut bool) -> u64 {
    let limb = parts.limbs.get(index).copied().unwrap_or(0);
    if !parts.negative {
        return limb;
    }
    let (value, carry) = (!limb).overflowing_add(u64::from(*borrow));
    *borrow = carry;
    value
}

impl Thread {
    /// An int that the crate `text` made.
    pub fn int_from(&self, value: &Int) -> Res<'_> {
        match value {
            Int::Small(small) => Ok(self.int(*small)),
            Int::Big(big) => self.int_ibig(big),
        }
    }

    pub fn int_ibig(&self, value: &IBig) -> Res<'_> {
        let (sign, words) = value.as_sign_words();
        self.int_limbs(sign == Sign::Negative, words)
    }

    /// The operator on two ints; `None` if it is none of ints.
    pub(crate) fn int_binary<'t>(&'t self, op: BinaryOp, a: IntRef<'t>, b: IntRef<'t>) -> Option<Res<'t>> {
        Some(match op {
            BinaryOp::Add => self.int_add(a, b, false),
            BinaryOp::Sub => self.int_add(a, b, true),
            BinaryOp::Mul => self.int_mul(a, b),
            BinaryOp::And => self.int_bits(a, b, |a, b| a & b),
            BinaryOp::Or => self.int_bits(a, b, |a, b| a | b),
            BinaryOp::Xor => self.int_bits(a, b, |a, b| a ^ b),
            BinaryOp::LShift => self.int_shift_left(a, b),
            BinaryOp::RShift => self.int_shift_right(a, b),
            BinaryOp::TrueDiv => self.int_true_divide(a, b),
            BinaryOp::FloorDiv => self.int_divmod(a, b).map(|(quotient, _)| quotient),
            BinaryOp::Mod => self.int_divmod(a, b).map(|(_, rest)| rest),
            BinaryOp::DivMod => self.int_divmod(a, b).map(|(q, r)| self.small_tuple([q, r]).value()),
            BinaryOp::Pow => self.int_pow(a, b),
            BinaryOp::MatMul => return None,
        })
    }

    #[cold]
    pub(crate) fn zero_division(&self) -> Raised {
        self.raise(cls::ZeroDivisionError, "division by zero")
    }

    fn int_add<'t>(&'t self, a: IntRef<'t>, b: IntRef<'t>, subtract: bool) -> Res<'t> {
        let (mut room_a, mut room_b) = ([0], [0]);
        let (a, mut b) = (a.parts(&mut room_a), b.parts(&mut room_b));
        b.negative ^= subtract;
        let mut room = Room::new(a.limbs.len().max(b.limbs.len()) + 1);
        let out = room.slice();
        if a.negative == b.negative {
            magnitude::add(out, a.limbs, b.limbs);
            return self.int_limbs(a.negative, out);
        }
        if magnitude::compare(a.limbs, b.limbs).is_ge() {
            magnitude::sub(out, a.limbs, b.limbs);
            self.int_limbs(a.negative, out)
        } else {
            magnitude::sub(out, b.limbs, a.limbs);
            self.int_limbs(b.negative, out)
        }
    }

    fn int_mul<'t>(&'t self, a: IntRef<'t>, b: IntRef<'t>) -> Res<'t> {
        let (mut room_a, mut room_b) = ([0], [0]);
        let (x, y) = (a.parts(&mut room_a), b.parts(&mut room_b));
        if x.limbs.len().min(y.limbs.len()) > SHORT {
            self.room_for((x.limbs.len() + y.limbs.len()).saturating_mul(WORKING * 8))?;
            return self.int_ibig(&(a.to_ibig() * b.to_ibig()));
        }
        let mut room = Room::new(x.limbs.len() + y.limbs.len());
        let out = room.slice();
        let (long, short) = if x.limbs.len() >= y.limbs.len() { (x, y) } else { (y, x) };
        magnitude::multiply(out, long.limbs, short.limbs);
        self.int_limbs(x.negative != y.negative, out)
    }

    fn int_bits<'t>(&'t self, a: IntRef<'t>, b: IntRef<'t>, bits: fn(u64, u64) -> u64) -> Res<'t> {
        let (mut room_a, mut room_b) = ([0], [0]);
        let (a, b) = (a.parts(&mut room_a), b.parts(&mut room_b));
        let length = a.limbs.len().max(b.limbs.len()) + 1;
        let mut room = Room::new(length);
        let out = room.slice();
        let (mut borrow_a, mut borrow_b) = (true, true);
        for (index, limb) in out.iter_mut().enumerate() {
            *limb = bits(complement_limb(a, index, &mut borrow_a), complement_limb(b, index, &mut borrow_b));
        }
        let negative = out[length - 1] >> 63 == 1;
        if negative {
            let mut carry = true;
            for limb in out.iter_mut() {
                (*limb, carry) = (!*limb).overflowing_add(u64::from(carry));
            }
        }
        self.int_limbs(negative, out)
    }

    fn int_shift_left<'t>(&'t self, a: IntRef<'t>, b: IntRef<'t>) -> Res<'t> {
        if b.is_negative() {
            return Err(self.value_error("negative shift count"));
        }
        if a.is_zero() {
            return Ok(Value::small(0));
        }
        let IntRef::Small(count) = b else { return Err(self.too_many_digits()) };
        let count = count as u64;
        if count > MOST_BITS {
            return Err(if count > i64::MAX as u64 / 2 { self.too_many_digits() } else { self.memory_error() });
        }
        self.room_for((count / 8) as usize * 2)?;
        let mut room_a = [0];
        let a = a.parts(&mut room_a);
        let (whole, bits) = ((count / 64) as usize, count % 64);
        self.room_for(whole * 8)?;
        let mut room = Room::new(a.limbs.len() + whole + 1);
        let out = room.slice();
        for (index, &limb) in a.limbs.iter().enumerate() {
            let wide = u128::from(limb) << bits;
            out[whole + index] |= wide as u64;
            out[whole + index + 1] = (wide >> 64) as u64;
        }
        self.int_limbs(a.negative, out)
    }

    #[cold]
    fn too_many_digits(&self) -> Raised {
        self.raise(cls::OverflowError, "too many digits in integer")
    }

    fn int_shift_right<'t>(&'t self, a: IntRef<'t>, b: IntRef<'t>) -> Res<'t> {
        if b.is_negative() {
            return Err(self.value_error("negative shift count"));
        }
        let mut room_a = [0];
        let a = a.parts(&mut room_a);
        let gone = Value::small(if a.negative { -1 } else { 0 });
        let IntRef::Small(count) = b else { return Ok(gone) };
        let (whole, bits) = ((count / 64) as usize, count % 64);
        if whole >= a.limbs.len() {
            return Ok(gone);
        }
        let length = a.limbs.len() - whole;
        let mut room = Room::new(length + 1);
        let out = room.slice();
        for (index, limb) in out.iter_mut().enumerate().take(length) {
            let high = a.limbs.get(whole + index + 1).copied().unwrap_or(0);
            *limb = ((u128::from(high) << 64 | u128::from(a.limbs[whole + index])) >> bits) as u64;
        }
        // Rounding is downwards: a negative number that loses a bit becomes one less.
        let lost = a.limbs[..whole].iter().any(|&limb| limb != 0) || a.limbs[whole] & ((1 << bits) - 1) != 0;
        if a.negative && lost {
            for limb in out.iter_mut() {
                let (sum, carry) = limb.overflowing_add(1);
                *limb = sum;
                if !carry {
                    break;
                }
            }
        }
        self.int_limbs(a.negative, out)
    }

    pub(crate) fn int_true_divide<'t>(&'t self, a: IntRef<'t>, b: IntRef<'t>) -> Res<'t> {
        if b.is_zero() {
            return Err(self.zero_division());
        }
        let quotient = match (a, b) {
            (IntRef::Small(a), IntRef::Small(b)) => text::int::true_divide_small(a, b),
            _ => text::int::true_divide(&a.to_ibig(), &b.to_ibig()),
        };
        quotient.map(|quotient| self.float(quotient)).map_err(|fault| self.raise_fault(fault))
    }

    /// Quotient rounded down and the rest, which has the sign of the divisor.
    pub(crate) fn int_divmod<'t>(&'t self, a: IntRef<'t>, b: IntRef<'t>) -> Result<(Value<'t>, Value<'t>), Raised> {
        if b.is_zero() {
            return Err(self.zero_division());
        }
        if let (IntRef::Small(a), IntRef::Small(b)) = (a, b) {
            let (a, b) = (i128::from(a), i128::from(b));
            let (mut quotient, mut rest) = (a / b, a % b);
            if rest != 0 && (rest < 0) != (b < 0) {
                quotient -= 1;
                rest += b;
            }
            return Ok((self.int_i128(quotient)?, self.int_i128(rest)?));
        }
        if let (IntRef::Big(big), IntRef::Small(divisor)) = (a, b) {
            return self.divide_by_limb(big.is_negative(), big.limbs(), divisor);
        }
        if let Some(short) = self.divide_short(a, b) {
            return short;
        }
        let (x, y) = (a.to_ibig(), b.to_ibig());
        let (mut quotient, mut rest) = (&x).div_rem(&y);
        if rest != IBig::ZERO && rest.sign() != y.sign() {
            quotient -= IBig::ONE;
            rest += y;
        }
        Ok((self.int_ibig(&quotient)?, self.int_ibig(&rest)?))
    }

    /// The school method, if the divisor has several limbs, and divisor or quotient has few.
    fn divide_short<'t>(&'t self, a: IntRef<'t>, b: IntRef<'t>) -> Option<Result<(Value<'t>, Value<'t>), Raised>> {
        let (mut room_a, mut room_b) = ([0], [0]);
        let (x, y) = (a.parts(&mut room_a), b.parts(&mut room_b));
        let (long, n) = (x.limbs.len(), y.limbs.len());
        if n < 2 || long < n || n.min(long - n) > SHORT {
            return None;
        }
        let (mut rest, mut divisor, mut quotient) = (Room::new(long + 1), Room::new(n), Room::new(long + 2 - n));
        rest.slice()[..long].copy_from_slice(x.limbs);
        divisor.slice().copy_from_slice(y.limbs);
        magnitude::divide(&mut quotient.slice()[..long + 1 - n], rest.slice(), divisor.slice());
        let opposite = x.negative != y.negative;
        if opposite && rest.slice().iter().any(|&limb| limb != 0) {
            // Down, not towards zero: the quotient is one more below zero, and the rest has the divisor's sign.
            let mut other = Room::new(n);
            magnitude::sub(other.slice(), y.limbs, &rest.slice()[..n]);
            for limb in quotient.slice() {
                let (sum, carry) = limb.overflowing_add(1);
                *limb = sum;
                if !carry {
                    break;
                }
            }
            rest = other;
        }
        let quotient = self.int_limbs(opposite, quotient.slice());
        Some(quotient.and_then(|quotient| Ok((quotient, self.int_limbs(y.negative, rest.slice())?))))
    }

    fn divide_by_limb(&self, negative: bool, limbs: &[u64], divisor: i64) -> Result<(Value<'_>, Value<'_>), Raised> {
        let magnitude = divisor.unsigned_abs();
        let mut room = Room::new(limbs.len() + 1);
        let out = room.slice();
        let mut rest = magnitude::divide_by_limb(out, limbs, magnitude);
        let opposite = negative != (divisor < 0);
        if opposite && rest != 0 {
            rest = magnitude - rest;
            for limb in out.iter_mut() {
                let (sum, carry) = limb.overflowing_add(1);
                *limb = sum;
                if !carry {
                    break;
                }
            }
        }
        let rest = if divisor < 0 { -(rest as i128) } else { rest as i128 };
        Ok((self.int_limbs(opposite, out)?, self.int_i128(rest)?))
    }

    fn int_pow<'t>(&'t self, a: IntRef<'t>, b: IntRef<'t>) -> Res<'t> {
        if b.is_negative() {
            if a.is_zero() {
                return Err(self.raise(cls::ZeroDivisionError, "zero to a negative power"));
            }
            let base = a.to_int().to_f64().map_err(|fault| self.raise_fault(fault))?;
            let exponent = b.to_int().to_f64().map_err(|fault| self.raise_fault(fault))?;
            return self.float_pow(base, exponent);
        }
        match (a, b) {
            (_, IntRef::Small(0)) | (IntRef::Small(1), _) => return Ok(Value::small(1)),
            (IntRef::Small(0), _) => return Ok(Value::small(0)),
            (IntRef::Small(-1), _) => return Ok(Value::small(if b.is_odd() { -1 } else { 1 })),
            _ => {}
        }
        let IntRef::Small(exponent) = b else { return Err(self.memory_error()) };
        if let IntRef::Small(base) = a {
            let power = u32::try_from(exponent).ok().and_then(|exponent| i128::from(base).checked_pow(exponent));
            if let Some(power) = power {
                return self.int_i128(power);
            }
            if base == 2 {
                return self.int_shift_left(IntRef::Small(1), b);
            }
        }
        let bits = (exponent as u64).saturating_mul(a.bit_length() - 1);
        if bits > MOST_BITS {
            return Err(self.memory_error());
        }
        self.room_for((bits / 8) as usize)?;
        self.int_ibig(&a.to_ibig().pow(exponent as usize))
    }

    /// `pow(a, b, modulus)`.
    pub(crate) fn int_pow_mod<'t>(&'t self, a: IntRef<'t>, b: IntRef<'t>, modulus: IntRef<'t>) -> Res<'t> {
        if modulus.is_zero() {
            return Err(self.value_error("pow() 3rd argument cannot be 0"));
        }
        let (negative, modulus) = modulus.to_ibig().into_parts();
        let reduce = |value: IBig| {
            let rest = (value.div_rem(IBig::from(modulus.clone()))).1;
            if rest.sign() == Sign::Negative { rest + IBig::from(modulus.clone()) } else { rest }
        };
        let mut base = reduce(a.to_ibig());
        if b.is_negative() {
            match inverse(&base, &IBig::from(modulus.clone())) {
                Some(inverse) => base = reduce(inverse),
                None => return Err(self.value_error("base is not invertible for the given modulus")),
            }
        }
        let mut result = reduce(IBig::ONE);
        let (_, exponent) = b.to_ibig().into_parts();
        for limb in exponent.as_words().iter().rev() {
            for bit in (0..64).rev() {
                result = reduce(&result * &result);
                if limb >> bit & 1 == 1 {
                    result = reduce(&result * &base);
                }
            }
        }
        if negative == Sign::Negative && result != IBig::ZERO {
            result -= IBig::from(modulus);
        }
        self.int_ibig(&result)
    }

    pub(crate) fn int_negate<'t>(&'t self, value: IntRef<'t>) -> Res<'t> {
        match value {
            IntRef::Small(small) => Ok(self.int(-small)),
            IntRef::Big(big) => self.int_limbs(!big.is_negative(), big.limbs()),
        }
    }

    pub(crate) fn int_invert<'t>(&'t self, value: IntRef<'t>) -> Res<'t> {
        match value {
            IntRef::Small(small) => Ok(self.int(!small)),
            IntRef::Big(_) => {
                let negative = self.int_negate(value)?;
                match self.as_int(negative) {
                    Some(negative) => self.int_add(negative, IntRef::Small(1), true),
                    None => Ok(negative),
                }
            }
        }
    }

    /// The exact int again: what int's methods give for subclasses and bool.
    pub(crate) fn int_exact<'t>(&'t self, value: IntRef<'t>) -> Value<'t> {
        match value {
            IntRef::Small(small) => self.int(small),
            IntRef::Big(big) => big.value(),
        }
    }

    /// Raises what the crate `text` found wrong.
    #[cold]
    pub fn raise_fault(&self, fault: text::Fault) -> Raised {
        let class = match fault.kind {
            text::Kind::Value => cls::ValueError,
            text::Kind::Type => cls::TypeError,
            text::Kind::Overflow => cls::OverflowError,
            text::Kind::ZeroDivision => cls::ZeroDivisionError,
            text::Kind::Memory => return self.memory_error(),
        };
        match self.str_text(fault.message.to_text()) {
            Ok(message) => self.raise_with(class, &[message.value()]),
            Err(raised) => raised,
        }
    }
}

/// `value ** -1` modulo `modulus`; extended Euclid.
fn inverse(value: &IBig, modulus: &IBig) -> Option<IBig> {
    let (mut r0, mut r1) = (modulus.clone(), value.clone());
    let (mut s0, mut s1) = (IBig::ZERO, IBig::ONE);
    while r1 != IBig::ZERO {
        let (quotient, rest) = (&r0).div_rem(&r1);
        (r0, r1) = (r1, rest);
        let next = &s0 - &quotient * &s1;
        (s0, s1) = (s1, next);
    }
    (r0 == IBig::ONE || *modulus == IBig::ONE).then_some(s0)
}
