//! Parameters of functions and lambdas, and type parameters.

use super::engine::{Match, Miss, Parser, choice};
use super::node::Shape;
use crate::parse::lexer::Token;

/// What differs between `def` and `lambda`.
#[derive(Copy, Clone)]
struct Style {
    /// What ends the list.
    end: &'static str,
    annotated: bool,
    parenthesized: &'static str,
}

const DEF: Style = Style { end: ")", annotated: true, parenthesized: "Function parameters cannot be parenthesized" };
const LAMBDA: Style =
    Style { end: ":", annotated: false, parenthesized: "Lambda expression parameters cannot be parenthesized" };

impl Parser<'_> {
    pub fn parameters(&mut self) -> Match {
        self.parameter_list(DEF)
    }

    pub fn lambda_parameters(&mut self) -> Match {
        self.parameter_list(LAMBDA)
    }

    fn parameter_list(&mut self, style: Style) -> Match {
        if self.explaining {
            self.optional(|p| p.invalid_parameters(style))?;
        }
        choice!(
            self,
            |p: &mut Self| {
                p.slash_no_default(style)?;
                p.any(|p| p.no_default(style))?;
                p.any(|p| p.with_default(style))?;
                p.optional(|p| p.star_etc(style)).map(|_| ())
            },
            |p: &mut Self| {
                p.slash_with_default(style)?;
                p.any(|p| p.with_default(style))?;
                p.optional(|p| p.star_etc(style)).map(|_| ())
            },
            |p: &mut Self| {
                p.some(|p| p.no_default(style))?;
                p.any(|p| p.with_default(style))?;
                p.optional(|p| p.star_etc(style)).map(|_| ())
            },
            |p: &mut Self| {
                p.some(|p| p.with_default(style))?;
                p.optional(|p| p.star_etc(style)).map(|_| ())
            },
            |p: &mut Self| p.star_etc(style),
        )
    }

    fn slash_no_default(&mut self, style: Style) -> Match {
        self.some(|p| p.no_default(style))?;
        self.op("/")?;
        self.comma_or_end(style)
    }

    fn slash_with_default(&mut self, style: Style) -> Match {
        self.any(|p| p.no_default(style))?;
        self.some(|p| p.with_default(style))?;
        self.op("/")?;
        self.comma_or_end(style)
    }

    fn comma_or_end(&mut self, style: Style) -> Match {
        choice!(self, |p: &mut Self| p.op(",").map(|_| ()), |p: &mut Self| p.ahead(|p| p.op(style.end)))
    }

    fn parameter(&mut self, style: Style) -> Match<Token> {
        let name = self.name()?;
        if style.annotated {
            self.optional(|p| {
                p.op(":")?;
                p.expression()
            })?;
        }
        Ok(name)
    }

    fn no_default(&mut self, style: Style) -> Match<Token> {
        let name = self.parameter(style)?;
        self.comma_or_end(style)?;
        Ok(name)
    }

    fn with_default(&mut self, style: Style) -> Match {
        self.parameter(style)?;
        self.default()?;
        self.comma_or_end(style)
    }

    fn maybe_default(&mut self, style: Style) -> Match {
        self.parameter(style)?;
        self.optional(|p| p.default())?;
        self.comma_or_end(style)
    }

    fn default(&mut self) -> Match {
        choice!(
            self,
            |p: &mut Self| {
                p.op("=")?;
                p.expression().map(|_| ())
            },
            |p: &mut Self| {
                if !p.explaining {
                    return Err(Miss::No);
                }
                let equal = p.op("=")?;
                p.ahead(|p| p.any_op(&[")", ","]))?;
                p.raise_token(equal, "expected default value expression")
            },
        )
    }

    fn star_etc(&mut self, style: Style) -> Match {
        if self.explaining {
            self.optional(|p| p.invalid_star_etc(style))?;
        }
        choice!(
            self,
            |p: &mut Self| {
                p.op("*")?;
                p.no_default(style)?;
                p.any(|p| p.maybe_default(style))?;
                p.optional(|p| p.keywords(style)).map(|_| ())
            },
            |p: &mut Self| {
                if !style.annotated {
                    return Err(Miss::No);
                }
                p.op("*")?;
                p.name()?;
                p.op(":")?;
                p.star_expression()?;
                p.comma_or_end(style)?;
                p.any(|p| p.maybe_default(style))?;
                p.optional(|p| p.keywords(style)).map(|_| ())
            },
            |p: &mut Self| {
                p.op("*")?;
                p.op(",")?;
                p.some(|p| p.maybe_default(style))?;
                p.optional(|p| p.keywords(style)).map(|_| ())
            },
            |p: &mut Self| p.keywords(style),
        )
    }

    fn keywords(&mut self, style: Style) -> Match {
        if self.explaining {
            self.optional(|p| p.invalid_keywords(style))?;
        }
        self.op("**")?;
        self.no_default(style).map(|_| ())
    }

    fn invalid_keywords(&mut self, style: Style) -> Match {
        self.op("**")?;
        self.parameter(style)?;
        choice!(
            self,
            |p: &mut Self| {
                let equal = p.op("=")?;
                p.raise_token(equal, "var-keyword argument cannot have default value")
            },
            |p: &mut Self| {
                p.op(",")?;
                let next = choice!(
                    p,
                    |p: &mut Self| {
                        let start = p.at;
                        p.parameter(style)?;
                        p.node(Shape::Name, start)
                    },
                    |p: &mut Self| {
                        let start = p.at;
                        p.any_op(&["*", "**", "/"])?;
                        p.node(Shape::Name, start)
                    },
                )?;
                p.raise_on(&next, "arguments cannot follow var-keyword argument")
            },
        )
    }

    fn invalid_star_etc(&mut self, style: Style) -> Match {
        let star = self.op("*")?;
        choice!(
            self,
            |p: &mut Self| {
                choice!(p, |p: &mut Self| p.op(style.end), |p: &mut Self| {
                    p.op(",")?;
                    p.any_op(&[style.end, "**"])
                })?;
                let message = "named arguments must follow bare *";
                if style.annotated { p.raise_token(star, message) } else { p.raise_last(message) }
            },
            |p: &mut Self| {
                p.parameter(style)?;
                let equal = p.op("=")?;
                p.raise_token(equal, "var-positional argument cannot have default value")
            },
            |p: &mut Self| {
                p.parameter_or_comma(style)?;
                p.any(|p| p.maybe_default(style))?;
                let star = p.op("*")?;
                p.parameter_or_comma(style)?;
                p.raise_token(star, "* argument may appear only once")
            },
        )
    }

    fn parameter_or_comma(&mut self, style: Style) -> Match {
        choice!(self, |p: &mut Self| p.no_default(style).map(|_| ()), |p: &mut Self| p.op(",").map(|_| ()))
    }

    fn invalid_parameters(&mut self, style: Style) -> Match {
        let slashed = |p: &mut Self| {
            choice!(p, |p: &mut Self| p.slash_no_default(style), |p: &mut Self| p.slash_with_default(style))
        };
        choice!(
            self,
            |p: &mut Self| {
                let slash = p.op("/")?;
                p.op(",")?;
                p.raise_token(slash, "at least one argument must precede /")
            },
            |p: &mut Self| {
                slashed(p)?;
                p.any(|p| p.maybe_default(style))?;
                let slash = p.op("/")?;
                p.raise_token(slash, "/ may appear only once")
            },
            |p: &mut Self| {
                p.optional(|p| p.slash_no_default(style))?;
                p.any(|p| p.no_default(style))?;
                choice!(p, |p: &mut Self| p.slash_with_default(style), |p: &mut Self| {
                    p.some(|p| p.with_default(style)).map(|_| ())
                })?;
                let start = p.at;
                p.no_default(style)?;
                let name = p.tokens[start];
                p.raise_token(name, "parameter without a default follows parameter with a default")
            },
            |p: &mut Self| {
                p.any(|p| p.no_default(style))?;
                let open = p.op("(")?;
                if style.annotated {
                    p.some(|p| p.no_default(style))?;
                } else {
                    p.separated(",", |p| p.parameter(style))?;
                }
                p.optional(|p| p.op(","))?;
                let close = p.op(")")?;
                p.raise_at(open.start, close.end, style.parenthesized)
            },
            |p: &mut Self| {
                p.optional(slashed)?;
                p.any(|p| p.maybe_default(style))?;
                p.op("*")?;
                p.parameter_or_comma(style)?;
                p.any(|p| p.maybe_default(style))?;
                let slash = p.op("/")?;
                p.raise_token(slash, "/ must be ahead of *")
            },
            |p: &mut Self| {
                p.some(|p| p.maybe_default(style))?;
                p.op("/")?;
                let star = p.op("*")?;
                p.raise_token(star, "expected comma between / and *")
            },
        )
    }

    // Type parameters

    pub fn type_parameters(&mut self) -> Match {
        self.op("[")?;
        if self.explaining
            && let Some(close) = self.optional(|p| p.op("]"))?
        {
            return self.raise_from(close.start, "Type parameter list cannot be empty");
        }
        self.separated(",", Parser::type_parameter)?;
        self.optional(|p| p.op(","))?;
        self.op("]").map(|_| ())
    }

    fn type_parameter(&mut self) -> Match {
        choice!(
            self,
            |p: &mut Self| {
                p.name()?;
                p.optional(|p| {
                    p.op(":")?;
                    p.expression()
                })?;
                p.type_default(Parser::expression)
            },
            |p: &mut Self| {
                if !p.explaining {
                    return Err(Miss::No);
                }
                let stars = p.any_op(&["*", "**"])?;
                p.name()?;
                let colon = p.op(":")?;
                let bound = p.expression()?;
                let what = if bound.shape == Shape::Tuple { "constraints" } else { "bound" };
                let kind = if p.text(stars) == "*" { "TypeVarTuple" } else { "ParamSpec" };
                p.raise_from(colon.start, format!("cannot use {what} with {kind}"))
            },
            |p: &mut Self| {
                p.op("*")?;
                p.name()?;
                p.type_default(Parser::star_expression)
            },
            |p: &mut Self| {
                p.op("**")?;
                p.name()?;
                p.type_default(Parser::expression)
            },
        )
    }

    fn type_default(&mut self, value: fn(&mut Self) -> Match<super::node::Expr>) -> Match {
        self.optional(|p| {
            p.op("=")?;
            value(p)
        })
        .map(|_| ())
    }
}
