//! Who has died: finalisers, weak slots, callbacks, destructors and identities, after the toolkit has found what is alive.
//!
//! In the contract's order: first finalisable objects that are not reachable become due and live on with all they refer to; then what
//! is still not reachable is dead for good.

use core::cell::RefCell;
use std::collections::HashSet;

use gc_api::walk::AddressHash;
use gc_api::{Dead, ObjRef, SlotRef, Word};
use gc_parts::finalise::{Reach, reach_in_order};
use gc_parts::weak::in_callback_order;
use mmtk::scheduler::GCWorker;
use mmtk::util::ObjectReference;
use mmtk::vm::{ObjectModel, ObjectTracer, ObjectTracerContext};

use crate::binding::Binding;
use crate::bugs::{Bug, seeded};
use crate::gate::{self, Errand};
use crate::objects::{bits, clear_bit, has_bit, layout_of, object, reference, types};
use crate::session::{self, Register, Session, Tables};
use crate::workers;

/// Called by the toolkit when everything in reach of the roots has been traced, and again after what this traced has been.
/// True if it traced anything.
pub fn process(worker: &mut GCWorker<Binding>, context: &impl ObjectTracerContext<Binding>) -> bool {
    let mut session = session::lock();
    if !session.finalised {
        session.finalised = true;
        session.phase("mark");
        let due = session.dead_finalisable();
        if !due.is_empty() {
            context.with_tracer(worker, |tracer| {
                for dead in due {
                    let living = object(tracer.trace_object(reference(dead)));
                    // SAFETY: just traced, so whole where it is now.
                    unsafe { clear_bit(living, bits::LISTED) };
                    session.due.push(Dead::Finalise(living));
                }
            });
            return true;
        }
    }
    session.phase("finalisers");
    session.bury();
    if !session.plan.two_pass {
        session.relocate();
    }
    false
}

/// Called by the toolkit, under plans of two passes, when it updates references: what is due is in reach of no root it knows.
pub fn forward(worker: &mut GCWorker<Binding>, context: &impl ObjectTracerContext<Binding>) {
    let mut session = session::lock();
    context.with_tracer(worker, |tracer| {
        for dead in &mut session.due {
            let (Dead::Finalise(due) | Dead::WeakCallback(due)) = dead;
            *due = if seeded(Bug::SecondPass) { place(*due) } else { object(tracer.trace_object(reference(*due))) };
        }
    });
    session.relocate();
}

impl Session {
    /// Whether an object has been reached by now. It may have been moved.
    fn is_alive(&self, candidate: ObjRef) -> bool {
        let reference = reference(candidate);
        if !self.plan.two_pass && reference.get_forwarded_object().is_some() {
            return true;
        }
        // SAFETY: what has not been moved is whole.
        if unsafe { has_bit(candidate, bits::IMMORTAL) } {
            return true;
        }
        // SAFETY: as above.
        let large = self.minor && unsafe { has_bit(candidate, bits::LARGE) };
        reference.is_reachable() && !(large && is_young_and_large(reference) && !seeded(Bug::LargeYoung))
    }

    /// Where the contents of a live object are at this moment.
    fn here(&self, object: ObjRef) -> ObjRef {
        if self.plan.two_pass { object } else { place(object) }
    }

    /// What a register keeps, under the addresses of this moment.
    fn put_back(&mut self, register: fn(&mut Tables) -> &mut Register<ObjRef>, survivors: Vec<ObjRef>) {
        let here: Vec<ObjRef> = survivors.into_iter().map(|object| self.here(object)).collect();
        register(&mut self.tables).put_back(here);
    }

    /// Finalisable objects that were not reached, in the order in which they are due.
    fn dead_finalisable(&mut self) -> Vec<ObjRef> {
        let minor = self.minor;
        let registered = self.tables.finalisable.take(minor);
        let (alive, dead): (Vec<_>, Vec<_>) = registered.into_iter().partition(|&object| self.is_alive(object));
        self.put_back(|tables| &mut tables.finalisable, alive);
        if dead.len() < 2 {
            return dead;
        }
        let candidates: HashSet<ObjRef, AddressHash> = dead.iter().copied().collect();
        let seen: RefCell<HashSet<ObjRef, AddressHash>> = RefCell::default();
        let reach = Reach {
            enter: |object| !self.is_alive(object) && seen.borrow_mut().insert(object),
            is_known: |object| seen.borrow().contains(&object) || self.is_alive(object),
            may_be_dead: |object| candidates.contains(&object),
        };
        // SAFETY: objects that were not reached are whole, and stay so until the pause ends.
        unsafe { reach_in_order(&dead, types(), reach, &mut Vec::new()) }
    }

    /// What was not reached is dead for good.
    fn bury(&mut self) {
        self.holders = workers::take_holders();
        self.queue_callbacks();
        self.clear_weak_slots();
        self.forget_identities();
        self.phase("weak");
        let registered = self.tables.destructible.take(self.minor);
        let (alive, dead): (Vec<_>, Vec<_>) = registered.into_iter().partition(|&object| self.is_alive(object));
        self.put_back(|tables| &mut tables.destructible, alive);
        if !dead.is_empty() {
            gate::ask(Errand::Destroy(dead));
        }
        self.phase("destructors");
    }

