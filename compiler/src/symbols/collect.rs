//! First pass, statements: makes the scopes and notes every definition and use of a name.

use super::checks::{Breakable, Surroundings, future_end};
use super::{Names, Scope, ScopeId, ScopeKind, Sym, SymbolTable, resolve, usage};
use crate::error::SyntaxError;
use crate::tree::source::Source;
use ruff_python_ast as ast;
use ruff_python_ast::{Expr, Mod, Stmt};
use ruff_text_size::{Ranged, TextRange, TextSize};
use rustc_hash::FxHashMap;

pub(super) type Checked<T = ()> = Result<T, SyntaxError>;

/// The state of the first pass.
pub(super) struct Collector<'s> {
    source: &'s str,
    /// What the source is made of, if the tree was not parsed from one.
    made: Option<&'s Source>,
    filename: &'s str,
    pub(super) table: SymbolTable,
    pub(super) current: ScopeId,
    pub(super) private: Option<Sym>,
    /// Inside `if`, `for`, `try`...: an annotation here may never be reached.
    pub(super) conditional: bool,
    /// How many comprehension iterables are around this expression.
    pub(super) iterables: u32,
    /// `nonlocal` statements, checked when all scopes are known.
    nonlocals: Vec<(ScopeId, Sym, TextRange)>,
    /// All `global` and `nonlocal` names.
    declared: Vec<(ScopeId, Sym, TextRange)>,
    class_cell: Sym,
    pub(super) around: Surroundings,
    /// No `from __future__` may start after this.
    pub(super) future_end: TextSize,
}

pub(super) fn collect(
    tree: &Mod,
    source: &str,
    made: Option<&Source>,
    filename: &str,
    future: bool,
) -> Checked<SymbolTable> {
    let mut names = Names::default();
    let top = names.intern("top");
    let class_cell = names.intern("__class__");
    let table = SymbolTable { scopes: Vec::new(), names, future_annotations: future };
    let mut collector = Collector {
        source,
        made,
        filename,
        table,
        current: ScopeId::TOP,
        private: None,
        conditional: false,
        iterables: 0,
        nonlocals: Vec::new(),
        declared: Vec::new(),
        class_cell,
        around: Surroundings::default(),
        future_end: TextSize::default(),
    };
    collector.new_scope(ScopeKind::Module, top, None);
    match tree {
        Mod::Module(module) => {
            collector.table.future_annotations |= has_future_annotations(&module.body);
            collector.future_end = future_end(&module.body);
            collector.body(&module.body)?;
        }
        Mod::Expression(expression) => collector.expr(&expression.body)?,
    }
    collector.check_nonlocals()?;
    Ok(collector.table)
}

/// Is `annotations` among the module's leading `from __future__` imports?
fn has_future_annotations(body: &[Stmt]) -> bool {
    let is_docstring = |stmt: &Stmt| matches!(stmt, Stmt::Expr(expr) if expr.value.is_string_literal_expr());
    let skip = usize::from(body.first().is_some_and(is_docstring));
    body[skip..]
        .iter()
        .map_while(|stmt| match stmt {
            Stmt::ImportFrom(import) if import.module.as_deref() == Some("__future__") => Some(import),
            _ => None,
        })
        .any(|import| import.names.iter().any(|alias| alias.name.as_str() == "annotations"))
}

