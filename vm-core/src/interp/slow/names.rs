//! Names: locals, cells, globals, the namespaces of classes and of `exec`, and the errors of those that are missing.
//!
//! Globals and builtins fill the caches of their sites; what the caches mean when they are read is the fast path's business.

use crate::Thread;
use crate::classes::cls;
use crate::interp::call::Step;
use crate::interp::current::Current;
use crate::natives::{Tail, Then};
use crate::objects::dict::Dict;
use crate::objects::function::{CacheKind, Cell, Function};
use crate::objects::sequence::Tuple;
use crate::objects::string::Str;
use crate::value::{Gc, Raised, Value};

impl<'t> Current<'t> {
    pub(super) fn missing_local(&self) -> Raised {
        unbound_local(self.t, self.constant(self.i.imm() as usize))
    }

    pub(super) fn empty_cell(&self) -> Raised {
        let name = self.constant(self.i.c() as usize);
        if self.i.d() == 1 { unbound_free(self.t, name) } else { unbound_local(self.t, name) }
    }

    pub(super) fn del_cell(&self) -> Result<Step<'t>, Raised> {
        let cell = self.a().expect::<Cell>();
        if !cell.get(Cell::value).is_set() {
            return Err(self.empty_cell());
        }
        cell.set(self.t, Cell::value, Value::UNSET);
        Ok(Step::Run)
    }

    pub(super) fn load_global(&self) -> Result<Tail<'t>, Raised> {
        let (name, globals) = (self.name(), self.globals());
        if globals.value().cast_exact::<Dict>().is_none() && globals.find_str(self.t, name).is_none() {
            return self.or_global(Value::MISSING.into(), name);
        }
        match self.find_global(name) {
            Some(value) => Ok(value.into()),
            None => Err(not_defined(self.t, name)),
        }
    }

    /// Looks a name up in globals and builtins, and fills the site's cache.
    fn find_global(&self, name: Gc<'t, Str>) -> Option<Value<'t>> {
        let (t, globals, cache) = (self.t, self.globals(), self.cache());
        if let Some(index) = globals.find_str(t, name) {
            cache.key.set(globals.cache_version(t));
            cache.index.set(index as u32);
            cache.kind.set(CacheKind::Global);
            return Some(globals.value_at(index));
        }
        let builtins = self.function().get(Function::builtins).cast::<Dict>()?;
        let index = builtins.find_str(t, name)?;
        cache.key.set(globals.cache_version(t));
        cache.key2.set(builtins.cache_version(t));
        cache.index.set(index as u32);
        cache.kind.set(CacheKind::Builtin);
        Some(builtins.value_at(index))
    }

    pub(super) fn store_global(&self) -> Result<Tail<'t>, Raised> {
        let (t, globals, name, cache) = (self.t, self.globals(), self.name(), self.cache());
        globals.set_str(t, name, self.a())?;
        if let Some(index) = globals.find_str(t, name) {
            cache.key.set(globals.cache_version(t));
            cache.index.set(index as u32);
            cache.kind.set(CacheKind::Global);
        }
        Ok(Value::NONE.into())
    }

    pub(super) fn del_global(&self) -> Result<Tail<'t>, Raised> {
        let name = self.name();
        match self.globals().remove_str(self.t, name) {
            Some(_) => Ok(Value::NONE.into()),
            None => Err(not_defined(self.t, name)),
        }
    }

    pub(super) fn load_name(&self) -> Result<Tail<'t>, Raised> {
        let (namespace, name) = (self.b(), self.name());
        if !namespace.is_set() {
            return self.load_global();
        }
        let found = self.namespace_item(namespace, name)?;
        self.or_global(found, name)
    }

    /// The namespace's item of this name; MISSING if there is none.
    fn namespace_item(&self, namespace: Value<'t>, name: Gc<'t, Str>) -> Result<Tail<'t>, Raised> {
        match namespace.cast_exact::<Dict>() {
            Some(dict) => Ok(dict.get_str(self.t, name).unwrap_or(Value::MISSING).into()),
            None => self.t.getitem_opt(namespace, name.value()),
        }
    }

    fn or_global(&self, found: Tail<'t>, name: Gc<'t, Str>) -> Result<Tail<'t>, Raised> {
        static OR_GLOBAL: Then = Then::new(|t, state, found| {
            if found != Value::MISSING {
                return Ok(found.into());
            }
            let tuple = state.expect::<Tuple>();
            let (function, name) = (tuple.at(0).expect::<Function>(), tuple.at(1).expect::<Str>());
            let globals = function.get(Function::globals).expect::<Dict>();
            let found = match globals.get_str(t, name) {
                Some(value) => return Ok(value.into()),
                // Globals of a derived class may have a `__missing__`, which comes before the builtins.
                None if globals.value().cast_exact::<Dict>().is_none() => {
                    t.getitem_opt(globals.value(), name.value())?
                }
                None => Value::MISSING.into(),
            };
            found.then(t, &OR_BUILTIN, state)
        });
        static OR_BUILTIN: Then = Then::new(|t, state, found| {
            if found != Value::MISSING {
                return Ok(found.into());
            }
            let state = state.expect::<Tuple>();
            let (function, name) = (state.at(0).expect::<Function>(), state.at(1).expect::<Str>());
            let builtins = function.get(Function::builtins).cast::<Dict>();
            match builtins.and_then(|builtins| builtins.get_str(t, name)) {
                Some(value) => Ok(value.into()),
                None => Err(not_defined(t, name)),
            }
        });
        if let Tail::Value(value) = found {
            if value != Value::MISSING {
                return Ok(found);
            }
        }
        let state = self.t.small_tuple([self.function().value(), name.value()]);
        found.then(self.t, &OR_GLOBAL, state.value())
    }

    pub(super) fn store_name(&self) -> Result<Tail<'t>, Raised> {
        let (namespace, value) = (self.b(), self.a());
        if !namespace.is_set() {
            return self.store_global();
        }
        match namespace.cast_exact::<Dict>() {
            Some(dict) => dict.set_str(self.t, self.name(), value).map(|()| Value::NONE.into()),
            None => self.t.setitem(namespace, self.name().value(), value),
        }
    }

    pub(super) fn del_name(&self) -> Result<Tail<'t>, Raised> {
        let namespace = self.b();
        if !namespace.is_set() {
            return self.del_global();
        }
        let name = self.name();
        match namespace.cast_exact::<Dict>() {
            Some(dict) => match dict.remove_str(self.t, name) {
                Some(_) => Ok(Value::NONE.into()),
                None => Err(not_defined(self.t, name)),
            },
            None => self.t.delitem(namespace, name.value()),
        }
    }

    pub(super) fn load_class_cell(&self) -> Result<Tail<'t>, Raised> {
        static OR_CELL: Then = Then::new(|t, state, found| {
            if found != Value::MISSING {
                return Ok(found.into());
            }
            let state = state.expect::<Tuple>();
            let value = state.at(0).expect::<Cell>().get(Cell::value);
            if value.is_set() {
                return Ok(value.into());
            }
            Err(unbound_free(t, state.at(1)))
        });
        let name = self.name();
        let found = self.namespace_item(self.reg(self.i.d() as usize), name)?;
        let state = self.t.small_tuple([self.b(), name.value()]);
        found.then(self.t, &OR_CELL, state.value())
    }

    pub(super) fn load_class_global(&self) -> Result<Tail<'t>, Raised> {
        let name = self.name();
        let found = self.namespace_item(self.b(), name)?;
        self.or_global(found, name)
    }
}

fn not_defined<'t>(t: &'t Thread, name: Gc<'t, Str>) -> Raised {
    t.name_error(name.value(), format_args!("name '{}' is not defined", name.to_text()))
}

fn unbound_local<'t>(t: &'t Thread, name: Value<'t>) -> Raised {
    let shown = t.text(name);
    t.raise(
        cls::UnboundLocalError,
        format_args!("cannot access local variable '{shown}' where it is not associated with a value"),
    )
}

fn unbound_free<'t>(t: &'t Thread, name: Value<'t>) -> Raised {
    let shown = t.text(name);
    t.name_error(
        name,
        format_args!(
            "cannot access free variable '{shown}' where it is not associated with a value in enclosing scope"
        ),
    )
}
