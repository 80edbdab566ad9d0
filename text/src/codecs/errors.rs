//! What stops a codec, and the error handlers that are part of the language.

use std::fmt;

use crate::codecs::{Encoding, Order};
use crate::repr::push_escape;
use crate::textbuf::{Text, TextBuf};
use crate::units::Units;

/// The fields of a `UnicodeDecodeError`; `Display` needs the byte and so is [`DecodeError::message`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecodeError {
    pub encoding: &'static str,
    pub start: usize,
    pub end: usize,
    pub reason: &'static str,
}

impl DecodeError {
    /// `str()` of the exception.
    pub fn message(&self, input: &[u8]) -> String {
        let DecodeError { encoding, start, end, reason } = self;
        match input.get(*start) {
            Some(byte) if end - start == 1 => {
                format!("'{encoding}' codec can't decode byte 0x{byte:02x} in position {start}: {reason}")
            }
            _ => {
                let last = *end as i64 - 1;
                format!("'{encoding}' codec can't decode bytes in position {start}-{last}: {reason}")
            }
        }
    }
}

/// The fields of a `UnicodeEncodeError`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EncodeError {
    pub encoding: &'static str,
    pub start: usize,
    pub end: usize,
    pub reason: &'static str,
}

impl EncodeError {
    /// `str()` of the exception.
    pub fn message(&self, input: Units<'_>) -> String {
        let EncodeError { encoding, start, end, reason } = self;
        if end - start == 1 && *start < input.len() {
            let mut shown = TextBuf::new();
            push_escape(&mut shown, input.get(*start));
            let shown = shown.as_units().to_utf8_escaped();
            format!("'{encoding}' codec can't encode character '{shown}' in position {start}: {reason}")
        } else {
            let last = *end as i64 - 1;
            format!("'{encoding}' codec can't encode characters in position {start}-{last}: {reason}")
        }
    }
}

/// Handlers that need no Python code and no character names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Errors {
    Strict,
    Ignore,
    Replace,
    BackslashReplace,
    XmlCharRefReplace,
    SurrogateEscape,
    SurrogatePass,
}

/// What goes into the output of an encoder instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Replacement {
    Text(Text),
    Bytes(Vec<u8>),
}

impl fmt::Display for Errors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Errors::Strict => "strict",
            Errors::Ignore => "ignore",
            Errors::Replace => "replace",
            Errors::BackslashReplace => "backslashreplace",
            Errors::XmlCharRefReplace => "xmlcharrefreplace",
            Errors::SurrogateEscape => "surrogateescape",
            Errors::SurrogatePass => "surrogatepass",
        })
    }
}

impl Errors {
    pub fn of_name(name: &str) -> Option<Errors> {
        Some(match name {
            "strict" => Errors::Strict,
            "ignore" => Errors::Ignore,
            "replace" => Errors::Replace,
            "backslashreplace" => Errors::BackslashReplace,
            "xmlcharrefreplace" => Errors::XmlCharRefReplace,
            "surrogateescape" => Errors::SurrogateEscape,
            "surrogatepass" => Errors::SurrogatePass,
            _ => return None,
        })
    }

    /// The replacement and where to go on; `None`: raise the error. (`xmlcharrefreplace` does not decode: the caller that
    /// lets it come this far raises a `TypeError`.)
    pub fn handle_decode(self, encoding: Encoding, input: &[u8], error: &DecodeError) -> Option<(Text, usize)> {
        let bad = &input[error.start..error.end];
        let mut out = TextBuf::new();
        let mut next = error.end;
        match self {
            Errors::Strict | Errors::XmlCharRefReplace => return None,
            Errors::Ignore => {}
            Errors::Replace => out.push(0xFFFD),
            Errors::BackslashReplace => bad.iter().for_each(|&byte| push_escape(&mut out, u32::from(byte))),
            Errors::SurrogateEscape => {
                let high = bad.iter().take(4).take_while(|&&b| b >= 0x80);
                high.for_each(|&byte| out.push(0xDC00 + u32::from(byte)));
                if out.is_empty() {
                    return None;
                }
                next = error.start + out.len();
            }
            Errors::SurrogatePass => {
                let (code, size) = read_surrogate(encoding, error.encoding, &input[error.start..])?;
                out.push(code);
                next = error.start + size;
            }
        }
        Some((out.finish(), next))
    }

