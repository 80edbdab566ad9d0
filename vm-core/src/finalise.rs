//! Finalisers and weak-reference callbacks, run at safepoints one at a time.
//!
//! The finaliser of an object is its `__del__`; that of a generator closes it, so that its handlers run.
//! The collector says what is due and in which order; an exception in either is reported through
//! `sys.unraisablehook` and does not stop the program.

use std::cell::Cell;

use gc_api::{Collector as _, Dead};

use crate::Thread;
use crate::applevel::app;
use crate::natives::Tail;
use crate::objects::async_generator::never_awaited;
use crate::objects::generator::{Generator, state};
use crate::symbols::sym;
use crate::thread::Handle;
use crate::value::{Gc, Raised, Value};
use crate::vm::ready;

/// Runs what has become due; true if anything ran. While one runs no other begins, as the order counts: what becomes due
/// meanwhile has its turn after it.
pub(crate) fn run(t: &mut Thread) -> bool {
    if t.vm().finalising.replace(true) {
        return false;
    }
    let ran = run_all(t);
    t.vm().finalising.set(false);
    ran
}

fn run_all(t: &mut Thread) -> bool {
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
        // What an exception is reported to have come from.
        let blamed = t.hold(Value::NONE);
        let doing = Cell::new("");
        // What is being handled or raised is nobody's business in a finaliser.
        let handled = t.hold(t.slot_value(&t.handled));
        let below = t.hold(t.slot_value(&t.handled_below));
        let outcome = t.run_tail(|t| {
            let object = t.held(handle);
            let due = if finaliser { due_at_death(t, object) } else { due_callback(t, object) };
            let Some(due) = due else { return ready(Value::NONE) };
            t.set_held(blamed, due.blamed);
            doing.set(due.doing);
            due.run
        });
        if let Err(raised) = outcome {
            let exception = t.take_exception(raised);
            let exception = t.hold(exception);
            t.report_unraisable(exception, doing.get(), blamed);
        }
        t.handled.set(t.held(handled).word());
        t.handled_below.set(t.held(below).word());
        t.release_handles(depth);
    }
    ran
}

/// What is to be run, and how an exception in it is reported.
struct Due<'t> {
    run: Result<Tail<'t>, Raised>,
    doing: &'static str,
    blamed: Value<'t>,
}

fn due_callback<'t>(t: &'t Thread, reference: Value<'t>) -> Option<Due<'t>> {
    let callback = t.take_weak_callback(reference).not_none()?;
    let run = Ok(Tail::call(callback, &[reference]));
    Some(Due { run, doing: "calling weakref callback", blamed: callback })
}

fn due_at_death<'t>(t: &'t Thread, object: Value<'t>) -> Option<Due<'t>> {
    if let Some(generator) = object.cast::<Generator>() {
        return due_of_generator(t, generator);
    }
    if let Some((method, generator)) = never_awaited(object) {
        let run = Ok(Tail::call(t.app(app::warn_never_awaited_step), &[t.intern_text(method).value(), generator]));
        return Some(Due { run, doing: "finalizing async generator", blamed: generator });
    }
    let method = t.lookup_special(object, sym::__del__)?;
    Some(Due { run: Ok(Tail::call(method, &[object])), doing: "calling deallocator", blamed: method })
}

/// A suspended generator is closed, an async one given to its hook; a coroutine that never ran is a mistake.
fn due_of_generator<'t>(t: &'t Thread, generator: Gc<'t, Generator>) -> Option<Due<'t>> {
    let blamed = generator.value();
    let now = generator.get(Generator::state);
    if now != state::CREATED && now != state::SUSPENDED {
        return None;
    }
    let hook = generator.get(Generator::extra).not_none();
    if let Some(hook) = hook.filter(|_| generator.is_async() && generator.get(Generator::closed) == 0) {
        return Some(Due { run: Ok(Tail::call(hook, &[blamed])), doing: "finalizing generator", blamed });
    }
    if generator.is_coroutine() && now == state::CREATED {
        let run = Ok(Tail::call(t.app(app::warn_never_awaited), &[blamed]));
        return Some(Due { run, doing: "finalizing coroutine", blamed });
    }
    Some(Due { run: t.close_generator(generator), doing: "closing generator", blamed })
}

impl Thread {
    /// Tells `sys.unraisablehook` of an exception that nobody can catch. One that the hook itself raises is dropped:
    /// there is no one left to tell.
    pub(crate) fn report_unraisable(&mut self, exception: Handle, doing: &str, blamed: Handle) {
        let outcome = self.run_tail(|t| {
            let args = [t.held(exception), t.str(doing)?.value(), t.held(blamed)];
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
