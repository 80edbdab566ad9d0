//! The golden corpus: every program under `tests/programs` runs under the built `tenure` command and must print
//! what CPython 3.14 prints. `tests/programs/README.md` says how to add one.
//!
//! Environment: `TENURE_TEST=text` runs only programs whose name contains the text; `TENURE_TEST_JOBS=n` runs n at
//! a time (2); `TENURE_COMMAND=path` tests that command, of another profile or with another collector, instead of the one just
//! built; `TENURE_ORACLE=path` records the expectations anew from that interpreter instead of testing.

#[path = "corpus/diff.rs"]
mod diff;
#[path = "corpus/program.rs"]
mod program;
#[path = "corpus/run.rs"]
mod run;

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use program::Program;
use run::{Interpreter, Setting};

/// The tests of this file share two processors with each other: one at a time.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// Areas left out when collecting often: they load much of the library, are about its limits, or walk all of Unicode.
const NOT_STRESSED: &[&str] = &["stdlib", "imports", "limits", "syntax_errors", "programs", "unicodedata"];

fn programs_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programs")
}

fn selected() -> Vec<Program> {
    let wanted = std::env::var("TENURE_TEST").unwrap_or_default();
    let mut programs = program::find(&programs_folder());
    programs.retain(|p| p.name.contains(&wanted));
    programs
}

fn tenure() -> Interpreter {
    let built = || env!("CARGO_BIN_EXE_tenure").into();
    Interpreter::tenure(PathBuf::from(std::env::var_os("TENURE_COMMAND").unwrap_or_else(built)))
}

#[test]
fn programs_print_what_cpython_prints() {
    let _guard = ONE_AT_A_TIME.lock();
    let programs = selected();
    if let Some(oracle) = std::env::var_os("TENURE_ORACLE") {
        return run::record(&Interpreter::oracle(PathBuf::from(oracle)), &programs);
    }
    run::check(&tenure(), &programs, &Setting::plain());
}

#[test]
fn programs_survive_frequent_collections() {
    let _guard = ONE_AT_A_TIME.lock();
    if std::env::var_os("TENURE_ORACLE").is_some() {
        return;
    }
    let mut programs = selected();
    programs.retain(|p| !NOT_STRESSED.contains(&p.area()));
    let (slow, quick): (Vec<Program>, Vec<Program>) = programs.into_iter().partition(|p| p.slow);
    let limit = Duration::from_secs(120);
    let every = Setting {
        what: "collecting at every 307th safepoint",
        environment: vec![("TENURE_GC_DEBUG", "every=307,poison,verify=16")],
        limit,
        ..Setting::plain()
    };
    run::check(&tenure(), &quick, &every);
    let some = Setting {
        what: "collecting at every 1009th safepoint",
        environment: vec![("TENURE_GC_DEBUG", "every=1009,poison,verify=16")],
        limit,
        ..Setting::plain()
    };
    run::check(&tenure(), &slow, &some);
}

#[test]
fn programs_fit_a_small_native_stack() {
    let _guard = ONE_AT_A_TIME.lock();
    if std::env::var_os("TENURE_ORACLE").is_some() {
        return;
    }
    let mut programs = selected();
    programs.retain(|p| matches!(p.area(), "limits" | "exceptions" | "classes" | "generators" | "syntax_errors"));
    let setting = Setting { what: "on a native stack of 512 KiB", stack_kib: Some(512), ..Setting::plain() };
    run::check(&tenure(), &programs, &setting);
}
