//! The class `type`: its methods and attributes.

use crate::Thread;
use crate::classes::cls;
use crate::layouts;
use crate::natives::{
    Args, ClassDef, GetSetDef, NativeDef, Tail, Then, class, getset, getter, leaf, member, tail, tail_getset,
};
use crate::objects::class::{Class, flags};
use crate::objects::dict::Dict;
use crate::objects::native_descriptors::doc_text;
use crate::objects::object::INSTANCE_FLAGS;
use crate::objects::sequence::Tuple;
use crate::objects::string::Str;
use crate::objects::type_new::type_new;
use crate::symbols::{Sym, sym};
use crate::value::{Gc, Raised, Res, Value};

pub static TYPE: ClassDef = class(cls::type_, "type")
    .doc("type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type")
    .layouts(&[layouts::CLASS])
    .subclassable(layouts::CLASS)
    .flags(flags::METACLASS)
    .construct(&CONSTRUCT)
    .methods(&METHODS)
    .getsets(&GETSETS);

static CONSTRUCT: NativeDef = tail("type(*args, **kwds)", construct).static_method();

static METHODS: [NativeDef; 16] = [
    tail("__or__(self, other, /)", |t, args| {
        Ok(Tail::call(t.app(crate::applevel::app::union_of), &[args.get(0), args.get(1)]))
    }),
    tail("__ror__(self, other, /)", |t, args| {
        Ok(Tail::call(t.app(crate::applevel::app::union_of), &[args.get(1), args.get(0)]))
    }),
    tail("__new__(cls, /, *args, **kwargs)", type_new).static_method(),
    leaf("__init__(self, /, *args, **kwargs)", init),
    leaf("__repr__(self, /)", |t, args| Ok(t.str(&t.class_repr(args.this()))?.value())),
    tail("__call__(self, /, *args, **kwargs)", call),
    tail("__getattribute__(self, name, /)", |t, args| t.type_getattr(args.this(), t.attribute_name(args.get(1))?)),
    tail("__setattr__(self, name, value, /)", |t, args| {
        t.type_setattr(args.this(), t.intern(t.attribute_name(args.get(1))?), args.get(2))
    }),
    tail("__delattr__(self, name, /)", |t, args| {
        t.type_setattr(args.this(), t.intern(t.attribute_name(args.get(1))?), Value::UNSET)
    }),
    leaf("mro(self, /)", mro),
    leaf("__subclasses__(self, /)", subclasses),
    leaf("__prepare__(cls, /, *args, **kwargs)", |t, _| Ok(t.new_dict().value())).class_method(),
    tail("__instancecheck__(self, instance, /)", |t, args| t.plain_isinstance(args.get(1), args.this())),
    tail("__subclasscheck__(self, subclass, /)", |t, args| t.plain_issubclass(args.get(1), args.get(0))),
    leaf("__dir__(self, /)", dir),
    leaf("__sizeof__(self, /)", |t, args| Ok(t.int_usize(t.size_of(args.get(0))))),
];

static GETSETS: [GetSetDef; 18] = [
    getset("__name__", |_, this| Ok(this.expect::<Class>().get(Class::name)), set_name),
    getset("__qualname__", |_, this| Ok(this.expect::<Class>().get(Class::qualname)), set_qualname),
    getset("__bases__", |_, this| Ok(this.expect::<Class>().get(Class::bases)), set_bases),
    getset("__module__", get_module, |t, this, value| set_entry(t, this, sym::__module__, "__module__", value)),
    getset("__abstractmethods__", get_abstract_methods, set_abstract_methods),
    getter("__mro__", |_, this| Ok(this.expect::<Class>().get(Class::mro))),
    member("__base__", |_, this| Ok(this.expect::<Class>().get(Class::base).given().unwrap_or(Value::NONE))),
    getter("__dict__", |t, this| Ok(t.mapping_proxy(this.expect::<Class>().namespace().value()))),
    tail_getset("__doc__", get_doc, |t, this, value| set_entry(t, this, sym::__doc__, "__doc__", value)),
    getter("__text_signature__", |t, this| doc_text(t, t.class_def(this.expect()).map_or("", |def| def.signature))),
    tail_getset("__annotations__", get_annotations, set_annotations),
    getset("__annotate__", get_annotate, set_annotate),
    getset("__type_params__", get_type_params, |t, this, value| {
        set_entry(t, this, sym::__type_params__, "__type_params__", value)
    }),
    member("__flags__", |t, this| Ok(t.int(class_flags(this.expect())))),
    member("__basicsize__", |t, this| Ok(t.int_usize(t.basic_size(this.expect())))),
    member("__itemsize__", |t, this| Ok(t.int_usize(t.item_size(this.expect())))),
    member("__dictoffset__", |t, this| Ok(t.int(if this.expect::<Class>().has(flags::NO_DICT) { 0 } else { -1 }))),
    member("__weakrefoffset__", |t, this| {
        let class = this.expect::<Class>();
        Ok(t.int(match (class.has(flags::WEAKREFABLE), class.has(flags::HEAP)) {
            (false, _) => 0,
            // Before the object, where CPython keeps what it manages itself.
            (true, true) => -32,
            (true, false) => 8,
        }))
    }),
];

