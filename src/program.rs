//! Finding the program and running it as `__main__`.

use std::ffi::{OsStr, OsString};
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;

use compiler::Mode;
use stdlib::command;
use vm_core::natives::{Tail, Then};
use vm_core::objects::sequence::Tuple;
use vm_core::{Raised, Thread, Value};

use crate::disassemble::cannot_open;
use crate::options::Options;
use crate::tell;

/// How a program ended that raised nothing.
pub enum Ended {
    Normally,
    /// It was never begun; what there is to say has been said.
    Refused,
}

/// Could this be a folder or archive with a `__main__`? If so, the import system is asked.
pub fn may_hold_modules(path: &OsStr) -> bool {
    let path = Path::new(path);
    path.is_dir() || ends_as_archive(path).unwrap_or(false)
}

/// Does the file end in the directory of a ZIP archive? It may begin as anything.
fn ends_as_archive(path: &Path) -> std::io::Result<bool> {
    const END: &[u8] = b"PK\x05\x06";
    const LONGEST_COMMENT: u64 = 0xffff;
    let mut file = std::fs::File::open(path)?;
    if !file.metadata()?.is_file() {
        return Ok(false);
    }
    let length = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(length.saturating_sub(22 + LONGEST_COMMENT)))?;
    let mut tail = Vec::new();
    file.read_to_end(&mut tail)?;
    Ok(tail.windows(END.len()).any(|window| window == END))
}

/// A script, or a folder or archive with a `__main__`.
pub fn run_file(t: &mut Thread, options: &Options, file: &OsStr) -> Result<Ended, Raised> {
    if may_hold_modules(file) {
        let folder = absolute(file);
        command::call(t, "has_importer", |t| Ok(vec![command::os_text(t, &folder)?]))?;
        if t.result().is_true() {
            command::call(t, "run_folder", |t| Ok(vec![command::os_text(t, &folder)?]))?;
            return Ok(Ended::Normally);
        }
    }
    let bytes = match std::fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) => {
            tell(&cannot_open(&program_name(options), &absolute(file), &error));
            return Ok(Ended::Refused);
        }
    };
    let name = file.to_string_lossy().into_owned();
    // A relative name is made absolute, so that it stays good when the program changes its folder.
    let name = if name.starts_with('/') { name } else { absolute(file).to_string_lossy().into_owned() };
    command::call(t, "dress_main", |t| Ok(vec![t.str(&name)?.value(), Value::TRUE]))?;
    run_text(t, options, &bytes, &name)?;
    Ok(Ended::Normally)
}

/// `-m`.
pub fn run_module(t: &mut Thread, name: &str) -> Result<Ended, Raised> {
    command::call(t, "run_module", |t| Ok(vec![t.str(name)?.value(), Value::TRUE]))?;
    Ok(Ended::Normally)
}

/// `-c`.
pub fn run_command(t: &mut Thread, options: &Options, source: &str) -> Result<Ended, Raised> {
    command::call(t, "dress_main", |_| Ok(vec![Value::NONE, Value::FALSE]))?;
    run_source(t, options, source, "<string>", Mode::Exec)?;
    Ok(Ended::Normally)
}

/// Standard input that nobody types.
pub fn run_input(t: &mut Thread, options: &Options) -> Result<Ended, Raised> {
    let mut bytes = Vec::new();
    if let Err(error) = std::io::stdin().lock().read_to_end(&mut bytes) {
        tell(&cannot_open(&program_name(options), OsStr::new("<stdin>"), &error));
        return Ok(Ended::Refused);
    }
    command::call(t, "dress_main", |t| Ok(vec![t.str("<stdin>")?.value(), Value::FALSE]))?;
    run_text(t, options, &bytes, "<stdin>")?;
    Ok(Ended::Normally)
}

/// The bytes of a source file.
fn run_text(t: &mut Thread, options: &Options, bytes: &[u8], filename: &str) -> Result<(), Raised> {
    let text = match compiler::parse::decode(bytes, filename, &mut |_, _| None) {
        Ok(text) => text,
        Err(error) => return Err(stdlib::raise_syntax_error(t, &error)),
    };
    let text = match (options.skip_first_line, text.find('\n')) {
        (true, Some(end)) => &text[end..],
        _ => &text,
    };
    t.run_tail(|t| {
        let main = stdlib::main_namespace(t)?;
        let code = stdlib::compile_telling(t, text, filename, Mode::Exec, &compiling(options))?;
        code.then(t, &RUN_AS_MAIN, main.value())
    })
}

/// Source text from no file, whose lines tracebacks should show all the same.
pub fn run_source(t: &mut Thread, options: &Options, source: &str, filename: &str, mode: Mode) -> Result<(), Raised> {
    t.run_tail(|t| {
        let state = t.small_tuple([t.str(source)?.value(), t.str(filename)?.value()]);
        stdlib::compile_telling(t, source, filename, mode, &compiling(options))?.then(t, &REGISTER, state.value())
    })
}

/// Runs code in the namespace that is the state.
static RUN_AS_MAIN: Then = Then::new(|t, main, code| stdlib::run_code(t, code.expect(), main.expect(), main));

/// Remembers the source of code, and runs it.
static REGISTER: Then = Then::new(|t, state, code| {
    let state = state.expect::<Tuple>();
    let register = stdlib::command::function(t, "register_source");
    Tail::call(register, &[code, state.at(0), state.at(1)]).then(t, &RUN, code)
});

/// Runs the code that is the state.
static RUN: Then = Then::new(|t, code, _| {
    let main = stdlib::main_namespace(t)?;
    stdlib::run_code(t, code.expect(), main, main.value())
});

fn compiling(options: &Options) -> compiler::Options {
    compiler::Options { optimize: options.optimize.min(2), ..compiler::Options::default() }
}

/// The command as its messages call it.
pub fn program_name(options: &Options) -> OsString {
    options.original.first().cloned().unwrap_or_else(|| "tenure".into())
}

fn absolute(file: &OsStr) -> OsString {
    std::path::absolute(file).map_or_else(|_| file.to_owned(), OsString::from)
}
