//! Subscription: reading, storing and deleting items.

use crate::Thread;
use crate::applevel::app;
use crate::cls;
use crate::natives::Tail;
use crate::objects::bytearray::ByteArray;
use crate::objects::bytes::Bytes;
use crate::objects::class::{Class, flags};
use crate::objects::dict::{Dict, Probe};
use crate::objects::memory_view::MemoryView;
use crate::objects::range::Range;
use crate::objects::sequence::{List, Tuple};
use crate::objects::set::Set;
use crate::objects::slice::Slice;
use crate::objects::string::Str;
use crate::protocols::Keyed;
use crate::sym;
use crate::value::{Gc, Raised, Res, Value};

/// The index an int means in a sequence of this length, if it is in range.
#[inline(always)]
pub fn in_range(index: i64, length: usize) -> Option<usize> {
    let index = if index < 0 { index.wrapping_add(length as i64) } else { index };
    if (index as u64) < length as u64 { Some(index as usize) } else { None }
}

impl Thread {
    /// `object[key]` if no Python is needed.
    #[inline]
    pub fn leaf_getitem<'t>(&'t self, object: Value<'t>, key: Value<'t>) -> Option<Res<'t>> {
        if let Some(list) = object.cast_exact::<List>() {
            return self.leaf_list_item(list, key);
        }
        if let Some(dict) = object.cast_exact::<Dict>() {
            return self.leaf_dict_item(dict, key);
        }
        if let Some(tuple) = object.cast::<Tuple>() {
            return self.leaf_tuple_item(tuple, key);
        }
        if let Some(string) = object.cast::<Str>() {
            return self.leaf_str_item(string, key);
        }
        if let Some(range) = object.cast::<Range>() {
            return self.leaf_range_item(range, key);
        }
        if let Some(bytes) = object.cast::<Bytes>() {
            return self.leaf_bytes_item(bytes, key);
        }
        if let Some(array) = object.cast_exact::<ByteArray>() {
            return self.leaf_bytearray_item(array, key);
        }
        if let Some(view) = object.cast::<MemoryView>() {
            return self.leaf_memory_item(view, key);
        }
        self.plain_getitem(object, key)
    }

    #[inline]
    pub(crate) fn leaf_list_item<'t>(&'t self, list: Gc<'t, List>, key: Value<'t>) -> Option<Res<'t>> {
        if let Some(index) = key.as_small_int() {
            return Some(match in_range(index, list.len()) {
                Some(index) => Ok(list.item(index)),
                None => Err(self.raise(cls::IndexError, "list index out of range")),
            });
        }
        Some(self.list_slice(list, key.cast::<Slice>()?.resolve(self)?).map(|list| list.value()))
    }

    #[inline]
    pub(crate) fn leaf_dict_item<'t>(&'t self, dict: Gc<'t, Dict>, key: Value<'t>) -> Option<Res<'t>> {
        let hash = self.leaf_hash(key)?;
        match dict.find(self, key, hash) {
            Probe::Found(index) => Some(Ok(dict.value_at(index))),
            Probe::Absent => Some(Err(self.raise_with(cls::KeyError, &[key]))),
            Probe::Ask(..) => None,
        }
    }

    #[inline]
    pub(crate) fn leaf_set_list_item<'t>(
        &'t self,
        list: Gc<'t, List>,
        key: Value<'t>,
        value: Value<'t>,
    ) -> Option<Result<(), Raised>> {
        let Some(index) = key.as_small_int() else {
            return self.leaf_set_slice(list, key.cast::<Slice>()?, value);
        };
        Some(match in_range(index, list.len()) {
            Some(index) => {
                list.set_item(self, index, value);
                Ok(())
            }
            None => Err(self.raise(cls::IndexError, "list assignment index out of range")),
        })
    }

    #[inline]
    pub(crate) fn leaf_set_dict_item<'t>(
        &'t self,
        dict: Gc<'t, Dict>,
        key: Value<'t>,
        value: Value<'t>,
    ) -> Option<Result<(), Raised>> {
        let hash = self.leaf_hash(key)?;
        match dict.find(self, key, hash) {
            Probe::Found(index) => {
                dict.set_value_at(self, index, value);
                Some(Ok(()))
            }
            Probe::Absent => Some(dict.insert_new(self, key, hash, value)),
            Probe::Ask(..) => None,
        }
    }

    pub(crate) fn leaf_tuple_item<'t>(&'t self, tuple: Gc<'t, Tuple>, key: Value<'t>) -> Option<Res<'t>> {
        if let Some(index) = key.as_small_int() {
            return Some(match in_range(index, tuple.extent()) {
                Some(index) => Ok(tuple.at(index)),
                None => Err(self.raise(cls::IndexError, "tuple index out of range")),
            });
        }
        Some(self.tuple_slice(tuple, key.cast::<Slice>()?.resolve(self)?).map(|tuple| tuple.value()))
    }

    pub(crate) fn leaf_str_item<'t>(&'t self, string: Gc<'t, Str>, key: Value<'t>) -> Option<Res<'t>> {
        if let Some(index) = key.as_small_int() {
            return Some(match in_range(index, string.len()) {
                Some(index) => self.str_char(string.units().get(index)).map(|s| s.value()),
                None => Err(self.raise(cls::IndexError, "string index out of range")),
            });
        }
        Some(self.str_slice(string, key.cast::<Slice>()?.resolve(self)?))
    }

    fn str_slice<'t>(&'t self, string: Gc<'t, Str>, parts: crate::objects::slice::Parts) -> Res<'t> {
        let (units, span) = (string.units(), parts.over(string.len()));
        if span.step == 1 {
            if span.count == string.len() {
                return Ok(string.value());
            }
            let start = span.start as usize;
            return Ok(self.str_units(units.slice(start, start + span.count))?.value());
        }
        let mut out = text::TextBuf::with_capacity(span.count);
        span.indices().for_each(|index| out.push(units.get(index)));
        Ok(self.str_text(out.finish())?.value())
    }

    pub(crate) fn leaf_bytes_item<'t>(&'t self, bytes: Gc<'t, Bytes>, key: Value<'t>) -> Option<Res<'t>> {
        let slice = bytes.slice();
        if let Some(index) = key.as_small_int() {
            return Some(match in_range(index, slice.len()) {
                Some(index) => Ok(Value::small(slice[index] as i32)),
                None => Err(self.raise(cls::IndexError, "index out of range")),
            });
        }
        let span = key.cast::<Slice>()?.resolve(self)?.over(slice.len());
        if span.step == 1 && span.count == slice.len() {
            return Some(Ok(bytes.value()));
        }
        let part: Vec<u8> = span.indices().map(|index| slice[index]).collect();
        Some(self.bytes(&part).map(|bytes| bytes.value()))
    }

    pub(crate) fn leaf_bytearray_item<'t>(&'t self, array: Gc<'t, ByteArray>, key: Value<'t>) -> Option<Res<'t>> {
        let cells = array.contents();
        if let Some(index) = key.as_small_int() {
            return Some(match in_range(index, cells.len()) {
                Some(index) => Ok(Value::small(i32::from(cells[index].get()))),
                None => Err(self.raise(cls::IndexError, "bytearray index out of range")),
            });
        }
        let span = key.cast::<Slice>()?.resolve(self)?.over(cells.len());
        let part = self.new_bytearray();
        let taken = if span.step == 1 {
            part.extend(self, &cells[span.start as usize..span.start as usize + span.count])
        } else {
            part.extend_slice(self, &span.indices().map(|index| cells[index].get()).collect::<Vec<u8>>())
        };
        Some(taken.map(|()| part.value()))
    }

    /// `object[key]`.
    pub fn getitem<'t>(&'t self, object: Value<'t>, key: Value<'t>) -> Result<Tail<'t>, Raised> {
        if let Some(result) = self.leaf_getitem(object, key) {
            return result.map(Tail::Value);
        }
        if object.cast_exact::<Dict>().is_some() {
            return self.keyed(Keyed::DictGetItem, object, key, Value::UNSET);
        }
        if let Some(call) = self.call_special(object, sym::__getitem__, &[key]) {
            return call;
        }
        if let Some(class) = object.cast::<Class>() {
            return self.class_getitem(class, key);
        }
        Err(self.type_error(format_args!("'{}' object is not subscriptable", self.class_name(object))))
    }

    /// `class[key]`: through the class's own `__class_getitem__`.
    fn class_getitem<'t>(&'t self, class: Gc<'t, Class>, key: Value<'t>) -> Result<Tail<'t>, Raised> {
        match self.lookup_sym(class, sym::__class_getitem__) {
            Some(method) if !method.is_none() => self.call_on_class(method, class, &[key]),
            None if class == self.class(cls::type_) => {
                Ok(Tail::call(self.app(app::generic_alias), &[class.value(), key]))
            }
            _ => Err(self.type_error(format_args!("type '{}' is not subscriptable", self.name_of_class(class)))),
        }
    }

    /// `object[key] = value` if no Python is needed.
    #[inline]
    pub fn leaf_setitem<'t>(
        &'t self,
        object: Value<'t>,
        key: Value<'t>,
        value: Value<'t>,
    ) -> Option<Result<(), Raised>> {
        if let Some(list) = object.cast_exact::<List>() {
            return self.leaf_set_list_item(list, key, value);
        }
        if let Some(array) = object.cast_exact::<ByteArray>() {
            let (index, byte) = (key.as_small_int()?, u8::try_from(value.as_small_int()?).ok()?);
            array.contents()[in_range(index, array.len())?].set(byte);
            return Some(Ok(()));
        }
        match object.cast_exact::<Dict>() {
            Some(dict) => self.leaf_set_dict_item(dict, key, value),
            None => self.plain_setitem(object, key, value),
        }
    }

    /// `object[key] = value`; the result means nothing.
    pub fn setitem<'t>(&'t self, object: Value<'t>, key: Value<'t>, value: Value<'t>) -> Result<Tail<'t>, Raised> {
        if let Some(result) = self.leaf_setitem(object, key, value) {
            return result.map(|()| Tail::Value(Value::NONE));
        }
        if object.cast_exact::<Dict>().is_some() {
            return self.keyed(Keyed::DictSet, object, key, value);
        }
        match self.call_special(object, sym::__setitem__, &[key, value]) {
            Some(call) => call,
            None => {
                Err(self
                    .type_error(format_args!("'{}' object does not support item assignment", self.class_name(object))))
            }
        }
    }

    /// `del object[key]`; the result means nothing.
    pub fn delitem<'t>(&'t self, object: Value<'t>, key: Value<'t>) -> Result<Tail<'t>, Raised> {
        if object.cast_exact::<Dict>().is_some() {
            return self.keyed(Keyed::DictDel, object, key, Value::UNSET);
        }
        if let Some(call) = self.call_special(object, sym::__delitem__, &[key]) {
            return call;
        }
        // Sequences and mappings word it differently, as their type slots do.
        let verb = if self.is_sequence_kind(object) { "doesn't" } else { "does not" };
        Err(self.type_error(format_args!("'{}' object {verb} support item deletion", self.class_name(object))))
    }

    fn is_sequence_kind<'t>(&'t self, value: Value<'t>) -> bool {
        if self.class_of(value).has(flags::HEAP) {
            return true;
        }
        let exact = self.unbox(value).unwrap_or(value);
        exact.cast::<Set>().is_some()
            || exact.is::<Tuple>()
            || exact.is::<Str>()
            || exact.is::<Bytes>()
            || exact.is::<Range>()
    }
}