/// `type(...)` itself.
fn construct<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let given = args.get(0).expect::<Tuple>();
    let no_keywords = args.get(1).cast::<Dict>().is_none_or(|keywords| keywords.is_empty());
    match given.extent() {
        1 if no_keywords => Ok(t.class_of(given.at(0)).value().into()),
        3 => t.type_new(t.class(cls::type_), given, args.get(1)),
        _ => Err(t.type_error("type() takes 1 or 3 arguments")),
    }
}

fn init<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let given = args.get(1).expect::<Tuple>().extent();
    let keywords = args.get(2).cast::<Dict>().is_some_and(|keywords| !keywords.is_empty());
    if given == 1 && keywords {
        return Err(t.type_error("type.__init__() takes no keyword arguments"));
    }
    if given != 1 && given != 3 {
        return Err(t.type_error("type.__init__() takes 1 or 3 arguments"));
    }
    Ok(Value::NONE)
}

fn call<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let (class, given) = (args.this::<Class>(), args.get(1).expect::<Tuple>());
    if class == t.class(cls::type_) && given.extent() == 1 {
        return Ok(t.class_of(given.at(0)).value().into());
    }
    t.type_call(class, given, args.get(2))
}

fn mro<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let class = args.this::<Class>();
    let bases = class.get(Class::bases).expect::<Tuple>();
    let bases: Vec<Gc<'t, Class>> = (0..bases.extent()).map(|index| bases.at(index).expect()).collect();
    let mut list = vec![class.value()];
    list.extend(t.merged_mro_of_object(&bases)?.into_iter().map(Gc::value));
    Ok(t.list(&list)?.value())
}

fn subclasses<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let found: Vec<Value<'t>> = t.direct_subclasses(args.this()).into_iter().map(Gc::value).collect();
    Ok(t.list(&found)?.value())
}

fn dir<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let names = t.new_dict();
    t.add_class_names(args.this(), names)?;
    t.name_list(names)
}

impl Thread {
    /// As `merged_mro`, for object too, which has no bases.
    fn merged_mro_of_object<'t>(&'t self, bases: &[Gc<'t, Class>]) -> Result<Vec<Gc<'t, Class>>, Raised> {
        if bases.is_empty() { Ok(Vec::new()) } else { self.merged_mro(bases) }
    }

    /// `<class 'module.qualname'>`.
    pub fn class_repr<'t>(&'t self, class: Gc<'t, Class>) -> String {
        format!("<class '{}'>", self.full_class_name(class))
    }

    /// `__module__` of a class.
    pub fn module_of_class<'t>(&'t self, class: Gc<'t, Class>) -> Option<Value<'t>> {
        let own = class.namespace().get_sym(self, sym::__module__);
        match own {
            // what `type` has under this name is the attribute of classes
            Some(module) if class.has(flags::HEAP) || module.is::<Str>() => Some(module),
            _ if !class.has(flags::HEAP) => Some(self.intern_text("builtins").value()),
            _ => None,
        }
    }

