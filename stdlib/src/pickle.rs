//! `_pickle`: what of `pickle` needs the machine. Pickling itself is done by the library's own Python.

use vm_core::native_modules::{ModuleDef, module};

pub static MODULE: ModuleDef = module("_pickle").doc("Optimized C implementation for the Python pickle module.");
