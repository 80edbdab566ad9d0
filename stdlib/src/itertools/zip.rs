//! `zip_longest`.

use std::cell::Cell;

use vm_core::natives::{Tail, Then};
use vm_core::objects::class::Class;
use vm_core::objects::dict::Dict;
use vm_core::objects::sequence::{List, Tuple};
use vm_core::{Gc, Raised, Thread, Value, header};

use super::{Given, iterator, slot};

iterator! {
    ZipLongest ZipLongestSub ZIP_LONGEST (19 "zip_longest" "*iterables, **kwargs") {
        /// List of the iterators; None stands for one that is exhausted.
        iterators: Ref,
        fill: Ref,
        /// List of the items of a tuple that the step left to be finished, or unset.
        begun: Ref,
        /// Iterators not exhausted.
        active: Raw<i64>,
    }
    make new_zip_longest, step step_zip_longest, next next_zip_longest;
    doc "Return a zip_longest object whose .__next__() method returns a tuple where\nthe i-th element comes from the i-th iterable argument.  The .__next__()\nmethod continues until the longest iterable in the argument sequence\nis exhausted and then it raises StopIteration.  When the shorter iterables\nare exhausted, the fillvalue is substituted in their place.  The fillvalue\ndefaults to None or can be specified by a keyword argument."
}

fn new_zip_longest<'t>(t: &'t Thread, class: Gc<'t, Class>, given: Given<'t>) -> Result<Tail<'t>, Raised> {
    static MADE: Then = Then::new(|t, state, iterators| {
        let state = state.expect::<Tuple>();
        let iterators = t.list_from_tuple(iterators.expect())?;
        let zip = ZipLongest {
            header: header(),
            iterators: slot(iterators.value()),
            fill: slot(state.at(1)),
            begun: slot(Value::UNSET),
            active: Cell::new(iterators.len() as i64),
        };
        Ok(zip.build(t, state.at(0).expect()).into())
    });
    let (iterables, keywords) = (given.get(0).expect::<Tuple>(), given.get(1).cast::<Dict>());
    let fill = keywords.and_then(|keywords| keywords.named(t, "fillvalue"));
    if keywords.is_some_and(|keywords| keywords.len() > usize::from(fill.is_some())) {
        return Err(t.type_error("zip_longest() got an unexpected keyword argument"));
    }
    let fill = fill.unwrap_or(Value::NONE);
    let state = t.small_tuple([class.value(), fill]);
    t.iterators_of(iterables)?.then(t, &MADE, state.value())
}

/// Takes an item into the tuple that is begun; true if everything is exhausted.
fn take<'t>(t: &'t Thread, zip: Gc<'t, ZipLongest>, begun: Gc<'t, List>, item: Value<'t>) -> Result<bool, Raised> {
    if item != Value::MISSING {
        begun.push(t, item)?;
        return Ok(false);
    }
    let active = zip.get(ZipLongest::active) - 1;
    zip.set_raw(ZipLongest::active, active);
    zip.get(ZipLongest::iterators).expect::<List>().set_item(t, begun.len(), Value::NONE);
    begun.push(t, zip.get(ZipLongest::fill))?;
    Ok(active == 0)
}

fn step_zip_longest<'t>(t: &'t Thread, zip: Gc<'t, ZipLongest>, depth: usize) -> Option<Value<'t>> {
    if zip.get(ZipLongest::active) == 0 {
        return Some(Value::MISSING);
    }
    let iterators = zip.get(ZipLongest::iterators).expect::<List>();
    let begun = take_begun(t, zip);
    while begun.len() < iterators.len() {
        let iterator = iterators.item(begun.len());
        if iterator.is_none() {
            begun.push(t, zip.get(ZipLongest::fill)).ok()?;
            continue;
        }
        let Some(item) = t.leaf_next_within(iterator, depth + 1) else {
            zip.set(t, ZipLongest::begun, begun.value());
            return None;
        };
        if take(t, zip, begun, item).ok()? {
            return Some(Value::MISSING);
        }
    }
    Some(t.tuple_from_list(begun).ok()?.value())
}

fn next_zip_longest<'t>(t: &'t Thread, zip: Gc<'t, ZipLongest>) -> Result<Tail<'t>, Raised> {
    finish(t, zip, take_begun(t, zip))
}

/// The tuple that the step left to be finished, or a new one.
fn take_begun<'t>(t: &'t Thread, zip: Gc<'t, ZipLongest>) -> Gc<'t, List> {
    let begun = zip.get(ZipLongest::begun).cast::<List>();
    zip.set(t, ZipLongest::begun, Value::UNSET);
    begun.unwrap_or_else(|| t.new_list())
}

fn finish<'t>(t: &'t Thread, zip: Gc<'t, ZipLongest>, begun: Gc<'t, List>) -> Result<Tail<'t>, Raised> {
    static STEPPED: Then = Then::catching(
        |t, state, item| {
            let state = state.expect::<Tuple>();
            let (zip, begun) = (state.at(0).expect::<ZipLongest>(), state.at(1).expect::<List>());
            if take(t, zip, begun, item)? {
                return Ok(Tail::Value(Value::MISSING));
            }
            finish(t, zip, begun)
        },
        |_, state, raised| {
            state.expect::<Tuple>().at(0).expect::<ZipLongest>().set_raw(ZipLongest::active, 0);
            Err(raised)
        },
    );
    let iterators = zip.get(ZipLongest::iterators).expect::<List>();
    while begun.len() < iterators.len() {
        let iterator = iterators.item(begun.len());
        if iterator.is_none() {
            begun.push(t, zip.get(ZipLongest::fill))?;
            continue;
        }
        match t.step_inner(iterator) {
            Ok(Tail::Value(item)) => {
                if take(t, zip, begun, item)? {
                    return Ok(Tail::Value(Value::MISSING));
                }
            }
            Ok(call) => {
                let state = t.small_tuple([zip.value(), begun.value()]);
                return call.then(t, &STEPPED, state.value());
            }
            Err(raised) => {
                zip.set_raw(ZipLongest::active, 0);
                return Err(raised);
            }
        }
    }
    Ok(Tail::Value(t.tuple_from_list(begun)?.value()))
}
