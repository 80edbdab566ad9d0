//! What must not happen whatever is thrown at the `tenure` command: a panic, a crash, a process that cannot be stopped.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

const TENURE: &str = env!("CARGO_BIN_EXE_tenure");

fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("faults-{}-{name}", std::process::id()));
    fs::create_dir_all(&folder).expect("writable target folder");
    folder
}

/// xorshift64*: the same mutants in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % n.max(1)
    }
}

/// Areas whose programs do nothing to the system, whatever is changed in them.
fn is_harmless(area: &Path) -> bool {
    !["stdlib", "imports", "limits", "gc", "unpacking", "exceptions"].iter().any(|a| area.ends_with(a))
}

/// The programs of the examples and of those areas of the corpus that `wanted` selects.
fn sources(wanted: impl Fn(&Path) -> bool) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("examples")];
    let areas = fs::read_dir(root.join("tests/programs")).expect("the corpus");
    folders.extend(areas.map(|e| e.expect("readable").path()).filter(|p| p.is_dir() && wanted(p)));
    let mut files: Vec<PathBuf> = folders
        .iter()
        .flat_map(|f| fs::read_dir(f).expect("readable").map(|e| e.expect("readable").path()))
        .filter(|p| p.extension().is_some_and(|e| e == "py"))
        .collect();
    files.sort();
    files.iter().map(|p| fs::read_to_string(p).expect("UTF-8 source")).collect()
}

/// A piece of real source with a few accidents: tokens lost, doubled, swapped, brackets and quotes out of place.
fn mutant(sources: &[String], random: &mut Random) -> String {
    let lines: Vec<&str> = sources[random.below(sources.len())].lines().collect();
    let start = random.below(lines.len());
    let mut text: Vec<char> = lines[start..(start + 30).min(lines.len())].join("\n").chars().collect();
    const PIECES: &[&str] = &[
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "'",
        "\"",
        "'''",
        "\\",
        "\n",
        "\t",
        "    ",
        ":",
        ",",
        "=",
        ":=",
        "*",
        "**",
        "@",
        "->",
        "f'{",
        "}'",
        "!",
        "lambda ",
        "yield ",
        "await ",
        "async ",
        "def ",
        "class ",
        "if ",
        "else:",
        "except*",
        "match ",
        "case _",
        "\0",
        "é",
        "\u{feff}",
        "0x",
        "1e999",
        "1_",
        "...",
        ";",
        "#",
        "~",
        "not ",
        "in ",
        "is ",
        "del ",
        "global x",
        "nonlocal x",
        "return ",
        "import ",
        "from . ",
        "type X = ",
        "\u{2028}",
        "$",
    ];
    for _ in 0..random.below(4) + 1 {
        let at = random.below(text.len());
        let end = (at + random.below(12)).min(text.len());
        match random.below(4) {
            0 => drop(text.drain(at..end)),
            1 => drop(text.splice(at..at, PIECES[random.below(PIECES.len())].chars())),
            2 => {
                let copy = text[at..end].to_vec();
                drop(text.splice(at..at, copy));
            }
            _ => drop(text.splice(at..end, PIECES[random.below(PIECES.len())].chars())),
        }
    }
    text.into_iter().collect()
}

/// Waits for the end of a process, reading what it writes meanwhile, or kills it.
fn finish(mut child: Child, limit: Duration) -> Option<Output> {
    let stdout = drain(child.stdout.take());
    let stderr = drain(child.stderr.take());
    let started = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("a child of ours") {
            break status;
        }
        if started.elapsed() > limit {
            child.kill().expect("a child of ours");
            child.wait().expect("a child of ours");
            return None;
        }
        std::thread::sleep(Duration::from_millis(3));
    };
    let read = |thread: JoinHandle<Vec<u8>>| thread.join().expect("reading does not panic");
    Some(Output { status, stdout: read(stdout), stderr: read(stderr) })
}

fn drain(pipe: Option<impl Read + Send + 'static>) -> JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            // A pipe that breaks has delivered what there was.
            let _ = pipe.read_to_end(&mut bytes);
        }
        bytes
    })
}

fn assert_no_crash(output: &Output, what: &str) {
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(!err.contains("panicked at"), "{what}: {err}");
    assert_eq!(output.status.signal(), None, "{what}: ended by a signal\n{err}");
    assert!(matches!(output.status.code(), Some(0..=2)), "{what}: status {:?}\n{err}", output.status.code());
}

