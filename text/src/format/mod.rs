//! The format specification mini-language: reading a specification and applying it to ints, floats, complex numbers and text.

mod apply;
mod layout;
mod spec;

pub use apply::{format_complex, format_float, format_int, format_str};
pub use layout::{Locale, pad};
pub use spec::{Align, FormatSpec, Grouping, Sign};
