//! Modules, blocks and compound statements.

use super::engine::{Match, Miss, Parser, Rule, choice};
use super::node::{Shape, Target};
use crate::parse::lexer::{Kind, Token};

impl Parser<'_> {
    // Whole sources

    pub fn module(&mut self) -> Match {
        self.any(Parser::statement)?;
        self.kind(Kind::End).map(|_| ())
    }

    pub fn evaluated(&mut self) -> Match {
        self.expressions()?;
        self.any(|p| p.newline())?;
        self.kind(Kind::End).map(|_| ())
    }

    /// One interactive statement.
    pub fn single(&mut self) -> Match {
        choice!(
            self,
            |p: &mut Self| {
                p.compound_statement()?;
                p.newline().map(|_| ())
            },
            Parser::simple_statements,
            |p: &mut Self| p.newline().map(|_| ()),
        )
    }

    /// After an interactive statement, only blank lines and comments may follow.
    pub fn nothing_more(&mut self) -> Match {
        let rest = &self.source[self.lexer.at..];
        let blank = |line: &str| line.trim_start().is_empty() || line.trim_start().starts_with('#');
        if rest.lines().all(blank) {
            return Ok(());
        }
        self.raise_last("multiple statements found while compiling a single statement")
    }

    fn statement(&mut self) -> Match {
        choice!(self, Parser::compound_statement, Parser::simple_statements)
    }

    pub fn block(&mut self) -> Match {
        self.remembered(Rule::Block, |p| {
            let start = p.at;
            choice!(
                p,
                |p: &mut Self| {
                    p.newline()?;
                    p.kind(Kind::Indent)?;
                    p.some(Parser::statement)?;
                    p.kind(Kind::Dedent).map(|_| ())
                },
                Parser::simple_statements,
                |p: &mut Self| {
                    if !p.explaining {
                        return Err(Miss::No);
                    }
                    p.no_indent()?;
                    p.raise_indentation("expected an indented block")
                },
            )?;
            p.node(Shape::None, start)
        })
        .map(|_| ())
    }

    /// A line end that no indentation follows.
    fn no_indent(&mut self) -> Match {
        self.newline()?;
        self.not_ahead(|p| p.kind(Kind::Indent))
    }

    /// The error for a missing block: it names the statement and the line of its keyword.
    pub fn missing_block(&mut self, keyword: Token, what: &str) -> Match {
        self.no_indent()?;
        let (line, _) = crate::parse::lexer::position(self.source, keyword.start);
        self.raise_indentation(format!("expected an indented block after {what} on line {line}"))
    }

    /// After a statement's head: the errors for a missing colon and a missing block.
    fn invalid_tail(&mut self, keyword: Token, what: &str) -> Match {
        if self.optional(|p| p.newline())?.is_some() {
            return self.raise_last("expected ':'");
        }
        self.op(":")?;
        self.missing_block(keyword, what)
    }

    fn compound_statement(&mut self) -> Match {
        let token = self.peek()?;
        match token.kind {
            Kind::Operator if self.text(token) == "@" => {
                choice!(self, Parser::function, Parser::class)
            }
            Kind::Name => match self.text(token) {
                "def" => self.function(),
                "class" => self.class(),
                "if" => self.if_statement("if"),
                "while" => self.while_statement(),
                "for" => self.for_statement(),
                "with" => self.with_statement(),
                "try" => self.try_statement(),
                "async" => choice!(self, Parser::function, Parser::with_statement, Parser::for_statement),
                "match" => self.match_statement(),
                _ => Err(Miss::No),
            },
            _ => Err(Miss::No),
        }
    }

    /// Runs a rule for mistakes in the second pass; it can only raise.
    pub fn explain_with(&mut self, rule: impl FnOnce(&mut Self) -> Match) -> Match {
        if self.explaining {
            self.optional(rule)?;
        }
        Ok(())
    }

    // Functions and classes

    fn decorators(&mut self) -> Match {
        self.any(|p| {
            p.op("@")?;
            p.named_expression()?;
            p.newline()
        })
        .map(|_| ())
    }

    fn function(&mut self) -> Match {
        self.attempt(|p| {
            p.decorators()?;
            p.explain_with(Parser::invalid_function)?;
            p.function_head()?;
            p.must_op(":")?;
            p.block()
        })
    }

    fn function_head(&mut self) -> Match<Token> {
        self.optional(|p| p.word("async"))?;
        let def = self.word("def")?;
        self.name()?;
        self.optional(Parser::type_parameters)?;
        self.must_op("(")?;
        self.optional(Parser::parameters)?;
        self.op(")")?;
        self.optional(|p| {
            p.op("->")?;
            p.expression()
        })?;
        Ok(def)
    }

    fn invalid_function(&mut self) -> Match {
        self.optional(|p| p.word("async"))?;
        let def = self.word("def")?;
        self.name()?;
        self.optional(Parser::type_parameters)?;
        self.op("(")?;
        self.optional(Parser::parameters)?;
        self.op(")")?;
        self.optional(|p| {
            p.op("->")?;
            p.expression()
        })?;
        self.op(":")?;
        self.missing_block(def, "function definition")
    }

    fn class(&mut self) -> Match {
        self.attempt(|p| {
            p.decorators()?;
            p.explain_with(|p| {
                let class = p.class_head()?;
                p.invalid_tail(class, "class definition")
            })?;
            p.class_head()?;
            p.op(":")?;
            p.block()
        })
    }

    fn class_head(&mut self) -> Match<Token> {
        let class = self.word("class")?;
        self.name()?;
        self.optional(Parser::type_parameters)?;
        self.optional(|p| {
            p.op("(")?;
            p.optional(Parser::arguments)?;
            p.op(")")
        })?;
        Ok(class)
    }

    // Conditions and loops

    fn if_statement(&mut self, word: &'static str) -> Match {
        let what = if word == "if" { "'if' statement" } else { "'elif' statement" };
        self.explain_with(|p| {
            let keyword = p.word(word)?;
            p.named_expression()?;
            p.invalid_tail(keyword, what)
        })?;
        self.attempt(|p| {
            p.word(word)?;
            p.named_expression()?;
            p.op(":")?;
            p.block()?;
            let elif = p.optional(|p| {
                p.ahead(|p| p.word("elif"))?;
                p.if_statement("elif")
            })?;
            if elif.is_none() {
                p.optional(Parser::else_block)?;
            }
            Ok(())
        })
    }

    pub fn else_block(&mut self) -> Match {
        self.explain_with(|p| {
            let keyword = p.word("else")?;
            p.op(":")?;
            choice!(p, |p: &mut Self| p.missing_block(keyword, "'else' statement"), |p: &mut Self| {
                p.block()?;
                let elif = p.word("elif")?;
                p.raise_token(elif, "'elif' block follows an 'else' block")
            })
        })?;
        self.word("else")?;
        self.must_op(":")?;
        self.block()
    }

    fn while_statement(&mut self) -> Match {
        self.explain_with(|p| {
            let keyword = p.word("while")?;
            p.named_expression()?;
            p.invalid_tail(keyword, "'while' statement")
        })?;
        self.attempt(|p| {
            p.word("while")?;
            p.named_expression()?;
            p.op(":")?;
            p.block()?;
            p.optional(Parser::else_block).map(|_| ())
        })
    }

    fn for_statement(&mut self) -> Match {
        self.explain_with(|p| {
            p.optional(|p| p.word("async"))?;
            let keyword = p.word("for")?;
            p.star_targets()?;
            p.word("in")?;
            p.star_expressions()?;
            p.invalid_tail(keyword, "'for' statement")
        })?;
        let committed = self.optional(|p| {
            p.optional(|p| p.word("async"))?;
            p.word("for")?;
            p.star_targets()?;
            p.word("in")
        })?;
        if committed.is_none() {
            self.explain_with(Parser::invalid_for_target)?;
            return Err(Miss::No);
        }
        self.star_expressions()?;
        self.op(":")?;
        self.block()?;
        self.optional(Parser::else_block).map(|_| ())
    }

    // With

    fn with_statement(&mut self) -> Match {
        self.explain_with(|p| p.invalid_with(false))?;
        choice!(
            self,
            |p: &mut Self| {
                p.with_keyword()?;
                p.op("(")?;
                p.separated(",", Parser::with_item)?;
                p.optional(|p| p.op(","))?;
                p.op(")")?;
                p.op(":")?;
                p.block()
            },
            |p: &mut Self| {
                p.with_keyword()?;
                p.separated(",", Parser::with_item)?;
                p.op(":")?;
                p.block()
            },
            |p: &mut Self| {
                p.explain_with(|p| p.invalid_with(true))?;
                Err(Miss::No)
            },
        )
    }

    fn with_keyword(&mut self) -> Match<Token> {
        self.optional(|p| p.word("async"))?;
        self.word("with")
    }

    fn with_item(&mut self) -> Match {
        choice!(
            self,
            |p: &mut Self| {
                p.expression()?;
                p.word("as")?;
                p.star_target()?;
                p.ahead(|p| p.any_op(&[",", ")", ":"])).map(|_| ())
            },
            |p: &mut Self| {
                p.explain_with(|p| {
                    p.expression()?;
                    p.word("as")?;
                    let target = p.expression()?;
                    p.ahead(|p| p.any_op(&[",", ")", ":"]))?;
                    p.raise_invalid_target(&target, Target::Assign)
                })?;
                Err(Miss::No)
            },
            |p: &mut Self| p.expression().map(|_| ()),
        )
    }

    /// A missing colon, or else a missing block.
    fn invalid_with(&mut self, colon: bool) -> Match {
        let tail = move |p: &mut Self, with: Token| {
            if colon {
                p.newline()?;
                p.raise_last("expected ':'")
            } else {
                p.op(":")?;
                p.missing_block(with, "'with' statement")
            }
        };
        let item = |p: &mut Self| {
            p.expression()?;
            p.optional(|p| {
                p.word("as")?;
                p.star_target()
            })
            .map(|_| ())
        };
        choice!(
            self,
            |p: &mut Self| {
                let with = p.with_keyword()?;
                p.separated(",", item)?;
                tail(p, with)
            },
            |p: &mut Self| {
                let with = p.with_keyword()?;
                p.op("(")?;
                p.separated(",", |p| {
                    p.expressions()?;
                    p.optional(|p| {
                        p.word("as")?;
                        p.star_target()
                    })
                })?;
                p.optional(|p| p.op(","))?;
                p.op(")")?;
                tail(p, with)
            },
        )
    }

    // Match

    fn match_statement(&mut self) -> Match {
        choice!(
            self,
            |p: &mut Self| {
                p.word("match")?;
                p.subject()?;
                p.op(":")?;
                p.newline()?;
                p.kind(Kind::Indent)?;
                p.some(Parser::case_block)?;
                p.kind(Kind::Dedent).map(|_| ())
            },
            |p: &mut Self| {
                p.explain_with(|p| {
                    let keyword = p.word("match")?;
                    p.subject()?;
                    p.invalid_tail(keyword, "'match' statement")
                })?;
                Err(Miss::No)
            },
        )
    }

    fn subject(&mut self) -> Match {
        choice!(
            self,
            |p: &mut Self| {
                p.star_named_expression()?;
                p.op(",")?;
                p.optional(Parser::star_named_expressions).map(|_| ())
            },
            |p: &mut Self| p.named_expression().map(|_| ())
        )
    }

    fn case_block(&mut self) -> Match {
        self.explain_with(|p| {
            let keyword = p.word("case")?;
            p.patterns()?;
            p.optional(Parser::guard)?;
            p.invalid_tail(keyword, "'case' statement")
        })?;
        self.word("case")?;
        self.patterns()?;
        self.optional(Parser::guard)?;
        self.op(":")?;
        self.block()
    }

    fn guard(&mut self) -> Match {
        self.word("if")?;
        self.named_expression().map(|_| ())
    }
}
