//! First pass, expressions and patterns.

use super::collect::{Checked, Collector};
use super::{ScopeId, ScopeKind, usage};
use ruff_python_ast as ast;
use ruff_python_ast::{Expr, ExprContext, Pattern};
use ruff_text_size::{Ranged, TextRange};

impl Collector<'_> {
    pub(super) fn optional(&mut self, expr: Option<&Expr>) -> Checked {
        expr.map_or(Ok(()), |expr| self.expr(expr))
    }

    pub(super) fn exprs(&mut self, exprs: &[Expr]) -> Checked {
        exprs.iter().try_for_each(|expr| self.expr(expr))
    }

    pub(super) fn expr(&mut self, expr: &Expr) -> Checked {
        match expr {
            Expr::Name(name) => self.name(name),
            Expr::StringLiteral(_)
            | Expr::BytesLiteral(_)
            | Expr::NumberLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::NoneLiteral(_)
            | Expr::EllipsisLiteral(_) => Ok(()),
            _ => stacker::maybe_grow(96 * 1024, 1024 * 1024, || self.compound(expr)),
        }
    }

    fn compound(&mut self, expr: &Expr) -> Checked {
        match expr {
            Expr::BoolOp(op) => self.exprs(&op.values),
            Expr::Named(named) => self.named(named),
            Expr::BinOp(op) => self.binary(op),
            Expr::UnaryOp(op) => self.expr(&op.operand),
            Expr::Lambda(lambda) => self.lambda(lambda),
            Expr::If(branch) => {
                self.expr(&branch.test)?;
                self.expr(&branch.body)?;
                self.expr(&branch.orelse)
            }
            Expr::Dict(dict) => {
                for item in &dict.items {
                    self.optional(item.key.as_ref())?;
                    self.expr(&item.value)?;
                }
                Ok(())
            }
            Expr::Set(set) => self.exprs(&set.elts),
            Expr::ListComp(comp) => self.comprehension(
                ScopeKind::ListComprehension,
                &comp.node_index,
                &comp.generators,
                [Some(&comp.elt), None],
            ),
            Expr::SetComp(comp) => self.comprehension(
                ScopeKind::SetComprehension,
                &comp.node_index,
                &comp.generators,
                [Some(&comp.elt), None],
            ),
            Expr::DictComp(comp) => self.comprehension(
                ScopeKind::DictComprehension,
                &comp.node_index,
                &comp.generators,
                // In this order errors are found.
                [Some(&comp.value), comp.key.as_deref()],
            ),
            Expr::Generator(comp) => self.comprehension(
                ScopeKind::GeneratorExpression,
                &comp.node_index,
                &comp.generators,
                [Some(&comp.elt), None],
            ),
            Expr::Await(inner) => {
                self.forbid_in_annotation("await expression", inner.range)?;
                self.note_await();
                self.expr(&inner.value)
            }
            Expr::Yield(inner) => {
                self.note_yield("'yield' outside function", inner.range)?;
                self.optional(inner.value.as_deref())
            }
            Expr::YieldFrom(inner) => {
                self.note_yield("'yield from' outside function", inner.range)?;
                self.expr(&inner.value)
            }
            Expr::Compare(compare) => {
                self.expr(&compare.left)?;
                self.exprs(&compare.comparators)
            }
            Expr::Call(call) => {
                self.expr(&call.func)?;
                self.arguments(&call.arguments)
            }
            Expr::FString(string) => string.value.elements().try_for_each(|element| self.element(element)),
            Expr::TString(string) => string.value.elements().try_for_each(|element| self.element(element)),
            Expr::Attribute(attribute) => {
                self.check_target(attribute.attr.as_str(), attribute.ctx, attribute.range)?;
                self.expr(&attribute.value)
            }
            Expr::Subscript(subscript) => {
                self.expr(&subscript.value)?;
                self.expr(&subscript.slice)
            }
            Expr::Starred(starred) => self.expr(&starred.value),
            Expr::List(list) => self.exprs(&list.elts),
            Expr::Tuple(tuple) => self.exprs(&tuple.elts),
            Expr::Slice(slice) => {
                self.optional(slice.lower.as_deref())?;
                self.optional(slice.upper.as_deref())?;
                self.optional(slice.step.as_deref())
            }
            Expr::IpyEscapeCommand(command) => self.error("invalid syntax", command.range),
            _ => Ok(()),
        }
    }

    /// Long chains of operators are deep on the left: no recursion there.
    fn binary(&mut self, op: &ast::ExprBinOp) -> Checked {
        let mut rights = vec![&*op.right];
        let mut left = &*op.left;
        while let Expr::BinOp(inner) = left {
            rights.push(&inner.right);
            left = &inner.left;
        }
        self.expr(left)?;
        rights.iter().rev().try_for_each(|right| self.expr(right))
    }

    fn element(&mut self, element: &ast::InterpolatedStringElement) -> Checked {
        let ast::InterpolatedStringElement::Interpolation(inner) = element else { return Ok(()) };
        self.expr(&inner.expression)?;
        match &inner.format_spec {
            Some(spec) => spec.elements.iter().try_for_each(|element| self.element(element)),
            None => Ok(()),
        }
    }

    pub(super) fn arguments(&mut self, arguments: &ast::Arguments) -> Checked {
        self.check_keywords(&arguments.keywords)?;
        self.exprs(&arguments.args)?;
        arguments.keywords.iter().try_for_each(|keyword| self.expr(&keyword.value))
    }

    fn name(&mut self, name: &ast::ExprName) -> Checked {
        self.check_target(name.id.as_str(), name.ctx, name.range)?;
        match name.ctx {
            ExprContext::Store => {
                let sym = self.intern(name.id.as_str());
                self.define(sym, usage::LOCAL);
            }
            ExprContext::Del => {
                let sym = self.intern(name.id.as_str());
                self.define(sym, usage::LOCAL | usage::DELETED);
            }
            ExprContext::Load | ExprContext::Invalid => self.use_name(name.id.as_str()),
        }
        Ok(())
    }

    pub(super) fn use_name(&mut self, text: &str) {
        let sym = self.intern(text);
        self.define(sym, usage::USE);
        if text == "super" && self.kind().is_function_like() {
            let class = self.table.names.intern("__class__");
            self.define(class, usage::USE);
        }
    }

    fn named(&mut self, named: &ast::ExprNamed) -> Checked {
        self.forbid_in_annotation("named expression", named.range)?;
        if self.iterables > 0 {
            return self
                .error("assignment expression cannot be used in a comprehension iterable expression", named.range);
        }
        let unit = self.table.unit_of(self.current);
        self.table.scope_mut(unit).has_walrus = true;
        if self.kind().is_comprehension()
            && let Expr::Name(target) = &*named.target
        {
            self.bind_outside_comprehension(target)?;
        } else {
            self.expr(&named.target)?;
        }
        self.expr(&named.value)
    }

    /// In a comprehension the target of `:=` belongs to the nearest scope that is none.
    fn bind_outside_comprehension(&mut self, target: &ast::ExprName) -> Checked {
        let text = target.id.as_str();
        let sym = self.intern(text);
        let start = self.current;
        let mut outer = start;
        while self.table.scope(outer).kind.is_comprehension() {
            if self.table.scope(outer).get(sym).is_some_and(|symbol| symbol.usage & usage::ITERATION != 0) {
                let message = format!("assignment expression cannot rebind comprehension iteration variable '{text}'");
                return self.error(message, target.range);
            }
            outer = self.table.scope(outer).parent.unwrap_or(ScopeId::TOP);
        }
        let kind = self.table.scope(outer).kind;
        self.check_walrus_owner(kind, target.range)?;
        let unit = self.table.unit_of(outer);
        self.table.scope_mut(unit).has_walrus = true;
        let is_global = self.table.scope(outer).get(sym).is_some_and(|symbol| symbol.usage & usage::GLOBAL != 0);
        let flag = if kind == ScopeKind::Module || is_global { usage::GLOBAL } else { usage::NONLOCAL };
        let mut inner = start;
        while inner != outer {
            let scope = self.table.scope_mut(inner);
            scope.entry(sym).usage |= flag;
            inner = scope.parent.unwrap_or(ScopeId::TOP);
        }
        if !is_global {
            self.table.scope_mut(outer).entry(sym).usage |= usage::LOCAL;
        }
        Ok(())
    }

    /// The target of a comprehension's `for`.
    pub(super) fn iteration_target(&mut self, target: &Expr) -> Checked {
        match target {
            Expr::Name(name) => {
                let text = name.id.as_str();
                self.check_binding(text, name.range)?;
                let sym = self.intern(text);
                let used = self.scope().entry(sym).usage;
                if used & (usage::NONLOCAL | usage::GLOBAL) != 0 {
                    let message =
                        format!("comprehension inner loop cannot rebind assignment expression target '{text}'");
                    return self.error(message, name.range);
                }
                self.define(sym, usage::LOCAL | usage::ITERATION);
                Ok(())
            }
            Expr::Tuple(tuple) => tuple.elts.iter().try_for_each(|target| self.iteration_target(target)),
            Expr::List(list) => list.elts.iter().try_for_each(|target| self.iteration_target(target)),
            Expr::Starred(starred) => self.iteration_target(&starred.value),
            other => self.expr(other),
        }
    }

    fn note_yield(&mut self, outside: &str, range: TextRange) -> Checked {
        self.forbid_in_annotation("yield expression", range)?;
        let place = match self.kind() {
            ScopeKind::ListComprehension => "list comprehension",
            ScopeKind::SetComprehension => "set comprehension",
            ScopeKind::DictComprehension => "dict comprehension",
            ScopeKind::GeneratorExpression => "generator expression",
            kind if !kind.is_function_like() => return self.error(outside, range),
            _ => {
                self.scope().generator = true;
                return Ok(());
            }
        };
        self.error(format!("'yield' inside {place}"), range)
    }

    fn forbid_in_annotation(&mut self, what: &str, range: TextRange) -> Checked {
        let place = match self.kind() {
            ScopeKind::Annotations => "an annotation",
            ScopeKind::TypeAlias => "a type alias",
            ScopeKind::TypeVariable => self.table.scope(self.current).place,
            ScopeKind::TypeParameters => "the definition of a generic",
            _ => return Ok(()),
        };
        self.error(format!("{what} cannot be used within {place}"), range)
    }

    pub(super) fn pattern(&mut self, pattern: &Pattern) -> Checked {
        stacker::maybe_grow(96 * 1024, 1024 * 1024, || self.pattern_inner(pattern))
    }

    fn patterns(&mut self, patterns: &[Pattern]) -> Checked {
        patterns.iter().try_for_each(|pattern| self.pattern(pattern))
    }

    fn pattern_inner(&mut self, pattern: &Pattern) -> Checked {
        let mut capture = |name: &Option<ast::Identifier>| match name {
            Some(name) => self.bind(name, usage::LOCAL, pattern.range()),
            None => Ok(()),
        };
        match pattern {
            Pattern::MatchValue(value) => {
                self.check_pattern_value(&value.value)?;
                self.expr(&value.value)
            }
            Pattern::MatchSingleton(_) => Ok(()),
            Pattern::MatchSequence(sequence) => self.patterns(&sequence.patterns),
            Pattern::MatchMapping(mapping) => {
                capture(&mapping.rest)?;
                self.exprs(&mapping.keys)?;
                self.patterns(&mapping.patterns)
            }
            Pattern::MatchClass(class) => {
                self.expr(&class.cls)?;
                self.patterns(&class.arguments.patterns)?;
                class.arguments.keywords.iter().try_for_each(|keyword| {
                    self.check_binding(keyword.attr.as_str(), keyword.pattern.range())?;
                    self.pattern(&keyword.pattern)
                })
            }
            Pattern::MatchStar(star) => capture(&star.name),
            Pattern::MatchAs(as_pattern) => {
                capture(&as_pattern.name)?;
                as_pattern.pattern.as_deref().map_or(Ok(()), |inner| self.pattern(inner))
            }
            Pattern::MatchOr(or) => self.patterns(&or.patterns),
        }
    }
}
