//! The bytecode: instructions, opcodes, and the code unit they live in.

mod code;
mod ins;
mod intrinsic;
mod opcode;

pub use code::{CacheSite, Cell, Code, Const, ExceptionEntry, Flags, Height, Position, SiteKind};
pub use ins::Ins;
pub use intrinsic::Intrinsic;
pub use opcode::{Compare, Op, Operand};
