//! The classes `set` and `frozenset`.

use gc_api::Slot;

use crate::Thread;
use crate::applevel::{App, app};
use crate::cls;
use crate::layouts;
use crate::natives::{Args, ClassDef, NativeDef, Tail, Then, class, leaf, tail};
use crate::objects::class::Class;
use crate::objects::generator::Generator;
use crate::objects::sequence::Tuple;
use crate::objects::set::{FrozenSet, FrozenSetSub, Set, SetSub, empty};
use crate::protocols::{BinaryOp, Compare, Keyed};
use crate::value::{Gc, Raised, Res, Value};

pub static SET: ClassDef = class(cls::set, "set")
    .signature("(iterable=(), /)")
    .doc("Build an unordered collection of unique elements.")
    .layouts(&[layouts::SET])
    .subclassable(layouts::SET_SUB)
    .methods(&SET_METHODS)
    .construct(&CONSTRUCT_SET);

pub static FROZEN_SET: ClassDef = class(cls::frozenset, "frozenset")
    .signature("(iterable=(), /)")
    .doc("Build an immutable unordered collection of unique elements.")
    .layouts(&[layouts::FROZEN_SET])
    .subclassable(layouts::FROZEN_SET_SUB)
    .methods(&FROZEN_METHODS)
    .construct(&CONSTRUCT_FROZEN);

static CONSTRUCT_SET: NativeDef = tail("set(iterable=(), /)", |t, args| t.set_of(args.get(0)));
static CONSTRUCT_FROZEN: NativeDef = tail("frozenset(iterable=(), /)", |t, args| t.frozenset_of(args.get(0)));

static FROZEN_METHODS: [NativeDef; 29] = [
    tail("__reduce__(self, /)", |t, args| Ok(Tail::call(t.app(app::set_reduce), &[args.get(0)])))
        .doc("Return state information for pickling."),
    tail("__new__(cls, iterable=(), /)", new_frozen).static_method(),
    tail("__hash__(self, /)", |t, args| Ok(Tail::Value(t.int(t.hash_frozen(args.this()))))),
    leaf("copy(self, /)", |t, args| match args.get(0).type_id() {
        Some(layouts::FROZEN_SET) => Ok(args.get(0)),
        _ => Ok(args.this::<Set>().copy(t)?.value()),
    })
    .doc("Return a shallow copy of a set."),
    leaf("__len__(self, /)", length),
    leaf("__iter__(self, /)", iter),
    tail("__contains__(self, object, /)", contains).plain_method(),
    tail("__repr__(self, /)", repr),
    tail("union(self, /, *others)", union).doc("Return a new set with elements from the set and all others."),
    tail("intersection(self, /, *others)", intersection)
        .doc("Return a new set with elements common to the set and all others."),
    tail("difference(self, /, *others)", difference)
        .doc("Return a new set with elements in the set that are not in the others."),
    tail("symmetric_difference(self, other, /)", symmetric_difference)
        .doc("Return a new set with elements in either the set or other but not both."),
    tail("isdisjoint(self, other, /)", is_disjoint).doc("Return True if two sets have a null intersection."),
    tail("issubset(self, other, /)", is_subset).doc("Report whether another set contains this set."),
    tail("issuperset(self, other, /)", is_superset).doc("Report whether this set contains another set."),
    tail("__or__(self, value, /)", |t, args| operator(t, BinaryOp::Or, args.get(0), args.get(1))),
    tail("__and__(self, value, /)", |t, args| operator(t, BinaryOp::And, args.get(0), args.get(1))),
    tail("__sub__(self, value, /)", |t, args| operator(t, BinaryOp::Sub, args.get(0), args.get(1))),
    tail("__xor__(self, value, /)", |t, args| operator(t, BinaryOp::Xor, args.get(0), args.get(1))),
    tail("__rsub__(self, value, /)", |t, args| operator(t, BinaryOp::Sub, args.get(1), args.get(0))),
    tail("__rxor__(self, value, /)", |t, args| operator(t, BinaryOp::Xor, args.get(1), args.get(0))),
    tail("__ror__(self, value, /)", |t, args| operator(t, BinaryOp::Or, args.get(1), args.get(0))),
    tail("__rand__(self, value, /)", |t, args| operator(t, BinaryOp::And, args.get(1), args.get(0))),
    tail("__eq__(self, value, /)", |t, args| compare(t, Compare::Eq, args)),
    tail("__ne__(self, value, /)", |t, args| compare(t, Compare::Ne, args)),
    tail("__lt__(self, value, /)", |t, args| compare(t, Compare::Lt, args)),
    tail("__le__(self, value, /)", |t, args| compare(t, Compare::Le, args)),
    tail("__gt__(self, value, /)", |t, args| compare(t, Compare::Gt, args)),
    tail("__ge__(self, value, /)", |t, args| compare(t, Compare::Ge, args)),
];

