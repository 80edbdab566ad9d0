//! Collections at chosen places, garbage that brings others, and looks at what must have survived them.

use proptest::prelude::*;
use proptest::sample::select;

use super::Statement;
use super::values::{names, node};

pub const HELPERS: &str = "";

pub fn statement() -> BoxedStrategy<Statement> {
    let line = prop_oneof![
        2 => Just("gc.collect(0)".to_owned()),
        2 => Just("gc.collect(1)".to_owned()),
        1 => Just("gc.collect()".to_owned()),
        4 => (10..500u32).prop_map(|many| format!("churn({many})")),
        3 => proptest::collection::vec(select(names()), 1..4).prop_map(|some| format!("out(digest({}))", some.join(", "))),
        3 => node().prop_map(|n| format!("IDS.append(({n}, id({n})))")),
        2 => Just("out(all(id(thing) == number for thing, number in IDS))".to_owned()),
        1 => Just("IDS.clear()".to_owned()),
        1 => (node(), node()).prop_map(|(n, m)| format!("out({n} is {m})")),
    ];
    line.prop_map(Statement::Lines).boxed()
}
