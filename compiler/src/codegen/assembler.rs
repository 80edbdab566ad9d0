//! Instructions into a buffer: labels and jumps, heights, positions, exception entries.
//!
//! Nothing is emitted where control cannot come; the assembler tracks that itself. A label carries, besides its
//! place, which registers surely hold a value when control arrives there.

use super::Reg;
use super::registers::RegSet;
use crate::bytecode::{ExceptionEntry, Height, Ins, Op, Operand};
use ruff_text_size::TextRange;

/// A place in the code that can be jumped to.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) struct Label(u32);

const NOWHERE: u32 = u32::MAX;

struct Target {
    pc: u32,
    /// The intersection over all jumps so far; `None`: no jump yet.
    assigned: Option<RegSet>,
}

#[derive(Default)]
pub(super) struct Assembler {
    pub(super) instructions: Vec<Ins>,
    targets: Vec<Target>,
    jumps: Vec<(u32, Label)>,
    pub(super) heights: Vec<Height>,
    pub(super) positions: Vec<(u32, TextRange)>,
    pub(super) exceptions: Vec<ExceptionEntry>,
    handlers: Vec<(usize, Label)>,
    /// Is control able to come to the end of the buffer?
    unreachable: bool,
    /// The highest pc a label was put at: what lies before it must not be taken away.
    labelled: u32,
    pub(super) assigned: RegSet,
}

/// Is the jump of this instruction its 16-bit `c`?
fn has_short_jump(op: Op) -> bool {
    op.operands().contains(&Operand::Jump)
}

/// The conditional jump that jumps exactly when this one does not.
fn inverted(ins: Ins) -> Option<Ins> {
    let op = match ins.op() {
        Op::JumpIfTrue => Op::JumpIfFalse,
        Op::JumpIfFalse => Op::JumpIfTrue,
        Op::JumpIfNone => Op::JumpIfNotNone,
        Op::JumpIfNotNone => Op::JumpIfNone,
        Op::JumpIs | Op::JumpIn | Op::JumpLt | Op::JumpLe | Op::JumpGt | Op::JumpGe | Op::JumpEq | Op::JumpNe => {
            ins.op()
        }
        Op::JumpLtI | Op::JumpLeI | Op::JumpGtI | Op::JumpGeI | Op::JumpEqI | Op::JumpNeI => ins.op(),
        _ => return None,
    };
    let d = if op == ins.op() { ins.d() ^ 1 } else { ins.d() };
    Some(Ins::new(op, d, ins.a(), ins.b(), ins.c()))
}

impl Assembler {
    pub(super) fn pc(&self) -> u32 {
        self.instructions.len() as u32
    }

    pub(super) fn reachable(&self) -> bool {
        !self.unreachable
    }

    pub(super) fn emit(&mut self, ins: Ins, height: Reg, range: TextRange) {
        if self.unreachable {
            return;
        }
        let pc = self.pc();
        if self.heights.last().is_none_or(|last| last.height != height) {
            self.heights.push(Height { pc, height });
        }
        if self.positions.last().is_none_or(|last| last.1 != range) {
            self.positions.push((pc, range));
        }
        self.instructions.push(ins);
        self.unreachable =
            matches!(ins.op(), Op::Jump | Op::JumpBack | Op::Return | Op::Raise | Op::Reraise | Op::EndAsyncFor);
    }

    pub(super) fn label(&mut self) -> Label {
        self.targets.push(Target { pc: NOWHERE, assigned: None });
        Label(self.targets.len() as u32 - 1)
    }

    /// Emits an instruction that may jump to `label`; its jump operand is filled in later.
    pub(super) fn jump(&mut self, ins: Ins, label: Label, height: Reg, range: TextRange) {
        if self.unreachable {
            return;
        }
        self.jumps.push((self.pc(), label));
        let target = &mut self.targets[label.0 as usize];
        if target.pc == NOWHERE {
            match &mut target.assigned {
                Some(assigned) => assigned.intersect(&self.assigned),
                None => target.assigned = Some(self.assigned.clone()),
            }
        }
        self.emit(ins, height, range);
    }

    /// The slot after `ForIter`: control falls through past it, but a jump stands there.
    pub(super) fn skipped_jump(&mut self, label: Label, height: Reg, range: TextRange) {
        if self.unreachable {
            return;
        }
        self.jump(Ins::with_imm(Op::Jump, 0, 0, 0), label, height, range);
        self.unreachable = false;
        self.labelled = self.pc();
    }

