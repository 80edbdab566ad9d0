//! The range object: never materialised. Its numbers may be of any size.

use gc_api::{Slot, layout};

use crate::Thread;
use crate::cls;
use crate::layouts;
use crate::objects::number::IntRef;
use crate::objects::slice::Slice;
use crate::protocols::{BinaryOp, Compare};
use crate::thread::header;
use crate::value::{Gc, Raised, Res, Value};

layout! {
    pub struct Range(layouts::RANGE) {
        start: Ref,
        stop: Ref,
        step: Ref,
        /// Number of items, an int.
        length: Ref,
    }
}

impl<'t> Gc<'t, Range> {
    /// Number of items, if it is a size.
    #[inline]
    pub fn small_len(self) -> Option<usize> {
        Some(self.get(Range::length).as_small_int()? as usize)
    }

    /// Start, step and number of items if all numbers on the way are machine words.
    #[inline]
    pub fn small_parts(self) -> Option<(i64, i64, usize)> {
        let (start, step) = (self.get(Range::start).as_small_int()?, self.get(Range::step).as_small_int()?);
        let length = self.small_len()?;
        self.get(Range::stop).as_small_int()?;
        Some((start, step, length))
    }

    /// `item in self` for ints.
    pub(crate) fn leaf_contains(self, t: &'t Thread, item: Value<'t>) -> Option<bool> {
        let item = match item.is_bool() {
            true => Value::small(item.is_true() as i32),
            false => item,
        };
        if let (Some((start, step, length)), Some(item)) = (self.small_parts(), item.as_small_int()) {
            let distance = item as i128 - start as i128;
            let index = distance / step as i128;
            return Some(distance % step as i128 == 0 && index >= 0 && index < length as i128);
        }
        if !t.is_exact_int(item) {
            return None;
        }
        Some(t.range_index(self, item).ok()??.is_set())
    }
}

