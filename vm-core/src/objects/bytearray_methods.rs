//! The class `bytearray`: what it does not share with `bytes` ([`bytes_common`]).

use crate::Thread;
use crate::applevel::app;
use crate::cls;
use crate::layouts;
use crate::natives::{Args, ClassDef, NativeDef, Tail, Then, class, leaf, tail};
use crate::objects::bytearray::{BUFFER, ByteArray};
use crate::objects::bytes_common;
use crate::objects::sequence::Tuple;
use crate::objects::slice::{Slice, Span};
use crate::protocols::{Compare, GIVE_BACK, holds, in_range};
use crate::value::{Gc, Raised, Res, Value};

pub static BYTEARRAY: ClassDef = class(cls::bytearray, "bytearray")
    .doc("bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\nbytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer\nbytearray(int) -> bytes array of size given by the parameter initialized with null bytes\nbytearray() -> empty bytes array\n\nConstruct a mutable bytearray object from:\n  - an iterable yielding integers in range(256)\n  - a text string encoded using the specified encoding\n  - a bytes or a buffer object\n  - any object implementing the buffer API.\n  - an integer")
    .layouts(&[layouts::BYTEARRAY])
    .subclassable(layouts::BYTEARRAY_SUB)
    .buffer(&BUFFER)
    .shared_methods(&bytes_common::METHODS)
    .methods(&METHODS)
    .construct(&CONSTRUCT);

static CONSTRUCT: NativeDef = tail("bytearray(source=b'', encoding='utf-8', errors='strict')", |t, args| {
    static ITSELF: Then = Then::new(|_, array, _| Ok(Tail::Value(array)));
    let array = t.new_bytearray();
    fill_new(t, array, args.get(0), args.get(1), args.get(2))?.then(t, &ITSELF, array.value())
});

/// A method that may change the length.
macro_rules! resizing {
    ($name:literal $parameters:literal, $body:expr) => {
        tail(concat!($name, $parameters), |t, args| t.resizing(args, (cls::bytearray, $name), $body))
    };
}

static METHODS: [NativeDef; 27] = [
    leaf("__new__(cls, /, *args, **kwargs)", |t, args| {
        Ok(t.new_bytearray_in(t.class_argument(args.get(0), cls::bytearray)?).value())
    })
    .static_method(),
    resizing!("__init__" "(self, /, source=b'', encoding='utf-8', errors='strict')", init),
    resizing!("append" "(self, item, /)", append).doc("Append a single item to the end of the bytearray.\n\n  item\n    The item to be appended."),
    resizing!("extend" "(self, iterable_of_ints, /)", |t, args| extend(t, args.this(), args.get(1))).doc("Append all the items from the iterator or sequence to the end of the bytearray.\n\n  iterable_of_ints\n    The iterable of items to append."),
    resizing!("insert" "(self, index, item, /)", insert).doc("Insert a single item into the bytearray before the given index.\n\n  index\n    The index where the value is to be inserted.\n  item\n    The item to be inserted."),
    resizing!("pop" "(self, index=-1, /)", pop).doc("Remove and return a single item from B.\n\n  index\n    The index from where to remove the item.\n    -1 (the default value) means remove the last item.\n\nIf no index argument is given, will pop the last item."),
    resizing!("remove" "(self, value, /)", remove).doc("Remove the first occurrence of a value in the bytearray.\n\n  value\n    The value to remove."),
    resizing!("clear" "(self, /)", |t, args| none(args.this::<ByteArray>().clear(t))).doc("Remove all items from the bytearray."),
    resizing!("resize" "(self, size, /)", resize).doc("Resize the internal buffer of bytearray to len.\n\n  size\n    New size to resize to.."),
    leaf("copy(self, /)", |t, args| {
        let copy = t.new_bytearray();
        copy.extend(t, args.this::<ByteArray>().contents())?;
        Ok(copy.value())
    })
    .doc("Return a copy of B."),
    leaf("reverse(self, /)", |_, args| {
        let cells = args.this::<ByteArray>().contents();
        for (front, back) in (0..cells.len() / 2).zip((0..cells.len()).rev()) {
            cells[front].swap(&cells[back]);
        }
        Ok(Value::NONE)
    })
    .doc("Reverse the order of the values in B in place."),
    resizing!("__setitem__" "(self, key, value, /)", set_item),
    resizing!("__delitem__" "(self, key, /)", delete_item),
    resizing!("__iadd__" "(self, value, /)", add_in_place),
    resizing!("__imul__" "(self, value, /)", multiply_in_place),
    leaf("__iter__(self, /)", |t, args| Ok(t.new_bytearray_iterator(args.this()))),
    leaf("__repr__(self, /)", repr),
    leaf("__str__(self, /)", repr),
    leaf("__alloc__(self, /)", |t, args| {
        // CPython counts the zero behind the last byte.
        let capacity = args.this::<ByteArray>().capacity();
        Ok(t.int_usize(if capacity == 0 { 0 } else { capacity + 1 }))
    })
        .doc("B.__alloc__() -> int\n\nReturn the number of bytes actually allocated."),
    tail("__reduce__(self, /)", |t, args| reduce(t, args.this(), 2)).doc("Return state information for pickling."),
    tail("__reduce_ex__(self, proto=0, /)", |t, args| {
        static REDUCE: Then = Then::new(|t, array, protocol| reduce(t, array.expect(), t.index_of(protocol)?));
        t.index(args.opt(1).unwrap_or(Value::small(0)))?.then(t, &REDUCE, args.get(0))
    })
    .doc("Return state information for pickling."),
    leaf("__lt__(self, value, /)", |t, args| compare(t, Compare::Lt, args)),
    leaf("__le__(self, value, /)", |t, args| compare(t, Compare::Le, args)),
    leaf("__gt__(self, value, /)", |t, args| compare(t, Compare::Gt, args)),
    leaf("__ge__(self, value, /)", |t, args| compare(t, Compare::Ge, args)),
    leaf("__eq__(self, value, /)", |t, args| compare(t, Compare::Eq, args)),
    leaf("__ne__(self, value, /)", |t, args| compare(t, Compare::Ne, args)),
];

