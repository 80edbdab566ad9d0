//! `tee`: independent iterators over one source, which share a chain of blocks of the items read so far.

use std::cell::Cell;

use gc_api::layout;
use vm_core::natives::{Args, ClassDef, NativeDef, Tail, Then, class, leaf, tail};
use vm_core::objects::class::flags;
use vm_core::objects::sequence::{List, Tuple};
use vm_core::{Gc, Raised, Res, Thread, Value, cls, header};

use super::slot;
use crate::{convert, ids};

layout! {
    pub struct Tee(ids::ITERTOOLS.layout(40)) {
        /// The block in which the next item is.
        data: Ref,
        index: Raw<usize>,
    }
}

layout! {
    /// A block of items, and the way to the next one.
    pub struct TeeData(ids::ITERTOOLS.layout(41)) {
        source: Ref,
        /// List.
        items: Ref,
        /// The next block, or unset.
        next: Ref,
        /// 1: the source is being asked for an item.
        running: Raw<u64>,
    }
}

/// Items of a block.
const BLOCK: usize = 57;

pub static TEE: ClassDef = class(ids::ITERTOOLS.class(20), "_tee")
    .module("itertools")
    .doc("Iterator wrapped to make it copyable.")
    .layouts(&[ids::ITERTOOLS.layout(40)])
    .flags(flags::WEAKREFABLE)
    .step(|t, tee, depth| step_tee(t, tee.expect(), depth))
    .next(|t, tee| next_tee(t, tee.expect()))
    .methods(&METHODS)
    .construct(&CONSTRUCT);

static CONSTRUCT: NativeDef = tail("_tee(iterable, /)", |t, args| from_iterable(t, args.get(0))).function();

static METHODS: [NativeDef; 4] = [
    tail("__new__(cls, iterable, /)", |t, args| from_iterable(t, args.get(1))).static_method(),
    leaf("__iter__(self, /)", |_, args| Ok(args.get(0))),
    tail("__next__(self, /)", |t, args| match step_tee(t, args.this(), 0) {
        Some(item) => Ok(Tail::Value(item)),
        None => next_tee(t, args.this()),
    }),
    leaf("__copy__(self, /)", |t, args| Ok(copy(t, args.this()))).doc("Returns an independent iterator."),
];

pub static DATA: ClassDef = class(ids::ITERTOOLS.class(21), "_tee_dataobject")
    .module("itertools")
    .doc("Data container common to multiple tee objects.")
    .layouts(&[ids::ITERTOOLS.layout(41)])
    .methods(&DATA_METHODS);

static DATA_METHODS: [NativeDef; 1] = [leaf("__new__(cls, it, values, next, /)", new_data).static_method()];

fn new_data<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let Some(values) = args.get(2).cast::<List>() else {
        let name = t.class_name(args.get(2));
        return Err(t.type_error(format_args!("teedataobject() argument 2 must be list, not {name}")));
    };
    let next = args.get(3).not_none();
    if values.len() > BLOCK
        || (next.is_some() && values.len() != BLOCK)
        || next.is_some_and(|next| !next.is::<TeeData>())
    {
        return Err(t.value_error("Invalid arguments"));
    }
    let data = block(t, args.get(1));
    data.get(TeeData::items).expect::<List>().extend_list(t, values)?;
    data.set(t, TeeData::next, next.unwrap_or(Value::UNSET));
    Ok(data.value())
}

fn block<'t>(t: &'t Thread, source: Value<'t>) -> Gc<'t, TeeData> {
    let items = slot(t.new_list().value());
    t.new_object(TeeData {
        header: header(),
        source: slot(source),
        items,
        next: slot(Value::UNSET),
        running: Cell::new(0),
    })
}

fn at<'t>(t: &'t Thread, data: Value<'t>, index: usize) -> Value<'t> {
    t.new_object(Tee { header: header(), data: slot(data), index: Cell::new(index) }).value()
}

fn copy<'t>(t: &'t Thread, tee: Gc<'t, Tee>) -> Value<'t> {
    at(t, tee.get(Tee::data), tee.get(Tee::index))
}

