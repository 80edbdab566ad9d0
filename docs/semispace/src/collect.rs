//! What happens at a safepoint: the phases of a collection, in order.

use core::mem;
use std::collections::VecDeque;

use gc_api::events::Reason;
use gc_api::poll::Reason as PollReason;
use gc_api::{Collector as _, Dead, Kind, ObjRef, Outcome, Roots, SlotRef, TypeTable, Word};
use gc_parts::cells::fill;
use gc_parts::pause::{After, Pause};
use gc_parts::region::BLOCK_BYTES;
use gc_parts::weak::{in_callback_order, weak_slot};

use crate::bugs::{Bug, seeded};
use crate::copy::Copying;
use crate::{FINALISABLE, Fixed, HAS_CALLBACK, LISTED, SemiSpace, Tables, clear_bits, destroy, has_bits};

/// What freed memory holds under the `poison` knob: as a word, a reference that no machine can follow.
const POISON: u64 = 0xdead_beef_dead_bee8;

impl SemiSpace {
    // [collect]
    pub(crate) fn collect_now(&mut self, reason: Reason, roots: &mut dyn Roots) -> Outcome {
        self.check("before", self.stats.full_collections + 1, roots);
        let before = self.current_stats().live_bytes;
        let mut pause = self.events.begin(Kind::Full, reason, before);

        mem::swap(&mut self.from, &mut self.to);
        let objects = self.copy_what_lives(&mut pause, roots);
        let outcome = self.settle();

        let now = self.current_stats();
        let after = After {
            live_bytes: now.live_bytes,
            objects: Some(objects),
            promoted_bytes: None,
            moved_bytes: Some(self.to.used_bytes()),
            reserved_bytes: now.reserved_bytes as usize,
        };
        self.stats.full_collections += 1;
        self.events.end(pause, after, &mut self.stats);
        self.check("after", self.stats.full_collections, roots);
        if self.has_dead() {
            self.poll.raise(PollReason::Finalise);
        }
        outcome
    }
    // [end]

    // [phases]
    /// From one half to the other. Returns the number of objects that live.
    fn copy_what_lives(&mut self, pause: &mut Pause, roots: &mut dyn Roots) -> usize {
        let SemiSpace { to, from, fixed, tables, due, identities, types, events, .. } = self;
        let Fixed { region, immortals, .. } = fixed.get_mut();
        let Tables { finalisable, callbacks, destructible } = tables.get_mut();
        let mut phase = |name| events.phase(pause, name);

        forget_cleared(finalisable, due);
        region.clear_marks();
        let mut copying = Copying::new(from, to, &region.marks, types);
        immortals.iter().for_each(|object| _ = copying.reach(object));
        if !seeded(Bug::QueueIsForgotten) {
            due.iter_mut().for_each(|dead| update_dead(dead, &mut copying));
        }
        roots.all(&mut |slot| update_root(slot, &mut copying));
        phase("roots");

        copying.scan_all();
        phase("copy");

        for object in copying.keep_dead(finalisable) {
            clear_bits(object, LISTED);
            due.push_back(Dead::Finalise(object));
        }
        phase("finalisers");

        due.extend(due_callbacks(callbacks, &copying, types).into_iter().map(Dead::WeakCallback));
        for &holder in &copying.weak_holders {
            // SAFETY: a live object.
            unsafe { weak_slot(holder, types) }.into_iter().for_each(|slot| update_or_clear(slot, &copying));
        }
        roots.weak_tables(&mut |slot| update_or_clear(slot, &copying));
        if !seeded(Bug::IdentitiesAreNotMoved) {
            identities.update(|address| copying.place(as_object(address)?));
        }
        phase("weak");

        destroy_dead(destructible, &copying, types);
        phase("destructors");
        copying.objects
    }
    // [end]

