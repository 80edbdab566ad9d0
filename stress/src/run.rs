//! Runs a program as a process of its own, within limits of time, memory and output, and says what it did.
//!
//! It knows processes and nothing of what their outcomes mean.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Error};
use wait_timeout::ChildExt;

use crate::builds::Builds;
use crate::case::{Case, Limits, Origin};
use crate::configuration::Configuration;
use crate::judge::{End, Opinion, Outcome, without_folder};

/// How often a running process is looked at.
const LOOK: Duration = Duration::from_millis(100);
/// No program of ours prints more.
const OUTPUT: u64 = 16 << 20;

/// Where opinions come from.
pub struct Runner {
    pub builds: Builds,
    /// CPython 3.14, if there is one.
    pub cpython: Option<PathBuf>,
    /// A folder for files that live as long as a run.
    pub scratch: Scratch,
}

/// What happens to a process while it runs.
#[derive(Copy, Clone, Default)]
pub struct Disturbance {
    /// An interrupt, so long after it has started.
    pub interrupt: Option<Duration>,
}

impl Runner {
    /// What somebody says about a case.
    pub fn outcome(&self, case: &Case, opinion: &Opinion) -> Result<Outcome, Error> {
        self.disturbed(case, opinion, Disturbance::default())
    }

    /// The same, while something happens to the process.
    pub fn disturbed(&self, case: &Case, opinion: &Opinion, disturbance: Disturbance) -> Result<Outcome, Error> {
        match opinion {
            Opinion::Tenure(configuration) => {
                let mut command = Command::new(self.builds.command(configuration)?);
                command.args(&case.options);
                set_up(&mut command, configuration);
                self.run(case, command, disturbance)
            }
            Opinion::CPython => {
                let path = self.cpython.as_deref().context("no --cpython given")?;
                self.run(case, Command::new(path), disturbance)
            }
            Opinion::Recorded => {
                let recorded = case.recorded.clone().context("nothing is recorded for this program")?;
                let end = End::Status(recorded.status);
                Ok(Outcome { out: recorded.out, err: recorded.err, end, seconds: 0.0 })
            }
        }
    }

    fn run(&self, case: &Case, mut command: Command, disturbance: Disturbance) -> Result<Outcome, Error> {
        let files = self.scratch.folder()?;
        let (folder, program) = self.place(case, files.path())?;
        let (out, err) = (files.path().join("stdout"), files.path().join("stderr"));
        command
            .arg(&program)
            .current_dir(&folder)
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("PYTHONIOENCODING", "utf-8")
            .env("PYTHONHASHSEED", "0")
            .env_remove("PYTHONPATH")
            .env_remove("PYTHONUNBUFFERED")
            .stdin(self.input(case, files.path())?)
            .stdout(File::create(&out)?)
            .stderr(File::create(&err)?)
            // What it starts is stopped with it.
            .process_group(0);
        let started = Instant::now();
        let child = command.spawn().with_context(|| format!("cannot start {}", command.get_program().display()))?;
        let end = supervise(child, &case.limits, disturbance, &[&out, &err])?;
        let seconds = started.elapsed().as_secs_f64();
        let read = |path: &Path| -> Result<String, Error> {
            Ok(without_folder(&String::from_utf8_lossy(&fs::read(path)?), &folder))
        };
        Ok(Outcome { out: read(&out)?, err: read(&err)?, end, seconds })
    }

    /// The folder a program runs in, and its name there.
    fn place(&self, case: &Case, scratch: &Path) -> Result<(PathBuf, OsString), Error> {
        if let Origin::File(path) = &case.origin {
            let folder = path.parent().context("a file lies in a folder")?;
            return Ok((folder.to_owned(), path.file_name().context("a file has a name")?.to_owned()));
        }
        fs::write(scratch.join("program.py"), &case.text)?;
        Ok((scratch.to_owned(), "program.py".into()))
    }

    fn input(&self, case: &Case, scratch: &Path) -> Result<Stdio, Error> {
        if case.input.is_empty() {
            return Ok(Stdio::null());
        }
        let path = scratch.join("stdin");
        fs::write(&path, &case.input)?;
        Ok(File::open(path)?.into())
    }
}

/// Gives a process the environment of a configuration.
fn set_up(command: &mut Command, configuration: &Configuration) {
    for (name, value) in configuration.environment() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
}

/// Waits for the end of a process, or brings it about.
fn supervise(mut child: Child, limits: &Limits, disturbance: Disturbance, outputs: &[&Path]) -> Result<End, Error> {
    let started = Instant::now();
    let mut interrupt = disturbance.interrupt;
    loop {
        let left = interrupt.map_or(LOOK, |at| at.saturating_sub(started.elapsed()).min(LOOK));
        if let Some(status) = child.wait_timeout(left)? {
            // It may have left children behind.
            signal_group(&child, libc::SIGKILL);
            return Ok(end(status));
        }
        if interrupt.is_some_and(|at| started.elapsed() >= at) {
            signal_group(&child, libc::SIGINT);
            interrupt = None;
        }
        let printed: u64 = outputs.iter().map(|path| path.metadata().map_or(0, |data| data.len())).sum();
        let too_much = printed > OUTPUT || resident_megabytes(&child) > limits.megabytes;
        if too_much || started.elapsed() > limits.time() {
            signal_group(&child, libc::SIGKILL);
            child.wait()?;
            return Ok(if too_much { End::TooMuch } else { End::TimeOut });
        }
    }
}

fn end(status: ExitStatus) -> End {
    match (status.code(), status.signal()) {
        (Some(code), _) => End::Status(code),
        (None, signal) => End::Signal(signal.unwrap_or(0)),
    }
}

/// Sends a signal to a process and all it has started. That they are gone already does not matter.
fn signal_group(child: &Child, signal: i32) {
    if let Ok(group) = i32::try_from(child.id()) {
        // SAFETY: a plain system call on a group that our child was made the leader of. When all of it is gone, nobody gets the signal.
        unsafe { libc::kill(-group, signal) };
    }
}

/// Resident memory of a process; zero when it is just ending.
fn resident_megabytes(child: &Child) -> u64 {
    let pages = fs::read_to_string(format!("/proc/{}/statm", child.id())).ok();
    let pages = pages.and_then(|text| text.split(' ').nth(1)?.parse::<u64>().ok());
    (pages.unwrap_or(0) * 4096) >> 20
}

/// A folder of this process for files that live as long as a run.
pub struct Scratch {
    root: PathBuf,
    count: AtomicU64,
}

impl Scratch {
    pub fn new(output: &Path) -> Scratch {
        Scratch { root: output.join(format!("run-{}", std::process::id())), count: AtomicU64::new(0) }
    }

    fn folder(&self) -> io::Result<Folder> {
        let path = self.root.join(self.count.fetch_add(1, Ordering::Relaxed).to_string());
        fs::create_dir_all(&path)?;
        Ok(Folder(path))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Nothing depends on it.
        let _ = fs::remove_dir_all(&self.root);
    }
}

struct Folder(PathBuf);

impl Folder {
    fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Nothing depends on it.
        let _ = fs::remove_dir_all(&self.0);
    }
}
