//! Indentation: from the blanks at a line's start to `Indent` and `Dedent` tokens.

use super::{Ending, Kind, LexError, Lexer, Token};
use crate::error::SyntaxErrorKind;

/// How many levels CPython allows.
const LEVELS: usize = 100;

/// A line's indentation, with tabs to every eighth column, and with tabs as one column: where the two disagree about which of two
/// lines is deeper, the source depends on the width of a tab.
#[derive(Copy, Clone, PartialEq, Eq, Default, Debug)]
pub struct Column {
    wide: usize,
    narrow: usize,
}

impl Lexer<'_> {
    /// Reads the indentation of a line; whether the line is blank.
    pub(super) fn line_start(&mut self) -> Result<bool, LexError> {
        let mut column = Column::default();
        // The indentation of joined lines is that of the first.
        let mut joined = None;
        loop {
            match self.peek() {
                Some(b' ') => column = Column { wide: column.wide + 1, narrow: column.narrow + 1 },
                Some(b'\t') => column = Column { wide: (column.wide / 8 + 1) * 8, narrow: column.narrow + 1 },
                Some(0x0c) => column = Column::default(),
                Some(b'\\') => {
                    joined.get_or_insert(column);
                    self.join_line()?;
                    continue;
                }
                _ => break,
            }
            self.at += 1;
        }
        if matches!(self.peek(), Some(b'#' | b'\n')) {
            return Ok(true);
        }
        if self.brackets.is_empty() {
            self.indent(joined.filter(|column| column.wide > 0).unwrap_or(column))?;
        }
        Ok(false)
    }

    fn indent(&mut self, column: Column) -> Result<(), LexError> {
        let top = self.top();
        if column.wide == top.wide {
            return if column.narrow == top.narrow { Ok(()) } else { Err(self.tab_error()) };
        }
        if column.wide > top.wide {
            if self.indents.len() >= LEVELS {
                return Err(self.line_error(SyntaxErrorKind::Indentation, "too many levels of indentation"));
            }
            if column.narrow <= top.narrow {
                return Err(self.tab_error());
            }
            self.indents.push(column);
            self.pending += 1;
            return Ok(());
        }
        while self.top().wide > column.wide {
            self.indents.pop();
            self.pending -= 1;
        }
        let top = self.top();
        if column.wide != top.wide {
            let message = "unindent does not match any outer indentation level";
            return Err(self.line_error(SyntaxErrorKind::Indentation, message));
        }
        if column.narrow != top.narrow { Err(self.tab_error()) } else { Ok(()) }
    }

    fn top(&self) -> Column {
        self.indents.last().copied().unwrap_or_default()
    }

    pub(super) fn pending_token(&mut self) -> Token {
        let kind = if self.pending > 0 { Kind::Indent } else { Kind::Dedent };
        self.pending -= self.pending.signum();
        self.closing_newline = self.ending != Ending::Text;
        Token { placeless: true, ..self.token(kind) }
    }

    /// At the end of an interactive statement all its blocks end.
    pub(super) fn close_blocks(&mut self) {
        self.pending -= self.indents.len() as i32 - 1;
        self.indents.truncate(1);
    }

    fn tab_error(&mut self) -> LexError {
        let mut error = self.line_error(SyntaxErrorKind::Tab, "inconsistent use of tabs and spaces in indentation");
        error.column = 1;
        error
    }

    /// An error that is about the whole line, and points to its end.
    fn line_error(&mut self, kind: SyntaxErrorKind, message: &str) -> LexError {
        let end = self.source[self.at..].find('\n').map_or(self.source.len(), |newline| self.at + newline);
        let mut error = self.error_at(end, message);
        error.column += usize::from(end < self.source.len());
        error.kind = kind;
        error.only_when_parsing = true;
        error
    }
}
