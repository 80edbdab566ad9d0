//! The class `list`.

use gc_api::Slot;

use crate::Thread;
use crate::applevel::app;
use crate::cls;
use crate::layouts;
use crate::natives::{Args, ClassDef, NativeDef, Tail, Then, class, leaf, tail};
use crate::objects::bytearray::ByteArray;
use crate::objects::class::{Class, flags};
use crate::objects::list_sort::leaf_sort;
use crate::objects::sequence::{List, ListSub, Tuple};
use crate::objects::slice::{Slice, Span};
use crate::protocols::{Compare, in_range};
use crate::thread::header;
use crate::value::{Gc, Raised, Res, Value};

pub static LIST: ClassDef = class(cls::list, "list").signature("(iterable=(), /)")
    .doc("Built-in mutable sequence.\n\nIf no argument is given, the constructor creates a new empty list.\nThe argument must be an iterable if specified.")
    .layouts(&[layouts::LIST])
    .subclassable(layouts::LIST_SUB)
    .flags(flags::SEQUENCE)
    .methods(&METHODS)
    .construct(&CONSTRUCT);

static CONSTRUCT: NativeDef = tail("list(iterable=(), /)", |t, args| t.list_of(args.get(0)));

static METHODS: [NativeDef; 33] = [
    leaf("__new__(cls, /, *args, **kwargs)", new).static_method(),
    tail("__init__(self, iterable=(), /)", init),
    leaf("append(self, object, /)", append).doc("Append object to the end of the list."),
    tail("extend(self, iterable, /)", extend).doc("Extend list by appending elements from the iterable."),
    tail("insert(self, index, object, /)", insert).doc("Insert object before index."),
    tail("pop(self, index=-1, /)", pop)
        .doc("Remove and return item at index (default last).\n\nRaises IndexError if list is empty or index is out of range."),
    tail("remove(self, value, /)", remove)
        .doc("Remove first occurrence of value.\n\nRaises ValueError if the value is not present."),
    leaf("clear(self, /)", clear).doc("Remove all items from list."),
    leaf("copy(self, /)", copy).doc("Return a shallow copy of the list."),
    leaf("reverse(self, /)", reverse).doc("Reverse *IN PLACE*."),
    tail("sort(self, /, *, key=None, reverse=False)", sort).doc("Sort the list in ascending order and return None."),
    tail("index(self, value, start=0, stop=9223372036854775807, /)", index)
        .doc("Return first index of value.\n\nRaises ValueError if the value is not present."),
    tail("count(self, value, /)", count).doc("Return number of occurrences of value."),
    leaf("__len__(self, /)", |t, args| Ok(t.int_usize(args.this::<List>().len()))),
    tail("__getitem__(self, index, /)", |t, args| t.sequence_item(args.get(0), args.get(1))).plain_method(),
    tail("__setitem__(self, key, value, /)", set_item),
    tail("__delitem__(self, key, /)", del_item),
    tail("__contains__(self, key, /)", contains),
    leaf("__iter__(self, /)", |t, args| Ok(t.new_list_iterator(args.this()))),
    leaf("__reversed__(self, /)", |t, args| Ok(t.new_list_reverse_iterator(args.this()))),
    leaf("__add__(self, value, /)", add),
    tail("__iadd__(self, value, /)", in_place_add),
    tail("__mul__(self, value, /)", |t, args| t.multiply_sequence(args.get(0), args.get(1))),
    tail("__rmul__(self, value, /)", |t, args| t.multiply_sequence(args.get(0), args.get(1))),
    tail("__imul__(self, value, /)", in_place_mul),
    tail("__repr__(self, /)", repr),
    tail("__lt__(self, value, /)", |t, args| t.compare_lists(Compare::Lt, args)),
    tail("__le__(self, value, /)", |t, args| t.compare_lists(Compare::Le, args)),
    tail("__gt__(self, value, /)", |t, args| t.compare_lists(Compare::Gt, args)),
    tail("__ge__(self, value, /)", |t, args| t.compare_lists(Compare::Ge, args)),
    tail("__eq__(self, value, /)", |t, args| t.compare_lists(Compare::Eq, args)),
    tail("__ne__(self, value, /)", |t, args| t.compare_lists(Compare::Ne, args)),
    leaf("__sizeof__(self, /)", |t, args| Ok(t.int_usize(56 + 8 * args.this::<List>().len()))),
];

