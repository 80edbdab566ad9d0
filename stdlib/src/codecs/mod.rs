//! `_codecs`: the codecs of the language as functions, and those of tables. The registry, and what asks error handlers
//! of a program, is in the Python part.

mod charmap;

use std::cell::Cell;

use text::codecs::{self, Encoding, Errors, Order};
use vm_core::layouts::Layouts;
use vm_core::native_modules::{ModuleDef, module};
use vm_core::natives::{Args, NativeDef, Tail, leaf, tail};
use vm_core::objects::bytes::Bytes;
use vm_core::objects::string::Str;
use vm_core::vm::ready;
use vm_core::{Gc, Raised, Res, Thread, Value, layout_table};

use crate::imp;

pub static MODULE: ModuleDef =
    module("_codecs").functions(&FUNCTIONS).classes(&[&charmap::ENCODING_MAP]).init(|t, namespace| {
        for function in &charmap::FUNCTIONS {
            namespace.add(t, function.name(), t.module_function(function, t.intern_text("_codecs").value()))?;
        }
        Ok(())
    });

pub static LAYOUTS: Layouts = layout_table![charmap::EncodingMap];

const LITTLE: Order = Order::Little;
const BIG: Order = Order::Big;

/// The encodings by the numbers the Python part sees.
const ENCODINGS: [Encoding; 11] = [
    Encoding::Utf8,
    Encoding::Utf16(Order::Marked),
    Encoding::Utf16(LITTLE),
    Encoding::Utf16(BIG),
    Encoding::Utf32(Order::Marked),
    Encoding::Utf32(LITTLE),
    Encoding::Utf32(BIG),
    Encoding::Latin1,
    Encoding::Ascii,
    Encoding::UnicodeEscape,
    Encoding::RawUnicodeEscape,
];

/// `X_encode(str, errors=None, /)` and `X_decode(data, errors=None, final=False, /)`.
macro_rules! both {
    ($name:literal, $encoding:expr) => {
        tail(concat!($name, "_encode(str, errors=None, /)"), |t, a| encode(t, concat!($name, "_encode"), a, $encoding))
            .function()
    };
    ($name:literal, $encoding:expr, $parameters:literal) => {
        tail(concat!($name, "_decode(data, errors=None", $parameters, ", /)"), |t, a| {
            decode(t, concat!($name, "_decode"), a, $encoding, a.opt(2), $parameters == "")
        })
        .function()
    };
}

static FUNCTIONS: [NativeDef; 30] = [
    both!("utf_8", Encoding::Utf8),
    both!("utf_8", Encoding::Utf8, ", final=False"),
    both!("latin_1", Encoding::Latin1),
    both!("latin_1", Encoding::Latin1, ""),
    both!("ascii", Encoding::Ascii),
    both!("ascii", Encoding::Ascii, ""),
    both!("utf_16_le", Encoding::Utf16(LITTLE)),
    both!("utf_16_le", Encoding::Utf16(LITTLE), ", final=False"),
    both!("utf_16_be", Encoding::Utf16(BIG)),
    both!("utf_16_be", Encoding::Utf16(BIG), ", final=False"),
    both!("utf_16", Encoding::Utf16(Order::Marked), ", final=False"),
    both!("utf_32_le", Encoding::Utf32(LITTLE)),
    both!("utf_32_le", Encoding::Utf32(LITTLE), ", final=False"),
    both!("utf_32_be", Encoding::Utf32(BIG)),
    both!("utf_32_be", Encoding::Utf32(BIG), ", final=False"),
    both!("utf_32", Encoding::Utf32(Order::Marked), ", final=False"),
    both!("unicode_escape", Encoding::UnicodeEscape),
    tail("unicode_escape_decode(data, errors=None, final=True, /)", |t, a| {
        let is_final = a.opt(2).unwrap_or(Value::TRUE);
        decode(t, "unicode_escape_decode", a, Encoding::UnicodeEscape, Some(is_final), false)
    })
    .function(),
    both!("raw_unicode_escape", Encoding::RawUnicodeEscape),
    tail("raw_unicode_escape_decode(data, errors=None, final=True, /)", |t, a| {
        let is_final = a.opt(2).unwrap_or(Value::TRUE);
        decode(t, "raw_unicode_escape_decode", a, Encoding::RawUnicodeEscape, Some(is_final), false)
    })
    .function(),
    tail("utf_16_encode(str, errors=None, byteorder=0, /)", |t, a| {
        encode(t, "utf_16_encode", a, Encoding::Utf16(order(t, a)?))
    })
    .function(),
    tail("utf_32_encode(str, errors=None, byteorder=0, /)", |t, a| {
        encode(t, "utf_32_encode", a, Encoding::Utf32(order(t, a)?))
    })
    .function(),
    leaf("_encode_run(encoding, text, start, /)", encode_run).function(),
    leaf("_decode_run(encoding, data, start, final, /)", decode_run).function(),
    leaf("escape_encode(data, errors=None, /)", escape_encode).function(),
    leaf("escape_decode(data, errors=None, /)", escape_decode).function(),
    leaf("readbuffer_encode(data, errors=None, /)", |t, a| {
        let data = data(t, a.get(0))?;
        Ok(t.small_tuple([t.bytes(&data)?.value(), t.int_usize(data.len())]).value())
    })
    .function(),
    leaf("_own_encoding(encoding, /)", |t, a| match Encoding::of_name(&t.text(a.get(0))) {
        // The others are found in the registry like those of the library.
        Some(Encoding::UnicodeEscape | Encoding::RawUnicodeEscape) | None => Ok(Value::NONE),
        Some(encoding) => Ok(number_of(encoding)),
    })
    .function(),
    leaf("_normal_name(encoding, /)", normal_name).function(),
    leaf("_take_bytes(data, /)", |t, a| Ok(t.bytes(&data(t, a.get(0))?)?.value())).function(),
];

