//! `binascii`: binary data as text and back. One file per notation, none of which knows a value.

mod base64;
pub(crate) mod crc;
mod hex;
mod quoted;
mod uu;

use std::borrow::Cow;

use vm_core::native_modules::{ModuleDef, module};
use vm_core::natives::{Args, NativeDef, leaf};
use vm_core::objects::number::IntRef;
use vm_core::{Raised, Res, Thread, Value};

use crate::imp;

pub static MODULE: ModuleDef = module("binascii").doc("Conversion between binary data and ASCII").functions(&FUNCTIONS);

static FUNCTIONS: [NativeDef; 12] = [
    leaf("a2b_base64(data, /, *, strict_mode=False)", a2b_base64).doc("Decode a line of base64 data.").function(),
    leaf("b2a_base64(data, /, *, newline=True)", |t, args| {
        let bytes = t.bytes_like(args.get(0))?.to_vec();
        made(t, &base64::encode(&bytes, truth(t, args.get(1), true)?))
    })
    .doc("Base64-code line of data.")
    .function(),
    leaf("a2b_hex(hexstr, /)", a2b_hex).doc("Binary data of hexadecimal representation.").function(),
    leaf("unhexlify(hexstr, /)", a2b_hex).doc("Binary data of hexadecimal representation.").function(),
    leaf("b2a_hex(data, sep=None, bytes_per_sep=1)", b2a_hex)
        .doc("Hexadecimal representation of binary data.")
        .function(),
    leaf("hexlify(data, sep=None, bytes_per_sep=1)", b2a_hex)
        .doc("Hexadecimal representation of binary data.")
        .function(),
    leaf("a2b_uu(data, /)", |t, args| made_or(t, uu::decode(&text_or_bytes(t, args.get(0))?)))
        .doc("Decode a line of uuencoded data.")
        .function(),
    leaf("b2a_uu(data, /, *, backtick=False)", |t, args| {
        let bytes = t.bytes_like(args.get(0))?.to_vec();
        made_or(t, uu::encode(&bytes, truth(t, args.get(1), false)?))
    })
    .doc("Uuencode line of data.")
    .function(),
    leaf("a2b_qp(data, header=False)", |t, args| {
        made(t, &quoted::decode(&text_or_bytes(t, args.get(0))?, truth(t, args.get(1), false)?))
    })
    .doc("Decode a string of qp-encoded data.")
    .function(),
    leaf("b2a_qp(data, quotetabs=False, istext=True, header=False)", b2a_qp)
        .doc("Encode a string using quoted-printable encoding.\n\nOn encoding, when istext is set, newlines are not encoded, and white\nspace at end of lines is.  When istext is not set, \\r and \\n (CR/LF)\nare both encoded.  When quotetabs is set, space and tabs are encoded.")
        .function(),
    leaf("crc32(data, crc=0, /)", |t, args| {
        let bytes = t.bytes_like(args.get(0))?.to_vec();
        Ok(t.int(i64::from(crc::crc32(&bytes, low_bits(t, args.get(1))?))))
    })
    .doc("Compute CRC-32 incrementally.")
    .function(),
    leaf("crc_hqx(data, crc, /)", |t, args| {
        let bytes = t.bytes_like(args.get(0))?.to_vec();
        Ok(t.int(i64::from(crc::crc_hqx(&bytes, low_bits(t, args.get(1))? as u16))))
    })
    .doc("Compute CRC-CCITT incrementally.")
    .function(),
];

fn made<'t>(t: &'t Thread, bytes: &[u8]) -> Res<'t> {
    Ok(t.bytes(bytes)?.value())
}

/// The bytes, or a `binascii.Error`.
fn made_or<'t, M: std::fmt::Display>(t: &'t Thread, result: Result<Vec<u8>, M>) -> Res<'t> {
    match result {
        Ok(bytes) => made(t, &bytes),
        Err(message) => Err(imp::raise(t, "binascii", "Error", message)),
    }
}

/// An argument that may be a str of ASCII.
fn text_or_bytes<'t>(t: &'t Thread, value: Value<'t>) -> Result<Cow<'t, [u8]>, Raised> {
    if let Some(text) = t.as_str(value) {
        return match text.as_ascii() {
            Some(ascii) => Ok(Cow::Borrowed(ascii.as_bytes())),
            None => Err(t.value_error("string argument should contain only ASCII characters")),
        };
    }
    if let Some(bytes) = t.as_bytes(value) {
        return Ok(Cow::Borrowed(bytes.slice()));
    }
    match t.buffer_of(value) {
        Some(lent) => Ok(Cow::Owned(lent?.to_vec())),
        None => {
            let class = t.class_name(value);
            Err(t.type_error(format_args!("argument should be bytes, buffer or ASCII string, not '{class}'")))
        }
    }
}

/// The truth of a value that is asked for no Python.
fn truth<'t>(t: &'t Thread, value: Value<'t>, default: bool) -> Result<bool, Raised> {
    match value.given() {
        None => Ok(default),
        Some(value) => t.leaf_truth(value).ok_or_else(|| t.type_error("a bool is required")),
    }
}

/// The low bits of an int of any size.
fn low_bits<'t>(t: &'t Thread, value: Value<'t>) -> Result<u32, Raised> {
    match value.given().map(|value| t.as_int(value)) {
        None => Ok(0),
        Some(Some(IntRef::Small(small))) => Ok(small as u32),
        Some(Some(IntRef::Big(big))) => {
            let low = big.limbs()[0] as u32;
            Ok(if big.is_negative() { low.wrapping_neg() } else { low })
        }
        Some(None) => t.index_of(value).map(|index| index as u32),
    }
}

fn a2b_base64<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    made_or(t, base64::decode(&text_or_bytes(t, args.get(0))?, truth(t, args.get(1), false)?))
}

fn a2b_hex<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    made_or(t, hex::decode(&text_or_bytes(t, args.get(0))?))
}

fn b2a_hex<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let bytes = t.bytes_like(args.get(0))?.to_vec();
    let separator = match args.opt(1) {
        Some(separator) if !separator.is_none() => Some(separator_of(t, separator)?),
        _ => None,
    };
    let every = match args.opt(2) {
        Some(every) => t.index_of(every)?,
        None => 1,
    };
    made(t, &hex::encode(&bytes, separator, every))
}

fn separator_of<'t>(t: &'t Thread, value: Value<'t>) -> Result<u8, Raised> {
    let wrong_length = || t.value_error("sep must be length 1.");
    if let Some(text) = t.as_str(value) {
        let units = text.units();
        return match (units.len(), units.first()) {
            (1, Some(code)) => u8::try_from(code).map_err(|_| t.value_error("sep must be ASCII.")),
            _ => Err(wrong_length()),
        };
    }
    match t.as_bytes(value).map(|bytes| bytes.slice()) {
        Some([byte]) => Ok(*byte),
        Some(_) => Err(wrong_length()),
        None if t.leaf_len(value).is_some() => Err(t.type_error("sep must be str or bytes.")),
        None => {
            let class = t.class_name(value);
            Err(t.type_error(format_args!("object of type '{class}' has no len()")))
        }
    }
}

fn b2a_qp<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let bytes = t.bytes_like(args.get(0))?.to_vec();
    let options = quoted::Options {
        quote_tabs: truth(t, args.get(1), false)?,
        is_text: truth(t, args.get(2), true)?,
        header: truth(t, args.get(3), false)?,
    };
    made(t, &quoted::encode(&bytes, options))
}
