//! The program as far as it is written: instructions, and the tables they refer to. It knows nothing of code words.

use super::Translator;
use crate::charset::Set;
use crate::program::{Inst, Item, Local};

impl Translator<'_> {
    pub(super) fn pc(&self) -> u32 {
        self.insts.len() as u32
    }

    pub(super) fn emit(&mut self, inst: Inst) -> usize {
        self.insts.push(inst);
        self.insts.len() - 1
    }

    pub(super) fn set_label(&mut self) -> u32 {
        self.label = self.insts.len();
        self.pc()
    }

    pub(super) fn new_slots(&mut self, n: u32) -> u32 {
        let slot = self.slots;
        self.slots += n;
        slot
    }

    pub(super) fn add_width(&mut self, width: usize) {
        if let Some(open) = self.open.last_mut() {
            open.width = open.width.saturating_add(width);
        }
    }

    pub(super) fn add_set(&mut self, set: Set) -> Item {
        self.sets.push(set);
        Item::Set(self.sets.len() as u32 - 1)
    }

    pub(super) fn add_local(&mut self, local: Local) -> Item {
        self.locals.push(local);
        Item::Local(self.locals.len() as u32 - 1)
    }

    pub(super) fn emit_literal(&mut self, c: u32) {
        let len = self.insts.len();
        if len > self.label {
            let at = match self.insts[len - 1] {
                Inst::Lit(first) => {
                    self.literals.push(first);
                    Some((self.literals.len() as u32 - 1, 1))
                }
                Inst::Str { at, len } => Some((at, len)),
                _ => None,
            };
            if let Some((at, n)) = at {
                self.literals.push(c);
                self.insts[len - 1] = Inst::Str { at, len: n + 1 };
                return;
            }
        }
        self.emit(Inst::Lit(c));
    }

    pub(super) fn emit_item(&mut self, item: Item) {
        let inst = match item {
            Item::Lit(c) => return self.emit_literal(c),
            Item::Any => Inst::Any,
            Item::AnyAll => Inst::AnyAll,
            Item::NotLit(c) => Inst::NotLit(c),
            Item::Set(i) => Inst::Set(i),
            Item::Local(i) => Inst::Local(i),
        };
        self.emit(inst);
    }
}
