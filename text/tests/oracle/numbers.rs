//! Operations of the tables `repr`, `number` and `format`.

use std::cmp::Ordering;

use dashu_int::IBig;
use text::format::{FormatSpec, Locale, format_complex, format_float, format_int, format_str};
use text::int::{self, Int, Literal};
use text::{Fault, Text, TextBuf, complex, float, float_text, hash, repr};

use crate::table::{Answer, Case};

const LIMIT: usize = int::DEFAULT_MAX_DIGITS;

fn hex_float(case: &Case, at: usize) -> f64 {
    float_text::from_hex(case.arg(at)).expect("a float")
}

fn hex_int(case: &Case, at: usize) -> Int {
    int::parse_int(Literal::Str(case.arg(at)), 16, 0).expect("an int")
}

fn shown(result: Result<impl Into<Text>, Fault>) -> Answer {
    result.map(Into::into)
}

fn decimal(value: Int) -> Result<String, Fault> {
    int::to_decimal(&value, 0)
}

fn formatted(write: impl FnOnce(&mut TextBuf) -> Result<(), Fault>) -> Answer {
    let mut out = TextBuf::new();
    write(&mut out)?;
    Ok(out.finish())
}

fn compare(a: &Int, b: f64) -> String {
    let ordering = match a {
        Int::Small(a) => int::compare_with_float(*a, b),
        Int::Big(a) => int::compare_big_with_float(a, b),
    };
    match ordering {
        None => "?",
        Some(Ordering::Less) => "<",
        Some(Ordering::Equal) => "=",
        Some(Ordering::Greater) => ">",
    }
    .to_owned()
}

fn true_divide(a: &Int, b: &Int) -> Result<f64, Fault> {
    match (a, b) {
        (Int::Small(a), Int::Small(b)) => int::true_divide_small(*a, *b),
        _ => int::true_divide(&IBig::from(a), &IBig::from(b)),
    }
}

pub fn run(case: &Case) -> Option<Answer> {
    let spec = |at: usize, name: &str| FormatSpec::parse(case.arg(at), name);
    let locale = Locale::default();
    Some(match case.op.as_str() {
        "repr" => Ok(repr::repr_str(case.arg(0)).finish()),
        "ascii" => Ok(repr::ascii_str(case.arg(0)).finish()),
        "bytes_repr" => Ok(repr::repr_bytes(&case.bytes(0), "b").finish()),
        "int" => shown(int::parse_int(Literal::Str(case.arg(0)), case.number(1), LIMIT).and_then(decimal)),
        "int_bytes" => shown(int::parse_int(Literal::Bytes(&case.bytes(0)), case.number(1), LIMIT).and_then(decimal)),
        "float" => shown(float_text::parse_float(Literal::Str(case.arg(0))).map(float_text::to_hex)),
        "complex" => shown(complex::parse_complex(case.arg(0)).map(|(re, im)| complex::repr_complex(re, im))),
        "decimal" => shown(int::to_decimal(&hex_int(case, 0), LIMIT)),
        "int_hash" => Ok(Text::from(
            match hex_int(case, 0) {
                Int::Small(v) => hash::hash_int(v),
                Int::Big(v) => hash::hash_big(&v),
            }
            .to_string(),
        )),
        "int_to_float" => shown(hex_int(case, 0).to_f64().map(float_text::to_hex)),
        "true_divide" => shown(true_divide(&hex_int(case, 0), &hex_int(case, 1)).map(float_text::to_hex)),
        "compare" => Ok(Text::from(compare(&hex_int(case, 0), hex_float(case, 1)))),
        "float_repr" => Ok(Text::from(float_text::repr_float(hex_float(case, 0)))),
        "float_hex" => Ok(Text::from(float_text::to_hex(hex_float(case, 0)))),
        "float_hash" => {
            Ok(Text::from(hash::hash_float(hex_float(case, 0)).map_or("?".to_owned(), |hash| hash.to_string())))
        }
        "float_to_int" => shown(float::to_int(hex_float(case, 0)).and_then(decimal)),
        "float_round_to_int" => shown(float::round_to_int(hex_float(case, 0)).and_then(decimal)),
        "ratio" => shown(
            float::integer_ratio(hex_float(case, 0)).and_then(|(n, d)| Ok(format!("{}/{}", decimal(n)?, decimal(d)?))),
        ),
        "round" => shown(float::round_to_digits(hex_float(case, 0), case.number(1)).map(float_text::to_hex)),
        "round_int" => shown(decimal(int::round_to_digits(&hex_int(case, 0), case.number(1)))),
        "complex_repr" => Ok(Text::from(complex::repr_complex(hex_float(case, 0), hex_float(case, 1)))),
        "from_hex" => shown(float_text::from_hex(case.arg(0)).map(float_text::to_hex)),
        "format_int" if case.arg(1).is_empty() => shown(int::to_decimal(&hex_int(case, 0), LIMIT)),
        "format_int" => formatted(|out| format_int(out, &hex_int(case, 0), &spec(1, "int")?, "int", &locale, LIMIT)),
        "format_float" if case.arg(1).is_empty() => Ok(Text::from(float_text::repr_float(hex_float(case, 0)))),
        "format_float" => formatted(|out| format_float(out, hex_float(case, 0), &spec(1, "float")?, "float", &locale)),
        "format_complex" if case.arg(2).is_empty() => {
            Ok(Text::from(complex::repr_complex(hex_float(case, 0), hex_float(case, 1))))
        }
        "format_complex" => formatted(|out| {
            let value = (hex_float(case, 0), hex_float(case, 1));
            format_complex(out, value, &spec(2, "complex")?, "complex", &locale)
        }),
        "format_str" => formatted(|out| format_str(out, case.arg(0), &spec(1, "str")?, "str")),
        _ => return None,
    })
}
