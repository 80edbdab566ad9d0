//! The command line and the environment, read as `python` reads them.
//!
//! Knows nothing of the machine: the result is plain data.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};

use lexopt::Arg;

/// What is to be run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Run {
    /// A script, or a folder or archive with a `__main__`.
    File(OsString),
    Command(String),
    Module(String),
    /// `-`, or nothing: standard input, interactive if it is a terminal.
    Input,
    /// Print the bytecode of a file.
    Disassemble(OsString),
}

/// Everything said on the command line and in the environment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Options {
    pub run: Run,
    /// `sys.argv`; its first item may change while the program is found.
    pub argv: Vec<OsString>,
    /// The words that make up `sys.orig_argv`.
    pub original: Vec<OsString>,
    pub inspect: bool,
    pub interactive: bool,
    pub quiet: bool,
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
    pub import_time: bool,
    /// `sys.warnoptions`.
    pub warnings: Vec<String>,
    /// `sys._xoptions`.
    pub x_options: Vec<(String, Option<String>)>,
    /// `PYTHONPATH`.
    pub path: Vec<OsString>,
    /// A folder whose library takes the place of the embedded one.
    pub lib: Option<OsString>,
    /// The seed of `PYTHONHASHSEED`; `None`: random.
    pub hash_seed: Option<u32>,
    pub int_max_str_digits: Option<usize>,
    /// `PYTHONIOENCODING`.
    pub io_encoding: Option<String>,
    /// `PYTHONSTARTUP`.
    pub startup: Option<OsString>,
    /// Bytes.
    pub heap: Option<usize>,
    /// Where collections are logged; an empty name: standard error.
    pub gc_log: Option<OsString>,
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

const USAGE: &str = "usage: tenure [option] ... [-c cmd | -m mod | file | -] [arg] ...\n";

const HELP: &str = "\
Options (and corresponding environment variables):
-b     : issue warnings about converting bytes/bytearray to str and comparing
         bytes/bytearray with str or bytes with int; also -bb: issue errors
-B     : don't write .pyc files on import; also PYTHONDONTWRITEBYTECODE=x
-c cmd : program passed in as string (terminates option list)
-E     : ignore PYTHON* environment variables (such as PYTHONPATH)
-h     : print this help message and exit (also -? or --help)
-i     : inspect interactively after running script; also PYTHONINSPECT=x
-I     : isolate from the user's environment (implies -E, -P and -s)
-m mod : run library module as a script (terminates option list)
-O     : remove assert and __debug__-dependent statements; also PYTHONOPTIMIZE=x
-OO    : do -O changes and also discard docstrings
-P     : don't prepend a potentially unsafe path to sys.path; also PYTHONSAFEPATH
-q     : don't print version and copyright messages on interactive startup
-s     : don't add user site directory to sys.path; also PYTHONNOUSERSITE=x
-S     : don't imply 'import site' on initialization
-u     : force the stdout and stderr streams to be unbuffered; also
         PYTHONUNBUFFERED=x
-v     : trace import statements; also PYTHONVERBOSE=x
-V     : print the version number and exit (also --version)
-W arg : warning control; also PYTHONWARNINGS=arg
-x     : skip first line of source
-X opt : set implementation-specific option
--dis file: print the bytecode of a program
file   : program read from script file
-      : program read from stdin (default; interactive mode if a tty)
arg ...: arguments passed to program in sys.argv[1:]

Implementation-specific options (-X) and their environment variables:
gc-log[=FILE] : write one line per collection to FILE or standard error (TENURE_GC_LOG)
gc-stats      : print a summary of the collector's work at exit (TENURE_GC_STATS)
heap=SIZE     : hard limit of the heap, e.g. 64m or 2g (TENURE_HEAP)
importtime    : print the time each import takes; also PYTHONPROFILEIMPORTTIME
lib=DIR       : use the library in DIR instead of the embedded one (TENURE_LIB)
int_max_str_digits=N : limit of int <-> str conversions; also PYTHONINTMAXSTRDIGITS
dev           : development mode; also PYTHONDEVMODE
";

