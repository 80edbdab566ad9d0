//! From code words to a [`Program`], in one pass over the words with an explicit stack of open constructs.
//!
//! This is also the check: every word is looked at exactly once, in its place, so a program that comes out of here
//! can be run without another thought about bounds or targets.

mod ends;
mod output;

use std::fmt;

use crate::analyse;
use crate::chars::{Category, CharTable};
use crate::charset::{First, Set, SetWords};
use crate::codes::{At, Fold, MAX_GROUPS, MAX_REPEAT, info, op};
use crate::program::{Alt, Assert, Inst, Item, Local, Loop, Program, Rep};
use crate::search::Plan;

/// The code words are not a valid pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidCode;

impl fmt::Display for InvalidCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("invalid SRE code")
    }
}

impl std::error::Error for InvalidCode {}

type Checked<T> = Result<T, InvalidCode>;

impl Program {
    /// Checks the code words of a pattern with `groups` groups and prepares them for running.
    pub fn compile(code: &[u32], groups: u32, chars: &'static CharTable) -> Result<Program, InvalidCode> {
        if groups > MAX_GROUPS || code.last() != Some(&op::SUCCESS) {
            return Err(InvalidCode);
        }
        let mut translator = Translator::new(code, groups, chars);
        translator.run()?;
        let mut program = translator.finish();
        analyse::complete(&mut program);
        Ok(program)
    }
}

/// A construct whose end has not been reached.
struct Open {
    kind: Construct,
    /// Where in the code its current part ends.
    end: usize,
    /// The least number of characters its current part matches, so far.
    width: usize,
}

enum Construct {
    Whole,
    Branch { inst: usize, alts: Vec<u32>, jumps: Vec<usize>, min_width: usize },
    Exists { inst: usize, then: Option<Then> },
    Loop { index: u32, kind: LoopKind },
    Assert { index: u32, negated: bool },
    Atomic { slot: u32 },
}

/// The first part of a conditional, when there is a second.
struct Then {
    jump: usize,
    width: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum LoopKind {
    Max,
    Min,
    Possessive,
}

struct Translator<'c> {
    code: &'c [u32],
    at: usize,
    groups: u32,
    chars: &'static CharTable,
    open: Vec<Open>,
    insts: Vec<Inst>,
    /// Instructions below this one must not grow: something jumps behind them.
    label: usize,
    literals: Vec<u32>,
    sets: Vec<Set>,
    locals: Vec<Local>,
    reps: Vec<Rep>,
    loops: Vec<Loop>,
    alts: Vec<Alt>,
    asserts: Vec<Assert>,
    slots: u32,
    min_width: usize,
}

impl<'c> Translator<'c> {
    fn new(code: &'c [u32], groups: u32, chars: &'static CharTable) -> Self {
        Translator {
            code,
            at: 0,
            groups,
            chars,
            open: vec![Open { kind: Construct::Whole, end: code.len() - 1, width: 0 }],
            insts: Vec::with_capacity(code.len() / 2 + 2),
            label: 0,
            literals: Vec::new(),
            sets: Vec::new(),
            locals: Vec::new(),
            reps: Vec::new(),
            loops: Vec::new(),
            alts: Vec::new(),
            asserts: Vec::new(),
            slots: 2 * groups + 1,
            min_width: 0,
        }
    }

    fn finish(self) -> Program {
        Program {
            insts: self.insts.into(),
            literals: self.literals.into(),
            sets: self.sets.into(),
            locals: self.locals.into(),
            reps: self.reps.into(),
            loops: self.loops.into(),
            alts: self.alts.into(),
            asserts: self.asserts.into(),
            groups: self.groups,
            slots: self.slots as usize,
            min_width: self.min_width,
            plan: Plan::Every,
            lead: None,
            chars: self.chars,
        }
    }

    fn run(&mut self) -> Checked<()> {
        loop {
            let open = self.open.last().ok_or(InvalidCode)?;
            if self.at == open.end {
                self.close()?;
                if self.open.is_empty() {
                    return Ok(());
                }
            } else if self.at > open.end {
                return Err(InvalidCode);
            } else {
                self.construct()?;
            }
        }
    }

    // --- reading ---

    /// The next word of the part that is open.
    fn word(&mut self) -> Checked<u32> {
        let end = self.open.last().ok_or(InvalidCode)?.end;
        if self.at >= end {
            return Err(InvalidCode);
        }
        let word = self.code[self.at];
        self.at += 1;
        Ok(word)
    }

