//! Classes that are made, changed and forgotten while they have instances.
//!
//! A class may outlive its last instance, in a cache beside an instruction that met it: what classes themselves hold is therefore nothing
//! whose death anybody waits for.

use proptest::prelude::*;

use super::Statement;
use super::values::{OBJECTS, RECORDS, int, node, value, var};

pub const HELPERS: &str = "
def record(slots, value):
    names = ['f%d' % j for j in range(slots)]
    thing = type('Record%d' % slots, (), {'__slots__': names})()
    for name in names:
        setattr(thing, name, value)
    return thing


def set_slot(thing, index, value):
    names = type(thing).__slots__
    if names:
        setattr(thing, names[index % len(names)], value)
";

/// What a class holds.
fn constant() -> BoxedStrategy<String> {
    prop_oneof![int(), (int(), 0..300u32).prop_map(|(n, times)| format!("[{n}, 'k' * {times}]"))].boxed()
}

pub fn statement() -> BoxedStrategy<Statement> {
    let object = || var(OBJECTS);
    let rec = || var(RECORDS);
    let line = prop_oneof![
        3 => (object(), 0..5u32, constant(), value()).prop_map(|(o, k, v, w)| {
            format!("{o} = type('Class{k}', (Node,), {{'k{k}': {v}, 'm': lambda self: self.b}})({w})")
        }),
        2 => (object(), object()).prop_map(|(o, p)| format!("{o} = type('Derived', (type({p}),), {{}})()")),
        2 => (object(), 0..5u32, constant()).prop_map(|(o, k, v)| format!("type({o}).k{k} = {v}")),
        1 => (object(), 0..5u32).prop_map(|(o, k)| format!("if 'k{k}' in type({o}).__dict__:\n    del type({o}).k{k}")),
        2 => (object(), object()).prop_map(|(o, p)| format!("{o}.__class__ = type({p})")),
        3 => (object(), 0..12u32, value()).prop_map(|(o, x, v)| format!("{o}.x{x} = {v}")),
        2 => (object(), 0..12u32).prop_map(|(o, x)| format!("unput({o}, 'x{x}')")),
        2 => (object(), 0..5u32).prop_map(|(o, k)| format!("out(digest(getattr({o}, 'k{k}', None)))")),
        1 => (object(), 1..30u32).prop_map(|(o, many)| {
            format!("for j in range({many}):\n    type({o}).k1 = [j]\n    {o}.b = {o}.k1")
        }),
        2 => (node(), object()).prop_map(|(n, o)| format!("{n}.a = {o}")),
        1 => object().prop_map(|o| format!("{o}.__dict__ = dict({o}.__dict__)")),
        1 => (node(), object()).prop_map(|(n, o)| format!("{n}.b = {o}.__dict__")),
        2 => (rec(), 0..20u32, value()).prop_map(|(r, slots, v)| format!("{r} = record({slots}, {v})")),
        3 => (rec(), 0..20u32, value()).prop_map(|(r, slot, v)| format!("set_slot({r}, {slot}, {v})")),
    ];
    line.prop_map(Statement::Lines).boxed()
}
