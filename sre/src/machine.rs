//! The backtracking machine: runs a [`Program`] over a text.
//!
//! All state is explicit, so depth costs memory (up to a limit) and never native stack, and a run can be left at any
//! step back and taken up again later, even over text that has moved meanwhile.
//!
//! Three stacks of words: *slots* hold what the pattern has found out (group marks, loop counters, barriers);
//! *choices* are the places to come back to; the *trail* remembers what slots held before they were overwritten, so
//! that coming back restores everything exactly.

use crate::chars::{self, CharTable};
use crate::codes::{At, Fold, Words};
use crate::program::{Inst, Item, Local, Loop, Program, Rep};
use crate::text::{self, Unit};

/// What kind of match is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// At the given position.
    Match,
    /// At the given position and up to the end of the text.
    FullMatch,
    /// At the first position where there is one.
    Search,
}

/// A match to look for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    pub mode: Mode,
    /// Where to start; what lies before it is visible to look-behind.
    pub pos: usize,
    /// A match at `pos` must not be empty (the one before it was, and ended there).
    pub must_advance: bool,
}

impl Request {
    pub fn new(mode: Mode, pos: usize) -> Request {
        Request { mode, pos, must_advance: false }
    }

    /// The request for what follows a match with this span, as `finditer` and `sub` proceed.
    pub fn after(self, span: (usize, usize)) -> Request {
        Request { pos: span.1, must_advance: span.0 == span.1, ..self }
    }
}

/// Why a run ended without an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The hook asked for it; `run` again to go on.
    Interrupted,
    /// The stacks have reached their limit.
    OutOfMemory,
}

/// What the hook returns to leave a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interrupted;

/// "No position": a mark that is not set.
const UNSET: usize = usize::MAX;
/// Steps between two calls of the hook.
const FUEL: isize = 1 << 16;
/// How many scanned units cost one step.
const SCAN_SHIFT: u32 = 5;

/// A place to come back to.
#[derive(Clone, Copy)]
struct Choice {
    kind: ChoiceKind,
    /// Instruction, loop or alternative, as the kind says.
    index: u32,
    pos: usize,
    /// What else the kind needs.
    extra: usize,
    /// Height of the trail when the choice was made.
    trail: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum ChoiceKind {
    /// Go on at `index`.
    Goto,
    /// Next alternative: `index`, of those before `extra`.
    Branch,
    /// Give back one unit of the repeat at `index`, down to `extra`.
    RepMax,
    /// Take one more unit of the repeat at `index`, `extra` at most.
    RepMin,
    /// Do one more iteration of loop `index`, `extra` are done.
    LoopMin,
}

/// How an attempt ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ended {
    Matched,
    Failed,
    OutOfFuel,
    OutOfMemory,
}

/// Where a run stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// The next attempt starts at `pos` or later.
    Seek,
    /// An attempt was left when it had to step back.
    Backtrack,
    Done,
}

/// A machine with the stacks of one match; reusable for any number of them, with any programs.
pub struct Machine {
    slots: Vec<usize>,
    choices: Vec<Choice>,
    trail: Vec<(u32, usize)>,
    limit: usize,
    fuel: isize,
    request: Request,
    phase: Phase,
    /// Start of the current attempt, and its current position.
    start: usize,
    pos: usize,
    /// Some slot may differ from its initial value.
    dirty: bool,
    groups: usize,
}

impl Machine {
    /// A machine whose stacks may grow to about `limit` bytes.
    pub fn new(limit: usize) -> Machine {
        Machine {
            slots: Vec::new(),
            choices: Vec::new(),
            trail: Vec::new(),
            limit,
            fuel: FUEL,
            request: Request::new(Mode::Match, 0),
            phase: Phase::Done,
            start: 0,
            pos: 0,
            dirty: false,
            groups: 0,
        }
    }

