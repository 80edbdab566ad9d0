//! Templates of `str.format`: `"a {0.b[c]!r:>{width}} z"`.
//!
//! [`Pieces`] takes a template apart, [`FieldName`] a field name; looking things up is the caller's.

use crate::fault::Fault;
use crate::unicode;
use crate::units::Units;

/// Literal text and the field after it, if any.
#[derive(Clone, Copy, Debug)]
pub struct Piece<'a> {
    pub literal: Units<'a>,
    pub field: Option<Field<'a>>,
}

#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    pub name: Units<'a>,
    /// The character after `!`, unchecked.
    pub conversion: Option<u32>,
    pub spec: Units<'a>,
    /// The specification contains fields itself.
    pub nested: bool,
}

/// What a conversion character asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conversion {
    Str,
    Repr,
    Ascii,
}

impl Conversion {
    pub fn of(code: u32) -> Result<Conversion, Fault> {
        match char::from_u32(code) {
            Some('s') => Ok(Conversion::Str),
            Some('r') => Ok(Conversion::Repr),
            Some('a') => Ok(Conversion::Ascii),
            Some(c @ '!'..='~') => Err(Fault::value(format!("Unknown conversion specifier {c}"))),
            _ => Err(Fault::value(format!("Unknown conversion specifier \\x{code:x}"))),
        }
    }
}

/// Iterator over the pieces of a template; ends after an error.
#[derive(Clone, Debug)]
pub struct Pieces<'a> {
    text: Units<'a>,
    at: usize,
}

const OPEN: u32 = '{' as u32;
const CLOSE: u32 = '}' as u32;

impl<'a> Pieces<'a> {
    pub fn new(text: Units<'a>) -> Pieces<'a> {
        Pieces { text, at: 0 }
    }

    fn take(&mut self) -> Option<u32> {
        let code = (self.at < self.text.len()).then(|| self.text.get(self.at))?;
        self.at += 1;
        Some(code)
    }

    fn piece(&mut self) -> Result<Piece<'a>, Fault> {
        let start = self.at;
        while let Some(code) = self.take() {
            if code != OPEN && code != CLOSE {
                continue;
            }
            let follows = (self.at < self.text.len()).then(|| self.text.get(self.at));
            if follows == Some(code) {
                // A doubled brace: the first one belongs to the text.
                let literal = self.text.slice(start, self.at);
                self.at += 1;
                return Ok(Piece { literal, field: None });
            }
            if code == CLOSE {
                return Err(Fault::value("Single '}' encountered in format string"));
            }
            if follows.is_none() {
                return Err(Fault::value("Single '{' encountered in format string"));
            }
            let literal = self.text.slice(start, self.at - 1);
            return Ok(Piece { literal, field: Some(self.field()?) });
        }
        Ok(Piece { literal: self.text.slice(start, self.at), field: None })
    }

    fn field(&mut self) -> Result<Field<'a>, Fault> {
        let start = self.at;
        let end = self.name_end()?;
        let name = self.text.slice(start, self.at - 1);
        let empty = self.text.slice(self.at, self.at);
        if end == CLOSE {
            return Ok(Field { name, conversion: None, spec: empty, nested: false });
        }
        let mut conversion = None;
        if end == u32::from('!') {
            let code = self.take();
            conversion =
                Some(code.ok_or_else(|| Fault::value("end of string while looking for conversion specifier"))?);
            match self.take() {
                Some(CLOSE) => return Ok(Field { name, conversion, spec: empty, nested: false }),
                Some(0x3A) | None => {}
                Some(_) => return Err(Fault::value("expected ':' after conversion specifier")),
            }
        }
        let (spec, nested) = self.spec()?;
        Ok(Field { name, conversion, spec, nested })
    }

    /// Takes the name and the character that ends it, and returns that.
    fn name_end(&mut self) -> Result<u32, Fault> {
        let mut in_brackets = false;
        while let Some(code) = self.take() {
            match char::from_u32(code) {
                Some('[') => in_brackets = true,
                Some(']') => in_brackets = false,
                _ if in_brackets => {}
                Some('{') => return Err(Fault::value("unexpected '{' in field name")),
                Some('}' | ':' | '!') => return Ok(code),
                _ => {}
            }
        }
        Err(Fault::value("expected '}' before end of string"))
    }

    fn spec(&mut self) -> Result<(Units<'a>, bool), Fault> {
        let start = self.at;
        let (mut depth, mut nested) = (1usize, false);
        while let Some(code) = self.take() {
            if code == OPEN {
                nested = true;
                depth += 1;
            } else if code == CLOSE {
                depth -= 1;
                if depth == 0 {
                    return Ok((self.text.slice(start, self.at - 1), nested));
                }
            }
        }
        Err(Fault::value("unmatched '{' in format spec"))
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Result<Piece<'a>, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.text.len() {
            return None;
        }
        let piece = self.piece();
        if piece.is_err() {
            self.at = self.text.len();
        }
        Some(piece)
    }
}

