//! The thread: what is borrowed while Python runs, and the way to everything else.
//!
//! `&Thread` lends values; `&mut Thread` may collect.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering};

use gc_api::{Collector as _, HeapConfig, Layout, Scope, Slot, SlotRef, TypeTable, Word};

use crate::classes::ClassKey;
use crate::encoding;
use crate::heap::{Heap, POLL};
use crate::layouts::Layouts;
use crate::objects::class::{Class, Instance, Map};
use crate::objects::sequence::{Array, Tuple};
use crate::stack::{FrameKind, Stacks};
use crate::symbols::Sym;
use crate::value::{Gc, Raised, Value};
use crate::vm::{RootKey, Vm};

/// See the module documentation.
pub struct Thread {
    vm: Box<Vm>,
    pub(crate) stacks: Stacks,
    /// The exception being raised, or unset.
    pub(crate) pending: Slot,
    /// The exception being handled (`sys.exception()`), or unset.
    pub(crate) handled: Slot,
    /// Result of a nested run.
    pub(crate) result: Slot,
    /// Lowest stack address native recursion may reach.
    native_limit: Cell<usize>,
    pub(crate) recursion_limit: Cell<usize>,
    /// The frame objects of frames on the stack, by position, oldest first.
    pub(crate) frame_objects: std::cell::RefCell<Vec<(usize, Word)>>,
    /// Values natives keep across safepoints, by [`Handle`].
    handles: std::cell::RefCell<Vec<Word>>,
    /// The heap's hard limit.
    heap_limit: usize,
    /// Last: released when everything else is gone.
    _only: Only,
}

/// Held by the machine of this process. A second one would share the poll word with it, and safe code could mix their heaps.
struct Only(());

static ONLY: AtomicBool = AtomicBool::new(false);

impl Only {
    fn take() -> Result<Only, gc_api::ConfigError> {
        match ONLY.swap(true, Ordering::Acquire) {
            false => Ok(Only(())),
            true => Err(gc_api::ConfigError("this process has a machine already, and can have only one".to_owned())),
        }
    }
}

impl Drop for Only {
    fn drop(&mut self) {
        ONLY.store(false, Ordering::Release);
    }
}

/// A value kept by a re-entrant native across safepoints; read it with [`Thread::held`].
#[derive(Copy, Clone, Debug)]
pub struct Handle(usize);

/// Native stack a native may still need below the limit.
const NATIVE_MARGIN: usize = 128 << 10;

impl Thread {
    /// A machine with its first thread: an empty heap and no classes yet; `bootstrap` fills it.
    pub(crate) fn empty(
        config: &HeapConfig,
        layouts: &[Layouts],
        hash_key: (u64, u64),
    ) -> Result<Thread, gc_api::ConfigError> {
        let only = Only::take()?;
        let table: &'static TypeTable = Box::leak(Box::new(TypeTable::new(layouts)));
        let heap = Heap::new(config, table)?;
        Ok(Thread {
            vm: Box::new(Vm::new(heap, table, hash_key)),
            stacks: Stacks::new(1000),
            pending: Slot::default(),
            handled: Slot::default(),
            result: Slot::default(),
            native_limit: Cell::new(native_stack_limit()),
            recursion_limit: Cell::new(1000),
            frame_objects: std::cell::RefCell::new(Vec::new()),
            handles: std::cell::RefCell::new(Vec::new()),
            heap_limit: config.limit.unwrap_or_else(gc_api::limits::default_limit),
            _only: only,
        })
    }

    #[inline(always)]
    pub fn vm(&self) -> &Vm {
        &self.vm
    }

    #[inline(always)]
    pub fn heap(&self) -> &Heap {
        &self.vm.heap
    }

