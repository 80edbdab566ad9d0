//! Mistakes made on purpose, one at a time, to see that they are found. Outside the tests of this crate there are none.

/// What may be forgotten.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Bug {
    /// Roots keep objects alive, but go on leading to their old places.
    RootsAreNotUpdated,
    /// Objects are copied each time they are met: the old place does not say where the first copy is.
    NothingIsForwarded,
    /// Large objects are kept, but not what they refer to.
    LargeObjectsAreNotScanned,
    /// What waits for its finaliser is no root.
    QueueIsForgotten,
    /// Weak slots go on leading to the old places of what lives.
    WeakSlotsAreNotUpdated,
    /// Identities stay with the addresses.
    IdentitiesAreNotMoved,
}

#[cfg(not(test))]
#[inline(always)]
pub fn seeded(_bug: Bug) -> bool {
    false
}

#[cfg(test)]
pub use seeding::seeded;

#[cfg(test)]
mod seeding {
    use core::cell::Cell;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use gc_api::suite::compare::compare;
    use gc_api::suite::driver::Driver;
    use gc_api::suite::layouts::Kind;
    use gc_api::suite::model::Value;
    use gc_api::suite::{actions, duties};
    use gc_api::{HeapConfig, Outcome, Scope};

    use super::Bug;
    use crate::SemiSpace;

    thread_local! {
        static SEEDED: Cell<Option<Bug>> = const { Cell::new(None) };
    }

    pub fn seeded(bug: Bug) -> bool {
        SEEDED.get() == Some(bug)
    }

    // [found]
    /// What the suite says of a collector with this bug.
    fn report(bug: Bug, part_of_the_suite: fn()) -> String {
        SEEDED.set(Some(bug));
        let result = catch_unwind(AssertUnwindSafe(part_of_the_suite));
        SEEDED.set(None);
        let Err(panic) = result else { return format!("{bug:?} was not found") };
        panic.downcast::<String>().map_or_else(|_| String::new(), |message| *message)
    }

    #[track_caller]
    fn found(bug: Bug, part_of_the_suite: fn(), message: &str) {
        let report = report(bug, part_of_the_suite);
        assert!(report.contains(message), "{report:?} should mention {message:?}");
    }

    #[test]
    fn roots_that_are_not_updated() {
        found(Bug::RootsAreNotUpdated, || actions::run::<SemiSpace>("every=1,verify", None), "leads to the empty half");
    }
    // [end]

    #[test]
    fn a_forwarding_step_left_out() {
        found(Bug::NothingIsForwarded, two_roots, "is in two places");
    }

    /// Two roots hold one object. (Without forwarding, the copying of a cycle does not end: random programs are out of the question.)
    fn two_roots() {
        let mut driver = Driver::<SemiSpace>::new(&HeapConfig::default());
        let Some((object, number)) = driver.allocate(Kind::Pair) else { panic!("refused") };
        (0..2).for_each(|root| driver.set_root(root, Value::Object(number), object.word()));
        assert_eq!(driver.collect(Scope::Full), Outcome::Done);
        compare(&mut driver, &[]).unwrap();
    }

    #[test]
    fn large_objects_that_are_not_scanned() {
        found(
            Bug::LargeObjectsAreNotScanned,
            duties::large_array_is_traced::<SemiSpace>,
            "bytes are reachable, but stats say",
        );
    }

    #[test]
    fn a_queue_that_is_no_root() {
        found(Bug::QueueIsForgotten, duties::queue_is_a_root::<SemiSpace>, "bytes are reachable, but stats say");
    }

    #[test]
    fn weak_slots_that_are_not_updated() {
        found(
            Bug::WeakSlotsAreNotUpdated,
            || actions::run::<SemiSpace>("every=1,verify", None),
            "leads to the empty half",
        );
    }

    #[test]
    fn identities_that_stay_behind() {
        found(Bug::IdentitiesAreNotMoved, duties::identities_differ::<SemiSpace>, "identity of object");
    }
}
