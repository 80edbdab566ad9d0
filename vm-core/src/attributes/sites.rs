//! What an inline cache may remember: valid as long as the object's shape (`Thread::shape`) stays the same.

use super::bind::Kind;
use super::maps::AttrSlot;
use crate::Thread;
use crate::natives::{Abi, Getter, Tail};
use crate::objects::class::{Class, Map, flags};
use crate::objects::descriptor::{ClassMethod, GetSetDescriptor, MemberDescriptor, StaticMethod};
use crate::objects::dict::Dict;
use crate::objects::function::{Function, MethodDescriptor};
use crate::objects::module::Module;
use crate::objects::property::Property;
use crate::objects::string::Str;
use crate::objects::super_object::Super;
use crate::symbols::sym;
use crate::value::{Gc, Value};

/// Where `object.name` comes from.
#[derive(Copy, Clone)]
pub enum AttrSite<'t> {
    /// Inline slot of an instance; it is set.
    Inline(u32),
    /// Index in the instance's overflow array; it is set.
    Overflow(u32),
    /// This value.
    Constant(Value<'t>),
    /// This function (or method of a builtin class), bound to the object.
    Method(Value<'t>),
    /// The result of calling this function with the object.
    Getter(Value<'t>),
    /// The value of this entry of this dict. For a module the dict's `cache_version` stands in for the shape; for anything else
    /// the shape suffices.
    ModuleValue(Gc<'t, Dict>, u32),
    /// What this native descriptor computes.
    Native(Value<'t>),
    /// The object's own dict, if it has the name; else this method of the class, bound to the object, unless unset.
    OwnDict(Value<'t>),
    Uncacheable,
}

/// Where `object.name = value` goes.
#[derive(Copy, Clone)]
pub enum StoreSite<'t> {
    /// Inline slot of an instance.
    Inline(u32),
    /// Index in the instance's overflow array.
    Overflow(u32),
    /// A new attribute: inline slot `index`, and the instance gets this map.
    AddInline {
        index: u32,
        map: Gc<'t, Map>,
    },
    /// The object's own dict.
    OwnDict,
    Uncacheable,
}

impl Thread {
    pub fn attr_site<'t>(&'t self, object: Value<'t>, name: Gc<'t, Str>) -> AttrSite<'t> {
        let class = self.class_of(object);
        if class.has(flags::CUSTOM_GETATTRIBUTE | flags::UNSTABLE) || object.is::<Super>() {
            return AttrSite::Uncacheable;
        }
        if let Some(this) = object.cast::<Class>() {
            return self.class_site(this, class, name);
        }
        let home = self.find_home(class, name);
        let found = home.map(|(owner, index)| owner.namespace().value_at(index));
        if let Some(found) = found.filter(|found| self.is_data_descriptor(*found)) {
            return self.data_site(object, found);
        }
        if let Some(module) = object.cast::<Module>() {
            return self.module_site(module, name);
        }
        if self.dict_slot(object).is_some() {
            return AttrSite::Uncacheable;
        }
        if let Some(map) = self.map_of(object) {
            if map.has_dict() {
                return match found.map(|found| (self.kind_of(found), found)) {
                    None => AttrSite::OwnDict(Value::UNSET),
                    Some((Kind::Method, method)) => AttrSite::OwnDict(method),
                    Some(_) => AttrSite::Uncacheable,
                };
            }
            if let Some(index) = map.find(name.value()) {
                return map.slot_of(index).into();
            }
        }
        match home {
            Some((owner, index)) => self.value_site(owner, index, name, object, class),
            None => AttrSite::Uncacheable,
        }
    }

    fn data_site<'t>(&'t self, object: Value<'t>, found: Value<'t>) -> AttrSite<'t> {
        match self.kind_of(found) {
            Kind::Member(member) => match self.member_slot(member, object) {
                Some(slot) => slot.into(),
                None => AttrSite::Uncacheable,
            },
            // Where there is a `__getattr__`, it has its turn after an AttributeError of the getter.
            Kind::Property(property)
                if property.get(Property::fget).is::<Function>() && !self.class_of(object).has(flags::HAS_GETATTR) =>
            {
                AttrSite::Getter(property.get(Property::fget))
            }
            Kind::GetSet(_) | Kind::Other if !self.class_of(object).has(flags::HAS_GETATTR) => AttrSite::Native(found),
            _ => AttrSite::Uncacheable,
        }
    }

    /// What a native descriptor found in the object's class computes, if that takes no Python and is no error.
    pub(crate) fn native_attribute<'t>(&'t self, descriptor: Value<'t>, object: Value<'t>) -> Option<Value<'t>> {
        let computed = match descriptor.cast::<GetSetDescriptor>() {
            Some(descriptor) => match descriptor.def().get {
                Getter::Leaf(get) => get(self, object),
                Getter::Tail(_) => return None,
            },
            None => {
                let get = self.lookup_special(descriptor, sym::__get__)?.cast::<MethodDescriptor>()?;
                if !matches!(get.def().abi, Abi::Leaf(_)) {
                    return None;
                }
                match self.call_now(get.value(), &[descriptor, object, self.class_of(object).value()]) {
                    Ok(Tail::Value(value)) => Ok(value),
                    Ok(Tail::Call(_)) => return None,
                    Err(raised) => Err(raised),
                }
            }
        };
        match computed {
            Ok(value) => Some(value),
            Err(raised) => {
                // The general path raises it again, and says of which attribute.
                self.take_exception(raised);
                None
            }
        }
    }

    fn member_slot<'t>(&'t self, member: Gc<'t, MemberDescriptor>, object: Value<'t>) -> Option<AttrSlot> {
        let map = self.map_of(object)?;
        Some(map.slot_of(map.find(member.value())?))
    }

    fn module_site<'t>(&'t self, module: Gc<'t, Module>, name: Gc<'t, Str>) -> AttrSite<'t> {
        let Some(dict) = module.get(Module::dict).cast::<Dict>() else { return AttrSite::Uncacheable };
        match dict.find_str(self, name) {
            Some(index) => AttrSite::ModuleValue(dict, index as u32),
            None => AttrSite::Uncacheable,
        }
    }

    /// A value found in a class, reached through an instance.
    fn value_site<'t>(
        &'t self,
        owner: Gc<'t, Class>,
        index: usize,
        name: Gc<'t, Str>,
        object: Value<'t>,
        class: Gc<'t, Class>,
    ) -> AttrSite<'t> {
        let found = owner.namespace().value_at(index);
        match self.kind_of(found) {
            Kind::Plain if owner.is_volatile(name) => AttrSite::ModuleValue(owner.namespace(), index as u32),
            Kind::Plain => AttrSite::Constant(found),
            Kind::Method => AttrSite::Method(found),
            Kind::StaticMethod(method) => AttrSite::Constant(method.get(StaticMethod::function)),
            Kind::ClassMethod(method) if object == class.value() => AttrSite::Method(method.get(ClassMethod::function)),
            Kind::ClassMethod(method) => {
                AttrSite::Constant(self.bound_method(method.get(ClassMethod::function), class.value()))
            }
            Kind::NativeClassMethod(def) => AttrSite::Constant(self.native_function(def, class.value())),
            _ => AttrSite::Uncacheable,
        }
    }

    fn class_site<'t>(&'t self, class: Gc<'t, Class>, metaclass: Gc<'t, Class>, name: Gc<'t, Str>) -> AttrSite<'t> {
        let in_metaclass = self.find_home(metaclass, name);
        let data = in_metaclass.map(|(owner, index)| owner.namespace().value_at(index));
        if class.has(flags::UNSTABLE) || data.is_some_and(|found| self.is_data_descriptor(found)) {
            return AttrSite::Uncacheable;
        }
        if let Some((owner, index)) = self.find_home(class, name) {
            let found = owner.namespace().value_at(index);
            return match self.kind_of(found) {
                Kind::Method => AttrSite::Constant(found),
                _ => self.value_site(owner, index, name, class.value(), class),
            };
        }
        match in_metaclass {
            Some((owner, index)) => self.value_site(owner, index, name, class.value(), metaclass),
            None => AttrSite::Uncacheable,
        }
    }

    pub fn store_site<'t>(&'t self, object: Value<'t>, name: Gc<'t, Str>) -> StoreSite<'t> {
        let class = self.class_of(object);
        let Some(map) = self.map_of(object) else { return StoreSite::Uncacheable };
        if class.has(flags::CUSTOM_SETATTR | flags::UNSTABLE) || self.dict_slot(object).is_some() {
            return StoreSite::Uncacheable;
        }
        let key = match self.lookup(class, name).map(|found| (self.kind_of(found), found)) {
            Some((Kind::Member(_), found)) => found,
            Some((Kind::GetSet(_) | Kind::Property(_), _)) => return StoreSite::Uncacheable,
            Some((Kind::Other, found)) if self.class_of(found).has(flags::HAS_SET) => return StoreSite::Uncacheable,
            _ if map.has_dict() => return StoreSite::OwnDict,
            _ if class.has(flags::NO_DICT) => return StoreSite::Uncacheable,
            _ => name.value(),
        };
        if let Some(index) = map.find(key) {
            return match map.slot_of(index) {
                AttrSlot::Inline(index) => StoreSite::Inline(index),
                AttrSlot::Overflow(index) => StoreSite::Overflow(index),
            };
        }
        let index = map.count() as u32;
        if index >= map.get(Map::inline) {
            return StoreSite::Uncacheable;
        }
        match self.map_with(map, key) {
            Ok(Some(map)) => StoreSite::AddInline { index, map },
            Ok(None) => StoreSite::Uncacheable,
            Err(raised) => {
                // Nothing is cached; the store itself will meet the same shortage.
                self.take_exception(raised);
                StoreSite::Uncacheable
            }
        }
    }

    /// The function, if `object.name` is a plain method bound to `object`: the caller may pass the object itself.
    pub fn method_of<'t>(&'t self, object: Value<'t>, name: Gc<'t, Str>) -> Option<Value<'t>> {
        let class = self.class_of(object);
        if class.has(flags::CUSTOM_GETATTRIBUTE) || object.is::<Super>() {
            return None;
        }
        if let Some(this) = object.cast::<Class>() {
            if self.lookup(class, name).is_some_and(|found| self.is_data_descriptor(found)) {
                return None;
            }
            return match self.lookup(this, name).map(|found| self.kind_of(found)) {
                Some(Kind::ClassMethod(method)) => Some(method.get(ClassMethod::function)),
                _ => None,
            };
        }
        let found = self.lookup(class, name)?;
        match self.kind_of(found) {
            Kind::Method if self.own_attribute(object, name).is_none() => Some(found),
            _ => None,
        }
    }
}

impl From<AttrSlot> for AttrSite<'_> {
    fn from(slot: AttrSlot) -> Self {
        match slot {
            AttrSlot::Inline(index) => AttrSite::Inline(index),
            AttrSlot::Overflow(index) => AttrSite::Overflow(index),
        }
    }
}
