//! Floats as text: reading, `repr`, exact decimal digits for formatting, and hexadecimal.

use std::fmt::Write;

use crate::fault::Fault;
use crate::int::Literal;
use crate::units::Units;

/// Precision beyond which CPython refuses to format.
pub const MAX_PRECISION: usize = i32::MAX as usize;

/// `float(literal)`.
pub fn parse_float(literal: Literal<'_>) -> Result<f64, Fault> {
    parse_decimal(&literal.to_ascii())
        .ok_or_else(|| Fault::value(format!("could not convert string to float: {}", literal.repr(usize::MAX))))
}

/// A complete number, underscores between digits allowed.
fn parse_decimal(text: &[u8]) -> Option<f64> {
    if !text.contains(&b'_') {
        return parse_plain(text);
    }
    let digit = |at: Option<&u8>| at.is_some_and(u8::is_ascii_digit);
    for (at, &byte) in text.iter().enumerate() {
        if byte == b'_' && !(at > 0 && digit(text.get(at - 1)) && digit(text.get(at + 1))) {
            return None;
        }
    }
    let clean: Vec<u8> = text.iter().copied().filter(|&b| b != b'_').collect();
    parse_plain(&clean)
}

fn parse_plain(text: &[u8]) -> Option<f64> {
    (number_prefix(text) == text.len() && !text.is_empty()).then(|| convert(text)).flatten()
}

/// Text that [`number_prefix`] accepted.
fn convert(text: &[u8]) -> Option<f64> {
    // Rust and Python agree on the grammar of what is left, names of infinity and NaN included.
    std::str::from_utf8(text).ok()?.parse().ok()
}

/// Length of the longest number at the start of the text, 0 if there is none.
pub(crate) fn number_prefix(text: &[u8]) -> usize {
    let sign = usize::from(matches!(text.first(), Some(b'+' | b'-')));
    let body = &text[sign..];
    let named = |name: &[u8]| body.len() >= name.len() && body[..name.len()].eq_ignore_ascii_case(name);
    for name in [&b"infinity"[..], b"inf", b"nan"] {
        if named(name) {
            return sign + name.len();
        }
    }
    let digits = |from: usize| body[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let whole = digits(0);
    let mut end = whole;
    let mut fraction = 0;
    if body.get(end) == Some(&b'.') {
        fraction = digits(end + 1);
        end += 1 + fraction;
    }
    if whole + fraction == 0 {
        return 0;
    }
    if matches!(body.get(end), Some(b'e' | b'E')) {
        let signed = end + 1 + usize::from(matches!(body.get(end + 1), Some(b'+' | b'-')));
        let exponent = if signed <= body.len() { digits(signed) } else { 0 };
        if exponent > 0 {
            end = signed + exponent;
        }
    }
    sign + end
}

/// The number at the start of the text and its length.
pub(crate) fn parse_prefix(text: &[u8]) -> Option<(f64, usize)> {
    let len = number_prefix(text);
    if len == 0 {
        return None;
    }
    Some((convert(&text[..len])?, len))
}

/// `repr(value)`.
pub fn repr_float(value: f64) -> String {
    let mut out = String::with_capacity(24);
    push_repr(&mut out, value, true);
    out
}

/// Appends the shortest text that reads back as `value`; `point` adds `.0` to a whole number.
pub(crate) fn push_repr(out: &mut String, value: f64, point: bool) {
    let style = Style { add_point_zero: point, ..Style::default() };
    write_float(out, value, Mode::Shortest, style);
}

/// How many digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// `r`: as few as tell the value apart.
    Shortest,
    /// `e`: this many after the point, with an exponent.
    Exponent(usize),
    /// `f`: this many after the point.
    Fixed(usize),
    /// `g`: this many significant ones.
    General(usize),
}

/// Details of the layout.
#[derive(Clone, Copy, Debug, Default)]
pub struct Style {
    /// `INF`, `1E+20`.
    pub upper: bool,
    /// `#`: keep the point and, for `g`, trailing zeros.
    pub alternate: bool,
    /// Make whole numbers look like floats.
    pub add_point_zero: bool,
    /// `z`: a negative zero, also after rounding, loses its sign.
    pub no_negative_zero: bool,
}

