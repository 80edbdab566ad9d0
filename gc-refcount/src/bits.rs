//! The collector's half of a header: a count of references from the heap, and flags.
//!
//! The upper sixteen bits count; when they are full the count *sticks*: nothing changes it any more but a full collection. Immortal
//! objects are born with such a count. The lower sixteen bits are the flags below.

use core::sync::atomic::{AtomicU32, Ordering};

use gc_api::ObjRef;

/// The object is not to be logged: it was logged since the last epoch, or is new. Without it the barrier is armed.
pub const LOGGED: u32 = 1 << 0;
/// Allocated since the last epoch: neither it nor what it refers to is counted.
pub const NEW: u32 = 1 << 1;
/// Among the candidates for cycles: *purple*. Its memory stays until it is taken from there.
pub const BUFFERED: u32 = 1 << 2;
/// Visited by the trial under way.
pub const GREY: u32 = 1 << 3;
/// *Black*: found alive by a trial. Later ones do not go through it, until it loses a reference or the backup trace meets it.
pub const PROVED: u32 = 1 << 4;
/// In the zero-count table.
pub const ZERO: u32 = 1 << 5;
/// A root held it when the last epoch ended.
pub const ROOTED: u32 = 1 << 6;
/// Waits to be finalised; the queue is a root.
pub const QUEUED: u32 = 1 << 7;
/// Found dead: its weak slots are cleared, and it is on the dead list or off it already.
pub const DEAD: u32 = 1 << 8;
/// Dead, and what it referred to has been given up. Only its memory is left.
pub const DRAINED: u32 = 1 << 9;
/// [`Collector::next_dead`](gc_api::Collector::next_dead) is to hand it out.
pub const FINALISABLE: u32 = 1 << 10;
/// In the table of finalisable objects; stays when the finaliser is cleared.
pub const LISTED: u32 = 1 << 11;
/// A callback is due when its weak slot is cleared.
pub const CALLBACK: u32 = 1 << 12;
/// A weak slot may refer to it.
pub const WEAKLY: u32 = 1 << 13;
/// Its layout's destructor is to run.
pub const DESTRUCTIBLE: u32 = 1 << 14;
/// It has a [`Head`](crate::large::Head) before it: it is large or immortal.
pub const LARGE: u32 = 1 << 15;

/// One reference.
pub const ONE: u32 = 1 << 16;
/// From here on a count sticks.
pub const STICKY: u32 = 0xffff << 16;

/// What a new object starts with.
pub const FRESH: u32 = LOGGED | NEW;
/// What an immortal object starts with: it has survived already, and its barrier is armed.
pub const IMMORTAL: u32 = STICKY | LARGE;

/// Flags that keep an object without a count alive.
pub const HELD: u32 = ROOTED | QUEUED;

/// The collector's half of an object's header.
#[inline(always)]
fn half<'a>(object: ObjRef) -> &'a AtomicU32 {
    // SAFETY: what the collector gets from the mutator, from slots and from its own tables is allocated: memory goes back
    // only when nothing of these leads to it.
    unsafe { object.header() }.gc()
}

#[inline(always)]
pub fn load(object: ObjRef) -> u32 {
    half(object).load(Ordering::Relaxed)
}

#[inline(always)]
pub fn store(object: ObjRef, bits: u32) {
    half(object).store(bits, Ordering::Relaxed);
}

#[inline(always)]
pub fn has(object: ObjRef, flags: u32) -> bool {
    load(object) & flags != 0
}

/// True if one of the flags was clear. Only one thread at a time runs the mutator or the collector, so this need not be one step.
#[inline(always)]
pub fn set(object: ObjRef, flags: u32) -> bool {
    let bits = load(object);
    store(object, bits | flags);
    bits & flags != flags
}

/// True if one of the flags was set.
#[inline(always)]
pub fn clear(object: ObjRef, flags: u32) -> bool {
    let bits = load(object);
    store(object, bits & !flags);
    bits & flags != 0
}

/// References from the heap, as counted; meaningless once it sticks.
#[inline(always)]
pub fn count(bits: u32) -> u32 {
    bits >> 16
}

#[inline(always)]
pub fn is_sticky(bits: u32) -> bool {
    bits >= STICKY
}
