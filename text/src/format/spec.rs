//! Reading a specification: `[[fill]align][sign][z][#][0][width][grouping][.precision[grouping]][type]`.

use crate::fault::Fault;
use crate::textbuf::TextBuf;
use crate::units::Units;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    Left,
    Right,
    Centre,
    /// Padding between sign and digits.
    AfterSign,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    Minus,
    Plus,
    Space,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grouping {
    Comma,
    Underscore,
}

impl Grouping {
    pub fn as_char(self) -> char {
        match self {
            Grouping::Comma => ',',
            Grouping::Underscore => '_',
        }
    }

    pub(super) fn misplaced(self, kind: u32) -> Fault {
        Fault::value(format!("Cannot specify '{}' with {}.", self.as_char(), quoted_code(kind)))
    }
}

/// A specification as written; what is absent is `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormatSpec {
    pub fill: Option<u32>,
    pub align: Option<Align>,
    pub sign: Option<Sign>,
    pub no_negative_zero: bool,
    pub alternate: bool,
    /// A `0` before the width: fills with zeros.
    pub zero_padded: bool,
    pub width: Option<usize>,
    pub grouping: Option<Grouping>,
    pub precision: Option<usize>,
    pub fraction_grouping: Option<Grouping>,
    /// The presentation type, any code point.
    pub kind: Option<u32>,
}

struct Reader<'a> {
    text: Units<'a>,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self, ahead: usize) -> Option<u32> {
        let at = self.at + ahead;
        (at < self.text.len()).then(|| self.text.get(at))
    }

    fn accept(&mut self, c: char) -> bool {
        let found = self.peek(0) == Some(u32::from(c));
        self.at += usize::from(found);
        found
    }

    /// Decimal digits of any script.
    fn number(&mut self) -> Result<Option<usize>, Fault> {
        let start = self.at;
        let mut value = 0usize;
        while let Some(digit) = self.peek(0).and_then(crate::unicode::decimal) {
            value = value
                .checked_mul(10)
                .and_then(|v| v.checked_add(usize::from(digit)))
                .filter(|&v| v <= isize::MAX as usize)
                .ok_or_else(|| Fault::value("Too many decimal digits in format string"))?;
            self.at += 1;
        }
        Ok((self.at > start).then_some(value))
    }

    fn grouping(&mut self) -> Result<Option<Grouping>, Fault> {
        let comma = self.accept(',');
        let underscore = self.accept('_');
        if underscore && (comma || self.peek(0) == Some(u32::from(','))) {
            return Err(Fault::value("Cannot specify both ',' and '_'."));
        }
        Ok(if comma { Some(Grouping::Comma) } else { underscore.then_some(Grouping::Underscore) })
    }
}

fn align_of(code: Option<u32>) -> Option<Align> {
    match char::from_u32(code?)? {
        '<' => Some(Align::Left),
        '>' => Some(Align::Right),
        '^' => Some(Align::Centre),
        '=' => Some(Align::AfterSign),
        _ => None,
    }
}

impl FormatSpec {
    /// Reads a specification; `type_name` is the class of the value, for messages.
    pub fn parse(text: Units<'_>, type_name: &str) -> Result<FormatSpec, Fault> {
        let mut r = Reader { text, at: 0 };
        let (fill, align) = match (align_of(r.peek(0)), align_of(r.peek(1))) {
            (_, Some(align)) => {
                r.at = 2;
                (r.text.first(), Some(align))
            }
            (Some(align), None) => {
                r.at = 1;
                (None, Some(align))
            }
            (None, None) => (None, None),
        };
        let sign = if r.accept('+') {
            Some(Sign::Plus)
        } else if r.accept('-') {
            Some(Sign::Minus)
        } else {
            r.accept(' ').then_some(Sign::Space)
        };
        let no_negative_zero = r.accept('z');
        let alternate = r.accept('#');
        let zero_padded = fill.is_none() && r.accept('0');
        let width = r.number()?;
        let grouping = r.grouping()?;
        let (mut precision, mut fraction_grouping) = (None, None);
        if r.accept('.') {
            precision = r.number()?;
            fraction_grouping = r.grouping()?;
            if precision.is_none() && fraction_grouping.is_none() {
                return Err(Fault::value("Format specifier missing precision"));
            }
        }
        let kind = match text.len() - r.at {
            0 => None,
            1 => Some(text.get(r.at)),
            _ => {
                let mut message = TextBuf::new();
                message.push_str("Invalid format specifier '");
                message.push_units(text.slice(0, text.len().min(200)));
                message.push_str("' for object of type '");
                message.push_str(type_name);
                message.push_char('\'');
                return Err(Fault::value(message.finish()));
            }
        };
        let spec = FormatSpec {
            fill,
            align,
            sign,
            no_negative_zero,
            alternate,
            zero_padded,
            width,
            grouping,
            precision,
            fraction_grouping,
            kind,
        };
        spec.check_grouping()?;
        Ok(spec)
    }

    fn check_grouping(&self) -> Result<(), Fault> {
        let Some(kind) = self.kind else { return Ok(()) };
        if let Some(grouping) = self.grouping {
            let allowed = match char::from_u32(kind) {
                Some('d' | 'e' | 'f' | 'g' | 'E' | 'G' | '%' | 'F') => true,
                Some('b' | 'o' | 'x' | 'X') => grouping == Grouping::Underscore,
                _ => false,
            };
            if !allowed {
                return Err(grouping.misplaced(kind));
            }
        }
        match self.fraction_grouping {
            Some(grouping) if kind == u32::from('n') => Err(grouping.misplaced(kind)),
            _ => Ok(()),
        }
    }

    pub(super) fn unknown_code(&self, type_name: &str) -> Fault {
        let code = self.kind.map(quoted_code).unwrap_or_default();
        Fault::value(format!("Unknown format code {code} for object of type '{type_name}'"))
    }
}

/// A type code as messages show it.
fn quoted_code(code: u32) -> String {
    match code {
        0x21..0x80 => format!("'{}'", char::from(code as u8)),
        _ => format!("'\\x{code:x}'"),
    }
}
