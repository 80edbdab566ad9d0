//! Bytes to values.

use std::cell::Cell;

use vm_core::objects::sequence::Tuple;
use vm_core::{Gc, Raised, Res, Thread};

use super::format::Format;

/// The values in the bytes at the start of `cells`, which are enough.
pub fn unpack<'t>(t: &'t Thread, format: &Format, cells: &[Cell<u8>]) -> Result<Gc<'t, Tuple>, Raised> {
    let tuple = t.new_tuple(format.values)?;
    let mut at = 0;
    for item in &format.items {
        let bytes = &cells[item.offset..item.offset + item.size * item.count];
        if matches!(item.code, b's' | b'p') {
            let bytes: Vec<u8> = bytes.iter().map(Cell::get).collect();
            let text = if item.code == b'p' { counted(&bytes) } else { &bytes };
            tuple.put(t, at, t.bytes(text)?.value());
            at += 1;
            continue;
        }
        for place in bytes.chunks_exact(item.size) {
            tuple.put(t, at, one(t, item.code, place, format.big_endian)?);
            at += 1;
        }
    }
    Ok(tuple)
}

/// The text of a `p`: its length comes first.
fn counted(bytes: &[u8]) -> &[u8] {
    match bytes.split_first() {
        Some((&length, text)) => &text[..text.len().min(usize::from(length))],
        None => bytes,
    }
}

/// The bytes of one number, least first, filled up with zeros.
fn raw(place: &[Cell<u8>], big_endian: bool) -> u64 {
    let mut word = [0; 8];
    for (byte, cell) in word.iter_mut().zip(place) {
        *byte = cell.get();
    }
    if big_endian {
        word[..place.len()].reverse();
    }
    u64::from_le_bytes(word)
}

fn one<'t>(t: &'t Thread, code: u8, place: &[Cell<u8>], big_endian: bool) -> Res<'t> {
    let parts = |size: usize| (raw(&place[..size], big_endian), raw(&place[size..], big_endian));
    let single = |bits: u64| f64::from(f32::from_bits(bits as u32));
    Ok(match code {
        b'c' => t.bytes(&[place[0].get()])?.value(),
        b'?' => vm_core::Value::bool(place.iter().any(|byte| byte.get() != 0)),
        b'e' => t.float(half(raw(place, big_endian) as u16)),
        b'f' => t.float(single(raw(place, big_endian))),
        b'd' => t.float(f64::from_bits(raw(place, big_endian))),
        b'F' => {
            let (real, imaginary) = parts(4);
            t.complex(single(real), single(imaginary))
        }
        b'D' => {
            let (real, imaginary) = parts(8);
            t.complex(f64::from_bits(real), f64::from_bits(imaginary))
        }
        _ if code.is_ascii_uppercase() => t.int_u64(raw(place, big_endian)),
        _ => {
            let unused = 64 - 8 * place.len() as u32;
            t.int((raw(place, big_endian) << unused) as i64 >> unused)
        }
    })
}

fn half(bits: u16) -> f64 {
    let fraction = f64::from(bits & 0x3ff);
    let magnitude = match (bits >> 10) & 0x1f {
        0 => fraction * 2f64.powi(-24),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        exponent => (fraction + 1024.0) * 2f64.powi(i32::from(exponent) - 25),
    };
    if bits & 0x8000 != 0 { -magnitude } else { magnitude }
}
