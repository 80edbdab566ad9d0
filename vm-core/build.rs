//! Sees to it that one collector is chosen, and compiles the application-level Python of `src/applevel` to serial
//! bytecode.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use compiler::{Mode, Options};

/// The features that name a collector.
const COLLECTORS: &[&str] = &["gc-check", "gc-incminimark", "gc-marksweep", "gc-mmtk", "gc-refcount", "gc-semispace"];

fn main() {
    check_choice_of_collector();
    compile_applevel();
}

/// Refuses the build, with the choices, unless exactly one collector is chosen.
fn check_choice_of_collector() {
    let chosen = |feature: &&&str| {
        let variable = format!("CARGO_FEATURE_{}", feature.to_uppercase().replace('-', "_"));
        env::var_os(variable).is_some()
    };
    let chosen: Vec<&str> = COLLECTORS.iter().filter(chosen).copied().collect();
    if chosen.len() != 1 {
        let found =
            if chosen.is_empty() { "none is chosen".to_owned() } else { format!("chosen are {}", chosen.join(", ")) };
        let choices = COLLECTORS.join(" | ");
        println!("cargo::error=choose one collector ({found}): --no-default-features --features {choices}");
        std::process::exit(1);
    }
}

fn compile_applevel() {
    let source_dir = Path::new("src/applevel");
    println!("cargo::rerun-if-changed={}", source_dir.display());
    let mut files: Vec<_> = fs::read_dir(source_dir)
        .expect("src/applevel exists")
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.extension().is_some_and(|e| e == "py"))
        .collect();
    files.sort();
    let out_dir = env::var("OUT_DIR").expect("set by cargo");
    let mut list = String::from("[\n");
    for path in files {
        println!("cargo::rerun-if-changed={}", path.display());
        let stem = path.file_stem().and_then(|s| s.to_str()).expect("a UTF-8 name").to_owned();
        let source = fs::read_to_string(&path).expect("readable");
        let filename = format!("<applevel {stem}>");
        let code = match compiler::compile(&source, &filename, Mode::Exec, &Options::default()) {
            Ok(code) => code,
            Err(error) => panic!("{}:{}: {}", path.display(), error.line, error.message),
        };
        let blob = Path::new(&out_dir).join(format!("{stem}.code"));
        fs::write(&blob, compiler::serial::write(&code)).expect("writable");
        writeln!(list, "    include_bytes!({:?}),", blob.display().to_string()).expect("strings grow");
    }
    list.push(']');
    fs::write(Path::new(&out_dir).join("applevel.rs"), list).expect("writable");
}
