//! Objects that refer to each other: chains, rings, trees, webs, and attributes that come and go.

use proptest::prelude::*;

use super::Statement;
use super::values::{count, list, node, node_class, value};

pub const HELPERS: &str = "";

fn field() -> impl Strategy<Value = &'static str> + Clone {
    prop_oneof![Just("a"), Just("b")]
}

pub fn statement() -> BoxedStrategy<Statement> {
    let line = prop_oneof![
        6 => (node(), node_class(), value(), value()).prop_map(|(n, class, a, b)| format!("{n} = {class}({a}, {b})")),
        8 => (node(), field(), value()).prop_map(|(n, field, v)| format!("{n}.{field} = {v}")),
        5 => (node(), node(), field()).prop_map(|(n, m, field)| format!("{n} = as_node({m}.{field}, {n})")),
        2 => (node(), node()).prop_map(|(n, m)| format!("{n} = {m}")),
        2 => node().prop_map(|n| format!("{n} = Node()")),
        2 => (node(), node()).prop_map(|(n, m)| format!("{n}.a, {m}.a = {m}.a, {n}.a")),
        3 => (node(), count(), node(), node_class())
            .prop_map(|(n, length, end, class)| format!("{n} = chain({length}, {end}, {class})")),
        2 => (node(), count(), node_class()).prop_map(|(n, length, class)| format!("{n} = ring({length}, {class})")),
        2 => (node(), 0..7u32, node_class()).prop_map(|(n, depth, class)| format!("{n} = tree({depth}, {class})")),
        4 => (node(), count(), field(), value()).prop_map(|(n, steps, field, v)| format!("walk({n}, {steps}).{field} = {v}")),
        3 => (node(), 0..40u32, value()).prop_map(|(n, x, v)| format!("put({n}, 'x{x}', {v})")),
        2 => (node(), 0..40u32).prop_map(|(n, x)| format!("unput({n}, 'x{x}')")),
        1 => (node(), 0..60u32, value())
            .prop_map(|(n, many, v)| format!("for j in range({many}):\n    put({n}, 'x%d' % j, {v})")),
        1 => (node(), count(), node_class(), node())
            .prop_map(|(n, many, class, m)| format!("{n}.b = [{class}({m}) for j in range({many})]")),
        1 => (list(), count(), 0..50u32).prop_map(|(l, many, step)| {
            format!("{l} = [Node() for j in range({many})]\nfor j in range({many}):\n    {l}[j].a = {l}[(j * {step} + 1) % {many}]")
        }),
        1 => (node(), count(), value()).prop_map(|(n, many, v)| format!("for j in range({many}):\n    {n} = Node({n}, {v})\n    {n}.a.b = None")),
    ];
    line.prop_map(Statement::Lines).boxed()
}
