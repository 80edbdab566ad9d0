//! Finalisers and weak-reference callbacks, run at safepoints one at a time.

use crate::Thread;

/// Runs what has become due; true if anything ran.
pub(crate) fn run(_t: &mut Thread) -> bool {
    false
}
