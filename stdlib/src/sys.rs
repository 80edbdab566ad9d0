//! `sys`: the machine seen from a program. What is a class or calls Python is in the module's Python part.

use compiler::serial;
use vm_core::errors::Exception;
use vm_core::native_modules::{ModuleDef, module};
use vm_core::natives::{Args, NativeDef, leaf};
use vm_core::objects::dict::Dict;
use vm_core::objects::number::IntRef;
use vm_core::vm::RootKey;
use vm_core::{Gc, Raised, Res, Thread, Value, cls};

use crate::{convert, sys_names};

pub static MODULE: ModuleDef = module("sys")
    .doc("This module provides access to some objects used or maintained by the\ninterpreter and to functions that interact strongly with the interpreter.")
    .functions(&FUNCTIONS)
    .init(init);

static FUNCTIONS: [NativeDef; 26] = [
    leaf("exit(status=None, /)", exit).function(),
    leaf("exc_info()", exc_info).function(),
    leaf("exception()", |t, _| Ok(t.handled_exception())).function(),
    leaf("intern(string, /)", intern).function(),
    leaf("_is_interned(string, /)", is_interned).function(),
    leaf("getrecursionlimit()", |t, _| Ok(t.int_usize(t.recursion_limit()))).function(),
    leaf("setrecursionlimit(limit, /)", set_recursion_limit).function(),
    leaf("getdefaultencoding()", |t, _| Ok(t.intern_text("utf-8").value())).function(),
    leaf("getfilesystemencoding()", |t, _| Ok(t.intern_text("utf-8").value())).function(),
    leaf("getfilesystemencodeerrors()", |t, _| Ok(t.intern_text("surrogateescape").value())).function(),
    leaf("is_finalizing()", |_, _| Ok(Value::FALSE)).function(),
    leaf("is_stack_trampoline_active()", |_, _| Ok(Value::FALSE)).function(),
    leaf("_is_gil_enabled()", |_, _| Ok(Value::TRUE)).function(),
    leaf("get_int_max_str_digits()", |t, _| Ok(t.int_usize(t.vm().int_max_str_digits.get()))).function(),
    leaf("set_int_max_str_digits(maxdigits)", set_int_max_str_digits).function(),
    leaf("_getframemodulename(depth=0)", frame_module_name).function(),
    leaf("getunicodeinternedsize(*, _only_immortal=False)", |t, _| Ok(t.int_usize(t.interned_count()))).function(),
    leaf("get_coroutine_origin_tracking_depth()", |t, _| Ok(t.int_usize(t.vm().coroutine_origin_depth.get())))
        .function(),
    leaf("_set_origin_depth(depth, /)", |t, args| {
        t.vm().coroutine_origin_depth.set(convert::c_int(t, args.get(0))? as usize);
        Ok(Value::NONE)
    })
    .function(),
    leaf("_get_async_hooks()", async_hooks).function(),
    leaf("_set_async_hooks(first, last, /)", |t, args| {
        t.set_fixed_root(RootKey::AsyncHooks, t.small_tuple([args.get(0), args.get(1)]).value());
        Ok(Value::NONE)
    })
    .function(),
    leaf("_getframe(depth=0, /)", get_frame).function(),
    leaf("_current_frames()", current_frames).function(),
    leaf("_current_exceptions()", |t, _| {
        let exceptions = t.new_dict();
        put_thread(t, exceptions, t.handled_exception())
    })
    .function(),
    leaf("_frame_globals(depth=0)", frame_globals).function(),
    leaf("_frame_place(depth=0)", frame_place).function(),
];

fn init<'t>(t: &'t Thread, namespace: Gc<'t, Dict>) -> Result<(), Raised> {
    namespace.add_int(t, "maxsize", i64::MAX)?;
    namespace.add_int(t, "maxunicode", 0x10FFFF)?;
    namespace.add_int(t, "hexversion", 0x030E_00F0)?;
    namespace.add_int(t, "api_version", 1013)?;
    namespace.add_text(t, "byteorder", "little")?;
    namespace.add_text(t, "platform", "linux")?;
    namespace.add_text(t, "platlibdir", "lib")?;
    namespace.add_text(t, "abiflags", "")?;
    namespace.add_text(t, "float_repr_style", "short")?;
    namespace.add_text(
        t,
        "copyright",
        "Copyright (c) 2001 Python Software Foundation (library); Tenure is licensed under MIT or Apache-2.0.",
    )?;
    namespace.add_text(t, "_tenure_version", env!("CARGO_PKG_VERSION"))?;
    namespace.add_int(t, "_tenure_format", i64::from(serial::VERSION))?;
    namespace.add_text(t, "_tenure_collector", vm_core::COLLECTOR)?;
    let plan = t.gc_plan().map_or(Ok(Value::NONE), |plan| Ok(t.str(plan)?.value()))?;
    namespace.add(t, "_tenure_plan", plan)?;
    let names = t.new_tuple(t.native_modules().len())?;
    let mut sorted: Vec<&str> = t.native_modules().iter().map(|def| def.name).collect();
    sorted.sort_unstable();
    for (index, name) in sorted.into_iter().enumerate() {
        names.put(t, index, t.intern_text(name).value());
    }
    namespace.add(t, "stdlib_module_names", sys_names::stdlib_module_names(t)?)?;
    namespace.add(t, "builtin_module_names", names.value())
}

