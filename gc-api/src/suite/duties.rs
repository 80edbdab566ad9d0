//! What every collector must do and random programs reach badly: depth, size, limits, order, totals.
//!
//! Each duty is one function that panics if it is not done.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use super::compare::compare;
use super::driver::{Driver, pattern, slot_at};
use super::layouts::{Array, Kind, Numbered, Pair};
use super::model::Value;
use crate::poll::Reason;
use crate::{
    Collector, Dead, DebugKnobs, Event, EventSink, HeapConfig, Layout, ObjRef, Outcome, SMALL_BYTES, Scope, Word,
};

const MIB: usize = 1 << 20;

fn plain<C: Collector>() -> Driver<C> {
    Driver::new(&super::config())
}

fn limited<C: Collector>(limit: usize) -> Driver<C> {
    Driver::new(&HeapConfig { limit: Some(limit), ..super::config() })
}

#[track_caller]
fn check<T>(result: Result<T, String>) -> T {
    match result {
        Ok(value) => value,
        Err(problem) => panic!("{problem}"),
    }
}

/// Where a pair's slots are.
fn slot_of_pair(index: usize) -> usize {
    Pair::left.offset() + index * 8
}

/// A pair outside the model.
fn pair<C: Collector>(driver: &Driver<C>, number: u64, left: Word, right: Word) -> ObjRef {
    let object = ObjRef::new(driver.heap.alloc(Pair::TYPE, Kind::Pair.bytes()));
    // SAFETY: a new pair.
    unsafe {
        slot_at(object, Numbered::number.offset()).set(Word::from_bits(number));
        slot_at(object, slot_of_pair(0)).set(left);
        slot_at(object, slot_of_pair(1)).set(right);
    }
    object
}

fn read(object: ObjRef, slot: usize) -> Word {
    // SAFETY: callers name a slot of a live pair.
    unsafe { slot_at(object, slot_of_pair(slot)).get() }
}

/// Number and object of a new object of the model, in a root.
fn rooted<C: Collector>(driver: &mut Driver<C>, kind: Kind, root: usize) -> (u64, ObjRef) {
    let Some((object, number)) = driver.allocate(kind) else { panic!("{kind:?} was refused in an empty heap") };
    driver.set_root(root, Value::Object(number), object.word());
    (number, object)
}

/// A full collection of a heap that is far from its limit.
#[track_caller]
fn full<C: Collector>(driver: &mut Driver<C>) {
    assert_eq!(driver.collect(Scope::Full), Outcome::Done);
}

/// A list is not recursed over, whether it lives or dies.
pub fn one_million_nodes<C: Collector>() {
    const NODES: u64 = 1_000_000;
    let mut driver = plain::<C>();
    for round in 0..2 {
        for number in 0..NODES {
            let rest = driver.roots.strong[0].get();
            let node = pair(&driver, number, Word::from_bits(number << 1 | 1), rest);
            driver.roots.strong[0].set(node.word());
            if number % 50_000 == 0 && driver.poll.take(Reason::Collect) {
                assert_eq!(driver.heap.safepoint(&mut driver.roots), Outcome::Done);
            }
        }
        assert_eq!(driver.heap.collect(Scope::Full, &mut driver.roots), Outcome::Done);
        let mut at = driver.roots.strong[0].get();
        for number in (0..NODES).rev() {
            let Some(node) = at.as_ref() else { panic!("round {round}: the list ends before node {number}") };
            assert_eq!(read(node, 0).bits(), number << 1 | 1);
            at = read(node, 1);
        }
        driver.roots.strong[0].set(Word::ZERO);
        assert_eq!(driver.heap.collect(Scope::Full, &mut driver.roots), Outcome::Done);
        assert!(driver.heap.stats().live_bytes < MIB as u64, "a dead list is still counted: {:?}", driver.heap.stats());
    }
}

