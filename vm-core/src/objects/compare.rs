//! Equality and hash of values for which no Python has to run.

use text::Units;

use crate::Thread;
use crate::objects::bytearray::ByteArray;
use crate::objects::bytes::Bytes;
use crate::objects::class::{Class, flags};
use crate::objects::dict::Dict;
use crate::objects::number::IntRef;
use crate::objects::range::Range;
use crate::objects::sequence::{List, Tuple};
use crate::objects::set::Set;
use crate::objects::string::Str;
use crate::value::{Gc, Value};

/// Tuples nested deeper than this are left to the general path, which watches the stack.
const MAX_DEPTH: usize = 32;

impl Thread {
    /// `a == b` if it can be told without running Python.
    #[inline]
    pub fn leaf_eq<'t>(&'t self, a: Value<'t>, b: Value<'t>) -> Option<bool> {
        if a == b {
            // Containers and dicts treat an object as equal to itself, NaN included.
            return Some(true);
        }
        if let (Some(a), Some(b)) = (a.cast::<Str>(), b.cast::<Str>()) {
            return Some(str_eq(a, b));
        }
        if a.is_small_int() && b.is_small_int() {
            return Some(false);
        }
        self.leaf_eq_other(a, b, 0)
    }

    pub(crate) fn leaf_eq_other<'t>(&'t self, a: Value<'t>, b: Value<'t>, depth: usize) -> Option<bool> {
        if a == b {
            return Some(true);
        }
        if let Some(equal) = self.number_eq(a, b) {
            return Some(equal);
        }
        if let (Some(a), Some(b)) = (a.cast::<Str>(), b.cast::<Str>()) {
            return Some(str_eq(a, b));
        }
        if let (Some(a), Some(b)) = (a.cast::<Tuple>(), b.cast::<Tuple>()) {
            return self.tuple_eq(a, b, depth);
        }
        if let (Some(a), Some(b)) = (plain_bytes(a), plain_bytes(b)) {
            return Some(a == b);
        }
        if let Some((a, b)) = self.plain_operands(a, b) {
            return self.leaf_eq_other(a, b, depth);
        }
        if let Some(known) = self.container_eq(a, b, depth) {
            return known;
        }
        // Different objects: equal only if a class says so.
        if self.has_identity_eq(a) && self.has_identity_eq(b) {
            return Some(false);
        }
        if self.is_atom(a) && self.is_atom(b) {
            return Some(false);
        }
        if (self.is_atom(a) && self.has_identity_eq(b)) || (self.is_atom(b) && self.has_identity_eq(a)) {
            return Some(false);
        }
        None
    }

    /// Exact containers of one kind; `None` for anything else, `Some(None)` if their items need Python.
    fn container_eq<'t>(&'t self, a: Value<'t>, b: Value<'t>, depth: usize) -> Option<Option<bool>> {
        let deep = depth > MAX_DEPTH || self.native_stack_is_low();
        if let (Some(a), Some(b)) = (a.cast_exact::<List>(), b.cast_exact::<List>()) {
            return Some(if deep { None } else { self.list_eq(a, b, depth) });
        }
        if let (Some(a), Some(b)) = (a.cast_exact::<Dict>(), b.cast_exact::<Dict>()) {
            return Some(if deep { None } else { self.leaf_dict_eq(a, b, depth) });
        }
        if let (Some(a), Some(b)) = (a.cast::<Set>(), b.cast::<Set>()) {
            return Some(if deep || !a.is_exact() || !b.is_exact() { None } else { self.leaf_set_eq(a, b) });
        }
        Some(self.ranges_equal(a.cast::<Range>()?, b.cast::<Range>()?))
    }

    fn list_eq<'t>(&'t self, a: Gc<'t, List>, b: Gc<'t, List>, depth: usize) -> Option<bool> {
        if a.len() != b.len() {
            return Some(false);
        }
        for (a, b) in a.iter().zip(b.iter()) {
            match self.leaf_eq_other(a, b, depth + 1) {
                Some(true) => {}
                other => return other,
            }
        }
        Some(true)
    }

    /// Values whose builtin comparison knows only its own kind: numbers, text, None, ...
    fn is_atom(&self, value: Value<'_>) -> bool {
        !value.is_ref()
            || value.is::<Str>()
            || plain_bytes(value).is_some()
            || value.is::<crate::objects::number::BigInt>()
            || value.is::<crate::objects::number::Float>()
            || value.is::<Tuple>()
            || value.cast_exact::<List>().is_some()
            || value.cast_exact::<Dict>().is_some()
            || value.is::<Range>()
            || value.cast::<Set>().is_some_and(|set| set.is_exact())
    }

    /// Does the value's class compare by identity, as object does?
    pub fn has_identity_eq<'t>(&'t self, value: Value<'t>) -> bool {
        value.is_ref() && self.class_of(value).get(Class::flags) & flags::CUSTOM_EQ == 0
    }

    fn tuple_eq<'t>(&'t self, a: Gc<'t, Tuple>, b: Gc<'t, Tuple>, depth: usize) -> Option<bool> {
        if a.extent() != b.extent() {
            return Some(false);
        }
        if depth > MAX_DEPTH {
            return None;
        }
        for index in 0..a.extent() {
            match self.leaf_eq_other(a.at(index), b.at(index), depth + 1) {
                Some(true) => {}
                other => return other,
            }
        }
        Some(true)
    }

    /// Equality among exact ints, bools and floats.
    pub fn number_eq<'t>(&'t self, a: Value<'t>, b: Value<'t>) -> Option<bool> {
        if let (Some(a), Some(b)) = (a.as_exact_float(), b.as_exact_float()) {
            return Some(a == b);
        }
        if a.is::<crate::objects::class::Boxed>() || b.is::<crate::objects::class::Boxed>() {
            return None;
        }
        match (self.as_int(a), self.as_int(b)) {
            (Some(IntRef::Small(a)), Some(IntRef::Small(b))) => Some(a == b),
            (Some(IntRef::Big(a)), Some(IntRef::Big(b))) => {
                Some(a.is_negative() == b.is_negative() && a.limbs() == b.limbs())
            }
            (Some(_), Some(_)) => Some(false),
            (Some(int), None) => Some(int_eq_float(int, b.as_exact_float()?)),
            (None, Some(int)) => Some(int_eq_float(int, a.as_exact_float()?)),
            (None, None) => None,
        }
    }

    /// `hash(value)` if it can be told without running Python: `None` if Python decides; the error is for unhashable builtins.
    pub fn leaf_hash<'t>(&'t self, value: Value<'t>) -> Option<i64> {
        self.leaf_hash_deep(value, 0)
    }

    fn leaf_hash_deep<'t>(&'t self, value: Value<'t>, depth: usize) -> Option<i64> {
        if let Some(string) = value.cast::<Str>() {
            return Some(self.hash_str(string));
        }
        if let Some(small) = value.as_small_int() {
            return Some(text::hash::hash_int(small));
        }
        if let Some(float) = value.as_exact_float() {
            return Some(match text::hash::hash_float(float) {
                Some(hash) => hash,
                None => self.hash_identity(value),
            });
        }
        if value.is_bool() {
            return Some(value.is_true() as i64);
        }
        if let Some(big) = value.cast::<crate::objects::number::BigInt>() {
            return Some(text::hash::hash_limbs(big.is_negative(), big.limbs()));
        }
        if let Some(tuple) = value.cast::<Tuple>() {
            return self.hash_tuple(tuple, depth);
        }
        if let Some(bytes) = value.cast::<Bytes>() {
            return Some(self.hash_bytes_object(bytes));
        }
        if value.type_id() == Some(crate::layouts::FROZEN_SET) {
            return Some(self.hash_frozen(value.expect::<Set>()));
        }
        if value.is_none() {
            return Some(0xFCA8_6420);
        }
        if value.is_ref() {
            let class = self.class_of(value);
            if class.get(Class::flags) & (flags::CUSTOM_HASH | flags::CUSTOM_EQ) == 0 {
                return Some(self.hash_identity(value));
            }
            let inner = self.plain_value(value, flags::PLAIN_HASH)?;
            return self.leaf_hash_deep(inner, depth + 1);
        }
        Some(value.word().bits() as i64 >> 3)
    }

    /// xxHash-like mixing, as CPython's tuples do.
    fn hash_tuple<'t>(&'t self, tuple: Gc<'t, Tuple>, depth: usize) -> Option<i64> {
        let known = tuple.get(Tuple::hash);
        if known != 0 {
            return Some(known);
        }
        if depth > MAX_DEPTH {
            return None;
        }
        let mut mix = TupleHash::new();
        for index in 0..tuple.extent() {
            mix.add(self.leaf_hash_deep(tuple.at(index), depth + 1)?);
        }
        let hash = mix.finish(tuple.extent());
        tuple.set_raw(Tuple::hash, hash);
        Some(hash)
    }

    /// Hash by identity, for objects that compare by it.
    pub fn hash_identity(&self, value: Value<'_>) -> i64 {
        let identity = match value.as_obj() {
            Some(object) => gc_api::Collector::identity(&self.heap().collector, object),
            None => value.word().bits(),
        };
        // The low bits of addresses carry nothing.
        identity.rotate_right(4) as i64
    }
}

