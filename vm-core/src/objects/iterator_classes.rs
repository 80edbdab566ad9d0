//! The classes of iterators, and `enumerate`, `zip`, `map`, `filter`, `reversed`.

use gc_api::Slot;

use crate::Thread;
use crate::classes::ClassKey;
use crate::cls;
use crate::layouts as l;
use crate::natives::{Args, ClassDef, NativeDef, NextFn, StepFn, Tail, Then, Wording, class, leaf, tail};
use crate::objects::bytearray::ByteArray;
use crate::objects::bytes::Bytes;
use crate::objects::class::Class;
use crate::objects::composite::*;
use crate::objects::dict::Dict;
use crate::objects::iterator_pickle;
use crate::objects::iterators::*;
use crate::objects::sequence::{List, Tuple};
use crate::objects::set::Set;
use crate::objects::string::Str;
use crate::sym;
use crate::thread::header;
use crate::value::{Gc, Raised, Res, Value};

macro_rules! iterator_classes {
    ([$shared:expr] $($def:ident $methods:ident $key:ident $name:literal $layout:ident ($($step:ident $how:expr),*)),* $(,)?) => {
        $(
            static $methods: [NativeDef; 3] = [
                leaf("__iter__(self, /)", itself),
                tail("__next__(self, /)", next),
                leaf("__length_hint__(self, /)", length_hint),
            ];
            pub static $def: ClassDef =
                class(cls::$key, $name).layouts(&[l::$layout]).shared_methods($shared).methods(&$methods)$(.$step($how))*;
        )*
    };
}

/// A step that always succeeds.
macro_rules! steps {
    ($layout:ident) => {
        |t, iterator, _| Some(iterator.expect::<$layout>().step(t))
    };
}

const STEP_DICT: StepFn = |t, iterator, _| iterator.expect::<DictIterator>().step(t);
const FAIL_DICT: NextFn = |t, iterator| Err(iterator.expect::<DictIterator>().fail(t));

iterator_classes! {
    [&CURSOR_METHODS]
    LIST M_LIST list_iterator "list_iterator" LIST_ITERATOR (step steps!(ListIterator)),
    TUPLE M_TUPLE tuple_iterator "tuple_iterator" TUPLE_ITERATOR (step steps!(TupleIterator)),
    STR M_STR str_iterator "str_iterator" STR_ITERATOR (step steps!(StrIterator)),
    STR_ASCII M_STR_ASCII str_ascii_iterator "str_ascii_iterator" STR_ASCII_ITERATOR (step steps!(StrIterator)),
    BYTES M_BYTES bytes_iterator "bytes_iterator" BYTES_ITERATOR (step steps!(BytesIterator)),
    BYTEARRAY M_BYTEARRAY bytearray_iterator "bytearray_iterator" BYTEARRAY_ITERATOR (step steps!(ByteArrayIterator)),
}

iterator_classes! {
    [&iterator_pickle::SEQUENCE]
    SEQUENCE M_SEQUENCE iterator "iterator" SEQUENCE_ITERATOR (next |t, iterator| t.next_by_index(iterator.expect())),
}

iterator_classes! {
    [&iterator_pickle::LIST_REVERSE]
    LIST_REVERSE M_LIST_REVERSE list_reverseiterator "list_reverseiterator" LIST_REVERSE_ITERATOR
        (step steps!(ListReverseIterator)),
}

iterator_classes! {
    [&[]]
    MEMORY M_MEMORY memory_iterator "memory_iterator" MEMORY_ITERATOR
        (step |t, iterator, _| t.leaf_next_in_memory(iterator.expect()),
         next |t, iterator| t.next_in_memory(iterator.expect()).map(Tail::Value)),
}

iterator_classes! {
    [&iterator_pickle::RANGE]
    RANGE M_RANGE range_iterator "range_iterator" RANGE_ITERATOR (step steps!(RangeIterator)),
}

