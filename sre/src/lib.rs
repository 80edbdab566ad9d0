//! The machine behind Python's `_sre` module: runs the code words that `re._compiler` produces.
//!
//! [`Program::compile`] checks the words and turns them into a program of its own; a [`Machine`] runs programs over
//! text of one, two or four bytes per character. The crate knows no VM and no heap: positions go in and out, text is
//! lent for one call, and a run that takes long can be left and taken up again, so that an embedder can look for
//! signals or move the text.
//!
//! ```
//! use sre::{Machine, Mode, Program, Request};
//! # fn same(c: u32) -> u32 { c }
//! # fn never(_: u32) -> bool { false }
//! # static CHARS: sre::CharTable = sre::CharTable {
//! #     lower: same, upper: same, is_alnum: never, is_decimal: never, is_space: never, is_linebreak: never,
//! #     locale_lower: |c| c, locale_upper: |c| c, locale_is_alnum: |_| false,
//! # };
//! // LITERAL 'a', MARK 0, ANY, MARK 1, SUCCESS: the pattern `a(.)`
//! let program = Program::compile(&[16, 97, 17, 0, 2, 17, 1, 1], 1, &CHARS)?;
//! let mut machine = Machine::new(1 << 20);
//! machine.start(&program, Request::new(Mode::Search, 0));
//! assert_eq!(machine.run(&program, b"bcab", &mut || Ok(())), Ok(true));
//! assert_eq!(machine.span(), (2, 4));
//! assert_eq!(machine.group(0), Some((3, 4)));
//! # Ok::<(), sre::InvalidCode>(())
//! ```

mod analyse;
mod chars;
mod charset;
mod choices;
mod codes;
mod machine;
mod program;
mod scan;
mod search;
mod single;
mod steps;
mod text;
mod translate;

pub use chars::{CharTable, ascii_lower, unicode_lower, unicode_upper};
pub use codes::{CODE_SIZE, MAGIC, MAX_GROUPS, MAX_REPEAT};
pub use machine::{Interrupted, Machine, Mode, Request, Stop};
pub use program::Program;
pub use scan::{Output, Scan, Substitution, Template};
pub use text::Unit;
pub use translate::InvalidCode;
