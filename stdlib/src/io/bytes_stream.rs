//! `BytesIO`: bytes in memory as a stream.

use std::cell::Cell;

use gc_api::{Slot, layout};
use vm_core::classes::ClassKey;
use vm_core::natives::{Args, ClassDef, GetSetDef, NativeDef, Tail, class, getter, leaf, tail};
use vm_core::objects::class::{Class, flags};
use vm_core::objects::sequence::Buffer;
use vm_core::{Gc, Raised, Res, Thread, Value, cls, header};

use super::{BUFFERED_BASE_KEY, bytes_buffer, file, size_argument, wanted_class};
use crate::{convert, ids};

layout! {
    pub struct BytesIO(ids::IO.layout(1)) {
        /// A `Buffer`, with room to spare; unset once closed.
        store: Ref,
        length: Raw<usize>,
        position: Raw<usize>,
        /// What views are made of, once there was one.
        viewed: Ref,
        map: Ref,
        attrs: Ref,
    }
}

pub const KEY: ClassKey = ids::IO.class(5);

pub static BYTES_IO: ClassDef = class(KEY, "BytesIO")
    .module("_io")
    .base(BUFFERED_BASE_KEY)
    .layouts(&[ids::IO.layout(1)])
    .subclassable(ids::IO.layout(1))
    .flags(flags::WEAKREFABLE)
    .methods(&METHODS)
    .getsets(&GETSETS);

/// A method that changes the bytes, which views forbid. Arguments at `buffers` and `indices` are asked for their
/// bytes and for their `__index__` first.
macro_rules! changing {
    ($name:literal $parameters:literal, $buffers:expr, $indices:expr, $body:expr) => {
        tail(concat!($name, $parameters), |t, args| {
            if let Some(asked) = t.ask_args(args, (KEY, $name), (&$buffers, &$indices))? {
                return Ok(asked);
            }
            bytes_buffer::changing(t, args, $name, |t, args| $body(t, args).map(Tail::Value))
        })
    };
}

static METHODS: [NativeDef; 20] = [
    leaf("__new__(cls, /, *args, **kwargs)", new).static_method(),
    changing!("__init__" "(self, /, initial_bytes=b'')", [1], [], init),
    leaf("getbuffer(self, /)", |t, args| bytes_buffer::view(t, this(t, args)?))
        .doc("Get a read-write view over the contents of the BytesIO object."),
    asking!("read" "(self, size=-1, /)", [1], read),
    asking!("read1" "(self, size=-1, /)", [1], read),
    asking!("readline" "(self, size=-1, /)", [1], readline),
    leaf("readlines(self, size=None, /)", readlines),
    tail("readinto(self, buffer, /)", |t, args| match t.ask_args(args, (KEY, "readinto"), (&[1], &[]))? {
        Some(asked) => Ok(asked),
        None => read_into(t, args).map(Tail::Value),
    }),
    changing!("write" "(self, b, /)", [1], [], write),
    asking!("seek" "(self, pos, whence=0, /)", [1, 2], seek),
    leaf("tell(self, /)", |t, args| Ok(t.int_usize(this(t, args)?.get(BytesIO::position)))),
    changing!("truncate" "(self, size=None, /)", [], [1], truncate),
    leaf("getvalue(self, /)", |t, args| {
        let this = this(t, args)?;
        this.part(t, 0, this.get(BytesIO::length))
    }),
    changing!("close" "(self, /)", [], [], close),
    leaf("readable(self, /)", |t, args| this(t, args).map(|_| Value::TRUE)),
    leaf("writable(self, /)", |t, args| this(t, args).map(|_| Value::TRUE)),
    leaf("seekable(self, /)", |t, args| this(t, args).map(|_| Value::TRUE)),
    leaf("isatty(self, /)", |t, args| this(t, args).map(|_| Value::FALSE)),
    leaf("flush(self, /)", |t, args| this(t, args).map(|_| Value::NONE)),
    leaf("__next__(self, /)", |t, args| {
        let this = this(t, args)?;
        match this.line(usize::MAX) {
            0 => Err(t.raise_with(cls::StopIteration, &[])),
            count => this.take(t, count),
        }
    }),
];

static GETSETS: [GetSetDef; 1] = [getter("closed", |_, this| Ok(Value::bool(!this.expect::<BytesIO>().is_open())))];

