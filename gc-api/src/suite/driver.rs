//! A heap under test, driven as a virtual machine drives one: allocate and initialise at once, barrier before every
//! write, roots in slots, references only between safepoints.

use core::ops::Range;
use core::ptr::NonNull;
use std::sync::{Mutex, PoisonError};

use super::layouts::{Immediates, Kind, Log, Numbered, WeakBox, types};
use super::model::{Model, Object, Value};
use crate::poll::Reason;
use crate::{
    Collector, Dead, HeapConfig, Layout, ObjRef, Outcome, PollWord, Roots, SMALL_BYTES, Scope, Slot, SlotRef, Word,
};

/// Root slots on the stack, and all root slots.
pub const STACK_ROOTS: usize = 12;
pub const ROOTS: usize = 18;
pub const WEAK_ROOTS: usize = 4;

/// The driver's roots.
pub struct RootSlots {
    pub strong: Box<[Slot]>,
    pub weak: Box<[Slot]>,
}

impl Roots for RootSlots {
    fn stacks(&mut self, visit: &mut dyn FnMut(SlotRef)) {
        self.strong[..STACK_ROOTS].iter().for_each(|slot| visit(SlotRef::of(slot)));
    }

    fn tables(&mut self, visit: &mut dyn FnMut(SlotRef)) {
        self.strong[STACK_ROOTS..].iter().for_each(|slot| visit(SlotRef::of(slot)));
    }

    fn weak_tables(&mut self, visit: &mut dyn FnMut(SlotRef)) {
        self.weak.iter().for_each(|slot| visit(SlotRef::of(slot)));
    }
}

/// A heap and its model.
pub struct Driver<C: Collector> {
    pub heap: C,
    pub roots: RootSlots,
    pub model: Model,
    pub immortals: Vec<(u64, ObjRef)>,
    pub poll: &'static PollWord,
    pub log: &'static Log,
    /// The last thing that happened was a full collection: what is unreachable must be dead.
    pub exact: bool,
}

impl<C: Collector> Driver<C> {
    /// # Panics
    /// If the collector refuses the settings.
    pub fn new(config: &HeapConfig) -> Driver<C> {
        let poll: &'static PollWord = Box::leak(Box::default());
        let heap = match C::new(config, types(), poll) {
            Ok(heap) => heap,
            Err(error) => panic!("{}: {error}", C::NAME),
        };
        let slots = |count: usize| (0..count).map(|_| Slot::default()).collect();
        Driver {
            heap,
            roots: RootSlots { strong: slots(ROOTS), weak: slots(WEAK_ROOTS) },
            model: Model { roots: vec![Value::Zero; ROOTS], weak_table: vec![None; WEAK_ROOTS], ..Model::default() },
            immortals: Vec::new(),
            poll,
            log: Box::leak(Box::new(Mutex::new(Vec::new()))),
            exact: false,
        }
    }

    // ---- roots

    /// Object and number in a root, if it holds one.
    pub fn root(&self, root: usize) -> Option<(ObjRef, u64)> {
        let object = self.roots.strong[root].get().as_ref()?;
        // SAFETY: roots refer to live objects.
        Some((object, unsafe { number_of(object) }))
    }

    pub fn set_root(&mut self, root: usize, value: Value, word: Word) {
        self.model.roots[root] = value;
        self.roots.strong[root].set(word);
    }

    pub fn clear_root(&mut self, root: usize) {
        self.set_root(root, Value::Zero, Word::ZERO);
    }

    // ---- allocation

    /// A new object with zero in its slots, not yet in any root. `None`: refused for its size.
    pub fn allocate(&mut self, kind: Kind) -> Option<(ObjRef, u64)> {
        let bytes = kind.bytes();
        let memory = if bytes <= SMALL_BYTES {
            self.heap.alloc(kind.type_id(), bytes)
        } else {
            self.heap.alloc_large(kind.type_id(), bytes)?
        };
        Some(self.initialise(ObjRef::new(memory), kind, false))
    }

