//! `--dis FILE`: the bytecode of a program, readably.

use std::ffi::OsStr;
use std::io::Write as _;
use std::process::ExitCode;

use compiler::{Mode, SyntaxErrorKind};

use crate::options::Options;
use crate::program::program_name;
use crate::tell;

pub fn disassemble(file: &OsStr, options: &Options) -> ExitCode {
    let bytes = match std::fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) => {
            tell(&cannot_open(&program_name(options), file, &error));
            return ExitCode::from(2);
        }
    };
    let filename = file.to_string_lossy();
    let wanted = compiler::Options { optimize: options.optimize.min(2), ..compiler::Options::default() };
    let compiled = compiler::parse::decode(&bytes, &filename, &mut |_, _| None)
        .and_then(|text| Ok((compiler::compile(&text, &filename, Mode::Exec, &wanted)?, text)));
    match compiled {
        Ok((code, text)) => {
            // A closed pipe is no reason to fail.
            let _ = std::io::stdout()
                .write_all(compiler::listing::listing(&code, Some(&compiler::parse::normalise(&text))).as_bytes());
            ExitCode::SUCCESS
        }
        Err(error) => {
            let class = match error.kind {
                SyntaxErrorKind::Syntax | SyntaxErrorKind::Incomplete => "SyntaxError",
                SyntaxErrorKind::Indentation => "IndentationError",
                SyntaxErrorKind::Tab => "TabError",
                SyntaxErrorKind::TooComplex => "MemoryError",
            };
            tell(&format!("  File \"{}\", line {}\n{class}: {}\n", error.filename, error.line, error.message));
            ExitCode::FAILURE
        }
    }
}

/// CPython's message for a program that cannot be read.
pub fn cannot_open(program: &OsStr, file: &OsStr, error: &std::io::Error) -> String {
    let errno = error.raw_os_error().unwrap_or(0);
    // SAFETY: strerror returns a valid string for any number.
    let reason = unsafe { std::ffi::CStr::from_ptr(libc::strerror(errno)) }.to_string_lossy().into_owned();
    format!("{}: can't open file '{}': [Errno {errno}] {reason}\n", program.display(), file.display())
}
