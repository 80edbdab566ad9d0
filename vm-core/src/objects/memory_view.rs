//! The memoryview object: which bytes of which object it shows, and as what. Its methods are in `memory_view_methods`.
//!
//! A view holds no address: it asks the object for its bytes at each access.

use std::cell::Cell;

use gc_api::{ObjRef, Slot, layout};

use crate::Thread;
use crate::cls;
use crate::layouts;
use crate::natives::{Tail, Then};
use crate::objects::memory_items::Item;
use crate::objects::sequence::Tuple;
use crate::objects::slice::Span;
use crate::objects::string::Str;
use crate::protocols::{Export, Lent};
use crate::sym;
use crate::thread::header;
use crate::value::{Gc, Raised, Res, Value};

layout! {
    pub struct MemoryView(layouts::MEMORY_VIEW) {
        /// What lends the bytes; unset once the view is released.
        source: Ref,
        /// As `obj`: the source, or the object of a Python class whose `__buffer__` was asked.
        owner: Ref,
        /// The view that `__buffer__` returned, in the view made of it: `__release_buffer__` gets it. Else unset.
        inner: Ref,
        /// A str.
        format: Ref,
        /// Shape and strides, one tuple of ints, unless there is exactly one dimension.
        dims: Ref,
        /// Where the first item lies in the source's bytes.
        start: Raw<usize>,
        /// Items of the one dimension, and bytes from one to the next.
        count: Raw<usize>,
        stride: Raw<i64>,
        item_size: Raw<usize>,
        readonly: Raw<u64>,
        /// 0: not computed yet.
        hash: Raw<i64>,
        /// An [`Export`], or 0.
        claim: Raw<usize>,
        /// Methods at work that the view must not be released under.
        pins: Raw<usize>,
    } destructor drop_claim
}

unsafe fn drop_claim(object: ObjRef) {
    // SAFETY: the collector runs this once; the field is what `Export::into_raw` gave, or 0.
    unsafe { Export::drop_raw((*object.as_ptr().cast::<MemoryView>()).claim.get()) };
}

/// Extent of a view, and bytes from item to item, per dimension.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Dims {
    pub shape: Vec<usize>,
    pub strides: Vec<i64>,
}

impl Dims {
    /// Those of items one after the other.
    pub fn contiguous(shape: Vec<usize>, item_size: usize) -> Dims {
        let mut strides = vec![0; shape.len()];
        let mut size = item_size as i64;
        for (stride, extent) in strides.iter_mut().zip(&shape).rev() {
            *stride = size;
            size *= *extent as i64;
        }
        Dims { shape, strides }
    }

    pub fn items(&self) -> usize {
        self.shape.iter().product()
    }

    /// Do the items follow one another, in the order of C (last index fastest) or of Fortran?
    pub fn is_contiguous(&self, item_size: usize, fortran: bool) -> bool {
        let mut expected = item_size as i64;
        let mut in_place = |(&extent, &stride): (&usize, &i64)| {
            let fits = extent <= 1 || stride == expected;
            expected *= extent as i64;
            fits
        };
        let mut pairs = self.shape.iter().zip(&self.strides);
        self.items() == 0 || if fortran { pairs.all(&mut in_place) } else { pairs.rev().all(&mut in_place) }
    }

    /// Offsets of all items, the last index fastest (or the first one).
    pub fn offsets(&self, fortran: bool) -> Vec<i64> {
        let mut offsets = vec![0];
        let mut extend = |(&extent, &stride): (&usize, &i64)| {
            let steps: Vec<i64> = (0..extent as i64).map(|n| n * stride).collect();
            offsets = if fortran {
                steps.iter().flat_map(|step| offsets.iter().map(move |offset| offset + step)).collect()
            } else {
                offsets.iter().flat_map(|offset| steps.iter().map(move |step| offset + step)).collect()
            };
        };
        self.shape.iter().zip(&self.strides).for_each(&mut extend);
        offsets
    }
}