impl Thread {
    /// `list(iterable)`; an unset argument means none.
    pub fn list_of<'t>(&'t self, iterable: Value<'t>) -> Result<Tail<'t>, Raised> {
        let list = self.new_list();
        if !iterable.is_set() {
            return Ok(list.into());
        }
        if let Some(result) = self.leaf_extend(list, iterable) {
            return result.map(|()| list.into());
        }
        if list.is_empty() && !self.has_step(iterable) {
            return Ok(Tail::call(self.app(app::list_sized), &[iterable]));
        }
        self.extend_rest(list, iterable)
    }

    /// Appends what [`Thread::leaf_extend`] left of an iterator; the result is the list.
    pub(crate) fn extend_rest<'t>(&'t self, list: Gc<'t, List>, iterator: Value<'t>) -> Result<Tail<'t>, Raised> {
        static LIST: Then = Then::new(|_, list, _| Ok(Tail::Value(list)));
        Tail::call(self.app(app::list_extend), &[list.value(), iterator]).then(self, &LIST, list.value())
    }

    fn compare_lists<'t>(&'t self, op: Compare, args: Args<'t>) -> Result<Tail<'t>, Raised> {
        let (Some(a), Some(b)) = (args.get(0).cast::<List>(), args.get(1).cast::<List>()) else {
            return Ok(Tail::Value(Value::NOT_IMPLEMENTED));
        };
        self.compare_items(op, (a.value(), a.slots()), (b.value(), b.slots()))
    }

    /// Compares two sequences of one kind item by item.
    pub(crate) fn compare_items<'t>(
        &'t self,
        op: Compare,
        a: (Value<'t>, &'t [Slot]),
        b: (Value<'t>, &'t [Slot]),
    ) -> Result<Tail<'t>, Raised> {
        if let Some(result) = self.leaf_compare_slots(op, a.1, b.1, 0) {
            return Ok(Tail::Value(Value::bool(result)));
        }
        Ok(Tail::call(self.app(app::seq_compare), &[a.0, b.0, Value::small(op as i32)]))
    }

    /// `sequence * count` through `__index__`.
    pub(crate) fn multiply_sequence<'t>(&'t self, sequence: Value<'t>, count: Value<'t>) -> Result<Tail<'t>, Raised> {
        let exact = match self.unbox(sequence) {
            Some(exact) => exact,
            None => sequence,
        };
        if !self.is_index(count) {
            let name = self.class_name(count);
            return Err(self.type_error(format_args!("can't multiply sequence by non-int of type '{name}'")));
        }
        static REPEAT: Then = Then::new(|t, sequence, count| {
            let Some(int) = t.as_int(count) else { return Ok(Tail::Value(Value::NOT_IMPLEMENTED)) };
            let count = t.repeat_count(int, count)?;
            t.repeat(sequence, count).map(Tail::Value)
        });
        self.index(count)?.then(self, &REPEAT, exact)
    }

    /// `type.__new__` of a container class: an empty instance.
    fn new_list_in<'t>(&'t self, class: Gc<'t, Class>) -> Gc<'t, List> {
        if class == self.class(cls::list) {
            return self.new_list();
        }
        let base = List { header: header(), length: std::cell::Cell::new(0), items: Slot::default() };
        let map = Slot::new(class.get(Class::root_map).word());
        let list = self.new_object(ListSub { header: base, map, attrs: Slot::default() });
        self.finalisable(class, list.obj());
        list.upcast()
    }

    /// `sequence[key]` of a list, tuple, str, bytes or range (or of a subclass), through `__index__`.
    pub(crate) fn sequence_item<'t>(&'t self, sequence: Value<'t>, key: Value<'t>) -> Result<Tail<'t>, Raised> {
        let exact = self.unbox(sequence).unwrap_or(sequence);
        if let Some(result) = self.leaf_sequence_item(exact, key) {
            return result.map(Tail::Value);
        }
        static AGAIN: Then = Then::new(|t, sequence, key| {
            if let Some(result) = t.leaf_sequence_item(sequence, t.exact_int(key).unwrap_or(key)) {
                return result.map(Tail::Value);
            }
            if let Some(slice) = key.cast::<Slice>() {
                if let Some(Err(raised)) = slice.parts(t) {
                    return Err(raised);
                }
            }
            t.index_of(key)?;
            Err(t.raise(cls::IndexError, "index out of range"))
        });
        if let Some(slice) = key.cast::<Slice>() {
            return self.plain_slice(slice)?.then(self, &AGAIN, exact);
        }
        if self.is_index(key) {
            return self.index(key)?.then(self, &AGAIN, exact);
        }
        Err(self.wrong_index(exact, key))
    }

    fn leaf_sequence_item<'t>(&'t self, sequence: Value<'t>, key: Value<'t>) -> Option<Res<'t>> {
        if let Some(array) = sequence.cast::<ByteArray>() {
            return self.leaf_bytearray_item(array, key);
        }
        let Some(list) = sequence.cast::<List>() else { return self.leaf_getitem(sequence, key) };
        if let Some(index) = key.as_small_int() {
            return Some(match in_range(index, list.len()) {
                Some(index) => Ok(list.item(index)),
                None => Err(self.raise(cls::IndexError, "list index out of range")),
            });
        }
        Some(self.list_slice(list, key.cast::<Slice>()?.resolve(self)?).map(Gc::value))
    }

    /// The TypeError of a key that is neither an index nor a slice.
    #[cold]
    pub(crate) fn wrong_index<'t>(&'t self, sequence: Value<'t>, key: Value<'t>) -> Raised {
        let found = self.class_name(key);
        let kind = match self.class_name(sequence).as_str() {
            "str" => return self.type_error(format_args!("string indices must be integers, not '{found}'")),
            "bytes" => "byte".to_owned(),
            _ if sequence.is::<ByteArray>() => "bytearray".to_owned(),
            other if sequence.is::<List>() && other != "list" => "list".to_owned(),
            other => other.to_owned(),
        };
        self.type_error(format_args!("{kind} indices must be integers or slices, not {found}"))
    }
}