    /// What to write instead of the characters from `error.start`, and where to go on; `None`: raise the error.
    pub fn handle_encode(
        self,
        encoding: Encoding,
        input: Units<'_>,
        error: &EncodeError,
    ) -> Option<(Replacement, usize)> {
        let bad = input.slice(error.start, error.end);
        let mut out = TextBuf::new();
        match self {
            Errors::Strict => return None,
            Errors::Ignore => {}
            Errors::Replace => bad.iter().for_each(|_| out.push(u32::from('?'))),
            Errors::BackslashReplace => bad.iter().for_each(|code| push_escape(&mut out, code)),
            Errors::XmlCharRefReplace => bad.iter().for_each(|code| out.push_str(&format!("&#{code};"))),
            Errors::SurrogateEscape => {
                // The rest of the run is another error.
                let escaped = bad.iter().take_while(|code| (0xDC80..=0xDCFF).contains(code));
                let bytes: Vec<u8> = escaped.map(|code| (code & 0xFF) as u8).collect();
                let next = error.start + bytes.len();
                return (!bytes.is_empty()).then_some((Replacement::Bytes(bytes), next));
            }
            Errors::SurrogatePass => {
                let mut bytes = Vec::new();
                for code in bad.iter() {
                    write_surrogate(encoding, code, &mut bytes)?;
                }
                return Some((Replacement::Bytes(bytes), error.end));
            }
        }
        Some((Replacement::Text(out.finish()), error.end))
    }
}

fn is_surrogate(code: u32) -> bool {
    (0xD800..0xE000).contains(&code)
}

/// A surrogate at the start of the bytes and its size. The name in the error tells what order a mark gave.
fn read_surrogate(encoding: Encoding, name: &str, bytes: &[u8]) -> Option<(u32, usize)> {
    let big = name.ends_with("be");
    let (code, size) = match encoding {
        Encoding::Utf8 => match bytes {
            [0xED, b @ 0xA0..=0xBF, c @ 0x80..=0xBF, ..] => {
                (0xD000 | u32::from(b & 0x3F) << 6 | u32::from(c & 0x3F), 3)
            }
            _ => return None,
        },
        Encoding::Utf16(_) => {
            let unit = bytes.first_chunk::<2>()?;
            (u32::from(if big { u16::from_be_bytes(*unit) } else { u16::from_le_bytes(*unit) }), 2)
        }
        Encoding::Utf32(_) => {
            let unit = bytes.first_chunk::<4>()?;
            (if big { u32::from_be_bytes(*unit) } else { u32::from_le_bytes(*unit) }, 4)
        }
        _ => return None,
    };
    is_surrogate(code).then_some((code, size))
}

fn write_surrogate(encoding: Encoding, code: u32, out: &mut Vec<u8>) -> Option<()> {
    if !is_surrogate(code) {
        return None;
    }
    match encoding {
        Encoding::Utf8 => out.extend([0xED, 0x80 | (code >> 6 & 0x3F) as u8, 0x80 | (code & 0x3F) as u8]),
        Encoding::Utf16(Order::Big) => out.extend((code as u16).to_be_bytes()),
        Encoding::Utf16(_) => out.extend((code as u16).to_le_bytes()),
        Encoding::Utf32(Order::Big) => out.extend(code.to_be_bytes()),
        Encoding::Utf32(_) => out.extend(code.to_le_bytes()),
        _ => return None,
    }
    Some(())
}
