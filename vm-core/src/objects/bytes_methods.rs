//! The class `bytes`: what it does not share with `bytearray` ([`bytes_common`]).

use crate::Thread;
use crate::cls;
use crate::layouts;
use crate::natives::{Args, ClassDef, NativeDef, Tail, Then, class, leaf, tail};
use crate::objects::bytes::Bytes;
use crate::objects::bytes_common;
use crate::objects::class::Class;
use crate::protocols::{BufferDef, Compare, Lent, holds};
use crate::value::{Gc, Raised, Res, Value};

pub static BYTES: ClassDef = class(cls::bytes, "bytes")
    .doc("bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\nbytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\nbytes(int) -> bytes object of size given by the parameter initialized with null bytes\nbytes() -> empty bytes object\n\nConstruct an immutable array of bytes from:\n  - an iterable yielding integers in range(256)\n  - a text string encoded using the specified encoding\n  - any object implementing the buffer API.\n  - an integer")
    .layouts(&[layouts::BYTES])
    .subclassable(layouts::BOXED)
    .buffer(&BUFFER)
    .shared_methods(&bytes_common::METHODS)
    .methods(&METHODS)
    .construct(&CONSTRUCT);

static BUFFER: BufferDef = BufferDef {
    lend: |_, bytes| Ok(Lent { cells: bytes.expect::<Bytes>().cells(), writable: false }),
    items: |_, _| ("B", 1),
    exports: None,
};

static CONSTRUCT: NativeDef = tail("bytes(source=b'', encoding='utf-8', errors='strict')", |t, args| {
    t.bytes_new(args.get(0), args.get(1), args.get(2))
});

static METHODS: [NativeDef; 12] = [
    tail("__new__(cls, source=b'', encoding='utf-8', errors='strict')", new).static_method(),
    leaf("__repr__(self, /)", |t, args| {
        Ok(t.str_text(text::repr::repr_bytes(this(t, args).slice(), "b").finish())?.value())
    }),
    leaf("__hash__(self, /)", |t, args| Ok(t.int(t.hash_bytes_object(this(t, args))))),
    leaf("__iter__(self, /)", |t, args| Ok(t.new_bytes_iterator(this(t, args)))),
    leaf("__bytes__(self, /)", |t, args| Ok(this(t, args).value())).doc("Convert this value to exact type bytes."),
    leaf("__getnewargs__(self, /)", |t, args| Ok(t.small_tuple([this(t, args).value()]).value())),
    leaf("__lt__(self, value, /)", |t, args| compare(t, Compare::Lt, args)),
    leaf("__le__(self, value, /)", |t, args| compare(t, Compare::Le, args)),
    leaf("__gt__(self, value, /)", |t, args| compare(t, Compare::Gt, args)),
    leaf("__ge__(self, value, /)", |t, args| compare(t, Compare::Ge, args)),
    leaf("__eq__(self, value, /)", |t, args| compare(t, Compare::Eq, args)),
    leaf("__ne__(self, value, /)", |t, args| compare(t, Compare::Ne, args)),
];

fn this<'t>(t: &'t Thread, args: Args<'t>) -> Gc<'t, Bytes> {
    t.as_bytes(args.get(0)).unwrap_or_else(|| args.this::<Bytes>())
}

fn new<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let class = t.class_argument(args.get(0), cls::bytes)?;
    static BOX: Then = Then::new(|t, class, bytes| {
        let bytes = t.as_bytes(bytes).map_or(bytes, Gc::value);
        Ok(Tail::Value(t.boxed_in(class.expect::<Class>(), cls::bytes, bytes)))
    });
    t.bytes_new(args.get(1), args.get(2), args.get(3))?.then(t, &BOX, class.value())
}

fn compare<'t>(t: &'t Thread, op: Compare, args: Args<'t>) -> Res<'t> {
    match t.as_bytes(args.get(1)) {
        Some(other) => Ok(Value::bool(holds(op, Some(Ord::cmp(this(t, args).slice(), other.slice()))))),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}
