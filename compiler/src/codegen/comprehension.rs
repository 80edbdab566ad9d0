//! Comprehensions and generator expressions.
//!
//! List, set and dict comprehensions run in the unit around them: their variables are temporaries below the
//! iterators. Generator expressions, and comprehensions in annotation scopes of classes, are functions of one
//! parameter, the first iterator.

use super::unit::Inlined;
use super::{Compiled, Compiler, Reg};
use crate::bytecode::{Const, Flags, Op};
use crate::symbols::{Place, ScopeId, ScopeKind};
use ruff_python_ast as ast;
use ruff_python_ast::Expr;
use ruff_text_size::{Ranged, TextRange};

/// What a comprehension computes for each item, and where it goes.
#[derive(Copy, Clone)]
struct Body<'a> {
    kind: ScopeKind,
    /// The element; or key and value.
    parts: [Option<&'a Expr>; 2],
    result: Reg,
    range: TextRange,
}

impl<'a> Compiler<'a> {
    pub(super) fn comprehension(
        &mut self,
        kind: ScopeKind,
        index: &ast::AtomicNodeIndex,
        generators: &'a [ast::Comprehension],
        parts: [Option<&'a Expr>; 2],
        range: TextRange,
        to: Reg,
    ) -> Compiled {
        let Some(scope) = ScopeId::of(index) else { return self.error("comprehension without scope", range) };
        let (inlined, coroutine) = (self.table.scope(scope).inlined, self.table.scope(scope).coroutine);
        if coroutine && kind != ScopeKind::GeneratorExpression && !self.may_await() {
            return self.error("asynchronous comprehension outside of an asynchronous function", range);
        }
        let body = Body { kind, parts, result: 0, range };
        if inlined {
            self.inlined(scope, generators, body, to)
        } else {
            self.comprehension_function(scope, generators, body, to)
        }
    }

    fn inlined(&mut self, id: ScopeId, generators: &'a [ast::Comprehension], body: Body<'a>, to: Reg) -> Compiled {
        let Some(first) = generators.first() else { return Ok(()) };
        let mark = self.unit.top;
        let result = self.scratch(to)?;
        let registers = self.comprehension_variables(id)?;
        let inner = self.unit.top;
        let iterable = self.iterable(&first.iter)?;
        self.free_to(inner);
        let iterator = self.alloc()?;
        self.at(first.iter.range());
        self.emit(if first.is_async { Op::GetAIter } else { Op::GetIter }, 0, iterator, iterable, 0);
        self.start_variables(id, &registers, generators);
        self.at(body.range);
        self.empty_result(body.kind, result);
        let outer = std::mem::replace(&mut self.scope, id);
        self.unit.inlined.push(Inlined { scope: id, registers });
        let done = self.generators(generators, iterator, Body { result, ..body });
        self.unit.inlined.pop();
        self.scope = outer;
        done?;
        self.free_to(mark);
        self.at(body.range);
        self.mov(to, result);
        Ok(())
    }

    fn comprehension_variables(&mut self, id: ScopeId) -> Compiled<rustc_hash::FxHashMap<crate::symbols::Sym, Reg>> {
        let own = |place| matches!(place, Place::Local | Place::Cell);
        let symbols = self.table.scope(id).symbols.iter();
        let names: Vec<_> = symbols.filter(|symbol| own(symbol.place)).map(|symbol| symbol.name).collect();
        let mut registers = rustc_hash::FxHashMap::default();
        for name in names {
            registers.insert(name, self.alloc()?);
        }
        Ok(registers)
    }

    /// Variables begin unbound; where that can be seen, their registers are made so.
    fn start_variables(
        &mut self,
        id: ScopeId,
        registers: &rustc_hash::FxHashMap<crate::symbols::Sym, Reg>,
        generators: &[ast::Comprehension],
    ) {
        let simple = generators.len() == 1 && is_simple(&generators[0].target);
        let mut variables: Vec<(Reg, bool)> = Vec::new();
        for symbol in &self.table.scope(id).symbols {
            if let Some(&reg) = registers.get(&symbol.name) {
                variables.push((reg, symbol.place == Place::Cell));
            }
        }
        for (reg, is_cell) in variables {
            self.unit.asm.assigned.remove(reg);
            if is_cell || !simple {
                self.emit(Op::Unset, 0, reg, 0, 0);
            }
            if is_cell {
                self.emit(Op::MakeCell, 0, reg, 0, 0);
            }
        }
    }

    fn empty_result(&mut self, kind: ScopeKind, to: Reg) {
        let op = match kind {
            ScopeKind::ListComprehension => Op::BuildList,
            ScopeKind::SetComprehension => Op::BuildSet,
            ScopeKind::DictComprehension => Op::BuildDict,
            _ => return,
        };
        self.emit(op, 0, to, to, 0);
    }

    /// The loops, outermost first; the iterator of the first is in a register.
    fn generators(&mut self, generators: &'a [ast::Comprehension], iterator: Reg, body: Body<'a>) -> Compiled {
        let Some((generator, others)) = generators.split_first() else { return Ok(()) };
        let mark = self.unit.top;
        let range = generator.iter.range();
        let end = self.label();
        let head = self.label();
        let Compiler { unit, .. } = self;
        unit.asm.place_loop(head, &unit.deletable);
        let region = if generator.is_async {
            Some(self.async_next(iterator, &generator.target, range)?)
        } else {
            self.next_item(iterator, &generator.target, range, end)?;
            None
        };
        let next = self.label();
        for condition in &generator.ifs {
            self.jump_if(condition, false, next)?;
        }
        match others.first() {
            None => self.element(body)?,
            Some(inner) => {
                let iterable = self.iterable(&inner.iter)?;
                self.free_to(mark);
                let iterator = self.alloc()?;
                self.at(inner.iter.range());
                self.emit(if inner.is_async { Op::GetAIter } else { Op::GetIter }, 0, iterator, iterable, 0);
                self.nested(inner.range, |compiler| compiler.generators(others, iterator, body))?;
            }
        }
        self.free_to(mark);
        self.place(next);
        self.at(body.range);
        self.jump(Op::JumpBack, 0, head);
        self.place(end);
        if let Some((region, assigned)) = region {
            self.end_async(&region, &assigned, range)?;
        }
        Ok(())
    }

    fn element(&mut self, body: Body<'a>) -> Compiled {
        let mark = self.unit.top;
        let Some(first) = body.parts[0] else {
            return self.error("dict unpacking cannot be used in dict comprehension", body.range);
        };
        if first.is_starred_expr() {
            return self.error("iterable unpacking cannot be used in comprehension", first.range());
        }
        let value = match body.parts[1] {
            Some(second) => {
                let key = self.operand_before(first, &[second])?;
                let value = self.operand(second)?;
                self.free_to(mark);
                self.at(TextRange::new(first.range().start(), second.range().end()));
                self.emit(Op::DictAdd, 0, body.result, key, value);
                return Ok(());
            }
            None => self.operand(first)?,
        };
        self.free_to(mark);
        self.at(first.range());
        match body.kind {
            ScopeKind::ListComprehension => self.emit(Op::ListAppend, 0, body.result, value, 0),
            ScopeKind::SetComprehension => self.emit(Op::SetAdd, 0, body.result, value, 0),
            _ => self.emit_yield(value, mark),
        }
        Ok(())
    }

    fn comprehension_function(
        &mut self,
        id: ScopeId,
        generators: &'a [ast::Comprehension],
        body: Body<'a>,
        to: Reg,
    ) -> Compiled {
        let Some(first) = generators.first() else { return Ok(()) };
        let code = self.comprehension_code(id, generators, body)?;
        let window = self.unit.top;
        self.at(body.range);
        self.make_function(code, 0, window, window)?;
        self.alloc()?;
        let iterable = self.iterable(&first.iter)?;
        self.free_to(window + 1);
        self.at(first.iter.range());
        self.emit(if first.is_async { Op::GetAIter } else { Op::GetIter }, 0, window + 1, iterable, 0);
        self.free_to(window);
        self.at(body.range);
        self.unit.registers = self.unit.registers.max(window + 2);
        self.emit(Op::Call, 0, window, 1, to);
        Ok(())
    }

    fn comprehension_code(
        &mut self,
        id: ScopeId,
        generators: &'a [ast::Comprehension],
        body: Body<'a>,
    ) -> Compiled<Const> {
        let name = self.table.scope(id).name;
        let line = self.line_of(body.range.start());
        let outer = self.scope;
        self.open_unit(id, name, line)?;
        self.unit.positional = 1;
        self.function_flags();
        let is_generator = body.kind == ScopeKind::GeneratorExpression;
        let mut result = 0;
        self.at(body.range);
        if !is_generator {
            result = self.alloc()?;
            self.empty_result(body.kind, result);
        }
        self.generators(generators, 1, Body { result, ..body })?;
        if !is_generator {
            self.emit(Op::Return, 0, result, 0, 0);
        }
        let code = self.close_unit()?;
        self.scope = outer;
        Ok(Const::Code(Box::new(code)))
    }

    /// The flags that follow from the kind of the unit's scope.
    pub(super) fn function_flags(&mut self) {
        let scope = self.table.scope(self.unit.scope);
        let mut flags = Flags::OPTIMIZED | Flags::NEWLOCALS;
        if scope.parent.is_some_and(|parent| self.table.scope(parent).kind == ScopeKind::Class) {
            flags |= Flags::METHOD;
        }
        let mut outer = scope.parent;
        while let Some(at) = outer {
            if self.table.scope(at).kind.is_function_like() {
                flags |= Flags::NESTED;
            }
            outer = self.table.scope(at).parent;
        }
        let is_async = self.unit.is_async || scope.kind == ScopeKind::GeneratorExpression && scope.coroutine;
        flags |= match (is_async, scope.generator) {
            (true, true) => Flags::ASYNC_GENERATOR,
            (true, false) => Flags::COROUTINE,
            (false, true) => Flags::GENERATOR,
            (false, false) => 0,
        };
        if self.table.future_annotations {
            flags |= Flags::FUTURE_ANNOTATIONS;
        }
        self.flags(flags);
    }
}

/// Does a store into this target bind all its names, reading none of them?
fn is_simple(target: &Expr) -> bool {
    match target {
        Expr::Name(_) => true,
        Expr::Tuple(tuple) => tuple.elts.iter().all(is_simple),
        Expr::List(list) => list.elts.iter().all(is_simple),
        Expr::Starred(starred) => is_simple(&starred.value),
        _ => false,
    }
}
