//! The habits of the `tenure` command: where programs come from, arguments, exit status and messages.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn tenure(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tenure"))
        .args(arguments)
        .env_remove("PYTHONUNBUFFERED")
        .env_remove("PYTHONDONTWRITEBYTECODE")
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
    for part in ["in collections (", "gc: allocated ", ", freed ", "gc: heap peak ", ", peak RSS "] {
        assert!(err(&output).contains(part), "{part} is missing: {}", err(&output));
    }
    let output = tenure(&["-X", "gc-stats", "-c", "import gc; gc.collect(); raise SystemExit(3)"], "");
    assert_eq!(output.status.code(), Some(3));
    for part in ["pauses p50 ", ", p90 ", ", p99 ", ", max ", "gc: phases: "] {
        assert!(err(&output).contains(part), "{part} is missing: {}", err(&output));
    }
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

#[test]
fn folders_and_archives_are_programs() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("command-folder-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("writable target folder");
    let source = "import sys, beside\nprint(__name__, sys.argv[1:], beside.VALUE)\n";
    fs::write(folder.join("__main__.py"), source).expect("writable");
    fs::write(folder.join("beside.py"), "VALUE = 'beside'\n").expect("writable");
    let name = folder.to_str().expect("UTF-8");
    let output = tenure(&[name, "x"], "");
    assert_eq!(out(&output), "__main__ ['x'] beside\n", "{}", err(&output));
    let archive = folder.join("program.zip");
    let make = "import sys, zipfile\nwith zipfile.ZipFile(sys.argv[1], 'w') as z:\n    for n in sys.argv[3:]: z.writestr(zipfile.ZipInfo(n), open(sys.argv[2] + '/' + n).read())";
    let archive = archive.to_str().expect("UTF-8");
    let output = tenure(&["-c", make, archive, name, "__main__.py", "beside.py"], "");
    assert_eq!(err(&output), "");
    let output = tenure(&[archive, "y"], "");
    assert_eq!(out(&output), "__main__ ['y'] beside\n", "{}", err(&output));
    fs::remove_file(folder.join("__main__.py")).expect("ours");
    let output = tenure(&[name], "");
    assert!(err(&output).contains(": can't find '__main__' module in '"), "{}", err(&output));
    assert_eq!(output.status.code(), Some(1));
    fs::remove_dir_all(folder).expect("ours");
}

#[test]
fn keyboard_interrupt_ends_as_the_signal_does() {
    use std::os::unix::process::ExitStatusExt as _;
    let output = tenure(&["-c", "raise KeyboardInterrupt"], "");
    assert!(err(&output).ends_with("\nKeyboardInterrupt\n"), "{}", err(&output));
    assert_eq!(output.status.signal(), Some(2));
}

#[test]
fn troubles_at_the_end() {
    for (code, status, message) in [
        ("import atexit, sys; atexit.register(sys.exit, 5)", 0, "SystemExit: 5\n"),
        ("import atexit; atexit.register(lambda: 1 / 0)", 0, "ZeroDivisionError: division by zero\n"),
        ("import sys; sys.stdout.close()", 0, ""),
        ("import sys; sys.stdout = None; print(1)", 0, ""),
        ("import sys; del sys.excepthook; 1 / 0", 1, "ZeroDivisionError: division by zero\n"),
        ("raise SystemExit(1, 2)", 1, "(1, 2)\n"),
        ("import sys; sys.exit(1 << 70)", 255, ""),
        ("import sys; sys.exit(-1)", 255, ""),
        ("import sys; sys.exit(True)", 1, ""),
    ] {
        let output = tenure(&["-c", code], "");
        assert_eq!(output.status.code(), Some(status), "{code}: {}", err(&output));
        assert!(err(&output).ends_with(message), "{code}: {}", err(&output));
        assert_eq!(err(&output).is_empty(), message.is_empty(), "{code}: {}", err(&output));
    }
    let output = tenure(&["-c", "import sys\nsys.excepthook = lambda *a: 1 / 0\nraise ValueError(1)"], "");
    let message = err(&output);
    assert!(message.starts_with("Error in sys.excepthook:\nTraceback (most recent call last):\n"), "{message}");
    assert!(message.contains("\n\nOriginal exception was:\nTraceback (most recent call last):\n"), "{message}");
    assert!(message.ends_with("ValueError: 1\n"), "{message}");
}

