//! Makes a failing program smaller while it fails in the same way.
//!
//! A generated one shrinks as proptest says, statement by statement; then, as any other, by leaving out lines and blocks of its text.

use std::time::Instant;

use anyhow::Error;

use crate::case::{Case, Origin};
use crate::examine::verdict;
use crate::generate;
use crate::judge::{Opinion, Verdict};
use crate::run::Runner;

/// What a smaller program still has to show.
pub struct Question<'r> {
    pub runner: &'r Runner,
    pub reference: Opinion,
    pub other: Opinion,
    pub verdict: Verdict,
    pub deadline: Instant,
}

impl Question<'_> {
    /// Whether a program fails in the way that is looked for.
    pub fn shows(&self, case: &Case) -> Result<bool, Error> {
        Ok(verdict(self.runner, case, &self.reference, &self.other)?.is_like(&self.verdict))
    }

    fn is_over(&self) -> bool {
        Instant::now() >= self.deadline
    }
}

/// A smaller program that shows the same; nothing if not even this one does so again.
pub fn minimise(question: &Question, case: &Case) -> Result<Option<Case>, Error> {
    if !question.shows(case)? {
        return Ok(None);
    }
    let mut smallest = case.clone();
    if let Origin::Generated { seed, first, count } = case.origin {
        let (first, count) = narrow(question, case, seed, first, count)?;
        smallest = of_batch(case, seed, first, count);
        if count == 1 {
            smallest = shrink(question, case, seed, first)?.unwrap_or(smallest);
        }
    }
    reduce(question, &smallest).map(Some)
}

fn of_batch(case: &Case, seed: u64, first: u64, count: u64) -> Case {
    case.with_text(generate::batch(seed, first, count))
}

/// The half of a batch that shows it, and of that the half, as long as one does.
fn narrow(question: &Question, case: &Case, seed: u64, mut first: u64, mut count: u64) -> Result<(u64, u64), Error> {
    while count > 1 && !question.is_over() {
        let half = count / 2;
        if question.shows(&of_batch(case, seed, first, half))? {
            count = half;
        } else if question.shows(&of_batch(case, seed, first + half, count - half))? {
            (first, count) = (first + half, count - half);
        } else {
            break;
        }
    }
    Ok((first, count))
}

/// Walks proptest's tree of smaller programs.
fn shrink(question: &Question, case: &Case, seed: u64, number: u64) -> Result<Option<Case>, Error> {
    let mut tree = generate::tree(seed, number);
    let mut smallest = None;
    let mut more = tree.simplify();
    while more && !question.is_over() {
        let candidate = case.with_text(generate::text(&[(generate::name(number), tree.current())]));
        more = if question.shows(&candidate)? {
            smallest = Some(candidate);
            tree.simplify()
        } else {
            tree.complicate()
        };
    }
    Ok(smallest)
}

/// Leaves out runs of lines, then blocks, and takes blocks out of their headers, until nothing more can go.
pub fn reduce(question: &Question, case: &Case) -> Result<Case, Error> {
    let mut lines: Vec<String> = case.text.lines().map(str::to_owned).collect();
    let first = lines.iter().position(|line| line == generate::BEGIN).map_or(0, |line| line + 1);
    loop {
        let before = lines.len();
        let mut size = (lines.len() - first).div_ceil(2).max(1);
        while size > 0 {
            let mut at = first;
            while at < lines.len() {
                let end = (at + size).min(lines.len());
                if !attempt(question, case, &mut lines, without(at, end))? {
                    at = end;
                }
            }
            size /= 2;
        }
        let mut at = first;
        while at < lines.len() {
            let end = end_of_block(&lines, at);
            let simpler = end > at + 1
                && (attempt(question, case, &mut lines, without(at, end))?
                    || attempt(question, case, &mut lines, |lines| unwrapped(lines, at, end))?);
            at += usize::from(!simpler);
        }
        if lines.len() >= before || question.is_over() {
            return Ok(case.with_text(lines.join("\n") + "\n"));
        }
    }
}

/// Changes the lines, if what comes of it still shows the failure.
fn attempt(
    question: &Question,
    case: &Case,
    lines: &mut Vec<String>,
    change: impl FnOnce(&[String]) -> Vec<String>,
) -> Result<bool, Error> {
    if question.is_over() {
        return Ok(false);
    }
    let candidate = change(lines);
    let shows = !candidate.is_empty() && question.shows(&case.with_text(candidate.join("\n") + "\n"))?;
    if shows {
        *lines = candidate;
    }
    Ok(shows)
}

fn without(from: usize, to: usize) -> impl FnOnce(&[String]) -> Vec<String> {
    move |lines| [&lines[..from], &lines[to..]].concat()
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The end of the block whose header is at a line: what follows and is indented deeper.
fn end_of_block(lines: &[String], header: usize) -> usize {
    let depth = indentation(&lines[header]);
    let inside = |line: &&String| line.trim().is_empty() || indentation(line) > depth;
    header + 1 + lines[header + 1..].iter().take_while(inside).count()
}

/// The body of a block in the place of the block.
fn unwrapped(lines: &[String], header: usize, end: usize) -> Vec<String> {
    let body = &lines[header + 1..end];
    let depth = indentation(&lines[header]);
    let deeper = body.iter().filter(|line| !line.trim().is_empty()).map(|line| indentation(line)).min();
    let less = deeper.unwrap_or(depth) - depth;
    let body: Vec<String> = body.iter().map(|line| line.get(less..).unwrap_or_default().to_owned()).collect();
    [&lines[..header], &body, &lines[end..]].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn blocks_end_where_the_indentation_does() {
        let text = lines("if a:\n    b\n\n    if c:\n        d\ne\n");
        assert_eq!((end_of_block(&text, 0), end_of_block(&text, 3), end_of_block(&text, 5)), (5, 5, 6));
    }

    #[test]
    fn a_block_can_be_taken_out_of_its_header() {
        let text = lines("x\nfor a in b:\n    c\n    d\ne\n");
        assert_eq!(unwrapped(&text, 1, 4), lines("x\nc\nd\ne\n"));
    }
}
