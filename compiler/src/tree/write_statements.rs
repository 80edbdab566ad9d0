//! Statements to the parser's tree.

use ruff_python_ast as ast;
use ruff_python_ast::{ExceptHandler, Stmt, TypeParam};
use ruff_text_size::{Ranged, TextRange};

use super::writer::{Fields, Write, Writer, invalid, no_index};
use super::{Item, Kind, Node};
use ast::ExprContext::{Del, Load, Store};

impl Writer {
    pub fn stmts(&mut self, nodes: Vec<Node>) -> Write<Vec<Stmt>> {
        nodes.into_iter().map(|node| self.nested(|writer| writer.stmt(node))).collect()
    }

    /// A body that must not be empty.
    fn body(&mut self, fields: &mut Fields) -> Write<Vec<Stmt>> {
        let nodes = fields.some_nodes("statement")?;
        self.stmts(nodes)
    }

    fn optional_body(&mut self, fields: &mut Fields) -> Write<Vec<Stmt>> {
        let nodes = fields.nodes("statement")?;
        self.stmts(nodes)
    }

    fn stmt(&mut self, node: Node) -> Write<Stmt> {
        let (kind, mut fields) = self.open(node);
        let (range, node_index, f) = (fields.range, no_index(), &mut fields);
        Ok(match kind {
            Kind::FunctionDef | Kind::AsyncFunctionDef => self.function(kind, f)?,
            Kind::ClassDef => self.class(f)?,
            Kind::Return => Stmt::Return(ast::StmtReturn { range, node_index, value: self.optional(f)? }),
            Kind::Delete => {
                let targets = f.some_nodes("expression")?;
                Stmt::Delete(ast::StmtDelete { range, node_index, targets: self.exprs_in(targets, Del)? })
            }
            Kind::Assign => {
                let targets = f.some_nodes("expression")?;
                let targets = self.exprs_in(targets, Store)?;
                Stmt::Assign(ast::StmtAssign { range, node_index, targets, value: self.boxed(f)? })
            }
            Kind::TypeAlias => {
                let name = f.node()?;
                if name.kind != Kind::Name {
                    return invalid("TypeAlias with non-Name name");
                }
                let name = Box::new(self.expr_in(name, Store)?);
                let type_params = self.type_params(f, range)?;
                Stmt::TypeAlias(ast::StmtTypeAlias { range, node_index, name, type_params, value: self.boxed(f)? })
            }
            Kind::AugAssign => {
                let target = f.node()?;
                let target = Box::new(self.expr_in(target, Store)?);
                let op = self.operator(f)?;
                Stmt::AugAssign(ast::StmtAugAssign { range, node_index, target, op, value: self.boxed(f)? })
            }
            Kind::AnnAssign => self.annotated(f)?,
            Kind::For | Kind::AsyncFor => {
                let target = f.node()?;
                let target = Box::new(self.expr_in(target, Store)?);
                let iter = self.boxed(f)?;
                let (body, orelse) = (self.body(f)?.into(), self.optional_body(f)?.into());
                let is_async = kind == Kind::AsyncFor;
                Stmt::For(ast::StmtFor { range, node_index, is_async, target, iter, body, orelse })
            }
            Kind::While => {
                let test = self.boxed(f)?;
                let (body, orelse) = (self.body(f)?.into(), self.optional_body(f)?.into());
                Stmt::While(ast::StmtWhile { range, node_index, test, body, orelse })
            }
            Kind::If => {
                let (test, body) = (self.boxed(f)?, self.body(f)?.into());
                let orelse = self.optional_body(f)?;
                let mut elif_else_clauses = Vec::new();
                if let (Some(first), Some(last)) = (orelse.first(), orelse.last()) {
                    let range = TextRange::new(first.start(), last.end().max(first.start()));
                    let clause = ast::ElifElseClause { range, node_index: no_index(), test: None, body: orelse.into() };
                    elif_else_clauses.push(clause);
                }
                Stmt::If(ast::StmtIf { range, node_index, test, body, elif_else_clauses })
            }
            Kind::With | Kind::AsyncWith => {
                let items = f.some_nodes("withitem")?;
                let items = items.into_iter().map(|item| self.with_item(item)).collect::<Write<_>>()?;
                let is_async = kind == Kind::AsyncWith;
                Stmt::With(ast::StmtWith { range, node_index, is_async, items, body: self.body(f)?.into() })
            }
            Kind::Match => {
                let subject = self.boxed(f)?;
                let cases = f.some_nodes("match_case")?;
                let cases = cases.into_iter().map(|case| self.case(case)).collect::<Write<_>>()?;
                Stmt::Match(ast::StmtMatch { range, node_index, subject, cases })
            }
            Kind::Raise => {
                let (exc, cause) = (self.optional(f)?, self.optional(f)?);
                if exc.is_none() && cause.is_some() {
                    return invalid("Raise with cause but no exception");
                }
                Stmt::Raise(ast::StmtRaise { range, node_index, exc, cause })
            }
            Kind::Try | Kind::TryStar => self.try_statement(kind, f)?,
            Kind::Assert => {
                let test = self.boxed(f)?;
                Stmt::Assert(ast::StmtAssert { range, node_index, test, msg: self.optional(f)? })
            }
            Kind::Import => {
                Stmt::Import(ast::StmtImport { range, node_index, names: self.aliases(f)?, is_lazy: false })
            }
            Kind::ImportFrom => {
                let module = f.optional_identifier();
                let names = self.aliases(f)?;
                let Ok(level) = u32::try_from(f.int()) else { return invalid("Negative ImportFrom level") };
                Stmt::ImportFrom(ast::StmtImportFrom { range, node_index, module, names, level, is_lazy: false })
            }
            Kind::Global | Kind::Nonlocal => {
                let names = f.texts();
                if names.is_empty() {
                    return invalid(format!("empty names on {}", kind.node().name));
                }
                match kind {
                    Kind::Global => Stmt::Global(ast::StmtGlobal { range, node_index, names }),
                    _ => Stmt::Nonlocal(ast::StmtNonlocal { range, node_index, names }),
                }
            }
            Kind::Expr => Stmt::Expr(ast::StmtExpr { range, node_index, value: self.boxed(f)? }),
            Kind::Break => Stmt::Break(ast::StmtBreak { range, node_index }),
            Kind::Continue => Stmt::Continue(ast::StmtContinue { range, node_index }),
            _ => Stmt::Pass(ast::StmtPass { range, node_index }),
        })
    }

