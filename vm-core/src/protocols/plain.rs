//! Instances of subclasses that leave methods of their builtin base alone: those for items, for comparing, for hashing.
//!
//! Such an instance (of a defaultdict, a namedtuple, an enum's str) needs no method lookup: the
//! flag [`flags::PLAIN_ITEMS`] of its class says that the builtin behaviour is its behaviour.

use crate::Thread;
use crate::classes::{ClassKey, cls};
use crate::objects::bytes::Bytes;
use crate::objects::class::{Boxed, Class, flags};
use crate::objects::dict::{Dict, Probe};
use crate::objects::sequence::{List, Tuple};
use crate::objects::set::Set;
use crate::objects::string::Str;
use crate::symbols::{Sym, sym};
use crate::value::{Gc, Raised, Res, Value};

/// The builtin classes whose items this is about.
const CONTAINERS: [ClassKey; 7] = [cls::list, cls::dict, cls::tuple, cls::str, cls::bytes, cls::set, cls::frozenset];

/// The builtin classes whose subclasses' instances are [`Boxed`].
const VALUES: [ClassKey; 6] = [cls::int, cls::str, cls::tuple, cls::float, cls::bytes, cls::complex];

impl Thread {
    /// Has the class inherited these methods from a builtin class whose values its instances box?
    pub(crate) fn has_plain_value<'t>(&'t self, class: Gc<'t, Class>, methods: &[Sym]) -> bool {
        let mut bases = VALUES.into_iter().map(|key| self.class(key));
        let Some(base) = bases.find(|base| class != *base && self.is_subclass(class, *base)) else { return false };
        methods.iter().all(|&name| self.lookup_sym(class, name) == self.lookup_sym(base, name))
    }

    /// The builtin value within an instance whose class has this flag, which says that it acts as the value does.
    #[inline]
    pub(crate) fn plain_value<'t>(&'t self, value: Value<'t>, flag: u32) -> Option<Value<'t>> {
        let boxed = value.cast_exact::<Boxed>()?;
        self.class_of(value).has(flag).then(|| boxed.get(Boxed::value))
    }

    /// Both operands of a comparison, unboxed; `None` if there is nothing to unbox.
    #[inline]
    pub(crate) fn plain_operands<'t>(&'t self, a: Value<'t>, b: Value<'t>) -> Option<(Value<'t>, Value<'t>)> {
        let plain = [a, b].map(|value| self.plain_value(value, flags::PLAIN_COMPARE));
        match plain {
            [None, None] => None,
            [x, y] => Some((x.unwrap_or(a), y.unwrap_or(b))),
        }
    }

    /// Has the class inherited all that [`flags::PLAIN_ITEMS`] stands for?
    pub(crate) fn has_plain_items<'t>(&'t self, class: Gc<'t, Class>) -> bool {
        let mut bases = CONTAINERS.into_iter().map(|key| self.class(key));
        let Some(base) = bases.find(|base| class != *base && self.is_subclass(class, *base)) else { return false };
        let inherited = |name| self.lookup_sym(class, name) == self.lookup_sym(base, name);
        [sym::__getitem__, sym::__setitem__, sym::__iter__, sym::__len__, sym::__contains__].into_iter().all(inherited)
            && self.lookup_sym(class, sym::__bool__).is_none()
    }

    /// The value, or the builtin value within it, if its class has plain items.
    #[inline]
    fn plain<'t>(&'t self, value: Value<'t>) -> Option<Value<'t>> {
        if !value.is_ref() || !self.class_of(value).has(flags::PLAIN_ITEMS) {
            return None;
        }
        match value.cast_exact::<Boxed>() {
            Some(boxed) => Some(boxed.get(Boxed::value)),
            None => Some(value),
        }
    }

    pub(crate) fn plain_getitem<'t>(&'t self, object: Value<'t>, key: Value<'t>) -> Option<Res<'t>> {
        let object = self.plain(object)?;
        if let Some(dict) = object.cast::<Dict>() {
            let found = dict.find(self, key, self.leaf_hash(key)?);
            return match found {
                Probe::Found(index) => Some(Ok(dict.value_at(index))),
                Probe::Absent if self.lookup_special(object, sym::__missing__).is_none() => {
                    Some(Err(self.raise_with(cls::KeyError, &[key])))
                }
                Probe::Absent | Probe::Ask(..) => None,
            };
        }
        if let Some(list) = object.cast::<List>() {
            return self.leaf_list_item(list, key);
        }
        if let Some(tuple) = object.cast::<Tuple>() {
            // `point[:]` is a plain tuple, even if it is all of it.
            return self.leaf_tuple_item(tuple, key);
        }
        if let Some(string) = object.cast::<Str>() {
            return self.leaf_str_item(string, key);
        }
        self.leaf_bytes_item(object.cast::<Bytes>()?, key)
    }

    pub(crate) fn plain_setitem<'t>(
        &'t self,
        object: Value<'t>,
        key: Value<'t>,
        value: Value<'t>,
    ) -> Option<Result<(), Raised>> {
        let object = self.plain(object)?;
        match object.cast::<List>() {
            Some(list) => self.leaf_set_list_item(list, key, value),
            None => self.leaf_set_dict_item(object.cast::<Dict>()?, key, value),
        }
    }

    pub(crate) fn plain_contains<'t>(&'t self, container: Value<'t>, item: Value<'t>) -> Option<bool> {
        let container = self.plain(container)?;
        if let Some(dict) = container.cast::<Dict>() {
            let hash = self.leaf_hash(item)?;
            return match dict.find(self, item, hash) {
                Probe::Found(_) => Some(true),
                Probe::Absent => Some(false),
                Probe::Ask(..) => None,
            };
        }
        if let Some(list) = container.cast::<List>() {
            return self.leaf_find_item(list.slots(), item);
        }
        self.leaf_find_item(container.cast::<Tuple>()?.words(), item)
    }

    pub(crate) fn plain_iter<'t>(&'t self, value: Value<'t>) -> Option<Value<'t>> {
        let value = self.plain(value)?;
        if let Some(list) = value.cast::<List>() {
            return Some(self.new_list_iterator(list));
        }
        if let Some(dict) = value.cast::<Dict>() {
            return Some(self.new_dict_iterator(dict, crate::layouts::DICT_KEY_ITERATOR));
        }
        if let Some(set) = value.cast::<Set>() {
            return Some(self.new_set_iterator(set));
        }
        if let Some(tuple) = value.cast::<Tuple>() {
            return Some(self.new_tuple_iterator(tuple));
        }
        Some(self.new_str_iterator(value.cast::<Str>()?))
    }

    pub(crate) fn plain_size<'t>(&'t self, value: Value<'t>) -> Option<usize> {
        let value = self.plain(value)?;
        if let Some(list) = value.cast::<List>() {
            return Some(list.len());
        }
        if let Some(dict) = value.cast::<Dict>() {
            return Some(dict.len());
        }
        if let Some(tuple) = value.cast::<Tuple>() {
            return Some(tuple.extent());
        }
        if let Some(set) = value.cast::<Set>() {
            return Some(set.len());
        }
        Some(value.cast::<Str>()?.len())
    }
}
