//! `atexit`: what is to be called when the program ends. The list is kept in Python, beside this; the command runs it.

use vm_core::native_modules::{ModuleDef, module};

pub static MODULE: ModuleDef = module("atexit").doc(
    "allow programmer to define multiple exit functions to be executed\nupon normal program termination.\n\nTwo public functions, register and unregister, are defined.\n",
);
