//! Functions written in Rust, and how they are called.
//!
//! Three ABIs. A *leaf* computes and returns. A *tail* native may end in a call of something that may be Python
//! ([`Tail::Call`]), with a continuation ([`Then`]) for its result. A *re-entrant* one gets the thread exclusively and
//! may run the interpreter itself; it is for the few cases where neither of the others fits.
//! Whatever calls Python in a loop is not here but in `applevel`.

mod args;
mod classdef;
mod signature;
mod special;

pub use args::Args;
pub(crate) use args::WrongSelf;
pub use classdef::{ClassDef, NextFn, StepFn, class};
pub use signature::{Signature, parse_signature};

use std::sync::OnceLock;

use crate::interp::Resume;
use crate::objects::generator::Generator;
use crate::objects::sequence::Tuple;
use crate::thread::Thread;
use crate::value::{Gc, Raised, Res, Value};

pub type LeafFn = for<'t> fn(&'t Thread, Args<'t>) -> Res<'t>;
pub type TailFn = for<'t> fn(&'t Thread, Args<'t>) -> Result<Tail<'t>, Raised>;
/// The window lies in the value stack: read arguments with [`Thread::window_arg`], leave the result with [`Thread::set_window_result`].
pub type ReentrantFn = fn(&mut Thread, Window) -> Result<(), Raised>;

#[derive(Copy, Clone)]
pub enum Abi {
    Leaf(LeafFn),
    Tail(TailFn),
    Reentrant(ReentrantFn),
}

/// A re-entrant native's place in the value stack.
#[derive(Copy, Clone, Debug)]
pub struct Window {
    pub(crate) start: usize,
    pub len: usize,
}

/// How a native is looked up and bound.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Role {
    /// A module's function.
    Function,
    /// A method: the first parameter is self.
    Method,
    /// A class method: the first parameter is the class.
    ClassMethod,
    /// A static method (`__new__` is one).
    Static,
}

/// How wrong arguments are reported: CPython's natives differ in how they take theirs.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Wording {
    /// As follows from the parameters.
    Standard,
    /// As for a native without names: "f expected 1 argument, got 0".
    Unpacking,
    /// The same under another name.
    UnpackingAs(&'static str),
    /// Counted all at once, under this name: "f() takes exactly 2 arguments (1 given)".
    Counting(&'static str),
    /// Names are looked for one by one: "'x' is an invalid keyword argument for f()".
    Searching,
}

/// Declaration of a native function; a `static`. Build with [`leaf`], [`tail`], [`reentrant`] and the role methods.
pub struct NativeDef {
    /// Name and parameters in Python's notation, e.g. `"pop(self, index=-1, /)"`. A default only documents: the native
    /// sees an argument that was not given as unset. `*args` and `**kwargs` arrive as a tuple and a dict (or unset).
    pub text: &'static str,
    pub doc: &'static str,
    pub abi: Abi,
    pub role: Role,
    pub wording: Wording,
    /// Whether a method with the name of a special one is an ordinary method all the same: `dict.__getitem__`.
    pub plain: bool,
    signature: OnceLock<Signature>,
}

pub const fn leaf(text: &'static str, function: LeafFn) -> NativeDef {
    NativeDef {
        text,
        doc: "",
        abi: Abi::Leaf(function),
        role: Role::Method,
        wording: Wording::Standard,
        plain: false,
        signature: OnceLock::new(),
    }
}

pub const fn tail(text: &'static str, function: TailFn) -> NativeDef {
    NativeDef {
        text,
        doc: "",
        abi: Abi::Tail(function),
        role: Role::Method,
        wording: Wording::Standard,
        plain: false,
        signature: OnceLock::new(),
    }
}

pub const fn reentrant(text: &'static str, function: ReentrantFn) -> NativeDef {
    NativeDef {
        text,
        doc: "",
        abi: Abi::Reentrant(function),
        role: Role::Method,
        wording: Wording::Standard,
        plain: false,
        signature: OnceLock::new(),
    }
}

impl NativeDef {
    pub const fn function(mut self) -> NativeDef {
        self.role = Role::Function;
        self
    }

    pub const fn class_method(mut self) -> NativeDef {
        self.role = Role::ClassMethod;
        self
    }

    pub const fn unpacking(mut self) -> NativeDef {
        self.wording = Wording::Unpacking;
        self
    }

    pub const fn wording(mut self, wording: Wording) -> NativeDef {
        self.wording = wording;
        self
    }

    pub const fn plain_method(mut self) -> NativeDef {
        self.plain = true;
        self
    }

    pub const fn static_method(mut self) -> NativeDef {
        self.role = Role::Static;
        self
    }

    pub const fn doc(mut self, doc: &'static str) -> NativeDef {
        self.doc = doc;
        self
    }

    pub fn name(&self) -> &'static str {
        self.text.split('(').next().unwrap_or(self.text)
    }

    /// A special method that operators and protocols call: a slot of its class.
    pub fn is_slot(&self) -> bool {
        self.role == Role::Method && !self.plain && special::is_slot(self.name())
    }

    #[inline]
    pub fn signature(&'static self) -> &'static Signature {
        self.signature.get_or_init(|| parse_signature(self.text))
    }
}

/// How a computed attribute is read.
#[derive(Copy, Clone)]
pub enum Getter {
    Leaf(for<'t> fn(&'t Thread, Value<'t>) -> Res<'t>),
    /// Reading may need Python.
    Tail(for<'t> fn(&'t Thread, Value<'t>) -> Result<Tail<'t>, Raised>),
}

/// A computed attribute of a builtin class.
pub struct GetSetDef {
    pub name: &'static str,
    pub doc: &'static str,
    pub get: Getter,
    /// The new value is unset for `del`.
    pub set: Option<for<'t> fn(&'t Thread, Value<'t>, Value<'t>) -> Result<(), Raised>>,
    /// Whether it is shown as a plain field of its object: a `member_descriptor`.
    pub member: bool,
}

