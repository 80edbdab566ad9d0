//! Finalisers and weak-reference callbacks, run at safepoints one at a time.
//!
//! The collector says what is due and in which order; an exception in either is reported through
//! `sys.unraisablehook` and does not stop the program.

use gc_api::{Collector as _, Dead};

use crate::Thread;
use crate::applevel::app;
use crate::natives::Tail;
use crate::symbols::sym;
use crate::thread::Handle;
use crate::value::Value;
use crate::vm::ready;

/// Runs what has become due; true if anything ran.
pub(crate) fn run(t: &mut Thread) -> bool {
    let mut ran = false;
    while let Some(dead) = t.next_dead() {
        ran = true;
        let depth = t.handle_depth();
        let (object, finaliser) = match dead {
            Dead::Finalise(object) => (object, true),
            Dead::WeakCallback(object) => (object, false),
        };
        // SAFETY: the collector hands out live objects; it is rooted before anything can collect.
        let handle = t.hold(unsafe { Value::from_word(object.word()) });
        // What is called, for the report of an exception in it.
        let called = t.hold(Value::NONE);
        // What is being handled or raised is nobody's business in a finaliser.
        let handled = t.hold(t.slot_value(&t.handled));
        let outcome = t.run_tail(|t| {
            let object = t.held(handle);
            if finaliser {
                match t.lookup_special(object, sym::__del__) {
                    Some(method) => {
                        t.set_held(called, method);
                        Ok(Tail::call(method, &[object]))
                    }
                    None => ready(Value::NONE),
                }
            } else {
                let callback = t.take_weak_callback(object);
                match callback.not_none() {
                    Some(callback) => {
                        t.set_held(called, callback);
                        Ok(Tail::call(callback, &[object]))
                    }
                    None => ready(Value::NONE),
                }
            }
        });
        if let Err(raised) = outcome {
            let exception = t.take_exception(raised);
            let exception = t.hold(exception);
            t.report_unraisable(exception, called, handle);
        }
        let before = t.held(handled).word();
        t.handled.set(before);
        t.release_handles(depth);
    }
    ran
}

impl Thread {
    /// Tells `sys.unraisablehook` of an exception that nobody can catch. One that the hook itself raises is dropped:
    /// there is no one left to tell.
    pub(crate) fn report_unraisable(&mut self, exception: Handle, called: Handle, object: Handle) {
        let outcome = self.run_tail(|t| {
            let args = [exception, called, object].map(|handle| t.held(handle));
            Ok(Tail::call(t.app(app::report_unraisable), &args))
        });
        if let Err(raised) = outcome {
            self.take_exception(raised);
        }
    }

    fn next_dead(&mut self) -> Option<Dead> {
        self.vm_mut().heap.collector.next_dead()
    }
}
