//! Type parameters of functions, classes and aliases: a hidden function around them makes the parameters.

use super::function::{DEFAULTS, KEYWORD_DEFAULTS};
use super::{Compiled, Compiler, Reg};
use crate::bytecode::{Const, Intrinsic, Op};
use crate::symbols::ScopeId;
use ruff_python_ast as ast;
use ruff_python_ast::{AtomicNodeIndex, Expr, TypeParam};
use ruff_text_size::{Ranged, TextRange};

impl<'a> Compiler<'a> {
    /// Opens the unit `<generic parameters of name>`.
    fn open_generic(&mut self, params: &'a ast::TypeParams, name: &str, line: u32, range: TextRange) -> Compiled {
        let Some(scope) = ScopeId::of(&params.node_index) else {
            return self.error("type parameters without scope", params.range);
        };
        let name = self.table.names.intern(&format!("<generic parameters of {name}>"));
        self.open_unit(scope, name, line)?;
        self.function_flags();
        self.at(range);
        self.load_class_namespace()
    }

    /// Closes it, and calls it with the arguments that lie at `window + 1` and on.
    fn call_generic(&mut self, outer: ScopeId, window: Reg, arguments: u16, to: Reg, range: TextRange) -> Compiled {
        let code = Const::Code(Box::new(self.close_unit()?));
        self.scope = outer;
        self.at(range);
        // The callee's register was left free below the arguments; a closure is built above them.
        let top = self.unit.top;
        self.make_function(code, 0, top, window)?;
        self.free_to(window);
        self.emit(Op::Call, 0, window, arguments, to);
        Ok(())
    }

    pub(super) fn generic_function(
        &mut self,
        def: &'a ast::StmtFunctionDef,
        params: &'a ast::TypeParams,
        to: Reg,
        range: TextRange,
    ) -> Compiled {
        let window = self.alloc()?;
        let bits = self.push_defaults(&def.parameters)?;
        let arguments = bits.count_ones() as u16;
        let outer = self.scope;
        let line = self.line_of(def.range.start());
        self.open_generic(params, def.name.as_str(), line, range)?;
        self.unit.positional = arguments;
        let call = self.alloc()?;
        let function = self.alloc()?;
        let tuple = self.push_type_params(params)?;
        debug_assert_eq!(tuple, function + 1);
        let first = self.unit.top;
        for (bit, name) in [(DEFAULTS, ".defaults"), (KEYWORD_DEFAULTS, ".kwdefaults")] {
            if bits & bit != 0 {
                let reg = self.alloc()?;
                self.load_text_name(name, reg)?;
            }
        }
        self.function_object(def, bits, first, function, range)?;
        self.intrinsic(Intrinsic::SetFunctionTypeParams, call, call);
        self.emit(Op::Return, 0, call, 0, 0);
        self.call_generic(outer, window, arguments, to, range)
    }

    pub(super) fn generic_class(
        &mut self,
        def: &'a ast::StmtClassDef,
        params: &'a ast::TypeParams,
        to: Reg,
        range: TextRange,
    ) -> Compiled {
        let window = self.alloc()?;
        let outer = self.scope;
        let line = self.line_of(def.range.start());
        self.open_generic(params, def.name.as_str(), line, range)?;
        let call = self.alloc()?;
        let tuple = self.push_type_params(params)?;
        let name = self.table.names.intern(".type_params");
        self.store(name, tuple)?;
        self.intrinsic(Intrinsic::SubscriptGeneric, call, call);
        let base = self.table.names.intern(".generic_base");
        self.store(base, call)?;
        self.free_to(call);
        let base = self.checked_register(base);
        let class = self.unit.top;
        self.class_object(def, base, class, range)?;
        self.emit(Op::Return, 0, class, 0, 0);
        self.call_generic(outer, window, 0, to, range)
    }

    pub(super) fn type_alias(&mut self, alias: &'a ast::StmtTypeAlias) -> Compiled {
        let Expr::Name(name) = &*alias.name else {
            return self.error("type alias name must be an identifier", alias.name.range());
        };
        let mark = self.unit.top;
        match &alias.type_params {
            None => self.alias_object(alias, name, None, mark)?,
            Some(params) => {
                let window = self.alloc()?;
                let outer = self.scope;
                let line = self.line_of(alias.range.start());
                self.open_generic(params, name.id.as_str(), line, alias.range)?;
                let result = self.unit.top;
                self.alias_object(alias, name, Some(params), result)?;
                self.emit(Op::Return, 0, result, 0, 0);
                self.call_generic(outer, window, 0, mark, alias.range)?;
            }
        }
        self.free_to(mark);
        self.alloc()?;
        let sym = self.intern(name.id.as_str());
        self.at(alias.range);
        self.store(sym, mark)?;
        self.free_to(mark);
        Ok(())
    }

