//! Many cases, each put to several opinions: in parallel, with progress, results stored as they come, and failures
//! told when they are found.

use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::Error;
use indicatif::{ProgressBar, ProgressStyle};

use crate::case::{Case, Failure};
use crate::examine::{Examination, examine};
use crate::judge::Opinion;
use crate::minimise;
use crate::report::{self, Summary};
use crate::run::Runner;
use crate::store::{Store, key};

/// What there is to do: a case, and who is asked about it, the reference first.
pub struct Task {
    pub case: Case,
    pub opinions: Vec<Opinion>,
}

/// See the module documentation.
pub struct Campaign {
    pub runner: Runner,
    pub store: Store,
    /// Where failures are written.
    pub failures: PathBuf,
    pub jobs: usize,
    /// Make failing programs smaller before they are told, within this time each.
    pub minimise: Option<Duration>,
    /// Stop taking up cases after so many failures.
    pub max_failures: u64,
}

impl Campaign {
    /// Does all tasks, and returns whether nothing was wrong.
    pub fn run(&self, tasks: impl Iterator<Item = Task> + Send, expected: Option<u64>) -> Result<bool, Error> {
        let started = Instant::now();
        let bar = progress(expected);
        let (tasks, summary) = (Mutex::new(tasks), Mutex::new(Summary::default()));
        let (stop, error) = (AtomicBool::new(false), Mutex::new(None));
        std::thread::scope(|scope| {
            for _ in 0..self.jobs.max(1) {
                scope.spawn(|| {
                    while !stop.load(Ordering::Relaxed) {
                        // Apart, so that the others can take theirs.
                        let next = tasks.lock().expect("no worker panicked").next();
                        let Some(task) = next else { break };
                        if let Err(problem) = self.work(&task, &summary, &bar, &stop) {
                            stop.store(true, Ordering::Relaxed);
                            error.lock().expect("no worker panicked").get_or_insert(problem);
                        }
                        bar.inc(1);
                    }
                });
            }
        });
        bar.finish_and_clear();
        if let Some(error) = error.into_inner().expect("no worker panicked") {
            return Err(error);
        }
        let summary = summary.into_inner().expect("no worker panicked");
        print!("{}", summary.text(started.elapsed()));
        Ok(summary.failed == 0)
    }

    fn work(&self, task: &Task, summary: &Mutex<Summary>, bar: &ProgressBar, stop: &AtomicBool) -> Result<(), Error> {
        let key = key(&task.case, &task.opinions, &self.runner.builds)?;
        if self.store.has(&key) {
            summary.lock().expect("no worker panicked").skipped += 1;
            return Ok(());
        }
        let examination = examine(&self.runner, &task.case, &task.opinions)?;
        if !examination.failures().is_empty() {
            let text = self.tell(&task.case, &examination)?;
            bar.suspend(|| println!("{text}"));
        }
        self.store.add(key, &task.case, &examination)?;
        let mut summary = summary.lock().expect("no worker panicked");
        summary.add(&task.case, &examination);
        bar.set_message(format!("{} failed", summary.failed));
        if summary.failed >= self.max_failures {
            stop.store(true, Ordering::Relaxed);
        }
        Ok(())
    }

    /// Writes a failure down, made smaller if that is wanted, and describes it.
    fn tell(&self, case: &Case, examination: &Examination) -> Result<String, Error> {
        let reference = examination.reference().opinion.clone();
        let worst = examination.failures()[0];
        let (other, verdict) = (worst.opinion.clone(), worst.verdict.clone());
        let failure = Failure {
            case: case.clone(),
            reference: reference.clone(),
            other: other.clone(),
            summary: verdict.to_string(),
        };
        let mut text = report::failure(case, examination, &failure.write(&self.failures)?);
        if let Some(limit) = self.minimise {
            let question = minimise::Question {
                runner: &self.runner,
                reference,
                other,
                verdict,
                deadline: Instant::now() + limit,
            };
            match minimise::minimise(&question, case)? {
                Some(smaller) => {
                    let smaller = Failure { case: smaller, ..failure };
                    let path = smaller.write(&self.failures)?;
                    text += &format!("  smaller:   tenure-stress replay {}\n", path.display());
                    text += &indented(&smaller.case.text);
                }
                None => text += "  smaller:   none was found; it may not show every time\n",
            }
        }
        Ok(text)
    }
}

/// A program, or its last lines: what comes before them is the same in all that are generated.
fn indented(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let shown = &lines[lines.len().saturating_sub(40)..];
    let mut text = if shown.len() < lines.len() { "    ...\n".to_owned() } else { String::new() };
    for line in shown {
        text += &format!("    {line}\n");
    }
    text
}

fn progress(expected: Option<u64>) -> ProgressBar {
    let (bar, template) = match expected {
        Some(length) => (ProgressBar::new(length), "{bar:40} {pos}/{len} {msg} {elapsed} eta {eta}"),
        None => (ProgressBar::no_length(), "{spinner} {pos} {msg} {elapsed}"),
    };
    bar.with_style(ProgressStyle::with_template(template).expect("a valid template"))
}
