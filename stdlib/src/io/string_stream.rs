//! `StringIO`: text in memory as a stream.

use std::cell::Cell;

use gc_api::{Slot, layout};
use text::{Text, TextBuf, Units};
use vm_core::classes::ClassKey;
use vm_core::natives::{Args, ClassDef, GetSetDef, NativeDef, class, getter, leaf};
use vm_core::objects::class::{Class, flags};
use vm_core::{Gc, Raised, Res, Thread, Value, cls, header};

use super::newline::Newlines;
use super::{TEXT_BASE_KEY, size_argument, size_number, wanted_class};
use crate::{convert, ids};

layout! {
    pub struct StringIO(ids::IO.layout(2)) {
        /// A `TextStore`; unset before `__init__`, None once closed.
        store: Ref,
        /// As given to `__init__`.
        newline: Ref,
        length: Raw<usize>,
        position: Raw<usize>,
        /// `Newlines`, packed: for universal newlines.
        newlines: Raw<u64>,
        /// A `LineEnd`.
        line_end: Raw<u64>,
        map: Ref,
        attrs: Ref,
    }
}

layout! {
    /// Code points, with room to spare.
    pub struct TextStore(ids::IO.layout(7)) {
        length: Raw<usize>,
    } bytes(2) length
}

/// What ends a line of a stream that is read.
#[derive(Copy, Clone, PartialEq, Eq)]
pub enum LineEnd {
    LineFeed,
    Return,
    Both,
    Any,
}

impl LineEnd {
    /// Of the argument `newline`, which is None, empty, or one of the three.
    pub fn of_newline(newline: Option<&str>) -> LineEnd {
        match newline {
            Some("") => LineEnd::Any,
            Some("\r") => LineEnd::Return,
            Some("\r\n") => LineEnd::Both,
            _ => LineEnd::LineFeed,
        }
    }

    pub fn unpack(number: u64) -> LineEnd {
        [LineEnd::LineFeed, LineEnd::Return, LineEnd::Both, LineEnd::Any][(number & 3) as usize]
    }

    /// Length of the first line of `codes`, its end included.
    pub fn find(self, codes: impl Iterator<Item = u32>) -> Option<usize> {
        let mut codes = codes.enumerate().peekable();
        while let Some((at, code)) = codes.next() {
            let line_feed_follows = |codes: &mut std::iter::Peekable<_>| matches!(codes.peek(), Some((_, 10)));
            match (self, code) {
                (LineEnd::LineFeed | LineEnd::Any, 10) | (LineEnd::Return, 13) => return Some(at + 1),
                (LineEnd::Both, 13) if line_feed_follows(&mut codes) => return Some(at + 2),
                (LineEnd::Any, 13) => return Some(at + 1 + usize::from(line_feed_follows(&mut codes))),
                _ => {}
            }
        }
        None
    }
}

const KEY: ClassKey = ids::IO.class(6);

pub static STRING_IO: ClassDef = class(KEY, "StringIO")
    .module("_io")
    .base(TEXT_BASE_KEY)
    .layouts(&[ids::IO.layout(2)])
    .subclassable(ids::IO.layout(2))
    .flags(flags::WEAKREFABLE)
    .methods(&METHODS)
    .getsets(&GETSETS);

