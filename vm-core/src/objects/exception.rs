//! Exceptions: the hierarchy, what particular classes keep beside their arguments, and their methods.

use crate::Thread;
use crate::applevel::app;
use crate::classes::{ClassKey, cls};
use crate::errors::Exception;
use crate::natives::{Args, GetSetDef, NativeDef, Tail, Then, getset, leaf, member, tail};
use crate::objects::class::Class;
use crate::objects::dict::Dict;
use crate::objects::sequence::{Array, Tuple};
use crate::symbols::{Sym, sym};
use crate::value::{Gc, Raised, Res, Value};
use crate::vm::ready;

/// The builtin exception classes with their bases, bases first.
pub static HIERARCHY: &[(ClassKey, &str, ClassKey)] = &[
    (cls::BaseException, "BaseException", cls::object),
    (cls::BaseExceptionGroup, "BaseExceptionGroup", cls::BaseException),
    (cls::Exception, "Exception", cls::BaseException),
    (cls::GeneratorExit, "GeneratorExit", cls::BaseException),
    (cls::KeyboardInterrupt, "KeyboardInterrupt", cls::BaseException),
    (cls::SystemExit, "SystemExit", cls::BaseException),
    (cls::ArithmeticError, "ArithmeticError", cls::Exception),
    (cls::FloatingPointError, "FloatingPointError", cls::ArithmeticError),
    (cls::OverflowError, "OverflowError", cls::ArithmeticError),
    (cls::ZeroDivisionError, "ZeroDivisionError", cls::ArithmeticError),
    (cls::AssertionError, "AssertionError", cls::Exception),
    (cls::AttributeError, "AttributeError", cls::Exception),
    (cls::BufferError, "BufferError", cls::Exception),
    (cls::EOFError, "EOFError", cls::Exception),
    (cls::ImportError, "ImportError", cls::Exception),
    (cls::ModuleNotFoundError, "ModuleNotFoundError", cls::ImportError),
    (cls::LookupError, "LookupError", cls::Exception),
    (cls::IndexError, "IndexError", cls::LookupError),
    (cls::KeyError, "KeyError", cls::LookupError),
    (cls::MemoryError, "MemoryError", cls::Exception),
    (cls::NameError, "NameError", cls::Exception),
    (cls::UnboundLocalError, "UnboundLocalError", cls::NameError),
    (cls::OSError, "OSError", cls::Exception),
    (cls::BlockingIOError, "BlockingIOError", cls::OSError),
    (cls::ChildProcessError, "ChildProcessError", cls::OSError),
    (cls::ConnectionError, "ConnectionError", cls::OSError),
    (cls::BrokenPipeError, "BrokenPipeError", cls::ConnectionError),
    (cls::ConnectionAbortedError, "ConnectionAbortedError", cls::ConnectionError),
    (cls::ConnectionRefusedError, "ConnectionRefusedError", cls::ConnectionError),
    (cls::ConnectionResetError, "ConnectionResetError", cls::ConnectionError),
    (cls::FileExistsError, "FileExistsError", cls::OSError),
    (cls::FileNotFoundError, "FileNotFoundError", cls::OSError),
    (cls::InterruptedError, "InterruptedError", cls::OSError),
    (cls::IsADirectoryError, "IsADirectoryError", cls::OSError),
    (cls::NotADirectoryError, "NotADirectoryError", cls::OSError),
    (cls::PermissionError, "PermissionError", cls::OSError),
    (cls::ProcessLookupError, "ProcessLookupError", cls::OSError),
    (cls::TimeoutError, "TimeoutError", cls::OSError),
    (cls::ReferenceError, "ReferenceError", cls::Exception),
    (cls::RuntimeError, "RuntimeError", cls::Exception),
    (cls::NotImplementedError, "NotImplementedError", cls::RuntimeError),
    (cls::PythonFinalizationError, "PythonFinalizationError", cls::RuntimeError),
    (cls::RecursionError, "RecursionError", cls::RuntimeError),
    (cls::StopAsyncIteration, "StopAsyncIteration", cls::Exception),
    (cls::StopIteration, "StopIteration", cls::Exception),
    (cls::SyntaxError, "SyntaxError", cls::Exception),
    (cls::IndentationError, "IndentationError", cls::SyntaxError),
    (cls::TabError, "TabError", cls::IndentationError),
    (cls::_IncompleteInputError, "_IncompleteInputError", cls::SyntaxError),
    (cls::SystemError, "SystemError", cls::Exception),
    (cls::TypeError, "TypeError", cls::Exception),
    (cls::ValueError, "ValueError", cls::Exception),
    (cls::UnicodeError, "UnicodeError", cls::ValueError),
    (cls::UnicodeDecodeError, "UnicodeDecodeError", cls::UnicodeError),
    (cls::UnicodeEncodeError, "UnicodeEncodeError", cls::UnicodeError),
    (cls::UnicodeTranslateError, "UnicodeTranslateError", cls::UnicodeError),
    (cls::Warning, "Warning", cls::Exception),
    (cls::BytesWarning, "BytesWarning", cls::Warning),
    (cls::DeprecationWarning, "DeprecationWarning", cls::Warning),
    (cls::EncodingWarning, "EncodingWarning", cls::Warning),
    (cls::FutureWarning, "FutureWarning", cls::Warning),
    (cls::ImportWarning, "ImportWarning", cls::Warning),
    (cls::PendingDeprecationWarning, "PendingDeprecationWarning", cls::Warning),
    (cls::ResourceWarning, "ResourceWarning", cls::Warning),
    (cls::RuntimeWarning, "RuntimeWarning", cls::Warning),
    (cls::SyntaxWarning, "SyntaxWarning", cls::Warning),
    (cls::UnicodeWarning, "UnicodeWarning", cls::Warning),
    (cls::UserWarning, "UserWarning", cls::Warning),
];

