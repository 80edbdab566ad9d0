//! The log: what the collector does, an event a line.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::time::{Duration, Instant};

use crate::events::{Event, EventSink};

/// Every event as one line of JSON, as it happens: `t` is seconds since the sink was made, sizes are bytes, times
/// nanoseconds; a figure the collector cannot know is left out.
///
/// A write error ends the log and is kept for [`JsonLines::error`]: a full disk does not stop the program.
#[derive(Debug)]
pub struct JsonLines<W: Write> {
    out: W,
    start: Instant,
    error: Option<io::Error>,
}

impl<W: Write> JsonLines<W> {
    pub fn new(out: W) -> JsonLines<W> {
        JsonLines { out, start: Instant::now(), error: None }
    }

    /// Why the log ended early, if it did.
    pub fn error(&self) -> Option<&io::Error> {
        self.error.as_ref()
    }
}

impl<W: Write> EventSink for JsonLines<W> {
    fn event(&mut self, event: &Event) {
        if self.error.is_some() {
            return;
        }
        let line = json(self.start.elapsed(), event);
        // Flushed at the end of each pause, so that a crash loses little.
        let end = matches!(event, Event::End { .. });
        let result = self.out.write_all(line.as_bytes()).and_then(|()| if end { self.out.flush() } else { Ok(()) });
        self.error = result.err();
    }
}

fn json(at: Duration, event: &Event) -> String {
    let mut line = format!("{{\"t\":{:.6}", at.as_secs_f64());
    let mut text = |key: &str, value: &dyn core::fmt::Display| {
        // Writing to a string cannot fail; no value here needs escaping.
        let _ = write!(line, ",\"{key}\":\"{value}\"");
    };
    match *event {
        Event::Start { kind, reason, .. } => {
            text("event", &"start");
            text("kind", &kind);
            text("reason", &reason);
        }
        Event::Phase { kind, phase, .. } => {
            text("event", &"phase");
            text("kind", &kind);
            text("phase", &phase);
        }
        Event::End { kind, reason, .. } => {
            text("event", &"end");
            text("kind", &kind);
            text("reason", &reason);
        }
    }
    for (name, figure) in event.figures() {
        let _ = write!(line, ",\"{name}\":{figure}");
    }
    line.push_str("}\n");
    line
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Full, end, start};
    use super::*;
    use crate::events::Kind;

    #[test]
    fn one_line_per_event_without_unknown_figures() {
        let mut out = Vec::new();
        let mut log = JsonLines::new(&mut out);
        log.event(&start(Kind::Full));
        log.event(&Event::Phase { kind: Kind::Full, phase: "mark", ns: 12 });
        log.event(&end(Kind::Full, 99));
        let text = String::from_utf8(out).unwrap();
        let lines: Vec<&str> = text.lines().map(|line| line.split_once(',').unwrap().1).collect();
        assert_eq!(
            lines,
            [
                r#""event":"start","kind":"full","reason":"explicit","bytes":5000}"#,
                r#""event":"phase","kind":"full","phase":"mark","ns":12}"#,
                r#""event":"end","kind":"full","reason":"threshold","pause_ns":99,"bytes_before":5000,"bytes_after":3000,"objects_after":7,"reserved_bytes":65536}"#,
            ]
        );
    }

    #[test]
    fn a_full_disk_ends_the_log_only() {
        let mut log = JsonLines::new(Full);
        log.event(&end(Kind::Full, 1));
        log.event(&end(Kind::Full, 1));
        assert_eq!(log.error().map(io::Error::kind), Some(io::ErrorKind::StorageFull));
    }
}
