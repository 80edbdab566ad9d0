//! The inner loop: fetch, run, go on.

use compiler::bytecode::{Compare, Ins, Op};
use gc_api::{Slot, Word};
use ops::Ops as _;

use super::Exit;
use super::call::{Step, read};
use super::direct::Direct;
use super::enter::{Running, Special};
use super::leaf::Called;
use super::opcodes::{self as op, Flow, Site};
use crate::Thread;
use crate::encoding;
use crate::heap::POLL;
use crate::objects::function::{Body, Cell};
use crate::objects::generator::Generator;
use crate::objects::iterators::RangeIterator;
use crate::stack::FrameKind;
use crate::thread::header;
use crate::value::Value;

impl Thread {
    /// Runs the newest frame and those it calls, until somebody needs the exclusive borrow or the run ends.
    pub(super) fn run_inner(&self) -> Exit {
        let mut r = Running::of_top(self);
        /// Brings a step to where the newest frame runs on, or leaves the loop.
        macro_rules! go_on {
            ($step:expr) => {{
                if let Some(exit) = self.settle($step) {
                    return exit;
                }
                r = Running::of_top(self);
                continue;
            }};
        }
        loop {
            // SAFETY: the verifier has checked that control never leaves the instructions.
            let i = unsafe { *r.pc };
            r.pc = r.pc.wrapping_add(1);
            let o = Direct { base: r.base, thread: self };
            let flow = match i.op() {
                Op::Move => op::move_(o, i),
                Op::LoadConst => op::load_const(o, i),
                Op::LoadInt => op::load_int(o, i),
                Op::LoadSingleton => {
                    o.set(
                        i.a(),
                        Word::from_bits(encoding::NONE.bits() + SINGLETONS[i.d() as usize % SINGLETONS.len()]),
                    );
                    Flow::Next
                }
                Op::Unset => {
                    o.set(i.a(), Word::ZERO);
                    Flow::Next
                }
                Op::CheckLocal => {
                    if o.get(i.a()).is_zero() {
                        Flow::Slow
                    } else {
                        Flow::Next
                    }
                }
                Op::MakeCell => {
                    let cell = self.new_object(Cell { header: header(), value: Slot::new(o.get(i.a())) });
                    o.set(i.a(), cell.word());
                    Flow::Next
                }
                Op::CopyFree => op::copy_free(o, i),
                Op::LoadCell => op::load_cell(o, i),
                Op::StoreCell => op::store_cell(o, i),
                Op::LoadGlobal => op::load_global(o, i, self.site(r.body, i)),
                Op::StoreGlobal => op::store_global(o, i, self.site(r.body, i)),
                Op::LoadName if o.get(i.b()).is_zero() => op::load_global(o, i, self.site(r.body, i)),
                Op::StoreName if o.get(i.b()).is_zero() => op::store_global(o, i, self.site(r.body, i)),
                Op::LoadAttr => match op::load_attr(o, i, self.site(r.body, i)) {
                    Flow::Slow => match self.enter_getter(r, i) {
                        Some(entered) => {
                            r = entered;
                            continue;
                        }
                        None => Flow::Slow,
                    },
                    flow => flow,
                },
                Op::StoreAttr => op::store_attr(o, i, self.site(r.body, i)),
                Op::LoadMethod => op::load_method(o, i, self.site(r.body, i)),
                Op::GetItem => op::get_item(o, i),
                Op::GetItemI => op::get_item_i(o, i),
                Op::SetItem => op::set_item(o, i),
                Op::Add => op::add(o, i),
                Op::Sub => op::sub(o, i),
                Op::Mul => op::mul(o, i),
                Op::TrueDiv => op::true_div(o, i),
                Op::FloorDiv => op::floor_div(o, i),
                Op::Mod => op::modulo(o, i),
                Op::And => op::and(o, i),
                Op::Or => op::or(o, i),
                Op::Xor => op::xor(o, i),
                Op::LShift => op::lshift(o, i),
                Op::RShift => op::rshift(o, i),
                Op::AddI => op::add_i(o, i),
                Op::SubI => op::sub_i(o, i),
                Op::MulI => op::mul_i(o, i),
                Op::FloorDivI => op::floor_div_i(o, i),
                Op::ModI => op::mod_i(o, i),
                Op::AndI => op::and_i(o, i),
                Op::LShiftI => op::lshift_i(o, i),
                Op::RShiftI => op::rshift_i(o, i),
                Op::Neg => op::neg(o, i),
                Op::Not => op::to_bool(o, i, true),
                Op::ToBool => op::to_bool(o, i, false),
                Op::Lt => op::compare(o, i, Compare::Lt),
                Op::Le => op::compare(o, i, Compare::Le),
                Op::Gt => op::compare(o, i, Compare::Gt),
                Op::Ge => op::compare(o, i, Compare::Ge),
                Op::Eq => op::compare(o, i, Compare::Eq),
                Op::Ne => op::compare(o, i, Compare::Ne),
                Op::Is => op::is(o, i),
                Op::Jump => Flow::Jump(i.imm()),
                Op::JumpBack => {
                    if POLL.is_raised() {
                        self.stacks.top().pc.set(r.pc);
                        return Exit::Poll;
                    }
                    Flow::Jump(i.imm())
                }
                Op::JumpIfTrue => op::jump_if(o, i, true),
                Op::JumpIfFalse => op::jump_if(o, i, false),
                Op::JumpIfNone => op::jump_if_none(o, i, true),
                Op::JumpIfNotNone => op::jump_if_none(o, i, false),
                Op::JumpIfSet => op::jump_if_set(o, i),
                Op::JumpIs => op::jump_is(o, i),
                Op::JumpLt => op::jump_compare(o, i, Compare::Lt),
                Op::JumpLe => op::jump_compare(o, i, Compare::Le),
                Op::JumpGt => op::jump_compare(o, i, Compare::Gt),
                Op::JumpGe => op::jump_compare(o, i, Compare::Ge),
                Op::JumpEq => op::jump_compare(o, i, Compare::Eq),
                Op::JumpNe => op::jump_compare(o, i, Compare::Ne),
                Op::JumpLtI => op::jump_compare_i(o, i, Compare::Lt),
                Op::JumpLeI => op::jump_compare_i(o, i, Compare::Le),
                Op::JumpGtI => op::jump_compare_i(o, i, Compare::Gt),
                Op::JumpGeI => op::jump_compare_i(o, i, Compare::Ge),
                Op::JumpEqI => op::jump_compare_i(o, i, Compare::Eq),
                Op::JumpNeI => op::jump_compare_i(o, i, Compare::Ne),
                Op::ForIter => {
                    let iterator = self.register(r.base, i.b());
                    if let Some(range) = iterator.cast_exact::<RangeIterator>() {
                        let value = range.step(self);
                        if value == Value::MISSING {
                            continue;
                        }
                        o.set(i.a(), value.word());
                        r.pc = r.pc.wrapping_add(1);
                        continue;
                    }
                    if let Some(generator) = iterator.cast::<Generator>() {
                        self.stacks.top().pc.set(r.pc);
                        if let Some(entered) = self.enter_generator(generator, r.free()) {
                            r = entered;
                            continue;
                        }
                    }
                    match self.leaf_next(iterator) {
                        Some(Value::MISSING) => Flow::Next,
                        Some(value) => {
                            o.set(i.a(), value.word());
                            Flow::Jump(1)
                        }
                        None => Flow::Slow,
                    }
                }
                Op::Send if o.get(i.a()) == encoding::NONE => {
                    self.stacks.top().pc.set(r.pc);
                    let inner = self.register(r.base, i.b()).cast::<Generator>();
                    match inner.and_then(|inner| self.enter_generator(inner, r.free())) {
                        Some(entered) => {
                            r = entered;
                            continue;
                        }
                        None => Flow::Slow,
                    }
                }
                Op::Yield if i.d() & 2 == 0 => {
                    self.stacks.top().pc.set(r.pc);
                    match self.yield_simple(self.register(r.base, i.a()), i.d()) {
                        Some(resumed) => {
                            r = resumed;
                            continue;
                        }
                        None => Flow::Slow,
                    }
                }
                Op::Call => {
                    let window = r.base.wrapping_add(i.a() as usize);
                    self.stacks.top().pc.set(r.pc);
                    if let Some(entered) = self.enter(window, i.b() as usize) {
                        r = entered;
                        continue;
                    }
                    match self.call_native(window, i.b() as usize) {
                        Called::Value(value) => {
                            o.set(i.c(), value.word());
                            Flow::Next
                        }
                        Called::Not => Flow::Slow,
                        called => go_on!(called.step(self)),
                    }
                }
                Op::CallMethod => {
                    // A plain callable lies one slot higher, where self would be.
                    let window = r.base.wrapping_add(i.a() as usize);
                    let unbound = read(window, 0).is_set();
                    let window = if unbound { window } else { window.wrapping_add(1) };
                    let nargs = i.b() as usize + unbound as usize;
                    self.stacks.top().pc.set(r.pc);
                    if let Some(entered) = self.enter(window, nargs) {
                        r = entered;
                        continue;
                    }
                    match self.call_native(window, nargs) {
                        Called::Value(value) => {
                            o.set(i.c(), value.word());
                            Flow::Next
                        }
                        Called::Not => Flow::Slow,
                        called => go_on!(called.step(self)),
                    }
                }
                Op::CallKw => {
                    let window = r.base.wrapping_add(i.a() as usize);
                    self.stacks.top().pc.set(r.pc);
                    match self.enter_named(window, i.b() as usize, i.a() as usize + 1 + i.b() as usize, r.base) {
                        Some(entered) => {
                            r = entered;
                            continue;
                        }
                        None => Flow::Slow,
                    }
                }
                Op::CallMethodKw => {
                    let window = r.base.wrapping_add(i.a() as usize);
                    let unbound = read(window, 0).is_set();
                    let window = if unbound { window } else { window.wrapping_add(1) };
                    let nargs = i.b() as usize + unbound as usize;
                    self.stacks.top().pc.set(r.pc);
                    match self.enter_named(window, nargs, i.a() as usize + 2 + i.b() as usize, r.base) {
                        Some(entered) => {
                            r = entered;
                            continue;
                        }
                        None => Flow::Slow,
                    }
                }
                Op::Return => {
                    let value = self.register(r.base, i.a());
                    if let Some(returned) = self.return_simple(value) {
                        r = returned;
                        continue;
                    }
                    self.stacks.top().pc.set(r.pc);
                    go_on!(self.return_slow(value))
                }
                Op::Enter => {
                    if POLL.is_raised() {
                        self.stacks.top().pc.set(r.pc);
                        return Exit::Poll;
                    }
                    Flow::Next
                }
                _ => Flow::Slow,
            };
            match flow {
                Flow::Next => {}
                Flow::Jump(by) => r.pc = r.pc.wrapping_offset(by as isize),
                Flow::Slow => {
                    self.stacks.top().pc.set(r.pc);
                    match self.leaf(i, r.base, r.body) {
                        Ok(Flow::Next) => {}
                        Ok(Flow::Jump(by)) => r.pc = r.pc.wrapping_offset(by as isize),
                        Ok(Flow::Slow) => match self.enter_special(r, i) {
                            Special::Entered(entered) => r = entered,
                            Special::Called(Called::Value(value)) => {
                                if i.op() == Op::GetItem {
                                    o.set(i.a(), value.word());
                                }
                            }
                            Special::Other | Special::Called(Called::Not) => {
                                go_on!(self.slow(i, r.base, r.body))
                            }
                            Special::Called(called) => go_on!(called.step(self)),
                        },
                        Err(raised) => go_on!(Err(raised)),
                    }
                }
            }
        }
    }