    /// A class may be changed unless it is builtin.
    fn check_mutable<'t>(&'t self, class: Gc<'t, Class>, name: &str, value: Value<'t>) -> Result<(), Raised> {
        if class.has(flags::IMMUTABLE) {
            let class = self.name_of_class(class);
            return Err(self.type_error(format_args!("cannot set '{name}' attribute of immutable type '{class}'")));
        }
        if !value.is_set() {
            let class = self.name_of_class(class);
            return Err(self.type_error(format_args!("cannot delete '{name}' attribute of immutable type '{class}'")));
        }
        Ok(())
    }

    fn basic_size<'t>(&'t self, class: Gc<'t, Class>) -> usize {
        let layout = gc_api::TypeId(class.get(Class::layout));
        self.vm().types.lookup(layout).map_or(16, |info| info.fixed_bytes as usize)
    }

    fn item_size<'t>(&'t self, class: Gc<'t, Class>) -> usize {
        let sizes = [(cls::int, 8), (cls::tuple, 8), (cls::bytes, 1), (cls::type_, 40)];
        sizes.into_iter().find(|(key, _)| self.is_subclass(class, self.class(*key))).map_or(0, |(_, size)| size)
    }
}

fn set_entry<'t>(t: &'t Thread, this: Value<'t>, name: Sym, text: &str, value: Value<'t>) -> Result<(), Raised> {
    let class = this.expect::<Class>();
    t.check_mutable(class, text, value)?;
    t.store_class_attribute(class, t.sym(name).expect(), value)
}

fn text_for<'t>(t: &'t Thread, this: Value<'t>, name: &str, value: Value<'t>) -> Result<Gc<'t, Str>, Raised> {
    let class = this.expect::<Class>();
    t.check_mutable(class, name, value)?;
    t.as_str(value).ok_or_else(|| {
        let (class, found) = (t.name_of_class(class), t.class_name(value));
        t.type_error(format_args!("can only assign string to {class}.{name}, not '{found}'"))
    })
}

fn set_name<'t>(t: &'t Thread, this: Value<'t>, value: Value<'t>) -> Result<(), Raised> {
    let name = text_for(t, this, "__name__", value)?;
    if name.units().iter().any(|code| code == 0) {
        return Err(t.value_error("type name must not contain null characters"));
    }
    this.expect::<Class>().set(t, Class::name, name.value());
    Ok(())
}

fn set_qualname<'t>(t: &'t Thread, this: Value<'t>, value: Value<'t>) -> Result<(), Raised> {
    let name = text_for(t, this, "__qualname__", value)?;
    this.expect::<Class>().set(t, Class::qualname, name.value());
    Ok(())
}

fn get_module<'t>(t: &'t Thread, this: Value<'t>) -> Res<'t> {
    match t.module_of_class(this.expect()) {
        Some(module) => Ok(module),
        None => Err(t.raise_with(cls::AttributeError, &[t.sym(sym::__module__)])),
    }
}

fn get_abstract_methods<'t>(t: &'t Thread, this: Value<'t>) -> Res<'t> {
    // type itself has the name only as this attribute.
    match this.expect::<Class>().namespace().get_sym(t, sym::__abstractmethods__) {
        Some(names) if this != t.class(cls::type_).value() => Ok(names),
        _ => Err(t.attribute_error(this, t.sym(sym::__abstractmethods__))),
    }
}

fn set_abstract_methods<'t>(t: &'t Thread, this: Value<'t>, value: Value<'t>) -> Result<(), Raised> {
    let class = this.expect::<Class>();
    let bits = class.get(Class::flags);
    if !value.is_set() {
        if !t.delete_class_attribute(class, t.sym(sym::__abstractmethods__).expect()) {
            return Err(t.attribute_error(this, t.sym(sym::__abstractmethods__)));
        }
        class.set_raw(Class::flags, bits & !flags::ABSTRACT);
        return Ok(());
    }
    t.check_mutable(class, "__abstractmethods__", value)?;
    let any = t.leaf_truth(value).unwrap_or(true);
    t.store_class_attribute(class, t.sym(sym::__abstractmethods__).expect(), value)?;
    let bits = class.get(Class::flags);
    class.set_raw(Class::flags, if any { bits | flags::ABSTRACT } else { bits & !flags::ABSTRACT });
    Ok(())
}

