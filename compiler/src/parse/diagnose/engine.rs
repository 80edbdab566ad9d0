//! The machine under the grammar: tokens with backtracking, remembered results, and raising.
//!
//! Matching is ordered choice, as in CPython's parser, because what its messages depend on is exactly what such a parser has
//! looked at: how many tokens it fetched before it failed, and which alternative came first.

use std::collections::HashMap;

use super::node::{Expr, Node, Shape, Target, invalid_target};
use crate::error::SyntaxErrorKind;
use crate::parse::lexer::{Ending, Kind, LexError, Lexer, Token, position};

/// Why a rule gave no result.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Miss {
    /// The source is not this; something else may match here.
    No,
    /// An error was raised: all is over.
    Raised,
}

pub type Match<T = ()> = Result<T, Miss>;

/// An error found: what will be reported.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Raised {
    pub kind: SyntaxErrorKind,
    pub message: String,
    pub line: usize,
    pub column: usize,
    pub end_line: usize,
    /// 0 or -1 if there is none.
    pub end_column: isize,
    /// It comes from the tokenizer, not the grammar.
    pub lexical: bool,
    /// The tokenizer itself raised it, and not the parser for it.
    pub direct: bool,
}

/// Rules whose results are remembered.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub enum Rule {
    Block,
    SimpleStatement,
    StarExpressions,
    StarExpression,
    NamedExpression,
    InvalidNamed,
    Expression,
    Disjunction,
    Conjunction,
    Inversion,
    Comparison,
    BitwiseOr,
    Sum,
    Factor,
    AwaitPrimary,
    Primary,
    TargetPrimary,
    Atom,
    Strings,
    Arguments,
    StarTarget,
    TargetWithStarAtom,
    DeleteTarget,
    ClosedPattern,
    Lambda,
}

impl Rule {
    /// Whether a result found while mistakes are not explained also holds where they are. So it is in CPython for the rules that
    /// it remembers itself; a mistake that was passed over once is then never explained.
    fn is_shared(self) -> bool {
        !matches!(self, Rule::StarExpressions | Rule::NamedExpression | Rule::Comparison | Rule::Atom | Rule::Lambda)
    }
}

type Memory = HashMap<(Rule, usize, bool), (Option<Expr>, usize)>;

pub struct Parser<'s> {
    pub source: &'s str,
    pub lexer: Lexer<'s>,
    pub tokens: Vec<Token>,
    pub at: usize,
    /// The second pass: rules that recognise mistakes take part.
    pub explaining: bool,
    pub raised: Option<Raised>,
    memory: Memory,
}

/// Native stack that must be left to go one level deeper, and how much is added when it is not.
const RED_ZONE: usize = 64 * 1024;
const SEGMENT: usize = 1024 * 1024;

impl<'s> Parser<'s> {
    pub fn new(source: &'s str, ending: Ending) -> Parser<'s> {
        Parser {
            source,
            lexer: Lexer::new(source, ending),
            tokens: Vec::new(),
            at: 0,
            explaining: false,
            raised: None,
            memory: Memory::new(),
        }
    }

    /// Back to the start, for the pass that explains.
    pub fn explain(&mut self) {
        self.at = 0;
        self.explaining = true;
        self.memory.clear();
    }

    // Tokens

    pub fn peek(&mut self) -> Match<Token> {
        if self.at == self.tokens.len() {
            let token = self.fetch()?;
            self.tokens.push(token);
        }
        Ok(self.tokens[self.at])
    }

    fn fetch(&mut self) -> Match<Token> {
        match self.lexer.next_token() {
            Ok(token) => Ok(token),
            Err(error) => {
                self.raised = Some(lexical(error));
                Err(Miss::Raised)
            }
        }
    }

    pub fn text(&self, token: Token) -> &'s str {
        &self.source[token.start..token.end]
    }

    pub fn kind(&mut self, kind: Kind) -> Match<Token> {
        let token = self.peek()?;
        if token.kind != kind {
            return Err(Miss::No);
        }
        self.at += 1;
        Ok(token)
    }

    /// An operator.
    pub fn op(&mut self, text: &str) -> Match<Token> {
        let token = self.peek()?;
        if token.kind != Kind::Operator || self.text(token) != text {
            return Err(Miss::No);
        }
        self.at += 1;
        Ok(token)
    }

    pub fn any_op(&mut self, texts: &[&str]) -> Match<Token> {
        let token = self.peek()?;
        if token.kind != Kind::Operator || !texts.contains(&self.text(token)) {
            return Err(Miss::No);
        }
        self.at += 1;
        Ok(token)
    }

    /// A keyword, hard or soft.
    pub fn word(&mut self, text: &str) -> Match<Token> {
        let token = self.peek()?;
        if token.kind != Kind::Name || self.text(token) != text {
            return Err(Miss::No);
        }
        self.at += 1;
        Ok(token)
    }

