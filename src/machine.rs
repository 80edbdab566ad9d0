//! The machine as the options want it.

use std::ffi::OsString;
use std::io::Read as _;

use stdlib::Settings;
use vm_core::Thread;

use crate::options::{Options, Run};

/// A machine without its library.
pub fn machine(options: &Options) -> Result<Thread, String> {
    let t = Thread::new(&options.heap, &stdlib::layouts(), hash_key(options)?).map_err(|error| error.to_string())?;
    if let Some(digits) = options.int_max_str_digits {
        t.vm().int_max_str_digits.set(digits);
    }
    Ok(t)
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

/// What the library's `sys` is told.
pub fn settings(options: &Options) -> Settings {
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
            i64::from(options.inspect),
            i64::from(options.interactive),
            i64::from(options.optimize),
            flag(options.dont_write_bytecode),
            flag(options.no_user_site),
            flag(options.no_site),
            flag(options.ignore_environment),
            i64::from(options.verbose),
            i64::from(options.bytes_warning),
            i64::from(options.quiet),
            flag(options.hash_seed != Some(0)),
            flag(options.isolated),
            flag(options.dev_mode),
            // Names are UTF-8 here whatever the locale says.
            flag(options.utf8_mode.unwrap_or(true)),
            flag(options.warn_default_encoding),
            flag(options.safe_path),
            options.int_max_str_digits.map_or(4300, |digits| digits as i64),
            1,
            flag(options.thread_inherit_context),
            flag(options.context_aware_warnings),
        ],
        warnings: options.warn_options(),
        x_options: options.x_options.clone(),
        write_bytecode: !options.dont_write_bytecode,
        unbuffered: options.unbuffered,
    }
}

/// What stands first in `sys.path`: the script's folder, or the current one. A folder or archive that is run puts itself there.
fn first_path(options: &Options) -> Option<OsString> {
    if options.safe_path {
        return None;
    }
    match &options.run {
        Run::File(file) if !crate::program::may_hold_modules(file) => {
            let real = std::fs::canonicalize(file).ok()?;
            Some(real.parent()?.into())
        }
        Run::File(_) => None,
        Run::Module(_) => Some(std::env::current_dir().ok()?.into()),
        Run::Command(_) | Run::Input | Run::Disassemble(_) => Some(OsString::new()),
    }
}