fn get_doc<'t>(t: &'t Thread, this: Value<'t>) -> Result<Tail<'t>, Raised> {
    let class = this.expect::<Class>();
    match class.namespace().get_sym(t, sym::__doc__) {
        Some(doc) if class.has(flags::HEAP) => t.bind_found(doc, Value::UNSET, class),
        Some(doc) if t.as_str(doc).is_some() => Ok(doc.into()),
        _ => Ok(Value::NONE.into()),
    }
}

fn set_bases<'t>(t: &'t Thread, this: Value<'t>, value: Value<'t>) -> Result<(), Raised> {
    let class = this.expect::<Class>();
    t.check_mutable(class, "__bases__", value)?;
    let name = t.name_of_class(class);
    let Some(bases) = value.cast::<Tuple>() else {
        let found = t.class_name(value);
        return Err(t.type_error(format_args!("can only assign tuple to {name}.__bases__, not {found}")));
    };
    if bases.extent() == 0 {
        return Err(t.type_error(format_args!("can only assign non-empty tuple to {name}.__bases__, not ()")));
    }
    let mut list = Vec::new();
    for index in 0..bases.extent() {
        let Some(base) = bases.at(index).cast::<Class>() else {
            let found = t.class_name(bases.at(index));
            return Err(t.type_error(format_args!("{name}.__bases__ must be tuple of classes, not '{found}'")));
        };
        if t.is_subclass(base, class) {
            return Err(t.type_error("a __bases__ item causes an inheritance cycle"));
        }
        list.push(base);
    }
    t.replace_bases(class, &list)
}

impl Thread {
    fn replace_bases<'t>(&'t self, class: Gc<'t, Class>, bases: &[Gc<'t, Class>]) -> Result<(), Raised> {
        let base = self.best_base(bases)?;
        let same = base.get(Class::sub_layout) == class.get(Class::sub_layout)
            && self.solid_base(base) == class.base().map_or(base, |old| self.solid_base(old))
            && base.get(Class::flags) & INSTANCE_FLAGS
                == class.base().map_or(0, |b| b.get(Class::flags)) & INSTANCE_FLAGS;
        if !same {
            let old = class.base().map_or_else(String::new, |old| self.name_of_class(old));
            let new = self.name_of_class(base);
            let heap = |class: Gc<'t, Class>| class.has(flags::HEAP);
            let differs = if heap(base) && class.base().is_none_or(heap) { "object layout" } else { "deallocator" };
            return Err(self.type_error(format_args!("__bases__ assignment: '{new}' {differs} differs from '{old}'")));
        }
        // All orders are computed before anything changes.
        let rest = self.merged_mro(bases)?;
        let old_bases = class.get(Class::bases).expect::<Tuple>();
        for index in 0..old_bases.extent() {
            self.remove_subclass(old_bases.at(index).expect(), class);
        }
        class.set(self, Class::base, base.value());
        self.set_bases(class, bases, rest)?;
        for derived in self.with_subclasses(class).into_iter().skip(1) {
            let bases = derived.get(Class::bases).expect::<Tuple>();
            let bases: Vec<Gc<'t, Class>> = (0..bases.extent()).map(|i| bases.at(i).expect()).collect();
            let mro: Vec<Value<'t>> = [derived].into_iter().chain(self.merged_mro(&bases)?).map(Gc::value).collect();
            derived.set(self, Class::mro, self.tuple(&mro)?.value());
        }
        self.class_changed(class);
        Ok(())
    }
}

// Annotations

fn get_annotate<'t>(t: &'t Thread, this: Value<'t>) -> Res<'t> {
    let class = this.expect::<Class>();
    if !class.has(flags::HEAP) {
        let name = t.name_of_class(class);
        return Err(t.attribute_error_with(
            this,
            t.sym(sym::__annotate__),
            format_args!("type object '{name}' has no attribute '__annotate__'"),
        ));
    }
    let dict = class.namespace();
    match dict.get_sym(t, sym::__annotate__).or_else(|| dict.get_sym(t, sym::__annotate_func__)) {
        Some(annotate) => Ok(annotate),
        None => Ok(Value::NONE),
    }
}

