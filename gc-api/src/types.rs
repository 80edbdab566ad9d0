//! Layouts: how a collector finds the size and the references of an object.
//!
//! Everything here is static. A collector thread reads an object's own header and length field and a constant
//! [`TypeInfo`], and never follows a reference to learn the size of something.

use crate::header::{Header, TypeId};
use crate::word::{ObjRef, SlotRef, WORD_BYTES};
use core::ptr::NonNull;

/// The smallest object: header and one field.
pub const MIN_OBJECT_BYTES: usize = 2 * WORD_BYTES;

/// How many word slots the fixed part of a layout may have.
pub const MAX_FIXED_SLOTS: usize = 32;

/// Byte offsets of the word slots in the fixed part of a layout.
#[derive(Copy, Clone, Debug)]
pub struct SlotOffsets {
    offsets: [u16; MAX_FIXED_SLOTS],
    count: u8,
    /// Bit `n`: the word `n` of the object is a slot.
    mask: u64,
}

impl SlotOffsets {
    pub const NONE: SlotOffsets = SlotOffsets { offsets: [0; MAX_FIXED_SLOTS], count: 0, mask: 0 };

    /// These offsets and one more.
    pub const fn with(mut self, offset: usize) -> SlotOffsets {
        assert!(offset < 64 * WORD_BYTES && offset.is_multiple_of(WORD_BYTES), "slots lie in the first 64 words");
        self.offsets[self.count as usize] = offset as u16;
        self.count += 1;
        self.mask |= 1 << (offset / WORD_BYTES);
        self
    }

    /// Bit `n`: the word `n` of the object is a slot.
    #[inline(always)]
    pub const fn mask(&self) -> u64 {
        self.mask
    }

    #[inline(always)]
    pub fn as_slice(&self) -> &[u16] {
        &self.offsets[..self.count as usize]
    }
}

/// The part of a layout whose extent the object's own length field gives. The extent is fixed at allocation.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Variable {
    None,
    /// `length` words follow at `base`; each is a slot.
    Words {
        length: u16,
        base: u16,
    },
    /// `length << shift` bytes follow at `base`; none is a slot.
    Bytes {
        length: u16,
        base: u16,
        shift: u8,
    },
}

/// What a collector knows of a layout.
#[derive(Copy, Clone, Debug)]
pub struct TypeInfo {
    pub name: &'static str,
    /// Bytes of the fixed part, header included; a multiple of eight.
    pub fixed_bytes: u32,
    pub slots: SlotOffsets,
    pub variable: Variable,
    /// Offset of a slot that does not keep its referent alive and is zeroed when the referent dies for good.
    pub weak: Option<u16>,
    /// Runs once when the object's memory is reclaimed, if the object was given to
    /// [`Collector::set_destructor`](crate::Collector::set_destructor). It may free what the object owns outside the heap and
    /// touch the object's raw fields; it must not follow its slots.
    pub destructor: Option<unsafe fn(ObjRef)>,
}

impl TypeInfo {
    pub const fn fixed(name: &'static str, fixed_bytes: usize, slots: SlotOffsets) -> TypeInfo {
        assert!(fixed_bytes.is_multiple_of(WORD_BYTES));
        let fixed_bytes = if fixed_bytes < MIN_OBJECT_BYTES { MIN_OBJECT_BYTES } else { fixed_bytes } as u32;
        TypeInfo { name, fixed_bytes, slots, variable: Variable::None, weak: None, destructor: None }
    }

    /// Bytes an object of this layout occupies when its variable part has `length` elements.
    #[inline(always)]
    pub const fn bytes_for(&self, length: usize) -> usize {
        let variable = match self.variable {
            Variable::None => 0,
            Variable::Words { .. } => length * WORD_BYTES,
            Variable::Bytes { shift, .. } => ((length << shift) + WORD_BYTES - 1) & !(WORD_BYTES - 1),
        };
        let bytes = self.fixed_bytes as usize + variable;
        if bytes < MIN_OBJECT_BYTES { MIN_OBJECT_BYTES } else { bytes }
    }

