//! Makes a machine ready: interned names, builtin classes, shared values, the builtins.
//!
//! Whoever writes a builtin class adds a line to [`CLASSES`]. The exception classes without attributes of their own are a table
//! here.

use gc_api::{ConfigError, HeapConfig, Layout, TypeId};

use crate::Thread;
use crate::classes::{self, ClassKey, cls};
use crate::errors::Exception;
use crate::layouts::{self, Layouts};
use crate::natives::{ClassDef, GetSetDef, NativeDef, Role};
use crate::objects;
use crate::objects::class::{Boxed, Class, Instance, flags};
use crate::objects::module::Module;
use crate::objects::object::OBJECT;
use crate::objects::sequence::Tuple;
use crate::objects::string::Str;
use crate::objects::type_new::BUILD_CLASS;
use crate::objects::type_object::TYPE;
use crate::objects::{exception, exception_fields};
use crate::symbols::sym;
use crate::value::{Gc, Raised, Value};
use crate::vm::RootKey;

/// All builtin classes but plain exceptions.
pub static CLASSES: &[&ClassDef] = &[
    &OBJECT,
    &TYPE,
    &crate::objects::module::MODULE,
    &BASE_EXCEPTION,
    &crate::objects::mapping_proxy::MAPPING_PROXY,
    &crate::objects::int::INT,
    &crate::objects::int::BOOL,
    &crate::objects::float::FLOAT,
    &crate::objects::complex::COMPLEX,
    &crate::objects::str_methods::STR,
    &crate::objects::bytes_methods::BYTES,
    &crate::objects::bytearray_methods::BYTEARRAY,
    &crate::objects::memory_view_methods::MEMORY_VIEW,
    &crate::objects::list_methods::LIST,
    &crate::objects::tuple_methods::TUPLE,
    &crate::objects::dict_methods::DICT,
    &crate::objects::dict_views::KEYS,
    &crate::objects::dict_views::VALUES,
    &crate::objects::dict_views::ITEMS,
    &crate::objects::set_methods::SET,
    &crate::objects::set_methods::FROZEN_SET,
    &crate::objects::range_methods::RANGE,
    &crate::objects::range_methods::SLICE,
    &crate::objects::iterator_classes::ENUMERATE,
    &crate::objects::iterator_classes::ZIP,
    &crate::objects::iterator_classes::MAP,
    &crate::objects::iterator_classes::FILTER,
    &crate::objects::iterator_classes::REVERSED,
    &crate::objects::iterator_classes::SEQUENCE,
    &crate::objects::iterator_classes::LIST,
    &crate::objects::iterator_classes::LIST_REVERSE,
    &crate::objects::iterator_classes::TUPLE,
    &crate::objects::iterator_classes::STR,
    &crate::objects::iterator_classes::STR_ASCII,
    &crate::objects::iterator_classes::BYTES,
    &crate::objects::iterator_classes::BYTEARRAY,
    &crate::objects::iterator_classes::MEMORY,
    &crate::objects::iterator_classes::RANGE,
    &crate::objects::iterator_classes::LONG_RANGE,
    &crate::objects::iterator_classes::SET,
    &crate::objects::iterator_classes::CALLABLE,
    &crate::objects::iterator_classes::DICT_KEY,
    &crate::objects::iterator_classes::DICT_VALUE,
    &crate::objects::iterator_classes::DICT_ITEM,
    &crate::objects::iterator_classes::DICT_REVERSE_KEY,
    &crate::objects::iterator_classes::DICT_REVERSE_VALUE,
    &crate::objects::iterator_classes::DICT_REVERSE_ITEM,
    &crate::objects::generator_methods::GENERATOR,
    &crate::objects::generator_methods::COROUTINE,
    &crate::objects::generator_methods::WRAPPER,
    &crate::objects::async_generator::ASYNC_GENERATOR,
    &crate::objects::async_generator::SEND,
    &crate::objects::async_generator::THROW,
    &crate::objects::frame::FRAME,
    &crate::objects::frame_locals::FRAME_LOCALS,
    &crate::objects::traceback::TRACEBACK,
    &crate::objects::code_object::CODE,
    &crate::objects::weakref::WEAKREF,
];

