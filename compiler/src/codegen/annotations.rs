//! Annotations: evaluated when asked for, by `__annotate__` functions.

use super::{Compiled, Compiler, Reg};
use crate::bytecode::{Const, Intrinsic, Op};
use crate::symbols::{ScopeId, ScopeKind};
use ruff_python_ast as ast;
use ruff_python_ast::Expr;
use ruff_text_size::{Ranged, TextRange};

/// A variable annotation of a class or module.
pub(super) struct Deferred<'a> {
    statement: &'a ast::StmtAnnAssign,
    name: Box<str>,
    /// Its number, if it counts only when execution has come to it.
    number: Option<u32>,
}

/// The highest annotation format that `__annotate__` functions know themselves.
const VALUE_WITH_FAKE_GLOBALS: i16 = 2;
/// The parameter of annotation functions.
const FORMAT: Reg = 1;

impl<'a> Compiler<'a> {
    /// The annotate function of a signature into the next register.
    pub(super) fn push_signature_annotations(
        &mut self,
        def: &'a ast::StmtFunctionDef,
        scope: ScopeId,
        range: TextRange,
    ) -> Compiled {
        let outer = self.scope;
        let line = self.line_of(range.start());
        self.open_annotation_unit(scope, "__annotate__", line, range)?;
        let mark = self.unit.top;
        let parameters = &def.parameters;
        let vararg = parameters.vararg.as_deref();
        let named = parameters.posonlyargs.iter().chain(&parameters.args).map(|parameter| &parameter.parameter);
        let keyword = parameters.kwonlyargs.iter().map(|parameter| &parameter.parameter);
        let annotated = named.chain(vararg).chain(keyword).chain(parameters.kwarg.as_deref());
        let result = self.alloc()?;
        self.emit(Op::BuildDict, 0, result, result, 0);
        for parameter in annotated {
            if let Some(annotation) = &parameter.annotation {
                let name = self.intern(parameter.name.as_str());
                let text = self.table.names.text(name).to_owned();
                self.add_annotation(result, &text, annotation)?;
            }
        }
        if let Some(annotation) = &def.returns {
            self.add_annotation(result, "return", annotation)?;
        }
        self.at(range);
        self.emit(Op::Return, 0, result, 0, 0);
        self.free_to(mark);
        self.push_annotation_function(outer)
    }

    /// Closes an annotation unit and makes its function in the next register.
    fn push_annotation_function(&mut self, outer: ScopeId) -> Compiled {
        let code = Const::Code(Box::new(self.close_unit()?));
        self.scope = outer;
        let window = self.unit.top;
        self.make_function(code, 0, window, window)?;
        self.alloc()?;
        Ok(())
    }

    fn add_annotation(&mut self, dict: Reg, name: &str, annotation: &'a Expr) -> Compiled {
        let mark = self.unit.top;
        let key = self.push_const(&Const::Str(name.into()))?;
        let value = self.annotation_value(annotation)?;
        self.free_to(mark);
        self.at(annotation.range());
        self.emit(Op::DictAdd, 0, dict, key, value);
        Ok(())
    }

    fn annotation_value(&mut self, annotation: &'a Expr) -> Compiled<Reg> {
        if self.table.future_annotations {
            let text = self.unparse(annotation);
            self.at(annotation.range());
            return self.push_const(&Const::Str(text.into()));
        }
        match annotation {
            // `*args: *Ts`
            Expr::Starred(starred) => {
                let mark = self.unit.top;
                let value = self.operand(&starred.value)?;
                self.free_to(mark);
                self.at(annotation.range());
                self.emit(Op::Unpack, 0, mark, value, 1);
                self.alloc()
            }
            annotation => self.operand(annotation),
        }
    }

    /// Opens the unit of a function that evaluates something late: its one parameter is the wanted format.
    pub(super) fn open_annotation_unit(&mut self, scope: ScopeId, name: &str, line: u32, range: TextRange) -> Compiled {
        let name = self.table.names.intern(name);
        self.open_unit(scope, name, line)?;
        self.unit.positional = 1;
        self.unit.positional_only = 1;
        self.function_flags();
        self.at(range);
        let known = self.label();
        self.short_jump(Op::JumpGtI, 0, FORMAT, VALUE_WITH_FAKE_GLOBALS as u16, known);
        let error = self.alloc()?;
        self.emit(Op::LoadAssertionError, 1, error, 0, 0);
        self.emit(Op::Raise, 1, error, 0, 0);
        self.free_to(error);
        self.place(known);
        self.load_class_namespace()
    }

    /// At a module's start: its `__annotate__`, if it has annotations. The code is filled in at the end.
    pub(super) fn start_module_annotations(&mut self, has_annotations: bool) -> Compiled<Option<Reg>> {
        if !has_annotations {
            return Ok(None);
        }
        if self.table.future_annotations {
            self.setup_annotations()?;
            return Ok(None);
        }
        let place = self.unit.constants.reserve();
        let Ok(number) = u16::try_from(place) else { return Ok(None) };
        let value = self.alloc()?;
        self.emit(Op::MakeFunction, 0, value, number, 0);
        self.store_text("__annotate__", value)?;
        self.emit(Op::BuildSet, 0, value, value, 0);
        self.store_text("__conditional_annotations__", value)?;
        self.free_to(value);
        Ok(Some(number))
    }

    /// At a module's end: the code reserved by `start_module_annotations`.
    pub(super) fn finish_module_annotations(&mut self, number: u16) -> Compiled {
        let Some(scope) = self.table.scope(ScopeId::TOP).annotations else { return Ok(()) };
        let code = self.deferred_code(scope)?;
        self.unit.constants.fill(u32::from(number), code);
        Ok(())
    }

