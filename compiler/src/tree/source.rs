//! What stands for the source text when a tree was not parsed from one.
//!
//! The parser's tree names places by offsets into its source. A tree made by a program has lines and columns only, and
//! constants that no literal can express. So every distinct place becomes an offset into a made-up text, in which as
//! much of the truth as later passes look at can be read: whether a line ends between two places, and where
//! definitions start. Constants lie beside it, found by the number their literal carries.

use ruff_python_ast::{AtomicNodeIndex, NodeIndex};
use ruff_text_size::{TextRange, TextSize};

use super::{Item, Kind, Node, Place};
use crate::bytecode::Const;
use crate::error::{Stage, SyntaxError};

#[derive(Default, Debug)]
pub struct Source {
    /// Two characters for each place: what starts there, and whether the line ends after it.
    pub text: String,
    /// Line and column of every place, in order.
    places: Vec<(u32, u32)>,
    constants: Vec<Const>,
}

impl Source {
    pub fn new(tree: &Node) -> Source {
        let mut found = Found::default();
        found.node(tree);
        let Found { mut places, mut definitions } = found;
        places.sort_unstable();
        places.dedup();
        definitions.sort_unstable();
        let mut text = String::with_capacity(2 * places.len());
        for (index, place) in places.iter().enumerate() {
            text.push(if definitions.binary_search(place).is_ok() { 'd' } else { ' ' });
            let ends = places.get(index + 1).is_some_and(|next| next.0 != place.0);
            text.push(if ends { '\n' } else { ' ' });
        }
        Source { text, places, constants: Vec::new() }
    }

    fn offset(&self, place: (u32, u32)) -> TextSize {
        TextSize::new(2 * self.places.partition_point(|known| *known < place) as u32)
    }

    pub fn range(&self, place: Place) -> TextRange {
        let start = self.offset((place.line, place.column));
        TextRange::new(start, self.offset((place.end_line, place.end_column)).max(start))
    }

    /// The range of a name that ends where its node ends.
    pub fn name_range(&self, place: Place, name: &str) -> TextRange {
        let end = self.offset((place.end_line, place.end_column));
        let start = self.offset(name_start(place, name)).max(self.offset((place.line, place.column)));
        TextRange::new(start.min(end), end)
    }

    /// Line and column of an offset.
    pub fn locate(&self, offset: u32) -> (u32, u32) {
        self.places.get(offset as usize / 2).or(self.places.last()).copied().unwrap_or((1, 0))
    }

    /// The offset of a line's first place.
    pub fn line_start(&self, line: u32) -> TextSize {
        self.offset((line, 0))
    }

    /// Keeps a constant: the number that leads to it.
    pub fn keep(&mut self, value: Const) -> AtomicNodeIndex {
        let index = AtomicNodeIndex::NONE;
        index.set(NodeIndex::from(self.constants.len() as u32));
        self.constants.push(value);
        index
    }

    /// The constant that a literal stands for, if it was kept.
    pub fn kept(&self, index: &AtomicNodeIndex) -> Option<&Const> {
        self.constants.get(index.load().as_u32()? as usize)
    }

    pub fn error(&self, message: String, filename: &str, range: TextRange) -> SyntaxError {
        let (line, column) = self.locate(range.start().to_u32());
        let (end_line, end_column) = self.locate(range.end().to_u32());
        let plain = SyntaxError::at(message, "", filename, TextRange::default());
        SyntaxError {
            line,
            column: column + 1,
            end_line,
            end_column: end_column as i32 + 1,
            text: None,
            stage: Stage::Compiling,
            ..plain
        }
    }
}

/// Where the name of an attribute starts.
fn name_start(place: Place, name: &str) -> (u32, u32) {
    (place.end_line, place.end_column.saturating_sub(name.len() as u32))
}

/// Collects the places of a tree.
#[derive(Default)]
struct Found {
    places: Vec<(u32, u32)>,
    definitions: Vec<(u32, u32)>,
}

impl Found {
    fn node(&mut self, node: &Node) {
        let place = node.place;
        self.places.extend([(place.line, place.column), (place.end_line, place.end_column)]);
        match (node.kind, &node.fields[..]) {
            (Kind::FunctionDef | Kind::AsyncFunctionDef | Kind::ClassDef, _) => {
                self.definitions.push((place.line, place.column));
            }
            (Kind::Attribute, [_, Item::Text(name), ..]) => self.places.push(name_start(place, name)),
            _ => {}
        }
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || node.fields.iter().for_each(|item| self.item(item)));
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Node(node) => self.node(node),
            Item::List(items) => items.iter().for_each(|item| self.item(item)),
            _ => {}
        }
    }
}
