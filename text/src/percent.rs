//! `%` formatting of `str` and `bytes`.
//!
//! [`Parser`] delivers a template as [`Event`]s in the order in which arguments are needed, so that errors come in the order of
//! CPython; [`Directive`] writes converted values. Templates of bytes are Latin-1 units, and so is what comes out.

use crate::fault::Fault;
use crate::float_text::{self, MAX_PRECISION, Mode, Style};
use crate::int::{Int, magnitude_digits, to_decimal};
use crate::textbuf::TextBuf;
use crate::units::Units;

/// A completely read `%` directive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Directive {
    pub left: bool,
    pub plus: bool,
    pub blank: bool,
    pub alternate: bool,
    pub zero: bool,
    pub width: usize,
    pub precision: Option<usize>,
    /// The conversion character, unchecked.
    pub kind: u32,
    /// Where it stands in the template.
    pub index: usize,
}

/// What comes next in a template.
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    Literal(Units<'a>),
    /// `%(key)`: the value of this key in the mapping becomes the argument.
    Key(Units<'a>),
    /// `*`: take an int argument and pass it to [`Parser::set_width`].
    WidthArgument,
    /// `.*`: take an int argument and pass it to [`Parser::set_precision`].
    PrecisionArgument,
    /// Take an argument and write it.
    Directive(Directive),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Literal,
    Key,
    Flags,
    Precision,
    Kind,
}

/// Reads a template.
#[derive(Clone, Debug)]
pub struct Parser<'a> {
    text: Units<'a>,
    at: usize,
    stage: Stage,
    directive: Directive,
}

const PERCENT: u32 = '%' as u32;

impl<'a> Parser<'a> {
    pub fn new(text: Units<'a>) -> Parser<'a> {
        Parser { text, at: 0, stage: Stage::Literal, directive: Directive::default() }
    }

    /// The width from an argument: a negative one aligns to the left.
    pub fn set_width(&mut self, width: i64) {
        self.directive.left |= width < 0;
        self.directive.width = width.unsigned_abs() as usize;
    }

    /// The precision from an argument: a negative one counts as zero.
    pub fn set_precision(&mut self, precision: i64) {
        self.directive.precision = Some(usize::try_from(precision).unwrap_or(0));
    }

    /// The next event, `None` at the end of the template.
    pub fn next_event(&mut self) -> Result<Option<Event<'a>>, Fault> {
        loop {
            match self.stage {
                Stage::Literal => match self.literal() {
                    Some(literal) if literal.is_empty() => {}
                    found => return Ok(found.map(Event::Literal)),
                },
                Stage::Key => {
                    self.stage = Stage::Flags;
                    if let Some(key) = self.key()? {
                        return Ok(Some(Event::Key(key)));
                    }
                }
                Stage::Flags => {
                    self.flags();
                    self.stage = Stage::Precision;
                    if self.accept('*') {
                        return Ok(Some(Event::WidthArgument));
                    }
                    self.directive.width = self.number(isize::MAX as usize, "width too big")?.unwrap_or(0);
                }
                Stage::Precision => {
                    self.stage = Stage::Kind;
                    if self.accept('.') {
                        if self.accept('*') {
                            return Ok(Some(Event::PrecisionArgument));
                        }
                        self.directive.precision = Some(self.number(MAX_PRECISION, "precision too big")?.unwrap_or(0));
                    }
                }
                Stage::Kind => {
                    let _ = self.accept('h') || self.accept('l') || self.accept('L');
                    self.stage = Stage::Literal;
                    self.directive.index = self.at;
                    self.directive.kind = self.take().ok_or_else(|| Fault::value("incomplete format"))?;
                    return Ok(Some(Event::Directive(self.directive)));
                }
            }
        }
    }

    fn peek(&self) -> Option<u32> {
        (self.at < self.text.len()).then(|| self.text.get(self.at))
    }

    fn take(&mut self) -> Option<u32> {
        let code = self.peek()?;
        self.at += 1;
        Some(code)
    }

    fn accept(&mut self, c: char) -> bool {
        let found = self.peek() == Some(u32::from(c));
        self.at += usize::from(found);
        found
    }

