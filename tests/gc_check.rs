//! The corpus on the collector that looks for mistakes of the machine: a reference it was not told about, a write round
//! the barrier. Built with `--no-default-features --features gc-check`; without, there is nothing here.
//!
//! Half of the programs run with collections at every safepoint, half with some in between, so that what was left on
//! the stack by frames that are gone has had time to become stale.
//!
//! A program passes if the collector finds nothing: what it prints is for `tests/corpus.rs` to judge, and one that takes
//! long is stopped.
#![cfg(feature = "gc-check")]

#[path = "corpus/program.rs"]
mod program;

use std::fs::{self, File};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use program::{Program, text};

/// How long a program may run.
const LIMIT: Duration = Duration::from_secs(2);

/// Safepoints from one collection to the next, in turn.
const INTERVALS: [&str; 2] = ["every=1", "every=5"];

#[test]
fn the_corpus_makes_no_mistake() {
    let programs = program::find(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programs"));
    let (next, mistakes) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(program) = programs.get(index) else { break };
                    let interval = INTERVALS[index % INTERVALS.len()];
                    // Those that are slow anyway would only be stopped.
                    if !program.slow
                        && let Err(report) = run(program, interval)
                    {
                        let report = format!("--- {} ({interval})\n{report}", program.name);
                        mistakes.lock().expect("no worker panicked").push(report);
                    }
                }
            });
        }
    });
    let mistakes = mistakes.into_inner().expect("no worker panicked");
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
}

fn run(program: &Program, interval: &str) -> Result<(), String> {
    let stem = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("check-{}", program.name.replace('/', "-")));
    let (out, err) = (stem.with_extension("out"), stem.with_extension("err"));
    let input = program.beside("in");
    let stdin = if input.exists() { File::open(input).map(Stdio::from) } else { Ok(Stdio::null()) };
    let mut child = Command::new(env!("CARGO_BIN_EXE_tenure"))
        .args(&program.options)
        .arg(program.file_name())
        .current_dir(program.folder())
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("PYTHONIOENCODING", "utf-8")
        .env("TENURE_GC_DEBUG", interval)
        .stdin(stdin.map_err(|e| e.to_string())?)
        .stdout(create(&out))
        .stderr(create(&err))
        .spawn()
        .expect("the command starts");
    let started = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("a child of ours") {
            break Some(status);
        }
        if started.elapsed() > LIMIT {
            // It may have ended meanwhile; wait() tells either way.
            let _ = child.kill();
            child.wait().expect("a child of ours");
            break None;
        }
        std::thread::sleep(Duration::from_millis(3));
    };
    let (printed, complaint) = (take(&out), take(&err));
    if complaint.contains("panicked at") || status.is_some_and(|status| status.signal().is_some()) {
        return Err(format!("{status:?}\n{complaint}"));
    }
    if status.is_some() && program.area() == "first_steps" && program.expected()?.out != printed {
        return Err(format!("printed\n{printed}{complaint}"));
    }
    Ok(())
}

fn create(path: &PathBuf) -> File {
    File::create(path).expect("writable target folder")
}

/// What a file of ours holds; the file goes.
fn take(path: &PathBuf) -> String {
    let content = text(&fs::read(path).expect("a file of ours"));
    fs::remove_file(path).expect("a file of ours");
    content
}