fn new<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    Ok(t.new_list_in(t.class_argument(args.get(0), cls::list)?).value())
}

fn init<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let list = args.this::<List>();
    list.clear(t);
    match args.opt(1) {
        Some(iterable) => extend_then_none(t, list, iterable),
        None => Ok(Tail::Value(Value::NONE)),
    }
}

fn append<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    args.this::<List>().push(t, args.get(1))?;
    Ok(Value::NONE)
}

fn extend<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    extend_then_none(t, args.this::<List>(), args.get(1))
}

fn extend_then_none<'t>(t: &'t Thread, list: Gc<'t, List>, iterable: Value<'t>) -> Result<Tail<'t>, Raised> {
    match t.leaf_extend(list, iterable) {
        Some(result) => result.map(|()| Tail::Value(Value::NONE)),
        None => Ok(Tail::call(t.app(app::list_extend_sized), &[list.value(), iterable])),
    }
}

fn insert<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static INSERT: Then = Then::new(|t, state, index| {
        let state = state.expect::<Tuple>();
        let list = state.at(0).expect::<List>();
        let index = t.index_of(index)?;
        let length = list.len() as i64;
        let index = if index < 0 { (index + length).max(0) } else { index.min(length) };
        list.insert(t, index as usize, state.at(1))?;
        Ok(Tail::Value(Value::NONE))
    });
    let state = t.small_tuple([args.get(0), args.get(2)]);
    t.index(args.get(1))?.then(t, &INSERT, state.value())
}

fn pop<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static POP: Then = Then::new(|t, list, index| {
        let list = list.expect::<List>();
        let index = t.index_of(index)?;
        if list.is_empty() {
            return Err(t.raise(cls::IndexError, "pop from empty list"));
        }
        match in_range(index, list.len()) {
            Some(index) => list.remove(t, index).map(Tail::Value),
            None => Err(t.raise(cls::IndexError, "pop index out of range")),
        }
    });
    match args.opt(1) {
        Some(index) => t.index(index)?.then(t, &POP, args.get(0)),
        None => (POP.ok)(t, args.get(0), Value::small(-1)),
    }
}

fn remove<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let (list, value) = (args.this::<List>(), args.get(1));
    for (index, item) in list.iter().enumerate() {
        match t.leaf_eq(item, value) {
            Some(true) => {
                list.remove(t, index)?;
                return Ok(Tail::Value(Value::NONE));
            }
            Some(false) => {}
            None => return Ok(Tail::call(t.app(app::list_remove), &[list.value(), value])),
        }
    }
    Err(t.value_error("list.remove(x): x not in list"))
}

fn clear<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    args.this::<List>().clear(t);
    Ok(Value::NONE)
}

fn copy<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let copy = t.new_list();
    copy.extend_list(t, args.this::<List>())?;
    Ok(copy.value())
}

fn reverse<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    args.this::<List>().reverse(t);
    Ok(Value::NONE)
}

