//! String literals without replacement fields.

use super::{Ended, Kind, LexError, Lexed, Lexer};

/// A string's quote: the character, and one or three of it.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Quote {
    pub byte: u8,
    pub count: usize,
}

impl Lexer<'_> {
    /// Reads the opening quote.
    pub(super) fn quote(&mut self) -> Quote {
        let byte = self.bytes[self.at];
        let triple = self.peek_at(1) == Some(byte) && self.peek_at(2) == Some(byte);
        let quote = Quote { byte, count: if triple { 3 } else { 1 } };
        self.at += quote.count;
        quote
    }

    pub(super) fn at_quote(&self, quote: Quote) -> bool {
        (0..quote.count).all(|distance| self.peek_at(distance) == Some(quote.byte))
    }

    pub(super) fn string(&mut self) -> Lexed {
        let quote = self.quote();
        let mut escaped_quote = false;
        loop {
            match self.peek() {
                None => return Err(self.unterminated(quote, escaped_quote)),
                Some(b'\n') if quote.count == 1 => return Err(self.unterminated(quote, escaped_quote)),
                Some(byte) if byte == quote.byte && self.at_quote(quote) => {
                    self.at += quote.count;
                    return Ok(self.token(Kind::String));
                }
                Some(b'\\') => {
                    escaped_quote |= self.peek_at(1) == Some(quote.byte);
                    self.at = (self.at + 2).min(self.bytes.len());
                }
                Some(_) => self.at += 1,
            }
        }
    }

    fn unterminated(&mut self, quote: Quote, escaped_quote: bool) -> LexError {
        let last = self.last_line();
        if quote.count == 3 || self.peek().is_none() {
            self.ended = Ended::Source;
        }
        self.at = self.start + 1;
        if let Some(template) = self.templates.last()
            && template.quote == quote
            && !escaped_quote
        {
            return self.error(format!("{}: expecting '}}'", template.name()));
        }
        if quote.count == 3 {
            return self.error(format!("unterminated triple-quoted string literal (detected at line {last})"));
        }
        if escaped_quote {
            let hint = "perhaps you escaped the end quote?";
            return self.error(format!("unterminated string literal (detected at line {last}); {hint}"));
        }
        self.error(format!("unterminated string literal (detected at line {last})"))
    }

    /// The line of the current position; the end of the source belongs to its last line.
    pub(super) fn last_line(&self) -> usize {
        let offset = if self.at == self.bytes.len() { self.at.saturating_sub(1) } else { self.at };
        self.line_of(offset)
    }
}
