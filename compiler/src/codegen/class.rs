//! Classes.

use super::call::needs_spread;
use super::variables::NAMESPACE;
use super::{Compiled, Compiler, Reg};
use crate::bytecode::{Const, Flags, Op, SiteKind};
use crate::symbols::ScopeId;
use ruff_python_ast as ast;
use ruff_text_size::TextRange;

impl<'a> Compiler<'a> {
    pub(super) fn class_def(&mut self, def: &'a ast::StmtClassDef) -> Compiled {
        let mark = self.unit.top;
        for decorator in &def.decorator_list {
            self.push(&decorator.expression)?;
        }
        let value = self.unit.top;
        let range = self.definition_range(def.range, &def.decorator_list);
        self.at(range);
        match &def.type_params {
            Some(params) => self.generic_class(def, params, value, range)?,
            None => self.class_object(def, None, value, range)?,
        }
        self.alloc()?;
        self.apply_decorators(&def.decorator_list, mark)?;
        let name = self.intern(def.name.as_str());
        self.at(range);
        self.store(name, mark)?;
        self.free_to(mark);
        Ok(())
    }

    /// Calls `__build_class__`; `generic_base` is appended to the bases.
    pub(super) fn class_object(
        &mut self,
        def: &'a ast::StmtClassDef,
        generic_base: Option<Reg>,
        to: Reg,
        range: TextRange,
    ) -> Compiled {
        let spread = def.arguments.as_deref().is_some_and(needs_spread);
        let mark = self.unit.top;
        self.at(range);
        if !spread {
            let window = self.alloc()?;
            self.emit(Op::LoadBuildClass, 0, window, 0, 0);
        }
        let function = self.unit.top;
        let code = self.class_code(def)?;
        self.at(range);
        self.make_function(code, 0, function, function)?;
        self.alloc()?;
        let name = self.push_const(&Const::Str(def.name.as_str().into()))?;
        if spread {
            let window = self.alloc()?;
            self.emit(Op::LoadBuildClass, 0, window, 0, 0);
            return self.spread_class(def, &[function, name], generic_base, window, to, range);
        }
        let (bases, keywords) = match def.arguments.as_deref() {
            Some(arguments) => (&arguments.args[..], &arguments.keywords[..]),
            None => (&[][..], &[][..]),
        };
        for base in bases {
            self.push(base)?;
        }
        if let Some(base) = generic_base {
            let copy = self.alloc()?;
            self.mov(copy, base);
        }
        let mut names = Vec::new();
        for keyword in keywords {
            if let Some(name) = &keyword.arg {
                names.push(Const::Str(name.as_str().into()));
            }
            self.push(&keyword.value)?;
        }
        let count = self.unit.top - mark - 1;
        self.at(range);
        let op = if names.is_empty() {
            Op::Call
        } else {
            self.push_const(&Const::Tuple(names))?;
            Op::CallKw
        };
        self.free_to(mark);
        self.emit(op, 0, mark, count, to);
        Ok(())
    }

    fn spread_class(
        &mut self,
        def: &'a ast::StmtClassDef,
        first: &[Reg],
        generic_base: Option<Reg>,
        window: Reg,
        to: Reg,
        range: TextRange,
    ) -> Compiled {
        let Some(arguments) = def.arguments.as_deref() else { return Ok(()) };
        self.spread_positional(window, first, arguments, range, generic_base)?;
        self.spread_keywords(window, arguments, range)?;
        self.free_to(window);
        self.at(range);
        self.emit(Op::CallSpread, 0, window, 0, to);
        Ok(())
    }

    fn class_code(&mut self, def: &'a ast::StmtClassDef) -> Compiled<Const> {
        let Some(scope) = ScopeId::of(&def.node_index) else {
            return self.error("class without scope", def.range);
        };
        let name = self.table.scope(scope).name;
        let first_line = self.line_of(def.range.start());
        let outer = self.scope;
        self.open_unit(scope, name, first_line)?;
        if self.table.future_annotations {
            self.flags(Flags::FUTURE_ANNOTATIONS);
        }
        self.class_prologue(def, first_line)?;
        let body = self.docstring_statement(&def.body)?;
        for stmt in body {
            self.stmt(stmt)?;
        }
        if self.reachable() {
            self.class_epilogue(scope, def)?;
        }
        let code = self.close_unit()?;
        self.scope = outer;
        Ok(Const::Code(Box::new(code)))
    }

    /// What a class body stores before its first statement.
    fn class_prologue(&mut self, def: &'a ast::StmtClassDef, first_line: u32) -> Compiled {
        let value = self.alloc()?;
        let module = self.text_site(SiteKind::Name, "__name__")?;
        self.emit(Op::LoadName, 0, value, NAMESPACE, module);
        self.store_hidden("__module__", value)?;
        let qualname = self.unit.qualname.clone();
        self.load_text(value, &qualname)?;
        self.store_hidden("__qualname__", value)?;
        self.load_const(value, &Const::Int(i64::from(first_line)))?;
        self.store_hidden("__firstlineno__", value)?;
        if def.type_params.is_some() {
            let name = self.table.names.intern(".type_params");
            if let Some(&cell) = self.unit.frees.get(&name) {
                let text = self.short_const(Const::Str(".type_params".into()))?;
                self.emit(Op::LoadCell, 1, value, cell, text);
                self.store_hidden("__type_params__", value)?;
            }
        }
        let classdict = self.table.names.intern("__classdict__");
        if let Some(cell) = self.unit.cells_register(classdict) {
            self.emit(Op::StoreCell, 0, cell, NAMESPACE, 0);
        }
        self.free_to(value);
        self.start_class_annotations()
    }

    /// Stores into the namespace, whatever the name means in the class.
    pub(super) fn store_hidden(&mut self, text: &str, value: Reg) -> Compiled {
        let site = self.text_site(SiteKind::Name, text)?;
        self.emit(Op::StoreName, 0, value, NAMESPACE, site);
        Ok(())
    }

    fn class_epilogue(&mut self, scope: ScopeId, def: &'a ast::StmtClassDef) -> Compiled {
        let start = ruff_text_size::TextRange::empty(def.range.start());
        self.at(start);
        self.finish_annotations(scope)?;
        self.at(start);
        let names = std::mem::take(&mut self.unit.static_attributes).into_iter().map(Const::Str).collect();
        let value = self.push_const(&Const::Tuple(names))?;
        self.store_hidden("__static_attributes__", value)?;
        let classdict = self.table.names.intern("__classdict__");
        if let Some(cell) = self.unit.cells_register(classdict) {
            self.store_hidden("__classdictcell__", cell)?;
        }
        let class = self.table.names.intern("__class__");
        if let Some(cell) = self.unit.cells_register(class) {
            self.store_hidden("__classcell__", cell)?;
            self.mov(value, cell);
            self.emit(Op::Return, 0, value, 0, 0);
        }
        self.free_to(value);
        Ok(())
    }
}
