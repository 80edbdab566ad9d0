//! From options to a running program, and from its end to an exit status.

use std::ffi::{OsStr, OsString};
use std::io::{Read as _, Write as _};
use std::process::ExitCode;

use compiler::Mode;
use gc_api::{DebugKnobs, HeapConfig};
use stdlib::Settings;
use vm_core::natives::Tail;
use vm_core::objects::dict::Dict;
use vm_core::objects::exception;
use vm_core::vm::RootKey;
use vm_core::{Raised, Thread, Value, cls, sym};

use crate::disassemble::cannot_open;
use crate::options::{Options, Run};

/// Runs what the options say.
pub fn launch(options: &Options) -> ExitCode {
    let mut thread = match machine(options) {
        Ok(thread) => thread,
        Err(message) => {
            eprintln!("tenure: {message}");
            return ExitCode::FAILURE;
        }
    };
    let t = &mut thread;
    let outcome = match stdlib::install(t, &settings(options)) {
        Ok(()) => run(t, options),
        Err(raised) => Err(raised),
    };
    match outcome {
        Ok(status) => status,
        Err(raised) => end(t, raised),
    }
}

fn machine(options: &Options) -> Result<Thread, String> {
    let knobs = match std::env::var("TENURE_GC_DEBUG") {
        Ok(text) => DebugKnobs::parse(&text).map_err(|error| error.to_string())?,
        Err(_) => DebugKnobs::default(),
    };
    let config = HeapConfig { limit: options.heap, debug: knobs, ..HeapConfig::default() };
    Thread::new(&config, &stdlib::layouts(), hash_key(options)?).map_err(|error| error.to_string())
}

/// The key of string hashes: from the seed, or from the system.
fn hash_key(options: &Options) -> Result<(u64, u64), String> {
    let mut bytes = [0u8; 16];
    match options.hash_seed {
        Some(0) => {}
        Some(seed) => {
            // The generator CPython expands its seed with.
            let mut state = seed;
            for byte in &mut bytes {
                state = state.wrapping_mul(214_013).wrapping_add(2_531_011);
                *byte = (state >> 16) as u8;
            }
        }
        None => {
            let mut file = std::fs::File::open("/dev/urandom").map_err(|error| format!("/dev/urandom: {error}"))?;
            file.read_exact(&mut bytes).map_err(|error| format!("/dev/urandom: {error}"))?;
        }
    }
    let (low, high) = bytes.split_at(8);
    let word = |half: &[u8]| half.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte));
    Ok((word(low), word(high)))
}

fn settings(options: &Options) -> Settings {
    let mut path = options.path.clone();
    if let Some(first) = first_path(options) {
        path.insert(0, first);
    }
    let flag = |set: bool| i64::from(set);
    Settings {
        argv: options.argv.clone(),
        original: options.original.clone(),
        path,
        executable: std::env::current_exe().map(OsString::from).unwrap_or_default(),
        lib: options.lib.clone(),
        flags: vec![
            i64::from(options.debug),
            flag(options.inspect),
            flag(options.interactive),
            i64::from(options.optimize),
            flag(options.dont_write_bytecode),
            flag(options.no_user_site),
            flag(options.no_site),
            flag(options.ignore_environment),
            i64::from(options.verbose),
            i64::from(options.bytes_warning),
            flag(options.quiet),
            flag(options.hash_seed != Some(0)),
            flag(options.isolated),
            flag(options.dev_mode),
            // UTF-8 mode: this machine knows no other encoding of names.
            1,
            0,
            flag(options.safe_path),
            options.int_max_str_digits.map_or(-1, |digits| digits as i64),
            1,
            0,
            0,
        ],
        warnings: options.warnings.clone(),
        x_options: options.x_options.clone(),
        write_bytecode: !options.dont_write_bytecode,
        unbuffered: options.unbuffered,
    }
}

/// What stands first in `sys.path`: the script's folder, or the current one.
fn first_path(options: &Options) -> Option<OsString> {
    if options.safe_path {
        return None;
    }
    match &options.run {
        Run::File(file) => {
            let real = std::fs::canonicalize(file).ok()?;
            Some(real.parent()?.into())
        }
        Run::Module(_) => Some(std::env::current_dir().ok()?.into()),
        Run::Command(_) | Run::Input | Run::Disassemble(_) => Some(OsString::new()),
    }
}

fn run(t: &mut Thread, options: &Options) -> Result<ExitCode, Raised> {
    match &options.run {
        Run::Command(command) => run_text(t, options, command.as_bytes(), "<string>")?,
        Run::File(file) => match std::fs::read(file) {
            Ok(bytes) => run_text(t, options, &bytes, &file.to_string_lossy())?,
            Err(error) => {
                eprint!("{}", cannot_open(file, &error));
                return Ok(ExitCode::from(2));
            }
        },
        Run::Input => {
            let mut bytes = Vec::new();
            if let Err(error) = std::io::stdin().lock().read_to_end(&mut bytes) {
                eprint!("{}", cannot_open(OsStr::new("<stdin>"), &error));
                return Ok(ExitCode::from(2));
            }
            run_text(t, options, &bytes, "<stdin>")?;
        }
        Run::Module(name) => run_module(t, name)?,
        Run::Disassemble(_) => {}
    }
    flush(t)?;
    Ok(ExitCode::SUCCESS)
}