iterator_classes! {
    [&iterator_pickle::LONG_RANGE]
    LONG_RANGE M_LONG_RANGE longrange_iterator "longrange_iterator" LONG_RANGE_ITERATOR
        (step |t, iterator, _| iterator.expect::<LongRangeIterator>().step(t).ok()),
}

iterator_classes! {
    [&iterator_pickle::SET]
    SET M_SET set_iterator "set_iterator" SET_ITERATOR
        (step |t, iterator, _| iterator.expect::<SetIterator>().step(t),
         next |t, iterator| Err(iterator.expect::<SetIterator>().fail(t))),
}

iterator_classes! {
    [&iterator_pickle::CALLABLE]
    CALLABLE M_CALLABLE callable_iterator "callable_iterator" CALLABLE_ITERATOR
        (next |t, iterator| t.next_by_call(iterator.expect())),
}

iterator_classes! {
    [&iterator_pickle::DICT]
    DICT_KEY M_DICT_KEY dict_keyiterator "dict_keyiterator" DICT_KEY_ITERATOR (step STEP_DICT, next FAIL_DICT),
    DICT_VALUE M_DICT_VALUE dict_valueiterator "dict_valueiterator" DICT_VALUE_ITERATOR (step STEP_DICT, next FAIL_DICT),
    DICT_ITEM M_DICT_ITEM dict_itemiterator "dict_itemiterator" DICT_ITEM_ITERATOR (step STEP_DICT, next FAIL_DICT),
    DICT_REVERSE_KEY M_DICT_REVERSE_KEY dict_reversekeyiterator "dict_reversekeyiterator" DICT_REVERSE_KEY_ITERATOR
        (step STEP_DICT, next FAIL_DICT),
    DICT_REVERSE_VALUE M_DICT_REVERSE_VALUE dict_reversevalueiterator "dict_reversevalueiterator" DICT_REVERSE_VALUE_ITERATOR
        (step STEP_DICT, next FAIL_DICT),
    DICT_REVERSE_ITEM M_DICT_REVERSE_ITEM dict_reverseitemiterator "dict_reverseitemiterator" DICT_REVERSE_ITEM_ITERATOR
        (step STEP_DICT, next FAIL_DICT),
}

pub static ENUMERATE: ClassDef = class(cls::enumerate_, "enumerate").signature("(iterable, start=0)")
    .doc("Return an enumerate object.\n\n  iterable\n    an object supporting iteration\n\nThe enumerate object yields pairs containing a count (from start, which\ndefaults to zero) and a value yielded by the iterable argument.")
    .layouts(&[l::ENUMERATE])
    .subclassable(l::ENUMERATE_SUB)
    .step(|t, iterator, depth| t.leaf_next_enumerate(iterator.expect(), depth))
    .next(|t, iterator| t.next_enumerate(iterator.expect()))
    .shared_methods(&iterator_pickle::ENUMERATE)
    .methods(&ENUMERATE_METHODS);
pub static ZIP: ClassDef = class(cls::zip_, "zip").signature("(*iterables, strict=False)")
    .doc("The zip object yields n-length tuples, where n is the number of iterables\npassed as positional arguments to zip().")
    .layouts(&[l::ZIP])
    .subclassable(l::ZIP_SUB)
    .step(|t, iterator, depth| t.leaf_next_zip(iterator.expect(), depth))
    .next(|t, iterator| t.next_zip(iterator.expect()))
    .shared_methods(&iterator_pickle::ZIP)
    .methods(&ZIP_METHODS);
pub static MAP: ClassDef = class(cls::map_, "map").signature("(function, iterable, /, *iterables, strict=False)")
    .doc("Make an iterator that computes the function using arguments from\neach of the iterables.  Stops when the shortest iterable is exhausted.")
    .layouts(&[l::MAP_ITERATOR])
    .subclassable(l::MAP_ITERATOR_SUB)
    .next(|t, iterator| t.next_map(iterator.expect()))
    .shared_methods(&iterator_pickle::MAP)
    .methods(&MAP_METHODS);
