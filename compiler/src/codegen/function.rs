//! Functions and lambdas.

use super::{Compiled, Compiler, Reg, docstring};
use crate::bytecode::{Const, Flags, Op};
use crate::symbols::{ScopeId, Sym};
use ruff_python_ast as ast;
use ruff_python_ast::{Expr, ParameterWithDefault};
use ruff_text_size::{Ranged, TextRange, TextSize};

/// Bits of `MakeFunction`.
pub(super) const DEFAULTS: u8 = 1;
pub(super) const KEYWORD_DEFAULTS: u8 = 2;
pub(super) const ANNOTATE: u8 = 4;
const CLOSURE: u8 = 8;

impl<'a> Compiler<'a> {
    pub(super) fn function_def(&mut self, def: &'a ast::StmtFunctionDef) -> Compiled {
        let mark = self.unit.top;
        for decorator in &def.decorator_list {
            self.push(&decorator.expression)?;
        }
        let name = self.intern(def.name.as_str());
        let direct = self.variable_register(name).filter(|_| def.decorator_list.is_empty());
        let value = direct.unwrap_or(self.unit.top);
        let range = self.definition_range(def.range, &def.decorator_list);
        self.at(range);
        match &def.type_params {
            Some(params) => self.generic_function(def, params, value, range)?,
            None => {
                let window = self.unit.top;
                let bits = self.push_defaults(&def.parameters)?;
                self.function_object(def, bits, window, value, range)?;
            }
        }
        if let Some(reg) = direct {
            self.mark_assigned(reg);
        } else {
            self.alloc()?;
            self.apply_decorators(&def.decorator_list, mark)?;
            self.at(range);
            self.store(name, mark)?;
        }
        self.free_to(mark);
        Ok(())
    }

    /// The part of a definition after its decorators.
    pub(super) fn definition_range(&self, range: TextRange, decorators: &[ast::Decorator]) -> TextRange {
        let Some(last) = decorators.last() else { return range };
        let mut rest = &self.source[last.range.end().to_usize()..range.end().to_usize()];
        loop {
            rest = rest.trim_start();
            match rest.strip_prefix('#') {
                Some(comment) => rest = &comment[comment.find('\n').unwrap_or(comment.len())..],
                None => break,
            }
        }
        TextRange::new(range.end() - TextSize::of(rest), range.end())
    }

    /// Decorators lie from `mark` on, above them what they decorate; the result goes to `mark`.
    pub(super) fn apply_decorators(&mut self, decorators: &'a [ast::Decorator], mark: Reg) -> Compiled {
        for (at, decorator) in decorators.iter().enumerate().rev() {
            let window = mark + at as Reg;
            self.free_to(window);
            self.at(decorator.expression.range());
            self.emit(Op::Call, 0, window, 1, window);
        }
        self.free_to(mark + 1);
        Ok(())
    }

    /// Defaults into registers, as `MakeFunction` wants them; gives its bits.
    pub(super) fn push_defaults(&mut self, parameters: &'a ast::Parameters) -> Compiled<u8> {
        let mut bits = 0;
        let positional = || parameters.posonlyargs.iter().chain(&parameters.args);
        if positional().any(|parameter| parameter.default.is_some()) {
            bits |= DEFAULTS;
            self.push_default_tuple(positional().filter_map(ParameterWithDefault::default).collect())?;
        }
        if parameters.kwonlyargs.iter().any(|parameter| parameter.default.is_some()) {
            bits |= KEYWORD_DEFAULTS;
            self.push_keyword_defaults(&parameters.kwonlyargs)?;
        }
        Ok(bits)
    }

    fn push_default_tuple(&mut self, defaults: Vec<&'a Expr>) -> Compiled {
        let mark = self.unit.top;
        let constants =
            defaults.iter().map(|default| self.constant(default)).collect::<Compiled<Option<Vec<Const>>>>()?;
        if let Some(constants) = constants {
            self.push_const(&Const::Tuple(constants))?;
            return Ok(());
        }
        let count = defaults.len() as u16;
        for default in defaults {
            self.push(default)?;
        }
        self.free_to(mark);
        self.emit(Op::BuildTuple, 0, mark, mark, count);
        self.alloc()?;
        Ok(())
    }

    fn push_keyword_defaults(&mut self, parameters: &'a [ParameterWithDefault]) -> Compiled {
        let mark = self.unit.top;
        let mut count = 0;
        for parameter in parameters {
            if let Some(default) = &parameter.default {
                let name = self.intern(parameter.parameter.name.as_str());
                let text = Const::Str(self.table.names.text(name).into());
                self.push_const(&text)?;
                self.push(default)?;
                count += 1;
            }
        }
        self.free_to(mark);
        self.emit(Op::BuildDict, 0, mark, mark, count);
        self.alloc()?;
        Ok(())
    }

