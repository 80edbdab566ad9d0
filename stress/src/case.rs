//! A program to run: its text or file, what is given to it, and how long it may take. A case that failed is written
//! down whole, so that `replay` needs nothing else.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Error};
use serde::{Deserialize, Serialize};

use crate::judge::Opinion;

/// What a process may use.
#[derive(Copy, Clone, Debug, Serialize, Deserialize)]
pub struct Limits {
    pub seconds: f64,
    /// Of resident memory; more ends the process.
    pub megabytes: u64,
}

impl Limits {
    pub fn time(&self) -> Duration {
        Duration::from_secs_f64(self.seconds)
    }
}

/// Where a program comes from.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// A file of the user's or of the corpus: it runs where it lies, beside the modules it imports.
    File(PathBuf),
    /// From the grammar, by `generate --seed SEED`: programs `first..first + count` of that seed.
    Generated { seed: u64, first: u64, count: u64 },
    /// A program of the corpus, changed.
    Mutated { file: PathBuf, seed: u64, number: u64 },
    /// Made smaller from another.
    Reduced,
}

/// See the module documentation.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Case {
    pub name: String,
    pub origin: Origin,
    /// The whole program.
    pub text: String,
    /// Options for `tenure` that the program asks for.
    #[serde(default)]
    pub options: Vec<String>,
    /// Standard input.
    #[serde(default)]
    pub input: String,
    pub limits: Limits,
    /// Its prints and exits are known, from CPython: `NAME.out` and its neighbours.
    #[serde(default)]
    pub recorded: Option<Recorded>,
}

/// What CPython was once seen to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    pub out: String,
    pub err: String,
    pub status: i32,
}

impl Case {
    /// A program in a file, with what lies beside it in the way of the corpus.
    pub fn from_file(path: &Path, limits: Limits) -> Result<Case, Error> {
        let path = path.canonicalize().with_context(|| format!("cannot find {}", path.display()))?;
        let text = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let text = String::from_utf8_lossy(&text).into_owned();
        let beside = |extension: &str| fs::read(path.with_extension(extension)).ok();
        let as_text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        let recorded = beside("out").map(|out| Recorded {
            out: as_text(out),
            err: beside("err").map(as_text).unwrap_or_default(),
            status: beside("status").and_then(|status| as_text(status).trim().parse().ok()).unwrap_or(0),
        });
        let options = text.lines().take(5).find_map(|line| line.strip_prefix("# tenure:")).unwrap_or_default();
        Ok(Case {
            name: short_name(&path),
            options: options.split_whitespace().map(str::to_owned).collect(),
            input: beside("in").map(as_text).unwrap_or_default(),
            origin: Origin::File(path),
            text,
            limits,
            recorded,
        })
    }

    /// A program that exists only as text.
    pub fn from_text(name: String, origin: Origin, text: String, limits: Limits) -> Case {
        Case { name, origin, text, options: Vec::new(), input: String::new(), limits, recorded: None }
    }

    /// The same with another text, which nothing is known about.
    pub fn with_text(&self, text: String) -> Case {
        Case { text, origin: Origin::Reduced, recorded: None, ..self.clone() }
    }

    /// Names the program and everything it is given.
    pub fn digest(&self) -> String {
        let mut hash = blake3::Hasher::new();
        for part in [&self.text, &self.input, &self.options.join(" ")] {
            hash.update(&(part.len() as u64).to_le_bytes()).update(part.as_bytes());
        }
        hash.finalize().to_hex()[..16].to_owned()
    }
}

/// `area/name` of `.../area/name.py`.
fn short_name(path: &Path) -> String {
    let area = path.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy();
    format!("{area}/{}", path.file_stem().unwrap_or_default().to_string_lossy())
}

/// A case and the two that disagree about it, as `replay` reads it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Failure {
    pub case: Case,
    pub reference: Opinion,
    pub other: Opinion,
    pub summary: String,
}

impl Failure {
    pub fn read(path: &Path) -> Result<Failure, Error> {
        let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        serde_json::from_str(&text).with_context(|| format!("{} is not a case", path.display()))
    }

    /// Writes the case and, beside it, the program to look at.
    pub fn write(&self, folder: &Path) -> Result<PathBuf, Error> {
        fs::create_dir_all(folder)?;
        let stem = folder.join(format!("{}-{}", self.case.name.replace('/', "-"), self.case.digest()));
        fs::write(stem.with_extension("py"), &self.case.text)?;
        let path = stem.with_extension("json");
        fs::write(&path, serde_json::to_string_pretty(self)?)?;
        Ok(path)
    }
}