    // [settle]
    /// Gives back what is free. Over the limit?
    fn settle(&mut self) -> Outcome {
        let Fixed { region, large, immortals, bytes } = self.fixed.get_mut();
        *bytes = large.after_marking(region).bytes + immortals.bytes();
        match self.knobs.poison {
            // SAFETY: free blocks hold no object.
            true => region.for_each_dirty_free_block(|block| unsafe { fill(block, BLOCK_BYTES, POISON) }),
            false => region.trim(0),
        }
        let used = self.used_bytes();
        let policy = self.policy.get_mut();
        let over = policy.settle(used);
        // The pages that the next copies will need, at most, stay; the system need not bring them again.
        self.from.clear(policy.trigger() / 2, self.knobs.poison.then_some(POISON));
        if over { Outcome::OverLimit } else { Outcome::Done }
    }
    // [end]

    /// Under the `verify` knob.
    ///
    /// # Panics
    /// If the heap is corrupt: the knob asks for it.
    fn check(&self, when: &str, number: u64, roots: &mut dyn Roots) {
        if self.knobs.verifies(number)
            && let Err(corruption) = self.verify_heap(roots)
        {
            panic!("{when} collection {number}: {corruption}");
        }
    }
}

/// Objects whose finaliser was cleared leave the table and the queue, and are like any other.
fn forget_cleared(finalisable: &mut Vec<ObjRef>, due: &mut VecDeque<Dead>) {
    finalisable.retain(|&object| has_bits(object, FINALISABLE) || !clear_bits(object, LISTED));
    due.retain(|&dead| !matches!(dead, Dead::Finalise(object) if !has_bits(object, FINALISABLE)));
}

fn update_dead(dead: &mut Dead, copying: &mut Copying) {
    let (Dead::Finalise(object) | Dead::WeakCallback(object)) = dead;
    *object = copying.reach(*object);
}

fn update_root(slot: SlotRef, copying: &mut Copying) {
    // SAFETY: the virtual machine shows slots that exist.
    let old = unsafe { slot.get() };
    copying.update(slot);
    if seeded(Bug::RootsAreNotUpdated) {
        // SAFETY: as above.
        unsafe { slot.set(old) };
    }
}

// [weak]
/// A weak slot leads to the new place of its referent, if that lives.
fn update_or_clear(slot: SlotRef, copying: &Copying) {
    // SAFETY: a slot of a live object, or one that the virtual machine shows.
    let Some(referent) = unsafe { slot.get() }.as_ref() else { return };
    let word = match copying.place(referent) {
        Some(_) if seeded(Bug::WeakSlotsAreNotUpdated) => referent.word(),
        place => place.map_or(Word::ZERO, ObjRef::word),
    };
    // SAFETY: as above.
    unsafe { slot.set(word) };
}

/// Live weak boxes that are about to be cleared. Dead ones have no callback.
fn due_callbacks(callbacks: &mut Vec<ObjRef>, copying: &Copying, types: &TypeTable) -> Vec<ObjRef> {
    let mut cleared = Vec::new();
    let alive = mem::take(callbacks).into_iter().filter_map(|holder| copying.place(holder));
    for holder in alive {
        // SAFETY: a live object, whose weak slot still leads to the old place.
        let referent = unsafe { weak_slot(holder, types).and_then(|slot| slot.get().as_ref()) };
        match referent {
            Some(referent) if copying.place(referent).is_none() => cleared.push((holder, referent.address())),
            _ => callbacks.push(holder),
        }
    }
    let order = in_callback_order(&cleared);
    order.iter().for_each(|&holder| _ = clear_bits(holder, HAS_CALLBACK));
    order
}
// [end]

fn destroy_dead(destructible: &mut Vec<ObjRef>, copying: &Copying, types: &TypeTable) {
    destructible.retain_mut(|object| match copying.place(*object) {
        Some(place) => {
            *object = place;
            true
        }
        None => {
            // SAFETY: dead, still whole, and about to leave the table.
            unsafe { destroy(*object, types) };
            false
        }
    });
}

fn as_object(address: usize) -> Option<ObjRef> {
    Word::from_bits(address as u64).as_ref()
}
