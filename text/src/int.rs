//! Integers: reading, writing, and exact arithmetic between integers and floats.

use std::cmp::Ordering;

use dashu_int::ops::BitTest;
use dashu_int::{IBig, Sign, UBig};

use crate::fault::Fault;
use crate::repr::{repr_bytes_for_message, repr_for_message};
use crate::unicode;
use crate::units::Units;

/// Decimal conversions up to this many digits are never refused, whatever the limit.
pub const DIGITS_THRESHOLD: usize = 640;

/// `sys.get_int_max_str_digits()` at start.
pub const DEFAULT_MAX_DIGITS: usize = 4300;

/// An integer: `Big` only where `Small` does not suffice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Int {
    Small(i64),
    Big(IBig),
}

impl From<i64> for Int {
    fn from(value: i64) -> Int {
        Int::Small(value)
    }
}

impl From<IBig> for Int {
    fn from(value: IBig) -> Int {
        match i64::try_from(&value) {
            Ok(small) => Int::Small(small),
            Err(_) => Int::Big(value),
        }
    }
}

impl From<&Int> for IBig {
    fn from(value: &Int) -> IBig {
        match value {
            Int::Small(v) => IBig::from(*v),
            Int::Big(v) => v.clone(),
        }
    }
}

impl Int {
    pub fn is_negative(&self) -> bool {
        match self {
            Int::Small(v) => *v < 0,
            Int::Big(v) => v.sign() == Sign::Negative,
        }
    }

    /// `float(self)`.
    pub fn to_f64(&self) -> Result<f64, Fault> {
        match self {
            Int::Small(v) => Ok(*v as f64),
            Int::Big(v) => big_to_f64(v),
        }
    }
}

/// What is being read, for the wording of errors and the whitespace rules.
#[derive(Clone, Copy, Debug)]
pub enum Literal<'a> {
    Str(Units<'a>),
    Bytes(&'a [u8]),
}

impl<'a> Literal<'a> {
    /// The first `limit` characters of its `repr`.
    pub(crate) fn repr(self, limit: usize) -> String {
        match self {
            Literal::Str(text) => repr_for_message(text, limit),
            Literal::Bytes(bytes) => repr_bytes_for_message(bytes, limit),
        }
    }

    /// As bytes, with every script's digits as ASCII digits and every space as a blank, trimmed. What can be part of no
    /// number becomes `?`.
    pub(crate) fn to_ascii(self) -> std::borrow::Cow<'a, [u8]> {
        use std::borrow::Cow;
        match self {
            Literal::Bytes(bytes) => Cow::Borrowed(trim(bytes)),
            Literal::Str(text) => match text.as_ascii() {
                Some(ascii) => Cow::Borrowed(trim(ascii.as_bytes())),
                None => {
                    let folded: Vec<u8> = text.iter().map(fold_to_ascii).collect();
                    Cow::Owned(trim(&folded).to_vec())
                }
            },
        }
    }
}

fn fold_to_ascii(code: u32) -> u8 {
    match code {
        0..0x7F => code as u8,
        _ if unicode::is_space(code) => b' ',
        _ => unicode::decimal(code).map_or(b'?', |digit| b'0' + digit),
    }
}

fn is_ascii_space(byte: u8) -> bool {
    matches!(byte, b' ' | 0x09..=0x0D)
}

fn trim(bytes: &[u8]) -> &[u8] {
    let start = bytes.iter().position(|&b| !is_ascii_space(b)).unwrap_or(bytes.len());
    let end = bytes.iter().rposition(|&b| !is_ascii_space(b)).map_or(start, |at| at + 1);
    &bytes[start..end]
}

/// `int(literal, base)`; a base of 0 means the prefix decides. `max_digits` 0 lifts the limit on decimal digits.
pub fn parse_int(literal: Literal<'_>, base: i64, max_digits: usize) -> Result<Int, Fault> {
    if base != 0 && !(2..=36).contains(&base) {
        return Err(Fault::value("int() base must be >= 2 and <= 36, or 0"));
    }
    parse_digits(&literal.to_ascii(), base as u32, max_digits)?
        .ok_or_else(|| Fault::value(format!("invalid literal for int() with base {base}: {}", literal.repr(200))))
}