    /// Prepares for a run of `program`.
    pub fn start(&mut self, program: &Program, request: Request) {
        self.slots.clear();
        self.slots.resize(program.slots, UNSET);
        self.groups = program.groups as usize;
        self.choices.clear();
        self.trail.clear();
        self.dirty = false;
        self.request = request;
        self.start = request.pos;
        self.pos = request.pos;
        self.phase = Phase::Seek;
    }

    /// Runs until the request is answered. `text` ends where the match must end at the latest; `hook` is called
    /// every so many steps. After [`Stop::Interrupted`], call again with the same program and text to go on.
    pub fn run<U: Unit>(
        &mut self,
        program: &Program,
        text: &[U],
        hook: &mut dyn FnMut() -> Result<(), Interrupted>,
    ) -> Result<bool, Stop> {
        loop {
            if self.phase == Phase::Seek && !self.seek(program, text) {
                self.phase = Phase::Done;
            }
            let ended = match self.phase {
                Phase::Done => return Ok(false),
                Phase::Seek => self.attempt(program, text, false),
                Phase::Backtrack => self.attempt(program, text, true),
            };
            match ended {
                Ended::Matched => {
                    self.phase = Phase::Done;
                    return Ok(true);
                }
                Ended::Failed => self.next_start(program, text),
                Ended::OutOfFuel => self.phase = Phase::Backtrack,
                Ended::OutOfMemory => {
                    self.phase = Phase::Done;
                    self.release();
                    return Err(Stop::OutOfMemory);
                }
            }
            if self.fuel <= 0 {
                self.fuel = FUEL;
                hook().map_err(|Interrupted| Stop::Interrupted)?;
            }
        }
    }

    /// The span of the match that was found.
    pub fn span(&self) -> (usize, usize) {
        (self.start, self.pos)
    }

    /// The span of a group (counted from 0) in the match that was found.
    pub fn group(&self, group: usize) -> Option<(usize, usize)> {
        if group >= self.groups {
            return None;
        }
        group_span(&self.slots, group)
    }

    /// The group (counted from 1) that was closed last.
    pub fn last_group(&self) -> Option<usize> {
        self.slots.get(2 * self.groups).copied().filter(|&g| g != UNSET)
    }

    /// Gives memory back after an unusually deep run.
    fn release(&mut self) {
        self.choices = Vec::new();
        self.trail = Vec::new();
    }

    /// Moves to the next place where a match may start; false if there is none.
    fn seek<U: Unit>(&mut self, program: &Program, text: &[U]) -> bool {
        let Some(last) = text.len().checked_sub(program.min_width) else {
            return false;
        };
        if self.request.mode == Mode::Search {
            match program.plan.next(text, self.start) {
                Some(start) => {
                    self.fuel -= ((start - self.start) >> SCAN_SHIFT) as isize;
                    self.start = start;
                }
                None => return false,
            }
        }
        self.pos = self.start;
        self.start <= last
    }

    /// After a failed attempt.
    fn next_start<U: Unit>(&mut self, program: &Program, text: &[U]) {
        self.fuel -= 1;
        if self.request.mode != Mode::Search {
            self.phase = Phase::Done;
            return;
        }
        self.phase = Phase::Seek;
        let held_back = self.request.must_advance && self.start == self.request.pos;
        let run = match program.lead {
            Some(rep) if !held_back => {
                run_length(program, program.reps[rep as usize].item, text, self.start, usize::MAX)
            }
            _ => 0,
        };
        self.fuel -= (run >> SCAN_SHIFT) as isize;
        self.start += run.max(1);
        if self.dirty {
            self.slots.fill(UNSET);
            self.dirty = false;
        }
        self.trail.clear();
    }

    // --- stacks ---

    #[inline(always)]
    fn set(&mut self, slot: u32, value: usize) -> Result<(), Ended> {
        // without a choice there is nothing to come back to
        if !self.choices.is_empty() {
            if self.trail.len() == self.trail.capacity() {
                self.check_memory()?;
            }
            self.trail.push((slot, self.slots[slot as usize]));
        }
        self.dirty = true;
        self.slots[slot as usize] = value;
        Ok(())
    }

