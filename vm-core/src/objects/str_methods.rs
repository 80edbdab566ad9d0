//! The class `str`. The algorithms are those of the crate `text`.

use std::ops::Range;

use text::strings::{self, Side};
use text::{Text, TextBuf, Units, search};

use crate::Thread;
use crate::applevel::app;
use crate::cls;
use crate::layouts;
use crate::natives::{Args, ClassDef, NativeDef, Tail, Then, class, leaf, tail};
use crate::objects::class::Class;
use crate::objects::dict::Dict;
use crate::objects::number::IntRef;
use crate::objects::sequence::{List, Tuple};
use crate::objects::string::Str;
use crate::protocols::{Compare, holds};
use crate::value::{Gc, Raised, Res, Value};

pub static STR: ClassDef = class(cls::str, "str")
    .doc("Text: a sequence of code points.")
    .layouts(&[layouts::STR_ASCII, layouts::STR_LATIN1, layouts::STR_UCS2, layouts::STR_UCS4])
    .subclassable(layouts::BOXED)
    .methods(&METHODS)
    .construct(&CONSTRUCT);

static CONSTRUCT: NativeDef = tail("str(object='', encoding='utf-8', errors='strict')", |t, args| {
    t.str_new(args.get(0), args.get(1), args.get(2))
})
.unpacking();

macro_rules! predicate {
    ($text:literal, $function:path) => {
        leaf($text, |t, args| Ok(Value::bool($function(this(t, args).units()))))
    };
}

macro_rules! mapped {
    ($text:literal, $function:path) => {
        leaf($text, |t, args| Ok(t.str_text($function(this(t, args).units()))?.value()))
    };
}

