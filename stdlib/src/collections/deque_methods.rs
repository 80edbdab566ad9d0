//! The class `deque`.

use vm_core::bootstrap::class_getitem;
use vm_core::natives::{Args, ClassDef, GetSetDef, NativeDef, Tail, Then, class, getter, leaf, tail};
use vm_core::objects::class::{Class, flags};
use vm_core::objects::number::IntRef;
use vm_core::objects::sequence::Tuple;
use vm_core::{Gc, Raised, Res, Thread, Value, cls};

use super::deque::{self, Deque, Ring};
use super::deque_iterators::{new_iterator, new_reverse_iterator};
use crate::{convert, ids, imp};

pub static DEQUE: ClassDef = class(ids::COLLECTIONS.class(0), "deque")
    .module("collections")
    .doc("A list-like sequence optimized for data accesses near its endpoints.")
    .layouts(&[deque::DEQUE])
    .subclassable(deque::DEQUE_SUB)
    .flags(flags::SEQUENCE | flags::WEAKREFABLE)
    .construct(&CONSTRUCT)
    .methods(&METHODS)
    .getsets(&GETSETS);

static CONSTRUCT: NativeDef = tail("deque(iterable=None, maxlen=None)", |t, args| {
    let deque = deque::new(t, t.class(ids::COLLECTIONS.class(0)), -1);
    init(t, deque, args.get(0), args.get(1), deque.value())
})
.function();

static METHODS: [NativeDef; 32] = [
    leaf("__new__(cls, /, *args, **kwargs)", |t, args| {
        Ok(deque::new(t, t.class_argument(args.get(0), ids::COLLECTIONS.class(0))?, -1).value())
    })
    .static_method(),
    tail("__init__(self, iterable=None, maxlen=None)", |t, args| {
        init(t, args.this(), args.get(1), args.get(2), Value::NONE)
    }),
    leaf("append(self, item, /)", |t, args| none(args.this::<Deque>().append(t, args.get(1))))
        .doc("Add an element to the right side of the deque."),
    leaf("appendleft(self, item, /)", |t, args| none(args.this::<Deque>().append_left(t, args.get(1))))
        .doc("Add an element to the left side of the deque."),
    leaf("pop(self, /)", |t, args| args.this::<Deque>().pop(t).ok_or_else(|| empty(t)))
        .doc("Remove and return the rightmost element."),
    leaf("popleft(self, /)", |t, args| args.this::<Deque>().pop_left(t).ok_or_else(|| empty(t)))
        .doc("Remove and return the leftmost element."),
    leaf("clear(self, /)", |t, args| {
        args.this::<Deque>().clear(t);
        Ok(Value::NONE)
    })
    .doc("Remove all elements from the deque."),
    tail("extend(self, iterable, /)", |t, args| extend(t, args.this(), args.get(1), Value::NONE))
        .doc("Extend the right side of the deque with elements from the iterable."),
    tail("extendleft(self, iterable, /)", extend_left)
        .doc("Extend the left side of the deque with elements from the iterable."),
    tail("copy(self, /)", copy).doc("Return a shallow copy of a deque."),
    tail("__copy__(self, /)", copy).doc("Return a shallow copy of a deque."),
    tail("count(self, value, /)", count).doc("Return number of occurrences of value."),
    tail("index(self, value, start=None, stop=None, /)", index)
        .doc("Return first index of value.\n\nRaises ValueError if the value is not present."),
    tail("insert(self, index, value, /)", insert).doc("Insert value before index."),
    tail("remove(self, value, /)", remove).doc("Remove first occurrence of value."),
    leaf("reverse(self, /)", |t, args| {
        args.this::<Deque>().reverse(t);
        Ok(Value::NONE)
    })
    .doc("Reverse *IN PLACE*."),
    tail("rotate(self, n=1, /)", rotate).doc("Rotate the deque n steps to the right.  If n is negative, rotates left."),
    leaf("__len__(self, /)", |t, args| Ok(t.int_usize(args.this::<Deque>().count()))),
    tail("__getitem__(self, index, /)", get_item),
    tail("__setitem__(self, index, value, /)", |t, args| put_item(t, args, args.get(2))),
    tail("__delitem__(self, index, /)", |t, args| put_item(t, args, Value::UNSET)),
    tail("__contains__(self, value, /)", contains),
    leaf("__iter__(self, /)", |t, args| Ok(new_iterator(t, args.this(), 0))),
    leaf("__reversed__(self, /)", |t, args| Ok(new_reverse_iterator(t, args.this(), 0))),
    tail("__add__(self, value, /)", add),
    tail("__iadd__(self, value, /)", |t, args| extend(t, args.this(), args.get(1), args.get(0))),
    tail("__mul__(self, value, /)", multiply),
    tail("__rmul__(self, value, /)", multiply),
    tail("__imul__(self, value, /)", |t, args| repeat(t, args.get(0), args.get(1))),
    tail("__eq__(self, value, /)", |t, args| equal(t, args, true)),
    tail("__ne__(self, value, /)", |t, args| equal(t, args, false)),
    class_getitem(),
];