/// The fields a class has beside `args`, in their order in `Exception::fields`, and how many of the leading ones come
/// from positional arguments.
struct Fields {
    class: ClassKey,
    names: &'static [Sym],
    /// Filled from the arguments if their number lies in this range, which is empty where only keywords fill them.
    arguments: std::ops::RangeInclusive<usize>,
}

/// No number of arguments fills the fields.
const NEVER: std::ops::RangeInclusive<usize> = usize::MAX..=usize::MAX;

static FIELDS: &[Fields] = &[
    Fields { class: cls::StopIteration, names: &[sym::value], arguments: 0..=usize::MAX },
    Fields { class: cls::SystemExit, names: &[sym::code], arguments: 0..=usize::MAX },
    Fields { class: cls::ImportError, names: &[sym::msg, sym::name, sym::path, sym::name_from], arguments: 1..=1 },
    Fields { class: cls::NameError, names: &[sym::name], arguments: NEVER },
    Fields { class: cls::AttributeError, names: &[sym::name, sym::obj], arguments: NEVER },
    Fields {
        class: cls::OSError,
        names: &[sym::errno, sym::strerror, sym::filename, sym::winerror, sym::filename2, sym::characters_written],
        arguments: 2..=5,
    },
    Fields {
        class: cls::UnicodeDecodeError,
        names: &[sym::encoding, sym::object, sym::start, sym::end, sym::reason],
        arguments: 5..=5,
    },
    Fields {
        class: cls::UnicodeEncodeError,
        names: &[sym::encoding, sym::object, sym::start, sym::end, sym::reason],
        arguments: 5..=5,
    },
    Fields {
        class: cls::UnicodeTranslateError,
        names: &[sym::object, sym::start, sym::end, sym::reason],
        arguments: 4..=4,
    },
    Fields {
        class: cls::SyntaxError,
        names: &[
            sym::msg,
            sym::filename,
            sym::lineno,
            sym::offset,
            sym::text,
            sym::end_lineno,
            sym::end_offset,
            sym::print_file_and_line,
        ],
        arguments: 1..=2,
    },
    Fields { class: cls::BaseExceptionGroup, names: &[sym::message, sym::exceptions], arguments: 2..=2 },
];

/// The field table that applies to a class, if any.
fn fields_of<'t>(t: &'t Thread, class: Gc<'t, Class>) -> Option<&'static Fields> {
    FIELDS.iter().find(|fields| t.is_subclass(class, t.class(fields.class)))
}

