//! Builtins about objects: attributes, classes, text.

use crate::Thread;
use crate::applevel::app;
use crate::natives::{Args, NativeDef, Tail, Then, leaf, tail};
use crate::objects::string::Str;
use crate::sym;
use crate::value::{Gc, Raised, Res, Value};

pub(super) static FUNCTIONS: [NativeDef; 13] = [
    tail("ascii(obj, /)", |t, args| t.ascii(args.get(0)))
        .function()
        .doc("Return an ASCII-only representation of an object."),
    tail("repr(obj, /)", |t, args| t.repr(args.get(0)))
        .function()
        .doc("Return the canonical string representation of the object."),
    tail("format(value, format_spec='', /)", format)
        .function()
        .doc("Return type(value).__format__(value, format_spec)."),
    tail("getattr(object, name, default=None, /)", getattr)
        .function()
        .doc("getattr(object, name[, default]) -> value\n\nGet a named attribute from an object."),
    tail("setattr(obj, name, value, /)", |t, args| {
        none_after(t, t.setattr(args.get(0), attribute_name(t, args.get(1))?, args.get(2))?)
    })
    .function()
    .doc("Sets the named attribute on the given object to the specified value."),
    tail("delattr(obj, name, /)", |t, args| {
        none_after(t, t.delattr(args.get(0), attribute_name(t, args.get(1))?)?)
    })
    .function()
    .doc("Deletes the named attribute from the given object."),
    tail("hasattr(obj, name, /)", hasattr)
        .function()
        .doc("Return whether the object has an attribute with the given name."),
    tail("isinstance(obj, class_or_tuple, /)", |t, args| t.isinstance_full(args.get(0), args.get(1)))
        .function()
        .doc("Return whether an object is an instance of a class or of a subclass thereof."),
    tail("issubclass(cls, class_or_tuple, /)", |t, args| t.issubclass_full(args.get(0), args.get(1)))
        .function()
        .doc("Return whether 'cls' is derived from another class or is the same class."),
    tail("dir(object=None, /)", dir)
        .function()
        .doc("If called without an argument, return the names in the current scope.\nElse, return an alphabetized list of names comprising (some of) the attributes of the given object."),
    tail("vars(object=None, /)", vars)
        .function()
        .doc("Without arguments, equivalent to locals().\nWith an argument, equivalent to object.__dict__."),
    leaf("locals()", |t, _| locals(t))
        .function()
        .doc("Return a dictionary containing the current scope's local variables."),
    leaf("globals()", |t, _| Ok(t.current_globals().map_or(Value::NONE, Gc::value)))
        .function()
        .doc("Return the dictionary containing the current scope's global variables."),
];

/// An attribute's name; interned, as names are compared by word.
fn attribute_name<'t>(t: &'t Thread, name: Value<'t>) -> Result<Gc<'t, Str>, Raised> {
    match t.as_str(name) {
        Some(name) => Ok(t.intern(name)),
        None => {
            let found = t.class_name(name);
            Err(t.type_error(format_args!("attribute name must be string, not '{found}'")))
        }
    }
}

fn none_after<'t>(t: &'t Thread, step: Tail<'t>) -> Result<Tail<'t>, Raised> {
    static NONE: Then = Then::new(|_, _, _| Ok(Tail::Value(Value::NONE)));
    step.then(t, &NONE, Value::NONE)
}

fn format<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    if let Some(spec) = args.opt(1) {
        if t.as_str(spec).is_none() {
            let found = t.class_name(spec);
            return Err(t.type_error(format_args!("format() argument 2 must be str, not {found}")));
        }
    }
    t.format(args.get(0), args.get(1))
}

fn getattr<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let name = attribute_name(t, args.get(1))?;
    let Some(default) = args.opt(2) else { return t.getattr(args.get(0), name) };
    static OR_DEFAULT: Then =
        Then::new(|_, default, found| Ok(Tail::Value(if found == Value::MISSING { default } else { found })));
    t.getattr_opt(args.get(0), name)?.then(t, &OR_DEFAULT, default)
}

fn hasattr<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static FOUND: Then = Then::new(|_, _, found| Ok(Tail::Value(Value::bool(found != Value::MISSING))));
    t.getattr_opt(args.get(0), attribute_name(t, args.get(1))?)?.then(t, &FOUND, Value::NONE)
}

fn locals<'t>(t: &'t Thread) -> Res<'t> {
    match t.running().next() {
        Some(running) => running.locals(t),
        None => Ok(t.new_dict().value()),
    }
}

fn dir<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static SORT: Then = Then::new(|t, _, names| Ok(Tail::call(t.app(app::dir_of), &[names])));
    let Some(object) = args.opt(0) else { return (SORT.ok)(t, Value::NONE, locals(t)?) };
    match t.call_special(object, sym::__dir__, &[]) {
        Some(call) => call?.then(t, &SORT, Value::NONE),
        None => Err(t.type_error("object does not provide __dir__")),
    }
}

fn vars<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let Some(object) = args.opt(0) else { return locals(t).map(Tail::Value) };
    static FOUND: Then = Then::new(|t, _, found| {
        if found == Value::MISSING {
            return Err(t.type_error("vars() argument must have __dict__ attribute"));
        }
        Ok(Tail::Value(found))
    });
    t.getattr_opt(object, t.sym(sym::__dict__).expect())?.then(t, &FOUND, Value::NONE)
}
