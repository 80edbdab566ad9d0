//! A mistake in the machine is an exception of the program, not the end of the process.
//!
//! Natives are not meant to panic: a panic is still told on standard error and is to be reported as what it is. But a
//! program that runs into one can go on, as it can after any SystemError.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::Exit;
use crate::classes::cls;
use crate::natives::WrongSelf;
use crate::stack::FrameKind;
use crate::{Raised, Thread};

impl Thread {
    /// Runs `work` to where the inner loop can go on, or to its end; a panic becomes a SystemError in the newest frame.
    pub(super) fn guarded_step(&mut self, work: impl FnOnce(&Thread) -> Option<Exit>) -> Option<Exit> {
        match self.guarded(|t| work(t)) {
            Ok(exit) => exit,
            Err(raised) => {
                while matches!(self.stacks.top().kind.get(), FrameKind::Native(_)) {
                    // It was about to be run.
                    self.stacks.pop();
                }
                self.settle(Err(raised))
            }
        }
    }

    /// Runs `work`; a panic in it becomes a SystemError.
    ///
    /// The stacks are sound after a panic: an instruction saves its pc before it does anything that may fail, and frames
    /// are pushed and popped whole. What a native leaves half done in its own objects is what it would leave if it raised.
    pub(super) fn guarded<R>(&mut self, work: impl FnOnce(&mut Thread) -> R) -> Result<R, Raised> {
        match catch_unwind(AssertUnwindSafe(|| work(self))) {
            Ok(result) => Ok(result),
            Err(payload) => Err(self.internal_error(&*payload)),
        }
    }

    #[cold]
    fn internal_error(&self, payload: &(dyn Any + Send)) -> Raised {
        if let Some(WrongSelf(wanted)) = payload.downcast_ref::<WrongSelf>() {
            return self.type_error(format_args!("descriptor requires a '{wanted}' object"));
        }
        let message = match (payload.downcast_ref::<&str>(), payload.downcast_ref::<String>()) {
            (Some(text), _) => text,
            (_, Some(text)) => text.as_str(),
            _ => "unknown",
        };
        self.raise(cls::SystemError, format_args!("internal error of Tenure: {message}"))
    }
}
