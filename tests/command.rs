//! The habits of the `tenure` command: where programs come from, arguments, exit status and messages.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn tenure(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tenure"))
        .args(arguments)
        .current_dir(env!("CARGO_TARGET_TMPDIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("tenure starts");
    // A command that reads no input may be gone already.
    let _ = child.stdin.take().expect("piped").write_all(input.as_bytes());
    child.wait_with_output().expect("a child of ours")
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Writes a program beside the other temporary files of this test and returns its name.
fn program(name: &str, source: &str) -> String {
    let name = format!("command_{}_{name}.py", std::process::id());
    fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join(&name), source).expect("writable target folder");
    name
}

#[test]
fn a_file_gets_its_arguments() {
    let name = program("arguments", "import sys\nprint(sys.argv[1:], __name__)\n");
    let output = tenure(&[&name, "a", "-c", "--x=1", "-"], "");
    assert_eq!(out(&output), "['a', '-c', '--x=1', '-'] __main__\n", "{}", err(&output));
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn code_on_the_command_line() {
    let output = tenure(&["-c", "import sys; print(sys.argv, __name__)", "x", "-V"], "");
    assert_eq!(out(&output), "['-c', 'x', '-V'] __main__\n", "{}", err(&output));
}

#[test]
fn a_program_from_standard_input() {
    let output = tenure(&["-", "arg"], "import sys\nprint(sys.argv)\n");
    assert_eq!(out(&output), "['-', 'arg']\n", "{}", err(&output));
    let output = tenure(&[], "print('no terminal: a program, not a prompt')\n");
    assert_eq!(out(&output), "no terminal: a program, not a prompt\n", "{}", err(&output));
}

#[test]
fn a_module_as_program() {
    let name = program("module", "import sys\nprint(__name__, len(sys.argv), sys.argv[1])\n");
    let output = tenure(&["-m", name.trim_end_matches(".py"), "q"], "");
    assert_eq!(out(&output), "__main__ 2 q\n", "{}", err(&output));
    let output = tenure(&["-m", "surely_no_such_module"], "");
    assert!(err(&output).ends_with(": No module named surely_no_such_module\n"), "{}", err(&output));
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_missing_file_is_named() {
    let output = tenure(&["no_such_file.py"], "");
    let message = err(&output);
    assert!(message.contains("can't open file") && message.contains("no_such_file.py'"), "{message}");
    assert!(message.ends_with(": [Errno 2] No such file or directory\n"), "{message}");
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn version_and_help() {
    for flag in ["-V", "--version"] {
        let output = tenure(&[flag], "");
        assert!(out(&output).contains("3.14"), "{}", out(&output));
        assert_eq!(output.status.code(), Some(0));
    }
    for flag in ["-h", "--help"] {
        let output = tenure(&[flag], "");
        for option in ["-c", "-m", "-X", "-V"] {
            assert!(out(&output).contains(option), "help does not name {option}");
        }
        assert_eq!(output.status.code(), Some(0));
    }
}

#[test]
fn unknown_options_are_refused() {
    let output = tenure(&["--no-such-option"], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("--no-such-option"), "{}", err(&output));
    let output = tenure(&["-X", "heap=banana", "-c", "1"], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("banana"), "{}", err(&output));
    let output = tenure(&["-c"], "");
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn exit_status() {
    for (code, status, message) in [
        ("import sys; sys.exit(7)", 7, ""),
        ("import sys; sys.exit()", 0, ""),
        ("import sys; sys.exit(None)", 0, ""),
        ("raise SystemExit('reason')", 1, "reason\n"),
        ("raise SystemExit(300)", 44, ""),
        ("import os; os._exit(5)", 5, ""),
        ("pass", 0, ""),
    ] {
        let output = tenure(&["-c", code], "");
        assert_eq!((output.status.code(), err(&output).as_str()), (Some(status), message), "{code}");
    }
    let output = tenure(&["-c", "1 / 0"], "");
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).ends_with("ZeroDivisionError: division by zero\n"), "{}", err(&output));
}

#[test]
fn statistics_go_to_standard_error() {
    let output = tenure(&["-X", "gc-stats", "-c", "print([str(i) for i in range(1000)][-1])"], "");
    assert_eq!(out(&output), "999\n");
    assert!(err(&output).contains("collections"), "{}", err(&output));
    let output = tenure(&["-X", "gc-log", "-c", "import gc; gc.collect(); print('done')"], "");
    assert_eq!(out(&output), "done\n");
    assert!(!err(&output).is_empty());
}

#[test]
fn output_written_before_the_end_is_not_lost() {
    for code in [
        "print('x', end='')",
        "import sys; sys.stdout.write('x'); sys.exit(3)",
        "print('x', end=''); 1/0",
        "import sys\nsys.stdout.write('x')\nraise SystemExit",
    ] {
        assert_eq!(out(&tenure(&["-c", code], "")), "x", "{code}");
    }
}

#[test]
fn exit_handlers_run() {
    let output = tenure(
        &["-c", "import atexit\natexit.register(print, 'first', 1)\natexit.register(print, 'second')\nprint('body')"],
        "",
    );
    assert_eq!(out(&output), "body\nsecond\nfirst 1\n", "{}", err(&output));
}

#[test]
fn input_reads_lines() {
    let output = tenure(&["-c", "print(input('name? '), input()); input()"], "ann\nbob\n");
    assert_eq!(out(&output), "name? ann bob\n");
    assert!(err(&output).ends_with("EOFError: EOF when reading a line\n"), "{}", err(&output));
}