static METHODS: [NativeDef; 68] = [
    tail("__new__(cls, object='', encoding='utf-8', errors='strict')", new).static_method(),
    leaf("__repr__(self, /)", |t, args| Ok(t.str_text(text::repr::repr_str(this(t, args).units()).finish())?.value())),
    leaf("__str__(self, /)", |t, args| Ok(this(t, args).value())),
    leaf("__hash__(self, /)", |t, args| Ok(t.int(t.hash_str(this(t, args))))),
    leaf("__len__(self, /)", |t, args| Ok(t.int_usize(this(t, args).len()))),
    tail("__getitem__(self, key, /)", |t, args| t.sequence_item(args.get(0), args.get(1))),
    leaf("__iter__(self, /)", |t, args| Ok(t.new_str_iterator(this(t, args)))),
    leaf("__contains__(self, key, /)", contains),
    leaf("__add__(self, value, /)", add),
    tail("__mul__(self, value, /)", |t, args| t.multiply_sequence(args.get(0), args.get(1))),
    tail("__rmul__(self, value, /)", |t, args| t.multiply_sequence(args.get(0), args.get(1))),
    tail("__mod__(self, value, /)", |t, args| t.percent_str(this(t, args), args.get(1))),
    leaf("__rmod__(self, value, /)", |_, _| Ok(Value::NOT_IMPLEMENTED)),
    tail("__format__(self, format_spec, /)", format),
    leaf("__lt__(self, value, /)", |t, args| compare(t, Compare::Lt, args)),
    leaf("__le__(self, value, /)", |t, args| compare(t, Compare::Le, args)),
    leaf("__gt__(self, value, /)", |t, args| compare(t, Compare::Gt, args)),
    leaf("__ge__(self, value, /)", |t, args| compare(t, Compare::Ge, args)),
    leaf("__eq__(self, value, /)", |t, args| compare(t, Compare::Eq, args)),
    leaf("__ne__(self, value, /)", |t, args| compare(t, Compare::Ne, args)),
    leaf("__getnewargs__(self, /)", |t, args| Ok(t.small_tuple([this(t, args).value()]).value())),
    tail("join(self, iterable, /)", join),
    leaf("split(self, /, sep=None, maxsplit=-1)", |t, args| split(t, args, false)),
    leaf("rsplit(self, /, sep=None, maxsplit=-1)", |t, args| split(t, args, true)),
    leaf("splitlines(self, /, keepends=False)", |t, args| {
        let keep = args.opt(1).is_some_and(|keep| t.leaf_truth(keep).unwrap_or(true));
        let text = this(t, args);
        pieces(t, text, strings::split_lines(text.units(), keep))
    }),
    leaf("strip(self, chars=None, /)", |t, args| strip(t, args, Side::Both, "strip")),
    leaf("lstrip(self, chars=None, /)", |t, args| strip(t, args, Side::Left, "lstrip")),
    leaf("rstrip(self, chars=None, /)", |t, args| strip(t, args, Side::Right, "rstrip")),
    leaf("replace(self, old, new, /, count=-1)", replace),
    tail("find(self, sub, start=None, end=None, /)", |t, args| t.find_text("find", args)),
    tail("rfind(self, sub, start=None, end=None, /)", |t, args| t.find_text("rfind", args)),
    tail("index(self, sub, start=None, end=None, /)", |t, args| t.find_text("index", args)),
    tail("rindex(self, sub, start=None, end=None, /)", |t, args| t.find_text("rindex", args)),
    tail("count(self, sub, start=None, end=None, /)", |t, args| t.find_text("count", args)),
    tail("startswith(self, prefix, start=None, end=None, /)", |t, args| t.find_text("startswith", args)),
    tail("endswith(self, suffix, start=None, end=None, /)", |t, args| t.find_text("endswith", args)),
    mapped!("upper(self, /)", strings::upper),
    mapped!("lower(self, /)", strings::lower),
    mapped!("title(self, /)", strings::title),
    mapped!("capitalize(self, /)", strings::capitalize),
    mapped!("swapcase(self, /)", strings::swapcase),
    mapped!("casefold(self, /)", strings::casefold),
    predicate!("isalpha(self, /)", strings::is_alpha),
    predicate!("isalnum(self, /)", strings::is_alnum),
    predicate!("isdecimal(self, /)", strings::is_decimal),
    predicate!("isdigit(self, /)", strings::is_digit),
    predicate!("isnumeric(self, /)", strings::is_numeric),
    predicate!("isspace(self, /)", strings::is_space),
    predicate!("isprintable(self, /)", strings::is_printable),
    predicate!("isidentifier(self, /)", strings::is_identifier),
    predicate!("islower(self, /)", strings::is_lower),
    predicate!("isupper(self, /)", strings::is_upper),
    predicate!("istitle(self, /)", strings::is_title),
    leaf("isascii(self, /)", |t, args| Ok(Value::bool(this(t, args).is_ascii()))),
    leaf("center(self, width, fillchar=' ', /)", |t, args| pad(t, args, strings::center)),
    leaf("ljust(self, width, fillchar=' ', /)", |t, args| pad(t, args, strings::ljust)),
    leaf("rjust(self, width, fillchar=' ', /)", |t, args| pad(t, args, strings::rjust)),
    leaf("zfill(self, width, /)", |t, args| {
        let width = args.index(t, 1)?.max(0) as usize;
        let text = this(t, args);
        if width <= text.len() { Ok(text.value()) } else { made(t, strings::zfill(text.units(), width)) }
    }),
    leaf("partition(self, sep, /)", |t, args| partition(t, args, false)),
    leaf("rpartition(self, sep, /)", |t, args| partition(t, args, true)),
    leaf("expandtabs(self, /, tabsize=8)", |t, args| {
        let size = if args.opt(1).is_some() { args.index(t, 1)? } else { 8 };
        if i32::try_from(size).is_err() {
            return Err(t.raise(cls::OverflowError, "Python int too large to convert to C int"));
        }
        made(t, strings::expand_tabs(this(t, args).units(), size))
    }),
    tail("encode(self, /, encoding='utf-8', errors='strict')", |t, args| {
        t.encode_str("encode", this(t, args), args.get(1), args.get(2))
    }),
    leaf("removeprefix(self, prefix, /)", |t, args| {
        let (text, prefix) = (this(t, args), wanted(t, args, 1, "removeprefix() argument must be str, not ")?);
        if search::starts_with(text.units(), prefix.units()) {
            part(t, text, prefix.len()..text.len())
        } else {
            Ok(text.value())
        }
    }),
    leaf("removesuffix(self, suffix, /)", |t, args| {
        let (text, suffix) = (this(t, args), wanted(t, args, 1, "removesuffix() argument must be str, not ")?);
        if search::ends_with(text.units(), suffix.units()) {
            part(t, text, 0..text.len() - suffix.len())
        } else {
            Ok(text.value())
        }
    }),
    tail("translate(self, table, /)", |t, args| {
        Ok(Tail::call(t.app(app::str_translate), &[this(t, args).value(), args.get(1)]))
    }),
    leaf("maketrans(x, y=None, z=None, /)", make_trans).static_method(),
    tail("format(self, /, *args, **kwargs)", |t, args| {
        if let Some(text) = t.leaf_format_template(this(t, args), args.get(1).expect(), args.get(2).cast()) {
            return text.map(Tail::Value);
        }
        let keywords = if args.get(2).is_set() { args.get(2) } else { t.new_dict().value() };
        Ok(Tail::call(t.app(app::str_format), &[this(t, args).value(), args.get(1), keywords]))
    }),
    tail("format_map(self, mapping, /)", |t, args| {
        Ok(Tail::call(t.app(app::str_format), &[this(t, args).value(), Value::NONE, args.get(1)]))
    }),
];

