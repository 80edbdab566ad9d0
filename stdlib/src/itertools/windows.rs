//! Iterators that combine neighbouring items: `batched`, `pairwise`, `accumulate`.

use std::cell::Cell;

use vm_core::natives::{Tail, Then};
use vm_core::objects::class::Class;
use vm_core::objects::sequence::{List, Tuple};
use vm_core::protocols::BinaryOp;
use vm_core::{Gc, Raised, Res, Thread, Value, header};

use super::{Given, iterator, slot};
use crate::convert;

iterator! {
    Batched BatchedSub BATCHED (5 "batched" "iterable, n, *, strict=False") {
        /// Unset once exhausted.
        iterator: Ref,
        /// List of the items of a batch that the step left to be finished, or unset.
        begun: Ref,
        size: Raw<usize>,
        /// 1: a last batch that is too short is an error.
        strict: Raw<u64>,
    }
    make new_batched, step step_batched, next next_batched;
    doc "Batch data into tuples of length n. The last batch may be shorter than n.\n\nLoops over the input iterable and accumulates data into tuples\nup to size n.  The input is consumed lazily, just enough to\nfill a batch.  The result is yielded as soon as a batch is full\nor when the input iterable is exhausted."
}

iterator! {
    Pairwise PairwiseSub PAIRWISE (6 "pairwise" "iterable, /", keywords at 2) {
        /// Unset once exhausted.
        iterator: Ref,
        /// The item before the next one, or unset at the beginning.
        old: Ref,
    }
    make new_pairwise, step step_pairwise, next next_pairwise;
    doc "Return an iterator of overlapping pairs taken from the input iterator."
}

iterator! {
    Accumulate AccumulateSub ACCUMULATE (7 "accumulate" "iterable, func=None, *, initial=None") {
        iterator: Ref,
        /// None: addition.
        function: Ref,
        /// Unset before the first item.
        total: Ref,
        /// The total to give first, or unset.
        initial: Ref,
    }
    make new_accumulate, step step_accumulate, next next_accumulate;
    doc "Return series of accumulated sums (or other binary function results)."
}

fn new_batched<'t>(t: &'t Thread, class: Gc<'t, Class>, given: Given<'t>) -> Result<Tail<'t>, Raised> {
    static COUNTED: Then = Then::new(|t, state, size| {
        static TRUTH: Then = Then::new(|t, state, strict| {
            static MADE: Then = Then::new(|t, state, iterator| {
                let state = state.expect::<Tuple>();
                let batched = Batched {
                    header: header(),
                    iterator: slot(iterator),
                    begun: slot(Value::UNSET),
                    size: Cell::new(t.index_of(state.at(1))? as usize),
                    strict: Cell::new(u64::from(state.at(2).is_true())),
                };
                Ok(batched.build(t, state.at(0).expect()).into())
            });
            let old = state.expect::<Tuple>();
            if t.index_of(old.at(1))? < 1 {
                return Err(t.value_error("n must be at least one"));
            }
            let state = t.small_tuple([old.at(0), old.at(1), strict]);
            t.iter(old.at(2))?.then(t, &MADE, state.value())
        });
        let old = state.expect::<Tuple>();
        let size = t.int(convert::ssize(t, size)?);
        let state = t.small_tuple([old.at(0), size, old.at(1)]);
        t.truth(old.at(2))?.then(t, &TRUTH, state.value())
    });
    let strict = given.opt(2).unwrap_or(Value::FALSE);
    let state = t.small_tuple([class.value(), given.get(0), strict]);
    t.index(given.get(1))?.then(t, &COUNTED, state.value())
}

fn step_batched<'t>(t: &'t Thread, batched: Gc<'t, Batched>, depth: usize) -> Option<Value<'t>> {
    let iterator = batched.get(Batched::iterator).given()?;
    let size = batched.get(Batched::size);
    let begun = take_begun(t, batched);
    while begun.len() < size {
        let Some(item) = t.leaf_next_within(iterator, depth + 1) else {
            batched.set(t, Batched::begun, begun.value());
            return None;
        };
        if item == Value::MISSING {
            if batched.get(Batched::strict) != 0 && !begun.is_empty() {
                batched.set(t, Batched::begun, begun.value());
                return None;
            }
            return last_batch(t, batched, begun).ok();
        }
        begun.push(t, item).ok()?;
    }
    Some(t.tuple_from_list(begun).ok()?.value())
}

