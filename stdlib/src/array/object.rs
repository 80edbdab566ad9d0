//! The array object: a typecode, and the items' bytes.

use std::cell::Cell;

use gc_api::{ObjRef, Slot, TypeId, layout};
use vm_core::classes::ClassKey;
use vm_core::objects::bytearray::ByteArray;
use vm_core::objects::class::Class;
use vm_core::protocols::{BufferDef, Export, ExportsDef, Lent};
use vm_core::{Gc, Raised, Res, Thread, Value, cls, header};

use super::items::{CODES, Code};
use crate::ids;

pub const ARRAY: TypeId = ids::ARRAY.layout(0);
pub const ARRAY_SUB: TypeId = ids::ARRAY.layout(1);
pub const ITERATOR: TypeId = ids::ARRAY.layout(2);
pub const KEY: ClassKey = ids::ARRAY.class(0);

layout! {
    pub struct ArrayObject(ARRAY, last ARRAY_SUB) {
        /// A [`ByteArray`] of its own.
        bytes: Ref,
        /// Place of the typecode in [`CODES`].
        code: Raw<u64>,
        /// The count of views, see [`Export`].
        views: Raw<usize>,
    } destructor drop_views
}

layout! {
    pub struct ArrayObjectSub(ARRAY_SUB) extends ArrayObject {
        map: Ref,
        attrs: Ref,
    } destructor drop_views
}

unsafe fn drop_views(object: ObjRef) {
    // SAFETY: the collector runs this once; the field is what `Export::into_raw` gave, or 0.
    unsafe { Export::drop_raw((*object.as_ptr().cast::<ArrayObject>()).views.get()) };
}

pub static BUFFER: BufferDef = BufferDef {
    lend: |_, array| Ok(Lent { cells: bytes(array.expect()).contents(), writable: true }),
    items: |_, array| {
        let code = code(array.expect());
        (code.format, code.size())
    },
    exports: Some(ExportsDef {
        export: |t, array| Export::of(t, array.expect::<ArrayObject>(), ArrayObject::views),
        count: |array| Export::count(array.expect::<ArrayObject>(), ArrayObject::views),
    }),
};

/// An empty array of this class.
pub fn new<'t>(t: &'t Thread, class: Gc<'t, Class>, code: &'static Code) -> Gc<'t, ArrayObject> {
    let place = CODES.iter().position(|other| other == code).unwrap_or(0);
    let base = ArrayObject {
        header: header(),
        bytes: Slot::new(t.new_bytearray().word()),
        code: Cell::new(place as u64),
        views: Cell::new(0),
    };
    match t.sub_map(class, KEY) {
        None => t.new_object(base),
        Some(map) => {
            let made = t.new_object(ArrayObjectSub { header: base, map, attrs: Slot::default() });
            t.finalisable(class, made.obj());
            made.upcast()
        }
    }
}

/// A plain array of these bytes, which are whole items.
pub fn of_bytes<'t>(t: &'t Thread, code: &'static Code, items: &[u8]) -> Res<'t> {
    let array = new(t, t.class(KEY), code);
    bytes(array).extend_slice(t, items)?;
    Ok(array.value())
}

pub fn bytes<'t>(array: Gc<'t, ArrayObject>) -> Gc<'t, ByteArray> {
    array.get(ArrayObject::bytes).expect()
}

pub fn code(array: Gc<'_, ArrayObject>) -> &'static Code {
    &CODES[array.get(ArrayObject::code) as usize]
}

pub fn len(array: Gc<'_, ArrayObject>) -> usize {
    bytes(array).len() / code(array).size()
}

/// Item `index`, which is in range.
pub fn item<'t>(t: &'t Thread, array: Gc<'t, ArrayObject>, index: usize) -> Res<'t> {
    let size = code(array).size();
    code(array).read(t, &bytes(array).contents()[index * size..(index + 1) * size])
}

pub fn to_vec(array: Gc<'_, ArrayObject>) -> Vec<u8> {
    bytes(array).contents().iter().map(Cell::get).collect()
}

/// BufferError while the array is viewed: before its length changes.
pub fn check_resizable(t: &Thread, array: Gc<'_, ArrayObject>) -> Result<(), Raised> {
    if Export::count(array, ArrayObject::views) > 0 {
        return Err(t.raise(cls::BufferError, "cannot resize an array that is exporting buffers"));
    }
    Ok(())
}

/// Appends the bytes of whole items.
pub fn extend(t: &Thread, array: Gc<'_, ArrayObject>, items: &[u8]) -> Result<(), Raised> {
    if items.is_empty() {
        return Ok(());
    }
    check_resizable(t, array)?;
    let storage: Value<'_> = bytes(array).value();
    storage.expect::<ByteArray>().extend_slice(t, items)
}

/// Replaces items `range` by the bytes of whole items.
pub fn replace(
    t: &Thread,
    array: Gc<'_, ArrayObject>,
    range: std::ops::Range<usize>,
    items: &[u8],
) -> Result<(), Raised> {
    let size = code(array).size();
    if range.len() * size != items.len() {
        check_resizable(t, array)?;
    }
    let storage: Value<'_> = bytes(array).value();
    storage.expect::<ByteArray>().replace_range(t, range.start * size..range.end * size, items)
}
