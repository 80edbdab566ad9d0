//! A serial form that stays where it is while its units are read one by one.
//!
//! Most functions of a library module never run in a given program: until they do, their names suffice.

use super::reader::{NestedUnits, Reader, Strings};
use super::{DEPTH, SerialError};
use crate::bytecode::Code;

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

    /// Where the outermost unit lies.
    pub fn root(self) -> &'static [u8] {
        self.root
    }

    /// Reads a unit but not those nested in it: they are listed, and among the constants None stands for them.
    pub fn unit(self, unit: &'static [u8]) -> Result<(Code, Vec<Nested<'static>>), SerialError> {
        let mut reader = Reader::new(self.strings, unit, NestedUnits::Listed(Vec::new()));
        let code = reader.code(DEPTH).ok_or(SerialError::Malformed)?;
        Ok((code, reader.into_listed()))
    }
}
