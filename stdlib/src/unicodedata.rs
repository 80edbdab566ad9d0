//! `unicodedata`: the Unicode character database. Properties and normal forms come from the crate `text`, names from
//! `unicode_names2`, whose version of Unicode is the same. Named sequences are not there.

use gc_api::{Slot, layout};
use text::Units;
use text::unicode::normal::{self, Age};
use text::unicode::{self, old};
use vm_core::layouts::Layouts;
use vm_core::native_modules::{ModuleDef, module};
use vm_core::natives::{ClassDef, GetSetDef, NativeDef, class, getter, leaf};
use vm_core::objects::class::flags;
use vm_core::objects::string::Str;
use vm_core::{Gc, Raised, Res, Thread, Value, cls, header, layout_table};

use crate::ids::UNICODEDATA as IDS;

pub static MODULE: ModuleDef = module("unicodedata")
    .doc("This module provides access to the Unicode Character Database which\ndefines character properties for all Unicode characters. The data in\nthis database is based on the UnicodeData.txt file version\n16.0.0 which is publicly available from the Unicode Consortium at\nhttps://www.unicode.org/.\n\nThe module uses the same names and symbols as defined by the\nUnicodeData File Format.")
    .functions(&FUNCTIONS)
    .classes(&[&UCD])
    .init(|t, names| {
        let version = Slot::new(t.str(old::VERSION)?.word());
        names.add(t, "ucd_3_2_0", t.new_object(Ucd { header: header(), version }).value())?;
        names.add_text(t, "unidata_version", unicode::VERSION)
    });

