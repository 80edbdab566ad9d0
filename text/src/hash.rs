//! Python's hashes: numbers modulo 2**61 - 1, so that equal numbers of any type agree, and keyed SipHash-1-3 for text.

use std::hash::Hasher;

use dashu_int::{IBig, Sign};
use siphasher::sip::SipHasher13;

use crate::units::Units;

/// The modulus of numeric hashes.
pub const MODULUS: u64 = (1 << BITS) - 1;
const BITS: u32 = 61;

/// Hash of infinity.
pub const INFINITY: i64 = 314_159;

/// Factor of the imaginary part.
pub const IMAGINARY: u64 = 1_000_003;

/// -1 is the mark of an error in C and so never a hash.
fn not_minus_one(hash: i64) -> i64 {
    if hash == -1 { -2 } else { hash }
}

pub fn hash_int(value: i64) -> i64 {
    let magnitude = (value.unsigned_abs() % MODULUS) as i64;
    not_minus_one(if value < 0 { -magnitude } else { magnitude })
}

pub fn hash_big(value: &IBig) -> i64 {
    let (sign, words) = value.as_sign_words();
    hash_limbs(sign == Sign::Negative, words)
}

/// Hash of an integer given as its magnitude's limbs, least significant first.
pub fn hash_limbs(negative: bool, limbs: &[u64]) -> i64 {
    // 2**64 is 8 modulo 2**61 - 1, and high bits may be added to the low ones.
    let step = |acc: u64, &limb: &u64| {
        let sum = (u128::from(acc) << 3) + u128::from(limb);
        let folded = (sum as u64 & MODULUS) + (sum >> BITS) as u64;
        if folded >= MODULUS { folded - MODULUS } else { folded }
    };
    let magnitude = limbs.iter().rev().fold(0, step) as i64;
    not_minus_one(if negative { -magnitude } else { magnitude })
}

/// Hash of a float; `None` for a NaN, which hashes by identity.
pub fn hash_float(value: f64) -> Option<i64> {
    if value.is_nan() {
        return None;
    }
    if value.is_infinite() {
        return Some(if value > 0.0 { INFINITY } else { -INFINITY });
    }
    if value == value.trunc() && value.abs() < 9e18 {
        return Some(hash_int(value as i64));
    }
    let bits = value.to_bits();
    let field = (bits >> 52 & 0x7FF) as i32;
    let fraction = bits & ((1 << 52) - 1);
    let (mantissa, exponent) = if field == 0 { (fraction, -1074) } else { (fraction | 1 << 52, field - 1075) };
    // 2**61 is 1 modulo 2**61 - 1: scaling by a power of two is a rotation.
    let turn = exponent.rem_euclid(BITS as i32) as u32;
    let rotated = if turn == 0 { mantissa } else { (mantissa << turn & MODULUS) | mantissa >> (BITS - turn) };
    let magnitude = (rotated % MODULUS) as i64;
    Some(not_minus_one(if value < 0.0 { -magnitude } else { magnitude }))
}

/// Hash of a complex number from the hashes of its parts.
pub fn hash_complex(real: i64, imaginary: i64) -> i64 {
    not_minus_one((real as u64).wrapping_add(IMAGINARY.wrapping_mul(imaginary as u64)) as i64)
}

/// The secret of this process's text hashes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Key(pub u64, pub u64);

impl Key {
    /// The key that `PYTHONHASHSEED=seed` gives (0: all zero).
    pub fn from_seed(seed: u32) -> Key {
        if seed == 0 {
            return Key(0, 0);
        }
        let mut state = seed;
        let mut bytes = [0u8; 16];
        for byte in &mut bytes {
            state = state.wrapping_mul(214_013).wrapping_add(2_531_011);
            *byte = (state >> 16) as u8;
        }
        let half = |at: usize| bytes[at..at + 8].iter().rev().fold(0u64, |acc, &b| acc << 8 | u64::from(b));
        Key(half(0), half(8))
    }
}

/// Hash of bytes.
pub fn hash_bytes(key: Key, bytes: &[u8]) -> i64 {
    if bytes.is_empty() {
        return 0;
    }
    let mut hasher = SipHasher13::new_with_keys(key.0, key.1);
    hasher.write(bytes);
    not_minus_one(hasher.finish() as i64)
}

/// Hash of a string: over the units as stored, so the text has to be in its narrowest form (whole strings are).
pub fn hash_str(key: Key, text: Units<'_>) -> i64 {
    match text {
        Units::Latin1(s) => hash_bytes(key, s),
        Units::Ucs2(s) => hash_wide(key, s, |u| u.to_le_bytes()),
        Units::Ucs4(s) => hash_wide(key, s, |u| u.to_le_bytes()),
    }
}

fn hash_wide<T: Copy, const N: usize>(key: Key, units: &[T], bytes: impl Fn(T) -> [u8; N]) -> i64 {
    let mut hasher = SipHasher13::new_with_keys(key.0, key.1);
    let mut block = [0u8; 64];
    for chunk in units.chunks(64 / N) {
        for (to, &unit) in block.chunks_mut(N).zip(chunk) {
            to.copy_from_slice(&bytes(unit));
        }
        hasher.write(&block[..chunk.len() * N]);
    }
    if units.is_empty() { 0 } else { not_minus_one(hasher.finish() as i64) }
}
