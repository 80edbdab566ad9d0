//! The leaf path of opcodes: what builtin kinds do without Python.
//!
//! It lies between the fast path in the opcode itself and the general path, which may call: here a value is computed
//! and stored where the instruction wants it, and the frame runs on. An opcode that is undecided has had no effect.

use compiler::bytecode::{Compare, Ins, Op};
use gc_api::Slot;

use super::call::{Step, native_def, read, write};
use super::opcodes::Flow;
use crate::Thread;
use crate::natives::{Abi, Args, Tail};
use crate::objects::class::{Class, flags};
use crate::objects::function::{MethodDescriptor, NativeFunction};
use crate::objects::sequence::{List, Tuple};
use crate::protocols::BinaryOp;
use crate::value::{Raised, Value};

/// One instruction on its leaf path.
struct Leaf<'t> {
    t: &'t Thread,
    i: Ins,
    base: *const Slot,
}

impl Thread {
    /// Does what the opcode means if no Python is needed for it. [`Flow::Slow`]: nothing has happened.
    #[inline(never)]
    pub(super) fn leaf(&self, i: Ins, base: *const Slot) -> Result<Flow, Raised> {
        let leaf = Leaf { t: self, i, base };
        match i.op() {
            Op::GetItem => leaf.store(self.leaf_getitem(leaf.b(), leaf.c())),
            Op::GetItemI => leaf.store(self.leaf_getitem(leaf.b(), Value::small(i.sc() as i32))),
            Op::SetItem | Op::DictAdd => leaf.done(self.leaf_setitem(leaf.a(), leaf.b(), leaf.c())),
            Op::Contains => match self.leaf_contains(leaf.c(), leaf.b()) {
                Some(outcome) => leaf.put(Value::bool(outcome == (i.d() == 0))),
                None => Ok(Flow::Slow),
            },
            Op::JumpIn => leaf.jump(self.leaf_contains(leaf.b(), leaf.a())),
            Op::Lt => leaf.compare(Compare::Lt),
            Op::Le => leaf.compare(Compare::Le),
            Op::Gt => leaf.compare(Compare::Gt),
            Op::Ge => leaf.compare(Compare::Ge),
            Op::Eq => leaf.compare(Compare::Eq),
            Op::Ne => leaf.compare(Compare::Ne),
            Op::JumpLt => leaf.jump(self.leaf_compare(Compare::Lt, leaf.a(), leaf.b())),
            Op::JumpLe => leaf.jump(self.leaf_compare(Compare::Le, leaf.a(), leaf.b())),
            Op::JumpGt => leaf.jump(self.leaf_compare(Compare::Gt, leaf.a(), leaf.b())),
            Op::JumpGe => leaf.jump(self.leaf_compare(Compare::Ge, leaf.a(), leaf.b())),
            Op::JumpEq => leaf.jump(self.leaf_compare(Compare::Eq, leaf.a(), leaf.b())),
            Op::JumpNe => leaf.jump(self.leaf_compare(Compare::Ne, leaf.a(), leaf.b())),
            Op::JumpIfTrue => leaf.jump_if(true),
            Op::JumpIfFalse => leaf.jump_if(false),
            Op::Not => leaf.truth(false),
            Op::ToBool => leaf.truth(true),
            Op::Add => leaf.binary(BinaryOp::Add),
            Op::Sub => leaf.binary(BinaryOp::Sub),
            Op::Mul => leaf.binary(BinaryOp::Mul),
            Op::TrueDiv => leaf.binary(BinaryOp::TrueDiv),
            Op::FloorDiv => leaf.binary(BinaryOp::FloorDiv),
            Op::Mod => leaf.binary(BinaryOp::Mod),
            Op::Pow => leaf.binary(BinaryOp::Pow),
            Op::And => leaf.binary(BinaryOp::And),
            Op::Or => leaf.binary(BinaryOp::Or),
            Op::Xor => leaf.binary(BinaryOp::Xor),
            Op::LShift => leaf.binary(BinaryOp::LShift),
            Op::RShift => leaf.binary(BinaryOp::RShift),
            Op::AddI => leaf.binary_with(BinaryOp::Add),
            Op::SubI => leaf.binary_with(BinaryOp::Sub),
            Op::MulI => leaf.binary_with(BinaryOp::Mul),
            Op::FloorDivI => leaf.binary_with(BinaryOp::FloorDiv),
            Op::ModI => leaf.binary_with(BinaryOp::Mod),
            Op::AndI => leaf.binary_with(BinaryOp::And),
            Op::LShiftI => leaf.binary_with(BinaryOp::LShift),
            Op::RShiftI => leaf.binary_with(BinaryOp::RShift),
            Op::GetIter => match self.leaf_iter(leaf.b()) {
                Some(iterator) => leaf.put(iterator),
                None => Ok(Flow::Slow),
            },
            Op::Unpack => Ok(leaf.unpack()),
            Op::BuildList => {
                let list = self.list(leaf.many())?;
                leaf.put(list.value())
            }
            Op::BuildTuple => {
                let tuple = self.tuple(leaf.many())?;
                leaf.put(tuple.value())
            }
            Op::BuildSlice => {
                let first = i.b() as usize;
                leaf.put(self.slice(leaf.reg(first), leaf.reg(first + 1), leaf.reg(first + 2)))
            }
            Op::ListAppend => {
                leaf.a().expect::<List>().push(self, leaf.b())?;
                Ok(Flow::Next)
            }
            _ => Ok(Flow::Slow),
        }
    }
}

