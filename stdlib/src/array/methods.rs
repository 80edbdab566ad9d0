//! The class `array.array`.

use text::Units;
use vm_core::bootstrap::class_getitem;
use vm_core::natives::{Args, ClassDef, GetSetDef, NativeDef, Tail, TailFn, Then, class, getter, leaf, tail};
use vm_core::objects::class::{Class, flags};
use vm_core::objects::dict::Dict;
use vm_core::objects::number::IntRef;
use vm_core::objects::sequence::{List, Tuple};
use vm_core::protocols::{Compare, in_range};
use vm_core::{Gc, Raised, Res, Thread, Value, cls};

use super::items::Code;
use super::object::{self, ArrayObject, KEY};
use super::{iterate, search, subscript};
use crate::{convert, imp};

pub static ARRAY: ClassDef = class(KEY, "array")
    .module("array")
    .doc("array(typecode [, initializer]) -> array\n\nReturn a new array whose items are restricted by typecode, and\ninitialized from the optional initializer value, which must be a list,\nstring or iterable over elements of the appropriate type.")
    .layouts(&[object::ARRAY])
    .subclassable(object::ARRAY_SUB)
    .flags(flags::SEQUENCE | flags::WEAKREFABLE)
    .buffer(&object::BUFFER)
    .methods(&METHODS)
    .getsets(&GETSETS);

/// A method that may change the length.
macro_rules! resizing {
    ($name:literal $parameters:literal, $body:expr) => {
        tail(concat!($name, $parameters), |t, args| {
            let body: TailFn = $body;
            t.resizing(args, (KEY, $name), body)
        })
    };
}

static METHODS: [NativeDef; 40] = [
    tail("__new__(cls, /, *args, **kwargs)", new).static_method(),
    resizing!("append" "(self, v, /)", append).doc("Append new value v to the end of the array."),
    resizing!("extend" "(self, bb, /)", |t, args| extend(t, args.this(), args.get(1)))
        .doc("Append items to the end of the array."),
    resizing!("insert" "(self, i, v, /)", insert).doc("Insert a new item v into the array before position i."),
    resizing!("pop" "(self, i=-1, /)", pop)
        .doc("Return the i-th element and delete it from the array.\n\ni defaults to -1."),
    resizing!("remove" "(self, v, /)", search::remove).doc("Remove the first occurrence of v in the array."),
    resizing!("clear" "(self, /)", |t, args| {
        let array = args.this::<ArrayObject>();
        none(object::replace(t, array, 0..object::len(array), &[]))
    })
    .doc("Remove all items from the array."),
    resizing!("frombytes" "(self, buffer, /)", from_bytes).doc("Appends items from the string, interpreting it as an array of machine values, as if it had been read from a file using the fromfile() method."),
    resizing!("fromlist" "(self, list, /)", from_list).doc("Append items to array from list."),
    resizing!("fromunicode" "(self, ustr, /)", from_unicode).doc("Extends this array with data from the unicode string ustr.\n\nThe array must be a unicode type array; otherwise a ValueError is raised.\nUse array.frombytes(ustr.encode(...)) to append Unicode data to an array of\nsome other type."),
    leaf("tobytes(self, /)", |t, args| Ok(t.bytes(&object::to_vec(args.this()))?.value()))
        .doc("Convert the array to an array of machine values and return the bytes representation."),
    leaf("tolist(self, /)", |t, args| Ok(to_list(t, args.this())?.value()))
        .doc("Convert array to an ordinary list with the same items."),
    leaf("tounicode(self, /)", to_unicode).doc("Extends this array with data from the unicode string ustr.\n\nConvert the array to a unicode string.  The array must be a unicode type array;\notherwise a ValueError is raised.  Use array.tobytes().decode() to obtain a\nunicode string from an array of some other type."),
    leaf("byteswap(self, /)", byte_swap).doc("Byteswap all items of the array.\n\nIf the items in the array are not 1, 2, 4, or 8 bytes in size, RuntimeError is\nraised."),
    leaf("reverse(self, /)", |_, args| {
        let array = args.this::<ArrayObject>();
        let (cells, size) = (object::bytes(array).contents(), object::code(array).size());
        let length = object::len(array);
        for (low, high) in (0..length / 2).map(|index| (index, length - 1 - index)) {
            for byte in 0..size {
                cells[low * size + byte].swap(&cells[high * size + byte]);
            }
        }
        Ok(Value::NONE)
    })
    .doc("Reverse the order of the items in the array."),
    leaf("buffer_info(self, /)", |t, args| {
        let array = args.this::<ArrayObject>();
        let address = object::bytes(array).contents().as_ptr() as usize;
        Ok(t.small_tuple([t.int_usize(address), t.int_usize(object::len(array))]).value())
    })
    .doc("Return a tuple (address, length) giving the current memory address and the length in items of the buffer used to hold array's contents.\n\nThe length should be multiplied by the itemsize attribute to calculate\nthe buffer length in bytes."),
    tail("index(self, v, start=0, stop=9223372036854775807, /)", search::index).doc("Return index of first occurrence of v in the array.\n\nRaise ValueError if the value is not present."),
    tail("count(self, v, /)", search::count).doc("Return number of occurrences of v in the array."),
    tail("__contains__(self, key, /)", search::contains),
    leaf("__copy__(self, /)", copy).doc("Return a copy of the array."),
    leaf("__deepcopy__(self, unused, /)", copy).doc("Return a copy of the array."),
    leaf("__len__(self, /)", |t, args| Ok(t.int_usize(object::len(args.this())))),
    leaf("__iter__(self, /)", |t, args| Ok(iterate::new(t, args.this()))),
    tail("__getitem__(self, key, /)", subscript::get),
    resizing!("__setitem__" "(self, key, value, /)", subscript::set),
    resizing!("__delitem__" "(self, key, /)", subscript::delete),
    leaf("__add__(self, value, /)", add),
    resizing!("__iadd__" "(self, value, /)", add_in_place),
    tail("__mul__(self, value, /)", multiply),
    tail("__rmul__(self, value, /)", multiply),
    resizing!("__imul__" "(self, value, /)", multiply_in_place),
    tail("__repr__(self, /)", repr),
    leaf("__sizeof__(self, /)", |t, args| Ok(t.int_usize(64 + object::bytes(args.this()).capacity()))),
    tail("__lt__(self, value, /)", |t, args| search::compare(t, Compare::Lt, args)),
    tail("__le__(self, value, /)", |t, args| search::compare(t, Compare::Le, args)),
    tail("__gt__(self, value, /)", |t, args| search::compare(t, Compare::Gt, args)),
    tail("__ge__(self, value, /)", |t, args| search::compare(t, Compare::Ge, args)),
    tail("__eq__(self, value, /)", |t, args| search::compare(t, Compare::Eq, args)),
    tail("__ne__(self, value, /)", |t, args| search::compare(t, Compare::Ne, args)),
    class_getitem(),
];

