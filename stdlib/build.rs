//! Compiles the pure-Python library ahead of time.
//!
//! The modules of the `Lib` that the crate `rustpython-pylib` carries, and those of `python/` here (which win), become
//! one file of bytecode and compressed source, and a table of what lies where: `lib.bin` and `lib.rs` in `OUT_DIR`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, fs, thread};

use compiler::{Mode, Options};

/// What cannot work here: tests, and windows of a toolkit there is no binding for.
const SKIPPED: &[&str] = &[
    "test",
    "tests",
    "idlelib",
    "tkinter",
    "turtledemo",
    "turtle.py",
    "ensurepip",
    "lib2to3",
    "site-packages",
    "__pycache__",
];

/// Modules the import system itself rests on: their code names no file, as in CPython.
const FROZEN: &[&str] = &["importlib._bootstrap", "importlib._bootstrap_external", "zipimport"];

/// Modules that every program loads. So it does most Python parts of native modules (`+`).
const AT_START: &[&str] = &[
    "_collections_abc",
    "_sitebuiltins",
    "_tenure_start",
    "_tracebacks",
    "abc",
    "genericpath",
    "importlib._bootstrap",
    "importlib._bootstrap_external",
    "linecache",
    "os",
    "posixpath",
    "site",
    "stat",
];

/// Parsing deeply nested literals needs stack.
const WORKER_STACK: usize = 64 << 20;

/// A module to be embedded.
struct Source {
    name: String,
    /// Relative to the library's root, with `/`.
    path: String,
    package: bool,
    file: PathBuf,
}

/// The same, done.
struct Unit {
    code: Vec<u8>,
    text: Vec<u8>,
    text_size: usize,
}

fn main() {
    let own = Path::new("python");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", own.display());
    let mut sources = BTreeMap::new();
    collect(Path::new(rustpython_pylib::LIB_PATH), "", &mut sources);
    collect(own, "", &mut sources);
    collect(&own.join("native"), "+", &mut sources);
    let sources: Vec<Source> = sources.into_values().collect();
    let units = compile_all(&sources);

    let mut blob = Vec::new();
    let mut code_at = vec![0; units.len()];
    for index in by_use(&sources) {
        code_at[index] = blob.len();
        blob.extend_from_slice(&units[index].code);
    }
    let mut table = String::from("[\n");
    for ((source, unit), code_at) in sources.iter().zip(&units).zip(code_at) {
        let text_at = blob.len();
        blob.extend_from_slice(&unit.text);
        writeln!(
            table,
            "Module {{ name: {:?}, path: {:?}, package: {}, code: ({}, {}), source: Packed {{ at: {}, len: {}, size: {} }} }},",
            source.name,
            source.path,
            source.package,
            code_at,
            unit.code.len(),
            text_at,
            unit.text.len(),
            unit.text_size,
        )
        .expect("strings grow");
    }
    table.push(']');
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("set by cargo"));
    fs::write(out.join("lib.bin"), blob).expect("writable");
    fs::write(out.join("lib.rs"), table).expect("writable");
}

/// The order of the modules' code: what every program loads lies together, so that the system reads few pages.
fn by_use(sources: &[Source]) -> Vec<usize> {
    let seldom = |source: &Source| !source.name.starts_with('+') && !AT_START.contains(&source.name.as_str());
    let mut order: Vec<usize> = (0..sources.len()).collect();
    order.sort_by_key(|&index| seldom(&sources[index]));
    order
}

/// Finds the modules below a folder, by dotted name.
fn collect(folder: &Path, prefix: &str, found: &mut BTreeMap<String, Source>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("readable").path()).collect();
    entries.sort();
    for file in entries {
        let Some(base) = file.file_name().and_then(|name| name.to_str()) else { continue };
        if SKIPPED.contains(&base) {
            continue;
        }
        if file.is_dir() {
            collect(&file, &format!("{prefix}{base}/"), found);
        } else if let Some(stem) = base.strip_suffix(".py") {
            let package = stem == "__init__";
            let path = format!("{prefix}{base}");
            let dotted = match package {
                true => prefix.trim_end_matches('/').to_owned(),
                false => format!("{prefix}{stem}"),
            };
            let name = dotted.replace('/', ".");
            if !name.is_empty() {
                found.insert(name.clone(), Source { name, path, package, file });
            }
        }
    }
}

/// Compiles on all processors; the order of the results is that of the sources.
fn compile_all(sources: &[Source]) -> Vec<Unit> {
    let next = AtomicUsize::new(0);
    let workers = thread::available_parallelism().map_or(2, |n| n.get());
    let work = || {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(source) = sources.get(index) else { return done };
            done.push((index, compile(source)));
        }
    };
    let mut units: Vec<(usize, Unit)> = thread::scope(|scope| {
        let start = || thread::Builder::new().stack_size(WORKER_STACK).spawn_scoped(scope, work).expect("a thread");
        let workers: Vec<_> = (0..workers).map(|_| start()).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("a module compiles")).collect()
    });
    units.sort_by_key(|(index, _)| *index);
    units.into_iter().map(|(_, unit)| unit).collect()
}

fn compile(source: &Source) -> Unit {
    let bytes = fs::read(&source.file).expect("readable");
    let filename = match FROZEN.contains(&source.name.as_str()) || source.name.starts_with('+') {
        true => format!("<frozen {}>", source.name),
        false => format!("<lib>/{}", source.path),
    };
    let text = compiler::parse::decode(&bytes, &filename, &mut |_, _| None).unwrap_or_else(|e| panic!("{e}"));
    let code = compiler::compile(&text, &filename, Mode::Exec, &Options::default()).unwrap_or_else(|e| panic!("{e}"));
    let code = compiler::serial::write(&code);
    Unit { code, text_size: text.len(), text: lz4_flex::block::compress(text.as_bytes()) }
}
