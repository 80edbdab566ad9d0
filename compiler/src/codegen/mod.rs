//! From syntax tree and scopes to register bytecode.
//!
//! One pass over the tree. Expressions are compiled *into* a register that the user of the value chooses, and locals
//! are operands where they stand; temporaries form a stack above the locals (`Unit::top`). The assembler below knows
//! nothing of Python; the files beside this one have one subject of the language each.
//!
//! Locals as operands are safe because between the evaluation of an operand and its use only `:=` can rebind a local;
//! units with `:=` copy where it matters (see `expr::operand_before`).

mod annotations;
mod assembler;
mod assign;
mod call;
mod class;
mod comprehension;
mod condition;
mod constants;
mod control;
mod display;
mod exceptions;
mod expr;
mod fold;
mod function;
mod import;
pub(crate) mod interpolation;
pub(crate) mod literal;
mod ops;
mod pattern;
mod registers;
mod statement;
mod type_params;
mod unit;
mod unparse;
mod variables;
mod with;

use crate::bytecode::{Code, Const, Flags, Ins, Intrinsic, Op, Operand, SiteKind};
use crate::error::SyntaxError;
use crate::parse::{Mode, Options};
use crate::symbols::{self, Scope, ScopeId, Sym, SymbolTable};
use crate::tree::source::Source;
use assembler::Label;
use ruff_python_ast as ast;
use ruff_python_ast::{Expr, Mod, Stmt};
use ruff_text_size::TextRange;
use unit::Unit;

pub(crate) type Reg = u16;
type Compiled<T = ()> = Result<T, SyntaxError>;

/// How deep expressions and statements may nest.
const MAX_DEPTH: u32 = 25_000;

/// Compiles a parsed module or expression.
pub fn generate(
    tree: &Mod,
    source: &str,
    made: Option<&Source>,
    filename: &str,
    mode: Mode,
    options: &Options,
) -> Compiled<Code> {
    let table = symbols::analyse_with(tree, source, made, filename, options.future_annotations)?;
    let mut compiler = Compiler {
        source,
        made,
        filename,
        mode,
        options,
        lines: line_starts(source),
        table,
        scope: ScopeId::TOP,
        unit: Unit::default(),
        outer: Vec::new(),
        depth: 0,
    };
    compiler.module(tree)
}

fn line_starts(source: &str) -> Vec<u32> {
    std::iter::once(0).chain(memchr_lines(source.as_bytes())).collect()
}

fn memchr_lines(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at as u32 + 1)
}

/// The state of code generation.
struct Compiler<'a> {
    source: &'a str,
    /// What the source is made of, if the tree was not parsed from one.
    made: Option<&'a Source>,
    filename: &'a str,
    mode: Mode,
    options: &'a Options,
    lines: Vec<u32>,
    table: SymbolTable,
    /// The innermost scope: the unit's, or that of a comprehension inlined into it.
    scope: ScopeId,
    unit: Unit<'a>,
    /// The units around the current one, outermost first.
    outer: Vec<Unit<'a>>,
    depth: u32,
}

impl<'a> Compiler<'a> {
    fn module(&mut self, tree: &'a Mod) -> Compiled<Code> {
        let name = self.table.names.intern("<module>");
        self.open_unit(ScopeId::TOP, name, 1)?;
        if self.table.future_annotations {
            self.flags(Flags::FUTURE_ANNOTATIONS);
        }
        match tree {
            Mod::Module(module) => self.module_body(&module.body)?,
            Mod::Expression(expression) => {
                let value = self.operand(&expression.body)?;
                self.at(ruff_text_size::Ranged::range(&*expression.body));
                self.emit(Op::Return, 0, value, 0, 0);
            }
        }
        if self.unit.awaits {
            self.flags(Flags::COROUTINE);
        }
        self.close_unit()
    }

    fn module_body(&mut self, body: &'a [Stmt]) -> Compiled {
        let body = self.docstring_statement(body)?;
        let annotations = self.start_module_annotations(self.scope().annotations.is_some())?;
        for stmt in body {
            self.stmt(stmt)?;
        }
        self.return_none();
        if let Some(number) = annotations {
            self.finish_module_annotations(number)?;
        }
        Ok(())
    }

