//! How iterators are copied and pickled: `__reduce__` tells what would make an equal one, `__setstate__` moves it on.

use compiler::bytecode::Compare;

use crate::Thread;
use crate::classes::cls;
use crate::layouts;
use crate::natives::{Args, NativeDef, leaf};
use crate::objects::composite::{Enumerate, Filter, MapIterator, Reversed, Zip};
use crate::objects::dict::Dict;
use crate::objects::iterators::{
    CallableIterator, DictIterator, ListReverseIterator, LongRangeIterator, RangeIterator, SequenceIterator,
    SetIterator,
};
use crate::objects::number::IntRef;
use crate::objects::sequence::{List, Tuple};
use crate::objects::set::Set;
use crate::protocols::BinaryOp;
use crate::value::{Raised, Res, Value};
use crate::vm::RootKey;

macro_rules! reduce {
    ($function:expr) => {
        leaf("__reduce__(self, /)", $function).doc("Return state information for pickling.")
    };
}

macro_rules! setstate {
    ($function:expr) => {
        leaf("__setstate__(self, state, /)", $function).doc("Set state information for unpickling.")
    };
}

pub static RANGE: [NativeDef; 2] = [reduce!(reduce_range), setstate!(move_range)];
pub static LONG_RANGE: [NativeDef; 2] = [reduce!(reduce_long_range), setstate!(move_long_range)];
pub static SEQUENCE: [NativeDef; 2] = [reduce!(reduce_sequence), setstate!(move_sequence)];
pub static LIST_REVERSE: [NativeDef; 2] = [reduce!(reduce_list_reverse), setstate!(move_list_reverse)];
pub static DICT: [NativeDef; 1] = [reduce!(reduce_dict)];
pub static SET: [NativeDef; 1] = [reduce!(reduce_set)];
pub static CALLABLE: [NativeDef; 1] = [reduce!(reduce_callable)];
pub static ENUMERATE: [NativeDef; 1] = [reduce!(|t, args| {
    let this = args.this::<Enumerate>();
    let made_of = [this.get(Enumerate::iterator), this.get(Enumerate::count)];
    Ok(t.small_tuple([t.class_of(args.get(0)).value(), t.small_tuple(made_of).value()]).value())
})];
pub static ZIP: [NativeDef; 2] = [
    reduce!(reduce_zip),
    setstate!(|t, args| {
        args.this::<Zip>().set(t, Zip::strict, truth(t, args)?);
        Ok(Value::NONE)
    }),
];
pub static MAP: [NativeDef; 2] = [
    reduce!(reduce_map),
    setstate!(|t, args| {
        args.this::<MapIterator>().set(t, MapIterator::strict, truth(t, args)?);
        Ok(Value::NONE)
    }),
];
pub static FILTER: [NativeDef; 1] = [reduce!(|t, args| {
    let this = args.this::<Filter>();
    let made_of = [this.get(Filter::function), this.get(Filter::iterator)];
    Ok(t.small_tuple([t.class_of(args.get(0)).value(), t.small_tuple(made_of).value()]).value())
})];
pub static REVERSED: [NativeDef; 2] = [reduce!(reduce_reversed), setstate!(move_reversed)];

fn truth<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    Ok(Value::bool(t.leaf_truth(args.get(1)).unwrap_or(true)))
}

/// The builtin `iter`, as a program may have replaced it.
pub fn builtin_iter(t: &Thread) -> Value<'_> {
    let builtins = t.fixed_root(RootKey::Builtins).expect::<Dict>();
    builtins.get_str(t, t.intern_text("iter")).unwrap_or(Value::NONE)
}

/// `(iter, (source,))`
fn over<'t>(t: &'t Thread, source: Value<'t>) -> Res<'t> {
    Ok(t.small_tuple([builtin_iter(t), t.small_tuple([source]).value()]).value())
}

/// `(maker, (source,), state)`
fn from<'t>(t: &'t Thread, maker: Value<'t>, source: Value<'t>, state: Value<'t>) -> Res<'t> {
    Ok(t.small_tuple([maker, t.small_tuple([source]).value(), state]).value())
}

