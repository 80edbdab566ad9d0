//! The opcodes that have fast paths, one generic function each, written over [`ops::Ops`].
//!
//! A function decides by guards first, then acts, and says how to go on. [`Flow::Slow`] leaves the opcode to the
//! general path in `interp::slow`; nothing has happened yet then.

mod arith;
mod attr;
mod compare;
mod item;
mod names;

pub use arith::*;
pub use attr::*;
pub use compare::*;
pub use item::*;
pub use names::*;

use crate::objects::function::Cache;

/// How to go on after an opcode.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Flow {
    Next,
    /// Relative to the next instruction.
    Jump(i32),
    /// The general path does the work; the opcode has had no effect.
    Slow,
}

/// A cache slot as an opcode sees it: its contents are static.
#[derive(Copy, Clone)]
pub struct Site<'a> {
    pub cache: &'a Cache,
    /// Where the cached target lies among the code's constants.
    pub target: u32,
}

#[cfg(test)]
mod explore;
