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
pub use error::{SyntaxError, SyntaxErrorKind};
pub use parse::{Mode, Options};

/// Compiles a source text: what the builtin `compile` does.
pub fn compile(source: &str, filename: &str, mode: Mode, options: &Options) -> Result<Code, SyntaxError> {
    compile_telling(source, filename, mode, options).map(|(code, _)| code)
}

/// As [`compile`]; also the SyntaxWarnings, each as the error it becomes where warnings are errors.
pub fn compile_telling(
    source: &str,
    filename: &str,
    mode: Mode,
    options: &Options,
) -> Result<(Code, Vec<SyntaxError>), SyntaxError> {
    let source = &*parse::normalise(source);
    parse::with_stack(|| {
        let tree = parse::parse(source, filename, mode, options)?;
        let code = codegen::generate(&tree, source, None, filename, mode, options)?;
        debug_assert_eq!(verify::verify(&code), Ok(()));
        let warnings = parse::warnings(&tree, source).into_iter();
        let warnings = warnings.map(|warning| SyntaxError::at(warning.message, source, filename, warning.range));
        Ok((code, warnings.collect()))
    })
}