    /// Elements in the variable part of `object`.
    ///
    /// # Safety
    /// `object` is alive and of this layout.
    #[inline(always)]
    pub unsafe fn length_of(&self, object: ObjRef) -> usize {
        match self.variable {
            Variable::None => 0,
            Variable::Words { length, .. } | Variable::Bytes { length, .. } => {
                // SAFETY: the layout has a raw usize at this offset.
                unsafe { object.as_ptr().byte_add(length as usize).cast::<usize>().read() }
            }
        }
    }

    /// Bytes `object` occupies.
    ///
    /// # Safety
    /// `object` is alive and of this layout.
    #[inline(always)]
    pub unsafe fn bytes_of(&self, object: ObjRef) -> usize {
        // SAFETY: passed on.
        self.bytes_for(unsafe { self.length_of(object) })
    }

    /// Calls `visit` with every slot that holds a strong reference or may come to hold one.
    ///
    /// # Safety
    /// `object` is alive and of this layout.
    #[inline(always)]
    pub unsafe fn for_each_slot(&self, object: ObjRef, mut visit: impl FnMut(SlotRef)) {
        let start = object.as_ptr().cast::<u8>();
        for &offset in self.slots.as_slice() {
            // SAFETY: the offset lies in the object's fixed part.
            visit(SlotRef::new(unsafe { NonNull::new_unchecked(start.add(offset as usize).cast()) }));
        }
        if let Variable::Words { base, .. } = self.variable {
            // SAFETY: passed on.
            let length = unsafe { self.length_of(object) };
            for index in 0..length {
                // SAFETY: the variable part has `length` words at `base`.
                let slot = unsafe { start.add(base as usize + index * WORD_BYTES) };
                // SAFETY: an address inside an object is not null.
                visit(SlotRef::new(unsafe { NonNull::new_unchecked(slot.cast()) }));
            }
        }
    }
}

/// What tracing an object needs of its layout, in sixteen bytes.
#[derive(Copy, Clone, Debug)]
#[repr(C, align(16))]
pub struct TraceInfo {
    /// Bit `n`: the word `n` of the object is a slot.
    pub mask: u64,
    /// Offset of the length field of an array of slots; zero: there is none.
    pub array_length: u16,
    /// Offset of the first slot of that array.
    pub array_base: u16,
    /// The layout has a weak slot.
    pub weak: bool,
    known: bool,
}

impl TraceInfo {
    const UNKNOWN: TraceInfo = TraceInfo { mask: 0, array_length: 0, array_base: 0, weak: false, known: false };

    const fn of(info: &TypeInfo) -> TraceInfo {
        let (array_length, array_base) = match info.variable {
            Variable::Words { length, base } => (length, base),
            _ => (0, 0),
        };
        TraceInfo { mask: info.slots.mask(), array_length, array_base, weak: info.weak.is_some(), known: true }
    }
}

/// All layouts of the process, indexed by [`TypeId`].
#[derive(Debug)]
pub struct TypeTable {
    infos: Vec<Option<&'static TypeInfo>>,
    traces: Vec<TraceInfo>,
}

