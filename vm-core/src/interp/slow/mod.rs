//! The general path of every opcode: the protocols, in the order the language prescribes.
//!
//! A step ends in a value for the instruction that asked ([`super::deliver`] says what it does with it), in a pushed
//! frame, or in an exception. Nothing here recurses into Python.

mod calls;
mod exceptions;
mod generators;
mod imports;
mod iteration;
mod names;

use compiler::bytecode::{Compare, Ins, Op};
use gc_api::Slot;

use super::call::Step;
use super::current::Current;
use super::passed::Keywords;
use crate::Thread;
use crate::applevel::app;
use crate::classes::cls;
use crate::natives::Tail;
use crate::objects::dict::Dict;
use crate::objects::function::Body;
use crate::objects::sequence::{List, Tuple};
use crate::protocols::{BinaryOp, UnaryOp};
use crate::value::{Raised, Value};
use crate::vm::RootKey;

impl Thread {
    /// Does what the opcode means. `pc` in the frame is behind the instruction.
    #[inline(never)]
    pub(super) fn slow<'t>(&'t self, i: Ins, base: *const Slot, body: *const Body) -> Result<Step<'t>, Raised> {
        // SAFETY: the running function keeps its body alive.
        let current = Current { t: self, i, base, body: unsafe { &*body } };
        current.run()
    }
}

