//! Arithmetic on magnitudes: limbs of 64 bits, the lowest first.
//!
//! The school methods, for operands of a length where they win; longer ones go through `dashu-int` (see `int_math`).

use std::cmp::Ordering;

/// Room for a result: on the native stack as long as its limbs are few.
#[allow(clippy::large_enum_variant)]
pub(super) enum Room {
    Few([u64; 40], usize),
    Many(Vec<u64>),
}

impl Room {
    /// Zeros.
    pub fn new(limbs: usize) -> Room {
        if limbs <= 40 { Room::Few([0; 40], limbs) } else { Room::Many(vec![0; limbs]) }
    }

    pub fn slice(&mut self) -> &mut [u64] {
        match self {
            Room::Few(limbs, count) => &mut limbs[..*count],
            Room::Many(limbs) => limbs,
        }
    }
}

/// Of magnitudes without leading zeros.
pub(super) fn compare(a: &[u64], b: &[u64]) -> Ordering {
    a.len().cmp(&b.len()).then_with(|| a.iter().rev().cmp(b.iter().rev()))
}

/// `out = a + b`; `out` has a limb more than the longer one.
pub(super) fn add(out: &mut [u64], a: &[u64], b: &[u64]) {
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    let (both, rest) = long.split_at(short.len());
    let mut carry = false;
    for ((out, &x), &y) in out.iter_mut().zip(both).zip(short) {
        let (sum, first) = x.overflowing_add(y);
        let (sum, second) = sum.overflowing_add(u64::from(carry));
        *out = sum;
        carry = first | second;
    }
    for (out, &x) in out[short.len()..].iter_mut().zip(rest) {
        (*out, carry) = x.overflowing_add(u64::from(carry));
    }
    out[long.len()] = u64::from(carry);
}

/// `out = a - b`, where `a >= b`.
pub(super) fn sub(out: &mut [u64], a: &[u64], b: &[u64]) {
    let (both, rest) = a.split_at(b.len());
    let mut borrow = false;
    for ((out, &x), &y) in out.iter_mut().zip(both).zip(b) {
        let (difference, first) = x.overflowing_sub(y);
        let (difference, second) = difference.overflowing_sub(u64::from(borrow));
        *out = difference;
        borrow = first | second;
    }
    for (out, &x) in out[b.len()..].iter_mut().zip(rest) {
        (*out, borrow) = x.overflowing_sub(u64::from(borrow));
    }
}

/// `out += a * b`; `out` has as many limbs as both.
pub(super) fn multiply(out: &mut [u64], a: &[u64], b: &[u64]) {
    for (shift, &factor) in b.iter().enumerate() {
        let mut carry = 0u128;
        for (out, &limb) in out[shift..].iter_mut().zip(a) {
            let sum = u128::from(limb) * u128::from(factor) + u128::from(*out) + carry;
            *out = sum as u64;
            carry = sum >> 64;
        }
        out[shift + a.len()] = carry as u64;
    }
}

/// `quotient = a / divisor`; the rest. `quotient` has as many limbs as `a`.
pub(super) fn divide_by_limb(quotient: &mut [u64], a: &[u64], divisor: u64) -> u64 {
    let mut rest = 0u64;
    if divisor >> 32 == 0 {
        // Halves of limbs, so that no division is wider than a register.
        for (out, &limb) in quotient.iter_mut().zip(a).rev() {
            let high = rest << 32 | limb >> 32;
            let low = (high % divisor) << 32 | limb & 0xFFFF_FFFF;
            *out = ((high / divisor) << 32) | (low / divisor);
            rest = low % divisor;
        }
        return rest;
    }
    for (out, &limb) in quotient.iter_mut().zip(a).rev() {
        let part = u128::from(rest) << 64 | u128::from(limb);
        *out = (part / u128::from(divisor)) as u64;
        rest = (part % u128::from(divisor)) as u64;
    }
    rest
}

