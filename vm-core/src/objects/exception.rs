//! Exceptions: what particular classes keep beside their arguments.

use crate::Thread;
use crate::errors::Exception;
use crate::value::{Gc, Raised};

impl Thread {}

/// Sets the fields that the exception's class derives from its arguments.
pub(crate) fn fill_fields<'t>(_t: &'t Thread, _exception: Gc<'t, Exception>) -> Result<(), Raised> {
    Ok(())
}
