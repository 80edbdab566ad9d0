//! The Unicode character database, as far as `str` and `unicodedata` need it (version: [`VERSION`]).
//!
//! One record per kind of character, found through a two-level table; the tables are generated (see `tools/`).

mod case;
#[rustfmt::skip]
mod decompositions;
pub mod normal;
pub mod old;
#[rustfmt::skip]
mod old_tables;
#[rustfmt::skip]
mod tables;

use tables as t;

pub use case::{casefold, lower_with_context, to_lower, to_title, to_upper};
pub use tables::VERSION;

/// What is known about a character.
#[derive(Clone, Copy, Debug)]
pub struct Record {
    flags: u16,
    category: u8,
    bidirectional: u8,
    combining: u8,
    width: u8,
    decimal: u8,
    digit: u8,
    upper: i32,
    lower: i32,
    title: i32,
}

impl Record {
    const fn new(
        flags: u16,
        category: u8,
        bidirectional: u8,
        combining: u8,
        width: u8,
        decimal: u8,
        digit: u8,
        upper: i32,
        lower: i32,
        title: i32,
    ) -> Record {
        Record { flags, category, bidirectional, combining, width, decimal, digit, upper, lower, title }
    }

    fn has(&self, flag: u16) -> bool {
        self.flags & flag != 0
    }
}

/// The forms of a character of which one at least is not a single character.
struct SpecialCase {
    code: u32,
    upper: &'static [u32],
    lower: &'static [u32],
    title: &'static [u32],
}

impl SpecialCase {
    const fn new(code: u32, upper: &'static [u32], lower: &'static [u32], title: &'static [u32]) -> SpecialCase {
        SpecialCase { code, upper, lower, title }
    }
}

/// Unassigned: also the answer for values beyond Unicode.
static NOTHING: Record = Record::new(0, 0, 0, 0, 0, NO_DIGIT, NO_DIGIT, 0, 0, 0);

const NO_DIGIT: u8 = 255;

fn record(code: u32) -> &'static Record {
    let code = code as usize;
    match t::INDEX.get(code / t::BLOCK) {
        Some(&block) => &t::RECORDS[usize::from(t::BLOCKS[usize::from(block)][code % t::BLOCK])],
        None => &NOTHING,
    }
}

pub fn is_alpha(code: u32) -> bool {
    record(code).has(t::ALPHA)
}

/// `str.isdecimal` for one character.
pub fn is_decimal(code: u32) -> bool {
    decimal(code).is_some()
}

/// `str.isdigit` for one character.
pub fn is_digit(code: u32) -> bool {
    digit(code).is_some()
}

/// `str.isnumeric` for one character.
pub fn is_numeric(code: u32) -> bool {
    record(code).has(t::NUMERIC)
}

pub fn is_alnum(code: u32) -> bool {
    let r = record(code);
    r.has(t::ALPHA | t::NUMERIC) || r.decimal != NO_DIGIT || r.digit != NO_DIGIT
}

pub fn is_lower(code: u32) -> bool {
    record(code).has(t::LOWER)
}

pub fn is_upper(code: u32) -> bool {
    record(code).has(t::UPPER)
}

/// Category Lt.
pub fn is_title(code: u32) -> bool {
    record(code).category == t::TITLECASE
}

pub fn is_cased(code: u32) -> bool {
    let r = record(code);
    r.has(t::LOWER | t::UPPER) || r.category == t::TITLECASE
}

pub fn is_case_ignorable(code: u32) -> bool {
    record(code).has(t::CASE_IGNORABLE)
}

/// What `str.strip` and `str.split` take off.
#[inline]
pub fn is_space(code: u32) -> bool {
    match code {
        0x09..=0x0D | 0x1C..=0x20 | 0x85 | 0xA0 => true,
        0..=0x167F => false,
        0x1680 | 0x2000..=0x200A | 0x2028 | 0x2029 | 0x202F | 0x205F | 0x3000 => true,
        _ => false,
    }
}

/// Where `str.splitlines` splits.
#[inline]
pub fn is_line_break(code: u32) -> bool {
    matches!(code, 0x0A..=0x0D | 0x1C..=0x1E | 0x85 | 0x2028 | 0x2029)
}

/// Shown as itself by `repr`.
#[inline]
pub fn is_printable(code: u32) -> bool {
    if code < 0x7F { code >= 0x20 } else { record(code).has(t::PRINTABLE) }
}

pub fn is_xid_start(code: u32) -> bool {
    record(code).has(t::XID_START)
}

pub fn is_xid_continue(code: u32) -> bool {
    record(code).has(t::XID_CONTINUE)
}

/// Value of a decimal digit in any script (0..=9).
#[inline]
pub fn decimal(code: u32) -> Option<u8> {
    if code < 0x80 {
        return (code.wrapping_sub(0x30) < 10).then(|| (code - 0x30) as u8);
    }
    let value = record(code).decimal;
    (value != NO_DIGIT).then_some(value)
}

/// Value of a digit, superscripts and the like included.
pub fn digit(code: u32) -> Option<u8> {
    let value = record(code).digit;
    (value != NO_DIGIT).then_some(value)
}

pub fn numeric(code: u32) -> Option<f64> {
    t::NUMERIC_VALUES.binary_search_by_key(&code, |e| e.0).ok().map(|at| t::NUMERIC_VALUES[at].1)
}

/// General category, as two letters.
pub fn category(code: u32) -> &'static str {
    t::CATEGORIES[usize::from(record(code).category)]
}

pub fn bidirectional(code: u32) -> &'static str {
    t::BIDI[usize::from(record(code).bidirectional)]
}

pub fn east_asian_width(code: u32) -> &'static str {
    t::WIDTHS[usize::from(record(code).width)]
}

pub fn combining(code: u32) -> u8 {
    record(code).combining
}

pub fn mirrored(code: u32) -> bool {
    record(code).has(t::MIRRORED)
}
