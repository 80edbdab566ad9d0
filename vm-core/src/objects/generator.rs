//! Generators, coroutines and async generators: a frame's registers, kept in the heap while it is suspended.

use gc_api::layout;

use crate::layouts;
use crate::objects::function::Code;
use crate::value::{Gc, Value};

/// Values of [`Generator::state`].
pub mod state {
    pub const CREATED: u32 = 0;
    pub const SUSPENDED: u32 = 1;
    pub const RUNNING: u32 = 2;
    pub const FINISHED: u32 = 3;
}

layout! {
    /// The registers, `R[0]` included, follow; they are unset while it runs.
    pub struct Generator(layouts::GENERATOR, last layouts::ASYNC_GENERATOR) {
        length: Raw<usize>,
        code: Ref,
        name: Ref,
        qualname: Ref,
        /// The exception it was handling when it was suspended.
        handled: Ref,
        /// While it runs: the exception its consumer was handling when it was resumed.
        outer: Ref,
        /// While it runs: the exception handled below its consumer, which is a generator itself.
        below: Ref,
        /// Async generators: the finaliser hook of `sys.set_asyncgen_hooks` when it first ran, or None; unset before.
        /// Coroutines: their `cr_origin`, if it is to be known.
        extra: Ref,
        /// Frame object, if one was asked for.
        frame: Ref,
        state: Raw<u32>,
        /// Instruction to go on with.
        pc: Raw<u32>,
        /// Registers kept; those above are dead.
        height: Raw<u32>,
        /// The code's flags: which of the three kinds it is.
        flags: Raw<u32>,
        /// Async generators: 1 while a step is under way.
        running_async: Raw<u32>,
        /// Async generators: 1 once closed or exhausted.
        closed: Raw<u32>,
        /// 1 once the collector has been told that it has a finaliser.
        finalisable: Raw<u32>,
    } words length
}

layout! {
    /// What `asend()` and `__anext__()` of an async generator give: one step of it, to be awaited.
    pub struct AsyncStep(layouts::ASYNC_GENERATOR_STEP, last layouts::ASYNC_GENERATOR_STEP) {
        generator: Ref,
        /// What is sent.
        argument: Ref,
        state: Raw<u64>,
    }
}

layout! {
    /// What `athrow()` and `aclose()` of an async generator give.
    pub struct AsyncThrow(layouts::ASYNC_THROW_STEP) {
        generator: Ref,
        /// The exception, or unset for `aclose()`.
        argument: Ref,
        state: Raw<u64>,
    }
}

layout! {
    /// What `coroutine.__await__()` gives.
    pub struct CoroutineWrapper(layouts::COROUTINE_WRAPPER) {
        coroutine: Ref,
    }
}

impl<'t> Gc<'t, Generator> {
    /// The iterator it delegates to, if it is suspended in a delegation.
    pub fn delegate(self) -> Option<Value<'t>> {
        use compiler::bytecode::Op;
        if self.get(Generator::state) != state::SUSPENDED {
            return None;
        }
        // SAFETY: a loaded code has a body.
        let body = unsafe { &*self.get(Generator::code).expect::<Code>().get(Code::body) };
        let ins = body.compiled.instructions[self.get(Generator::pc) as usize - 1];
        (ins.op() == Op::Yield && ins.d() & 1 == 1).then(|| self.at(ins.c() as usize))
    }

    pub fn is_coroutine(self) -> bool {
        self.get(Generator::flags) & compiler::bytecode::Flags::COROUTINE != 0
    }

    pub fn is_async(self) -> bool {
        self.get(Generator::flags) & compiler::bytecode::Flags::ASYNC_GENERATOR != 0
    }

    /// A generator proper, which iterates: not a coroutine or an async generator.
    pub fn is_plain(self) -> bool {
        use compiler::bytecode::Flags;
        self.get(Generator::flags) & (Flags::COROUTINE | Flags::ASYNC_GENERATOR) == 0
    }
}

/// Coroutines and async generators look as generators do; the layout tells their class.
pub static LAYOUTS: crate::layouts::Layouts = &[
    (layouts::COROUTINE, const { &<Generator as gc_api::Layout>::INFO }),
    (layouts::ASYNC_GENERATOR, const { &<Generator as gc_api::Layout>::INFO }),
];