static SET_METHODS: [NativeDef; 43] = [
    tail("__reduce__(self, /)", |t, args| Ok(Tail::call(t.app(app::set_reduce), &[args.get(0)])))
        .doc("Return state information for pickling."),
    leaf("__new__(cls, /, *args, **kwargs)", new_set).static_method(),
    tail("__init__(self, iterable=(), /)", init),
    tail("add(self, object, /)", |t, args| t.keyed(Keyed::SetAdd, args.get(0), args.get(1), Value::UNSET))
        .doc("Add an element to a set.\n\nThis has no effect if the element is already present."),
    tail("discard(self, object, /)", |t, args| {
        t.keyed(Keyed::SetDiscard, args.get(0), args.get(1), Value::UNSET)
    })
    .doc("Remove an element from a set if it is a member.\n\nUnlike set.remove(), the discard() method does not raise\nan exception when an element is missing from the set."),
    tail("remove(self, object, /)", |t, args| t.keyed(Keyed::SetRemove, args.get(0), args.get(1), Value::UNSET))
        .doc("Remove an element from a set; it must be a member.\n\nIf the element is not a member, raise a KeyError."),
    leaf("pop(self, /)", |t, args| match args.this::<Set>().pop_first(t) {
        Some(item) => Ok(item),
        None => Err(t.raise(cls::KeyError, "pop from an empty set")),
    })
    .doc("Remove and return an arbitrary set element.\n\nRaises KeyError if the set is empty."),
    leaf("clear(self, /)", |t, args| {
        args.this::<Set>().clear(t);
        Ok(Value::NONE)
    })
    .doc("Remove all elements from this set."),
    leaf("copy(self, /)", |t, args| Ok(args.this::<Set>().copy(t)?.value())).doc("Return a shallow copy of a set."),
    tail("update(self, /, *others)", |t, args| {
        t.fold_others(args.get(0), args.get(1), 0, Fold::Update, Value::NONE)
    })
    .doc("Update the set, adding elements from all others."),
    tail("intersection_update(self, /, *others)", intersection_update)
        .doc("Update the set, keeping only elements found in it and all others."),
    tail("difference_update(self, /, *others)", |t, args| {
        t.fold_others(args.get(0), args.get(1), 0, Fold::Remove, Value::NONE)
    })
    .doc("Update the set, removing elements found in others."),
    tail("symmetric_difference_update(self, other, /)", symmetric_difference_update)
        .doc("Update the set, keeping only elements found in either set, but not in both."),
    tail("__ior__(self, value, /)", |t, args| in_place(t, BinaryOp::Or, args)),
    tail("__iand__(self, value, /)", |t, args| in_place(t, BinaryOp::And, args)),
    tail("__isub__(self, value, /)", |t, args| in_place(t, BinaryOp::Sub, args)),
    tail("__ixor__(self, value, /)", |t, args| in_place(t, BinaryOp::Xor, args)),
    leaf("__len__(self, /)", length),
    leaf("__iter__(self, /)", iter),
    tail("__contains__(self, object, /)", contains).plain_method(),
    tail("__repr__(self, /)", repr),
    tail("union(self, /, *others)", union).doc("Return a new set with elements from the set and all others."),
    tail("intersection(self, /, *others)", intersection)
        .doc("Return a new set with elements common to the set and all others."),
    tail("difference(self, /, *others)", difference)
        .doc("Return a new set with elements in the set that are not in the others."),
    tail("symmetric_difference(self, other, /)", symmetric_difference)
        .doc("Return a new set with elements in either the set or other but not both."),
    tail("isdisjoint(self, other, /)", is_disjoint).doc("Return True if two sets have a null intersection."),
    tail("issubset(self, other, /)", is_subset).doc("Report whether another set contains this set."),
    tail("issuperset(self, other, /)", is_superset).doc("Report whether this set contains another set."),
    tail("__or__(self, value, /)", |t, args| operator(t, BinaryOp::Or, args.get(0), args.get(1))),
    tail("__and__(self, value, /)", |t, args| operator(t, BinaryOp::And, args.get(0), args.get(1))),
    tail("__sub__(self, value, /)", |t, args| operator(t, BinaryOp::Sub, args.get(0), args.get(1))),
    tail("__xor__(self, value, /)", |t, args| operator(t, BinaryOp::Xor, args.get(0), args.get(1))),
    tail("__ror__(self, value, /)", |t, args| operator(t, BinaryOp::Or, args.get(1), args.get(0))),
    tail("__rand__(self, value, /)", |t, args| operator(t, BinaryOp::And, args.get(1), args.get(0))),
    tail("__rsub__(self, value, /)", |t, args| operator(t, BinaryOp::Sub, args.get(1), args.get(0))),
    tail("__rxor__(self, value, /)", |t, args| operator(t, BinaryOp::Xor, args.get(1), args.get(0))),
    tail("__eq__(self, value, /)", |t, args| compare(t, Compare::Eq, args)),
    tail("__ne__(self, value, /)", |t, args| compare(t, Compare::Ne, args)),
    tail("__lt__(self, value, /)", |t, args| compare(t, Compare::Lt, args)),
    tail("__le__(self, value, /)", |t, args| compare(t, Compare::Le, args)),
    tail("__gt__(self, value, /)", |t, args| compare(t, Compare::Gt, args)),
    tail("__ge__(self, value, /)", |t, args| compare(t, Compare::Ge, args)),
    leaf("__sizeof__(self, /)", |t, args| Ok(t.int_usize(64 + 16 * args.this::<Set>().len()))),
];

