//! The classes `range` and `slice`.

use crate::Thread;
use crate::applevel::app;
use crate::cls;
use crate::layouts;
use crate::natives::{Args, ClassDef, GetSetDef, NativeDef, Tail, Then, class, leaf, member, tail};
use crate::objects::class::flags;
use crate::objects::number::IntRef;
use crate::objects::range::Range;
use crate::objects::sequence::Tuple;
use crate::objects::slice::Slice;
use crate::protocols::{BinaryOp, Compare};
use crate::value::{Gc, Raised, Res, Value};

pub static RANGE: ClassDef = class(cls::range, "range")
    .doc("range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\nReturn an object that produces a sequence of integers from start (inclusive)\nto stop (exclusive) by step.")
    .layouts(&[layouts::RANGE])
    .flags(flags::SEQUENCE)
    .methods(&RANGE_METHODS)
    .getsets(&RANGE_GETSETS)
    .construct(&CONSTRUCT_RANGE);

pub static SLICE: ClassDef = class(cls::slice, "slice")
    .doc("slice(stop)\nslice(start, stop[, step])\n\nCreate a slice object.  This is used for extended slicing (e.g. a[0:10:2]).")
    .layouts(&[layouts::SLICE])
    .methods(&SLICE_METHODS)
    .getsets(&SLICE_GETSETS)
    .construct(&CONSTRUCT_SLICE);

static CONSTRUCT_RANGE: NativeDef =
    tail("range(start, stop=0, step=1, /)", |t, args| make_range(t, [args.get(0), args.get(1), args.get(2)]));
static CONSTRUCT_SLICE: NativeDef =
    leaf("slice(start, stop=None, step=None, /)", |t, args| Ok(make_slice(t, [args.get(0), args.get(1), args.get(2)])));

static RANGE_GETSETS: [GetSetDef; 3] = [
    member("start", |_, range| Ok(range.expect::<Range>().get(Range::start))),
    member("stop", |_, range| Ok(range.expect::<Range>().get(Range::stop))),
    member("step", |_, range| Ok(range.expect::<Range>().get(Range::step))),
];

static SLICE_GETSETS: [GetSetDef; 3] = [
    member("start", |_, slice| Ok(slice.expect::<Slice>().get(Slice::start))),
    member("stop", |_, slice| Ok(slice.expect::<Slice>().get(Slice::stop))),
    member("step", |_, slice| Ok(slice.expect::<Slice>().get(Slice::step))),
];

static RANGE_METHODS: [NativeDef; 18] = [
    tail("__new__(cls, start, stop=0, step=1, /)", |t, args| make_range(t, [args.get(1), args.get(2), args.get(3)]))
        .static_method(),
    tail("index(self, value, /)", index).doc(
        "rangeobject.index(value) -> integer -- return index of value.\nRaise ValueError if the value is not present.",
    ),
    tail("count(self, value, /)", count)
        .doc("rangeobject.count(value) -> integer -- return number of occurrences of value"),
    tail("__contains__(self, key, /)", contains),
    leaf("__len__(self, /)", length),
    leaf("__bool__(self, /)", |_, args| {
        Ok(Value::bool(args.this::<Range>().get(Range::length).as_small_int() != Some(0)))
    }),
    tail("__getitem__(self, key, /)", |t, args| t.sequence_item(args.get(0), args.get(1))),
    leaf("__iter__(self, /)", |t, args| Ok(t.new_range_iterator(args.this()))),
    leaf("__reversed__(self, /)", reversed),
    tail("__repr__(self, /)", range_repr),
    leaf("__hash__(self, /)", |t, args| Ok(t.int(t.hash_range(args.this())?))),
    leaf("__eq__(self, value, /)", |t, args| compare_ranges(t, args, false)),
    leaf("__ne__(self, value, /)", |t, args| compare_ranges(t, args, true)),
    leaf("__lt__(self, value, /)", |_, _| Ok(Value::NOT_IMPLEMENTED)),
    leaf("__le__(self, value, /)", |_, _| Ok(Value::NOT_IMPLEMENTED)),
    leaf("__gt__(self, value, /)", |_, _| Ok(Value::NOT_IMPLEMENTED)),
    leaf("__ge__(self, value, /)", |_, _| Ok(Value::NOT_IMPLEMENTED)),
    leaf("__reduce__(self, /)", |t, args| {
        let range = args.this::<Range>();
        let parts = [range.get(Range::start), range.get(Range::stop), range.get(Range::step)];
        let parts = t.small_tuple(parts);
        Ok(t.small_tuple([t.class(cls::range).value(), parts.value()]).value())
    }),
];

