//! The dict object: a compact ordered hash table, and its operations on keys that need no Python to compare.
//!
//! Entries lie in insertion order in one array of words (hash, key, value); an index of small integers, kept from nine
//! entries on, maps hashes to entries by open addressing. Deleted entries leave a hole until the next resize.
//! A *version* stands for the set of keys and their places: inline caches compare it. It is given out on demand and
//! taken back when a key is added or removed; storing a new value for a known key leaves it alone.

use std::cell::Cell;
use std::marker::PhantomData;

use gc_api::{Slot, layout};

use crate::Thread;
use crate::encoding;
use crate::layouts;
use crate::objects::sequence::{Array, Buffer};
use crate::objects::string::Str;
use crate::symbols::Sym;
use crate::thread::header;
use crate::value::{Gc, Raised, Value};

layout! {
    pub struct Dict(layouts::DICT, last layouts::DICT_SUB) {
        /// Live entries.
        used: Raw<usize>,
        /// Entries including holes.
        filled: Raw<usize>,
        /// Entries ever made in this array, popped ones included: the index keeps a trace of each.
        consumed: Raw<usize>,
        /// [`Array`] of three words per entry, or unset.
        entries: Ref,
        /// [`Buffer`], or unset while there are at most [`LINEAR`] entries.
        index: Ref,
        /// See the module documentation; 0: none given out.
        version: Raw<u32>,
        /// Grows with every change of size or order: iterators check it.
        changes: Raw<u32>,
    }
}

layout! {
    pub struct DictSub(layouts::DICT_SUB) extends Dict {
        map: Ref,
        attrs: Ref,
    }
}

/// Up to this many entries are searched without an index.
pub(crate) const LINEAR: usize = 8;
const STRIDE: usize = 3;

/// Outcome of a search.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Probe {
    Found(usize),
    Absent,
    /// The key of this entry has the same hash, and only Python can tell whether it is equal. The search can go on
    /// behind it with [`Gc::<Dict>::find_after`].
    Ask(usize, Prober),
}

/// A search in progress.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Prober {
    position: usize,
    step: usize,
}

impl<'t> Gc<'t, Dict> {
    #[inline(always)]
    pub fn len(self) -> usize {
        self.get(Dict::used)
    }

    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Number of entries, holes included: the bound for [`Gc::<Dict>::entry`].
    #[inline(always)]
    pub fn filled(self) -> usize {
        self.get(Dict::filled)
    }

    /// Key and value of entry `index`, if it is not a hole.
    #[inline]
    pub fn entry(self, index: usize) -> Option<(Value<'t>, Value<'t>)> {
        if index >= self.filled() {
            return None;
        }
        let entries = self.entries()?;
        let key = entries.at(index * STRIDE + 1);
        key.is_set().then(|| (key, entries.at(index * STRIDE + 2)))
    }

