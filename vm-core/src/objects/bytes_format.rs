//! `template % values` of bytes and bytearrays. Templates and what comes out are Latin-1 text meanwhile.

use text::percent::{Directive, Event, Parser};
use text::{TextBuf, Units};

use crate::Thread;
use crate::applevel::app;
use crate::natives::{Args, NativeDef, Tail, Then, leaf};
use crate::objects::bytearray::ByteArray;
use crate::objects::bytes::Bytes;
use crate::objects::bytes_common::{This, this_of};
use crate::objects::number::IntRef;
use crate::objects::sequence::Tuple;
use crate::value::{Raised, Res, Value};

/// Helpers for application-level code.
pub static HELPERS: [NativeDef; 3] = [
    leaf("latin1_of_bytes(bytes, /)", |t, args| {
        // SAFETY: nothing is written meanwhile.
        let bytes = unsafe { t.bytes_like(args.get(0))?.frozen() };
        Ok(t.str_units(Units::Latin1(bytes))?.value())
    })
    .function(),
    leaf("latin1_of_byte(value, /)", byte_text).function(),
    leaf("is_bytes_kind(value, /)", |t, args| {
        let exact = t.unbox(args.get(0)).unwrap_or(args.get(0));
        Ok(Value::bool(exact.is::<Bytes>() || exact.is::<ByteArray>()))
    })
    .function(),
];

impl Thread {
    pub(crate) fn percent_bytes<'t>(&'t self, template: Value<'t>, values: Value<'t>) -> Result<Tail<'t>, Raised> {
        let this = this_of(self, template);
        if let Some(formatted) = self.leaf_percent_bytes(this, values) {
            return formatted.map(Tail::Value);
        }
        static MAKE: Then = Then::new(|t, template, text| {
            let text = t.as_str(text).map_or(Units::Latin1(&[]), |text| text.units());
            made(t, this_of(t, template), text).map(Tail::Value)
        });
        let events = events(self, this.bytes)?;
        Tail::call(self.app(app::percent_bytes), &[events, values]).then(self, &MAKE, this.value)
    }

    /// Templates over exact numbers and bytes; `None`: the general way decides.
    fn leaf_percent_bytes<'t>(&'t self, template: This<'t>, values: Value<'t>) -> Option<Res<'t>> {
        let values: Vec<Value<'t>> = match values.cast::<Tuple>() {
            Some(tuple) => (0..tuple.extent()).map(|index| tuple.at(index)).collect(),
            None => vec![values],
        };
        let mut values = values.into_iter();
        let mut parser = Parser::new(Units::Latin1(template.bytes));
        let mut out = TextBuf::with_capacity(template.bytes.len() + 16);
        while let Some(event) = parser.next_event().ok()? {
            match event {
                Event::Literal(units) => out.push_units(units),
                Event::Directive(directive) => self.write_plain(&mut out, &directive, values.next()?)?,
                _ => return None,
            }
        }
        if values.next().is_some() {
            return None;
        }
        Some(made(self, template, out.finish().as_units()))
    }

    fn write_plain<'t>(&'t self, out: &mut TextBuf, directive: &Directive, value: Value<'t>) -> Option<()> {
        match directive.letter() {
            's' | 'b' => {
                let contents = match (value.cast::<Bytes>(), value.cast_exact::<ByteArray>()) {
                    (Some(bytes), _) => bytes.slice(),
                    // SAFETY: nothing is written to the array meanwhile.
                    (_, array) => unsafe { array?.slice() },
                };
                directive.write_text(out, Units::Latin1(contents)).ok()
            }
            'd' | 'i' | 'u' | 'x' | 'X' | 'o' => {
                directive.write_int(out, &text::Int::Small(value.as_small_int()?), 0).ok()
            }
            'f' | 'F' | 'g' | 'G' | 'e' | 'E' => directive.write_float(out, value.as_exact_float()?).ok(),
            _ => None,
        }
    }
}

