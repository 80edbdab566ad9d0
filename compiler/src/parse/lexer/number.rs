//! Number literals.

use super::{Kind, LexError, Lexed, Lexer};

impl Lexer<'_> {
    pub(super) fn number(&mut self) -> Lexed {
        if self.peek() == Some(b'0') {
            self.at += 1;
            match self.peek() {
                Some(b'x' | b'X') => self.radix("hexadecimal", |byte| byte.is_ascii_hexdigit())?,
                Some(b'o' | b'O') => self.radix("octal", |byte| matches!(byte, b'0'..=b'7'))?,
                Some(b'b' | b'B') => self.radix("binary", |byte| matches!(byte, b'0' | b'1'))?,
                _ => self.after_zero()?,
            }
        } else {
            if self.peek() != Some(b'.') {
                self.digits()?;
            }
            self.fraction()?;
        }
        Ok(self.token(Kind::Number))
    }

    /// Digits of a base other than ten, after the zero.
    fn radix(&mut self, name: &str, is_digit: fn(u8) -> bool) -> Result<(), LexError> {
        self.at += 1;
        loop {
            if self.peek() == Some(b'_') {
                self.at += 1;
            }
            if !self.peek().is_some_and(is_digit) {
                return Err(self.wrong_digit(name).unwrap_or_else(|| self.error(format!("invalid {name} literal"))));
            }
            while self.peek().is_some_and(is_digit) {
                self.at += 1;
            }
            if self.peek() != Some(b'_') {
                break;
            }
        }
        match self.wrong_digit(name) {
            Some(error) => Err(error),
            None => self.end_of_number(name),
        }
    }

    /// The error for a decimal digit that this base does not have.
    fn wrong_digit(&mut self, name: &str) -> Option<LexError> {
        let digit = self.peek().filter(u8::is_ascii_digit)?;
        self.at += 1;
        Some(self.error(format!("invalid digit '{}' in {name} literal", digit as char)))
    }

    /// What follows a leading zero: zeros, or the rest of a float.
    fn after_zero(&mut self) -> Result<(), LexError> {
        loop {
            if self.peek() == Some(b'_') {
                self.at += 1;
                self.expect_digit()?;
            }
            if self.peek() != Some(b'0') {
                break;
            }
            self.at += 1;
        }
        let zeros_end = self.at;
        let nonzero = self.peek().is_some_and(|byte| byte.is_ascii_digit());
        if nonzero {
            self.digits()?;
        }
        if nonzero && !self.all_tokens && !matches!(self.peek(), Some(b'.' | b'e' | b'E' | b'j' | b'J')) {
            let message =
                "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers";
            let mut error = self.error_at(self.start, message);
            error.column += 1;
            error.end_column = Some(error.column + zeros_end - self.start);
            return Err(error);
        }
        self.fraction()
    }

    /// Decimal digits with single underscores between them.
    fn digits(&mut self) -> Result<(), LexError> {
        loop {
            while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
                self.at += 1;
            }
            if self.peek() != Some(b'_') {
                return Ok(());
            }
            self.at += 1;
            self.expect_digit()?;
        }
    }

    fn expect_digit(&self) -> Result<(), LexError> {
        if self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            return Ok(());
        }
        Err(self.error("invalid decimal literal"))
    }

    /// The rest of a decimal literal, from its point on.
    fn fraction(&mut self) -> Result<(), LexError> {
        if self.peek() == Some(b'.') {
            self.at += 1;
            if self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
                self.digits()?;
            }
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(self.peek_at(1), Some(b'+' | b'-')));
            if self.peek_at(1 + sign).is_some_and(|byte| byte.is_ascii_digit()) {
                self.at += 1 + sign;
                self.digits()?;
            } else if sign == 1 {
                self.at += 2;
                return Err(self.error("invalid decimal literal"));
            } else {
                return self.end_of_number("decimal");
            }
        }
        if matches!(self.peek(), Some(b'j' | b'J')) {
            self.at += 1;
            return self.end_of_number("imaginary");
        }
        self.end_of_number("decimal")
    }

    /// A number must not run into a name, except into a keyword that may follow it.
    fn end_of_number(&self, name: &str) -> Result<(), LexError> {
        let rest = &self.source[self.at..];
        let part_of_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || *byte >= 0x80;
        let keyword = |word: &&str| {
            rest.strip_prefix(*word).is_some_and(|after| !after.as_bytes().first().is_some_and(part_of_name))
        };
        // Of the short ones CPython looks at two letters only.
        let follows = ["if", "in", "is"].iter().any(|short| rest.starts_with(short))
            || ["and", "else", "for", "or", "not"].iter().any(keyword);
        let runs_on = self.peek().is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if !runs_on || follows || self.all_tokens {
            return Ok(());
        }
        Err(self.error(format!("invalid {name} literal")))
    }
}