    #[inline(always)]
    pub fn value_at(self, index: usize) -> Value<'t> {
        match self.entries() {
            Some(entries) => entries.at(index * STRIDE + 2),
            None => Value::UNSET,
        }
    }

    /// Stores a new value for the key of entry `index`.
    #[inline(always)]
    pub fn set_value_at(self, t: &Thread, index: usize, value: Value<'_>) {
        if let Some(entries) = self.entries() {
            entries.put(t, index * STRIDE + 2, value);
        }
    }

    pub fn hash_at(self, index: usize) -> i64 {
        self.entries().and_then(|e| e.at(index * STRIDE).as_small_int()).unwrap_or(0)
    }

    /// Live entries in order.
    pub fn iter(self) -> impl Iterator<Item = (Value<'t>, Value<'t>)> {
        (0..self.filled()).filter_map(move |index| self.entry(index))
    }

    #[inline(always)]
    fn entries(self) -> Option<Gc<'t, Array>> {
        self.get(Dict::entries).cast_exact::<Array>()
    }

    /// The version of the set of keys, for an inline cache.
    pub fn cache_version(self, t: &Thread) -> u32 {
        let mut version = self.get(Dict::version);
        if version == 0 {
            version = t.vm().new_shape();
            self.set_raw(Dict::version, version);
        }
        version
    }

    fn keys_changed(self) {
        self.set_raw(Dict::version, 0);
        self.set_raw(Dict::changes, self.get(Dict::changes).wrapping_add(1));
    }

    /// Searches for a key with this hash.
    #[inline]
    pub fn find(self, t: &'t Thread, key: Value<'t>, hash: i64) -> Probe {
        let hash = table_hash(hash);
        if self.get(Dict::index).is_set() {
            let start = Prober { position: hash as usize, step: 1 };
            self.find_indexed(t, key, hash, start)
        } else {
            self.find_linear(t, key, hash, 0)
        }
    }

    /// Goes on behind an entry whose key turned out different.
    pub fn find_after(self, t: &'t Thread, key: Value<'t>, hash: i64, prober: Prober) -> Probe {
        let hash = table_hash(hash);
        if prober.step == 0 {
            self.find_linear(t, key, hash, prober.position)
        } else {
            self.find_indexed(t, key, hash, prober)
        }
    }

    #[inline]
    fn find_linear(self, t: &'t Thread, key: Value<'t>, hash: i64, from: usize) -> Probe {
        let Some(entries) = self.entries() else { return Probe::Absent };
        let wanted = encoding::int_word(hash);
        let words = entries.words();
        for index in from..self.filled() {
            if words[index * STRIDE].get() != wanted {
                continue;
            }
            let found = t.slot_value(&words[index * STRIDE + 1]);
            if found == key {
                return Probe::Found(index);
            }
            if found.is_set() {
                match t.leaf_eq(found, key) {
                    Some(true) => return Probe::Found(index),
                    Some(false) => {}
                    None => return Probe::Ask(index, Prober { position: index + 1, step: 0 }),
                }
            }
        }
        Probe::Absent
    }

    #[inline]
    fn find_indexed(self, t: &'t Thread, key: Value<'t>, hash: i64, mut prober: Prober) -> Probe {
        let Some(entries) = self.entries() else { return Probe::Absent };
        let index = Index::of(self.get(Dict::index));
        let wanted = encoding::int_word(hash);
        let words = entries.words();
        loop {
            let slot = index.get(prober.position);
            let here = prober;
            prober = here.next();
            if slot == EMPTY {
                return Probe::Absent;
            }
            if slot == DELETED {
                continue;
            }
            let entry = slot - FIRST;
            let found = t.slot_value(&words[entry * STRIDE + 1]);
            if found == key {
                return Probe::Found(entry);
            }
            if words[entry * STRIDE].get() == wanted {
                match t.leaf_eq(found, key) {
                    Some(true) => return Probe::Found(entry),
                    Some(false) => {}
                    None => return Probe::Ask(entry, prober),
                }
            }
        }
    }

    /// Adds an entry whose key is known to be absent.
    pub fn insert_new(self, t: &'t Thread, key: Value<'t>, hash: i64, value: Value<'t>) -> Result<(), Raised> {
        let capacity = self.entries().map_or(0, |e| e.extent() / STRIDE);
        if self.get(Dict::consumed) == capacity {
            self.grow(t)?;
        }
        let Some(entries) = self.entries() else { return Err(t.memory_error()) };
        let hash = table_hash(hash);
        let at = self.filled();
        entries.put(t, at * STRIDE, Value::immediate(encoding::int_word(hash)));
        entries.put(t, at * STRIDE + 1, key);
        entries.put(t, at * STRIDE + 2, value);
        if self.get(Dict::index).is_set() {
            Index::of(self.get(Dict::index)).insert(hash, at);
        }
        self.set_raw(Dict::filled, at + 1);
        self.set_raw(Dict::consumed, self.get(Dict::consumed) + 1);
        self.set_raw(Dict::used, self.len() + 1);
        self.keys_changed();
        Ok(())
    }

    /// Removes entry `index`; its value.
    pub fn remove_at(self, t: &'t Thread, index: usize) -> Value<'t> {
        let Some(entries) = self.entries() else { return Value::UNSET };
        let value = entries.at(index * STRIDE + 2);
        if self.get(Dict::index).is_set() {
            Index::of(self.get(Dict::index)).remove(self.hash_at(index), index);
        }
        entries.put(t, index * STRIDE + 1, Value::UNSET);
        entries.put(t, index * STRIDE + 2, Value::UNSET);
        self.set_raw(Dict::used, self.len() - 1);
        if index + 1 == self.filled() {
            // Holes at the end go at once: popitem stays cheap.
            let mut filled = index;
            while filled > 0 && !entries.at((filled - 1) * STRIDE + 1).is_set() {
                filled -= 1;
            }
            self.set_raw(Dict::filled, filled);
        }
        self.keys_changed();
        value
    }

    pub fn clear(self, t: &Thread) {
        self.set(t, Dict::entries, Value::UNSET);
        self.set(t, Dict::index, Value::UNSET);
        self.set_raw(Dict::used, 0);
        self.set_raw(Dict::filled, 0);
        self.set_raw(Dict::consumed, 0);
        self.keys_changed();
    }

    fn grow(self, t: &'t Thread) -> Result<(), Raised> {
        self.resize(t, (self.len() * 2).max(4))
    }

    /// Moves the live entries into an array for `capacity` of them, without holes, and builds the index anew.
    pub fn resize(self, t: &'t Thread, capacity: usize) -> Result<(), Raised> {
        let capacity = capacity.max(self.len());
        let Some(words) = capacity.checked_mul(STRIDE) else { return Err(t.memory_error()) };
        let new = t.new_array(words)?;
        let index = if capacity > LINEAR { Some(Index::allocate(t, capacity)?) } else { None };
        let mut at = 0;
        if let Some(old) = self.entries() {
            if self.len() == self.filled() {
                new.copy_from(t, 0, old, 0, self.filled() * STRIDE);
                at = self.filled();
            } else {
                for from in (0..self.filled()).filter(|&i| old.at(i * STRIDE + 1).is_set()) {
                    new.copy_from(t, at * STRIDE, old, from * STRIDE, STRIDE);
                    at += 1;
                }
            }
        }
        self.set(t, Dict::entries, new.value());
        self.set(t, Dict::index, index.map_or(Value::UNSET, Gc::value));
        self.set_raw(Dict::filled, at);
        self.set_raw(Dict::consumed, at);
        if index.is_some() {
            let index = Index::of(self.get(Dict::index));
            for entry in 0..at {
                index.insert(self.hash_at(entry), entry);
            }
        }
        self.keys_changed();
        Ok(())
    }

    // Keys that are strings: no Python can be involved, and no error but memory.

    pub fn get_str(self, t: &'t Thread, key: Gc<'t, Str>) -> Option<Value<'t>> {
        self.find_str(t, key).map(|index| self.value_at(index))
    }

    /// Entry of a str key.
    pub fn find_str(self, t: &'t Thread, key: Gc<'t, Str>) -> Option<usize> {
        let hash = t.hash_str(key);
        let mut probe = self.find(t, key.value(), hash);
        loop {
            match probe {
                Probe::Found(index) => return Some(index),
                Probe::Absent => return None,
                // A key of a class with its own `__eq__`: it is not a str, and attribute names do not ask it.
                Probe::Ask(_, prober) => probe = self.find_after(t, key.value(), hash, prober),
            }
        }
    }

    pub fn set_str(self, t: &'t Thread, key: Gc<'t, Str>, value: Value<'t>) -> Result<(), Raised> {
        match self.find_str(t, key) {
            Some(index) => {
                self.set_value_at(t, index, value);
                Ok(())
            }
            None => self.insert_new(t, key.value(), t.hash_str(key), value),
        }
    }

    pub fn get_sym(self, t: &'t Thread, key: Sym) -> Option<Value<'t>> {
        self.get_str(t, t.sym(key).expect())
    }

    pub fn set_sym(self, t: &'t Thread, key: Sym, value: Value<'t>) -> Result<(), Raised> {
        self.set_str(t, t.sym(key).expect(), value)
    }

    /// Removes a str key; its value if it was there.
    pub fn remove_str(self, t: &'t Thread, key: Gc<'t, Str>) -> Option<Value<'t>> {
        let index = self.find_str(t, key)?;
        Some(self.remove_at(t, index))
    }

    /// A copy of the entries into a fresh exact dict.
    pub fn copy(self, t: &'t Thread) -> Result<Gc<'t, Dict>, Raised> {
        let copy = t.new_dict();
        if self.is_empty() {
            return Ok(copy);
        }
        copy.resize(t, self.len())?;
        for index in 0..self.filled() {
            if let Some((key, value)) = self.entry(index) {
                copy.insert_new(t, key, self.hash_at(index), value)?;
            }
        }
        Ok(copy)
    }
}