/// A function of the Python part.
fn part<'t>(t: &'t Thread, name: &str) -> Value<'t> {
    imp::part(t, "_codecs", name)
}

/// The bytes of a buffer, or of a str in UTF-8.
fn data<'t>(t: &'t Thread, value: Value<'t>) -> Result<Vec<u8>, Raised> {
    match t.as_str(value) {
        Some(text) => match codecs::encode(Encoding::Utf8, text.units(), Errors::Strict) {
            Ok(bytes) => Ok(bytes),
            Err(error) => Err(t.encode_error(&error, text)),
        },
        None => Ok(t.bytes_like(value)?.to_vec()),
    }
}

fn text_argument<'t>(t: &'t Thread, function: &str, value: Value<'t>) -> Result<Gc<'t, Str>, Raised> {
    t.as_str(value).ok_or_else(|| {
        let found = t.class_name(value);
        t.type_error(format_args!("{function}() argument 1 must be str, not {found}"))
    })
}

/// The name of an error handler.
fn errors_argument<'t>(t: &'t Thread, function: &str, value: Value<'t>) -> Result<String, Raised> {
    match value.not_none() {
        None => Ok("strict".into()),
        Some(value) => match t.as_str(value) {
            Some(name) => Ok(name.to_text()),
            None => {
                let found = t.class_name(value);
                Err(t.type_error(format_args!("{function}() argument 2 must be str or None, not {found}")))
            }
        },
    }
}

fn order<'t>(t: &'t Thread, args: Args<'t>) -> Result<Order, Raised> {
    Ok(match args.opt(2).map_or(Ok(0), |order| t.index_of(order))? {
        0 => Order::Marked,
        ..0 => LITTLE,
        _ => BIG,
    })
}

fn number_of<'t>(encoding: Encoding) -> Value<'t> {
    let at = ENCODINGS.iter().position(|known| *known == encoding).unwrap_or(0);
    Value::small(at as i32)
}

fn encoding_argument<'t>(t: &'t Thread, args: Args<'t>) -> Result<Encoding, Raised> {
    let index = args.index(t, 0)? as usize;
    ENCODINGS.get(index).copied().ok_or_else(|| t.value_error("no such encoding"))
}

fn encode<'t>(t: &'t Thread, function: &str, args: Args<'t>, encoding: Encoding) -> Result<Tail<'t>, Raised> {
    let text = text_argument(t, function, args.get(0))?;
    let errors = errors_argument(t, function, args.get(1))?;
    let length = t.int_usize(text.len());
    let known = Errors::of_name(&errors);
    match codecs::encode(encoding, text.units(), known.unwrap_or(Errors::Strict)) {
        Ok(bytes) => ready(t.small_tuple([t.bytes(&bytes)?.value(), length]).value()),
        Err(error) if known == Some(Errors::Strict) => Err(t.encode_error(&error, text)),
        Err(_) => {
            let errors = t.str(&errors)?.value();
            Ok(Tail::call(part(t, "_encode_handled"), &[number_of(encoding), text.value(), errors]))
        }
    }
}

fn decode<'t>(
    t: &'t Thread,
    function: &str,
    args: Args<'t>,
    encoding: Encoding,
    is_final: Option<Value<'t>>,
    always_final: bool,
) -> Result<Tail<'t>, Raised> {
    let escapes = matches!(encoding, Encoding::UnicodeEscape | Encoding::RawUnicodeEscape);
    let bytes = if escapes { data(t, args.get(0))? } else { t.bytes_like(args.get(0))?.to_vec() };
    let errors = errors_argument(t, function, args.get(1))?;
    let is_final = always_final || is_final.is_some_and(|given| t.leaf_truth(given).unwrap_or(true));
    let known = Errors::of_name(&errors).filter(|known| *known != Errors::XmlCharRefReplace);
    let mut decoder = codecs::Decoder::new(encoding, &bytes, is_final);
    while let Err(error) = decoder.run() {
        match known.and_then(|known| known.handle_decode(decoder.encoding(), &bytes, &error)) {
            Some((text, at)) => decoder.resume(text.as_units(), at),
            None if known.is_some() => return Err(t.decode_error(&error, &bytes)),
            None => {
                let errors = t.str(&errors)?.value();
                let bytes = t.bytes(&bytes)?.value();
                let args = [number_of(encoding), bytes, errors, Value::bool(is_final)];
                return Ok(Tail::call(part(t, "_decode_handled"), &args));
            }
        }
    }
    let (text, used) = decoder.finish();
    ready(t.small_tuple([t.str_text(text)?.value(), t.int_usize(used)]).value())
}

