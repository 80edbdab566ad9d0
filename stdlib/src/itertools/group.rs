//! `groupby`, and the iterators over its groups.

use gc_api::layout;
use vm_core::natives::{Args, ClassDef, NativeDef, Tail, Then, class, leaf, tail};
use vm_core::objects::class::Class;
use vm_core::objects::sequence::Tuple;
use vm_core::{Gc, Raised, Res, Thread, Value, header};

use super::{Given, iterator, slot};
use crate::ids;

iterator! {
    GroupBy GroupBySub GROUP_BY (13 "groupby" "iterable, key=None") {
        iterator: Ref,
        /// None: the items are their own keys.
        key_function: Ref,
        /// The key of the group given last, or unset.
        target: Ref,
        /// The key of the item read last, or unset once that was given.
        key: Ref,
        /// That item, or unset once it was given.
        value: Ref,
        /// The iterator over the present group, or unset.
        group: Ref,
    }
    make new_group_by, step super::declines, next next_group_by;
    doc "make an iterator that returns consecutive keys and groups from the iterable"
}

layout! {
    /// Over the items of one group.
    pub struct Grouper(ids::ITERTOOLS.layout(28)) {
        parent: Ref,
        target: Ref,
    }
}

pub static GROUPER: ClassDef = class(ids::ITERTOOLS.class(14), "_grouper")
    .module("itertools")
    .layouts(&[ids::ITERTOOLS.layout(28)])
    .step(|t, grouper, depth| step_grouper(t, grouper.expect(), depth))
    .next(|t, grouper| next_grouper(t, grouper.expect()))
    .methods(&GROUPER_METHODS)
    .construct(&CONSTRUCT);

static CONSTRUCT: NativeDef =
    leaf("_grouper(parent, tgtkey, /)", |t, args| grouper(t, args.get(0), args.get(1))).function();

static GROUPER_METHODS: [NativeDef; 3] = [
    leaf("__new__(cls, parent, tgtkey, /)", |t, args: Args<'_>| grouper(t, args.get(1), args.get(2))).static_method(),
    leaf("__iter__(self, /)", |_, args| Ok(args.get(0))),
    tail("__next__(self, /)", |t, args| next_grouper(t, args.this())),
];

fn grouper<'t>(t: &'t Thread, parent: Value<'t>, target: Value<'t>) -> Res<'t> {
    let Some(group_by) = parent.cast::<GroupBy>() else {
        let name = t.class_name(parent);
        return Err(t.type_error(format_args!("_grouper() argument 1 must be itertools.groupby, not {name}")));
    };
    let made = t.new_object(Grouper { header: header(), parent: slot(parent), target: slot(target) }).value();
    group_by.set(t, GroupBy::group, made);
    Ok(made)
}

fn new_group_by<'t>(t: &'t Thread, class: Gc<'t, Class>, given: Given<'t>) -> Result<Tail<'t>, Raised> {
    static MADE: Then = Then::new(|t, state, iterator| {
        let state = state.expect::<Tuple>();
        let unset = || slot(Value::UNSET);
        let group_by = GroupBy {
            header: header(),
            iterator: slot(iterator),
            key_function: slot(state.at(1)),
            target: unset(),
            key: unset(),
            value: unset(),
            group: unset(),
        };
        Ok(group_by.build(t, state.at(0).expect()).into())
    });
    let state = t.small_tuple([class.value(), given.opt(1).unwrap_or(Value::NONE)]);
    t.iter(given.get(0))?.then(t, &MADE, state.value())
}

/// Reads an item and its key; the result is True, or MISSING at the end.
fn read<'t>(t: &'t Thread, this: Gc<'t, GroupBy>) -> Result<Tail<'t>, Raised> {
    static STEPPED: Then = Then::new(|t, this, item| {
        static KEYED: Then = Then::new(|t, state, key| {
            let state = state.expect::<Tuple>();
            keep(t, state.at(0).expect(), key, state.at(1));
            Ok(Tail::Value(Value::TRUE))
        });
        if item == Value::MISSING {
            return Ok(Tail::Value(item));
        }
        let state = t.small_tuple([this, item]);
        let function = this.expect::<GroupBy>().get(GroupBy::key_function);
        if function.is_none() {
            return (KEYED.ok)(t, state.value(), item);
        }
        t.call_now(function, &[item])?.then(t, &KEYED, state.value())
    });
    t.step_inner(this.get(GroupBy::iterator))?.then(t, &STEPPED, this.value())
}

