//! Attributes through inline caches.

use compiler::bytecode::Ins;
use ops::Ops;

use super::names::{checked_dict, dict_value};
use super::{Flow, Site};
use crate::objects::class::{Instance, Map};
use crate::objects::dict::Dict;
use crate::objects::function::CacheKind;
use crate::objects::module::Module;
use gc_api::Word;

/// The object as an instance whose map is the cached one.
#[inline(always)]
fn cached_instance<O: Ops>(o: O, object: O::Val, site: Site<'_>) -> Option<O::As<Instance>> {
    let instance = o.cast::<Instance>(object)?;
    // SAFETY: an instance's map field always holds a map.
    let map = unsafe { o.assume::<Map>(o.load(instance, Instance::map)) };
    let id = o.load_u32(map, Map::id);
    o.branch(o.raw_eq(id, o.raw(site.cache.key.get() as u64))).then_some(instance)
}

#[inline(always)]
fn has_cached_shape<O: Ops>(o: O, object: O::Val, site: Site<'_>) -> bool {
    o.branch(o.raw_eq(o.shape(object), o.raw(site.cache.key.get() as u64)))
}

#[inline(always)]
pub fn load_attr<O: Ops>(o: O, i: Ins, site: Site<'_>) -> Flow {
    let object = o.get(i.b());
    match site.cache.kind.get() {
        CacheKind::Inline => {
            let Some(instance) = cached_instance(o, object, site) else { return Flow::Slow };
            o.set(i.a(), o.slot_after(instance, site.cache.index.get()));
            Flow::Next
        }
        CacheKind::Constant => {
            if !has_cached_shape(o, object, site) {
                return Flow::Slow;
            }
            o.set(i.a(), o.constant(site.target));
            Flow::Next
        }
        CacheKind::Module => {
            let Some(value) = module_value(o, object, site) else { return Flow::Slow };
            o.set(i.a(), value);
            Flow::Next
        }
        CacheKind::Volatile => {
            let Some(value) = volatile_value(o, object, site) else { return Flow::Slow };
            o.set(i.a(), value);
            Flow::Next
        }
        _ => Flow::Slow,
    }
}

/// A module's attribute, if the module's dict has the keys that were cached.
#[inline(always)]
fn module_value<O: Ops>(o: O, object: O::Val, site: Site<'_>) -> Option<O::Val> {
    let module = o.cast::<Module>(object)?;
    let dict = checked_dict(o, o.load(module, Module::dict), site.cache.key.get())?;
    Some(dict_value(o, dict, site.cache.index.get()))
}

/// A class attribute that changes, read in the class's namespace.
#[inline(always)]
fn volatile_value<O: Ops>(o: O, object: O::Val, site: Site<'_>) -> Option<O::Val> {
    if !has_cached_shape(o, object, site) {
        return None;
    }
    // SAFETY: the target of such a site is the namespace of a class.
    let namespace = unsafe { o.assume::<Dict>(o.constant(site.target)) };
    Some(dict_value(o, namespace, site.cache.index.get()))
}

#[inline(always)]
pub fn store_attr<O: Ops>(o: O, i: Ins, site: Site<'_>) -> Flow {
    let object = o.get(i.a());
    match site.cache.kind.get() {
        CacheKind::Inline => {
            let Some(instance) = cached_instance(o, object, site) else { return Flow::Slow };
            o.set_slot_after(instance, site.cache.index.get(), o.get(i.b()));
            Flow::Next
        }
        CacheKind::AddInline => {
            let Some(instance) = cached_instance(o, object, site) else { return Flow::Slow };
            let value = o.get(i.b());
            o.set_slot_after(instance, site.cache.index.get(), value);
            o.store(instance, Instance::map, o.constant(site.target));
            Flow::Next
        }
        _ => Flow::Slow,
    }
}

/// `R[a], R[a+1]` = function, self; or unset, callable.
#[inline(always)]
pub fn load_method<O: Ops>(o: O, i: Ins, site: Site<'_>) -> Flow {
    let object = o.get(i.b());
    match site.cache.kind.get() {
        CacheKind::Method => {
            if !has_cached_shape(o, object, site) {
                return Flow::Slow;
            }
            o.set(i.a(), o.constant(site.target));
            o.set(i.a() + 1, object);
            Flow::Next
        }
        CacheKind::Constant => {
            if !has_cached_shape(o, object, site) {
                return Flow::Slow;
            }
            o.set(i.a(), o.immediate(Word::ZERO));
            o.set(i.a() + 1, o.constant(site.target));
            Flow::Next
        }
        CacheKind::Module => {
            let Some(value) = module_value(o, object, site) else { return Flow::Slow };
            o.set(i.a(), o.immediate(Word::ZERO));
            o.set(i.a() + 1, value);
            Flow::Next
        }
        CacheKind::Inline => {
            let Some(instance) = cached_instance(o, object, site) else { return Flow::Slow };
            let value = o.slot_after(instance, site.cache.index.get());
            o.set(i.a(), o.immediate(Word::ZERO));
            o.set(i.a() + 1, value);
            Flow::Next
        }
        _ => Flow::Slow,
    }
}