/// Encodes from `start` up to the end or an error: (bytes, None) or (bytes, (encoding, start, end, reason)).
fn encode_run<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let encoding = encoding_argument(t, args)?;
    let text = text_argument(t, "encode", args.get(1))?;
    let start = (args.index(t, 2)? as usize).min(text.len());
    let encoding = match encoding {
        // The mark stands at the beginning only.
        Encoding::Utf16(Order::Marked) if start > 0 => Encoding::Utf16(LITTLE),
        Encoding::Utf32(Order::Marked) if start > 0 => Encoding::Utf32(LITTLE),
        other => other,
    };
    let mut encoder = codecs::Encoder::new(encoding, text.units().slice(start, text.len()));
    let fault = match encoder.run() {
        Ok(()) => Value::NONE,
        Err(error) => fault(t, error.encoding, start + error.start, start + error.end, error.reason)?,
    };
    Ok(t.small_tuple([t.bytes(&encoder.finish())?.value(), fault]).value())
}

fn fault<'t>(t: &'t Thread, encoding: &str, start: usize, end: usize, reason: &str) -> Res<'t> {
    let fields = [t.str(encoding)?.value(), t.int_usize(start), t.int_usize(end), t.str(reason)?.value()];
    Ok(t.small_tuple(fields).value())
}

/// Decodes from `start` up to the end or an error: (text, where it stopped, encoding, None or a fault). The encoding
/// knows the byte order once a mark was seen.
fn decode_run<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let encoding = encoding_argument(t, args)?;
    let Some(bytes) = args.get(1).cast::<Bytes>() else { return Err(t.type_error("a bytes object is required")) };
    let start = (args.index(t, 2)? as usize).min(bytes.extent());
    let mut decoder = codecs::Decoder::new(encoding, &bytes.slice()[start..], args.get(3).is_true());
    let fault = match decoder.run() {
        Ok(()) => Value::NONE,
        Err(error) => fault(t, error.encoding, start + error.start, start + error.end, error.reason)?,
    };
    let encoding = number_of(decoder.encoding());
    let (text, used) = decoder.finish();
    Ok(t.small_tuple([t.str_text(text)?.value(), t.int_usize(start + used), encoding, fault]).value())
}

fn escape_encode<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let Some(bytes) = args.get(0).cast::<Bytes>() else {
        let found = t.class_name(args.get(0));
        return Err(t.type_error(format_args!("escape_encode() argument 1 must be bytes, not {found}")));
    };
    let mut out = Vec::with_capacity(bytes.extent());
    for &byte in bytes.slice() {
        match byte {
            b'\\' | b'\'' => out.extend([b'\\', byte]),
            b'\t' => out.extend(b"\\t"),
            b'\n' => out.extend(b"\\n"),
            b'\r' => out.extend(b"\\r"),
            0x20..0x7f => out.push(byte),
            _ => out.extend(format!("\\x{byte:02x}").bytes()),
        }
    }
    Ok(t.small_tuple([t.bytes(&out)?.value(), t.int_usize(bytes.extent())]).value())
}

fn escape_decode<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let bytes = data(t, args.get(0))?;
    let errors = errors_argument(t, "escape_decode", args.get(1))?;
    let bad_hex: Option<&[u8]> = match errors.as_str() {
        "strict" => None,
        "replace" => Some(b"?"),
        "ignore" => Some(b""),
        _ => {
            return Err(t.value_error(format_args!("decoding error; unknown error handling code: {errors}")));
        }
    };
    match codecs::escape_decode(&bytes, bad_hex) {
        Ok((out, _)) => Ok(t.small_tuple([t.bytes(&out)?.value(), t.int_usize(bytes.len())]).value()),
        Err(fault) => Err(t.raise_fault(fault)),
    }
}

/// The name by which search functions know an encoding: lower case, what is neither letter, digit nor dot as `_`.
fn normal_name<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let name = t.text(args.get(0));
    let mut out = String::with_capacity(name.len());
    let between = Cell::new(false);
    for c in name.chars() {
        if c.is_ascii_alphanumeric() || c == '.' {
            if between.take() && !out.is_empty() {
                out.push('_');
            }
            out.push(c.to_ascii_lowercase());
        } else {
            between.set(true);
        }
    }
    Ok(t.str(&out)?.value())
}
