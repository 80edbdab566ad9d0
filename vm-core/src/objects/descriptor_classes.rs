//! The classes property, classmethod, staticmethod, super.

use std::cell::Cell;

use gc_api::{Layout, Slot};

use crate::Thread;
use crate::classes::cls;
use crate::layouts;
use crate::natives::{
    Args, ClassDef, GetSetDef, NativeDef, Tail, Then, class, getset, getter, leaf, member, tail, tail_getset,
};
use crate::objects::class::Class;
use crate::objects::descriptor::{ClassMethod, ClassMethodSub, StaticMethod, StaticMethodSub};
use crate::objects::dict::Dict;
use crate::objects::function::{Cell as Variable, Function};
use crate::objects::property::{Property, PropertySub};
use crate::objects::sequence::Tuple;
use crate::objects::string::Str;
use crate::objects::super_object::{Super, SuperSub};
use crate::symbols::{Sym, sym};
use crate::thread::header;
use crate::value::{Gc, Raised, Res, Value};

pub static CLASSES: &[&ClassDef] = &[&PROPERTY, &CLASS_METHOD, &STATIC_METHOD, &SUPER];

// property

static PROPERTY: ClassDef = class(cls::property, "property")
    .signature("(fget=None, fset=None, fdel=None, doc=None)")
    .layouts(&[layouts::PROPERTY])
    .subclassable(layouts::PROPERTY_SUB)
    .methods(&PROPERTY_METHODS)
    .getsets(&PROPERTY_GETSETS)
    .doc("Property attribute.");

static PROPERTY_METHODS: [NativeDef; 9] = [
    leaf("__new__(cls, /, *args, **kwargs)", new_property).static_method(),
    tail("__init__(self, fget=None, fset=None, fdel=None, doc=None)", init_property),
    tail("__get__(self, instance, owner=None, /)", |t, args| match args.opt(1).and_then(Value::not_none) {
        Some(object) => t.property_get(args.this(), object),
        None => Ok(args.get(0).into()),
    }),
    tail("__set__(self, instance, value, /)", |t, args| t.property_set(args.this(), args.get(1), args.get(2))),
    tail("__delete__(self, instance, /)", |t, args| t.property_set(args.this(), args.get(1), Value::UNSET)),
    tail("getter(self, object, /)", |t, args| copy_property(t, args, 0)),
    tail("setter(self, object, /)", |t, args| copy_property(t, args, 1)),
    tail("deleter(self, object, /)", |t, args| copy_property(t, args, 2)),
    leaf("__set_name__(self, /, *args)", |t, args| {
        let given = args.get(1).expect::<Tuple>();
        if given.extent() != 2 {
            let message = format!("__set_name__() takes 2 positional arguments but {} were given", given.extent());
            return Err(t.type_error(message));
        }
        args.this::<Property>().set(t, Property::name, given.at(1));
        Ok(Value::NONE)
    }),
];

static PROPERTY_GETSETS: [GetSetDef; 6] = [
    member("fget", |_, this| Ok(or_none(this.expect::<Property>().get(Property::fget)))),
    member("fset", |_, this| Ok(or_none(this.expect::<Property>().get(Property::fset)))),
    member("fdel", |_, this| Ok(or_none(this.expect::<Property>().get(Property::fdel)))),
    getset(
        "__doc__",
        |_, this| Ok(or_none(this.expect::<Property>().get(Property::doc))),
        |t, this, value| {
            this.expect::<Property>().set(t, Property::doc, value);
            Ok(())
        },
    )
    .as_member(),
    getset("__name__", get_property_name, |t, this, value| {
        this.expect::<Property>().set(t, Property::name, value);
        Ok(())
    }),
    getter("__isabstractmethod__", |t, this| {
        let property = this.expect::<Property>();
        let functions = [Property::fget, Property::fset, Property::fdel];
        Ok(Value::bool(functions.into_iter().any(|field| t.is_abstract(property.get(field)))))
    }),
];

fn or_none(value: Value<'_>) -> Value<'_> {
    value.given().unwrap_or(Value::NONE)
}

fn new_property<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let class = t.class_argument(args.get(0), cls::property)?;
    let property = Property {
        header: header(),
        fget: Slot::default(),
        fset: Slot::default(),
        fdel: Slot::default(),
        doc: Slot::default(),
        name: Slot::default(),
        getter_doc: Cell::new(0),
    };
    if class == t.class(cls::property) {
        return Ok(t.new_object(property).value());
    }
    let map = Slot::new(class.get(Class::root_map).word());
    let object = t.new_object(PropertySub { header: property, map, attrs: Slot::default() });
    t.finalisable(class, object.obj());
    Ok(object.value())
}

