//! The classes `int` and `bool`.

use text::Int;
use text::int::Literal;

use crate::Thread;
use crate::cls;
use crate::layouts;
use crate::natives::{Args, ClassDef, GetSetDef, NativeDef, Tail, Then, class, getter, leaf, tail};
use crate::objects::class::Class;
use crate::objects::memory_view::MemoryView;
use crate::objects::number::IntRef;
use crate::objects::string::Str;
use crate::protocols::{BinaryOp, Compare, UnaryOp, holds};
use crate::sym;
use crate::value::{Gc, Raised, Res, Value};

pub static INT: ClassDef = class(cls::int, "int")
    .doc("int([x]) -> integer\nint(x, base=10) -> integer\n\nAn integer of any size, made of a number, or of text that is written in a base.")
    .layouts(&[layouts::BIG_INT])
    .subclassable(layouts::BOXED)
    .methods(&METHODS)
    .getsets(&GETSETS)
    .construct(&CONSTRUCT);

pub static BOOL: ClassDef = class(cls::bool, "bool")
    .signature("(object=False, /)")
    .doc("The class of True and False.")
    .base(cls::int)
    .methods(&BOOL_METHODS)
    .construct(&BOOL_CONSTRUCT);

static CONSTRUCT: NativeDef = tail("int(x=0, /, base=10)", |t, args| t.int_new(args.get(0), args.get(1)));
static BOOL_CONSTRUCT: NativeDef = tail("bool(object=False, /)", |t, args| bool_of(t, args.get(0)));

static GETSETS: [GetSetDef; 4] = [
    getter("real", |t, this| Ok(exact(t, this))),
    getter("imag", |_, _| Ok(Value::small(0))),
    getter("numerator", |t, this| Ok(exact(t, this))),
    getter("denominator", |_, _| Ok(Value::small(1))),
];

macro_rules! operators {
    ($(($name:literal, $reflected:literal, $op:ident)),*; $($rest:expr),* $(,)?) => {
        [
            $(
                leaf($name, |t, args| binary(t, BinaryOp::$op, args.get(0), args.get(1))),
                leaf($reflected, |t, args| binary(t, BinaryOp::$op, args.get(1), args.get(0))),
            )*
            $($rest),*
        ]
    };
}

