//! Source text to syntax tree.
//!
//! The parser itself is a crate; this module makes of it what CPython's `compile` is: source bytes are decoded, sizes are
//! bounded so that no later pass can run out of stack, and every error gets CPython's class, wording and position.
//! It knows nothing of scopes or code.

mod diagnose;
mod highlight;
mod interactive;
mod lexer;
mod limits;
mod literal;
mod soft_names;
mod source;
mod tokens;
mod warnings;

use std::borrow::Cow;

use ruff_python_ast::{Mod, PythonVersion};
use ruff_python_parser::ParseOptions;

use crate::error::{Stage, SyntaxError, SyntaxErrorKind};
use diagnose::{Raised, Verdict};
use lexer::Ending;

pub use highlight::{Highlight, tokens_for_highlight};
pub use interactive::{Completeness, completeness};
pub use limits::{Deep, with_stack};
pub use source::{Codec, decode, normalise};
pub use tokens::{TokenKind, TokenStream, TokenText};
pub use warnings::{Warning, warnings};

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
    /// Source that is right as far as it goes is an error of its own kind.
    pub allow_incomplete: bool,
    /// `PyCF_ALLOW_TOP_LEVEL_AWAIT`.
    pub top_level_await: bool,
}

/// Parses a text whose line ends are all `\n` (see [`normalise`]).
pub fn parse(source: &str, filename: &str, mode: Mode, options: &Options) -> Result<Deep<Mod>, SyntaxError> {
    if source.contains('\0') {
        return Err(plain("source code string cannot contain null bytes", filename));
    }
    if u32::try_from(source.len()).is_err() {
        return Err(plain("source code string is too long", filename));
    }
    let ending = if options.dont_imply_dedent { Ending::Prompt } else { Ending::Statement };
    let reading = match mode {
        Mode::Exec | Mode::Single => ruff_python_parser::Mode::Module,
        Mode::Eval => ruff_python_parser::Mode::Expression,
    };
    let reading = ParseOptions::from(reading).with_target_version(PythonVersion::PY314);
    let read = |source: &str| {
        Deep::new(limits::with_parser_stack(source, || ruff_python_parser::parse_unchecked(source, reading.clone())))
    };
    let mut parsed = read(source);
    let soft_names = soft_names::misread(&parsed, source).unwrap_or_default();
    if !soft_names.is_empty() {
        parsed = read(&soft_names::replaced(source, &soft_names));
    }
    let wrong = parsed.errors().first().map(|error| error.location);
    let wrong = wrong.or_else(|| parsed.unsupported_syntax_errors().first().map(|error| error.range));
    if let Some(range) = wrong {
        return Err(match judge(source, mode, ending) {
            Verdict::Wrong { at_end: true, raised } if options.allow_incomplete => {
                incomplete(raised, source, filename, mode)
            }
            Verdict::Wrong { raised, .. } => from_raised(raised, source, filename, mode),
            // The parser knows a mistake that the grammar does not: it is one, but nothing more can be said.
            Verdict::Valid => SyntaxError::at("invalid syntax", source, filename, range),
        });
    }
    if limits::suspicious(parsed.tokens())
        && let Verdict::Wrong { raised, .. } = judge(source, mode, ending)
    {
        return Err(from_raised(raised, source, filename, mode));
    }
    if limits::too_deep(&parsed) {
        let mut error = plain("Parser stack overflowed - Python source too complex to parse", filename);
        error.kind = SyntaxErrorKind::TooComplex;
        return Err(error);
    }
    // Interactive statements have rules of their own about where they end; they are short.
    if mode == Mode::Single
        && let Verdict::Wrong { raised, at_end } = judge(source, mode, ending)
    {
        return Err(match at_end && options.allow_incomplete {
            true => incomplete(raised, source, filename, mode),
            false => from_raised(raised, source, filename, mode),
        });
    }
    let mut tree = parsed.into_syntax();
    if !soft_names.is_empty() {
        soft_names::restore(&mut tree, soft_names);
    }
    Ok(tree)
}

/// What the grammar says of a source; a module need not end in a newline.
fn judge(source: &str, mode: Mode, ending: Ending) -> Verdict {
    match mode {
        Mode::Exec => diagnose::diagnose(&terminated(source), mode, Ending::Text),
        Mode::Eval => diagnose::diagnose(source, mode, Ending::Text),
        Mode::Single => diagnose::diagnose(source, mode, ending),
    }
}

fn from_raised(raised: Raised, source: &str, filename: &str, mode: Mode) -> SyntaxError {
    let implied = if mode == Mode::Exec { terminated(source) } else { Cow::Borrowed(source) };
    let line = implied.split_inclusive('\n').nth(raised.line.saturating_sub(1)).unwrap_or_default();
    // The tokenizer shows the line as far as it had read it; the parser, one that is not the last it read, without its end.
    let read_on = if raised.message.ends_with("was never closed") {
        implied.trim_end_matches('\n').matches('\n').count() + 1 > raised.line || implied.ends_with("\n\n")
    } else {
        raised.end_line > raised.line
    };
    let text = if raised.direct || read_on { line.trim_end_matches('\n') } else { line };
    let stage = match mode {
        _ if raised.direct => Stage::Reading,
        Mode::Exec => Stage::ParsingModule,
        _ => Stage::Parsing,
    };
    SyntaxError {
        message: raised.message,
        filename: filename.to_owned(),
        line: raised.line as u32,
        column: raised.column as u32,
        end_line: raised.end_line as u32,
        end_column: raised.end_column as i32,
        text: Some(text.to_owned()),
        source: (!raised.direct).then(|| implied.clone().into_owned()),
        kind: raised.kind,
        stage,
    }
}

/// The error of source that ends too early, which is on its last line.
fn incomplete(raised: Raised, source: &str, filename: &str, mode: Mode) -> SyntaxError {
    let implied = if mode == Mode::Exec { terminated(source) } else { Cow::Borrowed(source) };
    let text = implied.split_inclusive('\n').next_back().unwrap_or_default();
    let (line, column, text) = if raised.message.starts_with("unterminated triple-quoted") {
        (raised.line, raised.column, implied.split_inclusive('\n').nth(raised.line - 1).unwrap_or_default())
    } else {
        (implied.split_inclusive('\n').count(), text.chars().count(), text)
    };
    SyntaxError {
        line: line as u32,
        column: column as u32,
        end_line: line as u32,
        end_column: -1,
        text: Some(text.to_owned()),
        kind: SyntaxErrorKind::Incomplete,
        ..plain("incomplete input", filename)
    }
}

/// An error without a place.
fn plain(message: &str, filename: &str) -> SyntaxError {
    SyntaxError {
        message: message.to_owned(),
        filename: filename.to_owned(),
        line: 0,
        column: 0,
        end_line: 0,
        end_column: 0,
        text: None,
        source: None,
        kind: SyntaxErrorKind::Syntax,
        stage: Stage::Reading,
    }
}

/// The source with a newline at its end.
fn terminated(source: &str) -> Cow<'_, str> {
    if source.is_empty() || source.ends_with('\n') { Cow::Borrowed(source) } else { Cow::Owned(format!("{source}\n")) }
}