fn set_annotate<'t>(t: &'t Thread, this: Value<'t>, value: Value<'t>) -> Result<(), Raised> {
    let class = this.expect::<Class>();
    if !value.is_set() {
        return Err(t.type_error("cannot delete __annotate__ attribute"));
    }
    t.check_mutable(class, "__annotate__", value)?;
    if !value.is_none() && t.lookup_special(value, sym::__call__).is_none() {
        return Err(t.type_error("__annotate__ must be callable or None"));
    }
    t.store_class_attribute(class, t.sym(sym::__annotate_func__).expect(), value)?;
    if !value.is_none() {
        t.delete_class_attribute(class, t.sym(sym::__annotations_cache__).expect());
    }
    Ok(())
}

fn get_annotations<'t>(t: &'t Thread, this: Value<'t>) -> Result<Tail<'t>, Raised> {
    let class = this.expect::<Class>();
    if !class.has(flags::HEAP) {
        return Err(t.attribute_error(this, t.sym(sym::__annotations__)));
    }
    let dict = class.namespace();
    let known = dict.get_sym(t, sym::__annotations__).or_else(|| dict.get_sym(t, sym::__annotations_cache__));
    if let Some(known) = known {
        return t.bind_found(known, Value::UNSET, class);
    }
    match get_annotate(t, this)?.not_none() {
        Some(annotate) => Tail::call(annotate, &[Value::small(1)]).then(t, &KEEP_ANNOTATIONS, this),
        None => Tail::Value(t.new_dict().value()).then(t, &KEEP_ANNOTATIONS, this),
    }
}

static KEEP_ANNOTATIONS: Then = Then::new(|t, class, annotations| {
    if !annotations.is::<Dict>() {
        let found = t.class_name(annotations);
        return Err(t.type_error(format_args!("__annotate__ returned non-dict of type '{found}'")));
    }
    let name = t.sym(sym::__annotations_cache__).expect::<Str>();
    t.store_class_attribute(class.expect(), name, annotations)?;
    Ok(annotations.into())
});

fn set_annotations<'t>(t: &'t Thread, this: Value<'t>, value: Value<'t>) -> Result<(), Raised> {
    let class = this.expect::<Class>();
    if class.has(flags::IMMUTABLE) {
        return t.check_mutable(class, "__annotations__", value);
    }
    let (own, cache) = (t.sym(sym::__annotations__).expect::<Str>(), t.sym(sym::__annotations_cache__).expect::<Str>());
    let dict = class.namespace();
    if value.is_set() {
        let name = if dict.get_str(t, own).is_some() { own } else { cache };
        t.store_class_attribute(class, name, value)?;
    } else if !t.delete_class_attribute(class, own) && !t.delete_class_attribute(class, cache) {
        return Err(t.raise_with(cls::AttributeError, &[own.value()]));
    }
    for name in [sym::__annotate__, sym::__annotate_func__] {
        t.delete_class_attribute(class, t.sym(name).expect());
    }
    Ok(())
}

fn get_type_params<'t>(t: &'t Thread, this: Value<'t>) -> Res<'t> {
    let class = this.expect::<Class>();
    match class.namespace().get_sym(t, sym::__type_params__) {
        Some(params) if class.has(flags::HEAP) => Ok(params),
        _ => Ok(t.new_tuple(0)?.value()),
    }
}

/// `tp_flags` as far as programs look at them.
fn class_flags(class: Gc<'_, Class>) -> i64 {
    let bits = class.get(Class::flags);
    let table = [
        (flags::HEAP, 1 << 9),
        (flags::SUBCLASSABLE, 1 << 10),
        (flags::IMMUTABLE, 1 << 8),
        (flags::NO_NEW, 1 << 7),
        (flags::SEQUENCE, 1 << 5),
        (flags::MAPPING, 1 << 6),
        (flags::ABSTRACT, 1 << 20),
        (flags::EXCEPTION, 1 << 30),
        (flags::METACLASS, 1 << 31),
    ];
    // Ready, and subject to garbage collection.
    table.into_iter().filter(|(flag, _)| bits & flag != 0).fold(1 << 12 | 1 << 14, |sum, (_, value)| sum | value)
}
