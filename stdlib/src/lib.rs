//! The standard library: what CPython writes in C as native modules in Rust, and the embedded pure-Python `Lib`.
//!
//! One file or folder per native module, each declaring a `ModuleDef`. It uses the machine through the public face of
//! `vm-core` and knows no collector.

mod code;
mod convert;
pub mod embedded;
mod imp;
mod sys;

use vm_core::native_modules::ModuleDef;

/// All native modules.
pub static MODULES: &[&ModuleDef] = &[&imp::MODULE, &sys::MODULE];
