//! The classes generator and coroutine.

use gc_api::Slot;

use crate::Thread;
use crate::applevel::app;
use crate::classes::cls;
use crate::errors::Exception;
use crate::interp::{Resume, Traceback};
use crate::layouts;
use crate::natives::{Args, ClassDef, GetSetDef, NativeDef, Tail, Then, class, getset, getter, leaf, member, tail};
use crate::objects::class::flags;
use crate::objects::function::Code;
use crate::objects::generator::{CoroutineWrapper, Generator, state};
use crate::thread::header;
use crate::value::{Gc, Raised, Res, Value};
use crate::vm::ready;

pub static GENERATOR: ClassDef = class(cls::generator, "generator")
    .layouts(&[layouts::GENERATOR])
    .flags(flags::NO_NEW | flags::WEAKREFABLE)
    .methods(&GENERATOR_METHODS)
    .getsets(&GENERATOR_GETSETS);

pub static COROUTINE: ClassDef = class(cls::coroutine, "coroutine")
    .layouts(&[layouts::COROUTINE])
    .flags(flags::NO_NEW | flags::WEAKREFABLE)
    .methods(&COROUTINE_METHODS)
    .getsets(&COROUTINE_GETSETS);

pub static WRAPPER: ClassDef = class(cls::coroutine_wrapper, "coroutine_wrapper")
    .layouts(&[layouts::COROUTINE_WRAPPER])
    .flags(flags::NO_NEW)
    .methods(&WRAPPER_METHODS);

static GENERATOR_METHODS: [NativeDef; 6] = [
    leaf("__iter__(self, /)", |_, args| Ok(args.get(0))),
    tail("__next__(self, /)", |_, args| Ok(Tail::resume(args.this(), Resume::Send(Value::NONE)))),
    tail("send(self, value, /)", send),
    tail("throw(self, type, value=None, traceback=None, /)", throw),
    tail("close(self, /)", |t, args| t.close_generator(args.this())),
    leaf("__repr__(self, /)", repr),
];

static COROUTINE_METHODS: [NativeDef; 5] = [
    leaf("__await__(self, /)", |t, args| {
        let coroutine = Slot::new(args.get(0).word());
        Ok(t.new_object(CoroutineWrapper { header: header(), coroutine }).value())
    }),
    tail("send(self, value, /)", send),
    tail("throw(self, type, value=None, traceback=None, /)", throw),
    tail("close(self, /)", |t, args| t.close_generator(args.this())),
    leaf("__repr__(self, /)", repr),
];

static WRAPPER_METHODS: [NativeDef; 5] = [
    leaf("__iter__(self, /)", |_, args| Ok(args.get(0))),
    tail("__next__(self, /)", |_, args| Ok(Tail::resume(wrapped(args), Resume::Send(Value::NONE)))),
    tail("send(self, value, /)", |_, args| Ok(Tail::resume(wrapped(args), Resume::Send(args.get(1))))),
    tail("throw(self, type, value=None, traceback=None, /)", |t, args| throw_into(t, wrapped(args).value(), args)),
    tail("close(self, /)", |t, args| t.close_generator(wrapped(args))),
];

fn wrapped<'t>(args: Args<'t>) -> Gc<'t, Generator> {
    args.this::<CoroutineWrapper>().get(CoroutineWrapper::coroutine).expect()
}

/// The attributes all three kinds share; their prefixes differ.
macro_rules! getsets {
    ($name:ident, $count:literal, $frame:literal, $running:literal, $suspended:literal, $code:literal, $inner:literal $(, $more:expr)*) => {
        pub(crate) static $name: [GetSetDef; $count] = [
            getset("__name__", |_, this| Ok(this.expect::<Generator>().get(Generator::name)), |t, this, value| {
                set_text(t, this, value, Generator::name, "__name__")
            }),
            getset("__qualname__", |_, this| Ok(this.expect::<Generator>().get(Generator::qualname)), |t, this, value| {
                set_text(t, this, value, Generator::qualname, "__qualname__")
            }),
            getter($frame, |t, this| t.frame_of_generator(this.expect())),
            getter($running, is_running),
            getter($suspended, |_, this| Ok(Value::bool(this.expect::<Generator>().get(Generator::state) == state::SUSPENDED))),
            getter($code, |_, this| Ok(this.expect::<Generator>().get(Generator::code))),
            getter($inner, |_, this| Ok(this.expect::<Generator>().delegate().unwrap_or(Value::NONE))),
            $($more),*
        ];
    };
}

