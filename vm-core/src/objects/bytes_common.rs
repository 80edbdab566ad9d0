//! The methods that `bytes` and `bytearray` share. What they make is of the kind of their self.

use std::borrow::Cow;
use std::ops::Range;

use text::strings::Side;
use text::{bytes as algorithms, search};

use crate::Thread;
use crate::classes::{ClassKey, cls};
use crate::natives::{Args, LeafFn, NativeDef, Tail, Then, leaf, tail};
use crate::objects::bytearray::ByteArray;
use crate::objects::bytes::Bytes;
use crate::objects::bytes_hex;
use crate::objects::number::IntRef;
use crate::objects::sequence::{List, Tuple};
use crate::protocols::GIVE_BACK;
use crate::value::{Gc, Raised, Res, Value};

/// Self of a method: its bytes, read before anything is written.
#[derive(Copy, Clone)]
pub(crate) struct This<'t> {
    pub bytes: &'t [u8],
    /// The object: exact bytes behind an instance of a subclass of `bytes`.
    pub value: Value<'t>,
    mutable: bool,
}

impl<'t> This<'t> {
    /// A new object of self's kind.
    pub fn make(self, t: &'t Thread, bytes: &[u8]) -> Res<'t> {
        if self.mutable { Ok(t.bytearray(bytes)?.value()) } else { Ok(t.bytes(bytes)?.value()) }
    }

    /// A part of self: bytes give themselves for the whole.
    fn part(self, t: &'t Thread, range: Range<usize>) -> Res<'t> {
        if range.len() == self.bytes.len() { self.whole(t) } else { self.make(t, &self.bytes[range]) }
    }

    /// Self unchanged: a bytearray gives a copy.
    fn whole(self, t: &'t Thread) -> Res<'t> {
        if self.mutable { self.make(t, self.bytes) } else { Ok(self.value) }
    }

    fn key(self) -> ClassKey {
        if self.mutable { cls::bytearray } else { cls::bytes }
    }
}

pub(crate) fn this<'t>(t: &'t Thread, args: Args<'t>) -> This<'t> {
    this_of(t, args.get(0))
}

pub(crate) fn this_of<'t>(t: &'t Thread, value: Value<'t>) -> This<'t> {
    if let Some(array) = value.cast::<ByteArray>() {
        // SAFETY: methods read self before they write or call anything.
        return This { bytes: unsafe { array.slice() }, value, mutable: true };
    }
    let bytes = t.as_bytes(value).unwrap_or_else(|| value.expect::<Bytes>());
    This { bytes: bytes.slice(), value: bytes.value(), mutable: false }
}

/// A method some of whose arguments may have to be asked for their buffer or index first.
fn plain<'t>(
    t: &'t Thread,
    args: Args<'t>,
    method: &'static str,
    places: (&[usize], &[usize]),
    body: LeafFn,
) -> Result<Tail<'t>, Raised> {
    match t.ask_args(args, (this(t, args).key(), method), places)? {
        Some(asking) => Ok(asking),
        None => body(t, args).map(Tail::Value),
    }
}

macro_rules! plain {
    ($name:literal $parameters:literal, $buffers:expr, $indices:expr, $body:expr) => {
        tail(concat!($name, $parameters), |t, args| plain(t, args, $name, (&$buffers, &$indices), $body))
    };
}

macro_rules! mapped {
    ($text:literal, $function:path) => {
        leaf($text, |t, args| {
            let this = this(t, args);
            this.make(t, &$function(this.bytes))
        })
    };
}

macro_rules! predicate {
    ($text:literal, $function:path) => {
        leaf($text, |t, args| Ok(Value::bool($function(this(t, args).bytes))))
    };
}

pub(crate) static METHODS: [NativeDef; 51] = [
    leaf("__len__(self, /)", |t, args| Ok(t.int_usize(this(t, args).bytes.len()))),
    tail("__getitem__(self, key, /)", |t, args| t.sequence_item(args.get(0), args.get(1))),
    plain!("__contains__" "(self, key, /)", [1], [1], |t, args| {
        let part = part_or_byte(t, args.get(1))?;
        Ok(Value::bool(search::find_in(this(t, args).bytes, &part).is_some()))
    }),
    plain!("__add__" "(self, value, /)", [1], [], add),
    tail("__mul__(self, value, /)", |t, args| t.multiply_sequence(args.get(0), args.get(1))),
    tail("__rmul__(self, value, /)", |t, args| t.multiply_sequence(args.get(0), args.get(1))),
    tail("__mod__(self, value, /)", |t, args| t.percent_bytes(args.get(0), args.get(1))),
    tail("__rmod__(self, value, /)", |t, args| {
        if t.lender(args.get(1)).is_some_and(|(exact, _)| exact.is::<Bytes>() || exact.is::<ByteArray>()) {
            return t.percent_bytes(args.get(1), args.get(0));
        }
        Ok(Tail::Value(Value::NOT_IMPLEMENTED))
    }),
    tail("decode(self, /, encoding='utf-8', errors='strict')", |t, args| {
        t.decode_bytes("decode", this(t, args).bytes, args.get(1), args.get(2))
    }),
    leaf("hex(self, /, sep=None, bytes_per_sep=1)", |t, args| {
        bytes_hex::hex_text(t, this(t, args).bytes, args.get(1), args.get(2))
    }),
    tail("fromhex(type, string, /)", bytes_hex::from_hex).class_method(),
    leaf("maketrans(frm, to, /)", maketrans).static_method(),
    plain!("find" "(self, sub, start=None, end=None, /)", [1], [1, 2, 3], |t, args| find(t, "find", args)),
    plain!("rfind" "(self, sub, start=None, end=None, /)", [1], [1, 2, 3], |t, args| find(t, "rfind", args)),
    plain!("index" "(self, sub, start=None, end=None, /)", [1], [1, 2, 3], |t, args| find(t, "index", args)),
    plain!("rindex" "(self, sub, start=None, end=None, /)", [1], [1, 2, 3], |t, args| find(t, "rindex", args)),
    plain!("count" "(self, sub, start=None, end=None, /)", [1], [1, 2, 3], |t, args| find(t, "count", args)),
    plain!("startswith" "(self, prefix, start=None, end=None, /)", [1], [2, 3], |t, args| {
        affix(t, "startswith", args)
    }),
    plain!("endswith" "(self, suffix, start=None, end=None, /)", [1], [2, 3], |t, args| affix(t, "endswith", args)),
    plain!("removeprefix" "(self, prefix, /)", [1], [], |t, args| {
        let (this, prefix) = (this(t, args), part(t, args.get(1))?);
        let start = if this.bytes.starts_with(prefix) { prefix.len() } else { 0 };
        this.part(t, start..this.bytes.len())
    }),
    plain!("removesuffix" "(self, suffix, /)", [1], [], |t, args| {
        let (this, suffix) = (this(t, args), part(t, args.get(1))?);
        let cut = if this.bytes.ends_with(suffix) { suffix.len() } else { 0 };
        this.part(t, 0..this.bytes.len() - cut)
    }),
    plain!("partition" "(self, sep, /)", [1], [], |t, args| partition(t, args, false)),
    plain!("rpartition" "(self, sep, /)", [1], [], |t, args| partition(t, args, true)),
    plain!("split" "(self, /, sep=None, maxsplit=-1)", [1], [2], |t, args| split(t, args, false)),
    plain!("rsplit" "(self, /, sep=None, maxsplit=-1)", [1], [2], |t, args| split(t, args, true)),
    tail("splitlines(self, /, keepends=False)", |t, args| {
        static KEEP: Then = Then::new(|t, this, keep| {
            let this = this_of(t, this);
            pieces(t, this, algorithms::split_lines(this.bytes, keep.is_true())).map(Tail::Value)
        });
        t.truth(args.opt(1).unwrap_or(Value::FALSE))?.then(t, &KEEP, args.get(0))
    }),
    plain!("strip" "(self, bytes=None, /)", [1], [], |t, args| strip(t, args, Side::Both)),
    plain!("lstrip" "(self, bytes=None, /)", [1], [], |t, args| strip(t, args, Side::Left)),
    plain!("rstrip" "(self, bytes=None, /)", [1], [], |t, args| strip(t, args, Side::Right)),
    plain!("replace" "(self, old, new, count=-1, /)", [1, 2], [3], replace),
    plain!("translate" "(self, table, /, delete=b'')", [1, 2], [], translate),
    tail("join(self, iterable_of_bytes, /)", join),
    plain!("center" "(self, width, fillchar=b' ', /)", [], [1], |t, args| pad(t, "center", args)),
    plain!("ljust" "(self, width, fillchar=b' ', /)", [], [1], |t, args| pad(t, "ljust", args)),
    plain!("rjust" "(self, width, fillchar=b' ', /)", [], [1], |t, args| pad(t, "rjust", args)),
    plain!("zfill" "(self, width, /)", [], [1], |t, args| {
        let (this, width) = (this(t, args), width(t, args)?);
        if width <= this.bytes.len() {
            return this.whole(t);
        }
        padded(t, this, text::strings::zfill(text::Units::Latin1(this.bytes), width))
    }),
    plain!("expandtabs" "(self, /, tabsize=8)", [], [1], |t, args| {
        let size = if args.opt(1).is_some() { args.index(t, 1)? } else { 8 };
        let this = this(t, args);
        let expanded = text::strings::expand_tabs_bytes(this.bytes, size).map_err(|fault| t.raise_fault(fault))?;
        this.make(t, &expanded)
    }),
    mapped!("upper(self, /)", algorithms::upper),
    mapped!("lower(self, /)", algorithms::lower),
    mapped!("title(self, /)", algorithms::title),
    mapped!("capitalize(self, /)", algorithms::capitalize),
    mapped!("swapcase(self, /)", algorithms::swapcase),
    predicate!("isalpha(self, /)", algorithms::is_alpha),
    predicate!("isalnum(self, /)", algorithms::is_alnum),
    predicate!("isdigit(self, /)", algorithms::is_digit),
    predicate!("isspace(self, /)", algorithms::is_space),
    predicate!("islower(self, /)", algorithms::is_lower),
    predicate!("isupper(self, /)", algorithms::is_upper),
    predicate!("istitle(self, /)", algorithms::is_title),
    leaf("isascii(self, /)", |t, args| Ok(Value::bool(this(t, args).bytes.is_ascii()))),
    leaf("__sizeof__(self, /)", |t, args| {
        let this = this(t, args);
        let room = this.value.cast::<ByteArray>().map_or(this.bytes.len(), |array| array.capacity());
        Ok(t.int_usize(32 + room))
    }),
];

/// The bytes an argument lends, read before anything is written.
fn part<'t>(t: &'t Thread, value: Value<'t>) -> Result<&'t [u8], Raised> {
    // SAFETY: as for self.
    t.bytes_like(value).map(|lent| unsafe { lent.frozen() })
}

/// What is looked for: bytes, or one byte as an int.
fn part_or_byte<'t>(t: &'t Thread, value: Value<'t>) -> Result<Cow<'t, [u8]>, Raised> {
    match t.as_int(value) {
        Some(IntRef::Small(byte @ 0..=255)) => Ok(vec![byte as u8].into()),
        Some(_) => Err(t.value_error("byte must be in range(0, 256)")),
        None => Ok(part(t, value)?.into()),
    }
}

fn pieces<'t>(t: &'t Thread, this: This<'t>, ranges: Vec<Range<usize>>) -> Res<'t> {
    let list = t.new_list();
    list.reserve(t, ranges.len())?;
    for range in ranges {
        list.push(t, this.part(t, range)?)?;
    }
    Ok(list.value())
}

fn add<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = this(t, args);
    match t.buffer_of(args.get(1)) {
        // A view with gaps is refused like anything else that is no buffer.
        Some(Ok(other)) => {
            // SAFETY: nothing is written before the two are joined.
            let other = unsafe { other.frozen() };
            this.make(t, &[this.bytes, other].concat())
        }
        refused => {
            if let Some(Err(raised)) = refused {
                let _ = t.take_exception(raised);
            }
            let (name, kind) = (t.class_name(args.get(1)), t.name_of_class(t.class(this.key())));
            Err(t.type_error(format_args!("can't concat {name} to {kind}")))
        }
    }
}