#[test]
fn a_thousand_damaged_sources_compile_or_are_refused() {
    let folder = scratch("compile");
    let sources = sources(|_| true);
    let mut random = Random(0x7E57_5EED);
    for i in 0..1000 {
        fs::write(folder.join(format!("{i:04}.txt")), mutant(&sources, &mut random)).expect("writable");
    }
    let driver = r#"
import os, sys, warnings
warnings.simplefilter("ignore")
compiled = refused = 0
for name in sorted(os.listdir(sys.argv[1])):
    with open(os.path.join(sys.argv[1], name), encoding="utf-8", newline="") as f:
        source = f.read()
    try:
        compile(source, name, "exec")
        compiled += 1
    except (SyntaxError, ValueError, OverflowError) as e:
        str(e), repr(e)
        refused += 1
    except BaseException as e:
        print(name, type(e).__name__, e)
print(compiled + refused)
"#;
    let output = Command::new(TENURE).args(["-c", driver]).arg(&folder).output().expect("tenure starts");
    assert_no_crash(&output, "compiling mutants");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "1000\n");
    fs::remove_dir_all(folder).expect("ours");
}

#[test]
fn damaged_programs_run_or_end_in_an_exception() {
    let folder = scratch("run");
    let sources = sources(is_harmless);
    let mut random = Random(0xBAD_5EED);
    for i in 0..100 {
        let file = folder.join(format!("mutant_{i}.py"));
        fs::write(&file, mutant(&sources, &mut random)).expect("writable");
        let child = Command::new(TENURE)
            .args(["-X", "heap=256M"])
            .arg(&file)
            .current_dir(&folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("tenure starts");
        // A mutant may loop for ever: that is its right.
        if let Some(output) = finish(child, Duration::from_secs(5)) {
            // It may also exit with any status of its own.
            let err = String::from_utf8_lossy(&output.stderr);
            assert!(!err.contains("panicked at"), "{}: {err}", file.display());
            assert_eq!(output.status.signal(), None, "{}: {err}", file.display());
        }
    }
    fs::remove_dir_all(folder).expect("ours");
}

fn interrupt(child: &Child) {
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill exists");
    assert!(sent.success());
}

fn start(code: &str) -> Child {
    Command::new(TENURE)
        .args(["-c", code])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("tenure starts")
}

#[test]
fn ctrl_c_ends_a_busy_loop_with_a_traceback() {
    let child = start("while True: pass");
    std::thread::sleep(Duration::from_millis(400));
    interrupt(&child);
    let output = finish(child, Duration::from_secs(5)).expect("stops when interrupted");
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(
        err.contains("Traceback (most recent call last):") && err.trim_end().ends_with("KeyboardInterrupt"),
        "{err}"
    );
    assert!(output.status.signal() == Some(2) || output.status.code() == Some(130), "{:?}", output.status);
}

#[test]
fn ctrl_c_can_be_caught() {
    let code = "
import time
for wait in (lambda: time.sleep(60), lambda: sum(i for i in iter(int, 1)), lambda: input()):
    print('ready', flush=True)
    try:
        wait()
    except KeyboardInterrupt:
        print('caught', flush=True)
print('end')
";
    let mut child = start(code);
    let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines().map(|l| l.expect("UTF-8"));
    for _ in 0..3 {
        assert_eq!(lines.next().as_deref(), Some("ready"));
        std::thread::sleep(Duration::from_millis(100));
        interrupt(&child);
        assert_eq!(lines.next().as_deref(), Some("caught"));
    }
    assert_eq!(lines.next().as_deref(), Some("end"));
    let output = finish(child, Duration::from_secs(10)).expect("ends");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn ctrl_c_stops_natives_that_loop() {
    let loops = [
        "sum(range(10**11))",
        "sum(itertools.repeat(0))",
        "any(map(bool, itertools.repeat(0)))",
        "list(itertools.islice(itertools.count(), 10**12, None))",
        "collections.deque(itertools.repeat(1), 0)",
        "collections.Counter(itertools.repeat(1))",
        "next(filter(None, itertools.repeat(0)))",
        "next(itertools.filterfalse(None, itertools.repeat(1)))",
        "next(itertools.dropwhile(bool, itertools.repeat(1)))",
        "next(itertools.compress(itertools.repeat(1), itertools.repeat(0)))",
        "next(itertools.chain.from_iterable(itertools.repeat(())))",
        "next(itertools.islice(itertools.groupby(itertools.repeat(1)), 1, None))",
        "dict(zip(itertools.repeat(1), itertools.repeat(2)))",
        "print(*itertools.filterfalse(None, itertools.repeat(1)))",
        "re.match('(a*)*b', 'a' * 60)",
        "time.sleep(100)",
    ];
    let code = "
import collections, itertools, re, sys, time
for line in sys.argv[1:]:
    print('ready', flush=True)
    try:
        eval(line)
        print('ended', line, flush=True)
    except KeyboardInterrupt:
        print('caught', flush=True)
";
    let mut child = Command::new(TENURE)
        .args(["-c", code])
        .args(loops)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("tenure starts");
    let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines().map(|l| l.expect("UTF-8"));
    for line in loops {
        assert_eq!(lines.next().as_deref(), Some("ready"), "{line}");
        std::thread::sleep(Duration::from_millis(60));
        interrupt(&child);
        let sent = Instant::now();
        assert_eq!(lines.next().as_deref(), Some("caught"), "{line}");
        assert!(sent.elapsed() < Duration::from_secs(5), "{line} took {:?}", sent.elapsed());
    }
    let output = finish(child, Duration::from_secs(10)).expect("ends");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn what_does_not_fit_raises_memory_error_and_the_program_goes_on() {
    let program = &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/full_heap.py");
    std::thread::scope(|scope| {
        // Not less: interned strings, of which the program makes as many as fit, stay for good.
        for limit in ["32M", "24M"] {
            scope.spawn(move || {
                let child = Command::new(TENURE)
                    .args(["-X", &format!("heap={limit}")])
                    .arg(program)
                    .stdin(Stdio::null())
                    .stdout(Stdio::piped())
                    .stderr(Stdio::piped())
                    .spawn()
                    .expect("tenure starts");
                let output = finish(child, Duration::from_secs(300));
                let output = output.unwrap_or_else(|| panic!("still running with a heap of {limit}"));
                assert_no_crash(&output, limit);
                assert_eq!(String::from_utf8_lossy(&output.stdout), "end\n", "{limit}");
            });
        }
    });
}

/// The system gives the process less than the heap would take. Shells limit what a process may map with `ulimit -d`.
#[cfg(target_os = "linux")]
#[test]
fn what_the_system_refuses_raises_memory_error_and_the_program_goes_on() {
    let code = "
class Node:
    def __init__(self, rest): self.rest = rest; self.pad = [None] * 4
def nodes():
    head = None
    while True: head = Node(head)
def rows():
    keep = []
    while True: keep.append([[i] for i in range(50)])
def words():
    keep = {}
    while True: keep[len(keep)] = str(len(keep)) * 5
def large(): return [bytearray(1 << 20) for _ in range(1000)]
for grow in (nodes, rows, words, large) * 2:
    try: grow()
    except MemoryError: print(grow.__name__)
";
    let usual = "print(*(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmData')))";
    let usual = Command::new(TENURE).args(["-c", usual]).output().expect("tenure starts");
    let usual: u64 = String::from_utf8_lossy(&usual.stdout).trim().parse().expect("a number of KiB");
    let shell = format!("ulimit -d {} && exec \"$0\" \"$@\"", usual + 150_000);
    let child = Command::new("sh")
        .args(["-c", &shell, TENURE, "-c", code])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a shell starts");
    let output = finish(child, Duration::from_secs(120)).expect("ends");
    assert_no_crash(&output, "little memory");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "nodes\nrows\nwords\nlarge\n".repeat(2));
}

#[test]
fn a_closed_pipe_is_an_error_not_a_crash() {
    let mut child = start("for i in range(100000): print('line', i)");
    drop(child.stdout.take());
    let output = finish(child, Duration::from_secs(10)).expect("notices that nobody reads");
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(err.contains("BrokenPipeError"), "{err}");
    assert!(!err.contains("panicked at"), "{err}");
}

#[test]
fn garbage_as_a_program_is_refused() {
    for (name, bytes) in [
        ("zeros", vec![0u8; 100]),
        ("not UTF-8", b"x = '\xff\xfe'\n".to_vec()),
        ("random bytes", (0u32..4096).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect()),
        ("an unknown encoding", b"# coding: no-such-thing\nx = 1\n".to_vec()),
        ("only a backslash", b"\\".to_vec()),
        ("a very long line of brackets", vec![b'('; 200_000]),
    ] {
        let mut child = Command::new(TENURE)
            .arg("-")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("tenure starts");
        // It may refuse before it has read everything.
        let _ = child.stdin.take().expect("piped").write_all(&bytes);
        let output = finish(child, Duration::from_secs(20)).expect("ends");
        assert_no_crash(&output, name);
        assert_eq!(output.status.code(), Some(1), "{name}");
    }
}

#[test]
fn no_call_of_anything_builtin_makes_the_machine_panic() {
    let program = &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/builtin_calls.py");
    std::thread::scope(|scope| {
        for seeds in [[1, 2], [3, 4]] {
            scope.spawn(move || {
                for seed in seeds {
                    let child = Command::new(TENURE)
                        .args(["-X", "heap=64M"])
                        .arg(program)
                        .args([seed.to_string(), "1500".to_owned()])
                        .env("PYTHONHASHSEED", "0")
                        .stdin(Stdio::null())
                        .stdout(Stdio::piped())
                        .stderr(Stdio::piped())
                        .spawn()
                        .expect("tenure starts");
                    let output = finish(child, Duration::from_secs(120)).expect("ends");
                    assert_no_crash(&output, &format!("seed {seed}"));
                    let out = String::from_utf8_lossy(&output.stdout);
                    assert!(out.starts_with("1500 calls"), "seed {seed}: {}", String::from_utf8_lossy(&output.stderr));
                }
            });
        }
    });
}
