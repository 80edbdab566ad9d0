//! The command line: what can be asked, and help that teaches how.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::matrix::Extent;

/// Runs Python programs under every collector and many settings, and tells where they differ.
///
/// A program must do the same under each configuration: print the same, raise the same, exit alike. A configuration is
/// written COLLECTOR[/PLAN][+KNOB...], for example
///
///   gc-incminimark+nursery=64K+every=97+poison+verify=16
///   gc-mmtk/GenCopy+every=31
///
/// with the knobs nursery=SIZE, heap=SIZE, threads=N, every=N (collect at each N-th safepoint), start=N (from the N-th on), poison, verify,
/// verify=N, move_all and tiny_steps. The machines are built as needed. A failure is written to a file, which `replay` runs again.
///
/// The exit status is 0 if all agreed, 1 if not, 2 if it could not be found out.
#[derive(Debug, Parser)]
#[command(name = "tenure-stress", version, verbatim_doc_comment, after_help = EXAMPLES)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
    #[command(flatten)]
    pub common: Common,
}

const EXAMPLES: &str = "\
Examples:
  tenure-stress run my_program.py                        each collector and plan, plain and under a handful of knobs
  tenure-stress corpus --filter classes/ --extent quick  a part of the corpus, once under each collector
  tenure-stress generate --seed 7 --count 1000 --cpython python3.14
  tenure-stress run -c gc-marksweep -c gc-mmtk/GenCopy+every=7 my_program.py
  tenure-stress soak --minutes 60                        new programs and new settings until the time is over
  tenure-stress replay target/stress/failures/CASE.json  a failure again, as a difference
  tenure-stress minimise target/stress/failures/CASE.json
  tenure-stress seeded                                   do the checkers find mistakes made on purpose?";

/// What all subcommands share.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Options of all subcommands")]
pub struct Common {
    /// How much of the matrix to run
    #[arg(long, global = true, value_enum, default_value_t = Extent::Standard)]
    pub extent: Extent,
    /// Only this collector, or plan as in gc-mmtk/GenCopy; may be repeated
    #[arg(long, global = true, value_name = "NAME")]
    pub collector: Vec<String>,
    /// Exactly this configuration; may be repeated, the first is the reference
    #[arg(short, long, global = true, value_name = "CONFIGURATION")]
    pub configuration: Vec<String>,
    /// A CPython 3.14 to ask as well; its opinion is the reference
    #[arg(long, global = true, value_name = "PATH")]
    pub cpython: Option<PathBuf>,
    /// Programs that run at the same time
    #[arg(short, long, global = true, default_value_t = default_jobs())]
    pub jobs: usize,
    /// Time for one run of a program
    #[arg(long, global = true, default_value_t = 60.0)]
    pub seconds: f64,
    /// Resident memory for one run of a program
    #[arg(long, global = true, default_value_t = 2000)]
    pub megabytes: u64,
    /// Cargo profile of the machines
    #[arg(long, global = true, default_value = "dev")]
    pub profile: String,
    /// Take the machines as they were last built
    #[arg(long, global = true)]
    pub use_built: bool,
    /// Where results and failures go [default: target/stress]
    #[arg(long, global = true, value_name = "FOLDER")]
    pub output: Option<PathBuf>,
    /// Leave out what the results of an earlier run already hold
    #[arg(long, global = true)]
    pub resume: bool,
    /// Seconds to spend on making a failing program smaller; 0: leave it as it is
    #[arg(long, global = true, default_value_t = 90)]
    pub minimise_seconds: u64,
    /// Stop after so many failures
    #[arg(long, global = true, default_value_t = 10)]
    pub max_failures: u64,
}

fn default_jobs() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run programs under the matrix
    Run {
        #[arg(required = true)]
        programs: Vec<PathBuf>,
    },
    /// Run the golden corpus under the matrix, beside what CPython was recorded to do
    Corpus {
        /// Only programs whose name contains this
        #[arg(long, default_value = "")]
        filter: String,
        /// Only each N-th program
        #[arg(long, default_value_t = 1)]
        every: usize,
        /// Run mutants of the programs instead, so many of each
        #[arg(long, default_value_t = 0)]
        mutants: u64,
        /// Of the mutants
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Generate programs shaped by memory use, and run them under the matrix
    Generate {
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// How many programs
        #[arg(long, default_value_t = 200)]
        count: u64,
        /// The number of the first
        #[arg(long, default_value_t = 0)]
        first: u64,
        /// Programs in one process
        #[arg(long, default_value_t = 10)]
        batch: u64,
        /// Configurations that see each batch, chosen anew for each; 0: all
        #[arg(long, default_value_t = 0)]
        sample: usize,
        /// Print the programs instead of running them
        #[arg(long)]
        print: bool,
    },
    /// Make a failing program smaller: a case that was written down, or a Python file on which configurations disagree
    Minimise {
        file: PathBuf,
        /// Write the smaller program here
        #[arg(long, value_name = "FILE")]
        to: Option<PathBuf>,
    },
    /// Run a failure again, show the difference, and find the first collection that makes it
    Replay {
        case: PathBuf,
        /// Do not look for the first collection
        #[arg(long)]
        no_bisection: bool,
    },
    /// Generated programs, mutants and the corpus under settings from the whole matrix, until the time is over
    Soak {
        #[arg(long, default_value_t = 60)]
        minutes: u64,
        /// The first seed; each round takes the next
        #[arg(long)]
        seed: Option<u64>,
    },
    /// Programs under hardship: less and less memory, interrupts at any moment
    Faults {
        /// Default: the corpus
        programs: Vec<PathBuf>,
        /// Only each N-th program
        #[arg(long, default_value_t = 1)]
        every: usize,
        /// Interrupts of each program; 0: none
        #[arg(long, default_value_t = 4)]
        interrupts: u32,
        /// Leave the heap as it is
        #[arg(long)]
        no_memory: bool,
    },
    /// Show that the checkers find mistakes made on purpose
    Seeded {
        /// Only bugs whose collector and name contain this
        #[arg(long, default_value = "")]
        filter: String,
    },
    /// List the configurations of the matrix
    Matrix,
}

#[test]
fn the_command_line_is_consistent() {
    use clap::CommandFactory;
    Cli::command().debug_assert();
}
