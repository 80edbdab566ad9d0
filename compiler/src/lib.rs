//! Python source to register bytecode.
//!
//! ```text
//! source --ruff parser--> AST --symbols--> scopes --codegen--> Code --serial--> bytes
//! ```
//!
//! This crate knows no heap and no object: its result, [`Code`], is plain data that the virtual machine loads.

pub mod bytecode;
pub mod error;
pub mod listing;
pub mod parse;
pub mod serial;
pub mod symbols;
pub mod verify;

pub use bytecode::{Code, Const, Ins, Intrinsic, Op};
pub use error::{SyntaxError, SyntaxErrorKind};
pub use parse::{Mode, Options};
