//! `x; match.y()`: the parser crate takes `match` behind a semicolon for the statement and refuses the line, though it can
//! only be a name there. Such names are read under another one of the same length and get their own back in the tree.

use ruff_python_ast::visitor::transformer::{Transformer, walk_expr};
use ruff_python_ast::{Expr, Mod};
use ruff_python_parser::{ParseErrorType, Parsed};
use ruff_text_size::{Ranged, TextRange};

/// The name in question, and what stands for it while parsing.
const NAME: &str = "match";
const STAND_IN: &str = "Match";

/// Where the parser stumbled over such names; `None` if it did not, or found other mistakes too.
pub fn misread(parsed: &Parsed<Mod>, source: &str) -> Option<Vec<TextRange>> {
    let errors = parsed.errors();
    let soft = errors.iter().all(|error| {
        error.error == ParseErrorType::SimpleAndCompoundStatementOnSameLine
            && source.get(at(error.location)) == Some(NAME)
    });
    (soft && !errors.is_empty()).then(|| errors.iter().map(|error| error.location).collect())
}

/// The source with those names replaced; every position stays what it was.
pub fn replaced(source: &str, names: &[TextRange]) -> String {
    let mut text = source.to_owned();
    for &name in names {
        text.replace_range(at(name), STAND_IN);
    }
    text
}

/// Gives the names at those places back what they are called.
pub fn restore(tree: &mut Mod, names: Vec<TextRange>) {
    let restorer = Restorer { names };
    match tree {
        Mod::Module(module) => restorer.visit_body(&mut module.body),
        Mod::Expression(expression) => restorer.visit_expr(&mut expression.body),
    }
}

fn at(range: TextRange) -> std::ops::Range<usize> {
    range.start().to_usize()..range.end().to_usize()
}

struct Restorer {
    names: Vec<TextRange>,
}

impl Transformer for Restorer {
    fn visit_expr(&self, expr: &mut Expr) {
        if let Expr::Name(name) = expr {
            if self.names.contains(&name.range()) {
                name.id = NAME.into();
            }
        } else {
            walk_expr(self, expr);
        }
    }
}