fn init_property<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let property = args.this::<Property>();
    for (index, field) in [Property::fget, Property::fset, Property::fdel].into_iter().enumerate() {
        property.set(t, field, args.opt(index + 1).unwrap_or(Value::NONE));
    }
    property.set_raw(Property::getter_doc, 0);
    if let Some(doc) = args.opt(4).and_then(Value::not_none) {
        return keep_doc(t, property, doc);
    }
    match property.get(Property::fget).not_none() {
        Some(function) => {
            property.set_raw(Property::getter_doc, 1);
            t.getattr_opt(function, t.sym(sym::__doc__).expect())?.then(t, &WITH_GETTER_DOC, property.value())
        }
        None => keep_doc(t, property, Value::NONE),
    }
}

static WITH_GETTER_DOC: Then = Then::new(|t, property, doc| {
    let property = property.expect::<Property>();
    if doc == Value::MISSING || doc.is_none() {
        property.set_raw(Property::getter_doc, 0);
        return keep_doc(t, property, Value::NONE);
    }
    keep_doc(t, property, doc)
});

/// Instances of subclasses keep the text where a class attribute `__doc__` cannot hide it.
fn keep_doc<'t>(t: &'t Thread, property: Gc<'t, Property>, doc: Value<'t>) -> Result<Tail<'t>, Raised> {
    if property.type_id() == Property::TYPE {
        property.set(t, Property::doc, doc);
        return Ok(Value::NONE.into());
    }
    // Without a place for it, the text is dropped; a getter's, which nobody asked to be dropped, is missed.
    static KEPT: Then = Then::catching(
        |_, _, _| Ok(Value::NONE.into()),
        |t, property, raised| {
            let dropped = property.expect::<Property>().get(Property::getter_doc) == 0;
            if !dropped || !t.pending_is(cls::AttributeError) {
                return Err(raised);
            }
            t.take_exception(raised);
            Ok(Value::NONE.into())
        },
    );
    let set = t.setattr(property.value(), t.sym(sym::__doc__).expect(), doc);
    match set {
        Ok(tail) => tail.then(t, &KEPT, property.value()),
        Err(raised) => (KEPT.err.expect("it catches"))(t, property.value(), raised),
    }
}

/// `getter`, `setter`, `deleter`: a property like this one with another function.
fn copy_property<'t>(t: &'t Thread, args: Args<'t>, which: usize) -> Result<Tail<'t>, Raised> {
    let property = args.this::<Property>();
    let mut parts = [Property::fget, Property::fset, Property::fdel].map(|field| or_none(property.get(field)));
    parts[which] = args.get(1);
    let from_getter = property.get(Property::getter_doc) != 0;
    let doc = if from_getter { Value::NONE } else { or_none(property.get(Property::doc)) };
    let class = t.class_of(property.value());
    Tail::call(class.value(), &[parts[0], parts[1], parts[2], doc]).then(t, &WITH_NAME, property.value())
}

/// The copy has the name of the original.
static WITH_NAME: Then = Then::new(|t, original, copy| {
    let name = original.expect::<Property>().get(Property::name);
    if let Some(copy) = copy.cast::<Property>().filter(|_| name.is_set()) {
        copy.set(t, Property::name, name);
    }
    Ok(copy.into())
});

fn get_property_name<'t>(t: &'t Thread, this: Value<'t>) -> Res<'t> {
    match t.property_name(this.expect()) {
        Some(name) => Ok(name),
        None => Err(t.attribute_error(this, t.sym(sym::__name__))),
    }
}

impl Thread {
    /// `__isabstractmethod__` of a function, as far as it is simply an attribute.
    fn is_abstract<'t>(&'t self, function: Value<'t>) -> bool {
        let name = self.sym(sym::__isabstractmethod__).expect::<Str>();
        if let Some(flag) = self.own_attribute(function, name) {
            return self.leaf_truth(flag).unwrap_or(true);
        }
        match self.getattr_opt(function, name) {
            Ok(Tail::Value(flag)) => flag != Value::MISSING && self.leaf_truth(flag).unwrap_or(true),
            Ok(Tail::Call(_)) => false,
            Err(raised) => {
                self.take_exception(raised);
                false
            }
        }
    }
}

