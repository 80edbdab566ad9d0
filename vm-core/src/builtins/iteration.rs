//! Builtins that consume iterables: `all any iter len max min next print sorted sum ...`.

use crate::Thread;
use crate::applevel::app;
use crate::cls;
use crate::natives::{Args, NativeDef, Tail, Then, leaf, tail};
use crate::objects::list_sort::leaf_sort;
use crate::objects::sequence::{List, Tuple};
use crate::protocols::BinaryOp;
use crate::value::{Raised, Value};

pub(super) static FUNCTIONS: [NativeDef; 14] = [
    tail("all(iterable, /)", |t, args| any_or_all(t, args, false))
        .function()
        .doc("Return True if bool(x) is True for all values x in the iterable.\n\nIf the iterable is empty, return True."),
    tail("any(iterable, /)", |t, args| any_or_all(t, args, true))
        .function()
        .doc("Return True if bool(x) is True for any x in the iterable.\n\nIf the iterable is empty, return False."),
    tail("iter(object, sentinel=None, /)", iter)
        .function()
        .doc("Get an iterator from an object.\n\nIn the first form, the argument must supply its own iterator, or be a sequence.\nIn the second form, the callable is called until it returns the sentinel."),
    tail("next(iterator, default=None, /)", next)
        .function()
        .doc("Return the next item from the iterator.\n\nIf default is given and the iterator is exhausted,\nit is returned instead of raising StopIteration."),
    tail("aiter(async_iterable, /)", |t, args| Ok(Tail::call(t.app(app::async_iter), &[args.get(0)])))
        .function()
        .doc("Return an AsyncIterator for an AsyncIterable object."),
    tail("anext(async_iterator, default=None, /)", |t, args| {
        let given = 1 + args.opt(1).is_some() as usize;
        Ok(Tail::call(t.app(app::async_next), &[args.get(0), args.get(1)][..given]))
    })
    .function()
    .doc("Return the next item from the async iterator.\n\nIf default is given and the async iterator is exhausted,\nit is returned instead of raising StopAsyncIteration."),
    tail("len(obj, /)", |t, args| t.len(args.get(0)))
        .function()
        .doc("Return the number of items in a container."),
    tail("max(*args, key=None, default=None)", |t, args| extreme(t, args, "max", 1)).function(),
    tail("min(*args, key=None, default=None)", |t, args| extreme(t, args, "min", -1)).function(),
    tail("sum(iterable, /, start=0)", sum)
        .function()
        .doc("Return the sum of a 'start' value (default: 0) plus an iterable of numbers\n\nWhen the iterable is empty, return the start value.\nThis function is intended specifically for use with numeric values and may\nreject non-numeric types."),
    tail("sorted(iterable, /, *, key=None, reverse=False)", sorted)
        .function()
        .unpacking()
        .doc("Return a new list containing all items from the iterable in ascending order.\n\nA custom key function can be supplied to customize the sort order, and the\nreverse flag can be set to request the result in descending order."),
    tail("print(*args, sep=' ', end='\\n', file=None, flush=False)", print)
        .function()
        .doc("Prints the values to a stream, or to sys.stdout by default."),
    tail("input(prompt='', /)", |t, args| {
        let given: &[Value<'_>] = &[args.get(0)];
        let prompt = t.tuple(if args.opt(0).is_some() { given } else { &[] })?;
        Ok(Tail::call(t.app(app::input_line), &[prompt.value()]))
    })
    .function()
    .doc("Read a string from standard input.  The trailing newline is stripped."),
    leaf("callable(obj, /)", |t, args| Ok(Value::bool(t.is_callable(args.get(0)))))
        .function()
        .doc("Return whether the object is callable (i.e., some kind of function)."),
];

/// The items of an exact list or tuple.
fn items<'t>(value: Value<'t>) -> Option<&'t [gc_api::Slot]> {
    match value.cast_exact::<List>() {
        Some(list) => Some(list.slots()),
        None => Some(value.cast::<Tuple>()?.words()),
    }
}

