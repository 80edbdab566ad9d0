//! Functions that keep what they closed over, and calls with much on the stack.

use proptest::prelude::*;
use proptest::sample::select;

use super::Statement;
use super::values::{CALLABLES, list, node, value, var};

pub const HELPERS: &str = "
def counter(value):
    kept = [value]

    def count(more=None):
        nonlocal value
        kept.append(value)
        del kept[:-10]
        value, old = more, value
        return old

    return count


def call(function, value):
    try:
        return function(value)
    except TypeError:
        return function()


def descend(depth, value, at_bottom):
    local = Node(value)
    pair = (depth, local)
    if depth == 0:
        at_bottom()
        return local
    below = descend(depth - 1, local, at_bottom)
    local.b = pair[0]
    return local if below.n % 3 else below


def spread(*positional, **named):
    return [positional, named]


def young():
    \"\"\"How much was collected is every collector's own affair.\"\"\"
    gc.collect(0)


def evaluate(a, b, c):
    \"\"\"Keeps temporaries on the stack across collections.\"\"\"
    return [Node(a), young(), Node(b), [churn(20), Node(c)], (a, young(), b), {1: Node(a), 2: c}]
";

pub fn statement() -> BoxedStrategy<Statement> {
    let function = || var(CALLABLES);
    let at_bottom = || select(vec!["gc.collect", "functools.partial(churn, 300)", "lambda: None"]);
    let line = prop_oneof![
        3 => (function(), value()).prop_map(|(f, v)| format!("{f} = counter({v})")),
        2 => (function(), value()).prop_map(|(f, v)| format!("{f} = lambda more=None, kept={v}: [kept, more]")),
        1 => (function(), value()).prop_map(|(f, v)| format!("{f} = functools.partial(spread, {v}, key={v})")),
        1 => (function(), function()).prop_map(|(f, h)| format!("{f} = functools.partial(call, {h})")),
        1 => (function(), value()).prop_map(|(f, v)| format!("{f} = Node({v}).method")),
        4 => (node(), function(), value()).prop_map(|(n, f, v)| format!("{n}.a = call({f}, {v})")),
        2 => (function(), value()).prop_map(|(f, v)| format!("call({f}, {v})")),
        3 => (node(), 0..120u32, value(), at_bottom())
            .prop_map(|(n, depth, v, bottom)| format!("{n} = descend({depth}, {v}, {bottom})")),
        2 => (list(), list(), value()).prop_map(|(l, m, v)| format!("{l} = spread(*{m}[:50], key={v})")),
        2 => (list(), value(), value(), value()).prop_map(|(l, a, b, c)| format!("{l} = evaluate({a}, {b}, {c})")),
        1 => (list(), 1..12u32, value()).prop_map(|(l, many, v)| format!("{l} = [counter([{v}, j]) for j in range({many})]")),
    ];
    line.prop_map(Statement::Lines).boxed()
}