/// What is done with each of several iterables.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Fold {
    Update,
    Remove,
}

impl Thread {
    /// Adds the items of `iterable` (or nothing, if unset) to a set; the set.
    fn fill_set<'t>(&'t self, set: Gc<'t, Set>, iterable: Value<'t>) -> Result<Tail<'t>, Raised> {
        static ITSELF: Then = Then::new(|_, set, _| Ok(Tail::Value(set)));
        if !iterable.is_set() {
            return Ok(set.into());
        }
        if let Some(other) = iterable.cast::<Set>().filter(|other| other.is_exact() && set.is_empty()) {
            set.copy_items(self, other)?;
            return Ok(set.into());
        }
        self.set_update(set.value(), iterable)?.then(self, &ITSELF, set.value())
    }

    /// `set(iterable)`
    fn set_of<'t>(&'t self, iterable: Value<'t>) -> Result<Tail<'t>, Raised> {
        match iterable.is::<Generator>() {
            // Python has to run for each item: let it add them too.
            true => Ok(Tail::call(self.app(app::set_from), &[iterable])),
            false => self.fill_set(self.new_set(), iterable),
        }
    }

    /// `frozenset(iterable)`
    fn frozenset_of<'t>(&'t self, iterable: Value<'t>) -> Result<Tail<'t>, Raised> {
        if iterable.type_id() == Some(layouts::FROZEN_SET) {
            return Ok(Tail::Value(iterable));
        }
        self.fill_set(self.new_frozenset(), iterable)
    }

    fn new_set_in<'t>(&'t self, class: Gc<'t, Class>, frozen: bool) -> Gc<'t, Set> {
        if class == self.class(cls::set) {
            return self.new_set();
        }
        if class == self.class(cls::frozenset) {
            return self.new_frozenset();
        }
        let (map, attrs) = (Slot::new(class.get(Class::root_map).word()), Slot::default());
        let set = if frozen {
            self.new_object(FrozenSetSub { header: FrozenSet { header: empty() }, map, attrs }).upcast::<Set>()
        } else {
            self.new_object(SetSub { header: empty(), map, attrs }).upcast::<Set>()
        };
        self.finalisable(class, set.obj());
        set
    }

    /// Applies `fold` with the tuple's iterables from `from` on to `set`; the result is `result`.
    fn fold_others<'t>(
        &'t self,
        set: Value<'t>,
        others: Value<'t>,
        from: usize,
        fold: Fold,
        result: Value<'t>,
    ) -> Result<Tail<'t>, Raised> {
        static NEXT: Then = Then::new(|t, state, _| {
            let state = state.expect::<Tuple>();
            let from = state.at(2).as_small_int().unwrap_or(0) as usize;
            let fold = if state.at(3).is_true() { Fold::Update } else { Fold::Remove };
            t.fold_others(state.at(0), state.at(1), from, fold, state.at(4))
        });
        let Some(tuple) = others.cast::<Tuple>() else { return Ok(Tail::Value(result)) };
        for n in from..tuple.extent() {
            let step = match fold {
                Fold::Update => self.set_update(set, tuple.at(n))?,
                Fold::Remove => self.remove_all(set.expect::<Set>(), tuple.at(n))?,
            };
            if let Tail::Call(_) = step {
                let update = Value::bool(fold == Fold::Update);
                let state = self.small_tuple([set, others, self.int_usize(n + 1), update, result]);
                return step.then(self, &NEXT, state.value());
            }
        }
        Ok(Tail::Value(result))
    }

    /// Removes the items of an iterable.
    fn remove_all<'t>(&'t self, set: Gc<'t, Set>, other: Value<'t>) -> Result<Tail<'t>, Raised> {
        if let Some(items) = other.cast::<Set>().filter(|other| other.is_exact() && *other != set) {
            // Removing what was removed already does no harm, should Python have to take over.
            if let Some(Ok(rest)) = self.leaf_select(set, items, false) {
                set.adopt(self, rest);
                return Ok(Tail::Value(Value::NONE));
            }
        }
        Ok(Tail::call(self.app(app::set_difference_update), &[set.value(), other]))
    }
}

