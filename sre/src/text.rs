//! Text in three widths, and the scans over it that profit from knowing the width.

use std::fmt::Debug;

use crate::chars::{Bits, CharTable};
use crate::charset::{First, Set};

/// A unit of text: one character of a string stored in one, two or four bytes, or a byte.
pub trait Unit: Copy + Eq + Debug + Into<u32> + 'static {
    /// Every unit is below 256.
    const NARROW: bool;

    /// The unit for a character, if it has one in this width.
    fn of(c: u32) -> Option<Self>;

    /// Position of the first unit equal to `c`.
    fn find(text: &[Self], c: Self) -> Option<usize>;

    /// Position of the first unit equal to `a` or `b`.
    fn find2(text: &[Self], a: Self, b: Self) -> Option<usize>;

    /// Position of the last unit equal to `c`.
    fn rfind(text: &[Self], c: Self) -> Option<usize>;

    /// The text as Latin-1, if that is what it is.
    fn narrow(text: &[Self]) -> Option<&[u8]>;
}

impl Unit for u8 {
    const NARROW: bool = true;

    #[inline(always)]
    fn of(c: u32) -> Option<u8> {
        u8::try_from(c).ok()
    }

    #[inline]
    fn find(text: &[u8], c: u8) -> Option<usize> {
        memchr::memchr(c, text)
    }

    #[inline]
    fn find2(text: &[u8], a: u8, b: u8) -> Option<usize> {
        memchr::memchr2(a, b, text)
    }

    #[inline]
    fn rfind(text: &[u8], c: u8) -> Option<usize> {
        memchr::memrchr(c, text)
    }

    #[inline(always)]
    fn narrow(text: &[u8]) -> Option<&[u8]> {
        Some(text)
    }
}

macro_rules! wide_unit {
    ($unit:ty) => {
        impl Unit for $unit {
            const NARROW: bool = false;

            #[inline(always)]
            fn of(c: u32) -> Option<$unit> {
                <$unit>::try_from(c).ok()
            }

            fn find(text: &[$unit], c: $unit) -> Option<usize> {
                find_by_block(text, |u| u == c)
            }

            fn find2(text: &[$unit], a: $unit, b: $unit) -> Option<usize> {
                find_by_block(text, |u| (u == a) | (u == b))
            }

            fn rfind(text: &[$unit], c: $unit) -> Option<usize> {
                text.iter().rposition(|&u| u == c)
            }

            #[inline(always)]
            fn narrow(_: &[$unit]) -> Option<&[u8]> {
                None
            }
        }
    };
}

wide_unit!(u16);
wide_unit!(u32);

/// `position`, a block at a time so that the test is done on vectors.
#[inline(always)]
fn find_by_block<U: Copy>(text: &[U], is: impl Fn(U) -> bool) -> Option<usize> {
    const BLOCK: usize = 16;
    let (blocks, _) = text.as_chunks::<BLOCK>();
    let mut at = 0;
    for block in blocks {
        if block.iter().fold(false, |any, &u| any | is(u)) {
            break;
        }
        at += BLOCK;
    }
    text[at..].iter().position(|&u| is(u)).map(|i| at + i)
}

/// Whether `set` has the unit.
#[inline(always)]
pub(crate) fn in_set<U: Unit>(set: &Set, unit: U, chars: &CharTable) -> bool {
    let c: u32 = unit.into();
    if U::NARROW || c < 256 { set.bits.has(c as u8) } else { set.has_high(c, chars) }
}

#[inline(always)]
fn in_bits<U: Unit>(bits: &Bits, high: bool, unit: U) -> bool {
    let c: u32 = unit.into();
    if U::NARROW || c < 256 { bits.has(c as u8) } else { high }
}

/// Whether what is at `pos` may begin what `first` describes.
#[inline(always)]
pub(crate) fn may_begin<U: Unit>(first: &First, text: &[U], pos: usize) -> bool {
    match text.get(pos) {
        Some(&unit) => in_bits(&first.bits, first.high, unit),
        None => first.end,
    }
}

/// The first position at or after `from` whose unit may begin `first`.
pub(crate) fn find_first<U: Unit>(first: &First, text: &[U], from: usize) -> Option<usize> {
    text[from..].iter().position(|&u| in_bits(&first.bits, first.high, u)).map(|i| from + i)
}

/// The last position in `low..=high` that may begin `first`.
#[inline]
pub(crate) fn rfind_first<U: Unit>(first: &First, text: &[U], low: usize, high: usize) -> Option<usize> {
    let mut pos = high;
    loop {
        if may_begin(first, text, pos) {
            return Some(pos);
        }
        if pos == low {
            return None;
        }
        pos -= 1;
    }
}
