//! Branches, loops, and leaving blocks.

use super::assembler::Label;
use super::registers::RegSet;
use super::{Compiled, Compiler, Reg};
use crate::bytecode::{Const, Op};
use crate::symbols::Sym;
use ruff_python_ast as ast;
use ruff_python_ast::{Expr, Stmt};
use ruff_text_size::{Ranged, TextRange};

/// Instructions whose exceptions go to one handler: all from `start` on, except where a jump out of the block runs
/// the block's own exit code.
pub(super) struct Region {
    pub(super) handler: Label,
    pub(super) exception: Reg,
    pub(super) height: Reg,
    start: Option<u32>,
    ranges: Vec<(u32, u32)>,
}

/// What control is inside of, and what leaving it takes.
pub(super) enum Block<'a> {
    Loop {
        head: Label,
        exit: Label,
    },
    /// A `try` with handlers; leaving takes nothing.
    Try(Region),
    /// A `try` with `finally`: leaving runs its body.
    Finally {
        region: Region,
        body: &'a [Stmt],
    },
    /// A handler: leaving makes the exception handled before the handled one again.
    Handler {
        region: Region,
        saved: Reg,
    },
    /// The body of `except .. as name`: leaving unbinds the name.
    Named {
        region: Region,
        name: Sym,
    },
    /// The body of `except*`: cannot be left by a jump.
    Star {
        region: Region,
    },
    /// A `with` body: leaving calls the exit method at `exit`.
    With {
        region: Region,
        exit: Reg,
        is_async: bool,
        range: TextRange,
    },
}

impl Block<'_> {
    fn region(&mut self) -> Option<&mut Region> {
        match self {
            Block::Loop { .. } => None,
            Block::Try(region)
            | Block::Finally { region, .. }
            | Block::Handler { region, .. }
            | Block::Named { region, .. }
            | Block::Star { region }
            | Block::With { region, .. } => Some(region),
        }
    }
}

impl<'a> Compiler<'a> {
    /// Starts to protect what follows. The handler finds its exception in `exception`, and what lies below it alive.
    pub(super) fn open_region(&mut self, exception: Reg, height: Reg) -> Region {
        let handler = self.label();
        let start = Some(self.unit.asm.pin());
        // The machine writes the exception there.
        self.unit.registers = self.unit.registers.max(height);
        Region { handler, exception, height, start, ranges: Vec::new() }
    }

    pub(super) fn close_region(&mut self, region: &mut Region) {
        let end = self.unit.asm.pin();
        if let Some(start) = region.start.take()
            && start < end
        {
            region.ranges.push((start, end));
        }
    }

    /// Takes the innermost block off; its region, closed and entered into the exception table.
    pub(super) fn pop_region(&mut self) -> Option<Region> {
        let mut block = self.unit.blocks.pop()?;
        let region = block.region()?;
        let mut region = std::mem::replace(
            region,
            Region { handler: region.handler, exception: 0, height: 0, start: None, ranges: Vec::new() },
        );
        self.close_region(&mut region);
        self.unit.asm.protect(&region.ranges, region.handler, region.exception, region.height);
        Some(region)
    }

    /// Starts the handler of a region, if anything can come there.
    pub(super) fn start_handler(&mut self, region: &Region, assigned: &RegSet) -> bool {
        if region.ranges.is_empty() {
            return false;
        }
        let mut assigned = assigned.clone();
        assigned.subtract(&self.unit.deletable);
        self.unit.asm.place_handler(region.handler, assigned);
        true
    }

