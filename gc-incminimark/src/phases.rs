//! Each phase by itself: what an object is to expect that is born, found dead or written to in it.

use gc_api::suite::layouts::Kind;
use gc_api::suite::model::Value;
use gc_api::{Collector, Dead, Scope};

use crate::cycle::Phase;
use crate::testing::Heap;

fn tiny() -> Heap {
    Heap::new(None, "tiny_steps,poison,verify")
}

/// A list of so many pairs in a root.
fn list(heap: &mut Heap, root: usize, length: usize) {
    heap.rooted(Kind::Pair, root);
    for _ in 1..length {
        let (last, number) = heap.0.root(root).unwrap();
        heap.rooted(Kind::Pair, root);
        heap.store(root, 0, (last, number));
    }
}

#[test]
fn a_cycle_goes_through_its_phases_and_counts_what_lives() {
    let mut heap = tiny();
    list(&mut heap, 0, 100);
    heap.collect(Scope::Minor);
    assert_eq!(heap.phase(), "idle");
    heap.step_until("marking");
    heap.step_until("sweeping");
    heap.step_until("idle");
    assert_eq!(heap.0.heap.old.borrow().alive.objects, 100);
    assert_eq!(heap.0.heap.stats().full_collections, 1);
    heap.compare();
}

#[test]
fn what_is_promoted_while_marking_is_white_and_found() {
    let mut heap = tiny();
    list(&mut heap, 0, 100);
    heap.step_until("marking");
    list(&mut heap, 1, 10);
    heap.rooted(Kind::Pair, 2);
    heap.collect(Scope::Minor);
    let dead = heap.0.root(2).unwrap().0;
    heap.0.clear_root(2);
    assert!(!heap.0.heap.old.borrow().next_marks().is_marked(dead));
    heap.step_until("sweeping");
    heap.step_until("idle");
    assert_eq!(heap.0.heap.old.borrow().alive.objects, 110, "what died while marking, unmarked, is gone");
    heap.compare();
}

/// Young objects, small and large, hang on an object that such a step scans, are written to afterwards, and die or live.
#[test]
fn a_step_between_collections_passes_over_what_is_young() {
    for dies in [false, true] {
        let mut heap = tiny();
        list(&mut heap, 0, 200);
        heap.rooted(Kind::Pair, 1);
        heap.step_until("marking");
        let small = heap.0.allocate(Kind::Pair).unwrap();
        heap.store(1, 0, small);
        let large = heap.rooted(Kind::Array(3000), 2);
        heap.store(1, 1, large);
        heap.scan_what_is_grey();
        assert_eq!(heap.phase(), "marking", "it ends after a minor collection only");
        let late = heap.rooted(Kind::Pair, 3);
        heap.store(2, 2000, late);
        heap.0.clear_root(3);
        if dies {
            heap.0.clear_root(1);
            heap.0.clear_root(2);
        }
        heap.collect(Scope::Step);
        heap.compare();
        for phase in ["sweeping", "idle", "marking", "idle"] {
            heap.step_until(phase);
            heap.compare();
        }
    }
}

#[test]
fn a_cycle_goes_on_between_collections_until_it_is_over() {
    let mut heap = tiny();
    list(&mut heap, 0, 500);
    heap.step_until("sweeping");
    for _ in 0..100_000 {
        if heap.phase() == "idle" {
            break;
        }
        heap.rooted(Kind::Pair, 1);
        heap.0.heap.step_between(&mut heap.0.roots);
        heap.compare();
    }
    assert_eq!(heap.phase(), "idle");
}

#[test]
fn what_is_promoted_while_sweeping_stays() {
    let mut heap = tiny();
    for round in 0..20 {
        list(&mut heap, round % 10, 300);
    }
    heap.step_until("sweeping");
    for root in 10..16 {
        list(&mut heap, root, 50);
        heap.rooted(Kind::Array(3000), 16);
        heap.collect(Scope::Step);
        heap.compare();
    }
    heap.step_until("idle");
    heap.compare();
}

#[test]
fn a_full_collection_is_exact_whatever_goes_on() {
    for phase in ["idle", "marking", "sweeping"] {
        let mut heap = tiny();
        list(&mut heap, 0, 50);
        heap.step_until("marking");
        heap.collect(Scope::Step);
        heap.step_until(phase);
        heap.0.clear_root(0);
        list(&mut heap, 1, 7);
        heap.collect(Scope::Full);
        assert_eq!((heap.phase(), heap.0.heap.old.borrow().alive.objects), ("idle", 7), "begun while {phase}");
        heap.compare();
    }
}

