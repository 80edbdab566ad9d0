//! What a collector is shown: the stacks, and the tables the machine keeps outside the heap.
//!
//! The tables are large and change rarely, so they remember where they were written to since the last collection. One that
//! leaves old objects in place asks for no more than that ([`Roots::changed_tables`]). Interned strings are immortal, so
//! that their table is not among them.

use std::cell::{Cell, RefCell};

use gc_api::{Roots, Slot, SlotRef, Word};

use super::Thread;

/// Where the tables have been written to since the last collection.
#[derive(Default)]
pub(crate) struct Changes {
    /// Any of the small tables: classes, symbols, fixed and owned roots.
    pub small: Cell<bool>,
    /// Entries of the method cache.
    pub methods: Touched,
    /// Shared attribute sites.
    pub sites: Touched,
    /// Objects with a new chain of weak references, by identity.
    pub referents: RefCell<Vec<u64>>,
    /// A collector has looked at the tables.
    seen: Cell<bool>,
}

impl Changes {
    /// Before a collector decides whether to collect.
    pub fn begin(&self) {
        self.seen.set(false);
    }

    /// Has it?
    pub fn were_seen(&self) -> bool {
        self.seen.get()
    }

    /// After a collection.
    pub fn forget(&self) {
        self.small.set(false);
        for table in [&self.methods, &self.sites] {
            table.forget();
        }
        self.referents.borrow_mut().clear();
    }
}

/// Indices of a table; all, if they have become too many.
#[derive(Default)]
pub(crate) struct Touched {
    indices: RefCell<Vec<u32>>,
    all: Cell<bool>,
}

impl Touched {
    const MOST: usize = 1024;

    pub fn add(&self, index: usize) {
        let mut indices = self.indices.borrow_mut();
        if indices.len() < Touched::MOST {
            indices.push(index as u32);
        } else {
            self.all.set(true);
        }
    }

    fn forget(&self) {
        self.all.set(false);
        self.indices.borrow_mut().clear();
    }

    /// Calls `work` with each index of a table of `length`.
    fn for_each(&self, length: usize, work: impl FnMut(usize)) {
        match self.all.get() {
            true => (0..length).for_each(work),
            false => self.indices.borrow().iter().map(|&index| index as usize).for_each(work),
        }
    }
}

/// The machine's roots, as a collector sees them.
pub(super) struct ThreadRoots<'a> {
    pub thread: &'a Thread,
}

impl Roots for ThreadRoots<'_> {
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
        let vm = self.thread.vm();
        vm.changes.seen.set(true);
        self.single(visit);
        self.small(visit);
        // The caches keep nothing alive.
        vm.method_cache.iter().for_each(crate::vm::MethodEntry::clear);
        vm.shared_sites.iter().for_each(crate::attributes::shared::SharedSite::clear);
        vm.changes.methods.forget();
        vm.changes.sites.forget();
        vm.weak_references.borrow_mut().values_mut().for_each(|word| visit_word(word, visit));
    }

    fn changed_tables(&mut self, visit: &mut dyn FnMut(SlotRef)) {
        let vm = self.thread.vm();
        let changes = &vm.changes;
        changes.seen.set(true);
        self.single(visit);
        if changes.small.get() {
            self.small(visit);
        }
        changes.methods.for_each(vm.method_cache.len(), |index| vm.method_cache[index].visit(visit));
        changes.sites.for_each(vm.shared_sites.len(), |index| vm.shared_sites[index].visit(visit));
        let mut chains = vm.weak_references.borrow_mut();
        for identity in changes.referents.borrow().iter() {
            if let Some(word) = chains.get_mut(identity) {
                visit_word(word, visit);
            }
        }
    }
}

impl ThreadRoots<'_> {
    /// What may change with every instruction.
    fn single(&self, visit: &mut dyn FnMut(SlotRef)) {
        let thread = self.thread;
        for slot in [&thread.pending, &thread.handled, &thread.handled_below, &thread.result] {
            visit(SlotRef::of(slot));
        }
        for (_, word) in thread.frame_objects.borrow_mut().iter_mut() {
            visit_word(word, visit);
        }
        for word in thread.handles.borrow_mut().iter_mut() {
            visit_word(word, visit);
        }
    }

    fn small(&self, visit: &mut dyn FnMut(SlotRef)) {
        let vm = self.thread.vm();
        let tables = [&vm.class_of_layout, &vm.classes, &vm.symbols];
        for slot in tables.into_iter().flatten().chain(&vm.fixed_roots) {
            visit(SlotRef::of(slot));
        }
        for slot in vm.roots.borrow().iter() {
            visit(SlotRef::of(slot));
        }
    }
}

pub(crate) fn visit_word(word: &mut Word, visit: &mut dyn FnMut(SlotRef)) {
    let slot = Slot::new(*word);
    visit(SlotRef::of(&slot));
    *word = slot.get();
}