/// A tree built bottom up while collections happen.
pub fn deep_and_wide<C: Collector>() {
    const DEPTH: usize = 10;
    let mut driver =
        Driver::<C>::new(&HeapConfig { debug: DebugKnobs { every: 40, ..Default::default() }, ..super::config() });
    // Root `d` holds a finished tree of depth `d` that waits for its sibling, as in binary counting.
    for leaf in 0..1u64 << DEPTH {
        let mut tree = pair(&driver, leaf, Word::ZERO, Word::ZERO);
        let mut depth = 0;
        while leaf >> depth & 1 == 1 {
            tree = pair(&driver, leaf, driver.roots.strong[depth].get(), tree.word());
            driver.roots.strong[depth].set(Word::ZERO);
            depth += 1;
        }
        driver.roots.strong[depth].set(tree.word());
        if driver.poll.take(Reason::Collect) {
            assert_eq!(driver.heap.safepoint(&mut driver.roots), Outcome::Done);
        }
    }
    assert_eq!(driver.heap.collect(Scope::Full, &mut driver.roots), Outcome::Done);
    let mut left = vec![driver.roots.strong[DEPTH].get()];
    let mut nodes = 0;
    while let Some(word) = left.pop() {
        if let Some(node) = word.as_ref() {
            nodes += 1;
            left.extend([read(node, 0), read(node, 1)]);
        }
    }
    assert_eq!(nodes, (2 << DEPTH) - 1);
}

/// An array above every threshold for size, written one by one and in bulk between collections.
pub fn large_array_is_traced<C: Collector>() {
    const LENGTH: usize = 50_000;
    let mut driver =
        Driver::<C>::new(&HeapConfig { debug: DebugKnobs { every: 1, ..Default::default() }, ..super::config() });
    rooted(&mut driver, Kind::Array(LENGTH), 0);
    full(&mut driver);
    for round in 0..40usize {
        let Some((array, number)) = driver.root(0) else { panic!("the array is gone") };
        let single = round * 1237 % LENGTH;
        let Some((object, other)) = driver.allocate(Kind::Pair) else { panic!("refused") };
        driver.store(array, number, single, Value::Object(other), object.word());
        let start = round * 6151 % (LENGTH - 100);
        let values: Vec<_> = (0..100)
            .map(|_| {
                driver.allocate(Kind::Pair).map_or((Value::Zero, Word::ZERO), |(o, n)| (Value::Object(n), o.word()))
            })
            .collect();
        driver.store_many(array, number, start..start + 100, &values);
        assert_eq!(driver.safepoint(), Outcome::Done);
        if round % 8 == 0 {
            check(compare(&mut driver, &[]));
        }
    }
    full(&mut driver);
    check(compare(&mut driver, &[]));
}

/// No slot of an array is missed, whatever chunks, cards or cells its length makes of it.
pub fn arrays_of_all_lengths_are_traced<C: Collector>() {
    let mut driver = plain::<C>();
    let around_powers = (5..14).flat_map(|power: u32| [(1usize << power) - 1, 1 << power, (1 << power) + 1]);
    for length in (1..20).chain(around_powers) {
        let (number, array) = rooted(&mut driver, Kind::Array(length), 0);
        for slot in 0..length {
            let Some((object, other)) = driver.allocate(Kind::Pair) else { panic!("refused") };
            driver.store(array, number, slot, Value::Object(other), object.word());
        }
        full(&mut driver);
        // What was freed by mistake is overwritten.
        for _ in 0..length {
            let Some((_, number)) = driver.allocate(Kind::Pair) else { panic!("refused") };
            driver.model.bury(number);
        }
        driver.exact = false;
        check(compare(&mut driver, &[]));
    }
}

