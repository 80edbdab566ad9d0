//! Iterators without an end of their own: `count`, `repeat`, `cycle`.

use std::cell::Cell;

use vm_core::natives::{Tail, Then, leaf, tail};
use vm_core::objects::class::Class;
use vm_core::objects::sequence::{List, Tuple};
use vm_core::protocols::BinaryOp;
use vm_core::{Gc, Raised, Res, Thread, Value, header, sym};

use super::{Given, iterator, slot};
use crate::{convert, imp};

iterator! {
    Count CountSub COUNT (0 "count" "start=0, step=1") {
        next: Ref,
        step: Ref,
    }
    make new_count, step step_count, next next_count;
    doc "Return a count object whose .__next__() method returns consecutive values.",
    methods [
        tail("__repr__(self, /)", |t, args| {
            let this = args.this::<Count>();
            let step = this.get(Count::step);
            let shown = if step == Value::small(1) { Value::UNSET } else { step };
            show(t, args.get(0), this.get(Count::next), shown)
        }),
    ]
}

iterator! {
    Repeat RepeatSub REPEAT (1 "repeat" "object, times=None") {
        object: Ref,
        /// Negative: for ever.
        remaining: Raw<i64>,
    }
    make new_repeat, step step_repeat, next super::ended;
    doc "Create an iterator which returns the object for the specified number of times.\n\nIf not specified, returns the object endlessly.",
    methods [
        tail("__repr__(self, /)", |t, args| {
            let this = args.this::<Repeat>();
            let remaining = this.get(Repeat::remaining);
            let shown = if remaining < 0 { Value::UNSET } else { t.int(remaining) };
            show(t, args.get(0), this.get(Repeat::object), shown)
        }),
        leaf("__length_hint__(self, /)", |t, args| match args.this::<Repeat>().get(Repeat::remaining) {
            endless if endless < 0 => Err(t.type_error("len() of unsized object")),
            remaining => Ok(t.int(remaining)),
        }),
    ]
}

iterator! {
    Cycle CycleSub CYCLE (2 "cycle" "iterable, /", keywords at 2) {
        /// Unset once exhausted.
        iterator: Ref,
        /// List of the items seen.
        saved: Ref,
        index: Raw<usize>,
    }
    make new_cycle, step step_cycle, next next_cycle;
    doc "Return elements from the iterable until it is exhausted. Then repeat the sequence indefinitely."
}

/// `name(first)`, or `name(first, second)` if there is one.
fn show<'t>(t: &'t Thread, this: Value<'t>, first: Value<'t>, second: Value<'t>) -> Result<Tail<'t>, Raised> {
    let name = t.class_of(this).get(Class::name);
    let show = imp::part(t, "itertools", "_show");
    Ok(match second.given() {
        Some(second) => Tail::call(show, &[name, first, second]),
        None => Tail::call(show, &[name, first]),
    })
}

/// Is it a number, as far as its class says?
fn is_number<'t>(t: &'t Thread, value: Value<'t>) -> bool {
    t.as_int(value).is_some()
        || t.as_float(value).is_some()
        || [sym::__index__, sym::__int__, sym::__float__, sym::__complex__]
            .iter()
            .any(|name| t.lookup_special(value, *name).is_some())
}

fn new_count<'t>(t: &'t Thread, class: Gc<'t, Class>, given: Given<'t>) -> Result<Tail<'t>, Raised> {
    let (mut start, mut step) = (given.opt(0).unwrap_or(Value::small(0)), given.opt(1).unwrap_or(Value::small(1)));
    if !is_number(t, start) || !is_number(t, step) {
        return Err(t.type_error("a number is required"));
    }
    // Steps of one from an int give plain ints.
    if let (Some(exact_start), Some(exact_step)) = (t.exact_int(start), t.exact_int(step)) {
        if exact_step == Value::small(1) {
            (start, step) = (exact_start, exact_step);
        }
    }
    Ok(Count { header: header(), next: slot(start), step: slot(step) }.build(t, class).into())
}

fn step_count<'t>(t: &'t Thread, count: Gc<'t, Count>, _: usize) -> Option<Value<'t>> {
    let next = count.get(Count::next);
    let sum = t.leaf_arithmetic(BinaryOp::Add, next, count.get(Count::step))?;
    match sum {
        Ok(sum) => count.set(t, Count::next, sum),
        Err(raised) => {
            // It fails again where errors are allowed.
            let _ = t.take_exception(raised);
            return None;
        }
    }
    Some(next)
}

