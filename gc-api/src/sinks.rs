//! Sinks: a log in JSON lines, a summary with pause percentiles, and several sinks at once.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::rc::Rc;
use std::time::{Duration, Instant};

use hdrhistogram::Histogram;

use crate::events::{Event, EventSink, Kind};
use crate::stats::{Figure, HeapStats};

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
    let mut numbers: Vec<(&str, Option<u64>)> = Vec::new();
    match *event {
        Event::Start { kind, reason, bytes } => {
            text("event", &"start");
            text("kind", &kind);
            text("reason", &reason);
            numbers.push(("bytes", Some(bytes as u64)));
        }
        Event::Phase { kind, phase, ns } => {
            text("event", &"phase");
            text("kind", &kind);
            text("phase", &phase);
            numbers.push(("ns", Some(ns)));
        }
        Event::End {
            kind,
            reason,
            pause_ns,
            bytes_before,
            bytes_after,
            objects_after,
            objects_freed,
            bytes_promoted,
            bytes_moved,
            reserved_bytes,
        } => {
            text("event", &"end");
            text("kind", &kind);
            text("reason", &reason);
            let optional = |figure: Option<usize>| figure.map(|figure| figure as u64);
            numbers.extend([
                ("pause_ns", Some(pause_ns)),
                ("bytes_before", Some(bytes_before as u64)),
                ("bytes_after", Some(bytes_after as u64)),
                ("objects_after", optional(objects_after)),
                ("objects_freed", optional(objects_freed)),
                ("bytes_promoted", optional(bytes_promoted)),
                ("bytes_moved", optional(bytes_moved)),
                ("reserved_bytes", Some(reserved_bytes as u64)),
            ]);
        }
    }
    for (key, value) in numbers {
        if let Some(value) = value {
            let _ = write!(line, ",\"{key}\":{value}");
        }
    }
    line.push_str("}\n");
    line
}

/// Sends each event to several sinks.
#[derive(Default)]
pub struct Tee(pub Vec<Box<dyn EventSink>>);

impl EventSink for Tee {
    fn event(&mut self, event: &Event) {
        self.0.iter_mut().for_each(|sink| sink.event(event));
    }
}

/// Counts and times for a summary at exit. Clones share what they gather: one goes to the heap, one stays with
/// whoever prints the report.
#[derive(Clone)]
pub struct Summary(Rc<RefCell<Gathered>>);

struct Gathered {
    start: Instant,
    /// By kind.
    pauses: [Histogram<u64>; Kind::ALL.len()],
    /// Pauses that have begun and not ended, one within the other.
    depth: usize,
    paused: Duration,
    phases: BTreeMap<&'static str, Duration>,
    freed: u64,
    peak_after: usize,
    peak_reserved: usize,
}

impl Default for Summary {
    fn default() -> Summary {
        Summary::new()
    }
}

impl Summary {
    pub fn new() -> Summary {
        Summary(Rc::new(RefCell::new(Gathered {
            start: Instant::now(),
            pauses: Kind::ALL.map(|_| pause_histogram()),
            depth: 0,
            paused: Duration::ZERO,
            phases: BTreeMap::new(),
            freed: 0,
            peak_after: 0,
            peak_reserved: 0,
        })))
    }

    /// Some lines for people, with the heap's own figures.
    pub fn report(&self, collector: &str, stats: &HeapStats) -> String {
        self.0.borrow().report(collector, stats)
    }
}

/// Up to an hour, three digits.
fn pause_histogram() -> Histogram<u64> {
    match Histogram::new_with_bounds(1, 3_600_000_000_000, 3) {
        Ok(histogram) => histogram,
        Err(_) => unreachable!("constant bounds are valid"),
    }
}

impl EventSink for Summary {
    fn event(&mut self, event: &Event) {
        let gathered = &mut *self.0.borrow_mut();
        match *event {
            Event::Start { .. } => gathered.depth += 1,
            Event::Phase { phase, ns, .. } => {
                *gathered.phases.entry(phase).or_default() += Duration::from_nanos(ns);
            }
            Event::End { kind, pause_ns, bytes_before, bytes_after, reserved_bytes, .. } => {
                gathered.pauses[kind as usize].saturating_record(pause_ns);
                gathered.depth = gathered.depth.saturating_sub(1);
                if gathered.depth == 0 {
                    gathered.paused += Duration::from_nanos(pause_ns);
                    gathered.freed += bytes_before.saturating_sub(bytes_after) as u64;
                }
                gathered.peak_after = gathered.peak_after.max(bytes_after);
                gathered.peak_reserved = gathered.peak_reserved.max(reserved_bytes);
            }
        }
    }
}

