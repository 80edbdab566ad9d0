//! The vocabulary of the code words: what the numbers emitted by `re._compiler` mean.
//!
//! The numbers are an interface of Python's library (`re._constants`); they change only together with [`MAGIC`].

/// The version of the code words; `re._compiler` refuses a machine that reports another one.
pub const MAGIC: u32 = 20230612;
/// Bytes per code word.
pub const CODE_SIZE: usize = 4;
/// A repeat bound that means "without limit".
pub const MAX_REPEAT: u32 = u32::MAX;
/// The largest number of groups a pattern may have.
pub const MAX_GROUPS: u32 = (1 << 30) - 1;

pub(crate) mod op {
    pub const FAILURE: u32 = 0;
    pub const SUCCESS: u32 = 1;
    pub const ANY: u32 = 2;
    pub const ANY_ALL: u32 = 3;
    pub const ASSERT: u32 = 4;
    pub const ASSERT_NOT: u32 = 5;
    pub const AT: u32 = 6;
    pub const BRANCH: u32 = 7;
    pub const CATEGORY: u32 = 8;
    pub const CHARSET: u32 = 9;
    pub const BIGCHARSET: u32 = 10;
    pub const GROUPREF: u32 = 11;
    pub const GROUPREF_EXISTS: u32 = 12;
    pub const IN: u32 = 13;
    pub const INFO: u32 = 14;
    pub const JUMP: u32 = 15;
    pub const LITERAL: u32 = 16;
    pub const MARK: u32 = 17;
    pub const MAX_UNTIL: u32 = 18;
    pub const MIN_UNTIL: u32 = 19;
    pub const NOT_LITERAL: u32 = 20;
    pub const NEGATE: u32 = 21;
    pub const RANGE: u32 = 22;
    pub const REPEAT: u32 = 23;
    pub const REPEAT_ONE: u32 = 24;
    pub const MIN_REPEAT_ONE: u32 = 26;
    pub const ATOMIC_GROUP: u32 = 27;
    pub const POSSESSIVE_REPEAT: u32 = 28;
    pub const POSSESSIVE_REPEAT_ONE: u32 = 29;
    pub const GROUPREF_IGNORE: u32 = 30;
    pub const IN_IGNORE: u32 = 31;
    pub const LITERAL_IGNORE: u32 = 32;
    pub const NOT_LITERAL_IGNORE: u32 = 33;
    pub const GROUPREF_LOC_IGNORE: u32 = 34;
    pub const IN_LOC_IGNORE: u32 = 35;
    pub const LITERAL_LOC_IGNORE: u32 = 36;
    pub const NOT_LITERAL_LOC_IGNORE: u32 = 37;
    pub const GROUPREF_UNI_IGNORE: u32 = 38;
    pub const IN_UNI_IGNORE: u32 = 39;
    pub const LITERAL_UNI_IGNORE: u32 = 40;
    pub const NOT_LITERAL_UNI_IGNORE: u32 = 41;
    pub const RANGE_UNI_IGNORE: u32 = 42;
}

/// Bits of the INFO block's flag word.
pub(crate) mod info {
    pub const PREFIX: u32 = 1;
    pub const LITERAL: u32 = 2;
    pub const CHARSET: u32 = 4;
}

/// A zero-width test of the current position (operand of AT).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum At {
    Beginning,
    BeginningLine,
    BeginningString,
    Boundary(Words),
    NonBoundary(Words),
    End,
    EndLine,
    EndString,
}

/// Whose notion of a word character a boundary uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Words {
    Ascii,
    Locale,
    Unicode,
}

impl At {
    pub fn from_code(code: u32) -> Option<At> {
        Some(match code {
            0 => At::Beginning,
            1 => At::BeginningLine,
            2 => At::BeginningString,
            3 => At::Boundary(Words::Ascii),
            4 => At::NonBoundary(Words::Ascii),
            5 => At::End,
            6 => At::EndLine,
            7 => At::EndString,
            8 => At::Boundary(Words::Locale),
            9 => At::NonBoundary(Words::Locale),
            10 => At::Boundary(Words::Unicode),
            11 => At::NonBoundary(Words::Unicode),
            _ => return None,
        })
    }
}

/// How two characters are made equal before they are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fold {
    Exact,
    Ascii,
    Locale,
    Unicode,
}
