//! Bounds on nesting, so that passes that recurse over the tree need a bounded stack.

use std::ops::{Deref, DerefMut};

use ruff_python_ast::token::{TokenKind, Tokens};
use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{Expr, Mod, Pattern, Stmt};
use ruff_python_parser::Parsed;

/// How deep a tree may be. CPython's own limit depends on its stack; for most chains it lies lower than this.
const DEPTH: u32 = 10_000;
/// What CPython's tokenizer allows: open brackets, levels of indentation, f-strings in f-strings, and nested replacement fields
/// (of which braces in expressions cannot be told apart here).
const BRACKETS: u32 = 200;
const INDENTS: u32 = 99;
const TEMPLATES: usize = 149;
const FIELDS: u32 = 3;

/// Whether the tokenizer of CPython may have given up: the grammar has to be asked.
pub fn suspicious(tokens: &Tokens) -> bool {
    let (mut brackets, mut indents) = (0u32, 0u32);
    // Open braces in each open f-string.
    let mut templates: Vec<u32> = Vec::new();
    for token in tokens {
        match token.kind() {
            TokenKind::Lpar | TokenKind::Lsqb => brackets += 1,
            TokenKind::Rpar | TokenKind::Rsqb => brackets = brackets.saturating_sub(1),
            TokenKind::Lbrace => {
                brackets += 1;
                if let Some(braces) = templates.last_mut() {
                    *braces += 1;
                    if *braces > FIELDS {
                        return true;
                    }
                }
            }
            TokenKind::Rbrace => {
                brackets = brackets.saturating_sub(1);
                if let Some(braces) = templates.last_mut() {
                    *braces = braces.saturating_sub(1);
                }
            }
            TokenKind::FStringStart | TokenKind::TStringStart => templates.push(0),
            TokenKind::FStringEnd | TokenKind::TStringEnd => drop(templates.pop()),
            TokenKind::Indent => indents += 1,
            TokenKind::Dedent => indents = indents.saturating_sub(1),
            _ => continue,
        }
        if brackets > BRACKETS || indents > INDENTS || templates.len() > TEMPLATES {
            return true;
        }
    }
    false
}

/// Whether the tree is deeper than later passes allow for.
pub fn too_deep(parsed: &Parsed<Mod>) -> bool {
    // Only a logical line with that many tokens can hold an expression that deep.
    if longest_line(parsed.tokens()) < DEPTH / 2 {
        return false;
    }
    let mut measure = Measure { depth: 0, exceeded: false };
    match parsed.syntax() {
        Mod::Module(module) => measure.visit_body(&module.body),
        Mod::Expression(expression) => measure.visit_expr(&expression.body),
    }
    measure.exceeded
}

struct Measure {
    depth: u32,
    exceeded: bool,
}

impl Measure {
    fn deeper(&mut self, walk: impl FnOnce(&mut Self)) {
        if self.depth >= DEPTH {
            self.exceeded = true;
        }
        if self.exceeded {
            return;
        }
        self.depth += 1;
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || walk(self));
        self.depth -= 1;
    }
}

impl<'a> Visitor<'a> for Measure {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        self.deeper(|measure| visitor::walk_stmt(measure, statement));
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        self.deeper(|measure| visitor::walk_expr(measure, expression));
    }

    fn visit_pattern(&mut self, pattern: &'a Pattern) {
        self.deeper(|measure| visitor::walk_pattern(measure, pattern));
    }
}

/// Runs the parser. It bounds its own recursion everywhere but in the defaults of lambdas, for which it gets stack.
pub fn with_parser_stack<T>(source: &str, parse: impl FnOnce() -> T) -> T {
    const PER_LAMBDA: usize = 8 << 10;
    let needed = source.matches("lambda").count() * PER_LAMBDA;
    stacker::maybe_grow(needed, 2 * needed, parse)
}

/// Tokens of the longest logical line: no expression nests deeper than that.
fn longest_line(tokens: &Tokens) -> u32 {
    let (mut count, mut longest) = (0u32, 0u32);
    for token in tokens {
        count = if token.kind() == TokenKind::Newline { 0 } else { count + 1 };
        longest = longest.max(count);
    }
    longest
}

/// A tree that may be too deep to be freed on an ordinary stack: freeing recurses.
pub struct Deep<T> {
    tree: Option<T>,
    /// Native stack that freeing may take.
    stack: usize,
}

impl Deep<Parsed<Mod>> {
    pub fn new(parsed: Parsed<Mod>) -> Deep<Parsed<Mod>> {
        // A level has a token of its own at least; those that take more stack have several.
        const PER_TOKEN: usize = 1024;
        let stack = (longest_line(parsed.tokens()) as usize + 64) * PER_TOKEN;
        Deep { tree: Some(parsed), stack }
    }

    pub fn into_syntax(mut self) -> Deep<Mod> {
        Deep { tree: self.tree.take().map(Parsed::into_syntax), stack: self.stack }
    }
}

impl<T> Deref for Deep<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.tree.as_ref().expect("there until it is freed")
    }
}

impl<T> DerefMut for Deep<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.tree.as_mut().expect("there until it is freed")
    }
}

impl<T> Drop for Deep<T> {
    fn drop(&mut self) {
        let tree = self.tree.take();
        stacker::maybe_grow(self.stack, self.stack * 2, || drop(tree));
    }
}

/// Runs a pass over a tree that [`too_deep`] let through.
pub fn with_stack<T>(pass: impl FnOnce() -> T) -> T {
    const NEEDED: usize = DEPTH as usize * 512;
    stacker::maybe_grow(NEEDED, 2 * NEEDED, pass)
}
