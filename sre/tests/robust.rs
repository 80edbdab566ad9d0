//! Words that are not a pattern are refused or harmless; long runs can be left, taken up again and limited.

mod common;

use common::CHARS;
use proptest::prelude::*;
use sre::{Interrupted, Machine, Mode, Program, Request, Stop};

/// The code words of the recorded patterns.
fn recorded() -> Vec<(u32, Vec<u32>)> {
    let numbers = |s: &str| s.split(' ').map(|n| n.parse().expect("a number")).collect();
    include_str!("data/cases.txt")
        .lines()
        .filter_map(|line| line.strip_prefix("pattern\t"))
        .map(|line| {
            let f: Vec<&str> = line.split('\t').collect();
            (f[0].parse().expect("a count"), numbers(f[1]))
        })
        .filter(|(_, code): &(u32, Vec<u32>)| code.len() < 200)
        .collect()
}

/// Runs for a while, whatever comes out.
fn try_run(program: &Program) {
    let text: Vec<u16> = "ab\u{436}aa b\nabc".encode_utf16().collect();
    let mut machine = Machine::new(1 << 16);
    for mode in [Mode::Match, Mode::FullMatch, Mode::Search] {
        machine.start(program, Request::new(mode, 0));
        let mut calls = 0;
        let mut hook = || {
            calls += 1;
            if calls > 1 { Err(Interrupted) } else { Ok(()) }
        };
        if machine.run(program, &text, &mut hook) == Ok(true) {
            let (start, end) = machine.span();
            // an assertion may have moved the end before the start only in words no compiler emits
            assert!(start <= text.len() && end <= text.len());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changed_words_are_refused_or_harmless(
        pick in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), prop_oneof![0u32..45, 0u32..300, any::<u32>()]), 1..4),
    ) {
        let all = recorded();
        let (groups, mut code) = pick.get(&all).clone();
        for (at, word) in changes {
            let at = at.index(code.len());
            code[at] = word;
        }
        if let Ok(program) = Program::compile(&code, groups, &CHARS) {
            try_run(&program);
        }
    }

    #[test]
    fn random_words_are_refused_or_harmless(code in prop::collection::vec(0u32..44, 1..40)) {
        let mut code = code;
        code.push(1);
        if let Ok(program) = Program::compile(&code, 2, &CHARS) {
            try_run(&program);
        }
    }
}

/// `(?:a|a)*b`, exponential on `aaa...`: BRANCH of two equal alternatives in a REPEAT.
fn exponential() -> Program {
    let code = [23, 15, 0, u32::MAX, 7, 5, 16, 97, 15, 7, 5, 16, 97, 15, 2, 0, 18, 16, 98, 1];
    Program::compile(&code, 0, &CHARS).expect("valid code")
}

#[test]
fn a_run_can_be_left_and_taken_up_again() {
    let program = exponential();
    let text = [b'a'; 17];
    let mut machine = Machine::new(1 << 20);
    machine.start(&program, Request::new(Mode::Match, 0));
    let mut left = 0;
    let found = loop {
        match machine.run(&program, &text, &mut || Err(Interrupted)) {
            Ok(found) => break found,
            Err(stop) => assert_eq!(stop, Stop::Interrupted),
        }
        left += 1;
    };
    assert!(!found);
    assert!(left > 3, "left {left} times");
}

#[test]
fn the_stacks_have_a_limit() {
    let program = exponential();
    let text = vec![b'a'; 100_000];
    let mut machine = Machine::new(1 << 16);
    machine.start(&program, Request::new(Mode::Match, 0));
    assert_eq!(machine.run(&program, &text, &mut || Ok(())), Err(Stop::OutOfMemory));
    // and the machine can be used again
    machine.start(&program, Request::new(Mode::Match, 0));
    assert_eq!(machine.run(&program, b"aab", &mut || Ok(())), Ok(true));
}

#[test]
fn an_empty_body_repeated_for_ever_can_be_left() {
    // `(?:){4000000000,}`
    let code = [23, 3, 4_000_000_000, u32::MAX, 18, 1];
    let program = Program::compile(&code, 0, &CHARS).expect("valid code");
    let mut machine = Machine::new(1 << 16);
    machine.start(&program, Request::new(Mode::Match, 0));
    for _ in 0..3 {
        assert_eq!(machine.run(&program, b"a", &mut || Err(Interrupted)), Err(Stop::Interrupted));
    }
}

#[test]
fn deep_nesting_needs_no_native_stack() {
    // `(?>(?>(?>...a...)))`
    const DEPTH: u32 = 200_000;
    let mut code = Vec::new();
    for level in 0..DEPTH {
        code.extend([27, 2 * (DEPTH - level - 1) + (DEPTH - level - 1) + 2 + 2]);
    }
    code.extend([16, 97]);
    code.extend((0..=DEPTH).map(|_| 1));
    let program = Program::compile(&code, 0, &CHARS).expect("valid code");
    let mut machine = Machine::new(1 << 20);
    machine.start(&program, Request::new(Mode::Search, 0));
    assert_eq!(machine.run(&program, b"bba", &mut || Ok(())), Ok(true));
    assert_eq!(machine.span(), (2, 3));
}
