//! Making classes: what `type.__new__` does that needs no Python.

use std::cell::Cell as RustCell;
use std::ptr;

use gc_api::Slot;

use crate::Thread;
use crate::classes::cls;
use crate::layouts;
use crate::natives::GetSetDef;
use crate::objects::class::{Class, Map, flags, instance_size};
use crate::objects::descriptor::MemberDescriptor;
use crate::objects::dict::Dict;
use crate::objects::function::{Cell, Function};
use crate::objects::sequence::Tuple;
use crate::objects::string::Str;
use crate::symbols::sym;
use crate::thread::header;
use crate::value::{Gc, Raised, Value};

/// `__dict__` and `__weakref__` of instances of user-defined classes.
pub(crate) static INSTANCE_DICT: GetSetDef = instance_dict();

/// `__dict__` of instances that keep attributes in `map` and `attrs`.
pub const fn instance_dict() -> GetSetDef {
    crate::natives::getset("__dict__", super::object::get_dict, super::object::set_dict)
}

pub(crate) static INSTANCE_WEAKREF: GetSetDef = crate::natives::getter("__weakref__", super::object::get_weakref);

/// What `__slots__` asks for.
struct Slots<'t> {
    names: Vec<Gc<'t, Str>>,
    dict: bool,
    weakref: bool,
}

impl Thread {
    /// A bare class object; the caller fills in MRO, namespace and the rest.
    pub(crate) fn empty_class(&self) -> Class {
        Class {
            header: header(),
            name: Slot::default(),
            qualname: Slot::default(),
            bases: Slot::default(),
            mro: Slot::default(),
            dict: Slot::default(),
            metaclass: Slot::default(),
            root_map: Slot::default(),
            subclasses: Slot::default(),
            base: Slot::default(),
            volatile: Slot::default(),
            version: RustCell::new(self.vm().new_shape()),
            flags: RustCell::new(0),
            layout: RustCell::new(0),
            sub_layout: RustCell::new(0),
            slots_hint: RustCell::new(0),
            init: Slot::default(),
            init_version: RustCell::new(0),
            changes: RustCell::new(0),
            construct: RustCell::new(ptr::null()),
        }
    }

