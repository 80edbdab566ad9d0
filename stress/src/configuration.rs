//! One way to run the virtual machine, and its spelling: `gc-mmtk/GenCopy+nursery=64K+every=97+poison`.
//!
//! A configuration is a collector, a plan of it, and knobs; a process gets it through its environment, so that the programs it
//! starts run the same way. Which configurations are worth running is for [`crate::matrix`] to say.

use std::fmt;
use std::str::FromStr;

use anyhow::{Error, bail};
use serde::{Deserialize, Serialize};

/// How code is executed. There is no compiled code yet; when there is, its modes are named here.
#[derive(Copy, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Jit {
    #[default]
    Interpreted,
}

/// See the module documentation.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Configuration {
    /// A feature of the root package, such as `gc-marksweep`.
    pub collector: String,
    pub plan: Option<String>,
    pub nursery: Option<String>,
    pub heap: Option<String>,
    pub threads: Option<String>,
    /// What `TENURE_GC_DEBUG` will hold.
    pub debug: Vec<String>,
    pub jit: Jit,
}

impl Configuration {
    pub fn of(collector: &str) -> Configuration {
        Configuration { collector: collector.to_owned(), ..Configuration::default() }
    }

    /// This one and more knobs, which replace those of the same name.
    pub fn with(&self, knobs: &str) -> Result<Configuration, Error> {
        let mut changed = self.clone();
        for knob in knobs.split('+').filter(|knob| !knob.is_empty()) {
            changed.set(knob)?;
        }
        Ok(changed)
    }

    fn set(&mut self, knob: &str) -> Result<(), Error> {
        let (name, value) = knob.split_once('=').map_or((knob, None), |(name, value)| (name, Some(value.to_owned())));
        match (name, &value) {
            ("nursery", Some(_)) => self.nursery = value,
            ("heap", Some(_)) => self.heap = value,
            ("threads", Some(_)) => self.threads = value,
            ("every" | "start", Some(_)) | ("poison" | "move_all" | "tiny_steps", None) | ("verify", _) => {
                self.debug.retain(|old| old.split('=').next() != Some(name));
                self.debug.push(knob.to_owned());
            }
            _ => bail!(
                "unknown knob '{knob}'; known are nursery=SIZE, heap=SIZE, threads=N, every=N, start=N, poison, verify, verify=N, \
                 move_all, tiny_steps"
            ),
        }
        Ok(())
    }

    /// The value of a debugging knob.
    pub fn debug_number(&self, name: &str) -> Option<u64> {
        let values = self.debug.iter().filter_map(|knob| knob.split_once('='));
        values.filter(|(key, _)| *key == name).find_map(|(_, value)| value.parse().ok())
    }

    /// Runs as a user would run it: no debugging knob slows it down or makes it collect at times of its own.
    pub fn is_plain(&self) -> bool {
        self.debug.is_empty() && self.heap.is_none() && self.collector != "gc-check"
    }

    /// The variables of a process that runs like this; those with `None` must not be set.
    pub fn environment(&self) -> Vec<(&'static str, Option<String>)> {
        let debug = (!self.debug.is_empty()).then(|| self.debug.join(","));
        let Jit::Interpreted = self.jit;
        vec![
            ("TENURE_GC_DEBUG", debug),
            ("TENURE_MMTK_PLAN", self.plan.clone()),
            ("MMTK_PLAN", None),
            ("TENURE_NURSERY", self.nursery.clone()),
            ("TENURE_HEAP", self.heap.clone()),
            ("TENURE_GC_THREADS", self.threads.clone()),
        ]
    }
}

impl fmt::Display for Configuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.collector)?;
        if let Some(plan) = &self.plan {
            write!(f, "/{plan}")?;
        }
        for (name, value) in [("nursery", &self.nursery), ("heap", &self.heap), ("threads", &self.threads)] {
            if let Some(value) = value {
                write!(f, "+{name}={value}")?;
            }
        }
        self.debug.iter().try_for_each(|knob| write!(f, "+{knob}"))
    }
}

impl FromStr for Configuration {
    type Err = Error;

    fn from_str(text: &str) -> Result<Configuration, Error> {
        let (vm, knobs) = text.split_once('+').unwrap_or((text, ""));
        let (collector, plan) = vm.split_once('/').map_or((vm, None), |(vm, plan)| (vm, Some(plan.to_owned())));
        if !collector.starts_with("gc-") {
            bail!("'{text}' is not a configuration; write for example gc-incminimark+nursery=64K+every=97+poison");
        }
        Configuration { plan, ..Configuration::of(collector) }.with(knobs)
    }
}

impl TryFrom<String> for Configuration {
    type Error = Error;

    fn try_from(text: String) -> Result<Configuration, Error> {
        text.parse()
    }
}

impl From<Configuration> for String {
    fn from(configuration: Configuration) -> String {
        configuration.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_and_parsing_agree() {
        for text in [
            "gc-check",
            "gc-mmtk/GenCopy",
            "gc-mmtk/Immix+threads=2",
            "gc-incminimark+nursery=64K+every=97+poison+verify=16",
        ] {
            assert_eq!(text.parse::<Configuration>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn later_knobs_replace_earlier_ones() {
        let configuration: Configuration = "gc-check+every=5+poison".parse().unwrap();
        assert_eq!(configuration.with("every=7+start=3").unwrap().to_string(), "gc-check+poison+every=7+start=3");
        assert_eq!(configuration.debug_number("every"), Some(5));
    }

    #[test]
    fn mistakes_are_explained() {
        let error = |text: &str| text.parse::<Configuration>().unwrap_err().to_string();
        assert!(error("gc-check+evry=1").starts_with("unknown knob 'evry=1'"));
        assert!(error("marksweep").contains("is not a configuration"));
    }
}
