//! Entering and leaving Python frames without leaving the loop: the common shapes of calls.

use compiler::bytecode::{Ins, Op};
use gc_api::Slot;

use super::call::{clear_locals, insert, read, write};
use super::leaf::Called;
use super::operator::is_operator;
use super::refs_of;
use crate::Thread;
use crate::objects::class::{Class, Instance, flags};
use crate::objects::function::{Body, BoundMethod, CacheKind, Function};
use crate::objects::sequence::Tuple;
use crate::stack::FrameKind;
use crate::symbols::sym;
use crate::value::{Gc, Value};

/// The running frame, in registers.
#[derive(Copy, Clone)]
pub(super) struct Running {
    pub base: *const Slot,
    /// Between the other two, as in a frame: side by side they would share a vector register, and each use of one would wait
    /// for its way back.
    pub pc: *const Ins,
    pub body: *const Body,
}

impl Running {
    #[inline(always)]
    pub(super) fn of_top(t: &Thread) -> Running {
        let frame = t.stacks.top();
        Running { pc: frame.pc.get(), base: frame.base.get(), body: frame.body.get() }
    }
}

impl Running {
    /// The first slot above its window.
    #[inline(always)]
    pub(super) fn free(self) -> *const Slot {
        // SAFETY: the body outlives its frame.
        self.base.wrapping_add(unsafe { &*self.body }.registers as usize)
    }
}

/// What became of the call of a special method.
pub(super) enum Special<'t> {
    Entered(Running),
    Called(Called<'t>),
    /// Nothing has happened.
    Other,
}

/// Where an instruction puts the value that its call returns.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Place {
    A,
    C,
    /// The value means nothing.
    Nowhere,
    /// It does more with it than store it.
    Elsewhere,
}

const fn place_of(op: Op) -> Place {
    use Op::*;
    match op {
        Call | CallMethod | CallKw | CallMethodKw | CallSpread => Place::C,
        LoadAttr | LoadSuperAttr | GetItem | GetItemI | Add | Sub | Mul | TrueDiv | FloorDiv | Mod | Pow | MatMul
        | And | Or | Xor | LShift | RShift | AddI | SubI | MulI | FloorDivI | ModI | AndI | LShiftI | RShiftI | Neg
        | Pos | Invert | Format | Lt | Le | Gt | Ge | Eq | Ne => Place::A,
        SetItem | DelItem | StoreAttr | DelAttr => Place::Nowhere,
        _ => Place::Elsewhere,
    }
}

impl Thread {
    /// Calls `window[0]`, a Python function that wants exactly these arguments or a class with such an `__init__`, by pushing
    /// its frame; `None`: nothing has happened.
    ///
    /// The caller's pc is in its frame already.
    #[inline(always)]
    pub(super) fn enter(&self, window: *const Slot, nargs: usize) -> Option<Running> {
        let callee = read(window, 0);
        match callee.cast_exact::<Function>() {
            Some(function) if function.code().body().arity as usize == nargs => {
                self.enter_function_at(function, window, nargs)
            }
            Some(function) => self.enter_arranged(function, window, nargs, None),
            None => self.enter_class(callee, window, nargs, None),
        }
    }

    /// As [`Thread::enter`] for a call that passes arguments by name: register `names` has the tuple of their names.
    #[inline(never)]
    pub(super) fn enter_named(
        &self,
        window: *const Slot,
        nargs: usize,
        names: usize,
        base: *const Slot,
    ) -> Option<Running> {
        let callee = read(window, 0);
        let known = read(base, names).cast_exact::<Tuple>()?;
        let entered = match callee.cast_exact::<Function>() {
            Some(function) => self.enter_arranged(function, window, nargs, Some(known)),
            None => self.enter_class(callee, window, nargs, Some(known)),
        };
        if entered.is_none() {
            // Parameters have been laid over it.
            write(base, names, known.value());
        }
        entered
    }