static GETSETS: [GetSetDef; 1] = [getter("maxlen", |t, this| {
    Ok(match this.expect::<Deque>().get(Deque::maxlen) {
        unbounded if unbounded < 0 => Value::NONE,
        bound => t.int(bound),
    })
})];

fn none(result: Result<(), Raised>) -> Res<'static> {
    result.map(|()| Value::NONE)
}

fn empty(t: &Thread) -> Raised {
    t.raise(cls::IndexError, "pop from an empty deque")
}

fn out_of_range(t: &Thread) -> Raised {
    t.raise(cls::IndexError, "deque index out of range")
}

/// A function of the Python part.
fn part<'t>(t: &'t Thread, name: &str) -> Value<'t> {
    imp::part(t, "_collections", name)
}

/// What `deque(iterable, maxlen)` does to a deque; the result is `result`.
fn init<'t>(
    t: &'t Thread,
    deque: Gc<'t, Deque>,
    iterable: Value<'t>,
    maxlen: Value<'t>,
    result: Value<'t>,
) -> Result<Tail<'t>, Raised> {
    let bound = match maxlen.not_none() {
        None => -1,
        Some(maxlen) if t.as_int(maxlen).is_none() => return Err(t.type_error("an integer is required")),
        Some(maxlen) => match convert::ssize(t, maxlen)? {
            bound if bound < 0 => return Err(t.value_error("maxlen must be non-negative")),
            bound => bound,
        },
    };
    deque.set_raw(Deque::maxlen, bound);
    if deque.count() > 0 {
        deque.clear(t);
    }
    match iterable.given() {
        Some(iterable) => extend(t, deque, iterable, result),
        None => Ok(Tail::Value(result)),
    }
}

/// Appends the items of any iterable; the result is `result`.
fn extend<'t>(t: &'t Thread, deque: Gc<'t, Deque>, iterable: Value<'t>, result: Value<'t>) -> Result<Tail<'t>, Raised> {
    if let Some(own) = itself(t, deque, iterable)? {
        return extend(t, deque, own, result);
    }
    static ITERATE: Then = Then::new(|t, state, iterator| {
        static RESULT: Then = Then::new(|_, result, _| Ok(Tail::Value(result)));
        let state = state.expect::<Tuple>();
        let (deque, result) = (state.at(0).expect::<Deque>(), state.at(1));
        while !t.is_signalled()
            && let Some(item) = t.leaf_next(iterator)
        {
            if item == Value::MISSING {
                return Ok(Tail::Value(result));
            }
            deque.append(t, item)?;
        }
        Tail::call(part(t, "_deque_extend"), &[deque.value(), iterator]).then(t, &RESULT, result)
    });
    let state = t.small_tuple([deque.value(), result]);
    t.iter(iterable)?.then(t, &ITERATE, state.value())
}

/// A copy of the items, if the deque is to be extended with itself.
fn itself<'t>(t: &'t Thread, deque: Gc<'t, Deque>, iterable: Value<'t>) -> Result<Option<Value<'t>>, Raised> {
    if iterable != deque.value() {
        return Ok(None);
    }
    let items: Vec<Value<'t>> = deque.items().collect();
    Ok(Some(t.tuple(&items)?.value()))
}

fn extend_left<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static ITERATE: Then = Then::new(|t, deque, iterator| {
        let deque = deque.expect::<Deque>();
        while !t.is_signalled()
            && let Some(item) = t.leaf_next(iterator)
        {
            if item == Value::MISSING {
                return Ok(Tail::Value(Value::NONE));
            }
            deque.append_left(t, item)?;
        }
        Ok(Tail::call(part(t, "_deque_extend_left"), &[deque.value(), iterator]))
    });
    let iterable = itself(t, args.this(), args.get(1))?.unwrap_or(args.get(1));
    t.iter(iterable)?.then(t, &ITERATE, args.get(0))
}

/// A deque of the same class with the same bound. A subclass is asked to make it.
fn copy<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let this = args.this::<Deque>();
    let class = t.class_of(this.value());
    let maxlen = this.get(Deque::maxlen);
    if class == t.class(ids::COLLECTIONS.class(0)) {
        let copy = deque::new(t, class, maxlen);
        for item in this.items() {
            copy.append(t, item)?;
        }
        return Ok(Tail::Value(copy.value()));
    }
    static CHECK: Then = Then::new(|t, class, made| {
        if made.is::<Deque>() {
            return Ok(Tail::Value(made));
        }
        let (class, name) = (t.name_of_class(class.expect::<Class>()), t.class_name(made));
        Err(t.type_error(format_args!("{class}() must return a deque, not {name}")))
    });
    let call = if maxlen < 0 {
        Tail::call(class.value(), &[this.value()])
    } else {
        Tail::call(class.value(), &[this.value(), t.int(maxlen)])
    };
    call.then(t, &CHECK, class.value())
}

