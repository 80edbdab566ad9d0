//! The builtin iterators: layouts and steps. A step gives the next item or [`Value::MISSING`].

use std::cell::Cell;

use gc_api::{Layout, Slot, layout};

use crate::Thread;
use crate::cls;
use crate::layouts;
use crate::natives::{Tail, Then};
use crate::objects::bytearray::ByteArray;
use crate::objects::bytes::Bytes;
use crate::objects::dict::Dict;
use crate::objects::range::Range;
use crate::objects::sequence::{List, Tuple};
use crate::objects::set::Set;
use crate::objects::string::Str;
use crate::protocols::BinaryOp;
use crate::thread::header;
use crate::value::{Gc, Raised, Res, Value};

macro_rules! cursors {
    ($($(#[$doc:meta])* $name:ident $id:ident $source:ident $make:ident),* $(,)?) => { $(
        layout! {
            $(#[$doc])*
            pub struct $name(layouts::$id) {
                /// Unset once exhausted.
                source: Ref,
                index: Raw<usize>,
            }
        }

        impl Thread {
            pub fn $make<'t>(&'t self, source: Gc<'t, $source>) -> Value<'t> {
                let source = Slot::new(source.word());
                self.new_object($name { header: header(), source, index: Cell::new(0) }).value()
            }
        }
    )* };
}

cursors! {
    ListIterator LIST_ITERATOR List new_list_iterator,
    /// `index` is one more than that of the next item.
    ListReverseIterator LIST_REVERSE_ITERATOR List new_list_reverse_iterator_at_start,
    TupleIterator TUPLE_ITERATOR Tuple new_tuple_iterator,
    BytesIterator BYTES_ITERATOR Bytes new_bytes_iterator,
    ByteArrayIterator BYTEARRAY_ITERATOR ByteArray new_bytearray_iterator,
}

layout! {
    pub struct StrIterator(layouts::STR_ITERATOR, last layouts::STR_ASCII_ITERATOR) {
        source: Ref,
        index: Raw<usize>,
    }
}

layout! {
    /// Over a string of ASCII characters: a class of its own, as in CPython.
    pub struct StrAsciiIterator(layouts::STR_ASCII_ITERATOR) extends StrIterator {}
}

layout! {
    /// Over an object with `__getitem__`.
    pub struct SequenceIterator(layouts::SEQUENCE_ITERATOR) {
        source: Ref,
        index: Raw<usize>,
    }
}

layout! {
    /// A range whose numbers are machine words.
    pub struct RangeIterator(layouts::RANGE_ITERATOR) {
        next: Raw<i64>,
        step: Raw<i64>,
        remaining: Raw<usize>,
    }
}

layout! {
    /// A range of any numbers.
    pub struct LongRangeIterator(layouts::LONG_RANGE_ITERATOR) {
        next: Ref,
        step: Ref,
        remaining: Ref,
    }
}

layout! {
    /// Keys, values or items of a dict, forwards or backwards: the layout says which.
    pub struct DictIterator(layouts::DICT_KEY_ITERATOR, last layouts::DICT_REVERSE_ITEM_ITERATOR) {
        /// Unset once exhausted.
        dict: Ref,
        /// Forwards: the next entry. Backwards: one more.
        index: Raw<usize>,
        /// The dict's length when the iterator was made; `usize::MAX` once it was found changed.
        used: Raw<usize>,
        /// Items still to come.
        remaining: Raw<usize>,
    }
}

/// The layouts of dict iterators: one struct, told apart by their ids.
pub(crate) const DICT_ITERATORS: layouts::Layouts = &[
    (layouts::DICT_KEY_ITERATOR, &DictIterator::INFO),
    (layouts::DICT_VALUE_ITERATOR, &DictIterator::INFO),
    (layouts::DICT_ITEM_ITERATOR, &DictIterator::INFO),
    (layouts::DICT_REVERSE_KEY_ITERATOR, &DictIterator::INFO),
    (layouts::DICT_REVERSE_VALUE_ITERATOR, &DictIterator::INFO),
    (layouts::DICT_REVERSE_ITEM_ITERATOR, &DictIterator::INFO),
];

layout! {
    /// `iter(callable, sentinel)`
    pub struct CallableIterator(layouts::CALLABLE_ITERATOR) {
        /// Unset once exhausted.
        callable: Ref,
        sentinel: Ref,
    }
}

impl<'t> Gc<'t, ListIterator> {
    #[inline(always)]
    pub fn step(self, t: &'t Thread) -> Value<'t> {
        let Some(list) = self.get(ListIterator::source).cast::<List>() else { return Value::MISSING };
        let index = self.get(ListIterator::index);
        if index >= list.len() {
            self.set(t, ListIterator::source, Value::UNSET);
            return Value::MISSING;
        }
        self.set_raw(ListIterator::index, index + 1);
        list.item(index)
    }
}

impl<'t> Gc<'t, ListReverseIterator> {
    pub fn step(self, t: &'t Thread) -> Value<'t> {
        let Some(list) = self.get(ListReverseIterator::source).cast::<List>() else { return Value::MISSING };
        let index = self.get(ListReverseIterator::index);
        if index == 0 || index > list.len() {
            self.set(t, ListReverseIterator::source, Value::UNSET);
            return Value::MISSING;
        }
        self.set_raw(ListReverseIterator::index, index - 1);
        list.item(index - 1)
    }
}

impl<'t> Gc<'t, TupleIterator> {
    #[inline(always)]
    pub fn step(self, t: &'t Thread) -> Value<'t> {
        let Some(tuple) = self.get(TupleIterator::source).cast::<Tuple>() else { return Value::MISSING };
        let index = self.get(TupleIterator::index);
        if index >= tuple.extent() {
            self.set(t, TupleIterator::source, Value::UNSET);
            return Value::MISSING;
        }
        self.set_raw(TupleIterator::index, index + 1);
        tuple.at(index)
    }
}

impl Thread {
    pub fn new_str_iterator<'t>(&'t self, source: Gc<'t, Str>) -> Value<'t> {
        let ascii = source.type_id() == layouts::STR_ASCII;
        let iterator = StrIterator { header: header(), source: Slot::new(source.word()), index: Cell::new(0) };
        if ascii {
            self.new_object(StrAsciiIterator { header: iterator }).value()
        } else {
            self.new_object(iterator).value()
        }
    }
}

impl<'t> Gc<'t, StrIterator> {
    pub fn step(self, t: &'t Thread) -> Value<'t> {
        let Some(string) = self.get(StrIterator::source).cast::<Str>() else { return Value::MISSING };
        let index = self.get(StrIterator::index);
        if index >= string.len() {
            self.set(t, StrIterator::source, Value::UNSET);
            return Value::MISSING;
        }
        self.set_raw(StrIterator::index, index + 1);
        match t.str_char(string.units().get(index)) {
            Ok(character) => character.value(),
            Err(_) => unreachable!("small allocations cannot fail"),
        }
    }
}

impl<'t> Gc<'t, BytesIterator> {
    pub fn step(self, t: &'t Thread) -> Value<'t> {
        let Some(bytes) = self.get(BytesIterator::source).cast::<Bytes>() else { return Value::MISSING };
        let index = self.get(BytesIterator::index);
        match bytes.slice().get(index) {
            Some(&byte) => {
                self.set_raw(BytesIterator::index, index + 1);
                Value::small(byte as i32)
            }
            None => {
                self.set(t, BytesIterator::source, Value::UNSET);
                Value::MISSING
            }
        }
    }
}

impl<'t> Gc<'t, ByteArrayIterator> {
    pub fn step(self, t: &'t Thread) -> Value<'t> {
        let Some(array) = self.get(ByteArrayIterator::source).cast::<ByteArray>() else { return Value::MISSING };
        let index = self.get(ByteArrayIterator::index);
        match array.contents().get(index) {
            Some(byte) => {
                self.set_raw(ByteArrayIterator::index, index + 1);
                Value::small(i32::from(byte.get()))
            }
            None => {
                self.set(t, ByteArrayIterator::source, Value::UNSET);
                Value::MISSING
            }
        }
    }
}

impl<'t> Gc<'t, RangeIterator> {
    #[inline(always)]
    pub fn step(self, t: &'t Thread) -> Value<'t> {
        let remaining = self.get(RangeIterator::remaining);
        if remaining == 0 {
            return Value::MISSING;
        }
        let next = self.get(RangeIterator::next);
        self.set_raw(RangeIterator::remaining, remaining - 1);
        self.set_raw(RangeIterator::next, next.wrapping_add(self.get(RangeIterator::step)));
        t.int(next)
    }
}

impl<'t> Gc<'t, LongRangeIterator> {
    pub fn step(self, t: &'t Thread) -> Res<'t> {
        let remaining = self.get(LongRangeIterator::remaining);
        if remaining.as_small_int() == Some(0) {
            return Ok(Value::MISSING);
        }
        let next = self.get(LongRangeIterator::next);
        let after = t.arith(BinaryOp::Add, next, self.get(LongRangeIterator::step))?;
        self.set(t, LongRangeIterator::remaining, t.arith(BinaryOp::Sub, remaining, Value::small(1))?);
        self.set(t, LongRangeIterator::next, after);
        Ok(next)
    }
}

impl<'t> Gc<'t, DictIterator> {
    /// `None` if the dict's size has changed: then [`Gc::<DictIterator>::fail`].
    #[inline]
    pub fn step(self, t: &'t Thread) -> Option<Value<'t>> {
        let Some(dict) = self.get(DictIterator::dict).cast::<Dict>() else { return Some(Value::MISSING) };
        if dict.len() != self.get(DictIterator::used) {
            return None;
        }
        let id = self.type_id();
        let reverse = id.0 >= layouts::DICT_REVERSE_KEY_ITERATOR.0;
        let mut index = self.get(DictIterator::index);
        let entry = if reverse {
            loop {
                if index == 0 {
                    break None;
                }
                index -= 1;
                if let Some(entry) = dict.entry(index) {
                    break Some(entry);
                }
            }
        } else {
            loop {
                if index >= dict.filled() {
                    break None;
                }
                index += 1;
                if let Some(entry) = dict.entry(index - 1) {
                    break Some(entry);
                }
            }
        };
        let Some((key, value)) = entry else {
            self.set(t, DictIterator::dict, Value::UNSET);
            return Some(Value::MISSING);
        };
        let remaining = self.get(DictIterator::remaining);
        if remaining == 0 {
            return None;
        }
        self.set_raw(DictIterator::remaining, remaining - 1);
        self.set_raw(DictIterator::index, index);
        Some(match id {
            layouts::DICT_KEY_ITERATOR | layouts::DICT_REVERSE_KEY_ITERATOR => key,
            layouts::DICT_VALUE_ITERATOR | layouts::DICT_REVERSE_VALUE_ITERATOR => value,
            _ => t.small_tuple([key, value]).value(),
        })
    }

    /// The error of a dict that changed; the iterator stays unusable.
    pub fn fail(self, t: &'t Thread) -> Raised {
        let dict = self.get(DictIterator::dict).cast::<Dict>();
        let same_size = dict.is_some_and(|dict| dict.len() == self.get(DictIterator::used));
        self.set_raw(DictIterator::used, usize::MAX);
        let what = if same_size { "keys" } else { "size" };
        if same_size {
            self.set(t, DictIterator::dict, Value::UNSET);
        }
        let verb = if what == "keys" { "dictionary keys changed" } else { "dictionary changed size" };
        t.raise(cls::RuntimeError, format_args!("{verb} during iteration"))
    }
}

layout! {
    /// Over a set.
    pub struct SetIterator(layouts::SET_ITERATOR) {
        /// Unset once exhausted.
        source: Ref,
        index: Raw<usize>,
        /// The set's length when the iterator was made; `usize::MAX` once it was found changed.
        used: Raw<usize>,
    }
}

impl<'t> Gc<'t, SetIterator> {
    /// `None` if the set's size has changed: then [`Gc::<SetIterator>::fail`].
    pub fn step(self, t: &'t Thread) -> Option<Value<'t>> {
        let Some(set) = self.get(SetIterator::source).cast::<Set>() else { return Some(Value::MISSING) };
        if set.len() != self.get(SetIterator::used) {
            return None;
        }
        for index in self.get(SetIterator::index)..set.get(Set::filled) {
            let key = set.key_at(index);
            if key.is_set() {
                self.set_raw(SetIterator::index, index + 1);
                return Some(key);
            }
        }
        self.set(t, SetIterator::source, Value::UNSET);
        Some(Value::MISSING)
    }

    pub fn fail(self, t: &'t Thread) -> Raised {
        self.set_raw(SetIterator::used, usize::MAX);
        t.raise(cls::RuntimeError, "Set changed size during iteration")
    }
}

impl Thread {
    pub fn new_set_iterator<'t>(&'t self, set: Gc<'t, Set>) -> Value<'t> {
        self.new_object(SetIterator {
            header: header(),
            source: Slot::new(set.word()),
            index: Cell::new(0),
            used: Cell::new(set.len()),
        })
        .value()
    }

    pub fn new_list_reverse_iterator<'t>(&'t self, list: Gc<'t, List>) -> Value<'t> {
        let iterator = self.new_list_reverse_iterator_at_start(list);
        iterator.expect::<ListReverseIterator>().set_raw(ListReverseIterator::index, list.len());
        iterator
    }

    pub fn new_sequence_iterator<'t>(&'t self, source: Value<'t>) -> Value<'t> {
        let source = Slot::new(source.word());
        self.new_object(SequenceIterator { header: header(), source, index: Cell::new(0) }).value()
    }

    pub fn new_callable_iterator<'t>(&'t self, callable: Value<'t>, sentinel: Value<'t>) -> Value<'t> {
        let (callable, sentinel) = (Slot::new(callable.word()), Slot::new(sentinel.word()));
        self.new_object(CallableIterator { header: header(), callable, sentinel }).value()
    }

    /// An iterator of one of the six layouts.
    pub fn new_dict_iterator<'t>(&'t self, dict: Gc<'t, Dict>, id: gc_api::TypeId) -> Value<'t> {
        let reverse = id.0 >= layouts::DICT_REVERSE_KEY_ITERATOR.0;
        let iterator = self.new_object(DictIterator {
            header: header(),
            dict: Slot::new(dict.word()),
            index: Cell::new(if reverse { dict.filled() } else { 0 }),
            used: Cell::new(dict.len()),
            remaining: Cell::new(dict.len()),
        });
        iterator.retag(id);
        iterator.value()
    }

    #[inline]
    pub fn new_range_iterator<'t>(&'t self, range: Gc<'t, Range>) -> Value<'t> {
        match range.small_parts() {
            Some((start, step, length)) => self
                .new_object(RangeIterator {
                    header: header(),
                    next: Cell::new(start),
                    step: Cell::new(step),
                    remaining: Cell::new(length),
                })
                .value(),
            None => {
                self.new_long_range_iterator(range.get(Range::start), range.get(Range::step), range.get(Range::length))
            }
        }
    }

    pub(crate) fn new_long_range_iterator<'t>(
        &'t self,
        start: Value<'t>,
        step: Value<'t>,
        length: Value<'t>,
    ) -> Value<'t> {
        self.new_object(LongRangeIterator {
            header: header(),
            next: Slot::new(start.word()),
            step: Slot::new(step.word()),
            remaining: Slot::new(length.word()),
        })
        .value()
    }

    /// The next item of an object with `__getitem__`.
    pub(crate) fn next_by_index<'t>(&'t self, iterator: Gc<'t, SequenceIterator>) -> Result<Tail<'t>, Raised> {
        static NEXT: Then = Then::catching(
            |_, state, item| {
                let iterator = state.expect::<SequenceIterator>();
                iterator.set_raw(SequenceIterator::index, iterator.get(SequenceIterator::index) + 1);
                Ok(Tail::Value(item))
            },
            |t, state, raised| {
                if !t.pending_is(cls::IndexError) && !t.pending_is(cls::StopIteration) {
                    return Err(raised);
                }
                let _ = t.take_exception(raised);
                state.expect::<SequenceIterator>().set(t, SequenceIterator::source, Value::UNSET);
                Ok(Tail::Value(Value::MISSING))
            },
        );
        let Some(source) = iterator.get(SequenceIterator::source).given() else {
            return Ok(Tail::Value(Value::MISSING));
        };
        let index = self.int_usize(iterator.get(SequenceIterator::index));
        match self.getitem(source, index) {
            Ok(tail) => tail.then(self, &NEXT, iterator.value()),
            Err(raised) => match NEXT.err {
                Some(handler) => handler(self, iterator.value(), raised),
                None => Err(raised),
            },
        }
    }

    /// The next result of `iter(callable, sentinel)`.
    pub(crate) fn next_by_call<'t>(&'t self, iterator: Gc<'t, CallableIterator>) -> Result<Tail<'t>, Raised> {
        static CALLED: Then = Then::catching(
            |t, state, result| {
                static COMPARED: Then = Then::new(|t, state, equal| {
                    let state = state.expect::<Tuple>();
                    if !equal.is_true() {
                        return Ok(Tail::Value(state.at(1)));
                    }
                    state.at(0).expect::<CallableIterator>().set(t, CallableIterator::callable, Value::UNSET);
                    Ok(Tail::Value(Value::MISSING))
                });
                let iterator = state.expect::<CallableIterator>();
                if !iterator.get(CallableIterator::callable).is_set() {
                    return Ok(Tail::Value(Value::MISSING));
                }
                let state = t.small_tuple([iterator.value(), result]);
                let sentinel = iterator.get(CallableIterator::sentinel);
                t.same_or_equal(sentinel, result)?.then(t, &COMPARED, state.value())
            },
            |t, state, raised| {
                if !t.pending_is(cls::StopIteration) {
                    return Err(raised);
                }
                let _ = t.take_exception(raised);
                state.expect::<CallableIterator>().set(t, CallableIterator::callable, Value::UNSET);
                Ok(Tail::Value(Value::MISSING))
            },
        );
        match iterator.get(CallableIterator::callable).given() {
            Some(callable) => Tail::call(callable, &[]).then(self, &CALLED, iterator.value()),
            None => Ok(Tail::Value(Value::MISSING)),
        }
    }
}
