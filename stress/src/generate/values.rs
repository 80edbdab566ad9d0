//! The variables of a generated program, which keep their types, and expressions to store anywhere.

use proptest::prelude::*;
use proptest::sample::select;

/// Variables of one type: their letter, how many there are, and what they hold at first.
pub struct Pool {
    pub letter: char,
    pub count: u8,
    pub initial: &'static str,
}

pub const NODES: Pool = Pool { letter: 'n', count: 6, initial: "Node()" };
pub const LISTS: Pool = Pool { letter: 'l', count: 4, initial: "[]" };
pub const DICTS: Pool = Pool { letter: 'd', count: 3, initial: "{}" };
pub const SETS: Pool = Pool { letter: 's', count: 2, initial: "set()" };
pub const TEXTS: Pool = Pool { letter: 'x', count: 2, initial: "\"\"" };
pub const BYTES: Pool = Pool { letter: 'y', count: 2, initial: "bytearray()" };
pub const INTS: Pool = Pool { letter: 'i', count: 2, initial: "1" };
pub const CALLABLES: Pool = Pool { letter: 'f', count: 2, initial: "counter(None)" };
pub const GENERATORS: Pool = Pool { letter: 'g', count: 3, initial: "remembering(None)" };
pub const ERRORS: Pool = Pool { letter: 'e', count: 2, initial: "None" };
/// Instances of classes made as the program runs.
pub const OBJECTS: Pool = Pool { letter: 'o', count: 2, initial: "type('Class', (Node,), {})()" };
/// Instances of classes with slots.
pub const RECORDS: Pool = Pool { letter: 'r', count: 2, initial: "record(3, None)" };

pub const POOLS: &[Pool] =
    &[NODES, LISTS, DICTS, SETS, TEXTS, BYTES, INTS, CALLABLES, GENERATORS, ERRORS, OBJECTS, RECORDS];

/// The names of all variables.
pub fn names() -> Vec<String> {
    POOLS.iter().flat_map(|pool| (0..pool.count).map(move |index| format!("{}{index}", pool.letter))).collect()
}

/// A variable of a pool.
pub fn var(pool: Pool) -> impl Strategy<Value = String> + Clone {
    (0..pool.count).prop_map(move |index| format!("{}{index}", pool.letter))
}

pub fn node() -> impl Strategy<Value = String> + Clone {
    var(NODES)
}

pub fn list() -> impl Strategy<Value = String> + Clone {
    var(LISTS)
}

/// A class to make nodes of.
pub fn node_class() -> impl Strategy<Value = &'static str> + Clone {
    prop_oneof![6 => Just("Node"), 2 => Just("Slotted"), 2 => Just("Mourned")]
}

/// A number of things: most often a few, sometimes enough to leave the nursery.
pub fn count() -> impl Strategy<Value = u32> + Clone {
    prop_oneof![12 => 0..8u32, 8 => 8..60u32, 3 => 60..300u32, 1 => 300..1500u32]
}

/// The length of something large: also about the sizes at which collectors change their ways.
pub fn large() -> impl Strategy<Value = u32> + Clone {
    prop_oneof![
        4 => 500..5000u32,
        3 => (7..14u32, 0..3u32).prop_map(|(power, more)| (1 << power) + more - 1),
        1 => 5000..20_000u32
    ]
}

/// An index or a bound of a slice, from either end.
pub fn index() -> impl Strategy<Value = i32> + Clone {
    prop_oneof![6 => -4..12i32, 2 => -100..100i32, 1 => -3000..3000i32]
}

/// An int, also about the sizes of words.
pub fn int() -> BoxedStrategy<String> {
    prop_oneof![
        4 => (-10..10i32).prop_map(|n| n.to_string()),
        2 => (select(vec![29, 30, 31, 32, 52, 53, 60, 61, 62, 63, 64, 65, 127, 128]), -2..3i32, any::<bool>()).prop_map(
            |(power, more, minus)| format!("({}(1 << {power}) + {more})", if minus { "-" } else { "" })
        ),
    ]
    .boxed()
}

/// A float, also where its representation changes.
pub fn float() -> impl Strategy<Value = &'static str> + Clone {
    select(vec![
        "0.0",
        "-0.0",
        "1.5",
        "-2.25",
        "1e77",
        "1.2e77",
        "-1.1e78",
        "1e-77",
        "-9e-78",
        "1e308",
        "5e-324",
        "float('inf')",
        "float('nan')",
        "9007199254740993.0",
    ])
}

fn text() -> impl Strategy<Value = String> + Clone {
    (select(vec!["a", "é", "Ω", "😀", "key"]), prop_oneof![4 => 0..6u32, 1 => 6..300u32])
        .prop_map(|(unit, times)| format!("'{unit}' * {times}"))
}

/// Anything that can be stored.
pub fn value() -> BoxedStrategy<String> {
    let leaf = prop_oneof![
        2 => Just("None".to_owned()),
        3 => int(),
        1 => float().prop_map(str::to_owned),
        2 => text(),
        10 => select(names()),
        1 => (1..5000u32).prop_map(|length| format!("bytes({length})")),
        1 => any::<bool>().prop_map(|cyclic| if cyclic { "Phoenix(True)".into() } else { "Phoenix(False)".into() }),
    ];
    leaf.prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            3 => (node_class(), inner.clone(), inner.clone()).prop_map(|(class, a, b)| format!("{class}({a}, {b})")),
            2 => proptest::collection::vec(inner.clone(), 0..4).prop_map(|items| format!("[{}]", items.join(", "))),
            1 => (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}, {b})")),
            1 => (key(), inner).prop_map(|(key, value)| format!("{{{key}: {value}}}")),
        ]
    })
    .boxed()
}

/// What can be a key, and has an order among keys.
pub fn key() -> BoxedStrategy<String> {
    prop_oneof![
        4 => (0..40u32).prop_map(|n| n.to_string()),
        3 => (0..40u32).prop_map(|n| format!("'k{n}'")),
        2 => node(),
        1 => int(),
    ]
    .boxed()
}
