//! Truth and length.

use crate::Thread;
use crate::cls;
use crate::natives::{Tail, Then};
use crate::objects::bytearray::ByteArray;
use crate::objects::bytes::Bytes;
use crate::objects::class::{Instance, flags};
use crate::objects::dict::Dict;
use crate::objects::number::{BigInt, Complex, IntRef};
use crate::objects::range::Range;
use crate::objects::sequence::{List, Tuple};
use crate::objects::set::Set;
use crate::objects::string::Str;
use crate::sym;
use crate::value::{Raised, Value};

impl Thread {
    /// `bool(value)` if no Python is needed.
    #[inline]
    pub fn leaf_truth<'t>(&'t self, value: Value<'t>) -> Option<bool> {
        if value.is_bool() {
            return Some(value.is_true());
        }
        if let Some(small) = value.as_small_int() {
            return Some(small != 0);
        }
        if value.is_none() {
            return Some(false);
        }
        self.leaf_truth_other(value)
    }

    fn leaf_truth_other<'t>(&'t self, value: Value<'t>) -> Option<bool> {
        if let Some(float) = value.as_exact_float() {
            return Some(float != 0.0);
        }
        if !value.is_ref() || value.is::<BigInt>() {
            return (!value.is_not_implemented()).then_some(true);
        }
        if let Some(complex) = value.cast::<Complex>() {
            return Some(complex.get(Complex::real) != 0.0 || complex.get(Complex::imaginary) != 0.0);
        }
        if value.is::<Instance>() {
            return self.truth_of_class(value);
        }
        if let Some(length) = self.leaf_size(value) {
            return Some(length != 0);
        }
        self.truth_of_class(value)
    }

    /// True, if the class says nothing about truth.
    fn truth_of_class<'t>(&'t self, value: Value<'t>) -> Option<bool> {
        (!self.class_of(value).has(flags::HAS_TRUTH)).then_some(true)
    }

    /// `bool(value)`: True or False.
    pub fn truth<'t>(&'t self, value: Value<'t>) -> Result<Tail<'t>, Raised> {
        if let Some(truth) = self.leaf_truth(value) {
            return Ok(Tail::Value(Value::bool(truth)));
        }
        if value.is_not_implemented() {
            return Err(self.type_error("NotImplemented should not be used in a boolean context"));
        }
        static CHECK: Then = Then::new(|t, _, result| {
            if result.is_bool() {
                return Ok(Tail::Value(result));
            }
            Err(t.type_error(format_args!("__bool__ should return bool, returned {}", t.class_name(result))))
        });
        static NONZERO: Then = Then::new(|_, _, length| Ok(Tail::Value(Value::bool(length.as_small_int() != Some(0)))));
        match self.call_special(value, sym::__bool__, &[]) {
            Some(call) => call?.then(self, &CHECK, Value::NONE),
            None => self.len(value)?.then(self, &NONZERO, Value::NONE),
        }
    }

    /// `not value`: True or False.
    pub fn not<'t>(&'t self, value: Value<'t>) -> Result<Tail<'t>, Raised> {
        static INVERT: Then = Then::new(|_, _, truth| Ok(Tail::Value(Value::bool(!truth.is_true()))));
        self.truth(value)?.then(self, &INVERT, Value::NONE)
    }

    /// Number of items of a builtin container.
    #[inline]
    pub(crate) fn leaf_size<'t>(&'t self, value: Value<'t>) -> Option<usize> {
        if let Some(list) = value.cast_exact::<List>() {
            return Some(list.get(List::length));
        }
        if let Some(string) = value.cast::<Str>() {
            return Some(string.len());
        }
        if let Some(tuple) = value.cast::<Tuple>() {
            return Some(tuple.extent());
        }
        if let Some(dict) = value.cast_exact::<Dict>() {
            return Some(dict.len());
        }
        if let Some(bytes) = value.cast::<Bytes>() {
            return Some(bytes.extent());
        }
        if let Some(array) = value.cast_exact::<ByteArray>() {
            return Some(array.len());
        }
        if let Some(range) = value.cast::<Range>() {
            return range.small_len();
        }
        match value.cast::<Set>() {
            Some(set) if set.is_exact() => Some(set.len()),
            _ => self.plain_size(value),
        }
    }

    /// `len(value)` of an exact builtin container.
    #[inline]
    pub fn leaf_len<'t>(&'t self, value: Value<'t>) -> Option<Value<'t>> {
        Some(self.int_usize(self.leaf_size(value)?))
    }

    /// `len(value)`, an int that is not negative.
    pub fn len<'t>(&'t self, value: Value<'t>) -> Result<Tail<'t>, Raised> {
        if let Some(length) = self.leaf_len(value) {
            return Ok(Tail::Value(length));
        }
        match self.call_special(value, sym::__len__, &[]) {
            Some(call) => call?.then(self, &LENGTH, Value::NONE),
            None => Err(self.type_error(format_args!("object of type '{}' has no len()", self.class_name(value)))),
        }
    }
}

/// Checks what `__len__` returned.
static LENGTH: Then = Then::new(|t, _, result| {
    static INDEXED: Then = Then::new(|t, _, index| check_length(t, index).map(Tail::Value));
    t.index(result)?.then(t, &INDEXED, Value::NONE)
});

fn check_length<'t>(t: &'t Thread, length: Value<'t>) -> Result<Value<'t>, Raised> {
    let negative = match t.as_int(length) {
        Some(IntRef::Small(small)) => small < 0,
        Some(IntRef::Big(big)) => big.is_negative(),
        None => false,
    };
    if negative {
        return Err(t.value_error("__len__() should return >= 0"));
    }
    match t.index_of(length) {
        Ok(length) => Ok(t.int(length)),
        Err(raised) => {
            let _ = t.take_exception(raised);
            let name = t.class_name(length);
            Err(t.raise(cls::OverflowError, format_args!("cannot fit '{name}' into an index-sized integer")))
        }
    }
}
