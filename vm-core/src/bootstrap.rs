//! A new machine: names, classes, singletons, the builtins, the application level.
//!
//! Classes refer to each other in circles (`type` is an instance of itself), so all class objects are allocated first
//! and filled in afterwards, bases before derived ones.

use std::cell::Cell;

use gc_api::{Collector as _, ConfigError, HeapConfig, Layout, Slot, TypeId};

use crate::Thread;
use crate::classes::{self, ClassKey, cls};
use crate::errors::Exception;
use crate::layouts::{self, Layouts};
use crate::natives::{ClassDef, NativeDef, Role, class};
use crate::objects::class::{Boxed, Class, Instance, flags};
use crate::objects::descriptor::{ClassMethodSub, GetSetDescriptor, StaticMethodSub};
use crate::objects::dict::{Dict, DictSub};
use crate::objects::exception;
use crate::objects::function::MethodDescriptor;
use crate::objects::module::ModuleSub;
use crate::objects::property::PropertySub;
use crate::objects::sequence::{ListSub, Tuple};
use crate::objects::set::{FrozenSetSub, SetSub};
use crate::objects::weakref::WeakRefSub;
use crate::symbols::sym;
use crate::thread::header;
use crate::value::{Gc, Raised, Value};
use crate::vm::RootKey;

/// The builtin classes that are more than a name. Each owner of objects adds its own.
pub static CLASSES: &[&ClassDef] = &[];

/// Where layouts keep their map; their attributes follow it.
const MAPPED: &[(TypeId, usize)] = &[
    (layouts::BOXED, Boxed::map.offset()),
    (layouts::LIST_SUB, ListSub::map.offset()),
    (layouts::DICT_SUB, DictSub::map.offset()),
    (layouts::SET_SUB, SetSub::map.offset()),
    (layouts::FROZEN_SET_SUB, FrozenSetSub::map.offset()),
    (layouts::MODULE_SUB, ModuleSub::map.offset()),
    (layouts::PROPERTY_SUB, PropertySub::map.offset()),
    (layouts::CLASS_METHOD_SUB, ClassMethodSub::map.offset()),
    (layouts::STATIC_METHOD_SUB, StaticMethodSub::map.offset()),
    (layouts::WEAK_REF_SUB, WeakRefSub::map.offset()),
    (layouts::EXCEPTION, Exception::map.offset()),
];

impl Thread {
    /// A machine ready to run programs. `extra` are the layouts of native modules.
    pub fn new(config: &HeapConfig, extra: &[Layouts], hash_key: (u64, u64)) -> Result<Thread, ConfigError> {
        let mut all = crate::objects::layouts();
        all.extend_from_slice(extra);
        let mut thread = Thread::empty(config, &all, hash_key)?;
        if let Err(raised) = thread.bootstrap() {
            let exception = thread.take_exception(raised);
            return Err(ConfigError(format!("the machine cannot start: {}", thread.describe(exception))));
        }
        Ok(thread)
    }

    fn bootstrap(&mut self) -> Result<(), Raised> {
        self.fill_tables();
        self.intern_symbols();
        self.make_singletons()?;
        self.make_classes()?;
        self.make_builtins()?;
        self.load_applevel()
    }

    fn fill_tables(&self) {
        for id in layouts::INSTANCE_FIRST.0..=layouts::INSTANCE_LAST.0 {
            self.vm().map_offset[id as usize].set(Instance::map.offset() as u16);
        }
        for (id, offset) in MAPPED {
            self.vm().map_offset[id.0 as usize].set(*offset as u16);
        }
    }

    fn make_singletons(&self) -> Result<(), Raised> {
        let empty = self.new_tuple(0)?;
        self.set_fixed_root(RootKey::EmptyTuple, empty.value());
        let characters = self.new_tuple(256)?;
        for code in 0..=255u8 {
            let text = char::from(code).to_string();
            characters.put(self, code as usize, self.intern_text(&text).value());
        }
        self.set_fixed_root(RootKey::Latin1, characters.value());
        let bytes = self.bytes(&[])?;
        self.set_fixed_root(RootKey::EmptyBytes, bytes.value());
        Ok(())
    }

    fn make_classes(&self) -> Result<(), Raised> {
        for slot in &self.vm().classes[..classes::COUNT] {
            slot.set(self.blank_class().word());
        }
        let mut done = vec![false; classes::COUNT];
        for def in CLASSES {
            self.fill_class(def, &mut done)?;
        }
        for (key, name, base) in exception::HIERARCHY {
            self.fill_class(&exception_def(*key, name, *base), &mut done)?;
        }
        for (index, name) in classes::NAMES.iter().enumerate() {
            // Classes nobody has described yet have a name and what object has.
            if !done[index] {
                let name = name.trim_end_matches('_');
                self.fill_class(&class(ClassKey(index as u16), name), &mut done)?;
            }
        }
        for slot in &self.vm().classes[..classes::COUNT] {
            self.compute_flags(self.slot_value(slot).expect());
        }
        Ok(())
    }

