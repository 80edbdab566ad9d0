//! What each subcommand does: which programs, under which configurations.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Error, bail};
use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};

use crate::bisect;
use crate::builds::{Builds, default_output, workspace};
use crate::campaign::{Campaign, Task};
use crate::case::{Case, Failure, Limits, Origin};
use crate::cli::{Cli, Command, Common};
use crate::configuration::Configuration;
use crate::examine::examine;
use crate::judge::Opinion;
use crate::matrix::{Extent, select};
use crate::minimise::{self, Question};
use crate::run::{Runner, Scratch};
use crate::store::Store;
use crate::{catalogue, faults, generate, mutate, report};

/// Does what the command line says; returns whether nothing was wrong.
pub fn run(cli: &Cli) -> Result<bool, Error> {
    let common = &cli.common;
    match &cli.command {
        Command::Run { programs } => {
            let cases = programs.iter().map(|path| Case::from_file(path, limits(common)));
            campaign_over_files(common, "run", cases.collect::<Result<_, _>>()?)
        }
        Command::Corpus { filter, every, mutants, seed } => {
            let cases = corpus(common, filter, *every)?;
            if *mutants == 0 {
                return campaign_over_files(common, "corpus", cases);
            }
            let cases: Vec<Case> = cases.iter().flat_map(|case| of_mutants(case, *seed, 0..*mutants)).collect();
            campaign_over_files(common, "mutants", cases)
        }
        Command::Generate { seed, count, first, batch, sample, print } => {
            if *print {
                print!("{}", generate::batch(*seed, *first, *count));
                return Ok(true);
            }
            let configurations = configurations(common)?;
            let batches = batches(*seed, *first, *count, *batch, limits(common));
            let opinions = opinions(common, &configurations);
            let tasks = batches.map(|case| Task { opinions: sampled(&opinions, *sample, &case), case });
            let campaign = campaign(common, "generate", &configurations)?;
            campaign.run(tasks, Some(count.div_ceil(*batch)))
        }
        Command::Minimise { file, to } => make_smaller(common, file, to.as_deref()),
        Command::Replay { case, no_bisection } => replay(common, case, !no_bisection),
        Command::Soak { minutes, seed } => soak(common, *minutes, *seed),
        Command::Faults { programs, every, interrupts, no_memory } => {
            hardship(common, programs, *every, *interrupts, !no_memory)
        }
        Command::Seeded { filter } => catalogue::run(filter),
        Command::Matrix => {
            configurations(common)?.iter().for_each(|configuration| println!("{configuration}"));
            Ok(true)
        }
    }
}

fn limits(common: &Common) -> Limits {
    Limits { seconds: common.seconds, megabytes: common.megabytes }
}

fn output(common: &Common) -> PathBuf {
    common.output.clone().unwrap_or_else(default_output)
}

/// The configurations that were asked for.
fn configurations(common: &Common) -> Result<Vec<Configuration>, Error> {
    if common.configuration.is_empty() {
        return select(common.extent, &common.collector);
    }
    common.configuration.iter().map(|text| text.parse()).collect()
}

/// Who is asked, the reference first.
fn opinions(common: &Common, configurations: &[Configuration]) -> Vec<Opinion> {
    let cpython = common.cpython.iter().map(|_| Opinion::CPython);
    cpython.chain(configurations.iter().cloned().map(Opinion::Tenure)).collect()
}

fn runner(common: &Common, configurations: &[Configuration]) -> Result<Runner, Error> {
    let builds = Builds::prepare(configurations, &common.profile, common.use_built)?;
    Ok(Runner { builds, cpython: common.cpython.clone(), scratch: Scratch::new(&output(common)) })
}

fn campaign(common: &Common, name: &str, configurations: &[Configuration]) -> Result<Campaign, Error> {
    let output = output(common);
    Ok(Campaign {
        runner: runner(common, configurations)?,
        store: Store::open(&output.join(format!("{name}.jsonl")), common.resume)?,
        failures: output.join("failures"),
        jobs: common.jobs,
        minimise: (common.minimise_seconds > 0).then(|| Duration::from_secs(common.minimise_seconds)),
        max_failures: common.max_failures,
    })
}

