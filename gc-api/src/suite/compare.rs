//! Heap against model: everything reachable, word by word.
//!
//! What is reachable must be there and whole. What is not reachable must be gone after a full collection; before one, it may be
//! gone or not, which weak slots tell: the model learns from them what has died.

use std::collections::{HashMap, HashSet};

use super::driver::{Driver, number_of, pattern, slot_at};
use super::layouts::{Immediates, Kind, WeakBox, types};
use super::model::{Object, Value};
use crate::{Collector, Layout, ObjRef, Word};

struct Comparison<'a, C: Collector> {
    driver: &'a Driver<C>,
    /// Where each object met lies.
    met: HashMap<u64, ObjRef>,
    left: Vec<(u64, ObjRef)>,
    must_live: HashSet<u64>,
    /// Referents whose weak slots were found zeroed.
    cleared: HashSet<u64>,
}

/// Compares everything in reach of the roots, the immortals and `extra`.
pub fn compare<C: Collector>(driver: &mut Driver<C>, extra: &[(u64, ObjRef)]) -> Result<(), String> {
    account_for_destroyed(driver)?;
    let mut must_live = driver.model.reachable();
    must_live.extend(driver.model.closure(extra.iter().map(|&(number, _)| number)));
    let mut comparison =
        Comparison { driver, met: HashMap::new(), left: Vec::new(), must_live, cleared: HashSet::new() };
    comparison.run(extra)?;
    let Comparison { met, cleared, must_live, .. } = comparison;
    learn_deaths(driver, &cleared, &must_live);
    check_identities(driver, &met)?;
    check_stats(driver, &must_live)?;
    if driver.exact {
        let dead: Vec<u64> =
            driver.model.objects.keys().copied().filter(|number| !must_live.contains(number)).collect();
        dead.into_iter().for_each(|number| driver.model.bury(number));
    }
    driver.heap.verify(&mut driver.roots).map_err(|corruption| corruption.to_string())
}

/// Destroyed resources were unreachable, and each was destroyed once.
fn account_for_destroyed<C: Collector>(driver: &mut Driver<C>) -> Result<(), String> {
    let reachable = driver.model.reachable();
    for number in driver.take_log() {
        if reachable.contains(&number) {
            return Err(format!("resource {number} was destroyed, but is reachable"));
        }
        if !driver.model.destroyed.insert(number) {
            return Err(format!("resource {number} was destroyed twice"));
        }
        driver.model.bury(number);
    }
    if driver.exact {
        let lost = driver
            .model
            .objects
            .iter()
            .find(|(number, object)| object.kind == Kind::Resource && !reachable.contains(number));
        if let Some((number, _)) = lost {
            return Err(format!("resource {number} is dead, but was not destroyed by a full collection"));
        }
    }
    Ok(())
}

fn learn_deaths<C: Collector>(driver: &mut Driver<C>, cleared: &HashSet<u64>, must_live: &HashSet<u64>) {
    if cleared.is_empty() {
        return;
    }
    let model = &mut driver.model;
    for (number, object) in &mut model.objects {
        if object.weak.is_some_and(|target| cleared.contains(&target)) && must_live.contains(number) {
            object.weak = None;
            if object.callback {
                model.callbacks.insert(*number);
            }
        }
    }
    for entry in &mut model.weak_table {
        if entry.is_some_and(|target| cleared.contains(&target)) {
            *entry = None;
        }
    }
    for &number in cleared {
        if model.objects.get(&number).is_some_and(|object| object.kind != Kind::Resource) {
            model.bury(number);
        }
    }
}

fn check_identities<C: Collector>(driver: &mut Driver<C>, met: &HashMap<u64, ObjRef>) -> Result<(), String> {
    for (number, &object) in met {
        if let Some(Object { identity: Some(expected), .. }) = driver.model.objects.get(number) {
            let identity = driver.heap.identity(object);
            if identity != *expected {
                return Err(format!("identity of object {number} was {expected:#x} and is {identity:#x}"));
            }
        }
    }
    Ok(())
}

fn check_stats<C: Collector>(driver: &Driver<C>, must_live: &HashSet<u64>) -> Result<(), String> {
    let stats = driver.heap.stats();
    let least: usize =
        must_live.iter().filter_map(|number| driver.model.objects.get(number)).map(|object| object.kind.bytes()).sum();
    if (stats.live_bytes as usize) < least {
        return Err(format!("{} bytes are reachable, but stats say {} are alive", least, stats.live_bytes));
    }
    if stats.external_bytes != driver.model.external.max(0) as u64 {
        return Err(format!("external bytes are {}, but stats say {}", driver.model.external, stats.external_bytes));
    }
    Ok(())
}

