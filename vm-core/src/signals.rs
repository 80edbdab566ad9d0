//! Signals reach Python through the poll word.

use crate::Thread;
use crate::value::Raised;

/// Runs the handlers of signals that arrived.
pub(crate) fn deliver(_t: &mut Thread) -> Result<(), Raised> {
    Ok(())
}
