//! The combinatoric iterators: `combinations`, `combinations_with_replacement`, `permutations`, `product`.
//!
//! Each keeps a pool and the indices of the choice it gave last; the next choice is found by changing the indices.

use std::cell::Cell;

use vm_core::natives::{Tail, Then};
use vm_core::objects::class::Class;
use vm_core::objects::sequence::{Array, List, Tuple};
use vm_core::{Gc, Raised, Thread, Value, cls, header};

use super::pools::{chosen, number, numbers, pools_of, set_number};
use super::{Given, iterator, slot};
use crate::convert;

iterator! {
    Combinations CombinationsSub COMBINATIONS (15 "combinations" "iterable, r") {
        pool: Ref,
        /// Array of places in the pool, or unset once exhausted.
        indices: Ref,
        /// 1: the first choice was given.
        started: Raw<u64>,
    }
    make new_combinations, step step_combinations, next super::ended;
    doc "Return successive r-length combinations of elements in the iterable.\n\ncombinations(range(4), 3) --> (0,1,2), (0,1,3), (0,2,3), (1,2,3)"
}

iterator! {
    WithReplacement WithReplacementSub WITH_REPLACEMENT (16 "combinations_with_replacement" "iterable, r") {
        pool: Ref,
        /// As in [`Combinations`].
        indices: Ref,
        started: Raw<u64>,
    }
    make new_with_replacement, step step_with_replacement, next super::ended;
    doc "Return successive r-length combinations of elements in the iterable allowing individual elements to have successive repeats.\n\ncombinations_with_replacement('ABC', 2) --> ('A','A'), ('A','B'), ('A','C'), ('B','B'), ('B','C'), ('C','C')"
}

iterator! {
    Permutations PermutationsSub PERMUTATIONS (17 "permutations" "iterable, r=None") {
        pool: Ref,
        /// Array of all places of the pool in their present order, or unset once exhausted.
        indices: Ref,
        /// Array: for each place of the choice, how many turns are left.
        cycles: Ref,
        started: Raw<u64>,
    }
    make new_permutations, step step_permutations, next super::ended;
    doc "Return successive r-length permutations of elements in the iterable.\n\npermutations(range(3), 2) --> (0,1), (0,2), (1,0), (1,2), (2,0), (2,1)"
}

iterator! {
    Product ProductSub PRODUCT (18 "product" "*iterables, repeat=1") {
        /// Tuple of pools.
        pools: Ref,
        /// Array: for each pool the place of the present item; unset once exhausted.
        indices: Ref,
        /// The tuple given last, or unset before the first.
        last: Ref,
    }
    make new_product, step step_product, next super::ended;
    doc "Cartesian product of input iterables.  Equivalent to nested for-loops.\n\nFor example, product(A, B) returns the same as:  ((x,y) for x in A for y in B).\nThe leftmost iterators are in the outermost for-loop, so the output tuples\ncycle in a manner similar to an odometer (with the rightmost element changing\non every iteration).\n\nTo compute the product of an iterable with itself, specify the number\nof repetitions with the optional repeat keyword argument. For example,\nproduct(A, repeat=4) means the same as product(A, A, A, A)."
}

/// Reads pool and length, then goes on with (class, pool, length), the length checked.
fn pool_and_length<'t>(
    t: &'t Thread,
    class: Gc<'t, Class>,
    given: Given<'t>,
    made: &'static Then,
) -> Result<Tail<'t>, Raised> {
    static POOL: Then = Then::new(|t, state, pool| {
        static LENGTH: Then = Then::new(|t, state, length| {
            if convert::ssize(t, length)? < 0 {
                return Err(t.value_error("r must be non-negative"));
            }
            let state = state.expect::<Tuple>();
            Ok(Tail::Value(t.small_tuple([state.at(0), state.at(1), length]).value()))
        });
        let old = state.expect::<Tuple>();
        let state = t.small_tuple([old.at(0), pool]);
        t.index(old.at(1))?.then(t, &LENGTH, state.value())
    });
    let state = t.small_tuple([class.value(), given.get(1)]);
    t.tuple_of(given.get(0))?.then(t, &POOL, state.value())?.then(t, made, Value::NONE)
}

/// Indices of a choice of `length` items: the array of these, or unset if there is no choice at all.
fn first_choice<'t>(
    t: &'t Thread,
    possible: bool,
    values: impl ExactSizeIterator<Item = usize>,
) -> Result<Value<'t>, Raised> {
    if possible { Ok(numbers(t, values)?.value()) } else { Ok(Value::UNSET) }
}

