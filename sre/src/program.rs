//! The program a pattern is turned into: instructions the machine runs, with everything it would otherwise have to
//! find out again at each step.

use std::fmt;

use crate::chars::CharTable;
use crate::charset::{First, Set, SetWords};
use crate::codes::{At, Fold};
use crate::search::Plan;

/// A pattern ready to run. Immutable and free of any heap of the embedder; may be shared.
pub struct Program {
    pub(crate) insts: Box<[Inst]>,
    /// Units of the literal runs.
    pub(crate) literals: Box<[u32]>,
    pub(crate) sets: Box<[Set]>,
    pub(crate) locals: Box<[Local]>,
    pub(crate) reps: Box<[Rep]>,
    pub(crate) loops: Box<[Loop]>,
    pub(crate) alts: Box<[Alt]>,
    pub(crate) asserts: Box<[Assert]>,
    pub(crate) groups: u32,
    pub(crate) slots: usize,
    pub(crate) min_width: usize,
    pub(crate) plan: Plan,
    /// The repeat a match begins with, when a failed attempt rules out the other starts inside its run.
    pub(crate) lead: Option<u32>,
    pub(crate) chars: &'static CharTable,
}

impl Program {
    /// How many groups the pattern has.
    pub fn groups(&self) -> usize {
        self.groups as usize
    }
}

impl fmt::Debug for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} groups, width at least {}, {:?}", self.groups, self.min_width, self.plan)?;
        for (pc, inst) in self.insts.iter().enumerate() {
            writeln!(f, "{pc:4} {inst:?}")?;
        }
        Ok(())
    }
}

/// One instruction. Indices point into the tables of [`Program`]; a `pc` is an index into `insts`.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Inst {
    Fail,
    Success,
    Any,
    AnyAll,
    Lit(u32),
    NotLit(u32),
    Set(u32),
    Local(u32),
    /// A run of literals.
    Str {
        at: u32,
        len: u32,
    },
    At(At),
    Mark(u32),
    Jump(u32),
    Branch {
        first: u32,
        end: u32,
    },
    GroupRef {
        group: u32,
        fold: Fold,
    },
    GroupExists {
        group: u32,
        otherwise: u32,
    },
    Assert(u32),
    AssertEnd(u32),
    AssertNot(u32),
    AssertNotEnd(u32),
    Atomic(u32),
    AtomicEnd(u32),
    RepMax(u32),
    RepMin(u32),
    RepPossessive(u32),
    Loop(u32),
    UntilMax(u32),
    UntilMin(u32),
    Possessive(u32),
    PossessiveEnd(u32),
}

/// What matches exactly one character.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Item {
    Any,
    AnyAll,
    Lit(u32),
    NotLit(u32),
    Set(u32),
    Local(u32),
}

/// A one-character test that asks the current locale.
#[derive(Debug)]
pub(crate) enum Local {
    Literal { unit: u32, negated: bool },
    Set { words: SetWords, ignore_case: bool },
}

/// A repeat of one item.
#[derive(Debug)]
pub(crate) struct Rep {
    pub item: Item,
    pub min: usize,
    pub max: usize,
    /// What may follow.
    pub tail: First,
    /// Nothing the item matches may follow, in Latin-1 text and in wider text: giving back is useless.
    pub firm8: bool,
    pub firm: bool,
}

/// A general repeat.
#[derive(Debug)]
pub(crate) struct Loop {
    pub min: usize,
    pub max: usize,
    pub body: u32,
    pub tail: u32,
    /// Slots: iterations done, position of the last optional iteration, barrier (possessive).
    pub slots: u32,
    /// False when neither count nor position can make a difference.
    pub counted: bool,
    pub body_first: First,
    pub tail_first: First,
}

#[derive(Debug)]
pub(crate) struct Alt {
    pub pc: u32,
    pub first: First,
}

/// An assertion; its barrier is in `slot`, the position to return to in `slot + 1`.
#[derive(Debug)]
pub(crate) struct Assert {
    pub back: usize,
    pub slot: u32,
    /// Where to go on after the assertion.
    pub then: u32,
}
