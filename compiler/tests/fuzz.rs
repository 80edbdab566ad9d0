//! Damaged source files compile to code or to an error, whatever the damage, also on a small native stack.

use std::path::{Path, PathBuf};

use compiler::parse::{completeness, tokens_for_highlight};
use compiler::{Mode, Options, compile};

/// A small generator with a fixed start: failures repeat.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut entries: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "py") {
            found.push(path);
        }
    }
}

/// A run of lines of a file.
fn piece(text: &str, random: &mut Random) -> String {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let start = random.below(lines.len());
    lines[start..].iter().take(1 + random.below(60)).copied().collect()
}

const TOKENS: [&str; 40] = [
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ":",
    ",",
    ";",
    "=",
    ":=",
    "*",
    "**",
    "->",
    ".",
    "...",
    "\n",
    "\n    ",
    "\t",
    "\\\n",
    "'",
    "\"\"\"",
    "f'{",
    "t\"{",
    "}",
    "!r",
    "if ",
    "else",
    "lambda ",
    "for x in ",
    "yield ",
    "await ",
    "async ",
    "match x:\n",
    "case _:",
    "0x",
    "1e",
    "é",
    "\u{200b}",
    "#",
];

fn damage(source: &str, random: &mut Random) -> String {
    let mut characters: Vec<char> = source.chars().collect();
    for _ in 0..1 + random.below(4) {
        let at = random.below(characters.len() + 1);
        let end = (at + random.below(12)).min(characters.len());
        match random.below(4) {
            0 => drop(characters.drain(at..end)),
            1 => {
                let token = TOKENS[random.below(TOKENS.len())];
                characters.splice(at..at, token.chars());
            }
            2 => {
                let copied: Vec<char> = characters[at..end].to_vec();
                let to = random.below(characters.len() + 1);
                characters.splice(to..to, copied);
            }
            _ => characters[at..end].reverse(),
        }
    }
    characters.into_iter().collect()
}

fn on_small_stack(work: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(512 * 1024).spawn(work).expect("a thread");
    thread.join().expect("no panic");
}

fn compiles_or_not(source: &str, mode: Mode) -> bool {
    compile(source, "fuzz", mode, &Options::default()).is_ok()
}

#[test]
fn damaged_files() {
    on_small_stack(|| {
        let mut files = Vec::new();
        sources(Path::new(rustpython_pylib::LIB_PATH), &mut files);
        let mut random = Random(0x5eed_1234_5678_9abc);
        let (mut good, mut bad) = (0, 0);
        for _ in 0..1_500 {
            let path = &files[random.below(files.len())];
            let Ok(text) = std::fs::read_to_string(path) else { continue };
            let source = damage(&piece(&text, &mut random), &mut random);
            let mode = [Mode::Exec, Mode::Exec, Mode::Single, Mode::Eval][random.below(4)];
            if compiles_or_not(&source, mode) {
                good += 1
            } else {
                bad += 1
            }
            completeness(&source);
            tokens_for_highlight(&source);
        }
        assert!(good > 20 && bad > 200, "{good} good, {bad} bad");
    });
}

#[test]
fn deep_chains() {
    type Chain = fn(usize) -> String;
    let chains: [Chain; 18] = [
        |n| "-".repeat(n) + "1",
        |n| "not ".repeat(n) + "1",
        |n| "a + ".repeat(n) + "1",
        |n| "a ** ".repeat(n) + "1",
        |n| "a".to_owned() + &".b".repeat(n),
        |n| "a".to_owned() + &"()".repeat(n),
        |n| "a".to_owned() + &"[0]".repeat(n),
        |n| "lambda: ".repeat(n) + "1",
        |n| "if a: pass\n".to_owned() + &"elif a: pass\n".repeat(n),
        |n| "a if b else ".repeat(n) + "1",
        |n| "a and ".repeat(n) + "1",
        |n| "a < ".repeat(n) + "1",
        |n| "a = ".repeat(n) + "1",
        |n| "(".repeat(n) + "1" + &")".repeat(n),
        |n| "f'{".repeat(n) + "1" + &"}'".repeat(n),
        |n| "match x:\n case ".to_owned() + &"1 | ".repeat(n) + "2: pass",
        |n| "match x:\n case ".to_owned() + &"[".repeat(n) + &"]".repeat(n) + ": pass",
        |n| (0..n.min(500)).map(|level| " ".repeat(level) + "if x:\n").collect::<String>(),
    ];
    on_small_stack(move || {
        for chain in chains {
            for length in [50, 3_000, 15_000] {
                let source = chain(length);
                compiles_or_not(&source, Mode::Exec);
                // The same with an error at its end.
                compiles_or_not(&(source + " $"), Mode::Exec);
            }
        }
    });
}