fn new_combinations<'t>(t: &'t Thread, class: Gc<'t, Class>, given: Given<'t>) -> Result<Tail<'t>, Raised> {
    static MADE: Then = Then::new(|t, _, parts| {
        let parts = parts.expect::<Tuple>();
        let (pool, length) = (parts.at(1).expect::<Tuple>(), t.index_of(parts.at(2))? as usize);
        let indices = slot(first_choice(t, length <= pool.extent(), 0..length)?);
        let made = Combinations { header: header(), pool: slot(pool.value()), indices, started: Cell::new(0) };
        Ok(made.build(t, parts.at(0).expect()).into())
    });
    pool_and_length(t, class, given, &MADE)
}

fn step_combinations<'t>(t: &'t Thread, this: Gc<'t, Combinations>, _: usize) -> Option<Value<'t>> {
    let Some(indices) = this.get(Combinations::indices).cast::<Array>() else { return Some(Value::MISSING) };
    let (pool, count) = (this.get(Combinations::pool).expect::<Tuple>(), indices.extent());
    if this.get(Combinations::started) != 0 {
        // The rightmost index that is not at its last place.
        let movable = (0..count).rev().find(|&place| number(indices, place) != place + pool.extent() - count);
        let Some(place) = movable else {
            this.set(t, Combinations::indices, Value::UNSET);
            return Some(Value::MISSING);
        };
        let first = number(indices, place) + 1;
        (place..count).for_each(|other| set_number(t, indices, other, first + other - place));
    }
    this.set_raw(Combinations::started, 1);
    chosen(t, pool, indices, count)
}

fn new_with_replacement<'t>(t: &'t Thread, class: Gc<'t, Class>, given: Given<'t>) -> Result<Tail<'t>, Raised> {
    static MADE: Then = Then::new(|t, _, parts| {
        let parts = parts.expect::<Tuple>();
        let (pool, length) = (parts.at(1).expect::<Tuple>(), t.index_of(parts.at(2))? as usize);
        let possible = pool.extent() > 0 || length == 0;
        let indices = slot(first_choice(t, possible, std::iter::repeat_n(0, length))?);
        let made = WithReplacement { header: header(), pool: slot(pool.value()), indices, started: Cell::new(0) };
        Ok(made.build(t, parts.at(0).expect()).into())
    });
    pool_and_length(t, class, given, &MADE)
}

fn step_with_replacement<'t>(t: &'t Thread, this: Gc<'t, WithReplacement>, _: usize) -> Option<Value<'t>> {
    let Some(indices) = this.get(WithReplacement::indices).cast::<Array>() else { return Some(Value::MISSING) };
    let (pool, count) = (this.get(WithReplacement::pool).expect::<Tuple>(), indices.extent());
    if this.get(WithReplacement::started) != 0 {
        let Some(place) = (0..count).rev().find(|&place| number(indices, place) + 1 != pool.extent()) else {
            this.set(t, WithReplacement::indices, Value::UNSET);
            return Some(Value::MISSING);
        };
        let index = number(indices, place) + 1;
        (place..count).for_each(|other| set_number(t, indices, other, index));
    }
    this.set_raw(WithReplacement::started, 1);
    chosen(t, pool, indices, count)
}

fn new_permutations<'t>(t: &'t Thread, class: Gc<'t, Class>, given: Given<'t>) -> Result<Tail<'t>, Raised> {
    static POOL: Then = Then::new(|t, state, pool| {
        let state = state.expect::<Tuple>();
        let pool = pool.expect::<Tuple>();
        let (all, wanted) = (pool.extent(), state.at(1));
        let length = if wanted.not_none().is_none() {
            all
        } else if t.as_int(wanted).is_none() {
            return Err(t.type_error("Expected int as r"));
        } else {
            match convert::ssize(t, wanted)? {
                negative if negative < 0 => return Err(t.value_error("r must be non-negative")),
                length => length as usize,
            }
        };
        let possible = length <= all;
        let cycles = first_choice(t, possible, (0..if possible { length } else { 0 }).map(|place| all - place))?;
        let made = Permutations {
            header: header(),
            pool: slot(pool.value()),
            indices: slot(first_choice(t, possible, 0..all)?),
            cycles: slot(cycles),
            started: Cell::new(0),
        };
        Ok(made.build(t, state.at(0).expect()).into())
    });
    let state = t.small_tuple([class.value(), given.get(1)]);
    t.tuple_of(given.get(0))?.then(t, &POOL, state.value())
}

