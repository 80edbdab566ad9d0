//! Iterators over iterators: enumerate, zip, map, filter, reversed.

use gc_api::{Slot, layout};

use crate::Thread;
use crate::cls;
use crate::layouts;
use crate::natives::{Tail, Then};
use crate::objects::sequence::{List, Tuple};
use crate::objects::string::Str;
use crate::protocols::BinaryOp;
use crate::value::{Gc, Raised, Value};

macro_rules! composites {
    ($($(#[$doc:meta])* $name:ident $sub:ident $id:ident $sub_id:ident { $($field:ident),* }),* $(,)?) => { $(
        layout! {
            $(#[$doc])*
            pub struct $name(layouts::$id, last layouts::$sub_id) {
                $($field: Ref),*
            }
        }

        layout! {
            pub struct $sub(layouts::$sub_id) extends $name {
                map: Ref,
                attrs: Ref,
            }
        }
    )* };
}

composites! {
    Enumerate EnumerateSub ENUMERATE ENUMERATE_SUB { iterator, count },
    /// `iterators` is unset once they are exhausted. `begun`: the first items of a tuple that the step left to be finished.
    Zip ZipSub ZIP ZIP_SUB { iterators, strict, begun },
    MapIterator MapIteratorSub MAP_ITERATOR MAP_ITERATOR_SUB { function, iterators, strict },
    /// `held`: an item that the step left to be tested.
    Filter FilterSub FILTER FILTER_SUB { function, iterator, held },
    /// `index` is that of the next item.
    Reversed ReversedSub REVERSED REVERSED_SUB { source, index },
}

impl<'t> Gc<'t, Enumerate> {
    /// The pair for an item.
    fn pair(self, t: &'t Thread, item: Value<'t>) -> Result<Value<'t>, Raised> {
        let count = self.get(Enumerate::count);
        self.set(t, Enumerate::count, t.arith(BinaryOp::Add, count, Value::small(1))?);
        Ok(t.small_tuple([count, item]).value())
    }
}

impl Thread {
    pub(crate) fn leaf_next_enumerate<'t>(&'t self, enumerate: Gc<'t, Enumerate>, depth: usize) -> Option<Value<'t>> {
        let count = enumerate.get(Enumerate::count).as_small_int()?;
        let item = self.leaf_next_within(enumerate.get(Enumerate::iterator), depth + 1)?;
        if item == Value::MISSING {
            return Some(item);
        }
        enumerate.set(self, Enumerate::count, self.int(count + 1));
        Some(self.small_tuple([self.int(count), item]).value())
    }

    /// If an iterator declines, the items taken so far are kept for [`Thread::next_zip`].
    pub(crate) fn leaf_next_zip<'t>(&'t self, zip: Gc<'t, Zip>, depth: usize) -> Option<Value<'t>> {
        let Some(iterators) = zip.get(Zip::iterators).cast::<Tuple>() else { return Some(Value::MISSING) };
        let count = iterators.extent();
        if zip.get(Zip::strict) != Value::FALSE || count == 0 || zip.get(Zip::begun).is_set() {
            return None;
        }
        let items = self.new_tuple(count).ok()?;
        for place in 0..count {
            match self.leaf_next_within(iterators.at(place), depth + 1) {
                Some(Value::MISSING) => return Some(Value::MISSING),
                Some(item) => items.put(self, place, item),
                None if place == 0 => return None,
                None => {
                    zip.set(self, Zip::begun, self.begun_zip(items, place).ok()?.value());
                    return None;
                }
            }
        }
        Some(items.value())
    }

    /// The first items of a tuple.
    fn begun_zip<'t>(&'t self, items: Gc<'t, Tuple>, count: usize) -> Result<Gc<'t, List>, Raised> {
        let begun = self.new_list();
        begun.extend_from(self, items, 0, count)?;
        Ok(begun)
    }

    /// Where the items themselves are tested for truth.
    pub(crate) fn leaf_next_filter<'t>(&'t self, filter: Gc<'t, Filter>, depth: usize) -> Option<Value<'t>> {
        let function = filter.get(Filter::function);
        if filter.get(Filter::held).is_set() || !(function.is_none() || function == self.class(cls::bool).value()) {
            return None;
        }
        loop {
            let item = self.leaf_next_within(filter.get(Filter::iterator), depth + 1)?;
            if item == Value::MISSING {
                return Some(item);
            }
            match self.leaf_truth(item) {
                Some(true) => return Some(item),
                Some(false) => {}
                None => {
                    filter.set(self, Filter::held, item);
                    return None;
                }
            }
        }
    }

    pub(crate) fn leaf_next_reversed<'t>(&'t self, reversed: Gc<'t, Reversed>, _: usize) -> Option<Value<'t>> {
        let index = reversed.get(Reversed::index).as_small_int()?;
        let source = reversed.get(Reversed::source);
        if index < 0 || !source.is_set() {
            reversed.set(self, Reversed::source, Value::UNSET);
            return Some(Value::MISSING);
        }
        if !(source.is::<Tuple>() || source.is::<Str>()) {
            return None;
        }
        let item = self.leaf_getitem(source, self.int(index))?.ok()?;
        reversed.set(self, Reversed::index, self.int(index - 1));
        Some(item)
    }

    pub(crate) fn next_enumerate<'t>(&'t self, enumerate: Gc<'t, Enumerate>) -> Result<Tail<'t>, Raised> {
        static PAIR: Then = Then::new(|t, enumerate, item| {
            if item == Value::MISSING {
                return Ok(Tail::Value(item));
            }
            enumerate.expect::<Enumerate>().pair(t, item).map(Tail::Value)
        });
        self.step_inner(enumerate.get(Enumerate::iterator))?.then(self, &PAIR, enumerate.value())
    }

    pub(crate) fn next_zip<'t>(&'t self, zip: Gc<'t, Zip>) -> Result<Tail<'t>, Raised> {
        let Some(iterators) = zip.get(Zip::iterators).cast::<Tuple>() else {
            return Ok(Tail::Value(Value::MISSING));
        };
        if iterators.extent() == 0 {
            return Ok(Tail::Value(Value::MISSING));
        }
        let items = match zip.get(Zip::begun).cast::<List>() {
            Some(begun) => begun,
            None => self.new_list(),
        };
        zip.set(self, Zip::begun, Value::UNSET);
        let strict = zip.get(Zip::strict).is_true();
        let gather = Gather { owner: zip.value(), iterators, items, strict, name: "zip" };
        static DONE: Then = Then::new(|t, _, items| {
            if items == Value::MISSING {
                return Ok(Tail::Value(items));
            }
            Ok(Tail::Value(t.tuple_from_list(items.expect::<List>())?.value()))
        });
        self.gather(gather)?.then(self, &DONE, zip.value())
    }

    pub(crate) fn next_map<'t>(&'t self, map: Gc<'t, MapIterator>) -> Result<Tail<'t>, Raised> {
        let Some(iterators) = map.get(MapIterator::iterators).cast::<Tuple>() else {
            return Ok(Tail::Value(Value::MISSING));
        };
        if iterators.extent() == 1 {
            static ONE: Then = Then::new(|t, map, item| {
                if item == Value::MISSING {
                    return Ok(Tail::Value(item));
                }
                t.call_now(map.expect::<MapIterator>().get(MapIterator::function), &[item])
            });
            return self.step_inner(iterators.at(0))?.then(self, &ONE, map.value());
        }
        let items = self.list(&[])?;
        let strict = map.get(MapIterator::strict).is_true();
        let gather = Gather { owner: map.value(), iterators, items, strict, name: "map" };
        static ALL: Then = Then::new(|t, map, items| {
            if items == Value::MISSING {
                return Ok(Tail::Value(items));
            }
            let function = map.expect::<MapIterator>().get(MapIterator::function);
            Ok(Tail::spread(function, t.tuple_from_list(items.expect::<List>())?, Value::UNSET))
        });
        self.gather(gather)?.then(self, &ALL, map.value())
    }

    /// Steps each iterator once: the list of items, or MISSING.
    fn gather<'t>(&'t self, gather: Gather<'t>) -> Result<Tail<'t>, Raised> {
        static STEPPED: Then = Then::new(|t, state, item| {
            let gather = Gather::decode(state);
            match gather.take(t, item)? {
                Some(end) => Ok(Tail::Value(end)),
                None => t.gather(gather),
            }
        });
        while gather.items.len() < gather.iterators.extent() {
            match self.step_inner(gather.iterators.at(gather.items.len()))? {
                Tail::Value(item) => {
                    if let Some(end) = gather.take(self, item)? {
                        return Ok(Tail::Value(end));
                    }
                    if gather.exhausted() {
                        continue;
                    }
                }
                call => return call.then(self, &STEPPED, gather.encode(self)),
            }
        }
        if !gather.items.is_empty() && gather.items.item(0) == Value::MISSING {
            return Ok(Tail::Value(Value::MISSING));
        }
        Ok(Tail::Value(gather.items.value()))
    }

    pub(crate) fn next_filter<'t>(&'t self, filter: Gc<'t, Filter>) -> Result<Tail<'t>, Raised> {
        loop {
            static TESTED: Then = Then::new(|t, state, truth| {
                let state = state.expect::<Tuple>();
                if truth.is_true() {
                    return Ok(Tail::Value(state.at(1)));
                }
                t.next_filter(state.at(0).expect::<Filter>())
            });
            static STEPPED: Then = Then::new(|t, filter, item| {
                if item == Value::MISSING {
                    return Ok(Tail::Value(item));
                }
                let state = t.small_tuple([filter, item]);
                t.test_item(filter.expect::<Filter>(), item)?.then(t, &TESTED, state.value())
            });
            let item = match filter.get(Filter::held).given() {
                Some(held) => {
                    filter.set(self, Filter::held, Value::UNSET);
                    held
                }
                None => match self.step_inner(filter.get(Filter::iterator))? {
                    Tail::Value(item) => item,
                    call => return call.then(self, &STEPPED, filter.value()),
                },
            };
            if item == Value::MISSING {
                return Ok(Tail::Value(item));
            }
            match self.test_item(filter, item)? {
                Tail::Value(truth) if truth.is_true() => return Ok(Tail::Value(item)),
                Tail::Value(_) => {}
                call => {
                    let state = self.small_tuple([filter.value(), item]);
                    return call.then(self, &TESTED, state.value());
                }
            }
        }
    }

    /// Does the filter's function accept the item?
    fn test_item<'t>(&'t self, filter: Gc<'t, Filter>, item: Value<'t>) -> Result<Tail<'t>, Raised> {
        static TRUTH: Then = Then::new(|t, _, result| t.truth(result));
        let function = filter.get(Filter::function);
        if function.is_none() || function == self.class(cls::bool).value() {
            return self.truth(item);
        }
        self.call_now(function, &[item])?.then(self, &TRUTH, Value::NONE)
    }

    pub(crate) fn next_reversed<'t>(&'t self, reversed: Gc<'t, Reversed>) -> Result<Tail<'t>, Raised> {
        static GOT: Then = Then::catching(
            |_, _, item| Ok(Tail::Value(item)),
            |t, reversed, raised| {
                if !t.pending_is(cls::IndexError) && !t.pending_is(cls::StopIteration) {
                    return Err(raised);
                }
                let _ = t.take_exception(raised);
                reversed.expect::<Reversed>().set(t, Reversed::source, Value::UNSET);
                Ok(Tail::Value(Value::MISSING))
            },
        );
        let index = reversed.get(Reversed::index).as_small_int().unwrap_or(-1);
        let source = reversed.get(Reversed::source);
        if index < 0 || !source.is_set() {
            reversed.set(self, Reversed::source, Value::UNSET);
            return Ok(Tail::Value(Value::MISSING));
        }
        reversed.set(self, Reversed::index, self.int(index - 1));
        match self.getitem(source, self.int(index)) {
            Ok(tail) => tail.then(self, &GOT, reversed.value()),
            Err(raised) => match GOT.err {
                Some(handler) => handler(self, reversed.value(), raised),
                None => Err(raised),
            },
        }
    }
}

