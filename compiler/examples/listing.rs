//! Prints the bytecode of Python files, or with `-q` only checks that they compile and verify.

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let quiet = arguments.first().is_some_and(|first| first == "-q");
    if quiet {
        arguments.remove(0);
    }
    let mut failures = 0;
    for path in &arguments {
        let source = match std::fs::read_to_string(path) {
            Ok(source) => source.replace("\r\n", "\n"),
            Err(error) => {
                eprintln!("{path}: {error}");
                continue;
            }
        };
        match compiler::compile(&source, path, compiler::Mode::Exec, &compiler::Options::default()) {
            Ok(code) => {
                if let Err(error) = compiler::verify::verify(&code) {
                    eprintln!("{path}: {error}");
                    failures += 1;
                }
                if !quiet {
                    println!("{}", compiler::listing::listing(&code, Some(&source)));
                }
            }
            Err(error) => {
                eprintln!("{error}");
                failures += 1;
            }
        }
    }
    if failures == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
