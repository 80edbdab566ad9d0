//! Arrays from pickles: machine formats, which say how another machine stored the items.

use vm_core::natives::{Args, Tail};
use vm_core::objects::class::Class;
use vm_core::objects::memory_items::Item;
use vm_core::{Gc, Raised, Res, Thread};

use super::items::{CODES, Code, Kind};
use super::object::{self, ArrayObject, KEY};

/// A machine format.
#[derive(Copy, Clone)]
enum Format {
    Unsigned(usize),
    Signed(usize),
    Float(usize),
    Utf16,
    Utf32,
}

/// The formats by their numbers divided by two, from 2 on; odd numbers are those of big-endian machines.
const WIDE: [Format; 10] = [
    Format::Unsigned(2),
    Format::Signed(2),
    Format::Unsigned(4),
    Format::Signed(4),
    Format::Unsigned(8),
    Format::Signed(8),
    Format::Float(4),
    Format::Float(8),
    Format::Utf16,
    Format::Utf32,
];

/// The format of a number, and whether it is big-endian.
fn format_of(number: i64) -> Option<(Format, bool)> {
    match number {
        0 => Some((Format::Unsigned(1), false)),
        1 => Some((Format::Signed(1), false)),
        _ => WIDE.get(usize::try_from(number).ok()? / 2 - 1).map(|format| (*format, number % 2 == 1)),
    }
}

/// The number of this machine's format of a typecode.
fn native(code: &Code) -> i64 {
    match code.kind {
        Kind::Character => 20,
        Kind::Number(Item::Unsigned(1)) => 0,
        Kind::Number(Item::Signed(1)) => 1,
        Kind::Number(Item::Unsigned(size)) => i64::from(size.ilog2()) * 4 - 2,
        Kind::Number(Item::Signed(size)) => i64::from(size.ilog2()) * 4,
        Kind::Number(Item::Float(4)) => 14,
        Kind::Number(_) => 16,
    }
}

pub fn machine_format<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    Ok(t.int(native(object::code(args.this::<ArrayObject>()))))
}

pub fn reconstruct<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let Some(class) = args.get(0).cast::<Class>() else {
        let name = t.class_name(args.get(0));
        return Err(t.type_error(format_args!("first argument must be a type object, not {name}")));
    };
    if !t.is_subclass(class, t.class(KEY)) {
        let name = t.name_of_class(class);
        return Err(t.type_error(format_args!("{name} is not a subtype of array.array")));
    }
    let code = match t.as_str(args.get(1)).filter(|text| text.len() == 1) {
        Some(text) => char::from_u32(text.units().get(0)).and_then(Code::of),
        None => {
            let name = t.class_name(args.get(1));
            return Err(t.type_error(format_args!(
                "_array_reconstructor() argument 2 must be a unicode character, not {name}"
            )));
        }
    };
    let number = t.index_of(args.get(2))?;
    let code = code.ok_or_else(|| t.value_error("second argument must be a valid type code"))?;
    let Some((format, big_endian)) = format_of(number) else {
        return Err(t.value_error("third argument must be a valid machine format code."));
    };
    let Some(items) = t.as_bytes(args.get(3)) else {
        let name = t.class_name(args.get(3));
        return Err(t.type_error(format_args!("fourth argument should be bytes, not {name}")));
    };
    if number == native(code) {
        return fill(t, class, code, items.slice());
    }
    let (code, items) = converted(t, code, format, big_endian, items.slice())?;
    fill(t, class, code, &items)
}

/// The items in this machine's format, and the typecode they have here.
fn converted(
    t: &Thread,
    code: &'static Code,
    format: Format,
    big_endian: bool,
    items: &[u8],
) -> Result<(&'static Code, Vec<u8>), Raised> {
    let size = match format {
        Format::Unsigned(size) | Format::Signed(size) | Format::Float(size) => size,
        Format::Utf16 => 2,
        Format::Utf32 => 4,
    };
    // As CPython counts them, characters come in pairs.
    let whole = if matches!(format, Format::Utf16 | Format::Utf32) { 2 * size } else { size };
    if !items.len().is_multiple_of(whole) {
        return Err(t.value_error("string length not a multiple of item size"));
    }
    let mut native = items.to_vec();
    if big_endian {
        native.chunks_mut(size).for_each(<[u8]>::reverse);
    }
    let wanted = match format {
        Format::Unsigned(size) => Kind::Number(Item::Unsigned(size as u8)),
        Format::Signed(size) => Kind::Number(Item::Signed(size as u8)),
        Format::Float(size) => Kind::Number(Item::Float(size as u8)),
        Format::Utf32 => Kind::Character,
        Format::Utf16 => {
            let units = native.chunks(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]]));
            // Surrogates without a partner stay what they are.
            let codes = char::decode_utf16(units).map(|unit| match unit {
                Ok(character) => u32::from(character),
                Err(alone) => u32::from(alone.unpaired_surrogate()),
            });
            return Ok((code, codes.flat_map(u32::to_le_bytes).collect()));
        }
    };
    if code.kind == wanted {
        return Ok((code, native));
    }
    // The typecode that means the same here.
    Ok((CODES.iter().rev().find(|other| other.kind == wanted).unwrap_or(code), native))
}

/// An array of the class with these items.
fn fill<'t>(t: &'t Thread, class: Gc<'t, Class>, code: &'static Code, items: &[u8]) -> Result<Tail<'t>, Raised> {
    if !items.len().is_multiple_of(code.size()) {
        return Err(t.value_error("bytes length not a multiple of item size"));
    }
    let array = object::new(t, class, code);
    object::extend(t, array, items)?;
    Ok(Tail::Value(array.value()))
}