/// Reads the words of a command line, the program's own name first.
pub fn parse(words: Vec<OsString>, environment: Environment<'_>) -> Result<Options, Stop> {
    let mut options = Options {
        run: Run::Input,
        argv: Vec::new(),
        original: words.clone(),
        inspect: false,
        interactive: false,
        quiet: false,
        dont_write_bytecode: false,
        ignore_environment: false,
        isolated: false,
        safe_path: false,
        no_site: false,
        no_user_site: false,
        optimize: 0,
        verbose: 0,
        debug: 0,
        bytes_warning: 0,
        unbuffered: false,
        skip_first_line: false,
        dev_mode: false,
        import_time: false,
        warnings: Vec::new(),
        x_options: Vec::new(),
        path: Vec::new(),
        lib: None,
        hash_seed: None,
        int_max_str_digits: None,
        io_encoding: None,
        startup: None,
        heap: None,
        gc_log: None,
        gc_stats: false,
    };
    options.read_words(words)?;
    let python = |name: &str| match options.ignore_environment {
        true => None,
        false => environment(name),
    };
    // What the command line says wins: the environment is read into a copy that only fills gaps.
    let mut filled = options.clone();
    filled.read_environment(&python, environment)?;
    filled.read_x_options()?;
    Ok(filled)
}

impl Options {
    fn read_words(&mut self, words: Vec<OsString>) -> Result<(), Stop> {
        let mut parser = lexopt::Parser::from_iter(words);
        while let Some(argument) = parser.next().map_err(|error| usage(&error.to_string()))? {
            match argument {
                Arg::Value(file) => {
                    self.argv.push(file.clone());
                    self.run = if file == "-" { Run::Input } else { Run::File(file) };
                    return self.take_arguments(&mut parser);
                }
                Arg::Short('c') => {
                    let command = value(&mut parser, "-c")?;
                    self.run = Run::Command(decode(command, "-c")?);
                    self.argv.push("-c".into());
                    return self.take_arguments(&mut parser);
                }
                Arg::Short('m') => {
                    let module = value(&mut parser, "-m")?;
                    self.run = Run::Module(decode(module, "-m")?);
                    self.argv.push("-m".into());
                    return self.take_arguments(&mut parser);
                }
                Arg::Long("dis") => {
                    let file = value(&mut parser, "--dis")?;
                    self.argv.push(file.clone());
                    self.run = Run::Disassemble(file);
                    return self.take_arguments(&mut parser);
                }
                Arg::Short(letter) => self.short(letter, &mut parser)?,
                Arg::Long(word) => {
                    let word = word.to_owned();
                    self.long(&word, &mut parser)?;
                }
            }
        }
        self.argv.push(OsString::new());
        Ok(())
    }

    fn take_arguments(&mut self, parser: &mut lexopt::Parser) -> Result<(), Stop> {
        let rest = parser.raw_args().map_err(|error| usage(&error.to_string()))?;
        self.argv.extend(rest);
        Ok(())
    }

    fn short(&mut self, letter: char, parser: &mut lexopt::Parser) -> Result<(), Stop> {
        match letter {
            'b' => self.bytes_warning += 1,
            'B' => self.dont_write_bytecode = true,
            'd' => self.debug += 1,
            'E' => self.ignore_environment = true,
            'h' | '?' => return Err(Stop::Say(format!("{USAGE}{HELP}"))),
            'i' => {
                self.inspect = true;
                self.interactive = true;
            }
            'I' => {
                self.isolated = true;
                self.ignore_environment = true;
                self.no_user_site = true;
                self.safe_path = true;
            }
            'O' => self.optimize = (self.optimize + 1).min(2),
            'P' => self.safe_path = true,
            'q' => self.quiet = true,
            // Hash randomisation: always on, as in CPython.
            'R' => {}
            's' => self.no_user_site = true,
            'S' => self.no_site = true,
            'u' => self.unbuffered = true,
            'v' => self.verbose += 1,
            'V' => return Err(Stop::Say(format!("{}\n", version()))),
            'W' => {
                let filter = value(parser, "-W")?;
                self.warnings.push(decode(filter, "-W")?);
            }
            'x' => self.skip_first_line = true,
            'X' => {
                let text = decode(value(parser, "-X")?, "-X")?;
                let option = match text.split_once('=') {
                    Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
                    None => (text, None),
                };
                self.x_options.push(option);
            }
            other => return Err(usage(&format!("Unknown option: -{other}"))),
        }
        Ok(())
    }

    fn long(&mut self, word: &str, parser: &mut lexopt::Parser) -> Result<(), Stop> {
        match word {
            "help" | "help-all" | "help-xoptions" | "help-env" => Err(Stop::Say(format!("{USAGE}{HELP}"))),
            "version" => Err(Stop::Say(format!("{}\n", version()))),
            "check-hash-based-pycs" => {
                let mode = decode(value(parser, "--check-hash-based-pycs")?, "--check-hash-based-pycs")?;
                match mode.as_str() {
                    "always" | "never" | "default" => Ok(()),
                    _ => Err(usage("--check-hash-based-pycs must be one of 'default', 'always', or 'never'")),
                }
            }
            other => Err(usage(&format!("unknown option --{other}"))),
        }
    }

