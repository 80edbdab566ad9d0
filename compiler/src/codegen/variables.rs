//! Loading, storing and deleting variables, wherever they live.

use super::{Compiled, Compiler, Reg};
use crate::bytecode::{Const, Op, SiteKind};
use crate::symbols::{Place, ScopeKind, Sym};

/// Where a variable is, seen from the current scope.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) enum Var {
    Register(Reg),
    /// A cell of this unit's own.
    Cell(Reg),
    /// A cell of an outer unit's.
    Free(Reg),
    /// In the namespace of a class or module.
    Namespace,
    Global,
    /// In a class body: in the namespace, else in a cell.
    ClassOrCell(Reg),
    /// In an annotation scope of a class: in that class's namespace, else global.
    SeenClassOrGlobal,
    /// The same, else in a cell.
    SeenClassOrCell(Reg),
}

/// The register of a class body's or module's namespace.
pub(super) const NAMESPACE: Reg = 1;

impl Compiler<'_> {
    pub(super) fn locate(&self, name: Sym) -> Var {
        let place = self.scope().get(name).map_or(Place::GlobalImplicit, |symbol| symbol.place);
        match place {
            Place::Local | Place::Cell => self.own(name, self.unit.inlined.len(), place),
            Place::Free => self.free(name),
            Place::GlobalExplicit => Var::Global,
            Place::GlobalImplicit => {
                let unit = self.table.scope(self.unit.scope);
                match unit.kind {
                    ScopeKind::Module => Var::Namespace,
                    ScopeKind::Class if self.unit.inlined.is_empty() => Var::Namespace,
                    _ if unit.class_scope.is_some() && self.unit.inlined.is_empty() => Var::SeenClassOrGlobal,
                    _ => Var::Global,
                }
            }
        }
    }

    /// A variable of the scope at a depth of inlining (0: the unit's own scope).
    fn own(&self, name: Sym, depth: usize, place: Place) -> Var {
        let registers = match depth.checked_sub(1) {
            Some(at) => &self.unit.inlined[at].registers,
            None if self.table.scope(self.unit.scope).kind.is_function_like() => &self.unit.variables,
            // A class may have a variable `__class__` besides the cell of that name.
            None => return Var::Namespace,
        };
        match registers.get(&name) {
            Some(&reg) if place == Place::Cell => Var::Cell(reg),
            Some(&reg) => Var::Register(reg),
            None => Var::Namespace,
        }
    }

    fn free(&self, name: Sym) -> Var {
        let owned = |place| matches!(place, Place::Local | Place::Cell);
        for depth in (1..self.unit.inlined.len()).rev() {
            let scope = self.table.scope(self.unit.inlined[depth - 1].scope);
            if let Some(symbol) = scope.get(name).filter(|symbol| owned(symbol.place)) {
                return self.own(name, depth, symbol.place);
            }
        }
        let unit = self.table.scope(self.unit.scope);
        let inlined = !self.unit.inlined.is_empty();
        if inlined && unit.kind.is_function_like() {
            if let Some(symbol) = unit.get(name).filter(|symbol| owned(symbol.place)) {
                return self.own(name, 0, symbol.place);
            }
            if unit.get(name).is_some_and(|symbol| symbol.place == Place::GlobalExplicit) {
                return Var::Global;
            }
        }
        if inlined && let Some(&reg) = self.unit.variables.get(&name) {
            return Var::Cell(reg);
        }
        let Some(&reg) = self.unit.frees.get(&name) else { return Var::Global };
        if inlined {
            Var::Free(reg)
        } else if unit.kind == ScopeKind::Class {
            Var::ClassOrCell(reg)
        } else if unit.class_scope.is_some() && !self.is_hidden(name) {
            Var::SeenClassOrCell(reg)
        } else {
            Var::Free(reg)
        }
    }

    /// Names that programs cannot mean: they are never looked up in a class.
    fn is_hidden(&self, name: Sym) -> bool {
        let text = self.table.names.text(name);
        text.starts_with('.') || text == "__classdict__" || text == "__conditional_annotations__"
    }

    /// The register of a variable that lives in one; sure to hold a value after this.
    pub(super) fn checked_register(&mut self, name: Sym) -> Option<Reg> {
        let Var::Register(reg) = self.locate(name) else { return None };
        if self.reachable() && !self.unit.asm.assigned.contains(reg) {
            let text = Const::Str(self.table.names.text(name).into());
            let number = self.unit.constants.add(text);
            self.emit_imm(Op::CheckLocal, 0, reg, number as i32);
            self.unit.asm.assigned.insert(reg);
        }
        Some(reg)
    }

    /// The register to write an assigned value into directly.
    pub(super) fn variable_register(&self, name: Sym) -> Option<Reg> {
        match self.locate(name) {
            Var::Register(reg) => Some(reg),
            _ => None,
        }
    }

    fn name_const(&mut self, name: Sym) -> Compiled<u16> {
        let text = Const::Str(self.table.names.text(name).into());
        self.short_const(text)
    }

    /// Module-level names may be cached like globals; those of a class body may not.
    fn namespace_kind(&self) -> SiteKind {
        match self.table.scope(self.unit.scope).kind {
            ScopeKind::Module => SiteKind::Global,
            _ => SiteKind::Name,
        }
    }

    pub(super) fn load(&mut self, name: Sym, to: Reg) -> Compiled {
        if let Some(reg) = self.checked_register(name) {
            self.mov(to, reg);
            return Ok(());
        }
        if !self.reachable() {
            return Ok(());
        }
        match self.locate(name) {
            Var::Register(_) => {}
            Var::Cell(cell) => {
                let text = self.name_const(name)?;
                self.emit(Op::LoadCell, 0, to, cell, text);
            }
            Var::Free(cell) => {
                let text = self.name_const(name)?;
                self.emit(Op::LoadCell, 1, to, cell, text);
            }
            Var::Namespace => {
                let site = self.site(self.namespace_kind(), name)?;
                self.emit(Op::LoadName, 0, to, NAMESPACE, site);
            }
            Var::Global => {
                let site = self.site(SiteKind::Global, name)?;
                self.emit(Op::LoadGlobal, 0, to, 0, site);
            }
            Var::ClassOrCell(cell) => {
                let site = self.site(SiteKind::Name, name)?;
                self.emit(Op::LoadClassCell, NAMESPACE as u8, to, cell, site);
            }
            Var::SeenClassOrGlobal => {
                let namespace = self.class_namespace()?;
                let site = self.site(SiteKind::Name, name)?;
                self.emit(Op::LoadClassGlobal, 0, to, namespace, site);
            }
            Var::SeenClassOrCell(cell) => {
                let namespace = self.class_namespace()?;
                let site = self.site(SiteKind::Name, name)?;
                let Ok(namespace) = u8::try_from(namespace) else {
                    return self.error("too many variables in an annotation", self.unit.range);
                };
                self.emit(Op::LoadClassCell, namespace, to, cell, site);
            }
        }
        Ok(())
    }

    /// Where the namespace of the class that this annotation scope sees is.
    fn class_namespace(&mut self) -> Compiled<Reg> {
        match self.unit.class_namespace {
            Some(reg) => Ok(reg),
            None => self.error("no class namespace in an annotation scope", self.unit.range),
        }
    }

    /// At the entry of an annotation scope: makes the namespace of the class it sees ready.
    pub(super) fn load_class_namespace(&mut self) -> Compiled {
        let name = self.table.names.intern("__classdict__");
        if self.scope().class_scope.is_none() || !self.unit.frees.contains_key(&name) {
            return Ok(());
        }
        let reg = self.alloc()?;
        self.unit.first_temporary = self.unit.top;
        self.load(name, reg)?;
        self.unit.class_namespace = Some(reg);
        Ok(())
    }

    pub(super) fn load_text_name(&mut self, text: &str, to: Reg) -> Compiled {
        let name = self.intern(text);
        self.load(name, to)
    }

    pub(super) fn store(&mut self, name: Sym, from: Reg) -> Compiled {
        match self.locate(name) {
            Var::Register(reg) => {
                self.mov(reg, from);
                self.mark_assigned(reg);
            }
            Var::Cell(cell) | Var::Free(cell) | Var::ClassOrCell(cell) | Var::SeenClassOrCell(cell) => {
                self.emit(Op::StoreCell, 0, cell, from, 0);
            }
            Var::Namespace => {
                let site = self.site(self.namespace_kind(), name)?;
                self.emit(Op::StoreName, 0, from, NAMESPACE, site);
            }
            Var::Global | Var::SeenClassOrGlobal => {
                let site = self.site(SiteKind::Global, name)?;
                self.emit(Op::StoreGlobal, 0, from, 0, site);
            }
        }
        Ok(())
    }

    pub(super) fn mark_assigned(&mut self, reg: Reg) {
        if self.reachable() {
            self.unit.asm.assigned.insert(reg);
        }
    }

    pub(super) fn store_text(&mut self, text: &str, from: Reg) -> Compiled {
        let name = self.intern(text);
        self.store(name, from)
    }

    pub(super) fn delete(&mut self, name: Sym) -> Compiled {
        match self.locate(name) {
            Var::Register(_) => {
                if let Some(reg) = self.checked_register(name) {
                    self.emit(Op::Unset, 0, reg, 0, 0);
                    self.unit.asm.assigned.remove(reg);
                }
            }
            Var::Cell(cell) => {
                let text = self.name_const(name)?;
                self.emit(Op::DelCell, 0, cell, 0, text);
            }
            Var::Free(cell) | Var::ClassOrCell(cell) | Var::SeenClassOrCell(cell) => {
                let text = self.name_const(name)?;
                self.emit(Op::DelCell, 1, cell, 0, text);
            }
            Var::Namespace => {
                let site = self.site(self.namespace_kind(), name)?;
                self.emit(Op::DelName, 0, 0, NAMESPACE, site);
            }
            Var::Global | Var::SeenClassOrGlobal => {
                let site = self.site(SiteKind::Global, name)?;
                self.emit(Op::DelGlobal, 0, 0, 0, site);
            }
        }
        Ok(())
    }

    /// Unbinds the name of an `except ... as`, which the handler may have unbound itself.
    pub(super) fn unbind(&mut self, name: Sym) -> Compiled {
        if let Var::Register(reg) = self.locate(name) {
            self.emit(Op::Unset, 0, reg, 0, 0);
            self.unit.asm.assigned.remove(reg);
            return Ok(());
        }
        let none = self.alloc()?;
        self.load_none(none);
        self.store(name, none)?;
        self.free_to(none);
        self.delete(name)
    }

    /// The cell of a variable, for the closure of an inner function.
    pub(super) fn cell_register(&self, name: Sym) -> Option<Reg> {
        let in_inlined = self.unit.inlined.iter().rev().find_map(|inlined| {
            let symbol = self.table.scope(inlined.scope).get(name)?;
            if symbol.place == Place::Cell { inlined.registers.get(&name).copied() } else { None }
        });
        in_inlined.or_else(|| self.unit.cells_register(name)).or_else(|| self.unit.frees.get(&name).copied())
    }
}
