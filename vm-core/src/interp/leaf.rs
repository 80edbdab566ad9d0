//! The leaf path of opcodes: what builtin kinds do without Python.
//!
//! It lies between the fast path in the opcode itself and the general path, which may call: here a value is computed
//! and stored where the instruction wants it, and the frame runs on. An opcode that is undecided has had no effect.

use compiler::bytecode::{Compare, Ins, Op};
use gc_api::Slot;

use super::call::{Step, insert, native_def, read, write};
use super::current::Current;
use super::opcodes::Flow;
use crate::Thread;
use crate::classes::cls;
use crate::natives::{Abi, Args, Tail};
use crate::objects::class::{Class, Instance, flags};
use crate::objects::function::{Body, BoundMethod, Function, MethodDescriptor, NativeFunction};
use crate::objects::generator::Generator;
use crate::objects::sequence::{List, Tuple};
use crate::objects::set::Set;
use crate::protocols::BinaryOp;
use crate::symbols::sym;
use crate::value::{Gc, Raised, Res, Value};

/// The `d` of the `GetAwaitable` of `yield from`.
const YIELD_FROM: u8 = 3;

impl Thread {
    /// Does what the opcode means if no Python is needed for it. [`Flow::Slow`]: nothing has happened.
    #[inline(never)]
    pub(super) fn leaf(&self, i: Ins, base: *const Slot, body: *const Body) -> Result<Flow, Raised> {
        // SAFETY: the running function keeps its body alive.
        let leaf = Current { t: self, i, base, body: unsafe { &*body } };
        match i.op() {
            Op::GetItem => leaf.leaf_store(self.leaf_getitem(leaf.b(), leaf.c())),
            Op::GetItemI => leaf.leaf_store(self.leaf_getitem(leaf.b(), Value::small(i.sc() as i32))),
            Op::SetItem | Op::DictAdd => leaf.leaf_done(self.leaf_setitem(leaf.a(), leaf.b(), leaf.c())),
            Op::Contains => match self.leaf_contains(leaf.c(), leaf.b()) {
                Some(outcome) => leaf.put(Value::bool(outcome == (i.d() == 0))),
                None => Ok(Flow::Slow),
            },
            Op::JumpIn => leaf.leaf_jump(self.leaf_contains(leaf.b(), leaf.a())),
            Op::Lt => leaf.leaf_compare(Compare::Lt),
            Op::Le => leaf.leaf_compare(Compare::Le),
            Op::Gt => leaf.leaf_compare(Compare::Gt),
            Op::Ge => leaf.leaf_compare(Compare::Ge),
            Op::Eq => leaf.leaf_compare(Compare::Eq),
            Op::Ne => leaf.leaf_compare(Compare::Ne),
            Op::JumpLt => leaf.leaf_jump(self.leaf_compare(Compare::Lt, leaf.a(), leaf.b())),
            Op::JumpLe => leaf.leaf_jump(self.leaf_compare(Compare::Le, leaf.a(), leaf.b())),
            Op::JumpGt => leaf.leaf_jump(self.leaf_compare(Compare::Gt, leaf.a(), leaf.b())),
            Op::JumpGe => leaf.leaf_jump(self.leaf_compare(Compare::Ge, leaf.a(), leaf.b())),
            Op::JumpEq => leaf.leaf_jump(self.leaf_compare(Compare::Eq, leaf.a(), leaf.b())),
            Op::JumpNe => leaf.leaf_jump(self.leaf_compare(Compare::Ne, leaf.a(), leaf.b())),
            Op::JumpIfTrue => leaf.leaf_jump_if(true),
            Op::JumpIfFalse => leaf.leaf_jump_if(false),
            Op::Not => leaf.leaf_truth(false),
            Op::ToBool => leaf.leaf_truth(true),
            Op::Add => leaf.leaf_binary(BinaryOp::Add),
            Op::Sub => leaf.leaf_binary(BinaryOp::Sub),
            Op::Mul => leaf.leaf_binary(BinaryOp::Mul),
            Op::TrueDiv => leaf.leaf_binary(BinaryOp::TrueDiv),
            Op::FloorDiv => leaf.leaf_binary(BinaryOp::FloorDiv),
            Op::Mod => leaf.leaf_binary(BinaryOp::Mod),
            Op::Pow => leaf.leaf_binary(BinaryOp::Pow),
            Op::And => leaf.leaf_binary(BinaryOp::And),
            Op::Or => leaf.leaf_binary(BinaryOp::Or),
            Op::Xor => leaf.leaf_binary(BinaryOp::Xor),
            Op::LShift => leaf.leaf_binary(BinaryOp::LShift),
            Op::RShift => leaf.leaf_binary(BinaryOp::RShift),
            Op::AddI => leaf.leaf_binary_with(BinaryOp::Add),
            Op::SubI => leaf.leaf_binary_with(BinaryOp::Sub),
            Op::MulI => leaf.leaf_binary_with(BinaryOp::Mul),
            Op::FloorDivI => leaf.leaf_binary_with(BinaryOp::FloorDiv),
            Op::ModI => leaf.leaf_binary_with(BinaryOp::Mod),
            Op::AndI => leaf.leaf_binary_with(BinaryOp::And),
            Op::LShiftI => leaf.leaf_binary_with(BinaryOp::LShift),
            Op::RShiftI => leaf.leaf_binary_with(BinaryOp::RShift),
            Op::GetIter => match self.leaf_iter(leaf.b()) {
                Some(iterator) => leaf.put(iterator),
                None => Ok(Flow::Slow),
            },
            Op::GetAwaitable if i.d() == YIELD_FROM && !leaf.b().is::<Generator>() => match self.leaf_iter(leaf.b()) {
                Some(iterator) => leaf.put(iterator),
                None => Ok(Flow::Slow),
            },
            Op::MakeFunction => leaf.put(leaf.make_function()),
            Op::Unpack => Ok(leaf.leaf_unpack()),
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
            Op::BuildDict => match self.build_dict(leaf.pairs())? {
                Tail::Value(dict) => leaf.put(dict),
                _ => Ok(Flow::Slow),
            },
            Op::ListToTuple => {
                let tuple = self.list_to_tuple(leaf.b().expect::<List>())?;
                leaf.put(tuple.value())
            }
            Op::EnterHandler => {
                let before = self.slot_value(&self.handled);
                self.handled.set(leaf.b().word());
                leaf.put(before)
            }
            Op::LeaveHandler => {
                self.handled.set(leaf.a().word());
                Ok(Flow::Next)
            }
            Op::JumpIfNoMatch => match self.exception_matches(leaf.a(), leaf.b())? {
                true => Ok(Flow::Next),
                false => Ok(Flow::Jump(i.sc() as i32)),
            },
            Op::ListAppend => {
                leaf.a().expect::<List>().push(self, leaf.b())?;
                Ok(Flow::Next)
            }
            Op::SetAdd => {
                let Some(set) = leaf.a().cast::<Set>() else { return Ok(Flow::Slow) };
                let hash = self.leaf_hash(leaf.b());
                leaf.leaf_done(hash.and_then(|hash| set.leaf_add(self, leaf.b(), hash)).map(|added| added.map(|_| ())))
            }
            Op::LoadAttr => leaf.leaf_load_attr(),
            Op::LoadMethod => leaf.leaf_load_method(),
            Op::StoreAttr => leaf.leaf_store_attr(),
            _ => Ok(Flow::Slow),
        }
    }
}

