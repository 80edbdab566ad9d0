//! Replacing: what goes between matches, empty matches, groups, limits, widths, interruption.

mod common;

use common::CHARS;
use sre::{Interrupted, Machine, Output, Program, Stop, Substitution, Template, Unit};

/// `(x)|y*`: BRANCH of a group and a repeat.
fn pattern() -> Program {
    let code = [7, 9, 17, 0, 16, 120, 17, 1, 15, 12, 10, 24, 6, 0, u32::MAX, 16, 121, 1, 15, 2, 0, 1];
    Program::compile(&code, 1, &CHARS).expect("valid code")
}

fn substitute<U: Unit>(text: &[U], template: &Template, limit: usize) -> (Output, usize) {
    let mut work = Substitution::new::<U>(Machine::new(1 << 20), template, limit);
    while !work.advance(&pattern(), text, template, 2, &mut || Ok(())).expect("no limit reached") {}
    let (out, made, _) = work.finish();
    (out, made)
}

fn chars(text: &str) -> impl Iterator<Item = u32> {
    text.chars().map(u32::from)
}

#[test]
fn text_between_and_around_is_kept() {
    // re.subn("(x)|y*", "-", "axbyyc") == ('-a--b--c-', 6)
    let (out, made) = substitute(b"axbyyc", &Template::new(chars("-")), usize::MAX);
    assert_eq!((out, made), (Output::One(b"-a--b--c-".to_vec()), 6));
}

#[test]
fn groups_that_took_no_part_are_empty() {
    let mut template = Template::new(chars("<"));
    template.push(1, chars("|"));
    template.push(0, chars(">"));
    // re.subn("(x)|y*", r"<\1|\g<0>>", "xyy") == ('<x|x><|yy><|>', 3)
    let (out, made) = substitute(b"xyy", &template, usize::MAX);
    assert_eq!((out, made), (Output::One(b"<x|x><|yy><|>".to_vec()), 3));
}

#[test]
fn a_limit_ends_it() {
    let (out, made) = substitute(b"xyx", &Template::new(chars("-")), 1);
    assert_eq!((out, made), (Output::One(b"-yx".to_vec()), 1));
}

#[test]
fn the_result_is_as_wide_as_text_and_template_need() {
    let (out, _) = substitute(b"x", &Template::new([0x436]), usize::MAX);
    assert_eq!(out, Output::Two(vec![0x436, 0x436]));
    let (out, _) = substitute(&[0x436u16], &Template::new([0x1f600]), 1);
    assert_eq!(out, Output::Four(vec![0x1f600, 0x436]));
    let (out, _) = substitute(&[0x1f600u32], &Template::new([]), usize::MAX);
    assert_eq!(out, Output::Four(vec![0x1f600]));
}

#[test]
fn an_interruption_loses_nothing() {
    let text = "abxyy".repeat(40_000).into_bytes();
    let template = Template::new(chars("-"));
    let (expected, count) = substitute(&text, &template, usize::MAX);
    let mut work = Substitution::new::<u8>(Machine::new(1 << 20), &template, usize::MAX);
    let mut interrupted = 0;
    loop {
        match work.advance(&pattern(), &text, &template, usize::MAX, &mut || Err(Interrupted)) {
            Ok(done) => {
                assert!(done);
                break;
            }
            Err(stop) => assert_eq!(stop, Stop::Interrupted),
        }
        interrupted += 1;
    }
    let (out, made, _) = work.finish();
    assert!(interrupted > 0, "never interrupted");
    assert_eq!((out, made), (expected, count));
}
