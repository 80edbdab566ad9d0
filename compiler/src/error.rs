//! The one error that compiling can end in: what Python code sees as `SyntaxError` and its subclasses.

use ruff_text_size::TextRange;

/// Which exception class the error becomes.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum SyntaxErrorKind {
    Syntax,
    Indentation,
    Tab,
    /// Right as far as it goes.
    Incomplete,
    /// Nested more deeply than can be compiled; in Python a `MemoryError`.
    TooComplex,
}

/// Which stage found an error: it decides where the text of the line is taken from.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Stage {
    /// The tokenizer, or what makes text of bytes: the text is what it has read.
    Reading,
    /// The parser of a module: a file of the name given shows the line, and the source if there is no such file.
    ParsingModule,
    /// The parser of anything else: the source shows the line.
    Parsing,
    /// What follows parsing: only a file of the name given shows the line.
    Compiling,
}

/// A source error, with CPython's wording and position: lines from 1, columns from 1 and in characters. A line of 0 means that
/// there is no position, an end column of 0 or -1 that there is no end.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SyntaxError {
    pub message: String,
    pub filename: String,
    pub line: u32,
    pub column: u32,
    pub end_line: u32,
    pub end_column: i32,
    /// The source line the error is on, with its line end.
    pub text: Option<String>,
    /// The whole source, where the grammar has nothing special to say: the mistake may be a misspelt keyword.
    pub source: Option<String>,
    pub kind: SyntaxErrorKind,
    pub stage: Stage,
}

impl SyntaxError {
    /// A plain `SyntaxError` at a range of the source.
    pub fn at(message: impl Into<String>, source: &str, filename: &str, range: TextRange) -> SyntaxError {
        let (line, column, text) = locate(source, range.start().to_usize());
        let (end_line, end_column, _) = locate(source, range.end().to_usize());
        SyntaxError {
            message: message.into(),
            filename: filename.to_owned(),
            line,
            column,
            end_line,
            end_column: end_column as i32,
            text: Some(text.to_owned()),
            source: None,
            kind: SyntaxErrorKind::Syntax,
            stage: Stage::Parsing,
        }
    }

    /// The same with columns in UTF-8 bytes, as CPython gives them for errors found after parsing.
    pub fn at_bytes(message: impl Into<String>, source: &str, filename: &str, range: TextRange) -> SyntaxError {
        let column = |offset: usize| {
            let before = &source.as_bytes()[..offset.min(source.len())];
            let start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
            (before.len() - start) as u32 + 1
        };
        SyntaxError {
            column: column(range.start().to_usize()),
            end_column: column(range.end().to_usize()) as i32,
            stage: Stage::Compiling,
            ..SyntaxError::at(message, source, filename, range)
        }
    }
}

/// Line, column (both from 1, in characters) and text of the line at a byte offset.
fn locate(source: &str, offset: usize) -> (u32, u32, &str) {
    let offset = offset.min(source.len());
    let before = source.as_bytes()[..offset].iter();
    let line = before.clone().filter(|&&byte| byte == b'\n').count() as u32 + 1;
    let start = before.clone().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
    let end = source[offset..].find('\n').map_or(source.len(), |at| offset + at + 1);
    let column = source.get(start..offset).map_or(0, |text| text.chars().count()) as u32 + 1;
    (line, column, &source[start..end])
}

impl std::fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}:{}: {}", self.filename, self.line, self.column, self.message)
    }
}

impl std::error::Error for SyntaxError {}
