//! Concatenation, repetition and ordering of the builtin sequences, without Python.

use text::{TextBuf, Units};

use crate::Thread;
use crate::cls;
use crate::objects::bytearray::ByteArray;
use crate::objects::bytes::Bytes;
use crate::objects::compare::plain_bytes;
use crate::objects::dict::Dict;
use crate::objects::number::IntRef;
use crate::objects::sequence::{List, Tuple};
use crate::objects::string::Str;
use crate::protocols::{BinaryOp, Compare};
use crate::value::{Gc, Raised, Res, Value};

/// Nested sequences are compared natively this deep.
const DEPTH: usize = 32;

impl Thread {
    /// `a + b` of two exact sequences of one kind.
    pub fn leaf_concat<'t>(&'t self, a: Value<'t>, b: Value<'t>) -> Option<Res<'t>> {
        if let (Some(a), Some(b)) = (a.cast::<Str>(), b.cast::<Str>()) {
            return Some(self.concat_str(a, b).map(Gc::value));
        }
        if let (Some(a), Some(b)) = (a.cast_exact::<List>(), b.cast_exact::<List>()) {
            return Some(self.concat_lists(a, b).map(Gc::value));
        }
        if let (Some(a), Some(b)) = (a.cast::<Tuple>(), b.cast::<Tuple>()) {
            return Some(self.concat_tuples(a, b).map(Gc::value));
        }
        let joined = [plain_bytes(a)?, plain_bytes(b)?].concat();
        let mutable = a.is::<ByteArray>();
        Some(if mutable { self.bytearray(&joined).map(Gc::value) } else { self.bytes(&joined).map(Gc::value) })
    }

    pub(crate) fn concat_str<'t>(&'t self, a: Gc<'t, Str>, b: Gc<'t, Str>) -> Result<Gc<'t, Str>, Raised> {
        if a.is_empty() {
            return Ok(b);
        }
        if b.is_empty() {
            return Ok(a);
        }
        self.str_of_parts([a, b].into_iter())
    }

    pub(crate) fn concat_lists<'t>(&'t self, a: Gc<'t, List>, b: Gc<'t, List>) -> Result<Gc<'t, List>, Raised> {
        let joined = self.new_list();
        joined.reserve(self, a.len() + b.len())?;
        joined.extend_list(self, a)?;
        joined.extend_list(self, b)?;
        Ok(joined)
    }

    pub(crate) fn concat_tuples<'t>(&'t self, a: Gc<'t, Tuple>, b: Gc<'t, Tuple>) -> Result<Gc<'t, Tuple>, Raised> {
        if a.extent() == 0 {
            return Ok(b);
        }
        if b.extent() == 0 {
            return Ok(a);
        }
        let joined = self.new_tuple(a.extent() + b.extent())?;
        joined.copy_from(self, 0, a, 0, a.extent());
        joined.copy_from(self, a.extent(), b, 0, b.extent());
        Ok(joined)
    }

    /// `a * b` of an exact sequence and an int.
    pub fn leaf_repeat<'t>(&'t self, a: Value<'t>, b: Value<'t>) -> Option<Res<'t>> {
        let is_sequence = |value: Value<'t>| {
            value.is::<Str>()
                || value.cast_exact::<List>().is_some()
                || value.is::<Tuple>()
                || value.is::<Bytes>()
                || value.cast_exact::<ByteArray>().is_some()
        };
        let (sequence, count) = if is_sequence(a) {
            (a, b)
        } else if is_sequence(b) {
            (b, a)
        } else {
            return None;
        };
        let count = match self.repeat_count(self.as_int(count)?, count) {
            Ok(count) => count,
            Err(raised) => return Some(Err(raised)),
        };
        Some(self.repeat(sequence, count))
    }

    pub(crate) fn repeat_count<'t>(&'t self, int: IntRef<'t>, value: Value<'t>) -> Result<usize, Raised> {
        match int {
            IntRef::Small(small) => Ok(small.max(0) as usize),
            IntRef::Big(big) => match big.as_word() {
                Some(word) => Ok(word.max(0) as usize),
                None => Err(self.raise(
                    cls::OverflowError,
                    format_args!("cannot fit '{}' into an index-sized integer", self.class_name(value)),
                )),
            },
        }
    }

    /// An exact sequence repeated.
    pub(crate) fn repeat<'t>(&'t self, sequence: Value<'t>, count: usize) -> Res<'t> {
        if let Some(string) = sequence.cast::<Str>() {
            return self.repeat_str(string, count);
        }
        if let Some(bytes) = sequence.cast::<Bytes>() {
            if count == 1 {
                return Ok(sequence);
            }
            return match self.repeated_size(bytes.extent(), count) {
                Some(total) => {
                    self.room_for(total)?;
                    Ok(self.bytes(&bytes.slice().repeat(count))?.value())
                }
                None => Err(self.too_long(bytes.extent(), count, "repeated bytes are too long")),
            };
        }
        if let Some(array) = sequence.cast::<ByteArray>() {
            let Some(total) = self.repeated_size(array.len(), count) else { return Err(self.memory_error()) };
            let repeated = self.new_bytearray();
            repeated.reserve(self, total)?;
            for _ in 0..if array.is_empty() { 0 } else { count } {
                repeated.extend(self, array.contents())?;
            }
            return Ok(repeated.value());
        }
        if let Some(tuple) = sequence.cast::<Tuple>() {
            let length = tuple.extent();
            if count == 1 || length == 0 {
                return Ok(sequence);
            }
            let Some(total) = self.repeated_size(length * 8, count) else { return Err(self.memory_error()) };
            let new = self.new_tuple(total / 8)?;
            for n in 0..count {
                new.copy_from(self, n * length, tuple, 0, length);
            }
            return Ok(new.value());
        }
        let list = sequence.expect::<List>();
        let new = self.new_list();
        let Some(total) = self.repeated_size(list.len() * 8, count) else { return Err(self.memory_error()) };
        new.reserve(self, total / 8)?;
        if list.len() == 1 {
            new.fill_with(self, list.item(0), count)?;
            return Ok(new.value());
        }
        for _ in 0..if list.is_empty() { 0 } else { count } {
            new.extend_list(self, list)?;
        }
        Ok(new.value())
    }

    fn repeat_str<'t>(&'t self, string: Gc<'t, Str>, count: usize) -> Res<'t> {
        if count == 1 || string.is_empty() {
            return Ok(string.value());
        }
        match self.repeated_size(string.len(), count) {
            Some(total) => self.room_for(total)?,
            None => return Err(self.too_long(string.len(), count, "repeated string is too long")),
        }
        if let Units::Latin1(bytes) = string.units() {
            return Ok(self.str_units(Units::Latin1(&bytes.repeat(count)))?.value());
        }
        let mut out = TextBuf::new();
        for _ in 0..count {
            out.push_units(string.units());
        }
        Ok(self.str_text(out.finish())?.value())
    }

    /// `size * count`, if memory could ever hold that.
    /// What a repetition beyond all memory raises: a length that is no index overflows, any other just does not fit.
    fn too_long(&self, size: usize, count: usize, message: &str) -> Raised {
        match size.checked_mul(count) {
            Some(total) if total <= isize::MAX as usize => self.memory_error(),
            _ => self.raise(cls::OverflowError, message),
        }
    }

    fn repeated_size(&self, size: usize, count: usize) -> Option<usize> {
        size.checked_mul(count).filter(|&total| total <= 1 << 46)
    }

    /// `a op b` of two exact lists, two tuples or of bytes, if their items need no Python.
    pub(crate) fn leaf_container_order<'t>(
        &'t self,
        op: Compare,
        a: Value<'t>,
        b: Value<'t>,
        depth: usize,
    ) -> Option<bool> {
        if depth > DEPTH {
            return None;
        }
        if let Some(a) = plain_bytes(a) {
            return Some(crate::protocols::holds(op, Some(Ord::cmp(a, plain_bytes(b)?))));
        }
        let ((a, a_list), (b, b_list)) = (self.leaf_items(a)?, self.leaf_items(b)?);
        if a_list != b_list {
            return None;
        }
        self.leaf_compare_slots(op, a, b, depth)
    }

    /// As [`Thread::leaf_container_order`] for the items themselves.
    pub(crate) fn leaf_compare_slots<'t>(
        &'t self,
        op: Compare,
        a: &'t [gc_api::Slot],
        b: &'t [gc_api::Slot],
        depth: usize,
    ) -> Option<bool> {
        if a.len() != b.len() && matches!(op, Compare::Eq | Compare::Ne) {
            return Some(op == Compare::Ne);
        }
        for (a, b) in a.iter().zip(b) {
            let (a, b) = (self.slot_value(a), self.slot_value(b));
            if !self.leaf_eq(a, b)? {
                return match op {
                    Compare::Eq => Some(false),
                    Compare::Ne => Some(true),
                    _ => self.leaf_order_deep(op, a, b, depth + 1),
                };
            }
        }
        Some(crate::protocols::holds(op, Some(a.len().cmp(&b.len()))))
    }

    fn leaf_order_deep<'t>(&'t self, op: Compare, a: Value<'t>, b: Value<'t>, depth: usize) -> Option<bool> {
        if let Some(result) = self.leaf_container_order(op, a, b, depth) {
            return Some(result);
        }
        if a.is::<List>() || a.is::<Tuple>() { None } else { self.leaf_compare(op, a, b) }
    }

    /// The items of an exact list (true) or tuple (false).
    fn leaf_items<'t>(&'t self, value: Value<'t>) -> Option<(&'t [gc_api::Slot], bool)> {
        if let Some(tuple) = value.cast::<Tuple>() {
            return Some((tuple.words(), false));
        }
        Some((value.cast_exact::<List>()?.slots(), true))
    }

    /// `a < b` where that needs no Python.
    #[inline]
    pub(crate) fn leaf_less<'t>(&'t self, a: Value<'t>, b: Value<'t>) -> Option<bool> {
        self.leaf_compare(Compare::Lt, a, b)
    }

    /// `a |= b`, `a += b` and so on of builtin containers, where no Python is needed.
    pub(crate) fn leaf_mutating_operator<'t>(&'t self, op: BinaryOp, a: Value<'t>, b: Value<'t>) -> Option<Res<'t>> {
        if let Some(list) = a.cast_exact::<List>() {
            return match op {
                BinaryOp::Add => match self.leaf_extend(list, b)? {
                    Ok(()) => Some(Ok(a)),
                    Err(raised) => Some(Err(raised)),
                },
                BinaryOp::Mul => {
                    let repeated = match self.leaf_repeat(a, b)? {
                        Ok(repeated) => repeated.expect::<List>(),
                        Err(raised) => return Some(Err(raised)),
                    };
                    list.adopt(self, repeated);
                    Some(Ok(a))
                }
                _ => None,
            };
        }
        if let (Some(array), BinaryOp::Add) = (a.cast_exact::<ByteArray>(), op) {
            let added = b.cast::<Bytes>().filter(|_| !array.is_viewed())?;
            return Some(array.extend_slice(self, added.slice()).map(|()| a));
        }
        if a.cast_exact::<Dict>().is_some() {
            return None;
        }
        self.leaf_set_update(op, a, b)
    }

    /// `list.extend(b)` where no Python is needed.
    pub(crate) fn leaf_extend<'t>(&'t self, list: Gc<'t, List>, b: Value<'t>) -> Option<Result<(), Raised>> {
        if let Some(other) = b.cast_exact::<List>() {
            return Some(list.extend_list(self, other));
        }
        if let Some(tuple) = b.cast::<Tuple>() {
            return Some(list.extend_from(self, tuple, 0, tuple.extent()));
        }
        let simple = b.cast_exact::<Dict>().is_some()
            || b.is::<Str>()
            || b.is::<Bytes>()
            || b.cast_exact::<ByteArray>().is_some()
            || b.cast::<crate::objects::range::Range>().is_some_and(|range| range.small_len().is_some())
            || b.cast::<crate::objects::set::Set>().is_some_and(|set| set.is_exact());
        // An iterator that declines in the middle: whoever goes on does so with the list as it is then.
        if !simple && !self.has_step(b) {
            return None;
        }
        let iterator = self.leaf_iter(b)?;
        if let Some(size) = self.leaf_size(b) {
            if let Err(raised) = list.reserve(self, list.len() + size) {
                return Some(Err(raised));
            }
        }
        loop {
            if !simple && self.is_signalled() {
                return None;
            }
            let item = self.leaf_next(iterator)?;
            if item == Value::MISSING {
                return Some(Ok(()));
            }
            if let Err(raised) = list.push(self, item) {
                return Some(Err(raised));
            }
        }
    }
}
