//! Turns the declaration of a class into the class: bases, layout, flags and namespace. The same for builtin classes and for those
//! of native modules.

use gc_api::{Layout, TypeId};

use super::tables::{EXCEPTIONS, class_defs};
use crate::Thread;
use crate::classes::{self, ClassKey, cls};
use crate::errors::Exception;
use crate::layouts;
use crate::natives::{ClassDef, GetSetDef, NativeDef, Role};
use crate::objects::class::{Boxed, Class, Instance, flags};
use crate::objects::module::Module;
use crate::objects::object::OBJECT;
use crate::objects::{exception, exception_fields};
use crate::symbols::sym;
use crate::value::{Gc, Raised, Value};

/// What a class is made from: a [`ClassDef`], a line of [`EXCEPTIONS`], or both.
struct Plan {
    def: Option<&'static ClassDef>,
    name: &'static str,
    module: &'static str,
    doc: &'static str,
    base: ClassKey,
    metaclass: ClassKey,
    layouts: &'static [TypeId],
    sub_layout: Option<TypeId>,
    flags: u32,
}

impl Plan {
    fn of(key: ClassKey) -> Plan {
        let def = class_defs().find(|def| def.key == key);
        let exception = EXCEPTIONS.iter().find(|(exception, ..)| *exception == key);
        let mut plan = match def {
            Some(def) => Plan::declared(def),
            None => Plan {
                def: None,
                name: classes::NAMES[key.0 as usize].trim_end_matches('_'),
                module: "builtins",
                doc: "",
                base: cls::object,
                metaclass: cls::type_,
                layouts: &[],
                sub_layout: None,
                flags: flags::NO_NEW,
            },
        };
        if let Some((_, base, own_attributes)) = exception {
            plan.base = *base;
            plan.layouts = &[layouts::EXCEPTION];
            plan.sub_layout = Some(layouts::EXCEPTION);
            plan.flags = plan.flags & !flags::NO_NEW | flags::EXCEPTION;
            if *own_attributes {
                plan.flags |= flags::SOLID;
            }
        }
        plan
    }

    fn declared(def: &'static ClassDef) -> Plan {
        Plan {
            def: Some(def),
            name: def.name,
            module: def.module,
            doc: def.doc,
            base: def.base,
            metaclass: def.metaclass,
            layouts: def.layouts,
            sub_layout: def.sub_layout,
            flags: def.flags,
        }
    }

    /// Has the class a `__new__` of its own?
    fn makes_instances(&self) -> bool {
        let native = |methods: &[NativeDef]| methods.iter().any(|method| method.name() == "__new__");
        self.flags & flags::EXCEPTION != 0
            || self.def.is_none_or(|def| def.construct.is_some() || native(def.methods) || native(def.shared_methods))
    }
}

impl Thread {
    /// The declaration of a builtin class.
    pub(crate) fn class_def<'t>(&'t self, class: Gc<'t, Class>) -> Option<&'static ClassDef> {
        if class.has(flags::HEAP) {
            return None;
        }
        let native = self.native_modules().iter().flat_map(|module| module.classes.iter().copied());
        class_defs().chain(native).find(|def| self.vm().classes[def.key.0 as usize].get() == class.word())
    }