    /// Reads a skip word: where it leads to, inside the part that is open.
    fn skip(&mut self) -> Checked<usize> {
        let from = self.at;
        let target = from.checked_add(self.word()? as usize).ok_or(InvalidCode)?;
        let end = self.open.last().ok_or(InvalidCode)?.end;
        if target <= from || target > end { Err(InvalidCode) } else { Ok(target) }
    }

    /// Reads the two bounds of a repeat.
    fn bounds(&mut self) -> Checked<(usize, usize)> {
        let (min, max) = (self.word()?, self.word()?);
        if min > max {
            return Err(InvalidCode);
        }
        Ok((min as usize, if max == MAX_REPEAT { usize::MAX } else { max as usize }))
    }

    fn group(&mut self) -> Checked<u32> {
        let group = self.word()?;
        if group < self.groups { Ok(group) } else { Err(InvalidCode) }
    }

    fn set_words(&mut self) -> Checked<SetWords> {
        let end = self.skip()?;
        if end <= self.at || self.code[end - 1] != op::FAILURE {
            return Err(InvalidCode);
        }
        let words = SetWords::new(&self.code[self.at..end - 1]).ok_or(InvalidCode)?;
        self.at = end;
        Ok(words)
    }

    // --- constructs ---

    /// Reads one construct, or the beginning of one that has parts.
    fn construct(&mut self) -> Checked<()> {
        if self.try_second_part()? {
            return Ok(());
        }
        if let Some(item) = self.try_item()? {
            self.emit_item(item);
            self.add_width(1);
            return Ok(());
        }
        match self.word()? {
            op::FAILURE => {
                self.emit(Inst::Fail);
            }
            op::MARK => {
                let mark = self.word()?;
                if mark / 2 >= self.groups {
                    return Err(InvalidCode);
                }
                self.emit(Inst::Mark(mark));
            }
            op::AT => {
                let at = At::from_code(self.word()?).ok_or(InvalidCode)?;
                self.emit(Inst::At(at));
            }
            op::GROUPREF => self.group_ref(Fold::Exact)?,
            op::GROUPREF_IGNORE => self.group_ref(Fold::Ascii)?,
            op::GROUPREF_LOC_IGNORE => self.group_ref(Fold::Locale)?,
            op::GROUPREF_UNI_IGNORE => self.group_ref(Fold::Unicode)?,
            op::GROUPREF_EXISTS => self.exists()?,
            op::INFO => self.info()?,
            op::BRANCH => self.branch()?,
            op::REPEAT_ONE => self.repeat_one(Inst::RepMax)?,
            op::MIN_REPEAT_ONE => self.repeat_one(Inst::RepMin)?,
            op::POSSESSIVE_REPEAT_ONE => self.repeat_one(Inst::RepPossessive)?,
            op::REPEAT => self.repeat(false)?,
            op::POSSESSIVE_REPEAT => self.repeat(true)?,
            op::ASSERT => self.assertion(false)?,
            op::ASSERT_NOT => self.assertion(true)?,
            op::ATOMIC_GROUP => {
                let end = self.body_before_success()?;
                let slot = self.new_slots(1);
                self.emit(Inst::Atomic(slot));
                self.push(Construct::Atomic { slot }, end);
            }
            _ => return Err(InvalidCode),
        }
        Ok(())
    }

    /// Reads a test of one character, if one is next.
    fn try_item(&mut self) -> Checked<Option<Item>> {
        let code = self.code[self.at];
        let (fold, negated) = match code {
            op::LITERAL_IGNORE => (Fold::Ascii, false),
            op::NOT_LITERAL_IGNORE => (Fold::Ascii, true),
            op::LITERAL_UNI_IGNORE => (Fold::Unicode, false),
            op::NOT_LITERAL_UNI_IGNORE => (Fold::Unicode, true),
            op::LITERAL_LOC_IGNORE => (Fold::Locale, false),
            op::NOT_LITERAL_LOC_IGNORE => (Fold::Locale, true),
            op::IN | op::IN_IGNORE | op::IN_UNI_IGNORE | op::IN_LOC_IGNORE => return self.set(code).map(Some),
            op::ANY | op::ANY_ALL | op::LITERAL | op::NOT_LITERAL | op::CATEGORY => {
                return self.plain_item(code).map(Some);
            }
            _ => return Ok(None),
        };
        self.word()?;
        let unit = self.word()?;
        Ok(Some(if fold == Fold::Locale {
            self.add_local(Local::Literal { unit, negated })
        } else {
            let set = Set::of_folded(unit, fold, negated, self.chars);
            self.add_set(set)
        }))
    }