    pub fn allocate_immortal(&mut self, kind: Kind) -> (ObjRef, u64) {
        let object = ObjRef::new(self.heap.alloc_immortal(kind.type_id(), kind.bytes()));
        let (object, number) = self.initialise(object, kind, true);
        self.immortals.push((number, object));
        (object, number)
    }

    fn initialise(&mut self, object: ObjRef, kind: Kind, immortal: bool) -> (ObjRef, u64) {
        let number = self.model.next_number;
        self.model.next_number += 1;
        // SAFETY: a new object of this kind, every word of which is written before the next safepoint.
        unsafe {
            assert_eq!(object.header().type_id(), kind.type_id(), "{}: header of a new object", C::NAME);
            let base = object.as_ptr().cast::<u8>();
            let words = base.cast::<u64>();
            if immortal || kind.bytes() > SMALL_BYTES || self.heap.fast_paths().zeroed {
                let stale = (1..kind.bytes() / 8).find(|&word| words.add(word).read() != 0);
                assert_eq!(stale, None, "{}: memory for {kind:?} is not zeroed from this word on", C::NAME);
            }
            for word in 1..kind.bytes() / 8 {
                words.add(word).write(0);
            }
            base.add(Numbered::number.offset()).cast::<u64>().write(number);
            match kind {
                Kind::Array(length) => base.add(Immediates::length.offset()).cast::<usize>().write(length),
                Kind::Bytes(length) => {
                    base.add(Immediates::length.offset()).cast::<usize>().write(length);
                    for index in 0..length {
                        base.add(kind.first_slot() + index).write(pattern(number, index));
                    }
                }
                Kind::Resource => {
                    base.add(super::layouts::Resource::log.offset()).cast::<*const Log>().write(self.log);
                    self.heap.set_destructor(object);
                }
                Kind::Pair | Kind::Wide | Kind::WeakBox => {}
            }
        }
        self.model.objects.insert(number, Object { immortal, ..Object::new(kind) });
        (object, number)
    }

    // ---- reading and writing

    /// A slot of a live object.
    pub fn slot(&self, object: ObjRef, number: u64, slot: usize) -> SlotRef {
        let kind = self.model.objects[&number].kind;
        assert!(slot < kind.slots());
        slot_at(object, kind.first_slot() + slot * 8)
    }

    pub fn store(&mut self, object: ObjRef, number: u64, slot: usize, value: Value, word: Word) {
        self.retag_for(object, number, word.is_ref());
        let at = self.slot(object, number, slot);
        self.heap.before_write(object, at);
        // SAFETY: the object is alive and the barrier has run.
        unsafe { at.set(word) };
        self.model.objects.entry(number).and_modify(|model| model.slots[slot] = value);
    }

    /// Stores many words of an array behind one barrier.
    pub fn store_many(&mut self, array: ObjRef, number: u64, slots: Range<usize>, values: &[(Value, Word)]) {
        self.retag_for(array, number, values.iter().any(|(_, word)| word.is_ref()));
        self.heap.before_bulk_write(array, slots.clone());
        for (slot, &(value, word)) in slots.zip(values) {
            // SAFETY: the object is alive and the barrier has run.
            unsafe { self.slot(array, number, slot).set(word) };
            self.model.objects.entry(number).and_modify(|model| model.slots[slot] = value);
        }
    }

    /// An array of immediates that is to hold a reference becomes a traced one first.
    fn retag_for(&mut self, object: ObjRef, number: u64, reference: bool) {
        if reference && self.model.objects[&number].immediates_only {
            self.retag(object, number, false);
        }
    }

    /// Makes an array one of immediates, or back.
    pub fn retag(&mut self, object: ObjRef, number: u64, immediates_only: bool) {
        let to = if immediates_only { Immediates::TYPE } else { super::layouts::Array::TYPE };
        // SAFETY: the object is alive.
        unsafe { object.header() }.retag(to);
        self.model.objects.entry(number).and_modify(|model| model.immediates_only = immediates_only);
    }

