//! What collectors are composed of. It knows the contract ([`gc_api`]) and no collector.
//!
//! From the bottom up: memory from the system, a region of blocks with mark bits beside it, the kinds of space in
//! it (cells, large, immortal), and the work on their objects (tracing, weak slots, finalisers). `verify` says whether all is well.

pub mod cards;
pub mod cells;
pub mod classes;
pub mod finalise;
pub mod identity;
pub mod immortal;
pub mod large;
pub mod limit;
pub mod marks;
pub mod parallel;
pub mod pause;
pub mod region;
pub mod system;
#[cfg(test)]
mod testing;
pub mod tracer;
pub mod verify;
pub mod weak;