pub static FILTER: ClassDef = class(cls::filter_, "filter").signature("(function, iterable, /)")
    .doc("Return an iterator yielding those items of iterable for which function(item)\nis true. If function is None, return the items that are true.")
    .layouts(&[l::FILTER])
    .subclassable(l::FILTER_SUB)
    .step(|t, iterator, depth| t.leaf_next_filter(iterator.expect(), depth))
    .next(|t, iterator| t.next_filter(iterator.expect()))
    .shared_methods(&iterator_pickle::FILTER)
    .methods(&FILTER_METHODS);
pub static REVERSED: ClassDef = class(cls::reversed_, "reversed")
    .signature("(sequence, /)")
    .doc("Return a reverse iterator over the values of the given sequence.")
    .layouts(&[l::REVERSED])
    .subclassable(l::REVERSED_SUB)
    .step(|t, iterator, depth| t.leaf_next_reversed(iterator.expect(), depth))
    .next(|t, iterator| t.next_reversed(iterator.expect()))
    .shared_methods(&iterator_pickle::REVERSED)
    .methods(&REVERSED_METHODS);

static ENUMERATE_METHODS: [NativeDef; 3] = [
    tail("__new__(cls, iterable, start=0)", new_enumerate).static_method().wording(Wording::Searching),
    leaf("__iter__(self, /)", itself),
    tail("__next__(self, /)", |t, args| t.next_enumerate(args.this())),
];
static ZIP_METHODS: [NativeDef; 3] = [
    tail("__new__(cls, /, *iterables, strict=False)", new_zip).static_method(),
    leaf("__iter__(self, /)", itself),
    tail("__next__(self, /)", |t, args| t.next_zip(args.this())),
];
static MAP_METHODS: [NativeDef; 3] = [
    tail("__new__(cls, /, *iterables, strict=False)", new_map).static_method(),
    leaf("__iter__(self, /)", itself),
    tail("__next__(self, /)", |t, args| t.next_map(args.this())),
];
static FILTER_METHODS: [NativeDef; 3] = [
    tail("__new__(cls, function, iterable, /)", new_filter).static_method(),
    leaf("__iter__(self, /)", itself),
    tail("__next__(self, /)", |t, args| t.next_filter(args.this())),
];
static REVERSED_METHODS: [NativeDef; 4] = [
    tail("__new__(cls, object, /)", new_reversed).static_method(),
    leaf("__iter__(self, /)", itself),
    tail("__next__(self, /)", |t, args| t.next_reversed(args.this())),
    leaf("__length_hint__(self, /)", |t, args| {
        let reversed = args.this::<Reversed>();
        let index = reversed.get(Reversed::index).as_small_int().unwrap_or(-1);
        Ok(t.int(if reversed.get(Reversed::source).is_set() { index + 1 } else { 0 }))
    }),
];

fn itself<'t>(_: &'t Thread, args: Args<'t>) -> Res<'t> {
    Ok(args.get(0))
}

/// `__next__` of a builtin iterator; MISSING at the end.
fn next<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    if let Some(item) = t.leaf_next(args.get(0)) {
        return Ok(Tail::Value(item));
    }
    match t.next_of_builtin(args.get(0)) {
        Some(step) => step,
        None => Ok(Tail::Value(Value::MISSING)),
    }
}

/// What iterators over a sequence by number have for pickling.
static CURSOR_METHODS: [NativeDef; 2] = [
    leaf("__reduce__(self, /)", reduce_cursor).doc("Return state information for pickling."),
    leaf("__setstate__(self, state, /)", set_cursor).doc("Set state information for unpickling."),
];

/// What an iterator by number is over (unset once exhausted), and the next index.
fn cursor_of(iterator: Value<'_>) -> (Value<'_>, usize) {
    macro_rules! any {
        ($($layout:ident),*) => {
            $(if let Some(cursor) = iterator.cast::<$layout>() {
                return (cursor.get($layout::source), cursor.get($layout::index));
            })*
        };
    }
    any!(ListIterator, TupleIterator, StrIterator, BytesIterator, ByteArrayIterator);
    (Value::UNSET, 0)
}