impl Gathered {
    fn report(&self, collector: &str, stats: &HeapStats) -> String {
        let mut report = Vec::new();
        let run = self.start.elapsed();
        report.push(format!(
            "gc: {collector}, {} run, {} in collections ({:.1} %)",
            time(run),
            time(self.paused),
            share(self.paused, run)
        ));
        for kind in Kind::ALL {
            let pauses = &self.pauses[kind as usize];
            if !pauses.is_empty() {
                let at = |quantile: f64| time(Duration::from_nanos(pauses.value_at_quantile(quantile)));
                let (p50, p90, p99, max) = (at(0.5), at(0.9), at(0.99), time(Duration::from_nanos(pauses.max())));
                let (what, many) = (kind.plural(), pauses.len());
                report.push(format!("gc: {what}: {many}, pauses p50 {p50}, p90 {p90}, p99 {p99}, max {max}"));
            }
        }
        if !self.phases.is_empty() {
            let mut phases: Vec<_> = self.phases.iter().collect();
            phases.sort_by_key(|&(_, time)| core::cmp::Reverse(time));
            let phases: Vec<String> = phases
                .iter()
                .map(|&(name, &spent)| format!("{name} {} ({:.0} %)", time(spent), share(spent, self.paused)))
                .collect();
            report.push(format!("gc: phases: {}", phases.join(", ")));
        }
        let moved = stats.moved_bytes.map_or(String::new(), |bytes| format!(", moved {}", size(bytes)));
        report.push(format!(
            "gc: allocated {}, freed {}{moved}",
            size(stats.allocated_bytes),
            size(stats.freed_bytes.max(self.freed))
        ));
        report.push(format!(
            "gc: heap peak {}, after collections peak {}, from the system now {}, peak {}, outside the heap {}",
            size(stats.peak_bytes),
            size(self.peak_after as u64),
            size(stats.reserved_bytes),
            size(stats.reserved_bytes.max(self.peak_reserved as u64)),
            size(stats.external_bytes),
        ));
        if !stats.own.is_empty() {
            let figures = stats.own.iter().map(|(name, figure)| match *figure {
                Figure::Bytes(bytes) => format!("{name} {}", size(bytes)),
                Figure::Count(count) => format!("{name} {count}"),
            });
            report.push(format!("gc: {collector}: {}", figures.collect::<Vec<_>>().join(", ")));
        }
        report.push(String::new());
        report.join("\n")
    }
}

fn share(part: Duration, whole: Duration) -> f64 {
    if whole.is_zero() { 0.0 } else { 100.0 * part.as_secs_f64() / whole.as_secs_f64() }
}

fn time(time: Duration) -> String {
    match time.as_nanos() {
        0..10_000 => format!("{} ns", time.as_nanos()),
        10_000..10_000_000 => format!("{:.1} us", time.as_secs_f64() * 1e6),
        10_000_000..10_000_000_000 => format!("{:.1} ms", time.as_secs_f64() * 1e3),
        _ => format!("{:.2} s", time.as_secs_f64()),
    }
}

fn size(bytes: u64) -> String {
    match bytes {
        0..10_240 => format!("{bytes} B"),
        10_240..10_485_760 => format!("{:.1} KiB", bytes as f64 / 1024.0),
        10_485_760..10_737_418_240 => format!("{:.1} MiB", bytes as f64 / 1048576.0),
        _ => format!("{:.2} GiB", bytes as f64 / 1073741824.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::Reason;

    fn end(kind: Kind, pause_ns: u64) -> Event {
        Event::End {
            kind,
            reason: Reason::Threshold,
            pause_ns,
            bytes_before: 5000,
            bytes_after: 3000,
            objects_after: Some(7),
            objects_freed: None,
            bytes_promoted: None,
            bytes_moved: None,
            reserved_bytes: 65536,
        }
    }

    #[test]
    fn one_line_per_event_without_unknown_figures() {
        let mut out = Vec::new();
        let mut log = JsonLines::new(&mut out);
        log.event(&Event::Start { kind: Kind::Full, reason: Reason::Explicit, bytes: 5000 });
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

    struct Full;

    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_full_disk_ends_the_log_only() {
        let mut log = JsonLines::new(Full);
        log.event(&end(Kind::Full, 1));
        log.event(&end(Kind::Full, 1));
        assert_eq!(log.error().map(io::Error::kind), Some(io::ErrorKind::StorageFull));
    }

    #[test]
    fn summary_knows_percentiles() {
        let summary = Summary::new();
        let mut sink = summary.clone();
        for pause in 1..=100 {
            sink.event(&end(Kind::Minor, pause * 1000));
        }
        sink.event(&Event::Phase { kind: Kind::Minor, phase: "mark", ns: 77 });
        let report = summary.report("test", &HeapStats::default());
        assert!(
            report.contains("minor collections: 100, pauses p50 50.0 us, p90 90.0 us, p99 99.0 us, max 100.0 us"),
            "{report}"
        );
        assert!(report.contains("phases: mark 77 ns"), "{report}");
        assert!(report.contains("freed 195.3 KiB"), "{report}");
        assert!(!report.contains("full collections"), "{report}");
    }

    #[test]
    fn a_part_told_apart_is_not_counted_twice() {
        let summary = Summary::new();
        let mut sink = summary.clone();
        sink.event(&Event::Start { kind: Kind::Epoch, reason: Reason::Threshold, bytes: 5000 });
        sink.event(&Event::Start { kind: Kind::Cycles, reason: Reason::Threshold, bytes: 5000 });
        sink.event(&end(Kind::Cycles, 3000));
        sink.event(&end(Kind::Epoch, 9000));
        let own = vec![("stuck", Figure::Count(3)), ("dirty", Figure::Bytes(64))];
        let report = summary.report("test", &HeapStats { own, ..HeapStats::default() });
        assert!(report.contains("9000 ns in collections"), "{report}");
        assert!(report.contains("freed 2000 B"), "{report}");
        assert!(report.contains("epochs: 1, pauses p50 90") && report.contains("searches for cycles: 1"), "{report}");
        assert!(report.contains("gc: test: stuck 3, dirty 64 B"), "{report}");
    }
}