impl<'t> Current<'t> {
    #[inline(always)]
    pub(super) fn put(&self, value: Value<'t>) -> Result<Flow, Raised> {
        write(self.base, self.i.a() as usize, value);
        Ok(Flow::Next)
    }

    #[inline(always)]
    fn leaf_store(&self, result: Option<Result<Value<'t>, Raised>>) -> Result<Flow, Raised> {
        match result {
            Some(Ok(value)) => self.put(value),
            Some(Err(raised)) => Err(raised),
            None => Ok(Flow::Slow),
        }
    }

    #[inline(always)]
    fn leaf_done(&self, result: Option<Result<(), Raised>>) -> Result<Flow, Raised> {
        match result {
            Some(Ok(())) => Ok(Flow::Next),
            Some(Err(raised)) => Err(raised),
            None => Ok(Flow::Slow),
        }
    }

    /// A conditional jump on an outcome: by c, if it is what d says.
    #[inline(always)]
    fn leaf_jump(&self, outcome: Option<bool>) -> Result<Flow, Raised> {
        Ok(match outcome {
            Some(outcome) if outcome == (self.i.d() == 1) => Flow::Jump(self.i.sc() as i32),
            Some(_) => Flow::Next,
            None => Flow::Slow,
        })
    }

    #[inline(always)]
    fn leaf_jump_if(&self, sense: bool) -> Result<Flow, Raised> {
        Ok(match self.t.leaf_truth(self.a()) {
            Some(outcome) if outcome == sense => Flow::Jump(self.i.imm()),
            Some(_) => Flow::Next,
            None => Flow::Slow,
        })
    }

    #[inline(always)]
    fn leaf_truth(&self, sense: bool) -> Result<Flow, Raised> {
        match self.t.leaf_truth(self.b()) {
            Some(outcome) => self.put(Value::bool(outcome == sense)),
            None => Ok(Flow::Slow),
        }
    }

    #[inline(always)]
    fn leaf_compare(&self, kind: Compare) -> Result<Flow, Raised> {
        match self.t.leaf_compare(kind, self.b(), self.c()) {
            Some(outcome) => self.put(Value::bool(outcome)),
            None => Ok(Flow::Slow),
        }
    }

