//! How the language spends the bits of a word that is not a reference.
//!
//! | low bits | meaning |
//! | --- | --- |
//! | `xx1` | int, 63 bits, signed |
//! | `000` | reference, or zero: unset |
//! | `100` | singletons |
//! | `x10` | float whose exponent lies in the common range (about 1e-77 .. 1e77), and +0.0 |
//!
//! Floats: the top three exponent bits of a common double are 011 or 100, so two of them are redundant; rotating the
//! word left by three brings the sign to bit 2 and leaves the low two bits for the tag (CRuby's flonum).
//! Nothing outside this file knows a shift or a mask.

use gc_api::Word;

/// Smallest and largest immediate int.
pub const INT_MIN: i64 = -(1 << 62);
pub const INT_MAX: i64 = (1 << 62) - 1;

const fn singleton(index: u64) -> Word {
    Word::from_bits(index << 3 | 4)
}

pub const NONE: Word = singleton(0);
pub const FALSE: Word = singleton(1);
pub const TRUE: Word = singleton(2);
pub const ELLIPSIS: Word = singleton(3);
pub const NOT_IMPLEMENTED: Word = singleton(4);
/// Internal: an argument that was not given, a dictionary entry that was deleted. Never seen by a program.
pub const MISSING: Word = singleton(5);

#[inline(always)]
pub const fn is_int(word: Word) -> bool {
    word.bits() & 1 == 1
}

/// The int of an int word.
#[inline(always)]
pub const fn int_of(word: Word) -> i64 {
    (word.bits() as i64) >> 1
}

/// The word of an int in `INT_MIN..=INT_MAX`.
#[inline(always)]
pub const fn int_word(value: i64) -> Word {
    Word::from_bits((value << 1 | 1) as u64)
}

#[inline(always)]
pub const fn int_fits(value: i64) -> bool {
    value >= INT_MIN && value <= INT_MAX
}

#[inline(always)]
pub const fn is_float(word: Word) -> bool {
    word.bits() & 3 == 2
}

const ZERO_FLOAT: u64 = 0x8000_0000_0000_0002;
/// The one double of the common range whose encoding is taken by +0.0.
const DISPLACED: u64 = 0x3000_0000_0000_0000;

/// The double of a float word.
#[inline(always)]
pub const fn float_of(word: Word) -> f64 {
    let bits = word.bits();
    if bits == ZERO_FLOAT {
        return 0.0;
    }
    let exponent = 2 - (bits >> 63);
    f64::from_bits((bits & !3 | exponent).rotate_right(3))
}

/// The word of a double, if it is one of the common ones.
#[inline(always)]
pub const fn float_word(value: f64) -> Option<Word> {
    let bits = value.to_bits();
    if ((bits >> 60).wrapping_add(1)) & 6 == 4 && bits != DISPLACED {
        Some(Word::from_bits(bits.rotate_left(3) & !3 | 2))
    } else if bits == 0 {
        Some(Word::from_bits(ZERO_FLOAT))
    } else {
        None
    }
}

#[inline(always)]
pub const fn is_singleton(word: Word) -> bool {
    word.bits() & 7 == 4
}

#[inline(always)]
pub const fn is_bool(word: Word) -> bool {
    word.bits() == TRUE.bits() || word.bits() == FALSE.bits()
}

#[inline(always)]
pub const fn bool_word(value: bool) -> Word {
    Word::from_bits(FALSE.bits() + ((value as u64) << 3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ints_survive_the_round_trip_up_to_their_limits() {
        for value in [0, 1, -1, INT_MIN, INT_MAX, 12345, -98765] {
            assert!(is_int(int_word(value)));
            assert_eq!(int_of(int_word(value)), value);
        }
        assert!(!int_fits(INT_MAX + 1) && !int_fits(INT_MIN - 1));
    }

    #[test]
    fn common_floats_are_immediate_and_survive_the_round_trip() {
        for value in [0.0, 1.0, -1.0, 3.25, 1e-70, -1e70, 0.1, core::f64::consts::PI] {
            let word = float_word(value).expect("common");
            assert!(is_float(word) && !word.is_ref() && !is_int(word) && !is_singleton(word));
            assert_eq!(float_of(word).to_bits(), value.to_bits());
        }
    }

    #[test]
    fn uncommon_floats_are_not_immediate() {
        for value in [-0.0, f64::NAN, f64::INFINITY, 1e300, 1e-300, f64::from_bits(DISPLACED), f64::MIN_POSITIVE] {
            assert_eq!(float_word(value), None, "{value}");
        }
    }

    #[test]
    fn every_exponent_is_either_exact_or_refused() {
        for exponent in 0..2048u64 {
            for rest in [0u64, 1, (1 << 52) - 1, 1 << 63, (1 << 63) | 12345] {
                let value = f64::from_bits(exponent << 52 | rest);
                if let Some(word) = float_word(value) {
                    assert_eq!(float_of(word).to_bits(), value.to_bits());
                }
            }
        }
    }
}
