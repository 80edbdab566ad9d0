//! Frame objects: what a program sees of a running, suspended or finished function. Made on demand.
//!
//! While its function runs, a frame object says only where on the control stack it is. When the function leaves the
//! stack for good, the object takes the locals over.

use std::cell::Cell;

use gc_api::{Slot, layout};

use crate::Thread;
use crate::classes::cls;
use crate::frames::Running;
use crate::layouts;
use crate::natives::{Args, ClassDef, GetSetDef, NativeDef, class, getset, getter, leaf, member};
use crate::objects::class::flags;
use crate::objects::dict::Dict;
use crate::objects::function::{self, Body, Code, Function};
use crate::objects::generator::{Generator, state};
use crate::objects::string::Str;
use crate::stack::{Frame, FrameKind};
use crate::thread::header;
use crate::value::{Gc, Raised, Res, Value};

layout! {
    /// The registers, `R[0]` included, follow once the function has left the stack.
    pub struct FrameObject(layouts::FRAME) {
        length: Raw<usize>,
        function: Ref,
        /// What it runs; the function may have got another code since.
        code: Ref,
        /// The caller's frame object, once this one is off the stack.
        back: Ref,
        /// The generator whose frame it is, until that is finished.
        generator: Ref,
        trace: Ref,
        /// What a program has put into `f_locals` besides variables: a dict, or unset.
        extra: Ref,
        /// Position in the control stack while the function runs; 0 otherwise.
        depth: Raw<usize>,
        /// The instruction it was at when it left.
        pc: Raw<u32>,
    } words length
}

pub static FRAME: ClassDef =
    class(cls::frame, "frame").layouts(&[layouts::FRAME]).flags(flags::NO_NEW).methods(&METHODS).getsets(&GETSETS);

static METHODS: [NativeDef; 2] = [leaf("clear(self, /)", clear), leaf("__repr__(self, /)", repr)];

static GETSETS: [GetSetDef; 10] = [
    getter("f_code", |_, this| Ok(this.expect::<FrameObject>().code().value())),
    getter("f_globals", |_, this| Ok(this.expect::<FrameObject>().of_function().get(Function::globals))),
    getter("f_builtins", |_, this| Ok(this.expect::<FrameObject>().of_function().get(Function::builtins))),
    getter("f_locals", |t, this| t.frame_locals(this.expect())),
    getter("f_back", |t, this| t.frame_back(this.expect())),
    getter("f_lasti", |t, this| Ok(t.int_usize(2 * this.expect::<FrameObject>().at_instruction(t)))),
    getter("f_lineno", |t, this| {
        let this = this.expect::<FrameObject>();
        let line = this.body().line_at(this.at_instruction(t));
        Ok(if line == 0 { Value::NONE } else { t.int(line as i64) })
    }),
    getter("f_generator", |_, this| {
        Ok(this.expect::<FrameObject>().get(FrameObject::generator).given().unwrap_or(Value::NONE))
    }),
    getset(
        "f_trace",
        |_, this| Ok(this.expect::<FrameObject>().get(FrameObject::trace).given().unwrap_or(Value::NONE)),
        |t, this, value| {
            this.expect::<FrameObject>().set(t, FrameObject::trace, value);
            Ok(())
        },
    ),
    member("f_trace_lines", |_, _| Ok(Value::TRUE)),
];

/// What the compiler calls the namespace of a module or class body.
const NAMESPACE: &str = ".namespace";

impl<'t> Gc<'t, FrameObject> {
    pub fn of_function(self) -> Gc<'t, Function> {
        self.get(FrameObject::function).expect()
    }

    pub fn code(self) -> Gc<'t, Code> {
        self.get(FrameObject::code).expect()
    }

    fn body(self) -> &'t Body {
        // SAFETY: a loaded code has a body for as long as it lives.
        unsafe { &*self.code().get(Code::body) }
    }

    fn on_stack(self, t: &'t Thread) -> Option<&'t Frame> {
        match self.get(FrameObject::depth) {
            0 => None,
            depth => Some(t.stacks.at(depth)),
        }
    }

    /// The generator, while it is not finished and does not run.
    fn suspended(self) -> Option<Gc<'t, Generator>> {
        let generator = self.get(FrameObject::generator).cast::<Generator>()?;
        (generator.get(Generator::state) != state::FINISHED).then_some(generator)
    }

    /// `inner`, if it has left the stack, was called from here.
    pub(crate) fn is_caller_of(self, t: &Thread, inner: Gc<'_, FrameObject>) {
        if inner.get(FrameObject::depth) == 0 && !inner.get(FrameObject::back).is_set() && inner != self {
            inner.set(t, FrameObject::back, self.value());
        }
    }

    fn at_instruction(self, t: &'t Thread) -> usize {
        match (self.on_stack(t), self.suspended()) {
            (Some(frame), _) => frame.current(),
            (None, Some(generator)) => (generator.get(Generator::pc) as usize).saturating_sub(1),
            (None, None) => self.get(FrameObject::pc) as usize,
        }
    }
}

