//! Python source to register bytecode.
//!
//! ```text
//! source --ruff parser--> AST --symbols--> scopes --codegen--> Code --serial--> bytes
//! ```
//!
//! This crate knows no heap and no object: its result, [`Code`], is plain data that the virtual machine loads.

pub mod bytecode;
mod codegen;
pub mod error;
pub mod listing;
pub mod parse;
pub mod serial;
pub mod symbols;
pub mod tree;
pub mod verify;

pub use bytecode::{Code, Const, Ins, Intrinsic, Op};
pub use error::{Stage, SyntaxError, SyntaxErrorKind};
pub use parse::{Mode, Options};

/// Compiles a source text: what the builtin `compile` does.
pub fn compile(source: &str, filename: &str, mode: Mode, options: &Options) -> Result<Code, SyntaxError> {
    compile_telling(source, filename, mode, options).map(|(code, _)| code)
}

/// As [`compile`]; also the texts of SyntaxWarnings, each with the error it becomes where warnings are errors.
pub fn compile_telling(
    source: &str,
    filename: &str,
    mode: Mode,
    options: &Options,
) -> Result<(Code, Vec<(String, SyntaxError)>), SyntaxError> {
    let source = &*parse::normalise(source);
    parse::with_stack(|| {
        let tree = parse::parse(source, filename, mode, options)?;
        let code = codegen::generate(&tree, source, None, filename, mode, options)?;
        debug_assert_eq!(verify::verify(&code), Ok(()));
        let warnings = parse::warnings(&tree, source).into_iter().map(|warning| {
            let stage = match mode {
                _ if warning.compiling => Stage::Compiling,
                Mode::Exec => Stage::ParsingModule,
                _ => Stage::Parsing,
            };
            let error = SyntaxError { stage, ..SyntaxError::at(warning.error, source, filename, warning.range) };
            (warning.message, error)
        });
        Ok((code, warnings.collect()))
    })
}