    /// The metaclass of a class with these bases: the most derived of theirs and `wanted`.
    pub(crate) fn winning_metaclass<'t>(
        &'t self,
        wanted: Gc<'t, Class>,
        bases: Gc<'t, Tuple>,
    ) -> Result<Gc<'t, Class>, Raised> {
        let mut winner = wanted;
        for index in 0..bases.extent() {
            let other = self.class_of(bases.at(index));
            if self.is_subclass(winner, other) {
                continue;
            }
            if !self.is_subclass(other, winner) {
                return Err(self.type_error(
                    "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all \
                     its bases",
                ));
            }
            winner = other;
        }
        Ok(winner)
    }

    fn class_list<'t>(&'t self, bases: Gc<'t, Tuple>) -> Result<Vec<Gc<'t, Class>>, Raised> {
        let mut list = Vec::with_capacity(bases.extent().max(1));
        for index in 0..bases.extent() {
            match bases.at(index).cast::<Class>() {
                Some(base) => list.push(base),
                None => return Err(self.type_error("bases must be types")),
            }
        }
        if list.is_empty() {
            list.push(self.class(cls::object));
        }
        Ok(list)
    }

    /// The class object, complete but for `__set_name__` and `__init_subclass__`. `slots` is the value of `__slots__` as a tuple,
    /// or unset.
    pub(crate) fn create_class<'t>(
        &'t self,
        metaclass: Gc<'t, Class>,
        name: Gc<'t, Str>,
        bases: Gc<'t, Tuple>,
        namespace: Gc<'t, Dict>,
        slots: Value<'t>,
    ) -> Result<Gc<'t, Class>, Raised> {
        let base_list = self.class_list(bases)?;
        let base = self.best_base(&base_list)?;
        let slots = match slots.cast::<Tuple>() {
            Some(wanted) => Some(self.read_slots(wanted, name, base, &base_list, namespace)?),
            None => None,
        };
        let dict = self.interned_copy(namespace)?;
        let class = self.new_object(self.empty_class());
        let fields = [(Class::name, name.value()), (Class::metaclass, metaclass.value())];
        for (field, value) in fields {
            class.set(self, field, value);
        }
        class.set(self, Class::base, base.value());
        class.set(self, Class::dict, dict.value());
        class.set_raw(Class::layout, base.get(Class::sub_layout));
        class.set_raw(Class::sub_layout, base.get(Class::sub_layout));
        self.take_qualname(class, name, dict)?;
        self.complete_namespace(class, dict)?;
        self.set_class_flags(class, base, &base_list, slots.as_ref());
        if let Some(slots) = &slots {
            self.add_members(class, dict, slots)?;
        }
        self.add_instance_attributes(class, &base_list, dict, slots.as_ref())?;
        self.set_bases(class, &base_list, self.merged_mro(&base_list)?)?;
        self.fill_class_cells(class, dict)?;
        self.give_root_map(class);
        self.compute_flags(class);
        Ok(class)
    }

    /// Sets bases and MRO, and enters the class with its bases.
    pub(crate) fn set_bases<'t>(
        &'t self,
        class: Gc<'t, Class>,
        bases: &[Gc<'t, Class>],
        rest: Vec<Gc<'t, Class>>,
    ) -> Result<(), Raised> {
        let values: Vec<Value<'t>> = bases.iter().map(|base| base.value()).collect();
        class.set(self, Class::bases, self.tuple(&values)?.value());
        let mro: Vec<Value<'t>> = [class].into_iter().chain(rest).map(Gc::value).collect();
        class.set(self, Class::mro, self.tuple(&mro)?.value());
        for base in bases {
            self.add_subclass(*base, class);
        }
        Ok(())
    }

    /// A copy of the namespace whose keys are interned, as lookups by name expect.
    fn interned_copy<'t>(&'t self, namespace: Gc<'t, Dict>) -> Result<Gc<'t, Dict>, Raised> {
        let copy = self.new_dict();
        for (index, (key, value)) in (0..namespace.filled()).filter_map(|i| Some((i, namespace.entry(i)?))) {
            match key.cast::<Str>() {
                Some(name) => copy.set_str(self, self.intern(name), value)?,
                None => copy.insert_new(self, key, namespace.hash_at(index), value)?,
            }
        }
        Ok(copy)
    }

    fn take_qualname<'t>(&'t self, class: Gc<'t, Class>, name: Gc<'t, Str>, dict: Gc<'t, Dict>) -> Result<(), Raised> {
        let qualname = match dict.get_sym(self, sym::__qualname__) {
            Some(value) if self.as_str(value).is_none() => {
                let found = self.class_name(value);
                return Err(self.type_error(format_args!("type __qualname__ must be a str, not {found}")));
            }
            Some(value) => value,
            None => name.value(),
        };
        dict.remove_str(self, self.sym(sym::__qualname__).expect());
        class.set(self, Class::qualname, qualname);
        Ok(())
    }

    /// What a namespace gets that a program need not write.
    fn complete_namespace<'t>(&'t self, class: Gc<'t, Class>, dict: Gc<'t, Dict>) -> Result<(), Raised> {
        let _ = class;
        if dict.get_sym(self, sym::__module__).is_none() {
            if let Some(module) = self.caller_globals().and_then(|globals| globals.get_sym(self, sym::__name__)) {
                dict.set_sym(self, sym::__module__, module)?;
            }
        }
        if let Some(new) = dict.get_sym(self, sym::__new__).filter(|new| new.is::<Function>()) {
            dict.set_sym(self, sym::__new__, self.static_method(new))?;
        }
        for name in [sym::__init_subclass__, sym::__class_getitem__] {
            if let Some(function) = dict.get_sym(self, name).filter(|function| function.is::<Function>()) {
                dict.set_sym(self, name, self.class_method(function))?;
            }
        }
        if dict.get_sym(self, sym::__eq__).is_some() && dict.get_sym(self, sym::__hash__).is_none() {
            dict.set_sym(self, sym::__hash__, Value::NONE)?;
        }
        Ok(())
    }

    /// The globals of the Python function that runs.
    pub(crate) fn caller_globals<'t>(&'t self) -> Option<Gc<'t, Dict>> {
        let frame = self.stacks.iter().find(|frame| frame.kind.get().is_python())?;
        // SAFETY: R[0] of a Python frame is its function.
        let function = frame.register(self, 0);
        function.cast::<Function>()?.get(Function::globals).cast::<Dict>()
    }

    fn set_class_flags<'t>(
        &'t self,
        class: Gc<'t, Class>,
        base: Gc<'t, Class>,
        bases: &[Gc<'t, Class>],
        slots: Option<&Slots<'t>>,
    ) {
        let mut bits = flags::HEAP | flags::SUBCLASSABLE;
        for base in bases {
            bits |= base.get(Class::flags) & flags::INHERITED;
        }
        // Sequence and mapping exclude each other: the first base decides.
        if bits & flags::SEQUENCE != 0 && bits & flags::MAPPING != 0 {
            let first =
                bases.iter().map(|base| base.get(Class::flags)).find(|f| f & (flags::SEQUENCE | flags::MAPPING) != 0);
            let kind = first.unwrap_or(0) & (flags::SEQUENCE | flags::MAPPING);
            bits = bits & !(flags::SEQUENCE | flags::MAPPING) | kind;
        }
        let dictless = bases.iter().all(|base| base.has(flags::NO_DICT));
        match slots {
            Some(slots) => {
                if dictless && !slots.dict {
                    bits |= flags::NO_DICT;
                }
                if slots.weakref {
                    bits |= flags::WEAKREFABLE;
                }
                if !slots.names.is_empty() {
                    bits |= flags::SOLID;
                }
            }
            None if !has_items(self, base) => bits |= flags::WEAKREFABLE,
            None => {}
        }
        class.set_raw(Class::flags, bits);
    }

    /// `__dict__` and `__weakref__`, where no base has them.
    fn add_instance_attributes<'t>(
        &'t self,
        class: Gc<'t, Class>,
        bases: &[Gc<'t, Class>],
        dict: Gc<'t, Dict>,
        slots: Option<&Slots<'t>>,
    ) -> Result<(), Raised> {
        let _ = slots;
        let bits = class.get(Class::flags);
        if bits & flags::METACLASS == 0 {
            if bits & flags::NO_DICT == 0 && bases.iter().all(|base| base.has(flags::NO_DICT)) {
                let descriptor = self.getset_descriptor(&INSTANCE_DICT, class);
                self.set_missing(dict, sym::__dict__, descriptor)?;
            }
            if bits & flags::WEAKREFABLE != 0 && bases.iter().all(|base| !base.has(flags::WEAKREFABLE)) {
                let descriptor = self.getset_descriptor(&INSTANCE_WEAKREF, class);
                self.set_missing(dict, sym::__weakref__, descriptor)?;
            }
        }
        self.set_missing(dict, sym::__doc__, Value::NONE)
    }

    fn set_missing<'t>(
        &'t self,
        dict: Gc<'t, Dict>,
        name: crate::symbols::Sym,
        value: Value<'t>,
    ) -> Result<(), Raised> {
        if dict.get_sym(self, name).is_none() { dict.set_sym(self, name, value) } else { Ok(()) }
    }

    /// Gives the class to functions that use `__class__`, and its namespace to its annotation scopes.
    fn fill_class_cells<'t>(&'t self, class: Gc<'t, Class>, dict: Gc<'t, Dict>) -> Result<(), Raised> {
        let fillings = [
            (sym::__classcell__, "__classcell__", class.value()),
            (sym::__classdictcell__, "__classdictcell__", dict.value()),
        ];
        for (name, text, content) in fillings {
            let Some(cell) = dict.get_sym(self, name) else { continue };
            let Some(cell) = cell.cast::<Cell>() else {
                let found = self.class_repr(self.class_of(cell));
                return Err(self.type_error(format_args!("{text} must be a nonlocal cell, not {found}")));
            };
            cell.set(self, Cell::value, content);
            dict.remove_str(self, self.sym(name).expect());
        }
        Ok(())
    }

    /// The first root map, with room for what the class body is known to assign.
    pub(crate) fn give_root_map<'t>(&'t self, class: Gc<'t, Class>) {
        let mut inline = 0;
        if class.get(Class::layout) == layouts::INSTANCE_FIRST.0 {
            inline = instance_size(self.expected_attributes(class).max(1)).1;
            if let Some(base) = class.base().filter(|base| base.has(flags::HEAP)) {
                inline = inline.max(base.get(Class::slots_hint));
            }
        }
        class.set_raw(Class::slots_hint, inline);
        let map: Gc<'t, Map> = self.new_root_map(class, inline, Value::UNSET);
        class.set(self, Class::root_map, map.value());
    }

    /// How many attributes the methods of the class and its bases assign to `self`, slots included.
    fn expected_attributes<'t>(&'t self, class: Gc<'t, Class>) -> u32 {
        let mut names: Vec<Value<'t>> = Vec::new();
        let mut members = 0;
        let mro = class.mro();
        for index in 0..mro.extent() {
            let class = mro.at(index).expect::<Class>();
            if !class.has(flags::HEAP) {
                continue;
            }
            let dict = class.namespace();
            members += dict.iter().filter(|(_, value)| value.is::<MemberDescriptor>()).count();
            if let Some(assigned) = dict.get_sym(self, sym::__static_attributes__).and_then(Value::cast::<Tuple>) {
                for index in 0..assigned.extent() {
                    let Some(name) = assigned.at(index).cast::<Str>() else { continue };
                    let is_member = self.lookup(class, self.intern(name)).is_some_and(|v| v.is::<MemberDescriptor>());
                    let known = names.iter().any(|other| self.leaf_eq(*other, name.value()) == Some(true));
                    if !known && !is_member {
                        names.push(name.value());
                    }
                }
            }
        }
        (names.len() + members) as u32
    }

    // __slots__

    fn read_slots<'t>(
        &'t self,
        wanted: Gc<'t, Tuple>,
        class_name: Gc<'t, Str>,
        base: Gc<'t, Class>,
        bases: &[Gc<'t, Class>],
        namespace: Gc<'t, Dict>,
    ) -> Result<Slots<'t>, Raised> {
        if wanted.extent() > 0 && has_items(self, base) {
            let base = self.name_of_class(base);
            return Err(self.type_error(format_args!("nonempty __slots__ not supported for subtype of '{base}'")));
        }
        let mut slots = Slots { names: Vec::new(), dict: false, weakref: false };
        for index in 0..wanted.extent() {
            let item = wanted.at(index);
            let Some(name) = self.as_str(item) else {
                let found = self.class_name(item);
                return Err(self.type_error(format_args!("__slots__ items must be strings, not '{found}'")));
            };
            if !text::strings::is_identifier(name.units()) {
                return Err(self.type_error("__slots__ must be identifiers"));
            }
            if name.units().is("__dict__") {
                if slots.dict || bases.iter().any(|base| !base.has(flags::NO_DICT)) {
                    return Err(self.type_error("__dict__ slot disallowed: we already got one"));
                }
                slots.dict = true;
            } else if name.units().is("__weakref__") {
                if slots.weakref || bases.iter().any(|base| base.has(flags::WEAKREFABLE)) {
                    return Err(self.type_error("__weakref__ slot disallowed: we already got one"));
                }
                slots.weakref = true;
            } else {
                let name = self.mangled(class_name, name)?;
                if namespace.get_str(self, name).is_some()
                    && !name.units().is("__qualname__")
                    && !name.units().is("__classcell__")
                {
                    let text = text::repr::repr_for_message(name.units(), usize::MAX);
                    return Err(self.value_error(format_args!("{text} in __slots__ conflicts with class variable")));
                }
                slots.names.push(name);
            }
        }
        Ok(slots)
    }

    /// A private name as the compiler mangles it within the class.
    fn mangled<'t>(&'t self, class: Gc<'t, Str>, name: Gc<'t, Str>) -> Result<Gc<'t, Str>, Raised> {
        let text = name.to_text();
        let class = class.to_text();
        let class = class.trim_start_matches('_');
        if !text.starts_with("__") || text.ends_with("__") || class.is_empty() {
            return Ok(self.intern(name));
        }
        Ok(self.intern(self.str(&format!("_{class}{text}"))?))
    }

    fn add_members<'t>(&'t self, class: Gc<'t, Class>, dict: Gc<'t, Dict>, slots: &Slots<'t>) -> Result<(), Raised> {
        for &name in &slots.names {
            let member = self.new_object(MemberDescriptor {
                header: header(),
                name: Slot::new(name.word()),
                class: Slot::new(class.word()),
                doc: Slot::default(),
            });
            dict.set_str(self, name, member.value())?;
        }
        Ok(())
    }
}

/// Do instances of the builtin class that decides the layout vary in size? They have no room for slots, nor for weak references.
fn has_items<'t>(t: &'t Thread, base: Gc<'t, Class>) -> bool {
    [cls::int, cls::bytes, cls::tuple, cls::type_].iter().any(|key| t.is_subclass(base, t.class(*key)))
}
