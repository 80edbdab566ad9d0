//! What the machine does where it has a choice: alternatives, repeats of one item, loops; and what it does when it
//! comes back to one. Each asks first what may follow, so that most choices are never made.

use crate::chars;
use crate::codes::Fold;
use crate::machine::{Choice, ChoiceKind, Ended, Machine, SCAN_SHIFT, group_span};
use crate::program::{Inst, Loop, Program, Rep};
use crate::single::{find_tail, is_firm, item_has, run_length};
use crate::text::{self, Unit};

impl Machine {
    /// Chooses the first alternative that may match here, and remembers the next one if there is any.
    #[inline]
    pub(crate) fn branch<U: Unit>(
        &mut self,
        program: &Program,
        text: &[U],
        pos: usize,
        first: u32,
        end: u32,
    ) -> Result<Option<u32>, Ended> {
        let alts = &program.alts[first as usize..end as usize];
        let Some(i) = alts.iter().position(|alt| text::may_begin(&alt.first, text, pos)) else {
            return Ok(None);
        };
        if let Some(j) = alts[i + 1..].iter().position(|alt| text::may_begin(&alt.first, text, pos)) {
            self.choose(ChoiceKind::Branch, first + (i + 1 + j) as u32, pos, end as usize)?;
        }
        Ok(Some(alts[i].pc))
    }

    pub(crate) fn next_alternative<U: Unit>(
        &mut self,
        program: &Program,
        text: &[U],
        choice: Choice,
    ) -> Option<(u32, usize)> {
        let i = choice.index as usize;
        let later = program.alts[i + 1..choice.extra].iter();
        match { later }.position(|alt| text::may_begin(&alt.first, text, choice.pos)) {
            Some(j) => {
                if let Some(top) = self.choices.last_mut() {
                    top.index = (i + 1 + j) as u32;
                }
            }
            None => {
                self.choices.pop();
            }
        }
        Some((program.alts[i].pc, choice.pos))
    }

    pub(crate) fn scan<U: Unit>(&mut self, program: &Program, rep: &Rep, text: &[U], pos: usize, max: usize) -> usize {
        let n = run_length(program, rep.item, text, pos, max);
        self.fuel -= (n >> SCAN_SHIFT) as isize;
        n
    }

    /// Takes as many as there are, then gives back until what follows may match.
    #[inline]
    pub(crate) fn rep_max<U: Unit>(
        &mut self,
        program: &Program,
        i: u32,
        pc: u32,
        text: &[U],
        pos: usize,
    ) -> Result<Option<usize>, Ended> {
        let rep = &program.reps[i as usize];
        let n = self.scan(program, rep, text, pos, rep.max);
        if n < rep.min {
            return Ok(None);
        }
        let (low, high) = (pos + rep.min, pos + n);
        if low == high || is_firm::<U>(rep) {
            return Ok(text::may_begin(&rep.tail, text, high).then_some(high));
        }
        let Some(at) = text::rfind_first(&rep.tail, text, low, high) else {
            return Ok(None);
        };
        if at > low {
            self.choose(ChoiceKind::RepMax, pc, at, low)?;
        }
        Ok(Some(at))
    }

    pub(crate) fn give_back<U: Unit>(&mut self, program: &Program, text: &[U], choice: Choice) -> Option<(u32, usize)> {
        let Inst::RepMax(i) = program.insts[choice.index as usize] else {
            return None;
        };
        let tail = &program.reps[i as usize].tail;
        let at = text::rfind_first(tail, text, choice.extra, choice.pos - 1);
        match (at, self.choices.last_mut()) {
            (Some(at), Some(top)) if at > choice.extra => top.pos = at,
            _ => {
                self.choices.pop();
            }
        }
        at.map(|at| (choice.index + 1, at))
    }

    /// Takes as few as needed, then more until what follows may match.
    #[inline]
    pub(crate) fn rep_min<U: Unit>(
        &mut self,
        program: &Program,
        i: u32,
        pc: u32,
        text: &[U],
        pos: usize,
    ) -> Result<Option<usize>, Ended> {
        let rep = &program.reps[i as usize];
        if is_firm::<U>(rep) {
            let n = self.scan(program, rep, text, pos, rep.max);
            let end = pos + n;
            return Ok((n >= rep.min && text::may_begin(&rep.tail, text, end)).then_some(end));
        }
        if self.scan(program, rep, text, pos, rep.min) < rep.min {
            return Ok(None);
        }
        let pos = pos + rep.min;
        let Some(n) = find_tail(program, rep, text, pos, rep.max - rep.min) else {
            return Ok(None);
        };
        self.fuel -= (n >> SCAN_SHIFT) as isize;
        let left = rep.max - rep.min - n;
        if left > 0 {
            self.choose(ChoiceKind::RepMin, pc, pos + n, left)?;
        }
        Ok(Some(pos + n))
    }

