//! Programs of the corpus with a few lines changed. What comes of it may be wrong Python, but it is the same wrong Python
//! for every collector.

use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};

/// Things whose value or time is the virtual machine's own affair, or that reach outside the process.
const FORBIDDEN: &[&str] = &[
    "id(",
    "hash(",
    "__del__",
    "weakref",
    "import gc",
    "getsizeof",
    "getrefcount",
    "time",
    "random",
    "urandom",
    "socket",
    "subprocess",
    "os.",
    "import os",
    "open(",
    "sleep",
    "signal",
    "while True",
    "setrecursionlimit",
    "memoryview",
    "dis",
    "tempfile",
    "input",
];

const INTS: &[&str] = &["0", "-1", "1", "2", "255", "1000", "(1 << 62)", "(1 << 63) - 1", "-(1 << 62) - 1", "None"];

/// Whether mutants of a program are of use.
pub fn is_suitable(text: &str) -> bool {
    !FORBIDDEN.iter().any(|word| text.contains(word)) && text.len() < 20_000
}

/// Mutant `number` of a seed: always the same.
pub fn mutant(text: &str, seed: u64, number: u64) -> String {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    bytes[8..16].copy_from_slice(&number.to_le_bytes());
    let mut random = Random(TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for _ in 0..random.below(4) + 1 {
        change(&mut lines, &mut random);
    }
    lines.join("\n") + "\n"
}

struct Random(TestRng);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        (self.0.next_u64() % limit.max(1) as u64) as usize
    }
}

fn change(lines: &mut Vec<String>, random: &mut Random) {
    if lines.len() < 2 {
        return;
    }
    let (at, other) = (random.below(lines.len()), random.below(lines.len()));
    let indentation = |line: &str| line[..line.len() - line.trim_start().len()].to_owned();
    match random.below(6) {
        0 => drop(lines.remove(at)),
        1 => lines.insert(at, lines[at].clone()),
        2 if indentation(&lines[at]) == indentation(&lines[other]) => lines.swap(at, other),
        3 => {
            let collect = format!("{}__import__('gc').collect({})", indentation(&lines[at]), random.below(3));
            lines.insert(at, collect);
        }
        4 => {
            let again = format!("{}for _again in range(3):", indentation(&lines[at]));
            let line = format!("    {}", lines[at]);
            lines.splice(at..=at, [again, line]);
        }
        _ => lines[at] = with_another_number(&lines[at], random),
    }
}

/// A line with one of its numbers replaced.
fn with_another_number(line: &str, random: &mut Random) -> String {
    let digit = |index: usize| line.as_bytes().get(index).is_some_and(u8::is_ascii_digit);
    let starts: Vec<usize> =
        (0..line.len()).filter(|&i| digit(i) && (i == 0 || !is_word(line.as_bytes()[i - 1]))).collect();
    if starts.is_empty() {
        return line.to_owned();
    }
    let start = starts[random.below(starts.len())];
    let end = (start..line.len()).find(|&i| !digit(i)).unwrap_or(line.len());
    format!("{}{}{}", &line[..start], INTS[random.below(INTS.len())], &line[end..])
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'.' || byte >= 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mutants_are_repeatable_and_differ() {
        let text = "a = 1\nb = [a, 22]\nfor c in b:\n    print(c)\n    print(é2)\n";
        assert_eq!(mutant(text, 1, 2), mutant(text, 1, 2));
        assert!((0..20).any(|number| mutant(text, 1, number) != text));
    }

    #[test]
    fn numbers_are_replaced_whole() {
        let mut random = Random(TestRng::from_seed(RngAlgorithm::ChaCha, &[1; 32]));
        let line = with_another_number("x1 = 123", &mut random);
        assert!(line.starts_with("x1 = ") && !line.contains("123"), "{line}");
    }
}