// classmethod and staticmethod

macro_rules! wrapper {
    ($module:ident, $layout:ident, $sub:ident, $key:ident) => {
        mod $module {
            use super::*;

            pub(super) fn new<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
                let class = t.class_argument(args.get(0), cls::$key)?;
                let wrapper = $layout { header: header(), function: Slot::default(), dict: Slot::default() };
                if class == t.class(cls::$key) {
                    return Ok(t.new_object(wrapper).value());
                }
                let map = Slot::new(class.get(Class::root_map).word());
                let object = t.new_object($sub { header: wrapper, map, attrs: Slot::default() });
                t.finalisable(class, object.obj());
                Ok(object.value())
            }

            pub(super) fn init<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
                args.this::<$layout>().set(t, $layout::function, args.get(1));
                copy_attributes(t, args.get(0), args.get(1))?;
                Ok(Value::NONE)
            }

            pub(super) fn function(this: Value<'_>) -> Value<'_> {
                or_none(this.expect::<$layout>().get($layout::function))
            }

            pub(super) static GETSETS: [GetSetDef; 6] = [
                tail_getset(
                    "__annotations__",
                    |t, this| wrapped_attribute(t, this, function(this), sym::__annotations__),
                    |t, this, value| set_wrapped_attribute(t, this, sym::__annotations__, value),
                ),
                tail_getset(
                    "__annotate__",
                    |t, this| wrapped_attribute(t, this, function(this), sym::__annotate__),
                    |t, this, value| set_wrapped_attribute(t, this, sym::__annotate__, value),
                ),
                member("__func__", |_, this| Ok(function(this))),
                member("__wrapped__", |_, this| Ok(function(this))),
                getter("__isabstractmethod__", |t, this| Ok(Value::bool(t.is_abstract(function(this))))),
                getter("__dict__", |t, this| Ok(t.own_dict(this)?.map_or(Value::NONE, Gc::value))),
            ];

            pub(super) fn repr<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
                t.repr(function(args.get(0)))?.then(t, &WRAP, Value::NONE)
            }

            static WRAP: Then = Then::new(|t, _, inner| {
                Ok(t.str(&format!("<{}({})>", stringify!($key), t.text(inner)))?.value().into())
            });
        }
    };
}

wrapper!(class_method, ClassMethod, ClassMethodSub, classmethod);
wrapper!(static_method, StaticMethod, StaticMethodSub, staticmethod);

static CLASS_METHOD: ClassDef = class(cls::classmethod, "classmethod")
    .signature("(function, /)")
    .layouts(&[layouts::CLASS_METHOD])
    .subclassable(layouts::CLASS_METHOD_SUB)
    .methods(&CLASS_METHOD_METHODS)
    .getsets(&class_method::GETSETS)
    .doc("Convert a function to be a class method.");

static CLASS_METHOD_METHODS: [NativeDef; 4] = [
    leaf("__new__(cls, /, *args, **kwargs)", class_method::new).static_method(),
    leaf("__init__(self, function, /)", class_method::init),
    tail("__repr__(self, /)", class_method::repr),
    leaf("__get__(self, instance, owner=None, /)", |t, args| {
        let owner = match args.opt(2).and_then(Value::not_none) {
            Some(owner) => owner,
            None => t.class_of(args.get(1)).value(),
        };
        Ok(t.bound_method(class_method::function(args.get(0)), owner))
    }),
];

static STATIC_METHOD: ClassDef = class(cls::staticmethod, "staticmethod")
    .signature("(function, /)")
    .layouts(&[layouts::STATIC_METHOD])
    .subclassable(layouts::STATIC_METHOD_SUB)
    .methods(&STATIC_METHOD_METHODS)
    .getsets(&static_method::GETSETS)
    .doc("Convert a function to be a static method.");

static STATIC_METHOD_METHODS: [NativeDef; 5] = [
    leaf("__new__(cls, /, *args, **kwargs)", static_method::new).static_method(),
    leaf("__init__(self, function, /)", static_method::init),
    tail("__repr__(self, /)", static_method::repr),
    leaf("__get__(self, instance, owner=None, /)", |_, args| Ok(static_method::function(args.get(0)))),
    tail("__call__(self, /, *args, **kwargs)", |_, args| {
        Ok(Tail::spread(static_method::function(args.get(0)), args.get(1).expect::<Tuple>(), args.get(2)))
    }),
];

