//! F-strings and t-strings of the parser's tree: texts that touch are one constant.

use ruff_python_ast as ast;
use ruff_python_ast::{ConversionFlag, FStringPart, InterpolatedStringElement};
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::reader::{Read, Reader};
use super::{Item, Kind};
use crate::codegen::{interpolation, literal};

/// The pieces of a string so far.
#[derive(Default)]
struct Pieces {
    values: Vec<Item>,
    /// The text that has not become a constant yet, the range it covers, and whether it began with a `u` prefix.
    text: Vec<u32>,
    range: Option<TextRange>,
    unicode: bool,
}

impl Pieces {
    fn cover(&mut self, range: TextRange) {
        self.range = Some(self.range.map_or(range, |covered| covered.cover(range)));
    }
}

impl Reader<'_> {
    pub fn f_string(&self, string: &ast::ExprFString) -> Read {
        let mut pieces = Pieces::default();
        for part in &string.value {
            match part {
                FStringPart::Literal(text) => {
                    if pieces.range.is_none() {
                        pieces.unicode = text.flags.prefix().is_unicode();
                    }
                    pieces.cover(text.range);
                    let raw = text.flags.prefix().is_raw();
                    literal::decode(self.source, text.content_range(), raw, text.as_str(), &mut pieces.text);
                }
                FStringPart::FString(part) => {
                    let raw = part.flags.prefix().is_raw();
                    self.elements(&part.elements, raw, Kind::FormattedValue, &mut pieces)?;
                }
            }
        }
        Ok(self.joined(Kind::JoinedStr, string.range, pieces))
    }

    pub fn t_string(&self, string: &ast::ExprTString) -> Read {
        let mut pieces = Pieces::default();
        for part in &string.value {
            let raw = part.flags.prefix().is_raw();
            self.elements(&part.elements, raw, Kind::Interpolation, &mut pieces)?;
        }
        Ok(self.joined(Kind::TemplateStr, string.range, pieces))
    }

    fn joined(&self, kind: Kind, range: TextRange, mut pieces: Pieces) -> Item {
        self.end_text(&mut pieces);
        self.node(kind, range, vec![Item::List(pieces.values)])
    }

    fn end_text(&self, pieces: &mut Pieces) {
        let text = std::mem::take(&mut pieces.text);
        let kind = if std::mem::take(&mut pieces.unicode) { Item::Text("u".into()) } else { Item::None };
        if let Some(range) = pieces.range.take()
            && !text.is_empty()
        {
            let value = Item::Constant(literal::from_points(text));
            pieces.values.push(self.node(Kind::Constant, range, vec![value, kind]));
        }
    }

    fn elements(
        &self,
        elements: &ast::InterpolatedStringElements,
        raw: bool,
        kind: Kind,
        pieces: &mut Pieces,
    ) -> Read<()> {
        for element in elements {
            match element {
                InterpolatedStringElement::Literal(text) => {
                    pieces.cover(text.range);
                    literal::decode(self.source, text.range, raw, &text.value, &mut pieces.text);
                }
                InterpolatedStringElement::Interpolation(field) => {
                    if let Some(debug) = &field.debug_text {
                        let shown = interpolation::without_comments(debug.as_str());
                        pieces.text.extend(shown.chars().map(u32::from));
                        let start = field.range.start() + TextSize::new(1);
                        pieces.cover(TextRange::at(start, TextSize::of(debug.as_str())));
                    }
                    self.end_text(pieces);
                    pieces.values.push(self.field(field, raw, kind)?);
                }
            }
        }
        Ok(())
    }

    fn field(&self, field: &ast::InterpolatedElement, raw: bool, kind: Kind) -> Read {
        let conversion = match interpolation::conversion(field) {
            ConversionFlag::None => -1,
            other => other.to_char().map_or(-1, |letter| i64::from(u32::from(letter))),
        };
        let spec = match &field.format_spec {
            Some(spec) => {
                let mut pieces = Pieces::default();
                self.elements(&spec.elements, raw, Kind::FormattedValue, &mut pieces)?;
                // The colon belongs to it.
                let range = TextRange::new(spec.range.start() - TextSize::new(1), spec.range.end());
                self.joined(Kind::JoinedStr, range, pieces)
            }
            None => Item::None,
        };
        let value = self.expr(&field.expression)?;
        let fields = match kind {
            Kind::Interpolation => {
                let text = interpolation::text(self.source, field);
                let text = literal::from_points(text.chars().map(u32::from).collect());
                vec![value, Item::Constant(text), Item::Int(conversion), spec]
            }
            _ => vec![value, Item::Int(conversion), spec],
        };
        Ok(self.node(kind, field.range(), fields))
    }
}