/// Sets the fields that the exception's class derives from its arguments.
pub(crate) fn fill_fields<'t>(t: &'t Thread, exception: Gc<'t, Exception>) -> Result<(), Raised> {
    let Some(fields) = fields_of(t, t.class_of(exception.value())) else { return Ok(()) };
    let array = t.new_array(fields.names.len())?;
    array.fill(t, 0..fields.names.len(), Value::NONE);
    let args = exception.get(Exception::args).expect::<Tuple>();
    if fields.arguments.contains(&args.extent()) {
        for index in 0..args.extent().min(fields.names.len()) {
            array.put(t, index, args.at(index));
        }
    }
    if fields.class == cls::SystemExit && args.extent() > 1 {
        array.put(t, 0, args.value());
    }
    if fields.class == cls::SyntaxError && args.extent() == 2 {
        spread_location(t, array, args.at(1))?;
    }
    exception.set(t, Exception::fields, array.value());
    Ok(())
}

/// `SyntaxError(msg, (filename, lineno, offset, text, end_lineno, end_offset))`.
fn spread_location<'t>(t: &'t Thread, fields: Gc<'t, Array>, location: Value<'t>) -> Result<(), Raised> {
    let Some(location) = location.cast::<Tuple>() else {
        return Err(t.type_error(format_args!("cannot unpack non-iterable {} object", t.class_name(location))));
    };
    fields.put(t, 1, Value::NONE);
    for index in 0..location.extent().min(6) {
        fields.put(t, 1 + index, location.at(index));
    }
    Ok(())
}

/// A field's value by name; unset if the class has no such field.
pub fn field<'t>(t: &'t Thread, exception: Gc<'t, Exception>, name: Sym) -> Value<'t> {
    let index = fields_of(t, t.class_of(exception.value())).and_then(|f| f.names.iter().position(|n| *n == name));
    match (index, exception.get(Exception::fields).cast::<Array>()) {
        (Some(index), Some(array)) => array.at(index),
        _ => Value::UNSET,
    }
}

/// Sets a field by name, if the class has it.
pub fn set_field<'t>(t: &'t Thread, exception: Gc<'t, Exception>, name: Sym, value: Value<'t>) -> Result<(), Raised> {
    let Some(fields) = fields_of(t, t.class_of(exception.value())) else { return Ok(()) };
    let Some(index) = fields.names.iter().position(|n| *n == name) else { return Ok(()) };
    let array = match exception.get(Exception::fields).cast::<Array>() {
        Some(array) => array,
        None => {
            let array = t.new_array(fields.names.len())?;
            array.fill(t, 0..fields.names.len(), Value::NONE);
            exception.set(t, Exception::fields, array.value());
            array
        }
    };
    array.put(t, index, value);
    Ok(())
}

/// The subclass of OSError that stands for an errno.
pub fn os_error_class(errno: i64) -> ClassKey {
    match errno as i32 {
        libc::EAGAIN | libc::EALREADY | libc::EINPROGRESS => cls::BlockingIOError,
        libc::ECHILD => cls::ChildProcessError,
        libc::EPIPE | libc::ESHUTDOWN => cls::BrokenPipeError,
        libc::ECONNABORTED => cls::ConnectionAbortedError,
        libc::ECONNREFUSED => cls::ConnectionRefusedError,
        libc::ECONNRESET => cls::ConnectionResetError,
        libc::EEXIST => cls::FileExistsError,
        libc::ENOENT => cls::FileNotFoundError,
        libc::EINTR => cls::InterruptedError,
        libc::EISDIR => cls::IsADirectoryError,
        libc::ENOTDIR => cls::NotADirectoryError,
        libc::EACCES | libc::EPERM => cls::PermissionError,
        libc::ESRCH => cls::ProcessLookupError,
        libc::ETIMEDOUT => cls::TimeoutError,
        _ => cls::OSError,
    }
}

impl Thread {
    /// OSError (or the subclass for its errno) with the system's message.
    pub fn os_error<'t>(&'t self, error: &std::io::Error, filename: Option<Value<'t>>) -> Raised {
        let errno = error.raw_os_error().unwrap_or(0);
        // SAFETY: strerror returns a static or thread-local string.
        let message = unsafe { std::ffi::CStr::from_ptr(libc::strerror(errno)) }.to_string_lossy().into_owned();
        let text = match self.str(&message) {
            Ok(text) => text.value(),
            Err(raised) => return raised,
        };
        let class = os_error_class(errno as i64);
        match filename {
            Some(name) => self.raise_with(class, &[self.int(errno as i64), text, name]),
            None => self.raise_with(class, &[self.int(errno as i64), text]),
        }
    }

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

