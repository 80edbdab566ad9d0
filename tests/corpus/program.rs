//! One program of the corpus: its source and the files beside it that say what it must do.

use std::fs;
use std::path::{Path, PathBuf};

/// A program and its expectations. `NAME.out` holds standard output, `NAME.err` standard error (none: empty),
/// `NAME.status` the exit status (none: 0) and `NAME.in` standard input (none: empty).
pub struct Program {
    /// `area/name`, as the filter spells it.
    pub name: String,
    pub source: PathBuf,
    /// Options of `tenure` for this program. CPython has no such options, so its expectations are not recorded.
    pub options: Vec<String>,
    /// Too long for a collection at every safepoint.
    pub slow: bool,
}

/// What a program printed, or must print.
#[derive(PartialEq, Eq)]
pub struct Outcome {
    pub out: String,
    pub err: String,
    /// Exit status, or the signal that ended the process, as a shell shows it (128 + signal).
    pub status: i32,
}

impl Program {
    pub fn area(&self) -> &str {
        self.name.split('/').next().unwrap_or_default()
    }

    pub fn folder(&self) -> &Path {
        self.source.parent().expect("a program lies in an area")
    }

    pub fn file_name(&self) -> &std::ffi::OsStr {
        self.source.file_name().expect("a program is a file")
    }

    /// The path of a file beside the source.
    pub fn beside(&self, extension: &str) -> PathBuf {
        self.source.with_extension(extension)
    }

    pub fn expected(&self) -> Result<Outcome, String> {
        let out = fs::read(self.beside("out")).map_err(|e| format!("no recorded output ({e})"))?;
        let err = fs::read(self.beside("err")).unwrap_or_default();
        let status = fs::read_to_string(self.beside("status")).unwrap_or_else(|_| "0".into());
        let status = status.trim().parse().map_err(|_| "unreadable .status file".to_string())?;
        Ok(Outcome { out: text(&out), err: text(&err), status })
    }
}

/// Output as text; what is not UTF-8 stays visible.
pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// All programs in `folder/AREA/NAME.py`, in order of name. A file that begins with `_` is a module some program imports.
pub fn find(folder: &Path) -> Vec<Program> {
    let mut programs = Vec::new();
    for area in entries(folder).into_iter().filter(|p| p.is_dir()) {
        for source in entries(&area) {
            let name = source.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            if source.extension().is_some_and(|e| e == "py") && !name.starts_with('_') {
                programs.push(read(&area, source, &name));
            }
        }
    }
    programs
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap_or_else(|e| panic!("{}: {e}", folder.display()))
        .map(|entry| entry.expect("readable folder").path())
        .collect();
    paths.sort();
    paths
}

fn read(area: &Path, source: PathBuf, name: &str) -> Program {
    let code = text(&fs::read(&source).unwrap_or_default());
    let directive = |key: &str| code.lines().take(5).find_map(|line| line.strip_prefix(key));
    let options = directive("# tenure:").unwrap_or_default().split_whitespace().map(String::from).collect();
    let slow = directive("# slow").is_some();
    Program {
        name: format!("{}/{name}", area.file_name().unwrap_or_default().to_string_lossy()),
        source,
        options,
        slow,
    }
}
