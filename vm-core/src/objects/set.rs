//! Sets and frozensets: a compact hash table in insertion order, and its operations on items that need no Python.
//!
//! As in dicts, entries lie in one array (hash, item), with an index from nine entries on.

use std::cell::Cell;

use gc_api::{Slot, layout};

use crate::Thread;
use crate::encoding;
use crate::layouts;
use crate::objects::dict::{Index, LINEAR, Probe, Prober, table_hash};
use crate::objects::sequence::{Array, Buffer};
use crate::thread::header;
use crate::value::{Gc, Raised, Value};

layout! {
    /// Any of the four kinds.
    pub struct Set(layouts::SET, last layouts::FROZEN_SET_SUB) {
        /// Live entries.
        used: Raw<usize>,
        /// Entries including holes.
        filled: Raw<usize>,
        /// Entries before this one are holes.
        first: Raw<usize>,
        /// Two words per entry, or unset.
        entries: Ref,
        /// As in a dict.
        index: Ref,
        /// Grows with every change of the items: iterators check it.
        changes: Raw<u32>,
        /// Frozen: the hash. 0: not computed yet.
        hash: Raw<i64>,
    }
}

layout! {
    pub struct SetSub(layouts::SET_SUB) extends Set {
        map: Ref,
        attrs: Ref,
    }
}

layout! {
    pub struct FrozenSet(layouts::FROZEN_SET, last layouts::FROZEN_SET_SUB) extends Set {}
}

layout! {
    pub struct FrozenSetSub(layouts::FROZEN_SET_SUB) extends FrozenSet {
        map: Ref,
        attrs: Ref,
    }
}

const STRIDE: usize = 2;

impl<'t> Gc<'t, Set> {
    #[inline(always)]
    pub fn len(self) -> usize {
        self.get(Set::used)
    }

    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Not an instance of a subclass?
    #[inline(always)]
    pub fn is_exact(self) -> bool {
        matches!(self.type_id(), layouts::SET | layouts::FROZEN_SET)
    }

    pub fn is_frozen(self) -> bool {
        matches!(self.type_id(), layouts::FROZEN_SET | layouts::FROZEN_SET_SUB)
    }