    fn alias_object(
        &mut self,
        alias: &'a ast::StmtTypeAlias,
        name: &'a ast::ExprName,
        params: Option<&'a ast::TypeParams>,
        to: Reg,
    ) -> Compiled {
        let window = self.alloc()?;
        self.push_const(&Const::Str(name.id.as_str().into()))?;
        match params {
            Some(params) => self.push_type_params(params)?,
            None => self.push_const(&Const::None)?,
        };
        self.push_lazy(&alias.node_index, name.id.as_str(), &alias.value, alias.range)?;
        self.at(alias.range);
        self.intrinsic(Intrinsic::MakeTypeAlias, window, to);
        self.free_to(window);
        Ok(())
    }

    /// Makes all parameters, stores them into their variables, and puts their tuple into the next register.
    fn push_type_params(&mut self, params: &'a ast::TypeParams) -> Compiled<Reg> {
        let tuple = self.unit.top;
        for param in &params.type_params {
            let window = self.unit.top;
            self.type_param(param, window)?;
            self.alloc()?;
            let sym = self.intern(param_name(param).as_str());
            self.store(sym, window)?;
        }
        self.free_to(tuple);
        self.at(params.range);
        self.emit(Op::BuildTuple, 0, tuple, tuple, params.type_params.len() as u16);
        self.alloc()
    }

    fn type_param(&mut self, param: &'a TypeParam, to: Reg) -> Compiled {
        let outer = self.alloc()?;
        // Room for the call that sets the default, around the parameter.
        let made = self.alloc()?;
        let window = self.alloc()?;
        let name = param_name(param);
        self.at(param.range());
        self.push_const(&Const::Str(name.as_str().into()))?;
        let intrinsic = match param {
            TypeParam::TypeVar(var) => match &var.bound {
                None => Intrinsic::MakeTypeVar,
                Some(bound) => {
                    self.push_lazy(&var.node_index, name.as_str(), bound, bound.range())?;
                    if bound.is_tuple_expr() { Intrinsic::MakeTypeVarConstraints } else { Intrinsic::MakeTypeVarBound }
                }
            },
            TypeParam::TypeVarTuple(_) => Intrinsic::MakeTypeVarTuple,
            TypeParam::ParamSpec(_) => Intrinsic::MakeParamSpec,
        };
        self.at(param.range());
        self.intrinsic(intrinsic, window, made);
        self.free_to(made + 1);
        match param.default() {
            None => self.mov(to, made),
            Some(default) => {
                self.push_lazy(&name.node_index, name.as_str(), default, default.range())?;
                self.at(param.range());
                self.intrinsic(Intrinsic::SetTypeParamDefault, outer, to);
            }
        }
        self.free_to(outer);
        Ok(())
    }

    /// A function that evaluates an expression when asked: into the next register. Its format is 1 by default.
    fn push_lazy(&mut self, index: &AtomicNodeIndex, name: &str, value: &'a Expr, range: TextRange) -> Compiled {
        let Some(scope) = ScopeId::of(index) else { return self.error("lazy value without scope", range) };
        let window = self.unit.top;
        self.at(range);
        self.push_const(&Const::Tuple(vec![Const::Int(1)]))?;
        let outer = self.scope;
        let line = self.line_of(range.start());
        self.open_annotation_unit(scope, name, line, range)?;
        let result = match value {
            // The default of a type variable tuple may be unpacked.
            Expr::Starred(starred) => {
                let mark = self.unit.top;
                let items = self.operand(&starred.value)?;
                self.free_to(mark);
                self.emit(Op::Unpack, 0, mark, items, 1);
                mark
            }
            value => self.operand(value)?,
        };
        self.at(value.range());
        self.emit(Op::Return, 0, result, 0, 0);
        let code = Const::Code(Box::new(self.close_unit()?));
        self.scope = outer;
        self.at(range);
        self.make_function(code, DEFAULTS, window, window)?;
        self.alloc()?;
        Ok(())
    }
}

fn param_name(param: &TypeParam) -> &ast::Identifier {
    match param {
        TypeParam::TypeVar(var) => &var.name,
        TypeParam::TypeVarTuple(tuple) => &tuple.name,
        TypeParam::ParamSpec(spec) => &spec.name,
    }
}
