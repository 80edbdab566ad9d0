//! The class async_generator, and the awaitables that its methods give: each is one step of the generator.
//!
//! A value the generator yields ends the step with StopIteration (see `Yield`); what its `await`s yield passes through.

use std::cell::Cell;

use gc_api::{Collector as _, Slot};

use crate::Thread;
use crate::classes::cls;
use crate::interp::Resume;
use crate::layouts;
use crate::natives::{ClassDef, NativeDef, Tail, Then, class, leaf, tail};
use crate::objects::class::flags;
use crate::objects::generator::{AsyncStep, AsyncThrow, Generator, state};
use crate::objects::generator_methods as common;
use crate::objects::sequence::Tuple;
use crate::thread::header;
use crate::value::{Gc, Raised, Value};
use crate::vm::{RootKey, ready};

/// Values of `state` of a step.
mod step {
    pub const NEW: u64 = 0;
    pub const RUNNING: u64 = 1;
    pub const DONE: u64 = 2;
}

pub static ASYNC_GENERATOR: ClassDef = class(cls::async_generator, "async_generator")
    .layouts(&[layouts::ASYNC_GENERATOR])
    .flags(flags::NO_NEW | flags::WEAKREFABLE)
    .methods(&METHODS)
    .getsets(&common::ASYNC_GENERATOR_GETSETS);

pub static SEND: ClassDef = class(cls::async_generator_asend, "async_generator_asend")
    .layouts(&[layouts::ASYNC_GENERATOR_STEP])
    .flags(flags::NO_NEW)
    .methods(&SEND_METHODS);

pub static THROW: ClassDef = class(cls::async_generator_athrow, "async_generator_athrow")
    .layouts(&[layouts::ASYNC_THROW_STEP])
    .flags(flags::NO_NEW)
    .methods(&THROW_METHODS);

static METHODS: [NativeDef; 6] = [
    leaf("__aiter__(self, /)", |_, args| Ok(args.get(0))),
    tail("__anext__(self, /)", |t, args| new_send(t, args.this(), Value::NONE)),
    tail("asend(self, value, /)", |t, args| new_send(t, args.this(), args.get(1))),
    tail("athrow(self, type, value=None, traceback=None, /)", |t, args| {
        static NEW: Then = Then::new(|t, generator, exception| new_throw(t, generator.expect(), exception));
        t.exception_to_throw(args)?.then(t, &NEW, args.get(0))
    }),
    tail("aclose(self, /)", |t, args| new_throw(t, args.this(), Value::UNSET)),
    leaf("__repr__(self, /)", common::repr),
];

static SEND_METHODS: [NativeDef; 6] = [
    leaf("__await__(self, /)", |_, args| Ok(args.get(0))),
    leaf("__iter__(self, /)", |_, args| Ok(args.get(0))),
    tail("__next__(self, /)", |t, args| send(t, args.this(), Value::NONE)),
    tail("send(self, value, /)", |t, args| send(t, args.this(), args.get(1))),
    tail("throw(self, type, value=None, traceback=None, /)", |t, args| {
        static THROW: Then = Then::new(|t, this, exception| throw_in_send(t, this.expect(), exception));
        t.exception_to_throw(args)?.then(t, &THROW, args.get(0))
    }),
    tail("close(self, /)", |t, args| {
        let this = args.this::<AsyncStep>();
        if this.get(AsyncStep::state) == step::DONE {
            return ready(Value::NONE);
        }
        let exit = t.new_exception(t.class(cls::GeneratorExit), &[])?;
        close_result(t, throw_in_send(t, this, exit.value()))
    }),
];

static THROW_METHODS: [NativeDef; 6] = [
    leaf("__await__(self, /)", |_, args| Ok(args.get(0))),
    leaf("__iter__(self, /)", |_, args| Ok(args.get(0))),
    tail("__next__(self, /)", |t, args| send_in_throw(t, args.this(), Value::NONE)),
    tail("send(self, value, /)", |t, args| send_in_throw(t, args.this(), args.get(1))),
    tail("throw(self, type, value=None, traceback=None, /)", |t, args| {
        static THROW: Then = Then::new(|t, this, exception| throw_in_throw(t, this.expect(), exception));
        t.exception_to_throw(args)?.then(t, &THROW, args.get(0))
    }),
    tail("close(self, /)", |t, args| {
        let this = args.this::<AsyncThrow>();
        if this.get(AsyncThrow::state) == step::DONE {
            return ready(Value::NONE);
        }
        let exit = t.new_exception(t.class(cls::GeneratorExit), &[])?;
        close_result(t, throw_in_throw(t, this, exit.value()))
    }),
];

