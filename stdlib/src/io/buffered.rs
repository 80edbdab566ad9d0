//! `BufferedReader`, `BufferedWriter` and `BufferedRandom`: bytes between a program and a raw stream.
//!
//! Native is what can be answered from the buffers. Filling and emptying them calls the raw stream and is in the
//! Python part.

use std::cell::Cell;

use gc_api::{Slot, layout};
use vm_core::classes::ClassKey;
use vm_core::natives::{Args, ClassDef, GetSetDef, Getter, LeafFn, NativeDef, Tail, class, getter, leaf, tail};
use vm_core::objects::bytes::Bytes;
use vm_core::objects::class::{Class, flags};
use vm_core::objects::sequence::List;
use vm_core::{Gc, Raised, Res, Thread, Value, cls, header};

use super::{BUFFERED_BASE_KEY, file, is_exactly, known_open, part, wanted_class};
use crate::ids;

layout! {
    pub struct Buffered(ids::IO.layout(3)) {
        /// Unset before `__init__`, None when detached.
        raw: Ref,
        /// The last bytes read, and how many of them were taken.
        chunk: Ref,
        taken: Raw<usize>,
        /// List of bytes to be written, and their total.
        out: Ref,
        out_length: Raw<usize>,
        /// `buffer_size`.
        size: Raw<usize>,
        map: Ref,
        attrs: Ref,
    }
}

const READER_KEY: ClassKey = ids::IO.class(7);
const WRITER_KEY: ClassKey = ids::IO.class(8);
const RANDOM_KEY: ClassKey = ids::IO.class(9);

pub const KEYS: [ClassKey; 3] = [READER_KEY, WRITER_KEY, RANDOM_KEY];

static LAYOUT: [gc_api::TypeId; 1] = [ids::IO.layout(3)];

const fn buffered_class(key: ClassKey, name: &'static str) -> ClassDef {
    class(key, name)
        .module("_io")
        .base(BUFFERED_BASE_KEY)
        .layouts(&LAYOUT)
        .subclassable(ids::IO.layout(3))
        .flags(flags::WEAKREFABLE)
        .getsets(&GETSETS)
}

pub static READER: ClassDef = buffered_class(READER_KEY, "BufferedReader").methods(&READER_METHODS);
pub static WRITER: ClassDef = buffered_class(WRITER_KEY, "BufferedWriter").methods(&WRITER_METHODS);
pub static RANDOM: ClassDef = buffered_class(RANDOM_KEY, "BufferedRandom").methods(&RANDOM_METHODS);

static READER_METHODS: [NativeDef; 5] = [
    new_method(|t, args| new(t, args, READER_KEY)),
    read_method(),
    read_one_method(),
    read_line_method(),
    next_method(),
];
static WRITER_METHODS: [NativeDef; 2] = [new_method(|t, args| new(t, args, WRITER_KEY)), write_method()];
static RANDOM_METHODS: [NativeDef; 6] = [
    new_method(|t, args| new(t, args, RANDOM_KEY)),
    read_method(),
    read_one_method(),
    read_line_method(),
    next_method(),
    write_method(),
];

const fn read_method() -> NativeDef {
    tail("read(self, size=-1, /)", read)
}

const fn read_one_method() -> NativeDef {
    tail("read1(self, size=-1, /)", read_one)
}

const fn read_line_method() -> NativeDef {
    tail("readline(self, size=-1, /)", read_line)
}

const fn next_method() -> NativeDef {
    tail("__next__(self, /)", next)
}

const fn write_method() -> NativeDef {
    tail("write(self, buffer, /)", write)
}

const fn new_method(new: LeafFn) -> NativeDef {
    leaf("__new__(cls, /, *args, **kwargs)", new).static_method()
}

