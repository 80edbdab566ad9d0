//! The buffer protocol: objects that lend their bytes.
//!
//! What is lent can be used until the next safepoint, as any value. It is copied, not kept, by whoever may block or
//! call Python meanwhile; who keeps a view over time (`memoryview`) asks again each time and counts as an export.

use std::cell::Cell;

use crate::Thread;
use crate::value::{Raised, Value};

/// Bytes in one piece, lent by an object.
#[derive(Copy, Clone)]
pub struct Lent<'t> {
    pub cells: &'t [Cell<u8>],
    pub writable: bool,
}

impl<'t> Lent<'t> {
    pub fn len(self) -> usize {
        self.cells.len()
    }

    pub fn is_empty(self) -> bool {
        self.cells.is_empty()
    }

    pub fn to_vec(self) -> Vec<u8> {
        self.cells.iter().map(Cell::get).collect()
    }

    /// Writes `bytes` at `offset`.
    ///
    /// # Panics
    /// If they do not fit, or the buffer is read-only: the caller checks both.
    pub fn write(self, offset: usize, bytes: &[u8]) {
        assert!(self.writable);
        for (cell, byte) in self.cells[offset..offset + bytes.len()].iter().zip(bytes) {
            cell.set(*byte);
        }
    }
}

impl Thread {
    /// The bytes an object lends; `None` if it has no buffer.
    pub fn buffer_of<'t>(&'t self, value: Value<'t>) -> Option<Result<Lent<'t>, Raised>> {
        let bytes = self.as_bytes(value)?;
        Some(Ok(Lent { cells: bytes.cells(), writable: false }))
    }

    /// The bytes an object lends, or `TypeError: a bytes-like object is required, not 'X'`.
    pub fn bytes_like<'t>(&'t self, value: Value<'t>) -> Result<Lent<'t>, Raised> {
        match self.buffer_of(value) {
            Some(lent) => lent,
            None => {
                let name = self.class_name(value);
                Err(self.type_error(format_args!("a bytes-like object is required, not '{name}'")))
            }
        }
    }

    /// A buffer to write to, for argument `position` of `function`.
    pub fn writable_buffer<'t>(
        &'t self,
        value: Value<'t>,
        function: &str,
        position: usize,
    ) -> Result<Lent<'t>, Raised> {
        match self.buffer_of(value) {
            Some(Err(raised)) => Err(raised),
            Some(Ok(lent)) if lent.writable => Ok(lent),
            _ => {
                let name = self.class_name(value);
                Err(self.type_error(format_args!(
                    "{function}() argument {position} must be read-write bytes-like object, not {name}"
                )))
            }
        }
    }
}