static METHODS: [NativeDef; 57] = operators! {
    ("__add__(self, value, /)", "__radd__(self, value, /)", Add),
    ("__sub__(self, value, /)", "__rsub__(self, value, /)", Sub),
    ("__mul__(self, value, /)", "__rmul__(self, value, /)", Mul),
    ("__truediv__(self, value, /)", "__rtruediv__(self, value, /)", TrueDiv),
    ("__floordiv__(self, value, /)", "__rfloordiv__(self, value, /)", FloorDiv),
    ("__mod__(self, value, /)", "__rmod__(self, value, /)", Mod),
    ("__divmod__(self, value, /)", "__rdivmod__(self, value, /)", DivMod),
    ("__and__(self, value, /)", "__rand__(self, value, /)", And),
    ("__or__(self, value, /)", "__ror__(self, value, /)", Or),
    ("__xor__(self, value, /)", "__rxor__(self, value, /)", Xor),
    ("__lshift__(self, value, /)", "__rlshift__(self, value, /)", LShift),
    ("__rshift__(self, value, /)", "__rrshift__(self, value, /)", RShift);
    tail("__new__(cls, x=0, /, base=10)", new).static_method(),
    leaf("__pow__(self, value, mod=None, /)", |t, args| power(t, args.get(0), args.get(1), args.get(2))),
    leaf("__rpow__(self, value, mod=None, /)", |t, args| power(t, args.get(1), args.get(0), args.get(2))),
    leaf("__neg__(self, /)", |t, args| unary(t, UnaryOp::Neg, args)),
    leaf("__pos__(self, /)", |t, args| unary(t, UnaryOp::Pos, args)),
    leaf("__abs__(self, /)", |t, args| unary(t, UnaryOp::Abs, args)),
    leaf("__invert__(self, /)", |t, args| unary(t, UnaryOp::Invert, args)),
    leaf("__bool__(self, /)", |t, args| Ok(Value::bool(!this(t, args).is_zero()))),
    leaf("__lt__(self, value, /)", |t, args| compare(t, Compare::Lt, args)),
    leaf("__le__(self, value, /)", |t, args| compare(t, Compare::Le, args)),
    leaf("__gt__(self, value, /)", |t, args| compare(t, Compare::Gt, args)),
    leaf("__ge__(self, value, /)", |t, args| compare(t, Compare::Ge, args)),
    leaf("__eq__(self, value, /)", |t, args| compare(t, Compare::Eq, args)),
    leaf("__ne__(self, value, /)", |t, args| compare(t, Compare::Ne, args)),
    leaf("__hash__(self, /)", hash),
    leaf("__repr__(self, /)", |t, args| t.int_text(this(t, args))),
    tail("__format__(self, format_spec, /)", |t, args| t.format_number(args.get(0), args.get(1))),
    leaf("__int__(self, /)", |t, args| Ok(exact(t, args.get(0)))),
    leaf("__index__(self, /)", |t, args| Ok(exact(t, args.get(0)))),
    leaf("__trunc__(self, /)", |t, args| Ok(exact(t, args.get(0)))),
    leaf("__floor__(self, /)", |t, args| Ok(exact(t, args.get(0)))),
    leaf("__ceil__(self, /)", |t, args| Ok(exact(t, args.get(0)))),
    tail("__round__(self, ndigits=None, /)", round),
    leaf("__float__(self, /)", |t, args| match t.real_operand(args.get(0)) {
        Some(float) => Ok(t.float(float?)),
        None => Ok(Value::NOT_IMPLEMENTED),
    }),
    leaf("__getnewargs__(self, /)", |t, args| Ok(t.small_tuple([exact(t, args.get(0))]).value())),
    leaf("__sizeof__(self, /)", |t, args| Ok(t.int(24 + 4 * this(t, args).bit_length().div_ceil(30) as i64))),
    leaf("conjugate(self, /)", |t, args| Ok(exact(t, args.get(0)))),
    leaf("bit_length(self, /)", |t, args| Ok(t.int_u64(this(t, args).bit_length()))),
    leaf("bit_count(self, /)", |t, args| Ok(t.int_u64(this(t, args).bit_count()))),
    leaf("is_integer(self, /)", |_, _| Ok(Value::TRUE)),
    leaf("as_integer_ratio(self, /)", |t, args| Ok(t.small_tuple([exact(t, args.get(0)), Value::small(1)]).value())),
    tail("to_bytes(self, /, length=1, byteorder='big', *, signed=False)", to_bytes),
    tail("from_bytes(cls, /, bytes, byteorder='big', *, signed=False)", from_bytes).class_method(),
};

static BOOL_METHODS: [NativeDef; 9] = [
    tail("__new__(cls, object=False, /)", |t, args| {
        t.class_argument(args.get(0), cls::bool)?;
        bool_of(t, args.get(1))
    })
    .static_method(),
    leaf("__repr__(self, /)", |t, args| Ok(t.str(if args.get(0).is_true() { "True" } else { "False" })?.value())),
    leaf("__and__(self, value, /)", |t, args| binary(t, BinaryOp::And, args.get(0), args.get(1))),
    leaf("__rand__(self, value, /)", |t, args| binary(t, BinaryOp::And, args.get(1), args.get(0))),
    leaf("__or__(self, value, /)", |t, args| binary(t, BinaryOp::Or, args.get(0), args.get(1))),
    leaf("__ror__(self, value, /)", |t, args| binary(t, BinaryOp::Or, args.get(1), args.get(0))),
    leaf("__xor__(self, value, /)", |t, args| binary(t, BinaryOp::Xor, args.get(0), args.get(1))),
    leaf("__rxor__(self, value, /)", |t, args| binary(t, BinaryOp::Xor, args.get(1), args.get(0))),
    tail("__invert__(self, /)", |t, args| t.deprecated(INVERTED_BOOL, unary(t, UnaryOp::Invert, args)?)),
];

const INVERTED_BOOL: &str = "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This returns the bitwise \
     inversion of the underlying int object and is usually not what you expect from negating a bool. Use the 'not' \
     operator for boolean negation or ~int(x) if you really want the bitwise inversion of the underlying int.";