    fn read_environment(&mut self, python: Environment<'_>, tenure: Environment<'_>) -> Result<(), Stop> {
        let text = |name: &str| python(name).map(|value| value.to_string_lossy().into_owned());
        let level = |name: &str| text(name).map_or(0, |value| value.parse::<u8>().unwrap_or(1).max(1));
        self.optimize = self.optimize.max(level("PYTHONOPTIMIZE").min(2));
        self.verbose = self.verbose.max(level("PYTHONVERBOSE"));
        self.debug = self.debug.max(level("PYTHONDEBUG"));
        self.dont_write_bytecode |= python("PYTHONDONTWRITEBYTECODE").is_some();
        self.unbuffered |= python("PYTHONUNBUFFERED").is_some();
        self.inspect |= python("PYTHONINSPECT").is_some();
        self.safe_path |= python("PYTHONSAFEPATH").is_some();
        self.no_user_site |= python("PYTHONNOUSERSITE").is_some();
        self.import_time |= python("PYTHONPROFILEIMPORTTIME").is_some();
        self.dev_mode |= text("PYTHONDEVMODE").is_some_and(|value| value != "0");
        if let Some(filters) = text("PYTHONWARNINGS") {
            let given = std::mem::take(&mut self.warnings);
            self.warnings = filters.split(',').filter(|f| !f.is_empty()).map(str::to_owned).chain(given).collect();
        }
        self.path = python("PYTHONPATH").map_or(Vec::new(), |path| split_path(&path));
        self.startup = python("PYTHONSTARTUP");
        self.io_encoding = text("PYTHONIOENCODING");
        self.hash_seed = hash_seed(text("PYTHONHASHSEED").as_deref())?;
        if let Some(digits) = text("PYTHONINTMAXSTRDIGITS") {
            self.int_max_str_digits = Some(digit_limit(&digits).ok_or_else(|| {
                Stop::Fatal(fatal(
                    "config_init_int_max_str_digits",
                    "PYTHONINTMAXSTRDIGITS: invalid limit; must be >= 640 or 0 for unlimited.",
                ))
            })?);
        }
        self.lib = tenure("TENURE_LIB");
        self.gc_log = tenure("TENURE_GC_LOG");
        self.gc_stats = tenure("TENURE_GC_STATS").is_some();
        if let Some(size) = tenure("TENURE_HEAP") {
            self.heap = Some(heap_size(&size.to_string_lossy(), "TENURE_HEAP")?);
        }
        Ok(())
    }

    fn read_x_options(&mut self) -> Result<(), Stop> {
        for (name, value) in self.x_options.clone() {
            match (name.as_str(), value) {
                ("gc-log", file) => self.gc_log = Some(file.unwrap_or_default().into()),
                ("gc-stats", _) => self.gc_stats = true,
                ("heap", size) => self.heap = Some(heap_size(&size.unwrap_or_default(), "-X heap")?),
                ("lib", Some(folder)) if !folder.is_empty() => self.lib = Some(folder.into()),
                ("lib", _) => return Err(Stop::Usage("tenure: -X lib=DIR needs a folder\n".to_owned())),
                ("importtime", _) => self.import_time = true,
                ("dev", _) => self.dev_mode = true,
                ("int_max_str_digits", digits) => {
                    self.int_max_str_digits = Some(digit_limit(&digits.unwrap_or_default()).ok_or_else(|| {
                        Stop::Fatal(fatal(
                            "config_init_int_max_str_digits",
                            "-X int_max_str_digits: invalid limit; must be >= 640 or 0 for unlimited.",
                        ))
                    })?);
                }
                // Others are the program's business: `sys._xoptions`.
                _ => {}
            }
        }
        Ok(())
    }
}

/// What `-V` prints.
pub fn version() -> String {
    format!("Python 3.14.0 (Tenure {})", env!("CARGO_PKG_VERSION"))
}

fn usage(message: &str) -> Stop {
    Stop::Usage(format!("{message}\n{USAGE}Try `tenure -h' for more information.\n"))
}

fn fatal(place: &str, message: &str) -> String {
    format!("Fatal Python error: {place}: {message}\nPython runtime state: preinitialized\n")
}

fn value(parser: &mut lexopt::Parser, option: &str) -> Result<OsString, Stop> {
    parser.value().map_err(|_| usage(&format!("Argument expected for the {option} option")))
}

fn decode(word: OsString, option: &str) -> Result<String, Stop> {
    word.into_string()
        .map_err(|word| Stop::Fatal(format!("tenure: the argument of {option} is not UTF-8: {}\n", word.display())))
}

