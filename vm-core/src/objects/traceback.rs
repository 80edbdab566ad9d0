//! The class traceback.

use std::cell::Cell;

use gc_api::Slot;

use crate::Thread;
use crate::classes::cls;
use crate::interp::Traceback;
use crate::layouts;
use crate::natives::{Args, ClassDef, GetSetDef, NativeDef, class, getset, getter, leaf, member};
use crate::objects::frame::FrameObject;
use crate::objects::function::Function;
use crate::thread::header;
use crate::value::{Gc, Raised, Res, Value};

pub static TRACEBACK: ClassDef = class(cls::traceback, "traceback")
    .layouts(&[layouts::TRACEBACK])
    .methods(&METHODS)
    .getsets(&GETSETS)
    .construct(&NEW);

static NEW: NativeDef = leaf("__new__(tb_next, tb_frame, tb_lasti, tb_lineno)", new).static_method();
static METHODS: [NativeDef; 1] = [leaf("__dir__(self, /)", |t, _| {
    let names = ["tb_frame", "tb_lasti", "tb_lineno", "tb_next"].map(|name| t.intern_text(name).value());
    Ok(t.list(&names)?.value())
})];

static GETSETS: [GetSetDef; 4] = [
    getset("tb_next", |_, this| Ok(of(this).get(Traceback::next).given().unwrap_or(Value::NONE)), set_next),
    member("tb_frame", |_, this| Ok(of(this).get(Traceback::frame).given().unwrap_or(Value::NONE))),
    member("tb_lasti", |t, this| Ok(t.int(2 * of(this).get(Traceback::pc) as i64))),
    getter("tb_lineno", |t, this| {
        let line = of(this).line();
        Ok(if line == 0 { Value::NONE } else { t.int(line as i64) })
    }),
];

fn of(this: Value<'_>) -> Gc<'_, Traceback> {
    this.expect()
}

fn checked_next<'t>(t: &'t Thread, next: Value<'t>) -> Result<Value<'t>, Raised> {
    if next.is_none() {
        return Ok(Value::UNSET);
    }
    if !next.is::<Traceback>() {
        return Err(t.type_error(format_args!("expected traceback object or None, got '{}'", t.class_name(next))));
    }
    Ok(next)
}

fn new<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let next = checked_next(t, args.get(0))?;
    let Some(frame) = args.get(1).cast::<FrameObject>() else {
        return Err(t.type_error(format_args!(
            "traceback() argument 'tb_frame' must be frame, not {}",
            t.class_name(args.get(1))
        )));
    };
    let (instruction, line) = (t.index_of(args.get(2))?, t.index_of(args.get(3))?);
    let function = frame.of_function();
    let made = t.new_object(Traceback {
        header: header(),
        next: Slot::new(next.word()),
        code: Slot::new(function.get(Function::code).word()),
        function: Slot::new(function.word()),
        frame: Slot::new(frame.word()),
        pc: Cell::new((instruction / 2).max(0) as u32),
        line: Cell::new(line.max(0) as u32),
    });
    Ok(made.value())
}

fn set_next<'t>(t: &'t Thread, this: Value<'t>, next: Value<'t>) -> Result<(), Raised> {
    if !next.is_set() {
        return Err(t.type_error("can't delete tb_next attribute"));
    }
    let next = checked_next(t, next)?;
    let mut link = next.cast::<Traceback>();
    while let Some(entry) = link {
        if entry == of(this) {
            return Err(t.value_error("traceback loop detected"));
        }
        link = entry.get(Traceback::next).cast();
    }
    of(this).set(t, Traceback::next, next);
    Ok(())
}