impl Collector<'_> {
    pub(super) fn error<T>(&self, message: impl Into<String>, range: TextRange) -> Checked<T> {
        Err(match self.made {
            Some(made) => made.error(message.into(), self.filename, range),
            None => SyntaxError::at_bytes(message, self.source, self.filename, range),
        })
    }

    pub(super) fn new_scope(&mut self, kind: ScopeKind, name: Sym, parent: Option<ScopeId>) -> ScopeId {
        let id = ScopeId(self.table.scopes.len() as u32);
        self.table.scopes.push(Scope {
            kind,
            name,
            parent,
            symbols: Vec::new(),
            index: FxHashMap::default(),
            private: self.private,
            place: "",
            cells: Vec::new(),
            frees: Vec::new(),
            inlined: false,
            generator: false,
            coroutine: false,
            has_walrus: false,
            class_scope: None,
            annotations: None,
            conditional_annotations: false,
        });
        id
    }

    pub(super) fn scope(&mut self) -> &mut Scope {
        self.table.scope_mut(self.current)
    }

    pub(super) fn kind(&self) -> ScopeKind {
        self.table.scope(self.current).kind
    }

    pub(super) fn intern(&mut self, text: &str) -> Sym {
        self.table.names.intern_private(self.private, text)
    }

    /// Makes a scope inside the current one and enters it.
    pub(super) fn enter(&mut self, kind: ScopeKind, name: Sym) -> ScopeId {
        let id = self.new_scope(kind, name, Some(self.current));
        if kind.is_annotation_like() {
            let outer = self.table.scope(self.current);
            let class = match outer.kind {
                ScopeKind::Class => Some(self.current),
                kind if kind.is_annotation_like() => outer.class_scope,
                _ => None,
            };
            self.table.scope_mut(id).class_scope = class;
        }
        self.current = id;
        id
    }

    pub(super) fn leave(&mut self) {
        self.current = self.table.scope(self.current).parent.unwrap_or(ScopeId::TOP);
    }

    pub(super) fn define(&mut self, name: Sym, flag: u16) {
        self.scope().entry(name).usage |= flag;
    }

    /// Binds a name; `range` is where an error about it is.
    pub(super) fn bind(&mut self, name: &ast::Identifier, flag: u16, range: TextRange) -> Checked {
        self.check_binding(name.as_str(), range)?;
        let sym = self.intern(name.as_str());
        self.define(sym, flag);
        Ok(())
    }

    fn parameter(&mut self, parameter: &ast::Parameter) -> Checked {
        let name = &parameter.name;
        let range = TextRange::new(name.range.start(), parameter.range.end());
        self.check_binding(name.as_str(), range)?;
        let sym = self.intern(name.as_str());
        let symbol = self.scope().entry(sym);
        if symbol.usage & usage::PARAMETER != 0 {
            let message = format!("duplicate argument '{}' in function definition", name.as_str());
            return self.error(message, name.range);
        }
        symbol.usage |= usage::PARAMETER;
        Ok(())
    }

    /// Parameters in the order of their registers.
    pub(super) fn parameters(&mut self, parameters: &ast::Parameters) -> Checked {
        let named = parameters.posonlyargs.iter().chain(&parameters.args).chain(&parameters.kwonlyargs);
        for parameter in named {
            self.parameter(&parameter.parameter)?;
        }
        for parameter in [&parameters.vararg, &parameters.kwarg].into_iter().flatten() {
            self.parameter(parameter)?;
        }
        Ok(())
    }

    pub(super) fn defaults(&mut self, parameters: &ast::Parameters) -> Checked {
        for parameter in parameters.iter_non_variadic_params() {
            self.optional(parameter.default())?;
        }
        Ok(())
    }

    pub(super) fn body(&mut self, body: &[Stmt]) -> Checked {
        body.iter().try_for_each(|stmt| self.stmt(stmt))
    }

    /// A body that may be skipped.
    fn conditional_body(&mut self, body: &[Stmt]) -> Checked {
        let before = std::mem::replace(&mut self.conditional, true);
        let result = self.body(body);
        self.conditional = before;
        result
    }

    fn stmt(&mut self, stmt: &Stmt) -> Checked {
        stacker::maybe_grow(96 * 1024, 1024 * 1024, || self.stmt_inner(stmt))
    }

    fn stmt_inner(&mut self, stmt: &Stmt) -> Checked {
        match stmt {
            Stmt::FunctionDef(def) => self.function(def),
            Stmt::ClassDef(def) => self.class(def),
            Stmt::TypeAlias(alias) => self.type_alias(alias),
            Stmt::Return(statement) => {
                self.check_return(statement)?;
                self.optional(statement.value.as_deref())
            }
            Stmt::Delete(delete) => {
                for target in &delete.targets {
                    self.expr(target)?;
                }
                Ok(())
            }
            Stmt::Assign(assign) => {
                self.expr(&assign.value)?;
                self.exprs(&assign.targets)
            }
            Stmt::AugAssign(assign) => {
                if let Expr::Name(name) = &*assign.target {
                    self.use_name(name.id.as_str());
                }
                self.expr(&assign.target)?;
                self.expr(&assign.value)
            }
            Stmt::AnnAssign(assign) => self.annotated(assign),
            Stmt::For(each) => {
                self.expr(&each.iter)?;
                self.expr(&each.target)?;
                self.in_blocks(1, each.range, Some(Breakable::Loop), |this| this.conditional_body(&each.body))?;
                self.conditional_body(&each.orelse)
            }
            Stmt::While(each) => {
                self.expr(&each.test)?;
                self.in_blocks(1, each.range, Some(Breakable::Loop), |this| this.conditional_body(&each.body))?;
                self.conditional_body(&each.orelse)
            }
            Stmt::If(branch) => {
                self.expr(&branch.test)?;
                self.conditional_body(&branch.body)?;
                for clause in &branch.elif_else_clauses {
                    self.optional(clause.test.as_ref())?;
                    self.conditional_body(&clause.body)?;
                }
                Ok(())
            }
            Stmt::With(with) => {
                let around = self.around;
                for item in &with.items {
                    self.expr(&item.context_expr)?;
                    self.in_blocks(1, item.context_expr.range(), None, |_| Ok(()))?;
                    self.around.blocks += 1;
                    self.optional(item.optional_vars.as_deref())?;
                }
                self.conditional_body(&with.body)?;
                self.around = around;
                Ok(())
            }
            Stmt::Match(statement) => {
                self.expr(&statement.subject)?;
                for case in &statement.cases {
                    self.pattern(&case.pattern)?;
                    self.optional(case.guard.as_deref())?;
                    self.conditional_body(&case.body)?;
                }
                Ok(())
            }
            Stmt::Raise(raise) => {
                self.optional(raise.exc.as_deref())?;
                self.optional(raise.cause.as_deref())
            }
            Stmt::Try(statement) => self.try_statement(statement),
            Stmt::Assert(assert) => {
                self.expr(&assert.test)?;
                self.optional(assert.msg.as_deref())
            }
            Stmt::Import(import) => import.names.iter().try_for_each(|alias| self.alias(alias)),
            Stmt::ImportFrom(import) => self.import_from(import),
            Stmt::Global(global) => self.declare(&global.names, global.range, usage::GLOBAL),
            Stmt::Nonlocal(nonlocal) => self.declare(&nonlocal.names, nonlocal.range, usage::NONLOCAL),
            Stmt::Expr(expr) => self.expr(&expr.value),
            Stmt::Pass(_) => Ok(()),
            Stmt::Break(_) | Stmt::Continue(_) => self.check_jump(stmt),
            Stmt::IpyEscapeCommand(command) => self.error("invalid syntax", command.range),
        }
    }

    fn try_statement(&mut self, statement: &ast::StmtTry) -> Checked {
        self.check_handlers(&statement.handlers)?;
        let finally = u32::from(!statement.finalbody.is_empty());
        let handled = u32::from(!statement.handlers.is_empty());
        self.in_blocks(finally + handled, statement.range, None, |this| this.conditional_body(&statement.body))?;
        let star = statement.is_star.then_some(Breakable::Star);
        for handler in &statement.handlers {
            let ast::ExceptHandler::ExceptHandler(handler) = handler;
            self.optional(handler.type_.as_deref())?;
            if let Some(name) = &handler.name {
                self.bind(name, usage::LOCAL | usage::DELETED, handler.range)?;
            }
            self.in_blocks(finally + 2, handler.range, star, |this| this.conditional_body(&handler.body))?;
        }
        self.in_blocks(finally, statement.range, None, |this| this.conditional_body(&statement.orelse))?;
        self.in_blocks(finally, statement.range, None, |this| this.conditional_body(&statement.finalbody))
    }

    fn alias(&mut self, alias: &ast::Alias) -> Checked {
        let text = match &alias.asname {
            Some(name) => name.as_str(),
            None => alias.name.as_str().split('.').next().unwrap_or_default(),
        };
        self.check_binding(text, alias.range)?;
        let sym = self.intern(text);
        self.define(sym, usage::LOCAL | usage::IMPORT);
        Ok(())
    }

    fn import_from(&mut self, import: &ast::StmtImportFrom) -> Checked {
        self.check_future(import)?;
        for alias in &import.names {
            if alias.name.as_str() != "*" {
                self.alias(alias)?;
            } else if self.kind() != ScopeKind::Module {
                return self.error("import * only allowed at module level", alias.range);
            }
        }
        Ok(())
    }

    fn declare(&mut self, names: &[ast::Identifier], range: TextRange, flag: u16) -> Checked {
        let word = if flag == usage::GLOBAL { "global" } else { "nonlocal" };
        if flag == usage::NONLOCAL && self.kind() == ScopeKind::Module {
            return self.error("nonlocal declaration not allowed at module level", range);
        }
        for name in names {
            let text = name.as_str();
            let sym = self.intern(text);
            let used = self.scope().entry(sym).usage;
            let complaint = if used & usage::PARAMETER != 0 {
                format!("name '{text}' is parameter and {word}")
            } else if used & usage::USE != 0 && used & usage::BOUND == 0 {
                format!("name '{text}' is used prior to {word} declaration")
            } else if used & usage::ANNOTATED != 0 {
                format!("annotated name '{text}' can't be {word}")
            } else if used & usage::BOUND != 0 {
                format!("name '{text}' is assigned to before {word} declaration")
            } else if used & (usage::GLOBAL | usage::NONLOCAL) & !flag != 0 && self.kind() != ScopeKind::Module {
                let first = self.declared.iter().find(|other| other.0 == self.current && other.1 == sym);
                let range = first.map_or(range, |first| first.2);
                return self.error(format!("name '{text}' is nonlocal and global"), range);
            } else {
                self.declared.push((self.current, sym, range));
                self.define(sym, flag);
                if flag == usage::GLOBAL {
                    // The module then means its globals by the name, also when it runs with other locals.
                    self.table.scope_mut(ScopeId::TOP).entry(sym).usage |= usage::GLOBAL;
                }
                if flag == usage::NONLOCAL {
                    self.nonlocals.push((self.current, sym, range));
                }
                continue;
            };
            return self.error(complaint, range);
        }
        Ok(())
    }

    fn check_nonlocals(&self) -> Checked {
        for &(scope, name, range) in &self.nonlocals {
            let text = self.table.names.text(name);
            let Some(owner) = resolve::nonlocal_target(&self.table, scope, name, self.class_cell) else {
                return self.error(format!("no binding for nonlocal '{text}' found"), range);
            };
            let is_type_parameter =
                self.table.scope(owner).get(name).is_some_and(|symbol| symbol.usage & usage::TYPE_PARAMETER != 0);
            if is_type_parameter {
                let message = format!("nonlocal binding not allowed for type parameter '{text}'");
                return self.error(message, range);
            }
        }
        Ok(())
    }

    fn annotated(&mut self, assign: &ast::StmtAnnAssign) -> Checked {
        if let Expr::Name(name) = &*assign.target {
            self.check_binding(name.id.as_str(), name.range)?;
            let sym = self.intern(name.id.as_str());
            let used = self.scope().entry(sym).usage;
            let is_module = self.kind() == ScopeKind::Module;
            if assign.simple
                && used & (usage::GLOBAL | usage::NONLOCAL) != 0
                && !(is_module && used & usage::GLOBAL != 0)
            {
                let word = if used & usage::GLOBAL != 0 { "global" } else { "nonlocal" };
                let message = format!("annotated name '{}' can't be {word}", name.id.as_str());
                return self.error(message, assign.range);
            }
            if assign.simple {
                self.define(sym, usage::ANNOTATED | usage::LOCAL);
            } else if assign.value.is_some() {
                self.define(sym, usage::LOCAL);
            }
        } else {
            self.expr(&assign.target)?;
        }
        self.variable_annotation(&assign.annotation, assign.simple)?;
        self.optional(assign.value.as_deref())
    }

    /// The annotation of a variable: evaluated in the annotation scope of its class or module, never in a function.
    fn variable_annotation(&mut self, annotation: &Expr, simple: bool) -> Checked {
        let kind = self.kind();
        let evaluated = simple && !kind.is_function_like();
        if evaluated
            && (kind == ScopeKind::Module || self.conditional)
            && !self.table.future_annotations
            && !self.scope().conditional_annotations
        {
            self.scope().conditional_annotations = true;
            let sym = self.intern("__conditional_annotations__");
            if kind == ScopeKind::Module {
                self.define(sym, usage::LOCAL);
            }
        }
        let owner = self.current;
        let scope = match self.scope().annotations {
            Some(scope) if evaluated => scope,
            _ => {
                let name = self.intern("__annotate__");
                let scope = self.enter(ScopeKind::Annotations, name);
                self.define_format("format");
                self.current = owner;
                if evaluated {
                    self.scope().annotations = Some(scope);
                }
                scope
            }
        };
        self.current = scope;
        if self.table.scope(owner).conditional_annotations {
            let sym = self.intern("__conditional_annotations__");
            self.define(sym, usage::USE);
        }
        let result = self.expr(annotation);
        self.current = owner;
        result
    }

    pub(super) fn define_format(&mut self, text: &str) {
        let format = self.table.names.intern(text);
        self.define(format, usage::PARAMETER);
        if self.scope().class_scope.is_some() && !(text == "format" && self.table.future_annotations) {
            let classdict = self.table.names.intern("__classdict__");
            self.define(classdict, usage::USE);
        }
    }
}
