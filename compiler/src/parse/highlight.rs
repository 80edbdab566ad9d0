//! Tokens with their roles, for colouring source text that may be incomplete.

use std::ops::Range;

use ruff_python_ast::token::TokenKind;
use ruff_python_parser::{Mode, ParseOptions, parse_unchecked};
use ruff_text_size::Ranged;

#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Highlight {
    Keyword,
    /// A word that is a keyword here, but a name elsewhere.
    SoftKeyword,
    Name,
    /// The name that `def` or `class` binds.
    Definition,
    Number,
    String,
    Comment,
    Operator,
}

/// The visible tokens of a source text, in order, by byte range.
pub fn tokens_for_highlight(source: &str) -> Vec<(Range<usize>, Highlight)> {
    let parsed = parse_unchecked(source, ParseOptions::from(Mode::Module));
    let mut found = Vec::new();
    let mut defines = false;
    for token in parsed.tokens() {
        let kind = token.kind();
        if let Some(role) = role(kind, defines) {
            found.push((token.range().start().to_usize()..token.range().end().to_usize(), role));
        }
        defines = matches!(kind, TokenKind::Def | TokenKind::Class);
    }
    found
}

fn role(kind: TokenKind, defines: bool) -> Option<Highlight> {
    Some(match kind {
        TokenKind::Name if defines => Highlight::Definition,
        TokenKind::Name => Highlight::Name,
        TokenKind::Int | TokenKind::Float | TokenKind::Complex => Highlight::Number,
        TokenKind::String
        | TokenKind::FStringStart
        | TokenKind::FStringMiddle
        | TokenKind::FStringEnd
        | TokenKind::TStringStart
        | TokenKind::TStringMiddle
        | TokenKind::TStringEnd => Highlight::String,
        TokenKind::Comment => Highlight::Comment,
        TokenKind::Newline
        | TokenKind::NonLogicalNewline
        | TokenKind::Indent
        | TokenKind::Dedent
        | TokenKind::EndOfFile
        | TokenKind::Unknown
        | TokenKind::IpyEscapeCommand => return None,
        TokenKind::Case | TokenKind::Match | TokenKind::Type | TokenKind::Lazy => Highlight::SoftKeyword,
        kind if kind.is_keyword() => Highlight::Keyword,
        _ => Highlight::Operator,
    })
}

#[cfg(test)]
mod tests {
    use super::{Highlight, tokens_for_highlight};

    #[test]
    fn roles() {
        let source = "def f(x): # c\n  return f'{x}' + 1";
        let roles: Vec<_> =
            tokens_for_highlight(source).into_iter().map(|(range, role)| (&source[range], role)).collect();
        for expected in [
            ("def", Highlight::Keyword),
            ("f", Highlight::Definition),
            ("# c", Highlight::Comment),
            ("f'", Highlight::String),
            ("x", Highlight::Name),
            ("1", Highlight::Number),
        ] {
            assert!(roles.contains(&expected), "{expected:?} in {roles:?}");
        }
    }

    #[test]
    fn incomplete_source_has_tokens() {
        assert!(!tokens_for_highlight("x = (1, 'abc").is_empty());
    }
}
