//! The collector suite under every plan. A process has one MMTk, whose plan is settled when it is set up: each case under each plan runs in a process of
//! its own.
//!
//! Arguments choose cases and plans by parts of their names: `cargo test -p gc-mmtk --test suite -- GenCopy duties`. An argument that
//! names a plan chooses by plan, any other by case.

use std::process::{Command, ExitCode};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use gc_api::suite::{Case, cases};
use gc_mmtk::Mmtk;
use gc_mmtk::plans::{PLANS, Plan};

/// Says to a child which case it is to run.
const CASE: &str = "TENURE_SUITE_CASE";
const PLAN: &str = "TENURE_SUITE_PLAN";

/// Children at a time.
const JOBS: usize = 2;

/// What a plan that reclaims nothing can be asked for.
const WITHOUT_RECLAMATION: &[&str] =
    &["duties::deep_and_wide", "duties::large_array_is_traced", "duties::arrays_of_all_lengths_are_traced"];

fn main() -> ExitCode {
    let mut all = cases::<Mmtk>();
    #[cfg(target_os = "linux")]
    all.push(Case { name: "refused", run: gc_api::suite::refused::a_refusal_of_the_system_is_an_answer::<Mmtk> });
    if let Ok(name) = std::env::var(CASE) {
        return match all.iter().find(|case| case.name == name) {
            Some(case) => {
                (case.run)();
                ExitCode::SUCCESS
            }
            None => {
                eprintln!("no case {name}");
                ExitCode::FAILURE
            }
        };
    }
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let (plans, parts): (Vec<_>, Vec<_>) =
        arguments.iter().partition(|argument| PLANS.iter().any(|plan| plan.name == argument.as_str()));
    let mut work = Vec::new();
    for plan in PLANS.iter().filter(|plan| plans.is_empty() || plans.iter().any(|name| *name == plan.name)) {
        for &case in
            all.iter().filter(|case| parts.is_empty() || parts.iter().any(|part| case.name.contains(part.as_str())))
        {
            if plan.collects || WITHOUT_RECLAMATION.contains(&case.name) {
                work.push((plan, case));
            }
        }
    }
    let failed = run(&work);
    println!("{} cases, {failed} failed", work.len());
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Runs the cases in children, some at a time; how many failed.
fn run(work: &[(&'static Plan, Case)]) -> usize {
    let next = AtomicUsize::new(0);
    let failed = AtomicUsize::new(0);
    let report = Mutex::new(());
    std::thread::scope(|scope| {
        for _ in 0..JOBS {
            scope.spawn(|| {
                while let Some((plan, case)) = work.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let start = Instant::now();
                    let problem = run_child(plan, case);
                    let _guard = report.lock().unwrap_or_else(PoisonError::into_inner);
                    match problem {
                        None => println!("{} {} ... ok ({:.1} s)", plan.name, case.name, start.elapsed().as_secs_f64()),
                        Some(output) => {
                            failed.fetch_add(1, Ordering::Relaxed);
                            println!("{} {} ... FAILED\n{output}", plan.name, case.name);
                        }
                    }
                }
            });
        }
    });
    failed.into_inner()
}

/// What the child said, if it failed.
fn run_child(plan: &Plan, case: &Case) -> Option<String> {
    let child = std::env::current_exe().and_then(|program| {
        Command::new(program).env(CASE, case.name).env(PLAN, plan.name).env_remove("TENURE_SUITE_NURSERY").output()
    });
    match child {
        Ok(output) if output.status.success() => None,
        Ok(output) => Some(format!(
            "{}{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr),
            output.status
        )),
        Err(error) => Some(format!("no child: {error}")),
    }
}