/// `close()` of a step: the exceptions that end it are its success.
fn close_result<'t>(t: &'t Thread, thrown: Result<Tail<'t>, Raised>) -> Result<Tail<'t>, Raised> {
    static CLOSED: Then =
        Then::catching(|t, _, _| Err(t.raise(cls::RuntimeError, "coroutine ignored GeneratorExit")), ended);
    fn ended<'t>(t: &'t Thread, _: Value<'t>, raised: Raised) -> Result<Tail<'t>, Raised> {
        let ends = [cls::StopIteration, cls::StopAsyncIteration, cls::GeneratorExit];
        if !ends.into_iter().any(|class| t.pending_is(class)) {
            return Err(raised);
        }
        t.take_exception(raised);
        ready(Value::NONE)
    }
    match thrown {
        Ok(tail) => tail.then(t, &CLOSED, Value::NONE),
        Err(raised) => ended(t, Value::NONE, raised),
    }
}

// Making steps

fn new_send<'t>(t: &'t Thread, generator: Gc<'t, Generator>, argument: Value<'t>) -> Result<Tail<'t>, Raised> {
    let made = t.new_object(AsyncStep {
        header: header(),
        generator: Slot::new(generator.word()),
        argument: Slot::new(argument.word()),
        state: Cell::new(step::NEW),
    });
    t.heap().collector.set_finaliser(made.obj());
    first_use(t, generator, made.value())
}

fn new_throw<'t>(t: &'t Thread, generator: Gc<'t, Generator>, exception: Value<'t>) -> Result<Tail<'t>, Raised> {
    let made = t.new_object(AsyncThrow {
        header: header(),
        generator: Slot::new(generator.word()),
        argument: Slot::new(exception.word()),
        state: Cell::new(step::NEW),
    });
    t.heap().collector.set_finaliser(made.obj());
    first_use(t, generator, made.value())
}

/// The name of the method that made a step which nobody has awaited, and its generator; of other objects, `None`.
pub(crate) fn never_awaited(step: Value<'_>) -> Option<(&'static str, Value<'_>)> {
    if let Some(sent) = step.cast::<AsyncStep>() {
        return (sent.get(AsyncStep::state) == step::NEW).then(|| ("asend", sent.get(AsyncStep::generator)));
    }
    let thrown = step.cast::<AsyncThrow>().filter(|thrown| thrown.get(AsyncThrow::state) == step::NEW)?;
    let name = if thrown.get(AsyncThrow::argument).is_set() { "athrow" } else { "aclose" };
    Some((name, thrown.get(AsyncThrow::generator)))
}

/// The first step of a generator calls the hook for that; the result is `made`.
fn first_use<'t>(t: &'t Thread, generator: Gc<'t, Generator>, made: Value<'t>) -> Result<Tail<'t>, Raised> {
    static MADE: Then = Then::new(|_, made, _| ready(made));
    if generator.get(Generator::extra).is_set() {
        return ready(made);
    }
    let hooks = t.fixed_root(RootKey::AsyncHooks).cast::<Tuple>();
    let hook = |index: usize| hooks.map_or(Value::NONE, |hooks| hooks.at(index));
    generator.set(t, Generator::extra, hook(1));
    if !hook(1).is_none() {
        t.set_generator_finaliser(generator);
    }
    match hook(0).not_none() {
        Some(first) => Tail::call(first, &[generator.value()]).then(t, &MADE, made),
        None => ready(made),
    }
}

// Steps of asend()

fn send<'t>(t: &'t Thread, this: Gc<'t, AsyncStep>, mut value: Value<'t>) -> Result<Tail<'t>, Raised> {
    let generator = this.get(AsyncStep::generator).expect::<Generator>();
    if this.get(AsyncStep::state) == step::NEW && value.is_none() {
        value = this.get(AsyncStep::argument);
    }
    begin_send(t, this, generator)?;
    Tail::resume(generator, Resume::Send(value)).then(t, &AFTER_SEND, this.value())
}

fn throw_in_send<'t>(t: &'t Thread, this: Gc<'t, AsyncStep>, exception: Value<'t>) -> Result<Tail<'t>, Raised> {
    let generator = this.get(AsyncStep::generator).expect::<Generator>();
    begin_send(t, this, generator)?;
    Tail::resume(generator, Resume::Throw(exception)).then(t, &AFTER_SEND, this.value())
}

fn begin_send(t: &Thread, this: Gc<'_, AsyncStep>, generator: Gc<'_, Generator>) -> Result<(), Raised> {
    match this.get(AsyncStep::state) {
        step::DONE => {
            return Err(t.raise(cls::RuntimeError, "cannot reuse already awaited __anext__()/asend()"));
        }
        step::NEW if generator.get(Generator::running_async) != 0 => {
            this.set_raw(AsyncStep::state, step::DONE);
            return Err(t.raise(cls::RuntimeError, "anext(): asynchronous generator is already running"));
        }
        _ => {}
    }
    this.set_raw(AsyncStep::state, step::RUNNING);
    t.heap().collector.clear_finaliser(this.obj());
    generator.set_raw(Generator::running_async, 1);
    Ok(())
}

