//! What all threads share: heap, classes, interned names, modules, caches.

use std::cell::{Cell, RefCell};

use gc_api::{Slot, SlotRef, TypeId, TypeTable, Word};

use crate::attributes::shared::{SHARED_SITES, SharedSite};
use crate::classes::ClassKey;
use crate::heap::Heap;
use crate::natives::{NextFn, StepFn, Tail};
use crate::protocols::BufferDef;
use crate::thread::roots::Changes;
use crate::value::{Raised, Value};
use crate::{Thread, symbols};

/// Number of layout ids there may be.
pub const LAYOUTS: usize = 0x800;

/// Size of the global method cache, a power of two.
const METHOD_CACHE: usize = 4096;

pub struct Vm {
    pub(crate) heap: Heap,
    pub(crate) types: &'static TypeTable,
    /// Class of the exact instances of each layout; unset where the map says.
    pub(crate) class_of_layout: Box<[Slot]>,
    /// How objects of each layout lend their bytes.
    pub(crate) buffers: Box<[Cell<Option<&'static BufferDef>>]>,
    /// Offset of the map field of each layout, 0 if it has none. The attribute field follows it.
    pub(crate) map_offset: Box<[Cell<u16>]>,
    /// How to step iterators of each layout, where their class says it.
    pub(crate) steps: Box<[Cell<(Option<StepFn>, Option<NextFn>)>]>,
    /// An iterator within another one is being stepped natively.
    pub(crate) stepping_within: Cell<bool>,
    /// Natives that other natives call directly, see `Thread::call_now`.
    pub(crate) nested_calls: Cell<usize>,
    /// Finalisers are being run.
    pub(crate) finalising: Cell<bool>,
    /// The builtin classes, by `cls::X`.
    pub(crate) classes: Box<[Slot]>,
    /// The interned names the machine knows, by `sym::X`.
    pub(crate) symbols: Box<[Slot]>,
    pub(crate) interned: InternTable,
    pub(crate) method_cache: Box<[MethodEntry]>,
    pub(crate) shared_sites: Box<[SharedSite]>,
    pub(crate) changes: Changes,
    next_shape: Cell<u32>,
    /// Everything else the machine keeps, by [`RootKey`].
    pub(crate) roots: RefCell<Vec<Slot>>,
    pub(crate) fixed_roots: [Slot; RootKey::COUNT],
    pub(crate) hash_key: (u64, u64),
    /// Digits an int-text conversion may have (`sys.set_int_max_str_digits`).
    pub int_max_str_digits: Cell<usize>,
    /// Frames that `cr_origin` of new coroutines tells of (`sys.set_coroutine_origin_tracking_depth`).
    pub coroutine_origin_depth: Cell<usize>,
    /// Heads of the chains of weak references, by identity of the referent.
    pub(crate) weak_references: RefCell<std::collections::HashMap<u64, Word>>,
    /// What `Thread::make_native_module` can make.
    pub(crate) native_modules: Cell<&'static [&'static crate::native_modules::ModuleDef]>,
}

/// Single roots the machine keeps.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
#[repr(usize)]
pub enum RootKey {
    Builtins,
    Modules,
    SysDict,
    /// Array of the application-level helper functions, by `app::X`.
    AppLevel,
    /// Array of the intrinsics' functions.
    Intrinsics,
    EmptyTuple,
    EmptyString,
    EmptyBytes,
    /// Tuple of the 256 one-character strings of Latin-1.
    Latin1,
    BuildClass,
    ReprRunning,
    AsyncHooks,
    /// Dict of the callables of `_signal`, by number.
    SignalHandlers,
    /// Dict of the namespaces in which the Python parts of native modules ran, by the module's name.
    NativeParts,
    /// The context of `_contextvars` in which the thread runs.
    Context,
    /// The list of callbacks of `gc`, and the function that calls them.
    GcCallbacks,
    GcTell,
    Count,
}

impl RootKey {
    pub const COUNT: usize = RootKey::Count as usize;
}

/// A root owned by Rust code of a native module; lives as long as the machine.
#[derive(Copy, Clone, Debug)]
pub struct Root(usize);

#[derive(Default)]
pub(crate) struct MethodEntry {
    pub version: Cell<u32>,
    pub name: Cell<Word>,
    /// The value found in the class or a base; unset: not found.
    pub value: Slot,
}

/// Interned strings: immortal, so that a name is compared by its word everywhere.
pub(crate) struct InternTable {
    pub slots: RefCell<Vec<Word>>,
    pub count: Cell<usize>,
}

impl MethodEntry {
    pub(crate) fn clear(&self) {
        self.version.set(0);
        self.value.set(Word::ZERO);
    }

