//! The slice object, and what a slice means for a sequence of some length.

use gc_api::layout;

use crate::Thread;
use crate::layouts;
use crate::natives::{Tail, Then};
use crate::objects::number::IntRef;
use crate::objects::sequence::Tuple;
use crate::thread::header;
use crate::value::{Gc, Raised, Value};

layout! {
    pub struct Slice(layouts::SLICE) {
        start: Ref,
        stop: Ref,
        step: Ref,
    }
}

/// The numbers of a slice, out-of-range ones clamped to the range of `i64`.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Parts {
    pub start: Option<i64>,
    pub stop: Option<i64>,
    /// Not zero.
    pub step: i64,
}

/// The places a slice selects.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Span {
    pub start: i64,
    /// Where the selection ends; for steps other than 1 this is CPython's adjusted stop.
    pub stop: i64,
    pub step: i64,
    pub count: usize,
}

impl Parts {
    /// As `slice.indices(length)` does it.
    pub fn over(self, length: usize) -> Span {
        let length = length as i64;
        let (low, high) = if self.step < 0 { (-1, length - 1) } else { (0, length) };
        let clamp = |index: i64| {
            let index = if index < 0 { index.saturating_add(length) } else { index };
            index.clamp(low, high)
        };
        let (first, last) = if self.step < 0 { (high, low) } else { (low, high) };
        let (start, stop) = (self.start.map_or(first, clamp), self.stop.map_or(last, clamp));
        // Both lie between -1 and the length.
        let distance = if self.step < 0 { start - stop } else { stop - start };
        let count = match self.step.unsigned_abs() {
            _ if distance <= 0 => 0,
            1 => distance as usize,
            step => ((distance - 1) as u64 / step + 1) as usize,
        };
        Span { start, stop, step: self.step, count }
    }
}

impl Span {
    pub fn indices(self) -> impl DoubleEndedIterator<Item = usize> + ExactSizeIterator {
        (0..self.count).map(move |n| (self.start + n as i64 * self.step) as usize)
    }
}

impl<'t> Gc<'t, Slice> {
    /// The numbers, if every part is an int or None. The error is for a step of zero.
    pub fn parts(self, t: &'t Thread) -> Option<Result<Parts, Raised>> {
        match self.leaf_parts(t)? {
            Parts { step: 0, .. } => Some(Err(t.value_error("slice step cannot be zero"))),
            parts => Some(Ok(parts)),
        }
    }

    /// The numbers, if every part is an int or None. The step may be zero here.
    fn leaf_parts(self, t: &'t Thread) -> Option<Parts> {
        let part = |value: Value<'t>| -> Option<Option<i64>> {
            if value.is_none() {
                return Some(None);
            }
            if let Some(small) = value.as_small_int() {
                return Some(Some(small));
            }
            match t.as_int(value)? {
                IntRef::Small(small) => Some(Some(small)),
                IntRef::Big(big) => Some(Some(if big.is_negative() { i64::MIN } else { i64::MAX })),
            }
        };
        let (start, stop) = (part(self.get(Slice::start))?, part(self.get(Slice::stop))?);
        let step = part(self.get(Slice::step))?.unwrap_or(1);
        Some(Parts { start, stop, step: step.max(-i64::MAX) })
    }

    /// The numbers, if no Python is needed and the step is not zero.
    #[inline]
    pub(crate) fn resolve(self, t: &'t Thread) -> Option<Parts> {
        self.leaf_parts(t).filter(|parts| parts.step != 0)
    }
}

impl Thread {
    pub fn new_slice<'t>(&'t self, start: Value<'t>, stop: Value<'t>, step: Value<'t>) -> Gc<'t, Slice> {
        self.new_object(Slice {
            header: header(),
            start: gc_api::Slot::new(start.word()),
            stop: gc_api::Slot::new(stop.word()),
            step: gc_api::Slot::new(step.word()),
        })
    }

    /// A slice whose parts are ints or None: `__index__` has been asked where need was.
    pub fn plain_slice<'t>(&'t self, slice: Gc<'t, Slice>) -> Result<Tail<'t>, Raised> {
        let parts = [slice.get(Slice::start), slice.get(Slice::stop), slice.get(Slice::step)];
        // As CPython: the step first.
        for (number, part) in [2, 0, 1].into_iter().map(|number| (number, parts[number])) {
            if part.is_none() || self.as_int(part).is_some() {
                continue;
            }
            if !self.is_index(part) {
                return Err(self.type_error("slice indices must be integers or None or have an __index__ method"));
            }
            static PUT: Then = Then::new(|t, state, index| {
                let state = state.expect::<Tuple>();
                let old = state.at(0).expect::<Slice>();
                let number = state.at(1).as_small_int().unwrap_or(0) as usize;
                let mut parts = [old.get(Slice::start), old.get(Slice::stop), old.get(Slice::step)];
                parts[number] = index;
                t.plain_slice(t.new_slice(parts[0], parts[1], parts[2]))
            });
            let state = self.small_tuple([slice.value(), Value::small(number as i32)]);
            return self.index(part)?.then(self, &PUT, state.value());
        }
        Ok(Tail::Value(slice.value()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_those_of_python() {
        let span = |start, stop, step, length| {
            let s = Parts { start, stop, step }.over(length);
            (s.start, s.stop, s.count)
        };
        assert_eq!(span(None, None, 1, 5), (0, 5, 5));
        assert_eq!(span(None, None, -1, 5), (4, -1, 5));
        assert_eq!(span(Some(-2), None, 1, 5), (3, 5, 2));
        assert_eq!(span(Some(10), Some(-10), -3, 5), (4, -1, 2));
        assert_eq!(span(Some(3), Some(1), 1, 5), (3, 1, 0));
        assert_eq!(span(None, None, i64::MAX, 5), (0, 5, 1));
        assert_eq!(span(Some(i64::MIN), Some(i64::MAX), 2, 5), (0, 5, 3));
    }
}
