//! F-strings and t-strings to the parser's tree.

use ruff_python_ast as ast;
use ruff_python_ast::{ConversionFlag, Expr, InterpolatedStringElement};
use ruff_text_size::TextRange;

use super::writer::{Fields, Write, Writer, invalid, no_index};
use super::{Item, Kind, Node};
use crate::bytecode::Const;

impl Writer {
    /// A string with fields, or a field that stands alone.
    pub fn template(&mut self, kind: Kind, f: &mut Fields) -> Write<Expr> {
        let range = f.range;
        let elements = match kind {
            Kind::JoinedStr | Kind::TemplateStr => self.elements(f.nodes("expression")?)?,
            _ => vec![self.field(kind, f)?],
        };
        let elements = elements.into();
        Ok(match kind {
            Kind::JoinedStr | Kind::FormattedValue => {
                let part = ast::FString { range, node_index: no_index(), elements, flags: ast::FStringFlags::empty() };
                let value = ast::FStringValue::single(part);
                Expr::FString(ast::ExprFString { range, node_index: no_index(), value })
            }
            _ => {
                let part = ast::TString { range, node_index: no_index(), elements, flags: ast::TStringFlags::empty() };
                let value = ast::TStringValue::single(part);
                Expr::TString(ast::ExprTString { range, node_index: no_index(), value })
            }
        })
    }

    fn elements(&mut self, nodes: Vec<Node>) -> Write<Vec<InterpolatedStringElement>> {
        let mut elements = Vec::new();
        for node in nodes {
            self.element(node, &mut elements)?;
        }
        Ok(elements)
    }

    fn element(&mut self, node: Node, elements: &mut Vec<InterpolatedStringElement>) -> Write<()> {
        let range = self.source.range(node.place);
        match (node.kind, node.fields.first()) {
            (Kind::Constant, Some(Item::Constant(value @ (Const::Str(_) | Const::Points(_))))) => {
                let (value, node_index) = self.text(value.clone());
                let literal = ast::InterpolatedStringLiteralElement { range, node_index, value };
                elements.push(InterpolatedStringElement::Literal(literal));
            }
            (Kind::FormattedValue | Kind::Interpolation, _) => {
                let (kind, mut f) = self.open(node);
                elements.push(self.field(kind, &mut f)?);
            }
            (Kind::JoinedStr, _) => {
                let (_, mut f) = self.open(node);
                elements.extend(self.elements(f.nodes("expression")?)?);
            }
            _ => {
                let expression = Box::new(self.expr(node)?);
                elements.push(plain_field(expression, range));
            }
        }
        Ok(())
    }

    fn field(&mut self, kind: Kind, f: &mut Fields) -> Write<InterpolatedStringElement> {
        let expression = self.boxed(f)?;
        let mut node_index = no_index();
        if kind == Kind::Interpolation {
            match f.item() {
                Item::Constant(text @ Const::Str(_)) => node_index = self.source.keep(text),
                _ => return invalid("field 'str' is required for Interpolation"),
            }
        }
        let conversion = match f.int() {
            -1 => ConversionFlag::None,
            115 => ConversionFlag::Str,
            114 => ConversionFlag::Repr,
            97 => ConversionFlag::Ascii,
            other => return invalid(format!("Unrecognized conversion character {other}")),
        };
        let format_spec = match f.optional_node()? {
            Some(spec) => {
                let range = self.source.range(spec.place);
                let mut elements = Vec::new();
                self.element(spec, &mut elements)?;
                let spec =
                    ast::InterpolatedStringFormatSpec { range, node_index: no_index(), elements: elements.into() };
                Some(Box::new(spec))
            }
            None => None,
        };
        Ok(InterpolatedStringElement::Interpolation(ast::InterpolatedElement {
            range: f.range,
            node_index,
            expression,
            debug_text: None,
            conversion,
            format_spec,
        }))
    }
}

fn plain_field(expression: Box<Expr>, range: TextRange) -> InterpolatedStringElement {
    InterpolatedStringElement::Interpolation(ast::InterpolatedElement {
        range,
        node_index: no_index(),
        expression,
        debug_text: None,
        conversion: ConversionFlag::None,
        format_spec: None,
    })
}
