//! Iterators that choose items by a predicate or by selectors, and `starmap`.

use std::cell::Cell;

use vm_core::natives::{Tail, Then};
use vm_core::objects::class::Class;
use vm_core::objects::sequence::Tuple;
use vm_core::{Gc, Raised, Thread, Value, cls, header};

use super::{Given, iterator, slot};

iterator! {
    Compress CompressSub COMPRESS (8 "compress" "data, selectors") {
        data: Ref,
        selectors: Ref,
        /// An item whose selector the step left to be asked for, or unset.
        held: Ref,
    }
    make new_compress, step step_compress, next next_compress;
    doc "Return data elements corresponding to true selector elements.\n\nForms a shorter iterator from selected data elements using the selectors to\nchoose the data elements."
}

iterator! {
    DropWhile DropWhileSub DROP_WHILE (9 "dropwhile" "predicate, iterable, /", keywords at 3) {
        predicate: Ref,
        iterator: Ref,
        /// 1: the beginning is over.
        started: Raw<u64>,
    }
    make new_drop_while, step step_drop_while, next next_drop_while;
    doc "Drop items from the iterable while predicate(item) is true.\n\nAfterwards, return every element until the iterable is exhausted."
}

iterator! {
    TakeWhile TakeWhileSub TAKE_WHILE (10 "takewhile" "predicate, iterable, /", keywords at 3) {
        predicate: Ref,
        /// Unset once an item was refused.
        iterator: Ref,
    }
    make new_take_while, step super::declines, next next_take_while;
    doc "Return successive entries from an iterable as long as the predicate evaluates to true for each entry."
}

iterator! {
    FilterFalse FilterFalseSub FILTER_FALSE (11 "filterfalse" "function, iterable, /", keywords at 3) {
        function: Ref,
        iterator: Ref,
        /// An item that the step left to be tested, or unset.
        held: Ref,
    }
    make new_filter_false, step step_filter_false, next next_filter_false;
    doc "Return those items of iterable for which function(item) is false.\n\nIf function is None, return the items that are false."
}

iterator! {
    StarMap StarMapSub STAR_MAP (12 "starmap" "function, iterable, /", keywords at 3) {
        function: Ref,
        iterator: Ref,
    }
    make new_star_map, step super::declines, next next_star_map;
    doc "Return an iterator whose values are returned from the function evaluated with an argument tuple taken from the given sequence."
}

fn new_compress<'t>(t: &'t Thread, class: Gc<'t, Class>, given: Given<'t>) -> Result<Tail<'t>, Raised> {
    static DATA: Then = Then::new(|t, state, data| {
        static MADE: Then = Then::new(|t, state, selectors| {
            let state = state.expect::<Tuple>();
            let held = slot(Value::UNSET);
            let compress = Compress { header: header(), data: slot(state.at(1)), selectors: slot(selectors), held };
            Ok(compress.build(t, state.at(0).expect()).into())
        });
        let old = state.expect::<Tuple>();
        let state = t.small_tuple([old.at(0), data]);
        t.iter(old.at(1))?.then(t, &MADE, state.value())
    });
    let state = t.small_tuple([class.value(), given.get(1)]);
    t.iter(given.get(0))?.then(t, &DATA, state.value())
}

fn step_compress<'t>(t: &'t Thread, compress: Gc<'t, Compress>, depth: usize) -> Option<Value<'t>> {
    if compress.get(Compress::held).is_set() {
        return None;
    }
    loop {
        let item = t.leaf_next_within(compress.get(Compress::data), depth + 1)?;
        if item == Value::MISSING {
            return Some(item);
        }
        let selector = t.leaf_next_within(compress.get(Compress::selectors), depth + 1);
        let selected = match selector {
            Some(Value::MISSING) => return Some(Value::MISSING),
            Some(selector) => t.leaf_truth(selector),
            None => None,
        };
        match (selected, selector) {
            (Some(true), _) => return Some(item),
            (Some(false), _) => {}
            (None, selector) => {
                let held = t.small_tuple([item, selector.unwrap_or(Value::UNSET)]);
                compress.set(t, Compress::held, held.value());
                return None;
            }
        }
    }
}

fn next_compress<'t>(t: &'t Thread, compress: Gc<'t, Compress>) -> Result<Tail<'t>, Raised> {
    static DATA: Then = Then::new(|t, compress, item| {
        if item == Value::MISSING {
            return Ok(Tail::Value(item));
        }
        select(t, compress.expect(), item)
    });
    if let Some(held) = compress.get(Compress::held).cast::<Tuple>() {
        compress.set(t, Compress::held, Value::UNSET);
        return match held.at(1).given() {
            Some(selector) => decide(t, compress, held.at(0), selector),
            None => select(t, compress, held.at(0)),
        };
    }
    t.step_inner(compress.get(Compress::data))?.then(t, &DATA, compress.value())
}

