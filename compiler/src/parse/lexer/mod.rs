//! A tokenizer whose errors are CPython's.
//!
//! Valid source never comes here: the parser has its own. This one runs when that parser has found an error, to say what CPython
//! would have said, and for tools that need tokens of source that may be incomplete. It works on demand, one token at
//! a time, because how far the grammar got decides which error is reported.

mod indentation;
mod interpolated;
mod number;
mod operator;
mod text;
mod word;

use crate::error::SyntaxErrorKind;
use interpolated::Template;

#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Kind {
    /// An identifier or keyword.
    Name,
    Number,
    String,
    /// The start, text and end of an f-string or t-string; `Start` says which by its prefix.
    TemplateStart,
    TemplateMiddle,
    TemplateEnd,
    Operator,
    Newline,
    Indent,
    Dedent,
    End,
    /// A comment, if asked for.
    Comment,
    /// The end of a line that ends no statement, if asked for.
    Blank,
}

#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Token {
    pub kind: Kind,
    /// Byte offsets. `Indent` and `Dedent` are empty and lie where the line's text starts.
    pub start: usize,
    pub end: usize,
    /// How many brackets are open after it.
    pub level: usize,
    /// Part of a t-string rather than an f-string (template tokens).
    pub is_t: bool,
    /// CPython gives it no place: errors at it point to the end of what was read.
    pub placeless: bool,
}

/// What happens where the source ends.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Ending {
    /// Nothing.
    Text,
    /// An interactive statement ends, and all its blocks.
    Statement,
    /// An interactive statement ends, but not its blocks: more lines may come.
    Prompt,
}

/// How the tokenizer came to its end.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Ended {
    /// Not yet.
    No,
    /// At the end of the source, perhaps within brackets or a string.
    Source,
    /// At an error.
    Error,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LexError {
    pub kind: SyntaxErrorKind,
    pub message: String,
    /// Where CPython points: line and column from 1.
    pub line: usize,
    pub column: usize,
    pub end_column: Option<usize>,
    /// CPython reports some errors only when its parser asks for the token, not when it looks ahead for errors in the rest of the
    /// source.
    pub only_when_parsing: bool,
}

#[derive(Copy, Clone, Debug)]
pub struct Bracket {
    pub open: u8,
    pub offset: usize,
}

pub struct Lexer<'s> {
    pub source: &'s str,
    bytes: &'s [u8],
    /// Offset of the next byte.
    pub at: usize,
    /// Start of the token being read.
    start: usize,
    /// Start of a comment at the end of the line being read.
    comment: Option<usize>,
    /// An interactive statement ends with a newline even if the source does not; this one has it still to come.
    closing_newline: bool,
    ending: Ending,
    at_line_start: bool,
    indents: Vec<indentation::Column>,
    /// Indents (above zero) or dedents (below) still to be delivered.
    pending: i32,
    pub brackets: Vec<Bracket>,
    templates: Vec<Template>,
    /// The line being read holds nothing but a comment.
    blank: bool,
    /// The last significant token ended a logical line.
    blank_so_far: bool,
    /// For tools: comments and ends of blank lines are tokens too, and closing brackets need not match.
    pub all_tokens: bool,
    pub ended: Ended,
}

type Lexed = Result<Token, LexError>;

