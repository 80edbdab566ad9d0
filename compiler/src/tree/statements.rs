//! Statements of the parser's tree.

use ruff_python_ast as ast;
use ruff_python_ast::{ExceptHandler, Stmt, TypeParam};
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::reader::{Read, Reader, name, optional_name};
use super::{Item, Kind};

impl Reader<'_> {
    pub fn body(&self, body: &[Stmt]) -> Read {
        self.list(body, Reader::stmt)
    }

    fn stmt(&self, stmt: &Stmt) -> Read {
        self.nested(|| self.statement(stmt))
    }

    fn statement(&self, stmt: &Stmt) -> Read {
        let range = stmt.range();
        let none = Item::None;
        let (kind, fields) = match stmt {
            Stmt::FunctionDef(def) => return self.function(def),
            Stmt::ClassDef(def) => return self.class(def),
            Stmt::If(statement) => return self.branches(statement),
            Stmt::Return(s) => (Kind::Return, vec![self.optional(&s.value)?]),
            Stmt::Delete(s) => (Kind::Delete, vec![self.exprs(&s.targets)?]),
            Stmt::Assign(s) => (Kind::Assign, vec![self.exprs(&s.targets)?, self.expr(&s.value)?, none]),
            Stmt::TypeAlias(s) => {
                let params = self.type_params(s.type_params.as_deref())?;
                (Kind::TypeAlias, vec![self.expr(&s.name)?, params, self.expr(&s.value)?])
            }
            Stmt::AugAssign(s) => {
                (Kind::AugAssign, vec![self.expr(&s.target)?, self.operator(s.op), self.expr(&s.value)?])
            }
            Stmt::AnnAssign(s) => {
                let (target, annotation) = (self.expr(&s.target)?, self.expr(&s.annotation)?);
                (Kind::AnnAssign, vec![target, annotation, self.optional(&s.value)?, Item::Int(s.simple.into())])
            }
            Stmt::For(s) => {
                let kind = if s.is_async { Kind::AsyncFor } else { Kind::For };
                let (target, iter) = (self.expr(&s.target)?, self.expr(&s.iter)?);
                (kind, vec![target, iter, self.body(&s.body)?, self.body(&s.orelse)?, none])
            }
            Stmt::While(s) => (Kind::While, vec![self.expr(&s.test)?, self.body(&s.body)?, self.body(&s.orelse)?]),
            Stmt::With(s) => {
                let kind = if s.is_async { Kind::AsyncWith } else { Kind::With };
                (kind, vec![self.list(&s.items, Reader::with_item)?, self.body(&s.body)?, none])
            }
            Stmt::Match(s) => (Kind::Match, vec![self.expr(&s.subject)?, self.list(&s.cases, Reader::case)?]),
            Stmt::Raise(s) => (Kind::Raise, vec![self.optional(&s.exc)?, self.optional(&s.cause)?]),
            Stmt::Try(s) => {
                let kind = if s.is_star { Kind::TryStar } else { Kind::Try };
                let handlers = self.list(&s.handlers, Reader::handler)?;
                (kind, vec![self.body(&s.body)?, handlers, self.body(&s.orelse)?, self.body(&s.finalbody)?])
            }
            Stmt::Assert(s) => (Kind::Assert, vec![self.expr(&s.test)?, self.optional(&s.msg)?]),
            Stmt::Import(s) => (Kind::Import, vec![self.list(&s.names, Reader::alias)?]),
            Stmt::ImportFrom(s) => {
                let names = self.list(&s.names, Reader::alias)?;
                (Kind::ImportFrom, vec![optional_name(s.module.as_ref()), names, Item::Int(s.level.into())])
            }
            Stmt::Global(s) => (Kind::Global, vec![Item::List(s.names.iter().map(name).collect())]),
            Stmt::Nonlocal(s) => (Kind::Nonlocal, vec![Item::List(s.names.iter().map(name).collect())]),
            Stmt::Expr(s) => (Kind::Expr, vec![self.expr(&s.value)?]),
            Stmt::Pass(_) => (Kind::Pass, Vec::new()),
            Stmt::Break(_) => (Kind::Break, Vec::new()),
            Stmt::Continue(_) => (Kind::Continue, Vec::new()),
            Stmt::IpyEscapeCommand(_) => return self.error("invalid syntax".into(), range),
        };
        Ok(self.node(kind, if has_block(stmt) { self.block_range(range) } else { range }, fields))
    }

    /// A block ends with the semicolon that its last line ends with.
    fn block_range(&self, range: TextRange) -> TextRange {
        let rest = &self.source[range.end().to_usize()..];
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t', '\x0c']).len();
        match rest[blanks..].starts_with(';') {
            true => TextRange::new(range.start(), range.end() + TextSize::new(blanks as u32 + 1)),
            false => range,
        }
    }

    fn function(&self, def: &ast::StmtFunctionDef) -> Read {
        let fields = vec![
            name(&def.name),
            self.parameters(&def.parameters)?,
            self.body(&def.body)?,
            self.decorators(&def.decorator_list)?,
            self.optional(&def.returns)?,
            Item::None,
            self.type_params(def.type_params.as_deref())?,
        ];
        let kind = if def.is_async { Kind::AsyncFunctionDef } else { Kind::FunctionDef };
        let range = self.block_range(def.range);
        Ok(self.node(kind, self.after_decorators(range, &def.decorator_list), fields))
    }

    fn class(&self, def: &ast::StmtClassDef) -> Read {
        let keywords = def.keywords();
        let fields = vec![
            name(&def.name),
            self.exprs(def.bases())?,
            self.list(keywords, Reader::keyword)?,
            self.body(&def.body)?,
            self.decorators(&def.decorator_list)?,
            self.type_params(def.type_params.as_deref())?,
        ];
        let range = self.block_range(def.range);
        Ok(self.node(Kind::ClassDef, self.after_decorators(range, &def.decorator_list), fields))
    }

    fn decorators(&self, decorators: &[ast::Decorator]) -> Read {
        self.list(decorators, |reader, decorator| reader.expr(&decorator.expression))
    }

    /// An `elif` is an `if` within the `else` of the one before.
    fn branches(&self, statement: &ast::StmtIf) -> Read {
        let range = self.block_range(statement.range);
        let end = range.end();
        let mut rest = Item::List(Vec::new());
        for clause in statement.elif_else_clauses.iter().rev() {
            let body = self.body(&clause.body)?;
            rest = match &clause.test {
                None => body,
                Some(test) => {
                    let range = TextRange::new(clause.range.start(), end);
                    Item::List(vec![self.node(Kind::If, range, vec![self.expr(test)?, body, rest])])
                }
            };
        }
        Ok(self.node(Kind::If, range, vec![self.expr(&statement.test)?, self.body(&statement.body)?, rest]))
    }

    fn with_item(&self, item: &ast::WithItem) -> Read {
        let fields = vec![self.expr(&item.context_expr)?, self.optional(&item.optional_vars)?];
        Ok(self.node(Kind::Withitem, item.range, fields))
    }

    fn case(&self, case: &ast::MatchCase) -> Read {
        let fields = vec![self.pattern(&case.pattern)?, self.optional(&case.guard)?, self.body(&case.body)?];
        Ok(self.node(Kind::MatchCase, case.range, fields))
    }

    fn handler(&self, handler: &ExceptHandler) -> Read {
        let ExceptHandler::ExceptHandler(handler) = handler;
        let fields =
            vec![self.optional(&handler.type_)?, optional_name(handler.name.as_ref()), self.body(&handler.body)?];
        Ok(self.node(Kind::ExceptHandler, self.block_range(handler.range), fields))
    }

    fn alias(&self, alias: &ast::Alias) -> Read {
        let fields = vec![name(&alias.name), optional_name(alias.asname.as_ref())];
        Ok(self.node(Kind::Alias, alias.range, fields))
    }

    fn type_params(&self, params: Option<&ast::TypeParams>) -> Read {
        match params {
            Some(params) => self.list(&params.type_params, Reader::type_param),
            None => Ok(Item::List(Vec::new())),
        }
    }

    fn type_param(&self, param: &TypeParam) -> Read {
        let (kind, fields) = match param {
            TypeParam::TypeVar(p) => {
                (Kind::TypeVar, vec![name(&p.name), self.optional(&p.bound)?, self.optional(&p.default)?])
            }
            TypeParam::ParamSpec(p) => (Kind::ParamSpec, vec![name(&p.name), self.optional(&p.default)?]),
            TypeParam::TypeVarTuple(p) => (Kind::TypeVarTuple, vec![name(&p.name), self.optional(&p.default)?]),
        };
        Ok(self.node(kind, param.range(), fields))
    }
}

fn has_block(stmt: &Stmt) -> bool {
    matches!(stmt, Stmt::For(_) | Stmt::While(_) | Stmt::With(_) | Stmt::Match(_) | Stmt::Try(_))
}
