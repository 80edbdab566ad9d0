//! Along every path, exception edges included: is each temporary written before it is read, and below the height where it must be?
//!
//! The state before an instruction is the set of registers that surely hold a value of this frame (perhaps "unset"). Function and
//! locals always do. While an instruction runs, everything from its height on is dead; so after it the set is what
//! lay below the height, and what it wrote. Sets only shrink where paths meet, so the iteration ends.

use super::effects::{self, Flow, Run};
use super::{Fault, at};
use crate::bytecode::{Code, Ins};

/// A set of temporaries, as bits.
type Written = [u64];

fn insert(set: &mut Written, temporary: usize) {
    set[temporary / 64] |= 1 << (temporary % 64);
}

fn contains(set: &Written, temporary: usize) -> bool {
    set[temporary / 64] >> (temporary % 64) & 1 != 0
}

/// Forgets everything from `limit` on.
fn truncate(set: &mut Written, limit: usize) {
    let word = limit / 64;
    if let Some(partial) = set.get_mut(word) {
        *partial &= (1 << (limit % 64)) - 1;
        set[word + 1..].fill(0);
    }
}

/// Keeps what both have; whether that changed anything.
fn meet(mine: &mut Written, theirs: &Written) -> bool {
    let mut changed = false;
    for (mine, theirs) in mine.iter_mut().zip(theirs) {
        changed |= *mine & !theirs != 0;
        *mine &= theirs;
    }
    changed
}

struct Analysis<'c> {
    code: &'c Code,
    /// The first temporary.
    base: usize,
    /// Words per set.
    words: usize,
    /// The height of every instruction.
    heights: Vec<u16>,
    /// The innermost exception entry of every instruction.
    handlers: Vec<Option<u32>>,
    /// The state on entry to every instruction that `reached` says control comes to.
    states: Vec<u64>,
    reached: Vec<bool>,
    /// Instructions whose state shrank, and whether each is in the list.
    pending: Vec<usize>,
    waits: Vec<bool>,
}

pub fn check(code: &Code) -> Result<(), Fault> {
    let (pc, end) = Analysis::of(code)?.unwritten();
    if end > code.zeroed {
        return Err(at(pc, format!("r{} may hold anything, and is not zeroed", end - 1)));
    }
    Ok(())
}

/// What [`Code::zeroed`] is to be.
///
/// # Errors
/// If the code is wrong otherwise.
pub fn to_be_zeroed(code: &Code) -> Result<u16, Fault> {
    Ok(Analysis::of(code)?.unwritten().1.max(code.first_temporary()))
}

impl Analysis<'_> {
    /// The contents of all temporaries along all paths.
    fn of(code: &Code) -> Result<Analysis<'_>, Fault> {
        let base = code.locals.len() + 1;
        let words = (usize::from(code.registers) - base).div_ceil(64);
        let count = code.instructions.len();
        let mut analysis = Analysis {
            code,
            base,
            words,
            heights: heights(code),
            handlers: handlers(code),
            states: vec![0; words * count],
            reached: vec![false; count],
            pending: Vec::new(),
            waits: vec![false; count],
        };
        analysis.reach(0, &vec![0; words]);
        while let Some(pc) = analysis.pending.pop() {
            analysis.waits[pc] = false;
            analysis.run_from(pc)?;
        }
        Ok(analysis)
    }

    /// Where a frame may pause with a temporary below the height that has not been written on all paths: the end of these
    /// registers, and an instruction that is concerned.
    fn unwritten(&self) -> (usize, u16) {
        let mut found = (0, self.code.first_temporary());
        for (pc, &ins) in self.code.instructions.iter().enumerate() {
            if !self.reached[pc] || !effects::may_pause(ins) {
                continue;
            }
            let state = &self.states[pc * self.words..][..self.words];
            let last = (0..self.height(pc)).rev().find(|&temporary| !contains(state, temporary));
            let end = last.map_or(0, |temporary| (self.base + temporary + 1) as u16);
            if end > found.1 {
                found = (pc, end);
            }
        }
        found
    }
}

