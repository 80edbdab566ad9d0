//! The poll word: one atomic with the reasons to stop at the next safepoint. One load per poll.

use core::sync::atomic::{AtomicU32, Ordering};

/// Why the running thread should reach a safepoint.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
#[repr(u32)]
pub enum Reason {
    Collect = 1,
    Signal = 2,
    Gil = 4,
    Finalise = 8,
    Trace = 16,
    Profile = 32,
}

#[derive(Debug, Default)]
#[repr(transparent)]
pub struct PollWord(AtomicU32);

impl PollWord {
    pub const fn new() -> PollWord {
        PollWord(AtomicU32::new(0))
    }

    /// Any reason at all? The one load on the fast path.
    #[inline(always)]
    pub fn is_raised(&self) -> bool {
        self.0.load(Ordering::Relaxed) != 0
    }

    #[inline]
    pub fn raise(&self, reason: Reason) {
        self.0.fetch_or(reason as u32, Ordering::Release);
    }

    /// Takes one reason back; true if it was raised.
    #[inline]
    pub fn take(&self, reason: Reason) -> bool {
        self.0.fetch_and(!(reason as u32), Ordering::AcqRel) & reason as u32 != 0
    }

    #[inline]
    pub fn is_raised_for(&self, reason: Reason) -> bool {
        self.0.load(Ordering::Relaxed) & reason as u32 != 0
    }
}
