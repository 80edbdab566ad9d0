//! What the environment says. The command line wins: a variable only fills a gap, or raises a level.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};

use super::extensions::{digit_limit, gc_threads, knobs, plan_name, size_of, switch};
use super::{Environment, Options, Stop, fatal};

impl Options {
    /// `python` is silent under `-E`; `tenure` is not.
    pub(super) fn read_environment(&mut self, python: Environment<'_>, tenure: Environment<'_>) -> Result<(), Stop> {
        let text = |name: &str| python(name).map(|value| value.to_string_lossy().into_owned());
        let level = |name: &str| text(name).map_or(0, |value| value.parse::<u8>().unwrap_or(1).max(1));
        self.optimize = self.optimize.max(level("PYTHONOPTIMIZE"));
        self.verbose = self.verbose.max(level("PYTHONVERBOSE"));
        self.debug = self.debug.max(level("PYTHONDEBUG"));
        self.inspect = self.inspect.max(level("PYTHONINSPECT"));
        self.dont_write_bytecode |= python("PYTHONDONTWRITEBYTECODE").is_some();
        self.unbuffered |= python("PYTHONUNBUFFERED").is_some();
        self.safe_path |= python("PYTHONSAFEPATH").is_some();
        self.no_user_site |= python("PYTHONNOUSERSITE").is_some();
        self.warn_default_encoding |= python("PYTHONWARNDEFAULTENCODING").is_some();
        self.dev_mode |= python("PYTHONDEVMODE").is_some();
        self.import_time = level("PYTHONPROFILEIMPORTTIME").min(2);
        if let Some(filters) = text("PYTHONWARNINGS") {
            self.environment_warnings = filters.split(',').map(str::to_owned).collect();
        }
        self.path = python("PYTHONPATH").map_or(Vec::new(), |path| split_path(&path));
        self.startup = python("PYTHONSTARTUP");
        self.pycache_prefix = python("PYTHONPYCACHEPREFIX");
        self.io_encoding = text("PYTHONIOENCODING");
        self.hash_seed = hash_seed(text("PYTHONHASHSEED").as_deref())?;
        if let Some(digits) = text("PYTHONINTMAXSTRDIGITS") {
            self.int_max_str_digits = Some(digit_limit(&digits, "PYTHONINTMAXSTRDIGITS")?);
        }
        if let Some(mode) = text("PYTHONUTF8") {
            let wrong = || fatal("preconfig_init_utf8_mode", "invalid PYTHONUTF8 environment variable value");
            self.utf8_mode = Some(switch(Some(&mode)).ok_or_else(wrong)?);
        }
        self.read_collector_environment(tenure)
    }

    fn read_collector_environment(&mut self, tenure: Environment<'_>) -> Result<(), Stop> {
        self.lib = tenure("TENURE_LIB");
        self.gc_stats = tenure("TENURE_GC_STATS").is_some_and(|value| value != "0");
        self.gc_log = tenure("TENURE_GC_LOG").filter(|file| file != "0");
        if self.gc_log.as_deref() == Some(OsStr::new("1")) {
            self.gc_log = Some(OsString::new());
        }
        self.gc_trace = tenure("TENURE_GC_TRACE").filter(|file| file != "0");
        if let Some(text) = tenure("TENURE_GC_DEBUG") {
            self.heap.debug = knobs(&text.to_string_lossy(), "TENURE_GC_DEBUG")?;
        }
        if let Some(number) = tenure("TENURE_GC_THREADS") {
            self.heap.mark_threads = Some(gc_threads(&number.to_string_lossy(), "TENURE_GC_THREADS")?);
        }
        if let Some(size) = tenure("TENURE_HEAP") {
            self.heap.limit = Some(size_of(&size.to_string_lossy(), "TENURE_HEAP")?);
        }
        if let Some(plan) = tenure("TENURE_MMTK_PLAN").or_else(|| tenure("MMTK_PLAN")) {
            self.heap.plan = Some(plan_name(&plan.to_string_lossy(), "TENURE_MMTK_PLAN")?);
        }
        if let Some(size) = tenure("TENURE_NURSERY") {
            self.heap.nursery = Some(size_of(&size.to_string_lossy(), "TENURE_NURSERY")?);
        }
        Ok(())
    }
}

fn split_path(path: &OsStr) -> Vec<OsString> {
    path.as_bytes().split(|&byte| byte == b':').map(|part| OsString::from_vec(part.to_vec())).collect()
}

fn hash_seed(text: Option<&str>) -> Result<Option<u32>, Stop> {
    match text {
        None | Some("random") => Ok(None),
        Some(digits) => digits.parse::<u32>().map(Some).map_err(|_| {
            fatal("config_init_hash_seed", "PYTHONHASHSEED must be \"random\" or an integer in range [0; 4294967295]")
        }),
    }
}
