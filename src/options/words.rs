//! The words of the command line.

use std::ffi::OsString;

use lexopt::Arg;

use super::help::{ENVIRONMENT, EXTENSIONS, OPTIONS, USAGE};
use super::{Options, Run, Stop, version};

impl Options {
    /// Reads up to the program; what follows is the program's own.
    pub(super) fn read_words(&mut self, words: Vec<OsString>) -> Result<(), Stop> {
        let mut parser = lexopt::Parser::from_iter(words);
        let mut versions = 0;
        while let Some(argument) = parser.next().map_err(|error| usage(&error.to_string()))? {
            match argument {
                Arg::Value(file) => {
                    self.argv.push(file.clone());
                    self.run = if file == "-" { Run::Input } else { Run::File(file) };
                    break;
                }
                Arg::Short('c') => {
                    let command = value(&mut parser, "-c")?;
                    self.run = Run::Command(decode(command, "-c")?);
                    self.argv.push("-c".into());
                    break;
                }
                Arg::Short('m') => {
                    let module = value(&mut parser, "-m")?;
                    self.run = Run::Module(decode(module, "-m")?);
                    self.argv.push("-m".into());
                    break;
                }
                Arg::Long("dis") => {
                    let file = value(&mut parser, "--dis")?;
                    self.argv.push(file.clone());
                    self.run = Run::Disassemble(file);
                    break;
                }
                Arg::Short('V') => versions += 1,
                Arg::Short(letter) => self.short(letter, &mut parser)?,
                Arg::Long("version") => versions += 1,
                Arg::Long(word) => {
                    let word = word.to_owned();
                    self.long(&word, &mut parser)?;
                }
            }
        }
        if versions > 0 {
            return Err(Stop::Say(format!("{}\n", version(versions > 1))));
        }
        if self.argv.is_empty() {
            self.argv.push(OsString::new());
        }
        self.argv.extend(parser.raw_args().map_err(|error| usage(&error.to_string()))?);
        Ok(())
    }

    fn short(&mut self, letter: char, parser: &mut lexopt::Parser) -> Result<(), Stop> {
        match letter {
            'b' => self.bytes_warning += 1,
            'B' => self.dont_write_bytecode = true,
            'd' => self.debug += 1,
            'E' => self.ignore_environment = true,
            'h' | '?' => return Err(Stop::Say(format!("{USAGE}{OPTIONS}"))),
            'i' => {
                self.inspect += 1;
                self.interactive += 1;
            }
            'I' => {
                self.isolated = true;
                self.ignore_environment = true;
                self.no_user_site = true;
                self.safe_path = true;
            }
            // `sys.flags` counts; the compiler knows two levels.
            'O' => self.optimize = self.optimize.saturating_add(1),
            'P' => self.safe_path = true,
            'q' => self.quiet += 1,
            // Hash randomisation: always on, as in CPython.
            'R' => {}
            's' => self.no_user_site = true,
            'S' => self.no_site = true,
            'u' => self.unbuffered = true,
            'v' => self.verbose += 1,
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
            "help" => Err(Stop::Say(format!("{USAGE}{OPTIONS}"))),
            "help-env" => Err(Stop::Say(ENVIRONMENT.to_owned())),
            "help-xoptions" => Err(Stop::Say(EXTENSIONS.to_owned())),
            "help-all" => Err(Stop::Say(format!("{USAGE}{OPTIONS}\n{EXTENSIONS}\n{ENVIRONMENT}"))),
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
}

fn usage(message: &str) -> Stop {
    Stop::Usage(format!("{message}\n{USAGE}Try `tenure -h' for more information.\n"))
}

fn value(parser: &mut lexopt::Parser, option: &str) -> Result<OsString, Stop> {
    parser.value().map_err(|_| usage(&format!("Argument expected for the {option} option")))
}

fn decode(word: OsString, option: &str) -> Result<String, Stop> {
    word.into_string()
        .map_err(|word| Stop::Fatal(format!("tenure: the argument of {option} is not UTF-8: {}\n", word.display())))
}
