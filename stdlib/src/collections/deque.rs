//! The deque object: a ring of words, and what can be done with it without running Python.

use std::cell::Cell;

use gc_api::{Slot, layout};
use vm_core::objects::class::Class;
use vm_core::objects::sequence::Array;
use vm_core::{Gc, Raised, Thread, Value, header};

use crate::ids;

pub const DEQUE: gc_api::TypeId = ids::COLLECTIONS.layout(0);
pub const DEQUE_SUB: gc_api::TypeId = ids::COLLECTIONS.layout(1);

layout! {
    pub struct Deque(DEQUE, last DEQUE_SUB) {
        /// An [`Array`] whose length is a power of two, or unset while the deque is empty.
        ring: Ref,
        /// Place of the first item in the ring.
        start: Raw<usize>,
        length: Raw<usize>,
        /// Most items there may be; negative: any number.
        maxlen: Raw<i64>,
        /// Grows with every change of size or order: iterators check it.
        changes: Raw<usize>,
    }
}

layout! {
    pub struct DequeSub(DEQUE_SUB) extends Deque {
        map: Ref,
        attrs: Ref,
    }
}

/// Words of the smallest ring.
const SMALLEST: usize = 8;

/// An empty deque of this class.
pub fn new<'t>(t: &'t Thread, class: Gc<'t, Class>, maxlen: i64) -> Gc<'t, Deque> {
    let base = Deque {
        header: header(),
        ring: Slot::default(),
        start: Cell::new(0),
        length: Cell::new(0),
        maxlen: Cell::new(maxlen),
        changes: Cell::new(0),
    };
    match t.sub_map(class, ids::COLLECTIONS.class(0)) {
        None => t.new_object(base),
        Some(map) => {
            let made = t.new_object(DequeSub { header: base, map, attrs: Slot::default() });
            t.finalisable(class, made.obj());
            made.upcast()
        }
    }
}

