//! What happens at a safepoint: whether to collect, and what is done before and after the toolkit does.

use core::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::collections::VecDeque;
use std::time::Instant;

use gc_api::events::{Event, Kind, Reason};
use gc_api::poll::Reason as PollReason;
use gc_api::{Dead, HeapStats, ObjRef, Outcome, Roots, Scope, SlotRef, Word};
use gc_parts::pause::{After, Pause};
use mmtk::memory_manager;

use crate::binding::program_thread;
use crate::bugs::{self, Bug, seeded};
use crate::gate::{self, Errand};
use crate::objects::{bits, clear_bit, has_bit};
use crate::plans::Plan;
use crate::session::{self, Extent, Session};
use crate::verify::When;
use crate::workers::{self, Found};
use crate::{Mmtk, instance, sizing};

/// Under `every`, each so many-th collection is a full one.
const FULL_AMONG_DEBUG: u64 = 4;

/// What the toolkit is asked for.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Wish {
    /// What its plan finds right.
    Any,
    Minor,
    Full,
}

/// Kind of the pause that is going on: 0: none.
static PAUSE: AtomicU8 = AtomicU8::new(0);
const MINOR: u8 = 1;
const STEP: u8 = 2;
const FULL: u8 = 3;

/// Somebody wants to hear that a pause begins.
static ANNOUNCED: AtomicBool = AtomicBool::new(false);

fn kind_of(pause: u8) -> Option<Kind> {
    match pause {
        MINOR => Some(Kind::Minor),
        STEP => Some(Kind::Step),
        FULL => Some(Kind::Full),
        _ => None,
    }
}

/// The initial pause of a concurrent cycle, by the toolkit's numbering.
const INITIAL_MARK: u8 = 2;

/// Called on a thread of the toolkit when the program is parked: by now the plan knows what it collects.
pub fn pause_begins() {
    let plan = instance::toolkit().get_plan();
    let concurrent = plan.concurrent().and_then(|plan| plan.current_pause()).map(|pause| pause as u8);
    let pause = match concurrent {
        Some(INITIAL_MARK) => STEP,
        _ if sizing::is_full(plan) => FULL,
        _ => MINOR,
    };
    PAUSE.store(pause, Ordering::Release);
    let gathered = {
        let mut session = session::lock();
        session.minor = pause == MINOR;
        session.extent
    };
    if pause != MINOR && gathered == Extent::Changed {
        gate::ask(Errand::GatherAll);
    }
    if ANNOUNCED.load(Ordering::Acquire)
        && let Some(kind) = kind_of(pause)
    {
        gate::ask(Errand::Announce(kind));
    }
}

/// Has the toolkit do it, and returns when it has.
fn run_toolkit(wish: Wish, errands: &mut dyn FnMut(Errand)) -> Option<Kind> {
    let toolkit = instance::toolkit();
    PAUSE.store(0, Ordering::Release);
    gate::with_errands(errands, || {
        sizing::at_safepoint(|| match wish {
            Wish::Any => memory_manager::gc_poll(toolkit, program_thread()),
            Wish::Minor | Wish::Full => {
                toolkit.handle_user_collection_request(program_thread(), true, wish == Wish::Full);
            }
        });
    });
    kind_of(PAUSE.load(Ordering::Acquire))
}

fn marking_goes_on() -> bool {
    instance::toolkit().get_plan().concurrent().is_some_and(|plan| plan.concurrent_work_in_progress())
}

fn empty_session(plan: &'static Plan) -> Session {
    Session {
        plan,
        extent: Extent::All,
        minor: false,
        roots: Vec::new(),
        immortals: Vec::new(),
        weak_roots: Vec::new(),
        tables: Default::default(),
        holders: Vec::new(),
        provisional: Vec::new(),
        due: Vec::new(),
        finalised: false,
        phases: Vec::new(),
    }
}

/// Shows the roots of this extent, in the same order each time.
fn visit(roots: &mut dyn Roots, extent: Extent, work: &mut dyn FnMut(SlotRef)) {
    match extent {
        Extent::All => roots.all(work),
        Extent::Changed => {
            roots.stacks(work);
            roots.changed_tables(work);
        }
    }
}

