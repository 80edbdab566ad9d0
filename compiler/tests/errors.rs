//! Wrong sources and what CPython 3.14 says of them: class, place and words.
//!
//! Each file under `errors/` holds one family, as blocks of `--- mode`, the source, and `=== Class line:column: message`.
//! "unended" means that the source does not end in its last newline. What is in `compiled.txt` parses; compiling finds it.

use std::path::Path;

use compiler::parse::parse;
use compiler::{Mode, Options, SyntaxError, SyntaxErrorKind, compile};

struct Case {
    mode: Mode,
    source: String,
    expected: String,
}

fn cases(text: &str) -> Vec<Case> {
    let blocks = text.strip_prefix("--- ").expect("a block").split("\n--- ");
    blocks
        .map(|block| {
            let (head, rest) = block.split_once('\n').expect("a source");
            let (source, expected) = match rest.strip_prefix("=== ") {
                Some(expected) => ("", expected),
                None => rest.rsplit_once("\n=== ").expect("an expectation"),
            };
            let (mode, unended) = match head.split_once(' ') {
                Some((mode, _)) => (mode, true),
                None => (head, false),
            };
            let mode = match mode {
                "exec" => Mode::Exec,
                "eval" => Mode::Eval,
                _ => Mode::Single,
            };
            let end = if unended { "" } else { "\n" };
            Case { mode, source: format!("{source}{end}"), expected: expected.trim_end().to_owned() }
        })
        .collect()
}

fn described(error: &SyntaxError) -> String {
    let class = match error.kind {
        SyntaxErrorKind::Syntax => "SyntaxError",
        SyntaxErrorKind::Indentation => "IndentationError",
        SyntaxErrorKind::Tab => "TabError",
        SyntaxErrorKind::Incomplete => "_IncompleteInputError",
        SyntaxErrorKind::TooComplex => "MemoryError",
    };
    format!("{class} {}:{}: {}", error.line, error.column, error.message)
}

#[test]
fn errors_are_cpythons() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/errors");
    let mut differ = Vec::new();
    let mut count = 0;
    for entry in std::fs::read_dir(folder).expect("the corpus") {
        let path = entry.expect("a file").path();
        let whole = path.ends_with("compiled.txt");
        let text = std::fs::read_to_string(path).expect("text");
        for case in cases(&text) {
            count += 1;
            let options = Options::default();
            let result = match whole {
                true => compile(&case.source, "f", case.mode, &options).map(drop),
                false => parse(&case.source, "f", case.mode, &options).map(drop),
            };
            let found = result.err().map_or("no error".to_owned(), |error| described(&error));
            if found != case.expected {
                differ.push(format!("{:?}\n  want {}\n  got  {found}", case.source, case.expected));
            }
        }
    }
    assert!(count > 300, "only {count} cases");
    assert!(differ.is_empty(), "{} of {count} differ:\n{}", differ.len(), differ.join("\n"));
}
