//! Mistakes on purpose, for the tests that show that the suite or `verify` finds such. Outside tests there are none.

/// A step that is left out.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Bug {
    /// Writes are not announced.
    Barrier,
    /// Bulk writes are not announced.
    BulkBarrier,
    /// The last root is not gathered.
    LastRoot,
    /// What waits to be finalised is not a root.
    Queue,
    /// Immortal objects are not roots.
    Immortals,
    /// Roots are not told where their objects are now.
    RootsStay,
    /// Weak slots are not told.
    WeakSlotsStay,
    /// The table of identities is not told.
    IdentitiesStay,
    /// A large young object is alive whatever the collection found.
    LargeYoung,
    /// The concurrent plan does not hear of weak slots that are read.
    WeakLoads,
    /// What is due is traced once only, in plans of two passes.
    SecondPass,
}

#[cfg(not(test))]
#[inline(always)]
pub const fn seeded(_bug: Bug) -> bool {
    false
}

#[cfg(test)]
pub use tests::seeded;

/// What the toolkit does not take for a reference, if a bug hides it.
pub fn hide(bits: u64, bug: Bug) -> u64 {
    if seeded(bug) { bits | HIDDEN } else { bits }
}

pub fn shown(bits: u64) -> u64 {
    if cfg!(test) { bits & !HIDDEN } else { bits }
}

const HIDDEN: u64 = 1;

#[cfg(test)]
mod tests {
    use super::Bug;
    use crate::Mmtk;
    use gc_api::suite::actions::run;
    use std::process::{Command, Output};
    use std::sync::Mutex;

    static SEEDED: Mutex<Option<Bug>> = Mutex::new(None);

    pub fn seeded(bug: Bug) -> bool {
        SEEDED.lock().is_ok_and(|seeded| *seeded == Some(bug))
    }

    /// Says to a child that it is one.
    const CHILD: &str = "TENURE_BUG_CHILD";

    /// Runs random programs with the bug in a process of its own, which has an MMTk of its own.
    fn with_bug(test: &str, plan: &str, knobs: &str, bug: Option<Bug>) -> Option<Output> {
        if std::env::var_os(CHILD).is_some() {
            if let Ok(mut seeded) = SEEDED.lock() {
                *seeded = bug;
            }
            run::<Mmtk>(knobs, None);
            return None;
        }
        let program = std::env::current_exe().expect("a test has a program");
        let name = format!("bugs::tests::{test}");
        let mut command = Command::new(program);
        command.args(["--exact", &name, "--nocapture"]).env(CHILD, "1").env("TENURE_SUITE_PLAN", plan);
        command.env("TENURE_SUITE_SEED", "7").env("TENURE_SUITE_CASES", "200");
        Some(command.output().expect("a child runs"))
    }

    fn text(output: &Output) -> String {
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
    }

    macro_rules! found {
        ($($name:ident: $bug:ident under $plan:literal with $knobs:literal;)*) => {
            $(#[test]
            fn $name() {
                if let Some(output) = with_bug(stringify!($name), $plan, $knobs, Some(Bug::$bug)) {
                    let text = text(&output);
                    assert!(text.contains("1 test") || text.contains("collector suite"), "the child did not run: {text}");
                    assert!(!output.status.success(), "nobody noticed");
                }
            })*
        };
    }

    #[test]
    fn without_a_bug_there_is_nothing_to_report() {
        if let Some(output) = with_bug("without_a_bug_there_is_nothing_to_report", "GenCopy", "every=1,verify", None) {
            assert!(output.status.success(), "{}", text(&output));
        }
    }

    #[test]
    fn verify_names_what_went_round_the_barrier() {
        let name = "verify_names_what_went_round_the_barrier";
        if let Some(output) = with_bug(name, "GenImmix", "every=5,verify", Some(Bug::Barrier)) {
            let text = text(&output);
            assert!(text.contains("a write went round the barrier"), "{text}");
        }
    }

    found! {
        barrier_of_a_copied_nursery: Barrier under "GenCopy" with "every=1,poison";
        barrier_of_a_sticky_nursery: Barrier under "StickyImmix" with "every=1,verify";
        barrier_of_bulk_writes: BulkBarrier under "GenImmix" with "every=1,verify";
        last_root: LastRoot under "SemiSpace" with "every=1,poison";
        queue: Queue under "SemiSpace" with "every=1,poison";
        immortals: Immortals under "Immix" with "every=1,poison";
        roots_stay: RootsStay under "GenCopy" with "every=1,poison,verify";
        weak_slots_stay: WeakSlotsStay under "SemiSpace" with "every=1,poison";
        identities_stay: IdentitiesStay under "GenImmix" with "every=1";
        large_and_young: LargeYoung under "GenImmix" with "every=1,poison";
        weak_loads: WeakLoads under "ConcurrentImmix" with "every=1";
        second_pass: SecondPass under "MarkCompact" with "every=1,poison";
    }
}
