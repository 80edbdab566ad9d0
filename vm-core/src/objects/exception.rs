//! Exceptions: the methods and attributes of BaseException, and which natives particular classes have beside them.
//!
//! What a class keeps beside its arguments is [`crate::objects::exception_fields`]'s; the object itself is declared by [`crate::errors`].

use crate::Thread;
use crate::classes::{ClassKey, cls};
use crate::errors::Exception;
use crate::natives::{Args, GetSetDef, NativeDef, getset, leaf, tail};
use crate::objects::class::Class;
use crate::objects::dict::Dict;
use crate::objects::exception_fields::{fields_of, fill_fields, set_field};
use crate::objects::sequence::{List, Tuple};
use crate::objects::{exception_group, exception_pickle, exception_text as text, os_error};
use crate::symbols::sym;
use crate::value::{Raised, Res, Value};

impl Thread {
    /// Does a handler for `class` (a class or a tuple of them) take this exception?
    pub(crate) fn exception_matches<'t>(&'t self, exception: Value<'t>, class: Value<'t>) -> Result<bool, Raised> {
        if let Some(tuple) = class.cast::<Tuple>() {
            for index in 0..tuple.extent() {
                if self.exception_matches(exception, tuple.at(index))? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        match class.cast::<Class>() {
            Some(class) if self.is_exception_class(class.value()) => {
                Ok(self.is_subclass(self.class_of(exception), class))
            }
            _ => Err(self.type_error("catching classes that do not inherit from BaseException is not allowed")),
        }
    }
}

/// BaseException's methods.
pub static METHODS: [NativeDef; 8] = [
    leaf("__new__(cls, /, *args, **kwargs)", new).static_method(),
    leaf("__init__(self, /, *args, **kwargs)", init),
    tail("__str__(self, /)", text::str_of),
    tail("__repr__(self, /)", text::repr),
    leaf("with_traceback(self, tb, /)", with_traceback),
    leaf("add_note(self, note, /)", add_note),
    leaf("__reduce__(self, /)", exception_pickle::reduce),
    leaf("__setstate__(self, state, /)", set_state),
];

/// BaseException's attributes.
pub static GETSETS: [GetSetDef; 6] = [
    getset("__dict__", super::object::get_dict, super::object::set_dict),
    getset("args", |_, this| Ok(this.expect::<Exception>().get(Exception::args)), set_args),
    getset("__traceback__", |_, this| or_none(this, Exception::traceback), set_traceback),
    getset("__context__", |_, this| or_none(this, Exception::context), set_context),
    getset("__cause__", |_, this| or_none(this, Exception::cause), set_cause),
    getset(
        "__suppress_context__",
        |_, this| Ok(Value::bool(this.expect::<Exception>().get(Exception::suppress) != 0)),
        set_suppress_context,
    )
    .as_member(),
];

/// Methods particular classes have, by class.
pub static CLASS_METHODS: &[(ClassKey, &[NativeDef])] = &[
    (cls::BaseExceptionGroup, &exception_group::METHODS),
    (cls::OSError, &OS_ERROR_METHODS),
    (cls::KeyError, &KEY_ERROR_METHODS),
    (cls::ImportError, &IMPORT_ERROR_METHODS),
    (cls::SyntaxError, &SYNTAX_ERROR_METHODS),
    (cls::UnicodeDecodeError, &UNICODE_METHODS),
    (cls::UnicodeEncodeError, &UNICODE_METHODS),
    (cls::UnicodeTranslateError, &TRANSLATE_METHODS),
];

static OS_ERROR_METHODS: [NativeDef; 2] = [
    leaf("__new__(cls, /, *args, **kwargs)", os_error::new).static_method(),
    tail("__str__(self, /)", text::str_of_os_error),
];
static KEY_ERROR_METHODS: [NativeDef; 1] = [tail("__str__(self, /)", text::str_of_key_error)];
static IMPORT_ERROR_METHODS: [NativeDef; 1] = [tail("__str__(self, /)", text::str_of_msg)];
static SYNTAX_ERROR_METHODS: [NativeDef; 1] = [tail("__str__(self, /)", text::str_of_syntax_error)];
static UNICODE_METHODS: [NativeDef; 1] = [leaf("__str__(self, /)", text::str_of_unicode_error)];
static TRANSLATE_METHODS: [NativeDef; 1] = [leaf("__str__(self, /)", text::str_of_translate_error)];

fn or_none<'t>(this: Value<'t>, field: gc_api::Field<Exception, gc_api::Ref>) -> Res<'t> {
    Ok(this.expect::<Exception>().get(field).given().unwrap_or(Value::NONE))
}

fn new<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let Some(class) = args.get(0).cast::<Class>().filter(|c| t.is_exception_class(c.value())) else {
        return Err(t.type_error("BaseException.__new__(X): X is not a subtype of BaseException"));
    };
    let exception = t.alloc_exception(class, args.get(1).expect::<Tuple>());
    fill_fields(t, exception)?;
    Ok(exception.value())
}

