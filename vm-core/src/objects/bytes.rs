//! The bytes object: layout, making, reading. Its methods are in `bytes_methods`.

use std::cell::Cell;

use gc_api::layout;

use crate::Thread;
use crate::layouts;
use crate::objects::sequence::Buffer;
use crate::thread::header;
use crate::value::{Gc, Raised, Value};

layout! {
    pub struct Bytes(layouts::BYTES) {
        length: Raw<usize>,
        /// 0: not computed yet.
        hash: Raw<i64>,
    } bytes(0) length
}

impl<'t> Gc<'t, Bytes> {
    /// The contents, lent: bytes never change.
    pub fn slice(self) -> &'t [u8] {
        // SAFETY: bytes objects are not written after they were filled.
        unsafe { self.frozen::<u8>() }
    }
}

impl Thread {
    pub fn bytes(&self, bytes: &[u8]) -> Result<Gc<'_, Bytes>, Raised> {
        let object = Bytes { header: header(), length: Cell::new(bytes.len()), hash: Cell::new(0) };
        let object = self.new_variable(object, bytes.len())?;
        // SAFETY: the object is fresh, of this length, and nobody else knows it yet.
        unsafe {
            std::ptr::copy_nonoverlapping(bytes.as_ptr(), object.as_ptr().add(1).cast(), bytes.len());
        }
        Ok(object)
    }

    pub fn new_buffer(&self, length: usize) -> Result<Gc<'_, Buffer>, Raised> {
        self.new_variable(Buffer { header: header(), length: Cell::new(length) }, length)
    }

    /// Another buffer with the same content.
    pub(crate) fn copy_buffer<'t>(&'t self, buffer: Gc<'t, Buffer>) -> Result<Gc<'t, Buffer>, Raised> {
        let from = buffer.cells::<u8>();
        let copy = self.new_buffer(from.len())?;
        for (to, from) in copy.cells::<u8>().iter().zip(from) {
            to.set(from.get());
        }
        Ok(copy)
    }

    pub fn hash_bytes_object(&self, bytes: Gc<'_, Bytes>) -> i64 {
        let known = bytes.get(Bytes::hash);
        if known != 0 {
            return known;
        }
        let (k0, k1) = self.vm().hash_key;
        let hash = text::hash::hash_bytes(text::hash::Key(k0, k1), bytes.slice());
        bytes.set_raw(Bytes::hash, hash);
        hash
    }
}

impl Thread {
    /// The bytes behind a value: exact, or of a subclass.
    #[inline]
    pub fn as_bytes<'t>(&'t self, value: Value<'t>) -> Option<Gc<'t, Bytes>> {
        match value.cast::<Bytes>() {
            Some(exact) => Some(exact),
            None => self.unbox(value)?.cast::<Bytes>(),
        }
    }
}