static SLICE_METHODS: [NativeDef; 11] = [
    leaf("__reduce__(self, /)", |t, args| {
        let parts = slice_parts(t, args.this());
        Ok(t.small_tuple([t.class(cls::slice).value(), parts.value()]).value())
    })
    .doc("Return state information for pickling."),
    leaf("__new__(cls, start, stop=None, step=None, /)", |t, args| {
        Ok(make_slice(t, [args.get(1), args.get(2), args.get(3)]))
    })
    .static_method(),
    tail("indices(self, len, /)", indices)
        .doc("Assuming a sequence of length len, calculate the start and stop indices, and the stride length."),
    tail("__repr__(self, /)", slice_repr),
    tail("__hash__(self, /)", |t, args| t.hash(slice_parts(t, args.this()).value())),
    tail("__eq__(self, value, /)", |t, args| compare_slices(t, Compare::Eq, args)),
    tail("__ne__(self, value, /)", |t, args| compare_slices(t, Compare::Ne, args)),
    tail("__lt__(self, value, /)", |t, args| compare_slices(t, Compare::Lt, args)),
    tail("__le__(self, value, /)", |t, args| compare_slices(t, Compare::Le, args)),
    tail("__gt__(self, value, /)", |t, args| compare_slices(t, Compare::Gt, args)),
    tail("__ge__(self, value, /)", |t, args| compare_slices(t, Compare::Ge, args)),
];

/// `range(*given)`; missing arguments are unset.
fn make_range<'t>(t: &'t Thread, given: [Value<'t>; 3]) -> Result<Tail<'t>, Raised> {
    let (start, stop) = if given[1].is_set() { (given[0], given[1]) } else { (Value::small(0), given[0]) };
    let step = given[2].given().unwrap_or(Value::small(1));
    range_from(t, [start, stop, step])
}

/// A range of three numbers, through `__index__`.
fn range_from<'t>(t: &'t Thread, mut parts: [Value<'t>; 3]) -> Result<Tail<'t>, Raised> {
    for n in 0..3 {
        if let Some(int) = t.exact_int(parts[n]) {
            parts[n] = int;
            continue;
        }
        static PUT: Then = Then::new(|t, state, index| {
            let state = state.expect::<Tuple>();
            let mut parts = [state.at(0), state.at(1), state.at(2)];
            parts[state.at(3).as_small_int().unwrap_or(0) as usize] = index;
            range_from(t, parts)
        });
        let state = t.small_tuple([parts[0], parts[1], parts[2], Value::small(n as i32)]);
        return t.index(parts[n])?.then(t, &PUT, state.value());
    }
    if parts[2].as_small_int() == Some(0) {
        return Err(t.value_error("range() arg 3 must not be zero"));
    }
    Ok(t.new_range(parts[0], parts[1], parts[2])?.into())
}

fn make_slice<'t>(t: &'t Thread, given: [Value<'t>; 3]) -> Value<'t> {
    let part = |n: usize| given[n].given().unwrap_or(Value::NONE);
    if given[1].is_set() { t.slice(part(0), part(1), part(2)) } else { t.slice(Value::NONE, part(0), Value::NONE) }
}

fn length<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let length = args.this::<Range>().get(Range::length);
    match t.as_int(length) {
        Some(IntRef::Small(_)) => Ok(length),
        Some(IntRef::Big(big)) if big.limbs().len() == 1 && big.limbs()[0] <= i64::MAX as u64 => Ok(length),
        _ => Err(t.raise(cls::OverflowError, "Python int too large to convert to C ssize_t")),
    }
}

fn contains<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    match args.this::<Range>().leaf_contains(t, args.get(1)) {
        Some(found) => Ok(Tail::Value(Value::bool(found))),
        None => Ok(Tail::call(t.app(app::iter_contains), &[args.get(0), args.get(1)])),
    }
}

fn index<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let (range, value) = (args.this::<Range>(), args.get(1));
    let Some(int) = t.exact_int(value) else {
        return Ok(Tail::call(t.app(app::range_index), &[args.get(0), value]));
    };
    match t.range_index(range, int)?.and_then(Value::given) {
        Some(index) => Ok(Tail::Value(index)),
        None => Err(t.value_error("range.index(x): x not in range")),
    }
}