fn any_or_all<'t>(t: &'t Thread, args: Args<'t>, decisive: bool) -> Result<Tail<'t>, Raised> {
    let function = if decisive { app::any_of } else { app::all_of };
    if let Some(items) = items(args.get(0)) {
        for slot in items {
            match t.leaf_truth(t.slot_value(slot)) {
                Some(truth) if truth == decisive => return Ok(Tail::Value(Value::bool(decisive))),
                Some(_) => {}
                None => return Ok(Tail::call(t.app(function), &[args.get(0)])),
            }
        }
        return Ok(Tail::Value(Value::bool(!decisive)));
    }
    Ok(Tail::call(t.app(function), &[args.get(0)]))
}

fn iter<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let Some(sentinel) = args.opt(1) else { return t.iter(args.get(0)) };
    if !t.is_callable(args.get(0)) {
        return Err(t.type_error("iter(v, w): v must be callable"));
    }
    Ok(Tail::Value(t.new_callable_iterator(args.get(0), sentinel)))
}

fn next<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let iterator = args.get(0);
    let Some(default) = args.opt(1) else {
        // Through the class, so that a StopIteration keeps its value.
        return match t.leaf_next(iterator) {
            Some(Value::MISSING) => Err(t.stop_iteration()),
            Some(item) => Ok(Tail::Value(item)),
            None => {
                match t.call_special(iterator, crate::sym::__next__, &[]) {
                    Some(call) => {
                        static STOP: Then = Then::new(|t, _, item| {
                            if item == Value::MISSING { Err(t.stop_iteration()) } else { Ok(Tail::Value(item)) }
                        });
                        call?.then(t, &STOP, Value::NONE)
                    }
                    None => t.next(iterator),
                }
            }
        };
    };
    static OR_DEFAULT: Then =
        Then::new(|_, default, item| Ok(Tail::Value(if item == Value::MISSING { default } else { item })));
    t.next(iterator)?.then(t, &OR_DEFAULT, default)
}

fn extreme<'t>(t: &'t Thread, args: Args<'t>, name: &'static str, sign: i32) -> Result<Tail<'t>, Raised> {
    // Slots: key, default, then the positional arguments.
    let (key, default) = (args.opt(0).unwrap_or(Value::NONE), args.opt(1));
    let Some(given) = args.get(2).cast::<Tuple>().filter(|given| given.extent() > 0) else {
        return Err(t.type_error(format_args!("{name} expected at least 1 argument, got 0")));
    };
    if given.extent() > 1 && default.is_some() {
        return Err(
            t.type_error(format_args!("Cannot specify a default for {name}() with multiple positional arguments"))
        );
    }
    let source = if given.extent() == 1 { given.at(0) } else { given.value() };
    if key.is_none() {
        if let Some(best) = items(source).and_then(|items| leaf_extreme(t, items, sign)) {
            return Ok(Tail::Value(best));
        }
    }
    let default = t.tuple(default.as_slice())?;
    let state = t.small_tuple([source, key, default.value(), t.str(name)?.value(), Value::small(sign)]);
    Ok(Tail::spread(t.app(app::max_of), state, Value::UNSET))
}

fn leaf_extreme<'t>(t: &'t Thread, items: &'t [gc_api::Slot], sign: i32) -> Option<Value<'t>> {
    let mut values = items.iter().map(|slot| t.slot_value(slot));
    let mut best = values.next()?;
    for value in values {
        let better = if sign > 0 { t.leaf_less(best, value)? } else { t.leaf_less(value, best)? };
        if better {
            best = value;
        }
    }
    Some(best)
}