fn none<'t>(result: Result<(), Raised>) -> Result<Tail<'t>, Raised> {
    result.map(|()| Tail::Value(Value::NONE))
}

fn byte<'t>(t: &'t Thread, value: Value<'t>) -> Result<u8, Raised> {
    t.byte_of(value, true)
}

fn init<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let array = args.this::<ByteArray>();
    array.clear(t)?;
    fill_new(t, array, args.get(1), args.get(2), args.get(3))
}

/// Fills an empty array with what the constructor is called with, each unset where not given.
fn fill_new<'t>(
    t: &'t Thread,
    array: Gc<'t, ByteArray>,
    source: Value<'t>,
    encoding: Value<'t>,
    errors: Value<'t>,
) -> Result<Tail<'t>, Raised> {
    let coding = encoding.is_set() || errors.is_set();
    if !source.is_set() && !coding {
        return Ok(Tail::Value(Value::NONE));
    }
    if source.is_set() && !coding && t.as_str(source).is_none() {
        if let Some(count) = t.as_int(source) {
            return set_length(t, array, t.int_exact(count));
        }
        static COUNT: Then = Then::catching(
            |t, state, count| set_length(t, state.expect::<Tuple>().at(0).expect(), count),
            |t, state, raised| {
                // What cannot be a count may still be an iterable.
                if !t.pending_is(cls::TypeError) {
                    return Err(raised);
                }
                let _ = t.take_exception(raised);
                let state = state.expect::<Tuple>();
                fill(t, state.at(0).expect(), state.at(1))
            },
        );
        if t.lender(source).is_none() && t.is_index(source) {
            let state = t.small_tuple([array.value(), source]);
            return match t.index(source) {
                Ok(tail) => tail.then(t, &COUNT, state.value()),
                Err(raised) => Err(raised),
            };
        }
        return fill(t, array, source);
    }
    static ENCODED: Then = Then::new(|t, array, bytes| {
        let bytes = t.as_bytes(bytes).map_or(&[][..], |bytes| bytes.slice());
        none(array.expect::<ByteArray>().extend_slice(t, bytes))
    });
    t.encoded_source("bytearray", source, encoding, errors)?.then(t, &ENCODED, array.value())
}

fn set_length<'t>(t: &'t Thread, array: Gc<'t, ByteArray>, count: Value<'t>) -> Result<Tail<'t>, Raised> {
    none(array.resize(t, t.byte_count(count)?))
}

