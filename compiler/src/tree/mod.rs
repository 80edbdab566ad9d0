//! Syntax trees as plain data, in the shape that Python programs see them (the module `ast`).
//!
//! Between the parser's own tree and node objects lies this form, which knows neither: a kind, the fields the grammar
//! gives it, and a place. It is made from source text ([`parse`]), and can be compiled ([`compile`]).

mod expressions;
pub mod grammar;
mod patterns;
mod reader;
pub(crate) mod source;
mod statements;
mod strings;
mod write_expressions;
mod write_statements;
mod write_strings;
mod writer;

use crate::bytecode::{Code, Const};
use crate::error::SyntaxError;
use crate::parse::{self, Mode, Options};
use crate::{codegen, verify};

pub use writer::Invalid;

macro_rules! kinds {
    ($($kind:ident),* $(,)?) => {
        /// The classes that have instances, in the order of the grammar.
        #[derive(Copy, Clone, PartialEq, Eq, Debug)]
        #[repr(u8)]
        pub enum Kind { $($kind),* }

        impl Kind {
            pub const ALL: &'static [Kind] = &[$(Kind::$kind),*];
        }
    };
}

kinds! {
    Module, Interactive, Expression, FunctionType, FunctionDef, AsyncFunctionDef, ClassDef, Return, Delete,
    Assign, TypeAlias, AugAssign, AnnAssign, For, AsyncFor, While, If, With, AsyncWith, Match, Raise, Try,
    TryStar, Assert, Import, ImportFrom, Global, Nonlocal, Expr, Pass, Break, Continue, BoolOp, NamedExpr,
    BinOp, UnaryOp, Lambda, IfExp, Dict, Set, ListComp, SetComp, DictComp, GeneratorExp, Await, Yield,
    YieldFrom, Compare, Call, FormattedValue, Interpolation, JoinedStr, TemplateStr, Constant, Attribute,
    Subscript, Starred, Name, List, Tuple, Slice, Load, Store, Del, And, Or, Add, Sub, Mult, MatMult, Div,
    Mod, Pow, LShift, RShift, BitOr, BitXor, BitAnd, FloorDiv, Invert, Not, UAdd, USub, Eq, NotEq, Lt, LtE,
    Gt, GtE, Is, IsNot, In, NotIn, Comprehension, ExceptHandler, Arguments, Arg, Keyword, Alias, Withitem,
    MatchCase, MatchValue, MatchSingleton, MatchSequence, MatchMapping, MatchClass, MatchStar, MatchAs,
    MatchOr, TypeIgnore, TypeVar, ParamSpec, TypeVarTuple,
}

impl Kind {
    /// The kind's entry in the grammar.
    pub fn node(self) -> &'static grammar::Node {
        &grammar::nodes()[self as usize]
    }
}

/// Where a node lies: lines from 1, columns in UTF-8 bytes from 0.
#[derive(Copy, Clone, PartialEq, Eq, Default, Debug)]
pub struct Place {
    pub line: u32,
    pub column: u32,
    pub end_line: u32,
    pub end_column: u32,
}

#[derive(Clone, PartialEq, Debug)]
pub struct Node {
    pub kind: Kind,
    /// As many as the grammar says.
    pub fields: Vec<Item>,
    pub place: Place,
}

/// The value of a field.
#[derive(Clone, PartialEq, Debug)]
pub enum Item {
    None,
    Node(Box<Node>),
    List(Vec<Item>),
    /// An identifier or a string.
    Text(Box<str>),
    Int(i64),
    Constant(Const),
}

/// Parses a source text: what `compile` with `PyCF_ONLY_AST` does.
pub fn parse(source: &str, filename: &str, mode: Mode, options: &Options) -> Result<Node, SyntaxError> {
    let source = &*parse::normalise(source);
    parse::with_stack(|| {
        let tree = parse::parse(source, filename, mode, options)?;
        reader::Reader::new(source, filename).module(&tree, mode)
    })
}

/// Why a tree does not compile.
#[derive(Debug)]
pub enum Error {
    /// It is no program.
    Invalid(Invalid),
    Syntax(SyntaxError),
}

/// Compiles a tree that a program made.
pub fn compile(tree: Node, filename: &str, mode: Mode, options: &Options) -> Result<Code, Error> {
    parse::with_stack(|| {
        let mut writer = writer::Writer { source: source::Source::new(&tree) };
        let tree = writer.module(tree).map_err(Error::Invalid)?;
        let made = &writer.source;
        let code = codegen::generate(&tree, &made.text, Some(made), filename, mode, options).map_err(Error::Syntax)?;
        debug_assert_eq!(verify::verify(&code), Ok(()));
        Ok(code)
    })
}

#[cfg(test)]
mod tests {
    use super::{Kind, grammar};

    #[test]
    fn kinds_are_those_of_the_grammar() {
        assert_eq!(Kind::ALL.len(), grammar::nodes().len());
        for kind in Kind::ALL {
            let plain = kind.node().name.replace('_', "").to_lowercase();
            assert_eq!(format!("{kind:?}").to_lowercase(), plain);
        }
    }
}
