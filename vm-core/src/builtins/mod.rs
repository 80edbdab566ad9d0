//! The functions of the `builtins` module that are native; the others are at the application level.

mod iteration;
mod numbers;
mod objects;

use crate::natives::NativeDef;

/// One table per file of this folder.
pub static FUNCTIONS: &[&[NativeDef]] = &[&iteration::FUNCTIONS, &numbers::FUNCTIONS, &objects::FUNCTIONS];
