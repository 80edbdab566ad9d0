//! Operators and brackets.

use super::{Bracket, Kind, Lexed, Lexer};

/// How many brackets may be open at once.
pub const BRACKETS: usize = 200;

const LONG: [&str; 25] = [
    "**=", "//=", ">>=", "<<=", "...", "!=", "%=", "&=", "**", "*=", "+=", "-=", "->", "//", "/=", ":=", "<<", "<=",
    "<>", "==", ">=", ">>", "@=", "^=", "|=",
];

impl Lexer<'_> {
    pub(super) fn operator(&mut self, byte: u8) -> Lexed {
        if byte == b':' && self.starts_format() {
            self.at += 1;
            return Ok(self.token(Kind::Operator));
        }
        let rest = &self.source[self.at..];
        // `<>` is a token of old, but not before `=`: then `>=` is one.
        let split = rest.starts_with("<>=") || self.all_tokens && rest.starts_with("<>");
        if !split && let Some(long) = LONG.iter().find(|long| rest.starts_with(**long)) {
            self.at += long.len();
            return Ok(self.token(Kind::Operator));
        }
        self.at += 1;
        match byte {
            b'(' | b'[' | b'{' => {
                if self.brackets.len() >= BRACKETS {
                    return Err(self.error("too many nested parentheses"));
                }
                self.brackets.push(Bracket { open: byte, offset: self.start });
                self.template_open();
            }
            b')' | b']' | b'}' => self.close(byte)?,
            _ if !(0x20..0x7f).contains(&byte) => {
                return Err(self.error(format!("invalid non-printable character U+{byte:04X}")));
            }
            _ => {}
        }
        Ok(self.token(Kind::Operator))
    }

    fn close(&mut self, byte: u8) -> Result<(), super::LexError> {
        self.template_check(byte)?;
        let Some(bracket) = self.brackets.pop() else {
            if self.all_tokens {
                return Ok(());
            }
            return Err(self.error(format!("unmatched '{}'", byte as char)));
        };
        let expected = match bracket.open {
            b'(' => b')',
            b'[' => b']',
            _ => b'}',
        };
        if byte != expected && !self.all_tokens {
            if let Some(error) = self.template_unmatched(byte, bracket.open) {
                return Err(error);
            }
            let (close, open) = (byte as char, bracket.open as char);
            let line = self.line_of(bracket.offset);
            let place = if line == self.line_of(self.start) { String::new() } else { format!(" on line {line}") };
            return Err(
                self.error(format!("closing parenthesis '{close}' does not match opening parenthesis '{open}'{place}"))
            );
        }
        self.template_close(byte)
    }
}
