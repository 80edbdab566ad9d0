//! `TextIOWrapper`: text over a buffered stream of bytes.
//!
//! Native is what is done per line or per write: cutting lines out of decoded text, and collecting text to be encoded.
//! Chunks are read, decoded and written in the Python part, which keeps the rest of the state in an object of its own.

use std::cell::Cell;

use gc_api::{Slot, layout};
use text::Units;
use vm_core::classes::ClassKey;
use vm_core::natives::{Args, ClassDef, GetSetDef, Getter, NativeDef, Tail, class, getter, leaf, tail};
use vm_core::objects::bytes::Bytes;
use vm_core::objects::class::{Class, flags};
use vm_core::objects::sequence::List;
use vm_core::objects::string::Str;
use vm_core::{Gc, Raised, Res, Thread, Value, header};

use super::newline::contains;
use super::string_stream::{LineEnd, expand_newlines};
use super::{TEXT_BASE_KEY, decoder, is_exactly, known_open, part, wanted_class};
use crate::ids;

layout! {
    pub struct TextIO(ids::IO.layout(4)) {
        /// Unset before `__init__`, None when detached.
        buffer: Ref,
        /// What only the Python part knows.
        state: Ref,
        /// Text decoded, and how many characters of it were taken.
        decoded: Ref,
        taken: Raw<usize>,
        /// List of str and bytes to be written, and roughly how many bytes they are.
        out: Ref,
        out_length: Raw<usize>,
        /// Number of an encoding of `decoder`, or 0.
        encoding: Raw<u64>,
        /// Of [`bits`].
        bits: Raw<u64>,
        /// `LineEnd`s of what is read and of what is written.
        read_end: Raw<u64>,
        write_end: Raw<u64>,
        chunk_size: Raw<usize>,
        map: Ref,
        attrs: Ref,
    }
}

/// The Python part knows these numbers.
mod bits {
    pub const LINE_BUFFERING: u64 = 1;
    pub const WRITE_THROUGH: u64 = 2;
    /// Text may be collected and encoded later: there is an encoder, and nothing is read from the same stream.
    pub const COLLECTS: u64 = 4;
    /// The stream is being iterated over: positions cannot be told.
    pub const ITERATING: u64 = 8;
}

const KEY: ClassKey = ids::IO.class(10);

pub static TEXT_IO: ClassDef = class(KEY, "TextIOWrapper")
    .module("_io")
    .base(TEXT_BASE_KEY)
    .layouts(&[ids::IO.layout(4)])
    .subclassable(ids::IO.layout(4))
    .flags(flags::WEAKREFABLE)
    .methods(&METHODS)
    .getsets(&GETSETS);

static METHODS: [NativeDef; 5] = [
    leaf("__new__(cls, /, *args, **kwargs)", new).static_method(),
    tail("read(self, size=-1, /)", read),
    tail("readline(self, size=-1, /)", read_line),
    tail("write(self, text, /)", write),
    tail("__next__(self, /)", next),
];

static GETSETS: [GetSetDef; 3] = [
    getter("buffer", |t, this| checked_buffer(t, this.expect())),
    getter("line_buffering", |t, this| {
        let this = this.expect::<TextIO>();
        checked_buffer(t, this)?;
        Ok(Value::bool(this.has(bits::LINE_BUFFERING)))
    }),
    GetSetDef {
        name: "closed",
        doc: "",
        get: Getter::Tail(|t, this| {
            let buffer = checked_buffer(t, this.expect())?;
            match known_open(t, buffer) {
                Some(open) => Ok(Tail::Value(Value::bool(!open))),
                None => t.getattr(buffer, t.intern_text("closed")),
            }
        }),
        set: None,
        member: false,
    },
];

