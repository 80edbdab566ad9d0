//! Finalisers: objects that say they die, that come back, that allocate while they die.
//!
//! What dies together dies in no order: only counts and sorted lists are looked at, and only when nothing more dies.

use proptest::prelude::*;

use super::Statement;
use super::values::{count, list, node, value};

pub const HELPERS: &str = "
class Busy(Node):
    def __del__(self):
        churn(150)
        LOG.append(('busy', self.n))


class Heir:
    \"\"\"Leaves another behind. Has no number: those are given in the order of the program.\"\"\"

    def __init__(self, generations):
        self.generations = generations

    def __del__(self):
        LOG.append(('heir', self.generations))
        if self.generations:
            Heir(self.generations - 1)


def mourn(node):
    \"\"\"Gives an object a finaliser that it was not born with, or takes it away.\"\"\"
    if type(node) is Node:
        node.__class__ = Mourned
    elif type(node) is Mourned:
        node.__class__ = Node
";

pub fn statement() -> BoxedStrategy<Statement> {
    let line = prop_oneof![
        4 => (node(), value(), value()).prop_map(|(n, a, b)| format!("{n} = Mourned({a}, {b})")),
        2 => (node(), value()).prop_map(|(n, v)| format!("{n}.a = Busy({v})")),
        1 => (0..4u32).prop_map(|generations| format!("Heir({generations})")),
        3 => node().prop_map(|n| format!("mourn({n})")),
        2 => count().prop_map(|many| format!("for j in range({many}):\n    Mourned(j)")),
        1 => (list(), count()).prop_map(|(l, many)| format!("{l} = [Mourned() for j in range({many})]\ndel {l}[::2]")),
        1 => count().prop_map(|many| format!("ring({many}, Mourned)")),
        2 => any::<bool>().prop_map(|cyclic| format!("Phoenix({})", if cyclic { "True" } else { "False" })),
        1 => (1..60u32).prop_map(|many| format!("for j in range({many}):\n    Phoenix(j % 2 == 0)")),
    ];
    line.prop_map(Statement::Lines).boxed()
}

/// Looks that need everything to be dead that can die.
pub fn settled() -> BoxedStrategy<Statement> {
    let line = prop_oneof![
        2 => Just("settle()\nout(len(LOG))".to_owned()),
        1 => Just("settle()\nout(sorted(LOG))".to_owned()),
        1 => Just("settle()\nout(sorted(phoenix.n for phoenix in SAVED))".to_owned()),
        1 => Just("settle()\nout((all(p.me is p or p.me is None for p in SAVED), digest(*sorted(SAVED, key=lambda p: p.n))))".to_owned()),
        1 => Just("settle()\nSAVED.clear()\nsettle()".to_owned()),
    ];
    line.prop_map(Statement::Lines).boxed()
}
