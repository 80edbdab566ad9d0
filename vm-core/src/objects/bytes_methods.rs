//! The class `bytes`.

use std::ops::Range;

use text::strings::Side;
use text::{bytes as algorithms, search};

use crate::Thread;
use crate::cls;
use crate::layouts;
use crate::natives::{Args, ClassDef, NativeDef, Tail, Then, class, leaf, tail};
use crate::objects::bytes::Bytes;
use crate::objects::class::Class;
use crate::objects::number::IntRef;
use crate::objects::sequence::List;
use crate::protocols::{Compare, holds};
use crate::value::{Gc, Raised, Res, Value};

pub static BYTES: ClassDef = class(cls::bytes, "bytes")
    .doc("An immutable sequence of bytes.")
    .layouts(&[layouts::BYTES])
    .subclassable(layouts::BOXED)
    .methods(&METHODS)
    .construct(&CONSTRUCT);

static CONSTRUCT: NativeDef = tail("bytes(source=b'', encoding='utf-8', errors='strict')", |t, args| {
    t.bytes_new(args.get(0), args.get(1), args.get(2))
});

macro_rules! mapped {
    ($text:literal, $function:path) => {
        leaf($text, |t, args| Ok(t.bytes(&$function(this(t, args).slice()))?.value()))
    };
}

macro_rules! predicate {
    ($text:literal, $function:path) => {
        leaf($text, |t, args| Ok(Value::bool($function(this(t, args).slice()))))
    };
}

static METHODS: [NativeDef; 49] = [
    tail("__new__(cls, source=b'', encoding='utf-8', errors='strict')", new).static_method(),
    leaf("__repr__(self, /)", |t, args| {
        Ok(t.str_text(text::repr::repr_bytes(this(t, args).slice(), "b").finish())?.value())
    }),
    leaf("__hash__(self, /)", |t, args| Ok(t.int(t.hash_bytes_object(this(t, args))))),
    leaf("__len__(self, /)", |t, args| Ok(t.int_usize(this(t, args).extent()))),
    tail("__getitem__(self, key, /)", |t, args| t.sequence_item(args.get(0), args.get(1))),
    leaf("__iter__(self, /)", |t, args| Ok(t.new_bytes_iterator(this(t, args)))),
    leaf("__contains__(self, key, /)", |t, args| {
        let part = part_argument(t, args.get(1))?;
        Ok(Value::bool(search::find_in(this(t, args).slice(), &part).is_some()))
    }),
    leaf("__add__(self, value, /)", |t, args| match t.as_bytes(args.get(1)) {
        Some(other) => Ok(t.bytes(&[this(t, args).slice(), other.slice()].concat())?.value()),
        None => Err(t.type_error(format_args!("can't concat {} to bytes", t.class_name(args.get(1))))),
    }),
    tail("__mul__(self, value, /)", |t, args| t.multiply_sequence(args.get(0), args.get(1))),
    tail("__rmul__(self, value, /)", |t, args| t.multiply_sequence(args.get(0), args.get(1))),
    leaf("__bytes__(self, /)", |t, args| Ok(this(t, args).value())),
    leaf("__getnewargs__(self, /)", |t, args| Ok(t.small_tuple([this(t, args).value()]).value())),
    leaf("__lt__(self, value, /)", |t, args| compare(t, Compare::Lt, args)),
    leaf("__le__(self, value, /)", |t, args| compare(t, Compare::Le, args)),
    leaf("__gt__(self, value, /)", |t, args| compare(t, Compare::Gt, args)),
    leaf("__ge__(self, value, /)", |t, args| compare(t, Compare::Ge, args)),
    leaf("__eq__(self, value, /)", |t, args| compare(t, Compare::Eq, args)),
    leaf("__ne__(self, value, /)", |t, args| compare(t, Compare::Ne, args)),
    leaf("decode(self, /, encoding='utf-8', errors='strict')", |t, args| {
        t.decode_bytes("decode", this(t, args).slice(), args.get(1), args.get(2))
    }),
    leaf("hex(self, /)", |t, args| {
        let digits: String = this(t, args).slice().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(t.str(&digits)?.value())
    }),
    leaf("find(self, sub, start=None, end=None, /)", |t, args| find(t, "find", args)),
    leaf("rfind(self, sub, start=None, end=None, /)", |t, args| find(t, "rfind", args)),
    leaf("index(self, sub, start=None, end=None, /)", |t, args| find(t, "index", args)),
    leaf("rindex(self, sub, start=None, end=None, /)", |t, args| find(t, "rindex", args)),
    leaf("count(self, sub, start=None, end=None, /)", |t, args| find(t, "count", args)),
    leaf("startswith(self, prefix, start=None, end=None, /)", |t, args| affix(t, "startswith", args)),
    leaf("endswith(self, suffix, start=None, end=None, /)", |t, args| affix(t, "endswith", args)),
    leaf("split(self, /, sep=None, maxsplit=-1)", |t, args| split(t, args, false)),
    leaf("rsplit(self, /, sep=None, maxsplit=-1)", |t, args| split(t, args, true)),
    leaf("splitlines(self, /, keepends=False)", |t, args| {
        let keep = args.opt(1).is_some_and(|keep| t.leaf_truth(keep).unwrap_or(true));
        let bytes = this(t, args);
        pieces(t, bytes, algorithms::split_lines(bytes.slice(), keep))
    }),
    leaf("strip(self, bytes=None, /)", |t, args| strip(t, args, Side::Both)),
    leaf("lstrip(self, bytes=None, /)", |t, args| strip(t, args, Side::Left)),
    leaf("rstrip(self, bytes=None, /)", |t, args| strip(t, args, Side::Right)),
    leaf("replace(self, old, new, count=-1, /)", replace),
    tail("join(self, iterable_of_bytes, /)", join),
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
    leaf("isascii(self, /)", |t, args| Ok(Value::bool(this(t, args).slice().is_ascii()))),
    leaf("zfill(self, width, /)", |t, args| {
        let (bytes, width) = (this(t, args), args.index(t, 1)?.max(0) as usize);
        if width <= bytes.extent() {
            return Ok(bytes.value());
        }
        let filled =
            text::strings::zfill(text::Units::Latin1(bytes.slice()), width).map_err(|fault| t.raise_fault(fault))?;
        let filled: Vec<u8> = filled.as_units().iter().map(|code| code as u8).collect();
        Ok(t.bytes(&filled)?.value())
    }),
];

