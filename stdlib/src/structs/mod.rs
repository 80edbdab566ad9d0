//! `_struct`: values packed into bytes by format strings.
//!
//! A `Struct` keeps the text of its format; what it means is remembered per thread, see `format`. Objects that have to
//! be asked for their numbers are converted in `python/native/_struct.py`, which then calls again.

mod format;
mod pack;
mod unpack;

use std::cell::Cell;
use std::rc::Rc;

use gc_api::{Slot, layout};
use vm_core::layouts::Layouts;
use vm_core::native_modules::{ModuleDef, module};
use vm_core::natives::{Args, ClassDef, GetSetDef, NativeDef, Tail, class, getter, leaf, tail};
use vm_core::objects::class::{Class, flags};
use vm_core::objects::sequence::Tuple;
use vm_core::objects::string::Str;
use vm_core::{Gc, Raised, Res, Thread, Value, cls, header, layout_table};

use crate::ids::STRUCT as IDS;
use crate::imp;
use format::Format;
use pack::Refusal;

pub static MODULE: ModuleDef = module("_struct")
    .doc(
        "Functions to convert between Python values and C structs.\nPython bytes objects are used to hold the data representing the C struct\nand also as format strings (explained below) to describe the layout of data\nin the C struct.",
    )
    .functions(&FUNCTIONS)
    .classes(&[&STRUCT])
    .init(|t, _| t.native_class(&ITERATOR).map(|_| ()));

layout! {
    pub struct Struct(IDS.layout(0), last IDS.layout(1)) {
        /// The format, a str; unset until it is initialised.
        text: Ref,
        size: Raw<i64>,
    }
}

layout! {
    pub struct StructSub(IDS.layout(1)) extends Struct {
        map: Ref,
        attrs: Ref,
    }
}

layout! {
    /// What `iter_unpack` returns.
    pub struct Unpacking(IDS.layout(2)) {
        text: Ref,
        /// Unset at the end.
        buffer: Ref,
        at: Raw<usize>,
    }
}

pub static LAYOUTS: Layouts = layout_table![Struct, StructSub, Unpacking];

static STRUCT: ClassDef = class(IDS.class(0), "Struct")
    .module("_struct")
    .doc("Struct(fmt) --> compiled struct object")
    .layouts(&[IDS.layout(0)])
    .subclassable(IDS.layout(1))
    .flags(flags::WEAKREFABLE)
    .methods(&METHODS)
    .getsets(&GETSETS);

static ITERATOR: ClassDef = class(IDS.class(1), "unpack_iterator")
    .module("_struct")
    .layouts(&[IDS.layout(2)])
    .flags(flags::IMMUTABLE | flags::NO_NEW)
    .methods(&ITERATOR_METHODS)
    .step(|t, this, _| match following(t, this.expect()) {
        Ok(item) => Some(item.unwrap_or(Value::MISSING)),
        // asked again through `__next__`, it fails again
        Err(raised) => {
            t.take_exception(raised);
            None
        }
    });

static FUNCTIONS: [NativeDef; 7] = [
    leaf("calcsize(format, /)", |t, args| Ok(t.int_usize(Source::of(t, args.get(0))?.format(t)?.size)))
        .doc("Return size in bytes of the struct described by the format string.")
        .function(),
    tail("pack(*args)", |t, args| {
        let values = args.get(0).expect::<Tuple>();
        let source = Source::first(t, values)?;
        pack_values(t, source, values, 1)
    })
    .doc("Return a bytes object containing values packed according to the format string.")
    .function(),
    tail("pack_into(*args)", |t, args| {
        let values = args.get(0).expect::<Tuple>();
        let source = Source::first(t, values)?;
        pack_into(t, source, values, 1)
    })
    .doc("Pack values according to the format string and write them into a buffer.")
    .function(),
    leaf("unpack(format, buffer, /)", |t, args| unpack_all(t, Source::of(t, args.get(0))?, args.get(1)))
        .doc("Return a tuple containing values unpacked according to the format string.")
        .function(),
    leaf("unpack_from(format, /, buffer, offset=0)", |t, args| {
        unpack_from(t, Source::of(t, args.get(0))?, args.get(1), args.get(2))
    })
    .doc("Return a tuple containing values unpacked according to the format string.")
    .function(),
    leaf("iter_unpack(format, buffer, /)", |t, args| iter_unpack(t, Source::of(t, args.get(0))?, args.get(1)))
        .doc("Return an iterator yielding tuples unpacked from the given bytes.")
        .function(),
    leaf("_clearcache()", |_, _| {
        format::clear_cache();
        Ok(Value::NONE)
    })
    .doc("Clear the internal cache.")
    .function(),
];

