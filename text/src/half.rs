//! Half precision: floats of 16 bits, as IEEE 754 lays them out.

/// The value of 16 bits.
pub fn to_f64(bits: u16) -> f64 {
    let (exponent, fraction) = (i32::from(bits >> 10 & 0x1F), f64::from(bits & 0x3FF));
    let magnitude = match exponent {
        0 => fraction * 2f64.powi(-24),
        0x1F if fraction == 0.0 => f64::INFINITY,
        0x1F => f64::NAN,
        _ => (1.0 + fraction / 1024.0) * 2f64.powi(exponent - 15),
    };
    if bits >> 15 == 1 { -magnitude } else { magnitude }
}

/// The nearest half, ties to even; `None` for a finite value that is too large.
pub fn from_f64(value: f64) -> Option<u16> {
    let sign = (value.to_bits() >> 48) as u16 & 0x8000;
    if value.is_nan() {
        return Some(sign | 0x7E00);
    }
    if value.is_infinite() {
        return Some(sign | 0x7C00);
    }
    let magnitude = value.abs();
    // Units of the last place: 2**-24 for subnormals, ten bits below the leading one for the others.
    let exponent = ((magnitude.to_bits() >> 52) as i32 - 1023).max(-14);
    let units = (magnitude * 2f64.powi(10 - exponent)).round_ties_even() as u32;
    // A carry into the next power of two, and out of the subnormals, comes out right by itself.
    let bits = units + (((exponent + 14) as u32) << 10);
    (bits < 0x7C00).then_some(sign | bits as u16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_half_survives() {
        for bits in 0..=u16::MAX {
            let value = to_f64(bits);
            if !value.is_nan() {
                assert_eq!(from_f64(value), Some(bits), "{bits:#06x}");
            }
        }
    }

    #[test]
    fn rounding() {
        assert_eq!(from_f64(65519.9), Some(0x7BFF));
        assert_eq!(from_f64(65520.0), None);
        assert_eq!(from_f64(2f64.powi(-25)), Some(0));
        assert_eq!(from_f64(2f64.powi(-25) * 1.01), Some(1));
        assert_eq!(from_f64(1.0 + 2f64.powi(-11)), Some(0x3C00));
        assert_eq!(from_f64(1.0 + 3.0 * 2f64.powi(-11)), Some(0x3C02));
    }
}
