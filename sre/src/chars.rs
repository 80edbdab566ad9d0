//! Character classes and case: what the machine asks about a single character.
//!
//! ASCII and Latin-1 are answered from constants here; above that the answers come from a [`CharTable`] that the
//! embedder passes in, so this crate carries no Unicode data. Locale questions always go to the table: the answer may
//! change between two matches.

use crate::codes::{Fold, Words};

/// Answers about characters beyond Latin-1, and about bytes in the current locale.
#[derive(Debug)]
pub struct CharTable {
    /// Simple lower-case mapping.
    pub lower: fn(u32) -> u32,
    /// Simple upper-case mapping.
    pub upper: fn(u32) -> u32,
    /// `str.isalnum` of one character.
    pub is_alnum: fn(u32) -> bool,
    /// `str.isdecimal` of one character.
    pub is_decimal: fn(u32) -> bool,
    /// `str.isspace` of one character.
    pub is_space: fn(u32) -> bool,
    /// Whether `str.splitlines` splits after the character.
    pub is_linebreak: fn(u32) -> bool,
    /// `tolower` of C in the current locale.
    pub locale_lower: fn(u8) -> u8,
    /// `toupper` of C in the current locale.
    pub locale_upper: fn(u8) -> u8,
    /// `isalnum` of C in the current locale.
    pub locale_is_alnum: fn(u8) -> bool,
}

/// A set of the 256 characters of Latin-1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bits(pub [u64; 4]);

impl Bits {
    pub const NONE: Bits = Bits([0; 4]);
    pub const ALL: Bits = Bits([u64::MAX; 4]);

    #[inline(always)]
    pub fn has(&self, c: u8) -> bool {
        self.0[(c >> 6) as usize] >> (c & 63) & 1 != 0
    }

    pub const fn add(&mut self, c: u8) {
        self.0[(c >> 6) as usize] |= 1 << (c & 63);
    }

    pub fn remove(&mut self, c: u8) {
        self.0[(c >> 6) as usize] &= !(1 << (c & 63));
    }

    /// Adds the Latin-1 part of `lo..=hi`.
    pub fn add_range(&mut self, lo: u32, hi: u32) {
        if lo > 255 {
            return;
        }
        for c in lo..=hi.min(255) {
            self.add(c as u8);
        }
    }

    pub fn one(c: u8) -> Bits {
        let mut bits = Bits::NONE;
        bits.add(c);
        bits
    }

    pub fn not(self) -> Bits {
        Bits(self.0.map(|w| !w))
    }

    pub fn and(self, o: Bits) -> Bits {
        Bits(std::array::from_fn(|i| self.0[i] & o.0[i]))
    }

    pub fn or(self, o: Bits) -> Bits {
        Bits(std::array::from_fn(|i| self.0[i] | o.0[i]))
    }

    pub fn is_empty(&self) -> bool {
        self.0 == [0; 4]
    }

    pub fn len(&self) -> u32 {
        self.0.iter().map(|w| w.count_ones()).sum()
    }

    pub fn iter(&self) -> impl Iterator<Item = u8> + '_ {
        (0..=255u8).filter(|&c| self.has(c))
    }
}

const fn bits_of(pick: Pick) -> Bits {
    let mut bits = Bits::NONE;
    let mut c = 0usize;
    while c < 256 {
        let b = c as u8;
        let alnum = b.is_ascii_alphanumeric();
        let yes = match pick {
            Pick::Digit => b.is_ascii_digit(),
            Pick::Space => b == b' ' || (b >= 9 && b <= 13),
            Pick::Word => alnum || b == b'_',
            Pick::Linebreak => b == b'\n',
            Pick::UniSpace => b == b' ' || (b >= 9 && b <= 13) || (b >= 28 && b <= 31) || b == 0x85 || b == 0xa0,
            Pick::UniWord => alnum || b == b'_' || latin1_alnum(b),
            Pick::UniLinebreak => (b >= 10 && b <= 13) || (b >= 28 && b <= 30) || b == 0x85,
        };
        if yes {
            bits.add(b);
        }
        c += 1;
    }
    bits
}

#[derive(Clone, Copy)]
enum Pick {
    Digit,
    Space,
    Word,
    Linebreak,
    UniSpace,
    UniWord,
    UniLinebreak,
}

/// Letters and numerics in the upper half of Latin-1.
const fn latin1_alnum(b: u8) -> bool {
    matches!(b, 0xaa | 0xb2 | 0xb3 | 0xb5 | 0xb9 | 0xba | 0xbc..=0xbe | 0xc0..=0xd6 | 0xd8..=0xf6 | 0xf8..=0xff)
}

