//! Leaf helpers for application-level code about containers and classes. They take what they are given: no checks for programs.

use gc_api::Slot;

use crate::Thread;
use crate::cls;
use crate::natives::{Args, NativeDef, leaf, tail};
use crate::objects::class::Class;
use crate::objects::compare::TupleHash;
use crate::objects::dict::Dict;
use crate::objects::list_methods::assign_span;
use crate::objects::list_sort::leaf_sort_pairs;
use crate::objects::module::Module;
use crate::objects::number::IntRef;
use crate::objects::sequence::List;
use crate::objects::set::Set;
use crate::objects::slice::Span;
use crate::protocols::Keyed;
use crate::symbols::sym;
use crate::value::{Res, Value};
use crate::vm::RootKey;

/// Special methods are looked for in the class alone. Names are constants of the code, and so interned.
pub(super) static SPECIALS: [NativeDef; 2] = [
    leaf("has_special(object, name, /)", |t, args| {
        Ok(Value::bool(t.lookup(t.class_of(args.get(0)), args.get(1).expect()).is_some()))
    })
    .function(),
    tail("call_special(object, name, /)", |t, args| {
        let this = args.get(0);
        match t.lookup(t.class_of(this), args.get(1).expect()) {
            Some(method) => t.call_bound(method, this, &[]),
            None => Err(t.type_error(format_args!("'{}' object has no such method", t.class_name(this)))),
        }
    })
    .function(),
];

