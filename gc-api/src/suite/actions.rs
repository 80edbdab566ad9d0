//! Random programs: sequences of actions, each done on a heap and on its model.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};

use super::compare::compare;
use super::driver::{Driver, ROOTS, WEAK_ROOTS, slot_at};
use super::layouts::{Kind, WeakBox};
use super::model::Value;
use crate::{Collector, Dead, DebugKnobs, HeapConfig, ObjRef, Outcome, Scope, Word};

/// A value to store.
#[derive(Copy, Clone, Debug)]
pub enum Pick {
    Zero,
    Immediate(u64),
    Root(usize),
}

/// Names the last slot of an object.
const LAST: usize = usize::MAX;

/// The slot an action means, of so many.
fn nth(slot: usize, slots: usize) -> usize {
    if slot == LAST { slots - 1 } else { slot % slots }
}

/// Roots are named by index; a root that does not hold what an action needs makes it do nothing.
#[derive(Clone, Debug)]
pub enum Action {
    New { kind: Kind, fill: Vec<Pick>, into: usize },
    Immortal { kind: Kind, into: usize },
    Store { object: usize, slot: usize, value: Pick },
    StoreImmortal { index: usize, slot: usize, value: Pick },
    StoreMany { array: usize, start: usize, values: Vec<Pick> },
    Load { object: usize, slot: usize, into: usize },
    Copy { from: usize, into: usize },
    Drop { root: usize },
    Immediates { array: usize },
    NewWeak { target: usize, callback: bool, into: usize },
    LoadWeak { weak_box: usize, into: usize },
    FillWeakTable { from: usize, entry: usize },
    LoadWeakTable { entry: usize, into: usize },
    Finaliser { object: usize, on: bool },
    Identity { object: usize },
    External { delta: isize },
    Churn { kind: Kind, objects: usize },
    Safepoint,
    Collect { scope: Scope, drain: bool },
    NextDead { into: Option<usize> },
}

/// Runs programs under these knobs and panics with a minimal one that fails.
///
/// # Panics
/// If the collector does not behave as the model says.
pub fn run<C: Collector>(knobs: &str, mark_threads: Option<usize>) {
    let setting = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let seed = setting("TENURE_SUITE_SEED").unwrap_or_else(|| std::process::id().into());
    let cases = setting("TENURE_SUITE_CASES").unwrap_or(48) as u32;
    run_seeded::<C>(knobs, mark_threads, seed, cases);
}

/// As [`run`], always the same programs.
///
/// # Panics
/// As there.
pub fn run_seeded<C: Collector>(knobs: &str, mark_threads: Option<usize>, seed: u64, cases: u32) {
    println!("collector suite: {}, knobs \"{knobs}\", TENURE_SUITE_SEED={seed}", C::NAME);
    let debug = match DebugKnobs::parse(knobs) {
        Ok(debug) => debug,
        Err(error) => panic!("{error}"),
    };
    let heap_config = HeapConfig { debug, mark_threads, limit: Some(256 << 20), ..super::config() };
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 4000, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
    let result = runner.run(&vec(action(), 1..150), |actions| {
        let mut driver = Driver::<C>::new(&heap_config);
        for (step, action) in actions.iter().enumerate() {
            let done = driver.act(action).and_then(|()| compare(&mut driver, &[]));
            done.map_err(|problem| TestCaseError::fail(format!("step {step}: {problem}")))?;
        }
        driver.finish().map_err(TestCaseError::fail)
    });
    match result {
        Ok(()) => {}
        Err(TestError::Fail(reason, actions)) => {
            let program: Vec<String> = actions.iter().map(|action| format!("    {action:?}")).collect();
            panic!(
                "{}, knobs \"{knobs}\", TENURE_SUITE_SEED={seed}: {reason}\nminimal program:\n{}",
                C::NAME,
                program.join("\n")
            );
        }
        Err(other) => panic!("{other}"),
    }
}

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![
        6 => Just(Kind::Pair),
        2 => Just(Kind::Wide),
        4 => (0..12usize).prop_map(Kind::Array),
        2 => (0..300usize).prop_map(Kind::Array),
        1 => (900..1100usize).prop_map(Kind::Array),
        1 => (1500..6000usize).prop_map(Kind::Array),
        1 => (7..13u32, 0..3usize).prop_map(|(power, more)| Kind::Array((1 << power) + more - 1)),
        2 => (0..200usize).prop_map(Kind::Bytes),
        1 => (1900..10_000usize).prop_map(Kind::Bytes),
        2 => Just(Kind::Resource),
    ]
}

