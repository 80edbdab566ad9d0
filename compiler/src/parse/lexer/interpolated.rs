//! F-strings and t-strings: text, and where their replacement fields start and end.

use super::text::Quote;
use super::{Ended, Kind, LexError, Lexed, Lexer, Token};

/// How deep replacement fields may nest.
const FIELDS: usize = 4;
/// How many f-strings and t-strings may be open at once.
const OPEN: usize = 150;

/// An f-string or t-string that is open.
#[derive(Clone, Debug)]
pub struct Template {
    pub quote: Quote,
    is_t: bool,
    raw: bool,
    start: usize,
    /// Tokens of an expression are being read, not text.
    pub in_expression: bool,
    in_format: bool,
    /// Brackets of its expressions that are open, and at how many the fields being read began.
    depth: usize,
    fields: Vec<usize>,
}

impl Template {
    pub fn name(&self) -> &'static str {
        if self.is_t { "t-string" } else { "f-string" }
    }
}

impl Lexer<'_> {
    pub(super) fn template_start(&mut self, is_t: bool, raw: bool) -> Lexed {
        let quote = self.quote();
        if self.templates.len() + 1 >= OPEN {
            return Err(self.error("too many nested f-strings or t-strings"));
        }
        self.templates.push(Template {
            quote,
            is_t,
            raw,
            start: self.start,
            in_expression: false,
            in_format: false,
            depth: 0,
            fields: Vec::new(),
        });
        Ok(self.template_token(Kind::TemplateStart, is_t))
    }

    /// Whether an f-string or t-string is open.
    pub fn in_template(&self) -> bool {
        !self.templates.is_empty()
    }

    fn template_token(&self, kind: Kind, is_t: bool) -> Token {
        Token { is_t, ..self.token(kind) }
    }

    /// The next text, the end, or the first token of a replacement field.
    pub(super) fn template_text(&mut self) -> Lexed {
        self.start = self.at;
        let Some(template) = self.templates.last() else { return self.ordinary() };
        let (quote, is_t, raw) = (template.quote, template.is_t, template.raw);
        let in_format = template.in_format && !template.fields.is_empty();
        if self.peek() == Some(b'{') && self.peek_at(1) != Some(b'{') {
            self.open_field()?;
            return self.ordinary();
        }
        if self.at_quote(quote) {
            self.at += quote.count;
            self.templates.pop();
            return Ok(self.template_token(Kind::TemplateEnd, is_t));
        }
        let mut named_escape = false;
        loop {
            match self.peek() {
                None => return Err(self.unterminated_template()),
                Some(b'\n') if quote.count == 1 && in_format => {
                    let (name, letter) = (if is_t { "t-string" } else { "f-string" }, if is_t { 't' } else { 'f' });
                    let mut error = self.error(format!(
                        "{name}: newlines are not allowed in format specifiers for single quoted {letter}-strings"
                    ));
                    error.column += 1;
                    return Err(error);
                }
                Some(b'\n') if quote.count == 1 => return Err(self.unterminated_template()),
                Some(byte) if byte == quote.byte && self.at_quote(quote) => break,
                Some(b'{') if self.peek_at(1) == Some(b'{') && !in_format => {
                    self.at += 2;
                    return Ok(self.template_token(Kind::TemplateMiddle, is_t));
                }
                Some(b'{') => {
                    let token = self.template_token(Kind::TemplateMiddle, is_t);
                    self.open_field()?;
                    return Ok(token);
                }
                Some(b'}') if named_escape => {
                    self.at += 1;
                    return Ok(self.template_token(Kind::TemplateMiddle, is_t));
                }
                Some(b'}') => {
                    if self.peek_at(1) == Some(b'}') && !in_format {
                        self.at += 2;
                        return Ok(self.template_token(Kind::TemplateMiddle, is_t));
                    }
                    if let Some(template) = self.templates.last_mut() {
                        template.in_expression = true;
                    }
                    return Ok(self.template_token(Kind::TemplateMiddle, is_t));
                }
                Some(b'\\') => {
                    self.at += 1;
                    match self.peek() {
                        Some(b'{' | b'}') | None => {}
                        Some(b'N') if !raw => {
                            self.at += 1;
                            if self.peek() == Some(b'{') {
                                self.at += 1;
                                named_escape = true;
                            }
                        }
                        Some(_) if raw => {
                            // A raw backslash still keeps a quote from ending the string.
                            self.at += 1;
                        }
                        Some(_) => self.at += 1,
                    }
                }
                Some(_) => self.at += 1,
            }
        }
        Ok(self.template_token(Kind::TemplateMiddle, is_t))
    }

    fn open_field(&mut self) -> Result<(), LexError> {
        let Some(template) = self.templates.last_mut() else { return Ok(()) };
        template.fields.push(template.depth);
        template.in_expression = true;
        if template.fields.len() >= FIELDS {
            let name = template.name();
            return Err(self.error(format!("{name}: expressions nested too deeply")));
        }
        Ok(())
    }

    /// Reports from the opening quote.
    fn unterminated_template(&mut self) -> LexError {
        let last = self.last_line();
        let at_end = self.peek().is_none();
        let Some(template) = self.templates.last() else { return self.error("unterminated string literal") };
        let (start, name, triple) = (template.start, template.name(), template.quote.count == 3);
        if at_end {
            self.ended = Ended::Source;
        }
        self.at = start + 1;
        if triple {
            self.error(format!("unterminated triple-quoted {name} literal (detected at line {last})"))
        } else {
            self.error(format!("unterminated {name} literal (detected at line {last})"))
        }
    }

    /// A colon at the top of a replacement field starts the format spec.
    pub(super) fn starts_format(&mut self) -> bool {
        match self.templates.last_mut() {
            Some(template)
                if template.in_expression && template.fields.last().is_some_and(|&at| at + 1 == template.depth) =>
            {
                template.in_expression = false;
                template.in_format = true;
                true
            }
            _ => false,
        }
    }

    /// An opening bracket within an expression.
    pub(super) fn template_open(&mut self) {
        if let Some(template) = self.templates.last_mut() {
            template.depth += 1;
        }
    }

    /// What a closing bracket must not do in an f-string, before it is matched.
    pub(super) fn template_check(&self, byte: u8) -> Result<(), LexError> {
        match self.templates.last() {
            Some(template) if template.depth == 0 && byte == b'}' => {
                Err(self.error(format!("{}: single '}}' is not allowed", template.name())))
            }
            _ => Ok(()),
        }
    }

    /// A closing bracket that does not match: the error, if the opening one starts the replacement field.
    pub(super) fn template_unmatched(&self, byte: u8, open: u8) -> Option<LexError> {
        let template = self.templates.last()?;
        let starts_field = template.fields.last().is_some_and(|&at| at + 1 == template.depth);
        (open == b'{' && starts_field).then(|| self.error(format!("{}: unmatched '{}'", template.name(), byte as char)))
    }

    /// A closing bracket within an expression; the one that ends the replacement field goes back to text.
    pub(super) fn template_close(&mut self, byte: u8) -> Result<(), LexError> {
        let Some(template) = self.templates.last_mut() else { return Ok(()) };
        let Some(depth) = template.depth.checked_sub(1) else {
            let name = template.name();
            return Err(self.error(format!("{name}: unmatched '{}'", byte as char)));
        };
        template.depth = depth;
        if byte == b'}' && template.fields.last() == Some(&depth) {
            template.fields.pop();
            template.in_expression = false;
            template.in_format = !template.fields.is_empty();
        }
        Ok(())
    }
}
