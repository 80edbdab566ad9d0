//! `frame.f_locals` of a function: a mapping that reads and writes the variables of its frame (PEP 667).
//!
//! What it holds besides the variables a program puts in under other names stays with the frame object. Everything that
//! only reads works on a dict made for the occasion.

use gc_api::{Slot, layout};

use crate::Thread;
use crate::applevel::app;
use crate::classes::cls;
use crate::layouts;
use crate::natives::{Args, ClassDef, NativeDef, Tail, Then, class, leaf, tail};
use crate::objects::class::flags;
use crate::objects::dict::Dict;
use crate::objects::frame::FrameObject;
use crate::objects::sequence::Tuple;
use crate::objects::string::Str;
use crate::protocols::{BinaryOp, Compare};
use crate::symbols::{Sym, sym};
use crate::thread::header;
use crate::value::{Gc, Raised, Res, Value};
use crate::vm::ready;

layout! {
    pub struct FrameLocals(layouts::FRAME_LOCALS) {
        frame: Ref,
    }
}

pub static FRAME_LOCALS: ClassDef = class(cls::FrameLocalsProxy, "FrameLocalsProxy")
    .layouts(&[layouts::FRAME_LOCALS])
    .flags(flags::MAPPING)
    .methods(&METHODS);

static METHODS: [NativeDef; 22] = [
    leaf("__new__(cls, /, *args)", new).static_method(),
    tail("__repr__(self, /)", repr),
    tail("__eq__(self, value, /)", |t, args| compare(t, args, true)),
    tail("__ne__(self, value, /)", |t, args| compare(t, args, false)),
    tail("__iter__(self, /)", |t, args| on_keys(t, args, sym::__iter__)),
    tail("__reversed__(self, /)", |t, args| on_keys(t, args, sym::__reversed__)),
    tail("__or__(self, value, /)", |t, args| union(t, args.get(0), args.get(1))),
    tail("__ror__(self, value, /)", |t, args| union(t, args.get(1), args.get(0))),
    tail("__ior__(self, value, /)", |t, args| {
        static DONE: Then = Then::new(|_, this, _| ready(this));
        if items_of(t, args.get(1))?.is_none() {
            return ready(Value::NOT_IMPLEMENTED);
        }
        Tail::call(t.app(app::frame_locals_update), &[args.get(0), args.get(1)]).then(t, &DONE, args.get(0))
    }),
    leaf("__len__(self, /)", |t, args| Ok(t.int_usize(variables(t, args)?.len()))),
    tail("__getitem__(self, key, /)", |t, args| {
        static FOUND: Then = Then::new(|t, key, found| match found {
            Value::MISSING => missing(t, key),
            found => ready(found),
        });
        lookup(t, args)?.then(t, &FOUND, args.get(1))
    }),
    tail("__setitem__(self, key, value, /)", set),
    tail("__delitem__(self, key, /)", |t, args| remove(t, args, Value::UNSET)),
    tail("__contains__(self, key, /)", |t, args| t.contains(variables(t, args)?.value(), args.get(1))),
    tail("get(self, key, default=None, /)", |t, args| {
        static FOUND: Then =
            Then::new(|_, default, found| ready(if found == Value::MISSING { default } else { found }));
        lookup(t, args)?.then(t, &FOUND, args.opt(2).unwrap_or(Value::NONE))
    }),
    tail("pop(self, key, default=None, /)", |t, args| remove(t, args, args.get(2))),
    tail("setdefault(self, key, default=None, /)", |t, args| {
        let default = args.opt(2).unwrap_or(Value::NONE);
        Ok(Tail::call(t.app(app::frame_locals_setdefault), &[args.get(0), args.get(1), default]))
    }),
    tail("update(self, other, /)", |t, args| {
        if items_of(t, args.get(1))?.is_none() {
            return Err(t.type_error("update() argument must be dict or another FrameLocalsProxy"));
        }
        Ok(Tail::call(t.app(app::frame_locals_update), &[args.get(0), args.get(1)]))
    }),
    tail("keys(self, /)", |t, args| on_list(t, args, sym::keys)),
    tail("values(self, /)", |t, args| on_list(t, args, sym::values)),
    tail("items(self, /)", |t, args| on_list(t, args, sym::items)),
    leaf("copy(self, /)", |t, args| Ok(variables(t, args)?.value())),
];

fn frame<'t>(args: Args<'t>) -> Gc<'t, FrameObject> {
    args.this::<FrameLocals>().get(FrameLocals::frame).expect()
}

/// A new dict of everything the mapping holds.
fn variables<'t>(t: &'t Thread, args: Args<'t>) -> Result<Gc<'t, Dict>, Raised> {
    t.variables_of_frame(frame(args))
}

/// The dict of a mapping that can be merged with this; `None` of anything else.
fn items_of<'t>(t: &'t Thread, value: Value<'t>) -> Result<Option<Value<'t>>, Raised> {
    match value.cast::<FrameLocals>() {
        Some(other) => {
            let frame = other.get(FrameLocals::frame).expect();
            Ok(Some(t.variables_of_frame(frame)?.value()))
        }
        None => Ok(value.is::<Dict>().then_some(value)),
    }
}

