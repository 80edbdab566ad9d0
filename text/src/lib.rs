//! Text and numbers as Python defines them, over plain slices.
//!
//! Everything here that a Python virtual machine needs and that needs no heap object: the algorithms behind the methods of
//! `str` and `bytes`, `repr`, reading and writing numbers, format specifications, `%` and `str.format` templates, codecs,
//! hashing. It knows no heap, no object and no interpreter: text comes in as [`Units`] (borrowed) and leaves as [`Text`]
//! (owned, narrowest form), numbers as `i64`, `f64` or `dashu_int::IBig`, and what goes wrong as a [`Fault`] whose words are
//! those of the Python exception to raise.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`units`], [`textbuf`] | borrowed and owned text in its three widths |
//! | [`unicode`] | character properties and case maps, in CPython's version of Unicode |
//! | [`search`] | find, count, replace, split at a separator, partition: `str` and `bytes` |
//! | [`strings`], [`bytes`] | the other methods of `str`, and where those of `bytes` differ |
//! | [`repr`] | `repr` and `ascii` of text and bytes |
//! | [`int`], [`float`], [`hash`] | exact conversion, comparison, division, rounding; hashes of numbers and text |
//! | [`half`] | floats of 16 bits |
//! | [`float_text`], [`complex`] | floats and complex numbers as text |
//! | [`format`](mod@format), [`template`], [`percent`] | format specifications, `str.format`, `%` |
//! | [`codecs`] | UTF-8, -16, -32, Latin-1, ASCII, the escape codecs, error handlers |
//!
//! The tests replay tables of cases recorded with CPython; `tools/` holds what writes them and the Unicode tables.

pub mod bytes;
pub mod codecs;
pub mod complex;
pub mod fault;
pub mod float;
pub mod float_text;
pub mod format;
pub mod half;
pub mod hash;
pub mod int;
pub mod percent;
pub mod repr;
pub mod search;
pub mod strings;
pub mod suggest;
pub mod template;
pub mod textbuf;
pub mod unicode;
pub mod units;

pub use fault::{Fault, Kind, Message};
pub use int::Int;
pub use textbuf::{Text, TextBuf};
pub use units::Units;
