//! Subscripts of memoryviews, and their iterator.

use std::cell::Cell;

use gc_api::{Slot, layout};

use crate::Thread;
use crate::cls;
use crate::layouts;
use crate::natives::{Args, Tail, Then};
use crate::objects::memory_items::Item;
use crate::objects::memory_view::MemoryView;
use crate::objects::memory_view_methods::store;
use crate::objects::sequence::Tuple;
use crate::objects::slice::Slice;
use crate::protocols::in_range;
use crate::thread::header;
use crate::value::{Gc, Raised, Res, Value};

layout! {
    pub struct MemoryIterator(layouts::MEMORY_ITERATOR) {
        /// Unset once exhausted.
        source: Ref,
        index: Raw<usize>,
        length: Raw<usize>,
    }
}

impl Thread {
    pub(crate) fn new_memory_iterator<'t>(&'t self, view: Gc<'t, MemoryView>) -> Res<'t> {
        view.check(self)?;
        match view.dims().shape[..] {
            [] => Err(self.type_error("invalid indexing of 0-dim memory")),
            [length] => {
                view.item(self)?;
                let source = Slot::new(view.word());
                let iterator =
                    MemoryIterator { header: header(), source, index: Cell::new(0), length: Cell::new(length) };
                Ok(self.new_object(iterator).value())
            }
            _ => Err(no_sub_views(self, "multi-dimensional sub-views")),
        }
    }

    /// The next item, MISSING at the end; the error is for a view that was released meanwhile.
    pub(crate) fn next_in_memory<'t>(&'t self, iterator: Gc<'t, MemoryIterator>) -> Res<'t> {
        let Some(view) = iterator.get(MemoryIterator::source).cast::<MemoryView>() else { return Ok(Value::MISSING) };
        let index = iterator.get(MemoryIterator::index);
        if index >= iterator.get(MemoryIterator::length) {
            iterator.set(self, MemoryIterator::source, Value::UNSET);
            return Ok(Value::MISSING);
        }
        view.check(self)?;
        iterator.set_raw(MemoryIterator::index, index + 1);
        view.flat_item(self, index)
    }

    /// As [`Thread::next_in_memory`]; `None` if that would fail.
    pub(crate) fn leaf_next_in_memory<'t>(&'t self, iterator: Gc<'t, MemoryIterator>) -> Option<Value<'t>> {
        let view = iterator.get(MemoryIterator::source).cast::<MemoryView>();
        if view.is_some_and(|view| view.is_released()) {
            return None;
        }
        self.next_in_memory(iterator).ok()
    }

    /// `view[key]` if no Python is needed.
    pub(crate) fn leaf_memory_item<'t>(&'t self, view: Gc<'t, MemoryView>, key: Value<'t>) -> Option<Res<'t>> {
        if view.is_released() || !view.is_flat() {
            return None;
        }
        if let Some(index) = key.as_small_int() {
            let index = in_range(index, view.get(MemoryView::count))?;
            return Some(view.flat_item(self, index));
        }
        let span = key.cast::<Slice>()?.resolve(self)?.over(view.get(MemoryView::count));
        Some(view.sliced(self, span).map(Gc::value))
    }
}

fn no_sub_views(t: &Thread, what: &str) -> Raised {
    t.raise(cls::NotImplementedError, format_args!("{what} are not implemented"))
}

/// What a subscript selects.
enum Selection {
    /// One item, so many bytes from the first one.
    Item(i64),
    Part(crate::objects::slice::Span),
    Whole,
}

pub(crate) fn get_item<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static GET: Then = Then::new(|t, view, key| {
        let view = view.expect::<MemoryView>();
        match selection(t, view, key)? {
            Selection::Item(offset) => Ok(Tail::Value(view.item(t)?.read(t, view.item_at(t, offset)?)?)),
            Selection::Part(span) => Ok(Tail::Value(view.sliced(t, span)?.value())),
            Selection::Whole => Ok(Tail::Value(view.value())),
        }
    });
    let view = args.this::<MemoryView>();
    let asks = args.get(1).cast::<Slice>().is_some_and(|slice| slice.resolve(t).is_none());
    // A slice shows the view as it is now, whatever its `__index__` methods do to it.
    let shown = if asks && !view.is_released() { t.new_view(view.value())?.value() } else { view.value() };
    plain_key(t, args)?.then(t, &GET, shown)
}