fn exit<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    Err(match args.opt(0) {
        Some(status) => t.raise_with(cls::SystemExit, &[status]),
        None => t.raise_with(cls::SystemExit, &[]),
    })
}

fn exc_info<'t>(t: &'t Thread, _args: Args<'t>) -> Res<'t> {
    let exception = t.handled_exception();
    let parts = match exception.cast::<Exception>() {
        Some(found) => {
            let traceback = found.get(Exception::traceback).given().unwrap_or(Value::NONE);
            [t.class_of(exception).value(), exception, traceback]
        }
        None => [Value::NONE; 3],
    };
    Ok(t.small_tuple(parts).value())
}

fn intern<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let value = args.get(0);
    match value.cast() {
        Some(string) => Ok(t.intern(string).value()),
        None if t.as_str(value).is_some() => Err(t.type_error(format_args!("can't intern {}", t.class_name(value)))),
        None => Err(t.type_error(format_args!("intern() argument must be str, not {}", t.class_name(value)))),
    }
}

fn is_interned<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let value = args.get(0);
    match value.cast() {
        Some(string) => Ok(Value::bool(t.interned(string).is_some_and(|found| found.value() == value))),
        None => Err(t.type_error(format_args!("_is_interned() argument must be str, not {}", t.class_name(value)))),
    }
}

fn set_recursion_limit<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let limit = convert::c_int(t, args.get(0))?;
    if limit < 1 {
        return Err(t.value_error("recursion limit must be greater or equal than 1"));
    }
    t.set_recursion_limit(limit as usize)?;
    Ok(Value::NONE)
}

fn set_int_max_str_digits<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let limit = match t.as_int(args.get(0)) {
        Some(IntRef::Small(limit)) => limit,
        _ => return Err(t.type_error("'maxdigits' must be an int")),
    };
    if limit != 0 && limit < 640 {
        return Err(t.value_error("maxdigits must be >= 640 or 0 for unlimited"));
    }
    t.vm().int_max_str_digits.set(limit as usize);
    Ok(Value::NONE)
}

/// (first iteration, finaliser) of asynchronous generators.
fn async_hooks<'t>(t: &'t Thread, _args: Args<'t>) -> Res<'t> {
    Ok(t.fixed_root(RootKey::AsyncHooks).given().unwrap_or_else(|| t.small_tuple([Value::NONE, Value::NONE]).value()))
}

fn depth<'t>(t: &'t Thread, args: Args<'t>) -> Result<usize, Raised> {
    Ok(args.opt(0).map_or(Ok(0), |value| t.index_of(value))?.max(0) as usize)
}

fn get_frame<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    match t.running().nth(depth(t, args)?) {
        Some(running) => Ok(t.frame_object(running)?.value()),
        None => Err(t.value_error("call stack is not deep enough")),
    }
}

/// The newest frame of each thread, by the thread's identifier.
fn current_frames<'t>(t: &'t Thread, _args: Args<'t>) -> Res<'t> {
    let frames = t.new_dict();
    match t.running().next() {
        Some(running) => put_thread(t, frames, t.frame_object(running)?.value()),
        None => Ok(frames.value()),
    }
}

/// What is known of the one thread there is.
fn put_thread<'t>(t: &'t Thread, dict: Gc<'t, Dict>, value: Value<'t>) -> Res<'t> {
    let ident = t.int(MAIN_THREAD);
    if let Some(hash) = t.leaf_hash(ident) {
        dict.insert_new(t, ident, hash, value)?;
    }
    Ok(dict.value())
}

/// What `_thread.get_ident` gives.
const MAIN_THREAD: i64 = 1;

fn frame_module_name<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let globals = t.running().nth(depth(t, args)?).map(|running| running.globals());
    Ok(globals.map_or(Value::NONE, |globals| globals.module_name(t)))
}

/// Globals of a caller, or None if there are not so many.
fn frame_globals<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    Ok(t.running().nth(depth(t, args)?).map_or(Value::NONE, |running| running.globals().value()))
}

/// (code, line, globals) of a caller, or None.
fn frame_place<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    match t.running().nth(depth(t, args)?) {
        Some(running) => {
            let line = t.int(i64::from(running.line));
            Ok(t.small_tuple([running.code().value(), line, running.globals().value()]).value())
        }
        None => Ok(Value::NONE),
    }
}