impl Thread {
    /// A range of ints; the step is not zero.
    pub fn new_range<'t>(
        &'t self,
        start: Value<'t>,
        stop: Value<'t>,
        step: Value<'t>,
    ) -> Result<Gc<'t, Range>, Raised> {
        let length = self.range_length(start, stop, step)?;
        Ok(self.new_object(Range {
            header: header(),
            start: Slot::new(start.word()),
            stop: Slot::new(stop.word()),
            step: Slot::new(step.word()),
            length: Slot::new(length.word()),
        }))
    }

    fn range_length<'t>(&'t self, start: Value<'t>, stop: Value<'t>, step: Value<'t>) -> Res<'t> {
        if let (Some(start), Some(stop), Some(step)) = (start.as_small_int(), stop.as_small_int(), step.as_small_int())
        {
            let (start, stop, step) = (start as i128, stop as i128, step as i128);
            let distance = if step < 0 { start - stop } else { stop - start };
            let length = if distance <= 0 { 0 } else { (distance - 1) / step.abs() + 1 };
            return self.int_i128(length);
        }
        let zero = Value::small(0);
        let backwards = self.int_less(step, zero);
        let (low, high) = if backwards { (stop, start) } else { (start, stop) };
        if !self.int_less(low, high) {
            return Ok(zero);
        }
        let size = if backwards { self.arith(BinaryOp::Sub, zero, step)? } else { step };
        let distance = self.arith(BinaryOp::Sub, self.arith(BinaryOp::Sub, high, low)?, Value::small(1))?;
        self.arith(BinaryOp::Add, self.arith(BinaryOp::FloorDiv, distance, size)?, Value::small(1))
    }

    /// Arithmetic of exact ints.
    pub(crate) fn arith<'t>(&'t self, op: BinaryOp, a: Value<'t>, b: Value<'t>) -> Res<'t> {
        match self.leaf_arithmetic(op, a, b) {
            Some(result) => result,
            None => Err(self.type_error("an int is expected")),
        }
    }

    pub(crate) fn int_less<'t>(&'t self, a: Value<'t>, b: Value<'t>) -> bool {
        self.leaf_compare(Compare::Lt, a, b) == Some(true)
    }

    pub(crate) fn is_exact_int(&self, value: Value<'_>) -> bool {
        value.is_small_int() || value.is::<crate::objects::number::BigInt>()
    }

    /// The exact int of an int-like value (bools and subclasses too).
    pub fn exact_int<'t>(&'t self, value: Value<'t>) -> Option<Value<'t>> {
        match self.as_int(value)? {
            IntRef::Small(small) => Some(self.int(small)),
            IntRef::Big(big) => Some(big.value()),
        }
    }

    /// Item number `index`, which is in range.
    pub(crate) fn range_item<'t>(&'t self, range: Gc<'t, Range>, index: Value<'t>) -> Res<'t> {
        if let (Some((start, step, _)), Some(index)) = (range.small_parts(), index.as_small_int()) {
            return self.int_i128(start as i128 + step as i128 * index as i128);
        }
        let offset = self.arith(BinaryOp::Mul, range.get(Range::step), index)?;
        self.arith(BinaryOp::Add, range.get(Range::start), offset)
    }

    /// Where the exact int `item` is in the range: its index, or unset.
    pub(crate) fn range_index<'t>(
        &'t self,
        range: Gc<'t, Range>,
        item: Value<'t>,
    ) -> Result<Option<Value<'t>>, Raised> {
        let (zero, step) = (Value::small(0), range.get(Range::step));
        let distance = self.arith(BinaryOp::Sub, item, range.get(Range::start))?;
        if self.leaf_truth(self.arith(BinaryOp::Mod, distance, step)?) == Some(true) {
            return Ok(Some(Value::UNSET));
        }
        let index = self.arith(BinaryOp::FloorDiv, distance, step)?;
        let outside = self.int_less(index, zero) || !self.int_less(index, range.get(Range::length));
        Ok(Some(if outside { Value::UNSET } else { index }))
    }

    pub(crate) fn leaf_range_item<'t>(&'t self, range: Gc<'t, Range>, key: Value<'t>) -> Option<Res<'t>> {
        if let Some(slice) = key.cast::<Slice>() {
            slice.resolve(self)?;
            return Some(self.range_slice(range, slice));
        }
        let mut index = self.exact_int(key)?;
        let length = range.get(Range::length);
        let step = || -> Res<'t> {
            if self.int_less(index, Value::small(0)) {
                index = self.arith(BinaryOp::Add, index, length)?;
            }
            if self.int_less(index, Value::small(0)) || !self.int_less(index, length) {
                return Err(self.raise(cls::IndexError, "range object index out of range"));
            }
            self.range_item(range, index)
        };
        let mut step = step;
        Some(step())
    }

    /// `range[slice]`, a range.
    fn range_slice<'t>(&'t self, range: Gc<'t, Range>, slice: Gc<'t, Slice>) -> Res<'t> {
        let (start, stop, step) = self.slice_bounds(slice, range.get(Range::length))?;
        let step = self.arith(BinaryOp::Mul, range.get(Range::step), step)?;
        let (start, stop) = (self.range_item(range, start)?, self.range_item(range, stop)?);
        Ok(self.new_range(start, stop, step)?.value())
    }

    /// `slice.indices(length)` with ints of any size; the parts are ints or None and the step is not zero.
    pub(crate) fn slice_bounds<'t>(
        &'t self,
        slice: Gc<'t, Slice>,
        length: Value<'t>,
    ) -> Result<(Value<'t>, Value<'t>, Value<'t>), Raised> {
        let int = |value: Value<'t>, default: Value<'t>| {
            if value.is_none() { default } else { self.exact_int(value).unwrap_or(default) }
        };
        let step = int(slice.get(Slice::step), Value::small(1));
        let backwards = self.int_less(step, Value::small(0));
        let (low, high) = if backwards {
            (Value::small(-1), self.arith(BinaryOp::Sub, length, Value::small(1))?)
        } else {
            (Value::small(0), length)
        };
        let clamp = |part: Value<'t>, default: Value<'t>| -> Res<'t> {
            if part.is_none() {
                return Ok(default);
            }
            let mut index = int(part, default);
            if self.int_less(index, Value::small(0)) {
                index = self.arith(BinaryOp::Add, index, length)?;
            }
            Ok(if self.int_less(index, low) {
                low
            } else if self.int_less(high, index) {
                high
            } else {
                index
            })
        };
        let (first, last) = if backwards { (high, low) } else { (low, high) };
        Ok((clamp(slice.get(Slice::start), first)?, clamp(slice.get(Slice::stop), last)?, step))
    }
}