/// Over the limit, a safepoint says so, the program can go on in a reserve, and freeing memory ends it.
pub fn limit_is_an_answer<C: Collector>() {
    const LIMIT: usize = 16 * MIB;
    let mut driver = limited::<C>(LIMIT);
    for round in 0..3 {
        let mut bytes = 0;
        loop {
            for _ in 0..100 {
                let node = pair(&driver, 0, Word::ZERO, driver.roots.strong[0].get());
                driver.roots.strong[0].set(node.word());
            }
            bytes += 100 * Kind::Pair.bytes();
            assert!(bytes <= LIMIT + LIMIT / 8, "round {round}: {bytes} bytes alive, and no word of the limit");
            if driver.poll.take(Reason::Collect) && driver.heap.safepoint(&mut driver.roots) == Outcome::OverLimit {
                break;
            }
        }
        assert!(bytes >= LIMIT / 4, "round {round}: over the limit with {bytes} bytes alive of {LIMIT}");
        // Handling the error allocates a little.
        let extra = pair(&driver, 0, Word::ZERO, Word::ZERO);
        driver.roots.strong[1].set(extra.word());
        driver.roots.strong[0].set(Word::ZERO);
        assert_eq!(driver.heap.collect(Scope::Full, &mut driver.roots), Outcome::Done, "round {round}");
    }
}

/// A large object that does not fit is refused at once and asks for a collection; after that it may fit.
pub fn large_refused_then_granted<C: Collector>() {
    let mut driver = limited::<C>(24 * MIB);
    let kind = Kind::Bytes(10 * MIB);
    rooted(&mut driver, kind, 0);
    driver.clear_root(0);
    let mut granted = 1;
    while driver.allocate(kind).is_some() {
        granted += 1;
        assert!(granted < 8, "the limit does not hold for large objects");
    }
    assert!(driver.poll.is_raised_for(Reason::Collect), "a refusal asks for a collection");
    assert_eq!(driver.safepoint(), Outcome::Done);
    let again = driver.allocate(kind);
    assert!(again.is_some(), "{granted} dead objects still count after the safepoint that the refusal asked for");
    if let Some((object, number)) = again {
        driver.set_root(0, Value::Object(number), object.word());
        // SAFETY: the object has that many bytes.
        let last = unsafe { *(slot_at(object, kind.first_slot()).address() as *const u8).add(10 * MIB - 1) };
        assert_eq!(last, pattern(number, 10 * MIB - 1));
    }
    assert!(
        driver.heap.alloc_large(super::layouts::Bytes::TYPE, usize::MAX & !15).is_none(),
        "an absurd size is refused"
    );
}

/// Memory that objects own elsewhere counts.
pub fn external_bytes_bring_collections<C: Collector>() {
    let mut driver = limited::<C>(64 * MIB);
    driver.poll.take(Reason::Collect);
    let mut steps = 0;
    while !driver.poll.is_raised_for(Reason::Collect) {
        driver.set_external(MIB as isize);
        steps += 1;
        assert!(steps <= 80, "80 MiB outside a heap of 64 MiB bring no collection");
    }
    assert_eq!(driver.heap.stats().external_bytes as usize, steps * MIB);
    driver.set_external(-((steps * MIB) as isize));
    assert_eq!(driver.heap.stats().external_bytes, 0);
    assert_eq!(driver.collect(Scope::Full), Outcome::Done);
}

/// Referrers are finalised before what they refer to, however they were registered, and a weak slot answers until then.
pub fn finalisers_in_order<C: Collector>() {
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0], [1, 0, 2]] {
        let mut driver = plain::<C>();
        let chain: Vec<(u64, ObjRef)> = (0..3).map(|root| rooted(&mut driver, Kind::Pair, root)).collect();
        for (from, to) in [(0, 1), (1, 2)] {
            driver.store(chain[from].1, chain[from].0, 0, Value::Object(chain[to].0), chain[to].1.word());
        }
        for index in order {
            driver.set_finaliser(chain[index].1, chain[index].0, true);
        }
        (0..3).for_each(|root| driver.clear_root(root));
        let mut handed_out = Vec::new();
        for _ in 0..6 {
            full(&mut driver);
            check(compare(&mut driver, &[]));
            while let Some((dead, number)) = check(driver.next_dead()) {
                let (Dead::Finalise(object) | Dead::WeakCallback(object)) = dead;
                check(compare(&mut driver, &[(number, object)]));
                handed_out.push(number);
            }
        }
        assert_eq!(handed_out, [chain[0].0, chain[1].0, chain[2].0], "registered as {order:?}");
    }
}

