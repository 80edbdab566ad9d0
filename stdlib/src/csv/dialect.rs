//! Dialects: which characters separate, quote and escape.

use std::cell::Cell;

use gc_api::{Slot, layout};
use vm_core::natives::{Args, ClassDef, GetSetDef, NativeDef, Tail, class, getter, leaf, tail};
use vm_core::objects::class::flags;
use vm_core::objects::number::IntRef;
use vm_core::objects::string::Str;
use vm_core::{Gc, Raised, Res, Thread, Value, header};

use super::IDS;
use crate::imp;

/// Values of `quoting`.
pub const QUOTINGS: [(&str, Quoting); 6] = [
    ("QUOTE_MINIMAL", Quoting::Minimal),
    ("QUOTE_ALL", Quoting::All),
    ("QUOTE_NONNUMERIC", Quoting::NonNumeric),
    ("QUOTE_NONE", Quoting::None),
    ("QUOTE_STRINGS", Quoting::Strings),
    ("QUOTE_NOTNULL", Quoting::NotNull),
];

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Quoting {
    Minimal,
    All,
    NonNumeric,
    None,
    Strings,
    NotNull,
}

/// Stands for a character that is not set.
const NOT_SET: u32 = u32::MAX;

layout! {
    pub struct Dialect(IDS.layout(0)) {
        line_terminator: Ref,
        delimiter: Raw<u32>,
        quote: Raw<u32>,
        escape: Raw<u32>,
        quoting: Raw<u32>,
        double_quote: Raw<u32>,
        skip_space: Raw<u32>,
        strict: Raw<u32>,
        unused: Raw<u32>,
    }
}

/// A dialect read.
#[derive(Clone, Copy)]
pub struct Rules<'t> {
    pub line_terminator: Gc<'t, Str>,
    pub delimiter: u32,
    pub quote: Option<u32>,
    pub escape: Option<u32>,
    pub quoting: Quoting,
    pub double_quote: bool,
    pub skip_space: bool,
    pub strict: bool,
}

fn set(code: u32) -> Option<u32> {
    (code != NOT_SET).then_some(code)
}

impl<'t> Rules<'t> {
    pub fn of(dialect: Gc<'t, Dialect>) -> Rules<'t> {
        Rules {
            line_terminator: dialect.get(Dialect::line_terminator).expect(),
            delimiter: dialect.get(Dialect::delimiter),
            quote: set(dialect.get(Dialect::quote)),
            escape: set(dialect.get(Dialect::escape)),
            quoting: QUOTINGS[dialect.get(Dialect::quoting) as usize % QUOTINGS.len()].1,
            double_quote: dialect.get(Dialect::double_quote) != 0,
            skip_space: dialect.get(Dialect::skip_space) != 0,
            strict: dialect.get(Dialect::strict) != 0,
        }
    }
}

pub static DIALECT: ClassDef = class(IDS.class(0), "Dialect")
    .module("_csv")
    .doc("CSV dialect\n\nThe Dialect type records CSV dialect options.")
    .layouts(&[IDS.layout(0)])
    .methods(&METHODS)
    .getsets(&GETSETS)
    .flags(flags::IMMUTABLE);

static METHODS: [NativeDef; 3] = [
    tail("__new__(type, /, *args, **kwargs)", |t, args| {
        Ok(Tail::call(imp::part(t, "_csv", "dialect_of"), &[args.get(1), args.opt(2).unwrap_or(Value::NONE)]))
    })
    .static_method(),
    leaf("__reduce__(self, /)", refuse_pickling),
    leaf("__reduce_ex__(self, protocol, /)", refuse_pickling),
];

fn refuse_pickling<'t>(t: &'t Thread, _: Args<'t>) -> Res<'t> {
    Err(t.type_error("cannot pickle 'Dialect' instances"))
}

static GETSETS: [GetSetDef; 8] = [
    getter("delimiter", |t, this| shown(t, set(this.expect::<Dialect>().get(Dialect::delimiter)))),
    getter("quotechar", |t, this| shown(t, set(this.expect::<Dialect>().get(Dialect::quote)))),
    getter("escapechar", |t, this| shown(t, set(this.expect::<Dialect>().get(Dialect::escape)))),
    getter("lineterminator", |_, this| Ok(this.expect::<Dialect>().get(Dialect::line_terminator))),
    getter("quoting", |t, this| Ok(t.int(i64::from(this.expect::<Dialect>().get(Dialect::quoting))))),
    getter("doublequote", |_, this| Ok(Value::bool(this.expect::<Dialect>().get(Dialect::double_quote) != 0))),
    getter("skipinitialspace", |_, this| Ok(Value::bool(this.expect::<Dialect>().get(Dialect::skip_space) != 0))),
    getter("strict", |_, this| Ok(Value::bool(this.expect::<Dialect>().get(Dialect::strict) != 0))),
];

fn shown(t: &Thread, code: Option<u32>) -> Res<'_> {
    match code {
        Some(code) => Ok(t.str_char(code)?.value()),
        None => Ok(Value::NONE),
    }
}

