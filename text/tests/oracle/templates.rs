//! Operations of the table `template`.

use text::float;
use text::int::{DEFAULT_MAX_DIGITS, Int, Literal, parse_int, to_decimal};
use text::percent::{self, Directive, Event, Parser};
use text::repr::{ascii_str, repr_str};
use text::template::{FieldName, First, Pieces, Step};
use text::{Fault, Text, TextBuf, Units, float_text};

use crate::table::{Answer, Case};

fn pieces(template: Units<'_>) -> Answer {
    let mut out = TextBuf::new();
    out.push_str("[");
    for piece in Pieces::new(template) {
        let piece = piece?;
        out.push_str(if out.len() > 1 { ", (" } else { "(" });
        out.push_units(repr_str(piece.literal).as_units());
        match piece.field {
            None => out.push_str(", None, None, None)"),
            Some(field) => {
                let conversion = field.conversion.map(|code| repr_str(Units::Ucs4(&[code])));
                for part in [Some(repr_str(field.name)), Some(repr_str(field.spec)), conversion] {
                    out.push_str(", ");
                    match part {
                        Some(part) => out.push_units(part.as_units()),
                        None => out.push_str("None"),
                    }
                }
                out.push_str(")");
            }
        }
    }
    out.push_str("]");
    Ok(out.finish())
}

fn field_name(text: Units<'_>) -> Answer {
    let mut out = TextBuf::new();
    let name = FieldName::parse(text)?;
    match name.first {
        First::Auto => out.push_str("''"),
        First::Index(index) => out.push_str(&index.to_string()),
        First::Name(name) => out.push_units(repr_str(name).as_units()),
    }
    for step in name {
        match step? {
            Step::Attribute(name) => {
                out.push_str(".");
                out.push_units(repr_str(name).as_units());
            }
            Step::Index(index) => out.push_str(&index.to_string()),
            Step::Key(key) => out.push_units(repr_str(key).as_units()),
        }
    }
    Ok(out.finish())
}

/// An argument, as the machine would have it.
enum Value<'a> {
    Int(Int),
    Float(f64),
    Str(Units<'a>),
}

impl Value<'_> {
    fn read(text: Units<'_>) -> Value<'_> {
        let rest = text.slice(1, text.len());
        match char::from_u32(text.get(0)) {
            Some('i') => Value::Int(parse_int(Literal::Str(rest), 16, 0).expect("an int")),
            Some('f') => Value::Float(float_text::from_hex(rest).expect("a float")),
            _ => Value::Str(rest),
        }
    }

    fn class(&self) -> &'static str {
        match self {
            Value::Int(_) => "int",
            Value::Float(_) => "float",
            Value::Str(_) => "str",
        }
    }

    fn plain(&self, quote: impl Fn(Units<'_>) -> Text) -> Result<Text, Fault> {
        match self {
            Value::Int(value) => to_decimal(value, DEFAULT_MAX_DIGITS).map(Text::from),
            Value::Float(value) => Ok(Text::from(float_text::repr_float(*value))),
            Value::Str(text) => Ok(quote(*text)),
        }
    }
}

fn star(value: Option<&Value<'_>>, out_of_range: &'static str, bits: u32) -> Result<i64, Fault> {
    match value {
        None => Err(percent::not_enough_arguments()),
        Some(Value::Int(Int::Small(v))) if bits == 64 || i32::try_from(*v).is_ok() => Ok(*v),
        Some(Value::Int(_)) => Err(Fault::overflow(out_of_range)),
        Some(_) => Err(percent::star_wants_int()),
    }
}

fn write(out: &mut TextBuf, directive: &Directive, value: &Value<'_>) -> Result<(), Fault> {
    let letter = directive.letter();
    match letter {
        's' => directive.write_text(out, value.plain(|t| t.to_text())?.as_units()),
        'r' => directive.write_text(out, value.plain(|t| repr_str(t).finish())?.as_units()),
        'a' => directive.write_text(out, value.plain(|t| ascii_str(t).finish())?.as_units()),
        'd' | 'i' | 'u' => match value {
            Value::Int(value) => directive.write_int(out, value, DEFAULT_MAX_DIGITS),
            Value::Float(value) => directive.write_int(out, &float::to_int(*value)?, DEFAULT_MAX_DIGITS),
            Value::Str(_) => Err(directive.wants_number("str")),
        },
        'o' | 'x' | 'X' => match value {
            Value::Int(value) => directive.write_int(out, value, DEFAULT_MAX_DIGITS),
            _ => Err(directive.wants_number(value.class())),
        },
        'e' | 'E' | 'f' | 'F' | 'g' | 'G' => match value {
            Value::Int(value) => directive.write_float(out, value.to_f64()?),
            Value::Float(value) => directive.write_float(out, *value),
            Value::Str(_) => Err(Fault::type_error("must be real number, not str")),
        },
        'c' => match value {
            Value::Str(text) if text.len() == 1 => directive.write_char(out, *text),
            Value::Str(text) => Err(percent::char_of_wrong_length(text.len())),
            Value::Int(value) => directive.write_char(out, Units::Ucs4(&[percent::char_of_int(value)?])),
            Value::Float(_) => Err(percent::char_of_wrong_class("float")),
        },
        _ => Err(directive.unsupported()),
    }
}

fn formatted(case: &Case) -> Answer {
    let values: Vec<Value<'_>> = case.args[1..].iter().map(|a| Value::read(a.as_units())).collect();
    let mut values = values.iter();
    let mut out = TextBuf::new();
    let mut parser = Parser::new(case.arg(0));
    while let Some(event) = parser.next_event()? {
        match event {
            Event::Literal(text) => out.push_units(text),
            Event::Key(_) => return Err(percent::requires_mapping()),
            Event::WidthArgument => {
                parser.set_width(star(values.next(), "Python int too large to convert to C ssize_t", 64)?);
            }
            Event::PrecisionArgument => {
                parser.set_precision(star(values.next(), "Python int too large to convert to C int", 32)?);
            }
            Event::Directive(directive) => {
                write(&mut out, &directive, values.next().ok_or_else(percent::not_enough_arguments)?)?;
            }
        }
    }
    match values.next() {
        Some(_) => Err(percent::not_all_converted(false)),
        None => Ok(out.finish()),
    }
}

pub fn run(case: &Case) -> Option<Answer> {
    Some(match case.op.as_str() {
        "pieces" => pieces(case.arg(0)),
        "field_name" => field_name(case.arg(0)),
        "percent" => formatted(case),
        _ => return None,
    })
}
