//! Simple statements.

use super::engine::{Match, Miss, Parser, Rule, choice};
use super::node::{Expr, Shape, Target};
use crate::parse::lexer::Kind;

const AUGMENTED: [&str; 13] = ["+=", "-=", "*=", "@=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>=", "**=", "//="];

impl Parser<'_> {
    pub fn simple_statements(&mut self) -> Match {
        self.separated(";", Parser::simple_statement)?;
        self.optional(|p| p.op(";"))?;
        self.newline().map(|_| ())
    }

    pub fn simple_statement(&mut self) -> Match<Expr> {
        self.remembered(Rule::SimpleStatement, |p| {
            let start = p.at;
            choice!(
                p,
                Parser::assignment,
                Parser::type_alias,
                |p: &mut Self| p.star_expressions().map(|_| ()),
                Parser::keyword_statement,
            )?;
            p.node(Shape::None, start)
        })
    }

    fn keyword_statement(&mut self) -> Match {
        let token = self.peek()?;
        if token.kind != Kind::Name {
            return Err(Miss::No);
        }
        match self.text(token) {
            "return" => {
                self.at += 1;
                self.optional(Parser::star_expressions).map(|_| ())
            }
            "import" | "from" => self.import(),
            "raise" => self.raise_statement(),
            "pass" | "break" | "continue" => {
                self.at += 1;
                Ok(())
            }
            "del" => self.del(),
            "yield" => self.yield_expression().map(|_| ()),
            "assert" => {
                self.at += 1;
                self.expression()?;
                self.optional(|p| {
                    p.op(",")?;
                    p.expression()
                })
                .map(|_| ())
            }
            "global" | "nonlocal" => {
                self.at += 1;
                self.separated(",", Parser::name).map(|_| ())
            }
            _ => Err(Miss::No),
        }
    }

    fn assignment(&mut self) -> Match {
        choice!(
            self,
            |p: &mut Self| {
                p.name()?;
                p.annotation()
            },
            |p: &mut Self| {
                choice!(
                    p,
                    |p: &mut Self| {
                        p.op("(")?;
                        p.single_target()?;
                        p.op(")").map(|_| ())
                    },
                    |p: &mut Self| p.place().map(|_| ())
                )?;
                p.annotation()
            },
            |p: &mut Self| {
                p.some(Parser::target_and_equal)?;
                p.yield_or_star_expressions()?;
                p.not_ahead(|p| p.op("="))
            },
            |p: &mut Self| {
                p.single_target()?;
                p.any_op(&AUGMENTED)?;
                p.yield_or_star_expressions().map(|_| ())
            },
            |p: &mut Self| { if p.explaining { p.invalid_assignment() } else { Err(Miss::No) } },
        )
    }

    fn annotation(&mut self) -> Match {
        self.op(":")?;
        self.expression()?;
        self.optional(|p| {
            p.op("=")?;
            p.yield_or_star_expressions()
        })
        .map(|_| ())
    }

    fn target_and_equal(&mut self) -> Match {
        self.star_targets()?;
        self.op("=").map(|_| ())
    }

    fn invalid_assignment(&mut self) -> Match {
        choice!(
            self,
            |p: &mut Self| {
                let target = p.unannotatable()?;
                p.op(":")?;
                p.expression()?;
                let message = format!("only single target (not {}) can be annotated", target.shape.name());
                p.raise_on(&target, message)
            },
            |p: &mut Self| {
                let first = p.star_named_expression()?;
                p.op(",")?;
                p.any(Parser::star_named_expressions)?;
                p.op(":")?;
                p.expression()?;
                p.raise_on(&first, "only single target (not tuple) can be annotated")
            },
            |p: &mut Self| {
                let target = p.expression()?;
                p.op(":")?;
                p.expression()?;
                p.raise_on(&target, "illegal target for annotation")
            },
            |p: &mut Self| {
                p.any(Parser::target_and_equal)?;
                let target = p.star_expressions()?;
                p.op("=")?;
                p.raise_invalid_target(&target, Target::Assign)
            },
            |p: &mut Self| {
                p.any(Parser::target_and_equal)?;
                let target = p.yield_expression()?;
                p.op("=")?;
                p.raise_on(&target, "assignment to yield expression not possible")
            },
            |p: &mut Self| {
                let target = p.star_expressions()?;
                p.any_op(&AUGMENTED)?;
                p.yield_or_star_expressions()?;
                let message = format!("'{}' is an illegal expression for augmented assignment", target.shape.name());
                p.raise_on(&target, message)
            },
        )
    }

    fn unannotatable(&mut self) -> Match<Expr> {
        choice!(self, Parser::list, Parser::tuple, |p: &mut Self| {
            p.op("(")?;
            let inner = p.unannotatable()?;
            p.op(")")?;
            Ok(inner)
        })
    }

    fn raise_statement(&mut self) -> Match {
        self.word("raise")?;
        self.optional(|p| {
            p.expression()?;
            p.optional(|p| {
                p.word("from")?;
                p.expression()
            })
        })
        .map(|_| ())
    }

    fn del(&mut self) -> Match {
        self.word("del")?;
        choice!(
            self,
            |p: &mut Self| {
                p.delete_targets()?;
                p.ahead(|p| choice!(p, |p: &mut Self| p.op(";"), |p: &mut Self| p.newline()))
            },
            |p: &mut Self| {
                if !p.explaining {
                    return Err(Miss::No);
                }
                let targets = p.star_expressions()?;
                p.raise_invalid_target(&targets, Target::Delete)
            },
        )
    }

    fn type_alias(&mut self) -> Match {
        self.word("type")?;
        self.name()?;
        self.optional(Parser::type_parameters)?;
        self.op("=")?;
        self.expression().map(|_| ())
    }

    // Imports

    fn import(&mut self) -> Match {
        if self.explaining {
            self.optional(Parser::invalid_import)?;
        }
        choice!(
            self,
            |p: &mut Self| {
                p.word("import")?;
                p.separated(",", |p| {
                    if p.explaining {
                        p.optional(|p| p.invalid_alias(Parser::dotted_name))?;
                    }
                    p.dotted_name()?;
                    p.alias()
                })
                .map(|_| ())
            },
            |p: &mut Self| {
                p.word("from")?;
                let dots = p.any(|p| p.any_op(&[".", "..."]))?;
                let module = p.optional(Parser::dotted_name)?;
                if module.is_none() && dots.is_empty() {
                    return Err(Miss::No);
                }
                p.word("import")?;
                p.imported_names()
            },
        )
    }

    fn invalid_import(&mut self) -> Match {
        let import = self.word("import")?;
        choice!(
            self,
            |p: &mut Self| {
                p.separated(",", Parser::dotted_name)?;
                p.word("from")?;
                p.dotted_name()?;
                p.raise_from(import.start, "Did you mean to use 'from ... import ...' instead?")
            },
            |p: &mut Self| {
                let newline = p.newline()?;
                p.raise_from(newline.start, "Expected one or more names after 'import'")
            },
        )
    }

    fn dotted_name(&mut self) -> Match {
        self.separated(".", Parser::name).map(|_| ())
    }

    fn alias(&mut self) -> Match {
        self.optional(|p| {
            p.word("as")?;
            p.name()
        })
        .map(|_| ())
    }

    fn invalid_alias(&mut self, name: fn(&mut Self) -> Match) -> Match {
        name(self)?;
        self.word("as")?;
        self.not_ahead(|p| {
            p.name()?;
            choice!(p, |p: &mut Self| p.any_op(&[",", ")", ";"]), |p: &mut Self| p.newline())
        })?;
        let target = self.expression()?;
        let message = format!("cannot use {} as import target", target.shape.name());
        self.raise_on(&target, message)
    }

    fn imported_names(&mut self) -> Match {
        choice!(
            self,
            |p: &mut Self| {
                p.op("(")?;
                p.separated(",", Parser::imported_name)?;
                p.optional(|p| p.op(","))?;
                p.op(")").map(|_| ())
            },
            |p: &mut Self| {
                p.separated(",", Parser::imported_name)?;
                p.not_ahead(|p| p.op(","))
            },
            |p: &mut Self| p.op("*").map(|_| ()),
            |p: &mut Self| {
                if !p.explaining {
                    return Err(Miss::No);
                }
                if let Some(newline) = p.optional(|p| p.newline())? {
                    return p.raise_from(newline.start, "Expected one or more names after 'import'");
                }
                p.separated(",", Parser::imported_name)?;
                p.op(",")?;
                p.newline()?;
                p.raise_last("trailing comma not allowed without surrounding parentheses")
            },
        )
    }

    fn imported_name(&mut self) -> Match {
        if self.explaining {
            self.optional(|p| p.invalid_alias(|p| p.name().map(|_| ())))?;
        }
        self.name()?;
        self.alias()
    }
}