/// A name before `.` or `[`, or an index.
#[derive(Clone, Copy, Debug)]
pub enum First<'a> {
    /// Nothing: the next positional argument.
    Auto,
    Index(usize),
    Name(Units<'a>),
}

/// One step of a lookup.
#[derive(Clone, Copy, Debug)]
pub enum Step<'a> {
    Attribute(Units<'a>),
    Index(usize),
    Key(Units<'a>),
}

/// A field name taken apart; iterating gives the steps after the first part.
#[derive(Clone, Debug)]
pub struct FieldName<'a> {
    pub first: First<'a>,
    text: Units<'a>,
    at: usize,
}

impl<'a> FieldName<'a> {
    pub fn parse(text: Units<'a>) -> Result<FieldName<'a>, Fault> {
        let end = text.iter().position(|code| code == 0x2E || code == 0x5B).unwrap_or(text.len());
        let name = text.slice(0, end);
        let first = match index(name)? {
            _ if name.is_empty() => First::Auto,
            Some(index) => First::Index(index),
            None => First::Name(name),
        };
        Ok(FieldName { first, text, at: end })
    }

    fn step(&mut self) -> Result<Step<'a>, Fault> {
        let empty = || Fault::value("Empty attribute in format string");
        let start = self.at + 1;
        let rest = self.text.slice(start, self.text.len());
        if self.text.get(self.at) == u32::from('.') {
            let len = rest.iter().position(|code| code == 0x2E || code == 0x5B).unwrap_or(rest.len());
            self.at = start + len;
            return if len == 0 { Err(empty()) } else { Ok(Step::Attribute(rest.slice(0, len))) };
        }
        if self.text.get(self.at) != u32::from('[') {
            return Err(Fault::value("Only '.' or '[' may follow ']' in format field specifier"));
        }
        let len = rest
            .iter()
            .position(|code| code == u32::from(']'))
            .ok_or_else(|| Fault::value("Missing ']' in format string"))?;
        self.at = start + len + 1;
        let key = rest.slice(0, len);
        let index = index(key)?;
        if len == 0 {
            return Err(empty());
        }
        Ok(index.map_or(Step::Key(key), Step::Index))
    }
}

impl<'a> Iterator for FieldName<'a> {
    type Item = Result<Step<'a>, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.text.len() {
            return None;
        }
        let step = self.step();
        if step.is_err() {
            self.at = self.text.len();
        }
        Some(step)
    }
}

/// The value of text that consists of decimal digits only.
fn index(text: Units<'_>) -> Result<Option<usize>, Fault> {
    let mut value = 0usize;
    for code in text.iter() {
        let Some(digit) = unicode::decimal(code) else { return Ok(None) };
        value = value
            .checked_mul(10)
            .and_then(|v| v.checked_add(usize::from(digit)))
            .filter(|&v| v <= isize::MAX as usize)
            .ok_or_else(|| Fault::value("Too many decimal digits in format string"))?;
    }
    Ok((!text.is_empty()).then_some(value))
}

/// Whether fields are numbered by the template or by hand; one for a template and what is nested in it.
#[derive(Clone, Debug, Default)]
pub struct Numbering {
    state: State,
    next: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Open,
    Automatic,
    Manual,
}

impl Numbering {
    /// The positional index that the first part of a field name means; `None` for a name.
    pub fn resolve(&mut self, first: First<'_>) -> Result<Option<usize>, Fault> {
        match first {
            First::Name(_) => Ok(None),
            First::Auto if self.state == State::Manual => {
                Err(Fault::value("cannot switch from manual field specification to automatic field numbering"))
            }
            First::Index(_) if self.state == State::Automatic => {
                Err(Fault::value("cannot switch from automatic field numbering to manual field specification"))
            }
            First::Auto => {
                self.state = State::Automatic;
                self.next += 1;
                Ok(Some(self.next - 1))
            }
            First::Index(index) => {
                self.state = State::Manual;
                Ok(Some(index))
            }
        }
    }
}