fn keep<'t>(t: &'t Thread, this: Gc<'t, GroupBy>, key: Value<'t>, value: Value<'t>) {
    this.set(t, GroupBy::value, value);
    this.set(t, GroupBy::key, key);
}

/// The next key with its group: skips what is left of the present one.
fn next_group_by<'t>(t: &'t Thread, this: Gc<'t, GroupBy>) -> Result<Tail<'t>, Raised> {
    this.set(t, GroupBy::group, Value::UNSET);
    skip(t, this)
}

fn skip<'t>(t: &'t Thread, this: Gc<'t, GroupBy>) -> Result<Tail<'t>, Raised> {
    static READ: Then = Then::new(|t, this, outcome| {
        if outcome == Value::MISSING {
            return Ok(Tail::Value(outcome));
        }
        skip(t, this.expect())
    });
    static COMPARED: Then = Then::new(|t, this, same| {
        let this = this.expect::<GroupBy>();
        if same.is_true() { read(t, this)?.then(t, &READ, this.value()) } else { found(t, this) }
    });
    loop {
        if let Some(key) = this.get(GroupBy::key).given() {
            let Some(target) = this.get(GroupBy::target).given() else { return found(t, this) };
            match t.same_or_equal(target, key)? {
                Tail::Value(same) if same.is_true() => {}
                Tail::Value(_) => return found(t, this),
                call => return call.then(t, &COMPARED, this.value()),
            }
        }
        match read(t, this)? {
            Tail::Value(Value::MISSING) => return Ok(Tail::Value(Value::MISSING)),
            Tail::Value(_) => {}
            call => return call.then(t, &READ, this.value()),
        }
    }
}

fn found<'t>(t: &'t Thread, this: Gc<'t, GroupBy>) -> Result<Tail<'t>, Raised> {
    let key = this.get(GroupBy::key);
    this.set(t, GroupBy::target, key);
    let group = grouper(t, this.value(), key)?;
    Ok(Tail::Value(t.small_tuple([key, group]).value()))
}

fn step_grouper<'t>(t: &'t Thread, this: Gc<'t, Grouper>, depth: usize) -> Option<Value<'t>> {
    let parent = this.get(Grouper::parent).expect::<GroupBy>();
    if parent.get(GroupBy::group) != this.value() {
        return Some(Value::MISSING);
    }
    if !parent.get(GroupBy::value).is_set() {
        if !parent.get(GroupBy::key_function).is_none() {
            return None;
        }
        let item = t.leaf_next_within(parent.get(GroupBy::iterator), depth + 1)?;
        if item == Value::MISSING {
            return Some(item);
        }
        keep(t, parent, item, item);
    }
    Some(if t.leaf_eq(this.get(Grouper::target), parent.get(GroupBy::key))? { give(t, parent) } else { Value::MISSING })
}

/// The item read last leaves the parent.
fn give<'t>(t: &'t Thread, parent: Gc<'t, GroupBy>) -> Value<'t> {
    let value = parent.get(GroupBy::value);
    parent.set(t, GroupBy::value, Value::UNSET);
    parent.set(t, GroupBy::key, Value::UNSET);
    value
}

fn next_grouper<'t>(t: &'t Thread, this: Gc<'t, Grouper>) -> Result<Tail<'t>, Raised> {
    static READ: Then =
        Then::new(
            |t, this, outcome| {
                if outcome == Value::MISSING { Ok(Tail::Value(outcome)) } else { compare(t, this.expect()) }
            },
        );
    let parent = this.get(Grouper::parent).expect::<GroupBy>();
    if parent.get(GroupBy::group) != this.value() {
        return Ok(Tail::Value(Value::MISSING));
    }
    if parent.get(GroupBy::value).is_set() {
        return compare(t, this);
    }
    read(t, parent)?.then(t, &READ, this.value())
}

/// Gives the item that was read if it belongs to the group.
fn compare<'t>(t: &'t Thread, this: Gc<'t, Grouper>) -> Result<Tail<'t>, Raised> {
    static COMPARED: Then = Then::new(|t, this, same| {
        let parent = this.expect::<Grouper>().get(Grouper::parent).expect::<GroupBy>();
        // Reading the parent meanwhile may have taken the item.
        let given = same.is_true() && parent.get(GroupBy::value).is_set();
        Ok(Tail::Value(if given { give(t, parent) } else { Value::MISSING }))
    });
    let key = this.get(Grouper::parent).expect::<GroupBy>().get(GroupBy::key);
    if !key.is_set() {
        return Ok(Tail::Value(Value::MISSING));
    }
    t.same_or_equal(this.get(Grouper::target), key)?.then(t, &COMPARED, this.value())
}