fn step_permutations<'t>(t: &'t Thread, this: Gc<'t, Permutations>, _: usize) -> Option<Value<'t>> {
    let Some(indices) = this.get(Permutations::indices).cast::<Array>() else { return Some(Value::MISSING) };
    let (pool, cycles) = (this.get(Permutations::pool).expect::<Tuple>(), this.get(Permutations::cycles).expect());
    if this.get(Permutations::started) != 0 && !turn(t, indices, cycles) {
        this.set(t, Permutations::indices, Value::UNSET);
        return Some(Value::MISSING);
    }
    this.set_raw(Permutations::started, 1);
    chosen(t, pool, indices, cycles.extent())
}

/// Finds the next order; false after the last one.
fn turn<'t>(t: &'t Thread, indices: Gc<'t, Array>, cycles: Gc<'t, Array>) -> bool {
    let all = indices.extent();
    for place in (0..cycles.extent()).rev() {
        let left = number(cycles, place) - 1;
        if left > 0 {
            set_number(t, cycles, place, left);
            let (a, b) = (indices.at(place), indices.at(all - left));
            indices.put(t, place, b);
            indices.put(t, all - left, a);
            return true;
        }
        // A full round: this place gets its item back, and the place before turns.
        let first = indices.at(place);
        indices.copy_from(t, place, indices, place + 1, all - place - 1);
        indices.put(t, all - 1, first);
        set_number(t, cycles, place, all - place);
    }
    false
}

fn new_product<'t>(t: &'t Thread, class: Gc<'t, Class>, given: Given<'t>) -> Result<Tail<'t>, Raised> {
    static REPEAT: Then = Then::new(|t, state, repeat| {
        static POOLS: Then = Then::new(|t, state, pools| {
            let state = state.expect::<Tuple>();
            let (pools, repeat) = (pools.expect::<List>(), t.index_of(state.at(1))? as usize);
            let all = t.new_tuple(pools.len() * repeat)?;
            for place in 0..all.extent() {
                all.put(t, place, pools.item(place % pools.len()));
            }
            let possible = pools.iter().all(|pool| pool.expect::<Tuple>().extent() > 0) || all.extent() == 0;
            let indices = slot(first_choice(t, possible, std::iter::repeat_n(0, all.extent()))?);
            let made = Product { header: header(), pools: slot(all.value()), indices, last: slot(Value::UNSET) };
            Ok(made.build(t, state.at(0).expect()).into())
        });
        let state = state.expect::<Tuple>();
        let (class, iterables) = (state.at(0), state.at(1).expect::<Tuple>());
        let repeat = convert::ssize(t, repeat)?;
        if repeat < 0 {
            return Err(t.value_error("repeat argument cannot be negative"));
        }
        let iterables = if repeat == 0 { t.new_tuple(0)? } else { iterables };
        if (iterables.extent() as i64).checked_mul(repeat).is_none_or(|total| total > i64::MAX >> 3) {
            return Err(t.raise(cls::OverflowError, "repeat argument too large"));
        }
        let state = t.small_tuple([class, t.int(repeat)]);
        pools_of(t, iterables, t.new_list())?.then(t, &POOLS, state.value())
    });
    // Keyword-only parameters come before the rest of the positional ones.
    let (repeat, iterables) = (given.opt(0).unwrap_or(Value::small(1)), given.get(1));
    let state = t.small_tuple([class.value(), iterables]);
    t.index(repeat)?.then(t, &REPEAT, state.value())
}

fn step_product<'t>(t: &'t Thread, this: Gc<'t, Product>, _: usize) -> Option<Value<'t>> {
    let Some(indices) = this.get(Product::indices).cast::<Array>() else { return Some(Value::MISSING) };
    let pools = this.get(Product::pools).expect::<Tuple>();
    let count = pools.extent();
    let pool = |place: usize| pools.at(place).expect::<Tuple>();
    let next = t.new_tuple(count).ok()?;
    match this.get(Product::last).cast::<Tuple>() {
        None => (0..count).for_each(|place| next.put(t, place, pool(place).at(0))),
        Some(last) => {
            next.copy_from(t, 0, last, 0, count);
            let mut place = count;
            loop {
                if place == 0 {
                    this.set(t, Product::indices, Value::UNSET);
                    this.set(t, Product::last, Value::UNSET);
                    return Some(Value::MISSING);
                }
                place -= 1;
                let index = number(indices, place) + 1;
                let wrapped = index == pool(place).extent();
                let index = if wrapped { 0 } else { index };
                set_number(t, indices, place, index);
                next.put(t, place, pool(place).at(index));
                if !wrapped {
                    break;
                }
            }
        }
    }
    this.set(t, Product::last, next.value());
    Some(next.value())
}