fn new_set<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    Ok(t.new_set_in(t.class_argument(args.get(0), cls::set)?, false).value())
}

fn new_frozen<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let class = t.class_argument(args.get(0), cls::frozenset)?;
    if class == t.class(cls::frozenset) {
        return t.frozenset_of(args.get(1));
    }
    t.fill_set(t.new_set_in(class, true), args.get(1))
}

fn init<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static NOTHING: Then = Then::new(|_, _, _| Ok(Tail::Value(Value::NONE)));
    let set = args.this::<Set>();
    set.clear(t);
    t.fill_set(set, args.get(1))?.then(t, &NOTHING, Value::NONE)
}

fn length<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    Ok(t.int_usize(args.this::<Set>().len()))
}

fn iter<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    Ok(t.new_set_iterator(args.this()))
}

fn contains<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    t.keyed(Keyed::SetContains, args.get(0), args.get(1), Value::UNSET)
}

fn repr<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let set = args.this::<Set>();
    let name = t.class_name(args.get(0));
    if set.is_exact() {
        if let Some(text) = t.leaf_repr(args.get(0)) {
            return text.map(Into::into);
        }
    }
    if set.is_empty() {
        return Ok(t.str(&format!("{name}()"))?.into());
    }
    let name = if name == "set" { t.str("")? } else { t.str(&name)? };
    Ok(Tail::call(t.app(app::set_repr), &[args.get(0), name.value()]))
}

fn union<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let copy = args.this::<Set>().copy(t)?.value();
    t.fold_others(copy, args.get(1), 0, Fold::Update, copy)
}

fn difference<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let copy = args.this::<Set>().copy(t)?.value();
    t.fold_others(copy, args.get(1), 0, Fold::Remove, copy)
}

fn intersection<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    intersect_from(t, args.this::<Set>().copy(t)?, args.get(1), 0)
}

/// Intersects with the tuple's iterables from `from` on, one after the other.
fn intersect_from<'t>(t: &'t Thread, set: Gc<'t, Set>, others: Value<'t>, from: usize) -> Result<Tail<'t>, Raised> {
    static NEXT: Then = Then::new(|t, state, set| {
        let state = state.expect::<Tuple>();
        let from = state.at(1).as_small_int().unwrap_or(0) as usize;
        intersect_from(t, set.expect::<Set>(), state.at(0), from)
    });
    let Some(tuple) = others.cast::<Tuple>() else { return Ok(set.into()) };
    let mut set = set;
    for n in from..tuple.extent() {
        let other = tuple.at(n);
        let quick = match other.cast::<Set>().filter(|other| other.is_exact()) {
            Some(other) => t.leaf_select(set, other, true),
            None => None,
        };
        set = match quick {
            Some(result) => result?,
            None => {
                let state = t.small_tuple([others, t.int_usize(n + 1)]);
                let fresh = t.new_set_like(set).value();
                let call = Tail::call(t.app(app::set_intersection), &[set.value(), other, fresh]);
                return call.then(t, &NEXT, state.value());
            }
        };
    }
    Ok(set.into())
}

fn intersection_update<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static ADOPT: Then = Then::new(|t, set, result| {
        set.expect::<Set>().adopt(t, result.expect::<Set>());
        Ok(Tail::Value(Value::NONE))
    });
    intersect_from(t, args.this::<Set>().copy(t)?, args.get(1), 0)?.then(t, &ADOPT, args.get(0))
}

fn symmetric_difference<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    symmetric(t, args.this::<Set>().copy(t)?, args.get(1))
}

fn symmetric_difference_update<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static NOTHING: Then = Then::new(|_, _, _| Ok(Tail::Value(Value::NONE)));
    symmetric(t, args.this(), args.get(1))?.then(t, &NOTHING, Value::NONE)
}