/// A thousand slots of a large array in a step of one object: the array is marked part by part.
#[test]
fn a_large_array_is_marked_in_parts_and_written_to_meanwhile() {
    let mut heap = tiny();
    heap.rooted(Kind::Array(12_000), 0);
    heap.collect(Scope::Minor);
    heap.step_until("marking");
    let mut parts = 0;
    while heap.phase() == "marking" {
        if parts < 15 {
            let pair = heap.0.allocate(Kind::Pair).unwrap();
            heap.store(0, parts * 1997 % 12_000, pair);
        }
        heap.collect(Scope::Step);
        if parts % 4 == 0 {
            heap.compare();
        }
        parts += 1;
    }
    assert!(parts > 15, "marked in {parts} parts");
    heap.step_until("idle");
    heap.compare();
}

#[test]
fn a_young_large_object_stays_where_it_is() {
    let mut heap = tiny();
    let (array, _) = heap.rooted(Kind::Array(5000), 0);
    let (dead, _) = heap.rooted(Kind::Array(5000), 1);
    heap.0.clear_root(1);
    heap.collect(Scope::Minor);
    assert_eq!(heap.0.root(0).unwrap().0, array);
    let old = heap.0.heap.old.borrow();
    assert_eq!(
        old.region.block_of(dead.address()).map(|block| old.region.kind_of(block)),
        Some(gc_parts::region::BlockKind::Free)
    );
}

#[test]
fn an_identity_is_the_address_an_object_ends_up_at() {
    let mut heap = tiny();
    let (young, number) = heap.rooted(Kind::Pair, 0);
    let (other, _) = heap.rooted(Kind::Pair, 1);
    heap.0.take_identity(young, number).unwrap();
    let identity = heap.0.heap.identity(young);
    assert_ne!(identity, heap.0.heap.identity(other));
    heap.collect(Scope::Minor);
    let old = heap.0.root(0).unwrap().0;
    assert_ne!(old, young);
    assert_eq!((old.address() as u64, heap.0.heap.identity(old)), (identity, identity));
    heap.compare();
}

/// What dies young does not wait for a marking.
#[test]
fn young_deaths_are_seen_by_a_minor_collection() {
    let mut heap = tiny();
    let (object, number) = heap.rooted(Kind::Pair, 0);
    heap.0.set_finaliser(object, number, true);
    let target = heap.rooted(Kind::Wide, 1);
    let (weak_box, box_number) = heap.rooted(Kind::WeakBox, 2);
    heap.0.aim(weak_box, box_number, target, true);
    let (_, resource) = heap.rooted(Kind::Resource, 3);
    [0, 1, 3].into_iter().for_each(|root| heap.0.clear_root(root));
    heap.collect(Scope::Minor);
    heap.compare();
    assert!(heap.0.model.destroyed.contains(&resource));
    let handed_out: Vec<u64> = core::iter::from_fn(|| heap.0.next_dead().unwrap()).map(|(_, number)| number).collect();
    assert_eq!(handed_out, [number, box_number]);
}

#[test]
fn what_waits_in_the_queue_is_marked() {
    let mut heap = tiny();
    let (object, number) = heap.rooted(Kind::Pair, 0);
    heap.0.set_finaliser(object, number, true);
    heap.0.clear_root(0);
    heap.collect(Scope::Full);
    for _ in 0..2 {
        heap.step_until("sweeping");
        heap.step_until("idle");
    }
    let Some((Dead::Finalise(object), _)) = heap.0.next_dead().unwrap() else { panic!("not handed out") };
    heap.0.set_root(0, Value::Object(number), object.word());
    heap.compare();
}

/// An array becomes one without slots while part of it waits to be scanned.
#[test]
fn an_array_is_retagged_while_it_is_marked() {
    let mut heap = tiny();
    let (array, number) = heap.rooted(Kind::Array(9000), 0);
    heap.collect(Scope::Minor);
    heap.step_until("marking");
    while !matches!(&heap.0.heap.cycle.phase, Phase::Marking(marking) if marking.tracer.greys().any(|grey| grey == array))
    {
        heap.collect(Scope::Step);
    }
    heap.collect(Scope::Step);
    heap.0.retag(array, number, true);
    heap.step_until("sweeping");
    heap.compare();
    heap.0.retag(array, number, false);
    heap.step_until("idle");
    heap.compare();
}
