//! Bytes to code unit. `None` is "malformed", wherever it comes from.

use super::stored::{Head, Nested};
use super::{DEPTH, Tag};
use crate::bytecode::{CacheSite, Cell, Code, Const, ExceptionEntry, Flags, Height, Ins, Position, SiteKind};

/// Everything after the header.
pub fn content(bytes: &[u8]) -> Option<Code> {
    let (strings, bytes) = Strings::split(bytes)?;
    let mut reader = Reader::new(strings, bytes, NestedUnits::Read);
    let code = reader.code(DEPTH)?;
    reader.bytes.is_empty().then_some(code)
}

/// The table of strings.
#[derive(Copy, Clone, Default)]
pub struct Strings<'b> {
    /// Where each ends in the text.
    ends: &'b [[u8; 4]],
    text: &'b [u8],
}

impl<'b> Strings<'b> {
    /// The table at the front of a content, and what follows it.
    pub fn split(content: &'b [u8]) -> Option<(Strings<'b>, &'b [u8])> {
        let mut reader = Reader::new(Strings::default(), content, NestedUnits::Read);
        let count = reader.count()?;
        let (ends, _) = reader.take(count.checked_mul(4)?)?.as_chunks::<4>();
        let length = ends.last().map_or(0, |end| u32::from_le_bytes(*end));
        let text = reader.take(length as usize)?;
        Some((Strings { ends, text }, reader.bytes))
    }

    fn at(&self, index: usize) -> Option<&'b str> {
        let end = u32::from_le_bytes(*self.ends.get(index)?);
        let start = index.checked_sub(1).map_or(0, |before| u32::from_le_bytes(self.ends[before]));
        std::str::from_utf8(self.text.get(start as usize..end as usize)?).ok()
    }
}

/// What becomes of the units in the constants of a unit.
pub enum NestedUnits<'b> {
    /// They are read with it.
    Read,
    /// They are only listed, and None stands in their place.
    Listed(Vec<Nested<'b>>),
}

pub struct Reader<'b> {
    bytes: &'b [u8],
    strings: Strings<'b>,
    nested: NestedUnits<'b>,
}

impl<'b> Reader<'b> {
    pub fn new(strings: Strings<'b>, bytes: &'b [u8], nested: NestedUnits<'b>) -> Self {
        Reader { bytes, strings, nested }
    }

