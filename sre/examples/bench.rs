//! Runs the patterns that `bench.py` has written and compares with the times it has measured.

use std::time::Instant;

use sre::{Machine, Mode, Program, Request, Unit};

#[path = "../tests/common/mod.rs"]
mod common;

use common::{CHARS, Text};

fn count<U: Unit>(program: &Program, machine: &mut Machine, text: &[U]) -> usize {
    let mut request = Request::new(Mode::Search, 0);
    let mut found = 0;
    while request.pos <= text.len() {
        machine.start(program, request);
        if !machine.run(program, text, &mut || Ok(())).expect("no limit reached") {
            break;
        }
        request = request.after(machine.span());
        found += 1;
    }
    found
}

fn main() {
    let path = std::env::args().nth(1).expect("a file written by bench.py");
    let file = std::fs::read_to_string(path).expect("a readable file");
    let numbers = |s: &str| -> Vec<u32> { s.split(' ').map(|n| n.parse().expect("a number")).collect() };
    let mut texts = Vec::new();
    let mut machine = Machine::new(1 << 28);
    for line in file.lines() {
        let f: Vec<&str> = line.split('\t').collect();
        if f[0] == "text" {
            texts.push(Text::widths(&numbers(f[1]), false).swap_remove(0));
            continue;
        }
        let start = Instant::now();
        let program = Program::compile(&numbers(f[3]), f[2].parse().expect("a count"), &CHARS).expect("valid code");
        let compile = start.elapsed().as_secs_f64() * 1e6;
        let mut best = f64::MAX;
        let mut found = 0;
        for _ in 0..3 {
            let start = Instant::now();
            found = match &texts[f[1].parse::<usize>().expect("an index")] {
                Text::One(text) => count(&program, &mut machine, text),
                Text::Two(text) => count(&program, &mut machine, text),
                Text::Four(text) => count(&program, &mut machine, text),
            };
            best = best.min(start.elapsed().as_secs_f64() * 1e3);
        }
        assert_eq!(found.to_string(), f[4], "{}", f[6]);
        let reference: f64 = f[5].parse().expect("a time");
        println!(
            "{:45} {found:7} {best:9.2} ms, CPython {reference:9.2} ms: {:6.2} times; compiled in {compile:5.1} us",
            f[6],
            reference / best
        );
    }
}
