//! Exceptions on their way to a handler.

use std::cell::Cell;

use compiler::bytecode::{Ins, Op};
use gc_api::{Slot, layout};

use super::call::{Step, read, write};
use crate::Thread;
use crate::classes::cls;
use crate::errors::Exception;
use crate::layouts;
use crate::objects::class::{Class, flags};
use crate::objects::function::{Code, Function};
use crate::objects::generator::Generator;
use crate::stack::{Frame, FrameKind};
use crate::thread::header;
use crate::value::{Gc, Raised, Value};

layout! {
    /// One entry of a traceback: made while unwinding, newest frame last.
    pub struct Traceback(layouts::TRACEBACK) {
        next: Ref,
        code: Ref,
        /// The function that ran.
        function: Ref,
        /// Frame object, if one was asked for.
        frame: Ref,
        /// Instruction index.
        pc: Raw<u32>,
        /// From 1; 0 if there is none; or what the code says of the instruction.
        line: Raw<u32>,
    }
}

impl Gc<'_, Traceback> {
    const LINE_OF_INSTRUCTION: u32 = u32::MAX;

    /// Line, from 1; 0 if there is none.
    pub fn line(self) -> u32 {
        match self.get(Traceback::line) {
            Self::LINE_OF_INSTRUCTION => {
                self.get(Traceback::code).expect::<Code>().body().line_at(self.get(Traceback::pc) as usize)
            }
            line => line,
        }
    }
}

