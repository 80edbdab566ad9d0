//! A system that refuses memory: the program is told as if it had reached its limit, and goes on when it has let go of what it held.
//!
//! The test limits the whole process, so it runs alone in one: in a collector's crate, as the only test of its file.

use super::driver::{Driver, slot_at};
use super::layouts::{Array, Kind, Numbered};
use crate::poll::Reason;
use crate::{Collector, ObjRef, Outcome, SMALL_BYTES, Scope, Word};

const MIB: usize = 1 << 20;

/// What the process may have, and how much of it a heap gets at least: some is for threads, tables, and a margin.
const GRANTED: usize = 96 * MIB;
const LEAST_TOLD: usize = 8 * MIB;

/// Arrays of pairs in a row, until the collector says that it is enough; twice. What waits to be marked or scanned is as many as can be, when memory is
/// scarcest.
pub fn a_refusal_of_the_system_is_an_answer<C: Collector>() {
    let mut driver = Driver::<C>::new(&super::config());
    let limit = libc::rlimit { rlim_cur: GRANTED as libc::rlim_t, rlim_max: libc::RLIM_INFINITY };
    // SAFETY: a plain system call.
    assert_eq!(unsafe { libc::setrlimit(libc::RLIMIT_DATA, &limit) }, 0);
    for round in 0..2 {
        let mut bytes = 0;
        loop {
            bytes += grow(&mut driver);
            assert!(bytes < 2 * GRANTED, "the limit of the process does not work here");
            if driver.poll.take(Reason::Collect) && driver.heap.safepoint(&mut driver.roots) == Outcome::OverLimit {
                break;
            }
        }
        assert!(bytes > LEAST_TOLD, "round {round}: told after {bytes} bytes");
        let large = Kind::Bytes(GRANTED + GRANTED / 4);
        assert!(driver.heap.alloc_large(large.type_id(), large.bytes()).is_none());
        driver.roots.strong[0].set(Word::ZERO);
        assert_eq!(driver.heap.collect(Scope::Full, &mut driver.roots), Outcome::Done);
    }
}

/// Adds to what root 0 holds. Returns how many bytes.
fn grow<C: Collector>(driver: &mut Driver<C>) -> usize {
    const LENGTH: usize = 200;
    const { assert!(LENGTH * 8 + 64 <= SMALL_BYTES) };
    let mut elements = vec![driver.roots.strong[0].get()];
    elements.extend((1..LENGTH).map(|_| new(driver, Kind::Pair, &[Word::ZERO; 2]).word()));
    let array = new(driver, Kind::Array(LENGTH), &elements);
    driver.roots.strong[0].set(array.word());
    Kind::Array(LENGTH).bytes() + (LENGTH - 1) * Kind::Pair.bytes()
}

/// A new object of a kind with these words in its slots, as many as it has.
fn new<C: Collector>(driver: &Driver<C>, kind: Kind, words: &[Word]) -> ObjRef {
    let object = ObjRef::new(driver.heap.alloc(kind.type_id(), kind.bytes()));
    // SAFETY: a new object, every word of which is written.
    unsafe {
        slot_at(object, Numbered::number.offset()).set(Word::ZERO);
        if let Kind::Array(length) = kind {
            slot_at(object, Array::length.offset()).set(Word::from_bits(length as u64));
        }
        for (index, &word) in words.iter().enumerate() {
            slot_at(object, kind.first_slot() + 8 * index).set(word);
        }
    }
    object
}