    /// Makes the function; its defaults (`bits`) lie from `window` up to the top.
    pub(super) fn function_object(
        &mut self,
        def: &'a ast::StmtFunctionDef,
        bits: u8,
        window: Reg,
        to: Reg,
        range: TextRange,
    ) -> Compiled {
        let mut bits = bits;
        if let Some(scope) = ScopeId::of(&def.parameters.node_index) {
            self.push_signature_annotations(def, scope, range)?;
            bits |= ANNOTATE;
        }
        let code = self.function_code(def)?;
        self.at(range);
        self.make_function(code, bits, window, to)
    }

    /// Adds the closure and makes the function of a code constant; frees from `window` on.
    pub(super) fn make_function(&mut self, code: Const, bits: u8, window: Reg, to: Reg) -> Compiled {
        let mut bits = bits;
        if let Const::Code(inner) = &code
            && !inner.frees.is_empty()
        {
            let first = self.unit.top;
            for free in &inner.frees {
                let name = self.table.names.intern(&free.name);
                let Some(cell) = self.cell_register(name) else {
                    return self.error(format!("no cell for '{}'", free.name), self.unit.range);
                };
                let copy = self.alloc()?;
                self.mov(copy, cell);
            }
            self.free_to(first);
            self.emit(Op::BuildTuple, 0, first, first, inner.frees.len() as u16);
            self.alloc()?;
            bits |= CLOSURE;
        }
        let code = if self.reachable() { self.short_const(code)? } else { 0 };
        self.free_to(window);
        self.emit(Op::MakeFunction, bits, to, code, if bits == 0 { 0 } else { window });
        Ok(())
    }

    fn function_code(&mut self, def: &'a ast::StmtFunctionDef) -> Compiled<Const> {
        let Some(scope) = ScopeId::of(&def.node_index) else {
            return self.error("function without scope", def.range);
        };
        let name = self.table.names.intern(def.name.as_str());
        let first_line = self.line_of(def.range.start());
        let outer = self.scope;
        self.open_unit(scope, name, first_line)?;
        self.unit.is_async = def.is_async;
        self.set_parameters(&def.parameters);
        self.function_flags();
        let body = self.function_docstring(&def.body);
        self.at(def.name.range);
        self.body(body)?;
        let code = self.close_unit()?;
        self.scope = outer;
        Ok(Const::Code(Box::new(code)))
    }

    /// A function's docstring is its first constant; the body after it is returned.
    fn function_docstring(&mut self, body: &'a [ast::Stmt]) -> &'a [ast::Stmt] {
        let Some(literal) = docstring(body) else { return body };
        if self.options.optimize < 2 {
            let text = self.docstring_constant(literal);
            self.unit.constants.set_first(text);
            self.flags(Flags::HAS_DOCSTRING);
        }
        &body[1..]
    }

    fn set_parameters(&mut self, parameters: &ast::Parameters) {
        self.unit.positional_only = parameters.posonlyargs.len() as u16;
        self.unit.positional = (parameters.posonlyargs.len() + parameters.args.len()) as u16;
        self.unit.keyword_only = parameters.kwonlyargs.len() as u16;
        if parameters.vararg.is_some() {
            self.flags(Flags::VARARGS);
        }
        if parameters.kwarg.is_some() {
            self.flags(Flags::VARKEYWORDS);
        }
    }

    pub(super) fn lambda(&mut self, lambda: &'a ast::ExprLambda, to: Reg) -> Compiled {
        let window = self.unit.top;
        self.at(lambda.range);
        let bits = match &lambda.parameters {
            Some(parameters) => self.push_defaults(parameters)?,
            None => 0,
        };
        let code = self.lambda_code(lambda)?;
        self.at(lambda.range);
        self.make_function(code, bits, window, to)
    }

    fn lambda_code(&mut self, lambda: &'a ast::ExprLambda) -> Compiled<Const> {
        let Some(scope) = ScopeId::of(&lambda.node_index) else {
            return self.error("lambda without scope", lambda.range);
        };
        let name: Sym = self.table.names.intern("<lambda>");
        let line = self.line_of(lambda.range.start());
        let outer = self.scope;
        self.open_unit(scope, name, line)?;
        if let Some(parameters) = &lambda.parameters {
            self.set_parameters(parameters);
        }
        self.function_flags();
        let value = self.operand(&lambda.body)?;
        self.at(lambda.body.range());
        self.emit(Op::Return, 0, value, 0, 0);
        let code = self.close_unit()?;
        self.scope = outer;
        Ok(Const::Code(Box::new(code)))
    }
}