impl<C: Collector> Comparison<'_, C> {
    fn run(&mut self, extra: &[(u64, ObjRef)]) -> Result<(), String> {
        for (root, slot) in self.driver.roots.strong.iter().enumerate() {
            let value = self.driver.model.roots[root];
            self.reach(value, slot.get()).map_err(|problem| format!("root {root}: {problem}"))?;
        }
        for &(number, object) in self.driver.immortals.iter().chain(extra) {
            self.reach(Value::Object(number), object.word())?;
        }
        for (index, slot) in self.driver.roots.weak.iter().enumerate() {
            let target = self.driver.model.weak_table[index];
            self.reach_weak(target, slot.get()).map_err(|problem| format!("weak table, entry {index}: {problem}"))?;
        }
        while let Some((number, object)) = self.left.pop() {
            self.compare_object(number, object)?;
        }
        match self.cleared.iter().find(|number| self.met.contains_key(number)) {
            Some(number) => {
                Err(format!("object {number} is dead to one weak slot and alive to another, or still reachable"))
            }
            None => Ok(()),
        }
    }

    fn reach(&mut self, value: Value, word: Word) -> Result<(), String> {
        match (value, word.as_ref()) {
            (Value::Zero, _) if word.is_zero() => Ok(()),
            (Value::Immediate(bits), None) if word.bits() == bits => Ok(()),
            (Value::Object(number), Some(object)) => match self.met.insert(number, object) {
                Some(other) if other != object => Err(format!("object {number} is in two places")),
                Some(_) => Ok(()),
                None => {
                    self.left.push((number, object));
                    Ok(())
                }
            },
            _ => Err(format!("should hold {value:?}, holds {word:?}")),
        }
    }

    fn reach_weak(&mut self, target: Option<u64>, word: Word) -> Result<(), String> {
        match target {
            None if word.is_zero() => Ok(()),
            None => Err(format!("weak slot should be empty, holds {word:?}")),
            Some(number) if word.is_zero() => {
                if self.must_live.contains(&number) {
                    return Err(format!("weak slot was cleared, but object {number} is reachable"));
                }
                self.cleared.insert(number);
                Ok(())
            }
            Some(number) => {
                if self.driver.exact && !self.must_live.contains(&number) {
                    return Err(format!(
                        "object {number} is dead, but a weak slot still answers after a full collection"
                    ));
                }
                self.reach(Value::Object(number), word)
            }
        }
    }

    fn compare_object(&mut self, number: u64, object: ObjRef) -> Result<(), String> {
        let driver = self.driver;
        let model = driver.model.object(number)?;
        let here =
            |problem: String| format!("object {number} ({:?}) at {:#x}: {problem}", model.kind, object.address());
        // SAFETY: a reference found in a live object or root; if the collector is wrong, this may crash the test.
        let (id, found) = unsafe { (object.header().type_id(), number_of(object)) };
        let expected = if model.immediates_only { Immediates::TYPE } else { model.kind.type_id() };
        if id != expected || found != number {
            return Err(here(format!("layout is {}, expected {}; number is {found:#x}", id.0, expected.0)));
        }
        // SAFETY: the layout was checked.
        let bytes = unsafe { types().get(id).bytes_of(object) };
        if bytes != model.kind.bytes() {
            return Err(here(format!("has {bytes} bytes, expected {}", model.kind.bytes())));
        }
        for (index, &value) in model.slots.iter().enumerate() {
            // SAFETY: the slot lies in the object.
            let word = unsafe { slot_at(object, model.kind.first_slot() + index * 8).get() };
            self.reach(value, word).map_err(|problem| here(format!("slot {index}: {problem}")))?;
        }
        match model.kind {
            Kind::WeakBox => {
                // SAFETY: as above.
                let word = unsafe { slot_at(object, WeakBox::target.offset()).get() };
                self.reach_weak(model.weak, word).map_err(here)
            }
            Kind::Bytes(length) => {
                let first = slot_at(object, model.kind.first_slot()).address() as *const u8;
                // SAFETY: the object has that many bytes there.
                let contents = unsafe { core::slice::from_raw_parts(first, length) };
                match contents.iter().enumerate().find(|&(index, &byte)| byte != pattern(number, index)) {
                    Some((index, byte)) => Err(here(format!("byte {index} is {byte:#x}"))),
                    None => Ok(()),
                }
            }
            _ => Ok(()),
        }
    }
}
