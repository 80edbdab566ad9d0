//! Tokens for tools, as the library's `tokenize` gives them: with comments and blank lines, positions and lines.

use std::ops::Range;

use super::lexer::{Ending, Kind, LexError, Lexer};
use super::source::normalise;
use crate::error::{Stage, SyntaxError, SyntaxErrorKind};

/// What `tokenize` calls a token. The numbers are those of the module `token`.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum TokenKind {
    End = 0,
    Name = 1,
    Number = 2,
    String = 3,
    Newline = 4,
    Indent = 5,
    Dedent = 6,
    Operator = 55,
    FStringStart = 59,
    FStringMiddle = 60,
    FStringEnd = 61,
    TStringStart = 62,
    TStringMiddle = 63,
    TStringEnd = 64,
    Comment = 65,
    Blank = 66,
}

/// A token with its text; lines from 1, columns from 0 and in characters.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TokenText<'s> {
    pub kind: TokenKind,
    pub text: &'s str,
    pub start: (usize, usize),
    pub end: (usize, usize),
    /// The lines it lies on.
    pub line: &'s str,
}

#[derive(Debug)]
struct Token {
    kind: TokenKind,
    range: Range<usize>,
}

/// The tokens of a source text, read once and given one by one.
#[derive(Debug)]
pub struct TokenStream {
    /// The text with `\n` for line ends, and with one at its end.
    source: String,
    /// The lines as they were, and where those of `source` start.
    original: String,
    original_starts: Vec<usize>,
    starts: Vec<usize>,
    /// Where the newline is that the source does not have.
    implied: Option<usize>,
    tokens: Vec<Token>,
    error: Option<SyntaxError>,
    next: usize,
}

impl TokenStream {
    pub fn new(original: String) -> TokenStream {
        let mut source = normalise(&original).into_owned();
        let implied = (!source.is_empty() && !source.ends_with('\n')).then_some(source.len());
        if implied.is_some() {
            source.push('\n');
        }
        let (starts, original_starts) = (line_starts(&source), line_starts(&original));
        let (mut tokens, mut error) = (Vec::new(), None);
        let mut lexer = Lexer::new(&source, Ending::Text);
        lexer.all_tokens = true;
        loop {
            match lexer.next_token() {
                Ok(token) => {
                    let kind = kind(token.kind, token.is_t);
                    tokens.push(Token { kind, range: token.start..token.end });
                    if kind == TokenKind::End {
                        break;
                    }
                }
                Err(wrong) => {
                    error = Some(explain(&lexer, wrong));
                    break;
                }
            }
        }
        TokenStream { original, original_starts, starts, implied, tokens, error, next: 0, source }
    }

    /// The next token; `None` after the last.
    pub fn next_token(&mut self) -> Option<Result<TokenText<'_>, SyntaxError>> {
        let index = self.next;
        if index >= self.tokens.len() {
            return self.error.take().map(Err);
        }
        self.next += 1;
        Some(Ok(self.describe(&self.tokens[index])))
    }

    fn describe(&self, token: &Token) -> TokenText<'_> {
        let Range { mut start, mut end } = token.range;
        if token.kind == TokenKind::Indent {
            start = self.starts[self.line_of(start)];
        } else if token.kind == TokenKind::Dedent || token.kind == TokenKind::End {
            end = start;
        }
        let doubled = ["{{", "}}"].iter().any(|braces| self.source[start..end].ends_with(braces));
        if doubled && matches!(token.kind, TokenKind::FStringMiddle | TokenKind::TStringMiddle) {
            end -= 1;
        }
        let (start_place, mut end_place) = (self.place(start), self.place(end));
        let mut text = &self.source[start..end];
        let mut line = self.lines(start_place.0, end_place.0);
        if matches!(token.kind, TokenKind::Newline | TokenKind::Blank) {
            // The line's end, as it was written.
            line = self.lines(start_place.0, start_place.0);
            text = if line.ends_with("\r\n") { "\r\n" } else { text };
            text = if self.implied == Some(start) { "" } else { text };
            end_place = (start_place.0, start_place.1 + text.len().max(1));
        }
        TokenText { kind: token.kind, text, start: start_place, end: end_place, line }
    }

    /// The index of the line an offset lies on.
    fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset) - 1
    }

    fn place(&self, offset: usize) -> (usize, usize) {
        let line = self.line_of(offset);
        (line + 1, self.source[self.starts[line]..offset].chars().count())
    }

    /// The original lines from `first` to `last`.
    fn lines(&self, first: usize, last: usize) -> &str {
        let at = |line: usize| self.original_starts.get(line).copied().unwrap_or(self.original.len());
        &self.original[at(first - 1)..at(last)]
    }
}

fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0)
        .chain(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1))
        .collect()
}

fn kind(kind: Kind, is_t: bool) -> TokenKind {
    match kind {
        Kind::Name => TokenKind::Name,
        Kind::Number => TokenKind::Number,
        Kind::String => TokenKind::String,
        Kind::TemplateStart if is_t => TokenKind::TStringStart,
        Kind::TemplateStart => TokenKind::FStringStart,
        Kind::TemplateMiddle if is_t => TokenKind::TStringMiddle,
        Kind::TemplateMiddle => TokenKind::FStringMiddle,
        Kind::TemplateEnd if is_t => TokenKind::TStringEnd,
        Kind::TemplateEnd => TokenKind::FStringEnd,
        Kind::Operator => TokenKind::Operator,
        Kind::Newline => TokenKind::Newline,
        Kind::Indent => TokenKind::Indent,
        Kind::Dedent => TokenKind::Dedent,
        Kind::End => TokenKind::End,
        Kind::Comment => TokenKind::Comment,
        Kind::Blank => TokenKind::Blank,
    }
}

/// The tokenizer's error with the line it is on. What ends too early has no text and no end.
fn explain(lexer: &Lexer<'_>, error: LexError) -> SyntaxError {
    let text = lexer.source.split('\n').nth(error.line - 1).unwrap_or_default();
    let early = error.message.ends_with("was never closed") || error.message == "unexpected EOF while parsing";
    if early && error.only_when_parsing {
        let source = lexer.source.trim_end_matches('\n');
        let last = source.rsplit('\n').next().unwrap_or_default();
        let joined = error.message == "unexpected EOF while parsing" || lexer.in_template();
        return SyntaxError {
            message: "unexpected EOF in multi-line statement".to_owned(),
            filename: "<string>".to_owned(),
            line: source.matches('\n').count() as u32 + 1,
            column: if joined { last.chars().count() as u32 + 1 } else { 0 },
            end_line: 0,
            end_column: 0,
            text: None,
            source: None,
            kind: SyntaxErrorKind::Syntax,
            stage: Stage::Reading,
        };
    }
    let placed = !error.only_when_parsing;
    let column = if error.kind == SyntaxErrorKind::Tab { text.chars().count() + 1 } else { error.column };
    SyntaxError {
        message: error.message,
        filename: "<string>".to_owned(),
        line: error.line as u32,
        column: column as u32,
        end_line: if placed { error.line as u32 } else { 0 },
        end_column: if placed { error.end_column.unwrap_or(error.column) as i32 } else { 0 },
        text: Some(text.to_owned()),
        source: None,
        kind: error.kind,
        stage: Stage::Reading,
    }
}
