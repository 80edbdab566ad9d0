//! The collector suite: what every collector must do, checked without a virtual machine.
//!
//! A collector's crate writes one line in `tests/suite.rs`, `gc_api::collector_suite!(ItsType);`, and gets a test per
//! knob and per duty. Writing a collector starts with this suite failing.
//!
//! The heart is [`actions`]: random programs act on a heap and on a plain model of it ([`model`]) at the same time, and after
//! every action everything reachable is compared ([`compare`]), contents and identity included. A failure is shrunk to a minimal
//! program. What random programs reach badly (limits, depth, order of finalisers) is in [`duties`].
//!
//! Each run prints its seed; `TENURE_SUITE_SEED=N` repeats it, `TENURE_SUITE_CASES=N` sets the number of programs.
//! `TENURE_SUITE_PLAN=NAME` and `TENURE_SUITE_NURSERY=SIZE` choose among what a collector offers.
//!
//! A collector of which a process has but one runs each of [`cases`] in a process of its own. Those of `refused` need that for every collector.

pub mod actions;
pub mod compare;
pub mod driver;
pub mod duties;
pub mod layouts;
pub mod model;
#[cfg(target_os = "linux")]
pub mod refused;

use crate::config::parse_size;
use crate::{Collector, HeapConfig};

/// What every heap of the suite starts from.
///
/// # Panics
/// If the environment holds what is not a size.
pub fn config() -> HeapConfig {
    let nursery = std::env::var("TENURE_SUITE_NURSERY").ok();
    let nursery = nursery.map(|text| parse_size(&text).unwrap_or_else(|error| panic!("TENURE_SUITE_NURSERY: {error}")));
    HeapConfig { plan: std::env::var("TENURE_SUITE_PLAN").ok(), nursery, ..HeapConfig::default() }
}

/// A test of the suite.
#[derive(Copy, Clone, Debug)]
pub struct Case {
    pub name: &'static str,
    /// Panics if the collector fails it.
    pub run: fn(),
}

/// All tests of the suite, for a harness of the collector's own.
pub fn cases<C: Collector>() -> Vec<Case> {
    let mut cases = Vec::new();
    crate::collector_suite!(@all C, cases);
    cases
}

/// One test per knob and per duty of a collector, in modules `programs` and `duties`.
#[macro_export]
macro_rules! collector_suite {
    ($collector:ty) => {
        mod programs {
            #[allow(unused_imports)]
            use super::*;
            $crate::collector_suite!(@programs (test) $collector);
        }
        mod duties {
            #[allow(unused_imports)]
            use super::*;
            $crate::collector_suite!(@duties (test) $collector);
        }
    };
    (@all $collector:ty, $cases:ident) => {
        $crate::collector_suite!(@programs (case $cases) $collector);
        $crate::collector_suite!(@duties (case $cases) $collector);
    };
    (@programs ($($form:ident)+) $collector:ty) => {
        $crate::collector_suite!(@each_program ($($form)+) $collector,
            plain "" None,
            every_safepoint "every=1" None,
            every_third "every=3,start=5" None,
            poisoned "every=1,poison" None,
            verified "every=1,verify" None,
            everything_moves "every=1,move_all,poison,verify" None,
            tiny_steps "every=1,tiny_steps,poison,verify" None,
            all_knobs "every=2,start=3,poison,verify,move_all,tiny_steps" None,
            two_mark_threads "every=1,poison,verify" Some(2),
        );
    };
    (@duties ($($form:ident)+) $collector:ty) => {
        $crate::collector_suite!(@each_duty ($($form)+) $collector,
            one_million_nodes, deep_and_wide, large_array_is_traced, arrays_of_all_lengths_are_traced, limit_is_an_answer, large_refused_then_granted,
            external_bytes_bring_collections, finalisers_in_order, cycle_finalised_as_registered, finaliser_runs_once, queue_is_a_root, weak_callbacks, weak_callbacks_in_order,
            identities_differ, immortals_stay, destructors_run_once, memory_goes_back, garbage_brings_collections,
            events_pair,
        );
    };
    (@each_program (test) $collector:ty, $($name:ident $knobs:literal $threads:expr),* $(,)?) => {
        $(#[test] fn $name() { $crate::suite::actions::run::<$collector>($knobs, $threads); })*
    };
    (@each_program (case $cases:ident) $collector:ty, $($name:ident $knobs:literal $threads:expr),* $(,)?) => {
        $cases.extend([$($crate::suite::Case {
            name: concat!("programs::", stringify!($name)),
            run: || $crate::suite::actions::run::<$collector>($knobs, $threads),
        }),*]);
    };
    (@each_duty (test) $collector:ty, $($name:ident),* $(,)?) => {
        $(#[test] fn $name() { $crate::suite::duties::$name::<$collector>(); })*
    };
    (@each_duty (case $cases:ident) $collector:ty, $($name:ident),* $(,)?) => {
        $cases.extend([$($crate::suite::Case {
            name: concat!("duties::", stringify!($name)),
            run: $crate::suite::duties::$name::<$collector>,
        }),*]);
    };
}