fn find<'t>(t: &'t Thread, method: &str, args: Args<'t>) -> Res<'t> {
    let bytes = this(t, args).bytes;
    let range = t.search_range(args.get(2), args.get(3), bytes.len())?;
    let wanted = args.get(1);
    if t.as_int(wanted).is_none() && t.lender(wanted).is_none() {
        let name = t.class_name(wanted);
        return Err(t.type_error(format_args!("argument should be integer or bytes-like object, not '{name}'")));
    }
    let part = part_or_byte(t, wanted)?;
    let hay = range.as_ref().map(|range| &bytes[range.clone()]);
    if method == "count" {
        return Ok(t.int_usize(hay.map_or(0, |hay| search::count_in(hay, &part, usize::MAX))));
    }
    let found = match hay {
        None => None,
        Some(hay) if method.starts_with('r') => search::rfind_in(hay, &part),
        Some(hay) => search::find_in(hay, &part),
    };
    match (found, range) {
        (Some(index), Some(range)) => Ok(t.int_usize(range.start + index)),
        _ if method.ends_with("index") => Err(t.value_error("subsection not found")),
        _ => Ok(Value::small(-1)),
    }
}

fn affix<'t>(t: &'t Thread, method: &str, args: Args<'t>) -> Res<'t> {
    let bytes = this(t, args).bytes;
    let range = t.search_range(args.get(2), args.get(3), bytes.len())?;
    let matches = |affix: &[u8]| match &range {
        None => false,
        Some(range) if method == "startswith" => bytes[range.clone()].starts_with(affix),
        Some(range) => bytes[range.clone()].ends_with(affix),
    };
    let wanted = args.get(1);
    if t.lender(wanted).is_some() {
        return Ok(Value::bool(matches(part(t, wanted)?)));
    }
    let Some(affixes) = t.as_tuple(wanted) else {
        let name = t.class_name(wanted);
        return Err(t.type_error(format_args!("{method} first arg must be bytes or a tuple of bytes, not {name}")));
    };
    for index in 0..affixes.extent() {
        if matches(part(t, affixes.at(index))?) {
            return Ok(Value::TRUE);
        }
    }
    Ok(Value::FALSE)
}

