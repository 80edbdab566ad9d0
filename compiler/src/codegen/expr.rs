//! Expressions: the dispatch, and the kinds that have no file of their own.

use super::variables::Var;
use super::{Compiled, Compiler, Reg};
use crate::bytecode::{Const, Op, SiteKind};
use crate::symbols::ScopeKind;
use ruff_python_ast as ast;
use ruff_python_ast::{BoolOp, Expr};
use ruff_text_size::{Ranged, TextRange};

impl<'a> Compiler<'a> {
    /// Compiles an expression into register `to`: a local, a temporary that is free (`to >= top`), or one that the
    /// caller owns. `to` changes only by the last instruction, unless it is a temporary.
    pub(super) fn expr_to(&mut self, expr: &'a Expr, to: Reg) -> Compiled {
        match expr {
            Expr::Name(name) if name.id.as_str() != "__debug__" => {
                let sym = self.intern(name.id.as_str());
                self.at(name.range);
                self.load(sym, to)
            }
            _ => match self.constant(expr)? {
                Some(value) => {
                    self.at(expr.range());
                    self.load_const(to, &value)
                }
                None => self.nested(expr.range(), |compiler| compiler.compound(expr, to)),
            },
        }
    }

    fn compound(&mut self, expr: &'a Expr, to: Reg) -> Compiled {
        match expr {
            Expr::BoolOp(op) => self.bool_op(op, to),
            Expr::Named(named) => self.named(named, to),
            Expr::BinOp(op) => self.binary(op, to),
            Expr::UnaryOp(op) => self.unary(op, to),
            Expr::Lambda(lambda) => self.lambda(lambda, to),
            Expr::If(branch) => self.conditional(branch, to),
            Expr::Dict(dict) => self.dict(dict, to),
            Expr::Set(set) => self.set(set, to),
            Expr::ListComp(comp) => {
                let kind = ScopeKind::ListComprehension;
                self.comprehension(kind, &comp.node_index, &comp.generators, [Some(&comp.elt), None], comp.range, to)
            }
            Expr::SetComp(comp) => {
                let kind = ScopeKind::SetComprehension;
                self.comprehension(kind, &comp.node_index, &comp.generators, [Some(&comp.elt), None], comp.range, to)
            }
            Expr::DictComp(comp) => {
                let kind = ScopeKind::DictComprehension;
                let parts = [comp.key.as_deref(), Some(&*comp.value)];
                self.comprehension(kind, &comp.node_index, &comp.generators, parts, comp.range, to)
            }
            Expr::Generator(comp) => self.generator(comp, comp.range, to),
            Expr::Await(inner) => self.await_expr(inner, to),
            Expr::Yield(inner) => self.yield_expr(inner, to),
            Expr::YieldFrom(inner) => self.yield_from(inner, to),
            Expr::Compare(compare) => self.compare(compare, to),
            Expr::Call(call) => self.call(call, to),
            Expr::FString(string) => self.f_string(string, to),
            Expr::TString(string) => self.t_string(string, to),
            Expr::Attribute(attribute) => self.attribute(attribute, to),
            Expr::Subscript(subscript) => self.subscript(subscript, to),
            Expr::Starred(starred) => self.error("can't use starred expression here", starred.range),
            Expr::List(list) => self.list(list, to),
            Expr::Tuple(tuple) => self.tuple(tuple, to),
            Expr::Slice(slice) => self.slice(slice, to),
            Expr::IpyEscapeCommand(command) => self.error("invalid syntax", command.range),
            // Literals and names are dealt with before.
            _ => self.error("unexpected expression", expr.range()),
        }
    }

    pub(super) fn generator(&mut self, comp: &'a ast::ExprGenerator, range: TextRange, to: Reg) -> Compiled {
        let kind = ScopeKind::GeneratorExpression;
        self.comprehension(kind, &comp.node_index, &comp.generators, [Some(&comp.elt), None], range, to)
    }

    /// The register an expression's value is in: its own for a local, else a new temporary.
    pub(super) fn operand(&mut self, expr: &'a Expr) -> Compiled<Reg> {
        if let Some(reg) = self.local_operand(expr) {
            return Ok(reg);
        }
        self.push(expr)
    }

