//! The class `object`, and what every instance of a user-defined class has.

use crate::Thread;
use crate::classes::cls;
use crate::layouts;
use crate::natives::{Args, ClassDef, GetSetDef, NativeDef, Tail, Then, class, getset, leaf, tail};
use crate::objects::class::{Class, Map, flags};
use crate::objects::descriptor::MemberDescriptor;
use crate::objects::dict::Dict;
use crate::objects::sequence::Tuple;
use crate::objects::string::Str;
use crate::objects::type_new::{refuse_abstract, uses_object_init, uses_object_new};
use crate::symbols::sym;
use crate::value::{Gc, Raised, Res, Value};

pub static OBJECT: ClassDef = class(cls::object, "object")
    .signature("()")
    .doc(
        "The base class of the class hierarchy.\n\nWhen called, it accepts no arguments and returns a new featureless\n\
         instance that has no instance attributes and cannot be given any.\n",
    )
    .layouts(&[layouts::INSTANCE_FIRST])
    .subclassable(layouts::INSTANCE_FIRST)
    .methods(&METHODS)
    .getsets(&GETSETS);

static METHODS: [NativeDef; 22] = [
    tail("__new__(*args, **kwargs)", new).static_method(),
    leaf("__repr__(self, /)", |t, args| Ok(t.default_repr(args.get(0))?.value())),
    leaf("__hash__(self, /)", |t, args| Ok(t.int(t.hash_identity(args.get(0))))),
    tail("__str__(self, /)", |t, args| t.repr(args.get(0))),
    tail("__getattribute__(self, name, /)", |t, args| t.generic_getattr(args.get(0), t.attribute_name(args.get(1))?)),
    tail("__setattr__(self, name, value, /)", set_attribute),
    tail("__delattr__(self, name, /)", delete_attribute),
    leaf("__lt__(self, value, /)", |_, _| Ok(Value::NOT_IMPLEMENTED)),
    leaf("__le__(self, value, /)", |_, _| Ok(Value::NOT_IMPLEMENTED)),
    leaf("__eq__(self, value, /)", |_, args| {
        Ok(if args.get(0) == args.get(1) { Value::TRUE } else { Value::NOT_IMPLEMENTED })
    }),
    tail("__ne__(self, value, /)", not_equal),
    leaf("__gt__(self, value, /)", |_, _| Ok(Value::NOT_IMPLEMENTED)),
    leaf("__ge__(self, value, /)", |_, _| Ok(Value::NOT_IMPLEMENTED)),
    leaf("__init__(self, /, *args, **kwargs)", init),
    tail("__reduce_ex__(self, protocol, /)", reduce_ex),
    tail("__reduce__(self, /)", |t, args| Ok(Tail::call(t.app(crate::applevel::app::object_reduce), &[args.get(0)]))),
    tail("__getstate__(self, /)", |t, args| {
        Ok(Tail::call(t.app(crate::applevel::app::object_getstate), &[args.get(0)]))
    }),
    leaf("__subclasshook__(cls, object, /)", |_, _| Ok(Value::NOT_IMPLEMENTED)).class_method(),
    leaf("__init_subclass__(cls, /)", |_, _| Ok(Value::NONE)).class_method(),
    tail("__format__(self, format_spec, /)", format),
    leaf("__sizeof__(self, /)", |t, args| Ok(t.int_usize(t.size_of(args.get(0))))),
    leaf("__dir__(self, /)", |t, args| t.object_dir(args.get(0))),
];

static GETSETS: [GetSetDef; 1] = [getset("__class__", |t, this| Ok(t.class_of(this).value()), set_class)];

/// The flags that decide what instances carry.
pub(crate) const INSTANCE_FLAGS: u32 = flags::NO_DICT | flags::WEAKREFABLE;

