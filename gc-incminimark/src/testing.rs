//! A heap with roots and a model, for the tests of this crate.

use gc_api::suite::driver::Driver;
use gc_api::suite::layouts::Kind;
use gc_api::suite::model::Value;
use gc_api::{Collector, DebugKnobs, HeapConfig, ObjRef, Outcome, Scope};

use crate::Incminimark;
use crate::bugs::{Bug, Bugs};
use crate::cycle::Phase;

/// See the module documentation.
pub struct Heap(pub Driver<Incminimark>);

impl Heap {
    pub fn new(bug: Option<Bug>, knobs: &str) -> Heap {
        let debug = DebugKnobs::parse(knobs).unwrap();
        let mut driver = Driver::<Incminimark>::new(&HeapConfig { debug, ..HeapConfig::default() });
        driver.heap.bugs = Bugs(bug);
        Heap(driver)
    }

    pub fn rooted(&mut self, kind: Kind, root: usize) -> (ObjRef, u64) {
        let (object, number) = self.0.allocate(kind).unwrap();
        self.0.set_root(root, Value::Object(number), object.word());
        (object, number)
    }

    pub fn store(&mut self, root: usize, slot: usize, target: (ObjRef, u64)) {
        let (object, number) = self.0.root(root).unwrap();
        self.0.store(object, number, slot, Value::Object(target.1), target.0.word());
    }

    pub fn collect(&mut self, scope: Scope) {
        assert_eq!(self.0.collect(scope), Outcome::Done);
    }

    pub fn verify(&mut self) -> String {
        self.0.heap.verify(&mut self.0.roots).err().map_or(String::new(), |corruption| corruption.what)
    }

    #[track_caller]
    pub fn expect(&mut self, part: &str) {
        let what = self.verify();
        assert!(what.contains(part) && part.is_empty() == what.is_empty(), "{what:?} should mention {part:?}");
    }

    pub fn phase(&self) -> &'static str {
        self.0.heap.cycle.phase.name()
    }
}

impl Heap {
    /// Compares everything in reach with the model.
    #[track_caller]
    pub fn compare(&mut self) {
        if let Err(problem) = gc_api::suite::compare::compare(&mut self.0, &[]) {
            panic!("{problem}");
        }
    }

    /// Steps between collections, until nothing grey is left.
    #[track_caller]
    pub fn scan_what_is_grey(&mut self) {
        let some_left = |heap: &Incminimark| match &heap.cycle.phase {
            Phase::Marking(marking) => !marking.tracer.is_done(),
            _ => panic!("nothing is being marked"),
        };
        while some_left(&self.0.heap) {
            self.0.heap.step_between(&mut self.0.roots);
        }
    }

    /// Steps until the cycle is in this phase.
    #[track_caller]
    pub fn step_until(&mut self, phase: &str) {
        for _ in 0..100_000 {
            if self.phase() == phase {
                return;
            }
            self.collect(Scope::Step);
        }
        panic!("still {} after many steps", self.phase());
    }
}
