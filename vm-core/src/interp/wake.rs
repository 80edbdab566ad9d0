//! How a generator's registers come onto the stack when it is resumed, and go back into the heap when it yields.
//!
//! A generator that delegates (`yield from`, `await`) to another one leaves its registers in the heap until that has
//! ended: its frame says only that it is there, so that a chain of delegations costs little per link.

use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;

use compiler::bytecode::Op;
use gc_api::{Collector, Slot};

use super::call::{read, write};
use super::enter::Running;
use crate::Thread;
use crate::objects::function::{Body, Code, Function};
use crate::objects::generator::{Generator, state};
use crate::stack::{Frame, FrameKind};
use crate::value::{Gc, Value};

/// Bits of a `Yield`'s d.
const DELEGATES: u8 = 1;
const PROTECTED: u8 = 4;

/// Moves words into a window, and leaves zeros. They are few: one by one, without the preparations of a loop over vectors,
/// is fastest.
///
/// # Safety
/// There are so many at either place, the places are apart, and no barrier is owed.
#[inline(always)]
unsafe fn move_words(from: *const Slot, to: *const Slot, count: usize) {
    for index in 0..count {
        // SAFETY: as above.
        unsafe {
            let slot = from.add(index).cast::<AtomicU64>();
            (*to.add(index).cast::<AtomicU64>()).store((*slot).load(Relaxed), Relaxed);
            (*slot).store(0, Relaxed);
        }
    }
}

/// Copies words, as [`move_words`].
///
/// # Safety
/// As there.
#[inline(always)]
unsafe fn copy_words(from: *const Slot, to: *const Slot, count: usize) {
    for index in 0..count {
        // SAFETY: as above.
        unsafe {
            let word = (*from.add(index).cast::<AtomicU64>()).load(Relaxed);
            (*to.add(index).cast::<AtomicU64>()).store(word, Relaxed);
        }
    }
}

/// Unsets the temporaries that may stay unwritten, of which the first `height` registers are none.
#[inline(always)]
fn zero_from(base: *const Slot, height: usize, body: &Body) {
    for index in height..body.zeroed as usize {
        write(base, index, Value::UNSET);
    }
}

impl Gc<'_, Generator> {
    /// It can be resumed with None.
    #[inline(always)]
    fn is_ready(self) -> bool {
        matches!(self.get(Generator::state), state::SUSPENDED | state::CREATED)
    }
}

