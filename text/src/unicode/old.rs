//! Unicode 3.2, by which the names of internet hosts are defined: today's tables but for what has changed since.

use super::old_tables as t;

pub const VERSION: &str = "3.2.0";

fn in_ranges(ranges: &[(u32, u32)], code: u32) -> bool {
    let after = ranges.partition_point(|range| range.0 <= code);
    after > 0 && code <= ranges[after - 1].1
}

fn changed<T: Copy>(changes: &[(u32, T)], code: u32) -> Option<T> {
    changes.binary_search_by_key(&code, |change| change.0).ok().map(|at| changes[at].1)
}

/// Was the character assigned later?
pub fn is_later(code: u32) -> bool {
    in_ranges(&t::UNASSIGNED, code)
}

/// What the character was decomposed to, where that has been corrected since.
pub fn decomposed(code: u32) -> Option<u32> {
    changed(&t::CORRECTED, code)
}

pub fn category(code: u32) -> &'static str {
    if is_later(code) { "Cn" } else { changed(&t::CATEGORY, code).unwrap_or_else(|| super::category(code)) }
}

pub fn bidirectional(code: u32) -> &'static str {
    if is_later(code) { "" } else { changed(&t::BIDIRECTIONAL, code).unwrap_or_else(|| super::bidirectional(code)) }
}

pub fn east_asian_width(code: u32) -> &'static str {
    match in_ranges(&t::WIDE, code) {
        true => "W",
        false if is_later(code) => "N",
        false => changed(&t::EAST_ASIAN_WIDTH, code).unwrap_or_else(|| super::east_asian_width(code)),
    }
}

pub fn combining(code: u32) -> u8 {
    if is_later(code) { 0 } else { super::combining(code) }
}

pub fn mirrored(code: u32) -> bool {
    !is_later(code) && changed(&t::MIRRORED, code).unwrap_or_else(|| super::mirrored(code))
}

pub fn decimal(code: u32) -> Option<u8> {
    if is_later(code) { None } else { changed(&t::DECIMAL, code).unwrap_or_else(|| super::decimal(code)) }
}

/// CPython answers this by today's tables.
pub fn digit(code: u32) -> Option<u8> {
    super::digit(code)
}

pub fn numeric(code: u32) -> Option<f64> {
    if is_later(code) { None } else { changed(&t::NUMERIC, code).unwrap_or_else(|| super::numeric(code)) }
}
