//! The interactive prompt, typed at through a pseudo terminal.

use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(30);
const CTRL_C: &str = "\x03";
const CTRL_D: &str = "\x04";
const UP: &str = "\x1b[A";

fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("prompt-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("writable target folder");
    folder
}

/// Somebody at a terminal.
struct Session {
    child: Child,
    keyboard: File,
    screen: Arc<Mutex<String>>,
    /// What of the screen has been looked at.
    seen: usize,
}

fn pseudo_terminal() -> (OwnedFd, OwnedFd) {
    let (mut master, mut slave) = (0, 0);
    let null = std::ptr::null_mut();
    // SAFETY: fills both descriptors, which are then owned here.
    unsafe {
        assert_eq!(libc::openpty(&mut master, &mut slave, null, null.cast(), null.cast()), 0, "a pseudo terminal");
        (OwnedFd::from_raw_fd(master), OwnedFd::from_raw_fd(slave))
    }
}

impl Session {
    fn start(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Session {
        let (master, slave) = pseudo_terminal();
        let end = || slave.try_clone().expect("a descriptor");
        let mut command = Command::new(env!("CARGO_BIN_EXE_tenure"));
        command.args(arguments).current_dir(folder).env_clear().env("TERM", "xterm").env("HOME", folder);
        command.env("PYTHON_COLORS", "0").envs(environment.iter().copied());
        command.stdin(end()).stdout(end()).stderr(end());
        let terminal = slave.as_raw_fd();
        // SAFETY: only system calls that are allowed between fork and exec.
        unsafe {
            command.pre_exec(move || {
                libc::setsid();
                libc::ioctl(terminal, libc::TIOCSCTTY, 0);
                Ok(())
            });
        }
        let child = command.spawn().expect("tenure starts");
        let screen = Arc::new(Mutex::new(String::new()));
        let keyboard = File::from(master);
        let mut output = keyboard.try_clone().expect("a descriptor");
        let shown = Arc::clone(&screen);
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            // Reading fails when the other end is gone.
            while let Ok(count @ 1..) = output.read(&mut bytes) {
                shown.lock().expect("no panic").push_str(&String::from_utf8_lossy(&bytes[..count]));
            }
        });
        Session { child, keyboard, screen, seen: 0 }
    }

    fn type_in(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).expect("a terminal");
    }

    /// Waits until the text appears after what was seen so far.
    fn expect(&mut self, text: &str) {
        let started = Instant::now();
        loop {
            let screen = self.screen.lock().expect("no panic").clone();
            if let Some(at) = screen[self.seen..].find(text) {
                self.seen += at + text.len();
                return;
            }
            assert!(started.elapsed() < PATIENCE, "no {text:?} in {:?}", &screen[self.seen..]);
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn enter(&mut self, line: &str) {
        self.type_in(line);
        self.type_in("\r");
    }

    fn end(mut self) -> ExitStatus {
        let started = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("a child of ours") {
                return status;
            }
            if started.elapsed() > PATIENCE {
                self.child.kill().expect("a child of ours");
                panic!("still there: {:?}", self.screen.lock().expect("no panic"));
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

#[test]
fn statements_are_run_and_values_shown() {
    let mut session = Session::start(&scratch("statements"), &[], &[]);
    session.expect("Type \"help\"");
    session.expect(">>> ");
    session.enter("6 * 7");
    session.expect("\n42\r\n");
    session.expect(">>> ");
    session.enter("_ + 1");
    session.expect("\n43\r\n");
    session.enter("def f(x):");
    session.expect("... ");
    session.enter("    return x * 2");
    session.expect("... ");
    session.enter("");
    session.expect(">>> ");
    session.enter("f('ab')");
    session.expect("'abab'");
    session.enter("1 / 0");
    session.expect("Traceback (most recent call last):");
    session.expect("<python-input-");
    session.expect("    1 / 0");
    session.expect("ZeroDivisionError: division by zero");
    session.enter("x = = 1");
    session.expect("SyntaxError: invalid syntax");
    session.enter("import sys; sys.ps1 = 'next> '");
    session.expect("next> ");
    session.type_in(CTRL_D);
    assert!(session.end().success());
}

#[test]
fn exit_ends_with_its_status() {
    let mut session = Session::start(&scratch("exit"), &["-q"], &[]);
    session.expect(">>> ");
    session.enter("raise SystemExit(5)");
    assert_eq!(session.end().code(), Some(5));
}

#[test]
fn ctrl_c_interrupts_lines_and_loops() {
    let mut session = Session::start(&scratch("interrupt"), &["-q"], &[]);
    session.expect(">>> ");
    session.type_in("half a line");
    session.expect("half a line");
    session.type_in(CTRL_C);
    session.expect("KeyboardInterrupt");
    session.expect(">>> ");
    session.enter("if 1:");
    session.expect("... ");
    session.type_in(CTRL_C);
    session.expect("KeyboardInterrupt");
    session.expect(">>> ");
    session.enter("print('run' + 'ning')\rwhile True: pass\r");
    session.expect("running");
    std::thread::sleep(Duration::from_millis(300));
    session.type_in(CTRL_C);
    session.expect("KeyboardInterrupt");
    session.expect(">>> ");
    session.enter("'still' + ' there'");
    session.expect("'still there'");
    session.type_in(CTRL_D);
    assert!(session.end().success());
}

#[test]
fn history_outlives_the_session() {
    let folder = scratch("history");
    let mut session = Session::start(&folder, &["-q"], &[]);
    session.expect(">>> ");
    session.enter("print('a', 'b', sep='-')");
    session.expect("\na-b\r\n");
    session.type_in(CTRL_D);
    assert!(session.end().success());
    let kept = std::fs::read_to_string(folder.join(".tenure_history")).expect("a history file");
    assert!(kept.contains("print('a', 'b', sep='-')"), "{kept}");
    let mut session = Session::start(&folder, &["-q"], &[]);
    session.expect(">>> ");
    session.enter(UP);
    session.expect("\na-b\r\n");
    session.type_in(CTRL_D);
    assert!(session.end().success());
}

#[test]
fn tab_completes_names_of_the_program() {
    let mut session = Session::start(&scratch("complete"), &["-q"], &[]);
    session.expect(">>> ");
    session.enter("class Thing: quite_unusual = 12345");
    session.expect("... ");
    session.enter("");
    session.expect(">>> ");
    session.type_in("Thing.quite_u\t");
    session.expect("nusual");
    session.enter("");
    session.expect("\n12345\r\n");
    session.type_in(CTRL_D);
    assert!(session.end().success());
}

#[test]
fn a_prompt_follows_the_program_on_request() {
    let folder = scratch("inspect");
    std::fs::write(folder.join("program.py"), "value = 17\nraise SystemExit(3)\n").expect("writable");
    let mut session = Session::start(&folder, &["-i", "program.py"], &[]);
    session.expect("SystemExit: 3");
    session.expect(">>> ");
    session.enter("value + 1");
    session.expect("\n18\r\n");
    session.type_in(CTRL_D);
    assert_eq!(session.end().code(), Some(0));
}

#[test]
fn the_startup_file_prepares_the_prompt() {
    let folder = scratch("startup");
    std::fs::write(folder.join("startup.py"), "prepared = 'yes, ' + __name__\n").expect("writable");
    let mut session = Session::start(&folder, &["-q"], &[("PYTHONSTARTUP", "startup.py")]);
    session.expect(">>> ");
    session.enter("prepared");
    session.expect("'yes, __main__'");
    session.type_in(CTRL_D);
    assert!(session.end().success());
}
