//! `_warnings`: who is warned of what, written in Python beside this.

use vm_core::native_modules::{ModuleDef, module};

pub static MODULE: ModuleDef = module("_warnings");