static GETSETS: [GetSetDef; 2] = [
    getter("typecode", |t, array| Ok(t.str(&object::code(array.expect()).letter.to_string())?.value())),
    getter("itemsize", |t, array| Ok(t.int_usize(object::code(array.expect()).size()))),
];

pub fn none<'t>(result: Result<(), Raised>) -> Result<Tail<'t>, Raised> {
    result.map(|()| Tail::Value(Value::NONE))
}

/// A function of the Python part.
pub fn part<'t>(t: &'t Thread, name: &str) -> Value<'t> {
    imp::part(t, "array", name)
}

/// A typecode argument.
pub fn code_argument<'t>(t: &'t Thread, value: Value<'t>) -> Result<&'static Code, Raised> {
    let Some(text) = t.as_str(value) else {
        let name = t.class_name(value);
        return Err(t.type_error(format_args!("array() argument 1 must be a unicode character, not {name}")));
    };
    if text.len() != 1 {
        return Err(t.type_error(format_args!(
            "array() argument 1 must be a unicode character, not a string of length {}",
            text.len()
        )));
    }
    char::from_u32(text.units().get(0))
        .and_then(Code::of)
        .ok_or_else(|| t.value_error("bad typecode (must be b, B, u, w, h, H, i, I, l, L, q, Q, f or d)"))
}

