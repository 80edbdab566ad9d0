//! The bytearray object: layout, growing and shrinking. Its methods are in `bytearray_methods`.
//!
//! The bytes lie anywhere in the storage, so that both ends move cheaply: a queue that is filled at the back and
//! emptied at the front costs amortised constant time per byte.

use std::cell::Cell;
use std::ops::Range;

use gc_api::{ObjRef, Slot, layout};

use crate::Thread;
use crate::cls;
use crate::layouts;
use crate::objects::class::Class;
use crate::objects::sequence::Buffer;
use crate::objects::slice::Span;
use crate::protocols::{BufferDef, Export, ExportsDef, Lent};
use crate::thread::header;
use crate::value::{Gc, Raised, Value};

layout! {
    pub struct ByteArray(layouts::BYTEARRAY, last layouts::BYTEARRAY_SUB) {
        /// Where the bytes start in the storage.
        start: Raw<usize>,
        length: Raw<usize>,
        /// A [`Buffer`], or unset while there was never a byte.
        storage: Ref,
        /// The count of views, see [`Export`].
        views: Raw<usize>,
    } destructor drop_views
}

layout! {
    pub struct ByteArraySub(layouts::BYTEARRAY_SUB) extends ByteArray {
        map: Ref,
        attrs: Ref,
    } destructor drop_views
}

unsafe fn drop_views(object: ObjRef) {
    // SAFETY: the collector runs this once; the field is what `Export::into_raw` gave, or 0.
    unsafe { Export::drop_raw((*object.as_ptr().cast::<ByteArray>()).views.get()) };
}

pub(crate) static BUFFER: BufferDef = BufferDef {
    lend: |_, array| Ok(Lent { cells: array.expect::<ByteArray>().contents(), writable: true }),
    items: |_, _| ("B", 1),
    exports: Some(ExportsDef {
        export: |t, array| Export::of(t, array.expect::<ByteArray>(), ByteArray::views),
        count: |array| Export::count(array.expect::<ByteArray>(), ByteArray::views),
    }),
};

/// Longer than any memory.
const TOO_LONG: usize = 1 << 46;

impl<'t> Gc<'t, ByteArray> {
    #[inline(always)]
    pub fn len(self) -> usize {
        self.get(ByteArray::length)
    }

    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Is there a view of the bytes? Then the length must not change.
    pub fn is_viewed(self) -> bool {
        Export::count(self, ByteArray::views) > 0
    }

    /// BufferError if there is a view: before the length changes.
    #[inline]
    fn check_resizable(self, t: &Thread) -> Result<(), Raised> {
        if self.get(ByteArray::views) != 0 && self.is_viewed() {
            return Err(t.raise(cls::BufferError, "Existing exports of data: object cannot be re-sized"));
        }
        Ok(())
    }

