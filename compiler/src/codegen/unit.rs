//! The code unit being made.

use super::annotations::Deferred;
use super::assembler::Assembler;
use super::constants::Constants;
use super::control::Block;
use super::registers::RegSet;
use super::{Compiled, Compiler, Reg};
use crate::bytecode::{CacheSite, Cell, Code, Flags, Op, Position, SiteKind};
use crate::symbols::{Place, ScopeId, ScopeKind, Sym, usage};
use ruff_text_size::TextRange;
use rustc_hash::FxHashMap;

/// Beyond this many, sites of the same kind and name share one.
const PLENTY_OF_SITES: usize = 40_000;

/// How deep functions and classes may nest.
const MAX_UNITS: usize = 400;

/// A comprehension that runs inside the unit.
pub(super) struct Inlined {
    pub(super) scope: ScopeId,
    pub(super) registers: FxHashMap<Sym, Reg>,
}

/// The code unit being made: the module, a function, a class body...
pub(super) struct Unit<'a> {
    pub(super) scope: ScopeId,
    pub(super) name: Sym,
    pub(super) qualname: String,
    pub(super) first_line: u32,
    pub(super) flags: Flags,
    pub(super) positional: u16,
    pub(super) positional_only: u16,
    pub(super) keyword_only: u16,
    /// Made by `async def`.
    pub(super) is_async: bool,
    /// Has an instruction that waits for an awaitable or an iterator.
    pub(super) awaits: bool,
    pub(super) asm: Assembler,
    pub(super) constants: Constants,
    names: Vec<Box<str>>,
    name_numbers: FxHashMap<Sym, u32>,
    sites: Vec<CacheSite>,
    shared_sites: FxHashMap<(u8, Sym), u16>,
    /// Registers of the unit's own variables, also of those in cells.
    pub(super) variables: FxHashMap<Sym, Reg>,
    pub(super) frees: FxHashMap<Sym, Reg>,
    locals: Vec<Sym>,
    cells: Vec<(Sym, Reg)>,
    pub(super) inlined: Vec<Inlined>,
    /// Locals that are unbound somewhere.
    pub(super) deletable: RegSet,
    pub(super) blocks: Vec<Block<'a>>,
    pub(super) range: TextRange,
    /// The first register above the variables.
    pub(super) first_temporary: Reg,
    /// The next free register.
    pub(super) top: Reg,
    pub(super) registers: Reg,
    /// Names assigned as attributes of `self` in methods of this class.
    pub(super) static_attributes: std::collections::BTreeSet<Box<str>>,
    /// Variable annotations of this class or module met so far; they are numbered.
    pub(super) annotation_count: u32,
    pub(super) deferred: Vec<Deferred<'a>>,
    /// The nesting of its body.
    pub(super) body_depth: u32,
    /// In scopes that see a class: where its namespace is.
    pub(super) class_namespace: Option<Reg>,
}

impl Default for Unit<'_> {
    fn default() -> Self {
        Unit::new(ScopeId::TOP, None, String::new(), 0)
    }
}

impl Unit<'_> {
    fn new(scope: ScopeId, name: Option<Sym>, qualname: String, first_line: u32) -> Self {
        Unit {
            scope,
            name: name.unwrap_or_default(),
            qualname,
            first_line,
            flags: Flags::default(),
            positional: 0,
            positional_only: 0,
            keyword_only: 0,
            is_async: false,
            awaits: false,
            asm: Assembler::default(),
            constants: Constants::default(),
            names: Vec::new(),
            name_numbers: FxHashMap::default(),
            sites: Vec::new(),
            shared_sites: FxHashMap::default(),
            variables: FxHashMap::default(),
            frees: FxHashMap::default(),
            locals: Vec::new(),
            cells: Vec::new(),
            inlined: Vec::new(),
            deletable: RegSet::default(),
            blocks: Vec::new(),
            range: TextRange::default(),
            first_temporary: 1,
            top: 1,
            registers: 1,
            static_attributes: Default::default(),
            annotation_count: 0,
            deferred: Vec::new(),
            body_depth: 0,
            class_namespace: None,
        }
    }

    fn name_number(&mut self, name: Sym, text: &str) -> u32 {
        let next = self.names.len() as u32;
        let number = *self.name_numbers.entry(name).or_insert(next);
        if number == next {
            self.names.push(text.into());
        }
        number
    }

    pub(super) fn site(&mut self, kind: SiteKind, name: Sym, text: &str) -> Option<u16> {
        let shared = kind == SiteKind::Name || self.sites.len() >= PLENTY_OF_SITES;
        if shared && let Some(&site) = self.shared_sites.get(&(kind as u8, name)) {
            return Some(site);
        }
        let site = u16::try_from(self.sites.len()).ok()?;
        let name_number = self.name_number(name, text);
        self.sites.push(CacheSite { kind, name: name_number });
        if shared {
            self.shared_sites.insert((kind as u8, name), site);
        }
        Some(site)
    }

    pub(super) fn cells_register(&self, name: Sym) -> Option<Reg> {
        self.cells.iter().find(|cell| cell.0 == name).map(|cell| cell.1)
    }

    fn add_local(&mut self, name: Sym) -> Reg {
        self.locals.push(name);
        self.locals.len() as Reg
    }
}

