//! The trace: pauses with their phases and the size of the heap over time, in the trace-event format that Perfetto and
//! `chrome://tracing` open.
//!
//! It is an array of JSON objects, one a line. The format allows the array to be left open: what a program that is killed has written
//! can be opened all the same.

use std::fmt::{Display, Write as _};
use std::io::{self, Write};
use std::time::Instant;

use crate::events::{Event, EventSink};

/// See the module documentation. Times are microseconds since the sink was made.
///
/// A write error ends the trace and is told by [`Trace::finish`]. A process forked off writes nothing: the file is its parent's.
#[derive(Debug)]
pub struct Trace<W: Write> {
    out: W,
    start: Instant,
    process: u32,
    /// Pauses that have begun and not ended, one within the other.
    open: Vec<Pause>,
    error: Option<io::Error>,
}

#[derive(Debug)]
struct Pause {
    begin: u64,
    /// Where the last phase ended: the next begins no earlier.
    last: u64,
    /// The last pause within this one: no phase begins in the middle of it.
    inner: Option<(u64, u64)>,
}

impl<W: Write> Trace<W> {
    /// Of a process with this name.
    pub fn new(out: W, name: &str) -> Trace<W> {
        let mut trace =
            Trace { out, start: Instant::now(), process: std::process::id(), open: Vec::new(), error: None };
        let process = trace.process;
        let named = |what: &str, name: &str| {
            format!(
                "{{\"name\":\"{what}\",\"ph\":\"M\",\"pid\":{process},\"tid\":{process},\"args\":{{\"name\":{}}}}}",
                quoted(name)
            )
        };
        trace.write(&format!("[\n{},\n{}", named("process_name", name), named("thread_name", "main")));
        trace.flush();
        trace
    }

    /// Closes the array; why the trace ended early, if it did. Events after that are not written.
    pub fn finish(&mut self) -> io::Result<()> {
        if self.process != std::process::id() {
            return Ok(());
        }
        self.write("\n]\n");
        self.flush();
        self.process = 0;
        self.error.take().map_or(Ok(()), Err)
    }

    fn write(&mut self, text: &str) {
        if self.error.is_none() {
            self.error = self.out.write_all(text.as_bytes()).err();
        }
    }

    fn flush(&mut self) {
        if self.error.is_none() {
            self.error = self.out.flush().err();
        }
    }

    fn span(&mut self, category: &str, name: &dyn Display, begin: u64, end: u64, args: &str) {
        let process = self.process;
        let (begin, duration) = (micros(begin), micros(end - begin));
        self.write(&format!(
            ",\n{{\"name\":\"{name}\",\"cat\":\"{category}\",\"ph\":\"X\",\"ts\":{begin},\"dur\":{duration},\"pid\":{process},\"tid\":{process},\"args\":{{{args}}}}}"
        ));
    }

    fn counter(&mut self, name: &str, at: u64, value: usize) {
        let (process, at) = (self.process, micros(at));
        self.write(&format!(
            ",\n{{\"name\":\"{name}\",\"ph\":\"C\",\"ts\":{at},\"pid\":{process},\"args\":{{\"bytes\":{value}}}}}"
        ));
    }

    /// A phase of `ns` is over. Clocks differ by a little: it is kept within its pause and behind the phase before it.
    fn phase(&mut self, phase: &'static str, ns: u64, now: u64) {
        let Some(pause) = self.open.last_mut() else { return };
        let mut begin = now.saturating_sub(ns).max(pause.last);
        if let Some((start, end)) = pause.inner.filter(|&(start, end)| (start..end).contains(&begin)) {
            begin = if begin - start < end - begin { start } else { end };
        }
        pause.last = now;
        self.span("phase", &phase, begin, now, "");
    }
}