fn campaign_over_files(common: &Common, name: &str, cases: Vec<Case>) -> Result<bool, Error> {
    let configurations = configurations(common)?;
    let campaign = campaign(common, name, &configurations)?;
    let count = cases.len() as u64;
    let tasks = cases.into_iter().map(|case| Task { opinions: asked_about(&case, common, &configurations), case });
    campaign.run(tasks, Some(count))
}

/// Who is asked about a case: what CPython was recorded to do is the best reference.
fn asked_about(case: &Case, common: &Common, configurations: &[Configuration]) -> Vec<Opinion> {
    match &case.recorded {
        Some(_) => {
            std::iter::once(Opinion::Recorded).chain(configurations.iter().cloned().map(Opinion::Tenure)).collect()
        }
        None => opinions(common, configurations),
    }
}

/// The programs of the golden corpus.
fn corpus(common: &Common, filter: &str, every: usize) -> Result<Vec<Case>, Error> {
    let mut files = Vec::new();
    for area in entries(&workspace().join("tests/programs"))?.iter().filter(|path| path.is_dir()) {
        let is_program = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.ends_with(".py") && !name.starts_with('_')
        };
        files.extend(entries(area)?.into_iter().filter(is_program));
    }
    let cases: Vec<Case> = files.iter().map(|path| Case::from_file(path, limits(common))).collect::<Result<_, _>>()?;
    Ok(cases.into_iter().filter(|case| case.name.contains(filter)).step_by(every.max(1)).collect())
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let read = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut paths: Vec<PathBuf> = read.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    paths.sort();
    Ok(paths)
}

fn of_mutants(case: &Case, seed: u64, numbers: std::ops::Range<u64>) -> Vec<Case> {
    let Origin::File(file) = &case.origin else { return Vec::new() };
    if !mutate::is_suitable(&case.text) || !case.options.is_empty() {
        return Vec::new();
    }
    let of = |number| {
        let origin = Origin::Mutated { file: file.clone(), seed, number };
        let text = mutate::mutant(&case.text, seed, number);
        Case {
            input: case.input.clone(),
            ..Case::from_text(format!("{}#{number}", case.name), origin, text, case.limits)
        }
    };
    numbers.map(of).collect()
}

/// Generated programs, several in a case.
fn batches(seed: u64, first: u64, count: u64, batch: u64, limits: Limits) -> impl Iterator<Item = Case> + Send {
    let batch = batch.max(1);
    (0..count.div_ceil(batch)).map(move |index| {
        let start = first + index * batch;
        let count = batch.min(first + count - start);
        let name = format!("seed_{seed}_{start}");
        Case::from_text(
            name,
            Origin::Generated { seed, first: start, count },
            generate::batch(seed, start, count),
            limits,
        )
    })
}

/// The reference and some of the others, which depend on the case.
fn sampled(opinions: &[Opinion], count: usize, case: &Case) -> Vec<Opinion> {
    if count == 0 || count + 1 >= opinions.len() {
        return opinions.to_vec();
    }
    let mut random = TestRng::from_seed(RngAlgorithm::ChaCha, blake3::hash(case.digest().as_bytes()).as_bytes());
    let mut others: Vec<&Opinion> = opinions[1..].iter().collect();
    let mut chosen = vec![opinions[0].clone()];
    for _ in 0..count {
        let index = (random.next_u64() % others.len() as u64) as usize;
        chosen.push(others.swap_remove(index).clone());
    }
    chosen
}

/// Rounds of generated programs, mutants and the corpus under the whole matrix, until the time is over.
fn soak(common: &Common, minutes: u64, seed: Option<u64>) -> Result<bool, Error> {
    let end = Instant::now() + Duration::from_secs(minutes * 60);
    let common = &Common { extent: Extent::Full, ..common.clone() };
    let configurations = configurations(common)?;
    let all = opinions(common, &configurations);
    let campaign = campaign(common, "soak", &configurations)?;
    let first_seed = seed.unwrap_or_else(|| u64::from(std::process::id()));
    println!("soak with --seed {first_seed}");
    let corpus = corpus(common, "", 1)?;
    let rounds = (first_seed..).flat_map(|seed| {
        let generated: Vec<Case> = batches(seed, 0, 500, 10, limits(common)).collect();
        let mutants = corpus.iter().flat_map(move |case| of_mutants(case, seed, 0..1));
        // A part of the corpus in each round, so that all of it comes in ten.
        let part = corpus.iter().skip((seed % 10) as usize).step_by(10).cloned();
        generated.into_iter().chain(mutants).chain(part)
    });
    let tasks = rounds.take_while(|_| Instant::now() < end).map(|case| {
        let known = asked_about(&case, common, &configurations);
        let opinions = if case.recorded.is_some() { known } else { all.clone() };
        Task { opinions: sampled(&opinions, 4, &case), case }
    });
    campaign.run(tasks, None)
}

