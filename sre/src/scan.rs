//! Going through a text match by match, and replacing what matches.

use crate::machine::{Interrupted, Machine, Request, Stop};
use crate::program::Program;
use crate::text::Unit;

/// The matches of a pattern in a text, one after the other. Owns its machine, so it can wait between two matches, or
/// in the middle of one, for as long as it takes.
pub struct Scan {
    machine: Machine,
    request: Request,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Between,
    /// A run was interrupted.
    Inside,
    Done,
}

impl Scan {
    pub fn new(machine: Machine, request: Request) -> Scan {
        Scan { machine, request, state: State::Between }
    }

    /// Looks for the next match; once there is none, there will be none. After [`Stop::Interrupted`], call again.
    pub fn next<U: Unit>(
        &mut self,
        program: &Program,
        text: &[U],
        hook: &mut dyn FnMut() -> Result<(), Interrupted>,
    ) -> Result<bool, Stop> {
        match self.state {
            State::Done => return Ok(false),
            State::Between => self.machine.start(program, self.request),
            State::Inside => {}
        }
        self.state = State::Inside;
        let found = match self.machine.run(program, text, hook) {
            Ok(found) => found,
            Err(Stop::Interrupted) => return Err(Stop::Interrupted),
            Err(stop) => {
                self.state = State::Done;
                return Err(stop);
            }
        };
        self.state = if found { State::Between } else { State::Done };
        if found {
            self.request = self.request.after(self.machine.span());
        }
        Ok(found)
    }

    /// A run was interrupted: the next call goes on with it, whatever mode is set meanwhile.
    pub fn is_interrupted(&self) -> bool {
        self.state == State::Inside
    }

    /// How the next match is looked for.
    pub fn set_mode(&mut self, mode: crate::machine::Mode) {
        self.request.mode = mode;
    }

    /// The machine, to ask for the latest match.
    pub fn machine(&self) -> &Machine {
        &self.machine
    }

    pub fn into_machine(self) -> Machine {
        self.machine
    }
}

/// What replaces a match: text, then any number of groups, each followed by text.
#[derive(Clone, Debug, Default)]
pub struct Template {
    /// All pieces of text, one after the other.
    text: Vec<u32>,
    /// Length of the first piece.
    head: usize,
    /// A group (0: the whole match) and the length of the text after it.
    parts: Vec<(u32, usize)>,
}

impl Template {
    pub fn new(head: impl IntoIterator<Item = u32>) -> Template {
        let text: Vec<u32> = head.into_iter().collect();
        Template { head: text.len(), text, parts: Vec::new() }
    }

    pub fn push(&mut self, group: u32, text: impl IntoIterator<Item = u32>) {
        let before = self.text.len();
        self.text.extend(text);
        self.parts.push((group, self.text.len() - before));
    }

    /// The text, if no group is mentioned.
    pub fn plain(&self) -> Option<&[u32]> {
        if self.parts.is_empty() { Some(&self.text) } else { None }
    }

    fn largest_unit(&self) -> u32 {
        self.text.iter().copied().max().unwrap_or(0)
    }

    /// The largest group mentioned.
    pub fn largest_group(&self) -> u32 {
        self.parts.iter().map(|&(group, _)| group).max().unwrap_or(0)
    }

    /// Appends the template filled in with a match, whose groups `span` gives (0: all of it).
    pub fn expand<U: Unit>(&self, text: &[U], span: impl Fn(u32) -> Option<(usize, usize)>, out: &mut Output) {
        let mut pieces = &self.text[..];
        let mut piece = |len: usize| {
            let (piece, rest) = pieces.split_at(len);
            pieces = rest;
            piece
        };
        out.push(piece(self.head));
        for &(group, len) in &self.parts {
            if let Some(found) = span(group).and_then(|(from, to)| text.get(from..to)) {
                out.push(found);
            }
            out.push(piece(len));
        }
    }
}

/// Text that is being put together, in a width that was enough for all that can come.
#[derive(Debug, PartialEq, Eq)]
pub enum Output {
    One(Vec<u8>),
    Two(Vec<u16>),
    Four(Vec<u32>),
}

impl Output {
    /// Room for units of type `U` and for what `template` contains.
    pub fn for_text<U: Unit>(template: &Template) -> Output {
        match template.largest_unit() {
            0..=0xff if size_of::<U>() == 1 => Output::One(Vec::new()),
            0..=0xffff if size_of::<U>() <= 2 => Output::Two(Vec::new()),
            _ => Output::Four(Vec::new()),
        }
    }

    /// Appends units, none of which is too wide.
    pub fn push<U: Unit>(&mut self, units: &[U]) {
        match self {
            Output::One(out) => match U::narrow(units) {
                Some(units) => out.extend_from_slice(units),
                None => out.extend(units.iter().map(|&u| u.into() as u8)),
            },
            Output::Two(out) => out.extend(units.iter().map(|&u| u.into() as u16)),
            Output::Four(out) => out.extend(units.iter().map(|&u| u.into())),
        }
    }
}

/// A text in which matches are being replaced.
pub struct Substitution {
    scan: Scan,
    out: Output,
    /// Up to where the text is copied or replaced.
    copied: usize,
    /// How many may still be replaced.
    left: usize,
    made: usize,
}

impl Substitution {
    /// Replaces `limit` matches at most.
    pub fn new<U: Unit>(machine: Machine, template: &Template, limit: usize) -> Substitution {
        let request = Request::new(crate::machine::Mode::Search, 0);
        let out = Output::for_text::<U>(template);
        Substitution { scan: Scan::new(machine, request), out, copied: 0, left: limit, made: 0 }
    }

    /// Replaces some more matches, `budget` at most; true when there is nothing left to do. Text, program and
    /// template must be the same each time. After [`Stop::Interrupted`], call again.
    pub fn advance<U: Unit>(
        &mut self,
        program: &Program,
        text: &[U],
        template: &Template,
        budget: usize,
        hook: &mut dyn FnMut() -> Result<(), Interrupted>,
    ) -> Result<bool, Stop> {
        for _ in 0..budget {
            if self.left == 0 || !self.scan.next(program, text, hook)? {
                self.out.push(text.get(self.copied..).unwrap_or(&[]));
                self.copied = text.len();
                self.left = 0;
                return Ok(true);
            }
            let machine = self.scan.machine();
            let (start, end) = machine.span();
            self.out.push(text.get(self.copied..start).unwrap_or(&[]));
            let span = |group: u32| match group {
                0 => Some((start, end)),
                _ => machine.group(group as usize - 1),
            };
            template.expand(text, span, &mut self.out);
            self.copied = end;
            self.left -= 1;
            self.made += 1;
        }
        Ok(false)
    }

    /// The result, the number of replacements, and the machine for further use.
    pub fn finish(self) -> (Output, usize, Machine) {
        (self.out, self.made, self.scan.into_machine())
    }
}