const DIGIT: Bits = bits_of(Pick::Digit);
const SPACE: Bits = bits_of(Pick::Space);
const WORD: Bits = bits_of(Pick::Word);
const LINEBREAK: Bits = bits_of(Pick::Linebreak);
const UNI_SPACE: Bits = bits_of(Pick::UniSpace);
const UNI_WORD: Bits = bits_of(Pick::UniWord);
const UNI_LINEBREAK: Bits = bits_of(Pick::UniLinebreak);

/// A character class (operand of CATEGORY).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Category {
    kind: Kind,
    negated: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Digit,
    Space,
    Word,
    Linebreak,
    LocaleWord,
    UniDigit,
    UniSpace,
    UniWord,
    UniLinebreak,
}

impl Category {
    pub fn from_code(code: u32) -> Option<Category> {
        const KINDS: [Kind; 9] = [
            Kind::Digit,
            Kind::Space,
            Kind::Word,
            Kind::Linebreak,
            Kind::LocaleWord,
            Kind::UniDigit,
            Kind::UniSpace,
            Kind::UniWord,
            Kind::UniLinebreak,
        ];
        let kind = *KINDS.get(code as usize / 2)?;
        Some(Category { kind, negated: code % 2 == 1 })
    }

    pub fn is_locale(self) -> bool {
        self.kind == Kind::LocaleWord
    }

    /// The Latin-1 members; meaningless for a locale class.
    pub fn bits(self) -> Bits {
        let bits = match self.kind {
            Kind::Digit | Kind::UniDigit => DIGIT,
            Kind::Space => SPACE,
            Kind::Word | Kind::LocaleWord => WORD,
            Kind::Linebreak => LINEBREAK,
            Kind::UniSpace => UNI_SPACE,
            Kind::UniWord => UNI_WORD,
            Kind::UniLinebreak => UNI_LINEBREAK,
        };
        if self.negated { bits.not() } else { bits }
    }

    pub fn has(self, c: u32, chars: &CharTable) -> bool {
        if self.kind == Kind::LocaleWord {
            return locale_word(c, chars) != self.negated;
        }
        if c < 256 {
            return self.bits().has(c as u8);
        }
        let yes = match self.kind {
            Kind::UniDigit => (chars.is_decimal)(c),
            Kind::UniSpace => (chars.is_space)(c),
            Kind::UniWord => (chars.is_alnum)(c),
            Kind::UniLinebreak => (chars.is_linebreak)(c),
            Kind::Digit | Kind::Space | Kind::Word | Kind::Linebreak | Kind::LocaleWord => false,
        };
        yes != self.negated
    }
}

fn locale_word(c: u32, chars: &CharTable) -> bool {
    c < 256 && (c == u32::from(b'_') || (chars.locale_is_alnum)(c as u8))
}

pub(crate) fn is_word(c: u32, words: Words, chars: &CharTable) -> bool {
    match words {
        Words::Ascii => c < 256 && WORD.has(c as u8),
        Words::Locale => locale_word(c, chars),
        Words::Unicode if c < 256 => UNI_WORD.has(c as u8),
        Words::Unicode => (chars.is_alnum)(c),
    }
}

/// Lower case in ASCII; other characters are unchanged.
pub fn ascii_lower(c: u32) -> u32 {
    if c < 128 { u32::from((c as u8).to_ascii_lowercase()) } else { c }
}

/// Lower case by Unicode's simple mapping.
pub fn unicode_lower(c: u32, chars: &CharTable) -> u32 {
    match c {
        0..=127 => ascii_lower(c),
        0xc0..=0xde if c != 0xd7 => c + 32,
        128..=255 => c,
        _ => (chars.lower)(c),
    }
}

/// Upper case by Unicode's simple mapping.
pub fn unicode_upper(c: u32, chars: &CharTable) -> u32 {
    match c {
        0..=127 => u32::from((c as u8).to_ascii_uppercase()),
        0xe0..=0xfe if c != 0xf7 => c - 32,
        0xb5 => 0x39c,
        // the first unit of what it becomes in full
        0xdf => 0x53,
        0xff => 0x178,
        128..=255 => c,
        _ => (chars.upper)(c),
    }
}

pub(crate) fn locale_lower(c: u32, chars: &CharTable) -> u32 {
    if c < 256 { u32::from((chars.locale_lower)(c as u8)) } else { c }
}

pub(crate) fn locale_upper(c: u32, chars: &CharTable) -> u32 {
    if c < 256 { u32::from((chars.locale_upper)(c as u8)) } else { c }
}

/// What two characters are compared by under `fold`.
pub(crate) fn fold(c: u32, fold: Fold, chars: &CharTable) -> u32 {
    match fold {
        Fold::Exact => c,
        Fold::Ascii => ascii_lower(c),
        Fold::Locale => locale_lower(c, chars),
        Fold::Unicode => unicode_lower(c, chars),
    }
}

impl Category {
    pub fn not(self) -> Category {
        Category { kind: self.kind, negated: !self.negated }
    }
}