impl Thread {
    pub fn new_dict(&self) -> Gc<'_, Dict> {
        self.new_object(Dict {
            header: header(),
            used: Cell::new(0),
            filled: Cell::new(0),
            consumed: Cell::new(0),
            entries: Slot::default(),
            index: Slot::default(),
            version: Cell::new(0),
            changes: Cell::new(0),
        })
    }
}

/// Hashes are kept as immediate ints: one bit less.
#[inline(always)]
pub(crate) fn table_hash(hash: i64) -> i64 {
    hash << 1 >> 1
}

const EMPTY: usize = 0;
const DELETED: usize = 1;
const FIRST: usize = 2;

impl Prober {
    /// As two numbers, to be kept in a state.
    pub(crate) fn parts(self) -> (usize, usize) {
        (self.position, self.step)
    }

    pub(crate) fn from_parts(position: usize, step: usize) -> Prober {
        Prober { position, step }
    }

    /// The next entry to look at: by the index, or one after the other up to `filled`.
    #[inline]
    pub(crate) fn advance(&mut self, index: Option<&Index<'_>>, filled: usize) -> Option<usize> {
        let Some(index) = index else {
            let entry = self.position;
            self.position += 1;
            return (entry < filled).then_some(entry);
        };
        loop {
            let slot = index.get(self.position);
            *self = self.next();
            match slot {
                EMPTY => return None,
                DELETED => {}
                entry => return Some(entry - FIRST),
            }
        }
    }