/// For the Python part.
pub static HELPERS: [NativeDef; 16] = [
    leaf("_text_start(stream, buffer, state, encoding, bits, read_end, write_end, chunk_size, /)", start).function(),
    leaf("_text_state(stream, /)", |t, args| {
        let this = args.this::<TextIO>();
        checked_buffer(t, this)?;
        Ok(this.get(TextIO::state))
    })
    .function(),
    leaf("_text_detach(stream, /)", |t, args| {
        args.this::<TextIO>().set(t, TextIO::buffer, Value::NONE);
        Ok(Value::NONE)
    })
    .function(),
    leaf("_text_bits(stream, set=0, clear=0, /)", |t, args| {
        let this = args.this::<TextIO>();
        let number = |index: usize| args.opt(index).map_or(Ok(0), |number| t.index_of(number));
        let bits = (this.get(TextIO::bits) | number(1)? as u64) & !(number(2)? as u64);
        this.set_raw(TextIO::bits, bits);
        Ok(t.int(bits as i64))
    })
    .function(),
    leaf("_text_unread(stream, /)", |t, args| Ok(t.int_usize(args.this::<TextIO>().unread().len()))).function(),
    leaf("_text_taken(stream, /)", |t, args| Ok(t.int_usize(args.this::<TextIO>().get(TextIO::taken)))).function(),
    leaf("_text_take(stream, count, /)", |t, args| {
        let count = usize::try_from(args.index(t, 1)?).unwrap_or(usize::MAX);
        args.this::<TextIO>().take(t, count)
    })
    .function(),
    leaf("_text_put(stream, text, /)", |t, args| {
        let this = args.this::<TextIO>();
        this.set(t, TextIO::decoded, args.get(1).not_none().unwrap_or(Value::UNSET));
        this.set_raw(TextIO::taken, 0);
        Ok(Value::NONE)
    })
    .function(),
    leaf("_text_line(stream, limit, /)", |t, args| {
        let limit = usize::try_from(args.index(t, 1)?).unwrap_or(usize::MAX);
        whole_line(t, args.this(), limit).unwrap_or(Ok(Value::NONE))
    })
    .function(),
    leaf("_text_pending(stream, /)", |t, args| Ok(t.int_usize(args.this::<TextIO>().get(TextIO::out_length))))
        .function(),
    leaf("_text_hold(stream, data, /)", |t, args| {
        let length = args.get(1).cast::<Bytes>().map_or(0, |bytes| bytes.extent());
        args.this::<TextIO>().hold(t, args.get(1), length)?;
        Ok(Value::NONE)
    })
    .function(),
    leaf("_text_unwritten(stream, /)", unwritten).function(),
    leaf("_text_has_decoded(stream, /)", |_, args| {
        Ok(Value::bool(args.this::<TextIO>().get(TextIO::decoded).is_set()))
    })
    .function(),
    leaf("_text_starts_with_feed(stream, /)", |_, args| {
        Ok(Value::bool(args.this::<TextIO>().unread().first() == Some(10)))
    })
    .function(),
    leaf("_text_set_chunk(stream, size, /)", |t, args| {
        args.this::<TextIO>().set_raw(TextIO::chunk_size, args.index(t, 1)? as usize);
        Ok(Value::NONE)
    })
    .function(),
    leaf("_encoding_number(name, /)", |t, args| Ok(t.int(decoder::number_of(&t.text(args.get(0))) as i64))).function(),
];

trait TextObject<'t> {
    fn has(self, bit: u64) -> bool;
    /// The text decoded and not taken.
    fn unread(self) -> Units<'t>;
    fn take(self, t: &'t Thread, count: usize) -> Res<'t>;
    fn hold(self, t: &'t Thread, data: Value<'t>, length: usize) -> Result<(), Raised>;
}

impl<'t> TextObject<'t> for Gc<'t, TextIO> {
    fn has(self, bit: u64) -> bool {
        self.get(TextIO::bits) & bit != 0
    }

    fn unread(self) -> Units<'t> {
        match self.get(TextIO::decoded).cast::<Str>() {
            Some(text) => text.units().slice(self.get(TextIO::taken), text.len()),
            None => Units::Latin1(&[]),
        }
    }

    fn take(self, t: &'t Thread, count: usize) -> Res<'t> {
        let unread = self.unread();
        let count = count.min(unread.len());
        let taken = self.get(TextIO::taken);
        self.set_raw(TextIO::taken, taken + count);
        if taken == 0 && count == unread.len() && count > 0 {
            return Ok(self.get(TextIO::decoded));
        }
        Ok(t.str_units(unread.slice(0, count))?.value())
    }

    fn hold(self, t: &'t Thread, data: Value<'t>, length: usize) -> Result<(), Raised> {
        self.get(TextIO::out).expect::<List>().push(t, data)?;
        self.set_raw(TextIO::out_length, self.get(TextIO::out_length) + length);
        Ok(())
    }
}