fn new<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let given = args.get(0).expect::<Tuple>();
    if given.extent() == 0 {
        return Err(t.type_error("object.__new__(): not enough arguments"));
    }
    let Some(class) = given.at(0).cast::<Class>() else {
        let found = t.class_name(given.at(0));
        return Err(t.type_error(format_args!("object.__new__(X): X is not a type object ({found})")));
    };
    let excess = given.extent() > 1 || args.get(1).cast::<Dict>().is_some_and(|keywords| !keywords.is_empty());
    if excess && !uses_object_new(t, class) {
        return Err(t.type_error("object.__new__() takes exactly one argument (the type to instantiate)"));
    }
    if excess && uses_object_init(t, class) {
        return Err(t.type_error(format_args!("{}() takes no arguments", t.name_of_class(class))));
    }
    let layout = class.get(Class::layout);
    if layout != layouts::INSTANCE_FIRST.0 || class.has(flags::NO_NEW) {
        let name = t.name_of_class(class);
        let solid = t.name_of_class(t.solid_base(class));
        return Err(t.type_error(format_args!("object.__new__({name}) is not safe, use {solid}.__new__()")));
    }
    refuse_abstract(t, class)?;
    Ok(t.new_instance(class)?.value().into())
}

fn init<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let excess = args.get(1).expect::<Tuple>().extent() > 0
        || args.get(2).cast::<Dict>().is_some_and(|keywords| !keywords.is_empty());
    if excess {
        let class = t.class_of(args.get(0));
        if !uses_object_init(t, class) {
            return Err(t.type_error("object.__init__() takes exactly one argument (the instance to initialize)"));
        }
        if uses_object_new(t, class) {
            let name = t.name_of_class(class);
            return Err(t.type_error(format_args!(
                "{name}.__init__() takes exactly one argument (the instance to initialize)"
            )));
        }
    }
    Ok(Value::NONE)
}

fn set_attribute<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let name = t.attribute_name(args.get(1))?;
    t.refuse_type(args.get(0), "__setattr__")?;
    t.generic_setattr(args.get(0), t.intern(name), args.get(2))
}

fn delete_attribute<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let name = t.attribute_name(args.get(1))?;
    t.refuse_type(args.get(0), "__delattr__")?;
    t.generic_setattr(args.get(0), t.intern(name), Value::UNSET)
}

fn not_equal<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let (a, b) = (args.get(0), args.get(1));
    match t.lookup_special(a, sym::__eq__) {
        Some(method) => t.call_bound(method, a, &[b])?.then(t, &INVERT, Value::UNSET),
        None => Ok(Value::NOT_IMPLEMENTED.into()),
    }
}

static INVERT: Then = Then::new(|t, _, equal| if equal.is_not_implemented() { Ok(equal.into()) } else { t.not(equal) });

fn reduce_ex<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    Ok(Tail::call(t.app(crate::applevel::app::object_reduce_ex), &[args.get(0), args.get(1)]))
}

fn format<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let Some(spec) = t.as_str(args.get(1)) else {
        let found = t.class_name(args.get(1));
        return Err(t.type_error(format_args!("__format__() argument must be str, not {found}")));
    };
    if !spec.is_empty() {
        let class = t.class_name(args.get(0));
        return Err(t.type_error(format_args!("unsupported format string passed to {class}.__format__")));
    }
    t.str_of(args.get(0))
}

impl Thread {
    /// The name of an attribute, as natives get it. It may be one that is not interned: then nothing interned equals it.
    pub fn attribute_name<'t>(&'t self, name: Value<'t>) -> Result<Gc<'t, Str>, Raised> {
        match self.as_str(name) {
            Some(name) => Ok(self.interned(name).unwrap_or(name)),
            None => {
                let found = self.class_name(name);
                Err(self.type_error(format_args!("attribute name must be string, not '{found}'")))
            }
        }
    }

