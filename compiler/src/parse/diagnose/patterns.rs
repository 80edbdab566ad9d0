//! Patterns of `match` statements.

use super::engine::{Match, Miss, Parser, Rule, choice};
use super::node::Shape;
use crate::parse::lexer::Kind;

impl Parser<'_> {
    pub fn patterns(&mut self) -> Match {
        choice!(self, Parser::open_sequence, Parser::pattern)
    }

    /// `a, *b` without brackets.
    fn open_sequence(&mut self) -> Match {
        self.maybe_star_pattern()?;
        self.op(",")?;
        self.optional(Parser::maybe_star_patterns).map(|_| ())
    }

    fn maybe_star_patterns(&mut self) -> Match {
        self.separated(",", Parser::maybe_star_pattern)?;
        self.optional(|p| p.op(",")).map(|_| ())
    }

    fn maybe_star_pattern(&mut self) -> Match {
        choice!(
            self,
            |p: &mut Self| {
                p.op("*")?;
                p.name().map(|_| ())
            },
            Parser::pattern
        )
    }

    fn pattern(&mut self) -> Match {
        choice!(
            self,
            |p: &mut Self| {
                p.or_pattern()?;
                p.word("as")?;
                p.capture()
            },
            |p: &mut Self| {
                if !p.explaining {
                    return Err(Miss::No);
                }
                p.or_pattern()?;
                p.word("as")?;
                if let Some(wildcard) = p.optional(|p| p.word("_"))? {
                    return p.raise_token(wildcard, "cannot use '_' as a target");
                }
                let target = p.expression()?;
                let message = format!("cannot use {} as pattern target", target.shape.name());
                p.raise_on(&target, message)
            },
            Parser::or_pattern,
        )
    }

    /// A name to bind: not `_`, and not the start of something longer.
    fn capture(&mut self) -> Match {
        self.not_ahead(|p| p.word("_"))?;
        self.name()?;
        self.not_ahead(|p| p.any_op(&[".", "(", "="]))
    }

    fn or_pattern(&mut self) -> Match {
        self.separated("|", Parser::closed_pattern).map(|_| ())
    }

    fn closed_pattern(&mut self) -> Match {
        self.remembered(Rule::ClosedPattern, |p| {
            let start = p.at;
            choice!(
                p,
                Parser::literal_pattern,
                Parser::capture,
                |p: &mut Self| p.word("_").map(|_| ()),
                |p: &mut Self| {
                    p.attribute()?;
                    p.not_ahead(|p| p.any_op(&[".", "(", "="]))
                },
                |p: &mut Self| {
                    p.op("(")?;
                    p.pattern()?;
                    p.op(")").map(|_| ())
                },
                |p: &mut Self| {
                    p.op("[")?;
                    p.optional(Parser::maybe_star_patterns)?;
                    p.op("]").map(|_| ())
                },
                |p: &mut Self| {
                    p.op("(")?;
                    p.optional(Parser::open_sequence)?;
                    p.op(")").map(|_| ())
                },
                Parser::mapping_pattern,
                Parser::class_pattern,
            )?;
            p.node(Shape::None, start)
        })
        .map(|_| ())
    }

    fn literal_pattern(&mut self) -> Match {
        choice!(
            self,
            |p: &mut Self| {
                p.signed_number()?;
                p.not_ahead(|p| p.any_op(&["+", "-"]))
            },
            Parser::complex_number,
            |p: &mut Self| p.strings().map(|_| ()),
            |p: &mut Self| p.any_word(&["None", "True", "False"]).map(|_| ()),
        )
    }

    fn signed_number(&mut self) -> Match {
        self.optional(|p| p.op("-"))?;
        self.kind(Kind::Number).map(|_| ())
    }

    fn complex_number(&mut self) -> Match {
        self.optional(|p| p.op("-"))?;
        let real = self.kind(Kind::Number)?;
        if self.text(real).ends_with(['j', 'J']) {
            return self.raise_token(real, "real number required in complex literal");
        }
        self.any_op(&["+", "-"])?;
        let imaginary = self.kind(Kind::Number)?;
        if !self.text(imaginary).ends_with(['j', 'J']) {
            return self.raise_token(imaginary, "imaginary number required in complex literal");
        }
        Ok(())
    }

    /// A dotted name with a dot at least.
    fn attribute(&mut self) -> Match {
        self.name()?;
        self.some(|p| {
            p.op(".")?;
            p.name()
        })
        .map(|_| ())
    }

    fn mapping_pattern(&mut self) -> Match {
        self.op("{")?;
        self.optional(|p| {
            p.separated(",", |p| {
                choice!(
                    p,
                    |p: &mut Self| {
                        choice!(p, Parser::literal_pattern, Parser::attribute)?;
                        p.op(":")?;
                        p.pattern()
                    },
                    |p: &mut Self| {
                        p.op("**")?;
                        p.capture()?;
                        // Nothing may follow the rest.
                        p.ahead(|p| {
                            p.optional(|p| p.op(","))?;
                            p.op("}")
                        })
                    },
                )
            })?;
            p.optional(|p| p.op(","))
        })?;
        self.op("}").map(|_| ())
    }

    fn class_pattern(&mut self) -> Match {
        self.separated(".", Parser::name)?;
        self.op("(")?;
        choice!(
            self,
            |p: &mut Self| p.op(")").map(|_| ()),
            |p: &mut Self| {
                p.positional_patterns()?;
                p.optional(|p| p.op(","))?;
                p.op(")").map(|_| ())
            },
            |p: &mut Self| {
                p.keyword_patterns()?;
                p.optional(|p| p.op(","))?;
                p.op(")").map(|_| ())
            },
            |p: &mut Self| {
                p.positional_patterns()?;
                p.op(",")?;
                p.keyword_patterns()?;
                p.optional(|p| p.op(","))?;
                p.op(")").map(|_| ())
            },
            |p: &mut Self| {
                if !p.explaining {
                    return Err(Miss::No);
                }
                p.optional(|p| {
                    p.positional_patterns()?;
                    p.op(",")
                })?;
                p.keyword_patterns()?;
                p.op(",")?;
                let start = p.at;
                p.positional_patterns()?;
                let (start, end) = (p.tokens[start].start, p.previous().end);
                p.raise_at(start, end, "positional patterns follow keyword patterns")
            },
        )
    }

    fn positional_patterns(&mut self) -> Match {
        self.separated(",", Parser::pattern).map(|_| ())
    }

    fn keyword_patterns(&mut self) -> Match {
        self.separated(",", |p| {
            p.name()?;
            p.op("=")?;
            p.pattern()
        })
        .map(|_| ())
    }
}