    /// As [`Thread::enter`] for a Python function, some of whose arguments are left out or, with `names`, passed by name.
    #[inline(never)]
    pub(super) fn enter_arranged<'t>(
        &'t self,
        function: Gc<'t, Function>,
        window: *const Slot,
        nargs: usize,
        names: Option<Gc<'t, Tuple>>,
    ) -> Option<Running> {
        let body = function.code().body();
        if !body.runs || !self.arrange(function, body, window, nargs, names) {
            return None;
        }
        self.push_function(function, window)
    }

    #[inline(always)]
    pub(super) fn enter_function_at(
        &self,
        function: Gc<'_, Function>,
        window: *const Slot,
        nargs: usize,
    ) -> Option<Running> {
        if function.code().body().arity as usize != nargs {
            return None;
        }
        self.push_function(function, window)
    }

    /// Pushes the frame of a function whose arguments are arranged.
    #[inline(always)]
    fn push_function(&self, function: Gc<'_, Function>, window: *const Slot) -> Option<Running> {
        let body = function.code().body();
        self.stacks.push(FrameKind::Python, body.first, window, body, refs_of(function))?;
        clear_locals(window, body);
        Some(Running { pc: body.first, base: window, body })
    }

    /// A bound method or an object with a `__call__`, where that is a Python function that wants exactly these arguments.
    fn enter_bound<'t>(&'t self, callee: Value<'t>, window: *const Slot, mut nargs: usize) -> Option<Running> {
        let (function, this) = match callee.cast_exact::<BoundMethod>() {
            Some(method) => (method.get(BoundMethod::function), method.get(BoundMethod::this)),
            None if callee.is::<Instance>() => (self.lookup_special(callee, sym::__call__)?, callee),
            None => return None,
        };
        let function = function.cast_exact::<Function>()?;
        if function.code().body().arity as usize != nargs + 1 || !self.stacks.has_room() {
            return None;
        }
        write(window, 0, function.value());
        insert(window, &mut nargs, this);
        self.push_function(function, window)
    }

    /// A class whose instances are made by `object.__new__` and a Python `__init__` with a parameter for each argument.
    #[inline(never)]
    fn enter_class<'t>(
        &'t self,
        callee: Value<'t>,
        window: *const Slot,
        nargs: usize,
        names: Option<Gc<'t, Tuple>>,
    ) -> Option<Running> {
        let Some(class) = callee.cast::<Class>() else {
            return if names.is_none() { self.enter_bound(callee, window, nargs) } else { None };
        };
        if class.get(Class::init_version) != class.get(Class::version) {
            return None;
        }
        let init = class.get(Class::init).cast_exact::<Function>()?;
        let body = init.code().body();
        if !body.runs || !body.placed || class.has(flags::ABSTRACT) {
            return None;
        }
        let exact = body.arity as usize == nargs + 1 && names.is_none();
        let instance = self.new_instance(class).ok()?;
        self.stacks.push(FrameKind::Init, std::ptr::null(), window, std::ptr::null(), std::ptr::null())?;
        self.shift(window, nargs, 2);
        write(window, 0, instance.value());
        let inner = window.wrapping_add(1);
        write(inner, 0, init.value());
        write(inner, 1, instance.value());
        let running = match exact {
            true => self.push_function(init, inner),
            false => self.enter_arranged(init, inner, nargs + 1, names),
        };
        if running.is_none() {
            // No room for the second frame, or wrong arguments: the general path says so, on the window as it was.
            self.stacks.pop();
            write(window, 0, class.value());
            // SAFETY: undoes the shift.
            unsafe { std::ptr::copy(window.add(3), window.add(1).cast_mut(), nargs) };
        }
        running
    }

    /// An attribute whose site remembers a property's Python function.
    #[inline(always)]
    pub(super) fn enter_getter(&self, r: Running, i: Ins) -> Option<Running> {
        // SAFETY: the running body outlives its frame.
        let body = unsafe { &*r.body };
        let cache = &body.caches[i.c() as usize];
        let object = read(r.base, i.b() as usize);
        if cache.kind.get() != CacheKind::Getter || cache.key.get() != self.shape(object) {
            return None;
        }
        let target = body.targets_at as usize + i.c() as usize;
        // SAFETY: the refs of the running code have a target per site.
        let target = self.slot_value(unsafe { &*self.stacks.top().refs.get().add(target) });
        let function = target.cast_exact::<Function>()?;
        let window = r.base.wrapping_add(body.registers as usize);
        write(window, 0, target);
        write(window, 1, object);
        self.stacks.top().pc.set(r.pc);
        self.enter_function_at(function, window, 1)
    }

    /// An operator on an object whose class defines the method in Python; a subscription also if a native module does.
    #[inline(never)]
    pub(super) fn enter_special<'t>(&'t self, r: Running, i: Ins) -> Special<'t> {
        let (object, name, count) = match i.op() {
            Op::GetItem => (read(r.base, i.b() as usize), sym::__getitem__, 2),
            Op::SetItem => (read(r.base, i.a() as usize), sym::__setitem__, 3),
            _ => return self.enter_operator(r, i).map_or(Special::Other, Special::Entered),
        };
        let native = object.type_id().is_some_and(|id| id.0 >= crate::layouts::NATIVE_MODULES);
        if !native && !object.is::<Instance>() {
            return Special::Other;
        }
        let Some(method) = self.lookup_special(object, name) else { return Special::Other };
        // SAFETY: the running body outlives its frame.
        let window = r.base.wrapping_add(unsafe { &*r.body }.registers as usize);
        let operands =
            [object, read(r.base, if count == 2 { i.c() } else { i.b() } as usize), read(r.base, i.c() as usize)];
        write(window, 0, method);
        for (index, operand) in operands.into_iter().take(count).enumerate() {
            write(window, index + 1, operand);
        }
        self.stacks.top().pc.set(r.pc);
        let entered = method.cast_exact::<Function>().and_then(|f| self.enter_function_at(f, window, count));
        match entered {
            Some(entered) => Special::Entered(entered),
            None if native => Special::Called(self.call_native(window, count)),
            None => Special::Other,
        }
    }

    /// Returns to a Python frame that waits for no more than the value; `None`: nothing has happened.
    #[inline(always)]
    pub(super) fn return_simple(&self, mut value: Value<'_>) -> Option<Running> {
        if !matches!(self.stacks.top().kind.get(), FrameKind::Python) {
            return None;
        }
        let mut caller = self.stacks.below_top();
        let mut frames = 1;
        if matches!(caller.kind.get(), FrameKind::Init) && value.is_none() {
            value = read(caller.base.get(), 0);
            caller = self.stacks.below(2);
            frames = 2;
        }
        if !caller.kind.get().is_python() {
            return None;
        }
        // SAFETY: a frame below another waits behind an instruction.
        let ins = unsafe { *caller.pc.get().sub(1) };
        if value.is_not_implemented() && is_operator(ins.op()) {
            return None;
        }
        let base = caller.base.get();
        match place_of(ins.op()) {
            Place::C => write(base, ins.c() as usize, value),
            Place::A => write(base, ins.a() as usize, value),
            Place::Nowhere => {}
            Place::Elsewhere => return None,
        }
        self.stacks.pop_many(frames);
        Some(Running { pc: caller.pc.get(), base, body: caller.body.get() })
    }
}
