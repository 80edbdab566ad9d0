//! `chain` and `islice`.

use std::cell::Cell;

use vm_core::bootstrap::class_getitem;
use vm_core::natives::{Tail, Then, tail};
use vm_core::objects::class::Class;
use vm_core::objects::number::IntRef;
use vm_core::objects::sequence::Tuple;
use vm_core::{Gc, Raised, Thread, Value, header};

use super::{Given, iterator, slot};

iterator! {
    Chain ChainSub CHAIN (3 "chain" "*iterables", keywords at 2) {
        /// Iterator over the iterables; unset once exhausted.
        source: Ref,
        /// Iterator over the present one, or unset.
        active: Ref,
    }
    make new_chain, step step_chain, next next_chain;
    doc "Return a chain object whose .__next__() method returns elements from the\nfirst iterable until it is exhausted, then elements from the next\niterable, until all of the iterables are exhausted.",
    methods [
        tail("from_iterable(cls, iterable, /)", |t, args| {
            chain_over(t, t.class_argument(args.get(0), Chain::KEY)?, args.get(1))
        })
        .class_method()
        .doc("Alternative chain() constructor taking a single iterable argument that evaluates lazily."),
        class_getitem(),
    ]
}

iterator! {
    Islice IsliceSub ISLICE (4 "islice" "iterable, start, stop=None, step=None, /", keywords at 5) {
        /// Unset once exhausted.
        iterator: Ref,
        /// Index of the next item the iterator gives.
        at: Raw<i64>,
        /// Index of the next item wanted.
        wanted: Raw<i64>,
        /// Negative: none.
        stop: Raw<i64>,
        step: Raw<i64>,
    }
    make new_islice, step step_islice, next next_islice;
    doc "islice(iterable, stop) --> islice object\nislice(iterable, start, stop[, step]) --> islice object\n\nReturn an iterator whose next() method returns selected values from an\niterable.  If start is specified, will skip all preceding elements;\notherwise, start defaults to zero.  Step defaults to one.  If\nspecified as another value, step determines how many values are\nskipped between successive calls.  Works like a slice() on a list\nbut returns an iterator."
}

fn new_chain<'t>(t: &'t Thread, class: Gc<'t, Class>, given: Given<'t>) -> Result<Tail<'t>, Raised> {
    chain_over(t, class, given.get(0))
}

fn chain_over<'t>(t: &'t Thread, class: Gc<'t, Class>, iterables: Value<'t>) -> Result<Tail<'t>, Raised> {
    static MADE: Then = Then::new(|t, class, source| {
        let chain = Chain { header: header(), source: slot(source), active: slot(Value::UNSET) };
        Ok(chain.build(t, class.expect()).into())
    });
    t.iter(iterables)?.then(t, &MADE, class.value())
}

fn step_chain<'t>(t: &'t Thread, chain: Gc<'t, Chain>, depth: usize) -> Option<Value<'t>> {
    loop {
        if let Some(active) = chain.get(Chain::active).given() {
            let item = t.leaf_next_within(active, depth + 1)?;
            if item != Value::MISSING {
                return Some(item);
            }
            chain.set(t, Chain::active, Value::UNSET);
        }
        let Some(source) = chain.get(Chain::source).given() else { return Some(Value::MISSING) };
        let iterable = t.leaf_next_within(source, depth + 1)?;
        if iterable == Value::MISSING {
            chain.set(t, Chain::source, Value::UNSET);
            return Some(iterable);
        }
        match t.leaf_iter(iterable) {
            Some(active) => chain.set(t, Chain::active, active),
            None => {
                // It is asked for its iterator where Python may run.
                chain.set(t, Chain::active, Value::UNSET);
                chain.set(t, Chain::source, pending(t, source, iterable));
                return None;
            }
        }
    }
}

/// A source whose next iterable is known already.
fn pending<'t>(t: &'t Thread, source: Value<'t>, iterable: Value<'t>) -> Value<'t> {
    t.small_tuple([source, iterable]).value()
}