/// The operations, as methods.
pub trait Ring<'t> {
    fn count(self) -> usize;
    /// Item `index`, which is in range.
    fn item(self, index: usize) -> Value<'t>;
    fn set_item(self, t: &'t Thread, index: usize, value: Value<'t>);
    fn items(self) -> impl Iterator<Item = Value<'t>>;
    fn append(self, t: &'t Thread, value: Value<'t>) -> Result<(), Raised>;
    fn append_left(self, t: &'t Thread, value: Value<'t>) -> Result<(), Raised>;
    fn pop(self, t: &'t Thread) -> Option<Value<'t>>;
    fn pop_left(self, t: &'t Thread) -> Option<Value<'t>>;
    fn clear(self, t: &'t Thread);
    /// Moves `by` items from the right end to the left one, or back if it is negative.
    fn rotate(self, t: &'t Thread, by: i64);
    fn reverse(self, t: &'t Thread);
    fn insert(self, t: &'t Thread, index: usize, value: Value<'t>) -> Result<(), Raised>;
    fn remove(self, t: &'t Thread, index: usize);
    fn changed(self);
}

fn ring<'t>(deque: Gc<'t, Deque>) -> Option<Gc<'t, Array>> {
    deque.get(Deque::ring).cast_exact::<Array>()
}

/// Place in the ring of item `index`, which may lie one before the first or behind the last.
fn place<'t>(deque: Gc<'t, Deque>, ring: Gc<'t, Array>, index: usize) -> usize {
    deque.get(Deque::start).wrapping_add(index) & (ring.extent() - 1)
}

/// The ring, with room for one more item.
fn roomy<'t>(t: &'t Thread, deque: Gc<'t, Deque>) -> Result<Gc<'t, Array>, Raised> {
    let length = deque.get(Deque::length);
    match ring(deque) {
        Some(ring) if length < ring.extent() => Ok(ring),
        _ => resize(t, deque, (length + 1).next_power_of_two().max(SMALLEST)),
    }
}

/// Moves the items to the start of a new ring.
#[cold]
fn resize<'t>(t: &'t Thread, deque: Gc<'t, Deque>, capacity: usize) -> Result<Gc<'t, Array>, Raised> {
    let new = t.new_array(capacity)?;
    if let Some(old) = ring(deque) {
        let (start, length) = (deque.get(Deque::start), deque.get(Deque::length));
        let first = length.min(old.extent() - start);
        new.copy_from(t, 0, old, start, first);
        new.copy_from(t, first, old, 0, length - first);
    }
    deque.set(t, Deque::ring, new.value());
    deque.set_raw(Deque::start, 0);
    Ok(new)
}

/// Gives back memory after the deque has shrunk far.
fn shrink<'t>(t: &'t Thread, deque: Gc<'t, Deque>) {
    let length = deque.get(Deque::length);
    let Some(ring) = ring(deque) else { return };
    if ring.extent() > 64 && length * 8 < ring.extent() {
        // Without memory for a smaller ring, the larger one stays.
        if let Err(raised) = resize(t, deque, (length * 2).next_power_of_two().max(SMALLEST)) {
            let _ = t.take_exception(raised);
        }
    }
}

impl<'t> Ring<'t> for Gc<'t, Deque> {
    #[inline]
    fn count(self) -> usize {
        self.get(Deque::length)
    }

    #[inline]
    fn item(self, index: usize) -> Value<'t> {
        match ring(self) {
            Some(ring) => ring.at(place(self, ring, index)),
            None => Value::UNSET,
        }
    }

    fn set_item(self, t: &'t Thread, index: usize, value: Value<'t>) {
        if let Some(ring) = ring(self) {
            ring.put(t, place(self, ring, index), value);
        }
    }

    fn items(self) -> impl Iterator<Item = Value<'t>> {
        (0..self.count()).map(move |index| self.item(index))
    }

    fn append(self, t: &'t Thread, value: Value<'t>) -> Result<(), Raised> {
        let (length, maxlen) = (self.count(), self.get(Deque::maxlen));
        if maxlen >= 0 && length as i64 >= maxlen {
            if maxlen == 0 {
                return Ok(());
            }
            self.pop_left(t);
        }
        let ring = roomy(t, self)?;
        ring.put(t, place(self, ring, self.count()), value);
        self.set_raw(Deque::length, self.count() + 1);
        self.changed();
        Ok(())
    }

    fn append_left(self, t: &'t Thread, value: Value<'t>) -> Result<(), Raised> {
        let (length, maxlen) = (self.count(), self.get(Deque::maxlen));
        if maxlen >= 0 && length as i64 >= maxlen {
            if maxlen == 0 {
                return Ok(());
            }
            self.pop(t);
        }
        let ring = roomy(t, self)?;
        let start = place(self, ring, usize::MAX);
        ring.put(t, start, value);
        self.set_raw(Deque::start, start);
        self.set_raw(Deque::length, self.count() + 1);
        self.changed();
        Ok(())
    }

    fn pop(self, t: &'t Thread) -> Option<Value<'t>> {
        let last = self.count().checked_sub(1)?;
        let value = self.item(last);
        self.set_item(t, last, Value::UNSET);
        self.set_raw(Deque::length, last);
        self.changed();
        shrink(t, self);
        Some(value)
    }

    fn pop_left(self, t: &'t Thread) -> Option<Value<'t>> {
        let rest = self.count().checked_sub(1)?;
        let value = self.item(0);
        self.set_item(t, 0, Value::UNSET);
        if let Some(ring) = ring(self) {
            self.set_raw(Deque::start, place(self, ring, 1));
        }
        self.set_raw(Deque::length, rest);
        self.changed();
        shrink(t, self);
        Some(value)
    }

    fn clear(self, t: &'t Thread) {
        self.set(t, Deque::ring, Value::UNSET);
        self.set_raw(Deque::start, 0);
        self.set_raw(Deque::length, 0);
        self.changed();
    }

    fn rotate(self, t: &'t Thread, by: i64) {
        let length = self.count();
        let Some(ring) = ring(self).filter(|_| length > 1) else { return };
        let right = by.rem_euclid(length as i64) as usize;
        if right == 0 {
            return;
        }
        // The shorter way round.
        if right <= length / 2 {
            for _ in 0..right {
                let from = place(self, ring, length - 1);
                let to = place(self, ring, usize::MAX);
                move_word(t, ring, from, to);
                self.set_raw(Deque::start, to);
            }
        } else {
            for _ in 0..length - right {
                let (from, to) = (place(self, ring, 0), place(self, ring, length));
                move_word(t, ring, from, to);
                self.set_raw(Deque::start, place(self, ring, 1));
            }
        }
        self.changed();
    }

    fn reverse(self, t: &'t Thread) {
        let length = self.count();
        for index in 0..length / 2 {
            let (a, b) = (self.item(index), self.item(length - 1 - index));
            self.set_item(t, index, b);
            self.set_item(t, length - 1 - index, a);
        }
    }

    fn insert(self, t: &'t Thread, index: usize, value: Value<'t>) -> Result<(), Raised> {
        let length = self.count();
        // The end that is nearer makes room.
        if index < length / 2 {
            self.append_left(t, value)?;
            for to in 0..index {
                self.set_item(t, to, self.item(to + 1));
            }
        } else {
            self.append(t, value)?;
            for to in (index..length).rev() {
                self.set_item(t, to + 1, self.item(to));
            }
        }
        self.set_item(t, index, value);
        Ok(())
    }

    fn remove(self, t: &'t Thread, index: usize) {
        let length = self.count();
        if index < length / 2 {
            for to in (0..index).rev() {
                self.set_item(t, to + 1, self.item(to));
            }
            self.pop_left(t);
        } else {
            for to in index..length - 1 {
                self.set_item(t, to, self.item(to + 1));
            }
            self.pop(t);
        }
    }

    #[inline]
    fn changed(self) {
        self.set_raw(Deque::changes, self.get(Deque::changes).wrapping_add(1));
    }
}

/// In a full ring both places may be the same.
fn move_word<'t>(t: &'t Thread, ring: Gc<'t, Array>, from: usize, to: usize) {
    if from != to {
        ring.put(t, to, ring.at(from));
        ring.put(t, from, Value::UNSET);
    }
}
