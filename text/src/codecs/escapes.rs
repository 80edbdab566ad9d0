//! Backslash escapes in bytes: those of `unicode_escape`, `raw_unicode_escape` and of `codecs.escape_decode`.

use crate::codecs::decode::Names;
use crate::fault::Fault;

/// What an escape at the start of some bytes is.
pub(super) enum Escape {
    /// A character, and the length of the escape.
    Char(u32, usize),
    /// A line continuation of this length.
    Nothing(usize),
    /// So many bytes stand for themselves; `false`: because the escape is unknown.
    Literal(usize, bool),
    /// A backslash at the end that stands for itself, unless more follows.
    LastBackslash,
    /// An error that spans `len` bytes; `at_end`: more input could mend it.
    Bad { len: usize, reason: &'static str, at_end: bool },
}

const TRUNCATED_X: &str = "truncated \\xXX escape";
const TRUNCATED_U: &str = "truncated \\uXXXX escape";
const TRUNCATED_LONG: &str = "truncated \\UXXXXXXXX escape";
const MALFORMED_NAME: &str = "malformed \\N character escape";

/// The escape at the start of `bytes` (a backslash).
pub(super) fn unicode_escape(bytes: &[u8], names: Names<'_>) -> Escape {
    let Some(&letter) = bytes.get(1) else {
        return Escape::Bad { len: 1, reason: "\\ at end of string", at_end: true };
    };
    match letter {
        b'\n' => Escape::Nothing(2),
        b'0'..=b'7' => {
            let (value, len) = octal(bytes);
            Escape::Char(value, len)
        }
        b'x' => hexadecimal(bytes, 2, TRUNCATED_X),
        b'u' => hexadecimal(bytes, 4, TRUNCATED_U),
        b'U' => hexadecimal(bytes, 8, TRUNCATED_LONG),
        b'N' => name(bytes, names),
        _ => match simple(letter) {
            Some(byte) => Escape::Char(u32::from(byte), 2),
            None => Escape::Literal(2, false),
        },
    }
}

/// Only `\u` and `\U` are escapes.
pub(super) fn raw_unicode_escape(bytes: &[u8], _: Names<'_>) -> Escape {
    match bytes.get(1) {
        None => Escape::LastBackslash,
        Some(b'u') => hexadecimal(bytes, 4, TRUNCATED_U),
        Some(b'U') => match hexadecimal(bytes, 8, TRUNCATED_LONG) {
            Escape::Bad { len: 10, at_end, .. } => Escape::Bad { len: 10, reason: "\\Uxxxxxxxx out of range", at_end },
            escape => escape,
        },
        Some(_) => Escape::Literal(2, true),
    }
}

fn simple(letter: u8) -> Option<u8> {
    Some(match letter {
        b'\\' | b'\'' | b'"' => letter,
        b'a' => 0x07,
        b'b' => 0x08,
        b't' => b'\t',
        b'n' => b'\n',
        b'v' => 0x0B,
        b'f' => 0x0C,
        b'r' => b'\r',
        _ => return None,
    })
}

/// Up to three octal digits after a backslash.
fn octal(bytes: &[u8]) -> (u32, usize) {
    let digits = bytes[1..].iter().take(3).take_while(|b| matches!(b, b'0'..=b'7'));
    digits.fold((0, 1), |(value, len), &b| (value * 8 + u32::from(b - b'0'), len + 1))
}

fn hexadecimal(bytes: &[u8], digits: usize, truncated: &'static str) -> Escape {
    let found = bytes[2..].iter().take(digits).take_while(|b| b.is_ascii_hexdigit());
    let (value, len) =
        found.fold((0u32, 2), |(value, len), &b| (value << 4 | char::from(b).to_digit(16).unwrap_or(0), len + 1));
    if len < digits + 2 {
        return Escape::Bad { len, reason: truncated, at_end: len == bytes.len() };
    }
    if value > 0x10_FFFF {
        return Escape::Bad { len, reason: "illegal Unicode character", at_end: false };
    }
    Escape::Char(value, len)
}

fn name(bytes: &[u8], names: Names<'_>) -> Escape {
    if bytes.get(2) != Some(&b'{') {
        return Escape::Bad { len: 2, reason: MALFORMED_NAME, at_end: bytes.len() == 2 };
    }
    let Some(close) = memchr::memchr(b'}', bytes) else {
        return Escape::Bad { len: bytes.len(), reason: MALFORMED_NAME, at_end: true };
    };
    if close == 3 {
        return Escape::Bad { len: 3, reason: MALFORMED_NAME, at_end: false };
    }
    match std::str::from_utf8(&bytes[3..close]).ok().and_then(names) {
        Some(code) => Escape::Char(code, close + 1),
        None => Escape::Bad { len: close + 1, reason: "unknown Unicode character name", at_end: false },
    }
}

/// `codecs.escape_decode`: escapes of bytes literals. `bad_hex` says what to put for a bad `\x` (`None`: an error). Also gives
/// where the first unknown escape stands.
pub fn escape_decode(bytes: &[u8], bad_hex: Option<&[u8]>) -> Result<(Vec<u8>, Option<usize>), Fault> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut unknown = None;
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        match rest {
            [b'\\'] => return Err(Fault::value("Trailing \\ in string")),
            [b'\\', b'\n', ..] => at += 2,
            [b'\\', b'0'..=b'7', ..] => {
                let (value, len) = octal(rest);
                if value > 0xFF {
                    unknown.get_or_insert(at);
                }
                out.push(value as u8);
                at += len;
            }
            [b'\\', b'x', ..] => match hexadecimal(rest, 2, TRUNCATED_X) {
                Escape::Char(value, len) => {
                    out.push(value as u8);
                    at += len;
                }
                _ => {
                    let position = at;
                    let replacement =
                        bad_hex.ok_or_else(|| Fault::value(format!("invalid \\x escape at position {position}")))?;
                    out.extend_from_slice(replacement);
                    at += 2 + usize::from(rest.get(2).is_some_and(u8::is_ascii_hexdigit));
                }
            },
            [b'\\', letter, ..] => {
                match simple(*letter) {
                    Some(byte) => out.push(byte),
                    None => {
                        unknown.get_or_insert(at);
                        out.extend_from_slice(&rest[..2]);
                    }
                }
                at += 2;
            }
            _ => {
                let plain = memchr::memchr(b'\\', rest).unwrap_or(rest.len());
                out.extend_from_slice(&rest[..plain]);
                at += plain;
            }
        }
    }
    Ok((out, unknown))
}
