//! What `BytesIO.getbuffer` views: the stream's bytes, which must stay where they are while there are views.

use std::cell::Cell;

use gc_api::{ObjRef, Slot, layout};
use vm_core::natives::{Args, ClassDef, Tail, TailFn, class};
use vm_core::protocols::{BufferDef, Export, ExportsDef, Lent};
use vm_core::{Gc, Raised, Res, Thread, cls, header};

use super::bytes_stream::{self, BytesIO, BytesObject as _};
use crate::ids;

layout! {
    pub struct BytesBuffer(ids::IO.layout(8)) {
        stream: Ref,
        /// The count of views, see [`Export`].
        views: Raw<usize>,
    } destructor drop_views
}

unsafe fn drop_views(object: ObjRef) {
    // SAFETY: the collector runs this once; the field is what `Export::into_raw` gave, or 0.
    unsafe { Export::drop_raw((*object.as_ptr().cast::<BytesBuffer>()).views.get()) };
}

pub static BYTES_BUFFER: ClassDef =
    class(ids::IO.class(13), "_BytesIOBuffer").module("_io").layouts(&[ids::IO.layout(8)]).buffer(&BUFFER);

static BUFFER: BufferDef = BufferDef {
    lend: |_, buffer| {
        let stream = buffer.expect::<BytesBuffer>().get(BytesBuffer::stream).expect::<BytesIO>();
        Ok(Lent { cells: &stream.storage()[..stream.get(BytesIO::length)], writable: true })
    },
    items: |_, _| ("B", 1),
    exports: Some(ExportsDef {
        export: |t, buffer| Export::of(t, buffer.expect::<BytesBuffer>(), BytesBuffer::views),
        count: |buffer| Export::count(buffer.expect::<BytesBuffer>(), BytesBuffer::views),
    }),
};

/// A view of the stream's bytes.
pub fn view<'t>(t: &'t Thread, stream: Gc<'t, BytesIO>) -> Res<'t> {
    if !stream.get(BytesIO::viewed).is_set() {
        let buffer = BytesBuffer { header: header(), stream: Slot::new(stream.word()), views: Cell::new(0) };
        stream.set(t, BytesIO::viewed, t.new_object(buffer).value());
    }
    Ok(t.new_view(stream.get(BytesIO::viewed))?.value())
}

/// BufferError while the stream is viewed: before its bytes change place or number.
pub fn check<'t>(t: &'t Thread, stream: Gc<'t, BytesIO>) -> Result<(), Raised> {
    let viewed = stream.get(BytesIO::viewed).cast::<BytesBuffer>();
    if viewed.is_some_and(|buffer| Export::count(buffer, BytesBuffer::views) > 0) {
        return Err(t.raise(cls::BufferError, "Existing exports of data: object cannot be re-sized"));
    }
    Ok(())
}

/// Runs a method that changes the stream's bytes.
pub fn changing<'t>(t: &'t Thread, args: Args<'t>, method: &'static str, body: TailFn) -> Result<Tail<'t>, Raised> {
    match args.this::<BytesIO>().get(BytesIO::viewed).given() {
        None => body(t, args),
        Some(viewed) => t.resizing_of(viewed, args, (bytes_stream::KEY, method), body),
    }
}
