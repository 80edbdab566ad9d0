//! Expressions, from lists of them down to primaries.

use super::engine::{Match, Miss, Parser, Rule, SOFT_KEYWORDS, choice};
use super::node::{Expr, Shape};
use crate::parse::lexer::Kind;

impl Parser<'_> {
    /// `a, *b`: what a statement or a right-hand side may be.
    pub fn star_expressions(&mut self) -> Match<Expr> {
        self.remembered(Rule::StarExpressions, |p| p.comma_list(Parser::star_expression))
    }

    pub fn expressions(&mut self) -> Match<Expr> {
        self.comma_list(Parser::expression)
    }

    /// One item, or several with commas, which make a tuple.
    fn comma_list(&mut self, item: fn(&mut Self) -> Match<Expr>) -> Match<Expr> {
        let start = self.at;
        let first = item(self)?;
        let mut parts = vec![first.clone()];
        parts.extend(self.any(|p| {
            p.op(",")?;
            item(p)
        })?);
        let trailing = self.optional(|p| p.op(","))?.is_some();
        if parts.len() == 1 && !trailing {
            return Ok(first);
        }
        self.node_of(Shape::Tuple, start, parts)
    }

    pub fn star_expression(&mut self) -> Match<Expr> {
        self.remembered(Rule::StarExpression, |p| choice!(p, Parser::starred_or, Parser::expression))
    }

    /// `*` and what binds at least as tightly as `|`.
    fn starred_or(&mut self) -> Match<Expr> {
        let start = self.at;
        self.op("*")?;
        let value = self.bitwise_or()?;
        self.node_of(Shape::Starred, start, vec![value])
    }

    pub fn star_named_expression(&mut self) -> Match<Expr> {
        choice!(self, Parser::starred_or, Parser::named_expression)
    }

    pub fn star_named_expressions(&mut self) -> Match<Vec<Expr>> {
        let items = self.separated(",", Parser::star_named_expression)?;
        self.optional(|p| p.op(","))?;
        Ok(items)
    }

    pub fn assignment_expression(&mut self) -> Match<Expr> {
        let start = self.at;
        self.name()?;
        self.op(":=")?;
        match self.expression() {
            // Past `:=` there is no other reading.
            Err(Miss::No) => Err(Miss::No),
            Ok(_) => self.node(Shape::Named, start),
            Err(raised) => Err(raised),
        }
    }

    pub fn named_expression(&mut self) -> Match<Expr> {
        self.remembered(Rule::NamedExpression, |p| {
            let committed = p.looking_at(|p| {
                p.name()?;
                p.op(":=")
            })?;
            if committed {
                return p.assignment_expression();
            }
            if p.explaining {
                p.optional(Parser::invalid_named_expression)?;
            }
            p.plain_expression()
        })
    }

    /// An expression that no `:=` follows.
    pub fn plain_expression(&mut self) -> Match<Expr> {
        let expr = self.expression()?;
        self.not_ahead(|p| p.op(":="))?;
        Ok(expr)
    }

    fn invalid_named_expression(&mut self) -> Match<Expr> {
        self.remembered(Rule::InvalidNamed, |p| {
            choice!(
                p,
                |p: &mut Self| {
                    let target = p.expression()?;
                    p.op(":=")?;
                    p.expression()?;
                    let message = format!("cannot use assignment expressions with {}", target.shape.name());
                    p.raise_on(&target, message)
                },
                |p: &mut Self| {
                    let name = p.name()?;
                    p.op("=")?;
                    let value = p.bitwise_or()?;
                    p.not_ahead(|p| p.any_op(&["=", ":="]))?;
                    let message = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";
                    p.raise_at(name.start, value.end, message)
                },
                |p: &mut Self| {
                    p.not_ahead(|p| {
                        choice!(p, Parser::list, Parser::tuple, Parser::generator, |p: &mut Self| {
                            let start = p.at;
                            p.any_word(&["True", "None", "False"])?;
                            p.node(Shape::Name, start)
                        })
                    })?;
                    let target = p.bitwise_or()?;
                    p.op("=")?;
                    p.bitwise_or()?;
                    p.not_ahead(|p| p.any_op(&["=", ":="]))?;
                    let name = target.shape.name();
                    let message = format!("cannot assign to {name} here. Maybe you meant '==' instead of '='?");
                    p.raise_on(&target, message)
                },
            )
        })
    }

    pub fn expression(&mut self) -> Match<Expr> {
        self.remembered(Rule::Expression, |p| {
            if p.explaining {
                p.optional(Parser::invalid_expression)?;
                p.optional(Parser::invalid_legacy_expression)?;
            }
            p.valid_expression()
        })
    }

    fn valid_expression(&mut self) -> Match<Expr> {
        choice!(
            self,
            |p: &mut Self| {
                let start = p.at;
                p.disjunction()?;
                p.word("if")?;
                p.disjunction()?;
                p.word("else")?;
                p.expression()?;
                p.node(Shape::Conditional, start)
            },
            Parser::disjunction,
            Parser::lambda,
        )
    }

    /// As `expression`, with nothing explained inside.
    fn expression_without_explaining(&mut self) -> Match<Expr> {
        let explaining = std::mem::replace(&mut self.explaining, false);
        let result = self.attempt(Parser::valid_expression);
        self.explaining = explaining;
        result
    }

    fn invalid_expression(&mut self) -> Match<Expr> {
        choice!(
            self,
            |p: &mut Self| {
                p.kind(Kind::String)?;
                let between = p.some(|p| {
                    p.not_ahead(|p| p.kind(Kind::String))?;
                    p.expression_without_explaining()
                })?;
                p.kind(Kind::String)?;
                let start = between.first().map_or(0, |first| first.start);
                let end = between.last().map_or(start, |last| last.end);
                p.raise_at(start, end, "invalid syntax. Is this intended to be part of the string?")
            },
            |p: &mut Self| {
                // Unknown prefixes of strings and soft keywords look like two expressions, too.
                p.not_ahead(|p| {
                    choice!(
                        p,
                        |p: &mut Self| {
                            p.name()?;
                            p.kind(Kind::String)
                        },
                        |p: &mut Self| p.any_word(&SOFT_KEYWORDS)
                    )
                })?;
                let first = p.disjunction()?;
                let second = p.expression_without_explaining()?;
                if p.is_legacy_statement(&first) || p.previous().level == 0 {
                    return Err(Miss::No);
                }
                p.raise_at(first.start, second.end, "invalid syntax. Perhaps you forgot a comma?")
            },
            |p: &mut Self| {
                let value = p.disjunction()?;
                p.word("if")?;
                let condition = p.disjunction()?;
                p.not_ahead(|p| choice!(p, |p: &mut Self| p.word("else"), |p: &mut Self| p.op(":")))?;
                p.raise_at(value.start, condition.end, "expected 'else' after 'if' expression")
            },
            |p: &mut Self| {
                p.disjunction()?;
                p.word("if")?;
                p.disjunction()?;
                p.word("else")?;
                p.not_ahead(Parser::expression)?;
                p.raise_next("expected expression after 'else', but statement is given")
            },
            |p: &mut Self| {
                let statement = p.any_word(&["pass", "break", "continue"])?;
                p.word("if")?;
                p.disjunction()?;
                p.word("else")?;
                p.simple_statement()?;
                p.raise_token(statement, "expected expression before 'if', but statement is given")
            },
            Parser::invalid_template_lambda,
        )
    }

    /// In a replacement field the colon of a lambda starts the format spec.
    fn invalid_template_lambda(&mut self) -> Match<Expr> {
        let lambda = self.word("lambda")?;
        self.optional(Parser::lambda_parameters)?;
        let colon = self.op(":")?;
        let middle = self.peek()?;
        if middle.kind != Kind::TemplateMiddle {
            return Err(Miss::No);
        }
        let kind = if middle.is_t { "t-string" } else { "f-string" };
        let message = format!("{kind}: lambda expressions are not allowed without parentheses");
        self.raise_at(lambda.start, colon.end, message)
    }

    /// `print x` and `exec x`, as Python 2 had them.
    fn invalid_legacy_expression(&mut self) -> Match<Expr> {
        let start = self.at;
        let name = self.name()?;
        self.not_ahead(|p| p.op("("))?;
        let rest = self.star_expressions()?;
        let function = self.node(Shape::Name, start).map(|_| self.text(name))?;
        if !matches!(function, "print" | "exec") {
            return Err(Miss::No);
        }
        let message = format!("Missing parentheses in call to '{function}'. Did you mean {function}(...)?");
        self.raise_at(name.start, rest.end, message)
    }

    fn is_legacy_statement(&self, expr: &Expr) -> bool {
        expr.shape == Shape::Name && matches!(&self.source[expr.start..expr.end], "print" | "exec")
    }

    pub fn yield_expression(&mut self) -> Match<Expr> {
        let start = self.at;
        self.word("yield")?;
        choice!(
            self,
            |p: &mut Self| {
                p.word("from")?;
                p.expression()
            },
            |p: &mut Self| {
                p.optional(Parser::star_expressions)?;
                p.node(Shape::Yield, start)
            }
        )?;
        self.node(Shape::Yield, start)
    }

    pub fn yield_or_star_expressions(&mut self) -> Match<Expr> {
        choice!(self, Parser::yield_expression, Parser::star_expressions)
    }

    fn lambda(&mut self) -> Match<Expr> {
        self.remembered(Rule::Lambda, |p| {
            let start = p.at;
            p.word("lambda")?;
            p.optional(Parser::lambda_parameters)?;
            p.op(":")?;
            p.expression()?;
            p.node(Shape::Lambda, start)
        })
    }

    pub fn disjunction(&mut self) -> Match<Expr> {
        self.remembered(Rule::Disjunction, |p| p.joined("or", Parser::conjunction))
    }

    fn conjunction(&mut self) -> Match<Expr> {
        self.remembered(Rule::Conjunction, |p| p.joined("and", Parser::inversion))
    }

    fn joined(&mut self, word: &str, operand: fn(&mut Self) -> Match<Expr>) -> Match<Expr> {
        let start = self.at;
        let first = operand(self)?;
        let more = self.any(|p| {
            p.word(word)?;
            operand(p)
        })?;
        if more.is_empty() { Ok(first) } else { self.node(Shape::Operation, start) }
    }

    fn inversion(&mut self) -> Match<Expr> {
        self.remembered(Rule::Inversion, |p| {
            choice!(
                p,
                |p: &mut Self| {
                    let start = p.at;
                    p.word("not")?;
                    p.inversion()?;
                    p.node(Shape::Operation, start)
                },
                Parser::comparison
            )
        })
    }

    fn comparison(&mut self) -> Match<Expr> {
        self.remembered(Rule::Comparison, |p| {
            let start = p.at;
            let left = p.bitwise_or()?;
            let mut shapes = p.any(|p| {
                let shape = p.comparison_operator()?;
                p.bitwise_or()?;
                Ok(shape)
            })?;
            match shapes.drain(..).next() {
                None => Ok(left),
                Some(shape) => p.node_of(shape, start, vec![left]),
            }
        })
    }

    fn comparison_operator(&mut self) -> Match<Shape> {
        choice!(
            self,
            |p: &mut Self| p.any_op(&["==", "!=", "<=", "<", ">=", ">"]).map(|_| Shape::Comparison),
            |p: &mut Self| {
                let old = p.op("<>")?;
                if !p.explaining {
                    return Err(Miss::No);
                }
                p.raise_token(old, "invalid syntax.  Maybe you meant '!=' instead of '<>'?")
            },
            |p: &mut Self| {
                p.word("not")?;
                p.word("in").map(|_| Shape::Comparison)
            },
            |p: &mut Self| p.word("in").map(|_| Shape::Membership),
            |p: &mut Self| {
                p.word("is")?;
                p.optional(|p| p.word("not"))?;
                Ok(Shape::Comparison)
            },
        )
    }

    pub fn bitwise_or(&mut self) -> Match<Expr> {
        self.remembered(Rule::BitwiseOr, |p| p.binary(&["|"], Parser::bitwise_xor))
    }

    fn bitwise_xor(&mut self) -> Match<Expr> {
        self.binary(&["^"], Parser::bitwise_and)
    }

    fn bitwise_and(&mut self) -> Match<Expr> {
        self.binary(&["&"], Parser::shift)
    }

    fn shift(&mut self) -> Match<Expr> {
        self.binary(&["<<", ">>"], |p| {
            if p.explaining {
                p.optional(Parser::invalid_arithmetic)?;
            }
            p.sum()
        })
    }

    fn sum(&mut self) -> Match<Expr> {
        self.remembered(Rule::Sum, |p| p.binary(&["+", "-"], Parser::term))
    }

    fn term(&mut self) -> Match<Expr> {
        self.binary(&["*", "/", "//", "%", "@"], Parser::factor)
    }

    fn binary(&mut self, operators: &[&str], operand: fn(&mut Self) -> Match<Expr>) -> Match<Expr> {
        let start = self.at;
        let first = operand(self)?;
        let more = self.any(|p| {
            p.any_op(operators)?;
            operand(p)
        })?;
        if more.is_empty() { Ok(first) } else { self.node(Shape::Operation, start) }
    }

    fn invalid_arithmetic(&mut self) -> Match<Expr> {
        self.sum()?;
        self.any_op(&["+", "-", "*", "/", "%", "//", "@"])?;
        self.unparenthesized_not(Parser::inversion)
    }

    fn unparenthesized_not(&mut self, operand: fn(&mut Self) -> Match<Expr>) -> Match<Expr> {
        let not = self.word("not")?;
        let operand = operand(self)?;
        self.raise_at(not.start, operand.end, "'not' after an operator must be parenthesized")
    }

    fn factor(&mut self) -> Match<Expr> {
        self.remembered(Rule::Factor, |p| {
            choice!(
                p,
                |p: &mut Self| {
                    let start = p.at;
                    p.any_op(&["+", "-", "~"])?;
                    p.factor()?;
                    p.node(Shape::Operation, start)
                },
                Parser::power,
                |p: &mut Self| {
                    if !p.explaining {
                        return Err(Miss::No);
                    }
                    p.any_op(&["+", "-", "~"])?;
                    p.unparenthesized_not(Parser::factor)
                },
            )
        })
    }

    fn power(&mut self) -> Match<Expr> {
        let start = self.at;
        let base = self.await_primary()?;
        let exponent = self.optional(|p| {
            p.op("**")?;
            p.factor()
        })?;
        if exponent.is_none() { Ok(base) } else { self.node(Shape::Operation, start) }
    }

    fn await_primary(&mut self) -> Match<Expr> {
        self.remembered(Rule::AwaitPrimary, |p| {
            choice!(
                p,
                |p: &mut Self| {
                    let start = p.at;
                    p.word("await")?;
                    p.primary()?;
                    p.node(Shape::Await, start)
                },
                Parser::primary
            )
        })
    }

    fn primary(&mut self) -> Match<Expr> {
        self.remembered(Rule::Primary, |p| {
            let start = p.at;
            let mut value = p.atom()?;
            while let Some(shape) = p.optional(Parser::trailer)? {
                value = p.node(shape, start)?;
            }
            Ok(value)
        })
    }

    /// What may follow a primary to make a longer one.
    pub fn trailer(&mut self) -> Match<Shape> {
        choice!(
            self,
            |p: &mut Self| {
                p.op(".")?;
                p.name().map(|_| Shape::Attribute)
            },
            |p: &mut Self| p.generator().map(|_| Shape::Call),
            |p: &mut Self| {
                p.op("(")?;
                p.optional(Parser::arguments)?;
                p.op(")").map(|_| Shape::Call)
            },
            |p: &mut Self| {
                p.op("[")?;
                p.slices()?;
                p.op("]").map(|_| Shape::Subscript)
            },
        )
    }

    pub fn slices(&mut self) -> Match {
        choice!(
            self,
            |p: &mut Self| {
                p.slice()?;
                p.not_ahead(|p| p.op(","))
            },
            |p: &mut Self| {
                p.separated(",", |p| choice!(p, Parser::slice, |p: &mut Self| p.starred_argument().map(|_| ())))?;
                p.optional(|p| p.op(",")).map(|_| ())
            }
        )
    }

    fn slice(&mut self) -> Match {
        choice!(
            self,
            |p: &mut Self| {
                p.optional(Parser::expression)?;
                p.op(":")?;
                p.optional(Parser::expression)?;
                p.optional(|p| {
                    p.op(":")?;
                    p.optional(Parser::expression)
                })?;
                Ok(())
            },
            |p: &mut Self| p.named_expression().map(|_| ())
        )
    }
}