impl Thread {
    /// `for` or a delegation asks a generator for its next item: the frame of the generator to which it delegates in the
    /// end, entered; `None`: nothing has happened.
    ///
    /// `free` is what [`Stacks::free`](crate::stack::Stacks::free) says of the newest frame.
    pub(super) fn enter_generator<'t>(
        &'t self,
        mut generator: Gc<'t, Generator>,
        mut free: *const Slot,
    ) -> Option<Running> {
        if !generator.is_ready() {
            return None;
        }
        while let Some(inner) = self.pass_through(generator, free) {
            generator = inner;
            free = free.wrapping_add(2);
        }
        let started = generator.get(Generator::state) == state::SUSPENDED;
        let Some(frame) = self.wake(generator, free) else {
            self.leave_delegations();
            return None;
        };
        let (base, pc) = (frame.base.get(), frame.pc.get());
        if started {
            // SAFETY: a suspended generator's pc is behind its yield.
            let ins = unsafe { *pc.sub(1) };
            write(base, ins.b() as usize, Value::NONE);
        }
        Some(Running { base, pc, body: frame.body.get() })
    }

    /// A generator that is suspended in a delegation to another one gets a frame without registers: all it does until that
    /// one ends is to pass items on. `None`: it is not, or needs more; nothing has happened.
    #[inline(always)]
    fn pass_through<'t>(&'t self, generator: Gc<'t, Generator>, free: *const Slot) -> Option<Gc<'t, Generator>> {
        if generator.get(Generator::state) != state::SUSPENDED {
            return None;
        }
        // SAFETY: a generator's code is a code object.
        let code = unsafe { generator.get(Generator::code).assume::<Code>() };
        let body = code.body();
        let pc = body.first.wrapping_add(generator.get(Generator::pc) as usize);
        // SAFETY: a suspended generator's pc is behind its yield, and behind that of a delegation control goes back to its
        // `Send`.
        let (ins, back) = unsafe { (*pc.sub(1), *pc) };
        if ins.d() & DELEGATES == 0 {
            return None;
        }
        let inner = generator.at(ins.c() as usize).cast::<Generator>()?;
        // SAFETY: R[0] is the function.
        let function = unsafe { generator.words().get_unchecked(0) };
        // SAFETY: as above.
        let changed =
            unsafe { Value::from_word(function.get()).assume::<Function>() }.get(Function::code) != code.value();
        if !inner.is_ready() || changed || self.has_company(generator) {
            return None;
        }
        debug_assert!(back.op() == Op::JumpBack);
        let behind_send = pc.wrapping_offset(2 + back.imm() as isize);
        let base = free.wrapping_add(1);
        self.stacks.push(FrameKind::Delegating, behind_send, base, body, std::ptr::null())?;
        write(free, 0, generator.value());
        // SAFETY: the value stack keeps a margin above every window.
        unsafe { (*base).set(function.get()) };
        generator.set_raw(Generator::state, state::RUNNING);
        Some(inner)
    }

    /// What the newest frame delegated to has ended, or cannot go on: its generator's registers come in.
    #[cold]
    #[inline(never)]
    pub(super) fn end_passing(&self, frame: &Frame) {
        let base = frame.base.get();
        let generator = read(base.wrapping_sub(1), 0).expect::<Generator>();
        let code = generator.get(Generator::code).expect::<Code>();
        frame.kind.set(FrameKind::Generator);
        frame.refs.set(code.refs().words().as_ptr());
        let height = generator.get(Generator::height) as usize;
        Collector::before_bulk_write(&self.heap().collector, generator.obj(), 0..height);
        // SAFETY: as in `wake`.
        unsafe { move_words(generator.words().as_ptr(), base, height) };
        zero_from(base, height, code.body());
        self.keep_code(generator, frame);
    }

    /// The newest frames that only pass items on go, and their generators are suspended as they were.
    #[inline(always)]
    pub(super) fn leave_delegations(&self) {
        while matches!(self.stacks.top().kind.get(), FrameKind::Delegating) {
            // SAFETY: the generator lies below R[0].
            let generator = unsafe { read(self.stacks.top().base.get().wrapping_sub(1), 0).assume::<Generator>() };
            generator.set_raw(Generator::state, state::SUSPENDED);
            if generator.get(Generator::frame).is_set() {
                self.frame_leaves(false);
            }
            self.stacks.pop();
        }
    }

    /// Pushes the frame of a generator that is neither running nor finished, above `free`; `None` if there is no room.
    #[inline(always)]
    pub(super) fn wake<'t>(&'t self, generator: Gc<'t, Generator>, free: *const Slot) -> Option<&'t Frame> {
        // SAFETY: a generator's code is a code object; R[0] is the function.
        let (code, function) =
            unsafe { (generator.get(Generator::code).assume::<Code>(), generator.words().get_unchecked(0).get()) };
        let body = code.body();
        let base = free.wrapping_add(1);
        let pc = body.first.wrapping_add(generator.get(Generator::pc) as usize);
        let frame = self.stacks.push(FrameKind::Generator, pc, base, body, code.refs().words().as_ptr())?;
        let height = generator.get(Generator::height) as usize;
        write(free, 0, generator.value());
        Collector::before_bulk_write(&self.heap().collector, generator.obj(), 0..height);
        // SAFETY: the generator keeps `height` words, which are dead from now on; the value stack keeps a margin above every
        // window. The barrier has run.
        unsafe { move_words(generator.words().as_ptr(), base, height) };
        zero_from(base, height, body);
        generator.set_raw(Generator::state, state::RUNNING);
        // SAFETY: as above.
        let changed = unsafe { Value::from_word(function).assume::<Function>() }.get(Function::code) != code.value();
        if changed || self.has_company(generator) {
            self.wake_with_company(generator, frame);
        }
        Some(frame)
    }

    /// Does the generator need more than its registers when it comes or goes?
    #[inline(always)]
    fn has_company(&self, generator: Gc<'_, Generator>) -> bool {
        self.handles_any() | generator.get(Generator::frame).is_set() | generator.get(Generator::handled).is_set()
    }

    #[cold]
    #[inline(never)]
    fn wake_with_company<'t>(&'t self, generator: Gc<'t, Generator>, frame: &Frame) {
        self.keep_code(generator, frame);
        if generator.get(Generator::frame).is_set() {
            self.frame_resumed(generator);
        }
        if self.handles_any() || generator.get(Generator::handled).is_set() {
            self.swap_handled_in(generator);
        }
    }

    /// The function may have got another code since it was called.
    fn keep_code<'t>(&'t self, generator: Gc<'t, Generator>, frame: &Frame) {
        let (function, code) =
            (read(frame.base.get(), 0).expect::<Function>(), generator.get(Generator::code).expect());
        if function.code() != code {
            write(frame.base.get(), 0, self.running_twin(function, code).value());
        }
    }

    /// The exceptions its consumer handles are kept in the generator; its own is restored.
    #[cold]
    fn swap_handled_in(&self, generator: Gc<'_, Generator>) {
        generator.set(self, Generator::outer, self.slot_value(&self.handled));
        generator.set(self, Generator::below, self.slot_value(&self.handled_below));
        self.handled_below.set(self.handled_now().word());
        self.handled.set(generator.get(Generator::handled).word());
    }
}

