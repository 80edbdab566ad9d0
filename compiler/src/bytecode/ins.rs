//! One instruction: 64 bits, fixed format.
//!
//! Sixteen-bit operands make wide forms and prefixes unnecessary: a function may have 65,536 registers, and an
//! inline-cache index fits beside two registers. One load fetches the whole instruction.

use super::opcode::Op;
use core::fmt;

/// `op | d | a | b | c`, low bits first: 8, 8, 16, 16, 16. `b` and `c` together are the 32-bit immediate.
#[derive(Copy, Clone, PartialEq, Eq)]
#[repr(transparent)]
pub struct Ins(u64);

impl Ins {
    #[inline(always)]
    pub const fn new(op: Op, d: u8, a: u16, b: u16, c: u16) -> Ins {
        Ins(op as u64 | (d as u64) << 8 | (a as u64) << 16 | (b as u64) << 32 | (c as u64) << 48)
    }

    /// An instruction with a register and a 32-bit immediate.
    #[inline(always)]
    pub const fn with_imm(op: Op, d: u8, a: u16, imm: i32) -> Ins {
        Ins(op as u64 | (d as u64) << 8 | (a as u64) << 16 | (imm as u32 as u64) << 32)
    }

    pub const fn from_bits(bits: u64) -> Option<Ins> {
        if (bits as u8) < Op::COUNT { Some(Ins(bits)) } else { None }
    }

    #[inline(always)]
    pub const fn bits(self) -> u64 {
        self.0
    }

    #[inline(always)]
    pub const fn op(self) -> Op {
        // SAFETY: both constructors store an existing opcode in the low byte. Saying so spares the dispatcher a range check.
        unsafe {
            core::hint::assert_unchecked((self.0 as u8) < Op::COUNT);
            core::mem::transmute::<u8, Op>(self.0 as u8)
        }
    }

    #[inline(always)]
    pub const fn d(self) -> u8 {
        (self.0 >> 8) as u8
    }

    #[inline(always)]
    pub const fn a(self) -> u16 {
        (self.0 >> 16) as u16
    }

    #[inline(always)]
    pub const fn b(self) -> u16 {
        (self.0 >> 32) as u16
    }

    #[inline(always)]
    pub const fn c(self) -> u16 {
        (self.0 >> 48) as u16
    }

    /// `c` as a signed number.
    #[inline(always)]
    pub const fn sc(self) -> i16 {
        self.c() as i16
    }

    #[inline(always)]
    pub const fn imm(self) -> i32 {
        (self.0 >> 32) as u32 as i32
    }
}

impl fmt::Debug for Ins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} d={} a={} b={} c={}", self.op(), self.d(), self.a(), self.b(), self.c())
    }
}
