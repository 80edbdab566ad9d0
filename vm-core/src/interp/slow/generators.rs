//! `yield`, `await` and `async for`. How a generator's registers come and go is [`crate::interp::generator`]'s.

use crate::applevel::app;
use crate::classes::cls;
use crate::interp::call::Step;
use crate::interp::current::Current;
use crate::interp::generator::Resume;
use crate::natives::Tail;
use crate::objects::generator::Generator;
use crate::symbols::sym;
use crate::value::{Raised, Value};

impl<'t> Current<'t> {
    pub(super) fn yield_(&self) -> Result<Step<'t>, Raised> {
        let value = self.a();
        self.t.suspend(self.t.stacks.top(), self.i.d());
        if self.i.d() & 2 != 0 {
            // A value of an async generator ends the step that asked for it.
            return Err(self.t.raise_with(cls::StopIteration, &[value]));
        }
        Ok(Step::Value(value))
    }

    pub(super) fn send(&self) -> Result<Step<'t>, Raised> {
        let (t, iterator, sent) = (self.t, self.b(), self.a());
        if let Some(generator) = iterator.cast::<Generator>() {
            return t.resume_generator(generator, Resume::Send(sent)).and_then(|step| match step {
                Step::Value(Value::MISSING) => Err(t.raise_with(cls::StopIteration, &[])),
                step => Ok(step),
            });
        }
        let tail = if !sent.is_none() {
            Tail::call(t.app(app::send), &[iterator, sent])
        } else if let Some(item) = t.leaf_next(iterator) {
            item.into()
        } else if let Some(step) = t.next_of_builtin(iterator) {
            step?
        } else {
            // Not `next`, which drops the value of the StopIteration.
            match t.call_special(iterator, sym::__next__, &[]) {
                Some(step) => step?,
                None => {
                    let class = t.class_name(iterator);
                    return Err(t.type_error(format_args!("'{class}' object is not an iterator")));
                }
            }
        };
        match t.begin_tail(tail)? {
            Step::Value(Value::MISSING) => Err(t.raise_with(cls::StopIteration, &[])),
            step => Ok(step),
        }
    }

    pub(super) fn get_awaitable(&self) -> Result<Tail<'t>, Raised> {
        let how = Value::small(self.i.d() as i32);
        if self.b().is::<Generator>() && self.t.is_plain_awaitable(self.b(), self.i.d()) {
            return Ok(self.b().into());
        }
        Ok(Tail::call(self.t.app(app::get_awaitable), &[self.b(), how]))
    }

    pub(super) fn end_async_for(&self) -> Result<Step<'t>, Raised> {
        let exception = self.a();
        if !self.t.is_instance(exception, cls::StopAsyncIteration) {
            return Err(self.t.reraise(exception));
        }
        self.jump();
        Ok(Step::Run)
    }
}