fn new<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let class = t.class_argument(args.get(0), KEY)?;
    let given = args.get(1).expect::<Tuple>();
    if class == t.class(KEY) && args.get(2).cast::<Dict>().is_some_and(|named| !named.is_empty()) {
        return Err(t.type_error("array.array() takes no keyword arguments"));
    }
    let source = match given.extent() {
        1 => None,
        2 => Some(given.at(1)),
        0 => return Err(t.type_error("array() takes at least 1 argument (0 given)")),
        count => return Err(t.type_error(format_args!("array() takes at most 2 arguments ({count} given)"))),
    };
    let code = code_argument(t, given.at(0))?;
    if let Some(source) = source {
        check_initializer(t, code, source)?;
    }
    static MADE: Then = Then::new(|t, state, _| {
        static FILLED: Then = Then::new(|_, array, _| Ok(Tail::Value(array)));
        let state = state.expect::<Tuple>();
        let place = state.at(1).as_small_int().unwrap_or(0) as usize;
        let array = object::new(t, state.at(0).expect::<Class>(), &super::items::CODES[place]);
        match state.at(2).not_none() {
            Some(source) => fill(t, array, source)?.then(t, &FILLED, array.value()),
            None if state.at(3).is_true() => extend(t, array, Value::NONE),
            None => Ok(Tail::Value(array.value())),
        }
    });
    let place = super::items::CODES.iter().position(|other| other == code).unwrap_or(0);
    let given = Value::bool(source.is_some());
    let state = t.small_tuple([class.value(), t.int_usize(place), source.unwrap_or(Value::NONE), given]);
    if code.letter == 'u' {
        return Tail::call(part(t, "_warn_of_u"), &[]).then(t, &MADE, state.value());
    }
    (MADE.ok)(t, state.value(), Value::NONE)
}

fn check_initializer<'t>(t: &'t Thread, code: &Code, source: Value<'t>) -> Result<(), Raised> {
    let what = if t.as_str(source).is_some() {
        "str"
    } else if source.cast::<ArrayObject>().is_some_and(|array| object::code(array).is_character()) {
        "unicode array"
    } else {
        return Ok(());
    };
    if code.is_character() {
        return Ok(());
    }
    let letter = code.letter;
    Err(t.type_error(format_args!("cannot use a {what} to initialize an array with typecode '{letter}'")))
}

/// Fills a new array from its initializer.
fn fill<'t>(t: &'t Thread, array: Gc<'t, ArrayObject>, source: Value<'t>) -> Result<Tail<'t>, Raised> {
    if t.as_str(source).is_some() {
        return none(append_text(t, array, source));
    }
    if let Some(other) = source.cast::<ArrayObject>() {
        let (from, to) = (object::code(other), object::code(array));
        if from.kind == to.kind {
            return none(object::extend(t, array, &object::to_vec(other)));
        }
        return extend_from_items(t, array, to_list(t, other)?.value());
    }
    let exact = t.unbox(source).unwrap_or(source);
    if t.as_bytes(exact).is_some() || exact.is::<vm_core::objects::bytearray::ByteArray>() {
        return none(append_bytes(t, array, exact));
    }
    extend_from_items(t, array, source)
}

/// Appends the items of a list or tuple at once if they are plain numbers; else leaves it to Python.
fn extend_from_items<'t>(t: &'t Thread, array: Gc<'t, ArrayObject>, source: Value<'t>) -> Result<Tail<'t>, Raised> {
    let code = object::code(array);
    let items: Option<Vec<Value<'t>>> = match source.cast_exact::<List>() {
        Some(list) => Some(list.iter().collect()),
        None => source.cast::<Tuple>().map(|tuple| (0..tuple.extent()).map(|n| tuple.at(n)).collect()),
    };
    match items {
        Some(items) if items.iter().all(|item| code.is_plain(t, *item)) => {
            // As items are appended one by one, those before a misfit stay.
            let mut bytes = Vec::with_capacity(items.len() * code.size());
            for item in items {
                match code.encode(t, item) {
                    Ok(item) => bytes.extend_from_slice(&item[..code.size()]),
                    Err(raised) => {
                        let exception = t.take_exception(raised);
                        object::extend(t, array, &bytes)?;
                        return Err(t.reraise(exception));
                    }
                }
            }
            none(object::extend(t, array, &bytes))
        }
        _ if !t.is_iterable(source) => {
            let name = t.class_name(source);
            Err(t.type_error(format_args!("'{name}' object is not iterable")))
        }
        _ => Ok(Tail::call(part(t, "_extend"), &[array.value(), source])),
    }
}

fn append<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static APPEND: Then = Then::new(|t, array, value| {
        let array = array.expect::<ArrayObject>();
        let code = object::code(array);
        let item = code.encode(t, value)?;
        none(object::extend(t, array, &item[..code.size()]))
    });
    object::code(args.this()).plain(t, args.get(1))?.then(t, &APPEND, args.get(0))
}

fn extend<'t>(t: &'t Thread, array: Gc<'t, ArrayObject>, source: Value<'t>) -> Result<Tail<'t>, Raised> {
    match source.cast::<ArrayObject>() {
        Some(other) if object::code(other) != object::code(array) => {
            Err(t.type_error("can only extend with array of same kind"))
        }
        Some(other) => none(object::extend(t, array, &object::to_vec(other))),
        None => extend_from_items(t, array, source),
    }
}

