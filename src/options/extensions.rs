//! The options of `-X`, and their twins in the environment where they take a value to be checked.

use gc_api::DebugKnobs;
use gc_api::config::parse_size;

use super::{Environment, Options, Stop, fatal};

impl Options {
    /// Reads what `-X` gathered, in order: the last one wins. Options it does not know are the program's business.
    pub(super) fn read_extensions(&mut self, python: Environment<'_>) -> Result<(), Stop> {
        let variable = |name: &str| python(name).map(|value| value.to_string_lossy().into_owned());
        if let Some(number) = variable("PYTHON_CPU_COUNT") {
            self.cpu_count = cpu_count(Some(&number))?;
        }
        if let Some(setting) = variable("PYTHON_THREAD_INHERIT_CONTEXT") {
            self.thread_inherit_context = context_switch("thread_inherit_context", Some(&setting))?;
        }
        if let Some(setting) = variable("PYTHON_CONTEXT_AWARE_WARNINGS") {
            self.context_aware_warnings = context_switch("context_aware_warnings", Some(&setting))?;
        }
        if let Some(setting) = variable("PYTHON_GIL") {
            gil(Some(&setting))?;
        }
        if variable("PYTHONTRACEMALLOC").is_some_and(|frames| frames != "0") {
            return Err(no_tracemalloc("PYTHONTRACEMALLOC"));
        }
        for (name, value) in self.x_options.clone() {
            self.read_extension(&name, value.as_deref())?;
        }
        Ok(())
    }