    /// Text up to the next directive; `None` at the end.
    fn literal(&mut self) -> Option<Units<'a>> {
        let rest = self.text.slice(self.at, self.text.len());
        if rest.is_empty() {
            return None;
        }
        let start = self.at;
        match rest.iter().position(|code| code == PERCENT) {
            None => {
                self.at = self.text.len();
                Some(rest)
            }
            Some(len) => {
                self.at += len + 1;
                if self.accept('%') {
                    // The first of the two belongs to the text.
                    return Some(self.text.slice(start, self.at - 1));
                }
                self.stage = Stage::Key;
                self.directive = Directive::default();
                Some(rest.slice(0, len))
            }
        }
    }

    fn key(&mut self) -> Result<Option<Units<'a>>, Fault> {
        if !self.accept('(') {
            return Ok(None);
        }
        let start = self.at;
        let mut depth = 1usize;
        while depth > 0 {
            match self.take().map(char::from_u32) {
                None => return Err(Fault::value("incomplete format key")),
                Some(Some('(')) => depth += 1,
                Some(Some(')')) => depth -= 1,
                Some(_) => {}
            }
        }
        Ok(Some(self.text.slice(start, self.at - 1)))
    }

    fn flags(&mut self) {
        let d = &mut self.directive;
        while self.at < self.text.len() {
            match char::from_u32(self.text.get(self.at)) {
                Some('-') => d.left = true,
                Some('+') => d.plus = true,
                Some(' ') => d.blank = true,
                Some('#') => d.alternate = true,
                Some('0') => d.zero = true,
                _ => return,
            }
            self.at += 1;
        }
    }

    fn number(&mut self, most: usize, too_big: &'static str) -> Result<Option<usize>, Fault> {
        let start = self.at;
        let mut value = 0usize;
        while let Some(digit @ 0x30..=0x39) = self.peek() {
            value = value
                .checked_mul(10)
                .and_then(|v| v.checked_add((digit - 0x30) as usize))
                .filter(|&v| v <= most)
                .ok_or_else(|| Fault::value(too_big))?;
            self.at += 1;
        }
        Ok((self.at > start).then_some(value))
    }
}

impl Directive {
    /// The conversion character, where it is ASCII.
    pub fn letter(&self) -> char {
        char::from_u32(self.kind).filter(char::is_ascii).unwrap_or('\0')
    }

    /// What to raise for a conversion character that means nothing.
    pub fn unsupported(&self) -> Fault {
        let shown = match self.kind {
            0x1F..=0x7E => char::from(self.kind as u8),
            _ => '?',
        };
        Fault::value(format!("unsupported format character '{shown}' (0x{:x}) at index {}", self.kind, self.index))
    }

    /// Writes the conversions `d i u o x X`. `max_digits` limits decimal conversion (0: no limit).
    pub fn write_int(&self, out: &mut TextBuf, value: &Int, max_digits: usize) -> Result<(), Fault> {
        let (prefix, digits) = match self.letter() {
            'o' => ("0o", magnitude_digits(value, 8)),
            'x' => ("0x", magnitude_digits(value, 16)),
            'X' => ("0X", magnitude_digits(value, 16).to_ascii_uppercase()),
            _ => {
                let text = to_decimal(value, max_digits)?;
                ("", text.strip_prefix('-').map(str::to_owned).unwrap_or(text))
            }
        };
        let zeros = self.precision.unwrap_or(0).saturating_sub(digits.len());
        let prefix = if self.alternate { prefix } else { "" };
        self.number(out, value.is_negative(), prefix, zeros, &digits)
    }

    /// Writes the conversions `e E f F g G`.
    pub fn write_float(&self, out: &mut TextBuf, value: f64) -> Result<(), Fault> {
        let precision = self.precision.unwrap_or(6);
        if precision > MAX_PRECISION {
            return Err(Fault::value("precision too big"));
        }
        let letter = self.letter();
        let mode = match letter.to_ascii_lowercase() {
            'e' => Mode::Exponent(precision),
            'f' => Mode::Fixed(precision),
            _ => Mode::General(precision),
        };
        let style = Style { upper: letter.is_ascii_uppercase(), alternate: self.alternate, ..Style::default() };
        let mut text = String::new();
        text.try_reserve(precision).map_err(|_| Fault::memory())?;
        float_text::write_float(&mut text, value, mode, style);
        match text.strip_prefix('-') {
            Some(magnitude) => self.number(out, true, "", 0, magnitude),
            None => self.number(out, false, "", 0, &text),
        }
    }

