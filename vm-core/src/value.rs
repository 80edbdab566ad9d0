//! References that cannot outlive a safepoint.
//!
//! A [`Value`] or [`Gc`] is lent by a shared borrow of the [`Thread`]; collection needs the exclusive borrow. Holding
//! one across a safepoint therefore does not compile.
//!
//! ```compile_fail,E0502
//! fn held_across_a_collection(t: &mut vm_core::Thread) {
//!     let text = t.str("held");
//!     t.collect_garbage();
//!     drop(text);
//! }
//! ```
//!
//! What has to survive is kept by a handle:
//!
//! ```
//! fn kept_across_a_collection(t: &mut vm_core::Thread) -> bool {
//!     let handle = t.hold(vm_core::Value::TRUE);
//!     t.collect_garbage();
//!     t.held(handle).is_true()
//! }
//! ```

use core::cell::Cell;
use core::marker::PhantomData;
use core::ptr::NonNull;

use gc_api::{Collector as _, Field, Layout, ObjRef, Raw, RawBits, Ref, Slot, SlotRef, TypeId, Variable, Word};

use crate::encoding;
use crate::thread::Thread;

/// Any value of the language, or unset.
#[derive(Copy, Clone, PartialEq, Eq)]
#[repr(transparent)]
pub struct Value<'t>(Word, PhantomData<&'t Thread>);

/// A reference to an object of layout `T` (or of a layout that extends it).
#[repr(transparent)]
pub struct Gc<'t, T>(NonNull<T>, PhantomData<&'t Thread>);

impl<T> Copy for Gc<'_, T> {}
impl<T> Clone for Gc<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> PartialEq for Gc<'_, T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<T> Eq for Gc<'_, T> {}

/// An exception has been raised: it lies in the thread. The token says only that.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Raised(());

impl Raised {
    pub(crate) fn token() -> Raised {
        Raised(())
    }
}

/// What most machine functions return.
pub type Res<'t> = Result<Value<'t>, Raised>;

impl<'t> Value<'t> {
    pub const NONE: Value<'t> = Value(encoding::NONE, PhantomData);
    pub const TRUE: Value<'t> = Value(encoding::TRUE, PhantomData);
    pub const FALSE: Value<'t> = Value(encoding::FALSE, PhantomData);
    pub const ELLIPSIS: Value<'t> = Value(encoding::ELLIPSIS, PhantomData);
    pub const NOT_IMPLEMENTED: Value<'t> = Value(encoding::NOT_IMPLEMENTED, PhantomData);
    /// No value: an unbound variable, an argument not given.
    pub const UNSET: Value<'t> = Value(Word::ZERO, PhantomData);
    /// Internal sentinel, distinct from unset.
    pub const MISSING: Value<'t> = Value(encoding::MISSING, PhantomData);

