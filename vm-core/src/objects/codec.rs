//! Text to bytes and back. What the machine knows itself is done here; other encodings and error handlers go through
//! the registry of codecs, which is the library's.

use text::codecs::{DecodeError, EncodeError, Encoding, Errors};

use crate::Thread;
use crate::applevel::app;
use crate::cls;
use crate::natives::Tail;
use crate::objects::string::Str;
use crate::value::{Gc, Raised, Value};
use crate::vm::ready;

/// What `encoding` and `errors` say.
struct Wanted {
    encoding: Option<String>,
    errors: Option<String>,
}

impl Wanted {
    fn encoding(&self) -> &str {
        self.encoding.as_deref().unwrap_or("utf-8")
    }

    fn errors(&self) -> &str {
        self.errors.as_deref().unwrap_or("strict")
    }

    /// What the machine can do itself.
    fn known(&self) -> (Option<Encoding>, Option<Errors>) {
        (Encoding::of_name(self.encoding()), Errors::of_name(self.errors()))
    }
}

impl Thread {
    /// A name given as an argument of `function`.
    pub(crate) fn codec_name<'t>(
        &'t self,
        function: &str,
        argument: &str,
        value: Value<'t>,
    ) -> Result<Option<String>, Raised> {
        let Some(value) = value.given() else { return Ok(None) };
        match self.as_str(value) {
            Some(name) => Ok(Some(name.to_text())),
            None => {
                let name = self.class_name(value);
                Err(self.type_error(format_args!("{function}() argument '{argument}' must be str, not {name}")))
            }
        }
    }

    fn wanted<'t>(&'t self, function: &str, encoding: Value<'t>, errors: Value<'t>) -> Result<Wanted, Raised> {
        let encoding = self.codec_name(function, "encoding", encoding)?;
        Ok(Wanted { encoding, errors: self.codec_name(function, "errors", errors)? })
    }

    /// The call of a function of the application level with the names of a codec and an error handler.
    fn registered<'t>(
        &'t self,
        function: crate::applevel::App,
        object: Value<'t>,
        wanted: &Wanted,
    ) -> Result<Tail<'t>, Raised> {
        let encoding = self.str(wanted.encoding())?.value();
        let errors = self.str(wanted.errors())?.value();
        Ok(Tail::call(self.app(function), &[object, encoding, errors]))
    }

    /// `text.encode(encoding, errors)`, for `function`.
    pub(crate) fn encode_str<'t>(
        &'t self,
        function: &str,
        text: Gc<'t, Str>,
        encoding: Value<'t>,
        errors: Value<'t>,
    ) -> Result<Tail<'t>, Raised> {
        let wanted = self.wanted(function, encoding, errors)?;
        let (codec, handler) = wanted.known();
        if let (Some(ascii), Some(Encoding::Utf8 | Encoding::Ascii | Encoding::Latin1)) = (text.as_ascii(), codec) {
            return ready(self.bytes(ascii.as_bytes())?.value());
        }
        let (Some(codec), Some(handler)) = (codec, handler) else {
            return self.registered(app::encode_registered, text.value(), &wanted);
        };
        match text::codecs::encode(codec, text.units(), handler) {
            Ok(bytes) => ready(self.bytes(&bytes)?.value()),
            Err(error) => Err(self.encode_error(&error, text)),
        }
    }

    /// `bytes.decode(encoding, errors)`, for `function`.
    pub(crate) fn decode_bytes<'t>(
        &'t self,
        function: &str,
        bytes: &[u8],
        encoding: Value<'t>,
        errors: Value<'t>,
    ) -> Result<Tail<'t>, Raised> {
        let wanted = self.wanted(function, encoding, errors)?;
        let (codec, handler) = wanted.known();
        if let (true, Some(Encoding::Utf8 | Encoding::Ascii | Encoding::Latin1)) = (bytes.is_ascii(), codec) {
            return ready(self.str_units(text::Units::Latin1(bytes))?.value());
        }
        // A handler that only encodes raises a TypeError, which is the registry's to say.
        let handler = handler.filter(|handler| *handler != Errors::XmlCharRefReplace);
        let (Some(codec), Some(handler)) = (codec, handler) else {
            return self.registered(app::decode_registered, self.bytes(bytes)?.value(), &wanted);
        };
        match text::codecs::decode(codec, bytes, handler) {
            Ok(text) => ready(self.str_text(text)?.value()),
            Err(error) => Err(self.decode_error(&error, bytes)),
        }
    }

    /// Raises UnicodeEncodeError.
    pub fn encode_error<'t>(&'t self, error: &EncodeError, text: Gc<'t, Str>) -> Raised {
        self.codec_error(cls::UnicodeEncodeError, error.encoding, text.value(), (error.start, error.end), error.reason)
    }

    /// Raises UnicodeDecodeError.
    pub fn decode_error(&self, error: &DecodeError, bytes: &[u8]) -> Raised {
        let object = match self.bytes(bytes) {
            Ok(object) => object.value(),
            Err(raised) => return raised,
        };
        self.codec_error(cls::UnicodeDecodeError, error.encoding, object, (error.start, error.end), error.reason)
    }

    #[cold]
    fn codec_error<'t>(
        &'t self,
        class: crate::classes::ClassKey,
        encoding: &str,
        object: Value<'t>,
        (start, end): (usize, usize),
        reason: &str,
    ) -> Raised {
        match (self.str(encoding), self.str(reason)) {
            (Ok(encoding), Ok(reason)) => {
                let fields = [encoding.value(), object, self.int_usize(start), self.int_usize(end), reason.value()];
                self.raise_with(class, &fields)
            }
            (Err(raised), _) | (_, Err(raised)) => raised,
        }
    }
}
