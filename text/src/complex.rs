//! Complex numbers as text.

use crate::fault::Fault;
use crate::float_text::{parse_prefix, push_repr};
use crate::int::Literal;
use crate::units::Units;

/// `complex(text)`: real and imaginary part.
pub fn parse_complex(text: Units<'_>) -> Result<(f64, f64), Fault> {
    let literal = Literal::Str(text);
    let ascii = literal.to_ascii();
    let malformed = || Fault::value("complex() arg is a malformed string");
    if !ascii.contains(&b'_') {
        return parse(&ascii).ok_or_else(malformed);
    }
    let misplaced = || Fault::value(format!("could not convert string to complex: {}", literal.repr(usize::MAX)));
    let digit = |at: Option<&u8>| at.is_some_and(u8::is_ascii_digit);
    for (at, &byte) in ascii.iter().enumerate() {
        if byte == b'_' && !(at > 0 && digit(ascii.get(at - 1)) && digit(ascii.get(at + 1))) {
            return Err(misplaced());
        }
    }
    let clean: Vec<u8> = ascii.iter().copied().filter(|&b| b != b'_').collect();
    parse(&clean).ok_or_else(malformed)
}

/// Without the blanks around it.
fn parse(text: &[u8]) -> Option<(f64, f64)> {
    let text = match text {
        [b'(', inner @ .., b')'] => trim(inner),
        _ => text,
    };
    match parse_prefix(text) {
        Some((value, len)) => match &text[len..] {
            [] => Some((value, 0.0)),
            [b'j' | b'J'] => Some((0.0, value)),
            rest @ [b'+' | b'-', ..] => Some((value, imaginary(rest)?)),
            _ => None,
        },
        None => Some((0.0, imaginary(text)?)),
    }
}

/// `+2j`, `-j`, `j`.
fn imaginary(text: &[u8]) -> Option<f64> {
    let (value, len) = parse_prefix(text).unwrap_or_else(|| match text {
        [b'+', ..] => (1.0, 1),
        [b'-', ..] => (-1.0, 1),
        _ => (1.0, 0),
    });
    matches!(text[len..], [b'j' | b'J']).then_some(value)
}

fn trim(text: &[u8]) -> &[u8] {
    let space = |b: &u8| matches!(*b, b' ' | 0x09..=0x0D);
    let start = text.iter().position(|b| !space(b)).unwrap_or(text.len());
    let end = text.iter().rposition(|b| !space(b)).map_or(start, |at| at + 1);
    &text[start..end]
}

/// `repr` of a complex number.
pub fn repr_complex(real: f64, imaginary: f64) -> String {
    let mut out = String::with_capacity(32);
    if real == 0.0 && real.is_sign_positive() {
        push_repr(&mut out, imaginary, false);
        out.push('j');
        return out;
    }
    out.push('(');
    push_repr(&mut out, real, false);
    if imaginary.is_nan() || imaginary.is_sign_positive() {
        out.push('+');
    }
    push_repr(&mut out, imaginary, false);
    out.push_str("j)");
    out
}
