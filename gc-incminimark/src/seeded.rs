//! Mistakes made on purpose, one at a time: each is reported, by `verify` or by what a program sees.

use gc_api::suite::driver::slot_at;
use gc_api::suite::layouts::{Kind, Pair};
use gc_api::suite::model::Value;
use gc_api::{ObjRef, Scope, Word};

use crate::bugs::Bug;
use crate::cycle::Phase;
use crate::testing::Heap;

/// Runs a scenario without a mistake, after which the heap is whole, and with it.
#[track_caller]
fn found(bug: Bug, message: &str, scenario: fn(&mut Heap)) {
    for (bug, message) in [(None, ""), (Some(bug), message)] {
        let mut heap = Heap::new(bug, "tiny_steps,poison");
        scenario(&mut heap);
        heap.expect(message);
    }
}

/// An old object that is written to without a note refers to a young one that nothing else keeps.
#[test]
fn a_barrier_that_forgets() {
    found(Bug::BarrierForgets, "refers to the young object", |heap| {
        heap.rooted(Kind::Pair, 0);
        heap.collect(Scope::Minor);
        let young = heap.0.allocate(Kind::Pair).unwrap();
        heap.store(0, 1, young);
    });
    found(Bug::BarrierForgets, "leads to free memory in the nursery", |heap| {
        heap.rooted(Kind::Pair, 0);
        heap.collect(Scope::Minor);
        let young = heap.0.allocate(Kind::Pair).unwrap();
        heap.store(0, 1, young);
        heap.collect(Scope::Minor);
    });
}

#[test]
fn a_store_that_goes_round_the_barrier() {
    let mut heap = Heap::new(None, "");
    let (_, number) = heap.rooted(Kind::Pair, 0);
    heap.collect(Scope::Minor);
    let young = heap.0.allocate(Kind::Pair).unwrap();
    let old = heap.0.root(0).unwrap().0;
    // SAFETY: a slot of a live object; that the barrier does not run is what the test is for.
    unsafe { heap.0.slot(old, number, 0).set(young.0.word()) };
    heap.expect("refers to the young object");
}

#[test]
fn cards_that_are_forgotten() {
    found(Bug::CardsAreForgotten, "refers to the young object", |heap| {
        heap.rooted(Kind::Array(5000), 0);
        heap.collect(Scope::Minor);
        let young = heap.0.allocate(Kind::Pair).unwrap();
        heap.store(0, 4321, young);
    });
}

#[test]
fn a_table_of_roots_that_is_forgotten() {
    found(Bug::RootTablesAreForgotten, "root table: reference", |heap| {
        heap.rooted(Kind::Pair, 17);
        heap.collect(Scope::Minor);
    });
}

#[test]
fn weak_slots_that_are_forgotten() {
    found(Bug::WeakSlotsAreForgotten, "leads to free memory in the nursery", |heap| {
        let target = heap.rooted(Kind::Pair, 0);
        let (weak_box, number) = heap.rooted(Kind::WeakBox, 1);
        heap.0.aim(weak_box, number, target, false);
        heap.collect(Scope::Minor);
    });
}

/// A scanned object comes to hold the only reference to one that was not.
#[test]
fn a_scanned_object_that_stays_black() {
    found(Bug::NothingIsRegreyed, "was scanned, and refers to", |heap| {
        black_and_white(heap);
        let (white, number) = heap.0.root(1).unwrap();
        heap.store(0, 0, (white, number));
        heap.0.clear_root(1);
        let (holder, number) = heap.0.root(2).unwrap();
        heap.0.store(holder, number, 0, Value::Zero, Word::ZERO);
        heap.0.model.before_collection();
        heap.collect(Scope::Step);
    });
}

/// Marks until the pair in root 0 is black, and the one that hangs on the long list in root 2 is still white, and takes it into root 1.
fn black_and_white(heap: &mut Heap) {
    heap.rooted(Kind::Pair, 0);
    let (mut last, mut number) = heap.0.allocate(Kind::Pair).unwrap();
    let white = number;
    for _ in 0..400 {
        let (pair, pair_number) = heap.0.allocate(Kind::Pair).unwrap();
        heap.0.store(pair, pair_number, 0, Value::Object(number), last.word());
        (last, number) = (pair, pair_number);
    }
    heap.0.set_root(2, Value::Object(number), last.word());
    heap.collect(Scope::Minor);
    let target = end_of_list(heap);
    loop {
        heap.collect(Scope::Step);
        let black = heap.0.root(0).unwrap().0;
        let old = heap.0.heap.old.borrow();
        let Phase::Marking(marking) = &heap.0.heap.cycle.phase else { panic!("the marking is over too soon") };
        assert!(!old.next_marks().is_marked(target.1));
        if old.next_marks().is_marked(black) && !marking.tracer.greys().any(|grey| grey == black) {
            break;
        }
    }
    // The holder is the last but one; cut off there, only root 1 keeps the white one.
    heap.0.set_root(1, Value::Object(white), target.1.word());
    heap.0.set_root(2, Value::Object(target.0.1), target.0.0.word());
}