fn reduce_range<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = args.this::<RangeIterator>();
    let (next, step) = (t.int(this.get(RangeIterator::next)), t.int(this.get(RangeIterator::step)));
    rest_of_range(t, next, step, t.int_usize(this.get(RangeIterator::remaining)))
}

fn reduce_long_range<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = args.this::<LongRangeIterator>();
    let [next, step, remaining] =
        [LongRangeIterator::next, LongRangeIterator::step, LongRangeIterator::remaining].map(|field| this.get(field));
    rest_of_range(t, next, step, remaining)
}

fn rest_of_range<'t>(t: &'t Thread, next: Value<'t>, step: Value<'t>, remaining: Value<'t>) -> Res<'t> {
    let stop = t.arith(BinaryOp::Add, next, t.arith(BinaryOp::Mul, step, remaining)?)?;
    from(t, builtin_iter(t), t.new_range(next, stop, step)?.value(), Value::NONE)
}

/// The state, an int.
pub fn position<'t>(t: &'t Thread, state: Value<'t>) -> Result<i64, Raised> {
    match t.as_int(state) {
        Some(IntRef::Small(position)) => Ok(position),
        Some(IntRef::Big(_)) => Err(t.raise(cls::OverflowError, "Python int too large to convert to C ssize_t")),
        None => Err(t.type_error("an integer is required")),
    }
}

fn move_range<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = args.this::<RangeIterator>();
    let remaining = this.get(RangeIterator::remaining);
    let by = (t.index_of(args.get(1))?.max(0) as usize).min(remaining);
    this.set_raw(RangeIterator::remaining, remaining - by);
    let gone = this.get(RangeIterator::step).wrapping_mul(by as i64);
    this.set_raw(RangeIterator::next, this.get(RangeIterator::next).wrapping_add(gone));
    Ok(Value::NONE)
}

fn move_long_range<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = args.this::<LongRangeIterator>();
    let remaining = this.get(LongRangeIterator::remaining);
    let state = args.get(1);
    if t.as_int(state).is_none() {
        return Err(t.type_error(format_args!("state must be an int, not {}", t.class_name(state))));
    }
    let mut by = state;
    if t.leaf_compare(Compare::Lt, by, Value::small(0)) == Some(true) {
        by = Value::small(0);
    }
    if t.leaf_compare(Compare::Lt, remaining, by) == Some(true) {
        by = remaining;
    }
    let gone = t.arith(BinaryOp::Mul, this.get(LongRangeIterator::step), by)?;
    this.set(t, LongRangeIterator::next, t.arith(BinaryOp::Add, this.get(LongRangeIterator::next), gone)?);
    this.set(t, LongRangeIterator::remaining, t.arith(BinaryOp::Sub, remaining, by)?);
    Ok(Value::NONE)
}

fn reduce_sequence<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = args.this::<SequenceIterator>();
    match this.get(SequenceIterator::source).given() {
        Some(source) => from(t, builtin_iter(t), source, t.int_usize(this.get(SequenceIterator::index))),
        None => over(t, t.new_tuple(0)?.value()),
    }
}

fn move_sequence<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let index = position(t, args.get(1))?.max(0) as usize;
    args.this::<SequenceIterator>().set_raw(SequenceIterator::index, index);
    Ok(Value::NONE)
}

fn reduce_list_reverse<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = args.this::<ListReverseIterator>();
    match this.get(ListReverseIterator::source).given() {
        Some(source) => {
            let next = this.get(ListReverseIterator::index) as i64 - 1;
            from(t, t.class(cls::reversed_).value(), source, t.int(next))
        }
        None => {
            let empty = t.small_tuple([t.new_list().value()]).value();
            Ok(t.small_tuple([t.class(cls::reversed_).value(), empty]).value())
        }
    }
}

fn move_list_reverse<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = args.this::<ListReverseIterator>();
    let next = position(t, args.get(1))?;
    if let Some(list) = this.get(ListReverseIterator::source).cast::<List>() {
        this.set_raw(ListReverseIterator::index, (next.max(-1) + 1).min(list.len() as i64) as usize);
    }
    Ok(Value::NONE)
}

