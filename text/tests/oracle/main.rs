//! Replays tables of cases recorded with CPython (see `tools/cases.py`). `TEXT_CASES=FILE` replays another table.

mod codecs;
mod numbers;
mod strings;
mod table;
mod templates;

use table::{Case, replay};

fn run(case: &Case) -> Option<table::Answer> {
    numbers::run(case).or_else(|| strings::run(case)).or_else(|| templates::run(case)).or_else(|| codecs::run(case))
}

#[test]
fn reprs() {
    replay("repr", run);
}

#[test]
fn numbers() {
    replay("number", run);
}

#[test]
fn formats() {
    replay("format", run);
}

#[test]
fn strings() {
    replay("string", run);
}

#[test]
fn templates() {
    replay("template", run);
}

#[test]
fn codec_tables() {
    replay("codec", run);
}

/// For trying a large fresh table: `TEXT_CASES=FILE cargo test -p text --test oracle extra`.
#[test]
fn extra() {
    if let Ok(path) = std::env::var("TEXT_CASES") {
        table::replay_file(std::path::Path::new(&path), run);
    }
}