impl Thread {
    /// The newest frame but one, where those do not count that only pass items on.
    #[inline(always)]
    fn consumer(&self) -> &Frame {
        let mut below = 1;
        while matches!(self.stacks.below(below).kind.get(), FrameKind::Delegating) {
            below += 1;
        }
        self.stacks.below(below)
    }

    /// A generator yields to a loop, or to a generator that delegates to it and so yields the same: the consumer in the end,
    /// entered; `None`: nothing has happened.
    pub(super) fn yield_simple(&self, value: Value<'_>, mut how: u8) -> Option<Running> {
        let mut frame = self.stacks.top();
        if !matches!(frame.kind.get(), FrameKind::Generator) {
            return None;
        }
        let mut entered = None;
        loop {
            let caller = self.consumer();
            if !caller.kind.get().is_python() {
                return entered;
            }
            // SAFETY: a frame below another waits behind an instruction.
            let ins = unsafe { *caller.pc.get().sub(1) };
            let behind = match ins.op() {
                Op::ForIter => caller.pc.get().wrapping_add(1),
                Op::Send => caller.pc.get(),
                _ => return entered,
            };
            self.suspend(frame, how);
            write(caller.base.get(), ins.a() as usize, value);
            caller.pc.set(behind);
            entered = Some(Running::of_top(self));
            // SAFETY: a `Send` is not the last instruction.
            let next = unsafe { *behind };
            let delegates = ins.op() == Op::Send && next.op() == Op::Yield && next.d() & DELEGATES != 0;
            if !delegates || !matches!(caller.kind.get(), FrameKind::Generator) {
                return entered;
            }
            (frame, how) = (caller, next.d());
            caller.pc.set(behind.wrapping_add(1));
        }
    }

    /// `Yield` (whose d is `how`): the newest frame, a generator's, goes back into the heap, and with it those that only pass
    /// its value on to the frame below.
    #[inline(always)]
    pub(super) fn suspend(&self, frame: &Frame, how: u8) {
        let base = frame.base.get();
        // SAFETY: the generator lies below R[0]; its frame is a Python frame.
        let (generator, body) = unsafe { (read(base.wrapping_sub(1), 0).assume::<Generator>(), frame.body()) };
        let at = frame.current();
        if generator.get(Generator::pc) as usize != at + 1 {
            // Mostly it yields where it yielded before.
            self.note_yield(generator, body, at);
        }
        let height = generator.get(Generator::height) as usize;
        debug_assert!(height == body.height_at(at) && height <= generator.extent());
        Collector::before_bulk_write(&self.heap().collector, generator.obj(), 0..height);
        // SAFETY: the frame has `height` registers, which die with it, and the generator room for them; the barrier has run.
        unsafe { copy_words(base, generator.words().as_ptr(), height) };
        generator.set_raw(Generator::state, state::SUSPENDED);
        let finalised = how & (DELEGATES | PROTECTED) != 0 && generator.get(Generator::finalisable) == 0;
        if finalised || self.has_company(generator) {
            self.suspend_with_company(generator, finalised);
        }
        self.stacks.pop();
        self.leave_delegations();
    }

    /// Remembers where the generator is to go on, and how many of its registers are alive there.
    #[inline(never)]
    fn note_yield(&self, generator: Gc<'_, Generator>, body: &Body, at: usize) {
        let height = body.height_from_table(at);
        debug_assert!(height <= body.registers as usize);
        generator.set_raw(Generator::height, height as u32);
        generator.set_raw(Generator::pc, at as u32 + 1);
    }

    #[cold]
    #[inline(never)]
    fn suspend_with_company(&self, generator: Gc<'_, Generator>, finalised: bool) {
        if finalised {
            self.set_generator_finaliser(generator);
        }
        if self.handles_any() || generator.get(Generator::handled).is_set() {
            self.swap_handled_out(generator);
        }
        if generator.get(Generator::frame).is_set() {
            self.frame_leaves(false);
        }
    }

    /// The generator's handled exception is kept in it; those of its consumer are restored.
    #[cold]
    fn swap_handled_out(&self, generator: Gc<'_, Generator>) {
        generator.set(self, Generator::handled, self.slot_value(&self.handled));
        self.restore_handled(generator);
    }

    pub(super) fn restore_handled(&self, generator: Gc<'_, Generator>) {
        self.handled.set(generator.get(Generator::outer).word());
        self.handled_below.set(generator.get(Generator::below).word());
        generator.set(self, Generator::outer, Value::UNSET);
        generator.set(self, Generator::below, Value::UNSET);
    }
}