fn next_chain<'t>(t: &'t Thread, chain: Gc<'t, Chain>) -> Result<Tail<'t>, Raised> {
    static STEPPED: Then = Then::new(|t, chain, item| {
        if item != Value::MISSING {
            return Ok(Tail::Value(item));
        }
        chain.expect::<Chain>().set(t, Chain::active, Value::UNSET);
        Chain::resume(t, chain.expect())
    });
    static SOURCE_STEPPED: Then = Then::new(|t, chain, iterable| {
        let chain = chain.expect::<Chain>();
        if iterable == Value::MISSING {
            chain.set(t, Chain::source, Value::UNSET);
            return Ok(Tail::Value(iterable));
        }
        activate(t, chain, iterable)
    });
    loop {
        if let Some(active) = chain.get(Chain::active).given() {
            match t.step_inner(active)? {
                Tail::Value(Value::MISSING) => chain.set(t, Chain::active, Value::UNSET),
                Tail::Value(item) => return Ok(Tail::Value(item)),
                call => return call.then(t, &STEPPED, chain.value()),
            }
            continue;
        }
        let Some(source) = chain.get(Chain::source).given() else { return Ok(Tail::Value(Value::MISSING)) };
        if let Some(pair) = source.cast::<Tuple>() {
            chain.set(t, Chain::source, pair.at(0));
            return activate(t, chain, pair.at(1));
        }
        return t.step_inner(source)?.then(t, &SOURCE_STEPPED, chain.value());
    }
}

/// Goes on with an iterable's items. What cannot be iterated ends the chain.
fn activate<'t>(t: &'t Thread, chain: Gc<'t, Chain>, iterable: Value<'t>) -> Result<Tail<'t>, Raised> {
    static ITERATED: Then = Then::catching(
        |t, chain, active| {
            chain.expect::<Chain>().set(t, Chain::active, active);
            Chain::resume(t, chain.expect())
        },
        |t, chain, raised| {
            chain.expect::<Chain>().set(t, Chain::source, Value::UNSET);
            Err(raised)
        },
    );
    match t.iter(iterable) {
        Ok(tail) => tail.then(t, &ITERATED, chain.value()),
        Err(raised) => {
            chain.set(t, Chain::source, Value::UNSET);
            Err(raised)
        }
    }
}

const NOT_A_STOP: &str = "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
const NOT_AN_INDEX: &str = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
const NOT_A_STEP: &str = "Step for islice() must be a positive integer or None.";

/// The numbers of an `islice` under construction, of which `known` are ints or None.
fn new_islice<'t>(t: &'t Thread, class: Gc<'t, Class>, given: Given<'t>) -> Result<Tail<'t>, Raised> {
    let numbers = match given.opt(2) {
        None => t.small_tuple([class.value(), given.get(0), Value::UNSET, given.get(1), Value::UNSET]),
        Some(stop) => t.small_tuple([class.value(), given.get(0), given.get(1), stop, given.get(3)]),
    };
    // As CPython: the stop first.
    resolve(t, numbers, &[3, 2, 4])
}

/// Asks numbers of the class, iterable, start, stop, step for their `__index__`, then makes the iterator.
fn resolve<'t>(t: &'t Thread, numbers: Gc<'t, Tuple>, order: &[usize]) -> Result<Tail<'t>, Raised> {
    for &place in order {
        let value = numbers.at(place);
        if value.not_none().is_none() || t.as_int(value).is_some() {
            continue;
        }
        if !t.is_index(value) {
            return Err(t.value_error(complaint(numbers, place)));
        }
        static INDEXED: Then = Then::catching(
            |t, state, index| {
                let state = state.expect::<Tuple>();
                let place = state.at(1).as_small_int().unwrap_or(0) as usize;
                let old = state.at(0).expect::<Tuple>();
                let all: Vec<Value<'_>> = (0..5).map(|n| if n == place { index } else { old.at(n) }).collect();
                resolve(t, t.tuple(&all)?, &[3, 2, 4])
            },
            |t, state, raised| {
                let state = state.expect::<Tuple>();
                let _ = t.take_exception(raised);
                let place = state.at(1).as_small_int().unwrap_or(0) as usize;
                Err(t.value_error(complaint(state.at(0).expect(), place)))
            },
        );
        let state = t.small_tuple([numbers.value(), Value::small(place as i32)]);
        return t.index(value)?.then(t, &INDEXED, state.value());
    }
    let number = |place: usize, default: i64, least: i64| match t.as_int(numbers.at(place)) {
        None => Ok(default),
        Some(IntRef::Small(small)) if small >= least => Ok(small),
        Some(IntRef::Big(big)) if !big.is_negative() && big.as_word().is_some() => Ok(big.as_word().unwrap_or(default)),
        Some(_) => Err(t.value_error(complaint(numbers, place))),
    };
    let stop = number(3, -1, 0)?;
    let (start, step) = (number(2, 0, 0)?, number(4, 1, 1)?);
    static MADE: Then = Then::new(|t, state, iterator| {
        let state = state.expect::<Tuple>();
        let number = |place: usize| Ok(Cell::new(t.index_of(state.at(place))?));
        let islice = Islice {
            header: header(),
            iterator: slot(iterator),
            at: Cell::new(0),
            wanted: number(1)?,
            stop: number(2)?,
            step: number(3)?,
        };
        Ok(islice.build(t, state.at(0).expect()).into())
    });
    let state = t.small_tuple([numbers.at(0), t.int(start), t.int(stop), t.int(step)]);
    t.iter(numbers.at(1))?.then(t, &MADE, state.value())
}

