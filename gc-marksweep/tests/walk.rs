//! The walk over everything reachable, on a real heap.

use gc_api::suite::driver::{Driver, number_of};
use gc_api::suite::layouts::{Kind, types};
use gc_api::suite::model::Value;
use gc_api::walk::{referents, walk, walk_from};
use gc_marksweep::MarkSweep;

#[test]
fn every_reachable_object_is_visited_once() {
    let mut driver = Driver::<MarkSweep>::new(&Default::default());
    let (array, number) = driver.allocate(Kind::Array(10)).unwrap();
    driver.set_root(0, Value::Object(number), array.word());
    driver.set_root(1, Value::Object(number), array.word());
    let mut expected = vec![number];
    for slot in 0..10 {
        let (pair, other) = driver.allocate(Kind::Pair).unwrap();
        driver.store(pair, other, 0, Value::Object(number), array.word());
        driver.store(array, number, slot, Value::Object(other), pair.word());
        expected.push(other);
    }
    driver.allocate(Kind::Pair).unwrap();
    let mut met = Vec::new();
    let mut bytes = 0;
    // SAFETY: the heap is whole, and nothing is allocated or written meanwhile.
    unsafe {
        walk(&mut driver.roots, types(), &mut |object, info| {
            met.push(number_of(object));
            bytes += info.bytes_of(object);
        });
    }
    met.sort_unstable();
    assert_eq!(met, expected);
    assert_eq!(bytes, Kind::Array(10).bytes() + 10 * Kind::Pair.bytes());
    let mut count = 0;
    // SAFETY: as above.
    unsafe { walk_from(&[array.word()], types(), &mut |_, _| count += 1) };
    assert_eq!(count, 11);
    let mut referred = 0;
    // SAFETY: as above.
    unsafe { referents(array, types(), |_| referred += 1) };
    assert_eq!(referred, 10);
}