fn insert<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static INDEXED: Then = Then::new(|t, state, index| {
        static INSERT: Then = Then::new(|t, state, value| {
            let state = state.expect::<Tuple>();
            let (array, index) = (state.at(0).expect::<ArrayObject>(), convert::ssize(t, state.at(1))?);
            let item = object::code(array).encode(t, value)?;
            let length = object::len(array) as i64;
            let index = if index < 0 { (index + length).max(0) } else { index.min(length) } as usize;
            none(object::replace(t, array, index..index, &item[..object::code(array).size()]))
        });
        let state = state.expect::<Tuple>();
        let next = t.small_tuple([state.at(0), index]);
        object::code(state.at(0).expect()).plain(t, state.at(1))?.then(t, &INSERT, next.value())
    });
    let state = t.small_tuple([args.get(0), args.get(2)]);
    t.index(args.get(1))?.then(t, &INDEXED, state.value())
}

fn pop<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static POP: Then = Then::new(|t, array, index| {
        let array = array.expect::<ArrayObject>();
        let index = convert::ssize(t, index)?;
        if object::len(array) == 0 {
            return Err(t.raise(cls::IndexError, "pop from empty array"));
        }
        let Some(index) = in_range(index, object::len(array)) else {
            return Err(t.raise(cls::IndexError, "pop index out of range"));
        };
        let item = object::item(t, array, index)?;
        object::replace(t, array, index..index + 1, &[])?;
        Ok(Tail::Value(item))
    });
    match args.opt(1) {
        Some(index) => t.index(index)?.then(t, &POP, args.get(0)),
        None => (POP.ok)(t, args.get(0), Value::small(-1)),
    }
}

fn append_bytes<'t>(t: &'t Thread, array: Gc<'t, ArrayObject>, source: Value<'t>) -> Result<(), Raised> {
    let bytes = t.bytes_like(source)?.to_vec();
    if !bytes.len().is_multiple_of(object::code(array).size()) {
        return Err(t.value_error("bytes length not a multiple of item size"));
    }
    object::extend(t, array, &bytes)
}

fn from_bytes<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    match t.ask_args(args, (KEY, "frombytes"), (&[1], &[]))? {
        Some(asking) => Ok(asking),
        None => none(append_bytes(t, args.this(), args.get(1))),
    }
}

/// All of the list or nothing.
fn from_list<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let (array, Some(list)) = (args.this::<ArrayObject>(), args.get(1).cast::<List>()) else {
        return Err(t.type_error("arg must be list"));
    };
    static FILLED: Then = Then::new(|t, state, _| {
        let state = state.expect::<Tuple>();
        none(object::extend(t, state.at(0).expect(), &object::to_vec(state.at(1).expect())))
    });
    let other = object::new(t, t.class(KEY), object::code(array));
    let state = t.small_tuple([array.value(), other.value()]);
    extend_from_items(t, other, list.value())?.then(t, &FILLED, state.value())
}

fn append_text<'t>(t: &'t Thread, array: Gc<'t, ArrayObject>, text: Value<'t>) -> Result<(), Raised> {
    let Some(text) = t.as_str(text) else {
        let name = t.class_name(text);
        return Err(t.type_error(format_args!("fromunicode() argument must be str, not {name}")));
    };
    let bytes: Vec<u8> = text.units().iter().flat_map(u32::to_le_bytes).collect();
    object::extend(t, array, &bytes)
}

fn check_character<'t>(t: &'t Thread, array: Gc<'t, ArrayObject>, method: &str) -> Result<(), Raised> {
    if object::code(array).is_character() {
        return Ok(());
    }
    Err(t.value_error(format_args!("{method}() may only be called on unicode type arrays ('u' or 'w')")))
}

fn from_unicode<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    if t.as_str(args.get(1)).is_some() {
        check_character(t, args.this(), "fromunicode")?;
    }
    none(append_text(t, args.this(), args.get(1)))
}

fn to_unicode<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    check_character(t, args.this(), "tounicode")?;
    text_of(t, args.this())
}

/// The characters of an array as text.
fn text_of<'t>(t: &'t Thread, array: Gc<'t, ArrayObject>) -> Res<'t> {
    let bytes = object::to_vec(array);
    let units: Vec<u32> =
        bytes.chunks_exact(4).map(|unit| u32::from_le_bytes(std::array::from_fn(|n| unit[n]))).collect();
    if units.iter().any(|&unit| unit > 0x10_FFFF) {
        use text::codecs::{Encoding, Errors, decode};
        if let Some(Err(error)) = Encoding::of_name("utf-32-le").map(|codec| decode(codec, &bytes, Errors::Strict)) {
            return Err(t.decode_error(&error, &bytes));
        }
    }
    Ok(t.str_units(Units::Ucs4(&units))?.value())
}

