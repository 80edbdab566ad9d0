//! The interpreter: two loops.
//!
//! The inner one ([`dispatch`]) holds a handle, which is to be between safepoints, and runs opcodes. It leaves when the
//! poll word is raised or when a re-entrant native wants the thread for itself; the outer one here does what was
//! asked and goes in again. Python calls push frames; nothing recurses.

mod arrange;
mod bind;
mod bind_native;
mod call;
mod current;
mod deliver;
mod direct;
mod dispatch;
mod enter;
mod generator;
mod guard;
mod leaf;
mod load;
mod opcodes;
mod operator;
mod passed;
mod site;
mod slow;
mod unload;
mod unwind;
mod wake;

use compiler::bytecode::Op;
use gc_api::Slot;

use crate::natives::{Tail, Window};
use crate::objects::function::Function;
use crate::stack::FrameKind;
use crate::value::{Gc, Raised, Value};
use crate::{Thread, natives::ReentrantFn};
use call::Step;

pub use generator::Resume;
pub use unwind::Traceback;

/// The words a function's code refers to.
#[inline(always)]
pub(crate) fn refs_of(function: Gc<'_, Function>) -> *const Slot {
    function.code().refs().words().as_ptr()
}

/// Why the inner loop was left.
enum Exit {
    Poll,
    Native(ReentrantFn, Window),
    /// The nested run ended: with the value in `Thread::result`, or with the pending exception.
    Done(Result<(), Raised>),
}

impl Thread {
    /// Makes the call and runs until its result is there: [`Thread::result`] then gives it.
    ///
    /// This is how a re-entrant native (or the embedder) runs Python; it needs native stack.
    pub fn run_tail(
        &mut self,
        start: impl for<'t> FnOnce(&'t Thread) -> Result<Tail<'t>, Raised>,
    ) -> Result<(), Raised> {
        self.check_native_stack("")?;
        let base = self.stacks.free();
        call::write(base, 0, Value::UNSET);
        self.push_frame(FrameKind::Exit, base, std::ptr::null())?;
        let depth = self.stacks.depth();
        let exit = self.guarded_step(|t| t.settle(start(t).and_then(|tail| t.begin_tail(tail))));
        let result = self.run(exit);
        debug_assert_eq!(self.stacks.depth(), depth - 1);
        result
    }

    /// The result of the last run, or of the re-entrant native that is ending.
    pub fn result(&self) -> Value<'_> {
        self.slot_value(&self.result)
    }

    pub fn set_result(&self, value: Value<'_>) {
        self.result.set(value.word());
    }

    /// Argument of a re-entrant native.
    pub fn window_arg(&self, window: Window, index: usize) -> Value<'_> {
        if index >= window.len {
            return Value::UNSET;
        }
        call::read(self.stacks.value_start().wrapping_add(window.start), index)
    }

    /// The result of a re-entrant native.
    pub fn set_window_result(&self, _window: Window, value: Value<'_>) {
        self.set_result(value);
    }

    /// Brings a step to where the inner loop can go on, or to its end. `None`: the newest frame runs.
    #[inline(never)]
    fn settle(&self, step: Result<Step<'_>, Raised>) -> Option<Exit> {
        let step = match step {
            Ok(Step::Value(value)) => self.deliver(value),
            Ok(other) => other,
            Err(raised) => self.unwind(raised),
        };
        match step {
            Step::Run => None,
            Step::Native(native, window) => Some(Exit::Native(native, window)),
            Step::Exit if self.pending.get().is_zero() => Some(Exit::Done(Ok(()))),
            Step::Exit => Some(Exit::Done(Err(Raised::token()))),
            Step::Value(_) => unreachable!("deliver and unwind consume values"),
        }
    }

    /// The outer loop.
    fn run(&mut self, mut exit: Option<Exit>) -> Result<(), Raised> {
        loop {
            let left = match exit.take() {
                Some(exit) => exit,
                None => match self.guarded_step(|t| Some(t.run_inner())) {
                    Some(exit) => exit,
                    None => continue,
                },
            };
            exit = match left {
                Exit::Done(result) => return result,
                Exit::Poll => match self.safepoint() {
                    Ok(()) => {
                        self.after_poll();
                        None
                    }
                    Err(raised) => self.guarded_step(|t| t.settle(Err(raised))),
                },
                Exit::Native(native, window) => self.run_native(native, window),
            };
        }
    }

    fn run_native(&mut self, native: ReentrantFn, window: Window) -> Option<Exit> {
        let depth = self.stacks.depth();
        self.set_result(Value::NONE);
        let outcome = self.guarded(|t| native(t, window)).and_then(|outcome| outcome);
        // Only a panic leaves frames behind.
        while self.stacks.depth() > depth {
            self.stacks.pop();
        }
        debug_assert_eq!(self.stacks.depth(), depth);
        self.stacks.pop();
        match outcome {
            Ok(()) => self.guarded_step(|t| t.settle(Ok(Step::Value(t.result())))),
            Err(raised) => self.guarded_step(|t| t.settle(Err(raised))),
        }
    }

    /// A loop's back edge polls before it jumps: now it jumps.
    fn after_poll(&self) {
        let frame = self.stacks.top();
        let pc = frame.pc.get();
        // SAFETY: a frame that polled is a Python frame; its pc is behind the polling instruction.
        unsafe {
            let ins = *pc.sub(1);
            if ins.op() == Op::JumpBack {
                frame.pc.set(pc.offset(ins.imm() as isize));
            }
        }
    }
}
