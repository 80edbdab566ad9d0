//! Seeded bugs: each kind of mistake of a virtual machine is reported.

use gc_api::suite::driver::{Driver, slot_at};
use gc_api::suite::layouts::{Kind, Pair};
use gc_api::suite::model::Value;
use gc_api::{Collector, Layout, ObjRef, Outcome, Word};
use gc_check::Check;

fn heap() -> Driver<Check> {
    Driver::new(&Default::default())
}

/// A new object in a root, after a safepoint.
fn rooted(driver: &mut Driver<Check>, kind: Kind, root: usize) -> ObjRef {
    let (object, number) = driver.allocate(kind).unwrap();
    driver.set_root(root, Value::Object(number), object.word());
    safepoint(driver);
    driver.root(root).unwrap().0
}

fn safepoint(driver: &mut Driver<Check>) {
    assert_eq!(driver.safepoint(), Outcome::Done);
}

fn write(object: ObjRef, offset: usize, word: Word) {
    // SAFETY: a slot of a live object; that nobody ran the barrier is what the tests are for.
    unsafe { slot_at(object, offset).set(word) };
}

#[test]
fn every_object_moves_at_every_safepoint() {
    let mut driver = heap();
    let before = rooted(&mut driver, Kind::Pair, 0);
    safepoint(&mut driver);
    let after = driver.root(0).unwrap().0;
    assert_ne!(before, after);
    assert_eq!(driver.heap.verify(&mut driver.roots).map_err(|corruption| corruption.what), Ok(()));
}

#[test]
#[should_panic(expected = "a write went round the barrier: Pair at")]
fn a_store_without_barrier() {
    let mut driver = heap();
    let (from, to) = (rooted(&mut driver, Kind::Pair, 0), rooted(&mut driver, Kind::Pair, 1));
    let from = driver.root(0).map_or(from, |(object, _)| object);
    write(from, Pair::right.offset(), to.word());
    safepoint(&mut driver);
}

#[test]
#[should_panic(expected = "a write went round the barrier: Array at")]
fn a_bulk_barrier_that_is_one_slot_short() {
    let mut driver = heap();
    let to = rooted(&mut driver, Kind::Pair, 1);
    let array = rooted(&mut driver, Kind::Array(10), 0);
    let to = driver.root(1).map_or(to, |(object, _)| object);
    driver.heap.before_bulk_write(array, 0..4);
    for index in 0..5 {
        write(array, Kind::Array(10).first_slot() + index * 8, to.word());
    }
    safepoint(&mut driver);
}

#[test]
#[should_panic(expected = "a stack root holds")]
fn a_reference_held_across_a_safepoint() {
    let mut driver = heap();
    let stale = rooted(&mut driver, Kind::Pair, 0);
    safepoint(&mut driver);
    driver.roots.strong[1].set(stale.word());
    safepoint(&mut driver);
}

#[test]
#[should_panic(expected = "or the slot was never written")]
fn a_slot_that_was_never_written() {
    let mut driver = heap();
    let memory = driver.heap.alloc(Pair::TYPE, Kind::Pair.bytes());
    driver.roots.strong[0].set(ObjRef::new(memory).word());
    safepoint(&mut driver);
}

#[test]
#[should_panic(expected = "is not an object; it has moved or died")]
fn a_barrier_on_a_stale_object() {
    let mut driver = heap();
    let stale = rooted(&mut driver, Kind::Pair, 0);
    safepoint(&mut driver);
    driver.heap.before_write(stale, slot_at(stale, Pair::left.offset()));
}

#[test]
#[should_panic(expected = "it was allocated with 32")]
fn an_object_that_changed_its_size() {
    let mut driver = heap();
    let pair = rooted(&mut driver, Kind::Pair, 0);
    // SAFETY: the object is alive.
    unsafe { pair.header() }.retag(Kind::Wide.type_id());
    safepoint(&mut driver);
}
