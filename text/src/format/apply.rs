//! Applying a specification to a value.

use crate::fault::Fault;
use crate::float_text::{MAX_PRECISION, Mode, Style, write_float};
use crate::format::layout::{Locale, Number, Separators, pad};
use crate::format::spec::{Align, FormatSpec, Sign};
use crate::int::{Int, magnitude_digits, to_decimal};
use crate::textbuf::TextBuf;
use crate::units::Units;

const THREES: &[u8] = &[3];
const FOURS: &[u8] = &[4];

/// `str.__format__`.
pub fn format_str(out: &mut TextBuf, text: Units<'_>, spec: &FormatSpec, type_name: &str) -> Result<(), Fault> {
    if spec.kind.is_some_and(|kind| kind != u32::from('s')) {
        return Err(spec.unknown_code(type_name));
    }
    if let Some(grouping) = spec.grouping {
        return Err(grouping.misplaced(u32::from('s')));
    }
    match spec.sign {
        Some(Sign::Space) => return Err(Fault::value("Space not allowed in string format specifier")),
        Some(_) => return Err(Fault::value("Sign not allowed in string format specifier")),
        None => {}
    }
    if spec.no_negative_zero {
        return Err(Fault::value("Negative zero coercion (z) not allowed in string format specifier"));
    }
    if spec.alternate {
        return Err(Fault::value("Alternate form (#) not allowed in string format specifier"));
    }
    if spec.align == Some(Align::AfterSign) {
        return Err(Fault::value("'=' alignment not allowed in string format specifier"));
    }
    let shown = text.slice(0, text.len().min(spec.precision.unwrap_or(usize::MAX)));
    let fill = spec.fill.unwrap_or(if spec.zero_padded { u32::from('0') } else { u32::from(' ') });
    pad(out, shown, fill, spec.align.unwrap_or(Align::Left), spec.width.unwrap_or(0))
}

/// `int.__format__`. `max_digits` limits decimal conversion (0: no limit).
pub fn format_int(
    out: &mut TextBuf,
    value: &Int,
    spec: &FormatSpec,
    type_name: &str,
    locale: &Locale,
    max_digits: usize,
) -> Result<(), Fault> {
    let kind = spec.kind.unwrap_or(u32::from('d'));
    match char::from_u32(kind) {
        Some('b' | 'c' | 'd' | 'o' | 'x' | 'X' | 'n') => {}
        Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%') => {
            return format_float(out, value.to_f64()?, spec, type_name, locale);
        }
        _ => return Err(spec.unknown_code(type_name)),
    }
    if spec.precision.is_some() {
        return Err(Fault::value("Precision not allowed in integer format specifier"));
    }
    if spec.no_negative_zero {
        return Err(Fault::value("Negative zero coercion (z) not allowed in integer format specifier"));
    }
    let negative = value.is_negative();
    let (prefix, digits, group) = match char::from_u32(kind) {
        Some('c') => return format_character(out, value, spec),
        Some('b') => ("0b", magnitude_digits(value, 2), FOURS),
        Some('o') => ("0o", magnitude_digits(value, 8), FOURS),
        Some('x') => ("0x", magnitude_digits(value, 16), FOURS),
        Some('X') => ("0X", magnitude_digits(value, 16).to_ascii_uppercase(), FOURS),
        _ => {
            let text = to_decimal(value, max_digits)?;
            ("", text.strip_prefix('-').map(str::to_owned).unwrap_or(text), THREES)
        }
    };
    let separators =
        if kind == u32::from('n') { Separators::of_locale(locale) } else { Separators::of_spec(spec, group) };
    let prefix = if spec.alternate { prefix } else { "" };
    Number { negative, prefix, digits: &digits, ..Number::default() }.write(out, spec, &separators)
}

fn format_character(out: &mut TextBuf, value: &Int, spec: &FormatSpec) -> Result<(), Fault> {
    if spec.sign.is_some() {
        return Err(Fault::value("Sign not allowed with integer format specifier 'c'"));
    }
    if spec.alternate {
        return Err(Fault::value("Alternate form (#) not allowed with integer format specifier 'c'"));
    }
    let code = match value {
        Int::Small(code @ 0..=0x10_FFFF) => *code as u32,
        Int::Small(_) => return Err(Fault::overflow("%c arg not in range(0x110000)")),
        Int::Big(_) => return Err(Fault::overflow("Python int too large to convert to C long")),
    };
    let fill = spec.fill.unwrap_or(if spec.zero_padded { u32::from('0') } else { u32::from(' ') });
    pad(out, Units::Ucs4(&[code]), fill, spec.align.unwrap_or(Align::Right), spec.width.unwrap_or(0))
}