fn this<'t>(t: &'t Thread, args: Args<'t>) -> Gc<'t, Str> {
    match t.as_str(args.get(0)) {
        Some(text) => text,
        None => args.this::<Str>(),
    }
}

/// An argument that has to be a str; `complaint` is followed by the class it is.
fn wanted<'t>(t: &'t Thread, args: Args<'t>, index: usize, complaint: &str) -> Result<Gc<'t, Str>, Raised> {
    let value = args.get(index);
    t.as_str(value).ok_or_else(|| {
        t.type_error(format_args!(
            "{complaint}{}",
            if complaint.contains("argument") { kind_of(t, value) } else { t.class_name(value) }
        ))
    })
}

/// What a message about an argument of the wrong class calls it.
fn kind_of<'t>(t: &'t Thread, value: Value<'t>) -> String {
    if value.is_none() { "None".to_owned() } else { t.class_name(value) }
}

fn made<'t>(t: &'t Thread, text: Result<Text, text::Fault>) -> Res<'t> {
    Ok(t.str_text(text.map_err(|fault| t.raise_fault(fault))?)?.value())
}

fn part<'t>(t: &'t Thread, text: Gc<'t, Str>, range: Range<usize>) -> Res<'t> {
    if range.len() == text.len() {
        return Ok(text.value());
    }
    Ok(t.str_units(text.units().slice(range.start, range.end))?.value())
}

fn pieces<'t>(t: &'t Thread, text: Gc<'t, Str>, ranges: Vec<Range<usize>>) -> Res<'t> {
    let list = t.new_list();
    list.reserve(t, ranges.len())?;
    for range in ranges {
        list.push(t, part(t, text, range)?)?;
    }
    Ok(list.value())
}

fn new<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let class = t.class_argument(args.get(0), cls::str)?;
    static BOX: Then = Then::new(|t, class, text| {
        let class = class.expect::<Class>();
        if class == t.class(cls::str) {
            return Ok(Tail::Value(text));
        }
        let text = t.as_str(text).map_or(text, Gc::value);
        Ok(Tail::Value(t.boxed_in(class, cls::str, text)))
    });
    t.str_new(args.get(1), args.get(2), args.get(3))?.then(t, &BOX, class.value())
}

