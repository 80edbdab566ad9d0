//! The serial form of a code unit: versioned, checksummed, compact, and verified when read.
//!
//! ```text
//! magic "TenC" | version u16 | checksum u64 of the rest | strings | root unit
//! strings: count | end of each in the text, u32 | text
//! unit:    name | qualified name | first line | file | ... | positions
//! ```
//!
//! Numbers are LEB128; signed ones zigzag. Each distinct string is stored once, in the table at the front, and named by index.
//! A nested unit has its length before it, so that [`Stored`] can read the units one by one, when they are needed.
//! Tables sorted by pc store differences. Reading trusts nothing: every count is bounded by the bytes that are left,
//! nesting is bounded, and what [`read`] gives has passed
//! [`verify`](crate::verify::verify).

mod reader;
mod stored;
mod writer;

use std::fmt;

pub use stored::{Head, Nested, Stored, Unit, positions};

use crate::bytecode::Code;
use crate::verify::{VerifyError, verify};

const MAGIC: &[u8; 4] = b"TenC";
/// Goes up with every change of the format or of the bytecode's meaning.
pub const VERSION: u16 = 3;
/// Magic, version and checksum.
const HEADER: usize = 4 + 2 + 8;
/// How deep constants and code units may nest.
const DEPTH: u32 = 200;

/// Why bytes are not a code unit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SerialError {
    /// Not the serial form at all.
    Magic,
    /// Written by another version.
    Version(u16),
    /// The content does not have the checksum it was written with.
    Checksum,
    /// It ends early, or a number or string in it is impossible.
    Malformed,
    /// It is well-formed but not valid code.
    Invalid(VerifyError),
}

impl fmt::Display for SerialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SerialError::Magic => f.write_str("not compiled code"),
            SerialError::Version(found) => write!(f, "compiled code of version {found}, not {VERSION}"),
            SerialError::Checksum => f.write_str("compiled code with a wrong checksum"),
            SerialError::Malformed => f.write_str("malformed compiled code"),
            SerialError::Invalid(error) => write!(f, "invalid compiled code: {error}"),
        }
    }
}

impl std::error::Error for SerialError {}

/// The serial form of a unit and all units nested in it.
pub fn write(code: &Code) -> Vec<u8> {
    let content = writer::content(code);
    let mut bytes = Vec::with_capacity(HEADER + content.len());
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&VERSION.to_le_bytes());
    bytes.extend_from_slice(&checksum(&content).to_le_bytes());
    bytes.extend_from_slice(&content);
    bytes
}

/// The unit a serial form stands for, verified.
pub fn read(bytes: &[u8]) -> Result<Code, SerialError> {
    let code = decode(bytes)?;
    verify(&code).map_err(SerialError::Invalid)?;
    Ok(code)
}

fn decode(bytes: &[u8]) -> Result<Code, SerialError> {
    let (expected, content) = open(bytes)?;
    if checksum(content) != expected {
        return Err(SerialError::Checksum);
    }
    reader::content(content).ok_or(SerialError::Malformed)
}

/// The checksum there should be, and the content.
fn open(bytes: &[u8]) -> Result<(u64, &[u8]), SerialError> {
    let (magic, rest) = bytes.split_first_chunk::<4>().ok_or(SerialError::Magic)?;
    if magic != MAGIC {
        return Err(SerialError::Magic);
    }
    let (version, rest) = rest.split_first_chunk::<2>().ok_or(SerialError::Malformed)?;
    let version = u16::from_le_bytes(*version);
    if version != VERSION {
        return Err(SerialError::Version(version));
    }
    let (expected, content) = rest.split_first_chunk::<8>().ok_or(SerialError::Malformed)?;
    Ok((u64::from_le_bytes(*expected), content))
}

/// Of the content after the header. FNV-1a over eight bytes at a time: against accidents, not against attackers.
pub fn checksum(content: &[u8]) -> u64 {
    const PRIME: u64 = 0x100_0000_01b3;
    let (words, rest) = content.as_chunks::<8>();
    let mut hash = 0xcbf2_9ce4_8422_2325u64 ^ content.len() as u64;
    for word in words {
        hash = (hash ^ u64::from_le_bytes(*word)).wrapping_mul(PRIME).rotate_left(29);
    }
    for &byte in rest {
        hash = (hash ^ u64::from(byte)).wrapping_mul(PRIME).rotate_left(29);
    }
    hash
}

/// The tags of constants.
#[derive(Copy, Clone, PartialEq, Eq)]
#[repr(u8)]
enum Tag {
    None,
    False,
    True,
    Ellipsis,
    Int,
    BigInt,
    Float,
    Imaginary,
    Str,
    Points,
    Bytes,
    Tuple,
    FrozenSet,
    Slice,
    Code,
}

impl Tag {
    const ALL: [Tag; 15] = [
        Tag::None,
        Tag::False,
        Tag::True,
        Tag::Ellipsis,
        Tag::Int,
        Tag::BigInt,
        Tag::Float,
        Tag::Imaginary,
        Tag::Str,
        Tag::Points,
        Tag::Bytes,
        Tag::Tuple,
        Tag::FrozenSet,
        Tag::Slice,
        Tag::Code,
    ];
}
