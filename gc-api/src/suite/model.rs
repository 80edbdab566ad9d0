//! The plain model of a heap: numbered objects in a map. It knows nothing of collection, only of reachability.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::layouts::Kind;

/// What a slot holds.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Value {
    Zero,
    /// An immediate of the language: any bits that are not a reference.
    Immediate(u64),
    /// The object with this number.
    Object(u64),
}

#[derive(Clone, Debug)]
pub struct Object {
    pub kind: Kind,
    pub slots: Vec<Value>,
    /// An array whose slots are not traced for now.
    pub immediates_only: bool,
    /// Referent of the weak slot.
    pub weak: Option<u64>,
    pub callback: bool,
    pub finaliser: bool,
    pub identity: Option<u64>,
    pub immortal: bool,
}

impl Object {
    pub fn new(kind: Kind) -> Object {
        Object {
            kind,
            slots: vec![Value::Zero; kind.slots()],
            immediates_only: false,
            weak: None,
            callback: false,
            finaliser: false,
            identity: None,
            immortal: false,
        }
    }
}

#[derive(Debug, Default)]
pub struct Model {
    pub objects: HashMap<u64, Object>,
    /// Stack roots and table roots, as in the driver.
    pub roots: Vec<Value>,
    pub weak_table: Vec<Option<u64>>,
    /// Finalisable objects found dead by the last full collection. Each waits in the collector's queue, or is in reach of
    /// one that does: roots.
    pub due: HashSet<u64>,
    /// Those of them that must be handed out before the queue is empty: nothing else that is due refers to them.
    pub first_due: HashSet<u64>,
    /// Finalisable objects that were unreachable at some safepoint: they may be handed out.
    pub suspects: HashSet<u64>,
    /// Weak boxes whose callback must come before the queue is empty.
    pub callbacks: HashSet<u64>,
    /// Resources destroyed.
    pub destroyed: HashSet<u64>,
    pub external: isize,
    pub next_number: u64,
    pub identities: BTreeMap<u64, u64>,
}

impl Model {
    pub fn object(&self, number: u64) -> Result<&Object, String> {
        self.objects.get(&number).ok_or_else(|| format!("object {number} is dead in the model, but was met"))
    }

    /// Everything reachable from roots, immortals and the queue.
    pub fn reachable(&self) -> HashSet<u64> {
        let immortals = self.objects.iter().filter(|(_, object)| object.immortal).map(|(&number, _)| number);
        let queued = self.due.iter().chain(&self.callbacks).copied();
        self.closure(self.roots.iter().filter_map(as_object).chain(immortals).chain(queued))
    }

    /// Everything reachable from these.
    pub fn closure(&self, from: impl Iterator<Item = u64>) -> HashSet<u64> {
        let mut left: Vec<u64> = from.collect();
        let mut seen: HashSet<u64> = left.iter().copied().collect();
        while let Some(number) = left.pop() {
            let Some(object) = self.objects.get(&number) else { continue };
            for target in object.slots.iter().filter_map(as_object) {
                if seen.insert(target) {
                    left.push(target);
                }
            }
        }
        seen
    }

    fn dead_finalisable(&self) -> HashSet<u64> {
        let reachable = self.reachable();
        let dead = self.objects.iter().filter(|(number, object)| object.finaliser && !reachable.contains(number));
        dead.map(|(&number, _)| number).collect()
    }

    /// What is about to be collected: unreachable finalisable objects may be handed out from now on.
    pub fn before_collection(&mut self) {
        self.suspects = self.dead_finalisable();
    }

    /// A full collection has happened: what is dead and finalisable is due, or kept by something that is.
    pub fn after_full_collection(&mut self) {
        let dead = self.dead_finalisable();
        let mut first = dead.clone();
        for &number in &dead {
            for other in self.closure(core::iter::once(number)) {
                if other != number {
                    first.remove(&other);
                }
            }
        }
        self.first_due.extend(first);
        self.due.extend(dead);
    }

    /// The object is gone for good.
    pub fn bury(&mut self, number: u64) {
        if let Some(object) = self.objects.remove(&number)
            && let Some(identity) = object.identity
        {
            self.identities.remove(&identity);
        }
    }
}

pub fn as_object(value: &Value) -> Option<u64> {
    match *value {
        Value::Object(number) => Some(number),
        _ => None,
    }
}
