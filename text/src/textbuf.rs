//! Owned text: [`Text`] in its narrowest form, and [`TextBuf`], which grows and widens as needed.

use crate::fault::Fault;
use crate::units::{Unit, Units};

/// Owned text.
#[derive(Clone, Debug)]
pub enum Text {
    Latin1(Vec<u8>),
    Ucs2(Vec<u16>),
    Ucs4(Vec<u32>),
}

impl Text {
    pub fn as_units(&self) -> Units<'_> {
        match self {
            Text::Latin1(v) => Units::Latin1(v),
            Text::Ucs2(v) => Units::Ucs2(v),
            Text::Ucs4(v) => Units::Ucs4(v),
        }
    }

    pub fn len(&self) -> usize {
        self.as_units().len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn from_utf8(text: &str) -> Text {
        let mut out = TextBuf::with_capacity(text.len());
        out.push_str(text);
        out.finish()
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Text {
        Text::from_utf8(text)
    }
}

impl From<String> for Text {
    fn from(text: String) -> Text {
        if text.is_ascii() { Text::Latin1(text.into_bytes()) } else { Text::from_utf8(&text) }
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Text) -> bool {
        self.as_units() == other.as_units()
    }
}

impl Eq for Text {}

/// A growing text that is always in the narrowest form for what it holds.
#[derive(Clone, Debug)]
pub struct TextBuf {
    text: Text,
}

impl Default for TextBuf {
    fn default() -> TextBuf {
        TextBuf::new()
    }
}

impl TextBuf {
    pub fn new() -> TextBuf {
        TextBuf::with_capacity(0)
    }

    /// Room for `units` code points, as long as they are Latin-1.
    pub fn with_capacity(units: usize) -> TextBuf {
        TextBuf { text: Text::Latin1(Vec::with_capacity(units)) }
    }

    pub fn len(&self) -> usize {
        self.text.len()
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    pub fn as_units(&self) -> Units<'_> {
        self.text.as_units()
    }

    pub fn finish(self) -> Text {
        self.text
    }

    /// Appends a code point (at most 0x10FFFF; surrogates allowed).
    #[inline]
    pub fn push(&mut self, code: u32) {
        match &mut self.text {
            Text::Latin1(v) if code <= 0xFF => v.push(code as u8),
            Text::Ucs2(v) if code <= 0xFFFF => v.push(code as u16),
            Text::Ucs4(v) => v.push(code),
            _ => self.push_widening(code),
        }
    }

    #[cold]
    fn push_widening(&mut self, code: u32) {
        self.widen_for(code);
        self.push(code);
    }

    pub fn push_char(&mut self, c: char) {
        self.push(u32::from(c));
    }

    /// Appends the same code point several times; the count may come from a program, so memory may not suffice.
    pub fn push_repeated(&mut self, code: u32, count: usize) -> Result<(), Fault> {
        if count == 0 {
            return Ok(());
        }
        self.widen_for(code);
        self.try_reserve(count)?;
        match &mut self.text {
            Text::Latin1(v) => v.resize(v.len() + count, code as u8),
            Text::Ucs2(v) => v.resize(v.len() + count, code as u16),
            Text::Ucs4(v) => v.resize(v.len() + count, code),
        }
        Ok(())
    }

    /// Room for `more` code points of the present width, or the fault to raise.
    pub fn try_reserve(&mut self, more: usize) -> Result<(), Fault> {
        match &mut self.text {
            Text::Latin1(v) => v.try_reserve(more),
            Text::Ucs2(v) => v.try_reserve(more),
            Text::Ucs4(v) => v.try_reserve(more),
        }
        .map_err(|_| Fault::memory())
    }

    /// Appends bytes as Latin-1.
    pub fn push_latin1(&mut self, bytes: &[u8]) {
        match &mut self.text {
            Text::Latin1(v) => v.extend_from_slice(bytes),
            Text::Ucs2(v) => v.extend(bytes.iter().map(|&b| u16::from(b))),
            Text::Ucs4(v) => v.extend(bytes.iter().map(|&b| u32::from(b))),
        }
    }

    pub fn push_str(&mut self, text: &str) {
        if text.is_ascii() {
            return self.push_latin1(text.as_bytes());
        }
        // The lead bytes tell the width, so the loops below need no test.
        self.widen_for(match text.bytes().max() {
            Some(0xF0..) => 0x10_FFFF,
            Some(0xC4..) => 0xFFFF,
            _ => 0xFF,
        });
        match &mut self.text {
            Text::Latin1(v) => v.extend(text.chars().map(|c| c as u8)),
            Text::Ucs2(v) => v.extend(text.chars().map(|c| c as u16)),
            Text::Ucs4(v) => v.extend(text.chars().map(u32::from)),
        }
    }

    pub fn push_units(&mut self, units: Units<'_>) {
        match units {
            Units::Latin1(s) => self.push_latin1(s),
            Units::Ucs2(s) => {
                self.widen_for(units.max_class());
                match &mut self.text {
                    Text::Latin1(v) => v.extend(s.iter().map(|&u| u as u8)),
                    Text::Ucs2(v) => v.extend_from_slice(s),
                    Text::Ucs4(v) => v.extend(s.iter().map(|&u| u32::from(u))),
                }
            }
            Units::Ucs4(s) => {
                self.widen_for(units.max_class());
                match &mut self.text {
                    Text::Latin1(v) => v.extend(s.iter().map(|&u| u as u8)),
                    Text::Ucs2(v) => v.extend(s.iter().map(|&u| u as u16)),
                    Text::Ucs4(v) => v.extend_from_slice(s),
                }
            }
        }
    }

    /// Makes room for code points up to `code`.
    fn widen_for(&mut self, code: u32) {
        let widened = match &self.text {
            Text::Latin1(v) if code > 0xFFFF => Text::Ucs4(widen(v)),
            Text::Latin1(v) if code > 0xFF => Text::Ucs2(widen(v)),
            Text::Ucs2(v) if code > 0xFFFF => Text::Ucs4(widen(v)),
            _ => return,
        };
        self.text = widened;
    }
}

/// A copy in a wider unit, with the same spare room.
fn widen<A: Unit, B: Unit>(from: &Vec<A>) -> Vec<B> {
    let mut out = Vec::with_capacity(from.capacity().max(from.len() + 1));
    out.extend(from.iter().map(|&u| B::from_code(u.code())));
    out
}

impl Extend<u32> for TextBuf {
    fn extend<I: IntoIterator<Item = u32>>(&mut self, codes: I) {
        codes.into_iter().for_each(|code| self.push(code));
    }
}

impl FromIterator<u32> for TextBuf {
    fn from_iter<I: IntoIterator<Item = u32>>(codes: I) -> TextBuf {
        let mut out = TextBuf::new();
        out.extend(codes);
        out
    }
}

impl std::fmt::Write for TextBuf {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.push_str(text);
        Ok(())
    }
}
