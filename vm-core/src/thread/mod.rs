//! The thread: what is borrowed while Python runs, and the way to everything else.
//!
//! `&Thread` lends values; `&mut Thread` may collect.

mod collect;
pub(crate) mod roots;
mod shape;

use std::cell::{Cell, RefCell};
use std::sync::atomic::{AtomicBool, Ordering};

use gc_api::{Collector as _, ConfigError, HeapConfig, Layout, Slot, TypeTable, Word};

use crate::classes::ClassKey;
use crate::heap::Heap;
use crate::layouts::Layouts;
use crate::objects::class::Class;
use crate::objects::sequence::{Array, Tuple};
use crate::stack::Stacks;
use crate::symbols::Sym;
use crate::value::{Gc, Raised, Value};
use crate::vm::{RootKey, Vm};

/// See the module documentation.
pub struct Thread {
    vm: Box<Vm>,
    pub(crate) stacks: Stacks,
    /// The exception being raised, or unset.
    pub(crate) pending: Slot,
    /// The exception being handled by the running generator, or outside of one by the program; or unset.
    pub(crate) handled: Slot,
    /// The exception being handled by what runs the running generator, or unset.
    pub(crate) handled_below: Slot,
    /// Result of a nested run.
    pub(crate) result: Slot,
    /// Lowest stack address native recursion may reach.
    native_limit: Cell<usize>,
    pub(crate) recursion_limit: Cell<usize>,
    /// The frame objects of frames on the stack, by position, oldest first.
    pub(crate) frame_objects: RefCell<Vec<(usize, Word)>>,
    /// Values natives keep across safepoints, by [`Handle`].
    handles: RefCell<Vec<Word>>,
    /// The heap's hard limit.
    heap_limit: usize,
    /// Last: released when everything else is gone.
    _only: Only,
}

/// Held by the machine of this process. A second one would share the poll word with it, and safe code could mix their heaps.
struct Only(());

static ONLY: AtomicBool = AtomicBool::new(false);

impl Only {
    fn take() -> Result<Only, ConfigError> {
        match ONLY.swap(true, Ordering::Acquire) {
            false => Ok(Only(())),
            true => Err(ConfigError("this process has a machine already, and can have only one".to_owned())),
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
    pub(crate) fn empty(config: &HeapConfig, layouts: &[Layouts], hash_key: (u64, u64)) -> Result<Thread, ConfigError> {
        let only = Only::take()?;
        let table: &'static TypeTable = Box::leak(Box::new(TypeTable::new(layouts)));
        let heap = Heap::new(config, table)?;
        Ok(Thread {
            vm: Box::new(Vm::new(heap, table, hash_key)),
            stacks: Stacks::new(1000),
            pending: Slot::default(),
            handled: Slot::default(),
            handled_below: Slot::default(),
            result: Slot::default(),
            native_limit: Cell::new(native_stack_limit()),
            recursion_limit: Cell::new(1000),
            frame_objects: RefCell::new(Vec::new()),
            handles: RefCell::new(Vec::new()),
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
        if self.native_stack_is_low() { Err(self.recursion_error(doing)) } else { Ok(()) }
    }

    /// Is the native stack nearly used up?
    #[inline]
    pub(crate) fn native_stack_is_low(&self) -> bool {
        native_stack_pointer() < self.native_limit.get()
    }

    /// Blocking work. The closure has no access to the heap, so that other threads may run Python once there are any.
    pub fn blocking<R>(&mut self, work: impl FnOnce() -> R) -> R {
        work()
    }
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