/// In a cycle, finalisers run as they were registered.
pub fn cycle_finalised_as_registered<C: Collector>() {
    for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
        let mut driver = plain::<C>();
        let cycle: Vec<(u64, ObjRef)> = (0..3).map(|root| rooted(&mut driver, Kind::Pair, root)).collect();
        for (from, to) in [(0, 1), (1, 2), (2, 0)] {
            driver.store(cycle[from].1, cycle[from].0, 0, Value::Object(cycle[to].0), cycle[to].1.word());
        }
        order.iter().for_each(|&index| driver.set_finaliser(cycle[index].1, cycle[index].0, true));
        (0..3).for_each(|root| driver.clear_root(root));
        full(&mut driver);
        let mut handed_out = Vec::new();
        while let Some((_, number)) = check(driver.next_dead()) {
            handed_out.push(number);
        }
        assert_eq!(handed_out, order.map(|index| cycle[index].0));
    }
}

/// A resurrected object is not handed out again, unless it is registered again.
pub fn finaliser_runs_once<C: Collector>() {
    let mut driver = plain::<C>();
    let (number, object) = rooted(&mut driver, Kind::Pair, 0);
    driver.set_finaliser(object, number, true);
    driver.clear_root(0);
    for again in [true, false] {
        full(&mut driver);
        let Some((Dead::Finalise(object), handed_out)) = check(driver.next_dead()) else { panic!("not handed out") };
        assert_eq!(handed_out, number);
        driver.set_root(0, Value::Object(number), object.word());
        assert_eq!(check(driver.next_dead()), None);
        full(&mut driver);
        check(compare(&mut driver, &[]));
        assert_eq!(check(driver.next_dead()), None, "alive again, and handed out again");
        let Some((object, _)) = driver.root(0) else { panic!("a resurrected object is gone") };
        if again {
            driver.set_finaliser(object, number, true);
        }
        driver.clear_root(0);
    }
    full(&mut driver);
    assert_eq!(check(driver.next_dead()), None, "handed out twice");
    check(compare(&mut driver, &[]));
}

/// What waits to be finalised survives further collections, with everything it refers to.
pub fn queue_is_a_root<C: Collector>() {
    let mut driver = plain::<C>();
    for _ in 0..20 {
        let (number, object) = rooted(&mut driver, Kind::Pair, 0);
        let Some((below, below_number)) = driver.allocate(Kind::Array(5)) else { panic!("refused") };
        driver.store(object, number, 1, Value::Object(below_number), below.word());
        driver.set_finaliser(object, number, true);
    }
    driver.clear_root(0);
    for _ in 0..3 {
        full(&mut driver);
        check(compare(&mut driver, &[]));
        for _ in 0..2000 {
            rooted(&mut driver, Kind::Pair, 1);
        }
        driver.clear_root(1);
    }
    assert!(driver.poll.is_raised_for(Reason::Finalise), "objects are due, and the poll word does not say so");
    let mut count = 0;
    while let Some((Dead::Finalise(object), number)) = check(driver.next_dead()) {
        check(compare(&mut driver, &[(number, object)]));
        count += 1;
    }
    assert_eq!(count, 20);
}

/// A callback comes once, when the referent has died for good, and only if the weak box lives.
pub fn weak_callbacks<C: Collector>() {
    let mut driver = plain::<C>();
    let (target_number, target) = rooted(&mut driver, Kind::Pair, 0);
    let mut boxes = Vec::new();
    for (root, with_callback) in [(1, true), (2, false), (3, true)] {
        let (number, weak_box) = rooted(&mut driver, Kind::WeakBox, root);
        driver.aim(weak_box, number, (target, target_number), with_callback);
        boxes.push(number);
    }
    full(&mut driver);
    check(compare(&mut driver, &[]));
    assert_eq!(check(driver.next_dead()), None, "the referent lives");
    // The third box dies with its referent.
    driver.clear_root(3);
    driver.clear_root(0);
    full(&mut driver);
    check(compare(&mut driver, &[]));
    let handed_out = check(driver.next_dead()).map(|(_, number)| number);
    assert_eq!(handed_out, Some(boxes[0]));
    assert_eq!(check(driver.next_dead()), None);
    full(&mut driver);
    assert_eq!(check(driver.next_dead()), None, "a callback came twice");
}

