//! The methods of `str` that are not searching: splitting at whitespace and lines, stripping, case, padding, predicates.
//!
//! Parts of a text are given as ranges, so that the caller decides whether to copy; new text comes as [`crate::Text`].

mod cases;
mod pad;
mod predicates;
mod split;

pub use cases::{capitalize, casefold, lower, swapcase, title, upper};
pub use pad::{center, expand_tabs, expand_tabs_bytes, ljust, rjust, zfill};
pub use predicates::{
    is_alnum, is_alpha, is_decimal, is_digit, is_identifier, is_lower, is_numeric, is_printable, is_space, is_title,
    is_upper,
};
pub use split::{Side, join, rsplit_whitespace, split_lines, split_whitespace, strip, strip_set};

pub(crate) use split::{rsplit_where, split_lines_where, split_where, strip_where};
