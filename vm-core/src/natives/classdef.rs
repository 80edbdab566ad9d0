//! Declarations of builtin classes.

use gc_api::TypeId;

use super::{GetSetDef, NativeDef, Tail};
use crate::classes::{ClassKey, cls};
use crate::protocols::BufferDef;
use crate::thread::Thread;
use crate::value::{Raised, Value};

/// The next item of an iterator, or MISSING at its end, if no Python is needed. What it has taken from the iterators
/// within when it declines, it must have kept: it may be asked again before
/// `next` is. The number counts iterators within iterators: pass it on to
/// [`Thread::leaf_next_within`].
pub type StepFn = for<'t> fn(&'t Thread, Value<'t>, usize) -> Option<Value<'t>>;

/// The next item of an iterator, or MISSING at its end.
pub type NextFn = for<'t> fn(&'t Thread, Value<'t>) -> Result<Tail<'t>, Raised>;

/// A builtin class; a `static`. Build with [`class`] and the methods below.
pub struct ClassDef {
    pub key: ClassKey,
    /// As `__name__`.
    pub name: &'static str,
    /// As `__module__`.
    pub module: &'static str,
    pub doc: &'static str,
    /// `__text_signature__`; empty: none, as its calls follow no one list of parameters.
    pub signature: &'static str,
    pub base: ClassKey,
    pub metaclass: ClassKey,
    /// Layouts of exact instances; the first is that of new ones. Empty: none of its own (abstract, or its base's).
    pub layouts: &'static [TypeId],
    /// Layout of instances of subclasses; `None`: not subclassable.
    pub sub_layout: Option<TypeId>,
    /// Bits of `objects::class::flags` beyond what follows from the rest.
    pub flags: u32,
    pub methods: &'static [NativeDef],
    /// Further methods, which another class has as well.
    pub shared_methods: &'static [NativeDef],
    pub getsets: &'static [GetSetDef],
    /// Called instead of `__new__` and `__init__` when exactly this class is called.
    pub construct: Option<&'static NativeDef>,
    /// For iterators: how `for` and other iterators step exact instances without looking for `__next__`.
    pub step: Option<StepFn>,
    pub next: Option<NextFn>,
    /// How instances lend their bytes, where they do.
    pub buffer: Option<&'static BufferDef>,
}

pub const fn class(key: ClassKey, name: &'static str) -> ClassDef {
    ClassDef {
        key,
        name,
        module: "builtins",
        doc: "",
        signature: "",
        base: cls::object,
        metaclass: cls::type_,
        layouts: &[],
        sub_layout: None,
        flags: 0,
        methods: &[],
        shared_methods: &[],
        getsets: &[],
        construct: None,
        step: None,
        next: None,
        buffer: None,
    }
}

impl ClassDef {
    pub const fn doc(mut self, doc: &'static str) -> ClassDef {
        self.doc = doc;
        self
    }

    pub const fn signature(mut self, signature: &'static str) -> ClassDef {
        self.signature = signature;
        self
    }

    pub const fn base(mut self, base: ClassKey) -> ClassDef {
        self.base = base;
        self
    }

    pub const fn module(mut self, module: &'static str) -> ClassDef {
        self.module = module;
        self
    }

    pub const fn layouts(mut self, layouts: &'static [TypeId]) -> ClassDef {
        self.layouts = layouts;
        self
    }

    pub const fn subclassable(mut self, layout: TypeId) -> ClassDef {
        self.sub_layout = Some(layout);
        self
    }

    pub const fn flags(mut self, flags: u32) -> ClassDef {
        self.flags = flags;
        self
    }

    pub const fn methods(mut self, methods: &'static [NativeDef]) -> ClassDef {
        self.methods = methods;
        self
    }

    pub const fn shared_methods(mut self, methods: &'static [NativeDef]) -> ClassDef {
        self.shared_methods = methods;
        self
    }

    pub const fn buffer(mut self, def: &'static BufferDef) -> ClassDef {
        self.buffer = Some(def);
        self
    }

    pub const fn getsets(mut self, getsets: &'static [GetSetDef]) -> ClassDef {
        self.getsets = getsets;
        self
    }

    pub const fn step(mut self, step: StepFn) -> ClassDef {
        self.step = Some(step);
        self
    }

    /// What `__next__` does, which must be a method as well.
    pub const fn next(mut self, next: NextFn) -> ClassDef {
        self.next = Some(next);
        self
    }

    pub const fn construct(mut self, def: &'static NativeDef) -> ClassDef {
        self.construct = Some(def);
        self
    }
}