    /// The builtin class.
    #[inline(always)]
    pub fn class(&self, key: ClassKey) -> Gc<'_, Class> {
        // SAFETY: every class the machine names is made at its start, before it can be asked for.
        unsafe { self.slot_value(&self.vm.classes[key.0 as usize]).assume::<Class>() }
    }

    /// The interned name.
    #[inline(always)]
    pub fn sym(&self, sym: Sym) -> Value<'_> {
        self.slot_value(&self.vm.symbols[sym.0 as usize])
    }

    /// Reads a slot that is a root.
    #[inline(always)]
    pub(crate) fn slot_value(&self, slot: &Slot) -> Value<'_> {
        // SAFETY: roots are updated by every collection.
        unsafe { Value::from_word(slot.get()) }
    }

    // Allocation

    /// A fixed-size object with these fields. The header in `init` is ignored.
    #[inline(always)]
    pub fn new_object<T: Layout>(&self, init: T) -> Gc<'_, T> {
        let place = self.vm.heap.alloc_fixed::<T>().cast::<T>();
        // SAFETY: the memory is fresh and large enough. The header, which alloc wrote, is put back.
        unsafe {
            let header = place.cast::<u64>().read();
            place.write(init);
            place.cast::<u64>().write(header);
            Gc::from_ptr(place)
        }
    }

    /// An object with `length` elements in its variable part, all zero.
    ///
    /// `init` must state that length in its length field.
    pub fn new_variable<T: Layout>(&self, init: T, length: usize) -> Result<Gc<'_, T>, Raised> {
        let Some((header, dirty)) = self.vm.heap.alloc_variable::<T>(length) else {
            return Err(self.memory_error());
        };
        let place = header.cast::<T>();
        // SAFETY: as in `new_object`; the variable part is cleared if the collector did not.
        unsafe {
            let header = place.cast::<u64>().read();
            if dirty {
                let bytes = T::INFO.bytes_for(length);
                core::ptr::write_bytes(place.as_ptr().cast::<u8>().add(8), 0, bytes - 8);
            }
            place.write(init);
            place.cast::<u64>().write(header);
            let gc = Gc::from_ptr(place);
            debug_assert_eq!(gc.extent(), length);
            Ok(gc)
        }
    }

    /// The collector is to run the layout's destructor when this object dies: it owns something outside the heap.
    pub fn set_destructor<T: Layout>(&self, object: Gc<'_, T>) {
        self.vm.heap.collector.set_destructor(object.obj());
    }

    pub fn new_array(&self, length: usize) -> Result<Gc<'_, Array>, Raised> {
        self.new_variable(Array { header: header(), length: Cell::new(length) }, length)
    }

    /// A tuple to be filled; the empty tuple is one object.
    pub fn new_tuple(&self, length: usize) -> Result<Gc<'_, Tuple>, Raised> {
        if length == 0 {
            if let Some(empty) = self.fixed_root(RootKey::EmptyTuple).cast::<Tuple>() {
                return Ok(empty);
            }
        }
        self.new_variable(Tuple { header: header(), length: Cell::new(length), hash: Cell::new(0) }, length)
    }

    pub fn tuple(&self, items: &[Value<'_>]) -> Result<Gc<'_, Tuple>, Raised> {
        let tuple = self.new_tuple(items.len())?;
        for (slot, item) in tuple.words().iter().zip(items) {
            slot.set(item.word());
        }
        Ok(tuple)
    }

    /// A pair, triple, ...: small enough that allocation cannot fail.
    pub fn small_tuple<const N: usize>(&self, items: [Value<'_>; N]) -> Gc<'_, Tuple> {
        const { assert!(N > 0 && N <= 64) };
        match self.tuple(&items) {
            Ok(tuple) => tuple,
            Err(_) => unreachable!("small allocations cannot fail"),
        }
    }

    // Handles

    /// Keeps a value across safepoints until the enclosing [`Thread::handle_scope`] ends.
    pub fn hold(&self, value: Value<'_>) -> Handle {
        let mut handles = self.handles.borrow_mut();
        handles.push(value.word());
        Handle(handles.len() - 1)
    }

    pub fn held(&self, handle: Handle) -> Value<'_> {
        // SAFETY: handles are roots, updated by every collection.
        unsafe { Value::from_word(self.handles.borrow()[handle.0]) }
    }

    pub fn set_held(&self, handle: Handle, value: Value<'_>) {
        self.handles.borrow_mut()[handle.0] = value.word();
    }

    /// Runs `body`; handles made in it are released afterwards.
    pub fn handle_scope<R>(&mut self, body: impl FnOnce(&mut Thread) -> R) -> R {
        let mark = self.handles.borrow().len();
        let result = body(self);
        self.handles.borrow_mut().truncate(mark);
        result
    }

    pub(crate) fn handle_depth(&self) -> usize {
        self.handles.borrow().len()
    }

    /// Forgets the handles made since [`Thread::handle_depth`] gave `depth`.
    pub(crate) fn release_handles(&self, depth: usize) {
        self.handles.borrow_mut().truncate(depth);
    }

    pub(crate) fn vm_mut(&mut self) -> &mut Vm {
        &mut self.vm
    }

    // Limits

    /// MemoryError if something of this size cannot be: for natives that compute it outside the heap first, where memory that
    /// is not to be had ends the process.
    pub fn room_for(&self, bytes: usize) -> Result<(), Raised> {
        const SMALL: usize = 1 << 24;
        // The process may have less than the heap's limit allows.
        let refused = || bytes > SMALL && Vec::<u8>::new().try_reserve_exact(bytes).is_err();
        if bytes > self.heap_limit || refused() { Err(self.memory_error()) } else { Ok(()) }
    }

    /// RecursionError if the native stack is nearly used up. Called by every native that recurses.
    #[inline]
    pub fn check_native_stack(&self, doing: &str) -> Result<(), Raised> {
        if native_stack_pointer() < self.native_limit.get() { Err(self.recursion_error(doing)) } else { Ok(()) }
    }

    /// Is the native stack nearly used up?
    #[inline]
    pub(crate) fn native_stack_is_low(&self) -> bool {
        native_stack_pointer() < self.native_limit.get()
    }

    /// Blocking work: gives other threads a chance; the closure has no access to the heap.
    pub fn blocking<R>(&mut self, work: impl FnOnce() -> R) -> R {
        work()
    }

    // Safepoints

    /// Does what the poll word asks for. `Err` if an exception (a signal handler's, MemoryError) is pending now.
    pub(crate) fn safepoint(&mut self) -> Result<(), Raised> {
        if POLL.is_raised_for(gc_api::poll::Reason::Collect) {
            POLL.take(gc_api::poll::Reason::Collect);
            let outcome = self.with_roots(|collector, roots| collector.safepoint(roots));
            self.after_collection();
            if outcome == gc_api::Outcome::OverLimit {
                return Err(self.memory_error());
            }
        }
        if POLL.is_raised_for(gc_api::poll::Reason::Signal) {
            POLL.take(gc_api::poll::Reason::Signal);
            crate::signals::deliver(self)?;
        }
        if POLL.is_raised_for(gc_api::poll::Reason::Finalise) {
            POLL.take(gc_api::poll::Reason::Finalise);
            crate::finalise::run(self);
        }
        Ok(())
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
        POLL.take(gc_api::poll::Reason::Signal);
        crate::signals::deliver(self)
    }

    /// Tells `sink` of everything the collector does from now on.
    pub fn set_gc_events(&mut self, sink: Box<dyn gc_api::EventSink>) {
        self.vm.heap.collector.set_events(sink);
    }

    pub fn heap_stats(&self) -> gc_api::HeapStats {
        self.vm.heap.collector.stats()
    }

    /// Checks the heap; for tests.
    pub fn verify_heap(&mut self) -> Result<(), gc_api::Corruption> {
        self.with_roots(|collector, roots| collector.verify(roots))
    }

    pub(crate) fn with_roots<R>(
        &mut self,
        work: impl FnOnce(&mut crate::heap::Collector, &mut dyn gc_api::Roots) -> R,
    ) -> R {
        self.clear_dead_temporaries();
        let collector: *mut crate::heap::Collector = &mut self.vm.heap.collector;
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
        self.vm.safepoints.set(self.vm.safepoints.get() + 1);
        for frame in self.stacks.iter() {
            if frame.kind.get().is_python() {
                // SAFETY: R[0] of a Python frame is its function.
                let function = unsafe { Value::from_word((*frame.base.get()).get()) };
                frame.refs.set(crate::interp::refs_of(function.expect()));
            }
        }
        for entry in &self.vm.method_cache {
            entry.version.set(0);
            entry.value.set(Word::ZERO);
        }
        self.vm.shared_sites.iter().for_each(crate::attributes::shared::SharedSite::clear);
        POLL.raise(gc_api::poll::Reason::Finalise);
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
                FrameKind::Generator => base.wrapping_sub(1),
                _ => base,
            };
        }
    }
}

