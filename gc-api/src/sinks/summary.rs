//! The summary: pauses by kind with percentiles, and totals, as some lines for people.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use hdrhistogram::Histogram;

use crate::events::{Event, EventSink, Kind};
use crate::stats::{Figure, HeapStats};

/// Counts and times, for a summary at exit. A figure that the collector cannot know is left out.
#[derive(Debug)]
pub struct Summary {
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
    promoted: Option<u64>,
    /// Alive after the last collection that could tell.
    objects: Option<usize>,
    objects_freed: Option<u64>,
}

/// What the process as a whole says of itself.
#[derive(Copy, Clone, Debug, Default)]
pub struct Process {
    pub peak_resident_bytes: Option<u64>,
}

impl Default for Summary {
    fn default() -> Summary {
        Summary {
            start: Instant::now(),
            pauses: Kind::ALL.map(|_| pause_histogram()),
            depth: 0,
            paused: Duration::ZERO,
            phases: BTreeMap::new(),
            freed: 0,
            peak_after: 0,
            peak_reserved: 0,
            promoted: None,
            objects: None,
            objects_freed: None,
        }
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
        match *event {
            Event::Start { .. } => self.depth += 1,
            Event::Phase { phase, ns, .. } => {
                *self.phases.entry(phase).or_default() += Duration::from_nanos(ns);
            }
            Event::End {
                kind,
                pause_ns,
                bytes_before,
                bytes_after,
                objects_after,
                objects_freed,
                bytes_promoted,
                reserved_bytes,
                ..
            } => {
                self.pauses[kind as usize].saturating_record(pause_ns);
                self.depth = self.depth.saturating_sub(1);
                // A part that is told apart is counted with the whole.
                if self.depth == 0 {
                    self.paused += Duration::from_nanos(pause_ns);
                    self.freed += bytes_before.saturating_sub(bytes_after) as u64;
                    add(&mut self.promoted, bytes_promoted);
                    add(&mut self.objects_freed, objects_freed);
                    self.objects = objects_after.or(self.objects);
                }
                self.peak_after = self.peak_after.max(bytes_after);
                self.peak_reserved = self.peak_reserved.max(reserved_bytes);
            }
        }
    }
}

/// Adds to a total that exists if any part of it is known.
fn add(total: &mut Option<u64>, part: Option<usize>) {
    if let Some(part) = part {
        *total = Some(total.unwrap_or(0) + part as u64);
    }
}

impl Summary {
    /// Some lines for people, with the figures of the heap and of the process. `collector` says its plan too.
    pub fn report(&self, collector: &str, stats: &HeapStats, process: &Process) -> String {
        let mut lines = vec![self.share_of_time(collector)];
        lines.extend(self.pauses());
        lines.extend(self.phases());
        lines.push(self.flow(stats));
        lines.extend(self.objects(stats));
        lines.push(self.footprint(stats, process));
        lines.extend(own(collector, stats));
        lines.iter().map(|line| format!("gc: {line}\n")).collect()
    }

    fn share_of_time(&self, collector: &str) -> String {
        let run = self.start.elapsed();
        let (paused, share) = (time(self.paused), share(self.paused, run));
        format!("{collector}, {} run, {paused} in collections ({share:.1} %)", time(run))
    }

    fn pauses(&self) -> impl Iterator<Item = String> + '_ {
        let met = Kind::ALL.into_iter().zip(&self.pauses).filter(|(_, pauses)| !pauses.is_empty());
        met.map(|(kind, pauses)| {
            let at = |quantile: f64| time(Duration::from_nanos(pauses.value_at_quantile(quantile)));
            let (p50, p90, p99, max) = (at(0.5), at(0.9), at(0.99), time(Duration::from_nanos(pauses.max())));
            let (what, many) = (kind.plural(), pauses.len());
            format!("{what}: {many}, pauses p50 {p50}, p90 {p90}, p99 {p99}, max {max}")
        })
    }

    fn phases(&self) -> Option<String> {
        let mut phases: Vec<_> = self.phases.iter().collect();
        phases.sort_by_key(|&(_, time)| core::cmp::Reverse(time));
        let one =
            |(name, &spent): (&&str, &Duration)| format!("{name} {} ({:.0} %)", time(spent), share(spent, self.paused));
        let phases: Vec<String> = phases.into_iter().map(one).collect();
        (!phases.is_empty()).then(|| format!("phases: {}", phases.join(", ")))
    }

    /// Bytes that came, went and moved.
    fn flow(&self, stats: &HeapStats) -> String {
        let figures = [
            ("allocated", Some(stats.allocated_bytes)),
            ("promoted", self.promoted),
            ("moved", stats.moved_bytes),
            ("freed", Some(stats.freed_bytes.max(self.freed))),
        ];
        known(figures, |bytes| size(*bytes))
    }

    fn objects(&self, stats: &HeapStats) -> Option<String> {
        let figures = [
            ("alive after the last collection", self.objects.map(|objects| objects as u64)),
            ("freed", stats.freed_objects.or(self.objects_freed)),
        ];
        let known = known(figures, u64::to_string);
        (!known.is_empty()).then(|| format!("objects: {known}"))
    }

    fn footprint(&self, stats: &HeapStats, process: &Process) -> String {
        let figures = [
            ("heap peak", Some(stats.peak_bytes)),
            ("after collections peak", Some(self.peak_after as u64)),
            ("from the system now", Some(stats.reserved_bytes)),
            ("peak", Some(stats.reserved_bytes.max(self.peak_reserved as u64))),
            ("outside the heap", Some(stats.external_bytes)),
            ("peak RSS", process.peak_resident_bytes),
        ];
        known(figures, |bytes| size(*bytes))
    }
}