    #[inline(always)]
    fn choose(&mut self, kind: ChoiceKind, index: u32, pos: usize, extra: usize) -> Result<(), Ended> {
        if self.choices.len() == self.choices.capacity() {
            self.check_memory()?;
        }
        self.choices.push(Choice { kind, index, pos, extra, trail: self.trail.len() });
        Ok(())
    }

    #[cold]
    fn check_memory(&mut self) -> Result<(), Ended> {
        let bytes = self.choices.capacity() * size_of::<Choice>() + self.trail.capacity() * size_of::<(u32, usize)>();
        if bytes >= self.limit { Err(Ended::OutOfMemory) } else { Ok(()) }
    }

    #[inline]
    fn undo(&mut self, height: usize) {
        while self.trail.len() > height {
            if let Some((slot, old)) = self.trail.pop() {
                self.slots[slot as usize] = old;
            }
        }
    }

    /// Forgets the choices made since a barrier was set; what they would restore stays with older choices.
    fn cut(&mut self, barrier: u32) {
        self.choices.truncate(self.slots[barrier as usize]);
        if self.choices.is_empty() {
            self.trail.clear();
        }
    }

    // --- running ---

    fn attempt<U: Unit>(&mut self, program: &Program, text: &[U], backtrack: bool) -> Ended {
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

    /// Chooses the first alternative that may match here, and remembers the next one if there is any.
    #[inline]
    fn branch<U: Unit>(
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

    fn next_alternative<U: Unit>(&mut self, program: &Program, text: &[U], choice: Choice) -> Option<(u32, usize)> {
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

    fn scan<U: Unit>(&mut self, program: &Program, rep: &Rep, text: &[U], pos: usize, max: usize) -> usize {
        let n = run_length(program, rep.item, text, pos, max);
        self.fuel -= (n >> SCAN_SHIFT) as isize;
        n
    }

    /// Takes as many as there are, then gives back until what follows may match.
    #[inline]
    fn rep_max<U: Unit>(
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

    fn give_back<U: Unit>(&mut self, program: &Program, text: &[U], choice: Choice) -> Option<(u32, usize)> {
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
    fn rep_min<U: Unit>(
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

    fn take_more<U: Unit>(&mut self, program: &Program, text: &[U], choice: Choice) -> Option<(u32, usize)> {
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
    fn iterate_max<U: Unit>(&mut self, l: &Loop, text: &[U], pos: usize, done: usize) -> Result<Option<u32>, Ended> {
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
    fn iterate_min<U: Unit>(
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
    fn iterate_possessive(&mut self, l: &Loop, pos: usize, done: usize) -> Result<u32, Ended> {
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
    fn group_ref<U: Unit>(
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

fn group_span(slots: &[usize], group: usize) -> Option<(usize, usize)> {
    match (slots[2 * group], slots[2 * group + 1]) {
        (UNSET, _) | (_, UNSET) => None,
        (from, to) if to < from => None,
        span => Some(span),
    }
}

#[inline(always)]
fn is_firm<U: Unit>(rep: &Rep) -> bool {
    if U::NARROW { rep.firm8 } else { rep.firm }
}

#[inline(always)]
fn item_has<U: Unit>(program: &Program, item: Item, unit: U) -> bool {
    match item {
        Item::Any => unit.into() != u32::from(b'\n'),
        Item::AnyAll => true,
        Item::Lit(c) => unit.into() == c,
        Item::NotLit(c) => unit.into() != c,
        Item::Set(i) => text::in_set(&program.sets[i as usize], unit, program.chars),
        Item::Local(i) => local_has(&program.locals[i as usize], unit.into(), program.chars),
    }
}

/// How many units from `pos` on match `item`, `max` at most.
#[inline]
fn run_length<U: Unit>(program: &Program, item: Item, text: &[U], pos: usize, max: usize) -> usize {
    let rest = &text[pos..];
    let rest = if max < rest.len() { &rest[..max] } else { rest };
    let run = |is: &dyn Fn(U) -> bool| -> Option<usize> { rest.iter().position(|&u| !is(u)) };
    let end = match item {
        Item::AnyAll => None,
        Item::Any => U::of(u32::from(b'\n')).and_then(|newline| U::find(rest, newline)),
        Item::NotLit(c) => U::of(c).and_then(|c| U::find(rest, c)),
        Item::Lit(c) => match U::of(c) {
            Some(c) => rest.iter().position(|&u| u != c),
            None => Some(0),
        },
        Item::Set(i) => {
            let set = &program.sets[i as usize];
            rest.iter().position(|&u| !text::in_set(set, u, program.chars))
        }
        Item::Local(i) => {
            let local = &program.locals[i as usize];
            run(&|u| local_has(local, u.into(), program.chars))
        }
    };
    end.unwrap_or(rest.len())
}

/// How many units of a lazy repeat to take from `pos` on, `max` at most, until what follows may match.
fn find_tail<U: Unit>(program: &Program, rep: &Rep, text: &[U], pos: usize, max: usize) -> Option<usize> {
    let limit = max.min(text.len() - pos);
    let single = rep.tail.single().and_then(|c| U::of(u32::from(c)));
    let n = match (rep.item, single) {
        (Item::AnyAll, Some(c)) => return U::find(&text[pos..], c).filter(|&n| n <= limit),
        (Item::Any, Some(c)) => {
            let n = U::find2(&text[pos..], c, U::of(u32::from(b'\n'))?)?;
            return (n <= limit && text[pos + n] == c).then_some(n);
        }
        _ => {
            let mut n = 0;
            while !text::may_begin(&rep.tail, text, pos + n) {
                if n == limit || !item_has(program, rep.item, text[pos + n]) {
                    return None;
                }
                n += 1;
            }
            n
        }
    };
    Some(n)
}

#[inline(always)]
fn literal_at<U: Unit>(program: &Program, at: usize, len: usize, text: &[U], pos: usize) -> bool {
    let Some(here) = text.get(pos..).and_then(|rest| rest.get(..len)) else {
        return false;
    };
    program.literals[at..at + len].iter().zip(here).all(|(&c, &u)| u.into() == c)
}

fn local_has(local: &Local, c: u32, chars: &CharTable) -> bool {
    match local {
        Local::Literal { unit, negated } => {
            let same = c == *unit || chars::locale_lower(c, chars) == *unit || chars::locale_upper(c, chars) == *unit;
            same != *negated
        }
        Local::Set { words, ignore_case: false } => words.has(c, chars),
        Local::Set { words, ignore_case: true } => {
            let (lower, upper) = (chars::locale_lower(c, chars), chars::locale_upper(c, chars));
            words.has(lower, chars) || upper != lower && words.has(upper, chars)
        }
    }
}

fn at_holds<U: Unit>(at: At, text: &[U], pos: usize, chars: &CharTable) -> bool {
    let newline = |i: usize| text.get(i).is_some_and(|&u| u.into() == u32::from(b'\n'));
    match at {
        At::Beginning | At::BeginningString => pos == 0,
        At::BeginningLine => pos == 0 || newline(pos - 1),
        At::End => pos == text.len() || pos + 1 == text.len() && newline(pos),
        At::EndLine => pos == text.len() || newline(pos),
        At::EndString => pos == text.len(),
        At::Boundary(words) => is_boundary(words, text, pos, chars),
        At::NonBoundary(words) => !is_boundary(words, text, pos, chars),
    }
}

fn is_boundary<U: Unit>(words: Words, text: &[U], pos: usize, chars: &CharTable) -> bool {
    let word = |i: usize| text.get(i).is_some_and(|&u| chars::is_word(u.into(), words, chars));
    (pos > 0 && word(pos - 1)) != word(pos)
}