/// Callbacks of one referent come newest first, referents in the order of their oldest callback.
pub fn weak_callbacks_in_order<C: Collector>() {
    let mut driver = plain::<C>();
    let targets = [(0, Kind::Pair), (1, Kind::Wide)].map(|(root, kind)| rooted(&mut driver, kind, root));
    let mut boxes = Vec::new();
    for (root, target) in [(2, 0), (3, 1), (4, 0), (5, 1), (6, 0)] {
        let (number, weak_box) = rooted(&mut driver, Kind::WeakBox, root);
        let (target_number, target) = targets[target];
        driver.aim(weak_box, number, (target, target_number), true);
        boxes.push(number);
    }
    driver.clear_root(0);
    driver.clear_root(1);
    full(&mut driver);
    check(compare(&mut driver, &[]));
    let mut handed_out = Vec::new();
    while let Some((_, number)) = check(driver.next_dead()) {
        handed_out.push(number);
    }
    assert_eq!(handed_out, [4, 2, 0, 3, 1].map(|index| boxes[index]));
}

/// Identities of living objects differ, and stay.
pub fn identities_differ<C: Collector>() {
    let mut driver = plain::<C>();
    let (number, array) = rooted(&mut driver, Kind::Array(3000), 0);
    for slot in 0..3000 {
        let Some((object, other)) = driver.allocate(Kind::Pair) else { panic!("refused") };
        driver.store(array, number, slot, Value::Object(other), object.word());
        if slot % 2 == 0 {
            check(driver.take_identity(object, other));
        }
    }
    for _ in 0..3 {
        full(&mut driver);
        check(compare(&mut driver, &[]));
    }
    let Some((array, number)) = driver.root(0) else { panic!("the array is gone") };
    let mut seen = HashSet::new();
    for slot in 0..3000 {
        // SAFETY: a slot of a live array.
        let object = unsafe { driver.slot(array, number, slot).get() }.as_ref();
        let identity = object.map(|object| driver.heap.identity(object));
        assert!(seen.insert(identity), "two objects have identity {identity:?}");
    }
}

/// Immortal objects stay where they are, unreferenced, and keep what they refer to.
pub fn immortals_stay<C: Collector>() {
    let mut driver = plain::<C>();
    for index in 0..500usize {
        let kind = [Kind::Pair, Kind::Array(20), Kind::Bytes(100), Kind::Array(9000)][index % 4];
        let (immortal, number) = driver.allocate_immortal(kind);
        if kind.slots() > 0 {
            let Some((object, other)) = driver.allocate(Kind::Pair) else { panic!("refused") };
            driver.store(immortal, number, 0, Value::Object(other), object.word());
        }
        if index % 100 == 0 {
            full(&mut driver);
        }
    }
    full(&mut driver);
    check(compare(&mut driver, &[]));
}

/// Destructors run once each, at the latest when the heap is dropped.
pub fn destructors_run_once<C: Collector>() {
    const RESOURCES: usize = 1000;
    let mut driver = plain::<C>();
    let (number, array) = rooted(&mut driver, Kind::Array(RESOURCES), 0);
    for slot in 0..RESOURCES {
        let Some((object, other)) = driver.allocate(Kind::Resource) else { panic!("refused") };
        driver.store(array, number, slot, Value::Object(other), object.word());
    }
    for slot in (0..RESOURCES).step_by(2) {
        driver.store(array, number, slot, Value::Zero, Word::ZERO);
    }
    full(&mut driver);
    check(compare(&mut driver, &[]));
    assert_eq!(driver.model.destroyed.len(), RESOURCES / 2);
    let log = driver.log;
    drop(driver);
    let rest = log.lock().map_or(0, |log| log.iter().collect::<HashSet<_>>().len());
    assert_eq!(rest, RESOURCES / 2);
}

