//! Borrowed Python text: code points in one, two or four bytes each.
//!
//! A Python string is a sequence of code points 0..=0x10FFFF, lone surrogates included. Whole strings are stored in the
//! narrowest of the three forms; a slice of one may be wider than it needs, and everything here copes with that.

use std::cmp::Ordering;

use crate::textbuf::{Text, TextBuf};

/// One stored unit; it *is* a code point (UCS-2 here never means surrogate pairs).
pub trait Unit: Copy + Ord + Eq + Into<u32> + std::fmt::Debug + 'static {
    /// Greatest value a unit of this width holds.
    const MAX_CODE: u32;

    /// The unit for a code point known to fit.
    fn from_code(code: u32) -> Self;

    /// Wraps a slice.
    fn units(slice: &[Self]) -> Units<'_>;

    /// The slice inside, if it is of this width.
    fn of_units(units: Units<'_>) -> Option<&[Self]>;

    /// The same slice where units are bytes.
    fn as_bytes(_slice: &[Self]) -> Option<&[u8]> {
        None
    }

    fn code(self) -> u32 {
        self.into()
    }
}

impl Unit for u8 {
    const MAX_CODE: u32 = 0xFF;

    fn from_code(code: u32) -> u8 {
        debug_assert!(code <= Self::MAX_CODE);
        code as u8
    }

    fn units(slice: &[u8]) -> Units<'_> {
        Units::Latin1(slice)
    }

    fn of_units(units: Units<'_>) -> Option<&[u8]> {
        match units {
            Units::Latin1(slice) => Some(slice),
            _ => None,
        }
    }

    fn as_bytes(slice: &[u8]) -> Option<&[u8]> {
        Some(slice)
    }
}

impl Unit for u16 {
    const MAX_CODE: u32 = 0xFFFF;

    fn from_code(code: u32) -> u16 {
        debug_assert!(code <= Self::MAX_CODE);
        code as u16
    }

    fn units(slice: &[u16]) -> Units<'_> {
        Units::Ucs2(slice)
    }

    fn of_units(units: Units<'_>) -> Option<&[u16]> {
        match units {
            Units::Ucs2(slice) => Some(slice),
            _ => None,
        }
    }
}

impl Unit for u32 {
    const MAX_CODE: u32 = 0x10_FFFF;

    fn from_code(code: u32) -> u32 {
        debug_assert!(code <= Self::MAX_CODE);
        code
    }

    fn units(slice: &[u32]) -> Units<'_> {
        Units::Ucs4(slice)
    }

    fn of_units(units: Units<'_>) -> Option<&[u32]> {
        match units {
            Units::Ucs4(slice) => Some(slice),
            _ => None,
        }
    }
}