impl<'a> Compiler<'a> {
    /// Starts the unit of a scope: gives every variable its register, emits the entry sequence.
    pub(super) fn open_unit(&mut self, id: ScopeId, name: Sym, first_line: u32) -> Compiled {
        let qualname = self.qualname(name, id);
        let unit = Unit::new(id, Some(name), qualname, first_line);
        let outer = std::mem::replace(&mut self.unit, unit);
        if id != ScopeId::TOP {
            self.outer.push(outer);
        }
        self.scope = id;
        self.unit.body_depth = self.depth;
        if self.outer.len() > MAX_UNITS {
            return self.error("too many nested functions", self.unit.range);
        }
        if self.scope().symbols.len() + self.scope().frees.len() > 0xF000 {
            return self.error("too many local variables", self.unit.range);
        }
        self.unit.range = TextRange::empty(self.line_start(first_line));
        self.assign_registers();
        self.entry_sequence();
        Ok(())
    }

    fn assign_registers(&mut self) {
        let scope = self.table.scope(self.unit.scope);
        if scope.kind.is_function_like() {
            let parameters = scope.symbols.iter().filter(|symbol| symbol.usage & usage::PARAMETER != 0);
            let is_own = |place| matches!(place, Place::Local | Place::Cell);
            let others =
                scope.symbols.iter().filter(|symbol| symbol.usage & usage::PARAMETER == 0 && is_own(symbol.place));
            for symbol in parameters.chain(others) {
                let reg = self.unit.add_local(symbol.name);
                self.unit.variables.insert(symbol.name, reg);
                if symbol.usage & usage::DELETED != 0 {
                    self.unit.deletable.insert(reg);
                }
                if symbol.place == Place::Cell {
                    self.unit.cells.push((symbol.name, reg));
                } else if symbol.usage & usage::PARAMETER != 0 {
                    self.unit.asm.assigned.insert(reg);
                }
            }
        } else {
            let hidden = self.table.names.intern(".namespace");
            self.unit.add_local(hidden);
        }
        let mut next = self.unit.locals.len() as Reg + 1;
        let scope = self.table.scope(self.unit.scope);
        if !scope.kind.is_function_like() {
            for &cell in &scope.cells {
                self.unit.variables.insert(cell, next);
                self.unit.cells.push((cell, next));
                next += 1;
            }
        }
        for &free in &scope.frees {
            self.unit.frees.insert(free, next);
            next += 1;
        }
        self.unit.first_temporary = next;
        self.unit.top = next;
        self.unit.registers = next;
    }

    fn entry_sequence(&mut self) {
        self.emit(Op::Enter, 0, 0, 0, 0);
        let frees = self.scope().frees.len() as Reg;
        for number in 0..frees {
            let reg = self.unit.first_temporary - frees + number;
            self.emit_imm(Op::CopyFree, 0, reg, i32::from(number));
        }
        for at in 0..self.unit.cells.len() {
            let reg = self.unit.cells[at].1;
            if !self.scope().kind.is_function_like() {
                self.emit(Op::Unset, 0, reg, 0, 0);
            }
            self.emit(Op::MakeCell, 0, reg, 0, 0);
        }
    }

