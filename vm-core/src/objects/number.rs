//! Layouts of numbers that are not immediate, and how numbers are made and read. Their arithmetic is in `int`, `float`.

use std::cell::Cell;

use gc_api::layout;

use crate::Thread;
use crate::encoding;
use crate::layouts;
use crate::thread::header;
use crate::value::{Gc, Raised, Value};

layout! {
    /// An int outside the immediate range: sign and magnitude in 64-bit limbs, least first, the last one not zero.
    pub struct BigInt(layouts::BIG_INT) {
        length: Raw<usize>,
        /// 1 if negative.
        negative: Raw<u64>,
    } bytes(3) length
}

layout! {
    /// A float whose exponent is uncommon.
    pub struct Float(layouts::FLOAT) {
        value: Raw<f64>,
    }
}

layout! {
    pub struct Complex(layouts::COMPLEX) {
        real: Raw<f64>,
        imaginary: Raw<f64>,
    }
}

impl Thread {
    /// An int.
    #[inline]
    pub fn int(&self, value: i64) -> Value<'_> {
        if encoding::int_fits(value) {
            Value::immediate(encoding::int_word(value))
        } else {
            self.big_of(value < 0, &[value.unsigned_abs()])
        }
    }

    /// An int from a size or count.
    pub fn int_usize(&self, value: usize) -> Value<'_> {
        match i64::try_from(value) {
            Ok(value) => self.int(value),
            Err(_) => self.big_of(false, &[value as u64]),
        }
    }

    pub fn int_u64(&self, value: u64) -> Value<'_> {
        match i64::try_from(value) {
            Ok(value) => self.int(value),
            Err(_) => self.big_of(false, &[value]),
        }
    }

    /// A few limbs: small enough that allocation cannot fail.
    fn big_of(&self, negative: bool, limbs: &[u64]) -> Value<'_> {
        match self.int_limbs(negative, limbs) {
            Ok(value) => value,
            Err(_) => unreachable!("small allocations cannot fail"),
        }
    }

    /// An int of any size, from sign and magnitude.
    pub fn int_limbs(&self, negative: bool, limbs: &[u64]) -> Result<Value<'_>, Raised> {
        let length = limbs.iter().rposition(|&limb| limb != 0).map_or(0, |last| last + 1);
        let limbs = &limbs[..length];
        if length <= 1 {
            let magnitude = limbs.first().copied().unwrap_or(0) as i128;
            let value = if negative { -magnitude } else { magnitude };
            if value >= encoding::INT_MIN as i128 && value <= encoding::INT_MAX as i128 {
                return Ok(Value::immediate(encoding::int_word(value as i64)));
            }
        }
        let big = BigInt { header: header(), length: Cell::new(length), negative: Cell::new(negative as u64) };
        let big = self.new_variable(big, length)?;
        // SAFETY: the object is fresh, of this length, and nobody else knows it yet.
        unsafe { std::ptr::copy_nonoverlapping(limbs.as_ptr(), big.as_ptr().add(1).cast(), length) };
        Ok(big.value())
    }

    /// A float.
    #[inline]
    pub fn float(&self, value: f64) -> Value<'_> {
        match encoding::float_word(value) {
            Some(word) => Value::immediate(word),
            None => self.boxed_float(value),
        }
    }

    #[cold]
    fn boxed_float(&self, value: f64) -> Value<'_> {
        self.new_object(Float { header: header(), value: Cell::new(value) }).value()
    }

    pub fn complex(&self, real: f64, imaginary: f64) -> Value<'_> {
        self.new_object(Complex { header: header(), real: Cell::new(real), imaginary: Cell::new(imaginary) }).value()
    }
}

impl<'t> Gc<'t, BigInt> {
    /// The magnitude, least limb first: ints never change.
    pub fn limbs(self) -> &'t [u64] {
        // SAFETY: nobody writes a big int after it was made.
        unsafe { self.frozen::<u64>() }
    }

    pub fn is_negative(self) -> bool {
        self.get(BigInt::negative) != 0
    }

    /// The value, if it fits a machine word.
    pub fn as_word(self) -> Option<i64> {
        match (self.limbs(), self.is_negative()) {
            ([limb], false) if *limb <= i64::MAX as u64 => Some(*limb as i64),
            ([limb], true) if *limb <= 1 << 63 => Some((*limb as i64).wrapping_neg()),
            _ => None,
        }
    }
}

impl<'t> Value<'t> {
    /// The float of an exact float value.
    #[inline(always)]
    pub fn as_exact_float(self) -> Option<f64> {
        match self.as_immediate_float() {
            Some(value) => Some(value),
            None => Some(self.cast_exact::<Float>()?.get(Float::value)),
        }
    }
}

/// Any int: what `int`, `bool` and their subclasses hold.
#[derive(Copy, Clone)]
pub enum IntRef<'t> {
    Small(i64),
    Big(Gc<'t, BigInt>),
}

impl Thread {
    /// The int behind a value: int, bool, or an instance of a subclass of int.
    #[inline]
    pub fn as_int<'t>(&'t self, value: Value<'t>) -> Option<IntRef<'t>> {
        if let Some(small) = value.as_small_int() {
            return Some(IntRef::Small(small));
        }
        if let Some(big) = value.cast::<BigInt>() {
            return Some(IntRef::Big(big));
        }
        if value.is_bool() {
            return Some(IntRef::Small(value.is_true() as i64));
        }
        self.as_int(self.unbox(value)?)
    }

    /// The float behind a value: float or an instance of a subclass of float.
    #[inline]
    pub fn as_float<'t>(&'t self, value: Value<'t>) -> Option<f64> {
        match value.as_exact_float() {
            Some(float) => Some(float),
            None => self.unbox(value)?.as_exact_float(),
        }
    }

    /// An index-sized int; TypeError or OverflowError as CPython words them. Does not call `__index__`.
    pub fn index_of<'t>(&'t self, value: Value<'t>) -> Result<i64, Raised> {
        match self.as_int(value) {
            Some(IntRef::Small(small)) => Ok(small),
            Some(IntRef::Big(big)) => match big.as_word() {
                Some(word) => Ok(word),
                None => Err(self.raise(
                    crate::classes::cls::IndexError,
                    format_args!("cannot fit '{}' into an index-sized integer", self.class_name(value)),
                )),
            },
            None => Err(self
                .type_error(format_args!("'{}' object cannot be interpreted as an integer", self.class_name(value)))),
        }
    }
}
