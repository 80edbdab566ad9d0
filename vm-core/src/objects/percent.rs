//! `template % values` of str, and the helpers that application-level formatting stands on.

use text::percent::{Directive, Event, Parser};
use text::template::{FieldName, First, Pieces, Step};
use text::{TextBuf, Units};

use crate::Thread;
use crate::applevel::app;
use crate::natives::{Args, NativeDef, Tail, leaf};
use crate::objects::bytes_format::exception_of;
use crate::objects::number::IntRef;
use crate::objects::sequence::Tuple;
use crate::objects::string::Str;
use crate::value::{Gc, Raised, Res, Value};

/// Helpers for application-level code.
pub static HELPERS: [NativeDef; 4] = [
    leaf("percent_events(template, /)", events).function(),
    leaf("percent_write(event, width, precision, value, /)", write).function(),
    leaf("format_pieces(template, /)", format_pieces).function(),
    leaf("format_field_name(name, /)", field_name).function(),
];

impl Thread {
    /// `template % values`.
    pub(crate) fn percent_str<'t>(&'t self, template: Gc<'t, Str>, values: Value<'t>) -> Result<Tail<'t>, Raised> {
        if let Some(text) = self.leaf_percent(template, values) {
            return Ok(Tail::Value(text?));
        }
        Ok(Tail::call(self.app(app::percent_general), &[template.value(), values]))
    }

    /// Simple templates over a tuple (or one value) of exact numbers and text; `None`: the general way decides.
    fn leaf_percent<'t>(&'t self, template: Gc<'t, Str>, values: Value<'t>) -> Option<Res<'t>> {
        let one = [values];
        let many: Vec<Value<'t>>;
        let values = match values.cast::<Tuple>() {
            Some(tuple) => {
                many = (0..tuple.extent()).map(|index| tuple.at(index)).collect();
                &many[..]
            }
            None => &one[..],
        };
        let mut next = values.iter();
        let mut parser = Parser::new(template.units());
        let mut out = TextBuf::with_capacity(template.len() + 16);
        while let Some(event) = parser.next_event().ok()? {
            match event {
                Event::Literal(units) => out.push_units(units),
                Event::Directive(directive) => self.leaf_directive(&mut out, &directive, *next.next()?)?,
                _ => return None,
            }
        }
        if next.next().is_some() {
            return None;
        }
        Some(self.str_text(out.finish()).map(Gc::value))
    }

    fn leaf_directive<'t>(&'t self, out: &mut TextBuf, directive: &Directive, value: Value<'t>) -> Option<()> {
        match directive.letter() {
            's' if value.is::<Str>() => directive.write_text(out, value.cast::<Str>()?.units()).ok(),
            's' | 'r' if value.is_small_int() || value.as_exact_float().is_some() => {
                directive.write_text(out, self.leaf_repr(value)?.ok()?.units()).ok()
            }
            'd' | 'i' | 'x' | 'X' | 'o' => {
                let int = value.as_small_int()?;
                directive.write_int(out, &text::Int::Small(int), 0).ok()
            }
            'f' | 'F' | 'g' | 'G' | 'e' | 'E' => directive.write_float(out, value.as_exact_float()?).ok(),
            _ => None,
        }
    }
}

/// What a template consists of: (0, literal), (1, key), (2,) a width, (3,) a precision, (4, letter, details...) a directive.
fn events<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let template = args.this::<Str>();
    let list = t.new_list();
    let mut parser = Parser::new(template.units());
    while let Some(event) = parser.next_event().map_err(|fault| t.raise_fault(fault))? {
        let entry = match event {
            Event::Literal(units) => t.small_tuple([Value::small(0), t.str_units(units)?.value()]),
            Event::Key(units) => t.small_tuple([Value::small(1), t.str_units(units)?.value()]),
            Event::WidthArgument => t.small_tuple([Value::small(2)]),
            Event::PrecisionArgument => t.small_tuple([Value::small(3)]),
            Event::Directive(directive) => {
                // Raised when its turn comes: an argument missing before it is noticed first.
                let known = "diuoxXeEfFgGcrsa".contains(directive.letter());
                let fault = if known { Value::NONE } else { exception_of(t, directive.unsupported()) };
                let flags = i32::from(directive.left)
                    | i32::from(directive.plus) << 1
                    | i32::from(directive.blank) << 2
                    | i32::from(directive.alternate) << 3
                    | i32::from(directive.zero) << 4;
                t.small_tuple([
                    Value::small(4),
                    t.str_char(directive.kind)?.value(),
                    Value::small(flags),
                    t.int_usize(directive.width),
                    directive.precision.map_or(Value::NONE, |precision| t.int_usize(precision)),
                    fault,
                ])
            }
        };
        list.push(t, entry.value())?;
    }
    Ok(list.value())
}