static METHODS: [NativeDef; 14] = [
    leaf("__new__(cls, /, *args, **kwargs)", new).static_method(),
    leaf("__init__(self, /, initial_value='', newline='\\n')", init),
    asking!("read" "(self, size=-1, /)", [1], |t, args| {
        let this = this(t, args)?;
        let size = size_argument(t, args.get(1))?;
        this.take(t, size.unwrap_or(usize::MAX))
    }),
    asking!("readline" "(self, size=-1, /)", [1], |t, args| {
        let this = this(t, args)?;
        let limit = size_argument(t, args.get(1))?;
        this.take(t, this.line(limit.unwrap_or(usize::MAX)))
    }),
    leaf("write(self, s, /)", write),
    asking!("seek" "(self, pos, whence=0, /)", [1, 2], seek),
    leaf("tell(self, /)", |t, args| Ok(t.int_usize(this(t, args)?.get(StringIO::position)))),
    asking!("truncate" "(self, pos=None, /)", [1], truncate),
    leaf("getvalue(self, /)", |t, args| {
        let this = this(t, args)?;
        this.part(t, 0, this.get(StringIO::length))
    }),
    leaf("close(self, /)", |t, args| {
        args.this::<StringIO>().set(t, StringIO::store, Value::NONE);
        Ok(Value::NONE)
    }),
    leaf("readable(self, /)", |t, args| this(t, args).map(|_| Value::TRUE)),
    leaf("writable(self, /)", |t, args| this(t, args).map(|_| Value::TRUE)),
    leaf("seekable(self, /)", |t, args| this(t, args).map(|_| Value::TRUE)),
    leaf("__next__(self, /)", |t, args| {
        let this = this(t, args)?;
        match this.line(usize::MAX) {
            0 => Err(t.raise_with(cls::StopIteration, &[])),
            count => this.take(t, count),
        }
    }),
];

/// For the Python part.
pub static HELPERS: [NativeDef; 1] = [leaf("_string_insert(stream, text, /)", |t, args| {
    let Some(text) = t.as_str(args.get(1)) else {
        let found = t.class_name(args.get(1));
        return Err(t.type_error(format_args!("initial_value must be str or None, not {found}")));
    };
    open(t, args.this::<StringIO>())?.insert(t, text.units())?;
    Ok(Value::NONE)
})
.function()];

static GETSETS: [GetSetDef; 4] = [
    getter("closed", |t, this| Ok(Value::bool(opened(t, this.expect())?.is_none()))),
    getter("line_buffering", |t, this| open(t, this.expect()).map(|_| Value::FALSE)),
    getter("newlines", |t, this| Newlines::unpack(open(t, this.expect())?.get(StringIO::newlines)).value(t)),
    getter("_newline", |_, this| Ok(this.expect::<StringIO>().get(StringIO::newline))),
];

/// The stream, if it is open.
fn opened<'t>(t: &'t Thread, stream: Gc<'t, StringIO>) -> Result<Option<Gc<'t, StringIO>>, Raised> {
    match stream.get(StringIO::store) {
        store if !store.is_set() => Err(t.value_error("I/O operation on uninitialized object")),
        store => Ok((!store.is_none()).then_some(stream)),
    }
}

fn open<'t>(t: &'t Thread, stream: Gc<'t, StringIO>) -> Result<Gc<'t, StringIO>, Raised> {
    opened(t, stream)?.ok_or_else(|| t.value_error("I/O operation on closed file"))
}

/// Self, if it is open.
fn this<'t>(t: &'t Thread, args: Args<'t>) -> Result<Gc<'t, StringIO>, Raised> {
    open(t, args.this::<StringIO>())
}