// BaseException's methods

pub static METHODS: [NativeDef; 8] = [
    leaf("__new__(cls, /, *args, **kwargs)", new).static_method(),
    leaf("__init__(self, /, *args, **kwargs)", init),
    tail("__str__(self, /)", str_of),
    tail("__repr__(self, /)", repr),
    leaf("with_traceback(self, tb, /)", with_traceback),
    leaf("add_note(self, note, /)", add_note),
    leaf("__reduce__(self, /)", super::exception_pickle::reduce),
    leaf("__setstate__(self, state, /)", set_state),
];

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

/// Attributes of particular classes, over their fields.
macro_rules! field_getsets {
    ($($table:ident { $($name:ident),* })*) => {
        $(pub static $table: &[GetSetDef] = &[$(getset(
            stringify!($name),
            |t, this| Ok(field(t, this.expect(), sym::$name).given().unwrap_or(Value::NONE)),
            |t, this, value| set_field(t, this.expect(), sym::$name, value.given().unwrap_or(Value::NONE)),
        ).as_member()),*];)*
    };
}

field_getsets! {
    STOP_ITERATION { value }
    SYSTEM_EXIT { code }
    IMPORT_ERROR { msg, name, path, name_from }
    NAME_ERROR { name }
    ATTRIBUTE_ERROR { name, obj }
    OS_ERROR { errno, strerror, filename, filename2, characters_written }
    UNICODE_ERROR { encoding, object, start, end, reason }
    TRANSLATE_ERROR { object, start, end, reason }
    SYNTAX_ERROR { msg, filename, lineno, offset, text, end_lineno, end_offset, print_file_and_line }
}

static GROUP: &[GetSetDef] = &[
    member("message", |t, this| Ok(field(t, this.expect(), sym::message).given().unwrap_or(Value::NONE))),
    member("exceptions", |t, this| Ok(field(t, this.expect(), sym::exceptions).given().unwrap_or(Value::NONE))),
];

/// The tables above, by class.
pub static CLASS_FIELDS: [(ClassKey, &[GetSetDef]); 11] = [
    (cls::StopIteration, STOP_ITERATION),
    (cls::SystemExit, SYSTEM_EXIT),
    (cls::ImportError, IMPORT_ERROR),
    (cls::NameError, NAME_ERROR),
    (cls::AttributeError, ATTRIBUTE_ERROR),
    (cls::OSError, OS_ERROR),
    (cls::UnicodeDecodeError, UNICODE_ERROR),
    (cls::UnicodeEncodeError, UNICODE_ERROR),
    (cls::UnicodeTranslateError, TRANSLATE_ERROR),
    (cls::SyntaxError, SYNTAX_ERROR),
    (cls::BaseExceptionGroup, GROUP),
];

/// Methods particular classes have, by class.
pub static CLASS_METHODS: &[(ClassKey, &[NativeDef])] = &[
    (cls::BaseExceptionGroup, &GROUP_METHODS),
    (cls::OSError, &OS_ERROR_METHODS),
    (cls::KeyError, &KEY_ERROR_METHODS),
    (cls::ImportError, &MSG_METHODS),
    (cls::SyntaxError, &SYNTAX_ERROR_METHODS),
    (cls::UnicodeDecodeError, &UNICODE_METHODS),
    (cls::UnicodeEncodeError, &UNICODE_METHODS),
    (cls::UnicodeTranslateError, &TRANSLATE_METHODS),
];

