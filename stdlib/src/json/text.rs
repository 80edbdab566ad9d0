//! JSON's strings and numbers as text. Knows no values.

use ::text::units::Unit;
use ::text::{TextBuf, Units, with_units};

/// What is wrong with a document, and where.
#[derive(Debug)]
pub struct Flaw {
    pub message: &'static str,
    /// May lie before the text, as Python's caller of `scanstring` can say where it starts.
    pub at: i64,
}

fn flaw<T>(message: &'static str, at: usize) -> Result<T, Flaw> {
    Err(Flaw { message, at: at as i64 })
}

/// A string's text: as it stands in the document, or with its escapes replaced.
pub enum Content {
    Plain { end: usize },
    Replaced { text: TextBuf, end: usize },
}

const QUOTE: u32 = '"' as u32;
const BACKSLASH: u32 = '\\' as u32;

/// Where the plain characters from `at` on end.
#[inline]
fn plain_end<U: Unit>(units: &[U], at: usize, strict: bool) -> usize {
    let special = |unit: &U| {
        let code = unit.code();
        code == QUOTE || code == BACKSLASH || strict && code < 0x20
    };
    units[at..].iter().position(special).map_or(units.len(), |found| at + found)
}

/// The string whose first character is at `start`; `end` is the place of its closing quote.
pub fn string<U: Unit>(units: &[U], start: usize, strict: bool) -> Result<Content, Flaw> {
    let mut at = plain_end(units, start, strict);
    if units.get(at).is_some_and(|unit| unit.code() == QUOTE) {
        return Ok(Content::Plain { end: at });
    }
    let mut out = TextBuf::with_capacity(at - start + 16);
    let mut run = start;
    loop {
        out.push_units(U::units(&units[run..at]));
        match units.get(at).map(|unit| unit.code()) {
            Some(QUOTE) => return Ok(Content::Replaced { text: out, end: at }),
            Some(BACKSLASH) => {
                let (code, next) = escape(units, at, start)?;
                out.push(code);
                run = next;
            }
            Some(_) => return flaw("Invalid control character at", at),
            None => return Err(Flaw { message: "Unterminated string starting at", at: start as i64 - 1 }),
        }
        at = plain_end(units, run, strict);
    }
}

/// The character that the escape at `at` stands for, and the place after it.
fn escape<U: Unit>(units: &[U], at: usize, start: usize) -> Result<(u32, usize), Flaw> {
    let Some(letter) = units.get(at + 1) else {
        return Err(Flaw { message: "Unterminated string starting at", at: start as i64 - 1 });
    };
    let plain = match char::from_u32(letter.code()) {
        Some(same @ ('"' | '\\' | '/')) => same,
        Some('b') => '\x08',
        Some('f') => '\x0c',
        Some('n') => '\n',
        Some('r') => '\r',
        Some('t') => '\t',
        Some('u') => return unicode_escape(units, at),
        _ => return flaw("Invalid \\escape", at),
    };
    Ok((u32::from(plain), at + 2))
}

/// `\uXXXX`, or two of them that make a surrogate pair.
fn unicode_escape<U: Unit>(units: &[U], at: usize) -> Result<(u32, usize), Flaw> {
    let hex = |at: usize| {
        let digits = units.get(at + 2..at + 6)?;
        digits.iter().try_fold(0, |value, unit| Some(value << 4 | char::from_u32(unit.code())?.to_digit(16)?))
    };
    let Some(code) = hex(at) else { return flaw("Invalid \\uXXXX escape", at + 1) };
    let next = at + 6;
    if (0xD800..0xDC00).contains(&code)
        && units.get(next).is_some_and(|unit| unit.code() == BACKSLASH)
        && units.get(next + 1).is_some_and(|unit| unit.code() == u32::from('u'))
        && let Some(low @ 0xDC00..0xE000) = hex(next)
    {
        return Ok((0x1_0000 + ((code - 0xD800) << 10) + (low - 0xDC00), next + 6));
    }
    Ok((code, next))
}

/// Where white space from `at` on ends.
#[inline]
pub fn skip_space<U: Unit>(units: &[U], mut at: usize) -> usize {
    while units.get(at).is_some_and(|unit| matches!(unit.code(), 0x20 | 0x0A | 0x0D | 0x09)) {
        at += 1;
    }
    at
}

/// A number at `start`: where it ends, and whether it is an integer.
pub fn number<U: Unit>(units: &[U], start: usize) -> Option<(usize, bool)> {
    let digit = |at: usize| units.get(at).is_some_and(|unit| unit.code().wrapping_sub(0x30) < 10);
    let is = |at: usize, character: char| units.get(at).is_some_and(|unit| unit.code() == u32::from(character));
    let digits_end = |mut at: usize| {
        while digit(at) {
            at += 1;
        }
        at
    };
    let first = start + usize::from(is(start, '-'));
    if !digit(first) {
        return None;
    }
    let mut end = if is(first, '0') { first + 1 } else { digits_end(first) };
    let whole = end;
    if is(end, '.') && digit(end + 1) {
        end = digits_end(end + 1);
    }
    if is(end, 'e') || is(end, 'E') {
        let exponent = end + 1 + usize::from(is(end + 1, '-') || is(end + 1, '+'));
        if digit(exponent) {
            end = digits_end(exponent);
        }
    }
    Some((end, end == whole))
}

/// Does the word stand at `at`?
pub fn word<U: Unit>(units: &[U], at: usize, word: &str) -> bool {
    units.get(at..at + word.len()).is_some_and(|found| found.iter().map(|u| u.code()).eq(word.bytes().map(u32::from)))
}

/// Appends a string in quotes. `ascii`: with escapes for everything else.
pub fn quote(out: &mut TextBuf, units: Units<'_>, ascii: bool) {
    with_units!(units, |slice| quote_units(out, slice, ascii));
}

fn quote_units<U: Unit>(out: &mut TextBuf, units: &[U], ascii: bool) {
    let special = |unit: &U| {
        let code = unit.code();
        code == QUOTE || code == BACKSLASH || code < 0x20 || ascii && code > 0x7E
    };
    out.push(QUOTE);
    let mut rest = units;
    while let Some(plain) = rest.iter().position(special) {
        out.push_units(U::units(&rest[..plain]));
        push_escaped(out, rest[plain].code());
        rest = &rest[plain + 1..];
    }
    out.push_units(U::units(rest));
    out.push(QUOTE);
}

fn push_escaped(out: &mut TextBuf, code: u32) {
    let letter = match code {
        QUOTE => b'"',
        BACKSLASH => b'\\',
        0x0A => b'n',
        0x0D => b'r',
        0x09 => b't',
        0x0C => b'f',
        0x08 => b'b',
        0x1_0000.. => {
            let code = code - 0x1_0000;
            push_hex(out, 0xD800 + (code >> 10));
            return push_hex(out, 0xDC00 + (code & 0x3FF));
        }
        _ => return push_hex(out, code),
    };
    out.push_latin1(&[b'\\', letter]);
}

fn push_hex(out: &mut TextBuf, code: u32) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |shift: u32| DIGITS[(code >> shift) as usize & 15];
    out.push_latin1(&[b'\\', b'u', digit(12), digit(8), digit(4), digit(0)]);
}