    /// As `operand`, for a value that is used only after `rest` have been evaluated.
    pub(super) fn operand_before(&mut self, expr: &'a Expr, rest: &[&'a Expr]) -> Compiled<Reg> {
        if self.table.scope(self.unit.scope).has_walrus && !rest.iter().all(|other| is_quiet(other, 4)) {
            return self.push(expr);
        }
        self.operand(expr)
    }

    fn local_operand(&mut self, expr: &'a Expr) -> Option<Reg> {
        let Expr::Name(name) = expr else { return None };
        let sym = self.intern(name.id.as_str());
        if !matches!(self.locate(sym), Var::Register(_)) {
            return None;
        }
        self.at(name.range);
        self.checked_register(sym)
    }

    /// Compiles an expression into the next free register and takes that.
    pub(super) fn push(&mut self, expr: &'a Expr) -> Compiled<Reg> {
        self.expr_to(expr, self.unit.top)?;
        self.alloc()
    }

    /// A register to gather a result in that will end up in `to`: `to` itself if it is a temporary.
    pub(super) fn scratch(&mut self, to: Reg) -> Compiled<Reg> {
        if !self.is_temporary(to) {
            return self.alloc();
        }
        if to >= self.unit.top {
            self.alloc_many(u32::from(to - self.unit.top) + 1)?;
        }
        Ok(to)
    }

    fn bool_op(&mut self, op: &'a ast::ExprBoolOp, to: Reg) -> Compiled {
        let mark = self.unit.top;
        let result = self.scratch(to)?;
        let inner = self.unit.top;
        let end = self.label();
        let jump = if op.op == BoolOp::And { Op::JumpIfFalse } else { Op::JumpIfTrue };
        let last = op.values.len() - 1;
        for (at, value) in op.values.iter().enumerate() {
            if at < last
                && let Some(truth) = self.constant_truth(value)?
            {
                if truth == (op.op == BoolOp::Or) {
                    self.expr_to(value, result)?;
                    break;
                }
                continue;
            }
            self.expr_to(value, result)?;
            if at < last {
                self.at(op.range);
                self.jump(jump, result, end);
            }
            self.free_to(inner);
        }
        self.place(end);
        self.free_to(mark);
        self.at(op.range);
        self.mov(to, result);
        Ok(())
    }

    fn named(&mut self, named: &'a ast::ExprNamed, to: Reg) -> Compiled {
        let Expr::Name(target) = &*named.target else {
            return self.error("cannot use assignment expressions with this target", named.range);
        };
        let sym = self.intern(target.id.as_str());
        let mark = self.unit.top;
        let value = match self.variable_register(sym) {
            Some(reg) => {
                self.expr_to(&named.value, reg)?;
                self.mark_assigned(reg);
                reg
            }
            None => {
                let value = self.scratch(to)?;
                self.expr_to(&named.value, value)?;
                self.at(target.range);
                self.store(sym, value)?;
                value
            }
        };
        self.free_to(mark);
        self.mov(to, value);
        Ok(())
    }

    fn conditional(&mut self, branch: &'a ast::ExprIf, to: Reg) -> Compiled {
        if let Some(truth) = self.constant_truth(&branch.test)? {
            return self.expr_to(if truth { &branch.body } else { &branch.orelse }, to);
        }
        let (otherwise, end) = (self.label(), self.label());
        self.jump_if(&branch.test, false, otherwise)?;
        self.expr_to(&branch.body, to)?;
        // The value is alive while the jump runs.
        let mark = self.unit.top;
        self.scratch(to)?;
        self.jump(Op::Jump, 0, end);
        self.free_to(mark);
        self.place(otherwise);
        self.expr_to(&branch.orelse, to)?;
        self.place(end);
        Ok(())
    }

    fn attribute(&mut self, attribute: &'a ast::ExprAttribute, to: Reg) -> Compiled {
        let mark = self.unit.top;
        if let Some((super_call, kind)) = self.super_call(&attribute.value) {
            return self.super_attribute(attribute, super_call, kind, Op::LoadSuperAttr, to);
        }
        let value = self.operand(&attribute.value)?;
        self.free_to(mark);
        self.at(self.attribute_range(attribute, attribute.range));
        let name = self.intern(attribute.attr.as_str());
        let site = self.site(SiteKind::Attr, name)?;
        self.emit(Op::LoadAttr, 0, to, value, site);
        Ok(())
    }

    fn super_attribute(
        &mut self,
        attribute: &'a ast::ExprAttribute,
        call: &'a ast::ExprCall,
        kind: SiteKind,
        op: Op,
        to: Reg,
    ) -> Compiled {
        let window = self.load_super(attribute, call, kind, op)?;
        self.free_to(window);
        self.mov(to, window);
        Ok(())
    }

    /// `super().name` through the class cell, without making a super object; gives the window of the result.
    pub(super) fn load_super(
        &mut self,
        attribute: &'a ast::ExprAttribute,
        call: &'a ast::ExprCall,
        kind: SiteKind,
        op: Op,
    ) -> Compiled<Reg> {
        let class = self.table.names.intern("__class__");
        let (Var::Free(cell) | Var::Cell(cell)) = self.locate(class) else {
            return self.error("no __class__ for super()", call.range());
        };
        let window = self.push(&call.func)?;
        self.alloc_many(2)?;
        self.at(attribute.range);
        let name = self.intern(attribute.attr.as_str());
        let site = self.site(kind, name)?;
        self.free_to(window);
        self.emit(op, 1, window, cell, site);
        Ok(window)
    }

    /// Is this a call `super()` whose meaning is known: in a method, with the name not rebound here?
    pub(super) fn super_call(&mut self, expr: &'a Expr) -> Option<(&'a ast::ExprCall, SiteKind)> {
        let Expr::Call(call) = expr else { return None };
        let Expr::Name(callee) = &*call.func else { return None };
        let plain = callee.id.as_str() == "super" && call.arguments.is_empty();
        let unit = self.table.scope(self.unit.scope);
        let is_function = matches!(unit.kind, ScopeKind::Function | ScopeKind::Lambda);
        if !plain || !is_function || self.unit.positional == 0 {
            return None;
        }
        let first = unit.symbols.first()?.name;
        let (class, callee) = (self.table.names.intern("__class__"), self.table.names.intern("super"));
        if self.locate(callee) != Var::Global || !matches!(self.locate(class), Var::Free(_) | Var::Cell(_)) {
            return None;
        }
        match self.unit.cells_register(first) {
            Some(_) => Some((call, SiteKind::SuperOfCell)),
            None if self.unit.asm.assigned.contains(1) => Some((call, SiteKind::Attr)),
            None => None,
        }
    }

    fn subscript(&mut self, subscript: &'a ast::ExprSubscript, to: Reg) -> Compiled {
        let mark = self.unit.top;
        let value = self.operand_before(&subscript.value, &[&subscript.slice])?;
        if let Some(index) = self.small_index(&subscript.slice)? {
            self.free_to(mark);
            self.at(subscript.range);
            self.emit(Op::GetItemI, 0, to, value, index as u16);
            return Ok(());
        }
        let index = self.operand(&subscript.slice)?;
        self.free_to(mark);
        self.at(subscript.range);
        self.emit(Op::GetItem, 0, to, value, index);
        Ok(())
    }

    fn small_index(&mut self, index: &Expr) -> Compiled<Option<i16>> {
        Ok(self.constant(index)?.as_ref().and_then(super::fold::immediate))
    }

    fn slice(&mut self, slice: &'a ast::ExprSlice, to: Reg) -> Compiled {
        let mark = self.unit.top;
        for part in [&slice.lower, &slice.upper, &slice.step] {
            match part {
                Some(part) => self.push(part)?,
                None => {
                    let reg = self.alloc()?;
                    self.at(slice.range);
                    self.load_none(reg);
                    reg
                }
            };
        }
        self.free_to(mark);
        self.at(slice.range);
        self.emit(Op::BuildSlice, 0, to, mark, 0);
        Ok(())
    }

    fn yield_expr(&mut self, expr: &'a ast::ExprYield, to: Reg) -> Compiled {
        self.require_function("'yield' outside function", expr.range)?;
        let mark = self.unit.top;
        let value = match &expr.value {
            Some(value) => self.operand(value)?,
            None => {
                self.at(expr.range);
                let value = self.alloc()?;
                self.load_none(value);
                value
            }
        };
        self.free_to(mark);
        self.at(expr.range);
        self.emit_yield(value, to);
        Ok(())
    }

    pub(super) fn emit_yield(&mut self, value: Reg, to: Reg) {
        let is_async = self.table.scope(self.unit.scope).coroutine;
        self.emit(Op::Yield, if is_async { 2 } else { 0 }, value, to, 0);
    }

    fn require_function(&self, message: &str, range: TextRange) -> Compiled {
        let kind = self.table.scope(self.unit.scope).kind;
        if kind.is_function_like() { Ok(()) } else { self.error(message, range) }
    }

    fn yield_from(&mut self, expr: &'a ast::ExprYieldFrom, to: Reg) -> Compiled {
        self.require_function("'yield' outside function", expr.range)?;
        if self.unit.is_async {
            return self.error("'yield from' inside async function", expr.range);
        }
        let mark = self.unit.top;
        let value = self.operand(&expr.value)?;
        self.free_to(mark);
        self.at(expr.range);
        self.delegate(value, 3, to)
    }

    fn await_expr(&mut self, expr: &'a ast::ExprAwait, to: Reg) -> Compiled {
        self.check_await(expr.range)?;
        let mark = self.unit.top;
        let value = self.operand(&expr.value)?;
        self.free_to(mark);
        self.at(expr.range);
        self.delegate(value, 0, to)
    }

    fn check_await(&self, range: TextRange) -> Compiled {
        let scope = self.table.scope(self.unit.scope);
        match scope.kind {
            ScopeKind::Module if self.options.top_level_await => Ok(()),
            ScopeKind::GeneratorExpression => Ok(()),
            ScopeKind::Function if self.unit.is_async => Ok(()),
            kind if kind.is_function_like() => self.error("'await' outside async function", range),
            _ => self.error("'await' outside function", range),
        }
    }

    /// Is this unit one in which `async for`, `async with` and asynchronous comprehensions may stand?
    pub(super) fn may_await(&self) -> bool {
        self.check_await(TextRange::default()).is_ok()
    }

    /// Runs an awaitable (or, with `how` 3, an iterable) to its end, passing on what it yields; the result goes to `to`.
    pub(super) fn delegate(&mut self, value: Reg, how: u8, to: Reg) -> Compiled {
        let mark = self.unit.top;
        let iterator = self.alloc()?;
        self.emit(Op::GetAwaitable, how, iterator, value, 0);
        self.run_iterator(iterator, to)?;
        self.free_to(mark);
        Ok(())
    }

    /// The loop of a delegation, the iterator in a register.
    pub(super) fn run_iterator(&mut self, iterator: Reg, to: Reg) -> Compiled {
        self.unit.awaits = true;
        let mark = self.unit.top;
        let sent = self.alloc()?;
        self.load_none(sent);
        let (head, end) = (self.label(), self.label());
        let nothing = Default::default();
        self.unit.asm.place_loop(head, &nothing);
        self.short_jump(Op::Send, 0, sent, iterator, end);
        self.emit(Op::Yield, 1, sent, sent, iterator);
        self.jump(Op::JumpBack, 0, head);
        self.place(end);
        self.free_to(mark);
        self.mov(to, sent);
        Ok(())
    }

    /// Evaluates an expression for its effects only.
    pub(super) fn effect(&mut self, expr: &'a Expr) -> Compiled {
        let mark = self.unit.top;
        if self.constant(expr)?.is_some() {
            return Ok(());
        }
        if self.local_operand(expr).is_none() {
            self.expr_to(expr, mark)?;
        }
        self.free_to(mark);
        Ok(())
    }

    /// A constant into a new temporary.
    pub(super) fn push_const(&mut self, value: &Const) -> Compiled<Reg> {
        let reg = self.alloc()?;
        self.load_const(reg, value)?;
        Ok(reg)
    }
}