/// How a float presentation type writes a value.
struct FloatStyle {
    mode: Mode,
    style: Style,
    percent: bool,
    from_locale: bool,
}

impl FloatStyle {
    /// `None`: the type is not one of floats. Without a type `bare` says whether whole numbers get a point.
    fn new(spec: &FormatSpec, bare_point: bool) -> Result<Option<FloatStyle>, Fault> {
        let kind = spec.kind.and_then(char::from_u32);
        if spec.kind.is_some() && !matches!(kind, Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'n' | '%')) {
            return Ok(None);
        }
        if spec.precision.is_some_and(|p| p > MAX_PRECISION) {
            return Err(Fault::value("precision too big"));
        }
        let precision = spec.precision.unwrap_or(6);
        let mode = match kind {
            None => spec.precision.map_or(Mode::Shortest, Mode::General),
            Some('e' | 'E') => Mode::Exponent(precision),
            Some('f' | 'F' | '%') => Mode::Fixed(precision),
            Some(_) => Mode::General(precision),
        };
        let style = Style {
            upper: matches!(kind, Some('E' | 'F' | 'G')),
            alternate: spec.alternate,
            add_point_zero: kind.is_none() && bare_point,
            no_negative_zero: spec.no_negative_zero,
        };
        Ok(Some(FloatStyle { mode, style, percent: kind == Some('%'), from_locale: kind == Some('n') }))
    }

    /// Room for as many digits as are asked for, which may be too many.
    fn reserve(&self, text: &mut String, spec: &FormatSpec) -> Result<(), Fault> {
        text.try_reserve(spec.precision.unwrap_or(24)).map_err(|_| Fault::memory())
    }

    fn separators<'a>(&self, spec: &FormatSpec, locale: &'a Locale) -> Separators<'a> {
        if self.from_locale { Separators::of_locale(locale) } else { Separators::of_spec(spec, THREES) }
    }
}

/// `float.__format__`.
pub fn format_float(
    out: &mut TextBuf,
    value: f64,
    spec: &FormatSpec,
    type_name: &str,
    locale: &Locale,
) -> Result<(), Fault> {
    let Some(how) = FloatStyle::new(spec, true)? else { return Err(spec.unknown_code(type_name)) };
    let mut text = String::new();
    how.reserve(&mut text, spec)?;
    write_float(&mut text, if how.percent { value * 100.0 } else { value }, how.mode, how.style);
    if how.percent {
        text.push('%');
    }
    Number::of_float(&text).write(out, spec, &how.separators(spec, locale))
}

/// `complex.__format__`.
pub fn format_complex(
    out: &mut TextBuf,
    (real, imaginary): (f64, f64),
    spec: &FormatSpec,
    type_name: &str,
    locale: &Locale,
) -> Result<(), Fault> {
    let how = match FloatStyle::new(spec, false)? {
        Some(how) if !how.percent => how,
        _ => return Err(spec.unknown_code(type_name)),
    };
    if spec.zero_padded || spec.fill == Some(u32::from('0')) {
        return Err(Fault::value("Zero padding is not allowed in complex format specifier"));
    }
    if spec.align == Some(Align::AfterSign) {
        return Err(Fault::value("'=' alignment flag is not allowed in complex format specifier"));
    }
    let bare = spec.kind.is_none();
    let only_imaginary = bare && real == 0.0 && real.is_sign_positive();
    let part = FormatSpec { width: None, fill: None, align: None, zero_padded: false, ..*spec };
    let separators = how.separators(spec, locale);
    let mut body = TextBuf::new();
    let mut text = String::new();
    how.reserve(&mut text, spec)?;
    if bare && !only_imaginary {
        body.push_char('(');
    }
    if !only_imaginary {
        write_float(&mut text, real, how.mode, how.style);
        Number::of_float(&text).write(&mut body, &part, &separators)?;
        text.clear();
    }
    write_float(&mut text, imaginary, how.mode, how.style);
    let signed = if only_imaginary { part } else { FormatSpec { sign: Some(Sign::Plus), ..part } };
    Number::of_float(&text).write(&mut body, &signed, &separators)?;
    body.push_char('j');
    if bare && !only_imaginary {
        body.push_char(')');
    }
    let fill = spec.fill.unwrap_or(u32::from(' '));
    pad(out, body.as_units(), fill, spec.align.unwrap_or(Align::Right), spec.width.unwrap_or(0))
}
