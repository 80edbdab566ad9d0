//! List, tuple, set and dict displays.

use super::{Compiled, Compiler, Reg};
use crate::bytecode::{Const, Op};
use ruff_python_ast as ast;
use ruff_python_ast::Expr;
use ruff_text_size::{Ranged, TextRange};

/// A display with more items than this is built in pieces.
const CHUNK: usize = 64;

impl<'a> Compiler<'a> {
    pub(super) fn list(&mut self, list: &'a ast::ExprList, to: Reg) -> Compiled {
        let plain = !list.elts.iter().any(|item| item.is_starred_expr());
        if plain
            && list.elts.len() > 2
            && let Some(items) = self.constant_items(&list.elts)?
        {
            return self.extended(Op::BuildList, Op::ListExtend, Const::Tuple(items), list.range, to);
        }
        if plain && list.elts.len() <= CHUNK {
            return self.build(Op::BuildList, &list.elts, list.range, to);
        }
        let mark = self.unit.top;
        let result = self.scratch(to)?;
        self.gather_list(&list.elts, result, list.range)?;
        self.free_to(mark);
        self.at(list.range);
        self.mov(to, result);
        Ok(())
    }

    pub(super) fn tuple(&mut self, tuple: &'a ast::ExprTuple, to: Reg) -> Compiled {
        self.tuple_of(&tuple.elts, tuple.range, to)
    }

    pub(super) fn tuple_of(&mut self, items: &'a [Expr], range: TextRange, to: Reg) -> Compiled {
        let plain = !items.iter().any(|item| item.is_starred_expr());
        if plain && items.len() <= CHUNK {
            return self.build(Op::BuildTuple, items, range, to);
        }
        let mark = self.unit.top;
        let list = self.alloc()?;
        self.gather_list(items, list, range)?;
        self.free_to(mark);
        self.at(range);
        self.emit(Op::ListToTuple, 0, to, list, 0);
        Ok(())
    }

    pub(super) fn set(&mut self, set: &'a ast::ExprSet, to: Reg) -> Compiled {
        let plain = !set.elts.iter().any(|item| item.is_starred_expr());
        if plain
            && set.elts.len() > 2
            && let Some(items) = self.constant_items(&set.elts)?
        {
            return self.extended(Op::BuildSet, Op::SetUpdate, Const::Tuple(items), set.range, to);
        }
        if plain && set.elts.len() <= CHUNK {
            return self.build(Op::BuildSet, &set.elts, set.range, to);
        }
        let mark = self.unit.top;
        let result = self.scratch(to)?;
        let inner = self.unit.top;
        self.at(set.range);
        self.emit(Op::BuildSet, 0, result, result, 0);
        for item in &set.elts {
            let (item, op) = match item {
                Expr::Starred(starred) => (&*starred.value, Op::SetUpdate),
                item => (item, Op::SetAdd),
            };
            let value = self.operand(item)?;
            self.free_to(inner);
            self.at(set.range);
            self.emit(op, 0, result, value, 0);
        }
        self.free_to(mark);
        self.mov(to, result);
        Ok(())
    }

    /// All items into consecutive registers, then one instruction.
    fn build(&mut self, op: Op, items: &'a [Expr], range: TextRange, to: Reg) -> Compiled {
        let mark = self.unit.top;
        for item in items {
            self.push(item)?;
        }
        self.free_to(mark);
        self.at(range);
        self.emit(op, 0, to, mark, items.len() as u16);
        Ok(())
    }

    /// A display of constants: an empty one, extended by a constant.
    fn extended(&mut self, build: Op, extend: Op, items: Const, range: TextRange, to: Reg) -> Compiled {
        let mark = self.unit.top;
        self.at(range);
        let result = self.scratch(to)?;
        self.emit(build, 0, result, result, 0);
        let inner = self.unit.top;
        let value = self.push_const(&items)?;
        self.free_to(inner);
        self.emit(extend, 0, result, value, 0);
        self.free_to(mark);
        self.mov(to, result);
        Ok(())
    }

    /// Builds a list piece by piece in the temporary `list`, which is below `top`.
    pub(super) fn gather_list(&mut self, items: &'a [Expr], list: Reg, range: TextRange) -> Compiled {
        let inner = self.unit.top;
        let starred = |item: &&Expr| item.is_starred_expr();
        let plain = items.iter().take_while(|item| !starred(item)).count().min(CHUNK);
        for item in &items[..plain] {
            self.push(item)?;
        }
        self.free_to(inner);
        self.at(range);
        self.emit(Op::BuildList, 0, list, inner, plain as u16);
        for item in &items[plain..] {
            match item {
                Expr::Starred(starred) => {
                    let value = self.operand(&starred.value)?;
                    self.free_to(inner);
                    self.at(starred.value.range());
                    self.emit(Op::ListExtend, 0, list, value, 0);
                }
                item => {
                    let value = self.operand(item)?;
                    self.free_to(inner);
                    self.at(range);
                    self.emit(Op::ListAppend, 0, list, value, 0);
                }
            }
        }
        Ok(())
    }

    pub(super) fn dict(&mut self, dict: &'a ast::ExprDict, to: Reg) -> Compiled {
        let mark = self.unit.top;
        let plain = dict.items.iter().take_while(|item| item.key.is_some()).count().min(CHUNK / 2);
        if plain == dict.items.len() {
            self.push_pairs(&dict.items)?;
            self.free_to(mark);
            self.at(dict.range);
            self.emit(Op::BuildDict, 0, to, mark, plain as u16);
            return Ok(());
        }
        let result = self.scratch(to)?;
        let inner = self.unit.top;
        self.push_pairs(&dict.items[..plain])?;
        self.free_to(inner);
        self.at(dict.range);
        self.emit(Op::BuildDict, 0, result, inner, plain as u16);
        for item in &dict.items[plain..] {
            match &item.key {
                Some(key) => {
                    let key = self.operand_before(key, &[&item.value])?;
                    let value = self.operand(&item.value)?;
                    self.free_to(inner);
                    self.at(dict.range);
                    self.emit(Op::DictAdd, 0, result, key, value);
                }
                None => {
                    let value = self.operand(&item.value)?;
                    self.free_to(inner);
                    self.at(dict.range);
                    self.emit(Op::DictUpdate, 0, result, value, 0);
                }
            }
        }
        self.free_to(mark);
        self.mov(to, result);
        Ok(())
    }

    fn push_pairs(&mut self, items: &'a [ast::DictItem]) -> Compiled {
        for item in items {
            if let Some(key) = &item.key {
                self.push(key)?;
                self.push(&item.value)?;
            }
        }
        Ok(())
    }
}
