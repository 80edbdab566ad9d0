//! How large the heap may be: when the toolkit asks for a collection, and when the program is out of memory.
//!
//! The toolkit asks through [`Trigger`] whenever an allocator takes memory. Between safepoints the answer is always *no*; what is wanted is
//! remembered and the poll word raised. All sizes count what the toolkit counts: pages in use, and those a copying plan keeps free to copy into.

use core::sync::atomic::{AtomicBool, AtomicPtr, AtomicUsize, Ordering};

use gc_api::poll::Reason;
use gc_api::{ConfigError, PollWord};
use gc_parts::system;
use mmtk::MMTK;
use mmtk::plan::Plan;
use mmtk::util::heap::{GCTriggerPolicy, SpaceStats};

use crate::binding::Binding;

const MIB: usize = 1 << 20;
pub const PAGE_BYTES: usize = 4096;

/// The least a heap may be limited to: each space of a plan takes some before it holds anything.
const LEAST_LIMIT: usize = 4 * MIB;

/// What may always be allocated between two full collections, by plans without and with a nursery.
const MIN_GROWTH: usize = 4 * MIB;
const MIN_GENERATIONAL_GROWTH_NURSERIES: usize = 6;

/// The heap may grow by this part of what is alive before it is collected in full.
const GROWTH: f64 = 0.5;
const GENERATIONAL_GROWTH: f64 = 0.82;

/// What the system must have left, beside what the next collection needs: the toolkit ends the process when it is refused memory, in the middle of
/// whatever it does, so the system is asked before the toolkit does.
const MARGIN: usize = 16 * MIB;

/// With less than this part of the limit left after a full collection, the program is out of memory.
const RESERVE_SHARE: usize = 32;

static POLL: AtomicPtr<PollWord> = AtomicPtr::new(core::ptr::null_mut());
/// The toolkit may collect now.
static AT_SAFEPOINT: AtomicBool = AtomicBool::new(false);
/// A collection is wanted at the next safepoint.
static WANTED: AtomicBool = AtomicBool::new(false);
/// Bytes that heap objects own outside the heap.
static EXTERNAL: AtomicUsize = AtomicUsize::new(0);
/// Pages at which the heap is to be collected.
static TARGET: AtomicUsize = AtomicUsize::new(0);
/// Pages it may have at all: the limit, and a little more while a MemoryError is handled.
static CEILING: AtomicUsize = AtomicUsize::new(0);
static LIMIT: AtomicUsize = AtomicUsize::new(0);
/// The system is asked when the heap has more pages than this; every pause sets it back.
static ASKED: AtomicUsize = AtomicUsize::new(0);
/// Once the system has refused: what the process may hold of it before it is asked again. Each space of a plan keeps what it has ever mapped, so the
/// heap may need more though it has been larger before, or nothing though it grows.
static HELD: AtomicUsize = AtomicUsize::new(0);
/// With so many pages the heap needed memory that the system refused, and has not been collected in full since; or zero.
static REFUSED: AtomicUsize = AtomicUsize::new(0);
/// Size of the nursery, or zero.
static NURSERY: AtomicUsize = AtomicUsize::new(0);
/// What the toolkit reserves addresses for, in pages.
static MOST: AtomicUsize = AtomicUsize::new(0);

pub fn pages(bytes: usize) -> usize {
    bytes.div_ceil(PAGE_BYTES)
}

/// Prepares for a heap of at most `limit` bytes.
pub fn set_up(limit: usize, nursery: Option<usize>, poll: &'static PollWord) -> Result<(), ConfigError> {
    if limit < LEAST_LIMIT {
        return Err(ConfigError(format!("a heap of {limit} bytes is too small; the least is {}M", LEAST_LIMIT / MIB)));
    }
    POLL.store(core::ptr::from_ref(poll).cast_mut(), Ordering::Release);
    NURSERY.store(nursery.unwrap_or(0), Ordering::Relaxed);
    LIMIT.store(pages(limit), Ordering::Relaxed);
    CEILING.store(pages(limit), Ordering::Relaxed);
    TARGET.store(growth(0).min(pages(limit)), Ordering::Relaxed);
    EXTERNAL.store(0, Ordering::Relaxed);
    for counter in [&ASKED, &HELD, &REFUSED] {
        counter.store(0, Ordering::Relaxed);
    }
    WANTED.store(false, Ordering::Relaxed);
    Ok(())
}

/// Before the toolkit is set up: it reserves addresses for heaps up to this many bytes.
pub fn reserve(most: usize) {
    MOST.store(pages(most), Ordering::Relaxed);
}

/// Pages that may be allocated on top of so many before the next full collection.
fn growth(reserved: usize) -> usize {
    match NURSERY.load(Ordering::Relaxed) {
        0 => pages(MIN_GROWTH).max((reserved as f64 * GROWTH) as usize),
        nursery => pages(nursery * MIN_GENERATIONAL_GROWTH_NURSERIES)
            .max(pages(MIN_GROWTH))
            .max((reserved as f64 * GENERATIONAL_GROWTH) as usize),
    }
}

fn reserve_pages() -> usize {
    (LIMIT.load(Ordering::Relaxed) / RESERVE_SHARE).min(pages(MIN_GROWTH))
}

/// Asks for a collection at the next safepoint.
pub fn want() {
    WANTED.store(true, Ordering::Relaxed);
    let poll = POLL.load(Ordering::Acquire);
    if !poll.is_null() {
        // SAFETY: set from a reference that lives as long as the process.
        unsafe { &*poll }.raise(Reason::Collect);
    }
}

pub fn is_wanted() -> bool {
    WANTED.load(Ordering::Relaxed)
}