fn count<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let (range, value) = (args.this::<Range>(), args.get(1));
    match t.exact_int(value) {
        Some(int) => {
            let found = t.range_index(range, int)?.is_some_and(Value::is_set);
            Ok(Tail::Value(Value::small(found as i32)))
        }
        None => Ok(Tail::call(t.app(app::range_count), &[args.get(0), value])),
    }
}

fn reversed<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let range = args.this::<Range>();
    let (length, zero) = (range.get(Range::length), Value::small(0));
    let step = t.arith(BinaryOp::Sub, zero, range.get(Range::step))?;
    let last = t.range_item(range, t.arith(BinaryOp::Sub, length, Value::small(1))?)?;
    let stop = t.arith(BinaryOp::Add, last, t.arith(BinaryOp::Mul, step, length)?)?;
    let backwards = t.new_range(last, stop, step)?;
    Ok(t.new_range_iterator(backwards))
}

fn range_repr<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    if let Some(text) = t.leaf_repr(args.get(0)) {
        return text.map(Into::into);
    }
    let range = args.this::<Range>();
    let parts = [range.get(Range::start), range.get(Range::stop), range.get(Range::step)];
    let shown = if parts[2].as_small_int() == Some(1) { &parts[..2] } else { &parts };
    Ok(Tail::call(t.app(app::call_repr), &[t.str("range")?.value(), t.tuple(shown)?.value()]))
}

impl Thread {
    /// Equal ranges have the same items.
    pub(crate) fn ranges_equal<'t>(&'t self, a: Gc<'t, Range>, b: Gc<'t, Range>) -> Option<bool> {
        let same = |field| self.leaf_eq(a.get(field), b.get(field));
        if !same(Range::length)? {
            return Some(false);
        }
        match a.get(Range::length).as_small_int() {
            Some(0) => Some(true),
            Some(1) => same(Range::start),
            _ => Some(same(Range::start)? && same(Range::step)?),
        }
    }

    pub(crate) fn hash_range<'t>(&'t self, range: Gc<'t, Range>) -> Result<i64, Raised> {
        let length = range.get(Range::length);
        let (start, step) = match length.as_small_int() {
            Some(0) => (Value::NONE, Value::NONE),
            Some(1) => (range.get(Range::start), Value::NONE),
            _ => (range.get(Range::start), range.get(Range::step)),
        };
        Ok(self.leaf_hash(self.small_tuple([length, start, step]).value()).unwrap_or(0))
    }
}

fn compare_ranges<'t>(t: &'t Thread, args: Args<'t>, negate: bool) -> Res<'t> {
    let Some(other) = args.get(1).cast::<Range>() else { return Ok(Value::NOT_IMPLEMENTED) };
    let equal = t.ranges_equal(args.this(), other).unwrap_or(false);
    Ok(Value::bool(equal != negate))
}

fn slice_parts<'t>(t: &'t Thread, slice: Gc<'t, Slice>) -> Gc<'t, Tuple> {
    t.small_tuple([slice.get(Slice::start), slice.get(Slice::stop), slice.get(Slice::step)])
}

fn slice_repr<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    if let Some(text) = t.leaf_repr(args.get(0)) {
        return text.map(Into::into);
    }
    let name = t.str("slice")?.value();
    Ok(Tail::call(t.app(app::call_repr), &[name, slice_parts(t, args.this()).value()]))
}

fn compare_slices<'t>(t: &'t Thread, op: Compare, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let Some(other) = args.get(1).cast::<Slice>() else { return Ok(Tail::Value(Value::NOT_IMPLEMENTED)) };
    let (a, b) = (slice_parts(t, args.this()), slice_parts(t, other));
    t.compare_items(op, (a.value(), a.words()), (b.value(), b.words()))
}

fn indices<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static LENGTH: Then = Then::new(|t, slice, length| {
        let length = t.exact_int(length).unwrap_or(length);
        if t.int_less(length, Value::small(0)) {
            return Err(t.value_error("length should not be negative"));
        }
        static RESOLVED: Then = Then::new(|t, length, slice| {
            let slice = slice.expect::<Slice>();
            if let Some(Err(raised)) = slice.parts(t) {
                return Err(raised);
            }
            let (start, stop, step) = t.slice_bounds(slice, length)?;
            Ok(t.small_tuple([start, stop, step]).into())
        });
        t.plain_slice(slice.expect::<Slice>())?.then(t, &RESOLVED, length)
    });
    t.index(args.get(1))?.then(t, &LENGTH, args.get(0))
}
