//! Calling: from a window of values to a frame, a native's result, or the next step of a protocol.

use compiler::bytecode::Flags;
use gc_api::{Slot, Word};

use super::passed::{Keywords, surplus};
use crate::classes::cls;
use crate::interp::Resume;
use crate::layouts;
use crate::natives::{Abi, Args, Call, CallArgs, NativeDef, ReentrantFn, Tail, Then, Window};
use crate::objects::class::{Class, flags};
use crate::objects::dict::Dict;
use crate::objects::function::{Body, BoundMethod, Function, MethodDescriptor, NativeFunction};
use crate::objects::generator::Generator;
use crate::objects::sequence::Tuple;
use crate::stack::FrameKind;
use crate::symbols::sym;
use crate::value::{Gc, Raised, Value};
use crate::{Thread, vm::ready};

/// What has to happen next.
pub(crate) enum Step<'t> {
    /// The newest frame runs on.
    Run,
    /// The call has this result already.
    Value(Value<'t>),
    /// A re-entrant native is to be called with the exclusive borrow; its frame is pushed.
    Native(ReentrantFn, Window),
    /// The nested run has ended; its result or exception lies in the thread.
    Exit,
}

/// Most arguments one call may spread on the stack.
const MAX_ARGUMENTS: usize = 100_000;

