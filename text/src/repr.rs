//! `repr` of text and bytes, and `ascii()`.

use crate::textbuf::TextBuf;
use crate::unicode::is_printable;
use crate::units::{Unit, Units};
use crate::with_units;

const HEX: &[u8; 16] = b"0123456789abcdef";

/// `repr(text)`: quoted, printable characters as they are.
pub fn repr_str(text: Units<'_>) -> TextBuf {
    quote(text, is_printable)
}

/// `ascii(text)`: quoted, everything beyond ASCII escaped.
pub fn ascii_str(text: Units<'_>) -> TextBuf {
    quote(text, |code| (0x20..0x7F).contains(&code))
}

/// `ascii()` of something whose `repr` is already there: escapes what is not ASCII.
pub fn ascii_of_repr(repr: Units<'_>) -> TextBuf {
    let mut out = TextBuf::with_capacity(repr.len());
    for code in repr.iter() {
        if code < 0x80 { out.push(code) } else { push_escape(&mut out, code) }
    }
    out
}

/// The first `limit` characters of a `repr`, as exception messages show it (`%.200R`).
pub fn repr_for_message(text: Units<'_>, limit: usize) -> String {
    clip(repr_str(text), limit)
}

/// The same for bytes.
pub fn repr_bytes_for_message(bytes: &[u8], limit: usize) -> String {
    clip(repr_bytes(bytes, "b"), limit)
}

fn clip(repr: TextBuf, limit: usize) -> String {
    let repr = repr.as_units();
    repr.slice(0, repr.len().min(limit)).to_utf8_escaped()
}

/// `repr` of bytes after `prefix` (`b`; a bytearray wraps the result).
pub fn repr_bytes(bytes: &[u8], prefix: &str) -> TextBuf {
    let quote = quote_for(bytes.contains(&b'\''), bytes.contains(&b'"'));
    let mut out = Vec::with_capacity(bytes.len() + prefix.len() + 2);
    out.extend_from_slice(prefix.as_bytes());
    out.push(quote);
    for &byte in bytes {
        match byte {
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\t' => out.extend_from_slice(b"\\t"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            _ if byte == quote => out.extend_from_slice(&[b'\\', quote]),
            0x20..0x7F => out.push(byte),
            _ => out.extend_from_slice(&[b'\\', b'x', HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]),
        }
    }
    out.push(quote);
    let mut text = TextBuf::new();
    text.push_latin1(&out);
    text
}

fn quote(text: Units<'_>, shown: impl Fn(u32) -> bool) -> TextBuf {
    let mut out = TextBuf::with_capacity(text.len() + 2);
    with_units!(text, |s| quote_slice(&mut out, s, shown));
    out
}

fn quote_slice<T: Unit>(out: &mut TextBuf, text: &[T], shown: impl Fn(u32) -> bool) {
    let has = |c: u8| text.iter().any(|unit| unit.code() == u32::from(c));
    let quote = u32::from(quote_for(has(b'\''), has(b'"')));
    // Runs that need no escape are copied whole.
    let plain =
        |unit: &T| !matches!(unit.code(), 0x5C | 0x09 | 0x0A | 0x0D) && unit.code() != quote && shown(unit.code());
    out.push(quote);
    let mut rest = text;
    loop {
        let run = rest.iter().position(|unit| !plain(unit)).unwrap_or(rest.len());
        out.push_units(T::units(&rest[..run]));
        let Some(special) = rest.get(run) else { break };
        rest = &rest[run + 1..];
        match special.code() {
            0x5C => out.push_str("\\\\"),
            0x09 => out.push_str("\\t"),
            0x0A => out.push_str("\\n"),
            0x0D => out.push_str("\\r"),
            code if code == quote => {
                out.push(0x5C);
                out.push(quote);
            }
            code => push_escape(out, code),
        }
    }
    out.push(quote);
}

/// Double quotes only where they save escapes.
fn quote_for(single: bool, double: bool) -> u8 {
    if single && !double { b'"' } else { b'\'' }
}

/// `\xNN`, `\uNNNN` or `\UNNNNNNNN`, whichever is the shortest that fits.
pub(crate) fn push_escape(out: &mut TextBuf, code: u32) {
    let (letter, digits) = match code {
        0..=0xFF => (b'x', 2),
        0x100..=0xFFFF => (b'u', 4),
        _ => (b'U', 8),
    };
    out.push(0x5C);
    out.push(u32::from(letter));
    for digit in (0..digits).rev() {
        out.push(u32::from(HEX[(code >> (4 * digit) & 15) as usize]));
    }
}
