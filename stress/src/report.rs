//! What is told to people: a failure with all that is needed to look into it, and sums at the end.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use similar::{ChangeTag, TextDiff};

use crate::case::{Case, Origin};
use crate::examine::{Examination, Finding};
use crate::judge::{End, Outcome, Verdict};

/// Lines of a difference that are shown.
const LINES: usize = 24;

/// A failure: where the program is from, who disagrees, how, and the command that shows it again.
pub fn failure(case: &Case, examination: &Examination, replay: &Path) -> String {
    let mut text = format!("FAILURE {}\n", case.name);
    let _ = match &case.origin {
        Origin::File(path) => writeln!(text, "  program:   {}", path.display()),
        Origin::Generated { seed, first, count } => {
            writeln!(text, "  generated: --seed {seed} --first {first} --count {count}")
        }
        Origin::Mutated { file, seed, number } => {
            writeln!(text, "  mutant:    number {number} of {} with --seed {seed}", file.display())
        }
        Origin::Reduced => Ok(()),
    };
    let reference = examination.reference();
    let failures = examination.failures();
    let _ = writeln!(text, "  reference: {}, {}", reference.opinion, ended(&reference.outcome));
    for (verdict, opinions) in grouped(&failures) {
        let _ = writeln!(text, "  {verdict}: {}", opinions.join(" "));
    }
    if let Some(worst) = failures.first() {
        let _ = write!(text, "{}", difference(reference, worst));
    }
    let _ = writeln!(text, "  again:     tenure-stress replay {}", replay.display());
    text
}

/// The verdicts, each with those it was passed on.
fn grouped(findings: &[&Finding]) -> BTreeMap<String, Vec<String>> {
    let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for finding in findings {
        groups.entry(finding.verdict.to_string()).or_default().push(finding.opinion.to_string());
    }
    groups
}

fn ended(outcome: &Outcome) -> String {
    let how = match outcome.end {
        End::Status(status) => format!("exit status {status}"),
        End::Signal(signal) => format!("ended by signal {signal}"),
        End::TimeOut => "stopped: too long".to_owned(),
        End::TooMuch => "stopped: too much memory or output".to_owned(),
    };
    format!("{how} after {:.2} s", outcome.seconds)
}

/// How one outcome differs from the other, in the streams that do.
pub fn difference(reference: &Finding, other: &Finding) -> String {
    let mut text = format!("  --- {}, {}\n", reference.opinion, ended(&reference.outcome));
    let _ = writeln!(text, "  +++ {}, {}", other.opinion, ended(&other.outcome));
    for (stream, a, b) in [
        ("standard output", &reference.outcome.out, &other.outcome.out),
        ("standard error", &reference.outcome.err, &other.outcome.err),
    ] {
        if a != b {
            let _ = write!(text, "  {stream}:\n{}", lines(a, b));
        }
    }
    text
}

fn lines(a: &str, b: &str) -> String {
    let diff = TextDiff::configure().timeout(Duration::from_secs(2)).diff_lines(a, b);
    let mut text = String::new();
    let mut shown = 0;
    for change in diff.grouped_ops(1).iter().flatten().flat_map(|op| diff.iter_changes(op)) {
        shown += 1;
        if shown > LINES {
            text.push_str("    ... (more)\n");
            break;
        }
        let sign = match change.tag() {
            ChangeTag::Delete => '-',
            ChangeTag::Insert => '+',
            ChangeTag::Equal => ' ',
        };
        let _ = writeln!(text, "    {sign} {}", change.value().trim_end());
    }
    text
}

/// Sums over a run.
#[derive(Default)]
pub struct Summary {
    pub cases: u64,
    /// Programs in the cases, of which one may hold many.
    pub programs: u64,
    pub skipped: u64,
    pub failed: u64,
    /// Configurations, each with processes run, seconds taken, and those that did not end.
    by_opinion: BTreeMap<String, (u64, f64, Vec<String>)>,
}

impl Summary {
    pub fn add(&mut self, case: &Case, examination: &Examination) {
        self.cases += 1;
        self.programs += if let Origin::Generated { count, .. } = case.origin { count } else { 1 };
        self.failed += u64::from(!examination.failures().is_empty());
        for finding in &examination.findings {
            let entry = self.by_opinion.entry(finding.opinion.to_string()).or_default();
            entry.0 += 1;
            entry.1 += finding.outcome.seconds;
            if finding.verdict == Verdict::Unfinished {
                entry.2.push(case.name.clone());
            }
        }
    }

    pub fn text(&self, took: Duration) -> String {
        let mut text = String::new();
        let width = self.by_opinion.keys().map(String::len).max().unwrap_or(0);
        for (opinion, (runs, seconds, unfinished)) in &self.by_opinion {
            let _ = write!(text, "{opinion:width$}  {runs:6} runs {seconds:9.1} s");
            if !unfinished.is_empty() {
                let some = &unfinished[..unfinished.len().min(3)];
                let _ = write!(text, "  unfinished {}: {}...", unfinished.len(), some.join(" "));
            }
            text.push('\n');
        }
        let _ = write!(text, "{} programs in {} cases, {} failed", self.programs, self.cases, self.failed);
        if self.skipped > 0 {
            let _ = write!(text, ", {} done before", self.skipped);
        }
        let _ = writeln!(text, "; {:.0} s", took.as_secs_f64());
        text
    }
}