    pub(super) fn immortal_class(&self) -> Gc<'_, Class> {
        let place = self.heap().alloc_immortal(Class::TYPE, Class::INFO.fixed_bytes as usize).cast::<Class>();
        // SAFETY: the memory is fresh and large enough; the header that is there already is put back.
        unsafe {
            let header = place.cast::<u64>().read();
            place.write(self.empty_class());
            place.cast::<u64>().write(header);
            Gc::from_ptr(place)
        }
    }

    /// Tells where instances keep their maps. Layouts of subclass instances end in `map` and `attrs`.
    pub(super) fn set_map_offsets(&self) {
        let set = |id: TypeId, offset: usize| self.vm().map_offset[id.0 as usize].set(offset as u16);
        for id in layouts::INSTANCE_FIRST.0..=layouts::INSTANCE_LAST.0 {
            set(TypeId(id), Instance::map.offset());
        }
        set(layouts::BOXED, Boxed::map.offset());
        set(layouts::EXCEPTION, Exception::map.offset());
        set(layouts::MODULE, Module::map.offset());
        for def in class_defs() {
            self.register_sub_layout(def);
            self.register_steps(def);
        }
    }

    fn register_steps(&self, def: &ClassDef) {
        for id in def.layouts.iter().filter(|id| Some(**id) != def.sub_layout) {
            self.vm().steps[id.0 as usize].set((def.step, def.next));
        }
    }

    fn register_sub_layout(&self, def: &ClassDef) {
        let Some(layout) = def.sub_layout.filter(|id| id.0 != layouts::CLASS.0) else { return };
        let entry = &self.vm().map_offset[layout.0 as usize];
        if entry.get() == 0 {
            entry.set(self.vm().types.get(layout).fixed_bytes as u16 - 16);
        }
    }

    pub(super) fn fill_class(&self, key: ClassKey, done: &mut Vec<bool>) -> Result<(), Raised> {
        if std::mem::replace(&mut done[key.0 as usize], true) {
            return Ok(());
        }
        let plan = Plan::of(key);
        if key != cls::object {
            self.fill_class(plan.base, done)?;
        }
        self.fill_from(self.class(key), key, &plan)
    }

    /// The class of a native module's declaration; made when it is first asked for. Its base and metaclass exist already.
    pub fn native_class(&self, def: &'static ClassDef) -> Result<Gc<'_, Class>, Raised> {
        if self.vm().classes[def.key.0 as usize].get().is_zero() {
            let class = self.immortal_class();
            self.vm().set_class(def.key, class.value());
            self.register_sub_layout(def);
            self.fill_from(class, def.key, &Plan::declared(def))?;
            self.compute_flags(class);
            self.register_steps(def);
        }
        Ok(self.class(def.key))
    }

    fn fill_from<'t>(&'t self, class: Gc<'t, Class>, key: ClassKey, plan: &Plan) -> Result<(), Raised> {
        let base = (key != cls::object).then(|| self.class(plan.base));
        let name = self.intern_text(plan.name).value();
        class.set(self, Class::name, name);
        class.set(self, Class::qualname, name);
        class.set(self, Class::metaclass, self.class(plan.metaclass).value());
        class.set(self, Class::base, base.map_or(Value::UNSET, Gc::value));
        self.set_builtin_layout(class, base, plan);
        class.set(self, Class::dict, self.new_dict().value());
        let bases: Vec<Value<'_>> = base.iter().map(|base| base.value()).collect();
        class.set(self, Class::bases, self.tuple(&bases)?.value());
        let mut mro = vec![class.value()];
        if let Some(base) = base {
            let above = base.mro();
            mro.extend((0..above.extent()).map(|index| above.at(index)));
            self.add_subclass(base, class);
        }
        class.set(self, Class::mro, self.tuple(&mro)?.value());
        self.fill_namespace(class, plan)?;
        self.set_builtin_flags(class, base, plan);
        if class.get(Class::layout) == class.get(Class::sub_layout) {
            self.give_root_map(class);
        }
        Ok(())
    }

    fn set_builtin_layout<'t>(&'t self, class: Gc<'t, Class>, base: Option<Gc<'t, Class>>, plan: &Plan) {
        let own = plan.layouts.first().copied();
        let inherited = base.map_or(0, |base| base.get(Class::layout));
        class.set_raw(Class::layout, own.map_or(inherited, |id| id.0));
        class.set_raw(Class::sub_layout, plan.sub_layout.map_or(0, |id| id.0));
        for id in plan.layouts.iter().filter(|id| Some(**id) != plan.sub_layout) {
            self.vm().set_class_of_layout(*id, class.value());
        }
        if let Some(construct) = plan.def.and_then(|def| def.construct) {
            class.set_raw(Class::construct, construct as *const NativeDef);
        }
    }

    fn fill_namespace<'t>(&'t self, class: Gc<'t, Class>, plan: &Plan) -> Result<(), Raised> {
        let dict = class.namespace();
        if plan.module != "builtins" {
            dict.set_sym(self, sym::__module__, self.intern_text(plan.module).value())?;
        }
        let (methods, getsets): (&'static [NativeDef], &'static [GetSetDef]) =
            plan.def.map_or((&[], &[]), |def| (def.methods, def.getsets));
        self.add_methods(class, methods)?;
        if let Some(def) = plan.def {
            self.add_methods(class, def.shared_methods)?;
            self.set_buffer(class, def)?;
        }
        self.complete_comparisons(class)?;
        self.add_getsets(class, getsets)?;
        if dict.get_sym(self, sym::__eq__).is_some() && dict.get_sym(self, sym::__hash__).is_none() {
            dict.set_sym(self, sym::__hash__, Value::NONE)?;
        }
        if dict.get_sym(self, sym::__doc__).is_none() {
            let doc = if plan.doc.is_empty() { Value::NONE } else { self.str(plan.doc)?.value() };
            dict.set_sym(self, sym::__doc__, doc)?;
        }
        Ok(())
    }

    /// Instances lend their bytes from now on. Instances of subclasses of `bytes` do through the bytes they stand for.
    fn set_buffer<'t>(&'t self, class: Gc<'t, Class>, def: &'static ClassDef) -> Result<(), Raised> {
        let Some(buffer) = def.buffer else { return Ok(()) };
        for id in def.layouts.iter().chain(&def.sub_layout).filter(|id| **id != layouts::BOXED) {
            self.vm().buffers[id.0 as usize].set(Some(buffer));
        }
        self.add_methods(class, &crate::protocols::BUFFER_METHODS)?;
        if buffer.exports.is_some() { self.add_methods(class, &crate::protocols::RELEASE_METHODS) } else { Ok(()) }
    }

    pub(super) fn add_methods<'t>(&'t self, class: Gc<'t, Class>, methods: &'static [NativeDef]) -> Result<(), Raised> {
        for def in methods {
            class.namespace().set_str(self, self.intern_text(def.name()), self.class_entry(def, class))?;
        }
        Ok(())
    }

    /// Who compares at all has all six methods, those that decline as well.
    fn complete_comparisons<'t>(&'t self, class: Gc<'t, Class>) -> Result<(), Raised> {
        let names = [sym::__lt__, sym::__le__, sym::__eq__, sym::__ne__, sym::__gt__, sym::__ge__];
        let namespace = class.namespace();
        if !names.iter().any(|name| namespace.get_sym(self, *name).is_some()) {
            return Ok(());
        }
        for name in names.into_iter().filter(|name| namespace.get_sym(self, *name).is_none()) {
            let text = self.text(self.sym(name));
            if let Some(def) = OBJECT.methods.iter().find(|def| def.name() == text) {
                namespace.set_sym(self, name, self.method_descriptor(def, class))?;
            }
        }
        Ok(())
    }

    fn add_getsets<'t>(&'t self, class: Gc<'t, Class>, getsets: &'static [GetSetDef]) -> Result<(), Raised> {
        for def in getsets {
            class.namespace().set_str(self, self.intern_text(def.name), self.getset_descriptor(def, class))?;
        }
        Ok(())
    }

    /// What particular exception classes have beside BaseException's own.
    pub(super) fn add_exception_members(&self) -> Result<(), Raised> {
        for (key, methods) in exception::CLASS_METHODS {
            self.add_methods(self.class(*key), methods)?;
        }
        for (key, getsets) in &exception_fields::CLASS_FIELDS {
            self.add_getsets(self.class(*key), getsets)?;
        }
        self.add_second_base()
    }

    /// ExceptionGroup is the one builtin class with two bases.
    fn add_second_base(&self) -> Result<(), Raised> {
        let class = self.class(cls::ExceptionGroup);
        let bases = [cls::BaseExceptionGroup, cls::Exception].map(|key| self.class(key).value());
        let rest = [cls::BaseException, cls::object].map(|key| self.class(key).value());
        class.set(self, Class::bases, self.small_tuple(bases).value());
        let mro = self.small_tuple([class.value(), bases[0], bases[1], rest[0], rest[1]]);
        class.set(self, Class::mro, mro.value());
        self.add_subclass(self.class(cls::Exception), class);
        self.class_changed(class);
        Ok(())
    }

    /// What stands for a native in its class's namespace.
    fn class_entry<'t>(&'t self, def: &'static NativeDef, class: Gc<'t, Class>) -> Value<'t> {
        match def.role {
            Role::Method | Role::ClassMethod => self.method_descriptor(def, class),
            Role::Static if def.name() != "__new__" => self.static_method(self.module_function(def, class.value())),
            Role::Static => self.module_function(def, class.value()),
            Role::Function => self.native_function(def, Value::UNSET),
        }
    }

    fn set_builtin_flags<'t>(&'t self, class: Gc<'t, Class>, base: Option<Gc<'t, Class>>, plan: &Plan) {
        let mut bits = plan.flags | flags::IMMUTABLE;
        if let Some(base) = base {
            bits |= base.get(Class::flags) & flags::INHERITED;
        }
        if !plan.layouts.is_empty() && base == Some(self.class(cls::object)) && !plan.makes_instances() {
            bits |= flags::NO_NEW;
        }
        if plan.sub_layout.is_some() {
            bits |= flags::SUBCLASSABLE;
        }
        let has_dict = class.namespace().get_sym(self, sym::__dict__).is_some();
        if !has_dict && base.is_none_or(|base| base.has(flags::NO_DICT)) {
            bits |= flags::NO_DICT;
        }
        let layout = class.get(Class::layout);
        if base.is_none_or(|base| base.get(Class::layout) != layout) {
            bits |= flags::SOLID;
        }
        class.set_raw(Class::flags, bits);
    }
}
