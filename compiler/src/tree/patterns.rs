//! Patterns of the parser's tree.

use ruff_python_ast::{Pattern, Singleton};
use ruff_text_size::Ranged;

use super::reader::{Read, Reader, name, optional_name};
use super::{Item, Kind};
use crate::bytecode::Const;

impl Reader<'_> {
    pub fn pattern(&self, pattern: &Pattern) -> Read {
        self.nested(|| self.one_pattern(pattern))
    }

    fn one_pattern(&self, pattern: &Pattern) -> Read {
        let (kind, fields) = match pattern {
            Pattern::MatchValue(p) => (Kind::MatchValue, vec![self.expr(&p.value)?]),
            Pattern::MatchSingleton(p) => {
                let value = match p.value {
                    Singleton::None => Const::None,
                    Singleton::True => Const::Bool(true),
                    Singleton::False => Const::Bool(false),
                };
                (Kind::MatchSingleton, vec![Item::Constant(value)])
            }
            Pattern::MatchSequence(p) => (Kind::MatchSequence, vec![self.list(&p.patterns, Reader::pattern)?]),
            Pattern::MatchMapping(p) => {
                let (keys, patterns) = (self.exprs(&p.keys)?, self.list(&p.patterns, Reader::pattern)?);
                (Kind::MatchMapping, vec![keys, patterns, optional_name(p.rest.as_ref())])
            }
            Pattern::MatchClass(p) => {
                let keywords = &p.arguments.keywords;
                let fields = vec![
                    self.expr(&p.cls)?,
                    self.list(&p.arguments.patterns, Reader::pattern)?,
                    Item::List(keywords.iter().map(|keyword| name(&keyword.attr)).collect()),
                    self.list(keywords, |reader, keyword| reader.pattern(&keyword.pattern))?,
                ];
                (Kind::MatchClass, fields)
            }
            Pattern::MatchStar(p) => (Kind::MatchStar, vec![optional_name(p.name.as_ref())]),
            Pattern::MatchAs(p) => {
                let inner = self.option(p.pattern.as_deref(), Reader::pattern)?;
                (Kind::MatchAs, vec![inner, optional_name(p.name.as_ref())])
            }
            Pattern::MatchOr(p) => (Kind::MatchOr, vec![self.list(&p.patterns, Reader::pattern)?]),
        };
        Ok(self.node(kind, pattern.range(), fields))
    }
}