impl Thread {
    /// The declaration of a builtin class.
    pub(crate) fn class_def<'t>(&'t self, class: Gc<'t, Class>) -> Option<&'static ClassDef> {
        if class.has(flags::HEAP) {
            return None;
        }
        let native = self.native_modules().iter().flat_map(|module| module.classes.iter().copied());
        class_defs().chain(native).find(|def| self.vm().classes[def.key.0 as usize].get() == class.word())
    }
}

fn class_defs() -> impl Iterator<Item = &'static ClassDef> {
    let groups = [
        CLASSES,
        objects::function_classes::CLASSES,
        objects::native_function::CLASSES,
        objects::descriptor_classes::CLASSES,
        objects::native_descriptors::CLASSES,
    ];
    groups.into_iter().flatten().copied()
}

/// The root of all exceptions; the classes below it follow from [`EXCEPTIONS`].
static BASE_EXCEPTION: ClassDef = crate::natives::class(cls::BaseException, "BaseException")
    .methods(&exception::METHODS)
    .getsets(&exception::GETSETS);

/// Exception classes and their bases, bases first. `true`: instances have attributes of their own kind.
const EXCEPTIONS: &[(ClassKey, ClassKey, bool)] = &[
    (cls::BaseException, cls::object, true),
    (cls::BaseExceptionGroup, cls::BaseException, true),
    (cls::Exception, cls::BaseException, false),
    (cls::ExceptionGroup, cls::BaseExceptionGroup, false),
    (cls::GeneratorExit, cls::BaseException, false),
    (cls::KeyboardInterrupt, cls::BaseException, false),
    (cls::SystemExit, cls::BaseException, true),
    (cls::ArithmeticError, cls::Exception, false),
    (cls::FloatingPointError, cls::ArithmeticError, false),
    (cls::OverflowError, cls::ArithmeticError, false),
    (cls::ZeroDivisionError, cls::ArithmeticError, false),
    (cls::AssertionError, cls::Exception, false),
    (cls::AttributeError, cls::Exception, true),
    (cls::BufferError, cls::Exception, false),
    (cls::EOFError, cls::Exception, false),
    (cls::ImportError, cls::Exception, true),
    (cls::ModuleNotFoundError, cls::ImportError, false),
    (cls::LookupError, cls::Exception, false),
    (cls::IndexError, cls::LookupError, false),
    (cls::KeyError, cls::LookupError, false),
    (cls::MemoryError, cls::Exception, false),
    (cls::NameError, cls::Exception, true),
    (cls::UnboundLocalError, cls::NameError, false),
    (cls::OSError, cls::Exception, true),
    (cls::BlockingIOError, cls::OSError, false),
    (cls::ChildProcessError, cls::OSError, false),
    (cls::ConnectionError, cls::OSError, false),
    (cls::BrokenPipeError, cls::ConnectionError, false),
    (cls::ConnectionAbortedError, cls::ConnectionError, false),
    (cls::ConnectionRefusedError, cls::ConnectionError, false),
    (cls::ConnectionResetError, cls::ConnectionError, false),
    (cls::FileExistsError, cls::OSError, false),
    (cls::FileNotFoundError, cls::OSError, false),
    (cls::InterruptedError, cls::OSError, false),
    (cls::IsADirectoryError, cls::OSError, false),
    (cls::NotADirectoryError, cls::OSError, false),
    (cls::PermissionError, cls::OSError, false),
    (cls::ProcessLookupError, cls::OSError, false),
    (cls::TimeoutError, cls::OSError, false),
    (cls::ReferenceError, cls::Exception, false),
    (cls::RuntimeError, cls::Exception, false),
    (cls::NotImplementedError, cls::RuntimeError, false),
    (cls::PythonFinalizationError, cls::RuntimeError, false),
    (cls::RecursionError, cls::RuntimeError, false),
    (cls::StopAsyncIteration, cls::Exception, false),
    (cls::StopIteration, cls::Exception, true),
    (cls::SyntaxError, cls::Exception, true),
    (cls::IndentationError, cls::SyntaxError, false),
    (cls::TabError, cls::IndentationError, false),
    (cls::_IncompleteInputError, cls::SyntaxError, false),
    (cls::SystemError, cls::Exception, false),
    (cls::TypeError, cls::Exception, false),
    (cls::ValueError, cls::Exception, false),
    (cls::UnicodeError, cls::ValueError, false),
    (cls::UnicodeDecodeError, cls::UnicodeError, true),
    (cls::UnicodeEncodeError, cls::UnicodeError, true),
    (cls::UnicodeTranslateError, cls::UnicodeError, true),
    (cls::Warning, cls::Exception, false),
    (cls::BytesWarning, cls::Warning, false),
    (cls::DeprecationWarning, cls::Warning, false),
    (cls::EncodingWarning, cls::Warning, false),
    (cls::FutureWarning, cls::Warning, false),
    (cls::ImportWarning, cls::Warning, false),
    (cls::PendingDeprecationWarning, cls::Warning, false),
    (cls::ResourceWarning, cls::Warning, false),
    (cls::RuntimeWarning, cls::Warning, false),
    (cls::SyntaxWarning, cls::Warning, false),
    (cls::UnicodeWarning, cls::Warning, false),
    (cls::UserWarning, cls::Warning, false),
];