impl<'t> Current<'t> {
    fn run(&self) -> Result<Step<'t>, Raised> {
        let (t, i) = (self.t, self.i);
        let tail = match i.op() {
            Op::Add => self.binary(BinaryOp::Add),
            Op::Sub => self.binary(BinaryOp::Sub),
            Op::Mul => self.binary(BinaryOp::Mul),
            Op::TrueDiv => self.binary(BinaryOp::TrueDiv),
            Op::FloorDiv => self.binary(BinaryOp::FloorDiv),
            Op::Mod => self.binary(BinaryOp::Mod),
            Op::Pow => self.binary(BinaryOp::Pow),
            Op::MatMul => self.binary(BinaryOp::MatMul),
            Op::And => self.binary(BinaryOp::And),
            Op::Or => self.binary(BinaryOp::Or),
            Op::Xor => self.binary(BinaryOp::Xor),
            Op::LShift => self.binary(BinaryOp::LShift),
            Op::RShift => self.binary(BinaryOp::RShift),
            Op::AddI => self.binary_with(BinaryOp::Add),
            Op::SubI => self.binary_with(BinaryOp::Sub),
            Op::MulI => self.binary_with(BinaryOp::Mul),
            Op::FloorDivI => self.binary_with(BinaryOp::FloorDiv),
            Op::ModI => self.binary_with(BinaryOp::Mod),
            Op::AndI => self.binary_with(BinaryOp::And),
            Op::LShiftI => self.binary_with(BinaryOp::LShift),
            Op::RShiftI => self.binary_with(BinaryOp::RShift),
            Op::Neg => t.unary(UnaryOp::Neg, self.b()),
            Op::Pos => t.unary(UnaryOp::Pos, self.b()),
            Op::Invert => t.unary(UnaryOp::Invert, self.b()),
            Op::Not | Op::ToBool => t.truth(self.b()),
            Op::JumpIfTrue | Op::JumpIfFalse => t.truth(self.a()),
            Op::Lt => t.compare(Compare::Lt, self.b(), self.c()),
            Op::Le => t.compare(Compare::Le, self.b(), self.c()),
            Op::Gt => t.compare(Compare::Gt, self.b(), self.c()),
            Op::Ge => t.compare(Compare::Ge, self.b(), self.c()),
            Op::Eq => t.compare(Compare::Eq, self.b(), self.c()),
            Op::Ne => t.compare(Compare::Ne, self.b(), self.c()),
            Op::JumpLt => t.compare(Compare::Lt, self.a(), self.b()),
            Op::JumpLe => t.compare(Compare::Le, self.a(), self.b()),
            Op::JumpGt => t.compare(Compare::Gt, self.a(), self.b()),
            Op::JumpGe => t.compare(Compare::Ge, self.a(), self.b()),
            Op::JumpEq => t.compare(Compare::Eq, self.a(), self.b()),
            Op::JumpNe => t.compare(Compare::Ne, self.a(), self.b()),
            Op::JumpLtI => t.compare(Compare::Lt, self.a(), self.b_int()),
            Op::JumpLeI => t.compare(Compare::Le, self.a(), self.b_int()),
            Op::JumpGtI => t.compare(Compare::Gt, self.a(), self.b_int()),
            Op::JumpGeI => t.compare(Compare::Ge, self.a(), self.b_int()),
            Op::JumpEqI => t.compare(Compare::Eq, self.a(), self.b_int()),
            Op::JumpNeI => t.compare(Compare::Ne, self.a(), self.b_int()),
            Op::Contains => t.contains(self.c(), self.b()),
            Op::JumpIn => t.contains(self.b(), self.a()),

            Op::GetItem => t.getitem(self.b(), self.c()),
            Op::GetItemI => t.getitem(self.b(), Value::small(i.sc() as i32)),
            Op::SetItem => t.setitem(self.a(), self.b(), self.c()),
            Op::DelItem => t.delitem(self.a(), self.b()),
            Op::BuildSlice => {
                let first = i.b() as usize;
                Ok(t.slice(self.reg(first), self.reg(first + 1), self.reg(first + 2)).into())
            }

            Op::LoadAttr => self.load_attr(),
            Op::StoreAttr => self.store_attr(),
            Op::DelAttr => t.delattr(self.a(), self.name()),
            Op::LoadMethod => return self.load_method(),
            Op::LoadSuperAttr | Op::LoadSuperMethod => return self.load_super(),

            Op::CheckLocal => Err(self.missing_local()),
            Op::LoadCell => Err(self.empty_cell()),
            Op::DelCell => return self.del_cell(),
            Op::LoadGlobal => self.load_global(),
            Op::StoreGlobal => self.store_global(),
            Op::DelGlobal => self.del_global(),
            Op::LoadName => self.load_name(),
            Op::StoreName => self.store_name(),
            Op::DelName => self.del_name(),
            Op::LoadClassCell => self.load_class_cell(),
            Op::LoadClassGlobal => self.load_class_global(),

            Op::GetIter => t.iter(self.b()),
            Op::ForIter => return self.for_iter(),
            Op::Unpack => self.unpack(),
            Op::UnpackStar => self.unpack_star(),

            Op::Call => return t.begin_call(self.at(i.a()), i.b() as usize, Keywords::None),
            Op::CallMethod => {
                let (window, count) = self.method_window(i.b() as usize);
                return t.begin_call(window, count, Keywords::None);
            }
            Op::CallKw => {
                let names = self.reg(i.a() as usize + 1 + i.b() as usize).expect::<Tuple>();
                return t.begin_call(self.at(i.a()), i.b() as usize, Keywords::Names(names));
            }
            Op::CallMethodKw => {
                let names = self.reg(i.a() as usize + 2 + i.b() as usize).expect::<Tuple>();
                let (window, count) = self.method_window(i.b() as usize);
                return t.begin_call(window, count, Keywords::Names(names));
            }
            Op::CallSpread => return self.call_spread(),
            Op::CallIntrinsic => return self.call_intrinsic(),

            Op::BuildList => t.list(self.many()).map(|list| list.value().into()),
            Op::BuildTuple => t.tuple(self.many()).map(|tuple| tuple.value().into()),
            Op::BuildSet => t.build_set(self.many()),
            Op::BuildDict => t.build_dict(self.pairs()),
            Op::BuildString => t.join_strings(self.many()).map(Into::into),
            Op::ListAppend => self.a().expect::<List>().push(t, self.b()).map(|()| Value::NONE.into()),
            Op::SetAdd => t.set_add(self.a(), self.b()),
            Op::DictAdd => t.setitem(self.a(), self.b(), self.c()),
            Op::ListExtend => t.list_extend(self.a().expect::<List>(), self.b(), (i.d() == 1).then(|| self.c())),
            Op::SetUpdate => t.set_update(self.a(), self.b()),
            Op::DictUpdate => t.dict_update(self.a().expect::<Dict>(), self.b()),
            Op::DictMerge => t.dict_merge(self.a().expect::<Dict>(), self.b(), self.c()),
            Op::Format => t.format_value(self.b(), i.d(), if i.c() == 0 { Value::UNSET } else { self.c() }),
            Op::LoadBuildClass => Ok(t.fixed_root(RootKey::BuildClass).into()),

            Op::ImportName => self.import_name(),
            Op::ImportFrom => self.import_from(),

            Op::Raise => return self.raise(),
            Op::Reraise => Err(t.reraise(self.a())),
            Op::LoadAssertionError => {
                let class = if self.i.d() == 1 { cls::NotImplementedError } else { cls::AssertionError };
                Ok(t.class(class).value().into())
            }
            Op::WithEnter => return self.with_enter(),
            Op::WithExit => self.with_exit(),

            Op::Yield => return self.yield_(),
            Op::Send => return self.send(),
            Op::GetAwaitable => self.get_awaitable(),
            Op::GetAIter => Ok(Tail::call(t.app(app::get_aiter), &[self.b()])),
            Op::GetANext => Ok(Tail::call(t.app(app::get_anext), &[self.b()])),
            Op::EndAsyncFor => return self.end_async_for(),

            Op::IsSequence => Ok(Value::bool(t.matches_sequence(self.b())).into()),
            Op::IsMapping => Ok(Value::bool(t.matches_mapping(self.b())).into()),
            Op::GetLen => t.len(self.b()),

            Op::Move
            | Op::LoadConst
            | Op::LoadInt
            | Op::LoadSingleton
            | Op::Unset
            | Op::MakeCell
            | Op::CopyFree
            | Op::StoreCell
            | Op::Is
            | Op::ListToTuple
            | Op::EnterHandler
            | Op::LeaveHandler
            | Op::JumpIfNoMatch
            | Op::Jump
            | Op::JumpBack
            | Op::JumpIfNone
            | Op::JumpIfNotNone
            | Op::JumpIfSet
            | Op::JumpIs
            | Op::Return
            | Op::MakeFunction
            | Op::Enter => unreachable!("{} has no general path", i.op().name()),
        }?;
        t.begin_tail(tail)
    }

    fn binary(&self, op: BinaryOp) -> Result<Tail<'t>, Raised> {
        self.operate(op, self.c())
    }

    fn binary_with(&self, op: BinaryOp) -> Result<Tail<'t>, Raised> {
        self.operate(op, Value::small(self.i.sc() as i32))
    }

    fn operate(&self, op: BinaryOp, right: Value<'t>) -> Result<Tail<'t>, Raised> {
        if self.i.d() == 1 { self.t.inplace(op, self.b(), right) } else { self.t.binary(op, self.b(), right) }
    }

    /// Takes the instruction's jump.
    fn jump(&self) {
        let frame = self.t.stacks.top();
        frame.pc.set(frame.pc.get().wrapping_offset(self.i.sc() as isize));
    }
}
