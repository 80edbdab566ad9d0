//! `repr`, `str`, `ascii`, `format`.

use text::textbuf::TextBuf;

use crate::Thread;
use crate::cls;
use crate::natives::{Tail, Then};
use crate::objects::string::Str;
use crate::symbols::sym;
use crate::value::{Gc, Raised, Value};

impl Thread {
    /// `repr(value)` if no Python is needed.
    pub fn leaf_repr<'t>(&'t self, value: Value<'t>) -> Option<Result<Gc<'t, Str>, Raised>> {
        if let Some(small) = value.as_small_int() {
            return Some(self.small_int_text(small));
        }
        let mut out = TextBuf::new();
        match self.leaf_repr_into(value, &mut out, &mut Vec::new())? {
            Ok(()) => Some(self.str_text(out.finish())),
            Err(raised) => Some(Err(raised)),
        }
    }

    /// `repr(value)`: a str.
    pub fn repr<'t>(&'t self, value: Value<'t>) -> Result<Tail<'t>, Raised> {
        if let Some(text) = self.leaf_repr(value) {
            return text.map(|text| Tail::Value(text.value()));
        }
        static CHECK: Then = Then::new(|t, _, result| t.check_text(result, "__repr__ returned non-string"));
        match self.call_special(value, sym::__repr__, &[]) {
            Some(call) => call?.then(self, &CHECK, Value::NONE),
            None => Err(self.type_error(format_args!("'{}' object has no __repr__", self.class_name(value)))),
        }
    }

    /// `str(value)`: a str.
    pub fn str_of<'t>(&'t self, value: Value<'t>) -> Result<Tail<'t>, Raised> {
        if value.is::<Str>() {
            return Ok(Tail::Value(value));
        }
        if self.repr_is_str(value) {
            return self.repr(value);
        }
        static CHECK: Then = Then::new(|t, _, result| t.check_text(result, "__str__ returned non-string"));
        match self.call_special(value, sym::__str__, &[]) {
            Some(call) => call?.then(self, &CHECK, Value::NONE),
            None => self.repr(value),
        }
    }

    /// Exact builtins whose `str` is their `repr`.
    fn repr_is_str<'t>(&'t self, value: Value<'t>) -> bool {
        use crate::objects::{dict::Dict, number, sequence};
        !value.is_ref()
            || value.is::<number::BigInt>()
            || value.is::<number::Float>()
            || value.is::<sequence::Tuple>()
            || value.cast_exact::<sequence::List>().is_some()
            || value.cast_exact::<Dict>().is_some()
    }

    /// `ascii(value)`: a str.
    pub fn ascii<'t>(&'t self, value: Value<'t>) -> Result<Tail<'t>, Raised> {
        static ESCAPE: Then = Then::new(|t, _, repr| {
            let Some(text) = t.as_str(repr) else { return Ok(Tail::Value(repr)) };
            if text.is_ascii() {
                return Ok(Tail::Value(repr));
            }
            let escaped = text::repr::ascii_of_repr(text.units());
            Ok(Tail::Value(t.str_text(escaped.finish())?.value()))
        });
        self.repr(value)?.then(self, &ESCAPE, Value::NONE)
    }

    /// `format(value, spec)`: a str. An unset spec is the empty one.
    pub fn format<'t>(&'t self, value: Value<'t>, spec: Value<'t>) -> Result<Tail<'t>, Raised> {
        let spec = match spec.given() {
            Some(spec) => spec,
            None => self.str("")?.value(),
        };
        let plain = spec.cast::<Str>().is_some_and(|spec| spec.is_empty());
        if plain && (value.is::<Str>() || (self.repr_is_str(value) && self.leaf_repr_is_cheap(value))) {
            return self.str_of(value);
        }
        static CHECK: Then = Then::new(|t, _, result| {
            if t.as_str(result).is_some() {
                return Ok(Tail::Value(result));
            }
            Err(t.type_error(format_args!("__format__ must return a str, not {}", t.class_name(result))))
        });
        match self.call_special(value, sym::__format__, &[spec]) {
            Some(call) => call?.then(self, &CHECK, Value::NONE),
            None => Err(self.type_error(format_args!("Type {} doesn't define __format__", self.class_name(value)))),
        }
    }

    fn leaf_repr_is_cheap<'t>(&'t self, value: Value<'t>) -> bool {
        !value.is_ref() || value.is::<crate::objects::number::Float>()
    }

    fn check_text<'t>(&'t self, result: Value<'t>, complaint: &str) -> Result<Tail<'t>, Raised> {
        if self.as_str(result).is_some() {
            return Ok(Tail::Value(result));
        }
        Err(self.raise(cls::TypeError, format_args!("{complaint} (type {})", self.class_name(result))))
    }
}
