//! From options to a running program, and from its end to an exit status.

use std::io::IsTerminal as _;
use std::mem::ManuallyDrop;
use std::process::ExitCode;

use stdlib::command;
use vm_core::objects::number::IntRef;
use vm_core::{Raised, Thread, Value, cls};

use crate::machine::{machine, settings};
use crate::options::{Options, Run};
use crate::program::{self, Ended};
use crate::prompt;
use crate::tell;
use crate::watch::Watch;

/// Runs what the options say.
pub fn launch(options: &Options) -> ExitCode {
    let started = machine(options).and_then(|mut t| Ok((Watch::start(&mut t, options)?, t)));
    let (watch, mut thread) = match started {
        // The process ends with it: the system takes the heap back as a whole.
        Ok((watch, thread)) => (watch, ManuallyDrop::new(thread)),
        Err(message) => {
            tell(&format!("tenure: {message}\n"));
            return ExitCode::from(2);
        }
    };
    let t = &mut thread;
    let mut session = Session::default();
    if let Err(raised) = begin(t, options) {
        session.status = report(t, raised, false).0;
        watch.finish(t);
        return session.exit();
    }
    session.run(t, options);
    session.finish(t);
    watch.finish(t);
    session.exit()
}

/// Makes the library ready for a program.
fn begin(t: &mut Thread, options: &Options) -> Result<(), Raised> {
    stdlib::install(t, &settings(options))?;
    command::load(t)?;
    t.run_tail(|t| vm_core::vm::ready(stdlib::make_main(t)?.value()))?;
    command::call(t, "begin", |_| Ok(vec![Value::bool(options.no_site)]))
}

/// What is known so far of how the process will end.
#[derive(Default)]
struct Session {
    status: u8,
    /// KeyboardInterrupt ended it.
    interrupted: bool,
}

impl Session {
    fn run(&mut self, t: &mut Thread, options: &Options) {
        let prompts = options.interactive > 0 || std::io::stdin().is_terminal();
        let typed = options.run == Run::Input && prompts;
        if !typed {
            // With a prompt to come, SystemExit ends only the program.
            let stay = options.inspect > 0 && prompts;
            let outcome = match &options.run {
                Run::Command(source) => program::run_command(t, options, source),
                Run::File(file) => program::run_file(t, options, file),
                Run::Module(name) => program::run_module(t, name),
                Run::Input | Run::Disassemble(_) => program::run_input(t, options),
            };
            let exits = self.take(t, outcome, stay);
            let asked =
                !options.ignore_environment && std::env::var_os("PYTHONINSPECT").is_some_and(|value| !value.is_empty());
            let inspects = stay || (asked && prompts && !exits);
            if !inspects {
                return;
            }
        }
        *self = Session::default();
        match prompt::interact(t, options, typed) {
            Ok(()) => {}
            Err(raised) => drop(self.take(t, Err(raised), false)),
        }
    }

    /// Notes what an outcome means; true if it was SystemExit.
    fn take(&mut self, t: &mut Thread, outcome: Result<Ended, Raised>, stay: bool) -> bool {
        match outcome {
            Ok(Ended::Normally) => false,
            Ok(Ended::Refused) => {
                self.status = 2;
                true
            }
            Err(raised) => {
                let (status, kind) = report(t, raised, stay);
                self.status = status;
                self.interrupted = kind == Kind::Interrupt;
                kind == Kind::Exit
            }
        }
    }

    fn finish(&mut self, t: &mut Thread) {
        match command::call(t, "finish", |_| Ok(Vec::new())) {
            Ok(()) => {
                let lost = small_result(t);
                if lost != 0 {
                    self.status = lost;
                }
            }
            Err(raised) => self.status = report(t, raised, false).0,
        }
    }

    fn exit(self) -> ExitCode {
        if self.interrupted {
            // Whoever waits for this process should see that a signal ended it.
            // SAFETY: both are plain system calls; with the default action the process ends here.
            unsafe {
                libc::signal(libc::SIGINT, libc::SIG_DFL);
                libc::kill(libc::getpid(), libc::SIGINT);
            }
            return ExitCode::from(130);
        }
        ExitCode::from(self.status)
    }
}

#[derive(Copy, Clone, PartialEq, Eq)]
pub enum Kind {
    Exit,
    Interrupt,
    Other,
}

/// Tells of an uncaught exception; the exit status it means. With `stay`, SystemExit is told like others.
pub fn report(t: &mut Thread, raised: Raised, stay: bool) -> (u8, Kind) {
    let exception = t.take_exception(raised);
    let kind = match exception {
        exception if t.is_instance(exception, cls::SystemExit) => Kind::Exit,
        exception if t.is_instance(exception, cls::KeyboardInterrupt) => Kind::Interrupt,
        _ => Kind::Other,
    };
    let exception = t.hold(exception);
    let told = match command::is_loaded(t) {
        true => command::call(t, "report", |t| Ok(vec![t.held(exception), Value::bool(stay)])),
        false => {
            tell(&format!("tenure: cannot start: {}\n", t.describe(t.held(exception))));
            return (1, Kind::Other);
        }
    };
    match told {
        Ok(()) => (small_result(t), kind),
        Err(raised) => {
            let second = t.take_exception(raised);
            tell(&format!("{}\n{}\n", t.describe(t.held(exception)), t.describe(second)));
            (1, kind)
        }
    }
}

/// The result of the last call as an exit status.
fn small_result(t: &Thread) -> u8 {
    match t.as_int(t.result()) {
        Some(IntRef::Small(status)) => status as u8,
        _ => u8::MAX,
    }
}
