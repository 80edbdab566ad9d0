//! Builtins about numbers and characters: `abs bin chr divmod hash hex oct ord pow round`.

use crate::Thread;
use crate::natives::{Args, NativeDef, Tail, Then, leaf, tail};
use crate::objects::bytearray::ByteArray;
use crate::objects::bytes::Bytes;
use crate::objects::number::IntRef;
use crate::objects::sequence::Tuple;
use crate::protocols::{BinaryOp, UnaryOp};
use crate::sym;
use crate::value::{Raised, Res, Value};

pub(super) static FUNCTIONS: [NativeDef; 11] = [
    tail("abs(number, /)", |t, args| t.unary(UnaryOp::Abs, args.get(0)))
        .function()
        .doc("Return the absolute value of the argument."),
    tail("bin(integer, /)", |t, args| in_base(t, args, &BINARY))
        .function()
        .doc("Return the binary representation of an integer."),
    tail("oct(integer, /)", |t, args| in_base(t, args, &OCTAL))
        .function()
        .doc("Return the octal representation of an integer."),
    tail("hex(integer, /)", |t, args| in_base(t, args, &HEX))
        .function()
        .doc("Return the hexadecimal representation of an integer."),
    tail("chr(i, /)", chr)
        .function()
        .doc("Return a Unicode string of one character with ordinal i; 0 <= i <= 0x10ffff."),
    leaf("ord(character, /)", ord).function().doc("Return the ordinal value of a character."),
    tail("divmod(x, y, /)", |t, args| t.binary(BinaryOp::DivMod, args.get(0), args.get(1)))
        .function()
        .doc("Return the tuple (x//y, x%y).  Invariant: div*y + mod == x."),
    tail("hash(obj, /)", |t, args| t.hash(args.get(0))).function().doc("Return the hash value for the given object."),
    tail("pow(base, exp, mod=None)", pow)
        .function()
        .doc("Equivalent to base**exp with 2 arguments or base**exp % mod with 3 arguments."),
    tail("round(number, ndigits=None)", round).function().doc("Round a number to a given precision in decimal digits."),
    leaf("id(obj, /)", |t, args| Ok(t.id_of(args.get(0)))).function().doc("Return the identity of an object."),
];

static BINARY: Then = Then::new(|t, _, int| digits(t, int, 2, "0b"));
static OCTAL: Then = Then::new(|t, _, int| digits(t, int, 8, "0o"));
static HEX: Then = Then::new(|t, _, int| digits(t, int, 16, "0x"));

fn in_base<'t>(t: &'t Thread, args: Args<'t>, then: &'static Then) -> Result<Tail<'t>, Raised> {
    t.index(args.get(0))?.then(t, then, Value::NONE)
}

/// An int as text in a base that is a power of two.
fn digits<'t>(t: &'t Thread, int: Value<'t>, base: u32, prefix: &str) -> Result<Tail<'t>, Raised> {
    let (negative, limbs) = match t.as_int(int) {
        Some(IntRef::Small(small)) => (small < 0, vec![small.unsigned_abs()]),
        Some(IntRef::Big(big)) => (big.is_negative(), big.limbs().to_vec()),
        None => return Err(t.type_error("an int is expected")),
    };
    let bits = base.trailing_zeros() as usize;
    let total = limbs.len() * 64;
    let bit = |index: usize| if index < total { (limbs[index / 64] >> (index % 64)) as u32 & 1 } else { 0 };
    let mut text = String::new();
    for digit in (0..total.div_ceil(bits)).rev() {
        let value = (0..bits).rev().fold(0, |value, n| value << 1 | bit(digit * bits + n));
        if value != 0 || !text.is_empty() || digit == 0 {
            text.push(char::from_digit(value, base).unwrap_or('0'));
        }
    }
    let sign = if negative { "-" } else { "" };
    Ok(t.str(&format!("{sign}{prefix}{text}"))?.into())
}