impl Thread {
    pub(crate) fn frame_locals_proxy<'t>(&'t self, frame: Gc<'t, FrameObject>) -> Value<'t> {
        self.new_object(FrameLocals { header: header(), frame: Slot::new(frame.word()) }).value()
    }
}

fn new<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let given = args.get(1).expect::<Tuple>();
    if given.extent() != 1 {
        return Err(t.type_error(format_args!("FrameLocalsProxy expected 1 argument, got {}", given.extent())));
    }
    match given.at(0).cast::<FrameObject>() {
        Some(frame) => Ok(t.frame_locals_proxy(frame)),
        None => Err(t.type_error(format_args!("expect frame, not {}", t.class_name(given.at(0))))),
    }
}

fn repr<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static SHOWN: Then = Then::catching(
        |t, frame, text| {
            t.repr_leave(frame)?;
            ready(text)
        },
        |t, frame, raised| {
            t.repr_leave(frame)?;
            Err(raised)
        },
    );
    let frame = frame(args).value();
    if !t.repr_enter(frame)? {
        return ready(t.str("{...}")?.value());
    }
    t.repr(variables(t, args)?.value())?.then(t, &SHOWN, frame)
}

fn compare<'t>(t: &'t Thread, args: Args<'t>, equal: bool) -> Result<Tail<'t>, Raised> {
    if let Some(other) = args.get(1).cast::<FrameLocals>() {
        let same = other.get(FrameLocals::frame) == frame(args).value();
        return ready(Value::bool(same == equal));
    }
    if !args.get(1).is::<Dict>() {
        return ready(Value::NOT_IMPLEMENTED);
    }
    t.compare(if equal { Compare::Eq } else { Compare::Ne }, variables(t, args)?.value(), args.get(1))
}

fn union<'t>(t: &'t Thread, left: Value<'t>, right: Value<'t>) -> Result<Tail<'t>, Raised> {
    match (items_of(t, left)?, items_of(t, right)?) {
        (Some(left), Some(right)) => t.binary(BinaryOp::Or, left, right),
        _ => ready(Value::NOT_IMPLEMENTED),
    }
}

fn on_keys<'t>(t: &'t Thread, args: Args<'t>, method: Sym) -> Result<Tail<'t>, Raised> {
    let keys = t.new_list();
    for (key, _) in variables(t, args)?.iter() {
        keys.push(t, key)?;
    }
    t.call_method_sym(keys.value(), method, &[])
}

/// What the dict's method gives, as a list.
fn on_list<'t>(t: &'t Thread, args: Args<'t>, method: Sym) -> Result<Tail<'t>, Raised> {
    static LIST: Then = Then::new(|t, _, view| Ok(Tail::call(t.class(cls::list).value(), &[view])));
    t.call_method_sym(variables(t, args)?.value(), method, &[])?.then(t, &LIST, Value::UNSET)
}

fn missing<'t>(t: &'t Thread, key: Value<'t>) -> Result<Tail<'t>, Raised> {
    static RAISE: Then = Then::new(|t, _, key| {
        let message = format!("local variable '{}' is not defined", t.text(key));
        Err(t.raise(cls::KeyError, message))
    });
    t.repr(key)?.then(t, &RAISE, Value::UNSET)
}

/// The value under the key, or MISSING.
fn lookup<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    t.call_method_sym(variables(t, args)?.value(), sym::get, &[args.get(1), Value::MISSING])
}

fn set<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    let frame = frame(args);
    if let Some(name) = args.get(1).cast_exact::<Str>()
        && t.set_frame_variable(frame, name, args.get(2))
    {
        return ready(Value::NONE);
    }
    let extra = match frame.get(FrameObject::extra).cast::<Dict>() {
        Some(extra) => extra,
        None => {
            let extra = t.new_dict();
            frame.set(t, FrameObject::extra, extra.value());
            extra
        }
    };
    t.setitem(extra.value(), args.get(1), args.get(2))
}

/// Takes away what is no variable.
fn remove<'t>(t: &'t Thread, args: Args<'t>, default: Value<'t>) -> Result<Tail<'t>, Raised> {
    let frame = frame(args);
    if let Some(name) = args.get(1).cast_exact::<Str>()
        && t.is_frame_variable(frame, name)
    {
        return Err(t.value_error("cannot remove local variables from FrameLocalsProxy"));
    }
    match (frame.get(FrameObject::extra).given(), default.given()) {
        (Some(extra), None) => t.call_method_sym(extra, sym::pop, &[args.get(1)]),
        (Some(extra), Some(default)) => t.call_method_sym(extra, sym::pop, &[args.get(1), default]),
        (None, Some(default)) => ready(default),
        (None, None) => Err(t.raise_with(cls::KeyError, &[args.get(1)])),
    }
}