    /// The nested units met so far.
    pub fn into_listed(self) -> Vec<Nested<'b>> {
        match self.nested {
            NestedUnits::Read => Vec::new(),
            NestedUnits::Listed(nested) => nested,
        }
    }

    /// What has not been read.
    pub fn rest(&self) -> &'b [u8] {
        self.bytes
    }

    /// What comes first in a unit.
    pub fn head(&mut self) -> Option<Head<'b>> {
        let unit = self.bytes;
        let (name, qualname, first_line, filename) = (self.text()?, self.text()?, self.number()?, self.text()?);
        Some(Head { name, qualname, filename, first_line, unit })
    }

    fn take(&mut self, length: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        let (&byte, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(byte)
    }

    fn long(&mut self) -> Option<u64> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            if bits << shift >> shift != bits {
                return None;
            }
            value |= bits << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    fn number<N: TryFrom<u64>>(&mut self) -> Option<N> {
        self.long()?.try_into().ok()
    }

    fn signed(&mut self) -> Option<i64> {
        let value = self.long()?;
        Some((value >> 1) as i64 ^ -((value & 1) as i64))
    }

    /// How many of something follow. Each takes a byte at least, so more than there are bytes is malformed: nobody can
    /// ask for memory out of proportion to the input.
    fn count(&mut self) -> Option<usize> {
        self.number().filter(|&count: &usize| count <= self.bytes.len())
    }

    fn list<T>(&mut self, mut item: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.count()?;
        let mut items = Vec::with_capacity(count.min(4096));
        for _ in 0..count {
            items.push(item(self)?);
        }
        Some(items)
    }

    fn text(&mut self) -> Option<&'b str> {
        let index: usize = self.number()?;
        self.strings.at(index)
    }

    fn string(&mut self) -> Option<Box<str>> {
        self.text().map(Box::from)
    }

    fn code(&mut self, depth: u32) -> Option<Code> {
        let code = self.code_but_positions(depth)?;
        Some(Code { positions: self.positions()?, ..code })
    }

    /// A unit, up to its positions.
    pub fn code_but_positions(&mut self, depth: u32) -> Option<Code> {
        let name = self.string()?;
        let qualname = self.string()?;
        let first_line = self.number()?;
        let filename = self.string()?;
        let flags = Flags(self.number()?);
        let [positional, positional_only, keyword_only, registers, zeroed] =
            [self.number()?, self.number()?, self.number()?, self.number()?, self.number()?];
        let locals = self.list(Reader::string)?;
        let cells = self.list(Reader::cell)?;
        let frees = self.list(Reader::cell)?;
        let names = self.list(Reader::string)?;
        let mut index = 0;
        let constants = self.list(|reader| {
            index += 1;
            match reader.listed(index - 1)? {
                true => Some(Const::None),
                false => reader.constant(depth),
            }
        })?;
        let sites = self.list(Reader::site)?;
        let instructions = self.list(Reader::instruction)?;
        let exceptions = self.list(Reader::exception)?;
        let heights = self.heights()?;
        Some(Code {
            name,
            qualname,
            filename,
            flags,
            positional,
            positional_only,
            keyword_only,
            registers,
            zeroed,
            locals,
            cells,
            frees,
            names,
            constants,
            sites,
            instructions,
            exceptions,
            heights,
            positions: Vec::new(),
            first_line,
        })
    }

    /// If constant `index` comes next, is a unit, and units are to be listed: lists it and passes over it.
    fn listed(&mut self, index: usize) -> Option<bool> {
        let NestedUnits::Listed(_) = self.nested else { return Some(false) };
        if self.bytes.first() != Some(&(Tag::Code as u8)) {
            return Some(false);
        }
        self.byte()?;
        let length = self.count()?;
        let unit = self.take(length)?;
        let head = Reader::new(self.strings, unit, NestedUnits::Read).head()?;
        if let NestedUnits::Listed(nested) = &mut self.nested {
            nested.push(Nested { index, head });
        }
        Some(true)
    }

    /// A unit that is as long as the length before it says.
    fn nested(&mut self, depth: u32) -> Option<Code> {
        let length = self.count()?;
        let rest = self.bytes.len() - length;
        let code = self.code(depth)?;
        (self.bytes.len() == rest).then_some(code)
    }

    fn cell(&mut self) -> Option<Cell> {
        Some(Cell { name: self.string()?, register: self.number()? })
    }

    fn site(&mut self) -> Option<CacheSite> {
        let kind = match self.byte()? {
            0 => SiteKind::Global,
            1 => SiteKind::Attr,
            2 => SiteKind::SuperOfCell,
            3 => SiteKind::Name,
            _ => return None,
        };
        Some(CacheSite { kind, name: self.number()? })
    }

    fn instruction(&mut self) -> Option<Ins> {
        let (op, d) = (self.byte()?, self.byte()?);
        let a: u16 = self.number()?;
        let imm = i32::try_from(self.signed()?).ok()? as u32;
        Ins::from_bits(u64::from(op) | u64::from(d) << 8 | u64::from(a) << 16 | u64::from(imm) << 32)
    }

    fn exception(&mut self) -> Option<ExceptionEntry> {
        Some(ExceptionEntry {
            start: self.number()?,
            end: self.number()?,
            target: self.number()?,
            exception: self.number()?,
            height: self.number()?,
        })
    }

    fn heights(&mut self) -> Option<Vec<Height>> {
        let mut pc = 0u32;
        self.list(|reader| {
            pc = pc.checked_add(reader.number()?)?;
            Some(Height { pc, height: reader.number()? })
        })
    }

    pub fn positions(&mut self) -> Option<Vec<Position>> {
        let (mut pc, mut line, mut column) = (0u32, 0u32, 0u32);
        self.list(|reader| {
            pc = pc.checked_add(reader.number()?)?;
            line = moved(line, reader.signed()?)?;
            let end_line = moved(line, reader.signed()?)?;
            column = moved(column, reader.signed()?)?;
            let end_column = moved(column, reader.signed()?)?;
            Some(Position { pc, line, end_line, column, end_column })
        })
    }

    fn constant(&mut self, depth: u32) -> Option<Const> {
        let inner = depth.checked_sub(1)?;
        Some(match *Tag::ALL.get(usize::from(self.byte()?))? {
            Tag::None => Const::None,
            Tag::False => Const::Bool(false),
            Tag::True => Const::Bool(true),
            Tag::Ellipsis => Const::Ellipsis,
            Tag::Int => Const::Int(self.signed()?),
            Tag::BigInt => Const::BigInt(self.list(Reader::word)?),
            Tag::Float => Const::Float(self.word()?),
            Tag::Imaginary => Const::Imaginary(self.word()?),
            Tag::Str => Const::Str(self.string()?),
            Tag::Points => {
                Const::Points(self.list(|reader| reader.number().filter(|&point: &u32| point <= 0x10_ffff))?)
            }
            Tag::Bytes => {
                let length = self.count()?;
                Const::Bytes(self.take(length)?.to_vec())
            }
            Tag::Tuple => Const::Tuple(self.list(|reader| reader.constant(inner))?),
            Tag::FrozenSet => Const::FrozenSet(self.list(|reader| reader.constant(inner))?),
            Tag::Slice => Const::Slice(Box::new([self.constant(inner)?, self.constant(inner)?, self.constant(inner)?])),
            Tag::Code => Const::Code(Box::new(self.nested(inner)?)),
        })
    }

    fn word(&mut self) -> Option<u64> {
        self.take(8)?.try_into().ok().map(u64::from_le_bytes)
    }
}

fn moved(from: u32, by: i64) -> Option<u32> {
    i64::from(from).checked_add(by)?.try_into().ok()
}