fn bool_of<'t>(t: &'t Thread, value: Value<'t>) -> Result<Tail<'t>, Raised> {
    if value.is_set() { t.truth(value) } else { Ok(Tail::Value(Value::FALSE)) }
}

fn this<'t>(t: &'t Thread, args: Args<'t>) -> IntRef<'t> {
    t.as_int(args.get(0)).unwrap_or(IntRef::Small(0))
}

/// The exact int of an int, bool or instance of a subclass.
fn exact<'t>(t: &'t Thread, value: Value<'t>) -> Value<'t> {
    match t.as_int(value) {
        Some(int) => t.int_exact(int),
        None => value,
    }
}

fn binary<'t>(t: &'t Thread, op: BinaryOp, a: Value<'t>, b: Value<'t>) -> Res<'t> {
    match (t.as_int(a), t.as_int(b)) {
        (Some(_), Some(_)) => t.number_binary(op, a, b).unwrap_or(Ok(Value::NOT_IMPLEMENTED)),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn unary<'t>(t: &'t Thread, op: UnaryOp, args: Args<'t>) -> Res<'t> {
    t.number_unary(op, args.get(0)).unwrap_or(Ok(Value::NOT_IMPLEMENTED))
}

fn power<'t>(t: &'t Thread, a: Value<'t>, b: Value<'t>, modulus: Value<'t>) -> Res<'t> {
    let Some(modulus) = modulus.not_none() else { return binary(t, BinaryOp::Pow, a, b) };
    match (t.as_int(a), t.as_int(b), t.as_int(modulus)) {
        (Some(a), Some(b), Some(modulus)) => t.int_pow_mod(a, b, modulus),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn compare<'t>(t: &'t Thread, op: Compare, args: Args<'t>) -> Res<'t> {
    match t.as_int(args.get(1)) {
        Some(other) => Ok(Value::bool(holds(op, Some(crate::objects::arith::int_order(this(t, args), other))))),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn hash<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    Ok(t.int(match this(t, args) {
        IntRef::Small(small) => text::hash::hash_int(small),
        IntRef::Big(big) => text::hash::hash_limbs(big.is_negative(), big.limbs()),
    }))
}

fn round<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let Some(digits) = args.get(1).not_none() else { return Ok(Tail::Value(exact(t, args.get(0)))) };
    static ROUND: Then = Then::new(|t, int, digits| {
        let digits = match t.as_int(digits) {
            Some(IntRef::Small(small)) => small,
            Some(big) if big.is_negative() => i64::MIN + 1,
            _ => i64::MAX,
        };
        let value = t.as_int(int).unwrap_or(IntRef::Small(0));
        if digits >= 0 {
            return Ok(Tail::Value(t.int_exact(value)));
        }
        // Ten to that power is more than twice the number: zero is nearer.
        if digits.unsigned_abs() > value.bit_length() / 3 + 2 {
            return Ok(Tail::Value(Value::small(0)));
        }
        Ok(Tail::Value(t.int_from(&text::int::round_to_digits(&value.to_int(), digits))?))
    });
    t.index(digits)?.then(t, &ROUND, args.get(0))
}

fn new<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let class = t.class_argument(args.get(0), cls::int)?;
    if class == t.class(cls::bool) {
        return Err(t.type_error("int.__new__(bool) is not safe, use bool.__new__()"));
    }
    static BOX: Then =
        Then::new(|t, class, value| Ok(Tail::Value(t.boxed_in(class.expect::<Class>(), cls::int, exact(t, value)))));
    t.int_new(args.get(1), args.get(2))?.then(t, &BOX, class.value())
}

impl Thread {
    /// `int(x, base)`; either unset where not given.
    pub(crate) fn int_new<'t>(&'t self, x: Value<'t>, base: Value<'t>) -> Result<Tail<'t>, Raised> {
        if x.is_set() && self.is_instance(x, cls::bytearray) {
            return self.int_new(self.bytes(&self.bytes_like(x)?.to_vec())?.value(), base);
        }
        if !base.is_set() {
            if !x.is_set() {
                return Ok(Tail::Value(Value::small(0)));
            }
            if x.is_small_int() {
                return Ok(Tail::Value(x));
            }
            return self.int_from_any(x);
        }
        if !x.is_set() {
            return Err(self.type_error("int() missing string argument"));
        }
        static BASED: Then = Then::new(|t, x, base| {
            let base = match t.as_int(base) {
                Some(IntRef::Small(small)) => small,
                _ => -1,
            };
            match t.literal(x) {
                Some(literal) if !x.is::<MemoryView>() => t.parse_int(literal, base).map(Tail::Value),
                _ => Err(t.type_error("int() can't convert non-string with explicit base")),
            }
        });
        self.index(base)?.then(self, &BASED, x)
    }

    fn int_from_any<'t>(&'t self, x: Value<'t>) -> Result<Tail<'t>, Raised> {
        if let Some(float) = x.as_exact_float() {
            return text::float::to_int(float)
                .map_err(|fault| self.raise_fault(fault))
                .and_then(|int| self.int_from(&int))
                .map(Tail::Value);
        }
        if x.is_bool() || x.is::<crate::objects::number::BigInt>() {
            return Ok(Tail::Value(exact(self, x)));
        }
        static EXACT: Then = Then::new(|t, _, value| Ok(Tail::Value(exact(t, value))));
        let numeric =
            self.lookup_special(x, sym::__int__).is_some() || self.lookup_special(x, sym::__index__).is_some();
        if numeric {
            return self.int_of(x)?.then(self, &EXACT, Value::NONE);
        }
        match self.literal(x) {
            Some(literal) => self.parse_int(literal, 10).map(Tail::Value),
            None => self.int_of(x),
        }
    }

    /// Text or bytes to read a number from.
    pub(crate) fn literal<'t>(&'t self, value: Value<'t>) -> Option<Literal<'t>> {
        let exact = self.unbox(value).unwrap_or(value);
        if let Some(text) = exact.cast::<Str>() {
            return Some(Literal::Str(text.units()));
        }
        match self.buffer_of(exact)? {
            // SAFETY: nothing is written while the literal is read.
            Ok(lent) => Some(Literal::Bytes(unsafe { lent.frozen() })),
            Err(raised) => {
                let _ = self.take_exception(raised);
                None
            }
        }
    }

    fn parse_int<'t>(&'t self, literal: Literal<'_>, base: i64) -> Res<'t> {
        let limit = self.vm().int_max_str_digits.get();
        let int = text::int::parse_int(literal, base, limit).map_err(|fault| self.raise_fault(fault))?;
        self.int_from(&int)
    }

    /// `str(int)`.
    pub fn int_text<'t>(&'t self, int: IntRef<'t>) -> Res<'t> {
        if let IntRef::Small(small) = int {
            return Ok(self.small_int_text(small)?.value());
        }
        let limit = self.vm().int_max_str_digits.get();
        let text = text::int::to_decimal(&int.to_int(), limit).map_err(|fault| self.raise_fault(fault))?;
        Ok(self.str(&text)?.value())
    }

    /// The decimal digits, written without a heap buffer.
    pub(crate) fn small_int_text(&self, value: i64) -> Result<Gc<'_, Str>, Raised> {
        let mut room = [0u8; 20];
        let digits = small_digits(value, &mut room);
        self.str_units(text::Units::Latin1(digits))
    }
}

