//! Pauses: what is told of them, and what is counted.

use std::time::{Duration, Instant};

use gc_api::HeapStats;
use gc_api::events::{Event, EventSink, Kind, Reason};

/// A pause that goes on.
#[derive(Debug)]
pub struct Pause {
    pub kind: Kind,
    reason: Reason,
    start: Instant,
    /// When the last phase ended.
    phase: Instant,
    pub bytes_before: u64,
}

impl Pause {
    /// One that began at this time, with so many bytes alive.
    pub fn since(start: Instant, kind: Kind, reason: Reason, bytes_before: u64) -> Pause {
        Pause { kind, reason, start, phase: start, bytes_before }
    }

    /// How long it has taken so far.
    pub fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    /// The next phase begins now, not when the last one ended: the time between has been told of already.
    pub fn resume(&mut self) {
        self.phase = Instant::now();
    }
}

/// What a pause leaves behind. A figure that the collector cannot know is `None`.
#[derive(Copy, Clone, Default, Debug)]
pub struct After {
    pub live_bytes: u64,
    pub objects: Option<usize>,
    pub promoted_bytes: Option<usize>,
    pub moved_bytes: Option<usize>,
    pub reserved_bytes: usize,
}

/// Where events go: nowhere, or to a sink.
#[derive(Default)]
pub struct Events {
    pub sink: Option<Box<dyn EventSink>>,
    /// Pauses that have begun, one within the other.
    depth: usize,
}

impl Events {
    /// A pause begins, with so many bytes alive. Another may have begun: this one is a part of it that is told apart.
    pub fn begin(&mut self, kind: Kind, reason: Reason, bytes_before: u64) -> Pause {
        self.depth += 1;
        self.tell(Event::Start { kind, reason, bytes: bytes_before as usize });
        Pause::since(Instant::now(), kind, reason, bytes_before)
    }

    /// A part of the pause is over. It began when the part before it ended.
    pub fn phase(&mut self, pause: &mut Pause, phase: &'static str) {
        if self.sink.is_some() {
            self.phase_until(pause, phase, Instant::now());
        }
    }

    /// As [`Events::phase`], of one that was over at this time.
    pub fn phase_until(&mut self, pause: &mut Pause, phase: &'static str, end: Instant) {
        let start = core::mem::replace(&mut pause.phase, end);
        let ns = end.saturating_duration_since(start).as_nanos() as u64;
        self.tell(Event::Phase { kind: pause.kind, phase, ns });
    }

    /// The pause is over: counted in what `stats` says of pauses, of bytes freed and moved, and of the peak. A part is counted with the whole.
    pub fn end(&mut self, pause: Pause, after: After, stats: &mut HeapStats) {
        let pause_ns = pause.start.elapsed().as_nanos() as u64;
        self.depth = self.depth.saturating_sub(1);
        if self.depth == 0 {
            stats.total_pause_ns += pause_ns;
            stats.max_pause_ns = stats.max_pause_ns.max(pause_ns);
            stats.freed_bytes += pause.bytes_before.saturating_sub(after.live_bytes);
            stats.peak_bytes = stats.peak_bytes.max(pause.bytes_before);
            stats.moved_bytes = stats.moved_bytes.map(|total| total + after.moved_bytes.unwrap_or(0) as u64);
        }
        self.tell(Event::End {
            kind: pause.kind,
            reason: pause.reason,
            pause_ns,
            bytes_before: pause.bytes_before as usize,
            bytes_after: after.live_bytes as usize,
            objects_after: after.objects,
            objects_freed: None,
            bytes_promoted: after.promoted_bytes,
            bytes_moved: after.moved_bytes,
            reserved_bytes: after.reserved_bytes,
        });
    }

    pub fn tell(&mut self, event: Event) {
        if let Some(sink) = &mut self.sink {
            sink.event(&event);
        }
    }
}
