//! Marking by several threads: each works off its own tracer, and halves of tracers travel through work-stealing deques.
//!
//! Threads live for one call. Marking goes on with fewer if the system refuses a thread.

use core::num::NonZero;
use core::sync::atomic::{AtomicUsize, Ordering};

use crossbeam_deque::{Steal, Stealer, Worker};
use crossbeam_utils::Backoff;
use gc_api::TypeTable;

use crate::marks::MarkBits;
use crate::tracer::Tracer;

/// Objects scanned between two looks at whether others need work.
const STEP: usize = 256;

/// Work on its way to another thread.
struct Parcel(Tracer<true>);

// SAFETY: a tracer names objects of a heap that stands still while several threads mark it, and all of them only read objects.
unsafe impl Send for Parcel {}

/// Processors this process may use.
pub fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, NonZero::get)
}

/// Scans what `tracer` has left with this many threads, the calling one included.
///
/// # Safety
/// Every object reached is alive and whole, and nothing changes the heap meanwhile.
pub unsafe fn drain(tracer: &mut Tracer, threads: usize, types: &TypeTable, marks: &MarkBits) {
    let workers: Vec<Worker<Parcel>> = (0..threads.max(1)).map(|_| Worker::new_lifo()).collect();
    let stealers: Vec<Stealer<Parcel>> = workers.iter().map(Worker::stealer).collect();
    let crew = Crew { stealers: &stealers, active: AtomicUsize::new(1), joined: AtomicUsize::new(1), types, marks };
    let crew = &crew;
    let mut own = Tracer::<true>::default();
    own.absorb(core::mem::take(tracer));
    std::thread::scope(|scope| {
        let mut workers = workers.into_iter();
        let first = workers.next();
        let mut helpers = Vec::new();
        for worker in workers {
            let help = move || {
                crew.active.fetch_add(1, Ordering::SeqCst);
                crew.joined.fetch_add(1, Ordering::SeqCst);
                let mut tracer = Tracer::default();
                // SAFETY: passed on.
                unsafe { crew.work(&mut tracer, &worker) };
                Parcel(tracer)
            };
            match std::thread::Builder::new().name("gc-mark".into()).spawn_scoped(scope, help) {
                Ok(helper) => helpers.push(helper),
                Err(_) => break,
            }
        }
        if let Some(worker) = first {
            // SAFETY: passed on.
            unsafe { crew.work(&mut own, &worker) };
        }
        tracer.absorb(own);
        for helper in helpers {
            match helper.join() {
                Ok(parcel) => tracer.absorb(parcel.0),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
    });
}

struct Crew<'a> {
    stealers: &'a [Stealer<Parcel>],
    /// Threads that have work. Work is only ever in the hands or the deque of an active thread, so at zero all is done.
    active: AtomicUsize,
    /// Threads that take part.
    joined: AtomicUsize,
    types: &'a TypeTable,
    marks: &'a MarkBits,
}

impl Crew<'_> {
    /// Works until nobody has work. The caller is counted as active.
    ///
    /// # Safety
    /// As for [`drain`].
    unsafe fn work(&self, tracer: &mut Tracer<true>, deque: &Worker<Parcel>) {
        loop {
            // SAFETY: passed on.
            while unsafe { tracer.step(STEP, self.types, self.marks) } {
                if self.someone_waits()
                    && deque.is_empty()
                    && let Some(half) = tracer.split()
                {
                    deque.push(Parcel(half));
                }
            }
            match deque.pop().or_else(|| self.steal()) {
                Some(parcel) => tracer.absorb(parcel.0),
                None if self.wait_for_work() => {}
                None => return,
            }
        }
    }

    fn someone_waits(&self) -> bool {
        self.active.load(Ordering::Relaxed) < self.joined.load(Ordering::Relaxed)
    }

    fn steal(&self) -> Option<Parcel> {
        loop {
            let mut retry = false;
            for stealer in self.stealers {
                match stealer.steal() {
                    Steal::Success(parcel) => return Some(parcel),
                    Steal::Retry => retry = true,
                    Steal::Empty => {}
                }
            }
            if !retry {
                return None;
            }
        }
    }

    /// Steps back until there may be work to steal (true; the caller is active again) or all is done.
    fn wait_for_work(&self) -> bool {
        self.active.fetch_sub(1, Ordering::SeqCst);
        let backoff = Backoff::new();
        loop {
            if self.stealers.iter().any(|stealer| !stealer.is_empty()) {
                self.active.fetch_add(1, Ordering::SeqCst);
                return true;
            }
            if self.active.load(Ordering::SeqCst) == 0 {
                return false;
            }
            if backoff.is_completed() {
                std::thread::yield_now();
            } else {
                backoff.snooze();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Heap;

    #[test]
    fn several_threads_mark_what_one_does() {
        for seed in 1..12 {
            let heap = Heap::random(seed, 3000);
            let from = heap.objects[0];
            let mut tracer = Tracer::default();
            tracer.visit(from.word(), &heap.region.marks);
            // SAFETY: the heap is whole and stands still.
            unsafe { drain(&mut tracer, 1 + seed as usize % 4, &heap.types, &heap.region.marks) };
            assert!(tracer.is_done());
            assert_eq!(heap.marked(), heap.reachable(from), "seed {seed}");
        }
    }
}