    pub(crate) fn take_more<U: Unit>(&mut self, program: &Program, text: &[U], choice: Choice) -> Option<(u32, usize)> {
        let Inst::RepMin(i) = program.insts[choice.index as usize] else {
            return None;
        };
        let rep = &program.reps[i as usize];
        let found = match text.get(choice.pos) {
            Some(&u) if item_has(program, rep.item, u) => {
                find_tail(program, rep, text, choice.pos + 1, choice.extra - 1).map(|n| n + 1)
            }
            _ => None,
        };
        self.fuel -= (found.unwrap_or(0) >> SCAN_SHIFT) as isize;
        match (found, self.choices.last_mut()) {
            (Some(n), Some(top)) if choice.extra > n => {
                top.pos = choice.pos + n;
                top.extra = choice.extra - n;
            }
            _ => {
                self.choices.pop();
            }
        }
        found.map(|n| (choice.index + 1, choice.pos + n))
    }

    /// Decides how a greedy loop goes on after `done` iterations. An optional iteration that would begin where the
    /// one before it began is not done.
    #[inline]
    pub(crate) fn iterate_max<U: Unit>(
        &mut self,
        l: &Loop,
        text: &[U],
        pos: usize,
        done: usize,
    ) -> Result<Option<u32>, Ended> {
        let (count, last) = (l.slots, l.slots + 1);
        if l.counted {
            if done < l.min {
                self.set(count, done)?;
                return Ok(Some(l.body));
            }
            if done >= l.max || pos == self.slots[last as usize] {
                return Ok(Some(l.tail));
            }
        }
        if !text::may_begin(&l.body_first, text, pos) {
            return Ok(Some(l.tail));
        }
        if text::may_begin(&l.tail_first, text, pos) {
            self.choose(ChoiceKind::Goto, l.tail, pos, 0)?;
        }
        if l.counted {
            self.set(count, done)?;
            self.set(last, pos)?;
        }
        Ok(Some(l.body))
    }

    /// The same for a lazy loop.
    #[inline]
    pub(crate) fn iterate_min<U: Unit>(
        &mut self,
        i: u32,
        l: &Loop,
        text: &[U],
        pos: usize,
        done: usize,
    ) -> Result<Option<u32>, Ended> {
        if done < l.min {
            self.set(l.slots, done)?;
            return Ok(Some(l.body));
        }
        let more = done < l.max && pos != self.slots[l.slots as usize + 1] && text::may_begin(&l.body_first, text, pos);
        if more {
            self.choose(ChoiceKind::LoopMin, i, pos, done)?;
        }
        Ok(text::may_begin(&l.tail_first, text, pos).then_some(l.tail))
    }

    /// The same for a possessive loop, whose iterations are each final once they have matched.
    pub(crate) fn iterate_possessive(&mut self, l: &Loop, pos: usize, done: usize) -> Result<u32, Ended> {
        let (count, last, barrier) = (l.slots, l.slots + 1, l.slots + 2);
        let height = self.choices.len();
        if done >= l.min {
            if done >= l.max || pos == self.slots[last as usize] {
                return Ok(l.tail);
            }
            self.choose(ChoiceKind::Goto, l.tail, pos, 0)?;
            self.set(last, pos)?;
        }
        self.set(barrier, height)?;
        self.set(count, done)?;
        Ok(l.body)
    }

    /// The length of what a group has matched, if the same is here.
    pub(crate) fn group_ref<U: Unit>(
        &mut self,
        program: &Program,
        text: &[U],
        pos: usize,
        group: u32,
        fold: Fold,
    ) -> Option<usize> {
        let (from, to) = group_span(&self.slots, group as usize)?;
        let found = text.get(from..to)?;
        let here = text.get(pos..)?.get(..found.len())?;
        self.fuel -= (found.len() >> SCAN_SHIFT) as isize;
        let folded = |u: U| chars::fold(u.into(), fold, program.chars);
        let same = match fold {
            Fold::Exact => found == here,
            _ => found.iter().zip(here).all(|(&a, &b)| a == b || folded(a) == folded(b)),
        };
        same.then_some(found.len())
    }
}
