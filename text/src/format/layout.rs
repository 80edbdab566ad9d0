//! Laying out a number: sign, padding, digits in groups, remainder.

use std::borrow::Cow;

use crate::fault::Fault;
use crate::format::spec::{Align, FormatSpec, Grouping, Sign};
use crate::textbuf::TextBuf;
use crate::units::Units;

/// What presentation type `n` takes from the locale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locale {
    pub decimal_point: String,
    pub thousands_separator: String,
    /// Group sizes from the right; the last repeats, a size of 127 (`CHAR_MAX`) ends grouping.
    pub grouping: Vec<u8>,
}

impl Default for Locale {
    /// The C locale.
    fn default() -> Locale {
        Locale { decimal_point: ".".into(), thousands_separator: String::new(), grouping: Vec::new() }
    }
}

/// Separators of one number.
pub(super) struct Separators<'a> {
    point: &'a str,
    thousands: &'a str,
    sizes: &'a [u8],
    fraction: Option<Grouping>,
}

impl<'a> Separators<'a> {
    pub(super) fn of_locale(locale: &'a Locale) -> Separators<'a> {
        Separators {
            point: &locale.decimal_point,
            thousands: &locale.thousands_separator,
            sizes: &locale.grouping,
            fraction: None,
        }
    }

    /// `group` digits between separators.
    pub(super) fn of_spec(spec: &FormatSpec, group: &'static [u8]) -> Separators<'a> {
        let (thousands, sizes): (&str, &[u8]) = match spec.grouping {
            Some(Grouping::Comma) => (",", group),
            Some(Grouping::Underscore) => ("_", group),
            None => ("", &[]),
        };
        Separators { point: ".", thousands, sizes, fraction: spec.fraction_grouping }
    }
}

/// A number taken apart. `digits` are those before the point; `rest` is what follows the fraction (exponent, `%`, `inf`).
#[derive(Default)]
pub(super) struct Number<'a> {
    pub negative: bool,
    pub prefix: &'a str,
    pub digits: &'a str,
    pub point: bool,
    pub fraction: &'a str,
    pub rest: &'a str,
}

impl<'a> Number<'a> {
    /// Takes apart what the float formatter wrote.
    pub(super) fn of_float(text: &'a str) -> Number<'a> {
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let digits_end = |s: &str| s.bytes().position(|b| !b.is_ascii_digit()).unwrap_or(s.len());
        let (digits, rest) = text.split_at(digits_end(text));
        match rest.strip_prefix('.') {
            Some(rest) => {
                let (fraction, rest) = rest.split_at(digits_end(rest));
                Number { negative, prefix: "", digits, point: true, fraction, rest }
            }
            None => Number { negative, prefix: "", digits, point: false, fraction: "", rest },
        }
    }

    /// Writes the number as the specification asks, right-aligned unless it says otherwise.
    pub(super) fn write(self, out: &mut TextBuf, spec: &FormatSpec, separators: &Separators<'_>) -> Result<(), Fault> {
        let sign = match (self.negative, spec.sign) {
            (true, _) => "-",
            (false, Some(Sign::Plus)) => "+",
            (false, Some(Sign::Space)) => " ",
            (false, _) => "",
        };
        let (fill, align) = number_padding(spec);
        let width = spec.width.unwrap_or(0);
        let point = if self.point { separators.point } else { "" };
        let fraction = group_fraction(self.fraction, separators.fraction);
        let fixed = sign.len() + self.prefix.len() + chars(point) + fraction.len() + self.rest.len();
        let zeros_to =
            if fill == u32::from('0') && align == Align::AfterSign { width.saturating_sub(fixed) } else { 0 };
        let digits = group(self.digits, zeros_to, separators)?;
        let padding = width.saturating_sub(fixed + chars(&digits));
        let (left, inner, right) = match align {
            Align::Left => (0, 0, padding),
            Align::Right => (padding, 0, 0),
            Align::AfterSign => (0, padding, 0),
            Align::Centre => (padding / 2, 0, padding - padding / 2),
        };
        out.push_repeated(fill, left)?;
        out.push_str(sign);
        out.push_str(self.prefix);
        out.push_repeated(fill, inner)?;
        out.push_str(&digits);
        out.push_str(point);
        out.push_str(&fraction);
        out.push_str(self.rest);
        out.push_repeated(fill, right)?;
        Ok(())
    }
}

/// Fill and alignment of a number: a `0` before the width means zeros after the sign.
fn number_padding(spec: &FormatSpec) -> (u32, Align) {
    let zero = spec.zero_padded && spec.fill.is_none();
    let fill = spec.fill.unwrap_or(if zero { u32::from('0') } else { u32::from(' ') });
    let align = spec.align.unwrap_or(if zero { Align::AfterSign } else { Align::Right });
    (fill, align)
}

fn chars(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().count() }
}

fn group_fraction(fraction: &str, grouping: Option<Grouping>) -> Cow<'_, str> {
    let Some(separator) = grouping.map(Grouping::as_char) else { return Cow::Borrowed(fraction) };
    let mut out = String::with_capacity(fraction.len() * 4 / 3);
    for (at, digit) in fraction.chars().enumerate() {
        if at > 0 && at % 3 == 0 {
            out.push(separator);
        }
        out.push(digit);
    }
    Cow::Owned(out)
}

