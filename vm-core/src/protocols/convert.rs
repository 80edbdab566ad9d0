//! Hashes, and conversion to numbers.

use crate::Thread;
use crate::applevel::app;
use crate::classes::cls;
use crate::natives::{Tail, Then};
use crate::objects::number::IntRef;
use crate::sym;
use crate::value::{Raised, Value};

impl Thread {
    /// `hash(value)`, an int.
    pub fn hash<'t>(&'t self, value: Value<'t>) -> Result<Tail<'t>, Raised> {
        if let Some(hash) = self.leaf_hash(value) {
            return Ok(Tail::Value(self.int(hash)));
        }
        static CHECK: Then = Then::new(|t, _, result| match t.as_int(result) {
            Some(IntRef::Small(-1)) => Ok(Tail::Value(Value::small(-2))),
            Some(_) => Ok(Tail::Value(t.int(t.as_hash(result)))),
            None => Err(t.type_error("__hash__ method should return an integer")),
        });
        match self.lookup_special(value, sym::__hash__) {
            Some(method) if !method.is_none() => self.call_bound(method, value, &[])?.then(self, &CHECK, Value::NONE),
            _ => Err(self.type_error(format_args!("unhashable type: '{}'", self.class_name(value)))),
        }
    }

    /// `operator.index(value)`: an int.
    pub fn index<'t>(&'t self, value: Value<'t>) -> Result<Tail<'t>, Raised> {
        if self.as_int(value).is_some() {
            return Ok(Tail::Value(value));
        }
        match self.call_special(value, sym::__index__, &[]) {
            Some(call) => call?.then(self, &INDEX_CHECK, Value::NONE),
            None => Err(self
                .type_error(format_args!("'{}' object cannot be interpreted as an integer", self.class_name(value)))),
        }
    }

    /// Has it an `__index__`?
    pub fn is_index<'t>(&'t self, value: Value<'t>) -> bool {
        self.as_int(value).is_some() || self.lookup_special(value, sym::__index__).is_some()
    }

    /// The int of a number: `__int__`, else `__index__`. Text is the caller's business.
    pub fn int_of<'t>(&'t self, value: Value<'t>) -> Result<Tail<'t>, Raised> {
        static CHECK: Then = Then::new(|t, _, result| t.checked_int("__int__", result));
        if value.is_small_int() {
            return Ok(Tail::Value(value));
        }
        if let Some(call) = self.call_special(value, sym::__int__, &[]) {
            return call?.then(self, &CHECK, Value::NONE);
        }
        match self.call_special(value, sym::__index__, &[]) {
            Some(call) => call?.then(self, &INDEX_CHECK, Value::NONE),
            None => Err(self.type_error(format_args!(
                "int() argument must be a string, a bytes-like object or a real number, not '{}'",
                self.class_name(value)
            ))),
        }
    }

    /// The float of a number: floats and ints as they are, else `__float__` or `__index__`. Text is the caller's business.
    pub fn float_of<'t>(&'t self, value: Value<'t>) -> Result<Tail<'t>, Raised> {
        if value.as_exact_float().is_some() {
            return Ok(Tail::Value(value));
        }
        if let Some(float) = self.as_float(value) {
            return Ok(Tail::Value(self.float(float)));
        }
        match self.as_int(value) {
            Some(int) => self.int_to_float(int).map(Tail::Value),
            None => self.float_by_method(value),
        }
    }

    /// As `float(value)`: `__float__` is asked also where a class derived from float or int defines it.
    pub(crate) fn float_by_method<'t>(&'t self, value: Value<'t>) -> Result<Tail<'t>, Raised> {
        if value.as_exact_float().is_some() {
            return Ok(Tail::Value(value));
        }
        static CHECK: Then = Then::new(|t, value, result| match t.as_float(result) {
            Some(_) if result.as_exact_float().is_some() => Ok(Tail::Value(result)),
            found => {
                let message =
                    format!("{}.__float__ returned non-float (type {})", t.class_name(value), t.class_name(result));
                match found {
                    Some(float) => t.deprecated_subclass(&message, "float", t.float(float)),
                    None => Err(t.type_error(message)),
                }
            }
        });
        static INDEXED: Then = Then::new(|t, _, index| t.float_of(index));
        if let Some(call) = self.call_special(value, sym::__float__, &[]) {
            return call?.then(self, &CHECK, value);
        }
        if self.is_index(value) {
            return self.index(value)?.then(self, &INDEXED, Value::NONE);
        }
        Err(self.type_error(format_args!("must be real number, not {}", self.class_name(value))))
    }

    /// What a method that must return an int returned.
    fn checked_int<'t>(&'t self, method: &str, result: Value<'t>) -> Result<Tail<'t>, Raised> {
        if result.is_small_int() || self.class_of(result) == self.class(cls::int) {
            return Ok(Tail::Value(result));
        }
        let message = format!("{method} returned non-int (type {})", self.class_name(result));
        if self.as_int(result).is_none() {
            return Err(self.type_error(message));
        }
        self.deprecated_subclass(&message, "int", result)
    }

    fn deprecated_subclass<'t>(&'t self, message: &str, class: &str, result: Value<'t>) -> Result<Tail<'t>, Raised> {
        self.deprecated(
            &format!(
                "{message}.  The ability to return an instance of a strict subclass of {class} is deprecated, and may \
                 be removed in a future version of Python."
            ),
            result,
        )
    }

    /// Issues a DeprecationWarning; the result is this value.
    pub fn deprecated<'t>(&'t self, message: &str, result: Value<'t>) -> Result<Tail<'t>, Raised> {
        Ok(Tail::call(self.app(app::warn_deprecated), &[self.str(message)?.value(), result]))
    }

    fn int_to_float<'t>(&'t self, int: IntRef<'t>) -> crate::value::Res<'t> {
        match int {
            IntRef::Small(small) => Ok(self.float(small as f64)),
            IntRef::Big(big) => match text::int::limbs_to_f64(big.is_negative(), big.limbs()) {
                Ok(float) => Ok(self.float(float)),
                Err(fault) => Err(self.raise(cls::OverflowError, fault)),
            },
        }
    }
}

static INDEX_CHECK: Then = Then::new(|t, _, result| t.checked_int("__index__", result));