impl Thread {
    /// The frame object of the Python frame at this position of the control stack.
    pub(crate) fn frame_object_at<'t>(&'t self, depth: usize) -> Result<Gc<'t, FrameObject>, Raised> {
        let frame = self.stacks.at(depth);
        if let Some(known) = self.known_frame(depth) {
            return Ok(known);
        }
        let function = frame.register(self, 0).expect::<Function>();
        let made = self.new_frame_object(function, function.code())?;
        made.set_raw(FrameObject::depth, depth);
        if let Some(generator) = frame.generator(self) {
            made.set(self, FrameObject::generator, generator.value());
            generator.set(self, Generator::frame, made.value());
        } else {
            frame.kind.set(FrameKind::Observed);
        }
        let mut known = self.frame_objects.borrow_mut();
        let place = known.partition_point(|(at, _)| *at < depth);
        known.insert(place, (depth, made.word()));
        Ok(made)
    }

    fn new_frame_object<'t>(
        &'t self,
        function: Gc<'t, Function>,
        code: Gc<'t, Code>,
    ) -> Result<Gc<'t, FrameObject>, Raised> {
        // SAFETY: a loaded code has a body.
        let length = unsafe { &*code.get(Code::body) }.locals as usize;
        self.new_variable(
            FrameObject {
                header: header(),
                length: Cell::new(length),
                function: Slot::new(function.word()),
                code: Slot::new(code.word()),
                back: Slot::default(),
                generator: Slot::default(),
                trace: Slot::default(),
                extra: Slot::default(),
                depth: Cell::new(0),
                pc: Cell::new(0),
            },
            length,
        )
    }

    pub(crate) fn known_frame(&self, depth: usize) -> Option<Gc<'_, FrameObject>> {
        let known = self.frame_objects.borrow();
        let index = known.binary_search_by_key(&depth, |(at, _)| *at).ok()?;
        // SAFETY: the list is a root.
        Some(unsafe { Value::from_word(known[index].1) }.expect())
    }

    /// The frame object of a running function.
    pub fn frame_object<'t>(&'t self, running: Running<'t>) -> Result<Gc<'t, FrameObject>, Raised> {
        self.frame_object_at(self.stacks.index_of(running.frame()))
    }

    /// A generator's frame object; None once it is finished.
    pub(crate) fn frame_of_generator<'t>(&'t self, generator: Gc<'t, Generator>) -> Res<'t> {
        if let Some(frame) = generator.get(Generator::frame).given() {
            let finished = generator.get(Generator::state) == state::FINISHED;
            return Ok(if finished { Value::NONE } else { frame });
        }
        match generator.get(Generator::state) {
            state::FINISHED => Ok(Value::NONE),
            state::RUNNING => {
                let place = self.stacks.iter().position(|frame| frame.generator(self) == Some(generator));
                match place {
                    Some(from_top) => Ok(self.frame_object_at(self.stacks.depth() - from_top)?.value()),
                    None => Ok(Value::NONE),
                }
            }
            _ => {
                let code = generator.get(Generator::code).expect();
                let made = self.new_frame_object(generator.at(0).expect(), code)?;
                made.set(self, FrameObject::generator, generator.value());
                generator.set(self, Generator::frame, made.value());
                Ok(made.value())
            }
        }
    }

    /// A generator with a frame object runs again, in the newest frame.
    pub(crate) fn frame_resumed(&self, generator: Gc<'_, Generator>) {
        if let Some(frame) = generator.get(Generator::frame).cast::<FrameObject>() {
            let depth = self.stacks.depth();
            frame.set_raw(FrameObject::depth, depth);
            self.frame_objects.borrow_mut().push((depth, frame.word()));
        }
    }

    /// The newest frame is about to leave the stack; if a frame object stands for it, that stands alone now.
    /// With `keep` it takes the locals over.
    pub(crate) fn frame_leaves(&self, keep: bool) {
        let depth = self.stacks.depth();
        let mut known = self.frame_objects.borrow_mut();
        if known.last().is_none_or(|(at, _)| *at != depth) {
            return;
        }
        let Some((_, word)) = known.pop() else { return };
        drop(known);
        // SAFETY: the list is a root, and no safepoint lies between.
        let object = unsafe { Value::from_word(word) }.expect::<FrameObject>();
        object.set_raw(FrameObject::depth, 0);
        if !keep {
            return;
        }
        let frame = self.stacks.at(depth);
        object.set_raw(FrameObject::pc, frame.current() as u32);
        object.set(self, FrameObject::generator, Value::UNSET);
        for index in 0..object.extent() {
            object.put(self, index, frame.register(self, index));
        }
        if let Some((_, back)) = self.frame_objects.borrow().last() {
            // SAFETY: as above.
            let back = unsafe { Value::from_word(*back) };
            if self.caller_of(depth) == Some(back.expect::<FrameObject>().get(FrameObject::depth)) {
                object.set(self, FrameObject::back, back);
            }
        }
    }

    /// Position of the next visible Python frame below this one.
    fn caller_of(&self, depth: usize) -> Option<usize> {
        (1..depth).rev().find(|at| {
            let frame = self.stacks.at(*at);
            // SAFETY: a Python frame has a body.
            frame.kind.get().is_python() && !unsafe { frame.body() }.hidden
        })
    }

    fn frame_back<'t>(&'t self, this: Gc<'t, FrameObject>) -> Res<'t> {
        match this.get(FrameObject::depth) {
            0 => Ok(this.get(FrameObject::back).given().unwrap_or(Value::NONE)),
            depth => match self.caller_of(depth) {
                Some(caller) => Ok(self.frame_object_at(caller)?.value()),
                None => Ok(Value::NONE),
            },
        }
    }

    /// `f_locals`: the namespace of a module or class body, a proxy of the variables of a function.
    fn frame_locals<'t>(&'t self, this: Gc<'t, FrameObject>) -> Res<'t> {
        if this.body().compiled.locals.first().is_some_and(|name| &**name == NAMESPACE) {
            let globals = this.of_function().get(Function::globals);
            return Ok(self.register_of(this, 1).given().unwrap_or(globals));
        }
        Ok(self.frame_locals_proxy(this))
    }

    /// A new dict of a function's variables, and what else is in its `f_locals`.
    pub(crate) fn variables_of_frame<'t>(&'t self, this: Gc<'t, FrameObject>) -> Result<Gc<'t, Dict>, Raised> {
        let globals = this.of_function().get(Function::globals).expect::<Dict>();
        let found = self.locals_of(this.body(), this.code(), globals, |index| self.register_of(this, index))?;
        self.add_extra_locals(this, found)?;
        Ok(found.expect())
    }

    /// What a program has put into a function's `f_locals` belongs to its locals.
    pub(crate) fn add_extra_locals<'t>(&'t self, this: Gc<'t, FrameObject>, locals: Value<'t>) -> Result<(), Raised> {
        let Some(extra) = this.get(FrameObject::extra).cast::<Dict>() else { return Ok(()) };
        for index in 0..extra.filled() {
            if let Some((key, value)) = extra.entry(index) {
                locals.expect::<Dict>().insert_new(self, key, extra.hash_at(index), value)?;
            }
        }
        Ok(())
    }

    fn register_of<'t>(&'t self, this: Gc<'t, FrameObject>, index: usize) -> Value<'t> {
        match (this.on_stack(self), this.suspended()) {
            (Some(frame), _) => frame.register(self, index),
            (None, Some(generator)) => generator.at(index),
            (None, None) => this.at(index),
        }
    }

    /// The register of a variable of the function.
    fn register_of_variable(this: Gc<'_, FrameObject>, name: Gc<'_, Str>) -> Option<usize> {
        let name = name.units().to_utf8().ok()?;
        let compiled = &this.body().compiled;
        if let Some(free) = compiled.frees.iter().find(|free| *free.name == *name) {
            return Some(free.register as usize);
        }
        let at = compiled.locals.iter().position(|local| **local == *name)?;
        (!name.starts_with('.')).then_some(at + 1)
    }

    pub(crate) fn is_frame_variable(&self, this: Gc<'_, FrameObject>, name: Gc<'_, Str>) -> bool {
        Thread::register_of_variable(this, name).is_some()
    }

    /// Binds a variable of the function; false if it has none of this name.
    pub(crate) fn set_frame_variable<'t>(
        &'t self,
        this: Gc<'t, FrameObject>,
        name: Gc<'t, Str>,
        value: Value<'t>,
    ) -> bool {
        let Some(index) = Thread::register_of_variable(this, name) else { return false };
        let compiled = &this.body().compiled;
        let shared = compiled.cells.iter().chain(&compiled.frees).any(|cell| cell.register as usize == index);
        if shared && let Some(cell) = self.register_of(this, index).cast::<function::Cell>() {
            cell.set(self, function::Cell::value, value);
            return true;
        }
        match (this.on_stack(self), this.suspended()) {
            (Some(frame), _) => frame.set_register(self, index, value),
            (None, Some(generator)) => generator.put(self, index, value),
            (None, None) => this.put(self, index, value),
        }
        true
    }
}

fn clear<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = args.this::<FrameObject>();
    if this.on_stack(t).is_some() {
        return Err(t.raise(cls::RuntimeError, "cannot clear an executing frame"));
    }
    if this.suspended().is_some() {
        return Err(t.raise(cls::RuntimeError, "cannot clear a suspended frame"));
    }
    this.fill(t, 1.min(this.extent())..this.extent(), Value::UNSET);
    Ok(Value::NONE)
}

fn repr<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = args.this::<FrameObject>();
    let (file, name) = (t.text(this.code().get(Code::filename)), t.text(this.code().get(Code::name)));
    let line = this.body().line_at(this.at_instruction(t));
    Ok(t.str(&format!("<frame at {:#x}, file '{file}', line {line}, code {name}>", t.identity(this.value())))?.value())
}
