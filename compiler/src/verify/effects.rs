//! What one instruction reads, writes and where it goes next: the opcode table made computable.
//!
//! Most of it follows from the operand kinds; what remains is how many registers each window has.

use crate::bytecode::{Ins, Op, Operand};

/// A run of registers.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Run {
    pub start: u32,
    pub count: u32,
}

impl Run {
    pub const fn end(self) -> u32 {
        self.start + self.count
    }
}

/// Where control goes after an instruction that does not raise. Distances are relative to the next instruction.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Flow {
    Next,
    Jump(i32),
    Branch(i32),
    /// Skips one instruction, having written its target, or goes on at the next one without.
    Iterate,
    /// A jump or an exception.
    JumpOrRaise(i32),
    Stop,
}

/// A call's window: its first register, which is also the height while it runs.
pub fn call_window(ins: Ins) -> Option<u16> {
    match ins.op() {
        Op::Call
        | Op::CallMethod
        | Op::CallKw
        | Op::CallMethodKw
        | Op::CallSpread
        | Op::CallIntrinsic
        | Op::WithExit => Some(ins.a()),
        _ => None,
    }
}

/// Whether a frame may be at this instruction while something is collected: all that may run other code, ask for
/// attention, or wait.
pub fn may_pause(ins: Ins) -> bool {
    !matches!(
        ins.op(),
        Op::Move
            | Op::LoadConst
            | Op::LoadInt
            | Op::LoadSingleton
            | Op::Unset
            | Op::CheckLocal
            | Op::MakeCell
            | Op::CopyFree
            | Op::LoadCell
            | Op::StoreCell
            | Op::DelCell
            | Op::StoreGlobal
            | Op::DelGlobal
            | Op::BuildSlice
            | Op::BuildList
            | Op::BuildTuple
            | Op::BuildString
            | Op::ListAppend
            | Op::ListToTuple
            | Op::MakeFunction
            | Op::LoadBuildClass
            | Op::LoadAssertionError
            | Op::EnterHandler
            | Op::LeaveHandler
            | Op::Is
            | Op::Jump
            | Op::JumpIfNone
            | Op::JumpIfNotNone
            | Op::JumpIfSet
            | Op::JumpIs
            | Op::Return
            | Op::Reraise
    )
}

pub fn flow(ins: Ins) -> Flow {
    let distance = jump_distance(ins);
    match ins.op() {
        Op::Return | Op::Raise | Op::Reraise => Flow::Stop,
        Op::ForIter => Flow::Iterate,
        Op::Jump | Op::JumpBack => Flow::Jump(ins.imm()),
        Op::EndAsyncFor => Flow::JumpOrRaise(i32::from(ins.sc())),
        _ => distance.map_or(Flow::Next, Flow::Branch),
    }
}

/// The distance of an instruction that has one.
pub fn jump_distance(ins: Ins) -> Option<i32> {
    match ins.op() {
        Op::Jump
        | Op::JumpBack
        | Op::JumpIfTrue
        | Op::JumpIfFalse
        | Op::JumpIfNone
        | Op::JumpIfNotNone
        | Op::JumpIfSet => Some(ins.imm()),
        op if op.operands()[2] == Operand::Jump => Some(i32::from(ins.sc())),
        _ => None,
    }
}

/// Registers read, the window of a call included.
pub fn reads(ins: Ins, mut read: impl FnMut(Run)) {
    let fields = [ins.a(), ins.b(), ins.c()];
    for (at, kind) in ins.op().operands().into_iter().enumerate() {
        let run = match kind {
            Operand::Src if reads_source(ins, at) => Run { start: fields[at].into(), count: 1 },
            Operand::Mut => Run { start: fields[at].into(), count: 1 },
            Operand::Window => match window_read(ins) {
                0 => continue,
                count => Run { start: fields[at].into(), count },
            },
            _ => continue,
        };
        read(run);
    }
    match ins.op() {
        Op::LoadSuperAttr | Op::LoadSuperMethod => read(Run { start: ins.d().into(), count: 1 }),
        Op::LoadClassCell => read(Run { start: ins.d().into(), count: 1 }),
        Op::CallIntrinsic => read(Run { start: u32::from(ins.a()) + 1, count: ins.b().into() }),
        _ => {}
    }
}

/// Registers written; for `ForIter` only when there is a next item.
pub fn writes(ins: Ins, mut write: impl FnMut(Run)) {
    let fields = [ins.a(), ins.b(), ins.c()];
    for (at, kind) in ins.op().operands().into_iter().enumerate() {
        let count = match kind {
            Operand::Dst | Operand::Mut => 1,
            Operand::Window => window_written(ins),
            _ => 0,
        };
        if count > 0 {
            write(Run { start: fields[at].into(), count });
        }
    }
}

/// Whether a `Src` operand (0 for `a`) is read in this form of the instruction.
pub fn reads_source(ins: Ins, operand: usize) -> bool {
    match (ins.op(), operand) {
        (Op::Raise, 0) => ins.d() >= 1,
        (Op::Raise, 1) => ins.d() >= 2,
        (Op::ListExtend, 2) => ins.d() == 1,
        (Op::Format, 2) => ins.c() != 0,
        (Op::Yield, 2) => ins.d() & 1 == 1,
        _ => true,
    }
}

/// How many registers of its window an instruction reads.
fn window_read(ins: Ins) -> u32 {
    let (b, c) = (u32::from(ins.b()), u32::from(ins.c()));
    match ins.op() {
        Op::Call => 1 + b,
        Op::CallMethod | Op::CallKw => 2 + b,
        Op::CallMethodKw => 3 + b,
        Op::CallSpread => 3,
        Op::BuildSlice => 3,
        Op::BuildList | Op::BuildTuple | Op::BuildSet | Op::BuildString => c,
        Op::BuildDict => 2 * c,
        Op::MakeFunction => (ins.d() & 15).count_ones(),
        Op::ImportName => 2,
        Op::WithExit => 2,
        Op::LoadSuperAttr | Op::LoadSuperMethod => 1,
        _ => 0,
    }
}

/// How many registers of its window an instruction writes.
fn window_written(ins: Ins) -> u32 {
    match ins.op() {
        Op::LoadMethod | Op::LoadSuperMethod | Op::WithEnter => 2,
        Op::LoadSuperAttr => 1,
        Op::Unpack => ins.c().into(),
        Op::UnpackStar => u32::from(ins.c()) + u32::from(ins.d()) + 1,
        _ => 0,
    }
}