fn init<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = args.this::<Exception>();
    let values = args.get(1).expect::<Tuple>();
    let keywords = args.opt(2).and_then(|k| k.cast::<Dict>()).filter(|k| !k.is_empty());
    let os_error = t.is_instance(this.value(), cls::OSError);
    if !os_error {
        this.set(t, Exception::args, values.value());
        fill_fields(t, this)?;
    }
    let Some(keywords) = keywords else { return Ok(Value::NONE) };
    for (key, value) in keywords.iter() {
        let name = t.text(key);
        let allowed = fields_of(t, t.class_of(this.value()))
            .filter(|fields| matches!(fields.class, cls::ImportError | cls::NameError | cls::AttributeError));
        let found =
            allowed.and_then(|f| f.names.iter().find(|n| t.text(t.sym(**n)) == name)).filter(|n| **n != sym::msg);
        let Some(found) = found else {
            return Err(match allowed {
                Some(fields) => {
                    let class = t.name_of_class(t.class(fields.class));
                    t.type_error(format_args!("{class}() got an unexpected keyword argument '{name}'"))
                }
                None => {
                    let class = t.class_name(this.value());
                    t.type_error(format_args!("{class}() takes no keyword arguments"))
                }
            });
        };
        set_field(t, this, *found, value)?;
    }
    Ok(Value::NONE)
}

fn with_traceback<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    set_traceback(t, args.get(0), args.get(1))?;
    Ok(args.get(0))
}

fn add_note<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let note = args.get(1);
    if t.as_str(note).is_none() {
        let kind = if note.is_none() { "None".to_owned() } else { t.class_name(note) };
        return Err(t.type_error(format_args!("add_note() argument must be str, not {kind}")));
    }
    let (this, name) = (args.get(0), t.sym(sym::__notes__).expect());
    let notes = match t.own_attribute(this, name) {
        Some(notes) => notes,
        None => {
            let notes = t.list(&[])?.value();
            t.generic_setattr(this, name, notes)?;
            notes
        }
    };
    match notes.cast::<List>() {
        Some(list) => list.push(t, note).map(|()| Value::NONE),
        None => Err(t.type_error("Cannot add note: __notes__ is not a list")),
    }
}

fn set_state<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    if let Some(state) = args.get(1).cast::<Dict>() {
        for (key, value) in state.iter() {
            if let Some(name) = t.as_str(key) {
                t.generic_setattr(args.get(0), t.intern(name), value)?;
            }
        }
    }
    Ok(Value::NONE)
}

fn set_args<'t>(t: &'t Thread, this: Value<'t>, value: Value<'t>) -> Result<(), Raised> {
    let values = match (value.cast::<Tuple>(), value.cast::<List>()) {
        (Some(tuple), _) => tuple,
        (None, Some(list)) => t.tuple_from_list(list)?,
        _ => return Err(t.type_error(format_args!("'{}' object is not iterable", t.class_name(value)))),
    };
    this.expect::<Exception>().set(t, Exception::args, values.value());
    Ok(())
}

fn set_traceback<'t>(t: &'t Thread, this: Value<'t>, value: Value<'t>) -> Result<(), Raised> {
    if !value.is_set() {
        return Err(t.type_error("__traceback__ may not be deleted"));
    }
    if !value.is_none() && value.cast::<crate::interp::Traceback>().is_none() {
        return Err(t.type_error("__traceback__ must be a traceback or None"));
    }
    this.expect::<Exception>().set(t, Exception::traceback, if value.is_none() { Value::UNSET } else { value });
    Ok(())
}

fn exception_or_none<'t>(t: &'t Thread, what: &str, value: Value<'t>) -> Result<Value<'t>, Raised> {
    if !value.is_set() {
        return Err(t.type_error(format_args!("{what} may not be deleted")));
    }
    if value.is_none() {
        return Ok(Value::UNSET);
    }
    if value.cast::<Exception>().is_none() {
        return Err(t.type_error(format_args!(
            "exception {} must be None or derive from BaseException",
            what.trim_matches('_')
        )));
    }
    Ok(value)
}

fn set_context<'t>(t: &'t Thread, this: Value<'t>, value: Value<'t>) -> Result<(), Raised> {
    let value = exception_or_none(t, "__context__", value)?;
    this.expect::<Exception>().set(t, Exception::context, value);
    Ok(())
}

fn set_suppress_context<'t>(t: &'t Thread, this: Value<'t>, value: Value<'t>) -> Result<(), Raised> {
    if !value.is_set() {
        return Err(t.type_error("can't delete numeric/char attribute"));
    }
    if value != Value::TRUE && value != Value::FALSE {
        return Err(t.type_error("attribute value type must be bool"));
    }
    this.expect::<Exception>().set_raw(Exception::suppress, value.is_true() as u64);
    Ok(())
}

fn set_cause<'t>(t: &'t Thread, this: Value<'t>, value: Value<'t>) -> Result<(), Raised> {
    let value = exception_or_none(t, "__cause__", value)?;
    let this = this.expect::<Exception>();
    this.set(t, Exception::cause, value);
    this.set_raw(Exception::suppress, 1);
    Ok(())
}