pub(crate) fn set_item<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let view = args.this::<MemoryView>();
    view.check(t)?;
    if view.is_readonly() {
        return Err(t.type_error("cannot modify read-only memory"));
    }
    static SET: Then = Then::new(|t, state, key| {
        let state = state.expect::<Tuple>();
        let (view, value) = (state.at(0).expect::<MemoryView>(), state.at(1));
        view.check(t)?;
        if key.is::<Slice>() && view.dims().shape.len() > 1 {
            let what = "memoryview slice assignments are currently restricted to ndim = 1";
            return Err(t.raise(cls::NotImplementedError, what));
        }
        if t.as_int(key).is_some() && view.dims().shape.len() > 1 {
            return Err(no_sub_views(t, "sub-views"));
        }
        match selection(t, view, key)? {
            Selection::Item(offset) => set_at(t, view, offset, value),
            Selection::Part(span) => assign(t, view.sliced(t, span)?, value).map(Tail::Value),
            Selection::Whole if view.dims().shape.is_empty() => set_at(t, view, 0, value),
            Selection::Whole => assign(t, view, value).map(Tail::Value),
        }
    });
    let state = t.small_tuple([args.get(0), args.get(2)]);
    plain_key(t, args)?.then(t, &SET, state.value())
}

pub(crate) fn delete_item<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    args.this::<MemoryView>().check(t)?;
    Err(t.type_error("cannot delete memory"))
}

/// The key with its `__index__` asked: an int, a slice of ints, or the key as it is.
fn plain_key<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    args.this::<MemoryView>().check(t)?;
    let key = args.get(1);
    if let Some(slice) = key.cast::<Slice>() {
        return t.plain_slice(slice);
    }
    if let Some(keys) = t.as_tuple(key) {
        return plain_keys(t, keys);
    }
    if t.is_index(key) { t.index(key) } else { Ok(Tail::Value(key)) }
}

/// A tuple of keys with `__index__` asked of those that have one.
fn plain_keys<'t>(t: &'t Thread, keys: Gc<'t, Tuple>) -> Result<Tail<'t>, Raised> {
    static PUT: Then = Then::new(|t, state, index| {
        let state = state.expect::<Tuple>();
        let (keys, place) = (state.at(0).expect::<Tuple>(), state.at(1).as_small_int().unwrap_or(0) as usize);
        let keys: Vec<Value<'_>> = (0..keys.extent()).map(|n| if n == place { index } else { keys.at(n) }).collect();
        plain_keys(t, t.tuple(&keys)?)
    });
    let asked = (0..keys.extent()).find(|&n| t.as_int(keys.at(n)).is_none() && t.is_index(keys.at(n)));
    match asked {
        Some(place) => {
            let state = t.small_tuple([keys.value(), t.int_usize(place)]);
            t.index(keys.at(place))?.then(t, &PUT, state.value())
        }
        None => Ok(Tail::Value(keys.value())),
    }
}

fn selection<'t>(t: &'t Thread, view: Gc<'t, MemoryView>, key: Value<'t>) -> Result<Selection, Raised> {
    view.check(t)?;
    let dims = view.dims();
    if dims.shape.is_empty() {
        let empty = t.as_tuple(key).is_some_and(|key| key.extent() == 0);
        return match key == Value::ELLIPSIS {
            true => Ok(Selection::Whole),
            false if empty => Ok(Selection::Item(0)),
            false => Err(t.type_error("invalid indexing of 0-dim memory")),
        };
    }
    if t.as_int(key).is_some() {
        let index = t.index_of(key)?;
        if dims.shape.len() > 1 {
            return Err(no_sub_views(t, "multi-dimensional sub-views"));
        }
        return Ok(Selection::Item(offset_in(t, &dims.shape, &dims.strides, 0, index)?));
    }
    if let Some(slice) = key.cast::<Slice>() {
        let Some(parts) = slice.parts(t) else { return Err(t.type_error("memoryview: invalid slice key")) };
        return Ok(Selection::Part(parts?.over(dims.shape[0])));
    }
    let keys = t.as_tuple(key).ok_or_else(|| t.type_error("memoryview: invalid slice key"))?;
    let keys: Vec<Value<'t>> = (0..keys.extent()).map(|n| keys.at(n)).collect();
    if keys.is_empty() || !keys.iter().all(|key| t.as_int(*key).is_some()) {
        return Err(not_indices(t, &keys, dims.shape.len()));
    }
    if keys.len() < dims.shape.len() {
        return Err(no_sub_views(t, "sub-views"));
    }
    if keys.len() > dims.shape.len() {
        let (given, wanted) = (keys.len(), dims.shape.len());
        return Err(t.type_error(format_args!("cannot index {wanted}-dimension view with {given}-element tuple")));
    }
    let mut offset = 0;
    for (dimension, key) in keys.into_iter().enumerate() {
        offset += offset_in(t, &dims.shape, &dims.strides, dimension, t.index_of(key)?)?;
    }
    Ok(Selection::Item(offset))
}

