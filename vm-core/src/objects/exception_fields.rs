//! What particular exception classes keep beside their arguments, and the attributes that show it.
//!
//! A class has its fields from one table; everything else goes by their names.

use crate::Thread;
use crate::classes::{ClassKey, cls};
use crate::errors::Exception;
use crate::natives::{GetSetDef, getset, member};
use crate::objects::class::Class;
use crate::objects::sequence::{Array, List, Tuple};
use crate::symbols::{Sym, sym};
use crate::value::{Gc, Raised, Value};

/// The fields a class has beside `args`, in their order in `Exception::fields`; the leading ones come from positional arguments.
pub(crate) struct Fields {
    pub class: ClassKey,
    pub names: &'static [Sym],
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
            sym::_metadata,
            sym::print_file_and_line,
        ],
        arguments: NEVER,
    },
    Fields { class: cls::BaseExceptionGroup, names: &[sym::message, sym::exceptions], arguments: 2..=2 },
];

/// The field table that applies to a class, if any.
pub(crate) fn fields_of<'t>(t: &'t Thread, class: Gc<'t, Class>) -> Option<&'static Fields> {
    let mro = class.mro();
    (0..mro.extent()).find_map(|index| FIELDS.iter().find(|fields| t.class(fields.class).value() == mro.at(index)))
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
    if fields.class == cls::SyntaxError && args.extent() > 0 {
        array.put(t, 0, args.at(0));
    }
    if fields.class == cls::SyntaxError && args.extent() == 2 {
        spread_location(t, array, args.at(1))?;
    }
    exception.set(t, Exception::fields, array.value());
    Ok(())
}

/// `SyntaxError(msg, (filename, lineno, offset, text[, end_lineno, end_offset[, metadata]]))`.
fn spread_location<'t>(t: &'t Thread, fields: Gc<'t, Array>, location: Value<'t>) -> Result<(), Raised> {
    let location = if let Some(tuple) = location.cast::<Tuple>() {
        tuple
    } else if let Some(list) = location.cast::<List>() {
        t.tuple_from_list(list)?
    } else if let Some(text) = t.as_str(location) {
        let units = text.units();
        let characters = (0..units.len()).map(|index| t.str_char(units.get(index)).map(|one| one.value()));
        t.tuple(&characters.collect::<Result<Vec<_>, Raised>>()?)?
    } else {
        return Err(t.type_error(format_args!("'{}' object is not iterable", t.class_name(location))));
    };
    let given = location.extent();
    match given {
        0..=3 => return Err(t.type_error(format_args!("function takes at least 4 arguments ({given} given)"))),
        5 => return Err(t.type_error("end_offset must be provided when end_lineno is provided")),
        8.. => return Err(t.type_error(format_args!("function takes at most 7 arguments ({given} given)"))),
        _ => {}
    }
    for index in 0..given {
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

/// Attributes of particular classes, over their fields.
macro_rules! field_getsets {
    ($($table:ident { $($name:ident),* })*) => {
        $(static $table: &[GetSetDef] = &[$(getset(
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
    SYNTAX_ERROR { msg, filename, lineno, offset, text, end_lineno, end_offset, _metadata, print_file_and_line }
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