/// `None` where the text is no integer.
fn parse_digits(text: &[u8], base: u32, max_digits: usize) -> Result<Option<Int>, Fault> {
    let (negative, rest) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    let Some((radix, digits, zero_only)) = split_prefix(rest, base) else { return Ok(None) };
    if radix == 10
        && digits.len() <= 18
        && let Some(value) = small_decimal(digits)
    {
        return Ok((!zero_only || value == 0).then_some(Int::Small(if negative { -value } else { value })));
    }
    let Some(clean) = clean_digits(digits, radix) else { return Ok(None) };
    if zero_only && clean.bytes().any(|d| d != b'0') {
        return Ok(None);
    }
    if !radix.is_power_of_two() && max_digits > 0 && clean.len() > max_digits.max(DIGITS_THRESHOLD) {
        return Err(Fault::value(format!(
            "Exceeds the limit ({max_digits} digits) for integer string conversion: value has {} digits; \
             use sys.set_int_max_str_digits() to increase the limit",
            clean.len()
        )));
    }
    if let Ok(value) = i64::from_str_radix(&clean, radix) {
        return Ok(Some(Int::Small(if negative { -value } else { value })));
    }
    let Ok(magnitude) = UBig::from_str_radix(&clean, radix) else { return Ok(None) };
    let sign = if negative { Sign::Negative } else { Sign::Positive };
    Ok(Some(Int::from(IBig::from_parts(sign, magnitude))))
}

/// The radix, the digits after any prefix, and whether only zeros are allowed (base 0: `0`, `00`, but not `07`).
fn split_prefix(text: &[u8], base: u32) -> Option<(u32, &[u8], bool)> {
    let prefixed = match text {
        [b'0', b'x' | b'X', rest @ ..] => Some((16, rest)),
        [b'0', b'o' | b'O', rest @ ..] => Some((8, rest)),
        [b'0', b'b' | b'B', rest @ ..] => Some((2, rest)),
        _ => None,
    };
    match prefixed {
        Some((radix, rest)) if base == 0 || base == radix => {
            let rest = rest.strip_prefix(b"_").unwrap_or(rest);
            Some((radix, rest, false))
        }
        _ if base == 0 => Some((10, text, text.first() == Some(&b'0'))),
        _ => Some((base, text, false)),
    }
}

/// At most 18 plain decimal digits.
fn small_decimal(digits: &[u8]) -> Option<i64> {
    if digits.is_empty() {
        return None;
    }
    digits.iter().try_fold(0i64, |acc, &b| b.is_ascii_digit().then(|| acc * 10 + i64::from(b - b'0')))
}

/// The digits without underscores; `None` if there is none, one is not a digit of the radix, or an underscore is not between
/// two digits.
fn clean_digits(digits: &[u8], radix: u32) -> Option<String> {
    let mut clean = String::with_capacity(digits.len());
    let mut after_digit = false;
    for &byte in digits {
        if byte == b'_' {
            if !after_digit {
                return None;
            }
            after_digit = false;
        } else {
            char::from(byte).to_digit(radix)?;
            clean.push(char::from(byte));
            after_digit = true;
        }
    }
    after_digit.then_some(clean)
}

/// `str(value)`. `max_digits` 0 lifts the limit.
pub fn to_decimal(value: &Int, max_digits: usize) -> Result<String, Fault> {
    match value {
        Int::Small(v) => Ok(v.to_string()),
        Int::Big(v) => big_to_decimal(v, max_digits),
    }
}

