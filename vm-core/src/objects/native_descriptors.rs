//! The classes of descriptors that stand in builtin classes, and of members declared in `__slots__`.

use crate::Thread;
use crate::classes::cls;
use crate::layouts;
use crate::natives::{Args, ClassDef, GetSetDef, NativeDef, Role, Tail, class, getter, leaf, member, tail};
use crate::objects::class::Class;
use crate::objects::descriptor::{GetSetDescriptor, MemberDescriptor};
use crate::objects::function::{ClassMethodDescriptor, MethodDescriptor};
use crate::objects::native_function::{call, reduce_to_attribute};
use crate::value::{Gc, Raised, Res, Value};

pub static CLASSES: &[&ClassDef] =
    &[&METHOD_DESCRIPTOR, &WRAPPER_DESCRIPTOR, &CLASS_METHOD_DESCRIPTOR, &GETSET_DESCRIPTOR, &MEMBER_DESCRIPTOR];

// Methods

static METHOD_DESCRIPTOR: ClassDef = class(cls::method_descriptor, "method_descriptor")
    .layouts(&[layouts::METHOD_DESCRIPTOR])
    .methods(&METHOD_METHODS)
    .shared_methods(&SHARED_METHODS)
    .getsets(&METHOD_GETSETS);

static WRAPPER_DESCRIPTOR: ClassDef = class(cls::wrapper_descriptor, "wrapper_descriptor")
    .layouts(&[layouts::WRAPPER_DESCRIPTOR])
    .methods(&WRAPPER_METHODS)
    .shared_methods(&SHARED_METHODS)
    .getsets(&METHOD_GETSETS);

static CLASS_METHOD_DESCRIPTOR: ClassDef = class(cls::classmethod_descriptor, "classmethod_descriptor")
    .layouts(&[layouts::CLASS_METHOD_DESCRIPTOR])
    .methods(&METHOD_METHODS)
    .getsets(&METHOD_GETSETS);

static METHOD_METHODS: [NativeDef; 3] =
    [leaf("__repr__(self, /)", |t, args| descriptor_repr(t, "method", args.get(0))), get(), call()];

static WRAPPER_METHODS: [NativeDef; 3] =
    [leaf("__repr__(self, /)", |t, args| descriptor_repr(t, "slot wrapper", args.get(0))), get(), call()];

const fn get() -> NativeDef {
    tail("__get__(self, instance, owner=None, /)", get_through)
}

static SHARED_METHODS: [NativeDef; 1] = [leaf("__reduce__(self, /)", |t, args| {
    let method = args.this::<MethodDescriptor>();
    reduce_to_attribute(t, method.get(MethodDescriptor::class), method.def().name())
})];

static METHOD_GETSETS: [GetSetDef; 5] = [
    member("__name__", descriptor_name),
    getter("__qualname__", descriptor_qualname),
    member("__objclass__", |_, this| Ok(this.expect::<MethodDescriptor>().get(MethodDescriptor::class))),
    getter("__doc__", |t, this| doc_text(t, this.expect::<MethodDescriptor>().def().doc)),
    getter("__text_signature__", |t, this| text_signature(t, this.expect::<MethodDescriptor>().def())),
];

// Computed attributes and members

static GETSET_DESCRIPTOR: ClassDef = class(cls::getset_descriptor, "getset_descriptor")
    .layouts(&[layouts::GETSET_DESCRIPTOR])
    .methods(&GETSET_METHODS)
    .getsets(&GETSET_GETSETS);

static GETSET_METHODS: [NativeDef; 4] = [
    leaf("__repr__(self, /)", |t, args| descriptor_repr(t, "attribute", args.get(0))),
    get(),
    tail("__set__(self, instance, value, /)", |t, args| set_through(t, args, args.get(2))),
    tail("__delete__(self, instance, /)", |t, args| set_through(t, args, Value::UNSET)),
];

static GETSET_GETSETS: [GetSetDef; 4] = [
    member("__name__", descriptor_name),
    getter("__qualname__", descriptor_qualname),
    member("__objclass__", |_, this| Ok(this.expect::<GetSetDescriptor>().get(GetSetDescriptor::class))),
    getter("__doc__", |t, this| doc_text(t, this.expect::<GetSetDescriptor>().def().doc)),
];

static MEMBER_DESCRIPTOR: ClassDef = class(cls::member_descriptor, "member_descriptor")
    .layouts(&[layouts::MEMBER_DESCRIPTOR, layouts::NATIVE_MEMBER])
    .methods(&MEMBER_METHODS)
    .getsets(&MEMBER_GETSETS);

static MEMBER_METHODS: [NativeDef; 5] = [
    leaf("__reduce__(self, /)", |t, args| {
        let (name, class) = identity(t, args.get(0));
        reduce_to_attribute(t, class.value(), &name)
    }),
    leaf("__repr__(self, /)", |t, args| descriptor_repr(t, "member", args.get(0))),
    get(),
    tail("__set__(self, instance, value, /)", |t, args| set_through(t, args, args.get(2))),
    tail("__delete__(self, instance, /)", |t, args| set_through(t, args, Value::UNSET)),
];

