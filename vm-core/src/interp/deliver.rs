//! Giving a value to whoever waits for it.

use compiler::bytecode::{Ins, Op};

use super::call::{Step, read, write};
use crate::Thread;
use crate::natives::Tail;
use crate::stack::{Frame, FrameKind};
use crate::value::{Raised, Value};

/// What a waiting instruction did with its value.
pub(super) enum Consumed<'t> {
    Done,
    /// It needs another step first; the value of that comes back to the same instruction.
    Again(Tail<'t>),
}

impl Thread {
    /// Gives `value` to the newest frame.
    pub(super) fn deliver<'t>(&'t self, mut value: Value<'t>) -> Step<'t> {
        loop {
            let frame = self.stacks.top();
            let step = match frame.kind.get() {
                FrameKind::Delegating => {
                    self.end_passing(frame);
                    continue;
                }
                FrameKind::Python | FrameKind::Generator | FrameKind::Observed => match self.consume(frame, value) {
                    Ok(Consumed::Done) => return Step::Run,
                    Ok(Consumed::Again(tail)) => self.begin_tail(tail),
                    Err(raised) => Err(raised),
                },
                FrameKind::Init => {
                    let instance = read(frame.base.get(), 0);
                    self.stacks.pop();
                    self.check_init(value).map(|()| Step::Value(instance))
                }
                FrameKind::Then(then) => {
                    let state = read(frame.base.get(), 0);
                    self.stacks.pop();
                    (then.ok)(self, state, value).and_then(|tail| self.begin_tail(tail))
                }
                FrameKind::Native(_) => unreachable!("a native's result is delivered after its frame is gone"),
                FrameKind::Exit => {
                    self.stacks.pop();
                    self.result.set(value.word());
                    return Step::Exit;
                }
            };
            match step {
                Ok(Step::Value(next)) => value = next,
                Ok(step) => return step,
                Err(raised) => return self.unwind(raised),
            }
        }
    }

    /// The instruction before `pc` gets the value it waits for.
    pub(super) fn consume<'t>(&'t self, frame: &Frame, value: Value<'t>) -> Result<Consumed<'t>, Raised> {
        let base = frame.base.get();
        // SAFETY: the pc of a waiting frame is behind the instruction that waits.
        let ins: Ins = unsafe { *frame.pc.get().sub(1) };
        if value.is_not_implemented() {
            if let Some(next) = self.left_declined(ins, base) {
                return next.map(Consumed::Again);
            }
        }
        let jump = |by: i32| frame.pc.set(frame.pc.get().wrapping_offset(by as isize));
        match ins.op() {
            Op::Call | Op::CallMethod | Op::CallKw | Op::CallMethodKw | Op::CallSpread | Op::CallIntrinsic => {
                if value == Value::MISSING {
                    // An exhausted iterator's `__next__`, called by name.
                    return Err(self.raise_with(crate::cls::StopIteration, &[]));
                }
                write(base, ins.c() as usize, value);
            }
            Op::StoreAttr
            | Op::DelAttr
            | Op::SetItem
            | Op::DelItem
            | Op::ListExtend
            | Op::SetUpdate
            | Op::DictUpdate
            | Op::DictMerge
            | Op::SetAdd
            | Op::DictAdd
            | Op::StoreName
            | Op::DelName
            | Op::StoreGlobal
            | Op::DelGlobal
            | Op::ListAppend => {}
            Op::JumpIfTrue | Op::JumpIfFalse => match self.leaf_truth(value) {
                Some(outcome) => {
                    if outcome == (ins.op() == Op::JumpIfTrue) {
                        jump(ins.imm());
                    }
                }
                None => return self.truth(value).map(Consumed::Again),
            },
            Op::JumpLt
            | Op::JumpLe
            | Op::JumpGt
            | Op::JumpGe
            | Op::JumpEq
            | Op::JumpNe
            | Op::JumpLtI
            | Op::JumpLeI
            | Op::JumpGtI
            | Op::JumpGeI
            | Op::JumpEqI
            | Op::JumpNeI
            | Op::JumpIn => match self.leaf_truth(value) {
                Some(outcome) => {
                    if outcome == (ins.d() == 1) {
                        jump(ins.sc() as i32);
                    }
                }
                None => return self.truth(value).map(Consumed::Again),
            },
            Op::Not | Op::ToBool => match self.leaf_truth(value) {
                Some(outcome) => write(base, ins.a() as usize, Value::bool(outcome == (ins.op() == Op::ToBool))),
                None => return self.truth(value).map(Consumed::Again),
            },
            Op::Contains => match self.leaf_truth(value) {
                Some(outcome) => write(base, ins.a() as usize, Value::bool(outcome == (ins.d() == 0))),
                None => return self.truth(value).map(Consumed::Again),
            },
            Op::ForIter => {
                if value != Value::MISSING {
                    write(base, ins.a() as usize, value);
                    jump(1);
                }
            }
            Op::Send if value == Value::MISSING => {
                // An iterator that ended without a value.
                write(base, ins.a() as usize, Value::NONE);
                jump(ins.sc() as i32);
            }
            Op::Send => write(base, ins.a() as usize, value),
            Op::LoadMethod | Op::LoadSuperMethod => {
                write(base, ins.a() as usize, Value::UNSET);
                write(base, ins.a() as usize + 1, value);
            }
            Op::WithEnter | Op::WithExit => write(base, ins.c() as usize, value),
            Op::Unpack | Op::UnpackStar => self.store_unpacked(base, ins, value),
            Op::Raise => return Err(self.raise_called(base, ins, value)),
            Op::Yield => write(base, ins.b() as usize, value),
            _ => write(base, ins.a() as usize, value),
        }
        Ok(Consumed::Done)
    }

    /// The items of the tuple go to consecutive registers.
    fn store_unpacked(&self, base: *const gc_api::Slot, ins: Ins, value: Value<'_>) {
        let items = value.expect::<crate::objects::sequence::Tuple>();
        for index in 0..items.extent() {
            write(base, ins.a() as usize + index, items.at(index));
        }
    }
}
