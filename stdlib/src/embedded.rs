//! The pure-Python library in this binary: compiled ahead of time, found by name.
//!
//! Bytecode lies in the binary as it is read, function by function; source, which is seldom wanted, is compressed.

use std::borrow::Cow;

/// A module of the embedded library.
pub struct Module {
    /// Dotted.
    pub name: &'static str,
    /// Where it would lie below the library's root.
    pub path: &'static str,
    pub package: bool,
    /// Where its code begins, and its length.
    code: (usize, usize),
    source: Packed,
}

/// A compressed piece of the blob.
struct Packed {
    at: usize,
    len: usize,
    /// Decompressed.
    size: usize,
}

static BLOB: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/lib.bin"));

/// Sorted by name.
static MODULES: &[Module] = &include!(concat!(env!("OUT_DIR"), "/lib.rs"));

/// The folder that stands for the embedded library in `sys.path` and in file names.
pub const ROOT: &str = "<lib>";

/// Modules that CPython freezes too: found before any file, since importing a file rests on them.
const ESSENTIAL: &[&str] = &[
    "__hello__",
    "__phello__",
    "__phello__.spam",
    "_collections_abc",
    "_sitebuiltins",
    "abc",
    "codecs",
    "genericpath",
    "importlib._bootstrap",
    "importlib._bootstrap_external",
    "importlib.machinery",
    "importlib.util",
    "io",
    "ntpath",
    "os",
    "posixpath",
    "runpy",
    "site",
    "stat",
    "zipimport",
];

/// All modules, by name.
pub fn modules() -> &'static [Module] {
    MODULES
}

pub fn find(name: &str) -> Option<&'static Module> {
    let index = MODULES.binary_search_by(|module| module.name.cmp(name)).ok()?;
    Some(&MODULES[index])
}

/// The part of a native module that is written in Python.
pub fn python_part(module: &str) -> Option<&'static Module> {
    find(&format!("{PART}{module}"))
}

/// Begins the names of Python parts: no import statement can name them.
const PART: char = '+';

/// The module whose code carries this file name.
pub fn find_file(filename: &str) -> Option<&'static Module> {
    if let Some(name) = filename.strip_prefix("<frozen ").and_then(|rest| rest.strip_suffix('>')) {
        return find(name);
    }
    let path = filename.strip_prefix(ROOT)?.strip_prefix('/')?;
    let stem = path.strip_suffix(".py")?;
    find(&stem.strip_suffix("/__init__").unwrap_or(stem).replace('/', "."))
}

impl Module {
    /// Does the frozen importer serve it? The others come through their entry in `sys.path`, where files before it win.
    pub fn is_essential(&self) -> bool {
        ESSENTIAL.binary_search(&self.name).is_ok()
    }

    /// The serial form of its code.
    pub fn code(&self) -> &'static [u8] {
        let (at, len) = self.code;
        &BLOB[at..at + len]
    }

    /// Its source text.
    pub fn source(&self) -> String {
        match String::from_utf8_lossy(&self.source.unpack()) {
            Cow::Borrowed(text) => text.to_owned(),
            Cow::Owned(text) => text,
        }
    }

    /// As `__file__`.
    pub fn file(&self) -> String {
        format!("{ROOT}/{}", self.path)
    }
}

impl Packed {
    fn unpack(&self) -> Vec<u8> {
        let packed = &BLOB[self.at..self.at + self.len];
        lz4_flex::block::decompress(packed, self.size).expect("compressed when this binary was built")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_module_is_found_and_its_code_is_valid() {
        assert!(ESSENTIAL.is_sorted());
        for module in modules() {
            assert!(std::ptr::eq(find(module.name).unwrap(), module), "{}", module.name);
            if let Err(error) = compiler::serial::read(module.code()) {
                panic!("{}: {error}", module.name);
            }
        }
    }

    #[test]
    fn a_file_name_leads_to_its_source() {
        assert!(find_file("<lib>/json/__init__.py").unwrap().source().contains("def dumps"));
        assert!(find_file("<frozen importlib._bootstrap>").unwrap().source().contains("class FrozenImporter"));
        assert!(find_file("<lib>/nothing.py").is_none());
        assert!(find_file("json.py").is_none());
    }
}