    /// Writes the conversions `s r a b`: text, cut to the precision.
    pub fn write_text(&self, out: &mut TextBuf, text: Units<'_>) -> Result<(), Fault> {
        let shown = text.slice(0, text.len().min(self.precision.unwrap_or(usize::MAX)));
        self.write_char(out, shown)
    }

    /// Writes the conversion `c`: one character, already looked up.
    pub fn write_char(&self, out: &mut TextBuf, text: Units<'_>) -> Result<(), Fault> {
        let padding = self.width.saturating_sub(text.len());
        out.push_repeated(u32::from(' '), if self.left { 0 } else { padding })?;
        out.push_units(text);
        out.push_repeated(u32::from(' '), if self.left { padding } else { 0 })?;
        Ok(())
    }

    fn number(
        &self,
        out: &mut TextBuf,
        negative: bool,
        prefix: &str,
        zeros: usize,
        magnitude: &str,
    ) -> Result<(), Fault> {
        let sign = match (negative, self.plus, self.blank) {
            (true, ..) => "-",
            (false, true, _) => "+",
            (false, false, true) => " ",
            (false, false, false) => "",
        };
        let padding = self.width.saturating_sub(sign.len() + prefix.len() + magnitude.len()).saturating_sub(zeros);
        let (before, inner, after) = match (self.left, self.zero) {
            (true, _) => (0, 0, padding),
            (false, true) => (0, padding, 0),
            (false, false) => (padding, 0, 0),
        };
        out.push_repeated(u32::from(' '), before)?;
        out.push_str(sign);
        out.push_str(prefix);
        out.push_repeated(u32::from('0'), inner)?;
        out.push_repeated(u32::from('0'), zeros)?;
        out.push_str(magnitude);
        out.push_repeated(u32::from(' '), after)?;
        Ok(())
    }
}

/// There are fewer arguments than directives.
pub fn not_enough_arguments() -> Fault {
    Fault::type_error("not enough arguments for format string")
}

/// There are more arguments than directives, in a template of `str` or of bytes.
pub fn not_all_converted(bytes: bool) -> Fault {
    Fault::type_error(if bytes {
        "not all arguments converted during bytes formatting"
    } else {
        "not all arguments converted during string formatting"
    })
}

/// A key needs a mapping to look it up in.
pub fn requires_mapping() -> Fault {
    Fault::type_error("format requires a mapping")
}

/// The argument of a `*` is not an int.
pub fn star_wants_int() -> Fault {
    Fault::type_error("* wants int")
}

impl Directive {
    /// The argument's class suits none of `d i u` (a real number) or `o x X` (an integer).
    pub fn wants_number(&self, class: &str) -> Fault {
        let letter = self.letter();
        let wanted = if matches!(letter, 'o' | 'x' | 'X') { "an integer" } else { "a real number" };
        Fault::type_error(format!("%{letter} format: {wanted} is required, not {class}"))
    }
}

/// The character that `%c` of `str` makes of an int.
pub fn char_of_int(value: &Int) -> Result<u32, Fault> {
    match value {
        Int::Small(code @ 0..=0x10_FFFF) => Ok(*code as u32),
        _ => Err(Fault::overflow("%c arg not in range(0x110000)")),
    }
}

/// `%c` of `str` got text of another length than one.
pub fn char_of_wrong_length(len: usize) -> Fault {
    Fault::type_error(format!("%c requires an int or a unicode character, not a string of length {len}"))
}

/// `%c` of `str` got something of another class.
pub fn char_of_wrong_class(class: &str) -> Fault {
    Fault::type_error(format!("%c requires an int or a unicode character, not {class}"))
}

/// The byte that `%c` of bytes makes of an int.
pub fn byte_of_int(value: &Int) -> Result<u8, Fault> {
    match value {
        Int::Small(byte @ 0..=0xFF) => Ok(*byte as u8),
        _ => Err(Fault::overflow("%c arg not in range(256)")),
    }
}

/// `%c` of bytes got bytes of another length than one; `class` says what they are (`a bytes object`, `a bytearray object`).
pub fn byte_of_wrong_length(class: &str, len: usize) -> Fault {
    Fault::type_error(format!("%c requires an integer in range(256) or a single byte, not {class} of length {len}"))
}

/// `%c` of bytes got something of another class.
pub fn byte_of_wrong_class(class: &str) -> Fault {
    Fault::type_error(format!("%c requires an integer in range(256) or a single byte, not {class}"))
}