impl Thread {
    /// `str(object, encoding, errors)`, each unset where not given.
    pub(crate) fn str_new<'t>(
        &'t self,
        object: Value<'t>,
        encoding: Value<'t>,
        errors: Value<'t>,
    ) -> Result<Tail<'t>, Raised> {
        if !object.is_set() {
            return Ok(Tail::Value(self.str("")?.value()));
        }
        if !encoding.is_set() && !errors.is_set() {
            return self.str_of(object);
        }
        self.decode_object(object, encoding, errors)
    }

    /// The text of an object's bytes.
    fn decode_object<'t>(
        &'t self,
        object: Value<'t>,
        encoding: Value<'t>,
        errors: Value<'t>,
    ) -> Result<Tail<'t>, Raised> {
        for (argument, value) in [("encoding", encoding), ("errors", errors)] {
            if value.is_set() && self.as_str(value).is_none() {
                let name = self.class_name(value);
                return Err(self.type_error(format_args!("str() argument '{argument}' must be str, not {name}")));
            }
        }
        if self.as_str(object).is_some() {
            return Err(self.type_error("decoding str is not supported"));
        }
        match self.buffer_of(object) {
            Some(lent) => {
                // SAFETY: nothing is written while the bytes are decoded.
                let bytes = unsafe { lent?.frozen() };
                self.decode_bytes("str", bytes, encoding, errors)
            }
            None if self.has_buffer(object) => {
                static DECODE: Then = Then::new(|t, state, view| {
                    let state = state.expect::<Tuple>();
                    let coding = [state.at(0), state.at(1)].map(|value| value.not_none().unwrap_or(Value::UNSET));
                    t.decode_object(view, coding[0], coding[1])?.then(t, &crate::protocols::GIVE_BACK, view)
                });
                let given = |value: Value<'t>| value.given().unwrap_or(Value::NONE);
                let state = self.small_tuple([given(encoding), given(errors)]);
                self.view_with_flags(object, 0)?.then(self, &DECODE, state.value())
            }
            None => {
                let name = self.class_name(object);
                Err(self.type_error(format_args!("decoding to str: need a bytes-like object, {name} found")))
            }
        }
    }

    /// The range of a search within `length` items; both ends ints or None.
    pub(crate) fn search_range<'t>(
        &'t self,
        start: Value<'t>,
        end: Value<'t>,
        length: usize,
    ) -> Result<Option<Range<usize>>, Raised> {
        let bound = |value: Value<'t>| match value.not_none() {
            None => Ok(None),
            Some(value) => match self.as_int(value) {
                Some(IntRef::Small(small)) => Ok(Some(small)),
                Some(big) => Ok(Some(if big.is_negative() { i64::MIN } else { i64::MAX })),
                None => Err(self.type_error("slice indices must be integers or None or have an __index__ method")),
            },
        };
        Ok(search::clamp_range(bound(start)?, bound(end)?, length))
    }

    /// The methods that look for a part within a range; bounds that are no ints are asked for `__index__`.
    fn find_text<'t>(&'t self, method: &'static str, args: Args<'t>) -> Result<Tail<'t>, Raised> {
        for bound in [2, 3] {
            let value = args.get(bound);
            if value.not_none().is_some() && self.as_int(value).is_none() && self.is_index(value) {
                let name = self.str(method)?.value();
                let items = self.tuple(&[
                    name,
                    args.get(0),
                    args.get(1),
                    args.opt(2).unwrap_or(Value::NONE),
                    args.opt(3).unwrap_or(Value::NONE),
                ])?;
                return Ok(Tail::call(self.app(app::find_indexed), &[items.value()]));
            }
        }
        self.find_text_leaf(method, args).map(Tail::Value)
    }

    fn find_text_leaf<'t>(&'t self, method: &str, args: Args<'t>) -> Res<'t> {
        let text = this(self, args);
        let range = self.search_range(args.get(2), args.get(3), text.len())?;
        let units = text.units();
        if let "startswith" | "endswith" = method {
            return self.affix(method, units, args.get(1), range).map(Value::bool);
        }
        let Some(sub) = self.as_str(args.get(1)) else {
            let name = kind_of(self, args.get(1));
            return Err(self.type_error(format_args!("{method}() argument 1 must be str, not {name}")));
        };
        let sub = sub.units();
        if method == "count" {
            return Ok(self.int_usize(range.map_or(0, |range| search::count(units, sub, range))));
        }
        let found = match range {
            None => None,
            Some(range) if method.starts_with('r') => search::rfind(units, sub, range),
            Some(range) => search::find(units, sub, range),
        };
        match found {
            Some(index) => Ok(self.int_usize(index)),
            None if method.ends_with("index") => Err(self.value_error("substring not found")),
            None => Ok(Value::small(-1)),
        }
    }

    fn affix<'t>(
        &'t self,
        method: &str,
        units: Units<'t>,
        wanted: Value<'t>,
        range: Option<Range<usize>>,
    ) -> Result<bool, Raised> {
        let matches = |affix: Gc<'t, Str>| match &range {
            None => false,
            Some(range) => {
                let hay = units.slice(range.start, range.end);
                if method == "startswith" {
                    search::starts_with(hay, affix.units())
                } else {
                    search::ends_with(hay, affix.units())
                }
            }
        };
        if let Some(affix) = self.as_str(wanted) {
            return Ok(matches(affix));
        }
        let Some(affixes) = self.as_tuple(wanted) else {
            let name = self.class_name(wanted);
            return Err(self.type_error(format_args!("{method} first arg must be str or a tuple of str, not {name}")));
        };
        for index in 0..affixes.extent() {
            match self.as_str(affixes.at(index)) {
                Some(affix) if matches(affix) => return Ok(true),
                Some(_) => {}
                None => {
                    let name = self.class_name(affixes.at(index));
                    return Err(self.type_error(format_args!("tuple for {method} must only contain str, not {name}")));
                }
            }
        }
        Ok(false)
    }

    /// Joins strings that need no Python.
    fn join_items<'t>(&'t self, separator: Gc<'t, Str>, items: &[gc_api::Slot]) -> Res<'t> {
        for (index, item) in items.iter().enumerate() {
            let item = self.slot_value(item);
            if self.as_str(item).is_none() {
                let name = self.class_name(item);
                return Err(self.type_error(format_args!("sequence item {index}: expected str instance, {name} found")));
            }
        }
        if let [only] = items {
            let only = self.slot_value(only);
            if only.is::<Str>() {
                return Ok(only);
            }
        }
        let parts = items.iter().enumerate().flat_map(|(index, item)| {
            let before = (index > 0).then_some(separator);
            before.into_iter().chain(self.as_str(self.slot_value(item)))
        });
        Ok(self.str_of_parts(parts)?.value())
    }
}