fn split_path(path: &OsStr) -> Vec<OsString> {
    path.as_bytes().split(|&byte| byte == b':').map(|part| OsString::from_vec(part.to_vec())).collect()
}

fn hash_seed(text: Option<&str>) -> Result<Option<u32>, Stop> {
    match text {
        None | Some("random") => Ok(None),
        Some(digits) => digits.parse::<u32>().map(Some).map_err(|_| {
            Stop::Fatal(fatal(
                "config_init_hash_seed",
                "PYTHONHASHSEED must be \"random\" or an integer in range [0; 4294967295]",
            ))
        }),
    }
}

fn digit_limit(text: &str) -> Option<usize> {
    let limit = text.parse::<usize>().ok()?;
    (limit == 0 || (640..=i32::MAX as usize).contains(&limit)).then_some(limit)
}

/// `512k`, `64m`, `2g`, or bytes.
fn heap_size(text: &str, option: &str) -> Result<usize, Stop> {
    let lower = text.trim().to_ascii_lowercase();
    let lower = lower.strip_suffix('b').unwrap_or(&lower);
    let (digits, shift) = match lower.as_bytes().last() {
        Some(b'k') => (&lower[..lower.len() - 1], 10),
        Some(b'm') => (&lower[..lower.len() - 1], 20),
        Some(b'g') => (&lower[..lower.len() - 1], 30),
        _ => (lower, 0),
    };
    match digits.parse::<usize>().ok().and_then(|n| n.checked_mul(1 << shift)) {
        Some(bytes) if bytes > 0 => Ok(bytes),
        _ => Err(Stop::Usage(format!("tenure: {option}: not a size: '{text}' (examples: 512k, 64m, 2g)\n"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str, environment: &[(&str, &str)]) -> Result<Options, Stop> {
        let words = std::iter::once("tenure").chain(line.split_whitespace()).map(OsString::from).collect();
        parse(words, &|name| environment.iter().find(|(n, _)| *n == name).map(|(_, v)| v.into()))
    }

    #[test]
    fn options_end_at_the_program() {
        let options = parsed("-Bq -X gc-stats script.py -c -V", &[]).unwrap();
        assert_eq!(options.run, Run::File("script.py".into()));
        assert_eq!(options.argv, ["script.py", "-c", "-V"]);
        assert!(options.dont_write_bytecode && options.quiet && options.gc_stats);
    }

    #[test]
    fn commands_and_modules_take_what_follows() {
        let options = parsed("-Ic pass a -b", &[]).unwrap();
        assert_eq!(options.run, Run::Command("pass".into()));
        assert_eq!(options.argv, ["-c", "a", "-b"]);
        assert!(options.isolated && options.ignore_environment && options.safe_path && options.no_user_site);
        let options = parsed("-mjson.tool --indent 2", &[]).unwrap();
        assert_eq!(options.run, Run::Module("json.tool".into()));
        assert_eq!(options.argv, ["-m", "--indent", "2"]);
        assert_eq!(parsed("- x", &[]).unwrap().argv, ["-", "x"]);
        assert_eq!(parsed("", &[]).unwrap().argv, [""]);
    }

    #[test]
    fn mistakes_are_explained_as_python_does() {
        let Err(Stop::Usage(text)) = parsed("-z", &[]) else { panic!() };
        assert!(text.starts_with("Unknown option: -z\nusage: tenure "));
        let Err(Stop::Usage(text)) = parsed("-c", &[]) else { panic!() };
        assert!(text.starts_with("Argument expected for the -c option\n"));
        assert!(matches!(parsed("-V", &[]), Err(Stop::Say(text)) if text.starts_with("Python 3.14")));
        assert!(matches!(parsed("-X heap=lots x.py", &[]), Err(Stop::Usage(_))));
    }

    #[test]
    fn the_environment_fills_gaps() {
        let environment =
            [("PYTHONOPTIMIZE", "2"), ("PYTHONPATH", "a:b"), ("PYTHONHASHSEED", "7"), ("TENURE_HEAP", "1g")];
        let options = parsed("-X heap=64M x.py", &environment).unwrap();
        assert_eq!((options.optimize, options.hash_seed, options.heap), (2, Some(7), Some(64 << 20)));
        assert_eq!(options.path, ["a", "b"]);
        let options = parsed("-E x.py", &environment).unwrap();
        assert_eq!((options.optimize, options.hash_seed, options.heap), (0, None, Some(1 << 30)));
        assert!(matches!(parsed("x.py", &[("PYTHONHASHSEED", "-1")]), Err(Stop::Fatal(_))));
    }
}
