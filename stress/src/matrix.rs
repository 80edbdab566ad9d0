//! Which configurations there are: the axes, and the sets of points in them that the subcommands run.
//!
//! It knows the names of collectors, plans and knobs, and which go together; nothing of processes or programs.

use anyhow::{Error, bail};
use clap::ValueEnum;

use crate::configuration::Configuration;

/// A collector as the matrix sees it.
pub struct Collector {
    /// The feature of the root package that selects it.
    pub name: &'static str,
    pub plans: &'static [Plan],
    pub nursery: bool,
}

/// A plan of a collector.
pub struct Plan {
    pub name: &'static str,
    pub nursery: bool,
    /// Never frees anything: of no use in a long run.
    pub grows: bool,
}

const fn plan(name: &'static str) -> Plan {
    Plan { name, nursery: false, grows: false }
}

/// All collectors. The first is what the others are compared with where nothing better is known: the simplest, and none of its objects move.
pub static COLLECTORS: &[Collector] = &[
    Collector { name: "gc-marksweep", plans: &[], nursery: false },
    Collector { name: "gc-incminimark", plans: &[], nursery: true },
    Collector { name: "gc-refcount", plans: &[], nursery: false },
    Collector {
        name: "gc-mmtk",
        plans: &[
            Plan { nursery: true, ..plan("GenImmix") },
            Plan { nursery: true, ..plan("GenCopy") },
            Plan { nursery: true, ..plan("StickyImmix") },
            plan("Immix"),
            plan("ConcurrentImmix"),
            plan("SemiSpace"),
            plan("MarkSweep"),
            plan("MarkCompact"),
            plan("Compressor"),
            Plan { grows: true, ..plan("NoGC") },
        ],
        nursery: false,
    },
    Collector { name: "gc-check", plans: &[], nursery: false },
];

/// How much of the matrix to run.
#[derive(Copy, Clone, PartialEq, Eq, Debug, ValueEnum)]
pub enum Extent {
    /// Each collector and plan as it is.
    Plain,
    /// Each collector, and the plans that differ most, once with frequent collections.
    Quick,
    /// Each collector and plan, plain and under a handful of knobs.
    Standard,
    /// Everything that goes together.
    Full,
}

/// Plans that have little in common with each other.
const UNLIKE: &[&str] = &["GenImmix", "StickyImmix", "ConcurrentImmix", "SemiSpace", "MarkCompact"];

/// The points of the matrix, the reference first. `only` names collectors or, as `gc-mmtk/GenCopy`, plans; empty: all.
pub fn select(extent: Extent, only: &[String]) -> Result<Vec<Configuration>, Error> {
    for wanted in only {
        if !vms().any(|(_, _, name)| *wanted == name || name.split('/').next() == Some(wanted)) {
            let known: Vec<String> = vms().map(|(_, _, name)| name).collect();
            bail!("there is no collector '{wanted}'; known are {}", known.join(", "));
        }
    }
    let mut points = Vec::new();
    for (collector, plan, name) in vms() {
        let wanted = only.is_empty() || only.iter().any(|o| *o == name || name.split('/').next() == Some(o));
        let like_another = plan.is_some_and(|plan| !UNLIKE.contains(&plan.name)) && only.is_empty();
        if !wanted || plan.is_some_and(|plan| plan.grows) || (extent == Extent::Quick && like_another) {
            continue;
        }
        let nursery = plan.map_or(collector.nursery, |plan| plan.nursery);
        let vm: Configuration = name.parse()?;
        for knobs in knobs(extent, collector.name, nursery) {
            points.push(vm.with(knobs)?);
        }
    }
    Ok(points)
}

/// All pairs of a collector and a plan, with the name of the pair.
fn vms() -> impl Iterator<Item = (&'static Collector, Option<&'static Plan>, String)> {
    COLLECTORS.iter().flat_map(|collector| {
        let plans: Vec<Option<&Plan>> =
            if collector.plans.is_empty() { vec![None] } else { collector.plans.iter().map(Some).collect() };
        let name =
            |plan: Option<&Plan>| plan.map_or(collector.name.into(), |p| format!("{}/{}", collector.name, p.name));
        plans.into_iter().map(move |plan| (collector, plan, name(plan)))
    })
}

/// The settings of knobs that go with a collector.
fn knobs(extent: Extent, collector: &str, nursery: bool) -> Vec<&'static str> {
    // Its own habit, a collection at nearly every safepoint, takes minutes where the others take a second.
    if collector == "gc-check" {
        return match extent {
            Extent::Plain | Extent::Quick | Extent::Standard => vec!["every=997"],
            Extent::Full => vec!["every=997", "every=211"],
        };
    }
    let mut all = match (extent, collector) {
        (Extent::Plain, _) => vec![""],
        (Extent::Quick, _) => vec!["every=1009+poison+verify=64"],
        // A collection costs several times as much as elsewhere.
        (Extent::Standard, "gc-mmtk") => vec!["", "every=1009+poison+verify=64"],
        (Extent::Full, "gc-mmtk") => {
            vec![
                "",
                "every=2003+poison+verify=16",
                "every=607+poison+move_all",
                "every=307",
                "threads=2+every=1009+poison",
            ]
        }
        (Extent::Standard, _) => vec!["", "every=307+poison+verify=64", "every=211+poison+move_all+tiny_steps"],
        (Extent::Full, _) => vec![
            "",
            "every=1009+poison+verify",
            "every=307+poison+verify=64",
            "every=211+poison+move_all+tiny_steps",
            "every=61+poison",
            "every=97+tiny_steps+verify=256",
            "threads=2+every=151+poison",
        ],
    };
    if nursery {
        match extent {
            Extent::Plain | Extent::Quick => {}
            Extent::Standard => all.push("nursery=64K+poison"),
            Extent::Full => all.extend(["nursery=32K+poison", "nursery=256K", "nursery=16M+every=401+poison"]),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reference_is_plain_and_first() {
        let points = select(Extent::Full, &[]).unwrap();
        assert_eq!(points[0], Configuration::of("gc-marksweep"));
        let mut unique = points.clone();
        unique.sort();
        unique.dedup();
        assert_eq!(unique.len(), points.len());
    }

    #[test]
    fn a_choice_is_kept_to() {
        let names = |only: &str| -> Vec<String> {
            select(Extent::Plain, &[only.to_owned()]).unwrap().iter().map(ToString::to_string).collect()
        };
        assert_eq!(names("gc-mmtk/GenCopy"), ["gc-mmtk/GenCopy"]);
        assert_eq!(names("gc-mmtk").len(), 9);
        assert!(select(Extent::Plain, &["gc-boehm".into()]).is_err());
    }
}
