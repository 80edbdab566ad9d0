//! Whether a prompt should ask for another line.

use super::Mode;
use super::diagnose::{Verdict, diagnose};
use super::lexer::Ending;
use super::source::normalise;

#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Completeness {
    /// A statement; it may still be wrong in ways that only compiling shows.
    Complete,
    /// The start of one.
    Incomplete,
    /// Nothing that follows could make it valid.
    Invalid,
}

/// What the lines typed so far are, without the newline after the last one. As CPython's `codeop` decides: a block
/// that could go on is incomplete until an empty line ends it.
pub fn completeness(source: &str) -> Completeness {
    let source = normalise(source);
    if source.lines().all(|line| line.trim().is_empty() || line.starts_with('#')) {
        return Completeness::Complete;
    }
    if diagnose(&source, Mode::Single, Ending::Prompt) == Verdict::Valid {
        return Completeness::Complete;
    }
    match diagnose(&format!("{source}\n"), Mode::Single, Ending::Prompt) {
        Verdict::Valid | Verdict::Wrong { at_end: true, .. } => Completeness::Incomplete,
        Verdict::Wrong { .. } => Completeness::Invalid,
    }
}

#[cfg(test)]
mod tests {
    use super::{Completeness, completeness};

    #[test]
    fn statements_are_complete_when_nothing_can_follow() {
        for source in ["x = 1", "", "# note", "def f():\n  pass\n", "f(1,\n2)", "pass;", "'''a\nb'''", "if 1: pass\n"] {
            assert_eq!(completeness(source), Completeness::Complete, "{source:?}");
        }
    }

    #[test]
    fn open_constructs_ask_for_more() {
        for source in
            ["(", "x = (1,", "if 1:", "def f():\n  pass", "'''a", "x = \\", "if 1: pass", "@f", "f'''{a", "try:\n  x\n"]
        {
            assert_eq!(completeness(source), Completeness::Incomplete, "{source:?}");
        }
    }

    #[test]
    fn hopeless_input_is_invalid() {
        for source in [")", "x = ", "a b", "'abc", "def", "1_", "  x", "if 1:\npass", "x = 1\ny = 2"] {
            assert_eq!(completeness(source), Completeness::Invalid, "{source:?}");
        }
    }
}
