//! `_io`: files and streams of bytes and text.
//!
//! What is done for each line, each small read or write is native here, on what the objects hold already. What is done
//! once per buffer or chunk - and so calls the stream below, which may be anybody's - is in the Python part, in terms
//! of a few natives that move text and bytes in and out of the objects.

/// A method whose arguments at `indices` are asked for their `__index__`.
macro_rules! asking {
    ($name:literal $parameters:literal, $indices:expr, $body:expr) => {
        vm_core::natives::tail(concat!($name, $parameters), |t, args| {
            match t.ask_args(args, (KEY, $name), (&[], &$indices))? {
                Some(asked) => Ok(asked),
                None => $body(t, args).map(vm_core::natives::Tail::Value),
            }
        })
    };
}

mod buffered;
mod bytes_buffer;
mod bytes_stream;
mod decoder;
mod file;
mod newline;
mod string_stream;
mod text_stream;

use vm_core::classes::ClassKey;
use vm_core::layouts::Layouts;
use vm_core::native_modules::{ModuleDef, module};
use vm_core::natives::{Args, ClassDef, GetSetDef, NativeDef, Tail, class, getset, tail};
use vm_core::objects::class::{Class, flags};
use vm_core::objects::object::{get_dict, set_dict};
use vm_core::{Gc, Raised, Thread, Value, layout_table};

use buffered::BufferedObject as _;
use bytes_stream::BytesObject as _;
use file::FileObject as _;

use crate::ids;
use crate::imp;

pub static MODULE: ModuleDef = module("_io")
    .classes(&[
        &IO_BASE,
        &RAW_BASE,
        &BUFFERED_BASE,
        &TEXT_BASE,
        &file::FILE_IO,
        &bytes_stream::BYTES_IO,
        &bytes_buffer::BYTES_BUFFER,
        &string_stream::STRING_IO,
        &buffered::READER,
        &buffered::WRITER,
        &buffered::RANDOM,
        &text_stream::TEXT_IO,
        &newline::NEWLINE_DECODER,
        &decoder::DECODER,
    ])
    .functions(&FUNCTIONS)
    .init(|t, namespace| {
        // The natives that the Python part is written in.
        let helpers = file::HELPERS
            .iter()
            .chain(&buffered::HELPERS)
            .chain(&text_stream::HELPERS)
            .chain(&newline::HELPERS)
            .chain(&string_stream::HELPERS);
        for helper in helpers {
            namespace.add(t, helper.name(), t.module_function(helper, t.intern_text("_io").value()))?;
        }
        namespace.add_int(t, "DEFAULT_BUFFER_SIZE", DEFAULT_BUFFER_SIZE)
    });

static FUNCTIONS: [NativeDef; 1] = [tail(
    "open(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)",
    |t, args| {
        let defaults = [Value::UNSET, t.str("r")?.value(), Value::small(-1)];
        let default = |index: usize| match index {
            0..=2 => defaults[index],
            6 => Value::TRUE,
            _ => Value::NONE,
        };
        let all: Vec<_> = (0..8).map(|index| args.opt(index).unwrap_or_else(|| default(index))).collect();
        Ok(Tail::spread(imp::part(t, "_io", "_open"), t.tuple(&all)?, Value::UNSET))
    },
)
.function()
.doc("Open file and return a stream.  Raise OSError upon failure.")];

pub static LAYOUTS: Layouts = layout_table![
    file::FileIO,
    bytes_stream::BytesIO,
    bytes_buffer::BytesBuffer,
    string_stream::StringIO,
    string_stream::TextStore,
    buffered::Buffered,
    text_stream::TextIO,
    newline::NewlineDecoder,
    decoder::Decoder,
];

const DEFAULT_BUFFER_SIZE: i64 = 131_072;

const IO_BASE_KEY: ClassKey = ids::IO.class(0);
const RAW_BASE_KEY: ClassKey = ids::IO.class(1);
const BUFFERED_BASE_KEY: ClassKey = ids::IO.class(2);
const TEXT_BASE_KEY: ClassKey = ids::IO.class(3);

/// The abstract classes: their methods are in the Python part.
const fn abstract_class(key: ClassKey, name: &'static str) -> ClassDef {
    class(key, name)
        .module("_io")
        .layouts(&[vm_core::layouts::INSTANCE_FIRST])
        .subclassable(vm_core::layouts::INSTANCE_FIRST)
        .flags(flags::WEAKREFABLE)
}

static IO_BASE: ClassDef = abstract_class(IO_BASE_KEY, "_IOBase").getsets(&ATTRIBUTES);
static RAW_BASE: ClassDef = abstract_class(RAW_BASE_KEY, "_RawIOBase").base(IO_BASE_KEY);
static BUFFERED_BASE: ClassDef = abstract_class(BUFFERED_BASE_KEY, "_BufferedIOBase").base(IO_BASE_KEY);
static TEXT_BASE: ClassDef = abstract_class(TEXT_BASE_KEY, "_TextIOBase").base(IO_BASE_KEY);

static ATTRIBUTES: [GetSetDef; 1] = [getset("__dict__", get_dict, set_dict)];

/// A function or class of the Python part.
fn part<'t>(t: &'t Thread, name: &str) -> Value<'t> {
    imp::part(t, "_io", name)
}

/// Raises `io.UnsupportedOperation`.
#[cold]
fn unsupported(t: &Thread, message: &str) -> Raised {
    let class = part(t, "UnsupportedOperation").expect::<Class>();
    match t.str(message).and_then(|text| t.new_exception(class, &[text.value()])) {
        Ok(exception) => t.raise_value(exception.value()),
        Err(raised) => raised,
    }
}

/// A size: `None` for all there is (not given, None, or negative).
fn size_argument<'t>(t: &'t Thread, value: Value<'t>) -> Result<Option<usize>, Raised> {
    let Some(value) = value.not_none() else { return Ok(None) };
    Ok(usize::try_from(size_number(t, value)?).ok())
}

fn size_number<'t>(t: &'t Thread, value: Value<'t>) -> Result<i64, Raised> {
    if t.as_int(value).is_none() {
        let name = t.class_name(value);
        return Err(t.type_error(format_args!("argument should be integer or None, not '{name}'")));
    }
    t.index_of(value)
}

/// The class an instance is to have, checked by its `__new__`.
fn wanted_class<'t>(t: &'t Thread, args: Args<'t>, key: ClassKey) -> Result<Gc<'t, Class>, Raised> {
    t.class_argument(args.get(0), key)
}

/// Is the object exactly of this class, so that no method of it can be overridden?
fn is_exactly(t: &Thread, object: Value<'_>, key: ClassKey) -> bool {
    t.class_of(object) == t.class(key)
}

/// Whether a stream is open, where that can be told without asking Python.
fn known_open(t: &Thread, stream: Value<'_>) -> Option<bool> {
    if let Some(file) = stream.cast::<file::FileIO>() {
        return is_exactly(t, stream, file::KEY).then(|| file.is_open());
    }
    if let Some(buffered) = stream.cast::<buffered::Buffered>() {
        let exact = buffered::KEYS.iter().any(|key| is_exactly(t, stream, *key));
        return if exact && buffered.is_ready() { known_open(t, buffered.get(buffered::Buffered::raw)) } else { None };
    }
    let bytes = stream.cast::<bytes_stream::BytesIO>()?;
    is_exactly(t, stream, bytes_stream::KEY).then(|| bytes.is_open())
}