static GETSETS: [GetSetDef; 2] = [
    getter("raw", |_, this| Ok(this.expect::<Buffered>().get(Buffered::raw).given().unwrap_or(Value::NONE))),
    GetSetDef {
        name: "closed",
        doc: "",
        get: Getter::Tail(|t, this| {
            let raw = checked_raw(t, this.expect())?;
            match known_open(t, raw) {
                Some(open) => Ok(Tail::Value(Value::bool(!open))),
                None => t.getattr(raw, t.intern_text("closed")),
            }
        }),
        set: None,
        member: false,
    },
];

/// For the Python part.
pub static HELPERS: [NativeDef; 18] = [
    leaf("_buffered_start(stream, raw, size, /)", start).function(),
    leaf("_buffered_raw(stream, /)", |t, args| checked_raw(t, args.this())).function(),
    leaf("_buffered_detach(stream, /)", |t, args| {
        args.this::<Buffered>().set(t, Buffered::raw, Value::NONE);
        Ok(Value::NONE)
    })
    .function(),
    leaf("_buffer_size(stream, /)", |t, args| Ok(t.int_usize(args.this::<Buffered>().get(Buffered::size)))).function(),
    leaf("_ahead(stream, /)", |t, args| Ok(t.int_usize(args.this::<Buffered>().ahead().len()))).function(),
    leaf("_take(stream, count, /)", |t, args| {
        let count = usize::try_from(args.index(t, 1)?).unwrap_or(usize::MAX);
        args.this::<Buffered>().take(t, count)
    })
    .function(),
    leaf("_refill(stream, chunk, /)", |t, args| {
        let this = args.this::<Buffered>();
        let chunk = args.get(1).not_none().map(|chunk| exact_bytes(t, chunk)).transpose()?;
        this.set(t, Buffered::chunk, chunk.map_or(Value::UNSET, Gc::value));
        this.set_raw(Buffered::taken, 0);
        Ok(Value::NONE)
    })
    .function(),
    leaf("_look(stream, /)", |t, args| Ok(t.bytes(args.this::<Buffered>().ahead())?.value())).function(),
    leaf("_reposition(stream, distance, /)", |t, args| {
        let this = args.this::<Buffered>();
        let target = (this.get(Buffered::taken) as i64).checked_add(args.index(t, 1)?);
        let end = this.get(Buffered::taken) + this.ahead().len();
        let target = target.and_then(|target| usize::try_from(target).ok()).filter(|target| *target <= end);
        if let Some(target) = target {
            this.set_raw(Buffered::taken, target);
        }
        Ok(Value::bool(target.is_some()))
    })
    .function(),
    leaf("_buffered_line(stream, limit, /)", |t, args| {
        let limit = usize::try_from(args.index(t, 1)?).unwrap_or(usize::MAX);
        whole_line(t, args.this(), limit).unwrap_or(Ok(Value::NONE))
    })
    .function(),
    leaf("_as_bytes(data, /)", |t, args| Ok(exact_bytes(t, args.get(0))?.value())).function(),
    leaf("_buffer_length(buffer, /)", |t, args| Ok(t.int_usize(file::writable(t, args.get(0))?.len()))).function(),
    leaf("_store_bytes(buffer, data, /)", |t, args| {
        let buffer = file::writable(t, args.get(0))?;
        let data = exact_bytes(t, args.get(1))?.slice();
        buffer.write(0, &data[..data.len().min(buffer.len())]);
        Ok(Value::NONE)
    })
    .function(),
    leaf("_weak(stream, /)", |t, args| Ok(t.weak_reference(t.class(cls::weakref), args.get(0), None)?.value()))
        .function(),
    leaf("_pending(stream, /)", |t, args| Ok(t.int_usize(args.this::<Buffered>().get(Buffered::out_length))))
        .function(),
    leaf("_hold(stream, data, /)", |t, args| {
        args.this::<Buffered>().hold(t, exact_bytes(t, args.get(1))?)?;
        Ok(Value::NONE)
    })
    .function(),
    leaf("_unwritten(stream, /)", unwritten).function(),
    leaf("_wrote(stream, count, /)", |t, args| {
        let this = args.this::<Buffered>();
        let all = unwritten(t, args)?.expect::<Bytes>();
        let count = (args.index(t, 1)? as usize).min(all.extent());
        this.set(t, Buffered::out, t.new_list().value());
        this.set_raw(Buffered::out_length, 0);
        if count < all.extent() {
            this.hold(t, t.bytes(&all.slice()[count..])?)?;
        }
        Ok(Value::NONE)
    })
    .function(),
];