impl GetSetDef {
    pub const fn as_member(mut self) -> GetSetDef {
        self.member = true;
        self
    }
}

pub const fn getter(name: &'static str, get: for<'t> fn(&'t Thread, Value<'t>) -> Res<'t>) -> GetSetDef {
    GetSetDef { name, doc: "", get: Getter::Leaf(get), set: None, member: false }
}

/// A field that can only be read.
pub const fn member(name: &'static str, get: for<'t> fn(&'t Thread, Value<'t>) -> Res<'t>) -> GetSetDef {
    getter(name, get).as_member()
}

pub const fn getset(
    name: &'static str,
    get: for<'t> fn(&'t Thread, Value<'t>) -> Res<'t>,
    set: for<'t> fn(&'t Thread, Value<'t>, Value<'t>) -> Result<(), Raised>,
) -> GetSetDef {
    GetSetDef { name, doc: "", get: Getter::Leaf(get), set: Some(set), member: false }
}

/// As [`getset`], where reading may need Python.
pub const fn tail_getset(
    name: &'static str,
    get: for<'t> fn(&'t Thread, Value<'t>) -> Result<Tail<'t>, Raised>,
    set: for<'t> fn(&'t Thread, Value<'t>, Value<'t>) -> Result<(), Raised>,
) -> GetSetDef {
    GetSetDef { name, doc: "", get: Getter::Tail(get), set: Some(set), member: false }
}

/// What a protocol step ends in: a value, or a call whose result is the value once `then` has seen it.
#[derive(Copy, Clone)]
pub enum Tail<'t> {
    Value(Value<'t>),
    Call(Call<'t>),
}

/// A call to be made by the interpreter.
#[derive(Copy, Clone)]
pub struct Call<'t> {
    pub callee: Value<'t>,
    pub args: CallArgs<'t>,
    /// Continuations with their states, the one to run first at index 0.
    thens: [Option<(&'static Then, Value<'t>)>; MAX_THENS],
}

/// Continuations of one step that are kept apart; further ones are joined with the last.
const MAX_THENS: usize = 3;

impl<'t> Call<'t> {
    /// The continuations from the last to run to the first: the order in which their frames are pushed.
    pub(crate) fn thens(&self) -> impl Iterator<Item = (&'static Then, Value<'t>)> {
        self.thens.into_iter().rev().flatten()
    }
}

#[derive(Copy, Clone)]
pub enum CallArgs<'t> {
    Inline([Value<'t>; 4], u8),
    /// Positional arguments, and keyword arguments (a dict) or unset.
    Spread(Gc<'t, Tuple>, Value<'t>),
    /// The callee is a generator (coroutine, async generator), which goes on.
    Resume(Resume<'t>),
}

/// A continuation: what to do with the result of a call, or with the exception it raised.
pub struct Then {
    pub ok: for<'t> fn(&'t Thread, state: Value<'t>, result: Value<'t>) -> Result<Tail<'t>, Raised>,
    /// Sees the pending exception; may take it ([`Thread::take_exception`]) and go on, or return `Err` to let it pass.
    pub err: Option<for<'t> fn(&'t Thread, state: Value<'t>, raised: Raised) -> Result<Tail<'t>, Raised>>,
}

impl Then {
    pub const fn new(ok: for<'t> fn(&'t Thread, Value<'t>, Value<'t>) -> Result<Tail<'t>, Raised>) -> Then {
        Then { ok, err: None }
    }

    pub const fn catching(
        ok: for<'t> fn(&'t Thread, Value<'t>, Value<'t>) -> Result<Tail<'t>, Raised>,
        err: for<'t> fn(&'t Thread, Value<'t>, Raised) -> Result<Tail<'t>, Raised>,
    ) -> Then {
        Then { ok, err: Some(err) }
    }
}