    /// # Safety
    /// `word` was read from a root or a live object since the last safepoint of the thread that `'t` borrows.
    #[inline(always)]
    pub const unsafe fn from_word(word: Word) -> Value<'t> {
        Value(word, PhantomData)
    }

    /// A value that is not a reference.
    ///
    /// # Panics
    /// If the word is a reference.
    #[inline(always)]
    pub fn immediate(word: Word) -> Value<'t> {
        assert!(!word.is_ref());
        Value(word, PhantomData)
    }

    /// A small constant int. For arbitrary ones see [`Thread::int`].
    #[inline(always)]
    pub const fn small(value: i32) -> Value<'t> {
        Value(encoding::int_word(value as i64), PhantomData)
    }

    #[inline(always)]
    pub const fn bool(value: bool) -> Value<'t> {
        Value(encoding::bool_word(value), PhantomData)
    }

    #[inline(always)]
    pub const fn word(self) -> Word {
        self.0
    }

    #[inline(always)]
    pub const fn is_set(self) -> bool {
        !self.0.is_zero()
    }

    /// `None` if unset: for optional arguments.
    #[inline(always)]
    pub fn given(self) -> Option<Value<'t>> {
        if self.is_set() { Some(self) } else { None }
    }

    /// `None` if unset or Python's None.
    #[inline(always)]
    pub fn not_none(self) -> Option<Value<'t>> {
        if self.is_set() && !self.is_none() { Some(self) } else { None }
    }

    #[inline(always)]
    pub fn is_none(self) -> bool {
        self.0 == encoding::NONE
    }

    #[inline(always)]
    pub fn is_not_implemented(self) -> bool {
        self.0 == encoding::NOT_IMPLEMENTED
    }

    #[inline(always)]
    pub fn is_bool(self) -> bool {
        encoding::is_bool(self.0)
    }

    #[inline(always)]
    pub fn is_true(self) -> bool {
        self.0 == encoding::TRUE
    }

    /// An immediate int (not a bool, not a big one)?
    #[inline(always)]
    pub fn is_small_int(self) -> bool {
        encoding::is_int(self.0)
    }

    /// The value of an immediate int. Big ints and bools: see `objects::int`.
    #[inline(always)]
    pub fn as_small_int(self) -> Option<i64> {
        if encoding::is_int(self.0) { Some(encoding::int_of(self.0)) } else { None }
    }

    #[inline(always)]
    pub fn as_immediate_float(self) -> Option<f64> {
        if encoding::is_float(self.0) { Some(encoding::float_of(self.0)) } else { None }
    }

    #[inline(always)]
    pub fn is_ref(self) -> bool {
        self.0.is_ref()
    }

    #[inline(always)]
    pub fn as_obj(self) -> Option<ObjRef> {
        self.0.as_ref()
    }

    /// Layout of a heap object.
    #[inline(always)]
    pub fn type_id(self) -> Option<TypeId> {
        let object = self.0.as_ref()?;
        // SAFETY: a value's referent is alive for 't.
        Some(unsafe { object.header() }.type_id())
    }

    /// The object, if it has layout `T` or one that extends it.
    #[inline(always)]
    pub fn cast<T: Layout>(self) -> Option<Gc<'t, T>> {
        let object = self.0.as_ref()?;
        // SAFETY: a value's referent is alive for 't.
        let id = unsafe { object.header() }.type_id();
        if id.0.wrapping_sub(T::TYPE.0) <= T::LAST.0 - T::TYPE.0 {
            Some(Gc(object.as_non_null().cast(), PhantomData))
        } else {
            None
        }
    }

    /// The object, if it has exactly layout `T`.
    #[inline(always)]
    pub fn cast_exact<T: Layout>(self) -> Option<Gc<'t, T>> {
        let object = self.0.as_ref()?;
        // SAFETY: a value's referent is alive for 't.
        if unsafe { object.header() }.type_id() == T::TYPE {
            Some(Gc(object.as_non_null().cast(), PhantomData))
        } else {
            None
        }
    }

    /// The object, which is known to have this layout.
    ///
    /// # Panics
    /// If it has not: a mistake in the machine.
    #[inline(always)]
    #[track_caller]
    pub fn expect<T: Layout>(self) -> Gc<'t, T> {
        match self.cast::<T>() {
            Some(gc) => gc,
            None => wrong_layout(T::INFO.name, self),
        }
    }

    /// The object as a `T`, unchecked where debug assertions are off.
    ///
    /// # Safety
    /// It is an object of layout `T`.
    #[inline(always)]
    pub(crate) unsafe fn assume<T: Layout>(self) -> Gc<'t, T> {
        debug_assert!(self.is::<T>(), "expected a {}", T::INFO.name);
        // SAFETY: the caller says that this is a reference.
        Gc(unsafe { NonNull::new_unchecked(self.0.bits() as *mut T) }, PhantomData)
    }

    pub fn is<T: Layout>(self) -> bool {
        self.cast::<T>().is_some()
    }
}

impl core::fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        self.0.fmt(f)
    }
}

#[cold]
#[track_caller]
fn wrong_layout(wanted: &str, found: Value<'_>) -> ! {
    panic!("expected a {wanted}, found layout {:?} ({:?})", found.type_id(), found)
}

/// How a kind of field is read and written by the machine's Rust code.
///
/// # Safety
/// `load` reads exactly what `layout!` put there for this kind.
pub unsafe trait Kind {
    type Out<'t>: Copy;
    /// # Safety
    /// `place` is a field of this kind in a live object.
    unsafe fn load<'t>(place: *const u8) -> Self::Out<'t>;
}

// SAFETY: `Ref` fields are slots.
unsafe impl Kind for Ref {
    type Out<'t> = Value<'t>;
    #[inline(always)]
    unsafe fn load<'t>(place: *const u8) -> Value<'t> {
        // SAFETY: the caller says that a slot lies here.
        unsafe { Value::from_word((*place.cast::<Slot>()).get()) }
    }
}

// SAFETY: raw fields are cells.
unsafe impl<R: RawBits> Kind for Raw<R> {
    type Out<'t> = R;
    #[inline(always)]
    unsafe fn load<'t>(place: *const u8) -> Self::Out<'t> {
        // SAFETY: the caller says that a cell lies here.
        unsafe { (*place.cast::<Cell<R>>()).get() }
    }
}

