//! Items of typed memory: machine numbers, by their format characters. What `memoryview` and
//! arrays read and write; it knows neither. Native order is little-endian on every machine the VM runs on.

use std::cell::Cell;

use crate::Thread;
use crate::objects::number::IntRef;
use crate::value::{Res, Value};

/// The kind of an item.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Item {
    /// One byte, as a bytes object.
    Char,
    Bool,
    /// An int of so many bytes.
    Signed(u8),
    Unsigned(u8),
    /// A float of 2, 4 or 8 bytes.
    Float(u8),
}

/// Why a value cannot be stored.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Misfit {
    Type,
    Range,
}

impl Item {
    /// The item of a native format: one character, maybe after an `@`.
    pub fn of_format(format: &str) -> Option<Item> {
        Some(match format.strip_prefix('@').unwrap_or(format) {
            "c" => Item::Char,
            "?" => Item::Bool,
            "b" => Item::Signed(1),
            "B" => Item::Unsigned(1),
            "h" => Item::Signed(2),
            "H" => Item::Unsigned(2),
            "i" => Item::Signed(4),
            "I" => Item::Unsigned(4),
            "l" | "q" | "n" => Item::Signed(8),
            "L" | "Q" | "N" | "P" => Item::Unsigned(8),
            "e" => Item::Float(2),
            "f" => Item::Float(4),
            "d" => Item::Float(8),
            _ => return None,
        })
    }

    pub fn size(self) -> usize {
        match self {
            Item::Char | Item::Bool => 1,
            Item::Signed(size) | Item::Unsigned(size) | Item::Float(size) => size as usize,
        }
    }

    /// The item in these cells, which are as many as its size.
    #[inline]
    pub fn read<'t>(self, t: &'t Thread, cells: &[Cell<u8>]) -> Res<'t> {
        if self == Item::Unsigned(1) {
            return Ok(Value::small(i32::from(cells[0].get())));
        }
        let mut room = [0u8; 8];
        for (byte, cell) in room.iter_mut().zip(cells) {
            *byte = cell.get();
        }
        let word = u64::from_le_bytes(room);
        Ok(match self {
            Item::Char => t.bytes(&room[..1])?.value(),
            Item::Bool => Value::bool(room[0] != 0),
            Item::Unsigned(_) => t.int_u64(word),
            Item::Signed(size) => {
                let unused = 64 - 8 * u32::from(size);
                t.int((word << unused) as i64 >> unused)
            }
            Item::Float(2) => t.float(text::half::to_f64(word as u16)),
            Item::Float(4) => t.float(f64::from(f32::from_bits(word as u32))),
            Item::Float(_) => t.float(f64::from_bits(word)),
        })
    }

    /// The bytes of a value as this item. Ints are those of `as_int`: `__index__` has been asked.
    pub fn encode<'t>(self, t: &'t Thread, value: Value<'t>) -> Result<[u8; 8], Misfit> {
        match self {
            Item::Char => {
                let bytes = t.as_bytes(value).ok_or(Misfit::Type)?.slice();
                if bytes.len() == 1 { Ok(u64::from(bytes[0]).to_le_bytes()) } else { Err(Misfit::Range) }
            }
            Item::Bool => Ok(u64::from(value.is_true()).to_le_bytes()),
            Item::Signed(size) | Item::Unsigned(size) => {
                let word = integer(t.as_int(value).ok_or(Misfit::Type)?, self == Item::Signed(size), size);
                word.map(u64::to_le_bytes).ok_or(Misfit::Range)
            }
            Item::Float(size) => {
                let float = t.as_float(value).ok_or(Misfit::Type)?;
                let word = match size {
                    2 => u64::from(text::half::from_f64(float).ok_or(Misfit::Range)?),
                    4 => {
                        let narrow = float as f32;
                        if narrow.is_infinite() && float.is_finite() {
                            return Err(Misfit::Range);
                        }
                        u64::from(narrow.to_bits())
                    }
                    _ => float.to_bits(),
                };
                Ok(word.to_le_bytes())
            }
        }
    }
}

/// An int as `size` bytes in two's complement, if it fits.
fn integer(int: IntRef<'_>, signed: bool, size: u8) -> Option<u64> {
    let bits = 8 * u32::from(size);
    let value: i128 = match int {
        IntRef::Small(small) => small.into(),
        IntRef::Big(big) => match big.limbs() {
            [limb] if big.is_negative() => -i128::from(*limb),
            [limb] => i128::from(*limb),
            _ => return None,
        },
    };
    let (low, high) = if signed { (-(1i128 << (bits - 1)), 1i128 << (bits - 1)) } else { (0, 1i128 << bits) };
    (value >= low && value < high).then_some(value as u64)
}