fn this<'t>(t: &'t Thread, args: Args<'t>) -> Gc<'t, Bytes> {
    match t.as_bytes(args.get(0)) {
        Some(bytes) => bytes,
        None => args.this::<Bytes>(),
    }
}

fn new<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let class = t.class_argument(args.get(0), cls::bytes)?;
    static BOX: Then = Then::new(|t, class, bytes| {
        let bytes = t.as_bytes(bytes).map_or(bytes, Gc::value);
        Ok(Tail::Value(t.boxed_in(class.expect::<Class>(), cls::bytes, bytes)))
    });
    t.bytes_new(args.get(1), args.get(2), args.get(3))?.then(t, &BOX, class.value())
}

fn like<'t>(t: &'t Thread, value: Value<'t>) -> Result<&'t [u8], Raised> {
    match t.as_bytes(value) {
        Some(bytes) => Ok(bytes.slice()),
        None => Err(t.type_error(format_args!("a bytes-like object is required, not '{}'", t.class_name(value)))),
    }
}

/// What is looked for: bytes, or one byte as an int.
fn part_argument<'t>(t: &'t Thread, value: Value<'t>) -> Result<Vec<u8>, Raised> {
    match t.as_int(value) {
        Some(IntRef::Small(byte @ 0..=255)) => Ok(vec![byte as u8]),
        Some(_) => Err(t.value_error("byte must be in range(0, 256)")),
        None => Ok(like(t, value)?.to_vec()),
    }
}

fn part<'t>(t: &'t Thread, bytes: Gc<'t, Bytes>, range: Range<usize>) -> Res<'t> {
    if range.len() == bytes.extent() {
        return Ok(bytes.value());
    }
    Ok(t.bytes(&bytes.slice()[range])?.value())
}

fn pieces<'t>(t: &'t Thread, bytes: Gc<'t, Bytes>, ranges: Vec<Range<usize>>) -> Res<'t> {
    let list = t.new_list();
    list.reserve(t, ranges.len())?;
    for range in ranges {
        list.push(t, part(t, bytes, range)?)?;
    }
    Ok(list.value())
}