    pub(super) fn start_class_annotations(&mut self) -> Compiled {
        if self.scope().annotations.is_some() && self.table.future_annotations {
            return self.setup_annotations();
        }
        if self.scope().conditional_annotations {
            let name = self.table.names.intern("__conditional_annotations__");
            if let Some(cell) = self.unit.cells_register(name) {
                let value = self.alloc()?;
                self.emit(Op::BuildSet, 0, value, value, 0);
                self.emit(Op::StoreCell, 0, cell, value, 0);
                self.free_to(value);
            }
        }
        Ok(())
    }

    /// `__annotations__ = {}`, unless there is one.
    fn setup_annotations(&mut self) -> Compiled {
        let window = self.alloc_many(2)?;
        self.mov(window + 1, super::variables::NAMESPACE);
        self.intrinsic(Intrinsic::SetupAnnotations, window, window);
        self.free_to(window);
        Ok(())
    }

    /// At a class's end: its `__annotate_func__`.
    pub(super) fn finish_annotations(&mut self, class: ScopeId) -> Compiled {
        let Some(scope) = self.table.scope(class).annotations else { return Ok(()) };
        if self.table.future_annotations {
            return Ok(());
        }
        let outer = self.scope;
        let code = self.deferred_code(scope)?;
        self.scope = outer;
        let window = self.unit.top;
        self.make_function(code, 0, window, window)?;
        self.alloc()?;
        self.store_hidden("__annotate_func__", window)?;
        self.free_to(window);
        Ok(())
    }

    /// The annotate function of a class or module.
    fn deferred_code(&mut self, scope: ScopeId) -> Compiled<Const> {
        let deferred = std::mem::take(&mut self.unit.deferred);
        let outer = self.scope;
        let line = self.unit.first_line;
        let range = TextRange::empty(self.line_start(line));
        self.open_annotation_unit(scope, "__annotate__", line, range)?;
        let result = self.alloc()?;
        self.emit(Op::BuildDict, 0, result, result, 0);
        for annotation in &deferred {
            let skip = self.label();
            if let Some(number) = annotation.number {
                self.at(annotation.statement.range);
                self.skip_unless_reached(number, skip)?;
            }
            self.add_annotation(result, &annotation.name, &annotation.statement.annotation)?;
            self.place(skip);
        }
        self.at(range);
        self.emit(Op::Return, 0, result, 0, 0);
        let code = self.close_unit()?;
        self.scope = outer;
        Ok(Const::Code(Box::new(code)))
    }

    fn skip_unless_reached(&mut self, number: u32, skip: super::assembler::Label) -> Compiled {
        let mark = self.unit.top;
        let wanted = self.push_const(&Const::Int(i64::from(number)))?;
        let reached = self.alloc()?;
        self.load_reached(reached)?;
        self.free_to(mark);
        self.short_jump(Op::JumpIn, 0, wanted, reached, skip);
        Ok(())
    }

    /// The set of numbers of the annotations that execution has come to.
    fn load_reached(&mut self, to: Reg) -> Compiled {
        let name = self.table.names.intern("__conditional_annotations__");
        if let Some(cell) = self.cell_register(name) {
            let text = self.short_const(Const::Str("__conditional_annotations__".into()))?;
            self.emit(Op::LoadCell, 1, to, cell, text);
            return Ok(());
        }
        self.load(name, to)
    }

    /// `name: annotation` in a class or module.
    pub(super) fn variable_annotation(&mut self, statement: &'a ast::StmtAnnAssign, name: &str) -> Compiled {
        let kind = self.scope().kind;
        if kind.is_function_like() || !self.reachable() {
            return Ok(());
        }
        let sym = self.intern(name);
        let name: Box<str> = self.table.names.text(sym).into();
        if self.table.future_annotations {
            return self.store_text_annotation(&statement.annotation, &name);
        }
        let conditional =
            kind == ScopeKind::Module || self.scope().conditional_annotations && self.is_conditional(statement);
        // A `finally` body is compiled more than once.
        let known = self.unit.deferred.iter().find(|other| std::ptr::eq(other.statement, statement));
        let number = match known {
            Some(known) => known.number,
            None if conditional => {
                let number = self.unit.annotation_count;
                self.unit.annotation_count += 1;
                self.unit.deferred.push(Deferred { statement, name, number: Some(number) });
                Some(number)
            }
            None => {
                self.unit.deferred.push(Deferred { statement, name, number: None });
                None
            }
        };
        let Some(number) = number else { return Ok(()) };
        let set = self.alloc()?;
        self.load_reached(set)?;
        let value = self.push_const(&Const::Int(i64::from(number)))?;
        self.emit(Op::SetAdd, 0, set, value, 0);
        self.free_to(set);
        Ok(())
    }

    /// Is the statement inside another one of the class's body?
    fn is_conditional(&self, _statement: &ast::StmtAnnAssign) -> bool {
        // The class body itself is compiled two levels of nesting above its statements.
        self.depth > self.unit.body_depth + 1
    }

    /// `__annotations__[name] = "text"`
    fn store_text_annotation(&mut self, annotation: &'a Expr, name: &str) -> Compiled {
        let text = self.unparse(annotation);
        let value = self.push_const(&Const::Str(text.into()))?;
        let dict = self.alloc()?;
        self.load_text_name("__annotations__", dict)?;
        let key = self.push_const(&Const::Str(name.into()))?;
        self.emit(Op::SetItem, 0, dict, key, value);
        self.free_to(value);
        Ok(())
    }
}
