//! `_typing`: type parameters and aliases, written in Python beside this.

use vm_core::native_modules::{ModuleDef, module};
use vm_core::natives::{NativeDef, leaf};

pub static MODULE: ModuleDef =
    module("_typing").doc("Primitives and accelerators for the typing module.\n").functions(&FUNCTIONS);

/// As a class attribute it must not become a method: that is why it is native.
static FUNCTIONS: [NativeDef; 1] = [leaf("_idfunc(x, /)", |_, args| Ok(args.get(0))).function()];