/// `set ^= other`, other any iterable; the result is the set.
fn symmetric<'t>(t: &'t Thread, set: Gc<'t, Set>, other: Value<'t>) -> Result<Tail<'t>, Raised> {
    static TOGGLE: Then = Then::new(|t, set, other| Ok(Tail::call(t.app(app::set_symmetric), &[set, other])));
    t.fill_set(t.new_set(), other)?.then(t, &TOGGLE, set.value())
}

fn is_disjoint<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let (set, other) = (args.this::<Set>(), args.get(1));
    if let Some(items) = other.cast::<Set>().filter(|other| other.is_exact()) {
        if let Some(Ok(common)) = t.leaf_select(set, items, true) {
            return Ok(Tail::Value(Value::bool(common.is_empty())));
        }
    }
    Ok(Tail::call(t.app(app::set_disjoint), &[args.get(0), other]))
}

fn is_subset<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static TEST: Then = Then::new(|t, set, other| subset(t, set.expect(), other.expect()));
    with_set(t, args.get(1))?.then(t, &TEST, args.get(0))
}

fn is_superset<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static TEST: Then = Then::new(|t, set, other| subset(t, other.expect(), set.expect()));
    with_set(t, args.get(1))?.then(t, &TEST, args.get(0))
}

/// The value itself if it is a set, else a set of its items.
fn with_set<'t>(t: &'t Thread, value: Value<'t>) -> Result<Tail<'t>, Raised> {
    if value.is::<Set>() { Ok(Tail::Value(value)) } else { t.fill_set(t.new_set(), value) }
}

fn subset<'t>(t: &'t Thread, a: Gc<'t, Set>, b: Gc<'t, Set>) -> Result<Tail<'t>, Raised> {
    match t.leaf_subset(a, b) {
        Some(result) => Ok(Tail::Value(Value::bool(result))),
        None => Ok(Tail::call(t.app(app::set_subset), &[a.value(), b.value()])),
    }
}

/// An operator of two sets; the result is of the kind of the first.
fn operator<'t>(t: &'t Thread, op: BinaryOp, a: Value<'t>, b: Value<'t>) -> Result<Tail<'t>, Raised> {
    let (Some(first), Some(second)) = (a.cast::<Set>(), b.cast::<Set>()) else {
        return Ok(Tail::Value(Value::NOT_IMPLEMENTED));
    };
    let others = t.small_tuple([second.value()]).value();
    match op {
        BinaryOp::Or => {
            let copy = first.copy(t)?.value();
            t.fold_others(copy, others, 0, Fold::Update, copy)
        }
        BinaryOp::And => intersect_from(t, first.copy(t)?, others, 0),
        BinaryOp::Sub => general(t, app::set_difference, first, second),
        _ => symmetric(t, first.copy(t)?, b),
    }
}

fn general<'t>(t: &'t Thread, function: App, a: Gc<'t, Set>, b: Gc<'t, Set>) -> Result<Tail<'t>, Raised> {
    if let Some(result) = t.leaf_select(a, b, false) {
        return result.map(Into::into);
    }
    Ok(Tail::call(t.app(function), &[a.value(), b.value(), t.new_set_like(a).value()]))
}

fn in_place<'t>(t: &'t Thread, op: BinaryOp, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static ADOPT: Then = Then::new(|t, set, result| {
        if result.is_not_implemented() {
            return Ok(Tail::Value(result));
        }
        set.expect::<Set>().adopt(t, result.expect::<Set>());
        Ok(Tail::Value(set))
    });
    operator(t, op, args.get(0), args.get(1))?.then(t, &ADOPT, args.get(0))
}

fn compare<'t>(t: &'t Thread, op: Compare, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let (a, Some(b)) = (args.this::<Set>(), args.get(1).cast::<Set>()) else {
        return Ok(Tail::Value(Value::NOT_IMPLEMENTED));
    };
    let (m, n) = (a.len(), b.len());
    static INVERT: Then = Then::new(|_, _, result| Ok(Tail::Value(Value::bool(!result.is_true()))));
    match op {
        Compare::Eq | Compare::Ne if m != n => Ok(Tail::Value(Value::bool(op == Compare::Ne))),
        Compare::Eq => subset(t, a, b),
        Compare::Ne => subset(t, a, b)?.then(t, &INVERT, Value::NONE),
        Compare::Lt if m >= n => Ok(Tail::Value(Value::FALSE)),
        Compare::Gt if m <= n => Ok(Tail::Value(Value::FALSE)),
        Compare::Lt | Compare::Le => subset(t, a, b),
        Compare::Gt | Compare::Ge => subset(t, b, a),
    }
}
