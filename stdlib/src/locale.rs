//! `_locale`: the C locale, the only one the machine knows. The functions are written in Python, beside this.

use vm_core::native_modules::{ModuleDef, module};

pub static MODULE: ModuleDef = module("_locale").doc("Support for POSIX locales.");