trait StringObject<'t>: Sized {
    fn storage(self) -> &'t [Cell<u32>];
    fn part(self, t: &'t Thread, start: usize, end: usize) -> Res<'t>;
    fn rest(self) -> usize;
    fn take(self, t: &'t Thread, count: usize) -> Res<'t>;
    fn line(self, limit: usize) -> usize;
    fn insert(self, t: &'t Thread, text: Units<'_>) -> Result<(), Raised>;
}

impl<'t> StringObject<'t> for Gc<'t, StringIO> {
    fn storage(self) -> &'t [Cell<u32>] {
        self.get(StringIO::store).cast::<TextStore>().map_or(&[], |store| store.cells::<u32>())
    }

    fn part(self, t: &'t Thread, start: usize, end: usize) -> Res<'t> {
        let codes = &self.storage()[start..end];
        if codes.iter().fold(0, |all, code| all | code.get()) < 0x100 {
            let bytes: Vec<u8> = codes.iter().map(|code| code.get() as u8).collect();
            return Ok(t.str_units(Units::Latin1(&bytes))?.value());
        }
        let codes: Vec<u32> = codes.iter().map(Cell::get).collect();
        Ok(t.str_units(Units::Ucs4(&codes))?.value())
    }

    fn rest(self) -> usize {
        self.get(StringIO::length).saturating_sub(self.get(StringIO::position))
    }

    fn take(self, t: &'t Thread, count: usize) -> Res<'t> {
        let start = self.get(StringIO::position);
        let count = count.min(self.rest());
        if count == 0 {
            return Ok(t.str("")?.value());
        }
        self.set_raw(StringIO::position, start + count);
        self.part(t, start, start + count)
    }

    fn line(self, limit: usize) -> usize {
        let rest = self.rest();
        if rest == 0 {
            return 0;
        }
        let start = self.get(StringIO::position);
        let codes = self.storage()[start..start + rest].iter().map(Cell::get);
        LineEnd::unpack(self.get(StringIO::line_end)).find(codes).unwrap_or(rest).min(limit)
    }

    fn insert(self, t: &'t Thread, text: Units<'_>) -> Result<(), Raised> {
        let (start, length) = (self.get(StringIO::position), self.get(StringIO::length));
        if text.is_empty() {
            return Ok(());
        }
        let Some(end) = start.checked_add(text.len()).filter(|end| *end < 1 << 44) else {
            return Err(t.raise(cls::OverflowError, "new position too large"));
        };
        if end > self.storage().len() {
            let capacity = (end + end / 4).max(64);
            let store = t.new_variable(TextStore { header: header(), length: Cell::new(capacity) }, capacity)?;
            for (to, from) in store.cells::<u32>().iter().zip(&self.storage()[..length]) {
                to.set(from.get());
            }
            self.set(t, StringIO::store, store.value());
        }
        let cells = self.storage();
        for cell in &cells[length.min(start)..start] {
            cell.set(0);
        }
        match text {
            Units::Latin1(bytes) => {
                for (cell, byte) in cells[start..end].iter().zip(bytes) {
                    cell.set(u32::from(*byte));
                }
            }
            _ => {
                for (cell, code) in cells[start..end].iter().zip(text.iter()) {
                    cell.set(code);
                }
            }
        }
        self.set_raw(StringIO::position, end);
        self.set_raw(StringIO::length, length.max(end));
        Ok(())
    }
}

fn new<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let class = wanted_class(t, args, KEY)?;
    let stream = t.new_object(StringIO {
        header: header(),
        store: Slot::default(),
        newline: Slot::default(),
        length: Cell::new(0),
        position: Cell::new(0),
        newlines: Cell::new(0),
        line_end: Cell::new(0),
        map: Slot::new(class.get(Class::root_map).word()),
        attrs: Slot::default(),
    });
    if class != t.class(KEY) {
        t.finalisable(class, stream.obj());
    }
    Ok(stream.value())
}

