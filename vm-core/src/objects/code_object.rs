//! The class code.

use std::ops::Range;

use compiler::bytecode::{Code as Compiled, Flags, Op};

use crate::Thread;
use crate::classes::cls;
use crate::layouts;
use crate::natives::{Args, ClassDef, GetSetDef, NativeDef, class, getter, leaf, member};
use crate::objects::class::flags;
use crate::objects::code_replace;
use crate::objects::function::{Body, Code};
use crate::value::{Gc, Raised, Res, Value};

pub static CODE: ClassDef = class(cls::code, "code")
    .layouts(&[layouts::CODE])
    .flags(flags::NO_NEW | flags::WEAKREFABLE)
    .methods(&METHODS)
    .getsets(&GETSETS);

static METHODS: [NativeDef; 8] = [
    leaf("co_positions(self, /)", positions),
    leaf("co_lines(self, /)", lines),
    // Branches are not told apart for monitoring.
    leaf("co_branches(self, /)", |t, _| Ok(t.new_list_iterator(t.new_list()))),
    leaf("replace(self, /, **changes)", code_replace::replace)
        .doc("Return a copy of the code object with new values for the specified fields."),
    leaf("__replace__(self, /, **changes)", code_replace::replace).doc("The same as replace()."),
    leaf("__eq__(self, value, /)", |t, args| match args.get(1).cast::<Code>() {
        Some(other) => Ok(Value::bool(code_replace::equal(t, args.this(), other)?)),
        None => Ok(Value::NOT_IMPLEMENTED),
    }),
    leaf("__hash__(self, /)", |t, args| Ok(t.int(code_replace::hash(t, args.this())?))),
    leaf("__repr__(self, /)", repr),
];

static GETSETS: [GetSetDef; 18] = [
    member("co_name", |_, this| Ok(of(this).get(Code::name))),
    member("co_qualname", |_, this| Ok(of(this).get(Code::qualname))),
    member("co_filename", |_, this| Ok(of(this).get(Code::filename))),
    member("co_firstlineno", |t, this| Ok(t.int(of(this).get(Code::first_line) as i64))),
    member("co_flags", |t, this| Ok(t.int(compiled(t, this)?.flags.0 as i64))),
    member("co_argcount", |t, this| Ok(t.int(compiled(t, this)?.positional as i64))),
    member("co_posonlyargcount", |t, this| Ok(t.int(compiled(t, this)?.positional_only as i64))),
    member("co_kwonlyargcount", |t, this| Ok(t.int(compiled(t, this)?.keyword_only as i64))),
    member("co_nlocals", |t, this| Ok(t.int_usize(variables(compiled(t, this)?).count()))),
    member("co_stacksize", |t, this| Ok(t.int_usize(compiled(t, this)?.registers as usize))),
    getter("co_varnames", |t, this| names(t, variables(compiled(t, this)?))),
    getter("co_cellvars", |t, this| names(t, compiled(t, this)?.cells.iter().map(|cell| &*cell.name))),
    getter("co_freevars", |t, this| names(t, compiled(t, this)?.frees.iter().map(|cell| &*cell.name))),
    member("co_names", |t, this| {
        let body = body(t, this)?;
        parts(t, this, body.names_at as usize..body.locals_at as usize)
    }),
    member("co_consts", constants),
    getter("co_code", |t, this| {
        // Our instructions: of use only to compare codes.
        let bytes: Vec<u8> = compiled(t, this)?.instructions.iter().flat_map(|ins| [ins.op() as u8, ins.d()]).collect();
        Ok(t.bytes(&bytes)?.value())
    }),
    member("co_exceptiontable", |t, _| Ok(t.bytes(&[])?.value())),
    member("co_linetable", |t, _| Ok(t.bytes(&[])?.value())),
];

