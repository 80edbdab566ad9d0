//! `_bisect`: search in sorted sequences. Lists whose items compare without Python are searched here, the rest in
//! `python/native/_bisect.py`.

use vm_core::native_modules::{ModuleDef, module};
use vm_core::natives::{Args, NativeDef, Tail, tail};
use vm_core::objects::sequence::List;
use vm_core::protocols::Compare;
use vm_core::{Gc, Raised, Thread, Value};

use crate::imp;

pub static MODULE: ModuleDef =
    module("_bisect").doc("Search in sorted sequences, and insertion into them.").functions(&FUNCTIONS);

static FUNCTIONS: [NativeDef; 4] = [
    tail("bisect_left(a, x, lo=0, hi=None, *, key=None)", |t, args| search(t, args, Side::Left)).function(),
    tail("bisect_right(a, x, lo=0, hi=None, *, key=None)", |t, args| search(t, args, Side::Right)).function(),
    tail("insort_left(a, x, lo=0, hi=None, *, key=None)", |t, args| insert(t, args, Side::Left)).function(),
    tail("insort_right(a, x, lo=0, hi=None, *, key=None)", |t, args| insert(t, args, Side::Right)).function(),
];

/// Where among equal items.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

fn search<'t>(t: &'t Thread, args: Args<'t>, side: Side) -> Result<Tail<'t>, Raised> {
    match quick_search(t, args, side)? {
        Some((_, index)) => Ok(Tail::Value(t.int_usize(index))),
        None => general(t, args, side, "bisect"),
    }
}

fn insert<'t>(t: &'t Thread, args: Args<'t>, side: Side) -> Result<Tail<'t>, Raised> {
    match quick_search(t, args, side)? {
        Some((list, index)) => {
            list.insert(t, index, args.get(1))?;
            Ok(Tail::Value(Value::NONE))
        }
        None => general(t, args, side, "insort"),
    }
}

fn general<'t>(t: &'t Thread, args: Args<'t>, side: Side, what: &str) -> Result<Tail<'t>, Raised> {
    let side = if side == Side::Left { "left" } else { "right" };
    let function = imp::part(t, "_bisect", &format!("_{what}_{side}"));
    let given = |index: usize, default: Value<'t>| args.opt(index).unwrap_or(default);
    let all = [args.get(0), args.get(1), given(2, Value::small(0)), given(3, Value::NONE), given(4, Value::NONE)];
    Ok(Tail::spread(function, t.tuple(&all)?, Value::UNSET))
}

/// The list and the place for the item in it; `None` where Python is needed.
fn quick_search<'t>(t: &'t Thread, args: Args<'t>, side: Side) -> Result<Option<(Gc<'t, List>, usize)>, Raised> {
    let (Some(list), None) = (args.get(0).cast_exact::<List>(), args.get(4).not_none()) else { return Ok(None) };
    let bound = |value: Value<'t>, default: usize| match value.not_none() {
        Some(value) => value.as_small_int(),
        None => Some(default as i64),
    };
    let (Some(low), Some(high)) = (bound(args.get(2), 0), bound(args.get(3), list.len())) else { return Ok(None) };
    if low < 0 {
        return Err(t.value_error("lo must be non-negative"));
    }
    if high > list.len() as i64 || args.get(2).is_none() {
        return Ok(None);
    }
    let high = if high == -1 { list.len() } else { usize::try_from(high).unwrap_or(0) };
    Ok(place(t, list, args.get(1), low as usize, high, side).map(|index| (list, index)))
}

fn place<'t>(
    t: &'t Thread,
    list: Gc<'t, List>,
    item: Value<'t>,
    mut low: usize,
    mut high: usize,
    side: Side,
) -> Option<usize> {
    while low < high {
        let middle = low + (high - low) / 2;
        let right = match side {
            Side::Left => t.leaf_compare(Compare::Lt, list.item(middle), item)?,
            Side::Right => !t.leaf_compare(Compare::Lt, item, list.item(middle))?,
        };
        if right { low = middle + 1 } else { high = middle }
    }
    Some(low)
}