/// `str(value)` of a big integer.
pub fn big_to_decimal(value: &IBig, max_digits: usize) -> Result<String, Fault> {
    let too_long = || {
        Fault::value(format!(
            "Exceeds the limit ({max_digits} digits) for integer string conversion; \
             use sys.set_int_max_str_digits() to increase the limit"
        ))
    };
    let limit = if max_digits == 0 { usize::MAX } else { max_digits.max(DIGITS_THRESHOLD) };
    // 28/93 is just under log10(2): refuse hopeless values before the slow conversion.
    if value.bit_len().saturating_sub(1) as u128 * 28 / 93 >= limit as u128 {
        return Err(too_long());
    }
    let text = value.to_string();
    if text.len() - usize::from(text.starts_with('-')) > limit { Err(too_long()) } else { Ok(text) }
}

/// Digits of the magnitude in a base from 2 to 36, lower case, without sign or prefix.
pub fn magnitude_digits(value: &Int, radix: u32) -> String {
    match value {
        Int::Small(v) => {
            let v = v.unsigned_abs();
            match radix {
                10 => v.to_string(),
                16 => format!("{v:x}"),
                8 => format!("{v:o}"),
                2 => format!("{v:b}"),
                _ => UBig::from(v).in_radix(radix as u8).to_string(),
            }
        }
        Int::Big(v) => {
            let text = v.in_radix(radix as u8).to_string();
            text.strip_prefix('-').map(str::to_owned).unwrap_or(text)
        }
    }
}

/// `float(value)`, correctly rounded.
pub fn big_to_f64(value: &IBig) -> Result<f64, Fault> {
    let (sign, words) = value.as_sign_words();
    limbs_to_f64(sign == Sign::Negative, words)
}

/// The same for the magnitude as limbs, least significant first (the top one not zero).
pub fn limbs_to_f64(negative: bool, limbs: &[u64]) -> Result<f64, Fault> {
    let too_large = || Fault::overflow("int too large to convert to float");
    let Some((&top, _)) = limbs.split_last() else { return Ok(0.0) };
    let bits = limbs.len() * 64 - top.leading_zeros() as usize;
    if bits > 1024 {
        return Err(too_large());
    }
    let (window, sticky) = top_bits(limbs, bits);
    let magnitude = scale(window | u64::from(sticky), bits as i32 - 64);
    if magnitude.is_infinite() {
        return Err(too_large());
    }
    Ok(if negative { -magnitude } else { magnitude })
}

/// The 64 most significant bits (zeros appended if there are fewer), and whether anything lies below.
fn top_bits(limbs: &[u64], bits: usize) -> (u64, bool) {
    let top = limbs[limbs.len() - 1];
    if limbs.len() == 1 {
        return (top << (64 - bits), false);
    }
    let shift = top.leading_zeros();
    let next = limbs[limbs.len() - 2];
    let (window, below) = if shift == 0 { (top, next) } else { (top << shift | next >> (64 - shift), next << shift) };
    (window, below != 0 || limbs[..limbs.len() - 2].iter().any(|&limb| limb != 0))
}

/// `mantissa * 2**exponent` rounded once, half to even. The lowest bit of `mantissa` may stand for "and something below";
/// its highest bit is set. Gives infinity where the value is too large.
pub(crate) fn scale(mantissa: u64, exponent: i32) -> f64 {
    debug_assert!(mantissa >> 63 == 1);
    let top = exponent + 63;
    if top > 1023 {
        return f64::INFINITY;
    }
    // A normal number keeps 53 bits, a subnormal those above 2**-1074.
    let drop = if top >= -1022 { 11 } else { -1074 - exponent };
    if drop > 64 {
        return 0.0;
    }
    let kept = if drop == 64 { 0 } else { mantissa >> drop };
    let half = 1u64 << (drop - 1);
    let rest = if drop == 64 { mantissa } else { mantissa & ((1u64 << drop) - 1) };
    let rounded = kept + u64::from(rest > half || rest == half && kept & 1 == 1);
    if top >= -1022 {
        // A carry out of the mantissa moves into the exponent field, to infinity at the end of the range.
        f64::from_bits((((top + 1022) as u64) << 52) + rounded)
    } else {
        f64::from_bits(rounded)
    }
}

