//! Programs from a grammar: terminating, respecting types, and shaped by what they do to memory. The same text prints the same
//! on every Python.
//!
//! A program is a list of statements over variables that keep their types ([`values`]), so that it stays valid whatever statement is left
//! out: that is how proptest makes a failing one smaller. Each shape of memory use has a file with its statements and the Python they call.
//! What depends on when objects die is looked at only when all that can die has, and without regard to order.

mod buffers;
mod calls;
mod classes;
mod collecting;
mod dying;
mod graphs;
mod lists;
mod numbers;
mod raising;
mod suspended;
mod tables;
mod values;
mod weak;

use std::fmt::Write as _;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// A part of a program.
#[derive(Clone, Debug)]
pub enum Statement {
    /// Some lines of Python.
    Lines(String),
    /// A header and what is indented below it, and perhaps a footer at the level of the header.
    Block { head: String, body: Vec<Statement>, foot: String },
}

/// Where the variables of a program live.
#[derive(Copy, Clone, Debug)]
pub enum Home {
    /// In the frame of one function.
    Locals,
    /// In cells shared by several functions.
    Cells,
    /// In the namespace of the module.
    Globals,
}

/// A program; its text needs a name.
#[derive(Clone, Debug)]
pub struct Program {
    pub home: Home,
    pub statements: Vec<Statement>,
}

/// One random program, and the way to smaller ones.
pub type Tree = Box<dyn ValueTree<Value = Program>>;

/// The line above the programs of a file. What is above it sees to it that all Pythons must agree, and is not for changing.
pub const BEGIN: &str = "# Here the programs begin.";

/// Statements of one function when variables are in cells.
const PART: usize = 6;

fn statement() -> BoxedStrategy<Statement> {
    let leaf = prop_oneof![
        6 => graphs::statement(),
        6 => lists::statement(),
        4 => tables::statement(),
        2 => buffers::statement(),
        2 => numbers::statement(),
        3 => calls::statement(),
        3 => suspended::statement(),
        2 => raising::statement(),
        3 => weak::statement(),
        3 => dying::statement(),
        2 => classes::statement(),
        4 => collecting::statement(),
    ];
    leaf.prop_recursive(2, 8, 5, |inner| {
        prop_oneof![
            3 => (2..5u32, vec(inner.clone(), 1..5)).prop_map(|(times, body)| Statement::Block {
                head: format!("for repeat in range({times}):"),
                body,
                foot: String::new(),
            }),
            1 => (vec(inner.clone(), 1..5), values::value(), 0..2u32).prop_map(|(mut body, value, index)| {
                body.push(Statement::Lines(format!("raise Boom({value})")));
                Statement::Block { head: "try:".into(), body, foot: format!("except Boom as boom:\n    e{index} = boom") }
            }),
            1 => (values::list(), vec(inner, 1..4)).prop_map(|(list, body)| Statement::Block {
                head: format!("for element in {list}[:4]:"),
                body,
                foot: String::new(),
            }),
        ]
    })
    .boxed()
}

fn program() -> impl Strategy<Value = Program> {
    let home = prop_oneof![3 => Just(Home::Locals), 1 => Just(Home::Cells), 1 => Just(Home::Globals)];
    let any = prop_oneof![12 => statement(), 1 => weak::settled(), 1 => dying::settled()];
    (home, vec(any, 4..32)).prop_map(|(home, statements)| Program { home, statements })
}

/// Program `number` of a seed: always the same.
///
/// # Panics
/// Never: nothing in the grammar rejects a value.
pub fn tree(seed: u64, number: u64) -> Tree {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    bytes[8..16].copy_from_slice(&number.to_le_bytes());
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
    Box::new(program().new_tree(&mut runner).expect("the grammar rejects nothing"))
}

/// The text of one file that runs several programs, each with its name.
pub fn text(programs: &[(String, Program)]) -> String {
    let mut text = prelude();
    for (name, program) in programs {
        program.write(name, &mut text);
    }
    text
}

/// The whole text of some programs of a seed.
pub fn batch(seed: u64, first: u64, count: u64) -> String {
    let programs: Vec<(String, Program)> =
        (first..first + count).map(|number| (name(number), tree(seed, number).current())).collect();
    text(&programs)
}

/// What program `number` is called, in its text and in what it prints.
pub fn name(number: u64) -> String {
    format!("program_{number}")
}

/// Definitions that all programs share.
fn prelude() -> String {
    let helpers = [
        graphs::HELPERS,
        lists::HELPERS,
        tables::HELPERS,
        buffers::HELPERS,
        numbers::HELPERS,
        calls::HELPERS,
        suspended::HELPERS,
        raising::HELPERS,
        weak::HELPERS,
        dying::HELPERS,
        classes::HELPERS,
        collecting::HELPERS,
    ];
    let mut text = include_str!("prelude.py").to_owned();
    for helper in helpers.iter().filter(|helper| !helper.is_empty()) {
        text.push('\n');
        text.push_str(helper);
    }
    text.push_str("\n\n");
    text.push_str(BEGIN);
    text.push('\n');
    text
}

impl Program {
    fn write(&self, name: &str, text: &mut String) {
        let names = values::names().join(", ");
        let _ = write!(text, "\n\ndef {name}(out):\n");
        if let Home::Globals = self.home {
            let _ = writeln!(text, "    global {names}");
        }
        for pool in values::POOLS {
            for index in 0..pool.count {
                let _ = writeln!(text, "    {}{index} = {}", pool.letter, pool.initial);
            }
        }
        match self.home {
            Home::Locals | Home::Globals => self.statements.iter().for_each(|statement| statement.write(1, text)),
            Home::Cells => {
                for (number, part) in self.statements.chunks(PART).enumerate() {
                    let _ = writeln!(text, "\n    def part_{number}():\n        nonlocal {names}");
                    part.iter().for_each(|statement| statement.write(2, text));
                    let _ = writeln!(text, "\n    part_{number}()");
                }
            }
        }
        let _ = writeln!(text, "    out(digest({names}))\n\n\nrun({name})");
    }
}

impl Statement {
    fn write(&self, depth: usize, text: &mut String) {
        let lines = |lines: &str, text: &mut String| {
            for line in lines.lines() {
                let _ = writeln!(text, "{:width$}{line}", "", width = depth * 4);
            }
        };
        match self {
            Statement::Lines(all) => lines(all, text),
            Statement::Block { head, body, foot } => {
                lines(head, text);
                body.iter().for_each(|statement| statement.write(depth + 1, text));
                lines(foot, text);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_programs_each_time() {
        assert_eq!(batch(7, 3, 5), batch(7, 3, 5));
        assert_ne!(batch(7, 3, 1), batch(8, 3, 1));
        assert!(batch(7, 3, 2).contains("run(program_4)\n"));
    }

    #[test]
    fn programs_can_be_made_smaller() {
        let mut tree = tree(1, 1);
        let before = text(&[("p".into(), tree.current())]).len();
        while tree.simplify() {}
        assert!(text(&[("p".into(), tree.current())]).len() < before);
    }
}