static METHODS: [NativeDef; 9] = [
    leaf("__new__(cls, /, *args, **kwargs)", new).static_method(),
    leaf("__init__(self, /, format)", init),
    leaf("__repr__(self, /)", repr),
    leaf("__sizeof__(self, /)", |t, args| {
        let items = Source::this(t, args)?.format(t)?.items.len();
        Ok(t.int_usize(size_of::<Struct>() + size_of::<Format>() + items * size_of::<format::Item>()))
    }),
    tail("pack(self, *values)", |t, args| pack_values(t, Source::this(t, args)?, args.get(1).expect(), 0))
        .doc("Return a bytes object containing values packed according to the format string."),
    tail("pack_into(self, *args)", |t, args| pack_into(t, Source::this(t, args)?, args.get(1).expect(), 0))
        .doc("Pack values according to the format string and write them into a buffer."),
    leaf("unpack(self, buffer, /)", |t, args| unpack_all(t, Source::this(t, args)?, args.get(1)))
        .doc("Return a tuple containing unpacked values."),
    leaf("unpack_from(self, /, buffer, offset=0)", |t, args| {
        unpack_from(t, Source::this(t, args)?, args.get(1), args.get(2))
    })
    .doc("Return a tuple containing unpacked values."),
    leaf("iter_unpack(self, buffer, /)", |t, args| iter_unpack(t, Source::this(t, args)?, args.get(1)))
        .doc("Return an iterator yielding tuples."),
];

static GETSETS: [GetSetDef; 2] = [
    getter("format", |t, this| match this.expect::<Struct>().get(Struct::text).given() {
        Some(text) => Ok(text),
        None => Err(not_initialised(t)),
    }),
    getter("size", |t, this| Ok(t.int(this.expect::<Struct>().get(Struct::size)))),
];

static ITERATOR_METHODS: [NativeDef; 3] = [
    leaf("__iter__(self, /)", |_, args| Ok(args.get(0))),
    leaf("__next__(self, /)", next),
    leaf("__length_hint__(self, /)", |t, args| {
        let this = args.this::<Unpacking>();
        let (Some(buffer), format) = (this.get(Unpacking::buffer).given(), Source(this.get(Unpacking::text).expect()))
        else {
            return Ok(Value::small(0));
        };
        let left = t.bytes_like(buffer)?.len().saturating_sub(this.get(Unpacking::at));
        Ok(t.int_usize(left / format.format(t)?.size.max(1)))
    }),
];

/// `struct.error`.
fn error(t: &Thread, message: impl std::fmt::Display) -> Raised {
    imp::raise(t, "_struct", "error", message)
}

fn not_initialised(t: &Thread) -> Raised {
    t.raise(cls::RuntimeError, "Struct object is not initialized")
}

/// The text of a format.
#[derive(Clone, Copy)]
struct Source<'t>(Gc<'t, Str>);

impl<'t> Source<'t> {
    /// From an argument: a str of ASCII, or bytes.
    fn of(t: &'t Thread, value: Value<'t>) -> Result<Source<'t>, Raised> {
        if let Some(text) = t.as_str(value) {
            if !text.is_ascii() {
                return Err(crate::convert::not_ascii(t, text));
            }
            return Ok(Source(text));
        }
        match t.as_bytes(value) {
            // what is not ASCII in it is no format either
            Some(bytes) => Ok(Source(t.str_units(text::Units::Latin1(bytes.slice()))?)),
            None => {
                let class = t.class_name(value);
                Err(t.type_error(format_args!("Struct() argument 1 must be a str or bytes object, not {class}")))
            }
        }
    }

    fn first(t: &'t Thread, args: Gc<'t, Tuple>) -> Result<Source<'t>, Raised> {
        if args.extent() == 0 {
            return Err(t.type_error("missing format argument"));
        }
        Source::of(t, args.at(0))
    }

    /// Of the `Struct` that is self.
    fn this(t: &'t Thread, args: Args<'t>) -> Result<Source<'t>, Raised> {
        match args.this::<Struct>().get(Struct::text).cast::<Str>() {
            Some(text) => Ok(Source(text)),
            None => Err(not_initialised(t)),
        }
    }

    fn format(self, t: &'t Thread) -> Result<Rc<Format>, Raised> {
        match self.0.units() {
            text::Units::Latin1(text) => format::of(text).map_err(|message| error(t, message)),
            _ => Err(error(t, "bad char in struct format")),
        }
    }
}