    /// Callbacks of live weak boxes whose referents are dead become due. Dead boxes have none.
    fn queue_callbacks(&mut self) {
        for holder in core::mem::take(&mut self.provisional) {
            if self.is_alive(holder) {
                self.due.push(Dead::WeakCallback(self.here(holder)));
            }
        }
        let mut cleared = Vec::new();
        let mut registered = self.tables.callbacks.take(self.minor);
        registered.retain(|&holder| {
            if !self.is_alive(holder) {
                return false;
            }
            let holder = self.here(holder);
            // SAFETY: the holder is alive, and this is where it is.
            let referent = unsafe { weak_slot(holder).and_then(|slot| slot.get().as_ref()) };
            match referent {
                Some(referent) if !self.is_alive(referent) => {
                    cleared.push((holder, referent.address()));
                    false
                }
                _ => true,
            }
        });
        self.put_back(|tables| &mut tables.callbacks, registered);
        for holder in in_callback_order(&cleared) {
            // SAFETY: alive, and where it is.
            unsafe { clear_bit(holder, bits::WEAK_CALLBACK) };
            self.due.push(Dead::WeakCallback(holder));
        }
    }

    fn clear_weak_slots(&mut self) {
        for &holder in &self.holders {
            // SAFETY: holders were traced, and are where they were traced.
            let Some(slot) = (unsafe { weak_slot(holder) }) else { continue };
            // SAFETY: as above.
            let referent = unsafe { slot.get() }.as_ref();
            if referent.is_some_and(|referent| !self.is_alive(referent)) {
                // SAFETY: as above.
                unsafe { slot.set(Word::ZERO) };
            }
        }
        let mut weak_roots = core::mem::take(&mut self.weak_roots);
        for word in &mut weak_roots {
            if !self.is_alive(session::target(*word)) {
                *word = 0;
            }
        }
        self.weak_roots = weak_roots;
    }

    fn forget_identities(&mut self) {
        if self.minor {
            let identified = core::mem::take(&mut self.tables.identified);
            let (alive, dead): (Vec<_>, Vec<_>) = identified.into_iter().partition(|&object| self.is_alive(object));
            dead.iter().for_each(|object| self.tables.identities.forget(object.address()));
            self.tables.identified = alive;
        } else {
            self.tables.identified.clear();
            let mut identities = core::mem::take(&mut self.tables.identities);
            identities.update(|address| Some(session::target(address as u64)).filter(|&object| self.is_alive(object)));
            self.tables.identities = identities;
        }
    }

    /// Everything the toolkit does not update itself learns where objects are now.
    pub fn relocate(&mut self) {
        let holders = if seeded(Bug::WeakSlotsStay) { &[] } else { &self.holders[..] };
        for &holder in holders {
            // SAFETY: holders are alive and where they were traced.
            let Some(slot) = (unsafe { weak_slot(holder) }) else { continue };
            // SAFETY: as above.
            if let Some(referent) = unsafe { slot.get() }.as_ref() {
                // SAFETY: as above.
                unsafe { slot.set(place(referent).word()) };
            }
        }
        if self.plan.forgets_immortals {
            self.immortals.iter().for_each(|&bits| update_slots(session::target(bits)));
        }
        for word in self.weak_roots.iter_mut().filter(|word| **word != 0) {
            *word = place(session::target(*word)).word().bits();
        }
        let Tables { finalisable, destructible, callbacks, identities, identified } = &mut self.tables;
        if seeded(Bug::IdentitiesStay) {
            // Nothing.
        } else if self.minor {
            for object in core::mem::take(identified) {
                identities.moved(object.address(), place(object));
            }
        } else {
            identities.update(|address| Some(place(session::target(address as u64))));
        }
        if self.plan.two_pass {
            for register in [finalisable, destructible, callbacks] {
                register.old.iter_mut().for_each(|object| *object = place(*object));
            }
        }
    }
}

/// Where a live object is when the pause is over.
fn place(old: ObjRef) -> ObjRef {
    reference(old).get_forwarded_object().map_or(old, object)
}

/// Does to an object what the toolkit does to most others.
fn update_slots(object: ObjRef) {
    // SAFETY: the object is alive and does not move.
    unsafe {
        layout_of(object).for_each_slot(object, |slot| {
            if let Some(target) = slot.get().as_ref() {
                slot.set(place(target).word());
            }
        });
    }
}

/// The toolkit calls large young objects alive in a minor collection, reached or not; whether they were says a bit of its own.
pub fn is_young_and_large(reference: ObjectReference) -> bool {
    const YOUNG: u8 = 0b10;
    let spec = <Binding as ObjectModel<Binding>>::LOCAL_LOS_MARK_NURSERY_SPEC;
    let state: u8 = spec.load_atomic::<Binding, u8>(reference, None, core::sync::atomic::Ordering::SeqCst);
    state & YOUNG != 0
}

/// The weak slot of a whole object.
///
/// # Safety
/// The object is alive, and this is where it is.
pub unsafe fn weak_slot(object: ObjRef) -> Option<SlotRef> {
    // SAFETY: passed on.
    let offset = unsafe { layout_of(object) }.weak?;
    // SAFETY: the offset lies in the object.
    Some(SlotRef::new(unsafe { object.as_non_null().byte_add(offset as usize).cast() }))
}