/// Asks for the selector of an item.
fn select<'t>(t: &'t Thread, compress: Gc<'t, Compress>, item: Value<'t>) -> Result<Tail<'t>, Raised> {
    static SELECTOR: Then = Then::new(|t, state, selector| {
        let state = state.expect::<Tuple>();
        if selector == Value::MISSING {
            return Ok(Tail::Value(selector));
        }
        decide(t, state.at(0).expect(), state.at(1), selector)
    });
    let state = t.small_tuple([compress.value(), item]);
    t.step_inner(compress.get(Compress::selectors))?.then(t, &SELECTOR, state.value())
}

/// Gives the item if its selector is true, else goes on.
fn decide<'t>(
    t: &'t Thread,
    compress: Gc<'t, Compress>,
    item: Value<'t>,
    selector: Value<'t>,
) -> Result<Tail<'t>, Raised> {
    static TRUTH: Then = Then::new(|t, state, truth| {
        let state = state.expect::<Tuple>();
        let compress = state.at(0).expect::<Compress>();
        if truth.is_true() {
            return Ok(Tail::Value(state.at(1)));
        }
        Compress::resume(t, compress)
    });
    let state = t.small_tuple([compress.value(), item]);
    t.truth(selector)?.then(t, &TRUTH, state.value())
}

/// Makes an iterator of a function and an iterable's iterator: `made` gets the class and the function as its state.
fn over<'t>(t: &'t Thread, class: Gc<'t, Class>, given: Given<'t>, made: &'static Then) -> Result<Tail<'t>, Raised> {
    let state = t.small_tuple([class.value(), given.get(0)]);
    t.iter(given.get(1))?.then(t, made, state.value())
}

/// Calls a predicate and takes the truth of its answer.
fn test<'t>(t: &'t Thread, predicate: Value<'t>, item: Value<'t>) -> Result<Tail<'t>, Raised> {
    static TRUTH: Then = Then::new(|t, _, answer| t.truth(answer));
    t.call_now(predicate, &[item])?.then(t, &TRUTH, Value::NONE)
}

fn new_drop_while<'t>(t: &'t Thread, class: Gc<'t, Class>, given: Given<'t>) -> Result<Tail<'t>, Raised> {
    static MADE: Then = Then::new(|t, state, iterator| {
        let state = state.expect::<Tuple>();
        let (predicate, iterator, started) = (slot(state.at(1)), slot(iterator), Cell::new(0));
        Ok(DropWhile { header: header(), predicate, iterator, started }.build(t, state.at(0).expect()).into())
    });
    over(t, class, given, &MADE)
}

fn step_drop_while<'t>(t: &'t Thread, this: Gc<'t, DropWhile>, depth: usize) -> Option<Value<'t>> {
    if this.get(DropWhile::started) == 0 {
        return None;
    }
    t.leaf_next_within(this.get(DropWhile::iterator), depth + 1)
}

fn next_drop_while<'t>(t: &'t Thread, this: Gc<'t, DropWhile>) -> Result<Tail<'t>, Raised> {
    static TESTED: Then = Then::new(|t, state, dropped| {
        let state = state.expect::<Tuple>();
        let this = state.at(0).expect::<DropWhile>();
        if dropped.is_true() { next_drop_while(t, this) } else { start(this, state.at(1)) }
    });
    static STEPPED: Then = Then::new(|t, this, item| {
        let this = this.expect::<DropWhile>();
        if item == Value::MISSING || this.get(DropWhile::started) != 0 {
            return Ok(Tail::Value(item));
        }
        let state = t.small_tuple([this.value(), item]);
        test(t, this.get(DropWhile::predicate), item)?.then(t, &TESTED, state.value())
    });
    loop {
        let item = match t.step_inner(this.get(DropWhile::iterator))? {
            Tail::Value(item) => item,
            call => return call.then(t, &STEPPED, this.value()),
        };
        if item == Value::MISSING || this.get(DropWhile::started) != 0 {
            return Ok(Tail::Value(item));
        }
        match test(t, this.get(DropWhile::predicate), item)? {
            Tail::Value(dropped) if dropped.is_true() => {}
            Tail::Value(_) => return start(this, item),
            call => return call.then(t, &TESTED, t.small_tuple([this.value(), item]).value()),
        }
    }
}

/// The beginning is over: gives the first item that is not dropped.
fn start<'t>(this: Gc<'t, DropWhile>, item: Value<'t>) -> Result<Tail<'t>, Raised> {
    this.set_raw(DropWhile::started, 1);
    Ok(Tail::Value(item))
}

fn new_take_while<'t>(t: &'t Thread, class: Gc<'t, Class>, given: Given<'t>) -> Result<Tail<'t>, Raised> {
    static MADE: Then = Then::new(|t, state, iterator| {
        let state = state.expect::<Tuple>();
        let (predicate, iterator) = (slot(state.at(1)), slot(iterator));
        Ok(TakeWhile { header: header(), predicate, iterator }.build(t, state.at(0).expect()).into())
    });
    over(t, class, given, &MADE)
}

