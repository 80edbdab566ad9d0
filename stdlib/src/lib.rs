//! The standard library: what CPython writes in C as native modules in Rust, and the embedded pure-Python `Lib`.
//!
//! One file or folder per native module, each declaring a `ModuleDef`. It uses the machine through the public face of
//! `vm-core` and knows no collector.

pub mod embedded;
