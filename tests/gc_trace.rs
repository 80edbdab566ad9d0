//! The trace of the collector: however a program ends, what was written can be opened, and durations nest.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Reads a trace as a viewer does, with the end of the array or without, and says what it saw: event types, the categories of what
/// lasts, whether all that lasts is nested, and whether the array was closed.
const READER: &str = r#"
import json, sys
text = open(sys.argv[1]).read()
closed = text.endswith("\n]\n")
events = json.loads(text if closed else text + "\n]")
lasting = sorted(((e["ts"], e["ts"] + e["dur"], e["cat"]) for e in events if e["ph"] == "X"), key=lambda s: (s[0], -s[1]))
open_until, nested, pauses = [], True, 0
for begin, end, category in lasting:
    while open_until and open_until[-1] <= begin + 1e-9:
        open_until.pop()
    nested = nested and (not open_until or end <= open_until[-1] + 1e-9) and (category == "pause" or bool(open_until))
    pauses += category == "pause"
    open_until.append(end)
names = {e["args"]["name"] for e in events if e["ph"] == "M"}
counters = {e["name"] for e in events if e["ph"] == "C" and e["args"]["bytes"] >= 0}
print(sorted({e["ph"] for e in events}), pauses >= 2, nested, sorted(counters), len(names), closed)
"#;

fn tenure(arguments: &[&str]) -> Output {
    let command = Command::new(env!("CARGO_BIN_EXE_tenure")).args(arguments).output();
    command.unwrap_or_else(|error| panic!("tenure does not start: {error}"))
}

fn trace_of(name: &str, code: &str) -> (PathBuf, Output) {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("gc-trace-{}-{name}.json", std::process::id()));
    let option = format!("gc-trace={}", file.display());
    let output = tenure(&["-X", &option, "-c", code]);
    (file, output)
}

#[test]
fn it_can_be_opened_however_the_program_ends() {
    let work = "import gc, os, sys; x = [[i] for i in range(1000)]; gc.collect(); gc.collect()";
    for (name, end, status, closed) in [
        ("normal", "", 0, "True"),
        ("exception", "; 1 / 0", 1, "True"),
        ("exit", "; sys.exit(3)", 3, "True"),
        ("os_exit", "; os._exit(4)", 4, "False"),
        ("child", "; os.fork() or (gc.collect(), sys.exit(5)); os.wait()", 0, "True"),
    ] {
        let (file, output) = trace_of(name, &format!("{work}{end}"));
        assert_eq!(output.status.code(), Some(status), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        let read = tenure(&["-c", READER, &file.to_string_lossy()]);
        let expected = format!("['C', 'M', 'X'] True True ['heap', 'reserved'] 2 {closed}\n");
        let error = String::from_utf8_lossy(&read.stderr);
        assert_eq!(String::from_utf8_lossy(&read.stdout), expected, "{name}: {error}");
        fs::remove_file(file).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

#[test]
fn a_file_that_cannot_be_written_is_told() {
    let output = tenure(&["-X", "gc-trace=/no/such/folder/trace", "-c", "1"]);
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("tenure: -X gc-trace: /no/such/folder/trace: "));
    assert_eq!(output.status.code(), Some(2));
    let output = tenure(&["-X", "gc-trace", "-c", "1"]);
    assert_eq!(String::from_utf8_lossy(&output.stderr), "tenure: -X gc-trace=FILE needs a file\n");
    assert_eq!(output.status.code(), Some(2));
    let output = tenure(&["-X", "gc-trace=/dev/full", "-c", "import gc; gc.collect(); print('done')"]);
    assert_eq!(String::from_utf8_lossy(&output.stdout), "done\n");
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("tenure: -X gc-trace: No space left on device"));
}