fn pick() -> impl Strategy<Value = Pick> {
    prop_oneof![
        1 => Just(Pick::Zero),
        2 => any::<u64>().prop_map(|bits| Pick::Immediate(if bits & 7 == 0 { bits | 1 } else { bits })),
        6 => (0..ROOTS).prop_map(Pick::Root),
    ]
}

fn action() -> impl Strategy<Value = Action> {
    let root = 0..ROOTS;
    let slot = prop_oneof![6 => 0..4usize, 2 => any::<usize>(), 1 => Just(LAST)];
    prop_oneof![
        12 => (kind(), vec(pick(), 0..6), root.clone()).prop_map(|(kind, fill, into)| Action::New { kind, fill, into }),
        1 => (kind(), root.clone()).prop_map(|(kind, into)| Action::Immortal { kind, into }),
        14 => (root.clone(), slot.clone(), pick()).prop_map(|(object, slot, value)| Action::Store { object, slot, value }),
        2 => (0..4usize, slot.clone(), pick()).prop_map(|(index, slot, value)| Action::StoreImmortal { index, slot, value }),
        4 => (root.clone(), any::<usize>(), vec(pick(), 1..20))
            .prop_map(|(array, start, values)| Action::StoreMany { array, start, values }),
        8 => (root.clone(), slot, root.clone()).prop_map(|(object, slot, into)| Action::Load { object, slot, into }),
        3 => (root.clone(), root.clone()).prop_map(|(from, into)| Action::Copy { from, into }),
        6 => root.clone().prop_map(|root| Action::Drop { root }),
        1 => root.clone().prop_map(|array| Action::Immediates { array }),
        4 => (root.clone(), any::<bool>(), root.clone())
            .prop_map(|(target, callback, into)| Action::NewWeak { target, callback, into }),
        4 => (root.clone(), root.clone()).prop_map(|(weak_box, into)| Action::LoadWeak { weak_box, into }),
        2 => (root.clone(), 0..WEAK_ROOTS).prop_map(|(from, entry)| Action::FillWeakTable { from, entry }),
        2 => (0..WEAK_ROOTS, root.clone()).prop_map(|(entry, into)| Action::LoadWeakTable { entry, into }),
        4 => (root.clone(), prop::bool::weighted(0.8)).prop_map(|(object, on)| Action::Finaliser { object, on }),
        2 => root.clone().prop_map(|object| Action::Identity { object }),
        1 => (-20_000..100_000isize).prop_map(|delta| Action::External { delta }),
        2 => (kind(), 1..400usize).prop_map(|(kind, objects)| Action::Churn { kind, objects }),
        5 => Just(Action::Safepoint),
        4 => (prop_oneof![Just(Scope::Minor), Just(Scope::Step), Just(Scope::Full)], any::<bool>())
            .prop_map(|(scope, drain)| Action::Collect { scope, drain }),
        3 => prop::option::of(root).prop_map(|into| Action::NextDead { into }),
    ]
}