    /// A module or class stores its docstring as `__doc__`; the statements after it are returned.
    fn docstring_statement(&mut self, body: &'a [Stmt]) -> Compiled<&'a [Stmt]> {
        if self.mode == Mode::Single && self.outer.is_empty() {
            return Ok(body);
        }
        let Some(literal) = docstring(body) else { return Ok(body) };
        if self.options.optimize < 2 {
            let text = self.docstring_constant(literal);
            let range = literal.range;
            self.at(range);
            let value = self.alloc()?;
            self.load_const(value, &text)?;
            self.store_text("__doc__", value)?;
            self.free_to(value);
        }
        Ok(&body[1..])
    }

    fn scope(&self) -> &Scope {
        self.table.scope(self.scope)
    }

    fn intern(&mut self, text: &str) -> Sym {
        let private = self.table.scope(self.scope).private;
        self.table.names.intern_private(private, text)
    }

    fn error<T>(&self, message: impl Into<String>, range: TextRange) -> Compiled<T> {
        Err(match self.made {
            Some(made) => made.error(message.into(), self.filename, range),
            None => SyntaxError::at_bytes(message, self.source, self.filename, range),
        })
    }

    /// Instructions from here on belong to this part of the source.
    fn at(&mut self, range: TextRange) {
        self.unit.range = range;
    }

    /// Takes the next free register.
    fn alloc(&mut self) -> Compiled<Reg> {
        self.alloc_many(1)
    }

    /// Takes consecutive registers, gives the first.
    fn alloc_many(&mut self, count: u32) -> Compiled<Reg> {
        let first = self.unit.top;
        // The last register numbers stay unused, so that windows can be reserved beyond the top without overflow.
        let Some(top) = u32::from(first).checked_add(count).filter(|&top| top < 0xFF00) else {
            return self.error("too many local variables and temporaries", self.unit.range);
        };
        self.unit.top = top as Reg;
        self.unit.registers = self.unit.registers.max(top as Reg);
        Ok(first)
    }

    /// Gives back all registers from `mark` on.
    fn free_to(&mut self, mark: Reg) {
        self.unit.top = mark;
    }

    fn is_temporary(&self, reg: Reg) -> bool {
        reg >= self.unit.first_temporary
    }

    fn emit(&mut self, op: Op, d: u8, a: Reg, b: u16, c: u16) {
        let ins = Ins::new(op, d, a, b, c);
        let height = self.height(ins);
        self.note_registers(ins);
        self.unit.asm.emit(ins, height, self.unit.range);
    }

    fn emit_imm(&mut self, op: Op, d: u8, a: Reg, imm: i32) {
        let ins = Ins::with_imm(op, d, a, imm);
        let height = self.height(ins);
        self.note_registers(ins);
        self.unit.asm.emit(ins, height, self.unit.range);
    }

    /// A jump whose target is its 32-bit immediate.
    fn jump(&mut self, op: Op, a: Reg, label: Label) {
        let ins = Ins::with_imm(op, 0, a, 0);
        let height = self.height(ins);
        self.unit.asm.jump(ins, label, height, self.unit.range);
    }

    /// A jump whose target is in `c`.
    fn short_jump(&mut self, op: Op, d: u8, a: Reg, b: u16, label: Label) {
        let ins = Ins::new(op, d, a, b, 0);
        let height = self.height(ins);
        self.unit.asm.jump(ins, label, height, self.unit.range);
    }

    fn label(&mut self) -> Label {
        self.unit.asm.label()
    }

    fn place(&mut self, label: Label) {
        self.unit.asm.place(label);
    }

    fn reachable(&self) -> bool {
        self.unit.asm.reachable()
    }

    /// The first register that is dead while the instruction runs.
    fn height(&self, ins: Ins) -> Reg {
        let (a, b, c) = (ins.a(), ins.b(), ins.c());
        let window_end = match ins.op() {
            Op::Call | Op::CallMethod | Op::CallKw | Op::CallMethodKw | Op::CallSpread | Op::CallIntrinsic => return a,
            Op::WithExit => return a,
            Op::BuildList | Op::BuildTuple | Op::BuildSet | Op::BuildString => b + c,
            Op::BuildDict => b + 2 * c,
            Op::LoadSuperAttr | Op::LoadSuperMethod => a + 3,
            Op::BuildSlice => b + 3,
            Op::ImportName => b + 2,
            Op::MakeFunction => c + ins.d().count_ones() as u16,
            Op::Yield => {
                let iterator = if ins.d() & 1 == 1 { c + 1 } else { 0 };
                return self.unit.top.max(a + 1).max(iterator).max(self.unit.first_temporary);
            }
            _ => 0,
        };
        let [a_kind, b_kind, c_kind] = ins.op().operands();
        let source = |kind: Operand, reg: Reg| if matches!(kind, Operand::Src | Operand::Mut) { reg + 1 } else { 0 };
        let c_source = if ins.op() == Op::Format && c == 0 { 0 } else { source(c_kind, c) };
        let sources = source(a_kind, a).max(source(b_kind, b)).max(c_source);
        self.unit.top.max(window_end).max(sources)
    }

    /// Counts registers that are written without having been allocated.
    fn note_registers(&mut self, ins: Ins) {
        let written = |kind: Operand, reg: Reg| if kind == Operand::Dst { reg + 1 } else { 0 };
        let [a_kind, b_kind, c_kind] = ins.op().operands();
        let end = written(a_kind, ins.a()).max(written(b_kind, ins.b())).max(written(c_kind, ins.c()));
        let window = match ins.op() {
            Op::LoadMethod => ins.a() + 2,
            Op::LoadSuperAttr | Op::LoadSuperMethod => ins.a() + 3,
            Op::WithEnter => ins.a() + 2,
            _ => 0,
        };
        self.unit.registers = self.unit.registers.max(end).max(window);
    }

    fn mov(&mut self, to: Reg, from: Reg) {
        if to != from {
            self.emit(Op::Move, 0, to, from, 0);
        }
    }

    fn singleton(&mut self, to: Reg, which: u8) {
        self.emit(Op::LoadSingleton, which, to, 0, 0);
    }

    fn load_none(&mut self, to: Reg) {
        self.singleton(to, 0);
    }

    fn return_none(&mut self) {
        if self.reachable() {
            let value = self.unit.top;
            self.load_none(value);
            self.emit(Op::Return, 0, value, 0, 0);
        }
    }

    fn load_const(&mut self, to: Reg, value: &Const) -> Compiled {
        match value {
            Const::None => self.singleton(to, 0),
            Const::Bool(value) => self.singleton(to, 1 + u8::from(*value)),
            Const::Ellipsis => self.singleton(to, 3),
            Const::Int(value) if i32::try_from(*value).is_ok() => self.emit_imm(Op::LoadInt, 0, to, *value as i32),
            value => {
                if self.reachable() {
                    let number = self.unit.constants.add(value.clone());
                    self.emit_imm(Op::LoadConst, 0, to, number as i32);
                }
            }
        }
        Ok(())
    }

    fn load_text(&mut self, to: Reg, text: &str) -> Compiled {
        self.load_const(to, &Const::Str(text.into()))
    }

    /// The number of a constant that has to fit 16 bits.
    fn short_const(&mut self, value: Const) -> Compiled<u16> {
        let number = self.unit.constants.add(value);
        u16::try_from(number).or_else(|_| self.error("too many constants", self.unit.range))
    }

    /// A cache site for a name; sites that cache nothing are shared.
    fn site(&mut self, kind: SiteKind, name: Sym) -> Compiled<u16> {
        if !self.reachable() {
            return Ok(0);
        }
        let text = self.table.names.text(name);
        match self.unit.site(kind, name, text) {
            Some(site) => Ok(site),
            None => self.error("too many names", self.unit.range),
        }
    }

    fn text_site(&mut self, kind: SiteKind, text: &str) -> Compiled<u16> {
        let name = self.table.names.intern(text);
        self.site(kind, name)
    }

    /// Calls a helper of the machine; its arguments lie at `window + 1` and on.
    fn intrinsic(&mut self, which: Intrinsic, window: Reg, to: Reg) {
        let top = std::mem::replace(&mut self.unit.top, window);
        self.emit(Op::CallIntrinsic, which as u8, window, u16::from(which.arity()), to);
        self.unit.top = top;
    }

    /// Guards recursion: the native stack grows when needed, and depth is bounded.
    fn nested<T>(&mut self, range: TextRange, work: impl FnOnce(&mut Self) -> Compiled<T>) -> Compiled<T> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return self.error("too many nested expressions or statements", range);
        }
        let result = stacker::maybe_grow(128 * 1024, 2 * 1024 * 1024, || work(self));
        self.depth -= 1;
        result
    }

    fn flags(&mut self, flag: u32) {
        self.unit.flags = Flags(self.unit.flags.0 | flag);
    }
}

/// The literal that documents a body.
fn docstring(body: &[Stmt]) -> Option<&ast::ExprStringLiteral> {
    match body.first()? {
        Stmt::Expr(statement) => match &*statement.value {
            Expr::StringLiteral(literal) => Some(literal),
            _ => None,
        },
        _ => None,
    }
}
