//! The frames of running functions, as natives and programs see them.

use crate::Thread;
use crate::objects::dict::Dict;
use crate::objects::function::{Body, Cell, Code, Function};
use crate::stack::Frame;
use crate::value::{Gc, Raised, Value};

/// A Python function that runs, `depth` calls below the newest.
#[derive(Copy, Clone)]
pub struct Running<'t> {
    pub function: Gc<'t, Function>,
    /// Line it is at, from 1; 0 if unknown.
    pub line: u32,
    frame: &'t Frame,
}

impl Thread {
    /// Running Python functions, newest first, without the machine's own.
    pub fn running(&self) -> impl Iterator<Item = Running<'_>> {
        self.stacks.iter().filter(|frame| frame.kind.get().is_python()).filter_map(|frame| {
            // SAFETY: a Python frame has a body.
            let (body, function) = (unsafe { frame.body() }, frame.register(self, 0));
            if body.hidden {
                return None;
            }
            Some(Running { function: function.cast()?, line: body.line_at(frame.current()), frame })
        })
    }

    /// The globals of the Python function that runs.
    pub fn current_globals(&self) -> Option<Gc<'_, Dict>> {
        self.running().next().map(|running| running.globals())
    }
}

impl<'t> Running<'t> {
    pub fn globals(self) -> Gc<'t, Dict> {
        self.function.get(Function::globals).expect()
    }

    pub fn code(self) -> Gc<'t, Code> {
        self.function.get(Function::code).expect()
    }

    pub(crate) fn frame(self) -> &'t Frame {
        self.frame
    }

    /// What `locals()` gives: the namespace of a module or class body, or a new dict of a function's variables.
    pub fn locals(self, t: &'t Thread) -> Result<Value<'t>, Raised> {
        // SAFETY: a Python frame has a body.
        let body = unsafe { self.frame.body() };
        let locals = t.locals_of(body, self.code(), self.globals(), |index| self.frame.register(t, index))?;
        if let Some(object) = t.known_frame(t.stacks.index_of(self.frame)) {
            t.add_extra_locals(object, locals)?;
        }
        Ok(locals)
    }
}

impl Thread {
    /// The variables of a function whose registers `register` reads.
    pub(crate) fn locals_of<'t>(
        &'t self,
        body: &Body,
        code: Gc<'t, Code>,
        globals: Gc<'t, Dict>,
        register: impl Fn(usize) -> Value<'t>,
    ) -> Result<Value<'t>, Raised> {
        let compiled = &body.compiled;
        if compiled.locals.first().is_some_and(|name| &**name == ".namespace") {
            return Ok(register(1).given().unwrap_or(globals.value()));
        }
        let names = code.refs();
        let locals = self.new_dict();
        for (index, name) in compiled.locals.iter().enumerate().filter(|(_, name)| !name.starts_with('.')) {
            let mut value = register(index + 1);
            let in_cell = |list: &[compiler::bytecode::Cell]| {
                list.iter().any(|cell| cell.register as usize == index + 1 && cell.name == *name)
            };
            if in_cell(&compiled.cells) || in_cell(&compiled.frees) {
                value = value.cast::<Cell>().map_or(value, |cell| cell.get(Cell::value));
            }
            if value.is_set() {
                locals.set_str(self, names.at(body.locals_at as usize + index).expect(), value)?;
            }
        }
        for free in &compiled.frees {
            let value =
                register(free.register as usize).cast::<Cell>().map_or(Value::UNSET, |cell| cell.get(Cell::value));
            if value.is_set() {
                locals.set_str(self, self.intern_text(&free.name), value)?;
            }
        }
        Ok(locals.value())
    }
}

impl Thread {
    /// The exception being handled: `sys.exception()`; None if there is none.
    pub fn handled_exception(&self) -> Value<'_> {
        self.handled_now().given().unwrap_or(Value::NONE)
    }

    /// `sys.getrecursionlimit()`.
    pub fn recursion_limit(&self) -> usize {
        self.recursion_limit.get()
    }

    /// `sys.setrecursionlimit()`; RecursionError if the stack is deeper already.
    pub fn set_recursion_limit(&self, limit: usize) -> Result<(), Raised> {
        let depth = self.stacks.depth();
        if depth >= limit {
            return Err(self.raise(
                crate::cls::RecursionError,
                format_args!(
                    "cannot set the recursion limit to {limit} at the recursion depth {depth}: the limit is too low"
                ),
            ));
        }
        self.recursion_limit.set(limit);
        self.stacks.set_recursion_limit(limit);
        Ok(())
    }

    /// The dict of the builtins.
    pub fn builtins(&self) -> Gc<'_, Dict> {
        self.fixed_root(crate::vm::RootKey::Builtins).expect()
    }

    /// What belongs into `__builtins__` of new globals: the module, or its dict while there is none.
    pub fn builtins_module(&self) -> Value<'_> {
        let modules = self.fixed_root(crate::vm::RootKey::Modules).cast::<Dict>();
        let module = modules.and_then(|modules| modules.get_sym(self, crate::sym::builtins));
        module.unwrap_or_else(|| self.builtins().value())
    }
}
