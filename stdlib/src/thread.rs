//! `_thread`: locks and identity, written in Python beside this.

use vm_core::native_modules::{ModuleDef, module};

pub static MODULE: ModuleDef = module("_thread");
