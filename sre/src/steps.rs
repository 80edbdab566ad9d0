//! The dispatcher: one attempt at one start, instruction by instruction, and the way back when one fails.

use crate::machine::{ChoiceKind, Ended, Machine, Mode, UNSET, group_span};
use crate::program::{Inst, Program};
use crate::single::{at_holds, literal_at, local_has};
use crate::text::{self, Unit};

impl Machine {
    pub(crate) fn attempt<U: Unit>(&mut self, program: &Program, text: &[U], backtrack: bool) -> Ended {
        match self.steps(program, text, backtrack) {
            Ok(ended) | Err(ended) => ended,
        }
    }

    /// Runs one attempt to its end. With `backtrack`, takes up one that was left when it had to step back.
    fn steps<U: Unit>(&mut self, program: &Program, text: &[U], backtrack: bool) -> Result<Ended, Ended> {
        let insts = &program.insts[..];
        let mut pc = 0u32;
        let mut pos = self.pos;
        let mut stepping_back = backtrack;
        'run: loop {
            'fail: {
                if stepping_back {
                    stepping_back = false;
                    break 'fail;
                }
                match insts[pc as usize] {
                    Inst::Fail => break 'fail,
                    Inst::Success => {
                        let refused = match self.request.mode {
                            Mode::FullMatch => pos != text.len(),
                            _ => false,
                        };
                        let empty = self.request.must_advance && pos == self.request.pos && self.start == pos;
                        if refused || empty {
                            break 'fail;
                        }
                        self.pos = pos;
                        return Ok(Ended::Matched);
                    }
                    Inst::Any => match text.get(pos) {
                        Some(&u) if u.into() != u32::from(b'\n') => pos += 1,
                        _ => break 'fail,
                    },
                    Inst::AnyAll => {
                        if pos >= text.len() {
                            break 'fail;
                        }
                        pos += 1;
                    }
                    Inst::Lit(c) => match text.get(pos) {
                        Some(&u) if u.into() == c => pos += 1,
                        _ => break 'fail,
                    },
                    Inst::NotLit(c) => match text.get(pos) {
                        Some(&u) if u.into() != c => pos += 1,
                        _ => break 'fail,
                    },
                    Inst::Set(i) => match text.get(pos) {
                        Some(&u) if text::in_set(&program.sets[i as usize], u, program.chars) => pos += 1,
                        _ => break 'fail,
                    },
                    Inst::Local(i) => match text.get(pos) {
                        Some(&u) if local_has(&program.locals[i as usize], u.into(), program.chars) => pos += 1,
                        _ => break 'fail,
                    },
                    Inst::Str { at, len } => {
                        if !literal_at(program, at as usize, len as usize, text, pos) {
                            break 'fail;
                        }
                        pos += len as usize;
                    }
                    Inst::At(at) => {
                        if !at_holds(at, text, pos, program.chars) {
                            break 'fail;
                        }
                    }
                    Inst::Mark(mark) => {
                        self.set(mark, pos)?;
                        if mark & 1 == 1 {
                            self.set(2 * program.groups, mark as usize / 2 + 1)?;
                        }
                    }
                    Inst::Jump(to) => {
                        pc = to;
                        continue 'run;
                    }
                    Inst::Branch { first, end } => match self.branch(program, text, pos, first, end)? {
                        Some(to) => {
                            pc = to;
                            continue 'run;
                        }
                        None => break 'fail,
                    },
                    Inst::GroupRef { group, fold } => match self.group_ref(program, text, pos, group, fold) {
                        Some(len) => pos += len,
                        None => break 'fail,
                    },
                    Inst::GroupExists { group, otherwise } => {
                        if group_span(&self.slots, group as usize).is_none() {
                            pc = otherwise;
                            continue 'run;
                        }
                    }
                    Inst::Assert(i) => {
                        let assert = &program.asserts[i as usize];
                        if pos < assert.back {
                            break 'fail;
                        }
                        self.set(assert.slot, self.choices.len())?;
                        self.set(assert.slot + 1, pos)?;
                        pos -= assert.back;
                    }
                    Inst::AssertEnd(i) => {
                        let slot = program.asserts[i as usize].slot;
                        self.cut(slot);
                        pos = self.slots[slot as usize + 1];
                    }
                    Inst::AssertNot(i) => {
                        let assert = &program.asserts[i as usize];
                        if pos < assert.back {
                            pc = assert.then;
                            continue 'run;
                        }
                        self.set(assert.slot, self.choices.len())?;
                        self.choose(ChoiceKind::Goto, assert.then, pos, 0)?;
                        pos -= assert.back;
                    }
                    Inst::AssertNotEnd(i) => {
                        let barrier = self.slots[program.asserts[i as usize].slot as usize];
                        let height = self.choices[barrier].trail;
                        self.undo(height);
                        self.choices.truncate(barrier);
                        break 'fail;
                    }
                    Inst::Atomic(slot) => self.set(slot, self.choices.len())?,
                    Inst::AtomicEnd(slot) => self.cut(slot),
                    Inst::RepMax(i) => match self.rep_max(program, i, pc, text, pos)? {
                        Some(to) => pos = to,
                        None => break 'fail,
                    },
                    Inst::RepMin(i) => match self.rep_min(program, i, pc, text, pos)? {
                        Some(to) => pos = to,
                        None => break 'fail,
                    },
                    Inst::RepPossessive(i) => {
                        let rep = &program.reps[i as usize];
                        let n = self.scan(program, rep, text, pos, rep.max);
                        if n < rep.min {
                            break 'fail;
                        }
                        pos += n;
                    }
                    Inst::Loop(i) => {
                        let l = &program.loops[i as usize];
                        if l.counted {
                            self.set(l.slots + 1, UNSET)?;
                        } else if l.min > 0 {
                            pc = l.body;
                            continue 'run;
                        }
                        let next = match insts[l.tail as usize - 1] {
                            Inst::UntilMin(_) => self.iterate_min(i, l, text, pos, 0)?,
                            _ => self.iterate_max(l, text, pos, 0)?,
                        };
                        match next {
                            Some(to) => {
                                pc = to;
                                continue 'run;
                            }
                            None => break 'fail,
                        }
                    }
                    Inst::UntilMax(i) => {
                        self.pay(pc, pos)?;
                        let l = &program.loops[i as usize];
                        let done = if l.counted { self.slots[l.slots as usize] + 1 } else { 0 };
                        match self.iterate_max(l, text, pos, done)? {
                            Some(to) => {
                                pc = to;
                                continue 'run;
                            }
                            None => break 'fail,
                        }
                    }
                    Inst::UntilMin(i) => {
                        self.pay(pc, pos)?;
                        let l = &program.loops[i as usize];
                        let done = self.slots[l.slots as usize] + 1;
                        match self.iterate_min(i, l, text, pos, done)? {
                            Some(to) => {
                                pc = to;
                                continue 'run;
                            }
                            None => break 'fail,
                        }
                    }
                    Inst::Possessive(i) => {
                        let l = &program.loops[i as usize];
                        self.set(l.slots + 1, UNSET)?;
                        pc = self.iterate_possessive(l, pos, 0)?;
                        continue 'run;
                    }
                    Inst::PossessiveEnd(i) => {
                        self.pay(pc, pos)?;
                        let l = &program.loops[i as usize];
                        self.cut(l.slots + 2);
                        let done = self.slots[l.slots as usize] + 1;
                        pc = self.iterate_possessive(l, pos, done)?;
                        continue 'run;
                    }
                }
                pc += 1;
                continue 'run;
            }

            // step back to the latest choice that has something left
            self.fuel -= 1;
            if self.fuel <= 0 {
                return Ok(Ended::OutOfFuel);
            }
            let Some(&choice) = self.choices.last() else {
                return Ok(Ended::Failed);
            };
            self.undo(choice.trail);
            let next = match choice.kind {
                ChoiceKind::Goto => {
                    self.choices.pop();
                    Some((choice.index, choice.pos))
                }
                ChoiceKind::Branch => self.next_alternative(program, text, choice),
                ChoiceKind::RepMax => self.give_back(program, text, choice),
                ChoiceKind::RepMin => self.take_more(program, text, choice),
                ChoiceKind::LoopMin => {
                    self.choices.pop();
                    let l = &program.loops[choice.index as usize];
                    self.set(l.slots, choice.extra)?;
                    self.set(l.slots + 1, choice.pos)?;
                    Some((l.body, choice.pos))
                }
            };
            match next {
                Some((to, at)) => (pc, pos) = (to, at),
                None => stepping_back = true,
            }
        }
    }
}
