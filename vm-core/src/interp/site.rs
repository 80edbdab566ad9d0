//! Attribute opcodes behind their fast paths: what the shared site table knows, and what a site learns from it.

use super::call::{Step, read, write};
use super::current::Current;
use super::opcodes::Flow;
use crate::attributes::shared::Known;
use crate::attributes::{AttrSite, maps::AttrSlot};
use crate::natives::Tail;
use crate::objects::class::Class;
use crate::objects::dict::Dict;
use crate::objects::function::{Cache, CacheKind, Cell};
use crate::objects::module::Module;
use crate::objects::super_object::Super;
use crate::value::{Gc, Raised, Value};

/// Of 256 misses in a row a site learns from this many. One that sees many shapes mostly stays with the one it has and
/// leaves the others to the shared table; one whose shapes have changed for good finds out.
const LESSONS: u8 = 32;

impl Cache {
    fn learn(&self, key: u32, kind: CacheKind, index: u32) {
        self.key.set(key);
        self.kind.set(kind);
        self.index.set(index);
    }

    /// Counts a miss; is this one to learn from?
    fn may_learn(&self) -> bool {
        let misses = self.misses.get();
        self.misses.set(misses.wrapping_add(1));
        misses < LESSONS
    }
}

impl<'t> Current<'t> {
    pub(super) fn leaf_load_attr(&self) -> Result<Flow, Raised> {
        let object = self.b();
        let known = self.known_load(object);
        match known.kind {
            CacheKind::Method => self.put(self.t.bind_method(known.target, object)),
            CacheKind::OwnDict => match self.own_value(object) {
                Some(value) => self.put(value),
                None if known.target.is_set() => self.put(self.t.bind_method(known.target, object)),
                None => Ok(Flow::Slow),
            },
            _ => match self.known_value(known, object) {
                Some(value) => self.put(value),
                None => Ok(Flow::Slow),
            },
        }
    }

    /// `R[a], R[a+1]` = function, self; or unset, callable.
    pub(super) fn leaf_load_method(&self) -> Result<Flow, Raised> {
        let object = self.b();
        if let Some(parent) = object.cast_exact::<Super>() {
            return self.leaf_super_method(parent);
        }
        let known = self.known_load(object);
        let (function, this) = match known.kind {
            CacheKind::Method => (known.target, object),
            CacheKind::OwnDict => match self.own_value(object) {
                Some(value) => (Value::UNSET, value),
                None if known.target.is_set() => (known.target, object),
                None => return Ok(Flow::Slow),
            },
            _ => match self.known_value(known, object) {
                Some(value) => (Value::UNSET, value),
                None => return Ok(Flow::Slow),
            },
        };
        let window = self.at(self.i.a());
        write(window, 0, function);
        write(window, 1, this);
        Ok(Flow::Next)
    }

    /// `super(class, this).method(...)`.
    fn leaf_super_method(&self, parent: Gc<'t, Super>) -> Result<Flow, Raised> {
        let this = parent.get(Super::this);
        let Some(class) = parent.get(Super::class).cast::<Class>().filter(|_| this.is_set()) else {
            return Ok(Flow::Slow);
        };
        let Some(function) = self.t.super_method(class, this, self.name())? else { return Ok(Flow::Slow) };
        let window = self.at(self.i.a());
        write(window, 0, function);
        write(window, 1, this);
        Ok(Flow::Next)
    }

    pub(super) fn leaf_store_attr(&self) -> Result<Flow, Raised> {
        let (t, object, value) = (self.t, self.a(), self.b());
        let shape = t.shape(object);
        let known = t.known_store(object, shape, self.name());
        self.teach(shape, known);
        match known.kind {
            CacheKind::Inline => t.write_attr(object, AttrSlot::Inline(known.index), value),
            CacheKind::Overflow => t.write_attr(object, AttrSlot::Overflow(known.index), value),
            CacheKind::AddInline => t.add_inline(object, known.index, known.target.expect(), value),
            CacheKind::OwnDict => match t.map_of(object).and_then(|map| t.mapped_dict(object, map)) {
                Some(dict) => dict.set_str(t, self.name(), value)?,
                None => return Ok(Flow::Slow),
            },
            _ => return Ok(Flow::Slow),
        }
        Ok(Flow::Next)
    }

    /// What is known of the object's shape and this site's name.
    fn known_load(&self, object: Value<'t>) -> Known<'t> {
        if let Some(module) = object.cast::<Module>() {
            return self.known_in_module(module.value());
        }
        let shape = self.t.shape(object);
        let known = self.t.known_load(object, shape, self.name());
        self.teach(shape, known);
        known
    }

    /// A module's shape says nothing about its names; the version of its dict's keys does.
    fn known_in_module(&self, module: Value<'t>) -> Known<'t> {
        match self.t.attr_site(module, self.name()) {
            AttrSite::ModuleValue(dict, index) => {
                self.teach(dict.cache_version(self.t), Known { kind: CacheKind::Module, index, target: Value::UNSET });
                Known { kind: CacheKind::Volatile, index, target: dict.value() }
            }
            AttrSite::Constant(value) => Known { kind: CacheKind::Constant, index: 0, target: value },
            _ => Known { kind: CacheKind::Empty, index: 0, target: Value::UNSET },
        }
    }

    fn teach(&self, key: u32, known: Known<'t>) {
        let cache = self.cache();
        if !matches!(known.kind, CacheKind::Empty | CacheKind::OwnDict | CacheKind::Native) && cache.may_learn() {
            if known.target.is_set() {
                self.set_target(known.target);
            }
            cache.learn(key, known.kind, known.index);
        }
    }

    /// What the object's own dict has under this site's name.
    fn own_value(&self, object: Value<'t>) -> Option<Value<'t>> {
        let map = self.t.map_of(object)?;
        self.t.mapped_dict(object, map)?.get_str(self.t, self.name())
    }

    /// The attribute's value, where it can be read without a call.
    fn known_value(&self, known: Known<'t>, object: Value<'t>) -> Option<Value<'t>> {
        let t = self.t;
        match known.kind {
            CacheKind::Inline => Some(t.read_attr(object, AttrSlot::Inline(known.index))),
            CacheKind::Overflow => Some(t.read_attr(object, AttrSlot::Overflow(known.index))),
            CacheKind::Constant => Some(known.target),
            CacheKind::Volatile => Some(known.target.expect::<Dict>().value_at(known.index as usize)),
            CacheKind::Native => t.native_attribute(known.target, object),
            _ => None,
        }
    }

    // The general path

    pub(super) fn load_attr(&self) -> Result<Tail<'t>, Raised> {
        let object = self.b();
        let known = self.known_load(object);
        if known.kind == CacheKind::Getter {
            return Ok(Tail::call(known.target, &[object]));
        }
        self.t.getattr(object, self.name())
    }

    pub(super) fn load_method(&self) -> Result<Step<'t>, Raised> {
        let tail = self.load_attr()?;
        self.t.begin_tail(tail)
    }

    pub(super) fn store_attr(&self) -> Result<Tail<'t>, Raised> {
        self.t.setattr(self.a(), self.name(), self.b())
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
            let made = Tail::call(read(window, 0), &[]);
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
