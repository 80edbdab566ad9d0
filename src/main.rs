//! The `tenure` command: options, then the machine with its library, then the program.

mod disassemble;
mod launch;
mod machine;
mod options;
mod program;
mod prompt;
mod watch;

use std::io::Write as _;
use std::process::ExitCode;

use options::{Options, Run, Stop};

fn main() -> ExitCode {
    let words = std::env::args_os().collect();
    let environment = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    match options::parse(words, &environment) {
        Ok(options) => run(options),
        Err(stop) => explain(stop),
    }
}

fn explain(stop: Stop) -> ExitCode {
    match stop {
        Stop::Say(text) => {
            // A closed pipe is no reason to fail.
            let _ = std::io::stdout().write_all(text.as_bytes());
            ExitCode::SUCCESS
        }
        Stop::Usage(text) => {
            tell(&text);
            ExitCode::from(2)
        }
        Stop::Fatal(text) => {
            tell(&text);
            ExitCode::FAILURE
        }
    }
}

/// Writes to standard error. If that is closed, there is nobody to tell.
fn tell(text: &str) {
    let _ = std::io::stderr().write_all(text.as_bytes());
}

fn run(options: Options) -> ExitCode {
    match &options.run {
        Run::Disassemble(file) => disassemble::disassemble(file, &options),
        _ => launch::launch(&options),
    }
}