/// `a / b`, correctly rounded.
pub fn true_divide(a: &IBig, b: &IBig) -> Result<f64, Fault> {
    if b.is_zero() {
        return Err(Fault::zero_division("division by zero"));
    }
    let negative = (a.sign() == Sign::Negative) != (b.sign() == Sign::Negative);
    if a.is_zero() {
        return Ok(if negative { -0.0 } else { 0.0 });
    }
    let (num, den) = (a.clone().into_parts().1, b.clone().into_parts().1);
    // Scale so that the quotient has 65 or 66 bits; what remains only says which side of a tie it is.
    let shift = num.bit_len() as i64 - den.bit_len() as i64 - 65;
    let too_large = || Fault::overflow("integer division result too large for a float");
    if shift + 64 > 1024 {
        return Err(too_large());
    }
    if shift + 66 < -1080 {
        return Ok(if negative { -0.0 } else { 0.0 });
    }
    let (num, den) = if shift > 0 { (num, den << shift as usize) } else { (num << (-shift) as usize, den) };
    let quotient = &num / &den;
    let exact = &quotient * &den == num;
    let bits = quotient.bit_len();
    let (window, below) = top_bits(quotient.as_words(), bits);
    let value = scale(window | u64::from(below || !exact), (shift + bits as i64 - 64) as i32);
    if value.is_infinite() {
        return Err(too_large());
    }
    Ok(if negative { -value } else { value })
}

/// `a / b` for small integers, correctly rounded.
pub fn true_divide_small(a: i64, b: i64) -> Result<f64, Fault> {
    const EXACT: u64 = 1 << 53;
    if b == 0 {
        return Err(Fault::zero_division("division by zero"));
    }
    if a.unsigned_abs() <= EXACT && b.unsigned_abs() <= EXACT {
        return Ok(a as f64 / b as f64);
    }
    true_divide(&IBig::from(a), &IBig::from(b))
}

/// `round(value, digits)`: to a multiple of a power of ten if `digits` is negative, ties to even.
pub fn round_to_digits(value: &Int, digits: i64) -> Int {
    if digits >= 0 {
        return value.clone();
    }
    let value = IBig::from(value);
    // A power of ten beyond twice the magnitude leaves nothing, and need not be computed.
    let places = digits.unsigned_abs();
    if places as u128 * 3 > value.bit_len() as u128 + 3 {
        return Int::Small(0);
    }
    let unit = UBig::from(10u8).pow(places as usize);
    let (sign, magnitude) = value.into_parts();
    let (quotient, rest) = (&magnitude / &unit, &magnitude % &unit);
    let up = match (rest * 2u8).cmp(&unit) {
        Ordering::Less => false,
        Ordering::Equal => quotient.bit(0),
        Ordering::Greater => true,
    };
    Int::from(IBig::from_parts(sign, (quotient + u8::from(up)) * unit))
}

/// Exact comparison; `None` where the float is a NaN.
pub fn compare_with_float(a: i64, b: f64) -> Option<Ordering> {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    if b.is_nan() {
        return None;
    }
    if b >= LIMIT {
        return Some(Ordering::Less);
    }
    if b < -LIMIT {
        return Some(Ordering::Greater);
    }
    let whole = b.trunc();
    Some(a.cmp(&(whole as i64)).then_with(|| whole.partial_cmp(&b).unwrap_or(Ordering::Equal)))
}

/// Exact comparison of a big integer; `None` where the float is a NaN.
pub fn compare_big_with_float(a: &IBig, b: f64) -> Option<Ordering> {
    if b.is_nan() {
        return None;
    }
    if b.is_infinite() {
        return Some(if b > 0.0 { Ordering::Less } else { Ordering::Greater });
    }
    let whole = b.trunc();
    let other = IBig::from(&crate::float::to_int_exact(whole)?);
    Some(a.cmp(&other).then_with(|| whole.partial_cmp(&b).unwrap_or(Ordering::Equal)))
}
