//! Results as JSON lines: one a case, appended as it is done, so that an interrupted run can be resumed and several
//! can be put together.

use std::collections::{BTreeMap, HashSet};
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::sync::Mutex;

use anyhow::{Context, Error};
use serde::{Deserialize, Serialize};

use crate::builds::Builds;
use crate::case::{Case, Origin};
use crate::examine::Examination;
use crate::judge::Opinion;

/// One line.
#[derive(Debug, Serialize, Deserialize)]
pub struct Line {
    /// Names the program, who was asked about it, and their builds.
    pub key: String,
    pub case: String,
    pub origin: Origin,
    pub results: BTreeMap<String, Entry>,
}

/// What one of them said.
#[derive(Debug, Serialize, Deserialize)]
pub struct Entry {
    pub verdict: String,
    /// Of standard output.
    pub digest: String,
    pub seconds: f64,
}

/// See the module documentation.
pub struct Store {
    done: HashSet<String>,
    file: Mutex<File>,
}

impl Store {
    /// Opens a file of results; unless the run resumes, what it held is forgotten.
    pub fn open(path: &Path, resume: bool) -> Result<Store, Error> {
        let mut done = HashSet::new();
        if resume && path.exists() {
            let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
            // The last line may be half written.
            done.extend(text.lines().filter_map(|line| serde_json::from_str::<Line>(line).ok()).map(|line| line.key));
        }
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut options = OpenOptions::new();
        let file =
            if resume { options.append(true) } else { options.write(true).truncate(true) }.create(true).open(path);
        Ok(Store { done, file: Mutex::new(file.with_context(|| format!("cannot write {}", path.display()))?) })
    }

    pub fn has(&self, key: &str) -> bool {
        self.done.contains(key)
    }

    pub fn add(&self, key: String, case: &Case, examination: &Examination) -> Result<(), Error> {
        let entry = |finding: &crate::examine::Finding| Entry {
            verdict: finding.verdict.to_string(),
            digest: blake3::hash(finding.outcome.out.as_bytes()).to_hex()[..16].to_owned(),
            seconds: (finding.outcome.seconds * 1000.0).round() / 1000.0,
        };
        let results = examination.findings.iter().map(|f| (f.opinion.to_string(), entry(f))).collect();
        let line = Line { key, case: case.name.clone(), origin: case.origin.clone(), results };
        let text = serde_json::to_string(&line)? + "\n";
        self.file.lock().expect("no writer panicked").write_all(text.as_bytes()).context("cannot write results")
    }
}

/// Names a case, who is asked about it, and which build of theirs answers.
pub fn key(case: &Case, opinions: &[Opinion], builds: &Builds) -> Result<String, Error> {
    let mut hash = blake3::Hasher::new();
    hash.update(case.digest().as_bytes());
    for opinion in opinions {
        hash.update(opinion.to_string().as_bytes());
        if let Opinion::Tenure(configuration) = opinion {
            hash.update(builds.digest(configuration)?.as_bytes());
        }
        hash.update(b"\n");
    }
    Ok(hash.finalize().to_hex()[..24].to_owned())
}
