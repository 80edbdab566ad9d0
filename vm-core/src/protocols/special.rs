//! Special methods: found on the class of a value, never on the value itself.

use crate::Thread;
use crate::natives::{Role, Tail, Then};
use crate::objects::class::Class;
use crate::objects::dict::Dict;
use crate::objects::function::{Function, MethodDescriptor};
use crate::objects::sequence::Tuple;
use crate::symbols::{Sym, sym};
use crate::value::{Gc, Raised, Value};

impl Thread {
    /// What the class of `value` or a base has under this name, unbound.
    #[inline]
    pub fn find_special<'t>(&'t self, value: Value<'t>, name: Sym) -> Option<Value<'t>> {
        self.find_in_class(self.class_of(value), name)
    }

    /// What the class or a base has under this name, unbound.
    pub fn find_in_class<'t>(&'t self, class: Gc<'t, Class>, name: Sym) -> Option<Value<'t>> {
        let mro = class.get(Class::mro).cast::<Tuple>()?;
        for index in 0..mro.extent() {
            let dict = mro.at(index).expect::<Class>().get(Class::dict).expect::<Dict>();
            if let Some(found) = dict.get_sym(self, name) {
                return Some(found);
            }
        }
        None
    }

    /// Calls the special method of this name with `this` and up to three arguments; `None` if the class has none.
    pub fn call_special<'t>(
        &'t self,
        this: Value<'t>,
        name: Sym,
        args: &[Value<'t>],
    ) -> Option<Result<Tail<'t>, Raised>> {
        let method = self.find_special(this, name)?;
        Some(self.call_found(method, this, args))
    }

    /// Calls what [`Thread::find_special`] found, bound to `this`.
    pub fn call_found<'t>(
        &'t self,
        method: Value<'t>,
        this: Value<'t>,
        args: &[Value<'t>],
    ) -> Result<Tail<'t>, Raised> {
        if is_plain_method(method) {
            let mut all = [this; 4];
            all[1..=args.len()].copy_from_slice(args);
            return Ok(Tail::call(method, &all[..=args.len()]));
        }
        let args = self.tuple(args)?;
        self.bind_special(method, this, self.class_of(this))?.then(self, &CALL, args.value())
    }

    /// Calls what [`Thread::find_in_class`] found, bound to the class itself.
    pub(crate) fn call_on_class<'t>(
        &'t self,
        method: Value<'t>,
        class: Gc<'t, Class>,
        args: &[Value<'t>],
    ) -> Result<Tail<'t>, Raised> {
        let args = self.tuple(args)?;
        self.bind_special(method, Value::NONE, class)?.then(self, &CALL, args.value())
    }

    /// `method.__get__(this, class)`, or the method itself if it is no descriptor.
    fn bind_special<'t>(
        &'t self,
        method: Value<'t>,
        this: Value<'t>,
        class: Gc<'t, Class>,
    ) -> Result<Tail<'t>, Raised> {
        match self.find_special(method, sym::__get__) {
            Some(get) => Ok(Tail::call(get, &[method, this, class.value()])),
            None => Ok(Tail::Value(method)),
        }
    }
}

/// Calls a bound method with the tuple of arguments in the state.
static CALL: Then = Then::new(|_, args, bound| Ok(Tail::spread(bound, args.expect::<Tuple>(), Value::UNSET)));

/// A function or method descriptor: binding it means passing the object first.
fn is_plain_method(method: Value<'_>) -> bool {
    method.is::<Function>() || method.cast::<MethodDescriptor>().is_some_and(|d| d.def().role == Role::Method)
}