/// Builtin classes that are builtins by name, beside the exceptions.
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

/// The classes that take type arguments.
const GENERIC: &[ClassKey] = &[
    cls::BaseExceptionGroup,
    cls::async_generator,
    cls::classmethod,
    cls::coroutine,
    cls::generator,
    cls::mappingproxy,
    cls::staticmethod,
    cls::list,
    cls::tuple,
    cls::dict,
    cls::set,
    cls::frozenset,
    cls::enumerate_,
    cls::weakref,
    cls::memoryview,
    cls::BaseExceptionGroup,
];

static CLASS_GETITEM: [NativeDef; 1] = [class_getitem()];

/// The `__class_getitem__` of a class that takes type arguments.
pub const fn class_getitem() -> NativeDef {
    crate::natives::tail("__class_getitem__(cls, item, /)", |t, args| {
        Ok(crate::natives::Tail::call(t.app(crate::applevel::app::generic_alias), &[args.get(0), args.get(1)]))
    })
    .class_method()
    .doc("See PEP 585")
}

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
            Some(def) => Plan {
                def: Some(def),
                name: def.name,
                module: def.module,
                doc: def.doc,
                base: def.base,
                metaclass: def.metaclass,
                layouts: def.layouts,
                sub_layout: def.sub_layout,
                flags: def.flags,
            },
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

    /// Has the class a `__new__` of its own?
    fn makes_instances(&self) -> bool {
        let native = |methods: &[NativeDef]| methods.iter().any(|method| method.name() == "__new__");
        self.flags & flags::EXCEPTION != 0
            || self.def.is_none_or(|def| def.construct.is_some() || native(def.methods) || native(def.shared_methods))
    }
}

impl Thread {
    /// A machine, ready to run: the first thread of the one machine a process may have.
    ///
    /// `extra` are the layouts of native modules; `hash_key` decides the hashes of text.
    pub fn new(config: &HeapConfig, extra: &[Layouts], hash_key: (u64, u64)) -> Result<Thread, ConfigError> {
        let mut layouts = crate::objects::layouts();
        layouts.extend_from_slice(extra);
        let mut thread = Thread::empty(config, &layouts, hash_key)?;
        match thread.bootstrap() {
            Ok(()) => {}
            Err(raised) => return Err(thread.cannot_start(raised)),
        }
        match thread.load_applevel() {
            Ok(()) => Ok(thread),
            Err(raised) => Err(thread.cannot_start(raised)),
        }
    }

