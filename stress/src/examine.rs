//! One program in several places: what each says, beside what the first says.

use anyhow::Error;

use crate::case::Case;
use crate::judge::{Fault, Opinion, Outcome, Verdict, fault, judge};
use crate::run::Runner;

/// What somebody said, and what to think of it.
pub struct Finding {
    pub opinion: Opinion,
    pub outcome: Outcome,
    pub verdict: Verdict,
}

/// What all said about a case. There is at least one, the reference, and it comes first.
pub struct Examination {
    pub findings: Vec<Finding>,
}

impl Examination {
    pub fn reference(&self) -> &Finding {
        &self.findings[0]
    }

    /// What is wrong, the worst first: an early crash says more than a difference.
    pub fn failures(&self) -> Vec<&Finding> {
        let mut failures: Vec<&Finding> = self.findings.iter().filter(|f| f.verdict.is_failure()).collect();
        failures.sort_by_key(|finding| !matches!(finding.verdict, Verdict::Crashed(_)));
        failures
    }
}

/// Asks all of `opinions`; the first is the reference.
pub fn examine(runner: &Runner, case: &Case, opinions: &[Opinion]) -> Result<Examination, Error> {
    let mut findings: Vec<Finding> = Vec::with_capacity(opinions.len());
    for opinion in opinions {
        let outcome = runner.outcome(case, opinion)?;
        let verdict = match findings.first() {
            Some(reference) => judge(&reference.outcome, &outcome),
            None => match fault(&outcome) {
                Some(Fault::Crash(how)) => Verdict::Crashed(how),
                None => Verdict::Agrees,
            },
        };
        findings.push(Finding { opinion: opinion.clone(), outcome, verdict });
    }
    Ok(Examination { findings })
}

/// What `other` does with a case if `reference` is right about it.
pub fn verdict(runner: &Runner, case: &Case, reference: &Opinion, other: &Opinion) -> Result<Verdict, Error> {
    let examination = examine(runner, case, &[reference.clone(), other.clone()])?;
    Ok(examination.findings[1].verdict.clone())
}