impl Thread {
    /// Calls `window[0]` with the `nargs` values after it.
    pub(crate) fn begin_call<'t>(
        &'t self,
        mut window: *const Slot,
        mut nargs: usize,
        mut keywords: Keywords<'t>,
    ) -> Result<Step<'t>, Raised> {
        let mut hops = 0;
        loop {
            let callee = read(window, 0);
            let def;
            if let Some(function) = callee.cast_exact::<Function>() {
                return self.call_function(function, window, nargs, keywords);
            } else if let Some(descriptor) = callee.cast::<MethodDescriptor>() {
                def = native_def(descriptor.get(MethodDescriptor::def));
                if nargs == 0 {
                    return Err(self.unbound_without_self(def, descriptor));
                }
                self.check_self(def, descriptor, read(window, 1))?;
            } else if let Some(native) = callee.cast::<NativeFunction>() {
                def = native_def(native.get(NativeFunction::def));
                let this = native.get(NativeFunction::this);
                if this.is_set() {
                    insert(window, &mut nargs, this);
                }
            } else if let Some(method) = callee.cast_exact::<BoundMethod>() {
                write(window, 0, method.get(BoundMethod::function));
                insert(window, &mut nargs, method.get(BoundMethod::this));
                continue;
            } else if let Some(class) = callee.cast::<Class>() {
                match self.call_class(class, &mut window, &mut nargs, &mut keywords)? {
                    ClassCall::Again => continue,
                    ClassCall::Value(value) => return Ok(Step::Value(value)),
                    ClassCall::Native(construct) => def = construct,
                }
            } else {
                let Some(call) = self.lookup_special(callee, sym::__call__) else {
                    return Err(self.type_error(format_args!("'{}' object is not callable", self.class_name(callee))));
                };
                // Every one of them may be an object with a `__call__` again.
                hops += 1;
                if hops > self.recursion_limit() {
                    return Err(self.recursion_error(""));
                }
                self.place_special(call, callee, window, &mut nargs)?;
                continue;
            }
            let count = self.bind_native(def, window, nargs, keywords)?;
            // SAFETY: the binder has filled `count` slots of the window.
            let args = Args::new(unsafe { std::slice::from_raw_parts(window.add(1), count) });
            match def.abi {
                Abi::Leaf(leaf) => return leaf(self, args).map(Step::Value),
                Abi::Tail(tail) => match tail(self, args)? {
                    Tail::Value(value) => return Ok(Step::Value(value)),
                    Tail::Call(call) => match self.place_call(call, window)? {
                        Placed::Call(at, count, kw) => (window, nargs, keywords) = (at, count, kw),
                        Placed::Resume(generator, resume) => return self.resume_generator(generator, resume),
                    },
                },
                Abi::Reentrant(native) => {
                    let base = window.wrapping_add(1);
                    let kind = FrameKind::Native(count as u32);
                    self.push_frame(kind, base, std::ptr::null())?;
                    // SAFETY: both lie in the value stack.
                    let start = unsafe { base.offset_from(self.stacks.value_start()) } as usize;
                    return Ok(Step::Native(native, Window { start, len: count }));
                }
            }
        }
    }

    /// Goes on with a tail: its window starts above the newest frame.
    pub(crate) fn begin_tail<'t>(&'t self, tail: Tail<'t>) -> Result<Step<'t>, Raised> {
        match tail {
            Tail::Value(value) => Ok(Step::Value(value)),
            Tail::Call(call) => match self.place_call(call, self.stacks.free())? {
                Placed::Call(window, nargs, keywords) => self.begin_call(window, nargs, keywords),
                Placed::Resume(generator, resume) => self.resume_generator(generator, resume),
            },
        }
    }

    /// Pushes the call's continuations and lays out its window.
    fn place_call<'t>(&'t self, call: Call<'t>, mut window: *const Slot) -> Result<Placed<'t>, Raised> {
        for (then, state) in call.thens() {
            write(window, 0, state);
            self.push_frame(FrameKind::Then(then), window, std::ptr::null())?;
            window = window.wrapping_add(1);
        }
        write(window, 0, call.callee);
        match call.args {
            CallArgs::Inline(args, count) => {
                for (index, arg) in args[..count as usize].iter().enumerate() {
                    write(window, index + 1, *arg);
                }
                Ok(Placed::Call(window, count as usize, Keywords::None))
            }
            CallArgs::Spread(args, keywords) => {
                let (window, count, keywords) = self.spread(window, args, keywords)?;
                Ok(Placed::Call(window, count, keywords))
            }
            CallArgs::Resume(resume) => Ok(Placed::Resume(call.callee.expect(), resume)),
        }
    }

    /// Lays a tuple of arguments into the window.
    pub(crate) fn spread<'t>(
        &'t self,
        window: *const Slot,
        args: Gc<'t, Tuple>,
        keywords: Value<'t>,
    ) -> Result<(*const Slot, usize, Keywords<'t>), Raised> {
        let count = args.extent();
        if count > MAX_ARGUMENTS {
            return Err(self.memory_error());
        }
        for index in 0..count {
            write(window, index + 1, args.at(index));
        }
        let keywords = match keywords.cast::<Dict>() {
            Some(dict) if !dict.is_empty() => Keywords::Dict(dict),
            _ => Keywords::None,
        };
        Ok((window, count, keywords))
    }

    #[inline(always)]
    pub(crate) fn push_frame(&self, kind: FrameKind, base: *const Slot, body: *const Body) -> Result<(), Raised> {
        match self.stacks.push(kind, std::ptr::null(), base, body, std::ptr::null()) {
            Some(_) => Ok(()),
            None => Err(self.recursion_error("")),
        }
    }

    // Python functions

    /// Binds the arguments and pushes the frame, or makes the generator.
    pub(crate) fn call_function<'t>(
        &'t self,
        function: Gc<'t, Function>,
        window: *const Slot,
        nargs: usize,
        keywords: Keywords<'t>,
    ) -> Result<Step<'t>, Raised> {
        let code = function.code();
        let body = self.awake(code)?;
        if !(body.simple && nargs == body.positional as usize && matches!(keywords, Keywords::None)) {
            self.bind_function(function, body, window, nargs, keywords)?;
        }
        clear_locals(window, body);
        if body.compiled.flags.0 & (Flags::GENERATOR | Flags::COROUTINE | Flags::ASYNC_GENERATOR) != 0 {
            return Ok(Step::Value(self.new_generator(function, code, body, window)?));
        }
        self.enter_function(function, body, window)?;
        Ok(Step::Run)
    }

    /// Pushes the frame of a function whose arguments are bound.
    #[inline(always)]
    pub(crate) fn enter_function(
        &self,
        function: Gc<'_, Function>,
        body: &Body,
        window: *const Slot,
    ) -> Result<(), Raised> {
        let refs = super::refs_of(function);
        match self.stacks.push(FrameKind::Python, body.first, window, body, refs) {
            Some(_) => Ok(()),
            None => Err(self.recursion_error("")),
        }
    }

    /// Puts a `__call__` found in a class into the window, bound or with its self before the arguments.
    fn place_special<'t>(
        &'t self,
        call: Value<'t>,
        this: Value<'t>,
        window: *const Slot,
        nargs: &mut usize,
    ) -> Result<(), Raised> {
        let (method, bound) = self.bind_special(call, this)?;
        if method.is_set() {
            write(window, 0, method);
            insert(window, nargs, this);
        } else {
            write(window, 0, bound);
        }
        Ok(())
    }

    // Classes

    fn call_class<'t>(
        &'t self,
        class: Gc<'t, Class>,
        window: &mut *const Slot,
        nargs: &mut usize,
        keywords: &mut Keywords<'t>,
    ) -> Result<ClassCall<'t>, Raised> {
        let bits = class.get(Class::flags);
        if bits & flags::CUSTOM_CALL != 0 {
            let metaclass = class.metaclass();
            if let Some(call) = self.lookup_sym(metaclass, sym::__call__) {
                self.place_special(call, class.value(), *window, nargs)?;
                return Ok(ClassCall::Again);
            }
        }
        self.construct(class, window, nargs, keywords)
    }

    /// What `type.__call__` does: `__new__`, then `__init__`.
    fn construct<'t>(
        &'t self,
        class: Gc<'t, Class>,
        window: &mut *const Slot,
        nargs: &mut usize,
        keywords: &mut Keywords<'t>,
    ) -> Result<ClassCall<'t>, Raised> {
        let construct = class.get(Class::construct);
        if !construct.is_null() {
            return Ok(ClassCall::Native(native_def(construct)));
        }
        let object = self.class(cls::object);
        let new = self.lookup_sym(class, sym::__new__);
        if new == self.lookup_sym(object, sym::__new__) && class.get(Class::flags) & flags::ABSTRACT == 0 {
            return self.construct_plain(class, window, nargs, keywords);
        }
        let Some(new) = new else {
            return Err(self.type_error(format_args!("cannot create '{}' instances", self.name_of_class(class))));
        };
        // `__new__` sees the arguments first; they are kept for `__init__`.
        let args = surplus(self, *window, 0..*nargs - keywords.in_window())?;
        let kw = keywords.dict(self, *window, *nargs)?;
        let state = self.small_tuple([class.value(), args.value(), kw]);
        self.shift(*window, *nargs, 2);
        write(*window, 0, state.value());
        self.push_frame(FrameKind::Then(&AFTER_NEW), *window, std::ptr::null())?;
        *window = window.wrapping_add(1);
        write(*window, 0, new);
        write(*window, 1, class.value());
        *nargs += 1;
        // `__new__` found through the class is a static method, already unwrapped or not.
        let bound = self.unwrap_static(new);
        write(*window, 0, bound);
        Ok(ClassCall::Again)
    }

    /// The common case: `object.__new__` and a Python `__init__`.
    fn construct_plain<'t>(
        &'t self,
        class: Gc<'t, Class>,
        window: &mut *const Slot,
        nargs: &mut usize,
        keywords: &mut Keywords<'t>,
    ) -> Result<ClassCall<'t>, Raised> {
        let init = self.lookup_sym(class, sym::__init__);
        if init == self.lookup_sym(self.class(cls::object), sym::__init__) {
            if class.has(flags::NO_NEW) {
                return Err(self.type_error(format_args!("cannot create '{}' instances", self.name_of_class(class))));
            }
            if *nargs > 0 || !matches!(keywords, Keywords::None) {
                return Err(self.type_error(format_args!("{}() takes no arguments", self.name_of_class(class))));
            }
            return Ok(ClassCall::Value(self.new_instance(class)?.value()));
        }
        let Some(init) = init else { return Ok(ClassCall::Value(self.new_instance(class)?.value())) };
        let instance = self.new_instance(class)?;
        if !class.has(flags::CUSTOM_CALL | flags::UNSTABLE) {
            class.set(self, Class::init, init);
            class.set_raw(Class::init_version, class.get(Class::version));
        }
        self.shift(*window, *nargs, 2);
        write(*window, 0, instance.value());
        self.push_frame(FrameKind::Init, *window, std::ptr::null())?;
        *window = window.wrapping_add(1);
        write(*window, 0, init);
        write(*window, 1, instance.value());
        *nargs += 1;
        Ok(ClassCall::Again)
    }

    /// Moves the arguments of a window up by `by` slots.
    pub(super) fn shift(&self, window: *const Slot, nargs: usize, by: usize) {
        // SAFETY: the value stack keeps a margin above every window.
        unsafe { move_up(window.add(1), nargs, by) }
    }

    #[cold]
    fn unbound_without_self(&self, def: &'static NativeDef, descriptor: Gc<'_, MethodDescriptor>) -> Raised {
        let (class, name) = (self.text(descriptor.owner().get(Class::name)), def.name());
        match descriptor.type_id() {
            layouts::METHOD_DESCRIPTOR => {
                self.type_error(format_args!("unbound method {class}.{name}() needs an argument"))
            }
            _ => self.type_error(format_args!("descriptor '{name}' of '{class}' object needs an argument")),
        }
    }

    /// A method of a builtin class works on its instances only, a class method on its subclasses.
    #[inline]
    pub(super) fn accepts<'t>(&'t self, descriptor: Gc<'t, MethodDescriptor>, this: Value<'t>) -> bool {
        let class = descriptor.owner();
        let found = if descriptor.type_id() == layouts::CLASS_METHOD_DESCRIPTOR {
            match this.cast::<Class>() {
                Some(this) => this,
                None => return false,
            }
        } else {
            self.class_of(this)
        };
        found == class || self.is_subclass(found, class)
    }

    #[inline]
    pub(crate) fn check_self<'t>(
        &'t self,
        def: &'static NativeDef,
        descriptor: Gc<'t, MethodDescriptor>,
        this: Value<'t>,
    ) -> Result<(), Raised> {
        if self.accepts(descriptor, this) { Ok(()) } else { Err(self.wrong_self(def, descriptor, this)) }
    }

    #[cold]
    fn wrong_self<'t>(&'t self, def: &NativeDef, descriptor: Gc<'t, MethodDescriptor>, this: Value<'t>) -> Raised {
        let (name, class) = (def.name(), self.name_of_class(descriptor.owner()));
        let found = self.class_name(this);
        match (descriptor.type_id(), this.cast::<Class>()) {
            (layouts::WRAPPER_DESCRIPTOR, _) => self
                .type_error(format_args!("descriptor '{name}' requires a '{class}' object but received a '{found}'")),
            (layouts::CLASS_METHOD_DESCRIPTOR, Some(this)) => {
                let this = self.name_of_class(this);
                self.type_error(format_args!(
                    "descriptor '{name}' requires a subtype of '{class}' but received '{this}'"
                ))
            }
            (layouts::CLASS_METHOD_DESCRIPTOR, None) => self.type_error(format_args!(
                "descriptor '{name}' for type '{class}' needs a type, not a '{found}' as arg 2"
            )),
            _ => self.type_error(format_args!(
                "descriptor '{name}' for '{class}' objects doesn't apply to a '{found}' object"
            )),
        }
    }
}

