//! The first steps of the golden corpus, and the examples, run through the `tenure` command.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn tenure(program: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tenure")).arg(program).output().expect("the command starts")
}

fn programs(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = std::fs::read_dir(folder).expect("the folder exists");
    let mut programs: Vec<PathBuf> = entries
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "py"))
        .collect();
    programs.sort();
    assert!(!programs.is_empty());
    programs
}

#[test]
fn first_steps_print_what_cpython_prints() {
    let mut failed = Vec::new();
    for program in programs("tests/programs/first_steps") {
        let name = program.file_stem().and_then(|stem| stem.to_str()).expect("a UTF-8 name").to_owned();
        let expected = std::fs::read(program.with_extension("out")).expect("recorded output");
        let output = tenure(&program);
        if output.stdout != expected {
            failed.push(format!("{name}: {}", String::from_utf8_lossy(&output.stderr)));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn every_example_runs_to_its_end() {
    for program in programs("examples") {
        let output = tenure(&program);
        assert!(output.status.success(), "{}: {}", program.display(), String::from_utf8_lossy(&output.stderr));
    }
}