/// The machine's roots, as a collector sees them.
struct ThreadRoots<'a> {
    thread: &'a Thread,
}

impl gc_api::Roots for ThreadRoots<'_> {
    fn stacks(&mut self, visit: &mut dyn FnMut(SlotRef)) {
        let mut slot = self.thread.stacks.value_start();
        let end = self.thread.stacks.free();
        while slot < end {
            // SAFETY: slots below the top of the value stack hold words; dead ones were zeroed.
            visit(SlotRef::of(unsafe { &*slot }));
            slot = slot.wrapping_add(1);
        }
    }

    fn tables(&mut self, visit: &mut dyn FnMut(SlotRef)) {
        let thread = self.thread;
        let vm = &thread.vm;
        for slot in [&thread.pending, &thread.handled, &thread.result] {
            visit(SlotRef::of(slot));
        }
        let tables = [&vm.class_of_layout, &vm.classes, &vm.symbols];
        for slot in tables.into_iter().flatten().chain(&vm.fixed_roots) {
            visit(SlotRef::of(slot));
        }
        for slot in vm.roots.borrow().iter() {
            visit(SlotRef::of(slot));
        }
        for entry in &vm.method_cache {
            visit(SlotRef::of(&entry.value));
        }
        for entry in &vm.shared_sites {
            visit(SlotRef::of(&entry.target));
        }
        for word in vm.weak_references.borrow_mut().values_mut() {
            visit_word(word, visit);
        }
        for (_, word) in thread.frame_objects.borrow_mut().iter_mut() {
            visit_word(word, visit);
        }
        for word in thread.handles.borrow_mut().iter_mut() {
            visit_word(word, visit);
        }
        for word in vm.interned.slots.borrow_mut().iter_mut() {
            visit_word(word, visit);
        }
    }
}

