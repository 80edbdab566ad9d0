//! `hex` and `fromhex` of bytes, bytearrays and memoryviews.

use crate::Thread;
use crate::classes::cls;
use crate::natives::{Args, Tail, Then};
use crate::objects::number::IntRef;
use crate::protocols::GIVE_BACK;
use crate::value::{Raised, Res, Value};

/// The digits, with `separator` between every so many bytes; counted from the right, or from the left if negative.
pub(crate) fn hex_text<'t>(t: &'t Thread, bytes: &[u8], separator: Value<'t>, every: Value<'t>) -> Res<'t> {
    let every = match every.given() {
        Some(every) => match t.as_int(every) {
            Some(IntRef::Small(every)) if i32::try_from(every).is_ok() => every,
            Some(_) => return Err(t.raise(cls::OverflowError, "Python int too large to convert to C int")),
            None => t.index_of(every)?,
        },
        None => 1,
    };
    let separator = match separator.given() {
        Some(separator) => Some(separator_byte(t, separator)?),
        None => None,
    };
    let mut out = Vec::with_capacity(bytes.len() * 3);
    for (index, byte) in bytes.iter().enumerate() {
        let group = every.unsigned_abs() as usize;
        let place = if every < 0 { index } else { bytes.len() - index };
        if let (Some(separator), true) = (separator, index > 0 && group > 0 && place % group == 0) {
            out.push(separator);
        }
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        out.extend([DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
    }
    Ok(t.str_units(text::Units::Latin1(&out))?.value())
}

fn separator_byte<'t>(t: &'t Thread, separator: Value<'t>) -> Result<u8, Raised> {
    let codes: Vec<u32> = match (t.as_str(separator), t.as_bytes(separator)) {
        (Some(text), _) => text.units().iter().collect(),
        (_, Some(bytes)) => bytes.slice().iter().copied().map(u32::from).collect(),
        _ if t.leaf_len(separator).is_some() => return Err(t.type_error("sep must be str or bytes.")),
        _ => {
            let name = t.class_name(separator);
            return Err(t.type_error(format_args!("object of type '{name}' has no len()")));
        }
    };
    match codes[..] {
        [code @ 0..=0x7F] => Ok(code as u8),
        [_] => Err(t.value_error("sep must be ASCII.")),
        _ => Err(t.value_error("sep must be length 1.")),
    }
}

/// `type.fromhex(string)`: pairs of digits, whitespace between them.
pub(crate) fn from_hex<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let (class, string) = (args.get(0), args.get(1));
    if t.as_str(string).is_none() && t.lender(string).is_none() && t.has_buffer(string) {
        static VIEWED: Then = Then::new(|t, class, view| made_of_hex(t, class, view)?.then(t, &GIVE_BACK, view));
        return t.view_with_flags(string, 0)?.then(t, &VIEWED, class);
    }
    made_of_hex(t, class, string)
}

fn made_of_hex<'t>(t: &'t Thread, class: Value<'t>, string: Value<'t>) -> Result<Tail<'t>, Raised> {
    let digits: Vec<u32> = if let Some(text) = t.as_str(string) {
        text.units().iter().collect()
    } else if t.lender(string).is_some() {
        t.bytes_like(string)?.cells.iter().map(|cell| u32::from(cell.get())).collect()
    } else {
        let name = t.class_name(string);
        return Err(t.type_error(format_args!("fromhex() argument must be str or bytes-like, not {name}")));
    };
    let bytes = parse(t, &digits)?;
    if class == t.class(cls::bytearray).value() {
        return Ok(Tail::Value(t.bytearray(&bytes)?.value()));
    }
    let bytes = t.bytes(&bytes)?.value();
    Ok(if class == t.class(cls::bytes).value() { Tail::Value(bytes) } else { Tail::call(class, &[bytes]) })
}

fn parse(t: &Thread, digits: &[u32]) -> Result<Vec<u8>, Raised> {
    let digit = |at: usize| digits.get(at).and_then(|code| char::from_u32(*code)?.to_digit(16));
    let mut bytes = Vec::with_capacity(digits.len() / 2);
    let mut at = 0;
    while at < digits.len() {
        if matches!(digits[at], 0x09..=0x0D | 0x20) {
            at += 1;
            continue;
        }
        match (digit(at), digit(at + 1)) {
            (Some(high), Some(low)) => bytes.push((high << 4 | low) as u8),
            (Some(_), None) if at + 1 >= digits.len() => {
                return Err(t.value_error("fromhex() arg must contain an even number of hexadecimal digits"));
            }
            (high, _) => {
                let place = if high.is_some() { at + 1 } else { at };
                return Err(
                    t.value_error(format_args!("non-hexadecimal number found in fromhex() arg at position {place}"))
                );
            }
        }
        at += 2;
    }
    Ok(bytes)
}
