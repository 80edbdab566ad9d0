//! The SyntaxWarnings of CPython's parser and compiler, as a list: who compiles decides whether to issue them.

use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{
    BytesLiteral, CmpOp, Expr, ExprCompare, ExprNumberLiteral, FString, InterpolatedStringElement, Mod, Number, Stmt,
    StringLiteral, TString,
};
use ruff_text_size::{Ranged, TextRange, TextSize};

/// One SyntaxWarning.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Warning {
    pub message: String,
    /// What the SyntaxError says that it becomes where warnings are errors.
    pub error: String,
    pub range: TextRange,
    /// The compiler found it, not the parser.
    pub compiling: bool,
}

/// All warnings about a tree, in CPython's order: first those of the parser, then those of the compiler.
pub fn warnings(tree: &Mod, source: &str) -> Vec<Warning> {
    let mut finder =
        Finder { source, parsing: Vec::new(), leaving: Vec::new(), compiling: Vec::new(), place: Place::Plain };
    match tree {
        Mod::Module(module) => finder.visit_body(&module.body),
        Mod::Expression(expression) => finder.visit_expr(&expression.body),
    }
    let found = |compiling: bool| {
        move |(range, message): (TextRange, String)| {
            let error = message.replace(" Such sequences will not work in the future.", "");
            Warning { message, error, range, compiling }
        }
    };
    let parsing = finder.parsing.into_iter().map(found(false));
    parsing.chain(finder.leaving.into_iter().chain(finder.compiling).map(found(true))).collect()
}

/// What encloses a statement, as far as leaving a `finally` block early is concerned.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Place {
    Plain,
    Finally,
    /// A loop in a `finally` block: its own `break` and `continue` are harmless.
    LoopInFinally,
}

impl Place {
    fn in_loop(self) -> Place {
        if self == Place::Plain { Place::Plain } else { Place::LoopInFinally }
    }
}

struct Finder<'s> {
    source: &'s str,
    parsing: Vec<(TextRange, String)>,
    /// Ways out of `finally` blocks: what the compiler looks for first.
    leaving: Vec<(TextRange, String)>,
    compiling: Vec<(TextRange, String)>,
    place: Place,
}

impl Finder<'_> {
    fn within(&mut self, place: Place, visit: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.place, place);
        visit(self);
        self.place = outer;
    }

    fn warn(&mut self, range: TextRange, message: impl Into<String>) {
        self.compiling.push((range, message.into()));
    }

    // Literals

    /// The first bad escape of a literal at `range`, whose prefix and quotes are part of it or not.
    fn escapes(&mut self, range: TextRange, text: &str, bytes: bool) {
        let Some((offset, sequence)) = bad_escape(text, bytes) else { return };
        let what = if sequence.starts_with(|digit: char| digit.is_digit(8)) {
            "octal escape sequence"
        } else {
            "escape sequence"
        };
        let message = format!(
            "\"\\{sequence}\" is an invalid {what}. Such sequences will not work in the future. \
             Did you mean \"\\\\{sequence}\"? A raw string is also an option."
        );
        let start = range.start() + TextSize::new(offset as u32);
        let length = 1 + sequence.chars().next().map_or(0, char::len_utf8) as u32;
        self.parsing.push((TextRange::at(start, TextSize::new(length)), message));
    }

    fn plain_literal(&mut self, range: TextRange, bytes: bool) {
        let text = &self.source[range];
        let prefix = prefix(text);
        if text.contains('\\') && !prefix.contains(['r', 'R']) {
            self.escapes(range, text, bytes);
        }
    }

    fn template_elements<'a>(&mut self, elements: impl Iterator<Item = &'a InterpolatedStringElement>) {
        for element in elements {
            match element {
                InterpolatedStringElement::Literal(literal) => {
                    let mut text = &self.source[literal.range];
                    if text.ends_with('\\') {
                        // The brace of the field that follows may be what is escaped.
                        let end = literal.range.end().to_usize() + 1;
                        text = self.source.get(literal.range.start().to_usize()..end).unwrap_or(text);
                    }
                    if text.contains('\\') {
                        self.escapes(literal.range, text, false);
                    }
                }
                InterpolatedStringElement::Interpolation(field) => {
                    if let Some(spec) = &field.format_spec {
                        self.template_elements(spec.elements.iter());
                    }
                }
            }
        }
    }

    fn number(&mut self, literal: &ExprNumberLiteral) {
        let text = &self.source[literal.range];
        let follows = self.source[literal.range.end().to_usize()..].bytes().next();
        if !follows.is_some_and(|byte| byte.is_ascii_alphabetic()) {
            return;
        }
        let kind = match text.as_bytes() {
            [b'0', b'x' | b'X', ..] => "hexadecimal",
            [b'0', b'o' | b'O', ..] => "octal",
            [b'0', b'b' | b'B', ..] => "binary",
            [.., b'j' | b'J'] => "imaginary",
            _ => "decimal",
        };
        self.parsing.push((literal.range, format!("invalid {kind} literal")));
    }

    // Expressions that cannot mean what they say

    fn identity(&mut self, compare: &ExprCompare) {
        let mut left = &*compare.left;
        for (operator, right) in compare.ops.iter().zip(&compare.comparators) {
            if matches!(operator, CmpOp::Is | CmpOp::IsNot) {
                let literal = if is_value_literal(left) {
                    Some(left)
                } else {
                    Some(right).filter(|right| is_value_literal(right))
                };
                if let Some(name) = literal.and_then(type_of) {
                    let (is, equals) = if *operator == CmpOp::Is { ("is", "==") } else { ("is not", "!=") };
                    let message = format!("\"{is}\" with '{name}' literal. Did you mean \"{equals}\"?");
                    return self.warn(compare.range, message);
                }
            }
            left = right;
        }
    }

    fn call(&mut self, function: &Expr) {
        let Some(name) = type_of(function).filter(|&name| name != "function") else { return };
        self.warn(function.range(), format!("'{name}' object is not callable; perhaps you missed a comma?"));
    }

    fn subscript(&mut self, value: &Expr, index: &Expr) {
        let Some(name) = type_of(value) else { return };
        match name {
            "str" | "bytes" | "tuple" | "list" => {
                let Some(index) = type_of(index).filter(|&index| !matches!(index, "int" | "bool")) else { return };
                let message =
                    format!("{name} indices must be integers or slices, not {index}; perhaps you missed a comma?");
                self.warn(value.range(), message);
            }
            "dict" => {}
            _ => self.warn(value.range(), format!("'{name}' object is not subscriptable; perhaps you missed a comma?")),
        }
    }
}

