//! Moves, cells and globals.

use compiler::bytecode::Ins;
use ops::Ops;

use super::{Flow, Site};
use crate::objects::dict::Dict;
use crate::objects::function::{CacheKind, Cell, Function};
use crate::objects::sequence::{Array, Tuple};

#[inline(always)]
pub fn move_<O: Ops>(o: O, i: Ins) -> Flow {
    o.set(i.a(), o.get(i.b()));
    Flow::Next
}

#[inline(always)]
pub fn load_const<O: Ops>(o: O, i: Ins) -> Flow {
    o.set(i.a(), o.constant(i.imm() as u32));
    Flow::Next
}

#[inline(always)]
pub fn load_int<O: Ops>(o: O, i: Ins) -> Flow {
    o.set(i.a(), o.tag(o.int(i.imm() as i64)));
    Flow::Next
}

#[inline(always)]
pub fn load_cell<O: Ops>(o: O, i: Ins) -> Flow {
    // SAFETY: the compiler reads cells only from registers it put cells into.
    let cell = unsafe { o.assume::<Cell>(o.get(i.b())) };
    let value = o.load(cell, Cell::value);
    if !o.branch(o.is_set(value)) {
        return Flow::Slow;
    }
    o.set(i.a(), value);
    Flow::Next
}

/// A cell of the closure.
#[inline(always)]
pub fn copy_free<O: Ops>(o: O, i: Ins) -> Flow {
    // SAFETY: R[0] is the running function, and one that copies free variables has a tuple of cells.
    let closure = unsafe {
        let function = o.assume::<Function>(o.get(0));
        o.assume::<Tuple>(o.load(function, Function::closure))
    };
    o.set(i.a(), o.item(closure, o.raw(i.imm() as u64)));
    Flow::Next
}

#[inline(always)]
pub fn store_cell<O: Ops>(o: O, i: Ins) -> Flow {
    // SAFETY: as in `load_cell`.
    let cell = unsafe { o.assume::<Cell>(o.get(i.a())) };
    o.store(cell, Cell::value, o.get(i.b()));
    Flow::Next
}

/// The dict a cached global lies in, if the set of its keys is still the one that was cached.
#[inline(always)]
pub(super) fn checked_dict<O: Ops>(o: O, dict: O::Val, version: u32) -> Option<O::As<Dict>> {
    let dict = o.cast::<Dict>(dict)?;
    of_version(o, dict, version)
}

/// The same of a function's globals or builtins, which are known to be dicts.
#[inline(always)]
fn checked_names<O: Ops>(o: O, dict: O::Val, version: u32) -> Option<O::As<Dict>> {
    // SAFETY: a function is made with dicts for both, and they do not change.
    let dict = unsafe { o.assume::<Dict>(dict) };
    of_version(o, dict, version)
}

#[inline(always)]
fn of_version<O: Ops>(o: O, dict: O::As<Dict>, version: u32) -> Option<O::As<Dict>> {
    o.branch(o.raw_eq(o.load_u32(dict, Dict::version), o.raw(version as u64))).then_some(dict)
}

#[inline(always)]
pub(super) fn dict_value<O: Ops>(o: O, dict: O::As<Dict>, index: u32) -> O::Val {
    // SAFETY: a dict with a cached entry has an array of entries.
    let entries = unsafe { o.assume::<Array>(o.load(dict, Dict::entries)) };
    o.item(entries, o.raw(index as u64 * 3 + 2))
}

#[inline(always)]
pub fn load_global<O: Ops>(o: O, i: Ins, site: Site<'_>) -> Flow {
    // SAFETY: R[0] is the running function.
    let function = unsafe { o.assume::<Function>(o.get(0)) };
    let (kind, key) = (site.cache.kind.get(), site.cache.key.get());
    if kind != CacheKind::Global && kind != CacheKind::Builtin {
        return Flow::Slow;
    }
    let Some(globals) = checked_names(o, o.load(function, Function::globals), key) else { return Flow::Slow };
    let value = if kind == CacheKind::Global {
        dict_value(o, globals, site.cache.index.get())
    } else {
        let builtins = o.load(function, Function::builtins);
        let Some(builtins) = checked_names(o, builtins, site.cache.key2.get()) else { return Flow::Slow };
        dict_value(o, builtins, site.cache.index.get())
    };
    o.set(i.a(), value);
    Flow::Next
}

#[inline(always)]
pub fn store_global<O: Ops>(o: O, i: Ins, site: Site<'_>) -> Flow {
    if site.cache.kind.get() != CacheKind::Global {
        return Flow::Slow;
    }
    // SAFETY: R[0] is the running function.
    let function = unsafe { o.assume::<Function>(o.get(0)) };
    let globals = o.load(function, Function::globals);
    let Some(globals) = checked_names(o, globals, site.cache.key.get()) else { return Flow::Slow };
    // SAFETY: a dict with a cached entry has an array of entries.
    let entries = unsafe { o.assume::<Array>(o.load(globals, Dict::entries)) };
    o.set_item(entries, o.raw(site.cache.index.get() as u64 * 3 + 2), o.get(i.a()));
    Flow::Next
}
