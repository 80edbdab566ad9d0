//! Numbers of the C library that modules show under the names they have there, and tables of such numbers.

use vm_core::objects::dict::Dict;
use vm_core::{Gc, Raised, Thread};

pub type Constants = &'static [(&'static str, i64)];

/// The constants of `libc` with these names.
macro_rules! constants {
    ($($name:ident)*) => { &[$((stringify!($name), libc::$name as i64)),*] };
}
pub(crate) use constants;

pub fn add<'t>(t: &'t Thread, namespace: Gc<'t, Dict>, constants: Constants) -> Result<(), Raised> {
    constants.iter().try_for_each(|(name, value)| namespace.add_int(t, name, *value))
}
