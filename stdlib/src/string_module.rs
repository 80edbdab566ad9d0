//! `_string`: the templates of `str.format` taken apart, for `string.Formatter`.

use text::Units;
use text::template::{FieldName, First, Piece, Pieces, Step};
use vm_core::native_modules::{ModuleDef, module};
use vm_core::natives::{Args, NativeDef, Tail, Then, tail};
use vm_core::objects::string::Str;
use vm_core::{Gc, Raised, Res, Thread, Value};

use crate::imp;

pub static MODULE: ModuleDef = module("_string").doc("string helper module").functions(&FUNCTIONS);

static FUNCTIONS: [NativeDef; 2] = [
    tail("formatter_parser(string, /)", formatter_parser).doc("parse the argument as a format string").function(),
    tail("formatter_field_name_split(string, /)", field_name_split)
        .doc("split the argument as a field name")
        .function(),
];

fn argument<'t>(t: &'t Thread, args: Args<'t>) -> Result<Gc<'t, Str>, Raised> {
    let value = args.get(0);
    t.as_str(value).ok_or_else(|| {
        let class = t.class_name(value);
        t.type_error(format_args!("expected str, got {class}"))
    })
}

/// An iterator over parts that were made ahead. What was wrong with one is raised when its turn comes.
fn iterator<'t>(t: &'t Thread, parts: impl Iterator<Item = Result<Value<'t>, Raised>>) -> Result<Tail<'t>, Raised> {
    let made = t.new_list();
    let mut fault = Value::NONE;
    for part in parts {
        match part {
            Ok(part) => made.push(t, part)?,
            Err(raised) => fault = t.take_exception(raised),
        }
    }
    Ok(Tail::call(imp::part(t, "_string", "iterate"), &[made.value(), fault]))
}

fn formatter_parser<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let template = argument(t, args)?;
    iterator(t, Pieces::new(template.units()).map(|found| piece(t, found.map_err(|fault| t.raise_fault(fault))?)))
}

/// (literal text, field name, specification, conversion).
fn piece<'t>(t: &'t Thread, piece: Piece<'_>) -> Res<'t> {
    let text = |units: Units<'_>| Ok(t.str_units(units)?.value());
    let literal = text(piece.literal)?;
    let Some(field) = piece.field else {
        return Ok(t.small_tuple([literal, Value::NONE, Value::NONE, Value::NONE]).value());
    };
    let conversion = match field.conversion {
        Some(code) => t.str_char(code)?.value(),
        None => Value::NONE,
    };
    Ok(t.small_tuple([literal, text(field.name)?, text(field.spec)?, conversion]).value())
}

fn field_name_split<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static PAIR: Then = Then::new(|t, first, rest| Ok(Tail::Value(t.small_tuple([first, rest]).value())));
    let name = FieldName::parse(argument(t, args)?.units()).map_err(|fault| t.raise_fault(fault))?;
    let first = match name.first {
        First::Auto => t.str("")?.value(),
        First::Index(index) => t.int_usize(index),
        First::Name(name) => t.str_units(name)?.value(),
    };
    iterator(t, name.map(|step| self::step(t, step.map_err(|fault| t.raise_fault(fault))?)))?.then(t, &PAIR, first)
}

/// (is an attribute, its name or the index).
fn step<'t>(t: &'t Thread, step: Step<'_>) -> Res<'t> {
    let (is_attribute, key) = match step {
        Step::Attribute(name) => (true, t.str_units(name)?.value()),
        Step::Index(index) => (false, t.int_usize(index)),
        Step::Key(key) => (false, t.str_units(key)?.value()),
    };
    Ok(t.small_tuple([Value::bool(is_attribute), key]).value())
}
