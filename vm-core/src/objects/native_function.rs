//! The classes of natives that are not in a class's namespace: functions of modules, methods bound to objects.

use crate::Thread;
use crate::classes::cls;
use crate::layouts;
use crate::natives::{Args, ClassDef, GetSetDef, NativeDef, Tail, class, getter, leaf, member, tail};
use crate::objects::class::Class;
use crate::objects::dict::Dict;
use crate::objects::function::{MethodDescriptor, MethodWrapper, NativeFunction};
use crate::objects::module::Module;
use crate::objects::native_descriptors::{doc_text, text_signature};
use crate::objects::sequence::Tuple;
use crate::symbols::sym;
use crate::value::{Gc, Res, Value};
use crate::vm::RootKey;

pub static CLASSES: &[&ClassDef] = &[&BUILTIN_FUNCTION, &METHOD_WRAPPER];

/// The `__call__` of what stands for a native.
pub(super) const fn call() -> NativeDef {
    tail("__call__(self, /, *args, **kwargs)", |_, args| {
        Ok(Tail::spread(args.get(0), args.get(1).expect::<Tuple>(), args.get(2)))
    })
}

const fn hash() -> NativeDef {
    leaf("__hash__(self, /)", |t, args| {
        let this = args.this::<NativeFunction>();
        let own = this.get(NativeFunction::this).given().map_or(0, |this| t.hash_identity(this));
        Ok(t.int(own ^ (std::ptr::from_ref(this.def()) as i64 >> 4)))
    })
}

/// The same native, bound to the same object?
fn is_same(args: Args<'_>) -> Option<bool> {
    let other = args.get(1).cast::<NativeFunction>()?;
    let this = args.this::<NativeFunction>();
    let same_object = this.get(NativeFunction::this) == other.get(NativeFunction::this);
    Some(same_object && std::ptr::eq(this.def(), other.def()))
}

const fn eq() -> NativeDef {
    leaf("__eq__(self, value, /)", |_, args| Ok(is_same(args).map_or(Value::NOT_IMPLEMENTED, Value::bool)))
}

const fn ne() -> NativeDef {
    leaf(
        "__ne__(self, value, /)",
        |_, args| Ok(is_same(args).map_or(Value::NOT_IMPLEMENTED, |same| Value::bool(!same))),
    )
}

// Bound special methods

static METHOD_WRAPPER: ClassDef = class(cls::method_wrapper, "method-wrapper")
    .layouts(&[layouts::METHOD_WRAPPER])
    .methods(&WRAPPER_METHODS)
    .getsets(&WRAPPER_GETSETS);

static WRAPPER_METHODS: [NativeDef; 6] = [
    leaf("__repr__(self, /)", |t, args| {
        let wrapper = args.this::<NativeFunction>();
        let this = wrapper.get(NativeFunction::this);
        let (name, class) = (wrapper.def().name(), t.class_name(this));
        Ok(t.str(&format!("<method-wrapper '{name}' of {class} object at {:#x}>", t.identity(this)))?.value())
    }),
    leaf("__reduce__(self, /)", |t, args| {
        let wrapper = args.this::<NativeFunction>();
        reduce_to_attribute(t, wrapper.get(NativeFunction::this), wrapper.def().name())
    }),
    call(),
    eq(),
    ne(),
    hash(),
];

static WRAPPER_GETSETS: [GetSetDef; 6] = [
    getter("__name__", name),
    getter("__qualname__", |t, this| {
        let class = t.text(owner(this).get(Class::qualname));
        Ok(t.str(&format!("{class}.{}", this.expect::<NativeFunction>().def().name()))?.value())
    }),
    member("__self__", |_, this| Ok(this.expect::<NativeFunction>().get(NativeFunction::this))),
    getter("__objclass__", |_, this| Ok(owner(this).value())),
    getter("__doc__", doc),
    getter("__text_signature__", signature),
];

