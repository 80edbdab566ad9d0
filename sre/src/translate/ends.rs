//! What the end of a construct adds: the instruction that closes it, and the targets that were not known before.

use super::{Checked, Construct, InvalidCode, LoopKind, Open, Then, Translator};
use crate::charset::First;
use crate::codes::op;
use crate::program::{Alt, Inst};

impl Translator<'_> {
    pub(super) fn close(&mut self) -> Checked<()> {
        let Some(Open { kind, width, .. }) = self.open.pop() else {
            return Err(InvalidCode);
        };
        match kind {
            Construct::Whole => {
                self.emit(Inst::Success);
                self.min_width = width;
                return Ok(());
            }
            Construct::Branch { inst, alts, jumps, min_width } => {
                return self.close_alternative(inst, alts, jumps, min_width.min(width));
            }
            Construct::Exists { inst, then } => self.close_exists(inst, then, width),
            Construct::Loop { index, kind } => self.close_loop(index, kind, width),
            Construct::Assert { index, negated } => {
                self.at += 1;
                self.emit(if negated { Inst::AssertNotEnd(index) } else { Inst::AssertEnd(index) });
                self.asserts[index as usize].then = self.set_label();
            }
            Construct::Atomic { slot } => {
                self.at += 1;
                self.emit(Inst::AtomicEnd(slot));
                self.set_label();
                self.add_width(width);
            }
        }
        Ok(())
    }

    fn close_exists(&mut self, inst: usize, then: Option<Then>, width: usize) {
        let end = self.set_label();
        match then {
            Some(then) => {
                self.insts[then.jump] = Inst::Jump(end);
                self.add_width(width.min(then.width));
            }
            None => self.set_otherwise(inst, end),
        }
    }

    fn close_loop(&mut self, index: u32, kind: LoopKind, width: usize) {
        self.at += 1;
        self.emit(match kind {
            LoopKind::Max => Inst::UntilMax(index),
            LoopKind::Min => Inst::UntilMin(index),
            LoopKind::Possessive => Inst::PossessiveEnd(index),
        });
        let tail = self.set_label();
        let l = &mut self.loops[index as usize];
        l.tail = tail;
        l.counted = kind != LoopKind::Max || l.min > 1 || l.max != usize::MAX || width == 0;
        let width = width.saturating_mul(l.min);
        self.add_width(width);
    }

    /// The JUMP of an alternative is next, then another alternative or the final FAILURE.
    fn close_alternative(
        &mut self,
        inst: usize,
        mut alts: Vec<u32>,
        mut jumps: Vec<usize>,
        min_width: usize,
    ) -> Checked<()> {
        let limit = self.open.last().ok_or(InvalidCode)?.end;
        self.at += 1;
        let from = self.at;
        let target = from.checked_add(self.word()? as usize).ok_or(InvalidCode)?;
        jumps.push(self.emit(Inst::Jump(target as u32)));
        self.set_label();
        if self.at >= limit {
            return Err(InvalidCode);
        }
        if self.code[self.at] != op::FAILURE {
            let next = self.skip()?;
            alts.push(self.pc());
            let end = self.alternative_end(next)?;
            self.push(Construct::Branch { inst, alts, jumps, min_width }, end);
            return Ok(());
        }
        self.at += 1;
        // all alternatives lead to the same place: here
        if jumps.iter().any(|&j| !matches!(self.insts[j], Inst::Jump(to) if to as usize == self.at)) {
            return Err(InvalidCode);
        }
        let end = self.set_label();
        for j in jumps {
            self.insts[j] = Inst::Jump(end);
        }
        let first = self.alts.len() as u32;
        self.alts.extend(alts.into_iter().map(|pc| Alt { pc, first: First::ANYTHING }));
        self.insts[inst] = Inst::Branch { first, end: self.alts.len() as u32 };
        self.add_width(min_width);
        Ok(())
    }
}
