//! The catalogue of seeded bugs: mistakes that the collectors' own tests make on purpose, and who finds each.
//!
//! Running it shows that the checkers check. Bugs live in the crates, behind `cfg(test)`; here are their names.

use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Error, bail};
use serde_json::Value;

use crate::builds::workspace;

/// A mistake, and the test that must see it found.
pub struct Bug {
    pub package: &'static str,
    /// A variant of the crate's `Bug`, or what the test does to the collector.
    pub name: &'static str,
    /// The file of the test; empty: the crate's own unit tests.
    pub target: &'static str,
    pub test: &'static str,
    pub checker: Checker,
}

/// Who finds a bug.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Checker {
    /// Random programs, compared with a model of the heap after every step.
    Model,
    /// The collector's own `verify`.
    Verify,
    /// A written program of the collector suite.
    Duty,
    /// The collector that keeps a shadow of every word.
    Shadow,
}

const fn bug(package: &'static str, name: &'static str, test: &'static str, checker: Checker) -> Bug {
    Bug { package, name, target: "", test, checker }
}

use Checker::{Duty, Model, Shadow, Verify};

const INCMINIMARK: &str = "gc-incminimark";
const REFCOUNT: &str = "gc-refcount";
const MMTK: &str = "gc-mmtk";
const CHECK: &str = "gc-check";

/// All of them.
pub static BUGS: &[Bug] = &[
    bug(INCMINIMARK, "BarrierForgets", "seeded::a_barrier_that_forgets", Verify),
    bug(INCMINIMARK, "a store round the barrier", "seeded::a_store_that_goes_round_the_barrier", Verify),
    bug(INCMINIMARK, "CardsAreForgotten", "seeded::cards_that_are_forgotten", Verify),
    bug(INCMINIMARK, "RootTablesAreForgotten", "seeded::a_table_of_roots_that_is_forgotten", Verify),
    bug(INCMINIMARK, "WeakSlotsAreForgotten", "seeded::weak_slots_that_are_forgotten", Verify),
    bug(INCMINIMARK, "NothingIsRegreyed", "seeded::a_scanned_object_that_stays_black", Verify),
    bug(INCMINIMARK, "RootsAreMarkedOnce", "seeded::roots_that_are_marked_once", Verify),
    bug(INCMINIMARK, "ImmortalsAreBornForgotten", "seeded::immortals_that_are_born_forgotten", Verify),
    bug(INCMINIMARK, "YoungStayMarked", "seeded::young_objects_that_stay_marked", Verify),
    bug(INCMINIMARK, "RunsAreNotRetired", "seeded::runs_that_are_swept_while_they_are_used", Verify),
    bug(INCMINIMARK, "a reference to nowhere", "seeded::references_that_lead_nowhere", Verify),
    bug(REFCOUNT, "NoBarrier", "bugs::tests::a_write_without_a_barrier", Model),
    bug(REFCOUNT, "NoBulkBarrier", "bugs::tests::a_bulk_write_without_a_barrier", Verify),
    bug(REFCOUNT, "OnlyFirstCard", "bugs::tests::a_card_that_is_not_logged", Duty),
    bug(REFCOUNT, "NoStackRoots", "bugs::tests::stack_roots_left_out", Model),
    bug(REFCOUNT, "SurvivorsNotCounted", "bugs::tests::survivors_that_do_not_count_what_they_hold", Model),
    bug(REFCOUNT, "NoDecrements", "bugs::tests::decrements_left_out", Verify),
    bug(REFCOUNT, "ZeroTableIgnoresRoots", "bugs::tests::a_zero_count_that_no_root_saves", Model),
    bug(REFCOUNT, "WeakSlotsStay", "bugs::tests::weak_slots_that_stay", Model),
    bug(REFCOUNT, "MemoryStays", "bugs::tests::memory_that_stays", Verify),
    bug(REFCOUNT, "TrialsIgnoreRoots", "bugs::tests::trials_that_do_not_see_roots", Model),
    bug(REFCOUNT, "TrialsKeepCounts", "bugs::tests::trials_that_do_not_restore_counts", Verify),
    bug(REFCOUNT, "NoSnapshot", "bugs::tests::a_trace_that_forgets_the_snapshot", Model),
    bug(MMTK, "Barrier", "bugs::tests::verify_names_what_went_round_the_barrier", Verify),
    bug(MMTK, "BulkBarrier", "bugs::tests::barrier_of_bulk_writes", Verify),
    bug(MMTK, "LastRoot", "bugs::tests::last_root", Model),
    bug(MMTK, "Queue", "bugs::tests::queue", Model),
    bug(MMTK, "Immortals", "bugs::tests::immortals", Model),
    bug(MMTK, "RootsStay", "bugs::tests::roots_stay", Model),
    bug(MMTK, "WeakSlotsStay", "bugs::tests::weak_slots_stay", Model),
    bug(MMTK, "IdentitiesStay", "bugs::tests::identities_stay", Model),
    bug(MMTK, "LargeYoung", "bugs::tests::large_and_young", Model),
    bug(MMTK, "WeakLoads", "bugs::tests::weak_loads", Model),
    bug(MMTK, "SecondPass", "bugs::tests::second_pass", Model),
    Bug { target: "reports", ..bug(CHECK, "a store without a barrier", "a_store_without_barrier", Shadow) },
    Bug { target: "reports", ..bug(CHECK, "a bulk barrier short", "a_bulk_barrier_that_is_one_slot_short", Shadow) },
    Bug { target: "reports", ..bug(CHECK, "a root held too long", "a_reference_held_across_a_safepoint", Shadow) },
    Bug { target: "reports", ..bug(CHECK, "a slot never written", "a_slot_that_was_never_written", Shadow) },
    Bug { target: "reports", ..bug(CHECK, "a barrier on a stale object", "a_barrier_on_a_stale_object", Shadow) },
    Bug { target: "reports", ..bug(CHECK, "an object that grew", "an_object_that_changed_its_size", Shadow) },
];