impl<'t> Tail<'t> {
    /// Call `callee` with up to four arguments; its result is the result.
    ///
    /// # Panics
    /// With more than four: use [`Tail::spread`].
    pub fn call(callee: Value<'t>, args: &[Value<'t>]) -> Tail<'t> {
        let mut inline = [Value::UNSET; 4];
        inline[..args.len()].copy_from_slice(args);
        let args = CallArgs::Inline(inline, args.len() as u8);
        Tail::Call(Call { callee, args, thens: [None; MAX_THENS] })
    }

    /// Call with any number of arguments.
    pub fn spread(callee: Value<'t>, args: Gc<'t, Tuple>, keywords: Value<'t>) -> Tail<'t> {
        Tail::Call(Call { callee, args: CallArgs::Spread(args, keywords), thens: [None; MAX_THENS] })
    }

    /// Let the generator go on; what it yields is the result.
    pub fn resume(generator: Gc<'t, Generator>, resume: Resume<'t>) -> Tail<'t> {
        Tail::Call(Call { callee: generator.value(), args: CallArgs::Resume(resume), thens: [None; MAX_THENS] })
    }

    /// Continue with `then`. If there is a value already, it continues at once; else `then` runs after the
    /// continuations the call has already.
    pub fn then(self, t: &'t Thread, then: &'static Then, state: Value<'t>) -> Result<Tail<'t>, Raised> {
        match self {
            Tail::Value(value) => (then.ok)(t, state, value),
            Tail::Call(mut call) => {
                match call.thens.iter_mut().find(|place| place.is_none()) {
                    Some(free) => *free = Some((then, state)),
                    None => {
                        let last = call.thens[MAX_THENS - 1].as_mut();
                        let (first, first_state) = last.as_deref().copied().expect("all places are taken");
                        let both = [first.address(), first_state, then.address(), state];
                        *last.expect("all places are taken") = (&BOTH, t.small_tuple(both).value());
                    }
                }
                Ok(Tail::Call(call))
            }
        }
    }
}

impl Then {
    /// Its address as an int, for [`BOTH`].
    fn address(&'static self) -> Value<'static> {
        let word = crate::encoding::int_word(self as *const Then as i64);
        Value::immediate(word)
    }

    /// # Safety
    /// The value is what [`Then::address`] gave.
    unsafe fn at(address: Value<'_>) -> &'static Then {
        let address = address.as_small_int().unwrap_or(0) as *const Then;
        // SAFETY: the caller says that it was made of a reference that lives for ever.
        unsafe { &*address }
    }

    /// What it makes of an exception.
    fn caught<'t>(&self, t: &'t Thread, state: Value<'t>, raised: Raised) -> Result<Tail<'t>, Raised> {
        match self.err {
            Some(err) => err(t, state, raised),
            None => Err(raised),
        }
    }
}

/// Two continuations, one after the other. State: the address and the state of each.
static BOTH: Then = Then::catching(
    |t, state, result| {
        let state = state.expect::<Tuple>();
        // SAFETY: `Tail::then` makes these states of addresses.
        let (first, second) = unsafe { (Then::at(state.at(0)), Then::at(state.at(2))) };
        match (first.ok)(t, state.at(1), result) {
            Ok(tail) => tail.then(t, second, state.at(3)),
            Err(raised) => second.caught(t, state.at(3), raised),
        }
    },
    |t, state, raised| {
        let state = state.expect::<Tuple>();
        // SAFETY: as above.
        let (first, second) = unsafe { (Then::at(state.at(0)), Then::at(state.at(2))) };
        match first.caught(t, state.at(1), raised) {
            Ok(tail) => tail.then(t, second, state.at(3)),
            Err(raised) => second.caught(t, state.at(3), raised),
        }
    },
);

impl<'t> From<Value<'t>> for Tail<'t> {
    fn from(value: Value<'t>) -> Tail<'t> {
        Tail::Value(value)
    }
}
