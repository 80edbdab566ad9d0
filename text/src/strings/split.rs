//! Splitting at whitespace and at line ends, stripping, joining.

use std::ops::Range;

use crate::textbuf::{Text, TextBuf};
use crate::unicode::{is_line_break, is_space};
use crate::units::{Unit, Units};
use crate::with_units;

/// Which ends to strip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Left,
    Right,
    Both,
}

impl Side {
    fn left(self) -> bool {
        self != Side::Right
    }

    fn right(self) -> bool {
        self != Side::Left
    }
}

pub(crate) fn split_where<T: Unit>(text: &[T], most: usize, space: impl Fn(u32) -> bool) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut at = 0;
    let run = |from: usize, of_space: bool| {
        text[from..].iter().position(|u| space(u.code()) != of_space).map_or(text.len(), |n| from + n)
    };
    loop {
        at = run(at, true);
        if at == text.len() {
            return parts;
        }
        if parts.len() == most {
            parts.push(at..text.len());
            return parts;
        }
        let end = run(at, false);
        parts.push(at..end);
        at = end;
    }
}

pub(crate) fn rsplit_where<T: Unit>(text: &[T], most: usize, space: impl Fn(u32) -> bool) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut end = text.len();
    let run =
        |to: usize, of_space: bool| text[..to].iter().rposition(|u| space(u.code()) != of_space).map_or(0, |n| n + 1);
    loop {
        end = run(end, true);
        if end == 0 {
            break;
        }
        if parts.len() == most {
            parts.push(0..end);
            break;
        }
        let start = run(end, false);
        parts.push(start..end);
        end = start;
    }
    parts.reverse();
    parts
}

pub(crate) fn strip_where<T: Unit>(text: &[T], side: Side, strips: impl Fn(u32) -> bool) -> Range<usize> {
    let (mut start, mut end) = (0, text.len());
    if side.left() {
        start = text.iter().position(|u| !strips(u.code())).unwrap_or(end);
    }
    if side.right() {
        end = text[start..].iter().rposition(|u| !strips(u.code())).map_or(start, |n| start + n + 1);
    }
    start..end
}

pub(crate) fn split_lines_where<T: Unit>(
    text: &[T],
    keep_ends: bool,
    line_break: impl Fn(u32) -> bool,
) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let Some(len) = text[start..].iter().position(|u| line_break(u.code())) else {
            lines.push(start..text.len());
            break;
        };
        let end = start + len;
        let crlf = text[end].code() == 0x0D && text.get(end + 1).is_some_and(|u| u.code() == 0x0A);
        let next = end + 1 + usize::from(crlf);
        lines.push(start..if keep_ends { next } else { end });
        start = next;
    }
    lines
}

/// `text.split(None, most)` (`usize::MAX`: no limit).
pub fn split_whitespace(text: Units<'_>, most: usize) -> Vec<Range<usize>> {
    with_units!(text, |s| split_where(s, most, is_space))
}

/// `text.rsplit(None, most)`.
pub fn rsplit_whitespace(text: Units<'_>, most: usize) -> Vec<Range<usize>> {
    with_units!(text, |s| rsplit_where(s, most, is_space))
}

/// `text.splitlines(keep_ends)`.
pub fn split_lines(text: Units<'_>, keep_ends: bool) -> Vec<Range<usize>> {
    with_units!(text, |s| split_lines_where(s, keep_ends, is_line_break))
}

/// What `text.strip()` leaves.
pub fn strip(text: Units<'_>, side: Side) -> Range<usize> {
    with_units!(text, |s| strip_where(s, side, is_space))
}

/// What `text.strip(set)` leaves.
pub fn strip_set(text: Units<'_>, set: Units<'_>, side: Side) -> Range<usize> {
    // A bit per low character answers nearly every question at once.
    let mut low = [0u64; 4];
    let mut beyond = false;
    for code in set.iter() {
        match low.get_mut((code >> 6) as usize) {
            Some(word) => *word |= 1 << (code & 63),
            None => beyond = true,
        }
    }
    let in_set = |code: u32| match low.get((code >> 6) as usize) {
        Some(word) => word >> (code & 63) & 1 == 1,
        None => beyond && set.iter().any(|c| c == code),
    };
    with_units!(text, |s| strip_where(s, side, in_set))
}

/// `separator.join(parts)`.
pub fn join<'a>(separator: Units<'_>, parts: impl IntoIterator<Item = Units<'a>>) -> Text {
    let mut out = TextBuf::new();
    for (at, part) in parts.into_iter().enumerate() {
        if at > 0 {
            out.push_units(separator);
        }
        out.push_units(part);
    }
    out.finish()
}