fn chr<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static CHARACTER: Then = Then::new(|t, _, int| match t.as_int(int) {
        Some(IntRef::Small(code @ 0..=0x10_FFFF)) => Ok(t.str_char(code as u32)?.into()),
        _ => Err(t.value_error("chr() arg not in range(0x110000)")),
    });
    t.index(args.get(0))?.then(t, &CHARACTER, Value::NONE)
}

fn ord<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let value = args.get(0);
    let wrong_length =
        |length: usize| t.type_error(format_args!("ord() expected a character, but string of length {length} found"));
    if let Some(string) = t.as_str(value) {
        if string.len() == 1 {
            return Ok(t.int(string.units().get(0) as i64));
        }
        return Err(wrong_length(string.len()));
    }
    let exact = t.unbox(value).unwrap_or(value);
    let bytes = if exact.is::<Bytes>() || exact.is::<ByteArray>() { Some(t.bytes_like(exact)?.cells) } else { None };
    match bytes {
        Some([byte]) => Ok(Value::small(i32::from(byte.get()))),
        Some(other) => Err(wrong_length(other.len())),
        None => {
            let name = t.class_name(value);
            Err(t.type_error(format_args!("ord() expected string of length 1, but {name} found")))
        }
    }
}

fn pow<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let (base, exponent) = (args.get(0), args.get(1));
    let Some(modulus) = args.get(2).not_none() else { return t.binary(BinaryOp::Pow, base, exponent) };
    // Three operands: the first one's method, then (3.14) the second one's reflected method.
    static OR_REFLECTED: Then = Then::new(|t, state, result| {
        if !result.is_not_implemented() {
            return Ok(Tail::Value(result));
        }
        let state = state.expect::<Tuple>();
        let (base, exponent, modulus) = (state.at(0), state.at(1), state.at(2));
        static OR_FAIL: Then = Then::new(|t, state, result| {
            if !result.is_not_implemented() {
                return Ok(Tail::Value(result));
            }
            Err(unsupported_power(t, state.expect()))
        });
        let reflected = t.class_of(base) != t.class_of(exponent);
        match t.lookup_special(exponent, sym::__rpow__).filter(|_| reflected) {
            Some(method) => t.call_bound(method, exponent, &[base, modulus])?.then(t, &OR_FAIL, state.value()),
            None => Err(unsupported_power(t, state)),
        }
    });
    let state = t.small_tuple([base, exponent, modulus]);
    match t.call_special(base, sym::__pow__, &[exponent, modulus]) {
        Some(call) => call?.then(t, &OR_REFLECTED, state.value()),
        None => (OR_REFLECTED.ok)(t, state.value(), Value::NOT_IMPLEMENTED),
    }
}

fn unsupported_power<'t>(t: &'t Thread, operands: crate::Gc<'t, Tuple>) -> Raised {
    let name = |n: usize| t.class_name(operands.at(n));
    if t.as_float(operands.at(2)).is_some() {
        return t.type_error("pow() 3rd argument not allowed unless all arguments are integers");
    }
    t.type_error(format_args!(
        "unsupported operand type(s) for ** or pow(): '{}', '{}', '{}'",
        name(0),
        name(1),
        name(2)
    ))
}

fn round<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let number = args.get(0);
    let digits: &[Value<'t>] = &[args.get(1)];
    let given = if args.get(1).not_none().is_some() { digits } else { &[] };
    match t.call_special(number, sym::__round__, given) {
        Some(call) => call,
        None => Err(t.type_error(format_args!("type {} doesn't define __round__ method", t.class_name(number)))),
    }
}

impl Thread {
    /// `id(value)`: equal for the same object while it lives.
    pub fn id_of(&self, value: Value<'_>) -> Value<'_> {
        match value.as_obj() {
            Some(object) => self.int_u64(gc_api::Collector::identity(&self.heap().collector, object)),
            // Immediates: the word itself, kept apart from objects by its low bits.
            None => self.int_u64(value.word().bits()),
        }
    }
}
