//! A minor collection: empties the nursery.
//!
//! What is in reach of the roots and of the remembered set moves to the old generation ([`Evacuation`]); what happens to the dead is
//! seen to, for young objects alone. Nothing here takes time by what is old. While the old generation is being marked, what was
//! scanned and then written to becomes grey again.

use gc_api::poll::Reason as PollReason;
use gc_api::{Dead, ObjRef, Roots, TypeTable, Word};
use gc_parts::cells::Live;
use gc_parts::finalise::{Reach, reach_in_order};
use gc_parts::pause::Pause;
use gc_parts::region::BLOCK_BYTES;
use gc_parts::weak::{in_callback_order, weak_slot};

use crate::Incminimark;
use crate::bugs::{Bug, Bugs};
use crate::cycle::Phase;
use crate::evacuate::Evacuation;
use crate::header::{self, ARMED, DIRTY, FINALISABLE, LISTED, REACHED, WEAK_CALLBACK, YOUNG};
use crate::old::Old;
use crate::remembered::Remembered;
use crate::tables::Tables;

/// What a minor collection did to the old generation.
#[derive(Copy, Clone, Default, Debug)]
pub struct Promoted {
    /// Bytes that moved there, and that stayed where they were and count as old now.
    pub copied: Live,
    pub kept: Live,
    /// Scanned objects that are to be scanned again.
    pub regreyed: usize,
}

/// Who is to find out that something registered has died.
///
/// A minor collection knows that what is in reach of nothing is dead, but takes whatever the remembered set refers to for alive: it
/// may hand out the callback of a weak box that is itself garbage, and what it finds comes before what a marking finds, whatever
/// the order of registration. That is right while the program runs, and not in a full collection, which is exact.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Deaths {
    AreFoundHere,
    AreLeftToMarking,
}

impl Incminimark {
    /// `deaths` says who is to find out what has died of the objects for which that counts.
    pub(crate) fn empty_nursery(&mut self, deaths: Deaths, pause: &mut Pause, roots: &mut dyn Roots) -> Promoted {
        let bugs = self.bugs;
        self.forget_cleared_dues();
        let Incminimark { nursery, shapes, old, places, remembered, cycle, tables, due, types, .. } = self;
        let old = old.get_mut();
        if !bugs.has(Bug::YoungStayMarked) {
            take_back_young_marks(&mut cycle.phase, old);
        }
        // All of it may survive, in cells of any class.
        old.region.make_ready(nursery.used_bytes() / BLOCK_BYTES + gc_parts::classes::CLASSES);
        let mut evacuation = Evacuation::new(nursery.range(), shapes, old, places.get_mut());

        // SAFETY: the virtual machine shows slots that exist; at a safepoint all objects in reach are whole.
        roots.stacks(&mut |slot| unsafe { evacuation.visit(slot) });
        if !bugs.has(Bug::RootTablesAreForgotten) {
            // SAFETY: as above.
            roots.changed_tables(&mut |slot| unsafe { evacuation.visit(slot) });
        }
        self.events.phase(pause, "roots");
        let regreyed = scan_remembered(remembered, &mut evacuation, &mut cycle.phase, bugs);
        // SAFETY: as above.
        unsafe { evacuation.drain() };
        self.events.phase(pause, "copy");

        let tables = tables.get_mut();
        if deaths == Deaths::AreLeftToMarking {
            keep_registered(tables, &mut evacuation, types);
        }
        let newly_due = settle_finalisable(tables, &mut evacuation, types);
        due.extend(newly_due.into_iter().map(Dead::Finalise));
        settle_callbacks(tables, &evacuation, types, due);
        if !bugs.has(Bug::WeakSlotsAreForgotten) {
            clear_weak_slots(&mut evacuation, types, roots);
        }
        settle_destructible(tables, &evacuation, types);
        if !due.is_empty() {
            self.poll.raise(PollReason::Finalise);
        }
        self.events.phase(pause, "weak");

        let copied = evacuation.copied;
        places.get_mut().clear();
        // SAFETY: large objects are freed below only.
        let kept = old.large.settle_young(&mut old.region, |object| unsafe { !header::has(object, YOUNG) });
        for live in [copied, kept] {
            old.alive.objects += live.objects;
            old.alive.bytes += live.bytes;
        }
        if let Some(pattern) = self.poison {
            old.poison_free_blocks(pattern);
        }
        nursery.empty();
        self.young_large.set(0);
        self.stats.minor_collections += 1;
        Promoted { copied, kept, regreyed }
    }
}