/// A heap that was large once gives its memory back.
pub fn memory_goes_back<C: Collector>() {
    let mut driver = plain::<C>();
    for _ in 0..2_000_000 {
        let node = pair(&driver, 0, Word::ZERO, driver.roots.strong[0].get());
        driver.roots.strong[0].set(node.word());
    }
    for root in 1..5 {
        let Some(memory) = driver.heap.alloc_large(Array::TYPE, Array::INFO.bytes_for(1 << 20)) else {
            panic!("refused")
        };
        let array = ObjRef::new(memory);
        // SAFETY: the length field of a new array.
        unsafe { slot_at(array, Array::length.offset()).set(Word::from_bits(1 << 20)) };
        driver.roots.strong[root].set(array.word());
    }
    full(&mut driver);
    let loaded = driver.heap.stats();
    assert!(loaded.live_bytes >= 90 * MIB as u64, "{loaded:?}");
    driver.roots.strong.iter().for_each(|slot| slot.set(Word::ZERO));
    full(&mut driver);
    full(&mut driver);
    let empty = driver.heap.stats();
    assert!(
        empty.reserved_bytes <= loaded.reserved_bytes / 3,
        "{} bytes before, {} after",
        loaded.reserved_bytes,
        empty.reserved_bytes
    );
}

/// A program that only makes garbage is collected without asking, and does not grow.
pub fn garbage_brings_collections<C: Collector>() {
    let mut driver = plain::<C>();
    let kinds = [Kind::Pair, Kind::Wide, Kind::Array(3), Kind::Array(100), Kind::Bytes(1000)];
    for step in 0..400_000usize {
        let kind = kinds[step % kinds.len()];
        assert!(kind.bytes() <= SMALL_BYTES);
        let object = ObjRef::new(driver.heap.alloc(kind.type_id(), kind.bytes()));
        // SAFETY: a new object, never traced: nothing refers to it.
        unsafe { slot_at(object, 8).set(Word::ZERO) };
        if driver.poll.take(Reason::Collect) {
            assert_eq!(driver.heap.safepoint(&mut driver.roots), Outcome::Done);
        }
    }
    let stats = driver.heap.stats();
    assert!(stats.full_collections + stats.minor_collections > 0);
    assert!(stats.reserved_bytes < 64 * MIB as u64, "{stats:?}");
    assert!(stats.allocated_bytes > 100 * MIB as u64, "{stats:?}");
}

struct Recorded(Arc<Mutex<Vec<Event>>>);

impl EventSink for Recorded {
    fn event(&mut self, event: &Event) {
        if let Ok(mut events) = self.0.lock() {
            events.push(*event);
        }
    }
}

/// Each collection tells its start and its end.
pub fn events_pair<C: Collector>() {
    let mut driver = plain::<C>();
    let events = Arc::new(Mutex::new(Vec::new()));
    driver.heap.set_events(Box::new(Recorded(events.clone())));
    rooted(&mut driver, Kind::Array(2000), 0);
    full(&mut driver);
    driver.clear_root(0);
    full(&mut driver);
    let Ok(events) = events.lock() else { panic!("a sink panicked") };
    let mut open = Vec::new();
    let mut ends = Vec::new();
    for event in events.iter() {
        match event {
            Event::Start { kind, .. } => open.push(*kind),
            Event::Phase { kind, .. } => assert_eq!(open.last(), Some(kind), "a phase outside its collection"),
            Event::End { kind, bytes_after, .. } => {
                assert_eq!(open.pop(), Some(*kind), "an end without a start");
                ends.push(*bytes_after);
            }
        }
    }
    assert!(open.is_empty(), "a start without an end");
    assert!(ends.len() >= 2 && ends[ends.len() - 1] + 16_000 <= ends[0].max(16_000), "{ends:?}");
}
