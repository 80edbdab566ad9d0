//! Safepoints and collections: what has to be right before and after a collector looks at the [roots](super::roots).
//!
//! It knows no collector but by the contract.

use gc_api::poll::Reason;
use gc_api::{Collector as _, HeapStats, Roots, Scope, Word};

use super::Thread;
use super::roots::ThreadRoots;
use crate::heap::{Collector, POLL};
use crate::natives::Tail;
use crate::objects::sequence::List;
use crate::stack::FrameKind;
use crate::value::{Gc, Raised, Value};
use crate::vm::RootKey;

impl Thread {
    /// Does what the poll word asks for. `Err` if an exception (a signal handler's, MemoryError) is pending now.
    pub(crate) fn safepoint(&mut self) -> Result<(), Raised> {
        if POLL.is_raised_for(Reason::Collect) {
            POLL.take(Reason::Collect);
            let watched = self.watched_collections();
            let outcome = self.with_roots(|collector, roots| collector.safepoint(roots));
            self.after_collection();
            watched.into_iter().for_each(|before| self.tell_of_collection(&before));
            if outcome == gc_api::Outcome::OverLimit && !self.finalising_helps() {
                return Err(self.memory_error());
            }
        }
        if POLL.is_raised_for(Reason::Signal) {
            POLL.take(Reason::Signal);
            crate::signals::deliver(self)?;
        }
        if POLL.is_raised_for(Reason::Finalise) {
            POLL.take(Reason::Finalise);
            crate::finalise::run(self);
        }
        Ok(())
    }

    /// The heap is over its limit: is it below, once the finalisers of what is dead have run?
    #[cold]
    fn finalising_helps(&mut self) -> bool {
        if !crate::finalise::run(self) {
            return false;
        }
        let outcome = self.with_roots(|collector, roots| collector.collect(Scope::Full, roots));
        self.after_collection();
        outcome != gc_api::Outcome::OverLimit
    }

    /// The program wants to be told of collections: what had happened so far.
    fn watched_collections(&self) -> Option<HeapStats> {
        let callbacks = self.fixed_root(RootKey::GcCallbacks).cast::<List>()?;
        (!callbacks.is_empty()).then(|| self.heap_stats())
    }

    /// Tells the callbacks of `gc` if there was a collection. The collector cannot be interrupted: they learn of its start when it is over.
    #[cold]
    fn tell_of_collection(&mut self, before: &HeapStats) {
        let now = self.heap_stats();
        let generation =
            match (now.full_collections > before.full_collections, now.minor_collections > before.minor_collections) {
                (true, _) => 2,
                (false, true) => 0,
                (false, false) => return,
            };
        let freed = now.freed_objects.unwrap_or(0).saturating_sub(before.freed_objects.unwrap_or(0));
        let outcome =
            self.run_tail(|t| Ok(Tail::call(t.fixed_root(RootKey::GcTell), &[t.int(generation), t.int_u64(freed)])));
        if let Err(raised) = outcome {
            let exception = self.take_exception(raised);
            let exception = self.hold(exception);
            let blamed = self.hold(self.fixed_root(RootKey::GcTell));
            self.report_unraisable(exception, "calling GC callbacks", blamed);
        }
    }

    /// From now on `tell` is called after each collection that nobody asked for, while `callbacks` is not empty.
    pub fn set_gc_callbacks(&self, callbacks: Gc<'_, List>, tell: Value<'_>) {
        self.set_fixed_root(RootKey::GcCallbacks, callbacks.value());
        self.set_fixed_root(RootKey::GcTell, tell);
    }

    /// Part of the heap now, where the collector has parts, and the finalisers that become due.
    pub fn collect_part(&mut self, scope: Scope) {
        self.with_roots(|collector, roots| collector.collect(scope, roots));
        self.after_collection();
        crate::finalise::run(self);
    }

    /// A full collection now, and the finalisers that become due, repeated while finalisers ran.
    pub fn collect_garbage(&mut self) {
        for _ in 0..8 {
            self.with_roots(|collector, roots| collector.collect(Scope::Full, roots));
            self.after_collection();
            if !crate::finalise::run(self) {
                break;
            }
        }
    }

    /// Runs the handlers of signals that arrived while a native waited for the system; `Err` if one raised.
    pub fn deliver_signals(&mut self) -> Result<(), Raised> {
        POLL.take(Reason::Signal);
        crate::signals::deliver(self)
    }

    /// Tells `sink` of everything the collector does from now on.
    pub fn set_gc_events(&mut self, sink: Box<dyn gc_api::EventSink>) {
        self.vm.heap.collector.set_events(sink);
    }

    /// The plan the collector runs, where it has several.
    pub fn gc_plan(&self) -> Option<&'static str> {
        self.vm.heap.collector.plan()
    }

    pub fn heap_stats(&self) -> gc_api::HeapStats {
        self.vm.heap.collector.stats()
    }

    /// Runs `fork`, which makes a second process of this one, while the collector's threads are at rest.
    pub fn forking<R>(&mut self, fork: impl FnOnce() -> R) -> R {
        self.vm.heap.collector.before_fork();
        let result = fork();
        self.vm.heap.collector.after_fork();
        result
    }

    /// Checks the heap; for tests.
    pub fn verify_heap(&mut self) -> Result<(), gc_api::Corruption> {
        self.with_roots(|collector, roots| collector.verify(roots))
    }

    pub(crate) fn with_roots<R>(&mut self, work: impl FnOnce(&mut Collector, &mut dyn Roots) -> R) -> R {
        self.clear_dead_temporaries();
        let collector: *mut Collector = &mut self.vm.heap.collector;
        self.vm.changes.begin();
        let mut roots = ThreadRoots { thread: self };
        // SAFETY: `roots` reaches stacks and tables of the thread, never the collector itself, which is borrowed apart.
        work(unsafe { &mut *collector }, &mut roots)
    }

    /// Visits every object in reach. In a native: all but what only the native holds.
    pub(crate) fn walk_reachable(&self, mut visit: impl FnMut(gc_api::ObjRef, &'static gc_api::TypeInfo)) {
        self.clear_dead_temporaries();
        let mut roots = ThreadRoots { thread: self };
        // SAFETY: the registers that may be stale were cleared, and nothing is collected meanwhile.
        unsafe { gc_api::walk::walk(&mut roots, self.vm.types, &mut visit) };
    }

    /// What has to be put right when objects may have moved or died.
    fn after_collection(&mut self) {
        if !self.vm.changes.were_seen() {
            return;
        }
        for frame in self.stacks.iter() {
            if frame.kind.get().is_python() {
                frame.refs.set(crate::interp::refs_of(frame.register(self, 0).expect()));
            }
        }
        self.vm.changes.forget();
        if self.vm.heap.collector.has_dead() {
            POLL.raise(Reason::Finalise);
        }
    }

    /// Zeroes the registers no instruction will read any more, so that no slot below the top of the stack is stale and
    /// nothing lives longer than the program can tell.
    fn clear_dead_temporaries(&self) {
        let mut end = self.stacks.free();
        for frame in self.stacks.iter() {
            let base = frame.base.get();
            if frame.kind.get().is_python() {
                // SAFETY: a Python frame has a body; its window reaches from base to the next frame's.
                unsafe {
                    let live = base.wrapping_add(frame.body().height_at(frame.current()));
                    let mut slot = live;
                    while slot < end {
                        (*slot).set(Word::ZERO);
                        slot = slot.add(1);
                    }
                }
            }
            end = match frame.kind.get() {
                FrameKind::Generator | FrameKind::Delegating => base.wrapping_sub(1),
                _ => base,
            };
        }
    }
}