fn new<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let class = t.class_argument(args.get(0), IDS.class(0))?;
    let base = Struct { header: header(), text: Slot::default(), size: Cell::new(-1) };
    if class == t.class(IDS.class(0)) {
        return Ok(t.new_object(base).value());
    }
    let map = Slot::new(class.get(Class::root_map).word());
    let made = t.new_object(StructSub { header: base, map, attrs: Slot::default() });
    t.finalisable(class, made.obj());
    Ok(made.value())
}

fn init<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = args.this::<Struct>();
    let source = Source::of(t, args.get(1))?;
    let size = source.format(t)?.size;
    this.set(t, Struct::text, source.0.value());
    this.set_raw(Struct::size, size as i64);
    Ok(Value::NONE)
}

fn repr<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let source = Source::this(t, args)?;
    let class = t.text(t.class_of(args.get(0)).get(Class::name));
    let shown = text::repr::repr_str(source.0.units()).as_units().to_utf8_escaped();
    Ok(t.str(&format!("{class}({shown})"))?.value())
}

/// What has to be done with the packed bytes.
fn packed<'t>(
    t: &'t Thread,
    source: Source<'t>,
    values: Gc<'t, Tuple>,
    first: usize,
    again: &'static str,
    done: impl FnOnce(Vec<u8>) -> Res<'t>,
) -> Result<Tail<'t>, Raised> {
    let format = source.format(t)?;
    match pack::pack(t, &format, values, first) {
        Ok(bytes) => done(bytes).map(Tail::Value),
        Err(Refusal::Raised(raised)) => Err(raised),
        Err(Refusal::Ask(from)) => {
            let codes: String = format.codes().map(char::from).collect();
            let leading = values.extent() - format.values;
            let args = [
                t.intern_text(again).value(),
                source.0.value(),
                t.str(&codes)?.value(),
                values.value(),
                t.int_usize(leading),
                t.int_usize(from),
            ];
            Ok(Tail::spread(imp::part(t, "_struct", "_convert"), t.tuple(&args)?, Value::UNSET))
        }
    }
}

fn wrong_count(t: &Thread, function: &str, format: &Format, found: usize) -> Raised {
    error(t, format_args!("{function} expected {} items for packing (got {found})", format.values))
}

/// `pack`: the values are those of the tuple from `first` on.
fn pack_values<'t>(t: &'t Thread, source: Source<'t>, values: Gc<'t, Tuple>, first: usize) -> Result<Tail<'t>, Raised> {
    let format = source.format(t)?;
    let found = values.extent() - first;
    if found != format.values {
        return Err(wrong_count(t, "pack", &format, found));
    }
    packed(t, source, values, first, "pack", |bytes| Ok(t.bytes(&bytes)?.value()))
}

/// `pack_into`: buffer and offset, then the values.
fn pack_into<'t>(t: &'t Thread, source: Source<'t>, args: Gc<'t, Tuple>, first: usize) -> Result<Tail<'t>, Raised> {
    let format = source.format(t)?;
    let found = args.extent() - first;
    if found != format.values + 2 {
        return Err(match found {
            0 => error(t, "pack_into expected buffer argument"),
            1 => error(t, "pack_into expected offset argument"),
            _ => wrong_count(t, "pack_into", &format, found - 2),
        });
    }
    let (buffer, offset) = (args.at(first), args.at(first + 1));
    let room = match t.buffer_of(buffer) {
        Some(Ok(lent)) if lent.writable => lent.len(),
        refused => {
            if let Some(Err(raised)) = refused {
                t.take_exception(raised);
            }
            let class = t.class_name(buffer);
            return Err(t.type_error(format_args!("argument must be read-write bytes-like object, not {class}")));
        }
    };
    let offset = place(t, &format, t.index_of(offset)?, room, PACK)?;
    packed(t, source, args, first + 2, "pack_into", |bytes| {
        let lent = t.bytes_like(buffer)?;
        if lent.writable && offset + bytes.len() <= lent.len() {
            lent.write(offset, &bytes);
        }
        Ok(Value::NONE)
    })
}

