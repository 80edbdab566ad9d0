//! Scopes against CPython's `symtable`: the `.txt` files hold what that module says about the programs beside them.

use compiler::symbols::{self, Place, ScopeId, SymbolTable, usage};
use compiler::{Mode, Options};
use std::fmt::Write;

fn describe(table: &SymbolTable, id: ScopeId, depth: usize, out: &mut String) {
    let scope = table.scope(id);
    let indent = "  ".repeat(depth);
    let _ = writeln!(out, "{indent}{}", table.names.text(scope.name));
    let mut lines: Vec<String> = Vec::new();
    for symbol in &scope.symbols {
        let parameter = if symbol.usage & usage::PARAMETER != 0 { "parameter " } else { "" };
        let place = match symbol.place {
            Place::Local => "local",
            Place::Cell => "cell",
            Place::Free => "free",
            Place::GlobalExplicit => "global explicit",
            Place::GlobalImplicit => "global",
        };
        lines.push(format!("{indent}  {}: {parameter}{place}\n", table.names.text(symbol.name)));
    }
    // What only passes through a scope is free there too.
    for &free in &scope.frees {
        if scope.get(free).is_none() {
            lines.push(format!("{indent}  {}: free\n", table.names.text(free)));
        }
    }
    lines.sort();
    out.extend(lines);
    for child in table.ids().filter(|&child| table.scope(child).parent == Some(id)) {
        describe(table, child, depth + 1, out);
    }
}

fn check(name: &str) {
    let base = format!("{}/tests/symbols/{name}", env!("CARGO_MANIFEST_DIR"));
    let path = format!("{base}.py");
    let source = std::fs::read_to_string(&path).expect("the program");
    let expected = std::fs::read_to_string(format!("{base}.txt")).expect("the recorded symbols");
    let tree = compiler::parse::parse(&source, &path, Mode::Exec, &Options::default()).expect("it parses");
    let table = symbols::analyse(&tree, &source, &path).expect("its names are in order");
    let mut out = String::new();
    describe(&table, ScopeId::TOP, 0, &mut out);
    assert_eq!(out, expected, "{name}");
}

#[test]
fn functions() {
    check("functions");
}

#[test]
fn classes() {
    check("classes");
}

#[test]
fn patterns() {
    check("patterns");
}