fn of(this: Value<'_>) -> Gc<'_, Code> {
    this.expect()
}

fn body<'t>(t: &'t Thread, this: Value<'t>) -> Result<&'t Body, Raised> {
    t.awake(of(this))
}

fn compiled<'t>(t: &'t Thread, this: Value<'t>) -> Result<&'t Compiled, Raised> {
    Ok(&body(t, this)?.compiled)
}

/// The names of a function's own variables; those of outer functions are not among them.
fn variables(code: &Compiled) -> impl Iterator<Item = &str> {
    let visible = |name: &&str| {
        (!name.starts_with('.') || name[1..].bytes().all(|byte| byte.is_ascii_digit()))
            && !code.frees.iter().any(|cell| *cell.name == **name)
    };
    let starred = code.flags.has(Flags::VARARGS) as u16 + code.flags.has(Flags::VARKEYWORDS) as u16;
    let parameters = (code.positional + code.keyword_only + starred) as usize;
    // A variable in a cell counts only as a parameter.
    let own =
        move |(index, name): &(usize, &str)| *index < parameters || !code.cells.iter().any(|cell| *cell.name == **name);
    code.locals.iter().map(|name| &**name).enumerate().filter(own).map(|(_, name)| name).filter(visible)
}

fn names<'t, 'n>(t: &'t Thread, names: impl Iterator<Item = &'n str>) -> Res<'t> {
    let values: Vec<Value<'t>> = names.map(|name| t.intern_text(name).value()).collect();
    Ok(t.tuple(&values)?.value())
}

fn constants<'t>(t: &'t Thread, this: Value<'t>) -> Res<'t> {
    let constants = body(t, this)?.names_at as usize;
    parts(t, this, 0..constants)
}

/// Some of what a loaded code refers to.
fn parts<'t>(t: &'t Thread, this: Value<'t>, range: Range<usize>) -> Res<'t> {
    let refs = of(this).refs();
    let values: Vec<Value<'t>> = range.map(|index| refs.at(index)).collect();
    Ok(t.tuple(&values)?.value())
}

/// (line, end line, column, end column) of every instruction, two units each, as if each filled two bytes.
fn positions<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let body = body(t, args.get(0))?;
    let mut items = Vec::with_capacity(body.compiled.instructions.len());
    for pc in 0..body.compiled.instructions.len() {
        let parts = match body.positions.at(pc).filter(|p| p.line != 0) {
            Some(p) => {
                let empty = p.line == p.end_line && p.column == p.end_column;
                let column = |column: u32| if empty { Value::NONE } else { t.int(i64::from(column)) };
                let lines = [p.line, p.end_line].map(|line| t.int(i64::from(line)));
                [lines[0], lines[1], column(p.column), column(p.end_column)]
            }
            None => [Value::NONE; 4],
        };
        items.push(t.small_tuple(parts).value());
    }
    Ok(t.new_list_iterator(t.list(&items)?))
}

/// (start, end, line) of every run of instructions of one line.
fn lines<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let body = body(t, args.get(0))?;
    let count = body.compiled.instructions.len();
    let mut items = Vec::new();
    let mut start = 0;
    while start < count {
        let line = body.line_at(start);
        let mut end = start + 1;
        while end < count && body.line_at(end) == line {
            end += 1;
        }
        let shown = if line == 0 { Value::NONE } else { t.int(line as i64) };
        items.push(t.small_tuple([t.int_usize(2 * start), t.int_usize(2 * end), shown]).value());
        start = end;
    }
    Ok(t.new_list_iterator(t.list(&items)?))
}

fn repr<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let this = of(args.get(0));
    let (name, file) = (t.text(this.get(Code::name)), t.text(this.get(Code::filename)));
    let (line, id) = (this.get(Code::first_line), t.identity(this.value()));
    debug_assert!(Op::Enter == compiled(t, this.value())?.instructions[0].op());
    Ok(t.str(&format!("<code object {name} at {id:#x}, file \"{file}\", line {line}>"))?.value())
}
