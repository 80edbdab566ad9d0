//! `_json`: what makes `json` fast. The notation itself is in `text`, reading in `parse`, writing in `write`.

mod encoder;
mod parse;
mod text;
mod write;

use std::cell::Cell;

use ::text::TextBuf;
use gc_api::{Slot, layout};
use vm_core::layouts::Layouts;
use vm_core::native_modules::{ModuleDef, module};
use vm_core::natives::{Args, ClassDef, GetSetDef, NativeDef, Tail, Then, class, getter, leaf, tail};
use vm_core::objects::class::flags;
use vm_core::objects::sequence::Tuple;
use vm_core::{Raised, Res, Thread, Value, header, layout_table};

use crate::ids::JSON as IDS;
use crate::imp;

pub static MODULE: ModuleDef = module("_json").doc("json speedups\n").functions(&FUNCTIONS).init(|t, names| {
    names.add(t, "make_scanner", t.native_class(&SCANNER)?.value())?;
    names.add(t, "make_encoder", t.native_class(&encoder::ENCODER)?.value())
});

layout! {
    /// What a document is read with.
    pub struct Scanner(IDS.layout(0)) {
        object_hook: Ref,
        object_pairs_hook: Ref,
        parse_float: Ref,
        parse_int: Ref,
        parse_constant: Ref,
        strict: Raw<u64>,
    }
}

pub static LAYOUTS: Layouts = layout_table![Scanner, encoder::Encoder];

static SCANNER: ClassDef = class(IDS.class(0), "Scanner")
    .module("_json")
    .doc("JSON scanner object")
    .layouts(&[IDS.layout(0)])
    .flags(flags::IMMUTABLE)
    .methods(&SCANNER_METHODS)
    .getsets(&SCANNER_GETSETS);

static SCANNER_METHODS: [NativeDef; 2] =
    [tail("__new__(type, context)", new_scanner).static_method(), tail("__call__(self, string, idx)", parse::call)];

static SCANNER_GETSETS: [GetSetDef; 6] = [
    getter("strict", |_, this| Ok(Value::bool(this.expect::<Scanner>().get(Scanner::strict) != 0))),
    getter("object_hook", |_, this| Ok(this.expect::<Scanner>().get(Scanner::object_hook))),
    getter("object_pairs_hook", |_, this| Ok(this.expect::<Scanner>().get(Scanner::object_pairs_hook))),
    getter("parse_float", |_, this| Ok(this.expect::<Scanner>().get(Scanner::parse_float))),
    getter("parse_int", |_, this| Ok(this.expect::<Scanner>().get(Scanner::parse_int))),
    getter("parse_constant", |_, this| Ok(this.expect::<Scanner>().get(Scanner::parse_constant))),
];

static FUNCTIONS: [NativeDef; 3] = [
    tail("scanstring(string, end, strict=True, /)", parse::scanstring)
        .doc("scanstring(string, end, strict=True) -> (string, end)\n\nScan the string s for a JSON string. End is the index of the\ncharacter in s after the quote that started the JSON string.\nUnescapes all valid JSON string escape sequences and raises ValueError\non attempt to decode an invalid string. If strict is False then literal\ncontrol characters are allowed in the string.\n\nReturns a tuple of the decoded string and the index of the character in s\nafter the end quote.")
        .function(),
    leaf(ENCODE_ASCII, |t, args| quoted(t, args, true))
        .doc("encode_basestring_ascii(string) -> string\n\nReturn an ASCII-only JSON representation of a Python string")
        .function(),
    leaf(ENCODE, |t, args| quoted(t, args, false))
        .doc("encode_basestring(string) -> string\n\nReturn a JSON representation of a Python string")
        .function(),
];

const ENCODE_ASCII: &str = "encode_basestring_ascii(string, /)";
const ENCODE: &str = "encode_basestring(string, /)";

fn quoted<'t>(t: &'t Thread, args: Args<'t>, ascii: bool) -> Res<'t> {
    let Some(string) = t.as_str(args.get(0)) else {
        let class = t.class_name(args.get(0));
        return Err(t.type_error(format_args!("first argument must be a string, not {class}")));
    };
    let mut out = TextBuf::with_capacity(string.len() + 2);
    text::quote(&mut out, string.units(), ascii);
    Ok(t.str_units(out.as_units())?.value())
}

/// `json.JSONDecodeError`, raised in Python.
fn fail<'t>(t: &'t Thread, flaw: text::Flaw, document: Value<'t>) -> Result<Tail<'t>, Raised> {
    let message = t.intern_text(flaw.message).value();
    Ok(Tail::call(imp::part(t, "_json", "fail"), &[message, document, t.int(flaw.at)]))
}

/// The attributes of the context are read in Python.
fn new_scanner<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static MAKE: Then = Then::new(|t, _, settings| {
        let settings = settings.expect::<Tuple>();
        let slot = |index: usize| Slot::new(settings.at(index).word());
        let scanner = t.new_object(Scanner {
            header: header(),
            object_hook: slot(1),
            object_pairs_hook: slot(2),
            parse_float: slot(3),
            parse_int: slot(4),
            parse_constant: slot(5),
            strict: Cell::new(u64::from(settings.at(0).is_true())),
        });
        Ok(Tail::Value(scanner.value()))
    });
    Tail::call(imp::part(t, "_json", "settings"), &[args.get(1)]).then(t, &MAKE, Value::NONE)
}
