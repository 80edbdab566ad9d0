//! The direct instance of [`Ops`]: values are words, everything is inlined. This is the interpreter.

use std::marker::PhantomData;
use std::ptr::NonNull;

use gc_api::{Collector as _, Field, Header, Layout, ObjRef, Raw, Ref, Slot, SlotRef, Word};
use ops::{Leaf, Ops, Reg};

use crate::Thread;
use crate::encoding;
use crate::value::Value;

/// To hold a handle is to be between safepoints: it borrows the thread.
#[derive(Copy, Clone)]
pub struct Direct<'a> {
    pub(super) base: *const Slot,
    pub(super) thread: &'a Thread,
}

/// A reference whose layout was checked.
pub struct As<'a, T>(NonNull<T>, PhantomData<&'a Thread>);

impl<T> Copy for As<'_, T> {}
impl<T> Clone for As<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

/// A small int, still tagged: `value << 1 | 1`.
#[derive(Copy, Clone)]
pub struct Tagged(i64);

impl<'a> Direct<'a> {
    #[inline(always)]
    fn slot(self, r: Reg) -> &'a Slot {
        // SAFETY: the verifier has checked that registers lie in the frame's window.
        unsafe { &*self.base.add(r as usize) }
    }

    #[inline(always)]
    fn object(self, v: Word) -> ObjRef {
        // SAFETY: called for references only.
        ObjRef::new(unsafe { NonNull::new_unchecked(v.bits() as *mut Header) })
    }

    #[inline(always)]
    fn in_layout<T: Layout>(self, v: Word, last: u32) -> Option<As<'a, T>> {
        if !v.is_ref() {
            return None;
        }
        // SAFETY: a word in a register refers to a live object.
        let id = unsafe { self.object(v).header() }.type_id().0;
        if id.wrapping_sub(T::TYPE.0) <= last - T::TYPE.0 {
            Some(As(self.object(v).as_non_null().cast(), PhantomData))
        } else {
            None
        }
    }

    #[inline(always)]
    fn place<T: Layout>(self, p: As<'a, T>, offset: usize) -> *mut u8 {
        // SAFETY: offsets come from field descriptors and checked indices.
        unsafe { p.0.as_ptr().cast::<u8>().add(offset) }
    }

    #[inline(always)]
    fn write<T: Layout>(self, p: As<'a, T>, offset: usize, v: Word) {
        // SAFETY: a slot of a live object lies here.
        let slot = unsafe { &*self.place(p, offset).cast::<Slot>() };
        self.thread.heap().collector.before_write(ObjRef::new(p.0.cast()), SlotRef::of(slot));
        slot.set(v);
    }

    #[inline(always)]
    fn read<T: Layout>(self, p: As<'a, T>, offset: usize) -> Word {
        // SAFETY: a slot of a live object lies here.
        unsafe { (*self.place(p, offset).cast::<Slot>()).get() }
    }
}

impl<'a> Ops for Direct<'a> {
    type Val = Word;
    type Int = Tagged;
    type Float = f64;
    type Bool = bool;
    type Raw = u64;
    type As<T: Layout> = As<'a, T>;
    type Cx = Thread;

    #[inline(always)]
    fn get(self, r: Reg) -> Word {
        self.slot(r).get()
    }
    #[inline(always)]
    fn set(self, r: Reg, v: Word) {
        self.slot(r).set(v);
    }
    #[inline(always)]
    fn constant(self, index: u32) -> Word {
        // SAFETY: the verifier has checked the index; `refs` is refreshed after each collection.
        unsafe { (*self.thread.stacks.top().refs.get().add(index as usize)).get() }
    }
    #[inline(always)]
    fn immediate(self, word: Word) -> Word {
        word
    }
    #[inline(always)]
    fn int(self, value: i64) -> Tagged {
        Tagged(value << 1 | 1)
    }
    #[inline(always)]
    fn raw(self, value: u64) -> u64 {
        value
    }