/// What is left, as a list: the iterator itself stays where it is.
fn reduce_dict<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = args.this::<DictIterator>();
    let list = t.new_list();
    let Some(dict) = this.get(DictIterator::dict).cast::<Dict>() else { return over(t, list.value()) };
    if dict.len() != this.get(DictIterator::used) {
        return Err(this.fail(t));
    }
    let id = this.type_id();
    let index = this.get(DictIterator::index);
    let mut push = |index: usize| -> Result<(), Raised> {
        let Some((key, value)) = dict.entry(index) else { return Ok(()) };
        list.push(
            t,
            match id {
                layouts::DICT_KEY_ITERATOR | layouts::DICT_REVERSE_KEY_ITERATOR => key,
                layouts::DICT_VALUE_ITERATOR | layouts::DICT_REVERSE_VALUE_ITERATOR => value,
                _ => t.small_tuple([key, value]).value(),
            },
        )
    };
    match id.0 >= layouts::DICT_REVERSE_KEY_ITERATOR.0 {
        true => (0..index).rev().try_for_each(&mut push)?,
        false => (index..dict.filled()).try_for_each(&mut push)?,
    }
    over(t, list.value())
}

fn reduce_set<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = args.this::<SetIterator>();
    let list = t.new_list();
    if let Some(set) = this.get(SetIterator::source).cast::<Set>() {
        if set.len() != this.get(SetIterator::used) {
            return Err(this.fail(t));
        }
        for index in this.get(SetIterator::index)..set.get(Set::filled) {
            if let Some(key) = set.key_at(index).given() {
                list.push(t, key)?;
            }
        }
    }
    over(t, list.value())
}

fn reduce_callable<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = args.this::<CallableIterator>();
    match this.get(CallableIterator::callable).given() {
        Some(callable) => {
            let made_of = t.small_tuple([callable, this.get(CallableIterator::sentinel)]).value();
            Ok(t.small_tuple([builtin_iter(t), made_of]).value())
        }
        None => over(t, t.new_tuple(0)?.value()),
    }
}

/// `(class, arguments)`, and True if it is strict.
fn with_strict<'t>(t: &'t Thread, this: Value<'t>, arguments: Value<'t>, strict: Value<'t>) -> Res<'t> {
    let class = t.class_of(this).value();
    Ok(match strict.is_true() {
        true => t.small_tuple([class, arguments, Value::TRUE]).value(),
        false => t.small_tuple([class, arguments]).value(),
    })
}

fn reduce_zip<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = args.this::<Zip>();
    let iterators = match this.get(Zip::iterators).given() {
        Some(iterators) => iterators,
        None => t.new_tuple(0)?.value(),
    };
    with_strict(t, args.get(0), iterators, this.get(Zip::strict))
}

fn reduce_map<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = args.this::<MapIterator>();
    let mut all = vec![this.get(MapIterator::function)];
    if let Some(iterators) = this.get(MapIterator::iterators).cast::<Tuple>() {
        all.extend((0..iterators.extent()).map(|index| iterators.at(index)));
    }
    with_strict(t, args.get(0), t.tuple(&all)?.value(), this.get(MapIterator::strict))
}

fn reduce_reversed<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = args.this::<Reversed>();
    let class = t.class_of(args.get(0)).value();
    match this.get(Reversed::source).given() {
        Some(source) => from(t, class, source, this.get(Reversed::index)),
        None => Ok(t.small_tuple([class, t.small_tuple([t.new_tuple(0)?.value()]).value()]).value()),
    }
}

fn move_reversed<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = args.this::<Reversed>();
    let next = position(t, args.get(1))?;
    if let Some(source) = this.get(Reversed::source).given() {
        // An object with a length of its own keeps what it is told.
        let last = t.leaf_size(source).map_or(i64::MAX, |length| length as i64 - 1);
        this.set(t, Reversed::index, t.int(next.clamp(-1, last)));
    }
    Ok(Value::NONE)
}