impl Thread {
    /// Takes the pending exception to the nearest handler.
    pub(super) fn unwind<'t>(&'t self, mut raised: Raised) -> Step<'t> {
        loop {
            let frame = self.stacks.top();
            match frame.kind.get() {
                FrameKind::Delegating => self.end_passing(frame),
                FrameKind::Python | FrameKind::Generator | FrameKind::Observed => {
                    if let Some(step) = self.unwind_python(frame, raised) {
                        return step;
                    }
                    if !matches!(frame.kind.get(), FrameKind::Python) {
                        self.frame_leaves(true);
                    }
                    if matches!(frame.kind.get(), FrameKind::Generator) {
                        raised = self.finish_generator_with(frame, raised);
                    }
                    self.stacks.pop();
                }
                FrameKind::Init => {
                    self.stacks.pop();
                }
                FrameKind::Then(then) => {
                    let state = read(frame.base.get(), 0);
                    self.stacks.pop();
                    let Some(handler) = then.err else { continue };
                    match handler(self, state, raised).and_then(|tail| self.begin_tail(tail)) {
                        Ok(Step::Value(value)) => return self.deliver(value),
                        Ok(step) => return step,
                        Err(again) => raised = again,
                    }
                }
                FrameKind::Native(_) => unreachable!("a native's frame is popped before its exception travels on"),
                FrameKind::Exit => {
                    self.stacks.pop();
                    return Step::Exit;
                }
            }
        }
    }

    /// Looks for a handler in a Python frame. `None`: the frame is to be left.
    fn unwind_python<'t>(&'t self, frame: &Frame, raised: Raised) -> Option<Step<'t>> {
        if self.ends_iteration(frame) {
            self.take_exception(raised);
            return Some(Step::Run);
        }
        // SAFETY: a Python frame.
        let body = unsafe { frame.body() };
        let pc = frame.current();
        if !body.hidden {
            self.add_traceback(frame, pc);
        }
        let entry = body.compiled.exceptions.iter().find(|e| (e.start as usize) <= pc && pc < e.end as usize)?;
        let exception = self.take_exception(raised);
        write(frame.base.get(), entry.exception as usize, exception);
        frame.pc.set(body.first.wrapping_add(entry.target as usize));
        Some(Step::Run)
    }

    /// StopIteration that arrives at an instruction that asked for the next item ends the iteration.
    fn ends_iteration(&self, frame: &Frame) -> bool {
        // SAFETY: pc is behind the current instruction.
        let ins: Ins = unsafe { *frame.pc.get().sub(1) };
        match ins.op() {
            Op::ForIter => self.pending_is(cls::StopIteration),
            Op::Send => {
                if !self.pending_is(cls::StopIteration) {
                    return false;
                }
                let value = self.stop_value(self.slot_value(&self.pending));
                write(frame.base.get(), ins.a() as usize, value);
                frame.pc.set(frame.pc.get().wrapping_offset(ins.sc() as isize));
                true
            }
            _ => false,
        }
    }

    /// `StopIteration.value`.
    pub(crate) fn stop_value<'t>(&'t self, exception: Value<'t>) -> Value<'t> {
        use crate::objects::sequence::Tuple;
        let args = exception.cast::<Exception>().and_then(|e| e.get(Exception::args).cast::<Tuple>());
        match args {
            Some(args) if args.extent() > 0 => args.at(0),
            _ => Value::NONE,
        }
    }

    fn add_traceback(&self, frame: &Frame, pc: usize) {
        let pending = self.slot_value(&self.pending);
        let Some(exception) = pending.cast::<Exception>() else { return };
        // SAFETY: a Python frame.
        let ins = unsafe { frame.body() }.compiled.instructions[pc];
        let raised_again = match ins.op() {
            Op::Reraise | Op::EndAsyncFor => true,
            Op::Raise => ins.d() == 0 && pending == self.handled_now(),
            _ => false,
        };
        if raised_again {
            // It has come through this frame before.
            return;
        }
        let inner = exception.get(Exception::traceback);
        let traceback = self.new_traceback(self.stacks.depth(), pc, inner);
        exception.set(self, Exception::traceback, traceback);
    }

    /// An entry for the Python frame at this depth.
    fn new_traceback<'t>(&'t self, depth: usize, pc: usize, inner: Value<'t>) -> Value<'t> {
        let frame = self.stacks.at(depth);
        let function = frame.register(self, 0);
        // Without memory for it the entry has no frame.
        let frame_object = self.frame_object_at(depth).ok();
        if let (Some(frame), Some(inner)) = (frame_object, inner.cast::<Traceback>()) {
            if let Some(inner) = inner.get(Traceback::frame).cast() {
                frame.is_caller_of(self, inner);
            }
        }
        let traceback = self.new_object(Traceback {
            header: header(),
            next: Slot::new(inner.word()),
            code: Slot::new(function.expect::<Function>().get(Function::code).word()),
            function: Slot::new(function.word()),
            frame: Slot::new(frame_object.map_or(gc_api::Word::ZERO, |frame| frame.word())),
            pc: Cell::new(pc as u32),
            line: Cell::new(Gc::<Traceback>::LINE_OF_INSTRUCTION),
        });
        traceback.value()
    }

    /// A traceback that says where the program is: of the innermost visible frame alone.
    pub(crate) fn traceback_here(&self) -> Value<'_> {
        match self.running().next() {
            Some(running) => {
                let frame = running.frame();
                self.new_traceback(self.stacks.index_of(frame), frame.current(), Value::UNSET)
            }
            None => Value::NONE,
        }
    }

    /// The value of a `raise` statement's operand, made an exception: a class is called first (see `slow`).
    pub(super) fn raise_called(&self, base: *const Slot, ins: Ins, exception: Value<'_>) -> Raised {
        if !self.is_exception(exception) {
            let operand = read(base, ins.a() as usize);
            return if self.is_exception_class(operand) {
                self.no_exception_made(operand, exception)
            } else {
                self.type_error("exceptions must derive from BaseException")
            };
        }
        let cause = if ins.d() == 2 { read(base, ins.b() as usize) } else { Value::UNSET };
        // A cause that is a class has been made before.
        if cause.is_set() && !self.is_exception_class(cause) {
            if let Err(raised) = self.set_cause(exception, cause) {
                return raised;
            }
        }
        self.raise_value(exception)
    }

    pub(crate) fn is_exception(&self, value: Value<'_>) -> bool {
        value.is::<Exception>()
    }

    pub(crate) fn is_exception_class(&self, value: Value<'_>) -> bool {
        value.cast::<Class>().is_some_and(|c| c.get(Class::flags) & flags::EXCEPTION != 0)
    }

    /// `raise ... from cause`.
    pub(crate) fn set_cause<'t>(&'t self, exception: Value<'t>, cause: Value<'t>) -> Result<(), Raised> {
        let Some(exception) = exception.cast::<Exception>() else { return Ok(()) };
        if !self.is_exception(cause) && !cause.is_none() {
            return Err(self.type_error("exception causes must derive from BaseException"));
        }
        let cause = if cause.is_none() { Value::UNSET } else { cause };
        exception.set(self, Exception::cause, cause);
        exception.set_raw(Exception::suppress, 1);
        Ok(())
    }

    /// The exception leaves a generator's frame: the generator is finished.
    fn finish_generator_with(&self, frame: &Frame, raised: Raised) -> Raised {
        let generator = read(frame.base.get().wrapping_sub(1), 0).expect::<Generator>();
        self.close_frame_of(generator);
        for (kind, message) in [
            (cls::StopIteration, "generator raised StopIteration"),
            (cls::StopAsyncIteration, "async generator raised StopAsyncIteration"),
        ] {
            if self.pending_is(kind) && self.converts_stop(generator, kind) {
                let cause = self.take_exception(raised);
                let message = message.replace("generator", self.generator_kind_name(generator));
                let message = message.replace("async async", "async");
                let error = self.raise(cls::RuntimeError, message);
                let exception = self.take_exception(error);
                if let (Some(exception), Some(_)) = (exception.cast::<Exception>(), cause.cast::<Exception>()) {
                    exception.set(self, Exception::cause, cause);
                    exception.set(self, Exception::context, cause);
                    exception.set_raw(Exception::suppress, 1);
                }
                return self.reraise(exception);
            }
        }
        raised
    }
}
