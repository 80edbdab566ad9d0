//! What became of a system call, as a native tells it.

use vm_core::{Res, Thread, Value};

/// None, or the error the call left.
pub fn done(t: &Thread, status: i32) -> Res<'_> {
    if status == 0 { Ok(Value::NONE) } else { Err(t.last_os_error()) }
}

/// The result as an int, or the error the call left.
pub fn number(t: &Thread, result: i64) -> Res<'_> {
    if result >= 0 { Ok(t.int(result)) } else { Err(t.last_os_error()) }
}