impl TypeTable {
    /// Joins the crates' tables; each is a list of ids and layouts.
    ///
    /// # Panics
    /// If two layouts claim one id: a mistake in the program, found at its first start.
    pub fn new(tables: &[&[(TypeId, &'static TypeInfo)]]) -> TypeTable {
        let mut infos = Vec::new();
        for &(id, info) in tables.iter().copied().flatten() {
            let index = id.0 as usize;
            if infos.len() <= index {
                infos.resize(index + 1, None);
            }
            assert!(infos[index].is_none(), "two layouts have id {index}");
            infos[index] = Some(info);
        }
        let traces = infos.iter().map(|info| info.map_or(TraceInfo::UNKNOWN, TraceInfo::of)).collect();
        TypeTable { infos, traces }
    }

    /// How to trace objects of this layout.
    ///
    /// # Panics
    /// If there is no such layout: the header is corrupt.
    #[inline(always)]
    pub fn trace(&self, id: TypeId) -> TraceInfo {
        match self.traces.get(id.0 as usize) {
            Some(&trace) if trace.known => trace,
            _ => unknown_layout(id),
        }
    }

    /// The layout with this id.
    ///
    /// # Panics
    /// If there is none: the header is corrupt.
    #[inline(always)]
    pub fn get(&self, id: TypeId) -> &'static TypeInfo {
        match self.infos.get(id.0 as usize) {
            Some(Some(info)) => info,
            _ => unknown_layout(id),
        }
    }

    /// The layout with this id, if there is one; for checks of a heap that may be corrupt.
    pub fn lookup(&self, id: TypeId) -> Option<&'static TypeInfo> {
        self.infos.get(id.0 as usize).copied().flatten()
    }

    /// The layout of a live object.
    ///
    /// # Safety
    /// `object` is alive.
    #[inline(always)]
    pub unsafe fn of(&self, object: ObjRef) -> &'static TypeInfo {
        // SAFETY: passed on.
        self.get(unsafe { object.header() }.type_id())
    }

    pub fn iter(&self) -> impl Iterator<Item = (TypeId, &'static TypeInfo)> + '_ {
        self.infos.iter().enumerate().filter_map(|(id, info)| Some((TypeId(id as u32), (*info)?)))
    }
}

#[cold]
fn unknown_layout(id: TypeId) -> ! {
    panic!("corrupt heap: no layout has id {}", id.0)
}

/// A Rust struct that describes objects. Implemented by [`layout!`](crate::layout) only.
///
/// # Safety
/// The struct is `repr(C)`, starts with a [`Header`] (or with another layout), and `INFO` describes it.
pub unsafe trait Layout: 'static {
    /// The id new objects get.
    const TYPE: TypeId;
    /// Ids from `TYPE` to `LAST` share this struct as their prefix; a cast is one range test.
    const LAST: TypeId;
    const INFO: TypeInfo;
}

/// A typed field of layout `T`. Made by [`layout!`](crate::layout) only; the offset is right by construction.
pub struct Field<T, K> {
    offset: u16,
    marker: core::marker::PhantomData<fn(T) -> K>,
}

impl<T, K> Copy for Field<T, K> {}
impl<T, K> Clone for Field<T, K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Layout, K> Field<T, K> {
    /// # Safety
    /// `T` has a field of kind `K` at `offset`.
    pub const unsafe fn new(offset: usize) -> Field<T, K> {
        assert!(offset <= u16::MAX as usize);
        Field { offset: offset as u16, marker: core::marker::PhantomData }
    }

    #[inline(always)]
    pub const fn offset(self) -> usize {
        self.offset as usize
    }
}

/// Kind of a field that holds a [`Word`](crate::Word) and is traced.
pub struct Ref;

/// Kind of a field that holds plain bits and is not traced.
pub struct Raw<R>(core::marker::PhantomData<R>);

/// What a raw field may be: at most eight bytes, any bit pattern valid.
pub trait RawBits: Copy + 'static {}
impl RawBits for u8 {}
impl RawBits for u16 {}
impl RawBits for u32 {}
impl RawBits for i32 {}
impl RawBits for u64 {}
impl RawBits for i64 {}
impl RawBits for f64 {}
impl RawBits for usize {}
impl<T: 'static> RawBits for *const T {}
impl<T: 'static> RawBits for *mut T {}

