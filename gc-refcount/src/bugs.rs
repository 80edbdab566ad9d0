//! Seeded bugs: each leaves out a step that matters. The tests show that the suite or `verify` reports every one.

use std::cell::Cell;

/// What is left out.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Bug {
    NoBarrier,
    NoBulkBarrier,
    /// Of the cards a bulk write touches, only the first is logged.
    OnlyFirstCard,
    NoStackRoots,
    SurvivorsNotCounted,
    NoDecrements,
    ZeroTableIgnoresRoots,
    WeakSlotsStay,
    MemoryStays,
    TrialsIgnoreRoots,
    TrialsKeepCounts,
    NoSnapshot,
}

thread_local! {
    static CHOSEN: Cell<Option<Bug>> = const { Cell::new(None) };
}

/// The bug of heaps that this thread makes.
pub fn chosen() -> Option<Bug> {
    CHOSEN.get()
}

mod tests {
    use super::*;
    use crate::RefCount;
    use gc_api::suite::compare::compare;
    use gc_api::suite::driver::Driver;
    use gc_api::suite::layouts::Kind;
    use gc_api::suite::model::Value;
    use gc_api::suite::{actions, duties};
    use gc_api::{DebugKnobs, HeapConfig, Outcome, Word};
    use std::panic::{AssertUnwindSafe, catch_unwind};

    /// What is reported of a heap with this bug.
    fn report(bug: Bug, work: fn()) -> String {
        CHOSEN.set(Some(bug));
        let result = catch_unwind(AssertUnwindSafe(work));
        CHOSEN.set(None);
        match result {
            Ok(()) => panic!("{bug:?} goes unnoticed"),
            Err(panic) => match panic.downcast::<String>() {
                Ok(text) => *text,
                Err(other) => other.downcast_ref::<&str>().map_or(String::new(), |text| (*text).to_owned()),
            },
        }
    }

    fn programs() {
        actions::run_seeded::<RefCount>("every=1,poison,verify", None, 7, 400);
    }

    /// While a trace marks a long chain step by step, the last link moves to an object that was scanned already.
    fn a_link_moves_behind_the_trace() {
        let debug = DebugKnobs::parse("every=1,tiny_steps,verify").unwrap();
        let mut driver = Driver::<RefCount>::new(&HeapConfig { debug, ..HeapConfig::default() });
        let pairs: Vec<_> = (0..20).map(|_| driver.allocate(Kind::Pair).unwrap()).collect();
        for link in pairs.windows(2) {
            driver.store(link[0].0, link[0].1, 0, Value::Object(link[1].1), link[1].0.word());
        }
        let (holder, number) = driver.allocate(Kind::Pair).unwrap();
        driver.set_root(0, Value::Object(pairs[0].1), pairs[0].0.word());
        driver.set_root(1, Value::Object(number), holder.word());
        let mut moved = false;
        for _ in 0..100 {
            assert_eq!(driver.safepoint(), Outcome::Done);
            compare(&mut driver, &[]).unwrap();
            if !moved && driver.heap.trace.is_marking() {
                let (last, before) = (pairs[19], pairs[18]);
                driver.store(holder, number, 0, Value::Object(last.1), last.0.word());
                driver.store(before.0, before.1, 0, Value::Zero, Word::ZERO);
                moved = true;
            }
        }
        assert!(moved, "there was no trace to test");
    }

    /// While a trace marks, what an object referred to moves to one that was scanned, and the object dies; but giving up others that die
    /// with it takes longer than the rest of the marking.
    #[test]
    fn the_dead_are_part_of_the_snapshot() {
        let debug = DebugKnobs::parse("every=1,tiny_steps,verify").unwrap();
        let mut driver = Driver::<RefCount>::new(&HeapConfig { debug, ..HeapConfig::default() });
        let [from, to, long] = [0, 1, 2].map(|root| {
            let (array, number) = driver.allocate(Kind::Array(30)).unwrap();
            driver.set_root(root, Value::Object(number), array.word());
            (array, number)
        });
        for slot in 0..30 {
            let (array, number) = driver.allocate(Kind::Array(6000)).unwrap();
            driver.store(long.0, long.1, slot, Value::Object(number), array.word());
        }
        let mut moving = Vec::new();
        for slot in 0..30 {
            let [holder, held] = [0, 1].map(|_| driver.allocate(Kind::Pair).unwrap());
            driver.store(holder.0, holder.1, 0, Value::Object(held.1), held.0.word());
            driver.store(from.0, from.1, slot, Value::Object(holder.1), holder.0.word());
            moving.push(held);
        }
        let mut moved = false;
        for _ in 0..400 {
            assert_eq!(driver.safepoint(), Outcome::Done);
            compare(&mut driver, &[]).unwrap();
            if !moved && driver.heap.trace.is_marking() {
                for (slot, held) in moving.iter().enumerate() {
                    driver.store(to.0, to.1, slot, Value::Object(held.1), held.0.word());
                }
                driver.clear_root(0);
                driver.clear_root(2);
                moved = true;
            }
        }
        assert!(moved, "there was no trace to test");
    }

    #[test]
    fn without_a_bug_nothing_is_reported() {
        a_link_moves_behind_the_trace();
        programs();
    }

    #[track_caller]
    fn expect(bug: Bug, work: fn(), part: &str) {
        let report = report(bug, work);
        assert!(report.contains(part), "{bug:?} should be reported as {part:?}, but: {report}");
    }

    #[test]
    fn a_write_without_a_barrier() {
        expect(Bug::NoBarrier, programs, "referred to");
    }

    #[test]
    fn a_bulk_write_without_a_barrier() {
        expect(Bug::NoBulkBarrier, programs, "count");
    }

    #[test]
    fn a_card_that_is_not_logged() {
        expect(Bug::OnlyFirstCard, duties::large_array_is_traced::<RefCount>, "a");
    }

    #[test]
    fn stack_roots_left_out() {
        expect(Bug::NoStackRoots, programs, "");
    }

    #[test]
    fn survivors_that_do_not_count_what_they_hold() {
        expect(Bug::SurvivorsNotCounted, programs, "");
    }

    #[test]
    fn decrements_left_out() {
        expect(Bug::NoDecrements, programs, "referred to");
    }

    #[test]
    fn a_zero_count_that_no_root_saves() {
        expect(Bug::ZeroTableIgnoresRoots, programs, "");
    }

    #[test]
    fn weak_slots_that_stay() {
        expect(Bug::WeakSlotsStay, programs, "");
    }

    #[test]
    fn memory_that_stays() {
        expect(Bug::MemoryStays, programs, "not freed");
    }

    #[test]
    fn trials_that_do_not_see_roots() {
        expect(Bug::TrialsIgnoreRoots, programs, "");
    }

    #[test]
    fn trials_that_do_not_restore_counts() {
        expect(Bug::TrialsKeepCounts, programs, "count");
    }

    #[test]
    fn a_trace_that_forgets_the_snapshot() {
        expect(Bug::NoSnapshot, a_link_moves_behind_the_trace, "was found dead");
    }
}
