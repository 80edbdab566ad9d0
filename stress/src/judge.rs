//! Compares what a program did in different places, and says what is wrong, if anything.
//!
//! Standard output, exit status and standard error must be the same; documented differences of standard error are taken out
//! first. A crash is wrong however many agree on it.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use anyhow::Error;
use serde::{Deserialize, Serialize};

use crate::configuration::Configuration;

/// Somebody who says what a program does.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Opinion {
    Tenure(Configuration),
    /// The interpreter at the path the user gave.
    CPython,
    /// What CPython did when the expectation was recorded.
    Recorded,
}

/// How a process ended.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    Status(i32),
    Signal(i32),
    /// It took too long.
    TimeOut,
    /// It took too much memory, or printed too much.
    TooMuch,
}

/// What a program did.
#[derive(Clone, Debug)]
pub struct Outcome {
    pub out: String,
    pub err: String,
    pub end: End,
    pub seconds: f64,
}

/// What is wrong with an outcome by itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// A signal, a panic, or damage found by a collector.
    Crash(String),
}

/// The outcome beside the reference's.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    Agrees,
    /// It did not end, so nothing can be said.
    Unfinished,
    /// The difference in a word or two.
    Differs(&'static str),
    Crashed(String),
}

impl Verdict {
    pub fn is_failure(&self) -> bool {
        matches!(self, Verdict::Differs(_) | Verdict::Crashed(_))
    }

    /// The same failure, as far as a program made smaller has to show it.
    pub fn is_like(&self, other: &Verdict) -> bool {
        match (self, other) {
            (Verdict::Differs(a), Verdict::Differs(b)) => a == b,
            (Verdict::Crashed(a), Verdict::Crashed(b)) => kind_of_crash(a) == kind_of_crash(b),
            _ => false,
        }
    }
}

/// A message without its numbers.
fn kind_of_crash(message: &str) -> String {
    message.chars().filter(|c| c.is_alphabetic()).take(40).collect()
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Verdict::Agrees => f.write_str("agrees"),
            Verdict::Unfinished => f.write_str("unfinished"),
            Verdict::Differs(what) => write!(f, "another {what}"),
            Verdict::Crashed(how) => write!(f, "crashed: {how}"),
        }
    }
}

/// What `found` is, if `reference` is right.
pub fn judge(reference: &Outcome, found: &Outcome) -> Verdict {
    if let Some(Fault::Crash(how)) = fault(found) {
        return Verdict::Crashed(how);
    }
    match (reference.end, found.end) {
        (_, End::TimeOut | End::TooMuch) | (End::TimeOut | End::TooMuch, _) => Verdict::Unfinished,
        _ if reference.out != found.out => Verdict::Differs("standard output"),
        (End::Status(a), End::Status(b)) if a != b => Verdict::Differs("exit status"),
        _ if comparable(&reference.err) != comparable(&found.err) => Verdict::Differs("standard error"),
        _ => Verdict::Agrees,
    }
}

/// What no program may make the machine do.
pub fn fault(outcome: &Outcome) -> Option<Fault> {
    const COMPLAINTS: &[&str] =
        &["panicked at", "the heap is damaged", "memory allocation of", "has overflowed its stack"];
    let complaint = COMPLAINTS.iter().find_map(|complaint| {
        let line = outcome.err.lines().position(|line| line.contains(complaint))?;
        // The message of a panic is on the line after the place.
        let message: Vec<&str> = outcome.err.lines().skip(line).take(2).collect();
        Some(message.join(" ").trim().to_owned())
    });
    match (outcome.end, complaint) {
        (_, Some(complaint)) => Some(Fault::Crash(complaint)),
        // A program may end itself by the signals of a terminal; these say that something went wrong inside.
        (End::Signal(signal @ (libc::SIGSEGV | libc::SIGBUS | libc::SIGABRT | libc::SIGILL | libc::SIGFPE)), None) => {
            Some(Fault::Crash(format!("signal {signal}")))
        }
        _ => None,
    }
}

/// Standard error without what may differ: addresses, and numbers that stand for an object's identity.
fn comparable(err: &str) -> String {
    let mut text = String::with_capacity(err.len());
    let mut rest = err;
    while let Some(at) = rest.find("0x") {
        let (before, number) = rest.split_at(at + 2);
        let digits = number.find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(number.len());
        text.push_str(before);
        text.push_str(if digits >= 6 { "ADDRESS" } else { &number[..digits] });
        rest = &number[digits..];
    }
    text + rest
}

/// Takes the folder a program lies in out of an output, so that it does not matter where that is.
pub fn without_folder(output: &str, folder: &Path) -> String {
    output.replace(&format!("{}/", folder.display()), "")
}

impl fmt::Display for Opinion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Opinion::Tenure(configuration) => configuration.fmt(f),
            Opinion::CPython => f.write_str("cpython"),
            Opinion::Recorded => f.write_str("recorded"),
        }
    }
}

impl FromStr for Opinion {
    type Err = Error;

    fn from_str(text: &str) -> Result<Opinion, Error> {
        Ok(match text {
            "cpython" => Opinion::CPython,
            "recorded" => Opinion::Recorded,
            other => Opinion::Tenure(other.parse()?),
        })
    }
}

impl TryFrom<String> for Opinion {
    type Error = Error;

    fn try_from(text: String) -> Result<Opinion, Error> {
        text.parse()
    }
}

impl From<Opinion> for String {
    fn from(opinion: Opinion) -> String {
        opinion.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(out: &str, err: &str, end: End) -> Outcome {
        Outcome { out: out.into(), err: err.into(), end, seconds: 0.1 }
    }

    #[test]
    fn addresses_do_not_matter() {
        let a = outcome("", "<object at 0x7f001122aa>, 0x10", End::Status(1));
        let b = outcome("", "<object at 0x5510203040>, 0x10", End::Status(1));
        let c = outcome("", "<object at 0x5510203040>, 0x11", End::Status(1));
        assert_eq!(judge(&a, &b), Verdict::Agrees);
        assert_eq!(judge(&a, &c), Verdict::Differs("standard error"));
    }

    #[test]
    fn a_crash_is_wrong_also_when_all_agree() {
        let crash = outcome("", "", End::Signal(libc::SIGSEGV));
        assert!(judge(&crash, &crash).is_failure());
        let panic = outcome("", "thread 'main' panicked at x.rs:1:\nat 17\n", End::Status(1));
        let other = outcome("", "thread 'main' panicked at x.rs:1:\nat 39\n", End::Status(1));
        assert!(judge(&panic, &panic).is_like(&judge(&panic, &other)));
    }

    #[test]
    fn what_did_not_end_says_nothing() {
        let ended = outcome("a", "", End::Status(0));
        assert_eq!(judge(&ended, &outcome("", "", End::TimeOut)), Verdict::Unfinished);
        assert_eq!(judge(&ended, &outcome("b", "", End::Status(0))), Verdict::Differs("standard output"));
        assert_eq!(judge(&ended, &outcome("a", "", End::Status(1))), Verdict::Differs("exit status"));
    }
}