/// Fills a new array from a buffer or an iterable.
fn fill<'t>(t: &'t Thread, array: Gc<'t, ByteArray>, source: Value<'t>) -> Result<Tail<'t>, Raised> {
    if t.has_buffer(source) {
        return copy_buffer(t, array, source);
    }
    if !t.is_iterable(source) {
        let name = t.class_name(source);
        return Err(t.type_error(format_args!("cannot convert '{name}' object to bytearray")));
    }
    extend(t, array, source)
}

/// Appends what an object lends, gaps of a view left out.
fn copy_buffer<'t>(t: &'t Thread, array: Gc<'t, ByteArray>, source: Value<'t>) -> Result<Tail<'t>, Raised> {
    if t.lender(source).is_some() {
        return none(array.extend_slice(t, &t.gathered(source)?));
    }
    static VIEWED: Then = Then::new(|t, array, view| {
        none(array.expect::<ByteArray>().extend_slice(t, &t.gathered(view)?))?.then(t, &GIVE_BACK, view)
    });
    t.view_with_flags(source, crate::objects::memory_view::FULL_READ_ONLY)?.then(t, &VIEWED, array.value())
}

fn append<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static APPEND: Then = Then::new(|t, array, value| {
        let (array, byte) = (array.expect::<ByteArray>(), byte(t, value)?);
        none(array.push(t, byte))
    });
    t.index(args.get(1))?.then(t, &APPEND, args.get(0))
}

fn extend<'t>(t: &'t Thread, array: Gc<'t, ByteArray>, source: Value<'t>) -> Result<Tail<'t>, Raised> {
    if t.has_buffer(source) {
        return copy_buffer(t, array, source);
    }
    if t.as_str(source).is_some() {
        return Err(t.type_error("expected iterable of integers; got: 'str'"));
    }
    if !t.is_iterable(source) {
        let name = t.class_name(source);
        return Err(t.type_error(format_args!("can't extend bytearray with {name}")));
    }
    // Application-level code makes bytes of it, and calls `extend` again.
    Ok(Tail::call(t.app(app::bytearray_extend), &[array.value(), source]))
}

fn insert<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static INDEXED: Then = Then::new(|t, state, index| {
        static INSERT: Then = Then::new(|t, state, value| {
            let state = state.expect::<Tuple>();
            let (array, index) = (state.at(0).expect::<ByteArray>(), t.index_of(state.at(1))?);
            let byte = byte(t, value)?;
            let length = array.len() as i64;
            let index = if index < 0 { (index + length).max(0) } else { index.min(length) } as usize;
            none(array.replace_range(t, index..index, &[byte]))
        });
        let state = state.expect::<Tuple>();
        let next = t.small_tuple([state.at(0), index]);
        t.index(state.at(1))?.then(t, &INSERT, next.value())
    });
    let state = t.small_tuple([args.get(0), args.get(2)]);
    t.index(args.get(1))?.then(t, &INDEXED, state.value())
}

fn pop<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static POP: Then = Then::new(|t, array, index| {
        let array = array.expect::<ByteArray>();
        let index = t.index_of(index)?;
        if array.is_empty() {
            return Err(t.raise(cls::IndexError, "pop from empty bytearray"));
        }
        let Some(index) = in_range(index, array.len()) else {
            return Err(t.raise(cls::IndexError, "pop index out of range"));
        };
        let byte = array.contents()[index].get();
        array.remove_range(t, index..index + 1)?;
        Ok(Tail::Value(Value::small(i32::from(byte))))
    });
    match args.opt(1) {
        Some(index) => t.index(index)?.then(t, &POP, args.get(0)),
        None => (POP.ok)(t, args.get(0), Value::small(-1)),
    }
}

fn remove<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static REMOVE: Then = Then::new(|t, array, value| {
        let (array, byte) = (array.expect::<ByteArray>(), byte(t, value)?);
        match array.contents().iter().position(|cell| cell.get() == byte) {
            Some(index) => none(array.remove_range(t, index..index + 1)),
            None => Err(t.value_error("value not found in bytearray")),
        }
    });
    t.index(args.get(1))?.then(t, &REMOVE, args.get(0))
}

