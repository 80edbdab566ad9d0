//! Lists: slices, resizes, sorts, and arrays so large that collectors look at parts of them.

use proptest::prelude::*;

use super::Statement;
use super::values::{count, index, large, list, node, value};

pub const HELPERS: &str = "
def fill(items, start, step, make):
    for j in range(start, len(items), step):
        items[j] = make()


def store(items, index, value):
    if items:
        items[index % len(items)] = value


def take(items, index, other):
    return items[index % len(items)] if items else other


def kind(value):
    return type(value).__name__
";

pub fn statement() -> BoxedStrategy<Statement> {
    let line = prop_oneof![
        5 => (list(), value()).prop_map(|(l, v)| format!("{l}.append({v})")),
        3 => (list(), list()).prop_map(|(l, m)| format!("{l}.extend({m})\ncap({l}, 3000)")),
        1 => list().prop_map(|l| format!("{l} *= 3\ncap({l}, 3000)")),
        4 => (list(), index(), value()).prop_map(|(l, at, v)| format!("{l}.insert({at}, {v})")),
        6 => (list(), index(), value()).prop_map(|(l, at, v)| format!("store({l}, {at}, {v})")),
        4 => (node(), list(), index()).prop_map(|(n, l, at)| format!("{n} = as_node(take({l}, {at}, None), {n})")),
        2 => (list(), list(), index()).prop_map(|(l, m, at)| format!("{l} = as_list(take({m}, {at}, None), {l})")),
        3 => (list(), list(), index(), index()).prop_map(|(l, m, from, to)| format!("{l} = {m}[{from}:{to}]")),
        4 => (list(), list(), index(), index())
            .prop_map(|(l, m, from, to)| format!("{l}[{from}:{to}] = {m}\ncap({l}, 3000)")),
        2 => (list(), index(), index(), node(), count())
            .prop_map(|(l, from, to, n, many)| format!("{l}[{from}:{to}] = [Node({n}) for j in range({many})]\ncap({l}, 6000)")),
        3 => (list(), index(), index()).prop_map(|(l, from, to)| format!("del {l}[{from}:{to}]")),
        1 => (list(), 2..5u32).prop_map(|(l, step)| format!("del {l}[::{step}]")),
        1 => (list(), list(), 2..5u32).prop_map(|(l, m, step)| format!("{l} = {m}[::-{step}]")),
        1 => list().prop_map(|l| format!("{l}.reverse()")),
        1 => list().prop_map(|l| format!("{l}.sort(key=kind)")),
        2 => (list(), index()).prop_map(|(l, at)| format!("if {l}:\n    out(kind({l}.pop({at} % len({l}))))")),
        1 => list().prop_map(|l| format!("{l}.clear()")),
        1 => list().prop_map(|l| format!("{l} = []")),
        2 => (list(), large(), value()).prop_map(|(l, length, v)| format!("{l} = [{v}] * {length}")),
        3 => (list(), 0..600u32, 1..700u32, node())
            .prop_map(|(l, start, step, n)| format!("fill({l}, {start}, {step}, lambda: Node({n}))")),
        1 => (list(), large()).prop_map(|(l, length)| format!("{l} = list(range({length}))")),
        1 => (list(), list(), value()).prop_map(|(l, m, v)| format!("{l} = [[item, {v}] for item in {m}[:200]]")),
        1 => (list(), list()).prop_map(|(l, m)| format!("{l} = list(map(Node, {m}[:300]))")),
        1 => (list(), list()).prop_map(|(l, m)| format!("{l} = [*{m}[:500], {m}, *reversed({m}[:500])]")),
        1 => (list(), list()).prop_map(|(l, m)| format!("{l} = [list(pair) for pair in zip({l}[:300], {m})]")),
        1 => (list(), list()).prop_map(|(l, m)| format!("{l} = [({m},) * 2, tuple({m}[:100])]")),
        1 => (list(), list(), value()).prop_map(|(l, m, v)| {
            format!("for item in {l}[:100]:\n    {m}.append(item)\n    {l}.insert(0, {v})\ncap({l}, 3000)\ncap({m}, 3000)")
        }),
    ];
    line.prop_map(Statement::Lines).boxed()
}
