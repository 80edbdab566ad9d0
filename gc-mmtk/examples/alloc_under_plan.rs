//! Times what the interpreter does most under a plan: small allocations with the collections they bring, and writes to old objects.
//!
//! `cargo run --release -p gc-mmtk --example alloc_under_plan [PLAN]`.

use std::hint::black_box;
use std::time::Instant;

use gc_api::poll::Reason;
use gc_api::{
    Collector, HeapConfig, Layout, ObjRef, Outcome, PollWord, Roots, Scope, Slot, SlotRef, TypeId, TypeInfo, TypeTable,
    Word, layout,
};
use gc_mmtk::Mmtk;

layout! {
    pub struct Pair(TypeId(1)) {
        left: Ref,
        right: Ref,
    }
}

const GARBAGE: usize = 20_000_000;
const NODES: usize = 1_000_000;

struct RootTable([Slot; 2]);

impl Roots for RootTable {
    fn stacks(&mut self, visit: &mut dyn FnMut(SlotRef)) {
        self.0.iter().for_each(|slot| visit(SlotRef::of(slot)));
    }

    fn tables(&mut self, _visit: &mut dyn FnMut(SlotRef)) {}
}

struct Bench {
    heap: Mmtk,
    poll: &'static PollWord,
    roots: RootTable,
}

fn set(object: ObjRef, word: usize, value: Word) {
    // SAFETY: a slot of a new pair, or one whose barrier has run.
    unsafe { slot(object, word).set(value) };
}

fn slot(object: ObjRef, word: usize) -> SlotRef {
    // SAFETY: a pair has three words.
    SlotRef::new(unsafe { object.as_non_null().add(word) }.cast())
}

/// Not inlined, so that its machine code can be looked at.
#[inline(never)]
fn new_pair(heap: &Mmtk, left: Word, right: Word) -> ObjRef {
    let object = ObjRef::new(heap.alloc(Pair::TYPE, Pair::INFO.fixed_bytes as usize));
    set(object, 1, left);
    set(object, 2, right);
    object
}

/// As above.
#[inline(never)]
fn write_left(heap: &Mmtk, object: ObjRef, value: Word) {
    heap.before_write(object, slot(object, 1));
    set(object, 1, value);
}

impl Bench {
    fn poll(&mut self) {
        if self.poll.is_raised() {
            self.poll.take(Reason::Collect);
            assert_eq!(self.heap.safepoint(&mut self.roots), Outcome::Done);
        }
    }

    fn time(&mut self, what: &str, times: usize, work: impl FnOnce(&mut Bench)) {
        let before = self.heap.stats();
        let start = Instant::now();
        work(self);
        let ns = start.elapsed().as_nanos() as f64 / times as f64;
        let after = self.heap.stats();
        let collections = |stats: &gc_api::HeapStats| (stats.minor_collections, stats.full_collections);
        println!(
            "{what}: {ns:.2} ns each, collections (minor, full) {:?} to {:?}, longest pause so far {:.2} ms",
            collections(&before),
            collections(&after),
            after.max_pause_ns as f64 / 1e6
        );
    }
}

fn main() {
    static TYPES: &[(TypeId, &TypeInfo)] = &[(Pair::TYPE, &Pair::INFO)];
    let poll: &'static PollWord = Box::leak(Box::default());
    let config = HeapConfig { plan: std::env::args().nth(1), ..HeapConfig::default() };
    let start = Instant::now();
    let heap = match Mmtk::new(&config, Box::leak(Box::new(TypeTable::new(&[TYPES]))), poll) {
        Ok(heap) => heap,
        Err(error) => return eprintln!("{error}"),
    };
    println!("{}: set up in {:.1} ms", heap.plan().unwrap_or_default(), start.elapsed().as_secs_f64() * 1e3);
    let mut bench = Bench { heap, poll, roots: RootTable(Default::default()) };
    let garbage = |bench: &mut Bench| {
        for _ in 0..GARBAGE {
            black_box(new_pair(&bench.heap, Word::ZERO, Word::ZERO));
            bench.poll();
        }
    };
    bench.time("garbage, nothing alive", GARBAGE, garbage);
    bench.time("a list that lives", NODES, |bench| {
        for _ in 0..NODES {
            let node = new_pair(&bench.heap, Word::ZERO, bench.roots.0[0].get());
            bench.roots.0[0].set(node.word());
            bench.poll();
        }
    });
    bench.time("full collection of it, per object", NODES, |bench| {
        assert_eq!(bench.heap.collect(Scope::Full, &mut bench.roots), Outcome::Done);
    });
    bench.time("garbage beside it", GARBAGE, garbage);
    bench.time("writes to one old object", GARBAGE, |bench| {
        if let Some(old) = bench.roots.0[0].get().as_ref() {
            (0..GARBAGE).for_each(|_| write_left(&bench.heap, black_box(old), Word::from_bits(1)));
        }
    });
}
