//! Where the program's thread comes to rest for a collection, and the toolkit's threads come and go.
//!
//! The program asks for a collection and blocks here; a thread of the toolkit finds it parked, collects and lets it go on. While
//! it is parked the program's thread does errands: what must run on it, such as destructors, is handed to it.

use core::cell::Cell;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, JoinHandle};

use gc_api::ObjRef;
use gc_api::events::Kind;
use mmtk::util::alloc::AllocationError;
use mmtk::util::heap::GCTriggerPolicy;
use mmtk::util::{Address, OpaquePointer, VMMutatorThread, VMThread, VMWorkerThread};
use mmtk::vm::{Collection, GCThreadContext};
use mmtk::{Mutator, memory_manager};

use crate::binding::Binding;
use crate::{instance, sizing, workers};

/// What the program's thread is asked to do while it is parked.
#[derive(Debug)]
pub enum Errand {
    /// Say that a pause of this kind has begun.
    Announce(Kind),
    /// Gather all roots: the collection is not a minor one.
    GatherAll,
    /// Run the destructors of these objects.
    Destroy(Vec<ObjRef>),
}

// SAFETY: the objects are dead: nobody but the thread that gets them looks at them.
unsafe impl Send for Errand {}

#[derive(Debug, Default)]
struct State {
    parked: bool,
    errand: Option<Errand>,
    /// The errand is being done.
    busy: bool,
}

static STATE: Mutex<State> = Mutex::new(State { parked: false, errand: None, busy: false });
static CHANGED: Condvar = Condvar::new();
static THREADS: Mutex<Vec<JoinHandle<()>>> = Mutex::new(Vec::new());

thread_local! {
    /// Who does errands of the program's thread.
    static ERRANDS: Cell<Option<*mut dyn FnMut(Errand)>> = const { Cell::new(None) };
}

fn state() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn wait(state: MutexGuard<'static, State>) -> MutexGuard<'static, State> {
    CHANGED.wait(state).unwrap_or_else(PoisonError::into_inner)
}

/// Runs `collection`, which may park this thread; errands are given to `errands` meanwhile.
pub fn with_errands(errands: &mut dyn FnMut(Errand), collection: impl FnOnce()) {
    let errands: *mut dyn FnMut(Errand) = errands;
    // SAFETY: only the lifetime is dropped; the pointer is taken back below, before `errands` ends.
    ERRANDS.set(Some(unsafe {
        core::mem::transmute::<*mut dyn FnMut(Errand), *mut (dyn FnMut(Errand) + 'static)>(errands)
    }));
    collection();
    ERRANDS.set(None);
}

/// Has the parked thread of the program do something, and waits until it is done.
pub fn ask(errand: Errand) {
    let mut state = state();
    debug_assert!(state.parked && state.errand.is_none());
    state.errand = Some(errand);
    state.busy = true;
    CHANGED.notify_all();
    while state.busy {
        state = wait(state);
    }
}

/// Waits until the toolkit's threads have ended.
pub fn join_threads() {
    let threads = core::mem::take(&mut *THREADS.lock().unwrap_or_else(PoisonError::into_inner));
    for thread in threads {
        // A thread of the toolkit that panics ends the process.
        let _ = thread.join();
    }
    workers::forget_threads();
}

impl Collection<Binding> for Binding {
    fn stop_all_mutators<F: FnMut(&'static mut Mutator<Binding>)>(_tls: VMWorkerThread, mut visit: F) {
        let mut state = state();
        while !state.parked {
            state = wait(state);
        }
        drop(state);
        crate::collect::pause_begins();
        visit(instance::mutator());
    }

    fn resume_mutators(_tls: VMWorkerThread) {
        state().parked = false;
        CHANGED.notify_all();
    }

    fn block_for_gc(_tls: VMMutatorThread) {
        let mut state = state();
        state.parked = true;
        CHANGED.notify_all();
        loop {
            if let Some(errand) = state.errand.take() {
                drop(state);
                if let Some(errands) = ERRANDS.get() {
                    // SAFETY: set for as long as a collection runs, and nobody else calls it.
                    unsafe { (*errands)(errand) };
                }
                state = self::state();
                state.busy = false;
                CHANGED.notify_all();
            } else if !state.parked {
                return;
            } else {
                state = wait(state);
            }
        }
    }

    fn spawn_gc_thread(_tls: VMThread, context: GCThreadContext<Binding>) {
        let GCThreadContext::Worker(worker) = context;
        let spawned = Builder::new().name("gc".to_owned()).spawn(move || {
            let _fatal = AbortOnPanic;
            block_signals();
            workers::enter_thread();
            let own = Box::leak(Box::new(0u64));
            let tls = VMWorkerThread(VMThread(OpaquePointer::from_address(Address::from_mut_ptr(own))));
            memory_manager::start_worker(instance::toolkit(), tls, worker);
        });
        match spawned {
            Ok(thread) => THREADS.lock().unwrap_or_else(PoisonError::into_inner).push(thread),
            Err(error) => fatal(&format!("no thread for the collector: {error}")),
        }
    }

    /// The last resort: `sizing` asks the system before the toolkit does. There is no going on from here.
    fn out_of_memory(_tls: VMThread, _kind: AllocationError) {
        fatal("the system gives no more memory for the heap");
    }

    fn vm_live_bytes() -> usize {
        sizing::external()
    }

    fn create_gc_trigger() -> Box<dyn GCTriggerPolicy<Binding>> {
        Box::new(sizing::Trigger)
    }
}

/// The program would wait for ever for a thread that has panicked.
struct AbortOnPanic;

impl Drop for AbortOnPanic {
    fn drop(&mut self) {
        if std::thread::panicking() {
            fatal("a thread of the collector panicked");
        }
    }
}

#[cold]
pub fn fatal(what: &str) -> ! {
    eprintln!("tenure: fatal: {what}");
    std::process::abort()
}

/// Signals are for the threads of the program.
fn block_signals() {
    // SAFETY: plain system calls on a set of our own.
    unsafe {
        let mut all = core::mem::zeroed();
        libc::sigfillset(&mut all);
        libc::pthread_sigmask(libc::SIG_BLOCK, &all, core::ptr::null_mut());
    }
}