    /// A class object of which nothing is filled in. Classes of the machine never move and never die.
    fn blank_class(&self) -> Gc<'_, Class> {
        let place = self.heap().alloc_immortal(Class::TYPE, Class::INFO.fixed_bytes as usize);
        // SAFETY: the memory is zeroed, which is a valid class without anything.
        unsafe { Gc::from_ptr(place.cast()) }
    }

    /// The class of a native module's definition; made when it is first asked for, after its base.
    pub fn native_class(&self, def: &ClassDef) -> Result<Gc<'_, Class>, Raised> {
        let slot = &self.vm().classes[def.key.0 as usize];
        if slot.get().is_zero() {
            slot.set(self.blank_class().word());
            let mut done = vec![true; self.vm().classes.len()];
            done[def.key.0 as usize] = false;
            self.fill_class(def, &mut done)?;
            self.compute_flags(self.class(def.key));
        }
        Ok(self.class(def.key))
    }

    /// Fills in a class; its base must have been filled in, or is described later in [`CLASSES`].
    fn fill_class(&self, def: &ClassDef, done: &mut [bool]) -> Result<(), Raised> {
        if std::mem::replace(&mut done[def.key.0 as usize], true) {
            return Ok(());
        }
        if def.key != cls::object && !done[def.base.0 as usize] {
            if let Some(base) = CLASSES.iter().find(|other| other.key == def.base) {
                self.fill_class(base, done)?;
            }
        }
        let this = self.class(def.key);
        let base = (def.key != cls::object).then(|| self.class(def.base));
        let name = self.intern_text(def.name);
        this.set(self, Class::name, name.value());
        this.set(self, Class::qualname, name.value());
        this.set(self, Class::metaclass, self.class(def.metaclass).value());
        self.set_lineage(this, base)?;
        this.set_raw(Class::version, self.vm().new_shape());
        self.set_layouts(this, base, def);
        let namespace = self.new_dict();
        this.set(self, Class::dict, namespace.value());
        self.add_members(this, namespace, def)?;
        let root = self.new_root_map(this, 0, Value::UNSET);
        this.set(self, Class::root_map, root.value());
        Ok(())
    }

    fn set_lineage<'t>(&'t self, this: Gc<'t, Class>, base: Option<Gc<'t, Class>>) -> Result<(), Raised> {
        let bases: Vec<Value<'t>> = base.iter().map(|base| base.value()).collect();
        let inherited = base.and_then(|base| base.get(Class::mro).cast::<Tuple>());
        let mut mro = vec![this.value()];
        if let Some(inherited) = inherited {
            mro.extend((0..inherited.extent()).map(|index| inherited.at(index)));
        }
        this.set(self, Class::bases, self.tuple(&bases)?.value());
        this.set(self, Class::mro, self.tuple(&mro)?.value());
        if let Some(base) = base {
            this.set(self, Class::base, base.value());
            self.add_subclass(base, this);
        }
        Ok(())
    }

    fn set_layouts(&self, this: Gc<'_, Class>, base: Option<Gc<'_, Class>>, def: &ClassDef) {
        const INHERITED: u32 = flags::EXCEPTION | flags::METACLASS;
        let mut bits = def.flags | flags::IMMUTABLE | base.map_or(0, |base| base.get(Class::flags) & INHERITED);
        let exact = def.layouts.first().map(|id| id.0).or(base.map(|base| base.get(Class::layout)));
        let sub = def.sub_layout.map(|id| id.0);
        if sub.is_some() {
            bits |= flags::SUBCLASSABLE;
        }
        this.set_raw(Class::flags, bits);
        this.set_raw(Class::layout, exact.unwrap_or(0));
        this.set_raw(Class::sub_layout, sub.unwrap_or(0));
        for id in def.layouts.iter().filter(|id| self.vm().map_offset[id.0 as usize].get() == 0) {
            self.vm().set_class_of_layout(*id, this.value());
        }
        if let Some(construct) = def.construct {
            this.set_raw(Class::construct, construct as *const NativeDef);
        }
    }

    /// Methods and computed attributes of a class, in its namespace.
    fn add_members<'t>(&'t self, this: Gc<'t, Class>, namespace: Gc<'t, Dict>, def: &ClassDef) -> Result<(), Raised> {
        let doc = if def.doc.is_empty() { Value::NONE } else { self.str(def.doc)?.value() };
        self.add_methods(this, namespace, def.methods)?;
        self.add_getsets(this, namespace, def.getsets)?;
        for (key, methods) in exception::CLASS_METHODS.iter().filter(|(key, _)| *key == def.key) {
            debug_assert!(*key == def.key);
            self.add_methods(this, namespace, methods)?;
        }
        for (_, getsets) in exception::CLASS_FIELDS.iter().filter(|(key, _)| *key == def.key) {
            self.add_getsets(this, namespace, getsets)?;
        }
        if namespace.get_sym(self, sym::__doc__).is_none() {
            namespace.set_sym(self, sym::__doc__, doc)?;
        }
        if def.module != "builtins" {
            namespace.set_sym(self, sym::__module__, self.intern_text(def.module).value())?;
        }
        // Equality without hash: unhashable.
        if namespace.get_sym(self, sym::__eq__).is_some() && namespace.get_sym(self, sym::__hash__).is_none() {
            namespace.set_sym(self, sym::__hash__, Value::NONE)?;
        }
        Ok(())
    }

    pub(crate) fn add_methods<'t>(
        &'t self,
        this: Gc<'t, Class>,
        namespace: Gc<'t, Dict>,
        methods: &'static [NativeDef],
    ) -> Result<(), Raised> {
        for method in methods {
            let value = match method.role {
                Role::Static => {
                    let function = self.native_function(method, Value::UNSET);
                    if method.name() == "__new__" { function } else { self.static_method(function) }
                }
                _ => self
                    .new_object(MethodDescriptor {
                        header: header(),
                        def: Cell::new(method),
                        class: Slot::new(this.word()),
                    })
                    .value(),
            };
            namespace.set_str(self, self.intern_text(method.name()), value)?;
        }
        Ok(())
    }

    fn add_getsets<'t>(
        &'t self,
        this: Gc<'t, Class>,
        namespace: Gc<'t, Dict>,
        getsets: &'static [crate::natives::GetSetDef],
    ) -> Result<(), Raised> {
        for getset in getsets {
            let descriptor = self.new_object(GetSetDescriptor {
                header: header(),
                def: Cell::new(getset),
                class: Slot::new(this.word()),
            });
            namespace.set_str(self, self.intern_text(getset.name), descriptor.value())?;
        }
        Ok(())
    }

    /// The builtins dict with the classes; functions follow from the application level and from native modules.
    fn make_builtins(&self) -> Result<(), Raised> {
        let builtins = self.new_dict();
        self.set_fixed_root(RootKey::Builtins, builtins.value());
        builtins.set_sym(self, sym::__name__, self.intern_text("builtins").value())?;
        for key in PUBLIC {
            let class = self.class(*key);
            builtins.set_str(self, class.get(Class::name).expect(), class.value())?;
        }
        for (key, name, _) in exception::HIERARCHY {
            builtins.set_str(self, self.intern_text(name), self.class(*key).value())?;
        }
        for (name, key) in [("EnvironmentError", cls::OSError), ("IOError", cls::OSError)] {
            builtins.set_str(self, self.intern_text(name), self.class(key).value())?;
        }
        for (name, value) in [
            ("None", Value::NONE),
            ("True", Value::TRUE),
            ("False", Value::FALSE),
            ("Ellipsis", Value::ELLIPSIS),
            ("NotImplemented", Value::NOT_IMPLEMENTED),
            ("__debug__", Value::TRUE),
        ] {
            builtins.set_str(self, self.intern_text(name), value)?;
        }
        for def in crate::builtins::FUNCTIONS.iter().copied().flatten() {
            builtins.set_str(self, self.intern_text(def.name()), self.native_function(def, Value::UNSET))?;
        }
        let no_memory = self.new_exception(self.class(cls::MemoryError), &[])?;
        self.set_fixed_root(RootKey::MemoryError, no_memory.value());
        Ok(())
    }

    /// An exception in a few words, for when no Python can run.
    pub fn describe<'t>(&'t self, exception: Value<'t>) -> String {
        let class = self.class_name(exception);
        let args = exception.cast::<Exception>().and_then(|e| e.get(Exception::args).cast::<Tuple>());
        match args.filter(|args| args.extent() == 1).map(|args| self.text(args.at(0))) {
            Some(message) if !message.is_empty() => format!("{class}: {message}"),
            _ => class,
        }
    }
}

/// The classes programs know by name.
const PUBLIC: &[ClassKey] = &[
    cls::object,
    cls::type_,
    cls::int,
    cls::bool,
    cls::float,
    cls::complex,
    cls::str,
    cls::bytes,
    cls::bytearray,
    cls::list,
    cls::tuple,
    cls::dict,
    cls::set,
    cls::frozenset,
    cls::range,
    cls::slice,
    cls::memoryview,
    cls::property,
    cls::classmethod,
    cls::staticmethod,
    cls::super_,
    cls::reversed_,
    cls::enumerate_,
    cls::zip_,
    cls::map_,
    cls::filter_,
];

fn exception_def(key: ClassKey, name: &'static str, base: ClassKey) -> ClassDef {
    let def = class(key, name).base(base).subclassable(layouts::EXCEPTION).flags(flags::EXCEPTION);
    if key == cls::BaseException {
        return def.layouts(&[layouts::EXCEPTION]).methods(&exception::METHODS).getsets(&exception::GETSETS);
    }
    def
}