/// Lets the toolkit collect while `collection` runs.
pub fn at_safepoint(collection: impl FnOnce()) {
    WANTED.store(false, Ordering::Relaxed);
    AT_SAFEPOINT.store(true, Ordering::Release);
    let refused = HELD.load(Ordering::Relaxed) > 0;
    let before = if refused { system::data_bytes() } else { 0 };
    collection();
    if refused {
        // What the toolkit took to copy into is no growth of the heap.
        HELD.fetch_add(system::data_bytes().saturating_sub(before), Ordering::Relaxed);
    }
    AT_SAFEPOINT.store(false, Ordering::Release);
}

pub fn external() -> usize {
    EXTERNAL.load(Ordering::Relaxed)
}

pub fn set_external(bytes: usize) {
    EXTERNAL.store(bytes, Ordering::Relaxed);
}

/// Whether a heap of so many pages must be collected in full.
pub fn is_over(reserved: usize) -> bool {
    reserved > CEILING.load(Ordering::Relaxed) || REFUSED.load(Ordering::Relaxed) > 0
}

/// Whether one of so many pages has reached the size at which it is collected.
pub fn is_due(reserved: usize) -> bool {
    reserved > TARGET.load(Ordering::Relaxed)
}

/// After a full collection: true if what is left does not fit the limit. The program gets a reserve then, in which to handle
/// that; when it is used up, the answer comes again.
pub fn settle(reserved: usize) -> bool {
    let (limit, reserve) = (LIMIT.load(Ordering::Relaxed), reserve_pages());
    let refused = REFUSED.load(Ordering::Relaxed);
    let over = reserved > limit - reserve || refused > 0 && reserved > refused / 2;
    if !over {
        forget_refusal();
    }
    let ceiling = if over { reserved.max(limit) + reserve } else { limit };
    CEILING.store(ceiling, Ordering::Relaxed);
    TARGET.store((reserved + growth(reserved)).min(ceiling), Ordering::Relaxed);
    over
}

/// The program has been told, or the collection has helped.
pub fn forget_refusal() {
    REFUSED.store(0, Ordering::Relaxed);
}

/// Asks the system when the heap has grown. Once it has next to nothing left, what is used now is the limit from now on; what is needed beyond that, as a
/// space has no room though others have, is refused when it comes up.
fn heed_system(plan: &dyn Plan<VM = Binding>) {
    let reserved = plan.get_reserved_pages();
    if reserved <= ASKED.load(Ordering::Relaxed) {
        return;
    }
    ASKED.store(reserved + pages(MARGIN / 4), Ordering::Relaxed);
    let held = HELD.load(Ordering::Relaxed);
    let needs_more = held == 0 || system::data_bytes() > held;
    if !needs_more || system::would_grant(MARGIN + plan.get_collection_reserved_pages() * PAGE_BYTES) {
        return;
    }
    HELD.store(system::data_bytes() + MARGIN / 4, Ordering::Relaxed);
    if held == 0 {
        let limit = LIMIT.load(Ordering::Relaxed).min(reserved.max(pages(LEAST_LIMIT)));
        for bound in [&LIMIT, &CEILING, &TARGET] {
            bound.fetch_min(limit, Ordering::Relaxed);
        }
    } else {
        REFUSED.store(reserved, Ordering::Relaxed);
    }
    want();
}

/// Whether a large object must be refused now. One that could fit an empty heap is let in, even if it takes the heap over its limit: what is in
/// its way may be garbage, which the next safepoint finds out.
pub fn refuses(reserved: usize, bytes: usize) -> bool {
    let limit = LIMIT.load(Ordering::Relaxed);
    bytes / PAGE_BYTES > limit
        || reserved > CEILING.load(Ordering::Relaxed) + limit / 2
        || bytes > MARGIN / 4 && !system::would_grant(MARGIN + bytes)
}

/// Whether the pause that is going on collects everything.
pub fn is_full(plan: &dyn Plan<VM = Binding>) -> bool {
    plan.generational().is_none_or(|plan| !plan.is_current_gc_nursery())
}

/// The toolkit's side of it.
#[derive(Debug)]
pub struct Trigger;

impl GCTriggerPolicy<Binding> for Trigger {
    /// Before the plan decides whether its next collection is to be a full one, which it does by the size of the heap.
    fn on_pause_end(&self, toolkit: &'static MMTK<Binding>) {
        let plan = toolkit.get_plan();
        let reserved = plan.get_reserved_pages();
        ASKED.store(reserved, Ordering::Relaxed);
        if is_full(plan) {
            let ceiling = CEILING.load(Ordering::Relaxed);
            TARGET.store((reserved + growth(reserved)).min(ceiling), Ordering::Relaxed);
        }
    }

    fn is_gc_required(
        &self,
        space_full: bool,
        space: Option<SpaceStats<'_, Binding>>,
        plan: &dyn Plan<VM = Binding>,
    ) -> bool {
        if AT_SAFEPOINT.load(Ordering::Acquire) {
            return true;
        }
        heed_system(plan);
        if !is_wanted() && plan.constraints().collects_garbage && plan.collection_required(space_full, space) {
            want();
        }
        false
    }

    fn is_heap_full(&self, plan: &dyn Plan<VM = Binding>) -> bool {
        is_due(plan.get_reserved_pages())
    }

    fn get_current_heap_size_in_pages(&self) -> usize {
        TARGET.load(Ordering::Relaxed)
    }

    fn get_max_heap_size_in_pages(&self) -> usize {
        MOST.load(Ordering::Relaxed)
    }

    fn can_heap_size_grow(&self) -> bool {
        TARGET.load(Ordering::Relaxed) < CEILING.load(Ordering::Relaxed)
    }
}