/// Latin-1 text as an object of the template's kind.
fn made<'t>(t: &'t Thread, template: This<'t>, text: Units<'_>) -> Res<'t> {
    match text {
        Units::Latin1(bytes) => template.make(t, bytes),
        wider => template.make(t, &wider.iter().map(|code| code as u8).collect::<Vec<u8>>()),
    }
}

/// What a template consists of: (0, literal), (1, key), (2,) a width, (3,) a precision,
/// (4, letter to write as, flags, width, precision, letter, what to raise or None), (5, what to raise).
fn events<'t>(t: &'t Thread, template: &[u8]) -> Res<'t> {
    let list = t.new_list();
    let mut parser = Parser::new(Units::Latin1(template));
    loop {
        let entry = match parser.next_event() {
            Ok(None) => return Ok(list.value()),
            Err(fault) => {
                // Raised when its turn comes: what stands before may raise first.
                let exception = exception_of(t, fault);
                list.push(t, t.small_tuple([Value::small(5), exception]).value())?;
                return Ok(list.value());
            }
            Ok(Some(Event::Literal(units))) => t.small_tuple([Value::small(0), t.str_units(units)?.value()]),
            Ok(Some(Event::Key(units))) => {
                let key: Vec<u8> = units.iter().map(|code| code as u8).collect();
                t.small_tuple([Value::small(1), t.bytes(&key)?.value()])
            }
            Ok(Some(Event::WidthArgument)) => t.small_tuple([Value::small(2)]),
            Ok(Some(Event::PrecisionArgument)) => t.small_tuple([Value::small(3)]),
            Ok(Some(Event::Directive(directive))) => directive_entry(t, &directive)?,
        };
        list.push(t, entry.value())?;
    }
}

fn directive_entry<'t>(t: &'t Thread, directive: &Directive) -> Result<crate::Gc<'t, Tuple>, Raised> {
    let letter = directive.letter();
    let flags = i32::from(directive.left)
        | i32::from(directive.plus) << 1
        | i32::from(directive.blank) << 2
        | i32::from(directive.alternate) << 3
        | i32::from(directive.zero) << 4;
    let known = "diuoxXeEfFgGcrsab".contains(letter);
    let fault = if known { Value::NONE } else { exception_of(t, directive.unsupported()) };
    let written_as = if "crsab".contains(letter) { u32::from('s') } else { directive.kind };
    let precision = directive.precision.filter(|_| letter != 'c');
    Ok(t.small_tuple([
        Value::small(4),
        t.str_char(written_as)?.value(),
        Value::small(flags),
        t.int_usize(directive.width),
        precision.map_or(Value::NONE, |precision| t.int_usize(precision)),
        t.str_char(directive.kind)?.value(),
        fault,
    ]))
}

pub(crate) fn exception_of<'t>(t: &'t Thread, fault: text::Fault) -> Value<'t> {
    let raised = t.raise_fault(fault);
    t.take_exception(raised)
}

/// What `%c` writes for an int or a single byte.
fn byte_text<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let value = args.get(0);
    let exact = t.unbox(value).unwrap_or(value);
    let byte = match (exact.cast::<Bytes>(), exact.cast::<ByteArray>(), t.as_int(value)) {
        (Some(bytes), ..) => single("a bytes object", bytes.slice()),
        // SAFETY: nothing is written meanwhile.
        (_, Some(array), _) => single("a bytearray object", unsafe { array.slice() }),
        (_, _, Some(int)) => text::percent::byte_of_int(&IntRef::to_int(int)),
        _ => Err(text::percent::byte_of_wrong_class(&t.class_name(value))),
    };
    Ok(t.str_char(u32::from(byte.map_err(|fault| t.raise_fault(fault))?))?.value())
}

fn single(kind: &str, bytes: &[u8]) -> Result<u8, text::Fault> {
    match bytes {
        [byte] => Ok(*byte),
        _ => Err(text::percent::byte_of_wrong_length(kind, bytes.len())),
    }
}
