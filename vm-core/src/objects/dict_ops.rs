//! Views of dicts, and what is done once a key has been looked up.

use gc_api::{Layout, Slot, layout};

use crate::Thread;
use crate::cls;
use crate::layouts;
use crate::natives::Tail;
use crate::objects::dict::Dict;
use crate::protocols::{Keyed, Outcome, Search};
use crate::sym;
use crate::thread::header;
use crate::value::{Gc, Raised, Value};

layout! {
    /// Keys, values or items of a dict: the layout says which.
    pub struct DictView(layouts::DICT_KEYS, last layouts::DICT_ITEMS) {
        dict: Ref,
    }
}

pub(crate) const VIEWS: layouts::Layouts = &[
    (layouts::DICT_KEYS, &DictView::INFO),
    (layouts::DICT_VALUES, &DictView::INFO),
    (layouts::DICT_ITEMS, &DictView::INFO),
];

impl<'t> Gc<'t, DictView> {
    pub fn dict(self) -> Gc<'t, Dict> {
        self.get(DictView::dict).expect::<Dict>()
    }
}

impl Thread {
    /// A view of one of the three layouts.
    pub fn new_dict_view<'t>(&'t self, dict: Gc<'t, Dict>, id: gc_api::TypeId) -> Value<'t> {
        let view = self.new_object(DictView { header: header(), dict: Slot::new(dict.word()) });
        view.retag(id);
        view.value()
    }

    pub(crate) fn leaf_iter_view<'t>(&'t self, value: Value<'t>) -> Option<Value<'t>> {
        let view = value.cast::<DictView>()?;
        let id = match view.type_id() {
            layouts::DICT_KEYS => layouts::DICT_KEY_ITERATOR,
            layouts::DICT_VALUES => layouts::DICT_VALUE_ITERATOR,
            _ => layouts::DICT_ITEM_ITERATOR,
        };
        Some(self.new_dict_iterator(view.dict(), id))
    }

    /// Ends an operation on a dict whose key has been looked up.
    pub(crate) fn finish_dict<'t>(
        &'t self,
        dict: Gc<'t, Dict>,
        search: Search<'t>,
        found: Outcome,
    ) -> Result<Tail<'t>, Raised> {
        let Search { what, key, hash, value, .. } = search;
        let result = match (what, found) {
            (Keyed::DictGetItem | Keyed::DictGet, Some(index)) => dict.value_at(index),
            (Keyed::DictGetItem, None) => return self.missing_key(dict, key),
            (Keyed::DictGet, None) => value.given().unwrap_or(Value::NONE),
            (Keyed::DictSet, Some(index)) => {
                dict.set_value_at(self, index, value);
                Value::NONE
            }
            (Keyed::DictSet, None) => {
                dict.insert_new(self, key, hash, value)?;
                Value::NONE
            }
            (Keyed::DictDel, Some(index)) => {
                dict.remove_at(self, index);
                Value::NONE
            }
            (Keyed::DictPop, Some(index)) => dict.remove_at(self, index),
            (Keyed::DictPop, None) if value.is_set() => value,
            (Keyed::DictDel | Keyed::DictPop, None) => return Err(self.raise_with(cls::KeyError, &[key])),
            (Keyed::DictContains, _) => Value::bool(found.is_some()),
            (Keyed::DictSetDefault, Some(index)) => dict.value_at(index),
            (Keyed::DictSetDefault, None) => {
                let value = value.given().unwrap_or(Value::NONE);
                dict.insert_new(self, key, hash, value)?;
                value
            }
            (Keyed::DictFind, _) => found.map_or(Value::NONE, |index| self.int_usize(index)),
            (Keyed::SetContains | Keyed::SetAdd | Keyed::SetDiscard | Keyed::SetRemove, _) => {
                unreachable!("an operation of sets on a dict")
            }
        };
        Ok(Tail::Value(result))
    }

    /// KeyError, or what a subclass's `__missing__` says.
    fn missing_key<'t>(&'t self, dict: Gc<'t, Dict>, key: Value<'t>) -> Result<Tail<'t>, Raised> {
        if dict.type_id() != layouts::DICT {
            if let Some(call) = self.call_special(dict.value(), sym::__missing__, &[key]) {
                return call;
            }
        }
        Err(self.raise_with(cls::KeyError, &[key]))
    }
}
