//! The Tenure virtual machine: objects, object space, interpreter, builtins.
//!
//! ```text
//!   compiler::Code --load--> code objects --interp--> (Ops::Direct) --> objects --> heap (one collector)
//!                                            |
//!                               natives: leaf, tail, re-entrant;  applevel: builtins written in Python
//! ```
//!
//! The central types: [`Value`] and [`Gc`] are references that cannot outlive a safepoint; [`Thread`] is what lends
//! them. A function that may need Python to run returns a [`Tail`](natives::Tail): the interpreter, which does not
//! recurse, makes the call. It knows one collector (through `heap`), the compiler's output, and no JIT.

pub mod applevel;
pub mod attributes;
pub mod bootstrap;
pub mod builtins;
pub mod classes;
pub mod encoding;
pub mod errors;
pub mod frames;
pub mod heap;
pub mod interp;
pub mod layouts;
pub mod native_modules;
pub mod natives;
pub mod objects;
pub mod protocols;
pub mod stack;
mod survey;
pub mod symbols;
pub mod thread;
pub mod value;
pub mod vm;

mod finalise;
pub mod signals;

pub use classes::cls;
pub use symbols::sym;
pub use thread::{Thread, header};

/// Name of the collector this machine was built with.
pub const COLLECTOR: &str = <heap::Collector as gc_api::Collector>::NAME;
pub use value::{Gc, Raised, Res, Value};
