//! A code unit: the compiled form of a module, class body, function, lambda or comprehension.

use super::ins::Ins;

/// A constant.
#[derive(Clone, PartialEq, Debug)]
pub enum Const {
    None,
    Bool(bool),
    Ellipsis,
    Int(i64),
    /// An int outside i64: little-endian 64-bit limbs of the (positive) magnitude.
    BigInt(Vec<u64>),
    /// Compared by bits, so that 0.0 and -0.0 stay apart.
    Float(u64),
    /// The imaginary part's bits; the real part is +0.0.
    Imaginary(u64),
    /// Text without lone surrogates.
    Str(Box<str>),
    /// Text with lone surrogates, as code points.
    Points(Vec<u32>),
    Bytes(Vec<u8>),
    Tuple(Vec<Const>),
    FrozenSet(Vec<Const>),
    Slice(Box<[Const; 3]>),
    Code(Box<Code>),
}

/// Facts about a code unit; CPython's `co_flags` values, where it has them.
#[derive(Copy, Clone, PartialEq, Eq, Default, Debug)]
pub struct Flags(pub u32);

impl Flags {
    pub const OPTIMIZED: u32 = 0x1;
    pub const NEWLOCALS: u32 = 0x2;
    pub const VARARGS: u32 = 0x4;
    pub const VARKEYWORDS: u32 = 0x8;
    pub const NESTED: u32 = 0x10;
    pub const GENERATOR: u32 = 0x20;
    pub const COROUTINE: u32 = 0x80;
    pub const ITERABLE_COROUTINE: u32 = 0x100;
    pub const ASYNC_GENERATOR: u32 = 0x200;
    pub const FUTURE_ANNOTATIONS: u32 = 0x100_0000;
    pub const HAS_DOCSTRING: u32 = 0x400_0000;
    pub const METHOD: u32 = 0x800_0000;

    pub const fn has(self, flag: u32) -> bool {
        self.0 & flag != 0
    }
}

/// A variable that lives in a cell: its name, and the register that holds the cell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cell {
    pub name: Box<str>,
    pub register: u16,
}

/// What an instruction's cache site is for.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum SiteKind {
    Global,
    Attr,
    /// `super().name`; the first argument of the method lies in a cell.
    SuperOfCell,
    /// Everything else that needs a name but caches nothing.
    Name,
}

/// The static part of an inline-cache slot.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct CacheSite {
    pub kind: SiteKind,
    /// Index into [`Code::names`].
    pub name: u32,
}

/// While an instruction in `start..end` raises, control goes to `target` with the exception in register `exception`.
/// Entries are ordered innermost first: the first that covers a pc wins.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct ExceptionEntry {
    pub start: u32,
    pub end: u32,
    pub target: u32,
    pub exception: u16,
    /// The height at the handler's entry: registers from here on are dead.
    pub height: u16,
}

/// From instruction `pc` on, until the next entry, registers from `height` on are dead. For a call the height is its
/// window's start; for other instructions temporaries they read count as live.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Height {
    pub pc: u32,
    pub height: u16,
}

/// From instruction `pc` on, until the next entry. Lines from 1, columns in UTF-8 bytes from 0; line 0: no position.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Position {
    pub pc: u32,
    pub line: u32,
    pub end_line: u32,
    pub column: u32,
    pub end_column: u32,
}

/// See the module documentation.
#[derive(Clone, PartialEq, Default, Debug)]
pub struct Code {
    pub name: Box<str>,
    pub qualname: Box<str>,
    pub filename: Box<str>,
    pub flags: Flags,
    /// Positional parameters, positional-only ones included.
    pub positional: u16,
    pub positional_only: u16,
    pub keyword_only: u16,
    /// All registers, the function in `R[0]` included.
    pub registers: u16,
    /// A frame starts with zeros in the registers below this that are not parameters: where it may pause, each of them below
    /// the height holds a value of the frame's own or zero, whatever the path.
    pub zeroed: u16,
    /// Names of the locals in registers `1..`, parameters first. A local that lives in a cell keeps its register: the cell is in it.
    /// A class body or module has one hidden local, its namespace, in `R[1]`, named `.namespace`, and none else.
    pub locals: Vec<Box<str>>,
    /// Own variables that inner functions use.
    pub cells: Vec<Cell>,
    /// Variables of outer functions, in the order of the closure; `CopyFree` puts their cells into the registers.
    pub frees: Vec<Cell>,
    pub names: Vec<Box<str>>,
    pub constants: Vec<Const>,
    pub sites: Vec<CacheSite>,
    pub instructions: Vec<Ins>,
    pub exceptions: Vec<ExceptionEntry>,
    pub heights: Vec<Height>,
    pub positions: Vec<Position>,
    pub first_line: u32,
}

impl Code {
    /// The first register that holds neither the function nor a variable.
    pub fn first_temporary(&self) -> u16 {
        let cells = self.cells.iter().chain(&self.frees).map(|cell| cell.register + 1);
        cells.max().unwrap_or(0).max(1 + self.locals.len() as u16)
    }
}