    fn cannot_start(&self, raised: Raised) -> ConfigError {
        let exception = self.take_exception(raised);
        ConfigError(format!("the machine cannot start: {}", self.describe(exception)))
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

    fn bootstrap(&self) -> Result<(), Raised> {
        self.intern_symbols();
        self.make_shared_values()?;
        for key in 0..classes::COUNT {
            self.vm().classes[key].set(self.immortal_class().word());
        }
        self.set_map_offsets();
        let keys: Vec<ClassKey> = (0..classes::COUNT as u16).map(ClassKey).collect();
        let mut done = vec![false; classes::COUNT];
        for &key in &keys {
            self.fill_class(key, &mut done)?;
        }
        self.add_exception_members()?;
        for key in GENERIC {
            self.add_methods(self.class(*key), &CLASS_GETITEM)?;
        }
        for &key in &keys {
            self.compute_flags(self.class(key));
        }
        self.make_builtins()
    }

    fn immortal_class(&self) -> Gc<'_, Class> {
        let place = self.heap().alloc_immortal(Class::TYPE, Class::INFO.fixed_bytes as usize).cast::<Class>();
        // SAFETY: the memory is fresh and large enough; the header that is there already is put back.
        unsafe {
            let header = place.cast::<u64>().read();
            place.write(self.empty_class());
            place.cast::<u64>().write(header);
            Gc::from_ptr(place)
        }
    }

    fn make_shared_values(&self) -> Result<(), Raised> {
        self.set_fixed_root(RootKey::EmptyTuple, self.new_tuple(0)?.value());
        self.set_fixed_root(RootKey::EmptyBytes, self.bytes(b"")?.value());
        let characters = self.new_tuple(256)?;
        for code in 0..=255u8 {
            characters.put(self, code as usize, self.intern_text(&char::from(code).to_string()).value());
        }
        self.set_fixed_root(RootKey::Latin1, characters.value());
        Ok(())
    }

    /// Tells where instances keep their maps. Layouts of subclass instances end in `map` and `attrs`.
    fn set_map_offsets(&self) {
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

    fn fill_class(&self, key: ClassKey, done: &mut Vec<bool>) -> Result<(), Raised> {
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
        let slot = &self.vm().classes[def.key.0 as usize];
        if slot.get().is_zero() {
            let class = self.immortal_class();
            slot.set(class.word());
            self.register_sub_layout(def);
            let plan = Plan {
                def: Some(def),
                name: def.name,
                module: def.module,
                doc: def.doc,
                base: def.base,
                metaclass: def.metaclass,
                layouts: def.layouts,
                sub_layout: def.sub_layout,
                flags: def.flags,
            };
            self.fill_from(class, def.key, &plan)?;
            self.compute_flags(class);
            self.register_steps(def);
        }
        Ok(self.class(def.key))
    }

    fn fill_from<'t>(&'t self, class: Gc<'t, Class>, key: ClassKey, plan: &Plan) -> Result<(), Raised> {
        let base = (key != cls::object).then(|| self.class(plan.base));
        self.fill_class_with_base(class, base, plan)
    }

