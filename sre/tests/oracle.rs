//! Compares the machine with what CPython was recorded to do (`data/record.py`).
//!
//! `SRE_RECORDS=FILE` adds a file of records, for longer random runs than the one that is checked in.

mod common;

use common::{CHARS, Text};
use sre::{Machine, Mode, Program, Request};

struct Case<'a> {
    bytes: bool,
    text: Vec<u32>,
    op: &'a str,
    pos: usize,
    end: usize,
    expected: &'a str,
}

fn numbers(field: &str) -> Vec<u32> {
    field.split_ascii_whitespace().map(|n| n.parse().expect("a number")).collect()
}

fn parse_case(line: &str) -> Case<'_> {
    let f: Vec<&str> = line.split('\t').collect();
    let number = |i: usize| f[i].parse().expect("a position");
    Case { bytes: f[0] == "b", text: numbers(f[1]), op: f[2], pos: number(3), end: number(4), expected: f[5] }
}

/// What the machine finds, written as the records are.
fn run(program: &Program, groups: usize, case: &Case, text: &Text, machine: &mut Machine) -> String {
    let mode = match case.op {
        "match" => Mode::Match,
        "fullmatch" => Mode::FullMatch,
        _ => Mode::Search,
    };
    let mut request = Request::new(mode, case.pos);
    let mut found = Vec::new();
    while request.pos <= case.end {
        machine.start(program, request);
        if !text.run(program, machine, case.end).expect("no limit reached") {
            break;
        }
        let (start, end) = machine.span();
        let mut show = format!("{start},{end},{}", machine.last_group().unwrap_or(0));
        for group in 0..groups {
            match machine.group(group) {
                Some((from, to)) => show += &format!(",{from},{to}"),
                None => show += ",-1,-1",
            }
        }
        found.push(show);
        if case.op != "finditer" {
            break;
        }
        request = request.after((start, end));
    }
    found.join("|")
}

fn check(records: &str) {
    let mut machine = Machine::new(1 << 24);
    let (mut program, mut groups, mut source) = (None, 0, "");
    let (mut count, mut wrong) = (0, Vec::new());
    for line in records.lines() {
        if let Some(rest) = line.strip_prefix("pattern\t") {
            let f: Vec<&str> = rest.split('\t').collect();
            groups = f[0].parse().expect("a count");
            source = f[2];
            program = Some(Program::compile(&numbers(f[1]), groups as u32, &CHARS).expect(source));
            continue;
        }
        let case = parse_case(line);
        let program = program.as_ref().expect("a pattern before its cases");
        for text in Text::widths(&case.text, case.bytes) {
            let got = run(program, groups, &case, &text, &mut machine);
            count += 1;
            if got != case.expected {
                wrong.push(format!("{source} {line}\n   got {got} in {}\n{program:?}", text.name()));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {count} differ:\n{}", wrong.len(), wrong[..wrong.len().min(8)].join("\n"));
    assert!(count > 0);
}

#[test]
fn hand_made_cases() {
    check(include_str!("data/cases.txt"));
}

#[test]
fn random_cases() {
    check(include_str!("data/random.txt"));
}

#[test]
fn further_records() {
    if let Ok(path) = std::env::var("SRE_RECORDS") {
        check(&std::fs::read_to_string(path).expect("a readable file"));
    }
}
