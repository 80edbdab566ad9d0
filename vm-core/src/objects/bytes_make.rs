//! What bytes are made from: other bytes, counts, iterables of ints, text with an encoding.

use text::codecs::{Encoding, Errors};

use crate::Thread;
use crate::applevel::app;
use crate::cls;
use crate::natives::{Tail, Then};
use crate::objects::number::IntRef;
use crate::objects::sequence::{List, Tuple};
use crate::objects::string::Str;
use crate::sym;
use crate::value::{Gc, Raised, Res, Value};

impl Thread {
    /// `bytes(value)` of something that is neither text nor a count: bytes.
    pub(crate) fn bytes_from_object<'t>(&'t self, value: Value<'t>) -> Result<Tail<'t>, Raised> {
        if value.is::<crate::objects::bytes::Bytes>() {
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
        if let Some(bytes) = self.as_bytes(value) {
            return Ok(Tail::Value(bytes.value()));
        }
        if self.as_str(value).is_some() || !self.is_iterable(value) {
            let name = self.class_name(value);
            return Err(self.type_error(format_args!("cannot convert '{name}' object to bytes")));
        }
        if let Some(list) = value.cast_exact::<List>() {
            return self.bytes_of_items(list.iter());
        }
        if let Some(tuple) = value.cast::<Tuple>() {
            return self.bytes_of_items((0..tuple.extent()).map(|index| tuple.at(index)));
        }
        static ITEMS: Then = Then::new(|t, _, list| t.bytes_of_items(list.expect::<List>().iter()));
        Tail::call(self.app(app::list_from), &[value]).then(self, &ITEMS, Value::NONE)
    }

    fn bytes_of_items<'t>(&'t self, items: impl Iterator<Item = Value<'t>>) -> Result<Tail<'t>, Raised> {
        let bytes = items.map(|item| self.byte_of(item)).collect::<Result<Vec<u8>, Raised>>()?;
        Ok(Tail::Value(self.bytes(&bytes)?.value()))
    }

    /// An int in the range of a byte.
    pub(crate) fn byte_of<'t>(&'t self, value: Value<'t>) -> Result<u8, Raised> {
        match self.as_int(value) {
            Some(IntRef::Small(byte @ 0..=255)) => Ok(byte as u8),
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
        let extra = if encoding.is_set() { "encoding" } else { "errors" };
        if !source.is_set() || (self.as_str(source).is_none() && (encoding.is_set() || errors.is_set())) {
            if encoding.is_set() || errors.is_set() {
                return Err(self.type_error(format_args!("{extra} without a string argument")));
            }
            return Ok(Tail::Value(self.bytes(&[])?.value()));
        }
        if let Some(text) = self.as_str(source) {
            if !encoding.is_set() {
                return Err(self.type_error("string argument without an encoding"));
            }
            return self.encode_str(text, encoding, errors).map(Tail::Value);
        }
        if self.as_int(source).is_some()
            || (self.is_index(source) && self.lookup_special(source, sym::__bytes__).is_none())
        {
            static ZEROS: Then = Then::new(|t, _, count| {
                let count = match t.as_int(count) {
                    Some(IntRef::Small(count)) => count,
                    _ => {
                        let name = t.class_name(count);
                        return Err(t.raise(
                            cls::OverflowError,
                            format_args!("cannot fit '{name}' into an index-sized integer"),
                        ));
                    }
                };
                let Ok(count) = usize::try_from(count) else { return Err(t.value_error("negative count")) };
                if count > 1 << 46 {
                    return Err(t.memory_error());
                }
                Ok(Tail::Value(t.zero_bytes(count)?.value()))
            });
            return self.index(source)?.then(self, &ZEROS, Value::NONE);
        }
        self.bytes_from_object(source)
    }

    fn codec_name<'t>(&'t self, function: &str, argument: &str, value: Value<'t>) -> Result<Option<String>, Raised> {
        match value.given() {
            None => Ok(None),
            Some(value) => match self.as_str(value) {
                Some(name) => Ok(Some(name.to_text())),
                None => {
                    let name = self.class_name(value);
                    Err(self.type_error(format_args!("{function}() argument '{argument}' must be str, not {name}")))
                }
            },
        }
    }

    fn codec<'t>(
        &'t self,
        function: &str,
        encoding: Value<'t>,
        errors: Value<'t>,
    ) -> Result<(Encoding, Errors), Raised> {
        let encoding = self.codec_name(function, "encoding", encoding)?.unwrap_or_else(|| "utf-8".into());
        let errors = self.codec_name(function, "errors", errors)?.unwrap_or_else(|| "strict".into());
        let Some(codec) = Encoding::of_name(&encoding) else {
            return Err(self.raise(cls::LookupError, format_args!("unknown encoding: {encoding}")));
        };
        let Some(handler) = Errors::of_name(&errors) else {
            return Err(self.raise(cls::LookupError, format_args!("unknown error handler name '{errors}'")));
        };
        Ok((codec, handler))
    }

    /// `text.encode(encoding, errors)`.
    pub(crate) fn encode_str<'t>(&'t self, text: Gc<'t, Str>, encoding: Value<'t>, errors: Value<'t>) -> Res<'t> {
        let (codec, handler) = self.codec("encode", encoding, errors)?;
        if let (Some(ascii), Encoding::Utf8 | Encoding::Ascii | Encoding::Latin1) = (text.as_ascii(), codec) {
            return Ok(self.bytes(ascii.as_bytes())?.value());
        }
        match text::codecs::encode(codec, text.units(), handler) {
            Ok(bytes) => Ok(self.bytes(&bytes)?.value()),
            Err(error) => Err(self.raise_with(
                cls::UnicodeEncodeError,
                &[
                    self.str(error.encoding)?.value(),
                    text.value(),
                    self.int_usize(error.start),
                    self.int_usize(error.end),
                    self.str(error.reason)?.value(),
                ],
            )),
        }
    }

    /// `bytes.decode(encoding, errors)`.
    pub(crate) fn decode_bytes<'t>(
        &'t self,
        function: &str,
        bytes: &[u8],
        encoding: Value<'t>,
        errors: Value<'t>,
    ) -> Res<'t> {
        let (codec, handler) = self.codec(function, encoding, errors)?;
        if let (true, Encoding::Utf8 | Encoding::Ascii | Encoding::Latin1) = (bytes.is_ascii(), codec) {
            return Ok(self.str_units(text::Units::Latin1(bytes))?.value());
        }
        match text::codecs::decode(codec, bytes, handler) {
            Ok(text) => Ok(self.str_text(text)?.value()),
            Err(error) => Err(self.raise_with(
                cls::UnicodeDecodeError,
                &[
                    self.str(error.encoding)?.value(),
                    self.bytes(bytes)?.value(),
                    self.int_usize(error.start),
                    self.int_usize(error.end),
                    self.str(error.reason)?.value(),
                ],
            )),
        }
    }

    /// Bytes of zeros.
    pub(crate) fn zero_bytes(&self, count: usize) -> Result<Gc<'_, crate::objects::bytes::Bytes>, Raised> {
        use std::cell::Cell;
        let object = crate::objects::bytes::Bytes {
            header: crate::thread::header(),
            length: Cell::new(count),
            hash: Cell::new(0),
        };
        self.new_variable(object, count)
    }
}