impl<C: Collector> Driver<C> {
    /// Does one action.
    pub fn act(&mut self, action: &Action) -> Result<(), String> {
        if !matches!(action, Action::Collect { .. }) {
            self.exact = false;
        }
        match *action {
            Action::New { kind, ref fill, into } => {
                if let Some((object, number)) = self.allocate(kind) {
                    for (slot, &pick) in fill.iter().enumerate().take(kind.slots()) {
                        let (value, word) = self.resolve(pick);
                        // SAFETY: a slot of a new object, initialised without a barrier.
                        unsafe { self.slot(object, number, slot).set(word) };
                        self.model.objects.entry(number).and_modify(|model| model.slots[slot] = value);
                    }
                    self.set_root(into, Value::Object(number), object.word());
                }
            }
            Action::Immortal { kind, into } => {
                if self.immortals.len() < 4 && kind != Kind::Resource {
                    let (object, number) = self.allocate_immortal(kind);
                    self.set_root(into, Value::Object(number), object.word());
                }
            }
            Action::Store { object, slot, value } => {
                if let Some((object, number)) = self.root(object) {
                    self.store_wrapped(object, number, slot, value);
                }
            }
            Action::StoreImmortal { index, slot, value } => {
                if let Some(&(number, object)) = self.immortals.get(index) {
                    self.store_wrapped(object, number, slot, value);
                }
            }
            Action::StoreMany { array, start, ref values } => {
                if let Some((object, number)) = self.root(array)
                    && let Kind::Array(length) = self.model.objects[&number].kind
                    && length > 0
                {
                    let start = start % length;
                    let end = length.min(start + values.len());
                    let values: Vec<_> = values.iter().map(|&pick| self.resolve(pick)).collect();
                    self.store_many(object, number, start..end, &values);
                }
            }
            Action::Load { object, slot, into } => {
                if let Some((object, number)) = self.root(object)
                    && let slots = self.model.objects[&number].kind.slots()
                    && slots > 0
                {
                    let value = self.model.objects[&number].slots[nth(slot, slots)];
                    // SAFETY: a slot of a live object.
                    let word = unsafe { self.slot(object, number, nth(slot, slots)).get() };
                    self.set_root(into, value, word);
                }
            }
            Action::Copy { from, into } => {
                let (value, word) = self.resolve(Pick::Root(from));
                self.set_root(into, value, word);
            }
            Action::Drop { root } => self.clear_root(root),
            Action::Immediates { array } => {
                if let Some((object, number)) = self.root(array)
                    && let model = &self.model.objects[&number]
                    && matches!(model.kind, Kind::Array(_))
                    && !model.slots.iter().any(|value| matches!(value, Value::Object(_)))
                {
                    self.retag(object, number, true);
                }
            }
            Action::NewWeak { target, callback, into } => {
                if let Some(target) = self.root(target)
                    && let Some((weak_box, number)) = self.allocate(Kind::WeakBox)
                {
                    self.aim(weak_box, number, target, callback);
                    self.set_root(into, Value::Object(number), weak_box.word());
                }
            }
            Action::LoadWeak { weak_box, into } => {
                if let Some((object, number)) = self.root(weak_box)
                    && self.model.objects[&number].kind == Kind::WeakBox
                {
                    let loaded = self.heap.load_weak(slot_at(object, WeakBox::target.offset()));
                    self.set_loaded(into, self.model.objects[&number].weak, loaded)?;
                }
            }
            Action::FillWeakTable { from, entry } => {
                let target = self.root(from);
                self.roots.weak[entry].set(target.map_or(Word::ZERO, |(object, _)| object.word()));
                self.model.weak_table[entry] = target.map(|(_, number)| number);
            }
            Action::LoadWeakTable { entry, into } => {
                let loaded = self.heap.load_weak(crate::SlotRef::of(&self.roots.weak[entry]));
                self.set_loaded(into, self.model.weak_table[entry], loaded)?;
            }
            Action::Finaliser { object, on } => {
                if let Some((object, number)) = self.root(object)
                    && !self.model.objects[&number].immortal
                {
                    self.set_finaliser(object, number, on);
                }
            }
            Action::Identity { object } => {
                if let Some((object, number)) = self.root(object) {
                    self.take_identity(object, number)?;
                }
            }
            Action::External { delta } => self.set_external(delta.max(-self.model.external)),
            Action::Churn { kind, objects } => {
                for _ in 0..objects {
                    if let Some((_, number)) = self.allocate(if kind == Kind::Resource { Kind::Pair } else { kind }) {
                        // Nothing refers to it.
                        self.model.bury(number);
                    }
                }
            }
            Action::Safepoint => {
                self.expect_room(Scope::Minor, |driver| driver.safepoint())?;
                compare(self, &[])?;
                self.drain()?;
            }
            Action::Collect { scope, drain } => {
                self.expect_room(scope, |driver| driver.collect(scope))?;
                compare(self, &[])?;
                if drain || scope != Scope::Full {
                    self.drain()?;
                }
            }
            Action::NextDead { into } => {
                if let Some((Dead::Finalise(object), number)) = self.next_dead()? {
                    compare(self, &[(number, object)])?;
                    if let Some(into) = into {
                        self.set_root(into, Value::Object(number), object.word());
                    }
                }
            }
        }
        Ok(())
    }