    fn storage(self) -> Option<Gc<'t, Buffer>> {
        self.get(ByteArray::storage).cast_exact::<Buffer>()
    }

    /// Bytes the storage has room for.
    pub fn capacity(self) -> usize {
        self.storage().map_or(0, |storage| storage.extent())
    }

    /// The bytes.
    #[inline]
    pub fn contents(self) -> &'t [Cell<u8>] {
        match self.storage() {
            Some(storage) => &storage.cells::<u8>()[self.get(ByteArray::start)..][..self.len()],
            None => &[],
        }
    }

    /// The bytes as a plain slice, for an algorithm to read.
    ///
    /// # Safety
    /// Nobody writes the array while the slice is used.
    pub(crate) unsafe fn slice(self) -> &'t [u8] {
        // SAFETY: the caller promises it.
        unsafe { Lent { cells: self.contents(), writable: false }.frozen() }
    }

    /// Makes room for `extra` bytes at the end.
    pub fn reserve(self, t: &'t Thread, extra: usize) -> Result<(), Raised> {
        let wanted = self.len().checked_add(extra).filter(|&wanted| wanted <= TOO_LONG);
        let Some(wanted) = wanted else { return Err(t.memory_error()) };
        let (start, capacity) = (self.get(ByteArray::start), self.capacity());
        if start + wanted <= capacity {
            return Ok(());
        }
        if wanted <= capacity && start >= self.len() {
            // What was taken from the front paid for this move.
            self.slide(start, 0, self.len());
            self.set_raw(ByteArray::start, 0);
            return Ok(());
        }
        self.reallocate(t, wanted.max(self.len() + self.len() / 4 + 16))
    }

    /// Moves the bytes into storage of their own of this capacity.
    fn reallocate(self, t: &'t Thread, capacity: usize) -> Result<(), Raised> {
        let storage = t.new_buffer(capacity)?;
        copy_cells(self.contents(), storage.cells::<u8>());
        self.set(t, ByteArray::storage, storage.value());
        self.set_raw(ByteArray::start, 0);
        Ok(())
    }

    /// Moves `count` bytes within the storage; places count from its start.
    fn slide(self, from: usize, to: usize, count: usize) {
        let Some(storage) = self.storage() else { return };
        let cells = storage.cells::<u8>();
        let (source, target) = (&cells[from..from + count], &cells[to..to + count]);
        // SAFETY: both are `count` cells of one buffer; `copy` allows overlap.
        unsafe { std::ptr::copy(source.as_ptr(), target.as_ptr().cast_mut(), count) };
    }

    #[inline]
    pub fn push(self, t: &'t Thread, byte: u8) -> Result<(), Raised> {
        self.check_resizable(t)?;
        self.reserve(t, 1)?;
        self.set_raw(ByteArray::length, self.len() + 1);
        self.contents()[self.len() - 1].set(byte);
        Ok(())
    }

    /// Appends bytes, which may be lent by this very array.
    pub fn extend(self, t: &'t Thread, bytes: &[Cell<u8>]) -> Result<(), Raised> {
        if bytes.is_empty() {
            return Ok(());
        }
        self.check_resizable(t)?;
        let length = self.len();
        self.reserve(t, bytes.len())?;
        self.set_raw(ByteArray::length, length + bytes.len());
        copy_cells(bytes, &self.contents()[length..]);
        Ok(())
    }

    pub fn extend_slice(self, t: &'t Thread, bytes: &[u8]) -> Result<(), Raised> {
        if bytes.is_empty() {
            return Ok(());
        }
        self.check_resizable(t)?;
        let length = self.len();
        self.reserve(t, bytes.len())?;
        self.set_raw(ByteArray::length, length + bytes.len());
        self.write(length, bytes);
        Ok(())
    }

    /// Overwrites the bytes from `at` on.
    pub fn write(self, at: usize, bytes: &[u8]) {
        Lent { cells: self.contents(), writable: true }.write(at, bytes);
    }

    /// Replaces a range by bytes of any length.
    pub fn replace_range(self, t: &'t Thread, range: Range<usize>, bytes: &[u8]) -> Result<(), Raised> {
        if bytes.len() == range.len() {
            self.write(range.start, bytes);
            return Ok(());
        }
        self.check_resizable(t)?;
        let tail = self.len() - range.end;
        if bytes.len() > range.len() {
            self.reserve(t, bytes.len() - range.len())?;
        }
        let start = self.get(ByteArray::start);
        if range.start == 0 && bytes.len() < range.len() {
            // Shrinking at the front: the rest stays where it is.
            self.set_raw(ByteArray::start, start + range.len() - bytes.len());
        } else {
            self.slide(start + range.end, start + range.start + bytes.len(), tail);
        }
        self.set_raw(ByteArray::length, range.start + bytes.len() + tail);
        self.write(range.start, bytes);
        self.give_back(t)
    }

    pub fn remove_range(self, t: &'t Thread, range: Range<usize>) -> Result<(), Raised> {
        self.replace_range(t, range, &[])
    }

    /// Shrinks storage that is mostly empty.
    fn give_back(self, t: &'t Thread) -> Result<(), Raised> {
        if self.is_empty() {
            self.set_raw(ByteArray::start, 0);
        }
        if self.capacity() > 256 && self.len() < self.capacity() / 4 {
            return self.reallocate(t, self.len() + self.len() / 4 + 16);
        }
        Ok(())
    }

    /// Removes the places of a span whose step is not 1.
    pub fn remove_span(self, t: &'t Thread, span: Span) -> Result<(), Raised> {
        if span.count == 0 {
            return Ok(());
        }
        self.check_resizable(t)?;
        let mut doomed: Vec<usize> = span.indices().collect();
        doomed.sort_unstable();
        let mut doomed = doomed.into_iter().peekable();
        let cells = self.contents();
        let mut kept = 0;
        for (place, cell) in cells.iter().enumerate() {
            if doomed.next_if_eq(&place).is_none() {
                cells[kept].set(cell.get());
                kept += 1;
            }
        }
        self.set_raw(ByteArray::length, kept);
        self.give_back(t)
    }

    /// Changes the length; new bytes are zero.
    pub fn resize(self, t: &'t Thread, length: usize) -> Result<(), Raised> {
        let old = self.len();
        if length <= old {
            return self.remove_range(t, length..old);
        }
        self.check_resizable(t)?;
        self.reserve(t, length - old)?;
        self.set_raw(ByteArray::length, length);
        self.contents()[old..].iter().for_each(|cell| cell.set(0));
        Ok(())
    }

    pub fn clear(self, t: &'t Thread) -> Result<(), Raised> {
        if !self.is_empty() {
            self.check_resizable(t)?;
        }
        self.set(t, ByteArray::storage, Value::UNSET);
        self.set_raw(ByteArray::start, 0);
        self.set_raw(ByteArray::length, 0);
        Ok(())
    }
}

/// Copies as many bytes as both have.
fn copy_cells(from: &[Cell<u8>], to: &[Cell<u8>]) {
    let count = from.len().min(to.len());
    // SAFETY: both have `count` cells; `copy` allows overlap, and cells may be written through shared references.
    unsafe { std::ptr::copy(from.as_ptr(), to.as_ptr().cast_mut(), count) };
}

fn empty() -> ByteArray {
    ByteArray {
        header: header(),
        start: Cell::new(0),
        length: Cell::new(0),
        storage: Slot::default(),
        views: Cell::new(0),
    }
}

impl Thread {
    pub fn new_bytearray(&self) -> Gc<'_, ByteArray> {
        self.new_object(empty())
    }

    /// A bytearray of these bytes.
    pub fn bytearray(&self, bytes: &[u8]) -> Result<Gc<'_, ByteArray>, Raised> {
        let array = self.new_bytearray();
        array.extend_slice(self, bytes)?;
        Ok(array)
    }

    /// An empty instance of `bytearray` or of a subclass.
    pub(crate) fn new_bytearray_in<'t>(&'t self, class: Gc<'t, Class>) -> Gc<'t, ByteArray> {
        if class == self.class(crate::cls::bytearray) {
            return self.new_bytearray();
        }
        let map = Slot::new(class.get(Class::root_map).word());
        let array = self.new_object(ByteArraySub { header: empty(), map, attrs: Slot::default() });
        self.finalisable(class, array.obj());
        array.upcast::<ByteArray>()
    }
}