/// A step since the last minor collection may have marked young large objects. They are white like all that is young: what they refer
/// to may have been written since, without a note, and those that are dead are about to be freed.
fn take_back_young_marks(phase: &mut Phase, old: &Old) {
    if let Phase::Marking(marking) = phase
        && old.large.has_young()
    {
        let marks = old.next_marks();
        let mut taken_back = false;
        old.large.for_each_young(|object| {
            taken_back |= marks.is_marked(object);
            marks.unmark(object);
        });
        if taken_back {
            marking.tracer.retain(|object| marks.is_marked(object));
        }
    }
}

/// Scans what was written to; the barrier is armed for it again. Returns how many objects, or parts of arrays, became grey again.
fn scan_remembered(
    remembered: &mut Remembered,
    evacuation: &mut Evacuation<'_>,
    phase: &mut Phase,
    bugs: Bugs,
) -> usize {
    let lists = remembered.take();
    let (objects, carded) = &lists;
    let mut regreyed = 0;
    for &object in objects {
        // SAFETY: what was written to since the last safepoint was alive then, and the old generation has not been swept since.
        unsafe {
            header::set(object, ARMED);
            if evacuation.scan(object).has_weak_slot() {
                evacuation.weak_holders.push(object);
            }
        }
        if let Phase::Marking(marking) = phase
            && !bugs.has(Bug::NothingIsRegreyed)
            && evacuation.old.next_marks().is_marked(object)
        {
            marking.tracer.grey(object);
            regreyed += 1;
        }
    }
    for &object in carded {
        regreyed += scan_dirty_cards(object, evacuation, phase);
    }
    remembered.reuse(lists);
    regreyed
}

fn scan_dirty_cards(object: ObjRef, evacuation: &mut Evacuation<'_>, phase: &mut Phase) -> usize {
    // SAFETY: as in `scan_remembered`.
    let bytes = unsafe {
        header::clear(object, DIRTY);
        evacuation.bytes_of(object)
    };
    let mut parts = Vec::new();
    evacuation.old.cards().take(object.address()..object.address() + bytes, |part| parts.push(part));
    let mut regreyed = 0;
    for part in parts {
        // SAFETY: as above.
        let slots = unsafe { evacuation.scan_part(object, &part) };
        if let Phase::Marking(marking) = phase
            && evacuation.old.next_marks().is_marked(object)
        {
            let marks = evacuation.old.next_marks();
            // SAFETY: as above.
            unsafe { evacuation.fixed_slots_in(object, &part, |slot| marking.tracer.visit(slot.get(), marks)) };
            if !slots.is_empty() {
                marking.tracer.grey_slots(object, slots);
                regreyed += 1;
            }
        }
    }
    regreyed
}

/// What was registered lately to be finalised survives, and what the weak boxes with callbacks refer to, as long as those do.
fn keep_registered(tables: &Tables, evacuation: &mut Evacuation<'_>, types: &TypeTable) {
    // SAFETY: nothing young has been overwritten yet; what a slot refers to was alive at the last safepoint.
    unsafe {
        for &object in &tables.finalisable.recent {
            evacuation.keep(object);
        }
        evacuation.drain();
        // What is kept may have further boxes in reach.
        let mut waiting = tables.callbacks.recent.clone();
        loop {
            let before = waiting.len();
            waiting.retain(|&holder| {
                let Some(holder) = evacuation.survivor(holder) else { return true };
                if let Some(referent) = weak_slot(holder, types).and_then(|slot| slot.get().as_ref()) {
                    evacuation.keep(referent);
                }
                false
            });
            evacuation.drain();
            if waiting.len() == before {
                break;
            }
        }
    }
}