/// A `count` or `maxsplit`: negative means no limit.
fn limit<'t>(t: &'t Thread, args: Args<'t>, index: usize) -> Result<usize, Raised> {
    let most = if args.opt(index).is_some() { args.index(t, index)? } else { -1 };
    Ok(usize::try_from(most).unwrap_or(usize::MAX))
}

fn split<'t>(t: &'t Thread, args: Args<'t>, from_right: bool) -> Res<'t> {
    let (this, most) = (this(t, args), limit(t, args, 2)?);
    let bytes = this.bytes;
    let ranges = match args.get(1).not_none() {
        None if from_right => algorithms::rsplit_whitespace(bytes, most),
        None => algorithms::split_whitespace(bytes, most),
        Some(separator) => match part(t, separator)? {
            [] => return Err(t.value_error("empty separator")),
            separator if from_right => search::rsplit_at(bytes, separator, most),
            separator => search::split_at(bytes, separator, most),
        },
    };
    pieces(t, this, ranges)
}

fn partition<'t>(t: &'t Thread, args: Args<'t>, from_right: bool) -> Res<'t> {
    let (this, separator) = (this(t, args), part(t, args.get(1))?);
    if separator.is_empty() {
        return Err(t.value_error("empty separator"));
    }
    let length = this.bytes.len();
    let found =
        if from_right { search::rfind_in(this.bytes, separator) } else { search::find_in(this.bytes, separator) };
    let parts = match found {
        Some(at) => {
            // Bytes hand the separator through, whatever it is.
            let middle = if this.mutable { this.make(t, separator)? } else { args.get(1) };
            [this.part(t, 0..at)?, middle, this.part(t, at + separator.len()..length)?]
        }
        None if from_right => [this.make(t, b"")?, this.make(t, b"")?, this.whole(t)?],
        None => [this.whole(t)?, this.make(t, b"")?, this.make(t, b"")?],
    };
    Ok(t.small_tuple(parts).value())
}