/// (iter, (source,), index); an exhausted iterator is one over something empty of its kind.
fn reduce_cursor<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let iter = iterator_pickle::builtin_iter(t);
    let (source, index) = cursor_of(args.get(0));
    if let Some(source) = source.given() {
        let source = t.small_tuple([source]).value();
        return Ok(t.small_tuple([iter, source, t.int_usize(index)]).value());
    }
    let empty = if args.get(0).is::<ListIterator>() {
        t.new_list().value()
    } else if args.get(0).is::<StrIterator>() {
        t.str("")?.value()
    } else {
        t.new_tuple(0)?.value()
    };
    let source = t.small_tuple([empty]).value();
    Ok(t.small_tuple([iter, source]).value())
}

fn set_cursor<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let iterator = args.get(0);
    let (source, _) = cursor_of(iterator);
    let index = iterator_pickle::position(t, args.get(1))?.max(0) as usize;
    let Some(source) = source.given() else { return Ok(Value::NONE) };
    // An instance of a subclass of list has no size of its own here: stepping past its end ends the iteration.
    let index = t.leaf_size(source).map_or(index, |length| index.min(length));
    macro_rules! set {
        ($($layout:ident),*) => {
            $(if let Some(cursor) = iterator.cast::<$layout>() {
                cursor.set_raw($layout::index, index);
            })*
        };
    }
    set!(ListIterator, TupleIterator, StrIterator, BytesIterator, ByteArrayIterator);
    Ok(Value::NONE)
}

fn length_hint<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let iterator = args.get(0);
    let rest = |length: usize, index: usize| Ok(t.int_usize(length.saturating_sub(index)));
    if let Some(iterator) = iterator.cast::<ListIterator>() {
        let length = iterator.get(ListIterator::source).cast::<List>().map_or(0, Gc::<List>::len);
        return rest(length, iterator.get(ListIterator::index));
    }
    if let Some(iterator) = iterator.cast::<ListReverseIterator>() {
        let length = iterator.get(ListReverseIterator::source).cast::<List>().map_or(0, Gc::<List>::len);
        let index = iterator.get(ListReverseIterator::index);
        return rest(if index <= length { index } else { 0 }, 0);
    }
    if let Some(iterator) = iterator.cast::<TupleIterator>() {
        let length = iterator.get(TupleIterator::source).cast::<Tuple>().map_or(0, Gc::extent);
        return rest(length, iterator.get(TupleIterator::index));
    }
    if let Some(iterator) = iterator.cast::<StrIterator>() {
        let length = iterator.get(StrIterator::source).cast::<Str>().map_or(0, Gc::<Str>::len);
        return rest(length, iterator.get(StrIterator::index));
    }
    if let Some(iterator) = iterator.cast::<BytesIterator>() {
        let length = iterator.get(BytesIterator::source).cast::<Bytes>().map_or(0, Gc::extent);
        return rest(length, iterator.get(BytesIterator::index));
    }
    if let Some(iterator) = iterator.cast::<ByteArrayIterator>() {
        let length = iterator.get(ByteArrayIterator::source).cast::<ByteArray>().map_or(0, Gc::<ByteArray>::len);
        return rest(length, iterator.get(ByteArrayIterator::index));
    }
    if let Some(iterator) = iterator.cast::<RangeIterator>() {
        return rest(iterator.get(RangeIterator::remaining), 0);
    }
    if let Some(iterator) = iterator.cast::<LongRangeIterator>() {
        return Ok(iterator.get(LongRangeIterator::remaining));
    }
    if let Some(iterator) = iterator.cast::<DictIterator>() {
        let dict = iterator.get(DictIterator::dict).cast::<Dict>();
        let unchanged = dict.is_some_and(|dict| dict.len() == iterator.get(DictIterator::used));
        return rest(if unchanged { iterator.get(DictIterator::remaining) } else { 0 }, 0);
    }
    if let Some(iterator) = iterator.cast::<SetIterator>() {
        let set = iterator.get(SetIterator::source).cast::<Set>();
        let unchanged = set.filter(|set| set.len() == iterator.get(SetIterator::used));
        let ahead = |set: Gc<'t, Set>| iterator.get(SetIterator::index)..set.get(Set::filled);
        let keys = |set: Gc<'t, Set>| ahead(set).filter(|index| set.key_at(*index).is_set()).count();
        return rest(unchanged.map_or(0, keys), 0);
    }
    Ok(Value::NOT_IMPLEMENTED)
}

