//! What the toolkit's threads find out while they trace: how much is alive, how much moved, which objects have a weak slot.
//!
//! Each thread writes to a log of its own; who asks for the sum does so when they have come to rest.

use core::cell::Cell;
use core::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use gc_api::{ObjRef, Variable, WORD_BYTES};
use mmtk::scheduler::GCWorker;
use mmtk::util::{ObjectReference, VMWorkerThread};
use mmtk::vm::{ObjectTracerContext, RootsWorkFactory, Scanning, SlotVisitor};
use mmtk::{Mutator, scheduler};

use crate::binding::Binding;
use crate::objects::{Place, SENTINEL, object, types};
use crate::session;

/// The log of one thread.
#[derive(Debug, Default)]
struct Log {
    objects: AtomicU64,
    bytes: AtomicU64,
    moved: AtomicU64,
    holders: Mutex<Vec<Holder>>,
}

/// An object with a weak slot.
#[derive(Copy, Clone, Debug)]
pub struct Holder(pub ObjRef);

// SAFETY: an address; who follows it is the thread that works on the collection at the time.
unsafe impl Send for Holder {}

thread_local! {
    /// Null in threads that are none of the toolkit's.
    static LOG: Cell<*const Log> = const { Cell::new(core::ptr::null()) };
}

static LOGS: Mutex<Vec<&'static Log>> = Mutex::new(Vec::new());

/// Off while a plan of two passes visits everything for the second time.
static COUNTING: AtomicBool = AtomicBool::new(true);

/// What a collection has found.
#[derive(Debug, Default)]
pub struct Found {
    pub objects: u64,
    pub bytes: u64,
    pub moved: u64,
}

fn logs() -> MutexGuard<'static, Vec<&'static Log>> {
    LOGS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Gives the calling thread its log, for as long as it runs.
pub fn enter_thread() {
    let log: &'static Log = Box::leak(Box::default());
    logs().push(log);
    LOG.set(log);
}

/// The threads have ended: what they logged has been taken.
pub fn forget_threads() {
    logs().clear();
}

pub fn count(counting: bool) {
    COUNTING.store(counting, Ordering::Relaxed);
}

/// Adds up what was found since the last call.
pub fn take_found() -> Found {
    let mut found = Found::default();
    for log in logs().iter() {
        found.objects += log.objects.swap(0, Ordering::Relaxed);
        found.bytes += log.bytes.swap(0, Ordering::Relaxed);
        found.moved += log.moved.swap(0, Ordering::Relaxed);
    }
    found
}

/// The objects with a weak slot met since the last call.
pub fn take_holders() -> Vec<ObjRef> {
    let mut holders = Vec::new();
    for log in logs().iter() {
        let met = core::mem::take(&mut *log.holders.lock().unwrap_or_else(PoisonError::into_inner));
        holders.extend(met.into_iter().map(|holder| holder.0));
    }
    holders
}

/// Each log has one writer, so no atomic addition is needed.
#[inline(always)]
fn add(counter: &AtomicU64, amount: u64) {
    counter.store(counter.load(Ordering::Relaxed) + amount, Ordering::Relaxed);
}

#[inline(always)]
pub fn count_moved(bytes: usize) {
    let log = LOG.get();
    if !log.is_null() {
        // SAFETY: logs are never freed.
        add(unsafe { &(*log).moved }, bytes as u64);
    }
}

#[inline(always)]
fn count_scanned(object: ObjRef, bytes: usize, weak: bool) {
    let log = LOG.get();
    if log.is_null() || !COUNTING.load(Ordering::Relaxed) {
        return;
    }
    // SAFETY: logs are never freed.
    let log = unsafe { &*log };
    add(&log.objects, 1);
    add(&log.bytes, bytes as u64);
    if weak {
        log.holders.lock().unwrap_or_else(PoisonError::into_inner).push(Holder(object));
    }
}

impl Scanning<Binding> for Binding {
    #[inline]
    fn scan_object<V: SlotVisitor<Place>>(_tls: VMWorkerThread, reference: ObjectReference, visitor: &mut V) {
        let object = object(reference);
        // SAFETY: the toolkit scans whole objects.
        let id = unsafe { object.header() }.type_id();
        if id == SENTINEL {
            return;
        }
        let info = types().get(id);
        let start = object.address();
        let mut mask = info.slots.mask();
        while mask != 0 {
            let word = mask.trailing_zeros() as usize;
            mask &= mask - 1;
            visitor.visit_slot(Place::at(start + word * WORD_BYTES));
        }
        // SAFETY: as above.
        let length = unsafe { info.length_of(object) };
        if let Variable::Words { base, .. } = info.variable {
            for index in 0..length {
                visitor.visit_slot(Place::at(start + base as usize + index * WORD_BYTES));
            }
        }
        count_scanned(object, info.bytes_for(length), info.weak.is_some());
    }

    fn notify_initial_thread_scan_complete(_partial: bool, _tls: VMWorkerThread) {}

    /// The program's roots, as it gathered them before it came to rest.
    fn scan_roots_in_mutator_thread(
        _tls: VMWorkerThread,
        _mutator: &'static mut Mutator<Binding>,
        mut factory: impl RootsWorkFactory<Place>,
    ) {
        let mut session = session::lock();
        for chunk in session.root_places().chunks(scheduler::EDGES_WORK_BUFFER_SIZE) {
            factory.create_process_roots_work(chunk.to_vec());
        }
    }

    fn scan_vm_specific_roots(_tls: VMWorkerThread, _factory: impl RootsWorkFactory<Place>) {}

    fn supports_return_barrier() -> bool {
        false
    }

    fn prepare_for_roots_re_scanning() {
        count(false);
    }

    fn process_weak_refs(worker: &mut GCWorker<Binding>, context: impl ObjectTracerContext<Binding>) -> bool {
        crate::dead::process(worker, &context)
    }

    fn forward_weak_refs(worker: &mut GCWorker<Binding>, context: impl ObjectTracerContext<Binding>) {
        crate::dead::forward(worker, &context);
    }
}
