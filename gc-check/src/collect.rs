//! A collection: check what happened since the last one, find what lives, move it, remember it.

use std::collections::HashSet;
use std::time::Instant;

use gc_api::events::{Event, Reason};
use gc_api::poll::Reason as PollReason;
use gc_api::walk::AddressHash;
use gc_api::{Dead, Kind, ObjRef, Outcome, Roots, SlotRef, Word};

use crate::Check;
use crate::objects::forwarded;

impl Check {
    pub(crate) fn collect_now(&mut self, reason: Reason, roots: &mut dyn Roots) -> Outcome {
        let start = Instant::now();
        let before = self.used_bytes();
        let objects_before = self.objects.get_mut().len();
        self.tell(Event::Start { kind: Kind::Full, reason, bytes: before });
        if let Err(problem) = self.check_barriers() {
            panic!("{problem}");
        }

        if let Err(problem) = self.check_changed_tables(roots) {
            panic!("{problem}");
        }

        if let Err(problem) = self.trace(roots) {
            panic!("{problem}");
        }
        self.queue_finalisable();
        let callbacks = self.clear_weak_slots(roots);
        self.due.extend(callbacks);
        self.reclaim();
        let moved = self.move_all(roots);
        self.objects.get_mut().take_shadows();
        self.announced.get_mut().clear();

        self.last_collection = (self.safepoints, self.made.get());
        let used = self.used_bytes();
        let pause_ns = start.elapsed().as_nanos() as u64;
        let alive = self.objects.get_mut().len();
        let freed = objects_before - alive;
        self.stats.full_collections += 1;
        self.stats.total_pause_ns += pause_ns;
        self.stats.max_pause_ns = self.stats.max_pause_ns.max(pause_ns);
        self.stats.peak_bytes = self.stats.peak_bytes.max(before as u64);
        self.stats.freed_bytes += before.saturating_sub(used) as u64;
        self.stats.freed_objects = self.stats.freed_objects.map(|total| total + freed as u64);
        self.stats.moved_bytes = self.stats.moved_bytes.map(|total| total + moved as u64);
        self.tell(Event::End {
            kind: Kind::Full,
            reason,
            pause_ns,
            bytes_before: before,
            bytes_after: used,
            objects_after: Some(alive),
            objects_freed: Some(freed),
            bytes_promoted: None,
            bytes_moved: Some(moved),
            reserved_bytes: used,
        });
        if self.has_due() {
            self.poll.raise(PollReason::Finalise);
        }
        let over = used > self.limit;
        self.current_limit = if over { used + self.limit / 32 } else { self.limit };
        if over { Outcome::OverLimit } else { Outcome::Done }
    }

    fn has_due(&self) -> bool {
        !self.due.is_empty()
    }

    /// Every slot that changed since the last safepoint, from or to a reference, was announced.
    pub(crate) fn check_barriers(&self) -> Result<(), String> {
        let announced = self.announced.borrow();
        for (object, record) in self.objects.borrow().iter() {
            let Some((shadow_type, shadow)) = &record.shadow else { continue };
            let info = self.layout(object)?;
            let mut result = Ok(());
            let mut check = |slot: SlotRef| {
                let index = (slot.address() - object.address()) / 8;
                // An object that claims to be larger than it is is found out when it is traced.
                let Some(&old) = shadow.get(index) else { return };
                // SAFETY: a slot of an object in the table.
                let (old, new) = (Word::from_bits(old), unsafe { slot.get() });
                if old != new && (old.is_ref() || new.is_ref()) && !announced.contains(&slot.address()) {
                    let retagged = if *shadow_type == type_of(object) { "" } else { " (retagged since)" };
                    let offset = index * 8;
                    result = Err(format!(
                        "a write went round the barrier: {}{retagged} at {:#x}, offset {offset}, held {old:?} at the last safepoint and holds {new:?}",
                        info.name,
                        object.address()
                    ));
                }
            };
            // SAFETY: objects in the table are alive.
            unsafe { info.for_each_slot(object, &mut check) };
            result?;
        }
        Ok(())
    }

    /// What the tables hold of objects made since the last safepoint, they show when asked for what has changed.
    fn check_changed_tables(&self, roots: &mut dyn Roots) -> Result<(), String> {
        let objects = self.objects.borrow();
        let new_object = |slot: SlotRef| {
            // SAFETY: the virtual machine shows slots that exist.
            let object = unsafe { slot.get() }.as_ref()?;
            objects.get(object).is_some_and(|record| record.shadow.is_none()).then_some(object)
        };
        let mut shown: HashSet<ObjRef, AddressHash> = HashSet::default();
        roots.changed_tables(&mut |slot| shown.extend(new_object(slot)));
        let mut hidden = None;
        roots.tables(&mut |slot| hidden = hidden.or(new_object(slot).filter(|object| !shown.contains(object))));
        match hidden {
            None => Ok(()),
            Some(object) => {
                let name = self.layout(object)?.name;
                Err(format!(
                    "a root table holds a new {name} at {:#x} and does not say that it has changed",
                    object.address()
                ))
            }
        }
    }