/// A stream read and written.
pub trait BytesObject<'t>: Copy {
    fn is_open(self) -> bool;
    fn storage(self) -> &'t [Cell<u8>];
    /// The bytes `start..end`.
    fn part(self, t: &'t Thread, start: usize, end: usize) -> Res<'t>;
    /// How many bytes are to be read yet.
    fn rest(self) -> usize;
    /// Reads so many bytes.
    fn take(self, t: &'t Thread, count: usize) -> Res<'t>;
    /// Length of the next line, up to `limit`.
    fn line(self, limit: usize) -> usize;
    fn writable(self, t: &'t Thread, value: Value<'t>) -> Result<Vec<u8>, Raised>;
    fn write(self, t: &'t Thread, bytes: &[u8]) -> Result<(), Raised>;
    /// Makes room for `length` bytes.
    fn reserve(self, t: &'t Thread, length: usize) -> Result<(), Raised>;
}

impl<'t> BytesObject<'t> for Gc<'t, BytesIO> {
    fn is_open(self) -> bool {
        self.get(BytesIO::store).is_set()
    }

    fn storage(self) -> &'t [Cell<u8>] {
        self.get(BytesIO::store).cast::<Buffer>().map_or(&[], |store| store.cells::<u8>())
    }

    fn part(self, t: &'t Thread, start: usize, end: usize) -> Res<'t> {
        let bytes: Vec<u8> = self.storage()[start..end].iter().map(Cell::get).collect();
        Ok(t.bytes(&bytes)?.value())
    }

    fn rest(self) -> usize {
        self.get(BytesIO::length).saturating_sub(self.get(BytesIO::position))
    }

    fn take(self, t: &'t Thread, count: usize) -> Res<'t> {
        let start = self.get(BytesIO::position);
        let count = count.min(self.rest());
        if count == 0 {
            return Ok(t.bytes(b"")?.value());
        }
        self.set_raw(BytesIO::position, start + count);
        self.part(t, start, start + count)
    }

    fn line(self, limit: usize) -> usize {
        let rest = self.rest().min(limit);
        if rest == 0 {
            return 0;
        }
        let start = self.get(BytesIO::position);
        let found = self.storage()[start..start + rest].iter().position(|byte| byte.get() == b'\n');
        found.map_or(rest, |at| at + 1)
    }

    fn writable(self, t: &'t Thread, value: Value<'t>) -> Result<Vec<u8>, Raised> {
        Ok(t.bytes_like(value)?.to_vec())
    }

    fn write(self, t: &'t Thread, bytes: &[u8]) -> Result<(), Raised> {
        if bytes.is_empty() {
            return Ok(());
        }
        let (start, length) = (self.get(BytesIO::position), self.get(BytesIO::length));
        let Some(end) = start.checked_add(bytes.len()).filter(|end| *end < 1 << 46) else {
            return Err(t.raise(cls::OverflowError, "new buffer size too large"));
        };
        self.reserve(t, end)?;
        let cells = self.storage();
        for cell in &cells[length.min(start)..start] {
            cell.set(0);
        }
        for (cell, byte) in cells[start..end].iter().zip(bytes) {
            cell.set(*byte);
        }
        self.set_raw(BytesIO::position, end);
        self.set_raw(BytesIO::length, length.max(end));
        Ok(())
    }

    fn reserve(self, t: &'t Thread, length: usize) -> Result<(), Raised> {
        let cells = self.storage();
        if length <= cells.len() {
            return Ok(());
        }
        let store = t.new_buffer((length + length / 8).max(64))?;
        for (to, from) in store.cells::<u8>().iter().zip(cells) {
            to.set(from.get());
        }
        self.set(t, BytesIO::store, store.value());
        Ok(())
    }
}

/// Self, if it is open.
fn this<'t>(t: &'t Thread, args: Args<'t>) -> Result<Gc<'t, BytesIO>, Raised> {
    let this = args.this::<BytesIO>();
    if this.is_open() { Ok(this) } else { Err(t.value_error("I/O operation on closed file.")) }
}

fn new<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let class = wanted_class(t, args, KEY)?;
    let stream = t.new_object(BytesIO {
        header: header(),
        store: Slot::new(t.new_buffer(0)?.word()),
        length: Cell::new(0),
        position: Cell::new(0),
        viewed: Slot::default(),
        map: Slot::new(class.get(Class::root_map).word()),
        attrs: Slot::default(),
    });
    if class != t.class(KEY) {
        t.finalisable(class, stream.obj());
    }
    Ok(stream.value())
}

fn write<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let stream = this(t, args)?;
    bytes_buffer::check(t, stream)?;
    let bytes = stream.writable(t, args.get(1))?;
    stream.write(t, &bytes)?;
    Ok(t.int_usize(bytes.len()))
}

fn close<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let stream = args.this::<BytesIO>();
    bytes_buffer::check(t, stream)?;
    stream.set(t, BytesIO::store, Value::UNSET);
    Ok(Value::NONE)
}