/// Collects what the roots, the queue and the sentinel refer to.
fn gather_words(
    words: &mut Vec<u64>,
    roots: &mut dyn Roots,
    extent: Extent,
    due: &VecDeque<Dead>,
    sentinel: Option<ObjRef>,
) {
    words.clear();
    visit(roots, extent, &mut |slot| {
        // SAFETY: the virtual machine shows slots that exist.
        let word = unsafe { slot.get() };
        if word.is_ref() {
            words.push(word.bits());
        }
    });
    if let Some(word) = words.last_mut() {
        *word = bugs::hide(*word, Bug::LastRoot);
    }
    for &(Dead::Finalise(object) | Dead::WeakCallback(object)) in due {
        words.push(bugs::hide(object.word().bits(), Bug::Queue));
    }
    words.extend(sentinel.map(|object| object.word().bits()));
}

/// Everything a former heap has left is garbage, but for its sentinel: where that is now.
pub fn reclaim_all(plan: &'static Plan, mut sentinel: Option<ObjRef>) -> Option<ObjRef> {
    if !plan.collects {
        return sentinel;
    }
    for _ in 0..1 + u8::from(marking_goes_on()) {
        workers::count(true);
        let roots = sentinel.iter().map(|object| object.word().bits()).collect();
        session::begin(Session { roots, ..empty_session(plan) });
        run_toolkit(Wish::Full, &mut |_| {});
        sentinel = session::end().roots.first().map(|&bits| session::target(bits));
        workers::take_found();
    }
    sentinel
}

impl Mmtk {
    pub(crate) fn at_safepoint(&mut self, roots: &mut dyn Roots) -> Outcome {
        self.safepoints += 1;
        let every = self.knobs.every;
        if every > 0 {
            self.poll.raise(PollReason::Collect);
        }
        if self.knobs.collects_at(self.safepoints) {
            let full = self.knobs.move_all || (self.safepoints / every).is_multiple_of(FULL_AMONG_DEBUG);
            let wish = if full && !self.plan.concurrent { Wish::Full } else { Wish::Any };
            return self.collect_as(wish, Reason::Debug, roots);
        }
        if sizing::is_wanted() || sizing::is_over(self.reserved_pages()) {
            self.collect_as(Wish::Any, Reason::Threshold, roots)
        } else {
            Outcome::Done
        }
    }

    pub(crate) fn collect_scope(&mut self, scope: Scope, reason: Reason, roots: &mut dyn Roots) -> Outcome {
        let wish = match scope {
            Scope::Minor if self.plan.nursery => Wish::Minor,
            Scope::Step if self.plan.concurrent => Wish::Any,
            _ => Wish::Full,
        };
        self.collect_as(wish, reason, roots)
    }

    fn collect_as(&mut self, wish: Wish, reason: Reason, roots: &mut dyn Roots) -> Outcome {
        if !self.plan.collects {
            let over = sizing::settle(self.reserved_pages());
            return if over { Outcome::OverLimit } else { Outcome::Done };
        }
        if wish == Wish::Full && marking_goes_on() {
            self.finish_marking(reason, roots);
        }
        let mut kind = self.pause(wish, reason, roots);
        if kind != Some(Kind::Full) && sizing::is_over(self.reserved_pages()) {
            if marking_goes_on() {
                self.finish_marking(Reason::Limit, roots);
            }
            kind = self.pause(Wish::Full, Reason::Limit, roots);
        }
        if kind != Some(Kind::Full) || !sizing::settle(self.reserved_pages()) {
            return Outcome::Done;
        }
        // Twice in a row is an emergency to the toolkit, in which it frees what lies scattered.
        self.pause(Wish::Full, Reason::Limit, roots);
        let over = sizing::settle(self.reserved_pages());
        sizing::forget_refusal();
        if over { Outcome::OverLimit } else { Outcome::Done }
    }

    /// What began before must end before a full collection can begin. It goes by what was alive then: weak boxes that
    /// have died since get no callback.
    fn finish_marking(&mut self, reason: Reason, roots: &mut dyn Roots) {
        self.forget_cleared_finalisers();
        let known = self.due.len();
        self.pause(Wish::Full, reason, roots);
        let found = self.due.split_off(known);
        for dead in found {
            match dead {
                Dead::WeakCallback(holder) => self.provisional.push(holder),
                Dead::Finalise(_) => self.due.push_back(dead),
            }
        }
    }