/// A finite value with so many digits after the point.
fn write_fixed(out: &mut String, value: f64, after: usize, style: Style) {
    let start = out.len();
    // Writing to a string cannot fail.
    let _ = write!(out, "{value:.*}", after.min(ALL_DIGITS));
    out.extend(std::iter::repeat_n('0', after.saturating_sub(ALL_DIGITS)));
    if style.alternate && after == 0 {
        out.push('.');
    }
    if style.no_negative_zero
        && out[start..].starts_with('-')
        && !out[start..].bytes().any(|b| b.is_ascii_digit() && b != b'0')
    {
        out.remove(start);
    }
}

/// Significant digits of a finite value: `0.d1d2d3... * 10**point`.
struct Digits {
    text: Vec<u8>,
    point: i32,
}

/// Appends the value, with `-` in front if it is negative (a NaN never is).
pub fn write_float(out: &mut String, value: f64, mode: Mode, style: Style) {
    if value.is_nan() {
        return out.push_str(if style.upper { "NAN" } else { "nan" });
    }
    let negative = value.is_sign_negative();
    if value.is_infinite() {
        if negative {
            out.push('-');
        }
        return out.push_str(if style.upper { "INF" } else { "inf" });
    }
    let magnitude = value.abs();
    let (digits, exponential, end) = match mode {
        Mode::Fixed(after) => return write_fixed(out, value, after, style),
        Mode::Shortest => {
            let digits = shortest(magnitude);
            let (point, end) = (digits.point, digits.text.len());
            (digits, point <= -4 || point > 16, end)
        }
        Mode::Exponent(after) => (rounded(magnitude, after), true, after + 1),
        Mode::General(significant) => {
            let significant = significant.max(1);
            let digits = rounded(magnitude, significant - 1);
            let limit = significant as i64 - i64::from(style.add_point_zero);
            let exponential = digits.point <= -4 || i64::from(digits.point) > limit;
            let end = if style.alternate { significant } else { digits.text.len() };
            (digits, exponential, end)
        }
    };
    if negative && !(style.no_negative_zero && digits.text == b"0") {
        out.push('-');
    }
    lay_out(out, &digits, exponential, end as i64, style);
}

/// A double has no more significant digits than this, nor more after the point.
const ALL_DIGITS: usize = 1100;

impl Digits {
    /// Without trailing zeros, and zero as a single digit.
    fn trimmed(mut self) -> Digits {
        while self.text.last() == Some(&b'0') {
            self.text.pop();
        }
        if self.text.is_empty() { Digits { text: vec![b'0'], point: 1 } } else { self }
    }
}

/// The value rounded to `after` digits behind the first one.
fn rounded(value: f64, after: usize) -> Digits {
    let text = format!("{value:.*e}", after.min(ALL_DIGITS));
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let digits = mantissa.bytes().filter(u8::is_ascii_digit).collect();
    Digits { text: digits, point: exponent.parse::<i32>().unwrap_or(0) + 1 }.trimmed()
}

fn shortest(value: f64) -> Digits {
    let mut buffer = zmij::Buffer::new();
    let text = buffer.format_finite(value);
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let leading = whole.bytes().chain(fraction.bytes()).take_while(|&d| d == b'0').count();
    let digits = whole.bytes().chain(fraction.bytes()).skip(leading).collect();
    let point = whole.len() as i32 + exponent.parse::<i32>().unwrap_or(0) - leading as i32;
    Digits { text: digits, point }.trimmed()
}

/// Writes digits up to `shown_end`, counted from the first one, with a point and perhaps an exponent.
fn lay_out(out: &mut String, digits: &Digits, exponential: bool, shown_end: i64, style: Style) {
    let point = digits.point;
    let decimal = if exponential { 1 } else { i64::from(point) };
    // Digits `start..end` are shown, zeros where there are none; the point comes before digit `decimal`.
    let start = if decimal <= 0 { decimal - 1 } else { 0 };
    let end = shown_end.max(decimal + i64::from(!exponential && style.add_point_zero));
    push_digits(out, &digits.text, start, decimal);
    if end > decimal || style.alternate {
        out.push('.');
        push_digits(out, &digits.text, decimal, end);
    }
    if exponential {
        let exponent = point - 1;
        let _ = write!(out, "{}{exponent:+03}", if style.upper { 'E' } else { 'e' });
    }
}