/// A stream read.
pub trait BufferedObject<'t>: Copy {
    /// Is there a raw stream?
    fn is_ready(self) -> bool;
    /// The bytes read and not taken.
    fn ahead(self) -> &'t [u8];
    fn take(self, t: &'t Thread, count: usize) -> Res<'t>;
    fn hold(self, t: &'t Thread, bytes: Gc<'t, Bytes>) -> Result<(), Raised>;
    /// May reads be answered from the chunk?
    fn is_reading(self) -> bool;
}

impl<'t> BufferedObject<'t> for Gc<'t, Buffered> {
    fn is_ready(self) -> bool {
        self.get(Buffered::raw).not_none().is_some()
    }

    fn ahead(self) -> &'t [u8] {
        match self.get(Buffered::chunk).cast::<Bytes>() {
            Some(chunk) => &chunk.slice()[self.get(Buffered::taken)..],
            None => &[],
        }
    }

    fn take(self, t: &'t Thread, count: usize) -> Res<'t> {
        let ahead = self.ahead();
        let count = count.min(ahead.len());
        let taken = self.get(Buffered::taken);
        if taken == 0 && count == ahead.len() && count > 0 {
            let chunk = self.get(Buffered::chunk);
            self.set(t, Buffered::chunk, Value::UNSET);
            return Ok(chunk);
        }
        self.set_raw(Buffered::taken, taken + count);
        Ok(t.bytes(&ahead[..count])?.value())
    }

    fn hold(self, t: &'t Thread, bytes: Gc<'t, Bytes>) -> Result<(), Raised> {
        self.get(Buffered::out).expect::<List>().push(t, bytes.value())?;
        self.set_raw(Buffered::out_length, self.get(Buffered::out_length) + bytes.extent());
        Ok(())
    }

    fn is_reading(self) -> bool {
        self.is_ready() && self.get(Buffered::out_length) == 0
    }
}

/// The raw stream, or ValueError if there is none.
fn checked_raw<'t>(t: &'t Thread, this: Gc<'t, Buffered>) -> Res<'t> {
    match this.get(Buffered::raw) {
        raw if raw.is_none() => Err(t.value_error("raw stream has been detached")),
        raw if raw.is_set() => Ok(raw),
        _ => Err(t.value_error("I/O operation on uninitialized object")),
    }
}

/// The bytes of a buffer as an object.
pub fn exact_bytes<'t>(t: &'t Thread, value: Value<'t>) -> Result<Gc<'t, Bytes>, Raised> {
    match value.cast::<Bytes>() {
        Some(bytes) => Ok(bytes),
        None => t.bytes(&t.bytes_like(value)?.to_vec()),
    }
}

fn new<'t>(t: &'t Thread, args: Args<'t>, key: ClassKey) -> Res<'t> {
    let class = wanted_class(t, args, key)?;
    let stream = t.new_object(Buffered {
        header: header(),
        raw: Slot::default(),
        chunk: Slot::default(),
        taken: Cell::new(0),
        out: Slot::default(),
        out_length: Cell::new(0),
        size: Cell::new(0),
        map: Slot::new(class.get(Class::root_map).word()),
        attrs: Slot::default(),
    });
    // What was written is flushed when the stream is forgotten; a reader has nothing to do then.
    if class != t.class(READER_KEY) {
        t.finalisable(class, stream.obj());
    }
    Ok(stream.value())
}

