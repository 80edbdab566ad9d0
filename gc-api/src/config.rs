//! How a heap is set up: sizes, and the debugging knobs every collector honours.

use core::fmt;

/// Settings of one heap. Sizes are in bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeapConfig {
    /// Hard limit; `None`: what the machine has.
    pub limit: Option<usize>,
    /// Threads that mark; `None`: the collector chooses.
    pub mark_threads: Option<usize>,
    /// The nursery of a collector that has one; `None`: the collector chooses.
    pub nursery: Option<usize>,
    /// The plan of a collector that has several, by name; `None`: its default.
    pub plan: Option<String>,
    pub debug: DebugKnobs,
}

impl HeapConfig {
    /// For a collector that has no nursery: refuses a configuration that gives it one.
    pub fn without_nursery(&self, collector: &str) -> Result<(), ConfigError> {
        match self.nursery {
            None => Ok(()),
            Some(_) => Err(ConfigError(format!("the collector {collector} has no nursery"))),
        }
    }

    /// For a collector that has no plans: refuses a configuration that names one.
    pub fn without_plans(&self, collector: &str) -> Result<(), ConfigError> {
        match self.plan {
            None => Ok(()),
            Some(_) => Err(ConfigError(format!("the collector {collector} has no plans to choose from"))),
        }
    }
}

/// What `TENURE_GC_DEBUG` says, e.g. `every=1,poison,verify`; see [`DebugKnobs::parse`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DebugKnobs {
    /// Collect at every k-th safepoint; 0: when the collector wants to.
    pub every: u64,
    /// With `every`: from the n-th safepoint on.
    pub start: u64,
    /// Overwrite freed and evacuated memory.
    pub poison: bool,
    /// Verify the heap before and after each n-th collection; 0: never.
    pub verify: u64,
    /// Move everything that can move at every collection.
    pub move_all: bool,
    /// Mark in steps of one object.
    pub tiny_steps: bool,
}

/// A setting the collector cannot honour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError(pub String);

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ConfigError {}

/// What [`DebugKnobs::parse`] understands, for help texts and errors.
pub const KNOBS: &str = "every=N, start=N, poison, verify, verify=N, move_all, tiny_steps";

impl DebugKnobs {
    /// Reads knobs separated by commas; `start` alone implies `every=1`.
    pub fn parse(text: &str) -> Result<DebugKnobs, ConfigError> {
        let mut knobs = DebugKnobs::default();
        for knob in text.split(',').map(str::trim).filter(|knob| !knob.is_empty()) {
            let (name, value) = match knob.split_once('=') {
                Some((name, value)) => (name.trim(), Some(value.trim())),
                None => (knob, None),
            };
            let number = || match value.map(str::parse::<u64>) {
                Some(Ok(number)) if number > 0 => Ok(number),
                _ => Err(ConfigError(format!("knob '{name}' needs a number above zero, as in '{name}=1'"))),
            };
            let flag = || match value {
                None => Ok(true),
                Some(_) => Err(ConfigError(format!("knob '{name}' takes no value"))),
            };
            match name {
                "every" => knobs.every = number()?,
                "start" => knobs.start = number()?,
                "poison" => knobs.poison = flag()?,
                "verify" => knobs.verify = if value.is_some() { number()? } else { 1 },
                "move_all" => knobs.move_all = flag()?,
                "tiny_steps" => knobs.tiny_steps = flag()?,
                _ => return Err(ConfigError(format!("unknown knob '{name}'; known are {KNOBS}"))),
            }
        }
        if knobs.start > 0 && knobs.every == 0 {
            knobs.every = 1;
        }
        Ok(knobs)
    }

    /// Whether to collect at the n-th safepoint.
    pub fn collects_at(&self, safepoint: u64) -> bool {
        self.every > 0 && safepoint >= self.start && safepoint.is_multiple_of(self.every)
    }

    /// Whether the heap is to be verified before and after the n-th collection.
    pub fn verifies(&self, collection: u64) -> bool {
        self.verify > 0 && collection.is_multiple_of(self.verify)
    }
}

/// Reads a size: a number of bytes, or with a suffix `K`, `M`, `G` or `T` (powers of 1024; a `B` or `iB` after it, and either case, are
/// accepted; a fraction is too, as in `1.5G`).
pub fn parse_size(text: &str) -> Result<usize, ConfigError> {
    let refuse = || ConfigError(format!("'{text}' is not a size; write for example 512M or 2G"));
    let trimmed = text.trim();
    let digits = trimmed.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(trimmed.len());
    let (number, suffix) = trimmed.split_at(digits);
    let shift = match suffix.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 0,
        "k" | "kb" | "kib" => 10,
        "m" | "mb" | "mib" => 20,
        "g" | "gb" | "gib" => 30,
        "t" | "tb" | "tib" => 40,
        _ => return Err(refuse()),
    };
    let bytes = match number.parse::<u64>() {
        Ok(whole) => whole.checked_mul(1 << shift).ok_or_else(refuse)?,
        Err(_) => {
            let bytes = number.parse::<f64>().map_err(|_| refuse())? * (1u64 << shift) as f64;
            if !(0.0..=u64::MAX as f64 / 2.0).contains(&bytes) {
                return Err(refuse());
            }
            bytes as u64
        }
    };
    usize::try_from(bytes).map_err(|_| refuse())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knobs_are_read() {
        assert_eq!(DebugKnobs::parse(""), Ok(DebugKnobs::default()));
        let expected = DebugKnobs { every: 3, start: 5, poison: true, ..DebugKnobs::default() };
        assert_eq!(DebugKnobs::parse("every=3, start=5,poison"), Ok(expected));
        assert_eq!(DebugKnobs::parse("start=7").map(|knobs| knobs.every), Ok(1));
    }

    #[test]
    fn wrong_knobs_are_explained() {
        let error = |text: &str| DebugKnobs::parse(text).unwrap_err().0;
        assert_eq!(error("evry=1"), format!("unknown knob 'evry'; known are {KNOBS}"));
        assert_eq!(error("every"), "knob 'every' needs a number above zero, as in 'every=1'");
        assert_eq!(error("every=0"), "knob 'every' needs a number above zero, as in 'every=1'");
        assert_eq!(error("verify=often"), "knob 'verify' needs a number above zero, as in 'verify=1'");
        assert_eq!(error("poison=1"), "knob 'poison' takes no value");
    }

    #[test]
    fn verification_may_be_of_some_collections_only() {
        let verified = |text: &str| {
            let knobs = DebugKnobs::parse(text).unwrap();
            (1..=6).filter(|&n| knobs.verifies(n)).collect::<Vec<u64>>()
        };
        assert_eq!(verified("poison"), []);
        assert_eq!(verified("verify"), [1, 2, 3, 4, 5, 6]);
        assert_eq!(verified("verify=3"), [3, 6]);
    }

    #[test]
    fn sizes() {
        for (text, bytes) in
            [("512M", 512 << 20), ("2g", 2 << 30), ("1.5G", 3 << 29), ("4096", 4096), ("64 KiB", 64 << 10), ("0", 0)]
        {
            assert_eq!(parse_size(text), Ok(bytes), "{text}");
        }
        for text in ["", "M", "12Q", "-1", "1e9", "99999999T", "1.2.3M"] {
            assert!(parse_size(text).is_err(), "{text}");
        }
        assert_eq!(parse_size("x").unwrap_err().0, "'x' is not a size; write for example 512M or 2G");
    }
}
