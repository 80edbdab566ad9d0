//! What `cmp_to_key` makes: a callable that wraps objects so that a comparison function orders them.

use gc_api::{Slot, layout};
use vm_core::natives::{Args, ClassDef, GetSetDef, NativeDef, Tail, Then, class, getset, tail};
use vm_core::objects::class::flags;
use vm_core::objects::dict::Dict;
use vm_core::objects::sequence::Tuple;
use vm_core::protocols::Compare;
use vm_core::{Gc, Raised, Thread, Value, cls, header};

use crate::ids;

layout! {
    /// Without an object it is the key function itself.
    pub struct Key(ids::FUNCTOOLS.layout(0)) {
        compare: Ref,
        object: Ref,
    }
}

pub static WRAPPER: ClassDef = class(ids::FUNCTOOLS.class(0), "KeyWrapper")
    .module("functools")
    .layouts(&[ids::FUNCTOOLS.layout(0)])
    .flags(flags::NO_NEW)
    .methods(&METHODS)
    .getsets(&GETSETS);

static METHODS: [NativeDef; 7] = [
    tail("__call__(self, /, *args, **kwargs)", call),
    tail("__lt__(self, other, /)", |t, args| compare(t, args, Compare::Lt)),
    tail("__le__(self, other, /)", |t, args| compare(t, args, Compare::Le)),
    tail("__gt__(self, other, /)", |t, args| compare(t, args, Compare::Gt)),
    tail("__ge__(self, other, /)", |t, args| compare(t, args, Compare::Ge)),
    tail("__eq__(self, other, /)", |t, args| compare(t, args, Compare::Eq)),
    tail("__ne__(self, other, /)", |t, args| compare(t, args, Compare::Ne)),
];

static GETSETS: [GetSetDef; 1] = [getset(
    "obj",
    |_, this| Ok(this.expect::<Key>().get(Key::object).given().unwrap_or(Value::NONE)),
    |t, this, value| {
        this.expect::<Key>().set(t, Key::object, value);
        Ok(())
    },
)];

pub fn new<'t>(t: &'t Thread, compare: Value<'t>) -> Value<'t> {
    wrap(t, compare, Value::UNSET)
}

fn wrap<'t>(t: &'t Thread, compare: Value<'t>, object: Value<'t>) -> Value<'t> {
    let (compare, object) = (Slot::new(compare.word()), Slot::new(object.word()));
    t.new_object(Key { header: header(), compare, object }).value()
}

fn call<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let (given, keywords) = (args.get(1).expect::<Tuple>(), args.get(2).cast::<Dict>());
    let count = given.extent() + keywords.map_or(0, Gc::<Dict>::len);
    let named = keywords.and_then(|keywords| keywords.named(t, "obj"));
    let object = match (count, named) {
        (1, Some(object)) => object,
        (1, None) if given.extent() == 1 => given.at(0),
        (0 | 1, _) => return Err(t.type_error("K() missing required argument 'obj' (pos 1)")),
        _ => {
            let kind = if given.extent() == 0 { "keyword argument" } else { "argument" };
            return Err(t.type_error(format_args!("K() takes at most 1 {kind} ({count} given)")));
        }
    };
    Ok(Tail::Value(wrap(t, args.this::<Key>().get(Key::compare), object)))
}

/// The comparison function's result against zero.
fn compare<'t>(t: &'t Thread, args: Args<'t>, op: Compare) -> Result<Tail<'t>, Raised> {
    static DECIDE: Then =
        Then::new(|t, op, result| t.compare(OPS[op.as_small_int().unwrap_or(0) as usize], result, Value::small(0)));
    let this = args.this::<Key>();
    let Some(other) = args.get(1).cast::<Key>() else {
        return Err(t.type_error("other argument must be K instance"));
    };
    let (Some(a), Some(b)) = (this.get(Key::object).given(), other.get(Key::object).given()) else {
        return Err(t.raise(cls::AttributeError, "object"));
    };
    let number = OPS.iter().position(|other| *other == op).unwrap_or(0) as i32;
    Tail::call(this.get(Key::compare), &[a, b]).then(t, &DECIDE, Value::small(number))
}

const OPS: [Compare; 6] = [Compare::Lt, Compare::Le, Compare::Gt, Compare::Ge, Compare::Eq, Compare::Ne];
