//! Lines typed at a terminal: editing, history, completion, colours.

use std::borrow::Cow;
use std::cell::RefCell;
use std::ffi::OsString;
use std::path::PathBuf;

use compiler::parse::{Highlight, tokens_for_highlight};
use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::Hinter;
use rustyline::history::FileHistory;
use rustyline::validate::Validator;
use rustyline::{CompletionType, Config, Context, Editor, Helper};
use stdlib::command;
use vm_core::Thread;

use super::{Line, Lines};
use crate::options::Options;

/// Statements kept from one session to the next.
const HISTORY: usize = 10_000;

pub struct Terminal<'a> {
    editor: Editor<Assistant<'a>, FileHistory>,
    history: Option<PathBuf>,
}

impl<'a> Terminal<'a> {
    /// `None` if there is no terminal to be had.
    pub fn open(thread: &'a mut Thread, options: &Options) -> Result<Terminal<'a>, &'a mut Thread> {
        let config = Config::builder()
            .completion_type(CompletionType::List)
            .auto_add_history(false)
            .tab_stop(4)
            .indent_size(4)
            .max_history_size(HISTORY);
        let editor = config.and_then(|config| Editor::with_config(config.build()));
        let Ok(mut editor) = editor else { return Err(thread) };
        let history = history_file(options);
        if let Some(file) = &history {
            // There may be none yet.
            let _ = editor.load_history(file);
        }
        editor.set_helper(Some(Assistant { thread: RefCell::new(thread), colours: wants_colours(options) }));
        Ok(Terminal { editor, history })
    }
}

impl Lines for Terminal<'_> {
    fn thread(&mut self) -> &mut Thread {
        self.editor.helper_mut().expect("set when the terminal was opened").thread.get_mut()
    }

    fn read(&mut self, prompt: &str) -> Line {
        match self.editor.readline(prompt) {
            Ok(text) => Line::Text(text),
            Err(ReadlineError::Interrupted) => Line::Interrupted,
            // An input that cannot be read has ended.
            Err(_) => Line::End,
        }
    }

    fn remember(&mut self, statement: &str) {
        if statement.is_empty() {
            return;
        }
        let added = self.editor.add_history_entry(statement);
        if let (Ok(true), Some(file)) = (added, &self.history) {
            // A history that cannot be written is no reason to stop.
            let _ = self.editor.append_history(file);
        }
    }
}

fn variable(options: &Options, name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty() && !options.ignore_environment)
}

fn history_file(options: &Options) -> Option<PathBuf> {
    match variable(options, "PYTHON_HISTORY") {
        Some(file) => Some(file.into()),
        None if options.isolated => None,
        None => Some(PathBuf::from(std::env::var_os("HOME")?).join(".tenure_history")),
    }
}

/// As CPython decides it.
fn wants_colours(options: &Options) -> bool {
    match variable(options, "PYTHON_COLORS").as_deref().and_then(std::ffi::OsStr::to_str) {
        Some("0") => return false,
        Some("1") => return true,
        _ => {}
    }
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if set("NO_COLOR") {
        return false;
    }
    set("FORCE_COLOR") || std::env::var_os("TERM").is_none_or(|terminal| terminal != "dumb")
}

/// What the editor asks while a line is typed.
struct Assistant<'a> {
    thread: RefCell<&'a mut Thread>,
    colours: bool,
}

impl Helper for Assistant<'_> {}
impl Validator for Assistant<'_> {}
impl Hinter for Assistant<'_> {
    type Hint = String;
}

impl Completer for Assistant<'_> {
    type Candidate = String;

    fn complete(&self, line: &str, at: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<String>)> {
        let start = word_start(&line[..at]);
        let word = &line[start..at];
        if word.is_empty() {
            // Nothing to complete: Tab indents.
            return Ok((at, vec!["    ".to_owned()]));
        }
        let t = &mut **self.thread.borrow_mut();
        let found = command::call(t, "complete", |t| Ok(vec![t.str(word)?.value()]));
        match found {
            Ok(()) => {
                let names = t.text(t.result());
                Ok((start, names.lines().map(str::to_owned).collect()))
            }
            Err(raised) => {
                // Looking at objects ran code of theirs that failed: no completions.
                t.take_exception(raised);
                Ok((start, Vec::new()))
            }
        }
    }
}

/// Where the dotted name at the end of the text begins.
fn word_start(text: &str) -> usize {
    let part = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    text.char_indices().rev().take_while(|(_, c)| part(*c)).last().map_or(text.len(), |(at, _)| at)
}

impl Highlighter for Assistant<'_> {
    fn highlight<'l>(&self, line: &'l str, _: usize) -> Cow<'l, str> {
        if !self.colours {
            return Cow::Borrowed(line);
        }
        let mut text = String::with_capacity(line.len() * 2);
        let mut done = 0;
        for (range, role) in tokens_for_highlight(line) {
            if range.start < done {
                continue;
            }
            text.push_str(&line[done..range.start]);
            match colour(role) {
                Some(code) => text.push_str(&format!("\x1b[{code}m{}\x1b[0m", &line[range.clone()])),
                None => text.push_str(&line[range.clone()]),
            }
            done = range.end;
        }
        text.push_str(&line[done..]);
        Cow::Owned(text)
    }

    fn highlight_prompt<'b, 's: 'b, 'p: 'b>(&'s self, prompt: &'p str, _: bool) -> Cow<'b, str> {
        match self.colours {
            true => Cow::Owned(format!("\x1b[1;35m{prompt}\x1b[0m")),
            false => Cow::Borrowed(prompt),
        }
    }

    fn highlight_char(&self, _: &str, _: usize, _: CmdKind) -> bool {
        self.colours
    }
}

fn colour(role: Highlight) -> Option<&'static str> {
    match role {
        Highlight::Keyword | Highlight::SoftKeyword => Some("1;34"),
        Highlight::Definition => Some("1"),
        Highlight::Number => Some("33"),
        Highlight::String => Some("32"),
        Highlight::Comment => Some("31"),
        Highlight::Name | Highlight::Operator => None,
    }
}

#[cfg(test)]
mod tests {
    use super::word_start;

    #[test]
    fn a_dotted_name_is_completed_as_one() {
        assert_eq!(word_start("print(os.pa"), 6);
        assert_eq!(word_start("x = "), 4);
        assert_eq!(word_start("é.b"), 0);
    }
}