/// What a wrapper takes over from the function, as `functools.wraps` would.
fn copy_attributes<'t>(t: &'t Thread, wrapper: Value<'t>, function: Value<'t>) -> Result<(), Raised> {
    for name in [sym::__module__, sym::__name__, sym::__qualname__, sym::__doc__] {
        let name = t.sym(name).expect::<Str>();
        match t.getattr_opt(function, name) {
            Ok(Tail::Value(value)) if value != Value::MISSING => {
                if let Some(dict) = t.own_dict(wrapper)? {
                    dict.set_str(t, name, value)?;
                }
            }
            Ok(_) => {}
            Err(raised) => return Err(raised),
        }
    }
    if let Some(attributes) = function.cast::<Function>().and_then(|f| f.get(Function::dict).cast::<Dict>()) {
        if let Some(dict) = t.own_dict(wrapper)? {
            for (key, value) in attributes.iter() {
                if let Some(key) = key.cast::<Str>() {
                    dict.set_str(t, key, value)?;
                }
            }
        }
    }
    Ok(())
}

/// An attribute that the wrapper takes from what it wraps when it is first asked for.
fn wrapped_attribute<'t>(
    t: &'t Thread,
    wrapper: Value<'t>,
    function: Value<'t>,
    name: Sym,
) -> Result<Tail<'t>, Raised> {
    static KEEP: Then = Then::new(|t, state, value| {
        let state = state.expect::<Tuple>();
        if let Some(dict) = t.own_dict(state.at(0))? {
            dict.set_str(t, state.at(1).expect(), value)?;
        }
        Ok(value.into())
    });
    let name = t.sym(name).expect::<Str>();
    if let Some(known) = t.own_dict(wrapper)?.and_then(|dict| dict.get_str(t, name)) {
        return Ok(known.into());
    }
    t.getattr(function, name)?.then(t, &KEEP, t.small_tuple([wrapper, name.value()]).value())
}

fn set_wrapped_attribute<'t>(t: &'t Thread, wrapper: Value<'t>, name: Sym, value: Value<'t>) -> Result<(), Raised> {
    let name = t.sym(name).expect::<Str>();
    let Some(dict) = t.own_dict(wrapper)? else { return Ok(()) };
    match value.given() {
        Some(value) => dict.set_str(t, name, value),
        None => match dict.remove_str(t, name) {
            Some(_) => Ok(()),
            None => Err(t.attribute_error(wrapper, name.value())),
        },
    }
}

// super

static SUPER: ClassDef = class(cls::super_, "super")
    .layouts(&[layouts::SUPER])
    .subclassable(layouts::SUPER_SUB)
    .methods(&SUPER_METHODS)
    .getsets(&SUPER_GETSETS)
    .construct(&CONSTRUCT_SUPER);

static CONSTRUCT_SUPER: NativeDef = leaf("super(type=None, object_or_type=None, /, *surplus)", |t, args| {
    let surplus = args.get(2).cast::<Tuple>().map_or(0, |surplus| surplus.extent());
    if surplus > 0 {
        return Err(t.type_error(format_args!("super() expected at most 2 arguments, got {}", 2 + surplus)));
    }
    let (class, this) = match args.opt(0) {
        Some(class) => (class, args.opt(1).unwrap_or(Value::NONE)),
        None => t.super_of_frame()?,
    };
    let (class, bound) = bind_super(t, class, this)?;
    let (this, start) = bound.map_or((Value::UNSET, Value::UNSET), |(this, start)| (this, start.value()));
    let slot = |value: Value<'_>| Slot::new(value.word());
    let object = Super { header: header(), class: slot(class.value()), this: slot(this), start: slot(start) };
    Ok(t.new_object(object).value())
});

static SUPER_METHODS: [NativeDef; 5] = [
    leaf("__new__(cls, /, *args, **kwargs)", new_super).static_method(),
    leaf("__init__(self, type=None, object_or_type=None, /)", init_super),
    leaf("__repr__(self, /)", repr_super),
    tail("__getattribute__(self, name, /)", |t, args| {
        let (this, name) = (args.get(0), t.attribute_name(args.get(1))?);
        match t.find_attribute(this, t.class_of(this), name)? {
            Some(tail) => Ok(tail),
            None => Err(t.attribute_error(this, name.value())),
        }
    }),
    tail("__get__(self, instance, owner=None, /)", get_super),
];