static AFTER_SEND: Then = Then::catching(
    |_, _, value| ready(value),
    |t, this, raised| {
        let this = this.expect::<AsyncStep>();
        this.set_raw(AsyncStep::state, step::DONE);
        leave(t, this.get(AsyncStep::generator).expect());
        Err(raised)
    },
);

/// A step of the generator has ended with the pending exception.
fn leave(t: &Thread, generator: Gc<'_, Generator>) {
    generator.set_raw(Generator::running_async, 0);
    if t.pending_is(cls::StopAsyncIteration) || t.pending_is(cls::GeneratorExit) {
        generator.set_raw(Generator::closed, 1);
    }
}

// Steps of athrow() and aclose()

fn send_in_throw<'t>(t: &'t Thread, this: Gc<'t, AsyncThrow>, value: Value<'t>) -> Result<Tail<'t>, Raised> {
    let generator = this.get(AsyncThrow::generator).expect::<Generator>();
    if this.get(AsyncThrow::state) == step::DONE {
        return Err(t.raise(cls::RuntimeError, "cannot reuse already awaited aclose()/athrow()"));
    }
    if generator.get(Generator::state) == state::FINISHED {
        this.set_raw(AsyncThrow::state, step::DONE);
        return Err(t.raise_with(cls::StopIteration, &[]));
    }
    if this.get(AsyncThrow::state) == step::RUNNING {
        generator.set_raw(Generator::running_async, 1);
        return Tail::resume(generator, Resume::Send(value)).then(t, &AFTER_THROW, this.value());
    }
    begin_throw(t, this, generator)?;
    if generator.get(Generator::closed) != 0 {
        this.set_raw(AsyncThrow::state, step::DONE);
        generator.set_raw(Generator::running_async, 0);
        return Err(t.raise_with(cls::StopAsyncIteration, &[]));
    }
    if !value.is_none() {
        generator.set_raw(Generator::running_async, 0);
        return Err(t.raise(cls::RuntimeError, "can't send non-None value to a just-started coroutine"));
    }
    let exception = match this.get(AsyncThrow::argument).given() {
        Some(exception) => exception,
        None => {
            generator.set_raw(Generator::closed, 1);
            t.new_exception(t.class(cls::GeneratorExit), &[])?.value()
        }
    };
    Tail::resume(generator, Resume::Forward(exception)).then(t, &AFTER_THROW, this.value())
}

fn throw_in_throw<'t>(t: &'t Thread, this: Gc<'t, AsyncThrow>, exception: Value<'t>) -> Result<Tail<'t>, Raised> {
    let generator = this.get(AsyncThrow::generator).expect::<Generator>();
    match this.get(AsyncThrow::state) {
        step::DONE => return Err(t.raise(cls::RuntimeError, "cannot reuse already awaited aclose()/athrow()")),
        step::NEW => begin_throw(t, this, generator)?,
        _ => {}
    }
    Tail::resume(generator, Resume::Throw(exception)).then(t, &AFTER_THROW, this.value())
}

fn begin_throw(t: &Thread, this: Gc<'_, AsyncThrow>, generator: Gc<'_, Generator>) -> Result<(), Raised> {
    if generator.get(Generator::running_async) != 0 {
        this.set_raw(AsyncThrow::state, step::DONE);
        let name = if this.get(AsyncThrow::argument).is_set() { "athrow" } else { "aclose" };
        return Err(t.raise(cls::RuntimeError, format_args!("{name}(): asynchronous generator is already running")));
    }
    this.set_raw(AsyncThrow::state, step::RUNNING);
    t.heap().collector.clear_finaliser(this.obj());
    generator.set_raw(Generator::running_async, 1);
    Ok(())
}

static AFTER_THROW: Then = Then::catching(
    |_, _, value| ready(value),
    |t, this, raised| {
        let this = this.expect::<AsyncThrow>();
        let closing = !this.get(AsyncThrow::argument).is_set();
        this.set_raw(AsyncThrow::state, step::DONE);
        leave(t, this.get(AsyncThrow::generator).expect());
        if !closing {
            return Err(raised);
        }
        if t.pending_is(cls::StopIteration) {
            // It yielded a value.
            t.take_exception(raised);
            return Err(t.raise(cls::RuntimeError, "async generator ignored GeneratorExit"));
        }
        if t.pending_is(cls::StopAsyncIteration) || t.pending_is(cls::GeneratorExit) {
            t.take_exception(raised);
            return Err(t.raise_with(cls::StopIteration, &[]));
        }
        Err(raised)
    },
);