    fn function(&mut self, kind: Kind, f: &mut Fields) -> Write<Stmt> {
        let name = f.identifier()?;
        let parameters = f.node()?;
        let parameters = Box::new(self.parameters(parameters)?);
        let body = self.body(f)?.into();
        let (decorator_list, range) = self.decorators(f)?;
        let returns = self.optional(f)?;
        f.item();
        let type_params = self.type_params(f, f.range)?;
        Ok(Stmt::FunctionDef(ast::StmtFunctionDef {
            range,
            node_index: no_index(),
            is_async: kind == Kind::AsyncFunctionDef,
            decorator_list: decorator_list.into(),
            name,
            type_params,
            parameters,
            returns,
            body,
        }))
    }

    fn class(&mut self, f: &mut Fields) -> Write<Stmt> {
        let name = f.identifier()?;
        let arguments = self.arguments(f, f.range)?;
        let body = self.body(f)?.into();
        let (decorator_list, range) = self.decorators(f)?;
        let type_params = self.type_params(f, f.range)?;
        let arguments = (!arguments.is_empty()).then(|| Box::new(arguments));
        Ok(Stmt::ClassDef(ast::StmtClassDef {
            range,
            node_index: no_index(),
            decorator_list: decorator_list.into(),
            name,
            type_params,
            arguments,
            body,
        }))
    }