    pub fn any_word(&mut self, texts: &[&str]) -> Match<Token> {
        let token = self.peek()?;
        if token.kind != Kind::Name || !texts.contains(&self.text(token)) {
            return Err(Miss::No);
        }
        self.at += 1;
        Ok(token)
    }

    /// An identifier that is no keyword.
    pub fn name(&mut self) -> Match<Token> {
        let token = self.peek()?;
        if token.kind != Kind::Name || is_keyword(self.text(token)) {
            return Err(Miss::No);
        }
        self.at += 1;
        Ok(token)
    }

    pub fn newline(&mut self) -> Match<Token> {
        self.kind(Kind::Newline)
    }

    /// An operator without which nothing else is possible here.
    pub fn must_op(&mut self, text: &str) -> Match<Token> {
        if !self.explaining {
            return self.op(text);
        }
        let token = self.peek()?;
        match self.op(text) {
            Err(Miss::No) => self.raise_at(token.start, token.end, format!("expected '{text}'")),
            other => other,
        }
    }

    /// The token before the current position.
    pub fn previous(&self) -> Token {
        self.tokens[self.at - 1]
    }

    // Combinators

    /// Back to where it was if the rule does not match.
    pub fn attempt<T>(&mut self, rule: impl FnOnce(&mut Self) -> Match<T>) -> Match<T> {
        let at = self.at;
        let result = rule(self);
        if result.is_err() {
            self.at = at;
        }
        result
    }

    pub fn optional<T>(&mut self, rule: impl FnOnce(&mut Self) -> Match<T>) -> Match<Option<T>> {
        match self.attempt(rule) {
            Ok(value) => Ok(Some(value)),
            Err(Miss::No) => Ok(None),
            Err(Miss::Raised) => Err(Miss::Raised),
        }
    }

    /// Whether the rule would match here.
    pub fn looking_at<T>(&mut self, rule: impl FnOnce(&mut Self) -> Match<T>) -> Match<bool> {
        let at = self.at;
        let found = self.optional(rule)?.is_some();
        self.at = at;
        Ok(found)
    }

    /// Goes on only if the rule matches here.
    pub fn ahead<T>(&mut self, rule: impl FnOnce(&mut Self) -> Match<T>) -> Match {
        if self.looking_at(rule)? { Ok(()) } else { Err(Miss::No) }
    }

    /// Goes on only if the rule does not match here.
    pub fn not_ahead<T>(&mut self, rule: impl FnOnce(&mut Self) -> Match<T>) -> Match {
        if self.looking_at(rule)? { Err(Miss::No) } else { Ok(()) }
    }

    pub fn any<T>(&mut self, mut rule: impl FnMut(&mut Self) -> Match<T>) -> Match<Vec<T>> {
        let mut found = Vec::new();
        while let Some(item) = self.optional(&mut rule)? {
            found.push(item);
        }
        Ok(found)
    }

    pub fn some<T>(&mut self, rule: impl FnMut(&mut Self) -> Match<T>) -> Match<Vec<T>> {
        let found = self.any(rule)?;
        if found.is_empty() { Err(Miss::No) } else { Ok(found) }
    }

    /// One or more, with an operator between.
    pub fn separated<T>(&mut self, between: &str, mut rule: impl FnMut(&mut Self) -> Match<T>) -> Match<Vec<T>> {
        let mut found = vec![rule(self)?];
        let following = self.any(|p| {
            p.op(between)?;
            rule(p)
        })?;
        found.extend(following);
        Ok(found)
    }

    /// The result of a rule at this position, looked up if it was tried before.
    pub fn remembered(&mut self, rule: Rule, parse: impl FnOnce(&mut Self) -> Match<Expr>) -> Match<Expr> {
        let start = self.at;
        let key = (rule, start, self.explaining && !rule.is_shared());
        if let Some((result, end)) = self.memory.get(&key) {
            return match result {
                Some(expr) => {
                    self.at = *end;
                    Ok(expr.clone())
                }
                None => Err(Miss::No),
            };
        }
        let result = stacker::maybe_grow(RED_ZONE, SEGMENT, || self.attempt(parse));
        match &result {
            Ok(expr) => drop(self.memory.insert(key, (Some(expr.clone()), self.at))),
            Err(Miss::No) => drop(self.memory.insert(key, (None, start))),
            Err(Miss::Raised) => {}
        }
        result
    }

    // Expressions

    pub fn node(&self, shape: Shape, start: usize) -> Match<Expr> {
        self.node_of(shape, start, Vec::new())
    }

    /// A node from the token with index `start` to the last one read.
    pub fn node_of(&self, shape: Shape, start: usize, parts: Vec<Expr>) -> Match<Expr> {
        let end = self.tokens[self.at.max(1) - 1].end;
        Ok(Expr::new(Node { shape, start: self.tokens[start].start, end, parts }))
    }

    // Raising

