//! Names, keywords, and the prefixes of strings.

use super::{Kind, LexError, Lexed, Lexer};

impl Lexer<'_> {
    pub(super) fn word(&mut self) -> Lexed {
        if let Some(quote) = self.prefix_end() {
            return self.prefixed(quote);
        }
        while self.peek().is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80) {
            self.at += 1;
        }
        self.check_name()?;
        Ok(self.token(Kind::Name))
    }

    /// If a string's prefix starts here, the offset of its quote.
    fn prefix_end(&self) -> Option<usize> {
        let mut at = self.at;
        let mut seen = Vec::new();
        while let Some(letter) = self.bytes.get(at).map(u8::to_ascii_lowercase) {
            match letter {
                b'"' | b'\'' => return Some(at),
                b'b' | b'u' | b'r' | b'f' | b't' if !seen.contains(&letter) => seen.push(letter),
                _ => return None,
            }
            at += 1;
        }
        None
    }

    fn prefixed(&mut self, quote: usize) -> Lexed {
        let prefix = self.source[self.at..quote].to_ascii_lowercase();
        let has = |letter| prefix.contains(letter);
        for (one, other) in [('u', 'b'), ('u', 'r'), ('u', 'f'), ('u', 't'), ('b', 'f'), ('b', 't'), ('f', 't')] {
            if has(one) && has(other) {
                let mut error = self.error_at(self.start, format!("'{one}' and '{other}' prefixes are incompatible"));
                error.column += 1;
                error.end_column = Some(error.column + prefix.len());
                return Err(error);
            }
        }
        self.at = quote;
        if has('f') || has('t') { self.template_start(has('t'), has('r')) } else { self.string() }
    }

    /// Names may use any letter of any script, but nothing else beyond ASCII.
    fn check_name(&mut self) -> Result<(), LexError> {
        let name = &self.source[self.start..self.at];
        if name.is_ascii() {
            return Ok(());
        }
        for (offset, character) in name.char_indices() {
            let fits = if offset == 0 { is_name_start(character) } else { is_name_continue(character) };
            if !fits {
                self.at = self.start + offset + character.len_utf8();
                let code = character as u32;
                let message = if is_printable(character) {
                    format!("invalid character '{character}' (U+{code:04X})")
                } else {
                    format!("invalid non-printable character U+{code:04X}")
                };
                return Err(self.error(message));
            }
        }
        Ok(())
    }
}

fn is_name_start(character: char) -> bool {
    character == '_' || unicode_ident::is_xid_start(character)
}

fn is_name_continue(character: char) -> bool {
    unicode_ident::is_xid_continue(character)
}

/// Whether `repr` would show the character as it is. Nearly: of unassigned characters nothing is known here.
fn is_printable(character: char) -> bool {
    let separator = character.is_whitespace() && character != ' ';
    let format = matches!(character as u32,
        0xad | 0x600..=0x605 | 0x61c | 0x6dd | 0x70f | 0x890 | 0x891 | 0x8e2 | 0x180e | 0x200b..=0x200f | 0x202a..=0x202e
        | 0x2060..=0x206f | 0xfeff | 0xfff9..=0xfffb | 0xe000..=0xf8ff | 0xe0001..=0xe007f | 0xf0000..);
    !character.is_control() && !separator && !format
}
