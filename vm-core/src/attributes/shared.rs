//! The shared site table: what attribute sites know of shapes, for sites that see many.
//!
//! An inline cache remembers one shape. Where objects of several classes meet, the site asks this table, which maps
//! (shape, name) to what an inline cache would hold. Entries never go stale, as shapes are never reused; the table is
//! emptied at every full collection, so that it keeps nothing alive.

use std::cell::Cell;

use gc_api::{Slot, SlotRef, Word};

use super::{AttrSite, StoreSite};
use crate::Thread;
use crate::objects::function::CacheKind;
use crate::objects::module::Module;
use crate::objects::string::Str;
use crate::value::{Gc, Value};

/// Number of entries, a power of two.
pub(crate) const SHARED_SITES: usize = 2048;

#[derive(Default)]
pub(crate) struct SharedSite {
    shape: Cell<u32>,
    kind: Cell<CacheKind>,
    index: Cell<u32>,
    /// The name; for stores with the lowest bit set.
    name: Cell<Word>,
    pub(crate) target: Slot,
}

impl SharedSite {
    pub(crate) fn clear(&self) {
        self.shape.set(0);
        self.target.set(Word::ZERO);
    }

    /// Shows a collector what it holds.
    pub(crate) fn visit(&self, visit: &mut dyn FnMut(SlotRef)) {
        if self.shape.get() != 0 {
            visit(SlotRef::of(&self.target));
        }
    }
}

/// What a site may do with an object of the shape it asked about.
#[derive(Copy, Clone)]
pub(crate) struct Known<'t> {
    pub kind: CacheKind,
    pub index: u32,
    /// Unset where the kind has none.
    pub target: Value<'t>,
}

impl<'t> Known<'t> {
    fn plain(kind: CacheKind, index: u32) -> Known<'t> {
        Known { kind, index, target: Value::UNSET }
    }

    fn with(kind: CacheKind, index: u32, target: Value<'t>) -> Known<'t> {
        Known { kind, index, target }
    }

    fn of_load(site: AttrSite<'t>) -> Known<'t> {
        match site {
            AttrSite::Inline(index) => Known::plain(CacheKind::Inline, index),
            AttrSite::Overflow(index) => Known::plain(CacheKind::Overflow, index),
            AttrSite::Constant(value) => Known::with(CacheKind::Constant, 0, value),
            AttrSite::Method(function) => Known::with(CacheKind::Method, 0, function),
            AttrSite::Getter(function) => Known::with(CacheKind::Getter, 0, function),
            AttrSite::ModuleValue(dict, index) => Known::with(CacheKind::Volatile, index, dict.value()),
            AttrSite::Native(descriptor) => Known::with(CacheKind::Native, 0, descriptor),
            AttrSite::OwnDict(method) => Known::with(CacheKind::OwnDict, 0, method),
            AttrSite::Uncacheable => Known::plain(CacheKind::Empty, 0),
        }
    }

    fn of_store(site: StoreSite<'t>) -> Known<'t> {
        match site {
            StoreSite::Inline(index) => Known::plain(CacheKind::Inline, index),
            StoreSite::Overflow(index) => Known::plain(CacheKind::Overflow, index),
            StoreSite::AddInline { index, map } => Known::with(CacheKind::AddInline, index, map.value()),
            StoreSite::OwnDict => Known::plain(CacheKind::OwnDict, 0),
            StoreSite::Uncacheable => Known::plain(CacheKind::Empty, 0),
        }
    }
}

impl Thread {
    /// How objects of this shape answer `object.name`; not for modules, whose shape says nothing about their names.
    pub(crate) fn known_load<'t>(&'t self, object: Value<'t>, shape: u32, name: Gc<'t, Str>) -> Known<'t> {
        debug_assert!(!object.is::<Module>());
        self.known(shape, name.word(), || Known::of_load(self.attr_site(object, name)))
    }

    /// How objects of this shape take `object.name = value`.
    pub(crate) fn known_store<'t>(&'t self, object: Value<'t>, shape: u32, name: Gc<'t, Str>) -> Known<'t> {
        let key = Word::from_bits(name.word().bits() | 1);
        self.known(shape, key, || Known::of_store(self.store_site(object, name)))
    }

    #[inline]
    fn known<'t>(&'t self, shape: u32, name: Word, ask: impl FnOnce() -> Known<'t>) -> Known<'t> {
        let hash = (shape as u64 ^ name.bits() << 20).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let at = (hash >> 40) as usize & (SHARED_SITES - 1);
        let entry = &self.vm().shared_sites[at];
        if entry.shape.get() == shape && entry.name.get() == name {
            return Known { kind: entry.kind.get(), index: entry.index.get(), target: self.slot_value(&entry.target) };
        }
        let known = ask();
        entry.shape.set(shape);
        entry.name.set(name);
        entry.kind.set(known.kind);
        entry.index.set(known.index);
        entry.target.set(known.target.word());
        self.vm().changes.sites.add(at);
        known
    }
}
