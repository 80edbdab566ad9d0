//! What all conversions from the parser's tree share: making nodes, and places.

use ruff_python_ast as ast;
use ruff_python_ast::Mod;
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::{Item, Kind, Node, Place};
use crate::error::SyntaxError;
use crate::parse::Mode;

pub(super) type Read<T = Item> = Result<T, SyntaxError>;

pub(super) struct Reader<'s> {
    pub source: &'s str,
    pub filename: &'s str,
    /// Where lines start.
    lines: Vec<u32>,
}

impl<'s> Reader<'s> {
    pub fn new(source: &'s str, filename: &'s str) -> Reader<'s> {
        let ends = source.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at as u32 + 1);
        Reader { source, filename, lines: std::iter::once(0).chain(ends).collect() }
    }

    pub fn module(&self, tree: &Mod, mode: Mode) -> Read<Node> {
        let (kind, fields) = match tree {
            Mod::Module(module) => {
                let body = self.body(&module.body)?;
                match mode {
                    Mode::Single => (Kind::Interactive, vec![body]),
                    _ => (Kind::Module, vec![body, Item::List(Vec::new())]),
                }
            }
            Mod::Expression(expression) => (Kind::Expression, vec![self.expr(&expression.body)?]),
        };
        Ok(Node { kind, fields, place: Place::default() })
    }

    pub fn place(&self, range: TextRange) -> Place {
        let (line, column) = self.position(range.start());
        let (end_line, end_column) = self.position(range.end());
        Place { line, column, end_line, end_column }
    }

    fn position(&self, offset: TextSize) -> (u32, u32) {
        let line = self.lines.partition_point(|&start| start <= offset.to_u32());
        (line as u32, offset.to_u32() - self.lines[line - 1])
    }

    pub fn node(&self, kind: Kind, range: TextRange, fields: Vec<Item>) -> Item {
        debug_assert_eq!(fields.len(), kind.node().fields.len(), "{kind:?}");
        Item::Node(Box::new(Node { kind, fields, place: self.place(range) }))
    }

    pub fn list<'a, T: 'a>(&self, items: impl IntoIterator<Item = &'a T>, read: impl Fn(&Self, &'a T) -> Read) -> Read {
        Ok(Item::List(items.into_iter().map(|item| read(self, item)).collect::<Read<_>>()?))
    }

    pub fn option<T>(&self, item: Option<&T>, read: impl Fn(&Self, &T) -> Read) -> Read {
        item.map_or(Ok(Item::None), |item| read(self, item))
    }

    pub fn error<T>(&self, message: String, range: TextRange) -> Read<T> {
        Err(SyntaxError::at_bytes(message, self.source, self.filename, range))
    }

    /// Runs what nests, on a stack that grows.
    pub fn nested<T>(&self, read: impl FnOnce() -> T) -> T {
        stacker::maybe_grow(128 * 1024, 2 * 1024 * 1024, read)
    }

    /// The part of a definition after its decorators.
    pub fn after_decorators(&self, range: TextRange, decorators: &[ast::Decorator]) -> TextRange {
        let Some(last) = decorators.last() else { return range };
        let mut rest = &self.source[last.range().end().to_usize()..range.end().to_usize()];
        loop {
            rest = rest.trim_start();
            match rest.strip_prefix('#') {
                Some(comment) => rest = &comment[comment.find('\n').unwrap_or(comment.len())..],
                None => break,
            }
        }
        TextRange::new(range.end() - TextSize::of(rest), range.end())
    }
}

/// A node without fields or place: contexts and operators.
pub(super) fn plain(kind: Kind) -> Item {
    Item::Node(Box::new(Node { kind, fields: Vec::new(), place: Place::default() }))
}

pub(super) fn name(identifier: &ast::Identifier) -> Item {
    Item::Text(identifier.as_str().into())
}

pub(super) fn optional_name(identifier: Option<&ast::Identifier>) -> Item {
    identifier.map_or(Item::None, name)
}