fn resize<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static RESIZE: Then = Then::new(|t, array, size| {
        let array = array.expect::<ByteArray>();
        let size = match t.index_of(size) {
            Ok(size) => size,
            Err(raised) => {
                let _ = t.take_exception(raised);
                return Err(t.raise(cls::OverflowError, "Python int too large to convert to C ssize_t"));
            }
        };
        match usize::try_from(size) {
            Ok(size) => none(array.resize(t, size)),
            Err(_) => Err(t.value_error(format_args!("Can only resize to positive sizes, got {size}"))),
        }
    });
    t.index(args.get(1))?.then(t, &RESIZE, args.get(0))
}

/// The key of a subscript as an int or a slice of ints.
fn plain_key<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let key = args.get(1);
    if let Some(slice) = key.cast::<Slice>() {
        return t.plain_slice(slice);
    }
    if t.is_index(key) {
        return t.index(key);
    }
    let name = t.class_name(key);
    Err(t.type_error(format_args!("bytearray indices must be integers or slices, not {name}")))
}

fn span_of<'t>(t: &'t Thread, array: Gc<'t, ByteArray>, slice: Gc<'t, Slice>) -> Result<Span, Raised> {
    match slice.parts(t) {
        Some(parts) => Ok(parts?.over(array.len())),
        None => Err(t.type_error("slice indices must be integers or None or have an __index__ method")),
    }
}

fn set_item<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static STORE: Then = Then::new(|t, state, key| {
        let state = state.expect::<Tuple>();
        if let Some(slice) = key.cast::<Slice>() {
            return set_slice(t, state.at(0).expect(), slice, state.at(1));
        }
        static BYTE: Then = Then::new(|t, state, value| {
            let state = state.expect::<Tuple>();
            let array = state.at(0).expect::<ByteArray>();
            let byte = byte(t, value)?;
            match in_range(t.index_of(state.at(1))?, array.len()) {
                Some(index) => array.contents()[index].set(byte),
                None => return Err(t.raise(cls::IndexError, "bytearray index out of range")),
            }
            Ok(Tail::Value(Value::NONE))
        });
        let array = state.at(0).expect::<ByteArray>();
        if in_range(t.index_of(key)?, array.len()).is_none() {
            return Err(t.raise(cls::IndexError, "bytearray index out of range"));
        }
        let next = t.small_tuple([array.value(), key]);
        t.index(state.at(1))?.then(t, &BYTE, next.value())
    });
    let state = t.small_tuple([args.get(0), args.get(2)]);
    plain_key(t, args)?.then(t, &STORE, state.value())
}

/// Assigns to a slice what lends bytes; makes a bytearray of anything else first.
fn set_slice<'t>(
    t: &'t Thread,
    array: Gc<'t, ByteArray>,
    slice: Gc<'t, Slice>,
    value: Value<'t>,
) -> Result<Tail<'t>, Raised> {
    let wrong = "can assign only bytes, buffers, or iterables of ints in range(0, 256)";
    if t.lender(value).is_some() {
        let span = span_of(t, array, slice)?;
        // A copy, as the array may lend to itself.
        return none(assign(t, array, span, &t.gathered(value)?));
    }
    if t.as_int(value).is_some() || t.as_float(value).is_some() || t.as_str(value).is_some() {
        return Err(t.type_error(wrong));
    }
    static AGAIN: Then = Then::new(|t, state, bytes| {
        let state = state.expect::<Tuple>();
        let args = t.small_tuple([state.at(0), state.at(1), bytes]);
        Ok(Tail::spread(t.builtin_method(cls::bytearray, "__setitem__"), args, Value::UNSET))
    });
    let state = t.small_tuple([array.value(), slice.value()]);
    Tail::call(t.class(cls::bytearray).value(), &[value]).then(t, &AGAIN, state.value())
}

/// The places of a slice of step 1.
fn span_range(span: Span) -> std::ops::Range<usize> {
    span.start as usize..span.stop.max(span.start) as usize
}

fn assign<'t>(t: &'t Thread, array: Gc<'t, ByteArray>, span: Span, bytes: &[u8]) -> Result<(), Raised> {
    if span.step == 1 {
        return array.replace_range(t, span_range(span), bytes);
    }
    if bytes.is_empty() {
        return array.remove_span(t, span);
    }
    if bytes.len() != span.count {
        return Err(t.value_error(format_args!(
            "attempt to assign bytes of size {} to extended slice of size {}",
            bytes.len(),
            span.count
        )));
    }
    for (index, byte) in span.indices().zip(bytes) {
        array.contents()[index].set(*byte);
    }
    Ok(())
}