/// Code points in one of three widths.
#[derive(Clone, Copy, Debug)]
pub enum Units<'a> {
    Latin1(&'a [u8]),
    Ucs2(&'a [u16]),
    Ucs4(&'a [u32]),
}

/// Runs one expression for whichever slice a [`Units`] holds: `with_units!(text, |s| s.len())`.
#[macro_export]
macro_rules! with_units {
    ($units:expr, |$slice:ident| $body:expr) => {
        match $units {
            $crate::Units::Latin1($slice) => $body,
            $crate::Units::Ucs2($slice) => $body,
            $crate::Units::Ucs4($slice) => $body,
        }
    };
}

/// Position of the first lone surrogate in text that was to become UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SurrogateAt(pub usize);

impl<'a> Units<'a> {
    /// Text that is known to be ASCII or Latin-1.
    pub const fn latin1(bytes: &'a [u8]) -> Units<'a> {
        Units::Latin1(bytes)
    }

    /// ASCII text from a Rust string.
    ///
    /// # Panics
    /// If the string is not ASCII.
    pub fn ascii(text: &'a str) -> Units<'a> {
        assert!(text.is_ascii());
        Units::Latin1(text.as_bytes())
    }

    pub fn len(self) -> usize {
        with_units!(self, |s| s.len())
    }

    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Bytes per code point.
    pub fn width(self) -> usize {
        match self {
            Units::Latin1(_) => 1,
            Units::Ucs2(_) => 2,
            Units::Ucs4(_) => 4,
        }
    }

    /// The code point at `index`.
    ///
    /// # Panics
    /// If `index` is out of bounds.
    pub fn get(self, index: usize) -> u32 {
        with_units!(self, |s| s[index].code())
    }

    pub fn first(self) -> Option<u32> {
        with_units!(self, |s| s.first().map(|u| u.code()))
    }

    pub fn last(self) -> Option<u32> {
        with_units!(self, |s| s.last().map(|u| u.code()))
    }

    /// The part `start..end`, in the same width.
    ///
    /// # Panics
    /// If the range is out of bounds.
    pub fn slice(self, start: usize, end: usize) -> Units<'a> {
        match self {
            Units::Latin1(s) => Units::Latin1(&s[start..end]),
            Units::Ucs2(s) => Units::Ucs2(&s[start..end]),
            Units::Ucs4(s) => Units::Ucs4(&s[start..end]),
        }
    }

    pub fn iter(self) -> CodePoints<'a> {
        CodePoints { units: self, front: 0, back: self.len() }
    }

    pub fn is_ascii(self) -> bool {
        match self {
            Units::Latin1(s) => s.is_ascii(),
            Units::Ucs2(s) => s.iter().all(|&u| u < 0x80),
            Units::Ucs4(s) => s.iter().all(|&u| u < 0x80),
        }
    }

    /// The bytes, if every one is ASCII and stored narrow (as all whole ASCII strings are).
    pub fn as_ascii(self) -> Option<&'a str> {
        match self {
            Units::Latin1(s) if s.is_ascii() => std::str::from_utf8(s).ok(),
            _ => None,
        }
    }

    /// The greatest code point, rounded up to 0x7F, 0xFF, 0xFFFF or 0x10FFFF.
    pub fn max_class(self) -> u32 {
        fn class<T: Unit>(s: &[T]) -> u32 {
            // `or` of the values is enough to tell the classes apart and vectorises.
            match s.iter().fold(0, |acc, &u| acc | u.code()) {
                0..=0x7F => 0x7F,
                0x80..=0xFF => 0xFF,
                0x100..=0xFFFF => 0xFFFF,
                _ => 0x10_FFFF,
            }
        }
        match self {
            Units::Latin1(s) if s.is_ascii() => 0x7F,
            Units::Latin1(_) => 0xFF,
            Units::Ucs2(s) => class(s),
            Units::Ucs4(s) => class(s),
        }
    }

    /// An owned copy in the narrowest width.
    pub fn to_text(self) -> Text {
        let mut out = TextBuf::with_capacity(self.len());
        out.push_units(self);
        out.finish()
    }

    /// UTF-8, or where the first lone surrogate stands.
    pub fn to_utf8(self) -> Result<String, SurrogateAt> {
        if let Some(ascii) = self.as_ascii() {
            return Ok(ascii.to_owned());
        }
        let mut out = String::with_capacity(self.len() * 2);
        for (at, code) in self.iter().enumerate() {
            out.push(char::from_u32(code).ok_or(SurrogateAt(at))?);
        }
        Ok(out)
    }

    /// UTF-8 for messages and logs: lone surrogates become `\udcxx` escapes.
    pub fn to_utf8_escaped(self) -> String {
        let mut out = String::with_capacity(self.len());
        for code in self.iter() {
            match char::from_u32(code) {
                Some(c) => out.push(c),
                None => out.push_str(&format!("\\u{code:04x}")),
            }
        }
        out
    }

    /// Python's `==`.
    pub fn equals(self, other: Units<'_>) -> bool {
        if self.len() != other.len() {
            return false;
        }
        match (self, other) {
            (Units::Latin1(a), Units::Latin1(b)) => a == b,
            (Units::Ucs2(a), Units::Ucs2(b)) => a == b,
            (Units::Ucs4(a), Units::Ucs4(b)) => a == b,
            (a, b) => a.iter().eq(b.iter()),
        }
    }

    /// Python's ordering: by code point.
    pub fn compare(self, other: Units<'_>) -> Ordering {
        match (self, other) {
            (Units::Latin1(a), Units::Latin1(b)) => a.cmp(b),
            (Units::Ucs2(a), Units::Ucs2(b)) => a.cmp(b),
            (Units::Ucs4(a), Units::Ucs4(b)) => a.cmp(b),
            (a, b) => a.iter().cmp(b.iter()),
        }
    }

    /// Whether the text is these ASCII characters.
    pub fn is(self, ascii: &str) -> bool {
        self.len() == ascii.len() && self.iter().eq(ascii.bytes().map(u32::from))
    }
}

impl PartialEq for Units<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.equals(*other)
    }
}

impl Eq for Units<'_> {}

/// Iterator over code points.
#[derive(Clone, Debug)]
pub struct CodePoints<'a> {
    units: Units<'a>,
    front: usize,
    back: usize,
}

impl CodePoints<'_> {
    /// The next code point, without taking it.
    pub fn peek(&self) -> Option<u32> {
        (self.front < self.back).then(|| self.units.get(self.front))
    }
}

impl Iterator for CodePoints<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        let code = self.peek()?;
        self.front += 1;
        Some(code)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.back - self.front, Some(self.back - self.front))
    }
}

impl DoubleEndedIterator for CodePoints<'_> {
    #[inline]
    fn next_back(&mut self) -> Option<u32> {
        if self.front == self.back {
            return None;
        }
        self.back -= 1;
        Some(self.units.get(self.back))
    }
}

impl ExactSizeIterator for CodePoints<'_> {}