/// Words of the errors about places in buffers.
struct Wording {
    function: &'static str,
    doing: &'static str,
    before_start: &'static str,
}

const PACK: &Wording = &Wording { function: "pack_into", doing: "packing", before_start: "no space to pack" };
const UNPACK: &Wording =
    &Wording { function: "unpack_from", doing: "unpacking", before_start: "not enough data to unpack" };

/// The offset from the start of a buffer, where the whole format fits.
fn place(t: &Thread, format: &Format, offset: i64, room: usize, words: &Wording) -> Result<usize, Raised> {
    let size = format.size;
    let mut from_start = offset;
    if offset < 0 {
        if offset.unsigned_abs() < size as u64 {
            return Err(error(t, format_args!("{} {size} bytes at offset {offset}", words.before_start)));
        }
        from_start = offset + room as i64;
        if from_start < 0 {
            return Err(error(t, format_args!("offset {offset} out of range for {room}-byte buffer")));
        }
    }
    let from_start = from_start as usize;
    if room.saturating_sub(from_start) < size || from_start > room {
        let (function, doing, least) = (words.function, words.doing, size as u128 + from_start as u128);
        return Err(error(
            t,
            format_args!(
                "{function} requires a buffer of at least {least} bytes for {doing} {size} bytes at offset {from_start} (actual buffer size is {room})"
            ),
        ));
    }
    Ok(from_start)
}

fn unpack_all<'t>(t: &'t Thread, source: Source<'t>, buffer: Value<'t>) -> Res<'t> {
    let format = source.format(t)?;
    let lent = t.bytes_like(buffer)?;
    if lent.len() != format.size {
        return Err(error(t, format_args!("unpack requires a buffer of {} bytes", format.size)));
    }
    Ok(unpack::unpack(t, &format, lent.cells)?.value())
}

fn unpack_from<'t>(t: &'t Thread, source: Source<'t>, buffer: Value<'t>, offset: Value<'t>) -> Res<'t> {
    let format = source.format(t)?;
    let lent = t.bytes_like(buffer)?;
    let offset = match offset.given() {
        Some(offset) => crate::convert::ssize(t, offset)?,
        None => 0,
    };
    let start = place(t, &format, offset, lent.len(), UNPACK)?;
    Ok(unpack::unpack(t, &format, &lent.cells[start..])?.value())
}

fn iter_unpack<'t>(t: &'t Thread, source: Source<'t>, buffer: Value<'t>) -> Res<'t> {
    let format = source.format(t)?;
    if format.size == 0 {
        return Err(error(t, "cannot iteratively unpack with a struct of length 0"));
    }
    if !t.bytes_like(buffer)?.len().is_multiple_of(format.size) {
        let size = format.size;
        return Err(error(t, format_args!("iterative unpacking requires a buffer of a multiple of {size} bytes")));
    }
    let iterator = Unpacking {
        header: header(),
        text: Slot::new(source.0.word()),
        buffer: Slot::new(buffer.word()),
        at: Cell::new(0),
    };
    Ok(t.new_object(iterator).value())
}

fn next<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    following(t, args.this())?.ok_or_else(|| t.stop_iteration())
}

fn following<'t>(t: &'t Thread, this: Gc<'t, Unpacking>) -> Result<Option<Value<'t>>, Raised> {
    let Some(buffer) = this.get(Unpacking::buffer).given() else { return Ok(None) };
    let format = Source(this.get(Unpacking::text).expect()).format(t)?;
    let (lent, at) = (t.bytes_like(buffer)?, this.get(Unpacking::at));
    if at + format.size > lent.len() {
        this.set(t, Unpacking::buffer, Value::UNSET);
        return Ok(None);
    }
    this.set_raw(Unpacking::at, at + format.size);
    Ok(Some(unpack::unpack(t, &format, &lent.cells[at..])?.value()))
}