    fn plain_item(&mut self, code: u32) -> Checked<Item> {
        self.word()?;
        Ok(match code {
            op::ANY => Item::Any,
            op::ANY_ALL => Item::AnyAll,
            op::LITERAL => Item::Lit(self.word()?),
            op::NOT_LITERAL => Item::NotLit(self.word()?),
            _ => {
                let code = self.word()?;
                let class = Category::from_code(code).ok_or(InvalidCode)?;
                if class.is_locale() {
                    let words = SetWords::new(&[op::CATEGORY, code]).ok_or(InvalidCode)?;
                    self.add_local(Local::Set { words, ignore_case: false })
                } else {
                    self.add_set(Set::of_category(class))
                }
            }
        })
    }

    fn set(&mut self, code: u32) -> Checked<Item> {
        self.word()?;
        let words = self.set_words()?;
        let fold = match code {
            op::IN_IGNORE => Fold::Ascii,
            op::IN_UNI_IGNORE => Fold::Unicode,
            _ => Fold::Exact,
        };
        if code == op::IN_LOC_IGNORE || words.depends_on_locale() {
            return Ok(self.add_local(Local::Set { words, ignore_case: code == op::IN_LOC_IGNORE }));
        }
        let set = Set::of_words(words, fold, self.chars);
        Ok(self.add_set(set))
    }

    fn group_ref(&mut self, fold: Fold) -> Checked<()> {
        let group = self.group()?;
        self.emit(Inst::GroupRef { group, fold });
        Ok(())
    }

    /// The INFO block only advises; what it says is found out again, in more detail, by the analysis.
    fn info(&mut self) -> Checked<()> {
        let end = self.skip()?;
        let (flags, _min, _max) = (self.word()?, self.word()?, self.word()?);
        if flags & !(info::PREFIX | info::LITERAL | info::CHARSET) != 0
            || flags & info::PREFIX != 0 && flags & info::CHARSET != 0
            || flags & info::LITERAL != 0 && flags & info::PREFIX == 0
            || self.at > end
        {
            return Err(InvalidCode);
        }
        if flags & info::PREFIX != 0 {
            self.check_prefix(end)?;
        }
        if flags & info::CHARSET != 0 {
            let words = self.code[self.at..end].split_last().filter(|(last, _)| **last == op::FAILURE);
            SetWords::new(words.ok_or(InvalidCode)?.1).ok_or(InvalidCode)?;
            self.at = end;
        }
        if self.at == end { Ok(()) } else { Err(InvalidCode) }
    }

    fn check_prefix(&mut self, end: usize) -> Checked<()> {
        let (len, skip) = (self.word()? as usize, self.word()? as usize);
        let overlap = self.at.checked_add(len).ok_or(InvalidCode)?;
        if skip > len || overlap.checked_add(len) != Some(end) {
            return Err(InvalidCode);
        }
        if self.code[overlap..end].iter().any(|&o| o as usize >= len) {
            return Err(InvalidCode);
        }
        self.at = end;
        Ok(())
    }

    fn repeat_one(&mut self, inst: fn(u32) -> Inst) -> Checked<()> {
        let end = self.skip()?;
        let (min, max) = self.bounds()?;
        if self.at >= end {
            return Err(InvalidCode);
        }
        let item = if self.code[self.at] == op::FAILURE {
            self.at += 1;
            self.add_set(Set::empty())
        } else {
            self.try_item()?.ok_or(InvalidCode)?
        };
        if self.word()? != op::SUCCESS || self.at != end {
            return Err(InvalidCode);
        }
        self.reps.push(Rep { item, min, max, tail: First::ANYTHING, firm8: false, firm: false });
        self.emit(inst(self.reps.len() as u32 - 1));
        self.add_width(min);
        Ok(())
    }