/// The contents of bytes or of an exact bytearray, to be read at once.
pub(crate) fn plain_bytes<'t>(value: Value<'t>) -> Option<&'t [u8]> {
    if let Some(bytes) = value.cast::<Bytes>() {
        return Some(bytes.slice());
    }
    // SAFETY: who asks compares or copies the contents before anything is written.
    Some(unsafe { value.cast_exact::<ByteArray>()?.slice() })
}

/// The hash of a tuple from the hashes of its items.
pub struct TupleHash(u64);

impl TupleHash {
    const P1: u64 = 11400714785074694791;
    const P2: u64 = 14029467366897019727;
    const P5: u64 = 2870177450012600261;

    #[allow(clippy::new_without_default)]
    pub fn new() -> TupleHash {
        TupleHash(Self::P5)
    }

    pub fn add(&mut self, item: i64) {
        self.0 = self.0.wrapping_add((item as u64).wrapping_mul(Self::P2)).rotate_left(31).wrapping_mul(Self::P1);
    }

    pub fn finish(self, length: usize) -> i64 {
        let hash = self.0.wrapping_add(length as u64 ^ (Self::P5 ^ 3527539));
        if hash == u64::MAX { 1546275796 } else { hash as i64 }
    }
}

#[inline]
pub fn str_eq(a: Gc<'_, Str>, b: Gc<'_, Str>) -> bool {
    if a.len() != b.len() || a.type_id() != b.type_id() {
        return false;
    }
    match (a.units(), b.units()) {
        (Units::Latin1(a), Units::Latin1(b)) => a == b,
        (Units::Ucs2(a), Units::Ucs2(b)) => a == b,
        (Units::Ucs4(a), Units::Ucs4(b)) => a == b,
        _ => false,
    }
}