    /// `outer.<locals>.inner`, `Class.method`, or the plain name of what is declared global.
    fn qualname(&self, name: Sym, id: ScopeId) -> String {
        let text = self.table.names.text(name);
        let mut parent = self.table.scope(id).parent;
        let mut outer = Some(&self.unit);
        if let Some(at) = parent
            && self.table.scope(at).kind.is_annotation_like()
        {
            parent = self.table.scope(at).parent;
            outer = self.outer.last();
        }
        let Some(parent) = parent.map(|at| self.table.unit_of(at)).filter(|&at| at != ScopeId::TOP) else {
            return text.to_owned();
        };
        let scope = self.table.scope(parent);
        let kind = self.table.scope(id).kind;
        if matches!(kind, ScopeKind::Function | ScopeKind::Class)
            && scope.get(name).is_some_and(|symbol| symbol.place == Place::GlobalExplicit)
        {
            return text.to_owned();
        }
        let prefix = outer.map_or("", |unit| &unit.qualname);
        // Generator expressions count as no function here.
        let plain = matches!(scope.kind, ScopeKind::Class) || scope.kind.is_comprehension();
        if plain { format!("{prefix}.{text}") } else { format!("{prefix}.<locals>.{text}") }
    }

    /// Ends the current unit and goes back to the one around it.
    pub(super) fn close_unit(&mut self) -> Compiled<Code> {
        self.return_none();
        let outer = self.outer.pop().unwrap_or_default();
        let mut unit = std::mem::replace(&mut self.unit, outer);
        self.scope = self.table.scope(unit.scope).parent.unwrap_or(ScopeId::TOP);
        unit.asm.finish();
        let frees = self.table.scope(unit.scope).frees.iter();
        let text = |name: Sym| -> Box<str> { self.table.names.text(name).into() };
        let mut code = Code {
            name: text(unit.name),
            filename: self.filename.into(),
            flags: unit.flags,
            positional: unit.positional,
            positional_only: unit.positional_only,
            keyword_only: unit.keyword_only,
            registers: unit.registers.max(unit.first_temporary),
            zeroed: 0,
            locals: unit.locals.iter().map(|&name| text(name)).collect(),
            cells: unit.cells.iter().map(|&(name, register)| Cell { name: text(name), register }).collect(),
            frees: frees.map(|&name| Cell { name: text(name), register: unit.frees[&name] }).collect(),
            names: unit.names,
            constants: unit.constants.values,
            sites: unit.sites,
            positions: self.positions(&unit.asm.positions),
            instructions: unit.asm.instructions,
            exceptions: unit.asm.exceptions,
            heights: unit.asm.heights,
            first_line: unit.first_line,
            qualname: unit.qualname.into(),
        };
        code.zeroed = crate::verify::to_be_zeroed(&code);
        Ok(code)
    }

    fn positions(&self, ranges: &[(u32, TextRange)]) -> Vec<Position> {
        let mut last_line = 0;
        let mut locate = |offset: u32| {
            let starts = &self.lines;
            let is_here =
                |line: usize| starts[line] <= offset && starts.get(line + 1).is_none_or(|&next| offset < next);
            if !is_here(last_line) {
                last_line = starts.partition_point(|&start| start <= offset) - 1;
            }
            (last_line as u32 + 1, offset - starts[last_line])
        };
        let mut locate = |offset| self.made.map_or_else(|| locate(offset), |made| made.locate(offset));
        let position = |&(pc, range): &(u32, TextRange)| {
            let (line, column) = locate(range.start().to_u32());
            let (end_line, end_column) = locate(range.end().to_u32());
            Position { pc, line, end_line, column, end_column }
        };
        ranges.iter().map(position).collect()
    }

    pub(super) fn line_of(&self, offset: ruff_text_size::TextSize) -> u32 {
        match self.made {
            Some(made) => made.locate(offset.to_u32()).0,
            None => self.lines.partition_point(|&start| start <= offset.to_u32()) as u32,
        }
    }

    pub(super) fn line_start(&self, line: u32) -> ruff_text_size::TextSize {
        match self.made {
            Some(made) => made.line_start(line),
            None => self.lines.get(line as usize - 1).copied().unwrap_or(0).into(),
        }
    }
}
