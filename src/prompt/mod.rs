//! The interactive prompt: statements are read, compiled when they are complete, run, and their values shown.

mod plain;
mod terminal;

use std::io::IsTerminal as _;

use compiler::Mode;
use compiler::parse::{Completeness, completeness};
use stdlib::command;
use vm_core::{Raised, Thread, Value, cls};

use crate::launch::report;
use crate::options::{Options, version};
use crate::program::run_source;
use crate::tell;

/// What a source of lines gives.
enum Line {
    /// Without the newline.
    Text(String),
    /// Ctrl-C.
    Interrupted,
    /// Ctrl-D, or the end of the input.
    End,
}

/// Where lines come from. It holds the thread, because completion asks the program's objects.
trait Lines {
    fn thread(&mut self) -> &mut Thread;
    fn read(&mut self, prompt: &str) -> Line;
    /// A whole statement was entered.
    fn remember(&mut self, _statement: &str) {}
}

/// Runs the prompt until its input ends, or SystemExit.
pub fn interact(t: &mut Thread, options: &Options, from_start: bool) -> Result<(), Raised> {
    if from_start {
        command::call(t, "dress_main", |_| Ok(vec![Value::NONE, Value::FALSE]))?;
    }
    if from_start && options.quiet == 0 {
        tell(&format!(
            "{} on linux\nType \"help\", \"copyright\", \"credits\" or \"license\" for more information.\n",
            version(true)
        ));
    }
    if from_start {
        run_startup(t, options)?;
    }
    command::call(t, "begin_prompt", |_| Ok(vec![Value::bool(options.isolated)]))?;
    let basic = !options.ignore_environment && std::env::var_os("PYTHON_BASIC_REPL").is_some_and(|v| !v.is_empty());
    let edits = std::io::stdin().is_terminal() && std::io::stdout().is_terminal() && !basic;
    if !edits {
        return converse(&mut plain::Plain::new(t), options, false);
    }
    match terminal::Terminal::open(t, options) {
        Ok(mut terminal) => converse(&mut terminal, options, true),
        Err(t) => converse(&mut plain::Plain::new(t), options, false),
    }
}

/// `PYTHONSTARTUP`, in the prompt's namespace.
fn run_startup(t: &mut Thread, options: &Options) -> Result<(), Raised> {
    let Some(file) = &options.startup else { return Ok(()) };
    let name = file.to_string_lossy();
    let outcome = match std::fs::read(file) {
        Ok(bytes) => match compiler::parse::decode(&bytes, &name, &mut |_, _| None) {
            Ok(text) => run_source(t, options, &text, &name, Mode::Exec),
            Err(error) => Err(stdlib::raise_syntax_error(t, &error)),
        },
        Err(error) => {
            tell("Could not open PYTHONSTARTUP\n");
            let name = t.str(&name).map(vm_core::Gc::value);
            name.and_then(|name| Err(t.os_error(&error, Some(name))))
        }
    };
    match outcome {
        Ok(()) => Ok(()),
        Err(raised) => survive(t, raised),
    }
}

/// Tells of an exception and goes on; SystemExit passes.
fn survive(t: &mut Thread, raised: Raised) -> Result<(), Raised> {
    let exception = t.take_exception(raised);
    let ends = t.is_instance(exception, cls::SystemExit);
    let raised = t.reraise(exception);
    if ends {
        return Err(raised);
    }
    report(t, raised, true);
    Ok(())
}

fn converse(lines: &mut dyn Lines, options: &Options, named: bool) -> Result<(), Raised> {
    let mut number = 0;
    let mut pending = String::new();
    loop {
        let t = lines.thread();
        command::call(t, "before_prompt", |_| Ok(Vec::new()))?;
        let prompt = if pending.is_empty() { "ps1" } else { "ps2" };
        command::call(t, "prompt_text", |t| Ok(vec![t.str(prompt)?.value()]))?;
        let prompt = t.text(t.result());
        match lines.read(&prompt) {
            Line::Interrupted => {
                pending.clear();
                tell("\nKeyboardInterrupt\n");
                continue;
            }
            Line::End if pending.is_empty() => {
                tell("\n");
                return Ok(());
            }
            Line::End => {}
            Line::Text(line) => {
                pending.push_str(&line);
                if completeness(&pending) == Completeness::Incomplete {
                    pending.push('\n');
                    continue;
                }
            }
        }
        let statement = std::mem::take(&mut pending);
        lines.remember(statement.trim_end());
        if is_blank(&statement) {
            continue;
        }
        // CPython's two prompts name their input differently.
        let filename = if named { format!("<python-input-{number}>") } else { "<stdin>".to_owned() };
        number += 1;
        let t = lines.thread();
        if let Err(raised) = run_source(t, options, &format!("{statement}\n"), &filename, Mode::Single) {
            survive(t, raised)?;
        }
    }
}

/// Nothing but space and comments: there is nothing to run.
fn is_blank(statement: &str) -> bool {
    statement.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'))
}
