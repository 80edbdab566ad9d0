//! Arguments of calls and of class definitions.

use super::engine::{Match, Miss, Parser, Rule, choice};
use super::node::{Expr, Shape};

/// One argument, as far as messages care.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Argument {
    Positional,
    Keyword,
    /// `**mapping`
    Mapping,
}

const COMPARE_HINT: &str = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";
const GENERATOR: &str = "Generator expression must be parenthesized";

impl Parser<'_> {
    pub fn arguments(&mut self) -> Match<Expr> {
        self.remembered(Rule::Arguments, |p| {
            let start = p.at;
            choice!(
                p,
                |p: &mut Self| {
                    p.argument_list()?;
                    p.optional(|p| p.op(","))?;
                    p.ahead(|p| p.op(")"))?;
                    p.node(Shape::Tuple, start)
                },
                |p: &mut Self| { if p.explaining { p.invalid_arguments() } else { Err(Miss::No) } },
            )
        })
    }

    /// Positional arguments, then keyword arguments; the kinds, and the last positional argument.
    fn argument_list(&mut self) -> Match<(Vec<Argument>, Option<Expr>)> {
        choice!(
            self,
            |p: &mut Self| {
                let positional = p.positional_arguments()?;
                let mut kinds = vec![Argument::Positional; positional.len()];
                let last = positional.last().cloned();
                if let Some(keywords) = p.optional(|p| {
                    p.op(",")?;
                    p.keyword_arguments()
                })? {
                    kinds.extend(keywords);
                }
                Ok((kinds, last))
            },
            |p: &mut Self| Ok((p.keyword_arguments()?, None)),
        )
    }

    fn positional_arguments(&mut self) -> Match<Vec<Expr>> {
        self.separated(",", |p| {
            choice!(p, Parser::starred_argument, |p: &mut Self| {
                let value = choice!(p, Parser::assignment_expression, Parser::plain_expression)?;
                p.not_ahead(|p| p.op("="))?;
                Ok(value)
            })
        })
    }

    fn keyword_arguments(&mut self) -> Match<Vec<Argument>> {
        choice!(
            self,
            |p: &mut Self| {
                let mut kinds = p.separated(",", Parser::keyword_or_starred)?;
                p.op(",")?;
                kinds.extend(p.separated(",", Parser::keyword_or_mapping)?);
                Ok(kinds)
            },
            |p: &mut Self| p.separated(",", Parser::keyword_or_starred),
            |p: &mut Self| p.separated(",", Parser::keyword_or_mapping),
        )
    }

    fn keyword_or_starred(&mut self) -> Match<Argument> {
        choice!(self, Parser::invalid_keyword_argument, Parser::keyword_argument, |p: &mut Self| p
            .starred_argument()
            .map(|_| Argument::Positional),)
    }

    fn keyword_or_mapping(&mut self) -> Match<Argument> {
        choice!(self, Parser::invalid_keyword_argument, Parser::keyword_argument, |p: &mut Self| {
            p.op("**")?;
            p.expression().map(|_| Argument::Mapping)
        },)
    }

    fn keyword_argument(&mut self) -> Match<Argument> {
        self.name()?;
        self.op("=")?;
        self.expression().map(|_| Argument::Keyword)
    }

    pub fn starred_argument(&mut self) -> Match<Expr> {
        choice!(
            self,
            |p: &mut Self| {
                if !p.explaining {
                    return Err(Miss::No);
                }
                let star = p.op("*")?;
                p.expression()?;
                p.op("=")?;
                let value = p.expression()?;
                p.raise_at(star.start, value.end, "cannot assign to iterable argument unpacking")
            },
            |p: &mut Self| {
                let start = p.at;
                p.op("*")?;
                let value = p.expression()?;
                p.node_of(Shape::Starred, start, vec![value])
            },
            |p: &mut Self| {
                if !p.explaining {
                    return Err(Miss::No);
                }
                p.op("*")?;
                p.raise_last("Invalid star expression")
            },
        )
    }

    fn invalid_keyword_argument(&mut self) -> Match<Argument> {
        if !self.explaining {
            return Err(Miss::No);
        }
        choice!(
            self,
            |p: &mut Self| {
                let word = p.any_word(&["True", "False", "None"])?;
                let equal = p.op("=")?;
                let message = format!("cannot assign to {}", p.text(word));
                p.raise_at(word.start, equal.end, message)
            },
            |p: &mut Self| {
                let name = p.name()?;
                let equal = p.op("=")?;
                p.expression()?;
                p.for_if_clauses()?;
                p.raise_at(name.start, equal.end, COMPARE_HINT)
            },
            |p: &mut Self| {
                let stars = p.op("**")?;
                p.expression()?;
                p.op("=")?;
                let value = p.expression()?;
                p.raise_at(stars.start, value.end, "cannot assign to keyword argument unpacking")
            },
            |p: &mut Self| {
                p.not_ahead(|p| {
                    p.name()?;
                    p.op("=")
                })?;
                let value = p.expression()?;
                let equal = p.op("=")?;
                let message = "expression cannot contain assignment, perhaps you meant \"==\"?";
                p.raise_at(value.start, equal.end, message)
            },
        )
    }

    fn invalid_arguments(&mut self) -> Match<Expr> {
        choice!(
            self,
            |p: &mut Self| {
                choice!(
                    p,
                    |p: &mut Self| {
                        p.positional_arguments()?;
                        p.op(",")?;
                        p.keyword_arguments()
                    },
                    Parser::keyword_arguments,
                )?;
                let comma = p.op(",")?;
                let rest = p.separated(",", |p| {
                    let starred = p.starred_argument()?;
                    p.not_ahead(|p| p.op("="))?;
                    Ok(starred)
                })?;
                let end = rest.last().map_or(comma.end, |last| last.end);
                let message = "iterable argument unpacking follows keyword argument unpacking";
                p.raise_at(comma.start, end, message)
            },
            |p: &mut Self| {
                let value = p.expression()?;
                let end = p.for_if_clauses()?;
                p.op(",")?;
                p.optional(|p| {
                    choice!(p, |p: &mut Self| p.argument_list().map(|_| ()), |p: &mut Self| {
                        p.expression()?;
                        p.for_if_clauses().map(|_| ())
                    })
                })?;
                p.raise_at(value.start, end, GENERATOR)
            },
            |p: &mut Self| {
                let name = p.name()?;
                let equal = p.op("=")?;
                p.expression()?;
                p.for_if_clauses()?;
                p.raise_at(name.start, equal.end, COMPARE_HINT)
            },
            |p: &mut Self| {
                p.optional(|p| {
                    p.argument_list()?;
                    p.op(",")
                })?;
                let name = p.name()?;
                let equal = p.op("=")?;
                p.ahead(|p| p.any_op(&[",", ")"]))?;
                p.raise_at(name.start, equal.end, "expected argument value expression")
            },
            |p: &mut Self| {
                let (kinds, last) = p.argument_list()?;
                let end = p.for_if_clauses()?;
                let positional = kinds.iter().filter(|&&kind| kind == Argument::Positional).count();
                match last {
                    Some(last) if positional > 1 => p.raise_at(last.start, end, GENERATOR),
                    _ => Err(Miss::No),
                }
            },
            |p: &mut Self| {
                p.argument_list()?;
                p.op(",")?;
                let value = p.expression()?;
                let end = p.for_if_clauses()?;
                p.raise_at(value.start, end, GENERATOR)
            },
            |p: &mut Self| {
                let (kinds, _) = p.argument_list()?;
                p.op(",")?;
                p.argument_list()?;
                let unpacking = if kinds.contains(&Argument::Mapping) { " unpacking" } else { "" };
                p.raise_last(format!("positional argument follows keyword argument{unpacking}"))
            },
        )
    }
}