/// The functions of the module, and the methods of the old database: the same but for the tables they ask.
macro_rules! natives {
    ($db:ident, $age:expr, $this:literal, $at:literal $(, $role:ident)?) => {
        [
            leaf(concat!("category(", $this, "chr, /)"), |t, args| short(t, $db::category(only(t, args.get($at), "category")?)))
                .doc("Returns the general category assigned to the character chr as string.")
                $(.$role())?,
            leaf(concat!("bidirectional(", $this, "chr, /)"), |t, args| short(t, $db::bidirectional(only(t, args.get($at), "bidirectional")?)))
                .doc("Returns the bidirectional class assigned to the character chr as string.\n\nIf no such value is defined, an empty string is returned.")
                $(.$role())?,
            leaf(concat!("east_asian_width(", $this, "chr, /)"), |t, args| short(t, $db::east_asian_width(only(t, args.get($at), "east_asian_width")?)))
                .doc("Returns the east asian width assigned to the character chr as string.")
                $(.$role())?,
            leaf(concat!("combining(", $this, "chr, /)"), |t, args| Ok(t.int(i64::from($db::combining(only(t, args.get($at), "combining")?)))))
                .doc("Returns the canonical combining class assigned to the character chr as integer.\n\nReturns 0 if no combining class is defined.")
                $(.$role())?,
            leaf(concat!("mirrored(", $this, "chr, /)"), |t, args| Ok(t.int(i64::from($db::mirrored(only(t, args.get($at), "mirrored")?)))))
                .doc("Returns the mirrored property assigned to the character chr as integer.\n\nReturns 1 if the character has been identified as a \"mirrored\"\ncharacter in bidirectional text, 0 otherwise.")
                $(.$role())?,
            leaf(concat!("decomposition(", $this, "chr, /)"), |t, args| Ok(t.str(&normal::decomposition(only(t, args.get($at), "decomposition")?, $age))?.value()))
                .doc("Returns the character decomposition mapping assigned to the character chr as string.\n\nAn empty string is returned in case no such mapping is defined.")
                $(.$role())?,
            leaf(concat!("decimal(", $this, "chr, default=None, /)"), |t, args| {
                let value = $db::decimal(first(t, args.get($at), "decimal")?).map(|value| t.int(i64::from(value)));
                or_default(t, value, args.opt($at + 1), "not a decimal")
            })
                .doc("Converts a Unicode character into its equivalent decimal value.\n\nReturns the decimal value assigned to the character chr as integer.\nIf no such value is defined, default is returned, or, if not given,\nValueError is raised.")
                $(.$role())?,
            leaf(concat!("digit(", $this, "chr, default=None, /)"), |t, args| {
                let value = $db::digit(first(t, args.get($at), "digit")?).map(|value| t.int(i64::from(value)));
                or_default(t, value, args.opt($at + 1), "not a digit")
            })
                .doc("Converts a Unicode character into its equivalent digit value.\n\nReturns the digit value assigned to the character chr as integer.\nIf no such value is defined, default is returned, or, if not given,\nValueError is raised.")
                $(.$role())?,
            leaf(concat!("numeric(", $this, "chr, default=None, /)"), |t, args| {
                let value = $db::numeric(first(t, args.get($at), "numeric")?).map(|value| t.float(value));
                or_default(t, value, args.opt($at + 1), "not a numeric character")
            })
                .doc("Converts a Unicode character into its equivalent numeric value.\n\nReturns the numeric value assigned to the character chr as float.\nIf no such value is defined, default is returned, or, if not given,\nValueError is raised.")
                $(.$role())?,
            leaf(concat!("name(", $this, "chr, default=None, /)"), |t, args| name(t, args.get($at), args.opt($at + 1), $age))
                .doc("Returns the name assigned to the character chr as a string.\n\nIf no name is defined, default is returned, or, if not given,\nValueError is raised.")
                $(.$role())?,
            leaf(concat!("lookup(", $this, "name, /)"), |t, args| lookup(t, args.get($at)))
                .doc("Look up character by name.\n\nIf a character with the given name is found, return the\ncorresponding character.  If not found, KeyError is raised.")
                $(.$role())?,
            leaf(concat!("normalize(", $this, "form, unistr, /)"), |t, args| {
                let (text, made) = normalized(t, [args.get($at), args.get($at + 1)], "normalize", $age)?;
                match made.as_units() == text.units() {
                    true => Ok(text.value()),
                    false => Ok(t.str_units(made.as_units())?.value()),
                }
            })
                .doc("Return the normal form 'form' for the Unicode string unistr.\n\nValid values for form are 'NFC', 'NFKC', 'NFD', and 'NFKD'.")
                $(.$role())?,
            leaf(concat!("is_normalized(", $this, "form, unistr, /)"), |t, args| {
                let (text, made) = normalized(t, [args.get($at), args.get($at + 1)], "is_normalized", $age)?;
                Ok(Value::bool(made.as_units() == text.units()))
            })
                .doc("Return whether the Unicode string unistr is in the normal form 'form'.\n\nValid values for form are 'NFC', 'NFKC', 'NFD', and 'NFKD'.")
                $(.$role())?,
        ]
    };
}

static FUNCTIONS: [NativeDef; 13] = natives!(unicode, Age::Today, "", 0, function);
static METHODS: [NativeDef; 13] = natives!(old, Age::Old, "self, ", 1);

layout! {
    /// A database of another age.
    pub struct Ucd(IDS.layout(0)) {
        version: Ref,
    }
}

pub static LAYOUTS: Layouts = layout_table![Ucd];

static UCD: ClassDef = class(IDS.class(0), "UCD")
    .module("unicodedata")
    .layouts(&[IDS.layout(0)])
    .flags(flags::IMMUTABLE | flags::NO_NEW)
    .methods(&METHODS)
    .getsets(&GETSETS);

static GETSETS: [GetSetDef; 1] = [getter("unidata_version", |_, this| Ok(this.expect::<Ucd>().get(Ucd::version)))];

fn short<'t>(t: &'t Thread, text: &str) -> Res<'t> {
    Ok(t.intern_text(text).value())
}

/// The character that is the function's only argument.
fn only<'t>(t: &'t Thread, value: Value<'t>, function: &str) -> Result<u32, Raised> {
    character(t, value, function, "argument")
}

/// The character that is the first argument of two.
fn first<'t>(t: &'t Thread, value: Value<'t>, function: &str) -> Result<u32, Raised> {
    character(t, value, function, "argument 1")
}

