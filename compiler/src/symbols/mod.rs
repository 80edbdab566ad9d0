//! Scopes: which names a block binds and uses, and where each name lives.
//!
//! Two passes. `collect` walks the tree once, makes a [`Scope`] per block and notes how names are used in it;
//! `resolve` then decides for every name of every scope whether it is local, lives in a cell, comes from an
//! enclosing function, or is global. Code generation finds a block's scope through the node index that `collect`
//! writes into the tree.
//!
//! List, set and dict comprehensions have scopes, but no code unit of their own: they are *inlined* into the unit
//! around them. A variable is put into a cell only where a real unit boundary lies between owner and user.

mod checks;
mod collect;
mod collect_expr;
mod collect_scopes;
mod names;
mod resolve;

pub use names::{Names, Sym, mangle};

use crate::error::SyntaxError;
use crate::tree::source::Source;
use ruff_python_ast::{AtomicNodeIndex, Mod, NodeIndex};
use rustc_hash::FxHashMap;

/// A scope's number in its table; the module's is 0.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub struct ScopeId(u32);

impl ScopeId {
    pub const TOP: ScopeId = ScopeId(0);

    /// Notes the scope in a node of the tree.
    fn mark(self, node: &AtomicNodeIndex) {
        node.set(NodeIndex::from(self.0));
    }

    /// The scope noted in a node.
    pub fn of(node: &AtomicNodeIndex) -> Option<ScopeId> {
        node.load().as_u32().map(ScopeId)
    }
}

/// What kind of block a scope is.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum ScopeKind {
    Module,
    Class,
    Function,
    Lambda,
    ListComprehension,
    SetComprehension,
    DictComprehension,
    GeneratorExpression,
    /// `__annotate__` of a function, class or module.
    Annotations,
    /// `<generic parameters of ..>`
    TypeParameters,
    TypeAlias,
    /// Bound, constraints or default of a type parameter.
    TypeVariable,
}

impl ScopeKind {
    pub fn is_comprehension(self) -> bool {
        use ScopeKind::*;
        matches!(self, ListComprehension | SetComprehension | DictComprehension | GeneratorExpression)
    }

    /// Are its variables in registers?
    pub fn is_function_like(self) -> bool {
        !matches!(self, ScopeKind::Module | ScopeKind::Class)
    }

    /// Annotation scopes in the wide sense of the language reference.
    pub fn is_annotation_like(self) -> bool {
        use ScopeKind::*;
        matches!(self, Annotations | TypeParameters | TypeAlias | TypeVariable)
    }
}

/// How a name is used in a scope.
pub mod usage {
    pub const LOCAL: u16 = 1;
    pub const PARAMETER: u16 = 1 << 1;
    pub const GLOBAL: u16 = 1 << 2;
    pub const NONLOCAL: u16 = 1 << 3;
    pub const USE: u16 = 1 << 4;
    pub const ANNOTATED: u16 = 1 << 5;
    pub const IMPORT: u16 = 1 << 6;
    pub const TYPE_PARAMETER: u16 = 1 << 7;
    pub const ITERATION: u16 = 1 << 8;
    /// Unbound somewhere: by `del`, or at the end of an `except ... as`.
    pub const DELETED: u16 = 1 << 9;
    pub const BOUND: u16 = LOCAL | PARAMETER | IMPORT | TYPE_PARAMETER;
}

/// Where a name lives, seen from one scope.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Place {
    Local,
    /// Local, and used by inner units.
    Cell,
    /// A variable of an enclosing scope.
    Free,
    GlobalExplicit,
    GlobalImplicit,
}

/// A name in a scope.
#[derive(Clone, Debug)]
pub struct Symbol {
    pub name: Sym,
    /// See [`usage`].
    pub usage: u16,
    pub place: Place,
}

/// A block of names.
#[derive(Debug)]
pub struct Scope {
    pub kind: ScopeKind,
    pub name: Sym,
    pub parent: Option<ScopeId>,
    pub symbols: Vec<Symbol>,
    index: FxHashMap<Sym, u32>,
    /// The class whose private names are mangled here.
    pub private: Option<Sym>,
    /// For a type parameter's values: what they are called in messages.
    place: &'static str,
    /// Own variables that inner units use.
    pub cells: Vec<Sym>,
    /// Variables of outer units that this unit, or one inside it, uses.
    pub frees: Vec<Sym>,
    /// Runs in the unit of its parent.
    pub inlined: bool,
    pub generator: bool,
    pub coroutine: bool,
    /// Is there a `:=` in this unit?
    pub has_walrus: bool,
    /// For annotation scopes directly in a class: the class, whose names they see first.
    pub class_scope: Option<ScopeId>,
    /// For classes and modules: the scope of their annotations.
    pub annotations: Option<ScopeId>,
    /// Annotations of this class or module are evaluated only as far as execution came.
    pub conditional_annotations: bool,
}

impl Scope {
    pub fn get(&self, name: Sym) -> Option<&Symbol> {
        self.index.get(&name).map(|&at| &self.symbols[at as usize])
    }

    fn entry(&mut self, name: Sym) -> &mut Symbol {
        let next = self.symbols.len() as u32;
        let at = *self.index.entry(name).or_insert(next);
        if at == next {
            self.symbols.push(Symbol { name, usage: 0, place: Place::GlobalImplicit });
        }
        &mut self.symbols[at as usize]
    }
}

/// All scopes of a compilation.
#[derive(Debug)]
pub struct SymbolTable {
    pub scopes: Vec<Scope>,
    pub names: Names,
    /// `from __future__ import annotations`
    pub future_annotations: bool,
}

impl SymbolTable {
    pub fn scope(&self, id: ScopeId) -> &Scope {
        &self.scopes[id.0 as usize]
    }

    fn scope_mut(&mut self, id: ScopeId) -> &mut Scope {
        &mut self.scopes[id.0 as usize]
    }

    /// The scope whose code unit `id` runs in.
    pub fn unit_of(&self, mut id: ScopeId) -> ScopeId {
        while self.scope(id).inlined {
            id = self.scope(id).parent.unwrap_or(ScopeId::TOP);
        }
        id
    }

    /// The scopes, in order of creation.
    pub fn ids(&self) -> impl Iterator<Item = ScopeId> + use<> {
        (0..self.scopes.len() as u32).map(ScopeId)
    }
}

/// Finds the scopes of a module or expression.
pub fn analyse(tree: &Mod, source: &str, filename: &str) -> Result<SymbolTable, SyntaxError> {
    analyse_with(tree, source, None, filename, false)
}

/// As [`analyse`], with `from __future__ import annotations` inherited from outside or not.
pub(crate) fn analyse_with(
    tree: &Mod,
    source: &str,
    made: Option<&Source>,
    filename: &str,
    future: bool,
) -> Result<SymbolTable, SyntaxError> {
    let mut table = collect::collect(tree, source, made, filename, future)?;
    resolve::resolve(&mut table);
    Ok(table)
}