/// For the Python part: a dialect of these settings, checked. The last argument: `quoting` is given by nobody.
pub static MAKE: NativeDef = leaf(
    "make_dialect(delimiter, doublequote, escapechar, lineterminator, quotechar, quoting, skipinitialspace, strict, default_quoting, /)",
    make,
)
.function();

fn make<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let Some(delimiter) = character(t, args.get(0), "delimiter", false)? else {
        return Err(t.type_error("\"delimiter\" must be a unicode character, not NoneType"));
    };
    let escape = character(t, args.get(2), "escapechar", true)?;
    let Some(line_terminator) = t.as_str(args.get(3)) else {
        let class = t.class_name(args.get(3));
        return Err(t.type_error(format_args!("\"lineterminator\" must be a string, not {class}")));
    };
    let quote = character(t, args.get(4), "quotechar", true)?;
    let mut quoting = quoting_of(t, args.get(5))?;
    if quote.is_none() && args.get(8).is_true() {
        quoting = Quoting::None;
    }
    if quote.is_none() && quoting != Quoting::None {
        return Err(t.type_error("quotechar must be set if quoting enabled"));
    }
    let skip_space = args.get(6).is_true();
    check(t, [delimiter, escape.unwrap_or(NOT_SET), quote.unwrap_or(NOT_SET)], line_terminator, skip_space)?;
    let truth = |value: bool| Cell::new(u32::from(value));
    let dialect = t.new_object(Dialect {
        header: header(),
        line_terminator: Slot::new(line_terminator.word()),
        delimiter: Cell::new(delimiter),
        quote: Cell::new(quote.unwrap_or(NOT_SET)),
        escape: Cell::new(escape.unwrap_or(NOT_SET)),
        quoting: Cell::new(quoting as u32),
        double_quote: truth(args.get(1).is_true()),
        skip_space: truth(skip_space),
        strict: truth(args.get(7).is_true()),
        unused: Cell::new(0),
    });
    Ok(dialect.value())
}

fn character<'t>(t: &'t Thread, value: Value<'t>, name: &str, optional: bool) -> Result<Option<u32>, Raised> {
    if optional && value.is_none() {
        return Ok(None);
    }
    let kind = if optional { "a unicode character or None" } else { "a unicode character" };
    let found = match t.as_str(value) {
        Some(text) if text.len() == 1 => return Ok(text.units().first()),
        Some(text) => format!("a string of length {}", text.len()),
        None => t.class_name(value),
    };
    Err(t.type_error(format_args!("\"{name}\" must be {kind}, not {found}")))
}

fn quoting_of<'t>(t: &'t Thread, value: Value<'t>) -> Result<Quoting, Raised> {
    let int = if value.is_bool() { None } else { t.as_int(value) };
    match int {
        Some(IntRef::Small(number)) if (0..QUOTINGS.len() as i64).contains(&number) => Ok(QUOTINGS[number as usize].1),
        Some(_) => Err(t.type_error("bad \"quoting\" value")),
        None => {
            let class = t.class_name(value);
            Err(t.type_error(format_args!("\"quoting\" must be an integer, not {class}")))
        }
    }
}

/// Delimiter, escape and quote must be told apart, from each other and from line ends.
fn check(t: &Thread, characters: [u32; 3], line_terminator: Gc<'_, Str>, skip_space: bool) -> Result<(), Raised> {
    const NAMES: [&str; 3] = ["delimiter", "escapechar", "quotechar"];
    for (place, &code) in characters.iter().enumerate() {
        let name = NAMES[place];
        let space = code == u32::from(' ') && place > 0 && skip_space;
        if space || code == u32::from('\r') || code == u32::from('\n') {
            return Err(t.value_error(format_args!("bad {name} value")));
        }
        if line_terminator.units().iter().any(|end| end == code) {
            return Err(t.value_error(format_args!("bad {name} or lineterminator value")));
        }
    }
    for (a, b) in [(0, 1), (0, 2), (1, 2)] {
        if characters[a] == characters[b] && characters[a] != NOT_SET {
            return Err(t.value_error(format_args!("bad {} or {} value", NAMES[a], NAMES[b])));
        }
    }
    Ok(())
}
