//! Second pass: decides where every name lives.

use super::{Place, ScopeId, ScopeKind, Sym, SymbolTable, usage};

/// The names that a class scope offers to scopes inside it, though they are not among its variables.
struct ClassCells {
    class: Sym,
    classdict: Sym,
    conditional_annotations: Sym,
}

pub(super) fn resolve(table: &mut SymbolTable) {
    let special = ClassCells {
        class: table.names.intern("__class__"),
        classdict: table.names.intern("__classdict__"),
        conditional_annotations: table.names.intern("__conditional_annotations__"),
    };
    for id in table.ids() {
        let count = table.scope(id).symbols.len();
        for at in 0..count {
            resolve_symbol(table, id, at, &special);
        }
    }
    let SymbolTable { scopes, names, .. } = table;
    for scope in scopes {
        scope.frees.sort_by(|a, b| names.text(*a).cmp(names.text(*b)));
        let symbols = &scope.symbols;
        let cells = symbols.iter().filter(|symbol| symbol.place == Place::Cell).map(|symbol| symbol.name);
        let mut ordered: Vec<Sym> = cells.collect();
        ordered.extend(scope.cells.iter().filter(|cell| !ordered.contains(cell)).copied().collect::<Vec<_>>());
        scope.cells = ordered;
    }
}

fn resolve_symbol(table: &mut SymbolTable, id: ScopeId, at: usize, special: &ClassCells) {
    let scope = table.scope(id);
    let kind = scope.kind;
    let symbol = &scope.symbols[at];
    let (name, used) = (symbol.name, symbol.usage);
    if used & usage::GLOBAL != 0 {
        return set(table, id, at, Place::GlobalExplicit);
    }
    if used & usage::BOUND != 0 && used & usage::NONLOCAL == 0 {
        // An inner scope may have made it a cell already; that mark stays.
        let place = if table.scope(id).symbols[at].place == Place::Cell { Place::Cell } else { Place::Local };
        return set(table, id, at, place);
    }
    if kind == ScopeKind::Module {
        return set(table, id, at, Place::GlobalImplicit);
    }
    if let Some(class) = table.scope(id).class_scope
        && let Some(outer) = table.scope(class).get(name)
    {
        if outer.usage & usage::GLOBAL != 0 {
            return set(table, id, at, Place::GlobalExplicit);
        }
        if outer.usage & usage::BOUND != 0 && outer.usage & usage::NONLOCAL == 0 {
            return set(table, id, at, Place::GlobalImplicit);
        }
    }
    match find_owner(table, id, name, special) {
        Some(owner) => {
            capture(table, id, owner, name);
            set(table, id, at, Place::Free);
        }
        None => set(table, id, at, Place::GlobalImplicit),
    }
}

fn set(table: &mut SymbolTable, id: ScopeId, at: usize, place: Place) {
    table.scope_mut(id).symbols[at].place = place;
}

/// The enclosing scope whose variable `name` is.
fn find_owner(table: &SymbolTable, id: ScopeId, name: Sym, special: &ClassCells) -> Option<ScopeId> {
    let mut at = table.scope(id).parent;
    while let Some(outer) = at {
        let scope = table.scope(outer);
        match scope.kind {
            ScopeKind::Module => return None,
            ScopeKind::Class => {
                let offered = name == special.class
                    || name == special.classdict
                    || name == special.conditional_annotations && scope.conditional_annotations;
                if offered {
                    return Some(outer);
                }
            }
            _ => match scope.get(name) {
                Some(symbol) if symbol.usage & usage::GLOBAL != 0 => return None,
                Some(symbol) if symbol.usage & usage::NONLOCAL != 0 => {}
                Some(symbol) if symbol.usage & usage::BOUND != 0 => return Some(outer),
                _ => {}
            },
        }
        at = scope.parent;
    }
    None
}

/// Passes the variable down from its owner through every unit between.
fn capture(table: &mut SymbolTable, user: ScopeId, owner: ScopeId, name: Sym) {
    let mut crossed = false;
    let mut at = user;
    while at != owner {
        let scope = table.scope_mut(at);
        if !scope.inlined {
            crossed = true;
            if !scope.frees.contains(&name) {
                scope.frees.push(name);
            }
        }
        match scope.parent {
            Some(parent) => at = parent,
            None => return,
        }
    }
    if !crossed && table.scope(owner).kind != ScopeKind::Class {
        return;
    }
    let scope = table.scope_mut(owner);
    if scope.kind == ScopeKind::Class {
        if !scope.cells.contains(&name) {
            scope.cells.push(name);
        }
    } else {
        scope.entry(name).place = Place::Cell;
    }
}

/// Is there an enclosing function whose variable `name` is? For `nonlocal`.
pub(super) fn nonlocal_target(table: &SymbolTable, id: ScopeId, name: Sym, class_name: Sym) -> Option<ScopeId> {
    let special = ClassCells { class: class_name, classdict: class_name, conditional_annotations: class_name };
    find_owner(table, id, name, &special)
}
