//! Seeded bugs: each way to corrupt the heap is reported by `verify`, and says where.

use gc_api::suite::driver::{Driver, slot_at};
use gc_api::suite::layouts::{Array, Bytes, Kind, Pair, WeakBox};
use gc_api::suite::model::Value;
use gc_api::{Collector, Layout, ObjRef, Outcome, Scope, TypeId, Word};
use gc_marksweep::MarkSweep;

struct Heap(Driver<MarkSweep>);

impl Heap {
    /// A heap with a pair in root 0, after a collection that left free cells around it.
    fn new() -> (Heap, ObjRef) {
        let mut heap = Heap(Driver::new(&Default::default()));
        for _ in 0..10 {
            heap.rooted(Kind::Pair, 0);
        }
        heap.collect();
        let pair = heap.0.root(0).unwrap().0;
        assert_eq!(heap.verify(), "");
        (heap, pair)
    }

    fn rooted(&mut self, kind: Kind, root: usize) -> ObjRef {
        let (object, number) = self.0.allocate(kind).unwrap();
        self.0.set_root(root, Value::Object(number), object.word());
        object
    }

    fn collect(&mut self) {
        assert_eq!(self.0.collect(Scope::Full), Outcome::Done);
    }

    fn verify(&mut self) -> String {
        self.0.heap.verify(&mut self.0.roots).err().map_or(String::new(), |corruption| corruption.what)
    }

    #[track_caller]
    fn expect(&mut self, parts: &[&str]) {
        let what = self.verify();
        assert!(parts.iter().all(|part| what.contains(part)), "{what:?} should mention {parts:?}");
    }
}

fn set(object: ObjRef, offset: usize, word: Word) {
    // SAFETY: a word of a live object; that it is corrupt is what the test is for.
    unsafe { slot_at(object, offset).set(word) };
}

#[test]
fn a_reference_to_a_freed_object() {
    let (mut heap, pair) = Heap::new();
    let dead = heap.rooted(Kind::Pair, 1);
    heap.0.clear_root(1);
    heap.collect();
    set(pair, Pair::left.offset(), dead.word());
    heap.expect(&["Pair at", &format!("offset {}", Pair::left.offset()), "free cell of 32 bytes"]);
}

#[test]
fn a_reference_into_a_run_not_handed_out_yet() {
    let (mut heap, pair) = Heap::new();
    let last = heap.rooted(Kind::Pair, 1);
    set(pair, Pair::left.offset(), Word::from_bits(last.word().bits() + 32));
    heap.expect(&["free cell"]);
}

#[test]
fn a_reference_into_an_object() {
    let (mut heap, pair) = Heap::new();
    set(pair, Pair::left.offset(), Word::from_bits(pair.word().bits() + 8));
    heap.expect(&["free cell"]);
    let large = heap.rooted(Kind::Array(20_000), 1);
    set(pair, Pair::left.offset(), Word::from_bits(large.word().bits() + 64));
    heap.expect(&["into a large object"]);
    set(pair, Pair::left.offset(), Word::from_bits(large.word().bits() + 65536));
    heap.expect(&["into a large object"]);
}

/// Where something lies that could be an object.
#[test]
fn a_reference_into_an_immortal_object() {
    let (mut heap, pair) = Heap::new();
    let (array, _) = heap.0.allocate_immortal(Kind::Array(10));
    let offset = Kind::Array(10).first_slot() + 24;
    set(array, offset, Word::from_bits(Pair::TYPE.0.into()));
    set(pair, Pair::left.offset(), Word::from_bits((array.address() + offset) as u64));
    heap.expect(&["Pair at", "leads into an object"]);
}

#[test]
fn a_reference_out_of_the_heap() {
    let (mut heap, pair) = Heap::new();
    set(pair, Pair::right.offset(), Word::from_bits(0xdead_beef_dead_bee8));
    heap.expect(&["leads outside the heap", "0xdeadbeefdeadbee8"]);
}

#[test]
fn a_freed_large_object() {
    let (mut heap, pair) = Heap::new();
    let large = heap.rooted(Kind::Array(20_000), 1);
    heap.0.clear_root(1);
    heap.collect();
    set(pair, Pair::left.offset(), large.word());
    heap.expect(&["free block"]);
}

#[test]
fn a_broken_header() {
    let (mut heap, pair) = Heap::new();
    // SAFETY: the object is alive.
    unsafe { pair.header() }.retag(TypeId(4711));
    heap.expect(&["root", "unknown layout 4711"]);
}

#[test]
fn a_length_that_does_not_fit_the_cell() {
    let (mut heap, _) = Heap::new();
    let array = heap.rooted(Kind::Array(3), 1);
    set(array, Array::length.offset(), Word::from_bits(100));
    heap.expect(&["Array at", "824 bytes, in room for 48"]);
    let bytes = heap.rooted(Kind::Bytes(30_000), 1);
    set(bytes, Bytes::length.offset(), Word::from_bits(70_000));
    heap.expect(&["Bytes at", "says it has 70024 bytes"]);
}

#[test]
fn a_weak_slot_that_was_not_cleared() {
    let (mut heap, _) = Heap::new();
    let target = heap.rooted(Kind::Pair, 1);
    let weak_box = heap.rooted(Kind::WeakBox, 2);
    heap.0.clear_root(1);
    heap.collect();
    set(weak_box, WeakBox::target.offset(), target.word());
    heap.expect(&["WeakBox at", "free cell"]);
}

#[test]
fn a_root_that_was_forgotten() {
    let (mut heap, _) = Heap::new();
    let forgotten = heap.rooted(Kind::Pair, 1);
    heap.0.roots.strong[1].set(Word::ZERO);
    heap.collect();
    heap.0.roots.strong[1].set(forgotten.word());
    heap.expect(&["stack root", "free cell"]);
}

#[test]
fn an_array_of_garbage() {
    let (mut heap, _) = Heap::new();
    let array = heap.rooted(Kind::Array(10), 1);
    set(array, Kind::Array(10).first_slot() + 72, Word::from_bits(8));
    heap.expect(&["Array at", "offset 96", "0x8 leads outside"]);
}
