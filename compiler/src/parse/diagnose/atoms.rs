//! Names, literals, displays, comprehensions and strings.

use super::engine::{Match, Miss, Parser, Rule, choice};
use super::node::{Expr, Shape, Target};
use crate::parse::lexer::{Kind, Token};

impl Parser<'_> {
    pub fn atom(&mut self) -> Match<Expr> {
        self.remembered(Rule::Atom, |p| {
            let start = p.at;
            let token = p.peek()?;
            match token.kind {
                Kind::Name => {
                    let shape = match p.text(token) {
                        "True" => Shape::True,
                        "False" => Shape::False,
                        "None" => Shape::None,
                        _ => {
                            p.name()?;
                            return p.node(Shape::Name, start);
                        }
                    };
                    p.at += 1;
                    p.node(shape, start)
                }
                Kind::Number => {
                    p.at += 1;
                    p.node(Shape::Literal, start)
                }
                Kind::String | Kind::TemplateStart => p.strings(),
                Kind::Operator => match p.text(token) {
                    "(" => choice!(p, Parser::tuple, Parser::group, Parser::generator),
                    "[" => choice!(p, Parser::list, Parser::list_comprehension),
                    "{" => choice!(p, Parser::dict, Parser::set, Parser::dict_comprehension, Parser::set_comprehension),
                    "..." => {
                        p.at += 1;
                        p.node(Shape::Ellipsis, start)
                    }
                    _ => Err(Miss::No),
                },
                _ => Err(Miss::No),
            }
        })
    }

    pub fn tuple(&mut self) -> Match<Expr> {
        let start = self.at;
        self.op("(")?;
        let parts = self.optional(|p| {
            let mut parts = vec![p.star_named_expression()?];
            p.op(",")?;
            parts.extend(p.optional(Parser::star_named_expressions)?.unwrap_or_default());
            Ok(parts)
        })?;
        self.op(")")?;
        self.node_of(Shape::Tuple, start, parts.unwrap_or_default())
    }

    /// A parenthesised expression; the node keeps its own place, without the parentheses.
    fn group(&mut self) -> Match<Expr> {
        choice!(
            self,
            |p: &mut Self| {
                p.op("(")?;
                let inner = choice!(p, Parser::yield_expression, Parser::named_expression)?;
                p.op(")")?;
                Ok(inner)
            },
            |p: &mut Self| {
                if !p.explaining {
                    return Err(Miss::No);
                }
                p.op("(")?;
                choice!(
                    p,
                    |p: &mut Self| {
                        let starred = p.starred_argument()?;
                        p.op(")")?;
                        p.raise_on(&starred, "cannot use starred expression here")
                    },
                    |p: &mut Self| {
                        let stars = p.op("**")?;
                        p.expression()?;
                        p.op(")")?;
                        p.raise_token(stars, "cannot use double starred expression here")
                    },
                )
            },
        )
    }

    pub fn list(&mut self) -> Match<Expr> {
        let start = self.at;
        self.op("[")?;
        let parts = self.optional(Parser::star_named_expressions)?;
        self.op("]")?;
        self.node_of(Shape::List, start, parts.unwrap_or_default())
    }

    fn set(&mut self) -> Match<Expr> {
        let start = self.at;
        self.op("{")?;
        self.star_named_expressions()?;
        self.op("}")?;
        self.node(Shape::Set, start)
    }

    fn dict(&mut self) -> Match<Expr> {
        let start = self.at;
        choice!(
            self,
            |p: &mut Self| {
                p.op("{")?;
                p.optional(|p| {
                    p.separated(",", Parser::dict_item)?;
                    p.optional(|p| p.op(","))
                })?;
                p.op("}")?;
                p.node(Shape::Dict, start)
            },
            |p: &mut Self| {
                p.op("{")?;
                if p.explaining {
                    p.invalid_dict_items()?;
                }
                Err(Miss::No)
            },
        )
    }

    fn dict_item(&mut self) -> Match {
        choice!(
            self,
            |p: &mut Self| {
                p.op("**")?;
                p.bitwise_or().map(|_| ())
            },
            Parser::key_and_value
        )
    }

    fn key_and_value(&mut self) -> Match {
        self.expression()?;
        self.op(":")?;
        self.expression().map(|_| ())
    }

    fn invalid_dict_items(&mut self) -> Match {
        choice!(
            self,
            |p: &mut Self| {
                p.separated(",", Parser::dict_item)?;
                p.op(",")?;
                p.invalid_key_and_value()
            },
            Parser::invalid_value,
        )
    }

    fn invalid_key_and_value(&mut self) -> Match {
        choice!(
            self,
            |p: &mut Self| {
                let key = p.expression()?;
                p.not_ahead(|p| p.op(":"))?;
                let result = p.raise_at(key.end.saturating_sub(1), key.end, "':' expected after dictionary key");
                if let Some(raised) = &mut p.raised {
                    raised.end_column = 0;
                }
                result
            },
            Parser::invalid_value,
        )
    }

    fn invalid_value(&mut self) -> Match {
        self.expression()?;
        let colon = self.op(":")?;
        choice!(
            self,
            |p: &mut Self| {
                let star = p.op("*")?;
                p.bitwise_or()?;
                p.raise_from(star.start, "cannot use a starred expression in a dictionary value")
            },
            |p: &mut Self| {
                p.ahead(|p| p.any_op(&["}", ","]))?;
                p.raise_token(colon, "expression expected after dictionary key and ':'")
            },
        )
    }

    fn list_comprehension(&mut self) -> Match<Expr> {
        self.comprehension("[", "]", Shape::ListComprehension)
    }

    fn set_comprehension(&mut self) -> Match<Expr> {
        self.comprehension("{", "}", Shape::SetComprehension)
    }

    pub fn generator(&mut self) -> Match<Expr> {
        let start = self.at;
        choice!(
            self,
            |p: &mut Self| {
                p.op("(")?;
                choice!(p, Parser::assignment_expression, Parser::plain_expression)?;
                p.for_if_clauses()?;
                p.op(")")?;
                p.node(Shape::Generator, start)
            },
            Parser::invalid_comprehension,
        )
    }

    fn comprehension(&mut self, open: &str, close: &str, shape: Shape) -> Match<Expr> {
        let start = self.at;
        choice!(
            self,
            |p: &mut Self| {
                p.op(open)?;
                p.named_expression()?;
                p.for_if_clauses()?;
                p.op(close)?;
                p.node(shape, start)
            },
            Parser::invalid_comprehension,
        )
    }

    fn dict_comprehension(&mut self) -> Match<Expr> {
        let start = self.at;
        choice!(
            self,
            |p: &mut Self| {
                p.op("{")?;
                p.key_and_value()?;
                p.for_if_clauses()?;
                p.op("}")?;
                p.node(Shape::DictComprehension, start)
            },
            |p: &mut Self| {
                if !p.explaining {
                    return Err(Miss::No);
                }
                p.op("{")?;
                let stars = p.op("**")?;
                p.bitwise_or()?;
                p.for_if_clauses()?;
                p.op("}")?;
                p.raise_token(stars, "dict unpacking cannot be used in dict comprehension")
            },
        )
    }

    fn invalid_comprehension(&mut self) -> Match<Expr> {
        if !self.explaining {
            return Err(Miss::No);
        }
        const MESSAGE: &str = "did you forget parentheses around the comprehension target?";
        choice!(
            self,
            |p: &mut Self| {
                p.any_op(&["[", "(", "{"])?;
                let starred = p.starred_argument()?;
                p.for_if_clauses()?;
                p.raise_on(&starred, "iterable unpacking cannot be used in comprehension")
            },
            |p: &mut Self| {
                p.any_op(&["[", "{"])?;
                let first = p.star_named_expression()?;
                p.op(",")?;
                let rest = p.star_named_expressions()?;
                p.for_if_clauses()?;
                let end = rest.last().map_or(first.end, |last| last.end);
                p.raise_at(first.start, end, MESSAGE)
            },
            |p: &mut Self| {
                p.any_op(&["[", "{"])?;
                let first = p.star_named_expression()?;
                let comma = p.op(",")?;
                p.for_if_clauses()?;
                p.raise_at(first.start, comma.end, MESSAGE)
            },
        )
    }

    /// One or more `for` clauses; the end of the last one's iterable.
    pub fn for_if_clauses(&mut self) -> Match<usize> {
        let clauses = self.some(Parser::for_if_clause)?;
        clauses.last().copied().ok_or(Miss::No)
    }

    fn for_if_clause(&mut self) -> Match<usize> {
        let at = self.at;
        let committed = self.optional(|p| {
            p.optional(|p| p.word("async"))?;
            p.word("for")?;
            p.star_targets()?;
            p.word("in")
        })?;
        if committed.is_some() {
            // After `in` nothing else is possible.
            let mut end = self.disjunction()?.end;
            for condition in self.any(|p| {
                p.word("if")?;
                p.disjunction()
            })? {
                end = condition.end;
            }
            return Ok(end);
        }
        self.at = at;
        if !self.explaining {
            return Err(Miss::No);
        }
        self.optional(Parser::invalid_for_if_clause)?;
        self.invalid_for_target()?;
        Err(Miss::No)
    }

    fn invalid_for_if_clause(&mut self) -> Match {
        self.optional(|p| p.word("async"))?;
        self.word("for")?;
        self.separated(",", Parser::bitwise_or)?;
        self.optional(|p| p.op(","))?;
        self.not_ahead(|p| p.word("in"))?;
        self.raise_last("'in' expected after for-loop variables")
    }

    pub fn invalid_for_target(&mut self) -> Match {
        self.optional(|p| p.word("async"))?;
        self.word("for")?;
        let target = self.star_expressions()?;
        self.raise_invalid_target(&target, Target::For)
    }

    // Strings

    pub fn strings(&mut self) -> Match<Expr> {
        self.remembered(Rule::Strings, |p| {
            let start = p.at;
            let parts = p.some(Parser::string_part)?;
            p.check_concatenation(start, &parts)?;
            let shape = if parts.iter().any(|part| part.kind == Kind::TemplateStart) {
                if parts.iter().any(|part| part.is_t) { Shape::TString } else { Shape::FString }
            } else {
                Shape::Literal
            };
            p.node(shape, start)
        })
    }

    /// One literal; its first token.
    fn string_part(&mut self) -> Match<Token> {
        let token = self.peek()?;
        match token.kind {
            Kind::String => {
                self.at += 1;
                Ok(token)
            }
            Kind::TemplateStart => {
                self.at += 1;
                self.any(Parser::template_part)?;
                self.kind(Kind::TemplateEnd)?;
                Ok(token)
            }
            _ => Err(Miss::No),
        }
    }

    fn check_concatenation(&mut self, start: usize, parts: &[Token]) -> Match {
        let prefix = |p: &Self, part: Token| {
            let text = p.text(part);
            let quote = text.find(['"', '\'']).unwrap_or(0);
            text[..quote].to_ascii_lowercase()
        };
        let templates = parts.iter().filter(|part| part.is_t).count();
        if templates > 0 && templates < parts.len() {
            let (start, end) = (self.tokens[start].start, self.previous().end);
            return self.raise_at(start, end, "cannot mix t-string literals with string or bytes literals");
        }
        let bytes = parts.iter().filter(|&&part| prefix(self, part).contains('b')).count();
        if bytes > 0 && bytes < parts.len() {
            return self.raise_last("cannot mix bytes and nonbytes literals");
        }
        for &part in parts.iter().filter(|part| part.kind == Kind::String) {
            let prefix = prefix(self, part);
            let text = self.text(part);
            if let Some(message) = crate::parse::literal::fault(&prefix, text) {
                return self.raise_token(part, message);
            }
        }
        Ok(())
    }

    fn template_part(&mut self) -> Match {
        choice!(self, Parser::replacement_field, |p: &mut Self| {
            let middle = p.kind(Kind::TemplateMiddle)?;
            if !p.text(middle).contains('\\')
                || p.open_template().is_some_and(|start| p.text(start).contains(['r', 'R']))
            {
                return Ok(());
            }
            match crate::parse::literal::text_fault(p.text(middle)) {
                Some(message) => p.raise_token(middle, message),
                None => Ok(()),
            }
        })
    }

    fn replacement_field(&mut self) -> Match {
        choice!(
            self,
            |p: &mut Self| {
                p.op("{")?;
                p.yield_or_star_expressions()?;
                p.optional(|p| p.op("="))?;
                p.optional(Parser::conversion)?;
                p.optional(|p| {
                    p.op(":")?;
                    p.any(Parser::template_part)
                })?;
                p.op("}").map(|_| ())
            },
            |p: &mut Self| {
                if !p.explaining {
                    return Err(Miss::No);
                }
                p.op("{")?;
                p.invalid_replacement_field()
            },
        )
    }

    fn conversion(&mut self) -> Match {
        let mark = self.op("!")?;
        let name = self.name()?;
        if mark.end != name.start {
            let message =
                format!("{}: conversion type must come right after the exclamation mark", self.template_name());
            return self.raise_at(mark.start, name.end, message);
        }
        let text = self.text(name);
        if !matches!(text, "s" | "r" | "a") {
            let message =
                format!("{}: invalid conversion character '{text}': expected 's', 'r', or 'a'", self.template_name());
            return self.raise_token(name, message);
        }
        Ok(())
    }

    /// The start of the innermost f-string or t-string that is open.
    fn open_template(&self) -> Option<Token> {
        let mut open = Vec::new();
        for &token in &self.tokens[..self.at] {
            match token.kind {
                Kind::TemplateStart => open.push(token),
                Kind::TemplateEnd => drop(open.pop()),
                _ => {}
            }
        }
        open.pop()
    }

    fn template_name(&self) -> &'static str {
        if self.open_template().is_some_and(|start| start.is_t) { "t-string" } else { "f-string" }
    }

    fn invalid_replacement_field(&mut self) -> Match {
        let kind = self.template_name();
        for mark in ["=", "!", ":", "}"] {
            if let Some(token) = self.optional(|p| p.op(mark))? {
                return self.raise_token(token, format!("{kind}: valid expression required before '{mark}'"));
            }
        }
        let Some(_) = self.optional(Parser::yield_or_star_expressions)? else {
            return self.raise_next(format!("{kind}: expecting a valid expression after '{{'"));
        };
        if !self.looking_at(|p| p.any_op(&["=", "!", ":", "}"]))? {
            return self.raise_next(format!("{kind}: expecting '=', or '!', or ':', or '}}'"));
        }
        if self.optional(|p| p.op("="))?.is_some() && !self.looking_at(|p| p.any_op(&["!", ":", "}"]))? {
            return self.raise_next(format!("{kind}: expecting '!', or ':', or '}}'"));
        }
        if self.looking_at(|p| p.op("!"))? {
            if let Some(()) = self.optional(Parser::conversion)? {
                if !self.looking_at(|p| p.any_op(&[":", "}"]))? {
                    return self.raise_next(format!("{kind}: expecting ':' or '}}'"));
                }
            } else {
                self.op("!")?;
                if self.looking_at(|p| p.any_op(&[":", "}"]))? {
                    return self.raise_next(format!("{kind}: missing conversion character"));
                }
                return self.raise_next(format!("{kind}: invalid conversion character"));
            }
        }
        if self.optional(|p| p.op(":"))?.is_some() {
            self.any(Parser::template_part)?;
            if !self.looking_at(|p| p.op("}"))? {
                return self.raise_next(format!("{kind}: expecting '}}', or format specs"));
            }
        } else if !self.looking_at(|p| p.op("}"))? {
            return self.raise_next(format!("{kind}: expecting '}}'"));
        }
        Err(Miss::No)
    }
}
