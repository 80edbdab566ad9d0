//! The command line and the environment, read as `python` reads them.
//!
//! Knows nothing of the machine: the result is plain data.

mod environment;
mod extensions;
mod help;
#[cfg(test)]
mod tests;
mod words;

use std::ffi::OsString;

use gc_api::HeapConfig;

/// What is to be run.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Run {
    /// A script, or a folder or archive with a `__main__`.
    File(OsString),
    Command(String),
    Module(String),
    /// `-`, or nothing: standard input, interactive if it is a terminal.
    #[default]
    Input,
    /// Print the bytecode of a file.
    Disassemble(OsString),
}

/// Everything said on the command line and in the environment.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Options {
    pub run: Run,
    /// `sys.argv`; its first item may change while the program is found.
    pub argv: Vec<OsString>,
    /// The words that make up `sys.orig_argv`.
    pub original: Vec<OsString>,
    pub inspect: u8,
    pub interactive: u8,
    pub quiet: u8,
    pub dont_write_bytecode: bool,
    pub ignore_environment: bool,
    pub isolated: bool,
    pub safe_path: bool,
    pub no_site: bool,
    pub no_user_site: bool,
    pub optimize: u8,
    pub verbose: u8,
    pub debug: u8,
    pub bytes_warning: u8,
    pub unbuffered: bool,
    pub skip_first_line: bool,
    pub dev_mode: bool,
    pub warn_default_encoding: bool,
    pub thread_inherit_context: bool,
    pub context_aware_warnings: bool,
    pub utf8_mode: Option<bool>,
    /// 1: each import; 2: also those of modules that were there already.
    pub import_time: u8,
    /// The filters of `-W`, and those of `PYTHONWARNINGS`.
    pub warnings: Vec<String>,
    pub environment_warnings: Vec<String>,
    /// `sys._xoptions`.
    pub x_options: Vec<(String, Option<String>)>,
    /// `PYTHONPATH`.
    pub path: Vec<OsString>,
    pub pycache_prefix: Option<OsString>,
    pub cpu_count: Option<u32>,
    /// A folder whose library takes the place of the embedded one.
    pub lib: Option<OsString>,
    /// The seed of `PYTHONHASHSEED`; `None`: random.
    pub hash_seed: Option<u32>,
    pub int_max_str_digits: Option<usize>,
    /// `PYTHONIOENCODING`.
    pub io_encoding: Option<String>,
    /// `PYTHONSTARTUP`.
    pub startup: Option<OsString>,
    pub heap: HeapConfig,
    /// Where collections are logged; an empty name: standard error.
    pub gc_log: Option<OsString>,
    /// Where collections are traced for a viewer.
    pub gc_trace: Option<OsString>,
    pub gc_stats: bool,
}

/// Why there is nothing to run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Stop {
    /// Print this on standard output and succeed.
    Say(String),
    /// Print this on standard error and exit with status 2.
    Usage(String),
    /// Print this on standard error and exit with status 1.
    Fatal(String),
}

/// Looks up a variable of the environment; empty ones count as absent.
pub type Environment<'e> = &'e dyn Fn(&str) -> Option<OsString>;

/// Reads the words of a command line, the program's own name first.
pub fn parse(words: Vec<OsString>, environment: Environment<'_>) -> Result<Options, Stop> {
    let mut options = Options { original: words.clone(), ..Options::default() };
    options.read_words(words)?;
    let ignored = options.ignore_environment;
    let python = |name: &str| if ignored { None } else { environment(name) };
    options.read_environment(&python, environment)?;
    options.read_extensions(&python)?;
    Ok(options)
}

impl Options {
    /// `sys.warnoptions`: what is said later wins.
    pub fn warn_options(&self) -> Vec<String> {
        let mode = self.dev_mode.then(|| "default".to_owned());
        let bytes = match self.bytes_warning {
            0 => None,
            1 => Some("default::BytesWarning".to_owned()),
            _ => Some("error::BytesWarning".to_owned()),
        };
        let given = self.environment_warnings.iter().chain(&self.warnings).cloned();
        mode.into_iter().chain(given).chain(bytes).collect()
    }
}

/// What `-V` prints.
pub fn version(verbose: bool) -> String {
    let build = match (verbose, cfg!(debug_assertions)) {
        (false, _) => "",
        (true, true) => ", debug build",
        (true, false) => ", release build",
    };
    format!("Python 3.14.0 (Tenure {}, {}{build})", env!("CARGO_PKG_VERSION"), vm_core::COLLECTOR)
}

/// How CPython says that it cannot start.
fn fatal(place: &str, message: &str) -> Stop {
    let state = if place.starts_with("preconfig") { "preinitializing" } else { "preinitialized" };
    Stop::Fatal(format!("Fatal Python error: {place}: {message}\nPython runtime state: {state}\n\n"))
}