fn delete_item<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static DELETE: Then = Then::new(|t, array, key| {
        let array = array.expect::<ByteArray>();
        if let Some(slice) = key.cast::<Slice>() {
            let span = span_of(t, array, slice)?;
            if span.step == 1 {
                return none(array.remove_range(t, span_range(span)));
            }
            return none(array.remove_span(t, span));
        }
        match in_range(t.index_of(key)?, array.len()) {
            Some(index) => none(array.remove_range(t, index..index + 1)),
            None => Err(t.raise(cls::IndexError, "bytearray index out of range")),
        }
    });
    plain_key(t, args)?.then(t, &DELETE, args.get(0))
}

fn add_in_place<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static ITSELF: Then = Then::new(|_, array, _| Ok(Tail::Value(array)));
    if !t.has_buffer(args.get(1)) {
        let (name, this) = (t.class_name(args.get(1)), t.class_name(args.get(0)));
        return Err(t.type_error(format_args!("can't concat {name} to {this}")));
    }
    let array = args.this::<ByteArray>();
    if args.get(1) == array.value() && !array.is_empty() {
        return Err(t.raise(cls::BufferError, "Existing exports of data: object cannot be re-sized"));
    }
    copy_buffer(t, array, args.get(1))?.then(t, &ITSELF, array.value())
}

fn multiply_in_place<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static REPLACE: Then = Then::new(|t, array, repeated| {
        let array = array.expect::<ByteArray>();
        let bytes = t.gathered(repeated)?;
        array.replace_range(t, 0..array.len(), &bytes)?;
        Ok(Tail::Value(array.value()))
    });
    t.multiply_sequence(args.get(0), args.get(1))?.then(t, &REPLACE, args.get(0))
}

fn repr<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = bytes_common::this(t, args);
    let name = t.class_name(args.get(0));
    let contents = text::repr::repr_bytes(this.bytes, "b").finish();
    let in_double_quotes = contents.as_units().get(1) == u32::from('"');
    let mut out = text::TextBuf::new();
    out.push_str(&format!("{name}("));
    for code in contents.as_units().iter() {
        // Unlike bytes, a bytearray shows an escaped apostrophe between any quotes.
        if in_double_quotes && code == u32::from('\'') {
            out.push_str("\\");
        }
        out.push(code);
    }
    out.push_str(")");
    Ok(t.str_text(out.finish())?.value())
}

fn compare<'t>(t: &'t Thread, op: Compare, args: Args<'t>) -> Res<'t> {
    let this = bytes_common::this(t, args);
    if t.lender(args.get(1)).is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    match t.bytes_like(args.get(1)) {
        // SAFETY: nothing is written while the two are compared.
        Ok(other) => Ok(Value::bool(holds(op, Some(Ord::cmp(this.bytes, unsafe { other.frozen() }))))),
        Err(raised) => {
            let _ = t.take_exception(raised);
            Ok(Value::NOT_IMPLEMENTED)
        }
    }
}

/// (class, (contents,), state): as text of Latin-1 for protocols that know no bytes.
fn reduce<'t>(t: &'t Thread, array: Gc<'t, ByteArray>, protocol: i64) -> Result<Tail<'t>, Raised> {
    let bytes: Vec<u8> = array.contents().iter().map(|cell| cell.get()).collect();
    let args = if bytes.is_empty() {
        t.new_tuple(0)?
    } else if protocol >= 3 {
        t.small_tuple([t.bytes(&bytes)?.value()])
    } else {
        let text = t.str_units(text::Units::Latin1(&bytes))?.value();
        t.small_tuple([text, t.str("latin-1")?.value()])
    };
    static STATE: Then = Then::new(|t, state, attributes| {
        let state = state.expect::<Tuple>();
        let parts = [t.class_of(state.at(0)).value(), state.at(1), attributes];
        Ok(Tail::Value(t.small_tuple(parts).value()))
    });
    let state = t.small_tuple([array.value(), args.value()]);
    Tail::call(t.app(app::object_getstate), &[array.value()]).then(t, &STATE, state.value())
}
