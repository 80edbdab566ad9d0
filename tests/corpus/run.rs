//! Runs programs of the corpus, a few at a time and each with a time limit, and compares or records what they do.

use std::fs::{self, File};
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::diff::diff;
use crate::program::{Outcome, Program, text};

/// How often a running program is looked at.
const POLL: Duration = Duration::from_millis(2);

/// A command that runs Python.
pub struct Interpreter {
    path: PathBuf,
    takes_options: bool,
}

impl Interpreter {
    pub fn tenure(path: PathBuf) -> Interpreter {
        Interpreter { path, takes_options: true }
    }

    pub fn oracle(path: PathBuf) -> Interpreter {
        Interpreter { path, takes_options: false }
    }
}

/// Under which circumstances programs run.
pub struct Setting {
    /// In words, for the heading of a failure.
    pub what: &'static str,
    pub environment: Vec<(&'static str, &'static str)>,
    pub stack_kib: Option<u32>,
    pub limit: Duration,
}

impl Setting {
    pub fn plain() -> Setting {
        Setting { what: "as usual", environment: Vec::new(), stack_kib: None, limit: Duration::from_secs(120) }
    }
}

/// Runs all programs and panics with a report when one does not do what it must.
pub fn check(interpreter: &Interpreter, programs: &[Program], setting: &Setting) {
    let failures = Mutex::new(Vec::new());
    let started = Instant::now();
    each(programs, |program| {
        let verdict = program.expected().and_then(|expected| {
            let found = run(interpreter, program, setting)?;
            if expected == found { Ok(()) } else { Err(describe(&expected, &found)) }
        });
        if let Err(report) = verdict {
            failures.lock().expect("no worker panicked").push((program.name.clone(), report));
        }
    });
    let mut failures = failures.into_inner().expect("no worker panicked");
    failures.sort();
    let failed = failures.len();
    eprintln!(
        "{} programs {}: {} passed, {failed} failed, {:.1} s",
        programs.len(),
        setting.what,
        programs.len() - failed,
        started.elapsed().as_secs_f64()
    );
    if failed > 0 {
        let reports: Vec<String> = failures.iter().map(|(name, report)| format!("--- {name}\n{report}")).collect();
        let names: Vec<&str> = failures.iter().map(|(name, _)| name.as_str()).collect();
        panic!("{}\n{failed} programs failed {}:\n  {}\n", reports.join("\n"), setting.what, names.join("\n  "));
    }
}

/// Writes down what `oracle` does as what must happen. Programs with options of `tenure` keep what they have.
pub fn record(oracle: &Interpreter, programs: &[Program]) {
    each(programs, |program| {
        if !program.options.is_empty() {
            return;
        }
        let outcome = run(oracle, program, &Setting::plain()).unwrap_or_else(|e| panic!("{}: {e}", program.name));
        fs::write(program.beside("out"), &outcome.out).expect("writable corpus");
        write_unless_default(program.beside("err"), &outcome.err, "");
        write_unless_default(program.beside("status"), &format!("{}\n", outcome.status), "0\n");
    });
    eprintln!("recorded {} programs", programs.len());
}

fn write_unless_default(path: PathBuf, content: &str, default: &str) {
    if content == default {
        // There may be none from an earlier recording.
        let _ = fs::remove_file(path);
    } else {
        fs::write(path, content).expect("writable corpus");
    }
}

/// Calls `work` for each program from a few threads.
fn each(programs: &[Program], work: impl Fn(&Program) + Sync) {
    let jobs = std::env::var("TENURE_TEST_JOBS").ok().and_then(|n| n.parse().ok()).unwrap_or(2usize);
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..jobs.max(1) {
            scope.spawn(|| {
                while let Some(program) = programs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    work(program);
                }
            });
        }
    });
}

fn describe(expected: &Outcome, found: &Outcome) -> String {
    let mut report = String::new();
    if expected.status != found.status {
        report.push_str(&format!("  exit status {} instead of {}\n", found.status, expected.status));
    }
    for (stream, expected, found) in [("output", &expected.out, &found.out), ("error", &expected.err, &found.err)] {
        if expected != found {
            report.push_str(&format!("  standard {stream}:\n{}", diff(expected, found)));
        }
    }
    report
}

/// Runs one program in its own folder, so that tracebacks name just the file.
fn run(interpreter: &Interpreter, program: &Program, setting: &Setting) -> Result<Outcome, String> {
    let scratch = Scratch::new(&program.name);
    let mut command = match setting.stack_kib {
        None => Command::new(&interpreter.path),
        Some(kib) => {
            let mut shell = Command::new("sh");
            shell.args(["-c", &format!("ulimit -s {kib} && exec \"$0\" \"$@\"")]).arg(&interpreter.path);
            shell
        }
    };
    if interpreter.takes_options {
        command.args(&program.options);
    }
    let input = program.beside("in");
    let stdin = if input.exists() { File::open(input).map(Stdio::from) } else { Ok(Stdio::null()) };
    command
        .arg(program.file_name())
        .current_dir(program.folder())
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env_remove("PYTHONPATH")
        .env_remove("PYTHONUNBUFFERED")
        .env_remove("TENURE_GC_DEBUG")
        .env("PYTHONIOENCODING", "utf-8")
        .envs(setting.environment.iter().copied())
        .stdin(stdin.map_err(|e| e.to_string())?)
        .stdout(scratch.create("out"))
        .stderr(scratch.create("err"));
    let mut child = command.spawn().map_err(|e| format!("cannot start {}: {e}", interpreter.path.display()))?;
    let started = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().map_err(|e| e.to_string())? {
            break status;
        }
        if started.elapsed() > setting.limit {
            // It may have ended meanwhile; wait() tells either way.
            let _ = child.kill();
            child.wait().map_err(|e| e.to_string())?;
            let mut report = format!("  still running after {} s; so far:\n", setting.limit.as_secs());
            report.push_str(&tail(&scratch.read("out")));
            report.push_str(&tail(&scratch.read("err")));
            return Err(report);
        }
        std::thread::sleep(POLL);
    };
    let status = status.code().or_else(|| status.signal().map(|n| 128 + n)).unwrap_or(-1);
    // Tracebacks name files by their whole path.
    let folder = format!("{}/", program.folder().display());
    let relative = |output: String| output.replace(&folder, "");
    Ok(Outcome { out: relative(scratch.read("out")), err: relative(scratch.read("err")), status })
}

/// The last lines of an output.
fn tail(output: &str) -> String {
    let lines: Vec<&str> = output.lines().collect();
    lines[lines.len().saturating_sub(8)..].iter().map(|line| format!("    {line}\n")).collect()
}

/// Files for the output of one run, removed afterwards. Files, not pipes: nothing has to be drained meanwhile.
struct Scratch {
    stem: String,
}

impl Scratch {
    fn new(name: &str) -> Scratch {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = name.replace('/', "-");
        Scratch { stem: format!("{}/{}-{number}-{name}", env!("CARGO_TARGET_TMPDIR"), std::process::id()) }
    }

    fn path(&self, extension: &str) -> String {
        format!("{}.{extension}", self.stem)
    }

    fn create(&self, extension: &str) -> File {
        File::create(self.path(extension)).expect("writable target folder")
    }

    fn read(&self, extension: &str) -> String {
        text(&fs::read(self.path(extension)).unwrap_or_default())
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        for extension in ["out", "err"] {
            // Nothing depends on it.
            let _ = fs::remove_file(self.path(extension));
        }
    }
}