fn strip<'t>(t: &'t Thread, args: Args<'t>, side: Side) -> Res<'t> {
    let this = this(t, args);
    let range = match args.get(1).not_none() {
        None => algorithms::strip(this.bytes, side),
        Some(set) => {
            let set = text::Units::Latin1(part(t, set)?);
            text::strings::strip_set(text::Units::Latin1(this.bytes), set, side)
        }
    };
    this.part(t, range)
}

fn replace<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = this(t, args);
    let (old, new, most) = (part(t, args.get(1))?, part(t, args.get(2))?, limit(t, args, 3)?);
    match search::replace_bytes(this.bytes, old, new, most).map_err(|fault| t.raise_fault(fault))? {
        Some(replaced) => this.make(t, &replaced),
        None => this.whole(t),
    }
}

fn translate<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = this(t, args);
    let table = match args.get(1).not_none() {
        None => None,
        Some(table) => match <&[u8; 256]>::try_from(part(t, table)?) {
            Ok(table) => Some(table),
            Err(_) => return Err(t.value_error("translation table must be 256 characters long")),
        },
    };
    let delete = match args.opt(2) {
        Some(delete) => part(t, delete)?,
        None => &[],
    };
    let translated = algorithms::translate(this.bytes, table, delete);
    if translated == this.bytes { this.whole(t) } else { this.make(t, &translated) }
}

/// The table `translate` takes: always bytes.
fn maketrans<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let (from, to) = (part(t, args.get(0))?, part(t, args.get(1))?);
    if from.len() != to.len() {
        return Err(t.value_error("maketrans arguments must have same length"));
    }
    let mut table: [u8; 256] = std::array::from_fn(|code| code as u8);
    for (from, to) in from.iter().zip(to) {
        table[usize::from(*from)] = *to;
    }
    Ok(t.bytes(&table)?.value())
}

