//! Programs under hardship: too little memory, and interrupts at any moment. Whatever comes of it, the machine must not
//! crash, hang or be of no use afterwards.

use std::path::Path;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::Error;
use indicatif::ProgressBar;

use crate::case::{Case, Limits, Origin};
use crate::configuration::Configuration;
use crate::judge::{End, Fault, Opinion, Outcome, fault};
use crate::run::{Disturbance, Runner};

/// Limits of the heap, from ample to hopeless.
pub const HEAPS: &[&str] = &["64M", "32M", "24M", "20M", "16M", "14M", "12M", "10M", "8M", "6M", "4M"];

/// What the driver prints when the machine works after its program has ended.
const WORKS: &str = "works afterwards";

/// A program that runs another and then tries whether the machine still works.
fn driver(program: &Path) -> String {
    let folder = program.parent().unwrap_or(program);
    format!(
        "import gc, os, runpy, sys
os.chdir({folder:?})
sys.path.insert(0, {folder:?})
sys.argv = [{program:?}]
try:
    runpy.run_path({program:?}, run_name='__main__')
except BaseException as error:
    sys.stderr.write('ended by ' + type(error).__name__ + '\\n')
    del error
gc.collect()
total = sum([len([i] * i) for i in range(100)])
sys.stderr.write('{WORKS}: %d\\n' % total)
"
    )
}

/// Runs a program with less and less memory. Returns what was wrong, with the limits at which it was, and how many runs there were.
pub fn sweep(runner: &Runner, case: &Case, base: &Configuration) -> Result<(Vec<(Opinion, String)>, u64), Error> {
    let Origin::File(path) = &case.origin else { return Ok((Vec::new(), 0)) };
    let driver = Case { text: driver(path), origin: Origin::Reduced, recorded: None, ..case.clone() };
    let mut wrong = Vec::new();
    let mut runs = 0;
    for heap in HEAPS {
        let opinion = Opinion::Tenure(base.with(&format!("heap={heap}"))?);
        let outcome = runner.outcome(&driver, &opinion)?;
        runs += 1;
        if let Some(problem) = problem_of_memory(&outcome) {
            wrong.push((opinion, problem));
        }
    }
    Ok((wrong, runs))
}

fn problem_of_memory(outcome: &Outcome) -> Option<String> {
    let refused =
        outcome.err.contains("MemoryError") || outcome.err.contains("out of memory") || outcome.err.contains("memory");
    match (fault(outcome), outcome.end) {
        (Some(Fault::Crash(how)), _) => Some(how),
        (None, End::TimeOut | End::TooMuch) => Some("did not end".into()),
        (None, End::Signal(signal)) => Some(format!("ended by signal {signal}")),
        (None, End::Status(_)) if outcome.err.contains("SystemError") => Some("SystemError".into()),
        // So little memory that the machine does not start, or that the driver itself has not enough, must be said.
        (None, End::Status(_)) if outcome.err.contains(WORKS) || refused => None,
        (None, End::Status(status)) => Some(format!("exit status {status} without a word about memory")),
    }
}

/// Interrupts a program at several moments. Returns what was wrong, with the moments.
pub fn interrupts(
    runner: &Runner,
    case: &Case,
    configuration: &Configuration,
    moments: u32,
) -> Result<Vec<(Duration, String)>, Error> {
    let opinion = Opinion::Tenure(configuration.clone());
    let whole = runner.outcome(case, &opinion)?;
    let mut wrong = Vec::new();
    for moment in 0..moments {
        let at = Duration::from_secs_f64(whole.seconds * (f64::from(moment) + 0.5) / f64::from(moments));
        let limits = Limits { seconds: case.limits.seconds + 10.0, ..case.limits };
        let outcome =
            runner.disturbed(&Case { limits, ..case.clone() }, &opinion, Disturbance { interrupt: Some(at) })?;
        let problem = match (fault(&outcome), outcome.end) {
            (Some(Fault::Crash(how)), _) => Some(how),
            (None, End::TimeOut | End::TooMuch) => Some("did not end".into()),
            (None, End::Signal(signal)) if signal != libc::SIGINT => Some(format!("ended by signal {signal}")),
            _ => None,
        };
        wrong.extend(problem.map(|problem| (at, problem)));
    }
    Ok(wrong)
}

/// Everything for all of these, in parallel; returns whether nothing was wrong.
pub fn campaign(
    runner: &Runner,
    work: &[(&Case, &Configuration)],
    jobs: usize,
    moments: u32,
    memory: bool,
) -> Result<bool, Error> {
    let bar = ProgressBar::new(work.len() as u64);
    let (next, runs, wrong) = (AtomicUsize::new(0), AtomicU64::new(0), AtomicU64::new(0));
    let one = |case: &Case, configuration: &Configuration| -> Result<(), Error> {
        let tell = |what: String| {
            wrong.fetch_add(1, Ordering::Relaxed);
            bar.suspend(|| println!("FAILURE {}, {what}", case.name));
        };
        if memory && case.options.is_empty() {
            let (found, count) = sweep(runner, case, configuration)?;
            runs.fetch_add(count, Ordering::Relaxed);
            found.into_iter().for_each(|(opinion, problem)| tell(format!("{opinion}: {problem}")));
        }
        if moments > 0 {
            let found = interrupts(runner, case, configuration, moments)?;
            runs.fetch_add(moments.into(), Ordering::Relaxed);
            found.into_iter().for_each(|(at, problem)| {
                tell(format!("{configuration}, interrupted after {:.3} s: {problem}", at.as_secs_f64()));
            });
        }
        Ok(())
    };
    let worker = || -> Result<(), Error> {
        while let Some((case, configuration)) = work.get(next.fetch_add(1, Ordering::Relaxed)) {
            one(case, configuration)?;
            bar.inc(1);
        }
        Ok(())
    };
    std::thread::scope(|scope| -> Result<(), Error> {
        let workers: Vec<_> = (0..jobs.max(1)).map(|_| scope.spawn(worker)).collect();
        workers.into_iter().try_for_each(|worker| worker.join().expect("no worker panicked"))
    })?;
    bar.finish_and_clear();
    let wrong = wrong.into_inner();
    println!("{} runs under hardship, {wrong} failed", runs.into_inner());
    Ok(wrong == 0)
}