    /// Every reference in reach leads to an object.
    pub(crate) fn check_references(&self, roots: &mut dyn Roots) -> Result<(), String> {
        self.trace(roots)
    }

    fn layout(&self, object: ObjRef) -> Result<&'static gc_api::TypeInfo, String> {
        let id = type_of(object);
        self.types.lookup(id).ok_or_else(|| format!("object {:#x} has unknown layout {}", object.address(), id.0))
    }

    /// Makes live what is in reach of roots, immortal objects and the queue.
    fn trace(&self, roots: &mut dyn Roots) -> Result<(), String> {
        let objects = self.objects.borrow();
        objects.begin_trace();
        let mut left = Vec::new();
        let mut result = Ok(());
        let mut reach = |place: &str, slot: SlotRef| {
            // SAFETY: the virtual machine shows slots that exist.
            let Some(object) = unsafe { slot.get() }.as_ref() else { return };
            match objects.reach(object) {
                Some(true) => left.push(object),
                Some(false) => {}
                None => {
                    result = Err(format!(
                        "{place} holds {:#x}, which is not an object: it has moved or died",
                        object.address()
                    ));
                }
            }
        };
        roots.stacks(&mut |slot| reach("a stack root", slot));
        roots.tables(&mut |slot| reach("a root table", slot));
        result?;
        let immortals = objects.iter().filter(|(_, record)| record.immortal).map(|(object, _)| object);
        let queued = self.due.iter().map(|&(Dead::Finalise(object) | Dead::WeakCallback(object))| object);
        left.extend(immortals.chain(queued).filter(|&object| objects.reach(object) == Some(true)));
        self.close(left, |object| objects.reach(object))
    }

    /// Reaches all that these refer to. `reach` says whether an object is new; `None`: it is no object.
    fn close(&self, mut left: Vec<ObjRef>, mut reach: impl FnMut(ObjRef) -> Option<bool>) -> Result<(), String> {
        let objects = self.objects.borrow();
        while let Some(object) = left.pop() {
            let info = self.layout(object)?;
            let known = objects.get(object).map_or(0, |record| record.bytes);
            // SAFETY: the object is in the table.
            let bytes = unsafe { info.bytes_of(object) };
            if bytes != known {
                return Err(format!(
                    "{} at {:#x} says it has {bytes} bytes; it was allocated with {known}",
                    info.name,
                    object.address()
                ));
            }
            let mut result = Ok(());
            let mut follow = |slot: SlotRef| {
                // SAFETY: a slot of an object in the table.
                let Some(target) = unsafe { slot.get() }.as_ref() else { return };
                match reach(target) {
                    Some(true) => left.push(target),
                    Some(false) => {}
                    None => {
                        let offset = slot.address() - object.address();
                        result = Err(format!(
                            "{} at {:#x}, offset {offset}, holds {:#x}, which is not an object: it has moved or died, or the slot was never written",
                            info.name,
                            object.address(),
                            target.address()
                        ));
                    }
                }
            };
            // SAFETY: as above.
            unsafe { info.for_each_slot(object, &mut follow) };
            result?;
        }
        Ok(())
    }

    /// Dead finalisable objects become due, referrers before what they refer to, else as registered; all live on.
    fn queue_finalisable(&mut self) {
        let objects = self.objects.borrow();
        let mut dead: Vec<(u64, ObjRef)> = objects
            .iter()
            .filter(|(_, record)| !objects.is_live(record))
            .filter_map(|(object, record)| Some((record.finaliser?, object)))
            .collect();
        dead.sort_unstable_by_key(|&(number, _)| number);
        let mut waiting: Vec<(ObjRef, HashSet<ObjRef, AddressHash>)> = Vec::new();
        for (_, object) in dead {
            let mut reached = HashSet::from_iter([object]);
            let reach = |object| objects.get(object).map(|_| reached.insert(object));
            if let Err(problem) = self.close(vec![object], reach) {
                panic!("{problem}");
            }
            waiting.push((object, reached));
        }
        for &object in waiting.iter().flat_map(|(_, reached)| reached) {
            objects.reach(object);
        }
        while !waiting.is_empty() {
            let comes_first = |&(object, ref reach): &(ObjRef, HashSet<ObjRef, AddressHash>)| {
                waiting.iter().all(|(other, other_reach)| !other_reach.contains(&object) || reach.contains(other))
            };
            // The groups of a cycle refer to each other in no circle, so one of them is first.
            let first = waiting.iter().position(comes_first).unwrap_or(0);
            self.due.push_back(Dead::Finalise(waiting.remove(first).0));
        }
    }

    fn clear_weak_slots(&self, roots: &mut dyn Roots) -> Vec<Dead> {
        let objects = self.objects.borrow();
        let clear_if_dead = |slot: SlotRef| {
            // SAFETY: a weak slot of a live object or root table.
            let referent = unsafe { slot.get() };
            let record = referent.as_ref().and_then(|target| objects.get(target));
            let dead = record.is_some_and(|record| !objects.is_live(record));
            if dead {
                // SAFETY: as above.
                unsafe { slot.set(Word::ZERO) };
            }
            dead.then_some(referent)
        };
        let mut callbacks = Vec::new();
        for (holder, record) in objects.iter().filter(|(_, record)| objects.is_live(record)) {
            if let Some(referent) = self.weak_slot(holder).and_then(clear_if_dead)
                && let Some(number) = record.callback.take()
            {
                callbacks.push((number, holder, referent));
            }
        }
        // Those of one referent newest first, referents by their oldest callback.
        let oldest = |referent: Word| callbacks.iter().filter(|other| other.2 == referent).map(|other| other.0).min();
        let mut ordered: Vec<_> = callbacks
            .iter()
            .map(|&(number, holder, referent)| ((oldest(referent), core::cmp::Reverse(number)), holder))
            .collect();
        ordered.sort_unstable_by_key(|&(key, _)| key);
        roots.weak_tables(&mut |slot| {
            clear_if_dead(slot);
        });
        ordered.into_iter().map(|(_, holder)| Dead::WeakCallback(holder)).collect()
    }

    fn weak_slot(&self, object: ObjRef) -> Option<SlotRef> {
        let offset = self.types.get(type_of(object)).weak?;
        // SAFETY: the offset lies in the object.
        Some(SlotRef::new(unsafe { object.as_non_null().byte_add(offset as usize).cast() }))
    }

    fn reclaim(&mut self) {
        let objects = self.objects.get_mut();
        let dead: Vec<(ObjRef, bool)> = objects
            .iter()
            .filter(|(_, record)| !objects.is_live(record))
            .map(|(object, record)| (object, record.destructor))
            .collect();
        for &(object, destructor) in &dead {
            if destructor {
                // SAFETY: dead, whole, and removed from the table below.
                unsafe { self.destroy(object) };
            }
        }
        dead.into_iter().for_each(|(object, _)| self.objects.get_mut().remove(object));
    }

    /// # Safety
    /// `object` is unreachable, whole, and has not been destroyed.
    pub(crate) unsafe fn destroy(&self, object: ObjRef) {
        if let Some(destructor) = self.types.get(type_of(object)).destructor {
            // SAFETY: passed on.
            unsafe { destructor(object) };
        }
    }

    /// Gives everything but immortal objects a fresh place, and updates all that refers to it. Returns bytes moved.
    fn move_all(&mut self, roots: &mut dyn Roots) -> usize {
        let old_places = self.objects.get_mut().relocate_all();
        let update = |slot: SlotRef| {
            // SAFETY: a slot of a live object or a root, which holds a live object: nothing else is left.
            let new = unsafe { slot.get().as_ref().and_then(|object| forwarded(object)) };
            if let Some(new) = new {
                // SAFETY: as above.
                unsafe { slot.set(new.word()) };
            }
        };
        roots.all(&mut |slot| update(slot));
        roots.weak_tables(&mut |slot| update(slot));
        for dead in &mut self.due {
            let (Dead::Finalise(object) | Dead::WeakCallback(object)) = dead;
            // SAFETY: what is in the queue is live.
            *object = unsafe { forwarded(*object) }.unwrap_or(*object);
        }
        for (object, _) in self.objects.borrow().iter() {
            // SAFETY: objects in the table are alive.
            unsafe { self.types.of(object).for_each_slot(object, update) };
            self.weak_slot(object).map(update);
        }
        let moved = old_places.iter().map(|&(_, bytes)| bytes).sum();
        self.objects.get_mut().poison_old_places(old_places);
        moved
    }

    fn tell(&mut self, event: Event) {
        if let Some(sink) = &mut self.events {
            sink.event(&event);
        }
    }
}

/// The layout's id of an object in the table.
fn type_of(object: ObjRef) -> gc_api::TypeId {
    // SAFETY: objects in the table are alive.
    unsafe { object.header() }.type_id()
}