impl<'t, T: Layout> Gc<'t, T> {
    /// # Safety
    /// The object is alive, of layout `T`, and stays so for `'t`.
    #[inline(always)]
    pub const unsafe fn from_ptr(pointer: NonNull<T>) -> Gc<'t, T> {
        Gc(pointer, PhantomData)
    }

    #[inline(always)]
    pub fn value(self) -> Value<'t> {
        Value(self.obj().word(), PhantomData)
    }

    #[inline(always)]
    pub fn word(self) -> Word {
        self.obj().word()
    }

    #[inline(always)]
    pub fn obj(self) -> ObjRef {
        ObjRef::new(self.0.cast())
    }

    #[inline(always)]
    pub fn as_ptr(self) -> *mut T {
        self.0.as_ptr()
    }

    #[inline(always)]
    pub fn type_id(self) -> TypeId {
        // SAFETY: alive for 't.
        unsafe { self.obj().header() }.type_id()
    }

    /// Reads a field.
    #[inline(always)]
    pub fn get<K: Kind>(self, field: Field<T, K>) -> K::Out<'t> {
        // SAFETY: a descriptor's offset is that of a field of its kind, and the object is alive.
        unsafe { K::load(self.0.as_ptr().cast::<u8>().add(field.offset())) }
    }

    /// Writes a word field, after the barrier.
    #[inline(always)]
    pub fn set(self, t: &Thread, field: Field<T, Ref>, value: Value<'_>) {
        // SAFETY: as for `get`.
        let slot = unsafe { &*self.0.as_ptr().cast::<u8>().add(field.offset()).cast::<Slot>() };
        t.heap().collector.before_write(self.obj(), SlotRef::of(slot));
        slot.set(value.word());
    }

    /// Writes a plain field.
    #[inline(always)]
    pub fn set_raw<R: RawBits>(self, field: Field<T, Raw<R>>, value: R) {
        // SAFETY: as for `get`.
        unsafe { &*self.0.as_ptr().cast::<u8>().add(field.offset()).cast::<Cell<R>>() }.set(value);
    }

    /// Changes the layout in place; see [`gc_api::Header::retag`].
    pub fn retag(self, id: TypeId) {
        // SAFETY: alive for 't.
        unsafe { self.obj().header() }.retag(id);
    }

    /// The same object seen as a layout it extends.
    ///
    /// # Panics
    /// If its layout does not extend `U`.
    pub fn upcast<U: Layout>(self) -> Gc<'t, U> {
        self.value().expect::<U>()
    }

    /// Number of elements in the variable part.
    #[inline(always)]
    pub fn extent(self) -> usize {
        // SAFETY: alive and of layout T.
        unsafe { T::INFO.length_of(self.obj()) }
    }

    /// The words of the variable part.
    #[inline(always)]
    pub fn words(self) -> &'t [Slot] {
        match T::INFO.variable {
            Variable::Words { base, .. } => {
                // SAFETY: `extent` slots lie at `base`; slots are cells, so sharing them is fine.
                unsafe {
                    core::slice::from_raw_parts(
                        self.0.as_ptr().cast::<u8>().add(base as usize).cast::<Slot>(),
                        self.extent(),
                    )
                }
            }
            _ => &[],
        }
    }

    /// Word number `index` of the variable part.
    ///
    /// # Panics
    /// If out of range.
    #[inline(always)]
    pub fn at(self, index: usize) -> Value<'t> {
        Value(self.words()[index].get(), PhantomData)
    }

    /// Writes word number `index` of the variable part, after the barrier.
    ///
    /// # Panics
    /// If out of range.
    #[inline(always)]
    pub fn put(self, t: &Thread, index: usize, value: Value<'_>) {
        let slot = &self.words()[index];
        t.heap().collector.before_write(self.obj(), SlotRef::of(slot));
        slot.set(value.word());
    }

    /// Copies words within or between variable parts, after one bulk barrier. Ranges may overlap.
    ///
    /// # Panics
    /// If out of range.
    pub fn copy_from<U: Layout>(self, t: &Thread, to: usize, source: Gc<'_, U>, from: usize, count: usize) {
        let (target, source) = (&self.words()[to..to + count], &source.words()[from..from + count]);
        t.heap().collector.before_bulk_write(self.obj(), to..to + count);
        // SAFETY: both slices have `count` slots; `copy` allows overlap.
        unsafe { core::ptr::copy(source.as_ptr(), target.as_ptr().cast_mut(), count) };
    }

    /// Fills words of the variable part, after one bulk barrier.
    pub fn fill(self, t: &Thread, range: core::ops::Range<usize>, value: Value<'_>) {
        let target = &self.words()[range.clone()];
        t.heap().collector.before_bulk_write(self.obj(), range);
        for slot in target {
            slot.set(value.word());
        }
    }

    /// The bytes of the variable part, as elements of `U`.
    ///
    /// # Panics
    /// If the layout's elements are not as large as `U`.
    #[inline(always)]
    pub fn cells<U: RawBits>(self) -> &'t [Cell<U>] {
        match T::INFO.variable {
            Variable::Bytes { base, shift, .. } => {
                assert!(core::mem::size_of::<U>() == 1 << shift);
                // SAFETY: `extent` elements of this size lie at `base`; any bit pattern is valid.
                unsafe {
                    core::slice::from_raw_parts(
                        self.0.as_ptr().cast::<u8>().add(base as usize).cast::<Cell<U>>(),
                        self.extent(),
                    )
                }
            }
            _ => panic!("{} has no bytes", T::INFO.name),
        }
    }

    /// As [`Gc::cells`], for objects that are never written after they were filled.
    ///
    /// # Safety
    /// Nobody writes these bytes while the slice lives.
    #[inline(always)]
    pub unsafe fn frozen<U: RawBits>(self) -> &'t [U] {
        let cells = self.cells::<U>();
        // SAFETY: Cell<U> has the layout of U, and the caller promises that nobody writes.
        unsafe { core::slice::from_raw_parts(cells.as_ptr().cast(), cells.len()) }
    }
}

impl<'t, T: Layout> From<Gc<'t, T>> for Value<'t> {
    #[inline(always)]
    fn from(gc: Gc<'t, T>) -> Value<'t> {
        gc.value()
    }
}