fn character<'t>(t: &'t Thread, value: Value<'t>, function: &str, argument: &str) -> Result<u32, Raised> {
    let Some(text) = t.as_str(value) else {
        let class = t.class_name(value);
        return Err(t.type_error(format_args!("{function}() {argument} must be a unicode character, not {class}")));
    };
    match (text.len(), text.units().first()) {
        (1, Some(code)) => Ok(code),
        (length, _) => Err(t.type_error(format_args!(
            "{function}(): {argument} must be a unicode character, not a string of length {length}"
        ))),
    }
}

fn or_default<'t>(t: &'t Thread, value: Option<Value<'t>>, default: Option<Value<'t>>, missing: &str) -> Res<'t> {
    value.or(default).ok_or_else(|| t.value_error(missing))
}

/// Was the character not there yet?
fn is_missing(code: u32, age: Age) -> bool {
    age == Age::Old && old::is_later(code)
}

fn name<'t>(t: &'t Thread, value: Value<'t>, default: Option<Value<'t>>, age: Age) -> Res<'t> {
    let code = first(t, value, "name")?;
    let found = match char::from_u32(code).filter(|_| !is_missing(code, age)).and_then(unicode_names2::name) {
        Some(name) => Some(t.str(&name.to_string())?.value()),
        None => None,
    };
    or_default(t, found, default, "no such name")
}

fn lookup<'t>(t: &'t Thread, value: Value<'t>) -> Res<'t> {
    let wanted = match (t.as_str(value), t.as_bytes(value)) {
        (Some(text), _) => text.to_text(),
        (_, Some(bytes)) => Units::Latin1(bytes.slice()).to_utf8_escaped(),
        _ => {
            let class = t.class_name(value);
            return Err(t.type_error(format_args!("a bytes-like object is required, not '{class}'")));
        }
    };
    let found = unicode_names2::character(&wanted).filter(|&found| is_name_of(&wanted, found));
    match found.or_else(|| numbered(&wanted)) {
        Some(found) => Ok(t.str_char(u32::from(found))?.value()),
        None => Err(t.raise(cls::KeyError, format_args!("undefined character name '{wanted}'"))),
    }
}

/// The character whose name is its number. Tangut ideographs have such names, though they are only found, not told.
fn numbered(wanted: &str) -> Option<char> {
    let (script, number) = wanted.rsplit_once('-')?;
    let found = char::from_u32(u32::from_str_radix(number, 16).ok()?)?;
    let tangut = matches!(found, '\u{17000}'..='\u{187F7}' | '\u{18D00}'..='\u{18D08}');
    let named = match unicode_names2::name(found) {
        Some(name) => wanted.eq_ignore_ascii_case(&name.to_string()),
        None => tangut && number.len() == 5 && script.eq_ignore_ascii_case("TANGUT IDEOGRAPH"),
    };
    named.then_some(found)
}

/// Is this the name of the character, or an alias, but for the case of letters? What was found may only resemble it.
fn is_name_of(wanted: &str, found: char) -> bool {
    let loose = |name: &str| name.replace([' ', '-', '_'], "").to_ascii_uppercase();
    match unicode_names2::name(found).map(|name| name.to_string()) {
        Some(name) => wanted.eq_ignore_ascii_case(&name) || loose(wanted) != loose(&name),
        None => true,
    }
}

fn normalized<'t>(
    t: &'t Thread,
    args: [Value<'t>; 2],
    function: &str,
    age: Age,
) -> Result<(Gc<'t, Str>, text::TextBuf), Raised> {
    let argument = |at: usize| {
        t.as_str(args[at]).ok_or_else(|| {
            let class = t.class_name(args[at]);
            t.type_error(format_args!("{function}() argument {} must be str, not {class}", at + 1))
        })
    };
    let (form, text) = (argument(0)?, argument(1)?);
    if text.is_empty() {
        return Ok((text, text::TextBuf::new()));
    }
    let Some(form) = normal::Form::of_name(&form.to_text()) else {
        return Err(t.value_error("invalid normalization form"));
    };
    if text.is_ascii() {
        return Ok((text, text.units().iter().collect()));
    }
    Ok((text, normal::normalize(text.units(), form, age)))
}
