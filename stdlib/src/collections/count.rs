//! `_count_elements`: what `Counter` counts with.

use vm_core::natives::{Args, Tail};
use vm_core::objects::dict::{Dict, Probe};
use vm_core::protocols::BinaryOp;
use vm_core::{Gc, Raised, Thread, Value, cls, sym};

use crate::imp;

pub fn count_elements<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let (mapping, iterable) = (args.get(0), args.get(1));
    let part = |name| imp::part(t, "_collections", name);
    let Some(dict) = mapping.cast::<Dict>().filter(|_| counts_as_dict(t, mapping)) else {
        return Ok(Tail::call(part("_count_in_mapping"), &[mapping, iterable]));
    };
    let Some(iterator) = t.leaf_iter(iterable) else {
        return Ok(Tail::call(part("_count_in_dict"), &[mapping, iterable]));
    };
    loop {
        let item = if t.is_signalled() { None } else { t.leaf_next(iterator) };
        let Some(item) = item else {
            return Ok(Tail::call(part("_count_in_dict"), &[mapping, iterator]));
        };
        if item == Value::MISSING {
            return Ok(Tail::Value(Value::NONE));
        }
        if count_one(t, dict, item)?.is_none() {
            return Ok(Tail::call(part("_count_rest_in_dict"), &[mapping, item, iterator]));
        }
    }
}

/// Do reads and stores of the mapping do what dict's own do?
fn counts_as_dict<'t>(t: &'t Thread, mapping: Value<'t>) -> bool {
    let (class, dict) = (t.class_of(mapping), t.class(cls::dict));
    let get = t.intern_text("get");
    class == dict
        || (t.lookup(class, get) == t.lookup(dict, get)
            && t.lookup_sym(class, sym::__setitem__) == t.lookup_sym(dict, sym::__setitem__))
}

/// Counts an item; `None` if that needs Python.
fn count_one<'t>(t: &'t Thread, dict: Gc<'t, Dict>, item: Value<'t>) -> Result<Option<()>, Raised> {
    let Some(hash) = t.leaf_hash(item) else { return Ok(None) };
    match dict.find(t, item, hash) {
        Probe::Found(index) => {
            let Some(sum) = t.leaf_arithmetic(BinaryOp::Add, dict.value_at(index), Value::small(1)) else {
                return Ok(None);
            };
            dict.set_value_at(t, index, sum?);
        }
        Probe::Absent => dict.insert_new(t, item, hash, Value::small(1))?,
        Probe::Ask(..) => return Ok(None),
    }
    Ok(Some(()))
}
