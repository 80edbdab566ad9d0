//! Tests at one position: a single character, a run of one item, a literal, a zero-width condition.

use crate::chars::{self, CharTable};
use crate::codes::{At, Words};
use crate::program::{Item, Local, Program, Rep};
use crate::text::{self, Unit};

#[inline(always)]
pub(crate) fn is_firm<U: Unit>(rep: &Rep) -> bool {
    if U::NARROW { rep.firm8 } else { rep.firm }
}

#[inline(always)]
pub(crate) fn item_has<U: Unit>(program: &Program, item: Item, unit: U) -> bool {
    match item {
        Item::Any => unit.into() != u32::from(b'\n'),
        Item::AnyAll => true,
        Item::Lit(c) => unit.into() == c,
        Item::NotLit(c) => unit.into() != c,
        Item::Set(i) => text::in_set(&program.sets[i as usize], unit, program.chars),
        Item::Local(i) => local_has(&program.locals[i as usize], unit.into(), program.chars),
    }
}

/// How many units from `pos` on match `item`, `max` at most.
#[inline]
pub(crate) fn run_length<U: Unit>(program: &Program, item: Item, text: &[U], pos: usize, max: usize) -> usize {
    let rest = &text[pos..];
    let rest = if max < rest.len() { &rest[..max] } else { rest };
    let run = |is: &dyn Fn(U) -> bool| -> Option<usize> { rest.iter().position(|&u| !is(u)) };
    let end = match item {
        Item::AnyAll => None,
        Item::Any => U::of(u32::from(b'\n')).and_then(|newline| U::find(rest, newline)),
        Item::NotLit(c) => U::of(c).and_then(|c| U::find(rest, c)),
        Item::Lit(c) => match U::of(c) {
            Some(c) => rest.iter().position(|&u| u != c),
            None => Some(0),
        },
        Item::Set(i) => {
            let set = &program.sets[i as usize];
            rest.iter().position(|&u| !text::in_set(set, u, program.chars))
        }
        Item::Local(i) => {
            let local = &program.locals[i as usize];
            run(&|u| local_has(local, u.into(), program.chars))
        }
    };
    end.unwrap_or(rest.len())
}

/// How many units of a lazy repeat to take from `pos` on, `max` at most, until what follows may match.
pub(crate) fn find_tail<U: Unit>(program: &Program, rep: &Rep, text: &[U], pos: usize, max: usize) -> Option<usize> {
    let limit = max.min(text.len() - pos);
    let single = rep.tail.single().and_then(|c| U::of(u32::from(c)));
    let n = match (rep.item, single) {
        (Item::AnyAll, Some(c)) => return U::find(&text[pos..], c).filter(|&n| n <= limit),
        (Item::Any, Some(c)) => {
            let n = U::find2(&text[pos..], c, U::of(u32::from(b'\n'))?)?;
            return (n <= limit && text[pos + n] == c).then_some(n);
        }
        _ => {
            let mut n = 0;
            while !text::may_begin(&rep.tail, text, pos + n) {
                if n == limit || !item_has(program, rep.item, text[pos + n]) {
                    return None;
                }
                n += 1;
            }
            n
        }
    };
    Some(n)
}

#[inline(always)]
pub(crate) fn literal_at<U: Unit>(program: &Program, at: usize, len: usize, text: &[U], pos: usize) -> bool {
    let Some(here) = text.get(pos..).and_then(|rest| rest.get(..len)) else {
        return false;
    };
    program.literals[at..at + len].iter().zip(here).all(|(&c, &u)| u.into() == c)
}

pub(crate) fn local_has(local: &Local, c: u32, chars: &CharTable) -> bool {
    match local {
        Local::Literal { unit, negated } => {
            let same = c == *unit || chars::locale_lower(c, chars) == *unit || chars::locale_upper(c, chars) == *unit;
            same != *negated
        }
        Local::Set { words, ignore_case: false } => words.has(c, chars),
        Local::Set { words, ignore_case: true } => {
            words.has_either(chars::locale_lower(c, chars), chars::locale_upper(c, chars), chars)
        }
    }
}

pub(crate) fn at_holds<U: Unit>(at: At, text: &[U], pos: usize, chars: &CharTable) -> bool {
    let newline = |i: usize| text.get(i).is_some_and(|&u| u.into() == u32::from(b'\n'));
    match at {
        At::Beginning | At::BeginningString => pos == 0,
        At::BeginningLine => pos == 0 || newline(pos - 1),
        At::End => pos == text.len() || pos + 1 == text.len() && newline(pos),
        At::EndLine => pos == text.len() || newline(pos),
        At::EndString => pos == text.len(),
        At::Boundary(words) => is_boundary(words, text, pos, chars),
        At::NonBoundary(words) => !is_boundary(words, text, pos, chars),
    }
}

fn is_boundary<U: Unit>(words: Words, text: &[U], pos: usize, chars: &CharTable) -> bool {
    let word = |i: usize| text.get(i).is_some_and(|&u| chars::is_word(u.into(), words, chars));
    (pos > 0 && word(pos - 1)) != word(pos)
}