/// The iterator has ended within a batch.
fn last_batch<'t>(t: &'t Thread, batched: Gc<'t, Batched>, begun: Gc<'t, List>) -> Res<'t> {
    batched.set(t, Batched::iterator, Value::UNSET);
    if begun.is_empty() {
        return Ok(Value::MISSING);
    }
    if batched.get(Batched::strict) != 0 {
        return Err(t.value_error("batched(): incomplete batch"));
    }
    Ok(t.tuple_from_list(begun)?.value())
}

fn next_batched<'t>(t: &'t Thread, batched: Gc<'t, Batched>) -> Result<Tail<'t>, Raised> {
    finish_batch(t, batched, take_begun(t, batched))
}

/// The batch that the step left to be finished, or a new one.
fn take_begun<'t>(t: &'t Thread, batched: Gc<'t, Batched>) -> Gc<'t, List> {
    let begun = batched.get(Batched::begun).cast::<List>();
    batched.set(t, Batched::begun, Value::UNSET);
    begun.unwrap_or_else(|| t.new_list())
}

fn finish_batch<'t>(t: &'t Thread, batched: Gc<'t, Batched>, begun: Gc<'t, List>) -> Result<Tail<'t>, Raised> {
    static STEPPED: Then = Then::new(|t, state, item| {
        let state = state.expect::<Tuple>();
        let (batched, begun) = (state.at(0).expect::<Batched>(), state.at(1).expect::<List>());
        if item == Value::MISSING {
            return last_batch(t, batched, begun).map(Tail::Value);
        }
        begun.push(t, item)?;
        finish_batch(t, batched, begun)
    });
    while begun.len() < batched.get(Batched::size) {
        let Some(iterator) = batched.get(Batched::iterator).given() else { return Ok(Tail::Value(Value::MISSING)) };
        match t.step_inner(iterator)? {
            Tail::Value(Value::MISSING) => return last_batch(t, batched, begun).map(Tail::Value),
            Tail::Value(item) => begun.push(t, item)?,
            call => {
                let state = t.small_tuple([batched.value(), begun.value()]);
                return call.then(t, &STEPPED, state.value());
            }
        }
    }
    Ok(Tail::Value(t.tuple_from_list(begun)?.value()))
}

fn new_pairwise<'t>(t: &'t Thread, class: Gc<'t, Class>, given: Given<'t>) -> Result<Tail<'t>, Raised> {
    static MADE: Then = Then::new(|t, class, iterator| {
        let pairwise = Pairwise { header: header(), iterator: slot(iterator), old: slot(Value::UNSET) };
        Ok(pairwise.build(t, class.expect()).into())
    });
    t.iter(given.get(0))?.then(t, &MADE, class.value())
}

fn step_pairwise<'t>(t: &'t Thread, pairwise: Gc<'t, Pairwise>, depth: usize) -> Option<Value<'t>> {
    loop {
        let Some(iterator) = pairwise.get(Pairwise::iterator).given() else { return Some(Value::MISSING) };
        let item = t.leaf_next_within(iterator, depth + 1)?;
        if let Some(pair) = pair(t, pairwise, item) {
            return Some(pair);
        }
    }
}

/// The pair an item completes, or the end; `None` if it is the first item.
fn pair<'t>(t: &'t Thread, pairwise: Gc<'t, Pairwise>, item: Value<'t>) -> Option<Value<'t>> {
    if item == Value::MISSING {
        end_pairs(t, pairwise);
        return Some(item);
    }
    let old = pairwise.get(Pairwise::old);
    pairwise.set(t, Pairwise::old, item);
    Some(t.small_tuple([old.given()?, item]).value())
}

fn end_pairs<'t>(t: &'t Thread, pairwise: Gc<'t, Pairwise>) {
    pairwise.set(t, Pairwise::iterator, Value::UNSET);
    pairwise.set(t, Pairwise::old, Value::UNSET);
}

