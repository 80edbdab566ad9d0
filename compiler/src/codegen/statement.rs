//! Statements: the dispatch.

use super::{Compiled, Compiler};
use crate::bytecode::Intrinsic;
use crate::parse::Mode;
use ruff_python_ast as ast;
use ruff_python_ast::{Expr, Stmt};
use ruff_text_size::Ranged;

impl<'a> Compiler<'a> {
    pub(super) fn body(&mut self, body: &'a [Stmt]) -> Compiled {
        body.iter().try_for_each(|stmt| self.stmt(stmt))
    }

    pub(super) fn stmt(&mut self, stmt: &'a Stmt) -> Compiled {
        if !self.reachable() {
            return self.check_unreachable(stmt);
        }
        self.at(stmt.range());
        self.nested(stmt.range(), |compiler| compiler.stmt_nested(stmt))
    }

    fn stmt_nested(&mut self, stmt: &'a Stmt) -> Compiled {
        match stmt {
            Stmt::FunctionDef(def) => self.function_def(def),
            Stmt::ClassDef(def) => self.class_def(def),
            Stmt::TypeAlias(alias) => self.type_alias(alias),
            Stmt::Return(statement) => self.return_statement(statement),
            Stmt::Delete(delete) => delete.targets.iter().try_for_each(|target| self.delete_target(target)),
            Stmt::Assign(assign) => self.assign(assign),
            Stmt::AugAssign(assign) => self.aug_assign(assign),
            Stmt::AnnAssign(assign) => self.ann_assign(assign),
            Stmt::For(statement) => self.for_statement(statement),
            Stmt::While(statement) => self.while_statement(statement),
            Stmt::If(statement) => self.if_statement(statement),
            Stmt::With(statement) => self.with_statement(statement),
            Stmt::Match(statement) => self.match_statement(statement),
            Stmt::Raise(statement) => self.raise(statement),
            Stmt::Try(statement) => self.try_statement(statement),
            Stmt::Assert(statement) => self.assert(statement),
            Stmt::Import(import) => self.import(import),
            Stmt::ImportFrom(import) => self.import_from(import),
            Stmt::Global(_) | Stmt::Nonlocal(_) | Stmt::Pass(_) => Ok(()),
            Stmt::Expr(statement) => self.expr_statement(statement),
            Stmt::Break(statement) => self.break_statement(statement.range),
            Stmt::Continue(statement) => self.continue_statement(statement.range),
            Stmt::IpyEscapeCommand(command) => self.error("invalid syntax", command.range),
        }
    }

    /// Code that is never reached is not compiled, but a jump out of nothing is an error there, too.
    fn check_unreachable(&mut self, stmt: &'a Stmt) -> Compiled {
        match stmt {
            Stmt::Break(_) | Stmt::Continue(_) | Stmt::Return(_) => self.stmt_nested(stmt),
            _ => Ok(()),
        }
    }

    fn expr_statement(&mut self, statement: &'a ast::StmtExpr) -> Compiled {
        if self.mode == Mode::Single && self.outer.is_empty() {
            return self.print_expr(&statement.value);
        }
        self.effect(&statement.value)
    }

    /// At the interactive prompt the value of an expression is shown.
    fn print_expr(&mut self, value: &'a Expr) -> Compiled {
        let window = self.alloc()?;
        self.push(value)?;
        self.at(value.range());
        self.intrinsic(Intrinsic::PrintExpr, window, window);
        self.free_to(window);
        Ok(())
    }
}
