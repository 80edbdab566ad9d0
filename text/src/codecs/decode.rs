//! Decoding, with a stop at each error.

use crate::codecs::errors::{DecodeError, Errors};
use crate::codecs::escapes::{self, Escape};
use crate::codecs::{Encoding, Order};
use crate::textbuf::{Text, TextBuf};
use crate::units::Units;

/// Looks up a character by its name, for `\N{...}`; names of sequences and unknown ones give `None`.
pub type Names<'a> = &'a dyn Fn(&str) -> Option<u32>;

/// A decoding in progress.
pub struct Decoder<'a> {
    encoding: Encoding,
    input: &'a [u8],
    at: usize,
    out: TextBuf,
    is_final: bool,
    names: Names<'a>,
    invalid_escape: Option<usize>,
}

impl<'a> Decoder<'a> {
    /// Unless `is_final`, an incomplete sequence at the end is left over instead of being an error.
    pub fn new(encoding: Encoding, input: &'a [u8], is_final: bool) -> Decoder<'a> {
        let out = TextBuf::with_capacity(input.len());
        Decoder { encoding, input, at: 0, out, is_final, names: &|_| None, invalid_escape: None }
    }

    /// Gives `unicode_escape` the names of characters.
    pub fn with_names(mut self, names: Names<'a>) -> Decoder<'a> {
        self.names = names;
        self
    }

    /// Decodes up to the end or the next error.
    pub fn run(&mut self) -> Result<(), DecodeError> {
        match self.encoding {
            Encoding::Utf8 => self.utf8(),
            Encoding::Latin1 => {
                self.out.push_latin1(&self.input[self.at..]);
                self.at = self.input.len();
                Ok(())
            }
            Encoding::Ascii => self.ascii(),
            Encoding::Utf16(order) => {
                let order = self.marked_order(order, &[0xFF, 0xFE], &[0xFE, 0xFF]);
                self.encoding = Encoding::Utf16(order);
                self.utf16(order == Order::Big)
            }
            Encoding::Utf32(order) => {
                let order = self.marked_order(order, &[0xFF, 0xFE, 0, 0], &[0, 0, 0xFE, 0xFF]);
                self.encoding = Encoding::Utf32(order);
                self.utf32(order == Order::Big)
            }
            Encoding::UnicodeEscape => self.escaped(escapes::unicode_escape),
            Encoding::RawUnicodeEscape => self.escaped(escapes::raw_unicode_escape),
        }
    }

    /// Goes on after an error with a replacement, at `at` (within the input).
    pub fn resume(&mut self, replacement: Units<'_>, at: usize) {
        self.out.push_units(replacement);
        self.at = at.min(self.input.len());
    }

    /// The text and how many bytes it stands for.
    pub fn finish(self) -> (Text, usize) {
        (self.out.finish(), self.at)
    }

    /// The encoding, with the byte order that a mark gave.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Where the first backslash stood that starts no known escape (Python warns of it).
    pub fn invalid_escape(&self) -> Option<usize> {
        self.invalid_escape
    }

    fn error(&self, len: usize, reason: &'static str) -> DecodeError {
        let end = (self.at + len).min(self.input.len());
        DecodeError { encoding: self.encoding.name(), start: self.at, end, reason }
    }

    fn utf8(&mut self) -> Result<(), DecodeError> {
        let rest = &self.input[self.at..];
        let error = match std::str::from_utf8(rest) {
            Ok(text) => {
                self.out.push_str(text);
                self.at = self.input.len();
                return Ok(());
            }
            Err(error) => error,
        };
        let valid = &rest[..error.valid_up_to()];
        self.out.push_str(std::str::from_utf8(valid).unwrap_or_default());
        self.at += valid.len();
        match error.error_len() {
            None if !self.is_final => Ok(()),
            // The rest may make it a surrogate, which is the error handler's to see as a whole.
            Some(_) if !self.is_final && matches!(self.input[self.at..], [0xED, 0xA0..=0xBF]) => Ok(()),
            None => Err(self.error(self.input.len() - self.at, "unexpected end of data")),
            Some(len) => Err(match self.input[self.at] {
                0xC2..=0xF4 => self.error(len, "invalid continuation byte"),
                _ => self.error(1, "invalid start byte"),
            }),
        }
    }

    fn ascii(&mut self) -> Result<(), DecodeError> {
        let rest = &self.input[self.at..];
        let valid = rest.iter().position(|b| !b.is_ascii()).unwrap_or(rest.len());
        self.out.push_latin1(&rest[..valid]);
        self.at += valid;
        if valid == rest.len() { Ok(()) } else { Err(self.error(1, "ordinal not in range(128)")) }
    }

    /// Takes a byte order mark at the very start.
    fn marked_order(&mut self, order: Order, little: &[u8], big: &[u8]) -> Order {
        if order != Order::Marked {
            return order;
        }
        let starts = |mark: &[u8]| self.at == 0 && self.input.starts_with(mark);
        let (order, skip) = if starts(little) {
            (Order::Little, little.len())
        } else if starts(big) {
            (Order::Big, big.len())
        } else if !self.is_final && self.input.len() < little.len() {
            // Too little to tell.
            (Order::Marked, 0)
        } else {
            (if cfg!(target_endian = "big") { Order::Big } else { Order::Little }, 0)
        };
        self.at += skip;
        order
    }

    fn utf16(&mut self, big: bool) -> Result<(), DecodeError> {
        let read = |at: usize| {
            let unit = self.input.get(at..)?.first_chunk::<2>()?;
            Some(u32::from(if big { u16::from_be_bytes(*unit) } else { u16::from_le_bytes(*unit) }))
        };
        while self.at < self.input.len() {
            let rest = self.input.len() - self.at;
            let Some(unit) = read(self.at) else {
                return if self.is_final { Err(self.error(rest, "truncated data")) } else { Ok(()) };
            };
            match unit {
                0xD800..=0xDBFF => match read(self.at + 2) {
                    Some(low @ 0xDC00..=0xDFFF) => {
                        self.out.push(0x1_0000 + ((unit & 0x3FF) << 10) + (low & 0x3FF));
                        self.at += 4;
                    }
                    Some(_) => return Err(self.error(2, "illegal UTF-16 surrogate")),
                    None if self.is_final => return Err(self.error(rest, "unexpected end of data")),
                    None => return Ok(()),
                },
                0xDC00..=0xDFFF => return Err(self.error(2, "illegal encoding")),
                _ => {
                    self.out.push(unit);
                    self.at += 2;
                }
            }
        }
        Ok(())
    }

    fn utf32(&mut self, big: bool) -> Result<(), DecodeError> {
        while self.at < self.input.len() {
            let Some(unit) = self.input[self.at..].first_chunk::<4>() else {
                let rest = self.input.len() - self.at;
                return if self.is_final { Err(self.error(rest, "truncated data")) } else { Ok(()) };
            };
            match if big { u32::from_be_bytes(*unit) } else { u32::from_le_bytes(*unit) } {
                0xD800..=0xDFFF => {
                    return Err(self.error(4, "code point in surrogate code point range(0xd800, 0xe000)"));
                }
                0x11_0000.. => return Err(self.error(4, "code point not in range(0x110000)")),
                code => self.out.push(code),
            }
            self.at += 4;
        }
        Ok(())
    }

    fn escaped(&mut self, read: fn(&[u8], Names<'_>) -> Escape) -> Result<(), DecodeError> {
        while self.at < self.input.len() {
            let rest = &self.input[self.at..];
            let plain = memchr::memchr(b'\\', rest).unwrap_or(rest.len());
            self.out.push_latin1(&rest[..plain]);
            self.at += plain;
            if plain == rest.len() {
                break;
            }
            match read(&rest[plain..], self.names) {
                Escape::Char(code, len) => {
                    self.out.push(code);
                    self.at += len;
                }
                Escape::Nothing(len) => self.at += len,
                Escape::Literal(len, known) => {
                    if !known {
                        self.invalid_escape.get_or_insert(self.at);
                    }
                    self.out.push_latin1(&self.input[self.at..self.at + len]);
                    self.at += len;
                }
                Escape::LastBackslash if !self.is_final => return Ok(()),
                Escape::LastBackslash => {
                    self.out.push(u32::from('\\'));
                    self.at += 1;
                }
                Escape::Bad { len, reason, at_end } => {
                    if at_end && !self.is_final {
                        return Ok(());
                    }
                    return Err(self.error(len, reason));
                }
            }
        }
        Ok(())
    }
}

/// Decodes everything, with a handler that needs no Python.
pub fn decode(encoding: Encoding, input: &[u8], errors: Errors) -> Result<Text, DecodeError> {
    let mut decoder = Decoder::new(encoding, input, true);
    while let Err(error) = decoder.run() {
        let (text, at) = errors.handle_decode(decoder.encoding(), input, &error).ok_or(error)?;
        decoder.resume(text.as_units(), at);
    }
    Ok(decoder.finish().0)
}
