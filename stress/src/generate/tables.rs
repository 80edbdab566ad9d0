//! Dicts and sets: keys that come and go, also keys whose hash is their identity.

use proptest::prelude::*;

use super::Statement;
use super::values::{DICTS, SETS, count, key, list, node, value, var};

pub const HELPERS: &str = "
def shrink(table, length):
    while len(table) > length:
        table.popitem()


def shrink_set(members, length):
    for member in sorted(members, key=weigh)[length:]:
        members.discard(member)
";

pub fn statement() -> BoxedStrategy<Statement> {
    let dict = || var(DICTS);
    let set = || var(SETS);
    let line = prop_oneof![
        6 => (dict(), key(), value()).prop_map(|(d, k, v)| format!("{d}[{k}] = {v}")),
        3 => (dict(), key()).prop_map(|(d, k)| format!("{d}.pop({k}, None)")),
        2 => (dict(), key(), value()).prop_map(|(d, k, v)| format!("{d}.setdefault({k}, {v})")),
        3 => (node(), dict(), key()).prop_map(|(n, d, k)| format!("{n} = as_node({d}.get({k}), {n})")),
        1 => dict().prop_map(|d| format!("if {d}:\n    {d}.popitem()")),
        2 => (dict(), count(), node()).prop_map(|(d, many, n)| {
            format!("for j in range({many}):\n    {d}[j] = Node({n})\nfor j in range(0, {many}, 2):\n    del {d}[j]")
        }),
        2 => (dict(), count()).prop_map(|(d, many)| format!("for j in range({many}):\n    {d}[Node(j)] = j\nshrink({d}, 2000)")),
        1 => (dict(), count()).prop_map(|(d, many)| {
            format!("for j in range({many}):\n    {d}['t%d' % j] = {d}.pop('t%d' % (j - 9), [j])")
        }),
        2 => (dict(), dict()).prop_map(|(d, c)| format!("{d}.update({c})\nshrink({d}, 2000)")),
        1 => (dict(), dict()).prop_map(|(d, c)| format!("{d} = {d} | {c}\nshrink({d}, 2000)")),
        1 => (dict(), dict()).prop_map(|(d, c)| format!("{d} = {c}.copy()")),
        1 => (dict(), list()).prop_map(|(d, l)| format!("{d} = {{j: item for j, item in enumerate({l}[:300])}}")),
        1 => (list(), dict()).prop_map(|(l, d)| format!("{l} = list({d}.items())")),
        1 => dict().prop_map(|d| format!("{d}.clear()")),
        1 => dict().prop_map(|d| format!("{d} = {{}}")),
        1 => (dict(), 0..20u32).prop_map(|(d, length)| format!("shrink({d}, {length})")),
        2 => (dict(), key()).prop_map(|(d, k)| format!("out({k} in {d})")),
        4 => (set(), key()).prop_map(|(s, k)| format!("{s}.add({k})")),
        2 => (set(), key()).prop_map(|(s, k)| format!("{s}.discard({k})")),
        2 => (set(), key()).prop_map(|(s, k)| format!("out({k} in {s})")),
        1 => (set(), count()).prop_map(|(s, many)| format!("{s} |= {{Node(j) for j in range({many})}}\nshrink_set({s}, 500)")),
        1 => (set(), set()).prop_map(|(s, z)| format!("{s} = {s} ^ {z}")),
        1 => (set(), set()).prop_map(|(s, z)| format!("{s} &= {z}")),
        1 => (set(), set()).prop_map(|(s, z)| format!("{s} -= {z}")),
        1 => (list(), set()).prop_map(|(l, s)| format!("{l} = sorted({s}, key=weigh)")),
        1 => (list(), set()).prop_map(|(l, s)| format!("{l} = [frozenset({s})]")),
    ];
    line.prop_map(Statement::Lines).boxed()
}