    /// Lets a new weak box refer to an object.
    pub fn aim(&mut self, weak_box: ObjRef, number: u64, target: (ObjRef, u64), callback: bool) {
        let slot = slot_at(weak_box, WeakBox::target.offset());
        // SAFETY: a new weak box; initialising stores need no barrier.
        unsafe { slot.set(target.0.word()) };
        if callback {
            self.heap.set_weak_callback(weak_box);
        }
        self.model.objects.entry(number).and_modify(|model| {
            model.weak = Some(target.1);
            model.callback = callback;
        });
    }

    pub fn set_external(&mut self, delta: isize) {
        self.model.external += delta;
        self.heap.external(delta);
    }

    // ---- collection

    /// Reaches a safepoint as a virtual machine does: only if the poll word asks for it.
    pub fn safepoint(&mut self) -> Outcome {
        if !self.poll.take(Reason::Collect) {
            return Outcome::Done;
        }
        self.model.before_collection();
        self.exact = false;
        self.heap.safepoint(&mut self.roots)
    }

    pub fn collect(&mut self, scope: Scope) -> Outcome {
        self.poll.take(Reason::Collect);
        self.model.before_collection();
        let outcome = self.heap.collect(scope, &mut self.roots);
        self.exact = scope == Scope::Full;
        if self.exact {
            self.model.after_full_collection();
        }
        outcome
    }

    /// The next dead object, checked against the model; a finalisable one is returned.
    pub fn next_dead(&mut self) -> Result<Option<(Dead, u64)>, String> {
        let Some(dead) = self.heap.next_dead() else {
            self.model.due.clear();
            if let Some(number) = self.model.first_due.iter().next() {
                return Err(format!("object {number} is finalisable and dead, but was not handed out"));
            }
            if let Some(number) = self.model.callbacks.iter().next() {
                return Err(format!("the callback of weak box {number} is due, but was not handed out"));
            }
            return Ok(None);
        };
        self.exact = false;
        match dead {
            Dead::Finalise(object) => {
                // SAFETY: what is handed out is whole.
                let number = unsafe { number_of(object) };
                self.model.object(number)?;
                let due = self.model.due.remove(&number);
                self.model.first_due.remove(&number);
                if !self.model.suspects.remove(&number) && !due {
                    return Err(format!("object {number} was handed out for finalisation, but was not found dead"));
                }
                let object = self.model.objects.get_mut(&number).filter(|object| object.finaliser);
                let object = object.ok_or_else(|| format!("object {number} has no finaliser, but was handed out"))?;
                object.finaliser = false;
                Ok(Some((dead, number)))
            }
            Dead::WeakCallback(object) => {
                // SAFETY: what is handed out is whole.
                let (number, word) = unsafe { (number_of(object), slot_at(object, WeakBox::target.offset()).get()) };
                self.model.object(number)?;
                self.model.callbacks.remove(&number);
                if !word.is_zero() {
                    return Err(format!("the callback of weak box {number} came while it still answers"));
                }
                let model = self.model.objects.get_mut(&number).filter(|model| model.callback);
                let model = model.ok_or_else(|| format!("weak box {number} has no callback, but was handed out"))?;
                model.callback = false;
                model.weak = None;
                Ok(Some((dead, number)))
            }
        }
    }

    /// Numbers of resources destroyed since the last call.
    pub fn take_log(&mut self) -> Vec<u64> {
        core::mem::take(&mut *self.log.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The word at an offset of an object.
pub fn slot_at(object: ObjRef, offset: usize) -> SlotRef {
    let base: NonNull<u8> = object.as_non_null().cast();
    // SAFETY: callers stay inside the object.
    SlotRef::new(unsafe { base.add(offset) }.cast())
}

/// # Safety
/// `object` is a live object of the suite.
pub unsafe fn number_of(object: ObjRef) -> u64 {
    // SAFETY: passed on; every layout of the suite has its number there.
    unsafe { slot_at(object, Numbered::number.offset()).get() }.bits()
}

/// What byte `index` of a byte object holds.
pub fn pattern(number: u64, index: usize) -> u8 {
    (number as u8).wrapping_mul(31).wrapping_add(index as u8)
}