/// The error of a tuple that does not consist of ints.
fn not_indices<'t>(t: &'t Thread, keys: &[Value<'t>], dimensions: usize) -> Raised {
    if keys.is_empty() && dimensions > 0 {
        return no_sub_views(t, "sub-views");
    }
    if keys.iter().all(|key| key.is::<Slice>()) {
        return t.raise(cls::NotImplementedError, "multi-dimensional slicing is not implemented");
    }
    t.type_error("memoryview: invalid slice key")
}

fn offset_in(t: &Thread, shape: &[usize], strides: &[i64], dimension: usize, index: i64) -> Result<i64, Raised> {
    match in_range(index, shape[dimension]) {
        Some(index) => Ok(index as i64 * strides[dimension]),
        None => {
            let message = format_args!("index out of bounds on dimension {}", dimension + 1);
            Err(t.raise(cls::IndexError, message))
        }
    }
}

/// Stores one item; a value that is no number of the right kind is asked to become one.
fn set_at<'t>(t: &'t Thread, view: Gc<'t, MemoryView>, offset: i64, value: Value<'t>) -> Result<Tail<'t>, Raised> {
    static STORE: Then = Then::new(|t, state, value| {
        let state = state.expect::<Tuple>();
        let view = state.at(0).expect::<MemoryView>();
        store(t, view, view.item(t)?, state.at(1).as_small_int().unwrap_or(0), value)?;
        Ok(Tail::Value(Value::NONE))
    });
    let state = t.small_tuple([view.value(), t.int(offset)]).value();
    match view.item(t)? {
        Item::Bool => t.truth(value)?.then(t, &STORE, state),
        Item::Signed(_) | Item::Unsigned(_) if t.is_index(value) => t.index(value)?.then(t, &STORE, state),
        Item::Float(_) if t.lookup_special(value, crate::sym::__float__).is_some() || t.is_index(value) => {
            t.float_of(value)?.then(t, &STORE, state)
        }
        _ => (STORE.ok)(t, state, value),
    }
}

/// `target[:] = source`, where `target` is the part assigned to.
fn assign<'t>(t: &'t Thread, target: Gc<'t, MemoryView>, source: Value<'t>) -> Res<'t> {
    t.bytes_like_view(source)?;
    let source = t.new_view(source)?;
    let plain = |format: String| format.strip_prefix('@').map(str::to_owned).unwrap_or(format);
    if target.dims().shape != source.dims().shape || plain(target.format()) != plain(source.format()) {
        return Err(t.value_error("memoryview assignment: lvalue and rvalue have different structures"));
    }
    // A copy first: the two may overlap.
    let bytes = source.gather(t, false)?;
    for (offset, item) in target.dims().offsets(false).into_iter().zip(bytes.chunks(target.item_size())) {
        for (cell, byte) in target.item_at(t, offset)?.iter().zip(item) {
            cell.set(*byte);
        }
    }
    Ok(Value::NONE)
}

impl Thread {
    /// TypeError unless the value can be viewed.
    fn bytes_like_view<'t>(&'t self, value: Value<'t>) -> Result<(), Raised> {
        match self.lender(value) {
            Some(_) => Ok(()),
            None => self.bytes_like(value).map(|_| ()),
        }
    }
}
