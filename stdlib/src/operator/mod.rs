//! `_operator`: the operators of the language as functions, and callables that fetch items, attributes, call methods.
//!
//! What loops over an iterable or reads rarely is in `python/native/_operator.py`.

mod getters;

use vm_core::layouts::Layouts;
use vm_core::native_modules::{ModuleDef, module};
use vm_core::natives::{Args, NativeDef, Tail, Then, leaf, tail};
use vm_core::objects::number::IntRef;
use vm_core::objects::sequence::Tuple;
use vm_core::protocols::{BinaryOp, Compare, UnaryOp};
use vm_core::{Raised, Res, Thread, Value, layout_table, sym};

use crate::imp;

pub static MODULE: ModuleDef = module("_operator")
    .doc("The operators of the language as functions.")
    .functions(&FUNCTIONS)
    .classes(&[&getters::ITEM_GETTER, &getters::ATTR_GETTER, &getters::METHOD_CALLER]);

pub static LAYOUTS: Layouts = layout_table![getters::ItemGetter, getters::AttrGetter, getters::MethodCaller];

/// A function of the Python part.
fn part<'t>(t: &'t Thread, name: &str, args: &[Value<'t>]) -> Result<Tail<'t>, Raised> {
    Ok(Tail::call(imp::part(t, "_operator", name), args))
}

macro_rules! two {
    ($text:literal, |$t:ident, $a:ident, $b:ident| $result:expr) => {
        tail($text, |$t, args| {
            let ($a, $b) = (args.get(0), args.get(1));
            $result
        })
        .function()
    };
}

static FUNCTIONS: [NativeDef; 55] = [
    two!("lt(a, b, /)", |t, a, b| t.compare(Compare::Lt, a, b)),
    two!("le(a, b, /)", |t, a, b| t.compare(Compare::Le, a, b)),
    two!("eq(a, b, /)", |t, a, b| t.compare(Compare::Eq, a, b)),
    two!("ne(a, b, /)", |t, a, b| t.compare(Compare::Ne, a, b)),
    two!("ge(a, b, /)", |t, a, b| t.compare(Compare::Ge, a, b)),
    two!("gt(a, b, /)", |t, a, b| t.compare(Compare::Gt, a, b)),
    two!("add(a, b, /)", |t, a, b| t.binary(BinaryOp::Add, a, b)),
    two!("sub(a, b, /)", |t, a, b| t.binary(BinaryOp::Sub, a, b)),
    two!("mul(a, b, /)", |t, a, b| t.binary(BinaryOp::Mul, a, b)),
    two!("matmul(a, b, /)", |t, a, b| t.binary(BinaryOp::MatMul, a, b)),
    two!("floordiv(a, b, /)", |t, a, b| t.binary(BinaryOp::FloorDiv, a, b)),
    two!("truediv(a, b, /)", |t, a, b| t.binary(BinaryOp::TrueDiv, a, b)),
    two!("mod(a, b, /)", |t, a, b| t.binary(BinaryOp::Mod, a, b)),
    two!("pow(a, b, /)", |t, a, b| t.binary(BinaryOp::Pow, a, b)),
    two!("lshift(a, b, /)", |t, a, b| t.binary(BinaryOp::LShift, a, b)),
    two!("rshift(a, b, /)", |t, a, b| t.binary(BinaryOp::RShift, a, b)),
    two!("and_(a, b, /)", |t, a, b| t.binary(BinaryOp::And, a, b)),
    two!("or_(a, b, /)", |t, a, b| t.binary(BinaryOp::Or, a, b)),
    two!("xor(a, b, /)", |t, a, b| t.binary(BinaryOp::Xor, a, b)),
    two!("iadd(a, b, /)", |t, a, b| t.inplace(BinaryOp::Add, a, b)),
    two!("isub(a, b, /)", |t, a, b| t.inplace(BinaryOp::Sub, a, b)),
    two!("imul(a, b, /)", |t, a, b| t.inplace(BinaryOp::Mul, a, b)),
    two!("imatmul(a, b, /)", |t, a, b| t.inplace(BinaryOp::MatMul, a, b)),
    two!("ifloordiv(a, b, /)", |t, a, b| t.inplace(BinaryOp::FloorDiv, a, b)),
    two!("itruediv(a, b, /)", |t, a, b| t.inplace(BinaryOp::TrueDiv, a, b)),
    two!("imod(a, b, /)", |t, a, b| t.inplace(BinaryOp::Mod, a, b)),
    two!("ipow(a, b, /)", |t, a, b| t.inplace(BinaryOp::Pow, a, b)),
    two!("ilshift(a, b, /)", |t, a, b| t.inplace(BinaryOp::LShift, a, b)),
    two!("irshift(a, b, /)", |t, a, b| t.inplace(BinaryOp::RShift, a, b)),
    two!("iand(a, b, /)", |t, a, b| t.inplace(BinaryOp::And, a, b)),
    two!("ior(a, b, /)", |t, a, b| t.inplace(BinaryOp::Or, a, b)),
    two!("ixor(a, b, /)", |t, a, b| t.inplace(BinaryOp::Xor, a, b)),
    two!("concat(a, b, /)", |t, a, b| concatenable(t, a)?.binary(BinaryOp::Add, a, b)),
    two!("iconcat(a, b, /)", |t, a, b| concatenable(t, a)?.inplace(BinaryOp::Add, a, b)),
    two!("contains(a, b, /)", |t, a, b| t.contains(a, b)),
    two!("getitem(a, b, /)", |t, a, b| t.getitem(a, b)),
    two!("delitem(a, b, /)", |t, a, b| t.delitem(a, b)),
    two!("countOf(a, b, /)", |t, a, b| part(t, "_count_of", &[a, b])),
    two!("indexOf(a, b, /)", |t, a, b| part(t, "_index_of", &[a, b])),
    two!("is_(a, b, /)", |_t, a, b| Ok(Tail::Value(Value::bool(a == b)))),
    two!("is_not(a, b, /)", |_t, a, b| Ok(Tail::Value(Value::bool(a != b)))),
    leaf("is_none(a, /)", |_, args| Ok(Value::bool(args.get(0).is_none()))).function(),
    leaf("is_not_none(a, /)", |_, args| Ok(Value::bool(!args.get(0).is_none()))).function(),
    tail("setitem(a, b, c, /)", |t, args| t.setitem(args.get(0), args.get(1), args.get(2))).function(),
    tail("neg(a, /)", |t, args| t.unary(UnaryOp::Neg, args.get(0))).function(),
    tail("pos(a, /)", |t, args| t.unary(UnaryOp::Pos, args.get(0))).function(),
    tail("inv(a, /)", |t, args| t.unary(UnaryOp::Invert, args.get(0))).function(),
    tail("invert(a, /)", |t, args| t.unary(UnaryOp::Invert, args.get(0))).function(),
    tail("abs(a, /)", |t, args| t.unary(UnaryOp::Abs, args.get(0))).function(),
    tail("not_(a, /)", |t, args| t.not(args.get(0))).function(),
    tail("truth(a, /)", |t, args| t.truth(args.get(0))).function(),
    tail("index(a, /)", index).function(),
    tail("call(obj, /, *args, **kwargs)", call).function(),
    tail("length_hint(obj, default=0, /)", |t, args| {
        part(t, "_length_hint", &[args.get(0), args.opt(1).unwrap_or(Value::small(0))])
    })
    .function(),
    leaf("_compare_digest(a, b, /)", compare_digest).function(),
];

/// Refuses what is no sequence.
fn concatenable<'t>(t: &'t Thread, a: Value<'t>) -> Result<&'t Thread, Raised> {
    if t.lookup_special(a, sym::__getitem__).is_none() {
        let name = t.class_name(a);
        return Err(t.type_error(format_args!("'{name}' object can't be concatenated")));
    }
    Ok(t)
}

/// An exact int, also for instances of subclasses.
fn index<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static EXACT: Then = Then::new(|t, _, int| {
        Ok(Tail::Value(match t.as_int(int) {
            Some(IntRef::Small(small)) => t.int(small),
            Some(IntRef::Big(big)) => big.value(),
            None => int,
        }))
    });
    t.index(args.get(0))?.then(t, &EXACT, Value::NONE)
}

fn call<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let positional = match args.get(1).cast::<Tuple>() {
        Some(positional) => positional,
        None => t.new_tuple(0)?,
    };
    Ok(Tail::spread(args.get(0), positional, args.get(2)))
}

/// Are two texts or two byte strings equal? The time taken depends on the length only.
fn compare_digest<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let (a, b) = (args.get(0), args.get(1));
    let (a, b) = match (t.as_str(a), t.as_str(b)) {
        (Some(a), Some(b)) => match (a.units().as_ascii(), b.units().as_ascii()) {
            (Some(a), Some(b)) => (a.as_bytes().to_vec(), b.as_bytes().to_vec()),
            _ => return Err(t.type_error("comparing strings with non-ASCII characters is not supported")),
        },
        _ => (t.bytes_like(a)?.to_vec(), t.bytes_like(b)?.to_vec()),
    };
    // Where lengths differ, as much work is done.
    let other = if a.len() == b.len() { &a } else { &b };
    let differences = other.iter().zip(&b).fold(u8::from(a.len() != b.len()), |all, (x, y)| all | (x ^ y));
    Ok(Value::bool(std::hint::black_box(differences) == 0))
}