fn add<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static EXTEND: Then = Then::new(|t, other, copy| extend(t, copy.expect(), other, copy));
    if !args.get(1).is::<Deque>() {
        let name = t.class_name(args.get(1));
        return Err(t.type_error(format_args!("can only concatenate deque (not \"{name}\") to deque")));
    }
    copy(t, args)?.then(t, &EXTEND, args.get(1))
}

fn multiply<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static REPEAT: Then = Then::new(|t, times, copy| repeat(t, copy, times));
    check_times(t, args.get(1))?;
    copy(t, args)?.then(t, &REPEAT, args.get(1))
}

fn check_times<'t>(t: &'t Thread, times: Value<'t>) -> Result<(), Raised> {
    if t.is_index(times) {
        return Ok(());
    }
    Err(t.type_error(format_args!("can't multiply sequence by non-int of type '{}'", t.class_name(times))))
}

/// Repeats a deque in place.
fn repeat<'t>(t: &'t Thread, deque: Value<'t>, times: Value<'t>) -> Result<Tail<'t>, Raised> {
    static TIMES: Then = Then::new(|t, this, times| {
        let deque = this.expect::<Deque>();
        let times = match t.as_int(times) {
            Some(IntRef::Small(small)) => small.max(0) as usize,
            _ => {
                let name = t.class_name(times);
                let message = format!("cannot fit '{name}' into an index-sized integer");
                return Err(t.raise(cls::OverflowError, message));
            }
        };
        repeat_times(t, deque, times)?;
        Ok(Tail::Value(this))
    });
    check_times(t, times)?;
    t.index(times)?.then(t, &TIMES, deque)
}

fn repeat_times<'t>(t: &'t Thread, deque: Gc<'t, Deque>, times: usize) -> Result<(), Raised> {
    let items: Vec<Value<'t>> = deque.items().collect();
    if times == 0 {
        deque.clear(t);
    }
    if items.is_empty() || times < 2 {
        return Ok(());
    }
    let bound = deque.get(Deque::maxlen);
    let Some(total) = items.len().checked_mul(times).filter(|total| *total <= isize::MAX as usize / 8) else {
        return Err(t.memory_error());
    };
    // No more than what a bounded deque can keep.
    let first = if bound < 0 { items.len() } else { total.saturating_sub(bound as usize).max(items.len()) };
    for place in first..total {
        deque.append(t, items[place % items.len()])?;
    }
    Ok(())
}

/// `deque[index]`
fn get_item<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static INDEXED: Then = Then::new(|t, deque, index| {
        let deque = deque.expect::<Deque>();
        match in_range(t.index_of(index)?, deque.count()) {
            Some(index) => Ok(Tail::Value(deque.item(index))),
            None => Err(out_of_range(t)),
        }
    });
    let index = args.get(1);
    if let Some(place) = index.as_small_int().and_then(|index| in_range(index, args.this::<Deque>().count())) {
        return Ok(Tail::Value(args.this::<Deque>().item(place)));
    }
    if !t.is_index(index) {
        let name = t.class_name(index);
        return Err(t.type_error(format_args!("sequence index must be integer, not '{name}'")));
    }
    t.index(index)?.then(t, &INDEXED, args.get(0))
}

/// The place an index means, from the end if negative.
fn in_range(index: i64, length: usize) -> Option<usize> {
    let index = if index < 0 { index + length as i64 } else { index };
    usize::try_from(index).ok().filter(|index| *index < length)
}

/// Stores an item, or deletes it if the value is unset.
fn put_item<'t>(t: &'t Thread, args: Args<'t>, value: Value<'t>) -> Result<Tail<'t>, Raised> {
    static INDEXED: Then = Then::new(|t, state, index| {
        let state = state.expect::<Tuple>();
        let deque = state.at(0).expect::<Deque>();
        let Some(index) = in_range(t.index_of(index)?, deque.count()) else { return Err(out_of_range(t)) };
        match state.at(1).given() {
            Some(value) => deque.set_item(t, index, value),
            None => deque.remove(t, index),
        }
        Ok(Tail::Value(Value::NONE))
    });
    let state = t.small_tuple([args.get(0), value]);
    t.index(args.get(1))?.then(t, &INDEXED, state.value())
}