/// Appends digits `from..to`, with zeros before the first and after the last.
fn push_digits(out: &mut String, digits: &[u8], from: i64, to: i64) {
    let len = digits.len() as i64;
    let zeros = |out: &mut String, count: i64| out.extend(std::iter::repeat_n('0', count.max(0) as usize));
    zeros(out, to.min(0) - from);
    let (first, last) = (from.clamp(0, len), to.clamp(0, len));
    if first < last {
        out.extend(digits[first as usize..last as usize].iter().map(|&d| char::from(d)));
    }
    zeros(out, to - from.max(len));
}

/// `value.hex()`.
pub fn to_hex(value: f64) -> String {
    if !value.is_finite() {
        return repr_float(value);
    }
    let sign = if value.is_sign_negative() { "-" } else { "" };
    let bits = value.to_bits();
    let field = (bits >> 52 & 0x7FF) as i32;
    let fraction = bits & ((1 << 52) - 1);
    match (field, fraction) {
        (0, 0) => format!("{sign}0x0.0p+0"),
        (0, _) => format!("{sign}0x0.{fraction:013x}p-1022"),
        _ => format!("{sign}0x1.{fraction:013x}p{:+}", field - 1023),
    }
}

/// `float.fromhex(text)`.
pub fn from_hex(text: Units<'_>) -> Result<f64, Fault> {
    let invalid = || Fault::value("invalid hexadecimal floating-point string");
    // Anything that is not ASCII can be part of no such number.
    let ascii: Vec<u8> = text.iter().map(|code| u8::try_from(code).unwrap_or(b'?')).collect();
    let space = |b: &u8| matches!(*b, b' ' | 0x09..=0x0D);
    let start = ascii.iter().position(|b| !space(b)).unwrap_or(ascii.len());
    let end = ascii.iter().rposition(|b| !space(b)).map_or(start, |at| at + 1);
    let trimmed = &ascii[start..end];
    let (negative, body) = match trimmed {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, trimmed),
    };
    let named = |name: &[u8]| body.eq_ignore_ascii_case(name);
    let magnitude = if named(b"inf") || named(b"infinity") {
        f64::INFINITY
    } else if named(b"nan") {
        f64::NAN
    } else {
        hex_magnitude(body).ok_or_else(invalid)??
    };
    Ok(if negative { -magnitude } else { magnitude })
}

/// The value of `0x1.8p3` and the like; `None` if the text is no such number.
fn hex_magnitude(text: &[u8]) -> Option<Result<f64, Fault>> {
    let text = match text {
        [b'0', b'x' | b'X', rest @ ..] => rest,
        _ => text,
    };
    let mut mantissa = 0u64;
    let mut sticky = false;
    let mut exponent = 0i64;
    let mut digits = 0usize;
    let mut in_fraction = false;
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        if byte == b'.' && !in_fraction {
            in_fraction = true;
        } else if let Some(digit) = char::from(byte).to_digit(16) {
            digits += 1;
            if mantissa >> 60 == 0 {
                mantissa = mantissa << 4 | u64::from(digit);
                exponent -= if in_fraction { 4 } else { 0 };
            } else {
                sticky |= digit != 0;
                exponent += if in_fraction { 0 } else { 4 };
            }
        } else {
            break;
        }
        at += 1;
    }
    if digits == 0 {
        return None;
    }
    if let Some(b'p' | b'P') = text.get(at) {
        let signed = at + 1 + usize::from(matches!(text.get(at + 1), Some(b'+' | b'-')));
        let written = text[signed.min(text.len())..].iter().take_while(|b| b.is_ascii_digit());
        let (count, value) =
            written.fold((0, 0i64), |(count, acc), &b| (count + 1, (acc * 10 + i64::from(b - b'0')).min(1 << 40)));
        if count == 0 {
            return None;
        }
        exponent += if text[at + 1] == b'-' { -value } else { value };
        at = signed + count;
    }
    let complete = at == text.len();
    if mantissa == 0 {
        return complete.then_some(Ok(0.0));
    }
    let shift = mantissa.leading_zeros();
    // Digits are dropped only from a mantissa that fills 61 bits at least: the lowest bit may stand for them.
    let window = mantissa << shift | u64::from(sticky);
    let exponent = (exponent - i64::from(shift)).clamp(-100_000, 100_000) as i32;
    let value = crate::int::scale(window, exponent);
    // A value out of range is reported before what follows it is looked at.
    if value.is_infinite() {
        return Some(Err(Fault::overflow("hexadecimal value too large to represent as a float")));
    }
    complete.then_some(Ok(value))
}
