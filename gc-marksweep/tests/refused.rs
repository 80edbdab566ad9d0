//! A system that refuses memory: the program is told as if it had reached its limit. Alone in its file: it limits the whole process.

#![cfg(target_os = "linux")]

use gc_api::suite::driver::{Driver, slot_at};
use gc_api::suite::layouts::{Kind, Pair};
use gc_api::{Collector, ObjRef, Outcome, Scope, Word};
use gc_api::{Layout, poll::Reason};
use gc_marksweep::MarkSweep;

#[test]
fn a_refusal_of_the_system_is_an_answer() {
    let mut driver = Driver::<MarkSweep>::new(&Default::default());
    let limit = libc::rlimit { rlim_cur: 64 << 20, rlim_max: libc::RLIM_INFINITY };
    // SAFETY: a plain system call.
    assert_eq!(unsafe { libc::setrlimit(libc::RLIMIT_DATA, &limit) }, 0);
    for _ in 0..2 {
        let mut bytes = 0;
        loop {
            for _ in 0..100 {
                let pair = ObjRef::new(driver.heap.alloc(Pair::TYPE, Kind::Pair.bytes()));
                let rest = driver.roots.strong[0].get();
                // SAFETY: a new object.
                unsafe {
                    slot_at(pair, 8).set(Word::ZERO);
                    slot_at(pair, 16).set(rest);
                    slot_at(pair, 24).set(Word::ZERO);
                }
                driver.roots.strong[0].set(pair.word());
                bytes += Kind::Pair.bytes();
            }
            assert!(bytes < 128 << 20, "the limit of the process does not work here");
            if driver.poll.take(Reason::Collect) && driver.heap.safepoint(&mut driver.roots) == Outcome::OverLimit {
                break;
            }
        }
        assert!(bytes > 8 << 20, "told after {bytes} bytes");
        assert!(driver.heap.alloc_large(Kind::Bytes(1).type_id(), 80 << 20).is_none());
        driver.roots.strong[0].set(Word::ZERO);
        assert_eq!(driver.heap.collect(Scope::Full, &mut driver.roots), Outcome::Done);
    }
}