fn next_pairwise<'t>(t: &'t Thread, pairwise: Gc<'t, Pairwise>) -> Result<Tail<'t>, Raised> {
    static FAILED: fn(&Thread, Value<'_>) = |t, pairwise| end_pairs(t, pairwise.expect());
    static STEPPED: Then = Then::catching(
        |t, state, item| {
            let state = state.expect::<Tuple>();
            let (pairwise, had_old) = (state.at(0).expect::<Pairwise>(), state.at(1));
            if item == Value::MISSING || !pairwise.get(Pairwise::iterator).is_set() {
                end_pairs(t, pairwise);
                return Ok(Tail::Value(Value::MISSING));
            }
            match had_old.given() {
                // The pair is with the item that was the last one when this step began.
                Some(old) => {
                    pairwise.set(t, Pairwise::old, item);
                    Ok(Tail::Value(t.small_tuple([old, item]).value()))
                }
                None => {
                    pairwise.set(t, Pairwise::old, item);
                    Pairwise::resume(t, pairwise)
                }
            }
        },
        |t, state, raised| {
            FAILED(t, state.expect::<Tuple>().at(0));
            Err(raised)
        },
    );
    let Some(iterator) = pairwise.get(Pairwise::iterator).given() else { return Ok(Tail::Value(Value::MISSING)) };
    let state = t.small_tuple([pairwise.value(), pairwise.get(Pairwise::old)]);
    match t.step_inner(iterator) {
        Ok(tail) => tail.then(t, &STEPPED, state.value()),
        Err(raised) => {
            end_pairs(t, pairwise);
            Err(raised)
        }
    }
}

fn new_accumulate<'t>(t: &'t Thread, class: Gc<'t, Class>, given: Given<'t>) -> Result<Tail<'t>, Raised> {
    static MADE: Then = Then::new(|t, state, iterator| {
        let state = state.expect::<Tuple>();
        let accumulate = Accumulate {
            header: header(),
            iterator: slot(iterator),
            function: slot(state.at(1)),
            total: slot(Value::UNSET),
            initial: slot(state.at(2)),
        };
        Ok(accumulate.build(t, state.at(0).expect()).into())
    });
    let function = given.opt(1).unwrap_or(Value::NONE);
    let initial = given.get(2).not_none().unwrap_or(Value::UNSET);
    let state = t.small_tuple([class.value(), function, initial]);
    t.iter(given.get(0))?.then(t, &MADE, state.value())
}

/// The total to give before the first item, once.
fn take_initial<'t>(t: &'t Thread, accumulate: Gc<'t, Accumulate>) -> Option<Value<'t>> {
    let initial = accumulate.get(Accumulate::initial).given()?;
    accumulate.set(t, Accumulate::initial, Value::UNSET);
    accumulate.set(t, Accumulate::total, initial);
    Some(initial)
}

fn step_accumulate<'t>(t: &'t Thread, accumulate: Gc<'t, Accumulate>, depth: usize) -> Option<Value<'t>> {
    if let Some(initial) = take_initial(t, accumulate) {
        return Some(initial);
    }
    // Only sums of exact numbers cannot fail once the item is taken.
    let total = accumulate.get(Accumulate::total);
    let simple = |value: Value<'t>| value.is_small_int() || value.as_exact_float().is_some();
    if !accumulate.get(Accumulate::function).is_none() || (total.is_set() && !simple(total)) {
        return None;
    }
    let item = t.leaf_next_within(accumulate.get(Accumulate::iterator), depth + 1)?;
    if item == Value::MISSING {
        return Some(item);
    }
    let sum = match total.given() {
        None => Some(item),
        Some(total) if simple(item) => t.leaf_arithmetic(BinaryOp::Add, total, item).and_then(Result::ok),
        Some(_) => None,
    };
    match sum {
        Some(sum) => accumulate.set(t, Accumulate::total, sum),
        None => {
            // Added where Python may run.
            let state = t.small_tuple([accumulate.get(Accumulate::iterator), item]);
            accumulate.set(t, Accumulate::iterator, state.value());
        }
    }
    sum
}

fn next_accumulate<'t>(t: &'t Thread, accumulate: Gc<'t, Accumulate>) -> Result<Tail<'t>, Raised> {
    static STEPPED: Then = Then::new(|t, accumulate, item| add(t, accumulate.expect(), item));
    let iterator = accumulate.get(Accumulate::iterator);
    if let Some(pair) = iterator.cast::<Tuple>() {
        accumulate.set(t, Accumulate::iterator, pair.at(0));
        return add(t, accumulate, pair.at(1));
    }
    t.step_inner(iterator)?.then(t, &STEPPED, accumulate.value())
}

fn add<'t>(t: &'t Thread, accumulate: Gc<'t, Accumulate>, item: Value<'t>) -> Result<Tail<'t>, Raised> {
    static ADDED: Then = Then::new(|t, accumulate, sum| {
        accumulate.expect::<Accumulate>().set(t, Accumulate::total, sum);
        Ok(Tail::Value(sum))
    });
    if item == Value::MISSING {
        return Ok(Tail::Value(item));
    }
    let function = accumulate.get(Accumulate::function);
    match accumulate.get(Accumulate::total).given() {
        None => (ADDED.ok)(t, accumulate.value(), item),
        Some(total) if function.is_none() => t.binary(BinaryOp::Add, total, item)?.then(t, &ADDED, accumulate.value()),
        Some(total) => t.call_now(function, &[total, item])?.then(t, &ADDED, accumulate.value()),
    }
}
