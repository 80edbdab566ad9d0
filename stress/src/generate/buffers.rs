//! Strings and bytes: large objects without references, and objects that change their size in place.

use proptest::prelude::*;
use proptest::sample::select;

use super::Statement;
use super::values::{BYTES, TEXTS, index, large, list, node, var};

pub const HELPERS: &str = "";

pub fn statement() -> BoxedStrategy<Statement> {
    let text = || var(TEXTS);
    let bytes = || var(BYTES);
    let unit = || select(vec!["a", "é", "Ω", "😀"]);
    let line = prop_oneof![
        3 => (text(), text(), unit(), 0..200u32).prop_map(|(x, z, unit, times)| format!("{x} = ({x} + {z} + '{unit}' * {times})[-5000:]")),
        2 => (text(), index(), index()).prop_map(|(x, from, to)| format!("{x} = {x}[{from}:{to}]")),
        1 => (text(), unit()).prop_map(|(x, unit)| format!("{x} = {x}.replace('{unit}', '{unit}b')[:5000]")),
        1 => (list(), text(), unit()).prop_map(|(l, x, unit)| format!("{l} = {x}.split('{unit}')")),
        1 => (text(), list()).prop_map(|(x, l)| format!("{x} = ''.join([item for item in {l} if type(item) is str])[:5000]")),
        1 => (text(), unit(), large()).prop_map(|(x, unit, length)| format!("{x} = '{unit}' * {length}")),
        2 => (text(), 0..300u32).prop_map(|(x, times)| format!("for j in range({times}):\n    {x} += 'z'\n{x} = {x}[-5000:]")),
        2 => (node(), text()).prop_map(|(n, x)| format!("{n}.a = {x}.encode('utf-16-le')")),
        3 => (bytes(), large()).prop_map(|(y, length)| format!("{y} += bytes({length})\ncap({y}, 40000)")),
        2 => (bytes(), index(), index()).prop_map(|(y, from, to)| format!("del {y}[{from}:{to}]")),
        2 => (bytes(), bytes(), index(), index())
            .prop_map(|(y, z, from, to)| format!("{y}[{from}:{to}] = {z}\ncap({y}, 40000)")),
        1 => (bytes(), large()).prop_map(|(y, length)| format!("{y} = bytearray({length})")),
        1 => (bytes(), index()).prop_map(|(y, at)| format!("if {y}:\n    {y}[{at} % len({y})] = 7")),
        2 => (node(), bytes()).prop_map(|(n, y)| format!("{n}.b = bytes({y})")),
        1 => (node(), bytes(), index(), index()).prop_map(|(n, y, from, to)| format!("{n}.b = bytes(memoryview({y})[{from}:{to}])")),
        1 => (list(), large(), 1..12u32).prop_map(|(l, length, many)| format!("{l} = [bytes({length} + j) for j in range({many})]")),
    ];
    line.prop_map(Statement::Lines).boxed()
}
