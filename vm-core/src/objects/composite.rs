//! Iterators over iterators: enumerate, zip, map, filter, reversed.

use gc_api::{Slot, layout};

use crate::Thread;
use crate::cls;
use crate::layouts;
use crate::natives::{Tail, Then};
use crate::objects::sequence::{List, Tuple};
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
    /// `strict` is True, False, or unset once exhausted.
    Zip ZipSub ZIP ZIP_SUB { iterators, strict },
    MapIterator MapIteratorSub MAP_ITERATOR MAP_ITERATOR_SUB { function, iterators, strict },
    Filter FilterSub FILTER FILTER_SUB { function, iterator },
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
    /// Steps that need no Python, where the iterators within need none.
    pub(crate) fn leaf_next_composite<'t>(&'t self, iterator: Value<'t>, depth: usize) -> Option<Value<'t>> {
        if let Some(enumerate) = iterator.cast::<Enumerate>() {
            let count = enumerate.get(Enumerate::count).as_small_int()?;
            let item = self.leaf_next_within(enumerate.get(Enumerate::iterator), depth + 1)?;
            if item == Value::MISSING {
                return Some(item);
            }
            enumerate.set(self, Enumerate::count, self.int(count + 1));
            return Some(self.small_tuple([self.int(count), item]).value());
        }
        if let Some(zip) = iterator.cast::<Zip>() {
            return self.leaf_next_zip(zip, depth);
        }
        self.leaf_next_of_native(iterator, depth)
    }

    /// Only iterators over lists, tuples and ranges are stepped here: if one declined in the middle, items of the ones
    /// before would be lost.
    fn leaf_next_zip<'t>(&'t self, zip: Gc<'t, Zip>, depth: usize) -> Option<Value<'t>> {
        use crate::objects::iterators::{ListIterator, RangeIterator, StrIterator, TupleIterator};
        let iterators = zip.get(Zip::iterators).cast::<Tuple>()?;
        if zip.get(Zip::strict) != Value::FALSE || iterators.extent() == 0 || iterators.extent() > 8 {
            return None;
        }
        let never_declines = |value: Value<'t>| {
            value.is::<ListIterator>()
                || value.is::<RangeIterator>()
                || value.is::<TupleIterator>()
                || value.is::<StrIterator>()
        };
        let count = iterators.extent();
        if !(0..count).all(|n| never_declines(iterators.at(n))) {
            return None;
        }
        let mut items = [Value::UNSET; 8];
        for (n, item) in items.iter_mut().enumerate().take(count) {
            *item = self.leaf_next_within(iterators.at(n), depth + 1)?;
            if *item == Value::MISSING {
                return Some(Value::MISSING);
            }
        }
        match self.tuple(&items[..count]) {
            Ok(tuple) => Some(tuple.value()),
            Err(_) => unreachable!("small allocations cannot fail"),
        }
    }

    /// The step of one of these iterators; `None` for anything else.
    pub(crate) fn next_of_composite<'t>(&'t self, iterator: Value<'t>) -> Option<Result<Tail<'t>, Raised>> {
        if let Some(enumerate) = iterator.cast_exact::<Enumerate>() {
            return Some(self.next_enumerate(enumerate));
        }
        if let Some(zip) = iterator.cast_exact::<Zip>() {
            return Some(self.next_zip(zip));
        }
        if let Some(map) = iterator.cast_exact::<MapIterator>() {
            return Some(self.next_map(map));
        }
        if let Some(filter) = iterator.cast_exact::<Filter>() {
            return Some(self.next_filter(filter));
        }
        iterator.cast_exact::<Reversed>().map(|reversed| self.next_reversed(reversed))
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
        let items = self.list(&[])?;
        let strict = zip.get(Zip::strict).is_true();
        let gather = Gather { owner: zip.value(), iterators, items, strict, name: "zip" };
        static DONE: Then = Then::new(|t, zip, items| {
            if items == Value::MISSING {
                zip.expect::<Zip>().set(t, Zip::iterators, Value::UNSET);
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
            static ONE: Then = Then::new(|_, map, item| {
                if item == Value::MISSING {
                    return Ok(Tail::Value(item));
                }
                Ok(Tail::call(map.expect::<MapIterator>().get(MapIterator::function), &[item]))
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
            let item = match self.step_inner(filter.get(Filter::iterator))? {
                Tail::Value(item) => item,
                call => return call.then(self, &STEPPED, filter.value()),
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
        Tail::call(function, &[item]).then(self, &TRUTH, Value::NONE)
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
