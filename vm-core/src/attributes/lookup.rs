//! Names in the MRO of a class.

use crate::Thread;
use crate::objects::class::{Class, flags};
use crate::objects::sequence::{Array, Tuple};
use crate::objects::string::Str;
use crate::symbols::Sym;
use crate::value::{Gc, Value};

impl<'t> Gc<'t, Class> {
    pub fn has(self, flag: u32) -> bool {
        self.get(Class::flags) & flag != 0
    }

    /// `__base__`; none for object.
    pub fn base(self) -> Option<Gc<'t, Class>> {
        self.get(Class::base).cast::<Class>()
    }

    /// Does the value of this name in the class's own namespace change while the version stays?
    pub(crate) fn is_volatile(self, name: Gc<'_, Str>) -> bool {
        match self.get(Class::volatile).cast_exact::<Array>() {
            Some(names) => names.words().iter().any(|slot| slot.get() == name.word()),
            None => false,
        }
    }
}

impl Thread {
    /// What the class or a base has under this (interned) name, unbound.
    #[inline]
    pub fn lookup<'t>(&'t self, class: Gc<'t, Class>, name: Gc<'t, Str>) -> Option<Value<'t>> {
        let version = class.get(Class::version);
        let entry = self.vm().method_entry(version, name.word());
        if entry.version.get() == version && entry.name.get() == name.word() {
            return self.slot_value(&entry.value).given();
        }
        self.lookup_uncached(class, name)
    }

    fn lookup_uncached<'t>(&'t self, class: Gc<'t, Class>, name: Gc<'t, Str>) -> Option<Value<'t>> {
        let home = self.find_home(class, name);
        let found = home.map(|(owner, index)| owner.namespace().value_at(index));
        if !class.has(flags::UNSTABLE) && !home.is_some_and(|(owner, _)| owner.is_volatile(name)) {
            let version = class.get(Class::version);
            self.vm().cache_method(version, name.word(), found.unwrap_or(Value::UNSET).word());
        }
        found
    }

    /// The first class in the MRO that has the name, and the entry in its namespace.
    pub(crate) fn find_home<'t>(&'t self, class: Gc<'t, Class>, name: Gc<'t, Str>) -> Option<(Gc<'t, Class>, usize)> {
        self.find_home_from(class.mro(), 0, name)
    }

    pub(crate) fn find_home_from<'t>(
        &'t self,
        mro: Gc<'t, Tuple>,
        from: usize,
        name: Gc<'t, Str>,
    ) -> Option<(Gc<'t, Class>, usize)> {
        (from..mro.extent()).find_map(|index| {
            let owner = mro.at(index).expect::<Class>();
            Some((owner, owner.namespace().find_str(self, name)?))
        })
    }

    pub fn lookup_sym<'t>(&'t self, class: Gc<'t, Class>, name: Sym) -> Option<Value<'t>> {
        self.lookup(class, self.sym(name).expect::<Str>())
    }

    /// What the value's class has under this name, unbound: how special methods are found.
    #[inline]
    pub fn lookup_special<'t>(&'t self, value: Value<'t>, name: Sym) -> Option<Value<'t>> {
        self.lookup_sym(self.class_of(value), name)
    }
}
