//! Literals to constants.

use super::{Compiled, Compiler};
use crate::bytecode::Const;
use ruff_python_ast as ast;
use ruff_python_ast::{Expr, Number};
use ruff_text_size::TextRange;

/// CPython's default `sys.int_info.default_max_str_digits`.
const MAX_DIGITS: usize = 4300;

impl Compiler<'_> {
    /// The value of a literal.
    pub(super) fn literal(&self, expr: &Expr) -> Compiled<Option<Const>> {
        Ok(Some(match expr {
            Expr::NoneLiteral(_) => Const::None,
            Expr::BooleanLiteral(literal) => Const::Bool(literal.value),
            Expr::EllipsisLiteral(literal) => self.kept(&literal.node_index).unwrap_or(Const::Ellipsis),
            Expr::StringLiteral(literal) => self.string(literal),
            Expr::BytesLiteral(literal) => Const::Bytes(literal.value.bytes().collect()),
            Expr::NumberLiteral(literal) => match number(&literal.value) {
                Ok(value) => value,
                Err(message) => return self.error(message, literal.range),
            },
            Expr::Name(name) if name.id.as_str() == "__debug__" => Const::Bool(self.options.optimize == 0),
            _ => return Ok(None),
        }))
    }

    pub(super) fn string(&self, literal: &ast::ExprStringLiteral) -> Const {
        self.kept(&literal.node_index).unwrap_or_else(|| string(self.source, literal))
    }

    /// The constant that a literal of a tree without source stands for.
    pub(super) fn kept(&self, index: &ast::AtomicNodeIndex) -> Option<Const> {
        self.made?.kept(index).cloned()
    }

    /// A docstring without the indentation of its lines.
    pub(super) fn docstring_constant(&self, literal: &ast::ExprStringLiteral) -> Const {
        match self.string(literal) {
            Const::Str(text) => Const::Str(clean_docstring(&text).into()),
            other => other,
        }
    }
}

/// The value of a number; the error is the message about too many digits.
pub(crate) fn number(number: &Number) -> Result<Const, String> {
    Ok(match number {
        Number::Float(value) => Const::Float(value.to_bits()),
        Number::Complex { imag, .. } => Const::Imaginary(imag.to_bits()),
        Number::Int(value) => match value.as_u64() {
            Some(value) => i64::try_from(value).map_or_else(|_| Const::BigInt(vec![value]), Const::Int),
            None => big_int(&value.to_string())?,
        },
    })
}

fn big_int(text: &str) -> Result<Const, String> {
    let digits: String = text.chars().filter(|&c| c != '_').collect();
    let (digits, radix) = match digits.get(..2) {
        Some("0x" | "0X") => (&digits[2..], 16),
        Some("0o" | "0O") => (&digits[2..], 8),
        Some("0b" | "0B") => (&digits[2..], 2),
        _ => (&digits[..], 10),
    };
    if radix == 10 && digits.len() > MAX_DIGITS {
        return Err(format!(
            "Exceeds the limit ({MAX_DIGITS} digits) for integer string conversion: value has {} digits; use \
             sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals to \
             avoid decimal conversion limits.",
            digits.len()
        ));
    }
    Ok(Const::BigInt(limbs(digits, radix)))
}

/// The value of a string literal.
pub(crate) fn string(source: &str, literal: &ast::ExprStringLiteral) -> Const {
    let text = literal.value.to_str();
    if !text.contains('\u{FFFD}') {
        return Const::Str(text.into());
    }
    let mut points = Vec::new();
    for part in &literal.value {
        let raw = part.flags.prefix().is_raw();
        decode(source, part.content_range(), raw, part.as_str(), &mut points);
    }
    from_points(points)
}

/// The code points of a literal's content. The parser's value loses lone surrogates, the source has them.
pub(crate) fn decode(source: &str, content: TextRange, raw: bool, value: &str, into: &mut Vec<u32>) {
    let plain = raw || !value.contains('\u{FFFD}');
    let source = if plain { "" } else { &source[content.start().to_usize()..content.end().to_usize()] };
    if !source.contains('\\') { into.extend(value.chars().map(u32::from)) } else { decode_escapes(source, value, into) }
}

