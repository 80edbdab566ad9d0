//! Typecodes: what the items of an array are, and how values become items.

use text::Units;
use vm_core::natives::Tail;
use vm_core::objects::memory_items::Item;
use vm_core::objects::number::IntRef;
use vm_core::{Raised, Res, Thread, Value, cls};

/// What a typecode stands for.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    pub letter: char,
    pub kind: Kind,
    /// As `memoryview.format`.
    pub format: &'static str,
}

#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    Number(Item),
    /// A code point in four bytes.
    Character,
}

const fn number(letter: char, format: &'static str, item: Item) -> Code {
    Code { letter, kind: Kind::Number(item), format }
}

const fn character(letter: char) -> Code {
    Code { letter, kind: Kind::Character, format: "w" }
}

/// All typecodes, in the order of `array.typecodes`.
pub static CODES: [Code; 14] = [
    number('b', "b", Item::Signed(1)),
    number('B', "B", Item::Unsigned(1)),
    character('u'),
    character('w'),
    number('h', "h", Item::Signed(2)),
    number('H', "H", Item::Unsigned(2)),
    number('i', "i", Item::Signed(4)),
    number('I', "I", Item::Unsigned(4)),
    number('l', "l", Item::Signed(8)),
    number('L', "L", Item::Unsigned(8)),
    number('q', "q", Item::Signed(8)),
    number('Q', "Q", Item::Unsigned(8)),
    number('f', "f", Item::Float(4)),
    number('d', "d", Item::Float(8)),
];

impl Code {
    pub fn of(letter: char) -> Option<&'static Code> {
        CODES.iter().find(|code| code.letter == letter)
    }

    pub fn size(&self) -> usize {
        match self.kind {
            Kind::Number(item) => item.size(),
            Kind::Character => 4,
        }
    }

    pub fn is_character(&self) -> bool {
        self.kind == Kind::Character
    }

    /// A value as the kind of number the items are: `__index__` or `__float__` asked where need is.
    pub fn plain<'t>(&self, t: &'t Thread, value: Value<'t>) -> Result<Tail<'t>, Raised> {
        match self.kind {
            Kind::Character => Ok(Tail::Value(value)),
            Kind::Number(Item::Float(_)) => t.float_of(value),
            Kind::Number(_) => t.index(value),
        }
    }

    /// Is the value such a number already?
    pub fn is_plain<'t>(&self, t: &'t Thread, value: Value<'t>) -> bool {
        match self.kind {
            Kind::Character => true,
            Kind::Number(Item::Float(_)) => t.as_float(value).is_some(),
            Kind::Number(_) => t.as_int(value).is_some(),
        }
    }

    /// The bytes of a plain value.
    pub fn encode<'t>(&self, t: &'t Thread, value: Value<'t>) -> Result<[u8; 8], Raised> {
        match self.kind {
            Kind::Character => character_of(t, value).map(|code| u64::from(code).to_le_bytes()),
            // Too large for a float is infinite here, unlike elsewhere.
            Kind::Number(Item::Float(4)) => {
                Ok(u64::from((t.as_float(value).unwrap_or(0.0) as f32).to_bits()).to_le_bytes())
            }
            Kind::Number(item) => item.encode(t, value).map_err(|_| self.misfit(t, value)),
        }
    }

    /// The item in these cells.
    pub fn read<'t>(&self, t: &'t Thread, cells: &'t [std::cell::Cell<u8>]) -> Res<'t> {
        match self.kind {
            Kind::Number(item) => item.read(t, cells),
            Kind::Character => {
                let bytes = std::array::from_fn(|n| cells[n].get());
                let code = u32::from_le_bytes(bytes);
                if code > 0x10_FFFF {
                    return Err(t.value_error(format_args!("character U+{code:x} is not in range [U+0000; U+10ffff]")));
                }
                Ok(t.str_units(Units::Ucs4(&[code]))?.value())
            }
        }
    }

    /// The OverflowError of an int that does not fit, in the words of the C type it was to become.
    #[cold]
    fn misfit<'t>(&self, t: &'t Thread, value: Value<'t>) -> Raised {
        let (negative, word) = match t.as_int(value) {
            Some(IntRef::Small(small)) => (small < 0, Some(small)),
            Some(IntRef::Big(big)) => (big.is_negative(), None),
            None => return t.type_error("an integer is required"),
        };
        let way = if negative { "less than minimum" } else { "greater than maximum" };
        let beyond = |low: i64, high: i64| word.is_some_and(|word| word < low || word > high);
        let message = match (self.letter, word) {
            ('q', _) => "int too big to convert".to_owned(),
            ('Q', _) if negative => "can't convert negative int to unsigned".to_owned(),
            ('Q', _) => "int too big to convert".to_owned(),
            ('I' | 'L', _) if negative => "can't convert negative value to unsigned int".to_owned(),
            ('I', Some(_)) => format!("unsigned int is {way}"),
            ('I' | 'L', _) => "Python int too large to convert to C unsigned long".to_owned(),
            (_, None) | ('l', _) => "Python int too large to convert to C long".to_owned(),
            ('H', _) if !beyond(i32::MIN.into(), i32::MAX.into()) => format!("unsigned short is {way}"),
            ('i' | 'H', _) => format!("signed integer is {way}"),
            (_, Some(_)) if beyond(i16::MIN.into(), i16::MAX.into()) => format!("signed short integer is {way}"),
            ('b', _) => format!("signed char is {way}"),
            _ => format!("unsigned byte integer is {way}"),
        };
        t.raise(cls::OverflowError, message)
    }
}

/// One character, as a code point.
fn character_of<'t>(t: &'t Thread, value: Value<'t>) -> Result<u32, Raised> {
    match t.as_str(value) {
        Some(text) if text.len() == 1 => Ok(text.units().get(0)),
        Some(text) => Err(
            t.type_error(format_args!("array item must be a unicode character, not a string of length {}", text.len()))
        ),
        None => Err(t.type_error(format_args!("array item must be a unicode character, not {}", t.class_name(value)))),
    }
}