fn compare<'t>(t: &'t Thread, op: Compare, args: Args<'t>) -> Res<'t> {
    match t.as_bytes(args.get(1)) {
        Some(other) => Ok(Value::bool(holds(op, Some(Ord::cmp(this(t, args).slice(), other.slice()))))),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn find<'t>(t: &'t Thread, method: &str, args: Args<'t>) -> Res<'t> {
    let slice = this(t, args).slice();
    let range = t.search_range(args.get(2), args.get(3), slice.len())?;
    let wanted = args.get(1);
    if t.as_int(wanted).is_none() && t.as_bytes(wanted).is_none() {
        let name = t.class_name(wanted);
        return Err(t.type_error(format_args!("argument should be integer or bytes-like object, not '{name}'")));
    }
    let part = part_argument(t, wanted)?;
    let hay = range.as_ref().map(|range| &slice[range.clone()]);
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
    let slice = this(t, args).slice();
    let range = t.search_range(args.get(2), args.get(3), slice.len())?;
    let matches = |affix: &[u8]| match &range {
        None => false,
        Some(range) if method == "startswith" => slice[range.clone()].starts_with(affix),
        Some(range) => slice[range.clone()].ends_with(affix),
    };
    let wanted = args.get(1);
    if let Some(affix) = t.as_bytes(wanted) {
        return Ok(Value::bool(matches(affix.slice())));
    }
    let Some(affixes) = t.as_tuple(wanted) else {
        let name = t.class_name(wanted);
        return Err(t.type_error(format_args!("{method} first arg must be bytes or a tuple of bytes, not {name}")));
    };
    for index in 0..affixes.extent() {
        if matches(like(t, affixes.at(index))?) {
            return Ok(Value::TRUE);
        }
    }
    Ok(Value::FALSE)
}

fn split<'t>(t: &'t Thread, args: Args<'t>, from_right: bool) -> Res<'t> {
    let bytes = this(t, args);
    let most = if args.opt(2).is_some() { args.index(t, 2)? } else { -1 };
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let slice = bytes.slice();
    let ranges = match args.get(1).not_none() {
        None if from_right => algorithms::rsplit_whitespace(slice, most),
        None => algorithms::split_whitespace(slice, most),
        Some(separator) => match like(t, separator)? {
            [] => return Err(t.value_error("empty separator")),
            separator if from_right => search::rsplit_at(slice, separator, most),
            separator => search::split_at(slice, separator, most),
        },
    };
    pieces(t, bytes, ranges)
}

fn strip<'t>(t: &'t Thread, args: Args<'t>, side: Side) -> Res<'t> {
    let bytes = this(t, args);
    let range = match args.get(1).not_none() {
        None => algorithms::strip(bytes.slice(), side),
        Some(set) => {
            let set = text::Units::Latin1(like(t, set)?);
            text::strings::strip_set(text::Units::Latin1(bytes.slice()), set, side)
        }
    };
    part(t, bytes, range)
}

fn replace<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let bytes = this(t, args);
    let (old, new) = (like(t, args.get(1))?, like(t, args.get(2))?);
    let most = if args.opt(3).is_some() { args.index(t, 3)? } else { -1 };
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    match search::replace_bytes(bytes.slice(), old, new, most).map_err(|fault| t.raise_fault(fault))? {
        Some(replaced) => Ok(t.bytes(&replaced)?.value()),
        None => Ok(bytes.value()),
    }
}

fn join<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    if !t.is_iterable(args.get(1)) {
        return Err(t.type_error("can only join an iterable"));
    }
    static JOIN: Then = Then::new(|t, separator, list| {
        let separator = separator.expect::<Bytes>().slice();
        let mut out = Vec::new();
        for (index, item) in list.expect::<List>().iter().enumerate() {
            if index > 0 {
                out.extend_from_slice(separator);
            }
            match t.as_bytes(item) {
                Some(bytes) => out.extend_from_slice(bytes.slice()),
                None => {
                    let name = t.class_name(item);
                    return Err(t.type_error(format_args!(
                        "sequence item {index}: expected a bytes-like object, {name} found"
                    )));
                }
            }
        }
        Ok(Tail::Value(t.bytes(&out)?.value()))
    });
    t.list_of(args.get(1))?.then(t, &JOIN, this(t, args).value())
}