    /// Decorators, and the range of the definition with them.
    fn decorators(&mut self, f: &mut Fields) -> Write<(Vec<ast::Decorator>, TextRange)> {
        let mut decorators = Vec::new();
        let mut range = f.range;
        for node in f.nodes("expression")? {
            let expression = self.expr(node)?;
            range = range.cover(expression.range());
            decorators.push(ast::Decorator { range: expression.range(), node_index: no_index(), expression });
        }
        Ok((decorators, range))
    }

    fn annotated(&mut self, f: &mut Fields) -> Write<Stmt> {
        let target = f.node()?;
        let is_name = target.kind == Kind::Name;
        if !matches!(target.kind, Kind::Name | Kind::Attribute | Kind::Subscript) {
            return invalid("annotated assignment with invalid target");
        }
        let target = Box::new(self.expr_in(target, Store)?);
        let (annotation, value) = (self.boxed(f)?, self.optional(f)?);
        let simple = f.int() != 0;
        if simple && !is_name {
            return invalid("AnnAssign with simple non-Name target");
        }
        Ok(Stmt::AnnAssign(ast::StmtAnnAssign {
            range: f.range,
            node_index: no_index(),
            target,
            annotation,
            value,
            simple,
        }))
    }

    fn try_statement(&mut self, kind: Kind, f: &mut Fields) -> Write<Stmt> {
        let name = kind.node().name;
        let body = self.body(f)?;
        let handlers = f.nodes("excepthandler")?;
        let handlers: Vec<ExceptHandler> =
            handlers.into_iter().map(|handler| self.handler(handler)).collect::<Write<_>>()?;
        let (orelse, finalbody) = (self.optional_body(f)?, self.optional_body(f)?);
        if handlers.is_empty() && finalbody.is_empty() {
            return invalid(format!("{name} has neither handlers nor finalbody"));
        }
        if handlers.is_empty() && !orelse.is_empty() {
            return invalid(format!("{name} has orelse but no except handlers"));
        }
        Ok(Stmt::Try(ast::StmtTry {
            range: f.range,
            node_index: no_index(),
            body: body.into(),
            handlers,
            orelse: orelse.into(),
            finalbody: finalbody.into(),
            is_star: kind == Kind::TryStar,
        }))
    }

    fn handler(&mut self, node: Node) -> Write<ExceptHandler> {
        let (_, mut f) = self.open(node);
        let (type_, name) = (self.optional(&mut f)?, f.optional_identifier());
        let body = self.body(&mut f)?.into();
        let handler = ast::ExceptHandlerExceptHandler { range: f.range, node_index: no_index(), type_, name, body };
        Ok(ExceptHandler::ExceptHandler(handler))
    }

    fn with_item(&mut self, node: Node) -> Write<ast::WithItem> {
        let (_, mut f) = self.open(node);
        let context = f.node()?;
        let context_expr = self.expr(context)?;
        let variables = match f.optional_node()? {
            Some(node) => Some(Box::new(self.expr_in(node, Store)?)),
            None => None,
        };
        Ok(ast::WithItem {
            range: context_expr.range(),
            node_index: no_index(),
            context_expr,
            optional_vars: variables,
        })
    }

    fn case(&mut self, node: Node) -> Write<ast::MatchCase> {
        let (_, mut f) = self.open(node);
        let pattern = f.node()?;
        let pattern = self.pattern(pattern)?;
        let guard = self.optional(&mut f)?;
        let body = self.body(&mut f)?;
        Ok(ast::MatchCase { range: pattern.range(), node_index: no_index(), pattern, guard, body: body.into() })
    }

    fn aliases(&mut self, f: &mut Fields) -> Write<Vec<ast::Alias>> {
        let alias = |node| {
            let (_, mut f) = self.open(node);
            let (name, asname) = (f.identifier()?, f.optional_identifier());
            Ok(ast::Alias { range: f.range, node_index: no_index(), name, asname })
        };
        f.some_nodes("alias")?.into_iter().map(alias).collect()
    }

