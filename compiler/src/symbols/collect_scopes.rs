//! First pass, blocks: functions, classes, type parameters, lambdas and comprehensions.

use super::checks::Surroundings;
use super::collect::{Checked, Collector};
use super::{ScopeId, ScopeKind, Sym, usage};
use ruff_python_ast as ast;
use ruff_python_ast::{Expr, TypeParam};
use ruff_text_size::Ranged;

impl Collector<'_> {
    pub(super) fn function(&mut self, def: &ast::StmtFunctionDef) -> Checked {
        self.decorators(&def.decorator_list)?;
        self.defaults(&def.parameters)?;
        self.bind(&def.name, usage::LOCAL, def.range)?;
        let name = self.intern(def.name.as_str());
        if let Some(params) = &def.type_params {
            self.enter(ScopeKind::TypeParameters, name).mark(&params.node_index);
            self.see_class();
            self.implicit_parameters(&def.parameters);
            self.type_params(params)?;
        }
        self.signature_annotations(def)?;
        let scope = self.enter(ScopeKind::Function, name);
        scope.mark(&def.node_index);
        self.scope().coroutine = def.is_async;
        self.parameters(&def.parameters)?;
        // A coroutine is a block of its own.
        let inside = Surroundings { blocks: u32::from(def.is_async), ..Surroundings::default() };
        let around = std::mem::replace(&mut self.around, inside);
        self.body(&def.body)?;
        self.around = around;
        self.leave();
        if def.type_params.is_some() {
            self.leave();
        }
        Ok(())
    }

    fn decorators(&mut self, decorators: &[ast::Decorator]) -> Checked {
        decorators.iter().try_for_each(|decorator| self.expr(&decorator.expression))
    }

    /// Defaults are evaluated outside the scope of the type parameters and handed in.
    fn implicit_parameters(&mut self, parameters: &ast::Parameters) {
        let has = |list: &[ast::ParameterWithDefault]| list.iter().any(|parameter| parameter.default.is_some());
        if has(&parameters.posonlyargs) || has(&parameters.args) {
            let sym = self.intern(".defaults");
            self.define(sym, usage::PARAMETER);
        }
        if has(&parameters.kwonlyargs) {
            let sym = self.intern(".kwdefaults");
            self.define(sym, usage::PARAMETER);
        }
    }

    fn signature_annotations(&mut self, def: &ast::StmtFunctionDef) -> Checked {
        let annotated: Vec<&Expr> = def.parameters.iter().filter_map(|parameter| parameter.annotation()).collect();
        if annotated.is_empty() && def.returns.is_none() {
            return Ok(());
        }
        let name = self.intern("__annotate__");
        let scope = self.enter(ScopeKind::Annotations, name);
        scope.mark(&def.parameters.node_index);
        self.define_format("format");
        for annotation in annotated {
            self.expr(annotation)?;
        }
        self.optional(def.returns.as_deref())?;
        if self.table.future_annotations {
            self.forget_uses();
        }
        self.leave();
        Ok(())
    }

    /// Annotations that stay text use no names.
    fn forget_uses(&mut self) {
        let scope = self.scope();
        scope.symbols.retain(|symbol| symbol.usage & usage::PARAMETER != 0);
        scope.index = scope.symbols.iter().enumerate().map(|(at, symbol)| (symbol.name, at as u32)).collect();
    }

    /// An annotation scope directly in a class reads the class's namespace.
    fn see_class(&mut self) {
        if self.scope().class_scope.is_some() {
            let classdict = self.table.names.intern("__classdict__");
            self.define(classdict, usage::USE);
        }
    }

    pub(super) fn class(&mut self, def: &ast::StmtClassDef) -> Checked {
        self.decorators(&def.decorator_list)?;
        self.bind(&def.name, usage::LOCAL, def.range)?;
        let name = self.intern(def.name.as_str());
        let plain = self.table.names.intern(def.name.as_str());
        let outer_private = self.private;
        if let Some(params) = &def.type_params {
            self.private = Some(plain);
            self.enter(ScopeKind::TypeParameters, name).mark(&params.node_index);
            self.see_class();
            for text in [".type_params", ".generic_base"] {
                let sym = self.intern(text);
                self.define(sym, usage::LOCAL);
            }
            self.type_params(params)?;
        }
        if let Some(arguments) = &def.arguments {
            self.arguments(arguments)?;
        }
        self.private = Some(plain);
        let scope = self.enter(ScopeKind::Class, plain);
        scope.mark(&def.node_index);
        if def.type_params.is_some() {
            let sym = self.intern(".type_params");
            self.define(sym, usage::USE);
        }
        self.class_body(&def.body)?;
        self.leave();
        self.private = outer_private;
        if def.type_params.is_some() {
            self.leave();
        }
        Ok(())
    }

    fn class_body(&mut self, body: &[ast::Stmt]) -> Checked {
        let conditional = std::mem::take(&mut self.conditional);
        let around = std::mem::take(&mut self.around);
        let result = self.body(body);
        self.around = around;
        self.conditional = conditional;
        result
    }

    pub(super) fn type_alias(&mut self, alias: &ast::StmtTypeAlias) -> Checked {
        self.expr(&alias.name)?;
        let name = match &*alias.name {
            Expr::Name(name) => self.intern(name.id.as_str()),
            _ => self.intern("<type alias>"),
        };
        if let Some(params) = &alias.type_params {
            self.enter(ScopeKind::TypeParameters, name).mark(&params.node_index);
            self.see_class();
            self.type_params(params)?;
        }
        self.enter(ScopeKind::TypeAlias, name).mark(&alias.node_index);
        self.define_format(".format");
        self.expr(&alias.value)?;
        self.leave();
        if alias.type_params.is_some() {
            self.leave();
        }
        Ok(())
    }

    fn type_params(&mut self, params: &ast::TypeParams) -> Checked {
        let mut defaulted = false;
        for param in &params.type_params {
            let (name, bound) = match param {
                TypeParam::TypeVar(var) => (&var.name, var.bound.as_deref()),
                TypeParam::TypeVarTuple(tuple) => (&tuple.name, None),
                TypeParam::ParamSpec(spec) => (&spec.name, None),
            };
            self.check_binding(name.as_str(), param.range())?;
            if name.as_str() == "__classdict__" {
                let message = format!("reserved name '{}' cannot be used for type parameter", name.as_str());
                return self.error(message, param.range());
            }
            let sym = self.intern(name.as_str());
            if self.scope().get(sym).is_some_and(|symbol| symbol.usage & usage::TYPE_PARAMETER != 0) {
                return self.error(format!("duplicate type parameter '{}'", name.as_str()), param.range());
            }
            self.define(sym, usage::TYPE_PARAMETER | usage::LOCAL);
            if let Some(bound) = bound {
                let place = if bound.is_tuple_expr() { "a TypeVar constraint" } else { "a TypeVar bound" };
                self.lazy_value(sym, bound, place)?.mark(type_param_index(param));
            }
            match param.default() {
                Some(default) => {
                    defaulted = true;
                    let place = match param {
                        TypeParam::TypeVar(_) => "a TypeVar default",
                        TypeParam::TypeVarTuple(_) => "a TypeVarTuple default",
                        TypeParam::ParamSpec(_) => "a ParamSpec default",
                    };
                    self.lazy_value(sym, default, place)?.mark(&name.node_index);
                }
                None if defaulted => {
                    let message =
                        format!("non-default type parameter '{}' follows default type parameter", name.as_str());
                    return self.error(message, name.range);
                }
                None => {}
            }
        }
        Ok(())
    }

    fn lazy_value(&mut self, name: Sym, value: &Expr, place: &'static str) -> Checked<ScopeId> {
        let scope = self.enter(ScopeKind::TypeVariable, name);
        self.scope().place = place;
        self.define_format(".format");
        self.expr(value)?;
        self.leave();
        Ok(scope)
    }

    pub(super) fn lambda(&mut self, lambda: &ast::ExprLambda) -> Checked {
        if let Some(parameters) = &lambda.parameters {
            self.defaults(parameters)?;
        }
        let name = self.intern("<lambda>");
        self.enter(ScopeKind::Lambda, name).mark(&lambda.node_index);
        if let Some(parameters) = &lambda.parameters {
            self.parameters(parameters)?;
        }
        self.expr(&lambda.body)?;
        self.leave();
        Ok(())
    }

    /// `parts`: what is computed for each item.
    pub(super) fn comprehension(
        &mut self,
        kind: ScopeKind,
        index: &ast::AtomicNodeIndex,
        generators: &[ast::Comprehension],
        parts: [Option<&Expr>; 2],
    ) -> Checked {
        let Some(first) = generators.first() else { return Ok(()) };
        self.iterables += 1;
        self.expr(&first.iter)?;
        self.iterables -= 1;
        let name = self.intern(match kind {
            ScopeKind::ListComprehension => "<listcomp>",
            ScopeKind::SetComprehension => "<setcomp>",
            ScopeKind::DictComprehension => "<dictcomp>",
            _ => "<genexpr>",
        });
        let sees_class = self.scope().class_scope.is_some();
        let scope = self.enter(kind, name);
        scope.mark(index);
        if kind == ScopeKind::GeneratorExpression || sees_class {
            let iterator = self.intern(".0");
            self.define(iterator, usage::PARAMETER);
        } else {
            self.scope().inlined = true;
        }
        self.scope().generator = kind == ScopeKind::GeneratorExpression;
        for (number, generator) in generators.iter().enumerate() {
            if number > 0 {
                self.iterables += 1;
                self.expr(&generator.iter)?;
                self.iterables -= 1;
            }
            self.iteration_target(&generator.target)?;
            self.exprs(&generator.ifs)?;
            if generator.is_async {
                self.note_await();
            }
        }
        for part in parts {
            self.optional(part)?;
        }
        self.leave();
        Ok(())
    }

    /// An `await` or asynchronous comprehension makes the unit around it a coroutine.
    pub(super) fn note_await(&mut self) {
        let mut id = self.current;
        loop {
            let scope = self.table.scope_mut(id);
            scope.coroutine = true;
            match scope.parent {
                Some(parent) if scope.inlined => id = parent,
                _ => return,
            }
        }
    }
}

fn type_param_index(param: &TypeParam) -> &ast::AtomicNodeIndex {
    match param {
        TypeParam::TypeVar(var) => &var.node_index,
        TypeParam::TypeVarTuple(tuple) => &tuple.node_index,
        TypeParam::ParamSpec(spec) => &spec.node_index,
    }
}