fn init<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = args.this::<BytesIO>();
    bytes_buffer::check(t, this)?;
    let bytes = match args.get(1).not_none() {
        Some(initial) => this.writable(t, initial)?,
        None => Vec::new(),
    };
    this.set(t, BytesIO::store, t.new_buffer(0)?.value());
    this.set_raw(BytesIO::length, 0);
    this.set_raw(BytesIO::position, 0);
    this.write(t, &bytes)?;
    this.set_raw(BytesIO::position, 0);
    Ok(Value::NONE)
}

fn read<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = this(t, args)?;
    let size = size_argument(t, args.get(1))?;
    this.take(t, size.unwrap_or(usize::MAX))
}

fn readline<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = this(t, args)?;
    let limit = size_argument(t, args.get(1))?;
    this.take(t, this.line(limit.unwrap_or(usize::MAX)))
}

fn readlines<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = this(t, args)?;
    let hint = match args.get(1).not_none() {
        Some(hint) if t.as_int(hint).is_none() => {
            let name = t.class_name(hint);
            return Err(t.type_error(format_args!("integer argument expected, got '{name}'")));
        }
        hint => size_argument(t, hint.unwrap_or(Value::NONE))?.filter(|hint| *hint > 0).unwrap_or(usize::MAX),
    };
    let lines = t.new_list();
    let mut total = 0;
    loop {
        let count = this.line(usize::MAX);
        if count == 0 {
            return Ok(lines.value());
        }
        lines.push(t, this.take(t, count)?)?;
        total += count;
        if total >= hint {
            return Ok(lines.value());
        }
    }
}

fn read_into<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = this(t, args)?;
    let target = file::writable(t, args.get(1))?;
    let start = this.get(BytesIO::position);
    let count = target.len().min(this.rest());
    if count > 0 {
        // by way of a copy: the target may be a view of this very stream
        let bytes: Vec<u8> = this.storage()[start..start + count].iter().map(Cell::get).collect();
        for (to, from) in target.cells.iter().zip(bytes) {
            to.set(from);
        }
        this.set_raw(BytesIO::position, start + count);
    }
    Ok(t.int_usize(count))
}

fn seek<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = this(t, args)?;
    let offset = t.index_of(args.get(1))?;
    let whence = args.opt(2).map_or(Ok(0), |whence| convert::c_int(t, whence))?;
    let base = match whence {
        0 if offset < 0 => return Err(t.value_error(format_args!("negative seek value {offset}"))),
        0 => 0,
        1 => this.get(BytesIO::position),
        2 => this.get(BytesIO::length),
        _ => return Err(t.value_error(format_args!("invalid whence ({whence}, should be 0, 1 or 2)"))),
    };
    let Some(position) = (base as i64).checked_add(offset) else {
        return Err(t.raise(cls::OverflowError, "new position too large"));
    };
    this.set_raw(BytesIO::position, position.max(0) as usize);
    Ok(t.int(position.max(0)))
}

fn truncate<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = this(t, args)?;
    bytes_buffer::check(t, this)?;
    let size = match args.get(1).not_none() {
        Some(size) => {
            let size = t.index_of(size)?;
            let Ok(wanted) = usize::try_from(size) else {
                return Err(t.value_error(format_args!("negative size value {size}")));
            };
            wanted
        }
        None => this.get(BytesIO::position),
    };
    if size < this.get(BytesIO::length) {
        this.set_raw(BytesIO::length, size);
    }
    Ok(t.int_usize(size))
}
