//! The contract between a virtual machine and its collectors.
//!
//! A collector knows words ([`Word`]), headers ([`Header`]) and layouts ([`TypeInfo`]), and nothing of the
//! language. The virtual machine knows the [`Collector`] trait, and nothing of the algorithm behind it.
//!
//! The central rule: *allocation takes `&` and never collects; collection takes `&mut` and happens only at
//! safepoints.* The virtual machine lends references for the life of a shared borrow, so holding one across a
//! safepoint does not compile.

pub mod collector;
pub mod config;
pub mod events;
pub mod header;
pub mod limits;
pub mod poll;
pub mod roots;
pub mod sinks;
pub mod stats;
#[cfg(feature = "suite")]
pub mod suite;
pub mod types;
pub mod walk;
pub mod word;

#[doc(hidden)]
pub use memoffset;

pub use collector::{BarrierShape, BumpPath, Collector, Corruption, Dead, FastPaths, Outcome, SMALL_BYTES, Scope};
pub use config::{ConfigError, DebugKnobs, HeapConfig};
pub use events::{Event, EventSink, Kind};
pub use header::{Header, TypeId};
pub use poll::PollWord;
pub use roots::Roots;
pub use stats::{Figure, HeapStats};
pub use types::{
    Field, Layout, MIN_OBJECT_BYTES, Raw, RawBits, Ref, SlotOffsets, TraceInfo, TypeInfo, TypeTable, Variable,
};
pub use word::{ObjRef, Slot, SlotRef, WORD_BYTES, Word};