    fn leaf_binary(&self, op: BinaryOp) -> Result<Flow, Raised> {
        self.leaf_operate(op, self.c())
    }

    fn leaf_binary_with(&self, op: BinaryOp) -> Result<Flow, Raised> {
        self.leaf_operate(op, Value::small(self.i.sc() as i32))
    }

    #[inline(never)]
    fn leaf_operate(&self, op: BinaryOp, right: Value<'t>) -> Result<Flow, Raised> {
        let left = self.b();
        if left.is::<Instance>() {
            // No builtin kind: what its class says comes first.
            return Ok(Flow::Slow);
        }
        let result =
            if self.i.d() == 1 { self.t.leaf_inplace(op, left, right) } else { self.t.leaf_binary(op, left, right) };
        self.leaf_store(result)
    }

    /// The items of a list or tuple of the right length.
    fn leaf_unpack(&self) -> Flow {
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

/// Slots between the top of the stack and the windows of natives that other natives call: more than the arguments of
/// the one that runs take.
const BEYOND: usize = 1024;
/// Slots of such a window.
const WINDOW: usize = 64;
/// Natives call natives directly this deep.
const NESTED_CALLS: usize = 8;

impl Thread {
    /// Calls with up to four arguments: natives at once, anything else as the interpreter's next step.
    pub fn call_now<'t>(&'t self, callee: Value<'t>, args: &[Value<'t>]) -> Result<Tail<'t>, Raised> {
        let depth = &self.vm().nested_calls;
        let nested = depth.get();
        if nested == NESTED_CALLS || callee.is::<Function>() {
            return Ok(Tail::call(callee, args));
        }
        let window = self.stacks.free().wrapping_add(BEYOND + nested * WINDOW);
        write(window, 0, callee);
        for (index, arg) in args.iter().enumerate() {
            write(window, index + 1, *arg);
        }
        depth.set(nested + 1);
        let called = self.call_native(window, args.len());
        depth.set(nested);
        match called {
            Called::Value(value) => Ok(Tail::Value(value)),
            Called::Tail(tail) => Ok(tail),
            Called::Raised(raised) => Err(raised),
            Called::Not => Ok(Tail::call(callee, args)),
        }
    }

    /// A new exception of a class that adds nothing to how one is made.
    #[inline(never)]
    fn call_exception<'t>(&'t self, class: Gc<'t, Class>, window: *const Slot, nargs: usize) -> Res<'t> {
        let args = self.new_tuple(nargs)?;
        for index in 0..nargs {
            args.put(self, index, read(window, 1 + index));
        }
        Ok(self.alloc_exception(class, args).value())
    }

    /// Calls `window[0]` with the `nargs` values after it, if it is a leaf or tail native that takes them in their order.
    #[inline(never)]
    pub(super) fn call_native<'t>(&'t self, window: *const Slot, mut nargs: usize) -> Called<'t> {
        let callee = read(window, 0);
        let mut this = Value::UNSET;
        let def = if let Some(descriptor) = callee.cast::<MethodDescriptor>() {
            let def = native_def(descriptor.get(MethodDescriptor::def));
            if nargs == 0 || !self.accepts(descriptor, read(window, 1)) {
                return Called::Not;
            }
            def
        } else if let Some(native) = callee.cast::<NativeFunction>() {
            this = native.get(NativeFunction::this);
            native_def(native.get(NativeFunction::def))
        } else if let Some(class) = callee.cast::<Class>() {
            if nargs == 1 && class == self.class(cls::type_) {
                return Called::Value(self.class_of(read(window, 1)).value());
            }
            if class.has(flags::PLAIN_EXCEPTION) {
                return match self.call_exception(class, window, nargs) {
                    Ok(exception) => Called::Value(exception),
                    Err(raised) => Called::Raised(raised),
                };
            }
            let construct = class.get(Class::construct);
            if construct.is_null() || class.has(flags::CUSTOM_CALL) {
                return Called::Not;
            }
            native_def(construct)
        } else if let Some(function) = callee.cast_exact::<Function>() {
            return match self.leaf_generator(function, window, nargs) {
                Some(Ok(generator)) => Called::Value(generator),
                Some(Err(raised)) => Called::Raised(raised),
                None => Called::Not,
            };
        } else if callee.is::<BoundMethod>() {
            return Called::Not;
        } else {
            let Some(call) = self.lookup_special(callee, sym::__call__).and_then(Value::cast::<MethodDescriptor>)
            else {
                return Called::Not;
            };
            this = callee;
            native_def(call.get(MethodDescriptor::def))
        };
        let signature = def.signature();
        let count = nargs + this.is_set() as usize;
        let fits = signature.is_simple() && (signature.min..=signature.positional).contains(&count);
        if !fits || matches!(def.abi, Abi::Reentrant(_)) {
            return Called::Not;
        }
        if this.is_set() {
            insert(window, &mut nargs, this);
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
