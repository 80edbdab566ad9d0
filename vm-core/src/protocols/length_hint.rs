//! `__length_hint__`: what an iterable says of its length before a list is filled from it.
//!
//! Lists here grow as they are filled and need no hint; but what is wrong with a hint is an error.

use crate::Thread;
use crate::classes::cls;
use crate::natives::{Tail, Then};
use crate::objects::class::flags;
use crate::symbols::{Sym, sym};
use crate::value::{Raised, Value};

impl Thread {
    /// Is the iterable one of a class written in Python that says how long it is?
    pub(crate) fn has_length_hint<'t>(&'t self, iterable: Value<'t>) -> bool {
        let says = |name: Sym| self.lookup_special(iterable, name).is_some();
        self.class_of(iterable).has(flags::HEAP) && (says(sym::__len__) || says(sym::__length_hint__))
    }

    /// Asks for the length, or else for a hint.
    pub(crate) fn check_length_hint<'t>(&'t self, iterable: Value<'t>) -> Result<Tail<'t>, Raised> {
        if self.lookup_special(iterable, sym::__len__).is_none() {
            return hint(self, iterable);
        }
        match self.len(iterable) {
            Ok(tail) => tail.then(self, &LENGTH, iterable),
            Err(raised) => (LENGTH.err.expect("it catches"))(self, iterable, raised),
        }
    }
}

/// A length is as good as a hint; a TypeError means that there is none.
static LENGTH: Then = Then::catching(
    |_, _, _| Ok(Value::NONE.into()),
    |t, iterable, raised| match t.pending_is(cls::TypeError) {
        true => {
            t.take_exception(raised);
            hint(t, iterable)
        }
        false => Err(raised),
    },
);

fn hint<'t>(t: &'t Thread, iterable: Value<'t>) -> Result<Tail<'t>, Raised> {
    static HINT: Then = Then::new(|t, _, hint| check(t, hint));
    static CALLED: Then = Then::catching(
        |_, _, hint| Ok(hint.into()),
        |t, _, raised| match t.pending_is(cls::TypeError) {
            true => {
                t.take_exception(raised);
                Ok(Value::NOT_IMPLEMENTED.into())
            }
            false => Err(raised),
        },
    );
    match t.call_special(iterable, sym::__length_hint__, &[]) {
        None => Ok(Value::NONE.into()),
        Some(call) => call?.then(t, &CALLED, Value::NONE)?.then(t, &HINT, Value::NONE),
    }
}

fn check<'t>(t: &'t Thread, hint: Value<'t>) -> Result<Tail<'t>, Raised> {
    if hint == Value::NOT_IMPLEMENTED {
        return Ok(Value::NONE.into());
    }
    if t.as_int(hint).is_none() {
        let found = t.class_name(hint);
        return Err(t.type_error(format_args!("__length_hint__ must be an integer, not {found}")));
    }
    if t.index_of(hint)? < 0 {
        return Err(t.value_error("__length_hint__() should return >= 0"));
    }
    Ok(Value::NONE.into())
}