/// `quotient = a / b`; `a` becomes the rest. The divisor has at least two limbs and no leading zeros, `a` is at least as long and
/// has a zero limb appended, and `quotient` has `a.len() - b.len()` limbs.
///
/// Knuth, The Art of Computer Programming, volume 2, algorithm D.
pub(super) fn divide(quotient: &mut [u64], a: &mut [u64], b: &mut [u64]) {
    let n = b.len();
    let shift = b[n - 1].leading_zeros();
    shift_left(b, shift);
    shift_left(a, shift);
    let (top, next) = (u128::from(b[n - 1]), u128::from(b[n - 2]));
    for at in (0..quotient.len()).rev() {
        let part = &mut a[at..=at + n];
        let head = u128::from(part[n]) << 64 | u128::from(part[n - 1]);
        let (mut digit, mut rest) = (head / top, head % top);
        while digit >> 64 != 0 || digit * next > (rest << 64 | u128::from(part[n - 2])) {
            digit -= 1;
            rest += top;
            if rest >> 64 != 0 {
                break;
            }
        }
        if subtract_multiple(part, b, digit as u64) {
            digit -= 1;
            add_back(part, b);
        }
        quotient[at] = digit as u64;
    }
    shift_right(a, shift);
}

/// `part -= b * factor`; was it too much?
fn subtract_multiple(part: &mut [u64], b: &[u64], factor: u64) -> bool {
    let (mut carry, mut borrow) = (0u128, false);
    for (limb, &x) in part.iter_mut().zip(b) {
        let product = u128::from(x) * u128::from(factor) + carry;
        carry = product >> 64;
        let (difference, first) = limb.overflowing_sub(product as u64);
        let (difference, second) = difference.overflowing_sub(u64::from(borrow));
        *limb = difference;
        borrow = first | second;
    }
    let last = &mut part[b.len()];
    let (difference, first) = last.overflowing_sub(carry as u64);
    let (difference, second) = difference.overflowing_sub(u64::from(borrow));
    *last = difference;
    first | second
}

fn add_back(part: &mut [u64], b: &[u64]) {
    let mut carry = false;
    for (limb, &x) in part.iter_mut().zip(b) {
        let (sum, first) = limb.overflowing_add(x);
        let (sum, second) = sum.overflowing_add(u64::from(carry));
        *limb = sum;
        carry = first | second;
    }
    let last = &mut part[b.len()];
    *last = last.wrapping_add(u64::from(carry));
}

/// By less than a limb; what leaves the top is zero.
fn shift_left(limbs: &mut [u64], shift: u32) {
    if shift == 0 {
        return;
    }
    let mut carry = 0;
    for limb in limbs {
        (*limb, carry) = (*limb << shift | carry, *limb >> (64 - shift));
    }
}

fn shift_right(limbs: &mut [u64], shift: u32) {
    if shift == 0 {
        return;
    }
    let mut carry = 0;
    for limb in limbs.iter_mut().rev() {
        (*limb, carry) = (*limb >> shift | carry, *limb << (64 - shift));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn trimmed(mut limbs: Vec<u64>) -> Vec<u64> {
        while limbs.last() == Some(&0) {
            limbs.pop();
        }
        limbs
    }

    /// Limbs that like to be all ones or all zeros, where estimates of digits go wrong.
    fn limbs(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<u64>> {
        proptest::collection::vec(prop_oneof![Just(0), Just(u64::MAX), Just(1 << 63), any::<u64>()], count)
    }

    proptest! {
        #[test]
        fn quotient_times_divisor_plus_rest_is_the_dividend(a in limbs(2..12), b in limbs(2..6)) {
            let (a, b) = (trimmed(a), trimmed(b));
            prop_assume!(b.len() >= 2 && a.len() >= b.len());
            let (mut rest, mut divisor) = (a.clone(), b.clone());
            rest.push(0);
            let mut quotient = vec![0; rest.len() - b.len()];
            divide(&mut quotient, &mut rest, &mut divisor);
            let rest = trimmed(rest);
            prop_assert!(compare(&rest, &b).is_lt());
            let mut product = vec![0; quotient.len() + b.len()];
            multiply(&mut product, &quotient, &b);
            let mut sum = vec![0; product.len().max(rest.len()) + 1];
            add(&mut sum, &product, &rest);
            prop_assert_eq!(trimmed(sum), a);
        }

        #[test]
        fn dividing_by_a_limb_agrees_with_wide_division(a in limbs(1..8), divisor in 1u64..) {
            let mut quotient = vec![0; a.len()];
            let rest = divide_by_limb(&mut quotient, &a, divisor);
            let mut product = vec![0; a.len() + 1];
            multiply(&mut product, &quotient, &[divisor]);
            let mut sum = vec![0; product.len() + 1];
            add(&mut sum, &product, &[rest]);
            prop_assert_eq!(trimmed(sum), trimmed(a));
        }
    }
}