    fn repeat(&mut self, possessive: bool) -> Checked<()> {
        let until = self.skip()?;
        let (min, max) = self.bounds()?;
        // the word that closes the body lies in the same part
        if self.at > until || until >= self.open.last().ok_or(InvalidCode)?.end {
            return Err(InvalidCode);
        }
        let kind = match (self.code[until], possessive) {
            (op::MAX_UNTIL, false) => LoopKind::Max,
            (op::MIN_UNTIL, false) => LoopKind::Min,
            (op::SUCCESS, true) => LoopKind::Possessive,
            _ => return Err(InvalidCode),
        };
        let index = self.loops.len() as u32;
        let slots = self.new_slots(3);
        self.emit(if possessive { Inst::Possessive(index) } else { Inst::Loop(index) });
        let body = self.set_label();
        self.loops.push(Loop {
            min,
            max,
            body,
            tail: 0,
            slots,
            counted: true,
            body_first: First::ANYTHING,
            tail_first: First::ANYTHING,
        });
        self.push(Construct::Loop { index, kind }, until);
        Ok(())
    }

    fn assertion(&mut self, negated: bool) -> Checked<()> {
        let end = self.skip()?;
        let back = self.word()?;
        if back > i32::MAX as u32 || self.at >= end || self.code[end - 1] != op::SUCCESS {
            return Err(InvalidCode);
        }
        let index = self.asserts.len() as u32;
        let slot = self.new_slots(2);
        self.asserts.push(Assert { back: back as usize, slot, then: 0 });
        self.emit(if negated { Inst::AssertNot(index) } else { Inst::Assert(index) });
        self.set_label();
        self.push(Construct::Assert { index, negated }, end - 1);
        Ok(())
    }

    /// Reads a skip over a body that ends with SUCCESS; returns where the body ends.
    fn body_before_success(&mut self) -> Checked<usize> {
        let end = self.skip()?;
        if end <= self.at || self.code[end - 1] != op::SUCCESS {
            return Err(InvalidCode);
        }
        Ok(end - 1)
    }

    fn exists(&mut self) -> Checked<()> {
        let group = self.group()?;
        let from = self.at;
        // this skip counts from the word before it
        let target = (from + self.word()? as usize).checked_sub(1).ok_or(InvalidCode)?;
        if target < self.at || target > self.open.last().ok_or(InvalidCode)?.end {
            return Err(InvalidCode);
        }
        let inst = self.emit(Inst::GroupExists { group, otherwise: 0 });
        self.set_label();
        self.push(Construct::Exists { inst, then: None }, target);
        Ok(())
    }

    fn push(&mut self, kind: Construct, end: usize) {
        self.open.push(Open { kind, end, width: 0 });
    }

    /// Inside the first part of a conditional, a JUMP just before its end leads over the second part.
    fn try_second_part(&mut self) -> Checked<bool> {
        let (at, code) = (self.at, self.code);
        let depth = self.open.len();
        let Some(Open { kind: Construct::Exists { inst, then: then @ None }, end, width }) = self.open.last_mut()
        else {
            return Ok(false);
        };
        if code[at] != op::JUMP || at + 2 != *end {
            return Ok(false);
        }
        let target = (at + 1).checked_add(code[at + 1] as usize).ok_or(InvalidCode)?;
        let (inst, jump) = (*inst, self.insts.len());
        *then = Some(Then { jump, width: *width });
        *width = 0;
        *end = target;
        if target < at + 2 || target > self.open[depth - 2].end {
            return Err(InvalidCode);
        }
        self.at += 2;
        self.emit(Inst::Jump(0));
        let otherwise = self.set_label();
        self.set_otherwise(inst, otherwise);
        Ok(true)
    }

    fn set_otherwise(&mut self, inst: usize, target: u32) {
        if let Inst::GroupExists { otherwise, .. } = &mut self.insts[inst] {
            *otherwise = target;
        }
    }

    fn branch(&mut self) -> Checked<()> {
        let inst = self.emit(Inst::Branch { first: 0, end: 0 });
        let next = self.skip()?;
        self.set_label();
        let end = self.alternative_end(next)?;
        let kind = Construct::Branch { inst, alts: vec![self.pc()], jumps: Vec::new(), min_width: usize::MAX };
        self.push(kind, end);
        Ok(())
    }

    /// Where the body of the alternative ends whose successor is at `next`: before its JUMP.
    fn alternative_end(&self, next: usize) -> Checked<usize> {
        match next.checked_sub(2) {
            Some(end) if end >= self.at && self.code[end] == op::JUMP => Ok(end),
            _ => Err(InvalidCode),
        }
    }
}