impl Thread {
    /// The map slot of a fresh instance of a subclass; `None` for the class itself.
    pub fn sub_map<'t>(&'t self, class: Gc<'t, Class>, base: ClassKey) -> Option<Slot> {
        (class != self.class(base)).then(|| Slot::new(class.get(Class::root_map).word()))
    }
}

/// An object of a composite layout, or of its derived layout for instances of subclasses.
macro_rules! make {
    ($t:expr, $class:expr, $base:ident, $layout:ident, $sub:ident { $($field:ident: $value:expr),* }) => {{
        let base = $layout { header: header(), $($field: slot($value)),* };
        match $t.sub_map($class, cls::$base) {
            None => $t.new_object(base).value(),
            Some(map) => $t.new_object($sub { header: base, map, attrs: Slot::default() }).value(),
        }
    }};
}

fn new_enumerate<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let class = t.class_argument(args.get(0), cls::enumerate_)?;
    static INDEXED: Then = Then::new(|t, state, count| {
        static ITER: Then = Then::new(|t, state, iterator| {
            let state = state.expect::<Tuple>();
            let class = state.at(0).expect::<Class>();
            let made = make!(t, class, enumerate_, Enumerate, EnumerateSub { iterator: iterator, count: state.at(1) });
            Ok(Tail::Value(made))
        });
        let state = state.expect::<Tuple>();
        let count = t.exact_int(count).unwrap_or(count);
        let next = t.small_tuple([state.at(0), count]);
        t.iter(state.at(1))?.then(t, &ITER, next.value())
    });
    let state = t.small_tuple([class.value(), args.get(1)]);
    match args.opt(2) {
        Some(start) => t.index(start)?.then(t, &INDEXED, state.value()),
        None => (INDEXED.ok)(t, state.value(), Value::small(0)),
    }
}

impl Thread {
    /// The iterators of several iterables: a tuple.
    pub fn iterators_of<'t>(&'t self, iterables: Gc<'t, Tuple>) -> Result<Tail<'t>, Raised> {
        iterators_of(self, iterables, self.new_list())
    }
}

/// The iterators of several iterables, of which `done` has the first ones already.
fn iterators_of<'t>(t: &'t Thread, iterables: Gc<'t, Tuple>, done: Gc<'t, List>) -> Result<Tail<'t>, Raised> {
    static NEXT: Then = Then::new(|t, state, iterator| {
        let state = state.expect::<Tuple>();
        let done = state.at(1).expect::<List>();
        done.push(t, iterator)?;
        iterators_of(t, state.at(0).expect(), done)
    });
    while done.len() < iterables.extent() {
        match t.iter(iterables.at(done.len()))? {
            Tail::Value(iterator) => done.push(t, iterator)?,
            call => {
                let state = t.small_tuple([iterables.value(), done.value()]);
                return call.then(t, &NEXT, state.value());
            }
        }
    }
    Ok(t.tuple_from_list(done)?.into())
}