impl<'a> Visitor<'a> for Finder<'_> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        let word = match statement {
            Stmt::Return(_) => "return",
            Stmt::Break(_) => "break",
            Stmt::Continue(_) => "continue",
            _ => "",
        };
        let leaves = match self.place {
            Place::Plain => false,
            Place::Finally => !word.is_empty(),
            Place::LoopInFinally => word == "return",
        };
        if leaves {
            self.leaving.push((statement.range(), format!("'{word}' in a 'finally' block")));
        }
        match statement {
            Stmt::Try(parts) => {
                self.visit_body(&parts.body);
                for handler in &parts.handlers {
                    self.visit_except_handler(handler);
                }
                self.visit_body(&parts.orelse);
                self.within(Place::Finally, |finder| finder.visit_body(&parts.finalbody));
            }
            Stmt::FunctionDef(_) => self.within(Place::Plain, |finder| visitor::walk_stmt(finder, statement)),
            Stmt::For(parts) => {
                self.visit_expr(&parts.target);
                self.visit_expr(&parts.iter);
                self.within(self.place.in_loop(), |finder| finder.visit_body(&parts.body));
                self.visit_body(&parts.orelse);
            }
            Stmt::While(parts) => {
                self.visit_expr(&parts.test);
                self.within(self.place.in_loop(), |finder| finder.visit_body(&parts.body));
                self.visit_body(&parts.orelse);
            }
            Stmt::Assert(assert) => {
                if assert.test.as_tuple_expr().is_some_and(|tuple| !tuple.elts.is_empty()) {
                    self.warn(assert.range, "assertion is always true, perhaps remove parentheses?");
                }
                visitor::walk_stmt(self, statement);
            }
            _ => visitor::walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        match expression {
            Expr::Compare(compare) => self.identity(compare),
            Expr::Call(call) => self.call(&call.func),
            Expr::Subscript(subscript) if subscript.ctx.is_load() => self.subscript(&subscript.value, &subscript.slice),
            Expr::NumberLiteral(literal) => self.number(literal),
            _ => {}
        }
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || visitor::walk_expr(self, expression));
    }

    fn visit_string_literal(&mut self, literal: &'a StringLiteral) {
        self.plain_literal(literal.range, false);
    }

    fn visit_bytes_literal(&mut self, literal: &'a BytesLiteral) {
        self.plain_literal(literal.range, true);
    }

    fn visit_f_string(&mut self, template: &'a FString) {
        if !prefix(&self.source[template.range]).contains(['r', 'R']) {
            self.template_elements(template.elements.iter());
        }
        visitor::walk_f_string(self, template);
    }

    fn visit_t_string(&mut self, template: &'a TString) {
        if !prefix(&self.source[template.range]).contains(['r', 'R']) {
            self.template_elements(template.elements.iter());
        }
        visitor::walk_t_string(self, template);
    }
}