    fn fill_class_with_base<'t>(
        &'t self,
        class: Gc<'t, Class>,
        base: Option<Gc<'_, Class>>,
        plan: &Plan,
    ) -> Result<(), Raised> {
        let base = base.map(|base| base.value().expect::<Class>());
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

    fn add_methods<'t>(&'t self, class: Gc<'t, Class>, methods: &'static [NativeDef]) -> Result<(), Raised> {
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
    fn add_exception_members(&self) -> Result<(), Raised> {
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

    fn make_builtins(&self) -> Result<(), Raised> {
        let builtins = self.new_dict();
        self.set_fixed_root(RootKey::Builtins, builtins.value());
        builtins.set_sym(self, sym::__name__, self.intern_text("builtins").value())?;
        for key in PUBLIC.iter().copied().chain(EXCEPTIONS.iter().map(|(key, ..)| *key)) {
            let class = self.class(key);
            builtins.set_str(self, class.get(Class::name).expect::<Str>(), class.value())?;
        }
        let aliases = [("EnvironmentError", cls::OSError), ("IOError", cls::OSError)];
        for (name, key) in aliases {
            builtins.set_str(self, self.intern_text(name), self.class(key).value())?;
        }
        let constants = [
            ("None", Value::NONE),
            ("True", Value::TRUE),
            ("False", Value::FALSE),
            ("Ellipsis", Value::ELLIPSIS),
            ("NotImplemented", Value::NOT_IMPLEMENTED),
            ("__debug__", Value::TRUE),
        ];
        for (name, value) in constants {
            builtins.set_str(self, self.intern_text(name), value)?;
        }
        for def in crate::builtins::FUNCTIONS.iter().copied().flatten() {
            builtins.set_str(self, self.intern_text(def.name()), self.native_function(def, Value::UNSET))?;
        }
        let build_class = self.native_function(&BUILD_CLASS, Value::UNSET);
        builtins.set_sym(self, sym::__build_class__, build_class)?;
        self.set_fixed_root(RootKey::BuildClass, build_class);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Mutex, MutexGuard};

    use super::*;
    use crate::natives::Tail;
    use crate::objects::class::Map;
    use crate::objects::dict::Dict;

    /// A process has one machine at a time.
    static ONE: Mutex<()> = Mutex::new(());

    fn machine() -> (MutexGuard<'static, ()>, Thread) {
        let guard = ONE.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let thread = Thread::new(&HeapConfig::default(), &[], (1, 2)).unwrap();
        (guard, thread)
    }

    fn make_class<'t>(
        t: &'t Thread,
        name: &str,
        bases: &[Value<'t>],
        slots: Value<'t>,
    ) -> Result<Gc<'t, Class>, Raised> {
        let bases = t.tuple(bases)?;
        let namespace = t.new_dict();
        namespace.set_sym(t, sym::__module__, t.intern_text("test").value())?;
        t.create_class(t.class(cls::type_), t.intern_text(name), bases, namespace, slots)
    }

    fn value(tail: Result<Tail<'_>, Raised>) -> Value<'_> {
        match tail {
            Ok(Tail::Value(value)) => value,
            Ok(Tail::Call(_)) => panic!("needs Python"),
            Err(_) => panic!("raised"),
        }
    }

    fn message(t: &Thread, raised: Raised) -> String {
        let exception = t.take_exception(raised).expect::<Exception>();
        t.text(exception.get(Exception::args).expect::<crate::objects::sequence::Tuple>().at(0))
    }

    #[test]
    fn every_class_has_a_place_in_the_order() {
        let (_guard, t) = machine();
        for key in (0..classes::COUNT as u16).map(ClassKey) {
            let class = t.class(key);
            assert!(t.is_subclass(class, t.class(cls::object)));
            assert_eq!(class.metaclass().value(), t.class(cls::type_).value());
        }
        assert!(t.is_subclass(t.class(cls::TabError), t.class(cls::Exception)));
        assert!(!t.class(cls::list).has(flags::HEAP));
    }

    #[test]
    fn attributes_come_and_go() {
        let (_guard, t) = machine();
        let class = make_class(&t, "C", &[], Value::UNSET).unwrap();
        let object = t.new_instance(class).unwrap().value();
        let names: Vec<_> = (0..100).map(|n| t.intern_text(&format!("name{n}"))).collect();
        for (n, name) in names.iter().enumerate() {
            value(t.setattr(object, *name, t.int_usize(n)));
        }
        for (n, name) in names.iter().enumerate() {
            assert_eq!(value(t.getattr(object, *name)), t.int_usize(n), "{n}");
        }
        value(t.delattr(object, names[3]));
        assert_eq!(value(t.getattr_opt(object, names[3])), Value::MISSING);
        assert_eq!(value(t.getattr(object, names[99])), t.int_usize(99));
        let raised = t.getattr(object, names[3]).err().unwrap();
        assert_eq!(message(&t, raised), "'C' object has no attribute 'name3'");
    }

    #[test]
    fn deletion_and_dicts_keep_the_others() {
        let (_guard, t) = machine();
        let class = make_class(&t, "C", &[], Value::UNSET).unwrap();
        let object = t.new_instance(class).unwrap().value();
        let names: Vec<_> = (0..9).map(|n| t.intern_text(&format!("n{n}"))).collect();
        for (n, name) in names.iter().enumerate() {
            value(t.setattr(object, *name, t.int_usize(n)));
        }
        value(t.delattr(object, names[0]));
        value(t.delattr(object, names[8]));
        for (n, name) in names.iter().enumerate().take(8).skip(1) {
            assert_eq!(value(t.getattr(object, *name)), t.int_usize(n));
        }
        let dict = value(t.getattr(object, t.intern_text("__dict__"))).expect::<Dict>();
        assert_eq!(dict.len(), 7);
        dict.set_str(&t, names[0], Value::TRUE).unwrap();
        assert_eq!(value(t.getattr(object, names[0])), Value::TRUE);
        value(t.setattr(object, names[8], Value::FALSE));
        assert_eq!(dict.get_str(&t, names[8]), Some(Value::FALSE));
    }

    #[test]
    fn slots_are_members_and_survive_dicts() {
        let (_guard, t) = machine();
        let (a, b) = (t.intern_text("a"), t.intern_text("b"));
        let slots = t.tuple(&[a.value(), b.value()]).unwrap().value();
        let class = make_class(&t, "S", &[], slots).unwrap();
        let object = t.new_instance(class).unwrap().value();
        value(t.setattr(object, a, Value::TRUE));
        assert_eq!(value(t.getattr(object, a)), Value::TRUE);
        assert_eq!(value(t.getattr_opt(object, b)), Value::MISSING);
        let raised = t.setattr(object, t.intern_text("c"), Value::TRUE).err().unwrap();
        assert_eq!(message(&t, raised), "'S' object has no attribute 'c' and no __dict__ for setting new attributes");
        let derived = make_class(&t, "D", &[class.value()], Value::UNSET).unwrap();
        let object = t.new_instance(derived).unwrap().value();
        value(t.setattr(object, t.intern_text("c"), Value::FALSE));
        value(t.setattr(object, a, Value::TRUE));
        let dict = value(t.getattr(object, t.intern_text("__dict__"))).expect::<Dict>();
        assert_eq!(dict.len(), 1);
        value(t.setattr(object, b, Value::NONE));
        assert_eq!(value(t.getattr(object, a)), Value::TRUE);
        assert_eq!(value(t.getattr(object, b)), Value::NONE);
    }

    #[test]
    fn changes_renew_shapes() {
        let (_guard, t) = machine();
        let class = make_class(&t, "C", &[], Value::UNSET).unwrap();
        let derived = make_class(&t, "D", &[class.value()], Value::UNSET).unwrap();
        let object = t.new_instance(derived).unwrap().value();
        let name = t.intern_text("x");
        let before = t.shape(object);
        assert_eq!(value(t.getattr_opt(object, name)), Value::MISSING);
        value(t.setattr(class.value(), name, Value::TRUE));
        assert_ne!(t.shape(object), before);
        assert_eq!(value(t.getattr(object, name)), Value::TRUE);
        // The second assignment makes the name volatile, the third changes nothing else.
        value(t.setattr(class.value(), name, Value::FALSE));
        let before = t.shape(object);
        value(t.setattr(class.value(), name, Value::NONE));
        assert_eq!(t.shape(object), before);
        assert_eq!(value(t.getattr(object, name)), Value::NONE);
        assert_eq!(t.map_of(object).unwrap().get(Map::class), derived.value());
    }

    #[test]
    fn orders_are_merged() {
        let (_guard, t) = machine();
        let a = make_class(&t, "A", &[], Value::UNSET).unwrap();
        let b = make_class(&t, "B", &[a.value()], Value::UNSET).unwrap();
        let c = make_class(&t, "C", &[a.value()], Value::UNSET).unwrap();
        let d = make_class(&t, "D", &[b.value(), c.value()], Value::UNSET).unwrap();
        let order: Vec<_> = (0..5).map(|index| t.name_of_class(d.mro().at(index).expect())).collect();
        assert_eq!(order, ["D", "B", "C", "A", "object"]);
        let raised = make_class(&t, "X", &[a.value(), b.value()], Value::UNSET).err().unwrap();
        assert_eq!(message(&t, raised), "Cannot create a consistent method resolution order (MRO) for bases A, B");
        let (list, tuple) = (t.class(cls::list).value(), t.class(cls::tuple).value());
        let raised = make_class(&t, "X", &[list, tuple], Value::UNSET).err().unwrap();
        assert_eq!(message(&t, raised), "multiple bases have instance lay-out conflict");
    }
}
