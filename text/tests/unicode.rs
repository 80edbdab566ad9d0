//! Every property of every code point, against checksums recorded with CPython (`tools/unicode_digests.py`); and the tables
//! against a fresh run of their generator, where a Python of the right version is at hand.

use std::path::Path;
use std::process::Command;

use text::repr::repr_str;
use text::{Text, TextBuf, Units, float_text, strings, unicode};

/// CRC-32 as zlib computes it.
struct Crc {
    table: [u32; 256],
    state: u32,
}

impl Crc {
    fn new() -> Crc {
        let step = |c: u32| if c & 1 == 1 { 0xEDB8_8320 ^ c >> 1 } else { c >> 1 };
        let entry = |i: usize| (0..8).fold(i as u32, |c, _| step(c));
        Crc { table: std::array::from_fn(entry), state: !0 }
    }

    fn add(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.state = self.table[usize::from(self.state as u8 ^ byte)] ^ self.state >> 8;
        }
    }
}

fn text_of(codes: &[u32]) -> Text {
    codes.iter().copied().collect::<TextBuf>().finish()
}

fn predicate(test: fn(Units<'_>) -> bool, code: u32) -> Text {
    Text::from(if test(text_of(&[code]).as_units()) { "True" } else { "False" })
}

fn method(apply: fn(Units<'_>) -> Text, codes: &[u32]) -> Text {
    apply(text_of(codes).as_units())
}

const A: u32 = 'a' as u32;
const SIGMA: u32 = 0x3A3;

fn property(name: &str, c: u32) -> Text {
    let shown = |value: Option<u8>| Text::from(value.map_or(String::new(), |v| v.to_string()));
    match name {
        "isalpha" => predicate(strings::is_alpha, c),
        "isalnum" => predicate(strings::is_alnum, c),
        "isdecimal" => predicate(strings::is_decimal, c),
        "isdigit" => predicate(strings::is_digit, c),
        "isnumeric" => predicate(strings::is_numeric, c),
        "isspace" => predicate(strings::is_space, c),
        "isprintable" => predicate(strings::is_printable, c),
        "isidentifier" => predicate(strings::is_identifier, c),
        "islower" => predicate(strings::is_lower, c),
        "isupper" => predicate(strings::is_upper, c),
        "istitle" => predicate(strings::is_title, c),
        "upper" => method(strings::upper, &[c]),
        "lower" => method(strings::lower, &[c]),
        "title" => method(strings::title, &[c]),
        "capitalize" => method(strings::capitalize, &[c]),
        "casefold" => method(strings::casefold, &[c]),
        "swapcase" => method(strings::swapcase, &[c]),
        "continues" => Text::from(if strings::is_identifier(text_of(&[A, c]).as_units()) { "True" } else { "False" }),
        "word" => method(strings::title, &[0x41, SIGMA, c, 0x62, c, SIGMA]),
        "final_sigma" => method(strings::lower, &[A, c, SIGMA, c, A, SIGMA]),
        "repr" => {
            let repr = repr_str(text_of(&[c]).as_units());
            repr.as_units().slice(1, repr.len() - 1).to_text()
        }
        "lines" => Text::from(strings::split_lines(text_of(&[A, c, A]).as_units(), false).len().to_string()),
        "decimal" => shown(unicode::decimal(c)),
        "digit" => shown(unicode::digit(c)),
        "numeric" => Text::from(unicode::numeric(c).map_or(String::new(), float_text::repr_float)),
        "category" => Text::from(unicode::category(c)),
        "bidirectional" => Text::from(unicode::bidirectional(c)),
        "east_asian_width" => Text::from(unicode::east_asian_width(c)),
        "combining" => Text::from(unicode::combining(c).to_string()),
        "mirrored" => Text::from(if unicode::mirrored(c) { "True" } else { "False" }),
        other => panic!("property {other}"),
    }
}

fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_code_point() {
    let table = std::fs::read_to_string(package().join("tests/cases/unicode.txt")).expect("the checksums");
    let mut differing = Vec::new();
    for line in table.lines() {
        let (name, digest) = line.split_once('\t').expect("name and checksum");
        let mut crc = Crc::new();
        let mut units = Vec::new();
        for code in 0..=0x10_FFFF {
            units.clear();
            property(name, code).as_units().iter().for_each(|c| units.extend(c.to_le_bytes()));
            units.extend(u32::from(';').to_le_bytes());
            crc.add(&units);
        }
        if (!crc.state).to_string() != digest {
            differing.push(name);
        }
    }
    assert!(differing.is_empty(), "{differing:?}");
}

#[test]
fn tables_are_what_the_generator_writes() {
    let python = std::env::var("PYTHON314").unwrap_or_else(|_| "python3.14".into());
    let Ok(output) = Command::new(python).arg(package().join("tools/unicode_tables.py")).output() else { return };
    assert!(output.status.success());
    let tables = std::fs::read(package().join("src/unicode/tables.rs")).expect("the tables");
    assert!(output.stdout == tables, "src/unicode/tables.rs is not what tools/unicode_tables.py writes");
}