    /// Shows a collector what it holds.
    pub(crate) fn visit(&self, visit: &mut dyn FnMut(SlotRef)) {
        if self.version.get() != 0 {
            visit(SlotRef::of(&self.value));
        }
    }
}

impl Vm {
    pub(crate) fn new(heap: Heap, types: &'static TypeTable, hash_key: (u64, u64)) -> Vm {
        let slots = |n: usize| (0..n).map(|_| Slot::default()).collect::<Box<[Slot]>>();
        Vm {
            heap,
            types,
            class_of_layout: slots(LAYOUTS),
            buffers: (0..LAYOUTS).map(|_| Cell::new(None)).collect(),
            map_offset: (0..LAYOUTS).map(|_| Cell::new(0)).collect(),
            steps: (0..LAYOUTS).map(|_| Cell::new((None, None))).collect(),
            stepping_within: Cell::new(false),
            nested_calls: Cell::new(0),
            finalising: Cell::new(false),
            classes: slots(crate::classes::COUNT + crate::classes::NATIVE_CLASSES as usize),
            symbols: slots(symbols::TEXTS.len()),
            interned: InternTable { slots: RefCell::new(vec![Word::ZERO; 4096]), count: Cell::new(0) },
            method_cache: (0..METHOD_CACHE).map(|_| MethodEntry::default()).collect(),
            shared_sites: (0..SHARED_SITES).map(|_| SharedSite::default()).collect(),
            changes: Changes::default(),
            // Shape ids below this are layouts and immediates.
            next_shape: Cell::new(LAYOUTS as u32 + 64),
            roots: RefCell::new(Vec::new()),
            fixed_roots: [const { Slot::new(Word::ZERO) }; RootKey::COUNT],
            hash_key,
            int_max_str_digits: Cell::new(4300),
            coroutine_origin_depth: Cell::new(0),
            weak_references: RefCell::default(),
            native_modules: Cell::new(&[]),
        }
    }

    /// A shape id that was never used before.
    pub(crate) fn new_shape(&self) -> u32 {
        let id = self.next_shape.get();
        // Ids are never reused: a cache that holds an old one can never match by accident.
        self.next_shape.set(id.checked_add(1).expect("2^32 shapes were made"));
        id
    }

    #[inline(always)]
    pub(crate) fn method_entry(&self, version: u32, name: Word) -> &MethodEntry {
        &self.method_cache[method_index(version, name)]
    }

    /// Fills the entry of this class version and name.
    pub(crate) fn cache_method(&self, version: u32, name: Word, value: Word) {
        let index = method_index(version, name);
        let entry = &self.method_cache[index];
        entry.version.set(version);
        entry.name.set(name);
        entry.value.set(value);
        self.changes.methods.add(index);
    }

    pub(crate) fn set_class_of_layout(&self, id: TypeId, class: Value<'_>) {
        self.class_of_layout[id.0 as usize].set(class.word());
        self.changes.small.set(true);
    }

    pub(crate) fn set_class(&self, key: ClassKey, class: Value<'_>) {
        self.classes[key.0 as usize].set(class.word());
        self.changes.small.set(true);
    }
}

#[inline(always)]
fn method_index(version: u32, name: Word) -> usize {
    let hash = (version as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ name.bits() >> 4;
    (hash ^ hash >> 32) as usize & (METHOD_CACHE - 1)
}

impl Thread {
    /// Keeps `value` alive until the machine ends.
    pub fn new_root(&self, value: Value<'_>) -> Root {
        self.vm().changes.small.set(true);
        let mut roots = self.vm().roots.borrow_mut();
        roots.push(Slot::new(value.word()));
        Root(roots.len() - 1)
    }

    pub fn root(&self, root: Root) -> Value<'_> {
        // SAFETY: owned roots are updated by every collection.
        unsafe { Value::from_word(self.vm().roots.borrow()[root.0].get()) }
    }

    pub fn set_root(&self, root: Root, value: Value<'_>) {
        self.vm().changes.small.set(true);
        self.vm().roots.borrow()[root.0].set(value.word());
    }

    #[inline(always)]
    pub fn fixed_root(&self, key: RootKey) -> Value<'_> {
        // SAFETY: as for `root`.
        unsafe { Value::from_word(self.vm().fixed_roots[key as usize].get()) }
    }

    #[inline(always)]
    pub fn set_fixed_root(&self, key: RootKey, value: Value<'_>) {
        self.vm().changes.small.set(true);
        self.vm().fixed_roots[key as usize].set(value.word());
    }
}

/// For natives that only need to give a value.
pub fn ready(value: Value<'_>) -> Result<Tail<'_>, Raised> {
    Ok(Tail::Value(value))
}