/// Runs the tests of all bugs whose name contains `wanted`; returns whether every bug was found.
pub fn run(wanted: &str) -> Result<bool, Error> {
    let mut missed = 0;
    let bugs: Vec<&Bug> = BUGS.iter().filter(|bug| format!("{} {}", bug.package, bug.name).contains(wanted)).collect();
    println!("{:16} {:28} {:8} {:>8}", "collector", "bug", "checker", "found in");
    let mut binary: Option<(&str, &str, PathBuf)> = None;
    for bug in &bugs {
        let path = match &binary {
            Some((package, target, path)) if (*package, *target) == (bug.package, bug.target) => path.clone(),
            _ => build(bug.package, bug.target)?,
        };
        binary = Some((bug.package, bug.target, path.clone()));
        let started = Instant::now();
        let output = Command::new(&path)
            .args(["--exact", bug.test, "--test-threads=1"])
            .current_dir(workspace().join(bug.package))
            .output()
            .with_context(|| format!("cannot start {}", path.display()))?;
        let text = String::from_utf8_lossy(&output.stdout);
        if !text.contains("1 passed") && !text.contains("1 failed") {
            bail!("{} has no test {}", bug.package, bug.test);
        }
        let found = output.status.success();
        missed += usize::from(!found);
        let time = if found { format!("{:.2} s", started.elapsed().as_secs_f64()) } else { "MISSED".into() };
        println!("{:16} {:28} {:8} {time:>8}", bug.package, bug.name, format!("{:?}", bug.checker).to_lowercase());
    }
    println!("{} bugs, {} found", bugs.len(), bugs.len() - missed);
    Ok(missed == 0)
}

/// Builds the tests of a crate, and returns the program.
fn build(package: &str, target: &str) -> Result<PathBuf, Error> {
    let which: &[&str] = if target.is_empty() { &["--lib"] } else { &["--test", target] };
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(workspace())
        .args(["test", "--quiet", "--locked", "--no-run", "--message-format=json", "--package", package])
        .args(which)
        .output()
        .context("cannot start cargo")?;
    if !output.status.success() {
        bail!("the tests of {package} do not build:\n{}", String::from_utf8_lossy(&output.stderr));
    }
    let messages = String::from_utf8_lossy(&output.stdout);
    let executables = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut executables = executables.filter_map(|message| message["executable"].as_str().map(PathBuf::from));
    executables.next_back().with_context(|| format!("cargo names no program for the tests of {package}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// The variants of `enum Bug` in a crate's sources.
    fn variants(file: &str) -> Vec<String> {
        let text = fs::read_to_string(workspace().join(file)).expect("a source of the workspace");
        let body = text.split("pub enum Bug {").nth(1).and_then(|rest| rest.split('}').next()).expect("an enum Bug");
        let lines = body.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
        lines.map(|line| line.trim_end_matches(',').to_owned()).collect()
    }

    #[test]
    fn every_bug_that_can_be_seeded_is_listed() {
        for (package, file) in [
            (INCMINIMARK, "gc-incminimark/src/bugs.rs"),
            (REFCOUNT, "gc-refcount/src/bugs.rs"),
            (MMTK, "gc-mmtk/src/bugs.rs"),
        ] {
            for variant in variants(file) {
                let listed = BUGS.iter().any(|bug| bug.package == package && bug.name == variant);
                assert!(listed, "{variant} of {package} is not in the catalogue");
            }
        }
    }
}