impl<'s> Lexer<'s> {
    pub fn new(source: &'s str, ending: Ending) -> Lexer<'s> {
        Lexer {
            source,
            bytes: source.as_bytes(),
            at: 0,
            start: 0,
            comment: None,
            closing_newline: false,
            ending,
            at_line_start: true,
            indents: vec![indentation::Column::default()],
            pending: 0,
            brackets: Vec::new(),
            templates: Vec::new(),
            blank: false,
            blank_so_far: true,
            all_tokens: false,
            ended: Ended::No,
        }
    }

    pub fn next_token(&mut self) -> Lexed {
        let token = if self.templates.last().is_some_and(|template| !template.in_expression) {
            self.template_text()
        } else {
            self.ordinary()
        };
        match &token {
            Ok(token) if token.kind == Kind::End => self.ended = Ended::Source,
            Err(_) if self.ended == Ended::No => self.ended = Ended::Error,
            _ => {}
        }
        token
    }

    fn ordinary(&mut self) -> Lexed {
        loop {
            if self.at_line_start {
                self.at_line_start = false;
                self.blank = self.line_start()?;
            }
            self.start = self.at;
            if self.pending != 0 {
                return Ok(self.pending_token());
            }
            self.skip_blanks()?;
            self.start = self.at;
            let comment = self.comment.take();
            if let Some(comment) = comment.filter(|_| self.all_tokens) {
                self.start = comment;
                return Ok(self.token(Kind::Comment));
            }
            let Some(byte) = self.peek() else { return self.end() };
            if byte == b'\n' {
                self.start = comment.unwrap_or(self.start);
                self.at += 1;
                self.at_line_start = true;
                let blank = std::mem::take(&mut self.blank);
                if self.all_tokens && (blank || !self.brackets.is_empty() || self.blank_so_far) {
                    return Ok(self.token(Kind::Blank));
                }
                if blank || !self.brackets.is_empty() || self.blank_so_far {
                    continue;
                }
                self.blank_so_far = true;
                return Ok(self.token(Kind::Newline));
            }
            self.blank_so_far = false;
            self.closing_newline = self.ending != Ending::Text;
            return self.visible(byte);
        }
    }

    /// A token that starts with this byte.
    fn visible(&mut self, byte: u8) -> Lexed {
        match byte {
            b'0'..=b'9' => self.number(),
            b'.' if self.peek_at(1).is_some_and(|next| next.is_ascii_digit()) => self.number(),
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80.. => self.word(),
            b'"' | b'\'' => self.string(),
            _ => self.operator(byte),
        }
    }

    /// Blanks, comments and joined lines.
    fn skip_blanks(&mut self) -> Result<(), LexError> {
        loop {
            match self.peek() {
                Some(b' ' | b'\t' | 0x0c) => self.at += 1,
                Some(b'#') => {
                    // The token that ends the line starts where the comment does.
                    self.comment = Some(self.at);
                    while self.peek().is_some_and(|byte| byte != b'\n') {
                        self.at += 1;
                    }
                }
                Some(b'\\') => self.join_line()?,
                _ => return Ok(()),
            }
        }
    }

    /// A backslash must end its line, and must not end the source.
    fn join_line(&mut self) -> Result<(), LexError> {
        self.at += 1;
        if self.peek() != Some(b'\n') {
            let mut error = self.error_at(self.at, "unexpected character after line continuation character");
            error.column += usize::from(self.peek().is_some());
            if let Some(column) = self.column_in_joined_lines() {
                error.column = column;
            }
            error.only_when_parsing = true;
            return Err(error);
        }
        self.at += 1;
        if self.peek().is_none() {
            self.ended = Ended::Source;
            if let Some(&bracket) = self.brackets.last() {
                let mut error = self.never_closed(bracket);
                error.only_when_parsing = true;
                return Err(error);
            }
            let mut error = self.error_at(self.at - 1, "unexpected EOF while parsing");
            error.column += 1;
            error.only_when_parsing = true;
            return Err(error);
        }
        Ok(())
    }

    /// In a line that others were joined to, CPython counts from the start of the first, but not beyond the end of the last.
    fn column_in_joined_lines(&self) -> Option<usize> {
        let start = self.source[..self.at].rfind('\n').map_or(0, |newline| newline + 1);
        let mut first = start;
        while let Some(line) =
            self.source[..first].strip_suffix("\\\n").map(|text| text.rsplit('\n').next().unwrap_or(text))
            && !line.trim().is_empty()
        {
            first -= line.len() + 2;
        }
        let line = self.source[start..].split_inclusive('\n').next().unwrap_or_default();
        (first < start).then(|| (self.at - first).min(line.chars().count()) + 1)
    }

    fn end(&mut self) -> Lexed {
        self.ended = Ended::Source;
        match self.brackets.last() {
            Some(&bracket) => {
                let mut error = self.never_closed(bracket);
                error.only_when_parsing = true;
                Err(error)
            }
            None if self.closing_newline => {
                self.closing_newline = false;
                if self.ending == Ending::Statement {
                    self.close_blocks();
                }
                Ok(Token { placeless: true, ..self.token(Kind::Newline) })
            }
            None => {
                self.closing_newline = self.ending != Ending::Text;
                Ok(Token { placeless: true, ..self.token(Kind::End) })
            }
        }
    }

    /// The error about a bracket that is open at the end of the source.
    pub fn never_closed(&self, bracket: Bracket) -> LexError {
        let mut error = self.error_at(bracket.offset, format!("'{}' was never closed", bracket.open as char));
        error.column += 1;
        error.end_column = Some(0);
        error
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn peek_at(&self, distance: usize) -> Option<u8> {
        self.bytes.get(self.at + distance).copied()
    }

    /// The token from its start to here.
    fn token(&self, kind: Kind) -> Token {
        Token { kind, start: self.start, end: self.at, level: self.brackets.len(), is_t: false, placeless: false }
    }

    /// An error at the last character read, as the tokenizer of CPython counts.
    fn error(&self, message: impl Into<String>) -> LexError {
        self.error_at(self.at, message)
    }

    /// An error at the character before `offset`.
    fn error_at(&self, offset: usize, message: impl Into<String>) -> LexError {
        let (line, column) = position(self.source, offset);
        LexError {
            kind: SyntaxErrorKind::Syntax,
            message: message.into(),
            line,
            column: column - 1,
            end_column: None,
            only_when_parsing: false,
        }
    }

    /// The line (from 1) of an offset.
    fn line_of(&self, offset: usize) -> usize {
        position(self.source, offset).0
    }
}

/// Line and column, both from 1 and the column in characters, of a byte offset.
pub fn position(source: &str, offset: usize) -> (usize, usize) {
    let before = &source[..offset];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.bytes().filter(|&byte| byte == b'\n').count() + 1;
    (line, before[line_start..].chars().count() + 1)
}