    /// Emits the exit code of all blocks but the outer `keep`, and takes them off; `restore` puts them back.
    fn unwind(&mut self, keep: usize) -> Compiled<Vec<Block<'a>>> {
        let mut removed = Vec::new();
        while self.unit.blocks.len() > keep
            && let Some(mut block) = self.unit.blocks.pop()
        {
            if let Some(region) = block.region() {
                let end = self.unit.asm.pin();
                if let Some(start) = region.start.take()
                    && start < end
                {
                    region.ranges.push((start, end));
                }
            }
            let range = self.unit.range;
            match &block {
                Block::Loop { .. } | Block::Try(_) | Block::Star { .. } => {}
                Block::Finally { body, .. } => self.body(body)?,
                Block::Handler { saved, .. } => self.emit(Op::LeaveHandler, 0, *saved, 0, 0),
                Block::Named { name, .. } => self.unbind(*name)?,
                Block::With { exit, is_async, range, .. } => {
                    self.at(*range);
                    self.leave_with(*exit, *is_async)?;
                }
            }
            self.at(range);
            removed.push(block);
        }
        Ok(removed)
    }

    fn restore(&mut self, removed: Vec<Block<'a>>) {
        let start = self.unit.asm.pin();
        for mut block in removed.into_iter().rev() {
            if let Some(region) = block.region() {
                region.start = Some(start);
            }
            self.unit.blocks.push(block);
        }
    }

    pub(super) fn if_statement(&mut self, statement: &'a ast::StmtIf) -> Compiled {
        let end = self.label();
        let mut next = self.label();
        self.jump_if(&statement.test, false, next)?;
        self.body(&statement.body)?;
        for clause in &statement.elif_else_clauses {
            self.jump(Op::Jump, 0, end);
            self.place(next);
            next = self.label();
            if !self.reachable() {
                break;
            }
            if let Some(test) = &clause.test {
                self.jump_if(test, false, next)?;
            }
            self.body(&clause.body)?;
        }
        self.place(next);
        self.place(end);
        Ok(())
    }

    fn place_loop(&mut self) -> Label {
        let head = self.label();
        let Compiler { unit, .. } = self;
        unit.asm.place_loop(head, &unit.deletable);
        head
    }

    pub(super) fn while_statement(&mut self, statement: &'a ast::StmtWhile) -> Compiled {
        let head = self.place_loop();
        let (otherwise, exit) = (self.label(), self.label());
        self.jump_if(&statement.test, false, otherwise)?;
        self.unit.blocks.push(Block::Loop { head, exit });
        self.body(&statement.body)?;
        self.unit.blocks.pop();
        self.at(statement.range);
        self.jump(Op::JumpBack, 0, head);
        self.place(otherwise);
        self.body(&statement.orelse)?;
        self.place(exit);
        Ok(())
    }

    /// What a loop goes over: a display of constants need not be made anew as a list.
    pub(super) fn iterable(&mut self, expr: &'a Expr) -> Compiled<Reg> {
        let items = match expr {
            Expr::List(list) if !list.elts.is_empty() => self.constant_items(&list.elts)?,
            _ => None,
        };
        match items {
            Some(items) => {
                self.at(expr.range());
                self.push_const(&Const::Tuple(items))
            }
            None => self.operand(expr),
        }
    }

    pub(super) fn for_statement(&mut self, statement: &'a ast::StmtFor) -> Compiled {
        if statement.is_async {
            return self.async_for(statement);
        }
        let mark = self.unit.top;
        let iterable = self.iterable(&statement.iter)?;
        self.free_to(mark);
        let iterator = self.alloc()?;
        self.at(statement.iter.range());
        self.emit(Op::GetIter, 0, iterator, iterable, 0);
        let (otherwise, exit) = (self.label(), self.label());
        let head = self.place_loop();
        self.next_item(iterator, &statement.target, statement.iter.range(), otherwise)?;
        self.unit.blocks.push(Block::Loop { head, exit });
        self.body(&statement.body)?;
        self.unit.blocks.pop();
        self.at(statement.range);
        self.jump(Op::JumpBack, 0, head);
        self.free_to(mark);
        self.place(otherwise);
        self.body(&statement.orelse)?;
        self.place(exit);
        Ok(())
    }

    /// Stores the iterator's next item, or jumps.
    pub(super) fn next_item(&mut self, iterator: Reg, target: &'a Expr, range: TextRange, end: Label) -> Compiled {
        let direct = match target {
            Expr::Name(name) => {
                let sym = self.intern(name.id.as_str());
                self.variable_register(sym)
            }
            _ => None,
        };
        self.at(range);
        let item = direct.unwrap_or(self.unit.top);
        self.emit(Op::ForIter, 0, item, iterator, 0);
        let height = self.unit.top;
        self.unit.asm.skipped_jump(end, height, range);
        match direct {
            Some(reg) => self.mark_assigned(reg),
            None => {
                self.alloc()?;
                self.store_target(target, item)?;
                self.free_to(item);
            }
        }
        Ok(())
    }

    fn async_for(&mut self, statement: &'a ast::StmtFor) -> Compiled {
        if !self.may_await() {
            return self.error("'async for' outside async function", statement.range);
        }
        let mark = self.unit.top;
        let iterable = self.operand(&statement.iter)?;
        self.free_to(mark);
        let iterator = self.alloc()?;
        self.at(statement.iter.range());
        self.emit(Op::GetAIter, 0, iterator, iterable, 0);
        let exit = self.label();
        let head = self.place_loop();
        let (region, assigned) = self.async_next(iterator, &statement.target, statement.iter.range())?;
        self.unit.blocks.push(Block::Loop { head, exit });
        self.body(&statement.body)?;
        self.unit.blocks.pop();
        self.at(statement.range);
        self.jump(Op::JumpBack, 0, head);
        self.free_to(mark);
        self.end_async(&region, &assigned, statement.iter.range())?;
        self.body(&statement.orelse)?;
        self.place(exit);
        Ok(())
    }

    /// Awaits the next item and stores it; gives the region whose handler has to be `end_async`.
    pub(super) fn async_next(
        &mut self,
        iterator: Reg,
        target: &'a Expr,
        range: TextRange,
    ) -> Compiled<(Region, RegSet)> {
        self.at(range);
        let assigned = self.unit.asm.assigned.clone();
        let mark = self.unit.top;
        let region = self.open_region(mark, mark + 1);
        self.unit.blocks.push(Block::Try(region));
        let awaitable = self.alloc()?;
        self.emit(Op::GetANext, 0, awaitable, iterator, 0);
        self.run_iterator(awaitable, mark)?;
        let region = self.pop_region();
        self.free_to(mark);
        let item = self.alloc()?;
        self.store_target(target, item)?;
        self.free_to(mark);
        match region {
            Some(region) => Ok((region, assigned)),
            None => self.error("unbalanced blocks", range),
        }
    }

    /// The handler that ends an `async for`: goes on after it when the iterator is exhausted.
    pub(super) fn end_async(&mut self, region: &Region, assigned: &RegSet, range: TextRange) -> Compiled {
        let done = self.label();
        if self.start_handler(region, assigned) {
            self.at(range);
            self.short_jump(Op::EndAsyncFor, 0, region.exception, 0, done);
        }
        self.place(done);
        Ok(())
    }

    fn innermost_loop(&self, message: &str, range: TextRange) -> Compiled<(usize, Label, Label)> {
        for (at, block) in self.unit.blocks.iter().enumerate().rev() {
            match block {
                Block::Loop { head, exit } => return Ok((at, *head, *exit)),
                Block::Star { .. } => return self.leaves_star(range),
                _ => {}
            }
        }
        self.error(message, range)
    }

    fn leaves_star<T>(&self, range: TextRange) -> Compiled<T> {
        self.error("'break', 'continue' and 'return' cannot appear in an except* block", range)
    }

    pub(super) fn break_statement(&mut self, range: TextRange) -> Compiled {
        self.at(range);
        let (at, _, exit) = self.innermost_loop("'break' outside loop", range)?;
        let removed = self.unwind(at)?;
        self.jump(Op::Jump, 0, exit);
        self.restore(removed);
        Ok(())
    }

    pub(super) fn continue_statement(&mut self, range: TextRange) -> Compiled {
        self.at(range);
        let (at, head, _) = self.innermost_loop("'continue' not properly in loop", range)?;
        let removed = self.unwind(at + 1)?;
        self.jump(Op::JumpBack, 0, head);
        self.restore(removed);
        Ok(())
    }

    pub(super) fn return_statement(&mut self, statement: &'a ast::StmtReturn) -> Compiled {
        let unit = self.table.scope(self.unit.scope);
        if !unit.kind.is_function_like() {
            return self.error("'return' outside function", statement.range);
        }
        if statement.value.is_some() && unit.coroutine && unit.generator {
            return self.error("'return' with value in async generator", statement.range);
        }
        if self.unit.blocks.iter().any(|block| matches!(block, Block::Star { .. })) {
            return self.leaves_star(statement.range);
        }
        let mark = self.unit.top;
        let mut value = match &statement.value {
            Some(value) => self.operand(value)?,
            None => {
                self.at(statement.range);
                self.push_const(&Const::None)?
            }
        };
        let runs_code = |block: &Block<'_>| matches!(block, Block::Finally { .. } | Block::Named { .. });
        if !self.is_temporary(value) && self.unit.blocks.iter().any(runs_code) {
            let copy = self.alloc()?;
            self.mov(copy, value);
            value = copy;
        }
        self.at(statement.range);
        let removed = self.unwind(0)?;
        self.free_to(mark);
        self.emit(Op::Return, 0, value, 0, 0);
        self.restore(removed);
        Ok(())
    }
}