/// A call whose continuations are pushed.
enum Placed<'t> {
    Call(*const Slot, usize, Keywords<'t>),
    Resume(Gc<'t, Generator>, Resume<'t>),
}

enum ClassCall<'t> {
    /// The window holds another callee now.
    Again,
    Value(Value<'t>),
    Native(&'static NativeDef),
}

/// After `__new__`: `__init__`, if an instance came back.
static AFTER_NEW: Then = Then::new(|t, state, result| {
    let state = state.expect::<Tuple>();
    let class = state.at(0).expect::<Class>();
    let found = t.class_of(result);
    if !t.is_subclass(found, class) {
        return ready(result);
    }
    let init = t.lookup_sym(found, sym::__init__);
    let Some(init) = init.filter(|_| init != t.lookup_sym(t.class(cls::object), sym::__init__)) else {
        return ready(result);
    };
    let args = state.at(1).expect::<Tuple>();
    let all = t.new_tuple(args.extent() + 1)?;
    all.put(t, 0, result);
    all.copy_from(t, 1, args, 0, args.extent());
    Tail::spread(init, all, state.at(2)).then(t, &AFTER_INIT, result)
});

/// After `__init__`: it must have returned None; the instance is the result.
static AFTER_INIT: Then = Then::new(|t, instance, result| {
    t.check_init(result)?;
    ready(instance)
});

impl Thread {
    #[inline]
    pub(crate) fn check_init<'t>(&'t self, result: Value<'t>) -> Result<(), Raised> {
        if result.is_none() {
            return Ok(());
        }
        Err(self.type_error(format_args!("__init__() should return None, not '{}'", self.class_name(result))))
    }

    /// `type.__call__(class, ...)` for metaclasses that delegate to it.
    pub fn type_call<'t>(
        &'t self,
        class: Gc<'t, Class>,
        args: Gc<'t, Tuple>,
        keywords: Value<'t>,
    ) -> Result<Tail<'t>, Raised> {
        let Some(new) = self.lookup_sym(class, sym::__new__) else {
            return Err(self.type_error(format_args!("cannot create '{}' instances", self.name_of_class(class))));
        };
        let all = self.new_tuple(args.extent() + 1)?;
        all.put(self, 0, class.value());
        all.copy_from(self, 1, args, 0, args.extent());
        let state = self.small_tuple([class.value(), args.value(), keywords]);
        Tail::spread(self.unwrap_static(new), all, keywords).then(self, &AFTER_NEW, state.value())
    }

    /// The function within a static method, or the value itself.
    pub(crate) fn unwrap_static<'t>(&'t self, value: Value<'t>) -> Value<'t> {
        use crate::objects::descriptor::StaticMethod;
        match value.cast::<StaticMethod>() {
            Some(wrapper) => wrapper.get(StaticMethod::function),
            None => value,
        }
    }
}