impl<'t> Gc<'t, MemoryView> {
    pub fn is_released(self) -> bool {
        !self.get(MemoryView::source).is_set()
    }

    pub fn is_readonly(self) -> bool {
        self.get(MemoryView::readonly) != 0
    }

    pub fn format(self) -> String {
        self.get(MemoryView::format).cast::<Str>().map_or(String::new(), |format| format.to_text())
    }

    pub fn item_size(self) -> usize {
        self.get(MemoryView::item_size)
    }

    /// Exactly one dimension: its fields are `count` and `stride`.
    pub fn is_flat(self) -> bool {
        !self.get(MemoryView::dims).is_set()
    }

    pub fn dims(self) -> Dims {
        let Some(dims) = self.get(MemoryView::dims).cast::<Tuple>() else {
            return Dims { shape: vec![self.get(MemoryView::count)], strides: vec![self.get(MemoryView::stride)] };
        };
        let number = |index: usize| dims.at(index).as_small_int().unwrap_or(0);
        let count = dims.extent() / 2;
        Dims {
            shape: (0..count).map(|n| number(n) as usize).collect(),
            strides: (count..2 * count).map(number).collect(),
        }
    }

    /// Bytes of all items together.
    pub fn size(self) -> usize {
        let items = if self.is_flat() { self.get(MemoryView::count) } else { self.dims().items() };
        items * self.item_size()
    }

    pub fn is_contiguous(self) -> bool {
        if self.is_flat() {
            return self.get(MemoryView::count) <= 1 || self.get(MemoryView::stride) == self.item_size() as i64;
        }
        self.dims().is_contiguous(self.item_size(), false)
    }

    /// ValueError if the view is released.
    pub fn check(self, t: &'t Thread) -> Result<(), Raised> {
        if self.is_released() { Err(released(t)) } else { Ok(()) }
    }

