//! `_posixsubprocess`: a child that becomes another program. With one thread, what the child does before that is Python.

use vm_core::native_modules::{ModuleDef, module};

pub static MODULE: ModuleDef = module("_posixsubprocess").doc("A POSIX helper for the subprocess module.");