fn next_count<'t>(t: &'t Thread, count: Gc<'t, Count>) -> Result<Tail<'t>, Raised> {
    static SUMMED: Then = Then::new(|t, state, sum| {
        let state = state.expect::<Tuple>();
        state.at(0).expect::<Count>().set(t, Count::next, sum);
        Ok(Tail::Value(state.at(1)))
    });
    let next = count.get(Count::next);
    let state = t.small_tuple([count.value(), next]);
    t.binary(BinaryOp::Add, next, count.get(Count::step))?.then(t, &SUMMED, state.value())
}

fn new_repeat<'t>(t: &'t Thread, class: Gc<'t, Class>, given: Given<'t>) -> Result<Tail<'t>, Raised> {
    static COUNTED: Then = Then::new(|t, state, times| {
        let state = state.expect::<Tuple>();
        let remaining = convert::ssize(t, times)?.max(0);
        Ok(Tail::Value(make_repeat(t, state.at(0).expect(), state.at(1), remaining)))
    });
    let object = given.get(0);
    match given.opt(1) {
        None => Ok(Tail::Value(make_repeat(t, class, object, -1))),
        Some(times) => t.index(times)?.then(t, &COUNTED, t.small_tuple([class.value(), object]).value()),
    }
}

fn make_repeat<'t>(t: &'t Thread, class: Gc<'t, Class>, object: Value<'t>, remaining: i64) -> Value<'t> {
    Repeat { header: header(), object: slot(object), remaining: Cell::new(remaining) }.build(t, class)
}

fn step_repeat<'t>(_: &'t Thread, repeat: Gc<'t, Repeat>, _: usize) -> Option<Value<'t>> {
    let remaining = repeat.get(Repeat::remaining);
    if remaining == 0 {
        return Some(Value::MISSING);
    }
    if remaining > 0 {
        repeat.set_raw(Repeat::remaining, remaining - 1);
    }
    Some(repeat.get(Repeat::object))
}

fn new_cycle<'t>(t: &'t Thread, class: Gc<'t, Class>, given: Given<'t>) -> Result<Tail<'t>, Raised> {
    static MADE: Then = Then::new(|t, class, iterator| {
        let saved = slot(t.new_list().value());
        let cycle = Cycle { header: header(), iterator: slot(iterator), saved, index: Cell::new(0) };
        Ok(cycle.build(t, class.expect()).into())
    });
    t.iter(given.get(0))?.then(t, &MADE, class.value())
}

fn step_cycle<'t>(t: &'t Thread, cycle: Gc<'t, Cycle>, depth: usize) -> Option<Value<'t>> {
    if let Some(iterator) = cycle.get(Cycle::iterator).given() {
        let item = t.leaf_next_within(iterator, depth + 1)?;
        return keep(t, cycle, item).ok();
    }
    Some(again(cycle))
}

/// An item of the first round, or the end of that.
fn keep<'t>(t: &'t Thread, cycle: Gc<'t, Cycle>, item: Value<'t>) -> Res<'t> {
    if item == Value::MISSING {
        cycle.set(t, Cycle::iterator, Value::UNSET);
        return Ok(again(cycle));
    }
    cycle.get(Cycle::saved).expect::<List>().push(t, item)?;
    Ok(item)
}

/// An item of a later round.
fn again<'t>(cycle: Gc<'t, Cycle>) -> Value<'t> {
    let (saved, index) = (cycle.get(Cycle::saved).expect::<List>(), cycle.get(Cycle::index));
    if saved.is_empty() {
        return Value::MISSING;
    }
    cycle.set_raw(Cycle::index, if index + 1 == saved.len() { 0 } else { index + 1 });
    saved.item(index)
}

fn next_cycle<'t>(t: &'t Thread, cycle: Gc<'t, Cycle>) -> Result<Tail<'t>, Raised> {
    static STEPPED: Then = Then::new(|t, cycle, item| keep(t, cycle.expect(), item).map(Tail::Value));
    match cycle.get(Cycle::iterator).given() {
        Some(iterator) => t.step_inner(iterator)?.then(t, &STEPPED, cycle.value()),
        None => Ok(Tail::Value(again(cycle))),
    }
}