    /// All bytes of the source.
    fn source(self, t: &'t Thread) -> Result<Lent<'t>, Raised> {
        match self.get(MemoryView::source).given().and_then(|source| t.buffer_of(source)) {
            Some(lent) => lent,
            None => Err(released(t)),
        }
    }

    /// The cells of the item at an offset from the first one.
    pub fn item_at(self, t: &'t Thread, offset: i64) -> Result<&'t [Cell<u8>], Raised> {
        let from = (self.get(MemoryView::start) as i64 + offset) as usize;
        // An exporter that lost bytes although it is viewed: nothing to show.
        self.source(t)?.cells.get(from..from + self.item_size()).ok_or_else(|| released(t))
    }

    /// The bytes, if they lie in one piece.
    pub fn lend(self, t: &'t Thread) -> Result<Lent<'t>, Raised> {
        let source = self.source(t)?;
        if !self.is_contiguous() {
            return Err(t.raise(cls::BufferError, "memoryview: underlying buffer is not C-contiguous"));
        }
        let start = if self.size() == 0 { 0 } else { self.get(MemoryView::start) };
        let cells = source.cells.get(start..start + self.size()).ok_or_else(|| released(t))?;
        Ok(Lent { cells, writable: !self.is_readonly() })
    }

    /// A copy of the bytes, item after item.
    pub fn gather(self, t: &'t Thread, fortran: bool) -> Result<Vec<u8>, Raised> {
        let (source, size, dims) = (self.source(t)?, self.item_size(), self.dims());
        if dims.is_contiguous(size, fortran) {
            return self.lend_as_stored(t).map(Lent::to_vec);
        }
        let start = self.get(MemoryView::start) as i64;
        let mut bytes = Vec::with_capacity(self.size());
        for offset in dims.offsets(fortran) {
            let from = (start + offset) as usize;
            let item = source.cells.get(from..from + size).ok_or_else(|| released(t))?;
            bytes.extend(item.iter().map(Cell::get));
        }
        Ok(bytes)
    }

    /// The bytes from the first item on: for layouts known to have no gaps.
    fn lend_as_stored(self, t: &'t Thread) -> Result<Lent<'t>, Raised> {
        let start = if self.size() == 0 { 0 } else { self.get(MemoryView::start) };
        let cells = self.source(t)?.cells.get(start..start + self.size()).ok_or_else(|| released(t))?;
        Ok(Lent { cells, writable: !self.is_readonly() })
    }

    /// Ends the claim on the exporter. `__release_buffer__` is the caller's business.
    pub fn release(self, t: &'t Thread) {
        self.set(t, MemoryView::source, Value::UNSET);
        // SAFETY: the field held what `into_raw` gave, or 0, and is emptied.
        unsafe { Export::drop_raw(self.get(MemoryView::claim)) };
        self.set_raw(MemoryView::claim, 0);
    }

    /// The items of a view of one dimension that a slice selects.
    pub fn sliced(self, t: &'t Thread, span: Span) -> Result<Gc<'t, MemoryView>, Raised> {
        let mut dims = self.dims();
        let stride = dims.strides[0];
        let start = self.get(MemoryView::start) as i64 + if span.count == 0 { 0 } else { span.start * stride };
        dims.shape[0] = span.count;
        dims.strides[0] = stride * span.step;
        self.derive(t, start as usize, dims, self.get(MemoryView::format), self.item_size())
    }

    /// Another view of the same object.
    pub fn derive(
        self,
        t: &'t Thread,
        start: usize,
        dims: Dims,
        format: Value<'t>,
        item_size: usize,
    ) -> Result<Gc<'t, MemoryView>, Raised> {
        let source = self.get(MemoryView::source);
        let view = t.alloc_view(source, self.get(MemoryView::owner), format, item_size);
        view.set_raw(MemoryView::start, start);
        view.set_raw(MemoryView::readonly, self.get(MemoryView::readonly));
        match (&dims.shape[..], &dims.strides[..]) {
            ([count], [stride]) => {
                view.set_raw(MemoryView::count, *count);
                view.set_raw(MemoryView::stride, *stride);
            }
            (shape, strides) => {
                let numbers = shape.iter().map(|extent| *extent as i64).chain(strides.iter().copied());
                let numbers: Vec<Value<'t>> = numbers.map(|number| t.int(number)).collect();
                view.set(t, MemoryView::dims, t.tuple(&numbers)?.value());
            }
        }
        Ok(view)
    }

    /// The kind of the items, or NotImplementedError.
    pub fn item(self, t: &'t Thread) -> Result<Item, Raised> {
        let format = self.format();
        Item::of_format(&format)
            .ok_or_else(|| t.raise(cls::NotImplementedError, format_args!("memoryview: format {format} not supported")))
    }

    /// Item number `index` of the one dimension, which is in range.
    pub fn flat_item(self, t: &'t Thread, index: usize) -> Res<'t> {
        self.item(t)?.read(t, self.item_at(t, index as i64 * self.get(MemoryView::stride))?)
    }
}

#[cold]
pub(crate) fn released(t: &Thread) -> Raised {
    t.value_error("operation forbidden on released memoryview object")
}

impl Thread {
    fn alloc_view<'t>(
        &'t self,
        source: Value<'t>,
        owner: Value<'t>,
        format: Value<'t>,
        item_size: usize,
    ) -> Gc<'t, MemoryView> {
        let exports = self.lender(source).and_then(|(_, def)| def.exports.as_ref());
        let claim = exports.map_or(0, |exports| (exports.export)(self, source).into_raw());
        let view = self.new_object(MemoryView {
            header: header(),
            source: Slot::new(source.word()),
            owner: Slot::new(owner.word()),
            inner: Slot::default(),
            format: Slot::new(format.word()),
            dims: Slot::default(),
            start: Cell::new(0),
            count: Cell::new(0),
            stride: Cell::new(0),
            item_size: Cell::new(item_size),
            readonly: Cell::new(0),
            hash: Cell::new(0),
            claim: Cell::new(claim),
            pins: Cell::new(0),
        });
        if claim != 0 {
            self.set_destructor(view);
        }
        view
    }

    /// A view of all an object lends.
    ///
    /// # Panics
    /// If it lends nothing: the caller has asked [`Thread::has_buffer`].
    pub fn new_view<'t>(&'t self, object: Value<'t>) -> Result<Gc<'t, MemoryView>, Raised> {
        if let Some(view) = object.cast::<MemoryView>() {
            view.check(self)?;
            let format = view.get(MemoryView::format);
            return view.derive(self, view.get(MemoryView::start), view.dims(), format, view.item_size());
        }
        let (source, def) = self.lender(object).expect("an object with a buffer");
        let lent = (def.lend)(self, source)?;
        let (format, item_size) = (def.items)(self, source);
        let view = self.alloc_view(source, object, self.intern_text(format).value(), item_size);
        view.set_raw(MemoryView::count, lent.len() / item_size);
        view.set_raw(MemoryView::stride, item_size as i64);
        view.set_raw(MemoryView::readonly, u64::from(!lent.writable));
        Ok(view)
    }

    /// The view of an object that has a buffer of its own or a `__buffer__`, which is asked with `flags`.
    pub fn view_with_flags<'t>(&'t self, object: Value<'t>, flags: i64) -> Result<Tail<'t>, Raised> {
        if self.lender(object).is_some() {
            let view = self.new_view(object)?;
            if flags & WRITABLE != 0 && view.is_readonly() {
                return Err(self.raise(cls::BufferError, "Object is not writable."));
            }
            return Ok(Tail::Value(view.value()));
        }
        static WRAP: Then = Then::new(|t, object, inner| {
            let Some(inner) = inner.cast::<MemoryView>() else {
                return Err(t.type_error("__buffer__ returned non-memoryview object"));
            };
            let view = t.new_view(inner.value())?;
            view.set(t, MemoryView::owner, object);
            view.set(t, MemoryView::inner, inner.value());
            Ok(Tail::Value(view.value()))
        });
        match self.call_special(object, sym::__buffer__, &[self.int(flags)]) {
            Some(call) => call?.then(self, &WRAP, object),
            None => {
                let name = self.class_name(object);
                Err(self.type_error(format_args!("memoryview: a bytes-like object is required, not '{name}'")))
            }
        }
    }

    /// Releases a view; its `__release_buffer__`, if it has to be told, is called. The result means nothing.
    pub fn release_view<'t>(&'t self, view: Gc<'t, MemoryView>) -> Result<Tail<'t>, Raised> {
        let pins = view.get(MemoryView::pins);
        if pins > 0 {
            let plural = if pins == 1 { "" } else { "s" };
            return Err(self.raise(cls::BufferError, format_args!("memoryview has {pins} exported buffer{plural}")));
        }
        let (owner, inner) = (view.get(MemoryView::owner), view.get(MemoryView::inner));
        let tell = !view.is_released() && inner.is_set();
        view.release(self);
        view.set(self, MemoryView::inner, Value::UNSET);
        if !tell {
            return Ok(Tail::Value(Value::NONE));
        }
        static RELEASE_INNER: Then = Then::new(|t, inner, _| {
            inner.expect::<MemoryView>().release(t);
            Ok(Tail::Value(Value::NONE))
        });
        match self.call_special(owner, sym::__release_buffer__, &[inner]) {
            Some(call) => call?.then(self, &RELEASE_INNER, inner),
            None => (RELEASE_INNER.ok)(self, inner, Value::NONE),
        }
    }
}

/// `inspect.BufferFlags.WRITABLE`
const WRITABLE: i64 = 1;
/// `inspect.BufferFlags.FULL_RO`: what `memoryview()` asks for.
pub(crate) const FULL_READ_ONLY: i64 = 0x11C;
