//! Checks that a code unit keeps the contract of the bytecode, so that the interpreter need not.
//!
//! The interpreter reads registers, constants and sites without bounds checks and trusts that a temporary was written
//! before it is read and that no register above the height is live. Everything it trusts is proved here, for code that was just
//! compiled (in debug builds) and for every unit that comes out of the serial form. The shape of one unit is checked in
//! `shape`, the contents of its registers along all paths in `dataflow`.

mod dataflow;
pub mod effects;
mod shape;

use std::fmt;

use crate::bytecode::{Code, Const};

/// What is wrong, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VerifyError {
    /// The qualified name of the code unit.
    pub unit: String,
    /// The instruction, if it is about one.
    pub pc: Option<u32>,
    pub message: String,
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.pc {
            Some(pc) => write!(f, "{} at {pc}: {}", self.unit, self.message),
            None => write!(f, "{}: {}", self.unit, self.message),
        }
    }
}

impl std::error::Error for VerifyError {}

/// An error within one unit: where, and what.
type Fault = (Option<u32>, String);

fn at(pc: usize, message: impl Into<String>) -> Fault {
    (Some(pc as u32), message.into())
}

fn overall(message: impl Into<String>) -> Fault {
    (None, message.into())
}

/// What [`Code::zeroed`] of a unit is to be, given the rest of it; everything, if the unit is wrong.
pub fn to_be_zeroed(code: &Code) -> u16 {
    dataflow::to_be_zeroed(code).unwrap_or(code.registers)
}

/// Checks a unit and all units nested in it.
pub fn verify(code: &Code) -> Result<(), VerifyError> {
    let mut units = vec![code];
    while let Some(unit) = units.pop() {
        shape::check(unit).and_then(|()| dataflow::check(unit)).map_err(|(pc, message)| VerifyError {
            unit: unit.qualname.to_string(),
            pc,
            message,
        })?;
        units.extend(unit.constants.iter().filter_map(|constant| match constant {
            Const::Code(code) => Some(&**code),
            _ => None,
        }));
    }
    Ok(())
}