    /// One pause. `None`: the toolkit found nothing to do.
    fn pause(&mut self, wish: Wish, reason: Reason, roots: &mut dyn Roots) -> Option<Kind> {
        self.check("before", When::Any, roots);
        let start = Instant::now();
        let before = self.current_stats().live_bytes;
        let allocated = self.allocated();
        self.forget_cleared_finalisers();
        // A minor collection can do with the roots that have changed; whether it is one shows later.
        let extent = if self.plan.nursery && wish != Wish::Full { Extent::Changed } else { Extent::All };
        let session = self.gather(roots, extent);
        session::begin(session);
        workers::count(true);
        let gathered = Instant::now();

        let mut events = core::mem::take(&mut self.events);
        ANNOUNCED.store(events.sink.is_some(), Ordering::Release);
        let (types, due, sentinel) = (self.types, &self.due, self.sentinel);
        let kind = run_toolkit(wish, &mut |errand| match errand {
            Errand::Announce(kind) => events.tell(Event::Start { kind, reason, bytes: before as usize }),
            Errand::GatherAll => {
                let mut session = session::lock();
                session.extent = Extent::All;
                gather_words(&mut session.roots, roots, Extent::All, due, sentinel);
            }
            Errand::Destroy(dead) => {
                for object in dead {
                    // SAFETY: found dead by this collection, still whole, and no longer in the table.
                    unsafe { Mmtk::destroy(types, object) };
                }
            }
        });
        self.events = events;
        self.allocated_at_end.set(allocated + self.rest_of_run());

        let mut session = session::end();
        let phases = core::mem::take(&mut session.phases);
        self.take_back(session, roots);
        let kind = kind?;
        if self.plan.concurrent {
            self.note_marking(kind, allocated);
        }
        let mut pause = Pause::since(start, kind, reason, before);
        // The toolkit reports the moments at which its parts ended.
        let last = if kind == Kind::Step { "mark" } else { "sweep" };
        for &(phase, end) in [("roots", gathered)].iter().chain(&phases).chain(&[(last, Instant::now())]) {
            self.events.phase_until(&mut pause, phase, end);
        }
        self.count(pause, allocated);
        let when = if kind == Kind::Full && !self.plan.concurrent && !self.plan.two_pass {
            When::AfterFull
        } else {
            When::Any
        };
        self.check("after", when, roots);
        if !self.due.is_empty() {
            self.poll.raise(PollReason::Finalise);
        }
        Some(kind)
    }

    /// Objects whose finaliser was cleared leave the table and the queue.
    fn forget_cleared_finalisers(&mut self) {
        let finalisable = &mut self.tables.get_mut().finalisable;
        for list in [&mut finalisable.young, &mut finalisable.old] {
            list.retain(|&object| {
                // SAFETY: what is in the table has not been found dead.
                unsafe { has_bit(object, bits::FINALISABLE) || !clear_bit(object, bits::LISTED) }
            });
        }
        self.due.retain(|&dead| match dead {
            // SAFETY: the queue is a root.
            Dead::Finalise(object) => unsafe { has_bit(object, bits::FINALISABLE) },
            Dead::WeakCallback(_) => true,
        });
    }

    /// Everything the toolkit needs to know while the program is parked.
    fn gather(&mut self, roots: &mut dyn Roots, extent: Extent) -> Session {
        let mut words = core::mem::take(&mut self.root_words);
        gather_words(&mut words, roots, extent, &self.due, self.sentinel);
        let mut weak_roots = Vec::new();
        roots.weak_tables(&mut |slot| {
            // SAFETY: the virtual machine shows slots that exist.
            let word = unsafe { slot.get() };
            if word.is_ref() {
                weak_roots.push(word.bits());
            }
        });
        Session {
            extent,
            roots: words,
            immortals: core::mem::take(self.immortals.get_mut()),
            weak_roots,
            tables: core::mem::take(self.tables.get_mut()),
            provisional: core::mem::take(&mut self.provisional),
            ..empty_session(self.plan)
        }
    }

