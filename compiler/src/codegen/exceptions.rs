//! `try` in all its forms, `raise`, `assert`.

use super::control::Block;
use super::{Compiled, Compiler, Reg};
use crate::bytecode::{Intrinsic, Op};
use ruff_python_ast as ast;
use ruff_python_ast::{ExceptHandler, Expr};
use ruff_text_size::Ranged;

impl<'a> Compiler<'a> {
    pub(super) fn try_statement(&mut self, statement: &'a ast::StmtTry) -> Compiled {
        if statement.finalbody.is_empty() {
            return self.try_handlers(statement);
        }
        let assigned = self.unit.asm.assigned.clone();
        let mark = self.unit.top;
        let region = self.open_region(mark, mark + 1);
        self.unit.blocks.push(Block::Finally { region, body: &statement.finalbody });
        if statement.handlers.is_empty() {
            self.body(&statement.body)?;
            self.body(&statement.orelse)?;
        } else {
            self.try_handlers(statement)?;
        }
        let Some(region) = self.pop_region() else { return Ok(()) };
        let end = self.label();
        self.body(&statement.finalbody)?;
        self.jump(Op::Jump, 0, end);
        if self.start_handler(&region, &assigned) {
            let (exception, saved) = self.enter_handler(mark)?;
            self.body(&statement.finalbody)?;
            self.emit(Op::Reraise, 0, exception, 0, 0);
            self.leave_handler(exception, saved)?;
        }
        self.free_to(mark);
        self.place(end);
        Ok(())
    }

    /// At a handler's entry: the exception lies at `mark` and becomes the handled one. Gives it and the one before.
    fn enter_handler(&mut self, mark: Reg) -> Compiled<(Reg, Reg)> {
        self.free_to(mark);
        let exception = self.alloc()?;
        let saved = self.alloc()?;
        self.emit(Op::EnterHandler, 0, saved, exception, 0);
        let region = self.open_region(exception, saved + 1);
        self.unit.blocks.push(Block::Handler { region, saved });
        Ok((exception, saved))
    }

    /// After the code of a handler: where exceptions that it raises go.
    fn leave_handler(&mut self, exception: Reg, saved: Reg) -> Compiled {
        let Some(region) = self.pop_region() else { return Ok(()) };
        let nothing = Default::default();
        if self.start_handler(&region, &nothing) {
            self.emit(Op::LeaveHandler, 0, saved, 0, 0);
            self.emit(Op::Reraise, 0, exception, 0, 0);
        }
        Ok(())
    }

    fn try_handlers(&mut self, statement: &'a ast::StmtTry) -> Compiled {
        let assigned = self.unit.asm.assigned.clone();
        let mark = self.unit.top;
        let region = self.open_region(mark, mark + 1);
        self.unit.blocks.push(Block::Try(region));
        self.body(&statement.body)?;
        let Some(region) = self.pop_region() else { return Ok(()) };
        let end = self.label();
        self.body(&statement.orelse)?;
        self.jump(Op::Jump, 0, end);
        if self.start_handler(&region, &assigned) {
            self.at(statement.range);
            let (exception, saved) = self.enter_handler(mark)?;
            if statement.is_star {
                self.star_handlers(&statement.handlers, exception, saved, end)?;
            } else {
                self.handlers(&statement.handlers, exception, saved, end)?;
            }
            self.leave_handler(exception, saved)?;
        }
        self.free_to(mark);
        self.place(end);
        Ok(())
    }

    fn handlers(
        &mut self,
        handlers: &'a [ExceptHandler],
        exception: Reg,
        saved: Reg,
        end: super::assembler::Label,
    ) -> Compiled {
        for (at, handler) in handlers.iter().enumerate() {
            let ExceptHandler::ExceptHandler(handler) = handler;
            let next = self.label();
            match &handler.type_ {
                Some(kind) => self.match_exception(exception, kind, next)?,
                None if at + 1 < handlers.len() => {
                    return self.error("default 'except:' must be last", handler.range);
                }
                None => {}
            }
            self.handler_body(handler, exception)?;
            self.at(handler.range);
            self.emit(Op::LeaveHandler, 0, saved, 0, 0);
            self.jump(Op::Jump, 0, end);
            self.place(next);
        }
        self.emit(Op::Reraise, 0, exception, 0, 0);
        Ok(())
    }

    fn match_exception(&mut self, exception: Reg, kind: &'a Expr, next: super::assembler::Label) -> Compiled {
        let mark = self.unit.top;
        let class = self.operand(kind)?;
        self.free_to(mark);
        self.at(kind.range());
        self.short_jump(Op::JumpIfNoMatch, 0, exception, class, next);
        Ok(())
    }

    fn handler_body(&mut self, handler: &'a ast::ExceptHandlerExceptHandler, exception: Reg) -> Compiled {
        let Some(name) = &handler.name else { return self.body(&handler.body) };
        let sym = self.intern(name.as_str());
        self.at(handler.range);
        self.store(sym, exception)?;
        let mark = self.unit.top;
        let region = self.open_region(mark, mark + 1);
        self.unit.blocks.push(Block::Named { region, name: sym });
        self.body(&handler.body)?;
        let Some(region) = self.pop_region() else { return Ok(()) };
        self.at(handler.range);
        let end = self.label();
        if self.reachable() {
            self.unbind(sym)?;
            self.jump(Op::Jump, 0, end);
        }
        let nothing = Default::default();
        if self.start_handler(&region, &nothing) {
            let raised = self.alloc()?;
            self.unbind(sym)?;
            self.emit(Op::Reraise, 0, raised, 0, 0);
            self.free_to(raised);
        }
        self.place(end);
        Ok(())
    }