#[test]
fn output_that_cannot_be_written_is_told() {
    let output = Command::new("sh")
        .args(["-c", "\"$0\" -c 'print(1)' > /dev/full"])
        .arg(env!("CARGO_BIN_EXE_tenure"))
        .env_remove("PYTHONUNBUFFERED")
        .output()
        .expect("a shell");
    let message = err(&output);
    assert!(message.starts_with("Exception ignored while flushing sys.stdout:\n"), "{message}");
    assert!(message.ends_with("OSError: [Errno 28] No space left on device\n"), "{message}");
    assert_eq!(output.status.code(), Some(120));
}

#[test]
fn a_prompt_without_a_terminal_reads_plainly() {
    let output = tenure(&["-iq"], "x = 1\nif x:\n  print(5)\n\n1/0\nx\nimport sys\nsys.exit(4)\n");
    assert_eq!(out(&output), "5\n1\n", "{}", err(&output));
    assert!(err(&output).starts_with(">>> >>> ... ... >>> Traceback (most recent call last):\n"), "{}", err(&output));
    assert_eq!(output.status.code(), Some(4));
    let output = tenure(&["-i", "-c", "print(5); 1/0"], "print(6)\n");
    assert_eq!(out(&output), "5\n6\n", "{}", err(&output));
    assert!(err(&output).ends_with("ZeroDivisionError: division by zero\n>>> >>> \n"), "{}", err(&output));
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn flags_reach_the_program() {
    let show =
        "import sys; print(sys.flags.optimize, sys.flags.verbose, sys.flags.dev_mode, sys.warnoptions, sys._xoptions)";
    let output = tenure(&["-OOW", "ignore", "-X", "a=b", "-Xc", "-c", show], "");
    assert_eq!(out(&output), "2 0 False ['ignore'] {'a': 'b', 'c': True}\n", "{}", err(&output));
    let output = tenure(&["-c", "assert False"], "");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(tenure(&["-O", "-c", "assert False"], "").status.code(), Some(0));
    let output = tenure(&["-X", "int_max_str_digits=700", "-c", "import sys; print(sys.get_int_max_str_digits())"], "");
    assert_eq!(out(&output), "700\n", "{}", err(&output));
    let output = tenure(&["-I", "-c", "import sys; print('' in sys.path, sys.flags.isolated)"], "");
    assert_eq!(out(&output), "False 1\n", "{}", err(&output));
}

#[test]
fn wrong_values_of_options_are_fatal() {
    for (arguments, status, message) in [
        (
            &["-X", "int_max_str_digits=5"][..],
            1,
            "Fatal Python error: config_init_int_max_str_digits: -X int_max_str_digits: ",
        ),
        (&["-X", "utf8=5"], 1, "Fatal Python error: preconfig_init_utf8_mode: invalid -X utf8 option value\n"),
        (&["-X", "tracemalloc"], 2, "tenure: -X tracemalloc: "),
        (&["-X", "gc-debug=evry=1"], 2, "tenure: -X gc-debug: unknown knob 'evry'; "),
        (&["-X", "heap=1000"], 2, "tenure: a heap of 1000 bytes is too small"),
        (&["-X", "gc-log=/no/such/folder/log"], 2, "tenure: -X gc-log: /no/such/folder/log: "),
        (&["--check-hash-based-pycs", "foo"], 2, "--check-hash-based-pycs must be one of "),
        (&["-z"], 2, "Unknown option: -z\nusage: "),
    ] {
        let output = tenure(&[arguments, &["-c", "1"]].concat(), "");
        assert!(err(&output).starts_with(message), "{arguments:?}: {}", err(&output));
        assert_eq!(output.status.code(), Some(status), "{arguments:?}");
    }
}

#[test]
fn the_log_of_the_collector_is_json_lines() {
    let log = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("gc-log-{}.jsonl", std::process::id()));
    let option = format!("gc-log={}", log.display());
    let output = tenure(&["-X", &option, "-X", "gc-stats", "-c", "import gc; gc.collect(); gc.collect()"], "");
    assert!(err(&output).starts_with("gc: "), "{}", err(&output));
    let check = "import json, sys\nevents = [json.loads(line) for line in open(sys.argv[1])]\nprint(sum(e['event'] == 'end' for e in events) >= 2, all(e['t'] >= 0 for e in events))";
    let output = tenure(&["-c", check, log.to_str().expect("UTF-8")], "");
    assert_eq!(out(&output), "True True\n", "{}", err(&output));
    fs::remove_file(log).expect("ours");
}
