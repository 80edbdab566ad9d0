//! The steps of `for`, and unpacking.

use crate::applevel::app;
use crate::interp::call::Step;
use crate::interp::current::Current;
use crate::interp::generator::Resume;
use crate::natives::Tail;
use crate::objects::generator::Generator;
use crate::objects::sequence::{List, Tuple};
use crate::value::{Raised, Value};

impl<'t> Current<'t> {
    pub(super) fn for_iter(&self) -> Result<Step<'t>, Raised> {
        let iterator = self.b();
        if let Some(generator) = iterator.cast::<Generator>() {
            return self.t.resume_generator(generator, Resume::Send(Value::NONE));
        }
        let tail = self.t.next_after_leaf(iterator)?;
        self.t.begin_tail(tail)
    }

    pub(super) fn unpack(&self) -> Result<Tail<'t>, Raised> {
        let (t, wanted) = (self.t, self.i.c() as usize);
        let source = self.b();
        if let Some(tuple) = source.cast_exact::<Tuple>() {
            if tuple.extent() == wanted {
                return Ok(source.into());
            }
            return Err(t.unpack_mismatch(source, tuple.extent(), wanted));
        }
        if let Some(list) = source.cast_exact::<List>() {
            if list.get(List::length) == wanted {
                return t.list_to_tuple(list).map(|tuple| tuple.value().into());
            }
            return Err(t.unpack_mismatch(source, list.get(List::length), wanted));
        }
        Ok(Tail::call(t.app(app::unpack), &[source, t.int_usize(wanted)]))
    }

    pub(super) fn unpack_star(&self) -> Result<Tail<'t>, Raised> {
        let (before, after) = (Value::small(self.i.c() as i32), Value::small(self.i.d() as i32));
        Ok(Tail::call(self.t.app(app::unpack_star), &[self.b(), before, after]))
    }
}