    /// `object.__setattr__` does not apply to what has rules of its own.
    fn refuse_type<'t>(&'t self, object: Value<'t>, method: &str) -> Result<(), Raised> {
        if !object.is::<Class>() {
            return Ok(());
        }
        let class = self.class_name(object);
        Err(self.type_error(format_args!("can't apply this {method} to {class} object")))
    }

    /// `module.qualname` of a class; builtins without the module.
    pub fn full_class_name<'t>(&'t self, class: Gc<'t, Class>) -> String {
        let qualname = self.text(class.get(Class::qualname));
        match self.module_of_class(class).and_then(|module| self.as_str(module)) {
            Some(module) if !module.units().is("builtins") => format!("{}.{qualname}", module.to_text()),
            _ => qualname,
        }
    }

    /// `repr` of an object whose class does not say otherwise.
    pub fn default_repr<'t>(&'t self, object: Value<'t>) -> Result<Gc<'t, Str>, Raised> {
        let name = self.full_class_name(self.class_of(object));
        self.str(&format!("<{name} object at {:#x}>", self.identity(object)))
    }

    /// What `id` gives.
    pub fn identity(&self, object: Value<'_>) -> u64 {
        match object.as_obj() {
            Some(object) => gc_api::Collector::identity(&self.heap().collector, object),
            None => object.word().bits(),
        }
    }

    /// Bytes of the object's own memory.
    pub(crate) fn size_of(&self, object: Value<'_>) -> usize {
        match object.as_obj() {
            // SAFETY: a value's object is alive, and its header says which layout it has.
            Some(object) => unsafe { self.vm().types.of(object).bytes_of(object) },
            None => 8,
        }
    }

    /// Names of the object's attributes, of its class and its bases: what `object.__dir__` gives, unsorted.
    fn object_dir<'t>(&'t self, object: Value<'t>) -> Res<'t> {
        let names = self.new_dict();
        if let Some(dict) = self.own_dict(object)? {
            for (key, _) in dict.iter() {
                if let Some(name) = self.as_str(key) {
                    names.set_str(self, name, Value::NONE)?;
                }
            }
        }
        self.add_class_names(self.class_of(object), names)?;
        self.name_list(names)
    }

    pub(crate) fn add_class_names<'t>(&'t self, class: Gc<'t, Class>, names: Gc<'t, Dict>) -> Result<(), Raised> {
        let mro = class.mro();
        for index in 0..mro.extent() {
            for (key, _) in mro.at(index).expect::<Class>().namespace().iter() {
                if let Some(name) = self.as_str(key) {
                    names.set_str(self, name, Value::NONE)?;
                }
            }
        }
        Ok(())
    }

    pub(crate) fn name_list<'t>(&'t self, names: Gc<'t, Dict>) -> Res<'t> {
        let names: Vec<Value<'t>> = names.iter().map(|(key, _)| key).collect();
        Ok(self.list(&names)?.value())
    }

    /// `__dict__` as far as the object has one; made if need be.
    pub fn own_dict<'t>(&'t self, object: Value<'t>) -> Result<Option<Gc<'t, Dict>>, Raised> {
        if let Some(slot) = self.dict_slot(object) {
            return Ok(Some(self.dict_in_slot(object, slot)));
        }
        match self.map_of(object) {
            Some(map) if !map.class().has(flags::NO_DICT) => self.enter_dict_mode(object, map).map(Some),
            _ => Ok(None),
        }
    }
}

// Attributes of instances

/// Getter of `__dict__` for classes whose instances have attributes of their own.
pub fn get_dict<'t>(t: &'t Thread, object: Value<'t>) -> Res<'t> {
    match t.own_dict(object)? {
        Some(dict) => Ok(dict.value()),
        None => Err(t.attribute_error(object, t.sym(sym::__dict__))),
    }
}

/// Its setter.
pub fn set_dict<'t>(t: &'t Thread, object: Value<'t>, value: Value<'t>) -> Result<(), Raised> {
    if !value.is_set() {
        return match t.map_of(object) {
            Some(map) => t.replace_dict(object, map, t.new_dict()),
            None => Err(t.type_error("cannot delete __dict__")),
        };
    }
    let Some(dict) = value.cast::<Dict>() else {
        let found = t.class_name(value);
        return Err(t.type_error(format_args!("__dict__ must be set to a dictionary, not a '{found}'")));
    };
    match t.map_of(object) {
        Some(map) => t.replace_dict(object, map, dict),
        None => Err(t.attribute_error(object, t.sym(sym::__dict__))),
    }
}

/// The weak references to an object are not listed in it.
pub(crate) fn get_weakref<'t>(t: &'t Thread, object: Value<'t>) -> Res<'t> {
    Ok(t.weak_references(object).last().map_or(Value::NONE, |reference| reference.value()))
}