    /// Puts a forward label here.
    pub(super) fn place(&mut self, label: Label) {
        self.drop_useless_jump(label);
        self.invert_over_jump(label);
        let pc = self.pc();
        let target = &mut self.targets[label.0 as usize];
        target.pc = pc;
        let Some(assigned) = target.assigned.take() else { return };
        if self.unreachable {
            self.assigned = assigned;
        } else {
            self.assigned.intersect(&assigned);
        }
        self.unreachable = false;
        self.labelled = pc;
    }

    /// Puts a label here that later code jumps back to. `unsure`: what the code between may unset.
    pub(super) fn place_loop(&mut self, label: Label, unsure: &RegSet) {
        self.assigned.subtract(unsure);
        self.targets[label.0 as usize].pc = self.pc();
        self.labelled = self.pc();
    }

    /// Puts the entry of an exception handler here.
    pub(super) fn place_handler(&mut self, label: Label, assigned: RegSet) {
        self.targets[label.0 as usize].pc = self.pc();
        self.labelled = self.pc();
        self.assigned = assigned;
        self.unreachable = false;
    }

    /// The current pc, noted from outside: what lies before it stays.
    pub(super) fn pin(&mut self) -> u32 {
        self.labelled = self.pc();
        self.pc()
    }

    /// `jump-if L; jump X; L:` becomes `jump-unless X`.
    fn invert_over_jump(&mut self, label: Label) {
        let pc = self.pc();
        let [.., (at, to), (last, far)] = self.jumps[..] else { return };
        let pattern = to == label && at + 2 == pc && last + 1 == pc && self.labelled + 1 < pc;
        if !pattern || self.instructions[last as usize].op() != Op::Jump {
            return;
        }
        // Only what will surely be a forward jump: its label has no place yet.
        let Some(inverted) = inverted(self.instructions[at as usize]) else { return };
        if self.targets[far.0 as usize].pc != NOWHERE {
            return;
        }
        self.instructions[at as usize] = inverted;
        self.jumps.truncate(self.jumps.len() - 2);
        self.jumps.push((at, far));
        self.truncate(pc - 1);
        // The state of falling through is that of the jump that is gone.
        if let Some(assigned) = self.targets[label.0 as usize].assigned.clone() {
            self.assigned = assigned;
        }
        self.unreachable = false;
    }

    /// Takes back instructions at the end.
    fn truncate(&mut self, pc: u32) {
        self.instructions.truncate(pc as usize);
        while self.heights.last().is_some_and(|last| last.pc >= pc) {
            self.heights.pop();
        }
        while self.positions.last().is_some_and(|last| last.0 >= pc) {
            self.positions.pop();
        }
    }

    fn drop_useless_jump(&mut self, label: Label) {
        let pc = self.pc();
        let useless = self.jumps.last().is_some_and(|&(at, to)| at + 1 == pc && to == label)
            && self.labelled < pc
            && self.unreachable
            && self.instructions.last().is_some_and(|ins| ins.op() == Op::Jump);
        if !useless {
            return;
        }
        self.jumps.pop();
        self.truncate(pc - 1);
        self.unreachable = false;
    }

    /// While the instructions of `ranges` raise, control goes to `handler`.
    pub(super) fn protect(&mut self, ranges: &[(u32, u32)], handler: Label, exception: Reg, height: Reg) {
        for &(start, end) in ranges {
            let end = end.min(self.pc());
            if start < end {
                self.handlers.push((self.exceptions.len(), handler));
                self.exceptions.push(ExceptionEntry { start, end, target: 0, exception, height });
            }
        }
    }

    /// Fills in all jumps.
    pub(super) fn finish(&mut self) {
        self.thread_jumps();
        let Assembler { jumps, instructions, .. } = self;
        jumps.retain(|jump| instructions[jump.0 as usize].op() != Op::Return);
        let far = self.far_jumps();
        if !far.is_empty() {
            self.lengthen(&far);
        }
        for at in 0..self.jumps.len() {
            let (pc, label) = self.jumps[at];
            let offset = self.targets[label.0 as usize].pc as i64 - pc as i64 - 1;
            let ins = self.instructions[pc as usize];
            self.instructions[pc as usize] = if has_short_jump(ins.op()) {
                Ins::new(ins.op(), ins.d(), ins.a(), ins.b(), offset as i16 as u16)
            } else {
                Ins::with_imm(ins.op(), ins.d(), ins.a(), offset as i32)
            };
        }
        for at in 0..self.handlers.len() {
            let (entry, label) = self.handlers[at];
            self.exceptions[entry].target = self.targets[label.0 as usize].pc;
        }
        self.mark_protected_yields();
    }

