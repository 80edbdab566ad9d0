//! Attribute opcodes on their general path: look up, and teach the site's cache.

use super::call::{Step, read, write};
use super::slow::Slow;
use crate::attributes::{AttrSite, StoreSite};
use crate::natives::Tail;
use crate::objects::class::Class;
use crate::objects::function::{Cache, CacheKind, Cell};
use crate::objects::sequence::Array;
use crate::value::{Raised, Value};

/// A site that missed this often stays uncached.
const MAX_MISSES: u8 = 250;

impl Cache {
    fn learn(&self, key: u32, kind: CacheKind, index: u32) {
        self.key.set(key);
        self.kind.set(kind);
        self.index.set(index);
    }

    /// Counts a miss; false once the site has missed too often to be worth teaching.
    fn may_learn(&self) -> bool {
        let misses = self.misses.get();
        self.misses.set(misses.saturating_add(1));
        misses < MAX_MISSES
    }
}

impl<'t> Slow<'t> {
    pub(super) fn load_attr(&self) -> Result<Tail<'t>, Raised> {
        let (t, object, name) = (self.t, self.b(), self.name());
        if let Some(tail) = self.cached_attr(object)? {
            return Ok(tail);
        }
        if self.cache().may_learn() {
            self.learn_load(object);
        }
        t.getattr(object, name)
    }

    /// Hits that have no fast path in the opcode itself.
    fn cached_attr(&self, object: Value<'t>) -> Result<Option<Tail<'t>>, Raised> {
        let (t, cache) = (self.t, self.cache());
        if cache.kind.get() == CacheKind::Empty || cache.key.get() != t.shape(object) {
            return Ok(None);
        }
        Ok(match cache.kind.get() {
            CacheKind::Overflow => t.overflow_attr(object, cache.index.get()).map(Tail::Value),
            CacheKind::Method => Some(t.bind_method(self.target(), object).into()),
            CacheKind::Getter => Some(Tail::call(self.target(), &[object])),
            _ => None,
        })
    }

    fn learn_load(&self, object: Value<'t>) {
        let (t, cache) = (self.t, self.cache());
        let key = t.shape(object);
        match t.attr_site(object, self.name()) {
            AttrSite::Inline(index) => cache.learn(key, CacheKind::Inline, index),
            AttrSite::Overflow(index) => cache.learn(key, CacheKind::Overflow, index),
            AttrSite::Constant(value) => {
                self.set_target(value);
                cache.learn(key, CacheKind::Constant, 0);
            }
            AttrSite::Method(function) => {
                self.set_target(function);
                cache.learn(key, CacheKind::Method, 0);
            }
            AttrSite::Getter(function) => {
                self.set_target(function);
                cache.learn(key, CacheKind::Getter, 0);
            }
            AttrSite::ModuleValue(..) | AttrSite::Uncacheable => {}
        }
    }

    pub(super) fn load_method(&self) -> Result<Step<'t>, Raised> {
        let (t, object, name) = (self.t, self.b(), self.name());
        let window = self.at(self.i.a());
        if self.cache().may_learn() {
            self.learn_load(object);
        }
        match t.method_of(object, name) {
            Some(function) => {
                write(window, 0, function);
                write(window, 1, object);
                Ok(Step::Run)
            }
            None => {
                let tail = t.getattr(object, name)?;
                t.begin_tail(tail)
            }
        }
    }

    pub(super) fn store_attr(&self) -> Result<Tail<'t>, Raised> {
        let (t, object, name, value, cache) = (self.t, self.a(), self.name(), self.b(), self.cache());
        if cache.kind.get() == CacheKind::Overflow && cache.key.get() == t.shape(object) {
            t.set_overflow_attr(object, cache.index.get(), value);
            return Ok(Value::NONE.into());
        }
        if cache.may_learn() {
            let key = t.shape(object);
            match t.store_site(object, name) {
                StoreSite::Inline(index) => cache.learn(key, CacheKind::Inline, index),
                StoreSite::Overflow(index) => cache.learn(key, CacheKind::Overflow, index),
                StoreSite::AddInline { index, map } => {
                    self.set_target(map.value());
                    cache.learn(key, CacheKind::AddInline, index);
                }
                StoreSite::Uncacheable => {}
            }
        }
        t.setattr(object, name, value)
    }

    /// `super().name` and `super().name(...)`.
    pub(super) fn load_super(&self) -> Result<Step<'t>, Raised> {
        let (t, i) = (self.t, self.i);
        let method = i.op() == compiler::bytecode::Op::LoadSuperMethod;
        let window = self.at(i.a());
        let class = self.b().expect::<Cell>().get(Cell::value);
        let this = self.super_receiver(i.d());
        let is_super = read(window, 0) == t.class(crate::cls::super_).value();
        if !is_super || !class.is_set() {
            // Something else is called super, or the class is not made yet: the ordinary way, with its errors.
            let state = t.small_tuple([self.name().value()]);
            let made = Tail::call(read(window, 0), &[class.given().unwrap_or(Value::NONE), this]);
            return t.begin_tail(made.then(t, &THEN_GETATTR, state.value())?);
        }
        let Some(class) = class.cast::<Class>() else {
            return Err(t.raise(crate::cls::RuntimeError, "super(): __class__ is not a type"));
        };
        match t.super_method(class, this, self.name())? {
            Some(function) if method => {
                write(window, 0, function);
                write(window, 1, this);
                Ok(Step::Run)
            }
            _ => {
                let tail = t.super_getattr(class, this, self.name())?;
                t.begin_tail(tail)
            }
        }
    }

    /// The first argument of the running method, which may live in a cell.
    fn super_receiver(&self, register: u8) -> Value<'t> {
        let this = self.reg(register as usize);
        match this.cast::<Cell>() {
            Some(cell) => cell.get(Cell::value),
            None => this,
        }
    }
}

static THEN_GETATTR: crate::natives::Then = crate::natives::Then::new(|t, state, made| {
    let name = state.expect::<crate::objects::sequence::Tuple>().at(0).expect();
    t.getattr(made, name)
});

impl crate::Thread {
    fn overflow_attr<'t>(&'t self, object: Value<'t>, index: u32) -> Option<Value<'t>> {
        self.overflow_array(object)?.words().get(index as usize).map(|slot| self.slot_value(slot))
    }

    fn set_overflow_attr<'t>(&'t self, object: Value<'t>, index: u32, value: Value<'t>) {
        if let Some(array) = self.overflow_array(object) {
            array.put(self, index as usize, value);
        }
    }

    /// Where attributes beyond the inline slots lie.
    fn overflow_array<'t>(&'t self, object: Value<'t>) -> Option<crate::value::Gc<'t, Array>> {
        let map_slot = std::ptr::from_ref(self.map_slot(object)?);
        // SAFETY: the slot of the attributes follows that of the map.
        self.slot_value(unsafe { &*map_slot.add(1) }).cast::<Array>()
    }
}