/// A tee over an iterable; of a tee, a copy.
fn from_iterable<'t>(t: &'t Thread, iterable: Value<'t>) -> Result<Tail<'t>, Raised> {
    static MADE: Then = Then::new(|t, _, iterator| {
        Ok(Tail::Value(match iterator.cast::<Tee>() {
            Some(tee) => copy(t, tee),
            None => at(t, block(t, iterator).value(), 0),
        }))
    });
    t.iter(iterable)?.then(t, &MADE, Value::NONE)
}

/// The item if it was read before; `Err` with the block that lacks it.
fn stored<'t>(t: &'t Thread, tee: Gc<'t, Tee>) -> Result<Value<'t>, Gc<'t, TeeData>> {
    let mut data = tee.get(Tee::data).expect::<TeeData>();
    if tee.get(Tee::index) == BLOCK {
        data = match data.get(TeeData::next).cast::<TeeData>() {
            Some(next) => next,
            None => {
                let next = block(t, data.get(TeeData::source));
                data.set(t, TeeData::next, next.value());
                next
            }
        };
        tee.set(t, Tee::data, data.value());
        tee.set_raw(Tee::index, 0);
    }
    let (items, index) = (data.get(TeeData::items).expect::<List>(), tee.get(Tee::index));
    if index >= items.len() {
        return Err(data);
    }
    tee.set_raw(Tee::index, index + 1);
    Ok(items.item(index))
}

fn step_tee<'t>(t: &'t Thread, tee: Gc<'t, Tee>, depth: usize) -> Option<Value<'t>> {
    let data = match stored(t, tee) {
        Ok(item) => return Some(item),
        Err(data) => data,
    };
    if data.get(TeeData::running) != 0 {
        return None;
    }
    let item = t.leaf_next_within(data.get(TeeData::source), depth + 1)?;
    store(t, tee, data, item).ok()
}

/// Keeps an item of the source for the other tees.
fn store<'t>(t: &'t Thread, tee: Gc<'t, Tee>, data: Gc<'t, TeeData>, item: Value<'t>) -> Res<'t> {
    if item != Value::MISSING {
        data.get(TeeData::items).expect::<List>().push(t, item)?;
        tee.set_raw(Tee::index, tee.get(Tee::index) + 1);
    }
    Ok(item)
}

fn next_tee<'t>(t: &'t Thread, tee: Gc<'t, Tee>) -> Result<Tail<'t>, Raised> {
    static STEPPED: Then = Then::catching(
        |t, state, item| {
            let state = state.expect::<Tuple>();
            let data = state.at(1).expect::<TeeData>();
            data.set_raw(TeeData::running, 0);
            store(t, state.at(0).expect(), data, item).map(Tail::Value)
        },
        |_, state, raised| {
            state.expect::<Tuple>().at(1).expect::<TeeData>().set_raw(TeeData::running, 0);
            Err(raised)
        },
    );
    let data = match stored(t, tee) {
        Ok(item) => return Ok(Tail::Value(item)),
        Err(data) => data,
    };
    if data.get(TeeData::running) != 0 {
        return Err(t.raise(cls::RuntimeError, "cannot re-enter the tee iterator"));
    }
    data.set_raw(TeeData::running, 1);
    let state = t.small_tuple([tee.value(), data.value()]);
    match t.step_inner(data.get(TeeData::source)) {
        Ok(tail) => tail.then(t, &STEPPED, state.value()),
        Err(raised) => {
            data.set_raw(TeeData::running, 0);
            Err(raised)
        }
    }
}

/// `tee(iterable, n)`
pub fn tee<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static COUNTED: Then = Then::new(|t, iterable, count| {
        static MADE: Then = Then::new(|t, count, first| {
            let tees = t.new_list();
            for _ in 1..t.index_of(count)? {
                tees.push(t, copy(t, first.expect()))?;
            }
            tees.push(t, first)?;
            Ok(Tail::Value(t.tuple_from_list(tees)?.value()))
        });
        let count = convert::ssize(t, count)?;
        if count < 0 {
            return Err(t.value_error("n must be >= 0"));
        }
        if count == 0 {
            return Ok(Tail::Value(t.new_tuple(0)?.value()));
        }
        from_iterable(t, iterable)?.then(t, &MADE, t.int(count))
    });
    t.index(args.opt(1).unwrap_or(Value::small(2)))?.then(t, &COUNTED, args.get(0))
}