    /// A frame that is given up at one of these has handlers or delegates left to run.
    fn mark_protected_yields(&mut self) {
        for entry in &self.exceptions {
            for ins in &mut self.instructions[entry.start as usize..entry.end as usize] {
                if ins.op() == Op::Yield {
                    *ins = Ins::new(Op::Yield, ins.d() | 4, ins.a(), ins.b(), ins.c());
                }
            }
        }
    }

    /// A jump to a jump goes where that one goes.
    fn thread_jumps(&mut self) {
        let mut label_at = rustc_hash::FxHashMap::default();
        for &(pc, label) in &self.jumps {
            if matches!(self.instructions[pc as usize].op(), Op::Jump | Op::JumpBack) {
                label_at.insert(pc, label);
            }
        }
        for at in 0..self.jumps.len() {
            let (pc, mut label) = self.jumps[at];
            let op = self.instructions[pc as usize].op();
            if op == Op::JumpBack || op == Op::Send {
                continue;
            }
            for _ in 0..16 {
                let target = self.targets[label.0 as usize].pc;
                let Some(&next) = label_at.get(&target) else { break };
                let backwards = self.instructions[target as usize].op() == Op::JumpBack;
                let after_iteration = pc > 0 && self.instructions[pc as usize - 1].op() == Op::ForIter;
                if backwards && (op != Op::Jump || after_iteration) {
                    break;
                }
                label = next;
                if backwards {
                    self.instructions[pc as usize] = Ins::with_imm(Op::JumpBack, 0, 0, 0);
                    break;
                }
            }
            self.jumps[at].1 = label;
            self.return_at_once(pc, label);
        }
    }

    /// A jump to a `Return` is one.
    fn return_at_once(&mut self, pc: u32, label: Label) {
        let after_iteration = pc > 0 && self.instructions[pc as usize - 1].op() == Op::ForIter;
        let target = self.instructions.get(self.targets[label.0 as usize].pc as usize);
        if let Some(&target) = target
            && target.op() == Op::Return
            && self.instructions[pc as usize].op() == Op::Jump
            && !after_iteration
        {
            self.instructions[pc as usize] = target;
        }
    }

    /// The short jumps that do not reach their targets, with room for what lengthening others will add.
    fn far_jumps(&self) -> Vec<usize> {
        let limit = i16::MAX as i64 / 3;
        if (self.instructions.len() as i64) < limit {
            return Vec::new();
        }
        let is_far = |&at: &usize| {
            let (pc, label) = self.jumps[at];
            let distance = self.targets[label.0 as usize].pc as i64 - pc as i64;
            has_short_jump(self.instructions[pc as usize].op()) && distance.abs() >= limit
        };
        (0..self.jumps.len()).filter(is_far).collect()
    }

    /// Makes each of these jumps a jump over two: `jump-if.. +1; jump +1; jump target`.
    fn lengthen(&mut self, far: &[usize]) {
        let mut before: Vec<u32> = far.iter().map(|&at| self.jumps[at].0).collect();
        before.sort_unstable();
        let moved = |pc: u32| pc + 2 * before.partition_point(|&jump| jump < pc) as u32;
        let mut instructions = Vec::with_capacity(self.instructions.len() + 2 * before.len());
        let mut next = before.iter().peekable();
        for (pc, &ins) in self.instructions.iter().enumerate() {
            if next.next_if(|&&jump| jump as usize == pc).is_some() {
                instructions.push(Ins::new(ins.op(), ins.d(), ins.a(), ins.b(), 1));
                instructions.push(Ins::with_imm(Op::Jump, 0, 0, 1));
                instructions.push(Ins::with_imm(Op::Jump, 0, 0, 0));
            } else {
                instructions.push(ins);
            }
        }
        self.instructions = instructions;
        let is_far: rustc_hash::FxHashSet<u32> = before.iter().copied().collect();
        for jump in &mut self.jumps {
            jump.0 = moved(jump.0) + if is_far.contains(&jump.0) { 2 } else { 0 };
        }
        for target in &mut self.targets {
            if target.pc != NOWHERE {
                target.pc = moved(target.pc);
            }
        }
        self.heights.iter_mut().for_each(|entry| entry.pc = moved(entry.pc));
        self.positions.iter_mut().for_each(|entry| entry.0 = moved(entry.0));
        for entry in &mut self.exceptions {
            entry.start = moved(entry.start);
            entry.end = moved(entry.end);
        }
    }
}
