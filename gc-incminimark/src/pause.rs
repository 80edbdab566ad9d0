//! Pauses: what is told of them, and what is counted.

use std::time::Instant;

use gc_api::HeapStats;
use gc_api::events::{Event, EventSink, Kind, Reason};

/// A pause that goes on.
#[derive(Debug)]
pub struct Pause {
    kind: Kind,
    reason: Reason,
    start: Instant,
    /// When the last phase ended.
    phase: Instant,
    bytes_before: usize,
}

/// What a pause leaves behind.
#[derive(Copy, Clone, Default, Debug)]
pub struct After {
    pub live_bytes: usize,
    pub objects: Option<usize>,
    pub promoted_bytes: usize,
    pub moved_bytes: usize,
    pub reserved_bytes: usize,
}

/// Where events go.
#[derive(Default)]
pub struct Events(pub Option<Box<dyn EventSink>>);

impl Events {
    pub fn begin(&mut self, kind: Kind, reason: Reason, bytes_before: usize) -> Pause {
        self.tell(Event::Start { kind, reason, bytes: bytes_before });
        let start = Instant::now();
        Pause { kind, reason, start, phase: start, bytes_before }
    }

    /// A part of the pause is over. It began when the part before it ended.
    pub fn phase(&mut self, pause: &mut Pause, phase: &'static str) {
        if self.0.is_some() {
            let now = Instant::now();
            let ns = (now - core::mem::replace(&mut pause.phase, now)).as_nanos() as u64;
            self.tell(Event::Phase { kind: pause.kind, phase, ns });
        }
    }

    pub fn end(&mut self, pause: Pause, after: After, stats: &mut HeapStats) {
        let pause_ns = pause.start.elapsed().as_nanos() as u64;
        stats.total_pause_ns += pause_ns;
        stats.max_pause_ns = stats.max_pause_ns.max(pause_ns);
        stats.freed_bytes += pause.bytes_before.saturating_sub(after.live_bytes) as u64;
        stats.peak_bytes = stats.peak_bytes.max(pause.bytes_before as u64);
        self.tell(Event::End {
            kind: pause.kind,
            reason: pause.reason,
            pause_ns,
            bytes_before: pause.bytes_before,
            bytes_after: after.live_bytes,
            objects_after: after.objects,
            objects_freed: None,
            bytes_promoted: Some(after.promoted_bytes),
            bytes_moved: Some(after.moved_bytes),
            reserved_bytes: after.reserved_bytes,
        });
    }

    fn tell(&mut self, event: Event) {
        if let Some(sink) = &mut self.0 {
            sink.event(&event);
        }
    }
}
