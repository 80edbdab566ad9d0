//! A serial form that stays where it is while its units are read one by one.
//!
//! Most functions of a library module never run in a given program: until they do, their names suffice.

use super::reader::{NestedUnits, Reader, Strings};
use super::{DEPTH, SerialError};
use crate::bytecode::{Code, Position};

/// A serial form whose content is trusted.
#[derive(Copy, Clone)]
pub struct Stored {
    strings: Strings<'static>,
    root: &'static [u8],
}

/// What must be known of a unit to make a function of it.
#[derive(Copy, Clone)]
pub struct Head<'b> {
    pub name: &'b str,
    pub qualname: &'b str,
    pub filename: &'b str,
    pub first_line: u32,
    /// Where it lies; for [`Stored::unit`].
    pub unit: &'b [u8],
}

/// A unit in the constants of another.
#[derive(Copy, Clone)]
pub struct Nested<'b> {
    /// Index among the constants.
    pub index: usize,
    pub head: Head<'b>,
}

/// A unit that has been read.
pub struct Unit {
    /// Without its positions; None stands for each nested unit among the constants.
    pub code: Code,
    pub nested: Vec<Nested<'static>>,
    /// Seldom asked for: see [`positions`].
    pub positions: &'static [u8],
}

/// The positions of a unit, given as it has them.
pub fn positions(packed: &'static [u8]) -> Option<Vec<Position>> {
    Reader::new(Strings::default(), packed, NestedUnits::Read).positions()
}

impl Stored {
    /// The serial form in `bytes`; a debug build verifies it.
    ///
    /// # Safety
    /// The bytes came from [`write`](super::write), for code that this crate compiled: running unverified code is
    /// undefined behaviour.
    pub unsafe fn new(bytes: &'static [u8]) -> Result<Stored, SerialError> {
        if cfg!(debug_assertions) {
            super::read(bytes)?;
        }
        let (_, content) = super::open(bytes)?;
        let (strings, root) = Strings::split(content).ok_or(SerialError::Malformed)?;
        Ok(Stored { strings, root })
    }

    /// The outermost unit.
    pub fn root(self) -> Result<Head<'static>, SerialError> {
        Reader::new(self.strings, self.root, NestedUnits::Read).head().ok_or(SerialError::Malformed)
    }

    /// Reads a unit but not those nested in it.
    pub fn unit(self, unit: &'static [u8]) -> Result<Unit, SerialError> {
        let mut reader = Reader::new(self.strings, unit, NestedUnits::Listed(Vec::new()));
        let code = reader.code_but_positions(DEPTH).ok_or(SerialError::Malformed)?;
        let positions = reader.rest();
        Ok(Unit { code, nested: reader.into_listed(), positions })
    }
}
