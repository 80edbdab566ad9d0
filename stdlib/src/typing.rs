//! `_typing`: type parameters and aliases, written in Python beside this.

use vm_core::native_modules::{ModuleDef, module};

pub static MODULE: ModuleDef = module("_typing").doc("Primitives and accelerators for the typing module.\n");