    fn type_params(&mut self, f: &mut Fields, range: TextRange) -> Write<Option<Box<ast::TypeParams>>> {
        let nodes = f.nodes("type_param")?;
        if nodes.is_empty() {
            return Ok(None);
        }
        let type_params = nodes.into_iter().map(|node| self.type_param(node)).collect::<Write<_>>()?;
        Ok(Some(Box::new(ast::TypeParams { range, node_index: no_index(), type_params })))
    }

    fn type_param(&mut self, node: Node) -> Write<TypeParam> {
        let (kind, mut f) = self.open(node);
        let (range, node_index, name) = (f.range, no_index(), f.identifier()?);
        let bound = if kind == Kind::TypeVar { self.optional(&mut f)? } else { None };
        let default = match f.optional_node()? {
            Some(node) => Some(Box::new(self.expr_in(node, Load)?)),
            None => None,
        };
        Ok(match kind {
            Kind::TypeVar => TypeParam::TypeVar(ast::TypeParamTypeVar { range, node_index, name, bound, default }),
            Kind::ParamSpec => TypeParam::ParamSpec(ast::TypeParamParamSpec { range, node_index, name, default }),
            _ => TypeParam::TypeVarTuple(ast::TypeParamTypeVarTuple { range, node_index, name, default }),
        })
    }

    pub fn parameters(&mut self, node: Node) -> Write<ast::Parameters> {
        let (_, mut f) = self.open(node);
        let mut posonlyargs = self.parameter_list(&mut f)?;
        let mut args = self.parameter_list(&mut f)?;
        let vararg = self.optional_parameter(&mut f)?;
        let mut kwonlyargs = self.parameter_list(&mut f)?;
        let keyword_defaults = f.list();
        let kwarg = self.optional_parameter(&mut f)?;
        let defaults = f.nodes("expression")?;
        if defaults.len() > posonlyargs.len() + args.len() {
            return invalid("more positional defaults than args on arguments");
        }
        if keyword_defaults.len() != kwonlyargs.len() {
            return invalid("length of kwonlyargs is not the same as kw_defaults on arguments");
        }
        let without = posonlyargs.len() + args.len() - defaults.len();
        for (parameter, default) in posonlyargs.iter_mut().chain(&mut args).skip(without).zip(defaults) {
            parameter.default = Some(Box::new(self.expr(default)?));
        }
        for (parameter, default) in kwonlyargs.iter_mut().zip(keyword_defaults) {
            if let Item::Node(default) = default {
                parameter.default = Some(Box::new(self.expr(*default)?));
            }
        }
        Ok(ast::Parameters {
            range: f.range,
            node_index: no_index(),
            posonlyargs: posonlyargs.into(),
            args: args.into(),
            vararg,
            kwonlyargs: kwonlyargs.into(),
            kwarg,
        })
    }

    fn parameter_list(&mut self, f: &mut Fields) -> Write<Vec<ast::ParameterWithDefault>> {
        let parameter = |node| {
            let parameter = self.parameter(node)?;
            Ok(ast::ParameterWithDefault { range: parameter.range, node_index: no_index(), parameter, default: None })
        };
        f.nodes("arg")?.into_iter().map(parameter).collect()
    }

    fn optional_parameter(&mut self, f: &mut Fields) -> Write<Option<Box<ast::Parameter>>> {
        match f.optional_node()? {
            Some(node) => Ok(Some(Box::new(self.parameter(node)?))),
            None => Ok(None),
        }
    }

    fn parameter(&mut self, node: Node) -> Write<ast::Parameter> {
        let (_, mut f) = self.open(node);
        let name = f.identifier()?;
        Ok(ast::Parameter { range: f.range, node_index: no_index(), name, annotation: self.optional(&mut f)? })
    }
}
