//! The methods of `bytes` and `bytearray` where they differ from those of `str`: ASCII rules only.
//!
//! Searching, replacing and splitting at a separator are in [`crate::search`]; padding goes through `Units::Latin1`.

use std::ops::Range;

use crate::strings::{Side, rsplit_where, split_lines_where, split_where, strip_where};

fn is_space_code(code: u32) -> bool {
    matches!(code, 0x09..=0x0D | 0x20)
}

/// `bytes.split(None, most)`.
pub fn split_whitespace(bytes: &[u8], most: usize) -> Vec<Range<usize>> {
    split_where(bytes, most, is_space_code)
}

/// `bytes.rsplit(None, most)`.
pub fn rsplit_whitespace(bytes: &[u8], most: usize) -> Vec<Range<usize>> {
    rsplit_where(bytes, most, is_space_code)
}

/// `bytes.splitlines(keep_ends)`: only at `\n`, `\r` and `\r\n`.
pub fn split_lines(bytes: &[u8], keep_ends: bool) -> Vec<Range<usize>> {
    split_lines_where(bytes, keep_ends, |code| matches!(code, 0x0A | 0x0D))
}

/// What `bytes.strip()` leaves.
pub fn strip(bytes: &[u8], side: Side) -> Range<usize> {
    strip_where(bytes, side, is_space_code)
}

pub fn upper(bytes: &[u8]) -> Vec<u8> {
    bytes.to_ascii_uppercase()
}

pub fn lower(bytes: &[u8]) -> Vec<u8> {
    bytes.to_ascii_lowercase()
}

pub fn swapcase(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().map(|b| if b.is_ascii_alphabetic() { b ^ 0x20 } else { *b }).collect()
}

pub fn capitalize(bytes: &[u8]) -> Vec<u8> {
    let mut out = bytes.to_ascii_lowercase();
    if let Some(first) = out.first_mut() {
        first.make_ascii_uppercase();
    }
    out
}

pub fn title(bytes: &[u8]) -> Vec<u8> {
    let mut in_word = false;
    let step = |&b: &u8| {
        let mapped = if in_word { b.to_ascii_lowercase() } else { b.to_ascii_uppercase() };
        in_word = b.is_ascii_alphabetic();
        mapped
    };
    bytes.iter().map(step).collect()
}

fn all(bytes: &[u8], test: impl Fn(&u8) -> bool) -> bool {
    !bytes.is_empty() && bytes.iter().all(test)
}

pub fn is_alpha(bytes: &[u8]) -> bool {
    all(bytes, u8::is_ascii_alphabetic)
}

pub fn is_alnum(bytes: &[u8]) -> bool {
    all(bytes, u8::is_ascii_alphanumeric)
}

pub fn is_digit(bytes: &[u8]) -> bool {
    all(bytes, u8::is_ascii_digit)
}

pub fn is_space(bytes: &[u8]) -> bool {
    all(bytes, |&b| is_space_code(u32::from(b)))
}

pub fn is_lower(bytes: &[u8]) -> bool {
    !bytes.iter().any(u8::is_ascii_uppercase) && bytes.iter().any(u8::is_ascii_lowercase)
}

pub fn is_upper(bytes: &[u8]) -> bool {
    !bytes.iter().any(u8::is_ascii_lowercase) && bytes.iter().any(u8::is_ascii_uppercase)
}

pub fn is_title(bytes: &[u8]) -> bool {
    bytes.iter().any(u8::is_ascii_alphabetic) && title(bytes) == bytes
}

/// `bytes.translate(table, delete)`.
pub fn translate(bytes: &[u8], table: Option<&[u8; 256]>, delete: &[u8]) -> Vec<u8> {
    let mut deleted = [false; 256];
    delete.iter().for_each(|&b| deleted[usize::from(b)] = true);
    let kept = bytes.iter().filter(|&&b| !deleted[usize::from(b)]);
    kept.map(|&b| table.map_or(b, |t| t[usize::from(b)])).collect()
}
