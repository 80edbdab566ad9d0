//! What happens when a class changes: new versions and map ids, so that no cache about it holds any more.
//!
//! A class attribute that is plain data and is assigned again and again (a counter) would defeat every cache of its class. From its
//! second assignment on it is *volatile*: caches remember its place in the namespace instead of its value.

use gc_api::{Collector as _, SlotRef};

use super::bind::Kind;
use crate::Thread;
use crate::classes::cls;
use crate::objects::class::{Class, Map, SubclassLink, flags};
use crate::objects::exception_fields::fields_of;
use crate::objects::function::MethodDescriptor;
use crate::objects::sequence::Array;
use crate::objects::string::Str;
use crate::protocols::BinaryOp;
use crate::symbols::{Sym, sym};
use crate::thread::header;
use crate::value::{Gc, Raised, Value};
use gc_api::Slot;

/// A class that has changed this often is not cached any more.
const MAX_CHANGES: u32 = 10_000;

impl Thread {
    /// The class, its bases or its metaclass changed.
    pub fn class_changed(&self, class: Gc<'_, Class>) {
        self.invalidate(class, true);
    }

    fn invalidate<'t>(&'t self, class: Gc<'t, Class>, special: bool) {
        let changes = class.get(Class::changes) + 1;
        class.set_raw(Class::changes, changes);
        let affected = self.affected_by(class);
        for &class in &affected {
            if changes > MAX_CHANGES {
                class.set_raw(Class::flags, class.get(Class::flags) | flags::UNSTABLE);
            }
            if changes > MAX_CHANGES + 1 {
                continue;
            }
            class.set_raw(Class::version, self.vm().new_shape());
            for map in self.maps_of(class) {
                map.set_raw(Map::id, self.vm().new_shape());
            }
        }
        if special {
            for class in affected {
                self.compute_flags(class);
            }
        }
    }

    /// The class and all that derive from it; for a metaclass also the classes of it and all that derive from them.
    fn affected_by<'t>(&'t self, class: Gc<'t, Class>) -> Vec<Gc<'t, Class>> {
        let mut affected = self.with_subclasses(class);
        if class.has(flags::METACLASS) {
            for other in self.with_subclasses(self.class(cls::object)) {
                if self.is_subclass(other.metaclass(), class) && !affected.contains(&other) {
                    affected.push(other);
                }
            }
        }
        affected
    }

    /// The class and all that derive from it, bases before what derives from them.
    pub(crate) fn with_subclasses<'t>(&'t self, class: Gc<'t, Class>) -> Vec<Gc<'t, Class>> {
        let mut classes = vec![class];
        let mut next = 0;
        while let Some(&class) = classes.get(next) {
            next += 1;
            for subclass in self.direct_subclasses(class) {
                if !classes.contains(&subclass) {
                    classes.push(subclass);
                }
            }
        }
        classes
    }

    /// The living direct subclasses, oldest first.
    pub(crate) fn direct_subclasses<'t>(&'t self, class: Gc<'t, Class>) -> Vec<Gc<'t, Class>> {
        let mut found = Vec::new();
        let mut link = class.get(Class::subclasses).cast_exact::<SubclassLink>();
        while let Some(here) = link {
            found.extend(self.subclass_of_link(here));
            link = here.get(SubclassLink::next).cast_exact::<SubclassLink>();
        }
        found.reverse();
        found
    }

    fn subclass_of_link<'t>(&'t self, link: Gc<'t, SubclassLink>) -> Option<Gc<'t, Class>> {
        // SAFETY: the field of a live link.
        let slot = SlotRef::of(unsafe { &(*link.as_ptr()).subclass });
        let object = self.heap().collector.load_weak(slot)?;
        // SAFETY: the collector keeps what it hands out alive until the next safepoint.
        unsafe { Value::from_word(object.word()) }.cast::<Class>()
    }

    pub(crate) fn add_subclass<'t>(&'t self, base: Gc<'t, Class>, class: Gc<'t, Class>) {
        let link = self.new_object(SubclassLink {
            header: header(),
            next: Slot::new(base.get(Class::subclasses).word()),
            subclass: Slot::new(class.word()),
        });
        base.set(self, Class::subclasses, link.value());
    }

    /// Takes `class` out of the list of `base`, and the dead entries with it.
    pub(crate) fn remove_subclass<'t>(&'t self, base: Gc<'t, Class>, class: Gc<'t, Class>) {
        let mut rest: Vec<_> = self.direct_subclasses(base);
        rest.retain(|other| *other != class);
        base.set(self, Class::subclasses, Value::UNSET);
        for class in rest {
            self.add_subclass(base, class);
        }
    }

    // Stores into a class's namespace

    pub(crate) fn store_class_attribute<'t>(
        &'t self,
        class: Gc<'t, Class>,
        name: Gc<'t, Str>,
        value: Value<'t>,
    ) -> Result<(), Raised> {
        let dict = class.namespace();
        let Some(index) = dict.find_str(self, name) else {
            dict.set_str(self, name, value)?;
            self.attribute_changed(class, name);
            return Ok(());
        };
        let old = dict.value_at(index);
        dict.set_value_at(self, index, value);
        let is_data = |value| matches!(self.kind_of(value), Kind::Plain);
        if !is_data(old) || !is_data(value) || is_special(name) {
            self.forget_volatile(class, name);
            self.attribute_changed(class, name);
        } else if !class.is_volatile(name) {
            self.remember_volatile(class, name)?;
            self.attribute_changed(class, name);
        }
        Ok(())
    }

    /// Adds to a builtin class what a native module defines in Python: a method, a property.
    pub fn extend_class<'t>(&'t self, class: Gc<'t, Class>, name: Gc<'t, Str>, value: Value<'t>) -> Result<(), Raised> {
        self.store_class_attribute(class, name, value)
    }

    /// Makes a class that the Python part of a native module has defined look like one written in Rust: what the compiler
    /// notes about class bodies goes, and a program cannot change its attributes, nor derive from it unless it is `open`.
    pub fn seal_class<'t>(&'t self, class: Gc<'t, Class>, open: bool) {
        for name in ["__slots__", "__static_attributes__", "__firstlineno__"] {
            self.delete_class_attribute(class, self.intern_text(name));
        }
        let closed = if open { 0 } else { flags::SUBCLASSABLE };
        class.set_raw(Class::flags, (class.get(Class::flags) | flags::IMMUTABLE) & !closed);
    }

    /// Instances of the class match sequence patterns, or mapping patterns.
    pub fn set_pattern_kind<'t>(&'t self, class: Gc<'t, Class>, sequence: bool) {
        let kind = if sequence { flags::SEQUENCE } else { flags::MAPPING };
        class.set_raw(Class::flags, class.get(Class::flags) & !(flags::SEQUENCE | flags::MAPPING) | kind);
    }

    /// False if there is none.
    pub(crate) fn delete_class_attribute<'t>(&'t self, class: Gc<'t, Class>, name: Gc<'t, Str>) -> bool {
        let removed = class.namespace().remove_str(self, name).is_some();
        if removed {
            self.forget_volatile(class, name);
            self.attribute_changed(class, name);
        }
        removed
    }

    fn attribute_changed<'t>(&'t self, class: Gc<'t, Class>, name: Gc<'t, Str>) {
        let had = class.get(Class::flags) & flags::HAS_DEL;
        self.invalidate(class, is_special(name));
        if had == 0 && class.get(Class::flags) & flags::HAS_DEL != 0 {
            self.set_finalisers_of_instances(class);
        }
    }

    fn remember_volatile<'t>(&'t self, class: Gc<'t, Class>, name: Gc<'t, Str>) -> Result<(), Raised> {
        let old = class.get(Class::volatile).cast_exact::<Array>();
        let count = old.map_or(0, Gc::extent);
        let names = self.new_array(count + 1)?;
        if let Some(old) = old {
            names.copy_from(self, 0, old, 0, count);
        }
        names.put(self, count, name.value());
        class.set(self, Class::volatile, names.value());
        Ok(())
    }

    fn forget_volatile<'t>(&'t self, class: Gc<'t, Class>, name: Gc<'t, Str>) {
        if let Some(names) = class.get(Class::volatile).cast_exact::<Array>() {
            for index in 0..names.extent() {
                if names.at(index) == name.value() {
                    names.put(self, index, Value::UNSET);
                }
            }
        }
    }

    // Flags

    /// Computes the flags that follow from the special methods of the class and its metaclass.
    pub(crate) fn compute_flags<'t>(&'t self, class: Gc<'t, Class>) {
        let object = self.class(cls::object);
        let has = |name: Sym| self.lookup_sym(class, name).is_some();
        let differs = |name: Sym| self.lookup_sym(class, name) != self.lookup_sym(object, name);
        let call = self.lookup_sym(class.metaclass(), sym::__call__);
        let computed = [
            (flags::CUSTOM_CALL, call != self.lookup_sym(self.class(cls::type_), sym::__call__)),
            (flags::CUSTOM_GETATTRIBUTE, !self.is_standard(class, sym::__getattribute__)),
            (flags::HAS_GETATTR, has(sym::__getattr__)),
            (
                flags::CUSTOM_SETATTR,
                !self.is_standard(class, sym::__setattr__) || !self.is_standard(class, sym::__delattr__),
            ),
            (flags::HAS_DEL, has(sym::__del__)),
            (flags::CUSTOM_EQ, differs(sym::__eq__) || differs(sym::__ne__)),
            (flags::CUSTOM_HASH, differs(sym::__hash__)),
            (flags::HAS_GET, has(sym::__get__)),
            (flags::HAS_SET, has(sym::__set__) || has(sym::__delete__)),
            (flags::CUSTOM_CLASS, differs(sym::__class__)),
            (flags::HAS_TRUTH, has(sym::__bool__) || has(sym::__len__)),
            (flags::PLAIN_ITEMS, self.has_plain_items(class)),
            (flags::PLAIN_COMPARE, self.has_plain_value(class, &COMPARISONS)),
            (flags::PLAIN_ARITHMETIC, self.has_plain_value(class, BinaryOp::METHODS)),
            (flags::PLAIN_HASH, self.has_plain_value(class, &[sym::__hash__])),
            (flags::PLAIN_EXCEPTION, class.has(flags::EXCEPTION) && self.is_plain_exception(class)),
        ];
        let mut bits = class.get(Class::flags) & !flags::COMPUTED;
        for (flag, is_set) in computed {
            if is_set {
                bits |= flag;
            }
        }
        class.set_raw(Class::flags, bits);
    }

    fn is_plain_exception<'t>(&'t self, class: Gc<'t, Class>) -> bool {
        let base = self.class(cls::BaseException);
        let inherits = |name: Sym| self.lookup_sym(class, name) == self.lookup_sym(base, name);
        inherits(sym::__new__)
            && inherits(sym::__init__)
            && self.lookup_sym(class, sym::__del__).is_none()
            && self.lookup_sym(class.metaclass(), sym::__call__)
                == self.lookup_sym(self.class(cls::type_), sym::__call__)
            && fields_of(self, class).is_none()
    }

    /// Is the method the one that object, type, module or super defines?
    fn is_standard<'t>(&'t self, class: Gc<'t, Class>, name: Sym) -> bool {
        let Some(method) = self.lookup_sym(class, name).and_then(Value::cast::<MethodDescriptor>) else {
            return false;
        };
        let owner = method.get(MethodDescriptor::class);
        [cls::object, cls::type_, cls::module, cls::super_].iter().any(|key| self.class(*key).value() == owner)
    }
}

const COMPARISONS: [Sym; 6] = [sym::__eq__, sym::__ne__, sym::__lt__, sym::__le__, sym::__gt__, sym::__ge__];

/// Only names like `__this__` decide what the machine may assume of a class.
fn is_special(name: Gc<'_, Str>) -> bool {
    name.as_ascii().is_some_and(|name| name.starts_with("__") && name.ends_with("__"))
}
