//! A collection: check what happened since the last one, find what lives, move it, remember it.

use std::collections::{HashMap, HashSet};
use std::time::Instant;

use gc_api::events::{Event, Reason};
use gc_api::poll::Reason as PollReason;
use gc_api::walk::AddressHash;
use gc_api::{Dead, ObjRef, Outcome, Roots, Scope, SlotRef, Word};

use crate::Check;

impl Check {
    pub(crate) fn collect_now(&mut self, scope: Scope, reason: Reason, roots: &mut dyn Roots) -> Outcome {
        let start = Instant::now();
        let before = self.used_bytes();
        let objects_before = self.objects.get_mut().len();
        self.tell(Event::Start { scope, reason, bytes: before });
        if let Err(problem) = self.check_barriers() {
            panic!("{problem}");
        }

        let mut live = self.reachable(roots);
        self.queue_finalisable(&mut live);
        self.clear_weak_slots(&live, roots);
        self.reclaim(&live);
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
            scope,
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

    /// Every reference in reach leads to an object.
    pub(crate) fn check_references(&self, roots: &mut dyn Roots) -> Result<(), String> {
        self.trace(roots).map(|_| ())
    }

    fn layout(&self, object: ObjRef) -> Result<&'static gc_api::TypeInfo, String> {
        let id = type_of(object);
        self.types.lookup(id).ok_or_else(|| format!("object {:#x} has unknown layout {}", object.address(), id.0))
    }

    fn reachable(&self, roots: &mut dyn Roots) -> HashSet<ObjRef, AddressHash> {
        match self.trace(roots) {
            Ok(live) => live,
            Err(problem) => panic!("{problem}"),
        }
    }

    /// Everything in reach of roots, immortal objects and the queue.
    fn trace(&self, roots: &mut dyn Roots) -> Result<HashSet<ObjRef, AddressHash>, String> {
        let objects = self.objects.borrow();
        let mut live = HashSet::<ObjRef, AddressHash>::default();
        let mut left = Vec::new();
        let mut result = Ok(());
        let mut reach = |place: &str, slot: SlotRef| {
            // SAFETY: the virtual machine shows slots that exist.
            if let Some(object) = unsafe { slot.get() }.as_ref() {
                if objects.get(object).is_none() {
                    result = Err(format!(
                        "{place} holds {:#x}, which is not an object: it has moved or died",
                        object.address()
                    ));
                } else if live.insert(object) {
                    left.push(object);
                }
            }
        };
        roots.stacks(&mut |slot| reach("a stack root", slot));
        roots.tables(&mut |slot| reach("a root table", slot));
        result?;
        let immortals = objects.iter().filter(|(_, record)| record.immortal).map(|(object, _)| object);
        let queued = self.due.iter().map(|&(Dead::Finalise(object) | Dead::WeakCallback(object))| object);
        for object in immortals.chain(queued) {
            if live.insert(object) {
                left.push(object);
            }
        }
        self.close(&mut live, left)?;
        Ok(live)
    }

