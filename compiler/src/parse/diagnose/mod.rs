//! Says what is wrong with a source text, in CPython's words.
//!
//! CPython's messages are a by-product of how its parser works: it matches the grammar by ordered choice; when that fails it
//! matches again with rules for known mistakes taking part, and the first of those that fits is the message; if none
//! does, the error is at the furthest token the first pass looked at; and an error of the tokenizer in the rest of the source
//! beats that. This module does the same with a recogniser of its own, which builds no tree. It runs only for
//! source that is known to be wrong, or may be incomplete.

mod arguments;
mod atoms;
mod compound;
mod engine;
mod exceptions;
mod expressions;
mod node;
mod parameters;
mod patterns;
mod statements;
mod targets;

use super::Mode;
use super::lexer::{Ended, Ending, Kind};
use crate::error::SyntaxErrorKind;
use engine::{Match, Miss, Parser, lexical};

pub use engine::Raised;

/// What the grammar makes of a source text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    Valid,
    Wrong {
        raised: Raised,
        /// The end of the source was reached before anything was wrong: more text could make it valid.
        at_end: bool,
    },
}

/// Judges a source. One for `Exec` must end in a newline or be empty.
pub fn diagnose(source: &str, mode: Mode, ending: Ending) -> Verdict {
    let mut parser = Parser::new(source, ending);
    let first = start(&mut parser, mode);
    if first == Ok(()) {
        if mode == Mode::Single && parser.nothing_more().is_err() {
            return verdict(parser.raised, false);
        }
        return Verdict::Valid;
    }
    let at_end = parser.lexer.ended == Ended::Source;
    let furthest = parser.tokens.last().copied();
    if first == Err(Miss::No) {
        parser.explain();
        // Whether it matches now does not matter: what it raised does.
        let _ = start(&mut parser, mode);
    }
    if parser.raised.is_none() {
        let _: Match = match furthest {
            Some(token) if matches!(token.kind, Kind::Indent | Kind::Dedent) => {
                let what = if token.kind == Kind::Indent { "unexpected indent" } else { "unexpected unindent" };
                let _: Match = parser.raise_indentation(what);
                return verdict(parser.raised, at_end);
            }
            Some(token) => parser.raise_token(token, "invalid syntax"),
            None => parser.raise(SyntaxErrorKind::Syntax, "invalid syntax", 0, 0),
        };
    }
    let later = later_lexical_error(&mut parser);
    verdict(later.or(parser.raised), at_end)
}

fn verdict(raised: Option<Raised>, at_end: bool) -> Verdict {
    raised.map_or(Verdict::Valid, |raised| Verdict::Wrong { raised, at_end })
}

fn start(parser: &mut Parser<'_>, mode: Mode) -> Match {
    match mode {
        Mode::Exec => parser.module(),
        Mode::Eval => parser.evaluated(),
        Mode::Single => parser.single(),
    }
}

/// An error in the rest of the source that only the tokenizer finds is reported before a mistake in the grammar.
fn later_lexical_error(parser: &mut Parser<'_>) -> Option<Raised> {
    let raised = parser.raised.as_ref()?;
    if raised.lexical {
        return None;
    }
    let furthest = parser.tokens.last().map_or(0, |token| token.start);
    let (line, _) = super::lexer::position(parser.source, furthest);
    loop {
        match parser.lexer.next_token() {
            Ok(token) if token.kind == Kind::End => return None,
            Ok(_) => {}
            // Except one within an f-string.
            Err(_) if parser.lexer.in_template() => return None,
            Err(error) if !error.only_when_parsing => return Some(lexical(error)),
            Err(_) => {
                let bracket = *parser.lexer.brackets.last()?;
                let (opened, _) = super::lexer::position(parser.source, bracket.offset);
                return (line > opened).then(|| lexical(parser.lexer.never_closed(bracket)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Ending, Verdict, diagnose};
    use crate::parse::{Mode, normalise};

    fn check(folder: &Path, count: &mut usize) {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                check(&path, count);
            } else if path.extension().is_some_and(|extension| extension == "py")
                && let Ok(text) = std::fs::read_to_string(&path)
            {
                *count += 1;
                let verdict = diagnose(&normalise(&text), Mode::Exec, Ending::Text);
                assert_eq!(verdict, Verdict::Valid, "{}", path.display());
            }
        }
    }

    /// The grammar accepts what is valid: here, the standard library.
    #[test]
    fn the_library_is_valid() {
        let mut count = 0;
        check(Path::new(rustpython_pylib::LIB_PATH), &mut count);
        assert!(count > 500, "only {count} files");
    }
}