/// What is wrong with a number that is not one, or not in range. CPython reads a stop of -1 as a failed conversion.
fn complaint(numbers: Gc<'_, Tuple>, place: usize) -> &'static str {
    match place {
        3 if numbers.at(3).as_small_int().is_none_or(|stop| stop >= -1) => NOT_A_STOP,
        4 => NOT_A_STEP,
        _ => NOT_AN_INDEX,
    }
}

/// What an islice wants of its iterator.
enum Wish<'t> {
    Nothing,
    /// An item, and whether it is to be given rather than skipped.
    Item(Value<'t>, bool),
}

fn wish<'t>(islice: Gc<'t, Islice>) -> Wish<'t> {
    let Some(iterator) = islice.get(Islice::iterator).given() else { return Wish::Nothing };
    let (at, stop) = (islice.get(Islice::at), islice.get(Islice::stop));
    if at < islice.get(Islice::wanted) {
        return Wish::Item(iterator, false);
    }
    if stop >= 0 && at >= stop { Wish::Nothing } else { Wish::Item(iterator, true) }
}

/// Counts an item that is given; finds the next one wanted.
fn advance(islice: Gc<'_, Islice>) {
    islice.set_raw(Islice::at, islice.get(Islice::at) + 1);
    let (stop, next) = (islice.get(Islice::stop), islice.get(Islice::wanted).checked_add(islice.get(Islice::step)));
    let next = match next {
        Some(next) if stop < 0 || next <= stop => next,
        // The items up to the stop are still consumed.
        _ if stop >= 0 => stop,
        _ => i64::MAX,
    };
    islice.set_raw(Islice::wanted, next);
}

fn step_islice<'t>(t: &'t Thread, islice: Gc<'t, Islice>, depth: usize) -> Option<Value<'t>> {
    loop {
        let Wish::Item(iterator, give) = wish(islice) else {
            islice.set(t, Islice::iterator, Value::UNSET);
            return Some(Value::MISSING);
        };
        let item = t.leaf_next_within(iterator, depth + 1)?;
        if let Some(item) = taken(t, islice, item, give) {
            return Some(item);
        }
    }
}

/// Notes an item, or the end; what the islice gives, if it gives anything.
fn taken<'t>(t: &'t Thread, islice: Gc<'t, Islice>, item: Value<'t>, give: bool) -> Option<Value<'t>> {
    if item == Value::MISSING {
        islice.set(t, Islice::iterator, Value::UNSET);
        return Some(item);
    }
    if give {
        advance(islice);
        return Some(item);
    }
    islice.set_raw(Islice::at, islice.get(Islice::at) + 1);
    None
}

fn next_islice<'t>(t: &'t Thread, islice: Gc<'t, Islice>) -> Result<Tail<'t>, Raised> {
    static GIVEN: Then = Then::catching(|t, islice, item| stepped(t, islice.expect(), item, true), failed);
    static SKIPPED: Then = Then::catching(|t, islice, item| stepped(t, islice.expect(), item, false), failed);
    let Wish::Item(iterator, give) = wish(islice) else {
        islice.set(t, Islice::iterator, Value::UNSET);
        return Ok(Tail::Value(Value::MISSING));
    };
    match t.step_inner(iterator) {
        Ok(tail) => tail.then(t, if give { &GIVEN } else { &SKIPPED }, islice.value()),
        Err(raised) => failed(t, islice.value(), raised),
    }
}

fn stepped<'t>(t: &'t Thread, islice: Gc<'t, Islice>, item: Value<'t>, give: bool) -> Result<Tail<'t>, Raised> {
    match taken(t, islice, item, give) {
        Some(item) => Ok(Tail::Value(item)),
        None => Islice::resume(t, islice),
    }
}

/// An exception ends the islice.
fn failed<'t>(t: &'t Thread, islice: Value<'t>, raised: Raised) -> Result<Tail<'t>, Raised> {
    islice.expect::<Islice>().set(t, Islice::iterator, Value::UNSET);
    Err(raised)
}