    fn entries(self) -> Option<Gc<'t, Array>> {
        self.get(Set::entries).cast_exact::<Array>()
    }

    /// The item of entry `index`; unset for a hole.
    #[inline]
    pub fn key_at(self, index: usize) -> Value<'t> {
        match self.entries() {
            Some(entries) if index < self.get(Set::filled) => entries.at(index * STRIDE + 1),
            _ => Value::UNSET,
        }
    }

    pub fn hash_at(self, index: usize) -> i64 {
        self.entries().and_then(|e| e.at(index * STRIDE).as_small_int()).unwrap_or(0)
    }

    /// Items in order.
    pub fn iter(self) -> impl Iterator<Item = Value<'t>> {
        (self.get(Set::first)..self.get(Set::filled)).map(move |index| self.key_at(index)).filter(|key| key.is_set())
    }

    /// Items in order, with their hashes.
    pub fn hashed(self) -> impl Iterator<Item = (Value<'t>, i64)> {
        (self.get(Set::first)..self.get(Set::filled))
            .map(move |index| (self.key_at(index), self.hash_at(index)))
            .filter(|(key, _)| key.is_set())
    }

    /// Searches for an item with this hash.
    #[inline]
    pub fn find(self, t: &'t Thread, key: Value<'t>, hash: i64) -> Probe {
        let hash = table_hash(hash);
        let step = self.get(Set::index).is_set() as usize;
        let position = if step == 1 { hash as usize } else { 0 };
        self.find_after(t, key, hash, Prober::from_parts(position, step))
    }

    /// Goes on behind an entry whose item turned out different.
    pub fn find_after(self, t: &'t Thread, key: Value<'t>, hash: i64, mut prober: Prober) -> Probe {
        let hash = table_hash(hash);
        let Some(entries) = self.entries() else { return Probe::Absent };
        let wanted = encoding::int_word(hash);
        let words = entries.words();
        let index = self.get(Set::index).is_set().then(|| Index::of(self.get(Set::index)));
        loop {
            let Some(entry) = prober.advance(index.as_ref(), self.get(Set::filled)) else { return Probe::Absent };
            if words[entry * STRIDE].get() != wanted {
                continue;
            }
            let found = t.slot_value(&words[entry * STRIDE + 1]);
            if found == key {
                return Probe::Found(entry);
            }
            if found.is_set() {
                match t.leaf_eq(found, key) {
                    Some(true) => return Probe::Found(entry),
                    Some(false) => {}
                    None => return Probe::Ask(entry, prober),
                }
            }
        }
    }

    /// Adds an item that is known to be absent.
    pub fn insert_new(self, t: &'t Thread, key: Value<'t>, hash: i64) -> Result<(), Raised> {
        let capacity = self.entries().map_or(0, |e| e.extent() / STRIDE);
        if self.get(Set::filled) == capacity {
            self.resize(t, (self.len() * 2).max(4))?;
        }
        let Some(entries) = self.entries() else { return Err(t.memory_error()) };
        let hash = table_hash(hash);
        let at = self.get(Set::filled);
        entries.put(t, at * STRIDE, Value::immediate(encoding::int_word(hash)));
        entries.put(t, at * STRIDE + 1, key);
        if self.get(Set::index).is_set() {
            Index::of(self.get(Set::index)).insert(hash, at);
        }
        self.set_raw(Set::filled, at + 1);
        self.set_raw(Set::used, self.len() + 1);
        self.changed();
        Ok(())
    }

    /// Adds an item if no Python is needed to tell whether it is there; was it new?
    pub fn leaf_add(self, t: &'t Thread, key: Value<'t>, hash: i64) -> Option<Result<bool, Raised>> {
        match self.find(t, key, hash) {
            Probe::Found(_) => Some(Ok(false)),
            Probe::Absent => Some(self.insert_new(t, key, hash).map(|()| true)),
            Probe::Ask(..) => None,
        }
    }

    pub fn remove_at(self, t: &'t Thread, entry: usize) -> Value<'t> {
        let Some(entries) = self.entries() else { return Value::UNSET };
        let key = entries.at(entry * STRIDE + 1);
        if self.get(Set::index).is_set() {
            Index::of(self.get(Set::index)).remove(self.hash_at(entry), entry);
        }
        entries.put(t, entry * STRIDE + 1, Value::UNSET);
        self.set_raw(Set::used, self.len() - 1);
        self.changed();
        if self.is_empty() {
            self.clear(t);
        }
        key
    }

    /// Removes the oldest item.
    pub fn pop_first(self, t: &'t Thread) -> Option<Value<'t>> {
        let entry = (self.get(Set::first)..self.get(Set::filled)).find(|&index| self.key_at(index).is_set())?;
        self.set_raw(Set::first, entry + 1);
        Some(self.remove_at(t, entry))
    }

    pub fn clear(self, t: &Thread) {
        self.set(t, Set::entries, Value::UNSET);
        self.set(t, Set::index, Value::UNSET);
        self.set_raw(Set::used, 0);
        self.set_raw(Set::filled, 0);
        self.set_raw(Set::first, 0);
        self.changed();
    }

    fn changed(self) {
        self.set_raw(Set::changes, self.get(Set::changes).wrapping_add(1));
    }

    /// Moves the live entries into an array for `capacity` of them, without holes, and builds the index anew.
    pub fn resize(self, t: &'t Thread, capacity: usize) -> Result<(), Raised> {
        let capacity = capacity.max(self.len());
        let Some(words) = capacity.checked_mul(STRIDE) else { return Err(t.memory_error()) };
        let new = t.new_array(words)?;
        let index = if capacity > LINEAR { Some(Index::allocate(t, capacity)?) } else { None };
        let mut at = 0;
        if let Some(old) = self.entries() {
            for from in (0..self.get(Set::filled)).filter(|&i| old.at(i * STRIDE + 1).is_set()) {
                new.copy_from(t, at * STRIDE, old, from * STRIDE, STRIDE);
                at += 1;
            }
        }
        self.set(t, Set::entries, new.value());
        self.set(t, Set::index, index.map_or(Value::UNSET, Gc::value));
        self.set_raw(Set::filled, at);
        self.set_raw(Set::first, 0);
        if let Some(buffer) = index {
            let index = Index::of(buffer.value());
            for entry in 0..at {
                index.insert(self.hash_at(entry), entry);
            }
        }
        self.changed();
        Ok(())
    }

    /// Makes this empty set a copy of another one.
    pub fn copy_items(self, t: &'t Thread, other: Gc<'t, Set>) -> Result<(), Raised> {
        let Some(entries) = other.entries().filter(|_| !other.is_empty()) else { return Ok(()) };
        let filled = other.get(Set::filled);
        if other.len() == filled {
            // Without holes it is copied as it lies.
            let copy = t.new_array(filled * STRIDE)?;
            copy.copy_from(t, 0, entries, 0, filled * STRIDE);
            let index = other.get(Set::index).cast::<Buffer>().map(|index| t.copy_buffer(index)).transpose()?;
            self.set(t, Set::entries, copy.value());
            self.set(t, Set::index, index.map_or(Value::UNSET, Gc::value));
            self.set_raw(Set::used, filled);
            self.set_raw(Set::filled, filled);
            self.changed();
            return Ok(());
        }
        self.resize(t, other.len())?;
        for (key, hash) in other.hashed() {
            self.insert_new(t, key, hash)?;
        }
        Ok(())
    }

    /// Takes over the items of `other`, which is empty then.
    pub fn adopt(self, t: &'t Thread, other: Gc<'t, Set>) {
        self.set(t, Set::entries, other.get(Set::entries));
        self.set(t, Set::index, other.get(Set::index));
        for field in [Set::used, Set::filled, Set::first] {
            self.set_raw(field, other.get(field));
        }
        self.changed();
        other.clear(t);
    }

    /// A frozenset of the same items.
    pub fn copy_as_frozen(self, t: &'t Thread) -> Result<Gc<'t, Set>, Raised> {
        let copy = t.new_frozenset();
        copy.copy_items(t, self)?;
        Ok(copy)
    }

    /// An exact set or frozenset, as this one is, of the same items.
    pub fn copy(self, t: &'t Thread) -> Result<Gc<'t, Set>, Raised> {
        let copy = t.new_set_like(self);
        copy.copy_items(t, self)?;
        Ok(copy)
    }
}

impl Thread {
    pub fn new_set(&self) -> Gc<'_, Set> {
        self.new_object(empty())
    }

    /// A new frozenset, to be filled before anybody sees it.
    pub fn new_frozenset(&self) -> Gc<'_, Set> {
        self.new_object(FrozenSet { header: empty() }).upcast::<Set>()
    }

    /// A new empty exact set or frozenset, as `like` is.
    pub fn new_set_like(&self, like: Gc<'_, Set>) -> Gc<'_, Set> {
        if like.is_frozen() { self.new_frozenset() } else { self.new_set() }
    }
}

pub(crate) fn empty() -> Set {
    Set {
        header: header(),
        used: Cell::new(0),
        filled: Cell::new(0),
        first: Cell::new(0),
        entries: Slot::default(),
        index: Slot::default(),
        changes: Cell::new(0),
        hash: Cell::new(0),
    }
}