    /// Triangular probing: visits every slot of a table whose size is a power of two.
    #[inline(always)]
    fn next(self) -> Prober {
        Prober { position: self.position.wrapping_add(self.step), step: self.step + 1 }
    }
}

/// View of a dict's index: a power of two of one-, two- or four-byte numbers.
pub(crate) struct Index<'t> {
    start: *const Cell<u8>,
    mask: usize,
    /// Logarithm of the width of a number in bytes.
    width: u8,
    buffer: PhantomData<&'t [Cell<u8>]>,
}

impl<'t> Index<'t> {
    #[inline(always)]
    pub(crate) fn of(buffer: Value<'t>) -> Index<'t> {
        let bytes = buffer.expect::<Buffer>().cells::<u8>();
        // The last byte says how wide the numbers are.
        let width = bytes[bytes.len() - 1].get();
        let slots = (bytes.len() - 1) >> width;
        debug_assert!(slots.is_power_of_two() && slots << width == bytes.len() - 1);
        Index { start: bytes.as_ptr(), mask: slots - 1, width, buffer: PhantomData }
    }

    /// A fresh index for up to `capacity` entries, at most two thirds full.
    pub(crate) fn allocate(t: &'t Thread, capacity: usize) -> Result<Gc<'t, Buffer>, Raised> {
        let slots = (capacity + capacity / 2 + 1).next_power_of_two();
        let width = match capacity {
            0..=253 => 0,
            254..=65533 => 1,
            _ => 2,
        };
        let buffer = t.new_buffer((slots << width) + 1)?;
        buffer.cells::<u8>()[slots << width].set(width);
        Ok(buffer)
    }

    /// The number in the slot that a position stands for.
    #[inline(always)]
    fn get(&self, position: usize) -> usize {
        let slot = position & self.mask;
        // SAFETY: the buffer has as many numbers of this width as the mask allows for, its start is aligned to a word, and
        // it lives as long as the view.
        unsafe {
            match self.width {
                0 => (*self.start.add(slot)).get() as usize,
                1 => (*self.start.cast::<Cell<u16>>().add(slot)).get() as usize,
                _ => (*self.start.cast::<Cell<u32>>().add(slot)).get() as usize,
            }
        }
    }

    #[inline]
    fn set(&self, position: usize, value: usize) {
        let slot = position & self.mask;
        // SAFETY: as for `get`.
        unsafe {
            match self.width {
                0 => (*self.start.add(slot)).set(value as u8),
                1 => (*self.start.cast::<Cell<u16>>().add(slot)).set(value as u16),
                _ => (*self.start.cast::<Cell<u32>>().add(slot)).set(value as u32),
            }
        }
    }

    /// Enters `entry` at the first free place of its probe sequence.
    pub(crate) fn insert(&self, hash: i64, entry: usize) {
        let mut prober = Prober { position: hash as usize, step: 1 };
        while self.get(prober.position) != EMPTY {
            prober = prober.next();
        }
        self.set(prober.position, entry + FIRST);
    }

    pub(crate) fn remove(&self, hash: i64, entry: usize) {
        let mut prober = Prober { position: hash as usize, step: 1 };
        loop {
            match self.get(prober.position) {
                EMPTY => return,
                found if found == entry + FIRST => return self.set(prober.position, DELETED),
                _ => prober = prober.next(),
            }
        }
    }
}