/// The configuration of an opinion, if it has one.
fn configuration_of(opinion: &Opinion) -> Option<Configuration> {
    match opinion {
        Opinion::Tenure(configuration) => Some(configuration.clone()),
        Opinion::CPython | Opinion::Recorded => None,
    }
}

fn replay(common: &Common, path: &Path, bisect: bool) -> Result<bool, Error> {
    let failure = Failure::read(path)?;
    let both = [failure.reference.clone(), failure.other.clone()];
    let configurations: Vec<Configuration> = both.iter().filter_map(configuration_of).collect();
    let runner = runner(common, &configurations)?;
    let examination = examine(&runner, &failure.case, &both)?;
    if examination.failures().is_empty() {
        println!("{} and {} agree now (it was: {})", failure.reference, failure.other, failure.summary);
        return Ok(true);
    }
    println!("{}", report::failure(&failure.case, &examination, path));
    if bisect {
        let verdict = examination.failures()[0].verdict.clone();
        let deadline = Instant::now() + Duration::from_secs(common.minimise_seconds);
        let question =
            Question { runner: &runner, reference: failure.reference, other: failure.other, verdict, deadline };
        match bisect::first_collection(&question, &failure.case)? {
            Some(first) => println!("  the first collection that makes the difference: {first}"),
            None => println!("  collections at chosen safepoints alone do not make the difference"),
        }
    }
    Ok(false)
}

fn make_smaller(common: &Common, file: &Path, to: Option<&Path>) -> Result<bool, Error> {
    let (case, all) = if file.extension().is_some_and(|extension| extension == "json") {
        let failure = Failure::read(file)?;
        (failure.case, vec![failure.reference, failure.other])
    } else {
        let case = Case::from_file(file, limits(common))?;
        let all = asked_about(&Case { recorded: None, ..case.clone() }, common, &configurations(common)?);
        (case, all)
    };
    let configurations: Vec<Configuration> = all.iter().filter_map(configuration_of).collect();
    let runner = runner(common, &configurations)?;
    let examination = examine(&runner, &case, &all)?;
    let Some(worst) = examination.failures().first().copied() else {
        println!("all agree: there is nothing to make smaller");
        return Ok(true);
    };
    let (reference, other, verdict) =
        (examination.reference().opinion.clone(), worst.opinion.clone(), worst.verdict.clone());
    println!("{other} beside {reference}: {verdict}");
    let summary = verdict.to_string();
    // Nobody waits for this one with other work.
    let deadline = Instant::now() + Duration::from_secs(common.minimise_seconds.max(1) * 10);
    let question = Question { runner: &runner, reference: reference.clone(), other: other.clone(), verdict, deadline };
    let Some(smaller) = minimise::minimise(&question, &case)? else { bail!("it does not fail in the same way again") };
    if let Some(first) = bisect::first_collection(&question, &smaller)? {
        println!("the first collection that makes the difference: {first}");
    }
    let failure = Failure { case: smaller, reference, other, summary };
    let path = failure.write(&output(common).join("failures"))?;
    println!("{}\nagain: tenure-stress replay {}", failure.case.text, path.display());
    if let Some(to) = to {
        fs::write(to, &failure.case.text).with_context(|| format!("cannot write {}", to.display()))?;
    }
    Ok(false)
}

/// Programs with too little memory, and interrupted.
fn hardship(common: &Common, programs: &[PathBuf], every: usize, interrupts: u32, memory: bool) -> Result<bool, Error> {
    let cases = if programs.is_empty() {
        corpus(common, "", every)?
    } else {
        programs.iter().map(|path| Case::from_file(path, limits(common))).collect::<Result<_, _>>()?
    };
    let configurations = configurations(&Common { extent: Extent::Plain, ..common.clone() })?;
    let runner = runner(common, &configurations)?;
    let work: Vec<(&Case, &Configuration)> =
        cases.iter().flat_map(|case| configurations.iter().map(move |c| (case, c))).collect();
    faults::campaign(&runner, &work, common.jobs, interrupts, memory)
}
