//! `raise`, `except` and `with`: what starts or ends a handler. How handlers are found is [`crate::interp::unwind`]'s.

use crate::Thread;
use crate::classes::cls;
use crate::errors::Exception;
use crate::interp::call::{Step, read, write};
use crate::interp::current::Current;
use crate::natives::{Tail, Then};
use crate::objects::class::{Class, flags};
use crate::objects::sequence::Tuple;
use crate::symbols::sym;
use crate::value::{Raised, Value};

impl<'t> Current<'t> {
    pub(super) fn raise(&self) -> Result<Step<'t>, Raised> {
        let (t, i) = (self.t, self.i);
        if i.d() == 0 {
            let handled = t.handled_now();
            if !handled.is_set() {
                return Err(t.raise(cls::RuntimeError, "No active exception to reraise"));
            }
            return Err(t.reraise(handled));
        }
        let operand = self.a();
        if i.d() == 2 && t.is_exception_class(self.b()) {
            let cause = self.b();
            return t.begin_tail(match operand {
                _ if t.is_exception_class(operand) => {
                    let classes = t.small_tuple([operand, cause]);
                    Tail::call(operand, &[]).then(t, &MAKE_CAUSE, classes.value())?
                }
                _ if t.is_exception(operand) => t.with_made_cause(operand, cause)?,
                _ => return Err(t.raise_called(self.base, i, operand)),
            });
        }
        if let Some(class) = operand.cast::<Class>()
            && class.has(flags::PLAIN_EXCEPTION)
        {
            let nothing = t.new_tuple(0)?;
            let exception = t.alloc_exception(class, nothing);
            return Err(t.raise_called(self.base, i, exception.value()));
        }
        if t.is_exception_class(operand) {
            // The instance comes back to this instruction, which raises it.
            return t.begin_tail(Tail::call(operand, &[]));
        }
        Err(t.raise_called(self.base, i, operand))
    }

    pub(super) fn with_enter(&self) -> Result<Step<'t>, Raised> {
        let (t, manager) = (self.t, self.b());
        let asynchronous = self.i.d() == 1;
        let (enter, exit) =
            if asynchronous { (sym::__aenter__, sym::__aexit__) } else { (sym::__enter__, sym::__exit__) };
        let Some(exit) = t.lookup_special(manager, exit) else {
            return Err(self.no_manager(manager, asynchronous, exit_name(asynchronous)));
        };
        let Some(enter) = t.lookup_special(manager, enter) else {
            return Err(self.no_manager(manager, asynchronous, enter_name(asynchronous)));
        };
        let window = self.at(self.i.a());
        let (function, this) = t.bind_special(exit, manager)?;
        write(window, 0, function);
        write(window, 1, this);
        let tail = t.call_bound(enter, manager, &[])?;
        t.begin_tail(tail)
    }

    fn no_manager(&self, manager: Value<'t>, asynchronous: bool, missing: &str) -> Raised {
        let (kind, other, methods, statement) = if asynchronous {
            ("asynchronous context", "context", [sym::__enter__, sym::__exit__], "with")
        } else {
            ("context", "asynchronous context", [sym::__aenter__, sym::__aexit__], "async with")
        };
        let hint = if methods.into_iter().all(|method| self.t.lookup_special(manager, method).is_some()) {
            format!(" but it supports the {other} manager protocol. Did you mean to use '{statement}'?")
        } else {
            String::new()
        };
        self.t.type_error(format_args!(
            "'{}' object does not support the {kind} manager protocol (missed {missing} method){hint}",
            self.t.class_name(manager)
        ))
    }

    pub(super) fn with_exit(&self) -> Result<Tail<'t>, Raised> {
        let (t, window) = (self.t, self.at(self.i.a()));
        let (function, this) = (read(window, 0), read(window, 1));
        let triple = if self.i.d() == 1 {
            [Value::NONE; 3]
        } else {
            let exception = self.b();
            let traceback = exception.expect::<Exception>().get(Exception::traceback);
            [t.class_of(exception).value(), exception, traceback.given().unwrap_or(Value::NONE)]
        };
        Ok(if function.is_set() {
            Tail::call(function, &[this, triple[0], triple[1], triple[2]])
        } else {
            Tail::call(this, &triple)
        })
    }
}

/// After the exception of `raise Class from Cause`, the cause is made.
static MAKE_CAUSE: Then = Then::new(|t, classes, exception| {
    let classes = classes.expect::<Tuple>();
    if !t.is_exception(exception) {
        return Err(t.no_exception_made(classes.at(0), exception));
    }
    t.with_made_cause(exception, classes.at(1))
});

impl Thread {
    /// The exception, once its cause has been made by calling this class.
    fn with_made_cause<'t>(&'t self, exception: Value<'t>, class: Value<'t>) -> Result<Tail<'t>, Raised> {
        static MADE: Then = Then::new(|t, state, cause| {
            let state = state.expect::<Tuple>();
            if !t.is_exception(cause) {
                return Err(t.no_exception_made(state.at(1), cause));
            }
            t.set_cause(state.at(0), cause)?;
            Ok(state.at(0).into())
        });
        Tail::call(class, &[]).then(self, &MADE, self.small_tuple([exception, class]).value())
    }

    /// The error of an exception class that gives something else when called.
    pub(crate) fn no_exception_made(&self, class: Value<'_>, made: Value<'_>) -> Raised {
        let (class, made) = (self.class_repr(class.expect::<Class>()), self.class_repr(self.class_of(made)));
        self.type_error(format_args!("calling {class} should have returned an instance of BaseException, not {made}"))
    }
}

fn enter_name(asynchronous: bool) -> &'static str {
    if asynchronous { "__aenter__" } else { "__enter__" }
}

fn exit_name(asynchronous: bool) -> &'static str {
    if asynchronous { "__aexit__" } else { "__exit__" }
}
