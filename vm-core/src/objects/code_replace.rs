//! `code.replace`, and when two code objects are equal.

use compiler::bytecode::{Code as Compiled, Flags};

use crate::Thread;
use crate::natives::Args;
use crate::objects::dict::Dict;
use crate::objects::function::Code;
use crate::objects::sequence::{Array, Tuple};
use crate::value::{Gc, Raised, Res, Value};

/// A copy of the code with some attributes changed. What the instructions decide cannot change.
pub(super) fn replace<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let code = args.this::<Code>();
    let mut compiled = t.unload_code(code)?;
    let Some(changes) = args.get(1).cast::<Dict>() else { return load(t, code, compiled) };
    for (key, value) in changes.iter() {
        change(t, code.value(), &mut compiled, &t.text(key), value)?;
    }
    load(t, code, compiled)
}

fn load<'t>(t: &'t Thread, code: Gc<'t, Code>, compiled: Compiled) -> Res<'t> {
    let hidden = t.awake(code)?.hidden;
    Ok(t.load_code_as(compiled, hidden)?.value())
}

fn change<'t>(
    t: &'t Thread,
    code: Value<'t>,
    compiled: &mut Compiled,
    name: &str,
    value: Value<'t>,
) -> Result<(), Raised> {
    match name {
        "co_name" => compiled.name = text(t, name, value)?.into(),
        "co_qualname" => compiled.qualname = text(t, name, value)?.into(),
        "co_filename" => rename_file(compiled, &text(t, name, value)?),
        "co_firstlineno" => shift_lines(compiled, t.index_of(value)?),
        "co_flags" => {
            let changeable = Flags::ITERABLE_COROUTINE | Flags::NESTED | Flags::FUTURE_ANNOTATIONS | Flags::METHOD;
            let flags = t.index_of(value)? as u32;
            if (flags ^ compiled.flags.0) & !changeable != 0 {
                return Err(t.value_error("code: these co_flags need other instructions"));
            }
            compiled.flags = Flags(flags);
        }
        "co_consts" => {
            let Some(items) = value.cast::<Tuple>() else { return Err(wrong_type(t, name, "tuple", value)) };
            if items.extent() < compiled.constants.len() {
                return Err(t.value_error("code: co_consts is too small"));
            }
            compiled.constants =
                (0..items.extent()).map(|index| t.unload_constant(items.at(index))).collect::<Result<_, _>>()?;
        }
        "co_argcount" | "co_posonlyargcount" | "co_kwonlyargcount" | "co_nlocals" | "co_stacksize" | "co_code"
        | "co_names" | "co_varnames" | "co_freevars" | "co_cellvars" | "co_linetable" | "co_exceptiontable" => {
            let now = t.getattr(code, t.intern_text(name))?;
            let same = match now {
                crate::natives::Tail::Value(now) => t.leaf_eq(now, value) == Some(true),
                crate::natives::Tail::Call(_) => false,
            };
            if !same {
                return Err(t.value_error(format_args!("code: {name} cannot change, as the instructions depend on it")));
            }
        }
        _ => return Err(t.type_error(format_args!("replace() got an unexpected keyword argument '{name}'"))),
    }
    Ok(())
}

fn text<'t>(t: &'t Thread, name: &str, value: Value<'t>) -> Result<String, Raised> {
    match t.as_str(value) {
        Some(string) => Ok(string.to_text()),
        None => Err(wrong_type(t, name, "str", value)),
    }
}

fn wrong_type<'t>(t: &'t Thread, name: &str, wanted: &str, value: Value<'t>) -> Raised {
    let found = t.class_name(value);
    t.type_error(format_args!("replace() argument '{name}' must be {wanted}, not {found}"))
}

/// Only this unit: nested ones keep their file, as in CPython.
fn rename_file(compiled: &mut Compiled, filename: &str) {
    compiled.filename = filename.into();
}

fn shift_lines(compiled: &mut Compiled, first: i64) {
    let shift = first - i64::from(compiled.first_line);
    let moved = |line: u32| if line == 0 { 0 } else { (i64::from(line) + shift).clamp(1, i64::from(u32::MAX)) as u32 };
    compiled.first_line = first.clamp(0, i64::from(u32::MAX)) as u32;
    for position in &mut compiled.positions {
        position.line = moved(position.line);
        position.end_line = moved(position.end_line);
    }
}

/// Equal codes do the same and say the same of themselves; where they come from counts too, the file aside.
pub(super) fn equal<'t>(t: &'t Thread, a: Gc<'t, Code>, b: Gc<'t, Code>) -> Result<bool, Raised> {
    if a == b {
        return Ok(true);
    }
    let (x, y) = (t.awake(a)?, t.awake(b)?);
    let (left, right) = (&*x.compiled, &*y.compiled);
    let same = left.name == right.name
        && left.qualname == right.qualname
        && left.first_line == right.first_line
        && left.flags == right.flags
        && (left.positional, left.positional_only, left.keyword_only)
            == (right.positional, right.positional_only, right.keyword_only)
        && left.locals == right.locals
        && left.cells == right.cells
        && left.frees == right.frees
        && left.instructions == right.instructions
        && x.positions.all() == y.positions.all()
        && left.exceptions == right.exceptions
        && (x.names_at, x.locals_at) == (y.names_at, y.locals_at);
    let (left, right) = (a.get(Code::refs).expect::<Array>(), b.get(Code::refs).expect::<Array>());
    let mut parts = (0..x.locals_at as usize).map(|index| same_constant(t, left.at(index), right.at(index)));
    match same {
        true => parts.try_fold(true, |all, same| Ok(all && same?)),
        false => Ok(false),
    }
}

/// Constants are equal only with their classes: 1 is not 1.0, nor 0.0 -0.0.
fn same_constant<'t>(t: &'t Thread, a: Value<'t>, b: Value<'t>) -> Result<bool, Raised> {
    if a == b {
        return Ok(true);
    }
    match (a.cast::<Code>(), b.cast::<Code>()) {
        (Some(a), Some(b)) => equal(t, a, b),
        _ => Ok(t.unload_constant(a)? == t.unload_constant(b)?),
    }
}

pub(super) fn hash<'t>(t: &'t Thread, code: Gc<'t, Code>) -> Result<i64, Raised> {
    let compiled = &t.awake(code)?.compiled;
    let name = t.leaf_hash(code.get(Code::name)).unwrap_or(0);
    let shape = [
        i64::from(compiled.first_line),
        compiled.instructions.len() as i64,
        i64::from(compiled.positional),
        compiled.locals.len() as i64,
    ];
    let mixed = shape.iter().fold(name, |hash, part| (hash ^ part).wrapping_mul(1_000_003).rotate_left(7));
    Ok(if mixed == -1 { -2 } else { mixed })
}