fn join<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let (separator, iterable) = (this(t, args), args.get(1));
    if let Some(list) = iterable.cast_exact::<List>() {
        return t.join_items(separator, list.slots()).map(Tail::Value);
    }
    if let Some(tuple) = iterable.cast::<Tuple>() {
        return t.join_items(separator, tuple.words()).map(Tail::Value);
    }
    if !t.is_iterable(iterable) {
        return Err(t.type_error("can only join an iterable"));
    }
    static JOIN: Then = Then::new(|t, separator, list| {
        let separator = separator.expect::<Str>();
        t.join_items(separator, list.expect::<List>().slots()).map(Tail::Value)
    });
    Tail::call(t.app(app::list_from), &[iterable]).then(t, &JOIN, separator.value())
}

fn split<'t>(t: &'t Thread, args: Args<'t>, from_right: bool) -> Res<'t> {
    let text = this(t, args);
    let most = if args.opt(2).is_some() { args.index(t, 2)? } else { -1 };
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let units = text.units();
    let Some(separator) = args.get(1).not_none() else {
        let ranges =
            if from_right { strings::rsplit_whitespace(units, most) } else { strings::split_whitespace(units, most) };
        return pieces(t, text, ranges);
    };
    let Some(separator) = t.as_str(separator) else {
        let name = t.class_name(separator);
        return Err(t.type_error(format_args!("must be str or None, not {name}")));
    };
    if separator.is_empty() {
        return Err(t.value_error("empty separator"));
    }
    let ranges = if from_right {
        search::rsplit(units, separator.units(), most)
    } else {
        search::split(units, separator.units(), most)
    };
    pieces(t, text, ranges)
}

fn strip<'t>(t: &'t Thread, args: Args<'t>, side: Side, method: &str) -> Res<'t> {
    let text = this(t, args);
    let Some(set) = args.get(1).not_none() else { return part(t, text, strings::strip(text.units(), side)) };
    match t.as_str(set) {
        Some(set) => part(t, text, strings::strip_set(text.units(), set.units(), side)),
        None => Err(t.type_error(format_args!("{method} arg must be None or str"))),
    }
}

fn replace<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let text = this(t, args);
    let old = wanted(t, args, 1, "replace() argument 1 must be str, not ")?;
    let new = wanted(t, args, 2, "replace() argument 2 must be str, not ")?;
    let most = if args.opt(3).is_some() { args.index(t, 3)? } else { -1 };
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    match search::replace(text.units(), old.units(), new.units(), most).map_err(|fault| t.raise_fault(fault))? {
        Some(replaced) => Ok(t.str_text(replaced)?.value()),
        None => Ok(text.value()),
    }
}

fn contains<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let part = wanted(t, args, 1, "'in <string>' requires string as left operand, not ")?;
    Ok(Value::bool(search::contains(this(t, args).units(), part.units())))
}

fn add<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let Some(other) = t.as_str(args.get(1)) else {
        let name = t.class_name(args.get(1));
        return Err(t.type_error(format_args!("can only concatenate str (not \"{name}\") to str")));
    };
    Ok(t.concat_str(this(t, args), other)?.value())
}