fn next_take_while<'t>(t: &'t Thread, this: Gc<'t, TakeWhile>) -> Result<Tail<'t>, Raised> {
    static STEPPED: Then = Then::new(|t, this, item| {
        static TESTED: Then = Then::new(|t, state, taken| {
            let state = state.expect::<Tuple>();
            if taken.is_true() {
                return Ok(Tail::Value(state.at(1)));
            }
            state.at(0).expect::<TakeWhile>().set(t, TakeWhile::iterator, Value::UNSET);
            Ok(Tail::Value(Value::MISSING))
        });
        if item == Value::MISSING {
            return Ok(Tail::Value(item));
        }
        let state = t.small_tuple([this, item]);
        test(t, this.expect::<TakeWhile>().get(TakeWhile::predicate), item)?.then(t, &TESTED, state.value())
    });
    match this.get(TakeWhile::iterator).given() {
        Some(iterator) => t.step_inner(iterator)?.then(t, &STEPPED, this.value()),
        None => Ok(Tail::Value(Value::MISSING)),
    }
}

fn new_filter_false<'t>(t: &'t Thread, class: Gc<'t, Class>, given: Given<'t>) -> Result<Tail<'t>, Raised> {
    static MADE: Then = Then::new(|t, state, iterator| {
        let state = state.expect::<Tuple>();
        let (function, iterator, held) = (slot(state.at(1)), slot(iterator), slot(Value::UNSET));
        Ok(FilterFalse { header: header(), function, iterator, held }.build(t, state.at(0).expect()).into())
    });
    over(t, class, given, &MADE)
}

/// Does it test the truth of the items themselves?
fn tests_truth<'t>(t: &'t Thread, this: Gc<'t, FilterFalse>) -> bool {
    let function = this.get(FilterFalse::function);
    function.is_none() || function == t.class(cls::bool).value()
}

fn step_filter_false<'t>(t: &'t Thread, this: Gc<'t, FilterFalse>, depth: usize) -> Option<Value<'t>> {
    if !tests_truth(t, this) || this.get(FilterFalse::held).is_set() {
        return None;
    }
    loop {
        let item = t.leaf_next_within(this.get(FilterFalse::iterator), depth + 1)?;
        if item == Value::MISSING {
            return Some(item);
        }
        match t.leaf_truth(item) {
            Some(false) => return Some(item),
            Some(true) => {}
            None => {
                this.set(t, FilterFalse::held, item);
                return None;
            }
        }
    }
}

fn next_filter_false<'t>(t: &'t Thread, this: Gc<'t, FilterFalse>) -> Result<Tail<'t>, Raised> {
    static TESTED: Then = Then::new(|t, state, refused| {
        let state = state.expect::<Tuple>();
        if refused.is_true() { FilterFalse::resume(t, state.at(0).expect()) } else { Ok(Tail::Value(state.at(1))) }
    });
    static STEPPED: Then = Then::new(|t, this, item| {
        if item == Value::MISSING {
            return Ok(Tail::Value(item));
        }
        let state = t.small_tuple([this, item]);
        refuses(t, this.expect(), item)?.then(t, &TESTED, state.value())
    });
    loop {
        let item = match this.get(FilterFalse::held).given() {
            Some(held) => {
                this.set(t, FilterFalse::held, Value::UNSET);
                held
            }
            None => match t.step_inner(this.get(FilterFalse::iterator))? {
                Tail::Value(item) => item,
                call => return call.then(t, &STEPPED, this.value()),
            },
        };
        if item == Value::MISSING {
            return Ok(Tail::Value(item));
        }
        match refuses(t, this, item)? {
            Tail::Value(refused) if refused.is_true() => {}
            Tail::Value(_) => return Ok(Tail::Value(item)),
            call => return call.then(t, &TESTED, t.small_tuple([this.value(), item]).value()),
        }
    }
}

fn refuses<'t>(t: &'t Thread, this: Gc<'t, FilterFalse>, item: Value<'t>) -> Result<Tail<'t>, Raised> {
    if tests_truth(t, this) { t.truth(item) } else { test(t, this.get(FilterFalse::function), item) }
}

fn new_star_map<'t>(t: &'t Thread, class: Gc<'t, Class>, given: Given<'t>) -> Result<Tail<'t>, Raised> {
    static MADE: Then = Then::new(|t, state, iterator| {
        let state = state.expect::<Tuple>();
        let (function, iterator) = (slot(state.at(1)), slot(iterator));
        Ok(StarMap { header: header(), function, iterator }.build(t, state.at(0).expect()).into())
    });
    over(t, class, given, &MADE)
}

fn next_star_map<'t>(t: &'t Thread, this: Gc<'t, StarMap>) -> Result<Tail<'t>, Raised> {
    static STEPPED: Then = Then::new(|t, this, args| {
        static SPREAD: Then = Then::new(|_, function, args| Ok(Tail::spread(function, args.expect(), Value::UNSET)));
        if args == Value::MISSING {
            return Ok(Tail::Value(args));
        }
        t.tuple_of(args)?.then(t, &SPREAD, this.expect::<StarMap>().get(StarMap::function))
    });
    t.step_inner(this.get(StarMap::iterator))?.then(t, &STEPPED, this.value())
}
