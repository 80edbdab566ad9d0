//! Generated code: listings of typical functions, word for word, and everything in the library compiles and verifies.
//!
//! With `UPDATE=1` in the environment the listings are written anew.

use compiler::{Mode, Options, compile, listing::listing, verify::verify};
use std::path::{Path, PathBuf};

fn read(path: &Path) -> Option<String> {
    // A few files of the library are in other encodings on purpose.
    std::fs::read_to_string(path).ok().map(|source| source.replace("\r\n", "\n"))
}

fn check_listing(name: &str) {
    let base = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/listings").join(name);
    let source = read(&base.with_extension("py")).expect("the program");
    let code = compile(&source, name, Mode::Exec, &Options::default()).expect("it compiles");
    verify(&code).expect("it verifies");
    let got = listing(&code, Some(&source));
    let recorded = base.with_extension("txt");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&recorded, &got).expect("the listing is written");
    }
    assert_eq!(got, read(&recorded).unwrap_or_default(), "{name}");
}

macro_rules! listings {
    ($($name:ident),*) => { $(#[test] fn $name() { check_listing(stringify!($name)); })* };
}

listings!(loops, calls, exceptions, classes, generators);

fn python_files(folder: &Path, into: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            python_files(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "py") {
            into.push(path);
        }
    }
}

#[test]
fn the_library_compiles() {
    let mut files = Vec::new();
    python_files(Path::new(rustpython_pylib::LIB_PATH), &mut files);
    assert!(files.len() > 500, "the library is there");
    for path in files {
        let Some(source) = read(&path) else { continue };
        let name = path.display().to_string();
        let code = compile(&source, &name, Mode::Exec, &Options::default()).unwrap_or_else(|error| panic!("{error}"));
        verify(&code).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

fn compiles(source: &str) {
    let code = compile(source, "deep.py", Mode::Exec, &Options::default()).unwrap_or_else(|error| panic!("{error}"));
    verify(&code).unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn long_and_deep() {
    // Threads of tests have little stack; none of this may need more.
    compiles(&format!("x = {}", vec!["a"; 9_000].join(" + ")));
    compiles(&format!("x = {}", vec!["1"; 9_000].join(" + ")));
    compiles(&format!("x = a{}", ".b".repeat(5_000)));
    compiles(&format!("x = {}a", "-".repeat(5_000)));
    compiles(&format!("if a: b\n{}", "elif a: b\n".repeat(5_000)));
    compiles(&format!("x = [{}]", "a, ".repeat(20_000)));
    compiles(&format!("f({})", "a, ".repeat(3_000)));
}

#[test]
fn jumps_reach_far() {
    let body = "  b = c.d + e\n".repeat(20_000);
    compiles(&format!("def f():\n for i in a:\n  if i < 3:\n   continue\n  if i in j: break\n{body} return 1"));
    compiles(&format!("def f():\n try: g()\n except E:\n{body} except F: pass"));
}
