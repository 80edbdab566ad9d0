//! The collector's own short tests; the collector suite is the thorough one.

use gc_api::{
    Collector, Dead, HeapConfig, Layout, ObjRef, Outcome, PollWord, Roots, Scope, Slot, SlotRef, TypeId, TypeTable,
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

layout! {
    pub struct WeakBox(TypeId(3)) {
        target: Weak,
    }
    weak target
}

/// Root slots that stay in place.
#[derive(Default)]
struct RootTable(Vec<Box<Slot>>);

impl Roots for RootTable {
    fn stacks(&mut self, _visit: &mut dyn FnMut(SlotRef)) {}

    fn tables(&mut self, visit: &mut dyn FnMut(SlotRef)) {
        self.0.iter().for_each(|slot| visit(SlotRef::of(slot)));
    }
}

fn heap(config: HeapConfig) -> MarkSweep {
    let types: &[(TypeId, &'static gc_api::TypeInfo)] =
        &[(Pair::TYPE, &Pair::INFO), (Array::TYPE, &Array::INFO), (WeakBox::TYPE, &WeakBox::INFO)];
    let types = Box::leak(Box::new(TypeTable::new(&[types])));
    MarkSweep::new(&config, types, Box::leak(Box::new(PollWord::new()))).unwrap()
}

fn pair(heap: &MarkSweep, left: Word, right: Word) -> ObjRef {
    let object = ObjRef::new(heap.alloc(Pair::TYPE, 24));
    set(object, 1, left);
    set(object, 2, right);
    object
}

fn set(object: ObjRef, word: usize, value: Word) {
    // SAFETY: the tests write slots of live objects only.
    unsafe { SlotRef::new(object.as_non_null().add(word).cast()).set(value) }
}

fn get(object: ObjRef, word: usize) -> Word {
    // SAFETY: as above.
    unsafe { SlotRef::new(object.as_non_null().add(word).cast()).get() }
}

#[test]
fn a_long_list_survives_and_dies_without_recursion() {
    let mut heap = heap(HeapConfig::default());
    let mut roots = RootTable::default();
    let mut list = Word::ZERO;
    for number in 0..1_000_000u64 {
        list = pair(&heap, Word::from_bits(number << 1 | 1), list).word();
    }
    roots.0.push(Box::new(Slot::new(list)));
    assert_eq!(heap.collect(Scope::Full, &mut roots), Outcome::Done);
    assert_eq!(heap.stats().live_bytes, 24_000_000);
    heap.verify(&mut roots).unwrap();
    let mut at = roots.0[0].get();
    for number in (0..1_000_000u64).rev() {
        let object = at.as_ref().unwrap();
        assert_eq!(get(object, 1), Word::from_bits(number << 1 | 1));
        at = get(object, 2);
    }
    roots.0.clear();
    heap.collect(Scope::Full, &mut roots);
    assert_eq!(heap.stats().live_bytes, 0);
    assert!(heap.stats().reserved_bytes < 8 << 20, "{:?}", heap.stats());
}

#[test]
fn weak_slots_answer_until_the_finaliser_has_run() {
    let mut heap = heap(HeapConfig::default());
    let mut roots = RootTable::default();
    let object = pair(&heap, Word::ZERO, Word::ZERO);
    heap.set_finaliser(object);
    let weak = ObjRef::new(heap.alloc(WeakBox::TYPE, 16));
    set(weak, 1, object.word());
    heap.set_weak_callback(weak);
    roots.0.push(Box::new(Slot::new(weak.word())));
    heap.collect(Scope::Full, &mut roots);
    assert_eq!(get(weak, 1), object.word());
    assert_eq!(heap.next_dead(), Some(Dead::Finalise(object)));
    assert_eq!(heap.next_dead(), None);
    heap.collect(Scope::Full, &mut roots);
    assert_eq!(get(weak, 1), Word::ZERO);
    assert_eq!(heap.next_dead(), Some(Dead::WeakCallback(weak)));
    assert_eq!(heap.next_dead(), None);
}

#[test]
fn large_objects_come_zeroed_and_respect_the_limit() {
    let mut heap = heap(HeapConfig { limit: Some(16 << 20), ..HeapConfig::default() });
    let mut roots = RootTable::default();
    let bytes = Array::INFO.bytes_for(1_000_000);
    let array = ObjRef::new(heap.alloc_large(Array::TYPE, bytes).unwrap());
    // SAFETY: the length field of a new array.
    unsafe { array.as_ptr().add(1).cast::<usize>().write(1_000_000) };
    set(array, 1_000_001, pair(&heap, Word::ZERO, Word::ZERO).word());
    roots.0.push(Box::new(Slot::new(array.word())));
    assert_eq!(heap.alloc_large(Array::TYPE, bytes + bytes / 2), None);
    assert_eq!(heap.collect(Scope::Full, &mut roots), Outcome::Done);
    assert_eq!(heap.stats().live_bytes as usize, bytes + 24);
    heap.verify(&mut roots).unwrap();
    roots.0.clear();
    heap.collect(Scope::Full, &mut roots);
    assert!(heap.alloc_large(Array::TYPE, bytes + bytes / 2).is_some());
}