impl<'t> Leaf<'t> {
    #[inline(always)]
    fn reg(&self, register: usize) -> Value<'t> {
        read(self.base, register)
    }

    #[inline(always)]
    fn a(&self) -> Value<'t> {
        self.reg(self.i.a() as usize)
    }

    #[inline(always)]
    fn b(&self) -> Value<'t> {
        self.reg(self.i.b() as usize)
    }

    #[inline(always)]
    fn c(&self) -> Value<'t> {
        self.reg(self.i.c() as usize)
    }

    /// c values from register b on.
    fn many(&self) -> &'t [Value<'t>] {
        let first = self.base.wrapping_add(self.i.b() as usize).cast::<Value<'t>>();
        // SAFETY: a slot is a word, as a value is; these registers lie in the window and are read before anything is
        // written.
        unsafe { std::slice::from_raw_parts(first, self.i.c() as usize) }
    }

    #[inline(always)]
    fn put(&self, value: Value<'t>) -> Result<Flow, Raised> {
        write(self.base, self.i.a() as usize, value);
        Ok(Flow::Next)
    }

    #[inline(always)]
    fn store(&self, result: Option<Result<Value<'t>, Raised>>) -> Result<Flow, Raised> {
        match result {
            Some(Ok(value)) => self.put(value),
            Some(Err(raised)) => Err(raised),
            None => Ok(Flow::Slow),
        }
    }

    #[inline(always)]
    fn done(&self, result: Option<Result<(), Raised>>) -> Result<Flow, Raised> {
        match result {
            Some(Ok(())) => Ok(Flow::Next),
            Some(Err(raised)) => Err(raised),
            None => Ok(Flow::Slow),
        }
    }

    /// A conditional jump on an outcome: by c, if it is what d says.
    #[inline(always)]
    fn jump(&self, outcome: Option<bool>) -> Result<Flow, Raised> {
        Ok(match outcome {
            Some(outcome) if outcome == (self.i.d() == 1) => Flow::Jump(self.i.sc() as i32),
            Some(_) => Flow::Next,
            None => Flow::Slow,
        })
    }

    #[inline(always)]
    fn jump_if(&self, sense: bool) -> Result<Flow, Raised> {
        Ok(match self.t.leaf_truth(self.a()) {
            Some(outcome) if outcome == sense => Flow::Jump(self.i.imm()),
            Some(_) => Flow::Next,
            None => Flow::Slow,
        })
    }

    #[inline(always)]
    fn truth(&self, sense: bool) -> Result<Flow, Raised> {
        match self.t.leaf_truth(self.b()) {
            Some(outcome) => self.put(Value::bool(outcome == sense)),
            None => Ok(Flow::Slow),
        }
    }

    #[inline(always)]
    fn compare(&self, kind: Compare) -> Result<Flow, Raised> {
        match self.t.leaf_compare(kind, self.b(), self.c()) {
            Some(outcome) => self.put(Value::bool(outcome)),
            None => Ok(Flow::Slow),
        }
    }

    fn binary(&self, op: BinaryOp) -> Result<Flow, Raised> {
        self.operate(op, self.c())
    }

    fn binary_with(&self, op: BinaryOp) -> Result<Flow, Raised> {
        self.operate(op, Value::small(self.i.sc() as i32))
    }

    #[inline(never)]
    fn operate(&self, op: BinaryOp, right: Value<'t>) -> Result<Flow, Raised> {
        let left = self.b();
        let result =
            if self.i.d() == 1 { self.t.leaf_inplace(op, left, right) } else { self.t.leaf_binary(op, left, right) };
        self.store(result)
    }

    /// The items of a list or tuple of the right length.
    fn unpack(&self) -> Flow {
        let (source, wanted) = (self.b(), self.i.c() as usize);
        let items = if let Some(tuple) = source.cast_exact::<Tuple>() {
            tuple.words()
        } else if let Some(list) = source.cast_exact::<List>() {
            list.slots()
        } else {
            return Flow::Slow;
        };
        if items.len() != wanted {
            return Flow::Slow;
        }
        let first = self.i.a() as usize;
        for (index, item) in items.iter().enumerate() {
            write(self.base, first + index, self.t.slot_value(item));
        }
        Flow::Next
    }
}