fn init<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = args.this::<StringIO>();
    let newline = args.opt(2).unwrap_or_else(|| t.intern_text("\n").value());
    let name = match newline.not_none() {
        None => None,
        Some(given) => match t.as_str(given) {
            Some(text) => Some(text.to_text()),
            None => {
                let found = t.class_name(given);
                return Err(t.type_error(format_args!("newline must be str or None, not {found}")));
            }
        },
    };
    if !matches!(name.as_deref(), None | Some("" | "\n" | "\r" | "\r\n")) {
        let shown = t.leaf_repr(newline).transpose()?.map(|shown| shown.to_text()).unwrap_or_default();
        return Err(t.value_error(format_args!("illegal newline value: {shown}")));
    }
    let initial = match args.get(1).not_none() {
        None => None,
        Some(value) => match t.as_str(value) {
            Some(text) => Some(text),
            None => {
                let found = t.class_name(value);
                return Err(t.type_error(format_args!("initial_value must be str or None, not {found}")));
            }
        },
    };
    let newlines = Newlines { translate: name.is_none(), ..Newlines::default() };
    this.set(t, StringIO::newline, newline);
    this.set_raw(StringIO::newlines, newlines.pack());
    this.set_raw(StringIO::line_end, LineEnd::of_newline(name.as_deref()) as u64);
    this.set_raw(StringIO::length, 0);
    this.set_raw(StringIO::position, 0);
    let store = t.new_variable(TextStore { header: header(), length: Cell::new(0) }, 0)?;
    this.set(t, StringIO::store, store.value());
    if let Some(text) = initial {
        write_text(t, this, text.units())?;
        this.set_raw(StringIO::position, 0);
    }
    Ok(Value::NONE)
}

fn write<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = args.this::<StringIO>();
    opened(t, this)?;
    let Some(text) = t.as_str(args.get(1)) else {
        let found = t.class_name(args.get(1));
        return Err(t.type_error(format_args!("string argument expected, got '{found}'")));
    };
    write_text(t, open(t, this)?, text.units())?;
    Ok(t.int_usize(text.len()))
}

/// Writes after translation of newlines.
fn write_text<'t>(t: &'t Thread, this: Gc<'t, StringIO>, text: Units<'_>) -> Result<(), Raised> {
    let line_end = LineEnd::unpack(this.get(StringIO::line_end));
    let translated: Option<Text> = match line_end {
        LineEnd::Return | LineEnd::Both => Some(expand_newlines(text, line_end)),
        _ if line_end == LineEnd::Any || this.get(StringIO::newline).is_none() => {
            let mut newlines = Newlines::unpack(this.get(StringIO::newlines));
            let translated = newlines.decode(text, true);
            this.set_raw(StringIO::newlines, newlines.pack());
            translated
        }
        _ => None,
    };
    this.insert(t, translated.as_ref().map_or(text, Text::as_units))
}

/// The text with the line feeds replaced by what ends lines.
pub fn expand_newlines(text: Units<'_>, line_end: LineEnd) -> Text {
    let mut out = TextBuf::with_capacity(text.len());
    for code in text.iter() {
        match (code, line_end) {
            (10, LineEnd::Return) => out.push(13),
            (10, LineEnd::Both) => {
                out.push(13);
                out.push(10);
            }
            _ => out.push(code),
        }
    }
    out.finish()
}

fn seek<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = this(t, args)?;
    let offset = t.index_of(args.get(1))?;
    let whence = args.opt(2).map_or(Ok(0), |whence| convert::c_int(t, whence))?;
    if !(0..=2).contains(&whence) {
        return Err(t.value_error(format_args!("Invalid whence ({whence}, should be 0, 1 or 2)")));
    }
    if offset < 0 && whence == 0 {
        return Err(t.value_error(format_args!("Negative seek position {offset}")));
    }
    if whence != 0 && offset != 0 {
        return Err(t.raise(cls::OSError, "Can't do nonzero cur-relative seeks"));
    }
    let position = match whence {
        0 => offset as usize,
        1 => this.get(StringIO::position),
        _ => this.get(StringIO::length),
    };
    this.set_raw(StringIO::position, position);
    Ok(t.int_usize(position))
}

fn truncate<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = this(t, args)?;
    let size = match args.get(1).not_none() {
        Some(size) => {
            let size = size_number(t, size)?;
            let Ok(wanted) = usize::try_from(size) else {
                return Err(t.value_error(format_args!("Negative size value {size}")));
            };
            wanted
        }
        None => this.get(StringIO::position),
    };
    if size < this.get(StringIO::length) {
        this.set_raw(StringIO::length, size);
    }
    Ok(t.int_usize(size))
}