    pub fn raise<T>(
        &mut self,
        kind: SyntaxErrorKind,
        message: impl Into<String>,
        start: usize,
        end: usize,
    ) -> Match<T> {
        let (line, column) = position(self.source, start);
        let (end_line, end_column) = match end.checked_sub(1) {
            // A newline belongs to the line that it ends.
            Some(last) if end > start && self.source.as_bytes()[last] == b'\n' => {
                let (line, column) = position(self.source, last);
                (line, column + 1)
            }
            _ => position(self.source, end),
        };
        let message = message.into();
        let end_column = end_column as isize;
        let raised = Raised { kind, message, line, column, end_line, end_column, lexical: false, direct: false };
        self.raised.get_or_insert(raised);
        Err(Miss::Raised)
    }

    pub fn raise_at<T>(&mut self, start: usize, end: usize, message: impl Into<String>) -> Match<T> {
        self.raise(SyntaxErrorKind::Syntax, message, start, end)
    }

    pub fn raise_on<T>(&mut self, expr: &Expr, message: impl Into<String>) -> Match<T> {
        self.raise_at(expr.start, expr.end, message)
    }

    pub fn raise_token<T>(&mut self, token: Token, message: impl Into<String>) -> Match<T> {
        if token.placeless {
            return self.raise_placeless(SyntaxErrorKind::Syntax, message, 0, 0);
        }
        self.raise_at(token.start, token.end, message)
    }

    /// Points at the token that comes next.
    pub fn raise_next<T>(&mut self, message: impl Into<String>) -> Match<T> {
        let token = self.peek()?;
        self.raise_token(token, message)
    }

    /// From a place to the last character read.
    pub fn raise_from<T>(&mut self, start: usize, message: impl Into<String>) -> Match<T> {
        let end = self.lexer.at;
        let result = self.raise_at(start, end, message);
        if let Some(raised) = &mut self.raised {
            raised.end_column -= 1;
        }
        result
    }

    /// Points at the furthest token that was looked at.
    pub fn raise_last<T>(&mut self, message: impl Into<String>) -> Match<T> {
        self.raise_last_as(SyntaxErrorKind::Syntax, message)
    }

    pub fn raise_indentation<T>(&mut self, message: impl Into<String>) -> Match<T> {
        self.raise_last_as(SyntaxErrorKind::Indentation, message)
    }

    fn raise_last_as<T>(&mut self, kind: SyntaxErrorKind, message: impl Into<String>) -> Match<T> {
        match self.tokens.last() {
            Some(token) if !token.placeless => {
                let (start, end) = (token.start, token.end);
                self.raise(kind, message, start, end)
            }
            _ => {
                let (_, column) = self.last_read();
                self.raise_placeless(kind, message, column, -1)
            }
        }
    }

    /// An error on the line that was read last, without an end.
    fn raise_placeless<T>(
        &mut self,
        kind: SyntaxErrorKind,
        message: impl Into<String>,
        column: usize,
        end_column: isize,
    ) -> Match<T> {
        let (line, _) = self.last_read();
        let message = message.into();
        let raised = Raised { kind, message, line, column, end_line: line, end_column, lexical: false, direct: false };
        self.raised.get_or_insert(raised);
        Err(Miss::Raised)
    }

    /// The line that was read last, and how many of its characters.
    fn last_read(&self) -> (usize, usize) {
        let at = self.lexer.at;
        let inside = at < self.source.len();
        if at == 0 {
            return (usize::from(inside), 0);
        }
        let (line, column) = position(self.source, at);
        if inside || column > 1 {
            return (line, column - 1);
        }
        // At the end, the line is the one before the last newline, which counts.
        let (line, column) = position(self.source, at - 1);
        (line, column)
    }

    /// The error about the part that cannot be a target, if there is one.
    pub fn raise_invalid_target<T>(&mut self, expr: &Expr, target: Target) -> Match<T> {
        let Some(part) = invalid_target(expr, target) else { return Err(Miss::No) };
        let verb = if target == Target::Delete { "delete" } else { "assign to" };
        self.raise_on(&part, format!("cannot {verb} {}", part.shape.name()))
    }
}

pub fn lexical(error: LexError) -> Raised {
    let at_end = error.message.starts_with("unindent") || error.message.starts_with("unexpected EOF");
    Raised {
        kind: error.kind,
        message: error.message,
        line: error.line,
        column: error.column,
        end_line: error.line,
        end_column: match error.end_column {
            Some(column) => column as isize,
            None if !error.only_when_parsing => error.column as isize,
            None if at_end => -1,
            None => 0,
        },
        lexical: true,
        direct: !error.only_when_parsing,
    }
}

const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

pub fn is_keyword(name: &str) -> bool {
    KEYWORDS.binary_search(&name).is_ok()
}

pub const SOFT_KEYWORDS: [&str; 4] = ["_", "case", "match", "type"];

/// The first of several rules that matches.
macro_rules! choice {
    ($parser:expr, $($rule:expr),+ $(,)?) => {{
        'choice: {
            $(match $parser.attempt($rule) {
                Err($crate::parse::diagnose::engine::Miss::No) => {}
                other => break 'choice other,
            })+
            Err($crate::parse::diagnose::engine::Miss::No)
        }
    }};
}
pub(super) use choice;
