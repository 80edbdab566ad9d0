//! Machine-level operations: what an interpreter is written over.
//!
//! An opcode is a function generic over [`Ops`]. Run over the direct instance it is the interpreter; over a recorder
//! it yields traces; over the [`explorer`] it is walked along every path and checked. There is one source and so one
//! semantics.
//!
//! Whatever is static (opcode, operands, cache contents) is plain Rust; whatever is dynamic is an associated type, and
//! the only ways from there to Rust control flow are [`Ops::branch`], [`Ops::branch_all`], [`Ops::promote`], and the
//! `Option`s of [`Ops::cast`] and the checked arithmetic. Those are the *guards*. Within one opcode guards come before
//! effects, because a failed guard resumes at the start of the opcode.
//!
//! This crate knows no language and no collector.

pub mod explorer;

use gc_api::{Field, Layout, Raw, Ref, Word};

/// A register of the running frame.
pub type Reg = u16;

/// What a leaf call may do, seen from a trace.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Effect {
    /// Result depends on the arguments alone.
    Pure,
    /// Reads the heap.
    Reads,
    /// Repeatable: allocation, cache fill, hash memo, interning, spare capacity.
    Benign,
    /// Changes what others can see. Comes last in its opcode.
    Writes,
}

/// A function of the runtime that opcodes call; it never runs the language and never collects.
///
/// Implementors are zero-sized types. `Cx` is the machine's thread.
pub trait Leaf {
    type Cx: ?Sized;
    const NAME: &'static str;
    const EFFECT: Effect;
    /// Returns zero if it raised: the exception lies in the context.
    fn run(cx: &Self::Cx, args: &[Word]) -> Word;
}

/// See the module documentation. A handle in one or two registers, passed by value.
pub trait Ops: Copy {
    /// Any value of the language.
    type Val: Copy;
    /// A small int.
    type Int: Copy;
    type Float: Copy;
    /// A truth value that is not yet control flow.
    type Bool: Copy;
    /// A plain machine word: lengths, versions.
    type Raw: Copy;
    /// A value whose layout is known to be `T`.
    type As<T: Layout>: Copy;
    type Cx: ?Sized;

    // Registers and constants
    fn get(self, r: Reg) -> Self::Val;
    fn set(self, r: Reg, v: Self::Val);
    /// Entry of the running code's constant array.
    fn constant(self, index: u32) -> Self::Val;
    /// A value that is not a reference.
    fn immediate(self, word: Word) -> Self::Val;
    fn int(self, value: i64) -> Self::Int;
    fn raw(self, value: u64) -> Self::Raw;

    // Guards
    fn branch(self, c: Self::Bool) -> bool;
    /// Both true? One decision.
    fn branch_all(self, a: Self::Bool, b: Self::Bool) -> bool;
    fn promote(self, r: Self::Raw) -> u64;
    /// The value as layout `T` or one that extends it.
    fn cast<T: Layout>(self, v: Self::Val) -> Option<Self::As<T>>;
    /// The value as exactly layout `T`.
    fn cast_exact<T: Layout>(self, v: Self::Val) -> Option<Self::As<T>>;
    fn add_ovf(self, a: Self::Int, b: Self::Int) -> Option<Self::Int>;
    fn sub_ovf(self, a: Self::Int, b: Self::Int) -> Option<Self::Int>;
    fn mul_ovf(self, a: Self::Int, b: Self::Int) -> Option<Self::Int>;
    /// `a << b`; `None` if bits are lost or b is negative or large.
    fn shl_ovf(self, a: Self::Int, b: Self::Int) -> Option<Self::Int>;

    // Tests
    fn is_int(self, v: Self::Val) -> Self::Bool;
    fn is_float(self, v: Self::Val) -> Self::Bool;
    fn is_set(self, v: Self::Val) -> Self::Bool;
    fn same(self, a: Self::Val, b: Self::Val) -> Self::Bool;
    fn raw_eq(self, a: Self::Raw, b: Self::Raw) -> Self::Bool;
    /// Unsigned.
    fn raw_lt(self, a: Self::Raw, b: Self::Raw) -> Self::Bool;
    /// The number inline caches compare; see the machine's documentation.
    fn shape(self, v: Self::Val) -> Self::Raw;

