//! The backtracking machine: runs a [`Program`] over a text.
//!
//! All state is explicit, so depth costs memory (up to a limit) and never native stack, and a run can be left at any
//! step back and taken up again later, even over text that has moved meanwhile.
//!
//! Three stacks of words: *slots* hold what the pattern has found out (group marks, loop counters, barriers);
//! *choices* are the places to come back to; the *trail* remembers what slots held before they were overwritten, so
//! that coming back restores everything exactly.

use crate::program::Program;
use crate::single::run_length;
use crate::text::Unit;

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
pub(crate) const UNSET: usize = usize::MAX;
/// Steps between two calls of the hook.
const FUEL: isize = 1 << 16;
/// Entries of a stack that stay allocated between runs.
const KEPT: usize = 1 << 14;
/// How many scanned units cost one step.
pub(crate) const SCAN_SHIFT: u32 = 5;

/// A place to come back to.
#[derive(Clone, Copy)]
pub(crate) struct Choice {
    pub kind: ChoiceKind,
    /// Instruction, loop or alternative, as the kind says.
    pub index: u32,
    pub pos: usize,
    /// What else the kind needs.
    pub extra: usize,
    /// Height of the trail when the choice was made.
    pub trail: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ChoiceKind {
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
pub(crate) enum Ended {
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
    pub(crate) slots: Vec<usize>,
    pub(crate) choices: Vec<Choice>,
    pub(crate) trail: Vec<(u32, usize)>,
    limit: usize,
    pub(crate) fuel: isize,
    pub(crate) request: Request,
    phase: Phase,
    /// Start of the current attempt, and its current position.
    pub(crate) start: usize,
    pub(crate) pos: usize,
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
        // memory of an unusually deep run is not kept
        self.choices.shrink_to(KEPT);
        self.trail.shrink_to(KEPT);
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
    pub(crate) fn set(&mut self, slot: u32, value: usize) -> Result<(), Ended> {
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
    pub(crate) fn choose(&mut self, kind: ChoiceKind, index: u32, pos: usize, extra: usize) -> Result<(), Ended> {
        if self.choices.len() == self.choices.capacity() {
            self.check_memory()?;
        }
        self.choices.push(Choice { kind, index, pos, extra, trail: self.trail.len() });
        Ok(())
    }

    /// Pays for one iteration of a loop. When nothing is left, arranges that stepping back comes to `pc` again.
    #[inline(always)]
    pub(crate) fn pay(&mut self, pc: u32, pos: usize) -> Result<(), Ended> {
        self.fuel -= 1;
        if self.fuel > 0 {
            return Ok(());
        }
        self.choose(ChoiceKind::Goto, pc, pos, 0)?;
        Err(Ended::OutOfFuel)
    }

    #[cold]
    fn check_memory(&mut self) -> Result<(), Ended> {
        let bytes = self.choices.capacity() * size_of::<Choice>() + self.trail.capacity() * size_of::<(u32, usize)>();
        if bytes >= self.limit { Err(Ended::OutOfMemory) } else { Ok(()) }
    }

    #[inline]
    pub(crate) fn undo(&mut self, height: usize) {
        while self.trail.len() > height {
            if let Some((slot, old)) = self.trail.pop() {
                self.slots[slot as usize] = old;
            }
        }
    }

    /// Forgets the choices made since a barrier was set; what they would restore stays with older choices.
    pub(crate) fn cut(&mut self, barrier: u32) {
        self.choices.truncate(self.slots[barrier as usize]);
        if self.choices.is_empty() {
            self.trail.clear();
        }
    }
}

pub(crate) fn group_span(slots: &[usize], group: usize) -> Option<(usize, usize)> {
    match (slots[2 * group], slots[2 * group + 1]) {
        (UNSET, _) | (_, UNSET) => None,
        (from, to) if to < from => None,
        span => Some(span),
    }
}