/// A text with surrogates only if there are any.
pub(crate) fn from_points(points: Vec<u32>) -> Const {
    match points.iter().map(|&point| char::from_u32(point)).collect::<Option<String>>() {
        Some(text) => Const::Str(text.into()),
        None => Const::Points(points),
    }
}

/// Takes each U+FFFD of `value` that came from a surrogate escape from the source instead.
fn decode_escapes(source: &str, value: &str, into: &mut Vec<u32>) {
    let mut escapes = replaced_points(source).into_iter();
    for c in value.chars() {
        let point = if c == '\u{FFFD}' { escapes.next().unwrap_or(0xFFFD) } else { u32::from(c) };
        into.push(point);
    }
}

/// The code points that stand behind the U+FFFD of a literal, in order.
fn replaced_points(source: &str) -> Vec<u32> {
    let mut points = Vec::new();
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        if c == '\u{FFFD}' {
            points.push(0xFFFD);
        }
        if c != '\\' {
            continue;
        }
        let Some(kind) = rest.chars().next() else { break };
        rest = &rest[kind.len_utf8()..];
        let width = match kind {
            'u' => 4,
            'U' => 8,
            'N' => {
                if rest.starts_with("{REPLACEMENT CHARACTER}") || rest.starts_with("{replacement character}") {
                    points.push(0xFFFD);
                }
                continue;
            }
            _ => continue,
        };
        let Some(point) = rest.get(..width).and_then(|digits| u32::from_str_radix(digits, 16).ok()) else { continue };
        rest = &rest[width..];
        if point == 0xFFFD || char::from_u32(point).is_none() {
            points.push(point);
        }
    }
    points
}

/// Digits to 64-bit limbs, lowest first.
fn limbs(digits: &str, radix: u32) -> Vec<u64> {
    let mut limbs: Vec<u64> = Vec::new();
    // As many digits at once as surely fit a limb.
    let chunk = match radix {
        2 => 32,
        8 => 20,
        16 => 15,
        _ => 18,
    };
    for part in digits.as_bytes().chunks(chunk) {
        let (mut value, mut scale) = (0u64, 1u64);
        for &digit in part {
            value = value * u64::from(radix) + u64::from((digit as char).to_digit(radix).unwrap_or(0));
            scale *= u64::from(radix);
        }
        let mut carry = u128::from(value);
        for limb in &mut limbs {
            let wide = u128::from(*limb) * u128::from(scale) + carry;
            *limb = wide as u64;
            carry = wide >> 64;
        }
        if carry != 0 {
            limbs.push(carry as u64);
        }
    }
    limbs
}

/// Removes the common indentation of all lines but the first, and leading spaces of the first.
fn clean_docstring(text: &str) -> String {
    let expanded = expand_tabs(text);
    let mut lines = expanded.split('\n');
    let first = lines.next().unwrap_or_default();
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let margin = lines.clone().filter(|line| line.len() > indent(line)).map(indent).min().unwrap_or(0);
    let mut result = first.trim_start_matches(' ').to_owned();
    for line in lines {
        result.push('\n');
        let cut = margin.min(indent(line));
        result.push_str(&line[cut..]);
    }
    result
}

/// Tabs of a line's indentation to spaces, up to columns that are multiples of eight.
fn expand_tabs(text: &str) -> String {
    if !text.contains('\t') {
        return text.to_owned();
    }
    let mut result = String::with_capacity(text.len());
    let mut column = 0;
    for c in text.chars() {
        match c {
            '\t' => {
                let width = 8 - column % 8;
                result.extend(std::iter::repeat_n(' ', width));
                column += width;
            }
            '\n' => {
                result.push(c);
                column = 0;
            }
            _ => {
                result.push(c);
                column += 1;
            }
        }
    }
    result
}