    /// Adds all that these refer to.
    fn close(&self, live: &mut HashSet<ObjRef, AddressHash>, mut left: Vec<ObjRef>) -> Result<(), String> {
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
            let mut reach = |slot: SlotRef| {
                // SAFETY: a slot of an object in the table.
                if let Some(target) = unsafe { slot.get() }.as_ref() {
                    if objects.get(target).is_none() {
                        let offset = slot.address() - object.address();
                        result = Err(format!(
                            "{} at {:#x}, offset {offset}, holds {:#x}, which is not an object: it has moved or died, or the slot was never written",
                            info.name,
                            object.address(),
                            target.address()
                        ));
                    } else if live.insert(target) {
                        left.push(target);
                    }
                }
            };
            // SAFETY: as above.
            unsafe { info.for_each_slot(object, &mut reach) };
            result?;
        }
        Ok(())
    }

    /// Dead finalisable objects become due, referrers before what they refer to, else as registered; all live on.
    fn queue_finalisable(&mut self, live: &mut HashSet<ObjRef, AddressHash>) {
        let objects = self.objects.get_mut();
        let mut dead: Vec<(u64, ObjRef)> = objects
            .iter()
            .filter(|(object, _)| !live.contains(object))
            .filter_map(|(object, record)| Some((record.finaliser?, object)))
            .collect();
        dead.sort_unstable_by_key(|&(number, _)| number);
        let mut waiting: Vec<(ObjRef, HashSet<ObjRef, AddressHash>)> = Vec::new();
        for (_, object) in dead {
            let mut reach = HashSet::from_iter([object]);
            self.must_close(&mut reach, vec![object]);
            live.extend(&reach);
            waiting.push((object, reach));
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

    fn must_close(&self, live: &mut HashSet<ObjRef, AddressHash>, left: Vec<ObjRef>) {
        if let Err(problem) = self.close(live, left) {
            panic!("{problem}");
        }
    }

    fn clear_weak_slots(&mut self, live: &HashSet<ObjRef, AddressHash>, roots: &mut dyn Roots) {
        let is_dead = |slot: SlotRef| {
            // SAFETY: a weak slot of a live object or root table.
            let word = unsafe { slot.get() };
            word.as_ref().is_some_and(|target| !live.contains(&target))
        };
        let mut callbacks = Vec::new();
        for &holder in live {
            let Some(slot) = self.weak_slot(holder) else { continue };
            if is_dead(slot) {
                // SAFETY: as above.
                let referent = unsafe { slot.get() };
                // SAFETY: as above.
                unsafe { slot.set(Word::ZERO) };
                let record = self.objects.get_mut().get_mut(holder);
                if let Some(number) = record.and_then(|record| record.callback.take()) {
                    callbacks.push((number, holder, referent));
                }
            }
        }
        // Those of one referent newest first, referents by their oldest callback.
        let oldest = |referent: Word| callbacks.iter().filter(|other| other.2 == referent).map(|other| other.0).min();
        let mut ordered: Vec<_> = callbacks
            .iter()
            .map(|&(number, holder, referent)| ((oldest(referent), core::cmp::Reverse(number)), holder))
            .collect();
        ordered.sort_unstable_by_key(|&(key, _)| key);
        self.due.extend(ordered.into_iter().map(|(_, holder)| Dead::WeakCallback(holder)));
        roots.weak_tables(&mut |slot| {
            if is_dead(slot) {
                // SAFETY: as above.
                unsafe { slot.set(Word::ZERO) };
            }
        });
    }

    fn weak_slot(&self, object: ObjRef) -> Option<SlotRef> {
        let offset = self.types.get(type_of(object)).weak?;
        // SAFETY: the offset lies in the object.
        Some(SlotRef::new(unsafe { object.as_non_null().byte_add(offset as usize).cast() }))
    }

    fn reclaim(&mut self, live: &HashSet<ObjRef, AddressHash>) {
        let objects = self.objects.get_mut().iter();
        let dead: Vec<(ObjRef, bool)> = objects
            .filter(|(object, _)| !live.contains(object))
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
        let objects = self.objects.get_mut();
        let movable: Vec<(ObjRef, usize)> = objects
            .iter()
            .filter(|(_, record)| !record.immortal)
            .map(|(object, record)| (object, record.bytes))
            .collect();
        let moved = movable.iter().map(|&(_, bytes)| bytes).sum();
        let places: HashMap<ObjRef, ObjRef, AddressHash> =
            movable.into_iter().map(|(object, _)| (object, objects.relocate(object))).collect();
        let update = |slot: SlotRef| {
            // SAFETY: a slot of a live object or a root.
            if let Some(new) = unsafe { slot.get() }.as_ref().and_then(|object| places.get(&object)) {
                // SAFETY: as above.
                unsafe { slot.set(new.word()) };
            }
        };
        roots.all(&mut |slot| update(slot));
        roots.weak_tables(&mut |slot| update(slot));
        for dead in &mut self.due {
            let (Dead::Finalise(object) | Dead::WeakCallback(object)) = dead;
            *object = places.get(object).copied().unwrap_or(*object);
        }
        let all: Vec<ObjRef> = self.objects.get_mut().iter().map(|(object, _)| object).collect();
        for object in all {
            // SAFETY: objects in the table are alive.
            unsafe { self.types.of(object).for_each_slot(object, update) };
            self.weak_slot(object).map(update);
        }
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
