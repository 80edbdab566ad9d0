//! The standard library: what CPython writes in C as native modules in Rust, and the embedded pure-Python `Lib`.
//!
//! One file or folder per native module, each declaring a `ModuleDef`. It uses the machine through the public face of
//! `vm-core` and knows no collector.

mod abc;
mod accounts;
mod array;
mod ast;
mod atexit;
mod binascii;
mod bisect;
mod cmath;
mod code;
mod codecs;
mod collections;
pub mod command;
mod constants;
mod contextvars;
mod convert;
mod csv;
mod descriptor;
pub mod embedded;
mod entropy;
mod errno;
mod fcntl;
mod functools;
mod gc;
mod hashes;
mod heapq;
mod ids;
mod imp;
mod io;
mod itertools;
mod json;
mod locale;
mod marshal;
mod math;
mod opcode;
mod operator;
mod outcome;
mod pickle;
mod posix;
mod random;
mod resource;
mod select;
mod signal;
mod socket;
mod sre;
mod start;
mod stat;
mod string_module;
mod structs;
mod subprocess;
mod sys;
mod sys_names;
mod thread;
mod time;
mod tokenize;
mod types;
mod typing;
mod unicodedata;
mod warnings;
mod weakref;
mod zlib;

use vm_core::layouts::Layouts;
use vm_core::native_modules::ModuleDef;

pub use code::{compile_telling, compile_text, raise_syntax_error, run as run_code};
pub use start::{Settings, install, main_namespace, make_main};

/// All native modules.
pub static MODULES: &[&ModuleDef] = &[
    &abc::MODULE,
    &accounts::GROUPS,
    &accounts::USERS,
    &array::MODULE,
    &ast::MODULE,
    &atexit::MODULE,
    &binascii::MODULE,
    &bisect::MODULE,
    &cmath::MODULE,
    &codecs::MODULE,
    &collections::MODULE,
    &command::MODULE,
    &contextvars::MODULE,
    &csv::MODULE,
    &fcntl::MODULE,
    &functools::MODULE,
    &gc::MODULE,
    &hashes::BLAKE2,
    &hashes::MD5,
    &hashes::SHA1,
    &hashes::SHA2,
    &hashes::SHA3,
    &heapq::MODULE,
    &imp::MODULE,
    &io::MODULE,
    &itertools::MODULE,
    &json::MODULE,
    &locale::MODULE,
    &math::MODULE,
    &opcode::MODULE,
    &operator::MODULE,
    &pickle::MODULE,
    &posix::MODULE,
    &random::MODULE,
    &resource::MODULE,
    &select::MODULE,
    &signal::MODULE,
    &errno::MODULE,
    &marshal::MODULE,
    &thread::MODULE,
    &time::MODULE,
    &warnings::MODULE,
    &socket::MODULE,
    &sre::MODULE,
    &stat::MODULE,
    &string_module::MODULE,
    &structs::MODULE,
    &subprocess::MODULE,
    &sys::MODULE,
    &tokenize::MODULE,
    &typing::MODULE,
    &unicodedata::MODULE,
    &types::MODULE,
    &weakref::MODULE,
    &zlib::MODULE,
];

/// Layouts of the objects of native modules; ids from `layouts::NATIVE_MODULES` on.
pub fn layouts() -> Vec<Layouts> {
    vec![
        array::LAYOUTS,
        codecs::LAYOUTS,
        collections::LAYOUTS,
        csv::LAYOUTS,
        functools::LAYOUTS,
        hashes::LAYOUTS,
        io::LAYOUTS,
        itertools::LAYOUTS,
        abc::LAYOUTS,
        contextvars::LAYOUTS,
        json::LAYOUTS,
        operator::LAYOUTS,
        random::LAYOUTS,
        sre::LAYOUTS,
        structs::LAYOUTS,
        unicodedata::LAYOUTS,
        zlib::LAYOUTS,
        tokenize::LAYOUTS,
    ]
}
