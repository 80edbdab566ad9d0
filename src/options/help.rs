//! What `-h` and its relatives print.

pub const USAGE: &str = "usage: tenure [option] ... [-c cmd | -m mod | file | -] [arg] ...\n";

pub const OPTIONS: &str = "\
Options (and corresponding environment variables):
-b     : issue warnings about converting bytes/bytearray to str and comparing
         bytes/bytearray with str or bytes with int; also -bb: issue errors
-B     : don't write cached bytecode on import; also PYTHONDONTWRITEBYTECODE=x
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
-V     : print the version number and exit (also --version); -VV: with the build
-W arg : warning control (action:message:category:module:lineno);
         also PYTHONWARNINGS=arg
-x     : skip first line of source, so that scripts may begin with other headers
-X opt : set implementation-specific option; --help-xoptions lists them
--check-hash-based-pycs always|default|never:
         how files of cached bytecode that name their source by hash are checked
--dis file: print the bytecode of a program
--help-env     : print help about the environment variables and exit
--help-xoptions: print help about the options of -X and exit
--help-all     : print everything there is to say and exit
file   : program read from script file
-      : program read from stdin (default; interactive mode if a tty)
arg ...: arguments passed to program in sys.argv[1:]
";

pub const EXTENSIONS: &str = "\
Implementation-specific options (-X) and their environment variables:
gc-log[=FILE] : write what the collector does to FILE or standard error, an
         event a line, in JSON; also TENURE_GC_LOG=FILE (or 1)
gc-stats      : print a summary of the collector's work at exit; also
         TENURE_GC_STATS=1
gc-trace=FILE : write the collector's pauses, their phases and the size of the
         heap to FILE, for Perfetto or chrome://tracing; also TENURE_GC_TRACE=FILE
gc-debug=KNOBS: find mistakes of the collector, slowly: every=N, start=N,
         poison, verify, verify=N, move_all, tiny_steps; also TENURE_GC_DEBUG=KNOBS
gc-threads=N  : threads that collect, where the collector has such; also
         TENURE_GC_THREADS=N
heap=SIZE     : hard limit of the heap, e.g. 64M or 2G; also TENURE_HEAP=SIZE
mmtk-plan=PLAN: the plan, where the collector is mmtk; also TENURE_MMTK_PLAN,
         MMTK_PLAN
nursery=SIZE  : the nursery of a generational collector, e.g. 512K or 4M; also
         TENURE_NURSERY=SIZE
lib=DIR       : use the library in DIR instead of the embedded one; also TENURE_LIB
context_aware_warnings=0|1 : sys.flags.context_aware_warnings;
         also PYTHON_CONTEXT_AWARE_WARNINGS
cpu_count=N   : what os.cpu_count() answers; also PYTHON_CPU_COUNT
dev           : development mode; also PYTHONDEVMODE=1
faulthandler  : accepted; also PYTHONFAULTHANDLER
frozen_modules=on|off : accepted: where the library lies is the business of lib=
importtime[=2]: print the time each import takes; also PYTHONPROFILEIMPORTTIME
int_max_str_digits=N : limit of conversions between int and str;
         also PYTHONINTMAXSTRDIGITS
no_debug_ranges : accepted; also PYTHONNODEBUGRANGES
pycache_prefix=DIR : cached bytecode is written below DIR; also PYTHONPYCACHEPREFIX
thread_inherit_context=0|1 : sys.flags.thread_inherit_context;
         also PYTHON_THREAD_INHERIT_CONTEXT
utf8[=0|1]    : UTF-8 mode; also PYTHONUTF8
warn_default_encoding : warn where the encoding of a file is left to chance;
         also PYTHONWARNDEFAULTENCODING
";

pub const ENVIRONMENT: &str = "\
Environment variables that change behavior:
PYTHONASYNCIODEBUG    : enable asyncio debug mode
PYTHONBREAKPOINT      : what breakpoint() calls; 0: nothing
PYTHONHASHSEED        : seed of the hashes of str and bytes: 'random' or 0 to 4294967295
PYTHONINSPECT         : inspect interactively after running script (-i)
PYTHONIOENCODING      : encoding[:errors] used for stdin, stdout and stderr
PYTHONNOUSERSITE      : don't add user site directory to sys.path (-s)
PYTHONOPTIMIZE        : remove assertions (-O), docstrings too if 2 (-OO)
PYTHONPATH            : ':'-separated folders put before the library in sys.path
PYTHONSAFEPATH        : don't prepend a potentially unsafe path to sys.path (-P)
PYTHONSTARTUP         : file executed when the interactive prompt starts
PYTHONUNBUFFERED      : force the stdout and stderr streams to be unbuffered (-u)
PYTHONUSERBASE        : base of the user's site directory
PYTHONVERBOSE         : trace import statements (-v)
PYTHONWARNINGS        : ','-separated warning controls (-W)
PYTHON_BASIC_REPL     : use the plain prompt, without line editing
PYTHON_COLORS         : 0: no colours, 1: colours (also NO_COLOR, FORCE_COLOR)
PYTHON_HISTORY        : file of the prompt's history (~/.tenure_history)
TENURE_GC_LOG, TENURE_GC_TRACE, TENURE_GC_STATS, TENURE_GC_DEBUG,
TENURE_GC_THREADS, TENURE_HEAP, TENURE_LIB, TENURE_MMTK_PLAN, TENURE_NURSERY :
                        as the -X options of that name, and read even with -E
Others belong to the -X option they are listed with (--help-xoptions).
";