fn prefix(literal: &str) -> &str {
    &literal[..literal.find(['"', '\'']).unwrap_or(0)]
}

/// The first escape that means nothing, or an octal one that is too large: its offset, and what follows the backslash.
fn bad_escape(text: &str, bytes: bool) -> Option<(usize, &str)> {
    let mut at = 0;
    while let Some(backslash) = text[at..].find('\\').map(|found| at + found) {
        let rest = &text[backslash + 1..];
        let letter = rest.chars().next()?;
        let known = match letter {
            '\n' | '\\' | '\'' | '"' | 'a' | 'b' | 'f' | 'n' | 'r' | 't' | 'v' | 'x' => true,
            'N' | 'u' | 'U' => !bytes,
            '0'..='7' => {
                let digits = rest.bytes().take(3).take_while(|digit| matches!(digit, b'0'..=b'7')).count();
                if u32::from_str_radix(&rest[..digits], 8).is_ok_and(|value| value > 0o377) {
                    return Some((backslash, &rest[..digits]));
                }
                true
            }
            _ => false,
        };
        if !known {
            return Some((backslash, &rest[..letter.len_utf8()]));
        }
        at = backslash + 1 + letter.len_utf8();
    }
    None
}

/// A constant of which identity says nothing.
fn is_value_literal(expression: &Expr) -> bool {
    match expression {
        Expr::NumberLiteral(_) | Expr::StringLiteral(_) | Expr::BytesLiteral(_) => true,
        Expr::Tuple(tuple) => tuple.elts.iter().all(|element| {
            is_value_literal(element)
                || matches!(element, Expr::NoneLiteral(_) | Expr::BooleanLiteral(_) | Expr::EllipsisLiteral(_))
        }),
        _ => false,
    }
}

/// The name of the type that an expression surely has.
fn type_of(expression: &Expr) -> Option<&'static str> {
    Some(match expression {
        Expr::Tuple(_) => "tuple",
        Expr::List(_) | Expr::ListComp(_) => "list",
        Expr::Dict(_) | Expr::DictComp(_) => "dict",
        Expr::Set(_) | Expr::SetComp(_) => "set",
        Expr::Generator(_) => "generator",
        Expr::Lambda(_) => "function",
        Expr::FString(_) | Expr::StringLiteral(_) => "str",
        Expr::TString(_) => "string.templatelib.Template",
        Expr::BytesLiteral(_) => "bytes",
        Expr::NumberLiteral(literal) => match literal.value {
            Number::Int(_) => "int",
            Number::Float(_) => "float",
            Number::Complex { .. } => "complex",
        },
        Expr::BooleanLiteral(_) => "bool",
        Expr::NoneLiteral(_) => "NoneType",
        Expr::EllipsisLiteral(_) => "ellipsis",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::warnings;
    use crate::parse::{Mode, Options, parse};

    fn messages(source: &str) -> Vec<String> {
        let tree = parse(source, "f", Mode::Exec, &Options::default()).expect("valid source");
        warnings(&tree, source)
            .into_iter()
            .map(|warning| {
                let line = source[..warning.range.start().to_usize()].matches('\n').count() + 1;
                format!("{line}: {}", warning.message)
            })
            .collect()
    }

    #[test]
    fn what_cpython_warns_about() {
        let escape = "is an invalid escape sequence. Such sequences will not work in the future. Did you mean";
        for (source, expected) in [
            ("\n'a\\d\\q'", vec![format!("2: \"\\d\" {escape} \"\\\\d\"? A raw string is also an option.")]),
            ("f'{x}\\d'", vec![format!("1: \"\\d\" {escape} \"\\\\d\"? A raw string is also an option.")]),
            ("x is not ()", vec!["1: \"is not\" with 'tuple' literal. Did you mean \"!=\"?".into()]),
            ("assert (1, 'a')", vec!["1: assertion is always true, perhaps remove parentheses?".into()]),
            ("{1:2}()", vec!["1: 'dict' object is not callable; perhaps you missed a comma?".into()]),
            ("{1}[2]", vec!["1: 'set' object is not subscriptable; perhaps you missed a comma?".into()]),
            (
                "[1]['b']",
                vec!["1: list indices must be integers or slices, not str; perhaps you missed a comma?".into()],
            ),
            ("def f():\n try: pass\n finally: return 1", vec!["3: 'return' in a 'finally' block".into()]),
            ("while 1:\n try: pass\n finally:\n  for x in y: break", vec![]),
            ("1if x else 2", vec!["1: invalid decimal literal".into()]),
            ("r'\\d', x is None, x is True, [1][0], 'a'[1:2], assert_((1, 2))", vec![]),
        ] {
            assert_eq!(messages(source), expected, "{source}");
        }
    }
}
