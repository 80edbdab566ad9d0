//! Builtins written in Python: whatever calls Python in a loop.
//!
//! The functions of `*.py` in this folder are compiled when the crate is built and made when the machine starts; they
//! are hidden from tracebacks. Rust code reaches them with [`Thread::app`].

use crate::Thread;
use crate::objects::sequence::Array;
use crate::value::Value;
use crate::vm::RootKey;

/// A function of the application level.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct AppFunction(u16);

macro_rules! functions {
    ($($name:ident)*) => {
        #[allow(non_camel_case_types)]
        #[repr(u16)]
        enum Index { $($name),* }

        /// One constant per function.
        #[allow(non_upper_case_globals)]
        pub mod app {
            use super::{AppFunction, Index};
            $(pub const $name: AppFunction = AppFunction(Index::$name as u16);)*
        }

        pub(crate) const NAMES: &[&str] = &[$(stringify!($name)),*];
    };
}

functions! {
    iter_contains
}

impl Thread {
    /// The function.
    #[inline]
    pub fn app(&self, function: AppFunction) -> Value<'_> {
        self.fixed_root(RootKey::AppLevel).expect::<Array>().at(function.0 as usize)
    }
}