fn visit_word(word: &mut Word, visit: &mut dyn FnMut(SlotRef)) {
    let slot = Slot::new(*word);
    visit(SlotRef::of(&slot));
    *word = slot.get();
}

/// A placeholder header: allocation writes the real one.
pub const fn header() -> gc_api::Header {
    gc_api::Header::new(gc_api::TypeId(0), 0)
}

/// The address below which native recursion stops, from the system's limits for this thread.
fn native_stack_limit() -> usize {
    // SAFETY: queries the calling thread's own attributes.
    unsafe {
        let mut attributes: libc::pthread_attr_t = core::mem::zeroed();
        if libc::pthread_getattr_np(libc::pthread_self(), &mut attributes) == 0 {
            let mut start = core::ptr::null_mut();
            let mut size = 0;
            libc::pthread_attr_getstack(&attributes, &mut start, &mut size);
            libc::pthread_attr_destroy(&mut attributes);
            // The main thread's stack is reported with its limit, but may have grown differently: stay near the top.
            let top = start as usize + size;
            return top - size.min(8 << 20) + NATIVE_MARGIN;
        }
    }
    native_stack_pointer() - (256 << 10)
}

#[inline(always)]
pub(crate) fn native_stack_pointer() -> usize {
    let here = 0u8;
    &raw const here as usize
}

impl Value<'_> {
    /// The number that stands for this value's layout in inline caches, for values whose layout decides their class.
    #[inline(always)]
    pub(crate) fn immediate_shape(self) -> u32 {
        let word = self.word();
        if encoding::is_int(word) {
            crate::vm::LAYOUTS as u32
        } else if encoding::is_float(word) {
            crate::vm::LAYOUTS as u32 + 1
        } else {
            crate::vm::LAYOUTS as u32 + 2 + (word.bits() >> 3) as u32
        }
    }
}

impl Thread {
    /// The number inline caches compare: equal shapes have the same class and the same attributes in the same places.
    #[inline(always)]
    pub(crate) fn shape(&self, value: Value<'_>) -> u32 {
        match value.cast::<Instance>() {
            Some(instance) => instance.map().get(Map::id),
            None => self.shape_of_other(value),
        }
    }

    fn shape_of_other(&self, value: Value<'_>) -> u32 {
        let Some(id) = value.type_id() else { return value.immediate_shape() };
        if let Some(class) = value.cast::<Class>() {
            return class.get(Class::version);
        }
        match self.map_of(value) {
            Some(map) => map.get(Map::id),
            None => id.0,
        }
    }

    /// The map of a value whose layout has one.
    #[inline]
    pub(crate) fn map_of<'t>(&self, value: Value<'t>) -> Option<Gc<'t, Map>> {
        let slot = self.map_slot(value)?;
        // SAFETY: a slot of a live object.
        unsafe { Value::from_word(slot.get()) }.cast()
    }

    /// The slot of the map; the slot of the attributes follows it.
    #[inline]
    pub(crate) fn map_slot<'t>(&self, value: Value<'t>) -> Option<&'t Slot> {
        let object = value.as_obj()?;
        let offset = self.vm.map_offset[value.type_id()?.0 as usize].get();
        if offset == 0 {
            return None;
        }
        // SAFETY: the table says that objects of this layout have a slot here.
        Some(unsafe { &*object.as_ptr().cast::<u8>().add(offset as usize).cast::<Slot>() })
    }

    /// The class of any value.
    #[inline]
    pub fn class_of<'t>(&'t self, value: Value<'t>) -> Gc<'t, Class> {
        use crate::classes::cls;
        let Some(id) = value.type_id() else {
            let word = value.word();
            return self.class(if encoding::is_int(word) {
                cls::int
            } else if encoding::is_float(word) {
                cls::float
            } else if encoding::is_bool(word) {
                cls::bool
            } else if word == encoding::NONE {
                cls::NoneType
            } else if word == encoding::ELLIPSIS {
                cls::ellipsis
            } else if word == encoding::NOT_IMPLEMENTED {
                cls::NotImplementedType
            } else {
                cls::object
            });
        };
        let exact = &self.vm.class_of_layout[id.0 as usize];
        if !exact.get().is_zero() {
            // SAFETY: the table holds classes only.
            return unsafe { self.slot_value(exact).assume::<Class>() };
        }
        if let Some(class) = value.cast::<Class>() {
            return class.metaclass();
        }
        match self.map_of(value) {
            Some(map) => map.class(),
            // Internal objects (arrays, maps) never reach a program.
            None => self.class(cls::object),
        }
    }
}