/// Of what was registered lately: survivors settle in the table; the dead are due, in order, and survive for that.
fn settle_finalisable(tables: &mut Tables, evacuation: &mut Evacuation<'_>, types: &TypeTable) -> Vec<ObjRef> {
    let mut dead = Vec::new();
    for object in core::mem::take(&mut tables.finalisable.recent) {
        // SAFETY: nothing young has been overwritten yet, and nothing old freed since it was registered.
        unsafe {
            match evacuation.survivor(object) {
                Some(new) if header::has(new, FINALISABLE) => tables.finalisable.settled.push(new),
                Some(new) => {
                    header::clear(new, LISTED);
                }
                None if header::has(object, FINALISABLE) => dead.push(object),
                None => {}
            }
        }
    }
    if dead.is_empty() {
        return dead;
    }
    // SAFETY: whatever the dead refer to is whole: alive, or young and not overwritten.
    let is_dead = |object: ObjRef| unsafe { evacuation.survivor(object) }.is_none();
    let reach = Reach {
        // SAFETY: as above.
        enter: |object: ObjRef| is_dead(object) && unsafe { header::set(object, REACHED) },
        // SAFETY: as above.
        is_known: |object: ObjRef| !is_dead(object) || unsafe { header::has(object, REACHED) },
        // SAFETY: as above.
        may_be_dead: |object: ObjRef| is_dead(object) && unsafe { header::has(object, FINALISABLE) },
    };
    // SAFETY: as above; nothing else runs. Weak holders are found when they are copied.
    let order = unsafe { reach_in_order(&dead, types, reach, &mut Vec::new()) };
    let keep = |object: ObjRef| {
        // SAFETY: as above.
        unsafe {
            let new = evacuation.keep(object);
            header::clear(new, LISTED);
            new
        }
    };
    let due = order.into_iter().map(keep).collect();
    // SAFETY: as above.
    unsafe { evacuation.drain() };
    due
}

/// Callbacks of surviving weak boxes whose referents are dead become due; dead boxes have none.
fn settle_callbacks(
    tables: &mut Tables,
    evacuation: &Evacuation<'_>,
    types: &TypeTable,
    due: &mut std::collections::VecDeque<Dead>,
) {
    let mut cleared = Vec::new();
    for holder in core::mem::take(&mut tables.callbacks.recent) {
        // SAFETY: nothing young has been overwritten yet; the referent was alive at the last safepoint.
        unsafe {
            let Some(holder) = evacuation.survivor(holder) else { continue };
            match weak_slot(holder, types).and_then(|slot| slot.get().as_ref()) {
                Some(referent) if evacuation.survivor(referent).is_none() => {
                    header::clear(holder, WEAK_CALLBACK);
                    cleared.push((holder, referent.address()));
                }
                _ => tables.callbacks.settled.push(holder),
            }
        }
    }
    due.extend(in_callback_order(&cleared).into_iter().map(Dead::WeakCallback));
}

/// Weak slots follow their referents, or are cleared.
fn clear_weak_slots(evacuation: &mut Evacuation<'_>, types: &TypeTable, roots: &mut dyn Roots) {
    let holders = core::mem::take(&mut evacuation.weak_holders);
    let update = |slot: gc_api::SlotRef| {
        // SAFETY: slots of live objects and of tables; what they refer to was alive at the last safepoint.
        unsafe {
            if let Some(referent) = slot.get().as_ref() {
                slot.set(evacuation.survivor(referent).map_or(Word::ZERO, ObjRef::word));
            }
        }
    };
    for holder in holders {
        // SAFETY: holders survive.
        unsafe { weak_slot(holder, types).map(update) };
    }
    roots.weak_tables(&mut |slot| update(slot));
}

/// The dead are destroyed where they lie.
fn settle_destructible(tables: &mut Tables, evacuation: &Evacuation<'_>, types: &TypeTable) {
    for object in core::mem::take(&mut tables.destructible.recent) {
        // SAFETY: nothing young has been overwritten yet; each object is in the table once, and leaves it when it is destroyed.
        unsafe {
            match evacuation.survivor(object) {
                Some(new) => tables.destructible.settled.push(new),
                None => crate::destroy(object, types),
            }
        }
    }
}