/// Runs source text as `__main__`.
fn run_text(t: &mut Thread, options: &Options, bytes: &[u8], filename: &str) -> Result<(), Raised> {
    t.run_tail(|t| {
        let main = stdlib::make_main(t)?;
        if let Run::File(_) = options.run {
            main.add_text(t, "__file__", filename)?;
        }
        let text = compiler::parse::decode(bytes, filename, &mut |_, _| None)
            .map_err(|error| stdlib::raise_syntax_error(t, &error))?;
        let text = match (options.skip_first_line, text.find('\n')) {
            (true, Some(end)) => text[end..].to_owned(),
            _ => text,
        };
        let wanted = compiler::Options { optimize: options.optimize, ..compiler::Options::default() };
        let code = stdlib::compile_text(t, &text, filename, Mode::Exec, &wanted)?;
        stdlib::run_code(t, code, main, main.value())
    })
}

/// `-m`: the library's own `runpy`.
fn run_module(t: &mut Thread, name: &str) -> Result<(), Raised> {
    t.run_tail(|t| {
        stdlib::make_main(t)?;
        let source = "import runpy\nrunpy._run_module_as_main(name)\n";
        let globals = t.new_dict();
        globals.set_sym(t, sym::__builtins__, t.builtins_module())?;
        globals.add_text(t, "name", name)?;
        let code = stdlib::compile_text(t, source, "<frozen runpy>", Mode::Exec, &compiler::Options::default())?;
        stdlib::run_code(t, code, globals, globals.value())
    })
}

fn flush(t: &mut Thread) -> Result<(), Raised> {
    for stream in ["stdout", "stderr"] {
        t.run_tail(|t| {
            let sys = t.fixed_root(RootKey::SysDict).expect::<Dict>();
            match sys.named(t, stream).filter(|stream| !stream.is_none()) {
                Some(stream) => t.getattr(stream, t.intern_text("flush"))?.then(t, &CALL, Value::NONE),
                None => Ok(Tail::Value(Value::NONE)),
            }
        })?;
    }
    Ok(())
}

static CALL: vm_core::natives::Then = vm_core::natives::Then::new(|_, _, method| Ok(Tail::call(method, &[])));

/// Reports an uncaught exception; the exit status it means.
fn end(t: &mut Thread, raised: Raised) -> ExitCode {
    let exception = t.take_exception(raised);
    if t.is_instance(exception, cls::SystemExit) {
        let status = exception::field(t, exception.expect(), sym::code);
        let code = match t.as_int(status) {
            Some(vm_core::objects::number::IntRef::Small(code)) => ExitCode::from(code as u8),
            Some(_) => ExitCode::from(255),
            None if status.is_none() || !status.is_set() => ExitCode::SUCCESS,
            None => {
                let status = t.hold(status);
                flush_quietly(t);
                let text = match t.run_tail(|t| t.str_of(t.held(status))) {
                    Ok(()) => t.text(t.result()),
                    Err(raised) => {
                        t.take_exception(raised);
                        String::new()
                    }
                };
                eprintln!("{text}");
                return ExitCode::FAILURE;
            }
        };
        flush_quietly(t);
        return code;
    }
    let interrupted = t.is_instance(exception, cls::KeyboardInterrupt);
    let exception = t.hold(exception);
    let shown = t.run_tail(|t| {
        let exception = t.held(exception);
        let sys = t.fixed_root(RootKey::SysDict).cast::<Dict>();
        let has_stream = sys.is_some_and(|sys| sys.named(t, "stderr").is_some());
        let hook = sys.and_then(|sys| sys.named(t, "excepthook")).filter(|_| has_stream);
        // Before the streams exist, the exception is told below.
        let Some(hook) = hook else { return Err(t.reraise(exception)) };
        let error = exception.expect::<vm_core::errors::Exception>();
        let traceback = error.get(vm_core::errors::Exception::traceback).given().unwrap_or(Value::NONE);
        Ok(Tail::call(hook, &[t.class_of(exception).value(), exception, traceback]))
    });
    if let Err(raised) = shown {
        t.take_exception(raised);
        let text = t.describe(t.held(exception));
        eprintln!("{text}");
    }
    flush_quietly(t);
    if interrupted {
        // The shell should see death by the signal: 130.
        return ExitCode::from(130);
    }
    ExitCode::FAILURE
}

/// Output is written even if the program failed; what fails then has nobody to tell.
fn flush_quietly(t: &mut Thread) {
    if let Err(raised) = flush(t) {
        t.take_exception(raised);
    }
    let _ = std::io::stdout().flush();
}
