//! The list object: storage and the operations that need no Python. Its methods are in `list_methods`.

use std::cell::Cell;

use gc_api::Slot;

use crate::Thread;
use crate::objects::list_methods::assign_span;
use crate::objects::sequence::{Array, List, Tuple};
use crate::objects::slice::{Parts, Slice, Span};
use crate::thread::header;
use crate::value::{Gc, Raised, Value};

/// Lists of so many items grow in larger steps.
const LONG: usize = 1024;

impl<'t> Gc<'t, List> {
    #[inline(always)]
    pub fn len(self) -> usize {
        self.get(List::length)
    }

    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    #[inline(always)]
    fn array(self) -> Option<Gc<'t, Array>> {
        self.get(List::items).cast_exact::<Array>()
    }

    /// The items.
    #[inline(always)]
    pub fn slots(self) -> &'t [Slot] {
        match self.array() {
            Some(array) => &array.words()[..self.len()],
            None => &[],
        }
    }

    /// Item `index`.
    ///
    /// # Panics
    /// If out of range.
    #[inline(always)]
    pub fn item(self, index: usize) -> Value<'t> {
        // SAFETY: the slot of a live object.
        unsafe { Value::from_word(self.slots()[index].get()) }
    }

    pub fn iter(self) -> impl DoubleEndedIterator<Item = Value<'t>> + ExactSizeIterator {
        // SAFETY: slots of a live object.
        self.slots().iter().map(|slot| unsafe { Value::from_word(slot.get()) })
    }

    /// Replaces item `index`.
    ///
    /// # Panics
    /// If out of range.
    #[inline(always)]
    pub fn set_item(self, t: &Thread, index: usize, value: Value<'_>) {
        assert!(index < self.len());
        if let Some(array) = self.array() {
            array.put(t, index, value);
        }
    }

    /// Appends an item.
    #[inline]
    pub fn push(self, t: &'t Thread, value: Value<'t>) -> Result<(), Raised> {
        let length = self.len();
        self.reserve(t, length + 1)?;
        if let Some(array) = self.array() {
            array.put(t, length, value);
            self.set_raw(List::length, length + 1);
        }
        Ok(())
    }

    /// Makes room for `wanted` items in all; grows by an eighth at least, so that appending is cheap.
    #[inline]
    pub fn reserve(self, t: &'t Thread, wanted: usize) -> Result<(), Raised> {
        if wanted <= self.array().map_or(0, |array| array.extent()) {
            return Ok(());
        }
        // An array cannot grow where it is, and each that is left behind is garbage for a while: the sum of all lengths up to this one is
        // nine times as much with steps of an eighth, and three times with steps of a half.
        let spare = if wanted < LONG { wanted >> 3 } else { wanted >> 1 };
        self.reallocate(t, (wanted + spare + 6) & !3)
    }

    #[cold]
    fn reallocate(self, t: &'t Thread, capacity: usize) -> Result<(), Raised> {
        if capacity > isize::MAX as usize / 8 {
            return Err(t.memory_error());
        }
        let new = t.new_array(capacity)?;
        if let Some(old) = self.array() {
            new.copy_from(t, 0, old, 0, self.len());
        }
        self.set(t, List::items, new.value());
        Ok(())
    }

    /// Sets the length to `length`: new places are unset, lost ones are cleared.
    fn resize(self, t: &'t Thread, length: usize) -> Result<(), Raised> {
        let old = self.len();
        if length > old {
            self.reserve(t, length)?;
        } else if let Some(array) = self.array() {
            if length * 4 < array.extent() && array.extent() > 32 {
                self.set_raw(List::length, length);
                return self.reallocate(t, length + 4);
            }
            array.fill(t, length..old, Value::UNSET);
        }
        self.set_raw(List::length, length);
        Ok(())
    }

    pub fn clear(self, t: &Thread) {
        self.set_raw(List::length, 0);
        self.set(t, List::items, Value::UNSET);
    }

    /// Inserts before place `index`, which is at most the length.
    pub fn insert(self, t: &'t Thread, index: usize, value: Value<'t>) -> Result<(), Raised> {
        self.open(t, index, 1)?;
        self.set_item(t, index, value);
        Ok(())
    }

    /// Makes `count` unset places at `index`.
    fn open(self, t: &'t Thread, index: usize, count: usize) -> Result<(), Raised> {
        let length = self.len();
        let Some(longer) = length.checked_add(count) else { return Err(t.memory_error()) };
        self.resize(t, longer)?;
        if let Some(array) = self.array() {
            array.copy_from(t, index + count, array, index, length - index);
        }
        Ok(())
    }

    /// Removes `count` items from `index` on.
    pub fn remove_range(self, t: &'t Thread, index: usize, count: usize) -> Result<(), Raised> {
        let length = self.len();
        if let Some(array) = self.array() {
            array.copy_from(t, index, array, index + count, length - index - count);
        }
        self.resize(t, length - count)
    }

    /// Removes item `index`; the item.
    pub fn remove(self, t: &'t Thread, index: usize) -> Result<Value<'t>, Raised> {
        let item = self.item(index);
        self.remove_range(t, index, 1)?;
        Ok(item)
    }

    /// Appends words of an array or tuple.
    pub fn extend_from<U: gc_api::Layout>(
        self,
        t: &'t Thread,
        source: Gc<'t, U>,
        from: usize,
        count: usize,
    ) -> Result<(), Raised> {
        if count == 0 {
            return Ok(());
        }
        let length = self.len();
        self.reserve(t, length + count)?;
        if let Some(array) = self.array() {
            array.copy_from(t, length, source, from, count);
            self.set_raw(List::length, length + count);
        }
        Ok(())
    }

    /// Appends the items of a list, perhaps of itself.
    pub fn extend_list(self, t: &'t Thread, other: Gc<'t, List>) -> Result<(), Raised> {
        match other.array() {
            Some(array) => self.extend_from(t, array, 0, other.len()),
            None => Ok(()),
        }
    }

    /// Replaces the places from `start` to `stop` by the items of `source` (which is not this list).
    pub fn replace_range(self, t: &'t Thread, start: usize, stop: usize, source: Gc<'t, List>) -> Result<(), Raised> {
        let (old, new) = (stop - start, source.len());
        if new > old {
            self.open(t, stop, new - old)?;
        } else if new < old {
            self.remove_range(t, start + new, old - new)?;
        }
        if let (Some(to), Some(from)) = (self.array(), source.array()) {
            to.copy_from(t, start, from, 0, new);
        }
        Ok(())
    }

    /// Removes what a span selects.
    pub fn remove_span(self, t: &'t Thread, span: Span) -> Result<(), Raised> {
        if span.count == 0 {
            return Ok(());
        }
        let mut places: Vec<usize> = span.indices().collect();
        places.sort_unstable();
        if places.len() == places[places.len() - 1] - places[0] + 1 {
            return self.remove_range(t, places[0], places.len());
        }
        let Some(array) = self.array() else { return Ok(()) };
        let mut to = places[0];
        for (n, &place) in places.iter().enumerate() {
            let next = places.get(n + 1).copied().unwrap_or(self.len());
            array.copy_from(t, to, array, place + 1, next - place - 1);
            to += next - place - 1;
        }
        self.resize(t, to)
    }

    /// Moves the items out into a fresh list; this one is empty then.
    pub fn take(self, t: &'t Thread) -> Gc<'t, List> {
        let taken = t.new_list();
        taken.set(t, List::items, self.get(List::items));
        taken.set_raw(List::length, self.len());
        self.clear(t);
        taken
    }

    /// Takes over the items of `other`, which is empty then.
    pub fn adopt(self, t: &'t Thread, other: Gc<'t, List>) {
        self.set(t, List::items, other.get(List::items));
        self.set_raw(List::length, other.len());
        other.clear(t);
    }

    /// Appends one value `count` times.
    pub fn fill_with(self, t: &'t Thread, value: Value<'t>, count: usize) -> Result<(), Raised> {
        let length = self.len();
        self.resize(t, length + count)?;
        if let Some(array) = self.array() {
            array.fill(t, length..length + count, value);
        }
        Ok(())
    }

    pub fn reverse(self, t: &'t Thread) {
        let Some(array) = self.array() else { return };
        let items: Vec<Value<'t>> = self.iter().rev().collect();
        self.overwrite(t, array, &items);
    }

    /// Stores as many items as the list has.
    pub(crate) fn store_all(self, t: &'t Thread, items: &[Value<'t>]) {
        debug_assert_eq!(items.len(), self.len());
        if let Some(array) = self.array() {
            self.overwrite(t, array, items);
        }
    }

    fn overwrite(self, t: &'t Thread, array: Gc<'t, Array>, items: &[Value<'t>]) {
        gc_api::Collector::before_bulk_write(&t.heap().collector, array.obj(), 0..items.len());
        for (slot, item) in array.words().iter().zip(items) {
            slot.set(item.word());
        }
    }
}

impl Thread {
    /// A new empty list.
    pub fn new_list(&self) -> Gc<'_, List> {
        self.new_object(List { header: header(), length: Cell::new(0), items: Slot::default() })
    }

    /// A new list of these items.
    pub fn list<'t>(&'t self, items: &[Value<'t>]) -> Result<Gc<'t, List>, Raised> {
        let list = self.new_list();
        if items.is_empty() {
            return Ok(list);
        }
        let array = self.new_array(items.len())?;
        for (slot, item) in array.words().iter().zip(items) {
            slot.set(item.word());
        }
        list.set(self, List::items, array.value());
        list.set_raw(List::length, items.len());
        Ok(list)
    }

    /// A new list of the items of a tuple.
    pub fn list_from_tuple<'t>(&'t self, tuple: Gc<'t, Tuple>) -> Result<Gc<'t, List>, Raised> {
        let list = self.new_list();
        list.extend_from(self, tuple, 0, tuple.extent())?;
        Ok(list)
    }

    /// A new tuple of the items of a list.
    pub fn tuple_from_list<'t>(&'t self, list: Gc<'t, List>) -> Result<Gc<'t, Tuple>, Raised> {
        let tuple = self.new_tuple(list.len())?;
        if let Some(array) = list.array() {
            tuple.copy_from(self, 0, array, 0, list.len());
        }
        Ok(tuple)
    }

    /// `list[slice]`.
    pub(crate) fn list_slice<'t>(&'t self, list: Gc<'t, List>, parts: Parts) -> Result<Gc<'t, List>, Raised> {
        let span = parts.over(list.len());
        let new = self.new_list();
        match list.array() {
            Some(array) if span.step == 1 && span.count > 0 => {
                new.extend_from(self, array, span.start as usize, span.count)?;
                Ok(new)
            }
            Some(array) if span.count > 0 => {
                let items = self.new_array(span.count)?;
                for (slot, index) in items.words().iter().zip(span.indices()) {
                    slot.set(array.words()[index].get());
                }
                new.set(self, List::items, items.value());
                new.set_raw(List::length, span.count);
                Ok(new)
            }
            _ => Ok(new),
        }
    }

    /// `list[slice] = value`, if `value` is another list and the slice needs no Python.
    pub(crate) fn leaf_set_slice<'t>(
        &'t self,
        list: Gc<'t, List>,
        slice: Gc<'t, Slice>,
        value: Value<'t>,
    ) -> Option<Result<(), Raised>> {
        let source = value.cast_exact::<List>().filter(|source| *source != list)?;
        let span = slice.resolve(self)?.over(list.len());
        Some(assign_span(self, list, span, source))
    }

    /// `tuple[slice]`.
    pub(crate) fn tuple_slice<'t>(&'t self, tuple: Gc<'t, Tuple>, parts: Parts) -> Result<Gc<'t, Tuple>, Raised> {
        let span = parts.over(tuple.extent());
        if span.step == 1 && span.count == tuple.extent() {
            return Ok(tuple);
        }
        self.tuple(&span.indices().map(|index| tuple.at(index)).collect::<Vec<_>>())
    }
}
