//! The general path of every opcode: the protocols, in the order the language prescribes.
//!
//! A step ends in a value for the instruction that asked ([`super::deliver`] says what it does with it), in a pushed
//! frame, or in an exception. Nothing here recurses into Python.

use compiler::bytecode::{Compare, Ins, Intrinsic, Op};
use gc_api::Slot;

use super::call::{Keywords, Step, read, write};
use super::current::Current;
use super::generator::Resume;
use crate::Thread;
use crate::applevel::app;
use crate::classes::cls;
use crate::natives::Tail;
use crate::objects::dict::Dict;
use crate::objects::function::{Body, Cell, Code, Function};
use crate::objects::generator::Generator;
use crate::objects::sequence::{List, Tuple};
use crate::objects::string::Str;
use crate::protocols::{BinaryOp, UnaryOp};
use crate::symbols::sym;
use crate::value::{Gc, Raised, Value};
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

            Op::CheckLocal => Err(self.unbound_local()),
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
            Op::ListToTuple => t.list_to_tuple(self.b().expect::<List>()).map(|tuple| tuple.value().into()),
            Op::Format => t.format_value(self.b(), i.d(), if i.c() == 0 { Value::UNSET } else { self.c() }),
            Op::MakeFunction => self.make_function(),
            Op::LoadBuildClass => Ok(t.fixed_root(RootKey::BuildClass).into()),

            Op::ImportName => self.import_name(),
            Op::ImportFrom => self.import_from(),

            Op::Raise => return self.raise(),
            Op::Reraise => Err(t.reraise(self.a())),
            Op::EnterHandler => {
                let before = t.slot_value(&t.handled);
                let exception = self.b();
                t.handled.set(exception.word());
                Ok(before.into())
            }
            Op::LeaveHandler => {
                t.handled.set(self.a().word());
                return Ok(Step::Run);
            }
            Op::JumpIfNoMatch => return self.jump_if_no_match(),
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
            | Op::Jump
            | Op::JumpBack
            | Op::JumpIfNone
            | Op::JumpIfNotNone
            | Op::JumpIfSet
            | Op::JumpIs
            | Op::Return
            | Op::Enter => unreachable!("{} has no general path", i.op().name()),
        }?;
        t.begin_tail(tail)
    }

    // Operators

    fn binary(&self, op: BinaryOp) -> Result<Tail<'t>, Raised> {
        self.operate(op, self.c())
    }

    fn binary_with(&self, op: BinaryOp) -> Result<Tail<'t>, Raised> {
        self.operate(op, Value::small(self.i.sc() as i32))
    }

    fn operate(&self, op: BinaryOp, right: Value<'t>) -> Result<Tail<'t>, Raised> {
        if self.i.d() == 1 { self.t.inplace(op, self.b(), right) } else { self.t.binary(op, self.b(), right) }
    }

    // Names

    fn unbound_local(&self) -> Raised {
        let name = self.constant(self.i.imm() as usize);
        self.t.raise(
            cls::UnboundLocalError,
            format_args!(
                "cannot access local variable '{}' where it is not associated with a value",
                self.t.text(name)
            ),
        )
    }

    fn empty_cell(&self) -> Raised {
        self.empty_cell_named(self.constant(self.i.c() as usize), self.i.d() == 1)
    }

    fn empty_cell_named(&self, name: Value<'t>, free: bool) -> Raised {
        let shown = self.t.text(name);
        if free {
            self.t.name_error(
                name,
                format_args!(
                    "cannot access free variable '{shown}' where it is not associated with a value in enclosing scope"
                ),
            )
        } else {
            self.t.raise(
                cls::UnboundLocalError,
                format_args!("cannot access local variable '{shown}' where it is not associated with a value"),
            )
        }
    }

    fn del_cell(&self) -> Result<Step<'t>, Raised> {
        let cell = self.a().expect::<Cell>();
        if !cell.get(Cell::value).is_set() {
            return Err(self.empty_cell());
        }
        cell.set(self.t, Cell::value, Value::UNSET);
        Ok(Step::Run)
    }

    fn not_defined(&self, name: Gc<'t, Str>) -> Raised {
        self.t.name_error(name.value(), format_args!("name '{}' is not defined", name.to_text()))
    }

    fn load_global(&self) -> Result<Tail<'t>, Raised> {
        let (name, globals) = (self.name(), self.globals());
        if globals.value().cast_exact::<Dict>().is_none() && globals.find_str(self.t, name).is_none() {
            return self.or_global(Value::MISSING.into(), name);
        }
        match self.find_global(name) {
            Some(value) => Ok(value.into()),
            None => Err(self.not_defined(name)),
        }
    }

    /// Looks a name up in globals and builtins, and fills the site's cache.
    fn find_global(&self, name: Gc<'t, Str>) -> Option<Value<'t>> {
        use crate::objects::function::CacheKind;
        let (t, globals, cache) = (self.t, self.globals(), self.cache());
        if let Some(index) = globals.find_str(t, name) {
            cache.key.set(globals.cache_version(t));
            cache.index.set(index as u32);
            cache.kind.set(CacheKind::Global);
            return Some(globals.value_at(index));
        }
        let builtins = self.function().get(Function::builtins).cast::<Dict>()?;
        let index = builtins.find_str(t, name)?;
        cache.key.set(globals.cache_version(t));
        cache.key2.set(builtins.cache_version(t));
        cache.index.set(index as u32);
        cache.kind.set(CacheKind::Builtin);
        Some(builtins.value_at(index))
    }

    fn store_global(&self) -> Result<Tail<'t>, Raised> {
        use crate::objects::function::CacheKind;
        let (t, globals, name, cache) = (self.t, self.globals(), self.name(), self.cache());
        globals.set_str(t, name, self.a())?;
        if let Some(index) = globals.find_str(t, name) {
            cache.key.set(globals.cache_version(t));
            cache.index.set(index as u32);
            cache.kind.set(CacheKind::Global);
        }
        Ok(Value::NONE.into())
    }

    fn del_global(&self) -> Result<Tail<'t>, Raised> {
        let name = self.name();
        match self.globals().remove_str(self.t, name) {
            Some(_) => Ok(Value::NONE.into()),
            None => Err(self.not_defined(name)),
        }
    }

    fn load_name(&self) -> Result<Tail<'t>, Raised> {
        let (namespace, name) = (self.b(), self.name());
        if !namespace.is_set() {
            return self.load_global();
        }
        let found = self.namespace_item(namespace, name)?;
        self.or_global(found, name)
    }

    /// The namespace's item of this name; MISSING if there is none.
    fn namespace_item(&self, namespace: Value<'t>, name: Gc<'t, Str>) -> Result<Tail<'t>, Raised> {
        match namespace.cast_exact::<Dict>() {
            Some(dict) => Ok(dict.get_str(self.t, name).unwrap_or(Value::MISSING).into()),
            None => self.t.getitem_opt(namespace, name.value()),
        }
    }

    fn or_global(&self, found: Tail<'t>, name: Gc<'t, Str>) -> Result<Tail<'t>, Raised> {
        use crate::natives::Then;
        static OR_GLOBAL: Then = Then::new(|t, state, found| {
            if found != Value::MISSING {
                return Ok(found.into());
            }
            let tuple = state.expect::<Tuple>();
            let (function, name) = (tuple.at(0).expect::<Function>(), tuple.at(1).expect::<Str>());
            let globals = function.get(Function::globals).expect::<Dict>();
            let found = match globals.get_str(t, name) {
                Some(value) => return Ok(value.into()),
                // Globals of a derived class may have a `__missing__`, which comes before the builtins.
                None if globals.value().cast_exact::<Dict>().is_none() => {
                    t.getitem_opt(globals.value(), name.value())?
                }
                None => Value::MISSING.into(),
            };
            found.then(t, &OR_BUILTIN, state)
        });
        static OR_BUILTIN: Then = Then::new(|t, state, found| {
            if found != Value::MISSING {
                return Ok(found.into());
            }
            let state = state.expect::<Tuple>();
            let (function, name) = (state.at(0).expect::<Function>(), state.at(1).expect::<Str>());
            let builtins = function.get(Function::builtins).cast::<Dict>();
            match builtins.and_then(|builtins| builtins.get_str(t, name)) {
                Some(value) => Ok(value.into()),
                None => Err(t.name_error(name.value(), format_args!("name '{}' is not defined", name.to_text()))),
            }
        });
        if let Tail::Value(value) = found {
            if value != Value::MISSING {
                return Ok(found);
            }
        }
        let state = self.t.small_tuple([self.function().value(), name.value()]);
        found.then(self.t, &OR_GLOBAL, state.value())
    }

    fn store_name(&self) -> Result<Tail<'t>, Raised> {
        let (namespace, value) = (self.b(), self.a());
        if !namespace.is_set() {
            return self.store_global();
        }
        match namespace.cast_exact::<Dict>() {
            Some(dict) => dict.set_str(self.t, self.name(), value).map(|()| Value::NONE.into()),
            None => self.t.setitem(namespace, self.name().value(), value),
        }
    }

    fn del_name(&self) -> Result<Tail<'t>, Raised> {
        let namespace = self.b();
        if !namespace.is_set() {
            return self.del_global();
        }
        let name = self.name();
        match namespace.cast_exact::<Dict>() {
            Some(dict) => match dict.remove_str(self.t, name) {
                Some(_) => Ok(Value::NONE.into()),
                None => Err(self.not_defined(name)),
            },
            None => self.t.delitem(namespace, name.value()),
        }
    }

    fn load_class_cell(&self) -> Result<Tail<'t>, Raised> {
        use crate::natives::Then;
        static OR_CELL: Then = Then::new(|t, state, found| {
            if found != Value::MISSING {
                return Ok(found.into());
            }
            let state = state.expect::<Tuple>();
            let value = state.at(0).expect::<Cell>().get(Cell::value);
            if value.is_set() {
                return Ok(value.into());
            }
            let (name, shown) = (state.at(1), t.text(state.at(1)));
            Err(t.name_error(
                name,
                format_args!(
                    "cannot access free variable '{shown}' where it is not associated with a value in enclosing scope"
                ),
            ))
        });
        let name = self.name();
        let found = self.namespace_item(self.reg(self.i.d() as usize), name)?;
        let state = self.t.small_tuple([self.b(), name.value()]);
        found.then(self.t, &OR_CELL, state.value())
    }

    fn load_class_global(&self) -> Result<Tail<'t>, Raised> {
        let name = self.name();
        let found = self.namespace_item(self.b(), name)?;
        self.or_global(found, name)
    }

    // Calls

    fn method_window(&self, count: usize) -> (*const Slot, usize) {
        let window = self.at(self.i.a());
        if read(window, 0).is_set() { (window, count + 1) } else { (window.wrapping_add(1), count) }
    }

    fn call_spread(&self) -> Result<Step<'t>, Raised> {
        let window = self.at(self.i.a());
        let (args, keywords) = (read(window, 1).expect::<Tuple>(), read(window, 2));
        let (window, count, keywords) = self.t.spread(window, args, keywords)?;
        self.t.begin_call(window, count, keywords)
    }

    fn call_intrinsic(&self) -> Result<Step<'t>, Raised> {
        let window = self.at(self.i.a());
        let Some(intrinsic) = Intrinsic::from_number(self.i.d()) else {
            return Err(self.t.raise(cls::SystemError, "unknown intrinsic"));
        };
        write(window, 0, self.t.intrinsic(intrinsic));
        // An unset namespace stands for the globals.
        let namespace = match intrinsic {
            Intrinsic::ImportStar => 2,
            Intrinsic::SetupAnnotations => 1,
            _ => 0,
        };
        if namespace != 0 && !read(window, namespace).is_set() {
            write(window, namespace, self.globals().value());
        }
        self.t.begin_call(window, self.i.b() as usize, Keywords::None)
    }

    fn make_function(&self) -> Result<Tail<'t>, Raised> {
        let (t, i) = (self.t, self.i);
        let code = self.constant(i.b() as usize).expect::<Code>();
        let function = t.new_function(code, self.globals());
        function.set(t, Function::builtins, self.function().get(Function::builtins));
        let mut register = i.c() as usize;
        let mut next = |bit: u8| {
            if i.d() & bit == 0 {
                return None;
            }
            register += 1;
            Some(self.reg(register - 1))
        };
        let extras = [next(1), next(2), next(4), next(8)];
        let fields = [Function::defaults, Function::kwdefaults, Function::annotate, Function::closure];
        for (field, extra) in fields.into_iter().zip(extras) {
            if let Some(extra) = extra {
                function.set(t, field, extra);
            }
        }
        Ok(function.value().into())
    }

    // Iteration

    fn for_iter(&self) -> Result<Step<'t>, Raised> {
        let iterator = self.b();
        if let Some(generator) = iterator.cast::<Generator>() {
            return self.t.resume_generator(generator, Resume::Send(Value::NONE));
        }
        let tail = self.t.next_after_leaf(iterator)?;
        self.t.begin_tail(tail)
    }

    fn unpack(&self) -> Result<Tail<'t>, Raised> {
        let (t, wanted) = (self.t, self.i.c() as usize);
        let source = self.b();
        if let Some(tuple) = source.cast_exact::<Tuple>() {
            if tuple.extent() == wanted {
                return Ok(source.into());
            }
            return Err(t.unpack_mismatch(source, tuple.extent(), wanted));
        }
        if let Some(list) = source.cast_exact::<List>() {
            if list.get(List::length) == wanted {
                return t.list_to_tuple(list).map(|tuple| tuple.value().into());
            }
            return Err(t.unpack_mismatch(source, list.get(List::length), wanted));
        }
        Ok(Tail::call(t.app(app::unpack), &[source, t.int_usize(wanted)]))
    }

    fn unpack_star(&self) -> Result<Tail<'t>, Raised> {
        let (before, after) = (t_int(self.i.c() as i32), t_int(self.i.d() as i32));
        Ok(Tail::call(self.t.app(app::unpack_star), &[self.b(), before, after]))
    }

    // Imports

    fn import_name(&self) -> Result<Tail<'t>, Raised> {
        let (t, first) = (self.t, self.i.b() as usize);
        let (level, fromlist) = (self.reg(first), self.reg(first + 1));
        let builtins = self.function().get(Function::builtins).cast::<Dict>();
        let import = builtins.and_then(|dict| dict.get_sym(t, sym::__import__));
        let Some(import) = import else { return Err(t.raise(cls::ImportError, "__import__ not found")) };
        let globals = self.globals().value();
        let args = t.small_tuple([self.name().value(), globals, Value::NONE, fromlist, level]);
        Ok(Tail::spread(import, args, Value::UNSET))
    }

    fn import_from(&self) -> Result<Tail<'t>, Raised> {
        use crate::natives::Then;
        static OR_SUBMODULE: Then = Then::new(|t, state, found| {
            if found != Value::MISSING {
                return Ok(found.into());
            }
            let state = state.expect::<Tuple>();
            Ok(Tail::call(t.app(app::import_from), &[state.at(0), state.at(1)]))
        });
        let (module, name) = (self.b(), self.name());
        let state = self.t.small_tuple([module, name.value()]);
        self.t.getattr_opt(module, name)?.then(self.t, &OR_SUBMODULE, state.value())
    }

    // Exceptions

    fn raise(&self) -> Result<Step<'t>, Raised> {
        let (t, i) = (self.t, self.i);
        if i.d() == 0 {
            let handled = t.slot_value(&t.handled);
            if !handled.is_set() {
                return Err(t.raise(cls::RuntimeError, "No active exception to reraise"));
            }
            return Err(t.reraise(handled));
        }
        let operand = self.a();
        if t.is_exception_class(operand) {
            // The instance comes back to this instruction, which raises it.
            return t.begin_tail(Tail::call(operand, &[]));
        }
        Err(t.raise_called(self.base, i, operand))
    }

    fn jump_if_no_match(&self) -> Result<Step<'t>, Raised> {
        if !self.t.exception_matches(self.a(), self.b())? {
            let frame = self.t.stacks.top();
            frame.pc.set(frame.pc.get().wrapping_offset(self.i.sc() as isize));
        }
        Ok(Step::Run)
    }

    fn with_enter(&self) -> Result<Step<'t>, Raised> {
        let (t, manager) = (self.t, self.b());
        let asynchronous = self.i.d() == 1;
        let (enter, exit) =
            if asynchronous { (sym::__aenter__, sym::__aexit__) } else { (sym::__enter__, sym::__exit__) };
        let Some(exit) = t.lookup_special(manager, exit) else {
            return Err(self.no_manager(manager, asynchronous, exit_name(asynchronous)));
        };
        let Some(enter) = t.lookup_special(manager, enter) else {
            return Err(self.no_manager(manager, asynchronous, enter_name(asynchronous)));
        };
        let window = self.at(self.i.a());
        let (function, this) = t.bind_special(exit, manager)?;
        write(window, 0, function);
        write(window, 1, this);
        let tail = t.call_bound(enter, manager, &[])?;
        t.begin_tail(tail)
    }

    fn no_manager(&self, manager: Value<'t>, asynchronous: bool, missing: &str) -> Raised {
        let (kind, other, methods, statement) = if asynchronous {
            ("asynchronous context", "context", [sym::__enter__, sym::__exit__], "with")
        } else {
            ("context", "asynchronous context", [sym::__aenter__, sym::__aexit__], "async with")
        };
        let hint = if methods.into_iter().all(|method| self.t.lookup_special(manager, method).is_some()) {
            format!(" but it supports the {other} manager protocol. Did you mean to use '{statement}'?")
        } else {
            String::new()
        };
        self.t.type_error(format_args!(
            "'{}' object does not support the {kind} manager protocol (missed {missing} method){hint}",
            self.t.class_name(manager)
        ))
    }

    fn with_exit(&self) -> Result<Tail<'t>, Raised> {
        let (t, window) = (self.t, self.at(self.i.a()));
        let (function, this) = (read(window, 0), read(window, 1));
        let triple = if self.i.d() == 1 {
            [Value::NONE; 3]
        } else {
            let exception = self.b();
            let traceback = exception.expect::<crate::errors::Exception>().get(crate::errors::Exception::traceback);
            [t.class_of(exception).value(), exception, traceback.given().unwrap_or(Value::NONE)]
        };
        Ok(if function.is_set() {
            Tail::call(function, &[this, triple[0], triple[1], triple[2]])
        } else {
            Tail::call(this, &triple)
        })
    }

    // Generators

    fn yield_(&self) -> Result<Step<'t>, Raised> {
        let value = self.a();
        self.t.suspend(self.t.stacks.top(), self.i.d());
        if self.i.d() & 2 != 0 {
            // A value of an async generator ends the step that asked for it.
            return Err(self.t.raise_with(cls::StopIteration, &[value]));
        }
        Ok(Step::Value(value))
    }

    fn send(&self) -> Result<Step<'t>, Raised> {
        let (t, iterator, sent) = (self.t, self.b(), self.a());
        if let Some(generator) = iterator.cast::<Generator>() {
            return t.resume_generator(generator, Resume::Send(sent)).and_then(|step| match step {
                Step::Value(Value::MISSING) => Err(t.raise_with(cls::StopIteration, &[])),
                step => Ok(step),
            });
        }
        let tail = if !sent.is_none() {
            Tail::call(t.app(app::send), &[iterator, sent])
        } else if let Some(item) = t.leaf_next(iterator) {
            item.into()
        } else if let Some(step) = t.next_of_builtin(iterator) {
            step?
        } else {
            // Not `next`, which drops the value of the StopIteration.
            match t.call_special(iterator, sym::__next__, &[]) {
                Some(step) => step?,
                None => {
                    let class = t.class_name(iterator);
                    return Err(t.type_error(format_args!("'{class}' object is not an iterator")));
                }
            }
        };
        match t.begin_tail(tail)? {
            Step::Value(Value::MISSING) => Err(t.raise_with(cls::StopIteration, &[])),
            step => Ok(step),
        }
    }

    fn get_awaitable(&self) -> Result<Tail<'t>, Raised> {
        let how = Value::small(self.i.d() as i32);
        if self.b().is::<Generator>() && self.t.is_plain_awaitable(self.b(), self.i.d()) {
            return Ok(self.b().into());
        }
        Ok(Tail::call(self.t.app(app::get_awaitable), &[self.b(), how]))
    }

    fn end_async_for(&self) -> Result<Step<'t>, Raised> {
        let exception = self.a();
        if !self.t.is_instance(exception, cls::StopAsyncIteration) {
            return Err(self.t.reraise(exception));
        }
        let frame = self.t.stacks.top();
        frame.pc.set(frame.pc.get().wrapping_offset(self.i.sc() as isize));
        Ok(Step::Run)
    }
}

fn enter_name(asynchronous: bool) -> &'static str {
    if asynchronous { "__aenter__" } else { "__enter__" }
}

fn exit_name(asynchronous: bool) -> &'static str {
    if asynchronous { "__aexit__" } else { "__exit__" }
}

fn t_int<'t>(value: i32) -> Value<'t> {
    Value::small(value)
}
