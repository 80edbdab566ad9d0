//! The one MMTk of the process: it is set up once, and lives as long as the process.
//!
//! A heap takes it over from the heap before, when that is gone, if they agree on what cannot be changed any more.

use core::ptr::NonNull;
use core::sync::atomic::{AtomicPtr, Ordering};
use std::sync::{Mutex, PoisonError};

use gc_api::limits::default_limit;
use gc_api::{ConfigError, ObjRef};
use mmtk::util::alloc::{AllocatorInfo, BumpPointer};
use mmtk::{AllocationSemantics, MMTK, MMTKBuilder, Mutator, memory_manager};

use crate::binding::{Binding, program_thread};
use crate::gate;
use crate::plans::Plan;
use crate::sizing;

/// What is decided when the toolkit is set up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settings {
    pub plan: &'static Plan,
    /// `None`: the toolkit's own setting.
    pub threads: Option<usize>,
    pub nursery: Option<usize>,
    pub move_all: bool,
}

struct Instance {
    settings: Settings,
    in_use: bool,
    /// What the heap before kept alive for the sake of the plan.
    sentinel: Option<Kept>,
}

#[derive(Copy, Clone)]
struct Kept(ObjRef);

// SAFETY: an address.
unsafe impl Send for Kept {}

/// What the heap before has left.
pub struct Left {
    pub sentinel: Option<ObjRef>,
}

static INSTANCE: Mutex<Option<Instance>> = Mutex::new(None);
static TOOLKIT: AtomicPtr<MMTK<Binding>> = AtomicPtr::new(core::ptr::null_mut());
static MUTATOR: AtomicPtr<Mutator<Binding>> = AtomicPtr::new(core::ptr::null_mut());

/// Takes possession of the toolkit, with what another heap has left in it.
pub fn acquire(settings: Settings, limit: usize) -> Result<Option<Left>, ConfigError> {
    let mut instance = INSTANCE.lock().unwrap_or_else(PoisonError::into_inner);
    match &mut *instance {
        None => {
            set_up(&settings, limit)?;
            *instance = Some(Instance { settings, in_use: true, sentinel: None });
            Ok(None)
        }
        Some(instance) if instance.in_use => {
            Err(ConfigError("this process has a heap of MMTk, which allows but one at a time".to_owned()))
        }
        Some(instance) if instance.settings != settings => Err(ConfigError(format!(
            "this process has MMTk with the plan {}, and cannot change its settings",
            instance.settings.plan.name
        ))),
        Some(instance) => {
            instance.in_use = true;
            Ok(Some(Left { sentinel: instance.sentinel.map(|kept| kept.0) }))
        }
    }
}

/// The next heap may have it.
pub fn release(sentinel: Option<ObjRef>) {
    if let Some(instance) = &mut *INSTANCE.lock().unwrap_or_else(PoisonError::into_inner) {
        instance.in_use = false;
        instance.sentinel = sentinel.map(Kept);
    }
}

pub fn toolkit() -> &'static MMTK<Binding> {
    // SAFETY: set before any thread of the toolkit starts and any heap exists, from a box that is never freed.
    unsafe { &*TOOLKIT.load(Ordering::Acquire) }
}

/// The program's allocators and barrier buffer. Callers are the program's thread, and the toolkit's while that is parked; none keeps the
/// reference.
pub fn mutator() -> &'static mut Mutator<Binding> {
    // SAFETY: set from a box that is never freed; as said above, there is one user at a time.
    unsafe { &mut *MUTATOR.load(Ordering::Acquire) }
}

/// The run of memory the program allocates from; if its plan has none, an empty one, which sends every allocation the long way.
pub fn run(plan: &Plan) -> NonNull<BumpPointer> {
    let selector = memory_manager::get_allocator_mapping(toolkit(), AllocationSemantics::Default);
    match AllocatorInfo::new::<Binding>(selector) {
        AllocatorInfo::BumpPointer { bump_pointer_offset } if !plan.alloc_by_call => {
            // SAFETY: the toolkit says that it lies there in its mutator.
            unsafe { NonNull::from(mutator()).byte_add(bump_pointer_offset) }.cast()
        }
        _ => NonNull::from(Box::leak(Box::<BumpPointer>::default())),
    }
}

fn set_up(settings: &Settings, limit: usize) -> Result<(), ConfigError> {
    // What its own environment variables say comes first: researchers know them.
    let mut builder = MMTKBuilder::new();
    let mut set = |name: &str, value: &str| match builder.set_option(name, value) {
        true => Ok(()),
        false => Err(ConfigError(format!("MMTk refuses {value} for its option {name}"))),
    };
    set("plan", settings.plan.name)?;
    set("gc_trigger", "Delegated")?;
    set("no_finalizer", "true")?;
    set("no_reference_types", "true")?;
    if let Some(threads) = settings.threads {
        set("threads", &threads.to_string())?;
        set("concurrent_threads", &threads.to_string())?;
    }
    if let Some(nursery) = settings.nursery {
        set("nursery", &format!("Fixed:{nursery}"))?;
    }
    if settings.move_all {
        set("immix_always_defrag", "true")?;
        set("immix_defrag_every_block", "true")?;
        set("immix_defrag_headroom_percent", "50")?;
    }
    // Room for what is allocated between two safepoints, and for the copies of copying plans.
    sizing::reserve(limit.max(default_limit()).saturating_mul(4).min(1 << 40));
    let toolkit: &'static MMTK<Binding> = Box::leak(memory_manager::mmtk_init::<Binding>(&builder));
    TOOLKIT.store(core::ptr::from_ref(toolkit).cast_mut(), Ordering::Release);
    MUTATOR.store(Box::into_raw(memory_manager::bind_mutator(toolkit, program_thread())), Ordering::Release);
    memory_manager::initialize_collection(toolkit, program_thread().0);
    Ok(())
}

/// The toolkit's threads come to rest: they end.
pub fn before_fork() {
    toolkit().prepare_to_fork();
    gate::join_threads();
}

/// And are started again.
pub fn after_fork() {
    toolkit().after_fork(program_thread().0);
}