fn sort<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let (list, key, reverse) = (args.this::<List>(), args.get(1), args.get(2));
    static SORT: Then = Then::new(|t, state, reverse| {
        let state = state.expect::<Tuple>();
        let (list, key) = (state.at(0), state.at(1));
        if key.is_none() {
            let list = list.expect::<List>();
            let mut items: Vec<Value<'_>> = list.iter().collect();
            if reverse.is_true() {
                items.reverse();
            }
            if leaf_sort(t, &mut items).is_some() {
                if reverse.is_true() {
                    items.reverse();
                }
                list.store_all(t, &items);
                return Ok(Tail::Value(Value::NONE));
            }
        }
        Ok(Tail::call(t.app(app::list_sort), &[list, key, reverse]))
    });
    let key = key.given().unwrap_or(Value::NONE);
    let state = t.small_tuple([list.value(), key]);
    t.truth(reverse.given().unwrap_or(Value::FALSE))?.then(t, &SORT, state.value())
}

fn index<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let list = args.this::<List>();
    t.find_in_items(app::list_index, "list", (list.value(), list.slots()), args)
}

impl Thread {
    /// `index(value, start, stop)` of lists and tuples.
    pub(crate) fn find_in_items<'t>(
        &'t self,
        general: crate::applevel::App,
        kind: &str,
        (sequence, items): (Value<'t>, &'t [Slot]),
        args: Args<'t>,
    ) -> Result<Tail<'t>, Raised> {
        let start = self.search_bound(args.opt(2), 0, items.len())?;
        let stop = self.search_bound(args.opt(3), items.len(), items.len())?;
        let value = args.get(1);
        for (index, slot) in items.iter().enumerate().take(stop).skip(start) {
            match self.leaf_eq(self.slot_value(slot), value) {
                Some(true) => return Ok(Tail::Value(self.int_usize(index))),
                Some(false) => {}
                None => {
                    let bounds = [self.int_usize(start), self.int_usize(stop)];
                    return Ok(Tail::call(self.app(general), &[sequence, value, bounds[0], bounds[1]]));
                }
            }
        }
        Err(self.value_error(format_args!("{kind}.index(x): x not in {kind}")))
    }

    /// A bound of a search in a sequence of this length.
    pub(crate) fn search_bound<'t>(
        &'t self,
        bound: Option<Value<'t>>,
        default: usize,
        length: usize,
    ) -> Result<usize, Raised> {
        use crate::objects::number::IntRef;
        let Some(bound) = bound else { return Ok(default) };
        match self.as_int(bound) {
            Some(IntRef::Small(small)) if small < 0 => Ok((small + length as i64).max(0) as usize),
            Some(IntRef::Small(small)) => Ok(small as usize),
            Some(IntRef::Big(big)) => Ok(if big.is_negative() { 0 } else { usize::MAX >> 2 }),
            None => Err(self.type_error("slice indices must be integers or have an __index__ method")),
        }
    }

    /// `count(value)` of lists and tuples.
    pub(crate) fn count_in_items<'t>(
        &'t self,
        (sequence, items): (Value<'t>, &'t [Slot]),
        value: Value<'t>,
    ) -> Result<Tail<'t>, Raised> {
        let mut count = 0;
        for slot in items {
            match self.leaf_eq(self.slot_value(slot), value) {
                Some(equal) => count += equal as usize,
                None => return Ok(Tail::call(self.app(app::seq_count), &[sequence, value])),
            }
        }
        Ok(Tail::Value(self.int_usize(count)))
    }

    /// `value in sequence` of lists and tuples.
    pub(crate) fn contains_in_items<'t>(
        &'t self,
        (sequence, items): (Value<'t>, &'t [Slot]),
        value: Value<'t>,
    ) -> Result<Tail<'t>, Raised> {
        match self.leaf_find_item(items, value) {
            Some(found) => Ok(Tail::Value(Value::bool(found))),
            None => Ok(Tail::call(self.app(app::seq_contains), &[sequence, value])),
        }
    }
}

fn count<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let list = args.this::<List>();
    t.count_in_items((list.value(), list.slots()), args.get(1))
}

fn contains<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let list = args.this::<List>();
    t.contains_in_items((list.value(), list.slots()), args.get(1))
}

fn add<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    match args.get(1).cast::<List>() {
        Some(other) => Ok(t.concat_lists(args.this(), other)?.value()),
        None => {
            let name = t.class_name(args.get(1));
            Err(t.type_error(format_args!("can only concatenate list (not \"{name}\") to list")))
        }
    }
}

fn in_place_add<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static ITSELF: Then = Then::new(|_, list, _| Ok(Tail::Value(list)));
    extend_then_none(t, args.this::<List>(), args.get(1))?.then(t, &ITSELF, args.get(0))
}