    #[inline(always)]
    fn site<'a>(&self, body: *const Body, i: Ins) -> Site<'a> {
        // SAFETY: the running body outlives its frame, and the verifier has checked the site's number.
        unsafe {
            let body: &'a Body = &*body;
            Site { cache: body.caches.get_unchecked(i.c() as usize), target: body.targets_at + i.c() as u32 }
        }
    }

    #[inline(always)]
    pub(super) fn register<'t>(&'t self, base: *const Slot, register: u16) -> Value<'t> {
        read(base, register as usize)
    }

    fn return_slow<'t>(&'t self, value: Value<'t>) -> Result<Step<'t>, crate::Raised> {
        let frame = self.stacks.top();
        if matches!(frame.kind.get(), FrameKind::Generator) {
            return self.finish_generator(frame, value);
        }
        if matches!(frame.kind.get(), FrameKind::Observed) {
            self.frame_leaves(true);
        }
        self.stacks.pop();
        Ok(Step::Value(value))
    }
}

/// What to add to None's bits for `LoadSingleton`'s d; as many as make the index a mask.
const SINGLETONS: [u64; 8] = [
    0,
    encoding::FALSE.bits() - encoding::NONE.bits(),
    encoding::TRUE.bits() - encoding::NONE.bits(),
    encoding::ELLIPSIS.bits() - encoding::NONE.bits(),
    encoding::NOT_IMPLEMENTED.bits() - encoding::NONE.bits(),
    0,
    0,
    0,
];
