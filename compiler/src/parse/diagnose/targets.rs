//! Targets of assignments, loops and `del`.

use super::engine::{Match, Parser, Rule, choice};
use super::node::{Expr, Shape};

impl Parser<'_> {
    pub fn star_targets(&mut self) -> Match<Expr> {
        let start = self.at;
        let first = self.star_target()?;
        if !self.looking_at(|p| p.op(","))? {
            return Ok(first);
        }
        let mut parts = vec![first];
        parts.extend(self.any(|p| {
            p.op(",")?;
            p.star_target()
        })?);
        self.optional(|p| p.op(","))?;
        self.node_of(Shape::Tuple, start, parts)
    }

    pub fn star_target(&mut self) -> Match<Expr> {
        self.remembered(Rule::StarTarget, |p| {
            choice!(
                p,
                |p: &mut Self| {
                    let start = p.at;
                    p.op("*")?;
                    p.not_ahead(|p| p.op("*"))?;
                    let value = p.star_target()?;
                    p.node_of(Shape::Starred, start, vec![value])
                },
                Parser::target_with_star_atom
            )
        })
    }

    fn target_with_star_atom(&mut self) -> Match<Expr> {
        self.remembered(Rule::TargetWithStarAtom, |p| choice!(p, Parser::place, Parser::star_atom))
    }

    /// An attribute or subscript of something.
    pub fn place(&mut self) -> Match<Expr> {
        let start = self.at;
        self.target_primary()?;
        let shape = choice!(
            self,
            |p: &mut Self| {
                p.op(".")?;
                p.name().map(|_| Shape::Attribute)
            },
            |p: &mut Self| {
                p.op("[")?;
                p.slices()?;
                p.op("]").map(|_| Shape::Subscript)
            },
        )?;
        self.not_ahead(Parser::target_lookahead)?;
        self.node(shape, start)
    }

    /// A primary up to its last trailer.
    fn target_primary(&mut self) -> Match<Expr> {
        self.remembered(Rule::TargetPrimary, |p| {
            let start = p.at;
            let mut value = p.atom()?;
            p.ahead(Parser::target_lookahead)?;
            while let Some(shape) = p.optional(|p| {
                let shape = p.trailer()?;
                p.ahead(Parser::target_lookahead)?;
                Ok(shape)
            })? {
                value = p.node(shape, start)?;
            }
            Ok(value)
        })
    }

    fn target_lookahead(&mut self) -> Match {
        self.any_op(&["(", "[", "."]).map(|_| ())
    }

    fn star_atom(&mut self) -> Match<Expr> {
        let start = self.at;
        choice!(
            self,
            |p: &mut Self| {
                p.name()?;
                p.node(Shape::Name, start)
            },
            |p: &mut Self| {
                p.op("(")?;
                let inner = p.target_with_star_atom()?;
                p.op(")")?;
                Ok(inner)
            },
            |p: &mut Self| p.target_sequence("(", ")", Shape::Tuple, Parser::star_target),
            |p: &mut Self| p.target_sequence("[", "]", Shape::List, Parser::star_target),
        )
    }

    /// Targets in brackets; in parentheses one alone needs its comma.
    fn target_sequence(
        &mut self,
        open: &str,
        close: &str,
        shape: Shape,
        target: fn(&mut Self) -> Match<Expr>,
    ) -> Match<Expr> {
        let start = self.at;
        self.op(open)?;
        let parts = self
            .optional(|p| {
                let parts = p.separated(",", target)?;
                let trailing = p.optional(|p| p.op(","))?.is_some();
                if shape == Shape::Tuple && parts.len() == 1 && !trailing {
                    return Err(super::engine::Miss::No);
                }
                Ok(parts)
            })?
            .unwrap_or_default();
        self.op(close)?;
        self.node_of(shape, start, parts)
    }

    pub fn single_target(&mut self) -> Match<Expr> {
        let start = self.at;
        choice!(
            self,
            Parser::place,
            |p: &mut Self| {
                p.name()?;
                p.node(Shape::Name, start)
            },
            |p: &mut Self| {
                p.op("(")?;
                let inner = p.single_target()?;
                p.op(")")?;
                Ok(inner)
            },
        )
    }

    pub fn delete_targets(&mut self) -> Match {
        self.separated(",", Parser::delete_target)?;
        self.optional(|p| p.op(",")).map(|_| ())
    }

    fn delete_target(&mut self) -> Match<Expr> {
        self.remembered(Rule::DeleteTarget, |p| {
            let start = p.at;
            choice!(
                p,
                Parser::place,
                |p: &mut Self| {
                    p.name()?;
                    p.node(Shape::Name, start)
                },
                |p: &mut Self| {
                    p.op("(")?;
                    let inner = p.delete_target()?;
                    p.op(")")?;
                    Ok(inner)
                },
                |p: &mut Self| p.target_sequence("(", ")", Shape::Tuple, Parser::delete_target),
                |p: &mut Self| p.target_sequence("[", "]", Shape::List, Parser::delete_target),
            )
        })
    }
}
