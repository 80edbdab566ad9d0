//! Weak references and their callbacks, looked at when nothing more dies.

use proptest::prelude::*;

use super::Statement;
use super::values::{key, node, value};

pub const HELPERS: &str = "
def called(number, reference):
    CALLBACKS.append((number, reference() is None))


def watch(node):
    WEAK.append(weakref.ref(node, functools.partial(called, node.n)))


def remember(key, node):
    BY_KEY[key.n if isinstance(key, GRAPH) else key] = node


def recall(index, other):
    \"\"\"What a weak reference answers once it is known whether its object lives.\"\"\"
    settle()
    return as_node(WEAK[index % len(WEAK)]() if WEAK else None, other)
";

pub fn statement() -> BoxedStrategy<Statement> {
    let line = prop_oneof![
        3 => node().prop_map(|n| format!("WEAK.append(weakref.ref({n}))")),
        4 => node().prop_map(|n| format!("watch({n})")),
        2 => (key(), node()).prop_map(|(k, n)| format!("remember({k}, {n})")),
        2 => (node(), value()).prop_map(|(n, v)| format!("BY_NODE[{n}] = {v}")),
        1 => node().prop_map(|n| format!("out({n} in BY_NODE)")),
        1 => node().prop_map(|n| format!("out(weakref.proxy({n}).n)")),
        2 => node().prop_map(|n| format!("weakref.finalize({n}, LOG.append, ('finalised', {n}.n)).atexit = False")),
        1 => (node(), 1..200u32).prop_map(|(n, many)| format!("for j in range({many}):\n    {n} = Node(Node(j))\n    watch({n}.a)")),
    ];
    line.prop_map(Statement::Lines).boxed()
}

/// Looks that need everything to be dead that can die.
pub fn settled() -> BoxedStrategy<Statement> {
    let line = prop_oneof![
        2 => (node(), 0..30u32).prop_map(|(n, at)| format!("{n} = recall({at}, {n})")),
        2 => Just("settle()\nout(''.join('01'[ref() is None] for ref in WEAK))".to_owned()),
        1 => Just("settle()\nout(len(BY_KEY))".to_owned()),
        1 => Just("settle()\nout(sorted(key.n for key in BY_NODE))".to_owned()),
        2 => Just("settle()\nout(sorted(CALLBACKS))".to_owned()),
    ];
    line.prop_map(Statement::Lines).boxed()
}