    #[inline(always)]
    fn branch(self, c: bool) -> bool {
        c
    }
    #[inline(always)]
    fn branch_all(self, a: bool, b: bool) -> bool {
        a & b
    }
    #[inline(always)]
    fn promote(self, r: u64) -> u64 {
        r
    }
    #[inline(always)]
    fn cast<T: Layout>(self, v: Word) -> Option<As<'a, T>> {
        self.in_layout(v, T::LAST.0)
    }
    #[inline(always)]
    fn cast_exact<T: Layout>(self, v: Word) -> Option<As<'a, T>> {
        self.in_layout(v, T::TYPE.0)
    }
    #[inline(always)]
    fn add_ovf(self, a: Tagged, b: Tagged) -> Option<Tagged> {
        a.0.checked_add(b.0 - 1).map(Tagged)
    }
    #[inline(always)]
    fn sub_ovf(self, a: Tagged, b: Tagged) -> Option<Tagged> {
        a.0.checked_sub(b.0 - 1).map(Tagged)
    }
    #[inline(always)]
    fn mul_ovf(self, a: Tagged, b: Tagged) -> Option<Tagged> {
        (a.0 - 1).checked_mul(b.0 >> 1).map(|product| Tagged(product + 1))
    }
    #[inline(always)]
    fn shl_ovf(self, a: Tagged, b: Tagged) -> Option<Tagged> {
        let shift = b.0 >> 1;
        if !(0..62).contains(&shift) {
            return None;
        }
        let shifted = (a.0 - 1) << shift;
        if shifted >> shift == a.0 - 1 { Some(Tagged(shifted | 1)) } else { None }
    }

    #[inline(always)]
    fn is_int(self, v: Word) -> bool {
        encoding::is_int(v)
    }
    #[inline(always)]
    fn is_float(self, v: Word) -> bool {
        encoding::is_float(v)
    }
    #[inline(always)]
    fn is_set(self, v: Word) -> bool {
        !v.is_zero()
    }
    #[inline(always)]
    fn same(self, a: Word, b: Word) -> bool {
        a == b
    }
    #[inline(always)]
    fn raw_eq(self, a: u64, b: u64) -> bool {
        a == b
    }
    #[inline(always)]
    fn raw_lt(self, a: u64, b: u64) -> bool {
        a < b
    }
    #[inline(always)]
    fn shape(self, v: Word) -> u64 {
        // SAFETY: a word in a register is alive.
        self.thread.shape(unsafe { Value::from_word(v) }) as u64
    }

    #[inline(always)]
    fn untag(self, v: Word) -> Tagged {
        Tagged(v.bits() as i64)
    }
    #[inline(always)]
    fn tag(self, i: Tagged) -> Word {
        Word::from_bits(i.0 as u64)
    }
    #[inline(always)]
    fn and(self, a: Tagged, b: Tagged) -> Tagged {
        Tagged(a.0 & b.0)
    }
    #[inline(always)]
    fn or(self, a: Tagged, b: Tagged) -> Tagged {
        Tagged(a.0 | b.0)
    }
    #[inline(always)]
    fn xor(self, a: Tagged, b: Tagged) -> Tagged {
        Tagged((a.0 ^ b.0) | 1)
    }
    #[inline(always)]
    fn shr(self, a: Tagged, b: Tagged) -> Tagged {
        Tagged((a.0 >> (b.0 >> 1).min(63)) | 1)
    }
    #[inline(always)]
    fn floordiv(self, a: Tagged, b: Tagged) -> Tagged {
        // The divisor is positive, so Euclidean division rounds down.
        Tagged((a.0 >> 1).div_euclid(b.0 >> 1) << 1 | 1)
    }
    #[inline(always)]
    fn modulo(self, a: Tagged, b: Tagged) -> Tagged {
        Tagged((a.0 >> 1).rem_euclid(b.0 >> 1) << 1 | 1)
    }
    #[inline(always)]
    fn lt(self, a: Tagged, b: Tagged) -> bool {
        a.0 < b.0
    }
    #[inline(always)]
    fn le(self, a: Tagged, b: Tagged) -> bool {
        a.0 <= b.0
    }
    #[inline(always)]
    fn eq(self, a: Tagged, b: Tagged) -> bool {
        a.0 == b.0
    }
    #[inline(always)]
    fn int_raw(self, i: Tagged) -> u64 {
        (i.0 >> 1) as u64
    }
    #[inline(always)]
    fn raw_int(self, r: u64) -> Tagged {
        Tagged((r as i64) << 1 | 1)
    }

    #[inline(always)]
    fn unfloat(self, v: Word) -> f64 {
        encoding::float_of(v)
    }
    #[inline(always)]
    fn float(self, f: f64) -> Word {
        self.thread.float(f).word()
    }
    #[inline(always)]
    fn itof(self, i: Tagged) -> f64 {
        (i.0 >> 1) as f64
    }
    #[inline(always)]
    fn fadd(self, a: f64, b: f64) -> f64 {
        a + b
    }
    #[inline(always)]
    fn fsub(self, a: f64, b: f64) -> f64 {
        a - b
    }
    #[inline(always)]
    fn fmul(self, a: f64, b: f64) -> f64 {
        a * b
    }
    #[inline(always)]
    fn fdiv(self, a: f64, b: f64) -> f64 {
        a / b
    }
    #[inline(always)]
    fn fneg(self, a: f64) -> f64 {
        -a
    }
    #[inline(always)]
    fn flt(self, a: f64, b: f64) -> bool {
        a < b
    }
    #[inline(always)]
    fn fle(self, a: f64, b: f64) -> bool {
        a <= b
    }
    #[inline(always)]
    fn feq(self, a: f64, b: f64) -> bool {
        a == b
    }
    #[inline(always)]
    fn bool_val(self, c: bool) -> Word {
        encoding::bool_word(c)
    }

    #[inline(always)]
    unsafe fn assume<T: Layout>(self, v: Word) -> As<'a, T> {
        debug_assert!(self.cast::<T>(v).is_some());
        As(self.object(v).as_non_null().cast(), PhantomData)
    }
    #[inline(always)]
    fn val<T: Layout>(self, p: As<'a, T>) -> Word {
        ObjRef::new(p.0.cast()).word()
    }
    #[inline(always)]
    fn load<T: Layout>(self, p: As<'a, T>, f: Field<T, Ref>) -> Word {
        self.read(p, f.offset())
    }
    #[inline(always)]
    fn load_u32<T: Layout>(self, p: As<'a, T>, f: Field<T, Raw<u32>>) -> u64 {
        // SAFETY: the descriptor says that a u32 lies here.
        unsafe { self.place(p, f.offset()).cast::<u32>().read() as u64 }
    }
    #[inline(always)]
    fn load_usize<T: Layout>(self, p: As<'a, T>, f: Field<T, Raw<usize>>) -> u64 {
        // SAFETY: the descriptor says that a usize lies here.
        unsafe { self.place(p, f.offset()).cast::<usize>().read() as u64 }
    }
    #[inline(always)]
    fn store<T: Layout>(self, p: As<'a, T>, f: Field<T, Ref>, v: Word) {
        self.write(p, f.offset(), v);
    }
    #[inline(always)]
    fn item<T: Layout>(self, p: As<'a, T>, index: u64) -> Word {
        self.read(p, std::mem::size_of::<T>() + index as usize * 8)
    }
    #[inline(always)]
    fn set_item<T: Layout>(self, p: As<'a, T>, index: u64, v: Word) {
        self.write(p, std::mem::size_of::<T>() + index as usize * 8, v);
    }
    #[inline(always)]
    fn slot_after<T: Layout>(self, p: As<'a, T>, index: u32) -> Word {
        self.read(p, std::mem::size_of::<T>() + index as usize * 8)
    }
    #[inline(always)]
    fn set_slot_after<T: Layout>(self, p: As<'a, T>, index: u32, v: Word) {
        self.write(p, std::mem::size_of::<T>() + index as usize * 8, v);
    }

    #[inline(always)]
    fn call<L: Leaf<Cx = Thread>, const N: usize>(self, args: [Word; N]) -> Word {
        L::run(self.thread, &args)
    }
    #[inline(always)]
    fn call_raising<L: Leaf<Cx = Thread>, const N: usize>(self, args: [Word; N]) -> Option<Word> {
        let result = L::run(self.thread, &args);
        if result.is_zero() { None } else { Some(result) }
    }
}
