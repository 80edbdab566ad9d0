//! Finds the first collection that makes the difference: the latest safepoint from which collecting still makes a program fail.

use anyhow::Error;

use crate::case::Case;
use crate::configuration::Configuration;
use crate::judge::Opinion;
use crate::minimise::Question;

/// Safepoints beyond which nobody looks.
const FAR: u64 = 1 << 32;

/// The configuration with `start=N` for the greatest such N. Nothing, if the failure is not one of collections at chosen safepoints.
pub fn first_collection(question: &Question, case: &Case) -> Result<Option<Configuration>, Error> {
    let Opinion::Tenure(configuration) = &question.other else { return Ok(None) };
    let every = configuration.debug_number("every").unwrap_or(1);
    let from = |start: u64| configuration.with(&format!("every={every}+start={start}"));
    let fails = |start: u64| -> Result<bool, Error> {
        let question = Question {
            other: Opinion::Tenure(from(start)?),
            reference: question.reference.clone(),
            verdict: question.verdict.clone(),
            ..*question
        };
        question.shows(case)
    };
    // In units of the interval: nothing happens between.
    let (mut low, mut high) = (1, 2);
    if !fails(every)? || fails(FAR)? {
        return Ok(None);
    }
    while fails(high * every)? && high * every < FAR {
        (low, high) = (high, high * 2);
    }
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if fails(middle * every)? { low = middle } else { high = middle }
    }
    from(low * every).map(Some)
}
