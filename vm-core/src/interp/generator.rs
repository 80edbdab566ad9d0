//! Generators: a frame that is copied into the heap at a yield and back onto the stack at a resume.

use std::cell::Cell;

use compiler::bytecode::{Flags, Op};
use gc_api::{Collector, Slot};

use super::call::{Step, clear_locals, read, write};
use crate::Thread;
use crate::classes::{ClassKey, cls};
use crate::layouts;
use crate::natives::{Tail, Then};
use crate::objects::function::{Body, Code, Function};
use crate::objects::generator::{Generator, state};
use crate::stack::{Frame, FrameKind};
use crate::symbols::sym;
use crate::thread::header;
use crate::value::{Gc, Raised, Value};

/// What a suspended generator is woken with.
#[derive(Copy, Clone)]
pub enum Resume<'t> {
    /// The value of the `yield` expression.
    Send(Value<'t>),
    /// This exception is raised at the `yield`; a delegation sees it first (GeneratorExit closes what is delegated to).
    Throw(Value<'t>),
    /// As `Throw`, but GeneratorExit too is thrown into what is delegated to.
    Forward(Value<'t>),
}

/// Calls the attribute that was found, or gives None.
static CALL_FOUND: Then = Then::new(|_, _, found| match found {
    Value::MISSING => Ok(Value::NONE.into()),
    method => Ok(Tail::call(method, &[])),
});

/// Calls the `throw` that was found with the exception, or raises it.
static THROW_FOUND: Then = Then::new(|t, exception, found| match found {
    Value::MISSING => Err(t.raise_value(exception)),
    method => Ok(Tail::call(method, &[exception])),
});

/// Raises the exception in the state.
static RAISE_STATE: Then = Then::new(|t, exception, _| Err(t.raise_value(exception)));

impl Thread {
    /// A generator (coroutine, async generator) for a call whose arguments are bound in the window.
    pub(super) fn new_generator<'t>(
        &'t self,
        function: Gc<'t, Function>,
        code: Gc<'t, Code>,
        body: &'t Body,
        window: *const Slot,
    ) -> Result<Value<'t>, Raised> {
        let registers = body.registers as usize;
        let slot = |value: Value<'_>| Slot::new(value.word());
        let generator = self.new_variable(
            Generator {
                header: header(),
                length: Cell::new(registers),
                code: slot(code.value()),
                name: slot(function.get(Function::name)),
                qualname: slot(function.get(Function::qualname)),
                handled: Slot::default(),
                outer: Slot::default(),
                below: Slot::default(),
                extra: Slot::default(),
                frame: Slot::default(),
                closed: Cell::new(0),
                state: Cell::new(state::CREATED),
                pc: Cell::new(0),
                height: Cell::new(u32::from(body.locals)),
                flags: Cell::new(body.compiled.flags.0),
                running_async: Cell::new(0),
                finalisable: Cell::new(0),
            },
            registers,
        )?;
        let bits = body.compiled.flags.0;
        if bits & Flags::COROUTINE != 0 {
            generator.retag(layouts::COROUTINE);
            // Somebody must be told if it is never awaited.
            self.set_generator_finaliser(generator);
            let depth = self.vm().coroutine_origin_depth.get();
            if depth > 0 {
                generator.set(self, Generator::extra, self.origin(depth)?);
            }
        } else if bits & Flags::ASYNC_GENERATOR != 0 {
            generator.retag(layouts::ASYNC_GENERATOR);
        }
        for index in 0..body.locals as usize {
            generator.put(self, index, read(window, index));
        }
        Ok(generator.value())
    }

    /// A call of a generator function that needs no binding; `None`: nothing has happened.
    #[inline]
    pub(super) fn leaf_generator<'t>(
        &'t self,
        function: Gc<'t, Function>,
        window: *const Slot,
        nargs: usize,
    ) -> Option<Result<Value<'t>, Raised>> {
        let body = function.code().body();
        if body.generator_arity as usize != nargs {
            return None;
        }
        clear_locals(window, body);
        Some(self.new_generator(function, function.code(), body, window))
    }

    /// What `__iter__` gives where it is a generator function.
    pub(crate) fn iter_by_generator<'t>(&'t self, value: Value<'t>) -> Option<Value<'t>> {
        let method = self.lookup_special(value, sym::__iter__)?;
        let function = method.cast_exact::<Function>()?;
        if function.code().body().generator_arity != 1 {
            return None;
        }
        let window = self.stacks.free();
        write(window, 0, method);
        write(window, 1, value);
        match self.leaf_generator(function, window, 1)? {
            Ok(generator) if generator.expect::<Generator>().is_plain() => Some(generator),
            // The general path says what is wrong.
            Ok(_) => None,
            Err(raised) => {
                self.take_exception(raised);
                None
            }
        }
    }

    /// Pushes the generator's frame; its next value, or its end, goes to the newest frame.
    pub(crate) fn resume_generator<'t>(
        &'t self,
        generator: Gc<'t, Generator>,
        resume: Resume<'t>,
    ) -> Result<Step<'t>, Raised> {
        let kind = self.generator_kind_name(generator);
        match generator.get(Generator::state) {
            state::RUNNING => return Err(self.value_error(format_args!("{kind} already executing"))),
            state::FINISHED => return self.resume_finished(generator, resume),
            state::CREATED => {
                if let Resume::Send(value) = resume {
                    if !value.is_none() {
                        return Err(self.type_error(format_args!("can't send non-None value to a just-started {kind}")));
                    }
                }
            }
            _ => {}
        }
        let started = generator.get(Generator::state) == state::SUSPENDED;
        let delegate = generator.delegate();
        let Some(frame) = self.wake(generator, self.stacks.free()) else { return Err(self.recursion_error("")) };
        let (pc, base) = (frame.pc.get(), frame.base.get());
        match resume {
            Resume::Send(value) => {
                if started {
                    // SAFETY: a suspended generator's pc is behind its yield.
                    let ins = unsafe { *pc.sub(1) };
                    write(base, ins.b() as usize, value);
                }
                Ok(Step::Run)
            }
            Resume::Throw(exception) | Resume::Forward(exception) => {
                if !started {
                    // Raised at the first instruction.
                    self.stacks.top().pc.set(pc.wrapping_add(1));
                    return Err(self.reraise(exception));
                }
                match delegate {
                    Some(inner) => {
                        self.chain_thrown(exception);
                        self.throw_into(inner, exception, matches!(resume, Resume::Forward(_)))
                    }
                    // Its context is what the generator itself handles, not what its consumer does.
                    None if generator.get(Generator::handled).is_set() => Err(self.raise_value(exception)),
                    None => Err(self.reraise(exception)),
                }
            }
        }
    }

    /// Throws into what the newest frame delegates to. The frame goes on as if its `Send` had called `throw`.
    fn throw_into<'t>(&'t self, inner: Value<'t>, exception: Value<'t>, forward: bool) -> Result<Step<'t>, Raised> {
        let frame = self.stacks.top();
        // The yield of a delegation stands right behind its `Send`.
        frame.pc.set(frame.pc.get().wrapping_sub(1));
        if !forward && self.is_instance(exception, cls::GeneratorExit) {
            let closing = match inner.cast::<Generator>() {
                Some(generator) => self.close_generator(generator)?,
                None => {
                    let close = self.getattr_opt(inner, self.sym(sym::close).expect())?;
                    close.then(self, &CALL_FOUND, Value::NONE)?
                }
            };
            return self.begin_tail(closing.then(self, &RAISE_STATE, exception)?);
        }
        if let Some(generator) = inner.cast::<Generator>() {
            // The native stack grows with the chain of delegations.
            self.check_native_stack("")?;
            let resume = if forward { Resume::Forward(exception) } else { Resume::Throw(exception) };
            return match self.resume_generator(generator, resume)? {
                Step::Value(Value::MISSING) => Err(self.raise_with(cls::StopIteration, &[])),
                step => Ok(step),
            };
        }
        let throw = self.getattr_opt(inner, self.sym(sym::throw).expect())?;
        self.begin_tail(throw.then(self, &THROW_FOUND, exception)?)
    }

    /// What `generator.close()` does; the result is its result.
    pub(crate) fn close_generator<'t>(&'t self, generator: Gc<'t, Generator>) -> Result<Tail<'t>, Raised> {
        static CLOSED: Then = Then::catching(
            |t, generator, _| {
                let kind = t.generator_kind_name(generator.expect());
                Err(t.raise(cls::RuntimeError, format_args!("{kind} ignored GeneratorExit")))
            },
            |t, _, raised| {
                if t.pending_is(cls::StopIteration) {
                    let exception = t.take_exception(raised);
                    return Ok(t.stop_value(exception).into());
                }
                if t.pending_is(cls::GeneratorExit) {
                    t.take_exception(raised);
                    return Ok(Value::NONE.into());
                }
                Err(raised)
            },
        );
        match generator.get(Generator::state) {
            state::CREATED => {
                self.finish(generator);
                Ok(Value::NONE.into())
            }
            state::FINISHED => Ok(Value::NONE.into()),
            _ => {
                let exit = self.new_exception(self.class(cls::GeneratorExit), &[])?;
                Tail::resume(generator, Resume::Throw(exit.value())).then(self, &CLOSED, generator.value())
            }
        }
    }

    /// It has not run and never will.
    fn finish(&self, generator: Gc<'_, Generator>) {
        generator.set_raw(Generator::state, state::FINISHED);
        self.clear_generator_finaliser(generator);
        self.forget_frame_of(generator);
        generator.fill(self, 0..generator.extent(), Value::UNSET);
    }

    fn resume_finished<'t>(&'t self, generator: Gc<'t, Generator>, resume: Resume<'t>) -> Result<Step<'t>, Raised> {
        if generator.is_coroutine() {
            return Err(self.raise(cls::RuntimeError, "cannot reuse already awaited coroutine"));
        }
        match resume {
            Resume::Throw(exception) | Resume::Forward(exception) => Err(self.reraise(exception)),
            Resume::Send(_) if generator.is_async() => Err(self.raise_with(cls::StopAsyncIteration, &[])),
            Resume::Send(_) => Ok(Step::Value(Value::MISSING)),
        }
    }

    /// The generator, if it dies, has something to run.
    pub(crate) fn set_generator_finaliser(&self, generator: Gc<'_, Generator>) {
        if generator.get(Generator::finalisable) == 0 {
            generator.set_raw(Generator::finalisable, 1);
            self.heap().collector.set_finaliser(generator.obj());
        }
    }

    /// `Return` of a generator's frame: what its consumer gets.
    pub(super) fn finish_generator<'t>(&'t self, frame: &Frame, value: Value<'t>) -> Result<Step<'t>, Raised> {
        let generator = read(frame.base.get().wrapping_sub(1), 0).expect::<Generator>();
        self.close_frame_of(generator);
        self.frame_leaves(true);
        self.stacks.pop();
        if generator.get(Generator::flags) & Flags::ASYNC_GENERATOR == 0 && self.end_delegation(value) {
            return Ok(Step::Run);
        }
        if value.is_none() {
            if generator.get(Generator::flags) & Flags::ASYNC_GENERATOR != 0 {
                return Err(self.raise_with(cls::StopAsyncIteration, &[]));
            }
            if generator.get(Generator::flags) & Flags::COROUTINE == 0 {
                return self.exhausted();
            }
        }
        let arguments = [value];
        Err(self.raise_with(cls::StopIteration, if value.is_none() { &[] } else { &arguments }))
    }

    /// A delegation (`yield from`, `await`) gets its value without an exception.
    fn end_delegation(&self, value: Value<'_>) -> bool {
        let below = self.stacks.top();
        if !below.kind.get().is_python() {
            return false;
        }
        if matches!(below.kind.get(), FrameKind::Delegating) {
            self.end_passing(below);
        }
        // SAFETY: the frame below waits behind an instruction.
        let ins = unsafe { *below.pc.get().sub(1) };
        if ins.op() != Op::Send {
            return false;
        }
        write(below.base.get(), ins.a() as usize, value);
        below.pc.set(below.pc.get().wrapping_offset(ins.sc() as isize));
        true
    }

    /// An iterator ended without a value: loops and steps of other iterators see a sentinel, everybody else the exception.
    fn exhausted<'t>(&'t self) -> Result<Step<'t>, Raised> {
        let below = self.stacks.top();
        if let FrameKind::Then(then) = below.kind.get() {
            if std::ptr::eq(then, &crate::protocols::END) {
                return Ok(Step::Value(Value::MISSING));
            }
        }
        if below.kind.get().is_python() {
            // SAFETY: the frame below waits behind an instruction.
            let ins = unsafe { *below.pc.get().sub(1) };
            if ins.op() == Op::ForIter {
                return Ok(Step::Value(Value::MISSING));
            }
        }
        Err(self.raise_with(cls::StopIteration, &[]))
    }

    /// A finished generator has nothing left to run.
    fn clear_generator_finaliser(&self, generator: Gc<'_, Generator>) {
        if generator.get(Generator::finalisable) != 0 {
            self.heap().collector.clear_finaliser(generator.obj());
        }
    }

    /// A finished generator has no frame; an exception that went through it may keep its frame object, with all it holds.
    fn forget_frame_of(&self, generator: Gc<'_, Generator>) {
        if generator.get(Generator::frame).is_set() {
            generator.set(self, Generator::frame, Value::UNSET);
        }
    }

    /// Marks it finished and takes its handled exception off.
    pub(super) fn close_frame_of(&self, generator: Gc<'_, Generator>) {
        generator.set_raw(Generator::state, state::FINISHED);
        self.clear_generator_finaliser(generator);
        self.forget_frame_of(generator);
        if self.handles_any() || generator.get(Generator::handled).is_set() {
            generator.set(self, Generator::handled, Value::UNSET);
            self.restore_handled(generator);
        }
    }

    pub(crate) fn generator_kind_name(&self, generator: Gc<'_, Generator>) -> &'static str {
        let flags = generator.get(Generator::flags);
        if flags & Flags::COROUTINE != 0 {
            "coroutine"
        } else if flags & Flags::ASYNC_GENERATOR != 0 {
            "async generator"
        } else {
            "generator"
        }
    }

    /// Does an escaping exception of this class become a RuntimeError?
    pub(super) fn converts_stop(&self, generator: Gc<'_, Generator>, kind: ClassKey) -> bool {
        kind == cls::StopIteration || generator.get(Generator::flags) & Flags::ASYNC_GENERATOR != 0
    }
}

impl Thread {
    /// A coroutine may be awaited as it is; a generator may be delegated to as it is.
    pub(super) fn is_plain_awaitable(&self, value: Value<'_>, how: u8) -> bool {
        let Some(generator) = value.cast::<Generator>() else { return false };
        let bits = generator.get(Generator::flags);
        if how == 3 {
            return bits & (Flags::COROUTINE | Flags::ASYNC_GENERATOR) == 0;
        }
        bits & (Flags::COROUTINE | Flags::ITERABLE_COROUTINE) != 0
    }
}
