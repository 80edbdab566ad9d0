//! Generators, coroutines and async generators: a frame's registers, kept in the heap while it is suspended.

use gc_api::layout;

use crate::layouts;
use crate::value::Gc;

/// Values of [`Generator::state`].
pub mod state {
    pub const CREATED: u32 = 0;
    pub const SUSPENDED: u32 = 1;
    pub const RUNNING: u32 = 2;
    pub const FINISHED: u32 = 3;
}

layout! {
    /// The registers, `R[0]` included, follow; they are unset while it runs.
    pub struct Generator(layouts::GENERATOR) {
        length: Raw<usize>,
        code: Ref,
        name: Ref,
        qualname: Ref,
        /// The exception it was handling when it was suspended.
        handled: Ref,
        /// The exception its consumer was handling when it was resumed.
        outer: Ref,
        /// Async generators: finaliser hook and other state.
        extra: Ref,
        state: Raw<u32>,
        /// Instruction to go on with.
        pc: Raw<u32>,
        /// The code's flags: which of the three kinds it is.
        flags: Raw<u32>,
        /// Async generators: 1 while a step is under way.
        running_async: Raw<u32>,
    } words length
}

impl Gc<'_, Generator> {
    /// A generator proper, which iterates: not a coroutine or an async generator.
    pub fn is_plain(self) -> bool {
        use compiler::bytecode::Flags;
        self.get(Generator::flags) & (Flags::COROUTINE | Flags::ASYNC_GENERATOR) == 0
    }
}
