//! First pass, what may not stand where it stands: also in code that is never reached, and so never compiled.

use super::ScopeKind;
use super::collect::{Checked, Collector};
use ruff_python_ast as ast;
use ruff_python_ast::{ExceptHandler, Expr, ExprContext, Stmt};
use ruff_text_size::{Ranged, TextRange};

/// How deep blocks may be nested in one function.
const MAX_BLOCKS: u32 = 21;
/// What `from __future__` has to offer.
const FEATURES: [&str; 10] = [
    "nested_scopes",
    "generators",
    "division",
    "absolute_import",
    "with_statement",
    "print_function",
    "unicode_literals",
    "barry_as_FLUFL",
    "generator_stop",
    "annotations",
];

/// What is around a statement, within its function.
#[derive(Copy, Clone, Default)]
pub(super) struct Surroundings {
    /// The innermost of these that a `break` would meet.
    pub(super) breakable: Breakable,
    /// Inside an `except*` of this function.
    pub(super) in_star: bool,
    pub(super) blocks: u32,
}

#[derive(Copy, Clone, PartialEq, Eq, Default)]
pub(super) enum Breakable {
    #[default]
    Nothing,
    Loop,
    Star,
}

impl Collector<'_> {
    pub(super) fn check_jump(&self, stmt: &Stmt) -> Checked {
        match (stmt, self.around.breakable) {
            (Stmt::Break(_) | Stmt::Continue(_), Breakable::Loop) => Ok(()),
            (Stmt::Break(_) | Stmt::Continue(_), Breakable::Star) => self.leaves_star(stmt.range()),
            (Stmt::Break(_), Breakable::Nothing) => self.error("'break' outside loop", stmt.range()),
            _ => self.error("'continue' not properly in loop", stmt.range()),
        }
    }

    pub(super) fn check_return(&self, statement: &ast::StmtReturn) -> Checked {
        if !self.table.scope(self.current).kind.is_function_like() {
            return self.error("'return' outside function", statement.range);
        }
        if self.around.in_star {
            // A constant is given back by the instruction that leaves; anything else is there already.
            let constant = statement.value.as_ref().filter(|value| value.is_literal_expr());
            return self.leaves_star(constant.map_or(statement.range, |value| value.range()));
        }
        Ok(())
    }

    fn leaves_star(&self, range: TextRange) -> Checked {
        self.error("'break', 'continue' and 'return' cannot appear in an except* block", range)
    }

    /// Runs `work` inside so many more blocks.
    pub(super) fn in_blocks(
        &mut self,
        count: u32,
        range: TextRange,
        breakable: Option<Breakable>,
        work: impl FnOnce(&mut Self) -> Checked,
    ) -> Checked {
        let before = self.around;
        self.around.blocks += count;
        if self.around.blocks > MAX_BLOCKS {
            return self.error("too many statically nested blocks", range);
        }
        if let Some(breakable) = breakable {
            self.around.breakable = breakable;
            self.around.in_star |= breakable == Breakable::Star;
        }
        let result = work(self);
        self.around = before;
        result
    }

    /// `__debug__` is a constant: it can be bound by nothing.
    pub(super) fn check_binding(&self, name: &str, range: TextRange) -> Checked {
        if name == "__debug__" { self.error("cannot assign to __debug__", range) } else { Ok(()) }
    }

    /// The same for a name or attribute that is stored to or deleted.
    pub(super) fn check_target(&self, name: &str, context: ExprContext, range: TextRange) -> Checked {
        match context {
            ExprContext::Store => self.check_binding(name, range),
            ExprContext::Del if name == "__debug__" => self.error("cannot delete __debug__", range),
            _ => Ok(()),
        }
    }

    pub(super) fn check_keywords(&self, keywords: &[ast::Keyword]) -> Checked {
        for (at, keyword) in keywords.iter().enumerate() {
            let Some(name) = &keyword.arg else { continue };
            self.check_binding(name.as_str(), keyword.range)?;
            // Calls have few keywords; only long lists deserve a table.
            let repeated =
                keywords[..at].iter().any(|other| other.arg.as_ref().is_some_and(|other| other.id == name.id));
            if repeated {
                return self.error(format!("keyword argument repeated: {}", name.as_str()), keyword.range);
            }
        }
        Ok(())
    }

    pub(super) fn check_handlers(&self, handlers: &[ExceptHandler]) -> Checked {
        for (at, handler) in handlers.iter().enumerate() {
            let ExceptHandler::ExceptHandler(handler) = handler;
            if handler.type_.is_none() && at + 1 < handlers.len() {
                return self.error("default 'except:' must be last", handler.range);
            }
            if let Some(name) = &handler.name {
                self.check_binding(name.as_str(), handler.range)?;
            }
        }
        Ok(())
    }

    /// `from __future__` must come first and name features that exist.
    pub(super) fn check_future(&self, import: &ast::StmtImportFrom) -> Checked {
        if import.module.as_deref() != Some("__future__") || import.level != 0 {
            return Ok(());
        }
        if import.range.start() > self.future_end {
            return self.error("from __future__ imports must occur at the beginning of the file", import.range);
        }
        for alias in &import.names {
            match alias.name.as_str() {
                "braces" => return self.error("not a chance", alias.range),
                name if FEATURES.contains(&name) => {}
                name => return self.error(format!("future feature {name} is not defined"), alias.range),
            }
        }
        Ok(())
    }

    /// Patterns compare with literals and dotted names only.
    pub(super) fn check_pattern_value(&self, value: &Expr) -> Checked {
        match value {
            Expr::FString(_) | Expr::TString(_) => {
                self.error("patterns may only match literals and attribute lookups", value.range())
            }
            _ => Ok(()),
        }
    }

    /// A `:=` in a comprehension would bind a name of an annotation scope.
    pub(super) fn check_walrus_owner(&self, kind: ScopeKind, range: TextRange) -> Checked {
        let place = match kind {
            ScopeKind::Class => "in a class body",
            ScopeKind::TypeParameters => "within the definition of a generic",
            ScopeKind::TypeAlias => "in a type alias",
            ScopeKind::TypeVariable => "in a TypeVar bound",
            ScopeKind::Annotations => "within an annotation",
            _ => return Ok(()),
        };
        self.error(format!("assignment expression within a comprehension cannot be used {place}"), range)
    }
}

/// Where the statements end before which `from __future__` may stand.
pub(super) fn future_end(body: &[Stmt]) -> ruff_text_size::TextSize {
    let is_docstring = |stmt: &Stmt| matches!(stmt, Stmt::Expr(expr) if expr.value.is_string_literal_expr());
    let is_future =
        |stmt: &Stmt| matches!(stmt, Stmt::ImportFrom(import) if import.module.as_deref() == Some("__future__"));
    let skip = usize::from(body.first().is_some_and(is_docstring));
    let leading = body[skip..].iter().take_while(|stmt| is_future(stmt));
    leading.last().map_or_else(Default::default, |last| last.range().start())
}
