//! `str.isalpha` and its like.

use crate::bytes;
use crate::unicode as u;
use crate::units::{Unit, Units};
use crate::with_units;

/// Every character passes, and there is one.
fn all(text: Units<'_>, test: impl Fn(u32) -> bool) -> bool {
    !text.is_empty() && with_units!(text, |s| s.iter().all(|unit| test(unit.code())))
}

pub fn is_alpha(text: Units<'_>) -> bool {
    text.as_ascii().map_or_else(|| all(text, u::is_alpha), |ascii| bytes::is_alpha(ascii.as_bytes()))
}

pub fn is_alnum(text: Units<'_>) -> bool {
    text.as_ascii().map_or_else(|| all(text, u::is_alnum), |ascii| bytes::is_alnum(ascii.as_bytes()))
}

pub fn is_decimal(text: Units<'_>) -> bool {
    text.as_ascii().map_or_else(|| all(text, u::is_decimal), |ascii| bytes::is_digit(ascii.as_bytes()))
}

pub fn is_digit(text: Units<'_>) -> bool {
    text.as_ascii().map_or_else(|| all(text, u::is_digit), |ascii| bytes::is_digit(ascii.as_bytes()))
}

pub fn is_numeric(text: Units<'_>) -> bool {
    text.as_ascii().map_or_else(|| all(text, u::is_numeric), |ascii| bytes::is_digit(ascii.as_bytes()))
}

pub fn is_space(text: Units<'_>) -> bool {
    all(text, u::is_space)
}

/// Also true of empty text.
pub fn is_printable(text: Units<'_>) -> bool {
    text.iter().all(u::is_printable)
}

pub fn is_identifier(text: Units<'_>) -> bool {
    let mut codes = text.iter();
    let starts = codes.next().is_some_and(|code| code == u32::from('_') || u::is_xid_start(code));
    starts && codes.all(u::is_xid_continue)
}

/// At least one cased character, and all of them lower.
pub fn is_lower(text: Units<'_>) -> bool {
    if let Some(ascii) = text.as_ascii() {
        return bytes::is_lower(ascii.as_bytes());
    }
    !text.iter().any(|code| u::is_upper(code) || u::is_title(code)) && text.iter().any(u::is_lower)
}

/// At least one cased character, and all of them upper.
pub fn is_upper(text: Units<'_>) -> bool {
    if let Some(ascii) = text.as_ascii() {
        return bytes::is_upper(ascii.as_bytes());
    }
    !text.iter().any(|code| u::is_lower(code) || u::is_title(code)) && text.iter().any(u::is_upper)
}

/// Upper or title case starts every word, lower case goes on.
pub fn is_title(text: Units<'_>) -> bool {
    if let Some(ascii) = text.as_ascii() {
        return bytes::is_title(ascii.as_bytes());
    }
    let (mut in_word, mut any) = (false, false);
    for code in text.iter() {
        if u::is_upper(code) || u::is_title(code) {
            if in_word {
                return false;
            }
            (in_word, any) = (true, true);
        } else if u::is_lower(code) {
            if !in_word {
                return false;
            }
            any = true;
        } else {
            in_word = false;
        }
    }
    any
}