/// The digits with separators, and with zeros in front until `min_width` characters are reached.
fn group<'d>(digits: &'d str, min_width: usize, separators: &Separators<'_>) -> Result<Cow<'d, str>, Fault> {
    if digits.is_empty() || separators.sizes.is_empty() && min_width <= digits.len() {
        return Ok(Cow::Borrowed(digits));
    }
    let separator_len = separators.thousands.chars().count();
    // Pieces from the right: how many zeros, then which digits.
    let mut pieces: Vec<(usize, &str)> = Vec::new();
    pieces.try_reserve(min_width / 3).map_err(|_| Fault::memory())?;
    let mut rest = digits;
    let mut wanted = min_width;
    let mut sizes = GroupSizes { sizes: separators.sizes, at: 0 };
    loop {
        let still = rest.len().max(wanted).max(1);
        let size = sizes.next().unwrap_or(still).min(still);
        let (before, piece) = rest.split_at(rest.len().saturating_sub(size));
        pieces.push((size - piece.len(), piece));
        rest = before;
        wanted = wanted.saturating_sub(size);
        if rest.is_empty() && wanted == 0 {
            break;
        }
        wanted = wanted.saturating_sub(separator_len);
    }
    let mut out = String::new();
    out.try_reserve(digits.len().saturating_add(min_width)).map_err(|_| Fault::memory())?;
    for (at, (zeros, piece)) in pieces.iter().rev().enumerate() {
        if at > 0 {
            out.push_str(separators.thousands);
        }
        out.extend(std::iter::repeat_n('0', *zeros));
        out.push_str(piece);
    }
    Ok(Cow::Owned(out))
}

/// Group sizes as `localeconv` gives them; `None` where the rest is one group.
struct GroupSizes<'a> {
    sizes: &'a [u8],
    at: usize,
}

impl GroupSizes<'_> {
    fn next(&mut self) -> Option<usize> {
        let size = *self.sizes.get(self.at).or(self.sizes.last())?;
        if size == 0 || size == 127 {
            return None;
        }
        self.at += 1;
        Some(usize::from(size))
    }
}

/// Pads text to a width.
pub fn pad(out: &mut TextBuf, text: Units<'_>, fill: u32, align: Align, width: usize) -> Result<(), Fault> {
    let padding = width.saturating_sub(text.len());
    let left = match align {
        Align::Left => 0,
        Align::Right | Align::AfterSign => padding,
        Align::Centre => padding / 2,
    };
    out.push_repeated(fill, left)?;
    out.push_units(text);
    out.push_repeated(fill, padding - left)?;
    Ok(())
}