    /// Roots and tables get back what became of them.
    fn take_back(&mut self, session: Session, roots: &mut dyn Roots) {
        let Session { extent, roots: words, immortals, weak_roots, tables, due, .. } = session;
        let mut next = words.iter().map(|&bits| Word::from_bits(bugs::shown(bits)));
        let mut update = |old: Word| match next.next() {
            Some(new) => new,
            None => unreachable!("roots do not change during a collection, and {old:?} was not gathered"),
        };
        if self.plan.moves {
            visit(roots, extent, &mut |slot| {
                // SAFETY: the virtual machine shows slots that exist.
                let old = unsafe { slot.get() };
                if old.is_ref() {
                    let new = update(old);
                    if new != old && !seeded(Bug::RootsStay) {
                        // SAFETY: as above.
                        unsafe { slot.set(new) };
                    }
                }
            });
            let queue = core::mem::take(&mut self.due);
            let moved =
                |object: ObjRef, update: &mut dyn FnMut(Word) -> Word| session::target(update(object.word()).bits());
            self.due = queue
                .into_iter()
                .map(|dead| match dead {
                    Dead::Finalise(object) => Dead::Finalise(moved(object, &mut update)),
                    Dead::WeakCallback(object) => Dead::WeakCallback(moved(object, &mut update)),
                })
                .collect::<VecDeque<_>>();
            self.sentinel = self.sentinel.map(|object| moved(object, &mut update));
        }
        let mut next = weak_roots.iter();
        roots.weak_tables(&mut |slot| {
            // SAFETY: as above.
            if unsafe { slot.get() }.is_ref()
                && let Some(&bits) = next.next()
            {
                // SAFETY: as above.
                unsafe { slot.set(Word::from_bits(bits)) };
            }
        });
        self.due.extend(due);
        *self.immortals.get_mut() = immortals;
        *self.tables.get_mut() = tables;
        self.root_words = words;
    }

    fn note_marking(&mut self, kind: Kind, allocated: u64) {
        if kind == Kind::Step {
            self.allocated_at_mark = Some(allocated);
        }
        self.marking = marking_goes_on();
    }

    fn count(&mut self, pause: Pause, allocated: u64) {
        let Pause { kind, bytes_before, .. } = pause;
        let Found { objects, bytes, moved } = if kind == Kind::Step { Found::default() } else { workers::take_found() };
        let immortal = self.new_immortal_bytes.replace(0);
        let logged = self.logged_bytes.replace(0);
        // Of a minor collection, what was scanned is what survived and what the barrier logged.
        let promoted = bytes.saturating_sub(logged);
        let live = match kind {
            Kind::Minor => self.stats.live_bytes + promoted + immortal,
            Kind::Step => bytes_before,
            // What was allocated while the toolkit marked is alive.
            _ => bytes + self.allocated_at_mark.take().map_or(0, |mark| allocated - mark),
        };
        self.stats.minor_collections += u64::from(kind == Kind::Minor);
        self.stats.full_collections += u64::from(kind == Kind::Full);
        self.stats.live_bytes = live;
        self.stats.allocated_bytes = allocated;
        let after = After {
            live_bytes: live,
            objects: (kind == Kind::Full && !self.plan.concurrent).then_some(objects as usize),
            promoted_bytes: (kind == Kind::Minor).then_some(promoted as usize),
            moved_bytes: self.plan.moves.then_some(moved as usize),
            reserved_bytes: self.used_bytes(),
        };
        self.events.end(pause, after, &mut self.stats);
    }

    /// Bytes of the pages in use. The toolkit gives none back to the system.
    fn used_bytes(&self) -> usize {
        instance::toolkit().get_plan().get_used_pages() * sizing::PAGE_BYTES
    }

    /// Figures as of now; what was allocated since the last collection counts as alive.
    pub(crate) fn current_stats(&self) -> HeapStats {
        let allocated = self.allocated();
        let live = self.stats.live_bytes + (allocated - self.stats.allocated_bytes);
        HeapStats {
            allocated_bytes: allocated,
            live_bytes: live,
            peak_bytes: self.stats.peak_bytes.max(live),
            reserved_bytes: self.used_bytes() as u64,
            external_bytes: self.external.get().max(0) as u64,
            ..self.stats.clone()
        }
    }

    /// Under the `verify` knob.
    ///
    /// # Panics
    /// If the heap is corrupt: the knob asks for it.
    fn check(&self, place: &str, when: When, roots: &mut dyn Roots) {
        let ended = self.stats.minor_collections + self.stats.full_collections;
        if self.knobs.verifies(ended + u64::from(place == "before"))
            && let Err(corruption) = self.verify_heap(roots, when)
        {
            panic!("{place} collection {ended}: {corruption}");
        }
    }
}
