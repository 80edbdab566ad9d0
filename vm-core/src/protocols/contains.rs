//! Membership.

use crate::Thread;
use crate::natives::{Tail, Then};
use crate::objects::compare::plain_bytes;
use crate::objects::dict::{Dict, Probe};
use crate::objects::range::Range;
use crate::objects::sequence::{List, Tuple};
use crate::objects::set::Set;
use crate::objects::string::Str;
use crate::protocols::Keyed;
use crate::sym;
use crate::value::{Raised, Value};

impl Thread {
    /// `item in container` if no Python is needed.
    #[inline]
    pub fn leaf_contains<'t>(&'t self, container: Value<'t>, item: Value<'t>) -> Option<bool> {
        if let Some(list) = container.cast_exact::<List>() {
            return self.leaf_find_item(list.slots(), item);
        }
        if let Some(tuple) = container.cast::<Tuple>() {
            return self.leaf_find_item(tuple.words(), item);
        }
        if let Some(dict) = container.cast_exact::<Dict>() {
            let hash = self.leaf_hash(item)?;
            return found(dict.find(self, item, hash));
        }
        if let Some(set) = container.cast::<Set>().filter(|set| set.is_exact()) {
            let hash = self.leaf_hash(item)?;
            return found(set.find(self, item, hash));
        }
        if let (Some(hay), Some(needle)) = (container.cast::<Str>(), item.cast::<Str>()) {
            return Some(text::search::contains(hay.units(), needle.units()));
        }
        if let Some(bytes) = plain_bytes(container) {
            return match item.as_small_int() {
                Some(byte) => u8::try_from(byte).ok().map(|byte| bytes.contains(&byte)),
                None => plain_bytes(item).map(|part| text::search::find_in(bytes, part).is_some()),
            };
        }
        match container.cast::<Range>() {
            Some(range) => range.leaf_contains(self, item),
            None => self.plain_contains(container, item),
        }
    }

    pub(crate) fn leaf_find_item<'t>(&'t self, slots: &'t [gc_api::Slot], item: Value<'t>) -> Option<bool> {
        for slot in slots {
            match self.leaf_eq(self.slot_value(slot), item) {
                Some(true) => return Some(true),
                Some(false) => {}
                None => return None,
            }
        }
        Some(false)
    }

    /// `item in container`: True or False.
    pub fn contains<'t>(&'t self, container: Value<'t>, item: Value<'t>) -> Result<Tail<'t>, Raised> {
        if let Some(result) = self.leaf_contains(container, item) {
            return Ok(Tail::Value(Value::bool(result)));
        }
        if container.cast_exact::<Dict>().is_some() {
            return self.keyed(Keyed::DictContains, container, item, Value::UNSET);
        }
        if container.cast::<Set>().is_some_and(|set| set.is_exact()) {
            return self.keyed(Keyed::SetContains, container, item, Value::UNSET);
        }
        static TRUTH: Then = Then::new(|t, _, result| t.truth(result));
        match self.lookup_special(container, sym::__contains__) {
            Some(method) if !method.is_none() => {
                self.call_bound(method, container, &[item])?.then(self, &TRUTH, Value::NONE)
            }
            Some(_) => Err(self.type_error(format_args!("'{}' object is not a container", self.class_name(container)))),
            None if self.is_iterable(container) => {
                Ok(Tail::call(self.app(crate::applevel::app::iter_contains), &[container, item]))
            }
            None => Err(self.not_a_container(container)),
        }
    }

    fn not_a_container<'t>(&'t self, value: Value<'t>) -> Raised {
        self.type_error(format_args!("argument of type '{}' is not a container or iterable", self.class_name(value)))
    }
}

fn found(probe: Probe) -> Option<bool> {
    match probe {
        Probe::Found(_) => Some(true),
        Probe::Absent => Some(false),
        Probe::Ask(..) => None,
    }
}