fn int_eq_float(int: IntRef<'_>, float: f64) -> bool {
    match int {
        IntRef::Small(small) => {
            // Exact: beyond 2^53 the conversion must give the int back.
            let converted = small as f64;
            converted == float && converted as i128 == small as i128
        }
        IntRef::Big(big) => {
            if !float.is_finite() || float.fract() != 0.0 {
                return false;
            }
            let (mantissa, exponent) =
                (float.abs().to_bits() & ((1 << 52) - 1) | 1 << 52, (float.abs().to_bits() >> 52) as i64 - 1075);
            if exponent < 0 || (float < 0.0) != big.is_negative() {
                return false;
            }
            shifted_equals(mantissa, exponent as usize, big.limbs())
        }
    }
}

/// Is `mantissa << shift` the number with these limbs?
fn shifted_equals(mantissa: u64, shift: usize, limbs: &[u64]) -> bool {
    let (whole, bits) = (shift / 64, shift % 64);
    let wide = (mantissa as u128) << bits;
    let expected = |index: usize| match index.checked_sub(whole) {
        Some(0) => wide as u64,
        Some(1) => (wide >> 64) as u64,
        _ => 0,
    };
    let length = limbs.len().max(whole + 2);
    (0..length).all(|index| limbs.get(index).copied().unwrap_or(0) == expected(index))
}