/// What only this collector counts.
fn own(collector: &str, stats: &HeapStats) -> Option<String> {
    let figures = stats.own.iter().map(|(name, figure)| match *figure {
        Figure::Bytes(bytes) => format!("{name} {}", size(bytes)),
        Figure::Count(count) => format!("{name} {count}"),
    });
    (!stats.own.is_empty()).then(|| format!("{collector}: {}", figures.collect::<Vec<_>>().join(", ")))
}

fn known<const N: usize>(figures: [(&str, Option<u64>); N], write: impl Fn(&u64) -> String) -> String {
    let known = figures.iter().filter_map(|(name, figure)| Some(format!("{name} {}", write(figure.as_ref()?))));
    known.collect::<Vec<_>>().join(", ")
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
    use super::super::testing::{end, start};
    use super::*;
    use crate::events::Reason;

    #[test]
    fn percentiles_and_what_is_known() {
        let mut summary = Summary::default();
        for pause in 1..=100 {
            summary.event(&end(Kind::Minor, pause * 1000));
        }
        summary.event(&Event::Phase { kind: Kind::Minor, phase: "mark", ns: 77 });
        let report = summary.report("test", &HeapStats::default(), &Process::default());
        assert!(
            report.contains("gc: minor collections: 100, pauses p50 50.0 us, p90 90.0 us, p99 99.0 us, max 100.0 us\n"),
            "{report}"
        );
        assert!(report.contains("gc: phases: mark 77 ns"), "{report}");
        assert!(report.contains("gc: allocated 0 B, freed 195.3 KiB\n"), "{report}");
        assert!(report.contains("gc: objects: alive after the last collection 7\n"), "{report}");
        assert!(!report.contains("full collections") && !report.contains("RSS"), "{report}");
    }

    #[test]
    fn every_figure_that_is_known() {
        let mut summary = Summary::default();
        for promoted in [Some(100), None, Some(50)] {
            summary.event(&Event::End {
                kind: Kind::Minor,
                reason: Reason::Threshold,
                pause_ns: 1000,
                bytes_before: 500,
                bytes_after: 200,
                objects_after: None,
                objects_freed: Some(5),
                bytes_promoted: promoted,
                bytes_moved: promoted,
                reserved_bytes: 4096,
            });
        }
        let stats = HeapStats { allocated_bytes: 1500, moved_bytes: Some(150), ..HeapStats::default() };
        let report = summary.report("test", &stats, &Process { peak_resident_bytes: Some(20 << 20) });
        assert!(report.contains("gc: allocated 1500 B, promoted 150 B, moved 150 B, freed 900 B\n"), "{report}");
        assert!(report.contains("gc: objects: freed 15\n"), "{report}");
        assert!(report.contains(", peak RSS 20.0 MiB\n"), "{report}");
    }

    #[test]
    fn a_part_told_apart_is_not_counted_twice() {
        let mut summary = Summary::default();
        summary.event(&start(Kind::Epoch));
        summary.event(&start(Kind::Cycles));
        summary.event(&end(Kind::Cycles, 3000));
        summary.event(&end(Kind::Epoch, 9000));
        let own = vec![("stuck", Figure::Count(3)), ("dirty", Figure::Bytes(64))];
        let report = summary.report("test", &HeapStats { own, ..HeapStats::default() }, &Process::default());
        assert!(report.contains("9000 ns in collections"), "{report}");
        assert!(report.contains("freed 2000 B"), "{report}");
        assert!(report.contains("epochs: 1, pauses p50 90") && report.contains("searches for cycles: 1"), "{report}");
        assert!(report.contains("gc: test: stuck 3, dirty 64 B"), "{report}");
    }
}
