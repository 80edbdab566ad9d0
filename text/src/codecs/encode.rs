//! Encoding, with a stop at each error.

use crate::codecs::errors::{EncodeError, Errors, Replacement};
use crate::codecs::{Encoding, Order};
use crate::repr::push_escape;
use crate::textbuf::TextBuf;
use crate::units::Units;

/// An encoding in progress.
pub struct Encoder<'a> {
    encoding: Encoding,
    input: Units<'a>,
    at: usize,
    out: Vec<u8>,
}

impl<'a> Encoder<'a> {
    pub fn new(encoding: Encoding, input: Units<'a>) -> Encoder<'a> {
        let mut out = Vec::with_capacity(input.len());
        match encoding {
            Encoding::Utf16(Order::Marked) => out.extend(0xFEFFu16.to_ne_bytes()),
            Encoding::Utf32(Order::Marked) => out.extend(0xFEFFu32.to_ne_bytes()),
            _ => {}
        }
        Encoder { encoding, input, at: 0, out }
    }

    /// Encodes up to the end or the next error.
    pub fn run(&mut self) -> Result<(), EncodeError> {
        if self.copy_narrow() {
            return Ok(());
        }
        while self.at < self.input.len() {
            if !push(self.encoding, &mut self.out, self.input.get(self.at)) {
                return Err(self.error());
            }
            self.at += 1;
        }
        Ok(())
    }

    /// Copies what is encoded as it is stored.
    fn copy_narrow(&mut self) -> bool {
        let Units::Latin1(bytes) = self.input else { return false };
        let rest = &bytes[self.at..];
        let same = match self.encoding {
            Encoding::Latin1 => true,
            Encoding::Ascii | Encoding::Utf8 => rest.is_ascii(),
            _ => false,
        };
        if same {
            self.out.extend_from_slice(rest);
            self.at = bytes.len();
        }
        same
    }

    /// The error at the current position, with the run of characters that share it where CPython reports runs.
    fn error(&self) -> EncodeError {
        let (reason, runs) = match self.encoding {
            Encoding::Ascii => ("ordinal not in range(128)", true),
            Encoding::Latin1 => ("ordinal not in range(256)", true),
            Encoding::Utf8 => ("surrogates not allowed", true),
            _ => ("surrogates not allowed", false),
        };
        let mut end = self.at + 1;
        let mut scratch = Vec::new();
        while runs && end < self.input.len() && !push(self.encoding, &mut scratch, self.input.get(end)) {
            end += 1;
        }
        EncodeError { encoding: self.encoding.name(), start: self.at, end, reason }
    }

    /// Goes on at `at` after writing a handler's bytes; `false` if they are no whole units.
    #[must_use]
    pub fn resume_bytes(&mut self, bytes: &[u8], at: usize) -> bool {
        let unit = match self.encoding {
            Encoding::Utf16(_) => 2,
            Encoding::Utf32(_) => 4,
            _ => 1,
        };
        if !bytes.len().is_multiple_of(unit) {
            return false;
        }
        self.out.extend_from_slice(bytes);
        self.at = at.min(self.input.len());
        true
    }

    /// Goes on at `at` after encoding a handler's text; `false` if that cannot be encoded.
    #[must_use]
    pub fn resume_text(&mut self, text: Units<'_>, at: usize) -> bool {
        let encoded = text.iter().all(|code| push(self.encoding, &mut self.out, code));
        self.at = at.min(self.input.len());
        encoded
    }

    pub fn finish(self) -> Vec<u8> {
        self.out
    }
}

/// Appends one character; `false` if the encoding has no place for it.
fn push(encoding: Encoding, out: &mut Vec<u8>, code: u32) -> bool {
    match encoding {
        Encoding::Ascii if code < 0x80 => out.push(code as u8),
        Encoding::Latin1 if code < 0x100 => out.push(code as u8),
        Encoding::Ascii | Encoding::Latin1 => return false,
        Encoding::UnicodeEscape => push_unicode_escape(out, code),
        Encoding::RawUnicodeEscape if code < 0x100 => out.push(code as u8),
        Encoding::RawUnicodeEscape => push_code_escape(out, code),
        Encoding::Utf8 | Encoding::Utf16(_) | Encoding::Utf32(_) => {
            let Some(c) = char::from_u32(code) else { return false };
            push_unicode(encoding, out, c);
        }
    }
    true
}

fn push_unicode(encoding: Encoding, out: &mut Vec<u8>, c: char) {
    match encoding {
        Encoding::Utf16(order) => {
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.extend(match order {
                    Order::Little => unit.to_le_bytes(),
                    Order::Big => unit.to_be_bytes(),
                    Order::Marked => unit.to_ne_bytes(),
                });
            }
        }
        Encoding::Utf32(order) => out.extend(match order {
            Order::Little => u32::from(c).to_le_bytes(),
            Order::Big => u32::from(c).to_be_bytes(),
            Order::Marked => u32::from(c).to_ne_bytes(),
        }),
        _ => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
    }
}

fn push_unicode_escape(out: &mut Vec<u8>, code: u32) {
    match code {
        0x5C => out.extend(b"\\\\"),
        0x09 => out.extend(b"\\t"),
        0x0A => out.extend(b"\\n"),
        0x0D => out.extend(b"\\r"),
        0x20..=0x7E => out.push(code as u8),
        _ => push_code_escape(out, code),
    }
}

fn push_code_escape(out: &mut Vec<u8>, code: u32) {
    let mut escape = TextBuf::new();
    push_escape(&mut escape, code);
    out.extend(escape.as_units().iter().map(|c| c as u8));
}

/// Encodes everything, with a handler that needs no Python.
pub fn encode(encoding: Encoding, input: Units<'_>, errors: Errors) -> Result<Vec<u8>, EncodeError> {
    let mut encoder = Encoder::new(encoding, input);
    while let Err(error) = encoder.run() {
        let went_on = match errors.handle_encode(encoding, input, &error).ok_or(error)? {
            (Replacement::Text(text), next) => encoder.resume_text(text.as_units(), next),
            (Replacement::Bytes(bytes), next) => encoder.resume_bytes(&bytes, next),
        };
        if !went_on {
            return Err(error);
        }
    }
    Ok(encoder.finish())
}