    fn read_extension(&mut self, name: &str, value: Option<&str>) -> Result<(), Stop> {
        match (name, value) {
            ("gc-log", file) => self.gc_log = Some(file.unwrap_or_default().into()),
            ("gc-trace", Some(file)) if !file.is_empty() => self.gc_trace = Some(file.into()),
            ("gc-trace", _) => return Err(Stop::Usage("tenure: -X gc-trace=FILE needs a file\n".to_owned())),
            ("gc-stats", None) => self.gc_stats = true,
            ("gc-stats", Some(_)) => return Err(Stop::Usage("tenure: -X gc-stats takes no value\n".to_owned())),
            ("gc-debug", text) => self.heap.debug = knobs(text.unwrap_or_default(), "-X gc-debug")?,
            ("gc-threads", number) => {
                self.heap.mark_threads = Some(gc_threads(number.unwrap_or_default(), "-X gc-threads")?)
            }
            ("heap", size) => self.heap.limit = Some(size_of(size.unwrap_or_default(), "-X heap")?),
            ("mmtk-plan", plan) => self.heap.plan = Some(plan_name(plan.unwrap_or_default(), "-X mmtk-plan")?),
            ("nursery", size) => self.heap.nursery = Some(size_of(size.unwrap_or_default(), "-X nursery")?),
            ("lib", Some(folder)) if !folder.is_empty() => self.lib = Some(folder.into()),
            ("lib", _) => return Err(Stop::Usage("tenure: -X lib=DIR needs a folder\n".to_owned())),
            ("importtime", level) => self.import_time = import_time(level)?,
            ("dev", _) => self.dev_mode = true,
            ("int_max_str_digits", digits) => {
                self.int_max_str_digits = Some(digit_limit(digits.unwrap_or_default(), "-X int_max_str_digits")?);
            }
            ("utf8", mode) => {
                let wrong = || fatal("preconfig_init_utf8_mode", "invalid -X utf8 option value");
                self.utf8_mode = Some(if mode.is_none() { true } else { switch(mode).ok_or_else(wrong)? });
            }
            ("pycache_prefix", folder) => {
                self.pycache_prefix = folder.filter(|folder| !folder.is_empty()).map(Into::into);
            }
            ("warn_default_encoding", _) => self.warn_default_encoding = true,
            ("cpu_count", number) => self.cpu_count = cpu_count(number)?,
            ("thread_inherit_context", setting) => self.thread_inherit_context = context_switch(name, setting)?,
            ("context_aware_warnings", setting) => self.context_aware_warnings = context_switch(name, setting)?,
            ("frozen_modules", None | Some("on" | "off" | "")) => {}
            ("frozen_modules", Some(_)) => {
                return Err(Stop::Fatal(
                    "Fatal Python error: bad value for option -X frozen_modules (expected \"on\" or \"off\")\n\
                     Python runtime state: preinitialized\n\n"
                        .to_owned(),
                ));
            }
            ("gil", setting) => gil(setting)?,
            ("tracemalloc", frames) => {
                let wrong = || fatal("config_init_tracemalloc", "-X tracemalloc=NFRAME: invalid number of frames");
                if frames.map_or(Ok(1), str::parse::<u16>).map_err(|_| wrong())? > 0 {
                    return Err(no_tracemalloc("-X tracemalloc"));
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// `0` or `1`.
pub(super) fn switch(text: Option<&str>) -> Option<bool> {
    match text {
        Some("0") => Some(false),
        Some("1") => Some(true),
        _ => None,
    }
}

pub(super) fn digit_limit(text: &str, option: &str) -> Result<usize, Stop> {
    let limit = text.parse::<usize>().ok();
    limit.filter(|&limit| limit == 0 || (640..=i32::MAX as usize).contains(&limit)).ok_or_else(|| {
        let message = format!("{option}: invalid limit; must be >= 640 or 0 for unlimited.");
        fatal("config_init_int_max_str_digits", &message)
    })
}

pub(super) fn size_of(text: &str, option: &str) -> Result<usize, Stop> {
    parse_size(text).map_err(|error| Stop::Usage(format!("tenure: {option}: {error}\n")))
}

pub(super) fn gc_threads(text: &str, option: &str) -> Result<usize, Stop> {
    match text.parse::<usize>() {
        Ok(threads) if threads > 0 => Ok(threads),
        _ => Err(Stop::Usage(format!("tenure: {option}: '{text}' is not a number of threads above zero\n"))),
    }
}

/// Which plans there are is for the collector to say.
pub(super) fn plan_name(text: &str, option: &str) -> Result<String, Stop> {
    match text {
        "" => Err(Stop::Usage(format!("tenure: {option} needs the name of a plan\n"))),
        name => Ok(name.to_owned()),
    }
}

pub(super) fn knobs(text: &str, option: &str) -> Result<DebugKnobs, Stop> {
    DebugKnobs::parse(text).map_err(|error| Stop::Usage(format!("tenure: {option}: {error}\n")))
}

fn import_time(level: Option<&str>) -> Result<u8, Stop> {
    match level {
        None | Some("" | "1") => Ok(1),
        Some("2") => Ok(2),
        Some(_) => Err(fatal(
            "config_init_import_time",
            "-X importtime: values other than 1 and 2 are reserved for future use.",
        )),
    }
}

fn cpu_count(text: Option<&str>) -> Result<Option<u32>, Stop> {
    let count = text.unwrap_or_default();
    if count == "default" {
        return Ok(None);
    }
    match count.parse::<u32>() {
        Ok(count) if count > 0 => Ok(Some(count)),
        _ => Err(fatal(
            "config_init_cpu_count",
            "-X cpu_count=n option: n is missing or an invalid number, n must be greater than 0",
        )),
    }
}

fn context_switch(name: &str, text: Option<&str>) -> Result<bool, Stop> {
    let place = format!("config_init_{name}");
    switch(text).ok_or_else(|| fatal(&place, &format!("-X {name}=n: n is missing or invalid")))
}

fn gil(text: Option<&str>) -> Result<(), Stop> {
    let message = match switch(text) {
        Some(true) => return Ok(()),
        Some(false) => "Disabling the GIL is not supported by this build",
        None => "PYTHON_GIL / -X gil must be \"0\" or \"1\"",
    };
    Err(fatal("config_read_gil", message))
}

fn no_tracemalloc(option: &str) -> Stop {
    Stop::Usage(format!("tenure: {option}: allocations are not traced here; see -X gc-stats and -X gc-log\n"))
}
