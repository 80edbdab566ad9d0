//! Calling.

use crate::Thread;
use crate::natives::Tail;
use crate::objects::class::Class;
use crate::objects::function::{BoundMethod, Function, MethodDescriptor, NativeFunction};
use crate::value::{Raised, Value};

impl Thread {
    /// Calls any value with up to four positional arguments. What cannot be called is the interpreter's to report.
    pub fn call<'t>(&'t self, callee: Value<'t>, args: &[Value<'t>]) -> Result<Tail<'t>, Raised> {
        if args.len() <= 4 {
            Ok(Tail::call(callee, args))
        } else {
            Ok(Tail::spread(callee, self.tuple(args)?, Value::UNSET))
        }
    }

    /// Is it of a kind the interpreter calls, or has its class a `__call__`?
    pub fn is_callable<'t>(&'t self, value: Value<'t>) -> bool {
        value.is::<Class>()
            || value.is::<Function>()
            || value.is::<NativeFunction>()
            || value.is::<BoundMethod>()
            || value.is::<MethodDescriptor>()
            || self.lookup_special(value, crate::sym::__call__).is_some()
    }
}