/// The decimal digits of a number, at the end of `room`.
pub(crate) fn small_digits(value: i64, room: &mut [u8; 20]) -> &[u8] {
    let mut left = value.unsigned_abs();
    let mut at = room.len();
    loop {
        at -= 1;
        room[at] = b'0' + (left % 10) as u8;
        left /= 10;
        if left == 0 {
            break;
        }
    }
    if value < 0 {
        at -= 1;
        room[at] = b'-';
    }
    &room[at..]
}

/// Reads a byte order: true for the least byte first.
fn little_endian<'t>(t: &'t Thread, function: &str, order: Value<'t>) -> Result<bool, Raised> {
    let Some(order) = order.given() else { return Ok(false) };
    let Some(text) = t.as_str(order) else {
        let name = t.class_name(order);
        return Err(t.type_error(format_args!("{function}() argument 'byteorder' must be str, not {name}")));
    };
    match text.as_ascii() {
        Some("little") => Ok(true),
        Some("big") => Ok(false),
        _ => Err(t.value_error("byteorder must be either 'little' or 'big'")),
    }
}

fn to_bytes<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let little = little_endian(t, "to_bytes", args.get(2))?;
    let signed = args.get(3).given().is_some_and(|signed| t.leaf_truth(signed).unwrap_or(true));
    static WRITE: Then = Then::new(|t, state, length| {
        let state = state.expect::<crate::objects::sequence::Tuple>();
        let int = t.as_int(state.at(0)).unwrap_or(IntRef::Small(0));
        bytes_of(t, int, t.index_of(length)?, state.at(1).is_true(), state.at(2).is_true()).map(Tail::Value)
    });
    let state = t.small_tuple([args.get(0), Value::bool(little), Value::bool(signed)]);
    let length = args.opt(1).unwrap_or(Value::small(1));
    t.index(length)?.then(t, &WRITE, state.value())
}

