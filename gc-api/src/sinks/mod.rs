//! Sinks: a log in JSON lines, a trace for a viewer, a summary with pause percentiles, and several sinks at once.

mod log;
mod summary;
mod trace;

use std::cell::RefCell;
use std::rc::Rc;

pub use log::JsonLines;
pub use summary::{Process, Summary};
pub use trace::Trace;

use crate::events::{Event, EventSink};

/// Sends each event to several sinks.
#[derive(Default)]
pub struct Tee(pub Vec<Box<dyn EventSink>>);

impl EventSink for Tee {
    fn event(&mut self, event: &Event) {
        self.0.iter_mut().for_each(|sink| sink.event(event));
    }
}

/// A sink of which one clone goes to the heap and another stays with whoever has to finish it.
#[derive(Debug, Default)]
pub struct Shared<S>(Rc<RefCell<S>>);

impl<S> Clone for Shared<S> {
    fn clone(&self) -> Shared<S> {
        Shared(self.0.clone())
    }
}

impl<S> Shared<S> {
    pub fn new(sink: S) -> Shared<S> {
        Shared(Rc::new(RefCell::new(sink)))
    }

    /// Not to be called while an event is told.
    pub fn with<R>(&self, work: impl FnOnce(&mut S) -> R) -> R {
        work(&mut self.0.borrow_mut())
    }
}

impl<S: EventSink> EventSink for Shared<S> {
    fn event(&mut self, event: &Event) {
        self.0.borrow_mut().event(event);
    }
}

#[cfg(test)]
mod testing {
    use std::io::{self, Write};

    use crate::events::{Event, Kind, Reason};

    /// The end of a pause that frees 2000 bytes.
    pub fn end(kind: Kind, pause_ns: u64) -> Event {
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

    pub fn start(kind: Kind) -> Event {
        Event::Start { kind, reason: Reason::Explicit, bytes: 5000 }
    }

    /// A disk without room.
    #[derive(Debug)]
    pub struct Full;

    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
}
