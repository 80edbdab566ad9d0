//! The instruction that is being run, and its operands.

use compiler::bytecode::Ins;
use gc_api::Slot;

use super::call::read;
use crate::Thread;
use crate::objects::dict::Dict;
use crate::objects::function::{Body, Cache, Function};
use crate::objects::sequence::Array;
use crate::objects::string::Str;
use crate::value::{Gc, Value};

/// One instruction on its leaf path or its general path.
#[derive(Copy, Clone)]
pub(super) struct Current<'t> {
    pub t: &'t Thread,
    pub i: Ins,
    /// `R[0]`.
    pub base: *const Slot,
    pub body: &'t Body,
}

impl<'t> Current<'t> {
    #[inline(always)]
    pub(super) fn reg(&self, register: usize) -> Value<'t> {
        read(self.base, register)
    }

    #[inline(always)]
    pub(super) fn a(&self) -> Value<'t> {
        self.reg(self.i.a() as usize)
    }

    #[inline(always)]
    pub(super) fn b(&self) -> Value<'t> {
        self.reg(self.i.b() as usize)
    }

    #[inline(always)]
    pub(super) fn c(&self) -> Value<'t> {
        self.reg(self.i.c() as usize)
    }

    pub(super) fn b_int(&self) -> Value<'t> {
        Value::small(self.i.b() as i16 as i32)
    }

    pub(super) fn at(&self, register: u16) -> *const Slot {
        self.base.wrapping_add(register as usize)
    }

    /// c values from register b on.
    pub(super) fn many(&self) -> &'t [Value<'t>] {
        self.span(self.i.c() as usize)
    }

    /// c pairs from register b on.
    pub(super) fn pairs(&self) -> &'t [Value<'t>] {
        self.span(2 * self.i.c() as usize)
    }

    fn span(&self, count: usize) -> &'t [Value<'t>] {
        let first = self.at(self.i.b()).cast::<Value<'t>>();
        // SAFETY: a value is a word, as a slot is. The registers lie in the window, and nothing is written to them while
        // the instruction reads them.
        unsafe { std::slice::from_raw_parts(first, count) }
    }

    #[inline(always)]
    pub(super) fn function(&self) -> Gc<'t, Function> {
        // SAFETY: R[0] of a Python frame is the running function.
        unsafe { self.reg(0).assume::<Function>() }
    }

    pub(super) fn refs(&self) -> Gc<'t, Array> {
        self.function().code().refs()
    }

    pub(super) fn constant(&self, index: usize) -> Value<'t> {
        self.refs().at(index)
    }

    pub(super) fn cache(&self) -> &'t Cache {
        &self.body.caches[self.i.c() as usize]
    }

    /// Remembers the target of this instruction's site.
    pub(super) fn set_target(&self, target: Value<'t>) {
        self.refs().put(self.t, self.body.targets_at as usize + self.i.c() as usize, target);
    }

    /// The name of this instruction's site.
    pub(super) fn name(&self) -> Gc<'t, Str> {
        self.constant(self.cache().name as usize).expect::<Str>()
    }

    /// The globals of the running function.
    pub(super) fn globals(&self) -> Gc<'t, Dict> {
        self.function().get(Function::globals).expect::<Dict>()
    }
}