/// What became of the call of a native.
pub(super) enum Called<'t> {
    Value(Value<'t>),
    /// It goes on with another call, for which the window is free.
    Tail(Tail<'t>),
    Raised(Raised),
    /// It is no native that can be called this way; nothing has happened.
    Not,
}

impl<'t> Called<'t> {
    /// The next step after a call that did not end in a plain value.
    pub(super) fn step(self, t: &'t Thread) -> Result<Step<'t>, Raised> {
        match self {
            Called::Value(value) => Ok(Step::Value(value)),
            Called::Tail(tail) => t.begin_tail(tail),
            Called::Raised(raised) => Err(raised),
            Called::Not => unreachable!("the general path calls what is not called here"),
        }
    }
}

impl Thread {
    /// Calls `window[0]` with the `nargs` values after it, if it is a leaf or tail native that takes them in their order.
    #[inline(never)]
    pub(super) fn call_native<'t>(&'t self, window: *const Slot, mut nargs: usize) -> Called<'t> {
        let callee = read(window, 0);
        let def = if let Some(descriptor) = callee.cast_exact::<MethodDescriptor>() {
            let def = native_def(descriptor.get(MethodDescriptor::def));
            if nargs == 0 || !self.accepts(descriptor, read(window, 1)) {
                return Called::Not;
            }
            def
        } else if let Some(native) = callee.cast_exact::<NativeFunction>() {
            if native.get(NativeFunction::this).is_set() {
                return Called::Not;
            }
            native_def(native.get(NativeFunction::def))
        } else if let Some(class) = callee.cast::<Class>() {
            let construct = class.get(Class::construct);
            if construct.is_null() || class.has(flags::CUSTOM_CALL) {
                return Called::Not;
            }
            native_def(construct)
        } else {
            return Called::Not;
        };
        let signature = def.signature();
        if !signature.is_simple() || nargs < signature.min || nargs > signature.positional {
            return Called::Not;
        }
        while nargs < signature.positional {
            nargs += 1;
            write(window, nargs, Value::UNSET);
        }
        // SAFETY: the window holds this many arguments.
        let args = Args::new(unsafe { std::slice::from_raw_parts(window.wrapping_add(1), nargs) });
        match def.abi {
            Abi::Leaf(leaf) => match leaf(self, args) {
                // The end of an iterator, asked for by name: the general path makes StopIteration of it.
                Ok(Value::MISSING) => Called::Tail(Tail::Value(Value::MISSING)),
                Ok(value) => Called::Value(value),
                Err(raised) => Called::Raised(raised),
            },
            Abi::Tail(tail) => match tail(self, args) {
                Ok(Tail::Value(value)) if value != Value::MISSING => Called::Value(value),
                Ok(tail) => Called::Tail(tail),
                Err(raised) => Called::Raised(raised),
            },
            Abi::Reentrant(_) => Called::Not,
        }
    }
}
