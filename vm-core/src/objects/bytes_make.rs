//! What bytes are made from: other bytes, counts, iterables of ints, text with an encoding.

use std::cell::Cell;

use crate::Thread;
use crate::applevel::app;
use crate::cls;
use crate::natives::{Tail, Then};
use crate::objects::bytes::Bytes;
use crate::objects::memory_view::{FULL_READ_ONLY, MemoryView};
use crate::objects::number::IntRef;
use crate::objects::sequence::{List, Tuple};
use crate::protocols::{GIVE_BACK, Lent};
use crate::sym;
use crate::value::{Gc, Raised, Value};

impl Thread {
    /// `bytes(value)` of something that is neither text nor a count: bytes.
    pub(crate) fn bytes_from_object<'t>(&'t self, value: Value<'t>) -> Result<Tail<'t>, Raised> {
        if value.is::<Bytes>() {
            return Ok(Tail::Value(value));
        }
        static CHECK: Then = Then::new(|t, _, bytes| {
            if t.as_bytes(bytes).is_some() {
                return Ok(Tail::Value(bytes));
            }
            Err(t.type_error(format_args!("__bytes__ returned non-bytes (type {})", t.class_name(bytes))))
        });
        if let Some(call) = self.call_special(value, sym::__bytes__, &[]) {
            return call?.then(self, &CHECK, Value::NONE);
        }
        if self.lender(value).is_some() {
            return Ok(Tail::Value(self.bytes(&self.gathered(value)?)?.value()));
        }
        if self.has_buffer(value) {
            static VIEWED: Then = Then::new(|t, _, view| {
                let bytes = t.bytes(&t.gathered(view)?)?;
                Tail::Value(bytes.value()).then(t, &GIVE_BACK, view)
            });
            return self.view_with_flags(value, FULL_READ_ONLY)?.then(self, &VIEWED, Value::NONE);
        }
        if self.as_str(value).is_some() || !self.is_iterable(value) {
            let name = self.class_name(value);
            return Err(self.type_error(format_args!("cannot convert '{name}' object to bytes")));
        }
        let items: Option<Vec<Value<'t>>> = if let Some(list) = value.cast_exact::<List>() {
            Some(list.iter().collect())
        } else {
            value.cast::<Tuple>().map(|tuple| (0..tuple.extent()).map(|index| tuple.at(index)).collect())
        };
        match items {
            Some(items) if items.iter().all(|item| self.as_int(*item).is_some()) => self.bytes_of_items(&items),
            _ => Ok(Tail::call(self.app(app::bytes_from), &[value])),
        }
    }

    /// What an object lends, item after item: the bytes of a view that has gaps, too.
    pub(crate) fn gathered<'t>(&'t self, value: Value<'t>) -> Result<Vec<u8>, Raised> {
        match value.cast::<MemoryView>() {
            Some(view) => {
                view.check(self)?;
                view.gather(self, false)
            }
            None => self.bytes_like(value).map(Lent::to_vec),
        }
    }

    fn bytes_of_items<'t>(&'t self, items: &[Value<'t>]) -> Result<Tail<'t>, Raised> {
        let bytes = items.iter().map(|item| self.byte_of(*item, false)).collect::<Result<Vec<u8>, Raised>>()?;
        Ok(Tail::Value(self.bytes(&bytes)?.value()))
    }

    /// An int as a byte, for a bytearray or for bytes: they word what does not fit differently.
    pub(crate) fn byte_of<'t>(&'t self, value: Value<'t>, for_bytearray: bool) -> Result<u8, Raised> {
        match self.as_int(value) {
            Some(IntRef::Small(byte @ 0..=255)) => Ok(byte as u8),
            Some(_) if for_bytearray => Err(self.value_error("byte must be in range(0, 256)")),
            Some(_) => Err(self.value_error("bytes must be in range(0, 256)")),
            None => {
                let name = self.class_name(value);
                Err(self.type_error(format_args!("'{name}' object cannot be interpreted as an integer")))
            }
        }
    }

    /// `bytes(source, encoding, errors)`, each unset where not given.
    pub(crate) fn bytes_new<'t>(
        &'t self,
        source: Value<'t>,
        encoding: Value<'t>,
        errors: Value<'t>,
    ) -> Result<Tail<'t>, Raised> {
        let plain_text =
            source.is_set() && self.as_str(source).is_some() && self.lookup_special(source, sym::__bytes__).is_none();
        if !source.is_set() || encoding.is_set() || errors.is_set() || plain_text {
            return self.encoded_source("bytes", source, encoding, errors);
        }
        if self.is_index(source)
            && self.lookup_special(source, sym::__bytes__).is_none()
            && self.lender(source).is_none()
        {
            static ZEROS: Then = Then::catching(
                |t, _, count| Ok(Tail::Value(t.zero_bytes(t.byte_count(count)?)?.value())),
                |t, source, raised| {
                    // What cannot be a count may still be an iterable.
                    if !t.pending_is(cls::TypeError) || t.as_int(source).is_some() {
                        return Err(raised);
                    }
                    let _ = t.take_exception(raised);
                    t.bytes_from_object(source)
                },
            );
            return match (self.index(source), ZEROS.err) {
                (Ok(tail), _) => tail.then(self, &ZEROS, source),
                (Err(raised), Some(other)) => other(self, source, raised),
                (Err(raised), None) => Err(raised),
            };
        }
        self.bytes_from_object(source)
    }

    /// The bytes of text, for a constructor called with text, an encoding or nothing.
    pub(crate) fn encoded_source<'t>(
        &'t self,
        class: &str,
        source: Value<'t>,
        encoding: Value<'t>,
        errors: Value<'t>,
    ) -> Result<Tail<'t>, Raised> {
        // Read first: what is wrong with them comes before what is wrong with the source.
        for (value, name) in [(encoding, "encoding"), (errors, "errors")] {
            self.codec_name(class, name, value)?;
        }
        let text = source.given().and_then(|source| self.as_str(source));
        match text {
            Some(text) if encoding.is_set() => self.encode_str(class, text, encoding, errors),
            Some(_) => Err(self.type_error("string argument without an encoding")),
            None if encoding.is_set() => Err(self.type_error("encoding without a string argument")),
            None if errors.is_set() => Err(self.type_error("errors without a string argument")),
            None => Ok(Tail::Value(self.bytes(&[])?.value())),
        }
    }

    /// An int as the length of new bytes.
    pub(crate) fn byte_count<'t>(&'t self, count: Value<'t>) -> Result<usize, Raised> {
        let count = match self.as_int(count) {
            Some(IntRef::Small(count)) => count,
            _ => {
                let name = self.class_name(count);
                return Err(
                    self.raise(cls::OverflowError, format_args!("cannot fit '{name}' into an index-sized integer"))
                );
            }
        };
        match usize::try_from(count) {
            Err(_) => Err(self.value_error("negative count")),
            Ok(count) if count > 1 << 46 => Err(self.memory_error()),
            Ok(count) => Ok(count),
        }
    }

    /// Bytes of zeros.
    pub(crate) fn zero_bytes(&self, count: usize) -> Result<Gc<'_, Bytes>, Raised> {
        let object = Bytes { header: crate::thread::header(), length: Cell::new(count), hash: Cell::new(0) };
        self.new_variable(object, count)
    }
}