    /// Drops everything; after that nothing may be left but immortals, and every resource must be destroyed once.
    pub fn finish(mut self) -> Result<(), String> {
        (0..ROOTS).for_each(|root| self.clear_root(root));
        self.expect_room(Scope::Full, |driver| driver.collect(Scope::Full))?;
        compare(&mut self, &[])?;
        self.drain()?;
        self.expect_room(Scope::Full, |driver| driver.collect(Scope::Full))?;
        compare(&mut self, &[])?;
        let alive: Vec<u64> =
            self.model.objects.iter().filter(|(_, object)| object.kind == Kind::Resource).map(|(&n, _)| n).collect();
        let log = self.log;
        drop(self);
        let destroyed = core::mem::take(&mut *log.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
        if alive.iter().any(|number| !destroyed.contains(number)) || alive.len() != destroyed.len() {
            return Err(format!(
                "resources {alive:?} were alive when the heap was dropped, {destroyed:?} were destroyed"
            ));
        }
        Ok(())
    }

    fn expect_room(&mut self, scope: Scope, collect: impl FnOnce(&mut Self) -> Outcome) -> Result<(), String> {
        match collect(self) {
            Outcome::Done => Ok(()),
            Outcome::OverLimit => {
                Err(format!("{scope:?} collection says the heap is over its limit, which is far away"))
            }
        }
    }

    /// Takes everything out of the queue of dead objects.
    pub fn drain(&mut self) -> Result<(), String> {
        while let Some((dead, number)) = self.next_dead()? {
            let (Dead::Finalise(object) | Dead::WeakCallback(object)) = dead;
            compare(self, &[(number, object)])?;
        }
        Ok(())
    }

    fn resolve(&self, pick: Pick) -> (Value, Word) {
        match pick {
            Pick::Zero => (Value::Zero, Word::ZERO),
            Pick::Immediate(bits) => (Value::Immediate(bits), Word::from_bits(bits)),
            Pick::Root(root) => (self.model.roots[root], self.roots.strong[root].get()),
        }
    }

    fn store_wrapped(&mut self, object: ObjRef, number: u64, slot: usize, value: Pick) {
        let slots = self.model.objects[&number].kind.slots();
        if slots > 0 {
            let (value, word) = self.resolve(value);
            self.store(object, number, nth(slot, slots), value, word);
        }
    }

    fn set_loaded(&mut self, into: usize, expected: Option<u64>, loaded: Option<ObjRef>) -> Result<(), String> {
        match (expected, loaded) {
            (Some(number), Some(object)) => self.set_root(into, Value::Object(number), object.word()),
            (None, Some(object)) => return Err(format!("load_weak answers {object:?} from an empty slot")),
            (_, None) => self.clear_root(into),
        }
        Ok(())
    }

    pub fn set_finaliser(&mut self, object: ObjRef, number: u64, on: bool) {
        if on {
            self.heap.set_finaliser(object);
        } else {
            self.heap.clear_finaliser(object);
            self.model.due.remove(&number);
            self.model.first_due.remove(&number);
            self.model.suspects.remove(&number);
        }
        self.model.objects.entry(number).and_modify(|model| model.finaliser = on);
    }

    pub fn take_identity(&mut self, object: ObjRef, number: u64) -> Result<(), String> {
        let identity = self.heap.identity(object);
        self.model.objects.entry(number).and_modify(|model| model.identity = Some(identity));
        match self.model.identities.insert(identity, number) {
            Some(other) if other != number && self.model.reachable().contains(&other) => {
                Err(format!("objects {number} and {other} both have identity {identity:#x}"))
            }
            _ => Ok(()),
        }
    }
}
