//! Times what the interpreter does most: small allocations, and what a collection costs.
//!
//! `cargo run --release -p gc-marksweep --example alloc`, or under callgrind with one case named:
//! `valgrind --tool=callgrind target/release/examples/alloc pairs`.

use std::hint::black_box;
use std::time::Instant;

use gc_api::poll::Reason;
use gc_api::{
    Collector, HeapConfig, Layout, ObjRef, Outcome, PollWord, Roots, Scope, Slot, SlotRef, TypeId, TypeInfo, TypeTable,
    Word, layout,
};
use gc_marksweep::MarkSweep;

layout! {
    pub struct Pair(TypeId(1)) {
        left: Ref,
        right: Ref,
    }
}

layout! {
    pub struct Array(TypeId(2)) {
        length: Raw<usize>,
    }
    words length
}

struct RootTable([Slot; 4]);

impl Roots for RootTable {
    fn stacks(&mut self, visit: &mut dyn FnMut(SlotRef)) {
        self.0.iter().for_each(|slot| visit(SlotRef::of(slot)));
    }

    fn tables(&mut self, _visit: &mut dyn FnMut(SlotRef)) {}
}

struct Bench {
    heap: MarkSweep,
    poll: &'static PollWord,
    roots: RootTable,
}

impl Bench {
    fn new() -> Bench {
        static TYPES: &[(TypeId, &TypeInfo)] = &[(Pair::TYPE, &Pair::INFO), (Array::TYPE, &Array::INFO)];
        let poll: &'static PollWord = Box::leak(Box::default());
        let threads = std::env::var("MARK_THREADS").ok().and_then(|text| text.parse().ok());
        let config = HeapConfig { mark_threads: threads, ..HeapConfig::default() };
        let heap =
            MarkSweep::new(&config, Box::leak(Box::new(TypeTable::new(&[TYPES]))), poll).expect("defaults are fine");
        Bench { heap, poll, roots: RootTable(Default::default()) }
    }

    #[inline(always)]
    fn pair(&self, left: Word, right: Word) -> ObjRef {
        let object = ObjRef::new(self.heap.alloc(Pair::TYPE, Pair::INFO.fixed_bytes as usize));
        set(object, 1, left);
        set(object, 2, right);
        object
    }

    #[inline(always)]
    fn poll(&mut self) {
        if self.poll.is_raised() {
            self.poll.take(Reason::Collect);
            assert_eq!(self.heap.safepoint(&mut self.roots), Outcome::Done);
        }
    }

    fn tree(&mut self, depth: u32) -> ObjRef {
        if depth == 0 {
            return self.pair(Word::ZERO, Word::ZERO);
        }
        let left = self.tree(depth - 1).word();
        let right = self.tree(depth - 1).word();
        self.pair(left, right)
    }
}

#[inline(always)]
fn set(object: ObjRef, word: usize, value: Word) {
    // SAFETY: callers write slots of an object just allocated.
    unsafe { SlotRef::new(object.as_non_null().add(word).cast()).set(value) }
}

/// Loop of allocations of 2-field objects that die at once; kept apart so that its code can be read.
#[inline(never)]
fn pairs(bench: &mut Bench, count: usize) {
    for _ in 0..count {
        black_box(bench.pair(Word::from_bits(1), Word::from_bits(3)));
        bench.poll();
    }
}

fn time(name: &str, count: usize, work: impl FnOnce()) {
    let start = Instant::now();
    work();
    println!("{name:<44} {:>9.2} ns", start.elapsed().as_nanos() as f64 / count as f64);
}

fn collections(bench: &mut Bench, name: &str, objects: usize) {
    assert_eq!(bench.heap.collect(Scope::Full, &mut bench.roots), Outcome::Done);
    time(name, objects * 4, || {
        for _ in 0..4 {
            assert_eq!(bench.heap.collect(Scope::Full, &mut bench.roots), Outcome::Done);
        }
    });
}

fn main() {
    let chosen = std::env::args().nth(1).unwrap_or_default();
    let wanted = |name: &str| chosen.is_empty() || chosen == name;
    if wanted("pairs") {
        let mut bench = Bench::new();
        let count = if chosen.is_empty() { 100_000_000 } else { 10_000_000 };
        time("2-field object, all garbage", count, || pairs(&mut bench, count));
    }
    if wanted("holes") {
        let mut bench = Bench::new();
        for index in 0..4_000_000u64 {
            let keep = index % 4 == 0;
            let node = bench.pair(Word::from_bits(1), if keep { bench.roots.0[0].get() } else { Word::ZERO });
            if keep {
                bench.roots.0[0].set(node.word());
            }
        }
        assert_eq!(bench.heap.collect(Scope::Full, &mut bench.roots), Outcome::Done);
        let count = 3_000_000;
        time("2-field object, into holes of 3 (no collection)", count, || {
            for _ in 0..count {
                black_box(bench.pair(Word::from_bits(1), Word::from_bits(3)));
            }
        });
        time("2-field object, 1M live, with collections", 50_000_000, || pairs(&mut bench, 50_000_000));
    }
    if wanted("list") {
        let mut bench = Bench::new();
        for _ in 0..4_000_000 {
            let node = bench.pair(Word::from_bits(1), bench.roots.0[0].get());
            bench.roots.0[0].set(node.word());
        }
        collections(&mut bench, "collection per live object, list of 4M", 4_000_000);
    }
    if wanted("tree") {
        let mut bench = Bench::new();
        let tree = bench.tree(21);
        bench.roots.0[0].set(tree.word());
        collections(&mut bench, "collection per live object, tree of 4M", 1 << 22);
    }
    if wanted("array") {
        let mut bench = Bench::new();
        let length = 4_000_000;
        let array = ObjRef::new(bench.heap.alloc_large(Array::TYPE, Array::INFO.bytes_for(length)).expect("fits"));
        set(array, 1, Word::from_bits(length as u64));
        let mut at = 0usize;
        for _ in 0..length {
            // Scattered, so that marking meets objects in no order of addresses.
            at = (at + 1_618_033) % length;
            set(array, 2 + at, bench.pair(Word::from_bits(1), Word::from_bits(3)).word());
        }
        bench.roots.0[0].set(array.word());
        collections(&mut bench, "collection per live object, array of 4M", length);
    }
    if wanted("small") {
        let mut bench = Bench::new();
        let tree = bench.tree(14);
        bench.roots.0[0].set(tree.word());
        let objects = 1 << 15;
        collections(&mut bench, "collection per live object, tree of 32K", objects);
        let mut empty = Bench::new();
        collections(&mut empty, "collection of an empty heap", 1);
    }
}
