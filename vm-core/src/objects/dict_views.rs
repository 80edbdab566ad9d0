//! The classes of dict views.

use crate::Thread;
use crate::applevel::app;
use crate::cls;
use crate::layouts;
use crate::natives::{Args, ClassDef, GetSetDef, NativeDef, Tail, Then, class, getter, leaf, tail};
use crate::objects::dict_ops::DictView;
use crate::objects::sequence::Tuple;
use crate::objects::set::Set;
use crate::protocols::{Compare, Keyed};
use crate::value::{Gc, Raised, Res, Value};

pub static KEYS: ClassDef =
    class(cls::dict_keys, "dict_keys").layouts(&[layouts::DICT_KEYS]).methods(&KEY_METHODS).getsets(&KEY_GETSETS);
pub static VALUES: ClassDef = class(cls::dict_values, "dict_values")
    .layouts(&[layouts::DICT_VALUES])
    .methods(&VALUE_METHODS)
    .getsets(&VALUE_GETSETS);
pub static ITEMS: ClassDef =
    class(cls::dict_items, "dict_items").layouts(&[layouts::DICT_ITEMS]).methods(&ITEM_METHODS).getsets(&ITEM_GETSETS);

static KEY_GETSETS: [GetSetDef; 1] = [getter("mapping", mapping)];
static VALUE_GETSETS: [GetSetDef; 1] = [getter("mapping", mapping)];
static ITEM_GETSETS: [GetSetDef; 1] = [getter("mapping", mapping)];

/// The methods of views that are sets.
macro_rules! set_like {
    ($contains:expr) => {
        [
            leaf("__len__(self, /)", length),
            leaf("__iter__(self, /)", iter),
            leaf("__reversed__(self, /)", reversed),
            tail("__repr__(self, /)", repr),
            tail("__contains__(self, key, /)", $contains),
            tail("isdisjoint(self, other, /)", |t, args| {
                Ok(Tail::call(t.app(app::keys_disjoint), &[args.get(0), args.get(1)]))
            }),
            tail("__and__(self, value, /)", |t, args| operate(t, app::set_view_and, args.get(0), args.get(1))),
            tail("__rand__(self, value, /)", |t, args| operate(t, app::set_view_and, args.get(1), args.get(0))),
            tail("__or__(self, value, /)", |t, args| operate(t, app::set_view_or, args.get(0), args.get(1))),
            tail("__ror__(self, value, /)", |t, args| operate(t, app::set_view_or, args.get(1), args.get(0))),
            tail("__sub__(self, value, /)", |t, args| operate(t, app::set_view_sub, args.get(0), args.get(1))),
            tail("__rsub__(self, value, /)", |t, args| operate(t, app::set_view_sub, args.get(1), args.get(0))),
            tail("__xor__(self, value, /)", |t, args| operate(t, app::set_view_xor, args.get(0), args.get(1))),
            tail("__rxor__(self, value, /)", |t, args| operate(t, app::set_view_xor, args.get(1), args.get(0))),
            tail("__eq__(self, value, /)", |t, args| compare(t, Compare::Eq, args)),
            tail("__ne__(self, value, /)", |t, args| compare(t, Compare::Ne, args)),
            tail("__lt__(self, value, /)", |t, args| compare(t, Compare::Lt, args)),
            tail("__le__(self, value, /)", |t, args| compare(t, Compare::Le, args)),
            tail("__gt__(self, value, /)", |t, args| compare(t, Compare::Gt, args)),
            tail("__ge__(self, value, /)", |t, args| compare(t, Compare::Ge, args)),
        ]
    };
}

static KEY_METHODS: [NativeDef; 20] = set_like!(has_key);
static ITEM_METHODS: [NativeDef; 20] = set_like!(has_item);
static VALUE_METHODS: [NativeDef; 4] = [
    leaf("__len__(self, /)", length),
    leaf("__iter__(self, /)", iter),
    leaf("__reversed__(self, /)", reversed),
    tail("__repr__(self, /)", repr),
];

fn view<'t>(args: Args<'t>) -> Gc<'t, DictView> {
    args.this::<DictView>()
}

fn mapping<'t>(t: &'t Thread, value: Value<'t>) -> Res<'t> {
    Ok(t.mapping_proxy(value.expect::<DictView>().dict().value()))
}

fn length<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    Ok(t.int_usize(view(args).dict().len()))
}

fn iter<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    Ok(t.leaf_iter_view(args.get(0)).unwrap_or(Value::NONE))
}

fn reversed<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let id = match view(args).type_id() {
        layouts::DICT_KEYS => layouts::DICT_REVERSE_KEY_ITERATOR,
        layouts::DICT_VALUES => layouts::DICT_REVERSE_VALUE_ITERATOR,
        _ => layouts::DICT_REVERSE_ITEM_ITERATOR,
    };
    Ok(t.new_dict_iterator(view(args).dict(), id))
}

fn repr<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let name = t.str(&t.class_name(args.get(0)))?.value();
    Ok(Tail::call(t.app(app::view_repr), &[args.get(0), name]))
}

fn has_key<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    t.keyed(Keyed::DictContains, view(args).dict().value(), args.get(1), Value::UNSET)
}

fn has_item<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static COMPARE: Then = Then::new(|t, state, index| {
        let state = state.expect::<Tuple>();
        let Some(index) = index.as_small_int() else { return Ok(Tail::Value(Value::FALSE)) };
        let dict = state.at(0).expect::<DictView>().dict();
        t.same_or_equal(dict.value_at(index as usize), state.at(1))
    });
    let Some(pair) = args.get(1).cast::<Tuple>().filter(|pair| pair.extent() == 2) else {
        return Ok(Tail::Value(Value::FALSE));
    };
    let state = t.small_tuple([args.get(0), pair.at(1)]);
    t.keyed(Keyed::DictFind, view(args).dict().value(), pair.at(0), Value::UNSET)?.then(t, &COMPARE, state.value())
}

fn operate<'t>(t: &'t Thread, function: crate::applevel::App, a: Value<'t>, b: Value<'t>) -> Result<Tail<'t>, Raised> {
    Ok(Tail::call(t.app(function), &[a, b]))
}

/// Set-like comparison with a set or another view.
fn compare<'t>(t: &'t Thread, op: Compare, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let other = args.get(1);
    let set_like = other.is::<Set>() || other.cast::<DictView>().is_some_and(|v| v.type_id() != layouts::DICT_VALUES);
    let (Some(m), Some(n), true) = (size(args.get(0)), size(other), set_like) else {
        return Ok(Tail::Value(Value::NOT_IMPLEMENTED));
    };
    let possible = match op {
        Compare::Eq | Compare::Ne => m == n,
        Compare::Lt => m < n,
        Compare::Le => m <= n,
        Compare::Gt => m > n,
        Compare::Ge => m >= n,
    };
    if !possible {
        return Ok(Tail::Value(Value::bool(op == Compare::Ne)));
    }
    let (small, large) =
        if matches!(op, Compare::Gt | Compare::Ge) { (other, args.get(0)) } else { (args.get(0), other) };
    let subset = Tail::call(t.app(app::view_subset), &[small, large]);
    static INVERT: Then = Then::new(|_, _, subset| Ok(Tail::Value(Value::bool(!subset.is_true()))));
    if op == Compare::Ne { subset.then(t, &INVERT, Value::NONE) } else { Ok(subset) }
}

fn size(value: Value<'_>) -> Option<usize> {
    match value.cast::<Set>() {
        Some(set) => Some(set.len()),
        None => Some(value.cast::<DictView>()?.dict().len()),
    }
}