static SUPER_GETSETS: [GetSetDef; 3] = [
    member("__thisclass__", |_, this| Ok(or_none(this.expect::<Super>().get(Super::class)))),
    member("__self__", |_, this| Ok(or_none(this.expect::<Super>().get(Super::this)))),
    member("__self_class__", |_, this| Ok(or_none(this.expect::<Super>().get(Super::start)))),
];

fn new_super<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let class = t.class_argument(args.get(0), cls::super_)?;
    let object = Super { header: header(), class: Slot::default(), this: Slot::default(), start: Slot::default() };
    if class == t.class(cls::super_) {
        return Ok(t.new_object(object).value());
    }
    let map = Slot::new(class.get(Class::root_map).word());
    Ok(t.new_object(SuperSub { header: object, map, attrs: Slot::default() }).value())
}

fn init_super<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let object = args.this::<Super>();
    let (class, this) = match args.opt(1) {
        Some(class) => (class, args.opt(2).unwrap_or(Value::NONE)),
        None => t.super_of_frame()?,
    };
    let (class, bound) = bind_super(t, class, this)?;
    object.set(t, Super::class, class.value());
    if let Some((this, start)) = bound {
        object.set(t, Super::this, this);
        object.set(t, Super::start, start.value());
    }
    Ok(Value::NONE)
}

/// The class, and if the super object is bound: to what, and the class whose MRO is searched.
fn bind_super<'t>(
    t: &'t Thread,
    class: Value<'t>,
    this: Value<'t>,
) -> Result<(Gc<'t, Class>, Option<(Value<'t>, Gc<'t, Class>)>), Raised> {
    let Some(class) = class.cast::<Class>() else {
        let found = t.class_name(class);
        return Err(t.type_error(format_args!("super() argument 1 must be a type, not {found}")));
    };
    let Some(this) = this.not_none() else { return Ok((class, None)) };
    let start = t.super_start(class, this)?;
    Ok((class, Some((this, start))))
}

fn repr_super<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let object = args.this::<Super>();
    let class = match object.get(Super::class).cast::<Class>() {
        Some(class) => t.name_of_class(class),
        None => "NULL".to_owned(),
    };
    let text = match object.get(Super::start).cast::<Class>() {
        Some(start) => format!("<super: <class '{class}'>, <{} object>>", t.name_of_class(start)),
        None => format!("<super: <class '{class}'>, NULL>"),
    };
    Ok(t.str(&text)?.value())
}

fn get_super<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let object = args.this::<Super>();
    let bound = object.get(Super::this).is_set();
    let Some(instance) = args.opt(1).and_then(Value::not_none).filter(|_| !bound) else {
        return Ok(object.value().into());
    };
    let class = object.get(Super::class);
    if object.type_id() != Super::TYPE {
        return Ok(Tail::call(t.class_of(object.value()).value(), &[class, instance]));
    }
    let start = t.super_start(class.expect(), instance)?;
    Ok(t.new_super(class.expect(), instance, start).value().into())
}

impl Thread {
    /// What `super()` without arguments means in the function that runs: its `__class__` and its first argument.
    fn super_of_frame<'t>(&'t self) -> Result<(Value<'t>, Value<'t>), Raised> {
        let fail = |message: &str| self.raise(cls::RuntimeError, message);
        let Some(frame) = self.stacks.iter().find(|frame| frame.kind.get().is_python()) else {
            return Err(fail("super(): no current frame"));
        };
        // SAFETY: a Python frame has a body.
        let compiled = &unsafe { frame.body() }.compiled;
        let register = |index: usize| frame.register(self, index);
        if compiled.positional == 0 {
            return Err(fail("super(): no arguments"));
        }
        let first = register(1);
        let first = match first.cast::<Variable>() {
            Some(cell) if compiled.cells.iter().any(|cell| cell.register == 1) => cell.get(Variable::value),
            _ => first,
        };
        if !first.is_set() {
            return Err(fail("super(): arg[0] deleted"));
        }
        let Some(free) = compiled.frees.iter().find(|free| &*free.name == "__class__") else {
            return Err(fail("super(): __class__ cell not found"));
        };
        match register(free.register as usize).cast::<Variable>().and_then(|cell| cell.get(Variable::value).given()) {
            Some(class) => Ok((class, first)),
            None => Err(fail("super(): empty __class__ cell")),
        }
    }
}