/// `object.__class__ = value`.
fn set_class<'t>(t: &'t Thread, object: Value<'t>, value: Value<'t>) -> Result<(), Raised> {
    if !value.is_set() {
        return Err(t.type_error("can't delete __class__ attribute"));
    }
    let Some(new) = value.cast::<Class>() else {
        let found = t.class_name(value);
        return Err(t.type_error(format_args!("__class__ must be set to a class, not '{found}' object")));
    };
    let old = t.class_of(object);
    if let Some(this) = object.cast::<Class>() {
        return set_metaclass(t, this, old, new);
    }
    if let Some(done) = crate::objects::module::set_module_class(t, object, new) {
        return done;
    }
    if !new.has(flags::HEAP) || !old.has(flags::HEAP) {
        return Err(t.type_error("__class__ assignment only supported for mutable types or ModuleType subclasses"));
    }
    let Some(map) = t.map_of(object).filter(|_| t.same_storage(old, new)) else {
        return Err(t.type_error(format_args!(
            "__class__ assignment: '{}' object layout differs from '{}'",
            t.name_of_class(new),
            t.name_of_class(old)
        )));
    };
    let members = t.all_members(new);
    let old_members = t.all_members(old);
    let items: Vec<_> = t
        .mapped_items(object, map)
        .into_iter()
        .map(|(key, value)| match old_members.iter().position(|member| *member == key) {
            Some(index) => (members[index], value),
            None => (key, value),
        })
        .collect();
    let root = t.root_with_inline(new, map.get(Map::inline));
    if let Some(object) = object.word().as_ref().filter(|_| !old.has(flags::HAS_DEL)) {
        t.finalisable(new, object);
    }
    match t.mapped_dict(object, map) {
        Some(dict) => {
            t.rebuild(object, root, &items, Value::UNSET)?;
            match t.map_of(object) {
                Some(map) => t.replace_dict(object, map, dict),
                None => Ok(()),
            }
        }
        None => t.rebuild(object, root, &items, Value::UNSET),
    }
}

fn set_metaclass<'t>(t: &'t Thread, this: Gc<'t, Class>, old: Gc<'t, Class>, new: Gc<'t, Class>) -> Result<(), Raised> {
    if !this.has(flags::HEAP) || !new.has(flags::METACLASS) {
        return Err(t.type_error("__class__ assignment only supported for mutable types or ModuleType subclasses"));
    }
    let _ = old;
    this.set(t, Class::metaclass, new.value());
    t.class_changed(this);
    Ok(())
}

impl Thread {
    /// Do instances of both classes have the same storage: layout, dict and slots?
    fn same_storage<'t>(&'t self, a: Gc<'t, Class>, b: Gc<'t, Class>) -> bool {
        let names = |class| -> Vec<Value<'t>> {
            self.all_members(class)
                .into_iter()
                .map(|m| m.expect::<MemberDescriptor>().get(MemberDescriptor::name))
                .collect()
        };
        let builtin_base = |class: Gc<'t, Class>| {
            let mut class = class;
            while let Some(base) = class.base().filter(|_| class.has(flags::HEAP)) {
                class = base;
            }
            class
        };
        a.get(Class::layout) == b.get(Class::layout)
            && a.get(Class::flags) & INSTANCE_FLAGS == b.get(Class::flags) & INSTANCE_FLAGS
            && builtin_base(a) == builtin_base(b)
            && names(a) == names(b)
    }

    /// The member descriptors of a class's `__slots__` and those of its bases, in a fixed order.
    fn all_members<'t>(&'t self, class: Gc<'t, Class>) -> Vec<Value<'t>> {
        let mro = class.mro();
        let mut members = Vec::new();
        for index in (0..mro.extent()).rev() {
            let class = mro.at(index).expect::<Class>();
            let mut own: Vec<Value<'t>> = class
                .namespace()
                .iter()
                .map(|(_, value)| value)
                .filter(|value| {
                    value.cast::<MemberDescriptor>().is_some_and(|m| m.get(MemberDescriptor::class) == class.value())
                })
                .collect();
            own.sort_by_key(|member| self.text(member.expect::<MemberDescriptor>().get(MemberDescriptor::name)));
            members.extend(own);
        }
        members
    }
}
