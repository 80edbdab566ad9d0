//! `pwd` and `grp`: the system's users and groups, as their files tell. The records are made in the Python parts.

use vm_core::native_modules::{ModuleDef, module};

pub static USERS: ModuleDef = module("pwd");
pub static GROUPS: ModuleDef = module("grp");