/// Surely contains no `:=` (looked at to a small depth).
fn is_quiet(expr: &Expr, depth: u32) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    let quiet = |expr: &Expr| is_quiet(expr, depth);
    match expr {
        Expr::Name(_) | Expr::Lambda(_) => true,
        Expr::StringLiteral(_) | Expr::BytesLiteral(_) | Expr::NumberLiteral(_) => true,
        Expr::BooleanLiteral(_) | Expr::NoneLiteral(_) | Expr::EllipsisLiteral(_) => true,
        Expr::Attribute(attribute) => quiet(&attribute.value),
        Expr::Subscript(subscript) => quiet(&subscript.value) && quiet(&subscript.slice),
        Expr::BinOp(op) => quiet(&op.left) && quiet(&op.right),
        Expr::UnaryOp(op) => quiet(&op.operand),
        Expr::Call(call) => {
            quiet(&call.func)
                && call.arguments.args.iter().all(quiet)
                && call.arguments.keywords.iter().all(|keyword| quiet(&keyword.value))
        }
        Expr::Compare(compare) => quiet(&compare.left) && compare.comparators.iter().all(quiet),
        Expr::Tuple(tuple) => tuple.elts.iter().all(quiet),
        Expr::List(list) => list.elts.iter().all(quiet),
        Expr::Starred(starred) => quiet(&starred.value),
        _ => false,
    }
}