/// The last but one pair of the list in root 2, with its number, and the last.
fn end_of_list(heap: &Heap) -> ((ObjRef, u64), ObjRef) {
    let mut at = heap.0.root(2).unwrap().0;
    loop {
        // SAFETY: the list is alive.
        let next = unsafe { slot_at(at, Pair::left.offset()).get() }.as_ref().unwrap();
        // SAFETY: as above.
        if unsafe { slot_at(next, Pair::left.offset()).get() }.is_zero() {
            // SAFETY: as above.
            return ((at, unsafe { gc_api::suite::driver::number_of(at) }), next);
        }
        at = next;
    }
}

/// A reference moves from an object not scanned yet into a root that was looked at.
#[test]
fn roots_that_are_marked_once() {
    found(Bug::RootsAreMarkedOnce, "free cell", |heap| {
        black_and_white(heap);
        let (holder, number) = heap.0.root(2).unwrap();
        heap.0.store(holder, number, 0, Value::Zero, Word::ZERO);
        while heap.phase() != "idle" {
            heap.collect(Scope::Step);
        }
        heap.collect(Scope::Minor);
    });
}

/// A young array is marked by a step between collections, and comes to hold the only reference to an object that is not.
#[test]
fn young_objects_that_stay_marked() {
    found(Bug::YoungStayMarked, "free cell", |heap| {
        black_and_white(heap);
        let (holder, number) = heap.0.root(2).unwrap();
        heap.0.store(holder, number, 0, Value::Zero, Word::ZERO);
        let array = heap.rooted(Kind::Array(3000), 3);
        heap.store(2, 1, array);
        heap.scan_what_is_grey();
        assert!(heap.0.heap.old.borrow().next_marks().is_marked(array.0));
        let white = heap.0.root(1).unwrap();
        assert!(!heap.0.heap.old.borrow().next_marks().is_marked(white.0));
        heap.store(3, 0, white);
        heap.0.clear_root(1);
        heap.0.model.before_collection();
        heap.collect(Scope::Step);
    });
}

#[test]
fn immortals_that_are_born_forgotten() {
    found(Bug::ImmortalsAreBornForgotten, "neither remembered nor is the barrier armed", |heap| {
        heap.0.allocate_immortal(Kind::Pair);
    });
}

/// Two objects get one cell.
#[test]
fn runs_that_are_swept_while_they_are_used() {
    let mut heap = Heap::new(Some(Bug::RunsAreNotRetired), "");
    for _ in 0..10 {
        heap.rooted(Kind::Pair, 0);
        heap.collect(Scope::Minor);
    }
    heap.collect(Scope::Full);
    // More than the rest of the block, which is handed out again.
    heap.rooted(Kind::Array(2500), 1);
    for slot in 0..2500 {
        let pair = heap.0.allocate(Kind::Pair).unwrap();
        heap.store(1, slot, pair);
    }
    heap.collect(Scope::Minor);
    heap.0.exact = false;
    let what = gc_api::suite::compare::compare(&mut heap.0, &[]).err().unwrap_or_default();
    assert!(what.contains("expected"), "{what:?}");
}

#[test]
fn references_that_lead_nowhere() {
    let mut heap = Heap::new(None, "poison");
    let (pair, _) = heap.rooted(Kind::Pair, 0);
    // SAFETY: a slot of a live object; that it is corrupt is what the test is for.
    let set = |word: u64| unsafe { slot_at(pair, Pair::left.offset()).set(Word::from_bits(word)) };
    set(pair.word().bits() + 32);
    heap.expect("free memory in the nursery");
    set(0xdead_beef_dead_bee8);
    heap.expect("leads outside the heap");
    set(0);
    heap.expect("");
    heap.collect(Scope::Minor);
    let old = heap.0.root(0).unwrap().0;
    // SAFETY: as above.
    unsafe { slot_at(old, Pair::left.offset()).set(Word::from_bits(old.word().bits() + 32)) };
    heap.expect("free cell of 32 bytes");
}