fn checked_buffer<'t>(t: &'t Thread, this: Gc<'t, TextIO>) -> Res<'t> {
    match this.get(TextIO::buffer) {
        buffer if buffer.is_none() => Err(t.value_error("underlying buffer has been detached")),
        buffer if buffer.is_set() => Ok(buffer),
        _ => Err(t.value_error("I/O operation on uninitialized object")),
    }
}

fn new<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let class = wanted_class(t, args, KEY)?;
    let stream = t.new_object(TextIO {
        header: header(),
        buffer: Slot::default(),
        state: Slot::default(),
        decoded: Slot::default(),
        taken: Cell::new(0),
        out: Slot::default(),
        out_length: Cell::new(0),
        encoding: Cell::new(0),
        bits: Cell::new(0),
        read_end: Cell::new(0),
        write_end: Cell::new(0),
        chunk_size: Cell::new(0),
        map: Slot::new(class.get(Class::root_map).word()),
        attrs: Slot::default(),
    });
    t.finalisable(class, stream.obj());
    Ok(stream.value())
}

fn start<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = args.this::<TextIO>();
    let end = |index: usize| {
        let newline = args.get(index).not_none().map(|newline| t.text(newline));
        LineEnd::of_newline(newline.as_deref()) as u64
    };
    this.set(t, TextIO::state, args.get(2));
    this.set(t, TextIO::decoded, Value::UNSET);
    this.set_raw(TextIO::taken, 0);
    if !this.get(TextIO::out).is_set() {
        this.set(t, TextIO::out, t.new_list().value());
    }
    this.set_raw(TextIO::encoding, args.index(t, 3)? as u64);
    this.set_raw(TextIO::bits, args.index(t, 4)? as u64);
    this.set_raw(TextIO::read_end, end(5));
    this.set_raw(TextIO::write_end, end(6));
    this.set_raw(TextIO::chunk_size, args.index(t, 7)? as usize);
    this.set(t, TextIO::buffer, args.get(1));
    Ok(Value::NONE)
}

/// All that is to be written, encoded; it is not pending any more.
fn unwritten<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = args.this::<TextIO>();
    let out = this.get(TextIO::out).expect::<List>();
    if let (1, Some(only)) = (out.len(), out.iter().next().filter(|only| only.is::<Bytes>())) {
        out.clear(t);
        this.set_raw(TextIO::out_length, 0);
        return Ok(only);
    }
    let encoding = decoder::encoding_of(this.get(TextIO::encoding));
    let mut all = Vec::with_capacity(this.get(TextIO::out_length));
    for piece in out.iter() {
        if let Some(bytes) = piece.cast::<Bytes>() {
            all.extend_from_slice(bytes.slice());
        } else if let Some(text) = piece.cast::<Str>() {
            match text.as_ascii() {
                Some(ascii) => all.extend_from_slice(ascii.as_bytes()),
                None => match text::codecs::encode(encoding, text.units(), text::codecs::Errors::Strict) {
                    Ok(bytes) => all.extend(bytes),
                    Err(error) => return Err(t.encode_error(&error, text)),
                },
            }
        }
    }
    out.clear(t);
    this.set_raw(TextIO::out_length, 0);
    Ok(t.bytes(&all)?.value())
}

fn general<'t>(t: &'t Thread, name: &str, args: Args<'t>) -> Tail<'t> {
    Tail::call(part(t, name), &[args.get(0), args.opt(1).unwrap_or(Value::small(-1))])
}

