//! The codecs that a Python machine needs to start: UTF-8, UTF-16, UTF-32, Latin-1, ASCII, `unicode_escape`, `raw_unicode_escape`.
//!
//! [`Decoder`] and [`Encoder`] stop at an error and can be resumed with what an error handler gave, so a handler may be Python
//! code that runs in between. [`decode`] and [`encode`] do the whole with one of the handlers known here.

mod decode;
mod encode;
mod errors;
mod escapes;

pub use decode::{Decoder, Names, decode};
pub use encode::{Encoder, encode};
pub use errors::{DecodeError, EncodeError, Errors, Replacement};
pub use escapes::escape_decode;

/// Order of bytes in a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    Little,
    Big,
    /// Told by a byte order mark, or else the machine's own.
    Marked,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf16(Order),
    Utf32(Order),
    Latin1,
    Ascii,
    UnicodeEscape,
    RawUnicodeEscape,
}

impl Encoding {
    /// The encodings that need no look at the registry of codecs, by any of their usual names.
    pub fn of_name(name: &str) -> Option<Encoding> {
        let plain: String =
            name.chars().map(|c| if c == '_' || c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect();
        Some(match plain.as_str() {
            "utf-8" | "utf8" | "u8" | "cp65001" => Encoding::Utf8,
            "utf-16" | "utf16" | "u16" => Encoding::Utf16(Order::Marked),
            "utf-16-le" | "utf-16le" => Encoding::Utf16(Order::Little),
            "utf-16-be" | "utf-16be" => Encoding::Utf16(Order::Big),
            "utf-32" | "utf32" | "u32" => Encoding::Utf32(Order::Marked),
            "utf-32-le" | "utf-32le" => Encoding::Utf32(Order::Little),
            "utf-32-be" | "utf-32be" => Encoding::Utf32(Order::Big),
            "latin-1" | "latin1" | "latin" | "l1" | "iso-8859-1" | "iso8859-1" | "8859" | "cp819" => Encoding::Latin1,
            "ascii" | "us-ascii" | "646" => Encoding::Ascii,
            "unicode-escape" | "unicodeescape" => Encoding::UnicodeEscape,
            "raw-unicode-escape" | "rawunicodeescape" => Encoding::RawUnicodeEscape,
            _ => return None,
        })
    }

    /// The name that errors carry.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf-8",
            Encoding::Utf16(Order::Marked) => "utf-16",
            Encoding::Utf16(Order::Little) => "utf-16-le",
            Encoding::Utf16(Order::Big) => "utf-16-be",
            Encoding::Utf32(Order::Marked) => "utf-32",
            Encoding::Utf32(Order::Little) => "utf-32-le",
            Encoding::Utf32(Order::Big) => "utf-32-be",
            Encoding::Latin1 => "latin-1",
            Encoding::Ascii => "ascii",
            Encoding::UnicodeEscape => "unicodeescape",
            Encoding::RawUnicodeEscape => "rawunicodeescape",
        }
    }
}