fn compare<'t>(t: &'t Thread, op: Compare, args: Args<'t>) -> Res<'t> {
    match t.as_str(args.get(1)) {
        Some(other) => Ok(Value::bool(holds(op, Some(this(t, args).units().compare(other.units()))))),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn format<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let text = this(t, args);
    let spec = wanted(t, args, 1, "__format__() argument must be str, not ")?;
    if spec.is_empty() {
        // Instances of subclasses say what they look like.
        return if t.unbox(args.get(0)).is_some() { t.str_of(args.get(0)) } else { Ok(text.value().into()) };
    }
    let mut out = TextBuf::new();
    let name = t.class_name(args.get(0));
    let spec = text::format::FormatSpec::parse(spec.units(), &name).map_err(|fault| t.raise_fault(fault))?;
    text::format::format_str(&mut out, text.units(), &spec, &name).map_err(|fault| t.raise_fault(fault))?;
    Ok(t.str_text(out.finish())?.value().into())
}

type Padder = fn(Units<'_>, usize, u32) -> Result<Text, text::Fault>;

fn pad<'t>(t: &'t Thread, args: Args<'t>, padder: Padder) -> Res<'t> {
    let text = this(t, args);
    let width = args.index(t, 1)?.max(0) as usize;
    let fill = match args.opt(2) {
        None => u32::from(' '),
        Some(fill) => match t.as_str(fill) {
            Some(fill) if fill.len() == 1 => fill.units().get(0),
            Some(_) => return Err(t.type_error("The fill character must be exactly one character long")),
            None => {
                let name = t.class_name(fill);
                return Err(t.type_error(format_args!("The fill character must be a unicode character, not {name}")));
            }
        },
    };
    if width <= text.len() { Ok(text.value()) } else { made(t, padder(text.units(), width, fill)) }
}

fn partition<'t>(t: &'t Thread, args: Args<'t>, from_right: bool) -> Res<'t> {
    let text = this(t, args);
    let separator = wanted(t, args, 1, "must be str, not ")?;
    if separator.is_empty() {
        return Err(t.value_error("empty separator"));
    }
    let (units, wanted) = (text.units(), separator.units());
    let found = if from_right { search::rpartition(units, wanted) } else { search::partition(units, wanted) };
    let empty = t.str("")?.value();
    let parts = match found {
        Some(range) => [part(t, text, 0..range.start)?, separator.value(), part(t, text, range.end..text.len())?],
        None if from_right => [empty, empty, text.value()],
        None => [text.value(), empty, empty],
    };
    Ok(t.small_tuple(parts).value())
}

fn make_trans<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let table = t.new_dict();
    let store = |key: Value<'t>, value: Value<'t>| t.leaf_setitem(table.value(), key, value).unwrap_or(Ok(()));
    let Some(y) = args.opt(1) else {
        let Some(source) = args.get(0).cast::<Dict>() else {
            return Err(t.type_error("if you give only one argument to maketrans it must be a dict"));
        };
        for (key, value) in source.iter() {
            let key = match t.as_str(key) {
                Some(text) if text.len() == 1 => Value::small(text.units().get(0) as i32),
                Some(_) => return Err(t.value_error("string keys in translatetable must be of length 1")),
                None if t.as_int(key).is_some() => key,
                None => return Err(t.type_error("keys in translate table must be strings or integers")),
            };
            store(key, value)?;
        }
        return Ok(table.value());
    };
    let Some(x) = t.as_str(args.get(0)) else {
        return Err(t.type_error("first maketrans argument must be a string if there is a second argument"));
    };
    let Some(y) = t.as_str(y) else {
        return Err(t.type_error(format_args!("maketrans() argument 2 must be str, not {}", t.class_name(y))));
    };
    if x.len() != y.len() {
        return Err(t.value_error("the first two maketrans arguments must have equal length"));
    }
    for (from, to) in x.units().iter().zip(y.units().iter()) {
        store(Value::small(from as i32), Value::small(to as i32))?;
    }
    if args.opt(2).is_some() {
        let z = wanted(t, args, 2, "maketrans() argument 3 must be str, not ")?;
        for code in z.units().iter() {
            store(Value::small(code as i32), Value::NONE)?;
        }
    }
    Ok(table.value())
}
