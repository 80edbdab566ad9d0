//! Lines from an input that is no terminal: prompts go to standard error.

use vm_core::Thread;

use super::{Line, Lines};
use crate::tell;

pub struct Plain<'a> {
    thread: &'a mut Thread,
}

impl<'a> Plain<'a> {
    pub fn new(thread: &'a mut Thread) -> Plain<'a> {
        Plain { thread }
    }
}

impl Lines for Plain<'_> {
    fn thread(&mut self) -> &mut Thread {
        self.thread
    }

    fn read(&mut self, prompt: &str) -> Line {
        tell(prompt);
        // A byte at a time: what follows the line belongs to a program that calls `input()`.
        let mut bytes = Vec::new();
        loop {
            let mut byte = 0u8;
            // SAFETY: reads one byte into a place of one byte.
            match unsafe { libc::read(0, (&raw mut byte).cast(), 1) } {
                1 if byte == b'\n' => break,
                1 => bytes.push(byte),
                0 if bytes.is_empty() => return Line::End,
                0 => break,
                _ if std::io::Error::last_os_error().kind() == std::io::ErrorKind::Interrupted => {
                    return match self.interrupted() {
                        true => Line::Interrupted,
                        false => continue,
                    };
                }
                _ => return Line::End,
            }
        }
        Line::Text(String::from_utf8_lossy(&bytes).into_owned())
    }
}

impl Plain<'_> {
    /// Runs the handlers of the signals that arrived: did one raise?
    fn interrupted(&mut self) -> bool {
        match self.thread.deliver_signals() {
            Ok(()) => false,
            Err(raised) => {
                self.thread.take_exception(raised);
                true
            }
        }
    }
}
