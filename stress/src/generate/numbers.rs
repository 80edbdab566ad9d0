//! Numbers that stop fitting a word, and fit again.

use proptest::prelude::*;
use proptest::sample::select;

use super::Statement;
use super::values::{INTS, float, int, list, var};

pub const HELPERS: &str = "
def bound(number):
    return number if -(1 << 300) < number < 1 << 300 else number % ((1 << 65) - 1)
";

pub fn statement() -> BoxedStrategy<Statement> {
    let number = || var(INTS);
    let operator = || select(vec!["+", "-", "*", "&", "|", "^"]);
    let line = prop_oneof![
        5 => (number(), number(), operator(), int()).prop_map(|(i, k, op, c)| format!("{i} = bound({k} {op} {c})")),
        3 => (number(), number(), operator()).prop_map(|(i, k, op)| format!("{i} = bound({i} {op} {k})")),
        2 => (number(), int()).prop_map(|(i, c)| format!("{i} = bound({i} // ({c} or 1))")),
        1 => (number(), int()).prop_map(|(i, c)| format!("{i} = {i} % ({c} or 1)")),
        2 => (number(), 0..70u32).prop_map(|(i, by)| format!("{i} = bound({i} << {by})")),
        2 => (number(), 0..70u32).prop_map(|(i, by)| format!("{i} >>= {by}")),
        1 => number().prop_map(|i| format!("{i} = ~{i}")),
        2 => (number(), int()).prop_map(|(i, c)| format!("{i} = {c}")),
        2 => number().prop_map(|i| format!("out(hex({i}))")),
        2 => (number(), 0..200u32).prop_map(|(i, times)| format!("for j in range({times}):\n    {i} = bound({i} * 3 + j)")),
        2 => (list(), number()).prop_map(|(l, i)| format!("{l} = [{i} + j for j in range(-2, 3)]")),
        1 => (list(), float(), float()).prop_map(|(l, a, b)| format!("{l} = [{a}, {b}, {a} + {b}, {a} * {b}, {a} - 1.0]")),
        1 => list().prop_map(|l| format!("out(hex(sum(item for item in {l} if type(item) is int)))")),
        1 => list().prop_map(|l| format!("out(sum([item for item in {l} if type(item) is float], 0.0).hex())")),
        1 => (list(), number()).prop_map(|(l, i)| format!("{l} = [*divmod({i}, 1 << 31), float({i} % (1 << 80)), {i}.bit_length()]")),
    ];
    line.prop_map(Statement::Lines).boxed()
}