/// Groups are split in Python: conditions may be functions, and `derive` may be overridden.
static GROUP_METHODS: [NativeDef; 7] = [
    tail("__new__(cls, /, *args, **kwargs)", new_group).static_method(),
    leaf("__init__(self, /, *args, **kwargs)", |t, args| {
        if args.get(2).cast::<Dict>().is_some_and(|given| !given.is_empty()) {
            let class = t.class_name(args.get(0));
            return Err(t.type_error(format_args!("{class}() takes no keyword arguments")));
        }
        args.this::<Exception>().set(t, Exception::args, args.get(1));
        Ok(Value::NONE)
    }),
    tail("__str__(self, /)", |t, args| Ok(Tail::call(t.app(app::group_str), &[args.get(0)]))),
    tail("__repr__(self, /)", |t, args| Ok(Tail::call(t.app(app::group_repr), &[args.get(0)]))),
    tail("derive(self, excs, /)", |t, args| Ok(Tail::call(t.app(app::group_derive), &[args.get(0), args.get(1)]))),
    tail("split(self, matcher_value, /)", |t, args| {
        Ok(Tail::call(t.app(app::group_split), &[args.get(0), args.get(1)]))
    }),
    tail("subgroup(self, matcher_value, /)", |t, args| {
        Ok(Tail::call(t.app(app::group_subgroup), &[args.get(0), args.get(1)]))
    }),
];

fn new_group<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static CHECKED: Then = Then::new(|t, given, checked| {
        let (given, checked) = (given.expect::<Tuple>(), checked.expect::<Tuple>());
        let exception = t.alloc_exception(checked.at(0).expect(), given);
        set_field(t, exception, sym::message, given.at(0))?;
        set_field(t, exception, sym::exceptions, checked.at(1))?;
        ready(exception.value())
    });
    let given = args.get(1).expect::<Tuple>();
    if given.extent() != 2 {
        return Err(t.type_error(format_args!(
            "BaseExceptionGroup.__new__() takes exactly 2 arguments ({} given)",
            given.extent()
        )));
    }
    Tail::call(t.app(app::group_new), &[args.get(0), given.at(0), given.at(1)]).then(t, &CHECKED, given.value())
}

static OS_ERROR_METHODS: [NativeDef; 2] =
    [leaf("__new__(cls, /, *args, **kwargs)", new_os_error).static_method(), tail("__str__(self, /)", str_of_os_error)];
static KEY_ERROR_METHODS: [NativeDef; 1] = [tail("__str__(self, /)", str_of_key_error)];
static MSG_METHODS: [NativeDef; 1] = [tail("__str__(self, /)", str_of_msg)];
static SYNTAX_ERROR_METHODS: [NativeDef; 1] = [tail("__str__(self, /)", str_of_syntax_error)];
static UNICODE_METHODS: [NativeDef; 1] = [leaf("__str__(self, /)", str_of_unicode_error)];
static TRANSLATE_METHODS: [NativeDef; 1] = [leaf("__str__(self, /)", str_of_translate_error)];

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

fn new_os_error<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let values = args.get(1).expect::<Tuple>();
    let Some(mut class) = args.get(0).cast::<Class>().filter(|class| t.is_subclass(*class, t.class(cls::OSError)))
    else {
        return Err(t.type_error("OSError.__new__(X): X is not a subtype of OSError"));
    };
    if class == t.class(cls::OSError) && (2..=5).contains(&values.extent()) {
        if let Some(errno) = values.at(0).as_small_int() {
            class = t.class(os_error_class(errno));
        }
    }
    let exception = t.alloc_exception(class, values);
    fill_fields(t, exception)?;
    if t.is_subclass(class, t.class(cls::BlockingIOError)) && values.extent() >= 3 && t.as_int(values.at(2)).is_some() {
        set_field(t, exception, sym::filename, Value::NONE)?;
        set_field(t, exception, sym::characters_written, values.at(2))?;
    } else if (3..=5).contains(&values.extent()) {
        // The filename is no part of `args`.
        let short = t.small_tuple([values.at(0), values.at(1)]);
        exception.set(t, Exception::args, short.value());
    }
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

fn str_of<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let values = args.this::<Exception>().get(Exception::args).expect::<Tuple>();
    match values.extent() {
        0 => ready(t.str("")?.value()),
        1 => t.str_of(values.at(0)),
        _ => t.repr(values.value()),
    }
}

fn str_of_key_error<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let values = args.this::<Exception>().get(Exception::args).expect::<Tuple>();
    if values.extent() == 1 { t.repr(values.at(0)) } else { str_of(t, args) }
}

fn str_of_msg<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let message = field(t, args.this(), sym::msg);
    if t.as_str(message).is_some() { ready(message) } else { str_of(t, args) }
}