    // Ints
    fn untag(self, v: Self::Val) -> Self::Int;
    fn tag(self, i: Self::Int) -> Self::Val;
    fn and(self, a: Self::Int, b: Self::Int) -> Self::Int;
    fn or(self, a: Self::Int, b: Self::Int) -> Self::Int;
    fn xor(self, a: Self::Int, b: Self::Int) -> Self::Int;
    /// `b` is not negative; 63 or more gives the sign.
    fn shr(self, a: Self::Int, b: Self::Int) -> Self::Int;
    /// `b` is positive. Rounds down.
    fn floordiv(self, a: Self::Int, b: Self::Int) -> Self::Int;
    /// `b` is positive.
    fn modulo(self, a: Self::Int, b: Self::Int) -> Self::Int;
    fn lt(self, a: Self::Int, b: Self::Int) -> Self::Bool;
    fn le(self, a: Self::Int, b: Self::Int) -> Self::Bool;
    fn eq(self, a: Self::Int, b: Self::Int) -> Self::Bool;
    fn int_raw(self, i: Self::Int) -> Self::Raw;
    fn raw_int(self, r: Self::Raw) -> Self::Int;

    // Floats
    fn unfloat(self, v: Self::Val) -> Self::Float;
    /// May allocate.
    fn float(self, f: Self::Float) -> Self::Val;
    fn itof(self, i: Self::Int) -> Self::Float;
    fn fadd(self, a: Self::Float, b: Self::Float) -> Self::Float;
    fn fsub(self, a: Self::Float, b: Self::Float) -> Self::Float;
    fn fmul(self, a: Self::Float, b: Self::Float) -> Self::Float;
    fn fdiv(self, a: Self::Float, b: Self::Float) -> Self::Float;
    fn fneg(self, a: Self::Float) -> Self::Float;
    fn flt(self, a: Self::Float, b: Self::Float) -> Self::Bool;
    fn fle(self, a: Self::Float, b: Self::Float) -> Self::Bool;
    fn feq(self, a: Self::Float, b: Self::Float) -> Self::Bool;

    fn bool_val(self, c: Self::Bool) -> Self::Val;

    // Heap
    /// A value whose layout is known without looking: what a field of a machine object always holds.
    ///
    /// # Safety
    /// The value is an object of layout `T` (or one that extends it).
    unsafe fn assume<T: Layout>(self, v: Self::Val) -> Self::As<T>;
    fn val<T: Layout>(self, p: Self::As<T>) -> Self::Val;
    fn load<T: Layout>(self, p: Self::As<T>, f: Field<T, Ref>) -> Self::Val;
    fn load_u32<T: Layout>(self, p: Self::As<T>, f: Field<T, Raw<u32>>) -> Self::Raw;
    fn load_usize<T: Layout>(self, p: Self::As<T>, f: Field<T, Raw<usize>>) -> Self::Raw;
    /// Runs the barrier.
    fn store<T: Layout>(self, p: Self::As<T>, f: Field<T, Ref>, v: Self::Val);
    /// Element of the variable part; the index is in range.
    fn item<T: Layout>(self, p: Self::As<T>, index: Self::Raw) -> Self::Val;
    fn set_item<T: Layout>(self, p: Self::As<T>, index: Self::Raw, v: Self::Val);
    /// Word number `index` behind the fixed fields of `T`: a slot of a layout that extends it.
    fn slot_after<T: Layout>(self, p: Self::As<T>, index: u32) -> Self::Val;
    fn set_slot_after<T: Layout>(self, p: Self::As<T>, index: u32, v: Self::Val);

    // Runtime
    /// A call that cannot raise; zero may mean "does not apply".
    fn call<L: Leaf<Cx = Self::Cx>, const N: usize>(self, args: [Self::Val; N]) -> Self::Val;
    /// A call that may raise; the outcome is guarded.
    fn call_raising<L: Leaf<Cx = Self::Cx>, const N: usize>(self, args: [Self::Val; N]) -> Option<Self::Val>;
}
