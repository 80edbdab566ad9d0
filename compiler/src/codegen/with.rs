//! `with` and `async with`.

use super::control::Block;
use super::{Compiled, Compiler, Reg};
use crate::bytecode::Op;
use ruff_python_ast as ast;
use ruff_text_size::Ranged;

impl<'a> Compiler<'a> {
    pub(super) fn with_statement(&mut self, statement: &'a ast::StmtWith) -> Compiled {
        if statement.is_async && !self.may_await() {
            return self.error("'async with' outside async function", statement.range);
        }
        self.with_items(statement, &statement.items)
    }

    fn with_items(&mut self, statement: &'a ast::StmtWith, items: &'a [ast::WithItem]) -> Compiled {
        let Some((item, others)) = items.split_first() else { return self.body(&statement.body) };
        let mark = self.unit.top;
        let range = item.context_expr.range();
        let exit = self.alloc_many(2)?;
        let manager = self.operand(&item.context_expr)?;
        self.free_to(exit + 2);
        self.at(range);
        let entered = self.unit.top;
        self.emit(Op::WithEnter, u8::from(statement.is_async), exit, manager, entered);
        if statement.is_async {
            self.delegate(entered, 1, entered)?;
        }
        let assigned = self.unit.asm.assigned.clone();
        let region = self.open_region(entered, entered + 1);
        self.unit.blocks.push(Block::With { region, exit, is_async: statement.is_async, range });
        if let Some(target) = &item.optional_vars {
            self.alloc()?;
            self.store_target(target, entered)?;
            self.free_to(entered);
        }
        self.nested(statement.range, |compiler| compiler.with_items(statement, others))?;
        let Some(region) = self.pop_region() else { return Ok(()) };
        self.at(range);
        let end = self.label();
        if self.reachable() {
            self.leave_with(exit, statement.is_async)?;
            self.jump(Op::Jump, 0, end);
        }
        if self.start_handler(&region, &assigned) {
            self.exceptional_exit(exit, entered, statement.is_async)?;
        }
        self.free_to(mark);
        self.place(end);
        Ok(())
    }

    /// Calls the exit method after the body has ended by itself or by a jump.
    pub(super) fn leave_with(&mut self, exit: Reg, is_async: bool) -> Compiled {
        let top = self.unit.top;
        let window = self.exit_window(exit)?;
        self.free_to(window);
        // The method lies where the called frame will: dead after the call.
        self.emit(Op::WithExit, 1, window, 0, window);
        if is_async {
            self.delegate(window, 2, window)?;
        }
        self.unit.top = top;
        Ok(())
    }

    /// A copy of the exit method on top of all live temporaries.
    fn exit_window(&mut self, exit: Reg) -> Compiled<Reg> {
        if self.unit.top == exit + 2 {
            return Ok(exit);
        }
        let window = self.alloc_many(2)?;
        self.mov(window, exit);
        self.mov(window + 1, exit + 1);
        Ok(window)
    }

    /// The body has raised: the exit method decides whether the exception goes on.
    fn exceptional_exit(&mut self, exit: Reg, exception: Reg, is_async: bool) -> Compiled {
        self.free_to(exception);
        self.alloc()?;
        let saved = self.alloc()?;
        self.emit(Op::EnterHandler, 0, saved, exception, 0);
        let region = self.open_region(exception, saved + 1);
        self.unit.blocks.push(Block::Handler { region, saved });
        let window = self.alloc_many(2)?;
        self.mov(window, exit);
        self.mov(window + 1, exit + 1);
        self.free_to(window);
        self.emit(Op::WithExit, 0, window, exception, window);
        if is_async {
            self.delegate(window, 2, window)?;
        }
        let suppressed = self.label();
        self.jump(Op::JumpIfTrue, window, suppressed);
        self.emit(Op::Reraise, 0, exception, 0, 0);
        let assigned = self.unit.asm.assigned.clone();
        let Some(region) = self.pop_region() else { return Ok(()) };
        if self.start_handler(&region, &assigned) {
            self.emit(Op::LeaveHandler, 0, saved, 0, 0);
            self.emit(Op::Reraise, 0, exception, 0, 0);
        }
        self.place(suppressed);
        self.emit(Op::LeaveHandler, 0, saved, 0, 0);
        Ok(())
    }
}