fn str_of_syntax_error<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let this = args.this::<Exception>();
    let message = t.text(field(t, this, sym::msg));
    let name = t.text(field(t, this, sym::filename));
    let name = name.rsplit('/').next().unwrap_or("");
    let text = match (name.is_empty(), field(t, this, sym::lineno).as_small_int()) {
        (false, Some(line)) => format!("{message} ({name}, line {line})"),
        (false, None) => format!("{message} ({name})"),
        (true, Some(line)) => format!("{message} (line {line})"),
        (true, None) => return str_of(t, args),
    };
    ready(t.str(&text)?.value())
}

fn str_of_os_error<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let this = args.this::<Exception>();
    let (errno, message) = (field(t, this, sym::errno), field(t, this, sym::strerror));
    if !errno.is_set() || errno.is_none() {
        return str_of(t, args);
    }
    let names = [field(t, this, sym::filename), field(t, this, sym::filename2)];
    let state = t.small_tuple([
        errno,
        message,
        names[0].given().unwrap_or(Value::NONE),
        names[1].given().unwrap_or(Value::NONE),
    ]);
    Ok(Tail::call(t.app(crate::applevel::app::os_error_text), &[state.value()]))
}

fn str_of_unicode_error<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = args.this::<Exception>();
    let encoding = t.text(field(t, this, sym::encoding));
    let reason = t.text(field(t, this, sym::reason));
    let number = |name: Sym| field(t, this, name).as_small_int().unwrap_or(0);
    let (start, end) = (number(sym::start), number(sym::end));
    let object = field(t, this, sym::object);
    let one = end == start + 1;
    let text = if let Some(bytes) = object.cast::<crate::objects::bytes::Bytes>() {
        match bytes.slice().get(start as usize) {
            Some(byte) if one => {
                format!("'{encoding}' codec can't decode byte {byte:#04x} in position {start}: {reason}")
            }
            _ => format!("'{encoding}' codec can't decode bytes in position {start}-{}: {reason}", end - 1),
        }
    } else {
        match t.as_str(object).filter(|s| one && (start as usize) < s.len()) {
            Some(string) => {
                let code = string.units().get(start as usize);
                let shown = match code {
                    0..=0xFF => format!("\\x{code:02x}"),
                    0x100..=0xFFFF => format!("\\u{code:04x}"),
                    _ => format!("\\U{code:08x}"),
                };
                format!("'{encoding}' codec can't encode character '{shown}' in position {start}: {reason}")
            }
            None => format!("'{encoding}' codec can't encode characters in position {start}-{}: {reason}", end - 1),
        }
    };
    Ok(t.str(&text)?.value())
}

fn str_of_translate_error<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = args.this::<Exception>();
    let number = |name: Sym| field(t, this, name).as_small_int().unwrap_or(0);
    let (start, end) = (number(sym::start), number(sym::end));
    let reason = t.text(field(t, this, sym::reason));
    let object = t.as_str(field(t, this, sym::object));
    let Some(object) = object else { return Ok(t.str("")?.value()) };
    let only = usize::try_from(start).ok().filter(|start| end - *start as i64 == 1 && *start < object.len());
    let text = match only.map(|start| object.units().get(start)) {
        Some(code) => {
            let shown = match code {
                0..=0xFF => format!("\\x{code:02x}"),
                0x100..=0xFFFF => format!("\\u{code:04x}"),
                _ => format!("\\U{code:08x}"),
            };
            format!("can't translate character '{shown}' in position {start}: {reason}")
        }
        None => format!("can't translate characters in position {start}-{}: {reason}", end - 1),
    };
    Ok(t.str(&text)?.value())
}

fn repr<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let this = args.this::<Exception>();
    let values = this.get(Exception::args).expect::<Tuple>();
    let name = t.class_of(this.value()).get(Class::name);
    match values.extent() {
        0 => ready(t.str(&format!("{}()", t.text(name)))?.value()),
        1 => Ok(Tail::call(t.app(crate::applevel::app::exception_repr), &[name, values.at(0)])),
        _ => Ok(Tail::call(t.app(crate::applevel::app::exception_repr_many), &[name, values.value()])),
    }
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
    match notes.cast::<crate::objects::sequence::List>() {
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
    let values = match (value.cast::<Tuple>(), value.cast::<crate::objects::sequence::List>()) {
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
