//! `object.name = value` and `del object.name`.

use gc_api::{Collector as _, Slot, SlotRef};

use super::bind::Kind;
use crate::Thread;
use crate::classes::cls;
use crate::natives::Tail;
use crate::objects::class::{Class, flags};
use crate::objects::dict::Dict;
use crate::objects::string::Str;
use crate::symbols::sym;
use crate::value::{Gc, Raised, Value};

/// What a finished assignment gives.
const DONE: Tail<'static> = Tail::Value(Value::NONE);

impl Thread {
    /// `object.name = value`; the result means nothing.
    pub fn setattr<'t>(&'t self, object: Value<'t>, name: Gc<'t, Str>, value: Value<'t>) -> Result<Tail<'t>, Raised> {
        let class = self.class_of(object);
        if class.has(flags::CUSTOM_SETATTR) {
            if let Some(hook) = self.lookup_sym(class, sym::__setattr__) {
                return self.call_bound(hook, object, &[name.value(), value]);
            }
        }
        self.store_attribute(object, name, value)
    }

    /// `del object.name`; the result means nothing.
    pub fn delattr<'t>(&'t self, object: Value<'t>, name: Gc<'t, Str>) -> Result<Tail<'t>, Raised> {
        let class = self.class_of(object);
        if class.has(flags::CUSTOM_SETATTR) {
            if let Some(hook) = self.lookup_sym(class, sym::__delattr__) {
                return self.call_bound(hook, object, &[name.value()]);
            }
        }
        self.store_attribute(object, name, Value::UNSET)
    }

    /// What `__setattr__` (`__delattr__` if `value` is unset) of the builtin class does that the object belongs to.
    fn store_attribute<'t>(
        &'t self,
        object: Value<'t>,
        name: Gc<'t, Str>,
        value: Value<'t>,
    ) -> Result<Tail<'t>, Raised> {
        match object.cast::<Class>() {
            Some(class) => self.type_setattr(class, name, value),
            None => self.generic_setattr(object, name, value),
        }
    }

    /// `object.__setattr__`, or `object.__delattr__` if `value` is unset. The name must be interned.
    pub fn generic_setattr<'t>(
        &'t self,
        object: Value<'t>,
        name: Gc<'t, Str>,
        value: Value<'t>,
    ) -> Result<Tail<'t>, Raised> {
        let class = self.class_of(object);
        let found = self.lookup(class, name);
        if let Some(found) = found {
            if let Some(result) = self.set_through(found, object, value) {
                return result;
            }
        }
        self.set_own(object, class, name, value, found.is_some())?;
        Ok(DONE)
    }

    /// Sets (deletes, if `value` is unset) through a data descriptor; `None` if `found` is none.
    pub(crate) fn set_through<'t>(
        &'t self,
        found: Value<'t>,
        object: Value<'t>,
        value: Value<'t>,
    ) -> Option<Result<Tail<'t>, Raised>> {
        Some(match self.kind_of(found) {
            Kind::GetSet(descriptor) => match descriptor.def().set {
                Some(set) => set(self, object, value).map(|()| DONE),
                None if descriptor.def().member => Err(self.raise(cls::AttributeError, "readonly attribute")),
                None => Err(self.not_writable(descriptor.def().name, object)),
            },
            Kind::Member(member) => self.member_set(member, object, value).map(|()| DONE),
            Kind::Property(property) => self.property_set(property, object, value),
            Kind::Other if self.class_of(found).has(flags::HAS_SET) => {
                let name = if value.is_set() { sym::__set__ } else { sym::__delete__ };
                match self.lookup_special(found, name) {
                    Some(method) if value.is_set() => self.call_bound(method, found, &[object, value]),
                    Some(method) => self.call_bound(method, found, &[object]),
                    None => Err(self.raise_with(cls::AttributeError, &[self.sym(name)])),
                }
            }
            _ => return None,
        })
    }

    #[cold]
    pub(crate) fn not_writable<'t>(&'t self, name: &str, object: Value<'t>) -> Raised {
        let class = self.class_name(object);
        self.raise(cls::AttributeError, format_args!("attribute '{name}' of '{class}' objects is not writable"))
    }

    /// Sets or deletes an attribute of the object itself.
    fn set_own<'t>(
        &'t self,
        object: Value<'t>,
        class: Gc<'t, Class>,
        name: Gc<'t, Str>,
        value: Value<'t>,
        in_class: bool,
    ) -> Result<(), Raised> {
        let done = if let Some(slot) = self.dict_slot(object) {
            self.set_in_dict_slot(object, slot, name, value)?
        } else if let Some(map) = self.map_of(object).filter(|_| !class.has(flags::NO_DICT)) {
            if value.is_set() {
                self.mapped_set(object, map, name.value(), value)?;
                true
            } else {
                self.mapped_delete(object, map, name.value())?
            }
        } else {
            return Err(self.no_place_error(object, name, in_class));
        };
        if done { Ok(()) } else { Err(self.no_attribute_to_delete(object, name)) }
    }

    fn set_in_dict_slot<'t>(
        &'t self,
        object: Value<'t>,
        slot: &Slot,
        name: Gc<'t, Str>,
        value: Value<'t>,
    ) -> Result<bool, Raised> {
        if !value.is_set() {
            let dict = self.slot_value(slot).cast::<Dict>();
            return Ok(dict.is_some_and(|dict| dict.remove_str(self, name).is_some()));
        }
        self.dict_in_slot(object, slot).set_str(self, name, value)?;
        Ok(true)
    }

    /// The dict in an attribute slot, made if need be.
    pub(crate) fn dict_in_slot<'t>(&'t self, object: Value<'t>, slot: &Slot) -> Gc<'t, Dict> {
        match self.slot_value(slot).cast::<Dict>() {
            Some(dict) => dict,
            None => {
                let dict = self.new_dict();
                if let Some(object) = object.as_obj() {
                    self.heap().collector.before_write(object, SlotRef::of(slot));
                }
                slot.set(dict.word());
                dict
            }
        }
    }

    #[cold]
    fn no_attribute_to_delete<'t>(&'t self, object: Value<'t>, name: Gc<'t, Str>) -> Raised {
        let class = self.class_name(object);
        self.raise(cls::AttributeError, format_args!("'{class}' object has no attribute '{}'", name.to_text()))
    }

    /// `type.__setattr__`, or `type.__delattr__` if `value` is unset. The name must be interned.
    pub fn type_setattr<'t>(
        &'t self,
        class: Gc<'t, Class>,
        name: Gc<'t, Str>,
        value: Value<'t>,
    ) -> Result<Tail<'t>, Raised> {
        if class.has(flags::IMMUTABLE) {
            return Err(self.type_error(format_args!(
                "cannot set '{}' attribute of immutable type '{}'",
                name.to_text(),
                self.name_of_class(class)
            )));
        }
        if let Some(found) = self.lookup(class.metaclass(), name) {
            if let Some(result) = self.set_through(found, class.value(), value) {
                return result;
            }
        }
        if value.is_set() {
            self.store_class_attribute(class, name, value)?;
        } else if !self.delete_class_attribute(class, name) {
            return Err(self.attribute_error(class.value(), name.value()));
        }
        Ok(DONE)
    }
}
