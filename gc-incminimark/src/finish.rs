//! The end of marking: what happens to what was found dead in the old generation, before it is swept.

use std::collections::VecDeque;

use gc_api::{Dead, ObjRef, Roots, TypeTable};
use gc_parts::finalise::mark_dead_in_order;
use gc_parts::marks::MarkBits;
use gc_parts::weak::{clear_if_dead, in_callback_order, weak_slot};

use crate::Incminimark;
use crate::cycle::{Phase, Sweeping};
use crate::header::{self, FINALISABLE, LISTED, WEAK_CALLBACK};
use crate::tables::Tables;
use gc_parts::pause::Pause;

impl Incminimark {
    /// Nothing grey is left: what is not marked is dead. One part of a pause, as all of it has to agree.
    pub(crate) fn finish_marking(&mut self, pause: &mut Pause, roots: &mut dyn Roots) {
        let Phase::Marking(marking) = core::mem::take(&mut self.cycle.phase) else { return };
        let mut holders = marking.tracer.weak_holders;
        let Incminimark { old, tables, due, types, .. } = self;
        let (old, tables) = (old.get_mut(), tables.get_mut());
        let marks = old.next_marks();
        queue_finalisable(tables, due, types, marks, &mut holders);
        self.events.phase(pause, "finalisers");
        queue_callbacks(tables, due, types, marks);
        for &holder in &holders {
            // SAFETY: holders are marked, so alive; marking is complete.
            unsafe { weak_slot(holder, types).map(|slot| clear_if_dead(slot, marks)) };
        }
        roots.weak_tables(&mut |slot| {
            // SAFETY: the virtual machine shows slots that exist; marking is complete.
            unsafe { clear_if_dead(slot, marks) };
        });
        self.events.phase(pause, "weak");
        tables.destructible.settled.retain(|&object| {
            let alive = marks.is_marked(object);
            if !alive {
                // SAFETY: it is dead, still whole, and leaves the table now.
                unsafe { crate::destroy(object, types) };
            }
            alive
        });
        self.events.phase(pause, "destructors");
        old.begin_sweep(self.poison, self.bugs);
        self.cycle.phase = Phase::Sweeping(Sweeping::Large);
        if !self.due.is_empty() {
            self.poll.raise(gc_api::poll::Reason::Finalise);
        }
    }

    /// Objects whose finaliser was cleared while they waited leave the queue.
    pub(crate) fn forget_cleared_dues(&mut self) {
        self.due.retain(|&dead| match dead {
            // SAFETY: what is in the queue is alive.
            Dead::Finalise(object) => unsafe { header::has(object, FINALISABLE) },
            Dead::WeakCallback(_) => true,
        });
    }
}

/// Finalisable objects that are not reachable become due, and are kept with all they refer to.
fn queue_finalisable(
    tables: &mut Tables,
    due: &mut VecDeque<Dead>,
    types: &TypeTable,
    marks: &MarkBits,
    holders: &mut Vec<ObjRef>,
) {
    let mut dead = Vec::new();
    tables.finalisable.settled.retain(|&object| {
        // SAFETY: alive, or dead and not swept yet.
        unsafe {
            if !header::has(object, FINALISABLE) {
                header::clear(object, LISTED);
                return false;
            }
        }
        let alive = marks.is_marked(object);
        if !alive {
            dead.push(object);
        }
        alive
    });
    // SAFETY: unreachable objects are whole until they are swept, which comes later.
    let may_be_dead = |object: ObjRef| unsafe { header::has(object, FINALISABLE) };
    // SAFETY: as above, and nothing else runs.
    let order = unsafe { mark_dead_in_order(&dead, types, marks, may_be_dead, holders) };
    for object in order {
        // SAFETY: marked now, so alive.
        unsafe { header::clear(object, LISTED) };
        due.push_back(Dead::Finalise(object));
    }
}

/// Callbacks of live weak boxes whose referents are dead become due. Dead boxes have none.
fn queue_callbacks(tables: &mut Tables, due: &mut VecDeque<Dead>, types: &TypeTable, marks: &MarkBits) {
    let mut cleared = Vec::new();
    tables.callbacks.settled.retain(|&holder| {
        if !marks.is_marked(holder) {
            return false;
        }
        // SAFETY: the holder is alive, and so is its slot.
        match unsafe { weak_slot(holder, types).and_then(|slot| slot.get().as_ref()) } {
            Some(referent) if !marks.is_marked(referent) => {
                cleared.push((holder, referent.address()));
                false
            }
            _ => true,
        }
    });
    for holder in in_callback_order(&cleared) {
        // SAFETY: as above.
        unsafe { header::clear(holder, WEAK_CALLBACK) };
        due.push_back(Dead::WeakCallback(holder));
    }
}