fn insert<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static INDEXED: Then = Then::new(|t, state, index| {
        let state = state.expect::<Tuple>();
        let (deque, value) = (state.at(0).expect::<Deque>(), state.at(1));
        let (index, length) = (convert::ssize(t, index)?, deque.count());
        if deque.get(Deque::maxlen) == length as i64 {
            return Err(t.raise(cls::IndexError, "deque already at its maximum size"));
        }
        let index = if index < 0 { index.saturating_add(length as i64).max(0) } else { index.min(length as i64) };
        deque.insert(t, index as usize, value)?;
        Ok(Tail::Value(Value::NONE))
    });
    let state = t.small_tuple([args.get(0), args.get(2)]);
    t.index(args.get(1))?.then(t, &INDEXED, state.value())
}

fn rotate<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static INDEXED: Then = Then::new(|t, deque, by| {
        deque.expect::<Deque>().rotate(t, convert::ssize(t, by)?);
        Ok(Tail::Value(Value::NONE))
    });
    t.index(args.opt(1).unwrap_or(Value::small(1)))?.then(t, &INDEXED, args.get(0))
}

// Searches: here while no item needs Python to be compared, else in the Python part from the start.

fn contains<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    for item in args.this::<Deque>().items() {
        match t.leaf_eq(item, args.get(1)) {
            Some(true) => return Ok(Tail::Value(Value::TRUE)),
            Some(false) => {}
            None => return Ok(Tail::call(part(t, "_deque_contains"), &[args.get(0), args.get(1)])),
        }
    }
    Ok(Tail::Value(Value::FALSE))
}

fn count<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let mut count = 0;
    for item in args.this::<Deque>().items() {
        match t.leaf_eq(item, args.get(1)) {
            Some(equal) => count += i64::from(equal),
            None => return Ok(Tail::call(part(t, "_deque_count"), &[args.get(0), args.get(1)])),
        }
    }
    Ok(Tail::Value(t.int(count)))
}

fn remove<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let deque = args.this::<Deque>();
    for index in 0..deque.count() {
        match t.leaf_eq(deque.item(index), args.get(1)) {
            Some(true) => {
                deque.remove(t, index);
                return Ok(Tail::Value(Value::NONE));
            }
            Some(false) => {}
            None => return Ok(Tail::call(part(t, "_deque_remove"), &[args.get(0), args.get(1)])),
        }
    }
    Err(t.value_error("deque.remove(x): x not in deque"))
}

fn index<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let deque = args.this::<Deque>();
    let bound = |argument: Value<'t>, default: usize| match argument.given() {
        None => Some(default),
        Some(value) => match t.as_int(value)? {
            IntRef::Small(small) if small < 0 => Some((small + deque.count() as i64).max(0) as usize),
            IntRef::Small(small) => Some((small as usize).min(deque.count())),
            IntRef::Big(big) => Some(if big.is_negative() { 0 } else { deque.count() }),
        },
    };
    let in_python = || {
        let (start, stop) = (args.opt(2).unwrap_or(Value::NONE), args.opt(3).unwrap_or(Value::NONE));
        Ok(Tail::call(part(t, "_deque_index"), &[deque.value(), args.get(1), start, stop]))
    };
    let (Some(start), Some(stop)) = (bound(args.get(2), 0), bound(args.get(3), deque.count())) else {
        return in_python();
    };
    for index in start..stop {
        match t.leaf_eq(deque.item(index), args.get(1)) {
            Some(true) => return Ok(Tail::Value(t.int_usize(index))),
            Some(false) => {}
            None => return in_python(),
        }
    }
    Err(t.value_error("deque.index(x): x not in deque"))
}

/// `==` (or `!=`, if `wanted` is false).
fn equal<'t>(t: &'t Thread, args: Args<'t>, wanted: bool) -> Result<Tail<'t>, Raised> {
    let this = args.this::<Deque>();
    let Some(other) = args.get(1).cast::<Deque>() else { return Ok(Tail::Value(Value::NOT_IMPLEMENTED)) };
    // A subclass may iterate in its own way.
    let exact = |value: Value<'t>| value.cast_exact::<Deque>().is_some();
    if !exact(args.get(0)) || !exact(args.get(1)) {
        return Ok(Tail::call(part(t, "_deque_equal"), &[args.get(0), args.get(1), Value::bool(wanted)]));
    }
    if this.count() != other.count() {
        return Ok(Tail::Value(Value::bool(!wanted)));
    }
    for (a, b) in this.items().zip(other.items()) {
        match t.leaf_eq(a, b) {
            Some(true) => {}
            Some(false) => return Ok(Tail::Value(Value::bool(!wanted))),
            None => {
                let wanted = Value::bool(wanted);
                return Ok(Tail::call(part(t, "_deque_equal"), &[args.get(0), args.get(1), wanted]));
            }
        }
    }
    Ok(Tail::Value(Value::bool(wanted)))
}
