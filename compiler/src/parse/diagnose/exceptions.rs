//! `try` statements and their handlers.

use super::engine::{Match, Miss, Parser, choice};

impl Parser<'_> {
    pub fn try_statement(&mut self) -> Match {
        self.explain_with(Parser::invalid_try)?;
        choice!(
            self,
            |p: &mut Self| {
                p.word("try")?;
                p.must_op(":")?;
                p.block()?;
                p.finally_block()
            },
            |p: &mut Self| p.try_with(Parser::except_block),
            |p: &mut Self| p.try_with(Parser::except_star_block),
        )
    }

    fn try_with(&mut self, handler: fn(&mut Self) -> Match) -> Match {
        self.word("try")?;
        self.must_op(":")?;
        self.block()?;
        self.some(handler)?;
        self.optional(Parser::else_block)?;
        self.optional(Parser::finally_block).map(|_| ())
    }

    fn invalid_try(&mut self) -> Match {
        let keyword = self.word("try")?;
        self.op(":")?;
        choice!(
            self,
            |p: &mut Self| p.missing_block(keyword, "'try' statement"),
            |p: &mut Self| {
                p.block()?;
                p.not_ahead(|p| p.any_word(&["except", "finally"]))?;
                p.raise_last("expected 'except' or 'finally' block")
            },
            |p: &mut Self| p.mixed_handlers(Parser::except_block, true),
            |p: &mut Self| p.mixed_handlers(Parser::except_star_block, false),
        )
    }

    /// Handlers of one kind, then one of the other.
    fn mixed_handlers(&mut self, first: fn(&mut Self) -> Match, then_star: bool) -> Match {
        self.any(Parser::block)?;
        self.some(first)?;
        let except = self.word("except")?;
        let star = self.optional(|p| p.op("*"))?;
        if star.is_some() != then_star {
            return Err(Miss::No);
        }
        let caught = self.optional(|p| {
            p.expression()?;
            p.name_binding()
        })?;
        if then_star && caught.is_none() {
            return Err(Miss::No);
        }
        self.op(":")?;
        let end = star.map_or(except.end, |star| star.end);
        self.raise_at(except.start, end, "cannot have both 'except' and 'except*' on the same 'try'")
    }

    fn except_block(&mut self) -> Match {
        self.explain_with(|p| {
            let keyword = p.word("except")?;
            p.optional(|p| {
                p.expression()?;
                p.name_binding()
            })?;
            p.op(":")?;
            p.missing_block(keyword, "'except' statement")
        })?;
        choice!(
            self,
            |p: &mut Self| {
                p.word("except")?;
                p.not_ahead(|p| p.op("*"))?;
                p.optional(Parser::caught)?;
                p.op(":")?;
                p.block()
            },
            |p: &mut Self| {
                p.explain_with(|p| p.invalid_except(false))?;
                Err(Miss::No)
            },
        )
    }

    /// One exception type, perhaps bound to a name, or several types.
    fn caught(&mut self) -> Match {
        choice!(
            self,
            |p: &mut Self| {
                p.expression()?;
                p.name_binding()?;
                p.ahead(|p| p.op(":"))
            },
            |p: &mut Self| p.expressions().map(|_| ()),
        )
    }

    fn name_binding(&mut self) -> Match {
        self.optional(|p| {
            p.word("as")?;
            p.name()
        })
        .map(|_| ())
    }

    fn except_star_block(&mut self) -> Match {
        self.explain_with(|p| {
            let keyword = p.word("except")?;
            p.op("*")?;
            p.expression()?;
            p.name_binding()?;
            p.op(":")?;
            p.missing_block(keyword, "'except*' statement")
        })?;
        choice!(
            self,
            |p: &mut Self| {
                p.word("except")?;
                p.op("*")?;
                p.caught()?;
                p.op(":")?;
                p.block()
            },
            |p: &mut Self| {
                p.explain_with(|p| p.invalid_except(true))?;
                Err(Miss::No)
            },
        )
    }

    fn invalid_except(&mut self, star: bool) -> Match {
        self.word("except")?;
        if star {
            self.op("*")?;
        }
        choice!(
            self,
            |p: &mut Self| {
                let first = p.expression()?;
                p.op(",")?;
                p.expressions()?;
                p.word("as")?;
                p.name()?;
                p.op(":")?;
                p.raise_from(first.start, "multiple exception types must be parenthesized when using 'as'")
            },
            |p: &mut Self| {
                p.expression()?;
                p.name_binding()?;
                p.newline()?;
                p.raise_last("expected ':'")
            },
            |p: &mut Self| {
                if star {
                    choice!(p, |p: &mut Self| p.newline(), |p: &mut Self| p.op(":"))?;
                    return p.raise_last("expected one or more exception types");
                }
                p.newline()?;
                p.raise_last("expected ':'")
            },
            |p: &mut Self| {
                p.expression()?;
                p.word("as")?;
                let target = p.expression()?;
                p.op(":")?;
                p.block()?;
                let star = if star { "*" } else { "" };
                let message = format!("cannot use except{star} statement with {}", target.shape.name());
                p.raise_on(&target, message)
            },
        )
    }

    fn finally_block(&mut self) -> Match {
        self.explain_with(|p| {
            let keyword = p.word("finally")?;
            p.op(":")?;
            p.missing_block(keyword, "'finally' statement")
        })?;
        self.word("finally")?;
        self.must_op(":")?;
        self.block()
    }
}