fn start<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = args.this::<Buffered>();
    this.set(t, Buffered::chunk, Value::UNSET);
    this.set_raw(Buffered::taken, 0);
    this.set(t, Buffered::out, t.new_list().value());
    this.set_raw(Buffered::out_length, 0);
    this.set_raw(Buffered::size, args.index(t, 2)? as usize);
    this.set(t, Buffered::raw, args.get(1));
    Ok(Value::NONE)
}

/// All that is to be written, in one piece.
fn unwritten<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = args.this::<Buffered>();
    let out = this.get(Buffered::out).expect::<List>();
    if out.len() == 1 {
        return Ok(out.item(0));
    }
    let mut all = Vec::with_capacity(this.get(Buffered::out_length));
    for bytes in out.iter() {
        all.extend_from_slice(bytes.expect::<Bytes>().slice());
    }
    let all = t.bytes(&all)?.value();
    this.set(t, Buffered::out, t.list(&[all])?.value());
    Ok(all)
}

/// A size argument that needs no Python: `None` for all.
fn plain_size(t: &Thread, value: Value<'_>) -> Option<Option<usize>> {
    if value.not_none().is_none() {
        return Some(None);
    }
    let _ = t;
    let size = value.as_small_int()?;
    match usize::try_from(size) {
        Ok(size) => Some(Some(size)),
        Err(_) => (size == -1).then_some(None),
    }
}

fn general<'t>(t: &'t Thread, name: &str, args: Args<'t>) -> Tail<'t> {
    Tail::call(part(t, name), &[args.get(0), args.opt(1).unwrap_or(Value::small(-1))])
}

fn read<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let this = args.this::<Buffered>();
    let ahead = this.ahead().len();
    match plain_size(t, args.get(1)) {
        Some(Some(size)) if size <= ahead && ahead > 0 && this.is_reading() => this.take(t, size).map(Tail::Value),
        _ => Ok(general(t, "_buffered_read", args)),
    }
}

fn read_one<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let this = args.this::<Buffered>();
    let ahead = this.ahead().len();
    match plain_size(t, args.get(1)) {
        Some(size) if ahead > 0 && this.is_reading() => this.take(t, size.unwrap_or(usize::MAX)).map(Tail::Value),
        _ => Ok(general(t, "_buffered_read1", args)),
    }
}

/// The line that lies in the chunk as a whole.
fn whole_line<'t>(t: &'t Thread, this: Gc<'t, Buffered>, limit: usize) -> Option<Res<'t>> {
    let ahead = this.ahead();
    let within = &ahead[..ahead.len().min(limit)];
    let size = match memchr::memchr(b'\n', within) {
        Some(at) => at + 1,
        None if within.len() == limit && limit > 0 => limit,
        None => return None,
    };
    this.is_reading().then(|| this.take(t, size))
}

fn read_line<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let limit = plain_size(t, args.get(1)).map(|size| size.unwrap_or(usize::MAX));
    match limit.and_then(|limit| whole_line(t, args.this(), limit)) {
        Some(line) => line.map(Tail::Value),
        None => Ok(general(t, "_buffered_readline", args)),
    }
}

fn next<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let exact = KEYS.iter().any(|key| is_exactly(t, args.get(0), *key));
    match whole_line(t, args.this(), usize::MAX).filter(|_| exact) {
        Some(line) => line.map(Tail::Value),
        None => Ok(Tail::call(part(t, "_next_line"), &[args.get(0)])),
    }
}

fn write<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let this = args.this::<Buffered>();
    let ready = this.is_ready()
        && this.ahead().is_empty()
        && !this.get(Buffered::chunk).is_set()
        && known_open(t, this.get(Buffered::raw)) == Some(true);
    if ready {
        let lent = t.bytes_like(args.get(1))?;
        if this.get(Buffered::out_length) + lent.len() <= this.get(Buffered::size) {
            let bytes = exact_bytes(t, args.get(1))?;
            this.hold(t, bytes)?;
            return Ok(Tail::Value(t.int_usize(bytes.extent())));
        }
    }
    Ok(Tail::call(part(t, "_buffered_write"), &[args.get(0), args.get(1)]))
}