pub fn to_list<'t>(t: &'t Thread, array: Gc<'t, ArrayObject>) -> Result<Gc<'t, List>, Raised> {
    let list = t.new_list();
    list.reserve(t, object::len(array))?;
    for index in 0..object::len(array) {
        list.push(t, object::item(t, array, index)?)?;
    }
    Ok(list)
}

fn byte_swap<'t>(_: &'t Thread, args: Args<'t>) -> Res<'t> {
    let array = args.this::<ArrayObject>();
    let size = object::code(array).size();
    for item in object::bytes(array).contents().chunks(size) {
        for byte in 0..size / 2 {
            item[byte].swap(&item[size - 1 - byte]);
        }
    }
    Ok(Value::NONE)
}

fn copy<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let array = args.this::<ArrayObject>();
    object::of_bytes(t, object::code(array), &object::to_vec(array))
}

fn add<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let array = args.this::<ArrayObject>();
    let Some(other) = args.get(1).cast::<ArrayObject>() else {
        let name = t.class_name(args.get(1));
        return Err(t.type_error(format_args!("can only append array (not \"{name}\") to array")));
    };
    if object::code(other) != object::code(array) {
        return Err(t.type_error("bad argument type for built-in operation"));
    }
    object::of_bytes(t, object::code(array), &[object::to_vec(array), object::to_vec(other)].concat())
}

fn add_in_place<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static ITSELF: Then = Then::new(|_, array, _| Ok(Tail::Value(array)));
    if !args.get(1).is::<ArrayObject>() {
        let name = t.class_name(args.get(1));
        return Err(t.type_error(format_args!("can only extend array with array (not \"{name}\")")));
    }
    extend(t, args.this(), args.get(1))?.then(t, &ITSELF, args.get(0))
}

/// How often to repeat, from an int.
fn repetitions<'t>(t: &'t Thread, array: Gc<'t, ArrayObject>, count: Value<'t>) -> Result<usize, Raised> {
    let count = match t.as_int(count) {
        Some(IntRef::Small(count)) => usize::try_from(count).unwrap_or(0),
        Some(IntRef::Big(big)) if big.is_negative() => 0,
        _ => {
            let name = t.class_name(count);
            return Err(t.raise(cls::OverflowError, format_args!("cannot fit '{name}' into an index-sized integer")));
        }
    };
    match object::bytes(array).len().checked_mul(count) {
        Some(size) if size <= 1 << 46 => Ok(count),
        _ => Err(t.memory_error()),
    }
}

fn check_count<'t>(t: &'t Thread, count: Value<'t>) -> Result<(), Raised> {
    if t.is_index(count) {
        return Ok(());
    }
    let name = t.class_name(count);
    Err(t.type_error(format_args!("can't multiply sequence by non-int of type '{name}'")))
}

fn multiply<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static MULTIPLY: Then = Then::new(|t, array, count| {
        let array = array.expect::<ArrayObject>();
        let count = repetitions(t, array, count)?;
        object::of_bytes(t, object::code(array), &object::to_vec(array).repeat(count)).map(Tail::Value)
    });
    check_count(t, args.get(1))?;
    t.index(args.get(1))?.then(t, &MULTIPLY, args.get(0))
}

fn multiply_in_place<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static MULTIPLY: Then = Then::new(|t, array, count| {
        let array = array.expect::<ArrayObject>();
        let repeated = object::to_vec(array).repeat(repetitions(t, array, count)?);
        object::replace(t, array, 0..object::len(array), &repeated)?;
        Ok(Tail::Value(array.value()))
    });
    check_count(t, args.get(1))?;
    t.index(args.get(1))?.then(t, &MULTIPLY, args.get(0))
}

fn repr<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let array = args.this::<ArrayObject>();
    let name = t.text(t.class_of(array.value()).get(Class::name));
    let letter = object::code(array).letter;
    if object::len(array) == 0 {
        return Ok(Tail::Value(t.str(&format!("{name}('{letter}')"))?.value()));
    }
    static SHOWN: Then = Then::new(|t, start, contents| {
        let (start, contents) = (t.text(start), t.text(contents));
        Ok(Tail::Value(t.str(&format!("{start}{contents})"))?.value()))
    });
    let start = t.str(&format!("{name}('{letter}', "))?.value();
    let contents = if object::code(array).is_character() { text_of(t, array)? } else { to_list(t, array)?.value() };
    t.repr(contents)?.then(t, &SHOWN, start)
}