/// Writes one converted value.
fn write<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let event = args.this::<Tuple>();
    let flags = event.at(2).as_small_int().unwrap_or(0);
    let small = |value: Value<'t>| value.as_small_int();
    let mut directive = Directive {
        left: flags & 1 != 0,
        plus: flags & 2 != 0,
        blank: flags & 4 != 0,
        alternate: flags & 8 != 0,
        zero: flags & 16 != 0,
        width: small(event.at(3)).unwrap_or(0) as usize,
        precision: small(event.at(4)).map(|precision| precision as usize),
        kind: t.as_str(event.at(1)).map_or(0, |letter| letter.units().get(0)),
        index: 0,
    };
    if let Some(width) = args.get(1).not_none() {
        let width = t.index_of(width)?;
        directive.left |= width < 0;
        directive.width = width.unsigned_abs() as usize;
    }
    if let Some(precision) = args.get(2).not_none() {
        directive.precision = Some(usize::try_from(t.index_of(precision)?).unwrap_or(0));
    }
    let (mut out, value) = (TextBuf::new(), args.get(3));
    let int = t.as_int(value).unwrap_or(IntRef::Small(0));
    let written = match directive.letter() {
        's' | 'r' | 'a' => {
            directive.write_text(&mut out, t.as_str(value).map_or(Units::Latin1(&[]), |text| text.units()))
        }
        'c' => match t.as_str(value) {
            Some(text) if text.len() == 1 => directive.write_char(&mut out, text.units()),
            Some(text) => Err(text::percent::char_of_wrong_length(text.len())),
            None => text::percent::char_of_int(&int.to_int())
                .and_then(|code| directive.write_char(&mut out, Units::Ucs4(&[code]))),
        },
        'e' | 'E' | 'f' | 'F' | 'g' | 'G' => directive.write_float(&mut out, t.as_float(value).unwrap_or(0.0)),
        _ => directive.write_int(&mut out, &int.to_int(), t.vm().int_max_str_digits.get()),
    };
    written.map_err(|fault| t.raise_fault(fault))?;
    Ok(t.str_text(out.finish())?.value())
}

/// (literal, field name or None, conversion, spec, is the spec nested) of each piece of a `str.format` template.
fn format_pieces<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let template = args.this::<Str>();
    let list = t.new_list();
    for piece in Pieces::new(template.units()) {
        let piece = piece.map_err(|fault| t.raise_fault(fault))?;
        let literal = t.str_units(piece.literal)?.value();
        let entry = match piece.field {
            None => t.small_tuple([literal, Value::NONE, Value::NONE, Value::NONE, Value::FALSE]),
            Some(field) => {
                let conversion = match field.conversion {
                    None => Value::NONE,
                    Some(code) => {
                        text::template::Conversion::of(code).map_err(|fault| t.raise_fault(fault))?;
                        t.str_char(code)?.value()
                    }
                };
                let (name, spec) = (t.str_units(field.name)?.value(), t.str_units(field.spec)?.value());
                t.small_tuple([literal, name, conversion, spec, Value::bool(field.nested)])
            }
        };
        list.push(t, entry.value())?;
    }
    Ok(list.value())
}

/// A field name as (first, [(is an attribute, key)...]).
fn field_name<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let name = args.this::<Str>();
    let parsed = FieldName::parse(name.units()).map_err(|fault| t.raise_fault(fault))?;
    let first = match parsed.first {
        First::Auto => t.str("")?.value(),
        First::Index(index) => t.int_usize(index),
        First::Name(units) => t.str_units(units)?.value(),
    };
    let steps = t.new_list();
    for step in parsed {
        let step = match step.map_err(|fault| t.raise_fault(fault))? {
            Step::Attribute(units) => t.small_tuple([Value::TRUE, t.str_units(units)?.value()]),
            Step::Index(index) => t.small_tuple([Value::FALSE, t.int_usize(index)]),
            Step::Key(units) => t.small_tuple([Value::FALSE, t.str_units(units)?.value()]),
        };
        steps.push(t, step.value())?;
    }
    Ok(t.small_tuple([first, steps.value()]).value())
}
