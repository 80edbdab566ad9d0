//! From plain trees to the parser's tree: what all of it shares, and the checks of what the grammar cannot say.

use ruff_python_ast as ast;
use ruff_python_ast::{AtomicNodeIndex, Identifier, Mod};
use ruff_text_size::TextRange;

use super::source::Source;
use super::{Item, Kind, Node, Place};

/// Why a tree is no program; in Python a `ValueError`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Invalid(pub String);

pub(super) type Write<T> = Result<T, Invalid>;

pub(super) fn invalid<T>(message: impl Into<String>) -> Write<T> {
    Err(Invalid(message.into()))
}

/// The number of a node that has none.
pub(super) const fn no_index() -> AtomicNodeIndex {
    AtomicNodeIndex::NONE
}

pub(super) struct Writer {
    pub source: Source,
}

/// The fields of a node, taken in the order of the grammar.
pub(super) struct Fields {
    kind: Kind,
    next: usize,
    items: std::vec::IntoIter<Item>,
    pub place: Place,
    pub range: TextRange,
}

impl Fields {
    fn name(&self) -> (&'static str, &'static str) {
        let node = self.kind.node();
        (node.fields.get(self.next.wrapping_sub(1)).map_or("", |field| field.name), node.name)
    }

    pub fn item(&mut self) -> Item {
        self.next += 1;
        self.items.next().unwrap_or(Item::None)
    }

    pub fn node(&mut self) -> Write<Node> {
        match self.optional_node()? {
            Some(node) => Ok(node),
            None => self.missing(),
        }
    }

    pub fn optional_node(&mut self) -> Write<Option<Node>> {
        match self.item() {
            Item::Node(node) => Ok(Some(*node)),
            _ => Ok(None),
        }
    }

    /// A field that must not be None.
    fn missing<T>(&self) -> Write<T> {
        let (field, node) = self.name();
        invalid(format!("field '{field}' is required for {node}"))
    }

    pub fn list(&mut self) -> Vec<Item> {
        match self.item() {
            Item::List(items) => items,
            _ => Vec::new(),
        }
    }

    /// The nodes of a list, none of which may be None; `what` is for the message.
    pub fn nodes(&mut self, what: &str) -> Write<Vec<Node>> {
        let node = |item| match item {
            Item::Node(node) => Ok(*node),
            _ => invalid(format!("None disallowed in {what} list")),
        };
        self.list().into_iter().map(node).collect()
    }

    /// As [`Fields::nodes`], and there must be some.
    pub fn some_nodes(&mut self, what: &str) -> Write<Vec<Node>> {
        let nodes = self.nodes(what)?;
        let (field, node) = self.name();
        if nodes.is_empty() { invalid(format!("empty {field} on {node}")) } else { Ok(nodes) }
    }

    pub fn text(&mut self) -> Write<Box<str>> {
        match self.optional_text() {
            Some(text) => Ok(text),
            None => self.missing(),
        }
    }

    pub fn optional_text(&mut self) -> Option<Box<str>> {
        match self.item() {
            Item::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn identifier(&mut self) -> Write<Identifier> {
        let text = self.text()?;
        Ok(Identifier::new(&*text, self.range))
    }

    pub fn optional_identifier(&mut self) -> Option<Identifier> {
        self.optional_text().map(|text| Identifier::new(&*text, self.range))
    }

    pub fn texts(&mut self) -> Vec<Identifier> {
        let range = self.range;
        let text = |item| match item {
            Item::Text(text) => Some(Identifier::new(&*text, range)),
            _ => None,
        };
        self.list().into_iter().filter_map(text).collect()
    }

    pub fn int(&mut self) -> i64 {
        match self.item() {
            Item::Int(value) => value,
            _ => 0,
        }
    }
}

impl Writer {
    /// Takes a node apart.
    pub fn open(&self, node: Node) -> (Kind, Fields) {
        let range = self.source.range(node.place);
        (node.kind, Fields { kind: node.kind, next: 0, items: node.fields.into_iter(), place: node.place, range })
    }

    /// The parser's tree for a module, an interactive statement or an expression.
    pub fn module(&mut self, node: Node) -> Write<Mod> {
        let (kind, mut fields) = self.open(node);
        let range = TextRange::up_to(ruff_text_size::TextSize::of(&self.source.text));
        Ok(match kind {
            Kind::Expression => {
                let body = Box::new(self.expr(fields.node()?)?);
                Mod::Expression(ast::ModExpression { range, node_index: no_index(), body })
            }
            _ => {
                let body = self.stmts(fields.nodes("statement")?)?.into();
                Mod::Module(ast::ModModule { range, node_index: no_index(), body })
            }
        })
    }

    pub fn nested<T>(&mut self, write: impl FnOnce(&mut Self) -> T) -> T {
        stacker::maybe_grow(128 * 1024, 2 * 1024 * 1024, || write(self))
    }
}