fn in_place_mul<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static ADOPT: Then = Then::new(|t, list, repeated| {
        list.expect::<List>().adopt(t, repeated.expect::<List>());
        Ok(Tail::Value(list))
    });
    t.multiply_sequence(args.get(0), args.get(1))?.then(t, &ADOPT, args.get(0))
}

fn repr<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    if args.get(0).cast_exact::<List>().is_some() {
        if let Some(text) = t.leaf_repr(args.get(0)) {
            return text.map(Into::into);
        }
    }
    let brackets = [t.str("[")?.value(), t.str("]")?.value()];
    Ok(Tail::call(t.app(app::seq_repr), &[args.get(0), brackets[0], brackets[1]]))
}

fn set_item<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static STORE: Then = Then::new(|t, state, key| {
        let state = state.expect::<Tuple>();
        let (list, value) = (state.at(0).expect::<List>(), state.at(1));
        if let Some(slice) = key.cast::<Slice>() {
            return assign_slice(t, list, slice, value);
        }
        match in_range(t.index_of(key)?, list.len()) {
            Some(index) => list.set_item(t, index, value),
            None => return Err(t.raise(cls::IndexError, "list assignment index out of range")),
        }
        Ok(Tail::Value(Value::NONE))
    });
    let state = t.small_tuple([args.get(0), args.get(2)]);
    plain_key(t, args)?.then(t, &STORE, state.value())
}

/// The key of a subscription as an int or a slice of ints.
fn plain_key<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let key = args.get(1);
    if let Some(slice) = key.cast::<Slice>() {
        return t.plain_slice(slice);
    }
    if t.is_index(key) { t.index(key) } else { Err(t.wrong_index(args.get(0), key)) }
}

fn assign_slice<'t>(
    t: &'t Thread,
    list: Gc<'t, List>,
    slice: Gc<'t, Slice>,
    value: Value<'t>,
) -> Result<Tail<'t>, Raised> {
    let span = span_of(t, list, slice)?;
    let source = t.new_list();
    match t.leaf_extend(source, value) {
        Some(result) => {
            result?;
            assign_span(t, list, span, source)?;
            Ok(Tail::Value(Value::NONE))
        }
        None if t.is_iterable(value) => {
            let numbers = [t.int(span.start), t.int(span.stop), t.int(span.step)];
            let state = t.small_tuple([list.value(), numbers[0], numbers[1], numbers[2]]);
            static ASSIGN: Then = Then::new(|t, state, items| {
                let state = state.expect::<Tuple>();
                let args = t.small_tuple([state.at(0), state.at(1), state.at(2), state.at(3), items]);
                Ok(Tail::spread(t.app(app::list_set_slice), args, Value::UNSET))
            });
            t.extend_rest(source, value)?.then(t, &ASSIGN, state.value())
        }
        None => Err(t.type_error("must assign iterable to extended slice")),
    }
}

fn span_of<'t>(t: &'t Thread, list: Gc<'t, List>, slice: Gc<'t, Slice>) -> Result<Span, Raised> {
    match slice.parts(t) {
        Some(parts) => Ok(parts?.over(list.len())),
        None => Err(t.type_error("slice indices must be integers or None or have an __index__ method")),
    }
}

/// `list[span] = source`; the list may have shrunk since the span was computed.
pub(crate) fn assign_span<'t>(
    t: &'t Thread,
    list: Gc<'t, List>,
    span: Span,
    source: Gc<'t, List>,
) -> Result<(), Raised> {
    if span.step == 1 {
        let length = list.len();
        let start = (span.start as usize).min(length);
        let stop = (span.stop.max(span.start) as usize).clamp(start, length);
        return list.replace_range(t, start, stop, source);
    }
    if source.len() != span.count {
        return Err(t.value_error(format_args!(
            "attempt to assign sequence of size {} to extended slice of size {}",
            source.len(),
            span.count
        )));
    }
    for (index, item) in span.indices().zip(source.iter()) {
        if index < list.len() {
            list.set_item(t, index, item);
        }
    }
    Ok(())
}

fn del_item<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static DELETE: Then = Then::new(|t, list, key| {
        let list = list.expect::<List>();
        if let Some(slice) = key.cast::<Slice>() {
            let span = span_of(t, list, slice)?;
            list.remove_span(t, span)?;
            return Ok(Tail::Value(Value::NONE));
        }
        match in_range(t.index_of(key)?, list.len()) {
            Some(index) => list.remove(t, index)?,
            None => return Err(t.raise(cls::IndexError, "list assignment index out of range")),
        };
        Ok(Tail::Value(Value::NONE))
    });
    plain_key(t, args)?.then(t, &DELETE, args.get(0))
}