/// Items being taken from several iterators, one each.
#[derive(Copy, Clone)]
struct Gather<'t> {
    owner: Value<'t>,
    iterators: Gc<'t, Tuple>,
    /// One per iterator stepped so far; MISSING while the rest is only checked to be exhausted too.
    items: Gc<'t, List>,
    strict: bool,
    name: &'static str,
}

impl<'t> Gather<'t> {
    fn exhausted(self) -> bool {
        !self.items.is_empty() && self.items.item(0) == Value::MISSING
    }

    /// Records an item; a value if that ends the step.
    fn take(self, t: &'t Thread, item: Value<'t>) -> Result<Option<Value<'t>>, Raised> {
        let place = self.items.len();
        if place > 0 && self.strict && (item == Value::MISSING) != self.exhausted() {
            let which = if item == Value::MISSING { "shorter" } else { "longer" };
            let others = if place == 1 { " 1".to_owned() } else { format!("s 1-{place}") };
            self.drop_iterators(t);
            return Err(t.value_error(format_args!(
                "{}() argument {} is {which} than argument{others}",
                self.name,
                place + 1
            )));
        }
        if item == Value::MISSING && !self.strict {
            return Ok(Some(item));
        }
        self.items.push(t, item)?;
        Ok(None)
    }

    fn drop_iterators(self, t: &'t Thread) {
        if let Some(zip) = self.owner.cast::<Zip>() {
            zip.set(t, Zip::iterators, Value::UNSET);
        }
    }

    fn encode(self, t: &'t Thread) -> Value<'t> {
        let strict = Value::bool(self.strict);
        t.small_tuple([self.owner, self.iterators.value(), self.items.value(), strict]).value()
    }

    fn decode(state: Value<'t>) -> Gather<'t> {
        let state = state.expect::<Tuple>();
        Gather {
            owner: state.at(0),
            iterators: state.at(1).expect(),
            items: state.at(2).expect(),
            strict: state.at(3).is_true(),
            name: if state.at(0).is::<Zip>() { "zip" } else { "map" },
        }
    }
}

/// The fields of a fresh iterator.
pub(crate) fn slot(value: Value<'_>) -> Slot {
    Slot::new(value.word())
}