fn heights(code: &Code) -> Vec<u16> {
    let mut heights = vec![code.registers; code.instructions.len()];
    for (index, entry) in code.heights.iter().enumerate() {
        let end = code.heights.get(index + 1).map_or(heights.len(), |next| next.pc as usize);
        heights[entry.pc as usize..end].fill(entry.height);
    }
    heights
}

fn handlers(code: &Code) -> Vec<Option<u32>> {
    let mut handlers = vec![None; code.instructions.len()];
    for (index, entry) in code.exceptions.iter().enumerate().rev() {
        handlers[entry.start as usize..entry.end as usize].fill(Some(index as u32));
    }
    handlers
}

impl Analysis<'_> {
    /// Control may come to `pc` with this state.
    fn reach(&mut self, pc: usize, state: &Written) {
        let known = &mut self.states[pc * self.words..][..self.words];
        let changed = if self.reached[pc] {
            meet(known, state)
        } else {
            known.copy_from_slice(state);
            true
        };
        self.reached[pc] = true;
        if changed && !self.waits[pc] {
            self.waits[pc] = true;
            self.pending.push(pc);
        }
    }

    /// Follows straight-line code until it ends or meets code reached before.
    fn run_from(&mut self, start: usize) -> Result<(), Fault> {
        let mut state = self.states[start * self.words..][..self.words].to_vec();
        let mut pc = start;
        loop {
            let ins = self.code.instructions[pc];
            self.check_reads(pc, ins, &state)?;
            self.raise(pc, &state);
            truncate(&mut state, self.height(pc));
            let next = pc + 1;
            if effects::flow(ins) == Flow::Iterate {
                self.reach(next, &state);
            }
            self.write(ins, &mut state);
            match effects::flow(ins) {
                Flow::Stop => return Ok(()),
                Flow::Jump(distance) | Flow::JumpOrRaise(distance) => {
                    self.reach(target(next, distance), &state);
                    return Ok(());
                }
                Flow::Branch(distance) => self.reach(target(next, distance), &state),
                Flow::Iterate => {
                    self.reach(next + 1, &state);
                    return Ok(());
                }
                Flow::Next => {}
            }
            if self.reached[next] {
                self.reach(next, &state);
                return Ok(());
            }
            self.reached[next] = true;
            self.states[next * self.words..][..self.words].copy_from_slice(&state);
            pc = next;
        }
    }

    /// The height at `pc`, counted in temporaries.
    fn height(&self, pc: usize) -> usize {
        usize::from(self.heights[pc]) - self.base
    }

    fn check_reads(&self, pc: usize, ins: Ins, state: &Written) -> Result<(), Fault> {
        let window = effects::call_window(ins);
        if let Some(window) = window
            && self.heights[pc] != window
        {
            return Err(at(pc, format!("a call with window {window} and height {}", self.heights[pc])));
        }
        let mut fault = None;
        effects::reads(ins, |run: Run| {
            for register in run.start..run.end() {
                let Some(temporary) = (register as usize).checked_sub(self.base) else { continue };
                if !contains(state, temporary) {
                    fault = Some(at(pc, format!("{} reads r{register}, not written on all paths", ins.op().name())));
                } else if window.is_none_or(|window| register < window.into()) && register >= self.heights[pc].into() {
                    fault = Some(at(
                        pc,
                        format!("{} reads r{register} above height {}", ins.op().name(), self.heights[pc]),
                    ));
                }
            }
        });
        fault.map_or(Ok(()), Err)
    }

    fn write(&self, ins: Ins, state: &mut Written) {
        effects::writes(ins, |run| {
            for register in run.start..run.end() {
                if let Some(temporary) = (register as usize).checked_sub(self.base) {
                    insert(state, temporary);
                }
            }
        });
    }

    /// The instruction at `pc` may raise: its innermost handler may be entered.
    fn raise(&mut self, pc: usize, state: &Written) {
        let Some(entry) = self.handlers[pc].map(|index| self.code.exceptions[index as usize]) else { return };
        let mut state = state.to_vec();
        truncate(&mut state, self.height(pc).min(usize::from(entry.height) - self.base));
        insert(&mut state, usize::from(entry.exception) - self.base);
        self.reach(entry.target as usize, &state);
    }
}

fn target(next: usize, distance: i32) -> usize {
    (next as i64 + i64::from(distance)) as usize
}