/// The class that defines a bound special method.
fn owner(this: Value<'_>) -> Gc<'_, Class> {
    this.expect::<MethodWrapper>().get(MethodWrapper::descriptor).expect::<MethodDescriptor>().owner()
}

fn name<'t>(t: &'t Thread, this: Value<'t>) -> Res<'t> {
    Ok(t.str(this.expect::<NativeFunction>().def().name())?.value())
}

fn doc<'t>(t: &'t Thread, this: Value<'t>) -> Res<'t> {
    doc_text(t, this.expect::<NativeFunction>().def().doc)
}

fn signature<'t>(t: &'t Thread, this: Value<'t>) -> Res<'t> {
    text_signature(t, this.expect::<NativeFunction>().def())
}

// Functions and other bound methods

static BUILTIN_FUNCTION: ClassDef = class(cls::builtin_function, "builtin_function_or_method")
    .layouts(&[layouts::NATIVE_FUNCTION])
    .methods(&BUILTIN_METHODS)
    .getsets(&BUILTIN_GETSETS);

static BUILTIN_METHODS: [NativeDef; 6] =
    [leaf("__repr__(self, /)", builtin_repr), leaf("__reduce__(self, /)", builtin_reduce), call(), eq(), ne(), hash()];

static BUILTIN_GETSETS: [GetSetDef; 6] = [
    getter("__name__", name),
    getter("__qualname__", builtin_qualname),
    member("__self__", builtin_self),
    member("__module__", builtin_module),
    getter("__doc__", doc),
    getter("__text_signature__", signature),
];

/// What it is bound to; for static methods the class they belong to.
fn bound_to(function: Gc<'_, NativeFunction>) -> Option<Value<'_>> {
    let class = || function.get(NativeFunction::home).given().filter(|home| home.is::<Class>());
    function.get(NativeFunction::this).given().or_else(class).filter(|this| !this.is::<Module>())
}

fn builtin_repr<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let function = args.this::<NativeFunction>();
    let name = function.def().name();
    let text = match bound_to(function) {
        Some(this) => {
            format!("<built-in method {name} of {} object at {:#x}>", t.class_name(this), t.identity(this))
        }
        None => format!("<built-in function {name}>"),
    };
    Ok(t.str(&text)?.value())
}

fn builtin_qualname<'t>(t: &'t Thread, this: Value<'t>) -> Res<'t> {
    let function = this.expect::<NativeFunction>();
    let name = function.def().name();
    let text = match bound_to(function) {
        Some(this) => {
            let class = this.cast::<Class>().unwrap_or_else(|| t.class_of(this));
            format!("{}.{name}", t.text(class.get(Class::qualname)))
        }
        None => name.to_owned(),
    };
    Ok(t.str(&text)?.value())
}

/// The object it is bound to, the class whose `__new__` it is, or its module.
fn builtin_self<'t>(t: &'t Thread, this: Value<'t>) -> Res<'t> {
    let function = this.expect::<NativeFunction>();
    if let Some(this) = function.get(NativeFunction::this).given() {
        return Ok(this);
    }
    let home = function.get(NativeFunction::home);
    if home.is::<Class>() {
        return Ok(if function.def().name() == "__new__" { home } else { Value::NONE });
    }
    if home.is::<Module>() {
        return Ok(home);
    }
    let name = builtin_module(t, this)?;
    let modules = t.fixed_root(RootKey::Modules).cast::<Dict>();
    Ok(modules.and_then(|modules| modules.get_str(t, t.as_str(name)?)).unwrap_or(Value::NONE))
}

/// A module's function is found by its name; a bound one through its object.
fn builtin_reduce<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let function = args.this::<NativeFunction>();
    let name = function.def().name();
    match bound_to(function) {
        Some(this) => reduce_to_attribute(t, this, name),
        None => Ok(t.str(name)?.value()),
    }
}

/// What `__reduce__` says of an attribute: `(getattr, (object, name))`.
pub(crate) fn reduce_to_attribute<'t>(t: &'t Thread, object: Value<'t>, name: &str) -> Res<'t> {
    let name = t.str(name)?.value();
    let builtins = t.fixed_root(RootKey::Builtins).cast::<Dict>();
    let getattr = builtins.and_then(|builtins| builtins.get_str(t, t.intern_text("getattr")));
    let found = t.small_tuple([object, name]);
    Ok(t.small_tuple([getattr.unwrap_or(Value::NONE), found.value()]).value())
}

fn builtin_module<'t>(t: &'t Thread, this: Value<'t>) -> Res<'t> {
    let function = this.expect::<NativeFunction>();
    let home = function.get(NativeFunction::home);
    if let Some(module) = home.cast::<Module>() {
        let name = module.get(Module::dict).cast::<Dict>().and_then(|dict| dict.get_sym(t, sym::__name__));
        return Ok(name.unwrap_or(Value::NONE));
    }
    if home.is::<Class>() {
        return Ok(Value::NONE);
    }
    if home.is_set() {
        return Ok(home);
    }
    Ok(if function.get(NativeFunction::this).is_set() { Value::NONE } else { t.intern_text("builtins").value() })
}