    /// `except*`: each handler gets its part of the group; what is left and what they raise goes on.
    fn star_handlers(
        &mut self,
        handlers: &'a [ExceptHandler],
        exception: Reg,
        saved: Reg,
        end: super::assembler::Label,
    ) -> Compiled {
        let rest = self.alloc()?;
        self.mov(rest, exception);
        let raised = self.alloc()?;
        self.emit(Op::BuildList, 0, raised, raised, 0);
        for handler in handlers {
            let ExceptHandler::ExceptHandler(handler) = handler;
            let Some(kind) = &handler.type_ else {
                return self.error("expected one or more exception types", handler.range);
            };
            self.star_handler(handler, kind, rest, raised)?;
        }
        let merge = self.label();
        self.jump(Op::JumpIfNone, rest, merge);
        self.emit(Op::ListAppend, 0, raised, rest, 0);
        self.place(merge);
        let window = self.alloc_many(3)?;
        self.mov(window + 1, exception);
        self.mov(window + 2, raised);
        self.intrinsic(Intrinsic::MergeGroups, window, window);
        self.free_to(window + 1);
        self.emit(Op::LeaveHandler, 0, saved, 0, 0);
        self.jump(Op::JumpIfNone, window, end);
        self.mov(exception, window);
        // The handler's state is left already.
        let Some(mut block) = self.unit.blocks.pop() else { return Ok(()) };
        if let Block::Handler { region, .. } = &mut block {
            self.close_region(region);
        }
        self.emit(Op::Reraise, 0, exception, 0, 0);
        self.unit.blocks.push(block);
        Ok(())
    }

    fn star_handler(
        &mut self,
        handler: &'a ast::ExceptHandlerExceptHandler,
        kind: &'a Expr,
        rest: Reg,
        raised: Reg,
    ) -> Compiled {
        let mark = self.unit.top;
        let next = self.label();
        let window = self.alloc_many(2)?;
        self.mov(window + 1, rest);
        self.push(kind)?;
        self.at(kind.range());
        self.jump(Op::JumpIfNone, rest, next);
        self.intrinsic(Intrinsic::SplitGroup, window, window);
        self.free_to(window + 1);
        let parts = self.alloc_many(2)?;
        self.emit(Op::Unpack, 0, parts, window, 2);
        self.mov(rest, parts + 1);
        self.mov(window, parts);
        self.free_to(window + 1);
        self.jump(Op::JumpIfNone, window, next);
        let outer = self.alloc()?;
        self.emit(Op::EnterHandler, 0, outer, window, 0);
        let assigned = self.unit.asm.assigned.clone();
        let inner = self.unit.top;
        let region = self.open_region(inner, inner + 1);
        self.unit.blocks.push(Block::Star { region });
        self.handler_body(handler, window)?;
        let region = self.pop_region();
        self.at(handler.range);
        self.emit(Op::LeaveHandler, 0, outer, 0, 0);
        self.jump(Op::Jump, 0, next);
        if let Some(region) = region
            && self.start_handler(&region, &assigned)
        {
            let caught = self.alloc()?;
            self.emit(Op::LeaveHandler, 0, outer, 0, 0);
            self.emit(Op::ListAppend, 0, raised, caught, 0);
        }
        self.free_to(mark);
        self.place(next);
        Ok(())
    }

    pub(super) fn raise(&mut self, statement: &'a ast::StmtRaise) -> Compiled {
        let mark = self.unit.top;
        let Some(exception) = &statement.exc else {
            self.at(statement.range);
            self.emit(Op::Raise, 0, 0, 0, 0);
            return Ok(());
        };
        let exception = match &statement.cause {
            Some(cause) => self.operand_before(exception, &[cause])?,
            None => self.operand(exception)?,
        };
        let (how, cause) = match &statement.cause {
            Some(cause) => (2, self.operand(cause)?),
            None => (1, 0),
        };
        self.free_to(mark);
        self.at(statement.range);
        self.emit(Op::Raise, how, exception, cause, 0);
        Ok(())
    }

    pub(super) fn assert(&mut self, statement: &'a ast::StmtAssert) -> Compiled {
        if self.options.optimize > 0 {
            return Ok(());
        }
        let end = self.label();
        self.jump_if(&statement.test, true, end)?;
        let window = self.alloc()?;
        self.at(statement.range);
        self.emit(Op::LoadAssertionError, 0, window, 0, 0);
        if let Some(message) = &statement.msg {
            self.push(message)?;
            self.free_to(window);
            self.at(statement.range);
            self.emit(Op::Call, 0, window, 1, window);
        }
        self.at(statement.test.range());
        self.emit(Op::Raise, 1, window, 0, 0);
        self.free_to(window);
        self.place(end);
        Ok(())
    }
}