fn read<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let this = args.this::<TextIO>();
    let unread = this.unread().len();
    if let Some(size) = args.get(1).as_small_int()
        && size > 0
        && size as usize <= unread
        && known_open(t, this.get(TextIO::buffer)) == Some(true)
    {
        return this.take(t, size as usize).map(Tail::Value);
    }
    Ok(general(t, "_text_read", args))
}

/// The first line of the decoded text, if it lies there as a whole.
fn whole_line<'t>(t: &'t Thread, this: Gc<'t, TextIO>, limit: usize) -> Option<Res<'t>> {
    let unread = this.unread();
    let end = match (LineEnd::unpack(this.get(TextIO::read_end)), unread) {
        (LineEnd::LineFeed, Units::Latin1(bytes)) => memchr::memchr(b'\n', bytes).map(|at| at + 1),
        (LineEnd::LineFeed, Units::Ucs2(units)) => units.iter().position(|unit| *unit == 10).map(|at| at + 1),
        (end, _) => end.find(unread.iter()),
    };
    let size = match end {
        Some(size) => size.min(limit),
        None if unread.len() >= limit => limit,
        None => return None,
    };
    Some(this.take(t, size))
}

fn read_line<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let this = args.this::<TextIO>();
    let limit = match args.get(1) {
        limit if !limit.is_set() => Some(usize::MAX),
        limit => limit.as_small_int().map(|limit| usize::try_from(limit).unwrap_or(usize::MAX)),
    };
    if let Some(limit) = limit.filter(|limit| *limit > 0)
        && known_open(t, this.get(TextIO::buffer)) == Some(true)
        && let Some(line) = whole_line(t, this, limit)
    {
        return line.map(Tail::Value);
    }
    Ok(general(t, "_text_readline", args))
}

fn next<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let this = args.this::<TextIO>();
    if is_exactly(t, args.get(0), KEY)
        && known_open(t, this.get(TextIO::buffer)) == Some(true)
        && let Some(line) = whole_line(t, this, usize::MAX)
    {
        this.set_raw(TextIO::bits, this.get(TextIO::bits) | bits::ITERATING);
        return line.map(Tail::Value);
    }
    Ok(Tail::call(part(t, "_text_next"), &[args.get(0)]))
}

fn write<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let this = args.this::<TextIO>();
    let Some(text) = t.as_str(args.get(1)) else {
        let found = if args.get(1).is_none() { "None".into() } else { t.class_name(args.get(1)) };
        return Err(t.type_error(format_args!("write() argument must be str, not {found}")));
    };
    let collects = this.has(bits::COLLECTS)
        && known_open(t, this.get(TextIO::buffer)) == Some(true)
        && can_encode(this.get(TextIO::encoding), text.units());
    if !collects {
        return Ok(Tail::call(part(t, "_text_write"), &[args.get(0), text.value()]));
    }
    let (units, write_end) = (text.units(), LineEnd::unpack(this.get(TextIO::write_end)));
    let buffering = this.has(bits::LINE_BUFFERING);
    let has_end = (buffering || write_end != LineEnd::LineFeed) && contains(units, 10);
    let written = match has_end && matches!(write_end, LineEnd::Return | LineEnd::Both) {
        true => t.str_text(expand_newlines(units, write_end))?,
        false => text,
    };
    this.hold(t, written.value(), written.len() * units.width())?;
    let flush = buffering && (has_end || contains(units, 13));
    let length = t.int_usize(text.len());
    let full = this.get(TextIO::out_length) >= this.get(TextIO::chunk_size);
    if flush || full || this.has(bits::WRITE_THROUGH) {
        return Ok(Tail::call(part(t, "_text_write_out"), &[args.get(0), Value::bool(flush), length]));
    }
    Ok(Tail::Value(length))
}

/// Will encoding succeed whatever the error handler?
fn can_encode(encoding: u64, text: Units<'_>) -> bool {
    use text::codecs::Encoding;
    if encoding == 0 {
        return false;
    }
    match (decoder::encoding_of(encoding), text) {
        (Encoding::Utf8 | Encoding::Latin1, Units::Latin1(_)) => true,
        (Encoding::Utf8, _) => !text.iter().any(|code| (0xD800..0xE000).contains(&code)),
        _ => text.is_ascii(),
    }
}