/// Reads a slot of a window.
#[inline(always)]
pub(crate) fn read<'t>(window: *const Slot, index: usize) -> Value<'t> {
    // SAFETY: windows lie in the value stack; its slots hold live values between safepoints.
    unsafe { Value::from_word((*window.add(index)).get()) }
}

/// Writes a slot of a window.
#[inline(always)]
pub(crate) fn write(window: *const Slot, index: usize, value: Value<'_>) {
    // SAFETY: the value stack keeps a margin above every window.
    unsafe { (*window.add(index)).set(value.word()) }
}

/// Puts `value` before the arguments.
#[inline]
pub(super) fn insert<'t>(window: *const Slot, nargs: &mut usize, value: Value<'t>) {
    // SAFETY: as for `write`.
    unsafe { move_up(window.add(1), *nargs, 1) };
    write(window, 1, value);
    *nargs += 1;
}

/// Moves slots of a window up by `by`. Most calls have few arguments, for which it takes no call.
///
/// # Safety
/// The slots, and those above them, lie in the value stack.
#[inline(always)]
unsafe fn move_up(first: *const Slot, count: usize, by: usize) {
    let put = |index: usize| write(first, index + by, read(first, index));
    match count {
        0 => {}
        1 => put(0),
        2 => {
            put(1);
            put(0);
        }
        3 => {
            put(2);
            put(1);
            put(0);
        }
        // SAFETY: passed on.
        _ => unsafe { std::ptr::copy(first, first.add(by).cast_mut(), count) },
    }
}

/// Unsets the locals that are not parameters, and the temporaries that may stay unwritten.
#[inline(always)]
pub(crate) fn clear_locals(window: *const Slot, body: &Body) {
    for index in body.parameters as usize..body.zeroed as usize {
        // SAFETY: as for `write`.
        unsafe { (*window.add(index)).set(Word::ZERO) };
    }
}

#[inline(always)]
pub(crate) fn native_def(pointer: *const NativeDef) -> &'static NativeDef {
    // SAFETY: natives are declared in statics only.
    unsafe { &*pointer }
}