fn sum<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let (iterable, start) = (args.get(0), args.opt(1).unwrap_or(Value::small(0)));
    for (class, what) in [
        (cls::str, "strings [use ''.join(seq) instead]"),
        (cls::bytes, "bytes [use b''.join(seq) instead]"),
        (cls::bytearray, "bytearray [use b''.join(seq) instead]"),
    ] {
        if t.is_instance(start, class) {
            return Err(t.type_error(format_args!("sum() can't sum {what}")));
        }
    }
    if let Some(total) = leaf_sum(t, iterable, start) {
        return Ok(Tail::Value(total));
    }
    Ok(Tail::call(t.app(app::sum_of), &[iterable, start]))
}

/// The sum of exact numbers in a list, tuple or range.
fn leaf_sum<'t>(t: &'t Thread, iterable: Value<'t>, start: Value<'t>) -> Option<Value<'t>> {
    let simple = items(iterable).is_some() || iterable.is::<crate::objects::range::Range>();
    let iterator = t.leaf_iter(iterable).filter(|_| simple)?;
    let mut total = start;
    // Floats are summed with a correction for what rounding loses.
    let mut lost: Option<f64> = None;
    loop {
        if t.is_signalled() {
            return None;
        }
        let item = t.leaf_next(iterator)?;
        if item == Value::MISSING {
            break;
        }
        match (total.as_exact_float(), number(t, item)) {
            (Some(sum), Some(x)) => {
                let next = sum + x;
                let correction = if sum.abs() >= x.abs() { (sum - next) + x } else { (x - next) + sum };
                lost = Some(lost.unwrap_or(0.0) + correction);
                total = t.float(next);
            }
            (None, _) if t.is_exact_int(total) => total = t.leaf_arithmetic(BinaryOp::Add, total, item)?.ok()?,
            _ => return None,
        }
    }
    match (total.as_exact_float(), lost) {
        (Some(sum), Some(lost)) if lost != 0.0 && lost.is_finite() => Some(t.float(sum + lost)),
        _ => Some(total),
    }
}

fn number<'t>(_: &'t Thread, value: Value<'t>) -> Option<f64> {
    value.as_exact_float().or_else(|| value.as_small_int().map(|small| small as f64))
}

fn sorted<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let (iterable, key) = (args.get(0), args.opt(1).unwrap_or(Value::NONE));
    static SORT: Then = Then::new(|t, state, reverse| {
        let state = state.expect::<Tuple>();
        let (iterable, key) = (state.at(0), state.at(1));
        let list = t.new_list();
        if key.is_none() {
            static REST: Then =
                Then::new(|t, reverse, list| Ok(Tail::call(t.app(app::sorted_list), &[list, Value::NONE, reverse])));
            if let Some(result) = t.leaf_extend(list, iterable) {
                result?;
                let mut values: Vec<Value<'_>> = list.iter().collect();
                if reverse.is_true() {
                    values.reverse();
                }
                if leaf_sort(t, &mut values).is_some() {
                    if reverse.is_true() {
                        values.reverse();
                    }
                    return Ok(t.list(&values)?.into());
                }
                return (REST.ok)(t, reverse, list.value());
            }
            return t.extend_rest(list, iterable)?.then(t, &REST, reverse);
        }
        Ok(Tail::call(t.app(app::sorted_list), &[iterable, key, reverse]))
    });
    let state = t.small_tuple([iterable, key]);
    t.truth(args.opt(2).unwrap_or(Value::FALSE))?.then(t, &SORT, state.value())
}

fn print<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    // Slots: sep, end, file, flush, then the values.
    for (n, name) in [(0, "sep"), (1, "end")] {
        if let Some(value) = args.get(n).not_none() {
            if t.as_str(value).is_none() {
                let found = t.class_name(value);
                return Err(t.type_error(format_args!("{name} must be None or a string, not {found}")));
            }
        }
    }
    let option = |n: usize| args.opt(n).unwrap_or(Value::NONE);
    let flush = args.opt(3).unwrap_or(Value::FALSE);
    let state = t.small_tuple([args.get(4), option(0), option(1), option(2), flush]);
    Ok(Tail::spread(t.app(app::print_to), state, Value::UNSET))
}