pub(super) static CONTAINERS: [NativeDef; 41] = [
    leaf("traceback_here()", |t, _| Ok(t.traceback_here())).function(),
    leaf("standard_output()", |t, _| {
        let sys = t.fixed_root(RootKey::Modules).cast::<Dict>().and_then(|modules| modules.get_sym(t, sym::sys));
        let namespace = sys.and_then(|sys| sys.cast::<Module>()?.get(Module::dict).cast::<Dict>());
        let stream = namespace.and_then(|namespace| namespace.get_sym(t, sym::stdout));
        stream.ok_or_else(|| t.raise(cls::RuntimeError, "lost sys.stdout"))
    })
    .function(),
    leaf("seal_class(cls, open, /)", |t, args| {
        t.seal_class(args.this::<Class>(), args.get(1).is_true());
        Ok(Value::NONE)
    })
    .function(),
    leaf("seq_len(sequence, /)", |t, args| Ok(t.int_usize(slots(t, args.get(0)).len()))).function(),
    leaf("seq_item(sequence, index, /)", seq_item).function(),
    leaf("seq_tuple(list, /)", |t, args| Ok(t.tuple_from_list(args.this::<List>())?.value())).function(),
    tail("as_index(object, /)", |t, args| t.index(args.get(0))).function(),
    leaf("bytes_of_list(list, for_bytearray, /)", |t, args| {
        let bytes = args.this::<List>().iter().map(|item| t.byte_of(item, args.get(1).is_true()));
        Ok(t.bytes(&bytes.collect::<Result<Vec<u8>, _>>()?)?.value())
    })
    .function(),
    leaf("float_accumulate(sums, item, /)", float_accumulate).function(),
    leaf("list_append(list, item, /)", |t, args| none(args.this::<List>().push(t, args.get(1)))).function(),
    leaf("list_insert(list, index, item, /)", |t, args| {
        none(args.this::<List>().insert(t, args.index(t, 1)? as usize, args.get(2)))
    })
    .function(),
    leaf("list_delete(list, index, /)", |t, args| {
        let (list, index) = (args.this::<List>(), args.index(t, 1)? as usize);
        // The list may have changed while its items were compared.
        if index < list.len() { none(list.remove(t, index).map(|_| ())) } else { Ok(Value::NONE) }
    })
    .function(),
    leaf("list_take(list, /)", |t, args| Ok(args.this::<List>().take(t).value())).function(),
    leaf("list_put_back(list, items, /)", list_put_back).function(),
    leaf("list_copy(list, /)", |t, args| {
        let copy = t.new_list();
        copy.extend_list(t, args.this())?;
        Ok(copy.value())
    })
    .function(),
    leaf("list_reverse(list, /)", |t, args| {
        args.this::<List>().reverse(t);
        Ok(Value::NONE)
    })
    .function(),
    leaf("list_assign(list, start, stop, step, items, /)", list_assign).function(),
    leaf("sort_leaf(keys, items, /)", sort_leaf).function(),
    leaf("repr_enter(object, /)", |t, args| Ok(Value::bool(t.repr_enter(args.get(0))?))).function(),
    leaf("repr_leave(object, /)", |t, args| none(t.repr_leave(args.get(0)))).function(),
    leaf("str_join(separator, list, /)", |t, args| t.join_list(args.get(0), args.get(1))).function(),
    leaf("hash_of_hashes(hashes, /)", hash_of_hashes).function(),
    leaf("has_length_hint(iterable, /)", |t, args| Ok(Value::bool(t.has_length_hint(args.get(0))))).function(),
    tail("check_length_hint(iterable, /)", |t, args| t.check_length_hint(args.get(0))).function(),
    leaf("is_iterable(object, /)", |t, args| Ok(Value::bool(t.is_iterable(args.get(0))))).function(),
    tail("dict_set(dict, key, value, /)", |t, args| t.keyed(Keyed::DictSet, args.get(0), args.get(1), args.get(2)))
        .function(),
    tail("dict_get(dict, key, /)", |t, args| t.keyed(Keyed::DictGet, args.get(0), args.get(1), Value::NONE)).function(),
    tail("dict_contains(dict, key, /)", |t, args| t.keyed(Keyed::DictContains, args.get(0), args.get(1), Value::UNSET))
        .function(),
    tail("dict_find(dict, key, /)", |t, args| t.keyed(Keyed::DictFind, args.get(0), args.get(1), Value::UNSET))
        .function(),
    leaf("dict_value_at(dict, index, /)", |t, args| {
        let value = args.this::<Dict>().value_at(args.index(t, 1)? as usize);
        Ok(value.given().unwrap_or(Value::NONE))
    })
    .function(),
    leaf("dict_len(dict, /)", |t, args| Ok(t.int_usize(args.this::<Dict>().len()))).function(),
    leaf("dict_keys_list(dict, /)", |t, args| {
        let keys: Vec<Value<'_>> = args.this::<Dict>().iter().map(|(key, _)| key).collect();
        Ok(t.list(&keys)?.value())
    })
    .function(),
    leaf("dict_items(dict, /)", dict_items).function(),
    leaf("new_set()", |t, _| Ok(t.new_set().value())).function(),
    leaf("is_set(object, /)", |_, args| Ok(Value::bool(args.get(0).is::<Set>()))).function(),
    leaf("set_len(set, /)", |t, args| Ok(t.int_usize(args.this::<Set>().len()))).function(),
    leaf("set_items(set, /)", |t, args| {
        let items: Vec<Value<'_>> = args.this::<Set>().iter().collect();
        Ok(t.list(&items)?.value())
    })
    .function(),
    tail("set_add(set, item, /)", |t, args| t.set_add(args.get(0), args.get(1))).function(),
    tail("set_discard(set, item, /)", |t, args| t.keyed(Keyed::SetDiscard, args.get(0), args.get(1), Value::UNSET))
        .function(),
    tail("set_contains(set, item, /)", |t, args| t.keyed(Keyed::SetContains, args.get(0), args.get(1), Value::UNSET))
        .function(),
    leaf("set_clear(set, /)", |t, args| {
        args.this::<Set>().clear(t);
        Ok(Value::NONE)
    })
    .function(),
];

fn none(result: Result<(), crate::Raised>) -> Res<'static> {
    result.map(|()| Value::NONE)
}

