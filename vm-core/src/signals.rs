//! Signals reach Python through the poll word.
//!
//! The handler of the operating system only notes the number and raises the poll word; at the next safepoint the
//! Python handler runs, in number order. A handler that raises ends the delivery; what else arrived stays noted.

use std::sync::atomic::{AtomicI32, AtomicU64, Ordering};

use gc_api::poll::Reason;

use crate::Thread;
use crate::classes::cls;
use crate::frames::Running;
use crate::heap::POLL;
use crate::natives::Tail;
use crate::objects::dict::Dict;
use crate::value::{Raised, Value};
use crate::vm::{RootKey, ready};

/// One bit per signal that has arrived and was not delivered yet.
static ARRIVED: AtomicU64 = AtomicU64::new(0);

/// The descriptor that is told of signals; -1: none.
static TOLD: AtomicI32 = AtomicI32::new(-1);

extern "C" fn note(signal: libc::c_int) {
    let told = TOLD.load(Ordering::Acquire);
    if told >= 0 {
        let number = signal as u8;
        // SAFETY: one byte; writing is allowed in a signal handler, which leaves errno as it was. A full pipe is no
        // error: it has something to read.
        unsafe {
            let errno = *libc::__errno_location();
            libc::write(told, (&raw const number).cast(), 1);
            *libc::__errno_location() = errno;
        }
    }
    ARRIVED.fetch_or(1 << (signal as u64 & 63), Ordering::Release);
    POLL.raise(Reason::Signal);
}

/// What the system does when the signal arrives.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Disposition {
    Default,
    Ignore,
    /// Noted, and delivered to Python.
    Deliver,
}

/// Sets what happens on a signal.
pub fn set_disposition(signal: i32, disposition: Disposition) -> std::io::Result<()> {
    let handler = match disposition {
        Disposition::Default => libc::SIG_DFL,
        Disposition::Ignore => libc::SIG_IGN,
        Disposition::Deliver => note as extern "C" fn(libc::c_int) as libc::sighandler_t,
    };
    // SAFETY: an all-zero sigaction is valid, and `note` does only what is allowed in a signal handler.
    let outcome = unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = handler;
        libc::sigemptyset(&mut action.sa_mask);
        libc::sigaction(signal, &action, std::ptr::null_mut())
    };
    if outcome == 0 { Ok(()) } else { Err(std::io::Error::last_os_error()) }
}

/// From now on the number of each signal that arrives is written to this descriptor (-1: to none); the one before.
pub fn set_told(fd: i32) -> i32 {
    TOLD.swap(fd, Ordering::AcqRel)
}

impl Thread {
    /// Has a signal arrived? A native that loops for long hands over to what reaches a safepoint, if it can.
    #[inline]
    pub fn is_signalled(&self) -> bool {
        POLL.is_raised_for(Reason::Signal)
    }

    /// Has SIGINT arrived, to end in KeyboardInterrupt? A native that cannot hand over stops then.
    #[inline]
    pub fn is_interrupted(&self) -> bool {
        self.is_signalled() && self.will_interrupt()
    }

    /// Raises the KeyboardInterrupt that [`Thread::is_interrupted`] speaks of. Other handlers run Python: they wait for
    /// the next safepoint.
    #[inline]
    pub fn check_interrupt(&self) -> Result<(), Raised> {
        if !self.is_interrupted() {
            return Ok(());
        }
        ARRIVED.fetch_and(!SIGINT_BIT, Ordering::AcqRel);
        Err(self.raise_with(cls::KeyboardInterrupt, &[]))
    }

    #[cold]
    fn will_interrupt(&self) -> bool {
        let raises_interrupt = |handler| self.handler(DEFAULT_INT_HANDLER) == Some(handler);
        ARRIVED.load(Ordering::Acquire) & SIGINT_BIT != 0 && self.handler(libc::SIGINT).is_none_or(raises_interrupt)
    }

    fn handler(&self, signal: i32) -> Option<Value<'_>> {
        let number = Value::small(signal);
        let handlers = self.fixed_root(RootKey::SignalHandlers).cast::<Dict>();
        // Few entries with small keys: no hash is needed.
        handlers.and_then(|all| all.iter().find(|(key, _)| *key == number)).map(|(_, handler)| handler)
    }
}

const SIGINT_BIT: u64 = 1 << libc::SIGINT;

/// Where `_signal` keeps `default_int_handler`: no signal has this number.
const DEFAULT_INT_HANDLER: i32 = 0;

/// Runs the handlers of signals that arrived: the callables in the dict that `_signal` keeps by number. Without one, SIGINT raises
/// KeyboardInterrupt.
pub(crate) fn deliver(t: &mut Thread) -> Result<(), Raised> {
    loop {
        let arrived = ARRIVED.load(Ordering::Acquire);
        if arrived == 0 {
            return Ok(());
        }
        let signal = arrived.trailing_zeros();
        ARRIVED.fetch_and(!(1 << signal), Ordering::AcqRel);
        let outcome = t.run_tail(|t| call_handler(t, signal));
        if outcome.is_err() && ARRIVED.load(Ordering::Acquire) != 0 {
            POLL.raise(Reason::Signal);
        }
        outcome?;
    }
}

fn call_handler(t: &Thread, signal: u32) -> Result<Tail<'_>, Raised> {
    let number = Value::small(signal as i32);
    match t.handler(signal as i32) {
        Some(handler) if t.is_callable(handler) => {
            let frame = t.running().next().map(|running: Running<'_>| t.frame_object(running)).transpose()?;
            Ok(Tail::call(handler, &[number, frame.map_or(Value::NONE, Into::into)]))
        }
        None if signal as i32 == libc::SIGINT => Err(t.raise_with(cls::KeyboardInterrupt, &[])),
        _ => ready(Value::NONE),
    }
}
