//! Values to bytes.

use vm_core::objects::number::{Complex, IntRef};
use vm_core::objects::sequence::Tuple;
use vm_core::{Gc, Raised, Thread, Value, cls, sym};

use super::error;
use super::format::{Format, Item};

/// Why values were not packed.
pub enum Refusal {
    Raised(Raised),
    /// Value `usize` has to be asked, in Python, for the number or truth it stands for.
    Ask(usize),
}

impl From<Raised> for Refusal {
    fn from(raised: Raised) -> Refusal {
        Refusal::Raised(raised)
    }
}

/// The bytes of `values` from number `first` on; the caller has counted them.
pub fn pack<'t>(t: &'t Thread, format: &Format, values: Gc<'t, Tuple>, first: usize) -> Result<Vec<u8>, Refusal> {
    let mut out = Vec::new();
    out.try_reserve_exact(format.size).map_err(|_| t.memory_error())?;
    out.resize(format.size, 0);
    let mut at = first;
    for item in &format.items {
        let bytes = &mut out[item.offset..item.offset + item.size * item.count];
        if matches!(item.code, b's' | b'p') {
            text(t, item, values.at(at), bytes)?;
            at += 1;
            continue;
        }
        for place in bytes.chunks_exact_mut(item.size) {
            one(t, item.code, values.at(at), at, place)?;
            if format.big_endian {
                reverse(item.code, place);
            }
            at += 1;
        }
    }
    Ok(out)
}

/// To the other byte order; complex numbers are two numbers.
fn reverse(code: u8, place: &mut [u8]) {
    if matches!(code, b'F' | b'D') {
        let half = place.len() / 2;
        place.chunks_exact_mut(half).for_each(<[u8]>::reverse);
    } else {
        place.reverse();
    }
}

fn text<'t>(t: &'t Thread, item: &Item, value: Value<'t>, place: &mut [u8]) -> Result<(), Raised> {
    let lent = if t.is_instance(value, cls::bytes) || t.is_instance(value, cls::bytearray) {
        t.buffer_of(value)
    } else {
        None
    };
    let Some(lent) = lent else {
        return Err(error(t, format_args!("argument for '{}' must be a bytes object", char::from(item.code))));
    };
    let lent = lent?;
    let room = match (item.code, place.len()) {
        (_, 0) => return Ok(()),
        (b'p', len) => {
            place[0] = lent.len().min(len - 1).min(255) as u8;
            &mut place[1..]
        }
        _ => place,
    };
    for (byte, cell) in room.iter_mut().zip(lent.cells) {
        *byte = cell.get();
    }
    Ok(())
}

/// One element, least byte first.
fn one<'t>(t: &'t Thread, code: u8, value: Value<'t>, at: usize, place: &mut [u8]) -> Result<(), Refusal> {
    match code {
        b'c' => match t.as_bytes(value).map(|bytes| bytes.slice()) {
            Some([byte]) => place[0] = *byte,
            _ => return Err(error(t, "char format requires a bytes object of length 1").into()),
        },
        b'?' => place[0] = u8::from(t.leaf_truth(value).ok_or(Refusal::Ask(at))?),
        b'e' => put(place, &half(t, real(t, value, at)?)?.to_le_bytes()),
        b'f' => {
            let wide = real(t, value, at)?;
            let narrow = wide as f32;
            if narrow.is_infinite() && wide.is_finite() {
                return Err(t.raise(cls::OverflowError, "float too large to pack with f format").into());
            }
            put(place, &narrow.to_le_bytes());
        }
        b'd' => put(place, &real(t, value, at)?.to_le_bytes()),
        b'F' => {
            let (real, imaginary) = complex(t, value, at)?;
            put(place, &(real as f32).to_le_bytes());
            put(&mut place[4..], &(imaginary as f32).to_le_bytes());
        }
        b'D' => {
            let (real, imaginary) = complex(t, value, at)?;
            put(place, &real.to_le_bytes());
            put(&mut place[8..], &imaginary.to_le_bytes());
        }
        _ => {
            let int = integer(t, code, value, at, place.len())?.to_le_bytes();
            put(place, &int[..place.len()]);
        }
    }
    Ok(())
}

fn put(place: &mut [u8], bytes: &[u8]) {
    place[..bytes.len()].copy_from_slice(bytes);
}

fn integer<'t>(t: &'t Thread, code: u8, value: Value<'t>, at: usize, size: usize) -> Result<i128, Refusal> {
    let Some(int) = t.as_int(value) else {
        if t.is_index(value) {
            return Err(Refusal::Ask(at));
        }
        return Err(error(t, "required argument is not an integer").into());
    };
    let wide = match int {
        IntRef::Small(small) => Some(i128::from(small)),
        IntRef::Big(big) => match big.limbs() {
            [limb] if big.is_negative() => Some(-i128::from(*limb)),
            [limb] => Some(i128::from(*limb)),
            _ => None,
        },
    };
    let bits = size as u32 * 8;
    let (least, most) = match code {
        b'P' => (i128::from(i64::MIN), i128::from(u64::MAX)),
        _ if code.is_ascii_uppercase() => (0, (1i128 << bits) - 1),
        _ => (-(1i128 << (bits - 1)), (1i128 << (bits - 1)) - 1),
    };
    match wide {
        Some(wide) if (least..=most).contains(&wide) => Ok(wide),
        _ if code == b'P' => Err(error(t, "int too large to convert").into()),
        _ => {
            let code = char::from(code);
            Err(error(t, format_args!("'{code}' format requires {least} <= number <= {most}")).into())
        }
    }
}

fn real<'t>(t: &'t Thread, value: Value<'t>, at: usize) -> Result<f64, Refusal> {
    if let Some(float) = t.as_float(value) {
        return Ok(float);
    }
    if let Some(IntRef::Small(small)) = t.as_int(value) {
        return Ok(small as f64);
    }
    if t.lookup_special(value, sym::__float__).is_some() || t.is_index(value) {
        return Err(Refusal::Ask(at));
    }
    Err(error(t, "required argument is not a float").into())
}

fn complex<'t>(t: &'t Thread, value: Value<'t>, at: usize) -> Result<(f64, f64), Refusal> {
    if let Some(complex) = value.cast::<Complex>() {
        return Ok((complex.get(Complex::real), complex.get(Complex::imaginary)));
    }
    if let Some(float) = t.as_float(value) {
        return Ok((float, 0.0));
    }
    if t.as_str(value).is_some() || t.as_bytes(value).is_some() {
        return Err(error(t, "required argument is not a complex").into());
    }
    Err(Refusal::Ask(at))
}

/// The nearest half-precision number, ties to even.
fn half(t: &Thread, value: f64) -> Result<u16, Raised> {
    let sign = if value.is_sign_negative() { 0x8000 } else { 0 };
    if value.is_nan() {
        return Ok(sign | 0x7e00);
    }
    let magnitude = value.abs();
    if magnitude.is_infinite() {
        return Ok(sign | 0x7c00);
    }
    // the weight of the last bit kept: subnormal numbers share the least one
    let exponent = ((magnitude.to_bits() >> 52) as i32 - 1023).max(-14);
    let units = (magnitude * 2f64.powi(10 - exponent)).round_ties_even() as u32;
    // a carry out of the fraction moves into the exponent by itself
    let bits = ((exponent + 14) as u32) * 0x400 + units;
    if bits >= 0x7c00 {
        return Err(t.raise(cls::OverflowError, "float too large to pack with e format"));
    }
    Ok(sign | bits as u16)
}
