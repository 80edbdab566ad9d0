//! What the document quotes is what the source says.
//!
//! A quotation is a comment that names a file, and a part of it if not the whole, right before a block of code:
//! `<!-- docs/semispace/src/copy.rs: scan -->`. `TENURE_UPDATE_DOCUMENT=1` writes the quotations anew.

use std::fs;
use std::path::{Path, PathBuf};

const DOCUMENT: &str = "docs/write-a-collector.md";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(file: &str) -> String {
    fs::read_to_string(root().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// A part of a file, without the indentation that all its lines have.
fn part_of(file: &str, part: Option<&str>) -> String {
    let text = read(file);
    let Some(part) = part else { return text };
    let begin = format!("// [{part}]");
    let mut lines = text.lines().skip_while(|line| line.trim() != begin);
    assert!(lines.next().is_some(), "{file} has no part [{part}]");
    let lines: Vec<&str> = lines.take_while(|line| line.trim() != "// [end]").collect();
    let indentation = |line: &&str| line.len() - line.trim_start().len();
    let common = lines.iter().filter(|line| !line.is_empty()).map(indentation).min().unwrap_or(0);
    lines.iter().map(|line| format!("{}\n", line.get(common..).unwrap_or_default())).collect()
}

/// The document with its quotations as the sources have them, and how many there are.
fn with_quotations(document: &str) -> (String, usize) {
    let (mut written, mut count) = (String::new(), 0);
    let mut lines = document.lines();
    while let Some(line) = lines.next() {
        written += line;
        written.push('\n');
        let Some(name) = line.strip_prefix("<!-- ").and_then(|line| line.strip_suffix(" -->")) else { continue };
        let (file, part) = name.split_once(": ").map_or((name, None), |(file, part)| (file, Some(part)));
        let fence = lines.next().filter(|line| line.starts_with("```"));
        let fence = fence.unwrap_or_else(|| panic!("no block of code follows the comment {name}"));
        assert!(lines.any(|line| line == "```"), "the block of {name} does not end");
        written += &format!("{fence}\n{}```\n", part_of(file, part));
        count += 1;
    }
    (written, count)
}

#[test]
fn quotations_are_what_the_source_says() {
    let document = read(DOCUMENT);
    let (expected, count) = with_quotations(&document);
    assert!(count >= 10, "only {count} quotations");
    if std::env::var_os("TENURE_UPDATE_DOCUMENT").is_some() {
        fs::write(root().join(DOCUMENT), expected).expect("the document can be written");
        return;
    }
    for (number, (found, expected)) in document.lines().zip(expected.lines()).enumerate() {
        assert_eq!(found, expected, "{DOCUMENT}, line {}: not what the source says", number + 1);
    }
    assert_eq!(document, expected);
}

/// Every file and folder the document speaks of is there.
#[test]
fn files_that_are_named_exist() {
    let document = read(DOCUMENT);
    let names = document.split('`').skip(1).step_by(2).filter(|name| {
        !name.contains(char::is_whitespace) && name.contains('/') && !name.contains(['<', '=', '*', '"', '{'])
    });
    for name in names {
        assert!(root().join(name).exists(), "{DOCUMENT} speaks of {name}, which is not there");
    }
}
