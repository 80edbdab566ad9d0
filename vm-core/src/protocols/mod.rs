//! The operations of the language on arbitrary values: operators, comparison, items, iteration, text, conversion.
//!
//! Every operation comes in up to two forms. `leaf_x` does what needs no Python and says so by `Some`; the interpreter's
//! opcodes call it first. `x` is the whole truth and returns a [`Tail`](crate::natives::Tail): a value, or a call for
//! the interpreter to make. Nothing here recurses into Python.
//!
//! Builtin kinds are told by layout, so instances of their subclasses take the general path and find overridden methods.

mod binary;
mod buffer;
mod call;
mod compare;
mod contains;
mod convert;
mod displays;
mod items;
mod iterate;
mod keyed;
mod length_hint;
mod plain;
mod special;
mod text;
mod truth;
mod unary;

pub use binary::BinaryOp;
pub(crate) use buffer::{BUFFER_METHODS, GIVE_BACK, RELEASE_METHODS};
pub use buffer::{BufferDef, Export, ExportsDef, Lent};
pub use compare::holds;
pub(crate) use compare::{method as compare_method, swapped};
pub use compiler::bytecode::Compare;
pub use items::in_range;
pub(crate) use iterate::END;
pub use keyed::{Keyed, Outcome, Search};
pub use unary::UnaryOp;