getsets!(GENERATOR_GETSETS, 7, "gi_frame", "gi_running", "gi_suspended", "gi_code", "gi_yieldfrom");
getsets!(
    COROUTINE_GETSETS,
    8,
    "cr_frame",
    "cr_running",
    "cr_suspended",
    "cr_code",
    "cr_await",
    member("cr_origin", |_, this| Ok(this.expect::<Generator>().get(Generator::extra).given().unwrap_or(Value::NONE)))
);
getsets!(ASYNC_GENERATOR_GETSETS, 7, "ag_frame", "ag_running", "ag_suspended", "ag_code", "ag_await");

impl Thread {
    /// Where the program is: file, line and function of this many frames, newest first.
    #[cold]
    pub(crate) fn origin(&self, depth: usize) -> Res<'_> {
        let mut frames = Vec::new();
        for running in self.running().take(depth) {
            let code = running.code();
            let place = [code.get(Code::filename), self.int(running.line.into()), code.get(Code::name)];
            frames.push(self.small_tuple(place).value());
        }
        Ok(self.tuple(&frames)?.value())
    }
}

fn is_running<'t>(_: &'t Thread, this: Value<'t>) -> Res<'t> {
    let this = this.expect::<Generator>();
    let running = if this.is_async() {
        this.get(Generator::running_async) != 0
    } else {
        this.get(Generator::state) == state::RUNNING
    };
    Ok(Value::bool(running))
}

fn set_text<'t>(
    t: &'t Thread,
    this: Value<'t>,
    value: Value<'t>,
    field: gc_api::Field<Generator, gc_api::Ref>,
    name: &str,
) -> Result<(), Raised> {
    if !value.is_set() || t.as_str(value).is_none() {
        return Err(t.type_error(format_args!("{name} must be set to a string object")));
    }
    this.expect::<Generator>().set(t, field, value);
    Ok(())
}

pub(crate) fn repr<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = args.this::<Generator>();
    let kind = t.class_name(this.value());
    let name = t.text(this.get(Generator::qualname));
    Ok(t.str(&format!("<{kind} object {name} at {:#x}>", t.identity(this.value())))?.value())
}

fn send<'t>(_: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    Ok(Tail::resume(args.this(), Resume::Send(args.get(1))))
}

fn throw<'t>(t: &'t Thread, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    throw_into(t, args.get(0), args)
}

fn throw_into<'t>(t: &'t Thread, generator: Value<'t>, args: Args<'t>) -> Result<Tail<'t>, Raised> {
    static THROW: Then =
        Then::new(|_, generator, exception| Ok(Tail::resume(generator.expect(), Resume::Throw(exception))));
    t.exception_to_throw(args)?.then(t, &THROW, generator)
}

impl Thread {
    /// The exception that the arguments of `throw` (from the second on) stand for.
    pub(crate) fn exception_to_throw<'t>(&'t self, args: Args<'t>) -> Result<Tail<'t>, Raised> {
        let [class, value, traceback] = [args.get(1), args.get(2), args.get(3)];
        if value.is_set() || traceback.is_set() {
            // The old signature: a warning, which is Python.
            let given = |value: Value<'t>| value.given().unwrap_or(Value::NONE);
            return Ok(Tail::call(self.app(app::exception_to_throw), &[class, given(value), given(traceback)]));
        }
        if self.is_exception(class) {
            return ready(class);
        }
        if self.is_exception_class(class) {
            static CHECK: Then = Then::new(|t, class, made| {
                if t.is_exception(made) {
                    return ready(made);
                }
                Err(t.no_exception_made(class, made))
            });
            return Tail::call(class, &[]).then(self, &CHECK, class);
        }
        Err(self.type_error(format_args!(
            "exceptions must be classes or instances deriving from BaseException, not {}",
            self.class_name(class)
        )))
    }
}

/// Hidden helper of the application level: puts a traceback on an exception to be thrown.
pub static HIDDEN: [NativeDef; 1] = [leaf("set_thrown_traceback(exception, traceback, /)", |t, args| {
    let (exception, traceback) = (args.get(0).expect::<Exception>(), args.get(1));
    if traceback.is_none() {
        return Ok(Value::NONE);
    }
    if !traceback.is::<Traceback>() {
        return Err(t.type_error("throw() third argument must be a traceback object"));
    }
    exception.set(t, Exception::traceback, traceback);
    Ok(Value::NONE)
})
.function()];
