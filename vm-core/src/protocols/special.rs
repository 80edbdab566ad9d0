//! Special methods: found on the class of a value, never on the value itself.

use crate::Thread;
use crate::natives::{Tail, Then};
use crate::objects::class::Class;
use crate::objects::sequence::Tuple;
use crate::symbols::Sym;
use crate::value::{Gc, Raised, Value};

impl Thread {
    /// Calls the special method of this name with `this` and up to three arguments; `None` if the class has none.
    pub fn call_special<'t>(
        &'t self,
        this: Value<'t>,
        name: Sym,
        args: &[Value<'t>],
    ) -> Option<Result<Tail<'t>, Raised>> {
        let method = self.lookup_special(this, name)?;
        Some(self.call_bound(method, this, args))
    }

    /// Calls what [`Thread::lookup_sym`] found, bound to the class itself.
    pub(crate) fn call_on_class<'t>(
        &'t self,
        method: Value<'t>,
        class: Gc<'t, Class>,
        args: &[Value<'t>],
    ) -> Result<Tail<'t>, Raised> {
        let args = self.tuple(args)?;
        self.bind_found(method, Value::UNSET, class)?.then(self, &CALL, args.value())
    }
}

/// Calls a bound method with the tuple of arguments in the state.
static CALL: Then = Then::new(|_, args, bound| Ok(Tail::spread(bound, args.expect::<Tuple>(), Value::UNSET)));