impl<W: Write> EventSink for Trace<W> {
    fn event(&mut self, event: &Event) {
        if self.error.is_some() || self.process != std::process::id() {
            return;
        }
        let now = self.start.elapsed().as_nanos() as u64;
        match *event {
            Event::Start { bytes, .. } => {
                self.counter("heap", now, bytes);
                self.open.push(Pause { begin: now, last: now, inner: None });
            }
            Event::Phase { phase, ns, .. } => self.phase(phase, ns, now),
            Event::End { kind, reason, pause_ns, bytes_after, reserved_bytes, .. } => {
                let begin = self.open.pop().map_or(now.saturating_sub(pause_ns), |pause| pause.begin);
                let mut args = format!("\"reason\":\"{reason}\"");
                for (name, figure) in event.figures() {
                    // Writing to a string cannot fail.
                    let _ = write!(args, ",\"{name}\":{figure}");
                }
                self.span("pause", &kind, begin, now, &args);
                if let Some(outer) = self.open.last_mut() {
                    outer.inner = Some((begin, now));
                }
                self.counter("heap", now, bytes_after);
                self.counter("reserved", now, reserved_bytes);
                // At the end of each pause, so that a crash loses little.
                self.flush();
            }
        }
    }
}

/// Nanoseconds as microseconds.
fn micros(ns: u64) -> String {
    format!("{}.{:03}", ns / 1000, ns % 1000)
}

/// Text as a JSON string.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c < ' ' => {
                // Writing to a string cannot fail.
                let _ = write!(quoted, "\\u{:04x}", c as u32);
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Full, end, start};
    use super::*;
    use crate::events::Kind;

    fn field(line: &str, name: &str) -> Option<String> {
        let rest = line.split_once(&format!("\"{name}\":"))?.1;
        Some(rest.split([',', '}']).next()?.trim_matches('"').to_owned())
    }

    fn nanoseconds(line: &str, name: &str) -> Option<u64> {
        Some((field(line, name)?.parse::<f64>().ok()? * 1000.0).round() as u64)
    }

    #[test]
    fn pauses_contain_their_phases_and_each_other() {
        let mut out = Vec::new();
        let mut trace = Trace::new(&mut out, "a \"name\"\n");
        trace.event(&start(Kind::Epoch));
        trace.event(&Event::Phase { kind: Kind::Epoch, phase: "roots", ns: 1_000_000_000 });
        trace.event(&start(Kind::Cycles));
        trace.event(&Event::Phase { kind: Kind::Cycles, phase: "mark", ns: 1 });
        trace.event(&end(Kind::Cycles, 30));
        trace.event(&end(Kind::Epoch, 99));
        trace.finish().unwrap();
        trace.event(&start(Kind::Full));
        drop(trace);
        let text = String::from_utf8(out).unwrap();
        assert!(text.starts_with("[\n{") && text.ends_with("}\n]\n"), "{text}");
        assert!(text.contains("\"args\":{\"name\":\"a \\\"name\\\"\\u000a\"}"), "{text}");
        let spans: Vec<(String, u64, u64)> = text
            .lines()
            .filter(|line| line.contains("\"ph\":\"X\""))
            .map(|line| {
                let begin = nanoseconds(line, "ts").unwrap();
                (field(line, "name").unwrap(), begin, begin + nanoseconds(line, "dur").unwrap())
            })
            .collect();
        let names: Vec<&str> = spans.iter().map(|span| span.0.as_str()).collect();
        assert_eq!(names, ["roots", "mark", "cycles", "epoch"]);
        let within = |inner: usize, outer: usize| spans[inner].1 >= spans[outer].1 && spans[inner].2 <= spans[outer].2;
        assert!(within(0, 3) && within(1, 2) && within(2, 3) && spans[0].2 <= spans[2].1, "{spans:?}");
        assert_eq!(text.matches("\"ph\":\"C\"").count(), 6);
        assert_eq!(text.lines().filter(|line| line.ends_with("},") || line.ends_with('}')).count(), 12);
    }

    #[test]
    fn what_was_written_lacks_only_the_end() {
        let mut out = Vec::new();
        let mut trace = Trace::new(&mut out, "killed");
        trace.event(&start(Kind::Full));
        trace.event(&end(Kind::Full, 1));
        drop(trace);
        assert!(out.ends_with(b"}"));
    }

    #[test]
    fn a_full_disk_ends_the_trace_only() {
        let mut trace = Trace::new(Full, "full");
        trace.event(&end(Kind::Full, 1));
        assert_eq!(trace.finish().map_err(|error| error.kind()), Err(io::ErrorKind::StorageFull));
    }
}