/// Declares a heap object: struct, typed field descriptors (`List::items`) and [`TypeInfo`].
///
/// ```
/// use gc_api::{layout, TypeId, Layout};
/// layout! {
///     /// A pair with a count.
///     pub struct Pair(TypeId(7)) {
///         left: Ref,
///         right: Ref,
///         count: Raw<u64>,
///     }
/// }
/// assert_eq!(Pair::INFO.fixed_bytes, 32);
/// assert_eq!(Pair::INFO.slots.as_slice(), [8, 16]);
/// assert_eq!(Pair::count.offset(), 24);
/// ```
///
/// Options after the id: `..LAST_ID` (ids of layouts that extend this one), `extends Base`, and after the braces
/// `words LENGTH_FIELD`, `bytes(SHIFT) LENGTH_FIELD` (the variable part, which starts where the struct ends),
/// `weak FIELD` (a `Weak` field), `destructor FUNCTION`.
#[macro_export]
macro_rules! layout {
    (
        $(#[$meta:meta])*
        $vis:vis struct $name:ident($id:expr $(, last $last:expr)?) $(extends $base:ident)? {
            $($(#[$fmeta:meta])* $field:ident : $kind:ident $(<$raw:ty>)?),* $(,)?
        }
        $(words $words:ident)? $(bytes($shift:expr) $bytes:ident)? $(weak $weak:ident)? $(destructor $destructor:path)?
    ) => {
        $(#[$meta])*
        #[repr(C)]
        $vis struct $name {
            pub header: $crate::layout!(@first $($base)?),
            $($(#[$fmeta])* pub $field: $crate::layout!(@cell $kind $(<$raw>)?)),*
        }

        // SAFETY: the struct is repr(C) and starts with a header or a layout, and INFO is computed from it.
        unsafe impl $crate::Layout for $name {
            const TYPE: $crate::TypeId = $id;
            const LAST: $crate::TypeId = $crate::layout!(@last $id $(, $last)?);
            const INFO: $crate::TypeInfo = {
                #[allow(unused_mut)]
                let mut info = $crate::TypeInfo::fixed(
                    stringify!($name),
                    core::mem::size_of::<$name>(),
                    $crate::layout!(@slots $name $($base)?, $($field $kind),*),
                );
                $(info.weak = <$base as $crate::Layout>::INFO.weak;)?
                $(info.variable = $crate::Variable::Words {
                    length: $crate::memoffset::offset_of!($name, $words) as u16,
                    base: core::mem::size_of::<$name>() as u16,
                };)?
                $(info.variable = $crate::Variable::Bytes {
                    length: $crate::memoffset::offset_of!($name, $bytes) as u16,
                    base: core::mem::size_of::<$name>() as u16,
                    shift: $shift,
                };)?
                $(info.weak = Some($crate::memoffset::offset_of!($name, $weak) as u16);)?
                $(info.destructor = Some($destructor);)?
                info
            };
        }

        #[allow(non_upper_case_globals, dead_code)]
        impl $name {
            $(pub const $field: $crate::Field<$name, $crate::layout!(@kind $kind $(<$raw>)?)> =
                // SAFETY: the offset is that of the field itself.
                unsafe { $crate::Field::new($crate::memoffset::offset_of!($name, $field)) };)*
        }
    };
    (@first) => { $crate::Header };
    (@first $base:ident) => { $base };
    (@last $id:expr) => { $id };
    (@last $id:expr, $last:expr) => { $last };
    (@cell Ref) => { $crate::Slot };
    (@cell Weak) => { $crate::Slot };
    (@cell Raw<$raw:ty>) => { core::cell::Cell<$raw> };
    (@kind Ref) => { $crate::Ref };
    (@kind Weak) => { $crate::Raw<u64> };
    (@kind Raw<$raw:ty>) => { $crate::Raw<$raw> };
    (@slots $name:ident , $($field:ident $kind:ident),*) => {
        $crate::SlotOffsets::NONE $(.maybe($crate::layout!(@is_ref $kind), $crate::memoffset::offset_of!($name, $field)))*
    };
    (@slots $name:ident $base:ident, $($field:ident $kind:ident),*) => {
        <$base as $crate::Layout>::INFO.slots
            $(.maybe($crate::layout!(@is_ref $kind), $crate::memoffset::offset_of!($name, $field)))*
    };
    (@is_ref Ref) => { true };
    (@is_ref $other:ident) => { false };
}

impl SlotOffsets {
    #[doc(hidden)]
    pub const fn maybe(self, is_slot: bool, offset: usize) -> SlotOffsets {
        if is_slot { self.with(offset) } else { self }
    }
}

const _: () = assert!(core::mem::size_of::<Header>() == WORD_BYTES);