/// The items of a list or tuple, or of an instance of a subclass.
fn slots<'t>(t: &'t Thread, value: Value<'t>) -> &'t [Slot] {
    match value.cast::<List>() {
        Some(list) => list.slots(),
        None => t.as_tuple(value).map_or(&[], |tuple| tuple.words()),
    }
}

/// Adds an exact float, or an int of at most 64 bits, to a list of a float and of what rounding has lost; false for anything else.
fn float_accumulate<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let (sums, item) = (args.this::<List>(), args.get(1));
    let addend = item.as_exact_float().or_else(|| match t.as_int(item)? {
        IntRef::Small(small) => Some(small as f64),
        IntRef::Big(big) => big.as_word().map(|word| word as f64),
    });
    let (Some(sum), Some(lost), Some(x)) = (sums.item(0).as_exact_float(), sums.item(1).as_exact_float(), addend)
    else {
        return Ok(Value::FALSE);
    };
    let next = sum + x;
    let loss = if sum.abs() >= x.abs() { (sum - next) + x } else { (x - next) + sum };
    sums.set_item(t, 0, t.float(next));
    sums.set_item(t, 1, t.float(lost + loss));
    Ok(Value::TRUE)
}

/// Unset places read as None: the sequence may have shrunk.
fn seq_item<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let slot = slots(t, args.get(0)).get(args.index(t, 1)? as usize);
    Ok(slot.and_then(|slot| t.slot_value(slot).given()).unwrap_or(Value::NONE))
}

/// Gives a list its items back after a sort; was it changed meanwhile?
fn list_put_back<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let (list, items) = (args.this::<List>(), args.get(1).expect::<List>());
    let changed = !list.is_empty() || list.get(List::items).is_set();
    let copy = t.new_list();
    copy.extend_list(t, items)?;
    list.adopt(t, copy);
    Ok(Value::bool(changed))
}

fn list_assign<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let list = args.this::<List>();
    let (start, stop, step) = (args.index(t, 1)?, args.index(t, 2)?, args.index(t, 3)?);
    let distance = if step < 0 { start - stop } else { stop - start };
    let count = if distance <= 0 { 0 } else { (distance - 1) / step.abs() + 1 };
    none(assign_span(t, list, Span { start, stop, step, count: count as usize }, args.get(4).expect()))
}

/// The items sorted by their keys, if that needs no Python; else None.
fn sort_leaf<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let (keys, items) = (args.this::<List>(), args.get(1).expect::<List>());
    let mut pairs = keys.iter().zip(items.iter()).collect();
    if leaf_sort_pairs(t, &mut pairs).is_none() {
        return Ok(Value::NONE);
    }
    let sorted: Vec<Value<'t>> = pairs.into_iter().map(|(_, item)| item).collect();
    Ok(t.list(&sorted)?.value())
}

fn hash_of_hashes<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let hashes = args.this::<List>();
    let mut mix = TupleHash::new();
    hashes.iter().for_each(|hash| mix.add(t.as_hash(hash)));
    Ok(t.int(mix.finish(hashes.len())))
}

fn dict_items<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let pairs: Vec<Value<'t>> =
        args.this::<Dict>().iter().map(|(key, value)| t.small_tuple([key, value]).value()).collect();
    Ok(t.list(&pairs)?.value())
}

impl Thread {
    /// `separator.join(list)` of a list of strings.
    pub(crate) fn join_list<'t>(&'t self, separator: Value<'t>, list: Value<'t>) -> Res<'t> {
        let (Some(separator), list) = (self.as_str(separator), list.expect::<List>()) else {
            return Err(self.type_error("a str is expected"));
        };
        let mut out = text::TextBuf::new();
        for (n, item) in list.iter().enumerate() {
            let Some(item) = self.as_str(item) else {
                let name = self.class_name(item);
                return Err(self.type_error(format_args!("sequence item {n}: expected str instance, {name} found")));
            };
            if n > 0 {
                out.push_units(separator.units());
            }
            out.push_units(item.units());
        }
        Ok(self.str_text(out.finish())?.value())
    }
}