static MEMBER_GETSETS: [GetSetDef; 4] = [
    member("__name__", descriptor_name),
    getter("__qualname__", descriptor_qualname),
    member("__objclass__", |t, this| Ok(identity(t, this).1.value())),
    getter("__doc__", |t, this| match this.cast::<MemberDescriptor>() {
        Some(member) => Ok(member.get(MemberDescriptor::doc).given().unwrap_or(Value::NONE)),
        None => doc_text(t, this.expect::<GetSetDescriptor>().def().doc),
    }),
];

/// Name and class of a descriptor.
fn identity<'t>(t: &'t Thread, this: Value<'t>) -> (String, Gc<'t, Class>) {
    if let Some(method) = this.cast::<MethodDescriptor>() {
        return (method.def().name().to_owned(), method.get(MethodDescriptor::class).expect());
    }
    if let Some(getset) = this.cast::<GetSetDescriptor>() {
        return (getset.def().name.to_owned(), getset.get(GetSetDescriptor::class).expect());
    }
    let member = this.expect::<MemberDescriptor>();
    (t.text(member.get(MemberDescriptor::name)), member.get(MemberDescriptor::class).expect())
}

fn descriptor_name<'t>(t: &'t Thread, this: Value<'t>) -> Res<'t> {
    Ok(t.str(&identity(t, this).0)?.value())
}

fn descriptor_qualname<'t>(t: &'t Thread, this: Value<'t>) -> Res<'t> {
    let (name, class) = identity(t, this);
    Ok(t.str(&format!("{}.{name}", t.text(class.get(Class::qualname))))?.value())
}

fn descriptor_repr<'t>(t: &'t Thread, kind: &str, this: Value<'t>) -> Res<'t> {
    let (name, class) = identity(t, this);
    Ok(t.str(&format!("<{kind} '{name}' of '{}' objects>", t.name_of_class(class)))?.value())
}

fn get_through<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let this = args.get(0);
    let owner = args.opt(2).and_then(|owner| owner.cast::<Class>());
    match args.opt(1).and_then(Value::not_none) {
        Some(object) => {
            check_instance(t, this, object)?;
            let owner = owner.unwrap_or_else(|| t.class_of(object));
            check_class(t, this, owner)?;
            t.bind_found(this, object, owner)
        }
        None => match owner {
            Some(owner) => {
                check_class(t, this, owner)?;
                t.bind_found(this, Value::UNSET, owner)
            }
            None => Err(t.type_error("__get__(None, None) is invalid")),
        },
    }
}

fn set_through<'t>(t: &'t Thread, args: Args<'t>, value: Value<'t>) -> Result<Tail<'t>, Raised> {
    check_instance(t, args.get(0), args.get(1))?;
    match t.set_through(args.get(0), args.get(1), value) {
        Some(result) => result,
        None => Ok(Value::NONE.into()),
    }
}

fn check_instance<'t>(t: &'t Thread, descriptor: Value<'t>, object: Value<'t>) -> Result<(), Raised> {
    if descriptor.is::<ClassMethodDescriptor>() {
        return Ok(());
    }
    let (name, class) = identity(t, descriptor);
    if t.is_subclass(t.class_of(object), class) {
        return Ok(());
    }
    Err(t.wrong_object(t.str(&name)?.value(), class, object))
}

/// Refuses a class that a builtin class method cannot pass.
fn check_class<'t>(t: &'t Thread, descriptor: Value<'t>, class: Gc<'t, Class>) -> Result<(), Raised> {
    match descriptor.cast::<ClassMethodDescriptor>() {
        Some(_) => {
            let method = descriptor.expect::<MethodDescriptor>();
            t.check_self(method.def(), method, class.value())
        }
        None => Ok(()),
    }
}

/// A docstring, None if there is none.
pub(crate) fn doc_text<'t>(t: &'t Thread, doc: &str) -> Res<'t> {
    if doc.is_empty() { Ok(Value::NONE) } else { Ok(t.str(doc)?.value()) }
}

/// The parameters of a native as `inspect` reads them: `($self, key, /)`.
pub(crate) fn text_signature<'t>(t: &'t Thread, def: &NativeDef) -> Res<'t> {
    let Some((_, parameters)) = def.text.split_once('(') else { return Ok(Value::NONE) };
    let hidden = |own: &str, shown: &str| match parameters.strip_prefix(own) {
        Some(rest) => format!("({shown}{rest}"),
        None => format!("({parameters}"),
    };
    let text = match def.role {
        Role::Method => hidden("self", "$self"),
        Role::ClassMethod => hidden("cls", "$type"),
        Role::Static if def.name() == "__new__" => hidden("cls", "$type"),
        Role::Static => format!("({parameters}"),
        Role::Function if parameters == ")" => "($module, /)".to_owned(),
        Role::Function if parameters.contains(", /") => format!("($module, {parameters}"),
        Role::Function => format!("($module, /, {parameters}"),
    };
    Ok(t.str(&text)?.value())
}