fn bytes_of<'t>(t: &'t Thread, int: IntRef<'t>, length: i64, little: bool, signed: bool) -> Res<'t> {
    let Ok(length) = usize::try_from(length) else {
        return Err(t.value_error("length argument must be non-negative"));
    };
    if int.is_negative() && !signed {
        return Err(t.raise(cls::OverflowError, "can't convert negative int to unsigned"));
    }
    let Int::Big(big) = (match int.to_int() {
        Int::Small(small) => Int::Big(small.into()),
        big => big,
    }) else {
        return Ok(Value::NONE);
    };
    let (_, words) = big.as_sign_words();
    let mut bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
    while bytes.last() == Some(&0) {
        bytes.pop();
    }
    if bytes.len() > length {
        return Err(t.raise(cls::OverflowError, "int too big to convert"));
    }
    bytes.resize(length, 0);
    if int.is_negative() {
        let mut carry = true;
        for byte in bytes.iter_mut() {
            (*byte, carry) = (!*byte).overflowing_add(u8::from(carry));
        }
    }
    // The top bit is the sign.
    let top = bytes.last().is_some_and(|top| top >> 7 == 1);
    if signed && !int.is_zero() && top != int.is_negative() {
        return Err(t.raise(cls::OverflowError, "int too big to convert"));
    }
    if !little {
        bytes.reverse();
    }
    Ok(t.bytes(&bytes)?.value())
}

fn from_bytes<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let little = little_endian(t, "from_bytes", args.get(2))?;
    let signed = args.get(3).given().is_some_and(|signed| t.leaf_truth(signed).unwrap_or(true));
    static READ: Then = Then::new(|t, state, bytes| {
        let state = state.expect::<crate::objects::sequence::Tuple>();
        let bytes = t.as_bytes(bytes).map_or(&[][..], |bytes| bytes.slice());
        let value = int_of_bytes(t, bytes, state.at(1).is_true(), state.at(2).is_true())?;
        if state.at(0) == t.class(cls::int).value() {
            return Ok(Tail::Value(value));
        }
        Ok(Tail::call(state.at(0), &[value]))
    });
    let state = t.small_tuple([args.get(0), Value::bool(little), Value::bool(signed)]);
    t.bytes_from_object(args.get(1))?.then(t, &READ, state.value())
}

fn int_of_bytes<'t>(t: &'t Thread, bytes: &[u8], little: bool, signed: bool) -> Res<'t> {
    let mut bytes = bytes.to_vec();
    if !little {
        bytes.reverse();
    }
    let negative = signed && bytes.last().is_some_and(|top| top >> 7 == 1);
    if negative {
        let mut carry = true;
        for byte in bytes.iter_mut() {
            (*byte, carry) = (!*byte).overflowing_add(u8::from(carry));
        }
        if carry {
            bytes.push(1);
        }
    }
    let limbs: Vec<u64> =
        bytes.chunks(8).map(|chunk| chunk.iter().rev().fold(0, |limb, &byte| limb << 8 | u64::from(byte))).collect();
    t.int_limbs(negative, &limbs)
}