/// Argument 1, a width: what is negative is nothing.
fn width<'t>(t: &'t Thread, args: Args<'t>) -> Result<usize, Raised> {
    match t.as_int(args.get(1)) {
        Some(IntRef::Small(width)) => Ok(width.max(0) as usize),
        Some(IntRef::Big(_)) => Err(t.raise(cls::OverflowError, "Python int too large to convert to C ssize_t")),
        None => args.index(t, 1).map(|width| width as usize),
    }
}

fn pad<'t>(t: &'t Thread, method: &str, args: Args<'t>) -> Res<'t> {
    let this = this(t, args);
    let width = width(t, args)?;
    let fill = match args.opt(2) {
        None => b' ',
        Some(fill) => fill_byte(t, method, fill)?,
    };
    if width <= this.bytes.len() {
        return this.whole(t);
    }
    let (bytes, fill) = (text::Units::Latin1(this.bytes), u32::from(fill));
    padded(
        t,
        this,
        match method {
            "center" => text::strings::center(bytes, width, fill),
            "ljust" => text::strings::ljust(bytes, width, fill),
            _ => text::strings::rjust(bytes, width, fill),
        },
    )
}

fn fill_byte<'t>(t: &'t Thread, method: &str, fill: Value<'t>) -> Result<u8, Raised> {
    let exact = t.unbox(fill).unwrap_or(fill);
    let (bytes, kind) = match (exact.cast::<Bytes>(), exact.cast::<ByteArray>()) {
        (Some(bytes), _) => (bytes.slice().to_vec(), "bytes"),
        (_, Some(array)) => (array.contents().iter().map(|cell| cell.get()).collect(), "bytearray"),
        _ => {
            let name = t.class_name(fill);
            return Err(
                t.type_error(format_args!("{method}() argument 2 must be a byte string of length 1, not {name}"))
            );
        }
    };
    match bytes[..] {
        [byte] => Ok(byte),
        _ => Err(t.type_error(format_args!(
            "{method}(): argument 2 must be a byte string of length 1, not a {kind} object of length {}",
            bytes.len()
        ))),
    }
}

fn padded<'t>(t: &'t Thread, this: This<'t>, padded: Result<text::Text, text::Fault>) -> Res<'t> {
    let padded = padded.map_err(|fault| t.raise_fault(fault))?;
    match padded.as_units() {
        text::Units::Latin1(bytes) => this.make(t, bytes),
        wider => this.make(t, &wider.iter().map(|code| code as u8).collect::<Vec<u8>>()),
    }
}

fn join<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    if !t.is_iterable(args.get(1)) {
        return Err(t.type_error("can only join an iterable"));
    }
    static JOIN: Then = Then::new(|t, this, list| {
        let (this, list) = (this_of(t, this), list.expect::<List>());
        if let Some(place) = list.iter().position(|item| t.lender(item).is_none() && t.has_buffer(item)) {
            // The view of an item whose class is Python's takes its place.
            static VIEWED: Then = Then::new(|t, state, view| {
                let state = state.expect::<Tuple>();
                let (list, place) = (state.at(1).expect::<List>(), state.at(2).as_small_int().unwrap_or(0));
                list.set_item(t, place as usize, view);
                (JOIN.ok)(t, state.at(0), list.value())?.then(t, &GIVE_BACK, view)
            });
            let state = t.small_tuple([this.value, list.value(), t.int_usize(place)]);
            return t.view_with_flags(list.item(place), 0)?.then(t, &VIEWED, state.value());
        }
        joined(t, this, list).map(Tail::Value)
    });
    // A list of its own: views replace items in it.
    t.list_of(args.get(1))?.then(t, &JOIN, args.get(0))
}

fn joined<'t>(t: &'t Thread, this: This<'t>, list: Gc<'t, List>) -> Res<'t> {
    if let (1, false) = (list.len(), this.mutable) {
        if let Some(bytes) = list.item(0).cast::<Bytes>() {
            return Ok(bytes.value());
        }
    }
    let mut out = Vec::new();
    for (index, item) in list.iter().enumerate() {
        if index > 0 {
            out.extend_from_slice(this.bytes);
        }
        match t.buffer_of(item) {
            // SAFETY: nothing is written before the parts are joined.
            Some(Ok(lent)) => out.extend_from_slice(unsafe { lent.frozen() }),
            refused => {
                if let Some(Err(raised)) = refused {
                    let _ = t.take_exception(raised);
                }
                let name = t.class_name(item);
                return Err(
                    t.type_error(format_args!("sequence item {index}: expected a bytes-like object, {name} found"))
                );
            }
        }
    }
    this.make(t, &out)
}
