//! Reading a table of cases and comparing.

use std::path::Path;

use text::{Fault, Text, TextBuf, Units};

/// What an operation gives, as the table writes it.
pub type Answer = Result<Text, Fault>;

pub struct Case {
    pub op: String,
    pub args: Vec<Text>,
}

impl Case {
    pub fn arg(&self, at: usize) -> Units<'_> {
        self.args[at].as_units()
    }

    pub fn string(&self, at: usize) -> String {
        self.arg(at).to_utf8_escaped()
    }

    pub fn bytes(&self, at: usize) -> Vec<u8> {
        self.arg(at).iter().map(|code| u8::try_from(code).expect("a byte")).collect()
    }

    pub fn number(&self, at: usize) -> i64 {
        self.string(at).parse().expect("a number")
    }
}

/// Undoes Python's `unicode_escape`.
fn unescape(text: &str) -> Text {
    let mut out = TextBuf::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let digits = match &rest[at + 1..at + 2] {
            "x" => 2,
            "u" => 4,
            "U" => 8,
            simple => {
                out.push_str(match simple {
                    "n" => "\n",
                    "r" => "\r",
                    "t" => "\t",
                    "\\" => "\\",
                    other => panic!("escape {other}"),
                });
                rest = &rest[at + 2..];
                continue;
            }
        };
        out.push(u32::from_str_radix(&rest[at + 2..at + 2 + digits], 16).expect("hexadecimal"));
        rest = &rest[at + 2 + digits..];
    }
    out.push_str(rest);
    out.finish()
}

pub fn replay(table: &str, run: impl Fn(&Case) -> Option<Answer>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    replay_file(&folder.join(table).with_extension("txt"), run);
}

pub fn replay_file(path: &Path, run: impl Fn(&Case) -> Option<Answer>) {
    let table = std::fs::read_to_string(path).expect("the table of cases");
    let (mut failures, mut count) = (Vec::new(), 0);
    for line in table.lines() {
        let mut fields: Vec<&str> = line.split('\t').collect();
        let expected = unescape(fields.pop().expect("a result"));
        let case = Case { op: fields[0].to_owned(), args: fields[1..].iter().map(|f| unescape(f)).collect() };
        let got = match run(&case).unwrap_or_else(|| panic!("operation {}", case.op)) {
            Ok(text) => {
                let mut shown = TextBuf::new();
                shown.push_char('=');
                shown.push_units(text.as_units());
                shown.finish()
            }
            Err(fault) => {
                let mut shown = TextBuf::new();
                shown.push_str(&format!("!{}: ", fault.kind.class_name()));
                shown.push_units(fault.message.to_text().as_units());
                shown.finish()
            }
        };
        count += 1;
        if got != expected {
            failures.push(format!("{line}\n    got {}", got.as_units().to_utf8_escaped()));
        }
    }
    assert!(count > 0);
    let shown: Vec<_> = failures.iter().take(25).map(String::as_str).collect();
    assert!(failures.is_empty(), "{} of {count} differ:\n{}", failures.len(), shown.join("\n"));
}