fn new_zip<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let class = t.class_argument(args.get(0), cls::zip_)?;
    // Slots: class, strict, then the iterables.
    let (strict, iterables) = (args.opt(1).unwrap_or(Value::FALSE), args.get(2).expect::<Tuple>());
    static STRICT: Then = Then::new(|t, state, strict| {
        static MADE: Then = Then::new(|t, state, iterators| {
            let state = state.expect::<Tuple>();
            let class = state.at(0).expect::<Class>();
            let made =
                make!(t, class, zip_, Zip, ZipSub { iterators: iterators, strict: state.at(1), begun: Value::UNSET });
            Ok(Tail::Value(made))
        });
        let state = state.expect::<Tuple>();
        let next = t.small_tuple([state.at(0), strict]);
        iterators_of(t, state.at(1).expect(), t.new_list())?.then(t, &MADE, next.value())
    });
    let state = t.small_tuple([class.value(), iterables.value()]);
    t.truth(strict)?.then(t, &STRICT, state.value())
}

fn new_map<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let class = t.class_argument(args.get(0), cls::map_)?;
    let (strict, given) = (args.opt(1).unwrap_or(Value::FALSE), args.get(2).expect::<Tuple>());
    if given.extent() < 2 {
        return Err(t.type_error("map() must have at least two arguments."));
    }
    let iterables: Vec<Value<'t>> = (1..given.extent()).map(|n| given.at(n)).collect();
    let iterables = t.tuple(&iterables)?;
    static STRICT: Then = Then::new(|t, state, strict| {
        static MADE: Then = Then::new(|t, state, iterators| {
            let state = state.expect::<Tuple>();
            let class = state.at(0).expect::<Class>();
            let (function, strict) = (state.at(1), state.at(2));
            let made = make!(
                t,
                class,
                map_,
                MapIterator,
                MapIteratorSub { function: function, iterators: iterators, strict: strict }
            );
            Ok(Tail::Value(made))
        });
        let state = state.expect::<Tuple>();
        let next = t.small_tuple([state.at(0), state.at(1), strict]);
        iterators_of(t, state.at(2).expect(), t.new_list())?.then(t, &MADE, next.value())
    });
    let state = t.small_tuple([class.value(), given.at(0), iterables.value()]);
    t.truth(strict)?.then(t, &STRICT, state.value())
}

fn new_filter<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let class = t.class_argument(args.get(0), cls::filter_)?;
    static MADE: Then = Then::new(|t, state, iterator| {
        let state = state.expect::<Tuple>();
        let class = state.at(0).expect::<Class>();
        let made = make!(
            t,
            class,
            filter_,
            Filter,
            FilterSub { function: state.at(1), iterator: iterator, held: Value::UNSET }
        );
        Ok(Tail::Value(made))
    });
    let state = t.small_tuple([class.value(), args.get(1)]);
    t.iter(args.get(2))?.then(t, &MADE, state.value())
}

fn new_reversed<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let class = t.class_argument(args.get(0), cls::reversed_)?;
    let source = args.get(1);
    if let Some(list) = source.cast_exact::<List>() {
        return Ok(Tail::Value(t.new_list_reverse_iterator(list)));
    }
    match t.lookup_special(source, sym::__reversed__) {
        Some(method) if !method.is_none() => return t.call_bound(method, source, &[]),
        Some(_) => return Err(not_reversible(t, source)),
        None => {}
    }
    let sequence = t.lookup_special(source, sym::__getitem__).is_some() && !source.is::<Dict>();
    if !sequence {
        return Err(not_reversible(t, source));
    }
    static MADE: Then = Then::new(|t, state, length| {
        let state = state.expect::<Tuple>();
        let class = state.at(0).expect::<Class>();
        let last = t.int(t.index_of(length)? - 1);
        let made = make!(t, class, reversed_, Reversed, ReversedSub { source: state.at(1), index: last });
        Ok(Tail::Value(made))
    });
    let state = t.small_tuple([class.value(), source]);
    t.len(source)?.then(t, &MADE, state.value())
}

fn not_reversible<'t>(t: &'t Thread, value: Value<'t>) -> Raised {
    t.type_error(format_args!("'{}' object is not reversible", t.class_name(value)))
}
